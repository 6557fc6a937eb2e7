/* Archives and documents find their units. */
#include "batch/companions.h"

#include "base/trouble.h"
#include "book/book.h"
#include "fact/extract.h"
#include "fact/folder.h"

#include "base/banned.h"

static bool is_companion(const th_source *source)
{
    return source->status == TH_SOURCE_DOCUMENT || source->status == TH_SOURCE_ASIDE;
}

/* The unit of all workbooks that lie in a folder or archive; TH_NONE: they are of several, or of nobody. */
static uint32_t unit_of_all_in(const th_dataset *ds, th_str folder)
{
    uint32_t unit = TH_NONE;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        if (is_companion(source) || !source->file.len || !th_name_lies_in(source->file, folder))
            continue;
        if (source->unit == TH_NONE || (unit != TH_NONE && unit != source->unit))
            return TH_NONE;
        unit = source->unit;
    }
    return unit;
}

static bool is_anything_in(const th_dataset *ds, th_str folder)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (!is_companion(&ds->sources[i]) && ds->sources[i].bytes && th_name_lies_in(ds->sources[i].file, folder))
            return true;
    return false;
}

static bool sent_anything_else(const th_dataset *ds, uint32_t unit)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (!is_companion(&ds->sources[i]) && ds->sources[i].unit == unit)
            return true;
    return false;
}

static th_str folder_with(th_str name)
{
    th_str last;
    th_name_cut_last(&name, &last);
    return name;
}

static uint32_t owner_of_document(const th_dataset *ds, const th_source *document)
{
    const th_receipt *receipt = th_dataset_receipt(ds, document);
    uint32_t unit = receipt ? receipt->unit : th_extract_unit_of_name(ds->arena, ds->definition, document->file);
    th_str folder = folder_with(document->file);
    return unit == TH_NONE && folder.len ? unit_of_all_in(ds, folder) : unit;
}

static void refuse_document(th_dataset *ds, th_source *document)
{
    th_place place = {.file = document->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding =
        th_trouble_add(&ds->findings, ds->arena, TH_F_FILE_UNKNOWN, &place, th_book_words_of_format(document->format));
    document->status = TH_SOURCE_REJECTED;
    document->reason = finding->vi;
    document->format = (th_str){0}; /* only what was opened has one */
}

/* The documents of one unit are looked at together: none of them is what another one came along with. */
void th_companions_settle(th_dataset *ds)
{
    bool *alone = th_arena_array(ds->arena, ds->nsources + 1, sizeof *alone);
    for (size_t i = 0; i < ds->nsources; i++) {
        th_source *source = &ds->sources[i];
        if (source->status == TH_SOURCE_ASIDE && source->unit == TH_NONE)
            source->unit = unit_of_all_in(ds, source->file);
        if (source->status != TH_SOURCE_DOCUMENT)
            continue;
        source->unit = owner_of_document(ds, source);
        alone[i] = source->unit == TH_NONE ? !is_anything_in(ds, folder_with(source->file))
                                           : !sent_anything_else(ds, source->unit);
    }
    for (size_t i = 0; i < ds->nsources; i++)
        if (alone[i])
            refuse_document(ds, &ds->sources[i]);
}

void th_companions_of_nobody(th_dataset *ds)
{
    bool all_sent = true;
    for (uint32_t unit = 0; unit < ds->definition->nunits; unit++)
        all_sent = all_sent && sent_anything_else(ds, unit);
    for (size_t i = 0; !all_sent && i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        th_place place = {.file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
        if (source->status == TH_SOURCE_DOCUMENT && source->unit == TH_NONE)
            th_trouble_add(&ds->findings, ds->arena, TH_F_DOCUMENT_WHOSE, &place, (th_trouble){0});
    }
}
