#!/usr/bin/python3
"""The dossier of a period that is frozen: what is in it, read without the program; the run repeated from it, wherever it was moved to; every
damage refused; killed at any moment, or on a full disk, there is none or a whole one."""
import hashlib
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
BASIS = "Biên bản số 3/BB-CTĐ"
chosen = random.Random(os.environ.get("SEED", "0"))


def run(*args, cwd=None, program=None):
    return subprocess.run([program or sampled(), *map(str, args)], capture_output=True, text=True, cwd=cwd)


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def picture(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Cluster:
    """The folder of a cluster, and what happens to it."""

    def __init__(self, home, *init):
        self.home = home
        self.inbox, self.out = home / "hop-thu", home / "ket-qua/Tong-hop.xlsx"
        self.ledger, self.dossiers = home / "so-ban-thu-ky/so-ban-thu-ky.xlsx", home / "ket-qua/ho-so"
        done = run("nightly", "--init", home, "-d", SCHOOL / "dinh-nghia", *init)
        assert done.returncode == 0, done.stderr
        shutil.copytree(SCHOOL / "hop-thu", self.inbox, dirs_exist_ok=True)

    def enter(self, sheet, *rows):
        book = openpyxl.load_workbook(self.ledger)
        for row in rows:
            book[sheet].append(row)
        book.save(self.ledger)

    def freeze(self, step, day):
        self.enter("Chốt", [step, day, "Nguyễn Văn A", BASIS])

    def night(self, day, program=None):
        return run("nightly", "--now", f"{day} 01:30", self.home / "tonghop.conf", program=program)

    def names(self):
        return sorted(os.listdir(self.dossiers)) if self.dossiers.exists() else []


def season(home):
    """A few nights in which a file is broken, one comes twice, one is empty and one late, and then figures are frozen."""
    cluster = Cluster(home)
    cluster.night("2024-06-08")
    (cluster.inbox / "truong-so-2.xlsx").write_bytes(b"PK\x03\x04 hong")
    shutil.copy(SCHOOL / "hop-thu/truong-so-3.xlsx", cluster.inbox / "truong-so-3 (1).xlsx")
    (cluster.inbox / "thư").mkdir()
    (cluster.inbox / "thư/rỗng.xlsx").touch()
    (cluster.inbox / "~$truong-so-1.xlsx").write_bytes(b"x")
    os.symlink("/etc/hostname", cluster.inbox / "ngoài.xlsx")
    cluster.night("2024-06-11")
    late = openpyxl.load_workbook(SCHOOL / "hop-thu/truong-so-4.xlsx")
    late.active["A1"] = "Bản sửa"
    late.save(cluster.inbox / "truong-so-4 sua.xlsx")
    cluster.night("2024-06-15")
    cluster.enter("Điều chỉnh", ["TH1", "M01.01", "", "120", "118", "Nguyễn Văn A", "2024-06-16", "Công văn số 5"])
    cluster.freeze("chốt số liệu", "2024-06-19")
    return cluster


class Frozen(unittest.TestCase):
    """One season, frozen once, of which most tests have a copy."""

    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.tmp = pathlib.Path(cls.dir.name)
        cls.cluster = season(cls.tmp / "cum")
        cls.done = cls.cluster.night("2024-06-19", program=RELEASE)
        cls.dossier = cls.cluster.dossiers / "2024-so-lieu-lan-1"
        assert cls.dossier.is_dir(), cls.done.stdout + cls.done.stderr
        cls.published = cls.cluster.out.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def copy(self):
        target = self.tmp / f"bản sao {self.id()}"
        shutil.copytree(self.dossier, target)
        return target

    def refused(self, dossier, *said):
        out = self.tmp / "không có.xlsx"
        done = run("merge", "--dossier", dossier, "-o", out)
        self.assertEqual((done.returncode, out.exists()), (3, False), done.stdout + done.stderr)
        for words in said:
            self.assertIn(words, done.stderr)
        return done

    # ---- what is in it ----

    def test_it_is_said_and_whole(self):
        self.assertIn(f"Hồ sơ đợt    {self.dossier}\n", self.done.stdout)
        self.assertEqual(self.cluster.names(), ["2024-so-lieu-lan-1"])
        checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=self.dossier, capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        listed = [line[66:] for line in (self.dossier / "SHA256SUMS").read_text().splitlines()]
        self.assertEqual(listed, sorted(listed, key=os.fsencode))
        self.assertEqual(set(listed), set(picture(self.dossier)) - {"SHA256SUMS"})
        for path in [self.dossier, *self.dossier.rglob("*")]:
            self.assertEqual(path.stat().st_mode & 0o777 & ~(0o750 if path.is_dir() else 0o640), 0, path)

    def test_the_originals(self):
        there = {str(p.relative_to(self.dossier / "goc")): sha(p) for p in (self.dossier / "goc").rglob("*") if p.is_file()}
        inbox = {name: sha(self.cluster.inbox / name) for name in os.listdir(self.cluster.inbox) if re.match(r"truong-so-\d.*xlsx", name)}
        for name, content in inbox.items():
            self.assertEqual(there[f"TH{name[10]}/{name}"], content)
        kept = sha(SCHOOL / "hop-thu/truong-so-2.xlsx")  # what counts of the one that was broken
        self.assertEqual(there[f"TH2/truong-so-2 [{kept[:8]}].xlsx"], kept)
        self.assertEqual(len(there), len(inbox) + 1)
        rows = (self.dossier / "goc.tsv").read_text().splitlines()
        self.assertIn("\tthư/rỗng.xlsx\t\t\t\ttệp rỗng\t\t", rows)

    def test_what_the_run_read_and_came_to(self):
        for folder, theirs in (("dinh-nghia", "dinh-nghia"), ("phan-hoi", "ket-qua/phan-hoi")):
            there = {name: content for name, content in picture(self.cluster.home / theirs).items() if not name.endswith(".txt")}
            self.assertEqual(picture(self.dossier / folder), there)
        self.assertEqual((self.dossier / "so-ban-thu-ky/so-ban-thu-ky.xlsx").read_bytes(), self.cluster.ledger.read_bytes())
        self.assertEqual((self.dossier / "Tong-hop.xlsx").read_bytes(), self.published)
        sheets = openpyxl.load_workbook(self.dossier / "Tong-hop-gui.xlsx", read_only=True).sheetnames
        self.assertIn("PHIẾU ĐIỂM", sheets)
        self.assertNotIn("KIỂM TRA", sheets)
        kept = sorted((self.cluster.home / "ket-qua/luu").glob("20*"))
        self.assertEqual((self.dossier / "luot.records").read_bytes(), (kept[-1] / "luot.records").read_bytes())
        self.assertEqual((self.dossier / "luot-truoc.records").read_bytes(), (kept[-2] / "luot.records").read_bytes())

    def test_texts_for_people(self):
        readme = (self.dossier / "DOC-TOI.txt").read_bytes()
        self.assertTrue(readme.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(readme.count(b"\n"), readme.count(b"\r\n"))
        text = readme.decode("utf-8-sig")
        for words in ("Cụm trường Tiểu học liên xã, kỳ 2024", "chốt số liệu, lần 1", "Nguyễn Văn A", BASIS, "sha256sum -c SHA256SUMS", "certutil -hashfile",
                      "tonghop merge --dossier"):
            self.assertIn(words, text)
        self.assertLess(text.count("\n"), 60)
        for name in set(os.listdir(self.dossier)) - {"DOC-TOI.txt"}:
            self.assertIn(name, text)
        decided = [line.split("\t") for line in (self.dossier / "quyet-dinh.tsv").read_text("utf-8-sig").splitlines()]
        self.assertEqual(decided[0], ["Đơn vị", "Tên đơn vị", "Biểu", "Tệp", "SHA-256", "Quyết định", "Vì sao"])
        by_file = {row[3]: row[5] for row in decided[1:]}
        self.assertEqual(by_file["truong-so-1.xlsx"], "tính")
        self.assertEqual(by_file["truong-so-4 sua.xlsx"], "chờ Ban thư ký nhận")
        self.assertIn("tính, giữ của ngày 08/06/2024", by_file.values())
        log = (self.dossier / "nhat-ky.txt").read_text("utf-8-sig")
        self.assertIn("Lượt 4: 01:30 19/06/2024", log)
        self.assertIn(hashlib.sha256(self.published).hexdigest(), log)
        self.assertNotIn(str(self.tmp), "".join(p.read_text("utf-8-sig") for p in self.dossier.glob("*.t*")))

    def test_the_minutes(self):
        book = openpyxl.load_workbook(self.dossier / "BIEN-BAN-THAM-DINH.xlsx")
        self.assertEqual(book.sheetnames, ["BIÊN BẢN"])
        sheet = book["BIÊN BẢN"]
        self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "portrait"))
        cells = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        for words in ("BIÊN BẢN THẨM ĐỊNH SỐ LIỆU", f"Căn cứ: {BASIS}", "I. Thành phần thẩm định", "VI. Kết quả", "truong-so-1.xlsx"):
            self.assertIn(words, cells)
        self.assertTrue(any("Chốt số liệu lần 1, ngày 19/06/2024" in cell for cell in cells))

    # ---- the run, repeated ----

    def test_the_same_bytes_anywhere(self):
        copy = self.copy()
        for path in [*copy.rglob("*"), copy]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        away = self.tmp / "đi nơi khác"
        self.cluster.home.rename(away)
        try:
            out = self.tmp / "lại.xlsx"
            for program in (RELEASE, None):
                done = run("merge", "--dossier", copy, "-o", out, program=program)
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
                self.assertIn("trùng từng byte với bảng trong hồ sơ", done.stdout)
                self.assertEqual(out.read_bytes(), self.published)
                out.unlink()
            quiet = run("merge", "-q", "--dossier", ".", "-o", out, cwd=copy)
            self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (0, "", ""))
            self.assertEqual([p.name for p in self.tmp.glob("*.csv")], [])
            out.unlink()
            sent = run("merge", "--edition", "gui", "--dossier", copy, "-o", out)
            self.assertEqual((sent.returncode, sent.stderr), (0, ""), sent.stdout)
            self.assertEqual(out.read_bytes(), (copy / "Tong-hop-gui.xlsx").read_bytes())
        finally:
            away.rename(self.cluster.home)
            for path in [copy, *copy.rglob("*")]:
                path.chmod(0o755)

    def test_another_program_made_it(self):
        copy = self.copy()
        terms = copy / "chuong-trinh.txt"
        terms.write_bytes(terms.read_bytes().replace(b"tonghop 0", b"tonghop 9"))
        (copy / "Tong-hop.xlsx").write_bytes(self.published + b"\0")
        self.sign(copy)
        done = run("merge", "--dossier", copy, "-o", self.tmp / "khác.xlsx")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, r"khác bảng trong hồ sơ: chương trình trong hồ sơ là tonghop 9\S*, đây là tonghop 0")
        self.assertEqual((self.tmp / "khác.xlsx").read_bytes(), self.published)

    def test_what_stands_where_it_goes(self):
        out = self.tmp / "có sẵn.xlsx"
        out.write_bytes(b"cua toi")
        done = run("merge", "--dossier", self.dossier, "-o", out)
        self.assertEqual((done.returncode, out.read_bytes()), (3, b"cua toi"))
        self.assertEqual(run("merge", "--force", "--dossier", self.dossier, "-o", out).returncode, 0)
        inside = run("merge", "--dossier", self.dossier, "-o", self.dossier / "x.xlsx")
        self.assertEqual((inside.returncode, (self.dossier / "x.xlsx").exists()), (3, False))

    def test_wrong_usage(self):
        out = self.tmp / "x.xlsx"
        for more in (["-d", SCHOOL / "dinh-nghia"], [SCHOOL / "hop-thu"], ["--ledger", self.cluster.ledger], ["--as-of", "2024-06-19"],
                     ["--records", "x"], ["--previous", "x"], ["--feedback", "x"], ["--allow-empty"]):
            self.assertEqual(run("merge", "--dossier", self.dossier, "-o", out, *more).returncode, 64, more)
        self.assertEqual(run("merge", "--dossier", self.dossier).returncode, 64)

    # ---- damage ----

    def sign(self, dossier):
        """The list of hashes anew, as one would who wants to harm."""
        files = sorted((p for p in picture(dossier) if p != "SHA256SUMS"), key=os.fsencode)
        (dossier / "SHA256SUMS").write_text("".join(f"{sha(dossier / name)}  {name}\n" for name in files))

    def test_every_file_that_is_changed_or_gone(self):
        copy = self.copy()
        good = picture(copy)
        for name in ["SHA256SUMS", "Tong-hop.xlsx", *chosen.sample(sorted(good), 6)]:
            path, content = copy / name, good[name]
            path = copy / name
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
            self.refused(copy, "SHA256SUMS" if name == "SHA256SUMS" else f"“{name}” đã bị sửa")
            path.unlink()
            self.refused(copy, "SHA256SUMS" if name == "SHA256SUMS" else f"“{name}” không còn")
            path.write_bytes(content)
        self.assertEqual(run("merge", "--dossier", copy, "-o", self.tmp / "lành.xlsx").returncode, 0)
        (copy / "Tong-hop.xlsx").unlink()
        english = run("merge", "--lang", "en", "--dossier", copy, "-o", self.tmp / "x.xlsx")
        self.assertEqual(english.returncode, 3)
        self.assertIn("“Tong-hop.xlsx” is not there any more", english.stderr)

    def test_a_file_too_many_and_links(self):
        copy = self.copy()
        for name in ("thêm.txt", "goc/TH1/thêm.xlsx", ".an"):
            (copy / name).write_text("x")
            self.refused(copy, f"“{name}” không có trong SHA256SUMS")
            (copy / name).unlink()
        book = copy / "Tong-hop.xlsx"
        book.rename(self.tmp / "thật.xlsx")
        book.symlink_to(self.tmp / "thật.xlsx")
        self.refused(copy, "“Tong-hop.xlsx” không phải tệp thông thường")
        book.unlink()
        (self.tmp / "thật.xlsx").rename(book)
        (copy / "goc/ra").symlink_to("/etc")
        self.refused(copy, "“goc/ra” không phải tệp thông thường")

    def test_a_list_that_is_forged(self):
        copy = self.copy()
        sums = copy / "SHA256SUMS"
        good = sums.read_text()
        line = f"{'0' * 64}  "
        for bad in (line + "../x\n", line + "/etc/passwd\n", line + "goc/../x\n", line + "a//b\n", line + "\n", line + "a\\b\n", line + "./x\n", "x\n",
                    good.splitlines()[0] + "\n", line + "SHA256SUMS\n", "\0" * 70 + "\n"):
            sums.write_text(good + bad)
            self.refused(copy, "SHA256SUMS")
        for nothing in (self.tmp / "không có", SCHOOL):
            self.refused(nothing, "SHA256SUMS")

    def test_tables_that_are_forged(self):
        copy = self.copy()
        good = picture(copy)

        def forged(name, old, new, code=3):
            (copy / name).write_bytes(good[name].replace(old.encode(), new.encode(), 1))
            self.assertNotEqual((copy / name).read_bytes(), good[name], old)
            self.sign(copy)
            if code == 3:
                self.refused(copy, name)
            else:
                self.assertIn(run("merge", "--dossier", copy, "-o", self.tmp / "giả.xlsx").returncode, code)
            (copy / name).write_bytes(good[name])

        forged("goc.tsv", "goc/TH1/truong-so-1.xlsx", "../../../etc/hostname")
        forged("goc.tsv", "goc/TH1/truong-so-1.xlsx", "/etc/hostname")
        forged("goc.tsv", "goc/TH1/truong-so-1.xlsx", "")
        forged("goc.tsv", "tệp rỗng", "tệp lạ")
        forged("goc.tsv", "2024-06-08", "hôm qua")
        forged("goc.tsv", "Bản gốc", "Bản sao")
        forged("goc.tsv", "\t", "\t\t")
        forged("goc.tsv", "goc/TH1/truong-so-1.xlsx", "goc/TH1/khong-co.xlsx", code=(2,))  # one that nobody can read
        forged("bo-nho.tsv", "2024-06-11", "2024-13-45")
        forged("bo-nho.tsv", "nội dung", "nội dụng")
        forged("hop-thu.tsv", "TEP-022", "TEP-999")
        forged("hop-thu.tsv", "\t1\t", "\t9\t")
        forged("chuong-trinh.txt", "lần = 1", "lần = một")
        forged("chuong-trinh.txt", "kỳ = 2024", "kỳ 2024")
        forged("chuong-trinh.txt", "so-ban-thu-ky/so-ban-thu-ky.xlsx", "../so-ban-thu-ky.xlsx")
        forged("chuong-trinh.txt", "ngày của lượt = 2024-06-19\r\n", "")
        forged("luot-truoc.records", "tonghop-records", "tonghop-recordz", code=(2,))
        for name in ("goc.tsv", "bo-nho.tsv", "hop-thu.tsv", "chuong-trinh.txt"):
            for _ in range(3):
                content = bytearray(good[name])
                for _ in range(chosen.randrange(1, 5)):
                    content[chosen.randrange(len(content))] = chosen.choice(b"\t\n\\/.x\x00\xff9-")
                (copy / name).write_bytes(content)
                self.sign(copy)
                done = run("merge", "--dossier", copy, "-o", self.tmp / "giả.xlsx")
                self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
                (copy / name).write_bytes(good[name])

    def test_a_dossier_that_asks_for_more(self):
        copy = self.copy()
        with open(copy / "chuong-trinh.txt", "a", encoding="utf-8") as terms:
            terms.write("giới hạn = seconds=400\r\n")
        self.sign(copy)
        self.refused(copy, "--limit seconds=400")
        done = run("merge", "--limit", "seconds=400", "--dossier", copy, "-o", self.tmp / "hơn.xlsx")
        self.assertEqual(done.returncode, 0, done.stderr)


