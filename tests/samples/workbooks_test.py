#!/usr/bin/python3
"""The seven workbooks of samples/cum2-2022/hop-thu are what samples/README.md says they are.

Read with openpyxl, xlrd and, for .ods, its XML: never with tonghop's own readers.
  - 13 sheets each; the version of every .xls; every formula has a result and no error
  - no "?" stands for a letter; "Ủy ban" and the like are a run in the capitals font and a plain run
  - the traits: decomposed text, numbers typed as text, hidden row, renamed sheets, 05/63 as a date
  - what the report prints for the cluster adds up from the seven workbooks
"""
import csv
import datetime
import os
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import xlrd
import xlrd.compdoc

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SAMPLE = os.path.join(ROOT, "samples/cum2-2022")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "scripts/samples"))
import legacy  # noqa: E402  the code tables, read backwards here

PASSED, FAILED = 0, 0
# code: (printed for the cluster, label, the heading of its group or None, sheet number)
PRINTED = {
    "CCHC.01": (930, "Hồ sơ TTHC tiếp nhận", 7), "CCHC.02": (906, "Giải quyết trước hạn", 7), "CCHC.03": (23, "Giải quyết đúng hạn", 7),
    "CCHC.04": (1, "Quá hạn", 7), "CCHC.05": (0, "Đang giải quyết", 7), "TTKT.01": (49, "Số cuộc thanh tra, kiểm tra", 6),
    "TTKT.04": (43, "Tổ chức được thanh tra, kiểm tra", 6), "TTKT.05": (156, "Cá nhân được thanh tra, kiểm tra", 6),
    "TTKT.07": (328250000, "Tiền xử phạt VPHC", 6), "KTTH.01": (76, "Tổng lượt tập thể được khen", 9),
    "KTTH.10": (268, "Tổng lượt cá nhân được khen", 9),
}


def expect(condition, what):
    global PASSED, FAILED
    if condition:
        PASSED += 1
    else:
        FAILED += 1
        print("FAILED: " + what)


class Cell:
    """value as the library gives it, text decoded to Unicode NFC, runs [(font, characters)], formula text or None"""

    def __init__(self, value, runs=None, formula=None, number_format=""):
        self.value, self.runs, self.formula, self.number_format = value, runs or [], formula, number_format
        self.text = "".join(decode(t, f) for f, t in runs) if runs else nfc(value) if isinstance(value, str) else ""


def nfc(text):
    return unicodedata.normalize("NFC", text)


def backwards(table):
    return {v: k for k, v in table.items()}


TCVN3, VNI = backwards(legacy.TCVN3), backwards(legacy.VNI)


def decode(text, font):
    if font.startswith(".Vn"):
        out = "".join(TCVN3.get(c, c) for c in text)
        return out.upper() if font.upper().endswith("H") else out
    if font.startswith("VNI"):
        out, k = "", 0
        while k < len(text):
            n = 2 if text[k:k + 2] in VNI else 1
            out += VNI.get(text[k:k + n], text[k:k + n])
            k += n
        return out
    return nfc(text)


# ---- three readers: {sheet name: {(row, col): Cell}} ----

def read_xlsx(path):
    results, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    sheets = {}
    for ws in formulas.worksheets:
        if ws.sheet_state != "visible":
            continue
        cells = {}
        for row in ws.iter_rows():
            for c in row:
                if c.value is None:
                    continue
                is_formula = c.data_type == "f"
                value = results[ws.title][c.coordinate].value if is_formula else c.value
                cells[c.row, c.column] = Cell(value, None, c.value if is_formula else None, c.number_format)
        sheets[nfc(ws.title)] = cells
    return sheets


def read_xls(path):
    book = xlrd.open_workbook(path, formatting_info=True)
    sheets = {}
    for ws in book.sheets():
        cells = {}
        for r in range(ws.nrows):
            for c in range(ws.ncols):
                kind, value = ws.cell_type(r, c), ws.cell_value(r, c)
                if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                xf = book.xf_list[ws.cell_xf_index(r, c)]
                base, runs = book.font_list[xf.font_index].name, None
                if kind == xlrd.XL_CELL_TEXT:
                    marks = ws.rich_text_runlist_map.get((r, c)) or []
                    starts = [(0, base)] + [(at, book.font_list[f].name) for at, f in marks]
                    runs = [(font, value[at:end]) for (at, font), end in zip(starts, [s for s, _ in starts[1:]] + [len(value)])]
                    runs = [(font, t) for font, t in runs if t]
                if kind == xlrd.XL_CELL_ERROR:
                    value = "#ERR"
                cell = Cell(value, runs, None, book.format_map[xf.format_key].format_str)
                cells[r + 1, c + 1] = cell
        sheets[ws.name] = cells
    return book, sheets


