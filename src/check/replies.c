/* Replies beside findings and beside what Giải trình has. */
#include "check/replies.h"

#include "book/book.h"
#include "check/explain.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FOLDED = 4000 }; /* bytes; folding looks at the beginning of a text only */

/* ---- comparing ---- */

static th_str folded_part(th_arena *arena, th_str text)
{
    return text.len > MOST_FOLDED ? text : th_fold(arena, text);
}

/* What two replies that say the same have in common; quoting what is quoted changes nothing. */
static th_str words_of_reply(th_arena *arena, th_str text)
{
    return folded_part(arena, th_csv_inert(arena, th_str_trim(text)));
}

/* What a reply, a finding and a row of Giải trình about the same thing have in common. */
static th_str key_of_reply(th_arena *arena, th_str unit, th_str rule, th_str mark)
{
    return th_str_fmt(arena, TH_FMT "\t" TH_FMT "\t" TH_FMT, TH_ARG(unit), TH_ARG(folded_part(arena, rule)),
                      TH_ARG(folded_part(arena, mark)));
}

static th_str unit_code_of(const th_dataset *ds, uint32_t unit)
{
    return unit == TH_NONE ? (th_str){0} : ds->definition->units[unit].code;
}

static int by_key_of_reply(const void *left, const void *right)
{
    const th_str *a = left, *b = right;
    return th_str_cmp(*a, *b);
}

/* The keys of all findings that can be explained, sorted. */
static th_str *keys_of_findings(const th_dataset *ds, size_t *n)
{
    th_str *keys = th_arena_array(ds->arena, ds->findings.n + 1, sizeof *keys);
    *n = 0;
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        if (finding->mark.len)
            keys[(*n)++] = key_of_reply(ds->arena, finding->place.unit, finding->rule, finding->mark);
    }
    if (*n > 1)
        qsort(keys, *n, sizeof *keys, by_key_of_reply);
    return keys;
}

/* ---- judging ---- */

typedef struct keyed_reply {
    th_reply reply;
    th_str key, words;
    unsigned rank; /* of its finding: what waits comes first */
} keyed_reply;

static int reply_by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int reply_by_finding(const void *left, const void *right)
{
    const keyed_reply *a = left, *b = right;
    int order = reply_by_number(a->reply.unit, b->reply.unit);
    if (!order)
        order = th_str_cmp(a->key, b->key);
    if (!order)
        order = th_str_cmp(a->words, b->words);
    if (!order)
        order = reply_by_number(a->reply.source, b->reply.source);
    if (!order)
        order = reply_by_number(a->reply.row, b->reply.row);
    return order ? order : reply_by_number(a->reply.col, b->reply.col);
}

static int by_rank_of_reply(const void *left, const void *right)
{
    const keyed_reply *a = left, *b = right;
    int order = reply_by_number(a->rank, b->rank);
    return order ? order : reply_by_finding(left, right);
}

/* A row of Giải trình, as replies are compared with it: its reason alone, and with who accepted it. */
typedef struct keyed_explanation {
    th_str key, words, signed_words;
} keyed_explanation;

static keyed_explanation *keys_of_explanations(const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    keyed_explanation *keyed = th_arena_array(ds->arena, d->nexplanations + 1, sizeof *keyed);
    for (size_t i = 0; i < d->nexplanations; i++) {
        const th_explanation *explanation = &d->explanations[i];
        keyed[i] = (keyed_explanation){
            .key = key_of_reply(ds->arena, unit_code_of(ds, explanation->unit), explanation->rule, explanation->mark),
            .words = words_of_reply(ds->arena, explanation->why),
            .signed_words = words_of_reply(ds->arena, th_explain_text(ds->arena, explanation))};
    }
    return keyed;
}

/* What replies are held against. */
typedef struct reply_answers {
    const th_str *findings; /* sorted */
    size_t nfindings;
    const keyed_explanation *explanations;
    size_t nexplanations;
} reply_answers;

/* ACCEPTED or OTHER where Giải trình has a row about the same finding. */
static bool stands_in_definition(const reply_answers *answers, const keyed_reply *keyed, th_reply_state *state)
{
    bool found = false;
    for (size_t i = 0; i < answers->nexplanations; i++) {
        const keyed_explanation *explanation = &answers->explanations[i];
        if (!th_str_eq(explanation->key, keyed->key))
            continue;
        bool same = th_str_eq(explanation->words, keyed->words) || th_str_eq(explanation->signed_words, keyed->words);
        if (same || !found)
            *state = same ? TH_REPLY_ACCEPTED : TH_REPLY_OTHER;
        found = true;
    }
    return found;
}

