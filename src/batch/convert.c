/* One workbook converted, in a clerk: which of the ways, and handing over what comes of it. */
#include "batch/convert.h"

#include "batch/converted_check.h"
#include "batch/process.h"
#include "convert/redraw.h"
#include "draw/readback.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <unistd.h>

#include "base/banned.h"

typedef struct conversion {
    th_arena *arena;
    const th_input *input;
    const th_convert_options *options;
    th_clerk *clerk;
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

static bool ends_with(th_arena *arena, th_str name, const char *ending)
{
    return th_str_ends(th_text_lower(arena, name), th_str_of(ending));
}

/* ---- writing ---- */

static th_status hand_over(conversion *work, th_str about, th_str bytes)
{
    const th_clerk_reply reply = th_clerk_hand(work->arena, work->clerk, &(th_handed){about, bytes});
    if (reply.status == TH_OK)
        th_strs_add(&work->result->outputs, work->arena, reply.answer);
    else
        return refuse_for(work, reply.status == TH_FATAL ? TH_F_FILE_NOT_AS_WRITTEN : TH_F_FILE_UNWRITTEN, reply.why);
    return TH_OK;
}

/* The book drawn anew, to the last digit. */
static th_status draw_anew(conversion *work, th_arena *arena, const th_sheet *only, th_str *bytes, th_trouble *trouble)
{
    th_figures inexact = {0};
    th_drawn to = {0};
    const th_redrawing what = {
        .book = work->book, .only = only, .rules = work->rules, .created = work->options->created, .to = &to};
    th_status drawn = th_redraw(arena, &what, &inexact, trouble);
    *bytes = to.bytes;
    if (drawn != TH_OK || inexact.n == 0)
        return drawn;
    if (th_package_put_figures(arena, work->options->limits, bytes, &inexact, trouble) != TH_OK)
        return TH_FAILED;
    const th_conversion_check check = {work->book, only, work->options->limits, true};
    if (th_readback_package(arena, to.bytes, *bytes, trouble) != TH_OK ||
        th_converted_check(arena, &check, *bytes, trouble) != TH_OK)
        return TH_FATAL;
    return TH_OK;
}

/* In an arena of its own: the book and the drawing need not fit into the budget of one file together. */
static th_status hand_over_anew(conversion *work, const th_sheet *only)
{
    th_trouble why = {0};
    th_str bytes = {0};
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY);
    th_process_begin_stage(work->options->limits);
    th_status status = draw_anew(work, arena, only, &bytes, &why);
    if (status == TH_OK)
        status = hand_over(work, TH_STR(TH_CONVERTED_ANEW), bytes);
    else
        status = refuse_for(work, status == TH_FATAL ? TH_F_FILE_NOT_AS_WRITTEN : TH_F_FILE_UNWRITTEN, why);
    th_arena_free(arena);
    return status;
}

static void not_kept(conversion *work, const char *ending, const char *vi, const char *en)
{
    const th_place place = {.file = work->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&work->result->findings, work->arena, TH_F_TEXT_NOT_KEPT, &place,
                    TH_WITH(th_str_of(ending), ((th_words){th_str_of(vi), th_str_of(en)})));
}

/* ---- .csv ---- */

