/* Looking up by code.  A large definition has thousands of references, and each is looked up among all codes of a kind:
 * an open-addressed hash table for each kind of thing that has codes keeps that fast. */
#include "form/load.h"
#include "text/fold.h"

#include "base/banned.h"

typedef struct slot {
    th_str code;
    uint32_t index;
} slot;

typedef struct code_table {
    slot *slots;
    size_t size; /* a power of two and at least twice the number of codes, so that a search ends soon at a free slot */
} code_table;

typedef struct th_codes {
    code_table tables[TH_TABLES];
} th_codes;

typedef struct th_catalogue_key {
    th_str strong, weak; /* folded with diacritics, and without */
    size_t value;        /* the index of the value that is written so */
} th_catalogue_key;

static size_t hash(th_str s)
{
    uint64_t mixed = 0xCBF29CE484222325u; /* 64-bit FNV-1a */
    for (size_t i = 0; i < s.len; i++)
        mixed = (mixed ^ (unsigned char)s.ptr[i]) * 0x100000001B3u;
    return (size_t)(mixed ^ mixed >> 29);
}

/* The slot that holds the code, or the free one where it would go. */
static slot *slot_of(const code_table *table, th_str code)
{
    size_t at = hash(code) & (table->size - 1);
    while (table->slots[at].code.len && !th_str_eq(table->slots[at].code, code))
        at = (at + 1) & (table->size - 1);
    return &table->slots[at];
}

/* The code of item i; "" beyond the last item, and for kinds of things that have no codes. */
static th_str code_at(const th_definition *d, th_table_id id, size_t i)
{
    switch (id) {
    case TH_TABLE_UNITS: return i < d->nunits ? d->units[i].code : (th_str){0};
    case TH_TABLE_FORMS: return i < d->nforms ? d->forms[i].code : (th_str){0};
    case TH_TABLE_COLUMNS: return i < d->ncolumns ? d->columns[i].code : (th_str){0};
    case TH_TABLE_INDICATORS: return i < d->nindicators ? d->indicators[i].code : (th_str){0};
    case TH_TABLE_CATALOGUES: return i < d->ncatalogues ? d->catalogues[i].code : (th_str){0};
    case TH_TABLE_CHECKS: return i < d->nchecks ? d->checks[i].code : (th_str){0};
    case TH_TABLE_CRITERIA: return i < d->ncriteria ? d->criteria[i].code : (th_str){0};
    case TH_TABLE_RANKINGS: return i < d->nrankings ? d->rankings[i].code : (th_str){0};
    case TH_TABLE_SETTINGS: return i < d->nsettings ? d->settings[i].key : (th_str){0};
    case TH_TABLE_BANDS:
    case TH_TABLE_STEPS:
    case TH_TABLE_RECEIPTS:
    case TH_TABLE_AWARDS:
    case TH_TABLE_TITLES:
    case TH_TABLE_ADJUSTMENTS:
    case TH_TABLE_EXPLANATIONS:
    case TH_TABLE_BALLOTS:
    case TH_TABLE_CLOSINGS:
    case TH_TABLE_STAGES:
    case TH_TABLE_PETITIONS:
    case TH_TABLE_FREEZES:
    case TH_TABLES:
    default: return (th_str){0};
    }
}

static size_t count_of(const th_definition *d, th_table_id id)
{
    switch (id) {
    case TH_TABLE_UNITS: return d->nunits;
    case TH_TABLE_FORMS: return d->nforms;
    case TH_TABLE_COLUMNS: return d->ncolumns;
    case TH_TABLE_INDICATORS: return d->nindicators;
    case TH_TABLE_CATALOGUES: return d->ncatalogues;
    case TH_TABLE_CHECKS: return d->nchecks;
    case TH_TABLE_CRITERIA: return d->ncriteria;
    case TH_TABLE_RANKINGS: return d->nrankings;
    case TH_TABLE_SETTINGS: return d->nsettings;
    case TH_TABLE_BANDS:
    case TH_TABLE_STEPS:
    case TH_TABLE_RECEIPTS:
    case TH_TABLE_AWARDS:
    case TH_TABLE_TITLES:
    case TH_TABLE_ADJUSTMENTS:
    case TH_TABLE_EXPLANATIONS:
    case TH_TABLE_BALLOTS:
    case TH_TABLE_CLOSINGS:
    case TH_TABLE_STAGES:
    case TH_TABLE_PETITIONS:
    case TH_TABLE_FREEZES:
    case TH_TABLES:
    default: return 0;
    }
}

