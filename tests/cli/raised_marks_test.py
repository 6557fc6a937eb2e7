#!/usr/bin/python3
"""The mark of a footnote that is raised by its format, "2.190" and a small "1" behind it: no digit of the figure, whatever the file's kind."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"
SOURCE = SCHOOL / "hop-thu/truong-so-2.xlsx"
OUT = '<rPr><strike/><sz val="12"/><rFont val="Times New Roman"/></rPr>'
KEPT = OUT.replace('strike/', 'strike val="0"/')
UP = '<rPr><vertAlign val="superscript"/><sz val="12"/><rFont val="Times New Roman"/></rPr>'


class RaisedMarks(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-raised-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def with_runs(self, runs, cell="F13"):
        """The workbook with these runs in a cell: F13 is the number of classes (HS.04), B13 its label."""
        to = self.folder / "truong-so-2.xlsx"
        with zipfile.ZipFile(SOURCE) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                data = old.read(info)
                if info.filename == "xl/worksheets/sheet1.xml":
                    data, n = re.subn(rb'<c r="%b"((?: s="[^"]*")?)[^>]*>.*?</c>' % cell.encode(), rb'<c r="%b"\1 t="inlineStr"><is>' % cell.encode() + runs.encode() + rb"</is></c>", data)
                    assert n == 1
                new.writestr(info, data)
        return to

    def figure(self, runs, cell="F13"):
        """The value of HS.04 of this year, or None, and what is said."""
        done = subprocess.run([sampled(), "extract", "-d", SCHOOL / "dinh-nghia", self.with_runs(runs, cell)], capture_output=True, text=True)
        row = next((r for r in (line.split("\t") for line in done.stdout.splitlines()) if "HS.04" in r and "F13" in r), None)
        self.assertIsNotNone(row, done.stdout[:2000])
        return row

    def test_a_raised_digit_is_none_of_the_figure(self):
        for runs, wanted in ((f"<r><t>41</t></r><r>{UP}<t>1</t></r>", "41"), (f"<r><t>41</t></r><r>{UP}<t>12</t></r>", "41"),
                             (f"<r><t>41</t></r><r>{UP}<t>1</t></r><r>{UP}<t>2</t></r>", "41"),
                             (f'<r><t xml:space="preserve">41 </t></r><r>{UP}<t>1</t></r>', "41"), ("<r><t>4</t></r><r><t>1</t></r>", "41")):
            self.assertEqual(self.figure(runs)[5:7], ["value", wanted], runs)

    def test_a_power_or_two_marks_are_no_figure(self):
        for runs in (f"<r><t>10</t></r><r>{UP}<t>3</t></r>", f"<r><t>41</t></r><r>{UP}<t>1,2</t></r>"):
            self.assertEqual(self.figure(runs)[5:7], ["unreadable", ""], runs)

    def test_a_label_does_without_its_raised_mark(self):
        for runs in (f"<r><t>Số lớp</t></r><r>{UP}<t>1</t></r>", f'<r><t xml:space="preserve">Số lớp </t></r><r>{UP}<t>12</t></r>'):
            self.assertEqual(self.figure(runs, "B13")[5:7], ["value", "8"], runs)

    def test_a_figure_that_is_struck_out_beside_another_is_none(self):
        for runs in (f"<r>{OUT}<t>12</t></r><r><t>15</t></r>", f'<r>{OUT}<t xml:space="preserve">12 </t></r><r><t>15</t></r>', f"<r><t>1</t></r><r>{OUT}<t>2</t></r><r><t>3</t></r>"):
            row = self.figure(runs)
            self.assertEqual(row[5:7], ["unreadable", ""], runs)
        self.assertEqual(self.figure(f"<r>{KEPT}<t>1</t></r><r><t>5</t></r>")[5:7], ["value", "15"])
        self.assertEqual(self.figure(f"<r>{OUT}<t>12</t></r>")[5:7], ["value", "12"])

    def test_a_figure_that_is_shown_turned_around_is_none(self):
        self.assertEqual(self.figure("<t>\u202e12</t>")[5:7], ["unreadable", ""])
        self.assertEqual(self.figure("<t>\u202d12\u202c</t>")[5:7], ["value", "12"])


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
