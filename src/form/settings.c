/* Cài đặt: the well-known keys and their defaults.  One of them is the period, which decides what units there are. */
#include "form/load.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

enum { EARLIEST = 1900, LATEST = 2200 };

static void read_period(th_field_spot *spot)
{
    th_read_int(spot);
    int *period = &((th_definition *)spot->item)->period;
    if (*period && (*period < EARLIEST || *period > LATEST)) {
        *period = 0;
        th_fault_value(spot, "một năm, ví dụ 2022", "a year, such as 2022", (th_str){0});
    }
}

#define SETTING(name, reader, member)                                                                                  \
    {                                                                                                                  \
        name, reader, 0, offsetof(th_definition, member), SIZE_MAX, NULL, TH_TABLES                                    \
    }
static const th_field known[] = {
    SETTING("Tên cụm", th_read_text, cluster),
    SETTING("Tên gọi tổng", th_read_text, cluster_short),
    SETTING("Tên gọi của tổng", th_read_text, cluster_short),
    SETTING("Gọi đơn vị là", th_read_text, unit_noun),
    SETTING("Tiêu đề", th_read_text, title),
    SETTING("Kỳ", read_period, period),
    SETTING("Ngày lập", th_read_moment, made_on),
    SETTING("Hạn nộp", th_read_moment, deadline),
    SETTING("Đơn vị chủ trì", th_read_text, host),
    SETTING("Phiên bản", th_read_text, version),
    SETTING("Tổng điểm", th_read_points, points_total),
};

static const char value_column[] = "Giá trị", key_column[] = "Khóa";

bool th_settings_spot(th_loading *l, const char *key, th_field_spot *spot)
{
    for (size_t i = 0; i < l->d->nsettings; i++)
        if (th_fold_eq(l->arena, l->d->settings[i].key, th_str_of(key))) {
            *spot = th_table_spot(l, TH_TABLE_SETTINGS, i, value_column);
            return true;
        }
    return false;
}

static void defaults(th_loading *l)
{
    th_definition *d = l->d;
    if (!d->cluster_short.len)
        d->cluster_short = TH_STR("Cụm");
    if (!d->unit_noun.len)
        d->unit_noun = TH_STR("Đơn vị");
    if (!d->cluster.len)
        d->cluster = d->cluster_short;
    if (!d->title.len)
        d->title = th_str_fmt(l->arena, "Tổng hợp số liệu năm %d", d->period);
}

void th_settings_apply(th_loading *l)
{
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        th_field_spot spot;
        if (!th_settings_spot(l, known[k].name, &spot) || !spot.text.len)
            continue;
        /* All settings stand in one column, so a fault is better named after the key. */
        spot.field = &known[k];
        spot.item = l->d;
        known[k].read(&spot);
    }
    th_field_spot period;
    if (th_table_has_codes(l, TH_TABLE_SETTINGS) && (!th_settings_spot(l, "Kỳ", &period) || !period.text.len)) {
        const th_field field = {.name = "Kỳ"};
        period = th_table_spot(l, TH_TABLE_SETTINGS, 0, key_column);
        period.row = period.col = TH_NO_CELL;
        period.text = (th_str){0};
        period.field = &field;
        th_fault_value(&period, "một năm, ví dụ 2022", "a year, such as 2022", (th_str){0});
    }
    defaults(l);
}

th_str th_definition_setting(const th_definition *d, th_str key)
{
    th_str found = {0};
    th_arena *scratch = th_arena_new(0);
    for (size_t i = 0; scratch && !found.len && i < d->nsettings; i++)
        if (th_fold_eq(scratch, d->settings[i].key, key))
            found = d->settings[i].value;
    th_arena_free(scratch);
    return found;
}

/* ---- units ---- */

typedef struct placed {
    int order;
    size_t index;
} placed;

static int by_order(const void *left, const void *right)
{
    const placed *a = left, *b = right;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static bool is_unit_of_period(const th_definition *d, const th_unit *unit)
{
    return !d->period ||
           ((!unit->from_year || unit->from_year <= d->period) && (!unit->to_year || unit->to_year >= d->period));
}

/* Keeps the units of the period, in the order of Thứ tự; those without one come last, in the order of their rows.  The
 * other units become past ones. */
void th_units_arrange(th_loading *l)
{
    th_definition *d = l->d;
    placed *keep = th_arena_array(l->arena, d->nunits, sizeof *keep);
    size_t n = 0;
    for (size_t i = 0; i < d->nunits; i++) {
        if (is_unit_of_period(d, &d->units[i]))
            keep[n++] = (placed){d->units[i].order ? d->units[i].order : LATEST * LATEST, i};
        else
            TH_PUSH(l->arena, l->past_units, l->npast_units, l->past_units_cap, d->units[i]);
    }
    if (n)
        qsort(keep, n, sizeof *keep, by_order);
    th_unit *units = th_arena_array(l->arena, n, sizeof *units);
    size_t *order = th_arena_array(l->arena, n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        order[i] = keep[i].index;
        units[i] = d->units[keep[i].index];
    }
    if (d->nunits)
        th_table_reorder(l, TH_TABLE_UNITS, order, n);
    d->units = units;
    d->nunits = d->units_cap = n;
}
