#!/usr/bin/python3
"""tonghop inspect: every cell, --raw as a stream, --count, limits by name."""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/faults"))
import compound  # noqa: E402
import ods_faults  # noqa: E402
import package  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
ASAN = os.environ.get("TONGHOP_ASAN", TONGHOP)
INBOX = ROOT / "samples/cum2-2022/hop-thu"


def run(*args, program=ASAN):
    return subprocess.run([program, "inspect", *map(str, args)], capture_output=True, encoding="utf-8", errors="replace")  # a limit may cut a letter


def counted(r):
    return {k: float(v) for k, v in (field.split("=") for field in r.stdout.split())}


def read_xlsx(path):
    """What openpyxl counts."""
    import openpyxl
    from openpyxl.utils.datetime import to_excel
    values = [cell for sheet in openpyxl.load_workbook(path, data_only=True) for row in sheet.iter_rows(values_only=True)
              for cell in row if cell is not None]
    words = [v for v in values if isinstance(v, str)]
    numbers = [to_excel(v) if isinstance(v, (datetime.date, datetime.time)) else float(v) for v in values if not isinstance(v, str)]
    return {"cells": len(values), "nums": len(numbers), "strs": len(words), "bytes": sum(len(w.encode()) for w in words), "sum": sum(numbers)}


def read_xls(path):
    """What xlrd counts; BIFF5 texts apart, which it decodes by another code page."""
    import xlrd
    cells = [c for sheet in xlrd.open_workbook(path).sheets() for row in range(sheet.nrows) for c in sheet.row(row)
             if c.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and c.value != ""]
    numbers = [c.value for c in cells if c.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN)]
    return {"cells": len(cells), "nums": len(numbers), "strs": sum(c.ctype == xlrd.XL_CELL_TEXT for c in cells), "sum": sum(numbers)}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tmp = pathlib.Path(self.folder.name)

    def file(self, content, name="a.xlsx"):
        path = self.tmp / name
        path.write_bytes(content)
        return path


class Count(Case):
    def test_the_figures_are_those_of_other_readers(self):
        for path in sorted(INBOX.iterdir()):
            if path.suffix not in (".xlsx", ".xls"):
                continue
            ours = counted(run("--count", path))
            for key, theirs in (read_xlsx if path.suffix == ".xlsx" else read_xls)(path).items():
                self.assertAlmostEqual(ours[key], theirs, delta=abs(theirs) * 1e-12, msg=f"{path.name}: {key}")

    def test_one_line_whatever_the_number_of_workers(self):
        lines = {run("--count", "--jobs", jobs, INBOX).stdout for jobs in (1, 2, 4, 9)}
        self.assertEqual(len(lines), 1)
        self.assertTrue(lines.pop().startswith("files=7 errors=0 cells="))

    def test_a_refused_file_is_an_error_and_no_part_of_it_is_counted(self):
        (self.tmp / "in").mkdir()
        good = self.file(package.book(), "in/a.xlsx")
        alone = run("--count", good).stdout
        self.file(package.book()[:-30], "in/b.xlsx")
        self.file(package.zipped([package.Entry(n, d, crc=1) if "sheet1" in n else package.Entry(n, d)
                                  for n, d in package.parts().items()]), "in/c.xlsx")
        r = run("--count", self.tmp / "in")
        self.assertEqual(r.returncode, 2)
        self.assertEqual(r.stdout, alone.replace("files=1 errors=0", "files=3 errors=2"))
        self.assertIn("b.xlsx", r.stderr)
        self.assertIn("c.xlsx", r.stderr)
        self.assertEqual(run("--count", self.tmp / "in/b.xlsx").returncode, 3)

    def test_a_file_that_costs_too_much_costs_itself_only(self):
        (self.tmp / "in").mkdir()
        self.file(package.book(), "in/a.xlsx")
        self.file(package.book(strings="<sst>" + "<si><t>%s</t></si>" % ("x" * 30000) * 300 + "</sst>", rows=""), "in/b.xlsx")
        self.file(package.book(), "in/c.xlsx")
        r = run("--count", "--jobs", 1, "--limit", "memory-mb=4", self.tmp / "in")
        self.assertIn("files=3 errors=1 cells=8 ", r.stdout)
        self.assertIn("TEP-007", r.stderr)
        self.assertIn("memory-mb", r.stderr)

    def test_cells_are_printed_all_or_none_whatever_memory_there_is(self):
        rows = "".join("<row>%s</row>" % ("<c><v>1234567.125</v></c>" * 100) for _ in range(600))
        path, outcomes = self.file(package.book(rows=rows)), set()
        for megabytes in (8, 10, 12, 14, 16, 18, 20, 24, 64):
            r = run("--no-header", "--limit", f"memory-mb={megabytes}", path)
            outcomes.add((r.returncode, len(r.stdout.splitlines())))
        self.assertEqual(outcomes, {(0, 60000), (3, 0)})

    def test_a_date_counts_by_its_serial_a_boolean_as_one(self):
        rows = '<row><c s="1"><v>44670</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>1</f></c></row>'
        self.assertEqual(run("--count", self.file(package.book(rows=rows))).stdout,
                         "files=1 errors=0 cells=3 nums=2 strs=0 bytes=0 sum=44671\n")

    def test_a_sheet_that_is_not_there_is_said(self):
        path = self.file(package.book())
        for more in ((), ("--raw",)):
            r = run("--sheet", "ZZ", *more, path)
            self.assertEqual((r.returncode, r.stdout), (3, ""))
            self.assertRegex(r.stderr, "không có trang “ZZ”; các trang của tệp: “")

    def test_nothing_to_count_is_wrong_usage(self):
        self.assertEqual(run("--count").returncode, 64)


