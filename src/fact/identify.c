/* Which unit and which year: what the title rows say; the file name is a hint only. */
#include "fact/letterhead.h"
#include "fact/own_sheets.h"
#include "fact/part_of_year.h"
#include "fact/reading.h"
#include "fact/title_fit.h"
#include "fact/unit_names.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

bool th_is_meta(const th_reading *reading, const th_sheet *sheet)
{
    return th_str_eq(th_fold(reading->arena, sheet->name), TH_STR("_meta"));
}

/* TỰ KIỂM TRA or ĐIỂM TẠM TÍNH beside a sheet _META, which a workbook that is not of a template does not have. */
static bool is_own_check(const th_reading *reading, const th_sheet *sheet)
{
    bool of_template = false;
    for (size_t i = 0; i < reading->book->nsheets; i++)
        of_template = of_template || th_is_meta(reading, &reading->book->sheets[i]);
    return of_template && (th_str_starts(sheet->name, TH_STR(TH_OWN_CHECK_SHEET)) ||
                           th_str_starts(sheet->name, TH_STR(TH_OWN_POINTS_SHEET)));
}

bool th_is_inner(const th_reading *reading, const th_sheet *sheet)
{
    return is_own_check(reading, sheet) || th_is_meta(reading, sheet) ||
           (sheet->visibility != TH_VISIBLE && th_str_starts(sheet->name, TH_STR("_")));
}

uint32_t th_title_end(const th_reading *reading, const th_sheet *sheet)
{
    uint32_t row = 0, hits = 0;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < TH_TITLE_ROWS; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->row != row) {
            row = cell->row;
            hits = 0;
        }
        if (cell->type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(reading->arena, cell->text);
        for (uint32_t k = 0; k < reading->d->ncolumns; k++)
            if (th_label_fits(&reading->columns[k], &label)) {
                hits++;
                break;
            }
        if (hits >= 3)
            return row;
    }
    return TH_TITLE_ROWS;
}

/* Who is written to is not who writes: "Đơn vị nhận: …", "Nơi nhận: …", "Kính gửi: …". */
static bool is_addressee(const th_reading *reading, const th_cell *cell)
{
    static const char *const words[] = {"don vi nhan", "noi nhan", "kinh gui", "noi gui"};
    if (!cell || cell->type != TH_CELL_TEXT)
        return false;
    th_str weak = th_fold_weak(reading->arena, cell->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_starts(weak, th_str_of(words[i])))
            return true;
    return false;
}

/* Does the cell name whom the form is sent to, not who sends it?  The name may stand in a cell of its own, to the
 * right of "Nơi nhận:" or below it. */
static bool names_addressee(const th_reading *reading, const th_sheet *sheet, size_t i)
{
    const th_cell *cell = &sheet->cells[i];
    const th_cell *left = i > 0 && sheet->cells[i - 1].row == cell->row ? &sheet->cells[i - 1] : NULL;
    const th_cell *above = cell->row > 0 ? th_sheet_at(sheet, cell->row - 1, cell->col) : NULL;
    bool several;
    if (is_addressee(reading, cell))
        return true;
    for (size_t k = 0; k < 2; k++) {
        const th_cell *near = k ? above : left;
        if (near && is_addressee(reading, near) && th_str_ends(th_str_trim(near->text), TH_STR(":")) &&
            th_unit_in(reading->arena, reading->d, th_fold(reading->arena, near->text), th_fold, &several) == TH_NONE)
            return true;
    }
    return false;
}

static uint32_t unit_of_meta(const th_reading *reading, th_str text)
{
    th_str key = th_fold(reading->arena, text);
    for (uint32_t u = 0; key.len && u < reading->d->nunits; u++) {
        const th_unit *unit = &reading->d->units[u];
        if (th_str_eq(key, th_fold(reading->arena, unit->code)) || th_str_eq(key, th_fold(reading->arena, unit->name)))
            return u;
        for (size_t i = 0; i < unit->aliases.n; i++)
            if (th_str_eq(key, th_fold(reading->arena, unit->aliases.at[i])))
                return u;
    }
    return TH_NONE;
}

static th_mentions mentions_of_units(const th_reading *reading, th_str title)
{
    th_mentions named = {0};
    for (uint32_t u = 0; u < reading->d->nunits; u++) {
        const th_unit *unit = &reading->d->units[u];
        th_mentions_of_name(reading->arena, &named, u, title, th_fold(reading->arena, unit->name));
        for (size_t i = 0; i < unit->aliases.n; i++)
            th_mentions_of_name(reading->arena, &named, u, title, th_fold(reading->arena, unit->aliases.at[i]));
    }
    return named;
}

static bool mention_fits(const th_reading *reading, th_str title, const th_mention *one)
{
    return th_title_fits(reading->arena, &reading->d->units[one->unit], title, one->at, one->len);
}

/* "Trường TH Tân Lập" and "Tân Lập 3" in "TRƯỜNG TH TÂN LẬP 3": is the name one that does not fit the line, and shares
 * words with one that does? */
