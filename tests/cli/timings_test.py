#!/usr/bin/python3
"""--timings: what each stage took, on standard error and in the log, and in nothing that is written."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
LINE = re.compile(r"tonghop: (.+): (\d+\.\d{3}) s · CPU (\d+\.\d{3}) s(?: · memory (\d+) MiB)?$")


def run(*args):
    return subprocess.run([TONGHOP, *map(str, args)], capture_output=True, text=True)


class Timings(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-timings-"))
        self.addCleanup(shutil.rmtree, self.tmp)

    def merge(self, out, *options):
        return run("merge", "-q", "--lang", "en", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / out, *options, SCHOOL / "hop-thu")

    def test_each_stage_is_told(self):
        done = self.merge("a.xlsx", "--timings", "--log", self.tmp / "log.jsonl", "--log-format", "jsonl")
        told = {match[1]: match for match in map(LINE.match, done.stderr.splitlines()) if match}
        self.assertEqual(list(told), ["list", "read", "extract", "collect", "check", "score", "what-if", "write", "publish", "all"], done.stderr)
        for name, match in told.items():
            self.assertEqual(match[4] is None, name in ("read", "extract"), name)
        waited = sum(float(match[2]) for name, match in told.items() if name not in ("read", "extract", "all"))
        self.assertAlmostEqual(waited, float(told["all"][2]), delta=0.01)
        worked = sum(float(match[3]) for name, match in told.items() if name != "all")
        self.assertAlmostEqual(worked, float(told["all"][3]), delta=0.01)
        self.assertGreater(float(told["write"][3]), 0)
        logged = [json.loads(line) for line in (self.tmp / "log.jsonl").read_text().splitlines()]
        self.assertEqual([line["stage"] for line in logged if line["event"] == "stage"], list(told))
        self.assertTrue(all(line["ms"] >= 0 and line["cpu_ms"] >= 0 and line["peak_kib"] >= 0 for line in logged if line["event"] == "stage"))

    def test_nothing_that_is_written_knows_of_it(self):
        self.assertEqual(self.merge("a.xlsx").returncode, self.merge("b.xlsx", "--timings").returncode)
        self.assertEqual((self.tmp / "a.xlsx").read_bytes(), (self.tmp / "b.xlsx").read_bytes())
        self.assertEqual(self.merge("c.xlsx").stderr, "")

    def test_records_are_the_only_thing_on_standard_output(self):
        plain = run("extract", "-q", "-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu")
        timed = run("extract", "-q", "--lang", "en", "--timings", "-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu")
        self.assertEqual(plain.stdout, timed.stdout)
        self.assertIn("extract:", timed.stderr)
        self.assertNotIn("write:", timed.stderr)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
