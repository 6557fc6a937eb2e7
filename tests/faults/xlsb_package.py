"""A small .xlsb, and a writer of its records ([MS-XLSB]), which lies where it is told to.

    Writer() collects fonts, formats, cell formats, strings and sheets; package() gives the bytes.  A sheet is a list of
    rows, a row a dictionary {column: cell}; the cells are made by number(), text() and so on below."""
import struct

import package

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.ms-excel."


def record(number, body=b"", length=None):
    """One record; `length` may be a lie."""
    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    length = len(body) if length is None else length
    while True:
        head += bytes([length & 127 | (128 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + body


def wide(text):
    units = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(units) // 2) + units


def rich(text, runs=()):
    """A RichStr; runs are (unit, index of a font)."""
    out = bytes([1 if runs else 0]) + wide(text)
    if runs:
        out += struct.pack("<I", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs)
    return out


def head(column, style):
    return struct.pack("<II", column, style)


def formula(tokens, extra=b""):
    """What stands behind the result of a formula."""
    return struct.pack("<HI", 0, len(tokens)) + tokens + struct.pack("<I", len(extra)) + extra


SUM_OF_A1_A2 = b"\x25" + struct.pack("<IIHH", 0, 1, 0xC000, 0xC000) + b"\x19\x10\x00\x00"


def blank(style=0):
    return lambda column: record(1, head(column, style))


def rk(value, style=0):
    """A whole number of 30 bits, as Excel packs it."""
    return lambda column: record(2, head(column, style) + struct.pack("<i", value << 2 | 2))


def error(code, style=0, tokens=None):
    return lambda column: record(3 if tokens is None else 11,
                                 head(column, style) + bytes([code]) + (formula(tokens) if tokens is not None else b""))


def boolean(value, style=0, tokens=None):
    return lambda column: record(4 if tokens is None else 10,
                                 head(column, style) + bytes([value]) + (formula(tokens) if tokens is not None else b""))


def number(value, style=0, tokens=None, extra=b""):
    return lambda column: record(5 if tokens is None else 9, head(column, style) + struct.pack("<d", value)
                                 + (formula(tokens, extra) if tokens is not None else b""))


def text(value, style=0, tokens=None):
    return lambda column: record(6 if tokens is None else 8, head(column, style) + wide(value)
                                 + (formula(tokens) if tokens is not None else b""))


def shared(index, style=0):
    return lambda column: record(7, head(column, style) + struct.pack("<I", index))


def rich_text(value, runs, style=0):
    return lambda column: record(62, head(column, style) + rich(value, runs))


def raw(*records):
    """Records as they are, in the place of a cell."""
    return lambda column: b"".join(records)


def row(number_, flags=0, height=300):
    return record(0, struct.pack("<IIHBBBI", number_, 0, height, 0, flags, 0, 0))


HIDDEN_ROW, OWN_HEIGHT = 0x10, 0x20


class Writer:
    def __init__(self, date1904=False, exact=True):
        self.date1904, self.exact = date1904, exact
        self.fonts, self.formats, self.xfs, self.borders = [("Arial", 220, 400, 0)], {}, [], [0]
        self.strings, self.sheets = [], []
        self.changed = {}
        self.xf()

    def font(self, name, twips=220, weight=400, bits=0):
        self.fonts.append((name, twips, weight, bits))
        return len(self.fonts) - 1

    def border(self, style):
        self.borders.append(style)
        return len(self.borders) - 1

    def xf(self, format_=0, font=0, border=0, align=0):
        """`format_` is an id, or a code."""
        if isinstance(format_, str):
            format_ = self.formats.setdefault(format_, 164 + len(self.formats))
        self.xfs.append((format_, font, border, align))
        return len(self.xfs) - 1

    def string(self, value, runs=()):
        self.strings.append((value, runs))
        return len(self.strings) - 1

    def sheet(self, name, rows, state=0, merges=(), columns=(), kind="worksheet", rows_said=None):
        """rows: {row: (flags, height, {column: cell}) or {column: cell}}; columns: (first, last, width, flags)."""
        self.sheets.append((name, rows, state, merges, columns, kind))

    def styles_part(self):
        out = record(278) + record(615, struct.pack("<I", len(self.formats)))
        for code, number_ in self.formats.items():
            out += record(44, struct.pack("<H", number_) + wide(code))
        out += record(616) + record(611, struct.pack("<I", len(self.fonts)))
        for name, twips, weight, bits in self.fonts:
            out += record(43, struct.pack("<HHHHBBBB", twips, bits, weight, 0, 0, 2, 0, 0) + bytes(8) + b"\0" + wide(name))
        out += record(612) + record(603, struct.pack("<I", 1)) + record(45, bytes(68)) + record(604)
        out += record(613, struct.pack("<I", len(self.borders)))
        for style in self.borders:
            out += record(46, b"\0" + (bytes([style, 0]) + bytes(8)) * 4 + bytes(10))
        out += record(614) + record(626, struct.pack("<I", 1)) + record(47, struct.pack("<HHHHHBBHH", 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0))
        out += record(627) + record(617, struct.pack("<I", len(self.xfs)))
        for format_, font, border, align in self.xfs:
            out += record(47, struct.pack("<HHHHHBBHH", 0, format_, font, 0, border, 0, 0, align | 0x1000, 0x3F))
        return out + record(618) + record(279)

    def strings_part(self):
        out = record(159, struct.pack("<II", len(self.strings), len(self.strings)))
        for value, runs in self.strings:
            out += record(19, rich(value, runs))
        return out + record(160)

    def sheet_part(self, rows, merges, columns):
        out = record(129) + record(148, struct.pack("<IIII", 0, 0, 0, 0))
        if columns:
            out += record(390)
            for first, last, width, flags in columns:
                out += record(60, struct.pack("<IIIIH", first, last, int(width * 256), 0, flags))
            out += record(391)
        out += record(145)
        for number_, cells in sorted(rows.items()):
            flags, height, cells = cells if isinstance(cells, tuple) else (0, 300, cells)
            out += row(number_, flags, height) + b"".join(cell(column) for column, cell in sorted(cells.items()))
        out += record(146)
        if merges:
            out += record(177, struct.pack("<I", len(merges)))
            out += b"".join(record(176, struct.pack("<IIII", *merge)) for merge in merges) + record(178)
        return out + record(130)

    def workbook_part(self):
        out = record(131) + record(153, struct.pack("<III", 1 if self.date1904 else 0, 0, 0)) + record(143)
        for index, (name, _, state, _, _, _) in enumerate(self.sheets):
            out += record(156, struct.pack("<II", state, index + 1) + wide(f"rId{index + 1}") + wide(name))
        flags = 0x62 | (0x08 if self.exact else 0)
        return out + record(144) + record(157, struct.pack("<IIIdIH", 191029, 1, 100, 0.001, 1, flags)) + record(132)

    def parts(self):
        """The parts by name; what `changed` has stands instead, None leaves a part out."""
        types = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.bin" ContentType="{TYPES}{kind}"/>'
                        for i, (_, _, _, _, _, kind) in enumerate(self.sheets, 1))
        relations = "".join(f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="worksheets/sheet{i}.bin"/>'
                            for i, (_, _, _, _, _, kind) in enumerate(self.sheets, 1))
        space = 'xmlns="http://schemas.openxmlformats.org/package/2006/'
        parts = {
            "[Content_Types].xml": f'<Types {space}content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType='
            f'"{TYPES}sheet.binary.macroEnabled.main"/>{types}<Override PartName="/xl/styles.bin" ContentType="{TYPES}styles"/>'
            f'<Override PartName="/xl/sharedStrings.bin" ContentType="{TYPES}sharedStrings"/></Types>',
            "_rels/.rels": f'<Relationships {space}relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": self.workbook_part(),
            "xl/_rels/workbook.bin.rels": f'<Relationships {space}relationships">{relations}<Relationship Id="rIdS" '
            f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="rIdT" Type="{RELATIONS}/styles" '
            'Target="styles.bin"/></Relationships>',
            "xl/styles.bin": self.styles_part(), "xl/sharedStrings.bin": self.strings_part()}
        for i, (_, rows, _, merges, columns, _) in enumerate(self.sheets, 1):
            parts[f"xl/worksheets/sheet{i}.bin"] = self.sheet_part(rows, merges, columns)
        parts.update(self.changed)
        return {name: content for name, content in parts.items() if content is not None}

    def package(self):
        return package.zipped(self.parts())


def writer(**changed):
    """The book of package.CELLS; `changed` replaces parts by name."""
    book = Writer()
    date = book.xf(14)
    book.sheet("Biểu", {0: {0: shared(book.string("Sở")), 1: number(930)},
                        1: {0: shared(book.string("hồ sơ")), 1: rk(44670, date)}})
    book.changed = changed
    return book


def xlsb(**changed):
    return writer(**changed).package()


def all_kinds():
    """A book with every kind of cell the reader knows, as seeds and the tests of other readers use it."""
    book = Writer()
    date, moment = book.xf("dd/mm/yyyy"), book.xf("yyyy-mm-dd hh:mm:ss")
    percent, legacy = book.xf(10), book.xf(0, book.font(".VnTime"))
    capitals = book.font(".VnTimeH")
    boxed = book.xf(0, 0, book.border(1))
    book.sheet("Biểu 1", {
        0: {0: number(3), 1: rk(-7), 2: boolean(1), 3: error(0x17), 4: text("trực tiếp"), 5: blank(boxed)},
        1: {0: number(4.5), 1: number(44670, date), 2: number(44670.5625, moment), 3: number(0.125, percent)},
        2: {0: number(7.5, 0, SUM_OF_A1_A2), 1: text("chữ", 0, b"\x17\x03\x00c\0h\0u\0"), 2: boolean(0, 0, b"\x1d\x00"),
            3: error(0x07, 0, b"\x1c\x07"), 4: text("", 0, b"\x17\x00\x00")},
        3: {0: shared(book.string("Sở Nội vụ")), 1: shared(book.string("ñy ban", [(0, capitals), (1, legacy - 1)]), legacy),
            2: rich_text("Uû ban x", [(0, 1)], legacy), 3: shared(book.string("💐 hoa 'đẹp' & <b>"))},
        5: (HIDDEN_ROW, 300, {0: number(11)}),
        6: (OWN_HEIGHT, 0, {0: number(12)}),
        7: {0: text("gộp"), 5: number(1e-300), 6: number(123456789.123)},
    }, merges=[(7, 8, 0, 2)], columns=[(0, 0, 12.5, 0), (5, 5, 9, 1), (6, 6, 0, 2)])
    book.sheet("Ẩn", {0: {0: text("kín")}}, state=1)
    book.sheet("Rất ẩn", {0: {16383: number(1)}, 1048575: {0: number(2)}}, state=2)
    return book
