#!/usr/bin/python3
"""Thousands of expressions made up at random: what tonghop computes equals what LibreOffice computes for the formula tonghop
writes, at 12 significant digits, blank and missing figures included."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

BUILD = ROOT / os.environ.get("BUILD", "build")
SEEDS, EACH = (1, 2, 3, 4), 1500
ALLOWED = {"SUM", "MIN", "MAX", "ROUND", "ABS", "IF", "AND", "OR", "NOT", "COUNT", "COUNTIFS", "SUMIFS", "N"}


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


def same(ours, theirs):
    if ours == "":
        return theirs in (None, "")
    if ours in ("TRUE", "FALSE"):
        return theirs is (ours == "TRUE")
    if isinstance(theirs, bool) or not isinstance(theirs, (int, float)):
        return False
    a, b = float(ours), float(theirs)
    return abs(a - b) <= 1e-12 * max(abs(a), abs(b), 1e-3)


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    book, expected, functions = openpyxl.Workbook(), {}, set()
    book.remove(book.active)
    for seed in SEEDS:
        sheet = book.create_sheet(f"S{seed}")
        out = subprocess.run([BUILD / "tests/expr/expr_generate", str(seed), str(EACH)], capture_output=True, text=True, check=True).stdout
        row = 0
        for line in out.split("\n"):
            f = line.split("\t")
            if f[0] == "cell":
                sheet[f[1]] = number(f[2])
            elif f[0] == "fault":
                count(False, f"{f[1]}: {f[2]}")
            elif f[0] == "expr" and f[2] != "-":
                row += 1
                sheet.cell(row, 10).value = "=" + f[2]
                expected[sheet.title, row] = (f[1], f[2], f[3])
                functions |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", f[2]))
    book.save(tmp / "a.xlsx")
    subprocess.run(["libreoffice", "--headless", f"-env:UserInstallation=file://{tmp}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", str(tmp / "out"), str(tmp / "a.xlsx")], capture_output=True)
    results = openpyxl.load_workbook(tmp / "out/a.xlsx", data_only=True)
    wrong = [(k, v, results[k[0]].cell(k[1], 10).value) for k, v in expected.items() if not same(v[2], results[k[0]].cell(k[1], 10).value)]
    missing = sum(v[2] == "" for v in expected.values())
    print(f"{len(expected)} expressions, {missing} of them missing a figure, {sum(v[2] in ('TRUE', 'FALSE') for v in expected.values())} true or false")
    for w in wrong[:8]:
        print("  ", w)
    count(len(expected) == len(SEEDS) * EACH, f"{len(expected)} expressions")
    count(not wrong, f"{len(wrong)} of {len(expected)} differ")
    count(missing > 500 and len(expected) - missing > 1500, f"{missing} missing")
    count(functions <= ALLOWED, f"functions {functions - ALLOWED}")
finish()
