/* What the places of text are called, which font takes the place of which, and which cells a conversion changes. */
#include "convert/change.h"

#include "text/utf8.h"

#include "base/banned.h"

th_str th_text_kind_vi(th_text_kind kind)
{
    static const char *const names[TH_TEXT_KINDS] = {
        [TH_IN_CELL] = "ô",
        [TH_IN_SHEET_NAME] = "tên trang",
        [TH_IN_DEFINED_NAME] = "tên vùng",
        [TH_IN_FORMULA] = "công thức",
        [TH_IN_VALIDATION] = "danh sách chọn",
        [TH_IN_CONDITION] = "định dạng có điều kiện",
        [TH_IN_HEADER] = "đầu, chân trang",
        [TH_IN_COMMENT] = "ghi chú",
        [TH_IN_DRAWING] = "hình vẽ, biểu đồ",
        [TH_IN_TABLE] = "bảng",
        [TH_IN_LINK] = "liên kết",
        [TH_IN_NUMBER_FORMAT] = "định dạng số",
        [TH_IN_PROPERTIES] = "thuộc tính tệp",
    };
    return th_str_of(names[kind]);
}

th_str th_text_kind_en(th_text_kind kind)
{
    static const char *const names[TH_TEXT_KINDS] = {
        [TH_IN_CELL] = "cells",
        [TH_IN_SHEET_NAME] = "sheet names",
        [TH_IN_DEFINED_NAME] = "defined names",
        [TH_IN_FORMULA] = "formulas",
        [TH_IN_VALIDATION] = "validations",
        [TH_IN_CONDITION] = "conditional formats",
        [TH_IN_HEADER] = "headers and footers",
        [TH_IN_COMMENT] = "comments",
        [TH_IN_DRAWING] = "drawings and charts",
        [TH_IN_TABLE] = "tables",
        [TH_IN_LINK] = "links",
        [TH_IN_NUMBER_FORMAT] = "number formats",
        [TH_IN_PROPERTIES] = "properties",
    };
    return th_str_of(names[kind]);
}

/* Was a cell in this font read in the encoding that the font's name stands for? */
static bool read_as_named(const th_book *book, th_str font, th_encoding encoding)
{
    for (size_t i = 0; i < book->nsheets; i++)
        for (size_t k = 0; k < book->sheets[i].ncells; k++) {
            const th_cell *cell = &book->sheets[i].cells[k];
            if (cell->type == TH_CELL_TEXT && cell->encoding == encoding && th_str_eq(book->fonts[cell->font], font))
                return true;
        }
    return false;
}

th_str th_book_modern_font(const th_book *book, th_font_rules rules, th_str name)
{
    th_str lower = th_text_lower(book->arena, th_str_trim(name));
    for (size_t k = 0; k < rules.n; k++)
        if (th_str_eq(lower, th_text_lower(book->arena, th_str_trim(rules.at[k].from))))
            return rules.at[k].to;
    th_str modern = th_font_modern(name);
    th_font_reading says = th_font_read(name);
    return modern.len && (says.known || read_as_named(book, name, says.encoding)) ? modern : name;
}

void th_changes_of_cells(th_changes *changes, th_findings *findings, th_arena *arena, const th_book *book)
{
    for (size_t i = 0; i < book->nsheets; i++) {
        const th_sheet *sheet = &book->sheets[i];
        for (size_t k = 0; k < sheet->ncells; k++) {
            const th_cell *cell = &sheet->cells[k];
            if (cell->type != TH_CELL_TEXT)
                continue;
            const th_place place = {.sheet = sheet->name, .row = cell->row, .col = cell->col};
            if (cell->doubtful)
                th_findings_add(findings, arena, TH_F_TEXT_DOUBTFUL, &place, TH_WITH(cell->raw));
            if (cell->lost)
                th_findings_add(findings, arena, TH_F_TEXT_LOST, &place, TH_WITH(cell->text));
            if (th_str_eq(cell->text, cell->raw))
                continue;
            th_change change = {.where = sheet->name,
                                .row = cell->row,
                                .col = cell->col,
                                .encoding = (th_encoding)cell->encoding,
                                .evidence = (th_evidence)cell->evidence,
                                .before = cell->raw,
                                .after = cell->text};
            TH_PUSH(arena, changes->at, changes->n, changes->cap, change);
        }
    }
}
