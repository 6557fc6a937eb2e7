/* Finds where everything lies that the page leads to, and writes it. */
#include "batch/morning.h"

#include "batch/diversion.h"
#include "batch/feedback.h"
#include "batch/gone_units.h"
#include "batch/moments.h"
#include "batch/path_between.h"
#include "batch/publish.h"
#include "report/letter.h"
#include "store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

#define MARK_OF_UTF8 "\xEF\xBB\xBF" /* without it old editors assume another code page */

enum { DAYS_SHOWN = 35, MOST_PAGE = 16 << 20 };

/* ---- links ---- */

/* Where the feedback workbook of a unit is. */
static const char *feedback_of(const th_morning *morning, const char *folder, th_str code)
{
    return th_diverted_to(morning->guard, th_feedback_path(morning->arena, folder, code, ".xlsx"));
}

static th_page_links find_links(const th_morning *morning)
{
    const char *page = morning->config->path[TH_CONFIG_PAGE], *folder = morning->config->path[TH_CONFIG_FEEDBACK];
    th_page_links links = {.workbook = th_path_between(morning->arena, page, morning->workbook),
                           .decisions = th_path_between(morning->arena, page, morning->decisions)};
    if (!folder || !morning->brief)
        return links;
    const th_report *r = morning->brief->r;
    links.feedback = th_arena_array(morning->arena, r->nunits, sizeof *links.feedback);
    links.letters = th_arena_array(morning->arena, r->nunits, sizeof *links.letters);
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_str code = r->d->units[u].code;
        links.feedback[u] = th_path_between(morning->arena, page, feedback_of(morning, folder, code));
        links.letters[u] =
            th_path_between(morning->arena, page, th_feedback_path(morning->arena, folder, code, ".txt"));
    }
    return links;
}

/* ---- the runs ---- */

/* The last weeks up to the last run, by day; *started: of that run, -1 where there was none.  A store that cannot be
 * read now was said before. */
static void look_at_runs(const th_morning *morning, th_page *page, int64_t *started)
{
    th_store *store;
    th_store_runs runs = {0};
    th_trouble ignored = {0};
    const char *path = morning->config->path[TH_CONFIG_STORE];
    *started = -1;
    if (!path || access(path, F_OK) != 0 ||
        th_store_open(morning->arena, path, TH_STORE_READ, &store, &ignored) != TH_OK)
        return;
    th_status listed = th_store_list(store, morning->arena, &runs, &ignored);
    th_store_close(store);
    if (listed != TH_OK || !runs.n || !th_moment_of_utc(runs.at[runs.n - 1].started, started))
        return;
    th_page_day *days = th_arena_array(morning->arena, DAYS_SHOWN, sizeof *days);
    int last = th_moment_day(morning->moment), first = last, from = last - DAYS_SHOWN + 1;
    for (int i = 0; i < DAYS_SHOWN; i++)
        days[i] = (th_page_day){from + i, -1};
    for (size_t i = 0; i < runs.n; i++) {
        int64_t moment;
        if (!th_moment_of_utc(runs.at[i].started, &moment))
            continue;
        int day = th_moment_day(moment);
        if (day >= from && day <= last)
            days[day - from].code = runs.at[i].exit_code;
        if (day < first)
            first = day < from ? from : day;
    }
    page->days = days + (first - from);
    page->ndays = (size_t)last - (size_t)first + 1;
}

/* ---- the page ---- */

