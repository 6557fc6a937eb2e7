/* One night, step by step. */
#include "batch/nightly.h"

#include "base/digest.h"
#include "batch/decisions.h"
#include "batch/diversion.h"
#include "batch/definition.h"
#include "batch/night_dossier.h"
#include "batch/night_editions.h"
#include "batch/feedback.h"
#include "batch/frozen.h"
#include "batch/night_freezes.h"
#include "batch/night_said.h"
#include "batch/generations.h"
#include "batch/inbox.h"
#include "batch/ledger.h"
#include "batch/mail.h"
#include "batch/moments.h"
#include "batch/morning.h"
#include "batch/nightly_check.h"
#include "batch/publish.h"
#include "batch/request.h"
#include "fact/stream.h"
#include "store/store.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/banned.h"

static int64_t moment_of(int64_t stated)
{
    return stated >= 0 ? stated : th_moment_now();
}

static th_status stop_night(th_nightly *night, th_trouble why)
{
    night->trouble = why;
    return TH_FAILED;
}

static void release_lock(void *lock)
{
    th_lock_release(lock);
}

/* ---- before the run ---- */

/* One lock for the folder of the configuration, which is that of all it names. */
static th_night_end hold_folder(th_nightly *night, const th_nightly_options *options)
{
    night->lock = (th_lock){th_config_path(night->arena, night->config.folder, TH_STR(".tonghop.lock")), -1};
    switch (th_lock_take(night->arena, &night->lock, options->file, &night->trouble)) {
    case TH_LOCK_HELD: th_arena_defer(night->arena, release_lock, &night->lock); return TH_NIGHT_PUBLISHED;
    case TH_LOCK_BUSY: return TH_NIGHT_BUSY;
    case TH_LOCK_FAILED:
    default: return TH_NIGHT_STOPPED;
    }
}

static th_status make_place_of_copies(th_nightly *night)
{
    const char *kept = night->config.path[TH_CONFIG_KEPT];
    const char *copies = th_str_cstr(night->arena, th_str_fmt(night->arena, "%s/tep", kept));
    if (!kept || (mkdir(kept, 0750) != 0 && errno != EEXIST) || (mkdir(copies, 0750) != 0 && errno != EEXIST)) {
        int why = errno;
        return stop_night(night, th_trouble_of_system(night->arena,
                                                      TH_WORDS(night->arena, "không tạo được thư mục “%s”",
                                                               "folder “%s” cannot be made", copies),
                                                      why));
    }
    night->taken.kept = copies;
    return TH_OK;
}

/* Where nothing that is written may stand is said before anything is read. */
static th_status look_at_places(th_nightly *night, th_guard *guard)
{
    static const th_config_key places[] = {TH_CONFIG_FEEDBACK, TH_CONFIG_KEPT, TH_CONFIG_DOSSIERS, TH_CONFIG_REQUESTS,
                                           TH_CONFIG_STORE};
    const th_config *config = &night->config;
    th_config_guard(config, guard);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (config->path[places[i]] && th_guard_allows_folder(guard, config->path[places[i]], &night->trouble) != TH_OK)
            return TH_FAILED;
    for (size_t i = 0; i < config->ninboxes; i++)
        if (!th_inbox_is_marked(night->arena, config->inboxes[i]))
            return stop_night(night, th_inbox_unmarked(night->arena, config->inboxes[i]));
    return make_place_of_copies(night);
}

/* A clock that went back makes later things earlier: nothing is decided by it, and it is said. */
static void look_at_clock(th_nightly *night, const th_store_run *last)
{
    int64_t ended;
    if (!th_moment_of_utc(last->ended, &ended) || ended <= night->began)
        return;
    th_str now = th_moment_shown(night->arena, night->began), then = th_moment_shown(night->arena, ended);
    th_night_say(night,
                 TH_TROUBLE(night->arena,
                            "đồng hồ máy chỉ " TH_FMT ", sớm hơn lúc lượt trước kết thúc (" TH_FMT
                            "); xem lại ngày giờ của máy, hạn nộp được xét theo ngày ấy",
                            "the clock says " TH_FMT ", which is before the end of the previous run (" TH_FMT
                            "); set the clock of the machine, deadlines go by it",
                            TH_ARG(now), TH_ARG(then)),
                 TH_LEAST_WARNING);
}

