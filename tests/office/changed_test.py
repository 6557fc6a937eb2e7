#!/usr/bin/python3
"""A consolidated workbook in LibreOffice, changed as people change one by accident: MỤC LỤC and the sheet say so, and where the change is undone, all is as
before.  Sorting, filtering and blank rows are no change."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import openpyxl
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.CellInsertMode import ROWS as INSERT_ROWS
from com.sun.star.sheet.CellDeleteMode import ROWS as DELETE_ROWS
from com.sun.star.table import TableSortField

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
SAMPLE = ROOT / "samples/truong-hoc"
CONTENTS, CONTROL = "MỤC LỤC", "SỐ KIỂM SOÁT"
LOOKED_UP = "LÝ LỊCH SỐ LIỆU"  # is protected, and what its formulas say is another thing for each choice
CHANGED = "SỔ ĐÃ BỊ SỬA SAU KHI LẬP"


def named(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>%s</value></prop></item></oor:items>"""


class Office:
    def __init__(self, folder, locale="en-US"):
        user = pathlib.Path(folder, f"profile-{locale}", "user")
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(LOCALE % locale, encoding="utf-8")
        pipe = f"tonghop-{os.getpid()}-{locale}"
        self.process = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{user.parent}", "--headless", "--norestore",
                                         f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:  # not listening yet
                time.sleep(0.1)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def open(self, path):
        return self.desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (named("Hidden", True),))

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:  # it goes while it answers
            pass
        self.process.wait(60)


