#!/usr/bin/python3
"""Every figure of samples/cum2-2022/figures.tsv that is a fact stands in the
consolidated workbook: value, unit, indicator, measure and origin cell.

The consolidated workbook is read with openpyxl, the department workbooks with
openpyxl and xlrd, the .ods by its XML: never by tonghop's own readers.

A fact passes when
  - NGUỒN SỐ LIỆU has its row: unit, code, measure, value, file, sheet, cell;
  - the cell of that file holds the figure: the number, or the text it was read
    from (legacy text: the cell holds what CHUYỂN MÃ lists as "before");
  - a figure of this year stands in TỔNG HỢP under unit and indicator, and its
    link leads to that row of NGUỒN SỐ LIỆU;
  - a cluster figure stands in the cluster's column, with the number of units;
  - a list cell stands in the sheet of its form, in the unit's rows.
"""
import csv
import datetime
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from fractions import Fraction

import openpyxl
import xlrd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/samples"))
import legacy  # noqa: E402

SAMPLE = "samples/cum2-2022"
MEASURES = {"nay": "năm nay", "truoc": "năm trước", "ke_hoach": "kế hoạch", "so_sanh": "so sánh", "ghi_chu": "ghi chú"}


def nfc(text):
    return unicodedata.normalize("NFC", text)


def fold(value):
    return re.sub(r"\s+", " ", nfc(str(value if value is not None else "")).lower()).strip()


def plain(text):
    """For comparing printed text: spaces of every kind are one space."""
    return re.sub(r"\s+", " ", nfc(text)).strip()


def rows_of(name):
    with open(os.path.join(SAMPLE, "dinh-nghia", name + ".csv"), encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def number(text):
    """The number in a printed text, Vietnamese writing: "trên 3.071" -> 3071, "98,7%" -> 98.7."""
    m = re.search(r"\d[\d.,]*", text)
    if not m:
        return None
    digits = m.group(0).rstrip(".,")
    digits = digits.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits) else digits
    try:
        return Fraction(digits.replace(",", "."))
    except ValueError:
        return None


def same(a, b):
    """Equal, but for the noise of a double."""
    return abs(a - b) <= abs(b) * Fraction(1, 10**12)


# ---- department workbooks ----


def ods_sheets(path):
    ns = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "o": "urn:oasis:names:tc:opendocument:xmlns:office:1.0"}

    def q(p, n):
        return "{%s}%s" % (ns[p], n)

    def text_of(node):
        out = node.text or ""
        for child in node:
            if child.tag.endswith("}annotation"):
                continue
            out += " " * int(child.get(next((k for k in child.attrib if k.endswith("}c")), ""), "1")) if child.tag.endswith("}s") else text_of(child)
            out += child.tail or ""
        return out

    sheets = {}
    root = ET.fromstring(zipfile.ZipFile(path).read("content.xml"))
    for table in root.iter(q("t", "table")):
        cells, r = {}, 0
        for row in table.iter(q("t", "table-row")):
            repeat, c = int(row.get(q("t", "number-rows-repeated"), "1")), 0
            for cell in row:
                if cell.tag not in (q("t", "table-cell"), q("t", "covered-table-cell")):
                    continue
                wide, kind = int(cell.get(q("t", "number-columns-repeated"), "1")), cell.get(q("o", "value-type"))
                value = None
                if kind in ("float", "percentage", "currency"):
                    value = float(cell.get(q("o", "value")))
                elif kind == "date":
                    value = datetime.datetime.fromisoformat(cell.get(q("o", "date-value")))
                elif kind == "string":
                    value = "\n".join(text_of(p) for p in cell if p.tag.endswith("}p"))
                if value is not None and repeat < 100 and wide < 100:
                    for i in range(repeat):
                        for j in range(wide):
                            cells[(r + i, c + j)] = value
                c += wide
            r += repeat
        sheets[table.get(q("t", "name"))] = cells
    return sheets


def xls_sheets(path):
    book = xlrd.open_workbook(path, formatting_info=True, logfile=open(os.devnull, "w", encoding="utf-8"))
    sheets = {}
    for sheet in book.sheets():
        cells = {}
        for r in range(sheet.nrows):
            for c in range(sheet.ncols):
                cell = sheet.cell(r, c)
                if cell.ctype == xlrd.XL_CELL_DATE:
                    cells[(r, c)] = xlrd.xldate_as_datetime(cell.value, book.datemode)
                elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT):
                    cells[(r, c)] = cell.value
        sheets[sheet.name] = cells
    return sheets


