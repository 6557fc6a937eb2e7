#!/usr/bin/python3
"""trang-thai.html and the texts for units: well formed, nothing from elsewhere, every value escaped, every link leads somewhere, no
points and no names of persons, the verdicts of MỤC LỤC word for word, inks that can be read, what a failed night leaves."""
import html.parser
import os
import pathlib
import re
import shutil
import sys
import unittest
import urllib.parse

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from nightly_test import MARKER, SCHOOL, Nightly, run  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLUSTER = ROOT / "samples/cum2-2022"
EMPTY = {"meta", "br", "hr", "img", "input", "link"}
PERSON = "Nguyễn Thị Bí Mật"


class Page(html.parser.HTMLParser):
    """Strict: tags are closed in the order in which they were opened, and attributes stand once."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.links, self.parts, self.style, self.ids = [], [], [], [], "", []
        self.feed(text)
        self.close()
        assert not self.open, self.open
        self.text = " ".join("".join(self.parts).split())

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        assert all(re.fullmatch("[a-z-]+", name) for name, _ in attrs), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        raise AssertionError(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "tr"):
            self.parts.append("\n")

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            self.style += data
        else:
            self.parts.append(data)


def luminance(colour):
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(c * 2 for c in colour)
    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class OfPage(Nightly):
    @property
    def page(self):
        return self.home / "ket-qua/trang-thai.html"

    def send(self, *names, sample=SCHOOL):
        for name in names or sorted(os.listdir(sample / "hop-thu")):
            shutil.copy(sample / "hop-thu" / name, self.home / "hop-thu" / name)

    def night(self, now, *args, code=None):
        done = run("nightly", self.conf, "--now", now, *args)
        if code is None:
            self.assertLess(done.returncode, 3, done.stderr)
        else:
            self.assertEqual(done.returncode, code, done.stderr)
        return done

    def read(self):
        text = self.page.read_text(encoding="utf-8")
        page = Page(text)
        self.assertRegex(text, r"\A<!-- tonghop trang-thai [0-9a-f]{64} -->\n<!DOCTYPE html>\n<html lang=\"vi\">")
        for tag, attrs in page.tags:
            self.assertNotIn(tag, ("script", "img", "iframe", "object", "embed", "form", "link", "base", "svg"))
            self.assertFalse([name for name in attrs if name.startswith("on") or name in ("src", "srcset", "style", "ping")], attrs)
        self.assertIn(("meta", {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}), page.tags)
        self.assertIn(("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}), page.tags)
        self.assertNotRegex(page.style, r"url\(|@import|expression")
        self.assertNotRegex(text, r"https?:|//[a-z]")
        for link in page.links:
            self.assertNotRegex(link, r"^[a-zA-Z]+:|^/|[^A-Za-z0-9%/._-]")
            self.assertTrue((self.page.parent / urllib.parse.unquote(link)).is_file(), link)
        return page


class Told(OfPage):
    def test_a_first_night_says_how_things_stand(self):
        self.init()
        self.change("liên hệ = Ban thư ký, điện thoại 024 3 000 000")
        self.send()
        self.night("2023-01-05 01:34", code=0)
        page = self.read()
        self.assertIn("Số liệu đến 01:34 thứ Năm 05/01/2023. Nếu hôm nay là ngày khác: máy chủ không chạy, gọi Ban thư ký, điện thoại 024 3 000 000.",
                      page.text)
        self.assertEqual([tag for tag, _ in page.tags].count("h1"), 1)
        self.assertIn("Trường Tiểu học số 6: chưa nộp, hạn 10/06/2024", page.text)
        for n in range(1, 7):
            self.assertIn(f"phan-hoi/TH{n}.xlsx", page.links)
            self.assertIn(f"phan-hoi/TH{n}.txt", page.links)
        self.assertIn("Tong-hop.xlsx", page.links)

    def test_both_verdicts_are_those_of_the_workbook(self):
        self.init(definition=CLUSTER / "dinh-nghia")
        self.send(sample=CLUSTER)
        self.night("2023-01-06 01:34")
        sheet = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", read_only=True, data_only=True).worksheets[0]
        figures, ranking = (str(sheet.cell(row, 1).value) for row in (4, 5))
        page = self.read()
        self.assertTrue(figures.startswith("SỐ LIỆU") and ranking.startswith("XẾP HẠNG"))
        self.assertIn(figures, page.text)
        self.assertIn(re.sub(r"\d+(,\d+)? điểm của", "điểm của", ranking), page.text)  # but for the points in it
        states = [str(sheet.cell(9 + u, 2).value) for u in range(7)]
        cells = re.findall(r'data-of="Trạng thái">([^<]*)<', self.page.read_text(encoding="utf-8"))
        self.assertEqual(cells, states)

    def test_neither_points_nor_persons(self):
        self.init(definition=CLUSTER / "dinh-nghia")
        self.send(sample=CLUSTER)
        for name in os.listdir(self.home / "hop-thu"):  # a name in every text of one workbook, rows of lists and all
            if name.endswith("DienBien.xlsx"):
                path = self.home / "hop-thu" / name
                book = openpyxl.load_workbook(path)
        self.night("2023-01-06 01:34")
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.row > 8 and isinstance(cell.value, str) and len(cell.value) > 40 and cell.column > 2:
                        cell.value = PERSON
        book.save(path)
        ledger = self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"
        book = openpyxl.load_workbook(ledger)
        for sheet in book.worksheets:  # whoever entered what has a name, too
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == "Ai":
                        for below in range(cell.row + 1, sheet.max_row + 1):
                            if any(sheet.cell(below, k).value for k in range(1, sheet.max_column + 1)):
                                sheet.cell(below, cell.column).value = PERSON
        book.save(ledger)
        self.night("2023-01-07 01:34")
        told = self.read().text
        self.assertIn("Thay đổi so với lượt trước", told)
        changed = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", read_only=True)["THAY ĐỔI"]
        self.assertTrue(any(PERSON in str(value) for row in changed.iter_rows(values_only=True) for value in row))
        self.assertNotIn(PERSON, told)
        self.assertNotIn("Bí Mật", told)
        with_points = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", read_only=True, data_only=True)
        self.assertIn("XẾP HẠNG", with_points.sheetnames)
        points = {f"{value:.2f}".replace(".", ",") for row in with_points["XẾP HẠNG"].iter_rows(values_only=True)
                  for value in row if isinstance(value, float) and value > 20 and value != int(value)}
        self.assertTrue(points)
        self.assertFalse([p for p in points if p in told])
        self.assertNotRegex(told, r"\d điểm\b")

    def test_what_changed_is_that_of_the_workbook(self):
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        shutil.copy(SCHOOL / "hop-thu" / sorted(os.listdir(SCHOOL / "hop-thu"))[1], self.home / "hop-thu/thu hai.xlsx")
        self.night("2023-01-06 01:34")
        sheet = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", read_only=True)["THAY ĐỔI"]
        heading = next(str(row[0]) for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("So với lượt trước"))
        page = self.read()
        self.assertIn(heading, page.text)
        self.assertIn("thu hai.xlsx", page.text)

    def test_the_runs_of_the_last_weeks(self):
        self.init()
        self.send()
        self.night("2023-01-02 01:34", code=0)
        self.night("2023-01-05 01:34", code=0)
        page = self.read()
        bars = re.findall(r'<li><b class="(\w+)" aria-hidden="true">(.)</b>(\d\d/\d\d)<span class="unseen">: ([^<]+)</span>',
                          self.page.read_text(encoding="utf-8"))
        self.assertEqual([b[2] for b in bars], ["02/01", "03/01", "04/01", "05/01"])
        self.assertEqual([b[1] for b in bars], ["✓", "–", "–", "✓"])
        self.assertEqual(bars[1][3], "không có lượt nào")
        self.assertIn("So với lượt trước", page.text)
        self.night("2023-03-20 01:34", code=0)
        self.assertEqual(self.page.read_text(encoding="utf-8").count("<li><b class="), 35)


class Escaped(OfPage):
    HOSTILE = "Tr\u202eường <script>alert('1')</script> & \"số 6\" --> </style></main>"

    def test_hostile_names(self):
        self.init()
        units = self.home / "dinh-nghia/don-vi.csv"
        text = units.read_text(encoding="utf-8-sig")
        quoted = '"' + self.HOSTILE.replace('"', '""') + '"'
        self.assertIn("Trường Tiểu học số 6", text)
        units.write_text(text.replace("Trường Tiểu học số 6", quoted, 1), encoding="utf-8-sig")
        self.send()
        hostile = "<img src=x onerror=alert(1)>\u202e \x07#1?.xlsx"
        (self.home / "hop-thu" / hostile).write_bytes(b"PK\x03\x04 no workbook")
        self.change("liên hệ = <b>Ban</b> & \"ban\"")
        self.night("2023-01-05 01:34")
        page = self.read()
        whole = self.page.read_text(encoding="utf-8")
        self.assertNotIn("\u202e", whole)
        self.assertNotIn("\x07", whole)
        self.assertIn("Tr\\u202Eường <script>alert('1')</script> & \"số 6\" --> </style></main>", page.text)
        self.assertIn("gọi <b>Ban</b> & \"ban\"", page.text)
        for path in (self.home / "ket-qua/phan-hoi").glob("*.txt"):
            self.assertNotRegex(path.read_text(encoding="utf-8"), "[\u202e\x07]")

    def test_names_in_links(self):
        moved = self.tmp / "Cụm #2 100% <a> & 'b'"
        self.home = moved
        self.init()
        self.change("kết quả = ket-qua/Tổng hợp #1 & <2>.xlsx", "phản hồi = ket-qua/phản hồi?")
        (self.home / "ket-qua/phản hồi?").mkdir()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        links = self.read().links
        self.assertIn(urllib.parse.quote("Tổng hợp #1 & <2>.xlsx"), links)
        self.assertIn(urllib.parse.quote("phản hồi?/TH1.xlsx"), links)
        self.change("trang = trang-thai.html")
        self.night("2023-01-06 01:34", code=0)
        self.assertTrue((self.home / "trang-thai.html").is_file())
        links = Page((self.home / "trang-thai.html").read_text(encoding="utf-8")).links
        self.assertIn(urllib.parse.quote("ket-qua/phản hồi?/TH1.xlsx"), links)


class Looks(OfPage):
    def test_every_ink_can_be_read_on_every_ground(self):
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        style = self.read().style
        dark_at, print_at = style.index("@media screen and (prefers-color-scheme:dark)"), style.index("@media print")
        for scheme in (style[:dark_at], style[dark_at:print_at]):
            inks = set(re.findall(r"(?<![-\w])color:(#\w+)", scheme))
            grounds = set(re.findall(r"background:(#\w+)", scheme))
            self.assertGreaterEqual(len(inks), 3)
            self.assertGreaterEqual(len(grounds), 4)
            for ink in inks:
                for ground in grounds:
                    self.assertGreaterEqual(contrast(ink, ground), 4.5, (ink, ground))
            for edge in set(re.findall(r"outline(?:-color)?:[^;}]*(#\w+)", scheme)):
                self.assertTrue(all(contrast(edge, ground) >= 3 for ground in grounds), edge)
        self.assertAlmostEqual(contrast("#000", "#fff"), 21)

    def test_keyboard_and_print(self):
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        page = self.read()
        self.assertIn("a:focus{outline:3px", page.style)
        self.assertIn("@page{size:A4", page.style)
        self.assertFalse([a for _, a in page.tags if "tabindex" in a])
        self.assertTrue(all("scope" in a for t, a in page.tags if t == "th"))


class Failed(OfPage):
    def setUp(self):
        super().setUp()
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        (self.home / "hop-thu" / MARKER).unlink()

    def test_the_last_result_stays_below_what_failed(self):
        before = self.read()
        self.night("2023-01-06 01:34", code=3)
        page = self.read()
        self.assertIn("Lượt chạy lúc 01:34 thứ Sáu 06/01/2023 không ghi được kết quả:", page.text)
        self.assertIn(f"hộp thư “hop-thu” không có tệp dấu “{MARKER}”", page.text)
        self.assertNotIn(str(self.tmp), page.text)
        self.assertIn("Số liệu đến 01:34 thứ Năm 05/01/2023.", page.text)
        self.assertEqual(page.links, before.links)
        self.night("2023-01-07 01:34", code=3)
        self.assertEqual(self.read().text.count("không ghi được kết quả"), 1)
        (self.home / "hop-thu" / MARKER).write_text("")
        self.night("2023-01-08 01:34", code=0)
        page = self.read()
        self.assertNotIn("không ghi được kết quả", page.text)
        self.assertIn("Số liệu đến 01:34 Chủ nhật 08/01/2023.", page.text)

    def test_a_page_that_somebody_changed_is_not_taken_over(self):
        text = self.page.read_text(encoding="utf-8")
        self.page.write_text(text.replace("chưa nộp", "<script>x</script>"), encoding="utf-8")
        self.night("2023-01-06 01:34", code=3)
        page = self.read()
        self.assertIn("Số liệu đến 01:34 thứ Năm 05/01/2023.", page.text)  # out of the store
        self.assertEqual(page.links, ["Tong-hop.xlsx"])
        self.page.unlink()
        self.night("2023-01-06 01:34", code=3)
        self.assertIn("Số liệu đến 01:34 thứ Năm 05/01/2023.", self.read().text)

    def test_a_definition_that_is_broken_tonight(self):
        (self.home / "hop-thu" / MARKER).write_text("")
        (self.home / "dinh-nghia/kiem-tra.csv").write_text("Mã,Phạm vi\nK1,<x>\n")
        self.night("2023-01-06 01:34", code=3)
        page = self.read()
        self.assertIn("bộ biểu mẫu có chỗ sai", page.text)
        self.assertIn("Số liệu đến 01:34 thứ Năm 05/01/2023.", page.text)

    def test_a_configuration_with_a_fault(self):
        self.change("giữ = nhiều")
        self.night("2023-01-06 01:34", code=3)
        self.assertIn("tệp cấu hình có chỗ sai", self.read().text)

    def test_never_a_result(self):
        self.page.unlink()
        (self.home / "so-lieu.db").unlink()
        run("nightly", "--init", self.home)
        (self.home / "hop-thu" / MARKER).unlink()
        self.night("2023-01-06 01:34", code=3)
        self.assertIn("Chưa có lượt nào ghi được kết quả.", self.read().text)

    def test_a_page_of_somebody_else_stays(self):
        self.page.write_text("<p>của tôi</p>")
        self.night("2023-01-06 01:34", code=3)
        self.assertEqual(self.page.read_text(), "<p>của tôi</p>")
        (self.home / "hop-thu" / MARKER).write_text("")
        done = self.night("2023-01-07 01:34", code=1)
        self.assertIn("trang-thai.html", done.stderr)
        self.assertEqual(self.page.read_text(), "<p>của tôi</p>")


class Letters(OfPage):
    def texts(self):
        return {p.stem: p.read_text(encoding="utf-8-sig") for p in sorted((self.home / "ket-qua/phan-hoi").glob("*.txt"))}

    def test_what_a_unit_is_told(self):
        self.init(definition=CLUSTER / "dinh-nghia")
        self.change("liên hệ = Ban thư ký, điện thoại 024 3 000 000")
        self.send(sample=CLUSTER)
        self.night("2023-01-06 01:34")
        texts = self.texts()
        self.assertEqual(len(texts), 7)
        for text in texts.values():
            self.assertLessEqual(len(text.replace("\r\n", "\n")), 1500)
            self.assertTrue(text.startswith("THÔNG BÁO VỀ BÁO CÁO SỐ LIỆU"))
            self.assertIn("Hạn nộp: 05/01/2023.", text)
            self.assertIn("Hỏi: Ban thư ký, điện thoại 024 3 000 000.", text)
            self.assertIn("Gửi tệp về: ban thư ký tại Sở", text)
        self.assertRegex(texts["DB"], r"1\. CTDS2_2022_DB_DienBien\.xlsx › B03_BCVT › G38: .+Cách sửa: ")
        self.assertIn("phiếu phản hồi DB.xlsx", texts["DB"])

    def test_a_unit_without_a_file(self):
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        text = self.texts()["TH6"]
        self.assertIn("Cụm chưa nhận được tệp (chưa nộp).", text)
        self.assertIn("Hạn nộp: 10/06/2024.", text)
        self.assertIn("Gửi tệp về:", text)

    def test_many_faults_and_long_names_stay_short(self):
        self.init()
        self.send()
        long = "tên rất dài " * 14
        for name in os.listdir(SCHOOL / "hop-thu")[:1]:
            book = openpyxl.load_workbook(self.home / "hop-thu" / name)
            for sheet in book.worksheets:
                for row in sheet.iter_rows(min_row=6):
                    for cell in row:
                        if isinstance(cell.value, (int, float)):
                            cell.value = f"{long}{cell.coordinate}"
            book.save(self.home / "hop-thu" / name)
        self.night("2023-01-05 01:34")
        for text in self.texts().values():
            self.assertLessEqual(len(text.replace("\r\n", "\n")), 1500)
            self.assertIn("Gửi tệp về:", text)

    def test_without_feedback_tonight_no_text_of_yesterday(self):
        self.init()
        self.send()
        self.night("2023-01-05 01:34", code=0)
        workbook = self.home / "ket-qua/phan-hoi/TH1.xlsx"
        workbook.write_text("của tôi")
        self.night("2023-01-06 01:34", code=2)
        self.assertNotIn("TH1", self.texts())
        self.assertNotIn("phan-hoi/TH1.txt", self.read().links)
        self.assertIn("TH2", self.texts())
        workbook.unlink()
        self.night("2023-01-07 01:34")
        self.assertIn("TH1", self.texts())
        mine = self.home / "ket-qua/phan-hoi/TH2.txt"
        mine.write_text("của tôi")
        done = self.night("2023-01-08 01:34", code=1)
        self.assertIn("TH2.txt", done.stderr)
        self.assertEqual(mine.read_text(), "của tôi")

    def test_no_feedback_no_texts(self):
        self.init()
        self.change(without=["phản hồi"])
        self.send()
        self.night("2023-01-05 01:34", code=0)
        self.assertEqual(self.texts(), {})
        self.assertEqual(self.read().links[0], "Tong-hop.xlsx")


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
