/* What stands before and behind a unit's name in a title line may make it the name of somebody else. */
#include "fact/title_fit.h"

#include "base/ascii.h"
#include "fact/authority.h"
#include "fact/bare_label.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

static const char *const levels[] = {"tỉnh",  "thành phố", "tp",       "tp.", "quận",
                                     "huyện", "thị xã",    "thị trấn", "xã",  "phường"};
enum { LEVELS = sizeof levels / sizeof *levels, NO_LEVEL = LEVELS };

static bool ends_with_word(th_str text, th_str word)
{
    if (!th_str_ends(text, word))
        return false;
    return text.len == word.len || strchr(" ,-(", text.ptr[text.len - word.len - 1]) != NULL;
}

/* The level that stands right before `at`; of two the longer, as "thị xã" ends with "xã". */
static size_t level_before(th_str text, size_t at)
{
    th_str head = th_str_trim(th_str_sub(text, 0, at));
    size_t found = NO_LEVEL, longest = 0;
    for (size_t i = 0; i < LEVELS; i++) {
        th_str word = th_str_of(levels[i]);
        if (word.len > longest && ends_with_word(head, word)) {
            found = i;
            longest = word.len;
        }
    }
    return found;
}

/* Do the unit's own names say at which level the place is, and never at this one? */
static bool is_of_another_level(th_arena *arena, const th_unit *unit, th_str place, size_t level)
{
    bool stated = false;
    for (size_t i = 0; i <= unit->aliases.n; i++) {
        th_str name = th_fold(arena, i ? unit->aliases.at[i - 1] : unit->name);
        size_t at = th_str_find(name, place, 0);
        size_t own = at == SIZE_MAX ? NO_LEVEL : level_before(name, at);
        if (own == level)
            return false;
        stated = stated || own != NO_LEVEL;
    }
    return stated;
}

/* What stands behind the marks that may part a name from its number ("Tân Lập 3", "Tân Lập-3"); empty: none does. */
static th_str behind_marks(th_str rest)
{
    size_t at = 0;
    while (at < rest.len && strchr(" -.", rest.ptr[at]))
        at++;
    return at ? th_str_sub(rest, at, rest.len) : (th_str){0};
}

/* Words between a name and the number or letter of a part: "số 3", "- cơ sở 2", "(phân hiệu B)". */
static th_str behind_part_word(th_str rest, bool *part)
{
    static const char *const words[] = {"cơ sở", "phân hiệu", "điểm trường", "chi nhánh"};
    th_str inner = rest;
    while (inner.len && strchr(" -.,(", inner.ptr[0]))
        inner = th_str_sub(inner, 1, inner.len);
    *part = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !*part; i++) {
        th_str word = th_str_of(words[i]);
        *part = th_str_starts(inner, word) && inner.len > word.len && inner.ptr[word.len] == ' ';
        if (*part)
            rest = th_str_sub(inner, word.len, inner.len);
    }
    rest = behind_marks(rest);
    return th_str_starts(rest, TH_STR("số ")) ? th_str_trim(th_str_sub(rest, TH_STR("số ").len, rest.len)) : rest;
}

/* "Phong Lan hai". */
static bool is_number_word(th_str rest)
{
    static const char *const words[] = {"một", "hai", "ba", "bốn", "năm"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_eq(rest, th_str_of(words[i])))
            return true;
    return false;
}

/* "Tân Lập 3", "Tân Lập số 3"; but not "Sơn La 2022", "Sơn La 12/2022", "Sơn La 6 tháng đầu năm". */
static bool is_numbered(th_str rest)
{
    static const char *const periods[] = {"tháng", "quí", "tuần", "ngày"};
    bool part;
    rest = behind_part_word(rest, &part);
    if (is_number_word(rest))
        return true;
    size_t digits = 0;
    while (digits < rest.len && th_is_digit(rest.ptr[digits]))
        digits++;
    if (digits == 0 || digits > 2)
        return false;
    if (digits < rest.len && !strchr(" ,;)", rest.ptr[digits]))
        return false;
    th_str next = th_str_trim(th_str_sub(rest, digits, rest.len));
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (th_str_starts(next, th_str_of(periods[i])))
            return false;
    return true;
}

/* "a", "a1", "3b", "iii". */
static bool is_sign(th_str word)
{
    enum { LONGEST = 3 };
    size_t letters = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (!th_is_letter(word.ptr[i]) && !th_is_digit(word.ptr[i]))
            return false;
        letters += th_is_letter(word.ptr[i]);
    }
    return th_is_roman(word) || (letters == 1 && word.len <= LONGEST);
}

/* "Tân Lập A", "Phòng II", "Tân Lập A năm 2022"; but not "Sơn La v/v …". */
static bool is_lettered(th_str rest)
{
    bool part, glued = th_str_starts(rest, TH_STR("-")) && !th_str_starts(rest, TH_STR("- "));
    th_str behind = behind_part_word(rest, &part);
    if (!part && !glued && !th_str_starts(rest, TH_STR(" ")))
        return false;
    rest = part || glued ? behind : th_str_trim(rest);
    size_t end = 0;
    while (end < rest.len && !strchr(" ,;)", rest.ptr[end]))
        end++;
    if (!is_sign(th_str_sub(rest, 0, end)))
        return false;
    th_str next = th_str_trim(th_str_sub(rest, end, rest.len));
    return !next.len || strchr(",;)-(", next.ptr[0]) || th_is_digit(next.ptr[0]) || th_str_starts(next, TH_STR("năm"));
}

static th_str without_level(th_str name)
{
    for (size_t i = 0; i < LEVELS; i++) {
        th_str word = th_str_of(levels[i]);
        if (th_str_starts(name, word) && name.len > word.len && name.ptr[word.len] == ' ')
            return th_str_trim(th_str_sub(name, word.len, name.len));
    }
    return name;
}

/* Does an authority stand before the place that is none of those that the unit's own names state? */
static bool is_of_another_authority(th_arena *arena, const th_unit *unit, th_str head, th_str mentioned)
{
    th_authority named = th_authority_before(arena, head);
    th_str place = without_level(mentioned);
    bool stated = false;
    if (!named.kind.len || th_authority_before(arena, mentioned).kind.len)
        return false;
    for (size_t i = 0; i <= unit->aliases.n; i++) {
        th_str name = th_fold(arena, i ? unit->aliases.at[i - 1] : unit->name);
        size_t at = th_str_find(name, place, 0);
        th_authority own = th_authority_before(arena, th_str_sub(name, 0, at == SIZE_MAX ? 0 : at));
        if (own.kind.len && th_authority_fits(own, named))
            return false;
        stated = stated || own.kind.len;
    }
    return stated;
}

bool th_title_fits(th_arena *arena, const th_unit *unit, th_str title, size_t at, size_t len)
{
    th_str rest = th_str_sub(title, at + len, title.len);
    if (is_numbered(rest) || is_lettered(rest))
        return false;
    if (is_of_another_authority(arena, unit, th_str_sub(title, 0, at), th_str_sub(title, at, len)))
        return false;
    size_t level = level_before(title, at);
    return level == NO_LEVEL || !is_of_another_level(arena, unit, th_str_sub(title, at, len), level);
}
