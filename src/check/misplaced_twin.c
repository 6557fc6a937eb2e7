/* Another unit's sheet pasted in: what fails because of it is folded under the finding that says so. */
#include "check/fold.h"
#include "check/misplaced.h"

#include "base/banned.h"

/* One of two units with the same sheet. */
typedef struct twin {
    size_t finding, wrong;
    bool *resting; /* by finding: a rule that rests on the sheet's figures */
} twin;

static twin look_at_twin(th_arena *arena, th_dataset *ds, const th_failed *failed, size_t finding)
{
    const th_place *place = &ds->findings.at[finding].place;
    uint32_t unit = th_definition_unit(ds->definition, place->unit),
             form = th_definition_form(ds->definition, place->form);
    twin found = {.finding = finding, .resting = th_arena_array(arena, ds->findings.n, sizeof *found.resting)};
    th_tried_form tried = th_tried_form_of(arena, ds, unit, form);
    if (!tried.nrows)
        return found;
    const th_move pasted = {.columns = 1u << TH_NOW, .from = 0, .to = tried.nrows - 1};
    found.wrong = th_questions_resting(th_questions_of(&tried, &failed[unit]), &pasted, found.resting);
    return found;
}

/* Only the unit in whose workbook more is wrong with it can be the one that pasted it; where neither stands out, each
 * keeps its findings. */
static void fold_under_twin(th_dataset *ds, const twin *pasted, const twin *own)
{
    if (pasted->wrong <= own->wrong)
        return;
    size_t n = ds->findings.n;
    for (size_t i = 0; i < n; i++)
        if (pasted->resting[i])
            th_fold_under(ds, i, pasted->finding);
}

void th_misplaced_twins(th_arena *arena, th_dataset *ds, const th_failed *failed)
{
    for (size_t i = 0; i + 1 < ds->findings.n; i++) {
        const th_finding *one = &ds->findings.at[i], *other = one + 1; /* the two are raised one after the other */
        if (one->kind != TH_F_ODD_TWIN || other->kind != TH_F_ODD_TWIN ||
            !th_str_eq(one->place.form, other->place.form))
            continue;
        const twin first = look_at_twin(arena, ds, failed, i), second = look_at_twin(arena, ds, failed, i + 1);
        fold_under_twin(ds, &first, &second);
        fold_under_twin(ds, &second, &first);
        i++;
    }
}
