#!/usr/bin/python3
"""One book in the families that are one file of text: XML of Excel 2003, flat OpenDocument, a page.  Each shows the cells of the .xlsx but
for what its writer changes, which is listed, closed.  LibreOffice writes the last two; its own writer of XML 2003 cannot write a sheet of
16,384 columns, so that is written here as Excel does, and LibreOffice's reading of it is the other witness."""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
results = {"passed": 0, "failed": 0}

# sheet: {cell: (kind, value)}; kinds: n number, s text, b truth, D day, T moment, C time of day, % percentage, and formulas with their result
SHEETS = {
    "Số & dấu": {"A1": ("n", 0), "A2": ("n", -1), "A3": ("n", 328250000), "A4": ("n", 1.5), "A5": ("n", 1e15), "A6": ("n", 99.995), "A7": ("n", 1e-5),
                 "B1": ("%", 0.25), "B3": ("%", 0.987), "C1": ("b", True), "C2": ("b", False)},
    "Chữ": {"A1": ("s", "Quyết định số 801/QĐ-UBND"), "A2": ("s", " đầu và cuối "), "A3": ("s", "một\nhai"), "A4": ("s", 'nói "có"'), "A5": ("s", "a & b < c"),
            "A6": ("s", "=SUM(A1)"), "A7": ("s", "1.542"), "A8": ("s", "01/02/2022"), "A9": ("s", "TRUE"), "A10": ("s", "ế" * 300), "A12": ("s", "Ðất nước")},
    "Ngày": {"A1": ("D", datetime.datetime(1900, 3, 1)), "A2": ("D", datetime.datetime(2022, 4, 19)), "A3": ("D", datetime.datetime(2099, 12, 31)),
             "B1": ("T", datetime.datetime(2022, 4, 19, 13, 30, 15)), "B2": ("C", 0.5625), "B3": ("E", 1.5208333333333333)},
    "Công thức": {"A1": ("n", 906), "A2": ("n", 24), "A3": ("=SUM(A1:A2)", "n", 930), "A4": ('=A1&" hồ sơ"', "s", "906 hồ sơ"), "A6": ("=A1/0", "e", "#DIV/0!"),
                  "A9": ("=$A$1/A2", "n", 37.75)},
    "Trình bày": {"A1": ("s", "Tiêu đề gộp"), "A2": ("s", "dòng ẩn"), "D3": ("s", "cột ẩn")},
    "Trang ẩn": {"A1": ("n", 7)},
}
FORMATS = {"%": "0.0%", "D": "dd/mm/yyyy", "T": "yyyy-mm-dd hh:mm:ss", "C": "hh:mm:ss", "E": "[h]:mm"}
R1C1 = {"=SUM(A1:A2)": "=SUM(R[-2]C:R[-1]C)", '=A1&" hồ sơ"': '=R[-3]C&" hồ sơ"', "=A1/0": "=R[-5]C/0", "=$A$1/A2": "=R1C1/R[-7]C"}


def count(ok, what):
    results["passed" if ok else "failed"] += 1
    if not ok:
        print("FAILED", what)


def dump(path):
    """{(sheet, cell): (type, value, flags)}"""
    r = subprocess.run([TONGHOP, "inspect", "--no-header", str(path)], capture_output=True)
    cells = {} if r.returncode <= 1 else {"refused": r.stderr.decode()}
    for line in r.stdout.decode().split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            cells[field[0], field[1]] = field[2], field[3], field[5]
    return cells


def place(cell):
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters):]) - 1, ord(letters) - 65


def write_xlsx(path):
    book = xlsxwriter.Workbook(str(path))
    looks = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    for name, cells in SHEETS.items():
        sheet = book.add_worksheet(name)
        for cell, (kind, *value) in cells.items():
            row, col = place(cell)
            if kind[0] == "=":
                sheet.write_formula(row, col, kind, None, value[1])
            elif kind in "DT":
                sheet.write_datetime(row, col, value[0], looks[kind])
            elif kind == "s":
                sheet.write_string(row, col, value[0])
            else:
                {"b": sheet.write_boolean}.get(kind, sheet.write_number)(row, col, value[0], looks.get(kind))
        if name == "Trình bày":
            sheet.merge_range("A1:C1", "Tiêu đề gộp")
            sheet.set_row(1, None, None, {"hidden": True})
            sheet.set_column("D:D", None, None, {"hidden": True})
        if name == "Trang ẩn":
            sheet.hide()
    book.close()


def data(kind, value):
    names = {"n": "Number", "%": "Number", "s": "String", "b": "Boolean", "e": "Error"}
    text = value
    if kind in "DT":
        text = value.strftime("%Y-%m-%dT%H:%M:%S.000")
    elif kind in "CE":  # the day 0 of Excel is 1899-12-31
        moment = datetime.datetime(1899, 12, 31) + datetime.timedelta(seconds=round(value * 86400))
        text = moment.strftime("%Y-%m-%dT%H:%M:%S.000")
    elif kind == "b":
        text = int(value)
    return f'<Data ss:Type="{names.get(kind, "DateTime")}">{escape(str(text)).replace(chr(10), "&#10;")}</Data>'


