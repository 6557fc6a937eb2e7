#!/usr/bin/python3
"""tonghop convert: part by part, again to the same bytes, anew from .xls and .ods, .csv; inputs are never touched."""
import codecs
import hashlib
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests/faults"), str(ROOT / "tests")]
import ods_faults  # noqa: E402
import rich_workbook as rich  # noqa: E402
import tally  # noqa: E402
from programs import sampled  # noqa: E402

INBOX = ROOT / "samples/cum2-2022/hop-thu"


def run(*args):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True)


def convert(*args):
    return run("convert", *args)


def cells(path, *options):
    """{(sheet, cell): (type, value)} as inspect prints them."""
    out = {}
    for line in run("inspect", "--no-header", *options, path).stdout.split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            out[field[0], field[1]] = (field[2], field[3])
    return out


def entries(path):
    """{name: (compressed bytes, method, date)}"""
    out = {}
    data = pathlib.Path(path).read_bytes()
    with zipfile.ZipFile(path) as z:
        for i in z.infolist():
            name, extra = struct.unpack("<HH", data[i.header_offset + 26:i.header_offset + 30])
            at = i.header_offset + 30 + name + extra
            out[i.filename] = (data[at:at + i.compress_size], i.compress_type, i.date_time)
    return out


class Case(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tmp = pathlib.Path(self.folder.name)

    def write(self, parts, name="a.xlsm"):
        path = self.tmp / name
        path.write_bytes(rich.package(parts))
        return path

    def plain(self, strings, styles="", name="a.xlsx", sheet_name="Trang"):
        """A small .xlsx: `strings` are [(font index, text)] down column A; `styles` the font names."""
        fonts = "".join(f'<font><sz val="12"/><name val="{f}"/></font>' for f in styles or ["Arial"])
        xfs = "".join(f'<xf fontId="{i}"/>' for i in range(len(styles or ["Arial"])))
        p = rich.before()
        keep = {k: p[k] for k in ("_rels/.rels", "docProps/core.xml", "docProps/app.xml")}
        keep["[Content_Types].xml"] = p["[Content_Types].xml"].replace("application/vnd.ms-excel.sheet.macroEnabled.main+xml", rich.SML + "sheet.main+xml")
        keep["docProps/core.xml"] = keep["docProps/core.xml"].replace(rich.tcvn3("Báo cáo tình hình"), "x").replace(rich.tcvn3("Nguyễn Văn Bình"), "x")
        keep["docProps/app.xml"] = keep["docProps/app.xml"].replace(rich.tcvn3("Tình hình"), "x").replace(rich.tcvn3("Danh mục"), "x")
        keep["xl/workbook.xml"] = rich.HEAD + f'<workbook xmlns="{rich.MAIN}" xmlns:r="{rich.REL}"><sheets><sheet name="{rich.esc(sheet_name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        keep["xl/_rels/workbook.xml.rels"] = rich.relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
        keep["xl/styles.xml"] = rich.HEAD + f'<styleSheet xmlns="{rich.MAIN}"><fonts>{fonts}</fonts><cellXfs>{xfs}</cellXfs></styleSheet>'
        keep["xl/worksheets/sheet1.xml"] = rich.HEAD + f'<worksheet xmlns="{rich.MAIN}"><sheetData>' + "".join(
            f'<row r="{i}"><c r="A{i}" s="{f}" t="inlineStr"><is><t>{rich.esc(t)}</t></is></c></row>' for i, (f, t) in enumerate(strings, 1)) + "</sheetData></worksheet>"
        return self.write(keep, name)


class InPlace(Case):
    def setUp(self):
        super().setUp()
        self.source, self.result = self.write(rich.before()), self.tmp / "b.xlsm"
        self.done = convert(self.source, self.result)

    def test_every_part_is_what_it_would_be_in_unicode(self):
        self.assertEqual(self.done.returncode, 1, self.done.stderr)  # renamed sheets and a macro: a warning
        want = rich.after()
        with zipfile.ZipFile(self.result) as z:
            self.assertEqual(z.namelist(), list(want))
            for name, content in want.items():
                content = content if isinstance(content, bytes) else content.encode()
                self.assertEqual(z.read(name).decode("utf-8", "replace"), content.decode("utf-8", "replace"), name)

    def test_parts_without_legacy_text_keep_their_compressed_bytes(self):
        old, new, want = entries(self.source), entries(self.result), rich.after()
        same = [n for n, content in rich.before().items() if content == want[n]]
        self.assertIn("xl/vbaProject.bin", same)
        self.assertIn("xl/media/image1.png", same)
        for name in same:
            self.assertEqual(old[name], new[name], name)
        for name in old:
            self.assertEqual(old[name][2], new[name][2], "time stamp of " + name)

    def test_converting_again_gives_the_same_bytes(self):
        again = self.tmp / "c.xlsm"
        done = convert(self.result, again)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("giống hệt", done.stdout)
        self.assertEqual(self.result.read_bytes(), again.read_bytes())

    def test_the_same_input_gives_the_same_bytes(self):
        other = self.tmp / "d.xlsm"
        convert(self.source, other)
        self.assertEqual(self.result.read_bytes(), other.read_bytes())

    def test_openpyxl_reads_the_same_figures(self):
        import openpyxl
        for options in ({"data_only": True}, {}):
            old, new = openpyxl.load_workbook(self.source, **options), openpyxl.load_workbook(self.result, **options)
            self.assertEqual(new.sheetnames, ["Tình hình", "Danh mục"])
            for a, b in zip(old, new):
                self.assertEqual(a.dimensions, b.dimensions)
                for left, right in zip(a.iter_rows(), b.iter_rows()):
                    for x, y in zip(left, right):
                        if isinstance(x.value, (int, float)):
                            self.assertEqual(x.value, y.value)
                        self.assertEqual((x.font.b, x.font.sz, x.number_format.split('"')[0]), (y.font.b, y.font.sz, y.number_format.split('"')[0]))
        self.assertEqual(new["Danh mục"]["B5"].value, "=SUM(Bang1[Thực hiện])")

    def test_report_names_every_place(self):
        report = self.tmp / "r.tsv"
        convert(self.source, self.tmp / "e.xlsm", "--report", report)
        rows = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()]
        self.assertTrue(all(len(r) == 8 for r in rows), rows)
        self.assertIn(["a.xlsm", "Tình hình", "A4", "ô", "VNI", "phông của ô", rich.vni("Ủy ban nhân dân"), "Ủy ban nhân dân"], rows)
        kinds = {r[3] for r in rows[1:]}
        for kind in ("ô", "tên trang", "tên vùng", "công thức", "danh sách chọn", "định dạng có điều kiện", "đầu, chân trang", "ghi chú",
                     "hình vẽ, biểu đồ", "bảng", "liên kết", "định dạng số", "thuộc tính tệp"):
            self.assertIn(kind, kinds)


