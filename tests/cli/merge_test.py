#!/usr/bin/python3
"""The commands as a user runs them: exit codes, findings, identical bytes, broken files."""
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from inbox import rows_said  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
ASAN = pathlib.Path(os.environ.get("TONGHOP_ASAN", TONGHOP)).resolve()
SAMPLE = ROOT / "samples/cum2-2022"
SCHOOLS = ROOT / "samples/truong-hoc"


def run(*args, program=TONGHOP, env=None, **kw):
    base = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    base.update(env or {})
    return subprocess.run([str(program), *map(str, args)], capture_output=True, text=True, env=base, timeout=300, **kw)


def sha(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def records(*args):
    """Findings of a record stream or of `check`, as (level, rule, file, cell)."""
    out = run("extract", *args).stdout
    return [line.split("\t") for line in out.splitlines()]


def rows_of(out_path, sheet):
    """The values of one sheet; the others are not parsed."""
    import openpyxl
    book = openpyxl.load_workbook(out_path, data_only=True, read_only=True)
    rows = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    book.close()
    return rows


def findings(out_path):
    """(level, rule, unit) of every finding, from sheet KIỂM TRA through openpyxl."""
    rows = rows_of(out_path, "KIỂM TRA")
    head = next(i for i, r in enumerate(rows) if "Mức" in r and "Mã" in r)
    cols = {name: i for i, name in enumerate(rows[head]) if name}
    found = []
    for r in rows[head + 1:]:
        if r[cols["Mức"]]:
            found.append(tuple(r[cols[c]] or "" for c in ("Mức", "Mã", "Đơn vị", "Tệp", "Ô")))
    return found


class Case(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-"))
        self.addCleanup(shutil.rmtree, self.tmp, True)

    def inbox(self, name="hop-thu"):
        target = self.tmp / name
        shutil.copytree(SAMPLE / "hop-thu", target)
        return target

    def merge(self, inbox, out=None, *extra, program=TONGHOP, definition=SAMPLE / "dinh-nghia", **kw):
        out = out or self.tmp / "out.xlsx"
        return run("merge", "-d", definition, "-o", out, *extra, inbox, program=program, **kw), out


class Untouched(Case):
    def test_the_sample_exits_1_and_its_slips_are_the_only_warnings(self):
        r, out = self.merge(SAMPLE / "hop-thu", program=ASAN)
        self.assertEqual(r.returncode, 1, r.stdout + r.stderr)
        self.assertEqual(r.stderr, "")
        want = (ROOT / "tests/cli/cum2-2022-findings.tsv").read_text().splitlines()
        got = ["\t".join(f) for f in findings(out)]
        self.assertEqual(got, want)

    def test_the_summary_names_units_figures_findings_ranking_and_place(self):
        r, out = self.merge(SAMPLE / "hop-thu")
        for words in ("7/7 đơn vị", "số liệu", "cảnh báo", "Xếp hạng", "TẠM TÍNH", "1. ", str(out)):
            self.assertIn(words, r.stdout)

    def test_english(self):
        r, _ = self.merge(SAMPLE / "hop-thu", None, "--lang", "en")
        self.assertIn("7/7 units", r.stdout)

    def test_inputs_are_not_touched(self):
        inbox = self.inbox()
        before = {p.name: (sha(p), p.stat().st_mtime_ns) for p in inbox.iterdir()}
        self.merge(inbox)
        self.assertEqual(before, {p.name: (sha(p), p.stat().st_mtime_ns) for p in inbox.iterdir()})


class SameBytes(Case):
    def test_twice_shuffled_other_times_other_workers_other_place(self):
        first, out = self.merge(SAMPLE / "hop-thu", None, "--jobs", "1")
        want = sha(out)
        self.assertEqual(sha(self.merge(SAMPLE / "hop-thu", self.tmp / "b.xlsx", "--jobs", "7")[1]), want)
        shuffled = self.tmp / "lan-lon"
        shuffled.mkdir()
        for i, p in enumerate(sorted((SAMPLE / "hop-thu").iterdir(), key=lambda p: hashlib.md5(p.name.encode()).digest())):
            shutil.copy(p, shuffled / p.name)
            os.utime(shuffled / p.name, (1_000_000_000 + 86_400 * i,) * 2)
        definition = self.tmp / "elsewhere" / "dinh-nghia"
        shutil.copytree(SAMPLE / "dinh-nghia", definition)
        for p in definition.iterdir():
            os.utime(p, (1_100_000_000, 1_100_000_000))
        r, c = self.merge(shuffled, self.tmp / "c.xlsx", definition=definition, env={"TZ": "Asia/Ho_Chi_Minh"})
        self.assertEqual(sha(c), want)
        listed = sorted(shuffled.iterdir(), reverse=True)
        r = run("merge", "-d", definition, "-o", self.tmp / "d.xlsx", *listed)
        self.assertEqual(sha(self.tmp / "d.xlsx"), want)

    def test_workbooks_and_record_streams_merge_to_the_same_figures(self):
        r = run("extract", "-d", SAMPLE / "dinh-nghia", *sorted((SAMPLE / "hop-thu").iterdir()))
        self.assertIn(r.returncode, (0, 1))
        records = self.tmp / "all.records"
        records.write_text(r.stdout)
        out = self.tmp / "from-records.xlsx"
        merged = run("merge", "-d", SAMPLE / "dinh-nghia", "-o", out, "--records", records)
        self.assertEqual(merged.returncode, 1, merged.stdout + merged.stderr)
        _, direct = self.merge(SAMPLE / "hop-thu", self.tmp / "direct.xlsx")
        said, expected = ([(sheet, [cell.value for cell in row]) for sheet, row in rows_said(path)] for path in (out, direct))
        self.assertGreater(len(said), 10_000)
        self.assertEqual(said, expected)  # the list of what it is made from names other files


class Broken(Case):
    """One bad file: the others are merged, one cause is added that names file and reason, exit 2, 6/7."""

    before = None  # what is found where no file is broken

    def check_one_cause(self, break_it, name, *words):
        if Broken.before is None:
            Broken.before = set(findings(self.merge(SAMPLE / "hop-thu", self.tmp / "clean.xlsx")[1]))
        before = Broken.before
        inbox = self.inbox()
        break_it(inbox / name)
        r, out = self.merge(inbox)  # reading what is broken under the sanitizers is faults_test's
        self.assertEqual(r.returncode, 2, r.stdout + r.stderr)
        # Where a typed number is noted for what six of seven units compute, fewer units move the place of the note.
        added = [f for f in findings(out) if f not in before and f[1] != "NG-031"]
        self.assertEqual(len(added), 1, added)
        self.assertIn(name, added[0])
        for w in words:
            self.assertIn(w, r.stdout)
        coverage = {value for row in rows_of(out, "TỔNG HỢP") for value in row if isinstance(value, str) and value.endswith("/7 Sở")}
        self.assertIn("6/7 Sở", coverage)
        self.assertNotIn("7/7 Sở", coverage)
        self.assertIn("6/7 đơn vị", r.stdout)
        return added[0]

    def test_garbage(self):
        for name in ("CTDS2_2022_SL_SonLa.xlsx", "CTDS2_2022_LCH_LaiChau.xls"):
            with self.subTest(name):
                shutil.rmtree(self.tmp / "hop-thu", True)
                self.check_one_cause(lambda p: p.write_bytes(bytes(range(256)) * 40), name, "không phải")

    def test_truncated(self):
        of_format = {p.suffix: p.name for p in sorted((SAMPLE / "hop-thu").iterdir())}
        self.assertEqual(set(of_format), {".ods", ".xls", ".xlsx"})
        for name in of_format.values():
            with self.subTest(name):
                shutil.rmtree(self.tmp / "hop-thu", True)
                self.check_one_cause(lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]), name)

    def test_missing(self):
        self.check_one_cause(lambda p: p.unlink(), "CTDS2_2022_CB_CaoBang.ods", "Cao Bằng")

    def test_empty_and_unreadable(self):
        self.check_one_cause(lambda p: p.write_bytes(b""), "CTDS2_2022_HG_HaGiang.xls", "rỗng")
        shutil.rmtree(self.tmp / "hop-thu", True)

        def fifo(p):
            p.unlink()
            os.mkfifo(p)
        self.check_one_cause(fifo, "CTDS2_2022_HG_HaGiang.xls", "không phải tệp thông thường")

    def test_owner_files_are_left_out(self):
        inbox = self.inbox()
        (inbox / "~$CTDS2_2022_SL_SonLa.xlsx").write_bytes(b"\x05admin" + b" " * 159)
        r, out = self.merge(inbox)
        self.assertEqual(r.returncode, 1, r.stdout)
        self.assertFalse(any("~$" in str(f) for f in findings(out)))

    def test_two_files_of_one_unit_are_never_both_counted(self):
        inbox = self.inbox()
        shutil.copy(inbox / "CTDS2_2022_SL_SonLa.xlsx", inbox / "Copy of Son La.xlsx")
        r, out = self.merge(inbox)
        said = [f[1] for f in findings(out)]
        self.assertIn("NOP-011", said)
        self.assertNotIn("NOP-005", said)
        self.assertIn("91 biểu", r.stdout)


