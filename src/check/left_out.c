/* A row that was left out, and the one open difference that its figure would settle. */
#include "check/left_out.h"

#include "text/number.h"

#include "base/banned.h"

static bool is_off_by(th_arena *arena, const th_dataset *ds, const th_check_result *result, const th_exact *figure)
{
    if (result->outcome != TH_FAIL || !result->finding || ds->definition->checks[result->check].op != TH_OP_EQ)
        return false;
    const th_finding *finding = &ds->findings.at[result->finding - 1];
    const th_exact *difference = finding->folded.len ? NULL : th_numeral_read(arena, finding->difference).num;
    return difference && th_exact_cmp(difference, figure) == 0;
}

/* The result of the only open rule of the unit that is off by `figure`; NULL where there is none, or several. */
static const th_check_result *rule_off_by(th_arena *arena, const th_dataset *ds, const th_check_results *results,
                                          uint32_t unit, const th_exact *figure)
{
    const th_check_result *found = NULL;
    for (size_t i = 0; i < results->n; i++) {
        const th_check_result *result = &results->at[i];
        if (result->unit != unit || !is_off_by(arena, ds, result, figure))
            continue;
        if (found)
            return NULL;
        found = result;
    }
    return found;
}

static void say_which(th_dataset *ds, th_finding *row, const th_finding *rule, th_words figure)
{
    th_str cell = th_cell_name(ds->arena, rule->place.row, rule->place.col);
    row->vi =
        th_str_fmt(ds->arena, TH_FMT " Số của dòng này (" TH_FMT ") đúng bằng chênh lệch của " TH_FMT "%s" TH_FMT ".",
                   TH_ARG(row->vi), TH_ARG(figure.vi), TH_ARG(rule->rule), cell.len ? " ở ô " : "", TH_ARG(cell));
    row->en =
        th_str_fmt(ds->arena, TH_FMT " Its figure (" TH_FMT ") is just what " TH_FMT " is off by%s" TH_FMT ".",
                   TH_ARG(row->en), TH_ARG(figure.en), TH_ARG(rule->rule), cell.len ? " in cell " : "", TH_ARG(cell));
}

void th_left_out_rows(th_arena *arena, th_dataset *ds, const th_check_results *results)
{
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *row = &ds->findings.at[i];
        uint32_t unit =
            row->kind == TH_F_FORM_UNKNOWN_ROW ? th_definition_unit(ds->definition, row->place.unit) : TH_NONE;
        const th_exact *figure = unit == TH_NONE ? NULL : th_numeral_read(arena, row->raw).num;
        const th_check_result *rule =
            figure && th_exact_sign(figure) > 0 ? rule_off_by(arena, ds, results, unit, figure) : NULL;
        if (rule)
            say_which(ds, row, &ds->findings.at[rule->finding - 1], th_exact_words(arena, figure, 2, true));
    }
}
