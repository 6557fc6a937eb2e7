#!/usr/bin/python3
"""LibreOffice on the consolidated workbooks: recalculation equals what was written, no error cell, it prints.

LibreOffice trusts the results stored in such files, so they are removed first: what comes back was computed."""
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
SAMPLES = {"cum2-2022": 1, "truong-hoc": 0}  # and the exit code of their merge
MANY = "truong-hoc-34"
SENT = "cum2-2022"  # has an edition for the departments in which something is left out
CELL = re.compile(r"<c\b[^>]*>(?:(?!</c>).)*?<f\b.*?</c>", re.S)


def soffice(profile, *args):
    return subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *map(str, args)],
                          capture_output=True, text=True, timeout=300)


def rewrite(source, target, change):
    """Copies a package; `change(name, text)` may alter its worksheets."""
    with zipfile.ZipFile(source) as a, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as b:
        for item in a.infolist():
            data = a.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = change(item.filename, data.decode()).encode()
            b.writestr(item.filename, data)


def without_results(_, xml):
    return CELL.sub(lambda m: re.sub(r"<v>.*?</v>|<v/>", "", m.group(0), flags=re.S).replace(' t="str"', ""), xml)


def values(path):
    """{(sheet, cell): value} of formula cells; the formulas come from a second opening."""
    formulas = openpyxl.load_workbook(path)
    results = openpyxl.load_workbook(path, data_only=True)
    return {(s.title, c.coordinate): results[s.title][c.coordinate].value
            for s in formulas for row in s.iter_rows() for c in row if c.data_type == "f"}


def plain(v):
    """openpyxl takes some formats with words in them ("hơn "#,##0) for dates; the number is what counts."""
    if isinstance(v, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return openpyxl.utils.datetime.to_excel(v)
    return "" if v is None else v


def same(a, b):
    a, b = plain(a), plain(b)
    if isinstance(a, bool) or isinstance(b, bool) or isinstance(a, str) or isinstance(b, str):
        return str(a) == str(b)
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Office(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-office-"))
        cls.books = {}
        for name, code in SAMPLES.items():
            sample = ROOT / "samples" / name
            editions = {"": [], "-gui": ["--edition", "gui"]} if name == SENT else {"": []}
            for edition, options in editions.items():
                out = cls.tmp / f"{name}{edition}.xlsx"
                r = subprocess.run([str(TONGHOP), "merge", "-q", *options, "-d", sample / "dinh-nghia", "-o", out, sample / "hop-thu"],
                                   capture_output=True, text=True, timeout=120)
                assert r.returncode == code, (name, r.returncode, r.stderr)
                cls.books[name + edition] = out
        cls.books[MANY] = cls.of_many_units(cls.tmp / MANY)

    @staticmethod
    def of_many_units(folder):
        """Units are rows: a made-up cluster of 34 schools."""
        folder.mkdir()
        out = folder.with_suffix(".xlsx")
        subprocess.run(["/usr/bin/python3", ROOT / "scripts/bench/cluster.py", TONGHOP, ROOT / "samples/truong-hoc", "34", folder], check=True, timeout=120)
        r = subprocess.run([str(TONGHOP), "merge", "-q", "-d", folder / "dinh-nghia", "-o", out, "--records", folder / "34.records"],
                           capture_output=True, text=True, timeout=120)
        assert out.exists(), r.stderr
        return out

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tmp, True)

    def recalculated(self, source, change=without_results):
        bare = self.tmp / "bare" / source.name
        done = self.tmp / "done"
        bare.parent.mkdir(exist_ok=True)
        rewrite(source, bare, change)
        r = soffice(self.tmp / "profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", done, bare)
        self.assertTrue((done / source.name).exists(), r.stderr)
        results = openpyxl.load_workbook(done / source.name, data_only=True)
        return {key: results[key[0]][key[1]].value for key in values(source)}

    def differences(self, source, cached=None):
        cached = cached or values(source)
        computed = self.recalculated(source)
        self.assertGreater(len(cached), 100)
        return [(k, cached[k], computed[k]) for k in cached if not same(cached[k], computed[k])]

    def test_a_planted_wrong_result_is_caught(self):
        source = self.books["truong-hoc"]
        planted = self.tmp / "planted.xlsx"
        done = []

        def plant(_, xml):
            def one(m):
                cell = m.group(0)
                if done or ' t="str"' in cell or not re.search(r"<v>\d", cell):
                    return cell
                done.append(cell)
                return re.sub(r"<v>.*?</v>", "<v>123456789</v>", cell)
            return CELL.sub(one, xml)
        rewrite(source, planted, plant)
        self.assertEqual(len(done), 1)
        wrong = self.differences(planted)
        self.assertEqual([w[1] for w in wrong], [123456789])

    def test_every_result_is_what_libreoffice_computes(self):
        for name, source in self.books.items():
            with self.subTest(name):
                wrong = self.differences(source)
                self.assertEqual(wrong[:10], [], f"{len(wrong)} differ")

    def test_no_cell_is_an_error(self):
        for name, source in self.books.items():
            with self.subTest(name):
                bad = [(k, v) for k, v in self.recalculated(source).items() if isinstance(v, str) and v.startswith("#")]
                self.assertEqual(bad, [])

    def test_only_functions_that_both_programs_compute(self):
        allowed = {"SUM", "MIN", "MAX", "ROUND", "ABS", "IF", "AND", "OR", "NOT", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS",
                   "SUMIF", "SUMIFS", "SUMPRODUCT", "IFERROR", "ISNUMBER", "INDEX", "MATCH", "ROWS", "TEXT", "INT", "MOD", "RIGHT", "N", "HYPERLINK", "COUNTBLANK",
                   "T", "EXACT", "SUBSTITUTE", "CHAR", "LEFT", "LEN", "TRIM", "MID", "CONCATENATE", "SEARCH", "COLUMNS", "ISTEXT"}
        for name, source in self.books.items():
            used = set()
            for s in openpyxl.load_workbook(source):
                for row in s.iter_rows():
                    for c in row:
                        if c.data_type == "f":
                            text = re.sub(r'"[^"]*"|\'[^\']*\'', "", str(c.value))
                            used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", text))
            self.assertLessEqual(used, allowed, name)

    def test_it_prints_as_pages_with_ink(self):
        for name, source in self.books.items():
            r = soffice(self.tmp / "profile", "--convert-to", "pdf", "--outdir", self.tmp / "pdf", source)
            pdf = self.tmp / "pdf" / f"{name}.pdf"
            self.assertTrue(pdf.exists(), r.stderr)
            fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True).stdout
            self.assertRegex(fonts, "LiberationSerif|TimesNewRoman")
            subprocess.run(["pdftoppm", "-gray", "-r", "40", "-l", "4", pdf, self.tmp / f"{name}-page"], check=True)
            pages = sorted(self.tmp.glob(f"{name}-page*.pgm"))
            self.assertGreaterEqual(len(pages), 4)
            for page in pages:
                pixels = page.read_bytes()[20:]
                dark = sum(1 for p in pixels if p < 128)
                self.assertGreater(dark, 200, page.name)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
