/* What is said of a feedback workbook that came back. */
#include "batch/returned.h"

#include "fact/extract.h"
#include "report/returned.h"

#include "base/banned.h"

static th_finding *say_returned(th_dataset *ds, const th_source *source, const th_returned *returned)
{
    const th_definition *d = ds->definition;
    th_arena *arena = ds->arena;
    th_place place = {.file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_str count = th_str_fmt(arena, "%zu", returned->n);
    if (returned->unit == TH_NONE)
        return th_findings_add(&ds->findings, arena, TH_F_REPLY_NO_UNIT, &place, TH_WITH(returned->unit_why, count));
    uint32_t folder = th_extract_unit_of_folder(arena, d, source->file);
    place.unit = d->units[returned->unit].code;
    th_str name = d->units[returned->unit].name;
    if (folder != TH_NONE && folder != returned->unit)
        return th_findings_add(&ds->findings, arena, TH_F_REPLY_FOLDER, &place,
                               TH_WITH(name, d->units[folder].name, count));
    return th_findings_add(&ds->findings, arena, TH_F_REPLY_RETURNED, &place, TH_WITH(name, count));
}

th_dataset *th_returned_dataset(const th_definition *definition, th_source source, const th_book *book, int *year)
{
    th_returned returned;
    th_returned_read(book->arena, book, definition, &returned);
    *year = returned.year == definition->period ? 0 : returned.year;
    if (*year || !returned.n)
        return NULL;
    th_dataset *ds = th_dataset_new(book->arena, definition);
    source.unit = returned.unit;
    source.status = TH_SOURCE_ASIDE;
    source.reason = say_returned(ds, &source, &returned)->vi;
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
    for (size_t i = 0; i < returned.n; i++)
        TH_PUSH(ds->arena, ds->replies, ds->nreplies, ds->replies_cap, returned.replies[i]);
    return ds;
}
