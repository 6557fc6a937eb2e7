#!/usr/bin/python3
"""Writes the workbooks of tests/cases: one folder a case, each with one thing wrong that real workbooks have wrong.

The workbooks are made from one sound baseline; a case changes cells of it, or the file.  What a case must say is not written here but
in its mong-doi.txt, which a person has read.  Run with the names of cases to make only those."""
import datetime
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

ROOT = pathlib.Path(__file__).resolve().parents[1] / "tests/cases"
sys.path[:0] = [str(ROOT.parent)]
from archive_bytes import rar4_of, rar5_of, seven_zip_of, zip_of  # noqa: E402

LINE = Side(style="thin")
HEAD = ["STT", "Chỉ tiêu", "Mã số", "Đơn vị tính", "Năm trước", "Kế hoạch", "Năm nay", "So sánh (%)", "Ghi chú"]
STAMP = (2023, 1, 2, 8, 0, 0)
UNITS = {"SL": "SƠN LA", "LCH": "LAI CHÂU", "DB": "ĐIỆN BIÊN", "LCA": "LÀO CAI", "HG": "HÀ GIANG", "CB": "CAO BẰNG", "LS": "LẠNG SƠN"}
FORMS = {
    "B03_BCVT": ("KẾT QUẢ LĨNH VỰC BƯU CHÍNH, VIỄN THÔNG", [
        ("1", "Tỷ lệ thôn phủ sóng di động", "BCVT.01c", "%"), ("1.a", "Số thôn có sóng di động", "BCVT.01a", "thôn"), ("1.b", "Tổng số thôn", "BCVT.01b", "thôn"),
        ("2", "Số vị trí trạm BTS", "BCVT.07", "vị trí"), ("2.1", "Số vị trí phát triển mới", "BCVT.08", "vị trí"), ("3", "Số trạm BTS", "BCVT.09", "trạm"),
        ("3.1", "Số trạm phát triển mới", "BCVT.10", "trạm"), ("4", "Số thuê bao di động", "BCVT.11", "thuê bao"), ("5", "Doanh thu viễn thông", "BCVT.13", "tỷ đồng"),
        ("6", "Điểm bưu điện văn hóa xã đa dịch vụ", "BCVT.14", "xã"), ("7", "Tổng số thôn", "BCVT.16", "thôn")]),
    "B04_CNTT": ("CÔNG NGHỆ THÔNG TIN, CHUYỂN ĐỔI SỐ", [
        ("1", "Xếp hạng chuyển đổi số", "CNTT.01", "hạng"), ("2", "Xã có hội nghị trực tuyến", "CNTT.02", "xã"), ("3", "Tỷ lệ văn bản ký số", "CNTT.03", "%"),
        ("4", "Tài khoản định danh", "CNTT.04", "tài khoản"), ("5", "Một cửa điện tử", "CNTT.05", "có/không"), ("6", "Nền tảng dùng chung", "CNTT.06", "loại")]),
    "B06_TTKT": ("THANH TRA, KIỂM TRA", [
        ("1", "Số cuộc thanh tra, kiểm tra", "TTKT.01", "cuộc"), ("2", "Số tổ chức được kiểm tra", "TTKT.04", "tổ chức"), ("3", "Số cá nhân được kiểm tra", "TTKT.05", "cá nhân"),
        ("4", "Số tiền phạt", "TTKT.07", "đồng"), ("5", "Khiếu nại vượt cấp", "TTKT.10", "vụ")]),
    "B07_CCHC": ("CẢI CÁCH HÀNH CHÍNH", [
        ("1", "Hồ sơ tiếp nhận", "CCHC.01", "hồ sơ"), ("1.1", "Trước hạn", "CCHC.02", "hồ sơ"), ("1.2", "Đúng hạn", "CCHC.03", "hồ sơ"), ("1.3", "Quá hạn", "CCHC.04", "hồ sơ"),
        ("1.4", "Đang giải quyết", "CCHC.05", "hồ sơ"), ("2", "Tỷ lệ hồ sơ quá hạn", "CCHC.06", "%")]),
}
FIRST = 10  # row of the first indicator
DOCUMENTS = [("552/KH-CTĐS2", datetime.date(2022, 4, 19), "Kế hoạch công tác thi đua năm 2022", "Kế hoạch"),
             ("553/QĐ-CTĐS2", datetime.date(2022, 4, 19), "Quyết định ban hành bảng điểm", "Quyết định"),
             ("34-CT/TW", datetime.date(2014, 4, 7), "Chỉ thị về đổi mới công tác thi đua", None),
             ("28/2018/QĐ-TTg", datetime.date(2018, 7, 12), "Về gửi, nhận văn bản điện tử", "Quyết định")]


def figures(unit):
    """Năm trước, kế hoạch, năm nay of every indicator; another for every unit, and none of them odd."""
    k = list(UNITS).index(unit)
    n = {"BCVT.01a": 1100 + 37 * k, "BCVT.01b": 1200 + 41 * k, "BCVT.07": 1003 + 53 * k, "BCVT.08": 61 + 3 * k, "BCVT.09": 2207 + 97 * k, "BCVT.10": 117 + 7 * k,
         "BCVT.11": 612345 + 7919 * k, "BCVT.13": 707.5 + 13 * k, "BCVT.14": 63 + 2 * k, "BCVT.16": 1200 + 41 * k, "CNTT.04": 3071 + 119 * k, "CNTT.03": 91.5 + k,
         "TTKT.01": 4 + k, "TTKT.04": 3 + k, "TTKT.05": 11 + 2 * k, "TTKT.07": 3500000 + 750000 * k, "TTKT.10": 0,
         "CCHC.02": 97 + 6 * k, "CCHC.03": 4 + k, "CCHC.04": k % 2, "CCHC.05": 1 + k}
    n["BCVT.01c"] = round(100 * n["BCVT.01a"] / n["BCVT.01b"], 1)
    n["CCHC.01"] = sum(n[f"CCHC.0{i}"] for i in (2, 3, 4, 5))
    n["CCHC.06"] = round(100 * n["CCHC.04"] / n["CCHC.01"], 1)
    n["CNTT.01"], n["CNTT.02"], n["CNTT.05"], n["CNTT.06"] = f"{37 + k}/63", f"{100 + k}/128", "Có", "Kế hoạch"
    before = {c: (round(v * 0.91) if isinstance(v, int) else round(v * 0.97, 1)) for c, v in n.items() if isinstance(v, (int, float)) and c not in ("BCVT.08", "BCVT.10")}
    before["BCVT.01b"] = before["BCVT.16"] = n["BCVT.16"]
    before["CCHC.01"] = sum(before[f"CCHC.0{i}"] for i in (2, 3, 4, 5))
    before["BCVT.01c"] = round(100 * before["BCVT.01a"] / before["BCVT.01b"], 1)
    before["CCHC.06"] = round(100 * before["CCHC.04"] / before["CCHC.01"], 1)
    return before, n


def book_of(unit, year=2022):
    before, now = figures(unit)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for code, (title, rows) in FORMS.items():
        s = book.create_sheet(code)
        s["A1"], s["A2"], s["G1"] = f"UBND TỈNH {UNITS[unit]}", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Biểu số " + code[1:3] + "/CTĐS2"
        s["A4"], s["A5"] = title, f"Năm {year}"
        for row in (1, 2, 4, 5):
            s.cell(row, 1).font = Font(name="Times New Roman", bold=row in (2, 4))
        s.merge_cells("A4:I4")
        s.merge_cells("A5:I5")
        for c, text in enumerate(HEAD, 1):
            s.cell(8, c, text).font = Font(name="Times New Roman", bold=True)
            s.cell(9, c, "ABCD12345"[c - 1] if c != 8 else "4=3/1")
        for r, (stt, label, indicator, measure) in enumerate(rows, FIRST):
            values = [stt, label, indicator, measure, before.get(indicator), None, now[indicator], None, None]
            for c, v in enumerate(values, 1):
                s.cell(r, c, v).font = Font(name="Times New Roman")
        for row in s.iter_rows(min_row=8, max_row=FIRST + len(rows) - 1, max_col=9):
            for cell in row:
                cell.border = Border(LINE, LINE, LINE, LINE)
                cell.alignment = Alignment(wrap_text=cell.column in (2, 9))
        s.column_dimensions["B"].width = 44
        for column in "EFGI":
            s.column_dimensions[column].width = 15
    s = book.create_sheet("B02_VB")
    s["A1"], s["A2"], s["A4"], s["A5"] = f"UBND TỈNH {UNITS[unit]}", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "DANH MỤC VĂN BẢN", f"Năm {year}"
    for c, text in enumerate(["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Loại"], 1):
        s.cell(8, c, text).font = Font(name="Times New Roman", bold=True)
    for r, line in enumerate(DOCUMENTS, 9):
        for c, v in enumerate([r - 8, *line], 1):
            s.cell(r, c, v).font = Font(name="Times New Roman")
        s.cell(r, 3).number_format = "dd/mm/yyyy"
    return book


def at(book, indicator, column="G"):
    """The cell of an indicator: G this year, E last year, H the comparison, I the remark."""
    for sheet in book:
        for r in range(FIRST, sheet.max_row + 1):
            if sheet.cell(r, 3).value == indicator:
                return sheet[f"{column}{r}"]
    raise KeyError(indicator)