def xlsx_sheets(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {s.title: {(c.row - 1, c.column - 1): c.value for row in s.iter_rows() for c in row if c.value is not None} for s in book}


class Inbox:
    readers = {".xlsx": xlsx_sheets, ".xls": xls_sheets, ".ods": ods_sheets}

    def __init__(self):
        self.files = {}

    def cell(self, file, sheet, reference):
        if file not in self.files:
            path = os.path.join(SAMPLE, "hop-thu", file)
            self.files[file] = self.readers[os.path.splitext(file)[1].lower()](path)
        row, column = openpyxl.utils.cell.coordinate_from_string(reference.replace("$", ""))[::-1]
        at = (row - 1, openpyxl.utils.column_index_from_string(column) - 1)
        sheets = self.files[file]
        # xlrd leaves a sheet name in the legacy characters it is stored in
        known = {nfc(sheet), legacy.vni(sheet), legacy.Writing("tcvn3").name(sheet)}
        for name, cells in sheets.items():
            if nfc(name) in known:
                return cells.get(at)
        return None


# ---- the consolidated workbook ----


class Table:
    """A sheet with a header row that is known by the names it must have."""

    def __init__(self, sheet, wanted, optional=()):
        self.sheet = sheet
        names = {**dict(wanted), **dict(optional)}
        for row in sheet.iter_rows(min_row=1, max_row=30):
            seen = {}
            for cell in row:
                seen.setdefault(fold(cell.value), cell.column)
            columns = {key: next((seen[n] for n in choices if n in seen), None) for key, choices in names.items()}
            if all(columns[key] for key in wanted):
                self.header, self.columns, self.seen = row[0].row, columns, seen
                return
        raise SystemExit(f"{sheet.title}: no header row with {', '.join(c[0] for c in dict(wanted).values())}")

    def rows(self):
        for row in self.sheet.iter_rows(min_row=self.header + 1):
            yield row[0].row

    def value(self, row, key):
        column = self.columns[key]
        return self.sheet.cell(row, column).value if column else None


class Consolidated:
    def __init__(self, path, units):
        self.units, self.names = units, {name: code for code, name in units.items()}
        self.book = openpyxl.load_workbook(path, data_only=True)
        self.summary = Table(self.book["TỔNG HỢP"], {"code": ("mã", "mã chỉ tiêu", "mã số")})
        self.read_summary()
        self.sources = Table(self.book["NGUỒN SỐ LIỆU"], {
            "unit": ("đơn vị", "sở"), "code": ("mã", "mã chỉ tiêu"), "value": ("giá trị",), "file": ("tệp",), "sheet": ("trang",),
            "cell": ("ô",), "raw": ("nguyên văn",)}, {"measure": ("số liệu", "loại số liệu", "số đo", "cột"), "item": ("dòng", "dòng số")})
        self.read_sources()
        self.before = {}
        if "CHUYỂN MÃ" in self.book.sheetnames:
            t = Table(self.book["CHUYỂN MÃ"], {"file": ("tệp",), "sheet": ("trang",), "cell": ("ô",),
                                               "before": ("trước", "trước khi chuyển", "nguyên bản")}, {"after": ("sau", "sau khi chuyển")})
            for r in t.rows():
                for cell in str(t.value(r, "cell")).split(", "):
                    self.before[(t.value(r, "file"), t.value(r, "sheet"), cell)] = t.value(r, "before")

    def read_summary(self):
        sheet, header = self.summary.sheet, self.summary.header
        self.unit_columns, self.order, self.cluster, self.coverage = {}, [], None, None
        for cell in sheet[header]:
            name = fold(cell.value)
            for unit in self.names:
                if name == fold(unit):
                    self.unit_columns[self.names[unit]] = cell.column
                    self.order.append(unit)
            if name in ("cụm", "toàn cụm", "tổng cụm"):
                self.cluster = cell.column
            elif name in ("số sở", "n/7", "đủ số liệu", "số đơn vị", "phạm vi", "số sở có số liệu"):
                self.coverage = cell.column
        self.indicator_rows = {}
        for r in self.summary.rows():
            code = self.summary.value(r, "code")
            if code:
                self.indicator_rows.setdefault(str(code), r)

    def read_sources(self):
        t, self.facts = self.sources, {}
        for r in t.rows():
            unit = t.value(r, "unit")
            code = self.names.get(unit, unit)
            measure = fold(t.value(r, "measure")) or "năm nay"
            self.facts.setdefault((code, str(t.value(r, "code"))), []).append((r, measure))

    def fact_rows(self, unit, code, measure):
        """Rows of NGUỒN SỐ LIỆU; a list column has no measure."""
        return [r for r, m in self.facts.get((unit, code), []) if measure is None or m == MEASURES[measure]]


class Trouble(Exception):
    pass


def need(condition, text):
    if not condition:
        raise Trouble(text)


def as_figure(value):
    """A cell of the consolidated workbook as a number, when it is one."""
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, (int, float)):
        return Fraction(value).limit_denominator(10**9)
    return number(value) if isinstance(value, str) else None


