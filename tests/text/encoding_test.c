/* Legacy encodings: every row of their tables, fonts, whole cells, votes, what was lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "text/encoding.h"
#include "text/codepage.h"
#include "text/syllable.h"

#include "text/cases.h"

enum { LONG_CELL = 1 << 20, RUNS_MAX = 8 };

/* ---- the tables ---- */

static bool row(th_arena *a, const test_line *t, th_encoding e)
{
    th_str kind = t->fields[0], letter = t->fields[4];
    bool capitals = th_str_eq(kind, TH_STR("H-font"));
    bool good = agree(t, th_text_decode(a, e, capitals, t->fields[1]), letter);
    good = agree(t, th_text_decode(a, e, capitals, t->fields[2]), letter) && good;
    good = agree(t, th_text_decode(a, e, capitals, th_text_from_cp1258_view(a, t->fields[3])), letter) && good;
    if (th_str_eq(kind, TH_STR("primary")))
        good = agree(t, th_text_encode(a, e, letter), t->fields[1]) && good;
    if (!th_str_eq(kind, TH_STR("alt")) && !capitals) /* there and back */
        good = agree(t, th_text_decode(a, e, false, th_text_encode(a, e, letter)), letter) && good;
    return good;
}

static bool tcvn3_row(th_arena *a, const test_line *t)
{
    return row(a, t, TH_ENC_TCVN3);
}

static bool vni_row(th_arena *a, const test_line *t)
{
    return row(a, t, TH_ENC_VNI);
}

static void every_code_of_the_tables(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/tcvn3.test", 194, tcvn3_row), 0);
    assert_int_equal(each_case(*state, TH_TEST_DATA "/vni.test", 342, vni_row), 0);
}

static th_encoding encoding_named(th_str name)
{
    for (unsigned e = 0; e < TH_ENCODINGS; e++)
        if (th_str_eq(name, th_encoding_name((th_encoding)e)))
            return (th_encoding)e;
    return TH_ENC_UNICODE;
}

static bool rare_row(th_arena *a, const test_line *t)
{
    th_encoding e = encoding_named(t->fields[0]);
    th_str kind = t->fields[1], letter = t->fields[5];
    bool good = e != TH_ENC_UNICODE && agree(t, th_text_decode(a, e, false, t->fields[2]), letter);
    good = agree(t, th_text_decode(a, e, false, t->fields[3]), letter) && good;
    good = agree(t, th_text_decode(a, e, false, th_text_from_cp1258_view(a, t->fields[4])), letter) && good;
    if (th_str_eq(kind, TH_STR("primary")))
        good = agree(t, th_text_encode(a, e, letter), t->fields[2]) && good;
    th_str word = th_str_fmt(a, "x " TH_FMT ", " TH_FMT, TH_ARG(t->fields[2]), TH_ARG(t->fields[2]));
    return agree(t, th_text_decode(a, e, false, word),
                 th_str_fmt(a, "x " TH_FMT ", " TH_FMT, TH_ARG(letter), TH_ARG(letter))) &&
           good;
}

static bool form_of_a_letter(th_arena *a, const test_line *t)
{
    bool good = true;
    for (size_t i = 0; i < 3; i++)
        good = agree(t, th_text_nfc(a, t->fields[i]), t->fields[3]) && good;
    return good;
}

static bool seen_row(th_arena *a, const test_line *t)
{
    bool good = true;
    for (size_t i = 0; i < 3; i++)
        good = agree(t, th_text_decode(a, TH_ENC_UTF8, false, t->fields[i]), t->fields[3]) && good;
    th_str seen = th_text_encode(a, TH_ENC_UTF8, t->fields[3]), reference = th_text_encode(a, TH_ENC_NCR, t->fields[3]);
    good = agree(t, seen, t->fields[0]) && agree(t, th_text_encode(a, TH_ENC_UTF8, seen), t->fields[2]) && good;
    return agree(t, th_text_decode(a, TH_ENC_NCR, false, reference), t->fields[3]) && good;
}

static void every_row_of_the_rarer_ones(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/rare.test", 1398, rare_row), 0);
    assert_int_equal(each_case(*state, TH_TEST_DATA "/forms_of_letters.test", 134, form_of_a_letter), 0);
    assert_int_equal(each_case(*state, TH_TEST_DATA "/utf8_seen.test", 134, seen_row), 0);
}

/* Every letter that an encoding writes, it also reads, where others stand beside it too.  A capital without a code of
 * its own may be written as the small letter. */
