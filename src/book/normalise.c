/* Text of a whole book: a first pass in which every cell decides for itself and votes, a
 * second in which the undecided follow their sheet, then their workbook. */
#include "book/book.h"

#include "base/banned.h"

static th_normal normalise(th_book *book, const th_cell *c, const th_votes *sheet, const th_votes *all)
{
    uint32_t n = c->nruns ? c->nruns : 1;
    th_run_text one, *runs = &one;
    if (n > 1)
        runs = th_arena_array(book->arena, n, sizeof *runs);
    for (uint32_t i = 0; i < n; i++) {
        size_t from = c->nruns ? c->runs[i].start : 0;
        size_t to = c->nruns && i + 1 < n ? c->runs[i + 1].start : c->raw.len;
        runs[i] = (th_run_text){th_str_sub(c->raw, from, to > from ? to - from : 0),
                                book->fonts[c->nruns ? c->runs[i].font : c->font]};
    }
    return th_text_normalise(book->arena, runs, n, sheet, all);
}

static void settle(th_cell *c, const th_normal *n)
{
    c->text = n->text;
    c->encoding = (uint8_t)n->encoding;
    c->evidence = (uint8_t)n->evidence;
    c->doubtful = n->doubtful;
    c->lost = n->lost;
}

void th_book_normalise(th_book *book)
{
    th_votes all = {0}, *sheets = th_arena_array(book->arena, book->nsheets, sizeof *sheets);
    for (size_t s = 0; s < book->nsheets; s++)
        for (size_t i = 0; i < book->sheets[s].ncells; i++) {
            th_cell *c = &book->sheets[s].cells[i];
            if (c->type != TH_CELL_TEXT)
                continue;
            th_normal n = normalise(book, c, NULL, NULL);
            settle(c, &n);
            th_votes_add(&sheets[s], &n);
            th_votes_add(&all, &n);
        }
    for (size_t s = 0; s < book->nsheets; s++) {
        th_sheet *sheet = &book->sheets[s];
        for (size_t i = 0; i < sheet->ncells; i++)
            if (sheet->cells[i].type == TH_CELL_TEXT && sheet->cells[i].doubtful) {
                th_normal n = normalise(book, &sheet->cells[i], &sheets[s], &all);
                settle(&sheet->cells[i], &n);
            }
        th_run_text name = {sheet->raw_name, {0}};
        sheet->name = th_text_normalise(book->arena, &name, 1, &sheets[s], &all).text;
    }
}
