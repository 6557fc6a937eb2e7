/* The list of what a run was made of. */
#include "batch/made_of.h"

#include "base/digest.h"
#include "batch/dossier_inputs.h"
#include "batch/frozen.h"
#include "batch/made_memory.h"
#include "text/value.h"

#include "base/banned.h"

#define AS_OF "--as-of"
#define DAY "ngày của lượt"
#define LIMIT "--limit "
#define ALLOW_EMPTY "--allow-empty"
#define SOURCE_LINKS "--source-links"
#define TEMPORARY "tệp tạm bỏ qua"
#define LITTER "tệp của hệ điều hành bỏ qua"
#define REMEMBERS "ghi nhớ các lượt trước"
#define FROZEN "đã chốt"
#define PASSWORDS "--password-file"
#define YES "có"
#define REFUSED "không đọc được: "

/* ---- from a run ---- */

static void push_made(th_run *run, th_made_from *made, th_made row)
{
    TH_PUSH(run->arena, made->at, made->n, made->cap, row);
}

static void list_option(th_run *run, th_made_from *made, const char *name, th_str value)
{
    if (value.len)
        push_made(run, made, (th_made){.kind = TH_MADE_OPTION, .name = th_str_of(name), .detail = value});
}

static th_str count_text(th_run *run, size_t n)
{
    return n ? th_str_fmt(run->arena, "%zu", n) : (th_str){0};
}

/* What a reading may cost decides no cell but where a file was refused for it, and machines differ in it. */
static bool is_of_machine(const char *limit)
{
    static const char *const names[] = {"seconds", "archive-seconds", "memory-mb"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(th_str_of(limit), th_str_of(names[i])))
            return true;
    return false;
}

/* Which passwords is nobody's to know; that some are needed to make the workbook again is. */
static bool needed_passwords(const th_run *run)
{
    for (size_t i = 0; i < run->ds->findings.n; i++)
        if (run->ds->findings.at[i].kind == TH_F_FILE_UNLOCKED)
            return true;
    return false;
}

static void list_options(th_run *run, const th_run_options *options, th_made_from *made)
{
    th_arena *arena = run->arena;
    th_limit_stated stated, usual;
    list_option(run, made, AS_OF, th_made_day(arena, options->as_of));
    list_option(run, made, DAY, options->day == options->as_of ? (th_str){0} : th_made_day(arena, options->day));
    for (size_t i = 0; th_limits_at(options->limits, i, &stated); i++)
        if (th_limits_at(&th_limits_default, i, &usual) && stated.value != usual.value && !is_of_machine(stated.name))
            list_option(run, made, th_str_cstr(arena, th_str_fmt(arena, LIMIT "%s", stated.name)),
                        count_text(run, stated.value));
    list_option(run, made, ALLOW_EMPTY, options->allow_empty ? TH_STR(YES) : (th_str){0});
    list_option(run, made, SOURCE_LINKS, options->source_links ? TH_STR(YES) : (th_str){0});
    list_option(run, made, PASSWORDS, needed_passwords(run) ? TH_STR(YES) : (th_str){0});
    list_option(run, made, TEMPORARY, count_text(run, run->inputs.left.temporary));
    list_option(run, made, LITTER, count_text(run, run->inputs.left.litter));
    list_option(run, made, REMEMBERS, run->ds->memory ? TH_STR(YES) : (th_str){0});
    list_option(run, made, FROZEN, options->frozen ? TH_STR(YES) : (th_str){0});
}

static void list_definition_parts(th_run *run, const th_definition_parts *parts, th_made_from *made, bool frozen)
{
    for (size_t i = 0; i < parts->n; i++) {
        const th_definition_part *part = &parts->at[i];
        th_made row = {.kind = part->of_ledger ? TH_MADE_LEDGER : TH_MADE_DEFINITION,
                       .name = part->name,
                       .bytes = part->bytes.len,
                       .sha256 = th_sha256(run->arena, part->bytes)};
        if (frozen)
            row.kind = TH_MADE_FROZEN_PART;
        if (frozen)
            row.detail = part->of_ledger ? th_made_word(TH_MADE_LEDGER) : th_made_word(TH_MADE_DEFINITION);
        push_made(run, made, row);
    }
}

