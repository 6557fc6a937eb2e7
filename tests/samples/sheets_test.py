#!/usr/bin/python3
"""What the workbooks say, cell by cell: each sheet of what is made of the school sample is as tests/samples/sheets has it.

Definition, ledger and a template are drawn, and two runs are made.  One is of the sample as it lies there, the other of a troubled
inbox: a file cut off, labels in an old code page, two versions between which nothing decides, figures that cannot be read or are
qualified, a figure corrected by the secretariat, a unit that is closed, one that never sent; it knows the run before, and is drawn for
the secretariat and for the departments.  A sheet is a text: its columns, what belongs to ranges (merged, filtered, checked, coloured
by a rule, linked), and a line a cell with its look, formula and value.  Which look a word stands for is told in looks.tsv.

    --write    writes the sheets anew: read the difference before it is committed
"""
import collections
import csv
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE  # noqa: E402
from school import with_cells  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
SHEETS = ROOT / "tests/samples/sheets"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SHOWN_ROWS = {"NGUỒN SỐ LIỆU": 70, "CHẤM ĐIỂM": 60}  # the first of many that are alike
# Of what differs little from the workbook of the troubled inbox only some sheets are held.
ONLY = {"dinh-nghia": ("Đơn vị", "Biểu", "Chỉ tiêu", "Cột", "Xếp hạng", "Cài đặt"), "so-ban-thu-ky": ("Sổ nhận", "Cụm chấm", "Chốt"),
        "day-du": ("MỤC LỤC", "XẾP HẠNG", "TỔNG HỢP"), "rac-roi-gui": ("MỤC LỤC", "PHIẾU ĐIỂM", "M02", "NHẬT KÝ")}
LOOKS = {}  # word → what it stands for


def masked(text):
    """Without digests, which change with every cell, and without the control formulas that hold every row's."""
    if text.startswith(("IF(EXACT(IFERROR(CONCATENATE(", "IF(EXACT(KS_")):
        return "(kiểm soát)"
    text = re.sub(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", "MÃ", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA-256", text)
    return re.sub(r"\[[0-9a-f]{8}\]", "[mã]", text).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def attributes(element):
    return " ".join(f"{k.split('}')[-1]}={v}" for k, v in sorted(element.attrib.items()))


def flat(element):
    """An element and all that is in it, on a line."""
    inside = " ".join(flat(child) for child in element)
    said = masked(element.text.strip()) if element.text and element.text.strip() else ""
    return " ".join(filter(None, [element.tag.split("}")[-1], attributes(element), said, f"({inside})" if inside else ""]))


