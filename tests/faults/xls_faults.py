"""Rows 14 to 16 of the fault matrix: compound files and BIFF records that lie."""
import struct

import package
import sealed
from compound import (BOF, CELLS, END, EOF, FONT, SHEET, SHEET_BOF, SST, XF, compound, label, number, record, text, workbook, xls)

DAMAGED, PASSWORD, UNKNOWN, LIMIT, NO_SHEET = "TEP-004", "TEP-003", "TEP-002", "TEP-006", "TEP-008"
BAD = ("e", "#?")
SOME = set()  # any refusal, or the base's own cells


def compound_files():
    base = workbook()
    yield "the base itself", compound(base), CELLS
    yield "in the mini stream", compound(base, mini=True), CELLS
    yield "a bare stream without a compound file", base, CELLS
    for name, lies in {
            "sector shift 0": {"shift": 0}, "sector shift 31": {"shift": 31}, "sector shift 65535": {"shift": 65535},
            "mini sector shift 0": {"mini_shift": 0, "mini": True}, "mini sector shift 40": {"mini_shift": 40, "mini": True},
            "2^32-1 FAT sectors": {"fats": 0xFFFFFFFF}, "no FAT sector": {"fats": 0}, "a FAT sector behind the file": {"fat_at": 0x00FFFFFF},
            "the FAT in the directory": {"fat_at": 1}, "a DIFAT chain to itself": {"difat_at": 0, "difats": 0xFFFFFFFF},
            "a directory behind the file": {"directory_at": 0x00FFFFFF}, "a directory chain in a loop": {"fat": {1: 1}},
            "a stream chain in a loop": {"fat": {4: 2}}, "a stream chain that ends early": {"fat": {5: END}},
            "a stream chain behind the file": {"fat": {4: 0x00FFFFFF}}, "a stream chain into the FAT": {"fat": {4: 0}},
            "a size behind the file": {"size": 1 << 30}, "a size of 2^63": {"size": 1 << 63},
            "a start behind the file": {"start": 0x00FFFFFF}, "a cut-off of 2^32-1": {"cutoff": 0xFFFFFFFF},
            "a mini chain in a loop": {"mini": True, "mini_end": 0}, "a mini FAT behind the file": {"mini": True, "minifat_at": 0x00FFFFFF},
            "2^32-1 mini FAT sectors": {"minifats": 0xFFFFFFFF, "mini": True}, "a child that is no entry": {"child": 0x00FFFFFF},
            "a tree in a loop": {"left": 1, "right": 1, "name": "Other"}, "no workbook stream": {"name": "WordDocument"},
            "version 4 said, sectors of version 3": {"major": 4}, "version 65535": {"major": 65535}}.items():
        yield name, compound(base, **lies), SOME
    yield "the tail cut in a sector", compound(base)[:-100], SOME
    yield "zeros behind", compound(base)[:1200] + b"\0" * (len(compound(base)) - 1200), {DAMAGED, UNKNOWN}
    yield "a header only", compound(base)[:512], {DAMAGED}
    yield "half a header", compound(base)[:300], {DAMAGED, UNKNOWN}


