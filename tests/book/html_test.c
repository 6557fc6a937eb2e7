/* Pages with tables: where cells stand and what they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/html.h"

#include "book/book.h"

#include <string.h>

#define PAGE(content) "<table><tr><td>0</td>" content "</table>"

/* Cells as type:value, merged ones with '+', hidden ones with '-'. */
static const struct {
    const char *why, *page, *cells;
} pages[] = {
    {"rows and cells", "<table><tr><td>1</td><td>x</td></tr><tr><td>y</td></tr></table>", "A1=n:1|B1=s:x|A2=s:y"},
    {"nothing is closed", "<TABLE><TR><TD>1<TD>x<TR><TD>y", "A1=n:1|B1=s:x|A2=s:y"},
    {"spans", "<table><tr><td rowspan=2>1<td colspan=2>b<tr><td>c<td>d</table>", "A1=n:1+|B1=s:b+|B2=s:c|C2=s:d"},
    {"a span that a wider cell cuts off", "<table><tr><td>1<td rowspan=3>b<tr><td colspan=2>c<tr><td>d<td>e</table>",
     "A1=n:1|B1=s:b|A2=s:c+|A3=s:d|B3=s:e"},
    {"lines are rows, and the text is whole", "<table><tr><td>a<br>b<td>1<tr><td>c</table>",
     "A1=s:a\nb+|B1=n:1+|A3=s:c"},
    {"a break within a cell of Excel",
     "<style>br{mso-data-placement:same-cell;}</style><table><tr><td>a<br>b<td>1<tr><td>c</table>",
     "A1=s:a\nb|B1=n:1|A2=s:c"},
    {"text around tables", "<p>T</p><table><tr><td>1</table>after", "A1=s:T|A3=n:1|A4=s:after"},
    {"a table in a cell", "<table><tr><td>a<table><tr><td>1<td>2<tr><td>3<td>4</table>b</td><td>c</table>",
     "A1=s:a+|C1=s:c+|A2=n:1|B2=n:2|A3=n:3|B3=n:4|A4=s:b+"},
    {"characters", PAGE("<td>&#7879;&#x1EC7;&acirc;&amp;&lt;&nbsp;x&apos;&unknown; &#150;"),
     "A1=n:0|B1=s:ệệâ&< x'&unknown; –"},
    {"what is not closed hides nothing", PAGE("<td><svg/><xml/><object>x<select><svg>y"), "A1=n:0|B1=s:xy"},
    {"what is closed is none of the page",
     PAGE("<td><svg/>x<SVG>1</SVG>y<object/><b>2</b></object>z<select>3</select>"), "A1=n:0|B1=s:xyz"},
    {"white space", PAGE("<td>  a\n\t b&nbsp;"), "A1=n:0|B1=s:a b"},
    {"no text of a page", PAGE("<td><script>if (a<b) '<td>'</script><!-- <td>x -->y<style>td{}</style>"),
     "A1=n:0|B1=s:y"},
    {"figures that may be read in two ways", PAGE("<td>1.234<td>1,234<td>1.234,56<td>12,5<td>0912<td>12.50<td>12%"),
     "A1=n:0|B1=s:1.234|C1=s:1,234|D1=s:1.234,56|E1=s:12,5|F1=s:0912|G1=s:12.50|H1=s:12%"},
    {"figures", PAGE("<td>12.5<td>-3<td>0.125<td>1234567"), "A1=n:0|B1=n:12.5|C1=n:-3|D1=n:0.125|E1=n:1234567"},
    {"what Excel states",
     PAGE("<td x:num=\"1234.5\">1.234,50<td x:str>12<td x:str=\"007\">7<td x:num>5<td x:num=3 x:fmla=\"=A1+3\">3"),
     "A1=n:0|B1=n:1234.5|C1=s:12|D1=s:007|E1=n:5|F1=n:3"},
    {"formats",
     "<style>.t{mso-number-format:\"\\@\";} .d{mso-number-format:\"dd\\/mm\\/yyyy\";}</style>" PAGE(
         "<td class=t>12<td class=d x:num=44670>x<td style='mso-number-format:\"Short Date\"' x:num=44670>x<td "
         "style=\"mso-number-format:'\\@'\">5"),
     "A1=n:0|B1=s:12|C1=d:2022-04-19|D1=d:2022-04-19|E1=s:5"},
    {"what LibreOffice states",
     PAGE("<td sdval=\"0.5\" sdnum=\"1033;0;0%\">50%<td sdval=1 sdnum=\"1033;0;BOOLEAN\">TRUE<td sdval=0 "
          "sdnum=\"1033;\">#N/A"),
     "A1=n:0|B1=n:0.5|C1=b:TRUE|D1=e:#N/A"},
    {"what Google and SheetJS state",
     PAGE(
         "<td data-sheets-value='{\"1\":3,\"3\":42}'>x<td data-t=n data-v=7 data-z=General>7,0<td data-t=s data-v=8>8"),
     "A1=n:0|B1=n:42|C1=n:7|D1=s:8"},
    {"hidden",
     "<style>.h{display:none}</style><table><col><col style='display:none'><tr "
     "class=h><td>1<td>2<tr><td>3<td>4</table>",
     "A1=n:1-|B1=n:2-|A2=n:3|B2=n:4-"},
    {"a column of hidden cells",
     "<table><tr><td>1<td style='display:none'>2<tr><td>3<td style='display:none'>4</table>",
     "A1=n:1|B1=n:2-|A2=n:3|B2=n:4-"},
    {"sheets of LibreOffice",
     "<meta name=\"generator\" content=\"LibreOffice 7.4\"><h1>Overview</h1><a href=\"#table0\">x</a>"
     "<a name=\"table0\"><h1>Sheet 1: <em>Biểu</em></h1></a><table><tr><td>1</table>"
     "<a name=\"table1\"><h1>Sheet 2: <em>Hai</em></h1></a><table><tr><td>2<br>3</table>",
     "Biểu!A1=n:1|Hai!A1=s:2\n3"},
    {"a name of the sheet",
     "<!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>T&#225;m</x:Name></x:ExcelWorksheet></xml><![endif]-->" PAGE(
         ""),
     "Tám!A1=n:0"},
    {"a name outside a comment", "<xml><x:Name>Ba</x:Name></xml>" PAGE(""), "Ba!A1=n:0"},
    {"a legacy font by its class",
     "<meta charset=windows-1252><style>.v{font-family:\".VnTime\",serif}</style>" PAGE("<td class=v>T\xE6ng"),
     "A1=n:0|B1=s:Tổng"},
    {"a legacy font by its element", "<meta charset=windows-1252>" PAGE("<td><font face='VNI-Times'>Coâng</font>"),
     "A1=n:0|B1=s:Công"},
};