def save(book, path):
    """Always the same bytes: no clock in the package."""
    book.properties.created = book.properties.modified = datetime.datetime(*STAMP)
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as a, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as b:
        for item in a.infolist():
            info = zipfile.ZipInfo(item.filename, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            data = a.read(item)
            if item.filename == "docProps/core.xml":
                import re
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2023-01-02T08:00:00Z", data)
            b.writestr(info, data)


CASES = {}


def case(name, why, command=None, **more):
    def register(make):
        CASES[name] = (why, command, make, more)
        return make
    return register


def one(name, why, unit="CB", **more):
    """A case of one workbook with a few cells changed."""
    def register(change):
        def make(folder):
            book = book_of(unit)
            change(book)
            save(book, folder / f"CTDS2_2022_{unit}.xlsx")
        CASES[name] = (why, None, make, more)
        return change
    return register


# ---- how numbers are written (domain: number grammar, percent, money) ----

@one("dung", "(không có gì) một tệp đúng thì không có phát hiện nào")
def _(b):
    pass


@one("so-ghi-bang-chu", "(không có gì) số ghi bằng chữ: “1.268”, “ 930 ”, khoảng trắng không ngắt, dấu nháy: đọc được, không phải lỗi")
def _(b):
    at(b, "BCVT.07").value = "1.268"
    at(b, "BCVT.14").value = "\u00a073 "
    at(b, "TTKT.07").value = "7.250.000đ"
    at(b, "CNTT.03").value = "96,5%"


@one("dau-cham-thanh-le", "SO-003: 1.268 gõ trên máy kiểu Mỹ thành 1,268 trong dòng số nguyên")
def _(b):
    at(b, "BCVT.07").value = 1.268


@one("mat-ba-so-khong", "NG-007: 651.940 gõ thành 651,94 rồi làm tròn 652: năm trước cho thấy thiếu ba số 0")
def _(b):
    at(b, "BCVT.11").value = 652


@one("trieu-trong-dong-dong", "NG-007: tiền phạt ghi 7,25 (triệu) trong dòng tính bằng đồng, dưới dạng 7")
def _(b):
    at(b, "TTKT.07").value = 7


@one("dong-trong-dong-trieu", "NG-007: số thuê bao thừa ba số 0")
def _(b):
    at(b, "BCVT.11").value = 651940000


@one("phan-tram-tran", "SO-010: 0,965 trong dòng tính bằng %")
def _(b):
    at(b, "CNTT.03").value = 0.965


@one("khong-hieu", "SO-001: “khoảng ba ngàn mấy” trong dòng số")
def _(b):
    at(b, "CNTT.04").value = "khoảng ba ngàn mấy"


@one("so-mo-ho", "SO-003: “1,542” trong dòng số nguyên: phẩy là hàng nghìn hay thập phân, không đoán")
def _(b):
    at(b, "CNTT.04").value = "1,542"


@one("thieu-so-lieu", "SO-002: ô bắt buộc để trống, không phải 0")
def _(b):
    at(b, "TTKT.10").value = None


@one("loi-cong-thuc", "SO-005: #REF! thay cho số")
def _(b):
    at(b, "CCHC.05").value = "#REF!"
    at(b, "CCHC.05").data_type = "e"


@one("khong-co-ket-qua", "SO-006: công thức chưa có kết quả vì tệp chưa được Excel lưu")
def _(b):
    at(b, "CCHC.01").value = "=SUM(G11:G14)"


@one("hang-thanh-ngay", "SO-007: “5/63” bị Excel đổi thành ngày tháng")
def _(b):
    cell = at(b, "CNTT.01")
    cell.value = datetime.datetime(1963, 5, 1)
    cell.number_format = "mmm\\-yy"


@one("ngoai-khoang", "SO-008: tỷ lệ 965 %")
def _(b):
    at(b, "CNTT.03").value = 965


@one("la-danh-muc", "SO-009: giá trị không có trong danh mục, gần “Quyết định”")
def _(b):
    at(b, "CNTT.06").value = "Quyết địnhh"


@one("khac-don-vi-tinh", "SO-011: đơn vị tính của dòng khác mẫu")
def _(b):
    at(b, "CCHC.02", "D").value = "người"


@one("uoc-tren-gan", "(không có gì) “trên 3.071”, “> 95%”, “gần 1.000”: giữ nguyên từ chỉ mức, không phải lỗi")
def _(b):
    at(b, "CNTT.04").value = "trên 3.600"
    at(b, "CNTT.03").value = "> 95%"
    at(b, "TTKT.07").value = "gần 7.000.000 đồng"


# ---- totals, shares, growth ----

@one("tong-khac-cac-phan", "KT-001: tổng gõ tay khác tổng các phần; không ô nào giải thích được")
def _(b):
    at(b, "CCHC.01").value += 10


@one("hai-chu-so-dao", "KT-001: 127 gõ thành 172, hai chữ số đổi chỗ: nêu đúng ô")
def _(b):
    at(b, "CCHC.02").value = 172


@one("hai-chu-so-dao-va-danh-sach", "KT-001: hai chữ số đổi chỗ, bên cạnh một quy tắc chỉ đếm danh sách cũng không đạt",
     tables={"kiem-tra.csv": "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"
             "KT-050,Đủ 99 văn bản,đơn vị,COUNT(VB.04),=,99,chính xác,lỗi,bỏ qua,bật\n"
             "KT-001,Hồ sơ tiếp nhận bằng tổng các phần,đơn vị,CCHC.01,=,CCHC.02 + CCHC.03 + CCHC.04 + CCHC.05,chính xác,lỗi,bỏ qua,bật\n"})
def _(b):
    at(b, "CCHC.02").value = 172


@one("lech-hang-nghin", "KT-001: một số hạng nhân 1000")
def _(b):
    at(b, "CCHC.03").value = 9000


@one("sai-dau", "SO-008: một số hạng ghi số âm; tổng lệch là hệ quả")
def _(b):
    at(b, "CCHC.05").value = -6


@one("bo-trong-mot-phan", "KT-001: một phần để trống đúng bằng chênh lệch")
def _(b):
    at(b, "CCHC.05").value = None


@one("ty-le-sai", "NG-001: tỷ lệ không khớp tử số và mẫu số")
def _(b):
    at(b, "BCVT.01c").value = 87.5


@one("ty-le-hien-mot-so-le", "(không có gì) tỷ lệ là kết quả công thức, ô hiện một số lẻ, so với tử số và mẫu số")
def _(b):
    cell = at(b, "BCVT.01c")
    cell.value = 100 * figures("CB")[1]["BCVT.01a"] / figures("CB")[1]["BCVT.01b"]
    cell.number_format = "0.0"


@one("ty-le-go-hien-khong-le", "(không có gì) tỷ lệ gõ 91,3, ô hiện 91, tử số trên mẫu số là 91,46: như trên giấy in thì khớp")
def _(b):
    at(b, "BCVT.01c").value, at(b, "BCVT.01c").number_format = 91.3, "0"


@one("ty-le-go-hien-du-le", "NG-001: tỷ lệ gõ thừa 0,3, ô hiện đủ hai số lẻ: không khớp")
def _(b):
    n = figures("CB")[1]
    at(b, "BCVT.01c").value, at(b, "BCVT.01c").number_format = round(100 * n["BCVT.01a"] / n["BCVT.01b"], 1) + 0.3, "0.00"


# ---- labels as forms print them ----

def relabelled(book, form, labels):
    """Labels of rows without their codes."""
    for code, label in labels.items():
        at(book, code, "B").value = label
    for code in labels:
        at(book, code, "C").value = None
    return book


@one("nhan-co-so-thu-tu", "(không có gì) tên dòng có số thứ tự, “Trong đó:”, dấu chú thích")
def _(b):
    relabelled(b, "B03_BCVT", {"BCVT.07": "2. Số vị trí trạm BTS", "BCVT.08": "Trong đó: Số vị trí phát triển mới", "BCVT.09": "III/ Số trạm BTS (1)",
                               "BCVT.11": "4.1. Số thuê bao di động*", "BCVT.14": "b) Điểm bưu điện văn hóa xã đa dịch vụ"})
    relabelled(b, "B07_CCHC", {"CCHC.02": "+ a) Trước hạn", "CCHC.03": "Trong đó đúng hạn"})


@one("nhan-hai-dong-nhu-nhau", "BIEU-006: bỏ số thứ tự thì hai dòng cùng là một chỉ tiêu")
def _(b):
    relabelled(b, "B07_CCHC", {"CCHC.02": "a) Quá hạn", "CCHC.04": "b) Quá hạn"})


@one("cong-theo-loai", "(không có gì) “Cộng kế hoạch”, “Cộng nhóm A” trong danh sách là dòng cộng; “Cộng tác viên …” là một văn bản")
def _(b):
    s = b["B02_VB"]
    s["B13"], s["C13"], s["D13"] = "Cộng kế hoạch", None, 1
    s["B14"], s["D14"] = "Cộng nhóm A", 4
    s["B15"], s["C15"], s["D15"], s["E15"] = "12/KH", datetime.date(2022, 5, 4), "Cộng tác viên tuyên truyền", "Kế hoạch"
    s["A15"] = 5
    s["C15"].number_format = "dd/mm/yyyy"


# ---- years in headers ----

def headed(book, previous, plan, now):
    for sheet in book:
        if sheet.title != "B02_VB":
            for column, text in zip("EFG", (previous, plan, now)):
                sheet[f"{column}8"] = text
    return book


@one("tieu-de-theo-nam", "BIEU-011: tiêu đề ghi “Thực hiện năm 2021”, “Thực hiện năm 2022”; bộ biểu mẫu chỉ biết “Thực hiện năm 2020” là năm trước",
     extend={"cot.csv": "B04_CNTT,,Thực hiện năm 2020,,năm trước,Không,\nB04_CNTT,,Thực hiện năm 2021,,năm nay,Có,\n"})
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["F8"], s["G8"] = "Thực hiện năm 2021", "Kế hoạch", "Thực hiện năm 2022"


@one("tieu-de-nam-khong-chu-nam", "(không có gì) “Thực hiện 2022” là “Thực hiện năm 2022”, “2021” là “Năm 2021”",
     extend={"cot.csv": "B04_CNTT,,Năm {Kỳ-1},,năm trước,Không,\nB04_CNTT,,Thực hiện năm {Kỳ},,năm nay,Có,\n"})
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["F8"], s["G8"] = "2021", "Kế hoạch", "Thực hiện 2022"


@one("tieu-de-nam-dung", "(không có gì) năm ở tiêu đề đúng với kỳ, cả khi năm đứng ở hàng trên")
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["F8"], s["G8"] = "Năm trước (2021)", "Kế hoạch", "Năm nay (2022)"
    s = b["B06_TTKT"]
    s.insert_rows(8)
    s["E8"] = "Số liệu năm 2022"
    s.merge_cells("E8:G8")


@one("sau-thang-mot-trang", "BIEU-016: một trang ghi “6 tháng đầu năm 2022”")
def _(b):
    b["B04_CNTT"]["A5"] = "6 THÁNG ĐẦU NĂM 2022"


@one("sau-thang-ca-tep", "TEP-015: mọi trang ghi “Quý III năm 2022”")
def _(b):
    for s in b:
        s["A5"] = "Quý III năm 2022"


@one("het-quy-bon", "(không có gì) “đến hết quý IV năm 2022” là cả năm; phương hướng 6 tháng đầu năm sau đứng sau năm báo cáo")
def _(b):
    b["B04_CNTT"]["A5"] = "Số liệu đến hết quý IV năm 2022"
    b["B06_TTKT"]["A5"] = "Kết quả năm 2022, phương hướng 6 tháng đầu năm 2023"


@one("tieu-de-nam-khac", "BIEU-012: cột “Năm nay” ghi năm 2021")
def _(b):
    s = b["B04_CNTT"]
    s["G8"] = "Năm nay (2021)"


@one("tieu-de-danh-so-cot", "(không có gì) chú thích và số cột ở tiêu đề, chú thích ở tên chỉ tiêu")
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["G8"] = "Năm trước¹", "Năm nay\n(3)"
    s["H8"] = "So sánh (%) (4) = (3) : (1)"
    s["B14"], s["B15"] = f"{s['B14'].value}¹", f"{s['B15'].value} (1)*"
    s["C14"] = s["C15"] = None


@one("tieu-de-mot-cot-nam-truoc", "BIEU-012: cột G ghi “Thực hiện năm 2021” bên cạnh cột “Năm trước”, không có cột năm nay",
     extend={"cot.csv": "B04_CNTT,,Thực hiện năm {Kỳ-1},,năm trước,Không,\nB04_CNTT,,Thực hiện năm {Kỳ},,năm nay,Có,\n"})
def _(b):
    s = b["B04_CNTT"]
    s["G8"] = "Thực hiện năm 2021"


@one("tieu-de-ke-hoach-nam-truoc", "BIEU-012: cột kế hoạch ghi năm 2021")
def _(b):
    s = b["B04_CNTT"]
    s["F8"] = "Kế hoạch năm 2021"


@one("tieu-de-gop-hai-nam-nay", "BIEU-014: hai cột “Năm nay” dưới một ô gộp “Thực hiện”")
def _(b):
    s = b["B04_CNTT"]
    s["E8"] = "Năm nay"


@one("tieu-de-la", "BIEU-019: cột “Năm trước” mang tiêu đề lạ, không ô nào của cột được đọc")
def _(b):
    s = b["B04_CNTT"]
    s["E8"] = "Kỳ gốc"


@one("tieu-de-la-trong-danh-muc", "BIEU-019: cột “Loại” của danh mục mang tiêu đề lạ")
def _(b):
    s = b["B02_VB"]
    heading = next(c for row in s.iter_rows(max_row=10) for c in row if c.value == "Loại")
    heading.value = "Nhóm"


@one("tieu-de-la-cot-them", "(không có gì) cột ghi thêm có số, mọi cột của mẫu đều có")
def _(b):
    s = b["B04_CNTT"]
    s["J8"] = "Đối chiếu"
    for row in (14, 15, 16):
        s[f"J{row}"] = 5


@one("tieu-de-hai-cot-nam-truoc", "BIEU-013: cả hai cột số liệu đều ghi năm sớm hơn một năm")
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["G8"] = "Năm trước (2020)", "Năm nay (2021)"


@one("tieu-de-nam-o-hang-tren", "(không có gì) hai nhóm cột “Năm 2021”, “Năm 2022”, dưới mỗi nhóm cùng ghi “Thực hiện”",
     extend={"cot.csv": "B04_CNTT,,Thực hiện,,năm nay,Có,\n"})
def _(b):
    s = b["B04_CNTT"]
    s["E7"], s["E8"], s["F7"], s["F8"], s["G8"] = "Năm 2021", "Thực hiện", "Năm 2022", "Kế hoạch", "Thực hiện"
    s.merge_cells("F7:G7")
    for column in "ABCDHI":
        s[f"{column}7"], s[f"{column}8"] = s[f"{column}8"].value, None
        s.merge_cells(f"{column}7:{column}8")


@one("tieu-de-nam-truoc-ca-trang", "BIEU-013: cả trang dùng tiêu đề của năm trước",
     extend={"cot.csv": "B04_CNTT,,Thực hiện năm 2021,,năm trước,Không,\nB04_CNTT,,Thực hiện năm 2022,,năm nay,Có,\n"})
def _(b):
    s = b["B04_CNTT"]
    s["E8"], s["F8"], s["G8"] = "Thực hiện năm 2020", "Kế hoạch năm 2021", "Thực hiện năm 2021"


@one("tong-o-hien-tron", "(không có gì) các ô là công thức hiện tròn: cộng số hiện được 600, tổng hiện 601, giá trị đúng thì khớp",
     extend={"kiem-tra.csv": "KT-020,Doanh thu bằng năm trước cộng kế hoạch,đơn vị,BCVT.13,=,TRUOC(BCVT.13) + KE_HOACH(BCVT.13),,lỗi,bỏ qua,bật\n"})
def _(b):
    for column, value in zip("EFG", (500.4123456789012, 100.4123456789012, 600.8246913578024)):
        cell = at(b, "BCVT.13", column)
        cell.value, cell.number_format = value, "0"


@one("tong-o-hien-tron-sai", "KT-020: cũng các ô ấy, tổng sai cả theo giá trị đúng",
     extend={"kiem-tra.csv": "KT-020,Doanh thu bằng năm trước cộng kế hoạch,đơn vị,BCVT.13,=,TRUOC(BCVT.13) + KE_HOACH(BCVT.13),,lỗi,bỏ qua,bật\n"})
def _(b):
    for column, value in zip("EFG", (500.4123456789012, 100.4123456789012, 602.8246913578024)):
        cell = at(b, "BCVT.13", column)
        cell.value, cell.number_format = value, "0"


@one("ty-le-cat-bo", "NG-002: tỷ lệ bị cắt bỏ, không làm tròn, như 133/139 in 95 %")
def _(b):
    at(b, "BCVT.01a").value, at(b, "BCVT.01b").value, at(b, "BCVT.16").value = 1330, 1390, 1390
    at(b, "BCVT.01c").value = "95%"


@one("tang-la-bang", "NG-003: “tăng 123 %” khi 123 % là chỉ số: 74 so với 60")
def _(b):
    at(b, "BCVT.14").value, at(b, "BCVT.14", "E").value, at(b, "BCVT.14", "H").value = 74, 60, "tăng 123 %"


@one("tang-khong-co-goc", "NG-004: “tăng 123 %” mà không ghi năm trước: không số nguyên nào tăng như vậy thành 74")
def _(b):
    at(b, "BCVT.14").value, at(b, "BCVT.14", "E").value, at(b, "BCVT.14", "H").value = 74, None, "tăng 123 %"


@one("cung-so-khac-don-vi", "NG-005: 131 vị trí và 131 trạm")
def _(b):
    at(b, "BCVT.08").value = at(b, "BCVT.10").value = 131


@one("bien-dong-lon", "KT-002: biến động hơn 50 % so với năm trước; đơn vị có ghi chú")
def _(b):
    at(b, "TTKT.05").value, at(b, "TTKT.05", "I").value = 61, "Kiểm tra theo chuyên đề của Bộ"


@one("phat-ma-khong-kiem-tra", "KT-003: có tiền phạt nhưng không có cuộc kiểm tra nào")
def _(b):
    at(b, "TTKT.01").value = 0


@one("it-hon", "KT-004: số trạm ít hơn số vị trí")
def _(b):
    at(b, "BCVT.09").value = 1200


@one("lech-qua-nguong", "KT-005: hai phần lệch quá 5 %")
def _(b):
    at(b, "BCVT.16").value = 1500


@one("lech-trong-nguong", "(không có gì) hai phần lệch trong 5 %")
def _(b):
    at(b, "BCVT.16").value = 1440


@one("chan-bieu", "KT-007: mức chặn: cả biểu thanh tra không được tính")
def _(b):
    at(b, "TTKT.04").value = at(b, "TTKT.05").value = 0


@one("hai-he-qua", "KT-001: hai quy tắc cùng vướng một ô: một nguyên nhân, một dòng")
def _(b):
    at(b, "CCHC.01").value = 1460


@one("ket-qua-cu", "NG-014: công thức hiện kết quả cũ", stale=("B07_CCHC", "G10", "SUM(G11:G14)", 150))
def _(b):
    pass


@one("khac-do-chinh-xac", "(không có gì) 842.000 làm tròn bên 719.934 chính xác: hai độ chính xác, không phải lệch")
def _(b):
    at(b, "BCVT.11").value, at(b, "BCVT.11", "E").value = "842.000", 719934


@one("cong-thuc-thanh-chu", "SO-001: “=G11+G12” nằm trong ô dưới dạng chữ, không phải công thức")
def _(b):
    cell = at(b, "CCHC.01")
    cell.value, cell.data_type = "=G11+G12", "s"


TITLES = {"chi-tieu.csv": "DKTD.04,B07_CCHC,3,,Lao động tiên tiến,người,số nguyên,Không,0,,tổng,,,,thiếu,\nDKTD.05,B07_CCHC,4,,Chiến sĩ thi đua cơ sở,người,số nguyên,Không,0,,tổng,,,,thiếu,\n",
          "kiem-tra.csv": "KT-008,Chiến sĩ thi đua cơ sở không quá 15 % Lao động tiên tiến,đơn vị,DKTD.05,<=,\"0,15*DKTD.04\",chính xác,lỗi,bỏ qua,bật\n"}


@one("vuot-tran-15", "KT-008: 5 CSTĐCS trên 30 LĐTT là 16,7 %, vượt trần 15 %, dù chỉ là 15 % của 33 CCVC", extend=TITLES)
def _(b):
    s = b["B07_CCHC"]
    for r, line in enumerate([["3", "Lao động tiên tiến", "DKTD.04", "người", None, None, 30], ["4", "Chiến sĩ thi đua cơ sở", "DKTD.05", "người", None, None, 5]], 16):
        for c, v in enumerate(line, 1):
            s.cell(r, c, v)


@one("dung-tran-15", "(không có gì) 3 CSTĐCS trên 20 LĐTT là đúng 15 %", extend=TITLES)
def _(b):
    s = b["B07_CCHC"]
    for r, line in enumerate([["3", "Lao động tiên tiến", "DKTD.04", "người", None, None, 20], ["4", "Chiến sĩ thi đua cơ sở", "DKTD.05", "người", None, None, 3]], 16):
        for c, v in enumerate(line, 1):
            s.cell(r, c, v)


# ---- sheets, rows, lists ----

@one("dong-cong-va-muc", "(không có gì) dòng mục La Mã mang số cộng và dòng “Tổng cộng”: không cộng hai lần, không phải dòng lạ")
def _(b):
    s = b["B06_TTKT"]
    s.insert_rows(FIRST)
    for c, v in ((2, "I. Thanh tra, kiểm tra"),):
        s.cell(FIRST, c, v)
    for c, v in ((2, "Tổng cộng"), (7, 3500000)):
        s.cell(FIRST + 6, c, v)


@one("thieu-bieu", "BIEU-001: thiếu một biểu bắt buộc")
def _(b):
    del b["B06_TTKT"]


@one("hai-trang-mot-bieu", "BIEU-002: hai trang cùng là một biểu, số liệu khác nhau")
def _(b):
    b.copy_worksheet(b["B06_TTKT"]).title = "Biểu 06"
    b["Biểu 06"]["G12"] = 33


def beside(book, form, title, column="A1"):
    """Another sheet of the form, in front of it, with another title."""
    book.copy_worksheet(book[form]).title = "Biểu " + form[1:3] + " (2)"
    book[form][column] = title
    return book


@one("hai-trang-don-vi-khac-truoc", "BIEU-015: biểu có hai trang, trang đầu của đơn vị khác: lấy trang sau")
def _(b):
    beside(b, "B06_TTKT", "UBND TỈNH LẠNG SƠN")
    at(b, "TTKT.01").value = 1000000


@one("hai-trang-nam-truoc", "BIEU-018: mỗi biểu có trang năm trước đứng trước trang năm nay: lấy trang năm nay")
def _(b):
    for form in [s.title for s in b]:
        beside(b, form, "Năm 2021", "A5")


@one("hai-trang-nam-khac-ca-hai", "BIEU-016: biểu có hai trang, cả hai của năm khác")
def _(b):
    beside(b, "B06_TTKT", "Năm 2021", "A5")
    b["Biểu 06 (2)"]["A5"] = "Năm 2020"


@one("mat-tieu-de", "BIEU-003: hàng tiêu đề bị xóa")
def _(b):
    b["B06_TTKT"].delete_rows(8, 2)


@one("thieu-cot", "BIEU-004: biểu không có cột Năm nay")
def _(b):
    b["B06_TTKT"].delete_cols(7, 1)


@one("dong-la", "BIEU-005: dòng không có trong mẫu, gần “Trước hạn”")
def _(b):
    s = b["B07_CCHC"]
    s["B11"].value, s["C11"].value = "Trước hẹn", None


@one("hai-dong-mot-chi-tieu", "BIEU-006: một chỉ tiêu ở hai dòng, nêu cả hai ô")
def _(b):
    s = b["B07_CCHC"]
    for c, v in enumerate(["3", "Trước hạn", "CCHC.02", "hồ sơ", 90, None, 100], 1):
        s.cell(16, c, v)


@one("trang-la", "BIEU-007: một trang không phải biểu nào")
def _(b):
    s = b.create_sheet("Ghi chép")
    s["A1"] = "Việc cần làm"


@one("hang-an", "BIEU-008: hàng đang ẩn vẫn được đọc")
def _(b):
    b["B07_CCHC"].row_dimensions[12].hidden = True


@one("ma-va-ten-khac-nhau", "BIEU-009: mã số của chỉ tiêu này, tên của chỉ tiêu kia")
def _(b):
    at(b, "CCHC.02", "B").value = "Số tổ chức được kiểm tra"


@one("khong-ro-nhom", "BIEU-010: “Tổng số thôn” có trong hai nhóm, không có mã và dòng nhóm")
def _(b):
    s = b["B03_BCVT"]
    for r in range(FIRST, FIRST + 11):
        s.cell(r, 3).value = None
    s.delete_rows(20, 1)
    s.delete_rows(11, 1)


@one("chen-dong-chen-cot", "(không có gì) chèn dòng, chèn cột, đổi tên trang: vẫn tìm thấy theo tiêu đề và tên")
def _(b):
    s = b["B07_CCHC"]
    s.title = "Sheet7"
    s.insert_rows(11)
    s.insert_cols(3)


@one("dong-trung", "NG-010: một văn bản ghi hai lần")
def _(b):
    s = b["B02_VB"]
    for c in range(2, 6):
        s.cell(13, c, s.cell(10, c).value)
    s["A13"], s["C13"].number_format = 5, "dd/mm/yyyy"


@one("so-van-ban-la", "NG-011: số văn bản không đúng mẫu")
def _(b):
    b["B02_VB"]["B9"] = "552 KH CTĐS2"


@one("nam-cua-van-ban", "NG-012: 28/2018/QĐ-TTg ghi ngày năm 2019")
def _(b):
    b["B02_VB"]["C12"] = datetime.date(2019, 7, 12)


@one("ngay-tuong-lai", "NG-013: ngày sau ngày lập báo cáo, có thể đảo ngày và tháng")
def _(b):
    b["B02_VB"]["C9"] = datetime.date(2023, 9, 12)


@one("so-trung-ngau-nhien", "(không có gì) 193 xã và 193 điểm cầu, 23 và 23: số trùng ngẫu nhiên không phải là một")
def _(b):
    at(b, "BCVT.14").value = at(b, "TTKT.05").value = 193
    at(b, "BCVT.14", "E").value = at(b, "TTKT.05", "E").value = 180
    at(b, "CCHC.03").value, at(b, "TTKT.01").value = 9, 9


@one("stt-lap-lai", "(không có gì) hai mục “3.”, hai mục “III.”: số thứ tự không bao giờ là khóa")
def _(b):
    for r in range(FIRST, FIRST + 11):
        b["B03_BCVT"].cell(r, 1).value = "3." if r % 2 else "III."


@one("so-khong-dung-dau", "(không có gì) “05/63” và “5/63”, “07/128”: số 0 đứng đầu không đổi gì")
def _(b):
    at(b, "CNTT.01").value = "05/63"
    at(b, "CNTT.02").value = "07/128"


# ---- text ----

@one("chu-to-hop", "(không có gì) chữ tổ hợp, Ð thay Đ, hoà thay hòa, nhãn viết hoa: cùng một nhãn")
def _(b):
    import unicodedata
    s = b["B07_CCHC"]
    s["B10"].value = unicodedata.normalize("NFD", "HỒ SƠ TIẾP NHẬN")
    s["B12"].value = "\u00d0úng hạn"
    s["C10"].value = s["C12"].value = None
    b["B03_BCVT"]["B19"].value = "Điểm bưu điện văn hoá xã đa dịch vụ"
    b["B03_BCVT"]["C19"].value = None


@one("vntime", "(không có gì) chữ .VnTime (TCVN3) trong nhãn: đọc được")
def _(b):
    cell = b["B07_CCHC"]["B10"]
    cell.value, cell.font = "Hå s¬ tiÕp nhËn", Font(name=".VnTime")


@one("chu-mat", "CHU-002: chữ đã mất vì lưu sai bảng mã")
def _(b):
    at(b, "CCHC.01", "I").value = "S\ufffd li\ufffdu c\ufffda S\ufffd"


# ---- who, which year, which file ----

@one("nam-khac", "TEP-015: biểu của năm 2021 gửi lại nguyên vẹn")
def _(b):
    for s in b:
        s["A5"] = "Năm 2021"


@case("don-vi-so-khac", "TEP-013: Sở Tư pháp tỉnh Sơn La không phải là Sở TT&TT Sơn La")
def _(folder):
    b = book_of("SL")
    for s in b:
        s["A1"], s["A2"] = "SỞ TƯ PHÁP TỈNH SƠN LA", None
    save(b, folder / "bao cao.xlsx")


@case("don-vi-viet-sai", "TEP-013: “TỈNH LAI CHÂO”: tên gần nhất được nêu")
def _(folder):
    b = book_of("LCH")
    for s in b:
        s["A1"] = "UBND TỈNH LAI CHÂO"
    save(b, folder / "bao cao.xlsx")


@one("ten-so-viet-du", "(không có gì) “SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH SƠN LA” là Sở TT&TT Sơn La", unit="SL")
def _(b):
    for s in b:
        s["A1"], s["A2"] = "UBND TỈNH", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH SƠN LA"


@case("don-vi-hai-dong", "TEP-013: “UBND TỈNH SƠN LA” trên “SỞ TƯ PHÁP” là của Sở Tư pháp, không phải của Sở TT&TT Sơn La")
def _(folder):
    b = book_of("SL")
    for s in b:
        s["A2"] = "SỞ TƯ PHÁP"
        s["A6"] = "Tỉnh Sơn La"
    save(b, folder / "bao cao.xlsx")


@one("don-vi-hai-dong-dung", "(không có gì) cùng một đơn vị viết nhiều cách trên hai dòng, hai ô hay trong một ô", unit="SL")
def _(b):
    b["B03_BCVT"]["A1"], b["B03_BCVT"]["A2"] = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "TỈNH SƠN LA"
    b["B04_CNTT"]["A1"], b["B04_CNTT"]["A2"] = "UBND TỈNH SƠN LA\nSỞ TT VÀ TT", None
    b["B06_TTKT"]["A2"], b["B06_TTKT"]["A3"] = "SỞ THÔNG TIN VÀ", "TRUYỀN THÔNG"
    b["B07_CCHC"]["A1"], b["B07_CCHC"]["A2"] = "SỞ TT&TT SƠN LA", "PHÒNG CÔNG NGHỆ THÔNG TIN"
    b["B02_VB"]["A2"] = "PHÒNG, CHỐNG THAM NHŨNG"


PHONG_LAN = "PL,Phong Lan,Trường MN Phong Lan,8\n"


def titled(folder, *names):
    """A sheet a name, one form each, of one workbook."""
    b = only(book_of("SL"), *list(FORMS)[:len(names)])
    for s, name in zip(b, names):
        s["A1"], s["A2"] = name, None
    save(b, folder / "bao cao.xlsx")


@case("phong-lan-2", "TEP-013: “TRƯỜNG MN PHONG LAN 2” không phải là Trường MN Phong Lan", extend={"don-vi.csv": PHONG_LAN})
def _(folder):
    titled(folder, "TRƯỜNG MN PHONG LAN 2", "Trường MN Phong Lan-2", "TRƯỜNG MN PHONG LAN HAI", "Trường MN Phong Lan - Cơ sở 2")


@case("phong-lan-2-ca-hai-truong", "(không có gì) hai trường đều có trong danh sách, tên trường này nằm trong tên trường kia",
      extend={"don-vi.csv": PHONG_LAN + "PLH,Phong Lan 2,,9\n"})
def _(folder):
    for unit, title in (("SL", "TRƯỜNG MN PHONG LAN"), ("LCH", "TRƯỜNG MN PHONG LAN 2")):
        b = book_of(unit)
        for s in b:
            s["A1"], s["A2"] = title, None
        save(b, folder / f"bao cao {title[-1]}.xlsx")


@case("phong-lan-va-nam", "(không có gì) số sau tên trường là năm, tháng, số lớp", extend={"don-vi.csv": PHONG_LAN})
def _(folder):
    b = book_of("SL")
    for s, title in zip(b, ("Trường MN Phong Lan 2022", "Trường MN Phong Lan - 12/2022", "Trường MN Phong Lan, 2 lớp", "TRƯỜNG MN PHONG LAN NĂM 2022",
                            "Trường MN Phong Lan - 6 tháng đầu và cuối")):
        s["A1"], s["A2"] = title, None
    save(b, folder / "bao cao.xlsx")


@case("tieu-de-so-du-thao", "NOP-005: tiêu đề “SỐ DỰ THẢO VĂN BẢN” không phải là bản dự thảo, nên hai tệp tranh chấp")
def _(folder):
    everyone(folder)
    b = with_one_more(book_of("HG"))
    b["B06_TTKT"]["A6"] = "SỐ DỰ THẢO VĂN BẢN"
    save(only(b, "B06_TTKT"), folder / "HG_2.xlsx")


@case("hai-don-vi", "TEP-014: ba biểu ghi Cao Bằng, hai biểu ghi Lạng Sơn; tên tệp không nói của ai")
def _(folder):
    b = book_of("CB")
    b["B06_TTKT"]["A1"] = b["B07_CCHC"]["A1"] = "UBND TỈNH LẠNG SƠN"
    save(b, folder / "bao cao 2022.xlsx")


@case("hai-don-vi-mot-bieu", "TEP-014: một biểu có hai trang, mỗi trang ghi một đơn vị")
def _(folder):
    save(only(beside(book_of("CB"), "B06_TTKT", "UBND TỈNH LẠNG SƠN"), "B06_TTKT", "Biểu 06 (2)"), folder / "bao cao 2022.xlsx")


@case("hai-don-vi-ten-tep", "TEP-014: bốn biểu ghi Cao Bằng, một biểu ghi Lạng Sơn, tên tệp cũng là Lạng Sơn")
def _(folder):
    b = book_of("CB")
    b["B06_TTKT"]["A1"] = "UBND TỈNH LẠNG SƠN"
    save(b, folder / "CTDS2_2022_Lạng Sơn.xlsx")


@one("mot-trang-don-vi-khac", "BIEU-015: dán một biểu của tỉnh khác, tên tỉnh còn ở tiêu đề: chỉ biểu ấy chưa tính")
def _(b):
    b["B06_TTKT"]["A1"] = "UBND TỈNH LẠNG SƠN"


@one("hai-trang-don-vi-khac", "BIEU-015: ba biểu và tên tệp ghi Cao Bằng, hai biểu ghi Lạng Sơn")
def _(b):
    b["B02_VB"]["A1"] = b["B07_CCHC"]["A1"] = "UBND TỈNH LẠNG SƠN"


@one("mot-trang-cap-khac", "BIEU-015: một biểu của phòng thuộc thành phố Cao Bằng trong tệp của Sở")
def _(b):
    b["B07_CCHC"]["A1"], b["B07_CCHC"]["A2"] = "UBND THÀNH PHỐ CAO BẰNG", "PHÒNG VĂN HÓA VÀ THÔNG TIN"


@one("mot-trang-don-vi-khac-da-ghi-so", "BIEU-015: Sổ nhận ghi tệp của Cao Bằng, biểu ghi Lạng Sơn vẫn chưa tính",
     tables={"so-nhan.csv": "Đơn vị,Tệp,Quyết định,Lúc nhận\nCB,CTDS2_2022_CB.xlsx,nhận,2022-12-30 09:00\n"})
def _(b):
    b["B06_TTKT"]["A1"] = "UBND TỈNH LẠNG SƠN"


@one("mot-trang-khong-ten", "(không có gì) hai biểu không ghi tên đơn vị, nơi nhận là Lạng Sơn: theo các biểu khác")
def _(b):
    b["B06_TTKT"]["A1"], b["B06_TTKT"]["A2"] = None, None
    b["B07_CCHC"]["A1"], b["B07_CCHC"]["A2"] = "Nơi nhận: Sở TT&TT Lạng Sơn", None


@one("mot-trang-tinh-ngoai-cum", "BIEU-015: một biểu của tỉnh không có trong cụm, ở chỗ các biểu khác ghi tên Cao Bằng")
def _(b):
    b["B06_TTKT"]["A1"] = "UBND TỈNH BẮC KẠN"


@one("mot-trang-so-viet-khac", "(không có gì) tên ghi thiếu, ghi tắt, ghi sai một chữ ở một trang: vẫn là của đơn vị ấy")
def _(b):
    b["B04_CNTT"]["A1"], b["B06_TTKT"]["A1"], b["B07_CCHC"]["A1"] = "ỦY BAN NHÂN DÂN TỈNH", "UBND TỈNH CAO BẮNG", "UBND T. CAO BẰN"


@case("mot-trang-truong-so-khac", "BIEU-015: một trang ghi “TRƯỜNG TIỂU HỌC SỐ 45”, các trang khác là trường số 4; số 04 cũng là số 4", extend={"don-vi.csv": "TH4,Trường Tiểu học số 4,,8\n"})
def _(folder):
    b = book_of("CB")
    for s in b:
        s["A1"], s["A2"] = "TRƯỜNG TIỂU HỌC SỐ 4", None
    b["B06_TTKT"]["A1"], b["B07_CCHC"]["A1"] = "TRƯỜNG TIỂU HỌC SỐ 45", "TRƯỜNG TIỂU HỌC SỐ 04"
    save(b, folder / "bao cao.xlsx")


@case("so-nhan-ten-khac-ten", "NOP-016: tiêu đề ghi “UBND TỈNH CAO BẰN”, Sổ nhận nói tệp là của Cao Bằng: được tính, và nói ra", tables={"so-nhan.csv": "Đơn vị,Tệp,Quyết định,Lúc nhận\nCB,bao cao.xlsx,nhận,2022-12-30 09:00\n"})
def _(folder):
    b = book_of("CB")
    for s in b:
        s["A1"], s["A2"] = "UBND TỈNH CAO BẰN", None
    save(b, folder / "bao cao.xlsx")


@one("gop-o-chong-nhau", "TEP-040: vùng gộp ô B16:C17 chồng lên vùng A16:B16: vùng sau bị bỏ qua, các ô vẫn được đọc; vùng ghi hai lần thì không sao")
def _(b):
    ranges = b["B07_CCHC"].merged_cells
    ranges.add("A16:B16")
    ranges.add("B16:C17")
    b["B06_TTKT"].merged_cells.add("A16:B16")


@one("mot-trang-nam-khac", "BIEU-016: một biểu của năm trước trong tệp của năm nay")
def _(b):
    b["B06_TTKT"]["A5"] = "Năm 2021"


@case("nua-tep-nam-khac", "TEP-015: ba biểu ghi năm 2021, hai biểu ghi năm 2022")
def _(folder):
    b = book_of("CB")
    b["B03_BCVT"]["A5"] = b["B04_CNTT"]["A5"] = b["B06_TTKT"]["A5"] = "Năm 2021"
    save(b, folder / "CTDS2_CB.xlsx")


@one("mot-trang-neu-nam-truoc", "(không có gì) tiêu đề so với năm trước, hai biểu không ghi năm")
def _(b):
    b["B06_TTKT"]["A5"] = "Năm 2022 (so với năm 2021)"
    b["B07_CCHC"]["A5"] = b["B03_BCVT"]["A5"] = None


@one("khong-ro-don-vi", "TEP-013: không biểu nào ghi tên đơn vị")
def _(b):
    for s in b:
        s["A1"] = "UBND TỈNH"


@one("don-vi-cap-khac", "TEP-013: phòng của thành phố Sơn La không phải là Sở của tỉnh Sơn La")
def _(b):
    for s in b:
        s["A1"] = "PHÒNG VH-TT, UBND THÀNH PHỐ SƠN LA"
        s["A2"] = None


@case("ten-tep-khac-noi-dung", "TEP-012: tên tệp nói Lào Cai, nội dung là Lai Châu; “LC” không bao giờ quyết định")
def _(folder):
    save(book_of("LCH"), folder / "Bao cao Lao Cai LC.xlsx")


@case("gui-lai-nam-truoc", "NG-009: chỉ sửa tiêu đề, số năm nay giống hệt cột Năm trước")
def _(folder):
    b = book_of("CB")
    s = b["B03_BCVT"]
    for r in range(FIRST, FIRST + 11):
        s.cell(r, 5).value = s.cell(r, 7).value
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("dan-bieu-don-vi-khac", "NG-008: biểu 03 của Lạng Sơn dán vào tệp của Cao Bằng", "merge -d {DEF} -o {OUT} {CASE}/tep")
def _(folder):
    everyone(folder)
    b, other = book_of("CB"), book_of("LS")
    for r in range(FIRST, FIRST + 11):
        for c in (5, 7):
            b["B03_BCVT"].cell(r, c).value = other["B03_BCVT"].cell(r, c).value
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("dan-bieu-don-vi-khac-he-qua", "NG-008: biểu 03 của Lạng Sơn dán vào tệp của Cao Bằng; quy tắc giữa các biểu không đạt vì thế được gộp vào", "merge -d {DEF} -o {OUT} {CASE}/tep",
      extend={"kiem-tra.csv": "KT-022,Vị trí mới khớp hồ sơ,đơn vị,2*BCVT.08 - 25,=,CCHC.02,,lỗi,bỏ qua,bật\nKT-023,Điểm bưu điện khớp hồ sơ,đơn vị,3*BCVT.14 - 92,=,CCHC.02,,lỗi,bỏ qua,bật\n"})
def _(folder):
    everyone(folder)
    b, other = book_of("CB"), book_of("LS")
    for r in range(FIRST, FIRST + 11):
        for c in (5, 7):
            b["B03_BCVT"].cell(r, c).value = other["B03_BCVT"].cell(r, c).value
    save(b, folder / "CTDS2_2022_CB.xlsx")


def everyone(folder, without=()):
    for unit in UNITS:
        if unit not in without:
            save(book_of(unit), folder / f"CTDS2_2022_{unit}.xlsx")


MERGE = "merge -d {DEF} -o {OUT} {CASE}/tep"


@case("chua-nop", "(không có gì) một Sở chưa nộp, chưa qua hạn: không phải lỗi", MERGE)
def _(folder):
    everyone(folder, without=("HG",))


@case("chua-nop-qua-han", "NOP-001: một Sở chưa nộp, hôm qua là hạn", MERGE + " --as-of 2023-01-06")
def _(folder):
    everyone(folder, without=("HG",))


@case("chua-nop-dung-han", "(không có gì) ngày hạn chưa hết, và Hà Giang được gia hạn tới ngày 10", MERGE + " --as-of 2023-01-06",
      tables={"so-nhan.csv": "Đơn vị,Tệp,Quyết định,Lúc nhận,Gia hạn đến\nHG,,nhận,,2023-01-10\n"})
def _(folder):
    everyone(folder, without=("HG",))


@case("hai-tep-mot-don-vi", "NOP-002: một Sở có hai tệp")
def _(folder):
    everyone(folder)
    b = book_of("HG")
    at(b, "TTKT.10").value = 1
    save(b, folder / "CTDS2_2022_HG (ban sua).xlsx")


REGISTER = "Đơn vị,Tệp,Quyết định,Lúc nhận\n"


def with_one_more(book, indicator="TTKT.10"):
    at(book, indicator).value = 1
    return book


def only(book, *forms):
    """A workbook with a few of its forms."""
    for sheet in list(book):
        if sheet.title not in forms:
            book.remove(sheet)
    return book


def signed(book, date):
    for sheet in book:
        sheet.cell(sheet.max_row + 2, 6, f"Hà Giang, ngày {date}")
    return book


@case("hai-lan-sua", "NOP-002: “lần 3” thay “lần 2”, “lần 2” thay bản đầu")
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG"), "CCHC.04"), folder / "HG sửa lần 2.xlsx")
    save(with_one_more(book_of("HG")), folder / "HG sửa lần 3.xlsx")


@case("bo-sung-mot-bieu", "NOP-002: tệp bổ sung chỉ có biểu 06; các biểu khác còn nguyên")
def _(folder):
    everyone(folder)
    save(only(with_one_more(book_of("HG")), "B06_TTKT"), folder / "HG_bo-sung.xlsx")


@case("bo-sung-bieu-thieu", "(không có gì) tệp đầu thiếu biểu 06, tệp bổ sung có đúng biểu ấy", MERGE)
def _(folder):
    everyone(folder, without=("HG",))
    save(only(book_of("HG"), "B02_VB", "B03_BCVT", "B04_CNTT", "B07_CCHC"), folder / "CTDS2_2022_HG.xlsx")
    save(only(book_of("HG"), "B06_TTKT"), folder / "HG bổ sung biểu 06.xlsx")


@case("ban-sua-chua-tinh-duoc", "NOP-013: bản sửa có biểu 07 của năm trước: vẫn tính biểu 07 của bản đầu")
def _(folder):
    everyone(folder)
    b = book_of("HG")
    at(b, "TTKT.10").value = 1
    b["B07_CCHC"]["E8"], b["B07_CCHC"]["G8"] = "Năm 2020", "Năm 2021"
    save(b, folder / "CTDS2_2022_HG (ban sua).xlsx")


@case("ban-sua-bieu-don-vi-khac", "NOP-013: tệp bổ sung biểu 06 có cả biểu 07 của Lạng Sơn")
def _(folder):
    everyone(folder)
    b = book_of("HG")
    b["B07_CCHC"]["A1"] = "UBND TỈNH LẠNG SƠN"
    save(only(b, "B04_CNTT", "B06_TTKT", "B07_CCHC"), folder / "HG_bo-sung.xlsx")


@case("ban-dau-chua-tinh-duoc", "NOP-002: bản đầu có biểu 07 của năm trước, bản sửa đã đúng: không còn gì phải sửa")
def _(folder):
    everyone(folder, without=("HG",))
    b = book_of("HG")
    b["B07_CCHC"]["A5"] = "Năm 2021"
    save(b, folder / "CTDS2_2022_HG.xlsx")
    save(book_of("HG"), folder / "CTDS2_2022_HG (ban sua).xlsx")


@case("ban-sua-chua-tinh-duoc-rut", "BIEU-013: bản đầu đã rút, nên biểu 07 của bản sửa chưa tính được là chưa có", None,
      tables={"so-nhan.csv": REGISTER + "HG,CTDS2_2022_HG.xlsx,rút,\n"})
def _(folder):
    everyone(folder)
    b = book_of("HG")
    b["B07_CCHC"]["E8"], b["B07_CCHC"]["G8"] = "Năm 2020", "Năm 2021"
    save(b, folder / "CTDS2_2022_HG (ban sua).xlsx")


@case("bo-sung-chua-ghi-so", "NOP-007: Sổ nhận mới ghi tệp đầu, tệp bổ sung chưa ghi", MERGE, tables={"so-nhan.csv": REGISTER + "HG,CTDS2_2022_HG.xlsx,nhận,2022-12-30 09:00\n"})
def _(folder):
    everyone(folder)
    save(only(with_one_more(book_of("HG")), "B06_TTKT"), folder / "HG_bo-sung.xlsx")


@case("bo-sung-da-ghi-so", "NOP-002: Sổ nhận ghi cả hai tệp; tệp nhận sau thay ở biểu nó có", None, tables={"so-nhan.csv": REGISTER + "HG,CTDS2_2022_HG.xlsx,nhận,2022-12-30 09:00\nHG,HG them.xlsx,nhận,2023-01-03 09:00\n"})
def _(folder):
    everyone(folder)
    save(only(with_one_more(book_of("HG")), "B06_TTKT"), folder / "HG them.xlsx")


@case("ngay-ky-sau", "NOP-002: hai tệp không có từ nào nói bản nào thay bản nào; ngày ký sau được tính")
def _(folder):
    everyone(folder, without=("HG",))
    save(signed(with_one_more(book_of("HG")), "05 tháng 01 năm 2023"), folder / "A Hà Giang.xlsx")
    save(signed(book_of("HG"), "28 tháng 12 năm 2022"), folder / "Z Hà Giang.xlsx")


@case("du-thao", "NOP-002: bản dự thảo đứng sau bản không ghi gì, dù ngày ký sau")
def _(folder):
    everyone(folder, without=("HG",))
    draft = signed(with_one_more(book_of("HG")), "05 tháng 01 năm 2023")
    draft["B06_TTKT"]["G2"] = "DỰ THẢO"
    save(draft, folder / "HG.xlsx")
    save(signed(book_of("HG"), "28 tháng 12 năm 2022"), folder / "HG final v2 (1).xlsx")


@case("tranh-chap", "NOP-005: hai tệp khác nhau, tên không nói gì (trình duyệt thêm “(1)”)", MERGE)
def _(folder):
    everyone(folder)
    changed = with_one_more(book_of("HG"))
    at(changed, "CNTT.04").value = 3670
    changed["B02_VB"]["D12"] = "Về việc gửi, nhận văn bản điện tử"
    save(changed, folder / "CTDS2_2022_HG (1).xlsx")


@case("tranh-chap-danh-sach", "NOP-005: hai danh sách khác số dòng thì không dòng nào được tính", MERGE)
def _(folder):
    everyone(folder)
    changed = book_of("HG")
    changed["B02_VB"].delete_rows(10)
    save(changed, folder / "CTDS2_2022_HG - Copy.xlsx")


@case("cung-so-lieu", "NOP-006: hai tệp cùng số liệu, chỉ khác cách lưu")
def _(folder):
    everyone(folder)
    again = book_of("HG")
    again["B03_BCVT"].column_dimensions["B"].width = 60
    save(again, folder / "Bản sao của CTDS2_2022_HG.xlsx")


@case("giong-het", "NOP-011: hai tệp giống hệt nhau")
def _(folder):
    everyone(folder)
    shutil.copy(folder / "CTDS2_2022_HG.xlsx", folder / "CTDS2_2022_HG - Copy (2).xlsx")


@case("so-nhan-cho", "NOP-008: Sổ nhận ghi “chờ”", None, tables={"so-nhan.csv": REGISTER + "HG,HG sua.xlsx,chờ,2023-01-05 09:00\n"})
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG")), folder / "HG sua.xlsx")


@case("so-nhan-rut", "NOP-009: Sổ nhận ghi “rút”; dòng sau thay dòng trước", None, tables={"so-nhan.csv": REGISTER + "HG,HG sua.xlsx,nhận,2023-01-05 09:00\nHG,HG sua.xlsx,rút,2023-01-06 09:00\n"})
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG")), folder / "HG sua.xlsx")


@case("so-nhan-noi-dung-khac", "NOP-017: Sổ nhận nhận một bản khác của “CTDS2_2022_HG.xlsx”", MERGE, tables={"so-nhan.csv": REGISTER + "HG,CTDS2_2022_HG.xlsx [00000000],nhận,2023-01-05 09:00\n"})
def _(folder):
    everyone(folder)


@case("so-nhan-ten-gan-dung", "NOP-014: Sổ nhận ghi rút “hg Sua”, tệp trong hộp thư là “HG sua.xlsx”", None, tables={"so-nhan.csv": REGISTER + "HG,hg Sua,rút,\n"})
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG")), folder / "HG sua.xlsx")


@case("so-nhan-ten-hai-tep", "NOP-012: Sổ nhận ghi rút “HG sua”, hộp thư có cả “HG sua.xlsx” và “HG sua.xls”", MERGE, tables={"so-nhan.csv": REGISTER + "HG,HG sua,rút,\n"})
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG")), folder / "HG sua.xlsx")
    save(with_one_more(book_of("HG")), folder / "HG sua.xls")


@case("so-nhan-sai-ten-tep", "NOP-012: Sổ nhận ghi rút “HG-sua.xlsx”, tệp trong hộp thư là “HG sua.xlsx”", MERGE, tables={"so-nhan.csv": REGISTER + "HG,HG-sua.xlsx,rút,\n"})
def _(folder):
    everyone(folder)
    save(with_one_more(book_of("HG")), folder / "HG sua.xlsx")


@case("bo-sung-bieu-trong", "NOP-002: tệp bổ sung làm từ cả mẫu, chỉ điền biểu 06; biểu bỏ trống không thay biểu đã điền")
def _(folder):
    save(book_of("HG"), folder / "CTDS2_2022_HG.xlsx")
    b = with_one_more(book_of("HG"))
    for form in ("B03_BCVT", "B04_CNTT", "B07_CCHC"):
        for row in b[form].iter_rows(min_row=FIRST, min_col=5, max_col=8):
            for cell in row:
                cell.value = None
    b["B02_VB"].delete_rows(9, 4)
    save(b, folder / "HG bổ sung.xlsx")


@one("tieu-de-hai-cot-nam-nay", "BIEU-014: cột F ghi “Năm 2022”, cột G ghi “Năm nay”: lấy cột nào?")
def _(b):
    s = b["B04_CNTT"]
    s["F8"] = "Năm 2022"
    for r in range(FIRST, FIRST + 6):
        s.cell(r, 6).value = s.cell(r, 7).value


@one("tieu-de-nam-o-tren-khac", "BIEU-012: “Năm 2021” đứng trên “Năm trước”, “Kế hoạch”, “Năm nay”")
def _(b):
    s = b["B04_CNTT"]
    for column in "ABCDHI":
        s[f"{column}7"], s[f"{column}8"] = s[f"{column}8"].value, None
        s.merge_cells(f"{column}7:{column}8")
    s["E7"] = "Năm 2021"
    s.merge_cells("E7:G7")


@one("tieu-de-ke-hoach-nam-sau", "BIEU-012: “Kế hoạch” dưới “Năm 2023”")
def _(b):
    s = b["B04_CNTT"]
    for column in "ABCDEGHI":
        s[f"{column}7"], s[f"{column}8"] = s[f"{column}8"].value, None
        s.merge_cells(f"{column}7:{column}8")
    s["F7"] = "Năm 2023"
    for r in range(FIRST, FIRST + 4):
        s.cell(r, 6).value = 150


@one("tieu-de-gop-hai-cot", "BIEU-004: “Năm 2022” gộp trên “Chỉ tiêu giao” và “Thực hiện”: không cột nào tự nó là năm nay")
def _(b):
    s = b["B04_CNTT"]
    for column in "ABCDEHI":
        s[f"{column}7"], s[f"{column}8"] = s[f"{column}8"].value, None
        s.merge_cells(f"{column}7:{column}8")
    s["F7"], s["F8"], s["G8"] = "Năm 2022", "Chỉ tiêu giao", "Thực hiện"
    s.merge_cells("F7:G7")


@case("so-nhan-nham-don-vi", "NOP-010: Sổ nhận ghi tệp là của Lào Cai, trong tệp là Hà Giang", MERGE, tables={"so-nhan.csv": REGISTER + "LCA,CTDS2_2022_HG.xlsx,nhận,2023-01-03 09:00\n"})
def _(folder):
    everyone(folder)


@case("so-nhan-noi-don-vi", "(không có gì) không biểu nào ghi tên đơn vị, Sổ nhận nói tệp là của ai", MERGE, tables={"so-nhan.csv": REGISTER + "HG,bieu-mau.xlsx,nhận,2023-01-03 09:00\n"})
def _(folder):
    everyone(folder, without=("HG",))
    b = book_of("HG")
    for s in b:
        s["A1"] = "UBND TỈNH"
    save(b, folder / "bieu-mau.xlsx")


@case("gia-han", "(không có gì) nộp sau hạn chung nhưng được gia hạn", MERGE, tables={"so-nhan.csv": "Đơn vị,Tệp,Lúc nhận,Gia hạn đến\nHG,CTDS2_2022_HG.xlsx,2023-01-09 16:00,2023-01-09\n"})
def _(folder):
    everyone(folder)


@case("tep-khong-con", "NOP-004: Sổ nhận ghi một tệp mà hộp thư không có", MERGE, tables={"so-nhan.csv": "Đơn vị,Tệp,Lúc nhận\nHG,CTDS2_2022_HG.xlsx,2023-01-04 09:00\n"})
def _(folder):
    everyone(folder, without=("HG",))


@case("quy-tac-dang-ngo", "QT-001: một quy tắc không đạt ở hơn một phần ba số đơn vị", MERGE)
def _(folder):
    for unit in UNITS:
        b = book_of(unit)
        if unit in ("SL", "LCH", "DB"):
            at(b, "BCVT.09").value = 900
            at(b, "BCVT.09", "E").value = None
        save(b, folder / f"CTDS2_2022_{unit}.xlsx")


@case("quy-tac-sai-moi-noi", "QT-001: một quy tắc không đạt ở mọi đơn vị: một phát hiện, các ô nêu bên dưới", MERGE)
def _(folder):
    for unit in UNITS:
        b = book_of(unit)
        at(b, "BCVT.09").value = 900
        at(b, "BCVT.09", "E").value = None
        save(b, folder / f"CTDS2_2022_{unit}.xlsx")


@case("nghin-so-voi-don-vi-khac", "NG-007: không có năm trước; so với mức giữa của các Sở khác thì thiếu ba số 0", MERGE)
def _(folder):
    everyone(folder)
    b = book_of("CB")
    at(b, "BCVT.11").value, at(b, "BCVT.11", "E").value = 652, None
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("nghin-ca-hai-nam", "NG-007: cả hai năm ghi bằng nghìn, các Sở khác ghi bằng đơn vị", MERGE)
def _(folder):
    everyone(folder)
    b = book_of("CB")
    for column in "EG":
        cell = at(b, "BCVT.11", column)
        cell.value = round(cell.value / 1000)
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("lon-gap-nhieu-lan-moi-nam", "(không có gì) một Sở lớn gấp trăm lần các Sở khác, năm nào cũng vậy", MERGE)
def _(folder):
    everyone(folder)
    b = book_of("CB")
    for column in "EG":
        for code in ("BCVT.01a", "BCVT.01b", "BCVT.07", "BCVT.08", "BCVT.09", "BCVT.11", "BCVT.13", "BCVT.16", "CNTT.04", "TTKT.01", "TTKT.04", "CCHC.01", "CCHC.02", "CCHC.03", "CCHC.05"):
            if at(b, code, column).value:
                at(b, code, column).value *= 90
    for column in "EG":
        at(b, "CCHC.01", column).value = sum(at(b, f"CCHC.0{i}", column).value for i in (2, 3, 4, 5))
        at(b, "CCHC.06", column).value = round(100 * at(b, "CCHC.04", column).value / at(b, "CCHC.01", column).value, 1)
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("chuc-ca-hai-nam", "NG-007: cả hai năm thừa một số 0 so với các Sở khác", MERGE)
def _(folder):
    everyone(folder)
    b = book_of("CB")
    for column in "EG":
        at(b, "BCVT.13", column).value *= 10
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("khac-so-da-chot", "NG-006: cột Năm trước khác số đã chốt của năm trước", "check -d {DEF} --last-year {CASE}/nam-truoc.records {CASE}/tep/CTDS2_2022_CB.xlsx", last_year=True)
def _(folder):
    b = book_of("CB")
    at(b, "BCVT.14", "E").value = 60
    save(b, folder / "CTDS2_2022_CB.xlsx")


# ---- one cause for many findings ----

CHECK_LAST_YEAR = "check -d {DEF} --last-year {CASE}/nam-truoc.records {CASE}/tep/CTDS2_2022_CB.xlsx"


@case("doi-cho-hai-cot", "NG-015: tiêu đề “Năm trước” và “Năm nay” của biểu 03 đổi chỗ cho nhau; một phát hiện, các hệ quả gộp vào", CHECK_LAST_YEAR, last_year=True)
def _(folder):
    b = book_of("CB")
    s = b["B03_BCVT"]
    s["E8"], s["G8"] = s["G8"].value, s["E8"].value
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("doi-cho-hai-cot-dung-cot", "(không có gì) cột “Năm nay” đứng trước cột “Năm trước”, cả tiêu đề lẫn số", CHECK_LAST_YEAR, last_year=True)
def _(folder):
    b = book_of("CB")
    for r in range(8, FIRST + 11):
        s = b["B03_BCVT"]
        s[f"E{r}"], s[f"G{r}"] = s[f"G{r}"].value, s[f"E{r}"].value
    save(b, folder / "CTDS2_2022_CB.xlsx")


def shifted(sheet, columns, first, last, by):
    for column in columns:
        values = [sheet[f"{column}{r}"].value for r in range(first, last + 1)]
        for r in range(first, last + 1):
            sheet[f"{column}{r}"] = None
        for r, value in enumerate(values, first + by):
            sheet[f"{column}{r}"] = value


@one("lech-mot-hang-xuong", "NG-016: số năm nay của biểu 03 lệch xuống một hàng từ dòng “Số vị trí trạm BTS”")
def _(b):
    shifted(b["B03_BCVT"], "G", 13, 19, 1)


@one("lech-mot-hang-len", "NG-016: số năm nay của biểu 03 lệch lên một hàng, đè lên dòng “Tổng số thôn”")
def _(b):
    shifted(b["B03_BCVT"], "G", 13, 20, -1)


@case("lech-mot-hang-ca-khoi", "NG-016: cả năm trước và năm nay của biểu 03 lệch xuống một hàng; số đã chốt cho thấy", CHECK_LAST_YEAR, last_year=True)
def _(folder):
    b = book_of("CB")
    shifted(b["B03_BCVT"], "EG", FIRST, FIRST + 9, 1)
    save(b, folder / "CTDS2_2022_CB.xlsx")


@one("lech-mot-hang-it-quy-tac", "NG-016: biểu 06 không có quy tắc cộng; năm trước cho biết số năm nay lệch xuống một hàng")
def _(b):
    shifted(b["B06_TTKT"], "G", FIRST, FIRST + 3, 1)


@one("lech-mot-hang-nam-truoc", "NG-016: cột Năm trước của biểu 06 lệch xuống một hàng")
def _(b):
    shifted(b["B06_TTKT"], "E", FIRST, FIRST + 3, 1)


@one("tang-giam-that-nhieu-dong", "(không có gì) nhiều dòng tăng, giảm mạnh nhưng không phải vì lệch hàng: không nêu NG-016", unit="HG")
def _(b):
    for code, value in (("TTKT.01", 13), ("TTKT.04", 11), ("TTKT.05", 27)):
        at(b, code).value = value


@one("sai-vai-cho-khong-cung-co", "KT-005: bốn chỗ sai riêng trong một biểu, không cùng một cớ")
def _(b):
    at(b, "BCVT.07").value = 1.003
    at(b, "BCVT.09").value = 207
    at(b, "BCVT.16").value = 2400
    at(b, "BCVT.14").value = 630


@one("go-sang-cot-ben", "BIEU-017: số năm nay của biểu 03 gõ sang cột ngoài mẫu")
def _(b):
    s = b["B03_BCVT"]
    for r in range(FIRST, FIRST + 11):
        s[f"J{r}"], s[f"G{r}"] = s[f"G{r}"].value, None


@one("go-sang-cot-ke-hoach", "BIEU-017: số năm nay của biểu 03 gõ sang cột Kế hoạch")
def _(b):
    s = b["B03_BCVT"]
    for r in range(FIRST, FIRST + 11):
        s[f"F{r}"], s[f"G{r}"] = s[f"G{r}"].value, None


@one("go-sang-cot-ghi-chu", "BIEU-017: hai số năm nay gõ sang cột Ghi chú")
def _(b):
    for code in ("BCVT.07", "BCVT.10"):
        at(b, code, "I").value, at(b, code).value = at(b, code).value, None


@one("cot-ngoai-mau", "(không có gì) số ở cột ngoài mẫu và ở cột Ghi chú, cạnh số năm nay đã điền")
def _(b):
    s = b["B03_BCVT"]
    s["J8"], s["K8"] = "6 tháng đầu năm", "6 tháng cuối năm"
    for r in range(FIRST, FIRST + 11):
        s[f"J{r}"], s[f"K{r}"] = 5, 6
    at(b, "BCVT.07", "I").value = 2021


@case("khac-so-da-chot-ban-ghi-cu", "NG-006: số đã chốt đọc từ dòng bản ghi phiên bản 1", "check -d {DEF} --last-year {CASE}/nam-truoc.records {CASE}/tep/CTDS2_2022_CB.xlsx", kept=["nam-truoc.records"])
def _(folder):
    b = book_of("CB")
    at(b, "BCVT.14", "E").value = 60
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("kiem-tra-cum", "KT-006: quy tắc của cả cụm", MERGE)
def _(folder):
    for unit in UNITS:
        b = book_of(unit)
        at(b, "TTKT.01").value, at(b, "TTKT.01", "E").value = (1 if unit == "SL" else 0), None
        if unit != "SL":
            at(b, "TTKT.07").value, at(b, "TTKT.07", "E").value = 0, None
        save(b, folder / f"CTDS2_2022_{unit}.xlsx")


def changed_sum(folder):
    b = book_of("CB")
    at(b, "TTKT.05").value = 61
    save(b, folder / "CTDS2_2022_CB.xlsx")


EXPLAINED = "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\nCB,KT-002,{mark},Kiểm tra theo chuyên đề của Bộ,Ban thư ký,2023-01-08\n"
case("da-giai-trinh", "(không có gì) giải trình đúng mã: cảnh báo thành ghi chú, kèm lý do", tables={"giai-trinh.csv": EXPLAINED.format(mark="2b923902")})(changed_sum)
case("giai-trinh-cu", "GT-001: số liệu đã đổi sau khi giải trình", tables={"giai-trinh.csv": EXPLAINED.format(mark="00000000")})(changed_sum)


@case("giai-trinh-thua", "GT-002: giải trình cho điều không còn", tables={"giai-trinh.csv": EXPLAINED.format(mark="00000000")})
def _(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")


ADJUSTED = "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\n{unit},{code},năm nay,{value},Ban thư ký,2023-01-08,Công văn của Sở ngày 08/01/2023\n"


@case("dieu-chinh", "DC-001: Ban thư ký điều chỉnh một số; số cũ vẫn hiện", tables={"dieu-chinh.csv": ADJUSTED.format(unit="CB", code="CCHC.01", value=143)})
def _(folder):
    b = book_of("CB")
    at(b, "CCHC.01").value = 999
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("dieu-chinh-cho-trong", "DC-001: Ban thư ký ghi một số mà đơn vị để trống; không còn là thiếu số liệu", tables={"dieu-chinh.csv": ADJUSTED.format(unit="CB", code="TTKT.10", value=2)})
def _(folder):
    b = book_of("CB")
    at(b, "TTKT.10").value = None
    save(b, folder / "CTDS2_2022_CB.xlsx")


@case("dieu-chinh-thua", "DC-002: đơn vị đã tự sửa đúng như điều chỉnh", tables={"dieu-chinh.csv": ADJUSTED.format(unit="CB", code="BCVT.14", value=73)})
def _(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")


@case("dieu-chinh-chua-nop", "DC-003: điều chỉnh cho đơn vị chưa nộp", tables={"dieu-chinh.csv": ADJUSTED.format(unit="HG", code="BCVT.14", value=73)})
def _(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")


# ---- rows entered during the period ----

def right(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")


ADJUSTMENTS = ADJUSTED.split("\n")[0] + "\n"
EXPLANATIONS = EXPLAINED.split("\n")[0] + "\n"
AWARDS = "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\n"
BALLOTS = "Đơn vị,Xếp hạng,Số phiếu,Căn cứ\n"
SCORED = {"cham-diem.csv": "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức\nI,,Chuyên môn,100,tổng các dòng con,\nI.1,I,Hồ sơ,60,đạt hoặc không,CCHC.01 > 0\n"
          "I.2,I,Sáng kiến,40,Cụm chấm,\n",
          "xep-hang.csv": "Mã,Tên,Biểu thức,Nhãn hạng\nXH,Xếp hạng thi đua,DIEM(),Nhất|Nhì|Ba\n",
          "phan-dinh.csv": "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Phiếu kín,PHIEU_KIN(),giảm dần\n"}
GIVEN = "".join(f"{unit},{criterion},{points},Tổ thẩm định,2023-01-09,Biên bản\n" for unit in ("SL", "LCH", "DB", "LCA", "HG", "CB", "LS")
                for criterion, points in (("I.1", 60), ("I.2", 30)))

case("nhap-dung", "(không có gì) mọi dòng nhập đều đúng; một điểm nhập hai lần như nhau vẫn là một", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN + "Cao Bằng,I.2,\"30,0\",Tổ thẩm định,,\n", "phieu-kin.csv": BALLOTS + "CB,XH,5,Biên bản\nHG,,6,\n",
             "so-nhan.csv": REGISTER + "CB,CTDS2_2022_CB.xlsx,nhận,2023-01-04 08:00\n"})(everyone)
case("nhap-cum-cham-qua-diem", "CN-001: điểm Cụm chấm 45 quá điểm tối đa 40; dòng ấy không có tác dụng, xếp hạng còn tạm tính", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN.replace("CB,I.2,30", "CB,I.2,45")})(everyone)
case("nhap-cum-cham-hai-dong", "CN-003: một tiêu chí của một đơn vị có hai điểm khác nhau; không lấy điểm nào", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN + "CB,I.2,31,Tổ thẩm định,2023-01-10,\n"})(everyone)
case("nhap-phieu-kin-sai", "CN-001: số phiếu ghi bằng chữ", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN, "phieu-kin.csv": BALLOTS + "CB,XH,năm phiếu,\nHG,XH,6,\n"})(everyone)
case("nhap-phieu-kin-la", "CN-002: phiếu cho bảng xếp hạng không có", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN, "phieu-kin.csv": BALLOTS + "CB,XH2,5,\nHG,XH,6,\n"})(everyone)
case("nhap-so-nhan-sai", "CN-001: quyết định “nhận tạm” không phải nhận, chờ, rút; dòng ấy không quyết định gì", MERGE,
     tables={"so-nhan.csv": REGISTER + "CB,CTDS2_2022_CB.xlsx,nhận tạm,2023-01-04\n"})(everyone)
