#!/usr/bin/python3
"""What was not assigned: a tie is broken on the share that was, and a unit to which nothing was assigned has no rank."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
SAMPLE = ROOT / "samples/truong-hoc"
LEAVES = ("A.1", "A.2", "B.1", "B.2")


def ranking(folder, awards):
    """Rows of XẾP HẠNG by unit, as values and as formulas."""
    definition = folder / "dinh-nghia"
    shutil.rmtree(definition, ignore_errors=True)
    shutil.copytree(SAMPLE / "dinh-nghia", definition)
    with open(definition / "cum-cham.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Đơn vị", "Tiêu chí", "Điểm", "Ai", "Ngày", "Căn cứ"])
        rows.writerows([unit, code, points, "Nguyễn Văn A", "2024-06-18", "Biên bản họp cụm"] for unit, code, points in awards)
    out = folder / "out.xlsx"
    subprocess.run([TONGHOP, "merge", "-q", "--force", "-d", str(definition), "-o", str(out), str(SAMPLE / "hop-thu")], capture_output=True)
    tables = []
    for values in (True, False):
        book = openpyxl.load_workbook(out, data_only=values)
        rows = list(book["XẾP HẠNG"].iter_rows(values_only=True))
        head = next(i for i, r in enumerate(rows) if "Đơn vị" in r)
        names = [str(n) for n in rows[head]]
        tables.append({r[1]: dict(zip(names, r)) for r in rows[head + 1:head + 7]})
    return tables


def points_of(rows, unit, title):
    return next(v for k, v in rows[unit].items() if k.startswith(title))


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    # TH1: A.2 (20 of 60) was not assigned; 36 of 40 is 54 of 60, ahead of 50 of 60.  Totals are equal: 90 of 100.
    equal = [("TH1", "A.1", 36), ("TH1", "A.2", "không được giao"), ("TH1", "B.1", 0), ("TH1", "B.2", 0)]
    rest = [(u, code, 0) for u in ("TH2", "TH3", "TH4", "TH5", "TH6") for code in LEAVES]
    values, formulas = ranking(folder, equal + rest)
    first, others = "Trường Tiểu học số 1", [f"Trường Tiểu học số {i}" for i in range(2, 6)]
    count(points_of(values, first, "Phân định 1") == 54, f"step: {values[first]}")
    for unit in (first, *others):  # live for all: what is not assigned may change in CHẤM ĐIỂM
        count(re.fullmatch(r"=IFERROR\(ROUND\(.*\*60/\(60-SUMIFS\(.*,\"không được giao\"\)\),2\),\"\"\)", str(points_of(formulas, unit, "Phân định 1"))),
              f"formula: {formulas[unit]}")
    count(points_of(values, others[0], "Phân định 1") == 0, "a unit with all of the part keeps its points")
    nothing = [("TH1", code, "không được giao") for code in LEAVES]
    values, _ = ranking(folder, nothing + rest)
    count(values[first]["Thứ tự tạm"] == "–", f"ranked: {values[first]}")
    count("không được giao tiêu chí nào" in values[first].values(), f"why: {values[first]}")
    ranks = sorted(values[u]["Thứ tự tạm"] for u in others)
    count(ranks[0] == 1 and len(set(ranks)) == 4, f"the others are ranked among themselves: {ranks}")
finish()
