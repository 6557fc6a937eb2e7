#!/usr/bin/python3
"""What clerks do to the blank workbook, done in LibreOffice: rows inserted and deleted in a list, text in a cell of figures, a decimal comma, a value pasted
with its own format, a block pasted over list and figures, cells cut and pasted elsewhere, a row of figures deleted, a sheet copied.  The formulas hold or TỰ
KIỂM TRA says what is wrong, and the program says what it reads."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import openpyxl
import uno
from com.sun.star.beans import PropertyValue

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
DEFINITION = ROOT / "samples/truong-hoc/dinh-nghia"
OWN, HEAD, LIST_FIRST = "TỰ KIỂM TRA", 8, 9  # the first row of the list, from 0
UNREAD, BARE, UNLISTED, NO_DAY = 15, 17, 18, 19  # rows of TỰ KIỂM TRA
CLUSTER = ROOT / "samples/cum2-2022/dinh-nghia"


def named(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


class Office:
    def __init__(self, folder):
        pipe = f"tonghop-{os.getpid()}"
        self.process = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:  # not listening yet
                time.sleep(0.1)
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def edit(self, source, target, change):
        document = self.desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (named("Hidden", True),))
        for sheet in document.Sheets:
            sheet.unprotect("")
        change(document)
        document.calculateAll()
        document.storeToURL(f"file://{target}", (named("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:  # it goes while it answers
            pass
        self.process.wait(60)


def rows_of_list(document, n, at=LIST_FIRST):
    sheet = document.Sheets["M02"]
    for i in range(n):
        row = at + i
        sheet.getCellByPosition(1, row).Formula = "2023-03-01"
        sheet.getCellByPosition(2, row).String = f"Hoạt động {row}"
        sheet.getCellByPosition(3, row).String = "Thể thao"
        sheet.getCellByPosition(4, row).Value = 30


def figure(document, form, code):
    sheet = document.Sheets[form]
    for row in range(9, 60):
        if sheet.getCellByPosition(2, row).String == code:
            return sheet.getCellByPosition(6, row)
    raise KeyError(code)


class Result:
    def __init__(self, path, definition=DEFINITION):
        self.book = openpyxl.load_workbook(path, data_only=True)
        sheet = self.book[OWN]
        self.lines = {sheet.cell(r, 10).value: sheet.cell(r, 2).value for r in range(21, 33) if sheet.cell(r, 10).value}
        self.own = {r: (str(sheet.cell(r, 2).value), str(sheet.cell(r, 7).value)) for r in range(14, 21)}
        self.errors = [(s.title, c.coordinate, c.value) for s in self.book for row in s.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith("#")]
        self.verdict = sheet.cell(3, 1).value
        self.said = subprocess.run([TONGHOP, "check", "-d", definition, "--lang", "vi", path], capture_output=True, text=True).stdout

    def value(self, form, code):
        return next(r[6].value for r in self.book[form].iter_rows() if len(r) > 6 and r[2].value == code)


def insert(document, row, n=1):
    document.Sheets["M02"].Rows.insertByIndex(row, n)


def inserted_in_the_middle(document):
    rows_of_list(document, 5)
    insert(document, LIST_FIRST + 2)
    rows_of_list(document, 1, LIST_FIRST + 2)


def inserted_at_the_end(document):
    rows_of_list(document, 60)
    insert(document, LIST_FIRST + 60)
    rows_of_list(document, 1, LIST_FIRST + 60)


def deleted(document):
    rows_of_list(document, 5)
    document.Sheets["M02"].Rows.removeByIndex(LIST_FIRST + 1, 2)


def text_for_a_number(document):
    figure(document, "M01", "HS.02").String = "1.234"


def a_comma(document):
    figure(document, "M03", "TL.01a").String = "98,7"


def a_percent_format(document):
    cell = figure(document, "M03", "TL.01c")
    formats = document.NumberFormats
    cell.Value = 0.987
    cell.NumberFormat = formats.getStandardFormat(8, document.CharLocale)  # percent


def a_fraction(document):
    figure(document, "M01", "HS.04").Value = 12.5


def a_copy(document):
    rows_of_list(document, 3)
    figure(document, "M01", "HS.02").Value = 100
    figure(document, "M01", "HS.03").Value = 110
    document.Sheets.copyByName("M01", "M01 (2)", document.Sheets.Count)


def a_block_pasted(document):
    """Words, a day and figures as texts, over the cells of a list that ask for other things."""
    rows_of_list(document, 3)
    block = (("hôm qua", "Hoạt động", "Bơi lội", "ba mươi", "1.000.000"), ("31/04/2023", "Hoạt động", "Thể thao", "30", "x"))
    for i, row in enumerate(block):
        for k, text in enumerate(row):
            document.Sheets["M02"].getCellByPosition(1 + k, LIST_FIRST + i).String = text


def cut_and_pasted(document):
    sheet = document.Sheets["M01"]
    source = figure(document, "M01", "HS.02")
    source.Value = 100
    sheet.moveRange(figure(document, "M01", "HS.03").CellAddress, sheet.getCellRangeByPosition(6, source.CellAddress.Row, 6, source.CellAddress.Row).RangeAddress)


def a_figure_deleted(document):
    document.Sheets["M01"].Rows.removeByIndex(figure(document, "M01", "HS.02").CellAddress.Row, 1)


def inserted_above_figures(document):
    """The list of this form stands above its figures, which two more rows move down."""
    sheet = document.Sheets["B02_VB"]
    sheet.Rows.insertByIndex(LIST_FIRST + 1, 2)
    sheet.getCellByPosition(4, LIST_FIRST + 1).String = "UBND tinhh"
    for row in range(LIST_FIRST + 40, LIST_FIRST + 90):
        if sheet.getCellByPosition(2, row).String.startswith("VB."):
            sheet.getCellByPosition(6, row).String = "mười"
            return


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    blank = tmp / "mau.xlsx"
    unit = (DEFINITION / "don-vi.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    subprocess.run([TONGHOP, "template", "-q", "-d", DEFINITION, "-o", blank, "--unit", unit])
    office, results = Office(folder), {}
    try:
        for change in (inserted_in_the_middle, inserted_at_the_end, deleted, text_for_a_number, a_comma, a_percent_format, a_fraction, a_copy, a_block_pasted, cut_and_pasted, a_figure_deleted):
            office.edit(blank, tmp / f"{change.__name__}.xlsx", change)
            results[change.__name__] = Result(tmp / f"{change.__name__}.xlsx")
        subprocess.run([TONGHOP, "template", "-q", "-d", CLUSTER, "-o", tmp / "cum.xlsx", "--unit", "SL"])
        office.edit(tmp / "cum.xlsx", tmp / "moved.xlsx", inserted_above_figures)
        moved = Result(tmp / "moved.xlsx", CLUSTER)
    finally:
        office.close()
    for name in ("cut_and_pasted", "a_figure_deleted"):
        result = results.pop(name)
        count("HỎNG" in result.verdict or result.own[UNREAD][0].startswith("sai"), f"{name}: {result.verdict}, {result.own}")
    for name, result in results.items():
        count(not result.errors, f"{name}: {result.errors[:3]}")
        count("BIEU-017" not in result.said, f"{name}: the hidden cells of the form are taken for figures in a wrong column")
    for name, rows in (("inserted_in_the_middle", 6), ("inserted_at_the_end", 61), ("deleted", 3), ("a_copy", 3)):
        result = results[name]
        count(result.value("M01", "HS.09") == rows, f"{name}: {result.value('M01', 'HS.09')} for {rows} rows")
        count(result.lines["TK-02"] == "đạt", f"{name}: {result.lines}")
        count("TK-02" not in result.said, f"{name}: {result.said}")
    for name, row, place in (("text_for_a_number", UNREAD, "M01 G"), ("a_comma", UNREAD, "M03 G"), ("a_fraction", UNREAD, "M01 G"), ("a_percent_format", BARE, "M03 G")):
        said = results[name].own[row]
        count(said[0] == "sai 1" and said[1].startswith(place), f"{name}: {results[name].own}")
    pasted = results["a_block_pasted"]
    said = {row: pasted.own[row] for row in (UNREAD, UNLISTED, NO_DAY)}
    wanted = {UNREAD: ("sai 4", "M02 E10"), UNLISTED: ("sai 1", "M02 D10"), NO_DAY: ("sai 2", "M02 B10")}
    count(said == wanted, f"a pasted block: {said}")
    count(all(word in pasted.said for word in ("hôm qua", "31/04/2023", "Bơi lội", "ba mươi")), pasted.said)
    count(moved.own[UNLISTED] == ("sai 1", "B02_VB E11"), f"inserted above figures: {moved.own}")
    sheet = moved.book["B02_VB"]
    row = next(c.row for c in sheet["G"] if c.value == "mười")
    count(moved.own[UNREAD] == ("sai 1", f"B02_VB G{row}"), f"inserted above figures, in row {row}: {moved.own}")
    own = moved.book[OWN]
    places = {own.cell(r, 7).value for r in range(21, own.max_row) if str(own.cell(r, 7).value).startswith("B02_VB ")}
    stale = [p for p in places if not sheet[p.split(" ")[1]].value and sheet.cell(sheet[p.split(" ")[1]].row, 3).value is None]
    count(not stale, f"inserted above figures: {stale} are no figures")
    count("98,7" in results["a_comma"].said and "12.5" in results["a_fraction"].said.replace("12,5", "12.5"), results["a_fraction"].said)
    count("M01 (2)" in results["a_copy"].said, results["a_copy"].said)
    count(results["text_for_a_number"].lines["TK-01"] == "chưa xét", results["text_for_a_number"].lines)
finish()