def read_ods(path):
    table, office, text = ("{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}" % n for n in ("table", "office", "text"))
    with zipfile.ZipFile(path) as z:
        root = ET.fromstring(z.read("content.xml"))
    sheets = {}
    for t in root.iter(table + "table"):
        cells, r = {}, 0
        for row in t.iter(table + "table-row"):
            c, n = 0, int(row.get(table + "number-rows-repeated", 1))
            for x in row:
                m = int(x.get(table + "number-columns-repeated", 1))
                kind = x.get(office + "value-type")
                if kind and x.tag == table + "table-cell":
                    shown = "\n".join("".join(p.itertext()) for p in x.findall(text + "p"))
                    value = float(x.get(office + "value")) if kind in ("float", "percentage", "currency") else x.get(office + "date-value") or shown
                    cells[r + 1, c + 1] = Cell(value, None, x.get(table + "formula"))
                c += m
            r += n
        sheets[t.get(table + "name")] = cells
    return sheets


# ---- looking things up as a reader of the sheet would ----

def of_form(sheets, number):
    """The sheet whose right-hand heading says "Biểu số 07/..."."""
    return next((cells for cells in sheets.values() if any(c.text.startswith(f"Biểu số {number:02}/") for c in cells.values())), {})


def column_of(cells, label):
    return next((at[1] for at, c in sorted(cells.items()) if c.text == label), None)


def row_of(cells, label):
    return next((at[0] for at, c in sorted(cells.items()) if c.text == label), None)


def figure(sheets, number, label, column="Năm nay"):
    cells = of_form(sheets, number)
    return cells.get((row_of(cells, label), column_of(cells, column)))


def number(value):
    if isinstance(value, (int, float)):
        return round(value)
    digits = re.sub(r"[^\d]", "", (value or "").split(",")[0])
    return int(digits or 0)


# ---- the tests ----

def common(unit, path, sheets):
    expect(len(sheets) == 13, f"{unit}: {len(sheets)} sheets instead of 13")
    for n in range(1, 14):
        expect(of_form(sheets, n), f"{unit}: no sheet headed Biểu số {n:02}")
    for name, cells in sheets.items():
        bad = [at for at, c in cells.items() if c.formula and (c.value is None or c.value == "")]
        expect(not bad, f"{unit} {name}: formulas without a result at {bad[:5]}")
        bad = [at for at, c in cells.items() if isinstance(c.value, str) and (c.value.startswith("#") or c.value.startswith("Err:"))]
        expect(not bad, f"{unit} {name}: error values at {bad[:5]}")
        bad = [c.value for c in cells.values() if isinstance(c.value, str) and ("?" in c.value or "�" in c.value)]
        expect(not bad and "?" not in name, f"{unit} {name}: “?” stands for a letter in {bad[:3]}")


def formulas_written(unit, kind, sheets, path):
    """Totals, percents and comparisons are formulas, not typed numbers."""
    if kind == "xls":
        count = formula_records(path)
    else:
        count = sum(1 for cells in sheets.values() for c in cells.values() if c.formula)
    expect(count >= 100, f"{unit}: only {count} formulas")


def formula_records(path):
    """FORMULA records (0x0006) of the Workbook or Book stream; xlrd gives results only."""
    with open(path, "rb") as f:
        compound = xlrd.compdoc.CompDoc(f.read())
    data, count, at = compound.get_named_stream("Workbook") or compound.get_named_stream("Book"), 0, 0
    while at + 4 <= len(data):
        kind, size = data[at] | data[at + 1] << 8, data[at + 2] | data[at + 3] << 8
        count += kind in (0x0006, 0x0206, 0x0406)
        at += 4 + size
    return count


def capitals(unit, sheets):
    """TCVN3 has no toned capitals: they are small letters in .VnTimeH."""
    mixed, titles, toned = 0, 0, 0
    for cells in sheets.values():
        for c in cells.values():
            fonts = {f for f, _ in c.runs}
            mixed += fonts == {".VnTimeH", ".VnTime"}
            titles += fonts == {".VnTimeH"} and c.text.isupper()
            toned += any(f == ".VnTimeH" and any(ord(x) > 127 for x in t) for f, t in c.runs)
            for f, _ in c.runs:
                if not f.startswith(".VnTime"):
                    expect(False, f"{unit}: text in {f}: {c.text[:40]}")
    expect(mixed >= 5, f"{unit}: {mixed} cells with a capitals run and a plain run")
    expect(titles >= 13 and toned >= 13, f"{unit}: {titles} titles all in the capitals font")
    committee = [c for cells in sheets.values() for c in cells.values() if "Ủy ban" in c.text]
    expect(committee, f"{unit}: no cell with “Ủy ban”")
    for c in committee:
        expect((".VnTimeH", "ñ") in c.runs or any(f == ".VnTimeH" and legacy.TCVN3["ủ"] in t for f, t in c.runs),
               f"{unit}: “Ủ” is not a capital-font run: {c.runs[:3]}")


