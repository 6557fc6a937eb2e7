#!/usr/bin/python3
"""A consolidated workbook in LibreOffice, changed as people change one by accident: MỤC LỤC and the sheet say so, and where the change is undone, all is as
before.  Sorting, filtering and blank rows are no change."""
import os
import pathlib
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


class Office:
    def __init__(self, folder):
        self.process = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
                                         f"--accept=pipe,name=tonghop-{os.getpid()};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                self.context = resolver.resolve(f"uno:pipe,name=tonghop-{os.getpid()};urp;StarOffice.ComponentContext")
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


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
