/* Reading a page with tables: its tokens become tables of cells (html_table.c), which are placed and pushed last. */
#include "book/html_reader.h"

#include "base/ascii.h"
#include "book/book.h"
#include "book/charset.h"
#include "book/decimal.h"
#include "book/refuse.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

static bool named(const th_html_reader *reader, const char *name)
{
    return th_str_eq(reader->token.name, th_str_of(name));
}

static bool is_element_of(th_str name, const char *const *names)
{
    for (; *names; names++)
        if (th_str_eq(name, th_str_of(*names)))
            return true;
    return false;
}

/* ---- tables ---- */

static th_html_table *add_table(th_html_reader *reader, size_t sheet)
{
    th_html_table *table = th_html_table_new(reader->book->arena, sheet);
    TH_PUSH(reader->book->arena, reader->tables, reader->ntables, reader->tables_cap, table);
    return table;
}

static bool begin_sheet(th_html_reader *reader)
{
    if (!th_book_add_sheet(reader->book, (th_str){0}, TH_VISIBLE))
        return false;
    reader->depth = reader->beyond = reader->nfonts = 0;
    th_html_drop_text(reader);
    th_html_level *root = &reader->levels[0];
    root->table = add_table(reader, reader->book->nsheets - 1);
    root->cell = th_html_cell_open(reader->book->arena, root->table, 1, 1);
    root->blank_due = false;
    return true;
}

static void close_page_cell(th_html_reader *reader)
{
    th_html_level *at = &reader->levels[reader->depth];
    if (reader->depth == 0 || !at->cell)
        return;
    th_html_flush_text(reader);
    at->cell = NULL;
    at->blank_due = false;
    at->table->in_cell = false;
    reader->nfonts = 0;
}

static void close_page_row(th_html_reader *reader)
{
    close_page_cell(reader);
    if (reader->depth > 0)
        th_html_row_close(reader->levels[reader->depth].table);
}

static void open_page_table(th_html_reader *reader)
{
    if (reader->depth + 1 >= TH_HTML_DEEPEST) {
        reader->beyond++;
        return;
    }
    th_html_flush_text(reader);
    const th_html_level *outer = th_html_inner(reader);
    th_html_style style = outer->cell_style;
    style.format = (th_str){0};
    style.hidden = style.align = 0;
    const th_str *border = named(reader, "table") ? th_html_attr_get(&reader->token, "border") : NULL;
    if (named(reader, "table"))
        th_html_css_apply(&reader->css, &reader->token, &style);
    th_html_level *at = &reader->levels[++reader->depth];
    *at = (th_html_level){.table = add_table(reader, outer->table->sheet), .table_style = style, .row_style = style};
    at->table->bordered = border && !th_str_eq(*border, TH_STR("0"));
    at->table->hidden = style.hidden == TH_HTML_YES;
    reader->nfonts = 0;
}

static void close_page_table(th_html_reader *reader)
{
    if (reader->beyond) {
        reader->beyond--;
        return;
    }
    if (reader->depth == 0)
        return;
    close_page_row(reader);
    th_html_flush_text(reader); /* of a caption, which is text of the cell around the table */
    th_html_table *table = reader->levels[reader->depth--].table;
    th_html_level *outer = th_html_inner(reader);
    const th_html_part blank = {.lines = 1}, part = {.table = table};
    if (table->ncells == 0)
        return;
    if (outer->blank_due)
        th_html_add_part(reader->book->arena, outer->cell, &blank);
    outer->blank_due = false;
    th_html_add_part(reader->book->arena, outer->cell, &part);
}

static void open_page_row(th_html_reader *reader)
{
    if (reader->depth == 0)
        open_page_table(reader);
    close_page_row(reader);
    th_html_level *at = &reader->levels[reader->depth];
    if (reader->depth == 0)
        return;
    th_html_row_open(at->table);
    at->row_style = at->table_style;
    at->row_style.hidden = at->table->hidden ? TH_HTML_YES : 0;
    if (!named(reader, "tr"))
        return;
    th_html_css_apply(&reader->css, &reader->token, &at->row_style);
    const th_str *height = th_html_attr_get(&reader->token, "height");
    if (at->row_style.hidden == TH_HTML_YES || (height && th_str_eq(*height, TH_STR("0"))))
        TH_PUSH(reader->book->arena, at->table->hidden_rows, at->table->nhidden, at->table->hidden_cap, at->table->row);
}

static uint32_t span_of(const th_html_reader *reader, const char *name, uint32_t most)
{
    const th_str *span = th_html_attr_get(&reader->token, name);
    uint32_t n = 0;
    th_str text = span ? th_str_trim(*span) : (th_str){0};
    for (size_t i = 0; i < text.len && th_is_digit(text.ptr[i]) && n <= most; i++)
        n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    n = n ? n : 1;
    return n < most ? n : most;
}

