#!/usr/bin/python3
"""Makes the workbooks of samples/truong-hoc/hop-thu: five primary schools of six.

Every figure is made up. Two schools (1 and 4) are equal through every tie step,
two (2 and 3) have the same points and are parted by the first step, school 6
did not report. Same input, same bytes: the creation date is fixed and formulas
carry their results.

usage: make-school-workbooks.py [FOLDER]
"""
import csv
import datetime
import os
import sys

import xlsxwriter

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples", "truong-hoc")
YEAR = 2024
CREATED = datetime.datetime(YEAR, 6, 1)

# girls, classes, teachers, books, money, standard, completing, insured, readers; each as (last year, plan, this year)
SCHOOLS = {
    1: dict(boys=(150, 152, 154), girls=(140, 144, 146), classes=(10, 10, 10), teachers=(16, 16, 16), books=(3400, 3600, 3600),
            money=(50_000_000, 55_000_000, 60_000_000), nurse="Có", standard="Mức độ 1", done=(283, 294), insured=(290, 300), readers=(248, 270), events=4),
    2: dict(boys=(100, 101, 102), girls=(96, 98, 98), classes=(8, 8, 8), teachers=(12, 12, 12), books=(1650, 1800, 1800),
            money=(25_000_000, 28_000_000, 30_000_000), nurse="Không", standard="Chưa đạt", done=(184, 190), insured=(186, 192), readers=(150, 160), events=4),
    3: dict(boys=(160, 162, 163), girls=(152, 156, 157), classes=(11, 11, 11), teachers=(17, 17, 18), books=(1820, 1900, 1920),
            money=(40_000_000, 42_000_000, 44_800_000), nurse="Có", standard="Mức độ 1", done=(295, 304), insured=(310, 320), readers=(230, 248), events=4),
    4: dict(boys=(124, 126, 127), girls=(120, 122, 123), classes=(9, 9, 9), teachers=(14, 14, 14), books=(2850, 3000, 3000),
            money=(42_000_000, 45_000_000, 50_000_000), nurse="Có", standard="Mức độ 2", done=(238, 245), insured=(244, 250), readers=(210, 225), events=4),
    5: dict(boys=(74, 76, 77), girls=(70, 72, 73), classes=(6, 6, 6), teachers=(9, 9, 9), books=(700, 750, 750),
            money=(15_000_000, 16_000_000, 16_500_000), nurse="Không", standard="Chưa đạt", done=(133, 140), insured=(130, 138), readers=(90, 96), events=3),
}
EVENTS = [
    (datetime.date(YEAR, 1, 12), "Ngày hội đọc sách", "Đọc sách", 0.9, 2_500_000),
    (datetime.date(YEAR, 3, 8), "Hội diễn văn nghệ", "Văn nghệ", 0.5, 4_000_000),
    (datetime.date(YEAR, 3, 26), "Hội khỏe Phù Đổng cấp trường", "Thể thao", 0.6, 3_200_000),
    (datetime.date(YEAR, 5, 15), "Tham quan làng nghề", "Trải nghiệm", 0.4, 5_000_000),
]


def indicators(form):
    with open(os.path.join(SAMPLE, "dinh-nghia", "chi-tieu.csv"), encoding="utf-8") as f:
        return [r for r in csv.DictReader(f) if r["Biểu"] == form]


def figures(s):
    """code -> (last year, plan, this year); a ratio row holds None, its parts follow it."""
    total = tuple(a + b for a, b in zip(s["boys"], s["girls"]))
    out = {
        "HS.01": total, "HS.02": s["boys"], "HS.03": s["girls"], "HS.04": s["classes"], "HS.05": s["teachers"], "HS.06": s["books"],
        "HS.07": s["money"], "HS.08": (None, None, s["nurse"]), "HS.09": (s["events"], s["events"], s["events"]), "HS.10": (None, None, s["standard"]),
    }
    for n, key in enumerate(("done", "insured", "readers"), 1):
        out[f"TL.0{n}a"] = (s[key][0], None, s[key][1])
        out[f"TL.0{n}b"] = (total[0], None, total[2])
        out[f"TL.0{n}c"] = None
    return out