class Changed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-changed-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp, True)
        cls.out = cls.tmp / "kq.xlsx"
        subprocess.run([TONGHOP, "merge", "-q", "-d", SAMPLE / "dinh-nghia", "-o", cls.out, SAMPLE / "hop-thu"], timeout=120)
        cls.office = Office(cls.tmp)
        cls.addClassCleanup(cls.office.close)
        cls.book = cls.office.open(cls.out)
        cls.book.calculateAll()
        cls.names = cls.book.Sheets.ElementNames
        cls.protected = [n for n in cls.names if cls.sheet(n).isProtected()]
        for name in cls.protected:
            cls.sheet(name).unprotect("")
        cls.first = cls.screen()
        cls.kinds = 0

    # ---- what is seen ----

    @classmethod
    def sheet(cls, name):
        return cls.book.Sheets.getByName(name)

    @classmethod
    def screen(cls):
        return tuple(tuple(row) for row in cls.sheet(CONTENTS).getCellRangeByPosition(0, 0, 9, 25).getDataArray())

    @classmethod
    def state(cls, name):
        """What the sheet says of itself in its first row."""
        return [cell for cell in cls.sheet(name).getCellRangeByPosition(1, 0, 90, 0).getDataArray()[0] if cell != ""]

    @classmethod
    def area(cls, name):
        cursor = cls.sheet(name).createCursor()
        cursor.gotoEndOfUsedArea(False)
        return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow

    def cells(self, name):
        """The cells that a person sees, without those of the comparison itself."""
        last_col, last_row = self.area(name)
        sheet = self.sheet(name)
        formulas = sheet.getCellRangeByPosition(0, 0, last_col, last_row).getFormulaArray()
        values = sheet.getCellRangeByPosition(0, 0, last_col, last_row).getDataArray()
        hidden = [not sheet.Columns.getByIndex(c).IsVisible for c in range(last_col + 1)]
        found = []
        for r, row in enumerate(formulas):
            for c, formula in enumerate(row):
                of_control = formula.startswith("=IF(EXACT(") or CONTROL in formula or values[r][c] == "Số thứ tự"
                if formula != "" and not hidden[c] and not of_control:
                    found.append((c, r, formula, values[r][c]))
        return found

    # ---- changes ----

    def seen(self, names, what):
        type(self).kinds += 1
        said = self.screen()[3][0]
        self.assertTrue(said.startswith(CHANGED), (what, said))
        for name in [n for n in names if n != CONTROL]:
            self.assertIn(name, said, what)
            self.assertTrue(any("ĐÃ SỬA SAU KHI LẬP" in str(s) for s in self.state(name)), (what, name, self.state(name)))

    def as_before(self, what):
        self.assertEqual([(a, b) for a, b in zip(self.first, self.screen()) if a != b], [], what)

    def typed(self, name, place, formula, what):
        cell = self.sheet(name).getCellByPosition(*place)
        old = cell.getFormula()
        was_text = cell.Type.value == "TEXT"
        cell.setFormula(formula)
        try:
            self.seen([name], (name, place, what))
        finally:
            cell.setString(old) if was_text else cell.setFormula(old)
        self.as_before((name, place, what))

    def kinds_of_cells(self, name):
        """One cell of each kind: {kind: (place, what to type)}."""
        kinds = {}
        cells = [c for c in self.cells(name) if name not in (CONTENTS, CONTROL) or c[1] > 6]
        for c, r, formula, value in cells:
            is_number = isinstance(value, float)
            if formula.startswith("="):
                kinds["a formula's number typed over" if is_number else "a formula's text typed over"] = ((c, r), "12345.5" if is_number else "chữ gõ đè")
            elif is_number:
                kinds.setdefault("a number", ((c, r), str(value + 1)))
                kinds["a number to nothing"] = ((c, r), "")
                kinds["a number to a text"] = ((c, r), "'" + formula)
                kinds["a decimal"] = ((c, r), str(value + 0.25))
            else:
                kinds.setdefault("a title", ((c, r), formula + " "))
                kinds["a text of the same length"] = ((c, r), formula[:-1] + ("x" if formula[-1] != "x" else "y"))
        c, r = max((c, r) for c, r, _, _ in cells)
        kinds["below all"] = ((0, self.area(name)[1] + 3), "gõ thêm")
        return kinds

    def test_a_cell_of_each_kind_on_each_sheet(self):
        for name in self.names:
            for what, (place, typed) in self.kinds_of_cells(name).items():
                if name == LOOKED_UP and what.startswith("a formula's"):
                    continue
                with self.subTest((name, what)):
                    self.typed(name, place, typed, what)
        self.assertGreater(self.kinds, 60)

    def test_results_are_protected_without_a_password(self):
        self.assertEqual(self.protected, ["XẾP HẠNG", "CHẤM ĐIỂM", LOOKED_UP, CONTROL])

    def test_rows_deleted_and_typed_in(self):
        for name in [n for n in self.names if n not in (CONTROL, LOOKED_UP)]:
            sheet = self.sheet(name)
            row = self.area(name)[1] // 2 if name != CONTENTS else 30
            with self.subTest(name):
                manager = self.book.UndoManager
                sheet.Rows.insertByIndex(row, 1)
                self.as_before((name, "a blank row"))
                sheet.getCellByPosition(1, row).setFormula("7")
                self.seen([name], (name, "a row with a number"))
                manager.undo()
                manager.undo()
                self.as_before((name, "undone"))
                rows = sorted({r for _, r, _, _ in self.cells(name) if r > 6} or {2})
                sheet.Rows.removeByIndex(rows[len(rows) // 2], 1)
                self.seen([name] if name != CONTENTS else [], (name, "a row deleted"))
                manager.undo()
                self.as_before((name, "undone"))

    def test_two_changes_that_agree(self):
        numbers = {n: [(c, r, f, v) for c, r, f, v in self.cells(n) if isinstance(v, float) and not f.startswith("=")] for n in self.names}
        two = [n for n in self.names if numbers[n] and n not in (CONTENTS, CONTROL)][:2]
        old = []
        for name in two:
            c, r, formula, value = numbers[name][0]
            cell = self.sheet(name).getCellByPosition(c, r)
            old.append((cell, formula))
            cell.setValue(value + 10)
        self.seen(two, two)
        for cell, formula in old:
            cell.setFormula(formula)
        self.as_before(two)

    def test_two_numbers_exchanged(self):
        for name in self.names:
            numbers = [(c, r, f, v) for c, r, f, v in self.cells(name) if isinstance(v, float) and not f.startswith("=") and r > 5]
            pair = next(((a, b) for a in numbers for b in numbers if a[1] == b[1] and a[3] != b[3]), None)
            if pair and name not in (CONTENTS, CONTROL):
                a, b = (self.sheet(name).getCellByPosition(p[0], p[1]) for p in pair)
                with self.subTest(name):
                    a.setValue(pair[1][3]), b.setValue(pair[0][3])
                    self.seen([name], name)
                    a.setValue(pair[0][3]), b.setValue(pair[1][3])
                    self.as_before(name)

    def test_sorting_and_filtering_change_nothing(self):
        lists = 0
        book = openpyxl.load_workbook(self.out)
        for name in self.names:
            if book[name].auto_filter.ref and name not in self.protected:
                area = self.sheet(name).getCellRangeByName(book[name].auto_filter.ref).RangeAddress
                if area.EndRow - area.StartRow < 2:
                    continue
                lists += 1
                sheet = self.sheet(name)
                with self.subTest(name):
                    body = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow + 1, area.EndColumn, area.EndRow)
                    for field, ascending in ((1, False), (min(2, area.EndColumn), True)):
                        key = TableSortField()
                        key.Field, key.IsAscending = field, ascending
                        body.sort((named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (key,))), named("ContainsHeader", False)))
                        self.as_before((name, "sorted", field))
                    key.Field, key.IsAscending = area.EndColumn - area.StartColumn, True
                    body.sort((named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (key,))), named("ContainsHeader", False)))
                    self.as_before((name, "sorted back"))
                    self.assertFalse(any("sắp xếp lại" in str(said) for said in self.state(name)), name)
                    sheet.Rows.getByIndex(area.StartRow + 1).IsVisible = False
                    self.as_before((name, "filtered"))
                    sheet.Rows.getByIndex(area.StartRow + 1).IsVisible = True
        self.assertGreater(lists, 2)


