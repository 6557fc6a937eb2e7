#!/usr/bin/python3
"""Nothing read, nothing published: an inbox that is empty, missing or of no use leaves the old workbook, exit 3, and says where and why."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
VIETNAMESE = re.compile("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", re.I)


def run(*args):
    return subprocess.run([TONGHOP, *map(str, args)], capture_output=True, text=True)


class Nothing(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.out = self.tmp / "kq.xlsx"
        self.inbox = self.tmp / "hop-thu"
        self.inbox.mkdir()

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args):
        return run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.out, *args)

    def stays(self, *inboxes, said, named=None):
        """The old workbook is as it was, nothing lies beside it, and both languages say which inbox."""
        self.assertEqual(self.merge(SCHOOL / "hop-thu", "--force").returncode, 0)
        old, beside = self.out.read_bytes(), sorted(p.name for p in self.tmp.iterdir())
        for language, words in zip(("vi", "en"), said):
            done = self.merge(*inboxes, "--lang", language)
            self.assertEqual(done.returncode, 3, (done.stdout, done.stderr))
            self.assertIn(words, done.stderr)
            self.assertIn(str(named or inboxes[-1]), done.stderr)
            self.assertEqual((self.out.read_bytes(), sorted(p.name for p in self.tmp.iterdir())), (old, beside))
        self.assertIsNone(VIETNAMESE.search(re.sub("“[^”]*”", "", done.stderr.splitlines()[-1])), done.stderr)
        return done

    EMPTY = ("không có tệp nào", "holds no file")
    UNREADABLE = ("không đọc được hộp thư", "cannot be read")
    NO_USE = ("được tính, nên không ghi gì", "so nothing is written")

    def test_an_empty_inbox(self):
        self.stays(self.inbox, said=self.EMPTY)
        done = self.merge(self.inbox, "--allow-empty")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("0/6 đơn vị", done.stdout)

    def test_what_is_no_submission_does_not_fill_it(self):
        (self.inbox / ".an").write_text("x")
        (self.inbox / "~$a.xlsx").write_bytes(b"\0" * 165)
        self.stays(self.inbox, said=self.EMPTY)

    def test_one_of_several(self):
        self.stays(SCHOOL / "hop-thu", self.inbox, said=self.EMPTY)
        self.stays(self.inbox, SCHOOL / "hop-thu", said=self.EMPTY, named=self.inbox)
        self.assertEqual(self.merge(SCHOOL / "hop-thu", self.inbox, "--allow-empty").returncode, 0)

    def test_one_that_is_not_there(self):
        self.stays(self.tmp / "khong-co", said=self.UNREADABLE)
        self.stays(SCHOOL / "hop-thu", self.tmp / "khong-co", said=self.UNREADABLE)
        self.assertEqual(self.merge(self.tmp / "khong-co", "--allow-empty").returncode, 3)

    def test_one_that_cannot_be_opened(self):
        loop = self.tmp / "vong"
        loop.symlink_to("vong")
        self.stays(SCHOOL / "hop-thu", loop, said=self.UNREADABLE)

    def test_files_that_do_not_count(self):
        (self.inbox / "ghi-chu.xlsx").write_text("Ghi chú\n")
        (self.inbox / "cat.xlsx").write_bytes(b"PK\3\4")
        done = self.stays(self.inbox, said=self.NO_USE)
        self.assertIn("ghi-chu.xlsx", done.stderr)
        self.assertIn("cat.xlsx", done.stderr)
        self.stays(SCHOOL / "hop-thu", self.inbox, said=self.NO_USE)
        self.stays(self.inbox / "cat.xlsx", said=self.NO_USE)
        self.assertEqual(self.merge(self.inbox, "--allow-empty").returncode, 2)

    def test_what_says_nothing_does_not_count(self):
        """A letter, an empty template, a workbook of ours, an archive of such: read, and no submission."""
        empty = self.tmp / "mau"
        empty.mkdir()
        run("template", "-d", SCHOOL / "dinh-nghia", "-o", empty / "mau.xlsx")
        self.assertEqual(self.merge(SCHOOL / "hop-thu", "--feedback", self.tmp / "phieu").returncode, 0)
        letter = b"%PDF-1.4\n%%EOF\n"
        for name, data in (("thu truong so 1.pdf", letter), ("mau.xlsx", (empty / "mau.xlsx").read_bytes()), ("kq.xlsx", self.out.read_bytes()),
                           ("TH1.xlsx", (self.tmp / "phieu/TH1.xlsx").read_bytes())):
            with self.subTest(name):
                (self.inbox / name).write_bytes(data)
                self.stays(SCHOOL / "hop-thu", self.inbox, said=self.NO_USE)
                (self.inbox / name).unlink()
        with zipfile.ZipFile(self.inbox / "nen.zip", "w") as archive:
            archive.writestr("mau.xlsx", (empty / "mau.xlsx").read_bytes())
        self.stays(SCHOOL / "hop-thu", self.inbox, said=self.NO_USE)

    def test_a_submission_in_an_archive_counts(self):
        good, other = self.tmp / "mot", self.inbox
        shutil.copytree(SCHOOL / "hop-thu", good)
        with zipfile.ZipFile(other / "nen.zip", "w") as archive:
            archive.write(good / "truong-so-2.xlsx", "truong-so-2.xlsx")
        (good / "truong-so-2.xlsx").unlink()
        self.assertLess(self.merge(good, other).returncode, 3)

    def test_submissions_of_another_year(self):
        definition = self.tmp / "dinh-nghia"
        shutil.copytree(SCHOOL / "dinh-nghia", definition)
        settings = definition / "cai-dat.csv"
        text = settings.read_text(encoding="utf-8-sig")
        year = re.search(r"Kỳ,(\d{4})", text)[1]
        settings.write_text(text.replace(f"Kỳ,{year}", f"Kỳ,{int(year) - 3}"), encoding="utf-8")
        done = run("merge", "-d", definition, "-o", self.out, SCHOOL / "hop-thu")
        self.assertEqual((done.returncode, self.out.exists()), (3, False), done.stdout + done.stderr)
        self.assertIn("kỳ", done.stderr)

    def test_a_broken_file_beside_good_ones_stops_nothing(self):
        shutil.copytree(SCHOOL / "hop-thu", self.inbox, dirs_exist_ok=True)
        (self.inbox / "cat.xlsx").write_bytes(b"PK\3\4")
        self.assertEqual(self.merge(self.inbox).returncode, 2)

    def test_a_record_stream_counts_where_it_is_named(self):
        stream = self.tmp / "tat-ca.records"
        stream.write_text(run("extract", "-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu").stdout)
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.out, "--records", stream)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_check_and_extract_say_so_too(self):
        records = self.tmp / "a.records"
        for words in (["check", "-d", SCHOOL / "dinh-nghia"], ["extract", "-d", SCHOOL / "dinh-nghia"],
                      ["extract", "-d", SCHOOL / "dinh-nghia", "-o", records]):
            done = run(*words, self.inbox)
            self.assertEqual((done.returncode, done.stdout, records.exists()), (3, "", False))
            self.assertIn(self.EMPTY[0], done.stderr)
            self.assertLess(run(*words, self.inbox, "--allow-empty").returncode, 3)

    def test_the_log_has_why(self):
        log = self.tmp / "nhat-ky.log"
        self.merge(self.inbox, "--log", log)
        self.assertIn(" LỖI  dừng  ", log.read_text())
        self.assertIn("không có tệp nào", log.read_text())


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
