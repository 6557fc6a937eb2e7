/* Rows of a .csv held against those of another one, by their keys. */
#include "batch/verify_lists.h"

#include "base/lookup.h"
#include "batch/long_lists.h"
#include "fact/folder.h"
#include "report/conversion_rows.h"
#include "report/plan.h"

#include <dirent.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_KEY = 3, MOST_TOLD = 100 };

/* ---- what the workbook says ---- */

static th_str told_cell(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(sheet, row, col);
    return cell ? cell->raw : (th_str){0};
}

/* What the sheet says of its file; false: it has its rows itself. */
static bool told_of_file(const th_verifying *work, th_long_list_id id, th_str *ending, th_str *sha256)
{
    for (size_t i = 0; i < work->saved->nsheets; i++) {
        const th_sheet *sheet = &work->saved->sheets[i];
        if (!th_str_eq(sheet->raw_name, th_long_list_sheet(id)) ||
            !th_str_eq(told_cell(sheet, TH_LONG_FIRST + TH_LONG_SHA256, 0), th_long_row_label(TH_LONG_SHA256)))
            continue;
        th_str file = told_cell(sheet, TH_LONG_FIRST + TH_LONG_FILE, 1);
        size_t at = th_str_find(file, th_long_list_infix(id), 0);
        *ending = at == SIZE_MAX ? (th_str){0} : th_str_sub(file, at, file.len);
        *sha256 = told_cell(sheet, TH_LONG_FIRST + TH_LONG_SHA256, 1);
        return sha256->len > 0;
    }
    return false;
}

/* ---- where the file is ---- */

/* A file of that ending: with the digest it ought to have, or else any; NULL: there is none. */
static const char *look_in(const th_verifying *work, const char *folder, th_str ending, th_str sha256, th_str *now)
{
    const char *found = NULL;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (!ending.len || !th_str_ends(th_str_of(entry->d_name), ending))
            continue;
        const char *path = th_str_cstr(work->arena, th_str_fmt(work->arena, "%s/%s", folder, entry->d_name));
        th_str hash = th_long_file_sha256(work->arena, path);
        bool right = th_str_eq(hash, sha256);
        if (hash.len && (right || !found)) {
            found = path;
            *now = hash;
        }
        if (right)
            break;
    }
    if (dir)
        closedir(dir);
    return found;
}

static const char *folder_of_book(const th_verifying *work)
{
    const char *path = work->options->book, *slash = strrchr(path, '/');
    return slash ? th_str_cstr(work->arena, (th_str){path, (size_t)(slash + 1 - path)}) : ".";
}

/* The one of the workbook's own name goes before any other: it is what a reader opens. */
static const char *find_told_list(th_verifying *work, th_str ending, th_str sha256, th_verified_part *part)
{
    const char *path = th_long_file_name(work->arena, work->options->book, ending);
    part->now = th_long_file_sha256(work->arena, path);
    if (!part->now.len)
        path = look_in(work, folder_of_book(work), ending, sha256, &part->now);
    for (size_t i = 0; i < work->options->nbeside && !th_str_eq(part->now, sha256); i++) {
        const char *other = look_in(work, work->options->beside[i], ending, sha256, &part->now);
        path = other ? other : path;
    }
    if (path) {
        part->found = th_name_base(th_str_of(path));
        part->state = th_str_eq(part->now, sha256) ? TH_LISTED_SAME : TH_LISTED_CHANGED;
    }
    return path;
}

/* ---- rows ---- */

typedef struct csv_rows {
    th_str *at;
    uint32_t *next; /* 1 + the next row with the same key */
    size_t n, cap;
    th_lookup by_key; /* 1 + the first row with the key that was not met yet */
} csv_rows;

/* The field at `col` of a row, with its quotes. */
static th_str csv_field_of(th_str row, size_t col)
{
    size_t from = 0;
    bool quoted = false;
    for (size_t at = 0; at < row.len; at++) {
        if (row.ptr[at] == '"')
            quoted = !quoted;
        if (row.ptr[at] != ',' || quoted)
            continue;
        if (!col--)
            return th_str_sub(row, from, at - from);
        from = at + 1;
    }
    return col ? (th_str){0} : th_str_sub(row, from, row.len);
}

static th_str key_of_csv_row(th_arena *arena, th_long_list_id id, th_str row)
{
    static const size_t columns[TH_LONG_LISTS][MOST_KEY] = {
        [TH_LONG_SOURCES] = {TH_SOURCE_KEY, TH_SOURCE_KEY, TH_SOURCE_KEY},
        [TH_LONG_CONVERSIONS] = {TH_CONVERSION_FILE, TH_CONVERSION_SHEET, TH_CONVERSION_CELL}};
    if (id == TH_LONG_SOURCES)
        return csv_field_of(row, columns[id][0]);
    return th_str_fmt(arena, TH_FMT "," TH_FMT "," TH_FMT, TH_ARG(csv_field_of(row, columns[id][0])),
                      TH_ARG(csv_field_of(row, columns[id][1])), TH_ARG(csv_field_of(row, columns[id][2])));
}

static bool read_rows(th_arena *arena, const char *path, csv_rows *rows)
{
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_str bytes;
    if (th_file_fetch(arena, &any, &input, &bytes).why)
        return false;
    bool quoted = false;
    size_t from = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '"')
            quoted = !quoted;
        if (quoted || bytes.ptr[i] != '\n')
            continue;
        size_t end = i > from && bytes.ptr[i - 1] == '\r' ? i - 1 : i;
        TH_PUSH(arena, rows->at, rows->n, rows->cap, th_str_sub(bytes, from, end - from));
        from = i + 1;
    }
    if (from < bytes.len)
        TH_PUSH(arena, rows->at, rows->n, rows->cap, th_str_sub(bytes, from, bytes.len));
    return true;
}

