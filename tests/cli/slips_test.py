#!/usr/bin/python3
"""PHIẾU ĐIỂM: a page for each unit that agrees with CHẤM ĐIỂM and XẾP HẠNG, and says which criteria part it from its
neighbours: the differences add up to that of the totals, whatever was scored."""
import csv
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
CODE, TITLE, DATA, TARGET, SELF, COMPUTED, GIVEN, NOW, WHY, WAY, ROW = range(11)
SCORE = {"Số liệu": DATA, "Mục tiêu": TARGET, "Tự chấm": SELF, "Máy tính": COMPUTED, "Cụm chấm": GIVEN, "Đang tính": NOW}


def merge(definition, inbox, out, *more):
    subprocess.run([TONGHOP, "merge", "-q", "--force", "-d", str(definition), "-o", str(out), *map(str, more), *map(str, inbox)], capture_output=True)
    return openpyxl.load_workbook(out, data_only=True)


def cents(value):
    return round((value if isinstance(value, (int, float)) else 0) * 100)


def blank(value):
    return "" if value is None else value


def pages(book):
    """The rows of each unit's page, by the unit's name in capitals."""
    found, rows = {}, None
    for row in book["PHIẾU ĐIỂM"].iter_rows(values_only=True):
        if row[0] and str(row[0]).startswith("PHIẾU ĐIỂM NĂM"):
            rows = found.setdefault(row[0].split(" · ", 1)[1], [])
        if rows is not None:
            rows.append(row)
    return found


def comparisons(page):
    """(side, the neighbour, rows of differences, the sum) of each neighbour on the page."""
    for i, row in enumerate(page):
        head = re.match(r"So với đơn vị (liền trên|liền dưới) lúc lập sổ: (.+?) \(thứ (\d+)\)", str(row[0] or ""))
        if head:
            end = next(k for k in range(i, len(page)) if page[k][TITLE] == "Cộng")
            rows = [r for r in page[i + 2:end] if isinstance(r[GIVEN], (int, float))]
            yield head[1], head[2], rows, page[end]


def holds(book, what):
    """Everything that must be so of any workbook; how many neighbours were compared."""
    scores = list(book["CHẤM ĐIỂM"].iter_rows(values_only=True))
    head = next(r for r in scores if "Đang tính" in r)
    at = {name: head.index(name) for name in (*SCORE, "Khóa", "Mã", "Đơn vị")}
    by_key = {r[at["Khóa"]]: r for r in scores if r[at["Khóa"]] and r is not head}
    ranking = list(book["XẾP HẠNG"].iter_rows(values_only=True))
    board = next(r for r in ranking if "Đơn vị" in r)
    ranked = [r for r in ranking if isinstance(r[0], int)]
    totals = {r[1].upper(): r[board.index("Tổng điểm đang tính")] for r in ranked}
    order = [r[1].upper() for r in ranked]
    slips, n = pages(book), 0
    for name, page in slips.items():
        lines = [r for r in page if r[CODE] and isinstance(r[ROW], int)]
        count(len(lines) > 0, f"{what}: no line of {name}")
        for line in lines:
            scored = next(r for k, r in by_key.items() if r[at["Mã"]] == line[CODE] and r[at["Đơn vị"]].upper() == name)
            for column, here in SCORE.items():
                count(blank(scored[at[column]]) == blank(line[here]), f"{what}: {name} {line[CODE]} {column}: {scored[at[column]]} is {line[here]}")
            count(scored == scores[scores.index(head) + line[ROW]], f"{what}: row {line[ROW]} is not that of {name} {line[CODE]}")
        total = next(r for r in page if r[TITLE] == "TỔNG ĐIỂM")
        count(name not in totals or cents(total[NOW]) == cents(totals[name]), f"{what}: {name} {total[NOW]}, XẾP HẠNG {totals.get(name)}")
        count(str(total[WHY]).startswith("khớp"), f"{what}: {name}: {total[WHY]}")
        for side, other, rows, last in comparisons(page):
            n += 1
            step = -1 if side == "liền trên" else 1
            count(order[order.index(name) + step] == other.upper(), f"{what}: {other} is not beside {name}")
            count(sum(cents(r[GIVEN]) for r in rows) == cents(last[GIVEN]), f"{what}: {name} and {other}: rows do not add up")
            count(cents(last[GIVEN]) == cents(total[NOW]) - cents(totals[other.upper()]), f"{what}: {name} and {other}: {last[GIVEN]} is not the difference")
            count(all(cents(r[SELF]) - cents(r[COMPUTED]) == cents(r[GIVEN]) for r in [*rows, last]), f"{what}: {name} and {other}: own minus other")
            named = rows[:-1]
            count(all(abs(a[GIVEN]) >= abs(b[GIVEN]) for a, b in zip(named, named[1:])), f"{what}: {name} and {other}: order")
            count(all(r[GIVEN] for r in named), f"{what}: {name} and {other}: a criterion that makes no difference")
            count(last[WHY] == "khớp hiệu hai tổng điểm", f"{what}: {last[WHY]}")
            theirs = {r[CODE]: r for r in slips[other.upper()] if r[CODE] and isinstance(r[ROW], int)}
            own = {r[CODE]: r for r in lines}
            for r in named:
                if r[CODE] in own and "không được giao" not in (own[r[CODE]][NOW], theirs[r[CODE]][NOW]):
                    gap = abs(cents(own[r[CODE]][NOW]) - cents(theirs[r[CODE]][NOW]))
                    count(gap == abs(cents(r[GIVEN])), f"{what}: {name} and {other} at {r[CODE]}")
    return n


