/* A sheet that names a stranger in the place where the other sheets of its file name their unit.
 *
 * "TRƯỜNG TIỂU HỌC SỐ 45" is the name of no unit of the list, and so nobody would be heard; but where it stands in the
 * cell in which the other sheets say "TRƯỜNG TIỂU HỌC SỐ 4" it is said of another school.  It begins with the same kind
 * of authority, and has a number that the unit's names have not, or a word that they have not and that is no slip of
 * the pen: at most one letter of a word, or two of the whole title, blanks aside. */
#include "fact/authority.h"
#include "fact/reading.h"
#include "fact/unit_names.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

enum { SLIP_OF_WORD = 1, SLIP_OF_TITLE = 2, FEWEST_INITIALS = 2 };

/* The next word of a folded text, without what stands between words; false at its end. */
static bool next_word(th_str *text, th_str *word)
{
    while (text->len && !th_is_word_byte(text->ptr[0]))
        *text = th_str_sub(*text, 1, text->len);
    size_t len = 0;
    while (len < text->len && th_is_word_byte(text->ptr[len]))
        len++;
    *word = th_str_sub(*text, 0, len);
    *text = th_str_sub(*text, len, text->len);
    return len > 0;
}

/* "04" is 4. */
static th_str without_noughts(th_str number)
{
    while (number.len > 1 && number.ptr[0] == '0')
        number = th_str_sub(number, 1, number.len);
    return number;
}

/* Is it one of these words, but for a slip?  A number has no slips. */
static bool is_among_words(th_str text, th_str wanted)
{
    wanted = without_noughts(wanted);
    size_t slips = th_is_digit(wanted.ptr[0]) ? 0 : SLIP_OF_WORD;
    th_str word;
    while (next_word(&text, &word))
        if (th_fold_distance(without_noughts(word), wanted, slips) <= slips)
            return true;
    return false;
}

static bool is_word_of_unit(const th_reading *reading, const th_unit *unit, th_str own, th_str word)
{
    if (is_among_words(own, word) || is_among_words(th_fold_weak(reading->arena, unit->name), word))
        return true;
    for (size_t i = 0; i < unit->aliases.n; i++)
        if (is_among_words(th_fold_weak(reading->arena, unit->aliases.at[i]), word))
            return true;
    return false;
}

/* What follows the kind of authority that a title begins with, folded without marks; empty where there is none. */
static th_str after_kind(th_arena *arena, th_str title, th_str *kind)
{
    *kind = th_authority_leading(arena, th_fold(arena, title)).kind;
    th_str weak = th_fold_weak(arena, title), word = th_fold_weak(arena, *kind);
    size_t at = word.len ? th_find_words(weak, word, 0) : SIZE_MAX;
    return at == SIZE_MAX ? (th_str){0} : th_str_trim(th_str_sub(weak, at + word.len, weak.len));
}

/* "tttt" of "thong tin va truyen thong"; with `whole` words "thongtintruyenthong". */
static th_str run_together(th_arena *arena, th_str text, bool whole)
{
    th_buf out;
    th_str word;
    th_buf_init(&out, arena);
    while (next_word(&text, &word))
        if (!th_str_eq(word, TH_STR("va")))
            th_buf_add(&out, whole ? word : th_str_sub(word, 0, 1));
    return th_buf_str(&out);
}

/* Is one the beginning of the other, abbreviated?  "TT&TT" and "thông tin và truyền thông Cao Bằng" are. */
static bool abbreviates(th_arena *arena, th_str one, th_str other)
{
    th_str initials = run_together(arena, other, false), letters = run_together(arena, one, true);
    return initials.len >= FEWEST_INITIALS && letters.len >= FEWEST_INITIALS &&
           (th_str_starts(letters, initials) || th_str_starts(initials, letters));
}

static bool has_other_word(const th_reading *reading, const th_unit *unit, th_str own, th_str text)
{
    static const char *const levels[] = {"tinh", "thanh", "pho", "tp", "quan", "huyen", "thi", "xa", "phuong"};
    bool other = false;
    th_str word;
    while (next_word(&text, &word)) {
        bool known = is_word_of_unit(reading, unit, own, word);
        for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
            known = known || th_str_eq(word, th_str_of(levels[i]));
        other = other || !known;
    }
    return other;
}

static bool has_other_number(const th_reading *reading, const th_unit *unit, th_str own, th_str text)
{
    th_str word;
    while (next_word(&text, &word))
        if (th_is_digit(word.ptr[0]) && !is_word_of_unit(reading, unit, own, word))
            return true;
    return false;
}

/* Is the title `text` that of another body than the one that writes `own` in its place? */
static bool names_stranger(const th_reading *reading, const th_unit *unit, th_str own, th_str text)
{
    th_arena *arena = reading->arena;
    th_str own_kind, kind;
    own = after_kind(arena, own, &own_kind);
    text = after_kind(arena, text, &kind);
    if (!kind.len || !(th_str_eq(own_kind, kind) || (th_is_committee(own_kind) && th_is_committee(kind))))
        return false;
    if (has_other_number(reading, unit, own, text))
        return true;
    return has_other_word(reading, unit, own, text) && !abbreviates(arena, own, text) &&
           !abbreviates(arena, text, own) &&
           th_fold_distance(run_together(arena, text, true), run_together(arena, own, true), SLIP_OF_TITLE) >
               SLIP_OF_TITLE;
}

/* The title by which `sheet` is a stranger's, at a place where another sheet names the unit. */
static th_named_unit stranger_in(const th_reading *reading, const th_identity *id, const th_sheet *sheet)
{
    const th_unit *unit = &reading->d->units[id->unit];
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_named_unit *own = &id->voices[index].first;
        if (reading->claimed[index] == TH_NONE || own->unit != id->unit || own->whole.len)
            continue;
        const th_spot *spot = &own->title;
        const th_cell *cell = th_sheet_at(sheet, spot->row, spot->col);
        if (cell && cell->type == TH_CELL_TEXT &&
            names_stranger(reading, unit, th_sheet_at(spot->sheet, spot->row, spot->col)->text, cell->text))
            return (th_named_unit){
                id->unit, {.sheet = sheet, .form = TH_NONE, .row = spot->row, .col = spot->col}, {0}};
    }
    return TH_NO_UNIT_NAMED;
}

void th_hear_strangers(const th_reading *reading, th_identity *id)
{
    for (size_t index = 0; index < reading->book->nsheets && id->unit != TH_NONE; index++) {
        th_voice *voice = &id->voices[index];
        if (reading->claimed[index] == TH_NONE || voice->first.unit != TH_NONE || voice->near.unit != TH_NONE)
            continue;
        voice->near = stranger_in(reading, id, &reading->book->sheets[index]);
        if (id->near.unit == TH_NONE)
            id->near = voice->near;
    }
}
