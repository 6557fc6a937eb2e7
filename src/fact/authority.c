/* Words for authorities, and the initials by which a full name and its abbreviation are the same. */
#include "fact/authority.h"

#include "base/ascii.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* All words here are as th_fold() writes them: "uỷ", "toà", "công ti". */
static const char *const kinds[] = {"văn phòng", "chi cục", "công an", "bệnh viện", "kho bạc",
                                    "sở",        "phòng",   "trường",  "cục"};
static const char *const committees[] = {"ubnd",    "uỷ ban nhân dân", "hđnd",     "hội đồng nhân dân",
                                         "tỉnh uỷ", "thành uỷ",        "huyện uỷ", "đảng uỷ"};
static const char *const kinds_at_the_start[] = {
    "ban",           "thanh tra tỉnh", "thanh tra huyện", "trung tâm", "đài",     "bộ chỉ huy",   "toà án",
    "viện kiểm sát", "chi nhánh",      "liên đoàn",       "liên minh", "công ti", "tổng công ti", "hợp tác xã"};
static const char *const with_own_seals[] = {"trường",     "bệnh viện", "chi cục",      "công an",
                                             "kho bạc",    "trung tâm", "đài",          "công ti",
                                             "hợp tác xã", "toà án",    "viện kiểm sát"};
/* What begins like an authority and is none: "phòng, chống tham nhũng", "trường hợp", "ban hành". */
static const char *const no_authority[] = {"phòng chống",    "phòng, chống", "phòng cháy", "phòng ngừa",
                                           "phòng trừ",      "phòng dịch",   "phòng bệnh", "trường hợp",
                                           "trường học",     "ban hành",     "ban đầu",    "văn phòng điện tử",
                                           "văn phòng phẩm", "cục bộ",       "đài thọ",    "sở hữu"};
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

static th_str find_at_start(th_str text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        th_str word = th_str_of(words[i]);
        if (th_str_starts(text, word) && is_word_end(text, word.len))
            return word;
    }
    return (th_str){0};
}

static bool is_kind_among(th_str kind, const char *const *words, size_t n)
{
    return kind.len && th_str_eq(find_at_start(kind, words, n), kind);
}

/* The kind whose words begin at `at`, or an empty text. */
static th_str kind_at(th_str text, size_t at)
{
    th_str kind = find_at_start(th_str_sub(text, at, text.len), kinds, sizeof kinds / sizeof *kinds);
    return kind.len && !is_excluded(th_str_sub(text, 0, at)) ? kind : (th_str){0};
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

/* The authority of a kind, of which `text` says what it is of, up to the level of a place. */
static th_authority authority_of(th_arena *arena, th_str kind, th_str text)
{
    th_buf key, full;
    bool abbreviated = false;
    th_buf_init(&key, arena);
    th_buf_init(&full, arena);
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
        abbreviated = abbreviated || is_abbreviation(word);
        th_buf_add(&key, is_abbreviation(word) ? word : th_str_sub(word, 0, length_of_letter(word)));
        th_buf_fmt(&full, TH_FMT " ", TH_ARG(word));
    }
    return (th_authority){kind, th_buf_str(&key), abbreviated ? (th_str){0} : th_buf_str(&full)};
}

/* The first authority of the text. */
static th_authority find_authority(th_arena *arena, th_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        th_str kind = i == 0 || text.ptr[i - 1] == ' ' ? kind_at(text, i) : (th_str){0};
        if (kind.len)
            return authority_of(arena, kind, th_str_sub(text, i + kind.len, text.len));
    }
    return (th_authority){0};
}

th_authority th_authority_before(th_arena *arena, th_str head)
{
    th_str segment = last_segment(head);
    th_authority found = find_authority(arena, segment);
    size_t before = head.len - segment.len;
    bool joined = before && strchr("-,", head.ptr[before - 1]);
    if (found.kind.len || !joined)
        return found;
    th_str rest = th_str_sub(head, 0, before - 1);
    size_t start = rest.len - last_segment(rest).len;
    return find_authority(arena, th_str_sub(head, start, head.len));
}

/* The name of an authority that a line begins with: up to a bracket, a comma, the year. */
static th_str cut_name(th_str rest)
{
    size_t year = th_str_find(rest, TH_STR(" năm "), 0);
    if (year != SIZE_MAX)
        rest = th_str_sub(rest, 0, year);
    for (size_t i = 0; i < rest.len; i++)
        if (strchr(",;:()", rest.ptr[i]) || th_is_digit(rest.ptr[i]))
            return th_str_sub(rest, 0, i);
    return rest;
}

th_authority th_authority_leading(th_arena *arena, th_str line)
{
    static const char *const fields[] = {"tên đơn vị", "đơn vị báo cáo", "đơn vị", "cơ quan"};
    th_str field = find_at_start(line, fields, sizeof fields / sizeof *fields);
    line = th_str_trim(th_str_sub(line, field.len, line.len));
    if (field.len && th_str_starts(line, TH_STR(":")))
        line = th_str_trim(th_str_sub(line, 1, line.len));
    if (find_at_start(line, no_authority, sizeof no_authority / sizeof *no_authority).len)
        return (th_authority){0};
    th_str kind = find_at_start(line, committees, sizeof committees / sizeof *committees);
    if (!kind.len)
        kind = find_at_start(line, kinds, sizeof kinds / sizeof *kinds);
    if (!kind.len)
        kind = find_at_start(line, kinds_at_the_start, sizeof kinds_at_the_start / sizeof *kinds_at_the_start);
    th_str rest = cut_name(th_str_sub(line, kind.len, line.len));
    if (!kind.len)
        return (th_authority){0};
    return th_is_committee(kind) ? (th_authority){.kind = kind, .key = th_str_trim(rest)}
                                 : authority_of(arena, kind, rest);
}

bool th_is_committee(th_str kind)
{
    return is_kind_among(kind, committees, sizeof committees / sizeof *committees);
}

bool th_has_own_seal(th_str kind)
{
    return th_is_committee(kind) || is_kind_among(kind, with_own_seals, sizeof with_own_seals / sizeof *with_own_seals);
}

bool th_authority_fits(th_authority one, th_authority other)
{
    if (!th_str_eq(one.kind, other.kind))
        return false;
    if (!one.key.len || !other.key.len)
        return true;
    return one.full.len && other.full.len ? th_str_eq(one.full, other.full) : th_str_eq(one.key, other.key);
}
