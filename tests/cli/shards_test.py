#!/usr/bin/python3
"""Extracting in shares: whatever an inbox holds and however it is divided, the merge of the streams is the merge of the inbox, byte by byte."""
import gzip
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = [ROOT / "samples/cum2-2022", ROOT / "samples/truong-hoc"]
SCHOOL = SAMPLES[1]
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
FIRST = "tonghop-records\t2\n"


def run(*args, **options):
    return subprocess.run([TONGHOP, *map(str, args)], capture_output=True, **options)


def share_of(name, shares):
    """As docs/dong-ban-ghi.md says it."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % shares + 1


def names_in(stream, kind="file"):
    return [line.split("\t")[1] for line in stream.decode().splitlines() if line.startswith(kind + "\t")]


def sealed(records):
    body = FIRST + "".join(record + "\n" for record in records)
    return body + f"end\t{len(records)}\t{hashlib.sha256(body.encode()).hexdigest()}\n"


class Shards(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-shards-"))
        self.addCleanup(shutil.rmtree, self.tmp)

    def merge(self, definition, out, *args):
        done = run("merge", "--lang", "vi", "-q", "--force", "-d", definition, "-o", self.tmp / out, *args)
        return done.returncode, (self.tmp / out).read_bytes() if (self.tmp / out).exists() else b"", done.stderr.decode()

    def shares(self, definition, n, *inboxes):
        streams = []
        for i in range(1, n + 1):
            done = run("extract", "-q", "-d", definition, "--shard", f"{i}/{n}", *inboxes)
            self.assertLess(done.returncode, 3, done.stderr)
            streams.append(done.stdout)
        return streams

    def merged(self, definition, *streams):
        paths = []
        for i, stream in enumerate(streams):
            paths += ["--records", self.tmp / f"{i}.records"]
            paths[-1].write_bytes(stream)
        return self.merge(definition, "ghep.xlsx", *paths)

    def assert_same(self, direct, other, what):
        self.assertEqual(direct[0], other[0], (what, other[2]))
        self.assertTrue(direct[1], what)
        self.assertTrue(direct[1] == other[1], f"{what}: the workbooks differ")

    def hard_inbox(self):
        """Of all that lies in inboxes: sub-folders, an archive, copies, broken files, strangers, litter, what is open."""
        inbox, files = self.tmp / "hop-thu", sorted((SCHOOL / "hop-thu").iterdir())
        (inbox / "Trường số 1").mkdir(parents=True)
        (inbox / "khac/cu").mkdir(parents=True)
        shutil.copy(files[0], inbox / "Trường số 1" / files[0].name)
        shutil.copy(files[1], inbox / files[1].name)
        shutil.copy(files[1], inbox / ("Copy of " + files[1].name))
        for i in range(25):
            shutil.copy(files[1], inbox / f"{files[1].stem} ({i}){files[1].suffix}")
        shutil.copy(files[2], inbox / "khac/cu" / files[2].name)
        shutil.copy(files[2], inbox / "khac" / files[2].name)
        with zipfile.ZipFile(inbox / "gui.zip", "w") as archive:
            archive.write(files[3], files[3].name)
            archive.write(files[4], "tang/" + files[4].name)
            archive.writestr("hong.xlsx", b"PK\x03\x04 hong")
        shutil.copy(inbox / "gui.zip", inbox / "gui (1).zip")
        (inbox / "hong.xlsx").write_bytes(files[0].read_bytes()[:4000])
        (inbox / "rong.xlsx").write_bytes(b"")
        (inbox / "thu.docx").write_bytes(b"khong phai gi ca")
        (inbox / "la.csv").write_text("Mã,Tên\n1,khác\n", encoding="utf-8")
        (inbox / f"~${files[0].name}").write_bytes(b"\x05nguoi mo")
        (inbox / "dang-chep.xlsx.part").write_bytes(b"x")
        (inbox / "Thumbs.db").write_bytes(b"x")
        (inbox / ".an.xlsx").write_bytes(b"x")
        (inbox / "nhu-tep.xlsx").mkdir()
        (inbox / "lien-ket.xlsx").symlink_to(inbox / files[1].name)
        (inbox / "ra-ngoai.xlsx").symlink_to(files[0])
        os.mkfifo(inbox / "ong.xlsx")
        return inbox

    def test_shares_of_the_samples_are_the_whole(self):
        for sample in SAMPLES:
            definition, inbox = sample / "dinh-nghia", sample / "hop-thu"
            direct = self.merge(definition, "thang.xlsx", inbox)
            for n in range(1, 6):
                streams = self.shares(definition, n, inbox)
                self.assert_same(direct, self.merged(definition, *streams), (sample.name, n))
                for i, stream in enumerate(streams):
                    for name in names_in(stream):
                        self.assertEqual(share_of(name, n), i + 1, name)
            plain = run("extract", "-q", "-d", definition, inbox).stdout
            self.assert_same(direct, self.merged(definition, plain), (sample.name, "without shares"))

    def test_an_inbox_of_everything(self):
        inbox, definition = self.hard_inbox(), SCHOOL / "dinh-nghia"
        direct = self.merge(definition, "thang.xlsx", inbox)
        self.assertEqual(direct[0], 2)
        for n in (1, 3, 40):
            streams = self.shares(definition, n, inbox)
            random.Random(n).shuffle(streams)
            if n == 40:
                self.assertTrue(any(not names_in(stream) for stream in streams), "no share is empty")
                self.assert_same(direct, self.merged(definition, b"".join(streams)), "joined")
            else:
                self.assert_same(direct, self.merged(definition, *streams), n)
        # what was listed is told once, by the first share
        self.assertEqual(sum(len(names_in(stream, "listed")) > 0 for stream in streams), 1)

    def test_one_task_a_file(self):
        inbox, definition = self.hard_inbox(), SCHOOL / "dinh-nghia"
        direct = self.merge(definition, "thang.xlsx", inbox)
        streams = [run("extract", "-q", "-d", definition, "--inbox", inbox).stdout]
        for path in sorted(path for path in inbox.rglob("*") if not path.is_dir()):
            done = run("extract", "-q", "-d", definition, "--inbox", inbox, path)
            self.assertLess(done.returncode, 3, (path, done.stderr))
            streams.append(done.stdout)
        self.assert_same(direct, self.merged(definition, b"".join(streams)), "a task a file")
        # a task that was made twice changes nothing; one that is missing is said, with the name of its file
        self.assert_same(direct, self.merged(definition, b"".join(streams + streams)), "twice")
        lost = next(stream for stream in streams[1:] if names_in(stream))
        name = names_in(lost)[0]
        code, _, _ = self.merged(definition, b"".join(stream for stream in streams if stream != lost))
        self.assertEqual(code, 2)
        (self.tmp / "x.records").write_bytes(b"".join(stream for stream in streams if stream != lost))
        said = run("check", "--lang", "vi", "-d", definition, "--records", self.tmp / "x.records").stdout.decode()
        self.assertIn(name, said)
        self.assertIn("TEP-016", said)

    def test_a_file_elsewhere_is_none_of_the_inbox(self):
        done = run("extract", "-d", SCHOOL / "dinh-nghia", "--inbox", SCHOOL / "hop-thu", SAMPLES[0] / "hop-thu", "--lang", "en")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"does not lie in the inbox", done.stderr)
        for wrong in ("0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/2"):
            self.assertEqual(run("extract", "-d", SCHOOL / "dinh-nghia", "--shard", wrong, SCHOOL / "hop-thu").returncode, 64, wrong)

    def test_a_share_that_is_missing_is_said(self):
        definition = SCHOOL / "dinh-nghia"
        streams = self.shares(definition, 3, SCHOOL / "hop-thu")
        for gone in range(3):
            (self.tmp / "x.records").write_bytes(b"".join(streams[:gone] + streams[gone + 1:]))
            done = run("check", "--lang", "vi", "-d", definition, "--records", self.tmp / "x.records")
            self.assertEqual(done.returncode, 2, gone)
            self.assertIn(f"thiếu phần {gone + 1}/3", done.stdout.decode())
            for name in names_in(streams[gone]) if gone else []:
                self.assertIn(name, done.stdout.decode())

    def test_a_workbook_of_streams_is_verified_by_them_and_by_the_files(self):
        inbox, definition = self.hard_inbox(), SCHOOL / "dinh-nghia"
        streams = self.shares(definition, 2, inbox)
        self.merged(definition, gzip.compress(streams[0]), streams[1])
        book = ["verify", "--lang", "en", self.tmp / "ghep.xlsx", "-d", definition]
        for inputs in ([inbox], ["--records", self.tmp / "0.records", "--records", self.tmp / "1.records"]):
            done = run(*book, *inputs)
            self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr.decode())
        self.assertEqual(run(*book, "--records", self.tmp / "0.records").returncode, 3)

    def test_packed_streams(self):
        definition = SCHOOL / "dinh-nghia"
        direct = self.merge(definition, "thang.xlsx", SCHOOL / "hop-thu")
        streams = self.shares(definition, 3, SCHOOL / "hop-thu")
        packed = b"".join(gzip.compress(stream) for stream in streams)
        self.assert_same(direct, self.merged(definition, packed), "members one after the other")
        self.assert_same(direct, self.merged(definition, streams[0], *map(gzip.compress, streams[1:])), "packed and not")
        last = run("extract", "-q", "-d", definition, SCHOOL / "hop-thu").stdout
        for name, stream in (("cut", packed[:-30]), ("behind it", packed + b"x"), ("a bomb", gzip.compress(bytes(200 << 20)))):
            (self.tmp / "x.gz").write_bytes(stream)
            done = run("check", "--lang", "vi", "-d", definition, "--records", self.tmp / "x.gz")
            self.assertEqual(done.returncode, 2, name)
            self.assertIn("TEP-016", done.stdout.decode(), name)
            self.assertIn("x.gz", done.stdout.decode(), name)
            self.assertIn("giới hạn" if name == "a bomb" else ".gz hỏng", done.stdout.decode(), name)
        self.assertTrue(last)

    def test_outcomes_and_last_year_may_be_packed(self):
        definition = SCHOOL / "dinh-nghia"
        outcome = self.tmp / "luot.records"
        self.merge(definition, "a.xlsx", "--outcome", outcome, SCHOOL / "hop-thu")
        (self.tmp / "luot.gz").write_bytes(gzip.compress(outcome.read_bytes()))
        plain = self.merge(definition, "b.xlsx", "--previous", outcome, SCHOOL / "hop-thu")
        packed = self.merge(definition, "c.xlsx", "--previous", self.tmp / "luot.gz", SCHOOL / "hop-thu")
        self.assertEqual(plain[0], packed[0], packed[2])
        self.assertLess(packed[0], 3)
        (self.tmp / "hong.gz").write_bytes(gzip.compress(outcome.read_bytes())[:-9])
        self.assertEqual(self.merge(definition, "d.xlsx", "--previous", self.tmp / "hong.gz", SCHOOL / "hop-thu")[0], 3)

    def test_a_copy_is_one_by_what_is_stated_of_it(self):
        """A part that claims the hash of another file, and states another figure, is no copy of it (see records_test)."""
        definition, file = SCHOOL / "dinh-nghia", sorted((SCHOOL / "hop-thu").iterdir())[0]
        part = run("extract", "-q", "-d", definition, file).stdout.decode()
        records = [line.replace(file.name, "a.xlsx") for line in part.splitlines()[1:-1]]
        copy = self.merged(definition, (part + sealed(records)).encode())
        self.assertLess(copy[0], 3, copy[2])
        forged = [line.replace("\tvalue\t300\t\t300\t", "\tvalue\t301\t\t301\t") for line in records]
        self.assertNotEqual(forged, records)
        for stream, same in ((part + sealed(records), True), (part + sealed(forged), False)):
            (self.tmp / "x.records").write_text(stream)
            said = run("check", "--lang", "vi", "-d", definition, "--records", self.tmp / "x.records").stdout.decode()
            self.assertEqual("NOP-011" in said, same, said)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
