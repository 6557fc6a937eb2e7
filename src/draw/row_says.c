/* The text of a row, and the formula that gives the same. */
#include "draw/row_says.h"

#include "draw/bounds.h"
#include "draw/formula.h"
#include "base/finding.h"
#include "draw/reference.h"
#include "text/utf8.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_EXPONENT = 9, PRESENT = 7919, FIRST_WEIGHT = 48271, LAST_COLUMNS = 1 << 14 };
static const double largest = 1e14; /* beyond it programs that compute with a tolerance take neighbours for one */

/* ---- the check number ---- */

static uint32_t weight_of_column(uint32_t col)
{
    uint64_t weight = FIRST_WEIGHT;
    for (uint32_t i = 0; i < col % TH_ROW_CHUNK; i++)
        weight = weight * FIRST_WEIGHT % TH_ROW_PRIME;
    return (uint32_t)weight;
}

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

static double as_integer(double number, int exponent)
{
    return exponent < 0 ? number / power_of_ten(-exponent) : number * power_of_ten(exponent);
}

/* Would a last digit more or less round it to another integer? */
static bool rounds_for_certain(double number, int exponent)
{
    double shown = fabs(as_integer(number, exponent)), doubt = 0.01;
    if (shown > largest)
        return false;
    if (shown * 4e-16 > doubt)
        doubt = shown * 4e-16;
    return fabs(shown - floor(shown) - 0.5) > doubt;
}

int th_row_exponent(const th_row_cells *row)
{
    for (int exponent = MOST_EXPONENT; exponent > -MOST_EXPONENT; exponent--) {
        bool certain = true;
        for (size_t i = 0; i < row->n && certain; i++)
            certain = row->at[i].kind != TH_NOTED_NUMBER || rounds_for_certain(row->at[i].number, exponent);
        if (certain)
            return exponent;
    }
    return -MOST_EXPONENT;
}

static uint64_t term_of_number(const th_noted_cell *cell, int exponent)
{
    double number = round(as_integer(cell->number, exponent));
    double rest = fmod(fabs(number), TH_ROW_PRIME);
    if (number < 0 && rest > 0)
        rest = TH_ROW_PRIME - rest;
    return ((uint64_t)rest + PRESENT) * weight_of_column(cell->col);
}

uint32_t th_row_check(const th_row_cells *row, int exponent)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].kind == TH_NOTED_NUMBER)
            sum = (sum + term_of_number(&row->at[i], exponent)) % TH_ROW_PRIME;
    return (uint32_t)sum;
}

/* ---- of a row ---- */

static bool says(const th_noted_cell *cell)
{
    return cell->kind == TH_NOTED_NUMBER || cell->kind == TH_NOTED_TEXT || cell->kind == TH_NOTED_LOOSE;
}

bool th_row_says(const th_row_cells *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (says(&row->at[i]))
            return true;
    return false;
}

bool th_row_is_loose(const th_row_shape *shape, const th_row_cells *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].kind == TH_NOTED_LOOSE && row->at[i].col <= shape->last && shape->numbers[row->at[i].col])
            return true;
    return false;
}

bool th_row_left_out(const th_row_cells *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].kind == TH_NOTED_LEFT_OUT)
            return true;
    return false;
}

size_t th_row_units(const th_row_cells *row)
{
    size_t units = 0;
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].kind == TH_NOTED_TEXT)
            units += th_bounds_units(row->at[i].text) + 1;
    return units;
}

/* ---- the shape of a sheet ---- */

void th_row_shape_begin(th_row_shape *shape, th_arena *arena, uint32_t last)
{
    *shape = (th_row_shape){.arena = arena, .last = last};
    shape->texts = th_arena_array(arena, (size_t)last + 1, sizeof *shape->texts);
    shape->numbers = th_arena_array(arena, (size_t)last + 1, sizeof *shape->numbers);
    shape->only_texts = th_arena_array(arena, (size_t)last + 1, sizeof *shape->only_texts);
    for (uint32_t col = 0; col <= last; col++) {
        shape->texts[col] = shape->numbers[col] = false;
        shape->only_texts[col] = true;
    }
}

static bool has_lines(const th_row_cells *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].kind == TH_NOTED_TEXT && th_str_find(row->at[i].text, TH_STR("\n"), 0) != SIZE_MAX)
            return true;
    return false;
}

void th_row_shape_learn(th_row_shape *shape, const th_row_cells *row)
{
    shape->lines = shape->lines || has_lines(row);
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].col <= shape->last && row->at[i].kind != TH_NOTED_TEXT && row->at[i].kind != TH_NOTED_BLANK)
            shape->only_texts[row->at[i].col] = false;
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].col <= shape->last && row->at[i].kind != TH_NOTED_LOOSE) {
            bool *kind = row->at[i].kind == TH_NOTED_NUMBER ? shape->numbers : shape->texts;
            kind[row->at[i].col] = kind[row->at[i].col] || says(&row->at[i]);
        }
}

/* ---- the text ---- */

