#include "convert/redraw.h"

#include "draw/lines.h"
#include "draw/output.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FORMATS = 65000, FIRST_SLOTS = 256, DAYS_1904 = 1462 };
#define DATE_ALONE UINT32_MAX /* codes that no book has */
#define TIME_ALONE (UINT32_MAX - 1)

typedef struct drawn { /* what a cell looks like, and its format once made */
    uint32_t font, code, fill;
    uint8_t look;
    bool used;
    lxw_format *format;
} drawn;

typedef struct drawing {
    th_arena *arena;
    const th_book *book;
    th_font_rules rules;
    lxw_workbook *out;
    lxw_worksheet *sheet;
    th_figures *inexact;
    size_t sheet_index;
    th_str *fonts; /* of the book, modern */
    drawn *slots;  /* open addressing; a power of two */
    size_t nslots, nformats;
    const th_redraw_marks *marks; /* NULL: none */
    uint32_t fill;                /* of the cell at hand; 0 none */
} drawing;

static void set_face(drawing *d, lxw_format *f, uint32_t font)
{
    const th_face *face = &d->book->faces[font];
    if (d->fonts[font].len)
        format_set_font_name(f, th_str_cstr(d->arena, d->fonts[font]));
    if (face->twips)
        format_set_font_size(f, face->twips / 20.0);
    if (face->bold)
        format_set_bold(f);
    if (face->italic)
        format_set_italic(f);
    if (face->underline)
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
}

static void set_look(lxw_format *f, uint8_t look)
{
    static const uint8_t aligns[] = {LXW_ALIGN_NONE, LXW_ALIGN_LEFT,    LXW_ALIGN_CENTER,        LXW_ALIGN_RIGHT,
                                     LXW_ALIGN_FILL, LXW_ALIGN_JUSTIFY, LXW_ALIGN_CENTER_ACROSS, LXW_ALIGN_DISTRIBUTED};
    if (look & TH_CELL_ALIGN)
        format_set_align(f, aligns[look & TH_CELL_ALIGN]);
    if (look & TH_CELL_WRAP)
        format_set_text_wrap(f);
    if (look & TH_CELL_LEFT)
        format_set_left(f, LXW_BORDER_THIN);
    if (look & TH_CELL_RIGHT)
        format_set_right(f, LXW_BORDER_THIN);
    if (look & TH_CELL_TOP)
        format_set_top(f, LXW_BORDER_THIN);
    if (look & TH_CELL_BOTTOM)
        format_set_bottom(f, LXW_BORDER_THIN);
}

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

static lxw_format *format_of(drawing *d, uint32_t font, uint32_t code, uint8_t look)
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
    *s = (drawn){font, code, d->fill, look, true, workbook_add_format(d->out)};
    d->nformats++;
    set_face(d, s->format, font);
    set_look(s->format, look);
    if (d->fill) {
        format_set_pattern(s->format, LXW_PATTERN_SOLID);
        format_set_bg_color(s->format, d->fill);
    }
    if (code == DATE_ALONE || code == TIME_ALONE)
        format_set_num_format(s->format, code == DATE_ALONE ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm");
    else if (code)
        format_set_num_format(s->format,
                              th_str_cstr(d->arena, th_format_map(d->arena, d->book->formats[code], unit_text, d)));
    return s->format;
}

/* ---- text ---- */

/* A cell with runs in several faces.  Runs without text are left out, which libxlsxwriter asks for. */
static bool draw_runs(drawing *d, const th_sheet *sheet, const th_cell *c, lxw_format *whole)
{
    th_text_context context = th_sheet_context(d->book, sheet, c->col);
    th_run_reading *readings = th_arena_array(d->arena, c->nruns, sizeof *readings);
    lxw_rich_string_tuple *tuples = th_arena_array(d->arena, c->nruns, sizeof *tuples);
    lxw_rich_string_tuple **list = th_arena_array(d->arena, (size_t)c->nruns + 1, sizeof *list);
    size_t n = 0;
    th_cell_normal(d->book, d->arena, c, &context, readings);
    for (uint32_t i = 0; i < c->nruns; i++) {
        if (!readings[i].text.len)
            continue;
        tuples[n] =
            (lxw_rich_string_tuple){format_of(d, c->runs[i].font, 0, 0), th_str_cstr(d->arena, readings[i].text)};
        list[n] = &tuples[n];
        n++;
    }
    return n > 1 && worksheet_write_rich_string(d->sheet, c->row, (lxw_col_t)c->col, list, whole) == LXW_NO_ERROR;
}