class Details(Case):
    def texts(self, path):
        return {c: v for (_, c), (_, v) in cells(path).items()}

    def one_sheet(self, strings, cells):
        """The rich package with these shared strings, and these cells alone in its first sheet."""
        p = rich.before()
        sheet = lambda rows: rich.HEAD + f'<worksheet xmlns="{rich.MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        p["xl/sharedStrings.xml"] = rich.HEAD + f'<sst xmlns="{rich.MAIN}" count="9" uniqueCount="1">{strings}</sst>'
        p["xl/worksheets/sheet1.xml"], p["xl/worksheets/sheet2.xml"] = sheet(f'<row r="1">{cells}</row>'), sheet("")
        p["xl/worksheets/_rels/sheet1.xml.rels"] = p["xl/worksheets/_rels/sheet2.xml.rels"] = rich.relations()
        out = self.tmp / "b.xlsm"
        convert(self.write(p), out)
        return out

    def test_one_string_in_two_fonts(self):
        word = rich.tcvn3("tổng số")
        out = self.one_sheet(f"<si><t>{word}</t></si>", "".join(f'<c r="{c}1" s="{s}" t="s"><v>0</v></c>' for c, s in zip("ABCD", (1, 2, 4, 1))))
        self.assertEqual(self.texts(out), {"A1": "tổng số", "B1": "TỔNG SỐ", "C1": word, "D1": "tổng số"})
        with zipfile.ZipFile(out) as z:
            self.assertIn(b'uniqueCount="3"', z.read("xl/sharedStrings.xml"))

    def test_letter_and_mark_in_two_runs(self):
        run = lambda text, more="": f'<r><rPr>{more}<rFont val="VNI-Times"/></rPr><t>{text}</t></r>'
        out = self.one_sheet(f'<si>{run("To")}{run("ång soá", "<b/>")}</si>', '<c r="A1" t="s"><v>0</v></c>')
        with zipfile.ZipFile(out) as z:
            text = z.read("xl/sharedStrings.xml").decode()
        self.assertIn('<t>Tổ</t></r><r><rPr><b/><rFont val="Times New Roman"/></rPr><t>ng số</t>', text)

    def test_mixed_words_in_many_runs(self):
        """Words of a mixed text decide together; still every run keeps its own."""
        words = ["tại ", "Quy\u00D5t ", "\u00AE\u1ECBnh ", "s\u00E8 ", "477, ", "ng\u00B5y 28"]
        out = self.one_sheet("<si>" + "".join(f'<r><rPr><sz val="{i + 9}"/><rFont val=".VnTime"/></rPr><t xml:space="preserve">{w}</t></r>' for i, w in enumerate(words)) + "</si>",
                             '<c r="A1" t="s"><v>0</v></c>')
        with zipfile.ZipFile(out) as z:
            text = z.read("xl/sharedStrings.xml").decode()
        runs = re.findall(r'<sz val="(\d+)"/>.*?<t xml:space="preserve">(.*?)</t>', text)
        self.assertEqual("".join(t for _, t in runs), self.texts(out)["A1"])
        self.assertEqual([t for _, t in runs][:3], ["tại ", "Quyết ", "định "])
        self.assertTrue(all(t for _, t in runs), runs)

    def test_formula_in_a_font_of_capitals(self):
        text = rich.tcvn3("đạt")
        out = self.one_sheet("<si><t>x</t></si>", f'<c r="A1" s="2" t="str"><f>IF(1,"{text}","")</f><v>{text}</v></c>')
        self.assertEqual(self.texts(out), {"A1": "đạt"})
        said = convert(self.tmp / "a.xlsm", self.tmp / "c.xlsm").stdout
        self.assertIn("CHU-007", said)
        self.assertIn("Tình hình › A1", said)

    def test_two_texts_without_runs(self):
        out = self.one_sheet(f'<si><t>{rich.tcvn3("Đơn vị ")}</t><t>{rich.tcvn3("chủ trì")}</t></si>', '<c r="A1" s="1" t="s"><v>0</v></c>')
        self.assertEqual(self.texts(out), {"A1": "Đơn vị chủ trì"})

    def test_character_references_of_any_length(self):
        out = self.one_sheet(f'<si><t>{rich.tcvn3("Tổng")} &#x00002264; &amp;</t></si>', '<c r="A1" s="1" t="s"><v>0</v></c>')
        self.assertEqual(self.texts(out), {"A1": "Tổng ≤ &"})

    def test_two_sheets_that_would_get_one_name(self):
        p = rich.before()
        p["xl/workbook.xml"] = p["xl/workbook.xml"].replace(f'<sheet name="{rich.tcvn3("Danh mục")}"', '<sheet name="Tình hình"')
        out = self.tmp / "b.xlsm"
        done = convert(self.write(p), out)
        self.assertLess(done.returncode, 2, done.stderr)
        with zipfile.ZipFile(out) as z:
            book = z.read("xl/workbook.xml").decode()
        self.assertIn(f'name="{rich.tcvn3("Tình hình")}"', book)
        self.assertIn('name="Tình hình"', book)

    def test_utf16_parts_are_converted_like_others(self):
        plain = self.tmp / "plain.xlsm"
        code = convert(self.write(rich.before()), plain).returncode
        for part in ("xl/comments1.xml", "xl/worksheets/sheet2.xml"):
            p = rich.before()
            p[part] = codecs.BOM_UTF16_LE + p[part].replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16-le")
            out = self.tmp / "b.xlsm"
            done = convert(self.write(p), out)
            self.assertEqual(done.returncode, code, done.stdout)
            texts = [zipfile.ZipFile(path).read(part).decode().split("?>", 1)[1] for path in (plain, out)]
            self.assertEqual(*texts)
            out.unlink()
        p = rich.after()  # nothing to convert: as it is
        p["xl/workbook.xml"] = codecs.BOM_UTF16_LE + p["xl/workbook.xml"].replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16-le")
        source = self.write(p, "c.xlsm")
        done = convert(source, self.tmp / "d.xlsm")
        self.assertEqual((done.returncode, (self.tmp / "d.xlsm").read_bytes()), (0, source.read_bytes()), done.stderr)

    def test_a_part_that_is_not_read_is_left_and_said(self):
        p = rich.before()
        p["xl/comments1.xml"] = p["xl/comments1.xml"].replace('encoding="UTF-8"', 'encoding="x-nobody-knows"')
        out = self.tmp / "b.xlsm"
        done = convert(self.write(p), out)
        self.assertEqual(done.returncode, 1)
        self.assertIn("CHU-003", done.stdout)
        self.assertEqual(entries(self.tmp / "a.xlsm")["xl/comments1.xml"], entries(out)["xl/comments1.xml"])

    def test_font_rules_of_the_user(self):
        rules = self.tmp / "fonts.txt"
        rules.write_text("# house fonts\n.VnTime = Cambria\nvni-times=Cambria Math\n", encoding="utf-8")
        out = self.tmp / "b.xlsm"
        convert(self.write(rich.before()), out, "--fonts", rules)
        with zipfile.ZipFile(out) as z:
            styles = z.read("xl/styles.xml").decode()
        for font in ("Cambria", "Cambria Math", "Times New Roman"):
            self.assertIn(f'<name val="{font}"/>', styles)
        rules.write_text(".VnTime\n")
        done = convert(self.tmp / "a.xlsm", self.tmp / "c.xlsm", "--fonts", rules)
        self.assertEqual((done.returncode, (self.tmp / "c.xlsm").exists()), (3, False))

    def test_doubt_is_said_and_left(self):
        path, out = self.plain([(0, "Ghi chó"), (0, "thõa")]), self.tmp / "b.xlsx"
        done = convert(path, out)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Trang › A1", done.stdout)
        self.assertEqual(self.texts(out)["A1"], "Ghi chó")

    def test_lost_soft_hyphen_is_said(self):
        path = self.plain([(0, rich.tcvn3("được").replace("\u00AD", "")), (0, rich.tcvn3("Tổng số"))], [".VnTime"])
        done = convert(path, self.tmp / "b.xlsx")
        self.assertIn("CHU-002", done.stdout)

    def test_fonts_that_lie(self):
        path, out = self.plain([(0, rich.vni("Thông tin và Truyền thông các Sở")), (1, rich.tcvn3("Tổng số thôn, bản")), (1, "Tổng số đã đúng"), (2, "F")],
                               [".VnTime", "Arial", "Symbol"]), self.tmp / "b.xlsx"
        convert(path, out)
        self.assertEqual(self.texts(out), {"A1": "Thông tin và Truyền thông các Sở", "A2": "Tổng số thôn, bản", "A3": "Tổng số đã đúng", "A4": "F"})
        with zipfile.ZipFile(out) as z:
            self.assertIn('<name val="Symbol"/>', z.read("xl/styles.xml").decode())


