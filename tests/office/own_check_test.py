#!/usr/bin/python3
"""TỰ KIỂM TRA of the blank workbook, recalculated by LibreOffice, against what the program says of the same file.

The templates of both samples are filled at random, some wrong on purpose: each line of TỰ KIỂM TRA must say what the matrix of
rules of `merge` says, a broken rule must mark its cell, and what stands above must count what stands below.  Over all fillings
each rule must have been broken once.  Slips that no rule is about (a value that is in no catalogue, a day that no calendar has,
other words than Có and Không, words in cells of figures, rows half written) must be counted, and the first of each kind named, as
`extract` finds them; where it finds one, the file is not "đủ".  ĐIỂM TẠM TÍNH has the points
that `merge` computes.  FILLINGS=200 takes more of them, SEED=n others."""
import csv
import datetime
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl
from openpyxl.cell.cell import MergedCell

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
FILLINGS, SEED = int(os.environ.get("FILLINGS", "12")), os.environ.get("SEED", "0")
HEADS = {"truoc": "Năm trước", "ke_hoach": "Kế hoạch", "nay": "Năm nay", "so_sanh": "So sánh (%)"}
FIRST = 21  # row of the first rule in TỰ KIỂM TRA
RESULT, LEFT, PLACE, LEVEL, CODE = 2, 4, 7, 9, 10
NUMBERS = ("số nguyên", "số thực", "tiền", "phần trăm")
BREAKING = [0, 0, 1, 7, 99, 50000, 12345678, 10**11]


def read_csv(path):
    with open(path, encoding="utf-8-sig") as f:
        return list(csv.DictReader(f))


FUNCTIONS = {"ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY", "FIND", "FIXED", "HYPERLINK", "IF", "IFERROR", "INT", "ISERROR", "ISNUMBER", "ISTEXT",
             "LEFT", "LEN", "LOG10", "MATCH", "MAX", "MID", "MIN", "N", "NOT", "OR", "ROUND", "ROW", "SUBSTITUTE", "SUM", "SUMIFS", "SUMPRODUCT", "TRIM", "VALUE"}  # of Excel 2010 and LibreOffice, none volatile


def look_at_formulas(name, path):
    used, seen = set(), 0
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for c in row:
                if is_formula(c):
                    seen += 1
                    used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"|\'[^\']*\'', "", c.value)))
        colours = [f for rules in sheet.conditional_formatting for rule in rules.rules for f in rule.formula]
        colours = [re.sub(r'INDIRECT\("[^"]*"\)', "", f) for f in colours]  # another sheet may only be named by a text
        count(not any("!" in f or "{" in f for f in colours), f"{name}: a colour of {sheet.title} looks at another sheet")
    count(used <= FUNCTIONS, f"{name}: {used - FUNCTIONS}")
    count(path.stat().st_size <= 300 * 1024, f"{name}: {path.stat().st_size} bytes")
    print(f"{name}: {seen} formulas, {path.stat().st_size} bytes")


class Sample:
    def __init__(self, name):
        self.path = ROOT / "samples" / name / "dinh-nghia"
        self.units = {r["Mã"]: r["Tên"] for r in read_csv(self.path / "don-vi.csv")}
        self.types = {r["Mã"]: r["Kiểu"] for r in read_csv(self.path / "chi-tieu.csv")}
        self.columns = {r["Mã"]: (r["Biểu"], r["Nhãn"]) for r in read_csv(self.path / "cot.csv") if r["Mã"]}
        self.roles = {r["Mã"]: r["Vai trò"] for r in read_csv(self.path / "cot.csv") if r["Mã"]}
        self.required = {r["Mã"] for r in read_csv(self.path / "cot.csv") if r["Mã"] and r["Bắt buộc"] == "Có"}
        self.groups = {r["Cha"] for r in read_csv(self.path / "cham-diem.csv")}
        self.known = {}
        for file in sorted((ROOT / "samples" / name / "hop-thu").iterdir()):
            self.read(file)

    def read(self, file):
        out = subprocess.run([TONGHOP, "extract", "-d", self.path, file], capture_output=True, text=True).stdout
        for line in out.split("\n"):
            f = line.split("\t")
            if f[0] in ("fact", "row"):
                value = typed([f[5], f[8], f[7], *f[9:]])
                mine = self.known.setdefault(f[2] if f[2] in self.units else f[1], {})
                if value is not None:
                    mine[f[3], f[4] if f[0] == "fact" else int(f[4])] = value


