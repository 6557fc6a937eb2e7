#!/usr/bin/python3
"""No command writes over what it reads, nor over what a person made: every command and every option that names an output, led to
every file that is read by every kind of name; then what stands there and is ours, not ours, ours but edited."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
TONGHOP = os.path.abspath(os.environ.get("TONGHOP", ROOT / "build/tonghop"))
VIETNAMESE = re.compile("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", re.I)


def run(*args, cwd=None):
    return subprocess.run([TONGHOP, *map(str, args)], capture_output=True, text=True, cwd=cwd)


def sha(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def picture(folder):
    """Every file below a folder with its bytes, every link with where it leads."""
    return {str(p.relative_to(folder)): os.readlink(p) if p.is_symlink() else sha(p)
            for p in sorted(folder.rglob("*")) if p.is_symlink() or p.is_file()}


def edit(path, *changes, drop=(), out=None):
    """A package with changes (name, pattern, replacement) of its parts, and without the parts of `drop`."""
    with zipfile.ZipFile(path) as z:
        parts = {i: z.read(i) for i in z.namelist() if i not in drop}
    for name, pattern, replacement in changes:
        parts[name], n = re.subn(pattern, replacement, parts[name])
        assert n, (name, pattern)
    with zipfile.ZipFile(out or path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # of 1980, as ours are


def resave(path):
    """As a program leaves it that saves the workbook: a later date."""
    edit(path, ("docProps/core.xml", rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2030-01-01T00:00:00Z"))


def resave_by_script(path):
    """As openpyxl 3.0 leaves it: the dates of the document stay, those of its parts are new."""
    book = openpyxl.load_workbook(path)
    book.worksheets[-1]["C3"] = 12
    book.save(path)


def without_mark(path):
    """As an earlier version wrote it."""
    edit(path, ("[Content_Types].xml", rb'<Override PartName="/docProps/custom.xml"[^>]*/>', b""),
         ("_rels/.rels", rb'<Relationship [^>]*custom-properties"[^>]*/>', b""), drop=("docProps/custom.xml",))


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        shutil.copytree(SCHOOL / "dinh-nghia", self.tmp / "dinh-nghia")
        shutil.copytree(SCHOOL / "hop-thu", self.tmp / "hop-thu")
        self.source = self.tmp / "hop-thu/truong-so-1.xlsx"

    def tearDown(self):
        self.dir.cleanup()

    def refused(self, done, *words, code=3):
        self.assertEqual(done.returncode, code, (done.args, done.stdout, done.stderr))
        for word in words:
            self.assertIn(word, done.stderr, done.args)


class WhatIsRead(Case):
    """Nobody's --force reaches it."""

    def names_of(self, target):
        """The same file under other names; every name is made anew for every command."""
        outside = self.tmp / "cho-khac"
        outside.mkdir(exist_ok=True)
        linked, hard, twice = (outside / f"{name}{target.suffix}" for name in ("lien-ket", "lien-ket-cung", "qua-hai-lan"))
        linked.symlink_to(target)
        os.link(target, hard)
        twice.symlink_to(linked.name)
        if not (self.tmp / "thu-muc").exists():
            (self.tmp / "thu-muc").symlink_to(target.parent)
        yield from (target, f"./{target.relative_to(self.tmp)}", f"{target.parent}/../{target.parent.name}/{target.name}",
                    self.tmp / "thu-muc" / target.name, linked, hard, twice)

    def hold(self, target, *commands):
        for command in commands:
            names = list(self.names_of(target))
            before = picture(self.tmp)
            for name in names:
                for force in ([], ["--force"]):
                    words = [str(name) if w == "OUT" else w for w in command]
                    done = run(*words, *force, cwd=self.tmp)
                    self.refused(done, "không được ghi đè", str(name))
                    english = run(*words, *force, "--lang", "en", cwd=self.tmp)
                    self.refused(english, "which is never written")
                    self.assertIsNone(VIETNAMESE.search(re.sub("“[^”]*”", "", english.stderr)), english.stderr)
                    self.assertEqual(picture(self.tmp), before, (words, force))
            shutil.rmtree(self.tmp / "cho-khac")
        (self.tmp / "thu-muc").unlink()

    def test_a_file_of_an_inbox(self):
        d = ["-d", "dinh-nghia"]
        self.hold(self.source, ["merge", *d, "-o", "OUT", "hop-thu"], ["merge", *d, "-o", "kq.xlsx", "--log", "OUT", "hop-thu"],
                  ["merge", *d, "-o", "OUT", str(self.source)], ["check", *d, "--feedback", "OUT", str(self.source)],
                  ["check", *d, "--log", "OUT", "hop-thu"], ["extract", *d, "-o", "OUT", "hop-thu"],
                  ["extract", *d, "--log", "OUT", "hop-thu"], ["learn", str(self.source), "-o", "OUT"],
                  ["learn", str(self.source), "-o", "moi", "--log", "OUT"], ["convert", str(self.source), "OUT"],
                  ["convert", str(self.source), "x.xlsx", "--report", "OUT"], ["convert", "hop-thu", "-o", "moi", "--report", "OUT"],
                  ["inspect", str(self.source), "--log", "OUT"])

    def test_a_file_of_the_definition(self):
        forms, book = self.tmp / "dinh-nghia/bieu.csv", self.tmp / "dn.xlsx"
        run("definition", self.tmp / "dinh-nghia", "-o", book)
        for target, d in ((forms, "dinh-nghia"), (book, "dn.xlsx")):
            self.hold(target, ["merge", "-d", d, "-o", "OUT", "hop-thu"], ["merge", "-d", d, "-o", "kq.xlsx", "--log", "OUT", "hop-thu"],
                      ["template", "-d", d, "-o", "OUT"], ["template", "-d", d, "-o", "m.xlsx", "--log", "OUT"],
                      ["extract", "-d", d, "-o", "OUT", "hop-thu"], ["check", "-d", d, "--feedback", "OUT", str(self.source)],
                      ["definition", d, "--log", "OUT", "-o", "x.xlsx"])
        self.hold(book, ["definition", "dn.xlsx", "-o", "OUT"], ["definition", "-d", "dn.xlsx", "-o", "OUT"])

    def test_last_years_records_and_the_font_rules(self):
        records, rules = self.tmp / "nam-truoc.records", self.tmp / "phong.txt"
        self.assertLess(run("extract", "-d", "dinh-nghia", "-o", records, "hop-thu", cwd=self.tmp).returncode, 3)
        rules.write_text("A = B\n")
        last = ["-d", "dinh-nghia", "--last-year", str(records)]
        self.hold(records, ["merge", *last, "-o", "OUT", "hop-thu"], ["merge", *last, "-o", "kq.xlsx", "--log", "OUT", "hop-thu"],
                  ["check", *last, "--feedback", "OUT", str(self.source)], ["extract", *last, "-o", "OUT", "hop-thu"])
        outcome, again = self.tmp / "luot.records", ["merge", "-d", "dinh-nghia", "--previous", str(self.tmp / "luot.records")]
        self.assertLess(run("merge", "-d", "dinh-nghia", "-o", "a.xlsx", "--outcome", outcome, "hop-thu", cwd=self.tmp).returncode, 3)
        self.hold(outcome, [*again, "-o", "OUT", "hop-thu"], [*again, "-o", "kq.xlsx", "--outcome", "OUT", "hop-thu"],
                  [*again, "-o", "kq.xlsx", "--log", "OUT", "hop-thu"])
        self.hold(self.source, ["merge", "-d", "dinh-nghia", "-o", "kq.xlsx", "--outcome", "OUT", "hop-thu"])
        self.hold(rules, ["convert", "--fonts", str(rules), "--report", "OUT", str(self.source), "x.xlsx"])

    def test_a_folder_that_is_read(self):
        """Neither the folder itself nor a new file in it: the next run would read that."""
        before = picture(self.tmp)
        (self.tmp / "loi").symlink_to("hop-thu")
        for folder in ("hop-thu", "./hop-thu/", "loi", "hop-thu/moi", str(self.tmp / "dinh-nghia")):
            d = ["-d", "dinh-nghia"]
            for words in (["merge", *d, "-o", "kq.xlsx", "--feedback", folder, "hop-thu"], ["merge", *d, "-o", f"{folder}/kq.xlsx", "hop-thu"],
                          ["extract", *d, "-o", f"{folder}/a.records", "hop-thu"], ["check", *d, "--feedback", f"{folder}/p.xlsx", "hop-thu"]):
                if words[0] != "merge" and folder == "hop-thu/moi":
                    continue
                self.assertEqual(run(*words, cwd=self.tmp).returncode, 3, words)
        for words in (["definition", "dinh-nghia", "-o", "dinh-nghia"], ["definition", "dinh-nghia", "-o", "./dinh-nghia/../dinh-nghia/"],
                      ["definition", "dinh-nghia", "-o", "dinh-nghia/x.xlsx"], ["template", "-d", "dinh-nghia", "-o", "dinh-nghia/m.xlsx"],
                      ["learn", str(self.source), "-o", "hop-thu"]):
            for force in ([], ["--force"]):
                self.assertEqual(run(*words, *force, cwd=self.tmp).returncode, 3, words)
        (self.tmp / "loi").unlink()
        self.assertEqual(picture(self.tmp), before)

    def test_a_definition_may_lie_around_the_result(self):
        """The folder of the definition is not read with what is below it."""
        (self.tmp / "dinh-nghia/ket-qua").mkdir()
        self.assertLess(run("merge", "-d", ".", "-o", "ket-qua/kq.xlsx", "../hop-thu", cwd=self.tmp / "dinh-nghia").returncode, 3)

    def test_feedback_of_a_unit_named_like_an_input(self):
        """The others are written; the result is published, and says which was not."""
        code = run("extract", "-d", "dinh-nghia", str(self.source), cwd=self.tmp).stdout.split("\nfact\t")[1].split("\t")[0]
        (self.tmp / "vao").mkdir()
        (self.tmp / "ph").mkdir()
        shutil.copy(self.source, self.tmp / f"vao/{code}.xlsx")
        (self.tmp / f"ph/{code}.xlsx").symlink_to(self.tmp / f"vao/{code}.xlsx")
        before = sha(self.tmp / f"vao/{code}.xlsx")
        done = run("merge", "-d", "dinh-nghia", "-o", "kq.xlsx", "--feedback", "ph", "vao", cwd=self.tmp)
        self.assertEqual((done.returncode, sha(self.tmp / f"vao/{code}.xlsx")), (2, before))
        self.assertIn("TEP-021", done.stdout)
        self.assertIn("không được ghi đè", done.stdout)

    def test_links(self):
        """A link that leads nowhere is no name; one that leads to a result is followed, and stays."""
        (self.tmp / "mat.xlsx").symlink_to("khong/co.xlsx")
        self.refused(run("template", "-d", "dinh-nghia", "-o", "mat.xlsx", cwd=self.tmp), "liên kết")
        run("template", "-d", "dinh-nghia", "-o", "m.xlsx", cwd=self.tmp)
        (self.tmp / "moi.xlsx").symlink_to("m.xlsx")
        (self.tmp / "m.xlsx").write_bytes(b"")
        self.assertEqual(run("template", "-d", "dinh-nghia", "-o", "moi.xlsx", cwd=self.tmp).returncode, 0)
        self.assertTrue((self.tmp / "moi.xlsx").is_symlink())
        self.assertGreater((self.tmp / "m.xlsx").stat().st_size, 0)

    def test_two_results_under_one_name(self):
        log = self.tmp / "a"
        self.refused(run("convert", self.source, log, "--report", log), code=64)
        log = self.tmp / "a.xlsx"
        self.refused(run("convert", self.source, log, "--report", log), "hai kết quả")
        log = self.tmp / "b.xlsx"
        self.refused(run("merge", "-d", "dinh-nghia", "-o", log, "--log", log, "hop-thu", cwd=self.tmp), "hai kết quả")
        self.assertNotIn(b"PK", log.read_bytes())


