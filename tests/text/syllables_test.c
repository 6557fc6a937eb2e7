/* What proves that a text is Vietnamese, and what says nothing: words one by one. */
#include "text/fold.h"
#include "text/syllable.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
    const char *text;
    th_syllables count;
} counts[] = {
    {"", {0, 0, 0, 0}},          {"tong so", {0, 0, 0, 0}}, /* plain ASCII proves nothing */
    {"tổng", {1, 0, 0, 4}},      {"tổng số", {2, 0, 0, 4}},
    {"số thượng", {2, 0, 0, 6}}, {"nghiêng", {1, 0, 0, 7}},
    {"TỔNG SỐ", {2, 0, 0, 4}},   {"hoà hòa thuý thúy", {4, 0, 0, 4}}, /* both ways of placing the tone */
    {"quý cuả", {2, 0, 0, 3}},                                        /* people do write them */
    {"aú", {0, 1, 0, 0}},                                             /* nobody puts a tone there */
    {"maí", {0, 1, 0, 0}},       {"tốc", {1, 0, 0, 3}},
    {"tồc", {0, 1, 0, 0}}, /* before c only two tones are possible */
    {"tọc", {1, 0, 0, 3}},       {"tỏc", {0, 1, 0, 0}},
    {"tổńg", {0, 1, 0, 0}}, /* two tones */
    {"kể", {1, 0, 0, 2}},        {"cể", {0, 1, 0, 0}},
    {"nghề", {1, 0, 0, 4}},      {"ngề", {0, 1, 0, 0}},
    {"ghế", {1, 0, 0, 3}},       {"gế", {0, 1, 0, 0}},
    {"Đắk", {1, 0, 0, 3}}, /* a name */
    {"naïve", {0, 1, 0, 0}},     {"café", {0, 1, 0, 0}},
    {"th«n", {0, 1, 1, 0}}, /* a symbol inside a word is how legacy letters look */
    {"a«b", {0, 1, 1, 0}},       {"Word®", {0, 1, 0, 0}},
    {"®éi", {0, 1, 0, 0}},       {"a«", {0, 1, 0, 0}},
    {"®", {0, 0, 0, 0}}, /* a lone symbol */
    {"«»", {0, 1, 0, 0}},        {"µm µg", {0, 0, 0, 0}},
    {"µmm", {0, 1, 0, 0}},       {"CĐS QĐ đ", {0, 0, 0, 0}}, /* abbreviations */
    {"số1 2số", {0, 0, 0, 0}},                               /* words that touch a digit */
    {"số-1", {1, 0, 0, 2}},      {"1 số 2", {1, 0, 0, 2}},
    {"đội,xã;số", {3, 0, 0, 3}}, {"привет", {0, 0, 0, 0}}, /* no letters in the sense of this room */
    {"nghiêngg", {0, 1, 0, 0}},  {"ơ", {1, 0, 0, 1}},
    {"goòng", {1, 0, 0, 5}},     {"coõng", {0, 1, 0, 0}}, /* "công" in VNI, read as TCVN3 */
    {"đea", {1, 0, 0, 3}},       {"ngheà", {0, 1, 0, 0}}, /* "nghề" in VNI, as it stands */
};

static void words_are_judged_one_by_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        th_arena *arena = th_arena_new(0);
        th_syllables is = th_syllables_count(th_text_nfc(arena, th_str_of(counts[i].text)));
        const th_syllables *wanted = &counts[i].count;
        if (is.good != wanted->good || is.bad != wanted->bad || is.odd != wanted->odd || is.longest != wanted->longest)
            fail_msg("“%s”: %d good, %d bad, %d odd, %u letters", counts[i].text, is.good, is.bad, is.odd, is.longest);
        th_arena_free(arena);
    }
}

static const struct {
    const char *text, *words[4];
} texts[] = {
    {"", {NULL}},
    {" .,1 ", {NULL}},
    {"a", {"a"}},
    {"tổng số", {"tổng", "số"}},
    {"  tổng, số.", {"tổng", "số"}},
    {"th«n", {"th«n"}},
    {"a\xC2\xA0"
     "b",
     {"a", "b"}}, /* U+00A0 parts words */
    {"a\xC2\xA1"
     "b",
     {"a\xC2\xA1"
      "b"}}, /* U+00A1 may be a letter of an old encoding */
    {"a\xC9\x8F"
     "b",
     {"a\xC9\x8F"
      "b"}}, /* U+024F */
    {"a\xC9\x90"
     "b",
     {"a", "b"}}, /* U+0250 */
    {"a\xCC\x80"
     "b",
     {"a\xCC\x80"
      "b"}}, /* U+0300 */
    {"a\xCD\xAF"
     "b",
     {"a\xCD\xAF"
      "b"}}, /* U+036F */
    {"a\xCD\xB0"
     "b",
     {"a", "b"}}, /* U+0370 */
    {"aẠb", {"aẠb"}},
    {"a\xE1\xB8\x80"
     "b",
     {"a\xE1\xB8\x80"
      "b"}}, /* U+1E00 */
    {"a\xE1\xBB\xBF"
     "b",
     {"a\xE1\xBB\xBF"
      "b"}}, /* U+1EFF */
    {"a\xE1\xBC\x80"
     "b",
     {"a", "b"}}, /* U+1F00 */
    {"a–b", {"a", "b"}},
};

