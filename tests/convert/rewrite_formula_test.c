/* Formulas, number formats, headers: which pieces are exchanged, and how they are quoted afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rewrite_fixture.h"

static int setup(void **state)
{
    *state = rewrite_fixture_new();
    return *state == NULL;
}

static int teardown(void **state)
{
    rewrite_fixture_free(*state);
    return 0;
}

typedef struct formula_case {
    const char *before, *after; /* NULL: stays */
} formula_case;

static void check(th_rewrite *w, th_text_kind kind, const formula_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        th_str before = th_str_of(cases[i].before);
        th_str after = th_rewrite_formula(w, before, (th_str){0}, kind);
        same_text(after, cases[i].after ? cases[i].after : cases[i].before);
        if (!cases[i].after)
            assert_ptr_equal(after.ptr, before.ptr); /* nothing is copied for nothing */
    }
}

static void rename_sheet(th_rewrite *w, const char *before, const char *after)
{
    th_dictionary_add(&w->sheets, w->arena, th_str_of(before), th_str_of(after), TH_ENC_TCVN3);
}

static void sheets_are_exchanged_in_every_form(void **state)
{
    static const formula_case cases[] = {
        {"'T×nh h×nh'!A1+1", "'Tình hình'!A1+1"},
        {"1+'T×nh h×nh'!$A$1:$B$2", "1+'Tình hình'!$A$1:$B$2"},
        {"'t×nh H×NH'!A1", "'Tình hình'!A1"}, /* in any case */
        {"T×nh!A1", "'Tình'!A1"},             /* quoted from then on */
        {"-T×nh!A1*T×nh!A2", "-'Tình'!A1*'Tình'!A2"},
        {"'T×nh:Cuèi'!A1", "'Tình:Cuối'!A1"}, /* over several sheets */
        {"T×nh:Cuèi!A1", "'Tình:Cuối'!A1"},
        {"Dau:Cuèi!A1", "'Dau:Cuối'!A1"}, /* one of both is renamed */
        {"T×nh:Dau!A1", "'Tình:Dau'!A1"},
        {"'B''o'!A1", "'Bảo''vệ'!A1"}, /* an apostrophe, doubled */
        {"SUM('T×nh h×nh'!A1,Dau!B2)", "SUM('Tình hình'!A1,Dau!B2)"},
        {"'T×nh h×nh'!A1:'T×nh h×nh'!A3", "'Tình hình'!A1:'Tình hình'!A3"},
    };
    th_rewrite *w = *state;
    rename_sheet(w, "T×nh h×nh", "Tình hình");
    rename_sheet(w, "T×nh", "Tình");
    rename_sheet(w, "Cuèi", "Cuối");
    rename_sheet(w, "B'o", "Bảo'vệ");
    rename_sheet(w, "Dau", "Dau");
    check(w, TH_IN_FORMULA, cases, sizeof cases / sizeof *cases);
}

static void other_sheets_stay(void **state)
{
    static const formula_case cases[] = {
        {"'Trang 1'!A1", NULL},
        {"Trang!A1", NULL},
        {"A1+B2", NULL},
        {"T×nhh×nh!A1", NULL},
        {"'[so.xlsx]T×nh'!A1", NULL}, /* of another book */
        {"'[so.xlsx]Dau:Cuèi'!A1", NULL},
        {"[1]T×nh!A1", NULL},
        {"'T×nh'", NULL}, /* no sheet without "!" */
        {"'T×nh", NULL},  /* never closed */
        {"'T×nh'+1", NULL},
        {"[1]T×nh!A1+T×nh!A1", "[1]T×nh!A1+'Tình'!A1"}, /* only what stands behind the brackets is of the other book */
    };
    th_rewrite *w = *state;
    rename_sheet(w, "T×nh", "Tình");
    rename_sheet(w, "Cuèi", "Cuối");
    th_dictionary_add(&w->names, w->arena, TH_STR("§¬n_gi¸"), TH_STR("Đơn_giá"), TH_ENC_TCVN3);
    check(w, TH_IN_FORMULA, cases, sizeof cases / sizeof *cases);
}

