/* What is said of a feedback workbook that came back. */
#include "batch/returned.h"

#include "fact/extract.h"
#include "report/returned.h"

#include "base/banned.h"

/* What speaks against the unit that a file claims to come from: Sổ nhận or its folder; empty: nothing does. */
static th_words contradiction(const th_dataset *ds, const th_source *source, uint32_t claimed)
{
    const th_definition *d = ds->definition;
    uint32_t registered = th_registered_unit(ds->arena, d, source);
    if (registered == claimed)
        return (th_words){0};
    if (registered != TH_NONE)
        return TH_WORDS(ds->arena, "Sổ nhận ghi tệp này là của " TH_FMT,
                        "sheet “Sổ nhận” says the file is " TH_FMT "'s", TH_ARG(d->units[registered].name));
    uint32_t folder = th_extract_unit_of_folder(ds->arena, d, source->file);
    if (folder == TH_NONE || folder == claimed)
        return (th_words){0};
    return TH_WORDS(ds->arena, "tệp nằm trong thư mục của " TH_FMT, "the file lies in the folder of " TH_FMT,
                    TH_ARG(d->units[folder].name));
}

/* A workbook that came another way than its unit's is nobody's until somebody says whose it is. */
static th_finding *say_returned(th_dataset *ds, const th_source *source, th_returned *returned)
{
    th_arena *arena = ds->arena;
    th_place place = {.file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_str count = th_str_fmt(arena, "%zu", returned->n);
    if (returned->unit == TH_NONE)
        return th_findings_add(&ds->findings, arena, TH_F_REPLY_NO_UNIT, &place, TH_WITH(returned->unit_why, count));
    const th_unit *unit = &ds->definition->units[returned->unit];
    th_words against = contradiction(ds, source, returned->unit);
    if (!against.vi.len) {
        place.unit = unit->code;
        return th_findings_add(&ds->findings, arena, TH_F_REPLY_RETURNED, &place, TH_WITH(unit->name, count));
    }
    returned->unit = TH_NONE;
    for (size_t i = 0; i < returned->n; i++)
        returned->replies[i].unit = TH_NONE;
    return th_findings_add(&ds->findings, arena, TH_F_REPLY_FOLDER, &place, TH_WITH(unit->name, against, count));
}

th_dataset *th_returned_dataset(const th_definition *definition, th_source source, const th_book *book, int *year)
{
    th_returned returned;
    th_returned_read(book->arena, book, definition, &returned);
    *year = returned.year == definition->period ? 0 : returned.year;
    if (*year || !returned.n)
        return NULL;
    th_dataset *ds = th_dataset_new(book->arena, definition);
    source.reason = say_returned(ds, &source, &returned)->vi;
    source.unit = returned.unit;
    source.status = TH_SOURCE_ASIDE;
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
    for (size_t i = 0; i < returned.n; i++)
        TH_PUSH(ds->arena, ds->replies, ds->nreplies, ds->replies_cap, returned.replies[i]);
    return ds;
}
