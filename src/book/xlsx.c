/* .xlsx and .xlsb: the package, its relationships, the workbook part. */
#include "book/xlsx.h"

#include "base/ascii.h"

#include "book/book.h"
#include "book/refuse.h"
#include "book/xlsb.h"

#include <string.h>

#include "base/banned.h"

typedef struct relation {
    th_str id, type, target;
    bool external;
} relation;
typedef struct relations {
    relation *at;
    size_t n, cap;
    th_arena *arena;
} relations;

typedef struct workbook_part {
    th_xlsx *xlsx;
    th_xlsx_list *sheets;
    int depth; /* <workbookPr> counts as a child of <workbook> only, not inside an extension */
} workbook_part;

/* How the parts of a package are written: as XML, or as records. */
typedef struct part_readers {
    th_status (*workbook)(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_list *sheets);
    th_status (*styles)(th_xlsx *xlsx, const th_zip_entry *entry);
    th_status (*strings)(th_xlsx *xlsx, const th_zip_entry *entry);
    th_status (*sheet)(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet);
} part_readers;

static bool no_text(void *ctx, th_str text)
{
    (void)ctx;
    (void)text;
    return true;
}

static bool no_end(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool relation_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    relations *list = ctx;
    if (!th_str_eq(name, TH_STR("Relationship")))
        return true;
    relation rel = {th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Id")),
                    th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Type")),
                    th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Target")),
                    th_str_eq(th_xml_attr_get(attrs, n, "TargetMode"), TH_STR("External"))};
    TH_PUSH(list->arena, list->at, list->n, list->cap, rel);
    return true;
}

static th_status read_relations(th_xlsx *xlsx, th_str part, relations *list)
{
    *list = (relations){.arena = xlsx->book->arena};
    const th_zip_entry *entry = th_zip_find(&xlsx->zip, part);
    th_xml_handler handler = {.ctx = list, .start = relation_start, .end = no_end, .text = no_text};
    return entry ? th_xlsx_read_part(xlsx, entry, &handler) : TH_OK;
}

th_str th_xlsx_resolve(th_arena *arena, th_str folder, th_str target)
{
    th_buf path;
    th_buf_init(&path, arena);
    if (target.len && memchr(target.ptr, '\\', target.len)) {
        /* as programs on Windows write it */
        char *copy = th_arena_array(arena, target.len, 1);
        for (size_t i = 0; i < target.len; i++)
            copy[i] = target.ptr[i] == '\\' ? '/' : target.ptr[i];
        target.ptr = copy;
    }
    if (target.len && target.ptr[0] == '/')
        target = th_str_sub(target, 1, target.len);
    else
        th_buf_add(&path, folder);
    th_str segment;
    while (th_str_cut(&target, '/', &segment)) {
        if (th_str_eq(segment, TH_STR(".."))) {
            size_t end = path.len;
            while (end > 0 && path.ptr[end - 1] != '/')
                end--;
            path.len = end > 0 ? end - 1 : 0;
        } else if (segment.len && !th_str_eq(segment, TH_STR("."))) {
            if (path.len)
                th_buf_byte(&path, '/');
            th_buf_add(&path, segment);
        }
    }
    return th_buf_str(&path);
}

/* A target is a URI, where "%20" stands for a blank; most writers put the name of the entry as it is. */
static th_str without_percents(th_arena *arena, th_str name)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len; i++) {
        int high = name.len - i > 2 ? th_hex_value(name.ptr[i + 1]) : -1;
        int low = name.len - i > 2 ? th_hex_value(name.ptr[i + 2]) : -1;
        bool escape = name.ptr[i] == '%' && high >= 0 && low >= 0 && high + low > 0;
        th_buf_byte(&out, escape ? (char)(high * 16 + low) : name.ptr[i]);
        i += escape ? 2 : 0;
    }
    return th_buf_str(&out);
}

const th_zip_entry *th_xlsx_entry(th_arena *arena, const th_zip *zip, th_str folder, th_str target)
{
    th_str name = th_xlsx_resolve(arena, folder, target);
    const th_zip_entry *entry = th_zip_find(zip, name);
    if (entry || !name.len || !memchr(name.ptr, '%', name.len))
        return entry;
    return th_zip_find(zip, without_percents(arena, name));
}

static th_str folder_of(th_str part)
{
    for (size_t i = part.len; i > 0; i--)
        if (part.ptr[i - 1] == '/')
            return th_str_sub(part, 0, i - 1);
    return (th_str){0};
}

