/* Rows, cells and values count only where the schema puts them: elsewhere, in alternatives and extensions of other
 * programs, elements of the same names are none of the sheet's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "sheet_pieces.h"

#define SHEET(rows, behind) "<worksheet><sheetData>" rows "</sheetData>" behind "</worksheet>"
#define ONE "<row r='1'><c r='A1'><v>1</v></c></row>"
#define FALSE_ROW "<row r=\"1\"><c r=\"A1\"><v>999</v></c><c r=\"B1\"><v>9</v></c></row>"
#define PAD                                                                                                            \
    "<!--                                                                                                   "          \
    "                                                                                                      -->"

static const struct {
    const char *what, *sheet, *cells;
} sheets[] = {
    {"a row behind the data", SHEET(ONE, FALSE_ROW PAD), "A1=n:1(0,0,0,-1);"},
    {"data in a fallback",
     SHEET(ONE, "<mc:AlternateContent><mc:Choice><controls>" FALSE_ROW
                "</controls></mc:Choice><mc:Fallback><sheetData>" FALSE_ROW PAD
                "</sheetData></mc:Fallback></mc:AlternateContent>"),
     "A1=n:1(0,0,0,-1);"},
    {"a row in an extension of the data", SHEET(ONE "<extLst><ext>" FALSE_ROW PAD "</ext></extLst>", ""),
     "A1=n:1(0,0,0,-1);"},
    {"cells outside of a row", SHEET(ONE "<c r=\"A1\"><v>999</v></c><x><c r=\"A2\"><v>999</v></c></x>" PAD, ""),
     "A1=n:1(0,0,0,-1);"},
    {"a cell in an extension of a row",
     SHEET("<row r='1'><c r='A1'><v>1</v></c><extLst><c r=\"B1\"><v>9</v></c></extLst></row>" PAD, ""),
     "A1=n:1(0,0,0,-1);"},
    {"a value in an extension of a cell",
     SHEET("<row r='1'><c r='A1'><extLst><ext><v>5</v></ext></extLst><v>10</v></c>"
           "<c r='B1'><v>10</v><extLst><v>5</v><f>1</f><is><t>x</t></is></extLst></c></row>" PAD,
           ""),
     "A1=n:10(0,0,0,-1);B1=n:10(0,0,0,-1);"},
    {"a value inside of a value", SHEET("<row r='1'><c r='A1'><v>1<x>2</x><v>3</v></v></c></row>" PAD, ""),
     "A1=n:1(0,0,0,-1);"},
    {"two values", SHEET("<row r='1'><c r='A1'><v>1</v><v>2</v></c></row>" PAD, ""),
     "A1=e:#?(0,0,0,-1);!Không đọc được ô này: trong ô có hai giá trị. A1"},
    {"rows behind an alternative", SHEET("<mc:AlternateContent/>" ONE "<row r='2'><c><v>2</v></c></row>" PAD, ""),
     "A1=n:1(0,0,0,-1);A2=n:2(0,0,0,-1);"},
    {"the styles in the place of a sheet", "<styleSheet><sheetData>" ONE "</sheetData></styleSheet>", "refused"},
    {"a row of height 0, a column of width 0",
     "<worksheet><cols><col min='2' max='2' width='0'/></cols><sheetData><row r=\"1\" ht=\"0\"><c "
     "r=\"A1\"><v>1</v></c></row>"
     "<row r=\"2\" ht=\"0.5\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><v>3</v></c></row>" PAD "</sheetData></worksheet>",
     "A1=n:1(2,0,0,-1);A2=n:2(0,0,0,-1);B2=n:3(4,0,0,-1);"},
    {"the prefix of a namespace",
     "<x:worksheet><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>",
     "A1=n:1(0,0,0,-1);"},
};

static void elements_count_in_their_place_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        for (size_t piece = 1; piece < 4096; piece *= 4095) {
            th_arena *a = th_arena_new(16 * 1024 * 1024);
            th_str xml = th_str_of(sheets[i].sheet);
            th_str cells = sheet_in_pieces(a, xml, piece, piece);
            if (!th_str_eq(cells, th_str_of(sheets[i].cells)))
                fail_msg("%s, %zu bytes at a time: %s", sheets[i].what, piece, th_str_cstr(a, cells));
            th_arena_free(a);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_count_in_their_place_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
