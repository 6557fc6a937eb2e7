/* Cells kept in blocks, each chained to the next one of its row, and the shared strings found by their hashes. */
#include "draw/rows.h"

#include "draw/library.h"
#include "pack/xstring.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { MOST_CHARACTERS = 32767 /* of a cell, as Excel has it */, FIRST_ROOM = 1024 };
enum { MOST_LINKS = 65530, MOST_LINK_BYTES = 2079 }; /* of a sheet; of an address, as the library counts it */

#define INSIDE TH_STR("internal:")

th_rows *th_rows_new(th_tab *tab)
{
    th_rows *rows = th_arena_alloc(tab->output->arena, sizeof *rows);
    *rows = (th_rows){.tab = tab, .output = tab->output, .sheet = tab->sheet};
    return rows;
}

/* ---- places ---- */

static th_kept_line *kept_line(th_rows *rows, uint32_t row)
{
    th_arena *arena = rows->output->arena;
    size_t page = row / TH_KEPT_PAGE;
    if (page >= rows->npages) {
        size_t n = page >= rows->npages * 2 ? page + 1 : rows->npages * 2;
        th_kept_line **more = th_arena_array(arena, n, sizeof *more);
        for (size_t i = 0; i < rows->npages; i++)
            more[i] = rows->pages[i];
        rows->pages = more;
        rows->npages = n;
    }
    if (!rows->pages[page])
        rows->pages[page] = th_arena_array(arena, TH_KEPT_PAGE, sizeof **rows->pages);
    return &rows->pages[page][row % TH_KEPT_PAGE];
}

static void add_cell(th_rows *rows, uint32_t row, th_kept_cell cell)
{
    th_kept_line *line = kept_line(rows, row);
    size_t at = rows->n % TH_KEPT_BLOCK;
    if (at == 0) {
        th_kept_cell *block = th_arena_alloc(rows->output->arena, TH_KEPT_BLOCK * sizeof *block);
        TH_PUSH(rows->output->arena, rows->blocks, rows->nblocks, rows->blocks_cap, block);
    }
    const th_noted *noted = rows->tab->noted;
    cell.paused = noted && noted->paused;
    cell.loose = noted && noted->loose;
    rows->blocks[rows->nblocks - 1][at] = cell;
    uint32_t number = (uint32_t)++rows->n;
    if (line->last)
        th_kept_at(rows, line->last)->next = number;
    else
        line->first = number;
    line->last = number;
}

/* Notes the first and the last row and column of the sheet, as the library does for a cell of its own. */
static bool note_place(th_rows *rows, uint32_t row, uint32_t col)
{
    lxw_worksheet *sheet = rows->sheet;
    if (row >= LXW_ROW_MAX || col >= LXW_COL_MAX || rows->n == UINT32_MAX)
        return false;
    sheet->dim_rowmin = row < sheet->dim_rowmin ? row : sheet->dim_rowmin;
    sheet->dim_rowmax = row > sheet->dim_rowmax ? row : sheet->dim_rowmax;
    if (col < sheet->dim_colmin)
        sheet->dim_colmin = (lxw_col_t)col;
    if (col > sheet->dim_colmax)
        sheet->dim_colmax = (lxw_col_t)col;
    return true;
}

static bool keep_cell(th_rows *rows, uint32_t row, th_kept_cell cell)
{
    if (!note_place(rows, row, cell.col))
        return false;
    add_cell(rows, row, cell);
    return true;
}

/* ---- shared strings ---- */

static size_t slot_of_shared(const th_shared_texts *texts, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & (texts->room - 1);
    while (texts->at[at].element && texts->at[at].hash != hash)
        at = (at + 1) & (texts->room - 1);
    return at;
}

static void room_for_shared(th_arena *arena, th_shared_texts *texts)
{
    th_shared_texts old = *texts;
    texts->room = old.room ? old.room * 2 : FIRST_ROOM;
    texts->at = th_arena_array(arena, texts->room, sizeof *texts->at);
    for (size_t i = 0; i < old.room; i++)
        if (old.at[i].element)
            texts->at[slot_of_shared(texts, old.at[i].hash)] = old.at[i];
}

char *th_rows_library_text(th_arena *arena, th_str text)
{
    uint32_t code;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, text.len + 1);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (th_xstring_escape_at(text, at, &code))
            th_buf_add(&out, TH_STR("_x005F"));
        uint32_t c = th_utf8_next(text, &at);
        if (c == 0 || c == 0xFFFE || c == 0xFFFF)
            th_buf_fmt(&out, "_x%04X_", c);
        else
            th_buf_add(&out, th_str_sub(text, from, at - from));
    }
    th_buf_byte(&out, '\0');
    return out.ptr;
}

/* The library looks a text up by comparing it with some twenty others, and copies it first. */
bool th_rows_text(th_rows *rows, uint32_t row, uint32_t col, th_str text, const th_cell_format *format)
{
    th_shared_texts *texts = &rows->output->shared;
    uint64_t hash = th_written_of_text(text);
    if (!note_place(rows, row, col))
        return false;
    if (2 * texts->n >= texts->room)
        room_for_shared(rows->output->arena, texts);
    th_shared_text *known = &texts->at[slot_of_shared(texts, hash)];
    struct sst_element *element = known->element;
    if (element && strlen(element->string) == text.len && memcmp(element->string, text.ptr, text.len) == 0)
        rows->sheet->sst->string_count++;
    else {
        char *own = th_rows_library_text(rows->output->texts, text);
        if (lxw_utf8_strlen(own) > MOST_CHARACTERS)
            return false;
        element = lxw_get_sst_index(rows->sheet->sst, own, false);
        if (!element)
            return false;
        texts->n += !known->element;
        *known = (th_shared_text){hash, element};
    }
    add_cell(rows, row,
             (th_kept_cell){
                 .col = (uint16_t)col, .kind = TH_KEPT_TEXT, .format = th_cell_format_own(format), .of.text = element});
    return true;
}

