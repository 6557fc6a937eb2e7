#!/usr/bin/python3
"""The log, and what is told while a command runs: a line a file, counts and the exit code at the end, in one language, with local
times; as objects of JSON; a log that cannot be written stops nothing; errors are never hidden; progress on a terminal only."""
import datetime
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


def run(*args, **more):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True, **more)


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.tmp = pathlib.Path(self.dir.name)
        self.log = self.tmp / "nhat-ky.log"
        shutil.copytree(SCHOOL / "hop-thu", self.tmp / "hop-thu")
        (self.tmp / "hop-thu/hong.xlsx").write_bytes(b"PK\x03\x04 not a workbook")

    def merge(self, *more, **env):
        return run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / "kq.xlsx", *more, self.tmp / "hop-thu", env={**os.environ, **env})


class Text(Case):
    def test_a_line_a_file_and_an_end(self):
        done = self.merge("--log", self.log)
        lines = self.log.read_text().splitlines()
        for line in lines:
            self.assertRegex(line, rf"^{STAMP} \d+ (TIN|CẢNH BÁO|LỖI)  \S.*  \S")
        files = [line.partition("  tệp  ")[2] for line in lines if "  tệp  " in line]
        self.assertEqual(sorted(file.split(" · ")[0] for file in files), sorted(p.name for p in (self.tmp / "hop-thu").iterdir()))
        self.assertTrue([f for f in files if re.fullmatch(r"truong-so-1\.xlsx · Trường Tiểu học số 1 · đã nhận · \d+ ms", f)], files)
        self.assertTrue([f for f in files if re.fullmatch(r"hong\.xlsx · chưa rõ đơn vị · bị loại · \d+ ms", f)], files)
        self.assertIn("bắt đầu  tonghop 0.1.0 · merge · ", lines[0])
        counted = re.search(r"LỖI|CẢNH BÁO", lines[-1]) and re.search(r"kết thúc  mã thoát (\d+) · (\d+) tệp · (\d+) chặn, (\d+) lỗi, (\d+) cảnh báo, (\d+) ghi chú · \d+ ms$", lines[-1])
        self.assertTrue(counted, lines[-1])
        self.assertEqual([int(counted.group(1)), int(counted.group(2))], [done.returncode, len(files)])
        for word, number in (("chặn", 3), ("lỗi", 4), ("cảnh báo", 5)):
            self.assertIn(f"{counted.group(number)} {word}", done.stdout)

    def test_whole_in_the_chosen_language(self):
        self.merge("--log", self.log, "--lang", "en")
        for line in self.log.read_text().splitlines():
            rest = re.sub("“[^”]*”|Trường [^·,:]*", "", line.replace(str(self.tmp), ""))
            self.assertIsNone(VIETNAMESE.search(re.sub(r"\bKIỂM TRA\b", "", rest)), line)
        self.assertIn("INFO  file  truong-so-1.xlsx", self.log.read_text())

    def test_local_time(self):
        for zone, offset in (("Asia/Ho_Chi_Minh", "+07:00"), ("UTC", "+00:00"), ("America/St_Johns", None)):
            self.merge("--log", self.log, TZ=zone)
            stamp = self.log.read_text().splitlines()[-1].split()[0]
            told = datetime.datetime.fromisoformat(stamp)
            self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc) - told).total_seconds()), 60)
            if offset:
                self.assertTrue(stamp.endswith(offset), stamp)

    def test_a_stop(self):
        done = run("merge", "-d", self.tmp / "khong-co", "-o", self.tmp / "kq.xlsx", "--log", self.log, self.tmp / "hop-thu")
        lines = self.log.read_text().splitlines()
        self.assertEqual(done.returncode, 3)
        self.assertIn(" LỖI  dừng  ", lines[-2])
        self.assertIn(" LỖI  kết thúc  mã thoát 3 · 0 tệp", lines[-1])

    def test_hostile_names(self):
        os.rename(self.tmp / "hop-thu/hong.xlsx", self.tmp / "hop-thu/a\x1b[31m\n2026-01-01T00:00:00+07:00 1 \u202egnp.xlsx")
        for kind in ("text", "jsonl"):
            self.log.unlink(missing_ok=True)
            self.merge("--log", self.log, "--log-format", kind)
            text = self.log.read_text()
            self.assertNotIn("\x1b", text)
            self.assertNotIn("\u202e", text)
            for line in text.splitlines():
                self.assertRegex(line, rf'^({STAMP} |{{"time":"{STAMP}")')
                self.assertNotIn("2026-01-01T00:00:00+07:00 1", line[:40])

    def test_logs_of_before_are_continued(self):
        for old in ("2023-01-05T08:00:00Z 4711 read a\n", "2023-01-05T08:00:00-03:30 4711 TIN  tệp  a\n", '{"time":"2023-01-05T08:00:00+07:00","pid":4711,"level":"info"}\n'):
            self.log.write_text(old)
            self.assertLess(self.merge("--log", self.log).returncode, 3)
            self.assertTrue(self.log.read_text().startswith(old))
            self.assertGreater(len(self.log.read_text()), len(old))
        for other in ('{"time":"hôm qua"}\n', "2023-01-05T08:00:00+7:00 4711 x\n", "2023-01-05T08:00:00+07:00 4711 \n", "2023-01-05T08:00:00+07:00\n"):
            self.log.write_text(other)
            self.assertEqual(self.merge("--log", self.log).returncode, 3, other)
            self.assertEqual(self.log.read_text(), other)


