#!/usr/bin/python3
"""A whole night through faults of the machine: store and workbook are those of before or those of after it, each of them whole, and
the next night is the one that it would have been.

The night of the program under tests/faults/fault_shim.c: before each of its calls that write (open, pwrite, write, fsync, fdatasync,
ftruncate, link, rename, unlink, mkdir) it is killed, and each such call fails once with ENOSPC and once with EIO; and it is killed at
200 moments that SEED chooses.  store_faults_test.py looks at the store closer, byte by byte.

    ONE_IN=1   all of it (make test-faults); by default a part that SEED chooses, for ten seconds, with ONE_IN=2 for ten minutes
"""
import errno
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from programs import RELEASE  # noqa: E402
from publishing_test import sha, shim  # noqa: E402  (beside this test)
from school import with_figure  # noqa: E402
from tally import count, finish  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"
ONE_IN = int(os.environ.get("ONE_IN", "30"))
SECONDS = max(10, 1200 // ONE_IN) if ONE_IN > 1 else 3600
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where to sync costs nothing
WRITES = "open pwrite write fsync fdatasync ftruncate link rename unlink mkdir".split()
MOMENTS = 200
chosen = random.Random(os.environ.get("SEED", "0"))


def night(home, day, **env):
    return subprocess.run([RELEASE, "nightly", "-q", "--jobs", "1", "--now", f"2024-06-{day:02} 01:30", home / "tonghop.conf"], capture_output=True, text=True,
                          errors="replace", env=os.environ | ({"LD_PRELOAD": shim()} if env else {}) | env)


class Cluster:
    """Before the night: one night was made; then one file came, one was written over, one is broken."""

    def __init__(self, tmp):
        self.tmp, self.home, self.before = tmp, tmp / "cum", tmp / "truoc"
        done = subprocess.run([RELEASE, "nightly", "--init", self.home, "-d", SCHOOL / "dinh-nghia"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        conf, inbox = self.home / "tonghop.conf", self.home / "hop-thu"
        conf.write_text(re.sub("^phản hồi = .*\n", "", conf.read_text(encoding="utf-8-sig"), flags=re.M), encoding="utf-8")  # half of the time
        for number in (1, 2, 3):
            with_figure(SCHOOL / f"hop-thu/truong-so-{number}.xlsx", 10 + number, inbox / f"truong-so-{number}.xlsx")
        assert night(self.home, 5).returncode < 3
        with_figure(SCHOOL / "hop-thu/truong-so-1.xlsx", 21, inbox / "truong-so-1.xlsx")
        (inbox / "truong-so-2.xlsx").write_bytes(b"PK")
        shutil.copy(SCHOOL / "hop-thu/truong-so-4.xlsx", inbox)
        shutil.copytree(self.home, self.before)
        self.old = self.recorded()
        log, began = tmp / "calls.log", time.monotonic()
        assert night(self.home, 6, FAULT_LOG=str(log), FAULT_FIRST="1").returncode < 3
        self.length = time.monotonic() - began
        self.calls = {words[0]: int(words[1]) for words in map(str.split, log.read_text().splitlines()) if words[0] != "site"}
        self.new = self.recorded()
        assert night(self.home, 7).returncode < 3
        self.next = self.recorded()

    @property
    def workbook(self):
        return self.home / "ket-qua/Tong-hop.xlsx"

    def lay(self):
        shutil.rmtree(self.home)
        shutil.copytree(self.before, self.home)

    def ask(self, query, store=None):
        opened = sqlite3.connect(f"file:{store or self.home / 'so-lieu.db'}?mode=rw", uri=True)
        try:
            return opened.execute(query).fetchall()
        finally:
            opened.close()

    def recorded(self):
        """What the store says of each run, and of the figures that count."""
        facts = "SELECT unit, code, measure, item, exact, file FROM facts WHERE to_run IS NULL ORDER BY unit, code, measure, item"
        memory = "SELECT m.run, f.name, f.sha256, m.waits FROM memory AS m JOIN files AS f ON f.id = m.file ORDER BY m.run, m.place"
        return [self.ask(query) for query in ("SELECT number, day, workbook_sha256, outcome_sha256 FROM runs ORDER BY number", facts, memory)]

    def is_whole(self, what):
        count(self.ask("PRAGMA integrity_check") == [("ok",)], f"{what}: the store is not whole")
        for path in (self.home / "ket-qua").glob("*.xlsx"):
            count(zipfile.ZipFile(path).testzip() is None, f"{what}: {path.name} is not whole")
        for generation in (self.home / "ket-qua/luu").glob("2*"):
            count(self.ask("PRAGMA integrity_check", generation / "so-lieu.db") == [("ok",)], f"{what}: {generation.name} is not whole")
        for copy in (self.home / "ket-qua/luu/tep").iterdir():
            count(copy.name.startswith(".") or sha(copy) == copy.name, f"{what}: {copy.name} has another content than its name says")

    def look(self, what, done):
        """After the fault, and after the night that follows."""
        killed = done.returncode == -signal.SIGKILL
        count(killed or done.returncode in (0, 1, 2, 3, 4), f"{what}: exit {done.returncode}: {done.stderr[-300:]}")
        count(killed or done.returncode != 3 or done.stderr.strip(), f"{what}: no reason")
        known = self.recorded()
        count(known in (self.old, self.new), f"{what}: neither the store of before nor of after: {known[0]}")
        shown = sha(self.workbook)
        count(shown in (self.old[0][-1][2], known[0][-1][2]), f"{what}: a workbook of no run")
        count(done.returncode not in (0, 1, 2) or (known == self.new and shown == self.new[0][-1][2]), f"{what}: exit {done.returncode}, and it was not published")
        self.is_whole(what)
        again = night(self.home, 6 if known == self.old else 7)
        if known == self.old:
            count(self.recorded() == self.new, f"{what}: made again, it is another one: {again.returncode} {again.stderr[-300:]}")
            again = night(self.home, 7)
        count(again.returncode < 3 and self.recorded() == self.next, f"{what}: the next night is another one: {again.returncode} {again.stderr[-300:]}")
        count(sha(self.workbook) == self.next[0][-1][2], f"{what}: the next night is not published")
        litter = [str(p) for p in self.home.rglob(".*") if p.name.endswith((".part", ".lock"))] + [str(p) for p in self.home.glob("*-journal")]
        count(not litter or what.startswith("unlink"), f"{what}: left {litter}")  # what could not be removed may stay

    def try_call(self, call, at, kind):
        self.lay()
        fault = {"FAULT_KILL": "now"} if kind == "kill" else {"FAULT_ERRNO": str(kind)}
        done = night(self.home, 6, FAULT_CALL=call, FAULT_AT=str(at), FAULT_FIRST="1", **fault)
        self.look(f"{call} {at} of {self.calls[call]}, {kind if kind == 'kill' else errno.errorcode[kind]}", done)

    def try_moment(self, moment):
        self.lay()
        started = subprocess.Popen([RELEASE, "nightly", "-q", "--jobs", "1", "--now", "2024-06-06 01:30", self.home / "tonghop.conf"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            started.wait(moment)
        except subprocess.TimeoutExpired:
            started.kill()
        out, err = started.communicate()
        self.look(f"killed after {moment:.3f} s", subprocess.CompletedProcess([], started.returncode, out, err))


def main():
    with tempfile.TemporaryDirectory(prefix="tonghop-night-faults-", dir=MEMORY) as tmp:
        cluster = Cluster(pathlib.Path(tmp))
        faults = [(cluster.try_call, (call, at, kind)) for call in WRITES for at in range(1, cluster.calls.get(call, 0) + 1)
                  for kind in ("kill", errno.ENOSPC, errno.EIO)]
        faults += [(cluster.try_moment, (chosen.random() * cluster.length,)) for _ in range(MOMENTS)]
        chosen.shuffle(faults)
        tried, began = 0, time.monotonic()
        for attempt, what in faults:
            if time.monotonic() - began > SECONDS:
                break
            attempt(*what)
            tried += 1
        print(f"{tried} of {len(faults)} faults")
    finish()


if __name__ == "__main__":
    main()
