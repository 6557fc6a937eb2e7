#!/usr/bin/python3
"""`export`: the store as a folder of .csv.  Every table and every row is there, a text that a spreadsheet would compute is none, and
the folder appears whole, in the place of nothing that somebody made."""
import csv
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)
LIKE_FORMULAS = ["=1+1", "+84 912", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\")"]
FIGURES = ["-5", "+12%", "-1.234,5", "1/3", "a=b", "-"]


def run(*args):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True)


def picture(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-export-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp)
        subprocess.run([RELEASE, "nightly", "-q", "--init", cls.tmp / "cum", "-d", SCHOOL / "dinh-nghia"], check=True)
        for file in (SCHOOL / "hop-thu").iterdir():
            shutil.copy(file, cls.tmp / "cum/hop-thu")
        done = subprocess.run([RELEASE, "nightly", "-q", cls.tmp / "cum/tonghop.conf"], capture_output=True, text=True)
        assert done.returncode < 3, done.stderr
        cls.store = cls.tmp / "cum/so-lieu.db"
        with sqlite3.connect(cls.store) as store:  # as a text of an office may be
            for text in LIKE_FORMULAS + FIGURES:
                store.execute("INSERT INTO inbox (name, sha256, from_run) VALUES (?, 'x', 1)", (text,))
        cls.hash = hashlib.sha256(cls.store.read_bytes()).hexdigest()

    def export(self, name, *options, code=0):
        done = run("export", "--store", self.store, "-o", self.tmp / name, *options)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(hashlib.sha256(self.store.read_bytes()).hexdigest(), self.hash)
        self.assertEqual([p.name for p in self.tmp.iterdir() if p.name.startswith(".")], [])
        return done.stderr if code else done.stdout

    def rows(self, name, table):
        with open(self.tmp / name / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, strict=True))

    def test_every_table_and_every_row(self):
        said = self.export("xuat")
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' OR type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'")]
            self.assertEqual({p.name for p in (self.tmp / "xuat").iterdir()}, {f"{name}.csv" for name in names} | {"DOC-TOI.txt"})
            total = 0
            for name in names:
                cursor = store.execute(f"SELECT * FROM {name}")
                head, *told = self.rows("xuat", name)
                self.assertEqual(head, [column[0] for column in cursor.description], name)
                real = [["" if v is None else str(len(v)) if isinstance(v, bytes) else str(v) for v in row] for row in cursor]
                if name != "inbox":
                    self.assertEqual([[re.sub("^'(?=[=+@\t-])", "", v) for v in row] for row in told], real, name)
                total += len(real)
        self.assertIn(f"{len(names)} bảng, {total} dòng", said)
        self.assertGreaterEqual(len([name for name in names if name.startswith("v_")]), 5)

    def test_what_a_spreadsheet_would_compute(self):
        self.export("cong-thuc")
        told = {row[1] for row in self.rows("cong-thuc", "inbox")[1:]}
        for text in LIKE_FORMULAS + ["-"]:
            self.assertIn("'" + text, told)
            self.assertNotIn(text, told)
        for text in FIGURES[:-1]:
            self.assertIn(text, told)

    def test_bytes(self):
        self.export("mot")
        self.export("hai")
        self.assertEqual(picture(self.tmp / "mot"), picture(self.tmp / "hai"))
        data = (self.tmp / "mot/v_luot_chay.csv").read_bytes()
        self.assertTrue(data.startswith(b"\xef\xbb\xbfso,ngay,"))
        self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))
        self.assertEqual(stat.S_IMODE((self.tmp / "mot/facts.csv").stat().st_mode) & 0o027, 0)
        self.assertEqual(stat.S_IMODE((self.tmp / "mot").stat().st_mode) & 0o027, 0)

    def test_what_is_to_be_read_first(self):
        self.export("doc")
        text = (self.tmp / "doc/DOC-TOI.txt").read_text()
        sums = dict(reversed(line.split("  ")) for line in text.splitlines() if re.match("[0-9a-f]{64}  ", line))
        self.assertEqual(sums, {name: digest for name, digest in picture(self.tmp / "doc").items() if name != "DOC-TOI.txt"})
        self.assertIn("đến lượt 1", text)
        self.export("doc-en", "--lang", "en")
        english = (self.tmp / "doc-en/DOC-TOI.txt").read_text()
        self.assertIsNone(VIETNAMESE.search(english.replace(str(self.tmp), "")))

    def test_an_earlier_export_is_replaced(self):
        self.export("lai")
        before = picture(self.tmp / "lai")
        (self.tmp / "lai/facts.csv").chmod(0o444)
        self.export("lai")
        self.assertEqual(picture(self.tmp / "lai"), before)
        self.export("lai/", "--lang", "en")  # also of the other language, and with a slash behind
        self.export("lai")
        self.assertEqual(picture(self.tmp / "lai"), before)
        self.assertFalse((self.tmp / "lai/.part").exists())

    def test_what_somebody_made_stays(self):
        (self.tmp / "tai-lieu").mkdir()
        (self.tmp / "tai-lieu/ghi-chu.txt").write_text("của tôi")
        self.assertIn("không phải thư mục do “tonghop export” lập", self.export("tai-lieu", code=3))
        self.assertIn("was not made by", self.export("tai-lieu", "--force", "--lang", "en", code=3))
        (self.tmp / "tep").write_text("của tôi")
        self.export("tep", "--force", code=3)
        self.assertEqual((self.tmp / "tep").read_text(), "của tôi")
        self.export("sua")
        with open(self.tmp / "sua/facts.csv", "a") as file:
            file.write("của tôi\r\n")
        before = picture(self.tmp / "sua")
        self.assertIn("sua/facts.csv” không còn như", self.export("sua", code=3))
        self.assertEqual(picture(self.tmp / "sua"), before)
        self.export("sua", "--force")
        (self.tmp / "sua/cua-toi.xlsx").write_text("của tôi")
        self.assertIn("cua-toi.xlsx", self.export("sua", "--force", code=3))
        self.assertEqual((self.tmp / "sua/cua-toi.xlsx").read_text(), "của tôi")

    def test_a_folder_that_cannot_be_made(self):
        self.assertIn("không có", self.export("khong-co/o-day", code=3))
        self.assertFalse((self.tmp / "khong-co").exists())
        (self.tmp / "lien-ket").symlink_to(self.tmp / "cho-khac")
        self.export("lien-ket", code=3)
        self.assertTrue((self.tmp / "lien-ket").is_symlink())

    def test_what_an_export_that_was_killed_left(self):
        (self.tmp / ".do-dang.part").mkdir()
        (self.tmp / ".do-dang.part/facts.csv").write_text("nửa")
        self.export("do-dang")
        self.assertEqual(len(self.rows("do-dang", "runs")), 2)

    def test_usage_and_no_store(self):
        for words in (["export"], ["export", "--store", self.store], ["export", "-o", self.tmp / "x"], ["export", "--store", self.store, "-o", self.tmp / "x", "y"]):
            self.assertEqual(run(*words).returncode, 64)
        done = run("export", "--store", self.tmp / "none.db", "-o", self.tmp / "x", "--lang", "en")
        self.assertEqual(done.returncode, 3)
        self.assertFalse((self.tmp / "x").exists())

    def test_a_store_gets_its_views_back(self):
        """One that an earlier program made has none of them, and the next night gives them."""
        old = self.tmp / "cu"
        shutil.copytree(self.tmp / "cum", old)
        with sqlite3.connect(old / "so-lieu.db") as store:
            store.execute("DELETE FROM inbox WHERE sha256 = 'x'")
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'").fetchall():
                store.execute(f"DROP VIEW {name}")
        done = run("nightly", "-q", old / "tonghop.conf")
        self.assertLess(done.returncode, 3, done.stderr)
        with sqlite3.connect(old / "so-lieu.db") as store:
            self.assertEqual(store.execute("SELECT max(so) FROM v_luot_chay").fetchall(), [(2,)])


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