static const relation *by_type(const relations *list, th_str suffix)
{
    for (size_t i = 0; i < list->n; i++)
        if (!list->at[i].external && th_str_ends(list->at[i].type, suffix))
            return &list->at[i];
    return NULL;
}

static bool is_true(th_str s)
{
    return th_str_eq(s, TH_STR("1")) || th_str_eq(s, TH_STR("true")) || th_str_eq(s, TH_STR("on"));
}

static bool workbook_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    workbook_part *workbook = ctx;
    th_arena *arena = workbook->xlsx->book->arena;
    workbook->depth++;
    if (workbook->depth == 2 && th_str_eq(name, TH_STR("workbookPr")))
        workbook->xlsx->book->date1904 = is_true(th_xml_attr_get(attrs, n, "date1904"));
    if (workbook->depth != 3 || !th_str_eq(name, TH_STR("sheet")))
        return true;
    th_str state = th_xml_attr_get(attrs, n, "state");
    th_xlsx_listed sheet = {th_str_copy(arena, th_xml_attr_get(attrs, n, "name")), {0}, TH_VISIBLE};
    if (th_str_eq(state, TH_STR("hidden")))
        sheet.visibility = TH_HIDDEN;
    else if (th_str_eq(state, TH_STR("veryHidden")))
        sheet.visibility = TH_VERY_HIDDEN;
    sheet.id = th_str_copy(arena, th_xml_attr_get(attrs, n, "id")); /* r:id; sheetId has another local name */
    TH_PUSH(arena, workbook->sheets->at, workbook->sheets->n, workbook->sheets->cap, sheet);
    return true;
}

static bool workbook_end(void *ctx, th_str name)
{
    (void)name;
    ((workbook_part *)ctx)->depth--;
    return true;
}

static th_status read_workbook_xml(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_list *sheets)
{
    workbook_part workbook = {.xlsx = xlsx, .sheets = sheets};
    th_xml_handler handler = {.ctx = &workbook, .start = workbook_start, .end = workbook_end, .text = no_text};
    return th_xlsx_read_part(xlsx, entry, &handler);
}

static const part_readers xml_parts = {read_workbook_xml, th_xlsx_styles, th_xlsx_strings, th_xlsx_sheet};
static const part_readers record_parts = {th_xlsb_workbook, th_xlsb_styles, th_xlsb_strings, th_xlsb_sheet};

/* The workbook lists a sheet without saying which part it is. */
static void say_empty_sheet(th_xlsx *xlsx, const th_xlsx_listed *sheet)
{
    const th_place place = {.sheet = sheet->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&xlsx->book->findings, xlsx->book->arena, TH_F_FILE_SHEET_EMPTY, &place, TH_WITH(sheet->name));
}

static th_status missing_sheet(th_xlsx *xlsx, const th_xlsx_listed *sheet, const relation *rel)
{
    th_arena *arena = xlsx->book->arena;
    th_words part = {0};
    if (rel && !rel->external)
        part = TH_WORDS(arena, " (phần “" TH_FMT "”)", " (part “" TH_FMT "”)", TH_ARG(rel->target));
    return th_book_refuse(
        xlsx->book, NULL, TH_F_FILE_PART,
        th_str_fmt(arena, "nội dung trang “" TH_FMT "”" TH_FMT, TH_ARG(sheet->name), TH_ARG(part.vi)),
        th_str_fmt(arena, "the content of sheet “" TH_FMT "”" TH_FMT, TH_ARG(sheet->name), TH_ARG(part.en)));
}

static th_status read_sheets(th_xlsx *xlsx, const part_readers *readers, const th_xlsx_list *sheets,
                             const relations *rels, th_str folder)
{
    for (size_t i = 0; i < sheets->n; i++) {
        const th_xlsx_listed *sheet = &sheets->at[i];
        const relation *rel = NULL;
        if (!sheet->id.len) {
            say_empty_sheet(xlsx, sheet);
            continue;
        }
        for (size_t k = 0; k < rels->n; k++)
            if (th_str_eq(rels->at[k].id, sheet->id))
                rel = &rels->at[k];
        if (rel && !rel->external && !th_str_ends(rel->type, TH_STR("/worksheet")))
            continue; /* a chart or macro sheet has no cells */
        const th_zip_entry *entry =
            rel && !rel->external ? th_xlsx_entry(xlsx->book->arena, &xlsx->zip, folder, rel->target) : NULL;
        if (!entry)
            return missing_sheet(xlsx, sheet, rel);
        if (!th_book_add_sheet(xlsx->book, sheet->name, sheet->visibility))
            return TH_FAILED;
        xlsx->book->sheets[xlsx->book->nsheets - 1].part = entry->name;
        th_status status = readers->sheet(xlsx, entry, xlsx->book->nsheets - 1);
        if (status >= TH_FAILED)
            return status;
        th_sheet_seal(&xlsx->book->sheets[xlsx->book->nsheets - 1]);
    }
    return TH_OK;
}

