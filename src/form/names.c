/* The words of the definition: ways of aggregating and of scoring. */
#include "form/definition.h"

#include "base/banned.h"

static const th_str aggregates[] = {
#define TH_AGGREGATE(id, vi) [TH_AGG_##id] = {vi, sizeof(vi) - 1},
#include "form/aggregates.def"
#undef TH_AGGREGATE
};

static const th_str scorings[TH_SCORINGS] = {
#define TH_SCORING(id, vi, kind) [TH_SCORE_##id] = {vi, sizeof(vi) - 1},
#include "form/scorings.def"
#undef TH_SCORING
};

th_str th_aggregate_vi(th_aggregate a)
{
    return aggregates[a];
}

th_str th_scoring_vi(th_scoring s)
{
    return scorings[s];
}