static th_status to_csv(conversion *work, const th_sheet *only)
{
    th_changes_of_cells(&work->result->what.changes, &work->result->findings, work->arena, work->book);
    if (work->book->format != TH_BOOK_CSV)
        not_kept(work, "csv", "định dạng, công thức (chỉ giữ kết quả), gộp ô, ghi chú, hình và biểu đồ",
                 "formats, formulas (results are), merges, comments, pictures and charts");
    if (work->options->csv_told) {
        if (!only && work->book->nsheets != 1)
            return refuse_conversion(work, TH_TROUBLE(work->arena, "tệp có %zu trang; chọn một trang bằng --sheet",
                                                      "it has %zu sheets; choose one by --sheet", work->book->nsheets));
        th_clerk_tell(work->clerk, TH_CLERK_OUT,
                      th_csv_write(work->arena, work->book, only ? only : &work->book->sheets[0]));
        return TH_OK;
    }
    for (size_t which = 0; which < work->book->nsheets; which++) {
        const th_sheet *sheet = &work->book->sheets[which];
        th_str about = {0};
        if (only && only != sheet)
            continue;
        if (!only && work->book->nsheets > 1)
            about = th_converted_about(work->arena, which + 1, sheet->name);
        if (hand_over(work, about, th_csv_write(work->arena, work->book, sheet)) != TH_OK)
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
    return hand_over(work, (th_str){0}, rewriting->bytes);
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
    return hand_over_anew(work, only);
}

/* ---- the order of things ---- */

/* One rule a line: "old font = new font"; '#' begins a comment. */
static th_status read_rules(conversion *work, th_str bytes)
{
    th_str line;
    th_font_rule *rules = NULL;
    size_t n = 0, cap = 0;
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

/* All that is opened. */
static th_status fetch(conversion *work, th_str *rules)
{
    const th_convert_options *options = work->options;
    const th_input fonts = {.path = th_str_of(options->fonts), .name = th_str_of(options->fonts)};
    if (options->fonts && th_file_read(work->arena, options->limits, &fonts, rules, &work->result->findings) != TH_OK)
        return TH_FAILED;
    return th_file_read(work->arena, options->limits, work->input, &work->bytes, &work->result->findings);
}

/* A package whose texts are converted where they stand needs no other cells: for a large one there would not be the
 * memory.  `lean`: if it is one. */
static th_status open_book(conversion *work, bool lean)
{
    enum { LARGE = 1 << 20 };
    th_str path = th_converted_path(work->arena, work->input, work->options);
    bool in_place = !work->options->csv_told && !work->options->sheet && !ends_with(work->arena, path, ".csv");
    th_book_file file = {.bytes = work->bytes, .name = work->input->name};
    /* Of two numbers at one address a lean book says nothing. */
    bool large = work->bytes.len > LARGE && !work->options->limits->strict;
    file.lean = lean && in_place && large && th_book_sniff(work->bytes, work->input->name) == TH_BOOK_XLSX;
    return th_book_open(work->arena, work->options->limits, &file, &work->book, &work->result->findings);
}

static th_status convert_by_kind(conversion *work)
{
    const th_sheet *only;
    th_str rules = {0};
    if (fetch(work, &rules) != TH_OK)
        return TH_FAILED;
    th_clerk_raise_walls(work->clerk);
    if (read_rules(work, rules) != TH_OK || open_book(work, true) >= TH_FAILED)
        return TH_FAILED;
    if (work->book->lean && work->book->format != TH_BOOK_XLSX && open_book(work, false) >= TH_FAILED)
        return TH_FAILED;            /* an .xlsb, which is drawn anew */
    work->bytes = work->book->bytes; /* in the plain, and so is what is written */
    th_book_normalise(work->book);
    for (size_t i = 0; i < work->book->findings.n; i++)
        TH_PUSH(work->arena, work->result->findings.at, work->result->findings.n, work->result->findings.cap,
                work->book->findings.at[i]);
    work->result->from = work->book->format;
    if (sheet_named(work, &only) != TH_OK)
        return TH_FAILED;
    th_str path = th_converted_path(work->arena, work->input, work->options);
    if (work->options->csv_told || ends_with(work->arena, path, ".csv"))
        return to_csv(work, only);
    if (work->book->format == TH_BOOK_XLSX && only)
        return refuse_conversion(work, TH_TROUBLE_IS("--sheet chỉ dùng khi ghi ra .csv hoặc khi chuyển từ tệp "
                                                     "không phải .xlsx",
                                                     "--sheet is for writing .csv and for what is not .xlsx"));
    return work->book->format == TH_BOOK_XLSX ? to_same(work, path) : to_new(work, only, path);
}

th_status th_convert(th_arena *arena, const th_convert_job *asked, th_converted *result)
{
    conversion work = {
        .arena = arena, .input = asked->input, .options = asked->options, .clerk = asked->clerk, .result = result};
    *result = (th_converted){0};
    th_status status = convert_by_kind(&work);
    for (size_t i = 0; i < result->findings.n; i++)
        result->findings.at[i].place.file = asked->input->name;
    return status;
}
