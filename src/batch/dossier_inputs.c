/* Originals under names that every system can have, and the table of inputs. */
#include "batch/dossier_inputs.h"

#include "batch/dossier_files.h"
#include "batch/dossier_table.h"
#include "fact/folder.h"
#include "fact/stream_words.h"
#include "book/book.h"
#include "text/utf8.h"

#include <limits.h>

#include "base/banned.h"

enum { ORIGINAL = 0, NAME, SHOWN, KEPT_OF, CONTENT, REFUSED, CODE, BYTES, INPUT_COLUMNS };
enum { KIND = 0, LEVEL, RULE, ABOUT, RAW, EXPECTED, DIFFERENCE, TEXT, TEXT_EN, FIX, FIX_EN, LISTED_COLUMNS };
enum { MARK_DIGITS = 8, LONGEST_PART = 180, MOST_CODE = 100000, HASH_DIGITS = 64 };

#define LISTED_HEADER                                                                                                  \
    "Mã\tMức\tQuy tắc\tTệp\tGhi\tYêu cầu\tChênh lệch\tNội dung\tNội dung (tiếng Anh)\tCách sửa\tCách sửa (tiếng Anh)"
static const char input_header[] = "Bản gốc trong hồ sơ\tTên trong hộp thư\tTên ghi trong bảng tổng hợp\tGiữ của ngày\t"
                                   "SHA-256\tKhông đọc được\tMã hệ thống\tSố byte";
#define NOBODY "khac"

static const char *const refusals[TH_REFUSALS] = {
    [TH_REFUSED_NOT] = "",           [TH_REFUSED_SYSTEM] = "hệ thống", [TH_REFUSED_IRREGULAR] = "không phải tệp",
    [TH_REFUSED_EMPTY] = "tệp rỗng", [TH_REFUSED_LARGE] = "quá lớn",   [TH_REFUSED_CHANGES] = "đang được chép"};

th_str th_refused_word(th_refused why)
{
    return th_str_of(refusals[why]);
}

th_refused th_refused_of_word(th_str word)
{
    for (size_t i = TH_REFUSED_SYSTEM; i < TH_REFUSALS; i++)
        if (th_str_eq(word, th_str_of(refusals[i])))
            return (th_refused)i;
    return TH_REFUSED_CHANGES;
}

/* ---- names ---- */

/* Windows has no such characters in names, and none of these at their end. */
static bool is_fit_for_names(uint32_t c, bool last)
{
    if (th_utf8_is_control(c) || c == TH_REPLACEMENT)
        return false;
    for (const char *wrong = "\\:*?\"<>|"; *wrong; wrong++)
        if (c == (unsigned char)*wrong)
            return false;
    return !last || (c != '.' && c != ' ');
}

/* One part of a path; a long one is cut before its ending. */
static th_str fit_part(th_arena *arena, th_str part)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_str ending = th_book_ending(part);
    size_t most = LONGEST_PART > ending.len ? LONGEST_PART - ending.len : 0;
    size_t stem = part.len - ending.len;
    for (size_t at = 0; at < part.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(part, &at);
        if (from < stem && out.len > most)
            continue;
        th_utf8_put(&out, is_fit_for_names(c, at == part.len) ? c : '_');
    }
    return out.len ? th_buf_str(&out) : TH_STR("_");
}

static th_str fit_path(th_arena *arena, th_str name)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_str rest = name, part;
    while (rest.len && th_str_cut(&rest, '/', &part))
        th_buf_fmt(&out, "%s" TH_FMT, out.len ? "/" : "", TH_ARG(fit_part(arena, part)));
    return out.len ? th_buf_str(&out) : TH_STR("_");
}

/* What paths are taken, as a system sees them that does not tell capitals from small letters. */
enum { TAKEN_BY_FILE = 1, TAKEN_BY_FOLDER = 2 };

typedef struct originals {
    th_tree *tree;
    const th_run *run;
    const th_run_options *options;
    th_lookup paths;
    th_buf table;
} originals;

static bool is_free(originals *all, th_str path)
{
    th_str lower = th_text_lower(all->tree->arena, path);
    if (th_lookup_find(&all->paths, lower))
        return false;
    for (size_t i = 0; i < lower.len; i++) {
        const uint32_t *above = lower.ptr[i] == '/' ? th_lookup_find(&all->paths, th_str_sub(lower, 0, i)) : NULL;
        if (above && *above == TAKEN_BY_FILE)
            return false;
    }
    return true;
}

static void take_path_of_original(originals *all, th_str path)
{
    th_str lower = th_text_lower(all->tree->arena, path);
    *th_lookup_at(&all->paths, all->tree->arena, lower) = TAKEN_BY_FILE;
    for (size_t i = 0; i < lower.len; i++)
        if (lower.ptr[i] == '/')
            *th_lookup_at(&all->paths, all->tree->arena, th_str_sub(lower, 0, i)) = TAKEN_BY_FOLDER;
}