def typed(value):
    """What a clerk would type: state, number as shown, denominator, text, decimals, qualifiers …, raw."""
    state, num, den, text, _, qualifiers = value[:6]
    if state != "value":
        return None
    if den:
        return f"{int(Fraction(num)):02d}/{int(Fraction(den))}"  # a rank
    if not num:
        return text
    if len(text) == 10 and text[4] == "-":
        return datetime.date(*map(int, text.split("-")))
    return text if text else (float(Fraction(num)) if "." in num or "/" in num else int(num))


def cells_of(book, sample):
    """{(code, measure): cell} of figures, {(column code, row): cell} of lists."""
    figures, lists = {}, {}
    for sheet in book:
        for head in range(1, sheet.max_row + 1):
            at = {c.value: c.column for c in sheet[head] if c.value}
            if "Mã số" in at and "Năm nay" in at:
                for r in range(head + 2, sheet.max_row + 1):
                    code = sheet.cell(r, at["Mã số"]).value
                    if code in sample.types:
                        figures.update({(code, m): sheet.cell(r, at[l]) for m, l in HEADS.items() if l in at})
            labels = {c: l for c, (form, l) in sample.columns.items() if l in at and sheet.title.startswith(form)}
            if len(labels) > 1:
                end = next(r for r in range(head + 2, sheet.max_row + 2) if sheet.cell(r, 1).value == "STT" or
                           any(isinstance(sheet.cell(r, at[l]), MergedCell) for l in labels.values()) or r > sheet.max_row)
                for c, l in labels.items():
                    for r in range(head + 2, end):
                        if l != "STT" and not sheet.cell(r, at[l]).protection.locked:
                            lists[c, r - head - 1] = sheet.cell(r, at[l])
    return figures, lists


def is_formula(cell):
    return isinstance(cell.value, str) and cell.value.startswith("=")


