#!/usr/bin/python3
"""Nothing broken is published: a full disk, a full folder for temporary files, a file that may not grow.

Every command that writes a workbook is run where it cannot; the old output must stay to the byte, the exit code say that
nothing was written, and one line why.  A small tmpfs is mounted where that is allowed; elsewhere those cases are left
out and the others do."""
import errno
import fcntl
import hashlib
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
DEFINITION = SAMPLE / "dinh-nghia"
INBOX = SAMPLE / "hop-thu"
ONE = sorted(INBOX.glob("*.xls*"))[0]
OLD_BINARY = sorted(INBOX.glob("*.xls"))
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
NOTHING_WRITTEN = 3


def commands(out):
    """Every command that draws a workbook, with the file it publishes."""
    out = pathlib.Path(out)
    book = OLD_BINARY[0] if OLD_BINARY else ONE
    return {
        "merge": ["merge", "-d", DEFINITION, "-o", out / "o.xlsx", INBOX],
        "check": ["check", "-d", DEFINITION, "--feedback", out / "o.xlsx", ONE],
        "template": ["template", "-d", DEFINITION, "-o", out / "o.xlsx"],
        "definition": ["definition", DEFINITION, "-o", out / "o.xlsx"],
        "learn": ["learn", ONE, "-o", out / "o.xlsx"],
        "convert": ["convert", book, out / "o.xlsx"],
    }


def run(command, program=TONGHOP, limit=None, **environment):
    return subprocess.run([program, *map(str, command)], capture_output=True, text=True, timeout=300, preexec_fn=limit,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **environment})


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def small_files(most):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    return limit


def shim():
    """The library of tests/faults/fault_shim.c, built where it is missing or old."""
    source = ROOT / "tests/faults/fault_shim.c"
    built = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve() / "tests/fault_shim.so"
    if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
        built.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*os.environ.get("CC", "cc").split(), "-std=gnu17", "-O1", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    return str(built)


def parts(path):
    """What every part of a package says; None when it is none."""
    try:
        with zipfile.ZipFile(path) as package:
            return {i.filename: package.read(i) for i in package.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError):
        return None


class Tmpfs:
    """A file system of so many kilobytes; `there` is False where none may be mounted."""

    def __init__(self, kilobytes):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-full-"))
        self.there = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", self.path],
                                    capture_output=True).returncode == 0

    def close(self):
        if self.there:
            subprocess.run(["umount", self.path], check=True)
        self.path.rmdir()