static th_str dump_of_page(th_arena *a, th_book *book)
{
    th_buf out;
    th_buf_init(&out, a);
    th_book_normalise(book);
    for (size_t s = 0; s < book->nsheets; s++)
        for (size_t i = 0; i < book->sheets[s].ncells; i++) {
            const th_cell *c = &book->sheets[s].cells[i];
            if (out.len)
                th_buf_byte(&out, '|');
            if (!th_str_eq(book->sheets[s].name, TH_STR("trang")))
                th_buf_fmt(&out, TH_FMT "!", TH_ARG(book->sheets[s].name));
            th_buf_fmt(&out, TH_FMT "=%c:" TH_FMT, TH_ARG(th_cell_name(a, c->row, c->col)), c->type,
                       TH_ARG(th_cell_shown(a, book, c)));
            if (c->flags & TH_CELL_MERGED)
                th_buf_byte(&out, '+');
            if (c->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL))
                th_buf_byte(&out, '-');
        }
    return th_buf_str(&out);
}

static void cells_stand_where_excel_shows_them(void **state)
{
    size_t failed = 0;
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book;
        const th_book_file file = {.bytes = th_str_of(pages[i].page), .name = TH_STR("trang.xls")};
        if (th_book_open(a, &th_limits_default, &file, &book, &findings) >= TH_FAILED)
            fail_msg("%s: %s", pages[i].why, findings.n ? th_str_cstr(a, findings.at[0].vi) : "?");
        th_str cells = dump_of_page(a, book);
        if (!th_str_eq(cells, th_str_of(pages[i].cells))) {
            print_error("%s: %.*s\n  not %s\n", pages[i].why, (int)cells.len, cells.ptr, pages[i].cells);
            failed++;
        }
        th_arena_free(a);
    }
    assert_int_equal(failed, 0);
}

