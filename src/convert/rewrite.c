/* Rewriting a package without loss: only text and the names of fonts change.
 *
 *   1. Sheets, defined names and table columns are renamed.
 *   2. Every cell with a shared string states which reading of it is needed.
 *   3. Every part that may hold text is rewritten.  A part that comes out as it went in keeps its compressed bytes.
 */
#include "convert/rewrite.h"

#include "pack/package.h"
#include "pack/xml_decode.h"
#include "book/refuse.h"
#include "book/xlsx_sheet.h"
#include "pack/xstring.h"

#include <string.h>

#include "base/banned.h"

/* An entry of the package, what kind of part it is, and the sheet it belongs to (NULL: none). */
typedef struct planned {
    const th_zip_entry *entry;
    th_part_kind kind;
    const th_sheet *sheet;
} planned;

typedef struct package_plan {
    planned *at;
    size_t n;
} package_plan;

static th_part_kind part_kind_of(th_str type)
{
    static const struct {
        const char *ending;
        th_part_kind kind;
    } kinds[] = {
        {"worksheet+xml", TH_PART_SHEET},
        {"chartsheet+xml", TH_PART_SHEET},
        {"dialogsheet+xml", TH_PART_SHEET},
        {"spreadsheetml.styles+xml", TH_PART_STYLES},
        {"sharedStrings+xml", TH_PART_STRINGS},
        {"spreadsheetml.comments+xml", TH_PART_COMMENTS},
        {"threadedcomments+xml", TH_PART_COMMENTS},
        {"person+xml", TH_PART_COMMENTS},
        {"spreadsheetml.table+xml", TH_PART_TABLE},
        {"pivotTable+xml", TH_PART_PIVOT},
        {"pivotCacheDefinition+xml", TH_PART_PIVOT},
        {"pivotCacheRecords+xml", TH_PART_PIVOT},
        {"drawing+xml", TH_PART_DRAWING},
        {"chart+xml", TH_PART_DRAWING},
        {"chartex+xml", TH_PART_DRAWING},
        {"chartshapes+xml", TH_PART_DRAWING},
        {"diagramData+xml", TH_PART_DRAWING},
        {"theme+xml", TH_PART_DRAWING},
        {"themeOverride+xml", TH_PART_DRAWING},
        {"slicerCache+xml", TH_PART_PIVOT},
        {"slicer+xml", TH_PART_PIVOT},
        {"controlproperties+xml", TH_PART_CONTROL},
        {"vmlDrawing", TH_PART_VML},
        {"core-properties+xml", TH_PART_PROPERTIES},
        {"extended-properties+xml", TH_PART_PROPERTIES},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (th_str_ends(type, th_str_of(kinds[i].ending)))
            return kinds[i].kind;
    return TH_PART_OTHER;
}

static planned *planned_of(const th_rewrite *w, const package_plan *plan, th_str name)
{
    const th_zip_entry *entry = th_zip_find(&w->zip, name);
    return entry ? &plan->at[entry - w->zip.entries] : NULL;
}

/* What each part is: [Content_Types].xml says so by defaults for extensions and by overrides, but the parts that the
 * reader found are what it took them for. */
static th_status read_kinds(th_rewrite *w, package_plan *plan)
{
    const th_zip_entry *types = th_zip_find(&w->zip, TH_STR("[Content_Types].xml"));
    th_str xml;
    th_edit edit;
    th_edit_token t;
    plan->n = w->zip.n;
    plan->at = th_arena_array(w->arena, plan->n, sizeof *plan->at);
    for (size_t i = 0; i < plan->n; i++)
        plan->at[i].entry = &w->zip.entries[i];
    if (!types)
        xml = (th_str){0};
    else if (th_zip_read(w->arena, &w->zip, types, &xml) != TH_OK)
        return TH_FAILED;
    xml = th_xml_in_utf8(w->arena, xml);
    w->result->macro_enabled = th_str_find(xml, TH_STR("macroEnabled"), 0) != SIZE_MAX;
    for (int overrides = 0; overrides < 2; overrides++) {
        th_edit_begin(&edit, w->arena, xml);
        while (th_edit_next(&edit, &t)) {
            th_part_kind kind = part_kind_of(th_edit_value(&edit, &t, "ContentType"));
            planned *part = overrides && th_spells(t.name, "Override")
                                ? planned_of(w, plan, th_edit_value(&edit, &t, "PartName"))
                                : NULL;
            if (part)
                part->kind = kind;
            th_str extension = th_spells(t.name, "Default") ? th_edit_value(&edit, &t, "Extension") : (th_str){0};
            for (size_t i = 0; i < plan->n && !overrides && extension.len && kind; i++)
                if (th_str_ends(plan->at[i].entry->name, th_str_fmt(w->arena, "." TH_FMT, TH_ARG(extension))))
                    plan->at[i].kind = kind;
        }
    }
    const struct {
        th_str part;
        th_part_kind kind;
    } found[] = {{w->book->workbook_part, TH_PART_WORKBOOK},
                 {w->book->styles_part, TH_PART_STYLES},
                 {w->book->strings_part, TH_PART_STRINGS}};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        for (size_t k = 0; k < plan->n; k++)
            plan->at[k].kind = plan->at[k].kind == found[i].kind ? TH_PART_OTHER : plan->at[k].kind;
        planned *part = found[i].part.len ? planned_of(w, plan, found[i].part) : NULL;
        if (part)
            part->kind = found[i].kind;
    }
    for (size_t sheet = 0; sheet < w->book->nsheets; sheet++) {
        planned *part = planned_of(w, plan, w->book->sheets[sheet].part);
        if (part) {
            part->kind = TH_PART_SHEET;
            part->sheet = &w->book->sheets[sheet];
        }
    }
    return TH_OK;
}

