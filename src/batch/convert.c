/* One workbook converted: which of the ways, what the result is called, and publishing it. */
#include "batch/convert.h"

#include "batch/converted_check.h"
#include "batch/drawing.h"
#include "batch/process.h"
#include "batch/publish.h"
#include "convert/redraw.h"
#include "draw/readback.h"
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

static th_status refuse_for(conversion *work, th_finding_kind kind, th_trouble why)
{
    const th_place place = {.file = work->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&work->result->findings, work->arena, kind, &place, why);
    return TH_FAILED;
}

static th_status refuse_conversion(conversion *work, th_trouble why)
{
    return refuse_for(work, TH_F_FILE_UNWRITTEN, why);
}

/* ---- names ---- */

static bool ends_with(th_arena *arena, th_str name, const char *ending)
{
    return th_str_ends(th_text_lower(arena, name), th_str_of(ending));
}

static th_str name_without_ending(th_str name)
{
    size_t ending = th_book_ending(name).len;
    return name.len > ending ? th_str_sub(name, 0, name.len - ending) : name;
}

th_str th_convert_name(th_arena *arena, th_str input, const char *to)
{
    const char *ending = to;
    if (!ending)
        ending = ends_with(arena, input, ".xlsm") ? "xlsm" : "xlsx";
    return th_str_fmt(arena, TH_FMT ".%s", TH_ARG(name_without_ending(input)), ending);
}

/* Of two inputs that would get one name, the second in the list keeps its own ending in front of the new one. */
static th_str name_in_folder(conversion *work)
{
    th_str name = th_convert_name(work->arena, work->input->name, work->options->to);
    for (size_t i = 0; i < work->options->ntaken; i++)
        if (th_str_eq(th_text_lower(work->arena, work->options->taken[i]), th_text_lower(work->arena, name)))
            return th_str_fmt(work->arena, TH_FMT ".%s", TH_ARG(work->input->name),
                              work->options->to ? work->options->to : "xlsx");
    return name;
}

/* A sheet's name as part of a file's. */
static th_str file_part(th_arena *arena, th_str sheet)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sheet.len; i++) {
        unsigned char c = (unsigned char)sheet.ptr[i];
        th_buf_byte(&out, c < ' ' || c == 0x7F || strchr("/\\:*?\"<>|", c) ? '-' : (char)c);
    }
    return th_buf_str(&out);
}

/* ---- writing ---- */

typedef struct draw_job {
    conversion *work;
    const th_sheet *only;
    const th_publication *publication;
} draw_job;

static th_trouble first_finding(th_arena *arena, const th_findings *findings)
{
    if (!findings->n)
        return (th_trouble){0};
    return (th_trouble){th_str_copy(arena, findings->at[0].vi), th_str_copy(arena, findings->at[0].en)};
}

/* The book drawn anew, to the last digit. */
static th_status draw_anew(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const draw_job *job = ctx;
    const conversion *work = job->work;
    th_figures inexact = {0};
    th_findings findings = {0};
    th_str bytes;
    const char *path = job->publication->part;
    const th_input written = {.path = th_str_of(path), .name = work->input->name};
    const th_redrawing what = {.book = work->book,
                               .only = job->only,
                               .rules = work->rules,
                               .created = work->options->created,
                               .to = &(th_drawn){.path = path}};
    th_status drawn = th_redraw(arena, &what, &inexact, trouble);
    if (drawn != TH_OK || inexact.n == 0)
        return drawn;
    if (th_file_read(arena, work->options->limits, &written, &bytes, &findings) != TH_OK) {
        *trouble = first_finding(arena, &findings);
        return TH_FAILED;
    }
    th_str first = bytes;
    if (th_package_put_figures(arena, work->options->limits, &bytes, &inexact, trouble) != TH_OK || unlink(path) != 0)
        return TH_FAILED;
    const th_conversion_check check = {work->book, job->only, work->options->limits, true};
    if (th_readback_package(arena, first, bytes, trouble) != TH_OK ||
        th_converted_check(arena, &check, bytes, trouble) != TH_OK)
        return TH_FATAL;
    return th_publish_write(job->publication, bytes, arena, trouble);
}

