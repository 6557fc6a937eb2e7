#!/usr/bin/python3
"""Real workbooks of Vietnamese offices that this repository does not contain: make test-corpus CORPUS=dir

dir/vietnamese/expected-cells.tsv names cells, their fonts and what they say.  With the fonts every cell must be right;
with the fonts hidden 99 % of those over 20 characters, 97 % of all, and none may be made worse: wrong and changed.  The
workbooks converted to .xlsx must hold the same texts, read by openpyxl, and convert again to the same bytes."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(HERE.parents[1] / "build/tonghop-asan"))
CORPUS = pathlib.Path(os.environ.get("CORPUS", "../shared/corpus")) / "vietnamese"


def unescaped(text):
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\([tnr\\])", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m[1]], text)


def expected():
    for line in (CORPUS / "expected-cells.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            file, sheet, cell, fonts, flags, raw, text = line.split("\t")
            yield file, sheet.lower(), cell, flags, unescaped(raw), unescaped(text)


def inspect(file, *options):
    shown = subprocess.run([TONGHOP, "inspect", "--no-header", *options, str(file)], capture_output=True, text=True).stdout
    return {(f[0].lower(), f[1]): unescaped(f[3]) for f in (line.split("\t") for line in shown.split("\n")) if len(f) == 6}


def cells():
    rows = list(expected())
    for options in ((), ("--ignore-fonts",)):
        books = {file: inspect(CORPUS / file, *options) for file in {r[0] for r in rows}}
        right = {"all": 0, "long": 0}
        total = {"all": len(rows), "long": sum(len(r[5]) > 20 for r in rows)}
        for file, sheet, cell, flags, raw, want in rows:
            got = books[file].get((sheet, cell))
            # the capitals of a .Vn...H font are drawn by the font: hidden, they cannot be known
            same = got == want or (options and "H" in flags and got is not None and got.lower() == want.lower())
            right["all"] += bool(same)
            right["long"] += bool(same and len(want) > 20)
            if not options:
                count(same, f"{file} {sheet}!{cell}: {got!r} is not {want!r}")
            elif not same:
                count(got == raw, f"{file} {sheet}!{cell} made worse without its font: {got!r} is not {want!r}")
        if options:
            rates = {k: 100 * right[k] / total[k] for k in total}
            print(f"fonts hidden: {rates['all']:.2f} % of {total['all']} cells, {rates['long']:.2f} % of {total['long']} over 20 characters")
            count(rates["all"] >= 97, f"{rates['all']:.2f} % of all")
            count(rates["long"] >= 99, f"{rates['long']:.2f} % of the long ones")


def converted():
    rows = list(expected())
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(CORPUS.glob("*.xls*")):
            out, again = pathlib.Path(folder) / (source.name + ".xlsx"), pathlib.Path(folder) / (source.name + ".again.xlsx")
            subprocess.run([TONGHOP, "convert", "-q", str(source), str(out)], capture_output=True)
            subprocess.run([TONGHOP, "convert", "-q", str(out), str(again)], capture_output=True)
            count(out.exists() and again.exists() and out.read_bytes() == again.read_bytes(), f"{source.name}: converting again changes bytes")
            book = {w.title.lower(): w for w in openpyxl.load_workbook(out)}
            for file, sheet, cell, flags, raw, want in rows:
                if pathlib.Path(file).stem == source.stem:
                    got = book[sheet][cell].value if sheet in book else None
                    count(got == want, f"{source.name} → .xlsx, {sheet}!{cell}: {got!r} is not {want!r}")
            left = {c.font.name for w in book.values() for r in w.iter_rows() for c in r if c.value is not None and re.match(r"\.?vn|vni", c.font.name or "", re.I)}
            count(not left, f"{source.name}: fonts left: {left}")


cells()
converted()
finish()