def percent(a, b):
    """Half up to one place, as ROUND does."""
    return (2000 * a + b) // (2 * b) / 10


class Page:
    def __init__(self, book, name, number, title, width):
        def fmt(**k):
            return book.add_format({"font_name": "Times New Roman", "font_size": 12, **k})

        edge = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.plain, self.left = fmt(), fmt(bold=True)
        self.big, self.middle = fmt(bold=True, font_size=14, align="center"), fmt(align="center")
        self.italic, self.bold = fmt(italic=True, align="center"), fmt(bold=True, align="center")
        self.head = fmt(bold=True, align="center", **edge)
        self.letter = fmt(italic=True, align="center", **edge)
        self.cell, self.mid = fmt(**edge), fmt(align="center", **edge)
        self.whole, self.share = fmt(num_format="#,##0", **edge), fmt(num_format="0.0", **edge)
        self.day = fmt(num_format="dd/mm/yyyy", align="center", **edge)
        self.sheet = s = book.add_worksheet(name)
        s.set_landscape()
        s.set_paper(9)
        s.fit_to_pages(1, 0)
        s.write(0, 0, "CỤM TRƯỜNG TIỂU HỌC LIÊN XÃ", self.plain)
        s.write(1, 0, f"TRƯỜNG TIỂU HỌC SỐ {number}", self.left)
        s.merge_range(3, 0, 3, width - 1, title.upper(), self.big)
        s.merge_range(4, 0, 4, width - 1, f"Năm {YEAR}", self.italic)

    def sign(self, row, col):
        self.sheet.write(row, col, f"Ngày 3 tháng 6 năm {YEAR}", self.italic)
        self.sheet.write(row + 1, 1, "NGƯỜI LẬP BIỂU", self.bold)
        self.sheet.write(row + 1, col, "HIỆU TRƯỞNG", self.bold)
        self.sheet.write(row + 2, 1, "(Ký, họ tên)", self.italic)
        self.sheet.write(row + 2, col, "(Ký, họ tên, đóng dấu)", self.italic)
        self.sheet.write(row + 5, 1, "Nguyễn Văn A", self.middle)
        self.sheet.write(row + 5, col, "Trần Thị B", self.middle)


def indicator_header(p):
    """Two rows, merged; then the row of letters, which is not data."""
    s = p.sheet
    for col, text in ((0, "STT"), (1, "Nội dung"), (2, "Đơn vị tính"), (4, "Kế hoạch"), (6, "So sánh (%)"), (7, "Ghi chú")):
        s.merge_range(6, col, 7, col, text, p.head)
    s.write(6, 3, "Thực hiện", p.head)
    s.write(7, 3, "Năm trước", p.head)
    s.write(6, 5, "Thực hiện", p.head)
    s.write(7, 5, "Năm nay", p.head)
    for col, text in enumerate(("A", "B", "C", "1", "2", "3", "4=3/1", "5")):
        s.write(8, col, text, p.letter)
    s.set_column(0, 0, 6)
    s.set_column(1, 1, 48)
    s.set_column(2, 7, 14)


