#!/usr/bin/python3
"""An inbox with many copies: of files with the same bytes one is read, none is lost, and what a name says is still heard."""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))


class ManyFiles(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.inbox, self.out, self.definition = self.tmp / "hop-thu", self.tmp / "kq.xlsx", self.tmp / "dinh-nghia"
        shutil.copytree(SCHOOL / "hop-thu", self.inbox)
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)
        self.first = self.inbox / "truong-so-1.xlsx"

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args):
        done = subprocess.run([TONGHOP, "merge", "--force", "-d", self.definition, "-o", self.out, *args, self.inbox], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return done

    def sheet(self, name):
        return [[str(c) for c in row if c is not None] for row in openpyxl.load_workbook(self.out, read_only=True, data_only=True)[name].iter_rows(values_only=True)]

    def lines(self, sheet, *words):
        return [" | ".join(row) for row in self.sheet(sheet) if all(any(w in c for c in row) for w in words)]

    def figures(self):
        return self.sheet("TỔNG HỢP")

    def test_copies_are_left_out_one_by_one_and_counted_beyond_twenty(self):
        self.merge()
        before = self.figures()
        for i in range(30):
            shutil.copy(self.first, self.inbox / f"ban-sao-{i:02}.xlsx")
        self.merge()
        self.assertEqual(self.figures(), before)
        self.assertEqual(len(self.lines("KIỂM TRA", "NOP-011")), 21)  # twenty of the thirty, and the first against the registered name
        self.assertTrue(self.lines("KIỂM TRA", "TEP-041", "Còn 9 tệp nữa giống hệt tệp “ban-sao-00.xlsx”"))
        named = [row for row in self.sheet("NHẬT KÝ") if row and any(c.startswith("ban-sao-") for c in row[:3])]
        made_from = [row for row in named if "tệp đầu vào" in row]
        self.assertEqual((len(made_from), len(named) - len(made_from)), (30, 30))

    def test_the_same_inbox_in_any_order_and_with_any_number_of_workers(self):
        for i in range(5):
            shutil.copy(self.first, self.inbox / f"b{i}.xlsx")
        self.merge()
        one = self.out.read_bytes()
        self.merge("--jobs", "4")
        self.assertEqual(self.out.read_bytes(), one)

    def test_a_copy_whose_name_says_more_is_read_itself(self):
        """Another unit, another folder, a row of Sổ nhận: each decides as it does where every file is read."""
        shutil.copy(self.first, self.inbox / "truong-so-6 (nop thay).xlsx")
        (self.inbox / "nhap").mkdir()
        shutil.copy(self.first, self.inbox / "nhap/a.xlsx")
        shutil.copy(self.first, self.inbox / "a.xlsx")
        shutil.copy(self.first, self.inbox / "b.xlsx")
        self.merge()
        self.assertEqual(len(self.lines("KIỂM TRA", "b.xlsx”", "NOP-011")), 1)
        with open(self.definition / "so-nhan.csv", "a", encoding="utf-8", newline="") as f:
            csv.writer(f).writerow(["TH1", "b.xlsx", "rút"])
        self.merge()
        self.assertTrue(self.lines("NHẬT KÝ", "b.xlsx", "rút"))
        self.assertTrue(self.lines("KIỂM TRA", "“a.xlsx”", "giống hệt “b.xlsx”"), self.lines("KIỂM TRA", "a.xlsx"))

    def test_copies_of_what_is_no_submission_are_each_said(self):
        for i in range(3):
            (self.inbox / f"hong-{i}.xlsx").write_bytes(self.first.read_bytes()[:3000])
        self.merge()
        for i in range(3):
            self.assertTrue(self.lines("KIỂM TRA", f"hong-{i}.xlsx"), i)

    def test_a_copy_that_changes_while_it_is_read_is_a_file_of_its_own(self):
        """The hash decides, not the size: as many bytes, and one of them another."""
        data = bytearray(self.first.read_bytes())
        data[-1] ^= 1
        (self.inbox / "khac.xlsx").write_bytes(data)
        self.merge()
        self.assertFalse(self.lines("KIỂM TRA", "khac.xlsx", "NOP-011"))


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