/* Words are runs of letters; what lies between them belongs to none. */
static void words_of_a_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t at = 0, n = 0;
        th_str text = th_str_of(texts[i].text), word;
        for (; th_word_next(text, &at, &word); n++)
            if (n >= 4 || !texts[i].words[n] || !th_str_eq(word, th_str_of(texts[i].words[n])))
                fail_msg("row %zu: %.*s", i, (int)word.len, word.ptr);
        assert_true(n == 4 || !texts[i].words[n]);
    }
}

/* The distance of two words, and one more than the most that was asked for where it is larger. */
static void distances_and_their_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        size_t distance;
    } rows[] = {
        {"", "", 0},
        {"a", "", 1},
        {"", "ab", 2},
        {"số", "sổ", 1},
        {"tổng", "tống", 1},
        {"abc", "acb", 2},
        {"abc", "bc", 1},
        {"abc", "abcd", 1},
        {"kitten", "sitting", 3},
        {"sunday", "saturday", 3},
        {"abcdef", "uvwxyz", 6},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t most = 0; most <= 8; most++)
            for (int turned = 0; turned < 2; turned++) {
                const char *pair[] = {rows[i].one, rows[i].other};
                th_str a = th_str_of(pair[turned]), b = th_str_of(pair[!turned]);
                size_t wanted = rows[i].distance <= most ? rows[i].distance : most + 1;
                if (th_fold_distance(a, b, most) != wanted)
                    fail_msg("%s, %s, at most %zu", rows[i].one, rows[i].other, most);
            }
}

/* A suggestion is at most a third of the letters away, and the nearest one. */
static void the_nearest_name(void **state)
{
    (void)state;
    static const th_str names[] = {{"Sơn La", sizeof "Sơn La" - 1}, {"Sơn Lâm", sizeof "Sơn Lâm" - 1}, {"Lai", 3}};
    static const struct {
        const char *label;
        size_t nearest;
    } rows[] = {
        {"Sơn La", 0},        {"SƠN LÂM", 1}, {"Sơn Lam", 0},   {"Sơn Lo", 0},  {"Sen Lo", 0}, {"Sen Le", 0},
        {"Xen Le", SIZE_MAX}, {"Lái", 2},     {"Lo", SIZE_MAX}, {"", SIZE_MAX}, {"Lxi", 2},    {"Lxy", SIZE_MAX},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_fold_nearest(arena, th_str_of(rows[i].label), names, 3) != rows[i].nearest)
            fail_msg("%s: %zu", rows[i].label, th_fold_nearest(arena, th_str_of(rows[i].label), names, 3));
    assert_int_equal(th_fold_nearest(arena, TH_STR("Sơn La"), names, 0), SIZE_MAX);
    th_arena_free(arena);
}

static const char *const usual[] = {
#define TH_USUAL(s) s,
#include "text/usual.def"
#undef TH_USUAL
};

/* Every row is one Vietnamese syllable of two letters or more, found by the search, and behind the row before it. */
static void usual_syllables_outweigh_what_nobody_writes(void **state)
{
    (void)state;
    th_str nobody = TH_STR("ngoẻm");
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        th_str row = th_str_of(usual[i]);
        if (i > 0 && th_str_cmp(th_str_of(usual[i - 1]), row) >= 0)
            fail_msg("“%s” is out of order", usual[i]);
        if (th_syllables_count(row).good != 1 || th_utf8_count(row) < 2)
            fail_msg("“%s” is no syllable", usual[i]);
        if (!th_syllables_outweigh(row, nobody) || th_syllables_outweigh(nobody, row))
            fail_msg("“%s” does not outweigh", usual[i]);
    }
}

static void readings_are_weighed_word_by_word(void **state)
{
    (void)state;
    static const struct {
        const char *first, *other;
        bool outweighs;
    } pairs[] = {
        {"công", "cụng", true},
        {"CÔNG", "CỤNG", true},
        {"Kho Công ty", "Kho Cụng ty", true},
        {"ngoẻm công", "ngoẻm cụng", true}, /* words that both have say nothing */
        {"công chó", "cụng chú", true},
        {"chó", "chú", false},
        {"công ngoẻm", "cụng ngoẹm", false},
        {"công", "công", false},
        {"công", "cụng cụng", false},
        {"công công", "cụng", false},
        {"", "", false},
        {"tấn", "tÊn", true}, /* small letters and capitals in turn */
        {"tÊn", "tấn", false},
        {"nghề", "nghỊ", true},
        {"lưu", "lửu", true},
        {"ủ", "uỷ", false}, /* single letters, as in a list of letters */
        {"uỷ", "ủ", false},
        {"công", "nghiêngnghiêngnghiêngnghiêng", true},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (th_syllables_outweigh(th_str_of(pairs[i].first), th_str_of(pairs[i].other)) != pairs[i].outweighs)
            fail_msg("“%s” and “%s”", pairs[i].first, pairs[i].other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_judged_one_by_one),
        cmocka_unit_test(words_of_a_text),
        cmocka_unit_test(distances_and_their_bounds),
        cmocka_unit_test(the_nearest_name),
        cmocka_unit_test(usual_syllables_outweigh_what_nobody_writes),
        cmocka_unit_test(readings_are_weighed_word_by_word),
    };
    return cmocka_run_group_tests_name("syllables", tests, NULL, NULL);
}
