/* The dossier of a night, from what the night knows. */
#include "batch/night_dossier.h"

#include "batch/diversion.h"
#include "batch/dossier.h"
#include "batch/dossier_files.h"
#include "batch/dossier_terms.h"
#include "batch/files.h"
#include "store/store.h"

#include "base/banned.h"

/* The runs so far, this one the last. */
static th_status list_runs(th_nightly *night, th_store_runs *runs, th_trouble *trouble)
{
    th_store *store;
    if (th_store_open(night->arena, night->config.path[TH_CONFIG_STORE], TH_STORE_READ, &store, trouble) != TH_OK)
        return TH_FAILED;
    th_status status = th_store_list(store, night->arena, runs, trouble);
    th_store_close(store);
    return status;
}

/* The terms of the dossier that is there; false where they cannot be read. */
static bool read_terms_there(th_arena *arena, const th_dossier *dossier, th_dossier_terms *terms)
{
    th_str path = th_str_fmt(arena, "%s/" TH_DOSSIER_PROGRAM, th_dossier_path(arena, dossier));
    const th_input file = {.path = path, .name = path};
    th_findings ignored = {0};
    th_trouble why = {0};
    th_str bytes;
    return th_file_read(arena, dossier->options->limits, &file, &bytes, &ignored) == TH_OK &&
           th_dossier_terms_read(arena, bytes, dossier->options->limits, terms, &why) == TH_OK;
}

/* A store that was put back to before a freeze may freeze again, and of the other freeze there is a dossier of that
 * name: which is of a run that this store does not know. */
static th_status refuse_dossier_of_others(const th_nightly *night, const th_dossier *dossier, th_trouble *trouble)
{
    th_dossier_terms terms = {0};
    if (!read_terms_there(night->arena, dossier, &terms))
        return TH_OK;
    for (size_t i = 0; i < dossier->runs.n; i++) {
        const th_store_run *run = &dossier->runs.at[i];
        if (run->number == terms.number && th_str_eq(run->workbook_sha256, terms.workbook_hash))
            return TH_OK;
    }
    *trouble = TH_TROUBLE(night->arena,
                          "chưa lập được hồ sơ đợt: đã có “%s” của một lần chốt khác, không có trong kho số liệu này; "
                          "cất thư mục ấy sang chỗ khác, lượt sau sẽ lập hồ sơ",
                          "the dossier cannot be made yet: “%s” is there, of another freeze that this store does not "
                          "know; move that folder away, and the next run makes it",
                          th_dossier_path(night->arena, dossier));
    return TH_FAILED;
}

th_status th_night_dossier(th_nightly *night, th_trouble *trouble)
{
    const char *path;
    th_dossier dossier = {.folder = th_config_dossiers(night->arena, &night->config),
                          .run = night->run,
                          .options = &night->options,
                          .workbook = th_diverted_to(night->options.guard, night->options.out),
                          .workbook_hash = night->workbook_hash,
                          .feedback = night->config.path[TH_CONFIG_FEEDBACK],
                          .outcome = night->outcome,
                          .said = night->said,
                          .nsaid = night->nsaid};
    if (!th_dossier_is_due(&night->freezes, night->run->definition->period, &dossier.due))
        return TH_OK;
    if (list_runs(night, &dossier.runs, trouble) != TH_OK)
        return TH_FAILED;
    if (th_dossier_is_there(night->arena, &dossier))
        return refuse_dossier_of_others(night, &dossier, trouble);
    if (th_dossier_write(night->arena, &dossier, &path, trouble) != TH_OK)
        return TH_FAILED;
    night->dossier = path;
    return TH_OK;
}
