#!/usr/bin/python3
"""Outputs that somebody has open, or that are read-only: the result stands beside them under another name, which is the last line and
exit code 4; what was there is as it was."""
import errno
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
import tally  # noqa: E402
from nightly_test import SCHOOL, Nightly, run  # noqa: E402
from programs import RELEASE  # noqa: E402
from publishing_test import shim  # noqa: E402


def owner(path, name="~$"):
    """What Excel, or LibreOffice, puts beside a workbook that is open."""
    beside = path.parent / (f"~${path.name}" if name == "~$" else f".~lock.{path.name}#")
    beside.write_bytes(b"\x08Ban thu ky".ljust(165))
    return beside


class Merge(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.out = self.tmp / "Tong-hop.xlsx"
        self.merge(code=0)

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *args, code=None):
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.out, SCHOOL / "hop-thu", *args)
        self.assertEqual(done.returncode, code, done.stdout[-500:] + done.stderr)
        return done

    def beside(self, *names):
        self.assertEqual(sorted(p.name for p in self.tmp.glob("*.xlsx") if not p.name.startswith("~$")), sorted(names))

    def test_open_in_excel(self):
        before = self.out.read_bytes()
        held = owner(self.out)
        done = self.merge(code=4)
        self.assertEqual(done.stdout.splitlines()[-1], f"“{self.out}” đang mở trong Excel hoặc LibreOffice; kết quả ghi ở “{self.tmp}/Tong-hop (2).xlsx”")
        self.assertIn(f"Xem tại      {self.tmp}/Tong-hop (2).xlsx", done.stdout)
        self.assertEqual(self.out.read_bytes(), before)
        self.assertEqual((self.tmp / "Tong-hop (2).xlsx").read_bytes(), before)
        self.merge(code=4)  # its own result of before is replaced
        self.beside("Tong-hop.xlsx", "Tong-hop (2).xlsx")
        owner(self.tmp / "Tong-hop (2).xlsx")  # unless that is open as well
        self.assertIn("Tong-hop (3).xlsx", self.merge(code=4).stdout.splitlines()[-1])
        done = self.merge("-q", "--lang", "en", code=4)
        self.assertEqual((done.stdout, done.stderr), ("", f"“{self.out}” is open in Excel or LibreOffice; the result was written to “{self.tmp}/Tong-hop (3).xlsx”\n"))
        held.unlink()
        self.merge(code=0)

    def test_open_in_libreoffice(self):
        owner(self.out, ".~lock.")
        self.merge(code=4)
        self.beside("Tong-hop.xlsx", "Tong-hop (2).xlsx")

    def test_left_by_a_program_that_died(self):
        old = time.time() - 24 * 3600 - 60
        os.utime(owner(self.out), (old, old))
        self.merge(code=0)
        self.beside("Tong-hop.xlsx")

    def test_read_only(self):
        self.out.chmod(0o444)
        before = self.out.stat().st_mtime_ns
        done = self.merge(code=4)
        self.assertIn("đang đặt chỉ đọc", done.stdout.splitlines()[-1])
        self.assertEqual(self.out.stat().st_mtime_ns, before)

    def test_a_share_that_refuses_the_rename(self):
        before = self.out.read_bytes()
        for code, why in ((4, errno.EACCES), (4, errno.EBUSY), (4, errno.ETXTBSY), (3, errno.EIO), (3, errno.ENOSPC)):
            done = subprocess.run([RELEASE, "merge", "-d", SCHOOL / "dinh-nghia", "-o", self.out, SCHOOL / "hop-thu"], capture_output=True, text=True,
                                  env={**os.environ, "LD_PRELOAD": shim(), "FAULT_CALL": "rename", "FAULT_AT": "1", "FAULT_ERRNO": str(why)})
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(self.out.read_bytes(), before)
            new = self.tmp / "Tong-hop (2).xlsx"
            self.assertEqual(new.exists(), code == 4)
            if code == 4:
                self.assertEqual(new.read_bytes(), before)
                self.assertIn(f"kết quả ghi ở “{new}”", done.stdout.splitlines()[-1])
                new.unlink()
            self.assertEqual([p.name for p in self.tmp.iterdir() if p.name.endswith((".part", ".lock"))], [])

    def test_force_replaces(self):
        owner(self.out)
        self.out.chmod(0o444)
        self.merge("--force", code=0)
        self.beside("Tong-hop.xlsx")

    def test_what_is_not_ours_is_refused_as_before(self):
        self.out.write_text("của tôi")
        owner(self.out)
        done = self.merge(code=3)
        self.assertIn("--force", done.stderr)
        self.beside("Tong-hop.xlsx")
        self.out.unlink()
        self.merge(code=0)
        (self.tmp / "Tong-hop (2).xlsx").write_text("của tôi")
        self.assertIn("Tong-hop (3).xlsx", self.merge(code=4).stdout.splitlines()[-1])
        self.assertEqual((self.tmp / "Tong-hop (2).xlsx").read_text(), "của tôi")

    def test_errors_are_graver(self):
        owner(self.out)
        done = self.merge("--as-of", "2030-01-01", code=2)  # a unit is missing
        self.assertIn("Tong-hop (2).xlsx", done.stdout.splitlines()[-1])

    def test_nothing_written_is_graver_still(self):
        owner(self.out)
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.out, self.tmp / "khong-co")
        self.assertEqual(done.returncode, 3)
        self.beside("Tong-hop.xlsx")

    def test_feedback_and_decisions(self):
        args = ("--feedback", self.tmp / "ph", "--decisions", self.tmp / "cho.xlsx")
        self.merge(*args, code=0)
        owner(self.tmp / "ph/TH1.xlsx")
        owner(self.tmp / "cho.xlsx")
        done = self.merge(*args, code=4)
        self.assertTrue((self.tmp / "ph/TH1 (2).xlsx").is_file())
        self.assertTrue((self.tmp / "cho (2).xlsx").is_file())
        self.assertIn("cho (2).xlsx", done.stdout)
        owner(self.out)
        self.assertIn("Tong-hop (2).xlsx", self.merge(*args, code=4).stdout.splitlines()[-1])


