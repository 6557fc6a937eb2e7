"""Rows 5 to 8 and 17 of the fault matrix: packages that lie, hide, or blow up.  Each: (name, bytes, expected)."""
import struct

from package import BOOK_RELS, CELLS, Entry, ROOT_RELS, ROWS, book, parts, sheet, swollen, zipped

DAMAGED, LIMIT, WAY, LOCKED = "TEP-004", "TEP-006", "TEP-052", "TEP-053"


def entries():
    return [Entry(name, data) for name, data in parts().items()]


def replaced(name, **lies):
    method = lies.pop("method", 8)
    return [Entry(n, d, method, **lies) if n == name else Entry(n, d) for n, d in parts().items()]


def zip64(sizes_in_extra=True):
    """The sizes of the sheet stand in extra field 1, as writers of streams have it."""
    made = entries()
    last = made[-1]
    extra = struct.pack("<HHQQ", 1, 16, last.size, last.packed)
    last.lies["extra"] = extra if sizes_in_extra else struct.pack("<HHQ", 1, 8, last.size)
    last.size = last.packed = 0xFFFFFFFF
    return zipped(made)


def end64(**lies):
    plain = zipped(entries())
    at = plain.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", plain[at + 10:at + 20])
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, lies.get("count", count), lies.get("count", count),
                         lies.get("size", size), lies.get("start", start))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, lies.get("at", at), 1)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return plain[:at] + record + locator + end


def overlapping():
    """Two entries share bytes: the second's header stands inside the first's data."""
    made = entries()
    inner = Entry("xl/worksheets/sheet2.xml", sheet())
    outer = Entry("xl/media/image1.png", inner.local(), 0)
    made.append(outer)
    plain = zipped(made)
    at = plain.rindex(b"PK\1\2")
    end = plain.rindex(b"PK\5\6")
    start = struct.unpack("<I", plain[end + 16:end + 20])[0]
    data_at = plain.rindex(inner.local(), 0, start)
    directory = plain[start:end] + inner.central(data_at)
    del at
    return plain[:start] + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(made) + 1, len(made) + 1, len(directory), start, 0)


def bombs():
    name = "xl/worksheets/sheet1.xml"
    others = [entry for entry in entries() if entry.name != name.encode()]
    before, after = sheet(before="").split("<sheetData>")
    yield "300 MB of blanks in a sheet", zipped(others + [swollen(name, before + "<sheetData>", " ", 300, after)]), {LIMIT}
    before, after = sheet("<row><c><v>?</v></c></row>").split("?</v>")
    yield "a number of 300 MB", zipped(others + [swollen(name, before, "1", 300, "</v>" + after)]), {LIMIT}
    text = "x" * 32767
    many = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 12001))
    yield "one long shared string in 12,000 cells", book(strings=f"<sst><si><t>{text}</t></si></sst>", rows=many), {LIMIT}
    # each directory record points to the same deflated data: a quarter of a GB of sheets from a few hundred KB
    data = Entry("x", sheet(" " * (8 << 20)))
    body, directory = data.local(), b""
    for i in range(400):
        copy = Entry(f"xl/worksheets/sheet{i}.xml", b"", 8, stored=data.stored, crc=data.crc, size=data.size, packed=data.packed)
        directory += copy.central(0)
    yield "3.2 GB from entries that share their bytes", body + directory + struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, 400, 400, len(directory), len(body), 0), {DAMAGED, WAY}