/* A sheet, a name and a cell may be written alike; what follows tells them apart. */
static void names_that_look_like_cells(void **state)
{
    static const formula_case cases[] = {
        {"A1", NULL},
        {"A1!A1", "'Á1'!A1"}, /* the sheet, not the cell */
        {"A1+A1!A1", "A1+'Á1'!A1"},
        {"A1:A1!A1", "'Á1:Á1'!A1"},
        {"A1:A2", NULL},
        {"$A$1+1", NULL},
        {"§¬n_gi¸", "Đơn_giá"},
        {"§¬n_gi¸*2", "Đơn_giá*2"},
        {"2*§¬n_gi¸", "2*Đơn_giá"},
        {"SUM(§¬n_gi¸,A1)", "SUM(Đơn_giá,A1)"},
        {"§¬n_gi¸(A1)", NULL}, /* a function of somebody's macro */
        {"§¬n_gi¸.2", NULL},   /* a longer name */
        {"x§¬n_gi¸", NULL},
        {"Sum(A1)", NULL},
        {"§¬n_gi¸!A1", NULL}, /* a sheet of that name, which keeps it */
    };
    th_rewrite *w = *state;
    rename_sheet(w, "A1", "Á1");
    th_dictionary_add(&w->names, w->arena, TH_STR("§¬n_gi¸"), TH_STR("Đơn_giá"), TH_ENC_TCVN3);
    th_dictionary_add(&w->names, w->arena, TH_STR("Sum"), TH_STR("Tổng"), TH_ENC_TCVN3);
    check(w, TH_IN_FORMULA, cases, sizeof cases / sizeof *cases);
}

static void literals_follow_the_cells(void **state)
{
    static const formula_case cases[] = {
        {"IF(A5=\"®¹t\",1,0)", "IF(A5=\"đạt\",1,0)"},
        {"\"®¹t\"&\"\"\"\"", "\"đạt\"&\"\"\"\""},
        {"\"nãi \"\"cã\"\"\"", "\"nói \"\"có\"\"\""}, /* doubled quotes stay doubled */
        {"\"A\"\"B\"", NULL},
        {"\"\"", NULL},
        {"A1&\"®¹t", NULL}, /* never closed: the whole formula stays */
        {"\"®¹t\"&T×nh!A1&\"®¹t", NULL},
        {"A1&\"®¹t\"\"", NULL}, /* a doubled quote closes nothing, at the end neither */
        {"\"T×nh!A1\"", NULL},  /* no sheet inside of a text */
    };
    th_rewrite *w = *state;
    rename_sheet(w, "T×nh", "Tình");
    known_text(w, "®¹t", "đạt");
    known_text(w, "nãi \"cã\"", "nói \"có\"");
    known_text(w, "T×nh!A1", "T×nh!A1");
    check(w, TH_IN_FORMULA, cases, sizeof cases / sizeof *cases);
    assert_int_equal(w->result->changes.n, 4); /* a change is noted each time, also where the formula stays */
    assert_int_equal(w->result->changes.at[0].kind, TH_IN_FORMULA);
    same_text(w->result->changes.at[0].before, "®¹t");
    same_text(w->result->changes.at[0].after, "đạt");
    assert_int_equal(w->result->changes.at[0].encoding, TH_ENC_TCVN3);
    assert_int_equal(w->result->changes.at[0].evidence, TH_EVIDENCE_WORKBOOK);
    assert_int_equal(w->result->changes.at[0].row, TH_NO_CELL);
    assert_int_equal(w->result->changes.at[0].col, TH_NO_CELL);
}

static void items_of_a_list_are_read_one_by_one(void **state)
{
    static const formula_case list[] = {
        {"\"®¹t,Ko\"", "\"đạt,Ko\""},
        {"\"®¹t,®¹t\"", "\"đạt,đạt\""},
        {"\"Ko,®¹t\"", "\"Ko,đạt\""},
        {"\"Ko,Co\"", NULL},
    };
    static const formula_case formula[] = {{"\"®¹t,Ko\"", NULL}};
    th_rewrite *w = *state;
    known_text(w, "®¹t", "đạt");
    known_text(w, "®¹t,Ko", "®¹t,Ko");
    known_text(w, "Ko,®¹t", "Ko,®¹t");
    known_text(w, "®¹t,®¹t", "®¹t,®¹t");
    check(w, TH_IN_VALIDATION, list, sizeof list / sizeof *list);
    check(w, TH_IN_FORMULA, formula, sizeof formula / sizeof *formula);
}

static void columns_of_tables_are_exchanged(void **state)
{
    static const formula_case cases[] = {
        {"SUM(Bang1[Thùc hiÖn])", "SUM(Bang1[Thực hiện])"},
        {"Bang1[@Thùc hiÖn]*2", "Bang1[@Thực hiện]*2"},
        {"Bang1[@[Thùc hiÖn]]", "Bang1[@[Thực hiện]]"},
        {"Bang1[[#This Row],[Thùc hiÖn]]", "Bang1[[#This Row],[Thực hiện]]"},
        {"Bang1[[Thùc hiÖn]:[Thùc hiÖn]]", "Bang1[[Thực hiện]:[Thực hiện]]"},
        {"Bang1[Thùc]", NULL},
        {"Bang1[#All]", NULL},
        {"Bang1[Thùc hiÖn", NULL}, /* never closed */
        {"Bang1[", NULL},
        {"Bang1[]", NULL},
        {"Bang1[Thùc hiÖn']", NULL}, /* a quote takes the bracket's meaning away */
        {"Bang1['", NULL},
    };
    th_rewrite *w = *state;
    th_dictionary_add(&w->columns, w->arena, TH_STR("Thùc hiÖn"), TH_STR("Thực hiện"), TH_ENC_TCVN3);
    check(w, TH_IN_FORMULA, cases, sizeof cases / sizeof *cases);
}

