/* Loading a definition: opens its parts, runs the passes over its sheets, and gathers the faults. */
#include "form/definition.h"

#include "book/book.h"
#include "form/layout.h"
#include "form/load.h"

#include "base/banned.h"

static void take_sheets(th_loading *l, const th_book *book, th_str file, const th_definition_part *part)
{
    for (size_t i = 0; i < book->nsheets; i++) {
        th_source_sheet source = {book, &book->sheets[i], file, part->of_ledger, part->age};
        TH_PUSH(l->arena, l->sheets, l->nsheets, l->sheets_cap, source);
    }
}

/* A finding of the reader of workbooks is a fault of the definition when something of the workbook was lost. */
static void take_findings(th_loading *l, const th_book *book, th_str file)
{
    for (size_t i = 0; i < book->findings.n; i++) {
        th_finding finding = book->findings.at[i];
        finding.place.file = file;
        if (finding.level >= TH_LEVEL_ERROR)
            TH_PUSH(l->arena, l->findings->at, l->findings->n, l->findings->cap, finding);
    }
}

static const th_cell *first_legacy_cell(const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->ncells; i++)
        for (size_t k = 0; k < sheet->cells[i].raw.len; k++)
            if ((unsigned char)sheet->cells[i].raw.ptr[k] >= 0x80)
                return &sheet->cells[i];
    return NULL;
}

/* A workbook that we wrote for something else would be taken for a ledger in which nothing is decided; that of what
 * waits for decisions, for one in which everything is. */
static bool may_be_ledger(th_loading *l, const th_book *book, th_str file)
{
    th_mark mark = th_book_mark(book);
    if (!l->ledger.len)
        l->ledger = file;
    if (mark == TH_MARK_NONE || mark == TH_MARK_LEDGER || mark == TH_MARK_CONVERTED || mark == TH_MARK_DEFINITION)
        return true;
    th_fault_ledger(l, file, TH_WORDS(l->arena, "đây là " TH_FMT, "it is " TH_FMT, TH_ARG(th_mark_vi(mark))));
    return false;
}

static void open_part(th_loading *l, const th_limits *limits, const th_definition_part *part)
{
    th_book *book = NULL;
    size_t before = l->findings->n;
    th_str name = th_str_copy(l->arena, part->name);
    th_str shown = part->shown.len ? th_str_copy(l->arena, part->shown) : name;
    th_status status =
        th_book_open(l->arena, limits, &(th_book_file){.bytes = part->bytes, .name = name}, &book, l->findings);
    for (size_t i = before; i < l->findings->n; i++)
        l->findings->at[i].place.file = shown;
    if (status >= TH_FAILED || !book)
        return;
    th_book_normalise(book);
    take_findings(l, book, shown);
    if (part->of_ledger && !may_be_ledger(l, book, shown))
        return;
    size_t first = l->nsheets;
    take_sheets(l, book, shown, part);
    if (book->format == TH_BOOK_CSV && th_csv_is_legacy(part->bytes) && l->nsheets > first) {
        th_fault_legacy(l, &l->sheets[first], first_legacy_cell(l->sheets[first].sheet));
        th_strs_add(&l->legacy_files, l->arena, shown);
    }
}

/* A rule of law holds from one period to another; outside of them it is off, and MA TRẬN KIỂM TRA says why. */
static void leave_out_rules(th_loading *l)
{
    th_definition *d = l->d;
    for (size_t i = 0; i < d->nchecks; i++) {
        th_check *check = &d->checks[i];
        bool early = check->from_year && d->period && d->period < check->from_year,
             late = check->to_year && d->period && d->period > check->to_year;
        if (!early && !late)
            continue;
        check->state = TH_RULE_OFF;
        check->state_why = early ? th_str_fmt(l->arena, "áp dụng từ kỳ %d", check->from_year)
                                 : th_str_fmt(l->arena, "áp dụng đến kỳ %d", check->to_year);
    }
}

static void read_tables(th_loading *l)
{
    th_ledger_settle(l);
    for (unsigned id = 0; id < TH_TABLES; id++) {
        th_table_find(l, (th_table_id)id);
        th_table_read(l, (th_table_id)id, 0);
    }
    th_tables_missing(l);
    th_tables_twice(l);
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
    th_clashes_check(l);
    th_scheme_finish(l);
    th_scale_check(l);
    leave_out_rules(l);
    th_entries_finish(l);
}

