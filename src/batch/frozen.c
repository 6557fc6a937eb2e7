/* Frozen parts out of the store, and what differs from them today. */
#include "batch/frozen.h"

#include "batch/definition.h"
#include "form/entered_rows.h"
#include "form/layout.h"

#include "base/banned.h"

#define FIELD_END " · "

/* ---- out of the store ---- */

static th_status add_frozen_parts(th_store *store, th_arena *arena, const th_freeze *freeze, th_definition_parts *all,
                                  th_trouble *trouble)
{
    th_definition_parts parts;
    if (th_store_frozen(store, arena, freeze->number, &parts, trouble) != TH_OK)
        return TH_FAILED;
    th_definition_part *both = th_arena_array(arena, all->n + parts.n, sizeof *both);
    for (size_t i = 0; i < all->n; i++)
        both[i] = all->at[i];
    for (size_t i = 0; i < parts.n; i++) {
        both[all->n + i] = parts.at[i];
        both[all->n + i].age = freeze->by.step == TH_FREEZE_POINTS ? TH_PART_OF_POINTS : TH_PART_OF_FIGURES;
    }
    *all = (th_definition_parts){both, all->n + parts.n};
    return TH_OK;
}

/* A copy, which stays as it is when the list grows. */
static const th_freeze *copy_of_freeze(th_arena *arena, const th_freeze *freeze)
{
    th_freeze *copy = freeze ? th_arena_alloc(arena, sizeof *copy) : NULL;
    if (copy)
        *copy = *freeze;
    return copy;
}

th_frozen th_frozen_of(th_arena *arena, const th_freezes *freezes, int period)
{
    return (th_frozen){.figures = copy_of_freeze(arena, th_freeze_holding(freezes, TH_FREEZE_FIGURES, period)),
                       .points = copy_of_freeze(arena, th_freeze_holding(freezes, TH_FREEZE_POINTS, period))};
}

th_status th_frozen_recall(th_store *store, th_arena *arena, th_frozen *frozen, th_trouble *trouble)
{
    if (!frozen->figures)
        return TH_OK;
    if (add_frozen_parts(store, arena, frozen->figures, &frozen->parts, trouble) != TH_OK ||
        (frozen->points && add_frozen_parts(store, arena, frozen->points, &frozen->parts, trouble) != TH_OK))
        return TH_FAILED;
    return th_store_memory_of(store, arena, frozen->figures->run, &frozen->memory, trouble);
}

int th_freeze_serial(const th_freeze_row *row)
{
    int year, month, day;
    bool known = th_date_parse(th_str_sub(row->date, 0, th_str_find(row->date, TH_STR(" "), 0)), &year, &month, &day);
    return known ? th_date_serial(year, month, day) : 0;
}

th_str th_freeze_day(th_arena *arena, const th_freeze_row *row)
{
    int year, month, day;
    if (!th_date_parse(th_str_sub(row->date, 0, th_str_find(row->date, TH_STR(" "), 0)), &year, &month, &day))
        return row->date;
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

/* ---- the definition ---- */

/* The parts of one age, as if they were those of now; or of now, the definition alone. */
static th_definition_parts parts_of(th_arena *arena, const th_definition_parts *from, th_part_age age, th_part_age as)
{
    th_definition_part *parts = th_arena_array(arena, from->n + 1, sizeof *parts);
    size_t n = 0;
    for (size_t i = 0; i < from->n; i++)
        if (from->at[i].age == age && !from->at[i].of_ledger) {
            parts[n] = from->at[i];
            parts[n++].age = as;
        }
    return (th_definition_parts){parts, n};
}

static bool same_cells(const th_layout_sheet *one, const th_layout_sheet *other)
{
    bool same = one->nrows == other->nrows && one->ncolumns == other->ncolumns;
    for (size_t row = 0; same && row < one->nrows; row++) {
        same = one->rows[row].n == other->rows[row].n;
        for (size_t col = 0; same && col < one->rows[row].n; col++)
            same = th_str_eq(one->rows[row].at[col], other->rows[row].at[col]);
    }
    return same;
}

static const th_layout_sheet *sheet_like(const th_layout *layout, const th_layout_sheet *wanted)
{
    for (size_t i = 0; i < layout->n; i++)
        if (th_str_eq(layout->sheets[i].stem, wanted->stem))
            return &layout->sheets[i];
    return NULL;
}

/* "Chỉ tiêu, Kiểm tra"; empty: none.  How it is typed and coloured is no difference. */
static th_str sheets_changed(th_arena *arena, const th_layout *then, const th_layout *now)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < then->n; i++) {
        const th_layout_sheet *sheet = &then->sheets[i], *other = sheet_like(now, sheet);
        if (th_definition_enters(arena, sheet->name) || (other && same_cells(sheet, other)))
            continue;
        th_buf_fmt(&out, "%s" TH_FMT, out.len ? ", " : "", TH_ARG(sheet->name));
    }
    return th_buf_str(&out);
}

