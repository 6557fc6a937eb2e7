#include "convert/redraw.h"

#include "draw/lines.h"
#include "draw/tab.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FORMATS = 65000, FIRST_SLOTS = 256, DAYS_1904 = 1462, COMMENT_LINE = 48 };
#define TWIPS 20.0            /* of a point */
#define DATE_ALONE UINT32_MAX /* codes that no book has */
#define TIME_ALONE (UINT32_MAX - 1)

typedef struct drawn { /* what a cell looks like, and its format once made */
    uint32_t font, code, fill;
    uint8_t look;
    bool used;
    th_cell_format *format;
} drawn;

typedef struct drawing {
    th_arena *arena;
    const th_book *book;
    th_font_rules rules;
    th_output *out;
    th_tab *tab;
    th_figures *inexact;
    size_t sheet_index;
    th_str *fonts; /* of the book, modern */
    drawn *slots;  /* open addressing; a power of two */
    size_t nslots, nformats;
    const th_redraw_marks *marks; /* NULL: none */
    uint32_t fill;                /* of the cell at hand; 0 none */
} drawing;

/* "®ång" of a number format. */
static th_str unit_text(void *ctx, th_str text)
{
    const drawing *d = ctx;
    th_run_text run = {text, {0}};
    th_text_context context = {.book = &d->book->votes, .admitted = d->book->admitted};
    return th_text_normalise(d->arena, &run, 1, &context, NULL).text;
}

static drawn *slot_of(const drawing *d, uint32_t font, uint32_t code, uint8_t look, uint32_t fill)
{
    uint64_t h = (((uint64_t)font * 1000003u ^ code) * 1000003u ^ look) * 1000003u ^ fill;
    for (size_t i = (size_t)(h ^ h >> 17);; i++) {
        drawn *s = &d->slots[i & (d->nslots - 1)];
        if (!s->used || (s->font == font && s->code == code && s->look == look && s->fill == fill))
            return s;
    }
}

static void grow(drawing *d)
{
    drawing larger = *d;
    larger.nslots = d->nslots * 2;
    larger.slots = th_arena_array(d->arena, larger.nslots, sizeof *larger.slots);
    for (size_t i = 0; i < d->nslots; i++)
        if (d->slots[i].used)
            *slot_of(&larger, d->slots[i].font, d->slots[i].code, d->slots[i].look, d->slots[i].fill) = d->slots[i];
    *d = larger;
}

static const char *number_format(drawing *d, uint32_t code)
{
    if (code == DATE_ALONE || code == TIME_ALONE)
        return code == DATE_ALONE ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm";
    return code ? th_str_cstr(d->arena, th_format_map(d->arena, d->book->formats[code], unit_text, d)) : NULL;
}

static const th_cell_format *format_of(drawing *d, uint32_t font, uint32_t code, uint8_t look)
{
    if (font == 0 && code == 0 && look == 0 && d->fill == 0)
        return NULL;
    drawn *s = slot_of(d, font, code, look, d->fill);
    if (s->used || d->nformats >= MOST_FORMATS)
        return s->format;
    if ((d->nformats + 1) * 2 > d->nslots) {
        grow(d);
        s = slot_of(d, font, code, look, d->fill);
    }
    const th_face *face = &d->book->faces[font];
    th_format_spec spec = {.face = d->fonts[font],
                           .points = face->twips / TWIPS,
                           .bold = face->bold,
                           .italic = face->italic,
                           .underline = face->underline,
                           .wrap = look & TH_CELL_WRAP,
                           .left = look & TH_CELL_LEFT,
                           .right = look & TH_CELL_RIGHT,
                           .top = look & TH_CELL_TOP,
                           .bottom = look & TH_CELL_BOTTOM,
                           .align = (th_align)(look & TH_CELL_ALIGN),
                           .fill = d->fill,
                           .number = number_format(d, code)};
    *s = (drawn){font, code, d->fill, look, true, th_cell_format_new(d->out, &spec)};
    d->nformats++;
    return s->format;
}

/* ---- text ---- */

/* A cell with runs in several faces.  Runs without text are left out, which libxlsxwriter asks for. */
static bool draw_runs(drawing *d, const th_sheet *sheet, const th_cell *c, const th_cell_format *whole)
{
    th_text_context context = th_sheet_context(d->book, sheet, c->col);
    th_run_reading *readings = th_arena_array(d->arena, c->nruns, sizeof *readings);
    th_text_part *parts = th_arena_array(d->arena, c->nruns, sizeof *parts);
    size_t n = 0;
    th_cell_normal(d->book, d->arena, c, &context, readings);
    for (uint32_t i = 0; i < c->nruns; i++) {
        if (!readings[i].text.len)
            continue;
        parts[n++] = (th_text_part){readings[i].text, format_of(d, c->runs[i].font, 0, 0)};
    }
    return n > 1 && th_tab_rich(d->tab, c->row, c->col, (th_rich_text){parts, n}, whole);
}

