#!/usr/bin/python3
"""The way to the end, in both directions: every link of the sample workbooks is followed.  A figure leads to its file,
sheet, cell and raw text in at most two clicks, and what stands there is that figure."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.utils.cell import range_boundaries

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
SAMPLES = ("cum2-2022", "truong-hoc")
SOURCES = "NGUỒN SỐ LIỆU"


class Book:
    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, data_only=True)
        self.links = {}
        self.ends = {sheet.title: (sheet.max_row, sheet.max_column) for sheet in self.book}
        for sheet in self.book:
            for cell in (c for row in sheet.iter_rows() for c in row if c.hyperlink):
                where = re.fullmatch(r"'?((?:[^']|'')+?)'?!\$?([A-Z]+)\$?(\d+)", cell.hyperlink.location or "")
                if not where:
                    count(False, f"{sheet.title}!{cell.coordinate}: link to {cell.hyperlink.location} {cell.hyperlink.target}")
                    continue
                col, row, _, _ = range_boundaries(where[2] + where[3])
                self.links[sheet.title, cell.row, cell.column] = (where[1].replace("''", "'"), row, col)
        self.heads = {}

    def value(self, place):
        return self.book[place[0]].cell(place[1], place[2]).value

    def rows(self, name):
        return self.book[name].iter_rows()

    def head(self, name, column):
        """Row and column of a heading."""
        if (name, column) not in self.heads:
            self.heads[name, column] = next((c.row, c.column) for row in self.rows(name) for c in row if c.value == column)
        return self.heads[name, column]

    def at(self, name, row, column):
        return self.book[name].cell(row, self.head(name, column)[1]).value

    def origin(self, place, clicks):
        """The row of NGUỒN SỐ LIỆU that a place leads to, and after how many clicks."""
        seen = 0
        while place[0] != SOURCES and seen < clicks:
            place = self.links.get(place)
            if not place:
                return None, seen
            seen += 1
        return (place[1] if place[0] == SOURCES else None), seen


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def every_target_is_there(book, what):
    for (sheet, row, col), (to, at, column) in book.links.items():
        there = to in book.ends and at <= book.ends[to][0] and column <= book.ends[to][1]
        count(there, f"{what}: {sheet} {row},{col} leads to {to} {at},{column}")


def figures_of_units(book, what):
    first, last = book.head("TỔNG HỢP", "ĐVT")[1] + 1, None
    head = book.head("TỔNG HỢP", "ĐVT")[0]
    names = {c.column: c.value for c in book.book["TỔNG HỢP"][head] if c.column >= first and c.value}
    cluster = min(c for c, name in names.items() if str(name).startswith("Số ")) - 1  # beside it: how many units it covers
    n = 0
    for row in book.book["TỔNG HỢP"].iter_rows(min_row=head + 1):
        code = row[book.head("TỔNG HỢP", "Mã")[1] - 1].value
        for cell in row[first - 1:cluster - 1]:
            if not is_number(cell.value):
                continue
            n += 1
            at, clicks = book.origin(("TỔNG HỢP", cell.row, cell.column), 1)
            count(at and clicks == 1, f"{what}: TỔNG HỢP!{cell.coordinate} has no way to its source")
            if at:
                said = [book.at(SOURCES, at, c) for c in ("Mã", "Đơn vị", "Số liệu", "Giá trị")]
                count(said == [code, names[cell.column], "Năm nay", cell.value], f"{what}: TỔNG HỢP!{cell.coordinate} {cell.value} leads to {said}")
                count(all(book.at(SOURCES, at, c) for c in ("Tệp", "Trang", "Ô")), f"{what}: row {at} of NGUỒN names no cell")
        addends(book, what, code, row[cluster - 1])
    count(n > 50, f"{what}: {n} figures")


def addends(book, what, code, total):
    """A total leads to its addends, this year's first, and to their sum."""
    to = book.links.get(("TỔNG HỢP", total.row, total.column))
    if not is_number(total.value) or not to:
        return
    count(to[0] == SOURCES and book.at(SOURCES, to[1], "Mã") == code, f"{what}: the total {code} leads to {to}")
    if to[2] != book.head(SOURCES, "Cộng năm nay của các đơn vị")[1]:
        return
    count(abs(book.value(to) - total.value) < 1e-6, f"{what}: {code} {total.value}, the sum of its sources {book.value(to)}")
    row, parts = to[1], []
    count(book.at(SOURCES, row - 1, "Mã") != code, f"{what}: {code} begins above row {row}")
    while (book.at(SOURCES, row, "Mã"), book.at(SOURCES, row, "Số liệu")) == (code, "Năm nay"):
        parts.append(book.at(SOURCES, row, "Giá trị"))
        row += 1
    count(abs(sum(p for p in parts if is_number(p)) - total.value) < 1e-6, f"{what}: addends of {code}: {parts}, {total.value}")


def figures_of_forms(book, what):
    n = 0
    for name in book.book.sheetnames:
        if not re.fullmatch(r"[BM]\d\d.*", name):
            continue
        for row in book.rows(name):
            for cell in row:
                place = (name, cell.row, cell.column)
                if not is_number(cell.value) or place not in book.links:
                    continue
                n += 1
                at, clicks = book.origin(place, 2)
                count(at and clicks <= 2 and book.at(SOURCES, at, "Giá trị") == cell.value, f"{what}: {name}!{cell.coordinate} {cell.value} leads to {at}")
    count(n > 100, f"{what}: {n} figures of forms")


