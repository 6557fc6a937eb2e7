#!/usr/bin/python3
"""The formulas of a consolidated workbook, moved: where figures typed into it change, LibreOffice computes what a merge of reports with the
changed figures writes.

A formula over one row too few, or over the wrong cell, often gives the right result for the figures it was written with.  So the figures
are changed in such a way that first and last units take the lead, a target falls to nothing, and ties come and go."""
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
UNITS = "ABCDE"
CONTROL = re.compile(r"=(IF\(EXACT\(|'SỐ KIỂM SOÁT'!)")  # tells that figures were typed over

DEFINITION = {
    "cai-dat": "Khóa,Giá trị\nTên cụm,Cụm vườn cây\nTên gọi tổng,Cụm\nGọi đơn vị là,Vườn\nKỳ,2024\nNgày lập,2025-01-10\nHạn nộp,2025-01-05\n",
    "don-vi": "Mã,Tên,Tên khác,Thứ tự\n" + "".join(f"{u},Vườn {u},,{n}\n" for n, u in enumerate(UNITS, 1)),
    "bieu": "Mã,Tên,Trang,Kiểu,Bắt buộc\nC1,Cây trồng,C1,chỉ tiêu,Có\n",
    "cot": "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Bắt buộc,Danh mục\n*,,Chỉ tiêu,,nhãn,Có,\n*,,Kế hoạch,,kế hoạch,Không,\n*,,Năm nay,,năm nay,Có,\n",
    "chi-tieu": "Mã,Biểu,STT,Nhãn,ĐVT,Kiểu,Số lẻ,Bắt buộc,Gộp,Tử số,Mẫu số,Chiều tốt,Khi trống\n"
                "C.01,C1,1,Số cây,cây,số nguyên,,Có,tổng,,,tăng,thiếu\n"
                "C.02,C1,2,Cây ra quả,cây,số nguyên,,Có,tổng,,,tăng,thiếu\n"
                "C.03,C1,3,Tỷ lệ ra quả,%,phần trăm,,Có,tỷ số,C.02,C.01,tăng,thiếu\n"
                "C.04,C1,4,Thấp nhất,m,số thực,,Có,nhỏ nhất,,,,thiếu\n"
                "C.05,C1,5,Cao nhất,m,số thực,,Có,lớn nhất,,,,thiếu\n"
                "C.06,C1,6,Xếp hạng,hạng,hạng,,Có,tốt nhất,,,giảm,thiếu\n"
                "C.07,C1,7,Tưới tự động,có/không,có/không,,Có,đếm,,,,thiếu\n",
    "cham-diem": "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Vượt hẳn,Điểm mỗi lần\n"
                 "I,,Các phần,130,tổng các dòng con,,,,\n"
                 "I.1,I,So dẫn đầu,20,so với đơn vị dẫn đầu,C.01,,,\n"
                 "I.2,I,Vượt mục tiêu,20,theo mức vượt mục tiêu,C.02,KE_HOACH(C.02),,\n"
                 "I.3,I,Tỷ lệ,15,theo tỷ lệ so mục tiêu,TY_LE(C.02;C.01),50%,Có,\n"
                 "I.4,I,Bậc,10,theo bậc,C.05,,,\n"
                 "I.5,I,Hạng,5,theo thứ hạng,C.06,,,\n"
                 "I.6,I,Đạt,5,đạt hoặc không,CO(C.07)=1,,,\n"
                 "I.7,I,Số lần,5,theo số lần,C.04,,,2\n"
                 "I.8,I,So kế hoạch,10,theo tỷ lệ so mục tiêu,C.01,KE_HOACH(C.01),,\n"
                 "I.9,I,Tỷ lệ hoặc so với nhau,20,theo tỷ lệ so mục tiêu hoặc so với nhau,C.02,KE_HOACH(C.01),,\n"
                 "I.10,I,Vượt hoặc so với nhau,20,theo mức vượt mục tiêu hoặc so với nhau,C.02,KE_HOACH(C.05),,\n"
                 "II,,Thưởng,10,nhóm thưởng,,,,\n"
                 "II.1,II,Cao,10,theo tỷ lệ so mục tiêu,C.05,KE_HOACH(C.05),,\n"
                 "III,,Trừ,5,nhóm trừ,,,,\n"
                 "III.1,III,Thấp,5,theo số lần,C.04,,,1\n",
    "thang-diem": "Tiêu chí,Từ,Đến,Điểm\nI.4,8,,10\nI.4,5,\"7,99\",6\nI.4,,,1\nI.5,,2,5\nI.5,,3,2\n",
    "xep-hang": "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba\nXC,Theo quả,C.02,giảm dần,\n",
    "phan-dinh": "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Các phần,DIEM(I),giảm dần\nXC,1,Số cây,C.01,tăng dần\nXC,2,Cao nhất,C.05,giảm dần\n",
}
LABELS = re.findall(r"^C\.\d+,C1,\d+,([^,]+)", DEFINITION["chi-tieu"], flags=re.M)