case("nhap-so-nhan-hai-dong", "(không có gì) Sổ nhận ghi nhận rồi rút một tệp, cột “Lúc nhận” để trống một dòng: dòng dưới là dòng sau", MERGE,
     tables={"so-nhan.csv": REGISTER + "CB,CTDS2_2022_CB.xlsx,nhận,\nCB,CTDS2_2022_CB.xlsx,rút,2023-01-04\n"})(everyone)
case("nhap-so-nhan-don-vi-la", "CN-002: Sổ nhận ghi đơn vị không có", MERGE,
     tables={"so-nhan.csv": REGISTER + "CBg,CTDS2_2022_CB.xlsx,nhận,2023-01-04\n"})(everyone)
case("nhap-dieu-chinh-sai", "CN-001: số điều chỉnh không đọc được, thiếu người quyết định",
     tables={"dieu-chinh.csv": ADJUSTMENTS + "CB,CCHC.01,năm nay,1.43,,2023-01-08,Điện thoại\n"})(right)
case("nhap-dieu-chinh-hai-dong", "CN-003: hai số điều chỉnh khác nhau cho một ô; số của đơn vị giữ nguyên",
     tables={"dieu-chinh.csv": ADJUSTMENTS + "CB,CCHC.01,năm nay,144,Ban thư ký,2023-01-08,Điện thoại\nCB,CCHC.01,,145,Ban thư ký,2023-01-09,Thư\n"})(right)