static bool letter_there_and_back(th_arena *arena, const test_line *line)
{
    bool good = true;
    th_str letter = line->fields[3], small = th_text_lower(arena, letter);
    for (unsigned i = TH_ENC_UNICODE + 1; i < TH_ENCODINGS; i++) {
        th_encoding encoding = (th_encoding)i;
        th_str code = th_text_encode(arena, encoding, letter);
        if (th_str_eq(code, letter))
            continue;
        th_str back = th_text_decode(arena, encoding, false, code);
        good = (th_str_eq(back, small) || agree(line, back, letter)) && good;
        th_str among = th_text_decode(arena, encoding, false, th_str_fmt(arena, "x " TH_FMT ", x", TH_ARG(code)));
        good = agree(line, among, th_str_fmt(arena, "x " TH_FMT ", x", TH_ARG(back))) && good;
    }
    return good;
}

static void every_encoding_reads_what_it_writes(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/forms_of_letters.test", 134, letter_there_and_back), 0);
    for (unsigned i = 0; i < TH_ENCODINGS; i++)
        assert_true(th_encoding_name((th_encoding)i).len > 0);
}

/* ---- fonts ---- */

static const char *only_if(bool said, const char *text)
{
    return said ? text : "";
}

static bool font(th_arena *a, const test_line *t)
{
    th_font_reading f = th_font_read(t->fields[0]);
    th_str got = th_str_fmt(a, TH_FMT "%s%s%s", TH_ARG(th_encoding_name(f.encoding)), only_if(f.known, " certain"),
                            only_if(f.capitals, " capitals"), only_if(f.symbol, " symbol"));
    return agree(t, got, t->fields[1]);
}

static void font_names(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/fonts.test", 30, font), 0);
}

/* ---- cells ---- */

static size_t split(th_str list, th_str out[RUNS_MAX])
{
    size_t n = 0;
    for (th_str field; n < RUNS_MAX && th_str_cut(&list, '|', &field);)
        out[n++] = field;
    return n;
}

/* votes: fonts TAB runs TAB text TAB encoding TAB evidence TAB flags TAB vote of the sheet */
static bool cell(th_arena *a, const test_line *t)
{
    th_str fonts[RUNS_MAX], texts[RUNS_MAX];
    th_run_text runs[RUNS_MAX] = {{{0}, {0}}};
    size_t n = split(t->fields[1], texts), nfonts = split(t->fields[0], fonts);
    for (size_t i = 0; i < n; i++)
        runs[i] = (th_run_text){texts[i], i < nfonts ? fonts[i] : (th_str){0}};
    th_votes votes = {.n = {0}};
    th_text_context context = {0};
    for (unsigned e = 0; t->nfields > 6 && e < TH_ENCODINGS; e++)
        if (th_str_eq(t->fields[6], th_encoding_name((th_encoding)e))) {
            votes.n[e] = 12;
            context.sheet = context.book = &votes;
        }
    th_normal got = th_text_normalise(a, runs, n ? n : 1, &context, NULL);
    static const char *const evidence[] = {"none", "run", "cell", "content", "sheet", "book", "nfd", "column"};
    th_str flags =
        th_str_fmt(a, "%s%s%s", only_if(got.changed, "c"), only_if(got.doubtful, "d"), only_if(got.lost, "l"));
    bool good = agree(t, got.text, t->fields[2]);
    good = agree(t, th_encoding_name(got.encoding), t->fields[3]) && good;
    good = agree(t, th_str_of(evidence[got.evidence]), t->fields[4]) && good;
    return agree(t, flags, t->nfields > 5 ? t->fields[5] : (th_str){0}) && good;
}

static void whole_cells(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/cells.test", 60, cell), 0);
}

/* ---- Unicode stays ---- */

static bool unicode_stays(th_arena *a, const test_line *t)
{
    th_votes legacy = {.n = {[TH_ENC_UNICODE] = 5, [TH_ENC_TCVN3] = 4}};
    const th_text_context contexts[] = {{0}, {.sheet = &legacy, .book = &legacy}};
    bool good = true;
    for (size_t i = 0; i < 2; i++) {
        th_run_text run = {t->fields[0], TH_STR("Times New Roman")};
        th_normal n = th_text_normalise(a, &run, 1, &contexts[i], NULL);
        good = agree(t, n.text, t->fields[0]) && !n.changed && n.evidence == TH_EVIDENCE_NONE && !n.lost &&
               (!n.doubtful || i == 0) && good;
    }
    if (!good)
        printf("%s:%u: Unicode text was touched\n", t->file, t->number);
    return good;
}

static void unicode_text_is_never_converted(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/unicode.test", 40, unicode_stays), 0);
}

/* ---- what a line cannot say ---- */

