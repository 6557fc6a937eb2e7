/* VIQR, which is Vietnamese typed in ASCII: decoding, recognising and encoding it. */
#include "base/ascii.h"
#include "text/decode.h"

#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

/* Letters with a shape, and the marks that give it to them; the first mark is the one that is written. */
static const struct {
    char letter, marks[3];
    uint16_t unicode;
} shapes[] = {
    {'a', "(", 0x103},  {'A', "(", 0x102},  {'a', "^", 0xE2},   {'A', "^", 0xC2},   {'e', "^", 0xEA},
    {'E', "^", 0xCA},   {'o', "^", 0xF4},   {'O', "^", 0xD4},   {'o', "+*", 0x1A1}, {'O', "+*", 0x1A0},
    {'u', "+*", 0x1B0}, {'U', "+*", 0x1AF}, {'d', "d-", 0x111}, {'D', "dD", 0x110}, {'D', "-", 0x110},
};

/* The letter with its shape; 0 when the mark gives this letter none. */
static uint32_t shaped(char letter, char mark)
{
    for (size_t i = 0; mark && i < sizeof shapes / sizeof *shapes; i++)
        if (shapes[i].letter == letter && memchr(shapes[i].marks, mark, sizeof shapes[i].marks))
            return shapes[i].unicode;
    return 0;
}

static uint32_t tone_of(char mark)
{
    switch (mark) {
    case '`': return 0x300;
    case '\'': return 0x301;
    case '?': return 0x309;
    case '~': return 0x303;
    case '.': return 0x323;
    default: return 0;
    }
}

static bool is_ascii_vowel(char c)
{
    return c && strchr("aeiouyAEIOUY", c) != NULL;
}

static char at_or_nul(th_str s, size_t at)
{
    return at < s.len ? s.ptr[at] : '\0';
}

th_str th_viqr_decode(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], next = at_or_nul(s, i + 1);
        if (c == '\\' && (tone_of(next) || next == '\\' || (next && strchr("(^+*", next)))) {
            th_buf_byte(&out, next); /* a backslash keeps the mark as it is */
            i++;
            continue;
        }
        if (c == '-' && next == 'd') {
            th_utf8_put(&out, 0x111);
            i++;
            continue;
        }
        uint32_t letter = next == '-' && th_is_digit(at_or_nul(s, i + 2)) ? 0 : shaped(c, next); /* not "COVID-19" */
        i += letter != 0;
        if (letter)
            th_utf8_put(&out, letter);
        else
            th_buf_byte(&out, c);
        uint32_t tone = is_ascii_vowel(c) ? tone_of(at_or_nul(s, i + 1)) : 0;
        if (at_or_nul(s, i + 1) == at_or_nul(s, i + 2)) /* "..." */
            tone = 0;
        if (tone) {
            th_utf8_put(&out, tone);
            i++;
        }
    }
    return th_text_nfc(arena, th_buf_str(&out));
}

bool th_viqr_like(th_str s, bool tones)
{
    for (size_t i = 0; i + 1 < s.len; i++) {
        char c = s.ptr[i], next = s.ptr[i + 1], then = at_or_nul(s, i + 2);
        if (!th_is_letter(c))
            continue;
        if (shaped(c, next) && !th_is_digit(then))
            return true;
        if (tones && is_ascii_vowel(c) && tone_of(next) && ((next != '.' && next != '?') || th_is_letter(then)))
            return true;
    }
    return false;
}

th_str th_viqr_encode(th_arena *arena, th_str nfc)
{
    static const char tones[] = {'\0', '`', '\'', '?', '~', '.'};
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < nfc.len;) {
        uint32_t c = th_utf8_next(nfc, &at), lower = th_utf8_lower(c);
        unsigned tone;
        uint32_t bare = th_fold_split_tone(lower, &tone);
        char mark = '\0';
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes && !mark; i++)
            if (shapes[i].unicode == bare) {
                bare = (uint32_t)(unsigned char)shapes[i].letter;
                mark = shapes[i].marks[0];
            }
        if (bare >= 0x80 || (!mark && !tone)) {
            th_utf8_put(&out, c);
            continue;
        }
        bool capital = c != lower;
        th_buf_byte(&out, (char)(capital ? bare - 0x20 : bare));
        if (mark)
            th_buf_byte(&out, mark == 'd' && capital ? 'D' : mark);
        if (tone)
            th_buf_byte(&out, tones[tone]);
    }
    return th_buf_str(&out);
}
