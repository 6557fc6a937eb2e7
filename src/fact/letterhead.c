/* Which line of a letterhead is the body that writes, and whether that body may be the unit. */
#include "fact/letterhead.h"

#include "fact/authority.h"
#include "fact/title_fit.h"
#include "fact/unit_names.h"

#include "base/ascii.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

enum {
    REACH = 2, /* rows from one line of a letterhead to the next: one may be blank */
    MOST_LINES = 16
};

/* The lines of one column around a cell.  A cell may hold several. */
typedef struct lines {
    struct {
        th_str text; /* as typed */
        uint32_t row;
    } at[MOST_LINES];
    size_t n;
} lines;

static void add_lines(lines *stack, const th_cell *cell)
{
    th_str rest = cell->text, line;
    while (th_str_cut(&rest, '\n', &line) && stack->n < MOST_LINES)
        if (th_str_trim(line).len) {
            stack->at[stack->n].text = th_str_trim(line);
            stack->at[stack->n++].row = cell->row;
        }
}

static lines lines_around(const th_sheet *sheet, const th_cell *cell)
{
    lines stack = {.n = 0};
    uint32_t first = cell->row < REACH ? 0 : cell->row - REACH;
    for (uint32_t row = first; row <= cell->row + 2 * REACH; row++) {
        const th_cell *found = th_sheet_at(sheet, row, cell->col);
        if (found && found->type == TH_CELL_TEXT)
            add_lines(&stack, found);
    }
    return stack;
}

/* Line `i` where it belongs to the same letterhead as line `from`, or an empty text. */
static th_str near_line(const lines *stack, size_t from, size_t i)
{
    if (i >= stack->n)
        return (th_str){0};
    uint32_t one = stack->at[from].row, other = stack->at[i].row;
    return one > other + REACH || other > one + REACH ? (th_str){0} : stack->at[i].text;
}

static th_mention longest_name(const th_reading *reading, th_str folded, uint32_t unit)
{
    const th_unit *of = &reading->d->units[unit];
    th_mentions named = {0};
    th_mention longest = {0};
    th_mentions_of_name(reading->arena, &named, unit, folded, th_fold(reading->arena, of->name));
    for (size_t i = 0; i < of->aliases.n; i++)
        th_mentions_of_name(reading->arena, &named, unit, folded, th_fold(reading->arena, of->aliases.at[i]));
    for (size_t i = 0; i < named.n; i++)
        if (named.at[i].len > longest.len)
            longest = named.at[i];
    return longest;
}

/* The line of the cell that names the unit, or SIZE_MAX: the name itself is broken over two lines. */
static size_t find_line(const th_reading *reading, const lines *stack, uint32_t row, uint32_t unit)
{
    for (size_t i = 0; i < stack->n; i++)
        if (stack->at[i].row == row && longest_name(reading, th_fold(reading->arena, stack->at[i].text), unit).len)
            return i;
    return SIZE_MAX;
}

/* ---- what a line is ---- */

/* Is nothing said but a place, and the committee of the place: "UBND tỉnh", "Đơn vị: tỉnh"? */
static bool is_place_only(th_str head)
{
    static const char *const words[] = {"ubnd",      "uỷ ban nhân dân",
                                        "hđnd",      "hội đồng nhân dân",
                                        "đơn vị",    "tên",
                                        "cơ quan",   "tỉnh",
                                        "thành phố", "tp",
                                        "tp.",       "quận",
                                        "huyện",     "thị xã",
                                        "thị trấn",  "xã",
                                        "phường",    "và",
                                        ":",         "-",
                                        ","};
    for (bool cut = true; cut;) {
        cut = false;
        head = th_str_trim(head);
        for (size_t i = 0; i < sizeof words / sizeof *words && !cut; i++) {
            th_str word = th_str_of(words[i]);
            if (!th_str_ends(head, word))
                continue;
            head = th_str_sub(head, 0, head.len - word.len);
            cut = true;
        }
    }
    return head.len == 0;
}

/* "Đơn vị: Sơn La" says whose the sheet is. */
static bool is_field(th_str line)
{
    return th_str_starts(line, TH_STR("đơn vị")) || th_str_starts(line, TH_STR("tên đơn vị")) ||
           th_str_starts(line, TH_STR("cơ quan"));
}

/* What stands behind the name on its own line, without the mark between them. */
static th_str behind_name(th_str folded, const th_mention *name)
{
    size_t at = name->at + name->len;
    while (at < folded.len && strchr(" -,;:/.(", folded.ptr[at]))
        at++;
    return th_str_sub(folded, at, folded.len);
}

/* The title of a form is no body, whatever it begins with: "THANH TRA, KIỂM TRA". */
static bool is_form_title(const th_reading *reading, th_str folded)
{
    for (size_t i = 0; i < reading->d->nforms; i++) {
        th_str title = reading->titles[i].strong;
        if (title.len && (th_str_find(folded, title, 0) != SIZE_MAX || th_str_find(title, folded, 0) != SIZE_MAX))
            return true;
    }
    return false;
}

static bool is_body(const th_reading *reading, th_str folded)
{
    return th_authority_leading(reading->arena, folded).kind.len > 0 && !is_form_title(reading, folded);
}

/* ---- whose it is ---- */

