/* Decides whether to write, and writes. */
#include "batch/mail.h"

#include "base/digest.h"
#include "batch/moments.h"
#include "report/message.h"
#include "report/morning_mail.h"
#include "report/plain.h"
#include "text/value.h"

#include <string.h>
#include <unistd.h>

#include "base/banned.h"

bool th_mail_is_asked(const th_config *config)
{
    return config->mail_to.n > 0;
}

/* A path as tonghop.conf has it: from its folder, which is another one on the reader's machine. */
static th_str as_stated(const th_config *config, const char *path)
{
    th_str whole = th_str_of(path), folder = th_str_of(config->folder);
    bool inside = th_str_starts(whole, folder) && whole.len > folder.len && whole.ptr[folder.len] == '/';
    return inside ? th_str_sub(whole, folder.len + 1, whole.len) : whole;
}

static th_mail_facts facts_of(const th_morning *morning)
{
    th_arena *arena = morning->arena;
    int year, month, day;
    th_date_of_serial(th_moment_day(morning->moment), &year, &month, &day);
    return (th_mail_facts){.until = th_moment_told(arena, morning->moment),
                           .date = th_str_fmt(arena, "%02d/%02d/%d", day, month, year),
                           .workbook = as_stated(morning->config, morning->workbook),
                           .page = as_stated(morning->config, morning->config->path[TH_CONFIG_PAGE]),
                           .contact = morning->config->contact};
}

static th_status spool_mail(const th_morning *morning, th_mail_words words, const th_spool_state *state,
                            th_trouble *trouble)
{
    th_arena *arena = morning->arena;
    const char *folder = th_config_spool(arena, morning->config);
    if (th_guard_allows_folder(morning->guard, folder, trouble) != TH_OK)
        return TH_FAILED;
    th_str name = th_str_fmt(arena, TH_FMT "-%ld", TH_ARG(th_moment_as_name(arena, morning->moment)), (long)getpid());
    const th_message message = {.to = morning->config->mail_to,
                                .from = morning->config->mail_from,
                                .subject = words.subject,
                                .body = words.body,
                                .date = th_moment_of_mail(arena, morning->moment),
                                .id = name};
    if (th_spool_put(arena, folder, name, th_message_text(arena, &message), trouble) != TH_OK)
        return TH_FAILED;
    return th_spool_remember(arena, folder, state, trouble);
}

/* ---- after a night ---- */

static bool has_changed(const th_brief *brief)
{
    const th_run_changes *changes = brief->r->in->changes;
    return changes && changes->previous &&
           (changes->nfiles || changes->nforms || changes->nfigures || changes->nranks ||
            changes->nfindings_of[TH_FINDING_NEW] || changes->nfindings_of[TH_FINDING_MENDED]);
}

/* "Nhắc: ngày mai là hạn nộp", where anything is missing or waits; "" on other days. */
static th_str reminder_of(const th_morning *morning, int day)
{
    const th_brief *brief = morning->brief;
    int year, month, date;
    th_str stated = brief->r->d->deadline;
    if (!th_date_parse(th_str_sub(stated, 0, th_str_find(stated, TH_STR(" "), 0)), &year, &month, &date) ||
        (!brief->decisions && brief->in + brief->r->in->scores->readiness.closed == brief->r->nunits))
        return (th_str){0};
    int left = th_date_serial(year, month, date) - day;
    if (left == 0)
        return TH_STR("Nhắc: hôm nay là hạn nộp");
    return left == 1 ? TH_STR("Nhắc: ngày mai là hạn nộp") : (th_str){0};
}

/* Where a command sends them, none should be left of the night before. */
static th_status say_unsent(const th_morning *morning, size_t unsent, th_trouble *trouble)
{
    if (!morning->config->mail || !unsent)
        return TH_OK;
    *trouble =
        TH_TROUBLE(morning->arena,
                   "%zu thư của các lượt trước chưa gửi được, còn ở “%s”; chạy “tonghop mail” trên máy chủ để biết "
                   "vì sao",
                   "mail of earlier runs could not be sent: %zu messages still lie in “%s”; run “tonghop mail” on "
                   "the server to see why",
                   unsent, th_config_spool(morning->arena, morning->config));
    return TH_WARN;
}

th_status th_mail_after_night(const th_morning *morning, int day, th_trouble *trouble)
{
    th_arena *arena = morning->arena;
    th_spool_state last;
    th_mail_facts facts = facts_of(morning);
    const th_brief *brief = morning->brief;
    const char *folder = th_config_spool(arena, morning->config);
    if (!th_mail_is_asked(morning->config) || !folder)
        return TH_OK;
    size_t unsent = th_spool_waiting(arena, folder);
    th_spool_recall(arena, folder, &last);
    th_spool_state now = {.digest = th_sha256(arena, th_mail_state(arena, brief)), .reminded = last.reminded};
    th_str reminder = reminder_of(morning, day);
    if (reminder.len && last.reminded != day) {
        facts.reminder = reminder;
        now.reminded = day;
    }
    if ((has_changed(brief) || facts.reminder.len || !th_str_eq(now.digest, last.digest)) &&
        spool_mail(morning, th_mail_of_brief(arena, brief, &facts), &now, trouble) != TH_OK)
        return TH_FAILED;
    return say_unsent(morning, unsent, trouble);
}

/* ---- after a failure ---- */

th_status th_mail_after_failure(const th_morning *morning, th_str why, th_trouble *trouble)
{
    th_arena *arena = morning->arena;
    th_spool_state last;
    const th_mail_facts facts = facts_of(morning);
    const char *folder = th_config_spool(arena, morning->config);
    if (!th_mail_is_asked(morning->config) || !folder)
        return TH_OK;
    th_spool_recall(arena, folder, &last);
    const th_spool_state now = {.digest = th_sha256(arena, why), .failed = true, .reminded = last.reminded};
    if (last.failed && th_str_eq(now.digest, last.digest))
        return TH_OK;
    return spool_mail(morning, th_mail_of_failure(arena, why, &facts), &now, trouble);
}

th_status th_mail_of_unit(const th_morning *morning, th_str unit, th_trouble *trouble)
{
    th_spool_state last;
    const char *folder = th_config_spool(morning->arena, morning->config);
    if (!folder)
        return TH_OK;
    th_spool_recall(morning->arena, folder, &last);
    if (last.failed) /* the run itself has said why, or the same was said before */
        return TH_OK;
    th_str why = th_str_fmt(morning->arena,
                            "“" TH_FMT "” dừng mà không nói được vì sao; người phụ trách máy chủ xem nhật ký của máy",
                            TH_ARG(unit));
    return th_mail_after_failure(morning, why, trouble);
}