def around():
    """Bytes that stand before the package, and behind it."""
    plain, tails = zipped(entries()), {"a line end": b"\r\n", "100 zeros": b"\0" * 100, "a page": b"</body>" + b"<p>x</p>\n" * 3000,
                                       "one byte": b"P", "half an end record": b"PK\5\6" + b"\0" * 9,
                                       "as much as is looked back": b"-" * 65535}
    for name, tail in tails.items():
        yield f"behind the end: {name}", plain + tail, CELLS
    yield "behind the end: more than is looked back", plain + b"-" * 65536, {DAMAGED}
    yield "behind the end, with a comment", zipped(entries(), comment=b"ghi chu") + b"\r\n", CELLS
    yield "behind the end: zip64", end64() + b"\r\n", CELLS
    yield "behind the end: cut before it", plain[:-30] + b"\r\n", {DAMAGED}
    yield "before the package: a line", b"X-Mailer: x\r\n\r\n" + plain, CELLS
    yield "before and behind", b"X-Mailer: x\r\n\r\n" + plain + b"\r\n", CELLS
    yield "before the package: zip64", b"X-Mailer: x\r\n\r\n" + end64(), CELLS
    yield "before the package, one byte short", b"--" + zipped(entries(), directory_at=1 << 20), {DAMAGED, "TEP-002"}
    other = zipped({**parts(), "xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1"><v>999</v></c></row>')})
    yield "another package before", other + plain, {WAY}
    yield "another package before, a line between", other + b"\r\n" + plain, {WAY}
    yield "another package as the comment", zipped(entries(), comment=other), {WAY}
    yield "another package in an entry, stored, with bytes behind", zipped(
        entries() + [Entry("xl/embeddings/a.xlsx", other, 0)]) + b"\r\n", CELLS


def slashes():
    """Names with the other slash, as many writers on Windows put them."""
    back = {name.replace("/", "\\"): data for name, data in parts().items()}
    yield "backslashes in the names", zipped(back), CELLS
    yield "backslashes in the names but for the content types", zipped(
        {name if name[0] == "[" else "/" + name: data for name, data in parts().items()}), CELLS
    yield "./ before the names", zipped({"./" + name: data for name, data in parts().items()}), CELLS
    yield "backslashes in targets", zipped(parts(rels=BOOK_RELS.replace("worksheets/", "worksheets\\"),
                                                 root=ROOT_RELS.replace("xl/", "xl\\"))), CELLS
    yield "backslashes in names and targets", zipped(
        {name.replace("/", "\\"): data for name, data in parts(rels=BOOK_RELS.replace("worksheets/", "\\xl\\worksheets\\")).items()}), CELLS
    blank = parts(rels=BOOK_RELS.replace("worksheets/sheet1", "worksheets/bi%E1%BB%83u%201"))
    for name in ("biểu 1", "bi%E1%BB%83u%201"):
        one = dict(blank)
        one[f"xl/worksheets/{name}.xml"] = one.pop("xl/worksheets/sheet1.xml")
        yield f"a target with escapes, the entry is {name}", zipped(one), CELLS


def faults():
    yield from slashes()
    sheet1 = "xl/worksheets/sheet1.xml"
    yield "the base itself", zipped(entries()), CELLS
    yield "stored, not deflated", zipped([Entry(n, d, 0) for n, d in parts().items()]), CELLS
    yield "a zip in a zip", zipped({**parts(), "xl/media/inner.zip": book()}), CELLS
    yield "overlapping entries", overlapping(), {WAY}
    yield "an offset behind the file", zipped(replaced(sheet1, offset=1 << 30)), {DAMAGED}
    yield "an offset at the directory", zipped(replaced(sheet1, offset=len(zipped(entries())) - 30)), {DAMAGED}
    yield "a packed size behind the file", zipped(replaced(sheet1, packed=1 << 30)), {DAMAGED}
    yield "a wrong size", zipped(replaced(sheet1, size=5)), {DAMAGED}
    yield "a wrong checksum", zipped(replaced(sheet1, crc=1)), {DAMAGED}
    yield "bytes that do not inflate", zipped(replaced(sheet1, stored=b"\xff" * 100)), {DAMAGED}
    yield "two names in the two headers", zipped(replaced(sheet1, local_name=b"xl/worksheets/sheet2.xml")), {DAMAGED}
    for count in (0, 1, 6, 8, 65535):
        yield f"{count} entries said, 7 there", zipped(entries(), count=count), {DAMAGED, LIMIT}
    yield "a directory behind the file", zipped(entries(), directory_at=1 << 30), {DAMAGED}
    yield "a directory too long", zipped(entries(), directory_size=1 << 30), {DAMAGED}
    yield "a directory at 0", zipped(entries(), directory_at=0), {DAMAGED}
    yield "no directory", zipped(entries())[:-22], {DAMAGED}
    yield from around()
    yield "a comment", zipped(entries(), comment=b"ghi chu"), CELLS
    yield "two ends, the outer a comment of the inner", zipped(entries(), comment=zipped([Entry("a", "b")])[-22:]), {DAMAGED}
    yield "two whole packages, one behind the other", zipped(entries()) + zipped([Entry("a", "b")]), {WAY}
    yield "zip64 sizes", zip64(), CELLS
    yield "zip64 sizes, one left out", zip64(False), {DAMAGED}
    yield "zip64 end", end64(), CELLS
    yield "zip64 end elsewhere", end64(at=1 << 40), {DAMAGED}
    yield "zip64 end with 2^60 entries", end64(count=1 << 60), {DAMAGED, LIMIT}
    yield "zip64 end with a directory of 2^60", end64(size=1 << 60), {DAMAGED}
    yield "bzip2", zipped(replaced(sheet1, method=12)), {WAY}
    yield "an encrypted flag", zipped(replaced(sheet1, flags=1)), {LOCKED}
    yield "an encrypted flag in the local header only", zipped(replaced(sheet1, local_flags=1)), {LOCKED, DAMAGED}
    yield "70,000 entries", zipped(entries() + [Entry(f"x/{i}", "", 0) for i in range(70_000)]), {LIMIT, DAMAGED}
    other = sheet('<row r="1"><c r="A1"><v>999</v></c></row>')
    yield "a name twice", zipped(entries() + [Entry(sheet1, other)]), {WAY}
    yield "a name twice but for its case", zipped(entries() + [Entry("xl/worksheets/Sheet1.xml", other)]), {WAY}
    for name in ("xl\\worksheets\\sheet1.xml", "XL/worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml", "./xl/worksheets/sheet1.xml"):
        yield f"a name twice but for how it is written: {name}", zipped(entries() + [Entry(name, other)]), {WAY}
    for name in ("../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "xl/worksheets/\0evil.xml", "..\\evil.xml"):
        yield f"an entry {name!r}", zipped(entries() + [Entry(name, "x")]), CELLS
    yield "a sheet that says 4 GB", zipped(replaced(sheet1, size=0xFFFFFFF0)), {DAMAGED, LIMIT}
    yield from bombs()