case("nhap-dieu-chinh-ma-la", "CN-002: điều chỉnh cho mã chỉ tiêu không có",
     tables={"dieu-chinh.csv": ADJUSTMENTS + "CB,CCHC.10,năm nay,144,Ban thư ký,2023-01-08,Điện thoại\n"})(right)
case("nhap-giai-trinh-sai", "CN-002: giải trình cho quy tắc không có", tables={"giai-trinh.csv": EXPLANATIONS + "CB,KT-02,2b923902,Theo chuyên đề,Sở,2023-01-08\n"})(changed_sum)
case("nhap-giai-trinh-ngay", "CN-001: giải trình ghi ngày không có, mã chép thiếu",
     tables={"giai-trinh.csv": EXPLANATIONS + "CB,KT-002,2b92390,Theo chuyên đề,Sở,30/2/2023\n"})(changed_sum)
case("nhap-giai-trinh-hai-dong", "CN-003: hai lý do khác nhau cho một phát hiện; phát hiện vẫn là cảnh báo",
     tables={"giai-trinh.csv": EXPLANATIONS + "CB,KT-002,2b923902,Theo chuyên đề,Sở,\nCB,KT-002,2b923902,Ghi nhầm năm trước,Sở,\n"})(changed_sum)


# ---- Đóng: errors that stay, units that are not ranked ----

