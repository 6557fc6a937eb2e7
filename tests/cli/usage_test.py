#!/usr/bin/python3
"""Wrong usage is told by name, with the nearest name there is, in the language asked for; nothing is done."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from programs import RELEASE, sampled  # noqa: E402
from tally import count, finish  # noqa: E402

VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)

# what is typed, what is said in Vietnamese, in English
TYPED = [
    ("", "thiếu tên lệnh", "a command is missing"),
    ("mrege", "không có lệnh “mrege”; có phải “merge”?", "there is no command “mrege”; did you mean “merge”?"),
    ("Merge", "không có lệnh “Merge”; có phải “merge”?", "there is no command “Merge”; did you mean “merge”?"),
    ("lern a.xlsx", "không có lệnh “lern”; có phải “learn”?", "there is no command “lern”; did you mean “learn”?"),
    ("inspct", "không có lệnh “inspct”; có phải “inspect”?", "there is no command “inspct”; did you mean “inspect”?"),
    ("a.xlsx", "không có lệnh “a.xlsx”", "there is no command “a.xlsx”"),
    ("q", "không có lệnh “q”", "there is no command “q”"),
    ("mer\x1bge", "không có lệnh “mer\\u001Bge”; có phải “merge”?", "there is no command “mer\\u001Bge”; did you mean “merge”?"),
    ("merge --lats-year x", "không có tùy chọn “--lats-year”; có phải “--last-year”?", "there is no option “--lats-year”; did you mean “--last-year”?"),
    ("merge --quite", "không có tùy chọn “--quite”; có phải “--quiet”?", "there is no option “--quite”; did you mean “--quiet”?"),
    ("merge --feedbak=x", "không có tùy chọn “--feedbak”; có phải “--feedback”?", "there is no option “--feedbak”; did you mean “--feedback”?"),
    ("merge --nonsense", "không có tùy chọn “--nonsense”", "there is no option “--nonsense”"),
    ("merge -x", "không có tùy chọn “-x”", "there is no option “-x”"),
    ("merge --l=3", "nhiều tùy chọn bắt đầu bằng “--l”", "several options begin with “--l”"),
    ("merge -d", "thiếu giá trị của tùy chọn “-d”", "a value is missing for option “-d”"),
    ("merge --sheet", "thiếu giá trị của tùy chọn “--sheet”", "a value is missing for option “--sheet”"),
    ("merge --quiet=3", "không có giá trị nào cho tùy chọn “--quiet”", "no value may be given to option “--quiet”"),
    ("histroy", "không có lệnh “histroy”; có phải “history”?", "there is no command “histroy”; did you mean “history”?"),
    ("history", "history cần --store KHO.db, rồi một mã chỉ tiêu và một đơn vị nếu muốn", "history needs --store STORE.db, and then a code and a unit as wanted"),
    ("diff --store", "thiếu giá trị của tùy chọn “--store”", "a value is missing for option “--store”"),
    ("diff 1", "diff cần --store KHO.db, rồi hai lượt; không ghi lượt nào thì so hai lượt cuối", "diff needs --store STORE.db, and then two runs, or none for the last two"),
    ("merge --jobs many", "--jobs cần một số từ 1 đến 256", "--jobs needs a number from 1 to 256"),
    ("merge --limit many=1", "--limit cần TÊN=SỐ, với tên có trong danh sách", "--limit needs NAME=NUMBER, with a name of the list"),
]


def run(*words):
    return subprocess.run([sampled(), *words], capture_output=True, text=True)


def wrong_usage():
    for typed, vi, en in TYPED:
        # the language counts wherever it stands
        for language, said, see in ((["--lang=vi"], vi, "Gõ “tonghop --help” để xem hướng dẫn."), (["--lang", "en"], en, "Type “tonghop --help” for help.")):
            words = typed.split()
            for line in ([*language, *words], [*words, *language]):
                if words and words[-1] in ("-d", "--sheet", "--store") and line[-1] != words[-1]:
                    continue  # the option takes the language for its value
                done = run(*line)
                count((done.returncode, done.stdout, done.stderr) == (64, "", f"tonghop: {said}\n{see}\n"), f"{line}: {done.returncode} {done.stdout}{done.stderr}")


def help_in_english():
    done = run("--help", "--lang", "en")
    count(done.returncode == 0 and not VIETNAMESE.search(done.stdout), "Vietnamese in the English help:\n" + done.stdout)
    for command in re.findall(r"^  tonghop (\w+)", done.stdout, re.M):
        said = run(command, "--lang", "en")
        count(said.returncode == 64 and not VIETNAMESE.search(said.stderr), f"{command}: {said.stderr}")


def troubles_in_english():
    """Why nothing was written: a name may be Vietnamese, the sentence around it is not."""
    school = ROOT / "samples/truong-hoc"
    book = str(next((school / "hop-thu").iterdir()))
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder, "empty")
        empty.mkdir()
        rules, words, fifo = (pathlib.Path(folder, name) for name in ("rules", "words.csv", "fifo.xlsx"))
        rules.write_text("no rule\n")
        words.write_text("a,b\n")
        os.mkfifo(fifo)
        out, report = str(empty / "out.xlsx"), str(empty / "report.tsv")
        for said, *words in [
                ("cannot be written", "merge", "-d", str(school / "dinh-nghia"), "-o", "/nowhere/out.xlsx", str(school / "hop-thu")),
                ("is not the name of a file", "merge", "-d", str(school / "dinh-nghia"), "-o", str(empty), str(school / "hop-thu")),
                ("has no .csv, .xlsx, .xls or .ods file", "merge", "-d", str(empty), "-o", out, str(school / "hop-thu")),
                ("line 1: this is no record of version 2", "merge", "-d", str(school / "dinh-nghia"), "--last-year", str(rules), "-o", out, str(school / "hop-thu")),
                ("there is no unit of code “XX”", "template", "-d", str(school / "dinh-nghia"), "-o", out, "--unit", "XX"),
                ("cannot be made", "definition", str(school / "dinh-nghia"), "-o", str(rules / "folder")),
                ("no form is seen in", "learn", str(words), "-o", out),
                ("is the input", "learn", book, "-o", book),
                ("is the input", "convert", book, book),
                ("it has 3 sheets", "convert", book, "-"),
                ("there is no sheet “none”", "convert", "--sheet", "none", book, str(empty / "out.csv")),
                ("call the result .xlsx", "convert", book, str(empty / "out.xlsm")),
                ("needs “old font = new font”", "convert", "--fonts", str(rules), book, out),
                ("is the input", "convert", "--report", book, book, out),
                ("cannot be written", "convert", "--report", "/nowhere/report.tsv", book, out),
                ("there is no such file or folder", "history", "--store", "none.db"),
                ("it is no store", "diff", "--store", str(rules)),
                ("it is not a regular file", "inspect", str(fifo)),
                ("there is no such file or folder", "inspect", "none.xlsx"),
                ("MB are allowed", "inspect", "--limit", "file-mb=1", RELEASE)]:
            done = run(*words, "--lang", "en")
            count(done.returncode == 3 and said in done.stderr and not VIETNAMESE.search(re.sub("“[^”]*”", "", done.stderr)), f"{words}: {done.stdout}{done.stderr}")
        run("convert", "--report", report, str(ROOT / "tests/cases/vntime/tep" / os.listdir(ROOT / "tests/cases/vntime/tep")[0]), out, "--lang", "en")
        head = pathlib.Path(report).read_text(encoding="utf-8").split("\n")[0]
        count(head == "file\tplace\tcell\tkind\tencoding\tevidence\tbefore\tafter", f"the report begins {head}")


if __name__ == "__main__":
    wrong_usage()
    help_in_english()
    troubles_in_english()
    finish()