static void a_page_without_figures_is_named(void **state)
{
    static const char *const none[] = {
        "<html><body><h1>404</h1></body></html>",
        "<table><tr><td>Tên đăng nhập<td><input><tr><td>Mật khẩu<td><input type=password></table>",
        "<table><tr><td>Lỗi 500: máy chủ bận</table>",
        "<!--<x:ExcelWorksheet><x:WorksheetSource HRef='a/sheet001.htm'/>--><frameset><frame></frameset>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book;
        const th_book_file file = {.bytes = th_str_of(none[i]), .name = TH_STR("a.xls")};
        assert_int_equal(th_book_open(a, &th_limits_default, &file, &book, &findings), TH_FAILED);
        assert_int_equal(findings.n, 1);
        assert_string_equal(th_str_cstr(a, findings.at[0].rule), "TEP-050");
        th_arena_free(a);
    }
}

static void every_cut_of_a_page_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        for (size_t n = 1; n < strlen(pages[i].page); n++) {
            th_arena *a = th_arena_new(0);
            th_book *book = th_book_new(a, &th_limits_default);
            th_status status = th_html_read(book, (th_str){pages[i].page, n});
            assert_int_equal(status == TH_FAILED, th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 1);
            th_arena_free(a);
        }
}

/* A rule of 20,000 selectors and 5,000 declarations, and a format of 60 KB that 20,000 cells have: both would take
 * gigabytes if they were read again for each. */
static void what_many_elements_share_is_read_once(void **state)
{
    enum { MANY = 20000, DECLARATIONS = 5000, FORMAT = 60000 };
    (void)state;
    th_arena *a = th_arena_new(64 * 1024 * 1024);
    th_buf page;
    assert_int_equal(TH_ARENA_GUARD(a), 0);
    th_buf_init(&page, a);
    th_buf_add(&page, TH_STR("<style>.b{mso-number-format:'"));
    for (size_t i = 0; i < FORMAT; i++)
        th_buf_byte(&page, '0');
    th_buf_add(&page, TH_STR("'} p"));
    for (unsigned i = 0; i < MANY; i++)
        th_buf_fmt(&page, ",.a%u", i);
    th_buf_add(&page, TH_STR("{"));
    for (size_t i = 0; i < DECLARATIONS; i++)
        th_buf_add(&page, TH_STR("font-family:abcdef;"));
    th_buf_add(&page, TH_STR("}</style><table>"));
    for (size_t i = 0; i < MANY; i++)
        th_buf_add(&page, TH_STR("<tr><td class=b>5"));
    th_buf_add(&page, TH_STR("<tr><td class=a19999>x</table>"));
    th_book *book = th_book_new(a, &th_limits_default);
    assert_int_equal(th_html_read(book, th_buf_str(&page)), TH_OK);
    assert_int_equal(book->ncells, MANY + 1);
    assert_string_equal(th_str_cstr(a, book->fonts[th_sheet_at(&book->sheets[0], MANY, 0)->font]), "abcdef");
    th_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_stand_where_excel_shows_them),
        cmocka_unit_test(a_page_without_figures_is_named),
        cmocka_unit_test(every_cut_of_a_page_ends),
        cmocka_unit_test(what_many_elements_share_is_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
