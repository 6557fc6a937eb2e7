#!/usr/bin/python3
"""make bench: reading and merging, side by side with other readers and with the machine's floor.

Each pair runs in turn, the ratio is the median of the pairs' ratios; memory is the largest resident set of one
process.  Prints two tables and writes build/bench.tsv.  A change is judged by ratios, not by seconds.
BENCH_RUNS: pairs (7).  BENCH_PEERS=0: without the peers that take minutes."""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts/bench"))
import workbooks  # noqa: E402  (beside this script)

TONGHOP = pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve()
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve()
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
SLOW = os.environ.get("BENCH_PEERS", "1") != "0"
PYTHON = "/usr/bin/python3"


def run(args):
    """(seconds, MiB of the largest process, what it printed)"""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen([str(a) for a in args], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) > 2:
            sys.exit(f"bench: {args[0]} {args[1]} failed")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read().decode("utf-8", "replace").strip()


def figures(text):
    return {key: float(value) for key, value in re.findall(r"(\w+)=(\S+)", text)}


def agree(ours, theirs, name):
    a, b = figures(ours), figures(theirs)
    if not a:
        return
    for key in ("cells", "nums", "strs", "bytes", "sum"):
        if key in b and abs(a[key] - b[key]) > 1e-9 * max(1, abs(b[key])):
            print(f"MISMATCH  {name}: {key} {a[key]!r}, the peer has {b[key]!r}")


def compare(name, ours, peer_name, peer, target="", runs=RUNS):
    """One line: our time as a multiple of theirs, or theirs of ours, whichever is above 1."""
    pairs = [(run(ours), run(peer)) for _ in range(runs)]
    ratio = statistics.median(b[0] / a[0] for a, b in pairs)
    if "=" in pairs[0][1][2]:
        agree(pairs[0][0][2], pairs[0][1][2], name)
    mine, theirs = (statistics.median(p[i][0] for p in pairs) for i in (0, 1))
    said = f"{ratio:.1f} x faster" if ratio >= 1 else f"{1 / ratio:.2f} x its time"
    return [name, peer_name, f"{mine:.3f}", f"{theirs:.3f}", said, target,
            f"{max(p[0][1] for p in pairs):.0f}", f"{max(p[1][1] for p in pairs):.0f}"]


def one_by_one(files):
    """ssconvert takes one file a process; its .csv is of the first sheet with -S of all."""
    loop = 'out=$(mktemp -d); for f in "$@"; do ssconvert -S -T Gnumeric_stf:stf_csv "$f" "$out/%n.csv"; done; rm -r "$out"'
    return ["sh", "-c", loop, "sh", *files]


def reading(folder, floor):
    count = [TONGHOP, "inspect", "--count"]
    one, four = [*count, "--jobs", "1"], [*count, "--jobs", "4"]
    big, many, xbig, many_xls = (folder / n for n in ("big.xlsx", "many", "xbig.xls", "many-xls"))
    some = sorted(many.iterdir())[:20]
    rows = [
        compare("big.xlsx, one worker", [*one, big], "floor", [floor, big], "<= 5 x"),
        compare("2,000 .xlsx, one worker", [*one, many], "floor", [floor, many], "<= 3 x"),
        compare("2,000 .xlsx, four workers", [*four, many], "one worker", [*one, many], ">= 3 x faster"),
        compare("xbig.xls", [*one, xbig], "xlrd", [PYTHON, ROOT / "scripts/bench/read_xlrd.py", xbig], ">= 20 x faster"),
        compare("200 .xls", [*one, many_xls], "xlrd", [PYTHON, ROOT / "scripts/bench/read_xlrd.py", many_xls], runs=3),
        compare("20 .xlsx", [*one, *some], "ssconvert", one_by_one(some), runs=1),
    ]
    if SLOW:
        openpyxl = [PYTHON, ROOT / "scripts/bench/read_openpyxl.py"]
        rows += [
            compare("big.xlsx, one worker", [*one, big], "openpyxl", [*openpyxl, big], runs=1),
            compare("2,000 .xlsx, one worker", [*one, many], "openpyxl", [*openpyxl, many], runs=1),
            compare("big.xlsx, one worker", [*one, big], "ssconvert", one_by_one([big]), runs=1),
            compare("xbig.xls", [*one, xbig], "ssconvert", one_by_one([xbig]), runs=1),
        ]
    return rows


def merging():
    sample = ROOT / "samples/cum2-2022"
    inbox = sorted((sample / "hop-thu").iterdir())
    xlsx = [p for p in inbox if p.suffix == ".xlsx"]
    peer = [PYTHON, ROOT / "scripts/bench/read_openpyxl.py", *xlsx]
    with tempfile.TemporaryDirectory() as tmp:
        common = ["-j", "1", "-d", sample / "dinh-nghia"]
        return [
            compare("extract, 3 .xlsx of the sample", [TONGHOP, "extract", *common, *xlsx], "openpyxl reads them", peer),
            compare("merge, all 7 files of the sample", [TONGHOP, "merge", "-q", *common, "-o", f"{tmp}/o.xlsx", *inbox],
                    "openpyxl reads 3", peer),
        ]


def decoding(folder):
    """Legacy text to NFC: the decoder by itself, then a whole workbook to .csv."""
    program = folder / "decode"
    subprocess.run(["cc", "-O2", f"-I{ROOT}/src", "-o", program, ROOT / "scripts/bench/decode.c", BUILD / "libtonghop.a",
                    "-lutf8proc", "-lgmp", "-lnettle"], check=True)
    for name in ("TCVN3", "VNI"):
        print(run([program, name, "rate"])[2])
    return [compare("100 MB of TCVN3 text", [program, "TCVN3"], "iconv (another variant)", [program, "TCVN3", "iconv"], ">= 200 MB/s")]


def main():
    folder = BUILD / "bench"
    workbooks.make(folder)
    floor = folder / "floor"
    subprocess.run(["cc", "-O2", "-o", floor, ROOT / "scripts/bench/floor.c", "-lisal"], check=True)
    rows = [["job", "against", "tonghop s", "it s", "tonghop is", "target", "tonghop MiB", "it MiB"]]
    rows += decoding(folder) + reading(folder, floor) + merging()
    (BUILD / "bench.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