static void list_stream(th_run *run, th_made_from *made, th_made_kind kind, const th_run_stream *stream)
{
    if (stream->sha256.len)
        push_made(
            run, made,
            (th_made){.kind = kind, .name = th_made_word(kind), .bytes = stream->bytes, .sha256 = stream->sha256});
}

/* Looks at an input of which the run has no hash.  A stream of records is read for its hash; a file that could not be
 * read is tried once more to say why; of a file that came in a stream, the stream says why. */
static void look_at_input(th_run *run, const th_run_options *options, const th_input *input, th_made *row)
{
    th_arena *scratch = th_arena_scratch(run->arena);
    th_str bytes;
    th_refusal refusal = input->refused;
    if (!input->stated)
        refusal = th_file_fetch(scratch, options->limits, input, &bytes);
    if (!refusal.why && input->stated) {
        refusal.why = TH_REFUSED_CHANGES;
    } else if (!refusal.why) {
        row->bytes = bytes.len;
        row->sha256 = th_str_copy(run->arena, th_sha256(scratch, bytes));
        refusal.why = TH_REFUSED_CHANGES;
    }
    th_arena_free(scratch);
    if (input->records && !input->stated)
        return;
    /* It could not be read then, and can be now: the run knows nothing of what it holds. */
    row->sha256 = (th_str){0};
    row->bytes = refusal.bytes;
    row->detail = th_str_fmt(run->arena, REFUSED TH_FMT, TH_ARG(th_refused_word(refusal.why)));
    if (refusal.code)
        row->detail = th_str_fmt(run->arena, TH_FMT " %d", TH_ARG(row->detail), refusal.code);
}

static void list_inputs(th_run *run, const th_run_options *options, th_made_from *made)
{
    th_lookup sources = {0};
    for (uint32_t i = 0; i < run->ds->nsources; i++)
        *th_lookup_at(&sources, run->arena, run->ds->sources[i].file) = i + 1;
    for (size_t i = 0; i < run->inputs.n; i++) {
        const th_input *input = &run->inputs.at[i];
        const uint32_t *at = th_lookup_find(&sources, th_input_shown(input));
        const th_source *source = at && (input->stated || !input->records) ? &run->ds->sources[*at - 1] : NULL;
        th_made row = {.kind = input->records && !input->stated ? TH_MADE_RECORDS : TH_MADE_INPUT,
                       .name = input->name,
                       .when = th_made_day(run->arena, input->kept_of),
                       .detail = input->shown};
        if (source && source->sha256.len) {
            row.bytes = source->bytes;
            row.sha256 = source->sha256;
        } else {
            look_at_input(run, options, input, &row);
        }
        push_made(run, made, row);
    }
}

const th_made_from *th_made_of_run(th_run *run, const th_run_options *options)
{
    th_made_from *made = th_arena_alloc(run->arena, sizeof *made);
    *made = (th_made_from){0};
    list_options(run, options, made);
    list_definition_parts(run, &run->now, made, false);
    if (options->frozen)
        list_definition_parts(run, &options->frozen->parts, made, true);
    list_stream(run, made, TH_MADE_LAST_YEAR, &run->last_year);
    bool stated = options->stated && !run->previous.sha256.len;
    list_stream(run, made, TH_MADE_PREVIOUS, stated ? options->stated : &run->previous);
    list_inputs(run, options, made);
    if (run->ds->memory)
        th_made_memory(run->arena, run->ds->memory, made);
    return made;
}

/* ---- back from the list ---- */

static bool is_row(const th_made *row, const char *name)
{
    return th_str_eq(row->name, th_str_of(name));
}

static bool take_listed_count(const th_made *row, size_t *out)
{
    long n;
    if (!th_str_to_long(row->detail, &n) || n < 0)
        return false;
    *out = (size_t)n;
    return true;
}

static bool take_listed_day(const th_made *row, int *out)
{
    int year, month, day;
    if (!th_date_parse(row->detail, &year, &month, &day))
        return false;
    *out = th_date_serial(year, month, day);
    return true;
}

/* Limits above those of the command line are refused: they are what a list may ask of the machine. */
static bool take_limit(th_arena *arena, const th_made *row, const th_limits *most, th_limits *limits)
{
    th_limit_stated asked, allowed;
    th_str name = th_str_sub(row->name, sizeof LIMIT - 1, row->name.len);
    if (!th_limits_set(limits, th_str_fmt(arena, TH_FMT "=" TH_FMT, TH_ARG(name), TH_ARG(row->detail))))
        return false;
    for (size_t i = 0; th_limits_at(limits, i, &asked) && th_limits_at(most, i, &allowed); i++)
        if (th_str_eq(th_str_of(asked.name), name))
            return asked.value <= allowed.value;
    return false;
}

