/* The dossier of a night, from what the night knows. */
#include "batch/night_dossier.h"

#include "batch/diversion.h"
#include "batch/dossier.h"
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
    if (!th_dossier_is_due(&night->freezes, night->run->definition->period, &dossier.due) ||
        th_dossier_is_there(night->arena, &dossier))
        return TH_OK;
    if (list_runs(night, &dossier.runs, trouble) != TH_OK ||
        th_dossier_write(night->arena, &dossier, &path, trouble) != TH_OK)
        return TH_FAILED;
    night->dossier = path;
    return TH_OK;
}