/* A workbook rewritten in place, or a .csv, carries no mark; but where the very bytes stand there, nothing is lost. */
static bool holds_already(conversion *work, const char *path, th_str bytes)
{
    const th_input there = {.path = th_str_of(path), .name = th_str_of(path)};
    th_findings ignored = {0};
    th_str old;
    return th_file_read(work->arena, work->options->limits, &there, &old, &ignored) == TH_OK && th_str_eq(old, bytes);
}

/* Publishes `bytes`, or, when they are none, the book drawn anew. */
static th_status publish_result(conversion *work, th_str path, th_str bytes, const th_sheet *only)
{
    th_publication publication;
    th_trouble trouble = {0};
    const th_outfile out = {.path = th_str_cstr(work->arena, path),
                            .mark = ends_with(work->arena, path, ".csv") ? TH_MARK_NONE : TH_MARK_CONVERTED};
    if (th_guard_spares(work->options->guard, out.path, &trouble) != TH_OK)
        return refuse_conversion(work, trouble);
    if (bytes.ptr && holds_already(work, out.path, bytes)) {
        th_strs_add(&work->result->outputs, work->arena, path);
        return TH_OK;
    }
    if (th_publish_begin(work->arena, work->options->guard, &out, &publication, &trouble) != TH_OK)
        return refuse_conversion(work, trouble);
    draw_job job = {work, only, &publication};
    th_status status = bytes.ptr ? th_publish_write(&publication, bytes, work->arena, &trouble)
                                 : th_drawing_do(work->arena, &(th_drawing){draw_anew, &job}, &trouble);
    if (status != TH_OK) {
        th_publish_abandon(&publication);
        return refuse_for(work, status == TH_FATAL ? TH_F_FILE_NOT_AS_WRITTEN : TH_F_FILE_UNWRITTEN, trouble);
    }
    th_strs_add(&work->result->outputs, work->arena, path); /* nothing may fail once it is there */
    if (th_publish_commit(work->arena, &publication, &trouble) != TH_OK) {
        work->result->outputs.n--;
        return refuse_conversion(work, trouble);
    }
    return TH_OK;
}

static void not_kept(conversion *work, const char *ending, const char *vi, const char *en)
{
    const th_place place = {.file = work->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&work->result->findings, work->arena, TH_F_TEXT_NOT_KEPT, &place,
                    TH_WITH(th_str_of(ending), ((th_words){th_str_of(vi), th_str_of(en)})));
}

/* ---- .csv ---- */

