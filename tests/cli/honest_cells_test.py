#!/usr/bin/python3
"""A cell without a figure says why, and a figure says what is to be known of it: in words and signs, not by colour alone."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"
ROWS = {"HS.01": 10, "HS.02": 11, "HS.03": 12, "HS.04": 13, "HS.05": 14, "HS.06": 15, "HS.07": 16, "HS.08": 17, "HS.09": 18, "HS.10": 19}
DATE = 'HS.11,M01,9,,,Ngày khai giảng,,,ngày,,Không,,,không,,,,0,thiếu,\n'


class Cells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        tmp = pathlib.Path(cls.folder.name)
        inbox, definition = shutil.copytree(SCHOOL / "hop-thu", tmp / "in"), shutil.copytree(SCHOOL / "dinh-nghia", tmp / "dn")
        with open(definition / "chi-tieu.csv", "a", encoding="utf-8") as table:
            table.write(DATE)
        (definition / "dieu-chinh.csv").write_text("Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\nTH4,HS.05,,17,Ban thư ký,2024-06-12,Công văn 1\n", encoding="utf-8")
        broken = inbox / "truong-so-2.xlsx"
        broken.write_bytes(broken.read_bytes()[:3000])
        one = openpyxl.load_workbook(inbox / "truong-so-1.xlsx")
        sheet = one["M01"]
        for code, value in {"HS.02": "12o", "HS.03": "hơn 146", "HS.04": "KPS", "HS.05": 0, "HS.06": None, "HS.07": "60 triệu đồng", "HS.08": "Không"}.items():
            sheet.cell(ROWS[code], 6).value = value
        sheet.cell(ROWS["HS.01"], 6).value = 300
        sheet.cell(20, 1).value, sheet.cell(20, 2).value, sheet.cell(20, 6).value = "9", "Ngày khai giảng", "5/9/2023"
        del one["M03"]
        one.save(inbox / "truong-so-1.xlsx")
        three = openpyxl.load_workbook(inbox / "truong-so-3.xlsx")
        three["M01"].cell(ROWS["HS.03"], 6).value = "trên 100"
        three["M01"].delete_rows(ROWS["HS.06"])
        three.save(inbox / "truong-so-3.xlsx")
        cls.out = tmp / "o.xlsx"
        done = subprocess.run([sampled(), "merge", "-q", "-d", definition, "-o", cls.out, inbox], capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        cls.formulas, cls.results = openpyxl.load_workbook(cls.out), openpyxl.load_workbook(cls.out, data_only=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def row(self, code, book=None):
        sheet = (book or self.results)["TỔNG HỢP"]
        return next(row for row in sheet.iter_rows() if row[2].value == code)

    def said(self, code, unit):
        return self.row(code)[3 + unit].value

    def test_each_reason_has_its_word(self):
        self.assertEqual([self.said("HS.01", 2), self.said("HS.01", 6)], ["chưa mở được", "chưa nộp"])
        self.assertEqual(self.said("HS.02", 1), "không đọc được")
        self.assertEqual(self.said("HS.06", 1), "bỏ trống")
        self.assertEqual(self.said("HS.06", 3), "thiếu dòng")
        third = next(row for row in self.results["TỔNG HỢP"].iter_rows() if str(row[2].value).startswith("TL."))
        self.assertEqual(third[4].value, "thiếu biểu")

    def test_noughts_differ(self):
        self.assertEqual([self.said("HS.04", 1), self.said("HS.05", 1)], [0, 0])
        self.assertIn("(KPS)", self.row("HS.04")[4].number_format)
        self.assertNotIn("KPS", self.row("HS.05")[4].number_format)

    def test_qualifiers_stay_as_they_were_written(self):
        self.assertIn('"hơn "', self.row("HS.03")[4].number_format)
        self.assertIn('"trên "', self.row("HS.03")[6].number_format)
        self.assertIn('"trên "', self.row("HS.03")[10].number_format)  # of a sum in which both words stand

    def test_signs_stand_before_figures(self):
        self.assertTrue(self.row("HS.05")[7].number_format.startswith('"*"* '), self.row("HS.05")[7].number_format)
        self.assertIn("×", self.row("HS.07")[4].number_format)
        self.assertEqual(self.said("HS.07", 1), 60000000)

    def test_a_word_is_no_figure(self):
        for code, covered in {"HS.04": 4, "HS.02": 3, "HS.06": 2, "HS.08": 4, "HS.10": 4}.items():
            self.assertEqual(self.row(code)[11].value.split("/")[0], str(covered), code)
        self.assertIn("/4 có báo cáo", self.row("HS.08")[10].number_format)
        self.assertEqual(self.row("HS.08")[10].value, sum(self.said("HS.08", u) == "Có" for u in (1, 3, 4, 5)))
        contents = {row[0].value: row[1] for row in self.formulas["MỤC LỤC"].iter_rows() if row[0].value}
        self.assertIn("chưa nộp", contents["Ô không có nguồn"].value)

    def test_form_sheets_say_the_same(self):
        sheet = self.results["M01"]
        self.assertIn("chưa nộp: Trường Tiểu học số 6", str(sheet["A3"].value))
        now = {}
        for row in sheet.iter_rows():
            label = next((c.value for c in row[:5] if c.value in ("Năm nay", "Năm trước", "So sánh (%)")), None)
            if row[2].value:
                code = row[2].value
            if label:
                now[code, label] = row
        self.assertEqual([c.value for c in now["HS.06", "Năm nay"][5:8]], ["bỏ trống", "chưa mở được", "thiếu dòng"])
        self.assertEqual(now["HS.06", "Năm nay"][12].value.split("/")[0], "2")
        before = now["HS.04", "Năm trước"]
        self.assertEqual(before[11].value, sum(c.value for c in before[5:11] if isinstance(c.value, int)))
        self.assertEqual(before[12].value, self.row("HS.04")[11].value)
        both = [(now["HS.04", "Năm nay"][k].value, now["HS.04", "Năm trước"][k].value) for k in range(5, 11)]
        both = [(a, b) for a, b in both if isinstance(a, int) and isinstance(b, int)]
        self.assertAlmostEqual(now["HS.04", "So sánh (%)"][11].value, 100 * sum(a for a, b in both) / sum(b for a, b in both))
        self.assertEqual(now["HS.11", "Năm nay"][5].number_format, "dd/mm/yyyy")

    def test_the_sheets_have_a_legend(self):
        for name in ("TỔNG HỢP", "M01", "M02", "M03"):
            said = "\n".join(str(row[0].value) for row in self.results[name].iter_rows() if row[0].value)
            for word in ("chưa nộp", "chưa mở được: đã gửi", "thiếu biểu", "bỏ trống", "không đọc được", "0 (KPS)", "đã giải trình", "điều chỉnh"):
                self.assertIn(word, said, name)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
