/* .ods: a package as it is, anything else as the content.xml of one, so that
 * mutations reach the tables. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "mutate_package.h"

#include "book/book.h"

static th_str package_of(th_arena *arena, th_str content)
{
    package p;
    if (th_str_starts(content, TH_STR("PK")))
        return content;
    package_begin(&p, arena);
    package_add(&p, "content.xml", content);
    package_add(&p, "styles.xml", TH_STR("<s><styles><style name='Default' family='table-cell'/></styles></s>"));
    return package_end(&p);
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_limits limits = th_limits_default;
    limits.cells = 20000; /* repeats are cheap to write: keep each run short */
    th_book *book = th_book_new(arena, &limits);
    th_status status = th_ods_read(book, package_of(arena, input));
    if ((status == TH_FAILED) != (th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 1))
        abort(); /* a refusal has one reason, and nothing else has one */
    size_t bytes = 0;
    for (size_t i = 0; status < TH_FAILED && i < book->nsheets; i++)
        for (size_t k = 0; k < book->sheets[i].ncells; k++) {
            const th_cell *cell = &book->sheets[i].cells[k];
            bytes += th_cell_shown(arena, book, cell).len + book->fonts[cell->font].len +
                     book->formats[cell->format_code].len;
            for (uint32_t r = 0; r < cell->nruns; r++)
                if (cell->runs[r].start > cell->raw.len || cell->runs[r].font >= book->nfonts)
                    abort();
        }
    if (bytes == SIZE_MAX)
        abort();
    return status < TH_FAILED;
}