/* The period of the last run, where the memory does not say it. */
static void recall_period(th_nightly *night, th_store *store, long long last)
{
    const long long runs[2] = {last, last};
    th_definition *codes;
    th_trouble ignored = {0};
    if (last && !night->memory.period && th_store_codes(store, night->arena, runs, &codes, &ignored) == TH_OK)
        night->memory.period = codes->period;
}

/* Last year's figures are those of the last run of that year, where the configuration names no others. */
static th_status recall_last_year(th_nightly *night, th_store *store)
{
    if (!night->period || night->options.last_year)
        return TH_OK;
    if (th_store_last_of(store, night->period - 1, &night->last_year, &night->trouble) != TH_OK)
        return TH_FAILED;
    return night->last_year ? th_store_outcome(store, night->arena, night->last_year, &night->options.last_year_bytes,
                                               &night->trouble)
                            : TH_OK;
}

/* What the last run left.  The store is closed before readers are started: nobody else is to have it. */
static th_status recall(th_nightly *night)
{
    th_store *store;
    th_store_runs runs = {0};
    long long last = 0;
    if (th_store_open(night->arena, night->config.path[TH_CONFIG_STORE], TH_STORE_WRITE, &store, &night->trouble) !=
        TH_OK)
        return TH_FAILED;
    bool known = th_store_last(store, &last, &night->trouble) == TH_OK;
    night->number = last + 1;
    known = known && th_store_memory(store, night->arena, &night->memory, &night->trouble) == TH_OK &&
            th_store_list(store, night->arena, &runs, &night->trouble) == TH_OK &&
            (!last ||
             th_store_outcome(store, night->arena, last, &night->options.previous_bytes, &night->trouble) == TH_OK);
    if (known)
        recall_period(night, store, last);
    known = known && th_night_recall_freezes(night, store) == TH_OK && recall_last_year(night, store) == TH_OK;
    th_store_close(store);
    if (!known)
        return TH_FAILED;
    night->last_day = runs.n ? runs.at[runs.n - 1].day : 0;
    if (runs.n)
        look_at_clock(night, &runs.at[runs.n - 1]);
    return TH_OK;
}

static bool has_accepted(const th_memory *memory)
{
    for (size_t i = 0; i < memory->n; i++)
        if (memory->at[i].counts.n)
            return true;
    return memory->ninbox > 0;
}

static th_status look_at_what_came(th_nightly *night)
{
    const th_memory *memory = &night->memory;
    size_t lost = th_intake_lost(night->arena, memory, &night->taken);
    /* the inbox of another period has other files, and at its beginning none */
    bool of_period = !memory->period || !night->period || memory->period == night->period;
    if (night->options.allow_empty)
        return TH_OK;
    if (!night->taken.inputs.n && has_accepted(memory) && of_period)
        return stop_night(
            night,
            TH_TROUBLE_IS("hộp thư không còn tệp nào, trong khi các lượt trước đã nhận tệp; không ghi gì. Xem "
                          "lại hộp thư; nếu đúng là đã dọn, chạy một lần với --allow-empty",
                          "the inbox holds no file any more, and earlier runs accepted some; nothing is written. "
                          "Look at the inbox; if it was emptied on purpose, run once with --allow-empty"));
    if (lost * 2 > memory->ninbox && of_period)
        return stop_night(
            night,
            TH_TROUBLE(
                night->arena,
                "hộp thư mất hơn nửa số tệp: %zu trong %zu tệp của lượt trước không còn; không ghi gì. Xem lại "
                "hộp thư; nếu đúng là đã dọn bớt, chạy một lần với --allow-empty",
                "the inbox has lost more than half of its files: %zu of the %zu files of the previous run are there "
                "no more; nothing is written. Look at the inbox; if they were removed on purpose, run once with "
                "--allow-empty",
                lost, memory->ninbox));
    night->options.allow_empty = !night->taken.inputs.n;
    return TH_OK;
}

