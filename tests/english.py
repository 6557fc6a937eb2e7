"""What an English text may hold: outside quotation marks no Vietnamese letter, and no number as Vietnamese write it."""
import csv
import re

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


NAMES = {"don-vi": ("Tên", "Tên khác"), "xep-hang": ("Tên", "Nhãn hạng")}  # columns of proper names, which stand unquoted
SETTINGS = ("Tên cụm", "Tên gọi tổng", "Gọi đơn vị là", "Tiêu đề")


def names_in(folder):
    """The proper names of a definition (units, the cluster, rankings), the longest first."""
    names = set()
    for table in folder.glob("*.csv"):
        with open(table, encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                names |= {name for column in NAMES.get(table.stem, ()) for name in (line.get(column) or "").split("|")}
                if line.get("Khóa") in SETTINGS:
                    names.add(line["Giá trị"])
    return sorted((name.strip() for name in names if LETTER.search(name)), key=len, reverse=True)


def without_names(said, names):
    """What was printed, without proper names and without the place a finding begins with, which ends with a sheet's name."""
    said = re.sub(r"\n-+\nSuppressions used:.*?-{5,}\n", "", said, flags=re.S)
    for name in names:
        said = said.replace(name, "NAME")
    return re.sub(r"^([A-Z]+  [A-Z]+-\S+  .*?) › .*$", r"\1", said, flags=re.M)
