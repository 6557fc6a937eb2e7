/* A page as a whole: the encoding it names, columns that are hidden, and whether it is data at all. */
#include "book/html.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { HEAD = 4096 };

/* A column all of whose cells are hidden: grids on the web hide columns so. */
void th_html_hide_columns(th_arena *arena, th_html_table *table)
{
    uint32_t *shown = th_arena_array(arena, (size_t)table->ncols + 1, sizeof *shown),
             *hidden = th_arena_array(arena, (size_t)table->ncols + 1, sizeof *hidden);
    for (size_t i = 0; i < table->ncells; i++) {
        shown[table->cells[i]->col] += !table->cells[i]->hidden;
        hidden[table->cells[i]->col] += table->cells[i]->hidden;
    }
    for (uint32_t col = 0; col < table->ncols; col++) {
        th_span span = {col, col};
        if (hidden[col] && !shown[col])
            TH_PUSH(arena, table->hidden_cols, table->nhidden_cols, table->hidden_cols_cap, span);
    }
}

static bool shows_figure(const th_html_cell *cell)
{
    th_str text = cell->nparts == 1 ? cell->parts[0].text : (th_str){0};
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        digit = digit || th_is_digit(text.ptr[i]);
        if (!th_is_digit(text.ptr[i]) && !th_is_one_of(text.ptr[i], "., %-+/"))
            return false;
    }
    return digit || cell->stated == TH_CELL_NUMBER;
}

/* Is there a table with a figure, or with two rows of two texts?  A page that asks for a password, or says that
 * something went wrong, has neither. */
bool th_html_holds_data(th_html_table *const *tables, size_t n, bool password)
{
    for (size_t i = 0; i < n; i++) {
        const th_html_table *table = tables[i];
        bool root = i == 0 || table->sheet != tables[i - 1]->sheet;
        uint32_t full_rows = 0, row = UINT32_MAX, in_row = 0;
        for (size_t k = 0; !root && k < table->ncells; k++) {
            const th_html_cell *cell = table->cells[k];
            if (shows_figure(cell))
                return true;
            in_row = cell->row == row ? in_row : 0;
            row = cell->row;
            in_row += cell->nparts == 1 && cell->parts[0].text.len > 0;
            full_rows += in_row == 2;
        }
        if (full_rows >= 2 && !password)
            return true;
    }
    return false;
}

/* "charset=utf-8" of a meta element, in the beginning of the page. */
th_str th_html_charset(th_str bytes)
{
    th_str head = th_str_sub(bytes, 0, HEAD);
    size_t at = 0;
    while ((at = th_str_find(head, TH_STR("harset"), at)) != SIZE_MAX) {
        for (at += 6; at < head.len && th_is_one_of(head.ptr[at], " =\"'"); at++)
            ;
        size_t from = at;
        while (at < head.len && (th_is_alnum(head.ptr[at]) || th_is_one_of(head.ptr[at], "-_")))
            at++;
        if (at > from)
            return th_str_sub(head, from, at - from);
    }
    return (th_str){0};
}
