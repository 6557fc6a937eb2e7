#!/usr/bin/python3
"""What a department gets back, and the formulas of everything that is written."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402

CASES, SAMPLE = ROOT / "tests/cases", ROOT / "samples/cum2-2022"
# what Excel 2010 and LibreOffice both compute
ALLOWED = {"DATE", "DAY", "FIND", "FIXED", "ISERROR", "LEN", "LOG10", "VALUE", "ABS", "AND", "CHAR", "CONCATENATE", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "EXACT", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "ISTEXT", "LEFT", "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OR", "RIGHT", "ROUND", "ROW", "SUBSTITUTE", "SUM",
           "SUMIFS", "SUMPRODUCT", "T", "TRIM"}


def run(*command):
    return subprocess.run([sampled(), *map(str, command), "--lang", "vi"], capture_output=True, text=True)


def functions(path):
    """Names before a parenthesis in every formula; quoted texts and sheet names do not count."""
    names = set()
    with zipfile.ZipFile(path) as z:
        for part in z.namelist():
            if part.startswith("xl/worksheets/sheet"):
                for f in re.findall(r"<f[^>]*>([^<]*)</f>", z.read(part).decode()):
                    bare = re.sub(r"(&quot;|\").*?(&quot;|\")|'[^']*'", "", f)
                    names |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))
    return names


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    definition = CASES / "dinh-nghia"
    file = next((CASES / "hai-chu-so-dao/tep").iterdir())
    before = file.read_bytes()
    done = run("check", "-d", definition, "--feedback", tmp / "phieu.xlsx", file)
    count(done.returncode == 2 and "phieu.xlsx" in done.stdout, f"check: {done.returncode} {done.stdout}{done.stderr}")
    count(file.read_bytes() == before, "the department's file was touched")
    book = openpyxl.load_workbook(tmp / "phieu.xlsx")
    first = book.worksheets[0]
    cells = [[c.value for c in row] for row in first.iter_rows()]
    text = "\n".join(str(v) for row in cells for v in row if v is not None)
    count(first.title == "PHIẾU PHẢN HỒI" and "Gửi: Cao Bằng" in text and "CÒN 1 LỖI PHẢI SỬA" in text, text[:400])
    line = next(r for r in first.iter_rows() if r[10].value == "KT-001")
    count(line[1].value == "Lỗi" and line[2].value == "B07_CCHC" and line[8].value == "143" and line[9].value == "143", [c.value for c in line])
    heads = [c.value for c in first[line[0].row - 1]] if line[0].value == 1 else [c.value for c in first[8]]
    count(heads[:8][-2:] == ["Đơn vị trả lời", "Giải trình của đơn vị"], f"what is answered stands where it is printed: {heads}")
    count("nếu là 127 thay vì 172" in line[4].value and "G10" in line[5].value, line[4].value)
    count(line[3].hyperlink and line[3].hyperlink.location.replace("$", "").endswith("B07_CCHC'!G10") or
          (line[3].hyperlink and line[3].hyperlink.location.replace("$", "").replace("'", "") == "B07_CCHC!G10"), f"link {line[3].hyperlink and line[3].hyperlink.location}")
    cell = book["B07_CCHC"]["G10"]
    count(cell.fill.fgColor.rgb == "FFF7D9D5" and cell.comment and "KT-001" in cell.comment.text and cell.value == 143, f"{cell.fill.fgColor.rgb} {cell.comment}")
    source = openpyxl.load_workbook(file)
    count(book.sheetnames[1:] == source.sheetnames, book.sheetnames)
    same = all(book[s.title][c.coordinate].value == c.value for s in source for row in s.iter_rows() for c in row if c.value is not None and not isinstance(c.value, str) and c.is_date is False)
    count(same, "a figure of the unit's own sheets differs")
    count("Các biểu đã đọc" in text and "Thanh tra, kiểm tra" in text, "the receipt of forms")

    # on paper: upright, as wide as the page, what is to be mended and how; the rest is on the screen
    count(first.page_setup.orientation == "portrait" and int(first.page_setup.paperSize) == 9 and int(first.page_setup.scale) <= 100, "upright on A4")
    printed = re.fullmatch(r"(?:'[^']*'!)?\$A\$1:\$H\$(\d+)", str(first.print_area[0] if isinstance(first.print_area, list) else first.print_area))
    count(printed and int(printed[1]) >= first.max_row, first.print_area)
    count([c.value for c in first[8]][:6] == ["STT", "Mức", "Trang", "Ô", "Vấn đề", "Cách sửa"], [c.value for c in first[8]])
    count(sum(first.column_dimensions[c].width for c in "ABCDEF") < 112, "letters that can be read")

    # nothing to mend; a refused file; no file
    run("check", "-q", "-d", definition, "--feedback", tmp / "dung.xlsx", next((CASES / "dung/tep").iterdir()))
    count("KHÔNG CÓ GÌ PHẢI SỬA" in str(openpyxl.load_workbook(tmp / "dung.xlsx").worksheets[0]["A4"].value), "a sound file")
    done = run("check", "-q", "-d", definition, "--feedback", tmp / "hong.xlsx", next((CASES / "cut-giua-chung/tep").iterdir()))
    count("KHÔNG NHẬN" in str(openpyxl.load_workbook(tmp / "hong.xlsx").worksheets[0]["A4"].value), f"a refused file: {done.stderr}")
    inbox = tmp / "hop-thu"
    shutil.copytree(CASES / "chua-nop/tep", inbox)
    done = run("merge", "-q", "-d", definition, "-o", tmp / "out.xlsx", "--feedback", tmp / "phan-hoi", inbox)
    replies = sorted(p.name for p in (tmp / "phan-hoi").iterdir())
    count(replies == sorted(f"{u}.xlsx" for u in ("SL", "LCH", "DB", "LCA", "HG", "CB", "LS")), f"{replies} {done.stderr}")
    count("CHƯA NHẬN" in str(openpyxl.load_workbook(tmp / "phan-hoi/HG.xlsx").worksheets[0]["A4"].value), "a unit without a file")
    contact = str(openpyxl.load_workbook(tmp / "phan-hoi/HG.xlsx").worksheets[0]["A4"].value)
    count("hạn nộp 05/01/2023" in contact and "gửi về " in contact and "hỏi " not in contact, contact)
    again = tmp / "lai"
    run("merge", "-q", "-d", definition, "-o", tmp / "out2.xlsx", "--feedback", again, inbox)
    count(all((again / r).read_bytes() == (tmp / "phan-hoi" / r).read_bytes() for r in replies), "another run, other bytes")
    # never over an input, one file only
    done = run("check", "-q", "-d", definition, "--feedback", inbox / "CTDS2_2022_CB.xlsx", inbox / "CTDS2_2022_CB.xlsx")
    count(done.returncode == 3 and "tệp nguồn" in done.stderr, f"over an input: {done.returncode} {done.stderr}")
    count(run("check", "-d", definition, "--feedback", tmp / "x.xlsx", inbox / "CTDS2_2022_CB.xlsx", inbox / "CTDS2_2022_LS.xlsx").returncode == 64, "two files")
    count(run("check", "-d", definition, "--feedback", tmp / "khong/co/x.xlsx", inbox / "CTDS2_2022_CB.xlsx").returncode == 3, "a folder that is not there")

    # the reply of the sample says why 65 and not 70
    run("merge", "-q", "-d", SAMPLE / "dinh-nghia", "-o", tmp / "mau.xlsx", "--feedback", tmp / "mau", SAMPLE / "hop-thu")
    points = openpyxl.load_workbook(tmp / "mau/HG.xlsx")["PHIẾU ĐIỂM"]
    line = next(r for r in points.iter_rows(values_only=True) if r[0] == "I.5.1")
    count(line[5] == 65 and "99,17, bậc từ 99" in line[8], line)
    ranking = openpyxl.load_workbook(tmp / "mau.xlsx")["XẾP HẠNG"]
    said = [str(c) for r in ranking.iter_rows(values_only=True) for c in r if c and not str(c).startswith("=")]
    count(sum("Cờ thi đua: chưa thấy điều kiện nào không đạt (máy xét 5 điều kiện)." in s for s in said) == 7, "titles")
    count(not any("nếu là 96" in s for s in said), "a correction that changes neither points nor ranks")

    # one finding, two readers
    run("merge", "-q", "-d", definition, "-o", tmp / "hai.xlsx", "--feedback", tmp / "hai", CASES / "tranh-chap/tep")
    def remedies(path, sheet):
        rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
        head = next(i for i, row in enumerate(rows) if "Mức" in row and ("Cách sửa" in row or "Cách xử lý" in row))
        at = next(i for i, name in enumerate(rows[head]) if name in ("Cách sửa", "Cách xử lý"))
        return [row[at] for row in rows[head + 1:] if "NOP-005" in row]
    count(remedies(tmp / "hai.xlsx", "KIỂM TRA") == ["Ghi vào Sổ nhận tệp nào được nhận."], remedies(tmp / "hai.xlsx", "KIỂM TRA"))
    told = [remedies(path, "PHIẾU PHẢN HỒI") for path in sorted((tmp / "hai").glob("HG*.xlsx"))]
    count(told and told[0] == ["Báo ban thư ký tệp nào là bản cần tính."], told)

    # formulas of everything written
    run("template", "-q", "-d", SAMPLE / "dinh-nghia", "-o", tmp / "trong.xlsx")
    run("template", "-q", "-d", ROOT / "samples/truong-hoc/dinh-nghia", "-o", tmp / "trong2.xlsx")
    run("merge", "-q", "-d", ROOT / "samples/truong-hoc/dinh-nghia", "-o", tmp / "truong.xlsx", ROOT / "samples/truong-hoc/hop-thu")
    written = [tmp / n for n in ("out.xlsx", "mau.xlsx", "trong.xlsx", "trong2.xlsx", "truong.xlsx")]
    used = {p.name: functions(p) for p in written}
    count(all(used.values()) and not set().union(*used.values()) - ALLOWED, f"functions: { {k: v - ALLOWED for k, v in used.items()} }")
finish()
