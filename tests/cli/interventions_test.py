#!/usr/bin/python3
"""CAN THIỆP: every kind of row that people enter, before and after, and its effect: what two real merges, one with the row
and one without it, come to."""
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
HEADS = {
    "dieu-chinh": ["Đơn vị", "Mã", "Cột", "Giá trị cũ", "Giá trị", "Ai", "Ngày", "Căn cứ"],
    "cum-cham": ["Đơn vị", "Tiêu chí", "Điểm", "Mã xác nhận", "Ai", "Ngày", "Căn cứ"],
    "giai-trinh": ["Đơn vị", "Quy tắc", "Mã giải trình", "Lý do", "Ai", "Ngày"],
    "dong": ["Đơn vị", "Mã phát hiện", "Lý do", "Căn cứ", "Ai", "Ngày"],
    "phieu-kin": ["Đơn vị", "Xếp hạng", "Số phiếu", "Căn cứ"],
    "trang-thai": ["Đơn vị", "Bước", "Số văn bản", "Ai", "Ngày"],
    "chot": ["Bước", "Ngày", "Ai", "Căn cứ"],
    "kien-nghi": ["Đơn vị", "Tiêu chí", "Nội dung", "Trả lời", "Ai", "Ngày"],
    "so-nhan": ["Đơn vị", "Tệp", "Quyết định", "Lúc nhận", "Số, ngày văn bản", "Ai"],
}
KINDS = {"dieu-chinh": "Điều chỉnh", "cum-cham": "Cụm chấm", "giai-trinh": "Giải trình", "dong": "Đóng", "phieu-kin": "Phiếu kín"}
UNITS = {"SL": "Sơn La", "LCH": "Lai Châu", "DB": "Điện Biên", "LCA": "Lào Cai", "HG": "Hà Giang", "CB": "Cao Bằng", "LS": "Lạng Sơn"}


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)


class Merged:
    """A merge of the sample with these rows in its ledger; a rule that fails there is an error that costs points."""

    def __init__(self, tmp, rows, rules=()):
        self.tmp = pathlib.Path(tempfile.mkdtemp(dir=tmp))
        definition = self.tmp / "dinh-nghia"
        shutil.copytree(SAMPLE / "dinh-nghia", definition)
        table = read_csv(definition / "kiem-tra.csv")
        head = table[0] + ["Ai đổi", "Ngày đổi", "Lý do đổi"]
        table = [head] + [row + ["", "", ""] for row in table[1:]]
        changes = {"KT-801": {"Mức": "lỗi", "Tính điểm": "Có"}, **dict(rules)}
        for row in table[1:]:
            for column, value in changes.get(row[0], {}).items():
                row[head.index(column)] = value
        write_csv(definition / "kiem-tra.csv", table)
        if "so-nhan" in rows:
            (definition / "so-nhan.csv").unlink()
        ledger = self.tmp / "so"
        ledger.mkdir()
        for sheet, lines in rows.items():
            write_csv(ledger / f"{sheet}.csv", [HEADS[sheet], *lines])
        args = ["merge", "-q", "-d", definition, "-o", self.tmp / "o.xlsx", "--outcome", self.tmp / "o.tsv", "--lang", "vi"]
        if rows:
            args += ["--ledger", ledger]
        done = subprocess.run([sampled(), *map(str, args), str(SAMPLE / "hop-thu")], capture_output=True, text=True)
        assert done.returncode in (0, 1, 2), done.stderr
        self.book = openpyxl.load_workbook(self.tmp / "o.xlsx", data_only=True, read_only=True)
        self.ranks = {}
        for line in (self.tmp / "o.tsv").read_text().splitlines():
            field = line.split("\t")
            if field[0] == "rank":
                self.ranks[UNITS[field[2]]] = (float(field[3]) if field[3] else None, int(field[4]) or None)

    def lines(self):
        """Rows of the list as {column: value}."""
        rows = [[c.value for c in row] for row in self.book["CAN THIỆP"].iter_rows()]
        head = next(i for i, row in enumerate(rows) if row[0] == "STT")
        return [dict(zip(rows[head], row)) for row in rows[head + 1:] if isinstance(row[0], (int, float))]

    def mark(self, rule, unit):
        for row in self.book["KIỂM TRA"].iter_rows(values_only=True):
            if row[1] == rule and row[2] == unit:
                return row[12]
        raise AssertionError((rule, unit))

    def confirmation(self, criterion, unit):
        for row in self.book["CHẤM ĐIỂM"].iter_rows(values_only=True):
            if row[0] == criterion and row[2] == unit:
                return row[13]
        raise AssertionError((criterion, unit))


