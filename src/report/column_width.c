/* The widest figure of each unit and of the cluster. */
#include "report/column_width.h"

#include "draw/figure.h"
#include "draw/lines.h"
#include "draw/style.h"
#include "report/marks.h"

#include "base/banned.h"

#define BESIDE_A_NUMBER 1.8 /* characters: what a cell keeps free, and what bold letters take more */
enum { SHOWN_DECIMALS = 2 };

static void widen_to_hold(double *width, th_str text)
{
    double needed = th_line_width(text, th_look_points(0)) + BESIDE_A_NUMBER;
    *width = needed > *width ? needed : *width;
}

static bool stands_there(const th_definition *d, uint32_t form, uint32_t indicator, th_measure m)
{
    return form == TH_NONE ? m == TH_NOW : d->indicators[indicator].form == form && m != TH_REMARK;
}

/* A figure as th_pen_figure() shows it, with its words and its sign around it. */
static th_str figure_as_shown(const th_report *r, size_t fact)
{
    const th_fact *f = &r->ds->facts[fact];
    th_figure_words words = th_figure_words_of(r->arena, f);
    th_value bare = f->value;
    bare.qualifiers = 0;
    th_str number = th_value_vi(r->arena, &bare, r->d->indicators[f->indicator].type);
    const th_str parts[] = {th_marks_sign(r, fact), words.before, number};
    th_buf out;
    th_buf_init(&out, r->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].len)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? " " : "", TH_ARG(parts[i]));
    th_buf_add(&out, words.behind);
    return th_buf_str(&out);
}

/* Words that fill a whole column are worth a little width; one that stands alone is wrapped. */
static void hold_words(const th_report *r, uint32_t form, double *widths)
{
    for (uint32_t u = 0; u < r->nunits; u++)
        for (uint32_t k = 0; k < r->d->nforms; k++) {
            th_str word = r->gap_of_form[(size_t)k * r->nunits + u];
            if (word.len && (form == TH_NONE || form == k))
                widen_to_hold(&widths[u], word);
        }
}

void th_column_widths(const th_report *r, uint32_t form, double *widths)
{
    th_arena *arena = r->arena;
    const th_dataset *ds = r->ds;
    const th_definition *d = ds->definition;
    hold_words(r, form, widths);
    for (size_t k = 0; k < ds->nfacts; k++) {
        const th_fact *f = &ds->facts[k];
        bool shown = !f->item && f->value.state == TH_STATE_VALUE && f->value.num;
        if (shown && stands_there(d, form, f->indicator, f->measure))
            widen_to_hold(&widths[f->unit], figure_as_shown(r, k));
    }
    for (uint32_t i = 0; i < d->nindicators; i++) {
        th_aggregated sum = th_dataset_aggregate(arena, ds, i, TH_NOW);
        if (sum.num && stands_there(d, form, i, TH_NOW))
            widen_to_hold(&widths[d->nunits],
                          th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(th_qualifier_vi(arena, sum.qualifiers)),
                                     TH_ARG(th_exact_vi(arena, sum.num, SHOWN_DECIMALS, true))));
    }
}

/* ---- units as rows ---- */

double th_column_width_of_names(const th_report *r)
{
    enum { LEAST = 13, MOST = 32 };
    double width = LEAST;
    for (uint32_t u = 0; u < r->nunits; u++)
        widen_to_hold(&width, r->d->units[u].name);
    return width > MOST ? MOST : width;
}

th_str th_column_head(const th_report *r, uint32_t indicator)
{
    const th_indicator *ind = &r->d->indicators[indicator];
    bool said = !ind->group.len || th_str_eq(ind->group, ind->label);
    return said ? ind->label : th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(ind->group), TH_ARG(ind->label));
}

/* Long texts are wrapped. */
static double width_of_texts_turned(const th_report *r, uint32_t indicator, th_measure m)
{
    enum { LEAST = 16, MOST = 34 };
    double width = LEAST;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, indicator, m);
        if (f && f->value.state == TH_STATE_VALUE && !f->value.num)
            widen_to_hold(&width, f->value.text);
    }
    return width > MOST ? MOST : width;
}

static double width_of_measure(const th_report *r, uint32_t indicator, th_measure m)
{
    static const double least = 10;
    const th_indicator *ind = &r->d->indicators[indicator];
    double width = least;
    if (m == TH_REMARK || ind->type == TH_TYPE_TEXT || ind->type == TH_TYPE_ENUM || ind->type == TH_TYPE_DOCNO)
        return width_of_texts_turned(r, indicator, m);
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, indicator, m);
        if (f && f->value.state == TH_STATE_VALUE && f->value.num)
            widen_to_hold(&width, figure_as_shown(r, (size_t)(f - r->ds->facts)));
    }
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, indicator, m);
    if (sum.num && ind->aggregate == TH_AGG_COUNT)
        widen_to_hold(&width, th_str_fmt(r->arena, "%u/%u có báo cáo", r->nunits, r->nunits));
    else if (sum.num)
        widen_to_hold(&width, th_str_fmt(r->arena, TH_FMT " " TH_FMT, TH_ARG(th_qualifier_vi(r->arena, sum.qualifiers)),
                                         TH_ARG(th_exact_vi(r->arena, sum.num, SHOWN_DECIMALS, true))));
    return width;
}

void th_column_widths_turned(const th_report *r, uint32_t indicator, const bool *present, double *widths)
{
    static const double lines = 5, most = 30;
    double wide = 0, head = th_line_width(th_column_head(r, indicator), th_look_points(0)) / lines;
    size_t n = 0;
    for (size_t k = 0; k < TH_MEASURES; k++)
        if (k == TH_NOW || present[k]) {
            widths[k] = width_of_measure(r, indicator, (th_measure)k);
            wide += widths[k];
            n++;
        }
    head = head > most ? most : head;
    for (size_t k = 0; k < TH_MEASURES && wide < head; k++)
        if (widths[k] > 0)
            widths[k] += (head - wide) / (double)n;
}
