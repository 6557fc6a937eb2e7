#!/usr/bin/python3
"""tonghop definition: a folder of .csv and a workbook are the same thing, either way; nothing of them is lost."""
import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

SAMPLES = [p for p in sorted((ROOT / "samples").glob("*/dinh-nghia")) if p.is_dir()]


def run(*args):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True)


def tables(folder):
    out = {}
    for path in sorted(pathlib.Path(folder).glob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as f:
            rows = [[c.strip() for c in r] for r in csv.reader(f)]
        out[path.name] = [r for r in rows if any(r)]
    return out


def named(rows):
    """Rows as dictionaries: columns may come in another order, empty ones may be added."""
    return [{k: v for k, v in zip(rows[0], r) if v} for r in rows[1:]]


class Definition(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tmp = pathlib.Path(folder.name)

    def copy(self, source):
        to = self.tmp / "dn"
        to.mkdir()
        for f in source.glob("*.csv"):
            (to / f.name).write_bytes(f.read_bytes())
        return to

    def test_there_and_back(self):
        self.assertGreaterEqual(len(SAMPLES), 2)
        for i, sample in enumerate(SAMPLES):
            book, folder, again = self.tmp / f"{i}.xlsx", self.tmp / f"{i}", self.tmp / f"{i}b.xlsx"
            for source, out in ((sample, book), (book, folder), (folder, again)):
                done = run("definition", source, "-o", out)
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(book.read_bytes(), again.read_bytes())
            old, new = tables(sample), tables(folder)
            self.assertEqual(sorted(old), sorted(new))
            for name in old:
                self.assertEqual(named(old[name]), named(new[name]), name)

    def test_the_figures_read_by_either_are_the_same(self):
        sample = ROOT / "samples/cum2-2022"
        book = self.tmp / "dn.xlsx"
        run("definition", sample / "dinh-nghia", "-o", book)
        files = [f for f in sorted((sample / "hop-thu").iterdir()) if f.suffix == ".xlsx"]
        self.assertEqual(*(run("extract", "-d", d, *files).stdout for d in (sample / "dinh-nghia", book)))

    def test_what_the_workbook_offers(self):
        book = self.tmp / "dn.xlsx"
        run("definition", ROOT / "samples/cum2-2022/dinh-nghia", "-o", book)
        w = openpyxl.load_workbook(book)
        self.assertEqual(w.sheetnames[0], "Hướng dẫn")
        self.assertEqual(w["Giá trị cho phép"].sheet_state, "hidden")
        sheet = w["Chỉ tiêu"]
        heads = {c.value: c.column_letter for c in sheet[1]}
        self.assertEqual(sheet.freeze_panes, "B2")
        lists = {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation if v.type == "list"}
        for column, words in (("Kiểu", {"số nguyên", "phần trăm", "danh mục"}), ("Bắt buộc", {"Có", "Không"}), ("Gộp", {"tổng", "tỷ số của tổng"}), ("Chiều tốt", {"tăng", "giảm"}),
                              ("Khi trống", {"thiếu", "coi là 0"})):
            source = lists[heads[column] + "2"].formula1
            name, span = source.rsplit("!", 1)
            offered = {c.value for row in w["Giá trị cho phép"][span.replace("$", "")] for c in row}
            self.assertIn("Giá trị cho phép", name)
            self.assertLessEqual(words, offered)
        self.assertTrue(lists[heads["Biểu"] + "2"].formula1.startswith("'Biểu'!$A$2"))
        self.assertEqual(sheet[heads["Mã"] + "2"].data_type, "s")
        self.assertTrue(any(isinstance(c.value, (int, float)) for c in sheet[heads["Nhỏ nhất"]]))
        helped = {(r[0].value, r[1].value): r[4].value for r in w["Hướng dẫn"].iter_rows(min_row=5)}
        for name in w.sheetnames[2:]:
            for c in w[name][1]:
                if (name, c.value) == ("Chấm điểm", "Ghi chú"):
                    continue  # of the sample, unknown to the loader
                self.assertTrue(helped.get((None, c.value)), f"{name} › {c.value} has no help")

    def test_unknown_columns_sheets_and_past_units_are_kept(self):
        source = self.copy(ROOT / "samples/cum2-2022/dinh-nghia")
        units = source / "don-vi.csv"
        lines = units.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
        lines = [lines[0] + ",Điện thoại"] + [line + ",024" for line in lines[1:]] + ["CU,Sở cũ,,9,1990,2001,"]
        units.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (source / "ghi-nho.csv").write_text('Việc,Ai\n"Gọi điện, nhắc nộp",Văn thư\n', encoding="utf-8")
        book, back = self.tmp / "dn.xlsx", self.tmp / "back"
        self.assertEqual(run("definition", source, "-o", book).returncode, 0)
        self.assertEqual(run("definition", book, "-o", back).returncode, 0)
        new = tables(back)
        self.assertEqual(new["ghi-nho.csv"], [["Việc", "Ai"], ["Gọi điện, nhắc nộp", "Văn thư"]])
        self.assertEqual(named(new["don-vi.csv"]), named(tables(source)["don-vi.csv"]))
        self.assertIn({"Mã": "CU", "Tên": "Sở cũ", "Thứ tự": "9", "Từ năm": "1990", "Đến năm": "2001"}, named(new["don-vi.csv"]))

    def test_faults_are_all_said_and_nothing_is_written(self):
        source = self.copy(ROOT / "samples/cum2-2022/dinh-nghia")
        forms = source / "bieu.csv"
        forms.write_text(forms.read_text(encoding="utf-8-sig").replace("chỉ tiêu,Có", "chỉ tieu số,Cos"), encoding="utf-8")
        out = self.tmp / "dn.xlsx"
        done = run("definition", source, "-o", out)
        self.assertEqual((done.returncode, out.exists()), (3, False))
        self.assertGreater(done.stderr.count("DN-003"), 10)

    def test_never_over_itself(self):
        book = self.tmp / "dn.xlsx"
        run("definition", SAMPLES[0], "-o", book)
        before = book.read_bytes()
        self.assertEqual(run("definition", book, "-o", book).returncode, 3)
        self.assertEqual(book.read_bytes(), before)
        self.assertEqual(run("definition", book).returncode, 64)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
