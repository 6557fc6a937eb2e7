/* .xlsx and .xlsb: what stands beside the cells: comments in threads, links to other workbooks, macros.  None of it
 * decides what a cell holds: a part that is damaged is noted and passed over. */
#include "book/xlsx.h"

#include "book/xlsx_sheet.h"

#include "base/banned.h"

/* Each link leads to a part, and many may lead to one large one. */
enum { MOST_BYTES = 16 << 20, MOST_LINKS_NAMED = 3, MOST_LINKS_TRIED = 16 };

static bool no_end_beside(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool no_text_beside(void *ctx, th_str text)
{
    (void)ctx;
    (void)text;
    return true;
}

/* ---- the workbook ---- */

/* The last name of a path or address, as people know the file. */
static th_str last_of_path(th_str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/' || path.ptr[i - 1] == '\\')
            return th_str_sub(path, i, path.len);
    return path;
}

static void name_links(th_xlsx *xlsx, const th_xlsx_relations *rels, th_str folder)
{
    th_arena *arena = xlsx->book->arena;
    th_buf names;
    size_t n = 0, tried = 0;
    th_buf_init(&names, arena);
    for (size_t i = 0; i < rels->n && n < MOST_LINKS_NAMED && tried < MOST_LINKS_TRIED; i++) {
        const th_xlsx_relation *rel = &rels->at[i];
        if (rel->external || !th_str_ends(rel->type, TH_STR("/externalLink")))
            continue;
        tried++;
        const th_zip_entry *entry = th_xlsx_entry(arena, &xlsx->zip, folder, rel->target);
        const th_zip_entry *of_entry =
            entry ? th_zip_find(&xlsx->zip, th_xlsx_relations_part(arena, entry->name)) : NULL;
        th_xlsx_relations targets = {.arena = arena};
        if (!of_entry || of_entry->inflated > MOST_BYTES || !th_xlsx_relations_tried(xlsx, of_entry, &targets))
            continue;
        for (size_t k = 0; k < targets.n && n < MOST_LINKS_NAMED; k++, n++)
            th_buf_fmt(&names, "%s" TH_FMT, n ? "”, “" : "",
                       TH_ARG(th_xlsx_plain_target(arena, last_of_path(targets.at[k].target))));
    }
    xlsx->book->linked_to = th_buf_str(&names);
}

static bool person_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_xlsx *xlsx = ctx;
    th_arena *arena = xlsx->book->arena;
    th_str id = th_xml_attr_get(attrs, n, "id"), shown = th_xml_attr_get(attrs, n, "displayName");
    if (!th_str_eq(name, TH_STR("person")))
        return true;
    TH_PUSH(arena, xlsx->people, xlsx->npeople, xlsx->people_cap, th_str_copy(arena, shown));
    uint32_t *at = th_lookup_at(&xlsx->people_by_id, arena, th_str_copy(arena, id));
    if (!*at)
        *at = (uint32_t)xlsx->npeople;
    return true;
}

void th_xlsx_beside(th_xlsx *xlsx, const th_xlsx_relations *rels, th_str folder)
{
    const th_xlsx_relation *people = th_xlsx_relation_typed(rels, TH_STR("/person"));
    const th_zip_entry *entry = people ? th_xlsx_entry(xlsx->book->arena, &xlsx->zip, folder, people->target) : NULL;
    const th_xml_handler handler = {.ctx = xlsx, .start = person_start, .end = no_end_beside, .text = no_text_beside};
    xlsx->book->macros = th_xlsx_relation_typed(rels, TH_STR("/vbaProject")) != NULL;
    if (xlsx->book->visitor)
        return;
    name_links(xlsx, rels, folder);
    if (entry && entry->inflated <= MOST_BYTES)
        th_xlsx_try_part(xlsx, entry, &handler);
}

/* ---- comments of a sheet ---- */

typedef struct thread_reader {
    th_xlsx *xlsx;
    th_sheet *sheet;
    th_remark said; /* the one at hand */
    th_buf text;
    bool in_comment, in_text;
} thread_reader;

static th_str name_of_person(const th_xlsx *xlsx, th_str id)
{
    const uint32_t *at = id.len ? th_lookup_find(&xlsx->people_by_id, id) : NULL;
    return at ? xlsx->people[*at - 1] : (th_str){0};
}

static bool thread_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    thread_reader *reader = ctx;
    if (th_str_eq(name, TH_STR("text")))
        reader->in_text = true;
    if (!th_str_eq(name, TH_STR("threadedComment")))
        return true;
    reader->in_comment = th_xlsx_address(th_xml_attr_get(attrs, n, "ref"), &reader->said.row, &reader->said.col);
    reader->said.who = name_of_person(reader->xlsx, th_xml_attr_get(attrs, n, "personId"));
    reader->text.len = 0;
    return true;
}

static bool thread_end(void *ctx, th_str name)
{
    thread_reader *reader = ctx;
    th_arena *arena = reader->xlsx->book->arena;
    if (th_str_eq(name, TH_STR("text")))
        reader->in_text = false;
    if (!th_str_eq(name, TH_STR("threadedComment")) || !reader->in_comment)
        return true;
    reader->in_comment = false;
    reader->said.text = th_str_copy(arena, th_str_trim(th_buf_str(&reader->text)));
    TH_PUSH(arena, reader->sheet->comments, reader->sheet->ncomments, reader->sheet->comments_cap, reader->said);
    return true;
}

/* A note is one line. */
static bool thread_text(void *ctx, th_str text)
{
    thread_reader *reader = ctx;
    for (size_t i = 0; i < text.len && reader->in_text && reader->in_comment; i++)
        th_buf_byte(&reader->text, text.ptr[i] == '\n' || text.ptr[i] == '\r' ? ' ' : text.ptr[i]);
    return true;
}

static void note_lost_comments(th_book *book, const th_sheet *sheet)
{
    const th_place place = {
        .sheet = th_sheet_shown_name(book, sheet, sheet->raw_name), .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&book->findings, book->arena, TH_F_FILE_ODD, &place,
                   TH_TROUBLE_IS("không đọc được các bình luận của trang", "the comments of the sheet cannot be read"));
}

void th_xlsx_threads(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet)
{
    th_book *book = xlsx->book;
    if (!xlsx->npeople || book->visitor)
        return;
    th_xlsx_relations rels = {.arena = book->arena};
    const th_zip_entry *of_sheet = th_zip_find(&xlsx->zip, th_xlsx_relations_part(book->arena, entry->name));
    if (!of_sheet || !th_xlsx_relations_tried(xlsx, of_sheet, &rels))
        return;
    const th_xlsx_relation *rel = th_xlsx_relation_typed(&rels, TH_STR("/threadedComment"));
    if (!rel)
        return;
    thread_reader reader = {.xlsx = xlsx, .sheet = &book->sheets[sheet]};
    th_buf_init(&reader.text, book->arena);
    const th_xml_handler handler = {.ctx = &reader, .start = thread_start, .end = thread_end, .text = thread_text};
    const th_zip_entry *comments = th_xlsx_entry(book->arena, &xlsx->zip, th_xlsx_folder(entry->name), rel->target);
    if (!comments || comments->inflated > MOST_BYTES || !th_xlsx_try_part(xlsx, comments, &handler))
        note_lost_comments(book, &book->sheets[sheet]);
}