CLOSED = "Đơn vị,Mã phát hiện,Lý do,Căn cứ,Ai,Ngày\n"


def wrong_sum(folder):
    b = book_of("CB")
    at(b, "CCHC.01").value = 150
    save(b, folder / "CTDS2_2022_CB.xlsx")


case("dong-loi", "(không có gì) lỗi giữ nguyên theo một dòng Đóng đúng mã: không còn là lỗi phải sửa",
     tables={"dong.csv": CLOSED + "CB,37f85bec,Sở đang rà soát,Công văn 12/STTTT,Ban thư ký,2023-01-09\n"})(wrong_sum)
case("dong-loi-khong-khop", "GT-006: dòng Đóng mang mã cũ, lỗi vẫn phải sửa",
     tables={"dong.csv": CLOSED + "CB,00000000,Sở đang rà soát,Công văn 12/STTTT,Ban thư ký,2023-01-09\n"})(wrong_sum)
case("dong-don-vi", "(không có gì) một Sở không nộp được đóng, có căn cứ: không thiếu, không xếp hạng", MERGE + " --as-of 2023-02-01",
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN, "dong.csv": CLOSED + "HG,,Không báo cáo,Biên bản 3/BB-CTĐ,Ban thư ký,2023-01-20\n"})(
         lambda folder: everyone(folder, without=("HG",)))
case("dong-don-vi-khong-can-cu", "CN-001: đóng một đơn vị mà không ghi căn cứ; dòng ấy không có tác dụng", MERGE + " --as-of 2023-02-01",
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN, "dong.csv": CLOSED + "HG,,Không báo cáo,,Ban thư ký,2023-01-20\n"})(
         lambda folder: everyone(folder, without=("HG",)))
case("trang-thai", "(không có gì) đủ mọi thứ, đã công nhận theo quyết định", MERGE,
     tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN,
             "trang-thai.csv": "Đơn vị,Bước,Số văn bản,Ai,Ngày\n,đã thẩm định,3/BB-CTĐ,Ban thư ký,2023-01-12\n,Đã công nhận,15/QĐ-UBND,Ban thư ký,2023-01-20\n"})(everyone)


# ---- adjustments by telephone ----

PHONED = "HG,BCVT.14,,72,Ban thư ký,2023-01-08,Điện thoại của Sở ngày 08/01/2023\n"
EVERYTHING = {**SCORED, "cum-cham.csv": AWARDS + GIVEN}


def stating_72(folder):
    everyone(folder, without=("HG",))
    b = book_of("HG")
    at(b, "BCVT.14").value = 72
    save(b, folder / "CTDS2_2022_HG.xlsx")


case("dieu-chinh-dien-thoai", "DC-005: sửa theo điện thoại, đơn vị chưa xác nhận: số được tính, xếp hạng còn tạm tính", MERGE,
     tables={**EVERYTHING, "dieu-chinh.csv": ADJUSTMENTS + PHONED})(everyone)
case("dieu-chinh-dien-thoai-co-van-ban", "(không có gì) sửa theo điện thoại, sau đó có dòng ghi văn bản: đủ điều kiện trình", MERGE,
     tables={**EVERYTHING, "dieu-chinh.csv": ADJUSTMENTS + PHONED + "HG,BCVT.14,năm nay,72,Ban thư ký,2023-01-10,Công văn 15/STTTT\n"})(everyone)
case("dieu-chinh-dien-thoai-da-gui-lai", "(không có gì) sửa theo điện thoại, tệp của đơn vị nay đã ghi số ấy: đủ điều kiện trình", MERGE,
     tables={**EVERYTHING, "dieu-chinh.csv": ADJUSTMENTS + PHONED})(stating_72)


# ---- what adjustments and explanations were given for ----

FROM_OLD = "Đơn vị,Mã,Cột,Giá trị cũ,Giá trị,Ai,Ngày,Căn cứ\nCB,{code},năm nay,{old},{value},Ban thư ký,2023-01-08,Công văn của Sở ngày 08/01/2023\n"


def stating(code, value, number_format=None):
    def make(folder):
        b = book_of("CB")
        at(b, code).value = value
        if number_format:
            at(b, code).number_format = number_format
        save(b, folder / "CTDS2_2022_CB.xlsx")
    return make


case("dieu-chinh-dung-so-cu", "(không có gì) tệp vẫn ghi số cũ 999: điều chỉnh thành 143",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="CCHC.01", old=999, value=143)})(stating("CCHC.01", "999"))
case("dieu-chinh-dung-so-moi", "(không có gì) tệp đã ghi số mới: điều chỉnh không còn cần",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="CCHC.01", old=999, value=143)})(stating("CCHC.01", 143))
case("dieu-chinh-so-cu-dang-hien", "(không có gì) số cũ ghi như ô đang hiện (601), giá trị đúng là 600,82…",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="BCVT.13", old=601, value=700)})(stating("BCVT.13", 600.8246913578024, "0"))
case("dieu-chinh-so-cu-bang-chu", "(không có gì) số cũ ghi đúng như chữ trong ô mà chương trình không hiểu",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="CCHC.01", old="chưa tổng hợp xong", value=143)})(stating("CCHC.01", "Chưa tổng hợp  xong"))
case("dieu-chinh-so-cu-trong", "(không có gì) ô vẫn trống như khi điều chỉnh",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="TTKT.10", old="trống", value=2)})(stating("TTKT.10", None))
case("dieu-chinh-so-cu-trong-ngoac", "(không có gì) “(trống)” cũng là trống, như phát hiện vẫn ghi",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="TTKT.10", old="(trống)", value=2)})(stating("TTKT.10", None))
case("dieu-chinh-tam-ngung-o-trong", "DC-004: ô trước trống, nay đơn vị đã ghi 1, số điều chỉnh là 2",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="TTKT.10", old="trống", value=2)})(stating("TTKT.10", 1))
case("dieu-chinh-tam-ngung-mat-so", "DC-004: ô trước ghi 999, nay trống",
     tables={"dieu-chinh.csv": FROM_OLD.format(code="TTKT.10", old=999, value=2)})(stating("TTKT.10", None))


@case("dieu-chinh-tam-ngung", "DC-004: tệp nay không ghi số cũ 999, cũng không ghi số mới 143; dòng điều chỉnh tạm ngưng, xếp hạng còn tạm tính", MERGE,
      tables={**SCORED, "cum-cham.csv": AWARDS + GIVEN, "dieu-chinh.csv": FROM_OLD.format(code="CCHC.05", old=999, value=143)})
def _(folder):
    everyone(folder)


LIST_RULE = {"kiem-tra.csv": "KT-021,Có ít nhất ba quyết định,đơn vị,\"COUNTIF(VB.04;\"\"Quyết định\"\")\",>=,3,chính xác,cảnh báo,bỏ qua,bật\n"}
OF_UNIT = EXPLANATIONS + "CB,{rule},{mark},Đúng như vậy,Sở,2023-01-08\n"


def listed(title):
    def make(folder):
        b = book_of("CB")
        b["B02_VB"]["E9"] = title
        save(b, folder / "CTDS2_2022_CB.xlsx")
    return make


case("giai-trinh-danh-sach", "(không có gì) giải trình cho một quy tắc đếm danh sách, danh sách chưa đổi", extend=LIST_RULE,
     tables={"giai-trinh.csv": OF_UNIT.format(rule="KT-021", mark="d8567ed0")})(listed("Kế hoạch"))
case("giai-trinh-danh-sach-doi", "GT-001: danh sách đã đổi một dòng sau khi giải trình, tuy vẫn đếm được bằng ấy", extend=LIST_RULE,
     tables={"giai-trinh.csv": OF_UNIT.format(rule="KT-021", mark="d8567ed0")})(listed("Hướng dẫn"))


def thousandth(last_year):
    def make(folder):
        b = book_of("CB")
        at(b, "BCVT.11").value = 652
        at(b, "BCVT.11", "E").value = last_year
        save(b, folder / "CTDS2_2022_CB.xlsx")
    return make


case("giai-trinh-ca-dong", "(không có gì) giải trình cho một ô, cả dòng chưa đổi",
     tables={"giai-trinh.csv": OF_UNIT.format(rule="NG-007", mark="5761c32b")})(thousandth(593265))
case("giai-trinh-ca-dong-doi", "GT-001: ô được giải trình vẫn thế, nhưng số năm trước cùng dòng đã đổi",
     tables={"giai-trinh.csv": OF_UNIT.format(rule="NG-007", mark="5761c32b")})(thousandth(583265))


# ---- the file itself ----

@case("khong-mo-duoc", "TEP-001: trong hộp thư có lối tắt tới tệp không còn", "check -d {DEF} {CASE}/tep")
def _(folder):
    (folder / "CTDS2_2022_CB.xlsx").symlink_to("khong-co.xlsx")


@case("html-doi-duoi", "TEP-050: trang đăng nhập tải về dưới tên .xls")
def _(folder):
    (folder / "CTDS2_2022_CB.xls").write_text("<html><body><form><table><tr><td>Tên đăng nhập</td><td><input></td></tr></table></form></body></html>\n", encoding="utf-8")


@case("thu-luu-ca-thu", "TEP-050: thư điện tử lưu nguyên cả thư, đổi đuôi thành .xls")
def _(folder):
    (folder / "CTDS2_2022_CB.xls").write_text("From: so.noi.vu@example.vn\nTo: ban.thu.ky@example.vn\nSubject: So lieu cum 2\n"
                                              "MIME-Version: 1.0\n\nGửi kèm số liệu.\n", encoding="utf-8")


@case("cut-giua-chung", "TEP-004: tệp chép dở")
def _(folder):
    save(book_of("CB"), folder / "a.xlsx")
    data = (folder / "a.xlsx").read_bytes()
    (folder / "a.xlsx").unlink()
    (folder / "CTDS2_2022_CB.xlsx").write_bytes(data[:len(data) * 2 // 3])


def packed_anew(folder, change):
    """A sound workbook whose parts `change` rewrites, leaves out (None) or packs in another way (name, bytes, method)."""
    save(book_of("CB"), folder / "a.xlsx")
    with zipfile.ZipFile(folder / "a.xlsx") as before, zipfile.ZipFile(folder / "CTDS2_2022_CB.xlsx", "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            data, method = change(info.filename, before.read(info))
            if data is not None:
                after.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), data, method)
    (folder / "a.xlsx").unlink()


@case("thieu-phan-trang", "TEP-051: trong gói không có nội dung của một trang")
def _(folder):
    packed_anew(folder, lambda name, data: (None if name.endswith("sheet2.xml") else data, zipfile.ZIP_DEFLATED))


@case("xml-doctype", "TEP-052: một phần của gói có DOCTYPE")
def _(folder):
    packed_anew(folder, lambda name, data: (b"<!DOCTYPE x>" + data.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else data, zipfile.ZIP_DEFLATED))


@case("kieu-nen-la", "TEP-052: một phần của gói nén kiểu khác")
def _(folder):
    packed_anew(folder, lambda name, data: (data, zipfile.ZIP_BZIP2 if name.endswith("sheet1.xml") else zipfile.ZIP_DEFLATED))


@case("bang-ma-xml-la", "TEP-052: một phần của gói ghi bảng mã không đọc được")
def _(folder):
    packed_anew(folder, lambda name, data: (b'<?xml version="1.0" encoding="GBK"?>' + data.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else data,
                                            zipfile.ZIP_DEFLATED))


@case("phan-co-mat-khau", "TEP-053: một phần của gói nén kèm mật khẩu")
def _(folder):
    packed_anew(folder, lambda name, data: (data, zipfile.ZIP_DEFLATED))
    path = folder / "CTDS2_2022_CB.xlsx"
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        info = book.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 6] |= 1
    central = data.index(b"PK\1\2")
    while bytes(data[central + 46:central + 46 + len(info.filename)]) != info.filename.encode():
        central = data.index(b"PK\1\2", central + 1)
    data[central + 8] |= 1
    path.write_bytes(bytes(data))


@case("rong", "TEP-005: tệp 0 byte")
def _(folder):
    (folder / "CTDS2_2022_CB.xlsx").write_bytes(b"")


