/* The matrix either way round. */
#include "report/matrix_place.h"

#include "draw/formula.h"

#include "base/banned.h"

/* Where units are many, rules are columns, and units are rows below the fields of the rules. */
enum { RULES = 2, FAILING = TH_MATRIX_HEAD + TH_MATRIX_LEVEL + 1, SINCE };

static uint32_t cluster_row(const th_report *r)
{
    return SINCE + (r->live_rules ? TH_MATRIX_BEHIND - 1 : 0);
}

th_cell_at th_matrix_result_at(const th_report *r, uint32_t check, uint32_t unit)
{
    if (!r->many)
        return (th_cell_at){TH_MATRIX_FIRST + check, TH_MATRIX_UNITS + unit};
    return (th_cell_at){cluster_row(r) + (unit == r->nunits ? 0 : 1 + unit), RULES + check};
}

th_cell_at th_matrix_field_at(const th_report *r, uint32_t check, uint32_t field)
{
    return r->many ? (th_cell_at){TH_MATRIX_HEAD + field, RULES + check} : (th_cell_at){TH_MATRIX_FIRST + check, field};
}

th_cell_at th_matrix_since_at(const th_report *r, uint32_t check, uint32_t field)
{
    if (r->many)
        return (th_cell_at){SINCE + field - TH_MATRIX_HOW, RULES + check};
    return (th_cell_at){TH_MATRIX_FIRST + check, TH_MATRIX_UNITS + r->nunits + field};
}

th_cell_at th_matrix_failing_units_at(const th_report *r, uint32_t check)
{
    (void)r;
    return (th_cell_at){FAILING, RULES + check};
}

th_cell_at th_matrix_failing_rules_at(const th_report *r, uint32_t unit)
{
    return (th_cell_at){th_matrix_result_at(r, 0, unit).row, RULES - 1};
}

uint32_t th_matrix_letter(const th_report *r, uint32_t unit)
{
    if (!r->many)
        return unit + 1;
    return unit == r->nunits ? 1 : unit + 2;
}

th_area th_matrix_area(const th_report *r, uint32_t first, uint32_t last, bool with_cluster)
{
    uint32_t one = 0, end = r->nunits - 1;
    if (with_cluster && r->many)
        one = r->nunits;
    else if (with_cluster)
        end = r->nunits;
    th_cell_at from = th_matrix_result_at(r, first, one), upto = th_matrix_result_at(r, last, end);
    return (th_area){from.row, from.col, upto.row, upto.col};
}

static uint32_t last_check(const th_report *r)
{
    return r->d->nchecks ? (uint32_t)r->d->nchecks - 1 : 0;
}

static th_str area_between(const th_report *r, th_cell_at first, th_cell_at last)
{
    return th_ref_area(r->arena, r->names[TH_SHEET_MATRIX], (th_area){first.row, first.col, last.row, last.col});
}

th_str th_matrix_codes(const th_report *r)
{
    return area_between(r, th_matrix_field_at(r, 0, TH_MATRIX_CODE),
                        th_matrix_field_at(r, last_check(r), TH_MATRIX_CODE));
}

th_str th_matrix_since(const th_report *r, uint32_t field)
{
    return area_between(r, th_matrix_since_at(r, 0, field), th_matrix_since_at(r, last_check(r), field));
}

th_str th_matrix_results(const th_report *r, uint32_t unit)
{
    return area_between(r, th_matrix_result_at(r, 0, unit), th_matrix_result_at(r, last_check(r), unit));
}

th_str th_matrix_units(const th_report *r, bool with_cluster)
{
    return th_ref_area(r->arena, r->names[TH_SHEET_MATRIX], th_matrix_area(r, 0, last_check(r), with_cluster));
}

th_str th_matrix_index(const th_report *r, th_str area, th_str rule, th_str unit)
{
    th_field cells = {"area", area}, of_rule = {"rule", rule}, of_unit = {"unit", unit};
    if (r->many)
        return TH_FORMULA(r->arena, "INDEX({area},{unit},{rule})", cells, of_rule, of_unit);
    return TH_FORMULA(r->arena, "INDEX({area},{rule},{unit})", cells, of_rule, of_unit);
}