/* Finds out which sheet other parts belong to: comments, drawings and tables to the sheet whose relationships name
 * them, and a chart to the sheet of its drawing. */
static void follow(th_rewrite *w, package_plan *plan, const planned *from)
{
    th_str name = from->entry->name, folder = {0}, file = name, xml;
    for (size_t i = name.len; i > 0 && !folder.len; i--)
        if (name.ptr[i - 1] == '/') {
            folder = th_str_sub(name, 0, i);
            file = th_str_sub(name, i, name.len);
        }
    const th_zip_entry *rels =
        th_zip_find(&w->zip, th_str_fmt(w->arena, TH_FMT "_rels/" TH_FMT ".rels", TH_ARG(folder), TH_ARG(file)));
    th_edit edit;
    th_edit_token t;
    if (!rels || th_zip_read(w->arena, &w->zip, rels, &xml) != TH_OK)
        return;
    th_edit_begin(&edit, w->arena, th_xml_in_utf8(w->arena, xml));
    while (th_edit_next(&edit, &t)) {
        th_str target = th_edit_value(&edit, &t, "Target");
        if (!th_spells(t.name, "Relationship") || !target.len)
            continue;
        const th_zip_entry *entry =
            th_xlsx_entry(w->arena, &w->zip, th_str_sub(folder, 0, folder.len ? folder.len - 1 : 0), target);
        planned *to = entry ? &plan->at[entry - w->zip.entries] : NULL;
        if (to && !to->sheet && to->kind != TH_PART_PIVOT && to->kind != TH_PART_WORKBOOK) {
            to->sheet = from->sheet;
            if (to->kind == TH_PART_DRAWING)
                follow(w, plan, to);
        }
    }
}

static bool ignore_xml_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    (void)ctx, (void)name, (void)attrs, (void)n;
    return true;
}

static bool ignore_xml(void *ctx, th_str text)
{
    (void)ctx, (void)text;
    return true;
}