@case("vuot-gioi-han", "TEP-006: tệp vượt giới hạn số ô", "check -d {DEF} --limit cells=230 {CASE}/tep/CTDS2_2022_CB.xlsx")
def _(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")


@case("tep-tam", "TEP-009: tệp tạm ~$ của Excel trong hộp thư", "check -d {DEF} {CASE}/tep")
def _(folder):
    save(book_of("CB"), folder / "CTDS2_2022_CB.xlsx")
    name = "VAN THU"
    head = bytes([len(name)]) + name.encode() + b" " * (54 - len(name))
    wide = bytes([len(name), 0]) + name.encode("utf-16-le") + b" \0" * (54 - len(name))
    (folder / "~$CTDS2_2022_CB.xlsx").write_bytes(head + wide)


# ---- archives, and what comes along with workbooks ----

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed(book):
    raw = io.BytesIO()
    save(book, raw)
    return raw.getvalue()


@case("nen-hai-don-vi", "(không có gì) một tệp .zip chứa bảng tính của hai đơn vị: mỗi bảng tính là một tệp riêng")
def _(folder):
    (folder / "Cụm gửi.zip").write_bytes(zip_of([("Hà Giang/bieu.xlsx", packed(book_of("HG"))), ("Lào Cai/bieu.xlsx", packed(book_of("LCA"))),
                                                 ("__MACOSX/Lào Cai/._bieu.xlsx", b"x")]))


@case("nen-bo-sung", "NOP-002: tệp nén “bo-sung.zip” chỉ có biểu 06; tên của tệp nén nói là bản bổ sung")
def _(folder):
    save(book_of("HG"), folder / "CTDS2_2022_HG.xlsx")
    (folder / "bo-sung.zip").write_bytes(zip_of([("HG.xlsx", packed(only(with_one_more(book_of("HG")), "B06_TTKT")))]))


@case("nen-mat-khau", "TEP-030: tệp .zip đặt mật khẩu", MERGE)
def _(folder):
    everyone(folder)
    (folder / "CTDS2_2022_HG.xlsx").unlink()
    (folder / "Hà Giang.zip").write_bytes(zip_of([("bieu.xlsx", packed(book_of("HG")))], locked=("bieu.xlsx",)))


@case("nen-mat-khau-rar", "TEP-030: tệp .rar mà cả danh mục cũng đặt mật khẩu")
def _(folder):
    (folder / "Hà Giang.rar").write_bytes(rar5_of([], locked_list=True))


@case("nen-hong", "TEP-031: tệp .7z chưa chép xong")
def _(folder):
    (folder / "Hà Giang.7z").write_bytes(seven_zip_of([("bieu.xlsx", packed(book_of("HG")))])[:-100])


@case("nen-chia-phan", "TEP-038: tệp .7z chia làm hai phần")
def _(folder):
    whole = seven_zip_of([("bieu.xlsx", packed(book_of("HG")))])
    (folder / "Hà Giang.7z.001").write_bytes(whole[:4000])
    (folder / "Hà Giang.7z.002").write_bytes(whole[4000:])


@case("nen-qua-nhieu-tep", "TEP-032: tệp .zip có 201 tệp")
def _(folder):
    (folder / "Hà Giang.zip").write_bytes(zip_of([(f"quet {i}.pdf", PDF) for i in range(201)]))


@case("nen-trong-nen", "TEP-033: tệp nén nằm trong tệp nén; bảng tính bên cạnh vẫn tính")
def _(folder):
    inner = zip_of([("bieu.xlsx", packed(book_of("HG")))])
    (folder / "gui.zip").write_bytes(zip_of([("Hà Giang.zip", inner), ("Lào Cai.xlsx", packed(book_of("LCA")))]))


@case("nen-khong-bang-tinh", "TEP-034: tệp nén chỉ có bản quét")
def _(folder):
    (folder / "Hà Giang.zip").write_bytes(zip_of([("báo cáo.pdf", PDF)]))


@case("nen-ten-ma-cu", "TEP-035: tên tệp trong tệp nén viết bằng TCVN3")
def _(folder):
    (folder / "Hà Giang.zip").write_bytes(zip_of([("B\u00b8o c\u00b8o.xlsx".encode("latin-1"), packed(book_of("HG")))]))


@case("nen-ten-khong-ro", "TEP-036: tên tệp trong tệp nén đọc theo hai bảng mã đều được; chữ không rõ ghi bằng mã, số liệu vẫn tính")
def _(folder):
    (folder / "gui.rar").write_bytes(rar4_of([("S\u00f5n.xlsx".encode("latin-1"), packed(book_of("SL")))]))


@case("rar-qua-zalo", "(không có gì) tệp .rar gửi qua Zalo, có bảng tính và công văn quét kèm theo")
def _(folder):
    (folder / "Bao cao thi dua (1).rar").write_bytes(rar4_of([("Báo cáo/HG.xlsx", packed(book_of("HG"))), ("Báo cáo/cong van.pdf", PDF)]))


@case("van-ban-kem-theo", "(không có gì) công văn .pdf bên cạnh bảng tính của đơn vị là văn bản kèm theo")
def _(folder):
    (folder / "Hà Giang").mkdir()
    save(book_of("HG"), folder / "Hà Giang/bieu.xlsx")
    (folder / "Hà Giang/cong van.pdf").write_bytes(PDF)


@case("chi-co-ban-quet", "TEP-002: đơn vị chỉ gửi bản quét .pdf", MERGE)
def _(folder):
    everyone(folder)
    (folder / "CTDS2_2022_HG.xlsx").unlink()
    (folder / "Hà Giang.pdf").write_bytes(PDF)


@case("ban-ghi-hong", "TEP-016: tệp bản ghi bị cắt")
def _(folder):
    (folder / "CB.records").write_text("tonghop-records\t2\nfile\ta\n", encoding="utf-8")


# ---- a feedback workbook that comes back ----

LIST = ["STT", "Mức", "Trang", "Ô", "Ghi trong tệp", "Đã hiểu là", "Quy tắc", "Vấn đề", "Cách sửa", "Mã giải trình", "Giải trình của đơn vị", "Mã đơn vị"]


def returned(path, replies, to="Cao Bằng", year=2022):
    """Its first sheet, which is what is read of it.  `replies`: unit, rule, mark, what the unit wrote."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "PHIẾU PHẢN HỒI"
    sheet["A2"], sheet["A3"] = f"PHIẾU PHẢN HỒI SỐ LIỆU NĂM {year}", f"Gửi: {to}"
    for col, label in enumerate(LIST, 1):
        sheet.cell(8, col).value = label
    for row, (unit, rule, mark, why) in enumerate(replies, 9):
        for col, value in ((1, row - 8), (2, "Cảnh báo"), (7, rule), (8, "Số cá nhân được kiểm tra tăng nhiều so với năm trước."), (10, mark), (11, why), (12, unit)):
            sheet.cell(row, col).value = value
    path.parent.mkdir(exist_ok=True)
    save(book, path)


REPLY = ("CB", "KT-002", "2b923902", "Kiểm tra theo chuyên đề của Bộ")


@case("phieu-gui-lai", "GT-003: phiếu phản hồi gửi lại kèm lời giải trình; chưa chép vào trang Giải trình thì cảnh báo vẫn còn")
def _(folder):
    changed_sum(folder)
    returned(folder / "CB.xlsx", [REPLY])


@case("phieu-nham-so-nhan", "GT-004: Sổ nhận ghi phiếu của Cao Bằng là do Sơn La gửi", "merge -d {DEF} -o {OUT} {CASE}/tep",
      tables={"so-nhan.csv": "Đơn vị,Tệp,Quyết định,Lúc nhận\nSL,phieu.xlsx,nhận,2023-01-04 08:00\n"})
def _(folder):
    changed_sum(folder)
    returned(folder / "phieu.xlsx", [REPLY])


@case("phieu-nham-thu-muc-da-ghi-so", "GT-003: phiếu của Cao Bằng trong thư mục của Sơn La, Sổ nhận ghi là của Cao Bằng", "check -d {DEF} {CASE}/tep",
      tables={"so-nhan.csv": "Đơn vị,Tệp,Quyết định,Lúc nhận\nCB,Sơn La/phieu.xlsx,nhận,2023-01-04 08:00\n"})
def _(folder):
    changed_sum(folder)
    returned(folder / "Sơn La/phieu.xlsx", [REPLY])


@case("phieu-nham-thu-muc", "GT-004: phiếu phản hồi của Cao Bằng trong thư mục của Sơn La", "merge -d {DEF} -o {OUT} {CASE}/tep")
def _(folder):
    changed_sum(folder)
    returned(folder / "Sơn La/phieu.xlsx", [REPLY])


@case("phieu-hai-don-vi", "GT-005: phiếu phản hồi có dòng chép từ phiếu của đơn vị khác")
def _(folder):
    changed_sum(folder)
    returned(folder / "phieu.xlsx", [REPLY, ("SL", "KT-002", "0a1b2c3d", "Tăng theo kế hoạch")])


@case("phieu-nam-khac", "TEP-028: phiếu phản hồi của năm trước")
def _(folder):
    changed_sum(folder)
    returned(folder / "phieu.xlsx", [REPLY], year=2021)


@case("phieu-chua-ghi", "TEP-028: phiếu phản hồi gửi lại mà không ghi lời nào")
def _(folder):
    changed_sum(folder)
    returned(folder / "phieu.xlsx", [("CB", "KT-002", "2b923902", None), ("CB", "KT-002", "2b923902", " ")])


# ---- what a careful reader of a list notices ----

COPIES = {"cot.csv": "B02_VB,VB.05,Số bản,,số nguyên,Không,\n"}


def with_copies(book, copies, total=None):
    """The list of documents with a column of figures, and a total row below it."""
    s = book["B02_VB"]
    s["F8"] = "Số bản"
    for r, n in enumerate(copies, 9):
        s.cell(r, 6, n)
    if total is not None:
        s["B13"], s["F13"] = "Tổng cộng", total
    return s


@one("cong-danh-sach-sai", "NG-020: dòng “Tổng cộng” của danh sách gõ sai, hai chữ số đổi chỗ", extend=COPIES)
def _(b):
    with_copies(b, [120, 95, 110, 102], 472)


@one("cong-danh-sach-sot-dong", "NG-020: công thức cộng của danh sách bỏ sót dòng cuối", extend=COPIES, stale=("B02_VB", "F13", "SUM(F9:F11)", 325))
def _(b):
    with_copies(b, [120, 95, 110, 102], 325)


@one("dem-danh-sach-sai", "NG-020: “Tổng cộng” ghi số dòng, danh sách có thêm một dòng")
def _(b):
    s = b["B02_VB"]
    s["B13"], s["D13"] = "Tổng cộng", 3


@one("cong-danh-sach-dung", "(không có gì) các dòng cộng theo nhóm, cộng theo loại, tổng cộng của tổng; tổng đứng trên các dòng nó cộng", extend=COPIES)
def _(b):
    s = with_copies(b, [120, 95, 110, 102])
    s.insert_rows(11)
    s["B11"], s["F11"] = "Cộng nhóm 1", 215
    s["B14"], s["D14"], s["F14"] = "Cộng nhóm 2", 2, 212
    s["B15"], s["F15"] = "Cộng quyết định", 197
    s["B16"], s["D16"], s["F16"] = "Tổng cộng", 4, 427
    s.insert_rows(9)
    s["B9"], s["F9"] = "Tổng cộng", 427


@one("cong-danh-sach-co-chu", "SO-001: một số hạng trong danh sách là chữ; dòng cộng không bị nói thêm", extend=COPIES)
def _(b):
    with_copies(b, [120, "95 bản và phụ lục", 110, 102], 332)


# ---- self scores ----

SCORES = [("I", "", "Nhiệm vụ chuyên môn", 40, "tổng các dòng con"), ("I.1", "I", "Quản lý báo chí", 20, "Cụm chấm"), ("I.2", "I", "Tham mưu văn bản", 20, "Cụm chấm"),
          ("II", "", "Phong trào thi đua", 20, "tổng các dòng con"), ("II.1", "II", "Phát động phong trào", 12, "Cụm chấm"), ("II.2", "II", "Điển hình tiên tiến", 8, "Cụm chấm"),
          ("III", "", "Điểm thưởng", 10, "nhóm thưởng"), ("III.1", "III", "Sáng kiến", 8, "Cụm chấm"), ("III.2", "III", "Khen đột xuất", 8, "Cụm chấm"),
          ("IV", "", "Điểm trừ", 10, "nhóm trừ"), ("IV.1", "IV", "Nộp muộn", 8, "Cụm chấm"), ("IV.2", "IV", "Sai số liệu", 8, "Cụm chấm")]
SCORED = {"extend": {"bieu.csv": "B12_CD,Bảng tự chấm điểm,B12_CD|Biểu 12,chấm điểm,Không\n",
                     "cot.csv": "B12_CD,CD.STT,STT,,STT,Không,\nB12_CD,CD.01,Mã tiêu chí,,mã tiêu chí,Có,\nB12_CD,CD.ND,Nội dung,,chữ,Không,\n"
                                "B12_CD,CD.02,Điểm cao nhất,,điểm tối đa,Có,\nB12_CD,CD.03,Điểm tự chấm,,điểm tự chấm,Có,\nB12_CD,CD.04,Cộng dồn,,tổng điểm tự chấm,Không,\n"},
          "tables": {"cham-diem.csv": "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm\n" + "".join(",".join(map(str, row)) + "\n" for row in SCORES)}}
GIVEN = {"I": 37.5, "I.1": 19.5, "I.2": 18, "II": 18, "II.1": 10, "II.2": 8, "III": 6, "III.1": 6, "III.2": 0, "IV": 3, "IV.1": 3, "IV.2": 0}
SUM_ROW = 9 + len(SCORES)


def score_cell(sheet, code, column="E"):
    return sheet[f"{column}{9 + [row[0] for row in SCORES].index(code)}"]


def scores(name, why, **more):
    """A case of one workbook with a form of scores, some cells of it changed."""
    def register(change):
        def make(folder):
            book = book_of("CB")
            s = book.create_sheet("B12_CD")
            s["A1"], s["A2"], s["A4"], s["A5"] = "UBND TỈNH CAO BẰNG", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "BẢNG TỰ CHẤM ĐIỂM", "Năm 2022"
            for c, text in enumerate(["STT", "Mã tiêu chí", "Nội dung", "Điểm cao nhất", "Điểm tự chấm", "Cộng dồn"], 1):
                s.cell(8, c, text)
            for r, (code, _, title, most, _) in enumerate(SCORES, 9):
                for c, v in enumerate([r - 8, code, title, most, GIVEN[code]], 1):
                    s.cell(r, c, v)
            s.cell(SUM_ROW, 3, "Tổng cộng")
            s.cell(SUM_ROW, 6, 58.5)
            change(s)
            save(book, folder / "CTDS2_2022_CB.xlsx")
        CASES[name] = (why, None, make, {**SCORED, **more})
        return change
    return register


@scores("tu-cham-qua-diem", "TC-001: điểm tự chấm 500 của tiêu chí 20 điểm; dòng cha và tổng cộng theo đó không bị nêu nữa")
def _(s):
    score_cell(s, "I.1").value, score_cell(s, "I").value, s.cell(SUM_ROW, 6).value = 500, 518, 539


@scores("tu-cham-am", "TC-001: điểm tự chấm là số âm ở tiêu chí không phải điểm trừ")
def _(s):
    score_cell(s, "II.2").value = -8


@scores("tu-cham-thuong-qua-tran", "TC-001: nhóm thưởng ghi cao hơn trần của nhóm, tuy từng tiêu chí không quá điểm")
def _(s):
    score_cell(s, "III.1").value, score_cell(s, "III.2").value, score_cell(s, "III").value, s.cell(SUM_ROW, 6).value = 8, 8, 16, 68.5


@scores("tu-cham-thuong-dung-tran", "(không có gì) các tiêu chí thưởng cộng lại quá trần, dòng nhóm ghi đúng trần")
def _(s):
    score_cell(s, "III.1").value, score_cell(s, "III.2").value, score_cell(s, "III").value, s.cell(SUM_ROW, 6).value = 8, 8, 10, 62.5


@scores("tu-cham-diem-toi-da", "TC-002: điểm tối đa in trong biểu bị sửa")
def _(s):
    score_cell(s, "I.2", "D").value = 25


@scores("tu-cham-moi-diem-toi-da", "TC-002: mọi điểm tối đa đều khác bảng điểm: một phát hiện")
def _(s):
    for code in GIVEN:
        score_cell(s, code, "D").value *= 10


@scores("tu-cham-dong-cha", "TC-003: dòng cha ghi tay khác tổng các dòng con; tổng cộng đã theo số ấy không bị nêu nữa")
def _(s):
    score_cell(s, "I").value, s.cell(SUM_ROW, 6).value = 35.5, 56.5


@scores("tu-cham-dong-cha-cong-thuc", "TC-003: công thức của dòng cha cộng thiếu một dòng", stale=("B12_CD", "E9", "E10", 19))
def _(s):
    score_cell(s, "I.1").value, score_cell(s, "I").value, s.cell(SUM_ROW, 6).value = 19, 1, 58


@scores("tu-cham-tong-cong", "TC-004: tổng điểm tự chấm khác tổng các phần, vì cộng cả điểm trừ")
def _(s):
    s.cell(SUM_ROW, 6).value = 64.5


@scores("tu-cham-hai-dong", "TC-005: một tiêu chí ở hai dòng với hai điểm khác nhau")
def _(s):
    score_cell(s, "I.2", "B").value = "I.1"


@scores("tu-cham-ma-la", "TC-006: không tiêu chí nào mang mã ấy")
def _(s):
    score_cell(s, "II.2", "B").value = "II.9"


@scores("tu-cham-bang-chu", "SO-001: “đạt”, “9/15”, 95 % và “khoảng 8” thay cho điểm")
def _(s):
    score_cell(s, "I.1").value, score_cell(s, "I.2").value, score_cell(s, "II.1").value, score_cell(s, "II.2").value = "đạt", "9/15", 0.95, "khoảng 8"
    score_cell(s, "II.1").number_format = "0%"


@scores("tu-cham-viet-cach-khac", "(không có gì) “19,5”, “18/20”, “10 điểm”, điểm trừ ghi số âm, mã viết “ii.2. ”, dòng trống, dòng nhóm không ghi điểm, tổng cộng ở cột điểm")
def _(s):
    score_cell(s, "I.1").value, score_cell(s, "I.2").value, score_cell(s, "II.1").value = "19,5", "18/20", "10 điểm"
    score_cell(s, "IV.1").value, score_cell(s, "IV").value = -3, "-3"
    score_cell(s, "II.2", "B").value = "ii.2. "
    score_cell(s, "I").value, score_cell(s, "II").value = None, None
    for column in "ABCDE":
        score_cell(s, "III.2", column).value = None
    s.cell(SUM_ROW, 3).value, s.cell(SUM_ROW, 5).value, s.cell(SUM_ROW, 6).value = "Tổng điểm tự chấm:", "58,5 điểm", None


@scores("tu-cham-lam-tron", "(không có gì) điểm con có nhiều số lẻ, dòng cha và tổng cộng làm tròn hai số lẻ")
def _(s):
    score_cell(s, "I.1").value, score_cell(s, "I.2").value, score_cell(s, "I").value, s.cell(SUM_ROW, 6).value = 19.3333, 18.1666, 37.5, 58.5


@scores("tu-cham-tru-mot-phan", "(không có gì) “Cộng (I+II)” không tính điểm thưởng, điểm trừ")
def _(s):
    s.cell(SUM_ROW, 3).value, s.cell(SUM_ROW, 6).value = "Cộng (I+II)", 55.5


# ---- the columns of last year and of the plan ----

@one("tong-nam-truoc-sai", "NG-021: tổng của cột Năm trước gõ tay khác tổng các phần; quy tắc chỉ viết cho năm nay")
def _(b):
    at(b, "CCHC.01", "E").value += 9


@one("tong-ke-hoach-sai", "NG-021: tổng của cột Kế hoạch khác tổng các phần")
def _(b):
    for code, n in zip(("CCHC.01", "CCHC.02", "CCHC.03", "CCHC.04", "CCHC.05"), (150, 140, 4, 0, 1)):
        at(b, code, "F").value = n


@one("nam-truoc-khac-nhau", "NG-021: một số của năm trước ở hai chỗ ghi khác nhau")
def _(b):
    at(b, "BCVT.16", "E").value = 1145


@one("cot-khac-chi-co-tong", "(không có gì) cột Kế hoạch chỉ ghi tổng, cột Năm trước thiếu một phần: không có gì để cộng")
def _(b):
    at(b, "CCHC.01", "F").value = 150
    at(b, "CCHC.02", "F").value = 140
    at(b, "CCHC.05", "E").value = None


def compute(path, sheet, formulas, shown=None):
    """Puts formulas into cells of a saved workbook, above the numbers that stand there or above `shown`."""
    names = openpyxl.load_workbook(path).sheetnames
    part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
    old = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(old)) as a, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for item in a.infolist():
            data = a.read(item)
            for cell, formula in formulas.items() if item.filename == part else ():
                result = b"%d" % shown if shown is not None else rb"\3"
                data, found = re.subn(rb'(<c r="' + cell.encode() + rb'"[^>]*?)( t="n")?><v>([^<]*)</v>', rb"\1><f>" + formula.encode() + rb"</f><v>" + result + b"</v>", data)
                assert found, cell
            info = zipfile.ZipInfo(item.filename, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)


# How one unit after the other writes what is the same: received files, files in process, shares.
TOTALS = ["{0}11+{0}12+{0}13+{0}14", "SUM({0}11:{0}14)", "+{0}14+{0}13+ ${0}$12 + {0}11", "SUBTOTAL(9,{0}11:{0}14)", "SUM({0}11:{0}13,{0}14)", "IF({0}11=\"\",\"\",{0}11+{0}12+{0}13+{0}14)", "sum({0}11:{0}12)+{0}13+{0}14"]
SHARES = ["ROUND({0}13/{0}10*100,1)", "ROUND(100*{0}13/{0}10,1)", "IFERROR(ROUND({0}13/{0}10*100,1),\"\")", "ROUND(({0}13/{0}10)/1%,1)", "ROUND({0}13*100/{0}10,1)", "ROUND({0}13/{0}10*100,1)", "ROUND(${0}$13/{0}$10*100,1)"]


def computing(folder, units, other=lambda b, unit: {}):
    """The workbooks of all units, where B07 computes in those of `units`; `other` changes what Cao Bằng's has."""
    for k, unit in enumerate(UNITS):
        b = book_of(unit)
        formulas = {}
        if unit in units:
            for column in "EG":
                formulas[column + "10"] = TOTALS[k].format(column)
                formulas[column + "15"] = SHARES[k].format(column)
        for cell, formula in other(b, unit).items():
            formulas.pop(cell, None)
            if formula:
                formulas[cell] = formula
        path = folder / f"CTDS2_2022_{unit}.xlsx"
        save(b, path)
        compute(path, "B07_CCHC", {cell.replace("&", "&amp;"): f.replace("&", "&amp;").replace("<", "&lt;") for cell, f in formulas.items()})


def of_cao_bang(cells):
    """Cells of Cao Bằng's B07: a number, a formula with its result, or None: the number that stands there, typed."""

    def change(b, unit):
        formulas = {}
        for cell, (formula, value) in (cells if unit == "CB" else {}).items():
            formulas[cell] = formula
            if value is not None:
                b["B07_CCHC"][cell].value = value
        return formulas

    return change


# A definition that states no sum: only the formulas of the other units tell.
WITHOUT_SUMS = {"kiem-tra.csv": "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\nKT-004,Số trạm không ít hơn số vị trí,đơn vị,BCVT.09,>=,BCVT.07,chính xác,lỗi,bỏ qua,bật\n"}


@case("cong-thuc-viet-khac-nhau", "(không có gì) các Sở viết cùng một công thức theo nhiều cách")
def _(folder):
    computing(folder, UNITS)


def a_row_more(b, unit):
    """Lào Cai has put a blank row between the parts, and its formulas have moved along."""
    if unit == "LCA":
        b["B07_CCHC"].insert_rows(12)
        return {"E10": "SUM(E11:E15)", "G10": "G11+G13+G14+G15", "E15": None, "G15": None, "E16": "ROUND(E14/E10*100,1)", "G16": "ROUND(G14/G10*100,1)"}
    return {}


@case("cong-thuc-chen-dong", "(không có gì) một Sở chèn thêm dòng, công thức theo dòng đã dời")
def _(folder):
    computing(folder, UNITS, a_row_more)


@case("cong-thuc-hai-so", "(không có gì) chỉ hai Sở có công thức ở ô ấy", tables=WITHOUT_SUMS)
def _(folder):
    computing(folder, ["SL", "HG"], of_cao_bang({"E10": ("E11+E12+E13", 125)}))


@case("cong-thuc-khong-ro-so-dong", "(không có gì) ba Sở tính một cách, hai Sở tính cách khác: không có số đông rõ rệt")
def _(folder):
    computing(folder, ["SL", "LCH", "DB"], lambda b, unit: {"E10": "E11+E12+E14"} if unit in ("HG", "LS") else {})


@case("go-so-thay-cong-thuc", "NG-031: gõ số ở ô mà các Sở khác tính; số đúng")
def _(folder):
    computing(folder, UNITS, of_cao_bang({"G10": (None, None), "E10": (None, None)}))


@case("go-so-khac-cong-thuc", "NG-032: gõ số ở ô mà các Sở khác tính; số không khớp các phần", tables=WITHOUT_SUMS)
def _(folder):
    computing(folder, UNITS, of_cao_bang({"E10": (None, 128)}))


@case("cong-thuc-cong-khong", "NG-033: công thức có thêm +0; kết quả vẫn đúng")
def _(folder):
    computing(folder, UNITS, of_cao_bang({"G10": ("G11+G12+G13+G14+0", None)}))


@case("cong-thuc-thieu-dong", "NG-034: tổng bỏ sót một dòng mà các Sở khác cộng", tables=WITHOUT_SUMS)
def _(folder):
    computing(folder, UNITS, of_cao_bang({"E10": ("SUM(E11:E13)", 125)}))


@case("cong-thuc-doi-so-hang", "NG-021: một số hạng bị thay bằng ô khác")
def _(folder):
    computing(folder, UNITS, of_cao_bang({"E10": ("E11+E12+E13+G14", 131)}))


@case("cong-thuc-dao-ty-so", "SO-008: tỷ lệ bị đảo tử và mẫu; phát hiện nói công thức khác ở đâu")
def _(folder):
    computing(folder, UNITS, of_cao_bang({"E15": ("ROUND(E10/E13*100,1)", 13000)}))


@case("cong-thuc-khac-ham", "NG-021: dùng hàm khác ở ô mà các Sở khác cộng")
def _(folder):
    computing(folder, UNITS, of_cao_bang({"E10": ("MAX(E11:E14)", 119)}))


# ---- rows, figures and dates of a list ----

def documents(book, rows):
    """Further rows below the four documents."""
    s = book["B02_VB"]
    for r, line in enumerate(rows, 13):
        for c, v in enumerate([r - 8, *line], 1):
            s.cell(r, c, v)
        s.cell(r, 3).number_format = "dd/mm/yyyy"
    return s


SIGNED = {"cot.csv": "B02_VB,VB.05,Chức vụ,,chữ,Không,\n"}
DAY = datetime.date(2022, 7, 5)


@one("ngay-tuong-lai-ca-cot", "NG-013: cả cột ngày sau ngày lập báo cáo là một việc: nêu ô đầu, kể các ô khác")
def _(b):
    documents(b, [(f"{n}/QĐ-STTTT", datetime.date(2023, 3, n), f"Quyết định về việc thứ {n}", "Quyết định", "Nguyễn Văn Tuấn") for n in range(2, 9)])


@one("dong-trung-viet-khac", "NG-010: một người hai dòng: thêm “Đ/c”, viết hoa, thừa khoảng trắng, số quyết định có dấu cách", extend=SIGNED)
def _(b):
    s = documents(b, [("318/QĐ-STTTT", DAY, "Nguyễn Văn Tuấn", "Quyết định", "Chuyên viên"), ("319/QĐ-STTTT", DAY, "Lê Thị Hà", "Quyết định", "Chuyên viên"),
                      ("318 /QĐ-STTTT", DAY, "Đ/c NGUYỄN VĂN  TUẤN", "Quyết định", "Chuyên viên, phòng Bưu chính")])
    s["F8"] = "Chức vụ"


@one("dong-gan-trung", "(không có gì) hai người tên chỉ khác dấu ở chữ cuối; cùng tên khác chức vụ; một người hai quyết định", extend=SIGNED)
def _(b):
    s = documents(b, [("318/QĐ-STTTT", DAY, "Nguyễn Văn Tuấn", "Quyết định", "Chuyên viên"), ("318/QĐ-STTTT", DAY, "Nguyễn Văn Tuân", "Quyết định", "Chuyên viên"),
                      ("318/QĐ-STTTT", DAY, "Lê Thị Hà", "Quyết định", "Chuyên viên"), ("318/QĐ-STTTT", DAY, "Lê Thị Hà", "Quyết định", "Trưởng phòng"),
                      ("402/QĐ-UBND", DAY, "Nguyễn Văn Tuấn", "Quyết định", "Chuyên viên")])
    s["F8"] = "Chức vụ"


@one("so-danh-sach-thua-so-0", "NG-022: một số của danh sách gấp mười các dòng khác", extend=COPIES)
def _(b):
    with_copies(b, [120, 95, 1100, 102])


@one("so-danh-sach-am", "NG-022: một số của danh sách có dấu trừ", extend=COPIES)
def _(b):
    with_copies(b, [120, 95, -110, 102])


@one("so-danh-sach-to-nho", "(không có gì) danh sách có dòng lớn, dòng nhỏ", extend=COPIES)
def _(b):
    with_copies(b, [120, 95, 480, 31])


OF_THE_YEAR = [(f"{n}/KH-UBND", datetime.date(2022, n, 9), f"Kế hoạch tháng {n}", "Kế hoạch") for n in range(3, 12)]


@one("ngay-nam-truoc", "NG-023: một ngày của năm trước trong cột toàn ngày của kỳ này")
def _(b):
    s = documents(b, [*OF_THE_YEAR, ("12/KH-UBND", datetime.date(2021, 12, 9), "Kế hoạch tháng 12", "Kế hoạch")])
    s["C11"], s["B12"], s["C12"] = DAY, "28/QĐ-TTg", DAY


@one("ngay-can-cu", "(không có gì) văn bản của năm trước: số văn bản mang năm ấy, trích yếu nói năm ấy; hai văn bản tháng 1 năm sau")
def _(b):
    documents(b, [*OF_THE_YEAR, ("12/2021/QĐ-UBND", datetime.date(2021, 12, 9), "Quy chế thi đua", "Quyết định"),
                  ("14/KH-UBND", datetime.date(2021, 12, 30), "Kế hoạch giai đoạn 2021-2025", "Kế hoạch"), ("1/KH-UBND", datetime.date(2023, 1, 4), "Kế hoạch tổng kết", "Kế hoạch")])
    b["B02_VB"]["C11"], b["B02_VB"]["B12"], b["B02_VB"]["C12"] = DAY, "28/QĐ-TTg", DAY


@one("ngay-doi-cho", "NG-013: 18/05/2022 gõ thành 18/05/2023: không có tháng 18 để đổi chỗ, nên nêu năm")
def _(b):
    b["B02_VB"]["C9"] = datetime.date(2023, 5, 18)


@one("ngay-doi-thang", "NG-013: ngày sau ngày lập báo cáo; đổi chỗ ngày và tháng thì đúng")
def _(b):
    b["B02_VB"]["C9"] = datetime.date(2023, 9, 1)


@one("nam-truoc-thua-so-0", "NG-007: năm trước thừa một số 0, kế hoạch và năm nay khớp nhau")
def _(b):
    at(b, "BCVT.14", "E").value, at(b, "BCVT.14", "F").value, at(b, "BCVT.14").value = 670, 70, 73


@one("ba-cot-khac-nhau", "(không có gì) số nhỏ tăng mười lần so với cả năm trước và kế hoạch")
def _(b):
    at(b, "CCHC.03", "E").value, at(b, "CCHC.03", "F").value = 1, 1
    at(b, "CCHC.01", "E").value -= 7


@one("nam-nay-thua-so-0", "NG-007: năm nay gấp mười năm trước, không có kế hoạch; biến động quá mức là hệ quả")
def _(b):
    at(b, "BCVT.09").value *= 10


@case("nam-truoc-thieu-so-0", "NG-007: năm nay gấp mười năm trước; các Sở khác cho biết số của năm trước mới là số sai", MERGE)
def _(folder):
    everyone(folder)
    b = book_of("CB")
    at(b, "BCVT.09", "E").value = round(at(b, "BCVT.09", "E").value / 10)
    save(b, folder / "CTDS2_2022_CB.xlsx")


@one("muoi-lop", "NG-007: 10 gõ thành 100, trong khi năm trước và kế hoạch đều là 10; biến động quá mức là hệ quả")
def _(b):
    at(b, "TTKT.01", "E").value, at(b, "TTKT.01", "F").value, at(b, "TTKT.01").value = 10, 10, 100


# ---- digits that changed places, one label in two places, one document twice ----

@one("hai-chu-so-dao-theo-ke-hoach", "NG-026: 1.286 gõ thành 2.186; đổi lại thì đúng bằng kế hoạch")
def _(b):
    at(b, "BCVT.07", "F").value, at(b, "BCVT.07").value, at(b, "BCVT.09").value = 1286, 2186, 4000
    at(b, "BCVT.09", "E").value = 3900


@one("hai-chu-so-dao-xa-nam-truoc", "NG-026: 1.268 gõ thành 6.218 thì không, 2.168 thì chưa, 586.784 gõ thành 856.784 thì ghi chú")
def _(b):
    at(b, "BCVT.07").value, at(b, "BCVT.09").value = 1268, 2692
    at(b, "BCVT.11", "E").value, at(b, "BCVT.11").value = 574000, 856784


@one("gan-ke-hoach", "(không có gì) 1.268 so với kế hoạch 1.286: hai số gần nhau thường chỉ khác thế; 1.340 so với năm trước 1.154")
def _(b):
    at(b, "BCVT.07", "F").value, at(b, "BCVT.07").value = 1286, 1268
    at(b, "BCVT.14", "F").value, at(b, "BCVT.14").value = 73, 75


STATIONS = {"chi-tieu.csv": "CNTT.07,B04_CNTT,7,,Số trạm BTS,trạm,số nguyên,Không,0\n"}


def with_stations(book, before, now):
    """Form B04 with a row that B03 has too."""
    s = book["B04_CNTT"]
    for c, v in enumerate(["7", "Số trạm BTS", "CNTT.07", "trạm", before, None, now], 1):
        s.cell(FIRST + 6, c, v)


@one("cung-ten-khac-so", "NG-024: cùng tên chỉ tiêu, cùng đơn vị tính ở hai biểu; năm trước bằng nhau, năm nay khác", extend=STATIONS)
def _(b):
    with_stations(b, at(b, "BCVT.09", "E").value, at(b, "BCVT.09").value - 60)


@one("cung-ten-khac-so-nam-truoc", "NG-024: năm nay bằng nhau, năm trước khác", extend=STATIONS)
def _(b):
    with_stations(b, at(b, "BCVT.09", "E").value + 9, at(b, "BCVT.09").value)


@one("cung-ten-hai-viec", "(không có gì) cùng tên, cùng đơn vị tính nhưng năm nào cũng khác: là hai việc", extend=STATIONS)
def _(b):
    with_stations(b, at(b, "BCVT.09", "E").value - 700, at(b, "BCVT.09").value - 650)


@one("so-van-ban-hai-dong", "NG-025: một số văn bản ở hai dòng, trích yếu khác nhau")
def _(b):
    documents(b, [("552 /KH-CTĐS2", datetime.date(2022, 6, 9), "Kế hoạch kiểm tra chéo", "Kế hoạch")])


@one("so-van-ban-nam-khac", "(không có gì) cùng số nhưng của năm khác; cùng số nhưng khác loại")
def _(b):
    documents(b, [("552/KH-CTĐS2", datetime.date(2021, 6, 9), "Kế hoạch kiểm tra chéo năm 2021", "Kế hoạch"),
                  ("553/QĐ-CTĐS2", datetime.date(2022, 6, 9), "Hướng dẫn kèm theo quyết định", "Hướng dẫn")])


# ---- errors of a column that no figure is taken from ----

@one("so-sanh-chia-cho-trong", "SO-005: năm trước để trống nên cột So sánh là #DIV/0!: chỉ ghi chú")
def _(b):
    at(b, "BCVT.09", "E").value = None
    at(b, "BCVT.09", "H").value = "#DIV/0!"
    at(b, "BCVT.09", "H").data_type = "e"


@case("so-sanh-vuong-chu", "SO-005: số năm nay gõ dạng chữ nên cột So sánh là #VALUE!: chỉ ghi chú, số vẫn được đọc", "check -d {DEF} {FILES}")
def _(folder):
    b = book_of("CB")
    at(b, "BCVT.09").value = "2.692"
    at(b, "BCVT.09", "H").value = "#VALUE!"
    at(b, "BCVT.09", "H").data_type = "e"
    save(b, folder / "CTDS2_2022_CB.xlsx")
    compute(folder / "CTDS2_2022_CB.xlsx", "B03_BCVT", {"H15": "G15/E15*100"})


@one("ke-hoach-am", "SO-008: kế hoạch ghi số âm, kế hoạch của tỷ lệ ghi 965 %")
def _(b):
    at(b, "BCVT.14", "F").value, at(b, "CNTT.03", "F").value = -70, 965


# ---- one cause, one line; advice that fits ----

@one("nghin-o-cot-don-vi", "SO-013: cột đơn vị tính ghi “nghìn đồng”, mẫu là đồng: nói số đã quy đổi thành bao nhiêu")
def _(b):
    at(b, "TTKT.07", "D").value = "nghìn đồng"


@one("trieu-trong-o", "SO-013: ô ghi “7,25 triệu” trong dòng tính bằng đồng")
def _(b):
    at(b, "TTKT.07").value = "7,25 triệu"


@one("dong-trong-o", "(không có gì) ô ghi “7.250.000 đồng” trong dòng tính bằng đồng: không phải quy đổi")
def _(b):
    at(b, "TTKT.07").value = "7.250.000 đồng"


@one("nam-hai-chu-so", "SO-014: ngày ghi “19/4/22”")
def _(b):
    b["B02_VB"]["C10"].value = "19/4/22"


@one("ngay-viet-gach-noi", "(không có gì) ngày ghi “19-4-2022”")
def _(b):
    b["B02_VB"]["C10"].value = "19-4-2022"


@one("ngay-dao-thang", "SO-001: “12/25/2022” ghi tháng trước: hỏi có phải 25/12/2022; “31/6/2022”: tháng 6 không có ngày 31")
def _(b):
    b["B02_VB"]["C10"].value, b["B02_VB"]["C11"].value = "12/25/2022", "31/6/2022"


@one("chu-thay-so", "SO-001: “l05” và “42 tr”: lời khuyên theo cái đang ghi")
def _(b):
    at(b, "BCVT.14").value, at(b, "TTKT.07").value = "l05", "42 tr"


@one("hang-khong-tong", "NG-027: năm trước ghi hạng 48/63, năm nay ghi 44")
def _(b):
    at(b, "CNTT.01", "E").value, at(b, "CNTT.01").value = "48/63", 44


@one("hang-mot-minh", "(không có gì) hạng ghi 44, không đâu nói trên tổng số bao nhiêu")
def _(b):
    at(b, "CNTT.01").value = 44


@one("ca-cot-cham-thanh-le", "SO-003: năm số của một cột đều mất dấu chấm hàng nghìn: một dòng, nêu các ô kia")
def _(b):
    for code in ("BCVT.01a", "BCVT.01b", "BCVT.07", "BCVT.09", "BCVT.16"):
        at(b, code).value = at(b, code).value / 1000


@one("quy-tac-sai-moi-dong", "KT-002: năm trước của mọi dòng đều gấp ba: quy tắc không đạt ở hầu hết các dòng, một dòng phát hiện")
def _(b):
    for code in ("BCVT.01a", "BCVT.07", "BCVT.09", "BCVT.11", "BCVT.13", "BCVT.14", "CNTT.04", "TTKT.07", "CCHC.01", "CCHC.02"):
        at(b, code, "E").value = at(b, code, "E").value * 3


@one("quy-tac-sai-vai-dong", "KT-002: ba dòng biến động lớn trong nhiều dòng: mỗi dòng một phát hiện")
def _(b):
    for code in ("BCVT.07", "BCVT.11", "BCVT.13"):
        at(b, code, "E").value = at(b, code, "E").value * 3


@one("dong-la-bi-an", "BIEU-005: dòng không có trong mẫu lại đang bị ẩn; số của dòng đúng bằng chênh lệch của tổng")
def _(b):
    s = b["B07_CCHC"]
    s["B11"].value, s["C11"].value = "Trước hẹn", None
    s.row_dimensions[11].hidden = True


@one("dong-la-so-khac", "BIEU-005: số của dòng lạ không bằng chênh lệch nào: không nói thêm")
def _(b):
    s = b["B07_CCHC"]
    s["B11"].value, s["C11"].value, s["G11"].value = "Trước hẹn", None, 126


def with_small_share():
    return (ROOT / "dinh-nghia/chi-tieu.csv").read_text(encoding="utf-8").replace("Tỷ lệ văn bản ký số,%,phần trăm,Có,0,100,", "Tỷ lệ văn bản ký số,%,phần trăm,Có,0,5,")


@one("ty-le-nho-binh-thuong", "(không có gì) Lớn nhất là 5 %: tỷ lệ 0,5 là chuyện thường", tables={"chi-tieu.csv": with_small_share()})
def _(b):
    at(b, "CNTT.03", "E").value, at(b, "CNTT.03").value = 0.6, 0.5


@case("so-sanh-theo-so-le", "SO-003: năm nay 2,692 nên So sánh ra 0,1: hệ quả, không phải phát hiện riêng")
def _(folder):
    b = book_of("CB")
    at(b, "BCVT.09").value = 2.692
    at(b, "BCVT.09", "H").value = 2.692 / at(b, "BCVT.09", "E").value * 100
    save(b, folder / "CTDS2_2022_CB.xlsx")
    compute(folder / "CTDS2_2022_CB.xlsx", "B03_BCVT", {"H15": "G15/E15*100"})


@one("so-sanh-nho-ma-dung", "KT-002: số giảm còn 0,9 %, cột So sánh ghi đúng như vậy: chỉ hỏi về biến động, không hỏi về tỷ lệ")
def _(b):
    at(b, "CNTT.04", "E").value, at(b, "CNTT.04").value, at(b, "CNTT.04", "H").value = 3336, 30, 0.9


@case("cong-thuc-cu-lech-it", "NG-014: kết quả cũ khác rất ít: nêu đủ số lẻ để thấy khác")
def _(folder):
    b = book_of("CB")
    at(b, "BCVT.09", "H").value = 109.8801
    save(b, folder / "CTDS2_2022_CB.xlsx")
    compute(folder / "CTDS2_2022_CB.xlsx", "B03_BCVT", {"H15": "G15/E15*100"})


@one("lech-rat-it", "KT-101: hai vế khác nhau ở số lẻ thứ ba: nêu đủ số lẻ để thấy khác",
     extend={"kiem-tra.csv": "KT-101,Doanh thu đúng như đã báo,đơn vị,BCVT.13,=,\"772,5\",chính xác,lỗi,bỏ qua,bật\n"})
def _(b):
    at(b, "BCVT.13").value = 772.501


@one("hai-chu-so-dao-gan-nhau", "(không có gì) đổi lại hai chữ số thì đúng bằng năm trước, nhưng hai số gần nhau: hay gặp, không hỏi")
def _(b):
    at(b, "BCVT.09", "E").value, at(b, "BCVT.09").value = 2692, 2962


# ---- what other units, neighbouring rows and the row itself tell ----

def steady(folder, indicator, share, changed):
    """All units with last year's figure of an indicator as a share of this year's; `changed` gets Cao Bằng's workbook."""
    for unit in UNITS:
        b = book_of(unit)
        at(b, indicator, "E").value = round(at(b, indicator).value * share)
        if unit == "CB":
            changed(b)
        save(b, folder / f"CTDS2_2022_{unit}.xlsx")


@case("hai-chu-so-dao-theo-don-vi-khac", "NG-026: 1.423 gõ thành 1.243; mọi Sở khác tăng 10 %, đổi lại thì cũng thế: ghi chú")
def _(folder):
    def change(b):
        at(b, "BCVT.07").value, at(b, "BCVT.07", "E").value = 1243, 1290
    steady(folder, "BCVT.07", 1 / 1.1, change)


@case("dan-so-nhay", "NG-028: số hầu như không đổi ở mọi Sở khác, ở đây tăng gần một nửa: ghi chú")
def _(folder):
    def change(b):
        at(b, "BCVT.11").value, at(b, "BCVT.11", "E").value = 877700, 612300
    steady(folder, "BCVT.11", 0.99, change)


@case("tang-khac-nhau", "(không có gì) ở các Sở khác số này tăng giảm mỗi nơi một khác: một Sở tăng nhiều thì không hỏi")
def _(folder):
    everyone(folder)
    for k, unit in enumerate(UNITS):
        b = book_of(unit)
        at(b, "BCVT.11", "E").value = round(at(b, "BCVT.11").value * (0.85 + 0.06 * k))
        if unit == "CB":
            at(b, "BCVT.11").value = round(at(b, "BCVT.11", "E").value * 1.3)
        save(b, folder / f"CTDS2_2022_{unit}.xlsx")


@one("hai-hang-doi-cho", "NG-029: số của hai dòng kề nhau ghi đổi chỗ cho nhau")
def _(b):
    at(b, "TTKT.04", "E").value, at(b, "TTKT.05", "E").value = 4, 13
    at(b, "TTKT.04").value, at(b, "TTKT.05").value = 14, 5


@one("hai-chu-so-dao-nam-truoc", "NG-026: 2.890 của năm trước gõ thành 8.290; năm nay và kế hoạch cho thấy")
def _(b):
    at(b, "BCVT.09", "E").value, at(b, "BCVT.09", "F").value, at(b, "BCVT.09").value = 8290, 2950, 3000


@one("tong-dung-voi-cac-phan", "(không có gì) tổng gõ tay giống hai chữ số đổi chỗ, nhưng các phần cũng gõ tay cho thấy là đúng")
def _(b):
    for code, before, now in (("CCHC.01", 452, 542), ("CCHC.02", 392, 467), ("CCHC.03", 7, 10), ("CCHC.04", 50, 60), ("CCHC.05", 3, 5), ("CCHC.06", 11.1, 11.1)):
        at(b, code, "E").value, at(b, code).value = before, now


@one("nam-truoc-nghin-lan", "NG-007: số năm trước gấp nghìn lần năm nay và kế hoạch: nêu ô năm trước")
def _(b):
    at(b, "BCVT.11", "E").value, at(b, "BCVT.11", "F").value = 601000000, 610000


@one("danh-sach-bo-trong", "SO-015: một văn bản không ghi số, một văn bản không ghi trích yếu")
def _(b):
    documents(b, [(None, DAY, "Kế hoạch tuyên truyền", "Kế hoạch"), ("31/KH-UBND", DAY, None, "Kế hoạch"),
                  ("32/KH-UBND", DAY, "Kế hoạch kiểm tra", "Kế hoạch"), ("33/KH-UBND", DAY, "Kế hoạch tập huấn", "Kế hoạch")])


@one("danh-sach-bo-trong-nhieu", "SO-015: phần lớn danh sách không ghi số văn bản: một dòng")
def _(b):
    documents(b, [(None, DAY, f"Kế hoạch số {n}", "Kế hoạch") for n in "abcde"])


@one("danh-sach-khong-thieu", "(không có gì) dòng “Không có”; ngày ghi một lần cho ba văn bản, ô gộp; cột không bắt buộc bỏ trống")
def _(b):
    s = documents(b, [("31/KH-UBND", DAY, "Kế hoạch tuyên truyền", "Kế hoạch"), ("32/KH-UBND", None, "Kế hoạch kiểm tra", "Kế hoạch"),
                      ("33/KH-UBND", None, "Kế hoạch tập huấn", None), (None, None, "Không có", None)])
    s.merge_cells("C13:C15")


@one("so-van-ban-chua-co-so", "NG-011: “0/KH-UBND”, “00/QĐ-UBND”: chưa điền số")
def _(b):
    documents(b, [("0/KH-UBND", DAY, "Kế hoạch tuyên truyền", "Kế hoạch"), ("00/QĐ-UBND", DAY, "Quyết định phân công", "Quyết định"),
                  ("05/QĐ-UBND", DAY, "Quyết định kiện toàn", "Quyết định")])


@one("ten-khac-dau-chu-dem", "(không có gì) “Nguyễn Vân Hà” và “Nguyễn Văn Hà” là hai người", extend=SIGNED)
def _(b):
    s = documents(b, [("318/QĐ-STTTT", DAY, "Nguyễn Vân Hà", "Quyết định", "Chuyên viên"), ("318/QĐ-STTTT", DAY, "Nguyễn Văn Hà", "Quyết định", "Chuyên viên"),
                      ("318/QĐ-STTTT", DAY, "Lê Thị Mai", "Quyết định", "Chuyên viên")])
    s["F8"] = "Chức vụ"


@one("so-danh-sach-dong-nho", "(không có gì) dòng nhỏ thì mọi số của nó đều nhỏ",
     extend={"cot.csv": "B02_VB,VB.05,Số bản,,số nguyên,Không,\nB02_VB,VB.06,Số trang,,số nguyên,Không,\n"})
def _(b):
    with_copies(b, [120, 95, 11, 102])
    s = b["B02_VB"]
    s["G8"] = "Số trang"
    for r, n in enumerate([360, 300, 30, 310], 9):
        s.cell(r, 7, n)


# ---- what is no fault ----

@one("don-vi-cung-nghia", "(không có gì) “21 người”, “21 đ/c”, “đồng chí” ở dòng cá nhân; “quyển”, “lần” và những cặp cùng nghĩa khác")
def _(b):
    at(b, "TTKT.05").value = "21 người"
    at(b, "TTKT.05", "E").value = "19 đ/c"
    at(b, "TTKT.05", "D").value = "Đồng chí"
    at(b, "BCVT.01b").value = "1.405 bản"
    at(b, "BCVT.01b", "D").value = "bản"


@one("don-vi-khac-nghia", "SO-011: “lượt” ở dòng đếm cá nhân không phải là cá nhân")
def _(b):
    at(b, "TTKT.05", "D").value = "lượt"


@one("ke-hoach-khong-chia", "(không có gì) kế hoạch chỉ giao số tổng, các phần ghi “-”")
def _(b):
    at(b, "CCHC.01", "F").value = 150
    for i in (2, 3, 4, 5):
        at(b, f"CCHC.0{i}", "F").value = "-"


@one("ke-hoach-chia-mot-phan", "NG-021: kế hoạch có một phần ghi số, các phần khác ghi “-”, không cộng thành tổng")
def _(b):
    at(b, "CCHC.01", "F").value, at(b, "CCHC.02", "F").value = 150, 120
    for i in (3, 4, 5):
        at(b, f"CCHC.0{i}", "F").value = "-"


@one("hai-trang-giong-het", "(không có gì) một trang chép thêm y nguyên: chỉ là ghi chú")
def _(b):
    b.copy_worksheet(b["B06_TTKT"]).title = "B06_TTKT (2)"


@one("so-nho-o-cot-ngay", "SO-001: cột ngày có ô gõ số 5, Excel hiện 05/01/1900; ô gõ năm 2022, hiện 14/07/1905: không phải ngày")
def _(b):
    b["B02_VB"]["C9"].value, b["B02_VB"]["C11"].value = 5, 2022


# ---- scores left blank, deductions with a minus ----

@scores("tu-cham-bo-trong", "TC-007: một tiêu chí để trống điểm tự chấm, các tiêu chí khác đã chấm; dòng cha cộng đúng phần đã ghi")
def _(s):
    score_cell(s, "II.1").value, score_cell(s, "II").value, s.cell(SUM_ROW, 6).value = None, 8, 48.5


@scores("tu-cham-thuong-tru-trong", "(không có gì) điểm thưởng, điểm trừ để trống là không có")
def _(s):
    score_cell(s, "III.2").value, score_cell(s, "IV.2").value = None, None


@scores("tu-cham-tru-so-am", "TC-008: điểm trừ ghi số âm, công thức tổng lại trừ đi, thành ra cộng thêm: nêu ở ô điểm trừ")
def _(s):
    score_cell(s, "IV.1").value, score_cell(s, "IV").value, s.cell(SUM_ROW, 6).value = -3, -3, 64.5


@scores("tu-cham-tru-so-am-tong-dung", "(không có gì) điểm trừ ghi số âm, tổng cộng cả số âm ấy: chỉ là ghi chú")
def _(s):
    score_cell(s, "IV.1").value, score_cell(s, "IV").value = -3, -3


# ---- words beside a figure ----

@one("loi-ghi-them", "SO-016: “74 (tăng 3, đang trình 2)”: lời ghi thêm, số 74 được lấy")
def _(b):
    at(b, "BCVT.14").value = "69 (tăng 4, đang trình 2)"
    at(b, "BCVT.14", "E").value = "73 xã (năm 2020: 60 xã)"
    at(b, "TTKT.05").value = "21 (gồm 5 cán bộ, 16 người dân)"
    at(b, "CNTT.01").value = "42/63 (năm trước: 44/63)"


@one("loi-ghi-them-chua-xong", "SO-016: “21 cá nhân đang xử lý”: chữ nói việc chưa xong, hoặc không còn")
def _(b):
    at(b, "TTKT.05").value = "21 cá nhân đang xử lý"
    at(b, "BCVT.14", "E").value = "73 xã chưa nghiệm thu"


@one("loi-ghi-them-tam-tinh", "(không có gì) “3.666 tạm tính”, “sơ bộ 73 xã” là số ước")
def _(b):
    at(b, "CNTT.04").value = "3.666 tạm tính"
    at(b, "BCVT.14", "E").value = "sơ bộ 73 xã"
    at(b, "TTKT.05").value = "21 (sơ bộ)"


@one("loi-ghi-them-vo-hai", "(không có gì) dấu chú thích, đơn vị tính trong ngoặc, “(ước)”, “so với năm 2021”")
def _(b):
    at(b, "BCVT.14").value = "73 (*)"
    at(b, "TTKT.05").value = "21 (cá nhân)"
    at(b, "CNTT.04").value = "3.666 (ước)"
    at(b, "TTKT.04").value = "8 so với năm 2021"


@one("hai-so-mot-o", "SO-017: “800 (điều chỉnh 850)” ghi hai số cho một chỉ tiêu: không lấy số nào")
def _(b):
    at(b, "TTKT.05").value = "21 (điều chỉnh 22)"
    at(b, "BCVT.14", "F").value = "80 (KH giao: 85 xã)"
    at(b, "CCHC.02", "E").value = "100 (thực tế: 120 hồ sơ)"
    at(b, "BCVT.13").value = "772,5 tỷ đồng (772.500 triệu đồng)"


@one("chieu-trai-dau", "SO-017: “2 (giảm)” trong dòng tăng, giảm; “giảm 2” là -2; “tăng 5” trong dòng đếm không phải số đạt được",
     extend={"chi-tieu.csv": "CNTT.07,B04_CNTT,7,,\"Tăng, giảm bậc chuyển đổi số\",bậc,số nguyên,Không,,,không,,,,thiếu,\n"
                             "CNTT.08,B04_CNTT,8,,\"Tăng, giảm bậc chính phủ số\",bậc,số nguyên,Không,,,không,,,,thiếu,\n"})
def _(b):
    s = b["B04_CNTT"]
    for r, (code, label, value) in enumerate([("CNTT.07", "Tăng, giảm bậc chuyển đổi số", "2 bậc (giảm)"), ("CNTT.08", "Tăng, giảm bậc chính phủ số", "Giảm 02 bậc")], FIRST + 6):
        for c, v in ((1, str(r - FIRST + 1)), (2, label), (3, code), (4, "bậc"), (7, value)):
            s.cell(r, c, v)
    at(b, "TTKT.05").value = "tăng 5"


def make(name):
    why, command, build, more = CASES[name]
    folder = ROOT / name
    keep = {p: (folder / p).read_bytes() for p in ("mong-doi.txt", *more.get("kept", ())) if (folder / p).exists()}
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "tep").mkdir(parents=True)
    build(folder / "tep")
    if "stale" in more:  # a result that the parts no longer give
        sheet, cell, formula, shown = more["stale"]
        compute(next((folder / "tep").iterdir()), sheet, {cell: formula}, shown)
    if more.get("last_year"):
        tonghop = os.environ.get("TONGHOP", str(ROOT.parents[1] / "build/tonghop"))
        definition = folder / "nam-truoc"
        shutil.copytree(ROOT / "dinh-nghia", definition)
        settings = (definition / "cai-dat.csv").read_text(encoding="utf-8").replace("Kỳ,2022", "Kỳ,2021")
        (definition / "cai-dat.csv").write_text(settings, encoding="utf-8")
        b = book_of("CB", 2021)
        for s in b:
            for r in range(FIRST, s.max_row + 1):
                if s.title != "B02_VB":
                    s.cell(r, 7).value = s.cell(r, 5).value
        save(b, folder / "CTDS2_2021_CB.xlsx")
        out = subprocess.run([tonghop, "extract", "-d", str(definition), str(folder / "CTDS2_2021_CB.xlsx")], capture_output=True, text=True)
        (folder / "nam-truoc.records").write_text(out.stdout, encoding="utf-8")
        (folder / "CTDS2_2021_CB.xlsx").unlink()
        shutil.rmtree(definition)
    for table, text in more.get("extend", {}).items():
        (folder / table).write_text((ROOT / "dinh-nghia" / table).read_text(encoding="utf-8") + text, encoding="utf-8")
    for table, text in more.get("tables", {}).items():
        (folder / table).write_text(text, encoding="utf-8")
    (folder / "vi-sao.txt").write_text(why + "\n", encoding="utf-8")
    if command:
        (folder / "lenh.txt").write_text(command + "\n", encoding="utf-8")
    for p, data in keep.items():
        (folder / p).write_bytes(data)


for name in sys.argv[1:] or CASES:
    make(name)
