/* One workbook from end to end: whose it is, of which year, form by form, and what is to be said about it as a
 * whole. */
#include "fact/extract.h"

#include "fact/around.h"
#include "fact/reading.h"

#include "base/banned.h"

/* ---- text ---- */

/* A kind of trouble that text may have: in one cell, and in many cells of a sheet, which are one finding. */
typedef struct text_trouble {
    th_finding_kind of_cell, of_sheet;
    bool (*has)(const th_cell *cell);
} text_trouble;

static bool is_lost(const th_cell *cell)
{
    return cell->type == TH_CELL_TEXT && cell->lost;
}

static bool is_doubtful(const th_cell *cell)
{
    return cell->type == TH_CELL_TEXT && cell->doubtful && !cell->lost;
}

static void say_text(th_reading *reading, const th_sheet *sheet, const text_trouble *trouble)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet->ncells; i++)
        n += trouble->has(&sheet->cells[i]);
    bool as_one = n > TH_NAMED_ONE_BY_ONE;
    size_t wanted = as_one ? 1 : n;
    for (size_t i = 0; wanted > 0; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (!trouble->has(cell))
            continue;
        wanted--;
        th_place place = th_place_of(reading, sheet, TH_NONE, cell->row, cell->col);
        th_arguments of_sheet = TH_WITH(th_str_fmt(reading->arena, "%zu", n), sheet->name, cell->text);
        th_finding *finding = as_one ? th_raise(reading, trouble->of_sheet, &place, of_sheet)
                                     : th_raise(reading, trouble->of_cell, &place, TH_WITH(cell->text));
        finding->raw = th_str_copy(reading->ds->arena, cell->raw);
    }
}

static void record_conversions(th_reading *reading)
{
    static const text_trouble troubles[] = {{TH_F_TEXT_LOST, TH_F_TEXT_LOST_SHEET, is_lost},
                                            {TH_F_TEXT_DOUBTFUL, TH_F_TEXT_DOUBTFUL_SHEET, is_doubtful}};
    th_arena *arena = reading->ds->arena;
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_sheet *sheet = &reading->book->sheets[index];
        th_str name = th_str_copy(arena, sheet->name);
        for (size_t i = 0; i < sheet->ncells; i++) {
            const th_cell *cell = &sheet->cells[i];
            if (cell->type != TH_CELL_TEXT)
                continue;
            if (cell->encoding != TH_ENC_UNICODE) {
                th_conversion conversion = {.source = reading->source_index,
                                            .sheet = name,
                                            .row = cell->row,
                                            .col = cell->col,
                                            .encoding = cell->encoding,
                                            .evidence = cell->evidence,
                                            .before = th_str_copy(arena, cell->raw),
                                            .after = th_str_copy(arena, cell->text)};
                TH_PUSH(arena, reading->ds->conversions, reading->ds->nconversions, reading->ds->conversions_cap,
                        conversion);
            }
        }
        for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
            say_text(reading, sheet, &troubles[i]);
    }
}

/* ---- hidden things ---- */

static th_str col_name(th_arena *arena, uint32_t col)
{
    th_str name = th_cell_name(arena, 0, col);
    return th_str_sub(name, 0, name.len - 1);
}

/* The first fact of the form inside a hidden range, which makes the range worth a note; or NULL. */
static const th_fact *fact_inside(const th_reading *reading, size_t first_fact, bool rows, th_span span)
{
    for (size_t i = first_fact; i < reading->ds->nfacts; i++) {
        const th_fact *f = &reading->ds->facts[i];
        uint32_t at = rows ? f->row : f->col;
        if (at >= span.first && at <= span.last)
            return f;
    }
    return NULL;
}

/* "Các hàng 8–10", "rows 8–10". */
static th_words name_span(th_arena *arena, th_span span, bool rows)
{
    static const char *const words[2][2][2] = {{{"Các cột ", "columns "}, {"Cột ", "column "}},
                                               {{"Các hàng ", "rows "}, {"Hàng ", "row "}}};
    bool single = span.first == span.last;
    const char *const *word = words[rows][single];
    th_str which = rows ? th_str_fmt(arena, "%u", span.first + 1) : col_name(arena, span.first);
    if (!single) {
        th_str last = rows ? th_str_fmt(arena, "%u", span.last + 1) : col_name(arena, span.last);
        which = th_str_fmt(arena, TH_FMT "–" TH_FMT, TH_ARG(which), TH_ARG(last));
    }
    return (th_words){.vi = th_str_fmt(arena, "%s" TH_FMT, word[0], TH_ARG(which)),
                      .en = th_str_fmt(arena, "%s" TH_FMT, word[1], TH_ARG(which))};
}