static void votes_count_what_was_decided(void **state)
{
    th_votes v = {.n = {0}};
    const struct {
        const char *font, *text;
    } cells[] = {{".VnTime", "Tæng sè"},    {".VnTime", "TONG SO"},     {"Arial", "Tổng số"},
                 {"Arial", "Ghi ch\u00FA"}, {"VNI-Times", "Toång soá"}, {"Arial", "To\u0302\u0309ng"},
                 {"Arial", "123"}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        th_run_text run = {th_str_of(cells[i].text), th_str_of(cells[i].font)};
        th_normal n = th_text_normalise(*state, &run, 1, NULL, NULL);
        th_votes_add(&v, &n);
    }
    assert_int_equal(v.n[TH_ENC_UNICODE], 2);
    assert_int_equal(v.n[TH_ENC_NFD], 0);
    assert_int_equal(v.n[TH_ENC_TCVN3], 1);
    assert_int_equal(v.n[TH_ENC_VNI], 1);
}

static void empty_invalid_and_long(void **state)
{
    th_arena *a = *state;
    th_run_text run = {{0}, {0}};
    th_normal n = th_text_normalise(a, &run, 1, NULL, NULL);
    assert_int_equal(n.text.len, 0);
    assert_false(n.changed || n.doubtful || n.lost);
    assert_int_equal(th_text_normalise(a, NULL, 0, NULL, NULL).text.len, 0);
    static const char *const broken[] = {"\xC3", "a\xF8\xFF b", "\xED\xA0\x80", "T\xC3\xA6ng \xE1\xBA",
                                         "\xC2", "o\xCC"};
    for (unsigned e = 0; e < TH_ENCODINGS; e++)
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
            th_str s = th_str_copy(a, th_str_of(broken[i]));
            th_text_decode(a, (th_encoding)e, true, s);
            th_text_encode(a, (th_encoding)e, s);
            run = (th_run_text){s, TH_STR(".VnTimeH")};
            th_text_normalise(a, &run, 1, NULL, NULL);
            run.font = TH_STR("Arial");
            th_text_normalise(a, &run, 1, NULL, NULL);
        }
    th_buf big;
    th_buf_init(&big, a);
    while (big.len < LONG_CELL)
        th_buf_add(&big, TH_STR("ph\u00AD\u00ACng h\u00ADíng "));
    run = (th_run_text){th_buf_str(&big), TH_STR(".VnTime")};
    n = th_text_normalise(a, &run, 1, NULL, NULL);
    assert_true(n.changed && th_str_starts(n.text, TH_STR("phương hướng phương")));
}

static void scores(void **state)
{
    (void)state;
    assert_int_equal(th_text_score(TH_STR("Tổng số thôn, bản có điện")), 6);
    assert_int_equal(th_text_score(TH_STR("§¬n vÞ")), -2);
    assert_int_equal(th_text_score(TH_STR("CĐS QĐ-TTg CTĐS2 KT1 2022")), 0);
    assert_int_equal(th_text_score(TH_STR("hoà hòa thuý thúy khoẻ khỏe uỷ ủy quý")), 9);
    assert_int_equal(th_text_score(TH_STR("cĩ ngê gế ghá")), -4); /* spelling: kĩ, nghê, ghế, gá */
    assert_int_equal(th_text_score(TH_STR("sạch sàch")), 0);      /* a stopped rhyme has no grave tone */
    assert_int_equal(th_text_score((th_str){0}), 0);
    assert_true(th_text_suspicious(TH_STR("Tæng")));
    assert_false(th_text_suspicious(TH_STR("Tong so … “x”")));
}

static void code_pages(void **state)
{
    th_arena *a = *state;
    th_str view = th_codepage_view(a, TH_STR("T\xE6ng s\xE8 \x85 \x81"));
    assert_true(th_str_eq(view, TH_STR("Tæng sè … \xC2\x81")));
    th_str out;
    assert_true(th_codepage_decode(a, 1258, TH_STR("\xD0\xEA"), &out));
    assert_true(th_str_eq(out, TH_STR("Đê")));
    assert_false(th_codepage_decode(a, 1, TH_STR("a"), &out));
    assert_false(th_codepage_decode(a, 932, TH_STR("\x81"), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_code_of_the_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(every_row_of_the_rarer_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(every_encoding_reads_what_it_writes, setup, teardown),
        cmocka_unit_test_setup_teardown(font_names, setup, teardown),
        cmocka_unit_test_setup_teardown(whole_cells, setup, teardown),
        cmocka_unit_test_setup_teardown(unicode_text_is_never_converted, setup, teardown),
        cmocka_unit_test_setup_teardown(votes_count_what_was_decided, setup, teardown),
        cmocka_unit_test_setup_teardown(empty_invalid_and_long, setup, teardown),
        cmocka_unit_test_setup_teardown(scores, setup, teardown),
        cmocka_unit_test_setup_teardown(code_pages, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
