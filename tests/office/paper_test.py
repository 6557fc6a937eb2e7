#!/usr/bin/python3
"""The consolidated workbook on paper: no number that does not fit its column, no text that does not fit its cell, no signature alone.

Every cell that is printed is measured with the letters of Liberation Serif, which are as wide as those of Times New Roman (their widths are read
from the font file), in columns as narrow as any spreadsheet makes them.  Then LibreOffice prints the samples: nowhere "###", and every short
text of the sheets that people sign stands whole on one of their pages.  Usage: TONGHOP=build/tonghop /usr/bin/python3 tests/office/paper_test.py"""
import datetime
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
FONTS = pathlib.Path("/usr/share/fonts/truetype/liberation")
MOST_PAGES = {"cum2-2022": 70, "truong-hoc": 35, "truong-hoc-34": 75}
MANY = "truong-hoc-34"  # a made-up cluster in which units are rows
SIGNED = ("MỤC LỤC", "TỔNG HỢP", "XẾP HẠNG")
passed = failed = 0


def count(holds, what):
    global passed, failed
    passed += bool(holds)
    failed += not holds
    if not holds:
        print("FAILED", str(what)[:300])


def advance_widths(path):
    """Character to width in ems, from the tables head, hhea, hmtx and cmap (format 4) of a TrueType file."""
    data = path.read_bytes()
    tables = {}
    for i in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * i)
        tables[tag.decode()] = offset
    em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]

    def advance(glyph):
        return struct.unpack_from(">H", data, tables["hmtx"] + 4 * min(glyph, metrics - 1))[0] / em
    widths, cmap = {}, tables["cmap"]
    for i in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        _, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)
        at = cmap + offset
        if struct.unpack_from(">H", data, at)[0] != 4:
            continue
        n = struct.unpack_from(">H", data, at + 6)[0] // 2
        ends, starts = struct.unpack_from(f">{n}H", data, at + 14), struct.unpack_from(f">{n}H", data, at + 16 + 2 * n)
        deltas, ranges = struct.unpack_from(f">{n}h", data, at + 16 + 4 * n), struct.unpack_from(f">{n}H", data, at + 16 + 6 * n)
        for k in range(n):
            for code in range(starts[k], min(ends[k], 0xFFFE) + 1):
                glyph = code
                if ranges[k]:
                    glyph = struct.unpack_from(">H", data, at + 16 + 6 * n + 2 * k + ranges[k] + 2 * (code - starts[k]))[0]
                widths[chr(code)] = advance((glyph + deltas[k]) & 0xFFFF if glyph or not ranges[k] else 0)
    return widths


SERIF = {bold: advance_widths(FONTS / f"LiberationSerif-{name}.ttf") for bold, name in ((False, "Regular"), (True, "Bold"))}


def wide(text, cell):
    letters = SERIF[bool(cell.font.b)]
    return sum(letters.get(c, 0.5) for c in text) * cell.font.sz


def shown(cell):
    """What a number shows; None: it has a format that this test does not know."""
    value, form = cell.value, cell.number_format.split(";")[0]
    if "yy" in form:
        return "00/00/0000 00:00" if "h" in form else "00/00/0000"
    quoted = "".join(re.findall(r'"([^"]*)"', form))
    plain = re.sub(r'"[^"]*"', "", form).replace("* ", "")  # a sign at the left edge, then blanks
    if plain in ("General", "0", "#,##0") or re.fullmatch(r"[+]?#,##0\.0+|0\.0+", plain):
        decimals = len(plain.split(".")[1]) if "." in plain else 0
        digits = f"{value:,.{decimals}f}" if plain != "General" else f"{value:.10g}"
        return quoted + ("+" if plain.startswith("+") else "") + (digits if "," in plain else digits.replace(",", ""))
    return None


def lines(text, cell, room):
    n = 0
    for paragraph in text.split("\n"):
        n, line = n + 1, 0
        for word in paragraph.split(" "):
            length = wide(word, cell)
            if line and line + wide(" ", cell) + length > room:
                n, line = n + 1, 0
            while length > room:
                n, length = n + 1, length - room
            line += length + (wide(" ", cell) if line else 0)
    return n


