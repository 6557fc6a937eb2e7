/* Drawing a workbook anew: formats made once each, cells, sheets, and marks. */
#include "convert/redraw.h"

#include "draw/lines.h"
#include "draw/tab.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FORMATS = 65000, FIRST_SLOTS = 256, DAYS_1904 = 1462, COMMENT_LINE = 48 };
#define TWIPS 20.0 /* in a point */
/* Number formats for dates that have none: codes that no book has. */
#define DATE_ALONE UINT32_MAX
#define TIME_ALONE (UINT32_MAX - 1)

/* What a cell looks like, and the format that was made for it. */
typedef struct drawn {
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
    th_str *fonts; /* the modern font for each of the book */
    size_t nruns;  /* of rich texts, so far */
    drawn *slots;  /* a hash table with open addressing; nslots is a power of two */
    size_t nslots, nformats;
    const th_redraw_marks *marks; /* NULL: none */
    th_strs *names;               /* what the sheets are called in the output; NULL: nobody asks */
    uint32_t fill;                /* of the cell at hand; 0: none */
} drawing;

/* A number format may quote legacy text, such as "®ång" for "đồng".  It is read like a cell that has no font. */
static th_str unit_text(void *ctx, th_str text)
{
    const drawing *work = ctx;
    th_run_text run = {text, {0}};
    th_text_context context = {.book = &work->book->votes, .admitted = work->book->admitted};
    return th_text_normalise(work->arena, &run, 1, &context, NULL).text;
}

static drawn *slot_of_look(const drawing *work, uint32_t font, uint32_t code, uint8_t look, uint32_t fill)
{
    uint64_t hash = (((uint64_t)font * 1000003u ^ code) * 1000003u ^ look) * 1000003u ^ fill;
    for (size_t i = (size_t)(hash ^ hash >> 17);; i++) {
        drawn *slot = &work->slots[i & (work->nslots - 1)];
        if (!slot->used || (slot->font == font && slot->code == code && slot->look == look && slot->fill == fill))
            return slot;
    }
}

static void grow(drawing *work)
{
    drawing larger = *work;
    larger.nslots = work->nslots * 2;
    larger.slots = th_arena_array(work->arena, larger.nslots, sizeof *larger.slots);
    for (size_t i = 0; i < work->nslots; i++)
        if (work->slots[i].used)
            *slot_of_look(&larger, work->slots[i].font, work->slots[i].code, work->slots[i].look, work->slots[i].fill) =
                work->slots[i];
    *work = larger;
}

static const char *number_format(drawing *work, uint32_t code)
{
    if (code == DATE_ALONE || code == TIME_ALONE)
        return code == DATE_ALONE ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm";
    return code ? th_str_cstr(work->arena, th_format_map(work->arena, work->book->formats[code], unit_text, work))
                : NULL;
}

static const th_cell_format *drawn_format(drawing *work, uint32_t font, uint32_t code, uint8_t look)
{
    if (font == 0 && code == 0 && look == 0 && work->fill == 0)
        return NULL;
    drawn *slot = slot_of_look(work, font, code, look, work->fill);
    if (slot->used || work->nformats >= MOST_FORMATS)
        return slot->format;
    if ((work->nformats + 1) * 2 > work->nslots) {
        grow(work);
        slot = slot_of_look(work, font, code, look, work->fill);
    }
    const th_face *face = &work->book->faces[font];
    th_format_spec spec = {.face = work->fonts[font],
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
                           .fill = work->fill,
                           .number = number_format(work, code)};
    *slot = (drawn){font, code, work->fill, look, true, th_cell_format_new(work->out, &spec)};
    work->nformats++;
    return slot->format;
}

/* ---- text ---- */

static bool in_one_face(const th_cell *cell)
{
    for (uint32_t i = 1; i < cell->nruns; i++)
        if (cell->runs[i].font != cell->runs[0].font)
            return false;
    return true;
}

