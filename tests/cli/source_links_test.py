#!/usr/bin/python3
"""Links that open the sources of a consolidated workbook (--source-links): from the cell of each figure to the file, sheet and cell."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def run(*words):
    return subprocess.run([sampled(), *map(str, words)], capture_output=True, text=True, timeout=600)


def links_out(path):
    """{(sheet, cell): (address, place)} of the links that leave the workbook."""
    found = {}
    with zipfile.ZipFile(path) as z:
        relations = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
        for sheet in ET.fromstring(z.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            part = "xl/" + relations[sheet.get(ID)]
            named = re.sub(r"([^/]+)$", r"_rels/\1.rels", part)
            if named not in z.namelist():
                continue
            leads = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read(named)) if r.get("TargetMode") == "External"}
            for link in ET.fromstring(z.read(part)).iter(MAIN + "hyperlink"):
                if link.get(ID) in leads:
                    found[sheet.get("name"), link.get("ref")] = leads[link.get(ID)], link.get("location")
    return found


class SourceLinks(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-source-links-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.inbox = self.folder / "hộp thư"
        self.inbox.mkdir()
        for path in (SCHOOL / "hop-thu").iterdir():
            if path.suffix in (".xlsx", ".xls", ".ods"):
                shutil.copy(path, self.inbox)
        self.out = self.folder / "kết quả" / "ra.xlsx"
        self.out.parent.mkdir()

    def merge(self, *words):
        done = run("merge", "-q", "-d", SCHOOL / "dinh-nghia", "-o", self.out, *words, self.inbox)
        self.assertLess(done.returncode, 3, done.stderr)
        return done

    def opened(self, address):
        """The file that an address of the workbook leads to; it is there."""
        path = self.out.parent / urllib.parse.unquote(address.replace("\\", "/"))
        self.assertTrue(path.is_file(), address)
        return path.resolve()

    def test_without_the_option_no_link_leaves_the_workbook(self):
        self.merge()
        self.assertEqual(links_out(self.out), {})

    def test_each_figure_leads_to_its_cell_whatever_the_file_is_called(self):
        some = sorted(p for p in self.inbox.iterdir() if p.suffix == ".xlsx")[0]
        (self.inbox / "tổ 1").mkdir()
        some.rename(self.inbox / "tổ 1" / f"#1 50%41 & {some.name}")
        self.merge("--source-links")
        found = links_out(self.out)
        sheet = openpyxl.load_workbook(self.out)["NGUỒN SỐ LIỆU"]
        rows = [r for r in range(6, sheet.max_row + 1) if sheet.cell(r, 8).value]
        self.assertGreater(len(rows), 100)
        tried = 0
        for r in rows:
            address, place = found["NGUỒN SỐ LIỆU", f"J{r}"]
            path = self.opened(address)
            self.assertEqual(path.relative_to(self.inbox.resolve()).as_posix(), sheet.cell(r, 8).value)
            self.assertEqual(place.replace("''", "'"), f"'{sheet.cell(r, 9).value}'!{sheet.cell(r, 10).value}")
            if path.suffix == ".xlsx" and tried < 5:
                tried += 1
                self.assertIn(sheet.cell(r, 9).value, openpyxl.load_workbook(path, read_only=True).sheetnames)
        self.assertEqual(tried, 5)
        journal = openpyxl.load_workbook(self.out)["NHẬT KÝ"]
        listed = {journal[cell].value for name, cell in found if name == "NHẬT KÝ"}
        self.assertEqual(listed, {p.relative_to(self.inbox).as_posix() for p in self.inbox.rglob("*.*") if p.is_file()})

    def test_a_member_of_an_archive_leads_to_the_archive(self):
        some = sorted(p for p in self.inbox.iterdir() if p.suffix == ".xlsx")[0]
        with zipfile.ZipFile(self.inbox / "gửi.zip", "w") as z:
            z.write(some, some.name)
        some.unlink()
        self.merge("--source-links")
        to_archive = {place for address, place in links_out(self.out).values() if self.opened(address).name == "gửi.zip"}
        self.assertEqual(to_archive, {None})

    def test_such_a_workbook_is_verified_like_any_other(self):
        self.merge("--source-links")
        done = run("verify", self.out, "-d", SCHOOL / "dinh-nghia", self.inbox)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_dossier_says_itself_what_its_workbook_was_made_with(self):
        done = run("merge", "--dossier", self.folder, "-o", self.out, "--source-links")
        self.assertEqual(done.returncode, 64, done.stderr)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