/* Enters every code.  Where two items share one, the first keeps it. */
static void fill(th_loading *l, code_table *table, th_table_id id)
{
    size_t n = count_of(l->d, id);
    for (table->size = 8; table->size < 2 * n; table->size *= 2) {}
    table->slots = th_arena_array(l->arena, table->size, sizeof *table->slots);
    for (size_t i = 0; i < n; i++) {
        th_str code = code_at(l->d, id, i);
        if (!code.len)
            continue;
        slot *its_slot = slot_of(table, code);
        if (!its_slot->code.len)
            *its_slot = (slot){code, (uint32_t)i};
    }
}

static const char *code_column(th_table_id id)
{
    return id == TH_TABLE_SETTINGS ? "Khóa" : "Mã";
}

/* Reports each code of table `id` that table `against`, which may be the same one, has too.  The later row is the one
 * reported, since people add rows at the end; across two tables it is the row in `id`. */
static void complain_of_duplicates(th_loading *l, th_table_id id, th_table_id against)
{
    for (size_t i = 0; i < count_of(l->d, id); i++) {
        th_str code = code_at(l->d, id, i);
        uint32_t first = code.len ? th_codes_find(l->d, against, code) : TH_NONE;
        if (first == TH_NONE || (id == against && first == i))
            continue;
        th_field_spot one = th_table_spot(l, id, i, code_column(id)),
                      other = th_table_spot(l, against, first, code_column(against));
        /* Rows are compared, not indexes: units are no longer in the order of their rows. */
        if (id != against || one.row > other.row)
            th_fault_duplicate(&one, against, other.row);
        else
            th_fault_duplicate(&other, against, one.row);
    }
}

static uint32_t name_indicator(const void *ctx, th_str code)
{
    return th_codes_find(ctx, TH_TABLE_INDICATORS, code);
}

static uint32_t name_column(const void *ctx, th_str code)
{
    return th_codes_find(ctx, TH_TABLE_COLUMNS, code);
}

static uint32_t name_criterion(const void *ctx, th_str code)
{
    return th_codes_find(ctx, TH_TABLE_CRITERIA, code);
}

static th_str name_nearest(const void *ctx, th_arena *scratch, th_str code)
{
    static const th_table_id order[] = {TH_TABLE_INDICATORS, TH_TABLE_COLUMNS, TH_TABLE_CRITERIA};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        th_str near = th_codes_nearest(scratch, ctx, order[i], code);
        if (near.len)
            return near;
    }
    return (th_str){0};
}

static th_type name_type(const void *ctx, uint32_t indicator)
{
    const th_definition *d = ctx;
    return d->indicators[indicator].type;
}

static uint32_t name_list(const void *ctx, uint32_t column)
{
    const th_definition *d = ctx;
    return d->columns[column].form;
}

void th_codes_build(th_loading *l)
{
    static const th_table_id with_codes[] = {TH_TABLE_SETTINGS, TH_TABLE_UNITS,      TH_TABLE_FORMS,
                                             TH_TABLE_COLUMNS,  TH_TABLE_INDICATORS, TH_TABLE_CHECKS,
                                             TH_TABLE_CRITERIA, TH_TABLE_RANKINGS,   TH_TABLE_CATALOGUES};
    th_codes *codes = th_arena_alloc(l->arena, sizeof *codes);
    l->d->codes = codes;
    for (size_t i = 0; i < sizeof with_codes / sizeof *with_codes; i++) {
        fill(l, &codes->tables[with_codes[i]], with_codes[i]);
        /* A catalogue has a row for each of its values, all with the same code. */
        if (with_codes[i] != TH_TABLE_CATALOGUES)
            complain_of_duplicates(l, with_codes[i], with_codes[i]);
    }
    /* An expression names indicators and columns alike: a code that both had would be ambiguous there. */
    complain_of_duplicates(l, TH_TABLE_COLUMNS, TH_TABLE_INDICATORS);
    l->d->names = (th_names){l->d, name_indicator, name_column, name_criterion, name_nearest, name_type, name_list};
}

void th_codes_rebuild(th_loading *l, th_table_id id)
{
    th_codes *codes = th_arena_alloc(l->arena, sizeof *codes);
    *codes = *l->d->codes;
    fill(l, &codes->tables[id], id);
    l->d->codes = codes;
}

uint32_t th_codes_find(const th_definition *d, th_table_id id, th_str code)
{
    if (d->codes && d->codes->tables[id].slots) {
        const slot *found = code.len ? slot_of(&d->codes->tables[id], code) : NULL;
        return found && found->code.len ? found->index : TH_NONE;
    }
    for (size_t i = 0; i < count_of(d, id); i++)
        if (code.len && th_str_eq(code_at(d, id, i), code))
            return (uint32_t)i;
    return TH_NONE;
}

