#!/usr/bin/python3
"""Scores typed into CHẤM ĐIỂM of a consolidated workbook are not lost with the next merge: the old workbook stays beside the new one, and
--scores makes rows of Cụm chấm out of them."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import sys
import unittest
import warnings
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
GIVEN, HEAD = 11, 8  # column K, row of the headings
warnings.simplefilter("ignore")


class Typed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory()
        cls.clean = pathlib.Path(cls.shared.name) / "kq.xlsx"
        subprocess.run([TONGHOP, "merge", "-q", "-d", SCHOOL / "dinh-nghia", "-o", cls.clean, SCHOOL / "hop-thu"])

    @classmethod
    def tearDownClass(cls):
        cls.shared.cleanup()

    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.out, self.definition = self.tmp / "kq.xlsx", self.tmp / "dinh-nghia"
        shutil.copy(self.clean, self.out)
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args):
        return subprocess.run([TONGHOP, "merge", "-d", self.definition, "-o", self.out, SCHOOL / "hop-thu", *map(str, args)],
                              capture_output=True, text=True)

    def type(self, scores, path=None):
        """`scores`: (code of a criterion, name of a unit) to what is typed; None empties the cell.  Addresses of the cells."""
        book, places = openpyxl.load_workbook(path or self.out), {}
        sheet = book["CHẤM ĐIỂM"]
        for row in range(HEAD + 1, sheet.max_row + 1):
            key = (sheet.cell(row, 1).value, sheet.cell(row, 3).value)
            if key in scores:
                sheet.cell(row, GIVEN).value = scores[key]
                places[key] = f"K{row}"
        book.save(path or self.out)
        self.assertEqual(set(places), set(scores))
        return places

    def leaves(self):
        """Leaves that units with a file have, and whether each cell of Cụm chấm holds a score."""
        sheet = openpyxl.load_workbook(self.clean)["CHẤM ĐIỂM"]
        rows = [[sheet.cell(row, c).value for c in (1, 3, 5, GIVEN, 11)] for row in range(HEAD + 1, sheet.max_row + 1)]
        return {(code, unit): given for code, unit, kind, given, official in rows
                if code and unit and official and kind not in ("Tổng", "Thưởng", "Trừ")}

    def some(self):
        return [k for k, given in self.leaves().items() if given is not None]

    def award(self, scores):
        """Writes scores into the sheet Cụm chấm of the definition."""
        awards = self.definition / "cum-cham.csv"
        with open(awards, encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        for row in rows:
            row["Điểm"] = scores.get((row["Đơn vị"], row["Tiêu chí"]), row["Điểm"])
        with open(awards, "w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def proposals(self):
        with open(self.tmp / "cum-cham-de-nghi.csv", encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))

    def code(self, name):
        with open(self.definition / "don-vi.csv", encoding="utf-8-sig", newline="") as f:
            return next(r["Mã"] for r in csv.DictReader(f) if r["Tên"] == name)

    def test_the_old_workbook_is_kept_and_the_last_line_says_so(self):
        a, b, c, *_ = self.some()
        self.type({a: 1.25, b: "không được giao", c: "7,5"})
        typed = self.out.read_bytes()
        done = self.merge()
        last = done.stdout.rstrip("\n").split("\n")[-1]
        self.assertIn("3 ô", last)
        self.assertIn("--scores", last)
        kept = pathlib.Path(re.search("“([^”]*)”", last)[1])
        self.assertEqual((kept.name, kept.parent, kept.read_bytes()), ("kq (bản cũ 1).xlsx", self.tmp, typed))
        self.assertEqual(self.out.read_bytes(), self.clean.read_bytes())
        again = self.merge()
        self.assertNotIn("--scores", again.stdout)
        self.assertEqual(sorted(p.name for p in self.tmp.glob("*.xlsx")), ["kq (bản cũ 1).xlsx", "kq.xlsx"])
        # a second time: another name, never over the first
        self.type({a: 3})
        english = self.merge("--lang", "en")
        self.assertIn("1 cells were typed into the old workbook", english.stdout.rstrip("\n").split("\n")[-1])
        self.assertEqual(kept.read_bytes(), typed)
        self.assertTrue((self.tmp / "kq (bản cũ 2).xlsx").exists())

    def test_they_wait_among_the_decisions_until_they_are_entered(self):
        """Also in later runs; the newer of two that were typed for one cell; none for which Cụm chấm has a row by now."""
        a, b, c, *_ = self.some()
        key = {k: (self.code(k[1]), k[0]) for k in (a, b, c)}
        with open(self.definition / "cum-cham.csv", encoding="utf-8-sig", newline="") as f:
            rows = [r for r in csv.DictReader(f) if (r["Đơn vị"], r["Tiêu chí"]) not in key.values()]
        header = "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\n"
        text = header + "".join(",".join(f'"{r[k]}"' for k in header.strip().split(",")) + "\n" for r in rows)
        awards = self.definition / "cum-cham.csv"
        awards.write_text(text, encoding="utf-8")
        self.merge()
        decisions = self.tmp / "cho-quyet-dinh.xlsx"

        def waiting():
            self.merge("--decisions", decisions)
            sheet = openpyxl.load_workbook(decisions)["Cụm chấm"]
            head = [cell.value for cell in sheet[1]]
            return {(r["Đơn vị"], r["Tiêu chí"]): (r["Điểm"], r["Căn cứ"])
                    for r in (dict(zip(head, row)) for row in sheet.iter_rows(min_row=2, values_only=True)) if r["Đơn vị"]}

        self.assertEqual(waiting(), {})
        places = self.type({a: 1.25, b: 2})
        first = waiting()
        self.assertEqual(first[key[a]], ("1,25", f"gõ ở ô {places[a]} trang CHẤM ĐIỂM, kq (bản cũ 1).xlsx"))
        self.assertEqual(set(first), {key[a], key[b]})
        self.assertEqual(waiting(), first)
        self.type({a: 3, c: 4})
        self.assertEqual({k: v[0] for k, v in waiting().items()}, {key[a]: "3", key[b]: "2", key[c]: "4"})
        awards.write_text(text + f'{key[a][0]},{key[a][1]},"2,5",Tổ,2024-06-20,Họp\n', encoding="utf-8")
        self.assertEqual({k: v[0] for k, v in waiting().items()}, {key[b]: "2", key[c]: "4"})
        (self.tmp / "kq (bản cũ 1).xlsx").unlink()
        self.type({b: 5})
        self.assertEqual({k: v[0] for k, v in waiting().items()}, {key[b]: "5", key[c]: "4"})
        self.assertTrue((self.tmp / "kq (bản cũ 3).xlsx").exists())

    def test_the_quiet_are_told_on_standard_error(self):
        a, *_ = self.some()
        self.type({a: 1.25})
        done = self.merge("--quiet")
        self.assertEqual(done.stdout, "")
        self.assertIn("kq (bản cũ 1).xlsx", done.stderr)

    def test_what_nobody_typed_is_replaced_without_a_word(self):
        """Opened and saved; as an earlier version wrote it; what the definition has said in the meantime."""
        self.type({})
        self.assertNotIn("bản cũ", self.merge().stdout)
        with zipfile.ZipFile(self.clean) as z:
            parts = {n: z.read(n) for n in z.namelist()}
        text, n = re.subn("Cụm chấm [0-9.,]+: ", "Cụm chấm: ", parts["xl/sharedStrings.xml"].decode())
        self.assertGreater(n, 10)
        parts["xl/sharedStrings.xml"] = text.encode()
        with zipfile.ZipFile(self.out, "w") as z:
            for name, data in parts.items():
                z.writestr(name, data)
        self.assertNotIn("bản cũ", self.merge().stdout)
        a, *_ = self.some()
        self.award({(self.code(a[1]), a[0]): "1,5"})
        done = self.merge()  # the workbook has the old score, the definition a new one: nothing was typed
        self.assertEqual((done.returncode, "bản cũ" in done.stdout), (0, False), done.stderr)

    def test_scores_become_rows_of_the_definition(self):
        a, b, c, d, *_ = self.some()
        places = self.type({a: 1.25, b: "không được giao", c: "7,5", d: None})
        done = self.merge("--scores", self.out)  # what is replaced may be read
        self.assertLess(done.returncode, 3, done.stderr)
        self.assertIn("4 ô", done.stdout.rstrip("\n").split("\n")[-1])
        rows = self.proposals()
        want = {(self.code(k[1]), k[0]): (v, places[k]) for k, v in ((a, "1,25"), (b, "không được giao"), (c, "7,5"))}
        self.assertEqual({(r["Đơn vị"], r["Tiêu chí"]): r["Điểm"] for r in rows}, {k: v for k, (v, _) in want.items()})
        for r in rows:
            self.assertEqual((r["Ai"], r["Ngày"]), ("", ""))
            self.assertIn(f"ô {want[r['Đơn vị'], r['Tiêu chí']][1]} trang CHẤM ĐIỂM, kq.xlsx", r["Căn cứ"])
        # copied into the definition they are what the workbook is written with, and known when it is replaced
        self.award({(r["Đơn vị"], r["Tiêu chí"]): r["Điểm"] for r in rows})
        self.assertLess(self.merge().returncode, 3)
        again = self.merge("--scores", self.out)
        self.assertIn("0 dòng", again.stdout)
        self.assertEqual(self.proposals(), [])
        self.type({a: 1.25, c: 7.5})
        self.assertNotIn("bản cũ", self.merge().stdout)

    def test_columns_are_found_by_their_headings(self):
        a, *_ = self.some()
        self.type({a: 1.25})
        book = openpyxl.load_workbook(self.out)
        book["CHẤM ĐIỂM"].insert_cols(2)
        book.save(self.out)
        self.assertLess(self.merge("--scores", self.out).returncode, 3)
        self.assertEqual([(r["Tiêu chí"], r["Điểm"]) for r in self.proposals()], [(a[0], "1,25")])

    def test_a_file_without_scores_is_refused(self):
        before = self.out.read_bytes()
        for path in (next((SCHOOL / "hop-thu").iterdir()), self.tmp / "khong-co.xlsx", SCHOOL / "dinh-nghia/bieu.csv"):
            done = self.merge("--scores", path)
            self.assertEqual((done.returncode, self.out.read_bytes()), (3, before))
            self.assertIn(str(path), done.stderr)
        self.assertEqual(sorted(p.name for p in self.tmp.iterdir()), ["dinh-nghia", "kq.xlsx"])

    def test_the_proposals_never_replace_a_file_of_others(self):
        a, *_ = self.some()
        self.type({a: 1.25})
        before = self.out.read_bytes()
        (self.tmp / "cum-cham-de-nghi.csv").write_text("của tôi\n")
        done = self.merge("--scores", self.out)
        self.assertEqual((done.returncode, self.out.read_bytes()), (3, before))
        self.assertEqual((self.tmp / "cum-cham-de-nghi.csv").read_text(), "của tôi\n")


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
