/* The blank workbook of a definition, for all units or for one. */
#include "batch/template.h"

#include "batch/definition.h"
#include "batch/drawing.h"
#include "batch/outside_stream.h"
#include "batch/publish.h"
#include "report/template.h"
#include "store/store.h"
#include "text/fold.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

static th_status unit_wanted(th_arena *arena, const th_definition *d, const char *wanted, uint32_t *unit,
                             th_trouble *trouble)
{
    *unit = TH_NONE;
    if (!wanted)
        return TH_OK;
    th_buf all;
    th_buf_init(&all, arena);
    for (uint32_t u = 0; u < d->nunits; u++) {
        if (th_fold_eq(arena, d->units[u].code, th_str_of(wanted)) ||
            th_fold_eq(arena, d->units[u].name, th_str_of(wanted)))
            *unit = u;
        th_buf_fmt(&all, "%s" TH_FMT, u ? ", " : "", TH_ARG(d->units[u].code));
    }
    if (*unit != TH_NONE)
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "không có đơn vị nào mã “%s”; các mã: " TH_FMT,
                          "there is no unit of code “%s”; the codes: " TH_FMT, wanted, TH_ARG(th_buf_str(&all)));
    return TH_FAILED;
}

typedef struct template_job {
    th_template_input in;
    const char *path;
} template_job;

static th_status draw_template(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const template_job *job = ctx;
    return th_template_write(arena, &job->in, job->path, trouble);
}

/* ---- last year ---- */

/* The outcome of the last run of last year. */
static th_status recall_store(th_arena *arena, const th_template_options *options, int year, th_str *bytes,
                              th_trouble *trouble)
{
    th_store *store;
    long long run;
    if (th_store_open(arena, options->store, TH_STORE_READ, &store, trouble) != TH_OK)
        return TH_FAILED;
    th_status status = th_store_last_of(store, year, &run, trouble);
    if (status == TH_OK && !run) {
        *trouble = TH_TROUBLE(arena, "kho số liệu “%s” không có lượt nào của năm %d",
                              "the store “%s” has no run of the year %d", options->store, year);
        status = TH_FAILED;
    }
    if (status == TH_OK)
        status = th_store_outcome(store, arena, run, bytes, trouble);
    th_store_close(store);
    return status;
}

static th_status read_last_year_of(th_arena *arena, const th_template_options *options, th_template_input *in,
                                   th_trouble *trouble)
{
    if (!options->last_year && !options->store)
        return TH_OK;
    th_dataset *ds = th_dataset_new(arena, in->d);
    th_outside_stream stream = {.arena = arena,
                                .limits = options->limits,
                                .path = options->last_year ? options->last_year : options->store,
                                .use = TH_STREAM_LAST_YEAR,
                                .into = ds};
    if (!options->last_year && recall_store(arena, options, in->d->period - 1, &stream.bytes, trouble) != TH_OK)
        return TH_FAILED;
    if (th_outside_stream_read(&stream, trouble) != TH_OK)
        return TH_FAILED;
    th_dataset_seal(ds);
    in->last_year = ds;
    return TH_OK;
}

static bool has_last_year(const th_template_input *in, uint32_t unit)
{
    for (uint32_t i = 0; i < in->d->nindicators; i++) {
        const th_fact *fact = th_dataset_stored(in->last_year, unit, i);
        if (fact && fact->value.state == TH_STATE_VALUE)
            return true;
    }
    return false;
}

/* The units that are given no figure of last year: they are to fill in Năm trước by hand. */
static th_words units_without(th_arena *arena, const th_template_options *options, const th_template_input *in)
{
    th_buf names;
    th_buf_init(&names, arena);
    size_t n = 0;
    for (uint32_t u = 0; u < in->d->nunits && in->last_year; u++)
        if ((options->all || u == in->unit) && !has_last_year(in, u))
            th_buf_fmt(&names, "%s" TH_FMT, n++ ? ", " : "", TH_ARG(in->d->units[u].name));
    if (!n)
        return (th_words){0};
    return TH_WORDS(arena,
                    "Không có số liệu nào của năm %d cho %zu đơn vị, cột Năm trước của các mẫu ấy để trống: " TH_FMT,
                    "No figure of %d for %zu units, whose column “Năm trước” is blank: " TH_FMT, in->d->period - 1, n,
                    TH_ARG(th_buf_str(&names)));
}