/* A chunk of the columns, and the row that has its own or NULL. */
typedef struct piece {
    th_arena *arena;
    const th_row_shape *shape;
    const th_row_cells *row; /* NULL: any row */
    uint32_t first, last;
    th_row_mode mode;
    th_str sheet, line; /* how cells are named */
} piece;

static const th_noted_cell *cell_in_row(const th_row_cells *row, uint32_t col)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->at[i].col == col)
            return &row->at[i];
    return NULL;
}

/* Is the column asked for this kind? */
static bool asks_column(const piece *part, uint32_t col, th_noted_kind kind)
{
    if (part->mode.own) {
        const th_noted_cell *cell = cell_in_row(part->row, col);
        return cell && cell->kind == kind;
    }
    return kind == TH_NOTED_TEXT ? part->shape->texts[col] : part->shape->numbers[col];
}

static void say_cell_text(th_buf *out, const piece *part, const th_noted_cell *cell)
{
    if (part->mode.lengths) {
        th_buf_fmt(out, "%zu", th_bounds_units(cell->text));
        return;
    }
    for (size_t i = 0; i < cell->text.len; i++)
        if (cell->text.ptr[i] == '\n')
            th_buf_add(out, TH_STR("¶"));
        else
            th_buf_byte(out, cell->text.ptr[i]);
}

static void say_piece(th_buf *out, const piece *part)
{
    uint64_t sum = 0;
    size_t numbers = 0, cells = 0;
    bool any = false;
    for (uint32_t col = part->first; col <= part->last; col++) {
        const th_noted_cell *cell = cell_in_row(part->row, col);
        if (cell && says(cell))
            cells++;
        numbers += cell && cell->kind == TH_NOTED_LOOSE;
        if (cell && cell->kind == TH_NOTED_NUMBER) {
            numbers++;
            sum += term_of_number(cell, part->mode.exponent);
        }
        any = any || asks_column(part, col, TH_NOTED_NUMBER);
        if (!asks_column(part, col, TH_NOTED_TEXT))
            continue;
        if (cell && cell->kind == TH_NOTED_TEXT)
            say_cell_text(out, part, cell);
        th_buf_add(out, TH_STR("¦"));
    }
    th_buf_fmt(out, "|%zu|%zu", numbers, cells);
    if (any)
        th_buf_fmt(out, "|%u", (unsigned)(sum % TH_ROW_PRIME));
}

static uint32_t last_of_row(const th_row_shape *shape, const th_row_cells *row)
{
    uint32_t last = row->at[row->n - 1].col;
    return last > shape->last ? last : shape->last;
}

static piece whole_row(th_arena *arena, const th_row_shape *shape, const th_row_cells *row, th_row_mode mode)
{
    piece part = {.arena = arena, .shape = shape, .row = row, .mode = mode, .last = shape->last};
    if (mode.own)
        part.last = last_of_row(shape, row);
    return part;
}

static void narrow(piece *part, uint32_t first, uint32_t end)
{
    part->first = first;
    part->last = end - first < TH_ROW_CHUNK ? end : first + TH_ROW_CHUNK - 1;
}

th_str th_row_said(th_arena *arena, const th_row_shape *shape, const th_row_cells *row, th_row_mode mode)
{
    piece part = whole_row(arena, shape, row, mode);
    uint32_t end = part.last;
    th_buf out;
    th_buf_init(&out, arena);
    for (uint32_t col = 0; col <= end; col += TH_ROW_CHUNK) {
        narrow(&part, col, end);
        say_piece(&out, &part);
    }
    return th_buf_str(&out);
}

/* ---- the formula ---- */

static th_str cell_named(const piece *part, uint32_t col)
{
    th_str name = th_cell_name(part->arena, 0, col);
    return th_str_fmt(part->arena, TH_FMT "$" TH_FMT TH_FMT, TH_ARG(part->sheet),
                      TH_ARG(th_str_sub(name, 0, name.len - 1)), TH_ARG(part->line));
}

/* The columns that are counted, as areas. */
static th_str areas_of_piece(const piece *part)
{
    th_buf out;
    th_buf_init(&out, part->arena);
    for (uint32_t col = part->first, from = col; col <= part->last + 1; col++) {
        const th_noted_cell *cell = col <= part->last && part->mode.own ? cell_in_row(part->row, col) : NULL;
        if (col <= part->last && !(cell && cell->kind == TH_NOTED_LEFT_OUT))
            continue;
        if (col > from)
            th_buf_fmt(&out, "%s" TH_FMT ":" TH_FMT, out.len ? "," : "", TH_ARG(cell_named(part, from)),
                       TH_ARG(th_str_sub(cell_named(part, col - 1), part->sheet.len, SIZE_MAX)));
        from = col + 1;
    }
    return th_buf_str(&out);
}

/* The function that is asked of a cell of texts.  T() makes nothing of a number, whose digits are not the same in every
 * country.  In a column of texts only, none is needed: a number that is typed in shows by being one more. */
