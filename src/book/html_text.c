/* The text of a page's cells: lines, paragraphs and breaks, white space, fonts. */
#include "book/html_reader.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <stdint.h>

#include "base/banned.h"

enum { NBSP = 0xA0 };

th_html_level *th_html_inner(th_html_reader *reader)
{
    size_t at = reader->depth;
    while (at > 0 && !reader->levels[at].cell)
        at--;
    return &reader->levels[at];
}

static bool holds_rows(th_html_reader *reader)
{
    return reader->rows > 0 || th_html_inner(reader)->cell->nparts > 0;
}

uint32_t th_html_font(th_html_reader *reader, const th_html_style *style)
{
    const th_face face = {.name = style->font,
                          .twips = style->twips,
                          .bold = style->bold == TH_HTML_YES,
                          .italic = style->italic == TH_HTML_YES,
                          .underline = style->underline == TH_HTML_YES,
                          .raised = style->raised == TH_HTML_YES,
                          .struck = style->struck == TH_HTML_YES};
    bool none =
        !face.name.len && !face.twips && !face.bold && !face.italic && !face.underline && !face.raised && !face.struck;
    return none ? 0 : th_book_face(reader->book, face);
}

static void add_part_of_text(th_html_reader *reader, uint32_t rows)
{
    th_html_cell *cell = th_html_inner(reader)->cell;
    th_html_part part = {.text = th_str_copy(reader->book->arena, th_buf_str(&reader->text)), .lines = rows};
    bool own_fonts = reader->nruns > 1 || (reader->nruns == 1 && reader->runs[0].font != cell->font);
    if (own_fonts) {
        th_cell_run *runs = th_arena_array(reader->book->arena, reader->nruns, sizeof *runs);
        for (size_t i = 0; i < reader->nruns; i++)
            runs[i] = reader->runs[i];
        part.runs = runs;
        part.nruns = (uint32_t)reader->nruns;
    }
    th_html_add_part(reader->book->arena, cell, &part);
    reader->text.len = reader->nruns = 0;
}

void th_html_drop_text(th_html_reader *reader)
{
    reader->text.len = reader->nruns = reader->spaces = 0;
    reader->rows = reader->blanks = reader->breaks = 0;
    reader->in_line = false;
}

/* Outside tables each line is a part of its own, so that it has a row of its own. */
static void end_row_of_text(th_html_reader *reader)
{
    if (reader->depth == 0 || th_html_inner(reader) == &reader->levels[0]) {
        add_part_of_text(reader, 1);
        th_html_drop_text(reader);
    } else {
        reader->rows++;
    }
}

static void put_blank_row(th_html_reader *reader)
{
    size_t length = reader->text.len;
    end_row_of_text(reader);
    if (length)
        reader->blanks++;
}

static void end_text_line(th_html_reader *reader)
{
    if (!reader->in_line)
        return;
    reader->in_line = false;
    reader->spaces = 0;
    end_row_of_text(reader);
}

static void insert_paragraph(th_html_reader *reader)
{
    if (reader->in_line)
        end_text_line(reader);
    else if (holds_rows(reader))
        put_blank_row(reader);
    th_html_inner(reader)->blank_due = holds_rows(reader);
}

/* A break that takes no row. */
void th_html_soft_break(th_html_reader *reader, bool every)
{
    if (reader->text.len && (every || !reader->breaks))
        reader->breaks++;
    reader->spaces = 0;
}

void th_html_line_break(th_html_reader *reader)
{
    th_html_style style = {0};
    th_html_css_apply(&reader->css, &reader->token, &style);
    if (reader->same_cell || style.same_cell == TH_HTML_YES) {
        th_html_soft_break(reader, true);
    } else if (!reader->in_line && !holds_rows(reader)) {
        th_html_inner(reader)->blank_due = true;
    } else {
        insert_paragraph(reader);
        th_html_inner(reader)->blank_due = false;
    }
}

void th_html_paragraph(th_html_reader *reader)
{
    if (reader->same_cell)
        th_html_soft_break(reader, false);
    else if (reader->in_line)
        insert_paragraph(reader);
    else if (holds_rows(reader))
        th_html_inner(reader)->blank_due = true;
}

static uint32_t current_font(th_html_reader *reader)
{
    th_html_level *at = th_html_inner(reader);
    if (reader->nfonts == 0)
        return at->cell->font;
    th_html_font_tag *tag = &reader->fonts[reader->nfonts - 1];
    if (!tag->known)
        tag->font = th_html_font(reader, &tag->style);
    tag->known = true;
    return tag->font;
}

static void begin_line(th_html_reader *reader)
{
    th_html_level *at = th_html_inner(reader);
    if (at->blank_due) {
        at->blank_due = false;
        size_t blanks = reader->blanks;
        put_blank_row(reader);
        reader->blanks = (uint32_t)blanks; /* text_between paragraphs: a row, but no line of the text */
    }
    reader->in_line = true;
    if (reader->text.len) {
        for (uint32_t i = 0; i <= reader->blanks; i++)
            th_buf_byte(&reader->text, '\n');
        reader->breaks = 0;
    }
    reader->blanks = 0;
}

static void put_text_character(th_html_reader *reader, th_str character)
{
    if (!reader->in_line)
        begin_line(reader);
    for (; reader->text.len && reader->breaks; reader->breaks--, reader->spaces = 0)
        th_buf_byte(&reader->text, '\n');
    bool fresh = !reader->text.len || reader->text.ptr[reader->text.len - 1] == '\n';
    for (; reader->spaces; reader->spaces--)
        if (!fresh)
            th_buf_byte(&reader->text, ' ');
    uint32_t font = current_font(reader);
    if (reader->nruns == 0 || reader->runs[reader->nruns - 1].font != font) {
        const th_cell_run run = {font, (uint32_t)reader->text.len};
        TH_PUSH(reader->book->arena, reader->runs, reader->nruns, reader->runs_cap, run);
    }
    th_buf_add(&reader->text, character);
}

void th_html_take_text(th_html_reader *reader)
{
    th_str text = reader->token.text;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(text, &at);
        if (c == NBSP)
            reader->spaces++;
        else if (c < 0x80 && th_is_space((long)c))
            reader->spaces = reader->spaces ? reader->spaces : 1;
        else
            put_text_character(reader, th_str_sub(text, from, at - from));
    }
}

/* What stands in the cell so far becomes a part of it. */
void th_html_flush_text(th_html_reader *reader)
{
    end_text_line(reader);
    if (reader->rows)
        add_part_of_text(reader, reader->same_cell ? 1 : reader->rows);
    th_html_drop_text(reader);
}
