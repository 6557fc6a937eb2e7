#!/usr/bin/python3
"""KIỂM TRA begins with who has sent nothing, then what cannot be read; it says what may change ranks; counts mean one thing everywhere."""
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

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "samples/cum2-2022"


class Findings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        tmp = pathlib.Path(cls.folder.name)
        inbox, definition = shutil.copytree(SAMPLE / "hop-thu", tmp / "in"), shutil.copytree(SAMPLE / "dinh-nghia", tmp / "dn")
        (inbox / "CTDS2_2022_LS_LangSon.xls").unlink()
        broken = inbox / "CTDS2_2022_DB_DienBien.xlsx"
        broken.write_bytes(broken.read_bytes()[:9000])
        (definition / "dieu-chinh.csv").write_text("Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\nHG,BCVT.07,,1500,Ban thư ký,2023-01-08,Công văn 9\n", encoding="utf-8")
        done = subprocess.run([sampled(), "merge", "-d", definition, "-o", tmp / "o.xlsx", "--as-of", "2023-01-10", "--lang", "vi", inbox], capture_output=True, text=True)
        assert done.returncode == 2, done.stdout + done.stderr
        cls.said = done.stdout
        book = openpyxl.load_workbook(tmp / "o.xlsx", data_only=True)
        rows = [[c.value for c in row] for row in book["KIỂM TRA"].iter_rows()]
        head = next(i for i, row in enumerate(rows) if row[1] == "Mã")
        cls.findings = [dict(zip(rows[head], row)) for row in rows[head + 1:] if row[1]]
        cls.counts = {row[0]: row[1] for row in rows[:head]}
        cls.contents = {row[0].value: [c.value for c in row] for row in book["MỤC LỤC"].iter_rows() if row[0].value}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_not_sent_then_not_readable_then_errors_then_warnings(self):
        open_ones = [f for f in self.findings if f["Mức"] in ("Chặn", "Lỗi", "Cảnh báo", "Ghi chú")]
        self.assertEqual([(f["Đơn vị"], f["Mức"]) for f in open_ones[:2]], [("Lạng Sơn", "Lỗi"), ("Điện Biên", "Chặn")])
        turns = [("Lỗi", "Cảnh báo", "Ghi chú").index(f["Mức"]) for f in open_ones[2:]]
        self.assertEqual(turns, sorted(turns))

    def test_what_may_change_ranks(self):
        by_unit = {f["Đơn vị"]: f["Có thể đổi thứ hạng"] for f in self.findings[:2]}
        self.assertEqual(by_unit, {"Lạng Sơn": "có: đang thiếu số liệu", "Điện Biên": "có: đang thiếu số liệu"})
        notes = [f for f in self.findings if f["Mức"] == "Ghi chú"]
        self.assertTrue(notes and all(f["Có thể đổi thứ hạng"] == "không" for f in notes), notes)

    def test_counts_mean_one_thing(self):
        cluster, nobody = self.contents["Cụm"], self.contents["Không của riêng đơn vị nào"]
        self.assertEqual(cluster[6:9], [self.counts["Chặn"], self.counts["Lỗi"], self.counts["Cảnh báo"]])
        self.assertGreater(sum(nobody[6:9]), 0)  # what the secretariat entered is no unit's
        said = re.search(r"Đã đọc +([\d.]+) số liệu", self.said).group(1)
        self.assertEqual(cluster[5], int(said.replace(".", "")))


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
