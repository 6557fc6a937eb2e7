#!/usr/bin/python3
"""A store through every fault of the machine: it is what it was before the run, or what it is after it, byte by byte.

A run is recorded, a store made, a store copied, by tests/store/record_runs.c under tests/faults/fault_shim.c.  Each call that writes
(open, pwrite, write, fsync, fdatasync, ftruncate, link, rename, unlink) and each that reads is met once: the process is killed before it; a
write is cut in its middle, and then the process is killed; the call fails with ENOSPC or EIO, once and for good.  Memory that is refused
(malloc, realloc) as well.  After it the store is opened by the program, which plays back what was left; and the same run can be recorded
again.

    ONE_IN=1   all of it (make test-faults); by default a part that SEED chooses, for twelve seconds
"""
import collections
import errno
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from programs import RELEASE  # noqa: E402
from tally import count, finish  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve()
RECORD, SHIM = BUILD / "tests/store/record_runs", BUILD / "tests/fault_shim.so"
SCHOOL = ROOT / "samples/truong-hoc"
ONE_IN = int(os.environ.get("ONE_IN", "30"))
SECONDS = 12 if ONE_IN > 1 else 3600
WRITES = "open pwrite write fsync fdatasync ftruncate link rename unlink".split()
OTHERS = "pread read malloc realloc close".split()
MOST, COPY = 200, "ban-sao.db"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where to sync costs nothing
chosen = random.Random(os.environ.get("SEED", "0"))

Fault = collections.namedtuple("Fault", "call at kill errno ever")


def environment(fault):
    said = {"FAULT_CALL": fault.call, "FAULT_AT": str(fault.at), "FAULT_ERRNO": str(fault.errno), "FAULT_FOR": "ever" if fault.ever else "once"}
    return said | ({"FAULT_KILL": fault.kill} if fault.kill else {})


def run(line, **env):
    return subprocess.run([str(word) for word in line], capture_output=True, text=True, env=os.environ | {"LD_PRELOAD": str(SHIM)} | env)


class Job:
    """What is done in a folder; `before` are the files that are there, `after` those that are there when it went well."""

    def __init__(self, name, folder, before, line):
        self.name, self.folder, self.before, self.line = name, folder, before, line
        self.lay()
        log = folder.parent / f"{name}.log"
        done = run(line, FAULT_LOG=str(log))
        assert done.returncode == 0, done.stderr
        self.after = self.there()
        self.calls = {}
        for words in map(str.split, log.read_text().splitlines()):
            if words[0] != "site":
                self.calls[words[0]] = int(words[1])

    def lay(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for name, content in self.before.items():
            (self.folder / name).write_bytes(content)

    def there(self):
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def faults(self):
        every = []
        for call in WRITES:
            for at in range(1, self.calls.get(call, 0) + 1):
                every.append(Fault(call, at, "now", 0, False))
                if call == "pwrite":
                    every += [Fault(call, at, "later", 0, False), Fault(call, at, None, 0, False)]
                for number in (errno.ENOSPC, errno.EIO):
                    every += [Fault(call, at, None, number, False), Fault(call, at, None, number, True)]
        for call in OTHERS:
            n = self.calls.get(call, 0)
            for at in sorted(chosen.sample(range(1, n + 1), min(n, MOST))):  # of memory there are tens of thousands
                every.append(Fault(call, at, None, errno.ENOMEM if "alloc" in call else errno.EIO, chosen.random() < 0.3))
        return every

    def recovered(self):
        """The files, once the program has opened the store that is there."""
        for name in self.after:
            if (self.folder / name).exists():
                told = subprocess.run([RELEASE, "history", "--store", self.folder / name, "--no-header"], capture_output=True, text=True)
                if told.returncode:
                    return None, told.stderr
        return self.there(), ""

    def try_fault(self, fault):
        self.lay()
        done = run(self.line, **environment(fault))
        what = f"{self.name} {fault}: {done.returncode} {done.stderr}"
        killed = done.returncode == -signal.SIGKILL
        if not count_one(done.returncode in (0, 3) or (killed and fault.kill), what):
            return
        if done.returncode == 3:
            count_one(done.stderr.strip(), f"{what}: no reason")
        found, why = self.recovered()
        if not count_one(found is not None, f"{what}: the store is refused: {why}"):
            return
        # a journal that was not synced yet says nothing, and the next run writes over it
        parts = {name for name in found if name.endswith((".part", "-journal"))}
        stores = {name: content for name, content in found.items() if name not in parts}
        states = [self.after] if done.returncode == 0 else [self.before]
        if killed or self.name == "create":  # where the store is there, and is opened then
            states.append(self.after)
        if COPY in stores and not killed and stores[COPY] != self.after[COPY]:
            # whose store could only be opened for reading packs its copy otherwise, and it says the same
            count_one(said_by(stores[COPY]) == said_by(self.after[COPY]), f"{what}: the copy says something else")
            stores[COPY] = self.after[COPY]
        count_one(stores in states, f"{what}: neither old nor new: {sorted(found)}")
        count_one(killed or not parts or fault.ever or fault.call == "unlink", f"{what}: {parts} is left")
        if stores == self.before:
            again = subprocess.run([str(word) for word in self.line], capture_output=True, text=True)
            count_one(again.returncode == 0 and self.there() == self.after, f"{what}: not the same when it is done again: {again.stderr}")


def said_by(store):
    opened = sqlite3.connect(":memory:")
    opened.deserialize(store)
    return list(opened.iterdump())


def count_one(ok, what):
    count(ok, what)
    return ok


def outcomes(folder):
    inbox = folder / "hop-thu"
    shutil.copytree(SCHOOL / "hop-thu", inbox)
    late = inbox / "truong-so-5.xlsx"
    late.rename(folder / late.name)
    for night in (1, 2):
        done = subprocess.run([RELEASE, "merge", "-q", "-d", SCHOOL / "dinh-nghia", "-o", folder / f"{night}.xlsx", "--outcome", folder / f"{night}.records",
                               inbox], capture_output=True, text=True)
        assert done.returncode < 3, done.stderr
        shutil.copy(folder / late.name, late)
    return folder / "1.records", folder / "2.records"


def main():
    with tempfile.TemporaryDirectory(prefix="tonghop-store-faults-", dir=MEMORY) as tmp:
        tmp = pathlib.Path(tmp)
        first, second = outcomes(tmp)
        work, definition = tmp / "kho", SCHOOL / "dinh-nghia"
        store = work / "so-lieu.db"
        made = Job("create", work, {}, [RECORD, store, definition])
        one = Job("first", work, made.after, [RECORD, store, definition, first])
        jobs = [made, one, Job("second", work, one.after, [RECORD, store, definition, second]),
                Job("copy", work, one.after, [RECORD, "--copy", store, work / COPY])]
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as opened:
            count(opened.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the store is not whole")
        every = [(job, fault) for job in jobs for fault in job.faults()]
        chosen.shuffle(every)
        if ONE_IN > 1:  # what commits a run first: there are few of these
            every.sort(key=lambda pair: pair[1].call not in ("fsync", "fdatasync", "unlink", "link", "ftruncate") or pair[0].name == "create")
        tried, begun = 0, time.monotonic()
        for job, fault in every:
            if time.monotonic() - begun > SECONDS:
                break
            job.try_fault(fault)
            tried += 1
        print(f"{tried} of {len(every)} faults")
    finish()


if __name__ == "__main__":
    main()
