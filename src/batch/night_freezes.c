/* What is frozen at a night, before its run. */
#include "batch/night_freezes.h"

#include "batch/definition.h"
#include "batch/frozen.h"

#include "base/banned.h"

/* The year of the definition as it is now, or with frozen parts, and the rows of Chốt; 0: it cannot be read. */
static int look_at_definition(th_nightly *night, const th_definition_parts *frozen)
{
    th_findings faults = {0};
    th_trouble ignored = {0};
    th_definition *definition;
    th_str hash, ledger_hash;
    const th_definition_source source = {.path = night->options.definition,
                                         .limits = night->options.limits,
                                         .faults = &faults,
                                         .trouble = &ignored,
                                         .ledger = night->options.ledger,
                                         .ledger_hash = &ledger_hash,
                                         .frozen = frozen};
    if (th_definition_open(night->arena, &source, &definition, &hash) >= TH_FAILED)
        return 0;
    night->as_asked = definition;
    return definition->period;
}

/* While something is frozen, a definition that has become wrong stops nothing but what it defines anew. */
th_status th_night_recall_freezes(th_nightly *night, th_store *store)
{
    th_frozen *frozen = th_arena_alloc(night->arena, sizeof *frozen);
    night->period = look_at_definition(night, NULL);
    if (th_store_freezes(store, night->arena, &night->freezes, &night->trouble) != TH_OK)
        return TH_FAILED;
    int period = night->period;
    if (!period && night->freezes.n)
        period = night->freezes.at[night->freezes.n - 1].period;
    *frozen = th_frozen_of(night->arena, &night->freezes, period);
    if (th_frozen_recall(store, night->arena, frozen, &night->trouble) != TH_OK)
        return TH_FAILED;
    if (frozen->figures && !night->period)
        night->period = look_at_definition(night, &frozen->parts);
    const th_freeze_moment moment = {night->number, th_str_of(night->options.program), night->options.day};
    if (night->as_asked)
        th_freezes_follow(night->arena, &night->freezes, night->as_asked, &moment);
    night->options.freezes = &night->freezes;
    for (size_t i = 0; frozen->figures && i < night->freezes.n; i++)
        if (night->freezes.at[i].number == frozen->figures->number && !night->freezes.at[i].opened) {
            night->options.frozen = frozen;
            night->memory.frozen = &frozen->memory;
            night->memory.frozen_on = th_freeze_serial(&frozen->figures->by);
        }
    return TH_OK;
}