/* Hidden rows or columns that hold figures.  Ranges that touch are one, since readers may give a row at a time. */
static void say_hidden_ranges(th_reading *reading, const th_spot *form, size_t first_fact, bool rows)
{
    const th_sheet *sheet = form->sheet;
    const th_span *spans = rows ? sheet->hidden_rows : sheet->hidden_cols;
    size_t n = rows ? sheet->nhidden_rows : sheet->nhidden_cols;
    for (size_t i = 0, next; i < n; i = next) {
        th_span span = spans[i];
        for (next = i + 1; next < n && span.last != UINT32_MAX && spans[next].first == span.last + 1; next++)
            span.last = spans[next].last;
        const th_fact *f = fact_inside(reading, first_fact, rows, span);
        if (!f)
            continue;
        th_place place = th_place_of(reading, sheet, form->form, f->row, f->col);
        th_words name = name_span(reading->arena, span, rows);
        th_raise(reading, TH_F_FORM_HIDDEN, &place, TH_WITH(name));
    }
}

static void say_hidden(th_reading *reading, const th_sheet *sheet, uint32_t form, size_t first_fact)
{
    if (sheet->visibility != TH_VISIBLE) {
        th_place place = th_place_of(reading, sheet, form, TH_NO_CELL, TH_NO_CELL);
        th_raise(reading, TH_F_FORM_HIDDEN, &place,
                 TH_WITH(TH_WORDS(reading->arena, "Trang “" TH_FMT "”", "sheet “" TH_FMT "”", TH_ARG(sheet->name))));
        return;
    }
    const th_spot at = {.sheet = sheet, .form = form, .row = TH_NO_CELL, .col = TH_NO_CELL};
    say_hidden_ranges(reading, &at, first_fact, true);
    say_hidden_ranges(reading, &at, first_fact, false);
}

/* A figure in a cell that a merged range covers and which is not its first; else NULL. */
static const th_merge *merge_over(const th_sheet *sheet, const th_fact *f)
{
    const th_merge *merge = f->raw.len ? th_sheet_merge_at(sheet, f->row, f->col) : NULL;
    return merge && (merge->row1 != f->row || merge->col1 != f->col) ? merge : NULL;
}

/* Figures in cells that a merged range covers.  Excel clears them, other programs keep them: who opens the file sees
 * the range's first cell only.  One note a range. */
static void say_covered(th_reading *reading, const th_sheet *sheet, uint32_t form, size_t first_fact)
{
    th_arena *arena = reading->arena;
    size_t *figures = th_arena_array(arena, sheet->nmerges + 1, sizeof *figures);
    for (size_t i = first_fact; i < reading->ds->nfacts; i++) {
        const th_merge *merge = merge_over(sheet, &reading->ds->facts[i]);
        if (merge)
            figures[merge - sheet->merges]++;
    }
    for (size_t i = first_fact; i < reading->ds->nfacts; i++) {
        const th_fact *f = &reading->ds->facts[i];
        const th_merge *merge = merge_over(sheet, f);
        size_t n = merge ? figures[merge - sheet->merges] : 0;
        if (!n)
            continue;
        figures[merge - sheet->merges] = 0;
        th_str cell = th_cell_name(arena, f->row, f->col);
        th_words which = TH_WORDS(arena, "Ô " TH_FMT, "cell " TH_FMT, TH_ARG(cell));
        if (n > 1)
            which = TH_WORDS(arena, "Ô " TH_FMT " và %zu ô nữa", "cell " TH_FMT " and %zu more", TH_ARG(cell), n - 1);
        th_str range = th_str_fmt(arena, TH_FMT ":" TH_FMT, TH_ARG(th_cell_name(arena, merge->row1, merge->col1)),
                                  TH_ARG(th_cell_name(arena, merge->row2, merge->col2)));
        th_place place = th_place_of(reading, sheet, form, f->row, f->col);
        th_raise(reading, TH_F_FORM_COVERED, &place, TH_WITH(which, range));
    }
}