class Anew(Case):
    def test_samples_keep_every_value(self):
        found = 0
        for source in sorted(INBOX.iterdir()):
            if source.suffix not in (".xls", ".ods"):
                continue
            found += 1
            out = self.tmp / (source.stem + ".xlsx")
            done = convert(source, out)
            self.assertLess(done.returncode, 2, done.stderr)
            self.assertIn("CHU-006", done.stdout)
            self.assertEqual(cells(source), cells(out), source.name)
            again = self.tmp / "again.xlsx"
            convert(out, again)
            self.assertEqual(out.read_bytes(), again.read_bytes())
            self.assertFalse(any(f in run("inspect", out).stdout for f in ("\t.Vn", "\tVNI-")), source.name)
        self.assertGreaterEqual(found, 2)

    def test_number_formats_with_legacy_words(self):
        import openpyxl
        names = ods_faults.NAMES + ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
        styles = ('<office:automatic-styles><number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="1"/>'
                  f'<number:text> {rich.tcvn3("đồng")}</number:text></number:number-style>'
                  '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>')
        rows = ods_faults.row(ods_faults.words(rich.tcvn3("Tổng số thôn, bản được phủ sóng"))) + ods_faults.row(ods_faults.cell(930, attributes=' table:style-name="ce1"'))
        source = self.tmp / "a.ods"
        source.write_bytes(ods_faults.ods(ods_faults.content(rows).replace(ods_faults.NAMES, names).replace("<office:body>", styles + "<office:body>")))
        convert(source, self.tmp / "a.xlsx")
        sheet = openpyxl.load_workbook(self.tmp / "a.xlsx").active
        self.assertEqual((sheet["A1"].value, sheet["A2"].value, sheet["A2"].number_format), ("Tổng số thôn, bản được phủ sóng", 930, '0" đồng"'))

    def test_looks_are_kept_as_far_as_known(self):
        import openpyxl
        import xlrd
        source = next(f for f in sorted(INBOX.iterdir()) if f.suffix == ".xls")
        out = self.tmp / "a.xlsx"
        convert(source, out)
        try:
            old = xlrd.open_workbook(source, formatting_info=True)
        except Exception:  # xlrd reads looks of BIFF8 only
            self.skipTest("no BIFF8 sample")
        new = openpyxl.load_workbook(out)
        self.assertEqual(new.sheetnames, list(cells_sheets(source)))
        bold = merged = framed = 0
        for a, b in zip(old.sheets(), new):
            merged += len(a.merged_cells)
            covered = {(r, c) for r1, r2, c1, c2 in a.merged_cells for r in range(r1, r2) for c in range(c1, c2)}
            for row in range(a.nrows):
                for col in range(a.ncols):
                    if a.cell(row, col).ctype == xlrd.XL_CELL_BLANK and (row, col) not in covered:
                        lines, now = old.xf_list[a.cell_xf_index(row, col)].border, b.cell(row + 1, col + 1).border
                        self.assertEqual([bool(getattr(lines, f"{side}_line_style")) for side in ("left", "right", "top", "bottom")],
                                         [bool(getattr(now, side).style) for side in ("left", "right", "top", "bottom")])
                        framed += bool(lines.left_line_style)
            self.assertEqual(len(a.merged_cells), len(b.merged_cells.ranges))
            for row in range(a.nrows):
                for col in range(a.ncols):
                    if a.cell(row, col).ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                        continue
                    xf = old.xf_list[a.cell_xf_index(row, col)]
                    font, now = old.font_list[xf.font_index], b.cell(row + 1, col + 1)
                    if len(a.rich_text_runlist_map.get((row, col), ())) == 0:
                        self.assertEqual((font.weight >= 600, bool(font.italic), font.height / 20), (now.font.b, now.font.i, now.font.sz))
                    bold += font.weight >= 600
            for col, info in a.colinfo_map.items():
                letter = openpyxl.utils.get_column_letter(col + 1)
                if letter in b.column_dimensions:
                    self.assertAlmostEqual(b.column_dimensions[letter].width, info.width / 256, delta=0.8)
        self.assertTrue(bold and merged and framed)


