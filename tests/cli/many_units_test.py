#!/usr/bin/python3
"""More than 30 units: each is a row in the sheet of the form, and TỔNG HỢP says what they come to.

A made-up cluster of 34 schools (scripts/bench/cluster.py); MANY_SAMPLE=cum2-2022 makes it of the larger sample.  What the sheets say is held
against the record stream it was made of, which this program adds up by itself; every link has to land on the cell it names."""
import csv
import fractions
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
SAMPLE = ROOT / "samples" / os.environ.get("MANY_SAMPLE", "truong-hoc")
UNITS = 34
MEASURES = {"Năm trước": "truoc", "Kế hoạch": "ke_hoach", "Năm nay": "nay", "So sánh (%)": "so_sanh", "So sánh": "so_sanh", "Ghi chú": "ghi_chu"}
WORDS = {"chưa nộp", "chưa mở được", "chờ nhận", "bị loại", "thiếu biểu", "không gửi", "thiếu dòng", "bỏ trống", "chưa có", "không đọc được",
         "chưa tính"}
CELL = re.compile(r"'([^']+)'!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(value):
    """openpyxl takes some formats with words in them for dates."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return float(to_excel(value)) if hasattr(value, "year") or hasattr(value, "days") else None


def made(tmp, units, sent_one_in=1):
    out = tmp / f"{units}-{sent_one_in}"
    out.mkdir()
    subprocess.run(["/usr/bin/python3", ROOT / "scripts/bench/cluster.py", TONGHOP, SAMPLE, str(units), out], check=True, timeout=300)
    book = out.with_suffix(".xlsx")
    records = out / f"{units}.records"
    streams = re.split(r"^(?=tonghop-records)", records.read_text(encoding="utf-8"), flags=re.M)[1:]
    records.write_text("".join(streams[::sent_one_in]), encoding="utf-8")
    r = subprocess.run([str(TONGHOP), "merge", "-q", "-d", out / "dinh-nghia", "-o", book, "--records", out / f"{units}.records"],
                       capture_output=True, text=True, timeout=300)
    assert r.returncode in (0, 1, 2) and book.exists(), r.stderr
    return out, book


class Block:
    """The indicators of a form's sheet: which column has what of which indicator, and which row is whose."""

    def __init__(self, sheet, codes, names):
        self.sheet, self.columns, self.rows = sheet, {}, {}
        self.head = next(r for r in range(4, sheet.max_row + 1)
                         if sheet.cell(r, 1).value == "Đơn vị" and any(sheet.cell(r, c).value in codes for c in range(2, sheet.max_column + 1)))
        code = None
        for col in range(2, sheet.max_column + 1):
            said = sheet.cell(self.head, col).value
            code = said if said in codes else code
            measure = MEASURES.get(sheet.cell(self.head + 3, col).value)
            if measure and code:
                self.columns[code, measure] = col
        self.cluster = self.head + 4
        for row in range(self.head + 6, sheet.max_row + 1):
            if sheet.cell(row, 1).value in names:
                self.rows.setdefault(names[sheet.cell(row, 1).value], row)


class ManyUnits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-many-"))
        made_of, path = made(cls.tmp, UNITS)
        cls.book, cls.live = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
        cls.indicators = {row["Mã"]: row for row in table(made_of / "dinh-nghia/chi-tieu.csv") if row["Mã"]}
        cls.names = {row["Mã"]: row["Tên"] for row in table(made_of / "dinh-nghia/don-vi.csv")}
        by_name = {name: code for code, name in cls.names.items()}
        cls.blocks = {form: Block(cls.book[form], cls.indicators, by_name) for form in {i["Biểu"] for i in cls.indicators.values()}}
        cls.figures, cls.stated = {}, set()
        for line in open(made_of / f"{UNITS}.records", encoding="utf-8"):
            fields = line.rstrip("\n").split("\t")
            if fields[0] != "fact" or fields[3] not in cls.indicators or fields[5] != "value":
                continue
            cls.stated.add((fields[1], fields[3], fields[4]))
            if fields[6]:
                cls.figures[fields[1], fields[3], fields[4]] = fractions.Fraction(fields[6])

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tmp, True)

    def of(self, code, measure):
        return {unit: self.figures[unit, code, measure] for unit in self.names if (unit, code, measure) in self.figures}

    def test_every_figure_stands_in_the_row_of_its_unit(self):
        self.assertGreater(len(self.figures), 1000)
        for (unit, code, measure), figure in self.figures.items():
            if measure not in MEASURES.values() or self.indicators[code]["Kiểu"] in ("chữ", "danh mục", "có/không", "số văn bản"):
                continue
            block = self.blocks[self.indicators[code]["Biểu"]]
            cell = block.sheet.cell(block.rows[unit], block.columns[code, measure])
            self.assertAlmostEqual(number(cell.value), float(figure), 9, (unit, code, measure, cell.coordinate, cell.value))

    def test_no_figure_stands_where_the_records_have_none(self):
        for (code, measure), block, col in ((key, b, c) for b in self.blocks.values() for key, c in b.columns.items()):
            for unit, row in block.rows.items():
                value = block.sheet.cell(row, col).value
                if number(value) is not None:
                    self.assertIn((unit, code, measure), self.figures)
                elif value is not None and value not in WORDS:
                    self.assertIn((unit, code, measure), self.stated)
                elif measure == "nay":
                    self.assertIsNotNone(value, "a gap of this year says why")
            self.assertEqual(len(block.rows), UNITS)

    def whole(self, code, measure):
        """What the units come to, by Gộp; None: not asked here."""
        way, figures = self.indicators[code]["Gộp"], self.of(code, measure)
        if way == "tổng" and figures:
            return float(sum(figures.values()))
        if way == "tỷ số của tổng":
            above, below = (self.of(self.indicators[code][part], measure) if self.indicators[code][part] else {} for part in ("Tử số", "Mẫu số"))
            both = above.keys() & below.keys()
            return float(100 * sum(above[u] for u in both) / sum(below[u] for u in both)) if both else None
        return None

    def test_the_cluster_is_what_its_units_come_to(self):
        asked = 0
        summary = {row[2].value: row for row in self.book["TỔNG HỢP"].iter_rows(min_row=6)}
        for code, indicator in self.indicators.items():
            block = self.blocks[indicator["Biểu"]]
            for measure in ("truoc", "ke_hoach", "nay"):
                whole = self.whole(code, measure)
                if whole is None or (code, measure) not in block.columns:
                    continue
                col = block.columns[code, measure]
                self.assertAlmostEqual(number(block.sheet.cell(block.cluster, col).value), whole, 6, (code, measure))
                formula = self.live[block.sheet.title].cell(block.cluster, col).value
                self.assertTrue(str(formula).startswith("="), formula)
                asked += 1
                if measure != "nay":
                    continue
                self.assertAlmostEqual(number(summary[code][4].value), whole, 6, code)
                self.assertTrue(summary[code][5].value.startswith(block.sheet.cell(block.cluster + 1, col).value), code)
                if indicator["Gộp"] == "tổng":
                    self.assertRegex(summary[code][5].value, rf"^{len(self.of(code, 'nay'))}/{UNITS} ")
        self.assertGreater(asked, 20)

    def test_the_smallest_and_the_largest_are_named(self):
        asked = 0
        for row in self.book["TỔNG HỢP"].iter_rows(min_row=6):
            code = row[2].value
            if code not in self.indicators or row[6].value is None:
                continue
            figures = self.of(code, "nay")
            for figure, name, most in ((row[6].value, row[7].value, min), (row[8].value, row[9].value, max)):
                wanted = most(figures.values())
                those = [u for u in self.names if figures.get(u) == wanted]
                self.assertAlmostEqual(number(figure), float(wanted), 9, code)
                self.assertEqual(name, self.names[those[0]] + (f" (+{len(those) - 1})" if len(those) > 1 else ""), code)
                asked += 1
        self.assertGreater(asked, 20)

    def test_a_form_says_how_many_figures_it_has(self):
        counts = {row[0].value.split(" – ")[0]: row[5].value for row in self.book["TỔNG HỢP"].iter_rows(min_row=6)
                  if isinstance(row[0].value, str) and " – " in row[0].value}
        for form in self.blocks:
            self.assertEqual(counts[form], len({key for key in self.stated if key[2] == "nay" and self.indicators[key[1]]["Biểu"] == form}), form)

    # ---- links and formulas ----

    def links(self, sheet):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            where = re.fullmatch(r"'?((?:[^']|'')+?)'?!\$?([A-Z]+)\$?(\d+)", cell.hyperlink.location or "")
            if where:
                yield cell, where[1].replace("''", "'"), self.book[where[1].replace("''", "'")][where[2] + where[3]]

    def test_every_link_lands_on_a_cell_that_says_something(self):
        n, ends = 0, {sheet.title: (sheet.max_row, sheet.max_column) for sheet in self.book}
        for sheet in self.book:
            for cell, name, target in self.links(sheet):
                n += 1
                self.assertTrue(target.row <= ends[name][0] and target.column <= ends[name][1], (sheet.title, cell.coordinate, name, target.coordinate))
                if name == "TỔNG HỢP" or (name in self.blocks and target.row < self.blocks[name].cluster):
                    self.assertTrue(target.value is not None or target.coordinate == "A1", (sheet.title, cell.coordinate, name, target.coordinate))
        self.assertGreater(n, 2000)

    def where(self, form, row, col):
        block = self.blocks[form]
        if row < block.cluster:
            return None, None, None  # of the list above
        unit = next((u for u, at in block.rows.items() if at == row), None)
        key = next((k for k, at in block.columns.items() if at == col), (None, None))
        return unit, *key

    def test_a_figure_leads_to_its_source_and_back(self):
        there = back = 0
        sources = self.book["NGUỒN SỐ LIỆU"]
        name_of = {row[0].row: (row[0].value, row[2].value, MEASURES.get(row[3].value)) for row in sources.iter_rows(min_row=6)}
        for form, block in self.blocks.items():
            for cell, name, target in self.links(block.sheet):
                unit, code, measure = self.where(form, cell.row, cell.column)
                if name == sources.title and unit and code:
                    self.assertEqual(name_of[target.row], (code, self.names[unit], measure), (form, cell.coordinate))
                    there += 1
        for cell, name, target in self.links(sources):
            if name in self.blocks and self.where(name, target.row, target.column)[1]:
                unit, code, measure = self.where(name, target.row, target.column)
                self.assertEqual(name_of[cell.row], (code, self.names[unit], measure), cell.coordinate)
                back += 1
        self.assertGreater(min(there, back), 1000)

    def test_names_of_units_lead_to_their_rows(self):
        n = 0
        for title in ("MỤC LỤC", "XẾP HẠNG"):
            for cell, name, target in self.links(self.book[title]):
                if cell.value in self.names.values() and name in self.blocks:
                    self.assertEqual(target.value, cell.value, (title, cell.coordinate))
                    n += 1
        self.assertGreaterEqual(n, 2 * UNITS - 2)

    def test_codes_of_the_summary_lead_to_their_heads(self):
        n = 0
        for cell, name, target in self.links(self.book["TỔNG HỢP"]):
            if cell.column == 3:
                self.assertEqual((target.value, target.row), (cell.value, self.blocks[name].head))
                n += 1
            elif cell.column == 5:
                self.assertEqual(self.where(name, target.row, target.column)[1:], (self.book["TỔNG HỢP"].cell(cell.row, 3).value, "nay"))
        self.assertEqual(n, len(self.indicators))

    def test_points_are_computed_from_the_cells_of_their_unit(self):
        n = 0
        for row in self.live["CHẤM ĐIỂM"].iter_rows(min_row=9):
            unit = row[2].value
            for cell in row:
                if not isinstance(cell.value, str) or not cell.value.startswith("="):
                    continue
                for sheet, col, at, last_col, _ in CELL.findall(cell.value):
                    if sheet in self.blocks and not last_col and int(at) >= self.blocks[sheet].cluster:
                        self.assertEqual(self.book[sheet].cell(int(at), 1).value, unit, (cell.coordinate, cell.value))
                        n += 1
        self.assertGreater(n, 50)

    def test_sources_are_compared_with_their_own_cells(self):
        n = 0
        for row in self.live["NGUỒN SỐ LIỆU"].iter_rows(min_row=6):
            if not isinstance(row[12].value, str) or not row[12].value.startswith("="):
                continue
            sheet, col, at, *_ = CELL.search(row[12].value).groups()
            unit, code, measure = self.where(sheet, int(at), openpyxl.utils.column_index_from_string(col))
            self.assertEqual((code, self.names[unit], measure), (row[0].value, row[2].value, "nay"))
            n += 1
        self.assertGreater(n, 500)

    # ---- the matrix ----

    def matrix(self):
        sheet = self.book["MA TRẬN KIỂM TRA"]
        rules = {sheet.cell(5, c).value: c for c in range(3, sheet.max_column + 1) if isinstance(sheet.cell(5, c).value, str)}
        rows = {sheet.cell(r, 1).value: r for r in range(6, sheet.max_row + 1) if sheet.cell(r, 1).value in self.names.values()}
        return sheet, rules, rows

    def test_findings_lead_to_what_their_rule_says_of_their_unit(self):
        sheet, rules, rows = self.matrix()
        self.assertEqual(len(rows), UNITS)
        n = 0
        for cell, name, target in self.links(self.book["KIỂM TRA"]):
            if name == sheet.title:
                rule = self.book["KIỂM TRA"].cell(cell.row, 2).value
                self.assertEqual((target.row, target.column), (rows[cell.value], rules[rule]), cell.coordinate)
                self.assertTrue(target.value.startswith("sai"), target.value)
                n += 1
        self.assertGreater(n, 10)
        for cell, name, target in self.links(sheet):
            if cell.row in rows.values() and cell.column > 2:
                found = [self.book[name].cell(target.row, c).value for c in (2, 3)]
                self.assertEqual((rules[found[0]], rows[found[1]]), (cell.column, cell.row), cell.coordinate)
        for cell, name, target in self.links(self.book["QUY TẮC"]):
            if name == sheet.title:
                self.assertEqual((target.value, target.row), (cell.value, 5))

    def test_failing_rules_and_units_are_counted(self):
        sheet, rules, rows = self.matrix()
        fails = {(r, c) for r in rows.values() for c in rules.values() if str(sheet.cell(r, c).value).startswith("sai")}
        self.assertGreater(len(fails), 10)
        for row in rows.values():
            self.assertEqual(sheet.cell(row, 2).value or 0, sum(1 for r, _ in fails if r == row), row)
        failing = next(r for r in range(6, 12) if sheet.cell(r, 1).value == "Số đơn vị sai")
        for col in rules.values():
            self.assertEqual(sheet.cell(failing, col).value or 0, sum(1 for _, c in fails if c == col), col)

    # ---- the pictures ----

    def test_the_pictures_are_of_the_unit_of_their_row(self):
        sheet, live = self.book["BIỂU ĐỒ"], self.live["BIỂU ĐỒ"]
        by_name = {name: code for code, name in self.names.items()}
        rows = {by_name[sheet.cell(r, 1).value]: r for r in range(7, sheet.max_row + 1) if sheet.cell(r, 1).value in by_name}
        self.assertEqual(len(rows), UNITS)
        shares = years = 0
        for col in range(2, sheet.max_column + 1):
            head = sheet.cell(5, col).value
            for unit, row in rows.items():
                value, formula = sheet.cell(row, col).value, str(live.cell(row, col).value)
                for name, _, at, last_col, _ in CELL.findall(formula):
                    if name in self.blocks and int(at) >= self.blocks[name].cluster and (not last_col or head in self.blocks):
                        self.assertEqual(int(at), self.blocks[name].rows[unit], (sheet.cell(row, col).coordinate, formula))
                if head in self.blocks and number(value) is not None:
                    codes = [code for code, i in self.indicators.items() if i["Biểu"] == head]
                    self.assertAlmostEqual(value, sum((unit, code, "nay") in self.stated for code in codes) / len(codes), 9)
                    shares += 1
                elif head in self.indicators and number(value) is not None:
                    measure = "truoc" if "Năm trước" in sheet.cell(6, col).value else "nay"
                    self.assertAlmostEqual(number(value), float(self.figures[unit, head, measure]), 9)
                    years += 1
        self.assertGreater(min(shares, years), UNITS)

    # ---- on the screen and on paper ----

    def test_heads_and_names_stay_in_sight(self):
        for form, block in self.blocks.items():
            sheet = block.sheet
            alone = block.head == 5
            if alone:
                self.assertEqual((sheet.freeze_panes, sheet.print_title_rows), (f"B{block.head + 4}", f"${block.head}:${block.head + 3}"), form)
            breaks = [b.id for b in sheet.col_breaks.brk]
            self.assertTrue(not breaks or sheet.print_title_cols == "$A:$A", form)
            for col in breaks:
                self.assertTrue(not alone or sheet.cell(block.head, col + 1).value in self.indicators, (form, get_column_letter(col + 1)))
            self.assertIsNone(sheet.auto_filter.ref if alone else None, "rows sorted by hand would leave the formulas that name them behind")
            area = sheet.print_area[0] if isinstance(sheet.print_area, list) else sheet.print_area
            self.assertGreaterEqual(range_boundaries(area.split("!")[-1].replace("$", ""))[2], max(block.columns.values()))

    def test_the_head_of_the_ranking_is_on_every_page(self):
        sheet = self.book["XẾP HẠNG"]
        first, last = (int(row) for row in sheet.print_title_rows.replace("$", "").split(":"))
        self.assertEqual(sheet.cell(last, 2).value, "Đơn vị")
        self.assertEqual(sheet.freeze_panes, f"C{last + 1}")

    def test_many_calls_are_counted(self):
        _, path = made(self.tmp, UNITS, 3)
        sheet = openpyxl.load_workbook(path, data_only=True)["MỤC LỤC"]
        rows = [row for row in sheet.iter_rows(min_row=9, max_row=8 + UNITS, values_only=True)]
        absent = sum(1 for row in rows if row[4] is None)
        errors = sum(1 for row in rows if row[4] is not None and row[6] + row[7])
        self.assertIn(f"Còn thiếu: {absent} đơn vị: danh sách ở MỤC LỤC.", sheet["A4"].value)
        self.assertTrue(sheet["A6"].value.endswith(f"Cần liên hệ: {absent} đơn vị chưa có tệp được tính, {errors} đơn vị có lỗi: danh sách ở MỤC LỤC."),
                        sheet["A6"].value)
        few = self.book["MỤC LỤC"]["A4"].value
        self.assertIn("Còn thiếu: Đơn vị DV0020 (chưa nộp).", few)

    def test_up_to_thirty_units_are_columns(self):
        for units, beside in ((30, True), (31, False)):
            _, path = made(self.tmp, units)
            book = openpyxl.load_workbook(path, read_only=True)
            head = next(book["TỔNG HỢP"].iter_rows(min_row=5, max_row=5, values_only=True))
            self.assertEqual("Đơn vị DV0030" in head, beside)
            self.assertEqual("Nhỏ nhất" in head, not beside)
            book.close()


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
