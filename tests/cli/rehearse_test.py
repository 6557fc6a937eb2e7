#!/usr/bin/python3
"""tonghop rehearse: what a definition does before it is used.  The samples need no mending; each change of one row of a copy is told in its list
and changes no other, and a change that does no harm is not told."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402

SCHOOL, CLUSTER = ROOT / "samples/truong-hoc", ROOT / "samples/cum2-2022"
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)
# list: the beginning of its heading in Vietnamese, in English
LISTS = {
    "never held": ("Quy tắc không đơn vị nào đạt", "Rules that failed for every unit"),
    "no figures": ("Quy tắc chưa lần nào xét được", "Rules that were never evaluated"),
    "not asked": ("Quy tắc không được xét lần này", "Rules that were not asked this time"),
    "never failed": ("Quy tắc chưa lần nào không đạt", "Rules that never failed"),
    "unreachable": ("Tiêu chí không ai đạt được điểm tối đa", "Criteria whose maximum nobody can reach"),
    "unchecked": ("Chỉ tiêu không quy tắc nào xét", "Indicators that no rule checks"),
}


def rehearse(*words, english=False):
    """The exit code, and list → {code: the rest of its line}."""
    done = subprocess.run([sampled(), "rehearse", *map(str, words), *(["--lang", "en"] if english else [])], capture_output=True, text=True)
    told, at = {}, None
    for line in done.stdout.split("\n"):
        for name, headings in LISTS.items():
            if line.startswith(headings[english]):
                at = told.setdefault(name, {})
        said = re.match(r"  (\S+)  (.*)", line)
        if said:
            at[said[1]] = said[2]
    return done.returncode, told, done


def codes(told, but=()):
    return {name: list(lines) for name, lines in told.items() if name not in but}


def copied(folder, changes):
    """A copy of the definition of the schools; `changes`: table → {code: {column: value}}; a code that is not there is a new row."""
    target = pathlib.Path(folder, "d")
    shutil.copytree(SCHOOL / "dinh-nghia", target)
    for table, rows in changes.items():
        path = target / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            there = list(csv.DictReader(file))
        for key, columns in rows.items():
            first = list(there[0])[0]
            found = [row for row in there if key in (row[first], " ".join(list(row.values())[:2]))]
            if not found:
                there.append({first: key.split(" ")[0]})
                found = there[-1:]
            for row in found:
                row.update(columns)
        names = list(dict.fromkeys(name for row in there for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, restval="")
            writer.writeheader()
            writer.writerows(there)
    return target


def samples():
    rules = [f"TK-0{i}" for i in range(1, 7)]
    code, told, done = rehearse("-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu")
    count((code, codes(told)) == (0, {"never failed": rules, "unchecked": ["HS.08", "HS.10"]}), done.stdout + done.stderr)
    count("5/6 đơn vị" in done.stdout and told["never failed"]["TK-06"].endswith("5 đơn vị, 40 dòng"), done.stdout)
    code, told, done = rehearse("-d", SCHOOL / "dinh-nghia")
    count((code, codes(told)) == (0, {"unchecked": ["HS.08", "HS.10"]}) and "không có tệp nào" in done.stdout, done.stdout)
    code, told, done = rehearse("-d", CLUSTER / "dinh-nghia", CLUSTER / "hop-thu")
    unchecked = ["CNTT.23"] + [f"PTTD.0{i}" for i in range(2, 7)]
    count((code, codes(told, ["never failed"])) == (0, {"not asked": ["KT-001", "KT-315", "KT-318", "KT-803"], "unchecked": unchecked}), done.stdout + done.stderr)
    count("--last-year" in told["not asked"]["KT-001"] and "đang tắt" in told["not asked"]["KT-315"], done.stdout)
    count("KT-1401" in told["never failed"] and "KT-003" not in told["never failed"], "KT-003 failed once, KT-1401 of the cluster held")
    code, told, done = rehearse("-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu", "-q")
    count((code, done.stdout) == (0, ""), f"quiet, and nothing to mend: {done.stdout}")


def rule(left, op, right, **more):
    return {"Tên": "Thử", "Phạm vi": "đơn vị", "Vế trái": left, "So sánh": op, "Vế phải": right, "Dung sai": "0", "Mức": "lỗi", "Khi thiếu": "bỏ qua", "Trạng thái": "bật", **more}


NEW = {"HS.11 M01": {"Biểu": "M01", "STT": "9", "Nhãn": "Số phòng máy tính bỏ không", "ĐVT": "phòng", "Kiểu": "số nguyên", "Bắt buộc": "Không", "Gộp": "tổng"}}
# what is changed, list, code, what its line says in both languages; None: it is told nowhere that needs mending
RULES = [
    ({"kiem-tra": {"TK-01": {"Vế phải": "HS.02 + HS.03 + 1"}}}, "never held", "TK-01", "5 đơn vị", "units: 5"),
    ({"kiem-tra": {"TK-06": {"Vế phải": "TY_LE(DONG;TRUOC(DONG)) + 7"}}}, "never held", "TK-06", "5 đơn vị, 40 dòng", "units: 5, rows: 40"),
    ({"chi-tieu": NEW, "kiem-tra": {"TK-07": rule("HS.11", "<=", "HS.04")}}, "no figures", "TK-07", "không đơn vị nào có đủ số liệu; thiếu số liệu", "figures are missing"),
    ({"kiem-tra": {"TK-07": rule("HS.04/(HS.01 - HS.02 - HS.03)", ">=", "0")}}, "no figures", "TK-07", "mẫu số bằng 0", "a denominator is 0"),
    ({"kiem-tra": {"TK-07": rule("HS.04", ">=", "0", **{"Phạm vi": "cụm"})}}, None, "TK-07", "", ""),
    ({"kiem-tra": {"TK-05": {"Trạng thái": "tắt"}}}, "not asked", "TK-05", "đang tắt", "it is off"),
    ({"kiem-tra": {"TK-05": {"Từ kỳ": "2090"}}}, "not asked", "TK-05", "chỉ từ kỳ 2090", "from period 2090 only"),
    ({"kiem-tra": {"TK-05": {"Đến kỳ": "2001"}}}, "not asked", "TK-05", "chỉ đến kỳ 2001", "up to period 2001 only"),
    ({"kiem-tra": {"TK-07": rule("HS.04", "=", "LUU(HS.04)")}}, "not asked", "TK-07", "--last-year", "--last-year"),
    ({"kiem-tra": {"TK-07": rule("SUM(M_TONG)", "=", "1")}}, "fault", "", "", ""),
    ({"chi-tieu": NEW, "kiem-tra": {"TK-06": {"Trạng thái": "tắt"}}}, "unchecked", "HS.11", "Số phòng máy tính bỏ không", "Số phòng"),
    ({"kiem-tra": {"TK-06": {"Trạng thái": "tắt"}, "TK-07": rule("HS.04", ">=", "0")}}, "unchecked", "HS.05", "Giáo viên", "Giáo viên"),
]
LIMIT = {"HS.09": {"Lớn nhất": "4"}}
EVENTS = {"B.2": {"Biểu thức": "HS.09"}}
# the fewer, the better: all points for none at all
LEAST = {"cham-diem": {"B.2": {"Biểu thức": "HS.09", "Cách chấm": "theo bậc", "Điểm mỗi lần": ""}},
         "thang-diem": {"B.2 none": {"Tiêu chí": "B.2", "Đến": "0", "Điểm": "20"}, "B.2 some": {"Tiêu chí": "B.2", "Từ": "1", "Điểm": "7"}}}
BONUS = {"C": {"Tiêu chí": "Thưởng", "Điểm tối đa": "10", "Cách chấm": "nhóm thưởng"},
         "C.1": {"Cha": "C", "Tiêu chí": "Thành tích", "Điểm tối đa": "6", "Cách chấm": "Cụm chấm"}}
CRITERIA = [
    ({"thang-diem": {"A.2 100": {"Điểm": "19"}}}, "A.2", "bậc cao nhất chỉ cho 19 điểm", "the best band brings 19"),
    ({"cham-diem": {"A.2": {"Biểu thức": "TL.02c"}}, "chi-tieu": {"TL.02c": {"Lớn nhất": "99"}}}, "A.2", "mà số liệu tới được chỉ cho 15 điểm", "that its data can fall into brings 15"),
    ({"cham-diem": {"A.2": {"Biểu thức": "TL.02c"}}}, None, "", ""),
    ({"cham-diem": EVENTS, "chi-tieu": LIMIT}, "B.2", "nhiều nhất 4 lần × 4 điểm = 16", "at most 4 times × 4 = 16"),
    ({"cham-diem": EVENTS, "chi-tieu": {"HS.09": {"Lớn nhất": "5"}}}, None, "", ""),
    ({"cham-diem": EVENTS}, None, "", ""),
    ({**LEAST, "chi-tieu": {"HS.09": {"Nhỏ nhất": "1"}}}, "B.2", "mà số liệu tới được chỉ cho 7 điểm", "brings 7"),
    ({**LEAST, "chi-tieu": {"HS.09": {"Nhỏ nhất": "1", "Khi trống": "coi là 0"}}}, None, "", ""),
    ({"cham-diem": {"B.2": {"Biểu thức": "HS.09 + CO(HS.08)"}}, "chi-tieu": {"HS.09": {"Lớn nhất": "3"}}}, "B.2", "nhiều nhất 4 lần × 4 điểm = 16", "at most 4 times"),
    ({"cham-diem": {"B.2": {"Biểu thức": "HS.09 - HS.04"}}, "chi-tieu": LIMIT}, None, "", ""),
    ({"cham-diem": {"B.2": {"Biểu thức": "TRUOC(HS.09)"}}, "chi-tieu": LIMIT}, None, "", ""),
    ({"cham-diem": {"B.2": {"Biểu thức": "CO(HS.08)"}}}, "B.2", "nhiều nhất 1 lần × 4 điểm = 4", "at most 1 times × 4 = 4"),
    ({"cham-diem": {"A.1": {"Biểu thức": "TL.01c"}}}, None, "", ""),
    ({"cham-diem": {"A.1": {"Biểu thức": "TL.01c", "Mục tiêu": "120%"}}}, "A.1", "mục tiêu 120 mà số liệu lớn nhất là 100", "the target is 120, and its data are 100 at most"),
    ({"cham-diem": {"A.1": {"Biểu thức": "TL.01c", "Vượt hẳn": "Có"}}}, "A.1", "phải vượt mục tiêu 100 mà số liệu lớn nhất là 100", "must be exceeded"),
    ({"cham-diem": {"A.1": {"Biểu thức": "TL.01c", "Cách chấm": "theo mức vượt mục tiêu"}}}, "A.1", "phải vượt mục tiêu 100", "must be exceeded"),
    ({"cham-diem": {"A.1": {"Cách chấm": "theo mức vượt mục tiêu"}}}, None, "", ""),
    ({"cham-diem": BONUS}, "C", "các dòng con cộng lại nhiều nhất 6", "its parts bring 6 at most"),
    ({"cham-diem": {**BONUS, "C": {**BONUS["C"], "Cách chấm": "nhóm trừ"}}}, None, "", ""),
    ({"cham-diem": {**BONUS, "C": {**BONUS["C"], "Điểm tối đa": "5"}}}, None, "", ""),
]


def rules():
    for changes, where, code, vi, en in RULES:
        with tempfile.TemporaryDirectory() as folder:
            definition = copied(folder, changes)
            rc, told, done = rehearse("-d", definition, SCHOOL / "hop-thu")
            if where == "fault":
                count(rc == 3 and done.stdout == "" and "M_TONG" in done.stderr, f"{changes}: {rc} {done.stdout}{done.stderr}")
                continue
            mend = {name: list(lines) for name, lines in told.items() if name in ("never held", "no figures", "unreachable")}
            count((rc, mend) == ((1, {where: [code]}) if where in ("never held", "no figures") else (0, {})), f"{changes}: {rc} {done.stdout}{done.stderr}")
            if where:
                count(vi in told.get(where, {}).get(code, ""), f"{changes}: {where} {code}\n{done.stdout}")
                _, told, done = rehearse("-d", definition, SCHOOL / "hop-thu", english=True)
                count(en in told.get(where, {}).get(code, ""), f"{changes}: {where} {code}\n{done.stdout}")
            else:
                count("TK-07" in told.get("not asked", {}), f"{changes}: a rule of the cluster needs all units\n{done.stdout}")


def criteria():
    """The same with files and without: the definition alone proves it."""
    for changes, code, vi, en in CRITERIA:
        with tempfile.TemporaryDirectory() as folder:
            definition = copied(folder, changes)
            for inbox in ([], [SCHOOL / "hop-thu"]):
                for said, english in ((vi, False), (en, True)):
                    rc, told, done = rehearse("-d", definition, *inbox, english=english)
                    lines = told.get("unreachable", {})
                    count((rc, list(lines)) == ((1, [code]) if code else (0, [])) and said in lines.get(code, ""), f"{changes}: {rc} {done.stdout}{done.stderr}")


def nothing_written():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SCHOOL, pathlib.Path(folder, "s"))
        before = sorted(os.walk(folder))
        rehearse("-d", pathlib.Path(folder, "s/dinh-nghia"), pathlib.Path(folder, "s/hop-thu"))
        count(sorted(os.walk(folder)) == before, "a file was written")
        broken = pathlib.Path(folder, "s/hop-thu/truong-so-1.xlsx")
        broken.write_bytes(broken.read_bytes()[:3000])
        rc, _, done = rehearse("-d", SCHOOL / "dinh-nghia", pathlib.Path(folder, "s/hop-thu"))
        count(rc == 1 and "truong-so-1.xlsx" in done.stdout and "4/6 đơn vị" in done.stdout, f"a file that cannot be read: {rc} {done.stdout}")
        rc, told, done = rehearse("-d", SCHOOL / "dinh-nghia", broken)
        count(rc == 1 and "Không tệp nào được tính" in done.stdout and codes(told) == {"unchecked": ["HS.08", "HS.10"]}, f"no file counts: {rc} {done.stdout}")
        rc, told, done = rehearse("-d", SCHOOL / "dinh-nghia", broken, "-q", english=True)
        count(rc == 1 and done.stdout.startswith("No file counts, so the rules were not rehearsed.\n") and not told, f"no file counts, and quiet: {rc} {done.stdout}")


def usage():
    for words in ([], [SCHOOL / "hop-thu"], ["-d", SCHOOL / "dinh-nghia", "-o", "x.xlsx"], ["-d", SCHOOL / "dinh-nghia", "--last-year", "x"]):
        for english in (False, True):
            rc, _, done = rehearse(*words, english=english)
            count((rc, done.stdout) == (64, "") and bool(VIETNAMESE.search(done.stderr)) != english, f"{words}: {rc} {done.stderr}")
    rc, _, done = rehearse("-d", "/nowhere", english=True)
    count(rc == 3 and not VIETNAMESE.search(done.stderr), f"no definition: {rc} {done.stderr}")


if __name__ == "__main__":
    samples()
    rules()
    criteria()
    nothing_written()
    usage()
    finish()