class Test:
    def __init__(self, path):
        self.units = {r["Mã"]: r["Tên"] for r in rows_of("don-vi")}
        self.types = {r["Mã"]: r["Kiểu"] for r in rows_of("chi-tieu")}
        self.form_of = {r["Mã"]: r["Biểu"] for r in rows_of("cot") if r["Mã"]}
        self.labels = {r["Mã"]: r["Nhãn"] for r in rows_of("cot") if r["Mã"]}
        self.out, self.inbox = Consolidated(path, self.units), Inbox()

    # -- origin --

    def origin(self, row, figure):
        t = self.out.sources
        file, sheet, ref, raw = (t.value(row, k) for k in ("file", "sheet", "cell", "raw"))
        need(file and sheet and ref, f"NGUỒN SỐ LIỆU, hàng {row}: no file, sheet or cell")
        content = self.inbox.cell(file, sheet, ref)
        need(content is not None, f"{file} › {sheet} › {ref} is empty")
        if isinstance(content, str):
            before = self.out.before.get((file, sheet, ref))
            if plain(content) == plain(str(raw)):
                return
            need(before is not None and plain(content) == plain(str(before)), f"{file} › {sheet} › {ref} holds “{content}”, not “{raw}”")
        elif isinstance(content, (datetime.datetime, datetime.date)):
            pass  # a date proper, or a rank that Excel made one: the figure itself is compared below
        elif isinstance(figure, Fraction):
            shown = Fraction(content).limit_denominator(10**9)
            need(same(shown, figure) or same(shown * 100, figure), f"{file} › {sheet} › {ref} holds {content}, not {float(figure)}")

    # -- one figure of one unit --

    def unit_figure(self, unit, code, measure, wanted, sentence):
        rows = self.out.fact_rows(unit, code, measure)
        need(len(rows) == 1, f"NGUỒN SỐ LIỆU has {len(rows)} rows for {unit} {code} {MEASURES[measure]}")
        row = rows[0]
        value = self.out.sources.value(row, "value")
        if sentence:
            need(plain(str(value)) == plain(sentence), f"value is “{value}”")
            self.origin(row, None)
        else:
            top, _, bottom = wanted.partition("/")
            self.same_figure(value, top, bottom, "NGUỒN SỐ LIỆU")
            self.origin(row, Fraction(top))
        if measure == "nay":
            self.in_summary(unit, code, wanted, sentence, row)

    def same_figure(self, value, top, bottom, where):
        got = as_figure(value)
        need(got is not None and same(got, Fraction(top)), f"{where} shows {value!r}, expected {top}")
        if bottom and isinstance(value, str) and "/" in value:
            need(number(value.split("/")[1]) == Fraction(bottom), f"{where} shows {value!r}, expected {top}/{bottom}")

    def in_summary(self, unit, code, wanted, sentence, row):
        at, column = self.out.indicator_rows.get(code), self.out.unit_columns.get(unit)
        need(at and column, f"TỔNG HỢP has no place for {code} of {unit}")
        cell = self.out.summary.sheet.cell(at, column)
        if sentence:
            need(plain(str(cell.value)) == plain(sentence), f"TỔNG HỢP shows “{cell.value}”")
        else:
            self.same_figure(cell.value, *wanted.partition("/")[::2], where="TỔNG HỢP")
        link = cell.hyperlink
        need(link is not None, f"TỔNG HỢP {cell.coordinate} has no link")
        target = re.search(r"!\$?[A-Z]+\$?(\d+)", link.location or link.target or "")
        need(target and int(target.group(1)) == row, f"TỔNG HỢP {cell.coordinate} leads to {link.location}, not to row {row}")

    # -- the kinds --

    def unit(self, f):
        codes, values = f["indicator"].split("/"), f["value"].split("/")
        units = re.split(r"[|+]", f["unit"])
        if "+" in f["unit"]:
            total = Fraction(0)
            for u in units:
                rows = self.out.fact_rows(u, codes[0], f["measure"])
                need(len(rows) == 1, f"NGUỒN SỐ LIỆU has {len(rows)} rows for {u}")
                value = as_figure(self.out.sources.value(rows[0], "value"))
                self.origin(rows[0], value)
                total += value
            need(total == Fraction(f["value"]), f"the units add up to {float(total)}")
            return
        for u in units:
            if len(codes) == 2:
                for code, value in zip(codes, values):
                    self.unit_figure(u, code, f["measure"], value, "")
            else:
                self.unit_figure(u, codes[0], f["measure"], f["value"], f["sentence"])

    def cluster(self, f):
        if f["value"].count("|"):
            need("|".join(self.out.order) == f["value"], f"the columns are {self.out.order}")
            return
        for code in f["indicator"].split("|"):
            at = self.out.indicator_rows.get(code)
            need(at, f"TỔNG HỢP has no row {code}")
            sheet = self.out.summary.sheet
            shown = sheet.cell(at, self.out.cluster).value
            if "/" in f["value"]:
                texts = [shown] + ([sheet.cell(at, self.out.coverage).value] if self.out.coverage else [])
                count, of = f["value"].split("/")
                need(any(re.match(rf"0?{count}/0?{of}\b", str(t)) for t in texts) and int(of) == len(self.units), f"TỔNG HỢP {code} shows {texts}")
            else:
                need(as_figure(shown) is not None and same(as_figure(shown), Fraction(f["value"])), f"TỔNG HỢP {code}: Cụm shows {shown!r}")
            for u in self.units:
                rows = self.out.fact_rows(u, code, "nay")
                need(len(rows) == 1, f"NGUỒN SỐ LIỆU has {len(rows)} rows for {u} {code}")
                value = as_figure(self.out.sources.value(rows[0], "value"))
                self.origin(rows[0], value if self.types[code] in ("số nguyên", "tiền") else None)

    def list_rows(self, code):
        """(unit code, value, all values of the row) of a list column, as the sheet of its form shows it."""
        sheet = next(s for s in self.out.book if s.title == self.form_of[code] or fold(s.title).startswith(fold(self.form_of[code])))
        table = Table(sheet, {"unit": ("đơn vị", "sở"), "column": (fold(self.labels[code]),)})
        for r in table.rows():
            unit, value = table.value(r, "unit"), table.value(r, "column")
            if value is not None:
                yield self.out.names.get(unit, unit), value, [plain(str(c.value)) for c in table.sheet[r] if c.value is not None]

    def is_cell(self, value, f):
        if isinstance(value, (datetime.datetime, datetime.date)):
            return value.strftime("%Y-%m-%d") == f["value"]
        return plain(str(value)) in (plain(f["value"]), plain(f["sentence"]))

    def list(self, f):
        code, sentence = f["indicator"], f["sentence"]
        beside = f["reason"].partition("cùng dòng với ")[2]  # a date stands in the row of its document
        found = {u for u, v, row in self.list_rows(code) if self.is_cell(v, f) and (not beside or beside in row)}
        if f["unit"] == "CUM":
            need(len(found) >= 2, f"{code}: only {sorted(found)} have it")
            units = sorted(found)[:2]
        else:
            need(f["unit"] in found, f"the sheet of the form does not show “{sentence}” for {f['unit']}")
            units = [f["unit"]]
        for u in units:
            rows = [r for r in self.out.fact_rows(u, code, None) if self.is_cell(self.out.sources.value(r, "value"), f)]
            need(rows, f"NGUỒN SỐ LIỆU has no row for {u} {code}")
            self.origin(rows[0], None)


