/* Finds, for each figure, the gravest finding at its cell and the remarks that its comment shows. */
#include "report/marks.h"

#include "text/utf8.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_REMARKS = 3 };
/* What was done to a figure that deserves a look.  A number that was typed as text does not. */
enum { CHANGES = TH_DID_SCALE | TH_DID_FROM_DATE | TH_DID_PERCENT_BARE };

/* A cell of a source, with the fact that stands in it. */
typedef struct spot {
    uint32_t source, row, col, fact;
    th_str sheet;
} spot;

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const spot *a, const spot *b)
{
    int order = by_number(a->source, b->source);
    if (!order)
        order = by_number(a->row, b->row);
    if (!order)
        order = by_number(a->col, b->col);
    return order ? order : th_str_cmp(a->sheet, b->sheet);
}

static int by_place_and_fact(const void *left, const void *right)
{
    const spot *a = left, *b = right;
    int order = by_place(a, b);
    return order ? order : by_number(a->fact, b->fact);
}

static const spot *find(const spot *spots, size_t n, const spot *wanted)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_place(&spots[mid], wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && by_place(&spots[low], wanted) == 0 ? &spots[low] : NULL;
}

static const spot *find_finding(const th_report *r, const spot *spots, const th_place *place)
{
    for (uint32_t i = 0; i < r->ds->nsources; i++) {
        if (!th_str_eq(r->ds->sources[i].file, place->file))
            continue;
        spot wanted = {.source = i, .row = place->row, .col = place->col, .sheet = place->sheet};
        const spot *found = find(spots, r->ds->nfacts, &wanted);
        if (found)
            return found;
    }
    return NULL;
}

static void remark(th_report *r, uint8_t *count, size_t fact, th_str text)
{
    if (count[fact] >= MOST_REMARKS)
        return;
    th_str *old = &r->remark[fact];
    *old = count[fact]++ ? th_str_fmt(r->arena, TH_FMT "\n" TH_FMT, TH_ARG(*old), TH_ARG(text)) : text;
}

static void note_said(th_report *r, size_t fact, const th_finding *finding)
{
    th_str said = finding->closed.len ? finding->closed : finding->explanation;
    if (said.len)
        r->told[fact] = th_str_fmt(r->arena, TH_FMT "%s" TH_FMT ": " TH_FMT, TH_ARG(r->told[fact]),
                                   r->told[fact].len ? "; " : "", TH_ARG(finding->rule), TH_ARG(said));
}

static void mark_findings(th_report *r, const spot *spots, uint8_t *count)
{
    const th_findings *list = &r->ds->findings;
    for (size_t i = 0; i < list->n; i++) {
        const th_finding *finding = &list->at[i];
        uint32_t unit = th_definition_unit(r->d, finding->place.unit);
        if (finding->place.unit.len && unit != TH_NONE && r->first_finding[unit] == TH_NONE)
            r->first_finding[unit] = TH_FINDING_FIRST + (uint32_t)i;
        if (finding->place.row == TH_NO_CELL)
            continue;
        const spot *found = find_finding(r, spots, &finding->place);
        if (!found)
            continue;
        r->finding_fact[i] = found->fact + 1;
        note_said(r, found->fact, finding);
        /* what was explained or closed is no longer in doubt: its sign says so */
        th_level gravity = finding->closed.len ? TH_LEVEL_NOTE : finding->level;
        uint8_t level = (uint8_t)((int)gravity + 1);
        if (level > r->mark[found->fact])
            r->mark[found->fact] = level;
        remark(r, count, found->fact,
               th_str_fmt(r->arena, TH_FMT " " TH_FMT ": " TH_FMT,
                          TH_ARG(th_text_capital(r->arena, th_finding_level_vi(finding))), TH_ARG(finding->rule),
                          TH_ARG(finding->vi)));
    }
}