static bool draw_text(drawing *d, const th_sheet *sheet, const th_cell *c, const th_cell_format *format)
{
    if (c->nruns > 1 && draw_runs(d, sheet, c, format))
        return true;
    return th_tab_text(d->tab, c->row, c->col, c->text, format);
}

/* An error value can only be the result of a formula that gives it. */
static bool draw_error(drawing *d, const th_cell *c, const th_cell_format *format)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (th_str_eq(c->raw, th_str_of(errors[i]))) {
            th_figure figure = {d->sheet_index, c->row, c->col, {0}};
            TH_PUSH(d->arena, d->inexact->at, d->inexact->n, d->inexact->cap, figure);
            return th_tab_error(d->tab, c->row, c->col, errors[i], format);
        }
    return th_tab_text(d->tab, c->row, c->col, c->raw, format);
}

static bool draw_number(drawing *d, const th_cell *c, double number, const th_cell_format *format)
{
    if (!th_tab_keeps(number)) {
        th_figure figure = {d->sheet_index, c->row, c->col, th_double_text(d->arena, number)};
        TH_PUSH(d->arena, d->inexact->at, d->inexact->n, d->inexact->cap, figure);
    }
    return th_tab_number(d->tab, c->row, c->col, number, format);
}

/* The cell's number format; a date whose format shows none (.ods knows such) gets one. */
static uint32_t code_of(const th_book *book, const th_cell *c)
{
    int decimals;
    if (c->type != TH_CELL_DATE || th_format_class(book->formats[c->format_code], &decimals) == TH_FORMAT_DATE)
        return c->format_code;
    return c->number == (double)(int64_t)c->number ? DATE_ALONE : TIME_ALONE;
}

static bool draw_cell(drawing *d, const th_sheet *sheet, const th_cell *c)
{
    uint32_t font = c->nruns == 1 ? c->runs[0].font : c->font;
    const th_cell_format *format = format_of(d, font, code_of(d->book, c), c->look);
    switch ((th_cell_type)c->type) {
    case TH_CELL_NUMBER: return draw_number(d, c, c->number, format);
    case TH_CELL_DATE: return draw_number(d, c, c->number + (d->book->date1904 ? DAYS_1904 : 0), format);
    case TH_CELL_BOOL: return th_tab_bool(d->tab, c->row, c->col, c->number != 0, format);
    case TH_CELL_ERROR: return draw_error(d, c, format);
    case TH_CELL_TEXT: return draw_text(d, sheet, c, format);
    case TH_CELL_PENDING: return th_tab_blank(d->tab, c->row, c->col, format) || !format;
    }
    return false;
}

/* ---- sheets ---- */

static bool is_hidden(const th_sheet *sheet, uint32_t col)
{
    for (size_t i = 0; i < sheet->nhidden_cols; i++)
        if (col >= sheet->hidden_cols[i].first && col <= sheet->hidden_cols[i].last)
            return true;
    return false;
}

static void draw_columns(const drawing *d, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nwidths; i++) {
        const th_width *width = &sheet->widths[i];
        uint32_t last = width->last < TH_MOST_COLUMNS ? width->last : TH_MOST_COLUMNS - 1;
        if (width->first < TH_MOST_COLUMNS)
            th_tab_width(d->tab, width->first, last, width->characters, is_hidden(sheet, width->first));
    }
    for (size_t i = 0; i < sheet->nhidden_cols && !sheet->nwidths; i++)
        th_tab_width(d->tab, sheet->hidden_cols[i].first, sheet->hidden_cols[i].last, TH_USUAL_WIDTH, true);
}

/* Rows are hidden one by one: those with cells, so that a hidden rest of the sheet costs nothing. */
static void draw_rows(const drawing *d, const th_sheet *sheet)
{
    uint32_t rows = th_sheet_rows(sheet);
    for (size_t i = 0; i < sheet->nhidden_rows; i++)
        for (uint32_t r = sheet->hidden_rows[i].first; r <= sheet->hidden_rows[i].last && r < rows; r++)
            th_tab_hide_row(d->tab, r);
}

