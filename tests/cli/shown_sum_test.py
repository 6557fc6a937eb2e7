#!/usr/bin/python3
"""A total of TỔNG HỢP that is not the sum of what the units' cells show says so, and why."""
import pathlib
import shutil
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import subprocess  # noqa: E402
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"


class ShownSum(unittest.TestCase):
    def total(self, figure):
        """The comment beside the total of HS.07 when the first school's cell holds `figure` and shows no decimals."""
        with tempfile.TemporaryDirectory() as folder:
            inbox = shutil.copytree(SCHOOL / "hop-thu", pathlib.Path(folder) / "in")
            file = inbox / "truong-so-1.xlsx"
            book = openpyxl.load_workbook(file)
            book.worksheets[0]["F16"].value = figure
            book.worksheets[0]["F16"].number_format = "#,##0"
            book.save(file)
            out = pathlib.Path(folder) / "o.xlsx"
            done = subprocess.run([sampled(), "merge", "-q", "-d", SCHOOL / "dinh-nghia", "-o", out, inbox], capture_output=True, text=True)
            self.assertLessEqual(done.returncode, 2, done.stderr)
            sheet = openpyxl.load_workbook(out)["TỔNG HỢP"]
            row = next(row for row in sheet.iter_rows() if any(cell.value == "HS.07" for cell in row))
            cell = next(cell for cell in row if str(cell.value).startswith("=") and "SUM" in cell.value)
            return cell.comment.text if cell.comment else ""

    def test_money_with_decimals_that_are_not_shown(self):
        said = self.total(1234.57)
        self.assertIn("Tổng tính trên giá trị đúng của các ô", said)
        self.assertIn("234,57", said)

    def test_nothing_is_said_where_they_agree(self):
        self.assertEqual(self.total(1234), "")


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
