"""Rows 9 to 13 and 32 of the fault matrix: what stands in the parts of an .xlsx."""
from package import BOOK_RELS, CELLS, CONTENT_TYPES, ROOT_RELS, ROWS, STRINGS, WORKBOOK, book, parts, sheet, zipped

DAMAGED, LIMIT, NO_SHEET, PART, WAY = "TEP-004", "TEP-006", "TEP-008", "TEP-051", "TEP-052"
BAD = ("e", "#?")


def cells(**more):
    return {**CELLS, **{("Biểu", name): value for name, value in more.items()}}


def only(**some):
    return {("Biểu", name): value for name, value in some.items()}


def doctypes():
    declared = {
        "an empty DOCTYPE": "<!DOCTYPE x>",
        "billion laughs": "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
            f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)) + "]>",
        "an entity of 1 MB, used often": "<!DOCTYPE x [<!ENTITY a '" + "x" * (1 << 20) + "'>]>",
        "an external entity": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "100,000 attribute lists": "<!DOCTYPE x [" + "<!ATTLIST c a CDATA 'b'>" * 100_000 + "]>",
    }
    for name, text in declared.items():
        yield name, book(sheet=text + sheet()), {WAY}
        yield name + ", in the shared strings", book(strings=text + STRINGS), {WAY}


