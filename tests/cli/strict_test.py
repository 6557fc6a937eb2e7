#!/usr/bin/python3
"""--strict refuses what is repaired else, and says what and where; and a large package is converted within little memory."""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from beside_test import OFFICE, SHEET, book  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
ONE = SHEET % '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'


def run(*args, program=None):
    return subprocess.run([program or sampled(), *map(str, args)], capture_output=True, text=True)


class Strict(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-strict-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def refused(self, path, word, code="TEP-067"):
        """Read without --strict, and refused with it."""
        self.assertIn(run("inspect", path).returncode, (0, 1), path)
        done = run("inspect", "--strict", path)
        self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
        self.assertIn(code, done.stderr)
        self.assertIn(word, done.stderr)
        self.assertEqual(run("convert", "--strict", path, self.folder / "out.csv").returncode, 3)
        self.assertFalse((self.folder / "out.csv").exists())

    def test_what_is_repaired_is_refused(self):
        good = book(self.folder / "good.xlsx", [("A", "", OFFICE + "worksheet", ONE)])
        self.assertEqual(run("inspect", "--strict", good).returncode, 0)
        tail = self.folder / "tail.xlsx"
        tail.write_bytes(good.read_bytes() + b"\r\n")
        self.refused(tail, "byte thừa")
        back = self.folder / "back.xlsx"
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(back, "w") as new:
            for name in old.namelist():
                info = zipfile.ZipInfo(name)
                info.filename = name.replace("/", "\\") if "sheet0" in name else name
                new.writestr(info, old.read(name))
        self.refused(back, "dấu “\\”")
        twice = book(self.folder / "twice.xlsx", [("A", "", OFFICE + "worksheet", SHEET % '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')])
        self.refused(twice, "TEP-048")
        merged = ONE.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>')
        self.refused(book(self.folder / "merged.xlsx", [("A", "", OFFICE + "worksheet", merged)]), "TEP-040")
        wrong = book(self.folder / "wrong.xlsx", [("A", "", OFFICE + "worksheet", SHEET % '<row r="1"><c r="A1"><v>x</v></c></row>')])
        done = run("inspect", "--strict", wrong)
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, r"TEP-067 .*› A › A1\n.*TEP-017")

    def test_it_is_for_who_tests_writers(self):
        sample = next((ROOT / "samples/truong-hoc/hop-thu").glob("*.xlsx"))
        self.assertEqual(run("extract", "--strict", "-d", ROOT / "samples/truong-hoc/dinh-nghia", sample).returncode, 0)
        for command in ("merge", "check", "learn", "nightly"):
            done = run(command, "--strict", sample)
            self.assertEqual(done.returncode, 64, command)
            self.assertIn("--strict", done.stderr)


class Large(unittest.TestCase):
    """The cells that convert does not need are not kept."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-large-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def made(self, legacy='<c r="J%d"><f>B%d</f><v>1</v></c>'):
        draw = random.Random(7)
        rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>{r % 3}</v></c>' + "".join(f'<c r="{c}{r}"><v>{draw.random()!r}</v></c>' for c in "BCDEFGHI")
                       + (legacy % (r, r) if r % 100 == 0 else "") + "</row>" for r in range(1, 18001))
        strings = "<sst>" + "".join(f"<si><t>{t}</t></si>" for t in ("Tæng céng sè liÖu", "®¬n vÞ tØnh", "plain")) + "</sst>"
        return book(self.folder / "a.xlsx", [("A", "", OFFICE + "worksheet", SHEET % rows)], [("sharedStrings.xml", strings)], [("t", OFFICE + "sharedStrings", "sharedStrings.xml")])

    def test_within_little_memory(self):
        path, out = self.made(), self.folder / "b.xlsx"
        self.assertGreater(path.stat().st_size, 1 << 20)
        done = run("convert", path, out, "--limit", "memory-mb=16", program=RELEASE)
        self.assertEqual(done.returncode, 0, done.stderr)
        before, after = (run("inspect", "--count", p, program=RELEASE).stdout.split() for p in (path, out))
        self.assertEqual([f for f in before if "bytes" not in f], [f for f in after if "bytes" not in f])
        with zipfile.ZipFile(out) as z, zipfile.ZipFile(path) as old:
            self.assertIn("<t>Tổng cộng số liệu</t>", z.read("xl/sharedStrings.xml").decode())
            self.assertEqual(z.read("xl/worksheets/sheet0.xml"), old.read("xl/worksheets/sheet0.xml"))
        both = self.made('<c r="J%d" t="str"><f>"sè "&amp;B%d</f><v>sè liÖu ®¬n vÞ</v></c>')
        self.assertEqual(run("convert", both, self.folder / "c.xlsx", program=RELEASE).returncode, 0)
        with zipfile.ZipFile(self.folder / "c.xlsx") as z:
            self.assertIn('<f>"số "&amp;B100</f><v>số liệu đơn vị</v>', z.read("xl/worksheets/sheet0.xml").decode())
        self.assertEqual(run("inspect", path, "--limit", "memory-mb=16", program=RELEASE).returncode, 3)  # all cells need more
        done = run("convert", path, out, "--limit", "memory-mb=9", program=RELEASE)
        self.assertEqual(done.returncode, 3)
        self.assertIn("memory-mb", done.stderr)

    def test_csv_becomes_csv_without_a_word(self):
        for text in ("Chỉ tiêu\n12\n13,5\n", "a,b\n1,2\n"):
            path, out = self.folder / "a.csv", self.folder / f"{len(text)}.csv"
            path.write_text(text)
            done = run("convert", path, out)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertNotIn("CHU-006", done.stdout)
            again = self.folder / f"{len(text)}c.csv"
            self.assertEqual(run("convert", out, again).returncode, 0)
            self.assertEqual(again.read_bytes(), out.read_bytes())


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
