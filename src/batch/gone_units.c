/* Asks the store which units there were, and removes what was written for them. */
#include "batch/gone_units.h"

#include "batch/feedback.h"
#include "report/letter.h"
#include "store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

#define LETTER_OPENS "\xEF\xBB\xBF" TH_LETTER_BEGINS

/* Files are called after codes, and two codes may come to one name. */
static bool is_of_a_unit(const th_morning *morning, const char *folder, const char *path, const char *ending)
{
    const th_report *r = morning->brief->r;
    for (uint32_t u = 0; u < r->nunits; u++)
        if (strcmp(th_feedback_path(morning->arena, folder, r->d->units[u].code, ending), path) == 0)
            return true;
    return false;
}

static th_status remove_file(const th_morning *morning, const char *path, th_trouble *trouble)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return TH_OK;
    int why = errno;
    *trouble =
        th_trouble_of_system(morning->arena,
                             TH_WORDS(morning->arena, "không xóa được “%s” của đơn vị không còn trong bộ biểu mẫu",
                                      "“%s”, of a unit that is no longer in the definition, cannot be removed", path),
                             why);
    return TH_FAILED;
}

/* What is not ours lies there for a reason of somebody's, and nothing is said of it. */
static th_status clear_file(const th_morning *morning, const th_outfile *out, th_trouble *trouble)
{
    th_guard trial = *morning->guard; /* which forgets the name */
    th_trouble ignored = {0};
    if (access(out->path, F_OK) != 0)
        return TH_OK;
    trial.force = false;
    if (th_guard_allows(&trial, out, &ignored) == TH_OK)
        return remove_file(morning, out->path, trouble);
    th_outfile saved = *out;
    saved.may_be_saved = true;
    trial = *morning->guard;
    trial.force = false;
    if (th_guard_allows(&trial, &saved, &ignored) != TH_OK)
        return TH_OK;
    *trouble =
        TH_TROUBLE(morning->arena,
                   "“%s” là phiếu của một đơn vị không còn trong bộ biểu mẫu, đã có người lưu lại nên còn đó; xem "
                   "rồi cất đi",
                   "“%s” is the reply to a unit that is no longer in the definition; somebody has saved it, so it "
                   "stays: look at it and put it away",
                   out->path);
    return TH_WARN;
}

static th_status find_gone(const th_morning *morning, th_strs *codes, th_trouble *trouble)
{
    th_store *store;
    const char *path = morning->config->path[TH_CONFIG_STORE];
    if (th_store_open(morning->arena, path, TH_STORE_READ, &store, trouble) != TH_OK)
        return TH_FAILED;
    th_status status = th_store_gone_units(store, morning->arena, codes, trouble);
    th_store_close(store);
    return status;
}

th_status th_gone_units_clear(const th_morning *morning, th_trouble *trouble)
{
    static const char *const endings[] = {".xlsx", ".txt"};
    const char *folder = morning->config->path[TH_CONFIG_FEEDBACK];
    th_strs codes = {0};
    th_status worst = TH_OK;
    if (find_gone(morning, &codes, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < codes.n; i++)
        for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
            th_trouble why = {0};
            const char *path = th_feedback_path(morning->arena, folder, codes.at[i], endings[k]);
            th_outfile out = {.path = path, .mark = TH_MARK_FEEDBACK};
            if (k > 0)
                out = (th_outfile){.path = path, .headers = {TH_STR(LETTER_OPENS)}};
            if (is_of_a_unit(morning, folder, path, endings[k]))
                continue;
            th_status status = clear_file(morning, &out, &why);
            if (status > worst)
                *trouble = why;
            worst = status > worst ? status : worst;
        }
    return worst;
}
