/* Which unit and which year: what the title rows say; the file name is a hint only. */
#include "fact/extract.h"
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* `needle` as whole words inside `text`; both folded. */
static bool has_words(th_str text, th_str needle)
{
    if (needle.len == 0)
        return false;
    for (size_t at = th_str_find(text, needle, 0); at != SIZE_MAX; at = th_str_find(text, needle, at + 1)) {
        bool before = at == 0 || !is_word_byte(text.ptr[at - 1]);
        bool after = at + needle.len == text.len || !is_word_byte(text.ptr[at + needle.len]);
        if (before && after)
            return true;
    }
    return false;
}

typedef th_str (*folding)(th_arena *, th_str);

/* Length of the longest name of a unit in a folded text; 0 when none stands there. */
static size_t longest_name(th_arena *arena, const th_unit *u, th_str text, folding fold, bool with_code)
{
    size_t best = 0;
    th_str key = fold(arena, u->name);
    if (has_words(text, key))
        best = key.len;
    for (size_t i = 0; i < u->aliases.n; i++) {
        key = fold(arena, u->aliases.at[i]);
        if (key.len > best && has_words(text, key))
            best = key.len;
    }
    key = fold(arena, u->code);
    if (with_code && key.len > best && has_words(text, key))
        best = key.len;
    return best;
}

/* The unit with the longest name in the text; TH_NONE when there is none or two are equally long. */
static uint32_t unit_in(th_arena *arena, const th_definition *d, th_str text, folding fold, bool with_code)
{
    uint32_t found = TH_NONE;
    size_t best = 0;
    bool tie = false;
    for (uint32_t u = 0; u < d->nunits; u++) {
        size_t n = longest_name(arena, &d->units[u], text, fold, with_code);
        if (n == 0 || n < best)
            continue;
        tie = n == best;
        best = n;
        found = u;
    }
    return tie ? TH_NONE : found;
}

/* "SonLa" in a file name is two words without a space. */
static th_str without_spaces(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ')
            th_buf_byte(&out, s.ptr[i]);
    return th_buf_str(&out);
}

uint32_t th_extract_unit_of_name(th_arena *arena, const th_definition *d, th_str file_name)
{
    size_t dot = file_name.len;
    for (size_t i = file_name.len; i > 0 && dot == file_name.len; i--)
        if (file_name.ptr[i - 1] == '.')
            dot = i - 1;
    th_str text = th_fold_weak(arena, th_str_sub(file_name, 0, dot));
    uint32_t found = unit_in(arena, d, text, th_fold_weak, true);
    for (uint32_t u = 0; u < d->nunits && found == TH_NONE; u++)
        if (has_words(text, without_spaces(arena, th_fold_weak(arena, d->units[u].name))))
            found = u;
    return found;
}

uint32_t th_title_end(const th_reading *r, const th_sheet *sheet)
{
    uint32_t row = 0, hits = 0;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < TH_TITLE_ROWS; i++) {
        const th_cell *c = &sheet->cells[i];
        if (c->row != row) {
            row = c->row;
            hits = 0;
        }
        if (c->type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(r->arena, c->text);
        for (uint32_t k = 0; k < r->d->ncolumns; k++)
            if (th_label_fits(&r->columns[k], &label)) {
                hits++;
                break;
            }
        if (hits >= 3)
            return row;
    }
    return TH_TITLE_ROWS;
}

th_identity th_identify_unit(const th_reading *r)
{
    uint32_t *votes = th_arena_array(r->arena, r->d->nunits + 1, sizeof *votes);
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        bool meta = th_str_eq(sheet->name, TH_STR("_META"));
        uint32_t end = meta ? UINT32_MAX : th_title_end(r, sheet);
        for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
            if (sheet->cells[i].type != TH_CELL_TEXT)
                continue;
            uint32_t u = unit_in(r->arena, r->d, th_fold(r->arena, sheet->cells[i].text), th_fold, meta);
            if (u != TH_NONE)
                votes[u]++;
        }
    }
    th_identity id = {.unit = TH_NONE};
    th_buf names;
    th_buf_init(&names, r->arena);
    size_t n = 0;
    for (uint32_t u = 0; u < r->d->nunits; u++) {
        if (!votes[u])
            continue;
        th_buf_fmt(&names, "%s" TH_FMT, n++ ? ", " : "", TH_ARG(r->d->units[u].name));
        if (id.unit == TH_NONE || votes[u] > votes[id.unit])
            id.unit = u;
    }
    id.several = n > 1;
    id.names = th_buf_str(&names);
    return id;
}

bool th_identify_year(const th_reading *r, const th_sheet *sheet, th_str *stated, uint32_t *row, uint32_t *col)
{
    uint32_t end = th_title_end(r, sheet);
    bool other = false;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        const th_cell *c = &sheet->cells[i];
        if (c->type != TH_CELL_TEXT)
            continue;
        th_str text = th_fold(r->arena, c->text);
        if (!has_words(text, TH_STR("năm")))
            continue;
        for (size_t k = 0; k + 4 <= text.len; k++) {
            long year;
            bool alone = (k == 0 || !is_word_byte(text.ptr[k - 1])) && (k + 4 == text.len || !is_word_byte(text.ptr[k + 4]));
            if (!alone || !th_str_to_long(th_str_sub(text, k, 4), &year) || year < 1990 || year > 2100)
                continue;
            if (year == r->d->period)
                return true;
            other = true;
            *stated = th_str_sub(text, k, 4);
            *row = c->row;
            *col = c->col;
        }
    }
    return !other;
}