static const char *function_of_text(const piece *part, uint32_t col)
{
    if (part->mode.lengths)
        return "LEN";
    return part->mode.own || part->shape->only_texts[col] ? "" : "T";
}

/* One CONCATENATE() for all: a spreadsheet may keep every text that an '&' gives, and there would be two a column. */
static void ask_texts(th_buf *out, const piece *part)
{
    bool lines = part->mode.own ? has_lines(part->row) : part->shape->lines, any = false;
    lines = lines && !part->mode.lengths;
    th_buf_add(out, lines ? TH_STR("CONCATENATE(SUBSTITUTE(CONCATENATE(") : TH_STR("CONCATENATE("));
    for (uint32_t col = part->first; col <= part->last; col++)
        if (asks_column(part, col, TH_NOTED_TEXT)) {
            const char *function = function_of_text(part, col);
            th_buf_fmt(out, *function ? "%s(" TH_FMT "),\"¦\"," : "%s" TH_FMT ",\"¦\",", function,
                       TH_ARG(cell_named(part, col)));
            any = true;
        }
    if (!lines)
        return;
    if (any)
        out->len--; /* the comma */
    th_buf_add(out, any ? TH_STR("),CHAR(10),\"¶\"),") : TH_STR("\"\"),CHAR(10),\"¶\"),"));
}

static void ask_numbers(th_buf *out, const piece *part)
{
    int exponent = part->mode.exponent;
    th_str scale = {0};
    if (exponent > 0)
        scale = th_str_fmt(part->arena, "*%.0f", power_of_ten(exponent));
    else if (exponent < 0)
        scale = th_str_fmt(part->arena, "/%.0f", power_of_ten(-exponent));
    bool any = false;
    for (uint32_t col = part->first; col <= part->last; col++) {
        if (!asks_column(part, col, TH_NOTED_NUMBER))
            continue;
        th_buf_add(out,
                   TH_FORMULA(part->arena, "{begin}(MOD(ROUND(N({cell}){scale},0),999983)+ISNUMBER({cell})*7919)*{w}",
                              {"begin", any ? TH_STR("+") : TH_STR(",\"|\",MOD(")}, {"cell", cell_named(part, col)},
                              {"scale", scale}, {"w", th_str_fmt(part->arena, "%u", weight_of_column(col))}));
        any = true;
    }
    if (any)
        th_buf_add(out, TH_STR(",999983)"));
}

static th_str ask_piece(const piece *part)
{
    th_buf out;
    th_buf_init(&out, part->arena);
    th_str areas = areas_of_piece(part);
    th_buf_add(&out, TH_STR("IFERROR("));
    ask_texts(&out, part);
    th_buf_add(&out, TH_FORMULA(part->arena, "\"|\",COUNT({areas}),\"|\",COUNTA({areas})", {"areas", areas}));
    ask_numbers(&out, part);
    th_buf_add(&out, TH_STR("),\"\")"));
    return th_buf_str(&out);
}

/* "KS_7_N9_1": of the seventh sheet, for numbers of nine decimals, its first columns. */
static th_str name_of_piece(const th_row_shape *shape, int exponent, uint32_t first)
{
    size_t sheet = shape->index + 1;
    unsigned chunk = first / TH_ROW_CHUNK + 1;
    if (exponent < 0)
        return th_str_fmt(shape->arena, "KS_%zu_C%d_%u", sheet, -exponent, chunk);
    return th_str_fmt(shape->arena, "KS_%zu_N%d_%u", sheet, exponent, chunk);
}

th_str th_row_asks(th_row_shape *shape, const th_row_cells *row, th_row_mode mode)
{
    piece part = whole_row(shape->arena, shape, row, mode);
    part.line = th_str_fmt(shape->arena, "%u", row->row + 1);
    uint32_t end = part.last;
    th_buf out;
    th_buf_init(&out, shape->arena);
    if (!mode.own)
        shape->exponents |= 1u << (MOST_EXPONENT + mode.exponent);
    for (uint32_t col = 0; col <= end; col += TH_ROW_CHUNK) {
        narrow(&part, col, end);
        if (col)
            th_buf_byte(&out, '&');
        th_buf_add(&out, mode.own ? ask_piece(&part) : name_of_piece(shape, mode.exponent, col));
    }
    return th_buf_str(&out);
}

bool th_row_shape_name(const th_row_shape *shape, size_t which, th_row_name *found)
{
    piece part = whole_row(shape->arena, shape, NULL, (th_row_mode){0});
    uint32_t end = part.last;
    part.sheet = shape->sheet;
    part.line = TH_STR("1");
    for (int exponent = -MOST_EXPONENT; exponent <= MOST_EXPONENT; exponent++) {
        if (!(shape->exponents & 1u << (MOST_EXPONENT + exponent)))
            continue;
        for (uint32_t col = 0; col <= end; col += TH_ROW_CHUNK) {
            if (which--)
                continue;
            narrow(&part, col, end);
            part.mode.exponent = exponent;
            *found = (th_row_name){name_of_piece(shape, exponent, col), ask_piece(&part)};
            return true;
        }
    }
    return false;
}
