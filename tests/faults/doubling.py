#!/usr/bin/python3
"""Cost follows content: twice as much of each kind of content costs about twice the processor time, not four times.

Prints the seconds for n and for 2n of each kind, without those for next to nothing, and their ratio: at most 2.6.
Names of kinds as arguments: only those.  A part of `make test-faults`, since it measures a machine at rest."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/faults")]
import many_units  # noqa: E402
import package  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = str(pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve())
CASES = ROOT / "tests/cases"
BOOK = CASES / "dung/tep/CTDS2_2022_CB.xlsx"
MOST_RATIO, TRIES, NEXT_TO_NOTHING = 2.6, 2, 10
LIST_HEAD = ("TT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Loại")
RULE = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"


def word(number):
    """A text of letters, another one for each number."""
    letters = ""
    while number or not letters:
        letters = chr(ord("a") + number % 26) + letters
        number //= 26
    return "chữ " + letters


def cell(name, text, style=0):
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(lines):
    """Rows with their cells in columns A, B, ...: each line is a tuple of texts."""
    return "".join(f'<row r="{i}">' + "".join(cell(chr(65 + k) + str(i), text) for k, text in enumerate(line)) + "</row>"
                   for i, line in enumerate(lines, 1))


def a_workbook(folder, **parts):
    path = folder / "so.xlsx"
    path.write_bytes(package.book(**parts))
    return path


# ---- kinds of content: each makes n of it in a folder, and gives the command ----

def extract(folder, definition=CASES / "dinh-nghia", **parts):
    return ["extract", "-d", definition, a_workbook(folder, **parts)]


def runs_times_cells(folder, n):
    runs = "".join(f'<r><rPr><rFont val=".VnTime"/></rPr><t>ch÷ {k}</t></r>' for k in range(100))
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, n + 1))
    book = a_workbook(folder, strings=f'<sst uniqueCount="1"><si>{runs}</si></sst>', rows=cells)
    return ["convert", book, "--force", "-o", folder / "ra.xlsx"]


def formats(folder, n):
    styles = package.STYLES.replace('<cellXfs count="2">', f'<cellXfs count="{n + 2}">').replace(
        "</cellXfs>", "".join(f'<xf numFmtId="{k % 40}" fontId="0"/>' for k in range(n)) + "</cellXfs>")
    cells = "".join(f'<row r="{i}"><c r="A{i}" s="{i}"><v>{i}</v></c></row>' for i in range(1, n + 1))
    return extract(folder, styles=styles, rows=cells)


def merges(folder, n):
    areas = "".join(f'<mergeCell ref="A{2 * i}:B{2 * i + 1}"/>' for i in range(1, n + 1))
    lines = rows_of([(word(i),) for i in range(2 * n)])
    return extract(folder, sheet=package.sheet(lines, after=f"<mergeCells>{areas}</mergeCells>"))


def combining_marks(folder, n):
    return extract(folder, rows=rows_of([("a" + "\u0323\u0302" * 100,)] * n))


def headings(folder, n):
    return extract(folder, rows=rows_of([("Chỉ tiêu", "Mã số", "Năm 2022", "Ghi chú")] * n))


def labels(folder, n):
    return extract(folder, rows=rows_of([(word(i), word(i * 7)) for i in range(n)]))


def csv_dialect(folder, n):
    path = folder / "so.csv"
    path.write_text("".join(f'"{word(i)}";\'x\'\t1,5|"a,b"\n' for i in range(n)), encoding="utf-8")
    return ["extract", "-d", CASES / "dinh-nghia", path]


def people_in_threads(folder, n):
    """n comments by n people."""
    relation, office = "http://schemas.openxmlformats.org/package/2006/relationships", "http://schemas.microsoft.com/office"
    names = f"{office}/spreadsheetml/2018/threadedcomments"
    def related(kind, target):
        return f'<Relationship Id="rIdN" Type="{office}/2017/10/relationships/{kind}" Target="{target}"/></Relationships>'
    path = folder / "so.xlsx"
    with zipfile.ZipFile(BOOK) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", related("person", "persons/person.xml").encode())
            if name != "xl/worksheets/_rels/sheet1.xml.rels":
                new.writestr(name, data)
        new.writestr("xl/persons/person.xml", f'<personList xmlns="{names}">' + "".join(f'<person displayName="a" id="{{{i:032x}}}"/>' for i in range(n)) + "</personList>")
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{relation}">' + related("threadedComment", "../threadedComments/t.xml"))
        new.writestr("xl/threadedComments/t.xml", f'<ThreadedComments xmlns="{names}">' + "".join(
            f'<threadedComment ref="A{i + 1}" personId="{{{n - 1 - i:032x}}}" id="{i}"><text>x</text></threadedComment>' for i in range(n)) + "</ThreadedComments>")
    return ["extract", "-d", CASES / "dinh-nghia", path]


def a_merge(folder, definition, *inputs):
    return ["merge", "-q", "-j", "1", "--allow-empty", "--force", "-d", definition, "-o", folder / "ra.xlsx", *inputs]


def failing_rules(folder, n):
    definition = folder / "dinh-nghia"
    shutil.copytree(CASES / "dinh-nghia", definition)
    codes = ("BCVT.07", "BCVT.09", "BCVT.11", "TTKT.01", "CCHC.01")
    rules = "".join(f"K-{i:06},Quy tắc {i},đơn vị,{codes[i % 5]},>=,{10 ** 9 + i},chính xác,lỗi,bỏ qua,bật\n" for i in range(n))
    (definition / "kiem-tra.csv").write_text(RULE + rules, encoding="utf-8")
    return a_merge(folder, definition, BOOK)


def list_size(folder, n):
    """A list form of n rows, with six merged ranges."""
    lines = [("Sở TT&amp;TT Cao Bằng",), ("DANH MỤC VĂN BẢN NĂM 2022",), LIST_HEAD]
    lines += [(str(i + 1), f"{i + 1}/QĐ-STTTT", "05/03/2022", word(i), "Quyết định") for i in range(n)]
    areas = "".join(f'<mergeCell ref="D{20 * k}:E{20 * k + 1}"/>' for k in range(1, 7))
    book = a_workbook(folder, workbook=package.WORKBOOK.replace("Biểu", "B02_VB"),
                      sheet=package.sheet(rows_of(lines), after=f"<mergeCells>{areas}</mergeCells>"))
    return a_merge(folder, CASES / "dinh-nghia", book)


def units(folder, n):
    """Their findings, what-ifs and ranks."""
    definition, inbox = many_units.make_cluster(folder, max(n, 2))
    return a_merge(folder, definition, inbox)


KINDS = {
    "runs × cells": (runs_times_cells, 4000), "formats": (formats, 60000), "merges": (merges, 50000),
    "combining marks": (combining_marks, 20000), "headings": (headings, 50000), "labels": (labels, 50000),
    "csv dialect": (csv_dialect, 40000), "failing rules": (failing_rules, 5000), "list size": (list_size, 10000), "units": (units, 15),
    "people": (people_in_threads, 30000),
}


def seconds_of(make, n):
    with tempfile.TemporaryDirectory() as folder:
        command = [TONGHOP, *map(str, make(pathlib.Path(folder), n))]
        least = None
        for _ in range(TRIES):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            count(0 <= done.returncode <= 2, f"{make.__name__} {n}: exit {done.returncode}: {done.stderr.decode()[:200]}")
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            least = spent if least is None else min(least, spent)
    return least


for name, (make, n) in KINDS.items():
    if len(sys.argv) > 1 and name not in sys.argv[1:]:
        continue
    nothing = seconds_of(make, min(NEXT_TO_NOTHING, n // 4))
    once, twice = (seconds_of(make, size) - nothing for size in (n, 2 * n))
    ratio = twice / max(once, 0.01)
    print(f"{name:16} {n:6} {once:7.2f} s   twice that {twice:7.2f} s   ratio {ratio:.2f}", flush=True)
    count(ratio <= MOST_RATIO, f"{name}: twice as much costs {ratio:.2f} times as much")
finish()
