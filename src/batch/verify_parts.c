/* Finding again what a workbook lists. */
#include "batch/verify_parts.h"

#include "batch/verify_memory.h"
#include "report/unnamed.h"

#include "base/banned.h"

static void push_verified(th_verifying *work, th_verified_part part)
{
    TH_PUSH(work->arena, work->result->parts, work->result->nparts, work->result->parts_cap, part);
}

static th_status refuse_part(th_verifying *work, th_trouble why)
{
    work->result->as = TH_VERIFIED_NOT;
    work->result->why = why;
    return TH_FAILED;
}

/* ---- inputs ---- */

/* Where the bytes of a listed file are now; its state, and the file to read for it, or NULL. */
static const th_candidate *find_listed(th_verifying *work, const th_made *made, th_verified_part *part)
{
    th_candidate *same = th_candidate_of_hash(&work->files, made->sha256),
                 *named = th_candidate_named(&work->files, made->name);
    *part = (th_verified_part){.made = *made, .state = TH_LISTED_MISSING};
    if (named && th_str_eq(named->sha256, made->sha256)) {
        named->claimed = true;
        part->state = TH_LISTED_SAME;
        part->found = named->input.name;
        return named;
    }
    /* A copy from earlier days has its name from the file that was written over it. */
    bool kept = made->when.len > 0;
    if (named && !kept) {
        named->claimed = true;
        part->now = named->sha256;
    }
    if (same) {
        same->claimed = true;
        part->found = same->input.name;
        part->state = th_str_eq(same->input.name, made->name) ? TH_LISTED_SAME : TH_LISTED_RENAMED;
        if (named && !kept)
            part->state = TH_LISTED_REPLACED;
        return same;
    }
    if (named && !kept) {
        part->found = named->input.name;
        part->state = TH_LISTED_CHANGED;
        return named;
    }
    return NULL;
}

/* A file that a record stream states is read with its stream, and what else that holds. */
static void take_stream_of(th_verifying *work, const th_candidate *stated)
{
    const th_candidate *stream = &work->files.at[stated->stream - 1];
    for (size_t i = 0; i < work->taken.inputs.n; i++)
        if (work->taken.inputs.at[i].records && th_str_eq(work->taken.inputs.at[i].path, stream->input.path))
            return;
    const th_input input = {.path = stream->input.path, .name = stream->input.name, .records = true};
    TH_PUSH(work->arena, work->taken.inputs.at, work->taken.inputs.n, work->taken.inputs.cap, input);
}

static void take_listed_input(th_verifying *work, const th_made *made)
{
    th_verified_part part;
    th_input input = th_made_input(made);
    const th_candidate *found = NULL;
    if (!made->sha256.len) {
        /* It could not be read, and counts for nothing. */
        th_candidate *named = th_candidate_named(&work->files, made->name);
        if (named)
            named->claimed = true;
        found = named;
        push_verified(work, (th_verified_part){.made = *made, .found = made->name});
    } else {
        found = find_listed(work, made, &part);
        push_verified(work, part);
        if (found)
            input.path = found->input.path;
        if (found && th_str_find(input.name, TH_STR(TH_SILENT), 0) != SIZE_MAX)
            input.name = found->input.name; /* what the edition for the departments does not say */
        work->moved_on = work->moved_on || part.state == TH_LISTED_REPLACED;
        if (part.state == TH_LISTED_CHANGED) {
            work->changed = true;
            th_strs_add(&work->changed_files, work->arena, made->detail.len ? made->detail : made->name);
        }
    }
    const th_inbox_file file = {input.name, made->sha256};
    th_inbox_file *files = (th_inbox_file *)(uintptr_t)work->taken.files;
    files[work->taken.nfiles++] = file;
    if (found && found->stream)
        take_stream_of(work, found);
    else
        TH_PUSH(work->arena, work->taken.inputs.at, work->taken.inputs.n, work->taken.inputs.cap, input);
}