static bool take_made_option(th_arena *arena, const th_made *row, const th_limits *most, th_made_terms *terms)
{
    if (is_row(row, AS_OF))
        return take_listed_day(row, &terms->as_of);
    if (is_row(row, DAY))
        return take_listed_day(row, &terms->day);
    if (is_row(row, TEMPORARY))
        return take_listed_count(row, &terms->left.temporary);
    if (is_row(row, LITTER))
        return take_listed_count(row, &terms->left.litter);
    if (th_str_starts(row->name, TH_STR(LIMIT)))
        return take_limit(arena, row, most, &terms->limits);
    terms->remembers = terms->remembers || is_row(row, REMEMBERS);
    terms->frozen = terms->frozen || is_row(row, FROZEN);
    terms->allow_empty = terms->allow_empty || is_row(row, ALLOW_EMPTY);
    terms->source_links = terms->source_links || is_row(row, SOURCE_LINKS);
    return is_row(row, TH_MADE_EDITION) || is_row(row, PASSWORDS) || is_row(row, REMEMBERS) || is_row(row, FROZEN) ||
           is_row(row, ALLOW_EMPTY) || is_row(row, SOURCE_LINKS);
}

th_report_edition th_made_edition(const th_made_from *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].kind == TH_MADE_OPTION && is_row(&rows->at[i], TH_MADE_EDITION))
            return TH_FOR_SENDING;
    return TH_FOR_WORK;
}

th_status th_made_terms_read(th_arena *arena, const th_made_from *rows, const th_limits *limits, th_made_terms *terms,
                             th_trouble *trouble)
{
    *terms = (th_made_terms){.limits = th_limits_default};
    terms->limits.seconds = limits->seconds;
    terms->limits.archive_seconds = limits->archive_seconds;
    terms->limits.memory_bytes = limits->memory_bytes;
    terms->limits.passwords = limits->passwords;
    for (size_t i = 0; i < rows->n; i++) {
        const th_made *row = &rows->at[i];
        bool taken = true;
        if (row->kind == TH_MADE_OPTION && is_row(row, PASSWORDS) && !limits->passwords) {
            *trouble = TH_TROUBLE_IS("sổ lập từ tệp có mật khẩu; chạy lại với --password-file",
                                     "the workbook was made from files with passwords; run again with --password-file");
            return TH_FAILED;
        }
        if (row->kind == TH_MADE_OPTION)
            taken = take_made_option(arena, row, limits, terms);
        else if (row->kind == TH_MADE_REMEMBERED || row->kind == TH_MADE_INBOX_BEFORE)
            taken = th_made_memory_take(arena, row, &terms->memory);
        if (taken)
            continue;
        *trouble = TH_TROUBLE(arena, "bảng kê của sổ có dòng không hiểu được: “" TH_FMT "” ghi “" TH_FMT "”",
                              "the list of the workbook has a row that cannot be read: “" TH_FMT "” says “" TH_FMT "”",
                              TH_ARG(row->name), TH_ARG(row->detail));
        return TH_FAILED;
    }
    if (!terms->day)
        terms->day = terms->as_of;
    return TH_OK;
}

th_input th_made_input(const th_made *row)
{
    int year, month, day;
    th_input input = {.name = row->name, .records = row->kind == TH_MADE_RECORDS, .path = TH_STR("")};
    if (th_date_parse(row->when, &year, &month, &day)) {
        input.kept_of = th_date_serial(year, month, day);
        input.shown = row->detail;
    }
    if (!row->sha256.len && th_str_starts(row->detail, TH_STR(REFUSED))) {
        th_str word = th_str_sub(row->detail, sizeof REFUSED - 1, row->detail.len), why = word;
        long code = 0;
        size_t blank = word.len;
        while (blank && word.ptr[blank - 1] != ' ')
            blank--;
        if (blank && th_str_to_long(th_str_sub(word, blank, word.len), &code))
            why = th_str_sub(word, 0, blank - 1);
        input.refused = (th_refusal){th_refused_of_word(why), (int)code, row->bytes};
    }
    return input;
}