# Of each unit: trees and those planned, bearing ones and those planned, share, lowest, highest and that planned, rank, watering.
BEFORE = {
    "A": (100, 90, 60, 50, 60.0, 1.5, 6.0, 5.0, 3, "Có"),
    "B": (80, 100, 20, 40, 25.0, 1.0, 9.5, 5.0, 1, "Không"),
    "C": (120, 100, 60, 60, 50.0, 2.0, 3.0, 5.0, 2, "Có"),
    "D": (90, 90, 30, 50, 33.3, 0.5, 8.0, 5.0, 5, "Không"),
    "E": (50, 60, 40, 45, 80.0, 0.8, 7.0, 5.0, 4, "Có"),
}
CHANGES = {
    "the last unit takes the lead in all": {"E": (500, 600, 400, 45, 80.0, 0.1, 19.0, 5.0, 1, "Không"), "B": (80, 100, 20, 40, 25.0, 1.0, 9.5, 5.0, 4, "Có")},
    "the first unit takes the lead in all": {"A": (700, 90, 600, 50, 85.7, 0.2, 29.0, 5.0, 1, "Không"), "B": (80, 100, 20, 40, 25.0, 1.0, 9.5, 5.0, 3, "Không")},
    "targets of the last unit, and of one in the bonus, fall to nothing": {"E": (50, 0, 40, 45, 80.0, 0.8, 7.0, 5.0, 4, "Có"),
                                                                           "A": (100, 90, 60, 50, 60.0, 1.5, 6.0, 0.0, 3, "Có")},
    "one without a target more, and it leads": {"D": (90, 0, 30, 50, 33.3, 0.5, 8.0, 0.0, 5, "Không"), "E": (50, 0, 20, 45, 40.0, 0.8, 7.0, 0.0, 4, "Có")},
    "ties, by one step and by both": {"D": (100, 90, 60, 50, 60.0, 1.5, 6.0, 5.0, 3, "Có"), "C": (120, 100, 60, 60, 50.0, 2.0, 8.0, 5.0, 2, "Có"),
                                      "E": (120, 60, 60, 45, 50.0, 0.8, 7.99, 5.0, 4, "Có")},
}


def report(path, unit, row):
    trees, trees_planned, bearing, bearing_planned, share, low, high, high_planned, rank, watering = row
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "C1"
    for cells in ([f"Vườn {unit}"], ["Cây trồng, năm 2024"], ["Chỉ tiêu", "Kế hoạch", "Năm nay"],
                  *zip(LABELS, (trees_planned, bearing_planned, None, None, high_planned, None, None),
                       (trees, bearing, share, low, high, rank, watering))):
        sheet.append(cells)
    book.save(path)


