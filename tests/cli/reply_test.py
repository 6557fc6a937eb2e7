#!/usr/bin/python3
"""What a unit writes into its feedback workbook and sends back: proposals of Giải trình on a sheet of the result and in giai-trinh-de-nghi.csv, and
nothing more until a row stands in Giải trình."""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
RULE, TEXT, MARK, CHOICE, REPLY, UNIT, HEAD = 11, 5, 12, 7, 8, 13, 8  # columns of a feedback workbook, and the row of its headings
FILE = next((CASES / "da-giai-trinh/tep").iterdir())
SHEET = "ĐỀ NGHỊ GIẢI TRÌNH"
WHY = "Kiểm tra theo chuyên đề của Bộ"
warnings.simplefilter("ignore")


class Replies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory()
        cls.first = pathlib.Path(cls.shared.name) / "CB.xlsx"
        subprocess.run([TONGHOP, "check", "-q", "-d", CASES / "dinh-nghia", "--feedback", cls.first, FILE])

    @classmethod
    def tearDownClass(cls):
        cls.shared.cleanup()

    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.out, self.inbox, self.definition = self.tmp / "kq.xlsx", self.tmp / "hop-thu", self.tmp / "dinh-nghia"
        shutil.copytree(CASES / "dinh-nghia", self.definition)
        self.inbox.mkdir()
        shutil.copy(FILE, self.inbox / "CB.xlsx")

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args):
        self.done = subprocess.run([TONGHOP, "merge", "-d", self.definition, "-o", self.out, "--lang", "vi", self.inbox, *map(str, args)], capture_output=True, text=True)
        self.assertLess(self.done.returncode, 3, self.done.stderr)
        return self.done.stdout

    def figures(self):
        """All that a reply may not change: everything but the replies themselves, what is said of the files, and the codes of these sheets."""
        book = openpyxl.load_workbook(self.out, data_only=True, read_only=True)
        sheets = {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book if s.title not in ("MỤC LỤC", "NHẬT KÝ", "SỐ KIỂM SOÁT", SHEET)}
        sheets["QUY TẮC"] = [row[:-2] for row in sheets["QUY TẮC"][4:] if not str(row[0]).startswith("GT-")]  # but for the number of the row, and its control
        sheets["KIỂM TRA"] = [row for row in sheets["KIỂM TRA"] if row[1] and not str(row[1]).startswith("GT-") and row[11] is not None]
        return sheets

    def feedback(self):
        """The list of findings that Cao Bằng gets back from a merge."""
        self.merge("--feedback", self.tmp / "phieu")
        return openpyxl.load_workbook(self.tmp / "phieu/CB.xlsx").worksheets[0]

    def rows(self, sheet):
        return {str(sheet.cell(r, RULE).value): r for r in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(r, MARK).value}

    def reply(self, why, name="phieu.xlsx", change=None):
        """Fills in the reply to KT-002, as a clerk does, and puts the workbook into the inbox."""
        book = openpyxl.load_workbook(self.first)
        sheet = book.worksheets[0]
        cell = sheet.cell(self.rows(sheet)["KT-002"], REPLY)
        cell.value = why
        if isinstance(why, str):
            cell.data_type = "s"
        if change:
            change(sheet)
        (self.inbox / name).parent.mkdir(exist_ok=True)
        book.save(self.inbox / name)

    def listed(self):
        """State, unit, rule, mark, reply, problem, file and cell of each row."""
        sheet = openpyxl.load_workbook(self.out, read_only=True)[SHEET]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=6)]
        return [(r[0], r[1], r[2], r[3], r[4], r[5], r[7], r[8]) for r in rows if len([v for v in r[:9] if v]) > 1]

    def states(self):
        return [r[0] for r in self.listed()]

    def proposals(self):
        with open(self.tmp / "giai-trinh-de-nghi.csv", encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))

    def explain(self, *rows):
        with open(self.definition / "giai-trinh.csv", "w", encoding="utf-8", newline="") as f:
            writer = csv.writer(f)
            writer.writerow(["Đơn vị", "Quy tắc", "Mã giải trình", "Lý do", "Ai", "Ngày"])
            writer.writerows(rows)

    def contents(self):
        return " ".join(str(c.value) for row in openpyxl.load_workbook(self.out, read_only=True)["MỤC LỤC"].iter_rows(max_row=6) for c in row if c.value)

    def test_a_choice_without_a_reason(self):
        for choice, states in (("số đúng, vì …", ["chờ xem"]), ("đã sửa", [])):
            self.reply(None, change=lambda sheet, c=choice: sheet.cell(self.rows(sheet)["KT-002"], CHOICE, c))
            self.merge()
            self.assertEqual(self.states() if states else "1 đề nghị" in self.contents(), states or False, choice)

    def test_what_is_typed_over_the_choice_is_the_reason(self):
        for choice, reason, said in (("số đúng, vì có thêm 3 điểm", None, "số đúng, vì có thêm 3 điểm"), ("vì …", None, "số đúng (đơn vị chưa nêu lý do)"),
                                     ("đã hỏi lại huyện", None, "đã hỏi lại huyện"), ("đã hỏi huyện", "có thêm 3 điểm", "đã hỏi huyện; có thêm 3 điểm"),
                                     ("đã sửa", "sửa ô G38", "đã sửa: sửa ô G38"), (self.offered()[1], "có thêm 3 điểm", "có thêm 3 điểm")):
            self.reply(reason, change=lambda sheet, c=choice: sheet.cell(self.rows(sheet)["KT-002"], CHOICE, c))
            self.merge()
            self.assertEqual([r[4] for r in self.listed()], [said], choice)

    def offered(self):
        """The words of the list beside the first finding."""
        lists = [v.formula1.strip('"').split(",") for v in self.feedback().data_validations.dataValidation if v.type == "list"]
        self.assertTrue(lists)
        return lists[0]

    def test_two_answers_are_offered(self):
        self.merge()
        self.assertEqual([a.split(" (")[0] for a in self.offered()], ["đã sửa", "số đúng"])

    def test_how_much_was_mended(self):
        book = openpyxl.load_workbook(FILE)
        self.merge("--outcome", self.tmp / "lan-1")
        before = {r: None for r in self.rows(self.feedback())}
        sheet = next(s for s in book if s.title.startswith("B06"))
        self.assertIn("KT-002", before)
        for row in sheet.iter_rows():  # the comparison that was wrong is taken out
            for cell in row:
                if cell.row > 9 and cell.column == 8:
                    cell.value = None
        book.save(self.inbox / "CB.xlsx")
        self.merge("--previous", self.tmp / "lan-1", "--feedback", self.tmp / "phieu")
        said = str(openpyxl.load_workbook(self.tmp / "phieu/CB.xlsx").worksheets[0]["A5"].value)
        self.assertRegex(said, r"so với lần trước: đã sửa \d+ trong \d+")

    def test_there_and_back(self):
        sheet, plain = self.feedback(), self.figures()
        self.assertFalse((self.tmp / "giai-trinh-de-nghi.csv").exists(), "nobody has replied")
        row = self.rows(sheet)["KT-002"]
        mark, problem = sheet.cell(row, MARK).value, sheet.cell(row, TEXT).value
        self.assertEqual((sheet.cell(HEAD, UNIT).value, sheet.cell(row, UNIT).value), ("Mã đơn vị", "CB"))
        self.assertTrue(sheet.column_dimensions["M"].hidden)
        self.reply(WHY)
        said = self.merge()
        self.assertIn("1 đề nghị giải trình chờ xem", said.rstrip("\n").split("\n")[-1])
        self.assertEqual(self.listed(), [("chờ xem", "Cao Bằng", "KT-002", mark, WHY, problem, "phieu.xlsx", f"H{row}")])
        self.assertEqual(self.proposals(), [{"Đơn vị": "CB", "Quy tắc": "KT-002", "Mã giải trình": mark, "Lý do": WHY, "Ai": "", "Ngày": ""}])
        self.assertIn("1 đề nghị giải trình chờ xem", self.contents())
        self.assertEqual(self.figures(), plain, "a reply by itself changed something")
        # the next feedback workbook shows it, and sent back as it is it says the same
        sheet = self.feedback()
        self.assertEqual(sheet.cell(row, REPLY).value, WHY)
        self.assertIn("1 đề nghị giải trình của đơn vị đang chờ", str(sheet["A5"].value))
        shutil.copy(self.tmp / "phieu/CB.xlsx", self.inbox / "lan hai.xlsx")
        self.merge()
        self.assertEqual(self.states(), ["chờ xem", "trùng dòng trên"])
        self.assertEqual(len(self.proposals()), 1)
        # accepted: the row with Ai stands in Giải trình
        r = self.proposals()[0]
        self.explain([r["Đơn vị"], r["Quy tắc"], r["Mã giải trình"], r["Lý do"], "Ban thư ký", "2023-01-08"])
        said = self.merge()
        self.assertNotIn("chờ xem", said)
        self.assertEqual(self.states(), ["đã nhận", "trùng dòng trên"])
        self.assertEqual(self.proposals(), [], "an accepted reply is no proposal any more")
        self.assertNotIn("chờ xem", self.contents())
        # the explained finding comes back with “lý do (Ai, ngày)”, which is the same reply
        sheet = self.feedback()
        self.assertEqual(sheet.cell(self.rows(sheet)["KT-002"], REPLY).value, f"{WHY} (Ban thư ký, 2023-01-08)")
        for path in ("phieu.xlsx", "lan hai.xlsx"):
            (self.inbox / path).unlink()
        shutil.copy(self.tmp / "phieu/CB.xlsx", self.inbox / "lan ba.xlsx")
        self.merge()
        self.assertEqual(self.states(), ["đã nhận"])

    def test_what_giai_trinh_says_in_other_words(self):
        self.reply(WHY)
        self.explain(["CB", "kt-002", "2B923902", "Theo chuyên đề của Bộ", "Ban thư ký", ""])
        self.merge()
        self.assertEqual((self.states(), self.proposals() if (self.tmp / "giai-trinh-de-nghi.csv").exists() else []), (["đã nhận lời khác"], []))

    def test_two_different_replies_are_a_question(self):
        self.reply("Lý do B", "1.xlsx")
        self.reply("Lý do A", "2.xlsx")
        self.reply("lý do a.", "3.xlsx")
        self.merge()
        self.assertEqual([(r[0], r[4], r[6]) for r in self.listed()],
                         [("chờ xem, hai lời khác nhau", "Lý do A", "2.xlsx"), ("trùng dòng trên", "lý do a.", "3.xlsx"),
                          ("chờ xem, hai lời khác nhau", "Lý do B", "1.xlsx")])
        self.assertEqual([r["Lý do"] for r in self.proposals()], ["Lý do A", "Lý do B"])
        sheet = self.feedback()
        self.assertIsNone(sheet.cell(self.rows(sheet)["KT-002"], REPLY).value, "none of the two is chosen")

    def test_a_finding_that_is_gone(self):
        self.reply(WHY)
        shutil.copy(next((CASES / "dung/tep").iterdir()), self.inbox / "CB.xlsx")
        said = self.merge()
        self.assertEqual((self.states(), "chờ xem" in said), (["không còn lỗi này"], False))
        (self.inbox / "CB.xlsx").unlink()
        self.merge("--allow-empty")
        self.assertEqual(self.states(), ["chưa đối chiếu được"], "without the unit's file nobody knows")

    def test_rows_and_columns_that_moved(self):
        def shuffle(sheet):
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.insert_rows(9, 3)
            sheet.insert_cols(3)
            sheet.insert_rows(1, 2)
            sheet["B11"] = "ghi chú của văn thư"
        self.reply(WHY, change=shuffle)
        self.merge()
        self.assertEqual([(r[0], r[4]) for r in self.listed()], [("chờ xem", WHY)])

    def test_a_heading_that_is_gone_and_a_row_of_another_unit(self):
        def cut(sheet):
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.delete_rows(1, 7)
        self.reply(WHY, change=cut)
        self.merge()
        self.assertEqual([(r[0], r[1]) for r in self.listed()], [("chờ xem", "Cao Bằng")])
        self.reply(WHY, change=lambda sheet: sheet.cell(self.rows(sheet)["KT-002"], UNIT, "HG"))
        said = self.merge()
        self.assertIn("GT-005", said)
        self.assertEqual(([(r[0], r[1]) for r in self.listed()], self.proposals()), ([("chưa gắn được", "chưa rõ")], []))

    def test_the_folder_of_another_unit(self):
        self.reply(WHY, "Sơn La/phieu.xlsx")
        said = self.merge()
        self.assertIn("GT-004", said)
        self.assertEqual([(r[0], r[1], r[6]) for r in self.listed()], [("chưa gắn được", "chưa rõ", "Sơn La/phieu.xlsx")])
        self.assertFalse((self.tmp / "giai-trinh-de-nghi.csv").exists())

    def test_what_the_register_says_of_it(self):
        for row, state, unit in (("CB", "chờ xem", "Cao Bằng"), ("SL", "chưa gắn được", "chưa rõ")):
            for path in ("Sơn La/phieu.xlsx", "Cao Bằng/phieu.xlsx", "phieu.xlsx"):
                with self.subTest(row=row, path=path):
                    self.reply(WHY, path)
                    (self.definition / "so-nhan.csv").write_text(f"Đơn vị,Tệp,Quyết định,Lúc nhận\n{row},{path},nhận,2023-01-04 08:00\n", encoding="utf-8")
                    said = self.merge()
                    (self.inbox / path).unlink()
                    self.assertEqual("GT-004" in said, row == "SL", said)
                    self.assertEqual([(r[0], r[1]) for r in self.listed()], [(state, unit)])

    def test_what_is_nothing_and_what_is_something(self):
        for why in (" ", "\u00a0\n", "- "):
            self.reply(why)
            self.assertIn("TEP-028", self.merge(), repr(why))
            self.assertEqual(self.listed(), [], repr(why))
        for why, text in ((2022, "2022"), ("Ốt " * 10922, ("Ốt " * 10922).strip()), ("dòng 1\ndòng 2; \"hai\", ba", "dòng 1\ndòng 2; \"hai\", ba")):
            self.reply(why)
            self.merge()
            self.assertEqual(self.proposals()[0]["Lý do"], text)
            self.assertEqual(self.listed()[0][4], text)
        self.reply(WHY, change=lambda sheet: sheet.cell(40, REPLY, "xin gặp Ban thư ký"))
        self.merge()
        self.assertEqual([(r[0], r[4]) for r in self.listed()], [("chờ xem", WHY), ("chưa gắn được", "xin gặp Ban thư ký")])
        self.assertIn("1 lời chưa gắn được", self.contents())

    def test_text_is_never_a_formula(self):
        for why in ("=1+1", "+84 tăng", "-5 do sáp nhập", "@SUM(A1)", "=HYPERLINK(\"http://x\";\"y\")"):
            self.reply(why)
            self.merge()
            self.assertEqual(self.proposals()[0]["Lý do"], "'" + why)
            cell = openpyxl.load_workbook(self.out, read_only=True)[SHEET].cell(6, 5)
            self.assertEqual((cell.value, cell.data_type), (why, "s"))
            self.explain(["CB", "KT-002", "2b923902", "'" + why, "Ban thư ký", ""])
            self.merge()
            self.assertEqual(self.states(), ["đã nhận"], "the apostrophe is not a difference")
            (self.definition / "giai-trinh.csv").unlink()

    def test_nor_behind_what_parts_cells_elsewhere(self):
        """Excel opens a .csv with the list separator of its country: the quotes of a second field close nothing then."""
        for why, wanted in (("x;=1+1;y", "x;'=1+1;y"), ("do sáp nhập\n- hai phòng", "do sáp nhập\n'- hai phòng"), ("x; \"=1\"", "x; \"'=1\""),
                            ("\uff1d1+1", "'\uff1d1+1"), ("a = b; c-d", "a = b; c-d")):
            self.reply(why)
            self.merge()
            self.assertEqual(self.proposals()[0]["Lý do"], wanted)
            self.explain(["CB", "KT-002", "2b923902", wanted, "Ban thư ký", ""])
            self.merge()
            self.assertEqual(self.states(), ["đã nhận"], "the apostrophe is not a difference")
            (self.definition / "giai-trinh.csv").unlink()

    def test_the_proposals_never_replace_what_people_typed(self):
        self.reply(WHY)
        self.merge()
        path = self.tmp / "giai-trinh-de-nghi.csv"
        filled = path.read_bytes().replace(b",,\r\n", ",Ban thư ký,2023-01-08\r\n".encode())
        path.write_bytes(filled)
        said = self.merge("--quiet")
        self.assertEqual(said, "")
        self.assertIn("giai-trinh-de-nghi (bản cũ 1).csv", self.done.stderr)
        self.assertEqual((self.tmp / "giai-trinh-de-nghi (bản cũ 1).csv").read_bytes(), filled)
        self.merge()
        self.assertEqual(len(list(self.tmp.glob("giai-trinh-de-nghi*"))), 2, "what nobody filled in is simply replaced")
        path.write_text("của tôi\n", encoding="utf-8")
        said = self.merge()
        self.assertIn("chưa ghi được tệp đề nghị", said)
        self.assertEqual((path.read_text(encoding="utf-8"), self.states()), ("của tôi\n", ["chờ xem"]), "the workbook has them all the same")

    def test_a_record_stream_hands_replies_on(self):
        self.reply(WHY)
        done = subprocess.run([TONGHOP, "extract", "-d", self.definition, self.inbox / "phieu.xlsx"], capture_output=True, text=True)
        (self.inbox / "phieu.xlsx").unlink()
        (self.tmp / "phieu.records").write_text(done.stdout, encoding="utf-8")
        self.merge("--records", self.tmp / "phieu.records")
        self.assertEqual([(r[0], r[4], r[6]) for r in self.listed()], [("chờ xem", WHY, "phieu.xlsx")])


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