def cells_sheets(path):
    return dict.fromkeys(sheet for sheet, _ in cells(path))


class Csv(Case):
    def test_one_file_a_sheet(self):
        source = self.write(rich.before())
        done = convert(source, self.tmp / "b.csv")
        self.assertLess(done.returncode, 2, done.stderr)
        names = sorted(p.name for p in self.tmp.glob("b*.csv"))
        self.assertEqual(names, ["b - Danh mục.csv", "b - Tình hình.csv"])
        self.assertEqual((self.tmp / "b - Danh mục.csv").read_bytes(), "\ufeffChỉ tiêu,Thực hiện\r\nđạt,3\r\nKhông đạt,4\r\n\r\n,7\r\n".encode())

    def test_one_sheet_by_name_and_on_the_terminal(self):
        source = self.write(rich.before())
        convert(source, self.tmp / "b.csv", "--sheet", "danh mục")
        shown = subprocess.run([sampled(), "convert", str(source), "-", "--sheet", "Danh mục"], capture_output=True)
        self.assertEqual((self.tmp / "b.csv").read_bytes(), shown.stdout)
        self.assertEqual(convert(source, "-").returncode, 3)  # which of the two?
        self.assertEqual(convert(source, "-", "--sheet", "Không có").returncode, 3)

    def test_read_back(self):
        """Every value of a sample goes through .csv, and back into .xlsx."""
        source = next(f for f in sorted(INBOX.iterdir()) if f.suffix == ".xlsx")
        sheet = next(s for s, _ in cells(source))
        convert(source, self.tmp / "b.csv", "--sheet", sheet)
        old = {c: v[1] for (s, c), v in cells(source).items() if s == sheet and v[1] != ""}
        new = {c: v[1] for (s, c), v in cells(self.tmp / "b.csv").items()}
        self.assertEqual({c: v.strip() for c, v in old.items() if v.strip()}, {c: v.strip() for c, v in new.items() if v.strip()})
        self.assertEqual(convert(self.tmp / "b.csv", self.tmp / "c.xlsx").returncode, 0)
        self.assertEqual({c: v[1] for (s, c), v in cells(self.tmp / "c.xlsx").items()}, new)