/* "goc/LCA/SL.xlsx", else "goc/LCA/SL [3fa9c21b].xlsx", else with the whole hash as a folder. */
static th_str name_original(originals *all, th_str unit, th_str name, th_str sha256)
{
    th_arena *arena = all->tree->arena;
    th_str folder = fit_part(arena, unit), path = fit_path(arena, name), ending = th_book_ending(path);
    th_str stem = th_str_sub(path, 0, path.len - ending.len), mark = th_str_sub(sha256, 0, MARK_DIGITS);
    th_str found = th_str_fmt(arena, TH_DOSSIER_ORIGINALS "/" TH_FMT "/" TH_FMT, TH_ARG(folder), TH_ARG(path));
    if (!is_free(all, found))
        found = th_str_fmt(arena, TH_DOSSIER_ORIGINALS "/" TH_FMT "/" TH_FMT " [" TH_FMT "]" TH_FMT, TH_ARG(folder),
                           TH_ARG(stem), TH_ARG(mark), TH_ARG(ending));
    for (unsigned number = 1; !is_free(all, found); number++)
        found = th_str_fmt(arena, TH_DOSSIER_ORIGINALS "/" TH_FMT "/" TH_FMT "-%u/" TH_FMT, TH_ARG(folder),
                           TH_ARG(sha256), number, TH_ARG(th_name_base(path)));
    take_path_of_original(all, found);
    return found;
}

/* ---- whose they are ---- */

/* The unit of the file, or of all that an archive holds; where these are several, nobody's. */
static th_str unit_of_input(const originals *all, th_str shown)
{
    const th_dataset *ds = all->run->ds;
    uint32_t unit = TH_NONE;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        bool own = th_str_eq(source->file, shown);
        if (source->unit == TH_NONE || (!own && !th_str_eq(th_name_archive(source->file), shown)))
            continue;
        if (own)
            return ds->definition->units[source->unit].code;
        if (unit != TH_NONE && unit != source->unit)
            return TH_STR(NOBODY);
        unit = source->unit;
    }
    return unit == TH_NONE ? TH_STR(NOBODY) : ds->definition->units[unit].code;
}

/* ---- writing ---- */

/* The hash that a kept copy is called by; "": the input is none. */
static th_str hash_of_copy(const originals *all, th_str path)
{
    th_str kept = th_str_of(all->options->taken->kept);
    bool copy = th_str_starts(path, kept) && path.len == kept.len + 1 + HASH_DIGITS && path.ptr[kept.len] == '/';
    return copy ? th_str_sub(path, kept.len + 1, HASH_DIGITS) : (th_str){0};
}

static th_status keep_original(originals *all, const th_input *input)
{
    th_arena *arena = all->tree->arena;
    th_str sha256 = hash_of_copy(all, input->path), original = {0}, bytes;
    th_refusal refusal = {0};
    if (sha256.len) {
        original = name_original(all, unit_of_input(all, th_input_shown(input)), input->name, sha256);
        if (th_tree_copy(all->tree, original, input->path.ptr, sha256) != TH_OK)
            return TH_FAILED;
    } else {
        th_arena *scratch = th_arena_scratch(arena);
        refusal = th_file_fetch(scratch, all->options->limits, input, &bytes);
        th_arena_free(scratch);
        /* It could not be read then, and can be now: the run knows nothing of what it holds. */
        if (!refusal.why)
            refusal.why = TH_REFUSED_CHANGES;
    }
    const th_str row[INPUT_COLUMNS] = {
        original,
        input->name,
        input->shown,
        th_table_day(arena, input->kept_of),
        sha256,
        th_str_of(refusals[refusal.why]),
        refusal.code ? th_table_number(arena, refusal.code) : (th_str){0},
        refusal.bytes ? th_table_number(arena, (long long)refusal.bytes) : (th_str){0},
    };
    th_table_put(&all->table, row, INPUT_COLUMNS);
    return TH_OK;
}

th_status th_dossier_inputs_write(th_tree *tree, const th_run *run, const th_run_options *options)
{
    originals all = {.tree = tree, .run = run, .options = options};
    th_buf_init(&all.table, tree->arena);
    th_buf_fmt(&all.table, "%s\n", input_header);
    for (size_t i = 0; i < run->inputs.n; i++)
        if (keep_original(&all, &run->inputs.at[i]) != TH_OK)
            return TH_FAILED;
    return th_tree_put(tree, TH_STR(TH_DOSSIER_INPUTS), th_buf_str(&all.table));
}