def shown(number):
    return "–" if number is None else number


class Interventions(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.tmp = tempfile.mkdtemp(prefix="tonghop-can-thiep-")
        plain = Merged(cls.tmp, {})
        cls.rows = {
            "dieu-chinh": [["HG", "BCVT.01a", "năm nay", "", "1000", "=1+1", "2023-01-07", "Công văn 7 <script>"],
                           ["LCA", "PTTD.01", "năm nay", "trống", "5", "An", "2023-01-07", "Số cũ không đúng"],
                           ["DB", "BCVT.14", "năm nay", "", "60", "An", "2023-01-08", "Công văn 8"]],
            "cum-cham": [["SL", "I.3.1", "10", "", "Bình", "2023-01-09", "Biên bản 1"],
                         ["LS", "I.1.1", "không được giao", "", "Bình", "2023-01-09", "Biên bản 1"],
                         ["CB", "I.1.2", "theo máy", plain.confirmation("I.1.2", "Cao Bằng"), "Bình", "2023-01-09", "Biên bản 1"],
                         ["CB", "I.1.3", "theo máy", "x00000000", "Bình", "2023-01-09", "Biên bản 1"]],
            "giai-trinh": [["LCA", "KT-801", plain.mark("KT-801", "Lào Cai"), "Đã kiểm tra lại", "Chi", "2023-01-08"],
                           ["LS", "KT-330", "00000000", "Số cũ", "Chi", "2023-01-08"]],
            "dong": [["LCH", "", "Sở đang sáp nhập", "Quyết định 9", "Dũng", "2023-01-10"]],
            "phieu-kin": [["SL", "XH", "5", "Biên bản kiểm phiếu"]],
            "trang-thai": [["", "đã thẩm định", "BB 1", "Dũng", "2023-01-11"]],
            "chot": [["chốt số liệu", "2023-01-12", "Dũng", "BB 2"]],
            "kien-nghi": [["HG", "I.1.1", "Xem lại điểm", "Giữ nguyên", "Em", "2023-01-12"]],
        }
        cls.rules = {"KT-003": {"Trạng thái": "tắt", "Ai đổi": "Giang", "Ngày đổi": "2023-01-06", "Lý do đổi": "đang xem lại"}}
        cls.whole = Merged(cls.tmp, cls.rows, cls.rules)
        cls.lines = cls.whole.lines()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tmp)

    def lines_of(self, kind, unit):
        return [line for line in self.lines if line["Loại"] == kind and line["Đơn vị"] == UNITS.get(unit, unit)]

    def test_every_row_is_listed_once(self):
        for sheet, rows in self.rows.items():
            kind = {"trang-thai": "Trạng thái", "chot": "Chốt", "kien-nghi": "Kiến nghị", **KINDS}[sheet]
            self.assertEqual(sum(line["Loại"] == kind for line in self.lines), len(rows), kind)
        self.assertEqual(sum(line["Loại"] == "Sổ nhận" for line in self.lines), 7)

    def test_who_when_on_what_ground(self):
        line = self.lines_of("Điều chỉnh", "HG")[0]
        self.assertEqual((line["Ai"], line["Ngày"], line["Căn cứ, lý do"], line["Sau"]),
                         ("=1+1", "07/01/2023", "Công văn 7 <script>", "1.000"))
        self.assertTrue(line["Việc"].startswith("BCVT.01a · "))
        line = self.lines_of("Đóng", "LCH")[0]
        self.assertEqual((line["Ai"], line["Căn cứ, lý do"], line["Sau"]), ("Dũng", "Sở đang sáp nhập; Quyết định 9", "không xếp hạng"))
        line = self.lines_of("Kiến nghị", "HG")[0]
        self.assertEqual((line["Việc"], line["Sau"]), ("I.1.1 · Xem lại điểm", "Giữ nguyên"))
        rule = next(line for line in self.lines if line["Loại"] == "Kiểm tra" and line["Việc"].startswith("KT-003"))
        self.assertEqual((rule["Ai"], rule["Ngày"], rule["Căn cứ, lý do"], rule["Trước"], rule["Sau"]),
                         ("Giang", "06/01/2023", "đang xem lại", "cảnh báo", "tạm ngừng"))

    def test_text_of_the_ledger_is_no_formula(self):
        book = openpyxl.load_workbook(self.whole.tmp / "o.xlsx")
        cells = [c for row in book["CAN THIỆP"].iter_rows() for c in row if c.value == "=1+1"]
        self.assertEqual([c.data_type for c in cells], ["s"])

    def test_the_effect_is_that_of_two_merges(self):
        """Each row is left out of a merge of its own."""
        compared = moved = 0
        for sheet, rows in self.rows.items():
            seen = {}
            for i, row in enumerate(rows):
                if sheet not in KINDS:
                    continue
                at = seen.setdefault(row[0], 0)
                seen[row[0]] += 1
                line = self.lines_of(KINDS[sheet], row[0])[at]
                rest = {**self.rows, sheet: rows[:i] + rows[i + 1:]}
                without = Merged(self.tmp, {key: value for key, value in rest.items() if value}, self.rules)
                unit = UNITS[row[0]]
                total, rank = without.ranks.get(unit, (None, None))
                now, rank_now = self.whole.ranks.get(unit, (None, None))
                if sheet != "dong":  # the outcome has no total of a unit that is closed
                    self.assertEqual((line["Tổng điểm nếu không có"], line["Tổng điểm"]), (shown(total), shown(now)), line)
                    self.assertEqual(line["Chênh"], round(now - total, 2), line)
                self.assertEqual((line["Hạng nếu không có"], line["Hạng"]), (shown(rank), shown(rank_now)), line)
                others = {name for name, have in without.ranks.items() if name != unit and have[1] != self.whole.ranks.get(name, have)[1]}
                for name in others:
                    self.assertIn(name, line["Tác động, tình trạng"], line)
                compared += 1
                moved += (total, rank) != (now, rank_now)
        self.assertGreaterEqual(compared, 11)
        self.assertGreaterEqual(moved, 5)

    def test_what_has_no_effect_says_so(self):
        for line in (self.lines_of("Điều chỉnh", "LCA")[0], self.lines_of("Cụm chấm", "CB")[1], self.lines_of("Giải trình", "LS")[0],
                     self.lines_of("Chốt", "Cụm")[0]):
            self.assertTrue(line["Tác động, tình trạng"].startswith("không có tác dụng: "), line)
        self.assertEqual(self.lines_of("Cụm chấm", "SL")[0]["Sau"], "10")

    def test_what_was_not_computed_says_so_and_is_no_nought(self):
        for line in (line for line in self.lines if line["Loại"] == "Sổ nhận"):
            self.assertEqual([line[c] for c in ("Tổng điểm nếu không có", "Chênh", "Hạng nếu không có")], ["chưa tính được"] * 3)
            self.assertTrue(line["Tác động, tình trạng"].startswith("chưa tính được: "))

    def test_the_chair_stands_first_and_counts_agree(self):
        self.assertEqual(self.lines[0]["Đơn vị"], "Sơn La")
        rows = [[c.value for c in row] for row in self.whole.book["CAN THIỆP"].iter_rows(min_row=5, max_row=13)]
        self.assertEqual(rows[1][:2], ["chủ trì", "Sơn La"])
        for row in rows[1:]:
            for kind, n in zip(rows[0][2:13], row[2:13]):
                self.assertEqual(n, sum(line["Đơn vị"] == row[1] and line["Loại"] == kind for line in self.lines), (row[1], kind))
            self.assertEqual(row[13], sum(row[2:13]))

    def test_a_row_that_is_set_aside(self):
        wrong = Merged(self.tmp, {"cum-cham": [["SL", "I.9.9", "10", "", "Bình", "2023-01-09", "Biên bản"]]})
        line = next(line for line in wrong.lines() if line["Loại"] == "Để ngoài")
        self.assertEqual(line["Việc"], "Cụm chấm › B2")
        self.assertIn("I.9.9", line["Căn cứ, lý do"])
        self.assertTrue(line["Tác động, tình trạng"].startswith("không có tác dụng"))

    def test_a_file_that_was_discarded(self):
        rows = read_csv(SAMPLE / "dinh-nghia/so-nhan.csv")[1:]
        discarded = Merged(self.tmp, {"so-nhan": [["HG", "CTDS2_2022_HG_HaGiang.xls", "rút", "", "CV 3", "Hoa"]] +
                                      [[r[0], r[1], r[2], r[3], r[4], "Hoa"] for r in rows if r[0] != "HG"]})
        line = next(line for line in discarded.lines() if line["Đơn vị"] == "Hà Giang")
        self.assertEqual((line["Việc"], line["Ai"], line["Căn cứ, lý do"], line["Sau"]),
                         ("CTDS2_2022_HG_HaGiang.xls", "Hoa", "CV 3", "rút, không tính"))


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