class Night(Nightly):
    def setUp(self):
        super().setUp()
        self.init()
        for name in os.listdir(SCHOOL / "hop-thu"):
            shutil.copy(SCHOOL / "hop-thu" / name, self.home / "hop-thu" / name)
        self.out = self.home / "ket-qua/Tong-hop.xlsx"
        self.night("2023-01-04 01:34", code=0)

    def night(self, now, *args, code):
        done = run("nightly", self.conf, "--now", now, *args)
        self.assertEqual(done.returncode, code, done.stdout[-500:] + done.stderr)
        return done

    def links(self):
        page = (self.home / "ket-qua/trang-thai.html").read_text(encoding="utf-8")
        return [urllib.parse.unquote(link) for link in re.findall('href="([^"]*)"', page)]

    def test_the_night_has_the_moment_in_its_name(self):
        before = self.out.read_bytes()
        held = owner(self.out)
        done = self.night("2023-01-05 01:34", code=4)
        new = self.home / "ket-qua/Tong-hop (2023-01-05 0134).xlsx"
        self.assertIn(f"kết quả ghi ở “{new}”", done.stdout.splitlines()[-1])
        self.assertEqual(self.out.read_bytes(), before)
        self.assertIn("Tong-hop (2023-01-05 0134).xlsx", self.links())
        self.assertNotIn("Tong-hop.xlsx", self.links())
        self.assertEqual((self.home / "ket-qua/luu/2023-01-05-0134/tong-hop.xlsx").read_bytes(), new.read_bytes())
        held.unlink()
        self.night("2023-01-06 01:34", code=0)
        self.assertIn("Tong-hop.xlsx", self.links())

    def test_a_feedback_workbook_that_is_open(self):
        owner(self.home / "ket-qua/phan-hoi/TH1.xlsx")
        self.night("2023-01-05 01:34", code=4)
        self.assertIn("phan-hoi/TH1 (2023-01-05 0134).xlsx", self.links())
        text = (self.home / "ket-qua/phan-hoi/TH2.txt").read_text(encoding="utf-8-sig")
        self.assertIn("05/01/2023", text)

    def test_what_waits_for_decisions_is_open(self):
        owner(self.home / "so-ban-thu-ky/cho-quyet-dinh.xlsx")
        self.night("2023-01-05 01:34", code=4)
        self.assertTrue((self.home / "so-ban-thu-ky/cho-quyet-dinh (2023-01-05 0134).xlsx").is_file())

    def test_a_request_is_answered_with_the_name(self):
        owner(self.out)
        (self.home / "yeu-cau/CHAY").write_text("")
        self.night("2023-01-05 08:10", "--if-asked", code=4)
        self.assertIn("Tong-hop (2023-01-05 0810).xlsx", (self.home / "yeu-cau/tra-loi.txt").read_text(encoding="utf-8-sig"))

    def test_a_copy_beside_is_no_definition_and_no_submission(self):
        owner(self.out)
        self.night("2023-01-05 01:34", code=4)
        self.night("2023-01-06 01:34", code=4)
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