def merged(folder, figures):
    """The consolidated workbook of these figures."""
    (folder / "hop-thu").mkdir(parents=True)
    (folder / "dinh-nghia").mkdir()
    for name, text in DEFINITION.items():
        (folder / "dinh-nghia" / f"{name}.csv").write_text(text, encoding="utf-8")
    for unit, row in figures.items():
        report(folder / "hop-thu" / f"Vườn {unit}.xlsx", unit, row)
    out = folder / "out.xlsx"
    r = subprocess.run([TONGHOP, "merge", "-q", "-d", folder / "dinh-nghia", "-o", out, folder / "hop-thu"], capture_output=True, text=True, timeout=120)
    assert out.exists(), (r.returncode, r.stdout, r.stderr)
    return out


def results(path):
    """{place: value} of what formulas computed.  Units stand in XẾP HẠNG in the order of their ranks, so a place there is ranking, unit, column."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet in formulas:
        heading = ""
        for row in sheet.iter_rows():
            heading = row[0].value if sheet.title == "XẾP HẠNG" and isinstance(row[0].value, str) and row[0].data_type == "s" else heading
            for cell in row:
                if cell.data_type == "f" and not CONTROL.match(cell.value):
                    ranked = sheet.title == "XẾP HẠNG" and len(row) > 1 and row[1].value in {f"Vườn {u}" for u in UNITS}
                    place = (heading, row[1].value, cell.column_letter) if ranked else cell.coordinate
                    value = values[sheet.title][cell.coordinate].value
                    found[sheet.title, place] = "" if value is None else value
    return found


def same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
    return a == b


class Moved(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-moved-"))
        cls.before = merged(cls.folder / "before", BEFORE)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, True)

    def moved(self, target, name):
        """The workbook of BEFORE with the figures of `target` typed into it, computed anew; openpyxl saves no results of formulas."""
        book, figures = openpyxl.load_workbook(self.before), openpyxl.load_workbook(target)
        typed = 0
        for title in ("TỔNG HỢP", "C1", "NGUỒN SỐ LIỆU"):
            for row in book[title].iter_rows(min_row=6):
                for cell in row:
                    new = figures[title][cell.coordinate]
                    if cell.data_type != "f" and new.data_type != "f" and cell.value != new.value and cell.value is not None and new.value is not None:
                        typed += title != "NGUỒN SỐ LIỆU"
                        cell.value = new.value
        self.assertGreater(typed, 0)
        bare, done = self.folder / "bare" / f"{name}.xlsx", self.folder / "done"
        bare.parent.mkdir(exist_ok=True)
        book.save(bare)
        r = subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--norestore", "--convert-to",
                            "xlsx:Calc MS Excel 2007 XML", "--outdir", done, bare], capture_output=True, text=True, timeout=300)
        self.assertTrue((done / bare.name).exists(), r.stderr)
        return done / bare.name

    def test_changed_figures_give_what_a_merge_of_them_gives(self):
        for number, (what, change) in enumerate(CHANGES.items()):
            with self.subTest(what):
                target = merged(self.folder / str(number), {**BEFORE, **change})
                wanted, got = results(target), results(self.moved(target, str(number)))
                places = [p for p in wanted if p[0] in ("TỔNG HỢP", "C1", "CHẤM ĐIỂM", "XẾP HẠNG")]
                self.assertGreater(len(places), 300)
                self.assertEqual([(p, wanted[p], got.get(p)) for p in places if not same(wanted[p], got.get(p))], [])

    def test_no_figure_of_the_scores_is_typed_where_it_could_be_computed(self):
        """Data and points that differ between two merges stand in formulas; maxima and fixed targets do not differ."""
        changed = {u: tuple(v * 2 if isinstance(v, (int, float)) else v for v in row) for u, row in BEFORE.items()}
        sheets = [openpyxl.load_workbook(p)["CHẤM ĐIỂM"] for p in (self.before, merged(self.folder / "doubled", changed))]
        for row in sheets[0].iter_rows(min_row=7, min_col=4, max_col=11):
            for cell in row:
                if cell.data_type != "f":
                    self.assertEqual(cell.value, sheets[1][cell.coordinate].value, cell.coordinate)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
