#!/usr/bin/python3
"""scripts/check-rooms can fail: each rule is broken in a copy of the tree and must be named."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAST = '\n#include "base/banned.h"\n'

# A file that is added, and what is said of it.
BROKEN = {
    "src/report/added.c": {
        '#include <xlsxwriter.h>\n' + LAST: "includes xlsxwriter.h, whose home is src/draw/library.h",
        '#include "draw/library.h"\n' + LAST: "includes draw/library.h, which is for the sources of draw",
        LAST + "void th_added(void)\n{\n    worksheet_hide(0);\n}\n": "worksheet_hide is a name of libxlsxwriter",
        LAST + "void th_added(void)\n{\n    workbook_add_format(0);\n}\n": "workbook_add_format is a name of libxlsxwriter",
        '#include "batch/run.h"\n' + LAST: "looks to its right: batch/run.h",
        LAST + "void th_added(void)\n{\n    printf(\"x\");\n}\n": "printf() below batch",
        "int th_added;\n": "the last include must be base/banned.h",
    },
    "src/draw/added.h": {
        "typedef struct th_added {\n    lxw_format *format;\n} th_added;\n": "lxw_format is a name of libxlsxwriter",
    },
    "src/draw/added.c": {
        '#include <xlsxwriter.h>\n' + LAST: "includes xlsxwriter.h, whose home is src/draw/library.h",
    },
}


class CheckRooms(unittest.TestCase):
    def setUp(self):
        self.tree = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copytree(ROOT / "src", self.tree / "src")
        (self.tree / "scripts").mkdir()
        for name in ("Makefile", "scripts/check-rooms"):
            shutil.copy(ROOT / name, self.tree / name)

    def complaints(self):
        return subprocess.run([self.tree / "scripts/check-rooms"], capture_output=True, text=True).stderr

    def test_each_broken_rule_is_named(self):
        before = self.complaints()
        for name, contents in BROKEN.items():
            for text, said in contents.items():
                (self.tree / name).write_text(text)
                self.assertIn(said, self.complaints(), (name, text))
                self.assertNotIn(said, before)
                (self.tree / name).unlink()

    def test_draw_itself_may(self):
        before = self.complaints()
        (self.tree / "src/draw/added.c").write_text('#include "draw/library.h"\n' + LAST + "void th_added(lxw_worksheet *sheet)\n{\n    worksheet_hide(sheet);\n}\n")
        self.assertEqual(self.complaints(), before)

    def test_a_circle_is_named(self):
        (self.tree / "src/draw/one.c").write_text(LAST + "int th_one(int n)\n{\n    return th_two(n);\n}\n")
        (self.tree / "src/draw/two.c").write_text(LAST + "int th_two(int n)\n{\n    return th_one(n);\n}\n")
        self.assertIn("a circle inside draw: one.c, two.c", self.complaints())


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
