/* The codes that runs knew, as a definition. */
#include "store/connection.h"
#include "store/spans.h"

#include "base/banned.h"

typedef struct codes_reader {
    th_sql *sql;
    th_arena *arena;
    th_definition *d;
    th_span_rows rows; /* of one run */
} codes_reader;

static th_str cell_of_code(const codes_reader *reader, size_t row, size_t column)
{
    return reader->rows.cells[row * th_spans_width(TH_SPANS_codes) + column];
}

static void take_form(codes_reader *reader, size_t row)
{
    th_definition *d = reader->d;
    th_form form = {.code = cell_of_code(reader, row, TH_AT(codes, code)),
                    .title = cell_of_code(reader, row, TH_AT(codes, label)),
                    .kind = TH_FORM_INDICATORS | TH_FORM_LIST};
    if (th_definition_form(d, form.code) == TH_NONE)
        TH_PUSH(reader->arena, d->forms, d->nforms, d->forms_cap, form);
}

static void take_unit(codes_reader *reader, size_t row)
{
    th_definition *d = reader->d;
    th_unit unit = {.code = cell_of_code(reader, row, TH_AT(codes, code)),
                    .name = cell_of_code(reader, row, TH_AT(codes, label)),
                    .order = (int)d->nunits + 1};
    if (th_definition_unit(d, unit.code) == TH_NONE)
        TH_PUSH(reader->arena, d->units, d->nunits, d->units_cap, unit);
}

static void take_indicator(codes_reader *reader, size_t row)
{
    th_definition *d = reader->d;
    th_indicator indicator = {.code = cell_of_code(reader, row, TH_AT(codes, code)),
                              .label = cell_of_code(reader, row, TH_AT(codes, label)),
                              .unit = cell_of_code(reader, row, TH_AT(codes, measured_in)),
                              .form = th_definition_form(d, cell_of_code(reader, row, TH_AT(codes, form))),
                              .decimals = -1,
                              .numerator = TH_NONE,
                              .denominator = TH_NONE,
                              .catalogue = TH_NONE};
    th_type_find(reader->arena, cell_of_code(reader, row, TH_AT(codes, type)), &indicator.type);
    if (indicator.form != TH_NONE && th_definition_indicator(d, indicator.code) == TH_NONE)
        TH_PUSH(reader->arena, d->indicators, d->nindicators, d->indicators_cap, indicator);
}

static void take_list_column(codes_reader *reader, size_t row)
{
    th_definition *d = reader->d;
    th_column column = {.code = cell_of_code(reader, row, TH_AT(codes, code)),
                        .label = cell_of_code(reader, row, TH_AT(codes, label)),
                        .form = th_definition_form(d, cell_of_code(reader, row, TH_AT(codes, form))),
                        .role = TH_ROLE_VALUE,
                        .catalogue = TH_NONE};
    th_type_find(reader->arena, cell_of_code(reader, row, TH_AT(codes, type)), &column.type);
    if (column.form != TH_NONE && th_definition_column(d, column.code) == TH_NONE)
        TH_PUSH(reader->arena, d->columns, d->ncolumns, d->columns_cap, column);
}

static void take_ranking(codes_reader *reader, size_t row)
{
    th_definition *d = reader->d;
    th_ranking ranking = {.code = cell_of_code(reader, row, TH_AT(codes, code)),
                          .name = cell_of_code(reader, row, TH_AT(codes, label))};
    for (size_t i = 0; i < d->nrankings; i++)
        if (th_str_eq(d->rankings[i].code, ranking.code))
            return;
    TH_PUSH(reader->arena, d->rankings, d->nrankings, d->rankings_cap, ranking);
}

static void take_period(codes_reader *reader, size_t row)
{
    long period = 0;
    th_definition *d = reader->d;
    th_str_to_long(cell_of_code(reader, row, TH_AT(codes, code)), &period);
    if (d->period && d->period != (int)period)
        th_sql_fail(reader->sql,
                    TH_TROUBLE(reader->arena, "hai lượt thuộc hai kỳ khác nhau (%d và %ld), nên không so sánh được",
                               "the two runs are of different periods (%d and %ld) and cannot be compared", d->period,
                               period));
    d->period = (int)period;
    d->cluster = cell_of_code(reader, row, TH_AT(codes, label));
}

/* Forms come first: others refer to them. */
static void take_codes(codes_reader *reader, long long run)
{
    static const struct {
        const char *kind;
        void (*add)(codes_reader *reader, size_t row);
    } kinds[] = {{"period", take_period},       {"form", take_form},          {"unit", take_unit},
                 {"indicator", take_indicator}, {"column", take_list_column}, {"ranking", take_ranking}};
    reader->rows = (th_span_rows){.arena = reader->arena, .table = TH_SPANS_codes};
    th_spans_read(reader->sql, &reader->rows, run);
    size_t n = reader->rows.n / th_spans_width(TH_SPANS_codes);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t row = 0; row < n; row++)
            if (th_str_eq(cell_of_code(reader, row, TH_AT(codes, kind)), th_str_of(kinds[i].kind)))
                kinds[i].add(reader, row);
    if (!n)
        th_sql_fail(reader->sql,
                    TH_TROUBLE(reader->arena, "không có lượt số %lld", "there is no run number %lld", run));
}

th_status th_store_codes(th_store *store, th_arena *arena, const long long runs[2], th_definition **definition,
                         th_trouble *trouble)
{
    codes_reader reader = {.sql = store->sql, .arena = arena, .d = th_arena_alloc(arena, sizeof *reader.d)};
    th_sql_do(store->sql, "BEGIN");
    take_codes(&reader, runs[1]); /* what is called otherwise is called as the later one calls it */
    take_codes(&reader, runs[0]);
    *definition = reader.d;
    return th_sql_commit(store->sql, trouble);
}

th_status th_store_gone_units(th_store *store, th_arena *arena, th_strs *codes, th_trouble *trouble)
{
    *codes = (th_strs){0};
    th_query query = th_query_of(store->sql, "SELECT DISTINCT code FROM codes WHERE kind = 'unit' AND code NOT IN"
                                             " (SELECT code FROM codes WHERE kind = 'unit' AND to_run IS NULL)"
                                             " ORDER BY code");
    while (th_query_row(&query))
        th_strs_add(codes, arena, th_query_text(&query, arena, 0));
    th_query_end(&query);
    return th_sql_result(store->sql, trouble);
}
