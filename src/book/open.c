/* Opening a workbook: finding its format in formats.def, calling the reader for it, and refusing what has none. */
#include "book/book.h"

#include "book/refuse.h"
#include "pack/cfb.h"

#include "base/banned.h"

/* The rows of formats.def.  A format without `read` is only recognised, and refused with a finding of kind
 * `finding`. */
static const struct {
    bool (*sniff)(th_str bytes, th_str name);
    th_status (*read)(th_book *book, th_str bytes);
    th_finding_kind finding;
    const char *vi, *en;
    const char *mend_vi, *mend_en; /* of FILE_KIND, which has none of its own */
} formats[] = {
#define TH_BOOK_READ(id, sniff, read, name, endings) [TH_BOOK_##id] = {sniff, read, TH_F_FILE_UNKNOWN, "", "", "", ""},
#define TH_BOOK_REFUSED(id, sniff, endings, finding, vi, en) [TH_BOOK_##id] = {sniff, NULL, finding, vi, en, "", ""},
#define TH_BOOK_NAMED(id, sniff, endings, vi, en, mend_vi, mend_en)                                                    \
    [TH_BOOK_##id] = {sniff, NULL, TH_F_FILE_KIND, vi, en, mend_vi, mend_en},
#define TH_BOOK_DOCUMENT(id, sniff, name, endings, vi, en)                                                             \
    [TH_BOOK_##id] = {sniff,                                                                                           \
                      NULL,                                                                                            \
                      TH_F_FILE_KIND,                                                                                  \
                      vi,                                                                                              \
                      en,                                                                                              \
                      "gửi kèm bảng tính (.xlsx, .xls hoặc .ods) có các số liệu ấy.",                                  \
                      "send the workbook (.xlsx, .xls or .ods) with its figures too."},
#define TH_BOOK_ARCHIVE(id, sniff, name, endings)                                                                      \
    [TH_BOOK_##id] = {sniff,                                                                                           \
                      NULL,                                                                                            \
                      TH_F_FILE_KIND,                                                                                  \
                      "là tệp nén (." name ")",                                                                        \
                      "it is an archive (." name ")",                                                                  \
                      "giải nén rồi dùng từng bảng tính ở trong.",                                                     \
                      "unpack it and use the workbooks in it one by one."},
#include "book/formats.def"
#undef TH_BOOK_READ
#undef TH_BOOK_REFUSED
};

th_book_format th_book_sniff(th_str bytes, th_str name)
{
    size_t format = TH_BOOK_UNKNOWN + 1;
    while (!formats[format].sniff(bytes, name)) /* the last row says yes to anything */
        format++;
    return (th_book_format)format;
}

th_mark th_book_mark(const th_book *book)
{
    return book->mark;
}

static void refuse_owner(th_arena *arena, th_str bytes, const th_place *place, th_findings *findings)
{
    th_str who = th_book_owner(arena, bytes);
    th_str vi = th_str_fmt(arena, "là tệp tạm “~$” của Excel, không có số liệu; tệp gốc đang được “" TH_FMT "” mở",
                           TH_ARG(who));
    th_str en = th_str_fmt(
        arena, "it is an owner file of Excel and holds no figure; the workbook is open by “" TH_FMT "”", TH_ARG(who));
    th_trouble_add(findings, arena, TH_F_FILE_UNKNOWN, place, (th_trouble){vi, en});
}

static th_status refuse_format(th_arena *arena, th_book_format format, th_str bytes, th_findings *findings)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding_kind kind = formats[format].finding;
    const th_words what = {th_str_of(formats[format].vi), th_str_of(formats[format].en)},
                   mend = {th_str_of(formats[format].mend_vi), th_str_of(formats[format].mend_en)};
    if (format == TH_BOOK_OWNER)
        refuse_owner(arena, bytes, &nowhere, findings);
    else if (kind == TH_F_FILE_KIND)
        th_findings_add(findings, arena, kind, &nowhere, TH_WITH(what, mend));
    else
        th_trouble_add(findings, arena, kind, &nowhere, what);
    return TH_FAILED;
}