def measure(sheet):
    """Every cell in the print area that does not fit: (cell, what stands there)."""
    area = sheet.print_area[0] if isinstance(sheet.print_area, list) else sheet.print_area
    c1, r1, c2, r2 = range_boundaries(str(area).split("!")[-1].replace("$", ""))
    merged = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    width = {}
    for dimension in sheet.column_dimensions.values():
        for col in range(dimension.min or 1, (dimension.max or dimension.min or 1) + 1):
            width[col] = 0 if dimension.hidden else dimension.width
    for row in sheet.iter_rows(min_row=r1, max_row=r2, min_col=c1, max_col=c2):
        for cell in row:
            if cell.value is None or cell.value == "" or sheet.row_dimensions[cell.row].hidden:
                continue
            area = merged.get((cell.row, cell.column))
            last_col, last_row = (area.max_col, area.max_row) if area else (cell.column, cell.row)
            room = sum(width.get(col, 9.14) for col in range(cell.column, last_col + 1)) * 5.25
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                text = shown(cell)
                if text is not None and wide(text, cell) > room - 2:
                    yield cell.coordinate, text
                continue
            text = shown(cell) or "" if isinstance(cell.value, (datetime.datetime, datetime.date)) else str(cell.value)
            if not cell.alignment.wrap_text:
                step = -1 if cell.alignment.horizontal == "right" else 1
                col = cell.column - 1 if step < 0 else last_col + 1  # it may go on over cells that are empty
                while c1 <= col <= c2 and sheet.cell(cell.row, col).value in (None, ""):
                    room, col = room + width.get(col, 9.14) * 5.25, col + step
                if "\n" not in text and wide(text, cell) > room + 2:
                    yield cell.coordinate, text
                continue
            high = sum(sheet.row_dimensions[r].height or 15 for r in range(cell.row, last_row + 1))
            if high < 409 and lines(text, cell, room - 3) * cell.font.sz * 1.15 > high + 6:
                yield cell.coordinate, f"{lines(text, cell, room - 3)} lines in {high}: {text}"


def pages_of(text):
    """The pages of each sheet, by the name that their footers have."""
    found = {}
    for page in text.split("\f"):
        named = re.findall(r"kỳ \d{4}\s+(\S.*)", page)
        if named:
            found.setdefault(named[-1].strip(), []).append(page)
    return found


def prints(workbook, values, folder, name):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)],
                   capture_output=True, timeout=400)
    text = subprocess.run(["pdftotext", "-layout", str(workbook.with_suffix(".pdf")), "-"], capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    count(0 < len(pages) <= MOST_PAGES[name], f"{name}: {len(pages)} pages")
    for i, page in enumerate(pages):
        count("###" not in page, f"{name}: page {i + 1} has ###")
    flat = re.sub(r"\s+", " ", text)
    for title in SIGNED:
        for row in values[title].iter_rows():
            for cell in row:
                text = str(cell.value or "")
                if isinstance(cell.value, str) and 2 < len(text) < 12 and not values[title].column_dimensions[get_column_letter(cell.column)].hidden \
                        and cell.column <= 8:
                    count(all(word in flat for word in text.split()), f"{name}: {title}!{cell.coordinate} {text} is not printed")
    for i, page in enumerate(pages):
        if "(Ký, họ tên" in page:
            count(len([line for line in page.split("\n") if line.strip()]) > 6, f"{name}: a signature alone on page {i + 1}")


def main():
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        for name in MOST_PAGES:
            out = folder / f"{name}.xlsx"
            sample, files = ROOT / "samples" / name, [ROOT / "samples" / name / "hop-thu"]
            if name == MANY:
                sample = folder / "of-many"
                sample.mkdir()
                subprocess.run(["/usr/bin/python3", ROOT / "scripts/bench/cluster.py", TONGHOP, ROOT / "samples/truong-hoc", "34", sample], check=True)
                files = ["--records", sample / "34.records"]
            subprocess.run([TONGHOP, "merge", "-q", "-d", str(sample / "dinh-nghia"), "-o", str(out), *map(str, files)], capture_output=True)
            values = openpyxl.load_workbook(out, data_only=True)
            for sheet in values:
                cut = list(measure(sheet))
                count(not cut, f"{name}: {sheet.title}: {len(cut)} cells are cut, {cut[:3]}")
                count(sheet.oddHeader.center.text and "&P" in sheet.oddHeader.center.text or sheet.oddHeader.center.text == "&[Page]" or
                      "Page" in str(sheet.oddHeader.center.text), f"{name}: {sheet.title}: pages have no number: {sheet.oddHeader.center.text}")
                count(sheet.HeaderFooter.differentFirst, f"{name}: {sheet.title}: the first page has a number")
                count(sheet.page_setup.useFirstPageNumber, f"{name}: {sheet.title}: numbers go on from the sheet before")
            if shutil.which("soffice") and shutil.which("pdftotext"):
                prints(out, values, folder, name)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