class Pipe(Case):
    def test_a_reader_that_has_had_enough_is_no_fault_of_the_file(self):
        path = self.file(package.book(rows="".join(f"<row><c><v>{i}</v></c></row>" for i in range(60000))))
        r = subprocess.run(["sh", "-c", '"$0" inspect "$1" | head -n 1', ASAN, str(path)], capture_output=True, text=True)
        self.assertEqual((r.stdout.count("\n"), r.stderr), (1, ""))

    def test_one_sheet_only(self):
        for options in ([], ["--raw", "--limit", "cells=10"]):
            lines = run("--no-header", "--sheet", "m01", *options, ROOT / "samples/truong-hoc/hop-thu" / sorted(os.listdir(
                ROOT / "samples/truong-hoc/hop-thu"))[0]).stdout.split("\n")[:-1]
            self.assertTrue(lines)
            self.assertEqual({line.split("\t")[0].lower() for line in lines}, {"m01"})


class Raw(Case):
    def test_a_stream_shows_what_a_grid_shows(self):
        """Beyond the limit of cells the workbook is read twice and nothing is kept; only what normalising finds out is missing."""
        for path in sorted(INBOX.iterdir()):
            grid = run("--raw", path).stdout.split("\n")
            stream = run("--raw", "--limit", "cells=10", path)
            self.assertEqual(stream.returncode, 0, stream.stderr)
            lines = stream.stdout.split("\n")
            self.assertEqual(len(lines), len(grid))
            for a, b in zip(grid, lines):
                flags = [f for f in a.split("\t")[-1].split(",") if not f.startswith("legacy:")]
                self.assertEqual("\t".join(a.split("\t")[:-1] + [",".join(flags)]), b, path.name)

    def test_flags_that_stand_behind_the_cells_are_there(self):
        content = package.sheet('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
                                after='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>')
        path = self.file(package.book(sheet=content))
        self.assertEqual(run("--raw", "--no-header", "--limit", "cells=1", path).stdout,
                         "Biểu\tA1\tn\t1\tArial\thidden\nBiểu\tA2\tn\t2\tArial\tmerged\n")

    def test_rows_out_of_order_need_a_grid(self):
        rows = '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
        path = self.file(package.book(rows=rows))
        self.assertIn("cells", run("--raw", "--limit", "cells=1", path).stderr)
        self.assertEqual([line.split("\t")[1] for line in run("--raw", "--no-header", path).stdout.split("\n") if line], ["A1", "A2"])

    def test_nothing_is_printed_of_what_is_damaged_at_its_end(self):
        broken = package.zipped([package.Entry(n, d, crc=1) if "sheet1" in n else package.Entry(n, d) for n, d in package.parts().items()])
        r = run("--raw", "--limit", "cells=1", self.file(broken))
        self.assertEqual((r.returncode, r.stdout), (3, ""))


