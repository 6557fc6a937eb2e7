/* What an indicator has been, run by run. */
#include "store/connection.h"
#include "store/spans.h"

#include "base/banned.h"

/* Finds name, unit of measure and type of the code, as its newest row has them.  False: no run knew it. */
static bool know_code(th_sql *sql, th_str code, th_store_history *history, th_type *type)
{
    th_query query = th_query_of(sql, "SELECT label, measured_in, kind = 'column', type FROM codes WHERE code = ? AND"
                                      " kind IN ('indicator', 'column') ORDER BY id DESC LIMIT 1");
    th_query_set(&query, 1, code);
    th_arena *arena = th_sql_arena(sql);
    bool known = th_query_row(&query);
    if (known) {
        th_type_find(arena, th_query_text(&query, arena, 3), type);
        history->label = th_query_text(&query, arena, 0);
        history->measured_in = th_query_text(&query, arena, 1);
        history->is_list = th_query_number(&query, 2) != 0;
    }
    th_query_end(&query);
    return known;
}

/* The code of a unit that goes by its code or name; "" where there is none. */
static th_str code_of_named(th_sql *sql, th_arena *arena, th_str unit)
{
    th_query query = th_query_of(sql, "SELECT code FROM codes WHERE kind = 'unit' AND (code = ?1 OR label = ?1)"
                                      " ORDER BY code = ?1 DESC, id DESC LIMIT 1");
    th_query_set(&query, 1, unit);
    th_str code = th_query_row(&query) ? th_query_text(&query, arena, 0) : (th_str){0};
    th_query_end(&query);
    return code;
}

static const char figures[] =
    "SELECT f.unit, u.ten, f.measure, f.item, f.state, f.raw, f.file, f.sheet, f.cell, f.entered,"
    " f.from_run, f.to_run, a.day, b.day, f.exact, f.den, f.text, f.decimals, f.qualifiers, f.shown FROM facts AS f"
    " JOIN runs AS a ON a.number = f.from_run LEFT JOIN runs AS b ON b.number = f.to_run"
    " LEFT JOIN ten AS u ON u.loai = 'unit' AND u.ma = f.unit"
    " LEFT JOIN codes AS k ON k.id = u.thu_tu"
    " WHERE f.code = ?1 AND (f.item IS NOT NULL) = ?3 AND (?2 IS NULL OR f.unit = ?2)"
    " ORDER BY k.place, f.unit, f.item, f.measure <> 'nay', f.measure, f.from_run, f.id";

enum {
    UNIT = 0,
    NAME,
    MEASURE,
    ITEM,
    STATE,
    RAW,
    FILE_NAME,
    SHEET,
    CELL,
    ENTERED,
    FROM,
    TO,
    FROM_DAY,
    TO_DAY,
    EXACT,
    DEN,
    TEXT,
    DECIMALS,
    QUALIFIERS,
    SHOWN
};

static const th_exact *exact_at(const th_query *query, th_arena *arena, int column)
{
    th_str text = th_query_text(query, arena, column);
    return text.len ? th_exact_parse(arena, text) : NULL;
}

static th_words words_at(const th_query *query, th_arena *arena, th_type type)
{
    const th_value value = {.state = TH_STATE_VALUE,
                            .num = exact_at(query, arena, EXACT),
                            .den = exact_at(query, arena, DEN),
                            .text = th_query_text(query, arena, TEXT),
                            .decimals = (int)th_query_number(query, DECIMALS),
                            .qualifiers = (uint32_t)th_query_number(query, QUALIFIERS)};
    th_words words = th_value_words(arena, &value, type);
    return words.vi.len ? words : th_words_quoted(th_query_text(query, arena, SHOWN)); /* of another type since */
}

static th_type type_of_measure(th_type type, th_str measure)
{
    th_measure m;
    if (!th_measure_find(measure, &m))
        return type;
    if (m == TH_REMARK)
        return TH_TYPE_TEXT;
    return m == TH_COMPARED ? TH_TYPE_PERCENT : type;
}

static void read_all_figures(th_query *query, th_arena *arena, th_type type, th_store_history *history)
{
    while (th_query_row(query)) {
        th_store_figure figure = {.unit = th_query_text(query, arena, UNIT),
                                  .unit_name = th_query_text(query, arena, NAME),
                                  .measure = th_query_text(query, arena, MEASURE),
                                  .item = th_query_number(query, ITEM),
                                  .state = th_query_text(query, arena, STATE),
                                  .raw = th_query_text(query, arena, RAW),
                                  .file = th_query_text(query, arena, FILE_NAME),
                                  .sheet = th_query_text(query, arena, SHEET),
                                  .cell = th_query_text(query, arena, CELL),
                                  .entered = th_query_text(query, arena, ENTERED),
                                  .from_run = th_query_number(query, FROM),
                                  .to_run = th_query_number(query, TO),
                                  .from_day = th_query_day(query, arena, FROM_DAY),
                                  .to_day = th_query_day(query, arena, TO_DAY)};
        if (th_str_eq(figure.state, TH_STR("value")))
            figure.shown = words_at(query, arena, type_of_measure(type, figure.measure));
        TH_PUSH(arena, history->at, history->n, history->cap, figure);
    }
}

th_status th_store_look_back(th_store *store, th_arena *arena, const th_store_question *question,
                             th_store_history *history, th_trouble *trouble)
{
    th_sql *sql = store->sql;
    th_type type = TH_TYPE_TEXT;
    *history = (th_store_history){0};
    th_sql_do(sql, "BEGIN");
    if (!know_code(sql, question->code, history, &type))
        th_sql_fail(sql, TH_TROUBLE(arena, "không lượt nào có chỉ tiêu mã “" TH_FMT "”",
                                    "no run knew an indicator of code “" TH_FMT "”", TH_ARG(question->code)));
    th_str unit = question->unit, of = unit.len ? code_of_named(sql, arena, unit) : unit;
    if (unit.len && !of.len)
        th_sql_fail(sql, TH_TROUBLE(arena, "không lượt nào có đơn vị “" TH_FMT "”", "no run knew a unit “" TH_FMT "”",
                                    TH_ARG(unit)));
    th_query query = th_query_of(sql, figures);
    th_query_set(&query, 1, question->code);
    th_query_set(&query, 2, of);
    th_query_set_number(&query, 3, history->is_list);
    read_all_figures(&query, arena, type, history);
    th_query_end(&query);
    return th_sql_commit(sql, trouble);
}
