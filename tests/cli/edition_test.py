#!/usr/bin/python3
"""The edition for the departments: nothing sensitive in any byte of the package, no findings, no way to a sheet that is not there; its
formulas are live, `verify` knows it, and its footers say what it is."""
import csv
import html
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unicodedata
import urllib.parse
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ["cum2-2022", "truong-hoc"]
LEFT_OUT = ["KIỂM TRA", "THAY ĐỔI", "ĐỀ NGHỊ GIẢI TRÌNH", "MA TRẬN KIỂM TRA", "QUY TẮC", "CAN THIỆP", "LÝ LỊCH SỐ LIỆU", "CHUYỂN MÃ", "BIỂU ĐỒ"]
FORMULA = re.compile(r"<f[^>]*>([^<]+)</f>|<definedName[^>]*>([^<]+)</definedName>|location=\"([^\"]+)\"")


def run(*args, program=None):
    return subprocess.run([program or sampled(), *map(str, args), "--lang", "vi"], capture_output=True, text=True)


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def parts(book):
    """Every part of the package as text: as it stands, and with references of XML and of addresses read."""
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8", "replace")
            yield name, text
            yield name, html.unescape(text)
            yield name, urllib.parse.unquote(html.unescape(text))
            yield name, re.sub(r"<[^>]+>", "", html.unescape(text))
        yield "names of parts", " ".join(package.namelist())


