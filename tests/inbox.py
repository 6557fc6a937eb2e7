"""An inbox of a test: files are put into it, it is merged, and the result says what became of them."""
import pathlib
import shutil
import subprocess

import openpyxl

from programs import sampled
from tally import count

ROOT = pathlib.Path(__file__).resolve().parents[1]
BOOK = ROOT / "tests/cases/dung/tep/CTDS2_2022_CB.xlsx"  # of Cao Bằng, without a fault
RECORD = "Đơn vị,Tệp,Quyết định,Lúc nhận\n"


MADE_FROM = "Bảng kê những gì tạo nên sổ này"  # a list of its own, below what NHẬT KÝ says of the files


def rows_said(path_or_file):
    """(sheet, cells) of each row of a result, without the list of what the workbook is made from and what is computed from it: codes, control figures."""
    for sheet in openpyxl.load_workbook(path_or_file, data_only=True, read_only=True):
        for row in sheet.iter_rows() if sheet.title != "SỐ KIỂM SOÁT" else ():
            if str(row[0].value).startswith(MADE_FROM):
                break
            yield sheet.title, [cell for cell in row if not str(cell.value).startswith("khớp mã ")]


class Inbox:
    def __init__(self, tmp):
        self.path = tmp / "hop-thu"
        self.out = tmp / "out.xlsx"
        self.definition = tmp / "dinh-nghia"
        shutil.copytree(ROOT / "tests/cases/dinh-nghia", self.definition)
        self.path.mkdir()

    def put(self, name, source=BOOK):
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source if isinstance(source, bytes) else pathlib.Path(source).read_bytes())

    def clear(self):
        shutil.rmtree(self.path)
        self.path.mkdir()

    def register(self, *rows):
        (self.definition / "so-nhan.csv").write_text(RECORD + "".join(row + "\n" for row in rows), encoding="utf-8")

    def run(self, *options, inboxes=None):
        """Findings as (code, file) and the rows of NHẬT KÝ as file → (unit, state)."""
        done = subprocess.run([sampled(), "merge", "-q", "--allow-empty", "-d", self.definition, *map(str, inboxes or [self.path]), "-o", self.out,
                               "--lang", "vi", *options], capture_output=True, text=True)
        self.said = done.stdout + done.stderr
        book = openpyxl.load_workbook(self.out, read_only=True)
        findings = [[c.value for c in row] for row in book["KIỂM TRA"].iter_rows()]
        head = next(i for i, row in enumerate(findings) if "Mã" in row or "Quy tắc" in row)
        file_at = findings[head].index("Tệp")
        self.findings = [(row[1], row[file_at] or "") for row in findings[head + 1:] if row[1]]
        contents = [[c.value for c in row] for row in book["MỤC LỤC"].iter_rows()]
        self.states = {row[0]: row[1] for row in contents if row[0] and row[1]}
        journal = [[c.value for c in row] for row in book["NHẬT KÝ"].iter_rows()]
        journal = journal[:next(i for i, row in enumerate(journal) if str(row[0]).startswith(MADE_FROM))]
        self.journal = {row[0]: (row[1], row[2]) for row in journal if row[0] and row[2]}
        self.reasons = {row[0]: row[3] for row in journal if row[0] and row[2]}
        self.hashes = {row[0]: row[9] for row in journal if row[0] and row[2]}
        self.lines = {row[0]: row[1] for row in journal if row[0] and not row[2]}
        return [code_and_file for code_and_file in self.findings if code_and_file[0] not in ("NOP-001", "NOP-015")]

    def totals(self):
        return [[c.value for c in row] for row in openpyxl.load_workbook(self.out, read_only=True)["TỔNG HỢP"].iter_rows()]


def expect(box, found, wanted, what):
    count(sorted(found) == sorted(wanted), f"{what}: {found}, wanted {wanted}\n{box.said}")