/* Draws a cell with runs in several faces.  Neighbours in one face become one part, and runs without text are left out,
 * because libxlsxwriter refuses them; false when fewer than two parts remain.  A string of thousands of runs may stand
 * in thousands of cells: beyond so many runs in a workbook, texts are drawn in the face of their cell. */
static bool draw_runs(drawing *work, const th_sheet *sheet, const th_cell *cell, const th_cell_format *whole)
{
    enum { MOST_RUNS = 200000 };
    if (in_one_face(cell) || cell->nruns > MOST_RUNS - work->nruns)
        return false;
    work->nruns += cell->nruns;
    th_text_context context = th_sheet_context(work->book, sheet, cell->col);
    th_arena *scratch = th_arena_scratch(work->arena);
    th_run_reading *readings = th_arena_array(scratch, cell->nruns, sizeof *readings);
    th_text_part *parts = th_arena_array(scratch, cell->nruns, sizeof *parts);
    size_t n = 0;
    th_cell_normal(work->book, scratch, cell, &context, readings);
    for (uint32_t i = 0; i < cell->nruns; i++) {
        const th_cell_format *format = drawn_format(work, cell->runs[i].font, 0, 0);
        th_str text = readings[i].text;
        if (!text.len)
            continue;
        if (n && parts[n - 1].format == format && parts[n - 1].text.ptr + parts[n - 1].text.len == text.ptr)
            parts[n - 1].text.len += text.len;
        else
            parts[n++] = (th_text_part){text, format};
    }
    bool drawn_so = n > 1 && th_tab_rich(work->tab, cell->row, cell->col, (th_rich_text){parts, n}, whole);
    th_arena_free(scratch);
    return drawn_so;
}

static bool draw_text(drawing *work, const th_sheet *sheet, const th_cell *cell, const th_cell_format *format)
{
    if (cell->nruns > 1 && draw_runs(work, sheet, cell, format))
        return true;
    return th_tab_text(work->tab, cell->row, cell->col, cell->text, format);
}

/* An error value can only be written as the result of a formula, and libxlsxwriter gives such a result the type of a
 * text; th_package_put_figures() corrects the type afterwards. */
static bool draw_error(drawing *work, const th_cell *cell, const th_cell_format *format)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    if (th_cell_is_unreadable(cell))
        return cell->text.len ? th_tab_text(work->tab, cell->row, cell->col, cell->text, format)
                              : th_tab_blank(work->tab, cell->row, cell->col, format) || !format;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (th_str_eq(cell->raw, th_str_of(errors[i]))) {
            th_figure figure = {work->sheet_index, cell->row, cell->col, {0}};
            TH_PUSH(work->arena, work->inexact->at, work->inexact->n, work->inexact->cap, figure);
            return th_tab_error(work->tab, cell->row, cell->col, errors[i], format);
        }
    return th_tab_text(work->tab, cell->row, cell->col, cell->raw, format);
}

static bool draw_number(drawing *work, const th_cell *cell, double number, const th_cell_format *format)
{
    if (!th_tab_keeps(number)) {
        th_figure figure = {work->sheet_index, cell->row, cell->col, th_double_text(work->arena, number)};
        TH_PUSH(work->arena, work->inexact->at, work->inexact->n, work->inexact->cap, figure);
    }
    return th_tab_number(work->tab, cell->row, cell->col, number, format);
}

/* The number format of a cell.  A date whose format does not show one, which .ods allows, gets a format of its own. */
static uint32_t code_of(const th_book *book, const th_cell *cell)
{
    int decimals;
    if (cell->type != TH_CELL_DATE || th_format_class(book->formats[cell->format_code], &decimals) == TH_FORMAT_DATE)
        return cell->format_code;
    return cell->number == (double)(int64_t)cell->number ? DATE_ALONE : TIME_ALONE;
}

