#!/usr/bin/python3
"""Chốt through real nights: what counted goes on counting, what comes or is entered afterwards changes nothing and is said, and only
a row “mở chốt” opens.  docs/tep-nao-duoc-tinh.md, section “Sau khi chốt”, names these tests line by line."""
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402
from school import with_figure  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
REGISTER = "Đơn vị,Tệp,Quyết định,Lúc nhận,Ai\n"
ADJUST = "Đơn vị,Mã,Cột,Giá trị cũ,Giá trị,Ai,Ngày,Căn cứ\n"
FREEZE = "Bước,Ngày,Ai,Căn cứ\n"
FROZEN = "chốt số liệu,2024-06-20,An,BB 5\n"
OPENED = "mở chốt,2024-06-25,An,CV 9\n"
AGAIN = "chốt số liệu,2024-06-28,An,BB 7\n"
POINTS = "chốt điểm,2024-06-21,An,BB 6\n"


class Freeze(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.dir.name) / "cum"
        self.inbox, self.ledger = self.home / "hop-thu", self.home / "so"
        done = subprocess.run([sampled(), "nightly", "--init", str(self.home), "-d", str(SCHOOL / "dinh-nghia")],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        conf = self.home / "tonghop.conf"
        conf.write_text(re.sub(r"^sổ ban thư ký = .*$", "sổ ban thư ký = so", conf.read_text(encoding="utf-8"), flags=re.M),
                        encoding="utf-8")
        self.ledger.mkdir()
        for name in ("so-lieu-lan-1", "so-lieu-lan-2", "diem-lan-1"):  # dossiers are tried in dossier_test.py
            (self.home / "ket-qua/ho-so" / f"2024-{name}").mkdir(parents=True)
        shutil.copy(SCHOOL / "dinh-nghia/cum-cham.csv", self.ledger)
        self.rows = {}
        self.enter("so-nhan", REGISTER, "TH1,truong-so-1.xlsx,nhận,2024-06-02 09:00,\n")
        for number, figure in ((1, 11), (2, 12), (3, 13)):
            self.send(number, figure)
        self.day = 0

    def tearDown(self):
        self.dir.cleanup()

    def enter(self, sheet, head, *rows):
        (self.ledger / f"{sheet}.csv").write_text(head + "".join(rows), encoding="utf-8")

    def freeze(self, *rows):
        self.enter("chot", FREEZE, *rows)

    def send(self, number, figure, name=None):
        with_figure(SCHOOL / f"hop-thu/truong-so-{number}.xlsx", figure, self.inbox / (name or f"truong-so-{number}.xlsx"))

    def night(self, code=None):
        self.day += 1
        conf = self.home / "tonghop.conf"
        text = re.sub(r"^ngày = .*$", f"ngày = 2024-07-{self.day:02}", conf.read_text(encoding="utf-8"), flags=re.M)
        conf.write_text(text, encoding="utf-8")
        done = subprocess.run([sampled(), "nightly", "--now", f"2024-07-{self.day:02} 01:30", str(conf)], capture_output=True, text=True)
        if code is None:
            self.assertIn(done.returncode, (0, 1, 2), done.stderr + done.stdout)
        else:
            self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        self.said = done.stdout + done.stderr
        return self.said

    def ask(self, query):
        store = sqlite3.connect(f"file:{self.home / 'so-lieu.db'}?mode=ro", uri=True)
        try:
            return store.execute(query).fetchall()
        finally:
            store.close()

    def counted(self):
        """The number of classes of each unit, as the last run has it."""
        rows = self.ask("SELECT don_vi, gia_tri_dung FROM so_lieu WHERE ma = 'HS.04' AND cot = 'nay' AND den_luot IS NULL")
        return {unit: int(value) for unit, value in rows}

    def points(self):
        return dict(self.ask("SELECT unit, total FROM totals WHERE to_run IS NULL"))

    def workbook(self, sheet="MỤC LỤC"):
        book = openpyxl.load_workbook(next((self.home / "ket-qua").glob("*.xlsx")), data_only=True)
        return "\n".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None)

    def frozen(self):
        """Two nights: the first sees the row of Chốt."""
        self.freeze(FROZEN)
        self.night()
        self.before = self.counted()

    def changes_nothing(self):
        self.night()
        self.assertEqual(self.counted(), self.before, self.said)


