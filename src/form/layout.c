/* Lays out a definition: what each sheet and column takes and is for, and the rows as they were typed. */
#include "form/layout.h"

#include "form/load.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

static th_str help_of(const char *sheet, const char *column)
{
    static const struct {
        const char *sheet, *column, *text;
    } helps[] = {
#define TH_HELP(sheet, column, text) {sheet, column, text},
#include "form/help.def"
#undef TH_HELP
    };
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
        if (strcmp(helps[i].sheet, sheet) == 0 && strcmp(helps[i].column, column) == 0)
            return th_str_of(helps[i].text);
    return (th_str){0};
}

static void add_all(th_strs *to, th_arena *arena, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        th_strs_add(to, arena, th_str_of(words[i]));
}

/* The words that a column offers.  A column of references or of free text has none. */
static th_strs choices_of(th_arena *arena, const th_field *field)
{
    static const char *const yes_no[] = {"Có", "Không"};
    static const char *const comparisons[] = {"=", "<>", "<", "<=", ">", ">=", "cùng có", "không cùng có"};
    static const char *const missing[] = {"bỏ qua", "coi là 0", "bỏ qua|coi là 0", "coi là 0|bỏ qua",
                                          "bỏ qua khi trống hết"};
    static const char *const tolerances[] = {"tự động", "chính xác", "5%"};
    static const char *const kinds[] = {"chỉ tiêu", "danh sách", "chấm điểm", "danh sách + chỉ tiêu"};
    static const char *const blanks[] = {"thiếu", "coi là 0"};
    static const char *const types[] = {
#define TH_TYPE(id, vi, en) vi,
#include "text/types.def"
#undef TH_TYPE
    };
    static const char *const roles[] = {
#define TH_ROLE(id, vi, en) vi,
#include "form/roles.def"
#undef TH_ROLE
    };
    th_strs out = {0};
    for (const th_word *word = field->words; word && word->vi; word++) {
        /* Of several words with one meaning the first is offered. */
        bool said = false;
        for (const th_word *before = field->words; before < word; before++)
            said = said || before->value == word->value;
        if (!said)
            th_strs_add(&out, arena, th_str_of(word->vi));
    }
    if (field->read == th_read_bool)
        add_all(&out, arena, yes_no, 2);
    else if (field->read == th_read_comparison)
        add_all(&out, arena, comparisons, 8);
    else if (field->read == th_read_missing)
        add_all(&out, arena, missing, 5);
    else if (field->read == th_read_form_kind)
        add_all(&out, arena, kinds, 4);
    else if (field->read == th_read_type)
        add_all(&out, arena, types, TH_TYPES);
    else if (field->read == th_read_role) {
        /* The last role, "giá trị", is offered as the types that it stands for. */
        add_all(&out, arena, roles, TH_ROLE_VALUE);
        add_all(&out, arena, types, TH_TYPES);
    } else if (field->read == th_read_tolerance)
        add_all(&out, arena, tolerances, 3);
    else if (strcmp(field->name, "Khi trống") == 0)
        add_all(&out, arena, blanks, 2);
    return out;
}

static th_layout_column column_of(th_arena *arena, const th_table_spec *spec, const th_field *field)
{
    bool refers =
        field->read == th_read_reference || field->read == th_read_column_form || field->read == th_read_one_or_any;
    return (th_layout_column){
        .label = th_str_of(field->name),
        .required = field->flags & TH_FIELD_FILLED,
        .number = field->read == th_read_int || field->read == th_read_number || field->read == th_read_points,
        .choices = choices_of(arena, field),
        .target = refers ? (size_t)field->target : SIZE_MAX,
        .help = help_of(spec->name, field->name),
    };
}

th_str th_layout_stem(th_arena *arena, th_str name)
{
    char *stem = th_str_cstr(arena, th_fold_weak(arena, name));
    for (char *c = stem; *c; c++)
        if (*c == ' ' || *c == '/')
            *c = '-';
    return th_str_of(stem);
}

/* The columns of the sheet that have a label but belong to no field; how many, at most `most`. */
static size_t others_of(const th_table *table, size_t nfields, uint32_t *cols, size_t most)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(table->sheet, table->header);
         i < table->sheet->ncells && table->sheet->cells[i].row == table->header && n < most; i++) {
        bool claimed = false;
        for (size_t field = 0; field < nfields; field++)
            claimed = claimed || table->cols[field] == table->sheet->cells[i].col;
        if (!claimed)
            cols[n++] = table->sheet->cells[i].col;
    }
    return n;
}