/* "trang Chỉ tiêu, Kiểm tra"; empty: no sheet differs. */
static th_words changed_sheets_words(th_arena *arena, const th_layout *then, const th_layout *now)
{
    th_str changed = sheets_changed(arena, then, now);
    if (!changed.len)
        return (th_words){0};
    return TH_WORDS(arena, "trang “" TH_FMT "”", "sheet “" TH_FMT "”", TH_ARG(changed));
}

static th_str without_stop(th_str sentence)
{
    return th_str_ends(sentence, TH_STR(".")) ? th_str_sub(sentence, 0, sentence.len - 1) : sentence;
}

/* The first of the faults for which the definition of now could not be used, and how many there are beside it. */
static th_words words_of_faults(th_arena *arena, const th_findings *faults)
{
    const th_finding *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < faults->n; i++) {
        if (faults->at[i].level < TH_LEVEL_ERROR)
            continue;
        first = first ? first : &faults->at[i];
        n++;
    }
    if (!first)
        return TH_WORDS_ARE("bản mới không dùng được", "the new one cannot be used");
    th_trouble fault = th_definition_fault_words(arena, first);
    th_words more = {0};
    if (n > 1)
        more = TH_WORDS(arena, ", và %zu chỗ sai khác", ", and %zu other faults", n - 1);
    return (th_words){
        th_str_fmt(arena, "bản mới có chỗ sai: " TH_FMT TH_FMT, TH_ARG(without_stop(fault.vi)), TH_ARG(more.vi)),
        th_str_fmt(arena, "the new one has a fault: " TH_FMT TH_FMT, TH_ARG(without_stop(fault.en)), TH_ARG(more.en))};
}

static void say_definition_changed(th_dataset *ds, const th_frozen_view *view, th_arena *scratch)
{
    const th_definition_parts then = parts_of(scratch, &view->frozen->parts, TH_PART_OF_FIGURES, TH_PART_NOW),
                              now = parts_of(scratch, view->now, TH_PART_NOW, TH_PART_NOW);
    th_layout one, other;
    th_findings ignored = {0}, faults = {0};
    th_words changed;
    if (th_definition_lay_out(scratch, view->limits, &then, &one, &ignored) >= TH_FAILED)
        return;
    if (th_definition_lay_out(scratch, view->limits, &now, &other, &faults) >= TH_FAILED)
        changed = words_of_faults(scratch, &faults);
    else
        changed = changed_sheets_words(scratch, &one, &other);
    if (!changed.vi.len)
        return;
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, TH_F_FREEZE_DEFINITION, &nowhere,
                    TH_WITH(th_freeze_day(ds->arena, &view->frozen->figures->by), changed));
}

/* ---- the ledger ---- */

/* Rows of one state of the ledger; those that the other has too are matched. */
typedef struct compared_rows {
    th_entered_rows rows;
    bool *matched;
} compared_rows;

static compared_rows rows_to_compare(th_arena *arena, const th_definition *d)
{
    compared_rows compared = {0};
    th_entered_rows_of(arena, d, &compared.rows);
    compared.matched = th_arena_array(arena, compared.rows.n + 1, sizeof *compared.matched);
    return compared;
}

/* The first field tells what the row is about: a file, an indicator, a criterion. */
static th_str subject_of_row(const th_entered_row *row)
{
    return th_str_sub(row->text, 0, th_str_find(row->text, TH_STR(FIELD_END), 0));
}

static bool is_about_same(const th_entered_row *one, const th_entered_row *other, bool whole)
{
    if (one->sheet != other->sheet || one->unit != other->unit)
        return false;
    return whole ? th_str_eq(one->text, other->text) : th_str_eq(subject_of_row(one), subject_of_row(other));
}

