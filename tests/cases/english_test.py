#!/usr/bin/python3
"""English is English to the last word: outside quotation marks an English text holds no Vietnamese letter and no number as Vietnamese write it.

Three places are held to it: the English columns of all tables, the English halves of pairs in the sources, and what every case says with
--lang en (tests/cli/english_test.py does the same for the commands).  What the office itself wrote is quoted as it stands: names of
indicators, sheets and columns, texts of cells, fixes of its rules, and what a person entered (explanations, adjustments); only the names
of units, of the cluster and of rankings stand unquoted.

With ENGLISH_ONE_IN=3 one case in three is run, others each time; SEED=number chooses the same again."""
import os
import pathlib
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests")]
from english import is_english, names_in, without_names  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = str(pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve())  # cases_test has the sanitizers


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


sources = {p: p.read_text(encoding="utf-8") for p in sorted((ROOT / "src").rglob("*.[chd]*")) if p.suffix in (".c", ".h", ".def")}
rows = []
for table in ("findings.def", "findings_odd.def", "findings_entered.def"):
    rows += re.findall(r"^TH_FINDING\((.*?)\)\n(?=TH_FINDING|\Z)", sources[ROOT / "src/base" / table], flags=re.M | re.S)
count(len(rows) > 60, f"only {len(rows)} kinds of findings are read")
for row in rows:
    parts = parts_of(row)
    for text in (parts[4], parts[6]):
        count(is_english(text), f"findings.def {parts[1]}: {text}")


def english_parameters():
    """Functions, macros and rows of tables that are given both languages: {name: which parameters are English}."""
    found = {"TH_TROUBLE": {2}, "TH_TROUBLE_IS": {1}}  # other names of TH_WORDS and TH_WORDS_ARE
    for text in sources.values():
        for name, parameters in re.findall(r"\b(\w+)\(([^()]*\b(?:\w+_)?en\b[^()]*)\)", text):
            words = [(re.findall(r"\w+", part) or [""])[-1] for part in parameters.split(",")]
            places = {i for i, word in enumerate(words) if re.fullmatch(r"(\w+_)?en", word)}
            if places and any(re.fullmatch(r"(\w+_)?vi", word) for word in words):
                found[name] = places
    return found


given_both = english_parameters()
for name in ("TH_WORDS", "TH_SAY", "th_cli_usage", "complain", "th_fault_value", "TH_ROLE", "TH_MEASURE", "TH_ENCODING", "TH_COMMAND"):
    count(name in given_both, f"{name} is not known to be given both languages")
pairs = 0
for source, text in sources.items():
    text = re.sub(r"^#define .*(?:\\\n.*)*", "", text, flags=re.M)
    for call in re.finditer(rf"\b({'|'.join(given_both)})\(", text):
        parts = parts_of(text[call.end():])
        for part in (parts[i] for i in given_both[call[1]] if i < len(parts)):
            pairs += 1
            count(is_english(part), f"{source.relative_to(ROOT)}: {call[1]}: {part}")
    for chosen in re.finditer(r'\benglish\s*\?\s*((?:TH_STR\()?(?:"(?:[^"\\]|\\.)*"|TH_FMT|\s)+)', text):
        pairs += 1
        count(is_english("".join(strings(chosen[1]))), f"{source.relative_to(ROOT)}: {chosen[1]}")
    # Tables whose rows are structs of vi and en, or whose second index is the language: English ends each row.
    tables = [m.end() for m in re.finditer(r"\*vi, \*en;\s*\}[^;{]*= \{", text)]
    for name in set(re.findall(r"\b(\w+)(?:\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\])?\[(?:writer->)?english\]", text)):
        tables += [m.end() for m in re.finditer(rf"\b{name}(?:\[\w*\])+ = \{{", text)]
    for name in re.findall(r"typedef struct (\w+) \{[^{}]*\*vi, \*en;", text):
        tables += [m.start() for m in re.finditer(rf"(?<=\({name}\))\{{", text)]
    for start in tables:
        for row in re.findall(r"\{([^{}]*)\}", text[start:re.compile(r"\}[;)]").search(text, start).end()]):
            if len(said := strings(row)) > 1:
                pairs += 1
                count(is_english(said[-1]), f"{source.relative_to(ROOT)}: {said}")
count(pairs > 400, f"only {pairs} pairs are read from the sources")


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
    return without_names(done.stdout + done.stderr, [*names_in(definition), *(p.name for p in files)])


CASES = sorted(p for p in HERE.iterdir() if (p / "vi-sao.txt").exists())
ONE_IN = int(os.environ.get("ENGLISH_ONE_IN", "1"))
for case in random.Random(os.environ.get("SEED", "0")).sample(CASES, -(-len(CASES) // ONE_IN)):
    with tempfile.TemporaryDirectory() as temporary:
        for line in case_in_english(case, pathlib.Path(temporary)).split("\n"):
            count(is_english(line), f"{case.name}: {line}")
finish()
