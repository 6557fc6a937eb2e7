#!/usr/bin/python3
"""LÝ LỊCH SỐ LIỆU in LibreOffice: units and codes are typed, keys pasted, and what is computed is what NGUỒN SỐ LIỆU, MA TRẬN KIỂM
TRA and CHẤM ĐIỂM hold; under en-US and under vi."""
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import openpyxl
import uno
from com.sun.star.beans import PropertyValue

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
SHEET, SOURCES, MATRIX = "LÝ LỊCH SỐ LIỆU", "NGUỒN SỐ LIỆU", "MA TRẬN KIỂM TRA"
NONE = "không có số liệu"
PAIRS = 60


class Office:
    """One LibreOffice without a window, and a workbook in it."""

    def __init__(self, folder):
        self.pipe = f"tonghop{os.getpid()}"
        self.process = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nodefault",
                                         f"--accept=pipe,name={self.pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(120):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.5)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def locale(self, name):
        provider = self.context.ServiceManager.createInstanceWithContext("com.sun.star.configuration.ConfigurationProvider", self.context)
        where = PropertyValue(Name="nodepath", Value="/org.openoffice.Setup/L10N")
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", (where,))
        access.setPropertyValue("ooSetupSystemLocale", name)
        access.commitChanges()

    def open(self, path):
        return self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (PropertyValue(Name="Hidden", Value=True),))

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:
            pass
        self.process.wait(60)


def shown(cell):
    """What stands in a cell: a number or a text."""
    kind = cell.FormulaResultType2 if cell.Type.value == "FORMULA" else {"VALUE": 1, "TEXT": 2, "EMPTY": 2}[cell.Type.value]
    return cell.Value if kind == 1 else cell.String