/* Is the part XML that can be edited byte by byte? */
static bool may_edit(th_rewrite *w, th_str part, th_trouble *why)
{
    const th_xml_handler handler = {.start = ignore_xml_start, .end = ignore_xml, .text = ignore_xml};
    th_xml *xml = th_xml_new(w->scratch, w->book->limits, &handler);
    if (th_xml_feed(xml, part.ptr, part.len) && th_xml_end(xml) == TH_OK)
        return true;
    *why = th_xml_trouble(xml);
    return false;
}

/* Is the part plain ASCII?  Then it holds no legacy text. */
static bool is_plain(th_str part)
{
    for (size_t i = 0; i < part.len; i++)
        if ((unsigned char)part.ptr[i] >= 0x80)
            return false;
    return true;
}

typedef void work(th_rewrite *w, const planned *part, th_str xml);

static void enter(th_rewrite *w, const planned *part)
{
    w->part = part->entry->name;
    w->sheet = part->sheet;
    w->where = part->sheet ? part->sheet->name : part->entry->name;
}

/* Reads a part into an arena of its own, and does the job on it.  Its memory is free again before the next part is
 * read. */
static th_status with_part(th_rewrite *w, const planned *part, work *job)
{
    th_str xml;
    w->scratch = th_arena_new(w->book->limits->memory_bytes);
    w->zip.inflate = NULL;
    w->zip.inflated_total = 0;
    volatile th_status status = TH_FAILED;
    volatile bool exhausted = true;
    if (w->scratch && !TH_ARENA_GUARD(w->scratch)) {
        enter(w, part);
        if (th_zip_read(w->scratch, &w->zip, part->entry, &xml) == TH_OK) {
            job(w, part, th_xml_in_utf8(w->scratch, xml)); /* what changes in it is written in UTF-8 */
            status = TH_OK; /* not before the job is done, since it jumps to the guard when memory is exhausted */
        }
        exhausted = false;
    }
    th_arena_free(w->scratch);
    w->scratch = NULL;
    w->zip.inflate = NULL;
    w->exhausted = w->exhausted || exhausted;
    return status;
}

static void rename_in_workbook(th_rewrite *w, th_str xml, bool keepers)
{
    th_edit edit;
    th_edit_token t;
    th_edit_begin(&edit, w->scratch, xml);
    while (th_edit_next(&edit, &t)) {
        bool any = t.kind == TH_EDIT_START || t.kind == TH_EDIT_EMPTY;
        if (any && th_spells(t.name, "sheet"))
            th_rewrite_rename_sheet(w, th_edit_value(&edit, &t, "name"), keepers);
        else if (any && th_spells(t.name, "definedName"))
            th_rewrite_rename_name(w, th_edit_value(&edit, &t, "name"), keepers);
    }
}

static void know_workbook(th_rewrite *w, const planned *part, th_str xml)
{
    (void)part;
    rename_in_workbook(w, xml, true);
}

static void know_table(th_rewrite *w, const planned *part, th_str xml)
{
    th_edit edit;
    th_edit_token t;
    (void)part;
    th_edit_begin(&edit, w->scratch, xml);
    while (th_edit_next(&edit, &t))
        if (t.kind == TH_EDIT_START && th_spells(t.name, "table"))
            th_rewrite_rename_name(w, th_edit_value(&edit, &t, "displayName"), true);
}

static void name_workbook(th_rewrite *w, const planned *part, th_str xml)
{
    (void)part;
    rename_in_workbook(w, xml, false);
}

/* The cell with the heading of column `index` of a table; NULL when there is none.  Excel calls a table damaged
 * whose columns are not named as their cells say, so the cells decide. */
static const th_cell *table_heading(const th_rewrite *w, th_str ref, uint32_t index)
{
    uint32_t row, col;
    th_str first;
    if (!w->sheet || !th_str_cut(&ref, ':', &first) || !th_xlsx_address(first, &row, &col))
        return NULL;
    const th_cell *cell = th_sheet_at(w->sheet, row, col + index);
    return cell && cell->type == TH_CELL_TEXT ? cell : NULL;
}

