/* Keys of rows of CHẤM ĐIỂM, and the formulas that find a row by its key. */
#include "report/score_key.h"

#include "draw/formula.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_KEY = 120, MOST_LITERAL = 200 };

static th_str code_of_row(const th_report *r, uint32_t criterion)
{
    switch (criterion) {
    case TH_KEY_BASE: return TH_STR("(các phần)");
    case TH_KEY_TOTAL: return TH_STR("(tổng điểm)");
    case TH_KEY_WAITING: return TH_STR("(chờ số liệu)");
    case TH_KEY_SELF: return TH_STR("(tự chấm)");
    default: return r->d->criteria[criterion].code;
    }
}

th_str th_score_key(const th_report *r, uint32_t criterion, uint32_t unit)
{
    th_str key =
        th_str_fmt(r->arena, TH_FMT " · " TH_FMT, TH_ARG(code_of_row(r, criterion)), TH_ARG(r->d->units[unit].code));
    /* MATCH() looks for no more than 255 characters. */
    return th_utf8_count(key) <= MOST_KEY ? key : th_str_fmt(r->arena, "#%u · %u", criterion, unit);
}

th_str th_match_literal(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '~' || text.ptr[i] == '*' || text.ptr[i] == '?')
            th_buf_byte(&out, '~');
        th_buf_byte(&out, text.ptr[i]);
    }
    return th_excel_quoted(arena, th_buf_str(&out));
}

th_str th_long_literal(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, from = 0; at < text.len || !out.len; from = at) {
        for (size_t n = 0; n < MOST_LITERAL && at < text.len; n++)
            th_utf8_next(text, &at);
        th_buf_fmt(&out, "%s" TH_FMT, out.len ? "&" : "",
                   TH_ARG(th_excel_quoted(arena, th_str_sub(text, from, at - from))));
    }
    return th_buf_str(&out);
}

static uint32_t row_as_written(const th_report *r, uint32_t criterion)
{
    switch (criterion) {
    case TH_KEY_BASE: return r->base_row;
    case TH_KEY_TOTAL: return r->total_row;
    case TH_KEY_WAITING: return r->waiting_row;
    case TH_KEY_SELF: return r->self_row;
    default: return r->criterion_row[criterion];
    }
}

static th_str column_of_scores(const th_report *r, uint32_t col)
{
    return th_ref_area(r->arena, r->names[TH_SHEET_SCORING], th_down(col, TH_SCORE_FIRST, r->totals_end - 1));
}

th_live th_score_row_of(const th_report *r, uint32_t criterion, uint32_t unit)
{
    th_str key = th_match_literal(r->arena, th_score_key(r, criterion, unit));
    uint32_t row = row_as_written(r, criterion) + unit - TH_SCORE_FIRST + 1;
    return (th_live){
        TH_FORMULA(r->arena, "MATCH({key},{keys},0)", {"key", key}, {"keys", column_of_scores(r, TH_SCORE_KEY)}),
        th_exact_int(r->arena, row)};
}

th_str th_score_cell_of(const th_report *r, th_str row, uint32_t col)
{
    return TH_FORMULA(r->arena, "IF(INDEX({column},{row})=\"\",\"\",INDEX({column},{row}))",
                      {"column", column_of_scores(r, col)}, {"row", row});
}