def records():
    for length in (0, 1, 65535):
        yield f"a NUMBER of length {length}", xls(cells=SHEET[:14] + struct.pack("<HH", 0x0203, length)), {DAMAGED}
        yield f"a BOF of length {length}", compound(record(0x0809, b"\0\6\5\0"[:length], length)), {DAMAGED, UNKNOWN}
    yield "no EOF of the sheet", compound(workbook(sheet_end=b"").ljust(4096, b"\xff")), {DAMAGED}
    yield "zeros for the rest of the sheet", xls(sheet_end=b""), {DAMAGED}
    yield "a sheet that starts elsewhere than listed", xls(bound=0x7FFFFFFF), CELLS
    yield "a sheet that starts at the globals", xls(bound=0), {DAMAGED, "TEP-008"}
    yield "nested BOFs without end", xls(cells=SHEET_BOF * 1000), {DAMAGED}
    yield "a chart inside the sheet", xls(cells=SHEET + record(0x0809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + number(5, 5, 1) + EOF), CELLS
    yield "2^32-1 shared strings said", xls(sst=record(0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + text("So") + text("ho so"))), CELLS
    yield "a shared string cut", xls(sst=record(0x00FC, struct.pack("<II", 2, 2) + text("So") + struct.pack("<HB", 500, 0) + b"ho")), {DAMAGED}
    wide = struct.pack("<HB", 2, 1) + "Sở".encode("utf-16-le")
    for cut in range(3, len(wide) + 1):
        if (cut - 3) % 2 == 0:
            parts = record(0x00FC, struct.pack("<II", 2, 2) + wide[:cut]) + record(0x003C, (b"\1" + wide[cut:] if cut < len(wide) else b"") + text("ho so"))
            yield f"CONTINUE between characters, {cut}", xls(sst=parts), {**CELLS, ("Bieu", "A1"): ("s", "Sở")}
    yield "CONTINUE in the middle of a character", xls(sst=record(0x00FC, struct.pack("<II", 2, 2) + wide[:4]) + record(0x003C, b"\1" + wide[4:] + text("ho so"))), {DAMAGED}
    change = struct.pack("<HB", 4, 0) + b"So"
    yield "CONTINUE that changes the width", xls(sst=record(0x00FC, struct.pack("<II", 2, 2) + change) + record(
        0x003C, b"\1" + "ở!".encode("utf-16-le") + text("ho so"))), {**CELLS, ("Bieu", "A1"): ("s", "Soở!")}
    rich = struct.pack("<HBH", 2, 8, 2) + b"So" + struct.pack("<HHHH", 0, 0, 1, 1)
    for cut in range(len(rich) - 8, len(rich)):
        yield f"CONTINUE in the runs, {cut}", xls(sst=record(0x00FC, struct.pack("<II", 2, 2) + rich[:cut]) + record(0x003C, rich[cut:] + text("ho so"))), CELLS
    yield "an empty record 0 among others, as Crystal Reports writes it", xls(cells=record(0) + SHEET), CELLS
    code = b'"$"#,##0_)'
    yield "a number format one character longer than its record", xls(extra=record(
        0x041E, struct.pack("<HHB", 44, len(code) + 1, 0) + code)), CELLS
    old = record(0x0009, struct.pack("<HH", 2, 0x10)) + record(0x0204, struct.pack("<HHHH", 0, 0, 0, 3) + b"abc") + EOF
    yield "a label of Excel 3 in a sheet of Excel 2", old, {("Sheet 1", "A1"): ("s", "abc")}
    merged = struct.pack("<HHHHH", 0xFFFF, 0, 0, 0, 1)
    yield "65,535 merges said, one there", xls(cells=SHEET + record(0x00E5, merged)), {DAMAGED}
    yield "a merge of all", xls(cells=SHEET + record(0x00E5, struct.pack("<HHHHH", 1, 0, 0xFFFF, 0, 0xFF))), CELLS
    yield "a merge backward", xls(cells=SHEET + record(0x00E5, struct.pack("<HHHHH", 1, 9, 0, 9, 0))), CELLS


def cell(row, col):
    return "Bieu", chr(65 + col) + str(row + 1)


def indexes():
    yield "a string out of range", xls(cells=SHEET + label(4, 0, 99)), {**CELLS, cell(4, 0): BAD}
    yield "a string at 2^32-1", xls(cells=SHEET + label(4, 0, 0xFFFFFFFF)), {**CELLS, cell(4, 0): BAD}
    yield "a format out of range", xls(cells=SHEET + number(4, 0, 5, 4000)), {**CELLS, cell(4, 0): BAD}
    yield "a column out of range", xls(cells=SHEET + number(4, 300, 5)), CELLS
    yield "the last row", xls(cells=SHEET + number(65535, 0, 5)), {**CELLS, cell(65535, 0): ("n", "5")}
    yield "not a number", xls(cells=SHEET + number(4, 0, float("nan")) + number(5, 0, float("inf"))), {**CELLS, cell(4, 0): BAD, cell(5, 0): BAD}
    yield "an error code that is none", xls(cells=SHEET + record(0x0205, struct.pack("<HHHBB", 4, 0, 0, 99, 1))), {**CELLS, cell(4, 0): BAD}
    yield "a font out of range", xls(xfs=record(0x00E0, struct.pack("<HH", 999, 0) + b"\0" * 16)), CELLS
    yield "a formula whose text never comes", xls(cells=SHEET + record(0x0006, struct.pack("<HHHB5sHHIH", 4, 0, 0, 0, b"", 0xFFFF, 0, 0, 0))), CELLS
    rows = b"".join(number(row, 0, row) for row in range(2000))
    yield "rows backward", xls(cells=b"".join(number(row, 0, row) for row in reversed(range(20))), sst=b""), {cell(r, 0): ("n", str(r)) for r in range(20)}
    del rows


def encrypted():
    stream = workbook()
    kinds = {"XOR": sealed.xor, "RC4": sealed.rc4_40, "CryptoAPI": sealed.crypto_api, "CryptoAPI with 40 bits": lambda s, password: sealed.crypto_api(s, password, 40)}
    for name, make in kinds.items():
        yield f"FILEPASS {name}", compound(make(stream, "matkhau")), {PASSWORD}
        yield f"FILEPASS {name}, by Excel's own password", compound(make(stream, sealed.EXCEL)), CELLS
        whole = make(workbook(), sealed.EXCEL)
        size = struct.unpack_from("<H", whole, len(BOF) + 2)[0]
        for cut in (0, 2, 6, 20):
            yield f"FILEPASS {name}, cut at {cut}", xls(extra=record(0x002F, whole[len(BOF) + 4:len(BOF) + 4 + min(cut, size)])), {PASSWORD, DAMAGED} if cut < size else {PASSWORD, DAMAGED, UNKNOWN, NO_SHEET}
    plain = package.book()
    for name, make in {"standard": sealed.standard, "agile": sealed.agile}.items():
        yield f"OOXML {name}", make(plain, "abc"), {PASSWORD}
        yield f"OOXML {name}, by Excel's own password", make(plain), package.CELLS
    for name, make in {"standard": sealed.standard_parts, "agile": sealed.agile_parts}.items():
        info, data = make(plain, sealed.EXCEL)
        yield f"OOXML {name}, info cut", sealed.compound({"EncryptionInfo": info[:60], "EncryptedPackage": data}), {DAMAGED}
        yield f"OOXML {name}, package cut", sealed.compound({"EncryptionInfo": info, "EncryptedPackage": data[:-16]}), {DAMAGED}
        yield f"OOXML {name}, package without its size", sealed.compound({"EncryptionInfo": info, "EncryptedPackage": data[:7]}), {DAMAGED}
        yield f"OOXML {name}, a size of 2^64 - 1", sealed.compound({"EncryptionInfo": info, "EncryptedPackage": b"\xFF" * 8 + data[8:]}), {DAMAGED}
    info, data = sealed.agile_parts(plain, sealed.EXCEL)
    yield "OOXML agile, a spin count of 2^31", sealed.compound({"EncryptionInfo": info.replace(b'"1000"', b'"2147483647"'), "EncryptedPackage": data}), {LIMIT}
    yield "OOXML extensible", sealed.extensible(plain), {PASSWORD}
    yield "OOXML without its info", compound(b"\0" * 5000, name="EncryptedPackage"), {DAMAGED}


def faults():
    for group in (compound_files, records, indexes, encrypted):
        yield from group()