/* The merge is drawn first, then its cell again: merging writes blanks. */
static void draw_merges(drawing *d, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nmerges; i++) {
        const th_merge *m = &sheet->merges[i];
        const th_cell *c = th_sheet_at(sheet, m->row1, m->col1);
        const th_cell_format *format = NULL;
        if (c)
            format = format_of(d, c->nruns == 1 ? c->runs[0].font : c->font, c->format_code, c->look);
        if (m->row1 != m->row2 || m->col1 != m->col2)
            th_tab_merge(d->tab, (th_area){m->row1, m->col1, m->row2, m->col2}, TH_STR(""), format);
    }
}

/* The name, as far as Excel takes it: 31 characters without []:*?/\, and no apostrophe at its ends. */
static th_str sheet_name(th_arena *arena, th_str name, size_t most)
{
    th_buf out;
    th_buf_init(&out, arena);
    name = name.len ? name : TH_STR("Sheet");
    for (size_t at = 0, n = 0; at < name.len && n < most; n++) {
        uint32_t c = th_utf8_next(name, &at);
        bool refused = c < 0x80 && strchr("[]:*?/\\", (int)c), at_end = n == 0 || at == name.len;
        th_utf8_put(&out, refused || (c == '\'' && at_end) ? '-' : c);
    }
    return th_buf_str(&out);
}

static th_tab *add_tab(const drawing *d, th_str name)
{
    enum { LONGEST_NAME = 31, ROOM_FOR_NUMBER = 26, MOST_TRIES = 100 };
    th_tab *tab = th_output_add(d->out, sheet_name(d->arena, name, LONGEST_NAME));
    for (int i = 2; !tab && i < MOST_TRIES; i++) { /* taken, when two names only differ in what was cut */
        th_str cut = sheet_name(d->arena, name, ROOM_FOR_NUMBER);
        tab = th_output_add(d->out, th_str_fmt(d->arena, TH_FMT " (%d)", TH_ARG(cut), i));
    }
    return tab;
}

/* ---- marks ---- */

static const th_redraw_mark *mark_at(const drawing *d, size_t sheet, uint32_t row, uint32_t col)
{
    for (size_t i = 0; d->marks && i < d->marks->n; i++) {
        const th_redraw_mark *m = &d->marks->at[i];
        if (m->sheet == sheet && m->row == row && m->col == col)
            return m;
    }
    return NULL;
}

/* Cells of a mark that hold nothing, and what is to be said at each. */
static void draw_marks(drawing *d, const th_sheet *sheet)
{
    for (size_t i = 0; d->marks && i < d->marks->n; i++) {
        const th_redraw_mark *m = &d->marks->at[i];
        if (m->sheet != sheet->index || m->col >= TH_MOST_COLUMNS)
            continue;
        uint8_t look = 0;
        for (size_t k = 0; k < sheet->nblanks; k++)
            if (sheet->blanks[k].row == m->row && sheet->blanks[k].col == m->col)
                look = sheet->blanks[k].look;
        d->fill = m->colour;
        if (!th_sheet_at(sheet, m->row, m->col))
            th_tab_blank(d->tab, m->row, m->col, format_of(d, 0, 0, look));
        d->fill = 0;
        size_t lines = 2 + th_utf8_count(m->comment) / COMMENT_LINE;
        th_tab_comment(d->tab, m->row, m->col, &(th_comment){.text = m->comment, .lines = lines});
    }
}

static double width_of(const th_sheet *sheet, uint32_t col)
{
    for (size_t i = 0; i < sheet->nwidths; i++)
        if (col >= sheet->widths[i].first && col <= sheet->widths[i].last)
            return sheet->widths[i].characters;
    return TH_USUAL_WIDTH;
}