static bool draw_text(drawing *d, const th_sheet *sheet, const th_cell *c, lxw_format *format)
{
    if (c->nruns > 1 && draw_runs(d, sheet, c, format))
        return true;
    const char *text = th_str_cstr(d->arena, c->text);
    return worksheet_write_string(d->sheet, c->row, (lxw_col_t)c->col, text, format) == LXW_NO_ERROR;
}

/* An error value can only be the result of a formula that gives it. */
static lxw_error draw_error(drawing *d, const th_cell *c, lxw_format *format)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    lxw_col_t col = (lxw_col_t)c->col;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (th_str_eq(c->raw, th_str_of(errors[i]))) {
            th_figure figure = {d->sheet_index, c->row, c->col, {0}};
            TH_PUSH(d->arena, d->inexact->at, d->inexact->n, d->inexact->cap, figure);
            return worksheet_write_formula_str(d->sheet, c->row, col,
                                               th_str_cstr(d->arena, th_str_fmt(d->arena, "=%s", errors[i])), format,
                                               errors[i]);
        }
    return worksheet_write_string(d->sheet, c->row, col, th_str_cstr(d->arena, c->raw), format);
}

/* libxlsxwriter writes "%.16G". */
static lxw_error draw_number(drawing *d, const th_cell *c, double number, lxw_format *format)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.16G", number);
    if (strtod(digits, NULL) != number) {
        th_figure figure = {d->sheet_index, c->row, c->col, th_double_text(d->arena, number)};
        TH_PUSH(d->arena, d->inexact->at, d->inexact->n, d->inexact->cap, figure);
    }
    return worksheet_write_number(d->sheet, c->row, (lxw_col_t)c->col, number, format);
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
    lxw_format *format = format_of(d, font, code_of(d->book, c), c->look);
    lxw_col_t col = (lxw_col_t)c->col;
    switch ((th_cell_type)c->type) {
    case TH_CELL_NUMBER: return draw_number(d, c, c->number, format) == LXW_NO_ERROR;
    case TH_CELL_DATE:
        return draw_number(d, c, c->number + (d->book->date1904 ? DAYS_1904 : 0), format) == LXW_NO_ERROR;
    case TH_CELL_BOOL: return worksheet_write_boolean(d->sheet, c->row, col, c->number != 0, format) == LXW_NO_ERROR;
    case TH_CELL_ERROR: return draw_error(d, c, format) == LXW_NO_ERROR;
    case TH_CELL_TEXT: return draw_text(d, sheet, c, format);
    case TH_CELL_PENDING: return worksheet_write_blank(d->sheet, c->row, col, format) == LXW_NO_ERROR || !format;
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
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    for (size_t i = 0; i < sheet->nwidths; i++) {
        const th_width *w = &sheet->widths[i];
        if (w->first < TH_MOST_COLUMNS)
            worksheet_set_column_opt(d->sheet, (lxw_col_t)w->first,
                                     (lxw_col_t)(w->last < TH_MOST_COLUMNS ? w->last : TH_MOST_COLUMNS - 1),
                                     w->characters, NULL, is_hidden(sheet, w->first) ? &hidden : NULL);
    }
    for (size_t i = 0; i < sheet->nhidden_cols && !sheet->nwidths; i++)
        worksheet_set_column_opt(d->sheet, (lxw_col_t)sheet->hidden_cols[i].first,
                                 (lxw_col_t)sheet->hidden_cols[i].last, LXW_DEF_COL_WIDTH, NULL, &hidden);
}

/* Rows are hidden one by one: those with cells, so that a hidden rest of the sheet costs nothing. */
static void draw_rows(const drawing *d, const th_sheet *sheet)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    uint32_t rows = th_sheet_rows(sheet);
    for (size_t i = 0; i < sheet->nhidden_rows; i++)
        for (uint32_t r = sheet->hidden_rows[i].first; r <= sheet->hidden_rows[i].last && r < rows; r++)
            worksheet_set_row_opt(d->sheet, r, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
}

/* The merge is drawn first, then its cell again: merging writes blanks. */
static void draw_merges(drawing *d, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nmerges; i++) {
        const th_merge *m = &sheet->merges[i];
        const th_cell *c = th_sheet_at(sheet, m->row1, m->col1);
        lxw_format *format =
            c ? format_of(d, c->nruns == 1 ? c->runs[0].font : c->font, c->format_code, c->look) : NULL;
        if (m->row1 != m->row2 || m->col1 != m->col2)
            worksheet_merge_range(d->sheet, m->row1, (lxw_col_t)m->col1, m->row2, (lxw_col_t)m->col2, "", format);
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
        th_utf8_put(&out, c < 0x80 && strchr("[]:*?/\\", (int)c)    ? '-'
                          : c == '\'' && (n == 0 || at == name.len) ? '-'
                                                                    : c);
    }
    return th_buf_str(&out);
}