/* One cause is one line: where a .csv was read in the wrong letters, every other fault in it may follow from that, so
 * only the letters are reported. */
static bool is_consequence(const th_loading *l, const th_finding *fault)
{
    for (size_t i = 0; i < l->legacy_files.n; i++)
        if (th_str_eq(l->legacy_files.at[i], fault->place.file))
            return fault->kind != TH_F_DEF_LEGACY;
    return false;
}

static bool is_of_entered_row(const th_finding *fault)
{
    return fault->kind == TH_F_ENTRY_VALUE || fault->kind == TH_F_ENTRY_REFERENCE || fault->kind == TH_F_ENTRY_TWICE;
}

/* The sheet goes by its name in definitions: a .csv is called otherwise. */
static void note_row_set_aside(th_loading *l, const th_finding *fault)
{
    th_definition *d = l->d;
    const th_place *last = d->nset_aside ? &d->set_aside[d->nset_aside - 1] : NULL;
    th_place place = fault->place;
    th_table_id id = th_table_named(l->arena, place.sheet);
    if (id < TH_TABLES)
        place.sheet = th_str_of(th_table_specs[id].name);
    TH_PUSH(l->arena, d->entry_faults.at, d->entry_faults.n, d->entry_faults.cap, *fault);
    if (!last || last->row != place.row || !th_str_eq(last->sheet, place.sheet))
        TH_PUSH(l->arena, d->set_aside, d->nset_aside, d->set_aside_cap, place);
}

/* Puts every fault into `findings` that does not follow from another.  TH_FAILED when one forbids the use of the
 * definition, which warnings and faults of entered rows do not. */
static th_status load(th_loading *l, const th_limits *limits, const th_definition_parts *parts, th_findings *findings)
{
    for (size_t i = 0; i < parts->n; i++)
        open_part(l, limits, &parts->at[i]);
    read_tables(l);
    th_findings_sort(l->findings);
    bool bad = false;
    for (size_t i = 0; i < l->findings->n; i++) {
        const th_finding *fault = &l->findings->at[i];
        if (is_of_entered_row(fault))
            note_row_set_aside(l, fault);
        else
            bad = bad || fault->level >= TH_LEVEL_ERROR;
        if (!is_consequence(l, fault))
            TH_PUSH(l->arena, findings->at, findings->n, findings->cap, *fault);
    }
    if (bad)
        return TH_FAILED;
    return l->d->nset_aside ? TH_WARN : TH_OK;
}

th_status th_definition_load(th_arena *arena, const th_limits *limits, const th_definition_parts *parts,
                             th_definition **definition, th_findings *findings)
{
    th_findings faults = {0};
    th_loading l = {.arena = arena, .findings = &faults, .d = th_arena_alloc(arena, sizeof(th_definition))};
    th_status status = load(&l, limits, parts, findings);
    *definition = status >= TH_FAILED ? NULL : l.d;
    return status;
}

th_status th_definition_lay_out(th_arena *arena, const th_limits *limits, const th_definition_parts *parts,
                                th_layout *layout, th_findings *findings)
{
    th_findings faults = {0};
    th_loading l = {.arena = arena, .findings = &faults, .d = th_arena_alloc(arena, sizeof(th_definition))};
    *layout = (th_layout){0};
    th_status status = load(&l, limits, parts, findings);
    if (status < TH_FAILED)
        th_layout_build(&l, layout);
    return status;
}

enum { MOST_OF_A_KIND = 20 };

void th_definition_shorten_faults(th_arena *arena, th_findings *faults)
{
    size_t count[TH_FINDING_KINDS] = {0}, kept = 0;
    for (size_t i = 0; i < faults->n; i++)
        if (++count[faults->at[i].kind] <= MOST_OF_A_KIND)
            faults->at[kept++] = faults->at[i];
    faults->n = kept;
    for (size_t kind = 0; kind < TH_FINDING_KINDS; kind++)
        if (count[kind] > MOST_OF_A_KIND)
            th_findings_add(faults, arena, TH_F_DEF_MORE, NULL,
                            TH_WITH(th_str_fmt(arena, "%zu", count[kind] - MOST_OF_A_KIND),
                                    th_finding_code((th_finding_kind)kind)));
}
