#!/usr/bin/python3
"""A feedback workbook that LibreOffice saved again, in every format it may come back in: its replies are found as in the workbook that was sent."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
CASES = ROOT / "tests/cases"
RULE, MARK, REPLY, HEAD = 11, 12, 8, 8
WHY = "Kiểm tra theo chuyên đề của Bộ;\n“tăng” 61 – 19, đúng số liệu"
FORMULA = "=1+1 là lý do"

with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    file = next((CASES / "da-giai-trinh/tep").iterdir())
    subprocess.run([TONGHOP, "check", "-q", "-d", CASES / "dinh-nghia", "--feedback", tmp / "phieu.xlsx", file])
    book = openpyxl.load_workbook(tmp / "phieu.xlsx")
    sheet = book.worksheets[0]
    row = next(r for r in range(HEAD + 1, sheet.max_row) if sheet.cell(r, RULE).value == "KT-002")
    mark = sheet.cell(row, MARK).value
    sheet.cell(row, REPLY).value = WHY
    note = sheet.cell(row + 1, REPLY)
    note.value, note.data_type = FORMULA, "s"
    (tmp / "dien").mkdir()
    book.save(tmp / "dien/phieu.xlsx")
    for ending in ("xlsx", "ods", "xls"):
        inbox, out = tmp / ending, tmp / f"kq-{ending}"
        inbox.mkdir()
        out.mkdir()
        subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", ending, "--outdir", inbox, tmp / "dien/phieu.xlsx"],
                       capture_output=True, timeout=300)
        shutil.copy(file, inbox / "CB.xlsx")
        done = subprocess.run([TONGHOP, "merge", "-d", CASES / "dinh-nghia", "-o", out / "kq.xlsx", "--lang", "vi", inbox], capture_output=True, text=True)
        rows = [[c.value for c in r] for r in openpyxl.load_workbook(out / "kq.xlsx")["ĐỀ NGHỊ GIẢI TRÌNH"].iter_rows(min_row=6)]
        said = [(r[0], r[1], r[2], r[3], r[4], r[7]) for r in rows]
        wanted = [("chờ xem", "Cao Bằng", "KT-002", mark, WHY, f"phieu.{ending}"), ("chưa gắn được", "Cao Bằng", None, None, FORMULA, f"phieu.{ending}")]
        count(said == wanted, f"{ending}: {said}\n{done.stdout}{done.stderr}")
        count("TEP-028" not in done.stdout, f"{ending}: {done.stdout}")
finish()
