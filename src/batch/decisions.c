/* Gathers what waits, and has it drawn. */
#include "batch/decisions.h"

#include "batch/drawing.h"
#include "batch/proposed_confirmations.h"
#include "batch/publish.h"
#include "batch/typed_scores.h"
#include "check/replies.h"
#include "report/definition.h"

#include <string.h>

#include "base/banned.h"

enum { MARK_DIGITS = 8, SHEETS = 3, KEPT_WORKBOOKS = 5 };

typedef struct waiting_rows {
    th_arena *arena;
    th_layout_sheet sheet;
    size_t cap;
} waiting_rows;

/* A row with these cells in the columns of these names. */
static th_strs *add_waiting_row(waiting_rows *rows)
{
    th_strs row = {0};
    for (size_t i = 0; i < rows->sheet.ncolumns; i++)
        th_strs_add(&row, rows->arena, (th_str){0});
    TH_PUSH(rows->arena, rows->sheet.rows, rows->sheet.nrows, rows->cap, row);
    return &rows->sheet.rows[rows->sheet.nrows - 1];
}

static void put_waiting(const waiting_rows *rows, th_strs *row, const char *column, th_str text)
{
    for (size_t i = 0; i < rows->sheet.ncolumns; i++)
        if (th_str_eq(rows->sheet.columns[i].label, th_str_of(column)))
            row->at[i] = text;
}

/* Is the file one of two that differ, where nothing says which of them counts, or where only Sổ nhận does, which does
 * not know it? */
static bool is_asked_about(const th_dataset *ds, const th_source *source)
{
    th_str quoted = th_str_fmt(ds->arena, "“" TH_FMT "”", TH_ARG(source->file));
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        if ((finding->kind == TH_F_UNIT_CONFLICT && th_str_find(finding->vi, quoted, 0) != SIZE_MAX) ||
            (finding->kind == TH_F_UNIT_NOT_REGISTERED && th_str_eq(finding->place.file, source->file)))
            return true;
    }
    return false;
}

/* What is frozen is not asked about: a row that has no effect would only mislead. */
static bool is_still_open(const th_run *run, th_freeze_step step)
{
    return !run->held_to || !th_freeze_holding(&run->freezes, step, run->definition->period);
}

static th_layout_sheet files_waiting(th_arena *arena, const th_run *run)
{
    const th_dataset *ds = run->ds;
    waiting_rows rows = {arena, th_layout_blank(arena, TH_STR("Sổ nhận")), 0};
    for (size_t i = 0; is_still_open(run, TH_FREEZE_FIGURES) && i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        if (source->unit == TH_NONE || !source->sha256.len ||
            (source->status != TH_SOURCE_WAITING && !is_asked_about(ds, source)))
            continue;
        th_strs *row = add_waiting_row(&rows);
        put_waiting(&rows, row, "Đơn vị", ds->definition->units[source->unit].code);
        put_waiting(&rows, row, "Tệp",
                    th_str_fmt(arena, TH_FMT " [" TH_FMT "]", TH_ARG(source->file),
                               TH_ARG(th_str_sub(source->sha256, 0, MARK_DIGITS))));
    }
    return rows.sheet;
}

