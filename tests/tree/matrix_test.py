#!/usr/bin/python3
"""tests/faults/matrix.tsv: each row of the fault matrix with its promise and its test, which exists and is one that make test runs."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPEN = set()  # rows that no test stands behind yet
ROWS = [line.split("\t") for line in (ROOT / "tests/faults/matrix.tsv").read_text(encoding="utf-8").splitlines()[1:]]
SOURCES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*_test.*")}


def runs(file):
    """A test program of itself, or a list of cases that one imports."""
    if file in SOURCES:
        return True
    name = pathlib.Path(file)
    imported = rf"^import {name.stem}\b"
    return any(re.search(imported, (ROOT / other).read_text(encoding="utf-8"), re.M)
               for other in SOURCES if other.endswith(".py") and pathlib.Path(other).parent == name.parent)


def called(file, test):
    """Defined in the file, and named once more there or in the program that imports it, unless unittest finds it by its name."""
    text = (ROOT / file).read_text(encoding="utf-8")
    defined = rf"def {test}\(" if file.endswith(".py") else rf"\b{test}\(void \*\*state\)"
    if not re.search(defined, text):
        return False
    if test.startswith("test_"):
        return "run_cases(" in text or "run_some_cases(" in text
    beside = "".join(path.read_text(encoding="utf-8") for path in (ROOT / file).parent.glob("*_test.*"))
    return len(re.findall(rf"\b{test}\b", text + beside)) > 1


class Matrix(unittest.TestCase):
    def test_every_row_is_there(self):
        self.assertEqual({row for row, *_ in ROWS}, {str(i) for i in range(1, 34)})
        self.assertEqual([int(row) for row, *_ in ROWS], sorted(int(row) for row, *_ in ROWS))

    def test_every_test_exists_and_is_run(self):
        for row, promise, file, test in ROWS:
            if row in OPEN:
                self.assertEqual(file, "–", row)
                result = "chưa có"
            else:
                result = "có phép thử" if runs(file) and called(file, test) else "THIẾU"
            print(f"{row:>2}  {result:11}  {promise}  ({file}: {test})")
            self.assertNotEqual(result, "THIẾU", f"{row} {file} {test}")

    def test_a_test_that_is_not_there_is_seen(self):
        self.assertFalse(called("tests/faults/edges_test.py", "test_that_nobody_wrote"))
        self.assertFalse(runs("tests/faults/nobody_imports.py"))

    def test_the_document_leads_here(self):
        self.assertIn("tests/faults/matrix.tsv", (ROOT / "docs/an-toan.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