static void name_table(th_rewrite *w, const planned *part, th_str xml)
{
    th_edit edit;
    th_edit_token t;
    th_str ref = {0};
    uint32_t column = 0;
    (void)part;
    th_edit_begin(&edit, w->scratch, xml);
    while (th_edit_next(&edit, &t)) {
        if (t.kind != TH_EDIT_START && t.kind != TH_EDIT_EMPTY)
            continue;
        if (th_spells(t.name, "table"))
            th_rewrite_rename_name(w, th_edit_value(&edit, &t, "displayName"), false);
        if (th_spells(t.name, "table") && !th_spells(th_edit_value(&edit, &t, "headerRowCount"), "0"))
            ref = th_edit_value(&edit, &t, "ref");
        if (!th_spells(t.name, "tableColumn"))
            continue;
        th_str raw = th_xstring_read(w->scratch, th_edit_value(&edit, &t, "name"));
        const th_cell *head = table_heading(w, ref, column++);
        th_str now = th_rewrite_text(w, raw, (th_str){0}, false, TH_IN_TABLE);
        if (head && th_str_eq(head->raw, raw))
            now = head->text;
        if (!th_str_eq(raw, now))
            th_dictionary_add(&w->columns, w->arena, th_str_copy(w->arena, raw), th_str_copy(w->arena, now),
                              TH_ENC_UNICODE);
    }
}

static void plan_strings(th_rewrite *w, const planned *part, th_str xml)
{
    (void)part;
    th_rewrite_plan_strings(w, xml);
}

static void plan_cells(th_rewrite *w, const planned *part, th_str xml)
{
    (void)part;
    th_rewrite_plan_cells(w, xml);
}

typedef struct package_rewriting {
    th_rewrite w; /* stands first, because jobs are given a pointer to it and get back to the whole */
    th_replacement *done;
    size_t ndone, cap;
    th_findings *findings;
} package_rewriting;

static void rewrite(th_rewrite *w, const planned *part, th_str xml)
{
    package_rewriting *rewriting = (package_rewriting *)w;
    th_trouble why;
    if (part->kind == TH_PART_VML && is_plain(xml) && th_str_find(xml, TH_STR("font"), 0) == SIZE_MAX)
        return;
    if (!may_edit(w, xml, &why)) {
        if (part->kind == TH_PART_VML && is_plain(xml))
            return;
        const th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
        th_findings_add(rewriting->findings, w->arena, TH_F_TEXT_PART, &place, TH_WITH(part->entry->name, why));
        return;
    }
    w->undrawn = 0;
    th_str now = part->kind == TH_PART_STRINGS ? th_rewrite_strings(w, xml) : th_rewrite_part(w, part->kind, xml);
    if (w->undrawn) {
        const th_place place = {.sheet = w->where, .row = w->first_undrawn.row, .col = w->first_undrawn.col};
        th_findings_add(rewriting->findings, w->arena, TH_F_TEXT_CAPITALS, &place,
                        TH_WITH(th_str_fmt(w->arena, "%zu", w->undrawn), th_cell_name(w->arena, place.row, place.col)));
    }
    if (th_str_eq(now, xml))
        return;
    th_replacement done = {part->entry, th_str_copy(w->arena, now)};
    TH_PUSH(w->arena, rewriting->done, rewriting->ndone, rewriting->cap, done);
}

static th_status each_of(th_rewrite *w, const package_plan *plan, th_part_kind kind, bool sheets_only, work *job)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->at[i].kind == kind && (!sheets_only || plan->at[i].sheet) && with_part(w, &plan->at[i], job) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