def main():
    if len(sys.argv) > 1:
        path = sys.argv[1]
    else:
        folder = tempfile.TemporaryDirectory()
        path = os.path.join(folder.name, "out.xlsx")
        tonghop = os.environ.get("TONGHOP", "build/tonghop")
        run = subprocess.run([tonghop, "merge", "--quiet", "-d", f"{SAMPLE}/dinh-nghia", "-o", path, f"{SAMPLE}/hop-thu"], capture_output=True, text=True, check=False)
        if run.returncode > 2:
            print(run.stdout, run.stderr)
            print("0 passed, 1 failed")
            return 1
    with open(f"{SAMPLE}/figures.tsv", encoding="utf-8", newline="") as f:
        figures = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    test, passed, failed = Test(path), 0, 0
    for f in figures:
        if f["kind"] == "not":
            if f["reason"].partition(":")[0] in REASONS:
                continue
            print(f"{f['id']}: “{f['reason']}” is not one of the closed reasons")
            failed += 1
            continue
        try:
            getattr(test, f["where"])(f)
            passed += 1
        except Trouble as trouble:
            failed += 1
            print(f"{f['id']} {f['raw']}: {f['unit']} {f['indicator']} {f['measure']} = {f['value']}: {trouble}")
    if not catches_a_wrong_one(test, figures):
        print("a planted wrong value was not noticed")
        failed += 1
    if len(figures) != 175:
        print(f"{len(figures)} figures, expected 175")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def catches_a_wrong_one(test, figures):
    """One wrong expectation of each kind must be refused."""
    wrong = {"unit": {"value": "1543"}, "cluster": {"value": "929"}, "list": {"value": "không có", "sentence": "không có"}}
    for id_, kind in (("F023", "unit"), ("F129", "cluster"), ("F034", "list")):
        f = next(f for f in figures if f["id"] == id_)
        try:
            getattr(test, kind)({**f, **wrong[kind]})
            return False
        except Trouble:
            pass
    return True


REASONS = {"năm của một kế hoạch, giai đoạn hoặc kỳ", "văn bản của cơ quan khác", "số thứ tự đại hội", "nhãn", "địa chỉ mạng"}

sys.exit(main())
