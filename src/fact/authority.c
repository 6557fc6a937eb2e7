/* Words for authorities, and the initials by which a full name and its abbreviation are the same. */
#include "fact/authority.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

static const char *const kinds[] = {"văn phòng", "chi cục", "công an", "bệnh viện", "kho bạc",
                                    "sở",        "phòng",   "trường",  "cục"};
/* Words that make something else of the next one: "cơ sở", "quốc phòng", "môi trường". */
static const char *const no_kind_after[] = {"cơ", "trụ", "quốc", "dự", "đề", "môi", "thị", "hiện", "quảng", "đương"};

static bool is_letter_byte(char c)
{
    return th_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool is_word_end(th_str text, size_t at)
{
    return at >= text.len || !is_letter_byte(text.ptr[at]);
}

/* The part of a line that the place belongs to. */
static th_str last_segment(th_str head)
{
    for (size_t i = head.len; i > 0; i--) {
        bool dash = head.ptr[i - 1] == '-' && i < head.len && head.ptr[i] == ' ';
        if (dash || strchr(",;:()", head.ptr[i - 1]))
            return th_str_sub(head, i, head.len);
    }
    return head;
}

static bool is_excluded(th_str before)
{
    th_str trimmed = th_str_trim(before);
    for (size_t i = 0; i < sizeof no_kind_after / sizeof *no_kind_after; i++) {
        th_str word = th_str_of(no_kind_after[i]);
        bool whole =
            trimmed.len == word.len || (trimmed.len > word.len && trimmed.ptr[trimmed.len - word.len - 1] == ' ');
        if (th_str_ends(trimmed, word) && whole)
            return true;
    }
    return false;
}

/* The kind whose words begin at `at`, or an empty text. */
static th_str kind_at(th_str text, size_t at)
{
    th_str rest = th_str_sub(text, at, text.len);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        th_str kind = th_str_of(kinds[i]);
        if (th_str_starts(rest, kind) && is_word_end(rest, kind.len) && !is_excluded(th_str_sub(text, 0, at)))
            return kind;
    }
    return (th_str){0};
}

/* "tt", "gd", "đt": letters without a vowel are initials themselves. */
static bool is_abbreviation(th_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (th_str_starts(th_str_sub(word, i, word.len), TH_STR("đ"))) {
            i++;
            continue;
        }
        if ((unsigned char)word.ptr[i] >= 0x80 || strchr("aeiouy", word.ptr[i]))
            return false;
    }
    return true;
}

static bool is_level(th_str word)
{
    static const char *const words[] = {"tỉnh", "thành", "phố", "tp", "quận", "huyện", "thị", "xã", "phường"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_eq(word, th_str_of(words[i])))
            return true;
    return false;
}

static size_t length_of_letter(th_str word)
{
    size_t n = 1;
    while (n < word.len && ((unsigned char)word.ptr[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static th_str initials(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0, end; i < text.len; i = end) {
        end = i + 1;
        if (!is_letter_byte(text.ptr[i]))
            continue;
        while (end < text.len && is_letter_byte(text.ptr[end]))
            end++;
        th_str word = th_str_sub(text, i, end - i);
        if (is_level(word))
            break;
        if (th_str_eq(word, TH_STR("và")) || th_str_eq(word, TH_STR("của")))
            continue;
        th_buf_add(&out, is_abbreviation(word) ? word : th_str_sub(word, 0, length_of_letter(word)));
    }
    return th_buf_str(&out);
}

th_authority th_authority_before(th_arena *arena, th_str head)
{
    th_str segment = last_segment(head);
    for (size_t i = 0; i < segment.len; i++) {
        th_str kind = i == 0 || segment.ptr[i - 1] == ' ' ? kind_at(segment, i) : (th_str){0};
        if (kind.len)
            return (th_authority){kind, initials(arena, th_str_sub(segment, i + kind.len, segment.len))};
    }
    return (th_authority){0};
}

bool th_authority_fits(th_authority one, th_authority other)
{
    return th_str_eq(one.kind, other.kind) && (!one.key.len || !other.key.len || th_str_eq(one.key, other.key));
}