/* ---- writing ---- */

static th_status write_template(th_arena *arena, const th_template_options *options, const template_job *wanted,
                                th_trouble *trouble)
{
    th_publication publication = {.fd = -1};
    const th_outfile out = {.path = wanted->path, .mark = TH_MARK_TEMPLATE};
    if (th_publish_begin(arena, options->guard, &out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    template_job job = {wanted->in, publication.part};
    th_status drawn = th_drawing_do(arena, &(th_drawing){.draw = draw_template, .ctx = &job}, trouble);
    if (drawn == TH_OK)
        return th_publish_commit(arena, &publication, trouble);
    *trouble = th_publish_refusal(arena, drawn, *trouble);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

/* Codes may hold what a file name may not. */
static const char *path_of_unit(th_arena *arena, const char *folder, th_str code)
{
    char *legal = th_str_cstr(arena, code);
    for (char *c = legal; *c; c++)
        if ((unsigned char)*c < ' ' || strchr("/\\:*?\"<>|", *c))
            *c = '-';
    return th_str_cstr(arena, th_str_fmt(arena, "%s/Mau_%s.xlsx", folder, legal));
}

static th_status make_template_folder(th_arena *arena, const th_template_options *options, th_trouble *trouble)
{
    if (th_guard_allows_folder(options->guard, options->out, trouble) != TH_OK)
        return TH_FAILED;
    if (mkdir(options->out, 0777) == 0 || errno == EEXIST)
        return TH_OK;
    int why = errno;
    th_words what = TH_WORDS(arena, "không tạo được thư mục “%s”", "folder “%s” cannot be made", options->out);
    *trouble = th_trouble_of_system(arena, what, why);
    return TH_FAILED;
}

static th_status write_all(th_arena *arena, const th_template_options *options, const th_template_input *in,
                           th_trouble *trouble)
{
    if (make_template_folder(arena, options, trouble) != TH_OK)
        return TH_FAILED;
    template_job *jobs = th_arena_array(arena, in->d->nunits + 1, sizeof *jobs);
    for (uint32_t u = 0; u < in->d->nunits; u++) {
        th_guard trial = *options->guard; /* which forgets the names: they are taken when the files are written */
        jobs[u] = (template_job){*in, path_of_unit(arena, options->out, in->d->units[u].code)};
        jobs[u].in.unit = u;
        const th_outfile out = {.path = jobs[u].path, .mark = TH_MARK_TEMPLATE};
        if (th_guard_allows(&trial, &out, trouble) != TH_OK)
            return TH_FAILED;
    }
    for (uint32_t u = 0; u < in->d->nunits; u++)
        if (write_template(arena, options, &jobs[u], trouble) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

th_status th_template(th_arena *arena, const th_template_options *options, th_findings *faults, th_words *without,
                      th_trouble *trouble)
{
    th_definition *d;
    th_template_input in = {.program = th_str_of(options->program), .created = options->created};
    const th_definition_source source = {
        .path = options->definition, .limits = options->limits, .faults = faults, .trouble = trouble};
    if (th_definition_open(arena, &source, &d, &in.definition_hash) >= TH_FAILED ||
        unit_wanted(arena, d, options->unit, &in.unit, trouble) != TH_OK)
        return TH_FAILED;
    in.d = d;
    if (read_last_year_of(arena, options, &in, trouble) != TH_OK)
        return TH_FAILED;
    /* Rows that the definition sets aside are none of a template's. */
    *faults = in.last_year ? in.last_year->findings : (th_findings){0};
    *without = units_without(arena, options, &in);
    if (options->all)
        return write_all(arena, options, &in, trouble);
    const template_job job = {in, options->out};
    return write_template(arena, options, &job, trouble);
}
