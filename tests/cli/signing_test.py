#!/usr/bin/python3
"""Annexes and who signs them: settings of the definition, a date that waits until something is frozen."""
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


class Signing(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)

    def tearDown(self):
        self.dir.cleanup()

    def merged(self, *settings, frozen=False, more=()):
        definition = self.tmp / "dinh-nghia"
        shutil.rmtree(definition, True)
        shutil.copytree(SCHOOL / "dinh-nghia", definition)
        path = definition / "cai-dat.csv"
        path.write_text("\n".join([path.read_text("utf-8-sig").rstrip("\n"), *settings]) + "\n", "utf-8")
        if frozen:
            (definition / "chot.csv").write_text("Bước,Ngày,Ai,Căn cứ\nchốt số liệu,2024-06-20,An,BB 5\n", "utf-8")
        out = self.tmp / "o.xlsx"
        done = subprocess.run([sampled(), "merge", "-q", "--force", *more, "-d", definition, "-o", out, SCHOOL / "hop-thu"], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return openpyxl.load_workbook(out, data_only=True)

    def signature(self, sheet):
        """The texts below the first that says NGƯỜI LẬP BIỂU, and the line above it, at the right half."""
        at = next(c.row for row in sheet.iter_rows() for c in row if c.value == "NGƯỜI LẬP BIỂU")
        rows = [[c.value for c in sheet[r] if isinstance(c.value, str)] for r in range(at - 1, at + 6)]
        return [texts[-1] if texts else "" for texts in rows]

    def test_without_settings_the_host_signs_and_the_date_is_blank_until_chot(self):
        for sheet in ("XẾP HẠNG", "TỔNG HỢP"):
            self.assertEqual(self.signature(self.merged()[sheet])[:3],
                             ["Ngày      tháng      năm         ", "TRƯỜNG TIỂU HỌC SỐ 1", "(Ký, họ tên, đóng dấu)"])
        self.assertEqual(self.signature(self.merged(frozen=True)["TỔNG HỢP"])[0], "Ngày 20 tháng 6 năm 2024")

    def test_who_signs_and_where(self):
        settings = ["Quyền hạn ký,TM.", "Chức vụ,Cụm trưởng", "Họ tên,Trần Văn Bình", "Địa danh,Sơn La"]
        book = self.merged(*settings)
        for sheet in ("XẾP HẠNG", "TỔNG HỢP"):
            self.assertEqual(self.signature(book[sheet]),
                             ["Sơn La, ngày      tháng      năm         ", "TM. CỤM TRƯỜNG TIỂU HỌC LIÊN XÃ", "CỤM TRƯỞNG", "(Ký, đóng dấu)", "",
                              "Trần Văn Bình", ""])
        book = self.merged(*settings, frozen=True, more=["--edition", "gui"])
        self.assertEqual(self.signature(book["TỔNG HỢP"])[0], "Sơn La, ngày 20 tháng 6 năm 2024")

    def test_what_is_no_tm_stands_as_it_is_typed(self):
        self.assertEqual(self.signature(self.merged("Quyền hạn ký,KT. Cụm trưởng", "Chức vụ,Cụm phó")["TỔNG HỢP"])[1:4],
                         ["KT. CỤM TRƯỞNG", "CỤM PHÓ", "(Ký, họ tên, đóng dấu)"])

    def test_what_people_sign_are_annexes_in_the_order_of_the_tabs(self):
        book = self.merged()
        numbers = {}
        for sheet in book:
            first = [str(c.value) for c in sheet[1] if c.value]
            numbers.update({sheet.title: t for t in first if t.startswith("Phụ lục")})
        self.assertEqual(numbers, {"XẾP HẠNG": "Phụ lục I", "TỔNG HỢP": "Phụ lục II", "M01": "Phụ lục III", "M02": "Phụ lục IV", "M03": "Phụ lục V"})
        below = "(Kèm theo Báo cáo số …/BC-… ngày … tháng … năm …)"
        for sheet in numbers:
            self.assertEqual(str(book[sheet]["A3"].value).split("\n")[0], below)
        self.assertFalse(str(book["MỤC LỤC"]["A3"].value).startswith("(Kèm theo"))
        book = self.merged("Kèm theo báo cáo,Báo cáo số 12/BC-CTĐ ngày 20 tháng 6 năm 2024")
        self.assertTrue(book["TỔNG HỢP"]["A3"].value.startswith("(Kèm theo Báo cáo số 12/BC-CTĐ ngày 20 tháng 6 năm 2024)\n"))

    def test_the_control_figure_beside_it_is_not_cut(self):
        """It runs to the left from the last column, over cells that are empty."""
        book = self.merged()
        for sheet in ("XẾP HẠNG", "TỔNG HỢP", "M01"):
            shown = next(c for c in book[sheet][1] if str(c.value).startswith("khớp mã"))
            annex = next(str(m) for m in book[sheet].merged_cells.ranges if m.min_row == m.max_row == 1)
            end = openpyxl.utils.cell.range_boundaries(annex)[2]
            letters = [openpyxl.utils.get_column_letter(c) for c in range(end + 1, shown.column + 1)]
            self.assertGreaterEqual(sum(book[sheet].column_dimensions[c].width or 8.43 for c in letters), 18, (sheet, annex))


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
