/* .xls: a compound file as it is, anything else as the records behind one, so that
 * mutations reach them.  What was read is used: shown, counted, normalised. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "mutate_records.h"

#include "book/book.h"

static void use(th_arena *arena, th_book *book)
{
    size_t bytes = 0;
    for (size_t i = 0; i < book->nsheets; i++) {
        const th_sheet *sheet = &book->sheets[i];
        bytes += th_sheet_rows(sheet);
        for (size_t k = 0; k < sheet->ncells; k++) {
            const th_cell *cell = &sheet->cells[k];
            bytes += th_cell_shown(arena, book, cell).len + book->fonts[cell->font].len +
                     book->formats[cell->format_code].len;
            for (uint32_t r = 0; r < cell->nruns; r++)
                if (cell->runs[r].start > cell->raw.len || cell->runs[r].font >= book->nfonts ||
                    (r && cell->runs[r].start < cell->runs[r - 1].start))
                    abort();
        }
    }
    th_book_normalise(book);
    if (bytes == SIZE_MAX)
        abort();
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = th_book_new(arena, &th_limits_default);
    th_status status = th_xls_read(book, input);
    if ((status == TH_FAILED) != (th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 1))
        abort(); /* a refusal has one reason, and nothing else has one */
    if (status < TH_FAILED)
        use(arena, book);
    return status < TH_FAILED;
}
