#!/usr/bin/python3
"""The blank workbook of a definition, filled in with a unit's figures and calculated by LibreOffice, read back: every figure is
there, and what the template computes equals what the unit had computed."""
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
COLUMN = {"truoc": "Năm trước", "ke_hoach": "Kế hoạch", "nay": "Năm nay", "so_sanh": "So sánh (%)", "ghi_chu": "Ghi chú"}


def records(definition, file):
    out = subprocess.run([TONGHOP, "extract", "-d", str(definition), str(file)], capture_output=True, text=True).stdout
    facts, rows, findings = {}, {}, []
    for line in out.split("\n"):
        f = line.split("\t")
        value = [f[5], f[8], f[7], *f[9:]] if f[0] in ("fact", "row") else []  # as printed, not as computed
        if f[0] == "fact":
            facts[f[3], f[4]] = value
        elif f[0] == "row":
            rows.setdefault(int(f[4]), {})[f[3]] = value
        elif f[0] == "finding":
            findings.append(f)
    return facts, rows, findings


def typed(value):
    """state num den text decimals qualifiers did file sheet cell raw: what a clerk would type."""
    state, num, den, text, decimals, qualifiers, _, _, _, _, raw = value[:11]
    if state != "value":
        return None
    if den or qualifiers not in ("", "0") or not num:
        return raw or text
    if text and "-" in text and len(text) == 10:
        y, m, d = map(int, text.split("-"))
        import datetime
        return datetime.date(y, m, d)
    return text if text else float(Fraction(num)) if "." in num or "/" in num else int(num)


def v_plain(value):
    return value[5] in ("", "0")  # "trên 97" may well be 97,34


def labels(definition):
    import csv
    with open(definition / "cot.csv", encoding="utf-8-sig") as f:
        return {r["Mã"]: (r["Biểu"], r["Nhãn"]) for r in csv.DictReader(f) if r["Mã"]}


def fill(template, facts, rows, columns):
    book = openpyxl.load_workbook(template)
    filled, computed, lost = set(), set(), []
    for sheet in book:
        if sheet.title.startswith("_"):
            continue
        heads = [r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "STT" or "Mã tiêu chí" in [c.value for c in sheet[r]]]
        for head in heads:
            at = {c.value: c.column for c in sheet[head] if c.value}
            if "Chỉ tiêu" in at:
                for r in range(head + 2, sheet.max_row + 1):
                    code = sheet.cell(r, at["Mã số"]).value
                    for (c, measure), value in facts.items():
                        if c != code or COLUMN[measure] not in at:
                            continue
                        cell = sheet.cell(r, at[COLUMN[measure]])
                        if isinstance(cell.value, str) and cell.value.startswith("="):
                            computed.add((c, measure))
                        elif typed(value) is not None:
                            cell.value = typed(value)
                            filled.add((c, measure))
            else:
                mine = {code: label for code, (form, label) in columns.items() if label in at and sheet.title.startswith(form[:3])}
                key = next((c for c, l in mine.items() if l == "Mã tiêu chí"), None)
                for item, row in rows.items():
                    for code, value in row.items():
                        if code not in mine or mine[code] == "STT":
                            continue
                        r = head + 1 + item
                        if key:
                            wanted = row.get(key, [""] * 11)[3]
                            r = next((x for x in range(head + 2, sheet.max_row + 1) if sheet.cell(x, at["Mã tiêu chí"]).value == wanted), None)
                            if r is None:
                                continue
                        cell = sheet.cell(r, at[mine[code]])
                        if cell.protection.locked:
                            continue
                        cell.value = typed(value)
                        filled.add((code, item))
    return book, filled, computed


def same(a, b):
    return a[0] == b[0] and (Fraction(a[1] or 0) == Fraction(b[1] or 0)) and (a[1] != "" or a[3].strip().lower() == b[3].strip().lower()) and a[5] == b[5]


definition = ROOT / "samples/cum2-2022/dinh-nghia"
columns = labels(definition)
with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    for name, unit in (("CTDS2_2022_SL_SonLa.xlsx", "SL"), ("CTDS2_2022_HG_HaGiang.xls", "HG"), ("CTDS2_2022_CB_CaoBang.ods", "CB")):
        facts, rows, _ = records(definition, ROOT / "samples/cum2-2022/hop-thu" / name)
        # items of different lists share numbers: their columns tell them apart
        blank = tmp / f"{unit}.xlsx"
        done = subprocess.run([TONGHOP, "template", "-q", "-d", str(definition), "-o", str(blank), "--unit", unit])
        count(done.returncode == 0, f"{unit}: no template")
        book, filled, computed = fill(blank, facts, rows, columns)
        book.save(tmp / f"{unit}-day-du.xlsx")
        subprocess.run(["libreoffice", "--headless", f"-env:UserInstallation=file://{tmp}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                        "--outdir", str(tmp / "tinh"), str(tmp / f"{unit}-day-du.xlsx")], capture_output=True)
        again, rows_again, findings = records(definition, tmp / "tinh" / f"{unit}-day-du.xlsx")
        wanted = {k: v for k, v in facts.items() if v[0] == "value"}
        missing = [k for k in wanted if k not in filled and k not in computed]
        count(not missing, f"{unit}: the template has no cell for {missing[:5]}")
        wrong = [(k, wanted[k][:4], again.get(k, [])[:4]) for k in wanted if k in filled and (k not in again or not same(wanted[k], again[k]))]
        count(not wrong, f"{unit}: {len(wrong)} figures typed in came back different: {wrong[:5]}")
        off = [(k, wanted[k][1], again.get(k, [""] * 2)[1]) for k in wanted if k in computed and v_plain(wanted[k]) and
               (k not in again or abs(float(Fraction(again[k][1] or 0)) - float(Fraction(wanted[k][1] or 0))) > (0.11 if k[1] == "so_sanh" else 0.06) * max(1, 10 ** -int(wanted[k][4] or 0)))]
        count(not off, f"{unit}: {len(off)} computed figures differ: {off[:5]}")
        lists = [(item, code) for item, row in rows.items() for code, v in row.items()
                 if (code, item) in filled and v[0] == "value" and (code not in rows_again.get(item, {}) or not same(v, rows_again[item][code]))]
        count(not lists, f"{unit}: {len(lists)} cells of lists differ: {lists[:5]}")
        grave = [f for f in findings if f[2] in ("error", "block")]
        count(not grave, f"{unit}: {[f[3] + ' ' + f[13] for f in grave][:5]}")
        count(len(filled) > 250 and len(computed) > 60, f"{unit}: {len(filled)} filled, {len(computed)} computed")
    blank = tmp / "trong.xlsx"
    subprocess.run([TONGHOP, "template", "-q", "-d", str(definition), "-o", str(blank)])
    book = openpyxl.load_workbook(blank)
    count(book["_META"].sheet_state != "visible", "_META is seen")
    count(all(s.protection.sheet for s in book if not s.title.startswith("_")), "a sheet is not protected")
    values = openpyxl.load_workbook(blank, data_only=True)
    numbers = [(s.title, c.coordinate, c.value) for s in values if not s.title.startswith("_") for row in s.iter_rows() for c in row
               if isinstance(c.value, (int, float)) and not c.protection.locked]
    count(not numbers, f"a blank workbook holds figures: {numbers[:3]}")
finish()
