#!/usr/bin/python3
"""What `learn` proposes from the sample workbooks, held against the definitions they were made for: at least 95 % of the indicators
that stand on the workbook, with form, unit and type, and a rule for every total that is a formula."""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402



def fold(s):
    s = unicodedata.normalize("NFD", s.lower().replace("đ", "d"))
    return re.sub(r"[\s\W]+", " ", "".join(c for c in s if not unicodedata.combining(c))).strip()


def table(folder, name):
    path = folder / name
    if not path.exists():
        return []
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def codes(expression):
    return set(re.findall(r"[A-Z][A-Z0-9_]*\.[0-9a-z]+", expression))


def learn(tmp, file, name=None):
    out = tmp / (name or file.stem)
    done = subprocess.run([sampled(), "learn", "--lang", "vi", str(file), "-o", str(out)], capture_output=True, text=True)
    count(done.returncode == 0, f"{file.name}: {done.stdout}{done.stderr}")
    return out, done.stdout


def facts_of(definition, file):
    out = subprocess.run([sampled(), "extract", "-d", str(definition), str(file)], capture_output=True, text=True).stdout
    cells, formulas = {}, {}
    for line in out.split("\n"):
        f = line.split("\t")
        if f[0] == "fact" and f[4] == "nay":
            cells[f[3]] = (f[14], f[15])
            if int(f[19]) & 2:
                formulas[f[3]] = (f[14], f[15])
    return cells, formulas


