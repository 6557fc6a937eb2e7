#include "form/definition.h"

#include "book/book.h"
#include "form/layout.h"
#include "form/load.h"

#include "base/banned.h"

static void take_sheets(th_loading *l, const th_book *book, th_str file)
{
    for (size_t i = 0; i < book->nsheets; i++) {
        th_source_sheet s = {book, &book->sheets[i], file};
        TH_PUSH(l->arena, l->sheets, l->nsheets, l->sheets_cap, s);
    }
}

/* What the reader of the workbook had to say is a fault of the definition when figures are lost by it. */
static void take_findings(th_loading *l, const th_book *book, th_str file)
{
    for (size_t i = 0; i < book->findings.n; i++) {
        th_finding f = book->findings.at[i];
        f.place.file = file;
        if (f.level >= TH_LEVEL_ERROR)
            TH_PUSH(l->arena, l->findings->at, l->findings->n, l->findings->cap, f);
    }
}

static void open_part(th_loading *l, const th_limits *limits, const th_definition_part *part)
{
    th_book *book = NULL;
    size_t before = l->findings->n;
    th_str name = th_str_copy(l->arena, part->name);
    th_status status =
        th_book_open(l->arena, limits, &(th_book_file){.bytes = part->bytes, .name = name}, &book, l->findings);
    for (size_t i = before; i < l->findings->n; i++)
        l->findings->at[i].place.file = name;
    if (status >= TH_FAILED || !book)
        return;
    th_book_normalise(book);
    take_findings(l, book, name);
    take_sheets(l, book, name);
}

static void read_tables(th_loading *l)
{
    for (unsigned id = 0; id < TH_TABLES; id++) {
        th_table_find(l, (th_table_id)id);
        th_table_read(l, (th_table_id)id, 0);
    }
    th_settings_apply(l);
    th_units_arrange(l);
    th_catalogues_gather(l);
    th_codes_build(l);
    th_table_read(l, TH_TABLE_CRITERIA, TH_FIELD_BETWEEN);
    th_scheme_arrange(l);
    for (unsigned id = 0; id < TH_TABLES; id++)
        th_table_read(l, (th_table_id)id, TH_FIELD_SECOND);
    th_period_words_finish(l);
    th_coherence_check(l);
    th_scheme_finish(l);
    th_entries_finish(l);
}

/* Every fault goes to `findings`; true when there is none. */
static bool load(th_loading *l, const th_limits *limits, const th_definition_part *parts, size_t nparts,
                 th_findings *findings)
{
    for (size_t i = 0; i < nparts; i++)
        open_part(l, limits, &parts[i]);
    read_tables(l);
    th_findings_sort(l->findings);
    bool bad = false;
    for (size_t i = 0; i < l->findings->n; i++) {
        bad = bad || l->findings->at[i].level >= TH_LEVEL_ERROR;
        TH_PUSH(l->arena, findings->at, findings->n, findings->cap, l->findings->at[i]);
    }
    return !bad;
}

th_status th_definition_load(th_arena *arena, const th_limits *limits, const th_definition_part *parts, size_t nparts,
                             th_definition **definition, th_findings *findings)
{
    th_findings faults = {0};
    th_loading l = {.arena = arena, .findings = &faults, .d = th_arena_alloc(arena, sizeof(th_definition))};
    bool good = load(&l, limits, parts, nparts, findings);
    *definition = good ? l.d : NULL;
    return good ? TH_OK : TH_FAILED;
}

th_status th_definition_lay_out(th_arena *arena, const th_limits *limits, const th_definition_part *parts,
                                size_t nparts, th_layout *layout, th_findings *findings)
{
    th_findings faults = {0};
    th_loading l = {.arena = arena, .findings = &faults, .d = th_arena_alloc(arena, sizeof(th_definition))};
    *layout = (th_layout){0};
    if (!load(&l, limits, parts, nparts, findings))
        return TH_FAILED;
    th_layout_build(&l, layout);
    return TH_OK;
}