def xml_cell(cell, kind, value, merged):
    col, formula, style = place(cell)[1], "", ""
    if kind[0] == "=":
        formula = f' ss:Formula="{escape(R1C1[kind], {chr(34): "&quot;"})}"'
        kind, value = value
    else:
        value = value[0]
    if kind in FORMATS:
        style = f' ss:StyleID="s{ord(kind)}"'
    return f'<Cell ss:Index="{col + 1}"{style}{formula}{merged}>{data(kind, value)}</Cell>'


def write_xml(path):
    """As Excel 2003 and later do, in the order of their elements."""
    out = ['<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
           'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\r\n'
           '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><WindowHeight>9000</WindowHeight></ExcelWorkbook>\r\n'
           '<Styles><Style ss:ID="Default" ss:Name="Normal"><Borders/><Font ss:FontName="Calibri" x:Family="Swiss" ss:Size="11"/><NumberFormat/></Style>']
    out += [f'<Style ss:ID="s{ord(kind)}"><NumberFormat ss:Format="{code}"/></Style>' for kind, code in FORMATS.items()]
    out.append("</Styles>")
    for name, cells in SHEETS.items():
        shown = name == "Trình bày"
        out.append(f'<Worksheet ss:Name="{escape(name)}"><Table>' + ('<Column ss:Index="4" ss:Hidden="1"/>' if shown else ""))
        rows = {}
        for cell, (kind, *value) in cells.items():
            merged = ' ss:MergeAcross="2"' if shown and cell == "A1" else ""
            rows.setdefault(place(cell)[0], []).append((place(cell)[1], xml_cell(cell, kind, value, merged)))
        for row in sorted(rows):
            hidden = ' ss:Hidden="1"' if shown and row == 1 else ""
            out.append(f'<Row ss:Index="{row + 1}"{hidden}>' + "".join(text for _, text in sorted(rows[row])) + "</Row>\r\n")
        out.append("</Table>" + '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
                   + ("<Visible>SheetHidden</Visible>" if name == "Trang ẩn" else "<Selected/>") + "</WorksheetOptions></Worksheet>\r\n")
    path.write_text("".join(out) + "</Workbook>\r\n", encoding="utf-8", newline="")


def libreoffice(profile, kind, folder, *sources):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, sources)],
                   check=True, capture_output=True)


def same(name, wanted, seen):
    bad = [f"{k}: {seen.get(k)} is not {v}" for k, v in wanted.items() if seen.get(k) != v] + [f"{k}: {seen[k]} is too much" for k in seen if k not in wanted]
    count(len(wanted) > 30 and not bad, f"{name}: " + "\n    ".join(x[:200] for x in bad[:12]))


TRUTHS = {("Số & dấu", "C1"), ("Số & dấu", "C2")}


def changed(book, changes):
    return {k: changes.get(k, v) for k, v in book.items() if changes.get(k, v) is not None}


def page(book):
    """A page has no formulas, truth values, white space at the ends or hidden things: LibreOffice writes what is seen, truth as numbers."""
    hidden = {k: None for k, v in book.items() if "hidden" in v[2]} | {k: None for k in book if k[0] == "Trang ẩn"}
    plain = {k: (v[0], v[1], v[2].replace("formula", "")) for k, v in book.items()}
    truths = {k: ("n", str(int(book[k][1] == "TRUE")), "") for k in TRUTHS}
    return changed(plain, {**hidden, **truths, ("Chữ", "A2"): ("s", "đầu và cuối", "")})


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    (tmp / "out").mkdir()
    write_xlsx(tmp / "book.xlsx")
    write_xml(tmp / "book.xml")
    (tmp / "book.xls").write_bytes((tmp / "book.xml").read_bytes())
    book = dump(tmp / "book.xlsx")
    same("XML 2003", book, dump(tmp / "book.xml"))
    same("XML 2003 under .xls", book, dump(tmp / "book.xls"))
    libreoffice(tmp / "profile", "fods", tmp, tmp / "book.xlsx")
    libreoffice(tmp / "profile", "html", tmp, tmp / "book.xlsx")
    libreoffice(tmp / "profile", "xlsx", tmp / "out", tmp / "book.xml")
    same("flat OpenDocument", changed(book, {k: (*book[k][:2], "formula") for k in TRUTHS}), dump(tmp / "book.fods"))
    same("a page", page(book), dump(tmp / "book.html"))
    # LibreOffice drops truth values of XML 2003, and its day 0 is one earlier: moments of the first two days are a day later.
    lost = {**{k: None for k in TRUTHS}, ("Ngày", "B2"): None, ("Ngày", "B3"): None}
    theirs = dump(tmp / "out/book.xlsx")
    for k in lost:
        theirs.pop(k, None)
    same("LibreOffice's reading of XML 2003", changed(book, lost), theirs)

print(f"{results['passed']} passed, {results['failed']} failed")
sys.exit(results["failed"] > 0)