class Publishing(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-publishing-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def tmpfs(self, kilobytes):
        mounted = Tmpfs(kilobytes)
        self.addCleanup(mounted.close)
        if not mounted.there:
            self.skipTest("no file system may be mounted")
        return mounted.path

    def assert_refused(self, name, done, out, old):
        self.assertEqual(done.returncode, NOTHING_WRITTEN if name != "check" else done.returncode, (name, done.stderr))
        self.assertNotEqual(done.returncode, 0, name)
        self.assertTrue(done.stderr.strip() or done.stdout.strip(), name)
        self.assertNotIn("tín hiệu", done.stderr, name)
        self.assertEqual(sha(out), old, f"{name}: the old output changed")

    def test_a_full_folder_for_temporary_files_changes_nothing(self):
        full = self.tmpfs(400)
        (full / "filler").write_bytes(b"x" * 390 * 1024)
        for name, command in commands(self.folder).items():
            expected, got = self.folder / f"{name}.xlsx", self.folder / "o.xlsx"
            first = run(command)
            self.assertLessEqual(first.returncode, 2, first.stderr)
            got.rename(expected)
            before = os.stat(full).st_mtime_ns
            again = run(command, TMPDIR=str(full), TEMP=str(full), TMP=str(full))
            self.assertEqual(again.returncode, first.returncode, again.stderr)
            self.assertEqual(sha(got), sha(expected), name)
            self.assertEqual([p.name for p in full.iterdir()], ["filler"])
            self.assertEqual(os.stat(full).st_mtime_ns, before, f"{name}: a file came and went")
            got.unlink()

    def test_a_full_disk_leaves_the_old_output(self):
        full = self.tmpfs(4000)
        for name, command in commands(full).items():
            (full / "filler").unlink(missing_ok=True)
            out = full / "o.xlsx"
            out.unlink(missing_ok=True)
            self.assertLessEqual(run(command).returncode, 2, name)
            old = sha(out)
            with open(full / "filler", "wb") as filler:
                room = os.statvfs(full)
                filler.write(b"x" * (room.f_bavail * room.f_bsize - 8192))
            done = run(command)
            if name == "convert" and done.returncode <= 2:  # a workbook so small that it fitted
                continue
            self.assert_refused(name, done, out, old)
            self.assertEqual(sorted(p.name for p in full.iterdir()), ["filler", "o.xlsx"], f"{name}: litter")

    def test_a_file_that_may_not_grow_leaves_the_old_output(self):
        for name, command in commands(self.folder).items():
            out = self.folder / "o.xlsx"
            self.assertLessEqual(run(command).returncode, 2, name)
            old = sha(out)
            for most in (0, 4096) if name == "merge" else (0, 1, 100, 4096):
                self.assert_refused(name, run(command, limit=small_files(most)), out, old)
                self.assertEqual([p.name for p in self.folder.iterdir()], ["o.xlsx"], f"{name} {most}: litter")
            out.unlink()


class ReadBack(unittest.TestCase):
    """A byte that changes, or an end that is lost, between writing and reading back."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-read-back-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.random = random.Random(os.environ.get("SEED", "0"))

    def spoil(self, name, command, **how):
        out = self.folder / "o.xlsx"
        old, good = sha(out), parts(out)
        done = run(command, LD_PRELOAD=shim(), FAULT_BAD="/.o.xlsx.part", **how)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["o.xlsx"], f"{name} {how}: litter")
        if done.returncode == NOTHING_WRITTEN:
            self.assertEqual(sha(out), old, f"{name} {how}")
            self.assertIn("TEP-039", done.stdout + done.stderr, f"{name} {how}")
            return 1
        # a byte that says nothing of any part, such as the system that made an entry
        self.assertEqual(parts(out), good, f"{name} {how}: published with {done.returncode}")
        return 0

    def test_what_was_spoilt_is_not_published(self):
        for name, command in commands(self.folder).items():
            self.assertLessEqual(run(command).returncode, 2, name)
            size = (self.folder / "o.xlsx").stat().st_size
            tried = 3 if name == "merge" else 12
            refused = sum(self.spoil(name, command, FAULT_OFFSET=str(self.random.randrange(size))) for _ in range(tried))
            self.assertGreater(refused, tried / 2, name)
            for cut in (0, size // 2, size - 1):
                self.assertEqual(self.spoil(name, command, FAULT_OFFSET=str(cut), FAULT_CUT="1"), 1, f"{name} cut at {cut}")
            (self.folder / "o.xlsx").unlink()

    def test_a_csv_that_was_spoilt_is_not_published(self):
        out = self.folder / "o.csv"
        command = ["convert", sorted((ROOT / "samples/truong-hoc/dinh-nghia").glob("*.csv"))[0], out]
        self.assertLessEqual(run(command).returncode, 1)
        out.write_bytes(out.read_bytes() + b"them\r\n")
        old = sha(out)
        done = run([*command, "--force"], LD_PRELOAD=shim(), FAULT_BAD="/.o.csv.part", FAULT_OFFSET="9")
        self.assertEqual((done.returncode, sha(out)), (NOTHING_WRITTEN, old), done.stderr)
        self.assertIn("TEP-039", done.stderr)


class Workers(unittest.TestCase):
    """A fault of the machine while a file is read."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-workers-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.school = ROOT / "samples/truong-hoc"

    def merge(self, name, **faults):
        out = self.folder / name
        line = ["merge", "--jobs", "1", "-d", self.school / "dinh-nghia", "-o", out, self.school / "hop-thu"]
        if faults:
            faults["LD_PRELOAD"] = shim()
        return run(line, **faults), out

    def test_one_fault_is_made_good_by_a_fresh_worker(self):
        good, expected = self.merge("good.xlsx")
        self.assertLessEqual(good.returncode, 2)
        # of the forked processes the first tries the walls; then the server makes its own, and workers write into their pipes
        forked = [("write", 2), ("write", 3), ("write", 5), ("read", 2)]
        for call, at in [*forked, ("read", 3), ("waitpid", 4), ("poll", 1), ("poll", 3)]:
            where = {"FAULT_FORKED": "1"} if (call, at) in forked else {}
            done, out = self.merge("o.xlsx", FAULT_CALL=call, FAULT_AT=str(at), FAULT_ERRNO=str(errno.EIO), **where)
            self.assertEqual(done.returncode, good.returncode, (call, at, done.stderr))
            self.assertEqual(sha(out), sha(expected), (call, at))

    def test_poll_that_fails_for_good_is_done_without(self):
        good, expected = self.merge("good.xlsx")
        done, out = self.merge("o.xlsx", FAULT_CALL="poll", FAULT_AT="1", FAULT_FOR="ever", FAULT_ERRNO=str(errno.ENOMEM))
        self.assertEqual((done.returncode, sha(out)), (good.returncode, sha(expected)), done.stderr)

    def test_interrupted_for_good_is_no_endless_loop(self):
        for call in ("write", "read", "waitpid", "poll", "pwrite"):
            done, _ = self.merge("o.xlsx", FAULT_CALL=call, FAULT_AT="1", FAULT_FOR="ever", FAULT_ERRNO=str(errno.EINTR))
            self.assertIn(done.returncode, (0, 1, 2, 3), (call, done.stderr))


class Edges(unittest.TestCase):
    """What whoever starts a process may have set, what kills it, and names as long as a file system takes."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-edges-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.school = ROOT / "samples/truong-hoc"
        self.out = self.folder / "o.xlsx"

    def line(self, out=None):
        return ["merge", "--jobs", "1", "-d", self.school / "dinh-nghia", "-o", out or self.out, self.school / "hop-thu"]

    def test_a_caller_that_ignores_its_children(self):
        good = run(self.line(self.folder / "good.xlsx"))
        done = run(self.line(), limit=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        self.assertEqual(done.returncode, good.returncode, done.stderr)
        self.assertEqual(sha(self.out), sha(self.folder / "good.xlsx"))

    def test_a_full_output_is_said(self):
        one = sorted((self.school / "hop-thu").iterdir())[0]
        for command, code in ((["check", "-d", self.school / "dinh-nghia", one], NOTHING_WRITTEN), (["inspect", one], NOTHING_WRITTEN), (self.line(), 2)):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([TONGHOP, *map(str, command)], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, code, (command[0], done.stderr))
            self.assertTrue(done.stderr.strip(), command[0])

    def test_what_is_published_and_cannot_be_told_is_no_failure_of_the_result(self):
        for name, command in commands(self.folder).items():
            out = self.folder / "o.xlsx"
            first = run(command)
            self.assertLessEqual(first.returncode, 2, first.stderr)
            told, before = bool(first.stdout), sha(out)
            out.unlink()
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([TONGHOP, *map(str, command)], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 2 if told else first.returncode, (name, done.stderr))
            self.assertEqual(sha(out), before, name)
            out.unlink()

    def test_a_full_error_output_changes_nothing(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([TONGHOP, *map(str, self.line())], stdout=subprocess.PIPE, stderr=full)
        self.assertLessEqual(done.returncode, 2)

    def test_a_name_as_long_as_a_file_system_takes(self):
        for letters in (240, 244, 249, 250):
            out = self.folder / ("a" * letters + ".xlsx")
            self.assertLessEqual(run(self.line(out)).returncode, 2, letters)
        out = self.folder / ("ệ" * 83 + ".xlsx")
        self.assertLessEqual(run(self.line(out)).returncode, 2)
        self.assertEqual([p.name for p in self.folder.iterdir() if p.name.startswith(".")], [])

    def test_a_killed_run_leaves_no_process_and_no_lock_that_holds(self):
        for wait in (0.01, 0.03, 0.06, 0.1, 0.2):
            started = subprocess.Popen([TONGHOP, *map(str, self.line())], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            started.kill()
            started.wait()
            time.sleep(1)
            left = subprocess.run(["pgrep", "-f", f"{TONGHOP} merge.*{self.out}"], capture_output=True, text=True).stdout.split()
            self.assertEqual(left, [], wait)
            self.assertLessEqual(run(self.line()).returncode, 2, wait)
            self.assertEqual([p.name for p in self.folder.iterdir()], ["o.xlsx"])

    def test_a_lock_that_is_held_says_by_whom_and_since_when(self):
        lock = self.folder / ".o.xlsx.lock"
        lock.write_text("4711")
        with open(lock, encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            done = run(self.line())
            self.assertEqual(done.returncode, NOTHING_WRITTEN)
            self.assertRegex(done.stderr, r"tiến trình 4711, từ \d\d:\d\d \d\d/\d\d/\d{4}")
        self.assertLessEqual(run(self.line()).returncode, 2)

    def test_a_name_that_turns_the_line_around_is_shown_as_what_it_is(self):
        for name, shown in (("a\u202eb.xlsx", "a\\u202Eb"), ("a\u2028b.xlsx", "a\\u2028b"), ("a\U000e0041b.xlsx", "a\\uE0041b"), ("a\x1bb.xlsx", "a\\u001Bb")):
            done = run(self.line(self.folder / name))
            self.assertLessEqual(done.returncode, 2)
            self.assertIn(shown, done.stdout)
            self.assertNotIn(name[1], done.stdout)
            done = run(["template", "-d", self.school / "dinh-nghia", "-o", self.folder / ("t" + name)])
            self.assertIn(shown, done.stdout)
            self.assertNotIn(name[1], done.stdout)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