static bool draw_cell(drawing *work, const th_sheet *sheet, const th_cell *cell)
{
    uint32_t font = cell->nruns == 1 ? cell->runs[0].font : cell->font;
    const th_cell_format *format = drawn_format(work, font, code_of(work->book, cell), cell->look);
    switch ((th_cell_type)cell->type) {
    case TH_CELL_NUMBER: return draw_number(work, cell, cell->number, format);
    case TH_CELL_DATE: return draw_number(work, cell, cell->number + (work->book->date1904 ? DAYS_1904 : 0), format);
    case TH_CELL_BOOL: return th_tab_bool(work->tab, cell->row, cell->col, cell->number != 0, format);
    case TH_CELL_ERROR: return draw_error(work, cell, format);
    case TH_CELL_TEXT: return draw_text(work, sheet, cell, format);
    case TH_CELL_PENDING: return th_tab_blank(work->tab, cell->row, cell->col, format) || !format;
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

/* What is hidden stays so where no width of its own is known; a width that is known comes afterwards. */
static void draw_columns(const drawing *work, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nhidden_cols; i++) {
        const th_span *hidden = &sheet->hidden_cols[i];
        uint32_t last = hidden->last < TH_MOST_COLUMNS ? hidden->last : TH_MOST_COLUMNS - 1;
        if (hidden->first < TH_MOST_COLUMNS)
            th_tab_width(work->tab, hidden->first, last, TH_USUAL_WIDTH, true);
    }
    for (size_t i = 0; i < sheet->nwidths; i++) {
        const th_width *width = &sheet->widths[i];
        uint32_t last = width->last < TH_MOST_COLUMNS ? width->last : TH_MOST_COLUMNS - 1;
        if (width->first < TH_MOST_COLUMNS)
            th_tab_width(work->tab, width->first, last, width->characters, is_hidden(sheet, width->first));
    }
}

/* Rows are hidden one by one, and only as far as there are cells, so that a sheet whose whole rest is hidden costs
 * nothing. */
static void draw_rows(const drawing *work, const th_sheet *sheet)
{
    uint32_t rows = th_sheet_rows(sheet);
    for (size_t i = 0; i < sheet->nhidden_rows; i++)
        for (uint32_t row = sheet->hidden_rows[i].first; row <= sheet->hidden_rows[i].last && row < rows; row++)
            th_tab_hide_row(work->tab, row);
}

/* Merges are drawn before the cells, because merging fills its area with blanks. */
static void draw_merges(drawing *work, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->nmerges; i++) {
        const th_merge *merge = &sheet->merges[i];
        const th_cell *cell = th_sheet_at(sheet, merge->row1, merge->col1);
        const th_cell_format *format = NULL;
        if (cell)
            format =
                drawn_format(work, cell->nruns == 1 ? cell->runs[0].font : cell->font, cell->format_code, cell->look);
        if (merge->row1 != merge->row2 || merge->col1 != merge->col2)
            th_tab_merge(work->tab, (th_area){merge->row1, merge->col1, merge->row2, merge->col2}, TH_STR(""), format);
    }
}

/* The first `most` characters, as UTF-16 counts them, of a name as Excel accepts it: without controls, without
 * []:*?/\ and without an apostrophe at either end. */
static th_str name_for_excel(th_arena *arena, th_str name, size_t most)
{
    th_buf out;
    th_buf_init(&out, arena);
    name = name.len ? name : TH_STR("Sheet");
    for (size_t at = 0, n = 0; at < name.len && n < most;) {
        uint32_t c = th_utf8_next(name, &at);
        bool refused = c < ' ' || (c < 0x80 && strchr("[]:*?/\\", (int)c)), at_end = n == 0 || at == name.len;
        n += c > 0xFFFF ? 2 : 1;
        if (n > most)
            break;
        at_end = at_end || n == most;
        th_utf8_put(&out, refused || (c == '\'' && at_end) ? '-' : c);
    }
    return th_buf_str(&out);
}