def main():
    with open(os.path.join(SAMPLE, "dinh-nghia/so-nhan.csv"), encoding="utf-8-sig", newline="") as f:
        files = {r["Đơn vị"]: os.path.join(SAMPLE, "hop-thu", r["Tệp"]) for r in csv.DictReader(f)}
    found = set(os.listdir(os.path.join(SAMPLE, "hop-thu")))
    expect(found == {os.path.basename(p) for p in files.values()}, f"hop-thu holds {sorted(found)}")
    books, xls = {}, {}
    for unit, path in files.items():
        kind = path.rsplit(".", 1)[1]
        if kind == "xls":
            xls[unit], books[unit] = read_xls(path)
        else:
            books[unit] = read_xlsx(path) if kind == "xlsx" else read_ods(path)
        common(unit, path, books[unit])
        formulas_written(unit, kind, books[unit], path)

    expect({u for u, p in files.items() if p.endswith(".ods")} == {"CB"}, "Cao Bằng sends .ods")
    expect(xls["LCH"].biff_version == 80 and xls["HG"].biff_version == 80, "Lai Châu and Hà Giang are BIFF8")
    expect(xls["LS"].biff_version in (50, 70), f"Lạng Sơn is BIFF {xls['LS'].biff_version}")
    for unit in ("LCH", "LS"):
        capitals(unit, books[unit])
    for cells in books["HG"].values():
        expect({f for c in cells.values() for f, _ in c.runs} == {"VNI-Times"}, "Hà Giang: every text in VNI-Times")
    expect(all(ord(x) < 0x300 for cells in books["LCH"].values() for c in cells.values() if isinstance(c.value, str) for x in c.value if x not in "“”–…"),
           "Lai Châu: no Unicode Vietnamese letter")
    expect(any("\u00ad" in c.value for cells in books["LCH"].values() for c in cells.values() if isinstance(c.value, str)), "ư of TCVN3 is U+00AD")

    # Lạng Sơn: Excel made a date of 05/63
    rank = figure(books["LS"], 4, "Xếp hạng DTI (năm đánh giá ghi ở ghi chú)")
    expect(rank and rank.value == 23132, f"Lạng Sơn: DTI rank is {rank and rank.value}")
    expect(rank and "mmm" in rank.number_format.lower() and "y" in rank.number_format.lower(), f"its format is {rank and rank.number_format}")
    expect(xlrd.xldate_as_datetime(23132, xls["LS"].datemode) == datetime.datetime(1963, 5, 1), "23132 is 1 May 1963")

    # Điện Biên: decomposed, numbers as text
    raw = openpyxl.load_workbook(files["DB"])
    texts = [c.value for ws in raw for row in ws.iter_rows() for c in row if isinstance(c.value, str)]
    expect(sum("\u0301" in t or "\u0302" in t for t in texts) > 300, "Điện Biên: decomposed text")
    expect(not any(unicodedata.normalize("NFD", t) != t for t in texts), "Điện Biên: nothing composed is left")
    for typed in ("101.500.000đ", "trên 3.071", "trên 95%", "tăng 123%"):
        expect(any(nfc(t) == typed for t in texts), f"Điện Biên: “{typed}” typed as text")
    expect(sum(bool(re.fullmatch(r"\d{1,3}(\.\d{3})+", t)) for t in texts) >= 40, "Điện Biên: many numbers typed as text")

    # Lào Cai: renamed, shifted, hidden
    lca = openpyxl.load_workbook(files["LCA"])
    expect(not any(re.match(r"B\d\d_", ws.title) for ws in lca), f"Lào Cai: sheets renamed: {lca.sheetnames}")
    expect(any(d.hidden for ws in lca for d in ws.row_dimensions.values()), "Lào Cai: one hidden row")
    expect(not any(c.text == "Mã số" for cells in books["LCA"].values() for c in cells.values()), "Lào Cai: no column “Mã số”")
    expect(any(c.text == "Mã số" for cells in books["SL"].values() for c in cells.values()), "Sơn La: a column “Mã số”")

    for code, (printed, label, sheet) in PRINTED.items():
        cells = {u: figure(b, sheet, label) for u, b in books.items()}
        missing = [u for u, c in cells.items() if c is None]
        expect(not missing, f"{code}: not found for {missing}")
        total = sum(number(c.value) for c in cells.values() if c)
        expect(total == printed, f"{code}: {total} instead of {printed}")
        if code == "TTKT.07":
            expect(number(cells["CB"].value) == 201500000 and number(cells["DB"].value) == 101500000, "the two printed fines")
    print(f"{PASSED} passed, {FAILED} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