class Steps(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)

    def tearDown(self):
        self.dir.cleanup()

    def test_one_for_each_step_and_version(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.night("2024-06-11")
        self.assertEqual(cluster.names(), [])  # not frozen before the day
        cluster.night("2024-06-12")
        self.assertEqual(cluster.names(), ["2024-so-lieu-lan-1"])
        first = picture(cluster.dossiers)
        self.assertNotIn("Hồ sơ đợt", cluster.night("2024-06-13").stdout)
        cluster.enter("Chốt", ["mở chốt", "2024-06-14", "Nguyễn Văn A", "Đơn của trường số 6"])
        cluster.night("2024-06-14")
        self.assertEqual(picture(cluster.dossiers), first)  # what is there stays as it is
        cluster.freeze("chốt số liệu", "2024-06-15")
        cluster.night("2024-06-15")
        cluster.freeze("chốt điểm", "2024-06-16")
        cluster.night("2024-06-16")
        self.assertEqual(cluster.names(), ["2024-diem-lan-1", "2024-so-lieu-lan-1", "2024-so-lieu-lan-2"])
        self.assertEqual({k: v for k, v in picture(cluster.dossiers).items() if k.startswith("2024-so-lieu-lan-1")}, first)
        for name in cluster.names():
            done = run("merge", "--dossier", cluster.dossiers / name, "-o", self.tmp / "lại.xlsx", program=RELEASE)
            self.assertEqual(done.returncode, 0, name + done.stderr)

    def test_a_store_put_back_freezes_anew_and_the_dossier_is_another_ones(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.night("2024-06-11")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.night("2024-06-12")
        first = picture(cluster.dossiers)
        self.assertNotIn("hồ sơ", cluster.night("2024-06-13").stderr)
        done = run("nightly", "--restore", "2024-06-11-0130", cluster.home / "tonghop.conf")
        self.assertEqual(done.returncode, 0, done.stderr)
        (cluster.inbox / "truong-so-2.xlsx").unlink()
        done = cluster.night("2024-06-14")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, "đã có “[^”]*2024-so-lieu-lan-1” của một lần chốt khác")
        self.assertEqual(picture(cluster.dossiers), first)
        (cluster.dossiers / "2024-so-lieu-lan-1").rename(self.tmp / "cũ")
        done = cluster.night("2024-06-15")
        self.assertIn("Hồ sơ đợt", done.stdout)
        self.assertNotIn("hồ sơ", cluster.night("2024-06-16").stderr)

    def test_points_are_frozen_while_the_definition_cannot_be_read(self):
        """The frozen one stands in the dossier, and gives the same bytes."""
        cluster = Cluster(self.tmp / "cum")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.night("2024-06-12")
        shutil.rmtree(cluster.home / "dinh-nghia")
        cluster.freeze("chốt điểm", "2024-06-13")
        done = cluster.night("2024-06-13")
        self.assertIn("chưa đọc được bộ biểu mẫu", done.stderr)
        self.assertEqual(cluster.names(), ["2024-diem-lan-1", "2024-so-lieu-lan-1"], done.stderr)
        first, second = (picture(cluster.dossiers / name / "dinh-nghia") for name in reversed(cluster.names()))
        self.assertEqual(first, second)
        done = run("merge", "--dossier", cluster.dossiers / "2024-diem-lan-1", "-o", self.tmp / "lại.xlsx", program=RELEASE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.tmp / "lại.xlsx").read_bytes(), cluster.out.read_bytes())
        done = run("verify", cluster.out, "--dossier", cluster.dossiers / "2024-diem-lan-1", program=RELEASE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_minutes_are_nobodys_report(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.night("2024-06-12")
        shutil.copy(cluster.dossiers / "2024-so-lieu-lan-1/BIEN-BAN-THAM-DINH.xlsx", cluster.inbox / "Trường số 6.xlsx")
        done = cluster.night("2024-06-13")
        self.assertIn("5/6 đơn vị", done.stdout)
        self.assertIn("biên bản thẩm định", done.stdout)

    def test_who_sat_and_what_was_changed(self):
        cluster = Cluster(self.tmp / "cum")
        with open(cluster.home / "dinh-nghia/cai-dat.csv", "a", encoding="utf-8") as settings:
            settings.write('Thành viên thẩm định,"Bà Trần Thị B, Trưởng ban | Ông Lê Văn C, thư ký"\n')
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.freeze("chốt điểm", "2024-06-13")
        cluster.enter("Đóng", ["TH6", "", "mới thành lập", "Công văn số 9", "Nguyễn Văn A", "2024-06-12"])
        cluster.night("2024-06-13")
        sheet = openpyxl.load_workbook(cluster.dossiers / "2024-diem-lan-1/BIEN-BAN-THAM-DINH.xlsx").active
        cells = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        for words in ("BIÊN BẢN THẨM ĐỊNH", "Bà Trần Thị B, Trưởng ban", "Ông Lê Văn C, thư ký", "không xếp hạng", "mới thành lập"):
            self.assertIn(words, cells)

    # ---- what may happen while it is made ----

    def test_killed_at_any_moment_there_is_none_or_a_whole_one(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.night("2024-06-11")
        cluster.freeze("chốt số liệu", "2024-06-12")
        line = [RELEASE, "nightly", "-q", "--now", "2024-06-12 01:30", str(cluster.home / "tonghop.conf")]
        part, whole, made = cluster.dossiers / ".ho-so.part", cluster.dossiers / "2024-so-lieu-lan-1", 0
        for wait in [0, *(chosen.uniform(0, 0.4) for _ in range(5))]:
            night = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while night.poll() is None and not part.exists():
                time.sleep(0.001)
            time.sleep(wait)
            night.send_signal(signal.SIGKILL)
            night.wait()
            if whole.exists():
                checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=whole, capture_output=True)
                self.assertEqual(checked.returncode, 0)
                made += 1
                shutil.rmtree(whole)
        done = cluster.night("2024-06-12")
        self.assertEqual(os.listdir(cluster.dossiers), ["2024-so-lieu-lan-1"], done.stderr)
        again = run("merge", "--dossier", whole, "-o", self.tmp / "lại.xlsx")
        self.assertEqual(again.returncode, 0, again.stderr)

    def test_where_it_cannot_be_made_the_night_publishes_and_says_so(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.dossiers.write_text("một tệp")
        done = cluster.night("2024-06-12")
        self.assertEqual(done.returncode, 2)
        self.assertIn("không lập được hồ sơ", done.stderr)
        self.assertTrue(cluster.out.exists())
        cluster.dossiers.unlink()
        cluster.night("2024-06-13")
        self.assertEqual(cluster.names(), ["2024-so-lieu-lan-1"])

    @unittest.skipUnless(os.geteuid() == 0 and os.access("/dev/shm", os.W_OK), "needs to mount a small disk")
    def test_a_full_disk(self):
        cluster = Cluster(self.tmp / "cum")
        cluster.freeze("chốt số liệu", "2024-06-12")
        cluster.dossiers.mkdir()
        for size in ("64k", "200k", "400k"):
            if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", cluster.dossiers], capture_output=True).returncode:
                self.skipTest("a disk cannot be mounted here")
            try:
                done = cluster.night("2024-06-12")
                self.assertEqual(done.returncode, 2)
                self.assertIn("ổ đĩa đã đầy", done.stderr)
                self.assertTrue(cluster.out.exists())
                self.assertEqual(cluster.names(), [])
            finally:
                subprocess.run(["umount", cluster.dossiers], check=True)
        cluster.night("2024-06-12")
        self.assertEqual(cluster.names(), ["2024-so-lieu-lan-1"])


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
