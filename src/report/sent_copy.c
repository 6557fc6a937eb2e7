/* Makes the copy that the edition for the departments is drawn from. */
#include "report/sent_copy.h"

#include "report/unnamed.h"

#include "base/banned.h"

typedef struct sending {
    th_arena *arena;
    const th_report_input *in;
    th_unnamed unnamed;
    th_definition *d;
    th_dataset *ds;
    uint32_t *source;     /* [source]: its index in the copy, or TH_NONE */
    th_str tab, tab_told; /* the last one that was asked about: facts of a tab stand together */
} sending;

#define COPY_OF(work, list, n) th_copy_list((work)->arena, (list), (n), sizeof *(list))

static void *th_copy_list(th_arena *arena, const void *list, size_t n, size_t size)
{
    void *copy = th_arena_array(arena, n + 1, size);
    if (n)
        memcpy(copy, list, n * size);
    return copy;
}

/* ---- what is hidden ---- */

bool th_sent_counts_list(const th_definition *d, uint32_t form)
{
    if (d->forms[form].kind & TH_FORM_SCORES)
        return false;
    for (uint32_t c = 0; c < d->ncolumns; c++)
        if (d->columns[c].form == form && d->columns[c].sensitive && d->columns[c].code.len)
            return true;
    return false;
}

bool th_sent_hides_column(const th_definition *d, uint32_t column)
{
    return d->columns[column].sensitive || th_sent_counts_list(d, d->columns[column].form);
}

bool th_sent_tells_values(const th_definition *d, uint32_t column, uint32_t form)
{
    const th_column *told = &d->columns[column];
    return told->form == form && told->type == TH_TYPE_ENUM && told->role == TH_ROLE_VALUE && !told->sensitive &&
           told->catalogue != TH_NONE;
}

static bool hides_fact(const th_definition *d, const th_fact *f)
{
    return f->item ? d->columns[f->indicator].sensitive : d->indicators[f->indicator].sensitive;
}

/* ---- names ---- */

static void allow_list(sending *work, const th_strs *names)
{
    for (size_t i = 0; i < names->n; i++)
        th_unnamed_allow(&work->unnamed, names->at[i]);
}

/* What the definition calls things is nobody's name. */
static void allow_definition(sending *work)
{
    const th_definition *d = work->in->ds->definition;
    const th_str own[] = {d->cluster, d->cluster_short, d->unit_noun, d->host, d->title};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        th_unnamed_allow(&work->unnamed, own[i]);
    for (size_t i = 0; i < d->nunits; i++) {
        th_unnamed_allow(&work->unnamed, d->units[i].name);
        allow_list(work, &d->units[i].aliases);
    }
    for (size_t i = 0; i < d->ncatalogues; i++)
        for (size_t k = 0; k < d->catalogues[i].n; k++) {
            th_unnamed_allow(&work->unnamed, d->catalogues[i].values[k].text);
            allow_list(work, &d->catalogues[i].values[k].aliases);
        }
}

static void learn_fact(sending *work, const th_fact *f)
{
    if (!hides_fact(work->in->ds->definition, f))
        return;
    th_unnamed_learn(&work->unnamed, f->raw);
    th_unnamed_learn(&work->unnamed, f->value.text);
}

static void learn_names(sending *work)
{
    const th_dataset *ds = work->in->ds;
    work->unnamed.arena = work->arena;
    allow_definition(work);
    for (size_t i = 0; i < ds->nfacts; i++)
        learn_fact(work, &ds->facts[i]);
    for (size_t i = 0; i < ds->nstored; i++)
        learn_fact(work, &ds->stored[i]);
    for (size_t i = 0; i < ds->npassed_over; i++)
        learn_fact(work, &ds->passed_over[i].fact);
}

static th_str without_names(const sending *work, th_str text)
{
    return th_unnamed_text(&work->unnamed, text);
}

/* ---- the definition, as far as the report reads it ---- */

static void hide_indicators(sending *work)
{
    th_definition *d = work->d;
    th_indicator *all = COPY_OF(work, d->indicators, d->nindicators);
    for (size_t i = 0; i < d->nindicators; i++) {
        const uint32_t parts[] = {all[i].numerator, all[i].denominator};
        for (size_t k = 0; k < 2; k++)
            if (parts[k] != TH_NONE && d->indicators[parts[k]].sensitive)
                all[i].numerator = all[i].denominator = TH_NONE;
        if (!all[i].sensitive)
            continue;
        all[i].type = TH_TYPE_TEXT;
        all[i].aggregate = TH_AGG_NONE;
        all[i].blank_is_zero = false;
    }
    d->indicators = all;
}