class Objects(Case):
    def test_each_line_is_one(self):
        done = self.merge("--log", self.log, "--log-format", "jsonl")
        told = [json.loads(line) for line in self.log.read_text().splitlines()]
        for line in told:
            self.assertRegex(line["time"], f"^{STAMP}$")
            self.assertIn(line["level"], ("info", "warning", "error"))
            self.assertIsInstance(line["pid"], int)
        files = {line["file"]: line for line in told if line["event"] == "file"}
        self.assertEqual(set(files), {p.name for p in (self.tmp / "hop-thu").iterdir()})
        one = files["truong-so-1.xlsx"]
        self.assertEqual((one["unit"], one["outcome"], one["level"]), ("Trường Tiểu học số 1", "đã nhận", "info"))
        self.assertGreaterEqual(one["ms"], 1)
        self.assertEqual(files["hong.xlsx"]["level"], "warning")
        findings = [line for line in told if line["event"] == "finding"]
        self.assertTrue(all(line["rule"] for line in findings) and findings)
        end = told[-1]
        self.assertEqual((end["event"], end["exit"], end["files"]), ("end", done.returncode, len(files)))
        self.assertEqual(end["blocked"] + end["errors"] + end["warnings"] + end["notes"], len(findings))

    def test_the_format_has_a_name(self):
        done = run("merge", "--log-format", "xml", "--lang", "en")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--log-format is text or jsonl", done.stderr)


class Unwritten(Case):
    def night(self):
        subprocess.run([RELEASE, "nightly", "-q", "--init", self.tmp / "cum", "-d", SCHOOL / "dinh-nghia"], check=True)
        shutil.copytree(SCHOOL / "hop-thu", self.tmp / "cum/hop-thu", dirs_exist_ok=True)
        return self.tmp / "cum/tonghop.conf"

    def test_is_said_once_and_stops_nothing(self):
        done = self.merge("--log", self.tmp / "khong-co/nhat-ky.log")
        self.assertLess(done.returncode, 3)
        self.assertEqual(done.stderr.count("không ghi được nhật ký"), 1)
        self.assertTrue((self.tmp / "kq.xlsx").exists())
        full = self.merge("--log", "/dev/full", "--lang", "en")
        self.assertEqual((full.returncode, full.stderr.count("cannot be written, the command goes on without")), (done.returncode, 1))

    def test_a_night_is_made_without_a_log_that_is_none(self):
        config = self.night()
        self.log.write_text("của tôi\n")
        done = run("nightly", "-q", "--log", self.log, config)
        self.assertLess(done.returncode, 3, done.stderr)
        self.assertEqual(done.stderr.count("không phải nhật ký của tonghop"), 1)
        self.assertEqual(self.log.read_text(), "của tôi\n")
        self.assertTrue((self.tmp / "cum/ket-qua/Tong-hop.xlsx").exists())

    def test_a_night_has_a_log(self):
        config = self.night()
        done = run("nightly", "-q", "--log", self.log, config)
        text = self.log.read_text()
        self.assertIn(f"bắt đầu  tonghop 0.1.0 · nightly · {config}", text)
        self.assertEqual(text.count("  tệp  "), 5)
        self.assertIn(f"mã thoát {done.returncode} · 5 tệp", text)
        self.assertEqual(self.log.stat().st_mode & 0o027, 0)


class Quiet(Case):
    def test_errors_are_told(self):
        done = self.merge("-q")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertRegex(done.stderr, r"^tonghop: \d+ chặn, \d+ lỗi: xem trang KIỂM TRA của “.*kq\.xlsx”\n$")
        (self.tmp / "hop-thu/hong.xlsx").unlink()
        shutil.copy(SCHOOL / "hop-thu/truong-so-1.xlsx", self.tmp / "truong-so-1.xlsx")
        self.assertEqual(run("merge", "-q", "-d", self.tmp / "khong-co", "-o", self.tmp / "x.xlsx", self.tmp / "hop-thu").stderr.count("\n") > 0, True)


class Progress(Case):
    def on_a_terminal(self, *more):
        own, other = pty.openpty()
        # a file that takes its time, so that there is a rate to tell
        done = subprocess.Popen([RELEASE, "merge", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / "kq.xlsx", "--jobs", "1", *more, self.tmp / "hop-thu"],
                                stdout=subprocess.DEVNULL, stderr=other)
        os.close(other)
        told = b""
        while True:
            try:
                piece = os.read(own, 4096)
            except OSError:
                break
            if not piece:
                break
            told += piece
        os.close(own)
        done.wait()
        return told.decode()

    def test_on_a_terminal(self):
        for i in range(300):
            # Bytes behind the end, each time others: of identical files only one would be read.
            (self.tmp / f"hop-thu/ban sao {i}.xlsx").write_bytes((SCHOOL / "hop-thu/truong-so-1.xlsx").read_bytes() + b"\r\n" * (i + 1))
        told = self.on_a_terminal()
        self.assertIn("\r\x1b[K1/306 ", told)
        self.assertRegex(told, r"306/306 · [\d,]+ tệp/giây · còn 0 giây · \S")
        self.assertRegex(told, r"\r\x1b\[K$")
        self.assertRegex(self.on_a_terminal("--lang", "en"), r"· [\d.]+ files a second · \d+ s left · ")
        for i in range(2, 300):
            (self.tmp / f"hop-thu/ban sao {i}.xlsx").unlink()
        self.assertEqual([line for line in self.on_a_terminal("-q").splitlines() if not line.startswith("tonghop: ")], [])

    def test_not_in_a_pipe(self):
        done = self.merge()
        self.assertNotIn("\r", done.stderr)
        self.assertNotIn("\x1b", done.stderr + done.stdout)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