def plain(text):
    """Without diacritics, as names of files have it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def found_in(book, needles):
    return {(name, needle) for name, text in parts(book) for needle in needles if needle in text or plain(needle) in text}


def numbers(book, sheet):
    """{cell: (has a formula, number)} of the columns A to R."""
    with zipfile.ZipFile(book) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        xml = package.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode()
    cell = re.compile(r'<c r="([A-R]\d+)"(?![^>]* t=")[^>]*>(<f>[^<]*</f>)?<v>([^<]+)</v>')
    return {m.group(1): (bool(m.group(2)), float(m.group(3))) for m in cell.finditer(xml)}


def sensitive(working, definition):
    """What the cells of sensitive indicators and columns say, by NGUỒN SỐ LIỆU of the working edition."""
    codes = {r["Mã"] for table in ("chi-tieu.csv", "cot.csv") for r in read_csv(definition / table) if r.get("Nhạy cảm") == "Có"}
    rows = openpyxl.load_workbook(working, read_only=True)["NGUỒN SỐ LIỆU"].iter_rows(min_row=6, values_only=True)
    return {str(v) for row in rows if row[0] in codes for v in (row[5], row[6]) if v}


class Edition(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.tmp = pathlib.Path(cls.dir.name)
        cls.books = {}
        for name in SAMPLES:
            sample = ROOT / "samples" / name
            for edition in ("lam-viec", "gui"):
                out = cls.tmp / f"{name}-{edition}.xlsx"
                done = run("merge", "-q", "--edition", edition, "-d", sample / "dinh-nghia", "-o", out, sample / "hop-thu")
                assert done.returncode in (0, 1), done.stderr
                cls.books[name, edition] = out

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def sheets(self, book):
        return openpyxl.load_workbook(book, read_only=True).sheetnames

    def test_no_sensitive_value_of_the_samples_is_anywhere_in_it(self):
        seen = 0
        for name in SAMPLES:
            definition = ROOT / "samples" / name / "dinh-nghia"
            values = sensitive(self.books[name, "lam-viec"], definition)
            # Words that the definition itself has are no secret: a unit's name, a value of a catalogue.
            own = " ".join(p.read_text("utf-8-sig") for p in definition.glob("*.csv"))
            secret = {v for v in values if v not in own}
            seen += len(secret)
            if secret:
                self.assertTrue(found_in(self.books[name, "lam-viec"], secret), "the working edition has them")
            self.assertEqual(found_in(self.books[name, "gui"], secret), set())
        self.assertGreater(seen, 50)

    def test_nor_in_the_file_beside_it(self):
        sample = ROOT / "samples/cum2-2022"
        out = self.tmp / "dai.xlsx"
        run("merge", "-q", "--edition", "gui", "--limit", "sheet-rows=300", "-d", sample / "dinh-nghia", "-o", out, sample / "hop-thu")
        own = " ".join(p.read_text("utf-8-sig") for p in (sample / "dinh-nghia").glob("*.csv"))
        secret = {v for v in sensitive(self.books["cum2-2022", "lam-viec"], sample / "dinh-nghia") if v not in own}
        beside = [p.read_text("utf-8-sig") for p in self.tmp.glob("dai.nguon-so-lieu-*.csv")]
        self.assertEqual(len(beside), 1)
        self.assertGreater(beside[0].count("\n"), 5000)
        self.assertEqual([v for v in secret if v in beside[0]], [])

    def test_it_has_no_sheet_of_findings_and_no_way_to_one(self):
        for name in SAMPLES:
            sheets = self.sheets(self.books[name, "gui"])
            self.assertEqual([s for s in sheets if s in LEFT_OUT], [])
            self.assertEqual([s for s in self.sheets(self.books[name, "lam-viec"]) if s not in LEFT_OUT], sheets)
            with zipfile.ZipFile(self.books[name, "gui"]) as package:
                for part in package.namelist():
                    self.assertNotIn("externalLink", part)
                    if not part.endswith((".xml", ".rels")):
                        continue
                    for hit in FORMULA.finditer(html.unescape(package.read(part).decode())):
                        text = re.sub(r'"[^"]*"', '""', next(g for g in hit.groups() if g))
                        self.assertEqual([r for r in re.findall(r"'([^']+)'!", text) if r not in sheets], [], (part, text[:200]))
                        self.assertNotIn("#REF", text)

    def test_lists_of_people_are_told_as_counts(self):
        sheet = openpyxl.load_workbook(self.books["cum2-2022", "gui"], data_only=True)["B10_DS"]
        rows = {r[0]: r for r in sheet.iter_rows(min_row=6, values_only=True) if r[0]}
        working = openpyxl.load_workbook(self.books["cum2-2022", "lam-viec"], data_only=True)["B10_DS"]
        names = [r[0] for r in working.iter_rows(min_row=6, values_only=True) if r[0] and r[2]]
        self.assertEqual({u: rows[u][1] for u in set(names)}, {u: names.count(u) for u in set(names)})
        self.assertEqual(rows["Cụm"][1], len(names))
        self.assertIn("Cá nhân", rows["Sơn La"][2])

    def test_points_ranks_and_totals_are_those_of_the_working_edition_and_live(self):
        for name in SAMPLES:
            for sheet in ("XẾP HẠNG", "CHẤM ĐIỂM", "TỔNG HỢP"):
                working, sent = (numbers(self.books[name, edition], sheet) for edition in ("lam-viec", "gui"))
                common = working.keys() & sent.keys()
                self.assertGreater(len(common), 30, (name, sheet))
                self.assertEqual({c: (working[c], sent[c]) for c in common if working[c][1] != sent[c][1]}, {}, (name, sheet))
                live = sum(formula for formula, _ in sent.values())
                self.assertGreater(live, 50 if name == "cum2-2022" else 15, (name, sheet))

    def test_self_scores_lead_to_their_rows_as_in_the_working_edition(self):
        links = {}
        for edition in ("lam-viec", "gui"):
            sheet = openpyxl.load_workbook(self.books["cum2-2022", edition])["CHẤM ĐIỂM"]
            cells = (c for row in sheet.iter_rows(min_row=9) for c in row if c.hyperlink)
            links[edition] = {c.coordinate: c.hyperlink.location for c in cells if "B12_CD" in (c.hyperlink.location or "")}
        self.assertGreater(len(links["lam-viec"]), 300)
        self.assertEqual(links["gui"], links["lam-viec"])

    def test_every_footer_says_which_edition_it_is(self):
        for (name, edition), book in self.books.items():
            says = "BẢN GỬI ĐƠN VỊ" if edition == "gui" else "BẢN LÀM VIỆC"
            with zipfile.ZipFile(book) as package:
                for part in package.namelist():
                    if part.startswith("xl/worksheets/sheet"):
                        footer = re.search(r"<oddFooter>([^<]*)</oddFooter>", package.read(part).decode())
                        self.assertIn(says, footer.group(1) if footer else "", (name, part))
                self.assertIn(says, package.read("docProps/core.xml").decode())

    def test_verify_knows_it(self):
        sample = ROOT / "samples/truong-hoc"
        book = self.books["truong-hoc", "gui"]
        self.assertEqual(run("verify", book, "-d", sample / "dinh-nghia", sample / "hop-thu").returncode, 0)
        self.assertEqual(run("verify", "--edition", "gui", book, "-d", sample / "dinh-nghia", sample / "hop-thu").returncode, 0)
        done = run("verify", "--edition", "gui", self.books["truong-hoc", "lam-viec"], "-d", sample / "dinh-nghia", sample / "hop-thu")
        self.assertEqual(done.returncode, 3)
        self.assertIn("là bản làm việc", done.stderr)
        changed = self.tmp / "sua.xlsx"
        with zipfile.ZipFile(book) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                data = old.read(info)
                if info.filename == "xl/worksheets/sheet4.xml":
                    data, n = re.subn(rb'(<c r="E7"[^>]*><v>)[^<]*(</v>)', rb"\g<1>99\g<2>", data)
                    self.assertEqual(n, 1)
                new.writestr(info, data)
        self.assertEqual(run("verify", changed, "-d", sample / "dinh-nghia", sample / "hop-thu").returncode, 2)

    def test_the_option_has_two_words(self):
        done = run("merge", "--edition", "rieng", "-d", "x", "-o", "y.xlsx", "z")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--edition", done.stderr)

    # ---- what people write where nobody asked them to ----

    def sent(self, change, files=None, ledger=None):
        """The edition for the departments of the school sample, its definition, inbox and ledger changed."""
        home = pathlib.Path(tempfile.mkdtemp(dir=self.tmp))
        shutil.copytree(ROOT / "samples/truong-hoc/dinh-nghia", home / "dinh-nghia")
        shutil.copytree(ROOT / "samples/truong-hoc/hop-thu", home / "hop-thu")
        change(home)
        options = []
        if ledger:
            (home / "so").mkdir()
            for name, rows in ledger.items():
                with open(home / "so" / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
                    csv.writer(f).writerows(rows)
            options = ["--ledger", home / "so"]
        for edition in ("lam-viec", "gui"):
            done = run("merge", "-q", "--edition", edition, "-d", home / "dinh-nghia", *options, "-o", home / f"{edition}.xlsx", home / "hop-thu")
            self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        done = run("verify", home / "gui.xlsx", "-d", home / "dinh-nghia", *options, home / "hop-thu")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return home

    def mark(self, home, table, code, more=()):
        path = home / "dinh-nghia" / table
        rows = path.read_text("utf-8-sig").splitlines()
        at = 0 if table == "chi-tieu.csv" else 1
        out = [rows[0] + ",Nhạy cảm"] + [r + (",Có" if r.split(",")[at] == code else ",") for r in rows[1:]]
        path.write_text("\n".join(out + list(more)) + "\n", "utf-8")

    def typed(self, home, file, sheet, cell, value):
        path = home / "hop-thu" / file
        book = openpyxl.load_workbook(path)
        book[book.sheetnames[sheet]][cell] = value
        book.save(path)

    def test_a_name_in_another_cell_or_in_the_name_of_a_file_is_not_told_either(self):
        def change(home):
            self.mark(home, "cot.csv", "HD.02")
            book = openpyxl.load_workbook(home / "hop-thu/truong-so-1.xlsx")
            sheet = next(s for s in book if any("Tên hoạt động" in str(c.value) or "Hoạt động" == str(c.value) for r in s.iter_rows() for c in r))
            row, col = next((c.row, c.column) for r in sheet.iter_rows() for c in r if c.value in ("Tên hoạt động", "Hoạt động"))
            sheet.cell(row + 1, col).value = "Thầy Đặng Quốc Vượng, 0912 345 678"
            first = book[book.sheetnames[0]]
            head = next(c for r in first.iter_rows() for c in r if c.value == "Ghi chú")
            below = [r for r in range(head.row + 1, head.row + 9) if not isinstance(first.cell(r, head.column), openpyxl.cell.cell.MergedCell)
                     and isinstance(first.cell(r, head.column - 2).value, (int, float))]
            first.cell(below[0], head.column).value = "hỏi thầy Đặng Quốc Vượng (0912.345.678, dqvuong@vi-du.edu.vn)"
            first.cell(below[1], head.column).value = "hỏi +84 987 654 321"
            book[book.sheetnames[0]].title = book.sheetnames[0] + " Đặng Quốc Vượng"
            book.save(home / "hop-thu/truong-so-1 Dang_Quoc_Vuong.xlsx")
            (home / "hop-thu/truong-so-1.xlsx").unlink()
            (home / "hop-thu/truong-so-3.xlsx").rename(home / "hop-thu/0911222333.xlsx")  # two that are called the same then
            (home / "hop-thu/truong-so-4.xlsx").rename(home / "hop-thu/0944 555 666.xlsx")
        home = self.sent(change)
        needles = {"0911222333", "0944 555 666", "Đặng Quốc Vượng", "Dang_Quoc_Vuong", "0912 345 678", "0912.345.678", "dqvuong", "987 654 321", "Dang Quoc Vuong"}
        self.assertGreater(len(found_in(home / "lam-viec.xlsx", needles)), 4)
        self.assertEqual(found_in(home / "gui.xlsx", needles), set())
        self.assertTrue(found_in(home / "gui.xlsx", {"truong-so-1 (không nêu).xlsx"}))

    def test_figures_that_are_sensitive_are_in_no_cell_total_or_share(self):
        home = self.sent(lambda home: self.mark(home, "chi-tieu.csv", "HS.05"))
        working = openpyxl.load_workbook(home / "lam-viec.xlsx", data_only=True)["TỔNG HỢP"]
        sent = openpyxl.load_workbook(home / "gui.xlsx", data_only=True)["TỔNG HỢP"]
        row = next(r[0].row for r in working.iter_rows() if r[2].value == "HS.05")
        self.assertTrue(all(isinstance(working.cell(row, c).value, int) for c in range(5, 10)))
        self.assertEqual({sent.cell(row, c).value for c in range(5, 10)}, {"(không nêu)"})
        self.assertEqual(sent.cell(row, 11).value, "x")

    def test_who_entered_what_on_which_ground_is_not_told(self):
        ledger = {"dieu-chinh": [["Đơn vị", "Mã", "Cột", "Giá trị cũ", "Giá trị", "Ai", "Ngày", "Căn cứ"],
                                 ["TH2", "HS.04", "năm nay", "", "33", "Phạm Thị Kín", "2024-06-12", "điện thoại cô Lê Thị Hở"]],
                  "dong": [["Đơn vị", "Mã phát hiện", "Lý do", "Căn cứ", "Ai", "Ngày"],
                           ["TH6", "", "cô Trịnh Thị Sen nghỉ ốm", "CV 12", "Phạm Thị Kín", "2024-06-12"]],
                  "cum-cham": [["Đơn vị", "Tiêu chí", "Điểm", "Mã xác nhận", "Ai", "Ngày", "Căn cứ", "Nhận xét", "Giải trình"],
                               ["TH1", "A.1", "5", "", "Phạm Thị Kín", "2024-06-12", "ý kiến cô Lê Thị Hở", "cô Bùi Thị Lộ xem lại", "đã xem"]],
                  "giai-trinh": [["Đơn vị", "Quy tắc", "Mã giải trình", "Lý do", "Ai", "Ngày"],
                                 ["TH1", "KT-001", "x1234567", "vì cô Bùi Thị Lộ nghỉ", "Phạm Thị Kín", "2024-06-12"]],
                  "kien-nghi": [["Đơn vị", "Tiêu chí", "Nội dung", "Trả lời", "Ai", "Ngày"],
                                ["TH1", "", "xin xem lại phần của cô Bùi Thị Lộ", "", "Phạm Thị Kín", "2024-06-12"]]}
        home = self.sent(lambda home: (home / "dinh-nghia/cum-cham.csv").unlink(), ledger=ledger)
        needles = {"Phạm Thị Kín", "Lê Thị Hở", "Bùi Thị Lộ", "Trịnh Thị Sen"}
        self.assertTrue(found_in(home / "lam-viec.xlsx", needles))
        self.assertEqual(found_in(home / "gui.xlsx", needles), set())

    def test_a_night_writes_it_where_the_configuration_names_it(self):
        home = pathlib.Path(tempfile.mkdtemp(dir=self.tmp)) / "cum"
        self.assertEqual(run("nightly", "--init", home, "-d", ROOT / "samples/truong-hoc/dinh-nghia").returncode, 0)
        for path in (ROOT / "samples/truong-hoc/hop-thu").iterdir():
            shutil.copy(path, home / "hop-thu")
        conf = home / "tonghop.conf"
        conf.write_text(conf.read_text("utf-8-sig") + "bản gửi = ket-qua/Tong-hop-gui.xlsx\n", "utf-8")
        for night in ("2024-06-12 01:30", "2024-06-13 01:30"):
            done = run("nightly", "--now", night, conf)
            self.assertIn(done.returncode, (0, 1, 2), done.stderr)
            sheets = self.sheets(home / "ket-qua/Tong-hop-gui.xlsx")
            self.assertEqual([s for s in self.sheets(home / "ket-qua/Tong-hop.xlsx") if s not in LEFT_OUT], sheets)
        done = run("verify", home / "ket-qua/Tong-hop-gui.xlsx", "-d", home / "dinh-nghia", "--ledger", home / "so-ban-thu-ky/so-ban-thu-ky.xlsx",
                   "--store", home / "so-lieu.db", home / "hop-thu", "--inputs", home / "ket-qua/luu")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (home / "ket-qua/Tong-hop-gui.xlsx").write_text("của tôi")
        done = run("nightly", "--now", "2024-06-14 01:30", conf)
        self.assertEqual(done.returncode, 2)
        self.assertIn("Tong-hop-gui.xlsx", done.stdout + done.stderr)
        self.assertEqual((home / "ket-qua/Tong-hop-gui.xlsx").read_text(), "của tôi")

    def test_nobody_is_scored_by_what_nobody_may_see(self):
        home = pathlib.Path(tempfile.mkdtemp(dir=self.tmp))
        shutil.copytree(ROOT / "samples/cum2-2022/dinh-nghia", home / "dinh-nghia")
        path = home / "dinh-nghia/chi-tieu.csv"
        path.write_text(re.sub(r"(?m)^(KTTH\.10,.*),$", r"\1,Có", path.read_text("utf-8-sig")), "utf-8")
        done = run("merge", "-d", home / "dinh-nghia", "-o", home / "o.xlsx", ROOT / "samples/cum2-2022/hop-thu")
        self.assertEqual(done.returncode, 3)
        self.assertIn("KTTH.10 ghi Nhạy cảm là “Có”", done.stderr)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