class Limits(Case):
    def refused(self, limit, path, code="TEP-006"):
        r = run("--limit", limit, path)
        self.assertEqual(r.returncode, 3, limit)
        self.assertIn(code, r.stderr, limit)
        self.assertIn("“" + limit.split("=")[0] + "”", r.stderr, limit)
        self.assertEqual(run("--limit", limit.split("=")[0] + "=100000", path).returncode, 0, limit)

    def test_each_is_named_and_can_be_set(self):
        self.refused("file-mb=1", self.file(package.zipped({**package.parts(), "x": os.urandom(2 << 20)})))
        large = self.file(package.book(rows=package.ROWS + " " * (3 << 20)))
        self.refused("inflated-mb=1", large)
        r = run("--limit", "ratio-floor-mb=1", "--limit", "ratio=10", large)
        self.assertIn("“ratio”", r.stderr)
        self.assertEqual(run("--limit", "ratio-floor-mb=10", "--limit", "ratio=10", large).returncode, 0)
        self.refused("entries=6", self.file(package.book()))
        self.refused("xml-depth=3", self.file(package.book()))
        self.refused("xml-attributes=2", self.file(package.book()))
        self.refused("sheets=1", INBOX / "CTDS2_2022_SL_SonLa.xlsx")
        self.refused("cells=3", self.file(package.book()))
        self.refused("cells=3", self.file(compound.xls(), "a.xls"))
        self.refused("cells=1", self.file(ods_faults.ods(), "a.ods"))
        self.refused("memory-mb=1", self.file(package.book(strings="<sst><si><t>Sở</t></si><si><t>" + "x" * 30000 + "</t></si>" +
                                                           "<si><t>%s</t></si>" % ("y" * 30000) * 60 + "</sst>")), "TEP-007")

    def test_a_cell_that_is_too_long_costs_itself_only(self):
        long = self.file(package.book(strings="<sst><si><t>" + "x" * 50 + "</t></si><si><t>hồ sơ</t></si></sst>"))
        r = run("--limit", "cell-chars=10", "--no-header", long)
        self.assertEqual(r.returncode, 1)
        self.assertIn("\tA1\te\t#?\t", r.stdout)
        self.assertIn("\tA2\ts\thồ sơ\t", r.stdout)
        self.assertIn("TEP-017", r.stderr)

    def test_time(self):
        path = self.file(package.book(rows="".join(f'<row r="{i}">' + "<c><v>0.1</v></c>" * 100 + "</row>" for i in range(1, 15001))))
        r = run("--limit", "seconds=1", path)
        if r.returncode == 3:  # a machine on which a second is not enough for 1.5 million cells under a sanitizer
            self.assertIn("“seconds”", r.stderr)

    def test_what_is_no_limit_is_wrong_usage(self):
        for wrong in ("cells", "cells=", "cells=x", "cells=0", "cells=-1", "nothing=1", "cells=99999999999999999999"):
            self.assertEqual(run("--limit", wrong, INBOX / "CTDS2_2022_SL_SonLa.xlsx").returncode, 64, wrong)


class Findings(Case):
    def test_formulas_without_a_result_are_said(self):
        rows = package.ROWS + '<row r="3"><c r="A3"><f>1+1</f></c><c r="B3"><f>2+2</f></c></row>'
        r = run("--no-header", self.file(package.book(rows=rows)))
        self.assertEqual(r.returncode, 1)
        self.assertEqual(len(r.stdout.split("\n")), 5)
        self.assertIn("TEP-018", r.stderr)
        self.assertIn("A3", r.stderr)

    def test_an_owner_file_in_a_folder_is_left_out(self):
        (self.tmp / "in").mkdir()
        owner = bytes([5]) + b"Van A".ljust(54) + bytes([5, 0]) + "Vân A".encode("utf-16-le").ljust(108, b" ")
        self.file(owner, "in/~$a.xlsx")
        self.file(package.book(), "in/a.xlsx")
        r = run("--count", self.tmp / "in")
        self.assertEqual(r.returncode, 0)
        self.assertIn("files=1 errors=0 ", r.stdout)
        self.assertEqual(r.stderr, "")


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
