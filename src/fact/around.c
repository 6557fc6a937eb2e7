/* What stands around the figures of the forms, held against the other forms of the workbook: years of a title, day and
 * place of signing, and the name of another unit where a text is asked for.  Nothing is withheld for it. */
#include "fact/around.h"

#include "fact/header_year.h"
#include "fact/unit_names.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

static bool is_form_read(const th_reading *reading, size_t index)
{
    return reading->form_of[index] != TH_NONE && !reading->foreign[index].len;
}

static th_finding *say_at(th_reading *reading, th_finding_kind kind, const th_spot *spot, th_arguments arguments)
{
    th_place place = th_place_of(reading, spot->sheet, spot->form, spot->row, spot->col);
    th_finding *said = th_raise(reading, kind, &place, arguments);
    said->raw = th_str_copy(reading->ds->arena, th_sheet_at(spot->sheet, spot->row, spot->col)->text);
    return said;
}

/* ---- years of a title ---- */

/* "Năm 2022-2023", "Từ năm 2021 đến năm 2022": several years, and nothing but the words that go with them.  A school
 * year is one year. */
static bool is_line_of_years(th_arena *arena, th_str text, long period)
{
    static const char *const words[] = {"nam", "tu", "den", "va", "bao", "cao", "ky", "so", "lieu"};
    th_str rest = th_fold_weak(arena, text), word;
    bool other = false, of_period = false;
    for (size_t i = 0; i < rest.len; i++)
        if (!th_is_letter(rest.ptr[i]) && !th_is_digit(rest.ptr[i]))
            rest = th_str_fmt(arena, "%.*s " TH_FMT, (int)i, rest.ptr, TH_ARG(th_str_sub(rest, i + 1, rest.len)));
    while (th_str_cut(&rest, ' ', &word)) {
        long year = word.len ? th_year_in(word) : 0;
        of_period = of_period || year == period;
        other = other || (year && year != period);
        bool known = !word.len || year;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            known = known || th_str_eq(word, th_str_of(words[i]));
        if (!known)
            return false;
    }
    return other && of_period;
}

static bool find_line_of_years(const th_reading *reading, th_spot *spot)
{
    enum { LONGEST = 60 };
    uint32_t end = th_title_end(reading, spot->sheet);
    for (size_t i = 0; i < spot->sheet->ncells && spot->sheet->cells[i].row < end; i++) {
        const th_cell *cell = &spot->sheet->cells[i];
        if (cell->type != TH_CELL_TEXT || cell->text.len > LONGEST ||
            !is_line_of_years(reading->arena, cell->text, reading->d->period))
            continue;
        spot->row = cell->row;
        spot->col = cell->col;
        return true;
    }
    return false;
}

/* Where most forms state the period alone, a title of several years is a slip; where most have one, that is how it is
 * done there. */
static void say_years_of_titles(th_reading *reading)
{
    size_t nsheets = reading->book->nsheets, several = 0, alone = 0;
    th_spot *spots = th_arena_array(reading->arena, nsheets + 1, sizeof *spots);
    for (size_t index = 0; index < nsheets; index++) {
        th_spot spot = {.sheet = &reading->book->sheets[index], .form = reading->form_of[index]};
        th_stated_year stated = {0};
        if (!is_form_read(reading, index))
            continue;
        if (find_line_of_years(reading, &spot))
            spots[several++] = spot;
        else
            alone += th_identify_year(reading, spot.sheet, &stated, &spot.row, &spot.col) && stated.year.len;
    }
    for (size_t i = 0; i < several && several < alone; i++) {
        const th_cell *cell = th_sheet_at(spots[i].sheet, spots[i].row, spots[i].col);
        say_at(reading, TH_F_FORM_YEARS, &spots[i],
               TH_WITH(th_words_quoted(cell->text), th_str_fmt(reading->arena, "%zu", alone),
                       th_str_fmt(reading->arena, "%d", reading->d->period)));
    }
}

/* ---- day and place of signing ---- */

typedef struct signed_forms {
    th_signature *at; /* by sheet; serial 0: none */
    bool usual;       /* one of them is of the period or the year after */
} signed_forms;

static bool is_usual_year(const th_reading *reading, int year)
{
    return year == reading->d->period || year == reading->d->period + 1;
}

static th_spot spot_of_signing(const th_reading *reading, const signed_forms *forms, size_t index)
{
    return (th_spot){&reading->book->sheets[index], reading->form_of[index], forms->at[index].row,
                     forms->at[index].col};
}

/* The same year on several sheets was copied with the form: it is said once.  A plan is signed in the year before, and
 * then all of its forms are. */