/* Takes out who entered something and on which ground: that is told in CAN THIỆP of the working edition only. */
static void hide_entered(sending *work)
{
    const th_str silent = TH_STR(TH_SILENT);
    th_definition *d = work->d;
    d->awards = COPY_OF(work, d->awards, d->nawards);
    for (size_t i = 0; i < d->nawards; i++) {
        d->awards[i].who = silent;
        d->awards[i].basis = d->awards[i].remark = d->awards[i].reply = (th_str){0};
    }
    d->closings = COPY_OF(work, d->closings, d->nclosings);
    for (size_t i = 0; i < d->nclosings; i++) {
        d->closings[i].who = silent;
        d->closings[i].why = TH_STR("theo quyết định của Cụm"); /* the document says why */
        d->closings[i].basis = without_names(work, d->closings[i].basis);
    }
    d->npetitions = 0;
    d->nexplanations = 0;
    d->nset_aside = 0;
}

/* ---- the dataset ---- */

static void hide_value(th_value *value)
{
    bool stands = value->state == TH_STATE_VALUE || value->state == TH_STATE_UNREADABLE;
    if (stands)
        *value = (th_value){.state = TH_STATE_VALUE, .text = TH_STR(TH_SILENT), .decimals = -1};
}

static const th_adjusted *adjusted_silently(sending *work, const th_adjusted *adjusted, bool hidden)
{
    th_adjusted *copy = COPY_OF(work, adjusted, 1);
    th_adjustment *by = COPY_OF(work, adjusted->by, 1);
    by->who = by->basis = TH_STR(TH_SILENT);
    if (hidden) {
        by->text = by->old_text = TH_STR(TH_SILENT);
        hide_value(&by->value);
        hide_value(&by->old);
        hide_value(&copy->stated);
    }
    copy->by = by;
    return copy;
}

static th_fact fact_silently(sending *work, const th_fact *fact)
{
    th_fact f = *fact;
    bool hidden = hides_fact(work->in->ds->definition, fact);
    if (work->source)
        f.source = work->source[f.source];
    if (!th_str_eq(f.sheet, work->tab)) {
        work->tab = f.sheet;
        work->tab_told = without_names(work, f.sheet);
    }
    f.sheet = work->tab_told;
    if (hidden) {
        hide_value(&f.value);
        f.raw = f.raw.len ? TH_STR(TH_SILENT) : (th_str){0};
        f.kept_formula = NULL;
    } else if (!f.value.num) {
        f.raw = without_names(work, f.raw);
        f.value.text = without_names(work, f.value.text);
        bool unread = f.value.state == TH_STATE_UNREADABLE;
        f.value.trouble = unread ? th_words_keep(work->arena, th_words_quoted(TH_STR("đang kiểm tra"))) : NULL;
    }
    if (th_str_find(th_fact_formula_of(&f).relative, TH_STR("\""), 0) != SIZE_MAX) /* words of its own */
        f.kept_formula = NULL;
    if (f.adjusted)
        f.adjusted = adjusted_silently(work, f.adjusted, hidden);
    return f;
}

/* All that count are in the copy, at other places. */
static uint32_t *counting_sources(const sending *work)
{
    const th_dataset *whole = work->in->ds;
    uint32_t *counting = COPY_OF(work, whole->counting, whole->definition->nunits);
    for (uint32_t u = 0; u < whole->definition->nunits; u++)
        if (counting[u])
            counting[u] = work->source[counting[u] - 1] + 1;
    return counting;
}

