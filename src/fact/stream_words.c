/* The words of the record stream for states, levels, encodings and evidence: numbers would change their meaning with
 * the first row put into the middle of a table. */
#include "fact/stream_words.h"

#include "text/encoding.h"

#include "base/banned.h"

static const char *const state_words[] = {[TH_STATE_ABSENT] = "absent",
                                          [TH_STATE_BLANK] = "blank",
                                          [TH_STATE_UNREADABLE] = "unreadable",
                                          [TH_STATE_VALUE] = "value"};
static const char *const status_words[] = {
    [TH_SOURCE_ACCEPTED] = "accepted", [TH_SOURCE_REJECTED] = "rejected",   [TH_SOURCE_REPLACED] = "replaced",
    [TH_SOURCE_WAITING] = "waiting",   [TH_SOURCE_WITHDRAWN] = "withdrawn", [TH_SOURCE_ASIDE] = "aside",
    [TH_SOURCE_DOCUMENT] = "document"};
static const char *const level_words[] = {
    [TH_LEVEL_NOTE] = "note", [TH_LEVEL_WARNING] = "warning", [TH_LEVEL_ERROR] = "error", [TH_LEVEL_BLOCK] = "block"};
static const char *const encoding_words[TH_ENCODINGS] = {
#define TH_ENCODING(id, ...) [TH_ENC_##id] = #id,
#include "text/encodings.def"
#undef TH_ENCODING
};
static const char *const evidence_words[TH_EVIDENCES] = {
    [TH_EVIDENCE_NONE] = "none",       [TH_EVIDENCE_RUN_FONT] = "run-font", [TH_EVIDENCE_CELL_FONT] = "cell-font",
    [TH_EVIDENCE_CONTENT] = "content", [TH_EVIDENCE_SHEET] = "sheet",       [TH_EVIDENCE_WORKBOOK] = "workbook",
    [TH_EVIDENCE_NFD] = "nfd",         [TH_EVIDENCE_COLUMN] = "column"};

static const struct {
    const char *const *words;
    long n;
} word_lists[] = {
    [TH_STREAM_STATES] = {state_words, sizeof state_words / sizeof *state_words},
    [TH_STREAM_STATUSES] = {status_words, sizeof status_words / sizeof *status_words},
    [TH_STREAM_LEVELS] = {level_words, sizeof level_words / sizeof *level_words},
    [TH_STREAM_ENCODINGS] = {encoding_words, TH_ENCODINGS},
    [TH_STREAM_EVIDENCES] = {evidence_words, TH_EVIDENCES},
};

th_str th_stream_word(th_stream_words of, long value)
{
    return th_str_of(word_lists[of].words[value]);
}

bool th_stream_word_find(th_stream_words of, th_str word, long *value)
{
    for (long at = 0; at < word_lists[of].n; at++)
        if (th_str_eq(th_stream_word(of, at), word)) {
            *value = at;
            return true;
        }
    return false;
}
