#!/usr/bin/python3
"""Pictures of the consolidated workbook: bars from 0 by part, what a unit is behind, shares of forms and criteria, two years."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "samples/cum2-2022"


def merged(folder, definition, inbox):
    out = pathlib.Path(folder) / "o.xlsx"
    done = subprocess.run([sampled(), "merge", "-q", "-d", definition, "-o", out, inbox], capture_output=True, text=True)
    assert done.returncode <= 2, done.stderr
    charts = {}
    with zipfile.ZipFile(out) as package:
        for name in package.namelist():
            if name.startswith("xl/charts/chart"):
                charts[name] = package.read(name).decode()
    return openpyxl.load_workbook(out, data_only=True), list(charts.values())


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        definition = shutil.copytree(SAMPLE / "dinh-nghia", pathlib.Path(cls.folder.name) / "dn")
        with open(definition / "cai-dat.csv", "a", encoding="utf-8") as table:
            table.write("Chỉ tiêu so với năm trước,BCVT.07|BCVT.99|CNTT.11\n")
        cls.book, cls.charts = merged(cls.folder.name, definition, SAMPLE / "hop-thu")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_ranking_is_drawn_by_part_from_nought(self):
        chart = next(c for c in self.charts if "barDir val=\"bar\"" in c)
        self.assertIn('<c:grouping val="stacked"/>', chart)
        self.assertEqual(re.findall(r'<c:min val="([^"]*)"/>', chart), ["0"])
        self.assertEqual(chart.count("<c:ser>"), 5)
        self.assertGreaterEqual(chart.count("<a:pattFill"), 2)  # parted without colour, too

    def test_each_bar_says_what_it_is_behind(self):
        rows = [[c.value for c in row] for row in self.book["XẾP HẠNG"].iter_rows()]
        labels = [value for row in rows for value in row if isinstance(value, str) and re.match(r".*: [\d.,]+ điểm", value) and row[1] and value.startswith(row[1])]
        totals = sorted((row[7] for row in rows if isinstance(row[0], int)), reverse=True)
        self.assertEqual(len(labels), 7)
        self.assertNotIn("kém", labels[0])
        behind = totals[0] - totals[1]
        self.assertIn(f"kém hạng trên {behind:.2f} điểm".replace(".", ","), labels[1])

    def test_forms_and_criteria_are_shares(self):
        rows = {row[0].value: row for row in self.book["BIỂU ĐỒ"].iter_rows() if row[0].value}
        self.assertEqual([c.value for c in rows["B03_BCVT"][2:9]], [1] * 7)
        self.assertEqual(rows["B10_DS"][2].value, sum(row[0].value == "Sơn La" for row in self.book["B10_DS"].iter_rows(min_row=6)))
        scores = [row for row in self.book["CHẤM ĐIỂM"].iter_rows(values_only=True) if row[0] == "II.3"]
        self.assertEqual([c.value for c in rows["II.3"][2:9]], [row[11] / row[3] for row in scores])
        self.assertTrue(self.book["BIỂU ĐỒ"].conditional_formatting)

    def test_chosen_indicators_are_drawn_against_last_year(self):
        sheet = self.book["BIỂU ĐỒ"]
        self.assertEqual(sum('barDir val="col"' in c for c in self.charts), 2)
        said = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
        self.assertTrue(any("Không vẽ được: BCVT.99" in s for s in said))
        now = next(row for row in sheet.iter_rows() if row[0].value == "BCVT.07")
        summary = next(row for row in self.book["TỔNG HỢP"].iter_rows() if row[2].value == "BCVT.07")
        self.assertEqual([c.value for c in now[2:9]], [c.value for c in summary[4:11]])


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
