/* Which unit and which year: what the title rows say; the file name is a hint only. */
#include "fact/extract.h"
#include "fact/folder.h"
#include "fact/reading.h"
#include "fact/title_fit.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

typedef th_str (*folding)(th_arena *, th_str);

typedef struct mention {
    uint32_t unit;
    size_t at, len;
} mention;
typedef struct mentions {
    mention *at;
    size_t n, cap;
} mentions;

/* Letters of folded text are lower case; beyond ASCII there are letters only. */
static bool is_word_byte(char c)
{
    return th_is_lower(c) || th_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Offset of `needle` as whole words inside `text` at or after `from`, or SIZE_MAX; both folded. */
static size_t find_words(th_str text, th_str needle, size_t from)
{
    if (needle.len == 0)
        return SIZE_MAX;
    for (size_t at = th_str_find(text, needle, from); at != SIZE_MAX; at = th_str_find(text, needle, at + 1)) {
        bool before = at == 0 || !is_word_byte(text.ptr[at - 1]);
        bool after = at + needle.len == text.len || !is_word_byte(text.ptr[at + needle.len]);
        if (before && after)
            return at;
    }
    return SIZE_MAX;
}

static void look_for(th_arena *arena, mentions *named, uint32_t unit, th_str text, th_str name)
{
    for (size_t at = find_words(text, name, 0); at != SIZE_MAX; at = find_words(text, name, at + 1)) {
        mention one = {unit, at, name.len};
        TH_PUSH(arena, named->at, named->n, named->cap, one);
    }
}

static bool is_inside_another(const mentions *named, size_t i)
{
    for (size_t k = 0; k < named->n; k++)
        if (named->at[k].len > named->at[i].len && named->at[k].at <= named->at[i].at &&
            named->at[i].at + named->at[i].len <= named->at[k].at + named->at[k].len)
            return true;
    return false;
}

/* The one unit that is meant.  A name inside a longer one ("Hà" in "Hà Giang") does not count. */
static uint32_t decide_unit(const mentions *named, bool *several)
{
    uint32_t found = TH_NONE;
    *several = false;
    for (size_t i = 0; i < named->n; i++) {
        if (is_inside_another(named, i))
            continue;
        *several = *several || (found != TH_NONE && found != named->at[i].unit);
        found = named->at[i].unit;
    }
    return *several ? TH_NONE : found;
}

static uint32_t unit_in(th_arena *arena, const th_definition *d, th_str text, folding fold, bool *several)
{
    mentions named = {0};
    for (uint32_t u = 0; u < d->nunits; u++) {
        look_for(arena, &named, u, text, fold(arena, d->units[u].name));
        for (size_t i = 0; i < d->units[u].aliases.n; i++)
            look_for(arena, &named, u, text, fold(arena, d->units[u].aliases.at[i]));
    }
    return decide_unit(&named, several);
}

static th_str without_spaces(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ')
            th_buf_byte(&out, s.ptr[i]);
    return th_buf_str(&out);
}

/* The unit that a part of a name, without its ending, hints at. */
static uint32_t unit_of_part(th_arena *arena, const th_definition *d, th_str part)
{
    th_str text = th_fold_weak(arena, part);
    bool several;
    uint32_t found = unit_in(arena, d, text, th_fold_weak, &several);
    if (found != TH_NONE || several)
        return found;
    /* "SonLa": the name without its spaces; and last the code alone. */
    mentions named = {0};
    for (uint32_t u = 0; u < d->nunits; u++)
        look_for(arena, &named, u, text, without_spaces(arena, th_fold_weak(arena, d->units[u].name)));
    found = decide_unit(&named, &several);
    if (found != TH_NONE || several)
        return found;
    named.n = 0;
    for (uint32_t u = 0; u < d->nunits; u++)
        look_for(arena, &named, u, text, th_fold_weak(arena, d->units[u].code));
    return decide_unit(&named, &several);
}

static th_str without_ending(th_str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '.')
            return th_str_sub(name, 0, i - 1);
    return name;
}

uint32_t th_extract_unit_of_base_name(th_arena *arena, const th_definition *d, th_str name)
{
    return unit_of_part(arena, d, without_ending(th_name_base(name)));
}

uint32_t th_extract_unit_of_folder(th_arena *arena, const th_definition *d, th_str name)
{
    uint32_t found = TH_NONE;
    th_str part;
    th_name_cut_last(&name, &part); /* the file itself */
    while (found == TH_NONE && th_name_cut_last(&name, &part))
        found = unit_of_part(arena, d, part);
    return found;
}

uint32_t th_extract_unit_of_name(th_arena *arena, const th_definition *d, th_str name)
{
    uint32_t by_folder = th_extract_unit_of_folder(arena, d, name);
    uint32_t by_name = th_extract_unit_of_base_name(arena, d, name);
    if (by_folder == TH_NONE || by_name == TH_NONE)
        return by_folder == TH_NONE ? by_name : by_folder;
    return by_folder == by_name ? by_name : TH_NONE;
}

bool th_is_meta(const th_reading *reading, const th_sheet *sheet)
{
    return th_str_eq(th_fold(reading->arena, sheet->name), TH_STR("_meta"));
}

bool th_is_inner(const th_reading *reading, const th_sheet *sheet)
{
    return th_is_meta(reading, sheet) || (sheet->visibility != TH_VISIBLE && th_str_starts(sheet->name, TH_STR("_")));
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
            unit_in(reading->arena, reading->d, th_fold(reading->arena, near->text), th_fold, &several) == TH_NONE)
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

