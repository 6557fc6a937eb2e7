/* Writes the table of what a workbook is made of. */
#include "report/made_from.h"

#include "base/digest.h"
#include "report/made_from_sheet.h"

#include <stdlib.h>

#include "base/banned.h"

enum { NAME = 0, KIND, WHEN, DETAIL, BYTES, CONTENT, LAST = 9 };
enum { DIGEST_DIGITS = 16 };

const char *const th_made_labels[TH_MADE_COLUMNS] = {"Tên", "Loại", "Ngày", "Chi tiết", "Kích thước (byte)", "SHA-256"};

th_str th_made_word(th_made_kind kind)
{
    static const char *const words[TH_MADE_KINDS] = {
#define TH_MADE(id, word) [TH_MADE_##id] = (word),
#include "report/made_from.def"
#undef TH_MADE
    };
    return th_str_of(words[kind]);
}

/* ---- written ---- */

static int by_bytes(const void *left, const void *right)
{
    return th_str_cmp(*(const th_str *)left, *(const th_str *)right);
}

th_str th_made_digest(th_arena *arena, const th_made_from *made)
{
    th_buf all;
    size_t n = 0;
    th_str *rows = th_arena_array(arena, made->n + 1, sizeof *rows);
    for (size_t i = 0; i < made->n; i++) {
        const th_made *row = &made->at[i];
        if (row->kind == TH_MADE_DIGEST)
            continue;
        rows[n++] = th_str_fmt(arena, TH_FMT "\n" TH_FMT "\n" TH_FMT "\n" TH_FMT "\n%llu\n" TH_FMT "\n",
                               TH_ARG(row->name), TH_ARG(th_made_word(row->kind)), TH_ARG(row->when),
                               TH_ARG(row->detail), (unsigned long long)row->bytes, TH_ARG(row->sha256));
    }
    qsort(rows, n, sizeof *rows, by_bytes);
    th_buf_init(&all, arena);
    for (size_t i = 0; i < n; i++)
        th_buf_add(&all, rows[i]);
    return th_str_sub(th_sha256(arena, th_buf_str(&all)), 0, DIGEST_DIGITS);
}

static void made_row(th_pen *p, uint32_t at, const th_made *row)
{
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_text(p, at, NAME, row->name, text);
    th_pen_text(p, at, KIND, th_made_word(row->kind), text);
    th_pen_text(p, at, WHEN, row->when, middle);
    th_pen_text(p, at, DETAIL, row->detail, text);
    if (row->bytes)
        th_pen_number(p, at, BYTES, (double)row->bytes, (th_style){middle, "#,##0"});
    else
        th_pen_blank(p, at, BYTES, middle);
    th_pen_merge(p, th_across(at, CONTENT, LAST), row->sha256, text);
}

uint32_t th_report_made_from(th_writer *writer, uint32_t row)
{
    th_pen *p = &writer->pen;
    const th_made_from *made = writer->r->in->made_from;
    if (!made)
        return row;
    th_pen_text(p, row++, NAME, TH_STR("Bảng kê những gì tạo nên sổ này (lệnh “tonghop verify” đọc bảng này)"),
                TH_LOOK_BOLD | TH_LOOK_LARGE);
    th_pen_header(p, row, th_made_labels, TH_MADE_COLUMNS);
    th_pen_merge(p, th_across(row++, CONTENT, LAST), th_str_of(th_made_labels[CONTENT]), TH_LOOK_HEADER);
    for (size_t i = 0; i < made->n; i++)
        made_row(p, row++, &made->at[i]);
    const th_made digest = {
        .kind = TH_MADE_DIGEST, .name = TH_STR("Mã của bảng kê"), .sha256 = th_made_digest(writer->r->arena, made)};
    made_row(p, row++, &digest);
    return row + 1;
}