void th_marks_make(th_report *r)
{
    const th_dataset *ds = r->ds;
    r->mark = th_arena_array(r->arena, ds->nfacts, sizeof *r->mark);
    r->told = th_arena_array(r->arena, ds->nfacts, sizeof *r->told);
    r->remark = th_arena_array(r->arena, ds->nfacts, sizeof *r->remark);
    r->finding_fact = th_arena_array(r->arena, ds->findings.n, sizeof *r->finding_fact);
    th_arena *scratch = th_arena_scratch(r->arena);
    uint8_t *count = th_arena_array(scratch, ds->nfacts, sizeof *count);
    spot *spots = th_arena_array(scratch, ds->nfacts, sizeof *spots);
    for (uint32_t k = 0; k < ds->nfacts; k++) {
        const th_fact *f = &ds->facts[k];
        spots[k] = (spot){f->source, f->row, f->col, k, f->sheet};
    }
    if (ds->nfacts > 1)
        qsort(spots, ds->nfacts, sizeof *spots, by_place_and_fact);
    mark_findings(r, spots, count);
    for (uint32_t k = 0; k < ds->nfacts; k++) {
        const th_value *v = &ds->facts[k].value;
        uint32_t did = v->did & CHANGES;
        if (v->state == TH_STATE_VALUE && did)
            remark(r, count, k,
                   th_str_fmt(r->arena, "Đọc từ “" TH_FMT "”: " TH_FMT ".", TH_ARG(ds->facts[k].raw),
                              TH_ARG(th_did_vi(r->arena, did))));
        const th_adjusted *adjusted = ds->facts[k].adjusted;
        if (adjusted)
            remark(r, count, k,
                   th_str_fmt(
                       r->arena, "Ban thư ký điều chỉnh; đơn vị ghi “" TH_FMT "”.",
                       TH_ARG(adjusted->stated.state == TH_STATE_ABSENT ? TH_STR("(không có)") : ds->facts[k].raw)));
        if (v->state == TH_STATE_UNREADABLE && !count[k])
            remark(r, count, k,
                   v->withheld ? th_str_fmt(r->arena, "Chưa tính “" TH_FMT "”: " TH_FMT ".", TH_ARG(ds->facts[k].raw),
                                            TH_ARG(th_value_trouble(v).vi))
                               : th_str_fmt(r->arena, "Không đọc được “" TH_FMT "”.", TH_ARG(ds->facts[k].raw)));
    }
    th_arena_free(scratch);
}

th_look th_marks_fill(const th_report *r, size_t fact)
{
    const th_value *v = &r->ds->facts[fact].value;
    uint8_t level = r->mark[fact];
    if (level > TH_LEVEL_ERROR || v->state == TH_STATE_UNREADABLE)
        return TH_FILL_ERROR;
    if (level > TH_LEVEL_WARNING)
        return TH_FILL_WARNING;
    if (level || r->ds->facts[fact].adjusted || (v->state == TH_STATE_VALUE && (v->qualifiers || v->did & CHANGES)))
        return TH_FILL_CHANGED;
    return TH_FILL_NONE;
}

th_str th_marks_sign(const th_report *r, size_t fact)
{
    const th_fact *f = &r->ds->facts[fact];
    uint8_t level = r->mark[fact];
    uint32_t did = f->value.state == TH_STATE_VALUE ? f->value.did : 0;
    bool error = level > TH_LEVEL_ERROR || f->value.state == TH_STATE_UNREADABLE;
    const struct {
        bool holds;
        const char *sign;
    } signs[] = {
        {error, TH_SIGN_ERROR},
        {!error && (level > TH_LEVEL_WARNING || did & TH_DID_PERCENT_BARE), TH_SIGN_DOUBT},
        {r->told[fact].len > 0, TH_SIGN_EXPLAINED},
        {f->adjusted != NULL, TH_SIGN_ADJUSTED},
        {did & TH_DID_SCALE, TH_SIGN_SCALED},
        {did & TH_DID_FROM_DATE, TH_SIGN_RECOVERED},
    };
    th_buf out;
    th_buf_init(&out, r->arena);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].holds)
            th_buf_add(&out, th_str_of(signs[i].sign));
    return th_buf_str(&out);
}