def indicator_rows(p, form, data):
    s, row = p.sheet, 9
    place = {r["Mã"]: row + n for n, r in enumerate(indicators(form))}
    for r in indicators(form):
        code, at = r["Mã"], place[r["Mã"]]
        s.write(at, 0, r["STT"], p.mid)
        s.write(at, 1, r["Nhãn"], p.cell)
        s.write(at, 2, r["ĐVT"], p.mid)
        values = data[code]
        if values is None:  # a ratio: its parts stand in the next two rows
            a, b = data[code[:-1] + "a"], data[code[:-1] + "b"]
            shares = [None if v is None or w is None else percent(v, w) for v, w in zip(a, b)]
            for col, v in zip((3, 4, 5), shares):
                name = "DEF"[col - 3]
                if v is None:
                    s.write_blank(at, col, None, p.share)
                else:
                    s.write_formula(at, col, f"=ROUND({name}{at + 2}/{name}{at + 3}*100,1)", p.share, v)
            write_compared(p, at, shares[0], shares[2], form == "M01")
            continue
        for col, v in zip((3, 4, 5), values):
            if v is None:
                s.write_blank(at, col, None, p.whole)
            elif code == "HS.01":
                name = "DEF"[col - 3]
                s.write_formula(at, col, f"={name}{at + 2}+{name}{at + 3}", p.whole, v)
            else:
                s.write(at, col, v, p.mid if isinstance(v, str) else p.whole)
        write_compared(p, at, values[0], values[2], form == "M01")
    p.sign(9 + len(place) + 1, 5)


def write_compared(p, at, before, now, wanted):
    if wanted and isinstance(before, int) and before:
        p.sheet.write_formula(at, 6, f"=ROUND(F{at + 1}/D{at + 1}*100,1)", p.share, percent(now, before))
    else:
        p.sheet.write_blank(at, 6, None, p.share)
    p.sheet.write_blank(at, 7, None, p.cell)


def events_page(book, number, s):
    p = Page(book, "M02", number, "Danh sách hoạt động ngoại khóa", 6)
    heads = ("STT", "Ngày tổ chức", "Tên hoạt động", "Lĩnh vực", "Số học sinh tham gia", "Kinh phí (đồng)")
    for col, text in enumerate(heads):
        p.sheet.write(6, col, text, p.head)
    for col, text in enumerate("ABCD12"):
        p.sheet.write(7, col, text, p.letter)
    pupils = s["boys"][2] + s["girls"][2]
    chosen = EVENTS[: s["events"]]
    for n, (day, name, field, share, cost) in enumerate(chosen):
        at = 8 + n
        p.sheet.write(at, 0, n + 1, p.mid)
        p.sheet.write_datetime(at, 1, datetime.datetime.combine(day, datetime.time()), p.day)
        p.sheet.write(at, 2, name, p.cell)
        p.sheet.write(at, 3, field, p.mid)
        p.sheet.write(at, 4, int(share * pupils), p.whole)
        p.sheet.write(at, 5, cost, p.whole)
    end = 8 + len(chosen)
    p.sheet.write(end, 0, "", p.mid)
    p.sheet.write(end, 1, "", p.mid)
    p.sheet.write(end, 2, "Tổng cộng", p.head)
    p.sheet.write(end, 3, "", p.mid)
    p.sheet.write_formula(end, 4, f"=SUM(E9:E{end})", p.whole, sum(int(e[3] * pupils) for e in chosen))
    p.sheet.write_formula(end, 5, f"=SUM(F9:F{end})", p.whole, sum(e[4] for e in chosen))
    p.sheet.set_column(0, 0, 6)
    p.sheet.set_column(1, 1, 16)
    p.sheet.set_column(2, 2, 42)
    p.sheet.set_column(3, 5, 16)
    p.sign(end + 2, 4)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(SAMPLE, "hop-thu")
    os.makedirs(folder, exist_ok=True)
    for number, s in SCHOOLS.items():
        with xlsxwriter.Workbook(os.path.join(folder, f"truong-so-{number}.xlsx")) as book:
            book.set_properties({"title": f"Trường Tiểu học số {number}", "author": "Nguyễn Văn A", "created": CREATED})
            data = figures(s)
            p = Page(book, "M01", number, "Quy mô và nguồn lực của trường", 8)
            indicator_header(p)
            indicator_rows(p, "M01", data)
            events_page(book, number, s)
            p = Page(book, "M03", number, "Kết quả học tập và chăm sóc học sinh", 8)
            indicator_header(p)
            indicator_rows(p, "M03", data)


main()