def structure():
    yield "depth 200,000", book(sheet="<worksheet>" + "<a>" * 200_000 + "</a>" * 200_000 + "</worksheet>"), {LIMIT}
    yield "60,000 attributes", book(rows="<row " + "".join(f'a{i}="1" ' for i in range(60_000)) + "/>"), {LIMIT}
    yield "a token of 40 MB", book(rows="<row a='" + "x" * (40 << 20) + "'/>"), {LIMIT}
    yield "a tag cut", book(sheet=sheet()[:-20]), {DAMAGED}
    yield "no end tag", book(sheet=sheet().replace("</row></sheetData>", "</sheetData>")), {DAMAGED}
    yield "nothing in a part", book(sheet=""), {DAMAGED}
    for name, bad in {"a byte that starts nothing": b"\xff", "a cut letter": b"\xe1\xba", "a long form": b"\xc0\xaf",
                      "a surrogate": b"\xed\xa0\x80", "beyond Unicode": b"\xf4\x90\x80\x80"}.items():
        yield f"bad UTF-8: {name}", book(strings=STRINGS.encode().replace(b"<t>", b"<t>" + bad)), {WAY}
    for code, name in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        yield code, book(sheet=name + ("<?xml version='1.0' encoding='UTF-16'?>" + sheet()).encode(code),
                         strings=name + STRINGS.encode(code)), CELLS
        yield code + " without its mark", book(sheet=("<?xml version='1.0' encoding='UTF-16'?>" + sheet()).encode(code),
                                               strings=STRINGS.encode(code)), CELLS
    yield from encodings()
    yield "a foreign prefix", book(sheet='<q:worksheet xmlns:q="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><q:sheetData>' +
                                   ROWS.replace("<", "<q:").replace("<q:/", "</q:") + "</q:sheetData></q:worksheet>"), CELLS
    bare = ROWS.replace(' r="1"', "").replace(' r="2"', "")
    for name in ("A1", "B1", "A2", "B2"):
        bare = bare.replace(f' r="{name}"', "")
    yield "no r", book(rows=bare), CELLS
    yield "single quotes, blanks, comments", book(rows=ROWS.replace('"', "'").replace("<c ", "<c\n  ").replace("<v>", "<!-- x --><v>")), CELLS
    yield "strict", book(workbook=WORKBOOK.replace("schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"),
                         root=ROOT_RELS.replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")), CELLS


def encodings():
    """Parts in the page they declare, in whatever spelling."""
    pages = {"ISO-8859-1": "Giá cả ÿ", "iso_8859-1": "Giá", "latin1": "Giá", "windows-1252": "Giá “cả” €", "Windows-1258": "Giá ơư đ",
             "cp1251": "Цена", "ISO-8859-2": "cena ł", "ISO-8859-15": "prix €", "koi8-r": "Цена", "US-ASCII": "Gia", "ascii": "Gia",
             "tis-620": "ราคา", "windows-874": "ราคา", "cp437": "pr├x", "utf8": "Giá cả", "UTF-16": "Giá cả"}
    for name, text in pages.items():
        page = {"utf8": "utf-8", "UTF-16": "utf-8", "windows-874": "cp874"}.get(name, name)
        strings = f'<?xml version="1.0" encoding="{name}"?><sst><si><t>{text}</t></si><si><t>hồ sơ</t></si></sst>'
        yield f"the page {name}", book(strings=strings.encode(page, "xmlcharrefreplace")), cells(A1=("s", text))
    yield "a page in single quotes, with blanks", book(
        strings=f"<?xml version='1.0'  encoding = 'ISO-8859-1' standalone='yes'?>{STRINGS}".encode("latin-1", "xmlcharrefreplace")), CELLS
    for name in ("GBK", "x-unknown", "EBCDIC-CP-US", "UTF-7"):
        yield f"a page that is not read: {name}", book(strings=f'<?xml version="1.0" encoding="{name}"?>{STRINGS}'), {WAY}
    yield "UTF-32", book(strings=STRINGS.encode("utf-32")), {WAY}
    yield "UTF-32 without its mark", book(strings=STRINGS.encode("utf-32-be")), {WAY}
    yield "EBCDIC", book(strings=f'<?xml version="1.0" encoding="cp037"?>{STRINGS}'.encode("cp037", "xmlcharrefreplace")), {WAY}
    yield "a code that the page does not have", book(strings=b'<?xml version="1.0" encoding="ISO-8859-7"?><sst><si><t>\xff</t></si></sst>'), {WAY}
    yield "a declaration without end", book(strings="<?xml version='1.0' encoding='" + "x" * 2000), {DAMAGED, WAY}
    yield "UTF-8 with a mark that says Latin-1", book(
        strings=b"\xef\xbb\xbf" + f'<?xml version="1.0" encoding="ISO-8859-1"?>{STRINGS}'.encode()), CELLS


def addresses():
    one = '<c r="B1"><v>930</v></c>'
    yield "a dimension that lies", book(sheet=sheet(before='<dimension ref="A1:XFD1048576"/>')), CELLS
    yield "the last cell of all", book(rows=ROWS + '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'), cells(XFD1048576=("n", "7"))
    for name in ("A0", "ZZZZZZ1", "XFE1", "A1048577", "A4294967297", "1A", "A-1", "A1:B2", "Á1"):
        yield f"a cell at {name}", book(rows=ROWS.replace(one, one + f'<c r="{name}"><v>5</v></c>')), CELLS
    yield "row 2^32", book(rows=ROWS + '<row r="4294967296"><c><v>5</v></c></row>'), cells(A3=("n", "5"))
    yield "rows backward", book(rows='<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>44670</v></c></row>'
                                '<row r="1"><c r="B1"><v>930</v></c><c r="A1" t="s"><v>0</v></c></row>'), CELLS
    yield "a cell twice: the later counts", book(rows=ROWS.replace(one, '<c r="B1"><v>1</v></c>' + one)), CELLS


def contents():
    def value(body, seen, name):
        return name, book(rows=ROWS + f'<row r="3">{body}</row>'), cells(A3=seen)
    for index in ("2", "-1", "4294967295", "99999999999999999999", "x", "1.5", "0x1"):
        yield value(f'<c r="A3" t="s"><v>{index}</v></c>', BAD, f"shared string {index}")
    for text in ("NaN", "INF", "1e400", "12,5", "0x10", "1 2", "--1", "1e", "+-1"):
        yield value(f'<c r="A3"><v>{text}</v></c>', BAD, f"the number {text}")
    yield value('<c r="A3" t="b"><v>2</v></c>', BAD, "the truth value 2")
    yield value('<c r="A3" t="d"><v>hôm qua</v></c>', BAD, "the date yesterday")
    for text, seen in {"T10:10:10": "10:10:10", "10:10:10.5Z": "10:10:10.500", "PT0H0M0.000S": "00:00:00", "PT36H": "1900-01-01T12:00:00",
                       "2022-04-19": "2022-04-19", "2022-04-19T13:30:00Z": "2022-04-19T13:30:00", "1899-12-31T01:02:03": "01:02:03"}.items():
        yield value(f'<c r="A3" t="d"><v>{text}</v></c>', ("d", seen), f"the ISO date {text}")
    yield value('<c r="A3" s="1"><v>1000000000000</v></c>', ("n", "1000000000000"), "a date beyond all dates")
    yield value('<c r="A3" s="99999"><v>5</v></c>', ("n", "5"), "style 99999")
    yield value('<c r="A3" s="-1"><v>5</v></c>', ("n", "5"), "style -1")
    yield "counts of 2^32-1", book(strings=STRINGS.replace('"2"', '"4294967295" count="4294967295"'),
                                   styles='<styleSheet><fonts count="4294967295"/><cellXfs count="4294967295"><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'), CELLS
    yield "no formula result", book(rows=ROWS.replace("<v>930</v>", "<v>930</v>") + '<row r="3"><c r="A3"><f>1+1</f></c></row>'), CELLS
    yield "1904", book(workbook=WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')), {**CELLS, ("Biểu", "B2"): ("d", "2026-04-20")}
    yield "serial 60", book(rows='<row r="1"><c r="A1" s="1"><v>60</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>61</v></c></row>'), only(
        A1=("d", "1900-02-29"), B1=("d", "1900-02-28"), C1=("d", "1900-03-01"))
    yield "a negative date", book(rows='<row r="1"><c r="A1" s="1"><v>-1</v></c></row>'), only(A1=("n", "-1"))
    yield "_xHHHH_", book(strings="<sst><si><t>a_x000A_b_x005F_x000A_</t></si><si><t>hồ sơ</t></si></sst>"), cells(A1=("s", "a\\nb_x000A_"))
    yield "an empty shared string before any other", book(strings="<sst><si><t></t></si><si><t>hồ sơ</t></si></sst>"), cells(A1=("s", ""))
    yield "entities", book(strings="<sst><si><t>S&#x1EDF; &lt;&amp;&gt;</t></si><si><t>hồ sơ</t></si></sst>"), cells(A1=("s", "Sở <&>"))
    yield "an unknown entity", book(strings="<sst><si><t>&nope;</t></si><si><t>b</t></si></sst>"), {DAMAGED}


def packages():
    yield "no sheet", book(workbook=WORKBOOK.replace('<sheet name="Biểu" sheetId="1" r:id="a"/>', "")), {NO_SHEET}
    two = WORKBOOK.replace('r:id="a"/>', 'r:id="a"/><sheet name="Biểu" sheetId="2" r:id="a"/>')
    yield "two sheets of one name", book(workbook=two), CELLS
    many = WORKBOOK.replace('<sheet name="Biểu" sheetId="1" r:id="a"/>', "".join(
        f'<sheet name="b{i}" sheetId="{i}" r:id="a"/>' for i in range(1, 60_000)))
    yield "59,999 sheets", book(workbook=many), {LIMIT}
    yield "a dangling relationship", book(workbook=WORKBOOK.replace('r:id="a"', 'r:id="zz"')), {PART}
    yield "a sheet without an id", book(workbook=WORKBOOK.replace("</sheets>", '<sheet name="Module" sheetId="2" r:id=""/></sheets>')), CELLS
    yield "a relationship to itself", book(rels=BOOK_RELS.replace("worksheets/sheet1.xml", "workbook.xml")), {PART}
    yield "an external sheet", book(rels=BOOK_RELS.replace('Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1/x.xml" TargetMode="External"')), {PART}
    yield "a target that leaves the package", book(rels=BOOK_RELS.replace("worksheets/sheet1.xml", "../../../../etc/passwd")), {PART}
    without = parts()
    del without["[Content_Types].xml"]
    yield "no content types", zipped(without), CELLS
    yield "wrong content types", book(types=CONTENT_TYPES.replace("/>", '><Default Extension="xml" ContentType="x/y"/></Types>')), CELLS
    yield "parts in other case", zipped({name.upper() if name.startswith("xl") else name: data for name, data in parts().items()}), CELLS
    yield "no shared strings", zipped({k: v for k, v in parts().items() if "sharedStrings" not in k}), cells(A1=BAD, A2=BAD)
    yield "no styles", zipped({k: v for k, v in parts().items() if "styles" not in k}), cells(B2=("n", "44670"))


def faults():
    for group in (doctypes, structure, addresses, contents, packages):
        yield from group()