/* A formula gives and compares texts: a font of capitals decodes them, and does not upper-case them. */
static void capitals_do_not_reach_into_formulas(void **state)
{
    th_rewrite *w = *state;
    const th_str capitals = TH_STR(".VnTimeH");
    same_text(th_rewrite_formula(w, TH_STR("\"®¹t\""), capitals, TH_IN_FORMULA), "\"đạt\"");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), capitals, false, TH_IN_CONDITION), "đạt");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), capitals, true, TH_IN_HEADER), "ĐẠT");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), TH_STR(".VnTime"), true, TH_IN_HEADER), "đạt");
}

/* The own font of a text comes before what the cells say, and the cells before everything else. */
static void a_certain_font_goes_before_the_cells(void **state)
{
    th_rewrite *w = *state;
    known_text(w, "®¹t", "khác");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), (th_str){0}, false, TH_IN_FORMULA), "khác");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), TH_STR("Arial"), false, TH_IN_FORMULA), "khác");
    same_text(th_rewrite_text(w, TH_STR("®¹t"), TH_STR(".VnTime"), false, TH_IN_FORMULA), "đạt");
    known_text(w, "®¹t", "hai"); /* two answers are none */
    same_text(th_rewrite_text(w, TH_STR("®¹t"), (th_str){0}, false, TH_IN_FORMULA), "đạt");
}

static void number_formats_keep_their_codes(void **state)
{
    th_rewrite *w = *state;
    known_text(w, "®ång", "đồng");
    same_text(th_rewrite_literals(w, TH_STR("#,##0\"®ång\""), TH_IN_NUMBER_FORMAT), "#,##0\"đồng\"");
    same_text(th_rewrite_literals(w, TH_STR("#,##0\"kg\";[Red]0.00"), TH_IN_NUMBER_FORMAT), "#,##0\"kg\";[Red]0.00");
    assert_int_equal(w->result->changes.n, 1);
}

static void headers_keep_their_codes(void **state)
{
    static const formula_case cases[] = {
        {"&L®¹t&RTrang &P/&N", "&Lđạt&RTrang &P/&N"},
        {"&C&\".VnTime,Bold\"&12®¹t", "&C&\"Times New Roman,Bold\"&12đạt"},
        {"&C&\".VnTimeH,Regular\"®¹t", "&C&\"Times New Roman,Regular\"ĐẠT"},
        {"&C&\".VnTimeH,Regular\"®¹t&R®¹t", "&C&\"Times New Roman,Regular\"ĐẠT&Rđạt"}, /* a side begins anew */
        {"&C&\".VnTimeH,Regular\"&B®¹t", "&C&\"Times New Roman,Regular\"&BĐẠT"},       /* bold does not */
        {"&L®¹t && ®¹t", "&Lđạt && đạt"},
        {"&C&K00FF00®¹t", "&C&K00FF00đạt"},
        {"&C&14®¹t&\"Arial\"®¹t", "&C&14đạt&\"Arial\"đạt"},
        {"&LR&&D", NULL},
        {"&", NULL},
        {"&K", NULL},
        {"&\"Arial", NULL},
        {"Trang &P", NULL},
        {"", NULL},
    };
    th_rewrite *w = *state;
    known_text(w, "®¹t", "đạt");
    known_text(w, "®¹t & ®¹t", "đạt & đạt");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same_text(th_rewrite_header(w, th_str_of(cases[i].before), TH_IN_HEADER),
                  cases[i].after ? cases[i].after : cases[i].before);
    assert_int_equal(w->result->fonts.n, 2); /* each font is told once */
    same_text(w->result->fonts.at[0], ".VnTime → Times New Roman");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(sheets_are_exchanged_in_every_form),  TEST(other_sheets_stay),
        TEST(names_that_look_like_cells),          TEST(literals_follow_the_cells),
        TEST(items_of_a_list_are_read_one_by_one), TEST(columns_of_tables_are_exchanged),
        TEST(capitals_do_not_reach_into_formulas), TEST(a_certain_font_goes_before_the_cells),
        TEST(number_formats_keep_their_codes),     TEST(headers_keep_their_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
