"""Row 33 of the fault matrix: .ods."""
from package import Entry, zipped

DAMAGED, LIMIT, PASSWORD, PART, WAY = "TEP-004", "TEP-006", "TEP-003", "TEP-051", "TEP-052"
NAMES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
         'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
MANIFEST = ('<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>')


def cell(value, shown=None, attributes=""):
    return (f'<table:table-cell office:value-type="float" office:value="{value}"{attributes}><text:p>{shown or value}</text:p>'
            '</table:table-cell>')


def words(text, attributes=""):
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'


ROW = f'<table:table-row>{words("Sở")}{cell(930)}</table:table-row>'
CELLS = {("Biểu", "A1"): ("s", "Sở"), ("Biểu", "B1"): ("n", "930")}


def content(rows=ROW):
    return (f'<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name="Biểu">{rows}</table:table>'
            '</office:spreadsheet></office:body></office:document-content>')


def ods(text=None, manifest=MANIFEST, **more):
    parts = {"META-INF/manifest.xml": manifest, "content.xml": content() if text is None else text, **more}
    return zipped([Entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0), *(Entry(n, d) for n, d in parts.items())])


def row(*cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">' + "".join(cells) + "</table:table-row>"


def letters(col):
    name = ""
    while col >= 0:
        name, col = chr(65 + col % 26) + name, col // 26 - 1
    return name


def faults():
    seen = dict(CELLS)
    yield "the base itself", ods(), CELLS
    yield "a value repeated three times", ods(content(ROW + row(cell(5, attributes=' table:number-columns-repeated="3"')))), {
        **seen, **{("Biểu", name): ("n", "5") for name in ("A2", "B2", "C2")}}
    yield "a row repeated twice", ods(content(row(cell(5), repeated=2))), {("Biểu", "A1"): ("n", "5"), ("Biểu", "A2"): ("n", "5")}
    for columns, rows in ((16384, 1048576), (2**64, 2**64), (2**31, 1000)):
        made = content(row(cell(5, attributes=f' table:number-columns-repeated="{columns}"'), repeated=rows))
        yield f"a value repeated {columns} x {rows}", ods(made), {LIMIT}
    beyond = content(row(cell(5, attributes=' table:number-columns-repeated="4294967296"')))
    yield "a value repeated beyond the sheet", ods(beyond), {("Biểu", letters(col) + "1"): ("n", "5") for col in range(16384)}
    yield "nothing repeated without end", ods(content(ROW + row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1048575))), CELLS
    for count in ("-1", "0", "x", ""):
        yield f"repeated {count!r} times", ods(content(ROW.replace("<table:table-cell ", f'<table:table-cell table:number-columns-repeated="{count}" ', 1))), CELLS
    for value in ("x", "12,5", "NaN", "1e999", ""):
        yield f"the value {value!r}", ods(content(ROW + row(cell(value, "5")))), {**seen, ("Biểu", "A2"): ("e", "#?")}
    yield "a value that is not what is shown", ods(content(ROW + row(cell(5, "6")))), {**seen, ("Biểu", "A2"): ("n", "5")}
    yield "an encrypted manifest", ods(manifest=MANIFEST.replace('"content.xml"/>', '"content.xml"><manifest:encryption-data/></manifest:file-entry>')), {PASSWORD}
    yield "no content.xml", zipped([Entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0), Entry("META-INF/manifest.xml", MANIFEST)]), {PART}
    yield "content.xml cut", ods(content()[:-50]), {DAMAGED}
    yield "a DOCTYPE", ods("<!DOCTYPE x>" + content()), {WAY}
    yield "a DOCTYPE in the manifest", ods(manifest="<!DOCTYPE x>" + MANIFEST), {WAY}
    yield "depth 100,000", ods("<a>" * 100_000), {LIMIT}
    yield "a wrong checksum", zipped([Entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0), Entry("content.xml", content(), crc=1)]), {DAMAGED}