static lxw_worksheet *add_sheet(const drawing *d, th_str name)
{
    enum { LONGEST_NAME = 31, ROOM_FOR_NUMBER = 26, MOST_TRIES = 100 };
    lxw_worksheet *sheet =
        workbook_add_worksheet(d->out, th_str_cstr(d->arena, sheet_name(d->arena, name, LONGEST_NAME)));
    for (int i = 2; !sheet && i < MOST_TRIES; i++) { /* taken, when two names only differ in what was cut */
        th_str cut = sheet_name(d->arena, name, ROOM_FOR_NUMBER);
        sheet =
            workbook_add_worksheet(d->out, th_str_cstr(d->arena, th_str_fmt(d->arena, TH_FMT " (%d)", TH_ARG(cut), i)));
    }
    return sheet;
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
            worksheet_write_blank(d->sheet, m->row, (lxw_col_t)m->col, format_of(d, 0, 0, look));
        d->fill = 0;
        size_t lines = 2 + th_utf8_count(m->comment) / 48;
        lxw_comment_options options = {.author = (char[]){""},
                                       .width = 320,
                                       .height = (uint16_t)(17U * (lines > 20 ? 20U : (unsigned)lines)),
                                       .font_size = 10,
                                       .color = 0xFFFDF0};
        worksheet_write_comment_opt(d->sheet, m->row, (lxw_col_t)m->col, th_str_cstr(d->arena, m->comment), &options);
    }
}

static double width_of(const th_sheet *sheet, uint32_t col)
{
    for (size_t i = 0; i < sheet->nwidths; i++)
        if (col >= sheet->widths[i].first && col <= sheet->widths[i].last)
            return sheet->widths[i].characters;
    return LXW_DEF_COL_WIDTH;
}

/* Rows as high as their wrapped texts; a spreadsheet does not find that out when it opens a file. */
static void draw_heights(const drawing *d, const th_sheet *sheet)
{
    enum { MOST_HEIGHT = 409, USUAL = 11, TWIPS = 20 };
    uint32_t row = UINT32_MAX;
    double height = 0;
    for (size_t i = 0; i <= sheet->ncells; i++) {
        const th_cell *c = i < sheet->ncells ? &sheet->cells[i] : NULL;
        if (!c || c->row != row) {
            bool hidden = row != UINT32_MAX && th_sheet_flags(sheet, row, 0) & TH_CELL_HIDDEN_ROW;
            if (height > 0 && !hidden)
                worksheet_set_row(d->sheet, row, height > MOST_HEIGHT ? MOST_HEIGHT : height, NULL);
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
        unsigned points = face->twips ? face->twips / TWIPS : USUAL;
        unsigned lines = th_lines(c->text, width, points, face->bold);
        double wanted = lines * (points * 1.2 + 0.8) + 3;
        if (lines > 1 && (!m || m->row1 == m->row2) && wanted > height)
            height = wanted;
    }
}

static bool draw_sheet(drawing *d, const th_sheet *sheet, th_strs *names)
{
    d->sheet = add_sheet(d, sheet->name);
    if (!d->sheet)
        return false;
    if (names)
        th_strs_add(names, d->arena, th_str_copy(d->arena, th_str_of(d->sheet->name)));
    draw_columns(d, sheet);
    draw_rows(d, sheet);
    for (size_t i = 0; i < sheet->nblanks; i++)
        worksheet_write_blank(d->sheet, sheet->blanks[i].row, (lxw_col_t)sheet->blanks[i].col,
                              format_of(d, 0, 0, sheet->blanks[i].look));
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
        worksheet_hide(d->sheet);
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

th_status th_redraw_into(th_arena *arena, const th_book *book, lxw_workbook *out, const th_redraw_marks *marks,
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
        worksheet_set_landscape(d.sheet);
        worksheet_set_paper(d.sheet, 9); /* A4 */
        worksheet_fit_to_pages(d.sheet, 1, 0);
        d.sheet_index++;
    }
    return TH_OK;
}

th_status th_redraw(th_arena *arena, const th_book *book, const th_sheet *only, th_font_rules rules, int64_t created,
                    const char *path, th_figures *inexact, th_str *trouble)
{
    drawing d = {.arena = arena, .book = book, .rules = rules, .nslots = FIRST_SLOTS, .inexact = inexact};
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    d.out = th_output_book(output);
    prepare(&d);
    lxw_doc_properties about = {.created = (time_t)(created > 0 ? created : 1)};
    workbook_set_properties(d.out, &about);
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
            worksheet_activate(d.sheet);
            first = false;
        }
    }
    return th_output_close(arena, output, trouble);
}
