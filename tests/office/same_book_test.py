#!/usr/bin/python3
"""One book as .xlsx, .xls and .ods, written by LibreOffice and by Gnumeric: the same cells, whatever it is stored as.

What a writer itself changes is listed beside the book, closed, and is no difference of readers.  The values of .ods
and .csv are compared with Gnumeric's own reading too."""
import csv
import datetime
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
results = {"passed": 0, "failed": 0}


def count(ok, what):
    results["passed" if ok else "failed"] += 1
    if not ok:
        print("FAILED", what)


def unescaped(text):
    out, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out.append({"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[text[at + 1]])
            at += 2
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def dump(path, *options):
    """{(sheet, cell): (type, value, flags)}"""
    r = subprocess.run([TONGHOP, "inspect", "--no-header", *options, str(path)], capture_output=True)
    if r.returncode > 1:
        return {"refused": r.stderr.decode()}
    cells = {}
    for line in r.stdout.decode().split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            cells[field[0], field[1]] = field[2], unescaped(field[3]), field[5]
    return cells


def make(path):
    """A book with all that offices put into one."""
    book = xlsxwriter.Workbook(str(path))
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    percent = book.add_format({"num_format": "0.0%"})
    bold, italic = book.add_format({"bold": True}), book.add_format({"italic": True, "font_name": "Times New Roman"})

    numbers = book.add_worksheet("Số")
    for row, value in enumerate([0, 1, -1, 930, 328250000, 1.5, -0.25, 0.1, 1 / 3, 1e15, 123456789012345, 1e-5, 1e300,
                                 2.5e-300, 99.995, 1e21]):
        numbers.write_number(row, 0, value)
        numbers.write_number(row, 1, value / 4, percent)
    numbers.write_boolean("C1", True)
    numbers.write_boolean("C2", False)

    words = book.add_worksheet("Chữ & dấu")
    for row, value in enumerate(["Quyết định số 801/QĐ-UBND", " đầu và cuối ", "một\nhai", "một\thai", 'nói "có"', "a & b < c > d",
                                 "=SUM(A1)", "+84", "-", "'trích", "1.542", "01/02/2022", "TRUE", "#REF!", "ế" * 300,
                                 "x" * 32767, "Ðất nước", "tổ hợp", "😀 ngoài BMP", "%", "đ"]):
        words.write_string(row, 0, value)
    words.write_rich_string("B1", bold, "Ủ", italic, "y ban ", "nhân dân")
    words.write_string(65535, 255, "ô cuối của .xls")

    dates = book.add_worksheet("Ngày")
    for row, day in enumerate([datetime.date(1900, 2, 28), datetime.date(1900, 3, 1), datetime.date(1999, 12, 31),
                               datetime.date(2022, 4, 19), datetime.date(2099, 12, 31)]):
        dates.write_datetime(row, 0, datetime.datetime.combine(day, datetime.time()), date)
    dates.write_datetime("B1", datetime.datetime(2022, 4, 19, 13, 30, 15), moment)
    dates.write_datetime("B2", datetime.datetime(2022, 4, 19, 0, 0, 1), moment)
    dates.write_number("B3", 0.5625, clock)

    formulas = book.add_worksheet("Công thức")
    formulas.write_number("A1", 906)
    formulas.write_number("A2", 24)
    formulas.write_formula("A3", "=SUM(A1:A2)", None, 930)
    formulas.write_formula("A4", '=A1&" hồ sơ"', None, "906 hồ sơ")
    formulas.write_formula("A5", "=A1>A2", None, True)
    formulas.write_formula("A6", "=A1/0", None, "#DIV/0!")
    formulas.write_formula("A7", "=NA()", None, "#N/A")
    formulas.write_formula("A8", "=DATE(2022,4,19)", date, 44670)
    formulas.write_formula("A9", "=A1/A2", percent, 37.75)

    layout = book.add_worksheet("Trình bày")
    layout.merge_range("A1:C1", "Tiêu đề gộp", bold)
    layout.write_string("A2", "dòng ẩn")
    layout.set_row(1, None, None, {"hidden": True})
    layout.write_string("D3", "cột ẩn")
    layout.set_column("D:D", None, None, {"hidden": True})
    hidden = book.add_worksheet("Trang ẩn")
    hidden.write_number("A1", 7)
    hidden.hide()
    book.close()


# What the writers change, seen in their files with xlrd and openpyxl or in their XML.  Closed: anything else is ours.
BOOLEANS = {("Số", "C1"): ("b", "TRUE", "formula"), ("Số", "C2"): ("b", "FALSE", "formula")}
CHANGED = {
    "LibreOffice .xlsx": BOOLEANS,  # as formulas TRUE() and FALSE()
    # the text of a formula that was not calculated anew goes out as 0: xlrd sees it too
    "LibreOffice .xls": {**BOOLEANS, ("Công thức", "A4"): ("n", "0", "formula")},
    # its day 59 is 27 February 1900, for it knows no 29th
    "LibreOffice .ods": {**BOOLEANS, ("Ngày", "A1"): ("d", "1900-02-27", "")},
}
DIGITS = {"LibreOffice .xlsx": 15, "LibreOffice .ods": 15}  # of a double, as it writes them


def libreoffice(source, kind, folder):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["libreoffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir",
                        str(folder), str(source)], check=True, capture_output=True)
    return folder / (source.stem + "." + kind.split(":")[0])


def gnumeric(source, kind, target):
    subprocess.run(["ssconvert", f"--export-type={kind}", str(source), str(target)], check=True, capture_output=True)
    return target


def equal(a, b, digits):
    if a[0] == b[0] == "n" and a[2] == b[2]:
        x, y = float(a[1]), float(b[1])
        return x == y or (digits and abs(x - y) <= 5 * abs(y) / 10 ** digits)
    return a == b


def same(name, book, path):
    wanted, seen = {**book, **CHANGED.get(name, {})}, dump(path)
    bad = [f"{k}: {seen.get(k)} is not {wanted[k]}" for k in wanted if not equal(seen.get(k, ("",) * 3), wanted[k], DIGITS.get(name))]
    bad += [f"{k}: {seen[k]} is too much" for k in seen if k not in wanted]
    count(not bad, f"{name}: " + "\n    ".join(x[:200] for x in bad[:12]))


def gnumeric_reads(path, folder):
    """[rows] of each sheet as Gnumeric shows them"""
    subprocess.run(["ssconvert", "-S", "-T", "Gnumeric_stf:stf_csv", str(path), str(folder / "%n.csv")], check=True, capture_output=True)
    return [list(csv.reader(open(p, encoding="utf-8", newline=""))) for p in sorted(folder.glob("*.csv"), key=lambda p: int(p.stem))]


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def values_agree(name, path, tmp):
    folder = tmp / ("csv-" + name.replace(" ", "-"))
    folder.mkdir()
    sheets = gnumeric_reads(path, folder)
    ours = dump(path, "--raw")
    names = list(dict.fromkeys(k[0] for k in ours))
    bad, compared = [], 0
    for (sheet, cell), value in ours.items():
        letters = cell.rstrip("0123456789")
        row, col = int(cell[len(letters):]) - 1, column(letters)
        rows = sheets[names.index(sheet)] if len(sheets) == len(names) else sheets[0]
        theirs = rows[row][col] if row < len(rows) and col < len(rows[row]) else ""
        if value[0] in "sbe":
            compared += 1
            if theirs != value[1]:
                bad.append(f"{sheet}!{cell}: {theirs!r} is {value[1]!r} here")
        elif value[0] == "n" and not theirs.endswith("%"):
            try:
                number = float(theirs.replace(",", ""))
            except ValueError:
                continue
            compared += 1
            if abs(number - float(value[1])) > 5e-6 * max(1, abs(number)):
                bad.append(f"{sheet}!{cell}: {theirs} is {value[1]} here")
    count(compared > 3 and not bad, f"{name}: {compared} compared, " + "\n    ".join(bad[:10]))


def csv_files(tmp):
    files = {
        "commas": 'a,b\n"x, y",1\n"q ""z""",2.5\n'.encode(),
        "line breaks in quotes": 'a,"b\nc"\n"d",4\n'.encode(),
        "a mark": b"\xef\xbb\xbf" + "tên,số\nhồ sơ,3\n".encode(),
    }
    for name, content in files.items():
        path = tmp / f"{name.replace(' ', '-')}.csv"
        path.write_bytes(content)
        ours = {k[1]: v[1] for k, v in dump(path).items()}
        subprocess.run(["ssconvert", "-T", "Gnumeric_XmlIO:sax:0", str(path), str(tmp / "x.gnumeric")], check=True, capture_output=True)
        raw = (tmp / "x.gnumeric").read_bytes()
        root = tree.fromstring(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
        theirs = {}
        for cell in root.iter("{http://www.gnumeric.org/v10.dtd}Cell"):
            if cell.text:
                theirs[chr(65 + int(cell.get("Col"))) + str(int(cell.get("Row")) + 1)] = cell.text
        bad = [f"{k}: {theirs.get(k)!r} is {ours.get(k)!r} here" for k in sorted(ours.keys() | theirs.keys())
               if ours.get(k) != theirs.get(k)]
        count(ours and not bad, f"csv with {name}: {bad}")


def main():
    with tempfile.TemporaryDirectory() as made:
        tmp = pathlib.Path(made)
        source = tmp / "sach.xlsx"
        make(source)
        wanted = dump(source)
        count(len(wanted) == 78, f"the book itself: {len(wanted)} cells")
        lo, gn = tmp / "lo", tmp / "gn"
        lo.mkdir()
        gn.mkdir()
        for kind in ("xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods:calc8"):
            same(f"LibreOffice .{kind.split(':')[0]}", wanted, libreoffice(source, kind, lo))
        for kind, suffix in (("Gnumeric_Excel:xlsx", "xlsx"), ("Gnumeric_Excel:excel_biff8", "xls"), ("Gnumeric_OpenCalc:odf", "ods")):
            same(f"Gnumeric .{suffix}", wanted, gnumeric(source, kind, gn / f"sach.{suffix}"))
        values_agree("ods of LibreOffice", lo / "sach.ods", tmp)
        values_agree("ods of Gnumeric", gn / "sach.ods", tmp)
        values_agree("ods of the sample", next((ROOT / "samples/cum2-2022/hop-thu").glob("*.ods")), tmp)
        csv_files(tmp)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return results["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