static void open_column(th_html_reader *reader)
{
    if (reader->depth == 0)
        return;
    th_html_table *table = reader->levels[reader->depth].table;
    uint32_t first = table->col_entry, n = span_of(reader, "span", TH_HTML_MOST_COLSPAN);
    th_html_style style = {0};
    th_html_css_apply(&reader->css, &reader->token, &style);
    const th_str *width = th_html_attr_get(&reader->token, "width");
    bool hidden = style.hidden == TH_HTML_YES || (width && th_str_eq(*width, TH_STR("0")));
    if (first >= TH_HTML_COLUMNS)
        return;
    table->col_entry += n;
    th_span span = {first, first + n - 1};
    if (hidden)
        TH_PUSH(reader->book->arena, table->hidden_cols, table->nhidden_cols, table->hidden_cols_cap, span);
}

/* ---- cells ---- */

static bool open_page_cell(th_html_reader *reader)
{
    close_page_cell(reader);
    if (reader->depth == 0 || !reader->levels[reader->depth].table->in_row)
        open_page_row(reader);
    th_html_flush_text(reader);
    th_html_level *at = &reader->levels[reader->depth];
    th_html_style style = at->row_style;
    style.hidden = 0;
    if (named(reader, "th"))
        style.bold = TH_HTML_YES;
    th_html_css_apply(&reader->css, &reader->token, &style);
    uint32_t rows = span_of(reader, "rowspan", TH_HTML_MOST_ROWSPAN),
             cols = span_of(reader, "colspan", TH_HTML_MOST_COLSPAN);
    th_html_cell *cell = th_html_cell_open(reader->book->arena, at->table, rows, cols);
    if (!cell)
        return th_book_refuse(reader->book, NULL, TH_F_FILE_LIMIT, TH_STR("quá nhiều dòng hoặc cột"),
                              TH_STR("too many rows or columns")) < TH_FAILED;
    at->cell = cell;
    at->cell_style = style;
    at->blank_due = false;
    cell->font = th_html_font(reader, &style);
    cell->hidden = style.hidden == TH_HTML_YES;
    cell->look = (uint8_t)(style.align | (at->table->bordered ? TH_CELL_BORDERS : 0));
    th_html_take_format(reader->book, cell, style.format);
    th_html_take_value(reader->book, &reader->token, cell);
    return true;
}

/* ---- what Excel and LibreOffice say of the workbook ---- */

static th_str text_between(th_str text, const char *open, const char *close)
{
    size_t at = th_str_find(text, th_str_of(open), 0), from = at == SIZE_MAX ? at : at + strlen(open);
    size_t end = at == SIZE_MAX ? at : th_str_find(text, th_str_of(close), from);
    return end == SIZE_MAX ? (th_str){0} : th_str_trim(th_str_sub(text, from, end - from));
}

static void take_sheet_name(th_html_reader *reader, th_str name)
{
    th_html html;
    th_html_token token;
    th_html_init(&html, reader->book->arena, name);
    if (!reader->sheet_name.len && th_html_next(&html, &token) == TH_HTML_TEXT)
        reader->sheet_name = th_str_copy(reader->book->arena, th_str_trim(token.text));
}

static void on_comment(th_html_reader *reader)
{
    th_str text = reader->token.text;
    if (th_str_find(text, TH_STR("<x:"), 0) == SIZE_MAX)
        return;
    take_sheet_name(reader, text_between(text, "<x:Name>", "</x:Name>"));
    reader->frames = reader->frames || th_str_find(text, TH_STR("<x:WorksheetSource"), 0) != SIZE_MAX;
    reader->book->date1904 = reader->book->date1904 || th_str_find(text, TH_STR("<x:Date1904"), 0) != SIZE_MAX;
}

static void on_meta(th_html_reader *reader)
{
    const th_str *name = th_html_attr_get(&reader->token, "name"),
                 *content = th_html_attr_get(&reader->token, "content");
    if (!name || !content || !th_str_eq(*name, TH_STR("generator")))
        return;
    if (th_str_starts(*content, TH_STR("LibreOffice")) || th_str_starts(*content, TH_STR("OpenOffice")))
        reader->libreoffice = reader->same_cell = true;
}

/* Where LibreOffice writes several sheets, each begins with <a name="table0"><h1>Sheet 1: <em>Name</em></h1></a>. */
static bool on_anchor(th_html_reader *reader)
{
    const th_str *name = th_html_attr_get(&reader->token, "name");
    if (!reader->libreoffice || reader->depth || !name || !th_str_starts(*name, TH_STR("table")))
        return true;
    /* What stands before the first is the list of the sheets. */
    if (th_str_eq(*name, TH_STR("table0"))) {
        reader->book->nsheets = 0;
        reader->ntables = 0;
    }
    reader->skipped = "a";
    return begin_sheet(reader);
}