/* A file that could not be read to its end has one finding that says why; what was doubtful on the way no longer
 * matters. */
static th_status refuse_unread(th_arena *arena, const th_book *book, th_str bytes, th_findings *findings)
{
    for (size_t i = 0; i < book->findings.n; i++)
        if (book->findings.at[i].level == TH_LEVEL_BLOCK) {
            TH_PUSH(arena, findings->at, findings->n, findings->cap, book->findings.at[i]);
            return TH_FAILED;
        }
    return refuse_format(arena, TH_BOOK_OTHER, bytes, findings);
}

/* Is the range that was left out the same as one that was kept?  Then nothing is lost. */
static bool is_there_twice(const th_sheet *sheet, const th_merge *merge)
{
    const th_merge *kept = th_sheet_merge_at(sheet, merge->row1, merge->col1);
    return kept && kept->row1 == merge->row1 && kept->col1 == merge->col1 && kept->row2 == merge->row2 &&
           kept->col2 == merge->col2;
}

/* Says which merged range of a sheet was the first to be left out, and how many others were. */
static void say_overlapping(th_book *book, const th_sheet *sheet)
{
    const th_merge *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < sheet->noverlapping; i++) {
        const th_merge *left_out = &sheet->merges[sheet->nmerges + i];
        if (is_there_twice(sheet, left_out))
            continue;
        first = first ? first : left_out;
        n++;
    }
    if (!first)
        return;
    th_words others = {0};
    if (n > 1)
        others = TH_WORDS(book->arena, ", cùng %zu vùng khác", ", and %zu others", n - 1);
    const th_place place = {.file = book->file_name, .sheet = sheet->name, .row = first->row1, .col = first->col1};
    th_findings_add(&book->findings, book->arena, TH_F_FILE_MERGES, &place, TH_WITH(others));
}

/* Says which cell has an address that may be damaged, which one stands in the file twice, and how many others do. */
static void say_misplaced(th_book *book, const th_sheet *sheet)
{
    th_words others = {0};
    th_str name = th_sheet_shown_name(book, sheet, sheet->raw_name);
    /* In a package a checksum has proved the addresses. */
    if (book->format == TH_BOOK_XLS && sheet->nastray) {
        if (sheet->nastray > 1)
            others = TH_WORDS(book->arena, " (cùng %zu ô khác)", " (and %zu others)", sheet->nastray - 1);
        const th_place place = {.sheet = name, .row = sheet->astray.row, .col = sheet->astray.col};
        th_findings_add(&book->findings, book->arena, TH_F_FILE_CELL_ASTRAY, &place, TH_WITH(others));
    }
    others = (th_words){0};
    if (sheet->ntwice == 0)
        return;
    if (sheet->ntwice > 1)
        others = TH_WORDS(book->arena, " (cùng %zu ô khác)", " (and %zu others)", sheet->ntwice - 1);
    const th_place place = {.sheet = name, .row = sheet->twice.row, .col = sheet->twice.col};
    th_findings_add(&book->findings, book->arena, TH_F_FILE_CELL_TWICE, &place, TH_WITH(others));
}

/* What was repaired is no reason to refuse a figure, but those who test what writes workbooks want to know. */
static bool is_repair(th_finding_kind kind)
{
    static const th_finding_kind repairs[] = {TH_F_FILE_ODD,         TH_F_FILE_MERGES,     TH_F_FILE_PASSED_OVER,
                                              TH_F_FILE_CELL_ASTRAY, TH_F_FILE_CELL_TWICE, TH_F_FILE_CELL};
    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++)
        if (kind == repairs[i])
            return true;
    return false;
}

/* Refuses a book in which something was repaired; the first repair says what and where. */
static th_status refuse_repaired(th_arena *arena, const th_book *book, th_findings *findings)
{
    const th_finding *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < book->findings.n; i++)
        if (is_repair(book->findings.at[i].kind)) {
            first = first ? first : &book->findings.at[i];
            n++;
        }
    if (!first)
        return TH_OK;
    th_words others = {0};
    if (n > 1)
        others = TH_WORDS(arena, " (cùng %zu chỗ khác)", " (and %zu other places)", n - 1);
    const th_words what = {first->vi, first->en};
    const th_place place = first->place;
    th_findings_add(findings, arena, TH_F_FILE_STRICT, &place, TH_WITH(first->rule, what, others));
    return TH_FAILED;
}

