/* Finds which rules and criteria rest on each code, and what was explained, and writes both beside the sheet. */
#include "report/biography_tables.h"

#include "report/figure_key.h"
#include "report/score_key.h"

#include "base/banned.h"

/* Does the expression name the indicator, or the column? */
static bool names_code(const th_expr *e, uint32_t indicator, uint32_t column)
{
    if (!e)
        return false;
    bool named =
        (e->kind == TH_EX_INDICATOR && e->index == indicator) || (e->kind == TH_EX_COLUMN && e->index == column);
    for (size_t i = 0; i < e->nargs && !named; i++)
        named = names_code(e->args[i], indicator, column);
    return named;
}

static void add_index(uint32_t *list, uint32_t *n, uint32_t most, uint32_t index)
{
    if (*n < most)
        list[*n] = index;
    ++*n;
}

/* A rule of rows is about every row that it had a result for. */
static bool *rows_of_rules(const th_report *r)
{
    const th_check_results *results = r->in->checks;
    bool *had = th_arena_array(r->arena, r->d->nchecks * (r->d->nindicators + 1), sizeof *had);
    for (size_t i = 0; i < results->n; i++)
        if (results->at[i].indicator != TH_NONE && results->at[i].check < r->d->nchecks)
            had[(size_t)results->at[i].check * (r->d->nindicators + 1) + results->at[i].indicator] = true;
    return had;
}

static void find_rests(const th_report *r, const bool *had, th_bio_code *code)
{
    const th_definition *d = r->d;
    for (uint32_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        bool row = code->indicator != TH_NONE && had[(size_t)i * (d->nindicators + 1) + code->indicator];
        if (row || names_code(check->left, code->indicator, code->column) ||
            names_code(check->right, code->indicator, code->column))
            add_index(code->rules, &code->nrules, TH_BIO_RULES, i);
    }
    for (uint32_t i = 0; i < d->ncriteria; i++)
        if (names_code(d->criteria[i].expr, code->indicator, code->column) ||
            names_code(d->criteria[i].target, code->indicator, code->column))
            add_index(code->criteria, &code->ncriteria, TH_BIO_CRITERIA, i);
}

th_str th_bio_said_key(const th_report *r, uint32_t unit, th_str rule)
{
    return th_str_fmt(r->arena, TH_FMT TH_KEY_BETWEEN TH_FMT, TH_ARG(r->key_units[unit]), TH_ARG(rule));
}

/* What was explained or closed, by unit and rule. */
static void find_said(const th_report *r, th_bio_tables *tables)
{
    th_lookup known = {0};
    for (size_t i = 0; i < r->ds->findings.n; i++) {
        const th_finding *finding = &r->ds->findings.at[i];
        uint32_t unit = finding->place.unit.len ? th_definition_unit(r->d, finding->place.unit) : TH_NONE;
        th_str text = finding->closed.len ? finding->closed : finding->explanation;
        if (unit == TH_NONE || !text.len)
            continue;
        th_str key = th_bio_said_key(r, unit, finding->rule);
        uint32_t *at = th_lookup_at(&known, r->arena, key);
        if (*at) {
            th_str *old = &tables->said[*at - 1].text;
            if (th_str_find(*old, text, 0) == SIZE_MAX)
                *old = th_str_fmt(r->arena, TH_FMT "; " TH_FMT, TH_ARG(*old), TH_ARG(text));
            continue;
        }
        const th_bio_said said = {key, text};
        TH_PUSH(r->arena, tables->said, tables->nsaid, tables->said_cap, said);
        *at = (uint32_t)tables->nsaid;
    }
}

void th_bio_tables_make(const th_report *r, th_bio_tables *tables)
{
    const th_definition *d = r->d;
    const bool *had = rows_of_rules(r);
    tables->codes = th_arena_array(r->arena, d->nindicators + d->ncolumns, sizeof *tables->codes);
    for (uint32_t i = 0; i < d->nindicators; i++)
        tables->codes[tables->ncodes++] =
            (th_bio_code){.code = d->indicators[i].code, .indicator = i, .column = TH_NONE};
    for (uint32_t i = 0; i < d->ncolumns; i++)
        if (d->columns[i].code.len)
            tables->codes[tables->ncodes++] =
                (th_bio_code){.code = d->columns[i].code, .indicator = TH_NONE, .column = i};
    for (uint32_t i = 0; i < tables->ncodes; i++)
        find_rests(r, had, &tables->codes[i]);
    find_said(r, tables);
}

