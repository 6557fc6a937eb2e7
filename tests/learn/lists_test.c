/* What is learnt of lists, and of sheets whose headings are merged or shared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/lesson.h"

static void a_list_has_columns_of_types(void **state)
{
    (void)state;
    lesson at_hand = learn_sheet("DS", "STT|Họ tên|Loại|Số năm|Hệ số|Quyết định|Ngày\n"
                                       "1|An|Giỏi|5|2.34|12/QĐ-UBND|1/5/2022\n2|Bình|Khá|6|2.67|13/QĐ-UBND|2/5/2022\n"
                                       "3|Chi|giỏi|7|3|14/QĐ-UBND|3/5/2022\n4|Dũng|Khá|8|3|15/QĐ-UBND|4/5/2022\n"
                                       "5|Em|Giỏi|9|3|16/QĐ-UBND|5/5/2022\n6|Giang|Khá|10|3|17/QĐ-UBND|6/5/2022\n");
    assert_int_equal(at_hand.status, TH_OK);
    must_hold(&at_hand, "bieu.csv", "DS,DS,DS,danh sách,Có");
    static const char *const columns[] = {
        "DS,DS.C01,STT,,STT,Không,",           "DS,DS.C02,Họ tên,,chữ,Không,,Có\r\n",
        "DS,DS.C03,Loại,,danh mục,Không,DM_1", "DS,DS.C04,Số năm,,số nguyên,Không,",
        "DS,DS.C05,Hệ số,,số thực,Không,",     "DS,DS.C06,Quyết định,,số văn bản,Không,",
        "DS,DS.C07,Ngày,,ngày,Không,"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        must_hold(&at_hand, "cot.csv", columns[i]);
    assert_int_equal(at_hand.learned.columns, sizeof columns / sizeof *columns);
    must_hold(&at_hand, "danh-muc.csv", "\r\nDM_1,Giỏi,\r\nDM_1,Khá,\r\n");
    th_arena_free(at_hand.arena);
}

/* Few words that recur are chosen from a catalogue; the fewest cells from which that is said are six. */
static void a_catalogue_needs_words_that_recur(void **state)
{
    (void)state;
    static const struct {
        const char *values;
        bool catalogue;
    } cases[] = {{"a b a b a b", true},
                 {"a b a b a", false},
                 {"a b c a b c", false},
                 {"a b c a b c a b c", true},
                 {"a a a a a a", true},
                 {"a b c a b c a b", false},
                 {"A a A a A a", true},
                 {"a b c d e f g h i j k l a b c d e f g h i j k l a b c d e f g h i j k l", true},
                 {"a b c d e f g h i j k l m a b c d e f g h i j k l m a b c d e f g h i j k l m", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = begin_lesson();
        th_buf lines;
        th_buf_init(&lines, at_hand.arena);
        th_buf_add(&lines, TH_STR("STT|Tên|Loại\n"));
        th_str rest = th_str_of(cases[i].values), value;
        for (size_t n = 1; th_str_cut(&rest, ' ', &value); n++)
            th_buf_fmt(&lines, "%zu|Người thứ %zu|" TH_FMT "\n", n, n, TH_ARG(value));
        sheet_of_text(at_hand.book, "DS", th_str_cstr(at_hand.arena, th_buf_str(&lines)));
        learn_it(&at_hand);
        if (holds(&at_hand, "cot.csv", "Loại,,danh mục") != cases[i].catalogue)
            fail_msg("“%s”:\n" TH_FMT, cases[i].values, TH_ARG(part_of(&at_hand, "cot.csv")));
        th_arena_free(at_hand.arena);
    }
}

static void a_list_ends_before_the_figures_below(void **state)
{
    (void)state;
    lesson at_hand = learn_sheet(
        "B1", "TT|Họ tên|Số\n1|An|1\n2|Bình|2\n\n3|Chi|3\n\n\n\n4|Dũng|x\n5|Em|x\n6|Gấm|x\n7|Hạ|x\n8|Yến|x\n");
    must_hold(&at_hand, "cot.csv", "B1,B1.C03,Số,,số nguyên,");
    th_arena_free(at_hand.arena);

    at_hand = learn_sheet("B1", "TT|Họ tên|Số\n1|An|1\n2|Bình|x\n3||\n4||\n" HEADER "1|Cây|C.01|cây|1|2\n");
    must_hold(&at_hand, "bieu.csv", ",danh sách + chỉ tiêu,");
    must_hold(&at_hand, "chi-tieu.csv", "C.01,B1,1,,,Cây,");
    must_hold(&at_hand, "cot.csv", "B1,B1.C03,Số,,chữ,");
    th_arena_free(at_hand.arena);

    at_hand = learn_sheet("B1", "Mã tiêu chí|Nội dung|Điểm tối đa|Điểm tự chấm\nI.1|Việc|10|9\nI.2|Việc|10|9\n");
    must_hold(&at_hand, "bieu.csv", ",chấm điểm,");
    must_hold(&at_hand, "cot.csv", "B1,B1.C01,Mã tiêu chí,,mã tiêu chí,");
    must_hold(&at_hand, "cot.csv", "B1,B1.C03,Điểm tối đa,,điểm tối đa,");
    must_hold(&at_hand, "cot.csv", "B1,B1.C04,Điểm tự chấm,,điểm tự chấm,");
    th_arena_free(at_hand.arena);
}

/* The headings of a list stand side by side, with two gaps at most. */
static void a_list_has_few_gaps_between_its_headings(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        bool found;
    } cases[] = {{"TT|Họ tên|Số\n1|An|1\n", true},        {"TT||Họ tên||Số\n1||An||1\n", true},
                 {"TT|||Họ tên||Số\n1|||An||1\n", false}, {"TT|Họ tên\n1|An\n", false},
                 {"Họ tên|Loại|Số\nAn|x|1\n", false},     {"Họ tên|Loại|Số\nA|B|C\nAn|x|1\n", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = learn_sheet("DS", cases[i].lines);
        if ((at_hand.status == TH_OK) != cases[i].found)
            fail_msg("row %zu", i);
        th_arena_free(at_hand.arena);
    }
}

/* A column has the type of more than half of its cells. */
static void a_column_has_the_type_of_most_of_its_cells(void **state)
{
    (void)state;
    static const struct {
        const char *cells, *type;
    } cases[] = {{"1 2 a b", "chữ"},
                 {"1 2 3 a b", "số nguyên"},
                 {"1 2 3.5 a b", "số thực"},
                 {"1/5/2022 2/5/2022 a b", "chữ"},
                 {"1/5/2022 2/5/2022 3/5/2022 a b", "ngày"},
                 {"12/QĐ-UBND 13/QĐ-UBND a b", "chữ"},
                 {"12/QĐ-UBND 13/QĐ-UBND 14/QĐ-UBND a b", "số văn bản"},
                 {"12/QĐ-UBND 13/QĐ-UBND a b c", "chữ"},
                 {"12-UBND 13-UBND 14-UBND", "chữ"},
                 {"QĐ/UBND-1 QĐ/UBND-2 QĐ/UBND-3", "chữ"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = begin_lesson();
        th_buf lines;
        th_buf_init(&lines, at_hand.arena);
        th_buf_add(&lines, TH_STR("STT|Tên|Cột\n"));
        th_str rest = th_str_of(cases[i].cells), cell;
        for (size_t n = 1; th_str_cut(&rest, ' ', &cell); n++)
            th_buf_fmt(&lines, "%zu|Việc %zu|" TH_FMT "\n", n, n, TH_ARG(cell));
        sheet_of_text(at_hand.book, "DS", th_str_cstr(at_hand.arena, th_buf_str(&lines)));
        learn_it(&at_hand);
        th_str row = th_str_fmt(at_hand.arena, "Cột,,%s,", cases[i].type);
        must_hold(&at_hand, "cot.csv", th_str_cstr(at_hand.arena, row));
        th_arena_free(at_hand.arena);
    }
}

/* A heading that is merged over the rows below it, three at most, heads what stands below the merge. */
static void merged_headings_reach_down(void **state)
{
    (void)state;
    for (uint32_t last = 1; last <= 4; last++) {
        lesson at_hand = begin_lesson();
        th_sheet *sheet = sheet_of_text(at_hand.book, "B1",
                                        HEADER "1|Một||cây|1|2\n2|Hai||cây|1|2\n3|Ba||cây|1|2\n"
                                               "4|Bốn||cây|1|2\n5|Năm||cây|1|2\n");
        th_sheet_merge(at_hand.book, sheet, (th_merge){0, 0, last, 0});
        learn_it(&at_hand);
        assert_int_equal(at_hand.learned.indicators, last < 4 ? 5 - last : 5);
        th_arena_free(at_hand.arena);
    }
}

/* Forms write one heading in several ways; a code of a list is no other row's. */
static void forms_share_columns_and_no_codes(void **state)
{
    (void)state;
    lesson at_hand = begin_lesson();
    sheet_of_text(at_hand.book, "DS", "STT|Họ tên|Số\n1|An|1\n");
    sheet_of_text(at_hand.book, "B1", "STT|Chỉ tiêu|Mã số|Năm nay\n1|Cây|DS.C02|1\n|Thủ trưởng đơn vị||\n2|Cỏ|X|1\n");
    sheet_of_text(at_hand.book, "B2", "TT|Nội dung|Mã số|Kết quả\n1|Cây|A.1|1\n");
    sheet_of_text(at_hand.book, "B3", "TT|Diễn giải|Mã số|Số lượng\n1|Cây|A.2|1\n");
    learn_it(&at_hand);
    must_hold(&at_hand, "cot.csv", "*,,STT,TT,STT,Không,");
    must_hold(&at_hand, "cot.csv", "*,,Chỉ tiêu,Nội dung|Diễn giải,nhãn,Có,");
    must_hold(&at_hand, "cot.csv", "*,,Năm nay,Kết quả|Số lượng,năm nay,Có,");
    must_hold(&at_hand, "chi-tieu.csv", "\r\nB1.01,B1,1,DS.C02,,Cây,");
    assert_int_equal(at_hand.learned.indicators, 3);
    th_arena_free(at_hand.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_has_columns_of_types),
        cmocka_unit_test(a_catalogue_needs_words_that_recur),
        cmocka_unit_test(a_list_ends_before_the_figures_below),
        cmocka_unit_test(a_list_has_few_gaps_between_its_headings),
        cmocka_unit_test(a_column_has_the_type_of_most_of_its_cells),
        cmocka_unit_test(merged_headings_reach_down),
        cmocka_unit_test(forms_share_columns_and_no_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