/* ---- the other cells ---- */

bool th_rows_number(th_rows *rows, uint32_t row, uint32_t col, double number, const th_cell_format *format)
{
    return keep_cell(
        rows, row,
        (th_kept_cell){
            .col = (uint16_t)col, .kind = TH_KEPT_NUMBER, .format = th_cell_format_own(format), .of.number = number});
}

bool th_rows_bool(th_rows *rows, uint32_t row, uint32_t col, bool yes, const th_cell_format *format)
{
    return keep_cell(
        rows, row,
        (th_kept_cell){
            .col = (uint16_t)col, .kind = TH_KEPT_BOOL, .format = th_cell_format_own(format), .of.number = yes});
}

bool th_rows_blank(th_rows *rows, uint32_t row, uint32_t col, const th_cell_format *format)
{
    if (!format)
        return true;
    return keep_cell(rows, row,
                     (th_kept_cell){.col = (uint16_t)col, .kind = TH_KEPT_BLANK, .format = th_cell_format_own(format)});
}

bool th_rows_formula(th_rows *rows, uint32_t row, uint32_t col, th_row_formula formula, const th_cell_format *format)
{
    th_arena *arena = rows->output->arena;
    th_row_formula *kept = th_arena_alloc(arena, sizeof *kept);
    const char *without = formula.formula + (formula.formula[0] == '=');
    kept->formula = th_str_cstr(arena, th_str_of(without));
    kept->text = formula.text ? th_str_cstr(arena, th_str_of(formula.text)) : NULL;
    kept->number = formula.number;
    return keep_cell(
        rows, row,
        (th_kept_cell){
            .col = (uint16_t)col, .kind = TH_KEPT_FORMULA, .format = th_cell_format_own(format), .of.formula = kept});
}

/* ---- links ---- */

bool th_rows_keeps_link(const th_rows *rows, th_link link, const th_cell_format *format)
{
    return rows && format && link.shown && !rows->links_of_library && rows->nlinks < MOST_LINKS &&
           th_str_starts(link.url, INSIDE) && link.url.len <= MOST_LINK_BYTES;
}

bool th_rows_link(th_rows *rows, uint32_t row, uint32_t col, th_link link, const th_cell_format *format)
{
    th_arena *arena = rows->output->arena;
    const char *shown = rows->nlinks ? rows->links[rows->nlinks - 1].shown : NULL;
    if (!th_rows_text(rows, row, col, th_str_of(link.shown), format))
        return false;
    if (!shown || strcmp(shown, link.shown) != 0)
        shown = th_str_cstr(arena, th_str_of(link.shown));
    const char *place = th_str_cstr(arena, th_str_sub(link.url, INSIDE.len, link.url.len));
    TH_PUSH(arena, rows->links, rows->nlinks, rows->links_cap, ((th_kept_link){row, (uint16_t)col, place, shown}));
    return true;
}

void th_rows_links_to_library(th_rows *rows, const th_cell_format *format)
{
    if (!rows)
        return;
    uint32_t shared = rows->sheet->sst->string_count; /* their cells are ours */
    for (size_t i = 0; i < rows->nlinks; i++) {
        const th_kept_link *link = &rows->links[i];
        th_arena *texts = rows->output->texts;
        char *url = th_str_cstr(texts, th_str_fmt(texts, "internal:%s", link->place));
        worksheet_write_url_opt(rows->sheet, link->row, link->col, url, th_cell_format_own(format), link->shown, NULL);
    }
    rows->sheet->sst->string_count = shared;
    rows->nlinks = 0;
    rows->links_of_library = true;
}

/* ---- what the library makes itself ---- */

void th_rows_cell_of_library(th_rows *rows, uint32_t row, uint32_t col)
{
    if (rows && row < LXW_ROW_MAX && col < LXW_COL_MAX)
        add_cell(rows, row, (th_kept_cell){.col = (uint16_t)col, .kind = TH_KEPT_BY_LIBRARY});
}

/* Mostly the cell came last. */
void th_rows_say(const th_rows *rows, uint32_t row, uint32_t col, th_str text)
{
    th_kept_cell *last = rows->n ? th_kept_at(rows, (uint32_t)rows->n) : NULL, *found = NULL;
    if (!last || last->kind != TH_KEPT_BY_LIBRARY)
        return;
    const th_kept_line *line = th_kept_line_of(rows, row);
    if (line && last->col == col && line->last == rows->n)
        found = last;
    for (uint32_t at = found || !line ? 0 : line->first; at; at = th_kept_at(rows, at)->next)
        if (th_kept_at(rows, at)->col == col)
            found = th_kept_at(rows, at);
    if (!found || found->kind != TH_KEPT_BY_LIBRARY)
        return;
    th_str *said = th_arena_alloc(rows->output->arena, sizeof *said);
    *said = th_str_copy(rows->output->arena, text);
    found->of.said = said;
}

void th_rows_row_of_library(th_rows *rows, uint32_t row)
{
    if (rows && row < LXW_ROW_MAX)
        kept_line(rows, row)->by_library = true;
}
