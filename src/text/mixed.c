/* Decoding a run in which Unicode and legacy letters stand side by side ("thiết bÞ"), word by word. */
#include "text/detect.h"

#include "text/syllable.h"
#include "text/utf8.h"

#include "base/banned.h"

typedef enum verdict { STAYS, DECODED, EITHER } verdict;

/* A word is legacy when decoding makes it Vietnamese, or makes a letter of a symbol inside it.  A word that is
 * Vietnamese both ways, like "sè" and "số", says nothing by itself. */
static verdict verdict_on(th_str word, th_str decoded)
{
    th_syllables asis = th_syllables_count(word), then = th_syllables_count(decoded);
    if (then.good - then.bad > asis.good - asis.bad || then.odd < asis.odd)
        return DECODED;
    return asis.good && then.good && !th_str_eq(word, decoded) ? EITHER : STAYS;
}

th_str th_mixed_decode(th_arena *arena, th_encoding encoding, th_str raw)
{
    int legacy = 0, unicode = 0;
    th_str word;
    for (size_t at = 0; th_word_next(raw, &at, &word);) {
        verdict read = verdict_on(word, th_text_decode(arena, encoding, false, word));
        legacy += read == DECODED;
        unicode += read == STAYS && th_syllables_count(word).good > 0;
    }
    bool either = legacy > unicode;
    th_buf out;
    th_buf_init(&out, arena);
    size_t done = 0;
    for (size_t at = 0; th_word_next(raw, &at, &word);) {
        th_str decoded = th_text_decode(arena, encoding, false, word);
        verdict read = verdict_on(word, decoded);
        th_buf_add(&out, th_str_sub(raw, done, at - word.len - done));
        th_buf_add(&out, read == DECODED || (read == EITHER && either) ? decoded : word);
        done = at;
    }
    th_buf_add(&out, th_str_sub(raw, done, raw.len - done));
    return th_text_nfc(arena, th_buf_str(&out));
}
