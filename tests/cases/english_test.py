#!/usr/bin/python3
"""English is English to the last word: outside quotation marks an English text holds no Vietnamese letter and no number as Vietnamese write it.

Three places are held to it: the English columns of findings.def, the English halves of pairs in the sources, and what every case
says with --lang en.  What the office itself wrote is quoted as it stands: names in quotation marks, names of files, sheets and units
(of the case's own definition), fixes of its rules, and what a person entered (explanations, adjustments)."""
import csv
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = str(pathlib.Path(os.environ.get("TONGHOP_ASAN", ROOT / "build/tonghop-asan")).resolve())
LETTER = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
# 1.234.567, 1.234,567, 19,5, 0,965: dots in two groups, a comma behind a group, a comma that no group of three follows, or behind a 0.
NUMBER = re.compile(r"(?<![\w.,/])(?:\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3},(?:\d{1,2}|\d{4,})|0,\d+)(?![\w,/])")


def bare(text):
    """The text without what it quotes; quotation marks of the input may stand within those of the program."""
    depth, left = 0, []
    for char in text:
        depth += char == "“"
        if depth == 0 or char == "“" and depth == 1:
            left.append(char)
        depth -= char == "”" and depth > 0
    return "".join(left)


def is_english(text):
    return not LETTER.search(bare(text)) and not NUMBER.search(bare(text))


# The test itself: what it is for is seen, and what is allowed is not.
for wrong in ("there is no số nguyên", "read as 0,965 %", "meant 651.940.000?", "= 19,5", "1.234,5 remain"):
    count(not is_english(wrong), f"not noticed: {wrong}")
for right in ("“Số trạm BTS” says 1,268", "read as 0.965 %", "G12, G13 or 4", "1,234,567.5 remain", "files 1,2,3"):
    count(is_english(right), f"wrongly noticed: {right}")


def strings(text):
    return re.findall(r'"((?:[^"\\]|\\.)*)"', text)


def parts_of(call):
    """The arguments of a call, up to its closing parenthesis, each with its string literals put together."""
    depth, quoted, found, part = 0, False, [], ""
    for at, char in enumerate(call):
        if char == '"' and call[at - 1] != "\\":
            quoted = not quoted
        if not quoted and char in "([{":
            depth += 1
        if not quoted and char in ")]}":
            depth -= 1
            if depth < 0:
                break
        if not quoted and char == "," and depth == 0:
            found.append(part)
            part = ""
        else:
            part += char
    return ["".join(strings(p)) for p in [*found, part]]


definition_of_findings = (ROOT / "src/base/findings.def").read_text(encoding="utf-8")
rows = re.findall(r"^TH_FINDING\((.*?)\)\n(?=TH_FINDING|\Z)", definition_of_findings, flags=re.M | re.S)
count(len(rows) > 60, f"only {len(rows)} kinds of findings are read")
for row in rows:
    parts = parts_of(row)
    for text in (parts[4], parts[6]):
        count(is_english(text), f"findings.def {parts[1]}: {text}")

pairs = 0
for source in sorted((ROOT / "src").rglob("*.[ch]")):
    text = source.read_text(encoding="utf-8")
    for name, english in (("TH_WORDS", 2), ("TH_TROUBLE", 2), ("TH_WORDS_ARE", 1), ("TH_TROUBLE_IS", 1), ("TH_TROUBLE_OF", 1)):
        for call in re.finditer(rf"(?<!define )\b{name}\(", text):
            parts = parts_of(text[call.end():])
            pairs += 1
            count(is_english(parts[english]), f"{source.relative_to(ROOT)}: {name}: {parts[english]}")
    for chosen in re.finditer(r'\benglish\s*\?\s*((?:TH_STR\()?(?:"(?:[^"\\]|\\.)*"|TH_FMT|\s)+)', text):
        pairs += 1
        count(is_english("".join(strings(chosen[1]))), f"{source.relative_to(ROOT)}: {chosen[1]}")
count(pairs > 40, f"only {pairs} pairs are read from the sources")


NAMES = {"don-vi": ("Tên", "Tên khác"), "xep-hang": ("Tên", "Nhãn hạng")}  # columns of proper names, which stand unquoted
SETTINGS = ("Tên cụm", "Tên gọi tổng", "Gọi đơn vị là", "Tiêu đề")


def names_in(folder):
    """The proper names of the definition (units, the cluster, rankings), the longest first."""
    names = set()
    for table in folder.glob("*.csv"):
        with open(table, encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                names |= {name for column in NAMES.get(table.stem, ()) for name in (line.get(column) or "").split("|")}
                if line.get("Khóa") in SETTINGS:
                    names.add(line["Giá trị"])
    return sorted((name.strip() for name in names if LETTER.search(name)), key=len, reverse=True)


def case_in_english(case, folder):
    definition = folder / "dinh-nghia"
    shutil.copytree(HERE / "dinh-nghia", definition)
    for table in case.glob("*.csv"):
        shutil.copy(table, definition)
    line = (case / "lenh.txt").read_text(encoding="utf-8").strip() if (case / "lenh.txt").exists() else "check -d {DEF} {FILES}"
    files = sorted((case / "tep").iterdir())
    for gap, value in (("{FILES}", " ".join(shlex.quote(str(p)) for p in files)), ("{DEF}", str(definition)), ("{CASE}", str(case)),
                       ("{OUT}", str(folder / "out.xlsx")), ("{TMP}", str(folder))):
        line = line.replace(gap, value)
    done = subprocess.run([TONGHOP, *shlex.split(line), "--lang", "en"], capture_output=True, text=True, cwd=folder)
    said = re.sub(r"\n-+\nSuppressions used:.*?-{5,}\n", "", done.stdout + done.stderr, flags=re.S)
    for name in [*names_in(definition), *(p.name for p in files)]:
        said = said.replace(name, "NAME")
    return re.sub(r"^([A-Z]+  [A-Z]+-\S+  .*?) › .*$", r"\1", said, flags=re.M)  # a place ends with the name of the sheet


for case in sorted(p for p in HERE.iterdir() if (p / "vi-sao.txt").exists()):
    with tempfile.TemporaryDirectory() as temporary:
        for line in case_in_english(case, pathlib.Path(temporary)).split("\n"):
            count(is_english(line), f"{case.name}: {line}")
finish()
