#!/usr/bin/python3
"""The ledger (--ledger): what the secretariat enters, apart from the definition."""
import csv
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402
from school import with_figure  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
ROWS = {
    "dieu-chinh": [["Đơn vị", "Mã", "Cột", "Giá trị cũ", "Giá trị", "Ai", "Ngày", "Căn cứ"], ["TH1", "HS.09", "", "", "77", "Ban thư ký", "2024-06-08", "Công văn 12"]],
    "so-nhan": [["Đơn vị", "Tệp", "Quyết định", "Lúc nhận", "Ai"], ["TH1", "", "", "2024-06-02 09:00", "Văn thư"]],
}


def run(*args):
    return subprocess.run([sampled(), *map(str, args), "--lang", "vi"], capture_output=True, text=True)


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)


def hash_of(folder):
    text = b"".join(f"{p.name}\n{p.stat().st_size}\n".encode() + p.read_bytes() for p in sorted(folder.iterdir()))
    return hashlib.sha256(text).hexdigest()


class Season(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-ledger-"))
        self.addCleanup(shutil.rmtree, self.tmp)
        self.inbox = SCHOOL / "hop-thu"
        self.definition = self.tmp / "dinh-nghia"
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)
        for name in ("so-nhan", "dieu-chinh", "cum-cham", "giai-trinh"):
            (self.definition / f"{name}.csv").unlink(missing_ok=True)
        self.ledger = self.tmp / "so"

    def enter(self, folder, **sheets):
        for name, rows in sheets.items():
            write(folder / f"{name.replace('_', '-')}.csv", rows)

    def enter_all(self, folder):
        for name, rows in ROWS.items():
            write(folder / f"{name}.csv", rows)

    def merge(self, name, *args):
        done = run("merge", "-d", self.definition, "-o", self.tmp / f"{name}.xlsx", "--outcome", self.tmp / f"{name}.records", self.inbox, *args)
        self.assertLess(done.returncode, 3, done.stderr)
        return done.stdout + done.stderr

    def refused(self, *args):
        done = run("check", "-d", self.definition, "--ledger", self.ledger, *(args or [next(self.inbox.glob("*.xlsx"))]))
        self.assertEqual(done.returncode, 3, done.stdout)
        return done.stderr

    def records(self, name, file):
        """Facts, findings and ranks; what comes from an entered row names the file it stands in."""
        lines = (self.tmp / f"{name}.records").read_text(encoding="utf-8").replace(file, "").splitlines()
        return [line for line in lines if line.split("\t")[0] in ("fact", "row", "finding", "rank")]

    def workbook(self, sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(self.ledger)


class Ledger(Season):
    def test_rows_in_the_ledger_mean_what_they_mean_in_the_definition(self):
        self.enter_all(self.ledger)
        self.merge("apart", "--ledger", self.ledger)
        self.merge("without")
        self.enter_all(self.definition)
        self.merge("together")
        apart, together = self.records("apart", "so/dieu-chinh.csv"), self.records("together", "dieu-chinh.csv")
        self.assertEqual(apart, together)
        self.assertNotEqual(apart, self.records("without", "dieu-chinh.csv"))

    def test_a_workbook_is_a_ledger_too(self):
        self.ledger = self.tmp / "so.xlsx"
        self.workbook({"Cách ghi sổ": [["…"]], "Sổ nhận": ROWS["so-nhan"], "Điều chỉnh": ROWS["dieu-chinh"], "Của tôi": [["riêng"]]})
        self.merge("book", "--ledger", self.ledger)
        self.enter_all(self.definition)
        self.merge("together")
        self.assertEqual(self.records("book", "so.xlsx"), self.records("together", "dieu-chinh.csv"))

    def test_each_has_a_hash_of_its_own(self):
        self.enter_all(self.ledger)
        self.merge("first", "--ledger", self.ledger)
        self.enter(self.ledger, so_nhan=[*ROWS["so-nhan"], ["TH2", "", "", "2024-06-03 09:00", "Văn thư"]])
        self.merge("second", "--ledger", self.ledger, "--previous", self.tmp / "first.records")
        runs = [next(line for line in (self.tmp / f"{name}.records").read_text(encoding="utf-8").splitlines() if line.startswith("run\t")).split("\t")
                for name in ("first", "second")]
        self.assertEqual(runs[0][2], runs[1][2])
        self.assertNotEqual(runs[0][4], runs[1][4])
        self.assertEqual(runs[1][4], hash_of(self.ledger))
        book = openpyxl.load_workbook(self.tmp / "second.xlsx", read_only=True)
        for sheet in ("MỤC LỤC", "NHẬT KÝ"):
            shown = " ".join(str(value) for row in book[sheet].iter_rows(values_only=True) for value in row if value)
            self.assertIn(runs[1][2], shown)
            self.assertIn(runs[1][4], shown)
        changed = " ".join(str(value) for row in book["THAY ĐỔI"].iter_rows(values_only=True) for value in row if value)
        self.assertIn("Sổ ban thư ký đã đổi.", changed)
        self.assertNotIn("Bộ biểu mẫu đã đổi.", changed)

    def test_an_outcome_without_a_ledger_is_still_read(self):
        self.merge("first")
        run_record = next(line for line in (self.tmp / "first.records").read_text(encoding="utf-8").splitlines() if line.startswith("run\t"))
        self.assertEqual(len(run_record.split("\t")), 4)
        self.enter_all(self.ledger)
        self.merge("second", "--ledger", self.ledger, "--previous", self.tmp / "first.records")

    def test_a_wrong_row_names_the_ledger(self):
        self.enter_all(self.definition)
        self.enter(self.ledger, cum_cham=[["Đơn vị", "Tiêu chí", "Điểm"], ["TH1", "không có", "5"]])
        said = self.merge("wrong", "--ledger", self.ledger)
        self.assertIn("CN-002", said)
        self.assertIn("so/cum-cham.csv › cum-cham › B2", said)
        self.assertIn("sửa ô này trong sổ ban thư ký rồi chạy lại", said)

    def test_a_sheet_with_rows_in_both_is_one_fault(self):
        self.enter_all(self.definition)
        self.enter_all(self.ledger)
        said = self.refused()
        self.assertEqual(said.count("DN-015"), 2)
        self.assertNotIn("DN-010", said)
        self.assertIn("(dieu-chinh.csv › dieu-chinh) và ở sổ ban thư ký (so/dieu-chinh.csv)", said)
        self.assertIn("chuyển các dòng ở bộ biểu mẫu sang sổ", said)

    def test_an_empty_sheet_of_either_is_no_fault(self):
        self.enter_all(self.ledger)
        self.merge("apart", "--ledger", self.ledger)
        self.enter(self.definition, so_nhan=ROWS["so-nhan"][:1], dieu_chinh=ROWS["dieu-chinh"][:1])
        self.merge("empty", "--ledger", self.ledger)
        self.assertEqual(self.records("apart", ""), self.records("empty", ""))
        self.enter_all(self.definition)
        self.enter(self.ledger, so_nhan=ROWS["so-nhan"][:1], dieu_chinh=ROWS["dieu-chinh"][:1])
        self.merge("other", "--ledger", self.ledger)
        self.assertEqual(self.records("apart", "so/dieu-chinh.csv"), self.records("other", "dieu-chinh.csv"))

    def test_a_sheet_of_the_definition_is_refused(self):
        self.enter_all(self.ledger)
        shutil.copy(self.definition / "chi-tieu.csv", self.ledger)
        said = self.refused()
        self.assertEqual(said.count("DN-"), 1)
        self.assertIn("DN-014  so/chi-tieu.csv › chi-tieu", said)

    def test_what_is_no_ledger_is_refused(self):
        self.enter(self.ledger, ghi_chu=[["a", "b"], ["c", "d"]])
        self.assertIn("DN-013", self.refused())
        self.merge("result")
        self.ledger = self.tmp / "result.xlsx"
        said = self.refused()
        self.assertIn("đây là bảng tổng hợp", said)
        self.assertEqual(said.count("DN-"), 1)
        self.ledger = self.tmp / "khong-co.xlsx"
        self.assertIn("khong-co.xlsx", self.refused())
        self.ledger = self.tmp / "hong.xlsx"
        self.ledger.write_bytes((self.tmp / "result.xlsx").read_bytes()[:3000])
        self.assertIn("hong.xlsx", self.refused())

    def test_a_misspelt_sheet_is_asked_about(self):
        self.enter_all(self.ledger)
        (self.ledger / "so-nhan.csv").rename(self.ledger / "so nhaan.csv")
        self.assertIn("DN-009", self.refused())

    def test_the_ledger_is_never_written(self):
        self.ledger = self.tmp / "so.xlsx"
        self.workbook({"Sổ nhận": ROWS["so-nhan"]})
        before = self.ledger.read_bytes()
        for force in ([], ["--force"]):
            done = run("merge", "-d", self.definition, "--ledger", self.ledger, "-o", self.ledger, self.inbox, *force)
            self.assertEqual(done.returncode, 3)
            self.assertIn("chính là sổ ban thư ký", done.stderr)
        self.assertEqual(self.ledger.read_bytes(), before)
        self.ledger = self.tmp / "so"
        self.enter_all(self.ledger)
        done = run("merge", "-d", self.definition, "--ledger", self.ledger, "-o", self.ledger / "moi.xlsx", self.inbox)
        self.assertEqual(done.returncode, 3)

    def test_each_command_that_reads_a_definition_reads_the_ledger(self):
        self.enter(self.ledger, so_nhan=[["Đơn vị", "Tệp"], ["ZZZ", "a.xlsx"]])
        file = next(self.inbox.glob("*.xlsx"))
        for command in ("check", "rehearse", "extract"):
            done = run(command, "-d", self.definition, "--ledger", self.ledger, file)
            self.assertIn("CN-002", done.stdout + done.stderr, command)


class EmptyLedger(Season):
    """`definition DEFINITION --ledger OUT.xlsx` lays out a ledger to be filled in."""

    def setUp(self):
        super().setUp()
        self.ledger = self.tmp / "so-ban-thu-ky.xlsx"
        done = run("definition", self.definition, "--ledger", self.ledger)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_its_sheets(self):
        book = openpyxl.load_workbook(self.ledger)
        shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
        self.assertEqual(shown, ["Cách ghi sổ", "Sổ nhận", "Cụm chấm", "Điều chỉnh", "Giải trình", "Phiếu kín", "Kiến nghị", "Đóng", "Trạng thái", "Chốt"])
        choices = {cell.value for row in book["Giá trị cho phép"].iter_rows() for cell in row}
        self.assertLessEqual({"TH1", "nhận", "chờ", "rút", "mở chốt", "HS.09"}, choices)
        self.assertTrue(book["Sổ nhận"].data_validations.dataValidation)

    def test_it_is_a_ledger_and_no_submission(self):
        self.merge("empty", "--ledger", self.ledger)
        self.merge("without")
        self.assertEqual(self.records("empty", ""), self.records("without", ""))
        book = openpyxl.load_workbook(self.ledger)
        book["Sổ nhận"].append(["ZZZ", "a.xlsx"])
        book.save(self.ledger)
        self.assertIn("so-ban-thu-ky.xlsx › Sổ nhận › A2", self.merge("filled", "--ledger", self.ledger))
        done = run("check", "-d", self.definition, self.ledger)
        self.assertIn("sổ ban thư ký", done.stdout)

    def test_one_that_somebody_filled_in_is_kept(self):
        book = openpyxl.load_workbook(self.ledger)
        book["Sổ nhận"].append(["TH1", "a.xlsx"])
        book.save(self.ledger)
        before = self.ledger.read_bytes()
        self.assertEqual(run("definition", self.definition, "--ledger", self.ledger).returncode, 3)
        self.assertEqual(self.ledger.read_bytes(), before)


class Decisions(Season):
    """`merge --decisions FILE`: what waits, as rows that can be copied into the ledger."""

    def test_a_file_that_only_the_register_does_not_know(self):
        inbox = self.tmp / "hop-thu"
        shutil.copytree(self.inbox, inbox)
        with_figure(inbox / "truong-so-1.xlsx", 77, inbox / "truong-so-1 (1).xlsx")
        self.enter(self.ledger, so_nhan=[["Đơn vị", "Tệp"], ["TH1", "truong-so-1.xlsx"]])
        out = self.tmp / "cho-quyet-dinh.xlsx"
        run("merge", "-d", self.definition, "--ledger", self.ledger, "-o", self.tmp / "kq.xlsx", "--decisions", out, inbox)
        mark = hashlib.sha256((inbox / "truong-so-1 (1).xlsx").read_bytes()).hexdigest()[:8]
        rows = [row[:2] for row in openpyxl.load_workbook(out)["Sổ nhận"].iter_rows(min_row=2, values_only=True)]
        self.assertEqual(rows, [("TH1", f"truong-so-1 (1).xlsx [{mark}]")])

    def test_rows_that_wait(self):
        inbox = self.tmp / "hop-thu"
        shutil.copytree(self.inbox, inbox)
        file = inbox / "truong-so-1.xlsx"
        self.enter(self.ledger, so_nhan=[["Đơn vị", "Tệp", "Quyết định"], ["TH1", file.name, "chờ"]],
                   cum_cham=[["Đơn vị", "Tiêu chí", "Điểm", "Ai"], ["*", "*", "theo máy", "Tổ"]])
        out = self.tmp / "cho-quyet-dinh.xlsx"
        for _ in range(2):  # replaced by each run
            done = run("merge", "-d", self.definition, "--ledger", self.ledger, "-o", self.tmp / "kq.xlsx", "--decisions", out, inbox)
            self.assertLess(done.returncode, 3, done.stderr)
        book = openpyxl.load_workbook(out)
        rows = list(book["Sổ nhận"].iter_rows(min_row=1, values_only=True))
        mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        self.assertEqual(rows[0][:3], ("Đơn vị", "Tệp", "Quyết định"))
        self.assertEqual(rows[1][:3], ("TH1", f"{file.name} [{mark}]", None))
        self.assertEqual(len(rows), 2)
        scores = list(book["Cụm chấm"].iter_rows(min_row=2, values_only=True))
        self.assertTrue(all(row[2] == "theo máy" and row[3].startswith("x") for row in scores))
        self.ledger = out
        self.assertIn("bảng chờ quyết định", self.refused())


class ContentMark(unittest.TestCase):
    """`SL.xlsx [3fa9c21b]` of Sổ nhận is about these bytes only."""

    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-mark-"))
        self.addCleanup(shutil.rmtree, self.tmp)
        self.inbox = self.tmp / "hop-thu"
        shutil.copytree(SCHOOL / "hop-thu", self.inbox)
        self.file = sorted(self.inbox.glob("*.xlsx"))[0]
        self.mark = hashlib.sha256(self.file.read_bytes()).hexdigest()[:8]
        self.definition = self.tmp / "dinh-nghia"
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)

    def check(self, name, mark):
        write(self.tmp / "so/so-nhan.csv", [["Đơn vị", "Tệp", "Quyết định"], ["TH1", f"{name} [{mark}]", "rút"]])
        (self.definition / "so-nhan.csv").unlink(missing_ok=True)
        done = run("merge", "-d", self.definition, "--ledger", self.tmp / "so", "-o", self.tmp / "kq.xlsx", self.inbox)
        return done.stdout + done.stderr

    def test_of_a_file(self):
        self.assertIn("NOP-009", self.check(self.file.name, self.mark.upper()) + self.said())
        said = self.check(self.file.name, "00000000")
        self.assertIn("NOP-017", said)
        self.assertIn(f"mã [{self.mark}]", said)

    def said(self):
        book = openpyxl.load_workbook(self.tmp / "kq.xlsx", read_only=True)
        return " ".join(str(value) for row in book["KIỂM TRA"].iter_rows(values_only=True) for value in row if value)

    def test_of_an_archive(self):
        archive = self.inbox / "gui.zip"
        with zipfile.ZipFile(archive, "w") as out:
            out.write(self.file, self.file.name)
        self.file.unlink()
        mark = hashlib.sha256(archive.read_bytes()).hexdigest()[:8]
        self.check("gui.zip", mark)
        self.assertIn("NOP-009", self.said())
        self.assertIn("NOP-017", self.check("gui.zip", "00000000"))
        self.assertNotIn("NOP-009", self.said())


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
