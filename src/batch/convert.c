#include "batch/convert.h"

#include "batch/process.h"
#include "batch/publish.h"
#include "convert/redraw.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

typedef struct conversion {
    th_arena *arena;
    const th_input *input;
    const th_convert_options *options;
    th_converted *result;
    th_book *book;
    th_str bytes;
    th_font_rules rules;
} conversion;

static th_status refuse(conversion *c, th_trouble why)
{
    const th_place place = {.file = c->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&c->result->findings, c->arena, TH_F_FILE_UNWRITTEN, &place, why);
    return TH_FAILED;
}

/* ---- names ---- */

static bool ends_with(th_arena *arena, th_str name, const char *ending)
{
    return th_str_ends(th_text_lower(arena, name), th_str_of(ending));
}

static th_str stem_of(th_str name)
{
    size_t ending = th_book_ending(name).len;
    return name.len > ending ? th_str_sub(name, 0, name.len - ending) : name;
}

th_str th_convert_name(th_arena *arena, th_str input, const char *to)
{
    const char *ending = to ? to : ends_with(arena, input, ".xlsm") ? "xlsm" : "xlsx";
    return th_str_fmt(arena, TH_FMT ".%s", TH_ARG(stem_of(input)), ending);
}

/* Of two inputs that would get one name, the second in the list keeps its own ending in front of the new one. */
static th_str name_in_folder(conversion *c)
{
    th_str name = th_convert_name(c->arena, c->input->name, c->options->to);
    for (size_t i = 0; i < c->options->ntaken; i++)
        if (th_str_eq(th_text_lower(c->arena, c->options->taken[i]), th_text_lower(c->arena, name)))
            return th_str_fmt(c->arena, TH_FMT ".%s", TH_ARG(c->input->name), c->options->to ? c->options->to : "xlsx");
    return name;
}

/* A sheet's name as part of a file's. */
static th_str file_part(th_arena *arena, th_str sheet)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sheet.len; i++) {
        unsigned char u = (unsigned char)sheet.ptr[i];
        th_buf_byte(&out, u < ' ' || u == 0x7F || strchr("/\\:*?\"<>|", u) ? '-' : (char)u);
    }
    return th_buf_str(&out);
}