/* What became of a reply by itself, whatever else was replied to the same finding. */
static th_reply_state state_alone(const th_dataset *ds, const keyed_reply *keyed, const reply_answers *answers)
{
    const th_reply *reply = &keyed->reply;
    th_reply_state state = TH_REPLY_OTHER;
    if (reply->unit == TH_NONE || !reply->rule.len || !reply->mark.len)
        return TH_REPLY_UNPLACED;
    if (stands_in_definition(answers, keyed, &state))
        return state;
    if (answers->nfindings &&
        bsearch(&keyed->key, answers->findings, answers->nfindings, sizeof *answers->findings, by_key_of_reply))
        return TH_REPLY_WAITING;
    return th_dataset_source(ds, reply->unit) ? TH_REPLY_GONE : TH_REPLY_UNSEEN;
}

/* Judges the replies from `first` to before `end`, which are all to one finding and in the order of their words. */
static void judge_side_by_side(keyed_reply *replies, size_t first, size_t end)
{
    bool differ = !th_str_eq(replies[first].words, replies[end - 1].words);
    for (size_t i = first; i < end; i++) {
        th_reply_state *state = &replies[i].reply.state;
        if (*state == TH_REPLY_UNPLACED)
            continue;
        if (i > first && th_str_eq(replies[i - 1].words, replies[i].words))
            *state = TH_REPLY_REPEATED;
        else if (*state == TH_REPLY_WAITING && differ)
            *state = TH_REPLY_ASKED;
    }
    enum { WAITS = 0, UNPLACED, SETTLED };
    th_reply_state state = replies[first].reply.state; /* of the first, which repeats nothing */
    unsigned rank = state == TH_REPLY_UNPLACED ? UNPLACED : SETTLED;
    if (state == TH_REPLY_WAITING || state == TH_REPLY_ASKED)
        rank = WAITS;
    for (size_t i = first; i < end; i++)
        replies[i].rank = rank;
}

void th_replies_judge(th_dataset *ds)
{
    size_t n = ds->nreplies;
    if (!n)
        return;
    reply_answers answers = {.explanations = keys_of_explanations(ds), .nexplanations = ds->definition->nexplanations};
    answers.findings = keys_of_findings(ds, &answers.nfindings);
    keyed_reply *replies = th_arena_array(ds->arena, n, sizeof *replies);
    for (size_t i = 0; i < n; i++) {
        const th_reply *reply = &ds->replies[i];
        replies[i] =
            (keyed_reply){.reply = *reply,
                          .key = key_of_reply(ds->arena, unit_code_of(ds, reply->unit), reply->rule, reply->mark),
                          .words = words_of_reply(ds->arena, reply->why)};
        replies[i].reply.state = state_alone(ds, &replies[i], &answers);
    }
    if (n > 1)
        qsort(replies, n, sizeof *replies, reply_by_finding);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && th_str_eq(replies[first].key, replies[end].key); end++)
            ;
        judge_side_by_side(replies, first, end);
    }
    if (n > 1)
        qsort(replies, n, sizeof *replies, by_rank_of_reply);
    for (size_t i = 0; i < n; i++)
        ds->replies[i] = replies[i].reply;
}

/* ---- asking ---- */

static bool is_waiting(const th_reply *reply)
{
    return reply->state == TH_REPLY_WAITING || reply->state == TH_REPLY_ASKED;
}

size_t th_replies_waiting(const th_dataset *ds, uint32_t unit)
{
    size_t n = 0;
    for (size_t i = 0; i < ds->nreplies; i++)
        n += is_waiting(&ds->replies[i]) && (unit == TH_NONE || ds->replies[i].unit == unit);
    return n;
}

size_t th_replies_of_state(const th_dataset *ds, th_reply_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < ds->nreplies; i++)
        n += ds->replies[i].state == state;
    return n;
}

bool th_reply_is_to(const th_dataset *ds, const th_reply *reply, const th_finding *finding)
{
    return finding->mark.len && th_str_eq(unit_code_of(ds, reply->unit), finding->place.unit) &&
           th_str_eq(reply->mark, finding->mark) && th_fold_eq(ds->arena, reply->rule, finding->rule);
}

th_str th_replies_of_finding(const th_dataset *ds, const th_finding *finding)
{
    for (size_t i = 0; i < ds->nreplies; i++)
        if (ds->replies[i].state == TH_REPLY_WAITING && th_reply_is_to(ds, &ds->replies[i], finding))
            return ds->replies[i].why;
    return (th_str){0};
}