/* A line that names a unit, and more than it, may be somebody else's: "TRƯỜNG TH TÂN LẬP 3". */
static uint32_t unit_of_title(const th_reading *reading, th_str text, bool *unfit)
{
    bool several;
    th_str title = th_fold(reading->arena, text);
    uint32_t found = unit_in(reading->arena, reading->d, title, th_fold, &several);
    *unfit = false;
    if (found == TH_NONE)
        return TH_NONE;
    const th_unit *unit = &reading->d->units[found];
    mentions named = {0};
    look_for(reading->arena, &named, found, title, th_fold(reading->arena, unit->name));
    for (size_t i = 0; i < unit->aliases.n; i++)
        look_for(reading->arena, &named, found, title, th_fold(reading->arena, unit->aliases.at[i]));
    for (size_t i = 0; i < named.n; i++)
        *unfit = *unfit || (!is_inside_another(&named, i) &&
                            !th_title_fits(reading->arena, unit, title, named.at[i].at, named.at[i].len));
    return found;
}

typedef struct vote {
    uint32_t n;
    const th_sheet *sheet;
    uint32_t row, col;
} vote;

static void vote_on_sheet(const th_reading *reading, const th_sheet *sheet, vote *votes, th_identity *id)
{
    bool meta = th_is_meta(reading, sheet), unfit = false;
    uint32_t end = meta ? UINT32_MAX : th_title_end(reading, sheet);
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->type != TH_CELL_TEXT)
            continue;
        uint32_t u = meta ? unit_of_meta(reading, cell->text) : unit_of_title(reading, cell->text, &unfit);
        if (u == TH_NONE || (!meta && names_addressee(reading, sheet, i)))
            continue;
        if (unfit) {
            if (id->near == TH_NONE) {
                id->near = u;
                id->near_title = (th_spot){.sheet = sheet, .form = TH_NONE, .row = cell->row, .col = cell->col};
            }
            continue;
        }
        if (!votes[u].n++)
            votes[u] = (vote){1, sheet, cell->row, cell->col};
    }
}

th_identity th_identify_unit(const th_reading *reading)
{
    vote *votes = th_arena_array(reading->arena, reading->d->nunits + 1, sizeof *votes);
    th_identity id = {.unit = TH_NONE,
                      .near = TH_NONE,
                      .row = TH_NO_CELL,
                      .col = TH_NO_CELL,
                      .near_title = {.form = TH_NONE, .row = TH_NO_CELL, .col = TH_NO_CELL}};
    uint32_t second = TH_NONE;
    th_buf names;
    size_t n = 0;
    /* The forms speak for the workbook; other sheets are asked only where no form names a unit. */
    for (int pass = 0; pass < 2 && n == 0; pass++) {
        for (size_t index = 0; index < reading->book->nsheets; index++)
            if (pass || reading->form_of[index] != TH_NONE || th_is_meta(reading, &reading->book->sheets[index]))
                vote_on_sheet(reading, &reading->book->sheets[index], votes, &id);
        th_buf_init(&names, reading->arena);
        for (uint32_t u = 0; u < reading->d->nunits; u++) {
            if (!votes[u].n)
                continue;
            th_buf_fmt(&names, "%s" TH_FMT, n++ ? ", " : "", TH_ARG(reading->d->units[u].name));
            bool more = id.unit == TH_NONE || votes[u].n > votes[id.unit].n;
            second = more ? id.unit : u;
            id.unit = more ? u : id.unit;
        }
        id.names = th_buf_str(&names);
    }
    id.several = n > 1;
    if (id.several && second != TH_NONE) {
        id.sheet = votes[second].sheet;
        id.row = votes[second].row;
        id.col = votes[second].col;
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
        bool alone = !is_word_byte(text.ptr[k - 1]) && (k + 4 == text.len || !is_word_byte(text.ptr[k + 4]));
        if (k == at || !alone || !th_str_to_long(th_str_sub(text, k, 4), &year) || year < 1990 || year > 2100)
            continue;
        th_str rest = th_str_trim(th_str_sub(text, k + 4, text.len));
        return rest.len && rest.ptr[0] == '-' ? 0 : year;
    }
    return 0;
}

bool th_identify_year(const th_reading *reading, const th_sheet *sheet, th_str *stated, uint32_t *row, uint32_t *col)
{
    uint32_t end = th_title_end(reading, sheet);
    const th_str word = TH_STR("năm");
    bool other = false;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->type != TH_CELL_TEXT)
            continue;
        th_str text = th_fold(reading->arena, cell->text);
        for (size_t at = find_words(text, word, 0); at != SIZE_MAX; at = find_words(text, word, at + 1)) {
            long year = is_in_date(text, at) ? 0 : year_after(text, at + word.len);
            const th_cell *next =
                i + 1 < sheet->ncells && sheet->cells[i + 1].row == cell->row ? &sheet->cells[i + 1] : NULL;
            if (!year && at + word.len == text.len && next && next->type == TH_CELL_NUMBER && next->number >= 1990 &&
                next->number <= 2100)
                year = (long)next->number;
            if (!year)
                continue;
            if (year == reading->d->period) {
                *stated = th_str_fmt(reading->arena, "%ld", year);
                return true;
            }
            if (other)
                continue;
            other = true;
            *stated = th_str_fmt(reading->arena, "%ld", year);
            *row = cell->row;
            *col = cell->col;
        }
    }
    return !other;
}
