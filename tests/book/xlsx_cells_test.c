/* What is taken by heart is what the scanner would have seen: the same cells, findings and refusals, in
 * whatever pieces a sheet arrives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sheet_pieces.h"

#include <string.h>

/* So that the last cells, too, have enough behind them to be taken by heart. */
#define PADDING                                                                                                        \
    "<!-- ........................................................................................................"    \
    "............................................................................................................. "   \
    "-->"

static const char *const rows[] = {
    "<row r=\"1\" spans=\"1:9\" x14ac:dyDescent=\"0.25\"><c r=\"A1\" s=\"1\"><v>44670</v></c><c r=\"B1\" "
    "t=\"s\"><v>0</v></c><c "
    "r=\"C1\" s=\"2\" t=\"n\"><v>0.987</v></c></row>",
    "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"/><c r=\"C2\"></c><c "
    "r=\"XFD2\"><v>-1.5E-7</v></c></row>",
    "<row><c><v>1</v></c><c t=\"b\"><v>1</v></c><c t=\"b\"><v>x</v></c>\n<c t=\"e\"><v>#DIV/0!</v></c></row>",
    "<row r=\"7\"><c r=\"A7\"><f>SUM(A1:A2)</f><v>12</v></c><c r=\"B7\" t=\"str\"><f>A1</f><v>a_x000A_b</v></c><c "
    "r=\"C7\"><f>1+1</f></c><c r=\"D7\" t=\"str\"><f>A1&amp;B1</f><v>x &lt; y</v></c><c r=\"E7\" "
    "t=\"str\"><f>A9</f><v></v></c></row>",
    "<row r=\"8\"><c r=\"A8\" t=\"inlineStr\"><is><t>Cao B\xE1\xBA\xB1ng</t></is></c><c r=\"B8\" "
    "t=\"inlineStr\"><is><t "
    "xml:space=\"preserve\"> x </t></is></c><c r=\"C8\" "
    "t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c r=\"D8\" "
    "t=\"inlineStr\"><is><t>_x0041_</t></is></c></row>",
    "<row r='9'><c r='A9'><v>9</v></c><x:c r=\"B9\"><x:v>9</x:v></x:c></row>",
    "<row r=\"10\" ht=\"15\"/><row r=\"11\"><c r=\"A0\"><v>1</v></c><c r=\"ZZZZ1\"><v>1</v></c><c "
    "r=\"A1048577\"><v>1</v></c></row>",
    "<row r=\"12\"><c r=\"A12\" t=\"s\"><v>4</v></c><c r=\"B12\" t=\"s\"><v>-1</v></c><c r=\"C12\" "
    "t=\"s\"><v>3</v></c><c r=\"D12\" "
    "s=\"99\"><v>12,5</v></c><c r=\"E12\"><v>NaN</v></c><c r=\"F12\"><v> 7 </v></c><c r=\"G12\"><v>1e400</v></c></row>",
    "<row r=\"13\"><c r=\"A13\" r=\"B13\" cm=\"1\"><v>1</v><v>2</v></c><c  r=\"C13\" ><v>1<!-- -->2</v></c><c "
    "r=\"D13\"><v><![CDATA[3]]></v></c><c r=\"E13\"><v>4&#48;</v></c></row>",
    "<row r=\"5\"><c r=\"B5\"><v>1</v></c><c r=\"A5\"><v>2</v></c><c r=\"A5\"><v>3</v></c><c "
    "t=\"d\"><v>2022-04-19T13:30:00</v></c></row>",
    "<row r=\"14\"><c r=\"A14\"><f t=\"shared\" ref=\"A14:A15\" si=\"0\">A1*2</f><v>3</v></c><c r=\"B14\"><f "
    "t=\"shared\" "
    "si=\"0\"/><v>4</v></c><c r=\"C14\" t=\"inlineStr\"><v>5</v></c><c r=\"D14\"><is><t>6</t></is></c></row>",
    /* Without addresses, behind cells that are read almost to their end before the scanner gets them. */
    "<row><c><v>1</v></c><c><f>1+1</f></c><c><v>3</v></c><c t=\"str\"><f>A1</f><v></v></c><c "
    "t=\"inlineStr\"><v>5</v></c><c><v>6</v></c></row>",
};
enum { NROWS = sizeof rows / sizeof *rows };

