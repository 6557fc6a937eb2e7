#!/usr/bin/python3
"""A consolidated workbook held against its inputs: as it was written, saved again, sorted, changed in each of its sheets; with inputs that were
renamed, changed or lost; by another version; of a night with and without its store; from a dossier."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402
from school import with_figure  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
CELL = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*>)((?:<f[^>]*>[^<]*</f>)?)<v>([^<]*)</v></c>')


def run(*args, program=None):
    return subprocess.run([program or sampled(), *map(str, args)], capture_output=True, text=True)


def rewritten(book, to, change):
    """A copy of the package, every part of which went through change(name, bytes)."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, change(info.filename, old.read(info)))
    return to


def sheet_names(book):
    with zipfile.ZipFile(book) as package:
        return re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())


class Made(unittest.TestCase):
    """A workbook of the school sample, and an inbox of its own."""

    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.tmp = pathlib.Path(cls.dir.name)
        cls.inbox = cls.tmp / "hop-thu"
        shutil.copytree(SCHOOL / "hop-thu", cls.inbox)
        cls.book = cls.tmp / "Tong-hop.xlsx"
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "--as-of", "2024-06-20", "-o", cls.book, cls.inbox, program=RELEASE)
        assert cls.book.exists(), done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def path(self, name):
        folder = self.tmp / self.id().rsplit(".", 1)[-1]
        folder.mkdir(exist_ok=True)
        return folder / name

    def copied_inbox(self):
        target = self.path("hop-thu")
        shutil.copytree(self.inbox, target)
        return target

    def verify(self, book, *args, code, says=(), silent=(), inbox=None):
        done = run("verify", book, "-d", SCHOOL / "dinh-nghia", *args, *([] if inbox is False else [inbox or self.inbox]))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for words in says:
            self.assertIn(words, done.stdout + done.stderr)
        for words in silent:
            self.assertNotIn(words, done.stdout + done.stderr)
        return done.stdout

    # ---- the same workbook ----

    def test_as_it_was_written(self):
        self.verify(self.book, code=0, says=["Khớp: "])
        self.verify(self.book, "--lang", "en", "--jobs", "1", code=0, says=["It agrees: "])
        self.verify(self.book, "--as-of", "2024-06-20", code=0)
        self.assertIn("2024-06-20", str([[c.value for c in row] for row in openpyxl.load_workbook(self.book)["NHẬT KÝ"].rows]))

    def test_killed_it_leaves_no_folder(self):
        """Whatever ends it, and whatever it is doing then: the private folder goes."""
        temporary = self.path("tam")
        temporary.mkdir()
        for number, wait in ((signal.SIGKILL, 0), (signal.SIGKILL, 0.3), (signal.SIGTERM, 0.1)):
            line = [RELEASE, "verify", str(self.book), "-d", str(SCHOOL / "dinh-nghia"), "--as-of", "2024-06-20", str(self.inbox)]
            running = subprocess.Popen(line, env={**os.environ, "TMPDIR": str(temporary)}, stdout=subprocess.DEVNULL, start_new_session=True)
            while running.poll() is None and not any(temporary.iterdir()):
                time.sleep(0.001)
            time.sleep(wait)
            os.killpg(running.pid, number)
            self.assertIn(running.wait(), (-number, 0))  # on a quick machine it had done by then
            for _ in range(100):
                if not any(temporary.iterdir()):
                    break
                time.sleep(0.05)
            self.assertEqual(list(temporary.iterdir()), [], number)

    def test_what_is_listed_names_no_place_and_no_worker(self):
        again = self.path("khac.xlsx")
        run("merge", "-d", SCHOOL / "dinh-nghia", "--as-of", "2024-06-20", "--jobs", "1", "-o", again, self.copied_inbox(), program=RELEASE)
        self.assertEqual(self.book.read_bytes(), again.read_bytes())

    def test_saved_by_openpyxl(self):
        saved = self.path("luu.xlsx")
        openpyxl.load_workbook(self.book).save(saved)
        self.verify(saved, code=0, says=["Chưa tính lại"])

    def test_written_as_excel_does(self):
        """Shared formulas, prefixes, absolute references, blanks, texts in the cells, and cells that only have a look."""
        with zipfile.ZipFile(self.book) as package:
            strings = [re.sub(r"<[^>]*>", "", s) for s in re.findall(r"<si>(.*?)</si>", package.read("xl/sharedStrings.xml").decode(), re.S)]

        def as_excel(name, data):
            if not name.startswith("xl/worksheets/sheet"):
                return data
            text = data.decode()
            text = re.sub(r'<c (r="[A-Z]+\d+"[^>]*?) t="s"><v>(\d+)</v></c>',
                          lambda m: f'<c {m[1]} t="inlineStr"><is><t xml:space="preserve">{strings[int(m[2])]}</t></is></c>', text)
            text = re.sub(r"<f>(.*?)</f>", lambda m: "<f> " + m[1].replace("IFERROR(", "_xlfn.IFERROR( ").replace(",", " , ") + "</f>" if '"' not in m[1] else m[0], text)
            return text.replace("</sheetData>", '<row r="900"><c r="A900" s="3"/></row></sheetData>').encode()

        self.verify(rewritten(self.book, self.path("excel.xlsx"), as_excel), code=0, silent=["sắp xếp"])

    def test_shared_formulas(self):
        """A column of formulas that Excel would write once."""
        def shared(name, data):
            text = data.decode() if name.startswith("xl/worksheets/sheet") else ""
            cells = re.findall(r'<c r="([A-Z]+)(\d+)"[^>]*><f>([^<]*)</f>', text)
            for (col, row, formula), (col2, row2, formula2) in zip(cells, cells[1:]):
                if "'" in formula or "$" in formula or '"' in formula or col == col2 or row != row2:
                    continue
                moved = re.sub(r"\b([A-Z])(\d+)\b", lambda m: chr(ord(m[1]) + ord(col2) - ord(col)) + m[2], formula)
                if len(col) == len(col2) == 1 and moved == formula2 and moved != formula:
                    text = text.replace(f"<f>{formula}</f>", f'<f t="shared" ref="{col}{row}:{col2}{row2}" si="0">{formula}</f>', 1)
                    text = text.replace(f"<f>{formula2}</f>", '<f t="shared" si="0"/>', 1)
                    break
            return text.encode() if text else data
        self.verify(rewritten(self.book, self.path("chung.xlsx"), shared), code=0)

    def test_sorted(self):
        book = openpyxl.load_workbook(self.book)
        sheet = book["NGUỒN SỐ LIỆU"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        filled = [row for row in rows if row[0]]
        for i, row in enumerate(sorted(filled, key=lambda row: (str(row[2]), str(row[0])), reverse=True)):
            for k, value in enumerate(row):
                cell = sheet.cell(6 + i, 1 + k)
                cell.value = value
        saved = self.path("xep.xlsx")
        book.save(saved)
        self.verify(saved, code=0, says=["sắp xếp lại", "NGUỒN SỐ LIỆU"])
        sheet.cell(20, 7).value = "sửa sau khi xếp"
        book.save(saved)
        out = self.verify(saved, code=2, says=["NGUỒN SỐ LIỆU › G20", "sửa sau khi xếp"])
        self.assertIn("KHÔNG KHỚP: 1 ô", out)

    def test_a_blank_row_put_in(self):
        book = openpyxl.load_workbook(self.book)
        book["NGUỒN SỐ LIỆU"].insert_rows(9)
        saved = self.path("chen.xlsx")
        book.save(saved)
        self.verify(saved, code=0, says=["NGUỒN SỐ LIỆU"])

    # ---- another one ----

    def test_one_cell_of_each_sheet(self):
        for number, name in enumerate(sheet_names(self.book), 1):
            found = []

            def change(part, data, found=found, number=number):
                if part != f"xl/worksheets/sheet{number}.xml":
                    return data
                text = data.decode()
                cells = [m for m in CELL.finditer(text) if not m[3]] or list(CELL.finditer(text))
                m = cells[len(cells) // 2]
                found.append(m[2])
                kept = m[1].replace(' t="s"', "").replace(' t="str"', "")
                return (text[:m.start()] + kept + m[3] + f"<v>{77 if m[4] != '77' else 78}</v></c>" + text[m.end():]).encode()

            changed = rewritten(self.book, self.path("mot-o.xlsx"), change)
            with self.subTest(sheet=name):
                out = self.verify(changed, code=2, says=[f"{name} › {found[0]}"])
                self.assertIn("KHÔNG KHỚP: 1 ô", out)

    def test_a_formula_that_became_its_value(self):
        def frozen(part, data):
            return re.sub(rb"<f>[^<]*</f>(<v>[0-9.]+</v>)", rb"\1", data, count=1) if part == "xl/worksheets/sheet2.xml" else data
        self.verify(rewritten(self.book, self.path("gia-tri.xlsx"), frozen), code=2, says=["lập lại là công thức"])

    def test_another_formula_with_the_same_result(self):
        def other(part, data):
            return re.sub(rb"<f>([^<]*)</f>(<v>[0-9.]+</v>)", rb"<f>\1+0</f>\2", data, count=1) if part == "xl/worksheets/sheet2.xml" else data
        self.verify(rewritten(self.book, self.path("cong-thuc.xlsx"), other), code=2)

    def test_sheets(self):
        book = openpyxl.load_workbook(self.book)
        book.create_sheet("Ghi chú")["A1"] = "thêm"
        book["THAY ĐỔI"].title = "Thay đổi cũ"
        del book["CHUYỂN MÃ"]
        saved = self.path("trang.xlsx")
        book.save(saved)
        self.verify(saved, code=2, says=["thêm trang Ghi chú", "trang THAY ĐỔI đã đổi tên thành Thay đổi cũ", "thiếu trang CHUYỂN MÃ"])

    # ---- inputs ----

    def test_renamed_inputs_elsewhere(self):
        elsewhere = self.path("noi-khac")
        elsewhere.mkdir()
        for i, file in enumerate(sorted(self.inbox.iterdir())):
            shutil.copy(file, elsewhere / f"tep-{i}{file.suffix}")
        self.verify(self.book, "--inputs", elsewhere, code=0, says=["tên khác"], inbox=False)
        self.verify(self.book, "--inputs", self.inbox, code=0, says=["18/18 khớp"], silent=["tên khác"], inbox=False)

    def test_a_changed_input(self):
        inbox = self.copied_inbox()
        name = "truong-so-2.xlsx"
        with_figure(self.inbox / name, 41, inbox / name)
        out = self.verify(self.book, code=1, says=["đã đổi", name, "41"], inbox=inbox)
        self.assertIn("không còn bản cũ", out)
        # where the listed bytes are at hand all of it is proved, and what today would change is told
        old = self.path("ban-cu")
        old.mkdir()
        shutil.copy(self.inbox / name, old / "cu.xlsx")
        self.verify(self.book, "--inputs", old, code=1, says=["bản cũ khớp", "Nếu lập lại hôm nay", "41"], inbox=inbox)

    def test_a_changed_input_hides_no_changed_cell(self):
        inbox = self.copied_inbox()
        with_figure(self.inbox / "truong-so-2.xlsx", 41, inbox / "truong-so-2.xlsx")

        def forged(part, data):
            if part != "xl/worksheets/sheet4.xml":  # TỔNG HỢP
                return data
            m = [m for m in CELL.finditer(data.decode()) if m[2].startswith("E") and not m[3] and 't="s"' not in m[1]][2]
            return (data.decode()[:m.start(4)] + "991" + data.decode()[m.end(4):]).encode()
        self.verify(rewritten(self.book, self.path("gia.xlsx"), forged), code=2, says=["991"], inbox=inbox)

    def test_a_new_input(self):
        inbox = self.copied_inbox()
        shutil.copy(inbox / "truong-so-1.xlsx", inbox / "truong-so-1 (1).xlsx")
        self.verify(self.book, code=1, says=["sổ không kê"], inbox=inbox)

    def test_a_missing_input(self):
        inbox = self.copied_inbox()
        (inbox / "truong-so-3.xlsx").unlink()
        self.verify(self.book, code=3, says=["truong-so-3.xlsx", "--inputs"], inbox=inbox)

    def test_a_changed_definition(self):
        other = self.path("dinh-nghia")
        shutil.copytree(SCHOOL / "dinh-nghia", other)
        part = other / "chi-tieu.csv"
        part.write_bytes(part.read_bytes() + b"\r\n")
        done = run("verify", self.book, "-d", other, self.inbox)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("chi-tieu.csv", done.stdout)

    # ---- the list itself ----

    def test_another_version(self):
        def named(part, data):
            return data.replace(b"tonghop 0.", b"tonghop 9.") if part == "xl/sharedStrings.xml" else data
        other = rewritten(self.book, self.path("ban-9.xlsx"), named)
        self.verify(other, code=1, says=["tonghop 9.", "Phiên bản chương trình khác"])

        def figure(part, data):
            return re.sub(rb"<v>(\d\d)</v>", rb"<v>9\1</v>", data, count=1) if part == "xl/worksheets/sheet3.xml" else data
        self.verify(rewritten(other, self.path("ban-9-khac.xlsx"), figure), code=1, says=["Phiên bản chương trình khác"])

    def test_a_list_that_was_changed(self):
        digest = re.search(r"[0-9a-f]{64}", str([[c.value for c in row] for row in openpyxl.load_workbook(self.book)["NHẬT KÝ"].iter_rows(min_row=20)]))[0]

        def forged(part, data):
            return data.replace(digest.encode(), digest[::-1].encode()) if part == "xl/sharedStrings.xml" else data
        self.verify(rewritten(self.book, self.path("ke.xlsx"), forged), code=2)

    def test_what_is_none_of_ours(self):
        other = self.path("la.xlsx")
        openpyxl.Workbook().save(other)
        self.verify(other, code=3, says=["không phải bảng tổng hợp"])
        other.write_bytes(self.book.read_bytes()[:20000])
        self.verify(other, code=3)
        self.verify(self.path("khong-co.xlsx"), code=3)
        self.assertEqual(run("verify").returncode, 64)

    # ---- the page ----

    def test_the_page(self):
        page = self.path("bien-ban.html")
        book = openpyxl.load_workbook(self.book)
        book["THAY ĐỔI"]["A9"] = "<script>alert('x')</script>"
        saved = self.path("doc.xlsx")
        book.save(saved)
        self.verify(saved, "--report", page, code=2)
        text = page.read_text(encoding="utf-8")
        self.assertNotIn("<script", text)
        for words in ("BIÊN BẢN ĐỐI CHIẾU", "&lt;script&gt;", "Content-Security-Policy", "truong-so-1.xlsx", "KHÔNG KHỚP", "ký, ghi rõ họ tên"):
            self.assertIn(words, text)
        self.verify(self.book, "--report", page, code=0)
        self.assertIn("Khớp: ", page.read_text(encoding="utf-8"))
        note = self.path("ghi-chu.html")
        note.write_text("của người khác")
        self.verify(self.book, "--report", note, code=3)
        self.assertEqual(note.read_text(), "của người khác")
        before = (self.inbox / "truong-so-1.xlsx").read_bytes()
        self.verify(self.book, "--report", self.inbox / "truong-so-1.xlsx", "--force", code=3)
        self.verify(self.book, "--report", self.book, "--force", code=3)
        self.assertEqual((self.inbox / "truong-so-1.xlsx").read_bytes(), before)


class Frozen(unittest.TestCase):
    """Nights under chốt, each as it was published, held against the store as it is in the end."""

    def test_nights_under_chot(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder) / "cum"
            done = run("nightly", "--init", home, "-d", SCHOOL / "dinh-nghia", program=RELEASE)
            self.assertEqual(done.returncode, 0, done.stderr)
            inbox, book, definition = home / "hop-thu", home / "ket-qua/Tong-hop.xlsx", home / "dinh-nghia"
            ledger, published = home / "so", []
            ledger.mkdir()
            for name in ("so-lieu-lan-1", "diem-lan-1"):  # dossiers are tried in dossier_test.py
                (home / "ket-qua/ho-so" / f"2024-{name}").mkdir(parents=True)
            conf = home / "tonghop.conf"
            conf.write_text(re.sub(r"^sổ ban thư ký = .*$", "sổ ban thư ký = so", conf.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")

            def night(day, *rows):
                (ledger / "chot.csv").write_text("Bước,Ngày,Ai,Căn cứ\n" + "".join(rows), encoding="utf-8")
                done = run("nightly", "--now", f"{day} 01:30", conf, program=RELEASE)
                self.assertLess(done.returncode, 3, done.stderr)
                published.append((day, home / f"{day}.xlsx", home / f"so-{day}"))
                shutil.copy(book, published[-1][1])
                shutil.copytree(ledger, published[-1][2] / "so")

            rows = ["chốt số liệu,2024-06-08,An,BB 5\n", "chốt điểm,2024-06-12,An,BB 6\n", "mở chốt,2024-06-14,An,CV 9\n"]
            for number in (1, 2, 3):
                with_figure(SCHOOL / f"hop-thu/truong-so-{number}.xlsx", 10 + number, inbox / f"truong-so-{number}.xlsx")
            night("2024-06-08", *rows[:1])
            with_figure(SCHOOL / "hop-thu/truong-so-1.xlsx", 21, inbox / "truong-so-1.xlsx")
            night("2024-06-09", *rows[:1])
            (inbox / "truong-so-2.xlsx").unlink()
            definition.rename(home / "cat-di")
            night("2024-06-10", *rows[:1])
            (home / "cat-di").rename(definition)
            night("2024-06-12", *rows[:2])
            night("2024-06-13", *rows[:2])
            night("2024-06-14", *rows)
            for day, saved, then in published:
                done = run("verify", saved, "-d", definition, "--ledger", then / "so", "--inputs", home / "ket-qua/luu/tep",
                           "--store", home / "so-lieu.db")
                self.assertEqual(done.returncode, 0, day + done.stdout + done.stderr)
                self.assertIn("đã đối chiếu với sổ lưu", done.stdout)


class Nights(unittest.TestCase):
    """Three nights, in which a file is broken and one comes late; then figures are frozen."""

    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.home = pathlib.Path(cls.dir.name) / "cum"
        cls.inbox = cls.home / "hop-thu"
        done = run("nightly", "--init", cls.home, "-d", SCHOOL / "dinh-nghia", program=RELEASE)
        assert done.returncode == 0, done.stderr
        shutil.copytree(SCHOOL / "hop-thu", cls.inbox, dirs_exist_ok=True)
        cls.night("2024-06-08")
        (cls.inbox / "truong-so-2.xlsx").write_bytes(b"PK\x03\x04 hong")
        cls.night("2024-06-11")
        with_figure(SCHOOL / "hop-thu/truong-so-4.xlsx", 44, cls.inbox / "truong-so-4 sua.xlsx")
        cls.night("2024-06-15")
        cls.book = cls.home / "Tong-hop-3.xlsx"
        cls.ledger = cls.home / "so-cua-dem-do/so-ban-thu-ky.xlsx"
        cls.ledger.parent.mkdir()
        shutil.copy(cls.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx", cls.ledger)
        shutil.copy(cls.home / "ket-qua/Tong-hop.xlsx", cls.book)

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    @classmethod
    def night(cls, day):
        done = run("nightly", "--now", f"{day} 01:30", cls.home / "tonghop.conf", program=RELEASE)
        assert done.returncode < 3, done.stdout + done.stderr

    def verify(self, book, *args, code, says=()):
        config = (self.home / "tonghop.conf").read_text(encoding="utf-8")
        definition = re.search(r"^bộ biểu mẫu\s*=\s*(.*)$", config, re.M)[1].strip()
        done = run("verify", book, "-d", self.home / definition, "--ledger", self.ledger, "--inputs", next(self.home.rglob("tep")), *args)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for words in says:
            self.assertIn(words, done.stdout + done.stderr)

    def test_with_the_store_and_without(self):
        store = next(self.home.rglob("so-lieu.db"))
        self.verify(self.book, "--store", store, code=0, says=["đã đối chiếu với sổ lưu"])
        self.verify(self.book, self.inbox, "--store", store, code=0)
        self.verify(self.book, code=0, says=["chưa đối chiếu với sổ lưu"])

    def test_a_figure_beside_what_the_run_before_had(self):
        """Without the store what the previous run had is not compared; all else of the row is."""
        book = openpyxl.load_workbook(self.book)
        sheet = book["NGUỒN SỐ LIỆU"]
        row = next(row for row in sheet.iter_rows(min_row=6) if isinstance(row[5].value, (int, float)))
        row[5].value += 1
        saved = self.home / "so.xlsx"
        book.save(saved)
        self.verify(saved, code=2, says=[f"NGUỒN SỐ LIỆU › {row[5].coordinate}"])

    def test_a_changed_memory(self):
        book = openpyxl.load_workbook(self.book)
        sheet = book["NHẬT KÝ"]
        row = next(row for row in sheet.iter_rows() if row[1].value == "ghi nhớ" and row[2].value == "2024-06-08")
        row[2].value = "2024-06-07"
        saved = self.home / "nho.xlsx"
        book.save(saved)
        store = next(self.home.rglob("so-lieu.db"))
        self.verify(saved, "--store", store, code=2, says=["2024-06-07", "2024-06-08"])
        self.verify(saved, code=2)

    def test_from_the_dossier(self):
        ledger = self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"
        book = openpyxl.load_workbook(ledger)
        book["Chốt"].append(["chốt số liệu", "2024-06-19", "Nguyễn Văn A", "Biên bản số 3"])
        book.save(ledger)
        self.night("2024-06-19")
        dossier = next(self.home.rglob("2024-so-lieu-lan-1"))
        published = self.home / "ket-qua/Tong-hop.xlsx"
        kept = self.home / "ho-so-roi"
        shutil.copytree(dossier, kept)
        for args, code in ((["--dossier", kept], 0),):
            done = run("verify", published, *args)
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        changed = self.home / "sua.xlsx"
        opened = openpyxl.load_workbook(published)
        opened["TỔNG HỢP"]["E8"] = 12345
        opened.save(changed)
        done = run("verify", changed, "--dossier", kept)
        self.assertEqual((done.returncode, "12345" in done.stdout), (2, True), done.stdout)
        next(kept.rglob("truong-so-1*")).unlink()
        self.assertEqual(run("verify", published, "--dossier", kept).returncode, 3)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
