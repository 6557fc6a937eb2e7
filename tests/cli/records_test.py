#!/usr/bin/python3
"""Who may speak for whom: a record stream is read only where --records names it, and each part speaks for one file of one unit."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from inbox import rows_said  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
FIRST = "tonghop-records\t2\n"
UNIT, ITEM, SHA, CELL = 6, 4, 3, 15  # fields of `file`, `row`, `file`, `fact`


def run(*args):
    return subprocess.run([TONGHOP, *map(str, args)], capture_output=True, text=True)


def sealed(records):
    """The part of these records, with the count and the hash that a forger computes, too."""
    body = FIRST + "".join(record + "\n" for record in records)
    return body + f"end\t{len(records)}\t{hashlib.sha256(body.encode()).hexdigest()}\n"


def changed(records, kind, field, value):
    """The first record of this kind says something else."""
    out = list(records)
    at = next(i for i, record in enumerate(out) if record.startswith(kind + "\t"))
    fields = out[at].split("\t")
    fields[field] = value
    out[at] = "\t".join(fields)
    return out


class Records(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-records-"))
        self.addCleanup(shutil.rmtree, self.tmp)
        self.out = self.tmp / "kq.xlsx"
        self.files = sorted((SCHOOL / "hop-thu").iterdir())

    def stream(self, *files):
        done = run("extract", "-d", SCHOOL / "dinh-nghia", *files)
        self.assertLess(done.returncode, 3, done.stderr)
        return done.stdout

    def merge(self, *args):
        return run("merge", "--lang", "vi", "--allow-empty", "-d", SCHOOL / "dinh-nghia", "-o", self.out, *args)

    def rows_said(self):
        return [(sheet, [cell.value for cell in row]) for sheet, row in rows_said(self.out)]

    def said_of(self, text):
        (self.tmp / "a.records").write_text(text)
        return self.merge("--records", self.tmp / "a.records")

    def test_a_stream_in_the_inbox_is_named_and_refused(self):
        inbox = self.tmp / "hop-thu"
        inbox.mkdir()
        for name in ("truong-so-1.xlsx", "tat-ca.records"):
            (inbox / name).write_text(self.stream(*self.files))
            done = self.merge(inbox)
            self.assertEqual(done.returncode, 2)
            self.assertIn("Đã nhận      0/6", done.stdout)
            self.assertIn("TEP-016", done.stdout)
            self.assertIn("--records", done.stdout)
            (inbox / name).unlink()

    def test_a_named_stream_says_what_its_files_say(self):
        self.merge(SCHOOL / "hop-thu")
        expected = self.rows_said()
        self.assertGreater(len(expected), 500)
        whole, single = self.tmp / "ca.records", [self.tmp / f"{i}.records" for i in range(len(self.files))]
        whole.write_text(self.stream(SCHOOL / "hop-thu"))
        for path, file in zip(single, self.files):
            path.write_text(self.stream(file))
        joined = self.tmp / "noi.records"
        joined.write_text("".join(path.read_text() for path in single))
        for options in (["--records", whole], ["--records", joined], [word for path in single for word in ("--records", path)],
                        [*self.files[:2], *[word for path in single[2:] for word in ("--records", path)]]):
            done = self.merge(*options)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("5/6 đơn vị", done.stdout)
            self.assertEqual(self.rows_said(), expected, options)

    def test_a_stream_may_be_larger_than_a_file(self):
        """It holds what was read of many files: four times the bytes of one, whatever they were limited to."""
        part = self.stream(self.files[0])
        for megabytes, expected in ((2, "Đã nhận      1/6"), (5, "TEP-006")):
            text = part * (1 + (megabytes << 20) // len(part.encode()))  # a part that is there twice counts once
            (self.tmp / "a.records").write_text(text)
            done = self.merge("--limit", "file-mb=1", "--records", self.tmp / "a.records")
            self.assertIn(expected, done.stdout, done.stderr)
            self.assertEqual("TEP-006" in done.stdout, megabytes > 4, "the limit holds where it is reached")

    def test_each_part_is_of_one_file_and_one_unit(self):
        text = self.stream(*self.files[:2])
        parts = [part.splitlines()[:-1] for part in text.split(FIRST)[1:]]
        self.assertEqual([sum(record.startswith("file\t") for record in part) for part in parts], [1, 1])
        good = self.said_of("".join(map(sealed, parts)))
        self.assertIn("2/6 đơn vị", good.stdout)
        other = next(record.split("\t")[UNIT] for record in parts[1] if record.startswith("file\t"))
        forged = {
            "two files in a part": sealed(parts[0] + parts[1]),
            "a figure of another unit": sealed(changed(parts[0], "fact", 1, other)),
            "a hash of zeros": sealed(changed(parts[0], "file", SHA, "0" * 64)),
            "no hash": sealed(changed(parts[0], "file", SHA, "")),
            "a cell that no sheet has": sealed(changed(parts[0], "fact", CELL, "A1048577")),
            "a column that no sheet has": sealed(changed(parts[0], "fact", CELL, "XFE9")),
            "no cell": sealed(changed(parts[0], "fact", CELL, "")),
            "a row beyond the rows": sealed(changed(parts[0], "row", ITEM, "1000000000")),
            "a row far beyond the cells": sealed(changed(parts[0], "row", ITEM, "1000")),
            "a part that was changed": sealed(parts[0]).replace("\tvalue\t300\t", "\tvalue\t301\t"),
        }
        for what, text in forged.items():
            done = self.said_of(text)
            self.assertEqual(done.returncode, 2, what)
            self.assertIn("TEP-016", done.stdout, what)
            self.assertIn("Đã nhận      0/6", done.stdout, what)

    def test_a_stated_hash_is_no_proof(self):
        """A stream that claims the hash of a workbook of its unit does not pass for a copy of it."""
        (record,) = [r for r in self.stream(self.files[0]).splitlines() if r.startswith("file\t")]
        part = self.stream(self.files[0]).split(FIRST)[1].splitlines()[:-1]
        claimed = [r.replace("truong-so-1.xlsx", "gia.xlsx") for r in part]
        self.assertIn(record.split("\t")[SHA], "".join(claimed))
        claimed = [r.replace("\tvalue\t300\t\t300\t", "\tvalue\t301\t\t301\t") for r in claimed]
        (self.tmp / "gia.records").write_text(sealed(claimed))
        done = self.merge(self.files[0], "--records", self.tmp / "gia.records")
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("NOP-011", done.stdout)  # identical to another file
        self.assertIn("gia.xlsx", done.stdout)

    def test_what_is_no_stream_is_said(self):
        done = self.said_of("Mã,Tên\n")
        self.assertIn("TEP-016", done.stdout)
        done = self.merge("--records", self.tmp / "khong-co.records")
        self.assertIn("khong-co.records", done.stdout)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