class Workbook:
    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            self.parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels"))}
        self.strings = ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in self.parts.get("xl/sharedStrings.xml", [])]
        self.read_looks(self.parts["xl/styles.xml"])

    def read_looks(self, styles):
        def of(name):
            return [flat(item) for item in (styles.find(f"{MAIN}{name}") or [])]
        fonts, fills, borders = of("fonts"), of("fills"), of("borders")
        formats = {item.get("numFmtId"): item.get("formatCode") for item in (styles.find(f"{MAIN}numFmts") or [])}
        self.rules = of("dxfs")
        self.looks = []
        for item in styles.find(f"{MAIN}cellXfs"):
            parts = [formats.get(item.get("numFmtId"), item.get("numFmtId")), fonts[int(item.get("fontId"))], fills[int(item.get("fillId"))],
                     borders[int(item.get("borderId"))], *(flat(child) for child in item)]
            look = " | ".join(parts)
            word = hashlib.sha256(look.encode()).hexdigest()[:4]
            assert LOOKS.setdefault(word, look) == look, "two looks share a word"
            self.looks.append(word)

    def sheets(self):
        relations = {r.get("Id"): r.get("Target") for r in self.parts["xl/_rels/workbook.xml.rels"]}
        for sheet in self.parts["xl/workbook.xml"].find(f"{MAIN}sheets"):
            yield sheet.get("name"), sheet.get("state", "visible"), "xl/" + relations[sheet.get(f"{RELATION}id")]

    def names(self):
        return [f"{n.get('name')}\t{masked(n.text)}" for n in self.parts["xl/workbook.xml"].iter(f"{MAIN}definedName") if not n.get("name").startswith("KS_")]

    def range_lines(self, root, links):
        for child in root:
            tag = child.tag.split("}")[-1]
            if tag in ("sheetData", "dimension", "sheetFormatPr", "drawing", "legacyDrawing", "legacyDrawingHF", "ignoredErrors"):
                continue
            for item in child if tag in ("cols", "mergeCells", "dataValidations", "hyperlinks", "rowBreaks", "colBreaks") else [child]:
                line = flat(item)
                if item.tag.endswith("conditionalFormatting"):
                    line = re.sub(r"dxfId=(\d+)", lambda m: "dxf=" + self.rules[int(m[1])], line)
                link = links.get(item.get(f"{RELATION}id"))
                yield re.sub(r" id=rId\d+", f" to={link}" if link else "", line)

    def cell(self, c):
        kind, formula, value = c.get("t"), c.find(f"{MAIN}f"), c.find(f"{MAIN}v")
        said = "" if value is None else self.strings[int(value.text)] if kind == "s" else value.text or ""
        if kind == "inlineStr":
            said = "".join(t.text or "" for t in c.iter(f"{MAIN}t"))
        computed = "" if formula is None else masked(formula.text or "")
        if computed == "(kiểm soát)":
            said = ""
        return [c.get("r"), self.looks[int(c.get("s", "0"))], kind or "n", computed and "=" + computed, masked(said)]

    def lines(self, name, state, part):
        links = {r.get("Id"): r.get("Target") for r in self.parts.get(part.replace("worksheets/", "worksheets/_rels/") + ".rels", [])}
        root = self.parts[part]
        out = [] if state == "visible" else [state]
        out += self.range_lines(root, links)
        for row in root.find(f"{MAIN}sheetData"):
            if int(row.get("r")) > SHOWN_ROWS.get(name, 1 << 20):
                break
            look = {k: v for k, v in row.attrib.items() if k in ("ht", "hidden", "outlineLevel", "collapsed")}
            cells = [self.cell(c) for c in row]
            if look:
                out.append(f"row {row.get('r')} " + " ".join(f"{k}={v}" for k, v in sorted(look.items())))
            out += ["\t".join(c) for c in cells if c[3] or c[4]]
            bare = collections.Counter(c[1] for c in cells if not c[3] and not c[4])  # what is only drawn
            if bare:
                out.append(f"row {row.get('r')} blank " + " ".join(f"{look}×{n}" for look, n in sorted(bare.items())))
        return out


