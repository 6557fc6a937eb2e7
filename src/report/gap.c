/* From what is known of unit, form and cell to the word. */
#include "report/gap.h"

#include "base/banned.h"

/* ---- units and forms ---- */

/* The edition for the departments has no findings and no files that were refused; why a cell has no figure it says as
 * the other does. */
static const th_dataset *all_of(const th_report *r)
{
    return r->in->whole ? r->in->whole : r->ds;
}

/* Why a file of the unit counts for nothing; empty: it has none such.  What was read and refused goes first. */
static th_str word_of_files(const th_report *r, uint32_t u)
{
    static const char *const words[] = {NULL, "chưa tính", "chờ nhận", "chưa mở được", "bị loại"};
    enum { NOTHING = 0, ASIDE, WAITS, UNOPENED, REFUSED } gravest = NOTHING;
    const th_dataset *ds = all_of(r);
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        int is = NOTHING;
        if (source->unit != u)
            continue;
        if (source->after_freeze || source->status == TH_SOURCE_WITHDRAWN)
            is = ASIDE;
        else if (source->status == TH_SOURCE_WAITING || source->waits)
            is = WAITS;
        else if (source->status == TH_SOURCE_REJECTED) /* only a file that was opened has a format */
            is = source->format.len ? REFUSED : UNOPENED;
        if (is > (int)gravest)
            gravest = (unsigned)is;
    }
    return gravest ? th_str_of(words[gravest]) : (th_str){0};
}

static th_str word_of_form(const th_report *r, uint32_t u, uint32_t form)
{
    if (th_dataset_withholds(r->ds, u, form))
        return TH_STR("chưa tính");
    return r->d->forms[form].required ? TH_STR("thiếu biểu") : TH_STR("không gửi");
}

/* Forms of which something is read, by form and unit. */
static bool *forms_at_hand(const th_report *r)
{
    const th_dataset *ds = all_of(r);
    bool *there = th_arena_array(r->arena, r->d->nforms * (size_t)r->nunits, sizeof *there);
    for (size_t i = 0; i < ds->nheld; i++) {
        const th_held_form *held = &ds->held[i];
        uint32_t unit = ds->sources[held->source].unit;
        if (held->counts && unit != TH_NONE)
            there[(size_t)held->form * r->nunits + unit] = true;
    }
    for (size_t k = 0; k < ds->nfacts; k++) {
        const th_fact *f = &ds->facts[k];
        if (ds->sources[f->source].unit == f->unit)
            there[(size_t)th_dataset_form_of(ds, f) * r->nunits + f->unit] = true;
    }
    return there;
}

/* A row that is not there is said without a cell; of one that is there and blank the cell is named. */
static void note_absent_rows(th_report *r)
{
    const th_findings *list = &all_of(r)->findings;
    r->row_absent = th_arena_array(r->arena, r->d->nindicators * (size_t)r->nunits, sizeof *r->row_absent);
    for (size_t i = 0; i < list->n; i++) {
        const th_finding *said = &list->at[i];
        if (said->kind != TH_F_VALUE_MISSING || said->place.row != TH_NO_CELL || !said->indicator.len)
            continue;
        uint32_t unit = th_definition_unit(r->d, said->place.unit),
                 indicator = th_definition_indicator(r->d, said->indicator);
        if (unit != TH_NONE && indicator != TH_NONE)
            r->row_absent[(size_t)indicator * r->nunits + unit] = true;
    }
}

void th_gaps_make(th_report *r)
{
    note_absent_rows(r);
    const bool *there = forms_at_hand(r);
    r->gap_of_form = th_arena_array(r->arena, r->d->nforms * (size_t)r->nunits, sizeof *r->gap_of_form);
    for (uint32_t u = 0; u < r->nunits; u++) {
        bool in = th_dataset_source(all_of(r), u) != NULL;
        th_str files = word_of_files(r, u);
        for (uint32_t form = 0; form < r->d->nforms; form++) {
            size_t at = (size_t)form * r->nunits + u;
            if (in && there[at] && !th_dataset_withholds(r->ds, u, form))
                continue;
            r->gap_of_form[at] = in ? word_of_form(r, u, form) : TH_STR("chưa nộp");
            if (files.len && !th_dataset_withholds(r->ds, u, form))
                r->gap_of_form[at] = files;
        }
    }
}

/* ---- cells ---- */

