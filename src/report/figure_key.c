/* The words of which keys of figures are made. */
#include "report/figure_key.h"

#include "base/lookup.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_NAME_IN_KEY = 60 };

/* The text without blanks at its ends, and with one where there are several, as TRIM() has it; control characters and
 * no-break spaces count as blanks. */
static th_str trimmed(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    bool blank = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = th_utf8_next(text, &at);
        bool space = c <= 0x20 || c == 0xA0;
        if (!space && blank && out.len)
            th_buf_byte(&out, ' ');
        if (!space)
            th_utf8_put(&out, c);
        blank = space;
    }
    return th_buf_str(&out);
}

th_str *th_figure_key_units(const th_report *r)
{
    const th_unit *units = r->d->units;
    th_str *keys = th_arena_array(r->arena, r->nunits, sizeof *keys);
    th_arena *scratch = th_arena_scratch(r->arena);
    th_lookup times = {0}; /* that a name occurs */
    for (uint32_t u = 0; u < r->nunits; u++)
        ++*th_lookup_at(&times, scratch, th_text_lower(scratch, trimmed(scratch, units[u].name)));
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_str name = trimmed(r->arena, units[u].name);
        bool alone = name.len && th_utf8_count(name) <= MOST_NAME_IN_KEY &&
                     *th_lookup_at(&times, scratch, th_text_lower(scratch, name)) == 1;
        keys[u] = alone ? name : trimmed(r->arena, units[u].code);
    }
    th_arena_free(scratch);
    return keys;
}

th_str th_figure_key_measure(th_arena *arena, const th_fact *f)
{
    return f->item ? th_str_fmt(arena, "Dòng %u", f->item) : th_measure_vi(f->measure);
}

th_str th_figure_key(const th_report *r, const th_fact *f)
{
    th_str code = f->item ? r->d->columns[f->indicator].code : r->d->indicators[f->indicator].code;
    return th_str_fmt(r->arena, TH_FMT TH_KEY_BETWEEN TH_FMT TH_KEY_BETWEEN TH_FMT, TH_ARG(r->key_units[f->unit]),
                      TH_ARG(code), TH_ARG(th_figure_key_measure(r->arena, f)));
}
