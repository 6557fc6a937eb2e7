"""What the tests of engines share: an inbox of several units, the merge of it, and what must come out of any engine."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))


class Engine(unittest.TestCase):
    """A folder that all workers see: dinh-nghia, hop-thu with sub-folders, copies and a broken file, ban-ghi for the streams."""

    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-engine-"))
        self.addCleanup(shutil.rmtree, self.tmp, ignore_errors=True)
        shutil.copytree(SAMPLE / "dinh-nghia", self.tmp / "dinh-nghia")
        inbox = self.tmp / "hop-thu"
        for file in sorted((SAMPLE / "hop-thu").iterdir()):
            (inbox / file.stem).mkdir(parents=True)
            shutil.copy(file, inbox / file.stem / file.name)
        first = sorted(inbox.rglob("*.xlsx"))[0]
        shutil.copy(first, inbox / ("ban sao của " + first.name))
        (inbox / "hỏng.xlsx").write_bytes(first.read_bytes()[:3000])
        (inbox / "~$mo.xlsx").write_bytes(b"x")
        (self.tmp / "ban-ghi").mkdir()
        self.direct = self.merge("thang.xlsx", "hop-thu")

    def run_in(self, command, **options):
        return subprocess.run(command, cwd=self.tmp, capture_output=True, text=True, **options)

    def merge(self, out, *inputs):
        done = self.run_in([TONGHOP, "merge", "-q", "-d", "dinh-nghia", "-o", out, *inputs])
        self.assertLess(done.returncode, 3, done.stderr)
        return done.returncode, (self.tmp / out).read_bytes()

    def assert_streams_are_the_inbox(self):
        streams = sorted((self.tmp / "ban-ghi").iterdir())
        self.assertTrue(streams)
        with open(self.tmp / "tat-ca.records", "wb") as joined:
            for stream in streams:
                joined.write(stream.read_bytes())
        self.assertEqual(self.merge("ghep.xlsx", "--records", "tat-ca.records"), self.direct)