class Figures(Freeze):
    def test_the_night_that_sees_the_row_is_made_as_any_other(self):
        self.send(4, 14)
        self.frozen()
        self.assertEqual(self.before, {"TH1": 11, "TH2": 12, "TH3": 13, "TH4": 14})
        self.assertNotIn("NOP-022", self.said)
        self.assertEqual(self.ask("SELECT buoc, lan, tu_luot, ngay, ai, can_cu, mo_o_luot FROM chot"),
                         [("chốt số liệu", 1, 1, "2024-06-20", "An", "BB 5", None)])
        self.changes_nothing()
        self.assertEqual(self.ask("SELECT count(*) FROM chot"), [(1,)])

    def test_a_file_that_is_written_over(self):
        self.frozen()
        self.send(1, 21)
        self.changes_nothing()
        told = re.search(r"NOP-022[^\n]*\n?[^\n]*", self.said).group()
        self.assertRegex(told, "truong-so-1.xlsx")
        self.assertIn("đến sau khi chốt số liệu ngày 20/06/2024, không tính", self.said)
        self.assertRegex(self.said, r"F13: 11 / 21")
        self.assertNotIn("NOP-019", self.said)

    def test_a_file_that_is_gone(self):
        self.frozen()
        (self.inbox / "truong-so-2.xlsx").unlink()
        self.changes_nothing()
        self.changes_nothing()

    def test_a_second_file_that_says_it_is_a_correction(self):
        self.frozen()
        self.send(1, 21, "truong-so-1 (ban sua).xlsx")
        self.changes_nothing()
        self.assertIn("NOP-022", self.said)

    def test_a_unit_that_comes_afterwards_has_not_sent(self):
        self.frozen()
        self.assertNotIn("TH4", self.before)
        self.send(4, 14)
        self.changes_nothing()
        self.assertRegex(self.said, "NOP-022[^\n]*truong-so-4|truong-so-4[^\n]*\n[^\n]*NOP-022|NOP-022")
        self.assertIn("chưa nộp lúc chốt; tệp gửi sau không tính", self.workbook())

    def test_a_content_that_was_passed_over_stays_so_under_a_better_name(self):
        self.send(1, 21, "truong-so-1 (nháp).xlsx")
        self.frozen()
        self.assertEqual(self.before["TH1"], 11)
        (self.inbox / "truong-so-1 (nháp).xlsx").rename(self.inbox / "truong-so-1 (bản sửa lần 2).xlsx")
        self.changes_nothing()

    def test_rows_of_the_register_after_the_freeze(self):
        self.frozen()
        self.send(1, 21)
        self.enter("so-nhan", REGISTER, "TH1,truong-so-1.xlsx,nhận,2024-07-21 09:00,An\n", "TH2,truong-so-2.xlsx,rút,2024-07-21 09:00,An\n")
        self.changes_nothing()
        self.assertEqual(self.said.count("CN-004"), 2, self.said)
        self.assertIn("dòng sửa sau khi chốt (20/06/2024)", self.said)
        self.assertIn("dòng thêm sau khi chốt (20/06/2024)", self.said)
        self.enter("so-nhan", REGISTER)
        self.changes_nothing()
        self.assertEqual(self.said.count("CN-004"), 1, self.said)
        self.assertIn("dòng bỏ sau khi chốt", self.said)

    def test_what_waited_goes_on_waiting(self):
        self.night()
        self.send(3, 23)  # after the deadline
        self.frozen()
        self.assertEqual(self.before["TH3"], 13)
        self.assertIn("NOP-019", self.said)
        self.enter("so-nhan", REGISTER, "TH1,truong-so-1.xlsx,nhận,2024-06-02 09:00,\n", "TH3,truong-so-3.xlsx,nhận,2024-07-21 09:00,An\n")
        self.changes_nothing()
        self.assertIn("NOP-019", self.said)

    def test_rows_of_adjustments_after_the_freeze(self):
        self.enter("dieu-chinh", ADJUST, "TH2,HS.04,năm nay,12,31,An,2024-06-19,điện thoại 19/6\n")
        self.frozen()
        self.assertEqual(self.before["TH2"], 31)
        self.assertIn("DC-005", self.said)
        self.enter("dieu-chinh", ADJUST, "TH1,HS.04,năm nay,11,41,An,2024-06-21,CV 3\n")
        self.changes_nothing()
        self.assertEqual(self.said.count("CN-004"), 2, self.said)
        self.assertIn("DC-005", self.said)

    def test_a_definition_that_is_changed_or_broken(self):
        self.frozen()
        form = self.home / "dinh-nghia/chi-tieu.csv"
        text = form.read_text(encoding="utf-8")
        form.write_text(text.replace("Số lớp", "Số lớp học"), encoding="utf-8")
        self.changes_nothing()
        self.assertIn("Bộ biểu mẫu đã đổi sau khi chốt số liệu ngày 20/06/2024 (trang “Chỉ tiêu”); lượt này vẫn dùng bản đã chốt", self.said)
        form.write_text(text.replace("số nguyên", "số gì đó"), encoding="utf-8")
        self.changes_nothing()
        self.assertIn("bản mới có chỗ sai: DN-003 chi-tieu.csv › chi-tieu › I2: Cột “Kiểu” ghi “số gì đó”", self.said)
        form.write_text(text, encoding="utf-8-sig")
        self.changes_nothing()
        self.assertNotIn("CN-006", self.said)

    def test_a_definition_that_cannot_be_read_any_more(self):
        """What is frozen is published all the same, and why the definition was not read is said, also on the page."""
        definition, away = self.home / "dinh-nghia", self.home / "cat-di"
        self.frozen()
        definition.rename(away)
        self.changes_nothing()
        self.assertRegex(self.said, "chưa đọc được bộ biểu mẫu “[^”]*dinh-nghia” .*không có tệp hay thư mục này.*theo bản đã chốt ngày 20/06/2024")
        self.assertIn("chưa đọc được bộ biểu mẫu “dinh-nghia”", (self.home / "ket-qua/trang-thai.html").read_text(encoding="utf-8"))
        definition.mkdir()
        self.changes_nothing()
        (definition / "bieu-mau.xlsx").write_bytes(b"PK\x03\x04 cut off")
        self.send(1, 21)
        self.changes_nothing()
        self.assertIn("chưa đọc được bộ biểu mẫu", self.said)
        self.assertIn("TEP-050 bieu-mau.xlsx", self.said)
        self.assertIn("NOP-022", self.said)
        self.freeze(FROZEN, OPENED)
        self.night(code=3)
        self.assertNotIn("theo bản đã chốt", self.said)
        (definition / "bieu-mau.xlsx").unlink()
        definition.rmdir()
        away.rename(definition)
        self.freeze(FROZEN)
        self.changes_nothing()
        self.assertNotIn("chưa đọc được", self.said)
        self.freeze(FROZEN, OPENED)
        self.night()

    def test_decisions_in_a_definition_that_cannot_be_read(self):
        """Without a ledger they are not known, and nothing is published."""
        conf = self.home / "tonghop.conf"
        conf.write_text(re.sub(r"^sổ ban thư ký = .*$", "", conf.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
        self.ledger = self.home / "dinh-nghia"
        self.frozen()
        self.changes_nothing()
        self.ledger.rename(self.home / "cat-di")
        self.night(code=3)

    def test_a_broken_definition_of_the_next_period(self):
        """What the period before froze is not taken for this one's."""
        self.frozen()
        self.changes_nothing()
        settings = self.home / "dinh-nghia/cai-dat.csv"
        settings.write_text(settings.read_text(encoding="utf-8").replace("Kỳ,2024", "Kỳ,2025"), encoding="utf-8")
        book = openpyxl.load_workbook(self.inbox / "truong-so-1.xlsx")
        for sheet in book:
            del sheet["A5"]  # which says the year
        book.save(self.inbox / "truong-so-1.xlsx")
        self.night()
        self.assertIn("kỳ 2025", self.said)
        rules = self.home / "dinh-nghia/chi-tieu.csv"
        rules.write_text(rules.read_text(encoding="utf-8").replace("số nguyên", "số gì đó"), encoding="utf-8")
        published = (self.home / "ket-qua/Tong-hop.xlsx").read_bytes()
        self.assertIn("DN-003", self.night(code=3))
        self.assertEqual((self.home / "ket-qua/Tong-hop.xlsx").read_bytes(), published)

    def test_a_row_of_the_freeze_that_is_deleted(self):
        self.frozen()
        self.freeze()
        self.send(1, 21)
        self.changes_nothing()
        self.assertIn("CN-005", self.said)
        self.assertIn("Đã chốt số liệu", self.workbook())

    def test_nothing_without_effect_is_offered(self):
        self.night()
        self.send(3, 23)
        self.night()
        decisions = next(self.home.rglob("cho-quyet-dinh.xlsx"))
        self.assertEqual(openpyxl.load_workbook(decisions)["Sổ nhận"].max_row, 2)
        self.frozen()
        self.changes_nothing()
        self.assertEqual(openpyxl.load_workbook(decisions)["Sổ nhận"].max_row, 1)


class Opening(Freeze):
    def test_opened_frozen_again_and_the_trace(self):
        self.frozen()
        self.send(1, 21)
        self.send(4, 14)
        self.changes_nothing()
        self.enter("so-nhan", REGISTER, "TH1,truong-so-1.xlsx,nhận,2024-07-21 09:00,An\n", "TH4,truong-so-4.xlsx,nhận,2024-07-21 09:00,An\n")
        self.freeze(FROZEN, OPENED)
        self.night()
        self.assertNotIn("NOP-022", self.said)
        self.assertNotIn("CN-004", self.said)
        self.assertEqual(self.counted(), {"TH1": 21, "TH2": 12, "TH3": 13, "TH4": 14})
        self.assertIn("Đã mở chốt: chốt số liệu 20/06/2024 (lần 1; An; BB 5) · mở chốt 25/06/2024 (An; CV 9).", self.workbook())
        self.freeze(FROZEN, OPENED, AGAIN)
        self.night()
        self.before = self.counted()
        self.send(2, 22)
        self.changes_nothing()
        self.assertIn("đến sau khi chốt số liệu ngày 28/06/2024", self.said)
        self.assertIn("mở chốt 25/06/2024 (An; CV 9) · chốt số liệu 28/06/2024 (lần 2; An; BB 7).", self.workbook())
        self.assertEqual(self.ask("SELECT lan, tu_luot, mo_o_luot, can_cu_mo FROM chot ORDER BY tu_luot"), [(1, 1, 3, "CV 9"), (2, 4, None, None)])

    def test_what_came_after_the_freeze_is_late_by_the_rules_of_late_files(self):
        self.frozen()
        self.send(1, 21)
        self.changes_nothing()
        self.freeze(FROZEN, OPENED)
        self.night()
        self.assertEqual(self.counted()["TH1"], 11)
        self.assertIn("NOP-019", self.said)

    def test_a_version_that_came_in_time_and_broke_while_the_figures_were_frozen(self):
        settings = self.home / "dinh-nghia/cai-dat.csv"
        settings.write_text(settings.read_text(encoding="utf-8").replace("2024-06-10", "2024-07-31"), encoding="utf-8")
        self.frozen()
        self.send(1, 21)
        self.changes_nothing()
        (self.inbox / "truong-so-1.xlsx").write_bytes(b"PK broken")
        self.changes_nothing()
        self.freeze(FROZEN, OPENED)
        for _ in range(2):  # what the first night decides, the second does not forget
            self.night()
            self.assertEqual(self.counted()["TH1"], 21, self.said)

    def test_opened_and_frozen_in_one_night(self):
        self.frozen()
        self.send(4, 14)
        self.enter("so-nhan", REGISTER, "TH4,truong-so-4.xlsx,nhận,2024-07-21 09:00,An\n")
        self.freeze(FROZEN, OPENED, AGAIN)
        self.night()
        self.assertEqual(self.counted()["TH4"], 14)
        self.before = self.counted()
        self.send(4, 24)
        self.changes_nothing()
        self.assertEqual(self.ask("SELECT count(*) FROM chot WHERE mo_o_luot IS NULL"), [(1,)])

    def test_rows_that_were_followed_are_not_followed_again(self):
        self.frozen()
        self.freeze(FROZEN, OPENED)
        self.night()
        self.freeze(FROZEN)  # the opening is deleted: that freezes nothing
        self.send(2, 22)
        self.enter("so-nhan", REGISTER, "TH2,truong-so-2.xlsx,nhận,2024-07-26 09:00,An\n")
        self.night()
        self.assertEqual(self.counted()["TH2"], 22)

    def test_a_store_put_back_to_before_the_freeze_freezes_anew(self):
        self.night()
        generation = sorted(p.name for p in (self.home / "ket-qua/luu").iterdir() if p.name.startswith("2024"))[-1]
        self.frozen()
        self.changes_nothing()
        done = subprocess.run([sampled(), "nightly", "--restore", generation, str(self.home / "tonghop.conf")], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ask("SELECT count(*) FROM chot"), [(0,)])
        self.changes_nothing()
        self.send(1, 21)
        self.changes_nothing()
        self.assertIn("NOP-022", self.said)


class Points(Freeze):
    def setUp(self):
        super().setUp()
        self.frozen()
        self.freeze(FROZEN, POINTS)
        self.changes_nothing()
        self.earned = self.points()

    def keeps_points(self):
        self.changes_nothing()
        self.assertEqual(self.points(), self.earned)

    def test_scores_after_the_freeze(self):
        awards = self.ledger / "cum-cham.csv"
        awards.write_text(awards.read_text(encoding="utf-8").replace("TH1,B.2,16", "TH1,B.2,12"), encoding="utf-8")
        self.keeps_points()
        self.assertEqual(self.said.count("CN-004"), 1, self.said)
        self.assertIn("(21/06/2024)", self.said)
        self.assertIn("Đã chốt điểm: chốt số liệu 20/06/2024 (lần 1; An; BB 5) · chốt điểm 21/06/2024 (lần 1; An; BB 6).", self.workbook())

    def test_stages_and_petitions_go_on(self):
        self.enter("kien-nghi", "Đơn vị,Tiêu chí,Nội dung,Trả lời\n", "TH1,A.1,xem lại,\n")
        self.keeps_points()
        self.assertIn("1 kiến nghị chưa trả lời", self.workbook())
        self.assertNotIn("CN-004", self.said)

    def test_opening_opens_both(self):
        awards = self.ledger / "cum-cham.csv"
        awards.write_text(awards.read_text(encoding="utf-8").replace("TH1,B.2,16", "TH1,B.2,12"), encoding="utf-8")
        self.freeze(FROZEN, POINTS, OPENED)
        self.night()
        self.assertNotEqual(self.points(), self.earned)
        self.assertEqual(self.ask("SELECT count(*) FROM chot WHERE mo_o_luot IS NULL"), [(0,)])


class Guard(Freeze):
    def damage(self, *statements):
        store = sqlite3.connect(self.home / "so-lieu.db")
        for statement in statements:
            store.execute(statement)
        store.commit()
        store.close()

    def test_another_figure_is_not_published(self):
        self.frozen()
        self.damage("UPDATE facts SET exact = '99' WHERE code = 'HS.04' AND unit = 'TH1'", "UPDATE freezes SET program = 'tonghop 9.9'")
        book = next((self.home / "ket-qua").glob("*.xlsx"))
        there = book.read_bytes()
        said = self.night(code=3)
        self.assertIn("TH1 HS.04 nay: value 99 → value 11", said)
        self.assertIn("tonghop 9.9", said)
        self.assertIn("mở chốt", said)
        self.assertEqual(book.read_bytes(), there)
        self.freeze(FROZEN, OPENED)
        self.night()

    def test_other_points_are_not_published(self):
        self.freeze(FROZEN, POINTS)
        self.night()
        self.damage("UPDATE points SET official = '1' WHERE unit = 'TH2' AND criterion = 'B.1'")
        self.assertIn("TH2 B.1", self.night(code=3))

    def test_frozen_files_that_are_gone(self):
        self.frozen()
        self.damage("DELETE FROM blobs")
        self.assertIn("bản đã chốt", self.night(code=3))

    def test_a_kept_copy_that_is_gone(self):
        self.frozen()
        (self.inbox / "truong-so-2.xlsx").unlink()
        for copy in (self.home / "ket-qua/luu/tep").iterdir():
            copy.unlink()
        self.assertIn("luu/tep", self.night(code=3))


class Merge(Freeze):
    def test_without_a_memory_nothing_is_held(self):
        self.freeze(FROZEN)
        out = self.home / "ra.xlsx"
        subprocess.run([sampled(), "merge", "-d", str(self.home / "dinh-nghia"), "--ledger", str(self.ledger), "-o", str(out), str(self.inbox)],
                       capture_output=True, text=True)
        book = openpyxl.load_workbook(out, data_only=True)
        text = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
        self.assertIn("không có trí nhớ nên không giữ số liệu đứng yên được", text)
        self.assertIn("chốt số liệu 20/06/2024 (lần 1; An; BB 5)", text)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
