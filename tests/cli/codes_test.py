#!/usr/bin/python3
"""Findings that need a command or a file of their own to be raised; the others have a folder in tests/cases."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/convert")]
import rich_workbook as rich  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP_ASAN", str(ROOT / "build/tonghop-asan"))


def said(*command):
    done = subprocess.run([TONGHOP, *map(str, command), "--lang", "vi"], capture_output=True, text=True)
    return done.stdout + done.stderr


def rewrite(source, target, change):
    with zipfile.ZipFile(source) as a, zipfile.ZipFile(target, "w") as b:
        for item in a.infolist():
            data = change(item.filename, a.read(item))
            if data is not None:
                b.writestr(item.filename, data)
        extra = change("", b"")
        for name, data in extra or []:
            b.writestr(name, data)


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    # NOP-003: a note, so in the workbook and not on the terminal
    case = ROOT / "tests/cases/dung"
    definition = tmp / "dinh-nghia"
    definition.mkdir()
    for part in (ROOT / "tests/cases/dinh-nghia").iterdir():
        (definition / part.name).write_bytes(part.read_bytes())
    (definition / "so-nhan.csv").write_text("Đơn vị,Tệp,Lúc nhận\nCB,CTDS2_2022_CB.xlsx,2023-01-07 09:00\n", encoding="utf-8")
    said("merge", "-q", "-d", definition, "-o", tmp / "out.xlsx", case / "tep")
    sheet = openpyxl.load_workbook(tmp / "out.xlsx")["KIỂM TRA"]
    late = [[c.value for c in row] for row in sheet.iter_rows() if row[1].value == "NOP-003"]
    count(len(late) == 1 and "2 ngày" in late[0][10], f"NOP-003: {late}")

    # CHU-001: nothing in the workbook tells the encoding
    book = openpyxl.Workbook()
    book.active["A1"] = "§i ng¾u"
    book.save(tmp / "doubt.xlsx")
    out = said("convert", tmp / "doubt.xlsx", tmp / "doubt-out.xlsx")
    count("CHU-001" in out and "§i ng¾u" in out, f"CHU-001: {out}")

    # TEP-021: the result would be the input
    out = said("convert", tmp / "doubt.xlsx", tmp / "doubt.xlsx")
    count("TEP-021" in out, f"TEP-021: {out}")

    # CHU-004, CHU-005: macros that may use old names, a signature that no longer holds
    (tmp / "rich.xlsm").write_bytes(rich.package(rich.before()))
    out = said("convert", tmp / "rich.xlsm", tmp / "rich-out.xlsm")
    count("CHU-004" in out, f"CHU-004: {out}")

    def sign(name, data):
        if name == "[Content_Types].xml":
            return data.replace(b"</Types>", b'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/vnd.openxmlformats-package.'
                                b'digital-signature-xmlsignature+xml"/></Types>')
        return [("_xmlsignatures/sig1.xml", b"<Signature/>")] if not name else data
    rewrite(tmp / "rich.xlsm", tmp / "signed.xlsm", sign)
    out = said("convert", tmp / "signed.xlsm", tmp / "signed-out.xlsm")
    count("CHU-005" in out, f"CHU-005: {out}")

    # TEP-020: a sheet that is listed without a part
    def unlisted(name, data):
        if name == "xl/workbook.xml":
            return re.sub(rb"</(\w+:)?sheets>", lambda m: b'<sheet name="Module1" sheetId="99"/>' + m[0], data)
        return data if name else None
    rewrite(case / "tep/CTDS2_2022_CB.xlsx", tmp / "CTDS2_2022_CB.xlsx", unlisted)
    out = said("check", "-d", definition, tmp / "CTDS2_2022_CB.xlsx")
    count("TEP-020" in out and "Module1" in out, f"TEP-020: {out}")
finish()
