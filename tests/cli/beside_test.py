#!/usr/bin/python3
"""What Excel keeps beside cells, or in the place of their values: comments in threads, pictures and other rich values,
results of dynamic arrays, links to other workbooks, sheets that are none, macros.  Each is read as Excel shows it, and said."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LATER = "http://schemas.microsoft.com/office/"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
TYPES = ("threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"), ("comments1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")
STRUCTURES = ('<rvStructures><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s>'
              '<s t="_error"><k n="colOffset" t="i"/><k n="errorType" t="i"/><k n="rwOffset" t="i"/></s>'
              '<s t="_linkedentity2"><k n="%EntityId" t="s"/><k n="_DisplayString" t="s"/></s><s t="_webimage"><k n="x" t="i"/></s></rvStructures>')
VALUES = ('<rvData><rv s="0"><v>0</v><v>5</v></rv><rv s="1"><v>0</v><v>8</v><v>1</v></rv><rv s="2"><v>x</v><v>Việt &amp; Nam</v></rv>'
          '<rv s="1"><v>0</v><v>13</v><v>1</v></rv><rv s="3"><v>0</v></rv></rvData>')


def relations(rows):
    return "<Relationships>" + "".join(f'<Relationship Id="{i}" Type="{t}" Target="{to}"/>' for i, t, to in rows) + "</Relationships>"


def metadata(order):
    """Rich values by `order`, beside the metadata of a dynamic array."""
    rich = "".join(f'<bk><extLst><ext><xlrd:rvb xmlns:xlrd="x" i="{i}"/></ext></extLst></bk>' for i in order)
    return ('<metadata><metadataTypes><metadataType name="XLDAPR"/><metadataType name="XLRICHVALUE"/></metadataTypes>'
            '<futureMetadata name="XLDAPR"><bk><extLst><ext><d fDynamic="1"/></ext></extLst></bk></futureMetadata>'
            f'<futureMetadata name="XLRICHVALUE">{rich}</futureMetadata><cellMetadata><bk><rc t="1" v="0"/></bk></cellMetadata>'
            "<valueMetadata>" + "".join(f'<bk><rc t="2" v="{i}"/></bk>' for i in range(len(order))) + "</valueMetadata></metadata>")


def book(path, sheets, parts=(), leads=(), inside=""):
    """sheets: name, state, type of its relation, content.  leads: further relations of the workbook part."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<Types><Default Extension="xml" ContentType="application/xml"/>'
                   + "".join(f'<Override PartName="/xl/{p}" ContentType="{t}"/>' for p, t in TYPES) + "</Types>")
        z.writestr("_rels/.rels", relations([("r", OFFICE + "officeDocument", "xl/workbook.xml")]))
        z.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets>' + "".join(
            f'<sheet name="{n}" sheetId="{i}"{f" state={chr(34)}{s}{chr(34)}" if s else ""} r:id="s{i}"/>' for i, (n, s, _, _) in enumerate(sheets)) + f"</sheets>{inside}</workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", relations([(f"s{i}", t, f"worksheets/sheet{i}.xml") for i, (_, _, t, _) in enumerate(sheets)] + list(leads)))
        for i, (_, _, _, content) in enumerate(sheets):
            z.writestr(f"xl/worksheets/sheet{i}.xml", content)
        for name, content in parts:
            z.writestr("xl/" + name, content)
    return path