th_str th_bio_more(th_arena *arena, const th_bio_code *code)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (code->nrules > TH_BIO_RULES)
        th_buf_fmt(&out, "còn %u phép kiểm tra nữa", code->nrules - TH_BIO_RULES);
    if (code->ncriteria > TH_BIO_CRITERIA)
        th_buf_fmt(&out, "%scòn %u tiêu chí nữa", out.len ? "; " : "", code->ncriteria - TH_BIO_CRITERIA);
    return th_buf_str(&out);
}

static void write_code(th_writer *writer, uint32_t row, const th_bio_code *code)
{
    const th_definition *d = writer->r->d;
    th_pen *p = &writer->pen;
    const th_indicator *ind = code->indicator == TH_NONE ? NULL : &d->indicators[code->indicator];
    uint32_t form = ind ? ind->form : d->columns[code->column].form;
    th_str label = ind ? ind->label : d->columns[code->column].label;
    th_pen_text(p, row, TH_BIO_CODE, code->code, 0);
    th_pen_text(p, row, TH_BIO_LABEL, label, 0);
    th_pen_text(p, row, TH_BIO_FORM, form == TH_NONE ? (th_str){0} : d->forms[form].title, 0);
    th_pen_text(p, row, TH_BIO_COUNTED_IN, ind ? ind->unit : (th_str){0}, 0);
    th_pen_text(p, row, TH_BIO_MORE, th_bio_more(writer->r->arena, code), 0);
    for (uint32_t k = 0; k < code->nrules && k < TH_BIO_RULES; k++)
        th_pen_text(p, row, TH_BIO_RULE + k, d->checks[code->rules[k]].code, 0);
    for (uint32_t k = 0; k < code->ncriteria && k < TH_BIO_CRITERIA; k++)
        th_pen_text(p, row, TH_BIO_CRITERION + k, d->criteria[code->criteria[k]].code, 0);
}

void th_bio_tables_write(th_writer *writer, const th_bio_tables *tables)
{
    const th_report *r = writer->r;
    th_pen *p = &writer->pen;
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_pen_text(p, TH_BIO_FIRST + u, TH_BIO_UNIT_KEY, r->key_units[u], 0);
        th_pen_text(p, TH_BIO_FIRST + u, TH_BIO_UNIT_NAME, r->d->units[u].name, 0);
        th_pen_text(p, TH_BIO_FIRST + u, TH_BIO_UNIT_CODE, r->d->units[u].code, 0);
    }
    for (uint32_t i = 0; i < tables->ncodes; i++)
        write_code(writer, TH_BIO_FIRST + i, &tables->codes[i]);
    for (size_t i = 0; i < tables->nsaid; i++) {
        th_pen_text(p, TH_BIO_FIRST + (uint32_t)i, TH_BIO_SAID_KEY, tables->said[i].key, 0);
        th_pen_text(p, TH_BIO_FIRST + (uint32_t)i, TH_BIO_SAID, tables->said[i].text, 0);
    }
    /* the column before stays: LibreOffice prints "###" of hidden numbers beside what is printed */
    for (uint32_t col = TH_BIO_ROWS_COL; col <= TH_BIO_LAST; col++)
        th_tab_width(p->tab, col, col, TH_USUAL_WIDTH, true);
}

static th_str rows_of_table(const th_report *r, uint32_t first, uint32_t last, size_t n)
{
    uint32_t end = TH_BIO_FIRST + (n ? (uint32_t)n - 1 : 0);
    return th_ref_area(r->arena, r->names[TH_SHEET_BIOGRAPHY], (th_area){TH_BIO_FIRST, first, end, last});
}

th_str th_bio_units(const th_report *r, uint32_t col)
{
    return rows_of_table(r, col, col, r->nunits);
}

th_str th_bio_codes(const th_report *r, const th_bio_tables *tables, uint32_t first, uint32_t last)
{
    return rows_of_table(r, first, last, tables->ncodes);
}

th_str th_bio_said_column(const th_report *r, const th_bio_tables *tables, uint32_t col)
{
    return rows_of_table(r, col, col, tables->nsaid);
}