th_str th_dossier_listed_text(th_arena *arena, const th_findings *listed)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(LISTED_HEADER "\n"));
    for (size_t i = 0; i < listed->n; i++) {
        const th_finding *finding = &listed->at[i];
        const th_str row[LISTED_COLUMNS] = {th_finding_code(finding->kind),
                                            th_table_number(arena, finding->level),
                                            finding->rule,
                                            finding->place.file,
                                            finding->raw,
                                            finding->expected,
                                            finding->difference,
                                            finding->vi,
                                            finding->en,
                                            finding->fix_vi,
                                            finding->fix_en};
        th_table_put(&out, row, LISTED_COLUMNS);
    }
    return th_buf_str(&out);
}

/* ---- reading ---- */

static bool take_refusal(th_table_reader *reader, th_refusal *refusal)
{
    long code = 0, bytes = 0;
    size_t why = 0;
    while (why < TH_REFUSALS && !th_str_eq(reader->fields[REFUSED], th_str_of(refusals[why])))
        why++;
    if (why == TH_REFUSALS)
        return th_table_refuse(reader);
    if ((reader->fields[CODE].len && !th_table_take_number(reader, CODE, 1, MOST_CODE, &code)) ||
        (reader->fields[BYTES].len && !th_table_take_number(reader, BYTES, 1, LONG_MAX, &bytes)))
        return false;
    *refusal = (th_refusal){(th_refused)why, (int)code, (uint64_t)bytes};
    return true;
}

/* Only what the list of hashes has is opened: what else the row names, such as a path that leads out, is not there. */
static bool take_input(th_table_reader *reader, const char *folder, th_input *input)
{
    th_arena *arena = reader->arena;
    const th_str *fields = reader->fields;
    th_str original = fields[ORIGINAL];
    *input = (th_input){.name = fields[NAME], .shown = fields[SHOWN]};
    if (!fields[NAME].len || !th_table_take_day(reader, KEPT_OF, &input->kept_of) ||
        !take_refusal(reader, &input->refused))
        return fields[NAME].len ? false : th_table_refuse(reader);
    bool whole = original.len > 0 && th_sums_path_is_safe(original);
    if (whole == (input->refused.why != TH_REFUSED_NOT))
        return th_table_refuse(reader);
    if (whole)
        input->path = th_str_of(th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(original))));
    else
        input->path = th_str_of("");
    return true;
}

th_status th_dossier_inputs_read(th_arena *arena, th_str bytes, const char *folder, th_taken *taken,
                                 th_trouble *trouble)
{
    th_table_reader reader = {.arena = arena, .file = TH_DOSSIER_INPUTS, .trouble = trouble};
    th_inbox_file *files = NULL;
    size_t cap = 0;
    if (th_table_begin(&reader, bytes, th_str_of(input_header)) != TH_OK)
        return TH_FAILED;
    while (th_table_next(&reader)) {
        th_input input;
        if (!take_input(&reader, folder, &input))
            return TH_FAILED;
        const th_inbox_file file = {input.name, reader.fields[CONTENT]};
        TH_PUSH(arena, taken->inputs.at, taken->inputs.n, taken->inputs.cap, input);
        TH_PUSH(arena, files, taken->nfiles, cap, file);
    }
    taken->files = files;
    return trouble->vi.len ? TH_FAILED : TH_OK;
}

static bool take_finding(th_table_reader *reader, th_findings *listed)
{
    const th_str *fields = reader->fields;
    long level;
    size_t kind = 0;
    while (kind < TH_FINDING_KINDS && !th_str_eq(th_finding_code((th_finding_kind)kind), fields[KIND]))
        kind++;
    if (kind == TH_FINDING_KINDS)
        return th_table_refuse(reader);
    if (!th_table_take_number(reader, LEVEL, TH_LEVEL_NOTE, TH_LEVEL_BLOCK, &level))
        return false;
    const th_finding finding = {.kind = (th_finding_kind)kind,
                                .level = (th_level)level,
                                .rule = fields[RULE],
                                .place = {.file = fields[ABOUT], .row = TH_NO_CELL, .col = TH_NO_CELL},
                                .raw = fields[RAW],
                                .expected = fields[EXPECTED],
                                .difference = fields[DIFFERENCE],
                                .vi = fields[TEXT],
                                .en = fields[TEXT_EN],
                                .fix_vi = fields[FIX],
                                .fix_en = fields[FIX_EN]};
    TH_PUSH(reader->arena, listed->at, listed->n, listed->cap, finding);
    return true;
}

th_status th_dossier_listed_read(th_arena *arena, th_str bytes, th_findings *listed, th_trouble *trouble)
{
    th_table_reader reader = {.arena = arena, .file = TH_DOSSIER_LISTED, .trouble = trouble};
    if (th_table_begin(&reader, bytes, TH_STR(LISTED_HEADER)) != TH_OK)
        return TH_FAILED;
    while (th_table_next(&reader))
        if (!take_finding(&reader, listed))
            return TH_FAILED;
    return trouble->vi.len ? TH_FAILED : TH_OK;
}