/* What the unit's own name says of its authority: what stands before the place, or the whole of it. */
static th_authority authority_of_name(const th_reading *reading, const th_unit *unit, th_str name)
{
    size_t end = name.len;
    for (size_t i = 0; i <= unit->aliases.n; i++) {
        th_str place = th_fold(reading->arena, i ? unit->aliases.at[i - 1] : unit->name);
        size_t at = th_find_words(name, place, 0);
        if (at != SIZE_MAX && at > 0 && at < end)
            end = at;
    }
    return th_authority_before(reading->arena, th_str_sub(name, 0, end));
}

/* May the body be the unit?  *stated is set where a name of the unit states an authority at all. */
static bool may_be(const th_reading *reading, uint32_t index, th_str body, bool *stated)
{
    const th_unit *unit = &reading->d->units[index];
    th_authority named = th_authority_leading(reading->arena, body);
    for (size_t i = 0; i <= unit->aliases.n; i++) {
        th_str name = th_fold(reading->arena, i ? unit->aliases.at[i - 1] : unit->name);
        th_authority own = authority_of_name(reading, unit, name);
        if (own.kind.len && (th_authority_fits(own, named) || th_str_starts(name, body)))
            return true;
        *stated = *stated || own.kind.len;
    }
    return false;
}

static bool is_own_body(const th_reading *reading, uint32_t unit, th_str body, th_str next)
{
    bool stated = false;
    if (may_be(reading, unit, body, &stated))
        return true;
    if (next.len &&
        may_be(reading, unit, th_str_fmt(reading->arena, TH_FMT " " TH_FMT, TH_ARG(body), TH_ARG(next)), &stated))
        return true;
    th_authority named = th_authority_leading(reading->arena, body);
    return !stated && !(th_is_committee(named.kind) && named.key.len);
}

static bool fits(const th_reading *reading, uint32_t unit, th_str folded)
{
    th_mention name = longest_name(reading, folded, unit);
    return th_title_fits(reading->arena, &reading->d->units[unit], folded, name.at, name.len);
}

/* What a body next to the unit's line makes of it; `next` may be the rest of a name too long for one line. */
static th_letterhead judge_body(const th_reading *reading, uint32_t unit, th_str body, th_str next)
{
    bool several;
    uint32_t other = th_unit_in(reading->arena, reading->d, body, th_fold, &several);
    if (several)
        return TH_LETTERHEAD_NONE;
    if (other == TH_NONE)
        return is_own_body(reading, unit, body, next) ? TH_LETTERHEAD_NONE : TH_LETTERHEAD_ANOTHER;
    if (!fits(reading, other, body))
        return TH_LETTERHEAD_ANOTHER;
    return other == unit ? TH_LETTERHEAD_NONE : TH_LETTERHEAD_ABOVE;
}

bool th_states_authority(const th_reading *reading, th_str line, uint32_t unit)
{
    th_mention name = longest_name(reading, line, unit);
    return th_authority_before(reading->arena, th_str_sub(line, 0, name.at + name.len)).kind.len > 0;
}

static th_str both(th_arena *arena, th_str upper, th_str lower)
{
    return th_str_fmt(arena, TH_FMT " / " TH_FMT, TH_ARG(upper), TH_ARG(lower));
}

/* May the line be read together with the place below it? */
static bool is_body_of_place(const th_reading *reading, th_str body)
{
    bool several;
    return is_body(reading, body) && !th_is_committee(th_authority_leading(reading->arena, body).kind) &&
           th_unit_in(reading->arena, reading->d, body, th_fold, &several) == TH_NONE && !several;
}

th_letterhead th_letterhead_of(const th_reading *reading, const th_sheet *sheet, size_t index, uint32_t unit,
                               th_str *whole)
{
    th_arena *arena = reading->arena;
    const th_cell *cell = &sheet->cells[index];
    const lines stack = lines_around(sheet, cell);
    size_t i = find_line(reading, &stack, cell->row, unit);
    if (i == SIZE_MAX)
        return TH_LETTERHEAD_NONE;
    th_str typed = stack.at[i].text, line = th_fold(arena, typed);
    const th_mention name = longest_name(reading, line, unit);
    bool stated = th_states_authority(reading, line, unit) || is_field(line);
    if (!stated && !is_place_only(th_str_sub(line, 0, name.at)))
        return TH_LETTERHEAD_NONE;
    th_str behind = behind_name(line, &name), next = {0};
    th_str above = i ? near_line(&stack, i, i - 1) : (th_str){0}, below = near_line(&stack, i, i + 1);
    th_str body = is_body(reading, behind) ? behind : th_fold(arena, below);
    *whole = typed;
    if (!is_body(reading, behind)) {
        bool ends = !behind.len || th_is_digit(behind.ptr[0]) || th_str_starts(behind, TH_STR("năm"));
        if (ends && is_body(reading, body)) {
            *whole = both(arena, typed, below);
            next = th_fold(arena, near_line(&stack, i + 1, i + 2));
        } else if (ends && !stated && is_body_of_place(reading, th_fold(arena, above))) {
            *whole = both(arena, above, typed);
            body = th_fold(arena, above);
        } else {
            return TH_LETTERHEAD_NONE;
        }
    }
    /* A division of the unit reports for it; what has a seal of its own does not. */
    if (stated && !th_has_own_seal(th_authority_leading(arena, body).kind))
        return TH_LETTERHEAD_NONE;
    return judge_body(reading, unit, body, next);
}
