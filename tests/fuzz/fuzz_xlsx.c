/* .xlsx: a package as it is; anything else as the sheet of one, so that mutations reach the
 * cells.  What was read is used: normalised, shown, every run looked at. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "mutate_package.h"

#include "book/book.h"

static th_str package_of(th_arena *arena, th_str sheet)
{
    package p;
    if (th_str_starts(sheet, TH_STR("PK")))
        return sheet;
    package_begin(&p, arena);
    package_add(&p, "xl/workbook.xml", TH_STR("<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>"));
    package_add(&p, "xl/_rels/workbook.xml.rels",
                TH_STR("<r><Relationship Id='a' Type='x/worksheet' Target='a.xml'/><Relationship Id='s' "
                       "Type='x/sharedStrings' Target='s.xml'/></r>"));
    package_add(&p, "xl/s.xml",
                TH_STR("<sst><si><t>x</t></si><si><r><rPr><rFont "
                       "val='.VnTimeH'/></rPr><t>\xC3\xB1</t></r><r><t>y</t></r></si></sst>"));
    package_add(&p, "xl/a.xml", sheet);
    return package_end(&p);
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = NULL;
    th_findings findings = {0};
    th_status status =
        th_book_open(arena, &th_limits_default,
                     &(th_book_file){.bytes = package_of(arena, input), .name = TH_STR("a.xlsx")}, &book, &findings);
    if ((status == TH_FAILED) != (book == NULL) || (status == TH_FAILED && findings.n != 1))
        abort(); /* a refusal has one reason */
    if (book)
        th_book_normalise(book);
    size_t bytes = 0;
    for (size_t i = 0; book && i < book->nsheets; i++)
        for (size_t k = 0; k < book->sheets[i].ncells; k++) {
            const th_cell *cell = &book->sheets[i].cells[k];
            bytes += th_cell_shown(arena, book, cell).len + book->fonts[cell->font].len;
            for (uint32_t r = 0; r < cell->nruns; r++)
                if (cell->runs[r].start > cell->raw.len || cell->runs[r].font >= book->nfonts)
                    abort();
        }
    if (bytes == SIZE_MAX)
        abort();
    return book;
}