static void index_rows(th_arena *arena, th_long_list_id id, csv_rows *rows)
{
    rows->next = th_arena_array(arena, rows->n + 1, sizeof *rows->next);
    for (size_t i = rows->n; i-- > 0;) {
        uint32_t *first = th_lookup_at(&rows->by_key, arena, key_of_csv_row(arena, id, rows->at[i]));
        rows->next[i] = *first;
        *first = (uint32_t)i + 1;
    }
}

/* A field as people read it. */
static th_str plain_field(th_arena *arena, th_str field)
{
    th_buf out;
    if (field.len < 2 || field.ptr[0] != '"')
        return th_str_copy(arena, field);
    th_buf_init(&out, arena);
    for (size_t i = 1; i + 1 < field.len; i++) {
        th_buf_byte(&out, field.ptr[i]);
        i += field.ptr[i] == '"';
    }
    return th_buf_str(&out);
}

static bool names_changed(const th_verifying *work, th_str row)
{
    const th_strs *const lists[] = {&work->changed_files, &work->changed_units};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (size_t i = 0; i < lists[k]->n; i++)
            if (th_str_find(row, lists[k]->at[i], 0) != SIZE_MAX)
                return true;
    return false;
}

typedef struct told_row {
    size_t number; /* of the file that was found, from 0 */
    th_str found, derived;
} told_row;

/* What of the differences is explained keeps its mark. */
static void add_row_difference(th_verifying *work, th_long_list_id id, told_row row)
{
    th_verification *result = work->result;
    th_differences *all = &result->differences;
    bool explained = work->definition_changed ||
                     (work->changed && (names_changed(work, row.found) || names_changed(work, row.derived)));
    result->rows_beside++;
    result->nexplained += explained;
    all->total++;
    if (result->rows_beside > MOST_TOLD)
        return;
    size_t col = 0;
    while (col < TH_SOURCE_COLUMNS && th_str_eq(csv_field_of(row.found, col), csv_field_of(row.derived, col)))
        col++;
    bool *marks = th_arena_array(work->arena, all->n + 2, sizeof *marks);
    if (all->n)
        memcpy(marks, result->explained, all->n * sizeof *marks);
    marks[all->n] = explained;
    result->explained = marks;
    const th_difference told = {.kind = TH_DIFFERENT_VALUE,
                                .sheet = th_str_fmt(work->arena, TH_FMT " (.csv)", TH_ARG(th_long_list_sheet(id))),
                                .row = (uint32_t)row.number,
                                .col = (uint32_t)col,
                                .found = plain_field(work->arena, csv_field_of(row.found, col)),
                                .expected = plain_field(work->arena, csv_field_of(row.derived, col)),
                                .saved = TH_NO_ROW,
                                .derived = TH_NO_ROW};
    TH_PUSH(work->arena, all->at, all->n, all->cap, told);
}

static void compare_list_rows(th_verifying *work, th_long_list_id id, const char *found, const char *derived)
{
    th_arena *scratch = th_arena_scratch(work->arena);
    csv_rows saved = {0}, right = {0};
    if (read_rows(scratch, found, &saved) && read_rows(scratch, derived, &right)) {
        bool *met = th_arena_array(scratch, right.n + 1, sizeof *met);
        index_rows(scratch, id, &right);
        for (size_t i = 0; i < saved.n; i++) {
            uint32_t *at = th_lookup_find(&right.by_key, key_of_csv_row(scratch, id, saved.at[i]));
            th_str other = {0};
            if (at && *at && *at <= right.n) {
                size_t k = *at - 1;
                met[k] = true;
                other = right.at[k];
                *at = right.next[k];
            }
            if (!other.ptr || !th_str_eq(saved.at[i], other))
                add_row_difference(work, id, (told_row){i, saved.at[i], other});
        }
        for (size_t k = 0; k < right.n; k++)
            if (!met[k])
                add_row_difference(work, id, (told_row){k, {0}, right.at[k]});
    }
    th_arena_free(scratch);
}

/* ---- all of it ---- */

void th_verify_note_lists(th_verifying *work, const th_run *run)
{
    for (size_t id = 0; run->long_files && id < TH_LONG_LISTS; id++) {
        const char *path = run->long_files->at[id].path;
        if (!path)
            continue;
        work->derived_list[id].path = th_str_cstr(work->arena, th_str_of(path));
        work->derived_list[id].sha256 = th_str_copy(work->arena, run->long_files->job.lists.at[id].sha256);
    }
}

void th_verify_lists(th_verifying *work)
{
    th_verification *result = work->result;
    for (size_t k = 0; k < TH_LONG_LISTS; k++) {
        th_long_list_id id = (th_long_list_id)k;
        th_str ending, sha256;
        if (!told_of_file(work, id, &ending, &sha256))
            continue;
        th_verified_part part = {.made = {.kind = TH_MADE_BESIDE, .name = ending, .sha256 = sha256},
                                 .state = TH_LISTED_MISSING};
        const char *path = find_told_list(work, ending, sha256, &part);
        TH_PUSH(work->arena, result->parts, result->nparts, result->parts_cap, part);
        result->missing_beside += part.state == TH_LISTED_MISSING;
        result->changed_beside += part.state == TH_LISTED_CHANGED;
        if (path && work->derived_list[id].path && !th_str_eq(part.now, work->derived_list[id].sha256))
            compare_list_rows(work, id, path, work->derived_list[id].path);
    }
}
