#!/usr/bin/python3
"""The dossier of a period that is frozen holds the workbook as a .pdf, dated by the definition and not by the clock."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"


class Dossier(unittest.TestCase):
    def test_the_pdf(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder) / "cum"
            subprocess.run([RELEASE, "nightly", "--init", home, "-d", SCHOOL / "dinh-nghia"], check=True, capture_output=True)
            shutil.copytree(SCHOOL / "hop-thu", home / "hop-thu", dirs_exist_ok=True)
            ledger = home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"
            book = openpyxl.load_workbook(ledger)
            book["Chốt"].append(["chốt số liệu", "2024-06-19", "Nguyễn Văn A", "Biên bản số 3/BB-CTĐ"])
            book.save(ledger)
            done = subprocess.run([RELEASE, "nightly", "--now", "2024-06-19 01:30", home / "tonghop.conf"], capture_output=True, text=True)
            dossier = home / "ket-qua/ho-so/2024-so-lieu-lan-1"
            self.assertTrue((dossier / "Tong-hop.pdf").exists(), done.stdout + done.stderr)
            pdf = (dossier / "Tong-hop.pdf").read_bytes()
            self.assertTrue(pdf.startswith(b"%PDF-"))
            self.assertIn(b"/CreationDate(D:20240620000000Z')", pdf)  # Ngày lập of the definition
            checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=dossier, capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