th_str th_codes_nearest(th_arena *scratch, const th_definition *d, th_table_id id, th_str code)
{
    size_t n = count_of(d, id);
    th_str *all = th_arena_array(scratch, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = code_at(d, id, i);
    size_t near = th_fold_nearest(scratch, code, all, n);
    return near < n ? all[near] : (th_str){0};
}

bool th_indicator_is_year(const th_indicator *ind)
{
    return ind->type == TH_TYPE_INT && th_str_eq(ind->unit, TH_STR("năm")) && ind->min &&
           th_exact_to_double(ind->min) >= TH_FIRST_YEAR;
}

uint32_t th_definition_unit(const th_definition *d, th_str code)
{
    return th_codes_find(d, TH_TABLE_UNITS, code);
}

uint32_t th_definition_form(const th_definition *d, th_str code)
{
    return th_codes_find(d, TH_TABLE_FORMS, code);
}

uint32_t th_definition_indicator(const th_definition *d, th_str code)
{
    return th_codes_find(d, TH_TABLE_INDICATORS, code);
}

uint32_t th_definition_column(const th_definition *d, th_str code)
{
    return th_codes_find(d, TH_TABLE_COLUMNS, code);
}

uint32_t th_definition_criterion(const th_definition *d, th_str code)
{
    return th_codes_find(d, TH_TABLE_CRITERIA, code);
}

/* ---- catalogues ---- */

/* The catalogue with this code, which is made at its first row. */
static th_catalogue *catalogue_of(th_loading *l, th_str code)
{
    for (size_t i = 0; i < l->d->ncatalogues; i++)
        if (th_str_eq(l->d->catalogues[i].code, code))
            return &l->d->catalogues[i];
    TH_PUSH(l->arena, l->d->catalogues, l->d->ncatalogues, l->d->catalogues_cap, (th_catalogue){.code = code});
    return &l->d->catalogues[l->d->ncatalogues - 1];
}

static void add_key(th_arena *arena, th_catalogue *catalogue, th_str text, size_t value)
{
    th_catalogue_key key = {th_fold(arena, text), th_fold_weak(arena, text), value};
    TH_PUSH(arena, catalogue->keys, catalogue->nkeys, catalogue->keys_cap, key);
}

static void add_keys(th_arena *arena, th_catalogue *catalogue, size_t value)
{
    const th_catalogue_value *listed = &catalogue->values[value];
    add_key(arena, catalogue, listed->text, value);
    for (size_t i = 0; i < listed->aliases.n; i++)
        add_key(arena, catalogue, listed->aliases.at[i], value);
}

void th_catalogues_gather(th_loading *l)
{
    for (size_t i = 0; i < l->ncatalogue_rows; i++) {
        const th_catalogue_row *row = &l->catalogue_rows[i];
        if (!row->code.len || !row->value.len)
            continue;
        th_catalogue *catalogue = catalogue_of(l, row->code);
        th_catalogue_value value = {.text = row->value, .aliases = row->aliases};
        TH_PUSH(l->arena, catalogue->values, catalogue->n, catalogue->cap, value);
        add_keys(l->arena, catalogue, catalogue->n - 1);
    }
}

bool th_catalogue_find(th_arena *scratch, const th_catalogue *catalogue, th_str text, th_str *canonical)
{
    /* The loader folds every value once; a catalogue that was put together without it has no keys yet. */
    th_catalogue folded = *catalogue;
    if (!catalogue->keys)
        folded.nkeys = folded.keys_cap = 0;
    for (size_t i = 0; !catalogue->keys && i < catalogue->n; i++)
        add_keys(scratch, &folded, i);
    th_str strong = th_fold(scratch, text), weak = th_fold_weak(scratch, text);
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < folded.nkeys; i++)
        if (th_str_eq(folded.keys[i].strong, strong)) {
            *canonical = catalogue->values[folded.keys[i].value].text;
            return true;
        }
    /* A text typed without diacritics is taken when exactly one value reads like that. */
    for (size_t i = 0; i < folded.nkeys; i++) {
        if (!th_str_eq(folded.keys[i].weak, weak))
            continue;
        if (found != SIZE_MAX && found != folded.keys[i].value)
            return false;
        found = folded.keys[i].value;
    }
    if (found == SIZE_MAX || !weak.len)
        return false;
    *canonical = catalogue->values[found].text;
    return true;
}

th_str th_catalogue_nearest(th_arena *scratch, const th_catalogue *catalogue, th_str text)
{
    th_str *texts = th_arena_array(scratch, catalogue->n, sizeof *texts);
    for (size_t i = 0; i < catalogue->n; i++)
        texts[i] = catalogue->values[i].text;
    size_t near = th_fold_nearest(scratch, text, texts, catalogue->n);
    return near < catalogue->n ? texts[near] : (th_str){0};
}
