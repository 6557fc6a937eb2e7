#!/usr/bin/python3
"""What makes a ranking presentable, and what costs points (docs/xep-hang.md): each line of that page on the sample of the cluster, with
one thing changed."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
AWARDS = "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ\n"
SELF_SCORED = ["I.3.1", "II.2.1.b", "II.2.2.b", "II.2.3.b", "II.2.4.b", "II.2.5.b", "IV.5", "V.5"]
UNITS = ["SL", "LCH", "DB", "LCA", "HG", "CB", "LS"]
warnings.simplefilter("ignore")


class Ranking(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.definition, self.inbox, self.out = self.tmp / "dinh-nghia", self.tmp / "hop-thu", self.tmp / "kq.xlsx"
        shutil.copytree(SAMPLE / "dinh-nghia", self.definition)
        shutil.copytree(SAMPLE / "hop-thu", self.inbox)

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args):
        done = subprocess.run([TONGHOP, "merge", "-d", self.definition, "-o", self.out, self.inbox, *args], capture_output=True, text=True)
        self.assertLess(done.returncode, 3, done.stderr)
        self.book = openpyxl.load_workbook(self.out, data_only=True, read_only=True)  # a sheet is parsed when it is asked for
        return done

    def write(self, name, text):
        (self.definition / name).write_text(text, encoding="utf-8")

    def verdict(self, row):
        return self.book["MỤC LỤC"].cell(row, 1).value

    def points(self, criterion, unit):
        """The row of CHẤM ĐIỂM by its headings."""
        rows = list(self.book["CHẤM ĐIỂM"].iter_rows(values_only=True))
        head = next(r for r in rows if r[0] == "Mã")
        return next(dict(zip(head, r)) for r in rows if r[0] == criterion and r[2] == unit)

    def total(self, title, unit):
        rows = list(self.book["CHẤM ĐIỂM"].iter_rows(values_only=True))
        head = next(r for r in rows if r[0] == "Mã")
        return next(dict(zip(head, r)) for r in rows if r[1] == title and r[2] == unit)

    def set_figure(self, sheet, cell, value):
        """In the package itself: a workbook that openpyxl saves has lost the results of its formulas."""
        path = self.inbox / "CTDS2_2022_SL_SonLa.xlsx"
        part = f"xl/worksheets/sheet{openpyxl.load_workbook(path, read_only=True).sheetnames.index(sheet) + 1}.xml"
        text = f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f'<c r="{cell}"><v>{value}</v></c>'
        with zipfile.ZipFile(path) as z:
            parts = {n: z.read(n) for n in z.namelist()}
        parts[part], n = re.subn(rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(), text.encode(), parts[part])
        self.assertEqual(n, 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in parts.items():
                z.writestr(name, data)

    def cell_of(self, indicator):
        """Sheet and cell of this year's figure of Sơn La, out of NGUỒN SỐ LIỆU."""
        rows = list(self.book["NGUỒN SỐ LIỆU"].iter_rows(values_only=True))
        head = next(i for i, r in enumerate(rows) if r and "Ô" in r)
        names = rows[head]
        for r in rows[head + 1:]:
            named = dict(zip(names, r))
            if indicator in r and "Sơn La" in r and "năm nay" in [str(x).lower() for x in r]:
                return named["Trang"], named["Ô"]
        raise AssertionError(indicator)

    def everything_scored(self):
        """Every score of the cluster, and "theo máy" for all the rest."""
        scores = "".join(f"{unit},{criterion},5,,Tổ thẩm định,2023-01-12,BB 3\n" for unit in UNITS for criterion in SELF_SCORED)
        self.write("cum-cham.csv", AWARDS + scores + "*,*,theo máy,,Tổ thẩm định,2023-01-12,BB 3\n")
        self.merge()
        with open(self.tmp / "xac-nhan-de-nghi.csv", encoding="utf-8-sig", newline="") as f:
            rows = list(csv.reader(f))[1:]
        self.write("cum-cham.csv", AWARDS + scores + "".join(",".join(r) + "\n" for r in rows))
        return rows

    def test_what_nobody_has_scored_is_said(self):
        self.merge()
        self.assertEqual(self.verdict(4), "SỐ LIỆU: đủ 7/7 Sở, 3 cảnh báo.")
        self.assertTrue(self.verdict(5).startswith("XẾP HẠNG: TẠM TÍNH, chưa dùng được: Cụm chưa chấm 56 ô (8 tiêu chí × 7 Sở); 266 ô có điểm "
                                                   "máy tính chờ Cụm xác nhận; 103,50 điểm của Sơn La"), self.verdict(5))
        row = self.points("I.3.1", "Sơn La")
        self.assertIn("Cụm chưa chấm, đang lấy điểm tự chấm", row["Ghi chú, căn cứ"])
        self.assertEqual(row["Đang tính"], row["Tự chấm"])

    def test_a_computed_deduction_waits_for_the_cluster(self):
        self.merge()
        row = self.points("V.4", "Hà Giang")
        self.assertEqual((row["Máy tính"], row["Điểm trừ máy đề xuất (chưa tính)"], row["Đang tính"]), (2, 2, "chưa tính"))
        before = self.total("TỔNG ĐIỂM", "Hà Giang")
        self.assertEqual(before["Điểm trừ máy đề xuất (chưa tính)"], 2)
        self.write("cum-cham.csv", AWARDS + f"HG,V.4,theo máy,{row['Mã xác nhận']},Tổ thẩm định,2023-01-12,\n")
        self.merge()
        row, after = self.points("V.4", "Hà Giang"), self.total("TỔNG ĐIỂM", "Hà Giang")
        self.assertEqual((row["Cụm chấm"], row["Đang tính"]), ("theo máy", 2))
        self.assertAlmostEqual(after["Đang tính"], before["Đang tính"] - 2)

    def test_missing_data_are_neither_points_nor_zero(self):
        self.merge()
        sheet, cell = self.cell_of("BCVT.14")
        whole = self.total("TỔNG ĐIỂM", "Sơn La")["Đang tính"] - self.points("I.1.5", "Sơn La")["Đang tính"]
        self.set_figure(sheet, cell, "chưa rõ")
        self.merge("--force")
        row, total = self.points("I.1.5", "Sơn La"), self.total("TỔNG ĐIỂM", "Sơn La")
        self.assertEqual(row["Đang tính"], "chờ số liệu")
        self.assertIsNotNone(row["Tự chấm"])  # which does not stand in
        self.assertAlmostEqual(total["Đang tính"], whole)
        self.assertIn(" (còn 20 điểm chờ)", total["Ghi chú, căn cứ"])
        self.assertIn("1 ô chờ số liệu", self.verdict(5))

    def test_a_row_of_the_secretariat_may_give_0(self):
        self.merge()
        sheet, cell = self.cell_of("BCVT.14")
        self.set_figure(sheet, cell, "chưa rõ")
        self.write("cum-cham.csv", AWARDS + "SL,I.1.5,0,,Tổ thẩm định,2023-01-12,BB 3\n")
        self.merge("--force")
        self.assertEqual(self.points("I.1.5", "Sơn La")["Đang tính"], 0)
        self.assertNotIn("ô chờ số liệu", self.verdict(5))

    def test_ranks_have_names_only_when_all_are_in(self):
        (self.inbox / "CTDS2_2022_HG_HaGiang.xls").unlink()
        self.write("so-nhan.csv", "Đơn vị,Tệp,Lúc nhận\n")
        done = self.merge()
        self.assertIn("chưa xếp thứ, thứ tự tạm trong 6/7 Sở", done.stdout)
        self.assertIn("NOP-015", [r[1] for r in self.book["KIỂM TRA"].iter_rows(values_only=True)])
        self.assertNotIn("    1. ", done.stdout)
        said = [str(c.value) for r in self.book["XẾP HẠNG"].iter_rows() for c in r if c.value]
        self.assertEqual(said.count("thứ tự tạm trong 6/7 Sở"), 6)
        self.assertFalse([s for s in said if s in ("Nhất", "Nhì", "Ba") or "Cờ thi đua" in s])
        with zipfile.ZipFile(self.out) as z:
            self.assertFalse([n for n in z.namelist() if "charts/chart" in n and b'barDir val="bar"' in z.read(n)])
        self.assertTrue(self.verdict(4).startswith("SỐ LIỆU: CHƯA ĐỦ, có 6/7 Sở"), self.verdict(4))

    def test_ready_and_what_takes_it_back(self):
        rows = self.everything_scored()
        self.assertEqual(len(rows), 266)
        self.explain_warnings()
        self.merge()
        self.assertEqual(self.verdict(5), "XẾP HẠNG: ĐỦ ĐIỀU KIỆN TRÌNH, 7/7 Sở.")
        self.write("trang-thai.csv", "Đơn vị,Bước,Số văn bản,Ai,Ngày\n,đã thẩm định,3/BB-CTĐ,Tổ,2023-01-12\n")
        self.merge()
        self.assertEqual(self.verdict(5), "XẾP HẠNG: ĐÃ THẨM ĐỊNH (biên bản số 3/BB-CTĐ, ngày 12/01/2023), 7/7 Sở.")
        sheet, cell = self.cell_of("BCVT.14")
        self.set_figure(sheet, cell, 60)  # the points move, and with them the mark
        self.merge("--force")
        self.assertIn("1 ô có điểm máy tính chờ Cụm xác nhận; 1 dòng “theo máy” hết hiệu lực", self.verdict(5))
        self.assertIn("Trạng thái đã ghi biên bản số 3/BB-CTĐ, ngày 12/01/2023 nhưng chưa đủ điều kiện", self.verdict(5))

    def test_a_step_of_one_unit_stands_beside_it(self):
        self.write("trang-thai.csv", "Đơn vị,Bước,Số văn bản,Ai,Ngày\nHG,đã thẩm định,2/BB-CTĐ,Tổ,2023-01-12\n")
        self.merge()
        said = [r for r in self.book["MỤC LỤC"].iter_rows(values_only=True) if "đã thẩm định theo biên bản số 2/BB-CTĐ, ngày 12/01/2023" in str(r)]
        self.assertEqual(len(said), 1)
        self.assertIn("Hà Giang", said[0])
        self.assertTrue(self.verdict(5).startswith("XẾP HẠNG: TẠM TÍNH"))

    def test_a_step_waits_for_its_day(self):
        self.write("trang-thai.csv", "Đơn vị,Bước,Số văn bản,Ai,Ngày\nHG,đã thẩm định,2/BB-CTĐ,Tổ,2023-01-12\n")
        for day, waits in (("2023-01-11", True), ("2023-01-12", False)):
            self.merge("--force", "--as-of", day)
            said = [r for r in self.book["MỤC LỤC"].iter_rows(values_only=True) if "đã thẩm định theo" in str(r)]
            self.assertEqual(len(said), 0 if waits else 1)
            waiting = [str(r) for r in self.book["KIỂM TRA"].iter_rows(values_only=True) if "CN-008" in r]
            self.assertEqual(len(waiting), 1 if waits else 0)
            if waits:
                self.assertIn("Dòng “đã thẩm định” của trang “Trạng thái” đề ngày 12/01/2023, sau ngày của lượt chạy này (11/01/2023)", waiting[0])

    def test_a_condition_on_what_was_not_assigned_is_open(self):
        self.write("cum-cham.csv", AWARDS + "HG,I.1.1,không được giao,,Tổ thẩm định,2023-01-12,BB 3\n")
        with open(self.definition / "dieu-kien.csv", "a", encoding="utf-8") as f:
            f.write("XH,Cờ thi đua,DIEM(I.1.1) >= 25,phủ sóng di động\n")
        self.merge()
        said = {r[0] or r[1]: str(r) for r in self.book["XẾP HẠNG"].iter_rows(values_only=True) if "Cờ thi đua" in str(r)}
        of = {name: next(text for key, text in said.items() if name in text) for name in ("Hà Giang", "Lạng Sơn")}
        self.assertRegex(of["Hà Giang"], "chưa xét, vì chờ số liệu hoặc không được giao: phủ sóng di động")
        self.assertNotIn("phủ sóng di động", of["Lạng Sơn"])

    def test_a_closed_unit_is_not_counted_as_open(self):
        self.everything_scored()
        rows = (self.definition / "cum-cham.csv").read_text(encoding="utf-8").splitlines(True)
        self.write("cum-cham.csv", "".join(r for r in rows if not r.startswith("HG,")))
        self.explain_warnings()
        self.merge()
        self.assertIn("Cụm chưa chấm 8 ô", self.verdict(5))
        self.write("dong.csv", "Đơn vị,Mã phát hiện,Lý do,Căn cứ,Ai,Ngày\nHG,,Sáp nhập,BB 4,Ban thư ký,2023-01-20\n")
        self.merge()
        self.assertEqual(self.verdict(5), "XẾP HẠNG: ĐỦ ĐIỀU KIỆN TRÌNH, 6/7 Sở, 1 không xếp hạng (trang Đóng).")
        shown = {r[1]: r[2] for r in self.book["CHẤM ĐIỂM"].iter_rows(max_row=12, values_only=True) if str(r[1]).startswith("Chờ ")}
        self.assertEqual(set(shown.values()), {0})
        formulas = openpyxl.load_workbook(self.out)["CHẤM ĐIỂM"]
        counted = [c.value for row in formulas.iter_rows(max_row=12) for c in row if "SUMPRODUCT" in str(c.value)]
        self.assertEqual(len([f for f in counted if "<>C" in f.replace("$", "")]), 3, counted)

    def explain_warnings(self):
        self.merge()
        rows = list(self.book["KIỂM TRA"].iter_rows(values_only=True))
        head = next(r for r in rows if r[0] == "Mức" and r[1] == "Mã")
        named = [dict(zip(head, r)) for r in rows[rows.index(head) + 1:]]
        units = {r[1]: r[0] for r in csv.reader(open(self.definition / "don-vi.csv", encoding="utf-8-sig"))}
        self.write("giai-trinh.csv", "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\n" + "".join(
            f"{units[r['Đơn vị']]},{r['Mã']},{r['Mã giải trình']},Đã xem,Ban thư ký,2023-01-11\n" for r in named if r["Mức"] == "Cảnh báo"))


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