/* The first row that is left and is the same, or about the same; SIZE_MAX: there is none. */
static size_t partner_of(const compared_rows *among, const th_entered_row *row, bool whole)
{
    for (size_t i = 0; i < among->rows.n; i++)
        if (!among->matched[i] && is_about_same(&among->rows.at[i], row, whole))
            return i;
    return SIZE_MAX;
}

static void match_rows(compared_rows *then, compared_rows *now)
{
    for (size_t i = 0; i < now->rows.n; i++) {
        size_t same = partner_of(then, &now->rows.at[i], true);
        if (same == SIZE_MAX)
            continue;
        now->matched[i] = true;
        then->matched[same] = true;
    }
}

typedef enum row_change { ROW_ENTERED = 0, ROW_CHANGED, ROW_REMOVED } row_change;

static void say_row(th_dataset *ds, const th_frozen_view *view, const th_entered_row *row, row_change change)
{
    static const struct {
        const char *vi, *en;
    } words[] = {{"thêm ", "entered "}, {"sửa ", "changed "}, {"bỏ ", "removed "}};
    const th_freeze *freeze = view->frozen->figures;
    bool of_figures =
        th_str_eq(th_str_of(row->sheet), TH_STR("Sổ nhận")) || th_str_eq(th_str_of(row->sheet), TH_STR("Điều chỉnh"));
    if (!of_figures && view->frozen->points)
        freeze = view->frozen->points;
    th_place place = {.sheet = th_str_of(row->sheet), .row = TH_NO_CELL, .col = TH_NO_CELL};
    if (row->unit != TH_NONE && row->unit != TH_ANY)
        place.unit = ds->definition->units[row->unit].code;
    th_str text = th_str_copy(ds->arena, row->text);
    th_finding *said = th_findings_add(&ds->findings, ds->arena, TH_F_FREEZE_ENTRY, &place,
                                       TH_WITH(th_str_of(row->sheet),
                                               ((th_words){th_str_of(words[change].vi), th_str_of(words[change].en)}),
                                               th_freeze_day(ds->arena, &freeze->by), text));
    said->entered = true;
}

/* One finding a row: what is about the same as a row of then is that row, changed. */
static void say_rows(th_dataset *ds, const th_frozen_view *view, compared_rows *then, compared_rows *now)
{
    match_rows(then, now);
    for (size_t i = 0; i < now->rows.n; i++) {
        if (now->matched[i])
            continue;
        size_t old = partner_of(then, &now->rows.at[i], false);
        if (old != SIZE_MAX)
            then->matched[old] = true;
        say_row(ds, view, &now->rows.at[i], old == SIZE_MAX ? ROW_ENTERED : ROW_CHANGED);
    }
    for (size_t i = 0; i < then->rows.n; i++)
        if (!then->matched[i])
            say_row(ds, view, &then->rows.at[i], ROW_REMOVED);
}

/* The rows of now are read with the frozen definition, in which those of then were read. */
static th_definition *definition_of_rows_now(const th_frozen_view *view, th_arena *scratch)
{
    th_definition_parts defining = parts_of(scratch, &view->frozen->parts, TH_PART_OF_FIGURES, TH_PART_DEFINING);
    th_definition_part *both = th_arena_array(scratch, defining.n + view->now->n + 1, sizeof *both);
    size_t n = 0;
    for (size_t i = 0; i < defining.n; i++)
        both[n++] = defining.at[i];
    for (size_t i = 0; i < view->now->n; i++)
        if (view->now->at[i].age == TH_PART_NOW)
            both[n++] = view->now->at[i];
    th_definition *d;
    th_findings ignored = {0};
    return th_definition_load(scratch, view->limits, &(th_definition_parts){both, n}, &d, &ignored) < TH_FAILED ? d
                                                                                                                : NULL;
}

void th_frozen_say(th_dataset *ds, const th_frozen_view *view)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    say_definition_changed(ds, view, scratch);
    const th_definition *now = definition_of_rows_now(view, scratch);
    if (now) {
        compared_rows rows_then = rows_to_compare(scratch, ds->definition), rows_now = rows_to_compare(scratch, now);
        say_rows(ds, view, &rows_then, &rows_now);
    }
    th_arena_free(scratch);
}
