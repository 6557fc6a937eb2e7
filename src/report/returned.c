/* The reply column of a feedback workbook, read back. */
#include "report/returned.h"

#include "report/feedback_columns.h"
#include "text/fold.h"

#include "base/banned.h"

enum {
    RULE = 0,
    MARK,
    REPLY,
    TEXT,
    UNIT,
    CHOICE,
    COLUMNS,
    NEEDED = REPLY + 1,
    HEADING_ROWS = 60,
    HEADING_COLUMNS = 60
};

static const char *const reply_headings[COLUMNS] = {TH_FEEDBACK_RULE, TH_FEEDBACK_MARK, TH_FEEDBACK_REPLY,
                                                    TH_FEEDBACK_TEXT, TH_FEEDBACK_UNIT, TH_FEEDBACK_CHOICE};

typedef struct reply_sheet {
    th_arena *arena;
    const th_book *book;
    const th_definition *d;
    const th_sheet *sheet;
    uint32_t head, cols[COLUMNS]; /* TH_NO_CELL: there is no such column */
    th_str claims[2];             /* the first two units that it says it is of: codes, or names nobody knows */
    size_t nclaims;
} reply_sheet;

static th_str reply_text(const reply_sheet *list, uint32_t row, uint32_t col)
{
    const th_cell *cell = col == TH_NO_CELL ? NULL : th_sheet_at(list->sheet, row, col);
    return cell ? th_str_trim(th_cell_shown(list->arena, list->book, cell)) : (th_str){0};
}

static bool is_head(reply_sheet *list, uint32_t row)
{
    size_t found = 0;
    for (size_t k = 0; k < COLUMNS; k++) {
        list->cols[k] = TH_NO_CELL;
        for (uint32_t col = 0; col < HEADING_COLUMNS && list->cols[k] == TH_NO_CELL; col++)
            if (th_fold_eq(list->arena, reply_text(list, row, col), th_str_of(reply_headings[k])))
                list->cols[k] = col;
        found += k < NEEDED && list->cols[k] != TH_NO_CELL;
    }
    return found == NEEDED;
}

static bool find_list(reply_sheet *list)
{
    for (size_t i = 0; i < list->book->nsheets; i++) {
        list->sheet = &list->book->sheets[i];
        uint32_t rows = th_sheet_rows(list->sheet);
        for (list->head = 0; list->head < HEADING_ROWS && list->head < rows; list->head++)
            if (is_head(list, list->head))
                return true;
    }
    return false;
}

/* ---- whose it is ---- */

static uint32_t unit_claimed(const reply_sheet *list, th_str claim)
{
    for (uint32_t u = 0; u < list->d->nunits; u++)
        if (th_fold_eq(list->arena, list->d->units[u].code, claim) ||
            th_fold_eq(list->arena, list->d->units[u].name, claim))
            return u;
    return TH_NONE;
}

static void claim_unit(reply_sheet *list, th_str claim)
{
    uint32_t unit = unit_claimed(list, claim);
    th_str code = unit == TH_NONE ? claim : list->d->units[unit].code;
    for (size_t i = 0; i < list->nclaims; i++)
        if (th_str_eq(list->claims[i], code))
            return;
    if (code.len && list->nclaims < sizeof list->claims / sizeof *list->claims)
        list->claims[list->nclaims++] = code;
}

/* The lines above the list: “PHIẾU PHẢN HỒI SỐ LIỆU NĂM 2024”, “Gửi: Cao Bằng”. */
static void read_lines_above(reply_sheet *list, th_returned *returned)
{
    for (size_t i = 0; i < list->sheet->ncells && list->sheet->cells[i].row < list->head; i++) {
        th_str text = th_str_trim(th_cell_shown(list->arena, list->book, &list->sheet->cells[i]));
        th_str title = TH_STR(TH_FEEDBACK_TITLE), to = TH_STR(TH_FEEDBACK_TO);
        long year;
        if (th_str_starts(text, title) && th_str_to_long(th_str_sub(text, title.len, 4), &year))
            returned->year = (int)year;
        if (th_str_starts(text, to))
            claim_unit(list, th_str_trim(th_str_sub(text, to.len, text.len)));
    }
}