def run(*arguments):
    done = subprocess.run([RELEASE, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode < 3, done.stderr
    return done


def write_csv(path, *rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)


def troubled(folder):
    """The definition and the inbox in which something is wrong with nearly every unit."""
    definition, inbox = folder / "dinh-nghia", folder / "hop-thu"
    shutil.copytree(SCHOOL / "dinh-nghia", definition)
    shutil.copytree(SCHOOL / "hop-thu", inbox)
    one, two, three = (f"truong-so-{i}.xlsx" for i in (1, 2, 3))
    with_cells(SCHOOL / "hop-thu" / one, {"F14": "gần 16", "F15": "ba nghìn", "E16": "55 triệu", "F13": "12"}, inbox / one)
    with_cells(SCHOOL / "hop-thu" / two, {"F13": 31}, inbox / "truong-so-2 (1).xlsx")
    legacy = inbox / "truong-so-5.xlsx"  # labels in TCVN3, as content alone tells
    with_cells(SCHOOL / "hop-thu" / legacy.name, {"B10": "Tæng sè häc sinh", "B11": "Häc sinh nam", "B12": "Häc sinh n÷", "B14": "Gi¸o viªn"}, legacy)
    (inbox / three).write_bytes((SCHOOL / "hop-thu" / three).read_bytes()[:4000])
    write_csv(definition / "so-nhan.csv", ["Đơn vị", "Tệp", "Quyết định", "Lúc nhận", "Số, ngày văn bản", "Kênh", "Bản ký", "Gia hạn đến", "Ai"],
              ["TH1", one, "nhận", "2024-06-02 09:00", "12/BC", "thư điện tử", "có", "", "An"],
              ["TH3", three, "nhận", "2024-06-12 17h", "", "", "", "", "An"],
              ["TH5", "", "", "", "", "", "", "2024-06-20", "An"])
    write_csv(definition / "dieu-chinh.csv", ["Đơn vị", "Mã", "Cột", "Giá trị cũ", "Giá trị", "Ai", "Ngày", "Căn cứ"],
              ["TH4", "HS.04", "năm nay", "13", "14", "An", "2024-06-15", "điện thoại"],
              ["TH1", "HS.05", "năm nay", "", "16", "An", "2024-06-15", "CV 7"],
              ["TH2", "HS.04", "năm nay", "5", "6", "An", "2024-06-15", "CV 8"],
              ["TH9", "HS.04", "năm nay", "", "6", "An", "2024-06-15", "CV 8"])
    write_csv(definition / "dong.csv", ["Đơn vị", "Mã phát hiện", "Lý do", "Căn cứ", "Ai", "Ngày"], ["TH6", "", "giải thể", "QĐ 3", "An", "2024-06-15"])
    write_csv(definition / "trang-thai.csv", ["Đơn vị", "Bước", "Số văn bản", "Ai", "Ngày"], ["TH5", "đã thẩm định", "BB 1", "An", "2024-06-18"])
    write_csv(definition / "kien-nghi.csv", ["Đơn vị", "Tiêu chí", "Nội dung", "Trả lời", "Ai", "Ngày"], ["TH2", "A.1", "tính lại", "", "An", "2024-06-18"])
    return definition, inbox


def make(folder):
    """name → workbook"""
    before = folder / "truoc.tsv"
    run("merge", "-q", "-d", SCHOOL / "dinh-nghia", "-o", folder / "a.xlsx", "--outcome", before, SCHOOL / "hop-thu")
    definition, inbox = troubled(folder)
    common = ("merge", "-q", "-d", definition, "--as-of", "2024-06-25")
    run(*common, "-o", folder / "b.xlsx", "--previous", before, "--feedback", folder / "phan-hoi", "--decisions", folder / "g.xlsx", inbox)
    run(*common, "-o", folder / "c.xlsx", "--edition", "gui", inbox)
    run("template", "-d", SCHOOL / "dinh-nghia", "--unit", "TH1", "-o", folder / "d.xlsx")
    run("definition", definition, "-o", folder / "e.xlsx")
    run("definition", definition, "--ledger", folder / "f.xlsx")
    made = {"dinh-nghia": folder / "e.xlsx", "so-ban-thu-ky": folder / "f.xlsx", "cho-quyet-dinh": folder / "g.xlsx",
            "day-du": folder / "a.xlsx", "rac-roi": folder / "b.xlsx", "rac-roi-gui": folder / "c.xlsx", "mau": folder / "d.xlsx"}
    made.update({f"phan-hoi-{p.stem.split('_')[-1]}": p for p in sorted((folder / "phan-hoi").glob("*TH[12]*.xlsx"))})
    return made


def compare(path, lines, write):
    text = "\n".join(lines) + "\n"
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    there = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    other = next((f"line {i + 1}: {was!r} became {now!r}" for i, (was, now) in enumerate(zip(there, text.split("\n"))) if was != now), f"{len(there)} lines, {len(lines) + 1} now")
    tally.count("\n".join(there) == text, f"{path.relative_to(SHEETS)}: {other}")


def main():
    write = "--write" in sys.argv
    if write:
        shutil.rmtree(SHEETS, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="tonghop-sheets-") as folder:
        seen = set()
        for name, path in make(pathlib.Path(folder)).items():
            book = Workbook(path)
            for number, (sheet, state, part) in enumerate(book.sheets()):
                if sheet not in ONLY.get(name, [sheet]):
                    continue
                text = SHEETS / name / f"{number + 1:02}-{sheet.replace(' ', '-')}.tsv"
                seen.add(text)
                compare(text, book.lines(sheet, state, part), write)
            seen.add(SHEETS / name / "names.tsv")
            compare(SHEETS / name / "names.tsv", book.names(), write)
        compare(SHEETS / "looks.tsv", [f"{word}\t{look}" for word, look in sorted(LOOKS.items())], write)
        gone = {p for p in SHEETS.rglob("*.tsv")} - seen - {SHEETS / "looks.tsv"}
        tally.count(not gone, f"sheets that are made no more: {sorted(gone)}")
    tally.finish()


if __name__ == "__main__":
    main()
