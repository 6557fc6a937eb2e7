/* Putting figures into the sheets of a package, cell by cell. */
#include "convert/patch.h"

#include "book/xlsx_sheet.h"
#include "pack/package.h"
#include "pack/xml_edit.h"

#include "base/banned.h"

/* The sheet with the figures in their <v> and every other byte as it was; {0} when the cell of a figure is missing, or
 * has no value that could be replaced. */
static th_str put_figures_in_part(th_arena *arena, th_str xml, const th_figure *figures, size_t n)
{
    th_edit edit;
    th_edit_token t;
    size_t next = 0;
    bool here = false;
    th_edit_begin(&edit, arena, xml);
    while (next < n && th_edit_next(&edit, &t)) {
        if (t.kind != TH_EDIT_START)
            continue;
        if (th_str_eq(t.name, TH_STR("c"))) {
            uint32_t row = 0, col = 0;
            here = th_xlsx_address(th_edit_value(&edit, &t, "r"), &row, &col) && row == figures[next].row &&
                   col == figures[next].col;
            size_t from, to;
            if (here && !figures[next].digits.len && th_edit_attr(&edit, &t, "t", &from, &to)) {
                th_edit_replace(&edit, from, to, TH_STR("e"));
                here = false;
                next++;
            }
        } else if (here && th_str_eq(t.name, TH_STR("v"))) {
            th_str text;
            size_t from, to;
            if (!th_edit_content(&edit, &text, &from, &to))
                return (th_str){0};
            th_edit_replace(&edit, from, to, figures[next].digits);
            next++;
            here = false;
        }
    }
    return next == n ? th_edit_end(&edit) : (th_str){0};
}

th_status th_package_put_figures(th_arena *arena, const th_limits *limits, th_str *package, const th_figures *figures,
                                 th_trouble *trouble)
{
    th_zip zip;
    *trouble = TH_TROUBLE_IS("không đọc lại được sổ vừa ghi", "the workbook just written cannot be read back");
    if (th_zip_open(arena, limits, *package, &zip) != TH_OK)
        return TH_FAILED;
    th_replacement *done = th_arena_array(arena, zip.n, sizeof *done);
    size_t ndone = 0;
    for (size_t i = 0, end; i < figures->n; i = end) {
        const th_figure *first = &figures->at[i];
        th_str name = th_str_fmt(arena, "xl/worksheets/sheet%zu.xml", first->sheet + 1), xml;
        for (end = i + 1; end < figures->n && figures->at[end].sheet == first->sheet; end++)
            ;
        const th_zip_entry *entry = th_zip_find(&zip, name);
        if (!entry || th_zip_read(arena, &zip, entry, &xml) != TH_OK)
            return TH_FAILED;
        done[ndone] = (th_replacement){entry, put_figures_in_part(arena, xml, first, end - i)};
        if (!done[ndone++].bytes.ptr)
            return TH_FAILED;
    }
    return th_package_replace(arena, package, done, ndone, trouble);
}
