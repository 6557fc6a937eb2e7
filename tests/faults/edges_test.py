#!/usr/bin/python3
"""What whoever starts a process, shares its folder or names its files may do to it; the rows of matrix.tsv that no other test has."""
import hashlib
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
import package  # noqa: E402  (beside this test)
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
NOTHING_WRITTEN = 3
SLOW_ROWS, MANY_RULES = 150_000, 3_000


def run(*command, limit=None, **environment):
    return subprocess.run([TONGHOP, *map(str, command)], capture_output=True, timeout=300, preexec_fn=limit, env={**os.environ, **environment})


def words(done):
    return (done.stdout + done.stderr).decode("utf-8", "surrogateescape")


def slow_workbook():
    """A sheet that takes a while to read."""
    rows = "".join(f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="inlineStr"><is><t>Tæng sè {r}{c}</t></is></c>' for c in "ABCD") + "</row>"
                   for r in range(1, SLOW_ROWS + 1))
    return package.book(sheet=f"<worksheet><sheetData>{rows}</sheetData></worksheet>")


def children(pid):
    return [int(c) for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children") for c in task.read_text().split()]


def leaves(pid):
    try:
        below = children(pid)
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [leaf for child in below for leaf in (leaves(child) or [child])]


def has_worked(pid):
    """More than a moment of CPU: it reads."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 0.05


class Edges(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-edges-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.inbox = self.folder / "hop-thu"
        shutil.copytree(SCHOOL / "hop-thu", self.inbox)
        self.definition = self.folder / "dinh-nghia"
        shutil.copytree(SCHOOL / "dinh-nghia", self.definition)
        self.out = self.folder / "o.xlsx"

    def merge(self, *options, **how):
        return run("merge", "--lang", "en", "--jobs", "1", "-d", self.definition, "-o", self.out, *options, self.inbox, **how)

    def test_a_report_that_cannot_be_written_is_said(self):
        legacy = sorted((ROOT / "samples/cum2-2022/hop-thu").glob("*.xls"))[0]
        for source in (legacy, sorted(self.inbox.iterdir())[0]):
            done = run("convert", source, self.out, "--force", "--report", "/dev/full", "--lang", "en")
            self.assertEqual(done.returncode, 2, words(done))  # the workbook is there
            self.assertIn("not all could be printed", words(done))
            self.assertTrue(self.out.exists())

    def test_the_killer_of_memory_is_told_apart_from_the_limit_of_time(self):
        (self.inbox / "cham.xlsx").write_bytes(slow_workbook())
        started = subprocess.Popen([TONGHOP, "check", "--lang", "en", "--jobs", "1", "-d", str(self.definition), str(self.inbox / "cham.xlsx")],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        killed = set()
        while started.poll() is None and len(killed) < 2:  # a fresh worker reads it once more
            for leaf in leaves(started.pid):
                if leaf not in killed and has_worked(leaf):
                    os.kill(leaf, signal.SIGKILL)
                    killed.add(leaf)
            time.sleep(0.002)
        said = started.communicate(timeout=120)[0]
        self.assertEqual(len(killed), 2, said)
        self.assertIn("no memory left", said)
        self.assertNotIn("“seconds”", said)
        self.assertEqual(started.returncode, 2)
        late = run("check", "--lang", "en", "--limit", "seconds=1", "-d", self.definition, self.inbox / "cham.xlsx")
        if b"TEP-007" in late.stdout:  # a fast machine may be in time
            self.assertIn("“seconds”", words(late))
            self.assertNotIn("no memory left", words(late))

    def test_little_memory_is_one_finding_or_nothing_written(self):
        expected = self.merge()
        good = self.out.read_bytes()
        self.assertLessEqual(expected.returncode, 2)
        for megabytes in (24, 40, 64, 96, 160):
            def little():
                resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
            done = self.merge(limit=little)
            self.assertIn(done.returncode, (0, 1, 2, NOTHING_WRITTEN, 127), (megabytes, words(done)))
            if done.returncode in (NOTHING_WRITTEN, 127):  # 127: the program itself was not loaded
                self.assertEqual(self.out.read_bytes(), good, megabytes)
            self.assertTrue(self.out.exists())

    def test_a_file_that_grows_is_not_counted(self):
        target, stop = self.inbox / "lon-dan.xlsx", threading.Event()
        target.write_bytes(package.book() + b"\0" * (64 << 20))

        def write():
            with open(target, "ab", buffering=0) as file:
                while not stop.is_set():
                    file.write(b"\0" * 4096)
                    time.sleep(0.0005)
        writer = threading.Thread(target=write)
        writer.start()
        try:
            done = self.merge()
        finally:
            stop.set()
            writer.join()
        self.assertEqual(done.returncode, 2, words(done))
        self.assertIn("copied or edited", words(done))

    def test_names_of_any_bytes(self):
        source = sorted(self.inbox.iterdir())[0].read_bytes()
        shutil.rmtree(self.inbox)
        self.inbox.mkdir()
        names = ["trường số 1.xlsx".encode(), "tru\u031bo\u031b\u0300ng so\u0302\u0301 2.xlsx".encode(), b"tr\xad\xeang s\xe8 3.xlsx", b"\xff\xfe.xlsx",
                 b"a" * 250 + b".xlsx", b"chan. .xlsx", b"dong\nmoi.xlsx", b"esc\x1b[2J.xlsx", b"cham.xlsx."]
        for name in names:
            (pathlib.Path(os.fsdecode(os.fsencode(self.inbox) + b"/" + name))).write_bytes(source)
        done = self.merge()
        self.assertIn(done.returncode, (1, 2), words(done))
        self.assertNotIn("\x1b", words(done))
        done.stdout.decode("utf-8")  # whatever a name is, what is printed is UTF-8
        done.stderr.decode("utf-8")
        import openpyxl
        rows = [row for row in openpyxl.load_workbook(self.out, read_only=True)["NHẬT KÝ"].iter_rows(values_only=True)]
        listed = " ".join(str(cell) for row in rows for cell in row if cell)
        for shown in ("trường số 1", "trường số 2", "\\xAD\\xEA", "\\xFF\\xFE", "a" * 250, "chan. ", "cham.xlsx."):
            self.assertIn(shown, listed)

    def test_neither_locale_nor_zone_nor_clock_changes_a_byte(self):
        seen = set()
        for environment in ({"LC_ALL": "C"}, {"LC_ALL": "vi_VN.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR"}, {"TZ": "Pacific/Kiritimati"},
                            {"TZ": "America/Los_Angeles"}):
            self.assertLessEqual(self.merge(**environment).returncode, 2)
            seen.add(hashlib.sha256(self.out.read_bytes()).hexdigest())
            os.utime(self.out, (0, 0))  # written in 1970, says the clock
        self.assertEqual(len(seen), 1)

    def test_sheets_have_names_that_excel_takes(self):
        forms = self.definition / "bieu.csv"
        lines = forms.read_text(encoding="utf-8").splitlines()
        titles = ["'[M]:*?/\\ rất dài, dài hơn ba mươi mốt chữ", "History", "'[M]:*?/\\ rất dài, dài hơn ba mươi mốt chữ kia"]
        for i, title in enumerate(titles[:len(lines) - 1], 1):
            fields = lines[i].split(",")
            fields[1] = f'"{title}"'
            lines[i] = ",".join(fields)
        forms.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = self.merge()
        self.assertLessEqual(done.returncode, 2, words(done))
        import openpyxl
        names = openpyxl.load_workbook(self.out, read_only=True).sheetnames
        self.assertEqual(len({name.lower() for name in names}), len(names))
        for name in names:
            self.assertLessEqual(len(name.encode("utf-16-le")) // 2, 31)
            self.assertFalse(set(name) & set("[]:*?/\\") or name.lower() == "history" or name.startswith("'") or name.endswith("'"), name)

    def test_a_definition_that_is_no_use_stops_before_a_file_is_read(self):
        self.assertLessEqual(self.merge().returncode, 2)
        old = self.out.read_bytes()
        checks = self.definition / "kiem-tra.csv"
        good = checks.read_text(encoding="utf-8")
        head = good.splitlines()[0]
        rule = next(line for line in good.splitlines() if line.startswith("TK-01"))
        cases = {"unknown code": rule.replace("HS.01,=", "HS.99,="), "a typing error": rule.replace("HS.02 + HS.03", "HS.02 + + )"),
                 "a code twice": rule + "\n" + rule}
        for what, rows in cases.items():
            checks.write_text(head + "\n" + rows + "\n", encoding="utf-8")
            (self.inbox / "doc.xlsx").unlink(missing_ok=True)
            done = self.merge()
            self.assertEqual(done.returncode, NOTHING_WRITTEN, (what, words(done)))
            self.assertRegex(words(done), r"kiem-tra", what)
            self.assertEqual(self.out.read_bytes(), old, what)
        checks.write_text(head + "\n" + "\n".join(rule.replace("TK-01", f"TK-{i:06d}") for i in range(MANY_RULES)) + "\n", encoding="utf-8")
        done = self.merge()
        self.assertIn(done.returncode, (0, 1, 2, NOTHING_WRITTEN), words(done)[-400:])
        for part in self.definition.iterdir():
            part.write_text("", encoding="utf-8")
        self.assertEqual(self.merge().returncode, NOTHING_WRITTEN)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