MATRIX, FINDINGS, SUMMARY, SCORING, RANKING = "MA TRẬN KIỂM TRA", "KIỂM TRA", "TỔNG HỢP", "CHẤM ĐIỂM", "XẾP HẠNG"


class Verdict:
    """What MỤC LỤC, MA TRẬN KIỂM TRA and KIỂM TRA say while figures are typed over; once in each country."""

    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-verdict-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp, True)
        out = cls.tmp / "kq.xlsx"
        sample = ROOT / "samples/cum2-2022"
        subprocess.run([TONGHOP, "merge", "-q", "-d", sample / "dinh-nghia", "-o", out, sample / "hop-thu"], timeout=120)
        cls.office = Office(cls.tmp, cls.locale)
        cls.addClassCleanup(cls.office.close)
        cls.book = cls.office.open(out)
        for name in cls.book.Sheets.ElementNames:
            if cls.sheet(name).isProtected():
                cls.sheet(name).unprotect("")
        cls.opened = cls.everything()
        cls.book.calculateAll()
        cls.first = cls.everything()

    @classmethod
    def sheet(cls, name):
        return cls.book.Sheets.getByName(name)

    @classmethod
    def everything(cls):
        return {n: cls.sheet(n).getCellRangeByPosition(0, 0, *at).getDataArray() for n, at in
                ((CONTENTS, (9, 25)), (MATRIX, (14, 140)), (FINDINGS, (15, 40)), (RANKING, (20, 40)), (CONTROL, (11, 45)))}

    def said(self, row):
        return self.sheet(CONTENTS).getCellByPosition(0, row).getString()

    def row_of(self, name, text, col=0):
        data = self.sheet(name).getCellRangeByPosition(col, 0, col, 200).getDataArray()
        return next(r for r, (value,) in enumerate(data) if value == text)

    def column_of(self, unit):
        head = self.sheet(MATRIX).getCellRangeByPosition(0, 4, 14, 4).getDataArray()[0]
        return head.index(unit)

    def result(self, rule, unit):
        return self.sheet(MATRIX).getCellByPosition(self.column_of(unit), self.row_of(MATRIX, rule))

    def figures(self, rule, unit):
        """The cells that the rule asks, in the order of its formula."""
        found = []
        for sheet, cell in re.findall(r"\$?'?([^'$.]+)'?\.(\$[A-Z]+\$[0-9]+)(?!:)", self.result(rule, unit).getFormula()):
            at = self.sheet(sheet).getCellRangeByName(cell.replace("$", ""))
            if not any(at.CellAddress == other.CellAddress for other in found):
                found.append(at)
        return found

    def changed(self, cell, formula):
        """Types, and takes back at the end, after which all is as before."""
        old, was_text = cell.getFormula(), cell.Type.value == "TEXT"
        cell.setFormula(formula)

        def undo():
            cell.setString(old) if was_text else cell.setFormula(old)
            now = self.everything()
            for name in now:
                self.assertEqual([(a, b) for a, b in zip(self.first[name], now[name]) if a != b], [], name)
        return undo

    def count_of_unit(self, unit):
        return self.sheet(CONTENTS).getCellByPosition(9, self.row_of(CONTENTS, unit)).getString()

    def turns(self, rule, unit, cell, formula, result):
        was = self.result(rule, unit).getString()
        undo = self.changed(cell, formula)
        self.assertEqual(self.result(rule, unit).getString(), result, (rule, unit, was))
        if result == "sai" and was == "đạt":
            self.assertRegex(self.said(3), r"^" + CHANGED + r".* [0-9]+ phép kiểm tra nay sai\.")
            self.assertRegex(self.said(4), r"TẠM TÍNH.*; [0-9]+ phép kiểm tra nay sai")
            self.assertRegex(self.count_of_unit(unit), r"[0-9]+ nay sai")
        undo()

    def test_recalculated_it_says_what_it_said(self):
        for name in self.first:
            self.assertEqual([(a, b) for a, b in zip(self.opened[name], self.first[name]) if a != b], [], name)

    def test_a_figure_that_breaks_a_sum(self):
        cell = self.figures("KT-102", "Sơn La")[0]
        self.turns("KT-102", "Sơn La", cell, str(int(cell.getValue()) + 1), "sai")

    def test_a_figure_that_is_emptied_or_becomes_a_text(self):
        cell = self.figures("KT-102", "Lai Châu")[1]
        self.turns("KT-102", "Lai Châu", cell, "", "–")
        self.turns("KT-102", "Lai Châu", cell, "'không có", "–")

    def test_a_divisor_of_nought(self):
        self.turns("KT-301", "Hà Giang", self.figures("KT-301", "Hà Giang")[-1], "0", "–")

    def test_tolerance(self):
        now, before = self.figures("KT-103", "Sơn La")
        allowed = int(before.getValue() * 1.2 + 2)
        self.turns("KT-103", "Sơn La", now, str(allowed), "đạt")
        self.turns("KT-103", "Sơn La", now, str(allowed + 1), "sai")
        self.turns("KT-103", "Sơn La", before, "1", "sai")

    def test_a_share_is_rounded_to_what_is_printed(self):
        share, part, whole = self.figures("KT-301", "Sơn La")
        exact = 100 * part.getValue() / whole.getValue()
        self.turns("KT-301", "Sơn La", share, "=" + repr(round(share.getValue(), 1)), "đạt")
        self.turns("KT-301", "Sơn La", share, "=" + repr(round(exact + 0.1, 1)).replace("e", "E"), "sai")

    def test_a_row_of_a_list(self):
        formula = self.result("KT-201", "Sơn La").getFormula()
        sheet, first, last = re.search(r"'?(B02_VB)'?\.\$G\$([0-9]+):\$G\$([0-9]+)", formula).groups()
        for row in range(int(first), int(last) + 1):
            kind = self.sheet(sheet).getCellRangeByName(f"G{row}")
            if self.sheet(sheet).getCellRangeByName(f"A{row}").getString() == "Sơn La" and kind.getString() == "Tham mưu":
                break
        self.turns("KT-201", "Sơn La", kind, "Tự ban hành", "sai")

    def test_yes_and_no(self):
        self.turns("KT-110", "Cao Bằng", self.figures("KT-110", "Cao Bằng")[0], "Không", "sai")

    def test_both_or_neither(self):
        self.turns("KT-602", "Lào Cai", self.figures("KT-602", "Lào Cai")[1], "0", "sai")

    def test_a_rule_of_the_cluster(self):
        done = self.row_of(MATRIX, "KT-1401")
        cell = self.sheet(MATRIX).getCellByPosition(self.column_of("Cụm"), done)
        self.assertEqual(cell.getString(), "đạt")
        self.assertTrue(cell.getFormula().startswith("="))

    def test_a_failed_rule_that_is_mended(self):
        share, part, whole = self.figures("KT-801", "Lào Cai")
        row = self.row_of(FINDINGS, "KT-801", 1)
        now = self.sheet(FINDINGS).getCellByPosition(15, row)
        self.assertEqual((self.result("KT-801", "Lào Cai").getString(), now.getString()), ("sai", "chưa đạt"))
        undo = self.changed(share, str(round(100 * part.getValue() / whole.getValue())))
        self.assertEqual((self.result("KT-801", "Lào Cai").getString(), now.getString()), ("đạt", "nay đạt"))
        self.assertIn("1 nay đạt", self.count_of_unit("Lào Cai"))
        self.assertRegex(self.said(3), "1 phép kiểm tra nay đạt")
        self.assertIn("3 cảnh báo", self.said(3))  # the row stays
        undo()

    def test_a_matrix_that_is_sorted(self):
        share, part, whole = self.figures("KT-801", "Lào Cai")
        old = share.getFormula()
        now = self.sheet(FINDINGS).getCellByPosition(15, self.row_of(FINDINGS, "KT-801", 1))
        head = self.sheet(MATRIX).getCellRangeByPosition(0, 4, 20, 4).getDataArray()[0]
        body = self.sheet(MATRIX).getCellRangeByPosition(0, 5, head.index("Số thứ tự"), 136)

        def sort(column, ascending):
            key = TableSortField()
            key.Field, key.IsAscending = column, ascending
            body.sort((named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (key,))), named("ContainsHeader", False)))
        sort(1, False)
        undo = self.changed(share, str(round(100 * part.getValue() / whole.getValue())))
        self.assertEqual((now.getString(), self.count_of_unit("Lào Cai")), ("nay đạt", "kiểm tra › 1 nay đạt"))
        share.setFormula(old)
        sort(head.index("Số thứ tự"), True)
        undo()

    def test_a_finding_that_is_made_an_error(self):
        row = self.row_of(FINDINGS, "Điện Biên", 2)
        undo = self.changed(self.sheet(FINDINGS).getCellByPosition(0, row), "Lỗi")
        self.assertIn(", CÒN 1 LỖI phải sửa hoặc giải trình, 2 cảnh báo.", self.said(3))
        self.assertIn("còn 1 lỗi chưa sửa hoặc chưa đóng", self.said(4))
        self.assertIn("Cần liên hệ: Điện Biên (1 lỗi).", self.said(5))
        stamp = " ".join(str(c) for r in self.sheet(RANKING).getCellRangeByPosition(0, 0, 3, 10).getDataArray() for c in r)
        self.assertIn("còn 1 lỗi chưa sửa hoặc chưa đóng", stamp)
        undo()

    def test_a_unit_whose_forms_are_taken_away(self):
        undo = self.changed(self.sheet(CONTENTS).getCellByPosition(4, self.row_of(CONTENTS, "Sơn La")), "")
        self.assertIn("SỐ LIỆU: CHƯA ĐỦ, có 6/7 Sở, 3 cảnh báo. Còn thiếu: Sơn La (đủ).", self.said(3))
        self.assertIn("mới có 6/7 Sở", self.said(4))
        self.assertIn("Cần liên hệ: Sơn La (đủ).", self.said(5))
        undo()

    def test_a_score_of_the_cluster(self):
        data = self.sheet(SCORING).getCellRangeByPosition(0, 0, 13, 470).getDataArray()
        row = next(r for r, cells in enumerate(data) if cells[4] == "Cụm chấm" and cells[2] == "Sơn La" and cells[11] != "" and cells[10] == "")
        undo = self.changed(self.sheet(SCORING).getCellByPosition(10, row), "0.25" if self.locale == "en-US" else "=1/4")
        self.assertIn("Cụm chưa chấm 55 ô; 266 ô", self.said(4))
        self.assertNotIn("103,50 điểm của Sơn La", self.said(4))
        undo()

    def test_a_verdict_that_is_typed_over(self):
        state = self.sheet(CONTENTS).getCellByPosition(9, 0)
        undo = self.changed(self.sheet(CONTENTS).getCellByPosition(0, 3), "SỐ LIỆU: đủ 7/7 Sở, không có cảnh báo.")
        self.assertEqual(state.getString(), "ĐÃ SỬA SAU KHI LẬP")
        undo()
        for row, typed in ((4, "XẾP HẠNG: ĐỦ ĐIỀU KIỆN TRÌNH, 7/7 Sở."), (5, "Không đơn vị nào cần liên hệ.")):
            undo = self.changed(self.sheet(CONTENTS).getCellByPosition(0, row), typed)
            self.assertTrue(self.said(3).startswith(CHANGED + " (trang MỤC LỤC)"), self.said(3))
            undo()

    def test_a_result_that_is_typed_over(self):
        finding = self.sheet(FINDINGS).getCellByPosition(15, self.row_of(FINDINGS, "KT-801", 1))
        for name, cell, typed in ((MATRIX, self.result("KT-801", "Lào Cai"), "đạt"), (FINDINGS, finding, "nay đạt")):
            undo = self.changed(cell, typed)
            self.assertTrue(self.said(3).startswith(CHANGED), self.said(3))
            self.assertIn(name, self.said(3))
            undo()


class VerdictInVietnam(Verdict, unittest.TestCase):
    locale = "vi"


class VerdictElsewhere(Verdict, unittest.TestCase):
    locale = "en-US"


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