static th_status to_csv(conversion *work, const th_sheet *only, th_str path)
{
    th_changes_of_cells(&work->result->what.changes, &work->result->findings, work->arena, work->book);
    not_kept(work, "csv", "định dạng, công thức (chỉ giữ kết quả), gộp ô, ghi chú, hình và biểu đồ",
             "formats, formulas (results are), merges, comments, pictures and charts");
    if (work->options->csv_to >= 0) {
        if (!only && work->book->nsheets != 1)
            return refuse_conversion(work, TH_TROUBLE(work->arena, "tệp có %zu trang; chọn một trang bằng --sheet",
                                                      "it has %zu sheets; choose one by --sheet", work->book->nsheets));
        th_str bytes = th_csv_write(work->arena, work->book, only ? only : &work->book->sheets[0]);
        return th_process_write(work->options->csv_to, bytes)
                   ? TH_OK
                   : refuse_conversion(work, th_system_words(work->arena, errno));
    }
    for (size_t which = 0; which < work->book->nsheets; which++) {
        const th_sheet *sheet = &work->book->sheets[which];
        th_str name = path;
        if (only && only != sheet)
            continue;
        if (!only && work->book->nsheets > 1) /* the stem of the name given, and the sheet's */
            name = th_str_fmt(work->arena, TH_FMT " - " TH_FMT ".csv", TH_ARG(name_without_ending(path)),
                              TH_ARG(file_part(work->arena, sheet->name)));
        for (size_t i = 0; i < work->result->outputs.n; i++)
            if (th_str_eq(th_text_lower(work->arena, work->result->outputs.at[i]), th_text_lower(work->arena, name)))
                name = th_str_fmt(work->arena, TH_FMT " (%zu).csv", TH_ARG(name_without_ending(name)), which + 1);
        if (publish_result(work, name, th_csv_write(work->arena, work->book, sheet), NULL) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

/* ---- .xlsx ---- */

static th_status to_same(conversion *work, th_str path)
{
    th_rewriting *rewriting = &work->result->what;
    const th_rewrite_source source = {work->book, work->bytes, work->rules};
    if (th_xlsx_rewrite(work->arena, &source, rewriting, &work->result->findings) != TH_OK)
        return TH_FAILED;
    /* A name that was wrong before the conversion may stay wrong. */
    bool as_macro = ends_with(work->arena, path, ".xlsm");
    if (rewriting->macro_enabled != as_macro && ends_with(work->arena, work->input->name, ".xlsm") != as_macro)
        return refuse_conversion(work, rewriting->macro_enabled
                                           ? TH_TROUBLE_IS("tệp có macro: đặt tên kết quả là .xlsm",
                                                           "the file has macros: call the result .xlsm")
                                           : TH_TROUBLE_IS("tệp không có macro: đặt tên kết quả là .xlsx",
                                                           "the file has no macros: call the result .xlsx"));
    work->result->identical = rewriting->parts == 0;
    th_trouble wrong = {0};
    const th_conversion_check check = {work->book, NULL, work->options->limits, false};
    if (rewriting->parts > 0 && (th_readback_package(work->arena, work->bytes, rewriting->bytes, &wrong) != TH_OK ||
                                 th_converted_check(work->arena, &check, rewriting->bytes, &wrong) != TH_OK))
        return refuse_for(work, TH_F_FILE_NOT_AS_WRITTEN, wrong);
    return publish_result(work, path, rewriting->bytes, NULL);
}

static th_status to_new(conversion *work, const th_sheet *only, th_str path)
{
    th_rewriting *rewriting = &work->result->what;
    if (!ends_with(work->arena, path, ".xlsx"))
        return refuse_conversion(work, TH_TROUBLE_IS("tệp loại này chỉ ghi được thành .xlsx hoặc .csv",
                                                     "a file of this kind becomes .xlsx or .csv only"));
    th_changes_of_cells(&rewriting->changes, &work->result->findings, work->arena, work->book);
    for (size_t i = 1; i < work->book->nfonts; i++) {
        th_str font = work->book->fonts[i], now = th_book_modern_font(work->book, work->rules, font);
        th_str line = th_str_fmt(work->arena, TH_FMT " → " TH_FMT, TH_ARG(font), TH_ARG(now));
        bool known = th_str_eq(now, font);
        for (size_t k = 0; k < rewriting->fonts.n && !known; k++)
            known = th_str_eq(rewriting->fonts.at[k], line);
        if (!known)
            th_strs_add(&rewriting->fonts, work->arena, line);
    }
    for (size_t which = 0; which < work->book->nsheets; which++) {
        const th_sheet *sheet = &work->book->sheets[which];
        th_normal normal = th_book_text(work->book, sheet, work->arena, sheet->raw_name, (th_str){0});
        th_change change = {.kind = TH_IN_SHEET_NAME,
                            .where = sheet->name,
                            .row = TH_NO_CELL,
                            .col = TH_NO_CELL,
                            .encoding = normal.encoding,
                            .evidence = normal.evidence,
                            .before = sheet->raw_name,
                            .after = sheet->name};
        if (normal.changed)
            TH_PUSH(work->arena, rewriting->changes.at, rewriting->changes.n, rewriting->changes.cap, change);
    }
    if (work->book->format != TH_BOOK_CSV)
        not_kept(work, "xlsx",
                 "công thức (chỉ giữ kết quả), màu, độ cao hàng, ghi chú, danh sách chọn, hình, biểu "
                 "đồ, thiết lập trang in, macro",
                 "formulas (results are), colours, row heights, comments, validations, "
                 "pictures, charts, print setup, macros");
    return publish_result(work, path, (th_str){0}, only);
}

/* ---- the order of things ---- */

/* One rule a line: "old font = new font"; '#' begins a comment. */
static th_status read_rules(conversion *work)
{
    th_str bytes, line;
    th_font_rule *rules = NULL;
    size_t n = 0, cap = 0;
    if (!work->options->fonts)
        return TH_OK;
    th_input file = {.path = th_str_of(work->options->fonts), .name = th_str_of(work->options->fonts)};
    if (th_file_read(work->arena, work->options->limits, &file, &bytes, &work->result->findings) != TH_OK)
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
            return refuse_conversion(work, TH_TROUBLE(work->arena, "dòng %zu của “%s” cần “phông cũ = phông mới”",
                                                      "line %zu of “%s” needs “old font = new font”", number,
                                                      work->options->fonts));
        TH_PUSH(work->arena, rules, n, cap, rule);
    }
    work->rules = (th_font_rules){rules, n};
    return TH_OK;
}

static th_status sheet_named(conversion *work, const th_sheet **sheet)
{
    *sheet = NULL;
    if (!work->options->sheet)
        return TH_OK;
    for (size_t which = 0; which < work->book->nsheets; which++)
        if (th_fold_eq(work->arena, work->book->sheets[which].name, th_str_of(work->options->sheet))) {
            *sheet = &work->book->sheets[which];
            return TH_OK;
        }
    return refuse_conversion(
        work, TH_TROUBLE(work->arena, "không có trang “%s”", "there is no sheet “%s”", work->options->sheet));
}

static th_status convert_by_kind(conversion *work)
{
    const th_sheet *only;
    if (read_rules(work) != TH_OK ||
        th_file_read(work->arena, work->options->limits, work->input, &work->bytes, &work->result->findings) != TH_OK ||
        th_book_open(work->arena, work->options->limits,
                     &(th_book_file){.bytes = work->bytes, .name = work->input->name}, &work->book,
                     &work->result->findings) >= TH_FAILED)
        return TH_FAILED;
    th_book_normalise(work->book);
    for (size_t i = 0; i < work->book->findings.n; i++)
        TH_PUSH(work->arena, work->result->findings.at, work->result->findings.n, work->result->findings.cap,
                work->book->findings.at[i]);
    work->result->from = work->book->format;
    if (sheet_named(work, &only) != TH_OK)
        return TH_FAILED;
    th_str path = th_str_of(work->options->out);
    if (!work->options->out && work->options->folder)
        path = th_str_fmt(work->arena, "%s/" TH_FMT, work->options->folder, TH_ARG(name_in_folder(work)));
    if (work->options->csv_to >= 0 || ends_with(work->arena, path, ".csv"))
        return to_csv(work, only, path);
    if (work->book->format == TH_BOOK_XLSX && only)
        return refuse_conversion(work, TH_TROUBLE_IS("--sheet chỉ dùng khi ghi ra .csv hoặc chuyển từ .xls, .ods",
                                                     "--sheet is for writing .csv and for .xls and .ods"));
    return work->book->format == TH_BOOK_XLSX ? to_same(work, path) : to_new(work, only, path);
}

th_status th_convert(th_arena *arena, const th_input *input, const th_convert_options *options, th_converted *result)
{
    conversion work = {.arena = arena, .input = input, .options = options, .result = result};
    *result = (th_converted){0};
    th_status status = convert_by_kind(&work);
    for (size_t i = 0; i < result->findings.n; i++)
        result->findings.at[i].place.file = input->name;
    return status;
}