def awards_at_random(definition, seed):
    """Rows of Cụm chấm: points, nothing, and what was not assigned, so that bases are scaled and groups capped."""
    dice = random.Random(seed)
    with open(definition / "cham-diem.csv", encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    parents = {r["Cha"] for r in rows}
    with open(definition / "don-vi.csv", encoding="utf-8-sig") as table:
        units = [r["Mã"] for r in csv.DictReader(table)]
    with open(definition / "cum-cham.csv", "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["Đơn vị", "Tiêu chí", "Điểm", "Ai", "Ngày", "Căn cứ"])
        for unit in units:
            for row in rows:
                if row["Mã"] in parents or dice.random() < 0.6:
                    continue
                most = round(float(row["Điểm tối đa"].replace(",", ".")) * 100)
                points = "không được giao" if dice.random() < 0.15 else f"{dice.randint(0, most) / 100:.2f}".replace(".", ",")
                table.writerow([unit, row["Mã"], points, "Nguyễn Văn A", "2023-01-09", "Biên bản họp cụm"])


def names_of(definition):
    with open(definition / "don-vi.csv", encoding="utf-8-sig") as table:
        return {r["Mã"]: r["Tên"] for r in csv.DictReader(table)}


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    sample = ROOT / "samples/cum2-2022"
    book = merge(sample / "dinh-nghia", [sample / "hop-thu"], folder / "mau.xlsx", "--feedback", folder / "phieu")
    count(holds(book, "sample") == 12, "seven units have twelve neighbours")
    slips = pages(book)
    answer = slips["CAO BẰNG"][2][0]
    count(answer.startswith("Xếp thứ 5/7 Sở với 873,92 điểm; kém Sơn La (thứ 4) 5,37 điểm, chủ yếu ở II.3 Điển hình tiên tiến (−4)") and
          "hơn Lai Châu (thứ 6) 0,07 điểm, chủ yếu ở I.2.3" in answer and "bù lại ở" in answer, answer)
    below = next(c for c in comparisons(slips["CAO BẰNG"]) if c[0] == "liền dưới")
    count(below[1] == "Lai Châu" and cents(below[3][GIVEN]) == 7 and cents(below[2][0][GIVEN]) == 113, f"0,07 from {below}")
    sheet = book["PHIẾU ĐIỂM"]
    tops = [row for row in range(2, sheet.max_row + 1) if str(sheet.cell(row + 1, 1).value).startswith(("PHIẾU ĐIỂM NĂM"))]
    count(len(tops) == 6 and {row - 1 for row in tops} <= {brk.id for brk in sheet.row_breaks.brk} and sheet.page_setup.orientation == "portrait" and sheet.page_setup.paperSize == 9, "seven pages of A4 upright")
    count(all("→" in r[WAY] or r[WAY].startswith(("Cụm chấm", "cộng")) for p in slips.values() for r in p if r[CODE] and isinstance(r[ROW], int)), "how, in words")

    # in the feedback: the same lines, and nothing of ranks or of others
    units = names_of(sample / "dinh-nghia")
    for unit, title in units.items():
        text = [str(c) for r in openpyxl.load_workbook(folder / "phieu" / f"{unit}.xlsx")["PHIẾU ĐIỂM"].iter_rows(values_only=True) for c in r if c is not None]
        count(not any(other in c for c in text for code, other in units.items() if code != unit), f"{unit}: names another")
        count(not any(re.search(r"[Xx]ếp thứ|liền trên|liền dưới|so với đơn vị|thứ \d", c) for c in text), f"{unit}: says a rank")

    # three of seven
    three = sorted((sample / "hop-thu").iterdir())
    few = merge(sample / "dinh-nghia", [f for f in three if re.search(r"_(CB|LS|SL)_", f.name)], folder / "ba.xlsx")
    found = pages(few)
    count(0 < len(found) < 7, f"pages: {list(found)}")
    count(all(f"Chưa so sánh: mới có {len(found)}/7 Sở" in p[2][0] for p in found.values()), [p[2][0] for p in found.values()])
    count(all(sum("chưa so sánh: mới có" in str(r[0]) for r in p) == 2 for p in found.values()), "neither neighbour")
    count(holds(few, "three units") == 0, "nothing is compared")

    # another definition; one unit is missing, and then it is closed: two schools share the first rank
    school = ROOT / "samples/truong-hoc"
    count(holds(merge(school / "dinh-nghia", [school / "hop-thu"], folder / "truong.xlsx"), "school") == 0, "one school is missing")
    closed = folder / "dong"
    shutil.copytree(school / "dinh-nghia", closed)
    (closed / "dong.csv").write_text("Đơn vị,Mã phát hiện,Lý do,Căn cứ,Ai,Ngày\nTH6,,không tham gia,Công văn 1,Nguyễn Văn A,2024-06-18\n", encoding="utf-8")
    book = merge(closed, [school / "hop-thu"], folder / "dong.xlsx")
    count(holds(book, "closed") == 8, "five schools have eight neighbours")
    answers = [p[2][0] for p in pages(book).values()]
    count(sum("bằng điểm" in a and "đồng hạng" in a for a in answers) == 2, answers)
    count(sum("do “Điểm phần A cao hơn” (58 so với 53)" in a or "do “Điểm phần A cao hơn” (53 so với 58)" in a for a in answers) == 2, answers)

    # points at random
    for seed in range(2):
        definition = folder / f"ngau-nhien-{seed}"
        shutil.copytree(sample / "dinh-nghia", definition)
        awards_at_random(definition, seed)
        count(holds(merge(definition, [sample / "hop-thu"], folder / "n.xlsx"), f"seed {seed}") == 12, f"seed {seed}: neighbours")
finish()
