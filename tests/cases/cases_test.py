#!/usr/bin/python3
"""One folder a case: a workbook with one thing wrong that real workbooks have wrong, and exactly what tonghop says of it.

  vi-sao.txt    "CODE: what is wrong"; "(không có gì)" where nothing may be said
  tep/          the workbooks            lenh.txt   the command, when it is not `check` of all of them
  *.csv         sheets of the definition that this case has besides those of dinh-nghia/
  mong-doi.txt  what is printed, word for word

`cases_test.py --write NAME…` writes mong-doi.txt for a person to read.  A last test holds the table of findings against the cases:
every code is raised by one, or by a test named in elsewhere.tsv."""
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
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402



def run(case, tmp):
    definition = tmp / "dinh-nghia"
    shutil.copytree(HERE / "dinh-nghia", definition)
    for table in case.glob("*.csv"):
        shutil.copy(table, definition)
    line = (case / "lenh.txt").read_text(encoding="utf-8").strip() if (case / "lenh.txt").exists() else "check -d {DEF} {FILES}"
    files = " ".join(shlex.quote(str(p)) for p in sorted((case / "tep").iterdir()))
    line = line.replace("{FILES}", files).replace("{DEF}", str(definition)).replace("{CASE}", str(case)).replace("{OUT}", str(tmp / "out.xlsx")).replace("{TMP}", str(tmp))
    done = subprocess.run([sampled(), *shlex.split(line), "--lang", "vi"], capture_output=True, text=True, cwd=tmp)
    said = done.stdout + done.stderr
    for path, name in ((str(tmp), "TMP"), (str(case), "CASE")):
        said = said.replace(path, name)
    return re.sub(r"\n-+\nSuppressions used:.*?-{5,}\n", "", said, flags=re.S) + f"mã thoát {done.returncode}\n"


def codes_of_findings():
    text = "".join((ROOT / "src/base" / table).read_text(encoding="utf-8") for table in ("findings.def", "findings_odd.def", "findings_entered.def"))
    return dict(re.findall(r'^TH_FINDING\((\w+), "([A-Z]+-\d+)"', text, flags=re.M))


cases = sorted(p for p in HERE.iterdir() if (p / "vi-sao.txt").exists())
writing = "--write" in sys.argv
wanted = [a for a in sys.argv[1:] if not a.startswith("-")]
raised = set()
for case in cases:
    if wanted and case.name not in wanted:
        continue
    with tempfile.TemporaryDirectory() as folder:
        said = run(case, pathlib.Path(folder))
    expected = case / "mong-doi.txt"
    if writing:
        expected.write_text(said, encoding="utf-8")
    why = (case / "vi-sao.txt").read_text(encoding="utf-8")
    code = re.match(r"([A-Z]+-\d+):", why)
    if code:
        raised.add(code[1])
        count(re.search(rf"^(CHẶN|LỖI|CẢNH BÁO|GHI CHÚ)  {code[1]}\b", said, flags=re.M), f"{case.name}: {code[1]} is not raised")
    else:
        count(why.startswith("(không có gì)") and not re.search(r"^(CHẶN|LỖI|CẢNH BÁO)  ", said, flags=re.M), f"{case.name}: something is said:\n{said}")
    count(expected.exists() and expected.read_text(encoding="utf-8") == said, f"{case.name}: says\n{said}")
if not wanted:
    elsewhere = {}
    for line in (HERE / "elsewhere.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            code, file, word = line.split("\t")
            elsewhere[code] = file
            count(word in (ROOT / file).read_text(encoding="utf-8", errors="replace"), f"{code}: {file} does not mention {word}")
    for name, code in codes_of_findings().items():
        count(code in raised or code in elsewhere, f"{code} ({name}) is raised by no case")
finish()