/* ---- tokens ---- */

static void push_font(th_html_reader *reader)
{
    th_str name = reader->token.name;
    th_html_font_tag *font = &reader->fonts[reader->nfonts];
    if (reader->nfonts == TH_HTML_INLINE_DEPTH || name.len >= sizeof font->name)
        return;
    font->style = reader->nfonts ? font[-1].style : th_html_inner(reader)->cell_style;
    font->style.hidden = 0;
    font->known = false;
    for (size_t i = 0; i < name.len; i++)
        font->name[i] = name.ptr[i];
    font->name[name.len] = 0;
    if (named(reader, "b") || named(reader, "strong"))
        font->style.bold = TH_HTML_YES;
    else if (named(reader, "i") || named(reader, "em"))
        font->style.italic = TH_HTML_YES;
    else if (named(reader, "u"))
        font->style.underline = TH_HTML_YES;
    else if (named(reader, "s") || named(reader, "strike") || named(reader, "del"))
        font->style.struck = TH_HTML_YES;
    else if (named(reader, "sup"))
        font->style.raised = TH_HTML_YES;
    th_html_css_apply(&reader->css, &reader->token, &font->style);
    reader->nfonts++;
}

static void pop_font(th_html_reader *reader)
{
    for (size_t i = reader->nfonts; i-- > 0;)
        if (named(reader, reader->fonts[i].name)) {
            reader->nfonts = i;
            return;
        }
}

static const char *const paragraphs[] = {"p",  "h1", "h2", "h3", "h4", "h5", "h6",
                                         "li", "ul", "ol", "dt", "dd", "hr", NULL};
static const char *const blocks[] = {"div", "center", "form", "section", "article", "blockquote", NULL};
static const char *const inlines[] = {"font", "span", "b",  "strong", "i", "em",     "u",   "sup", "p",
                                      "div",  "h1",   "h2", "h3",     "s", "strike", "del", NULL};
/* Elements whose text is none of the page.  The first ones are none of HTML: "/>" closes them. */
static const char *const skips[] = {"xml", "svg", "select", "object"};
enum { SKIPS = sizeof skips / sizeof *skips, FOREIGN_SKIPS = 2 };

static void on_element(th_html_reader *reader, bool starts)
{
    th_str name = reader->token.name;
    if (is_element_of(name, paragraphs))
        th_html_paragraph(reader);
    else if (is_element_of(name, blocks))
        th_html_soft_break(reader, false);
    if (is_element_of(name, inlines)) {
        if (starts)
            push_font(reader);
        else
            pop_font(reader);
    }
}

/* Where the element is not closed, what follows is of the page. */
static void begin_skipped(th_html_reader *reader)
{
    for (size_t i = 0; i < SKIPS; i++) {
        if (!named(reader, skips[i]) || (reader->token.slash && i < FOREIGN_SKIPS) || reader->unclosed >> i & 1)
            continue;
        if (th_html_closes(&reader->html, skips[i]))
            reader->skipped = skips[i];
        else
            reader->unclosed |= 1U << i;
    }
}

static bool on_start_tag(th_html_reader *reader)
{
    const th_str *type;
    begin_skipped(reader);
    if (named(reader, "td") || named(reader, "th"))
        return open_page_cell(reader);
    if (named(reader, "a"))
        return on_anchor(reader);
    if (named(reader, "tr"))
        open_page_row(reader);
    else if (named(reader, "table"))
        open_page_table(reader);
    else if (named(reader, "col"))
        open_column(reader);
    else if (named(reader, "thead") || named(reader, "tbody") || named(reader, "tfoot"))
        close_page_row(reader);
    else if (named(reader, "br"))
        th_html_line_break(reader);
    else if (named(reader, "meta"))
        on_meta(reader);
    else if (named(reader, "body"))
        th_html_css_apply(&reader->css, &reader->token, &reader->levels[0].cell_style);
    else if (named(reader, "frame") || named(reader, "frameset"))
        reader->frames = true;
    else if (named(reader, "input") && (type = th_html_attr_get(&reader->token, "type")))
        reader->password = reader->password || th_str_eq(*type, TH_STR("password"));
    else
        on_element(reader, true);
    return true;
}

static void on_end_tag(th_html_reader *reader)
{
    if (named(reader, "td") || named(reader, "th"))
        close_page_cell(reader);
    else if (named(reader, "tr") || named(reader, "thead") || named(reader, "tbody") || named(reader, "tfoot"))
        close_page_row(reader);
    else if (named(reader, "table"))
        close_page_table(reader);
    else
        on_element(reader, false);
}