static void take_listed_inputs(th_verifying *work)
{
    const th_made_from *rows = &work->made.rows;
    work->taken.files = th_arena_array(work->arena, rows->n + 1, sizeof *work->taken.files);
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].kind == TH_MADE_INPUT || rows->at[i].kind == TH_MADE_RECORDS)
            take_listed_input(work, &rows->at[i]);
    for (size_t i = 0; i < work->files.n; i++) {
        const th_candidate *file = &work->files.at[i];
        if (!file->of_inbox || file->claimed)
            continue;
        const th_made made = {.kind = TH_MADE_INPUT, .name = file->input.name, .bytes = file->bytes};
        push_verified(work, (th_verified_part){made, TH_LISTED_NEW, file->input.name, file->sha256});
        work->moved_on = true;
    }
    work->taken.findings = work->files.said;
    work->taken.inputs.left = work->terms.left;
    work->taken.forgets = !work->terms.remembers;
    work->taken.kept = work->options->temporary; /* all copies are listed, and none is looked for there */
}

/* ---- record streams ---- */

static const th_made *listed(const th_verifying *work, th_made_kind kind)
{
    for (size_t i = 0; i < work->made.rows.n; i++)
        if (work->made.rows.at[i].kind == kind)
            return &work->made.rows.at[i];
    return NULL;
}

/* Last year's figures, or the outcome of the previous run: by hash, else the file that the command names. */
static const char *find_listed_stream(th_verifying *work, th_made_kind kind, const char *named)
{
    const th_made *made = listed(work, kind);
    if (!made)
        return NULL;
    if (named)
        th_candidates_add(work->arena, &work->files, named, work->run.limits);
    th_candidate *same = th_candidate_of_hash(&work->files, made->sha256);
    th_verified_part part = {.made = *made, .state = TH_LISTED_MISSING};
    if (same) {
        same->claimed = true;
        part.state = TH_LISTED_SAME;
        part.found = same->input.name;
    } else if (named) {
        part.state = TH_LISTED_CHANGED;
        part.found = th_str_of(named);
        part.now = work->files.at[work->files.n - 1].sha256;
        work->changed = work->definition_changed = true;
    }
    push_verified(work, part);
    if (same)
        return th_str_cstr(work->arena, same->input.path);
    return named;
}

static th_status take_streams(th_verifying *work)
{
    work->run.last_year = find_listed_stream(work, TH_MADE_LAST_YEAR, work->run.last_year);
    if (!work->run.previous_bytes.len)
        work->run.previous = find_listed_stream(work, TH_MADE_PREVIOUS, work->run.previous);
    return TH_OK;
}

/* ---- what is missing ---- */

static th_status refuse_missing(th_verifying *work)
{
    th_buf names;
    size_t n = 0;
    enum { MOST_NAMED = 5 };
    th_buf_init(&names, work->arena);
    for (size_t i = 0; i < work->result->nparts; i++) {
        th_verified_part *part = &work->result->parts[i];
        if (part->state != TH_LISTED_MISSING)
            continue;
        if (part->made.kind == TH_MADE_PREVIOUS && work->terms.remembers) {
            work->no_previous = true;
            work->stated = (th_run_stream){part->made.bytes, part->made.sha256};
            work->run.stated = &work->stated;
            continue;
        }
        if (n++ < MOST_NAMED)
            th_buf_fmt(&names, "%s“" TH_FMT "”", n > 1 ? ", " : "", TH_ARG(part->made.name));
    }
    if (!n)
        return TH_OK;
    return refuse_part(work,
                       TH_TROUBLE(work->arena,
                                  "thiếu %zu đầu vào mà sổ kê: " TH_FMT "%s; thêm --inputs với thư mục có các tệp "
                                  "ấy (tên có thể khác)",
                                  "%zu of the listed inputs are missing: " TH_FMT "%s; add --inputs with the folder "
                                  "that has them (under any name)",
                                  n, TH_ARG(th_buf_str(&names)), n > MOST_NAMED ? " …" : ""));
}

/* ---- all of it ---- */

