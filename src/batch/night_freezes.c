/* What is frozen at a night, before its run. */
#include "batch/night_freezes.h"

#include "batch/definition.h"
#include "batch/frozen.h"
#include "batch/night_said.h"

#include "base/banned.h"

/* The year of the definition as it is now, or with frozen parts, and the rows of Chốt; 0: it cannot be read, and *why
 * says so. */
static int look_at_definition(th_nightly *night, const th_frozen *frozen, th_trouble *why)
{
    th_findings faults = {0};
    th_definition *definition;
    *why = (th_trouble){0};
    th_str hash, ledger_hash;
    const th_definition_source source = {.path = night->options.definition,
                                         .limits = night->options.limits,
                                         .faults = &faults,
                                         .trouble = why,
                                         .ledger = night->options.ledger,
                                         .ledger_hash = &ledger_hash,
                                         .frozen = frozen ? &frozen->parts : NULL,
                                         .only_frozen = frozen && frozen->stands_alone};
    if (th_definition_open(night->arena, &source, &definition, &hash) >= TH_FAILED) {
        if (!why->vi.len && faults.n)
            *why = th_definition_fault_words(night->arena, &faults.at[0]);
        return 0;
    }
    night->as_asked = definition;
    return definition->period;
}

/* For a definition that cannot be opened.  All that it defines is frozen, so that of the freeze stands in its place, as
 * long as the decisions stand in a ledger of their own. */
static void look_without_definition(th_nightly *night, th_frozen *frozen)
{
    th_trouble ignored;
    if (!night->options.ledger)
        return;
    frozen->stands_alone = true;
    night->period = look_at_definition(night, frozen, &ignored);
    frozen->stands_alone = night->period != 0;
}

static void say_stands_alone(th_nightly *night, const th_frozen *frozen, th_trouble why)
{
    th_str day = th_freeze_day(night->arena, &frozen->figures->by);
    const char *path = night->options.definition;
    th_str vi = th_str_fmt(night->arena,
                           "chưa đọc được bộ biểu mẫu “%s” (" TH_FMT "); số liệu đã chốt nên lượt này vẫn theo bản "
                           "đã chốt ngày " TH_FMT "; chép lại hoặc sửa bộ biểu mẫu, trước khi mở chốt",
                           path, TH_ARG(why.vi), TH_ARG(day));
    th_str en = th_str_fmt(night->arena,
                           "the definition “%s” cannot be read (" TH_FMT "); the figures are frozen, so this run goes "
                           "by the one frozen on " TH_FMT "; copy it again or mend it, before they are opened",
                           path, TH_ARG(why.en), TH_ARG(day));
    th_night_say(night, (th_trouble){vi, en}, TH_LEAST_WARNING);
}

static void hold_to(th_nightly *night, const th_frozen *frozen)
{
    night->options.frozen = frozen;
    night->memory.frozen = &frozen->memory;
    night->memory.frozen_on = th_freeze_serial(&frozen->figures->by);
}

/* While something is frozen, a definition that has become wrong stops nothing but what it defines anew.  Its period is
 * then known from the last run: what an earlier period froze does not hold in this one. */
th_status th_night_recall_freezes(th_nightly *night, th_store *store)
{
    th_frozen *frozen = th_arena_alloc(night->arena, sizeof *frozen);
    th_trouble why;
    night->period = look_at_definition(night, NULL, &why);
    if (th_store_freezes(store, night->arena, &night->freezes, &night->trouble) != TH_OK)
        return TH_FAILED;
    *frozen = th_frozen_of(night->arena, &night->freezes, night->period ? night->period : night->memory.period);
    if (th_frozen_recall(store, night->arena, frozen, &night->trouble) != TH_OK)
        return TH_FAILED;
    if (frozen->figures && !night->period)
        night->period = look_at_definition(night, frozen, &why);
    if (frozen->figures && !night->period)
        look_without_definition(night, frozen);
    const th_freeze_moment moment = {night->number, th_str_of(night->options.program), night->options.day};
    if (night->as_asked)
        th_freezes_follow(night->arena, &night->freezes, night->as_asked, &moment);
    night->options.freezes = &night->freezes;
    for (size_t i = 0; frozen->figures && i < night->freezes.n; i++)
        if (night->freezes.at[i].number == frozen->figures->number && !night->freezes.at[i].opened)
            hold_to(night, frozen);
    if (night->options.frozen && frozen->stands_alone)
        say_stands_alone(night, frozen, why);
    return TH_OK;
}
