#!/usr/bin/python3
"""The handbook of the secretary: the page is what the text says, it is four pages, and what it names is there after a night."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
TEXT = (ROOT / "docs/so-tay.md").read_text()
ASKED = {"CHAY", "tra-loi.txt"}  # there when somebody asks for a run


class Handbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-handbook-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp)
        cls.folder = cls.tmp / "cum"
        subprocess.run([TONGHOP, "nightly", "-q", "--init", cls.folder, "-d", SCHOOL / "dinh-nghia"], check=True)
        shutil.copytree(SCHOOL / "hop-thu", cls.folder / "hop-thu", dirs_exist_ok=True)
        cls.night()

    @classmethod
    def night(cls, *options):
        done = subprocess.run([TONGHOP, "nightly", *options, cls.folder / "tonghop.conf"], capture_output=True, text=True)
        assert done.returncode < 3, done.stderr
        return done.stdout

    def check(self, folder):
        done = subprocess.run([TONGHOP, "nightly", "--check", folder / "tonghop.conf"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_page_is_made_of_the_text(self):
        done = subprocess.run([ROOT / "scripts/make-handbook", "--check"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(len(re.findall(r"^## \d\. ", TEXT, re.M)), 4)

    def test_the_page_for_clerks_names_what_the_blank_workbook_says(self):
        text = (ROOT / "docs/dien-mau.md").read_text()
        self.assertNotRegex(text, r"(?m)^## ", "it is one side")
        for picture in re.findall(r"\]\((hinh/[^)]*)\)", text):
            self.assertTrue((ROOT / "docs" / picture).is_file(), picture)
        said = "".join((ROOT / "src/report" / name).read_text() for name in ("template_check.c", "template_rules.h"))
        for words in ("ĐỦ, CÓ THỂ GỬI", "đạt", "sai", "chưa xét", "chưa ghi", "Cách sửa", "Ô cần xem"):
            self.assertIn(words, text)
            self.assertIn(words, said)

    @unittest.skipUnless(shutil.which("chromium") and shutil.which("pdfinfo"), "no browser to print with")
    def test_they_are_four_pages_and_one(self):
        for name, pages in (("so-tay", 4), ("dien-mau", 1)):
            subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.tmp}/chromium", "--no-pdf-header-footer",
                            f"--print-to-pdf={self.tmp}/{name}.pdf", f"file://{ROOT}/docs/{name}.html"], capture_output=True, timeout=120)
            if not (self.tmp / f"{name}.pdf").exists():
                self.skipTest("the browser does not print here")
            told = subprocess.run(["pdfinfo", self.tmp / f"{name}.pdf"], capture_output=True, text=True).stdout
            self.assertRegex(told, rf"Pages: +{pages}\b", name)

    def test_what_it_names_is_there(self):
        (self.folder / "yeu-cau/CHAY").write_text("")
        self.assertIn("Đã nhận", self.night("--if-asked"))
        names = {name for name in re.findall(r"`([\w./-]+)`", TEXT) if re.search(r"[./-]", name) and not re.search(r"[à-ỹ]", name)}
        self.assertGreater(len(names), 9)
        for name in names:
            self.assertTrue(list(self.folder.glob(f"**/{name}")), name)
        self.assertFalse((self.folder / "yeu-cau/CHAY").exists())
        self.assertTrue((self.folder / "ket-qua/phan-hoi/TH1.txt").exists())  # the message beside the workbook

    def test_sheets_and_columns_of_the_ledger(self):
        book = openpyxl.load_workbook(self.folder / "so-ban-thu-ky/so-ban-thu-ky.xlsx")
        columns = {sheet.title: {cell.value for cell in sheet[1] if cell.value} for sheet in book}
        table = TEXT[TEXT.index("| chuyện | trang của sổ | ghi |"):TEXT.index("Mỗi dòng là một quyết định")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().split("\n")[2:]]
        told = {}
        for _, sheet, what in rows:
            self.assertIn(sheet, columns)
            words = re.sub(r"\([^)]*\)|`[^`]*`|“[^”]*”|chép dòng ở", " ", what.split(". ")[0])
            told.setdefault(sheet, set()).update(word.strip() for word in re.split("[,:;]| hoặc ", words) if word.strip())
        self.assertEqual(set(told), {s for s in columns if s not in ("Cách ghi sổ", "Giá trị cho phép")})
        extra = {"tệp nào đúng", "vòng hai", "khi trả lời"}
        for sheet, words in told.items():
            self.assertEqual(words - columns[sheet] - extra, set(), sheet)
        for word in re.findall(r"Quyết định `(\w+)`", table):
            self.assertIn(word, {cell.value for row in book["Giá trị cho phép"].iter_rows() for cell in row})

    def test_a_folder_that_moved(self):
        moved = self.tmp / "sang-may-khac"
        shutil.copytree(self.folder, moved)
        told = self.check(moved)
        self.assertRegex(told, r"khớp lần chạy \d+ ngày \d\d/\d\d/\d{4} cũ: bộ biểu mẫu khớp; sổ ban thư ký khớp; bảng tổng hợp khớp; bản gốc đã giữ 5/5\n")
        kept = next((moved / "ket-qua/luu/tep").iterdir())
        kept.write_bytes(kept.read_bytes()[:-1] + b"\0\0")
        (moved / "ket-qua/Tong-hop.xlsx").unlink()
        with open(moved / "dinh-nghia/don-vi.csv", "a") as file:
            file.write("\n")
        told = self.check(moved)
        self.assertRegex(told, r"so với lần chạy \d+ ngày \S+ cũ: bộ biểu mẫu đã đổi từ lần ấy; sổ ban thư ký khớp; bảng tổng hợp không thấy ở đây; bản gốc đã giữ 4/5\n")
        fresh = self.tmp / "moi"
        subprocess.run([TONGHOP, "nightly", "-q", "--init", fresh, "-d", SCHOOL / "dinh-nghia"], check=True)
        self.assertIn("chưa chạy lần nào", self.check(fresh))


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