def hold(tmp, definition, file):
    out, said = learn(tmp, file)
    want = {r["Mã"]: r for r in table(definition, "chi-tieu.csv")}
    got = table(out, "chi-tieu.csv")
    cells, formulas = facts_of(definition, file)
    pages = {r["Mã"]: r["Trang"] for r in table(out, "bieu.csv")}
    place = {}
    for r in got:  # by sheet and label, the duplicates in their order
        place.setdefault((pages[r["Biểu"]], fold(r["Nhãn"])), []).append(r)
    found, wrong, learned = 0, [], {}
    order = sorted((c for c in want if c in cells), key=lambda c: (cells[c][0], int(re.sub(r"\D", "", cells[c][1]))))
    for code in order:
        r = want[code]
        names = [r["Nhãn"], *filter(None, r["Nhãn khác"].split("|"))]
        match = next((place[k].pop(0) for n in names if (k := (cells[code][0], fold(n))) in place and place[k]), None)
        if not match:
            wrong.append((code, r["Nhãn"], "không có"))
            continue
        learned[code] = match["Mã"]
        number = {"số nguyên", "số thực", "tiền", "phần trăm"}
        like = match["Kiểu"] == r["Kiểu"] or {match["Kiểu"], r["Kiểu"]} <= {"số nguyên", "số thực", "tiền"} or \
            {match["Kiểu"], r["Kiểu"]} <= {"chữ", "danh mục", "số văn bản", "ngày"} or {match["Kiểu"], r["Kiểu"]} <= {"hạng", "tỷ số"}
        if like:
            found += 1
        else:
            wrong.append((code, r["Nhãn"], match["Kiểu"], r["Kiểu"]))
    count(found >= 0.95 * len(order), f"{file.name}: {found} of {len(order)} indicators: {wrong[:8]}")
    back = {v: k for k, v in learned.items()}
    rules = {(back.get(r["Vế trái"]), frozenset(back.get(c, c) for c in codes(r["Vế phải"]))) for r in table(out, "kiem-tra.csv")}
    totals = [(r["Vế trái"], frozenset(codes(r["Vế phải"]))) for r in table(definition, "kiem-tra.csv")
              if r["So sánh"] == "=" and r["Vế trái"] in formulas and codes(r["Vế phải"]) and "COUNT" not in r["Vế phải"] and "TRUOC" not in r["Vế phải"]
              and (("+" in r["Vế phải"]) or "TY_LE" in r["Vế phải"])
              # 02 + 03 over 01 - 05: on the workbook two rows of their own, which the formula uses
              and r["Vế trái"] != "CCHC.06"]
    missing = [t for t in totals if t not in rules]
    count(totals and not missing, f"{file.name}: {len(missing)} of {len(totals)} totals have no rule: {missing[:4]}")
    return found, len(order), len(totals)


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    all_found = all_wanted = all_totals = 0
    for sample in ("cum2-2022", "truong-hoc"):
        for file in sorted((ROOT / "samples" / sample / "hop-thu").iterdir()):
            a, b, c = hold(tmp, ROOT / "samples" / sample / "dinh-nghia", file)
            all_found, all_wanted, all_totals = all_found + a, all_wanted + b, all_totals + c
    print(f"indicators {all_found}/{all_wanted}, totals {all_totals}")
    # the proposal is a definition: the workbook it came from is read by it, and its figures found
    sample = ROOT / "samples/cum2-2022/hop-thu/CTDS2_2022_SL_SonLa.xlsx"
    out, _ = learn(tmp, sample, "lan-hai")
    read = subprocess.run([sampled(), "extract", "-d", str(out), str(sample)], capture_output=True, text=True).stdout
    figures = sum(line.startswith("fact\t") and "\tvalue\t" in line for line in read.split("\n"))
    whole = sum(line.startswith("fact\t") and "\tvalue\t" in line for line in subprocess.run(
        [sampled(), "extract", "-d", str(ROOT / "samples/cum2-2022/dinh-nghia"), str(sample)], capture_output=True, text=True).stdout.split("\n"))
    # what the edition for the departments is not to show: where people are named, or can be reached
    personal = {r["Nhãn"] for name in ("cot.csv", "chi-tieu.csv") for r in table(out, name) if r["Nhạy cảm"] == "Có"}
    count(personal == {"Họ tên cá nhân/Tên tập thể", "Chức vụ, đơn vị"}, f"sensitive: {personal}")
    people = openpyxl.Workbook()
    people.active.title = "B01"
    for row in (["SỞ TT&TT TỈNH SƠN LA"], ["Danh sách đầu mối năm 2022"], [], ["STT", "Họ và tên", "Số điện thoại", "Email", "Số thuê bao điện thoại", "Căn cứ", "Ghi chú"],
                [1, "Nguyễn Văn A", 912345678, "a@example.vn", 100, "Kế hoạch số 5", None], [2, "Trần Thị B", 987654321, "b@example.vn", 200, "Công văn", None]):
        people.active.append(row)
    people.save(tmp / "dau-moi.xlsx")
    out, _ = learn(tmp, tmp / "dau-moi.xlsx")
    personal = {r["Nhãn"] for r in table(out, "cot.csv") if r["Nhạy cảm"] == "Có"}
    count(personal == {"Họ và tên", "Số điện thoại", "Email"}, f"sensitive: {personal}")
    count(figures >= 0.97 * whole, f"{figures} of {whole} figures are read by the proposal")
    # a workbook .xlsx, and a blank one: the template of a definition
    blank, book = tmp / "trong.xlsx", tmp / "de-xuat.xlsx"
    subprocess.run([sampled(), "template", "-q", "-d", str(ROOT / "samples/cum2-2022/dinh-nghia"), "-o", str(blank)], capture_output=True)
    done = subprocess.run([sampled(), "learn", "--lang", "vi", str(blank), "-o", str(book)], capture_output=True, text=True)
    number = int(re.search(r"(\d+) chỉ tiêu", done.stdout)[1]) if done.returncode == 0 else 0
    count(book.exists() and number >= 150, f"blank: {done.stdout}{done.stderr}")
    # nothing to learn from
    (tmp / "x.csv").write_text("ghi chép,của tôi\nhôm nay,3\n")
    done = subprocess.run([sampled(), "learn", "--lang", "vi", str(tmp / "x.csv"), "-o", str(tmp / "y")], capture_output=True, text=True)
    count(done.returncode == 3 and "tiêu đề" in done.stderr and not (tmp / "y").exists(), f"no form: {done.returncode} {done.stderr}")
finish()