static void settle_unit(const reply_sheet *list, th_returned *returned)
{
    th_arena *arena = list->arena;
    returned->unit = list->nclaims == 1 ? unit_claimed(list, list->claims[0]) : TH_NONE;
    for (size_t i = 0; i < returned->n; i++)
        returned->replies[i].unit = returned->unit;
    if (!list->nclaims)
        returned->unit_why = TH_WORDS_ARE("không còn dòng “Gửi: …” và cột “Mã đơn vị”",
                                          "the line “Gửi: …” and the column “Mã đơn vị” are gone");
    else if (list->nclaims == 1)
        returned->unit_why = TH_WORDS(arena, "“" TH_FMT "” không có trong bộ biểu mẫu",
                                      "“" TH_FMT "” is not in the definition", TH_ARG(list->claims[0]));
    else
        returned->unit_why =
            TH_WORDS(arena, "vừa ghi “" TH_FMT "” vừa ghi “" TH_FMT "”", "it names both “" TH_FMT "” and “" TH_FMT "”",
                     TH_ARG(list->claims[0]), TH_ARG(list->claims[1]));
}

/* ---- its replies ---- */

static void add_reply(reply_sheet *list, th_returned *returned, const th_cell *cell, th_str why)
{
    th_arena *arena = list->arena;
    th_reply reply = {.row = cell->row, .col = cell->col, .sheet = th_str_copy(arena, list->sheet->name), .why = why};
    reply.rule = reply_text(list, cell->row, list->cols[RULE]);
    reply.mark = reply_text(list, cell->row, list->cols[MARK]);
    reply.about = reply_text(list, cell->row, list->cols[TEXT]);
    claim_unit(list, reply_text(list, cell->row, list->cols[UNIT]));
    TH_PUSH(arena, returned->replies, returned->n, returned->cap, reply);
}

/* Is it one of the words that the list offers, or that a list of before offered? */
static bool was_offered(th_arena *arena, th_str chosen, const char *const *words)
{
    for (; *words; words++)
        if (th_fold_eq(arena, chosen, th_str_of(*words)))
            return true;
    return false;
}

/* What the unit says of the finding in a row, out of both columns; empty: nothing that needs a decision.  "đã sửa"
 * alone is no reason, the next file shows it.  Whatever else was typed over the choice is the unit's reason. */
static th_str reason_in(const reply_sheet *list, uint32_t row)
{
    static const char *const mended[] = {TH_FEEDBACK_MENDED, NULL};
    static const char *const stands[] = {TH_FEEDBACK_STANDS, "số đúng, vì …", "số đúng", "vì …", NULL};
    th_arena *arena = list->arena;
    th_str why = reply_text(list, row, list->cols[REPLY]), chosen = reply_text(list, row, list->cols[CHOICE]);
    bool written = th_fold(arena, why).len > 0;
    if (!th_fold(arena, chosen).len)
        return written ? why : (th_str){0};
    if (was_offered(arena, chosen, stands))
        return written ? why : TH_STR("số đúng (đơn vị chưa nêu lý do)");
    if (was_offered(arena, chosen, mended))
        return written ? th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(chosen), TH_ARG(why)) : (th_str){0};
    return written ? th_str_fmt(arena, TH_FMT "; " TH_FMT, TH_ARG(chosen), TH_ARG(why)) : chosen;
}

void th_returned_read(th_arena *arena, const th_book *book, const th_definition *d, th_returned *returned)
{
    reply_sheet list = {.arena = arena, .book = book, .d = d};
    *returned = (th_returned){.unit = TH_NONE};
    if (!find_list(&list)) {
        settle_unit(&list, returned);
        return;
    }
    read_lines_above(&list, returned);
    for (size_t i = 0; i < list.sheet->ncells; i++) {
        const th_cell *cell = &list.sheet->cells[i];
        if (cell->row <= list.head || (cell->col != list.cols[REPLY] && cell->col != list.cols[CHOICE]))
            continue;
        bool written = th_fold(arena, reply_text(&list, cell->row, list.cols[REPLY])).len > 0;
        if (written != (cell->col == list.cols[REPLY]))
            continue;
        th_str why = reason_in(&list, cell->row);
        if (why.len)
            add_reply(&list, returned, cell, why);
    }
    settle_unit(&list, returned);
}
