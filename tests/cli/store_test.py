#!/usr/bin/python3
"""What a store tells: `history`, `diff`; and that neither changes it.  Runs are recorded by tests/store/record_runs.c from the
outcomes of three nights."""
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
DEFINITION = SCHOOL / "dinh-nghia"
RECORD = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve() / "tests/store/record_runs"
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


def run(*args):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True)


def edit(path, *changes):
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    book.save(path)


def lines(text):
    return [line.split("\t") for line in text.splitlines()]


class Store(unittest.TestCase):
    """Night 1: school 5 has sent nothing.  Night 2: its file is there.  Night 3: school 4 has corrected 9 classes to 10, and
    school 5 wrote something unreadable."""

    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-store-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp)
        inbox, late = cls.tmp / "hop-thu", cls.tmp / "truong-so-5.xlsx"
        shutil.copytree(SCHOOL / "hop-thu", inbox)
        edit(inbox / "truong-so-4.xlsx")
        (inbox / late.name).rename(late)
        cls.night(1)
        shutil.copy(late, inbox)
        cls.night(2)
        edit(inbox / "truong-so-4.xlsx", ("M01", "F13", 10))
        edit(inbox / late.name, ("M01", "F13", "chín \u202elớp"))
        cls.night(3)
        cls.store = cls.tmp / "so-lieu.db"
        outcomes = [cls.tmp / f"{night}.records" for night in (1, 2, 3)]
        subprocess.run([RECORD, cls.store, DEFINITION, *outcomes], check=True)
        cls.hash = hashlib.sha256(cls.store.read_bytes()).hexdigest()
        cls.code = next(line.split(",")[0] for line in (DEFINITION / "chi-tieu.csv").read_text(encoding="utf-8-sig").splitlines() if ",Số lớp," in line)

    @classmethod
    def night(cls, number):
        done = subprocess.run([RELEASE, "merge", "-q", "-d", DEFINITION, "-o", cls.tmp / f"{number}.xlsx", "--force", "--as-of", f"2025-01-0{number}",
                               "--outcome", cls.tmp / f"{number}.records", cls.tmp / "hop-thu"], capture_output=True, text=True)
        assert done.returncode < 3, done.stderr

    def tell(self, *args, code=0):
        done = run(*args[:1], "--store", self.store, *args[1:])
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(hashlib.sha256(self.store.read_bytes()).hexdigest(), self.hash)
        return done.stderr if code else done.stdout

    def test_runs(self):
        told = lines(self.tell("history", "--lang", "vi"))
        self.assertEqual([line[0] for line in told], ["lượt", "1", "2", "3"])
        self.assertEqual(told[2][1:5], ["09/01/2025", "2025-01-08T01:30:01Z", "2025-01-08T01:31:01Z", "02/01/2025"])
        self.assertEqual(told[0][0:2], ["lượt", "ngày"])
        english = self.tell("history", "--lang", "en")
        self.assertNotRegex(english, VIETNAMESE)
        self.assertEqual(lines(english)[2][1], "2025-01-09")
        self.assertEqual(len(lines(self.tell("history", "--no-header"))), 3)

    def test_an_indicator(self):
        told = self.tell("history", self.code, "--lang", "vi")
        self.assertTrue(told.startswith(f"{self.code} · Số lớp"), told)
        now = {line[0]: [] for line in lines(told)[2:]}
        for line in lines(told)[2:]:
            if line[1] == "năm nay":
                now[line[0]].append(line[2:9])
        four = next(name for name in now if name.endswith("4"))
        five = next(name for name in now if name.endswith("5"))
        self.assertEqual(now[four], [["9", "08/01/2025", "1", "09/01/2025", "2", "truong-so-4.xlsx", "M01"],
                                     ["10", "10/01/2025", "3", "nay", "", "truong-so-4.xlsx", "M01"]])
        self.assertEqual([(line[2], line[4]) for line in now[five]], [("2", "2"), ("3", "")])
        self.assertEqual(now[five][1][0], "“chín \\u202Elớp” (không đọc được)")

    def test_of_one_unit(self):
        every = lines(self.tell("history", self.code, "--no-header"))
        code, name = next((row.split(",")[0], row.split(",")[1]) for row in (DEFINITION / "don-vi.csv").read_text(encoding="utf-8-sig").splitlines()[1:])
        for unit in (code, name):
            told = lines(self.tell("history", self.code, unit, "--no-header"))
            self.assertEqual(told, [line for line in every if line[0] == name])
            self.assertTrue(told)

    def test_a_column_of_a_list(self):
        column = next(row.split(",")[1] for row in (DEFINITION / "cot.csv").read_text(encoding="utf-8-sig").splitlines()[1:] if row.split(",")[0] not in ("*", ""))
        told = lines(self.tell("history", column, "--no-header", "--lang", "en"))
        self.assertTrue(told)
        for line in told:
            self.assertRegex(line[1], r"^row \d+$")

    def test_who_is_not_known(self):
        self.assertIn("không lượt nào có chỉ tiêu mã “XX.99”", self.tell("history", "XX.99", "--lang", "vi", code=3))
        self.assertIn("no run knew a unit “nobody”", self.tell("history", self.code, "nobody", "--lang", "en", code=3))

    def test_a_difference(self):
        told = self.tell("diff", "2", "3", "--lang", "vi")
        heading, head, *changes = lines(told)
        self.assertIn("Lượt 2 → lượt 3. So với lượt trước (ngày 02/01/2025): 2 tệp", heading[0])
        self.assertEqual(head[4:6], ["lượt 2", "lượt 3"])
        self.assertIn(["Số liệu", changes[0][1], self.code, "Số lớp", "9", "10", "truong-so-4.xlsx", "M01", "F13"], changes)
        self.assertEqual({line[0] for line in changes} - {"Tệp", "Số liệu", "Phát hiện", "Xếp hạng"}, set())
        # the last two are what is compared without runs; and back again it is the other way round
        self.assertEqual(self.tell("diff", "--lang", "vi"), told)
        self.assertEqual(self.tell("diff", "cuoi-1", "cuối", "--lang", "vi"), told)
        back = lines(self.tell("diff", "last", "2", "--lang", "vi"))
        self.assertIn(["Số liệu", changes[0][1], self.code, "Số lớp", "10", "9", "truong-so-4.xlsx", "M01", "F13"], back)

    def test_a_unit_that_came(self):
        changes = lines(self.tell("diff", "1", "2", "--no-header", "--lang", "en"))
        self.assertIn("File", {line[0] for line in changes})
        self.assertIn(("Figure", "all forms of the unit", "(blank)"), {(line[0], line[3], line[4]) for line in changes})
        for line in changes:
            self.assertNotRegex(line[5], VIETNAMESE)
        self.assertEqual(self.tell("diff", "2", "2", "--no-header"), "")

    def test_no_such_run(self):
        for typed in ("0", "4", "last-3", "cuoi-0", "x", "last1"):
            self.assertIn(f"không có lượt “{typed}”", self.tell("diff", typed, "3", "--lang", "vi", code=3))
        self.assertIn("the store has 3", self.tell("diff", "2", "7", "--lang", "en", code=3))

    def test_wrong_usage(self):
        for words in (["history"], ["diff"], ["history", "--store", self.store, "a", "b", "c"], ["diff", "--store", self.store, "1"]):
            self.assertEqual(run(*words).returncode, 64)

    def test_no_store(self):
        done = run("history", "--store", self.tmp / "none.db", "--lang", "vi")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("không có tệp hay thư mục này", done.stderr)
        done = run("diff", "--store", self.tmp / "1.xlsx", "--lang", "en")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("it is no store", done.stderr)

    def test_a_log_is_not_written_into_the_store(self):
        done = run("history", "--store", self.store, "--log", self.store)
        self.assertEqual(hashlib.sha256(self.store.read_bytes()).hexdigest(), self.hash)
        self.assertNotEqual(done.returncode, 0)

    def test_views_and_their_document(self):
        """Every table and view, and every column of a view, stands in docs/so-lieu.md; its examples have results."""
        document = (ROOT / "docs/so-lieu.md").read_text(encoding="utf-8")
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            names = store.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'").fetchall()
            self.assertGreater(len(names), 20)
            for name, kind in names:
                self.assertIn(f"`{name}`", document)
                for (column,) in store.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall():
                    self.assertIn(f"`{column}`", document, f"{name}.{column}")
            examples = re.findall(r"```sql\n(.*?)```", document, re.S)
            self.assertGreaterEqual(len(examples), 3)
            for text in examples:
                self.assertTrue(store.execute(text.replace("BCVT.01a", self.code)).fetchall(), text)
        self.assertEqual(hashlib.sha256(self.store.read_bytes()).hexdigest(), self.hash)

    def test_the_views_that_answer(self):
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            ask = lambda text: store.execute(text).fetchall()  # noqa: E731
            four = ask(f"SELECT truoc_do, gia_tri, tu_luot, den_luot FROM v_lich_su WHERE ma = '{self.code}' AND cot = 'năm nay' AND tep = 'truong-so-4.xlsx' ORDER BY tu_luot")
            self.assertEqual(four, [(None, "9", 1, 2), ("9", "10", 3, None)])
            now = ask(f"SELECT gia_tri, don_vi_tinh, bieu FROM v_so_lieu_hien_nay WHERE ma = '{self.code}' AND cot = 'năm nay' AND tep = 'truong-so-4.xlsx'")
            self.assertEqual(now, [("10", "lớp", "M01")])
            self.assertEqual(ask("SELECT count(*) FROM v_so_lieu_hien_nay"), ask("SELECT count(*) FROM facts WHERE to_run IS NULL"))
            self.assertEqual(ask("SELECT count(*) FROM v_lich_su"), ask("SELECT count(*) FROM facts"))
            self.assertEqual({row[0] for row in ask("SELECT DISTINCT tinh_trang FROM v_so_lieu_hien_nay")} - {"có số", "trống", "không đọc được", "không có"}, set())
            self.assertEqual(ask("SELECT count(*), count(ma_kiem) FROM v_tep_da_tinh"), ask("SELECT count(*), count(*) FROM held_forms WHERE state = 'counts' AND to_run IS NULL"))
            self.assertEqual(ask("SELECT so, ngay, giay, ket_qua FROM v_luot_chay WHERE so = 2"), [(2, "2025-01-09", 60, ask("SELECT ket_qua FROM v_luot_chay WHERE so = 2")[0][0])])
            self.assertEqual(ask("SELECT count(*) FROM v_phat_hien_mo"), ask("SELECT count(*) FROM findings WHERE to_run IS NULL AND closed IS NULL AND folded IS NULL"))
            self.assertLessEqual({row[0] for row in ask("SELECT muc FROM v_phat_hien_mo")}, {"chặn", "lỗi", "cảnh báo", "ghi chú"})


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