/* Rows as high as their wrapped texts; a spreadsheet does not find that out when it opens a file. */
static void draw_heights(const drawing *d, const th_sheet *sheet)
{
    enum { MOST_HEIGHT = 409, USUAL = 11 };
    uint32_t row = UINT32_MAX;
    double height = 0;
    for (size_t i = 0; i <= sheet->ncells; i++) {
        const th_cell *c = i < sheet->ncells ? &sheet->cells[i] : NULL;
        if (!c || c->row != row) {
            bool hidden = row != UINT32_MAX && th_sheet_flags(sheet, row, 0) & TH_CELL_HIDDEN_ROW;
            if (height > 0 && !hidden)
                th_tab_height(d->tab, row, height > MOST_HEIGHT ? MOST_HEIGHT : height);
            row = c ? c->row : row;
            height = 0;
        }
        if (!c || c->type != TH_CELL_TEXT || !(c->look & TH_CELL_WRAP))
            continue;
        const th_merge *m = th_sheet_merge_at(sheet, c->row, c->col);
        double width = 0;
        for (uint32_t col = c->col; col <= (m ? m->col2 : c->col) && col < c->col + 50; col++)
            width += width_of(sheet, col);
        const th_face *face = &d->book->faces[c->font];
        unsigned points = face->twips ? face->twips / 20U : USUAL;
        unsigned lines = th_lines(c->text, width, points, face->bold);
        double wanted = lines * (points * 1.2 + 0.8) + 3;
        if (lines > 1 && (!m || m->row1 == m->row2) && wanted > height)
            height = wanted;
    }
}

static bool draw_sheet(drawing *d, const th_sheet *sheet, th_strs *names)
{
    d->tab = add_tab(d, sheet->name);
    if (!d->tab)
        return false;
    if (names)
        th_strs_add(names, d->arena, th_tab_name(d->tab));
    draw_columns(d, sheet);
    draw_rows(d, sheet);
    for (size_t i = 0; i < sheet->nblanks; i++)
        th_tab_blank(d->tab, sheet->blanks[i].row, sheet->blanks[i].col, format_of(d, 0, 0, sheet->blanks[i].look));
    draw_merges(d, sheet);
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_merge *m = th_sheet_merge_at(sheet, sheet->cells[i].row, sheet->cells[i].col);
        bool covered = m && (m->row1 != sheet->cells[i].row || m->col1 != sheet->cells[i].col);
        const th_redraw_mark *mark = mark_at(d, sheet->index, sheet->cells[i].row, sheet->cells[i].col);
        d->fill = mark ? mark->colour : 0;
        if (!draw_cell(d, sheet, &sheet->cells[i]) && !covered)
            return false;
        d->fill = 0;
    }
    if (d->marks) {
        draw_marks(d, sheet);
        draw_heights(d, sheet);
    } else if (sheet->visibility != TH_VISIBLE) {
        th_tab_hide(d->tab);
    }
    return true;
}

static void prepare(drawing *d)
{
    d->slots = th_arena_array(d->arena, d->nslots, sizeof *d->slots);
    d->fonts = th_arena_array(d->arena, d->book->nfonts, sizeof *d->fonts);
    for (size_t i = 0; i < d->book->nfonts; i++)
        d->fonts[i] = th_book_modern_font(d->book, d->rules, d->book->fonts[i]);
}

th_status th_redraw_into(th_arena *arena, const th_book *book, th_output *out, const th_redraw_marks *marks,
                         th_strs *names, th_str *trouble)
{
    th_figures inexact = {0};
    drawing d = {.arena = arena, .book = book, .nslots = FIRST_SLOTS, .inexact = &inexact, .out = out, .marks = marks};
    prepare(&d);
    for (size_t s = 0; s < book->nsheets; s++) {
        if (!draw_sheet(&d, &book->sheets[s], names)) {
            *trouble = th_str_fmt(arena, "không ghi được trang “" TH_FMT "”", TH_ARG(book->sheets[s].name));
            return TH_FAILED;
        }
        th_tab_paper(d.tab);
        d.sheet_index++;
    }
    return TH_OK;
}

th_status th_redraw(th_arena *arena, const th_book *book, const th_sheet *only, th_font_rules rules, int64_t created,
                    const char *path, th_figures *inexact, th_str *trouble)
{
    drawing d = {.arena = arena, .book = book, .rules = rules, .nslots = FIRST_SLOTS, .inexact = inexact};
    d.out = th_output_new(arena, path, trouble);
    if (!d.out)
        return TH_FAILED;
    prepare(&d);
    th_output_describe(d.out, &(th_about){.mark = TH_MARK_CONVERTED, .created = created});
    bool first = true;
    for (size_t s = 0; s < book->nsheets; s++) {
        const th_sheet *sheet = &book->sheets[s];
        if (only && only != sheet)
            continue;
        if (!draw_sheet(&d, sheet, NULL)) {
            *trouble = th_str_fmt(arena, "không ghi được trang “" TH_FMT "”", TH_ARG(sheet->name));
            return TH_FAILED;
        }
        d.sheet_index++;
        if (first && sheet->visibility == TH_VISIBLE) {
            th_tab_activate(d.tab);
            first = false;
        }
    }
    return th_output_close(d.out, trouble);
}
