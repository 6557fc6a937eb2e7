/* The columns of a form of scores, by role or label, and criteria by the codes that its rows bear. */
#include "form/score_form.h"

#include "text/fold.h"

#include "base/banned.h"

static bool label_begins(th_arena *scratch, const th_column *column, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (th_str_starts(th_fold_weak(scratch, column->label), th_str_of(words[i])))
            return true;
        for (size_t k = 0; k < column->aliases.n; k++)
            if (th_str_starts(th_fold_weak(scratch, column->aliases.at[k]), th_str_of(words[i])))
                return true;
    }
    return false;
}

static void take_by_label(th_arena *scratch, const th_definition *d, uint32_t index, th_score_columns *columns)
{
    static const char *const most[] = {"diem toi da", "diem chuan"}, *const total[] = {"tong diem"};
    const th_column *column = &d->columns[index];
    if (column->role != TH_ROLE_VALUE || (column->type != TH_TYPE_REAL && column->type != TH_TYPE_INT))
        return;
    if (columns->most == TH_NONE && label_begins(scratch, column, most, sizeof most / sizeof *most))
        columns->most = index;
    else if (columns->total == TH_NONE && label_begins(scratch, column, total, sizeof total / sizeof *total))
        columns->total = index;
}

th_score_columns th_score_columns_of(th_arena *scratch, const th_definition *d, uint32_t form)
{
    th_score_columns columns = {TH_NONE, TH_NONE, TH_NONE, TH_NONE};
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        if (d->columns[i].form != form)
            continue;
        switch ((int)d->columns[i].role) {
        case TH_ROLE_CRITERION: columns.code = i; break;
        case TH_ROLE_SELF_SCORE: columns.self = i; break;
        case TH_ROLE_MAX_SCORE: columns.most = i; break;
        case TH_ROLE_SELF_TOTAL: columns.total = i; break;
        default: break;
        }
    }
    for (uint32_t i = 0; i < d->ncolumns; i++)
        if (d->columns[i].form == form)
            take_by_label(scratch, d, i, &columns);
    return columns;
}

/* "I. 1.2" is "I.1.2". */
static th_str criterion_key(th_arena *arena, th_str code)
{
    return th_str_without_spaces(arena, th_fold(arena, code));
}

void th_criteria_note_codes(th_arena *arena, th_definition *d)
{
    th_arena *scratch = th_arena_scratch(arena);
    d->criterion_codes = (th_lookup){0};
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        uint32_t *place = th_lookup_at(&d->criterion_codes, arena, criterion_key(scratch, d->criteria[i].code));
        *place = *place ? *place : i + 1;
    }
    th_arena_free(scratch);
}

uint32_t th_criterion_of_code(th_arena *scratch, const th_definition *d, th_str text)
{
    th_str code = criterion_key(scratch, text);
    const uint32_t *place = code.len ? th_lookup_find(&d->criterion_codes, code) : NULL;
    return place ? *place - 1 : TH_NONE;
}