bool th_is_input(const th_inputs *inputs, const char *path)
{
    struct stat in, out;
    bool found = false;
    if (stat(path, &out) != 0)
        return false;
    for (size_t i = 0; i < inputs->n && !found; i++)
        found = stat(inputs->at[i].path.ptr, &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
    return found;
}

/* ---- writing ---- */

/* The book drawn anew in `path`, to the last digit. */
static th_status draw(conversion *c, const th_sheet *only, const th_publication *p, th_trouble *trouble)
{
    th_figures inexact = {0};
    th_str bytes;
    const th_input written = {th_str_of(p->part), c->input->name};
    th_str why = {0};
    th_status status = th_redraw(c->arena, c->book, only, c->rules, c->options->created, p->part, &inexact, &why);
    if (status == TH_OK && inexact.n == 0)
        return TH_OK;
    if (status == TH_OK)
        status = th_file_read(c->arena, c->options->limits, &written, &bytes, &c->result->findings);
    if (status == TH_OK)
        status = th_package_put_figures(c->arena, c->options->limits, &bytes, &inexact, &why);
    if (status == TH_OK)
        return th_publish_write(p, bytes, c->arena, trouble);
    *trouble = TH_TROUBLE_OF(why, "the workbook cannot be written");
    return TH_FAILED;
}

/* Publishes `bytes`, or, when they are none, the book drawn anew. */
static th_status publish(conversion *c, th_str path, th_str bytes, const th_sheet *only)
{
    th_publication p;
    th_trouble trouble = {0};
    const char *out = th_str_cstr(c->arena, path);
    if (th_is_input(c->options->inputs, out))
        return refuse(c, TH_TROUBLE(c->arena, "“%s” chính là tệp gốc, không được ghi đè",
                                    "“%s” is the input, which is never written", out));
    if (th_publish_begin(c->arena, out, &p, &trouble) != TH_OK)
        return refuse(c, trouble);
    bool done = (bytes.ptr ? th_publish_write(&p, bytes, c->arena, &trouble) : draw(c, only, &p, &trouble)) == TH_OK;
    if (!done) {
        th_publish_abandon(&p);
        return refuse(c, trouble);
    }
    if (th_publish_commit(c->arena, &p, &trouble) != TH_OK)
        return refuse(c, trouble);
    th_strs_add(&c->result->outputs, c->arena, path);
    return TH_OK;
}

static void not_kept(conversion *c, const char *ending, const char *vi, const char *en)
{
    const th_place place = {.file = c->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&c->result->findings, c->arena, TH_F_TEXT_NOT_KEPT, &place,
                    (th_str[]){th_str_of(ending), th_str_of(vi), th_str_of(en)}, 3);
}

/* ---- .csv ---- */

static th_status to_csv(conversion *c, const th_sheet *only, th_str path)
{
    th_changes_of_cells(&c->result->what.changes, &c->result->findings, c->arena, c->book);
    not_kept(c, "csv", "định dạng, công thức (chỉ giữ kết quả), gộp ô, ghi chú, hình và biểu đồ",
             "formats, formulas (results are), merges, comments, pictures and charts");
    if (c->options->csv_to >= 0) {
        if (!only && c->book->nsheets != 1)
            return refuse(c, TH_TROUBLE(c->arena, "tệp có %zu trang; chọn một trang bằng --sheet",
                                        "it has %zu sheets; choose one by --sheet", c->book->nsheets));
        th_str bytes = th_csv_write(c->arena, c->book, only ? only : &c->book->sheets[0]);
        return th_process_write(c->options->csv_to, bytes)
                   ? TH_OK
                   : refuse(c, TH_TROUBLE(c->arena, "%s", "%s", strerror(errno)));
    }
    for (size_t s = 0; s < c->book->nsheets; s++) {
        const th_sheet *sheet = &c->book->sheets[s];
        th_str name = path;
        if (only && only != sheet)
            continue;
        if (!only && c->book->nsheets > 1) /* the stem of the name given, and the sheet's */
            name = th_str_fmt(c->arena, TH_FMT " - " TH_FMT ".csv", TH_ARG(stem_of(path)),
                              TH_ARG(file_part(c->arena, sheet->name)));
        for (size_t i = 0; i < c->result->outputs.n; i++)
            if (th_str_eq(th_text_lower(c->arena, c->result->outputs.at[i]), th_text_lower(c->arena, name)))
                name = th_str_fmt(c->arena, TH_FMT " (%zu).csv", TH_ARG(stem_of(name)), s + 1);
        if (publish(c, name, th_csv_write(c->arena, c->book, sheet), NULL) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

/* ---- .xlsx ---- */

static th_status to_same(conversion *c, th_str path)
{
    th_rewriting *w = &c->result->what;
    const th_rewrite_source source = {c->book, c->bytes, c->rules};
    if (th_xlsx_rewrite(c->arena, &source, w, &c->result->findings) != TH_OK)
        return TH_FAILED;
    bool as_macro = ends_with(c->arena, path, ".xlsm"); /* a name that was wrong before may stay so */
    if (w->macro_enabled != as_macro && ends_with(c->arena, c->input->name, ".xlsm") != as_macro)
        return refuse(c, w->macro_enabled ? TH_TROUBLE_IS("tệp có macro: đặt tên kết quả là .xlsm",
                                                          "the file has macros: call the result .xlsm")
                                          : TH_TROUBLE_IS("tệp không có macro: đặt tên kết quả là .xlsx",
                                                          "the file has no macros: call the result .xlsx"));
    c->result->identical = w->parts == 0;
    return publish(c, path, w->bytes, NULL);
}

static th_status to_new(conversion *c, const th_sheet *only, th_str path)
{
    th_rewriting *w = &c->result->what;
    if (!ends_with(c->arena, path, ".xlsx"))
        return refuse(c, TH_TROUBLE_IS("tệp loại này chỉ ghi được thành .xlsx hoặc .csv",
                                       "a file of this kind becomes .xlsx or .csv only"));
    th_changes_of_cells(&w->changes, &c->result->findings, c->arena, c->book);
    for (size_t i = 1; i < c->book->nfonts; i++) {
        th_str font = c->book->fonts[i], now = th_book_modern_font(c->book, c->rules, font);
        th_str line = th_str_fmt(c->arena, TH_FMT " → " TH_FMT, TH_ARG(font), TH_ARG(now));
        bool known = th_str_eq(now, font);
        for (size_t k = 0; k < w->fonts.n && !known; k++)
            known = th_str_eq(w->fonts.at[k], line);
        if (!known)
            th_strs_add(&w->fonts, c->arena, line);
    }
    for (size_t s = 0; s < c->book->nsheets; s++) {
        const th_sheet *sheet = &c->book->sheets[s];
        th_normal n = th_book_text(c->book, sheet, c->arena, sheet->raw_name, (th_str){0});
        th_change change = {.kind = TH_IN_SHEET_NAME,
                            .where = sheet->name,
                            .row = TH_NO_CELL,
                            .col = TH_NO_CELL,
                            .encoding = n.encoding,
                            .evidence = n.evidence,
                            .before = sheet->raw_name,
                            .after = sheet->name};
        if (n.changed)
            TH_PUSH(c->arena, w->changes.at, w->changes.n, w->changes.cap, change);
    }
    if (c->book->format != TH_BOOK_CSV)
        not_kept(c, "xlsx",
                 "công thức (chỉ giữ kết quả), màu, độ cao hàng, ghi chú, danh sách chọn, hình, biểu "
                 "đồ, thiết lập trang in, macro",
                 "formulas (results are), colours, row heights, comments, validations, "
                 "pictures, charts, print setup, macros");
    return publish(c, path, (th_str){0}, only);
}

/* ---- the order of things ---- */

/* One rule a line: "old font = new font"; '#' begins a comment. */
static th_status read_rules(conversion *c)
{
    th_str bytes, line;
    th_font_rule *rules = NULL;
    size_t n = 0, cap = 0;
    if (!c->options->fonts)
        return TH_OK;
    th_input file = {th_str_of(c->options->fonts), th_str_of(c->options->fonts)};
    if (th_file_read(c->arena, c->options->limits, &file, &bytes, &c->result->findings) != TH_OK)
        return TH_FAILED;
    if (th_str_starts(bytes, TH_STR("\xEF\xBB\xBF")))
        bytes = th_str_sub(bytes, 3, bytes.len);
    for (size_t number = 1; th_str_cut(&bytes, '\n', &line); number++) {
        th_str rest = th_str_trim(line), from;
        if (!rest.len || rest.ptr[0] == '#')
            continue;
        bool cut = th_str_find(rest, TH_STR("="), 0) != SIZE_MAX && th_str_cut(&rest, '=', &from);
        th_font_rule rule = {cut ? th_str_trim(from) : (th_str){0}, th_str_trim(rest)};
        if (!rule.from.len || !rule.to.len)
            return refuse(c, TH_TROUBLE(c->arena, "dòng %zu của “%s” cần “phông cũ = phông mới”",
                                        "line %zu of “%s” needs “old font = new font”", number, c->options->fonts));
        TH_PUSH(c->arena, rules, n, cap, rule);
    }
    c->rules = (th_font_rules){rules, n};
    return TH_OK;
}

static th_status sheet_named(conversion *c, const th_sheet **sheet)
{
    *sheet = NULL;
    if (!c->options->sheet)
        return TH_OK;
    for (size_t s = 0; s < c->book->nsheets; s++)
        if (th_fold_eq(c->arena, c->book->sheets[s].name, th_str_of(c->options->sheet))) {
            *sheet = &c->book->sheets[s];
            return TH_OK;
        }
    return refuse(c, TH_TROUBLE(c->arena, "không có trang “%s”", "there is no sheet “%s”", c->options->sheet));
}

static th_status convert(conversion *c)
{
    const th_sheet *only;
    if (read_rules(c) != TH_OK ||
        th_file_read(c->arena, c->options->limits, c->input, &c->bytes, &c->result->findings) != TH_OK ||
        th_book_open(c->arena, c->options->limits, c->bytes, c->input->name, &c->book, &c->result->findings) >=
            TH_FAILED)
        return TH_FAILED;
    th_book_normalise(c->book);
    for (size_t i = 0; i < c->book->findings.n; i++)
        TH_PUSH(c->arena, c->result->findings.at, c->result->findings.n, c->result->findings.cap,
                c->book->findings.at[i]);
    c->result->from = c->book->format;
    if (sheet_named(c, &only) != TH_OK)
        return TH_FAILED;
    th_str path = c->options->out ? th_str_of(c->options->out)
                  : c->options->folder
                      ? th_str_fmt(c->arena, "%s/" TH_FMT, c->options->folder, TH_ARG(name_in_folder(c)))
                      : (th_str){0};
    if (c->options->csv_to >= 0 || ends_with(c->arena, path, ".csv"))
        return to_csv(c, only, path);
    if (c->book->format == TH_BOOK_XLSX && only)
        return refuse(c, TH_TROUBLE_IS("--sheet chỉ dùng khi ghi ra .csv hoặc chuyển từ .xls, .ods",
                                       "--sheet is for writing .csv and for .xls and .ods"));
    return c->book->format == TH_BOOK_XLSX ? to_same(c, path) : to_new(c, only, path);
}

th_status th_convert(th_arena *arena, const th_input *input, const th_convert_options *options, th_converted *result)
{
    conversion c = {.arena = arena, .input = input, .options = options, .result = result};
    *result = (th_converted){0};
    th_status status = convert(&c);
    for (size_t i = 0; i < result->findings.n; i++)
        result->findings.at[i].place.file = input->name;
    return status;
}
