#!/usr/bin/python3
"""Lists that are too long for the workbook (limit sheet-rows) stand in a .csv beside it, published with it: read here by
Python's own csv, every figure's row is found, and whatever ends a run in between, the workbook has its file beside it."""
import csv
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
SCHOOL = ROOT / "samples/truong-hoc"
LIMIT = ("--limit", "sheet-rows=500")
SOURCES, CONVERSIONS = "NGUỒN SỐ LIỆU", "CHUYỂN MÃ"


def merge(out, *options, program=None, inbox=SAMPLE / "hop-thu", definition=SAMPLE / "dinh-nghia"):
    return subprocess.run([program or sampled(), "merge", "-d", definition, "-o", out, *options, inbox], capture_output=True, text=True)


def beside(out):
    return sorted(p.name[len(out.stem):] for p in out.parent.iterdir() if p.suffix == ".csv" and p.name.startswith(out.stem + "."))


def told(book, sheet):
    rows = {row[0]: row[1] for row in book[sheet].iter_rows(min_row=5, max_row=8, max_col=2, values_only=True)}
    return rows["Tệp"].removeprefix("(tên của sổ này)"), int(rows["Số dòng (trừ tên cột)"]), int(rows["Số byte"]), rows["SHA-256"]


def rows_of(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


class Case(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-long-"))
        self.addCleanup(shutil.rmtree, self.tmp)
        self.out = self.tmp / "Tong hop.xlsx"

    def left_over(self):
        return [p.name for p in self.tmp.iterdir() if ".part" in p.name or p.name.endswith(".lock")]

    def whole(self, out=None):
        """The workbook has the files that it tells of, and they hold what it says."""
        out = out or self.out
        book = openpyxl.load_workbook(out, data_only=True, read_only=True)
        endings = []
        for sheet in (SOURCES, CONVERSIONS):
            if sheet not in book.sheetnames or book[sheet]["A8"].value != "SHA-256":
                continue
            ending, rows, size, sha256 = told(book, sheet)
            path = out.with_name(out.stem + ending)
            data = path.read_bytes()
            self.assertEqual((len(data), hashlib.sha256(data).hexdigest()), (size, sha256))
            self.assertEqual(len(rows_of(path)), rows + 1)
            self.assertIn(sha256[:16], ending)
            endings.append(ending)
        return sorted(endings)


class Rows(Case):
    def setUp(self):
        super().setUp()
        done = merge(self.out, *LIMIT)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertIn("Kèm theo", done.stdout)

    def test_files_hold_what_the_sheets_say(self):
        self.assertEqual([re.sub("[0-9a-f]{16}", "#", ending) for ending in self.whole()], [".chuyen-ma-#.csv", ".nguon-so-lieu-#.csv"])
        self.assertEqual(beside(self.out), self.whole())
        self.assertEqual(self.left_over(), [])

    def test_the_rows_are_those_of_the_sheets(self):
        """A workbook that holds the rows itself says the same, column by column."""
        inside = self.tmp / "inside.xlsx"
        merge(inside)
        self.assertEqual(beside(inside), [])
        book = openpyxl.load_workbook(inside, data_only=True, read_only=True)
        ending = told(openpyxl.load_workbook(self.out, read_only=True), SOURCES)[0]
        rows = rows_of(self.out.with_name(self.out.stem + ending))
        sheet = list(book[SOURCES].iter_rows(min_row=5, max_col=len(rows[0]), values_only=True))
        self.assertEqual([label for label in sheet[0]], rows[0])
        self.assertEqual(len(sheet), len(rows))
        for cells, fields in zip(sheet[1:], rows[1:]):
            for label, cell, field in zip(rows[0], cells, fields):
                if isinstance(cell, (int, float)):
                    self.assertAlmostEqual(float(field.split("/")[0]) / float((field + "/1").split("/")[1]), cell, msg=(label, cells), delta=abs(cell) * 1e-12)
                elif hasattr(cell, "strftime"):
                    self.assertEqual(field, cell.strftime("%d/%m/%Y"))
                else:
                    bare = re.sub(r"(^|[;,\t\r\n\"] *)'(?=[=+\-@＝＋－＠])", r"\1", field).replace("\r\n", "\n")
                    self.assertIn((cell or "").replace("\r\n", "\n"), (field, bare), (label, cells))
        ending = told(openpyxl.load_workbook(self.out, read_only=True), CONVERSIONS)[0]
        rows = rows_of(self.out.with_name(self.out.stem + ending))
        sheet = [row for row in book[CONVERSIONS].iter_rows(max_col=8, values_only=True)]
        first = next(i for i, row in enumerate(sheet) if list(row) == rows[0])
        self.assertEqual([str(row[7]) for row in sheet[first + 1:]], [row[7] for row in rows[1:]])

    def test_no_field_begins_as_a_formula(self):
        for ending in self.whole():
            for row in rows_of(self.out.with_name(self.out.stem + ending))[1:]:
                for field in row:
                    if field[:1] in "=+-@" and field:
                        float(field)  # a number that the program wrote itself

    def test_every_figure_leads_to_its_row(self):
        """From a figure of the summary, and of the forms, to the sheet, to the rows of its code, to its key."""
        book = openpyxl.load_workbook(self.out, data_only=True)
        index = book[SOURCES]
        rows = rows_of(self.out.with_name(self.out.stem + told(book, SOURCES)[0]))
        key_at = rows[0].index("Khóa")
        summary, followed = book["TỔNG HỢP"], 0
        units = {cell.column: cell.value for cell in summary[5] if cell.value}
        for line in summary.iter_rows(min_row=6):
            code = line[2].value
            for cell in line[4:11]:
                if not cell.hyperlink:
                    continue
                at = re.fullmatch(r"'NGUỒN SỐ LIỆU'!F(\d+)", cell.hyperlink.location)
                label, first, last = (index.cell(int(at[1]), col).value for col in (1, 6, 7))
                self.assertEqual(label, code)
                found = [row for row in rows[first - 1:last] if row[key_at].endswith(f" · {code} · Năm nay") and row[2] == units[cell.column]]
                self.assertEqual(len(found), 1, (code, units[cell.column]))
                if isinstance(cell.value, (int, float)):
                    self.assertAlmostEqual(float(found[0][5]), cell.value)
                followed += 1
        self.assertGreater(followed, 700)
        for form in book.sheetnames:
            for line in book[form].iter_rows():
                for cell in line:
                    if cell.hyperlink and (cell.hyperlink.location or "").startswith("'NGUỒN SỐ LIỆU'!F"):
                        self.assertIsInstance(index[cell.hyperlink.location.split("!")[1]].value, int)

    def test_each_list_for_itself(self):
        rows = told(openpyxl.load_workbook(self.out, read_only=True), CONVERSIONS)[1]
        merge(self.out, "--limit", f"sheet-rows={rows}")
        self.assertEqual([ending[:15] for ending in beside(self.out)], [".nguon-so-lieu-"])
        self.assertEqual(self.whole(), beside(self.out))


class Published(Case):
    def test_the_same_bytes_whatever_the_workers_and_the_name(self):
        other = self.tmp / "khac.xlsx"
        merge(self.out, *LIMIT, "--jobs", "1")
        merge(other, *LIMIT, "--jobs", "4")
        self.assertEqual(self.out.read_bytes(), other.read_bytes())
        self.assertEqual(beside(self.out), beside(other))
        for ending in beside(other):
            self.assertEqual(self.out.with_name(self.out.stem + ending).read_bytes(), other.with_name(other.stem + ending).read_bytes())

    def test_the_old_file_goes_with_the_old_workbook(self):
        merge(self.out, *LIMIT)
        old = beside(self.out)
        part = self.tmp / "hop-thu"
        shutil.copytree(SAMPLE / "hop-thu", part)
        next(part.glob("*.xlsx")).unlink()
        merge(self.out, *LIMIT, inbox=part)
        self.assertEqual(beside(self.out), self.whole())
        self.assertNotEqual(old[1], beside(self.out)[1])
        merge(self.out)
        self.assertEqual(beside(self.out), [])

    def test_what_others_made_stays(self):
        merge(self.out, *LIMIT)
        own = self.out.with_name(self.out.stem + ".nguon-so-lieu-0123456789abcdef.csv")
        own.write_text("của tôi")
        foreign = self.tmp / "Tong hop.nguon-so-lieu.csv"
        foreign.write_text("của tôi")
        merge(self.out)
        self.assertEqual((own.read_text(), foreign.read_text()), ("của tôi", "của tôi"))
        self.assertEqual(len(beside(self.out)), 2)

    def test_a_file_that_somebody_changed_is_not_written_over(self):
        merge(self.out, *LIMIT)
        path = self.out.with_name(self.out.stem + beside(self.out)[1])
        path.write_bytes(path.read_bytes() + b"them\r\n")
        before = self.out.read_bytes()
        done = merge(self.out, *LIMIT)
        self.assertEqual((done.returncode, self.out.read_bytes()), (3, before))
        self.assertIn(path.name, done.stderr)
        self.assertTrue(path.read_bytes().endswith(b"them\r\n"))
        self.assertEqual(self.left_over(), [])
        self.assertIn(merge(self.out, *LIMIT, "--force").returncode, (0, 1))
        self.whole()

    def test_a_workbook_that_is_open_keeps_its_file(self):
        merge(self.out, *LIMIT)
        old = self.whole()
        (self.tmp / "~$Tong hop.xlsx").write_text("")
        self.assertEqual(merge(self.out, *LIMIT).returncode, 4)
        self.assertEqual(self.whole(), old)
        self.assertEqual(self.whole(self.tmp / "Tong hop (2).xlsx"), old)

    def test_killed_at_any_moment(self):
        """Old or new, and the next run clears up."""
        merge(self.out, *LIMIT)
        part = self.tmp / "hop-thu"
        shutil.copytree(SAMPLE / "hop-thu", part)
        next(part.glob("*.xlsx")).unlink()
        started = time.monotonic()
        merge(self.tmp / "thu.xlsx", *LIMIT, inbox=part, program=RELEASE)
        took = time.monotonic() - started
        for k in range(6):
            run = subprocess.Popen([RELEASE, "merge", "-q", "-d", SAMPLE / "dinh-nghia", "-o", self.out, *LIMIT, part if k % 2 else SAMPLE / "hop-thu"],
                                   stderr=subprocess.DEVNULL)
            time.sleep(took * (0.4 + 0.12 * k))
            run.send_signal(signal.SIGKILL)
            run.wait()
            self.assertTrue(set(self.whole()) <= set(beside(self.out)))
        merge(self.out, *LIMIT)
        self.assertEqual(beside(self.out), self.whole())
        self.assertEqual(self.left_over(), [])

    def test_a_full_disk_publishes_nothing(self):
        done = subprocess.run(["/bin/bash", "-c", 'ulimit -f 300; trap "" XFSZ; exec "$@"', "sh", RELEASE, "merge", "-q", "-d", SAMPLE / "dinh-nghia", "-o",
                               self.out, *LIMIT, SAMPLE / "hop-thu"], capture_output=True, text=True)
        self.assertEqual((done.returncode, list(self.tmp.iterdir())), (3, []), done.stderr)

    def test_the_edition_for_the_departments(self):
        merge(self.out, *LIMIT, "--edition", "gui")
        self.assertEqual([ending[:15] for ending in self.whole()], [".nguon-so-lieu-"])


class Verified(Case):
    def verify(self, *options):
        return subprocess.run([sampled(), "verify", self.out, "-d", SAMPLE / "dinh-nghia", SAMPLE / "hop-thu", *options], capture_output=True, text=True)

    def setUp(self):
        super().setUp()
        merge(self.out, *LIMIT)
        self.path = self.out.with_name(self.out.stem + beside(self.out)[1])

    def test_the_files_are_what_the_inputs_come_to(self):
        done = self.verify()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_file_that_is_missing(self):
        away = self.tmp / "noi-khac"
        away.mkdir()
        self.path.rename(away / self.path.name)
        done = self.verify()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("thiếu 1 tệp kèm theo sổ", done.stdout)
        self.assertEqual(self.verify("--inputs", away).returncode, 0)

    def test_a_row_that_was_changed(self):
        lines = self.path.read_bytes().split(b"\r\n")
        lines[700] = lines[700].replace(b",", b"X,", 1)
        del lines[900]
        self.path.write_bytes(b"\r\n".join(lines))
        done = self.verify()
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("2 dòng khác", done.stdout)
        self.assertRegex(done.stdout, r"NGUỒN SỐ LIỆU \(\.csv\) › A701: sổ ghi “(\S+)X”, lập lại là “\1”")


class Nights(Case):
    """A cluster with a memory: what is kept of a night, and the dossier, take the files along."""

    def night(self, day):
        done = subprocess.run([RELEASE, "nightly", "--limit", "sheet-rows=200", "--now", f"{day} 01:30", self.tmp / "cum/tonghop.conf"], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1, 2), done.stdout + done.stderr)

    def test_generations_and_dossiers(self):
        home = self.tmp / "cum"
        subprocess.run([RELEASE, "nightly", "--init", home, "-d", SCHOOL / "dinh-nghia"], check=True, capture_output=True)
        shutil.copytree(SCHOOL / "hop-thu", home / "hop-thu", dirs_exist_ok=True)
        self.night("2024-06-08")
        out = home / "ket-qua/Tong-hop.xlsx"
        first = self.whole(out)
        self.assertTrue(first)
        ledger = home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"
        book = openpyxl.load_workbook(ledger)
        book["Chốt"].append(["chốt số liệu", "2024-06-19", "Nguyễn Văn A", "Biên bản số 3/BB-CTĐ"])
        book.save(ledger)
        next(iter((home / "hop-thu").glob("*.xlsx"))).unlink()
        self.night("2024-06-19")
        second = self.whole(out)
        self.assertNotEqual(first, second)
        self.assertEqual(beside(out), second)
        kept = sorted(path.parent for path in home.rglob("tong-hop.xlsx"))
        self.assertEqual([self.whole(folder / "tong-hop.xlsx") for folder in kept], [first, second])
        dossier = home / "ket-qua/ho-so/2024-so-lieu-lan-1"
        self.assertEqual(self.whole(dossier / "Tong-hop.xlsx"), second)
        self.assertEqual(beside(dossier / "Tong-hop.xlsx"), second)
        self.assertEqual(self.whole(dossier / "Tong-hop-gui.xlsx"), beside(dossier / "Tong-hop-gui.xlsx"))
        again = self.tmp / "lap lai.xlsx"
        done = subprocess.run([RELEASE, "merge", "--dossier", dossier, "-o", again], capture_output=True, text=True)
        self.assertEqual((done.returncode, again.read_bytes()), (0, (dossier / "Tong-hop.xlsx").read_bytes()), done.stderr)
        self.assertEqual(self.whole(again), second)
        done = subprocess.run([RELEASE, "verify", dossier / "Tong-hop.xlsx", "--dossier", dossier], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for day in range(20, 28):
            self.night(f"2024-06-{day}")
        kept = [path.parent for path in home.rglob("tong-hop.xlsx")]
        for folder in kept:
            self.whole(folder / "tong-hop.xlsx")
            self.assertEqual(len(list(folder.glob("*.csv"))), len(beside(folder / "tong-hop.xlsx")))
        self.assertTrue(all((path / "tong-hop.xlsx").exists() for path in (home / "ket-qua/luu").glob("2024-*")) if (home / "ket-qua/luu").exists() else True)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