static th_status rewrite_all(package_rewriting *rewriting, package_plan *plan)
{
    th_rewrite *w = &rewriting->w;
    for (size_t i = 0; i < plan->n; i++)
        if (plan->at[i].kind == TH_PART_SHEET && plan->at[i].sheet)
            follow(w, plan, &plan->at[i]);
    th_rewrite_know_cells(w);
    if (each_of(w, plan, TH_PART_WORKBOOK, false, know_workbook) != TH_OK ||
        each_of(w, plan, TH_PART_TABLE, false, know_table) != TH_OK ||
        each_of(w, plan, TH_PART_WORKBOOK, false, name_workbook) != TH_OK ||
        each_of(w, plan, TH_PART_TABLE, false, name_table) != TH_OK)
        return TH_FAILED;
    if (w->result->changes.n && (each_of(w, plan, TH_PART_STRINGS, false, plan_strings) != TH_OK ||
                                 (w->first && each_of(w, plan, TH_PART_SHEET, true, plan_cells) != TH_OK)))
        return TH_FAILED;
    for (size_t i = 0; i < plan->n; i++)
        if (plan->at[i].kind != TH_PART_OTHER && with_part(w, &plan->at[i], rewrite) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

static void warn(package_rewriting *rewriting, bool when, th_finding_kind kind)
{
    const th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (when)
        th_findings_add(rewriting->findings, rewriting->w.arena, kind, &place, TH_WITHOUT);
}

static th_status refuse_rewriting(th_rewrite *w, th_findings *findings, th_trouble why)
{
    const th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    size_t most = w->book->limits->memory_bytes >> 20;
    if (w->exhausted)
        why =
            TH_TROUBLE(w->arena, "phần “" TH_FMT "” cần quá %zu MB bộ nhớ (giới hạn “memory-mb”)",
                       "part “" TH_FMT "” needs more than %zu MB of memory (limit “memory-mb”)", TH_ARG(w->part), most);
    th_trouble_add(findings, w->arena, w->exhausted ? TH_F_FILE_LIMIT : TH_F_FILE_UNWRITTEN, &place, why);
    return TH_FAILED;
}

th_status th_xlsx_rewrite(th_arena *arena, const th_rewrite_source *source, th_rewriting *result, th_findings *findings)
{
    const th_book *book = source->book;
    const th_str bytes = source->bytes;
    package_rewriting rewriting = {.w = {.arena = arena, .book = book, .rules = source->rules, .result = result},
                                   .findings = findings};
    th_rewrite *w = &rewriting.w;
    package_plan plan = {0};
    th_trouble trouble = TH_TROUBLE_IS("không đọc lại được gói tệp", "the package cannot be read again");
    *result = (th_rewriting){.bytes = bytes};
    w->sheets.fold = w->names.fold = w->sheets_taken.fold = w->names_taken.fold = true;
    th_changes_of_cells(&result->changes, findings, arena, book);
    bool done = th_zip_open(arena, book->limits, bytes, &w->zip) == TH_OK && read_kinds(w, &plan) == TH_OK &&
                rewrite_all(&rewriting, &plan) == TH_OK;
    if (done && rewriting.ndone)
        result->bytes = w->zip.bytes;
    if (done && rewriting.ndone)
        done = th_package_replace(arena, &result->bytes, rewriting.done, rewriting.ndone, &trouble) == TH_OK;
    if (!done)
        return refuse_rewriting(w, findings, trouble);
    bool signature = false;
    for (size_t i = 0; i < w->zip.n; i++) {
        result->macros = result->macros || th_str_ends(w->zip.entries[i].name, TH_STR("vbaProject.bin"));
        signature = signature || th_str_starts(w->zip.entries[i].name, TH_STR("_xmlsignatures/"));
    }
    result->parts = rewriting.ndone;
    warn(&rewriting, result->macros && result->renamed, TH_F_TEXT_MACRO);
    warn(&rewriting, signature && rewriting.ndone, TH_F_TEXT_SIGNATURE);
    return TH_OK;
}
