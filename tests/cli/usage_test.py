#!/usr/bin/python3
"""Wrong usage is told by name, with the nearest name there is, in the language asked for; nothing is done."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP_ASAN", str(ROOT / "build/tonghop-asan"))
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
    ("merge --jobs many", "--jobs cần một số từ 1 đến 256", "--jobs needs a number from 1 to 256"),
    ("merge --limit many=1", "--limit cần TÊN=SỐ, với tên có trong danh sách", "--limit needs NAME=NUMBER, with a name of the list"),
]


def run(*words):
    return subprocess.run([TONGHOP, *words], capture_output=True, text=True)


def wrong_usage():
    for typed, vi, en in TYPED:
        # the language counts wherever it stands
        for language, said, see in ((["--lang=vi"], vi, "Gõ “tonghop --help” để xem hướng dẫn."), (["--lang", "en"], en, "Type “tonghop --help” for help.")):
            words = typed.split()
            for line in ([*language, *words], [*words, *language]):
                if words and words[-1] in ("-d", "--sheet") and line[-1] != words[-1]:
                    continue  # the option takes the language for its value
                done = run(*line)
                count((done.returncode, done.stdout, done.stderr) == (64, "", f"tonghop: {said}\n{see}\n"), f"{line}: {done.returncode} {done.stdout}{done.stderr}")


def help_in_english():
    done = run("--help", "--lang", "en")
    count(done.returncode == 0 and not VIETNAMESE.search(done.stdout), "Vietnamese in the English help:\n" + done.stdout)
    for command in re.findall(r"^  tonghop (\w+)", done.stdout, re.M):
        said = run(command, "--lang", "en")
        count(said.returncode == 64 and not VIETNAMESE.search(said.stderr), f"{command}: {said.stderr}")


if __name__ == "__main__":
    wrong_usage()
    help_in_english()
    finish()