static bool is_overlapped(const th_reading *reading, th_str title, const th_mentions *named, size_t i)
{
    const th_mention *one = &named->at[i];
    if (mention_fits(reading, title, one))
        return false;
    for (size_t k = 0; k < named->n; k++) {
        const th_mention *other = &named->at[k];
        if (other->at < one->at + one->len && one->at < other->at + other->len && mention_fits(reading, title, other))
            return true;
    }
    return false;
}

/* The one unit that a title line names.  A line that names it, and more, may be somebody else's ("TRƯỜNG TH TÂN LẬP
 * 3"): *unfit is set. */
static uint32_t unit_of_title(const th_reading *reading, th_str text, bool *unfit)
{
    th_str title = th_fold(reading->arena, text);
    const th_mentions named = mentions_of_units(reading, title);
    uint32_t found = TH_NONE;
    *unfit = false;
    for (size_t i = 0; i < named.n; i++) {
        const th_mention *one = &named.at[i];
        if (th_is_inside_another(&named, i) || is_overlapped(reading, title, &named, i))
            continue;
        if (found != TH_NONE && found != one->unit)
            return TH_NONE;
        found = one->unit;
        *unfit = *unfit || !mention_fits(reading, title, one);
    }
    return found;
}

static void hear(th_named_unit *named, const th_named_unit *heard)
{
    if (named->unit == TH_NONE)
        *named = *heard;
}

/* A place alone is outweighed by a letterhead that names another body of that place. */
static void outweigh(th_voice *voice, const th_named_unit *letterhead, bool stated)
{
    if (letterhead->unit == TH_NONE || stated || voice->first.unit != letterhead->unit)
        return;
    voice->near = *letterhead;
    voice->first = voice->other;
    voice->other = TH_NO_UNIT_NAMED;
}

/* What the titles of a sheet that is no _META say. */
static th_voice voice_of_titles(const th_reading *reading, const th_sheet *sheet)
{
    th_voice voice = {TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED};
    th_named_unit letterhead = TH_NO_UNIT_NAMED; /* that names another body in the unit's place */
    bool unfit = false, stated = false;          /* does a line state the authority of the first? */
    uint32_t end = th_title_end(reading, sheet);
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        const th_cell *cell = &sheet->cells[i];
        uint32_t unit = cell->type == TH_CELL_TEXT ? unit_of_title(reading, cell->text, &unfit) : TH_NONE;
        if (unit == TH_NONE || names_addressee(reading, sheet, i))
            continue;
        th_named_unit heard = {unit, {.sheet = sheet, .form = TH_NONE, .row = cell->row, .col = cell->col}, {0}};
        th_str whole;
        th_letterhead head = unfit ? TH_LETTERHEAD_NONE : th_letterhead_of(reading, sheet, i, unit, &whole);
        if (head == TH_LETTERHEAD_ABOVE)
            continue;
        if (head == TH_LETTERHEAD_ANOTHER) {
            heard.whole = whole;
            hear(&letterhead, &heard);
        }
        if (unfit || head == TH_LETTERHEAD_ANOTHER) {
            hear(&voice.near, &heard);
            continue;
        }
        if (voice.first.unit != TH_NONE && voice.first.unit != unit)
            hear(&voice.other, &heard);
        hear(&voice.first, &heard);
        stated = stated ||
                 (voice.first.unit == unit && th_states_authority(reading, th_fold(reading->arena, cell->text), unit));
    }
    outweigh(&voice, &letterhead, stated);
    return voice;
}

static th_voice voice_of_meta(const th_reading *reading, const th_sheet *sheet)
{
    th_voice voice = {TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED};
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        uint32_t unit = cell->type == TH_CELL_TEXT ? unit_of_meta(reading, cell->text) : TH_NONE;
        const th_named_unit heard = {unit, {.sheet = sheet, .form = TH_NONE, .row = cell->row, .col = cell->col}, {0}};
        if (unit != TH_NONE && voice.first.unit != TH_NONE && voice.first.unit != unit)
            hear(&voice.other, &heard);
        hear(&voice.first, &heard);
    }
    return voice;
}

static th_voice voice_of_sheet(const th_reading *reading, const th_sheet *sheet)
{
    return th_is_meta(reading, sheet) ? voice_of_meta(reading, sheet) : voice_of_titles(reading, sheet);
}