class Biography(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-ly-lich-"))
        cls.path = cls.tmp / "o.xlsx"
        sample = ROOT / "samples/cum2-2022"
        definition = cls.tmp / "dinh-nghia"
        shutil.copytree(sample / "dinh-nghia", definition)
        units = (definition / "don-vi.csv").read_text(encoding="utf-8-sig")
        (definition / "don-vi.csv").write_text(units.replace(",Sơn La,", ",Sơn* ~La?,Sơn La|"), encoding="utf-8")
        ledger = cls.tmp / "so"
        ledger.mkdir()
        (ledger / "dieu-chinh.csv").write_text("Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\nHG,BCVT.14,năm nay,60,An,2023-01-08,\"=Công văn \"\"8\"\"\"\n")
        done = subprocess.run([str(TONGHOP), "merge", "-q", "-d", definition, "--ledger", ledger, "-o", cls.path, sample / "hop-thu"],
                              capture_output=True, text=True)
        assert done.returncode in (0, 1, 2), done.stderr
        book = openpyxl.load_workbook(cls.path, data_only=True)
        rows = list(book[SOURCES].iter_rows(min_row=5, values_only=True))
        cls.head, cls.facts = rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]
        cls.by_key = {fact["Khóa"]: fact for fact in cls.facts}
        cls.units = [row[0] for row in book[SHEET].iter_rows(min_row=5, min_col=8, max_col=8, values_only=True) if row[0]]
        cls.codes = [row[0] for row in book[SHEET].iter_rows(min_row=5, min_col=11, max_col=11, values_only=True) if row[0]]
        cls.matrix = {row[0]: row for row in book[MATRIX].iter_rows(min_row=6, values_only=True)}
        cls.points = {(row[0], row[2]): row[11] for row in book["CHẤM ĐIỂM"].iter_rows(min_row=9, values_only=True)}
        cls.stored = {cell.coordinate: cell.value for row in book[SHEET].iter_rows(max_col=6) for cell in row if cell.value is not None}
        cls.office = Office(cls.tmp)

    @classmethod
    def tearDownClass(cls):
        cls.office.close()
        shutil.rmtree(cls.tmp, ignore_errors=True)

    def ask(self, sheet, unit="", code="", measure="", key=""):
        sheet.getCellRangeByName("B5:B8").setDataArray(((unit,), (code,), (measure,), (key,)))
        rows = {}
        for tag, *rest in sheet.getCellRangeByName("A9:D80").getDataArray():
            if tag:
                rows.setdefault(tag, rest)
        return rows

    def is_told(self, told, fact, unit):
        """All that is told of a figure, against its row."""
        value = fact["Giá trị"]
        if hasattr(value, "year"):
            value = told["Giá trị"][0]  # a date: openpyxl makes it one, and the sheet shows its serial
        self.assertEqual(told["Giá trị"][0], "(trống)" if value is None else value, fact["Khóa"])
        for tag, column in (("Tệp", "Tệp"), ("Trang", "Trang"), ("Ô", "Ô"), ("Nguyên văn", "Nguyên văn"), ("Bảng mã", "Bảng mã"),
                            ("Chỉ tiêu", "Chỉ tiêu"), ("Công thức ở tệp gốc", "Công thức ở tệp gốc"), ("Từ kèm số", "Từ kèm số"),
                            ("Đã hiểu thế nào", "Quy tắc áp dụng"), ("Điều chỉnh, giải trình", "Điều chỉnh, giải trình")):
            self.assertEqual(told[tag][0], fact[column] or "", (fact["Khóa"], tag))
        self.rests_are_told(told, fact["Mã"], unit)

    def rests_are_told(self, told, code, unit):
        at = 4 + self.units.index(unit)
        for rule, row in self.matrix.items():
            if rule in told:
                self.assertEqual(told[rule][1], row[at] or row[4 + len(self.units)] or "không áp dụng", (code, rule))
        for (criterion, whose), points in self.points.items():
            if criterion in told and whose == unit and isinstance(points, (int, float)):
                self.assertAlmostEqual(told[criterion][1], points, 9, (code, criterion))

    def test_pairs_at_random_under_both_locales(self):
        draw = random.Random(os.environ.get("SEED", "1"))
        answers = {}
        for name in ("en-US", "vi-VN"):
            self.office.locale(name)
            document = self.office.open(self.path)
            sheet = document.Sheets.getByName(SHEET)
            draw.seed(1)
            answers[name] = []
            for _ in range(PAIRS):
                unit, code, measure = draw.choice(self.units), draw.choice(self.codes), draw.choice(["Năm nay", "Năm trước", "Kế hoạch", "So sánh"])
                told = self.ask(sheet, unit, code, measure)
                fact = self.by_key.get(f"{unit} · {code} · {measure}")
                if fact:
                    self.is_told(told, fact, unit)
                else:
                    self.assertEqual(told["Giá trị"][0], NONE, (unit, code, measure))
                    self.rests_are_told(told, code, unit)
                answers[name].append(told)
            self.assertTrue(sheet.getCellRangeByName("D1").String.startswith("khớp mã "), "to choose is no change")
            document.close(True)
        self.assertEqual(answers["en-US"], answers["vi-VN"])

    def test_keys_are_pasted(self):
        self.office.locale("en-US")
        document = self.office.open(self.path)
        sheet = document.Sheets.getByName(SHEET)
        draw = random.Random(2)
        for fact in draw.sample(self.facts, PAIRS // 2):
            for key in (fact["Khóa"], f" \u00a0{fact['Khóa']}  ", f"{fact['Khóa']}\n"):
                told = self.ask(sheet, "Lào Cai", "TTC.03", "Năm nay", key)
                self.is_told(told, fact, fact["Đơn vị"])
        told = self.ask(sheet, "Lào Cai", "TTC.03", "Năm nay", "Lào Cai · KHÔNG.CÓ · Năm nay")
        self.assertEqual((told["Giá trị"][0], told["Chỉ tiêu"][0]), (NONE, ""))
        for unit, code in (("Lào Cai", "TTC.03"), ("LCA", "ttc.03"), ("  lào cai ", " TTC.03 ")):
            self.is_told(self.ask(sheet, unit, code), self.by_key["Lào Cai · TTC.03 · Năm nay"], "Lào Cai")
        for unit, code in (("Sơn La", "TTC.03"), ("*", "TTC.03"), ("Lào Cai", "TTC.0?"), ("", "")):
            self.assertEqual(self.ask(sheet, unit, code)["Giá trị"][0], NONE, (unit, code))
        document.close(True)

    def test_sorted_sources_give_the_same(self):
        document = self.office.open(self.path)
        sheet, sources = document.Sheets.getByName(SHEET), document.Sheets.getByName(SOURCES)
        before = self.ask(sheet, "Hà Giang", "BCVT.14")
        self.assertIn("An, 2023-01-08, =Công văn \"8\"", before["Điều chỉnh, giải trình"][0])
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = 9, False
        area = sources.getCellRangeByPosition(0, 5, len(self.head) - 1, 4 + len(self.facts))
        area.sort((PropertyValue(Name="SortFields", Value=uno.Any("[]com.sun.star.table.TableSortField", (field,))),
                   PropertyValue(Name="ContainsHeader", Value=False)))
        after = self.ask(sheet, "Hà Giang", "BCVT.14")
        for told in (before, after):
            told.pop("Dòng nguồn")
        self.assertEqual(before, after)
        document.close(True)

    def test_what_is_stored_is_what_is_computed(self):
        document = self.office.open(self.path)
        sheet = document.Sheets.getByName(SHEET)
        document.calculateAll()
        for row in range(3, 90):
            for col in range(6):
                cell = sheet.getCellByPosition(col, row)
                if cell.Type.value == "FORMULA":
                    self.assertEqual(cell.getError(), 0, (row, col))
                    name = "ABCDEF"[col] + str(row + 1)
                    self.assertEqual(shown(cell), self.stored.get(name, ""), name)
        document.close(True)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
