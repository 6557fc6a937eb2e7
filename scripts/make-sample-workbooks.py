#!/usr/bin/python3
"""Makes samples/cum2-2022/hop-thu: seven workbooks as seven departments send them.

Needs python3-xlsxwriter, gnumeric (ssconvert) and LibreOffice; scripts/install-deps office installs them.
The printed figures come from samples/cum2-2022/figures.tsv, the illustrative ones from scripts/samples/data.py."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "samples"))
import checks  # noqa: E402
import data  # noqa: E402
from layout import Book  # noqa: E402

OUT = data.SAMPLE / "hop-thu"
RENAMED = {"B01_TTC": "Thông tin chung", "B02_VB": "Văn bản", "B03_BCVT": "BCVT (2)", "B04_CNTT": "Sheet4", "B05_BCXB": "Biểu 5", "B06_TTKT": "Biểu 6",
           "B07_CCHC": "Sheet7", "B08_PTTD": "Sheet8", "B09_KT": "Biểu 9", "B10_DS": "DS khen thưởng", "B11_CT": "Biểu 11", "B12_CD": "Tự chấm", "B13_KQ": "Biểu 13"}
PLAIN = {"B03_BCVT": "Bưu chính viễn thông", "B09_KT": "Khen thưởng", "B06_TTKT": "Thanh tra, kiểm tra"}


def soffice(tmp, kind, source):
    """LibreOffice keeps the fonts of rich runs, which ssconvert loses when it reads .xlsx."""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", kind, "--outdir", tmp, source],
                   check=True, capture_output=True)
    return source.with_suffix("." + kind)


def to_biff5(tmp, source, target):
    """By Gnumeric, from its own format (from .xls it writes UTF-16 into BIFF5): .xlsx -> .xls -> .gnumeric -> .xls."""
    middle, between = soffice(tmp, "xls", source), source.with_suffix(".gnumeric")
    subprocess.run(["ssconvert", middle, between], check=True, capture_output=True)
    subprocess.run(["ssconvert", "--export-type=Gnumeric_Excel:excel_biff7", between, target], check=True, capture_output=True)


def main():
    wrong = [f for f in checks.findings() if f not in checks.SLIPS] + [f for f in checks.SLIPS if f not in checks.findings()]
    if wrong:
        sys.exit(f"scripts/samples/data.py: only the printed slips should be found, but {wrong}")
    OUT.mkdir(exist_ok=True)
    tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-samples-"))
    books = {
        "SL": ("unicode", {"codes": True, "meta": True}), "LCH": ("tcvn3", {"names": PLAIN}), "DB": ("nfd", {"typed": True}),
        "LCA": ("unicode", {"shifted": True, "names": RENAMED}), "HG": ("vni", {"names": PLAIN}), "CB": ("unicode", {"codes": True}),
        "LS": ("tcvn3", {"dated_rank": True, "plain_header": True}),
    }
    for unit, (kind, options) in books.items():
        first = tmp / f"{unit}.xlsx"
        Book(str(first), unit, kind, **options).write()
        target = OUT / data.FILES[unit]
        if target.suffix == ".xlsx":
            shutil.copyfile(first, target)
        elif target.suffix == ".ods":
            shutil.copyfile(soffice(tmp, "ods", first), target)
        elif unit == "LS":
            to_biff5(tmp, first, tmp / "done.xls")
            shutil.copyfile(tmp / "done.xls", target)
        else:
            shutil.copyfile(soffice(tmp, "xls", first), target)
        print(target.relative_to(data.ROOT))
    shutil.rmtree(tmp)


if __name__ == "__main__":
    main()