def spoil(rng, value):
    if not isinstance(value, (int, float)):
        return value
    return rng.choice([value + 1, value * 10, value // 2, 0, None, value + 0.5, round(value * 1.07, 2), -value, value])


def spoil_lists(book, lists, rng):
    """A column emptied, points beyond every maximum, a row of the printed criteria lost or changed."""
    gone = rng.choice(sorted({c for c, _ in lists}))
    for (code, _), cell in lists.items():
        if code == gone and rng.random() < 0.9:
            cell.value = None
        elif code in ("CD.05", "CD.06") and rng.random() < 0.2:
            cell.value = rng.randrange(60)
    if "B12_CD" in book.sheetnames and rng.random() < 0.5:
        sheet, row, lost = book["B12_CD"], rng.randrange(12, 60), rng.random() < 0.5
        if lost:  # without its code a row is none of the list
            sheet.cell(row, 2).value = None
        sheet.cell(row, 4).value = None if lost else 5


SLIPS = {"danh mục": ["UBND tinhh", "Khac", "Bằng khenn", 7, "có"],
         "ngày": ["31/02/2022", "30/13/2022", "tháng 3", "quý I", 123456789, "2022", "05/2022", "29-02-2023"],
         "có/không": ["Đang làm", "Chưa rõ", "2", 5, "có rồi"]}
WORDS = ["mười", "không rõ", "trên mười", "12 nghìn rưỡi", "n/a", "…"]
RIGHT = {"ngày": ["5/3/2022", "05-03-2022", "5.3.22"], "có/không": ["x", "CÓ", "không", "rồi", True]}  # as people write them, and the program reads


def careless(sample, figures, lists, rng):
    """A few slips in cells that are filled in; a row of a list that was begun only."""
    types = {**sample.types, **sample.roles}
    cells = [(key[0], cell) for key, cell in [*figures.items(), *lists.items()] if key[1] != "so_sanh" and
             cell.value not in (None, "") and not is_formula(cell) and not cell.protection.locked]
    for kind in ("danh mục", "ngày", "có/không", "số", "nửa dòng"):
        for _ in range(rng.choice([0, 0, 1, 2])):
            mine = [cell for code, cell in cells if types[code] == kind or (kind == "số" and types[code] in (*NUMBERS, "điểm tự chấm")) or
                    (kind == "nửa dòng" and code in sample.required and types[code] in ("chữ", "danh mục", "số văn bản") and code in sample.columns)]
            if mine:
                rng.choice(mine).value = {"số": rng.choice(WORDS), "nửa dòng": None}.get(kind, rng.choice([*SLIPS.get(kind, [0]), *RIGHT.get(kind, [])]))


def fill(book, sample, unit, way, rng):
    figures, lists = cells_of(book, sample)
    known = sample.known.get(unit) or sample.known[rng.choice(sorted(sample.known))]
    share = {"empty": 0, "half": rng.random()}.get(way, 1)
    for key, cell in figures.items():
        if is_formula(cell) or cell.protection.locked:
            # somebody took the protection off and typed over the formula
            if way in ("spoilt", "breaking") and rng.random() < 0.1 and isinstance(known.get(key), (int, float)):
                cell.value = spoil(rng, known[key])
            elif way == "breaking" and rng.random() < 0.2 and sample.types[key[0]] in NUMBERS:
                whole = rng.choice(BREAKING)  # money shows no part of a đồng, and beside 10^11 a fraction is none
                cell.value = whole + (0 if sample.types[key[0]] == "tiền" or whole > 10**9 else rng.choice([0, 0, 0.5, 0.25]))
            continue
        if key in known and rng.random() < share:
            cell.value = known[key]
            if way == "spoilt" and rng.random() < 0.12:
                cell.value = spoil(rng, known[key])
    rows = {}  # of a list a clerk fills in whole rows, the first ones
    for (code, item), cell in lists.items():
        form = sample.columns[code][0]
        rows.setdefault(form, 1 + int(share * max([i for c, i in known if isinstance(i, int) and sample.columns.get(c, ("",))[0] == form], default=0)) if share else 0)
        if (code, item) in known and item <= rows[form] and (way != "spoilt" or rng.random() > 0.02):
            cell.value = known[code, item]
    if way == "careless":
        careless(sample, figures, lists, rng)
        if "B12_CD" in book.sheetnames:  # points that are added or taken off may be blank, and are no words
            book["B12_CD"].cell(rng.choice([61, 65, 67, 68, 71]), 6).value = rng.choice(WORDS)
    if way == "breaking":
        spoil_lists(book, lists, rng)
        value = BREAKING[rng.randrange(len(BREAKING))]
        for (code, measure), cell in figures.items():
            kind = sample.types[code]
            if kind in NUMBERS and rng.random() < 0.5:
                cell.value = (value if rng.random() < 0.7 else rng.choice(BREAKING)) + rng.choice([0, 0, 1, 2])
            elif kind == "hạng" and measure != "so_sanh":
                cell.value = f"{rng.randrange(1, 90):02d}/{rng.choice([20, 62, 63])}"
            elif kind == "có/không" and measure == "nay":
                cell.value = rng.choice(["Có", "Không"])
        one_beside_much(figures, rng)


def one_beside_much(figures, rng):
    """A ratio that is off by one in a hundred thousand million: it is written with no more than it shows, so it has to be right."""
    rows = sorted(c for c, m in figures if m == "so_sanh" and all((c, k) in figures and not figures[c, k].protection.locked for k in ("truoc", "nay")))
    if rows:
        code = rng.choice(rows)
        for measure, value in (("truoc", 100), ("nay", 10**11 + 1), ("so_sanh", 10**11)):
            figures[code, measure].value = value


def recalculated(tmp, files):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", tmp / "tinh", *files], capture_output=True, timeout=900)
    return [tmp / "tinh" / f.name for f in files]


def matrix_of(sample, tmp, files):
    out = tmp / "kq.xlsx"
    subprocess.run([TONGHOP, "merge", "-q", "--force", "-d", sample.path, "-o", out, *files], capture_output=True)
    sheet = openpyxl.load_workbook(out, data_only=True)["MA TRẬN KIỂM TRA"]
    head = next(r for r in sheet.iter_rows(max_row=12) if r[0].value == "Mã")
    names = {c.value: c.column - 1 for c in head}
    return {(u, r[0].value): r[names[n]].value or "" for r in sheet.iter_rows(min_row=head[0].row + 1)
            for u, n in sample.units.items() if n in names and r[0].value}


KINDS = {"SO-009": 18, "SO-015": 14, "ngày": 19, "có/không": 20, "số": 15}  # rows of TỰ KIỂM TRA


def slips_found(sample, file):
    """What `extract` finds in single cells: {row of TỰ KIỂM TRA: [(sheet, cell)]}."""
    out = subprocess.run([TONGHOP, "extract", "-d", sample.path, file], capture_output=True, text=True).stdout
    types, found = {**sample.types, **sample.roles}, {}
    for f in (line.split("\t") for line in out.split("\n") if line.startswith("finding\t")):
        if f[3] not in ("SO-001", "SO-003", "SO-009", "SO-015"):
            continue
        kind = types.get(f[9], "số")
        kind = f[3] if f[3] in KINDS else kind if kind in KINDS else "số"
        found.setdefault(KINDS[kind], []).append((f[6], f[8]))
    return found


def order_of(book, place):
    row, col = re.match(r"([A-Z]+)([0-9]+)", place[1]).group(2, 1)
    return book.sheetnames.index(place[0]), col, int(row)


def points_of(tmp):
    """{(name of the unit, criterion): Máy tính} of what `merge` wrote."""
    sheet = openpyxl.load_workbook(tmp / "kq.xlsx", data_only=True)["CHẤM ĐIỂM"]
    head = next(r for r in sheet.iter_rows(max_row=20) if "Máy tính" in [c.value for c in r])
    at = {c.value: c.column - 1 for c in head}
    return {(r[at["Đơn vị"]].value, r[at["Mã"]].value): r[at["Máy tính"]].value for r in sheet.iter_rows(min_row=head[0].row + 1) if r[at["Đơn vị"]].value}


def check_points(name, unit, book, points, groups):
    """Points that ĐIỂM TẠM TÍNH has are those that `merge` computes, and where it has none, `merge` has none, or others decide."""
    sheet, compared = book["ĐIỂM TẠM TÍNH"], 0
    for code, mine in ((sheet.cell(r, 1).value, sheet.cell(r, 6).value) for r in range(7, sheet.max_row + 1)):
        said = points.get((unit, code))
        if code in groups or isinstance(mine, str) and mine not in ("", "không được giao"):
            continue  # scored by others too
        numbers = [v if isinstance(v, (int, float)) else None for v in (mine, said)]
        compared += numbers[0] is not None
        count(numbers[0] == numbers[1] or None not in numbers and abs(numbers[0] - numbers[1]) < 0.006, f"{name} {unit} {code}: {mine} points, the program: {said}")
    return compared


def check_slips(name, unit, book, found):
    """The program finds no more than TỰ KIỂM TRA counts; of lists, of days and of words it finds the same, and the same first."""
    sheet = book["TỰ KIỂM TRA"]
    for row in sorted(set(KINDS.values())):
        said, place = str(sheet.cell(row, RESULT).value), str(sheet.cell(row, PLACE).value or "")
        cells = found.get(row, [])
        mine = int(said.split(" ")[-1]) if " " in said else 0
        count(mine == len(cells) if row > 15 else mine >= len(cells), f"{name} {unit}: row {row} says {said}, the program finds {cells}")
        if row > 15 and cells:
            first = min(cells, key=lambda c: order_of(book, c))
            named = [c for c in cells if f"{c[0]} {c[1]}" == place]
            count(named and order_of(book, named[0])[0] == order_of(book, first)[0], f"{name} {unit}: row {row} names {place} of {cells}")
    if any(found.values()):
        count("ĐỦ" not in sheet.cell(3, 1).value, f"{name} {unit}: “{sheet.cell(3, 1).value}”, but {found}")


def flag_of(book, place):
    """The hidden flag of the cell that a rule names, "B03_BCVT G10"; above a list, that of the column."""
    sheet, cell = book[place.rsplit(" ", 1)[0]], place.rsplit(" ", 1)[1]
    at = sheet[cell]
    heads = {c.value: c.column for r in sheet.iter_rows(max_row=at.row) for c in r if c.value in HEADS.values()}
    first = min(c.column for r in sheet.iter_rows(min_row=1, max_row=1) for c in r if isinstance(c.value, int))
    order = [l for l in HEADS.values() if heads.get(l) == at.column and at.row > 9]
    return sheet.cell(at.row, first + (list(HEADS.values()).index(order[0]) if order else at.column - 1)).value


def check_lines(name, unit, book, said, broken):
    sheet = book["TỰ KIỂM TRA"]
    wrong = 0
    for r in range(14, sheet.max_row + 1):
        result, code = str(sheet.cell(r, RESULT).value), sheet.cell(r, CODE).value
        if sheet.cell(r, 1).value is None or not isinstance(sheet.cell(r, 1).value, (int, float)):
            break
        wrong += result.startswith("sai")
        if r < FIRST:
            continue
        wanted = said.get((unit, code), "?")
        mine = "–" if result == "chưa xét" else result
        equal = mine == (wanted or "–") or (result == "chưa ghi" and wanted in ("sai", "–", ""))  # a list, or a column of it, is still empty
        count(equal, f"{name} {unit} {code}: {result}, the program: {wanted} ({sheet.cell(r, LEFT).value}, {sheet.cell(r, LEFT + 2).value})")
        if result.startswith("sai") or result == "chưa ghi":
            broken.add(code)
        if result.startswith("sai"):
            place = sheet.cell(r, PLACE).value or ""
            flag = flag_of(book, place) if " " in place else None
            count(flag in (1, 3, 4, 5, 6, 7, 8), f"{name} {unit} {code} is wrong, but {place} has the flag {flag}")
    verdict = sheet.cell(3, 1).value
    count((f"CÒN {wrong} CHỖ CẦN XEM" in verdict) == (wrong > 0), f"{name} {unit}: {wrong} wrong, but “{verdict}”")
    return verdict


def samples(name, fillings):
    sample, rng = Sample(name), random.Random(f"{SEED} {name}")
    broken, asked, verdicts, compared = set(), set(), set(), 0
    ways = ["right", "empty", "breaking", "careless"] + ["spoilt", "breaking", "careless", "half", "spoilt", "breaking"] * fillings
    with tempfile.TemporaryDirectory() as folder:
        tmp = pathlib.Path(folder)
        blank = {}
        for unit in sample.units:
            blank[unit] = tmp / f"mau-{unit}.xlsx"
            done = subprocess.run([TONGHOP, "template", "-q", "-d", sample.path, "-o", blank[unit], "--unit", unit])
            count(done.returncode == 0, f"{name} {unit}: no template")
        look_at_formulas(name, next(iter(blank.values())))
        for start in range(0, fillings, len(sample.units)):
            units = list(sample.units)[:fillings - start]
            files = []
            for k, unit in enumerate(units):
                book = openpyxl.load_workbook(blank[unit])
                fill(book, sample, unit, ways[start + k], rng)
                files.append(tmp / f"{unit}.xlsx")
                book.save(files[-1])
            files = recalculated(tmp, files)
            said, points = matrix_of(sample, tmp, files), points_of(tmp)
            for unit, file in zip(units, files):
                book = openpyxl.load_workbook(file, data_only=True)
                if ways[start + units.index(unit)] in ("right", "empty", "half", "careless"):
                    compared += check_points(f"{name} {start}", sample.units[unit], book, points, sample.groups)
                check_slips(f"{name} {start} {ways[start + units.index(unit)]}", unit, book, slips_found(sample, file))
                verdicts.add(check_lines(f"{name} {start} {ways[start + units.index(unit)]}", unit, book, said, broken).split(" ")[0])
                sheet = book["TỰ KIỂM TRA"]
                asked |= {sheet.cell(r, CODE).value for r in range(FIRST, sheet.max_row) if isinstance(sheet.cell(r, 1).value, (int, float))}
    unbroken = asked - broken
    print(f"{name}: {fillings} fillings, {len(asked)} rules asked, {len(broken)} broken at least once; never: {sorted(c for c in unbroken if c)}")
    if fillings > 40:
        count(not unbroken, f"{name}: never broken: {sorted(unbroken)}")
    count(compared > 2 * fillings // 3, f"{name}: only {compared} points were compared")
    count(len(broken) > (len(asked) // 2 if fillings > 8 else 0), f"{name}: only {len(broken)} rules were broken")  # six break three by chance


samples("cum2-2022", FILLINGS - FILLINGS // 4)
samples("truong-hoc", FILLINGS // 4 + 3)
finish()
