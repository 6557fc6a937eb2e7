#!/usr/bin/python3
"""`template --all`: one blank workbook a unit, the same bytes each time, under the rules of overwriting; last year's figures stand in them, locked."""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
SAMPLE = ROOT / "samples/cum2-2022"
UNITS = ["SL", "LCH", "DB", "LCA", "HG", "CB", "LS"]


def template(*args):
    return subprocess.run([TONGHOP, "template", "-d", SAMPLE / "dinh-nghia", "--lang", "vi", *map(str, args)], capture_output=True, text=True)


def last_year(path):
    """What the workbook of Sơn La says of last year, as a record stream of that year, and {code: value}."""
    lines, known = [], {}
    out = subprocess.run([TONGHOP, "extract", "-d", SAMPLE / "dinh-nghia", SAMPLE / "hop-thu/CTDS2_2022_SL_SonLa.xlsx"], capture_output=True, text=True).stdout
    for line in out.splitlines():
        f = line.split("\t")
        if f[0] == "fact" and f[4] == "truoc" and f[5] == "value":
            f[4], f[2] = "nay", str(int(f[2]) - 1)
            lines.append("\t".join(f))
            known[f[3]] = f[8]
    part = "\n".join(["tonghop-records\t2", *lines]) + "\n"
    path.write_text(part + f"end\t{len(lines)}\t{hashlib.sha256(part.encode()).hexdigest()}\n")
    return known


def strange(path, out):
    """The same stream with a figure of a unit that is none of this year's."""
    lines = path.read_text().splitlines()[:-1]
    lines.append(lines[-1].replace("\tSL\t", "\tXX\t", 1))
    part = "\n".join(lines) + "\n"
    out.write_text(part + f"end\t{len(lines) - 1}\t{hashlib.sha256(part.encode()).hexdigest()}\n")


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    known = last_year(tmp / "nam-truoc.tsv")
    done = template("--all", "-o", tmp / "mau", "--last-year", tmp / "nam-truoc.tsv")
    count(done.returncode == 0, done.stderr)
    said = "Không có số liệu nào của năm 2021 cho 6 đơn vị, cột Năm trước của các mẫu ấy để trống: Lai Châu, Điện Biên, Lào Cai, Hà Giang, Cao Bằng, Lạng Sơn"
    count(said in done.stdout.splitlines(), done.stdout)
    strange(tmp / "nam-truoc.tsv", tmp / "ma-la.tsv")
    done = template("--unit", "SL", "-o", tmp / "la.xlsx", "--last-year", tmp / "ma-la.tsv")
    count(done.returncode == 1 and "1 bản ghi có mã lạ, ví dụ “XX”" in done.stderr and "Không có số liệu" not in done.stdout, f"{done.returncode} {done.stdout}{done.stderr}")
    names = sorted(f.name for f in (tmp / "mau").iterdir())
    count(names == sorted(f"Mau_{u}.xlsx" for u in UNITS), names)
    before = {f.name: f.read_bytes() for f in (tmp / "mau").iterdir()}
    count(template("-q", "--all", "-o", tmp / "mau", "--last-year", tmp / "nam-truoc.tsv").returncode == 0, "templates are replaced by templates")
    count(before == {f.name: f.read_bytes() for f in (tmp / "mau").iterdir()}, "the same bytes each time")
    template("-q", "--unit", "SL", "-o", tmp / "SL.xlsx", "--last-year", tmp / "nam-truoc.tsv")
    count((tmp / "SL.xlsx").read_bytes() == before["Mau_SL.xlsx"], "--unit writes what --all does")

    book = openpyxl.load_workbook(tmp / "SL.xlsx")
    wrong, found = [], 0
    for sheet in book:
        rows = {sheet.cell(r, 3).value: r for r in range(1, sheet.max_row + 1)}
        for code, value in known.items():
            if code in rows and "/" not in value and value:
                cell = sheet.cell(rows[code], 5)
                found += 1
                if isinstance(cell.value, str) and (cell.value.startswith(f"{value}/") or cell.value in ("Có", "Không")) and cell.protection.locked:
                    continue  # a rank, or yes and no
                if not isinstance(cell.value, (int, float)) or abs(Fraction(str(cell.value)) - Fraction(value)) > Fraction(1, 10**9) or not cell.protection.locked:
                    wrong.append((code, value, cell.value, cell.protection.locked))
    count(found > 60 and not wrong, f"{found} figures of last year: {wrong[:4]}")
    asked = [r[9].value for r in book["TỰ KIỂM TRA"].iter_rows(min_row=18) if isinstance(r[0].value, int)]
    count("KT-001" in asked, "with last year's figures the rule that compares them is asked")
    other = openpyxl.load_workbook(tmp / "mau/Mau_CB.xlsx")
    count(not isinstance(other["B01_TTC"].cell(13, 5).value, (int, float)), "figures of another unit")

    book.save(tmp / "mau/Mau_SL.xlsx")  # somebody edited it
    kept = (tmp / "mau/Mau_SL.xlsx").read_bytes()
    (tmp / "mau/Mau_HG.xlsx").write_text("ghi chú của tôi")
    done = template("--all", "-o", tmp / "mau")
    count(done.returncode == 3 and (tmp / "mau/Mau_SL.xlsx").read_bytes() == kept, f"an edited one is kept: {done.returncode} {done.stderr}")
    count((tmp / "mau/Mau_CB.xlsx").read_bytes() == before["Mau_CB.xlsx"], "none is written where one is refused")
    count(template("-q", "--force", "--all", "-o", tmp / "mau").returncode == 0, "--force")
    for args in (("--all", "--unit", "SL", "-o", tmp / "a"), ("--all", "-o", tmp / "a", "--last-year", tmp / "nam-truoc.tsv", "--store", tmp / "kho.db"), ("-o", tmp / "a.xlsx", "--last-year", tmp / "nam-truoc.tsv")):
        count(template(*args).returncode == 64, args)
    done = template("--all", "-o", tmp / "b", "--last-year", tmp / "mau/Mau_HG.xlsx")
    count(done.returncode == 3 and not (tmp / "b").exists(), f"no record stream: {done.stderr}")
finish()