class Publishing(Case):
    def test_nothing_is_written_when_the_definition_is_faulty(self):
        definition = self.tmp / "dn"
        shutil.copytree(SAMPLE / "dinh-nghia", definition)
        with open(definition / "kiem-tra.csv", "a", encoding="utf-8") as f:
            f.write("KT-X,Sai,đơn vị,KHONG.CO + 1,=,1,0,lỗi,bỏ qua,bật,,\n")
        out = self.tmp / "out.xlsx"
        out.write_text("old")
        r, _ = self.merge(SAMPLE / "hop-thu", out, definition=definition)
        self.assertEqual(r.returncode, 3)
        self.assertIn("KHONG.CO", r.stderr)
        self.assertEqual(out.read_text(), "old")
        self.assertEqual([p.name for p in self.tmp.iterdir() if p.name.startswith(".")], [])

    def test_a_folder_that_cannot_be_written(self):
        r, _ = self.merge(SAMPLE / "hop-thu", self.tmp / "khong-co" / "out.xlsx")
        self.assertEqual(r.returncode, 3)
        self.assertIn("khong-co", r.stderr)

    def test_a_second_run_for_the_same_output_is_refused(self):
        inbox, out = self.inbox(), self.tmp / "out.xlsx"
        lock = self.tmp / ".out.xlsx.lock"
        import fcntl
        with open(lock, "w") as held:
            held.write("4711")
            held.flush()
            fcntl.flock(held, fcntl.LOCK_EX)
            r, _ = self.merge(inbox, out)
            self.assertEqual(r.returncode, 3)
            self.assertIn("4711", r.stderr)
            self.assertFalse(out.exists())
        r, _ = self.merge(inbox, out)
        self.assertEqual(r.returncode, 1)

    def test_killed_at_any_time_the_old_workbook_stays_whole(self):
        out = self.tmp / "out.xlsx"
        self.merge(SAMPLE / "hop-thu", out)
        old = sha(out)
        for delay in (0.01, 0.05, 0.1, 0.2, 0.3):
            p = subprocess.Popen([str(TONGHOP), "merge", "-d", SAMPLE / "dinh-nghia", "-o", out, SAMPLE / "hop-thu"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            p.send_signal(signal.SIGKILL)
            p.wait()
            time.sleep(0.2)  # its workers end with their pipes
            self.assertEqual(sha(out), old)
        r, _ = self.merge(SAMPLE / "hop-thu", out)
        self.assertEqual(r.returncode, 1, r.stderr)
        self.assertEqual([p.name for p in self.tmp.iterdir()], ["out.xlsx"])

    def test_the_log_has_every_file_and_finding(self):
        log = self.tmp / "log"
        self.merge(SAMPLE / "hop-thu", None, "--log", log)
        text = log.read_text()
        for p in (SAMPLE / "hop-thu").iterdir():
            self.assertIn(p.name, text)
        self.assertIn("đã ghi", text)


class Usage(Case):
    def test_wrong_usage_is_64(self):
        for args in ([], ["merge"], ["nothing"], ["merge", "--jobs", "x"], ["inspect"], ["--bogus"], ["merge", "--lang", "fr"]):
            with self.subTest(args):
                r = run(*args)
                self.assertEqual(r.returncode, 64, r.stderr)
                self.assertTrue(r.stderr)

    def test_help_and_version(self):
        self.assertEqual(run("--help").returncode, 0)
        for command in ("merge", "check", "extract", "inspect"):
            self.assertIn("tonghop " + command, run("--help").stdout)
        self.assertTrue(run("--version").stdout.startswith("tonghop "))

    def test_inspect_has_one_cell_a_line(self):
        r = run("inspect", SAMPLE / "hop-thu/CTDS2_2022_LCH_LaiChau.xls", program=ASAN)
        lines = r.stdout.splitlines()
        self.assertEqual(lines[0], "sheet\tcell\ttype\tvalue\tfont\tflags")
        self.assertTrue(all(line.count("\t") == 5 for line in lines))
        self.assertTrue(any("legacy:TCVN3" in line and "LAI CHÂU" in line for line in lines))
        raw = run("inspect", "--raw", "--no-header", SAMPLE / "hop-thu/CTDS2_2022_LCH_LaiChau.xls").stdout
        self.assertEqual(len(raw.splitlines()), len(lines) - 1)

    def test_inspect_of_what_is_no_workbook(self):
        (self.tmp / "a.xlsx").write_text("<html><body><p>Login</p></body></html>")
        r = run("inspect", self.tmp / "a.xlsx")
        self.assertEqual(r.returncode, 3)
        self.assertIn("trang web", r.stderr)

    def test_check_tells_a_department_before_it_sends(self):
        r = run("check", "-d", SAMPLE / "dinh-nghia", SAMPLE / "hop-thu/Lao Cai (ban sua).xlsx")
        self.assertEqual(r.returncode, 1, r.stdout)
        self.assertIn("133/139", r.stdout)
        self.assertIn("cắt bỏ", r.stdout)
        self.assertNotIn("NOP-", r.stdout)


class LastYear(Case):
    def test_continuity_is_evaluated_only_with_last_years_figures(self):
        r = run("extract", "-d", SAMPLE / "dinh-nghia", SAMPLE / "hop-thu/CTDS2_2022_SL_SonLa.xlsx")
        out = []
        changed = None
        for line in r.stdout.splitlines():
            f = line.split("\t")
            if f[0] == "fact" and f[4] == "truoc" and f[5] == "value":
                f[4] = "nay"  # what this workbook says of last year is what was accepted then
                f[2] = str(int(f[2]) - 1)
                if changed is None and f[3] == "TTC.03":
                    changed = f[6]
                    f[6] = f[8] = str(int(f[6]) + 1)  # but for one figure
                out.append("\t".join(f))
        self.assertIsNotNone(changed)
        part = "\n".join(["tonghop-records\t2", *out]) + "\n"
        facts = self.tmp / "nam-truoc.tsv"
        facts.write_text(part + f"end\t{len(out)}\t{hashlib.sha256(part.encode()).hexdigest()}\n")
        r, path = self.merge(SAMPLE / "hop-thu", None, "--last-year", facts)
        self.assertEqual(r.returncode, 1, r.stdout + r.stderr)
        kt = [f for f in findings(path) if f[1] == "KT-001"]
        self.assertEqual(len(kt), 1, kt)

    def test_only_the_year_before_is_last_year(self):
        lines = run("extract", "-d", SAMPLE / "dinh-nghia", SAMPLE / "hop-thu/CTDS2_2022_SL_SonLa.xlsx").stdout.splitlines()
        fact = next(line for line in lines if line.startswith("fact\t")).split("\t")
        for year, code in ((2021, 1), (2020, 3), (2022, 3), (2023, 3)):
            fact[2] = str(year)
            part = "tonghop-records\t2\n" + "\t".join(fact) + "\n"
            facts = self.tmp / f"{year}.tsv"
            facts.write_text(part + f"end\t1\t{hashlib.sha256(part.encode()).hexdigest()}\n")
            r, out = self.merge(SAMPLE / "hop-thu", None, "--last-year", facts)
            self.assertEqual(r.returncode, code, r.stdout + r.stderr)
            if code == 3:
                self.assertIn(f"bản ghi là của kỳ {year}; năm trước của đợt này là kỳ 2021", r.stderr)

    def test_a_stream_that_was_cut_stops_the_run(self):
        facts = self.tmp / "cut.tsv"
        facts.write_text("tonghop-records\t2\nfact\tSL")
        r, out = self.merge(SAMPLE / "hop-thu", None, "--last-year", facts)
        self.assertEqual(r.returncode, 3)
        self.assertFalse(out.exists())


class OtherField(Case):
    def test_schools_merge_without_a_line_of_c_changed(self):
        r, out = self.merge(SCHOOLS / "hop-thu", definition=SCHOOLS / "dinh-nghia", program=ASAN)
        self.assertEqual(r.returncode, 0, r.stdout + r.stderr)  # one school has not reported, and there is no deadline
        self.assertIn("5/6 đơn vị", r.stdout)
        self.assertIn("\nChưa nộp     Trường Tiểu học số 6\n", r.stdout)  # the noun is part of the name
        import openpyxl
        sheet = openpyxl.load_workbook(out, data_only=True)["XẾP HẠNG"]
        rows = [[c.value for c in row] for row in sheet.iter_rows()]
        head = next(i for i, row in enumerate(rows) if "Thứ tự tạm" in row)
        col = rows[head].index("Thứ tự tạm")
        ranks = [row[col] for row in rows[head + 1:] if isinstance(row[col], (int, float))]
        self.assertEqual(len(ranks), 5)
        shared = [x for x in set(ranks) if ranks.count(x) == 2]
        self.assertEqual(len(shared), 1, ranks)
        self.assertNotIn(shared[0] + 1, ranks)  # the next rank is skipped


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
