/* .xlsx and .xlsb: the package, its relationships, the workbook part. */
#include "book/xlsx.h"

#include "book/book.h"
#include "book/noted.h"
#include "book/refuse.h"
#include "book/xlsb.h"

#include "base/banned.h"

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

static bool is_true(th_str s)
{
    return th_str_eq(s, TH_STR("1")) || th_str_eq(s, TH_STR("true")) || th_str_eq(s, TH_STR("on"));
}

static bool is_false(th_str s)
{
    return th_str_eq(s, TH_STR("0")) || th_str_eq(s, TH_STR("false")) || th_str_eq(s, TH_STR("off"));
}

static bool workbook_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    workbook_part *workbook = ctx;
    th_arena *arena = workbook->xlsx->book->arena;
    workbook->depth++;
    if (workbook->depth == 2 && th_str_eq(name, TH_STR("workbookPr")))
        workbook->xlsx->book->date1904 = is_true(th_xml_attr_get(attrs, n, "date1904"));
    else if (workbook->depth == 2 && th_str_eq(name, TH_STR("calcPr")))
        workbook->xlsx->book->as_displayed = is_false(th_xml_attr_get(attrs, n, "fullPrecision"));
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

/* Says that the workbook lists a sheet and not which part it is. */
static void say_empty_sheet(th_xlsx *xlsx, const th_xlsx_listed *sheet)
{
    const th_place place = {.sheet = sheet->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&xlsx->book->findings, xlsx->book->arena, TH_F_FILE_SHEET_EMPTY, &place, TH_WITH(sheet->name));
}

static th_status missing_sheet(th_xlsx *xlsx, const th_xlsx_listed *sheet, const th_xlsx_relation *rel)
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

static th_other_sheet kind_of_relation(th_str type)
{
    static const struct {
        const char *ending;
        th_other_sheet kind;
    } endings[] = {{"/chartsheet", TH_SHEET_CHART},
                   {"/dialogsheet", TH_SHEET_DIALOG},
                   {"/xlMacrosheet", TH_SHEET_MACRO},
                   {"/xlIntlMacrosheet", TH_SHEET_MACRO}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (th_str_ends(type, th_str_of(endings[i].ending)))
            return endings[i].kind;
    return TH_SHEET_STRANGE;
}

static th_status read_sheets(th_xlsx *xlsx, const part_readers *readers, const th_xlsx_list *sheets,
                             const th_xlsx_relations *rels, th_str folder)
{
    for (size_t i = 0; i < sheets->n; i++) {
        const th_xlsx_listed *sheet = &sheets->at[i];
        const th_xlsx_relation *rel = NULL;
        if (!sheet->id.len) {
            say_empty_sheet(xlsx, sheet);
            continue;
        }
        for (size_t k = 0; k < rels->n; k++)
            if (th_str_eq(rels->at[k].id, sheet->id))
                rel = &rels->at[k];
        if (rel && !rel->external && !th_str_ends(rel->type, TH_STR("/worksheet"))) {
            th_book_passes_sheet(xlsx->book, sheet->name, kind_of_relation(rel->type));
            continue;
        }
        const th_zip_entry *entry =
            rel && !rel->external ? th_xlsx_entry(xlsx->book->arena, &xlsx->zip, folder, rel->target) : NULL;
        if (!entry)
            return missing_sheet(xlsx, sheet, rel);
        if (!th_book_add_sheet(xlsx->book, sheet->name, sheet->visibility))
            return TH_FAILED;
        xlsx->book->sheets[xlsx->book->nsheets - 1].part = entry->name;
        if (xlsx->book->only.len && !th_str_eq(sheet->name, xlsx->book->only)) {
            th_sheet_seal(&xlsx->book->sheets[xlsx->book->nsheets - 1]);
            continue;
        }
        th_status status = readers->sheet(xlsx, entry, xlsx->book->nsheets - 1);
        if (status >= TH_FAILED)
            return status;
        th_xlsx_threads(xlsx, entry, xlsx->book->nsheets - 1);
        th_sheet_seal(&xlsx->book->sheets[xlsx->book->nsheets - 1]);
    }
    return TH_OK;
}

/* The entry that a relation leads to; NULL when there is none. */
static const th_zip_entry *entry_of(th_xlsx *xlsx, const th_xlsx_relation *rel, th_str folder)
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
    th_str folder = th_xlsx_folder(entry->name);
    th_xlsx_list sheets = {0};
    th_xlsx_relations rels;
    if (readers->workbook(xlsx, entry, &sheets) != TH_OK ||
        th_xlsx_relations_of(xlsx, th_xlsx_relations_part(arena, entry->name), &rels) != TH_OK)
        return TH_FAILED;
    const th_zip_entry *styles_entry = entry_of(xlsx, th_xlsx_relation_typed(&rels, TH_STR("/styles")), folder);
    const th_zip_entry *strings_entry = entry_of(xlsx, th_xlsx_relation_typed(&rels, TH_STR("/sharedStrings")), folder);
    xlsx->book->workbook_part = entry->name;
    xlsx->book->styles_part = styles_entry ? styles_entry->name : (th_str){0};
    xlsx->book->strings_part = strings_entry ? strings_entry->name : (th_str){0};
    if ((styles_entry && readers->styles(xlsx, styles_entry) != TH_OK) ||
        (strings_entry && readers->strings(xlsx, strings_entry) != TH_OK))
        return TH_FAILED;
    th_xlsx_beside(xlsx, &rels, folder);
    th_xlsx_rich_values(xlsx, &rels, folder);
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
    th_xlsx_relations root;
    xlsx->book = book;
    if (th_zip_open(book->arena, book->limits, bytes, &xlsx->zip) != TH_OK)
        return th_book_refuse_package(book, &xlsx->zip);
    th_book_strict_package(book, &xlsx->zip);
    if (th_xlsx_relations_of(xlsx, TH_STR("_rels/.rels"), &root) != TH_OK)
        return TH_FAILED;
    const th_xlsx_relation *main = th_xlsx_relation_typed(&root, TH_STR("/officeDocument"));
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