static th_status publish_text(const th_morning *morning, const th_outfile *out, th_str text, th_trouble *trouble)
{
    th_publication publication;
    if (th_publish_begin(morning->arena, morning->guard, out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    th_status status = th_publish_write(&publication, text, morning->arena, trouble);
    if (status == TH_OK)
        return th_publish_commit(morning->arena, &publication, trouble);
    *trouble = th_publish_refusal(morning->arena, status, *trouble);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

static th_outfile page_file(const th_morning *morning)
{
    return (th_outfile){.path = morning->config->path[TH_CONFIG_PAGE], .headers = {TH_STR(TH_PAGE_BEGINS)}};
}

th_status th_morning_page(const th_morning *morning, th_trouble *trouble)
{
    int64_t started;
    th_page page = {.until = th_moment_told(morning->arena, morning->moment),
                    .contact = morning->config->contact,
                    .links = find_links(morning)};
    const th_page_failure none = {0};
    const th_outfile out = page_file(morning);
    look_at_runs(morning, &page, &started);
    th_str main_part = th_page_main(morning->arena, morning->brief, &page);
    return publish_text(morning, &out, th_page_whole(morning->arena, &none, main_part), trouble);
}

/* The main part that stands there, where it is ours and whole. */
static th_str main_part_there(const th_morning *morning)
{
    const char *path = morning->config->path[TH_CONFIG_PAGE];
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits limits = th_limits_default;
    limits.file_bytes = MOST_PAGE;
    th_findings ignored = {0};
    th_str bytes;
    if (access(path, R_OK) != 0 || th_file_read(morning->arena, &limits, &input, &bytes, &ignored) != TH_OK)
        return (th_str){0};
    return th_page_main_of(morning->arena, bytes);
}

th_status th_morning_page_of_failure(const th_morning *morning, th_str why, th_trouble *trouble)
{
    int64_t started;
    th_page page = {.contact = morning->config->contact, .links = find_links(morning)};
    const th_page_failure failure = {th_moment_told(morning->arena, morning->moment), why};
    const th_outfile out = page_file(morning);
    th_str main_part = main_part_there(morning);
    if (!main_part.len) {
        look_at_runs(morning, &page, &started);
        if (started >= 0)
            page.until = th_moment_told(morning->arena, started);
        main_part = th_page_main_alone(morning->arena, &page);
    }
    return publish_text(morning, &out, th_page_whole(morning->arena, &failure, main_part), trouble);
}

/* ---- texts for units ---- */

/* Was the feedback workbook of the unit made in this run? */
static bool has_feedback(const th_morning *morning, uint32_t unit, const char *workbook)
{
    const th_brief *brief = morning->brief;
    for (size_t i = brief->first_of[unit]; i < brief->first_of[unit + 1]; i++) {
        const th_finding *finding = brief->of_units[i];
        if ((finding->kind == TH_F_FILE_UNWRITTEN || finding->kind == TH_F_FILE_NOT_AS_WRITTEN) &&
            th_str_eq(finding->place.file, th_str_of(workbook)))
            return false;
    }
    return access(workbook, F_OK) == 0;
}

static th_str with_line_ends(th_arena *arena, th_str text)
{
    th_buf out;
    th_str line;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(MARK_OF_UTF8));
    while (text.len && th_str_cut(&text, '\n', &line))
        th_buf_fmt(&out, TH_FMT "\r\n", TH_ARG(line));
    return th_buf_str(&out);
}

static th_status write_letter(const th_morning *morning, uint32_t unit, th_trouble *trouble)
{
    th_arena *arena = morning->arena;
    const char *folder = morning->config->path[TH_CONFIG_FEEDBACK];
    th_str code = morning->brief->r->d->units[unit].code;
    const char *workbook = th_feedback_path(arena, folder, code, ".xlsx");
    const th_outfile out = {.path = th_feedback_path(arena, folder, code, ".txt"),
                            .headers = {TH_STR(MARK_OF_UTF8 TH_LETTER_BEGINS)}};
    if (!has_feedback(morning, unit, workbook)) {
        bool may = access(out.path, F_OK) == 0 && th_guard_allows(morning->guard, &out, trouble) == TH_OK;
        if (may && unlink(out.path) != 0 && errno != ENOENT) {
            int why = errno;
            *trouble = th_trouble_of_system(arena,
                                            TH_WORDS(arena, "không xóa được “%s” của lượt trước",
                                                     "“%s” of the last run cannot be removed", out.path),
                                            why);
            return TH_FAILED;
        }
        return TH_OK;
    }
    const th_letter letter = {.unit = unit,
                              .until = th_moment_told(arena, morning->moment),
                              .contact = morning->config->contact,
                              .feedback = th_str_of(strrchr(feedback_of(morning, folder, code), '/') + 1)};
    return publish_text(morning, &out, with_line_ends(arena, th_letter_text(arena, morning->brief, &letter)), trouble);
}

th_status th_morning_letters(const th_morning *morning, th_trouble *trouble)
{
    th_status status = TH_OK;
    for (uint32_t u = 0; u < morning->brief->r->nunits; u++) {
        th_trouble why = {0};
        if (write_letter(morning, u, &why) != TH_OK && status == TH_OK) {
            *trouble = why;
            status = TH_FAILED;
        }
    }
    return status == TH_OK ? th_gone_units_clear(morning, trouble) : status;
}
