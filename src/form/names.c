/* The words of the definition: roles of columns, ways of aggregating and of scoring. */
#include "form/definition.h"

#include "base/banned.h"

static const th_words roles[TH_ROLES] = {
#define TH_ROLE(id, vi, en) [TH_ROLE_##id] = {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}},
#include "form/roles.def"
#undef TH_ROLE
};

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

th_words th_role_words(th_role role)
{
    return roles[role];
}

bool th_role_is_of_list(th_role role)
{
    return role == TH_ROLE_VALUE || role == TH_ROLE_CRITERION || role == TH_ROLE_SELF_SCORE ||
           role == TH_ROLE_MAX_SCORE || role == TH_ROLE_SELF_TOTAL;
}

th_str th_aggregate_vi(th_aggregate aggregate)
{
    return aggregates[aggregate];
}

th_str th_scoring_vi(th_scoring scoring)
{
    return scorings[scoring];
}
