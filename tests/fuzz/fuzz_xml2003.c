/* Workbooks of one file of XML: that of Excel 2003, and flat OpenDocument. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "book/book.h"

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_limits limits = th_limits_default;
    limits.cells = 20000;
    th_book *book = th_book_new(arena, &limits);
    bool flat = th_is_fods(input, (th_str){0});
    th_status status = flat ? th_fods_read(book, input) : th_xml2003_read(book, input);
    if ((status == TH_FAILED) != (th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 1))
        abort(); /* a refusal has one reason, and nothing else has one */
    for (size_t i = 0; status < TH_FAILED && i < book->nsheets; i++)
        for (size_t k = 0; k < book->sheets[i].ncells; k++) {
            const th_cell *cell = &book->sheets[i].cells[k];
            if (cell->row >= 1048576 || cell->col >= TH_MOST_COLUMNS || cell->font >= book->nfonts ||
                cell->format_code >= book->nformats)
                abort();
            for (uint32_t r = 0; r < cell->nruns; r++)
                if (cell->runs[r].start > cell->raw.len || cell->runs[r].font >= book->nfonts)
                    abort();
            th_cell_shown(arena, book, cell);
        }
    return status < TH_FAILED;
}
