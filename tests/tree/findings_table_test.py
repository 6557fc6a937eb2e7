#!/usr/bin/python3
"""docs/phat-hien.md is the table of findings, as src/base/findings.def, findings_odd.def and findings_entered.def have them: `--write` writes it anew.

finding_kinds.def holds the names of the same rows, and only one source holds their texts.  Every finding that has to be mended tells the unit and
the secretariat what to do (remedies.def)."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

LEVELS = {"BLOCK": "chặn", "ERROR": "lỗi", "WARNING": "cảnh báo", "NOTE": "ghi chú"}
GROUPS = {"TEP": "Tệp", "BIEU": "Biểu", "SO": "Số liệu", "TC": "Điểm tự chấm", "CHU": "Chữ", "KT": "Quy tắc của bộ biểu mẫu", "QT": "Quy tắc đáng ngờ", "NG": "Điều đáng hỏi",
          "GT": "Giải trình", "DC": "Điều chỉnh", "CN": "Dòng nhập trong đợt", "NOP": "Nộp báo cáo", "DN": "Bộ biểu mẫu"}
HEAD = """# Phát hiện

Mọi điều chương trình có thể nói, theo mã. Mã không bao giờ dùng lại. `{1}`, `{2}`… là chỗ của số liệu. Phát hiện của quy tắc trong bộ biểu mẫu
(KT-000) mang mã của quy tắc. Ví dụ của từng mã: các thư mục trong `tests/cases`. Cột *ai làm gì*: một dòng của bảng cuối trang, nói đơn vị đọc gì trong phiếu
phản hồi và ban thư ký đọc gì ở KIỂM TRA.

*Everything the program can say, by code, with its level, in Vietnamese and English. Column "ai làm gì" names a row of the last table: what the unit reads in
its feedback workbook, and what the secretariat reads in KIỂM TRA.*
"""
TABLES = ("findings.def", "findings_odd.def", "findings_entered.def")


def rows_of(table, macro):
    """The rows of a table, with literals that stand side by side joined as the compiler does."""
    text = (ROOT / "src/base" / table).read_text(encoding="utf-8")
    text = re.sub(r'"\s*\n\s*"', "", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    return re.findall(rf"^{macro}\((.*?)\)\s*(?=^{macro}|\Z)", text, flags=re.S | re.M)


def entries():
    return [entry for table in TABLES for entry in rows_of(table, "TH_FINDING")]


def remedies():
    """{name: [unit_vi, unit_en, secretariat_vi, secretariat_en]}"""
    return {entry.split(",")[0]: re.findall(r'"((?:[^"\\]|\\.)*)"', entry) for entry in rows_of("remedies.def", "TH_REMEDY")}


def remedy_of(entry):
    return entry.rsplit(",", 1)[1].strip()


def table():
    rows = {}
    for entry in entries():
        strings = re.findall(r'"((?:[^"\\]|\\.)*)"', entry)
        code, (vi, en, fix_vi, fix_en) = strings[0], strings[1:5]
        level = LEVELS[re.search(r"TH_LEVEL_(\w+)", entry)[1]]
        rows.setdefault(code.split("-")[0], []).append((code, level, vi, en, fix_vi, fix_en, remedy_of(entry)))
    out = [HEAD]
    for group, name in GROUPS.items():
        out.append(f"\n## {name} ({group})\n\n| mã | mức | tiếng Việt | English | cách sửa | to mend it | ai làm gì |\n|---|---|---|---|---|---|---|\n")
        out += ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |\n" for row in sorted(rows.pop(group))]
    out.append("\n## Ai làm gì\n\n`{fix}` là cột cách sửa.\n\n| | đơn vị | the unit | ban thư ký | the secretariat |\n|---|---|---|---|---|\n")
    out += [f"| {name} | " + " | ".join(words) + " |\n" for name, words in remedies().items()]
    return "".join(out), rows


if __name__ == "__main__":
    written, left = table()
    path = ROOT / "docs/phat-hien.md"
    if "--write" in sys.argv:
        path.write_text(written, encoding="utf-8")
    count(not left, f"codes of no group: {list(left)}")
    count(path.read_text(encoding="utf-8") == written, "docs/phat-hien.md is not the table of findings: tests/tree/findings_table_test.py --write")
    count(all(len(row.split("|")) == 9 for row in written.split("\n") if re.match(r"\| [A-Z]+-\d", row) and "\\|" not in row), "a row is not whole")
    # What has to be mended says so to both readers; what is nobody's to mend says nothing to either.
    known = remedies()
    for entry in entries():
        code, fix = re.findall(r'"((?:[^"\\]|\\.)*)"', entry)[0], re.findall(r'"((?:[^"\\]|\\.)*)"', entry)[3]
        words = known.get(remedy_of(entry), [])
        count(len(words) == 4, f"{code}: there is no remedy {remedy_of(entry)}")
        count(all(bool(half) == bool(fix) for half in words), f"{code}: a remedy for one reader only, or for a finding that needs none")
    count(all(any(remedy_of(entry) == name for entry in entries()) for name in known), "a remedy that no finding has")
    kinds = re.findall(r"^TH_FINDING_KIND\((\w+)\)$", (ROOT / "src/base/finding_kinds.def").read_text(encoding="utf-8"), flags=re.M)
    count(kinds == [entry.split(",")[0] for entry in entries()], "finding_kinds.def: not the names of findings.def; make writes it")
    holders = [str(p.relative_to(ROOT)) for table in TABLES for p in (ROOT / "src").rglob("*.[ch]") if f'"base/{table}"' in p.read_text(encoding="utf-8")]
    count(holders == ["src/base/finding.c"] * len(TABLES), f"every file that includes findings.def is compiled anew when a text changes: {holders}")
    finish()