static const char *name_of_workbook(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Has Cụm chấm a row about it? */
static bool has_award(const th_definition *d, const th_typed *typed)
{
    uint32_t criterion = th_definition_criterion(d, typed->criterion);
    for (size_t i = 0; i < d->nawards; i++)
        if (d->awards[i].criterion == criterion && d->awards[i].unit != TH_ANY &&
            th_str_eq(d->units[d->awards[i].unit].code, typed->unit))
            return true;
    return false;
}

/* Is it about the same thing as one of the first `n` rows? */
static bool stands_already(const waiting_rows *rows, size_t n, th_str unit, th_str criterion)
{
    for (size_t i = 0; i < n; i++)
        if (th_str_eq(rows->sheet.rows[i].at[0], unit) && th_str_eq(rows->sheet.rows[i].at[1], criterion))
            return true;
    return false;
}

static void add_typed_score(waiting_rows *rows, const th_typed *typed, const char *workbook)
{
    th_strs *row = add_waiting_row(rows);
    put_waiting(rows, row, "Đơn vị", typed->unit);
    put_waiting(rows, row, "Tiêu chí", typed->criterion);
    put_waiting(rows, row, "Điểm", typed->points);
    put_waiting(rows, row, "Căn cứ",
                th_str_fmt(rows->arena, "gõ ở ô " TH_FMT " trang CHẤM ĐIỂM, %s",
                           TH_ARG(th_cell_name(rows->arena, typed->row, typed->col)), name_of_workbook(workbook)));
}

/* Typed scores are offered night after night, until Cụm chấm has a row about them or the old workbook is removed.  Of
 * two that were typed for one thing the one in the newer workbook is offered; what was typed since the last run, also
 * where it differs from a row of Cụm chấm. */
static void add_typed_scores(waiting_rows *rows, const th_run *run, const th_run_options *options, th_trouble *unread)
{
    const char *kept[KEPT_WORKBOOKS];
    size_t n = options->out ? th_publish_kept(rows->arena, options->out, kept, KEPT_WORKBOOKS) : 0;
    for (size_t i = 0; i < n; i++) {
        const th_scored_workbook workbook = {kept[i], options->limits, run->definition};
        bool of_this_run = run->typed.kept && strcmp(run->typed.kept, kept[i]) == 0;
        th_typed_list list;
        th_trouble why = {0};
        th_status read = th_typed_scores_read(rows->arena, &workbook, &list, &why);
        if (read == TH_FATAL)
            *unread = why;
        if (read != TH_OK)
            continue;
        for (size_t k = 0; k < list.n; k++)
            if (list.at[k].points.len && (of_this_run || !has_award(run->definition, &list.at[k])) &&
                !stands_already(rows, rows->sheet.nrows, list.at[k].unit, list.at[k].criterion))
                add_typed_score(rows, &list.at[k], kept[i]);
    }
}

static th_layout_sheet scores_waiting(th_arena *arena, const th_run *run, const th_run_options *options,
                                      th_trouble *unread)
{
    const th_definition *d = run->definition;
    waiting_rows rows = {arena, th_layout_blank(arena, TH_STR("Cụm chấm")), 0};
    if (!is_still_open(run, TH_FREEZE_POINTS))
        return rows.sheet;
    add_typed_scores(&rows, run, options, unread);
    size_t typed = rows.sheet.nrows;
    for (uint32_t criterion = 0; criterion < d->ncriteria; criterion++)
        for (uint32_t unit = 0; unit < d->nunits; unit++) {
            if (!th_confirmation_waits(run, criterion, unit) ||
                stands_already(&rows, typed, d->units[unit].code, d->criteria[criterion].code))
                continue;
            th_strs *row = add_waiting_row(&rows);
            put_waiting(&rows, row, "Đơn vị", d->units[unit].code);
            put_waiting(&rows, row, "Tiêu chí", d->criteria[criterion].code);
            put_waiting(&rows, row, "Điểm", TH_STR("theo máy"));
            put_waiting(&rows, row, "Mã xác nhận", th_score_points(run->scores, criterion, unit)->mark);
        }
    return rows.sheet;
}

static th_layout_sheet reasons_waiting(th_arena *arena, const th_run *run)
{
    const th_dataset *ds = run->ds;
    waiting_rows rows = {arena, th_layout_blank(arena, TH_STR("Giải trình")), 0};
    for (size_t i = 0; is_still_open(run, TH_FREEZE_POINTS) && i < ds->nreplies; i++) {
        const th_reply *reply = &ds->replies[i];
        if (reply->state != TH_REPLY_WAITING && reply->state != TH_REPLY_ASKED)
            continue;
        th_strs *row = add_waiting_row(&rows);
        put_waiting(&rows, row, "Đơn vị", ds->definition->units[reply->unit].code);
        put_waiting(&rows, row, "Quy tắc", reply->rule);
        put_waiting(&rows, row, "Mã giải trình", reply->mark);
        put_waiting(&rows, row, "Lý do", reply->why);
    }
    return rows.sheet;
}

typedef struct decisions_job {
    const th_layout *layout;
    int64_t created;
    const char *path;
} decisions_job;

static th_status draw_decisions(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const decisions_job *job = ctx;
    return th_decisions_write(arena, job->layout, job->created, &(th_drawn){.path = job->path}, trouble);
}

th_status th_decisions_publish(th_run *run, const th_run_options *options, th_trouble *trouble)
{
    th_trouble unread = {0};
    th_layout_sheet sheets[SHEETS] = {files_waiting(run->arena, run), scores_waiting(run->arena, run, options, &unread),
                                      reasons_waiting(run->arena, run)};
    const th_layout layout = {.sheets = sheets, .n = SHEETS};
    run->scores_waiting = sheets[1].nrows;
    const th_outfile out = {.path = options->decisions, .mark = TH_MARK_DECISIONS, .may_be_saved = true};
    th_publication publication;
    if (th_publish_begin(run->arena, options->guard, &out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    decisions_job job = {&layout, th_run_created(run, options), publication.part};
    th_status drawn = th_drawing_do(run->arena, &(th_drawing){.draw = draw_decisions, .ctx = &job}, trouble);
    if (drawn == TH_OK && th_publish_commit(run->arena, &publication, trouble) != TH_OK)
        return TH_FAILED;
    if (drawn == TH_OK) {
        *trouble = unread;
        return unread.vi.len ? TH_WARN : TH_OK;
    }
    *trouble = th_publish_refusal(run->arena, drawn, *trouble);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

th_waiting_rows th_decisions_waiting(th_arena *arena, const th_run *run)
{
    return (th_waiting_rows){.files = files_waiting(arena, run).nrows,
                             .scores = run->scores_waiting,
                             .reasons = reasons_waiting(arena, run).nrows};
}
