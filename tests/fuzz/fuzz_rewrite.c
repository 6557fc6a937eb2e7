/* The rewrite of a package: what comes out is a workbook with the same cells, the same figures, and the texts the
 * reader had made of them. */
enum { TARGET_MEGABYTES = 128 };
#include "target.h"

#include "mutate_package.h"

#include "convert/change.h"

static th_book *opened(th_arena *arena, th_str bytes)
{
    th_book *book = NULL;
    th_findings findings = {0};
    if (th_book_sniff(bytes, TH_STR("a.xlsx")) != TH_BOOK_XLSX ||
        th_book_open(arena, &th_limits_default, &(th_book_file){.bytes = bytes, .name = TH_STR("a.xlsx")}, &book,
                     &findings) >= TH_FAILED)
        return NULL;
    th_book_normalise(book);
    return book;
}

/* A text is what it was read as, in the order and at the place it was. */
static void compare(const th_book *before, const th_book *after)
{
    if (before->nsheets != after->nsheets || before->ncells != after->ncells)
        abort();
    for (size_t s = 0; s < before->nsheets; s++) {
        const th_sheet *a = &before->sheets[s], *b = &after->sheets[s];
        if (a->ncells != b->ncells)
            abort();
        for (size_t i = 0; i < a->ncells; i++) {
            const th_cell *x = &a->cells[i], *y = &b->cells[i];
            bool number = x->type == TH_CELL_NUMBER || x->type == TH_CELL_BOOL || x->type == TH_CELL_DATE;
            if (x->row != y->row || x->col != y->col || x->type != y->type || (number && x->number != y->number))
                abort();
            if (x->type == TH_CELL_TEXT && !(x->flags & TH_CELL_FORMULA) && !th_str_eq(x->text, y->raw))
                abort();
        }
    }
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = opened(arena, input);
    th_rewriting r;
    th_findings findings = {0};
    const th_rewrite_source source = {.book = book, .bytes = input};
    if (!book || th_xlsx_rewrite(arena, &source, &r, &findings) != TH_OK)
        return false;
    th_book *after = opened(arena, r.bytes);
    if (!after)
        abort();
    compare(book, after);
    return true;
}
