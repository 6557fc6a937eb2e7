/* Refusing a workbook, or one cell of it, with the finding that says why. */
#include "book/refuse.h"

#include "book/noted.h"

#include <string.h>

#include "base/banned.h"

enum { UNREADABLE_CELLS = 1000 }; /* more of them, and the file is refused as a whole */

th_status th_book_refuse(th_book *book, const th_sheet *sheet, th_finding_kind kind, th_str vi, th_str en)
{
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (sheet)
        place.sheet = th_sheet_shown_name(book, sheet, sheet->raw_name);
    if (th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 0)
        th_trouble_add(&book->findings, book->arena, kind, &place, (th_trouble){vi, en});
    return TH_FAILED;
}

void th_book_strict_package(th_book *book, const th_zip *zip)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (!book->limits->strict)
        return;
    if (zip->bytes.len != book->bytes.len)
        th_trouble_add(
            &book->findings, book->arena, TH_F_FILE_ODD, &nowhere,
            TH_TROUBLE_IS("trước hoặc sau gói nén còn byte thừa", "there are bytes before or behind the package"));
    for (size_t i = 0; i < zip->n; i++)
        if (memchr(zip->entries[i].stored_name.ptr, '\\', zip->entries[i].stored_name.len)) {
            th_trouble_add(&book->findings, book->arena, TH_F_FILE_ODD, &nowhere,
                           TH_TROUBLE_IS("tên phần trong gói dùng dấu “\\”", "an entry is named with “\\”"));
            break;
        }
}

static th_finding_kind kind_of_fault(bool limit, bool odd)
{
    if (limit)
        return TH_F_FILE_LIMIT;
    return odd ? TH_F_FILE_WAY : TH_F_FILE_DAMAGED;
}

th_status th_book_refuse_package(th_book *book, const th_zip *zip)
{
    th_finding_kind kind = zip->locked ? TH_F_FILE_ENTRY_LOCKED : kind_of_fault(zip->limit_hit, zip->odd);
    return th_book_refuse(book, NULL, kind, zip->trouble.vi, zip->trouble.en);
}

th_status th_book_refuse_xml(th_book *book, const th_xml *xml, th_str part)
{
    th_trouble why = th_xml_trouble(xml);
    if (part.len) {
        why.vi = th_str_fmt(book->arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.vi), TH_ARG(part));
        why.en = th_str_fmt(book->arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.en), TH_ARG(part));
    }
    return th_book_refuse(book, NULL, kind_of_fault(th_xml_limit_hit(xml), th_xml_odd(xml)), why.vi, why.en);
}

th_status th_book_refuse_part(th_book *book, const th_zip *zip, const th_xml *xml, const th_zip_entry *entry)
{
    return th_xml_trouble(xml).vi.len ? th_book_refuse_xml(book, xml, entry->name) : th_book_refuse_package(book, zip);
}

/* One long shared string in a million cells is a small file and a day's work for what follows. */
static th_status too_much_text(th_book *book, const th_sheet *sheet, size_t most)
{
    return th_book_refuse(
        book, sheet, TH_F_FILE_LIMIT,
        th_str_fmt(book->arena, "chữ trong các ô nhiều hơn %zu MB (theo giới hạn “inflated-mb”)", most >> 20),
        th_str_fmt(book->arena, "more than %zu MB of text in the cells (by the limit “inflated-mb”)", most >> 20));
}

/* What has no text, and no formula in which there may be one. */
static bool is_plain_constant(const th_cell *cell)
{
    return !(cell->flags & TH_CELL_FORMULA) &&
           (cell->type == TH_CELL_NUMBER || cell->type == TH_CELL_BOOL || cell->type == TH_CELL_DATE);
}

/* A number for a cell, such that sums over the cells of two sheets are equal when the cells are. */
static uint64_t sum_of_constant(const th_cell *cell)
{
    uint64_t bits, mixed = ((uint64_t)cell->row << 16 | cell->col) * 0x9E3779B97F4A7C15;
    memcpy(&bits, &cell->number, sizeof bits);
    mixed = (mixed ^ bits ^ (unsigned char)cell->type) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB;
    return mixed ^ mixed >> 32;
}

th_status th_book_push(th_book *book, th_sheet *sheet, const th_cell *cell)
{
    size_t most = book->visitor ? book->limits->inflated_bytes : book->limits->inflated_bytes / 4;
    th_cell picture;
    if (cell->type == TH_CELL_TEXT && cell->raw.len && cell->raw.ptr[0] == '=' && th_is_text_of_picture(cell->raw)) {
        picture = *cell;
        th_cell_becomes_picture(sheet, &picture);
        cell = &picture;
    }
    book->text_bytes += cell->raw.len;
    if (book->text_bytes > most)
        return too_much_text(book, sheet, most);
    if (book->visitor) {
        book->visitor->cell(book->visitor->ctx, book, sheet->index, cell);
        return TH_OK;
    }
    bool kept = !book->lean || !is_plain_constant(cell);
    if (!kept && book->ncells < book->limits->cells) {
        book->ncells++;
        sheet->unkept += sum_of_constant(cell);
        return TH_OK;
    }
    if (kept && th_sheet_push(book, sheet, cell) < TH_FAILED)
        return TH_OK;
    return th_book_refuse(
        book, sheet, TH_F_FILE_LIMIT,
        th_str_fmt(book->arena, "nhiều hơn %zu ô có dữ liệu (giới hạn “cells”)", book->limits->cells),
        th_str_fmt(book->arena, "more than %zu cells with content (limit “cells”)", book->limits->cells));
}

th_sheet *th_book_add_sheet(th_book *book, th_str raw_name, th_visibility visibility)
{
    th_sheet *sheet = th_book_sheet(book, raw_name, visibility);
    if (!sheet)
        th_book_refuse(book, NULL, TH_F_FILE_LIMIT,
                       th_str_fmt(book->arena, "nhiều hơn %zu trang tính (giới hạn “sheets”)", book->limits->sheets),
                       th_str_fmt(book->arena, "more than %zu sheets (limit “sheets”)", book->limits->sheets));
    return sheet;
}

th_status th_book_unreadable(th_book *book, th_sheet *sheet, const th_cell *cell, bool inside, th_trouble why)
{
    size_t n = 0;
    for (size_t i = 0; i < book->findings.n; i++)
        n += book->findings.at[i].kind == TH_F_FILE_CELL;
    if (n >= UNREADABLE_CELLS)
        return th_book_refuse(book, sheet, TH_F_FILE_DAMAGED, TH_STR("quá nhiều ô không đọc được"),
                              TH_STR("too many cells cannot be read"));
    th_place place = {.sheet = th_sheet_shown_name(book, sheet, sheet->raw_name), .row = cell->row, .col = cell->col};
    th_trouble_add(&book->findings, book->arena, TH_F_FILE_CELL, &place, why);
    if (!inside)
        return TH_OK;
    th_cell error = *cell;
    error.type = TH_CELL_ERROR;
    error.number = 0;
    error.raw = TH_STR(TH_CELL_UNREADABLE);
    error.runs = NULL;
    error.nruns = 0;
    return th_book_push(book, sheet, &error);
}
