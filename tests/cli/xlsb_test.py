#!/usr/bin/python3
"""A book as .xlsb, record by record, and the same book as .xlsx: every command that reads the one reads the other."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import openpyxl
import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/faults"))
import package  # noqa: E402
import xlsb_package  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
ASAN = os.environ.get("TONGHOP_ASAN", TONGHOP)


def run(*args, program=ASAN):
    return subprocess.run([program, *map(str, args)], capture_output=True, encoding="utf-8")


def dump(path):
    """{(sheet, cell): (type, value, font, flags)}"""
    r = run("inspect", path)
    assert r.returncode <= 1, r.stderr
    return {tuple(f[:2]): tuple(f[2:]) for f in (line.split("\t") for line in r.stdout.splitlines()[1:]) if len(f) == 6}


def same_as_xlsx(path):
    """What xlsb_package.all_kinds() writes, by another writer as .xlsx."""
    book = xlsxwriter.Workbook(str(path))
    book.formats[0].set_font_name("Arial")
    look = {"font_name": "Arial"}
    date, moment = (book.add_format({"num_format": code, **look}) for code in ("dd/mm/yyyy", "yyyy-mm-dd hh:mm:ss"))
    percent, boxed = book.add_format({"num_format": "0.00%", **look}), book.add_format({"border": 1, **look})
    legacy, capitals = (book.add_format({"font_name": name}) for name in (".VnTime", ".VnTimeH"))
    one = book.add_worksheet("Biểu 1")
    for column, value in enumerate((3, -7)):
        one.write_number(0, column, value)
    one.write_boolean(0, 2, True)
    one.write_formula(0, 3, "=#REF!", None, "#REF!")
    one.write_string(0, 4, "trực tiếp")
    one.write_blank(0, 5, None, boxed)
    one.write_number(1, 0, 4.5)
    one.write_number(1, 1, 44670, date)
    one.write_number(1, 2, 44670.5625, moment)
    one.write_number(1, 3, 0.125, percent)
    one.write_formula(2, 0, "=SUM(A1:A2)", None, 7.5)
    one.write_formula(2, 1, '="chu"', None, "chữ")
    one.write_formula(2, 2, "=FALSE", None, False)
    one.write_formula(2, 3, "=#DIV/0!", None, "#DIV/0!")
    one.write_string(3, 0, "Sở Nội vụ")
    one.write_rich_string(3, 1, capitals, "ñ", legacy, "y ban", legacy)
    one.write_rich_string(3, 2, legacy, "Uû ", legacy, "ban x", legacy)
    one.write_string(3, 3, "💐 hoa 'đẹp' & <b>")
    one.write_number(5, 0, 11)
    one.set_row(5, None, None, {"hidden": True})
    one.write_number(6, 0, 12)
    one.set_row(6, 0)
    one.merge_range(7, 0, 8, 2, "gộp", book.add_format(look))
    one.write_number(7, 5, 1e-300)
    one.write_number(7, 6, 123456789.123)
    one.set_column(5, 6, None, None, {"hidden": True})
    hidden, deep = book.add_worksheet("Ẩn"), book.add_worksheet("Rất ẩn")
    hidden.write_string(0, 0, "kín")
    hidden.hide()
    deep.write_number(0, 16383, 1)
    deep.write_number(1048575, 0, 2)
    deep.hide()
    book.close()


class Xlsb(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = self.folder / "a.xlsb"
        self.book = xlsb_package.all_kinds()
        self.path.write_bytes(self.book.package())

    def test_the_same_cells_as_xlsx(self):
        same_as_xlsx(self.folder / "b.xlsx")
        read, wanted = dump(self.path), dump(self.folder / "b.xlsx")
        flags = wanted["Biểu 1", "D1"]
        wanted["Biểu 1", "D1"] = (*flags[:3], "")  # xlsxwriter has no error without a formula
        self.assertEqual(read, wanted)
        self.assertEqual(read["Biểu 1", "B4"][1], "Ủy ban")

    def test_the_epoch_of_1904(self):
        book = xlsb_package.Writer(date1904=True)
        book.sheet("a", {0: {0: xlsb_package.number(1, book.xf(14)), 1: xlsb_package.number(1462, book.xf("d/m/yy"))}})
        self.path.write_bytes(book.package())
        self.assertEqual([v[:2] for v in dump(self.path).values()], [("d", "1904-01-02"), ("d", "1908-01-02")])

    def test_convert_writes_it_anew(self):
        out = self.folder / "ra.xlsx"
        r = run("convert", self.path, out)
        self.assertLessEqual(r.returncode, 1, r.stderr)
        book = openpyxl.load_workbook(out)
        self.assertEqual([s.sheet_state for s in book.worksheets], ["visible", "hidden", "hidden"])
        sheet = book["Biểu 1"]
        self.assertEqual(sheet["B4"].value, "Ủy ban")
        self.assertEqual(str(sheet["C2"].value), "2022-04-19 13:30:00")
        self.assertEqual([str(r) for r in sheet.merged_cells.ranges], ["A8:C9"])
        self.assertTrue(sheet.row_dimensions[6].hidden and sheet.row_dimensions[7].hidden)
        self.assertTrue(sheet.column_dimensions["F"].hidden)
        self.assertTrue(sheet["F1"].border.left.style)
        first, again = dump(self.path), dump(out)
        for cell in first.keys() | again.keys():
            self.assertEqual((first.get(cell) or "-")[:2], (again.get(cell) or "-")[:2], cell)

    def test_csv_and_folders(self):
        r = run("convert", "--sheet", "Biểu 1", self.path, "-", program=TONGHOP)
        self.assertIn("trực tiếp", r.stdout + r.stderr)
        r = run("convert", self.folder, "-o", self.folder / "ra", program=TONGHOP)
        self.assertLessEqual(r.returncode, 1, r.stderr)
        self.assertEqual([p.name for p in (self.folder / "ra").iterdir()], ["a.xlsx"])

    def test_a_package_says_itself_which_it_is(self):
        """An .xlsx with a stray xl/workbook.bin, and an .xlsb whose parts have other names."""
        parts = {**package.parts(), "xl/workbook.bin": b"\x83\x01\x00"}
        self.path.write_bytes(package.zipped(parts))
        self.assertEqual({k: v[:2] for k, v in dump(self.path).items()}, package.CELLS)
        book = xlsb_package.writer()
        parts = book.parts()
        parts["xl/so.bin"], parts["xl/_rels/so.bin.rels"] = parts.pop("xl/workbook.bin"), parts.pop("xl/_rels/workbook.bin.rels")
        parts["_rels/.rels"] = parts["_rels/.rels"].replace("workbook.bin", "so.bin")
        self.path.write_bytes(package.zipped(parts))
        self.assertEqual({k: v[:2] for k, v in dump(self.path).items()}, package.CELLS)

    def test_a_missing_part_has_its_own_words(self):
        for part, word in (("xl/worksheets/sheet1.bin", "Biểu"), ("xl/workbook.bin", "workbook")):
            self.path.write_bytes(xlsb_package.xlsb(**{part: None}))
            r = run("inspect", self.path)
            self.assertEqual((r.returncode, r.stdout), (3, ""), r.stderr)
            self.assertIn(word, r.stderr)
        self.path.write_bytes(xlsb_package.xlsb(**{"xl/sharedStrings.bin": None}))
        self.assertEqual(dump(self.path)["Biểu", "A1"][:2], ("e", "#?"))

    def test_a_part_cut_at_each_byte(self):
        """Never a crash, never fewer cells without a word."""
        whole = xlsb_package.writer().parts()["xl/worksheets/sheet1.bin"]
        for at in range(len(whole)):
            self.path.write_bytes(xlsb_package.xlsb(**{"xl/worksheets/sheet1.bin": whole[:at]}))
            r = run("inspect", self.path, program=ASAN if at % 8 == 0 else TONGHOP)
            self.assertIn(r.returncode, (0, 1, 3))
            if r.returncode == 0:
                self.assertEqual({tuple(f[:2]): tuple(f[2:4]) for f in (line.split("\t") for line in r.stdout.splitlines()[1:])},
                                 package.CELLS if at > 100 else {}, at)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
