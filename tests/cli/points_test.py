#!/usr/bin/python3
"""docs/cham-diem-bang-tay.md: every line computed again from what it says, and held against the sheet CHẤM ĐIỂM."""
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


def number(text):
    return Fraction(text.replace(".", "").replace(",", "."))


def by_hand(words):
    """"30 × min(1; 2.040 : 2.071)" → its value; "hạng 52: 20" → 20."""
    if "×" not in words and "min" not in words:
        return number(words.rsplit(":", 1)[1].strip())
    if "phong trào" in words:
        a, b = re.findall(r"\d+", words)[:2]
        return Fraction(a) * Fraction(b)
    e = re.sub(r"(\d+(?:\.\d{3})*)( %)?", lambda m: f"Fraction({m[1].replace('.', '')}, {100 if m[2] else 1})", words)
    return eval(e.replace("×", "*").replace(":", "/").replace(";", ","), {"Fraction": Fraction, "min": min})


def rounded(value):
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


rows = [[c.strip() for c in line.strip("| \n").split("|")] for line in (ROOT / "docs/cham-diem-bang-tay.md").read_text(encoding="utf-8").split("\n") if re.match(r"\| [IV]+\.", line)]
count(len(rows) == 29, f"{len(rows)} lines")
with tempfile.TemporaryDirectory() as folder:
    out = pathlib.Path(folder) / "out.xlsx"
    subprocess.run([TONGHOP, "merge", "-q", "-d", str(ROOT / "samples/cum2-2022/dinh-nghia"), "-o", str(out), str(ROOT / "samples/cum2-2022/hop-thu")])
    sheet = openpyxl.load_workbook(out, data_only=True, read_only=True)["CHẤM ĐIỂM"]
    computed = {(str(r[0]), r[2]): r[8] for r in sheet.iter_rows(values_only=True) if r[2] in ("Hà Giang", "Lạng Sơn")}
for code, _, *cells in rows:
    for unit, words, points in (("Hà Giang", *cells[:2]), ("Lạng Sơn", *cells[2:])):
        count(rounded(by_hand(words)) == number(points), f"{code} {unit}: {words} is {by_hand(words)}, not {points}")
        ours = computed.get((code, unit))
        count(ours is not None and abs(Fraction(ours) - number(points)) < Fraction(1, 1000), f"{code} {unit}: {points} by hand, {ours} computed")
finish()