static th_status take_dossier(th_verifying *work)
{
    th_trouble why = {0};
    if (th_repetition_open(work->arena, work->options->dossier, &work->repetition, &work->run, &why) != TH_OK)
        return refuse_part(work, why);
    for (size_t i = 0; i < work->made.rows.n; i++) {
        const th_made *made = &work->made.rows.at[i];
        if (made->kind != TH_MADE_INPUT)
            continue;
        th_verified_part part = {.made = *made, .state = TH_LISTED_MISSING};
        for (size_t k = 0; k < work->repetition.taken.nfiles; k++)
            if (th_str_eq(work->repetition.taken.files[k].sha256, made->sha256))
                part.state = TH_LISTED_SAME;
        push_verified(work, part);
    }
    work->result->memory = TH_MEMORY_PROVED;
    return TH_OK;
}

static void name_program(th_verifying *work)
{
    if (work->made.program.len)
        work->run.program = th_str_cstr(work->arena, work->made.program);
}

th_status th_verify_prepare(th_verifying *work)
{
    const th_run_options *asked = work->options->run;
    const th_verify_folders folders = {.inboxes = asked->inputs,
                                       .ninboxes = asked->ninputs,
                                       .beside = work->options->beside,
                                       .nbeside = work->options->nbeside,
                                       .records = asked->records,
                                       .nrecords = asked->nrecords,
                                       .limits = asked->limits};
    th_trouble why = {0};
    work->intact = th_made_is_intact(work->arena, &work->made.rows);
    work->run.complete = work->run.checks = true;
    name_program(work);
    if (work->options->dossier) {
        work->intact = true; /* the list is compared as any other cells */
        return take_dossier(work);
    }
    if (th_made_terms_read(work->arena, &work->made.rows, asked->limits, &work->terms, &why) != TH_OK ||
        th_candidates_list(work->arena, &folders, &work->files, &why) != TH_OK)
        return refuse_part(work, why);
    if (!work->run.as_of)
        work->run.as_of = work->terms.as_of;
    work->run.day = work->terms.day;
    work->run.limits = &work->terms.limits;
    work->run.allow_empty = work->terms.allow_empty;
    work->run.source_links = work->terms.source_links;
    take_listed_inputs(work);
    work->run.taken = &work->taken;
    if (work->terms.remembers && th_verify_memory(work) != TH_OK)
        return TH_FAILED;
    take_streams(work);
    return refuse_missing(work);
}

static bool is_of_definition(const th_made *made)
{
    return made->kind == TH_MADE_DEFINITION || made->kind == TH_MADE_LEDGER;
}

/* A listed file of the definition among those of the run. */
static th_verified_part part_of_definition(const th_made *made, const th_made_from *now)
{
    th_verified_part part = {.made = *made, .state = TH_LISTED_MISSING};
    for (size_t i = 0; i < now->n; i++) {
        const th_made *other = &now->at[i];
        if (other->kind != made->kind || !th_str_eq(other->name, made->name))
            continue;
        part.found = other->name;
        part.now = other->sha256;
        part.state = th_str_eq(other->sha256, made->sha256) ? TH_LISTED_SAME : TH_LISTED_CHANGED;
    }
    return part;
}

void th_verify_definition(th_verifying *work, const th_run *run)
{
    const th_made_from *rows = &work->made.rows, *now = run->made_from;
    work->result->definition_sha256 = th_str_copy(work->arena, run->definition_hash);
    size_t same = 0, listed_now = 0;
    for (size_t i = 0; i < now->n; i++)
        listed_now += is_of_definition(&now->at[i]);
    for (size_t i = 0; i < rows->n; i++) {
        if (!is_of_definition(&rows->at[i]))
            continue;
        th_verified_part part = part_of_definition(&rows->at[i], now);
        part.found = th_str_copy(work->arena, part.found);
        part.now = th_str_copy(work->arena, part.now);
        push_verified(work, part);
        same += part.state == TH_LISTED_SAME;
        if (part.state != TH_LISTED_SAME)
            work->changed = work->definition_changed = true;
    }
    if (same != listed_now)
        work->changed = work->definition_changed = true;
}