/* The sources of what is shown, and those that count; of others nothing is said. */
static void hide_sources(sending *work)
{
    const th_dataset *whole = work->in->ds;
    bool *used = th_arena_array(work->arena, whole->nsources + 1, sizeof *used);
    work->source = th_arena_array(work->arena, whole->nsources + 1, sizeof *work->source);
    for (size_t i = 0; i < whole->nfacts; i++)
        used[whole->facts[i].source] = true;
    work->ds->sources = COPY_OF(work, whole->sources, whole->nsources);
    work->ds->nsources = 0;
    for (uint32_t i = 0; i < whole->nsources; i++) {
        work->source[i] = TH_NONE;
        if (!used[i] && whole->sources[i].status != TH_SOURCE_ACCEPTED)
            continue;
        th_source *source = &work->ds->sources[work->ds->nsources];
        *source = whole->sources[i];
        source->file = without_names(work, source->file);
        source->named = without_names(work, source->named);
        source->member = without_names(work, source->member);
        source->reason = (th_str){0};
        source->waits = false;
        work->source[i] = (uint32_t)work->ds->nsources++;
    }
    work->ds->counting = counting_sources(work);
    work->ds->held = th_arena_array(work->arena, whole->nheld + 1, sizeof *work->ds->held);
    work->ds->nheld = 0;
    for (size_t i = 0; i < whole->nheld; i++) {
        th_held_form held = whole->held[i];
        held.source = work->source[held.source];
        if (held.source != TH_NONE)
            work->ds->held[work->ds->nheld++] = held;
    }
}

static void hide_facts(sending *work)
{
    const th_dataset *whole = work->in->ds;
    bool *left_out = th_arena_array(work->arena, whole->definition->ncolumns + 1, sizeof *left_out);
    for (uint32_t c = 0; c < whole->definition->ncolumns; c++)
        left_out[c] = whole->definition->columns[c].form != TH_NONE && th_sent_hides_column(whole->definition, c);
    work->ds->facts = th_arena_array(work->arena, whole->nfacts + 1, sizeof *work->ds->facts);
    work->ds->nfacts = 0;
    for (size_t i = 0; i < whole->nfacts; i++)
        if (!whole->facts[i].item || !left_out[whole->facts[i].indicator])
            work->ds->facts[work->ds->nfacts++] = fact_silently(work, &whole->facts[i]);
    work->ds->stored = th_arena_array(work->arena, whole->nstored + 1, sizeof *work->ds->stored);
    work->ds->nstored = 0;
    work->source = NULL; /* those of last year's figures are no sources of this run */
    for (size_t i = 0; i < whole->nstored; i++)
        if (!whole->stored[i].item || !left_out[whole->stored[i].indicator])
            work->ds->stored[work->ds->nstored++] = fact_silently(work, &whole->stored[i]);
    th_dataset_index(work->ds);
}

/* ---- all of it ---- */

/* `verify` finds inputs by hash, whatever they are called. */
static const th_made_from *list_silently(sending *work)
{
    const th_made_from *listed = work->in->made_from;
    if (!listed)
        return NULL;
    th_made_from *copy = COPY_OF(work, listed, 1);
    copy->at = COPY_OF(work, listed->at, listed->n); /* with room for one more */
    for (size_t i = 0; i < copy->n; i++) {
        copy->at[i].name = without_names(work, copy->at[i].name);
        copy->at[i].detail = without_names(work, copy->at[i].detail);
    }
    copy->at[copy->n++] =
        (th_made){.kind = TH_MADE_OPTION, .name = TH_STR(TH_MADE_EDITION), .detail = TH_STR(TH_MADE_SENT)};
    return copy;
}

th_report_input *th_sent_copy_of(th_arena *arena, const th_report_input *input)
{
    th_report_input *copy = th_copy_list(arena, input, 1, sizeof *copy);
    sending work = {.arena = arena, .in = input};
    learn_names(&work);
    work.d = COPY_OF(&work, input->ds->definition, 1);
    work.ds = COPY_OF(&work, input->ds, 1);
    hide_indicators(&work);
    hide_entered(&work);
    hide_sources(&work);
    copy->made_from = list_silently(&work);
    hide_facts(&work);
    work.ds->definition = work.d;
    work.ds->findings = (th_findings){0};
    work.ds->npassed_over = work.ds->nconversions = work.ds->nreplies = 0;
    work.ds->nsuspended = work.ds->nby_phone = 0;
    th_scores *scores = COPY_OF(&work, input->scores, 1);
    scores->definition = work.d;
    scores->nwhat_ifs = 0;
    copy->scores = scores;
    copy->ds = work.ds;
    copy->whole = input->ds;
    copy->source_links = NULL; /* an address is a name of a file, and the workbook is mailed */
    copy->changes = NULL;
    copy->effects = NULL;
    return copy;
}
