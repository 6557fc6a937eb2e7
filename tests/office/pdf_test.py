#!/usr/bin/python3
"""merge --pdf: a .pdf as Vietnamese read numbers on every page, published as any other output; whatever goes wrong with it is a warning; nothing
is left of LibreOffice, neither files nor processes, whatever the environment names."""
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
TONGHOP = pathlib.Path(os.environ.get("TONGHOP", "build/tonghop")).resolve()
SCHOOL = ROOT / "samples/truong-hoc"
LARGE = ROOT / "samples/cum2-2022"
# Numbers as English is written: "1,291", "59.20"; not parts of dates, of versions, of longer runs.
ENGLISH = re.compile(r"(?<![\d.,/:-])(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+\.\d{1,2}(?![\d.]))")
STT = re.compile(r"^\s*\d+(?:\.\d+)+\s")  # "1.1" in front of an indicator
VIETNAMESE = re.compile(r"(?<![\d.,/:-])(?:\d{1,3}(?:\.\d{3})+(?![\d.])|\d+,\d{1,2}(?![\d,]))")


def sockets():
    return {p for folder in ("/tmp", "/var/tmp") for p in pathlib.Path(folder).glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*")}


def running():
    """Command lines of processes that work in a private folder of ours."""
    out = []
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if "tonghop-pdf-" in line:
            out.append(line)
    return out


class Pdf(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.temporary = self.tmp / "tam"
        self.temporary.mkdir()
        self.out, self.pdf = self.tmp / "Tong-hop.xlsx", self.tmp / "Tong-hop.pdf"

    def tearDown(self):
        self.dir.cleanup()

    def merge(self, *more, sample=SCHOOL, code=0, program=None, **environment):
        before = sockets()
        names = {"TMPDIR": str(self.temporary), "HOME": str(self.tmp / "nha"), **environment}
        done = subprocess.run([*(program or [str(TONGHOP)]), "merge", "--lang", "vi", "-q", "-d", sample / "dinh-nghia", "-o", self.out, *more,
                               sample / "hop-thu"], capture_output=True, text=True, timeout=400, env={**os.environ, **names})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(list(self.temporary.iterdir()), [])
        self.assertEqual(running(), [])
        heard = pathlib.Path("/proc/net/unix").read_text()  # others may use LibreOffice meanwhile
        self.assertEqual([p for p in sockets() - before if str(p) not in heard], [])
        return done

    def pages(self):
        text = subprocess.run(["pdftotext", "-layout", self.pdf, "-"], capture_output=True, text=True, check=True).stdout
        return text.split("\f")[:-1]

    def test_numbers_are_vietnamese_on_every_page_whatever_the_machine_speaks(self):
        self.merge("--pdf", self.pdf, LANG="en_US.UTF-8", LC_ALL="en_US.UTF-8")
        pages = self.pages()
        self.assertGreater(len(pages), 5)
        own = ("phiên bản", "tonghop 0.", "SHA-256", "truong-so")  # lines that name versions and files
        wrong = [(i + 1, m.group(0), line.strip()[:120]) for i, page in enumerate(pages) for line in page.splitlines()
                 if not any(word in line for word in own) for m in ENGLISH.finditer(STT.sub("", line))]
        self.assertEqual(wrong, [])
        self.assertGreater(sum(bool(VIETNAMESE.search(page)) for page in pages), len(pages) // 3)
        self.assertNotIn("###", "".join(pages))
        self.assertTrue(all("BẢN LÀM VIỆC" in page or "BẢN GỬI" in page for page in pages))

    def test_it_is_replaced_as_our_own_and_nothing_else_is(self):
        self.merge("--pdf", self.pdf)
        first = self.pdf.stat().st_ino
        self.merge("--pdf", self.pdf, "--edition", "gui")
        self.assertNotEqual(self.pdf.stat().st_ino, first)
        self.assertIn("BẢN GỬI ĐƠN VỊ", self.pages()[0])
        saved = self.pdf.read_bytes().removesuffix(b"%tonghop\n")  # as another program would save it
        self.pdf.write_bytes(saved)
        self.out.unlink()
        done = self.merge("--pdf", self.pdf, code=3)
        self.assertIn("Tong-hop.pdf", done.stderr)
        self.assertEqual(self.pdf.read_bytes(), saved)
        self.assertFalse(self.out.exists())

    def test_it_is_never_written_over_what_is_read(self):
        inbox = self.tmp / "hop-thu"
        shutil.copytree(SCHOOL / "hop-thu", inbox)
        for path in (inbox / "moi.pdf", next(inbox.glob("*.xlsx")), SCHOOL / "dinh-nghia/bieu.csv", self.out):
            before = path.read_bytes() if path.exists() else None
            done = subprocess.run([str(TONGHOP), "merge", "--force", "-q", "-d", SCHOOL / "dinh-nghia", "-o", self.out, "--pdf", path, inbox],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 3, path)
            self.assertEqual(path.read_bytes() if path.exists() else None, before)
            self.assertEqual([p.name for p in path.parent.glob(".*.lock")], [])

    def test_too_slow_is_a_warning_and_all_of_it_ends(self):
        self.pdf.write_bytes(b"")
        done = self.merge("--pdf", self.pdf, "--limit", "seconds=1", sample=LARGE, code=1)
        self.assertIn("LibreOffice chạy quá 6 giây", done.stderr)
        self.assertTrue(self.out.exists())
        self.assertEqual(self.pdf.read_bytes(), b"")
        self.assertEqual(sorted(p.name for p in self.tmp.iterdir()), ["Tong-hop.pdf", "Tong-hop.xlsx", "tam"])

    def test_whatever_the_environment_names(self):
        odd = self.tmp / "a'b \"c\" ệ"
        odd.mkdir()
        for temporary in ("/nonexistent", "tam", str(odd), "/proc", "/dev/null", "/" + "x/" * 200):
            with self.subTest(temporary):
                self.merge("--pdf", self.pdf, TMPDIR=temporary, HOME="/proc/1/root/nowhere")
                self.assertTrue(self.pdf.read_bytes().endswith(b"%%EOF\n%tonghop\n"))
                self.pdf.unlink()
                self.assertEqual(list(odd.iterdir()), [])

    def test_without_libreoffice_it_is_a_warning(self):
        hidden = " && ".join(f"if [ -e {p} ]; then mount --bind /dev/null {p}; fi" for p in
                             ("/usr/bin/soffice", "/usr/local/bin/soffice", "/usr/bin/libreoffice", "/opt/libreoffice/program/soffice"))
        if subprocess.run(["unshare", "-m", "sh", "-c", hidden], capture_output=True).returncode:
            self.skipTest("no namespace of mounts here")
        done = self.merge("--pdf", self.pdf, code=1, program=["unshare", "-m", "sh", "-c", f'{hidden}; exec "$0" "$@"', str(TONGHOP)])
        self.assertIn("máy không có LibreOffice", done.stderr)
        self.assertTrue(self.out.exists())
        self.assertFalse(self.pdf.exists())


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