bool th_gap_counts_zero(const th_report *r, const th_fact *f)
{
    return f && f->item == 0 && f->measure == TH_NOW && f->value.state == TH_STATE_BLANK &&
           r->d->indicators[f->indicator].blank_is_zero;
}

static th_str word_of_fact(const th_report *r, const th_fact *f, th_measure m)
{
    if (f->value.state == TH_STATE_UNREADABLE)
        return f->value.withheld ? TH_STR("chưa tính") : TH_STR("không đọc được");
    if (f->value.state != TH_STATE_BLANK || m != TH_NOW || th_gap_counts_zero(r, f))
        return (th_str){0};
    return f->raw.len ? TH_STR("chưa có") : TH_STR("bỏ trống"); /* "…", "chưa có số liệu", "-" of a share */
}

th_str th_gap_word(const th_report *r, uint32_t unit, uint32_t indicator, th_measure m)
{
    const th_fact *f = th_dataset_find(r->ds, unit, indicator, m);
    if (m == TH_REMARK || (f && f->value.state == TH_STATE_VALUE))
        return (th_str){0};
    th_str word = r->gap_of_form[(size_t)r->d->indicators[indicator].form * r->nunits + unit];
    if (word.len && !(f && f->value.state == TH_STATE_UNREADABLE))
        return word;
    if (f && f->value.state != TH_STATE_ABSENT)
        return word_of_fact(r, f, m);
    if (m != TH_NOW)
        return (th_str){0};
    return r->row_absent[(size_t)indicator * r->nunits + unit] ? TH_STR("thiếu dòng") : TH_STR("bỏ trống");
}

static size_t add_words_of_row(const th_report *r, uint32_t indicator, th_measure m, th_str *words, size_t n)
{
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_str word = th_gap_word(r, u, indicator, m);
        bool known = !word.len;
        for (size_t i = 0; i < n && !known; i++)
            known = th_str_eq(words[i], word);
        if (!known && n < TH_GAP_WORDS)
            words[n++] = word;
    }
    return n;
}

bool th_gap_is_word(th_str text)
{
    static const char *const all[] = {TH_GAP_ALL};
    bool is = false;
    for (size_t i = 0; i < sizeof all / sizeof *all && !is; i++)
        is = th_str_eq(text, th_str_of(all[i]));
    return is;
}

size_t th_gap_words_of_row(const th_report *r, uint32_t indicator, th_measure m, th_str *words)
{
    return add_words_of_row(r, indicator, m, words, 0);
}

th_str th_gap_count(const th_report *r, th_str area)
{
    th_str words[TH_GAP_WORDS];
    size_t n = 0;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        n = add_words_of_row(r, i, TH_NOW, words, n);
    for (size_t k = 0; k < n; k++)
        th_buf_fmt(&out, "%sCOUNTIF(" TH_FMT ",\"" TH_FMT "\")", k ? "-" : "", TH_ARG(area), TH_ARG(words[k]));
    return n ? th_buf_str(&out) : TH_STR("0");
}

/* ---- whose rows a form lacks ---- */

static void add_units_of(const th_report *r, th_buf *out, uint32_t form, th_str word)
{
    enum { MOST_NAMED = 8 };
    uint32_t n = 0;
    th_buf names;
    th_buf_init(&names, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++) {
        if (!th_str_eq(r->gap_of_form[(size_t)form * r->nunits + u], word))
            continue;
        if (n++ < MOST_NAMED)
            th_buf_fmt(&names, "%s" TH_FMT, n > 1 ? ", " : "", TH_ARG(r->d->units[u].name));
    }
    th_buf_fmt(out, "%s" TH_FMT ": " TH_FMT, out->len ? "; " : "", TH_ARG(word), TH_ARG(th_buf_str(&names)));
    if (n > MOST_NAMED)
        th_buf_fmt(out, " và %u đơn vị nữa", n - MOST_NAMED);
}

th_str th_gap_list(const th_report *r, uint32_t form)
{
    th_str said[TH_GAP_WORDS];
    size_t n = 0;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_str word = r->gap_of_form[(size_t)form * r->nunits + u];
        bool known = !word.len;
        for (size_t i = 0; i < n && !known; i++)
            known = th_str_eq(said[i], word);
        if (known || n == TH_GAP_WORDS)
            continue;
        said[n++] = word;
        add_units_of(r, &out, form, word);
    }
    return th_buf_str(&out);
}