/* The entry that a relation leads to; NULL when there is none. */
static const th_zip_entry *entry_of(th_xlsx *xlsx, const relation *rel, th_str folder)
{
    return rel ? th_xlsx_entry(xlsx->book->arena, &xlsx->zip, folder, rel->target) : NULL;
}

static th_status read_workbook(th_xlsx *xlsx, th_str part)
{
    th_arena *arena = xlsx->book->arena;
    const th_zip_entry *entry = th_zip_find(&xlsx->zip, part);
    if (!entry)
        return th_book_refuse(xlsx->book, NULL, TH_F_FILE_PART,
                              th_str_fmt(arena, "danh sách các trang “" TH_FMT "”", TH_ARG(part)),
                              th_str_fmt(arena, "the list of its sheets, “" TH_FMT "”", TH_ARG(part)));
    bool records = th_str_ends(entry->name, TH_STR(".bin"));
    const part_readers *readers = records ? &record_parts : &xml_parts;
    xlsx->book->format = records ? TH_BOOK_XLSB : TH_BOOK_XLSX;
    th_str folder = folder_of(entry->name);
    th_str name = th_str_sub(entry->name, folder.len ? folder.len + 1 : 0, entry->name.len);
    th_xlsx_list sheets = {0};
    relations rels;
    if (readers->workbook(xlsx, entry, &sheets) != TH_OK ||
        read_relations(
            xlsx,
            th_str_fmt(arena, TH_FMT "%s_rels/" TH_FMT ".rels", TH_ARG(folder), folder.len ? "/" : "", TH_ARG(name)),
            &rels) != TH_OK)
        return TH_FAILED;
    const th_zip_entry *styles_entry = entry_of(xlsx, by_type(&rels, TH_STR("/styles")), folder);
    const th_zip_entry *strings_entry = entry_of(xlsx, by_type(&rels, TH_STR("/sharedStrings")), folder);
    xlsx->book->workbook_part = entry->name;
    xlsx->book->styles_part = styles_entry ? styles_entry->name : (th_str){0};
    xlsx->book->strings_part = strings_entry ? strings_entry->name : (th_str){0};
    if ((styles_entry && readers->styles(xlsx, styles_entry) != TH_OK) ||
        (strings_entry && readers->strings(xlsx, strings_entry) != TH_OK))
        return TH_FAILED;
    return read_sheets(xlsx, readers, &sheets, &rels, folder);
}

/* The name of the workbook part where the package does not say it. */
static th_str usual_workbook(const th_zip *zip)
{
    th_str records = TH_STR("xl/workbook.bin");
    return th_zip_find(zip, records) ? records : TH_STR("xl/workbook.xml");
}

th_status th_xlsx_read(th_book *book, th_str bytes)
{
    th_xlsx *xlsx = th_arena_alloc(book->arena, sizeof *xlsx);
    relations root;
    xlsx->book = book;
    if (th_zip_open(book->arena, book->limits, bytes, &xlsx->zip) != TH_OK)
        return th_book_refuse_package(book, &xlsx->zip);
    if (read_relations(xlsx, TH_STR("_rels/.rels"), &root) != TH_OK)
        return TH_FAILED;
    const relation *main = by_type(&root, TH_STR("/officeDocument"));
    th_status status = read_workbook(xlsx, main ? th_xlsx_resolve(book->arena, (th_str){0}, main->target)
                                                : usual_workbook(&xlsx->zip));
    if (status < TH_FAILED)
        th_xlsx_mark(xlsx);
    return status;
}

/* The package says which of the two it is, whatever the names of its parts. */
th_status th_xlsb_read(th_book *book, th_str bytes)
{
    return th_xlsx_read(book, bytes);
}