static th_status take_in_files(th_nightly *night)
{
    const th_intake_options intake = {.inboxes = night->config.inboxes,
                                      .ninboxes = night->config.ninboxes,
                                      .kept = night->taken.kept,
                                      .limits = night->options.limits};
    if (th_intake(night->arena, &intake, &night->taken, &night->trouble) != TH_OK)
        return TH_FAILED;
    return look_at_what_came(night);
}

/* ---- the run ---- */

/* The workbook is drawn and read back: what it says is recorded before it appears. */
static th_status record_night(void *ctx, th_run *run, const char *part, th_trouble *trouble)
{
    th_nightly *night = ctx;
    th_arena *scratch = th_arena_scratch(night->arena);
    const th_input workbook = {.path = th_str_of(part), .name = th_str_of(part)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_findings findings = {0};
    th_str bytes, sha256 = {0};
    if (th_file_read(scratch, &any, &workbook, &bytes, &findings) == TH_OK)
        sha256 = th_sha256(night->arena, bytes);
    th_arena_free(scratch);
    night->workbook_hash = sha256;
    th_buf outcome;
    th_buf_init(&outcome, night->arena);
    th_stream_write(&outcome, run->ds);
    night->outcome = th_buf_str(&outcome);
    const th_store_entry entry = {.run = {.number = night->number,
                                          .started = th_moment_utc(night->arena, night->began),
                                          .ended = th_moment_utc(night->arena, moment_of(night->stated)),
                                          .as_of = night->options.as_of,
                                          .day = night->options.day,
                                          .exit_code = th_run_exit_code(run),
                                          .program = th_str_of(night->options.program),
                                          .definition_sha256 = run->definition_hash,
                                          .ledger_sha256 = run->ledger_hash,
                                          .workbook_sha256 = sha256},
                                  .ds = run->ds,
                                  .scores = run->scores,
                                  .memory = &run->memory,
                                  .outcome = night->outcome,
                                  .freezes = &night->freezes,
                                  .frozen = &run->now};
    th_store *store;
    if (th_store_open(night->arena, night->config.path[TH_CONFIG_STORE], TH_STORE_WRITE, &store, trouble) != TH_OK)
        return TH_FAILED;
    const th_frozen *frozen = night->options.frozen;
    th_status recorded = frozen ? th_store_hold(store, &entry, frozen->figures, frozen->points, trouble) : TH_OK;
    if (recorded == TH_OK)
        recorded = th_store_record(store, &entry, trouble);
    th_store_close(store);
    return recorded;
}

static void set_options(th_nightly *night, const th_nightly_options *options)
{
    const th_config *config = &night->config;
    night->options = (th_run_options){.definition = config->path[TH_CONFIG_DEFINITION],
                                      .ledger = config->path[TH_CONFIG_LEDGER],
                                      .inputs = config->inboxes,
                                      .ninputs = config->ninboxes,
                                      .last_year = config->path[TH_CONFIG_LAST_YEAR],
                                      .out = config->path[TH_CONFIG_OUT],
                                      .day = th_moment_day(night->began),
                                      .memory = &night->memory,
                                      .taken = &night->taken,
                                      .ready = {record_night, night},
                                      .guard = options->guard,
                                      .jobs = config->jobs ? config->jobs : options->jobs,
                                      .allow_empty = options->allow_empty,
                                      .complete = true,
                                      .checks = true,
                                      .limits = options->limits,
                                      .created = options->created,
                                      .program = options->program,
                                      .contact = config->contact,
                                      .progress = options->progress};
    if (config->as_of == TH_DAY_TODAY)
        night->options.as_of = night->options.day;
    else if (config->as_of == TH_DAY_STATED) /* then all days of the run are of that time */
        night->options.as_of = night->options.day = config->day;
}

/* What cannot be put in its place is called after the night. */
static void name_beside_by_moment(th_nightly *night, th_guard *guard)
{
    enum { DATE = sizeof "2023-01-05" - 1 };
    th_str name = th_moment_as_name(night->arena, night->began);
    guard->diverts = true;
    guard->beside = th_str_fmt(guard->arena, TH_FMT " " TH_FMT, TH_ARG(th_str_sub(name, 0, DATE)),
                               TH_ARG(th_str_sub(name, DATE + 1, name.len)));
}

/* A ledger that cannot be read at this moment is not an empty one. */
static th_status choose_ledger(th_nightly *night, const th_limits *limits)
{
    const char *ledger = night->config.path[TH_CONFIG_LEDGER];
    th_trouble why = {0};
    if (!ledger)
        return TH_OK;
    th_ledger_choice choice = {ledger, th_generations_ledger(night->arena, night->config.path[TH_CONFIG_KEPT]), NULL};
    th_status status = th_ledger_choose(night->arena, limits, &choice, &why);
    if (status >= TH_FAILED)
        return stop_night(night, why);
    if (status == TH_WARN)
        th_night_say(night, why, TH_LEAST_WARNING);
    night->options.ledger = choice.used;
    night->options.decisions = th_publish_beside(night->arena, ledger, "cho-quyet-dinh.xlsx");
    return TH_OK;
}

/* ---- after the run ---- */

static void write_decisions(th_nightly *night)
{
    th_trouble why = {0};
    if (night->options.decisions && th_decisions_publish(night->run, &night->options, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_WARNING);
}

static void write_feedback(th_nightly *night)
{
    th_trouble why = {0};
    const char *folder = night->config.path[TH_CONFIG_FEEDBACK];
    if (folder && th_feedback_all(night->run, &night->options, folder, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_ERROR);
}

static void write_editions(th_nightly *night)
{
    th_trouble why = {0};
    th_status status = th_night_editions(night, &why);
    if (status != TH_OK)
        th_night_say(night, why, status == TH_WARN ? TH_LEAST_WARNING : TH_LEAST_ERROR);
}

/* What stands in the way of a dossier is said, and it is tried again in the next night. */
static void write_dossier(th_nightly *night)
{
    th_trouble why = {0};
    if (th_night_dossier(night, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_ERROR);
}

static void keep_generation(th_nightly *night)
{
    th_trouble why = {0};
    const th_generation generation = {.kept = night->config.path[TH_CONFIG_KEPT],
                                      .moment = night->began,
                                      .workbook = th_diverted_to(night->options.guard, night->options.out),
                                      .store = night->config.path[TH_CONFIG_STORE],
                                      .ledger = night->options.ledger,
                                      .ledger_hash = night->run->ledger_hash,
                                      .outcome = night->outcome};
    if (th_generation_make(night->arena, &generation, &night->generation, &why) == TH_OK)
        th_generations_prune(night->arena, generation.kept, night->config.keep);
    else
        th_night_say(night, why, TH_LEAST_WARNING);
}

/* ---- what people read in the morning ---- */

static th_morning morning_of(th_nightly *night, const th_nightly_options *options)
{
    return (th_morning){.arena = night->arena,
                        .config = &night->config,
                        .guard = options->guard,
                        .moment = night->began,
                        .workbook = th_diverted_to(options->guard, night->options.out),
                        .decisions = th_diverted_to(options->guard, night->options.decisions)};
}

static void write_morning(th_nightly *night, const th_nightly_options *options)
{
    th_trouble why = {0};
    const th_report_input input = th_run_report_input(night->run, &night->options);
    const th_waiting_rows waiting = th_decisions_waiting(night->arena, night->run);
    th_morning morning = morning_of(night, options);
    morning.brief = th_brief_make(night->arena, &input, &waiting);
    for (size_t i = 0; i < night->nsaid; i++)
        th_strs_add(&morning.brief->notes, night->arena, th_night_told(night, night->said[i].vi));
    if (night->config.path[TH_CONFIG_FEEDBACK] && th_morning_letters(&morning, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_WARNING);
    if (night->config.path[TH_CONFIG_PAGE] && th_morning_page(&morning, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_WARNING);
    if (th_mail_after_night(&morning, night->options.day, &why) != TH_OK)
        th_night_say(night, why, TH_LEAST_WARNING);
}

static th_str reason_of_stop(th_nightly *night)
{
    if (night->trouble.vi.len)
        return night->trouble.vi;
    if (night->faults.n)
        return th_str_fmt(night->arena, "tệp cấu hình có chỗ sai: " TH_FMT, TH_ARG(night->faults.at[0].what.vi));
    if (night->run && night->run->trouble.vi.len)
        return night->run->trouble.vi;
    if (night->run && night->run->faults.n)
        return th_str_fmt(night->arena, "bộ biểu mẫu có chỗ sai: " TH_FMT, TH_ARG(night->run->faults.at[0].vi));
    return TH_STR("máy không đủ bộ nhớ");
}

/* Page and mail say that the last try failed.  Where they cannot be written, that is not reported: what stopped the
 * night matters more. */
static void tell_of_stop(th_nightly *night, const th_nightly_options *options)
{
    th_trouble ignored = {0};
    const th_morning morning = morning_of(night, options);
    th_str why = th_night_told(night, reason_of_stop(night));
    th_mail_after_failure(&morning, why, &ignored);
    if (!night->config.path[TH_CONFIG_PAGE] || night->lock.fd < 0)
        return;
    th_config_guard(&night->config, options->guard); /* the night may have stopped before this was done */
    th_morning_page_of_failure(&morning, why, &ignored);
}

/* ---- all of it ---- */

/* A request is taken once the folder is held: a run that is at work leaves it for the next one. */
static th_status take_request(th_nightly *night)
{
    const char *requests = night->config.path[TH_CONFIG_REQUESTS];
    if (th_request_take(night->arena, requests, &night->trouble) != TH_OK)
        return TH_FAILED;
    night->asked = true;
    return TH_OK;
}

/* What follows the merge allocates from its arena too.  When memory runs out there, the whole night ends, since the
 * recovery point of the merge is gone. */
static th_status run_merge(th_nightly *night)
{
    th_status status = th_run_do(&night->options, &night->run);
    if (night->run)
        th_arena_follow(night->run->arena, night->arena);
    return status;
}

static th_night_end make_night(th_nightly *night, const th_nightly_options *options)
{
    bool usable = th_config_read(night->arena, options->file, &night->config, &night->faults) == TH_OK;
    const char *requests = night->config.path[TH_CONFIG_REQUESTS];
    if (options->if_asked && (!requests || !th_request_is_there(night->arena, requests)))
        return usable ? TH_NIGHT_NOT_ASKED : TH_NIGHT_STOPPED;
    th_night_end held = hold_folder(night, options);
    if (held != TH_NIGHT_PUBLISHED)
        return held;
    if (options->if_asked && take_request(night) != TH_OK)
        return TH_NIGHT_STOPPED;
    set_options(night, options);
    name_beside_by_moment(night, options->guard);
    if (!usable || look_at_places(night, options->guard) != TH_OK || choose_ledger(night, options->limits) != TH_OK ||
        recall(night) != TH_OK || take_in_files(night) != TH_OK || run_merge(night) != TH_OK)
        return TH_NIGHT_STOPPED;
    if (night->run->not_compared.vi.len)
        th_night_say(
            night,
            TH_TROUBLE_IS("không so được với lượt trước, vì bộ biểu mẫu hoặc kỳ đã khác; trang THAY ĐỔI để trống",
                          "the previous run cannot be compared with, since the definition or its period has "
                          "changed; sheet “THAY ĐỔI” is blank"),
            0);
    if (night->run->no_last_year.vi.len)
        th_night_say(
            night,
            TH_TROUBLE(night->arena,
                       "không đọc được số liệu năm trước đã ghi nhớ ở lượt %lld, nên không đối chiếu với năm "
                       "trước; có thể nêu tệp bản ghi ở khóa “năm trước”",
                       "last year's figures, remembered of run %lld, cannot be read, and nothing is held against "
                       "them; a record stream may be named under “năm trước”",
                       night->last_year),
            TH_LEAST_WARNING);
    write_editions(night);
    write_feedback(night);
    write_decisions(night);
    write_dossier(night);
    keep_generation(night);
    write_morning(night, options);
    return TH_NIGHT_PUBLISHED;
}

static th_nightly *new_night(th_arena *arena, const th_nightly_options *options)
{
    th_nightly *night = th_arena_alloc(arena, sizeof *night);
    night->arena = arena;
    night->lock.fd = -1;
    night->stated = options->moment;
    night->began = moment_of(options->moment);
    return night;
}

th_nightly *th_nightly_do(const th_nightly_options *options, th_night_end *end)
{
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return NULL;
    }
    th_nightly *night = new_night(arena, options);
    *end = make_night(night, options);
    if (*end == TH_NIGHT_STOPPED)
        tell_of_stop(night, options);
    return night;
}

void th_nightly_free(th_nightly *night)
{
    if (!night)
        return;
    th_run_free(night->run);
    th_arena_free(night->arena);
}

/* ---- answering and restoring ---- */

static th_str sentence_of_result(th_nightly *night)
{
    const th_dataset *ds = night->run->ds;
    size_t received = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++)
        received += th_dataset_source(ds, u) != NULL;
    return th_str_fmt(night->arena, "Đã ghi bảng tổng hợp: %zu/%zu đơn vị đã nộp; %zu chặn, %zu lỗi, %zu cảnh báo.",
                      received, ds->definition->nunits, th_findings_count(&ds->findings, TH_LEVEL_BLOCK),
                      th_findings_count(&ds->findings, TH_LEVEL_ERROR),
                      th_findings_count(&ds->findings, TH_LEVEL_WARNING));
}

static th_str sentence_of_stop(th_nightly *night)
{
    return th_str_fmt(night->arena, "Không ghi gì, bảng cũ giữ nguyên: " TH_FMT, TH_ARG(reason_of_stop(night)));
}

th_status th_nightly_answer(th_nightly *night, th_night_end end, th_trouble *trouble)
{
    bool published = end == TH_NIGHT_PUBLISHED;
    th_str sentence = published ? sentence_of_result(night) : sentence_of_stop(night);
    th_buf out;
    th_buf_init(&out, night->arena);
    th_buf_fmt(&out, "Chạy theo yêu cầu: bắt đầu " TH_FMT, TH_ARG(th_moment_shown(night->arena, night->began)));
    th_buf_fmt(&out, ", kết thúc " TH_FMT "\n", TH_ARG(th_moment_shown(night->arena, moment_of(night->stated))));
    th_buf_fmt(&out, TH_FMT "\n", TH_ARG(sentence));
    for (size_t i = 0; i < night->nsaid; i++)
        th_buf_fmt(&out, "Lưu ý: " TH_FMT "\n", TH_ARG(night->said[i].vi));
    if (published)
        th_buf_fmt(&out, "Xem tại: %s (trang MỤC LỤC)\n", th_diverted_to(night->options.guard, night->options.out));
    if (night->config.contact.len)
        th_buf_fmt(&out, "Liên hệ: " TH_FMT "\n", TH_ARG(night->config.contact));
    th_str text = th_night_told(night, th_buf_str(&out));
    return th_request_answer(night->arena, night->config.path[TH_CONFIG_REQUESTS], text, trouble);
}

static th_night_end restore_store(th_nightly *night, const th_nightly_options *options, const char *generation,
                                  const char **old)
{
    if (th_config_read(night->arena, options->file, &night->config, &night->faults) != TH_OK)
        return TH_NIGHT_STOPPED;
    th_night_end held = hold_folder(night, options);
    if (held != TH_NIGHT_PUBLISHED)
        return held;
    const th_restoring restoring = {generation, night->config.path[TH_CONFIG_KEPT], night->config.path[TH_CONFIG_STORE],
                                    night->began};
    if (th_generation_restore(night->arena, &restoring, old, &night->trouble) != TH_OK)
        return TH_NIGHT_STOPPED;
    return TH_NIGHT_PUBLISHED;
}

th_nightly *th_nightly_restore(const th_nightly_options *options, const char *generation, const char **old,
                               th_night_end *end)
{
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return NULL;
    }
    th_nightly *night = new_night(arena, options);
    *end = restore_store(night, options, generation, old);
    return night;
}