static th_status open_as_it_is(th_arena *arena, const th_limits *limits, const th_book_file *file, th_book **out,
                               th_findings *findings)
{
    *out = NULL;
    th_book_format format = th_book_sniff(file->bytes, file->name);
    if (!formats[format].read)
        return refuse_format(arena, format, file->bytes, findings);
    th_book *book = th_book_new(arena, limits);
    book->visitor = file->visitor;
    book->lean = file->lean;
    book->only = file->only;
    book->format = format;
    book->file_name = file->name;
    book->bytes = file->bytes;
    th_status status = formats[format].read(book, file->bytes);
    if (status < TH_FAILED && book->nsheets == 0)
        status = th_book_refuse(book, NULL, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
    if (status >= TH_FAILED)
        return refuse_unread(arena, book, file->bytes, findings);
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    for (size_t i = 0; i < book->nsheets; i++) {
        say_overlapping(book, &book->sheets[i]);
        say_misplaced(book, &book->sheets[i]);
    }
    if (limits->strict && refuse_repaired(arena, book, findings) >= TH_FAILED)
        return TH_FAILED;
    *out = book;
    return book->findings.n ? TH_WARN : TH_OK;
}

/* ---- workbooks that a password locks ---- */

static bool was_found_locked(th_str bytes, const th_findings *findings, size_t before)
{
    if (findings->n == before || findings->at[findings->n - 1].kind != TH_F_FILE_PASSWORD)
        return false;
    th_book_format format = th_book_sniff(bytes, (th_str){0});
    return format == TH_BOOK_PASSWORD || format == TH_BOOK_XLS || format == TH_BOOK_ODS;
}

static void say_unlocked(th_book *book, th_seal seal)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    book->seal = seal;
    th_findings_add(&book->findings, book->arena, seal == TH_SEAL_GIVEN ? TH_F_FILE_UNLOCKED : TH_F_FILE_PROTECTED,
                    &nowhere, TH_WITHOUT);
}

/* The file again, in the plain.  What comes out of a package that nothing checks may be anything: then it was
 * damaged. */
static th_status open_unlocked(th_arena *arena, const th_limits *limits, const th_book_file *file, th_book **out,
                               th_findings *findings)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    th_unlocked plain;
    th_unlocking became = th_unlock(arena, limits, file->bytes, file->name, &plain);
    if (became == TH_UNLOCKED && !th_is_zip(plain.bytes, file->name) && !th_is_xls(plain.bytes, file->name)) {
        plain.why = TH_TROUBLE_IS("nội dung mã hóa bị hỏng", "what is encrypted is damaged");
        became = TH_SEAL_DAMAGED;
    }
    if (became != TH_UNLOCKED) {
        static const th_finding_kind kinds[] = {[TH_STILL_LOCKED] = TH_F_FILE_PASSWORD,
                                                [TH_SEAL_DAMAGED] = TH_F_FILE_DAMAGED,
                                                [TH_SEAL_LIMIT] = TH_F_FILE_LIMIT};
        th_trouble_add(findings, arena, kinds[became], &nowhere, plain.why);
        return TH_FAILED;
    }
    th_book_file opened = *file;
    opened.bytes = plain.bytes;
    if (open_as_it_is(arena, limits, &opened, out, findings) >= TH_FAILED)
        return TH_FAILED;
    say_unlocked(*out, plain.seal);
    return TH_WARN;
}

th_status th_book_open(th_arena *arena, const th_limits *limits, const th_book_file *file, th_book **out,
                       th_findings *findings)
{
    size_t before = findings->n;
    th_status status = open_as_it_is(arena, limits, file, out, findings);
    if (status < TH_FAILED || !was_found_locked(file->bytes, findings, before))
        return status;
    th_findings_drop(findings);
    return open_unlocked(arena, limits, file, out, findings);
}