static th_tab *add_tab(const drawing *work, th_str name)
{
    enum { LONGEST_NAME = 31, ROOM_FOR_NUMBER = 26, MOST_TRIES = 100 };
    th_tab *tab = th_output_add(work->out, name_for_excel(work->arena, name, LONGEST_NAME));
    /* The name is taken when two names of the book only differ in what was cut off or replaced. */
    for (int i = 2; !tab && i < MOST_TRIES; i++) {
        th_str cut = name_for_excel(work->arena, name, ROOM_FOR_NUMBER);
        tab = th_output_add(work->out, th_str_fmt(work->arena, TH_FMT " (%d)", TH_ARG(cut), i));
    }
    return tab;
}

/* ---- marks ---- */

static const th_redraw_mark *mark_at(const drawing *work, size_t sheet, uint32_t row, uint32_t col)
{
    for (size_t i = 0; work->marks && i < work->marks->n; i++) {
        const th_redraw_mark *mark = &work->marks->at[i];
        if (mark->sheet == sheet && mark->row == row && mark->col == col)
            return mark;
    }
    return NULL;
}

/* Draws the marked cells that hold nothing, which no other cell brings along, and the comment of every mark. */
static void draw_marks(drawing *work, const th_sheet *sheet)
{
    for (size_t i = 0; work->marks && i < work->marks->n; i++) {
        const th_redraw_mark *mark = &work->marks->at[i];
        if (mark->sheet != sheet->index || mark->col >= TH_MOST_COLUMNS)
            continue;
        uint8_t look = 0;
        for (size_t k = 0; k < sheet->nblanks; k++)
            if (sheet->blanks[k].row == mark->row && sheet->blanks[k].col == mark->col)
                look = sheet->blanks[k].look;
        work->fill = mark->colour;
        if (!th_sheet_at(sheet, mark->row, mark->col))
            th_tab_blank(work->tab, mark->row, mark->col, drawn_format(work, 0, 0, look));
        work->fill = 0;
        size_t lines = 2 + th_utf8_count(mark->comment) / COMMENT_LINE;
        th_tab_comment(work->tab, mark->row, mark->col, &(th_comment){.text = mark->comment, .lines = lines});
    }
}

static double characters_wide(const th_sheet *sheet, uint32_t col)
{
    for (size_t i = 0; i < sheet->nwidths; i++)
        if (col >= sheet->widths[i].first && col <= sheet->widths[i].last)
            return sheet->widths[i].characters;
    return TH_USUAL_WIDTH;
}

/* Makes rows as high as their wrapped texts: a spreadsheet that opens a file does not work out their height itself. */
static void draw_heights(const drawing *work, const th_sheet *sheet)
{
    enum { MOST_HEIGHT = 409, USUAL = 11 };
    uint32_t row = UINT32_MAX;
    double height = 0;
    for (size_t i = 0; i <= sheet->ncells; i++) {
        const th_cell *cell = i < sheet->ncells ? &sheet->cells[i] : NULL;
        if (!cell || cell->row != row) {
            bool hidden = row != UINT32_MAX && th_sheet_flags(sheet, row, 0) & TH_CELL_HIDDEN_ROW;
            if (height > 0 && !hidden)
                th_tab_height(work->tab, row, height > MOST_HEIGHT ? MOST_HEIGHT : height);
            row = cell ? cell->row : row;
            height = 0;
        }
        if (!cell || cell->type != TH_CELL_TEXT || !(cell->look & TH_CELL_WRAP))
            continue;
        const th_merge *merge = th_sheet_merge_at(sheet, cell->row, cell->col);
        double width = 0;
        for (uint32_t col = cell->col; col <= (merge ? merge->col2 : cell->col) && col < cell->col + 50; col++)
            width += characters_wide(sheet, col);
        const th_face *face = &work->book->faces[cell->font];
        unsigned points = face->twips ? face->twips / 20U : USUAL;
        unsigned lines = th_lines(cell->text, width, points, face->bold);
        double wanted = lines * (points * 1.2 + 0.8) + 3;
        if (lines > 1 && (!merge || merge->row1 == merge->row2) && wanted > height)
            height = wanted;
    }
}

