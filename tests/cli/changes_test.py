#!/usr/bin/python3
"""THAY ĐỔI: what has changed since the previous run, from the outcome that it wrote (--outcome, --previous)."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
KIND, UNIT, CODE, ABOUT, BEFORE, NOW, FILE, SHEET, CELL = range(9)
HEAD = 5  # rows above the first change


def run(*args):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True)


class Changes(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-changes-"))
        self.addCleanup(shutil.rmtree, self.tmp)
        self.inbox = self.tmp / "hop-thu"
        shutil.copytree(SCHOOL / "hop-thu", self.inbox)
        self.definition = self.tmp / "dinh-nghia"
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)

    def merge(self, name, *args):
        done = run("merge", "--lang", "vi", "-d", self.definition, "-o", self.tmp / f"{name}.xlsx", self.inbox, *args)
        self.assertLess(done.returncode, 3, done.stderr)
        return done.stdout

    def first(self, *args):
        return self.merge("truoc", "--outcome", self.tmp / "truoc.records", *args)

    def second(self, *args):
        said = self.merge("nay", "--previous", self.tmp / "truoc.records", *args)
        self.said = next(line for line in said.splitlines() if line.startswith("Thay đổi"))
        return self.lines("nay")

    def lines(self, name):
        sheet = openpyxl.load_workbook(self.tmp / f"{name}.xlsx", read_only=True)["THAY ĐỔI"]
        rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        self.heading = rows[2][0]
        return [row for row in rows[HEAD:] if row[NOW] or row[BEFORE]]

    def edit(self, name, *changes):
        """Formulas go with it: what a department sends has results, and the figures that are looked at here are typed."""
        book = openpyxl.load_workbook(self.inbox / name, data_only=True)
        for sheet, cell, value in changes:
            book[sheet][cell] = value
        book.save(self.inbox / name)

    def of(self, lines, kind):
        return [line for line in lines if line[KIND] == kind]

    def test_without_a_previous_run(self):
        self.first()
        self.assertEqual(self.lines("truoc"), [])
        self.assertIn("Không có lượt trước", self.heading)

    def made_by(self, program, *changes):
        """The records of the first run, as another version would have left them."""
        path = self.tmp / "truoc.records"
        parts, part = [], []
        for line in path.read_text().splitlines(keepends=True):
            if line.startswith("end\t"):
                text = "".join(part)
                self.assertEqual(line.split("\t")[2].strip(), hashlib.sha256(text.encode()).hexdigest())
                for old, new in changes:
                    text = text.replace(old, new)
                text = re.sub(r"(?m)^(run\t.*\t)tonghop [\d.]+", rf"\g<1>{program}", text)
                parts.append(text + "\t".join([*line.split("\t")[:2], hashlib.sha256(text.encode()).hexdigest()]) + "\n")
                part = []
            else:
                part.append(line)
        path.write_text("".join(parts))

    def first_page(self):
        return openpyxl.load_workbook(self.tmp / "nay.xlsx", read_only=True, data_only=True)["MỤC LỤC"].cell(6, 1).value

    def test_another_version_of_the_program(self):
        self.first("--as-of", "2025-01-03")
        self.made_by("tonghop 0.0.9", ("\tHS.02\tnay\tvalue\t154\t\t154\t", "\tHS.02\tnay\tvalue\t153\t\t153\t"))
        lines = self.second("--as-of", "2025-01-03")
        said = "Chương trình đổi từ tonghop 0.0.9 sang tonghop 0.1.0: 1 số đổi, 0 thứ hạng đổi, 0 phát hiện đổi, dù không tệp, biểu mẫu hay sổ nào đổi."
        self.assertTrue(self.first_page().startswith(said + " Xem trang THAY ĐỔI. "), self.first_page())
        self.assertIn(said, self.heading)
        self.assertEqual([(line[BEFORE], line[NOW]) for line in self.of(lines, "Số liệu")], [("153", "154")])

    def test_another_version_that_moved_nothing(self):
        self.first("--as-of", "2025-01-03")
        self.made_by("tonghop 0.0.9")
        self.second("--as-of", "2025-01-03")
        self.assertTrue(self.first_page().startswith("Chương trình đổi từ tonghop 0.0.9 sang tonghop 0.1.0; không số nào đổi."))

    def test_another_version_and_another_file(self):
        self.first()
        self.made_by("tonghop 0.0.9")
        self.edit("truong-so-1.xlsx", ("M01", "F11", 160))
        self.second()
        self.assertIn("sang tonghop 0.1.0; tệp, biểu mẫu hoặc sổ cũng đã đổi", self.first_page())

    def test_nothing_has_changed(self):
        self.first("--as-of", "2025-01-03")
        lines = self.second("--as-of", "2025-01-04")
        self.assertEqual({(line[KIND], line[NOW]) for line in lines} - {("Phát hiện", "vẫn còn, từ 03/01/2025")}, set())
        self.assertIn("0 tệp, 0 biểu, 0 số liệu", self.said)
        self.assertIn("(ngày 03/01/2025)", self.heading)
        # the day on which something was found is carried on from run to run
        self.merge("ba", "--previous", self.tmp / "truoc.records", "--outcome", self.tmp / "nay.records", "--as-of", "2025-01-04")
        self.merge("bon", "--previous", self.tmp / "nay.records", "--as-of", "2025-01-05")
        self.assertEqual({line[NOW] for line in self.lines("bon")}, {line[NOW] for line in lines})

    def test_a_figure_and_a_row(self):
        self.edit("truong-so-4.xlsx")
        self.first()
        self.edit("truong-so-4.xlsx", ("M01", "F13", 10), ("M02", "C9", "Ngày hội sách"))
        lines = self.second()
        files = self.of(lines, "Tệp")
        self.assertEqual([(line[ABOUT], line[NOW], line[FILE]) for line in files], [("nội dung tệp đã đổi", "đã nhận", "truong-so-4.xlsx")])
        figures = self.of(lines, "Số liệu")
        self.assertEqual([(f[ABOUT], f[BEFORE], f[NOW], f[FILE], f[SHEET], f[CELL]) for f in figures],
                         [("Số lớp", "9", "10", "truong-so-4.xlsx", "M01", "F13")])
        self.assertEqual(["Ngày hội" in line[BEFORE] + line[NOW] for line in self.of(lines, "Danh sách")], [True, True])

    def test_a_unit_that_is_gone_and_one_that_comes(self):
        kept = self.inbox / "truong-so-5.xlsx"
        kept.rename(self.tmp / "truong-so-5.xlsx")
        self.first()
        (self.tmp / "truong-so-5.xlsx").rename(kept)
        (self.inbox / "truong-so-2.xlsx").unlink()
        lines = self.second()
        self.assertEqual([(line[ABOUT], line[NOW]) for line in self.of(lines, "Tệp")],
                         [("đơn vị nộp lần đầu", "đã nhận"), ("không còn trong hộp thư", "không còn")])
        figures = self.of(lines, "Số liệu")
        self.assertEqual([line[ABOUT] for line in figures], ["mọi biểu của đơn vị"] * 2)
        self.assertEqual({figures[0][NOW], figures[1][NOW]} & {"(trống)"}, {"(trống)"})

    def test_a_file_that_breaks_in_place(self):
        self.first()
        (self.inbox / "truong-so-1.xlsx").write_bytes(b"broken")
        lines = self.second()
        (line,) = self.of(lines, "Tệp")
        self.assertEqual((line[BEFORE], line[NOW]), ("đã nhận", "bị loại"))
        self.assertIn("chặn, mới", [line[NOW] for line in self.of(lines, "Phát hiện")])

    def test_another_definition_is_said(self):
        self.first()
        units = self.definition / "don-vi.csv"
        units.write_bytes(units.read_bytes() + b"\n")
        self.second()
        self.assertIn("Bộ biểu mẫu đã đổi.", self.heading)

    def test_same_outcome_whatever_the_workers(self):
        self.first("--jobs", "1")
        once = (self.tmp / "truoc.records").read_bytes()
        self.first("--jobs", "3")
        self.assertEqual(once, (self.tmp / "truoc.records").read_bytes())

    def refused(self, *args):
        done = run("merge", "--lang", "vi", "-d", self.definition, "-o", self.tmp / "kq.xlsx", self.inbox, *args)
        self.assertEqual(done.returncode, 3)
        self.assertFalse((self.tmp / "kq.xlsx").exists())
        return done.stderr

    def test_what_is_no_outcome(self):
        records = self.tmp / "r.records"
        records.write_text(run("extract", "-d", self.definition, self.inbox / "truong-so-1.xlsx").stdout)
        self.assertIn("không phải kết quả của một lượt", self.refused("--previous", records))
        self.assertIn("r.records", self.refused("--previous", self.tmp / "khong-co" / "r.records"))
        self.first()
        whole = (self.tmp / "truoc.records").read_bytes()
        records.write_bytes(whole[:len(whole) // 2])
        self.assertIn("r.records", self.refused("--previous", records))
        records.write_bytes(whole.replace(b"\trun\t", b"\trun \t").replace(b"rank\t", b"rang\t"))
        self.assertIn("r.records", self.refused("--previous", records))

    def test_an_outcome_is_no_submission(self):
        self.first()
        done = run("merge", "--lang", "vi", "-d", self.definition, "-o", self.tmp / "kq.xlsx", self.inbox, "--records", self.tmp / "truoc.records")
        self.assertIn("kết quả của một lượt tổng hợp", done.stdout + done.stderr)

    def test_what_is_read_is_not_written_over(self):
        self.first()
        before = (self.tmp / "truoc.records").read_bytes()
        self.assertIn("lượt trước", self.refused("--previous", self.tmp / "truoc.records", "--outcome", self.tmp / "truoc.records"))
        self.assertEqual(before, (self.tmp / "truoc.records").read_bytes())
        foreign = self.tmp / "cua-toi.txt"
        foreign.write_text("của tôi")
        self.refused("--outcome", foreign)
        self.assertEqual(foreign.read_text(), "của tôi")


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
