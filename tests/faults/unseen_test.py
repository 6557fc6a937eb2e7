#!/usr/bin/python3
"""What could not be looked at is no answer: a fault of the machine is never taken for what a file is or is not.

An old output, an inbox, a workbook with typed scores, a whole night: while each is looked at, calls of the machine fail, one a
run.  What comes of it is what comes of a run without faults, or exit 3 with everything as it was and a reason that speaks of the
machine; typed scores are never gone, and no file is missing from a list.

    ONE_IN=1   every call (make test-faults); by default some of each kind, chosen by SEED
"""
import errno
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import publishing_test as publishing  # noqa: E402  (beside this test)
import tally  # noqa: E402

SCHOOL = publishing.ROOT / "samples/truong-hoc"
ONE_IN = int(os.environ.get("ONE_IN", "30"))
chosen = random.Random(os.environ.get("SEED", "0"))
NOTHING_WRITTEN = 3


def some(n, most=12):
    """Of the calls 1 to n: all, or so many of them."""
    if ONE_IN == 1 or n <= most:
        return range(1, n + 1)
    return sorted(chosen.sample(range(1, n + 1), most))


class Unseen(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-unseen-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.out = self.folder / "o.xlsx"
        self.line = ["merge", "--jobs", "1", "-d", SCHOOL / "dinh-nghia", "-o", self.out, SCHOOL / "hop-thu"]

    def calls_of(self, line, **environment):
        """How often each call is made by a run without faults, which is the result."""
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        done = publishing.run(line, LD_PRELOAD=publishing.shim(), FAULT_LOG=str(log), **environment)
        self.assertLessEqual(done.returncode, 2, done.stderr)
        words = [line.split() for line in log.read_text().splitlines()]
        log.unlink()
        return done, {w[0]: int(w[1]) for w in words if w[0] != "site"}

    def faulty(self, line, call, at, code, **environment):
        return publishing.run(line, LD_PRELOAD=publishing.shim(), FAULT_CALL=call, FAULT_AT=str(at), FAULT_ERRNO=str(code), **environment)

    def assert_same_or_refused(self, done, good, bytes_before, told):
        said = done.stdout + done.stderr
        if done.returncode == NOTHING_WRITTEN:
            self.assertEqual(publishing.sha(self.out), bytes_before, told)
            self.assertTrue(said.strip(), told)
            self.assertNotIn("không phải bảng tổng hợp", said, told)
            self.assertNotIn("liên kết tới một chỗ không có", said, told)
        else:
            self.assertEqual((done.returncode, publishing.sha(self.out)), (good.returncode, bytes_before), (told, said))

    def test_an_old_output_whose_reader_fails_is_not_called_a_strange_file(self):
        publishing.run(self.line)
        good, calls = self.calls_of(self.line, FAULT_FORKED="1")
        old = publishing.sha(self.out)
        for call in ("calloc", "malloc"):
            for at in some(calls[call], 8):
                self.assert_same_or_refused(self.faulty(self.line, call, at, errno.ENOMEM, FAULT_FORKED="1"), good, old, (call, at))
        done = self.faulty(self.line, "malloc", 1, errno.ENOMEM, FAULT_FORKED="1", FAULT_FOR="ever")
        self.assert_same_or_refused(done, good, old, "for ever")
        self.assertIn("không xem được là gì", done.stderr)

    def test_an_old_text_that_cannot_be_read_is_not_called_a_strange_file(self):
        line = ["extract", "-d", SCHOOL / "dinh-nghia", "-o", self.out, *sorted((SCHOOL / "hop-thu").iterdir())]
        publishing.run(line)
        good, calls = self.calls_of(line)
        old, reasons = publishing.sha(self.out), 0
        for call, most in (("open", 8), ("read", 8), ("stat", 40)):
            for at in some(calls[call], most):
                done = self.faulty(line, call, at, errno.EIO)
                reasons += "không xem được" in done.stderr
                self.assert_same_or_refused(done, good, old, (call, at))
        self.assertGreater(reasons, 0)

    def test_a_folder_that_is_not_listed_to_its_end_is_no_smaller_inbox(self):
        publishing.run(self.line)
        good, calls = self.calls_of(self.line)
        old = publishing.sha(self.out)
        for call in ("opendir", "readdir", "stat", "lstat"):
            for at in some(calls[call], 30):
                code = chosen.choice([errno.EIO, errno.ENOMEM])
                self.assert_same_or_refused(self.faulty(self.line, call, at, code), good, old, (call, at))

    def test_typed_scores_are_not_lost_where_they_could_not_be_read(self):
        publishing.run(self.line)
        book = openpyxl.load_workbook(self.out)
        sheet = book["CHẤM ĐIỂM"]
        row = next(row for row in range(9, 60) if isinstance(sheet.cell(row, 11).value, (int, float)))
        sheet.cell(row, 11).value += 1
        book.save(self.out)
        typed, kept = self.out.read_bytes(), self.folder / "o (bản cũ 1).xlsx"
        wanted = publishing.sha(self.out)
        _, calls = self.calls_of(self.line)
        self.assertEqual(publishing.sha(kept), wanted)
        for call, code, most in (("fork", errno.EAGAIN, 9), ("waitpid", errno.ECHILD, 9), ("open", errno.EIO, 12), ("stat", errno.EIO, 12)):
            for ever in ("once", "ever"):
                for at in some(calls.get(call, 0), most):
                    kept.unlink(missing_ok=True)
                    self.out.write_bytes(typed)
                    done = self.faulty(self.line, call, at, code, FAULT_FOR=ever)
                    self.assertIn(wanted, [publishing.sha(p) for p in (self.out, kept) if p.exists()], (call, at, ever, done.returncode, done.stderr))


class Nights(unittest.TestCase):
    """A night through faults: what it would have come to, or nothing."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-unseen-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.home, self.before = self.folder / "cum", self.folder / "truoc"
        done = publishing.run(["nightly", "--init", self.home, "-d", SCHOOL / "dinh-nghia"])
        self.assertEqual(done.returncode, 0, done.stderr)
        for path in (SCHOOL / "hop-thu").iterdir():
            shutil.copy(path, self.home / "hop-thu" / path.name)
        self.night("2024-06-01")
        for path in list((self.home / "hop-thu").glob("*.xlsx"))[:1]:
            path.write_bytes(path.read_bytes()[:2000])  # whose last good copy goes on counting
        shutil.copytree(self.home, self.before)

    def night(self, day, **environment):
        conf = self.home / "tonghop.conf"
        text = re.sub(r"^ngày = .*$", f"ngày = {day}", conf.read_text(encoding="utf-8"), flags=re.M)
        conf.write_text(text, encoding="utf-8")
        return publishing.run(["nightly", "--jobs", "1", "--now", f"{day} 01:30", conf], **environment)

    def published(self):
        return publishing.sha(self.home / "ket-qua/Tong-hop.xlsx")

    def test_each_night_is_whole_or_none(self):
        old, log = self.published(), self.folder / "log"
        good = self.night("2024-06-02", LD_PRELOAD=publishing.shim(), FAULT_LOG=str(log))
        self.assertLessEqual(good.returncode, 2, good.stderr)
        new = self.published()
        calls = {w[0]: int(w[1]) for w in map(str.split, log.read_text().splitlines()) if w[0] != "site"}
        for call in ("opendir", "readdir", "stat", "lstat", "open", "pread", "fork"):
            for at in some(calls.get(call, 0), 6):
                shutil.rmtree(self.home)
                shutil.copytree(self.before, self.home)
                code = chosen.choice([errno.EIO, errno.ENOMEM, errno.EMFILE])
                done = self.night("2024-06-02", LD_PRELOAD=publishing.shim(), FAULT_CALL=call, FAULT_AT=str(at), FAULT_ERRNO=str(code))
                told = (call, at, errno.errorcode[code], done.returncode, done.stderr[-600:])
                self.assertIn(done.returncode, (0, 1, 2, 3), told)
                self.assertIn(self.published(), [old] if done.returncode == NOTHING_WRITTEN else [new], told)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
