#!/usr/bin/python3
"""A rich workbook before and after the conversion, printed by LibreOffice: the same pages, pictures and charts at the same
place, and the text in Unicode."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/convert"), str(ROOT / "tests")]
import rich_workbook as rich  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))


def output(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True).stdout


def pictures(pdf):
    """Page, size and resolution of every picture: a picture that moved or was scaled differs."""
    return [line.split()[0:1] + line.split()[3:5] + line.split()[12:14] for line in output("pdfimages", "-list", pdf).split("\n")[2:] if line]


def words(pdf):
    return " ".join(output("pdftotext", "-layout", pdf, "-").split())


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    (tmp / "before.xlsm").write_bytes(rich.package(rich.before()))
    subprocess.run([TONGHOP, "convert", "-q", str(tmp / "before.xlsm"), str(tmp / "after.xlsm")], capture_output=True)
    (tmp / "want.xlsm").write_bytes(rich.package(rich.after()))
    subprocess.run(["libreoffice", "--headless", f"-env:UserInstallation=file://{tmp}/profile", "--convert-to", "pdf", "--outdir", str(tmp),
                    *(str(tmp / f"{n}.xlsm") for n in ("before", "after", "want"))], capture_output=True)
    pdf = {n: tmp / f"{n}.pdf" for n in ("before", "after", "want")}
    count(all(p.exists() for p in pdf.values()), "LibreOffice did not print all three")
    pages = {n: re.search(r"Pages:\s*(\d+)", output("pdfinfo", p)) for n, p in pdf.items()}
    pages = {n: m and m[1] for n, m in pages.items()}
    count(pages["before"] and len(set(pages.values())) == 1, f"pages: {pages}")
    count(pictures(pdf["before"]) and pictures(pdf["before"]) == pictures(pdf["after"]), f"pictures: {pictures(pdf['before'])} {pictures(pdf['after'])}")
    for text in ("BÁO CÁO TÌNH HÌNH", "Báo cáo tình hình", "Đơn vị tính: đồng", "Áp dụng cho các Sở", "Tổng số đã là Unicode", "Ủy ban nhân dân", "Chữ viết trong ô",
                 "Hoàn thành", "Kết quả thực hiện", "Ghi chú: số liệu ước", "Sở Thông tin và Truyền thông", "1500000 đồng", "4000000 đồng"):
        count(text in words(pdf["after"]) or text in words(pdf["after"]).replace(",", "").replace(".", ""), f"“{text}” is not printed")
    count(words(pdf["after"]) == words(pdf["want"]), "printed unlike the same workbook written in Unicode")
    # pixels: a workbook in Unicode from the start prints the same
    for n in ("after", "want"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf[n]), str(tmp / n)])
    shots = sorted(tmp.glob("after-*.png"))
    count(shots and all((tmp / s.name.replace("after", "want")).read_bytes() == s.read_bytes() for s in shots), "pages look unlike the same workbook written in Unicode")
    # recalculated, every formula gives what it gave: texts still equal what they are compared with
    subprocess.run(["libreoffice", "--headless", f"-env:UserInstallation=file://{tmp}/profile", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                    "--outdir", str(tmp / "csv"), str(tmp / "after.xlsm")], capture_output=True)
    sheet = next((tmp / "csv").glob("*T*nh h*nh*.csv"), None)
    rows = sheet.read_text(encoding="utf-8-sig").split("\n") if sheet else []
    count(len(rows) > 7 and rows[4].endswith(",1") and rows[5].endswith(",1") and rows[7].startswith("Hoàn thành") and rows[7].split(",")[1] == "7", f"formulas: {rows[:8]}")

finish()
