#!/usr/bin/python3
"""docs/cham-diem-bang-tay.md, “Đơn vị không có mục tiêu”: every line computed again from what it says, and held against CHẤM ĐIỂM."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
DEFINITION = {
    "cai-dat": "Khóa,Giá trị\nTên cụm,Cụm thử\nKỳ,2024\nGọi đơn vị là,Đội\n",
    "bieu": "Mã,Tên,Trang,Kiểu,Bắt buộc\nC1,Kết quả,C1,chỉ tiêu,Có\nC2,Chỉ tiêu giao,C2,chỉ tiêu,Không\n",
    "cot": "Biểu,Mã,Nhãn,Vai trò,Bắt buộc\n*,,Chỉ tiêu,nhãn,Có\n*,,Kế hoạch,kế hoạch,Không\n*,,Năm nay,năm nay,Có\n",
    "chi-tieu": "Mã,Biểu,STT,Nhãn,ĐVT,Kiểu,Bắt buộc,Gộp,Khi trống\nC.01,C1,1,Số vụ đã giải quyết,vụ,số nguyên,Có,tổng,thiếu\n"
                "C.02,C2,1,Số vụ được giao,vụ,số nguyên,Không,tổng,thiếu\n",
    "cham-diem": "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\nI,,Kết quả,30,tổng các dòng con,,\n"
                 "I.1,I,Tỷ lệ,10,theo tỷ lệ so mục tiêu hoặc so với nhau,C.01,KE_HOACH(C.01)\n"
                 "I.2,I,Vượt,10,theo mức vượt mục tiêu hoặc so với nhau,C.01,KE_HOACH(C.01)\n"
                 "I.3,I,Biểu khác,10,theo tỷ lệ so mục tiêu hoặc so với nhau,C.01,C.02\n",
}


def number(text):
    return Fraction(text.replace(".", "").replace(",", "."))


def by_hand(words):
    numbers = re.sub(r"\d+", lambda m: f"Fraction({m[0]})", words)
    return eval(numbers.replace("×", "*").replace(":", "/").replace(";", ","), {"Fraction": Fraction, "min": min})


def rounded(value):
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def report(path, unit, target, done, with_second_form):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "C1"
    for cells in ([f"Đội {unit}"], ["Kết quả, năm 2024"], ["Chỉ tiêu", "Kế hoạch", "Năm nay"], ["Số vụ đã giải quyết", target, done]):
        sheet.append(cells)
    if with_second_form:
        sheet = book.create_sheet("C2")
        for cells in ([f"Đội {unit}"], ["Chỉ tiêu giao, năm 2024"], ["Chỉ tiêu", "Kế hoạch", "Năm nay"], ["Số vụ được giao", None, target]):
            sheet.append(cells)
    book.save(path)


def points(figures, second_form):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "d").mkdir()
        (folder / "in").mkdir()
        units = "Mã,Tên,Thứ tự\n" + "".join(f"{u},Đội {u},{i}\n" for i, u in enumerate(figures, 1))
        for name, text in {**DEFINITION, "don-vi": units}.items():
            (folder / "d" / f"{name}.csv").write_text(text, encoding="utf-8")
        for unit, (target, done) in figures.items():
            report(folder / "in" / f"{unit}.xlsx", unit, target, done, unit in second_form)
        done = subprocess.run([TONGHOP, "merge", "-q", "-d", folder / "d", "-o", folder / "out.xlsx", folder / "in"], capture_output=True, text=True)
        assert (folder / "out.xlsx").exists(), done.stdout + done.stderr
        sheet = openpyxl.load_workbook(folder / "out.xlsx", data_only=True)["CHẤM ĐIỂM"]
        return {(str(r[0]), str(r[2]).removeprefix("Đội ")): r[8] for r in sheet.iter_rows(values_only=True)}


text = (ROOT / "docs/cham-diem-bang-tay.md").read_text(encoding="utf-8").split("## Đơn vị không có mục tiêu")[1]
rows = [[c.strip() for c in line.strip("| \n").split("|")] for line in text.split("\n") if re.match(r"\| [A-H] \|", line)]
count(len(rows) == 8, f"{len(rows)} lines")
figures = {r[0]: (None if r[1] == "trống" else int(r[1]), int(r[2])) for r in rows}
computed = points(figures, second_form="ABCDEFG")
for unit, _, _, *cells in rows:
    for code, words, said in (("I.1", *cells[:2]), ("I.2", *cells[2:])):
        count(rounded(by_hand(words)) == number(said), f"{code} {unit}: {words} is {by_hand(words)}, not {said}")
        ours = computed.get((code, unit))
        count(isinstance(ours, (int, float)) and abs(Fraction(ours) - number(said)) < Fraction(1, 1000), f"{code} {unit}: {said} by hand, {ours} computed")
# The target of I.3 is in a form of its own: blank there is no target, a form that was not sent is not known.
count(computed["I.3", "E"] == 6.67, f"a blank target in a form that was sent: {computed['I.3', 'E']}")
count(not isinstance(computed["I.3", "H"], (int, float)), f"a target in a form that was not sent: {computed['I.3', 'H']}")
alone = points({"A": (100, 120), "B": (0, 7)}, second_form="")
count(alone["I.1", "B"] == 10, f"alone without a target: {alone['I.1', 'B']}")
unreadable = points({"A": (100, 120), "B": ("chưa rõ", 7), "C": (None, 5)}, second_form="")
count(not isinstance(unreadable["I.1", "B"], (int, float)), f"a target that is not understood: {unreadable['I.1', 'B']}")
count(unreadable["I.1", "C"] == 10, f"beside one whose target is not understood: {unreadable['I.1', 'C']}")
finish()
