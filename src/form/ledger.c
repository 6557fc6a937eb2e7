/* The ledger (sổ ban thư ký): what is entered while a period runs, in a workbook or a folder of its own beside the
 * definition.  It holds entered sheets and no others: what belongs to the definition would change it unseen.  And which
 * sheets are read from what was frozen. */
#include "form/load.h"

#include "base/banned.h"

static bool is_ledger_table(th_table_id id)
{
    return th_table_specs[id].kind == TH_TABLE_ENTERED;
}

bool th_definition_enters(th_arena *scratch, th_str name)
{
    th_table_id id = th_table_named(scratch, name);
    return id != TH_TABLES && is_ledger_table(id);
}

/* The first sheet of that name in the ledger, or outside of it; NULL: there is none. */
static const th_source_sheet *sheet_in(th_loading *l, th_table_id id, bool of_ledger)
{
    for (size_t i = 0; i < l->nsheets; i++)
        if (l->sheets[i].of_ledger == of_ledger && th_table_named(l->arena, th_source_sheet_name(&l->sheets[i])) == id)
            return &l->sheets[i];
    return NULL;
}

/* Leaves out all sheets of that name in the ledger, or outside of it. */
static void leave_sheets_out(th_loading *l, th_table_id id, bool of_ledger)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->nsheets; i++) {
        const th_source_sheet source = l->sheets[i];
        if (source.of_ledger != of_ledger || th_table_named(l->arena, th_source_sheet_name(&source)) != id)
            l->sheets[kept++] = source;
    }
    l->nsheets = kept;
}

/* Of two sheets the one with rows is read.  Where both have some, nobody could tell which decision is the later one. */
static void settle_entered(th_loading *l, th_table_id id)
{
    const th_source_sheet *entered = sheet_in(l, id, true), *defined = sheet_in(l, id, false);
    if (!entered || !defined)
        return;
    bool rows_defined = th_table_rows_on(l, id, defined) > 0, rows_entered = th_table_rows_on(l, id, entered) > 0;
    if (rows_defined && rows_entered)
        th_fault_ledger_both(l, id, defined, entered);
    leave_sheets_out(l, id, rows_defined && !rows_entered);
}

static bool has_entered_sheet(th_loading *l)
{
    bool any = false;
    for (unsigned id = 0; id < TH_TABLES; id++)
        any = any || (is_ledger_table((th_table_id)id) && sheet_in(l, (th_table_id)id, true));
    return any;
}

/* ---- parts of several days ---- */

static bool has_part_of(const th_loading *l, th_part_age age)
{
    for (size_t i = 0; i < l->nsheets; i++)
        if (l->sheets[i].age == age)
            return true;
    return false;
}

static bool is_table_among(th_table_id id, const th_table_id *ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* From the parts of which day is the table read?  `frozen`: those of the figures, or the defining ones. */
static th_part_age age_of_table(th_table_id id, th_part_age frozen, bool points)
{
    static const th_table_id of_figures[] = {TH_TABLE_RECEIPTS, TH_TABLE_ADJUSTMENTS},
                             of_points[] = {TH_TABLE_AWARDS, TH_TABLE_EXPLANATIONS, TH_TABLE_BALLOTS,
                                            TH_TABLE_CLOSINGS};
    if (id == TH_TABLES || !is_ledger_table(id))
        return frozen;
    if (frozen == TH_PART_OF_FIGURES && is_table_among(id, of_figures, sizeof of_figures / sizeof *of_figures))
        return TH_PART_OF_FIGURES;
    bool of_points_day = points && is_table_among(id, of_points, sizeof of_points / sizeof *of_points);
    return of_points_day ? TH_PART_OF_POINTS : TH_PART_NOW;
}

static void leave_other_days_out(th_loading *l)
{
    size_t kept = 0;
    bool points = has_part_of(l, TH_PART_OF_POINTS);
    th_part_age frozen = has_part_of(l, TH_PART_DEFINING) ? TH_PART_DEFINING : TH_PART_OF_FIGURES;
    for (size_t i = 0; i < l->nsheets; i++) {
        const th_source_sheet source = l->sheets[i];
        th_table_id id = th_table_named(l->arena, th_source_sheet_name(&source));
        if (source.age == age_of_table(id, frozen, points))
            l->sheets[kept++] = source;
    }
    l->nsheets = kept;
}

void th_ledger_settle(th_loading *l)
{
    if (l->ledger.len && !l->findings->n && !has_entered_sheet(l))
        th_fault_ledger(l, l->ledger,
                        TH_WORDS_ARE("không có trang nào của sổ, như Sổ nhận, Cụm chấm, Giải trình",
                                     "it has none of the sheets of a ledger, such as “Sổ nhận”, “Cụm chấm”"));
    if (has_part_of(l, TH_PART_OF_FIGURES) || has_part_of(l, TH_PART_DEFINING))
        leave_other_days_out(l);
    for (unsigned at = 0; l->ledger.len && at < TH_TABLES; at++) {
        th_table_id id = (th_table_id)at;
        const th_source_sheet *foreign = is_ledger_table(id) ? NULL : sheet_in(l, id, true);
        if (foreign)
            th_fault_ledger_sheet(l, id, foreign);
        if (foreign)
            leave_sheets_out(l, id, true);
        if (is_ledger_table(id))
            settle_entered(l, id);
    }
}