static void say_years_of_signing(th_reading *reading, const signed_forms *forms)
{
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        int year = forms->at[index].year;
        if (!year || is_usual_year(reading, year) || (!forms->usual && year == reading->d->period - 1))
            continue;
        size_t same = 0;
        bool first = true;
        for (size_t other = 0; other < reading->book->nsheets; other++) {
            same += forms->at[other].year == year;
            first = first && !(other < index && forms->at[other].year == year);
        }
        if (!first)
            continue;
        th_spot spot = spot_of_signing(reading, forms, index);
        th_words sheets = same > 1 ? TH_WORDS(reading->arena, " (%zu trang)", " (%zu sheets)", same) : (th_words){0};
        say_at(reading, TH_F_FORM_SIGNED, &spot,
               TH_WITH(th_words_quoted(th_sheet_at(spot.sheet, spot.row, spot.col)->text), sheets,
                       th_str_fmt(reading->arena, "%d", reading->d->period)));
    }
}

static void say_name_of_other(th_reading *reading, const th_spot *spot, th_str text, uint32_t other)
{
    const th_unit *units = reading->d->units;
    say_at(reading, TH_F_FORM_OTHER_NAME, spot,
           TH_WITH(th_words_quoted(text), units[other].name, units[reading->source.unit].name));
}

/* The place is the whole name of another unit, and not of this one, too. */
static void say_places_of_signing(th_reading *reading, const signed_forms *forms)
{
    const th_definition *d = reading->d;
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        th_str place = forms->at[index].place;
        for (uint32_t unit = 0; place.len && unit < d->nunits; unit++) {
            if (unit == reading->source.unit || !th_str_eq(place, th_fold(reading->arena, d->units[unit].name)))
                continue;
            th_spot spot = spot_of_signing(reading, forms, index);
            say_name_of_other(reading, &spot, th_sheet_at(spot.sheet, spot.row, spot.col)->text, unit);
        }
    }
}

static void say_signatures(th_reading *reading)
{
    signed_forms forms = {.at = th_arena_array(reading->arena, reading->book->nsheets + 1, sizeof *forms.at)};
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        if (!is_form_read(reading, index))
            continue;
        forms.at[index] = th_signature_of(reading, &reading->book->sheets[index]);
        forms.usual = forms.usual || is_usual_year(reading, forms.at[index].year);
    }
    say_years_of_signing(reading, &forms);
    say_places_of_signing(reading, &forms);
}

/* ---- names of units ---- */

/* Is the text, or most of it, a name of the unit? */
static bool is_mostly_name_of(th_arena *arena, const th_unit *unit, th_str text)
{
    enum { MOST = 8 }; /* tenths */
    th_str name = th_fold(arena, unit->name);
    bool found = text.len * MOST <= name.len * 10 && th_find_words(text, name, 0) != SIZE_MAX;
    for (size_t i = 0; i < unit->aliases.n && !found; i++) {
        th_str alias = th_fold(arena, unit->aliases.at[i]);
        found = text.len * MOST <= alias.len * 10 && th_find_words(text, alias, 0) != SIZE_MAX;
    }
    return found;
}

static const th_sheet *sheet_by_name(const th_reading *reading, th_str name)
{
    for (size_t index = 0; index < reading->book->nsheets; index++)
        if (th_str_eq(reading->book->sheets[index].name, name))
            return &reading->book->sheets[index];
    return NULL;
}

static void say_names(th_reading *reading, size_t first_fact)
{
    const th_definition *d = reading->d;
    for (size_t i = first_fact; i < reading->ds->nfacts; i++) {
        const th_fact *fact = &reading->ds->facts[i];
        if (fact->item || fact->measure != TH_NOW || fact->value.state != TH_STATE_VALUE || fact->row == TH_NO_CELL ||
            d->indicators[fact->indicator].type != TH_TYPE_TEXT)
            continue;
        bool several;
        th_str text = th_fold(reading->arena, fact->value.text);
        uint32_t unit = th_unit_in(reading->arena, d, text, th_fold, &several);
        th_spot spot = {sheet_by_name(reading, fact->sheet), d->indicators[fact->indicator].form, fact->row, fact->col};
        if (unit != TH_NONE && unit != reading->source.unit && spot.sheet &&
            is_mostly_name_of(reading->arena, &d->units[unit], text))
            say_name_of_other(reading, &spot, fact->raw, unit);
    }
}

void th_say_around(th_reading *reading, size_t first_fact)
{
    if (reading->source.unit == TH_NONE)
        return;
    say_years_of_titles(reading);
    say_signatures(reading);
    say_names(reading, first_fact);
}
