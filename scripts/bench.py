#!/usr/bin/env python3
"""make bench: the merge of many workbooks against an openpyxl script that reads the same cells, in turns.

Prints a table and writes build/bench.tsv.  Ratios, not seconds, are what a change is judged by."""
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve()
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))

# The least a script must do for the same job: open every workbook, visit every cell of every sheet, take its value.
PEER = """
import sys, openpyxl
cells = total = 0
for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if value is not None:
                    cells += 1
                    if isinstance(value, (int, float)):
                        total += value
print(cells, total)
"""


def timed(*args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([str(a) for a in args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak(*args):
    """Largest resident set of the program and its workers, in MiB."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)")
    return float(subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True).stdout)


def main():
    tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-bench-"))
    sample = ROOT / "samples/cum2-2022"
    xlsx = sorted(p for p in (sample / "hop-thu").iterdir() if p.suffix == ".xlsx")
    everything = sorted((sample / "hop-thu").iterdir())
    (tmp / "peer.py").write_text(PEER)
    one_by_one = 'for f in "$@"; do "$0" inspect "$f"; done'
    jobs = {
        "inspect, each .xlsx of the sample": (
            ["sh", "-c", one_by_one, TONGHOP, *xlsx],
            ["/usr/bin/python3", tmp / "peer.py", *xlsx]),
        "extract, the .xlsx of the sample": (
            [TONGHOP, "extract", "-j", "1", "-d", sample / "dinh-nghia", *xlsx],
            ["/usr/bin/python3", tmp / "peer.py", *xlsx]),
        "merge, all seven files, to the workbook": (
            [TONGHOP, "merge", "-q", "-j", "1", "-d", sample / "dinh-nghia", "-o", tmp / "out.xlsx", *everything],
            ["/usr/bin/python3", tmp / "peer.py", *xlsx]),
    }
    lines = ["job\ttonghop_s\tpeer_s\tratio\ttonghop_MiB\tpeer_MiB"]
    for name, (ours, peer) in jobs.items():
        pairs = [(timed(*ours)[0], timed(*peer)[0]) for _ in range(RUNS)]
        ratio = statistics.median(b / a for a, b in pairs)
        a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
        lines.append(f"{name}\t{a:.3f}\t{b:.3f}\t{ratio:.1f}\t{peak(*ours):.0f}\t{peak(*peer):.0f}")
    shutil.rmtree(tmp, True)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.tsv").write_text("\n".join(lines) + "\n")
    rows = [line.split("\t") for line in lines]
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for r in rows:
        print("  ".join(c.ljust(w) for c, w in zip(r, widths)))
    print("peer: openpyxl (read-only) opens the three .xlsx files and visits every cell, and does nothing else;\n"
          "ratio: its time over ours, median of pairs run in turn")


if __name__ == "__main__":
    main()
