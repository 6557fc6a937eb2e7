"""A small .xlsx, and a writer of zip files that lies where it is told to."""
import struct
import zlib

CONTENT_TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
ROOT_RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
             'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
             '</Relationships>')
WORKBOOK = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            '<sheet name="Biểu" sheetId="1" r:id="a"/></sheets></workbook>')
BOOK_RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             '<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
             '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
             '<Relationship Id="t" Type="x/styles" Target="styles.xml"/></Relationships>')
STYLES = ('<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><name val="Arial"/>'
          '</font></fonts><cellXfs count="2"><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/></cellXfs></styleSheet>')
STRINGS = '<sst uniqueCount="2"><si><t>Sở</t></si><si><t>hồ sơ</t></si></sst>'
ROWS = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>930</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>44670</v></c></row>')
CELLS = {("Biểu", "A1"): ("s", "Sở"), ("Biểu", "B1"): ("n", "930"), ("Biểu", "A2"): ("s", "hồ sơ"),
         ("Biểu", "B2"): ("d", "2022-04-19")}


def sheet(rows=ROWS, before="", after=""):
    return ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + before + "<sheetData>" + rows +
            "</sheetData>" + after + "</worksheet>")


def parts(**changed):
    """The parts of the book; keyword rows=, sheet=, workbook=, strings=, styles=, rels=, root=, types=."""
    content = changed.get("sheet", sheet(changed.get("rows", ROWS)))
    return {"[Content_Types].xml": changed.get("types", CONTENT_TYPES), "_rels/.rels": changed.get("root", ROOT_RELS),
            "xl/workbook.xml": changed.get("workbook", WORKBOOK), "xl/_rels/workbook.xml.rels": changed.get("rels", BOOK_RELS),
            "xl/styles.xml": changed.get("styles", STYLES), "xl/sharedStrings.xml": changed.get("strings", STRINGS),
            "xl/worksheets/sheet1.xml": content}


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


class Entry:
    """One entry; every field of its headers may be set to a lie."""

    def __init__(self, name, data, method=8, **lies):
        plain = as_bytes(data)
        self.name, self.method, self.lies = as_bytes(name), method, lies
        if method == 8:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            self.stored = packer.compress(plain) + packer.flush()
        else:
            self.stored = plain
        self.stored = lies.get("stored", self.stored)
        self.crc = lies.get("crc", zlib.crc32(plain))
        self.size = lies.get("size", len(plain))
        self.packed = lies.get("packed", len(self.stored))
        self.flags = lies.get("flags", 0)

    def local(self):
        return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, self.lies.get("local_flags", self.flags), self.method, 0, 0, self.crc,
                           self.packed & 0xFFFFFFFF, self.size & 0xFFFFFFFF, len(self.lies.get("local_name", self.name)),
                           0) + self.lies.get("local_name", self.name) + self.stored

    def central(self, offset):
        extra = self.lies.get("extra", b"")
        return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, self.flags, self.method, 0, 0, self.crc,
                           self.packed & 0xFFFFFFFF, self.size & 0xFFFFFFFF, len(self.name), len(extra), 0, 0, 0, 0,
                           self.lies.get("offset", offset) & 0xFFFFFFFF) + self.name + extra


def swollen(name, before, unit, megabytes, after):
    """An entry of many megabytes of one character, packed piece by piece: it never stands in memory whole."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stored, crc, size = [], 0, 0
    for piece in (as_bytes(before), *[as_bytes(unit) * (1 << 20)] * megabytes, as_bytes(after)):
        stored.append(packer.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    stored.append(packer.flush())
    return Entry(name, b"", stored=b"".join(stored), crc=crc, size=size, packed=sum(map(len, stored)))


def zipped(entries, **lies):
    """entries: [Entry] or {name: data}.  Lies of the end record: count, directory_size, directory_at, comment, tail."""
    if isinstance(entries, dict):
        entries = [Entry(name, data) for name, data in entries.items()]
    locals_, centrals, offset = [], [], 0
    for entry in entries:
        centrals.append(entry.central(offset))
        locals_.append(entry.local())
        offset += len(locals_[-1])
    body, directory = b"".join(locals_), b"".join(centrals)
    comment = lies.get("comment", b"")
    count = lies.get("count", len(entries)) & 0xFFFF
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, lies.get("directory_size", len(directory)) & 0xFFFFFFFF,
                      lies.get("directory_at", len(body)) & 0xFFFFFFFF, len(comment)) + comment
    return body + directory + lies.get("before_end", b"") + end + lies.get("tail", b"")


def book(**changed):
    return zipped(parts(**changed))
