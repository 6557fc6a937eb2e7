/* The borders of detection: how many syllables, letters and votes decide, and which say nothing yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "text/detect.h"
#include "text/utf8.h"

/* "sè" is Vietnamese as it stands, and "số" in TCVN3: nothing in it tells. */
#define UNDECIDED TH_STR("s\u00E8")

static const th_font_reading no_font = {.encoding = TH_ENC_UNICODE};

static void letters_that_only_unicode_has(void **state)
{
    static const uint32_t with[] = {0x100, 0x110, 0x151, 0x154, 0x15F, 0x162, 0x177,  0x179,  0x17C, 0x17F,
                                    0x191, 0x193, 0x1B0, 0x24F, 0x300, 0x36F, 0x1E00, 0x1EF9, 0x1EFF};
    static const uint32_t without[] = {'a',   0xFF,  0x152, 0x153, 0x160, 0x161,  0x178,  0x17D,
                                       0x17E, 0x192, 0x250, 0x2FF, 0x370, 0x1DFF, 0x1F00, 0x2026};
    for (size_t i = 0; i < sizeof with / sizeof *with + sizeof without / sizeof *without; i++) {
        bool is_one = i < sizeof with / sizeof *with;
        th_buf text;
        th_buf_init(&text, *state);
        th_buf_add(&text, TH_STR("a\u00E9"));
        th_utf8_put(&text, is_one ? with[i] : without[i - sizeof with / sizeof *with]);
        assert_int_equal(th_has_unicode_letter(th_buf_str(&text)), is_one);
    }
    assert_false(th_has_unicode_letter((th_str){0}));
}

static void four_syllables_admit_a_rare_encoding(void **state)
{
    (void)state;
    th_votes votes = {.suspected = {[TH_ENC_VPS] = 3, [TH_ENC_VISCII] = 4, [TH_ENC_VIQR] = 5}};
    assert_int_equal(th_votes_admitted(&votes), 1U << TH_ENC_VISCII | 1U << TH_ENC_VIQR);
    assert_int_equal(th_votes_admitted(NULL), 0);
}

static th_choice with_votes(th_arena *arena, th_str raw, const th_votes *book)
{
    const th_text_context context = {.book = book};
    return th_detect(arena, raw, no_font, TH_EVIDENCE_NONE, &context);
}

