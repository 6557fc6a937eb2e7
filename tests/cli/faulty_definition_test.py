#!/usr/bin/python3
"""A definition with thirty-six faults, each made on purpose, one cause each: as many findings in one run, each at its cell, before any
workbook is read."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP_ASAN", str(ROOT / "build/tonghop-asan"))
FAULTS = """
bieu D3 DN-003 danh sach dai
cai-dat B3 DN-003 năm nay
cai-dat B4 DN-003 31/02/2023
cham-diem D2 DN-007 110, cần 100
cham-diem G3 DN-003 mục tiêu
cham-diem A4 DN-003 Thang điểm
cham-diem B5 DN-004 “IX”
chi-tieu G3 DN-003 số nguyen vẹn
chi-tieu J4 DN-003 1.234
chi-tieu L5 DN-003 tổng
chi-tieu N6 DN-003 tử số và mẫu số
chi-tieu O7 DN-003 tốt nhất
chi-tieu Q8 DN-003 mã một danh mục
chi-tieu K9 DN-003 Nhỏ nhất
chi-tieu E11 DN-008 tổng số
chi-tieu A12 DN-003 2.10
cot E4 DN-003 “năm nai”
cot G6 DN-003 mã một danh mục
cot A7 DN-004 “B9”
dieu-chinh C2 CN-001 chưa biết
don-vi A3 DN-006 dòng 2
dieu-kien A1 DN-011 UTF-8
don-vi B4 DN-003 được điền
don-vi E5 DN-008 sở sơn la
kiem-tra F2 DN-005 ký tự thứ 13: thiếu dấu ngoặc đóng
kiem-tra F3 DN-005 có phải “A.09”
kiem-tra F4 DN-005 không có hàm nào tên “TONG”
kiem-tra E5 DN-003 “≈”
kiem-tra H6 DN-003 nghiêm trọng
kiem-tra G7 DN-003 một chút
kiem-tra D8 DN-005 DONG chỉ dùng
kiem-tra A10 DN-006 KT-01
kiem-tra D11 DN-005 bỏ dấu “=”
danh-muc-2022 - DN-009 “Danh mục”
Xếp-hạng - DN-002 Biểu thức
xep-hang - DN-010 “Xếp hạng”
""".strip().split("\n")

workbook = next((ROOT / "tests/cases/dung/tep").iterdir())
done = subprocess.run([TONGHOP, "check", "--lang", "vi", "-d", str(ROOT / "tests/faulty-definition"), str(workbook)], capture_output=True, text=True)
found = re.findall(r"^(?:CHẶN|LỖI)  ((?:DN|CN)-\d+)  [\w-]+\.csv › ([\w-]+)(?: › ([A-Z]+\d+))?\n     (.*)$", done.stderr, flags=re.M)
count(len(FAULTS) == 36 and len(found) == 36, f"{len(found)} findings")
count(len(re.findall(r"^(?:CHẶN|LỖI|CẢNH BÁO)  ", done.stderr, flags=re.M)) == 36, "other findings")
for fault in FAULTS:
    sheet, cell, code, words = fault.split(" ", 3)
    count(any(f[0] == code and f[1] == sheet and (f[2] or "-") == cell and words in f[3] for f in found), f"{fault}: not found")
count(done.returncode == 3 and not done.stdout, f"exit {done.returncode}: {done.stdout}")
count("Dưới đây" not in done.stderr and workbook.name not in done.stderr, "a workbook was read")
finish()