/* ---- forms ---- */

/* A workbook that a program wrote has no results of formulas at all, which is one finding, not one a cell. */
static void say_pending(th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    size_t n = 0;
    const th_cell *first = NULL;
    for (size_t i = 0; i < sheet->ncells; i++)
        if (sheet->cells[i].type == TH_CELL_PENDING && !n++)
            first = &sheet->cells[i];
    reading->pending_said = n > TH_NAMED_ONE_BY_ONE;
    if (!reading->pending_said)
        return;
    th_place place = th_place_of(reading, sheet, form, first->row, first->col);
    th_raise(reading, TH_F_VALUE_NO_CACHE_SHEET, &place,
             TH_WITH(th_str_fmt(reading->arena, "%zu", n), sheet->name,
                     th_cell_name(reading->arena, first->row, first->col)));
}

/* False: no figure of this year counts, which was said of the header. */
static bool read_form(th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    bool counts = true;
    const th_form *wanted = &reading->d->forms[form];
    size_t first_fact = reading->ds->nfacts;
    bool list = wanted->kind & (TH_FORM_LIST | TH_FORM_SCORES), indicators = wanted->kind & TH_FORM_INDICATORS;
    th_block lines = list ? th_find_list_block(reading, sheet, form) : (th_block){0};
    th_block figures = indicators ? th_find_indicator_block(reading, sheet, form) : (th_block){0};
    /* Where both stand on one sheet, the upper block ends where the lower begins. */
    if (lines.found && figures.found) {
        if (figures.header > lines.header)
            lines.end = figures.header;
        else
            figures.end = lines.header;
    }
    if ((list && !lines.found) || (indicators && !figures.found)) {
        th_place place = th_place_of(reading, sheet, form, TH_NO_CELL, TH_NO_CELL);
        th_raise(reading, TH_F_FORM_NO_HEADER, &place, TH_WITH(wanted->title));
    }
    say_pending(reading, sheet, form);
    if (lines.found)
        th_read_list_block(reading, sheet, form, &lines);
    if (figures.found)
        counts = th_read_indicators(reading, sheet, form, &figures) || lines.found;
    say_hidden(reading, sheet, form, first_fact);
    say_covered(reading, sheet, form, first_fact);
    return counts;
}

/* The figures are kept to be seen.  What else is wrong with the sheet is of no use to anybody. */
static bool read_withheld_form(th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    size_t said = reading->ds->findings.n;
    read_form(reading, sheet, form);
    reading->ds->findings.n = said;
    return false;
}

static const th_sheet *sheet_of_form(const th_reading *reading, uint32_t form)
{
    size_t index = 0;
    while (reading->form_of[index] != form)
        index++;
    return &reading->book->sheets[index];
}

/* Is the sheet a form of which another sheet is read? */
static bool is_second(const th_reading *reading, size_t index)
{
    return reading->claimed[index] != TH_NONE && reading->form_of[index] == TH_NONE;
}

/* Does the same stand in every cell of both? */
static bool is_sheet_copied(const th_reading *reading, const th_sheet *one, const th_sheet *other)
{
    if (one->ncells != other->ncells || one->unkept != other->unkept)
        return false;
    for (size_t i = 0; i < one->ncells; i++) {
        const th_cell *a = &one->cells[i], *b = &other->cells[i];
        if (a->row != b->row || a->col != b->col || a->type != b->type ||
            !th_str_eq(th_cell_shown(reading->arena, reading->book, a),
                       th_cell_shown(reading->arena, reading->book, b)))
            return false;
    }
    return true;
}

