#!/usr/bin/python3
"""What a crowded inbox costs: of a cluster of seven, with copies, strangers and broken files around their seven files.

    crowded_inbox.py TONGHOP FILES...

For each number of files an inbox is made: of ten files five are copies of a submission, one is a workbook of another field, one
a letter, three are broken, each in another place.  `merge` of it is measured: seconds, processor seconds of all processes, and
the most memory that the command itself ever had (VmHWM; not its workers).  Printed with what each thousand files costs more than
the one before: about the same where cost is linear."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE, STRANGER = ROOT / "samples/cum2-2022", ROOT / "samples/truong-hoc/hop-thu"
GROUP = 10


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def make_inbox(inbox, files):
    """Content is kept small on the disk: copies are links where that is possible."""
    originals = sorted((SAMPLE / "hop-thu").iterdir())
    stranger = sorted(STRANGER.glob("*.xlsx"))[0].read_bytes()
    for source in originals:
        shutil.copy(source, inbox / source.name)
    first = [inbox / source.name for source in originals]
    modern = [path for path in first if path.suffix == ".xlsx"]
    for i in range(files - len(first)):
        of, kind = first[i % len(first)], i % GROUP
        if kind < 5:
            link_or_copy(of, inbox / f"{of.stem} - bản sao {i:06}{of.suffix}")
        elif kind == 5:
            (inbox / f"ban khac {i:06}.xlsx").write_bytes(stranger + b"")
            with zipfile.ZipFile(inbox / f"ban khac {i:06}.xlsx", "a") as package:
                package.writestr("docProps/so.txt", str(i))
        elif kind == 6:
            (inbox / f"cong van {i:06}.pdf").write_bytes(b"%%PDF-1.4\n%% %d\n" % i)
        else:
            broken = modern[i % len(modern)].read_bytes()
            (inbox / f"hong {i:06}.xlsx").write_bytes(broken[: 1000 + i % (len(broken) - 2000)])


def most_memory(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def measure(tonghop, inbox, files, out):
    line = [tonghop, "merge", "-q", "--limit", f"inbox-files={files + 100}", "-d", SAMPLE / "dinh-nghia", "-o", out, inbox]
    before, began, most = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0
    with subprocess.Popen([str(word) for word in line], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        while running.poll() is None:
            most = max(most, most_memory(running.pid))
            time.sleep(0.05)
        code, said = running.returncode, running.stderr.read().decode()[-300:]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert code <= 2, (code, said)
    return time.monotonic() - began, work, most


def main():
    tonghop, numbers = sys.argv[1], [int(word) for word in sys.argv[2:]]
    last = None
    print(f"{'files':>8} {'seconds':>8} {'cpu':>8} {'MB':>6}   a thousand more: cpu s, MB")
    for files in numbers:
        with tempfile.TemporaryDirectory(prefix="tonghop-crowded-") as folder:
            inbox = pathlib.Path(folder) / "hop-thu"
            inbox.mkdir()
            make_inbox(inbox, files)
            seconds, work, most = measure(tonghop, inbox, files, pathlib.Path(folder) / "o.xlsx")
        more = ""
        if last:
            thousands = (files - last[0]) / 1000
            more = f"   {(work - last[1]) / thousands:.2f} s, {(most - last[2]) / thousands:.2f} MB"
        print(f"{files:>8} {seconds:>8.1f} {work:>8.1f} {most:>6}{more}", flush=True)
        last = (files, work, most)


if __name__ == "__main__":
    main()
