/* Reads the table of what a workbook is made of back out of NHẬT KÝ.  Rows are known by their words, so that a sheet
 * that was sorted can be read, too. */
#include "report/made_from_read.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { NAME = 0, KIND, WHEN, DETAIL, BYTES, CONTENT };
enum { HASH_DIGITS = 64 };
enum { PROGRAM_VALUE = 1, FILE_NAME = 0, FILE_HASH = 9 }; /* columns of NHẬT KÝ proper */

static th_str text_of_list(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(sheet, row, col);
    return cell && cell->type == TH_CELL_TEXT ? cell->raw : (th_str){0};
}

static bool is_content_hash(th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!th_is_one_of(text.ptr[i], "0123456789abcdef"))
            return false;
    return text.len == HASH_DIGITS;
}

static void read_made_row(th_arena *arena, const th_sheet *sheet, uint32_t at, th_made_from *rows)
{
    th_str word = text_of_list(sheet, at, KIND);
    for (th_made_kind kind = 0; kind < TH_MADE_KINDS; kind++) {
        if (!th_str_eq(word, th_made_word(kind)))
            continue;
        const th_cell *bytes = th_sheet_at(sheet, at, BYTES);
        bool counted =
            bytes && bytes->type == TH_CELL_NUMBER && bytes->number > 0 && bytes->number < (double)(1ULL << 53);
        const th_made row = {.kind = kind,
                             .name = text_of_list(sheet, at, NAME),
                             .when = text_of_list(sheet, at, WHEN),
                             .detail = text_of_list(sheet, at, DETAIL),
                             .bytes = counted ? (uint64_t)bytes->number : 0,
                             .sha256 = text_of_list(sheet, at, CONTENT)};
        TH_PUSH(arena, rows->at, rows->n, rows->cap, row);
    }
}

bool th_made_from_read(th_arena *arena, const th_book *book, th_made_read *out)
{
    const th_sheet *sheet = NULL;
    *out = (th_made_read){0};
    for (size_t i = 0; i < book->nsheets; i++)
        if (th_str_eq(book->sheets[i].raw_name, TH_STR("NHẬT KÝ")))
            sheet = &book->sheets[i];
    for (uint32_t row = 0; sheet && row < th_sheet_rows(sheet); row++) {
        const th_made file = {.name = text_of_list(sheet, row, FILE_NAME),
                              .sha256 = text_of_list(sheet, row, FILE_HASH)};
        if (th_str_eq(file.name, TH_STR("Chương trình")))
            out->program = text_of_list(sheet, row, PROGRAM_VALUE);
        else if (is_content_hash(file.sha256))
            TH_PUSH(arena, out->files, out->nfiles, out->files_cap, file);
        else
            read_made_row(arena, sheet, row, &out->rows);
    }
    return out->rows.n > 0;
}

bool th_made_is_intact(th_arena *arena, const th_made_from *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].kind == TH_MADE_DIGEST)
            return th_str_eq(rows->at[i].sha256, th_made_digest(arena, rows));
    return false;
}
