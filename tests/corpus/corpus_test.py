#!/usr/bin/python3
"""Workbooks that this repository does not contain: make test-corpus CORPUS=dir

dir/workbooks/manifest.tsv names the files and what two other readers saw of them (oracle/<sha256>.tsv: sheet, cell,
type, value).  Where those two agree, every cell must be the same here.  What else must come out of a file, and every
difference from the others with its reason, stands in expected.tsv beside this test.  A file that the table does
not know is read or refused, without crash, sanitizer report or time-out."""
import csv
import datetime
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
TONGHOP = os.environ.get("TONGHOP", str(HERE.parents[1] / "build/tonghop-asan"))
CORPUS = pathlib.Path(os.environ.get("CORPUS", "../shared/corpus"))
SECONDS = 20


def table(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        return list(csv.DictReader((line.rstrip("\n") for line in f), delimiter="\t", quoting=csv.QUOTE_NONE))


def unescaped(text):
    return re.sub(r"\\([tnr\\])", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m[1]], text)


def inspect(path):
    """(exit code, {(sheet, cell): (type, value)}, stderr)"""
    try:
        r = subprocess.run([TONGHOP, "inspect", "--raw", "--no-header", str(path)], capture_output=True, timeout=SECONDS * 3)
    except subprocess.TimeoutExpired:
        return "time-out", {}, ""
    cells = {}
    for line in r.stdout.decode("utf-8").split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            cells[field[0], field[1]] = field[2], field[3]
    return r.returncode, cells, r.stderr.decode("utf-8", "replace")


def moment(text):
    """An ISO date, time, both, or duration, to the millisecond."""
    # For [h]:mm openpyxl has a duration in seconds, xlrd a date: both have the same serial.
    seconds = float(text[2:-1]) if text.startswith("PT") else None
    if elapsed := re.fullmatch(r"(\d+):(\d\d):([\d.]+)", text):
        hours, minutes, rest = elapsed.groups()
        seconds = int(hours) * 3600 + int(minutes) * 60 + float(rest) if int(hours) >= 24 else None
    if seconds is not None:
        days = seconds / 86400
        base = datetime.datetime(1899, 12, 31 if days < 60 else 30)
        text = (base + datetime.timedelta(days=days)).isoformat()
    if re.match(r"\d\d:", text):
        text = "1899-12-31T" + text
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return at + datetime.timedelta(microseconds=500 - (at.microsecond + 500) % 1000)


def same(theirs, ours, serial):
    if theirs == ours:
        return True
    if theirs[0] == "d" and ours[0] == "n" and float(serial) < 0:
        return float(serial) == float(ours[1])  # Excel knows no date before 1900 and shows ####: a number here
    if theirs[0] == ours[0] == "n":
        return float(theirs[1]) == float(ours[1])
    if theirs[0] == ours[0] == "d":
        return moment(theirs[1]) == moment(ours[1])
    # openpyxl 3.0 leaves _xHHHH_ as it stands (ECMA-376 22.9.2.19)
    return theirs[0] == ours[0] == "s" and re.sub(
        "_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), unescaped(theirs[1])) == unescaped(ours[1])


def differences(oracle, cells):
    rows = table(oracle)
    theirs = {(row["sheet_name"], row["ref"]): (row["type"], row["value"]) for row in rows}
    serials = {(row["sheet_name"], row["ref"]): row["serial"] for row in rows}
    found = [f"{sheet}!{cell}: {theirs[sheet, cell]} is missing" for sheet, cell in theirs if (sheet, cell) not in cells]
    found += [f"{sheet}!{cell}: {cells[sheet, cell]} is not theirs" for sheet, cell in cells if (sheet, cell) not in theirs]
    return found + [f"{k[0]}!{k[1]}: {theirs[k]} is {cells[k]} here"
                    for k in theirs if k in cells and not same(theirs[k], cells[k], serials[k])]


def outcome_of(code, cells, err):
    if code in (0, 1):
        return "read", str(len(cells))
    found = re.search(r"TEP-\d+", err)
    return ("refused", found[0]) if code == 3 and found else ("broken", str(code) + " " + err[-300:])


def check(path, expected, oracle):
    """Empty, or what is wrong."""
    code, cells, err = inspect(path)
    outcome = outcome_of(code, cells, err)
    if outcome[0] == "broken":
        return [f"{outcome[1]}"]
    if expected:
        wanted = expected["outcome"], expected["cells or code"]
        return [] if outcome == wanted else [f"{outcome} where the table says {wanted}: {err[:200]}"]
    if oracle:
        return differences(oracle, cells)[:5] if outcome[0] == "read" else [f"refused: {err[:200]}"]
    return []


def main():
    if not CORPUS.is_dir():
        print(f"no corpus at {CORPUS}: nothing to do")
        return 0
    known = {row["sha256"]: row for row in table(HERE / "expected.tsv")}
    jobs = []
    manifest = CORPUS / "workbooks/manifest.tsv"
    for row in table(manifest) if manifest.is_file() else []:
        oracle = CORPUS / "workbooks/oracle" / (row["sha256"] + ".tsv")
        agreed = row["cross_check"] == "agreed" and oracle.is_file()
        jobs.append((CORPUS / "workbooks/files" / row["file"], known.get(row["sha256"][:16]), oracle if agreed else None))
    listed = {job[0] for job in jobs}
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix.lower() in (".xls", ".xlsx", ".xlsm", ".ods", ".csv") and path not in listed:
            jobs.append((path, known.get(path.name), None))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda job: check(*job), jobs))
    bad = 0
    for job, wrong in zip(jobs, results):
        if wrong:
            bad += 1
            print(f"FAILED {job[0].name}")
            print("".join(f"    {line}\n" for line in wrong), end="")
    compared = sum(1 for job in jobs if job[2] and not job[1])
    print(f"{compared} workbooks compared cell by cell, {sum(1 for job in jobs if job[1])} by the table")
    print(f"{len(jobs) - bad} passed, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