static th_layout_sheet known_sheet(th_loading *l, th_table_id id)
{
    enum { MOST_OTHERS = 200 };
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *table = &l->tables[id];
    uint32_t others[MOST_OTHERS] = {0};
    size_t nothers = table->sheet ? others_of(table, spec->nfields, others, MOST_OTHERS) : 0;
    th_layout_sheet laid = {.name = th_str_of(spec->name),
                            .stem = th_layout_stem(l->arena, th_str_of(spec->name)),
                            .help = help_of(spec->name, ""),
                            .known = true,
                            .required = spec->kind == TH_TABLE_REQUIRED,
                            .ncolumns = spec->nfields + nothers,
                            .nrows = table->nall};
    laid.columns = th_arena_array(l->arena, laid.ncolumns, sizeof *laid.columns);
    laid.rows = th_arena_array(l->arena, laid.nrows, sizeof *laid.rows);
    for (size_t field = 0; field < spec->nfields; field++)
        laid.columns[field] = column_of(l->arena, spec, &spec->fields[field]);
    for (size_t i = 0; i < nothers; i++)
        laid.columns[spec->nfields + i] =
            (th_layout_column){.label = th_table_typed(l, table, table->header, others[i]), .target = SIZE_MAX};
    for (size_t i = 0; i < table->nall; i++)
        for (size_t column = 0; column < laid.ncolumns; column++)
            th_strs_add(&laid.rows[i], l->arena,
                        th_table_typed(l, table, table->all[i],
                                       column < spec->nfields ? table->cols[column] : others[column - spec->nfields]));
    return laid;
}

th_layout_sheet th_layout_blank(th_arena *arena, th_str name)
{
    th_loading *l = th_arena_alloc(arena, sizeof *l);
    l->arena = arena;
    th_table_id id = th_table_named(arena, name);
    th_layout_sheet laid = id < TH_TABLES ? known_sheet(l, id) : (th_layout_sheet){.name = name};
    for (size_t i = 0; i < laid.ncolumns; i++)
        laid.columns[i].target = SIZE_MAX;
    return laid;
}

/* A name for the file of a sheet; a number is added where another sheet has that name already. */
static th_str own_stem(th_arena *arena, const th_layout *layout, th_str name)
{
    th_str stem = th_layout_stem(arena, name), own;
    stem = own = stem.len ? stem : TH_STR("trang");
    for (size_t number = 1, i = 0; i < layout->n;) {
        bool taken = th_str_eq(layout->sheets[i].stem, own);
        /* A new name is compared with all sheets again, from the first. */
        i = taken ? 0 : i + 1;
        if (taken)
            own = th_str_fmt(arena, TH_FMT "-%zu", TH_ARG(stem), ++number);
    }
    return own;
}

/* Did the loader take the sheet, or is it one that the laid-out workbook gets anew? */
static bool is_ours(th_loading *l, const th_source_sheet *source)
{
    th_str name = th_source_sheet_name(source);
    for (unsigned id = 0; id < TH_TABLES; id++)
        if (l->tables[id].sheet == source->sheet)
            return true;
    return th_fold_eq(l->arena, name, TH_STR(TH_LAYOUT_HELP)) || th_fold_eq(l->arena, name, TH_STR(TH_LAYOUT_CHOICES));
}

/* A sheet that the loader does not know, cell by cell. */
static th_layout_sheet other_sheet(th_loading *l, const th_layout *layout, const th_source_sheet *source)
{
    const th_table table = {.book = source->book, .sheet = source->sheet, .file = source->file};
    th_str name = th_source_sheet_name(source);
    th_layout_sheet laid = {
        .name = name, .stem = own_stem(l->arena, layout, name), .nrows = th_sheet_rows(source->sheet)};
    laid.rows = th_arena_array(l->arena, laid.nrows, sizeof *laid.rows);
    for (size_t i = 0; i < source->sheet->ncells; i++) {
        const th_cell *cell = &source->sheet->cells[i];
        while (laid.rows[cell->row].n < cell->col)
            th_strs_add(&laid.rows[cell->row], l->arena, (th_str){0});
        th_strs_add(&laid.rows[cell->row], l->arena, th_table_typed(l, &table, cell->row, cell->col));
    }
    return laid;
}

void th_layout_build(th_loading *l, th_layout *layout)
{
    layout->sheets = th_arena_array(l->arena, TH_TABLES + l->nsheets, sizeof *layout->sheets);
    /* The known sheets come first and in their order: a column refers to the sheet of its codes by this index. */
    for (unsigned id = 0; id < TH_TABLES; id++)
        layout->sheets[layout->n++] = known_sheet(l, (th_table_id)id);
    for (size_t i = 0; i < l->nsheets; i++)
        if (!is_ours(l, &l->sheets[i]))
            layout->sheets[layout->n++] = other_sheet(l, layout, &l->sheets[i]);
}