static bool draw_sheet(drawing *work, const th_sheet *sheet)
{
    work->tab = add_tab(work, sheet->name);
    if (!work->tab)
        return false;
    if (work->names)
        th_strs_add(work->names, work->arena, th_tab_name(work->tab));
    draw_columns(work, sheet);
    draw_rows(work, sheet);
    for (size_t i = 0; i < sheet->nblanks; i++)
        th_tab_blank(work->tab, sheet->blanks[i].row, sheet->blanks[i].col,
                     drawn_format(work, 0, 0, sheet->blanks[i].look));
    draw_merges(work, sheet);
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_merge *merge = th_sheet_merge_at(sheet, sheet->cells[i].row, sheet->cells[i].col);
        bool covered = merge && (merge->row1 != sheet->cells[i].row || merge->col1 != sheet->cells[i].col);
        const th_redraw_mark *mark = mark_at(work, sheet->index, sheet->cells[i].row, sheet->cells[i].col);
        work->fill = mark ? mark->colour : 0;
        if (!draw_cell(work, sheet, &sheet->cells[i]) && !covered)
            return false;
        work->fill = 0;
    }
    if (work->marks) {
        draw_marks(work, sheet);
        draw_heights(work, sheet);
    } else if (sheet->visibility != TH_VISIBLE) {
        th_tab_hide(work->tab);
    }
    return true;
}

static void prepare(drawing *work)
{
    work->slots = th_arena_array(work->arena, work->nslots, sizeof *work->slots);
    work->fonts = th_arena_array(work->arena, work->book->nfonts, sizeof *work->fonts);
    for (size_t i = 0; i < work->book->nfonts; i++)
        work->fonts[i] = th_book_modern_font(work->book, work->rules, work->book->fonts[i]);
}

static th_status refuse_sheet(th_arena *arena, const th_sheet *sheet, th_trouble *trouble)
{
    *trouble = TH_TROUBLE(arena, "không ghi được trang “" TH_FMT "”", "sheet “" TH_FMT "” cannot be written",
                          TH_ARG(sheet->name));
    return TH_FAILED;
}

th_status th_redraw_into(th_arena *arena, const th_book *book, const th_redraw_target *target,
                         const th_redraw_marks *marks, th_trouble *trouble)
{
    th_figures inexact = {0};
    drawing work = {.arena = arena,
                    .book = book,
                    .out = target->out,
                    .names = target->names,
                    .marks = marks,
                    .nslots = FIRST_SLOTS,
                    .inexact = &inexact};
    prepare(&work);
    for (size_t i = 0; i < book->nsheets; i++) {
        if (!draw_sheet(&work, &book->sheets[i]))
            return refuse_sheet(arena, &book->sheets[i], trouble);
        th_tab_paper(work.tab);
        work.sheet_index++;
    }
    return TH_OK;
}

th_status th_redraw(th_arena *arena, const th_redrawing *what, th_figures *inexact, th_trouble *trouble)
{
    drawing work = {
        .arena = arena, .book = what->book, .rules = what->rules, .nslots = FIRST_SLOTS, .inexact = inexact};
    work.out = th_output_new(arena, what->to->path, trouble);
    if (!work.out)
        return TH_FAILED;
    prepare(&work);
    th_output_describe(work.out, &(th_about){.mark = TH_MARK_CONVERTED, .created = what->created});
    bool first = true;
    for (size_t i = 0; i < what->book->nsheets; i++) {
        const th_sheet *sheet = &what->book->sheets[i];
        if (what->only && what->only != sheet)
            continue;
        if (!draw_sheet(&work, sheet))
            return refuse_sheet(arena, sheet, trouble);
        work.sheet_index++;
        if (first && sheet->visibility == TH_VISIBLE) {
            th_tab_activate(work.tab);
            first = false;
        }
    }
    th_status status = th_output_close(work.out, trouble);
    what->to->bytes = th_output_bytes(work.out);
    return status;
}