class WhatStandsThere(Case):
    """Words of a command that writes its OUT, and how the mark calls what it writes."""
    WORKBOOKS = {
        "ket-qua": ["merge", "-d", "dinh-nghia", "-o", "OUT", "hop-thu"],
        "phan-hoi": ["check", "-d", "dinh-nghia", "--feedback", "OUT", "hop-thu/truong-so-1.xlsx"],
        "mau": ["template", "-d", "dinh-nghia", "-o", "OUT"],
        "dinh-nghia": ["definition", "dinh-nghia", "-o", "OUT"],
        "chuyen-ma": ["convert", "bang.csv", "OUT"],
    }

    def setUp(self):
        super().setUp()
        (self.tmp / "bang.csv").write_text("a,b\n1,2\n")

    def write(self, kind, out, *more):
        return run(*[str(out) if w == "OUT" else w for w in self.WORKBOOKS[kind]], *more, cwd=self.tmp)

    def test_each_kind_is_marked_and_replaces_its_own_kind_only(self):
        for kind in self.WORKBOOKS:
            out = self.tmp / f"{kind}.xlsx"
            self.assertLess(self.write(kind, out).returncode, 3)
            self.assertIn(f"<vt:lpwstr>{kind}</vt:lpwstr>", zipfile.ZipFile(out).read("docProps/custom.xml").decode())
            first = sha(out)
            self.assertLess(self.write(kind, out).returncode, 3, kind)
            self.assertEqual(sha(out), first)
        for stands in self.WORKBOOKS:
            for kind in self.WORKBOOKS:
                out = self.tmp / f"{stands}.xlsx"
                if kind == stands or (kind == "dinh-nghia" and stands == kind):
                    continue
                before = sha(out)
                done = self.write(kind, out)
                self.refused(done, "--force", str(out))
                self.assertEqual(sha(out), before)

    def test_what_stands_there_is_named(self):
        out = self.tmp / "a.xlsx"
        self.write("phan-hoi", out)
        self.refused(self.write("ket-qua", out), "và là phiếu phản hồi, không phải bảng tổng hợp")
        self.refused(self.write("ket-qua", out, "--lang", "en"), "and is a feedback workbook, not a consolidated workbook")
        shutil.copy(self.source, out)
        self.refused(self.write("mau", out), "không phải mẫu để đơn vị điền do tonghop lập")
        done = self.write("mau", out, "--lang", "en")
        self.refused(done, "is not a template for departments of tonghop")
        self.assertIsNone(VIETNAMESE.search(re.sub("“[^”]*”", "", done.stderr)), done.stderr)

    def test_results_of_earlier_versions_are_known_by_their_sheets(self):
        for kind in ("ket-qua", "phan-hoi", "mau", "dinh-nghia"):
            out = self.tmp / "cu.xlsx"
            out.unlink(missing_ok=True)
            self.write(kind, out)
            new = sha(out)
            without_mark(out)
            self.assertNotEqual(sha(out), new)
            for other in ("ket-qua", "phan-hoi", "mau", "dinh-nghia"):
                if other != kind:
                    self.refused(self.write(other, out), "--force")
            self.assertLess(self.write(kind, out).returncode, 3, kind)
            self.assertEqual(sha(out), new)

    def test_a_converted_result_is_still_known(self):
        """Saved as .xls or .ods it has lost its mark, and `convert` gives it another: the sheets tell, but to `convert` itself."""
        out = self.tmp / "doi.xlsx"
        self.write("phan-hoi", out)
        edit(out, ("docProps/custom.xml", b"phan-hoi", b"chuyen-ma"))
        self.refused(self.write("mau", out), "và là phiếu phản hồi")
        self.assertEqual(self.write("chuyen-ma", out).returncode, 0)

    def test_what_somebody_saved_since_is_kept(self):
        for kind in ("phan-hoi", "mau", "dinh-nghia", "chuyen-ma"):
            out = self.tmp / "sua.xlsx"
            self.write(kind, out)
            for save in (resave, resave_by_script):
                save(out)
                before = sha(out)
                self.refused(self.write(kind, out), "lưu lại" if save is resave or kind != "chuyen-ma" else "không phải", "--force")
                self.assertEqual(sha(out), before)
                self.assertLess(self.write(kind, out, "--force").returncode, 3)
                self.assertNotEqual(sha(out), before)
            out.unlink()

    def test_files_of_others(self):
        foreign = {"khac.xlsx": self.source.read_bytes(), "khac.xls": next((ROOT / "samples/cum2-2022/hop-thu").glob("*.xls")).read_bytes(),
                   "hong.xlsx": b"PK\3\4 cut", "van-ban.xlsx": b"Ghi chu\n", "giau.xlsx": b"\0" * 100,
                   "trang.html": b"<html></html>", "bang.records": b"tonghop-record\t2\n", "so.csv": "Mã,Tên\n".encode()}
        for name, data in foreign.items():
            for kind in self.WORKBOOKS:
                out = self.tmp / name
                out.write_bytes(data)
                if kind == "chuyen-ma" and not name.endswith(".xlsx"):
                    continue
                if kind == "dinh-nghia" and not name.endswith(".xlsx"):
                    continue
                done = self.write(kind, out)
                self.refused(done, "--force", name)
                self.assertEqual(out.read_bytes(), data)
                self.assertLess(self.write(kind, out, "--force").returncode, 3, (name, kind))
                self.assertNotEqual(out.read_bytes(), data)

    def test_nothing_is_lost_with_an_empty_file(self):
        out = self.tmp / "trong.xlsx"
        out.write_bytes(b"")
        self.assertEqual(self.write("mau", out).returncode, 0)

    def test_record_streams(self):
        out = self.tmp / "nam.records"
        words = ["extract", "-d", "dinh-nghia", "-o", out, "hop-thu"]
        self.assertLess(run(*words, cwd=self.tmp).returncode, 3)
        self.assertEqual(out.read_text(), run("extract", "-d", "dinh-nghia", "hop-thu", cwd=self.tmp).stdout)
        self.assertLess(run(*words, cwd=self.tmp).returncode, 3)
        out.write_text("của người khác\n")
        self.refused(run(*words, cwd=self.tmp), "--force")
        self.assertEqual(out.read_text(), "của người khác\n")

    def test_reports_of_convert(self):
        report, out = self.tmp / "r.tsv", self.tmp / "o.xlsx"
        for lang in ("vi", "en"):
            for _ in range(2):
                self.assertEqual(run("convert", self.source, out, "--report", report, "--lang", lang).returncode, 0)
        report.write_text("tệp\tkhác\n")
        self.refused(run("convert", self.source, out, "--report", report), "--force")
        self.assertEqual(report.read_text(), "tệp\tkhác\n")
        self.assertEqual(run("convert", self.source, out, "--report", report, "--force").returncode, 0)
        self.assertTrue(report.read_text().startswith("tệp\tnơi\t"))
        self.assertEqual(run("convert", self.source, out, "--report", "/dev/stdout").returncode, 0)

    def test_converted_files_without_a_mark(self):
        """A .csv, and an .xlsx rewritten in place: the same bytes may stand there, others may not."""
        for source, name in ((self.tmp / "bang.csv", "o.csv"), (self.source, "o.xlsx")):
            out = self.tmp / name
            for _ in range(2):
                self.assertLess(run("convert", source, out).returncode, 3)
            out.write_bytes(out.read_bytes() + b"\n")
            before = sha(out)
            self.refused(run("convert", source, out), "--force")
            self.assertEqual(sha(out), before)
            self.assertLess(run("convert", source, out, "--force").returncode, 3)
            self.assertNotEqual(sha(out), before)

    def test_a_log_is_appended_to_and_only_a_log(self):
        log = self.tmp / "nhat-ky.log"
        words = ["check", "-d", "dinh-nghia", "--log", log, "hop-thu"]
        run(*words, cwd=self.tmp)
        once = log.read_text()
        run(*words, cwd=self.tmp)
        self.assertTrue(log.read_text().startswith(once) and len(log.read_text()) > len(once))
        for text in ("Sổ tay\n", "2023-01-05T08:00:00Z\n", "2023-01-05 08:00:00 4711 read a\n"):
            log.write_text(text)
            for force in ([], ["--force"]):
                self.refused(run(*words, *force, cwd=self.tmp), "nhật ký")
                self.assertEqual(log.read_text(), text)
        log.write_text("")
        self.assertLess(run(*words, cwd=self.tmp).returncode, 3)
        self.refused(run(*words[:-2], self.tmp / "dinh-nghia/..", "hop-thu", cwd=self.tmp))
        self.assertLess(run(*words[:-2], "/dev/null", "hop-thu", cwd=self.tmp).returncode, 3)

    def test_folders_of_definitions(self):
        out = self.tmp / "moi"
        words = ["definition", "dinh-nghia", "-o", out]
        self.assertEqual(run(*words, cwd=self.tmp).returncode, 0)
        first = picture(out)
        self.assertEqual(run(*words, cwd=self.tmp).returncode, 0)
        (out / "bieu.csv").write_text("Mã;Tên\nx;y\n")
        before = picture(out)
        self.refused(run(*words, cwd=self.tmp), "bieu.csv", "--force")
        self.assertEqual(picture(out), before)
        self.assertEqual(run(*words, "--force", cwd=self.tmp).returncode, 0)
        self.assertEqual(picture(out), first)
        (out / "phieu-kin-cu.csv").write_text("a,b\n")
        self.refused(run(*words, "--force", cwd=self.tmp), "phieu-kin-cu.csv")
        self.assertEqual({k: v for k, v in picture(out).items() if k != "phieu-kin-cu.csv"}, first)

    def test_learn_never_replaces_a_folder(self):
        out = self.tmp / "hoc"
        words = ["learn", self.source, "-o", out]
        self.assertEqual(run(*words).returncode, 0)
        (out / "bieu.csv").write_text((out / "bieu.csv").read_text(encoding="utf-8-sig") + "\n")
        before = picture(out)
        self.refused(run(*words), "--force")
        self.assertEqual(picture(out), before)
        self.assertEqual(run(*words, "--force").returncode, 0)
        self.assertNotEqual(picture(out), before)
        shutil.rmtree(out)
        out.mkdir()
        self.assertEqual(run(*words).returncode, 0)
        book = self.tmp / "hoc.xlsx"
        for _ in range(2):
            self.assertEqual(run("learn", self.source, "-o", book).returncode, 0)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