def points(book, what):
    head = book.head("CHẤM ĐIỂM", "Số liệu")[0]
    n = 0
    for row in book.book["CHẤM ĐIỂM"].iter_rows(min_row=head + 1):
        for column in ("Số liệu", "Mục tiêu"):
            place = ("CHẤM ĐIỂM", row[0].row, book.head("CHẤM ĐIỂM", column)[1])
            to = book.links.get(place)
            if not to or to[0] in ("MỤC LỤC", "KIỂM TRA"):
                continue
            n += 1
            at, clicks = book.origin(place, 2)
            unit = book.at("CHẤM ĐIỂM", row[0].row, "Đơn vị")
            count(at is not None and clicks == 2 and book.at(SOURCES, at, "Đơn vị") == unit,
                  f"{what}: {column} of {row[0].value}, {unit}: {to}")
    count(n >= 20, f"{what}: {n} data of criteria")
    # rank → the unit's page → criteria; parts → the points they are
    for row in book.rows("XẾP HẠNG"):
        if not is_number(row[0].value):
            continue
        to = book.links.get(("XẾP HẠNG", row[0].row, 1))
        count(to and to[0] == "PHIẾU ĐIỂM" and str(book.value((to[0], to[1] + 1, 1))).endswith(" · " + row[1].value.upper()), f"{what}: the rank of {row[1].value} leads to {to}")
        for cell in row[2:]:
            part = book.links.get(("XẾP HẠNG", cell.row, cell.column))
            if part:
                count(book.value(part) == cell.value and book.at("CHẤM ĐIỂM", part[1], "Đơn vị") == row[1].value, f"{what}: XẾP HẠNG!{cell.coordinate} leads to {part}")
    unit = None
    for row in book.rows("PHIẾU ĐIỂM"):
        if str(row[0].value).startswith("PHIẾU ĐIỂM NĂM"):
            unit = row[0].value.split(" · ", 1)[1]
        to = book.links.get(("PHIẾU ĐIỂM", row[0].row, 1))
        if to and to[0] == "CHẤM ĐIỂM":
            count((book.at(*to[:2], "Mã"), book.at(*to[:2], "Đơn vị").upper()) == (row[0].value, unit), f"{what}: {row[0].value} of {unit} leads to {to}")


def findings(book, what, at_least):
    place = ("Tệp", "Trang", "Ô")
    n = 0
    for (sheet, row, col), to in book.links.items():
        if sheet == "MA TRẬN KIỂM TRA" and to[0] == "KIỂM TRA":
            n += 1
            head = book.head(sheet, "Phép kiểm tra")[0]
            asked = (book.value((sheet, row, 1)), book.value((sheet, head, col)))
            count(book.at(*to[:2], "Mã") == asked[0] and (book.at(*to[:2], "Đơn vị") or "") in (asked[1], ""), f"{what}: {asked} leads to row {to[1]} of KIỂM TRA")
            count(book.links.get(("KIỂM TRA", to[1], book.head("KIỂM TRA", "Đơn vị")[1])) == (sheet, row, col), f"{what}: {asked}: no way back")
        elif sheet == "KIỂM TRA" and to[0] == SOURCES:
            count(all(book.at(sheet, row, c) == book.at(SOURCES, to[1], c) for c in place), f"{what}: finding in row {row} leads to row {to[1]}")
        elif sheet == SOURCES and to[0] == "KIỂM TRA":
            count(all(book.at(*to[:2], c) == book.at(sheet, row, c) for c in place) and
                  book.value((sheet, row, col)).split(",")[0] == book.at(*to[:2], "Mã"), f"{what}: source in row {row} leads to row {to[1]}")
    head = book.head("MA TRẬN KIỂM TRA", "Phép kiểm tra")[0]
    wrong = [c for row in book.book["MA TRẬN KIỂM TRA"].iter_rows(min_row=head + 1) for c in row[4:] if str(c.value or "").startswith("sai")]
    count(all(("MA TRẬN KIỂM TRA", c.row, c.column) in book.links for c in wrong), f"{what}: a rule that fails leads to no finding")
    count(n >= at_least, f"{what}: {n} links of the matrix")


def formulas_of_sources(book, what, inbox):
    """What stands in the file is what is shown of its formula."""
    opened, n = {}, 0
    head = book.head(SOURCES, "Công thức ở tệp gốc")[0]
    for row in range(head + 1, book.ends[SOURCES][0] + 1):
        said = book.at(SOURCES, row, "Công thức ở tệp gốc")
        file = book.at(SOURCES, row, "Tệp")
        if not said or not file.endswith(".xlsx"):
            continue
        if file not in opened:
            opened[file] = openpyxl.load_workbook(inbox / file)
        wrote = opened[file][book.at(SOURCES, row, "Trang")][book.at(SOURCES, row, "Ô")].value
        n += 1
        count(str(wrote).replace(" ", "") == said.replace(" ", ""), f"{what}: row {row} says {said}, the file {wrote}")
    count(n > 0, f"{what}: no formula of a source")
    plain = openpyxl.load_workbook(book.path)[SOURCES]
    column = book.head(SOURCES, "Công thức ở tệp gốc")[1]
    count(all(plain.cell(row, column).data_type != "f" for row in range(head + 1, book.ends[SOURCES][0] + 1)), f"{what}: a formula of a source became one of ours")


with tempfile.TemporaryDirectory() as name:
    for sample in SAMPLES:
        out = pathlib.Path(name) / f"{sample}.xlsx"
        folder = ROOT / "samples" / sample
        subprocess.run([TONGHOP, "merge", "-q", "-d", str(folder / "dinh-nghia"), "-o", str(out), str(folder / "hop-thu")], capture_output=True)
        book = Book(out)
        book.path = out
        every_target_is_there(book, sample)
        figures_of_units(book, sample)
        figures_of_forms(book, sample)
        points(book, sample)
        findings(book, sample, 1 if sample == "cum2-2022" else 0)
        formulas_of_sources(book, sample, folder / "hop-thu")
finish()