/* Counts in how many sheets each unit is named; *second is where one beside that of the most sheets is named first. */
static void count_voices(const th_reading *reading, th_identity *id)
{
    uint32_t *sheets = th_arena_array(reading->arena, reading->d->nunits + 1, sizeof *sheets);
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_voice *voice = &id->voices[index];
        if (voice->first.unit != TH_NONE)
            sheets[voice->first.unit]++;
        if (voice->other.unit != TH_NONE)
            sheets[voice->other.unit]++;
        if (id->near.unit == TH_NONE)
            id->near = voice->near;
    }
    th_buf names;
    size_t n = 0;
    th_buf_init(&names, reading->arena);
    for (uint32_t unit = 0; unit < reading->d->nunits; unit++) {
        if (!sheets[unit])
            continue;
        th_buf_fmt(&names, "%s" TH_FMT, n++ ? ", " : "", TH_ARG(reading->d->units[unit].name));
        if (id->unit == TH_NONE || sheets[unit] > sheets[id->unit])
            id->unit = unit;
    }
    id->names = th_buf_str(&names);
    id->several = n > 1;
    for (size_t index = 0; index < reading->book->nsheets && id->second.unit == TH_NONE; index++) {
        const th_voice *voice = &id->voices[index];
        id->second = voice->first.unit == id->unit ? voice->other : voice->first;
    }
}

th_identity th_identify_unit(const th_reading *reading)
{
    size_t nsheets = reading->book->nsheets;
    th_identity id = {.unit = TH_NONE,
                      .second = TH_NO_UNIT_NAMED,
                      .near = TH_NO_UNIT_NAMED,
                      .voices = th_arena_array(reading->arena, nsheets + 1, sizeof *id.voices)};
    for (int pass = 0; pass < 2 && id.unit == TH_NONE; pass++) {
        for (size_t index = 0; index < nsheets; index++) {
            const th_sheet *sheet = &reading->book->sheets[index];
            bool asked = pass || reading->claimed[index] != TH_NONE || th_is_meta(reading, sheet);
            id.voices[index] = asked ? voice_of_sheet(reading, sheet)
                                     : (th_voice){TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED, TH_NO_UNIT_NAMED};
        }
        count_voices(reading, &id);
    }
    return id;
}

/* "ngày 19 tháng 4 năm 2021" is a date, perhaps of a document; it does not state the year of the form. */
static bool is_in_date(th_str text, size_t year_word)
{
    th_str head = th_str_trim(th_str_sub(text, 0, year_word));
    while (head.len && th_is_digit(head.ptr[head.len - 1]))
        head.len--;
    return th_str_ends(th_str_trim(head), TH_STR("tháng"));
}

/* The year that follows "năm" ("năm 2022", "năm báo cáo: 2022"); 0 when there is none, or a range ("2021-2025"). */
static long year_after(th_str text, size_t at)
{
    size_t limit = at + TH_STR("năm").len + 16;
    for (size_t k = at; k + 4 <= text.len && k <= limit; k++) {
        long year;
        bool alone = !th_is_word_byte(text.ptr[k - 1]) && (k + 4 == text.len || !th_is_word_byte(text.ptr[k + 4]));
        if (k == at || !alone || !th_str_to_long(th_str_sub(text, k, 4), &year) || year < 1990 || year > 2100)
            continue;
        th_str rest = th_str_trim(th_str_sub(text, k + 4, text.len));
        return rest.len && rest.ptr[0] == '-' ? 0 : year;
    }
    return 0;
}

/* A form of the definition may itself be about a part of the year; then its title says so there, too. */
static bool is_part_of_form(const th_reading *reading, th_str part)
{
    for (size_t i = 0; i < reading->d->nforms; i++)
        if (th_str_find(th_fold(reading->arena, reading->d->forms[i].title), part, 0) != SIZE_MAX)
            return true;
    return false;
}

/* Where does a year stand in a title, and what is the whole of the title? */
typedef struct year_place {
    th_str before, title;
} year_place;

static th_stated_year year_stated(const th_reading *reading, long year, const year_place *place)
{
    th_str part = th_part_of_year(place->before);
    bool partly = part.len > 0 && !is_part_of_form(reading, part);
    return (th_stated_year){th_str_fmt(reading->arena, "%ld", year), partly ? th_str_trim(place->title) : (th_str){0}};
}

bool th_identify_year(const th_reading *reading, const th_sheet *sheet, th_stated_year *stated, uint32_t *row,
                      uint32_t *col)
{
    uint32_t end = th_title_end(reading, sheet);
    const th_str word = TH_STR("năm");
    bool other = false;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->type != TH_CELL_TEXT)
            continue;
        th_str text = th_fold(reading->arena, cell->text);
        for (size_t at = th_find_words(text, word, 0); at != SIZE_MAX; at = th_find_words(text, word, at + 1)) {
            long year = is_in_date(text, at) ? 0 : year_after(text, at + word.len);
            const th_cell *next =
                i + 1 < sheet->ncells && sheet->cells[i + 1].row == cell->row ? &sheet->cells[i + 1] : NULL;
            if (!year && at + word.len == text.len && next && next->type == TH_CELL_NUMBER && next->number >= 1990 &&
                next->number <= 2100)
                year = (long)next->number;
            if (!year)
                continue;
            const year_place place = {th_str_sub(text, 0, at), cell->text};
            th_stated_year said = year_stated(reading, year, &place);
            if (year == reading->d->period && !said.title.len) {
                *stated = said;
                return true;
            }
            if (other)
                continue;
            other = true;
            *stated = said;
            *row = cell->row;
            *col = cell->col;
        }
    }
    return !other;
}