static void say_two_sheets(th_reading *reading)
{
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        if (!is_second(reading, index) || reading->foreign[index].len)
            continue;
        uint32_t form = reading->claimed[index];
        const th_sheet *used = sheet_of_form(reading, form), *other = &reading->book->sheets[index];
        th_place place = th_place_of(reading, other, form, TH_NO_CELL, TH_NO_CELL);
        bool copy = is_sheet_copied(reading, used, other);
        th_words same = {0};
        if (copy)
            same = TH_WORDS_ARE(" Hai trang giống hệt nhau.", " They are the same, cell by cell.");
        th_finding *finding = th_raise(reading, TH_F_FORM_TWICE, &place,
                                       TH_WITH(reading->d->forms[form].title, used->name, other->name, same));
        if (copy)
            finding->level = TH_LEVEL_NOTE;
    }
}

/* The form is held, whether its figures count or not: it is not missing. */
static void hold_form(th_reading *reading, const th_sheet *sheet, uint32_t form, bool withheld)
{
    th_arena *arena = reading->ds->arena;
    th_held_form held = {.source = reading->source_index,
                         .form = form,
                         .sheet = th_str_copy(arena, sheet->name),
                         .signed_on = th_signature_of(reading, sheet).serial,
                         .withheld = withheld};
    TH_PUSH(arena, reading->ds->held, reading->ds->nheld, reading->ds->held_cap, held);
    uint32_t end = th_title_end(reading, sheet);
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++)
        if (sheet->cells[i].type == TH_CELL_TEXT)
            reading->source.edition =
                th_edition_both(reading->source.edition, th_edition_of_title(reading->arena, sheet->cells[i].text));
}

static void read_forms(th_reading *reading)
{
    bool *seen = th_arena_array(reading->arena, reading->d->nforms + 1, sizeof *seen);
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_sheet *sheet = &reading->book->sheets[index];
        uint32_t form = reading->form_of[index];
        if (form != TH_NONE) {
            seen[form] = true; /* also a form of another year, which was reported as such and is not missing */
            reading->withheld = reading->foreign[index];
            bool counts =
                reading->withheld.len ? read_withheld_form(reading, sheet, form) : read_form(reading, sheet, form);
            reading->source.forms += counts;
            hold_form(reading, sheet, form, !counts);
        } else if (sheet->ncells && sheet->visibility != TH_VERY_HIDDEN && !th_is_inner(reading, sheet) &&
                   !is_second(reading, index)) {
            th_place place = th_place_of(reading, sheet, TH_NONE, TH_NO_CELL, TH_NO_CELL);
            th_raise(reading, TH_F_FORM_UNKNOWN_SHEET, &place, TH_WITH(sheet->name));
        }
    }
    for (uint32_t form = 0; form < reading->d->nforms; form++)
        if (reading->d->forms[form].required && !seen[form]) {
            th_place place = th_place_of(reading, NULL, form, TH_NO_CELL, TH_NO_CELL);
            th_raise(reading, TH_F_FORM_MISSING, &place, TH_WITH(reading->d->forms[form].title));
        }
}

static void copy_source(th_reading *reading, const th_source *source)
{
    th_arena *arena = reading->ds->arena;
    reading->source = *source;
    reading->source.file = th_str_copy(arena, source->file);
    reading->source.sha256 = th_str_copy(arena, source->sha256);
    reading->source.format = th_str_copy(arena, source->format);
    reading->source.unit = TH_NONE;
    reading->source.period = reading->d->period;
    reading->source.status = TH_SOURCE_ACCEPTED;
    reading->source.reason = (th_str){0};
    reading->source.receipt = TH_NONE;
    reading->source.edition = th_edition_of_name(reading->arena, source->file);
    reading->source.cells = (uint32_t)reading->book->ncells;
}

th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source, size_t first_finding)
{
    th_reading reading = {.ds = ds,
                          .d = ds->definition,
                          .book = book,
                          .arena = ds->arena,
                          .passing = th_arena_scratch(ds->arena),
                          .source_index = (uint32_t)ds->nsources,
                          .first_finding = first_finding};
    copy_source(&reading, source);
    th_reading_prepare(&reading);
    th_match_sheets(&reading);
    if (th_judge_workbook(&reading) != TH_OK)
        return TH_FAILED;
    say_two_sheets(&reading);
    size_t first_fact = ds->nfacts;
    read_forms(&reading);
    th_say_around(&reading, first_fact);
    th_address_formulas(&reading);
    record_conversions(&reading);
    th_arena_free(reading.passing);
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, reading.source);
    return TH_OK;
}
