#!/usr/bin/python3
"""The recipes of ARCHITECTURE.md ("Changing things") are whole: in a copy of the tree five things are added by their letter
(an encoding, a sheet of the result, a function of expressions, a kind of finding, an input format), the copy is built once,
and each must work.  A recipe that forgets a step fails here, not in the hands of the first stranger who follows it."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.styles import Font

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

SHEET = ("CÔNG THỨC", "trang thử", "a sheet on trial")

ENCODING_TABLE = """/* A made-up encoding. */
TH_LEGACY(0xE1, 0, 0x1ED5) /* ổ */
TH_LEGACY(0xE2, 0, 0x1ED1) /* ố */
"""

SHEET_WRITER = """/* A sheet on trial. */
#include "report/sheets.h"

#include "base/banned.h"

void th_report_recipe(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_RECIPE);
    th_pen_text(&writer.pen, 0, 0, TH_STR("It stands here."), TH_LOOK_CELL);
}
"""

FORMAT_READER = """/* A made-up format: behind the line RECIPE the rest is one cell. */
#include "book/book.h"
#include "book/refuse.h"

#include "base/banned.h"

bool th_is_recipe(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("RECIPE\\n"));
}

th_status th_recipe_read(th_book *book, th_str bytes)
{
    th_sheet *sheet = th_book_add_sheet(book, TH_STR("Recipe"), TH_VISIBLE);
    if (!sheet)
        return TH_FAILED;
    th_cell cell = {.type = TH_CELL_TEXT, .format_decimals = -1, .raw = th_str_trim(th_str_sub(bytes, 7, bytes.len))};
    if (th_book_push(book, sheet, &cell) >= TH_FAILED)
        return TH_FAILED;
    th_sheet_seal(sheet);
    return TH_OK;
}
"""

# The first holds everywhere; the second does not for the one school that has 320 pupils, for a check that fails everywhere is
# itself suspected and said in other words.
CHECKS = """TK-90,Hai lần là hai lần,đơn vị,GAP_DOI(HS.01),=,2 * HS.01,0,lỗi,bỏ qua,bật,,
TK-91,Không quá sáu trăm,đơn vị,GAP_DOI(HS.01),<=,600,0,lỗi,bỏ qua,bật,,
"""


def copy_tree(tree):
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)


def put_above(path, mark, text):
    """`text` above the first place of `mark`, which must be there: otherwise the recipe leads nowhere."""
    before = path.read_text(encoding="utf-8")
    assert mark in before, f"{path.name} has no {mark!r}"
    path.write_text(before.replace(mark, text + mark, 1), encoding="utf-8")


def append(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def add_encoding(tree):
    text = tree / "src/text"
    (text / "recipe.def").write_text(ENCODING_TABLE, encoding="utf-8")
    put_above(text / "encodings.def", "\n#undef TH_LEGACY", 'TH_ENCODING(RECIPE, "Công thức", "recipe", NEVER)\n#include "text/recipe.def"\n')
    put_above(text / "fonts.def", 'TH_FONT("vni-", ', 'TH_FONT("recipe ", 0, RECIPE, 1, 0)\n')


def add_sheet(tree):
    name, vi, en = SHEET
    append(tree / "src/report/sheets.def", f'TH_REPORT_SHEET(RECIPE, "{name}", th_report_recipe, "{vi}", "{en}")\n')
    (tree / "src/report/recipe.c").write_text(SHEET_WRITER, encoding="utf-8")
    for readme, words in (("README.vi.md", vi), ("README.md", en)):
        path = tree / readme
        text = path.read_text(encoding="utf-8")
        at = text.index("\n\n", text.index("| NHẬT KÝ |"))
        path.write_text(f"{text[:at]}\n| {name} | {words} |{text[at:]}", encoding="utf-8")


def add_function(tree):
    append(tree / "src/expr/functions.def", 'TH_FUNC(GAP_DOI, "GAP_DOI", 1, 1, VALUE, VALUE, "")\n')
    evaluator = tree / "src/expr/expr_eval.c"
    put_above(evaluator, "    case TH_FN_TY_LE: return eval_strict", "    case TH_FN_GAP_DOI:\n")
    put_above(evaluator, "    if (e->func == TH_FN_NOT)\n", "    if (e->func == TH_FN_GAP_DOI)\n"
              "        return computed(th_exact_mul(run->arena, a.num, th_exact_int(run->arena, 2)));\n")
    put_above(tree / "src/check/words.c", "    [TH_FN_IF] = ", '    [TH_FN_GAP_DOI] = {"hai lần ", "twice "},\n')


def add_finding(tree):
    append(tree / "src/base/findings.def", 'TH_FINDING(RECIPE, "TEP-099", TH_LEVEL_NOTE, "Thử.", "On trial.", "không cần làm gì.", "nothing to do.", UNIT)\n')


def add_format(tree):
    put_above(tree / "src/book/formats.def", "TH_BOOK_REFUSED(TEXT,", 'TH_BOOK_READ(RECIPE, th_is_recipe, th_recipe_read, "recipe", ".recipe")\n')
    (tree / "src/book/recipe.c").write_text(FORMAT_READER, encoding="utf-8")


def run(tree, *command):
    return subprocess.run(command, cwd=tree, capture_output=True, text=True)


def see_encoding(tree):
    book = openpyxl.Workbook()
    book.active["A1"] = "T\u00e1ng s\u00e2"
    book.active["A1"].font = Font(name="Recipe Times")
    book.save(tree / "recipe.xlsx")
    said = run(tree, "build/tonghop", "inspect", "recipe.xlsx")
    count("Tổng số" in said.stdout, f"the encoding: {said.stdout}{said.stderr}")


def see_merge(tree):
    """The sheet and the function: one check holds and must be silent, one does not and must be told of."""
    append(tree / "samples/truong-hoc/dinh-nghia/kiem-tra.csv", CHECKS)
    said = run(tree, "build/tonghop", "merge", "-d", "samples/truong-hoc/dinh-nghia", "-o", "merged.xlsx", "samples/truong-hoc/hop-thu")
    if not (tree / "merged.xlsx").exists():
        count(False, f"merge: {said.stdout}{said.stderr}")
        return
    book = openpyxl.load_workbook(tree / "merged.xlsx")
    count(SHEET[0] in book.sheetnames and book[SHEET[0]]["A1"].value == "It stands here.", f"the sheet: {book.sheetnames}")
    told = [" ".join(str(value) for value in row if value is not None) for row in book["KIỂM TRA"].iter_rows(values_only=True)]
    wrong = [row for row in told if "TK-91" in row]
    count(len(wrong) == 1, f"the function: one school does not hold the check: {wrong}")
    count(all("Hai lần “Tổng số học sinh” 320 = 640" in row for row in wrong), f"the function is not put into words: {wrong}")
    count(not any("TK-90" in row for row in told), "the function: a check that holds is told of")
    readmes = run(tree / "tests/tree", "/usr/bin/python3", "-m", "unittest", "tree_test.Tree.test_both_readmes_list_the_sheets_of_the_result")
    count(readmes.returncode == 0, f"the tables of the READMEs: {readmes.stderr}")


def see_finding(tree):
    said = run(tree, "/usr/bin/python3", "tests/tree/findings_table_test.py", "--write")
    count(said.returncode == 0, f"the table of findings: {said.stdout}{said.stderr}")
    count("| TEP-099 | ghi chú | Thử. | On trial. |" in (tree / "docs/phat-hien.md").read_text(encoding="utf-8"), "the finding is not in its table")


def see_format(tree):
    (tree / "book.recipe").write_text("RECIPE\nxin chào\n", encoding="utf-8")
    said = run(tree, "build/tonghop", "inspect", "book.recipe")
    count("Recipe\tA1\ts\txin chào" in said.stdout, f"the format: {said.stdout}{said.stderr}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        for add in (add_encoding, add_sheet, add_function, add_finding, add_format):
            add(tree)
        # Not the flags of the make that started this: its job server does not reach through scripts/run-tests.
        environment = {name: value for name, value in os.environ.items() if name not in ("BUILD", "MAKEFLAGS", "MFLAGS")}
        built = subprocess.run(["make", "-s", f"-j{os.cpu_count()}", "all"], cwd=tree, env=environment, capture_output=True, text=True)
        count(built.returncode == 0, f"the build: {built.stderr[-4000:]}")
        if built.returncode == 0:
            for see in (see_encoding, see_merge, see_finding, see_format):
                see(tree)
    finish()


if __name__ == "__main__":
    main()