class Beside(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-beside-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def inspect(self, path, code=0):
        done = subprocess.run([sampled(), "inspect", "--no-header", path], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        cells = {row.split("\t")[1]: row.split("\t")[3] + ("=" if "formula" in row.split("\t")[5] else "") for row in done.stdout.splitlines()}
        return cells, done.stderr

    def one(self, rows, *more, **others):
        return book(self.folder / "a.xlsx", [("Biểu", "", OFFICE + "worksheet", SHEET % rows)], *more, **others)

    def test_rich_values_are_what_they_show(self):
        order = (3, 2, 1, 0, 4)
        row = "".join(f'<c r="{c}1" t="e" vm="{i + 1}"><v>#VALUE!</v></c>' for i, c in enumerate("ABCDE"))
        row += '<c r="F1" t="e" vm="9"><v>#VALUE!</v></c><c r="G1" t="e"><v>#VALUE!</v></c><c r="H1" vm="1"><v>12</v></c>'
        rich = [("metadata.xml", metadata(order)), ("richData/rdrichvalue.xml", VALUES), ("richData/rdrichvaluestructure.xml", STRUCTURES)]
        leads = [("m", OFFICE + "sheetMetadata", "metadata.xml"), ("v", LATER + "2017/06/relationships/rdRichValue", "richData/rdrichvalue.xml"),
                 ("w", LATER + "2017/06/relationships/rdRichValueStructure", "richData/rdrichvaluestructure.xml")]
        wanted = {"A1": "#CALC!", "B1": "Việt & Nam", "C1": "#SPILL!", "D1": "(hình)", "E1": "(hình)", "F1": "#VALUE!", "G1": "#VALUE!", "H1": "12"}
        cells, said = self.inspect(self.one(f'<row r="1">{row}</row>', rich, leads))
        self.assertEqual(cells, wanted)
        self.assertRegex(said, r"TEP-063 .*› Biểu › D1\n.*cùng 1 ô khác")
        # A part that is damaged or missing leaves the stand-ins.
        for broken in range(3):
            parts = [(n, c if i != broken else c[: len(c) // 2]) for i, (n, c) in enumerate(rich)]
            cells, said = self.inspect(self.one(f'<row r="1">{row}</row>', parts, leads))
            self.assertEqual(set(cells.values()), {"#VALUE!", "12"}, broken)

    def test_pictures_of_wps_and_of_a_formula(self):
        row = ('<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_8F",1)</f><v>=DISPIMG("ID_8F",1)</v></c><c r="B1" t="e"><f>_xlfn.DISPIMG("ID_8F",1)</f><v>#NAME?</v></c>'
               '<c r="C1" t="e"><f>_xlfn.IMAGE("http://a/b.png")</f><v>#VALUE!</v></c><c r="D1" t="e"><f>IMAGE2(1)</f><v>#NAME?</v></c>'
               '<c r="E1" t="inlineStr"><is><t>=DISPIMG("x",1)</t></is></c><c r="F1" t="str"><v>=A1</v></c>')
        cells, said = self.inspect(self.one(f'<row r="1">{row}</row>'))
        self.assertEqual(cells, {"A1": "(hình)=", "B1": "(hình)=", "C1": "(hình)=", "D1": "#NAME?=", "E1": "(hình)", "F1": "=A1"})
        self.assertRegex(said, r"TEP-063 .*› A1\n.*cùng 3 ô khác")

    def test_results_that_spill_are_no_constants(self):
        rows = ('<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B3">_xlfn._xlws.SORT(D1:E3)</f><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
                '<row r="2"><c r="A2"><v>4</v></c></row><row r="3"><c r="B3"><v>5</v></c></row><row r="4"><c r="A4"><v>6</v></c></row>')
        cells, said = self.inspect(self.one(rows))
        self.assertEqual(cells, {"A1": "1=", "B1": "2=", "C1": "3", "A2": "4=", "B3": "5=", "A4": "6"})
        self.assertEqual(said, "")

    def commented(self, text, copy=""):
        thread = (f'<ThreadedComments><threadedComment ref="B3" personId="{{P1}}" id="{{1}}"><text>{text}</text></threadedComment>'
                  '<threadedComment ref="D3" personId="{P9}" id="{3}"><text>Xem lại</text></threadedComment>'
                  '<threadedComment ref="B3" personId="{P2}" id="{2}" parentId="{1}"><text>Đã duyệt &amp;\nký</text></threadedComment></ThreadedComments>')
        people = '<personList><person displayName="Nguyễn Văn A" id="{P1}"/><person displayName="Trần B" id="{P2}"/></personList>'
        parts = [("persons/person.xml", people), ("threadedComments/threadedComment1.xml", thread),
                 ("worksheets/_rels/sheet0.xml.rels", relations([("t", LATER + "2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"),
                                                                 ("c", OFFICE + "comments", "../comments1.xml")])),
                 ("comments1.xml", f'<comments><authors><author>tc={{1}}</author></authors><commentList><comment ref="B3" authorId="0"><text><t>[Threaded comment]\n\nYour version of Excel…\n\nComment:\n    {copy}</t></text></comment></commentList></comments>')]
        return self.one('<row r="1"><c r="A1" t="inlineStr"><is><t>Tæng céng sè liÖu ®¬n vÞ</t></is></c></row>', parts, [("p", LATER + "2017/10/relationships/person", "persons/person.xml")])

    def test_a_thread_is_said_once_at_its_cell(self):
        _, said = self.inspect(self.commented("Số tạm tính"))
        self.assertIn("› Biểu › B3\n     Bình luận tại ô này: Nguyễn Văn A: “Số tạm tính” · Trần B: “Đã duyệt & ký”\n", said)
        self.assertIn("› Biểu › D3\n     Bình luận tại ô này: “Xem lại”\n", said)
        self.assertEqual(said.count("TEP-064"), 2)
        self.assertNotIn("Threaded comment", said)

    def test_a_thread_in_legacy_letters(self):
        path, out, report = self.commented("sè liÖu ®¬n vÞ", "sè liÖu ®¬n vÞ"), self.folder / "b.xlsx", self.folder / "r.tsv"
        self.assertIn("“số liệu đơn vị”", self.inspect(path)[1])
        done = subprocess.run([sampled(), "convert", path, out, "--report", report], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with zipfile.ZipFile(out) as z:
            self.assertIn("<text>số liệu đơn vị</text>", z.read("xl/threadedComments/threadedComment1.xml").decode())
            self.assertIn("    số liệu đơn vị</t>", z.read("xl/comments1.xml").decode())
        self.assertEqual(report.read_text().count("\tghi chú\t"), 1)

    def test_links_to_other_workbooks(self):
        rows = ("<row r=\"1\"><c r=\"A1\"><f>SUM(B1:C1)</f><v>1</v></c><c r=\"B1\"><f>[1]Bieu!A1+1</f><v>12</v></c><c r=\"C1\" t=\"str\"><f>'[1]Trang 2'!A1</f><v>x</v></c>"
                '<c r="D1"><f t="array" ref="D1">[1]Bieu!A1:A2</f><v>3</v></c></row>')
        parts = [("externalLinks/externalLink1.xml", "<externalLink/>"),
                 ("externalLinks/_rels/externalLink1.xml.rels", relations([("e", OFFICE + "externalLinkPath", "file:///C:/DU%20LIEU/K%E1%BA%BF%20ho%E1%BA%A1ch.xlsx")]))]
        cells, said = self.inspect(self.one(rows, parts, [("x", OFFICE + "externalLink", "externalLinks/externalLink1.xml")]))
        self.assertEqual(cells, {"A1": "1=", "B1": "12=", "C1": "x=", "D1": "3="})
        self.assertRegex(said, r"TEP-065 .*› B1\n.*\(cùng 2 ô khác\).*tệp khác \(“Kế hoạch.xlsx”\)")

    def test_sheets_that_are_none_and_one_that_no_menu_shows(self):
        one = SHEET % '<row r="1"><c r="A1"><v>1</v></c></row>'
        path = book(self.folder / "a.xlsm", [
            ("Biểu", "", OFFICE + "worksheet", one), ("Đồ thị", "", OFFICE + "chartsheet", "<chartsheet/>"), ("M4", "", LATER + "2006/relationships/xlMacrosheet", one),
            ("Hộp", "hidden", OFFICE + "dialogsheet", one), ("Sâu", "veryHidden", OFFICE + "worksheet", one), ("Rỗng", "veryHidden", OFFICE + "worksheet", SHEET % "")],
            [("vbaProject.bin", "x")], [("v", LATER + "2006/relationships/vbaProject", "vbaProject.bin")], '<calcPr fullPrecision="0"/>')
        _, said = self.inspect(path)
        for name, what in (("Đồ thị", "trang biểu đồ"), ("M4", "trang macro của Excel 4.0"), ("Hộp", "trang hộp thoại")):
            self.assertIn(f"Trang “{name}” là {what}, không phải trang tính", said)
        self.assertIn("Trang “Sâu” bị ẩn sâu", said)
        self.assertNotIn("“Rỗng”", said)
        for code, times in (("TEP-060", 3), ("TEP-061", 1), ("TEP-062", 1), ("TEP-066", 1)):
            self.assertEqual(said.count(code), times, code)
        _, said = self.inspect(self.one('<row r="1"><c r="A1"><v>1</v></c></row>', inside='<calcPr fullPrecision="1"/>'))
        self.assertEqual(said, "")


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