/* Inside an element whose text is none of the page: names of sheets may stand there. */
static void on_skipped(th_html_reader *reader)
{
    th_html_kind kind = reader->token.kind;
    if (kind == TH_HTML_END && named(reader, reader->skipped)) {
        reader->skipped = NULL;
        reader->wanted = NULL;
    } else if (kind == TH_HTML_START && (named(reader, "x:name") || named(reader, "em"))) {
        reader->wanted =
            named(reader, "em") ? &reader->book->sheets[reader->book->nsheets - 1].raw_name : &reader->sheet_name;
    } else if (kind == TH_HTML_END) {
        reader->wanted = NULL;
    } else if (kind == TH_HTML_TEXT && reader->wanted && !reader->wanted->len) {
        *reader->wanted = th_str_copy(reader->book->arena, th_str_trim(reader->token.text));
    }
}

static bool on_token(th_html_reader *reader)
{
    if (reader->skipped) {
        on_skipped(reader);
        return true;
    }
    switch (reader->token.kind) {
    case TH_HTML_START: return on_start_tag(reader);
    case TH_HTML_END: on_end_tag(reader); return true;
    case TH_HTML_TEXT:
        if (!reader->libreoffice || reader->depth)
            th_html_take_text(reader);
        return true;
    case TH_HTML_RAW:
        if (named(reader, "style"))
            th_html_css_add(&reader->css, reader->token.text);
        return true;
    case TH_HTML_COMMENT: on_comment(reader); return true;
    case TH_HTML_END_OF_PAGE:
    default: return true;
    }
}

/* ---- the page ---- */

static th_status refuse_page(th_html_reader *reader)
{
    th_words what = TH_WORDS_ARE("là trang web không có bảng số liệu nào (trang đăng nhập, trang báo lỗi …)",
                                 "it is a web page without a table of figures (one to log in, one of an error)"),
             mend = TH_WORDS_ARE("đăng nhập rồi tải lại tệp từ phần mềm, mở xem có số liệu rồi gửi lại.",
                                 "log in, download it again, see that the figures are in it, and send it.");
    if (reader->frames) {
        what = TH_WORDS_ARE("là trang web có nhiều khung, số liệu nằm ở các tệp khác đi kèm",
                            "it is a web page of frames, whose figures stand in other files");
        mend = TH_WORDS_ARE("mở bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
                            "open it in Excel, save it as “Excel Workbook (*.xlsx)” and send it again.");
    }
    const th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (th_findings_count(&reader->book->findings, TH_LEVEL_BLOCK) == 0)
        th_findings_add(&reader->book->findings, reader->book->arena, TH_F_FILE_KIND, &place, TH_WITH(what, mend));
    return TH_FAILED;
}

static th_str name_of_file(const th_book *book)
{
    th_str name = book->file_name;
    size_t dot = name.len;
    for (size_t i = name.len; i > 0 && dot == name.len; i--)
        if (name.ptr[i - 1] == '.')
            dot = i - 1;
    return th_str_copy(book->arena, th_str_sub(name, 0, dot));
}

th_status th_html_read(th_book *book, th_str bytes)
{
    th_html_reader *reader = th_arena_alloc(book->arena, sizeof *reader);
    reader->book = book;
    reader->css.arena = book->arena;
    th_buf_init(&reader->text, book->arena);
    th_html_init(&reader->html, book->arena, th_charset_text(book->arena, bytes, th_html_charset(bytes)));
    if (!begin_sheet(reader))
        return TH_FAILED;
    while (th_html_next(&reader->html, &reader->token) != TH_HTML_END_OF_PAGE)
        if (!on_token(reader))
            return TH_FAILED;
    while (reader->depth)
        close_page_table(reader);
    th_html_flush_text(reader);
    if (!th_html_holds_data(reader->tables, reader->ntables, reader->password))
        return refuse_page(reader);
    for (size_t i = 0; i < reader->ntables; i++)
        th_html_hide_columns(book->arena, reader->tables[i]);
    if (!book->sheets[0].raw_name.len)
        book->sheets[0].raw_name = reader->sheet_name.len ? reader->sheet_name : name_of_file(book);
    for (size_t i = 0; i < book->nsheets; i++)
        book->sheets[i].name = th_sheet_shown_name(book, &book->sheets[i], book->sheets[i].raw_name);
    th_html_place(book->arena, reader->tables, reader->ntables);
    if (th_html_push_tables(book, reader->tables, reader->ntables) >= TH_FAILED)
        return TH_FAILED;
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}