/* Which votes decide for TCVN3.  The rest leave the text as it is: doubtful where nobody has a say. */
static void votes_decide_from_a_number_on(void **state)
{
    enum { DOUBTFUL, AS_IT_IS, TCVN3 };
    static const struct {
        th_votes votes;
        int outcome;
    } cases[] = {
        {{.n = {0}}, DOUBTFUL},
        {{.n = {[TH_ENC_TCVN3] = 1}}, TCVN3},
        {{.n = {[TH_ENC_TCVN3] = 2, [TH_ENC_UNICODE] = 2}}, AS_IT_IS},
        {{.n = {[TH_ENC_TCVN3] = 3, [TH_ENC_UNICODE] = 2}}, TCVN3},
        {{.n = {[TH_ENC_TCVN3] = 3, [TH_ENC_UNICODE] = 2, [TH_ENC_NFD] = 1}}, AS_IT_IS},
        {{.n = {[TH_ENC_TCVN3] = 4, [TH_ENC_UNICODE] = 2, [TH_ENC_NFD] = 1}}, TCVN3},
        {{.n = {[TH_ENC_TCVN3] = 3, [TH_ENC_VNI] = 2}}, TCVN3},
        /* no text decided by itself: four that lean one way, and twice as many as all that lean another */
        {{.leaning = {[TH_ENC_TCVN3] = 3}}, DOUBTFUL},
        {{.leaning = {[TH_ENC_TCVN3] = 4}}, TCVN3},
        {{.leaning = {[TH_ENC_TCVN3] = 4, [TH_ENC_VNI] = 2}}, TCVN3},
        {{.leaning = {[TH_ENC_TCVN3] = 4, [TH_ENC_VNI] = 2, [TH_ENC_UNICODE] = 1}}, DOUBTFUL},
        {{.leaning = {[TH_ENC_TCVN3] = 4, [TH_ENC_VNI] = 4}}, DOUBTFUL},
        {{.leaning = {[TH_ENC_TCVN3] = 9, [TH_ENC_UNICODE] = 9}}, DOUBTFUL},
        /* a workbook in another language: more texts are no Vietnamese at all than were decided */
        {{.n = {[TH_ENC_TCVN3] = 3}, .leaning = {[TH_ENC_UNICODE] = 3}}, TCVN3},
        {{.n = {[TH_ENC_TCVN3] = 3}, .leaning = {[TH_ENC_UNICODE] = 4}}, AS_IT_IS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_choice choice = with_votes(*state, UNDECIDED, &cases[i].votes);
        int outcome = choice.doubtful ? DOUBTFUL : AS_IT_IS;
        if (choice.encoding == TH_ENC_TCVN3 && choice.evidence == TH_EVIDENCE_WORKBOOK)
            outcome = TCVN3;
        if (outcome != cases[i].outcome)
            print_error("case %zu\n", i);
        assert_int_equal(outcome, cases[i].outcome);
    }
}

static void the_nearest_cells_have_the_first_say(void **state)
{
    const th_votes tcvn3 = {.n = {[TH_ENC_TCVN3] = 1}}, unicode = {.n = {[TH_ENC_UNICODE] = 1}}, none = {.n = {0}};
    const struct {
        th_text_context context;
        th_evidence evidence;
    } cases[] = {
        {{.column = &tcvn3, .sheet = &unicode, .book = &unicode}, TH_EVIDENCE_COLUMN},
        {{.column = &none, .sheet = &tcvn3, .book = &unicode}, TH_EVIDENCE_SHEET},
        {{.column = &none, .sheet = &none, .book = &tcvn3}, TH_EVIDENCE_WORKBOOK},
        {{.column = &unicode, .sheet = &tcvn3, .book = &tcvn3}, TH_EVIDENCE_NONE},
        {{.column = &none, .sheet = &unicode, .book = &tcvn3}, TH_EVIDENCE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_choice choice = th_detect(*state, UNDECIDED, no_font, TH_EVIDENCE_NONE, &cases[i].context);
        assert_int_equal(choice.evidence, cases[i].evidence);
        assert_int_equal(choice.encoding, cases[i].evidence ? TH_ENC_TCVN3 : TH_ENC_UNICODE);
        assert_false(choice.doubtful);
    }
}

/* Without a font: two syllables decide, or one of four letters, which stays open to the votes. */
static void one_syllable_decides_from_four_letters_on(void **state)
{
    static const struct {
        const char *letters;
        th_encoding decided;
        bool open;
    } cases[] = {
        {"xã", TH_ENC_UNICODE, true}, {"đội", TH_ENC_UNICODE, true},   {"tổng", TH_ENC_TCVN3, true},
        {"nước", TH_ENC_TCVN3, true}, {"xã đội", TH_ENC_TCVN3, false}, {"tổng số", TH_ENC_TCVN3, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str raw = th_text_encode(*state, TH_ENC_TCVN3, th_str_of(cases[i].letters));
        th_choice choice = with_votes(*state, raw, NULL);
        assert_int_equal(choice.encoding, cases[i].decided);
        assert_int_equal(choice.leaning, TH_ENC_TCVN3);
        assert_int_equal(choice.open, cases[i].open);
    }
    const th_votes foreign = {.n = {[TH_ENC_TCVN3] = 1}, .leaning = {[TH_ENC_UNICODE] = 2}};
    th_choice choice = with_votes(*state, th_text_encode(*state, TH_ENC_TCVN3, TH_STR("tổng")), &foreign);
    assert_int_equal(choice.encoding, TH_ENC_UNICODE);
    assert_true(choice.open);
}

/* With a font that tells: two syllables overrule it, a single one only together with the votes. */
static void two_syllables_overrule_a_font(void **state)
{
    const th_font_reading vni = {.encoding = TH_ENC_VNI, .known = true};
    const th_font_reading tcvn3 = {.encoding = TH_ENC_TCVN3, .known = true};
    const th_votes votes = {.n = {[TH_ENC_TCVN3] = 1}}, others = {.n = {[TH_ENC_VPS] = 1}};
    const th_text_context first = {0}, column = {.column = &votes, .sheet = &others, .book = &others};
    const th_text_context sheet = {.sheet = &votes, .book = &others}, book = {.book = &votes};
    th_str one = th_text_encode(*state, TH_ENC_TCVN3, TH_STR("tổng"));
    th_str two = th_text_encode(*state, TH_ENC_VNI, TH_STR("tổng số"));
    const struct {
        th_str raw;
        const th_font_reading *font;
        const th_text_context *context;
        th_encoding decided;
        th_evidence evidence;
        bool open;
    } cases[] = {
        {one, &vni, &first, TH_ENC_VNI, TH_EVIDENCE_CELL_FONT, true},
        {one, &vni, &column, TH_ENC_TCVN3, TH_EVIDENCE_COLUMN, false},
        {one, &vni, &sheet, TH_ENC_TCVN3, TH_EVIDENCE_SHEET, false},
        {one, &vni, &book, TH_ENC_TCVN3, TH_EVIDENCE_WORKBOOK, false},
        {one, &tcvn3, &first, TH_ENC_TCVN3, TH_EVIDENCE_CELL_FONT, false},
        {two, &tcvn3, &first, TH_ENC_VNI, TH_EVIDENCE_CONTENT, false},
        {two, &tcvn3, &book, TH_ENC_VNI, TH_EVIDENCE_CONTENT, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_choice choice = th_detect(*state, cases[i].raw, *cases[i].font, TH_EVIDENCE_CELL_FONT, cases[i].context);
        assert_int_equal(choice.encoding, cases[i].decided);
        assert_int_equal(choice.evidence, cases[i].evidence);
        assert_int_equal(choice.open, cases[i].open);
    }
}

static void three_syllables_make_viqr_likely(void **state)
{
    const th_text_context first = {0}, admitted = {.admitted = 1U << TH_ENC_VIQR};
    static const char *const texts[] = {"to^?ng so^'", "to^?ng so^' xa~"};
    for (size_t i = 0; i < 2; i++) {
        th_choice choice = th_detect(*state, th_str_of(texts[i]), no_font, TH_EVIDENCE_NONE, &first);
        assert_int_equal(choice.encoding, TH_ENC_UNICODE);
        assert_int_equal(choice.suspect, i ? TH_ENC_VIQR : TH_ENC_UNICODE);
        assert_int_equal(choice.open, i);
        choice = th_detect(*state, th_str_of(texts[i]), no_font, TH_EVIDENCE_NONE, &admitted);
        assert_int_equal(choice.encoding, TH_ENC_VIQR);
    }
}

static void two_syllables_make_a_rare_encoding_suspect(void **state)
{
    static const struct {
        const char *letters;
        th_encoding suspect;
        int syllables;
    } cases[] = {{"nhiệm", TH_ENC_UNICODE, 1},
                 {"nhiệm vụ", TH_ENC_VISCII, 2},
                 {"mẫu", TH_ENC_UNICODE, 1},
                 {"mẫu giáo", TH_ENC_VISCII, 2},
                 {"trẻ mẫu giáo", TH_ENC_VISCII, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str raw = th_text_encode(*state, TH_ENC_VISCII, th_str_of(cases[i].letters));
        th_choice choice = with_votes(*state, raw, NULL);
        assert_int_equal(choice.encoding, TH_ENC_UNICODE);
        assert_int_equal(choice.suspect, cases[i].suspect);
        assert_int_equal(choice.syllables, cases[i].syllables);
    }
}

/* A text without a font in a workbook that votes for another encoding: what it says by itself weighs more than the
 * votes, if the votes would make of it what nobody writes. */
static void the_votes_make_no_syllables_that_nobody_writes(void **state)
{
    static const struct {
        const char *says;
        th_encoding written, book, decided;
        bool doubtful;
    } cases[] = {
        /* in a workbook of TCVN3: "coõng", "cộng" and "coọng", "lưu" and "lửu" */
        {"Công Ty", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_VNI, false},
        {"cộng", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_VNI, false},
        {"Lưu y :", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_VNI, false},
        {"lít", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_UNICODE, false}, /* whose letters VNI leaves as they are */
        {"Công", TH_ENC_UNICODE, TH_ENC_TCVN3, TH_ENC_UNICODE, false},
        {"Kho Công Ty", TH_ENC_UNICODE, TH_ENC_TCVN3, TH_ENC_UNICODE, false},
        /* votes for TCVN3 have no use for "Xaõ", and this leaves one reading */
        {"Xã", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_VNI, false},
        {"Ẫ", TH_ENC_VNI, TH_ENC_TCVN3, TH_ENC_UNICODE, true},
        /* "bò" is a cow, "bị" in VNI, and in TCVN3 nothing */
        {"bò", TH_ENC_UNICODE, TH_ENC_TCVN3, TH_ENC_UNICODE, true},
        /* in a workbook of VNI */
        {"có", TH_ENC_TCVN3, TH_ENC_VNI, TH_ENC_TCVN3, false},
        {"nghề", TH_ENC_TCVN3, TH_ENC_VNI, TH_ENC_TCVN3, false}, /* and "nghỊ" */
        {"Thôn", TH_ENC_UNICODE, TH_ENC_VNI, TH_ENC_UNICODE, false},
        /* both are written, so the votes decide */
        {"bộ", TH_ENC_TCVN3, TH_ENC_TCVN3, TH_ENC_TCVN3, false},
        {"Ghi chú", TH_ENC_TCVN3, TH_ENC_TCVN3, TH_ENC_TCVN3, false},
        {"bé", TH_ENC_UNICODE, TH_ENC_TCVN3, TH_ENC_TCVN3, false},
        {"hồng", TH_ENC_VNI, TH_ENC_VNI, TH_ENC_VNI, false},
        {"toàn", TH_ENC_UNICODE, TH_ENC_VNI, TH_ENC_VNI, false},
        /* neither is, so the votes decide */
        {"lụng", TH_ENC_TCVN3, TH_ENC_TCVN3, TH_ENC_TCVN3, false},
        /* a workbook of Unicode is left alone, but what is no Vietnamese as it stands is said */
        {"bé", TH_ENC_UNICODE, TH_ENC_UNICODE, TH_ENC_UNICODE, false},
        {"số", TH_ENC_TCVN3, TH_ENC_UNICODE, TH_ENC_UNICODE, false},
        {"xã", TH_ENC_TCVN3, TH_ENC_UNICODE, TH_ENC_UNICODE, true}, /* others of TCVN3 stand there */
        {"xã", TH_ENC_VNI, TH_ENC_UNICODE, TH_ENC_UNICODE, false},  /* none of VNI does */
        /* usual.def knows nothing of rare encodings */
        {"Công", TH_ENC_UNICODE, TH_ENC_VISCII, TH_ENC_UNICODE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str says = th_str_of(cases[i].says);
        th_votes votes = {.n = {0}};
        votes.n[TH_ENC_TCVN3] = 1;
        votes.n[cases[i].book] = 9;
        th_choice choice = with_votes(*state, th_text_encode(*state, cases[i].written, says), &votes);
        if (choice.encoding != cases[i].decided || choice.doubtful != cases[i].doubtful)
            fail_msg("“%s”: %u, %d", cases[i].says, choice.encoding, choice.doubtful);
    }
}

static void a_letter_parted_from_a_section_sign_is_an_abbreviation(void **state)
{
    static const struct {
        const char *raw;
        th_encoding decided;
    } cases[] = {
        {"\u00A7.v.t", TH_ENC_TCVN3},   {"\u00A7/c", TH_ENC_TCVN3},     {"\u00AE.v.t", TH_ENC_TCVN3},
        {"(\u00A7.v.t)", TH_ENC_TCVN3}, {"\u00A7 5", TH_ENC_UNICODE},   {"\u00A7.5", TH_ENC_UNICODE},
        {"\u00A7.", TH_ENC_UNICODE},    {"\u00A7 v.t", TH_ENC_UNICODE}, {"\u00A7", TH_ENC_UNICODE},
    };
    const th_votes tcvn3 = {.n = {[TH_ENC_TCVN3] = 1}}, unicode = {.n = {[TH_ENC_UNICODE] = 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str raw = th_str_of(cases[i].raw);
        if (with_votes(*state, raw, &tcvn3).encoding != cases[i].decided)
            fail_msg("“%s”", cases[i].raw);
        assert_int_equal(with_votes(*state, raw, &unicode).encoding, TH_ENC_UNICODE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_that_only_unicode_has),
        cmocka_unit_test(four_syllables_admit_a_rare_encoding),
        cmocka_unit_test(votes_decide_from_a_number_on),
        cmocka_unit_test(the_nearest_cells_have_the_first_say),
        cmocka_unit_test(one_syllable_decides_from_four_letters_on),
        cmocka_unit_test(two_syllables_overrule_a_font),
        cmocka_unit_test(three_syllables_make_viqr_likely),
        cmocka_unit_test(two_syllables_make_a_rare_encoding_suspect),
        cmocka_unit_test(the_votes_make_no_syllables_that_nobody_writes),
        cmocka_unit_test(a_letter_parted_from_a_section_sign_is_an_abbreviation),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