static th_str document(th_arena *a, size_t from, size_t to)
{
    th_buf xml;
    th_buf_init(&xml, a);
    th_buf_add(&xml, TH_STR("<worksheet><sheetData>"));
    for (size_t i = from; i < to; i++)
        th_buf_add(&xml, th_str_of(rows[i]));
    th_buf_add(&xml, TH_STR("</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>" PADDING "</worksheet>"));
    return th_buf_str(&xml);
}

static void every_row_in_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < NROWS; i++) {
        th_arena *a = th_arena_new(0);
        th_str xml = document(a, i, i + 1), whole = sheet_in_pieces(a, xml, xml.len, 1);
        assert_false(th_str_eq(whole, TH_STR("refused")));
        for (size_t cut = 0; cut <= xml.len; cut++) {
            th_str other = sheet_in_pieces(a, xml, cut, xml.len);
            if (!th_str_eq(whole, other))
                fail_msg("row %zu cut at %zu: %.*s", i, cut, (int)other.len, other.ptr);
        }
        th_str bytes = sheet_in_pieces(a, xml, 0, 1);
        if (!th_str_eq(whole, bytes))
            fail_msg("row %zu byte by byte: %.*s, not %.*s", i, (int)bytes.len, bytes.ptr, (int)whole.len, whole.ptr);
        th_arena_free(a);
    }
}

static void known_cells(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_str xml = document(a, 0, 2), seen = sheet_in_pieces(a, xml, xml.len, 1);
    const char *wanted = "A1=d:2022-04-19(8,1,2,-1);B1=s:S\xE1\xBB\x9F(0,0,0,-1);C1=n:0.987(0,0,1,2);"
                         "A2=s:ab(2,0,0,-1 0@0 0@1);XFD2=n:-0.00000015(2,0,0,-1);";
    if (!th_str_eq(seen, th_str_of(wanted)))
        fail_msg("%.*s", (int)seen.len, seen.ptr);
    th_arena_free(a);
}

/* Bytes changed, doubled and left out at random, with a fixed seed: well-formed or not, both ways agree. */
static void damaged_rows_in_pieces(void **state)
{
    (void)state;
    static const char odd[] = "<>/\"'=& \r\n\tcrvtsf0195AZ_x:-.;#";
    uint32_t seed = 20221;
    for (int round = 0; round < 20000; round++) {
        th_arena *a = th_arena_new(0);
        size_t first = (size_t)round % NROWS;
        th_str xml = document(a, first, first + 1);
        char *copy = th_str_cstr(a, xml);
        size_t row_length = strlen(rows[first]);
        for (int k = 0; k < 1 + round % 3; k++) {
            seed = seed * 1664525 + 1013904223;
            size_t at = 22 + (seed >> 8) % row_length;
            seed = seed * 1664525 + 1013904223;
            if ((seed >> 28) % 3 == 0 && at + 1 < xml.len)
                memmove(copy + at, copy + at + 1, xml.len - at - 1), copy[xml.len - 1] = ' ';
            else
                copy[at] = odd[(seed >> 8) % (sizeof odd - 1)];
        }
        xml.ptr = copy;
        th_str whole = sheet_in_pieces(a, xml, xml.len, 1), bytes = sheet_in_pieces(a, xml, 0, 1);
        if (!th_str_eq(whole, bytes))
            fail_msg("%.*s\nwhole: %.*s\nbytes: %.*s", (int)xml.len, xml.ptr, (int)whole.len, whole.ptr, (int)bytes.len,
                     bytes.ptr);
        th_arena_free(a);
    }
}

/* A cell within a value ends the outer cell while the value is open: later cells have nothing of that value. */
static void cell_within_a_value(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_str xml = TH_STR("<worksheet><c><v><c/></v><c><v></v></c><c>></c></c>"
                        "                                                                "
                        "                                                                </worksheet>");
    th_str whole = sheet_in_pieces(a, xml, xml.len, 1), bytes = sheet_in_pieces(a, xml, 0, 1);
    if (!th_str_eq(whole, bytes) || whole.len)
        fail_msg("whole: %.*s\nbytes: %.*s", (int)whole.len, whole.ptr, (int)bytes.len, bytes.ptr);
    th_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cell_within_a_value),
        cmocka_unit_test(every_row_in_pieces),
        cmocka_unit_test(known_cells),
        cmocka_unit_test(damaged_rows_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