class Files(Case):
    def test_the_input_is_never_written(self):
        source = self.write(rich.before())
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        link, hard = self.tmp / "link.xlsm", self.tmp / "hard.xlsm"
        link.symlink_to(source)
        os.link(source, hard)
        for out in (source, link, hard):
            done = convert(source, out)
            self.assertEqual(done.returncode, 3)
            self.assertIn("không được ghi đè", done.stderr)
        self.assertEqual(convert(source, "-o", self.tmp).returncode, 3)
        self.assertEqual(hashlib.sha256(source.read_bytes()).hexdigest(), digest)
        self.assertTrue(link.is_symlink())

    def test_nor_is_another_input_of_the_run(self):
        """a.xls becomes a.xlsx, which stands in the same folder."""
        folder = self.tmp / "in"
        folder.mkdir()
        old = next(f for f in sorted(INBOX.iterdir()) if f.suffix == ".xls")
        (folder / "a.xls").write_bytes(old.read_bytes())
        other = self.plain([(0, rich.tcvn3("Tổng số thôn"))], name="in/a.xlsx")
        before = other.read_bytes()
        done = convert(folder, "-o", folder)
        self.assertEqual((done.returncode, other.read_bytes()), (2, before))
        self.assertEqual(done.stderr.count("không được ghi đè"), 1)
        self.assertEqual(sorted(p.name for p in folder.iterdir()), ["a.xls", "a.xlsx", "a.xlsx.xlsx"])
        self.assertEqual(convert(other, self.tmp / "b.xlsx", "--report", other).returncode, 3)
        self.assertEqual(other.read_bytes(), before)

    def test_folder_with_a_broken_file_and_two_of_one_name(self):
        inbox, out = self.tmp / "in", self.tmp / "out"
        inbox.mkdir()
        self.write(rich.before(), "in/a.xlsm")
        self.plain([(0, "x")], name="in/b.xlsx")
        (inbox / "b.csv").write_text("1,2\n")
        (inbox / "c.xlsx").write_bytes(b"PK\3\4 cut")
        done = convert(inbox, "-o", out)
        self.assertEqual(done.returncode, 2)
        self.assertIn("c.xlsx", done.stderr)
        self.assertIn("Đã chuyển 3/4 tệp", done.stdout)
        self.assertEqual(sorted(p.name for p in out.iterdir()), ["a.xlsm", "b.xlsx", "b.xlsx.xlsx"])
        self.assertEqual(cells(out / "b.xlsx.xlsx"), cells(inbox / "b.xlsx"))

    def test_a_cell_that_cannot_be_read_is_copied_as_it_stands(self):
        path = self.tmp / "a.xml"
        row = "".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in (("Number", "1,5"), ("Number", "7"), ("DateTime", "hôm qua")))
        path.write_text(f'<?xml version="1.0"?><Workbook xmlns:ss="x"><Worksheet ss:Name="S"><Table><Row>{row}</Row></Table></Worksheet></Workbook>', encoding="utf-8")
        out = self.tmp / "a.xlsx"
        self.assertEqual(convert(path, out).returncode, 1)
        self.assertEqual(cells(out), {("S", "A1"): ("s", "1,5"), ("S", "B1"): ("n", "7"), ("S", "C1"): ("s", "hôm qua")})
        self.assertEqual(convert(path, self.tmp / "a.csv").returncode, 1)
        self.assertEqual((self.tmp / "a.csv").read_text(encoding="utf-8-sig"), '"1,5",7,hôm qua\n')

    def test_names_that_do_not_fit(self):
        source = self.write(rich.before())
        for out, code in (("b.xlsx", 3), ("b.xls", 64), ("b", 64)):
            self.assertEqual(convert(source, self.tmp / out).returncode, code, out)
        self.assertEqual(convert(source).returncode, 64)
        self.assertEqual(sorted(p.name for p in self.tmp.iterdir()), ["a.xlsm"])


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
