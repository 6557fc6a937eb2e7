/* Notes about what stands in a workbook beside its cells. */
#include "book/noted.h"

#include "base/banned.h"

static const struct {
    const char *vi, *en;
} kinds[] = {
    [TH_SHEET_STRANGE] = {"một loại trang lạ", "of an unknown kind"},
    [TH_SHEET_CHART] = {"trang biểu đồ", "a chart"},
    [TH_SHEET_MACRO] = {"trang macro của Excel 4.0", "a macro sheet of Excel 4.0"},
    [TH_SHEET_DIALOG] = {"trang hộp thoại", "a dialog"},
    [TH_SHEET_MODULE] = {"mô-đun Visual Basic", "a module of Visual Basic"},
};

void th_book_passes_sheet(th_book *book, th_str name, th_other_sheet what)
{
    th_passed_sheet passed = {name, what};
    TH_PUSH(book->arena, book->passed, book->npassed, book->passed_cap, passed);
}

bool th_is_text_of_picture(th_str text)
{
    return th_str_starts(text, TH_STR("=DISPIMG(")) || th_str_starts(text, TH_STR("=_xlfn.DISPIMG("));
}

void th_cell_becomes_picture(th_sheet *sheet, th_cell *cell)
{
    cell->type = TH_CELL_TEXT;
    cell->raw = TH_STR("(hình)");
    cell->runs = NULL;
    cell->nruns = 0;
    cell->flags &= (uint8_t)~TH_CELL_BORROWED;
    if (sheet->npictured++ == 0)
        sheet->pictured = (th_cell_place){cell->row, cell->col};
}

static th_words and_others(th_book *book, size_t n)
{
    if (n < 2)
        return (th_words){0};
    return TH_WORDS(book->arena, " (cùng %zu ô khác)", " (and %zu others)", n - 1);
}

static void note_passed(th_book *book, const th_passed_sheet *passed)
{
    const th_place place = {.sheet = passed->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    const th_words is = {th_str_of(kinds[passed->what].vi), th_str_of(kinds[passed->what].en)};
    th_findings_add(&book->findings, book->arena, TH_F_FILE_SHEET_KIND, &place, TH_WITH(passed->name, is));
}

/* What was said at one cell is one note, in the order in which it was said. */
static void note_comments(th_book *book, const th_sheet *sheet)
{
    th_lookup index = {0}; /* by cell: 1 + which of the threads */
    th_buf *threads = th_arena_array(book->arena, sheet->ncomments, sizeof *threads);
    const th_remark **first = th_arena_array(book->arena, sheet->ncomments, sizeof *first);
    size_t n = 0;
    for (size_t i = 0; i < sheet->ncomments; i++) {
        const th_remark *said = &sheet->comments[i];
        const uint32_t cell[] = {said->row, said->col};
        uint32_t *at = th_lookup_at(&index, book->arena, th_key_of(cell));
        if (!*at) {
            th_buf_init(&threads[n], book->arena);
            first[n] = said;
            *at = (uint32_t)++n;
        }
        th_buf *thread = &threads[*at - 1];
        if (thread->len)
            th_buf_add(thread, TH_STR(" · "));
        if (said->who.len)
            th_buf_fmt(thread, TH_FMT ": ", TH_ARG(said->who));
        th_buf_fmt(thread, "“" TH_FMT "”", TH_ARG(said->text));
    }
    for (size_t i = 0; i < n; i++) {
        const th_place place = {.sheet = sheet->name, .row = first[i]->row, .col = first[i]->col};
        th_findings_add(&book->findings, book->arena, TH_F_FILE_COMMENT, &place, TH_WITH(th_buf_str(&threads[i])));
    }
}

static void note_sheet(th_book *book, const th_sheet *sheet)
{
    th_arena *arena = book->arena;
    th_str name = sheet->name;
    if (sheet->visibility == TH_VERY_HIDDEN && sheet->ncells) {
        const th_place place = {.sheet = name, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_findings_add(&book->findings, arena, TH_F_FILE_SHEET_DEEP, &place,
                        TH_WITH(name, th_str_fmt(arena, "%zu", sheet->ncells)));
    }
    if (sheet->npictured) {
        const th_place place = {.sheet = name, .row = sheet->pictured.row, .col = sheet->pictured.col};
        th_findings_add(&book->findings, arena, TH_F_FILE_PICTURE, &place, TH_WITH(and_others(book, sheet->npictured)));
    }
    if (sheet->nlinked) {
        const th_place place = {.sheet = name, .row = sheet->linked.row, .col = sheet->linked.col};
        th_words from = {0};
        if (book->linked_to.len)
            from = TH_WORDS(arena, " (“" TH_FMT "”)", " (“" TH_FMT "”)", TH_ARG(book->linked_to));
        th_findings_add(&book->findings, arena, TH_F_FILE_LINKED, &place,
                        TH_WITH(and_others(book, sheet->nlinked), from));
    }
}

void th_book_note(th_book *book)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (book->mark != TH_MARK_NONE)
        return;
    for (size_t i = 0; i < book->npassed; i++)
        note_passed(book, &book->passed[i]);
    for (size_t i = 0; i < book->nsheets; i++)
        note_sheet(book, &book->sheets[i]);
    for (size_t i = 0; i < book->nsheets; i++)
        note_comments(book, &book->sheets[i]);
    if (book->as_displayed)
        th_findings_add(&book->findings, book->arena, TH_F_FILE_AS_DISPLAYED, &nowhere, TH_WITHOUT);
    if (book->macros)
        th_findings_add(&book->findings, book->arena, TH_F_FILE_MACROS, &nowhere, TH_WITHOUT);
}
