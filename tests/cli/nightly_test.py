#!/usr/bin/python3
"""`nightly`: the folder of a cluster that --init makes, all that --check finds wrong at once, nights that follow each other, nights in
which nothing may be written, requests, generations."""
import fcntl
import hashlib
import os
import pathlib
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import RELEASE, sampled  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
MARKER = "DUNG-XOA-tonghop.txt"
VIETNAMESE = re.compile("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", re.I)


def run(*args, cwd=None):
    return subprocess.run([sampled(), *map(str, args)], capture_output=True, text=True, cwd=cwd)


def picture(folder):
    """Every file and folder below a folder, with the bytes of files."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


class Nightly(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.tmp = pathlib.Path(self.dir.name)
        self.home = self.tmp / "cum"

    def tearDown(self):
        self.dir.cleanup()

    @property
    def conf(self):
        return self.home / "tonghop.conf"

    def init(self, *args, definition=SCHOOL / "dinh-nghia"):
        done = run("nightly", "--init", self.home, *(["-d", definition] if definition else []), *args)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def change(self, *lines, without=()):
        """Lines of tonghop.conf are replaced by their keys, or added."""
        text = self.conf.read_text(encoding="utf-8-sig").splitlines()
        keys = [line.split(" = ")[0] for line in lines] + list(without)
        kept = [t for t in text if t.split(" = ")[0] not in keys]
        self.conf.write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")


class Init(Nightly):
    def test_all_that_a_night_needs(self):
        done = self.init()
        for name in ("dinh-nghia", "hop-thu", "so-ban-thu-ky", "yeu-cau", "ket-qua", "ket-qua/phan-hoi", "ket-qua/luu", "ket-qua/luu/tep"):
            self.assertTrue((self.home / name).is_dir(), name)
            self.assertIn(f"Đã tạo       {self.home}/{name}\n", done.stdout)
        entered = {"so-nhan.csv", "cum-cham.csv"}  # whose rows stand in the ledger
        self.assertEqual(set(os.listdir(self.home / "dinh-nghia")), set(os.listdir(SCHOOL / "dinh-nghia")) - entered)
        for name in set(os.listdir(SCHOOL / "dinh-nghia")) - entered:
            self.assertEqual((self.home / "dinh-nghia" / name).read_bytes(), (SCHOOL / "dinh-nghia" / name).read_bytes())
        self.assertIn(f"Đã tạo       {self.home}/so-lieu.db\n", done.stdout)
        marker = (self.home / "hop-thu" / MARKER).read_bytes()
        self.assertTrue(marker.startswith(b"\xef\xbb\xbf"))
        self.assertIn("ĐỪNG XÓA", marker.decode())
        self.assertIn("Việc tiếp theo", done.stdout)
        self.assertNotIn("chép bộ biểu mẫu", done.stdout)
        checked = run("nightly", "--check", self.conf)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked.stdout)

    def test_nothing_is_written_over(self):
        self.init()
        self.conf.write_text("# của tôi\n")
        (self.home / "hop-thu" / MARKER).unlink()
        (self.home / "dinh-nghia/cai-dat.csv").write_text("x")
        before = picture(self.home)
        done = self.init()
        after = picture(self.home)
        self.assertIn(f"Giữ nguyên   {self.conf}\n", done.stdout)
        self.assertIn(f"Đã tạo       {self.home}/hop-thu/{MARKER}\n", done.stdout)
        self.assertEqual({k: v for k, v in after.items() if not k.endswith(MARKER)}, before)

    def test_without_a_definition_it_says_where_to_put_one(self):
        self.assertIn("chép bộ biểu mẫu", self.init(definition=None).stdout)
        checked = run("nightly", "--check", self.conf)
        self.assertEqual(checked.returncode, 3)
        self.assertIn("dinh-nghia” không có tệp", checked.stderr)
        self.init()
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)

    def test_a_definition_with_faults_makes_nothing(self):
        done = run("nightly", "--init", self.home, "-d", ROOT / "tests/faulty-definition")
        self.assertEqual((done.returncode, self.home.exists()), (3, False))
        self.assertIn("DN-", done.stderr)

    def test_a_workbook_as_definition(self):
        book = self.tmp / "Bo bieu mau.xlsx"
        self.assertEqual(run("definition", SCHOOL / "dinh-nghia", "-o", book).returncode, 0)
        self.init(definition=book)
        self.assertEqual((self.home / "dinh-nghia" / book.name).read_bytes(), book.read_bytes())
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)

    def test_in_english(self):
        done = self.init("--lang", "en")
        text = self.conf.read_text(encoding="utf-8-sig")
        comments = [line for line in text.splitlines() if line.startswith("# ") and " = " not in line]
        for line in [*done.stdout.splitlines(), *comments]:
            self.assertIsNone(VIETNAMESE.search(re.sub("“[^”]*”", "", line)), line)
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)

    def test_where_nothing_can_be_made(self):
        (self.tmp / "tep").write_text("x")
        for folder in (self.tmp / "tep", self.tmp / "khong/co"):
            done = run("nightly", "--init", folder)
            self.assertEqual(done.returncode, 3)
            self.assertIn("không tạo được", done.stderr)


class Check(Nightly):
    def test_several_faults_at_once(self):
        self.init()
        (self.home / "hop-thu" / MARKER).unlink()
        (self.home / "dinh-nghia/kiem-tra.csv").write_text("Mã,Phạm vi\nK1,x\n")
        shutil.rmtree(self.home / "ket-qua/phan-hoi")
        (self.home / "nam-truoc.records").write_text("khác")
        self.change("giữ = nhiều", "hộp thư = hop-thu", "hộp thư = khong-co", "năm trước = nam-truoc.records", "lệnh gửi thư = khong-co-lenh -t",
                    "số tiến trìn = 3", without=["số liệu"])
        before = picture(self.home)
        lines = self.conf.read_text(encoding="utf-8").splitlines()
        for language in ("vi", "en"):
            done = run("nightly", "--check", self.conf, "--lang", language)
            self.assertEqual(done.returncode, 3)
            for vi, en, key in (("từ 1 đến 999", "from 1 to 999", "giữ = nhiều"), ("có phải “số tiến trình”", "did you mean “số tiến trình”", "số tiến trìn = 3"),
                                ("thiếu khóa “số liệu”", "key “số liệu” is missing", None), ("kiem-tra.csv", "kiem-tra.csv", "bộ biểu mẫu = dinh-nghia"),
                                (MARKER, MARKER, "hộp thư = hop-thu"), ("không có hộp thư", "there is no inbox", "hộp thư = hop-thu"),
                                ("không phải tệp bản ghi", "is no record stream", "năm trước = nam-truoc.records"),
                                ("không có thư mục", "there is no folder", "phản hồi = ket-qua/phan-hoi"),
                                ("khong-co-lenh", "khong-co-lenh", "lệnh gửi thư = khong-co-lenh -t")):
                words = vi if language == "vi" else en
                said = [line for line in done.stderr.splitlines() if words in line]
                self.assertTrue(said, f"{words}: {done.stderr}")
                if key and key != "hộp thư = hop-thu":
                    number = lines.index(key) + 1
                    self.assertIn(f"dòng {number}: " if language == "vi" else f"line {number}: ", said[0])
        for line in done.stderr.splitlines():
            self.assertIsNone(VIETNAMESE.search(re.sub("“[^”]*”", "", line)), line)
        self.assertEqual(picture(self.home), before)

    def test_a_ledger_that_is_a_folder(self):
        self.init()
        ledger = self.home / "so"
        ledger.mkdir()
        (ledger / "so-nhan.csv").write_text("Đơn vị,Tệp,Quyết định,Lúc nhận\n")
        self.change("sổ ban thư ký = so")
        done = run("nightly", "--check", self.conf)
        self.assertEqual(done.returncode, 0, done.stderr)
        (ledger / "chot.csv").write_bytes(b"PK\x03\x04 cut off")
        self.assertRegex(run("nightly", "--check", self.conf).stderr, "không đọc được sổ ban thư ký “[^”]*/so”: chot.csv: ")
        shutil.rmtree(ledger)
        ledger.mkdir()
        self.assertRegex(run("nightly", "--check", self.conf).stderr, "không đọc được sổ ban thư ký “[^”]*/so”: không có tệp .csv")

    def test_a_store_that_is_none(self):
        self.init()
        store = self.home / "so-lieu.db"
        store.write_bytes(b"x" * 4096)
        done = run("nightly", "--check", self.conf)
        self.assertEqual((done.returncode, store.read_bytes()), (3, b"x" * 4096))
        self.assertIn("so-lieu.db", done.stderr)
        store.unlink()
        done = run("nightly", "--check", self.conf)
        self.assertEqual((done.returncode, store.exists()), (3, False))
        self.assertIn("so-lieu.db”; chạy lại", done.stderr)

    def test_a_result_in_the_inbox(self):
        self.init()
        (self.home / "hop-thu/yc").mkdir()
        for line in ("kết quả = hop-thu/Tong-hop.xlsx", "số liệu = hop-thu/a.db", "phản hồi = hop-thu", "lưu = hop-thu/luu", "yêu cầu = hop-thu/yc"):
            text = self.conf.read_text(encoding="utf-8-sig")
            self.change(line)
            for mode in (["--check"], []):
                done = run("nightly", *mode, self.conf)
                self.assertEqual(done.returncode, 3, line)
                self.assertRegex(done.stderr, "sẽ bị đọc lẫn vào|đang đọc, không được ghi đè")
            self.conf.write_text(text, encoding="utf-8")

    def test_a_folder_of_dossiers_that_is_none(self):
        """It is first needed when something is frozen, and then it is late to hear of it."""
        self.init()
        text = self.conf.read_text(encoding="utf-8-sig")
        (self.home / "ket-qua/tep").write_text("x")
        for line, said in (("hồ sơ = ket-qua/tep", "không có thư mục"), ("hồ sơ = khong-co/ho-so", "không có thư mục"),
                           ("hồ sơ = hop-thu/ho-so", "sẽ bị đọc lẫn vào")):
            self.change(line)
            done = run("nightly", "--check", self.conf)
            self.assertEqual(done.returncode, 3, line)
            self.assertIn(said, done.stderr)
            self.conf.write_text(text, encoding="utf-8")
        self.change("hồ sơ = ket-qua/ho-so-dot")
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)

    def test_what_the_disk_has_is_said(self):
        self.init()
        self.assertRegex(run("nightly", "--check", self.conf).stdout, r"còn \d+ MB; một lượt chạy cần tới \d+ MB")

    def test_a_file_that_is_none(self):
        for name in (self.tmp / "khong-co.conf", self.tmp):
            self.assertEqual(run("nightly", "--check", name).returncode, 3)

    def test_wrong_usage(self):
        for words in ([], ["--check"], ["--init"], ["--check", "--init", "x"], ["--init", "a", "b"], ["--if-asked"], ["--restore", "x"],
                      ["a", "b"], ["--check", "--if-asked", "x"], ["--now", "mai", "x"]):
            self.assertEqual(run("nightly", *words).returncode, 64, words)


class OfSchool(Nightly):
    """One inbox of the school sample, nights at stated moments; feedback only where it is looked at."""

    def setUp(self):
        super().setUp()
        self.init()
        self.change("liên hệ = Ban thư ký", without=["phản hồi", "trang"])
        self.out, self.kept, self.inbox = self.home / "ket-qua/Tong-hop.xlsx", self.home / "ket-qua/luu", self.home / "hop-thu"
        self.files = sorted(os.listdir(SCHOOL / "hop-thu"))

    def send(self, *names):
        for name in names or self.files:
            shutil.copy(SCHOOL / "hop-thu" / name, self.inbox / name)

    def night(self, now="2023-01-05 01:30", *args, code=0, conf=None):
        done = run("nightly", conf or self.conf, "--now", now, *args)
        if code is None:  # it is published, whatever is found
            self.assertLess(done.returncode, 3, done.stderr)
        else:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def runs(self, store=None):
        with sqlite3.connect(f"file:{store or self.home / 'so-lieu.db'}?mode=ro", uri=True) as db:
            return db.execute("SELECT number, workbook_sha256 FROM runs ORDER BY number").fetchall()

    def generations(self):
        return sorted(p.name for p in self.kept.iterdir() if p.name not in ("tep",))

    def refused(self, *args, said, now="2023-01-06 01:30", code=3, **kw):
        """Nothing below the folder changes but what is kept, and it is said why."""
        def stays():
            return {k: v for k, v in picture(self.home).items() if not k.startswith("ket-qua/luu/tep/")}
        before = stays()
        done = self.night(now, *args, code=code, **kw)
        self.assertIn(said, done.stderr)
        self.assertEqual(stays(), before)
        return done


class Night(OfSchool):
    def test_a_first_night(self):
        self.change("phản hồi = ket-qua/phan-hoi")
        self.send()
        done = self.night()
        self.assertIn("5/6 đơn vị", done.stdout)
        self.assertEqual(run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / "kq.xlsx", "--as-of", "2023-01-05", "--feedback", self.tmp / "ph",
                             SCHOOL / "hop-thu").returncode, 0)
        workbooks = [name for name in os.listdir(self.home / "ket-qua/phan-hoi") if name.endswith(".xlsx")]
        self.assertEqual(sorted(workbooks), sorted(os.listdir(self.tmp / "ph")))
        sha = hashlib.sha256(self.out.read_bytes()).hexdigest()
        self.assertEqual(self.runs(), [(1, sha)])
        copies = {p.name for p in (self.kept / "tep").iterdir()}
        self.assertEqual(copies, {hashlib.sha256((SCHOOL / "hop-thu" / n).read_bytes()).hexdigest() for n in self.files})
        self.assertEqual(self.generations(), ["2023-01-05-0130"])
        generation = self.kept / "2023-01-05-0130"
        self.assertEqual(sorted(os.listdir(generation)), ["luot.records", "so-ban-thu-ky.xlsx", "so-lieu.db", "thu-tu.txt", "tong-hop.xlsx"])
        self.assertEqual((generation / "tong-hop.xlsx").read_bytes(), self.out.read_bytes())
        self.assertEqual(self.runs(generation / "so-lieu.db"), [(1, sha)])
        self.assertTrue((generation / "luot.records").read_bytes().startswith(b"tonghop-records\t"))

    def test_the_same_night_twice_in_two_places(self):
        self.send()
        other = self.tmp / "chỗ khác"
        shutil.copytree(self.home, other)
        self.night()
        self.night(conf=other / "tonghop.conf")
        self.assertEqual(self.out.read_bytes(), (other / "ket-qua/Tong-hop.xlsx").read_bytes())

    def test_a_folder_that_was_moved_goes_on(self):
        self.send(*self.files[:3])
        self.night(code=2)
        moved = self.tmp / "chỗ khác"
        self.home.rename(moved)
        for name in self.files:
            shutil.copy(SCHOOL / "hop-thu" / name, moved / "hop-thu" / name)
        done = run("nightly", "--now", "2023-01-06 01:30", "tonghop.conf", cwd=moved)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("so với lượt trước: 2 tệp", done.stdout)
        self.assertEqual([number for number, _ in self.runs(moved / "so-lieu.db")], [1, 2])

    def test_nobody_has_sent_anything_yet(self):
        done = self.night(code=2)
        self.assertIn("0/6 đơn vị", done.stdout)
        self.night("2023-01-06 01:30", code=2)
        self.send()
        self.night("2023-01-07 01:30")
        self.assertEqual(sorted(os.listdir(self.home / "ket-qua")), ["Tong-hop.xlsx", "luu", "phan-hoi"])  # nothing was typed
        for name in self.files:
            (self.inbox / name).unlink()
        self.refused(said="không còn tệp nào", now="2023-01-08 01:30")

    def test_a_share_that_is_not_mounted(self):
        self.send()
        self.night()
        (self.inbox / MARKER).unlink()
        self.refused(said=MARKER)
        shutil.rmtree(self.inbox)
        self.refused(said=MARKER)
        self.inbox.mkdir()
        self.refused(said=MARKER)

    def test_half_of_the_inbox_is_gone(self):
        self.send()
        self.night()
        (self.inbox / self.files[4]).rename(self.inbox / "ten khac.xlsx")
        for name in self.files[:2]:
            (self.inbox / name).unlink()
        self.night("2023-01-06 01:30", code=None)
        self.send()
        self.night("2023-01-07 01:30", code=None)
        for name in self.files[:4]:
            (self.inbox / name).unlink()
        self.refused(said="mất hơn nửa số tệp: 4 trong 6 tệp", now="2023-01-08 01:30")
        self.night("2023-01-09 01:30", "--allow-empty", code=None)

    def test_last_years_figures_are_those_of_its_last_run(self):
        """Not of an earlier one, and not where the configuration names others."""
        self.send()
        book = openpyxl.load_workbook(self.inbox / "truong-so-2.xlsx")
        book["M01"]["F14"] = 99
        book.save(self.inbox / "truong-so-2.xlsx")
        self.night("2024-01-05 01:30", code=2)
        self.send()
        done = self.night("2024-01-06 01:30")
        self.assertNotIn("Năm trước", done.stdout)
        settings = self.home / "dinh-nghia/cai-dat.csv"
        settings.write_text(settings.read_text(encoding="utf-8").replace("Kỳ,2024", "Kỳ,2025"), encoding="utf-8")
        for name in self.files:
            book = openpyxl.load_workbook(self.inbox / name)
            for sheet in book:
                sheet["A5"] = "Năm 2025"
            if name == "truong-so-1.xlsx":
                was, book["M01"]["D14"] = book["M01"]["F14"].value, 7
            book.save(self.inbox / name)

        def said():
            sheet = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", data_only=True)["KIỂM TRA"]
            return [" ".join(str(c) for c in row) for row in sheet.iter_rows(values_only=True) if "NG-006" in row]

        done = run("nightly", "--now", "2025-01-06 01:30", self.conf)
        self.assertIn("Năm trước    theo lượt 2 đã ghi nhớ", done.stdout, done.stderr)
        self.assertTrue(any("truong-so-1" in line and f"là {was}" in line for line in said()), said())
        (self.home / "nam-truoc.records").write_bytes(b"")
        self.change("năm trước = nam-truoc.records")
        self.assertNotIn("theo lượt", run("nightly", "--now", "2025-01-07 01:30", self.conf).stdout)
        shutil.copy(self.kept / "2025-01-06-0130/luot.records", self.home / "nam-truoc.records")
        self.refused(said="nam-truoc.records”: dòng 2: bản ghi là của kỳ 2025; năm trước của đợt này là kỳ 2024", now="2025-01-08 01:30")

    def test_what_last_years_figures_are_is_never_written(self):
        """Not even where the page is to be; --check says it before."""
        (self.home / "nam-truoc.records").write_text("tonghop-records\t2\n")
        self.change("năm trước = nam-truoc.records", "trang = nam-truoc.records")
        done = run("nightly", "--check", self.conf)
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, "chính là số liệu năm trước “[^”]*nam-truoc.records” đang đọc, không được ghi đè")

    def test_a_new_period_has_other_files(self):
        self.send()
        self.night()
        settings = self.home / "dinh-nghia/cai-dat.csv"
        text = settings.read_text(encoding="utf-8-sig")
        settings.write_text(re.sub(r"Kỳ,(\d+)", lambda m: f"Kỳ,{int(m[1]) + 1}", text), encoding="utf-8")
        for name in self.files[:3]:
            (self.inbox / name).unlink()
        self.refused(said="được tính, nên không ghi gì")  # not that files are gone
        for name in self.files[3:]:
            (self.inbox / name).unlink()
        done = self.night("2023-01-06 01:30", code=2)  # nobody has sent anything yet
        self.assertIn("0/6 đơn vị", done.stdout)
        self.assertIn("không so được với lượt trước", done.stderr)
        self.assertIn("Không có lượt trước: đây là lượt đầu tiên của kỳ này.", self.changes())
        self.night("2023-01-07 01:30", code=2)
        self.assertIn("So với lượt trước (ngày 06/01/2023)", self.changes())

    def changes(self):
        sheet = openpyxl.load_workbook(self.out, read_only=True)["THAY ĐỔI"]
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True, max_row=8) for cell in row)

    def test_another_run_is_at_work(self):
        self.send()
        (self.home / "yeu-cau/CHAY").write_text("")
        with open(self.home / ".tonghop.lock", "w") as held:
            held.write("4711 may-chu")
            held.flush()
            fcntl.flock(held, fcntl.LOCK_EX)
            self.refused(said="tiến trình 4711, may-chu, từ ", code=75)
            self.refused("--if-asked", said="tiến trình 4711", code=75)
        self.night("2023-01-06 01:30", "--if-asked")
        self.assertFalse((self.home / ".tonghop.lock").exists())

    def test_a_store_that_is_damaged_stays_as_it_is(self):
        self.send()
        self.night()
        (self.home / "so-lieu.db").write_bytes(b"x" * 5000)
        self.refused(said="so-lieu.db")
        (self.home / "so-lieu.db").unlink()
        self.refused(said="so-lieu.db")

    def test_a_configuration_with_faults(self):
        self.change("giữ = 0")
        self.refused(said="từ 1 đến 999")

    def test_a_definition_that_is_broken_tonight(self):
        """The last good result stays, and that is what is said first."""
        self.change("trang = ket-qua/trang-thai.html")
        self.send()
        self.night()
        before = picture(self.home / "ket-qua")
        store = (self.home / "so-lieu.db").read_bytes()
        rules = self.home / "dinh-nghia/kiem-tra.csv"
        good = rules.read_bytes()
        rules.write_bytes(good.replace(b"HS.01", b"HS.99"))
        done = self.night("2023-01-06 01:30", code=3)
        first, *others = done.stderr.splitlines()
        self.assertEqual(first, "tonghop: lượt này không ghi gì; kết quả đang có là của lượt 1, ngày 05/01/2023")
        self.assertIn("DN-", "".join(others))
        after = picture(self.home / "ket-qua")
        page = after.pop("trang-thai.html").decode()
        before.pop("trang-thai.html")
        self.assertEqual(after, before)
        self.assertEqual((self.home / "so-lieu.db").read_bytes(), store)
        self.assertIn("bộ biểu mẫu có chỗ sai", page)
        rules.write_bytes(good)
        self.night("2023-01-07 01:30", code=None)

    def test_feedback_of_a_unit_that_the_definition_no_longer_has(self):
        """What nobody makes anew is not left as if it were tonight's; what a person saved stays, and is named."""
        self.change("phản hồi = ket-qua/phan-hoi")
        self.send()
        folder = self.home / "ket-qua/phan-hoi"
        self.night()
        (folder / "ghi-chep.txt").write_text("của tôi")
        (folder / "TH9.xlsx").write_bytes((folder / "TH1.xlsx").read_bytes())  # of a unit that never was
        units = self.home / "dinh-nghia/don-vi.csv"
        lines = units.read_text(encoding="utf-8").splitlines(keepends=True)
        typed = openpyxl.load_workbook(folder / "TH6.xlsx")
        typed.save(folder / "TH6.xlsx")
        for code in ("TH5", "TH6"):
            self.assertTrue((folder / f"{code}.txt").exists())
        units.write_text("".join(line for line in lines if not line.startswith(("TH5,", "TH6,"))), encoding="utf-8")
        for name in self.files[4:6]:
            (self.inbox / name).unlink()
        ledger = self.home / "dinh-nghia/giai-trinh.csv"
        if ledger.exists():
            ledger.unlink()
        done = self.night("2023-01-06 01:30", code=2)
        there = sorted(path.name for path in folder.iterdir())
        self.assertEqual([name for name in there if name.startswith(("TH5", "TH6", "TH9", "ghi"))], ["TH6.xlsx", "TH9.xlsx", "ghi-chep.txt"])
        self.assertIn("TH6.xlsx” là phiếu của một đơn vị không còn trong bộ biểu mẫu", done.stderr)

    def test_feedback_of_a_unit_whose_file_is_withdrawn(self):
        """It says today that nothing is there, and whom to ask; yesterday's is not left behind."""
        self.change("phản hồi = ket-qua/phan-hoi", "liên hệ = Bà Hoa, 0212 385 1234")
        self.send()
        self.night()
        reply = self.home / "ket-qua/phan-hoi/TH5.xlsx"
        verdict = lambda: openpyxl.load_workbook(reply).worksheets[0]["A4"].value  # noqa: E731
        self.assertIn("ĐÃ NHẬN", verdict())
        book = openpyxl.load_workbook(self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx")
        sheet = book["Sổ nhận"]
        head = [cell.value for cell in sheet[1]]
        row = [None] * len(head)
        for name, value in (("Đơn vị", "TH5"), ("Tệp", "truong-so-5.xlsx"), ("Quyết định", "rút"), ("Ai", "Ban thư ký")):
            row[head.index(name)] = value
        free = max(r for r in range(1, sheet.max_row + 1) if any(c.value for c in sheet[r])) + 1
        for at, value in enumerate(row, 1):
            sheet.cell(free, at).value = value
        book.save(self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx")
        self.night("2023-01-06 01:30", code=None)
        self.assertRegex(verdict(), r"^CỤM CHƯA NHẬN ĐƯỢC TỆP NÀO của đơn vị; hạn nộp [\d/]+.*; hỏi Bà Hoa, 0212 385 1234\.$")

    def test_a_clock_that_goes_back_is_said(self):
        self.send()
        self.night("2023-01-05 01:30")
        self.assertIn("sớm hơn lúc lượt trước kết thúc (01:30 05/01/2023)", self.night("2023-01-04 01:30", code=1).stderr)
        self.assertEqual(self.night("2023-01-04 01:30").stderr, "")

    def test_a_file_that_cannot_be_kept_stops_the_night(self):
        self.send()
        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
        done = subprocess.run([RELEASE, "nightly", self.conf], capture_output=True, text=True, preexec_fn=full)
        self.assertEqual((done.returncode, self.out.exists()), (3, False), done.stderr)
        for copy in (self.kept / "tep").iterdir():
            self.assertEqual(hashlib.sha256(copy.read_bytes()).hexdigest(), copy.name)
        self.assertEqual(self.runs(), [])

    def test_killed_at_any_time_the_next_night_goes_on(self):
        self.send(*self.files[:3])
        self.night(code=2)
        self.send()
        for wait in (0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8):
            started = subprocess.Popen([RELEASE, "nightly", self.conf, "--now", "2023-01-06 01:30"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            started.kill()
            started.wait()
        done = self.night("2023-01-07 01:30")
        numbers = [number for number, _ in self.runs()]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        self.assertIn("5/6 đơn vị", done.stdout)
        self.assertEqual([p.name for p in (self.home / "ket-qua").iterdir() if p.name.startswith(".")], [])
        self.assertEqual([n for n in self.generations() if n.startswith(".")], [])


class LastGood(OfSchool):
    """What counted goes on counting out of what was kept, until something better is there."""

    def test_a_file_that_breaks_or_goes(self):
        self.send()
        self.night("2024-01-05 01:30")
        broken, gone = self.files[:2]
        good = (self.inbox / broken).read_bytes()
        (self.inbox / broken).write_bytes(good[:3000])
        (self.inbox / gone).unlink()
        done = self.night("2024-01-06 01:30", code=2)
        self.assertIn("5/6 đơn vị", done.stdout)
        self.assertRegex(done.stdout, f"“{broken}” trong hộp thư nay không dùng được; .* bản lưu của ngày 05/01/2024")
        self.assertRegex(done.stdout, f"“{gone}” không còn trong hộp thư; .* bản lưu của ngày 05/01/2024")
        self.assertIn("0 số liệu, 0 chỗ xếp hạng", done.stdout)
        for name in self.files[1:]:
            (self.inbox / name).unlink(missing_ok=True)
        self.assertIn("5/6 đơn vị", self.night("2024-01-07 01:30", "--allow-empty", code=2).stdout)
        self.send()
        self.night("2024-01-08 01:30")

    def test_a_store_that_was_put_back_knows_what_it_knew(self):
        self.send(*self.files[:3])
        self.night("2024-01-05 01:30", code=2)
        self.send()
        self.night("2024-01-06 01:30")
        self.night("2024-01-06 08:00", "--restore", "2024-01-05-0130")
        for name in self.files[2:]:
            (self.inbox / name).unlink()
        self.assertIn("3/6 đơn vị", self.night("2024-01-07 01:30", code=2).stdout)


class Requests(OfSchool):
    def test_nobody_asked(self):
        self.send()
        before = picture(self.home)
        done = self.night("2023-01-05 01:30", "--if-asked")
        self.assertEqual((done.stdout, done.stderr, picture(self.home)), ("", "", before))

    def answer(self):
        text = (self.home / "yeu-cau/tra-loi.txt").read_bytes()
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))
        self.assertEqual(os.listdir(self.home / "yeu-cau"), ["tra-loi.txt"])
        return text.decode("utf-8-sig")

    def test_a_run_is_made_and_answered(self):
        self.send()
        for name in ("CHAY", "chay.txt", "Chay.TXT"):
            (self.home / "yeu-cau" / name).write_text("")
            self.night("2023-01-05 10:00", "--if-asked")
            self.assertRegex(self.answer(), r"(?s)bắt đầu 10:00 05/01/2023.*Đã ghi bảng tổng hợp: 5/6 đơn vị đã nộp; 0 chặn, 0 lỗi.*Xem tại: ket-qua/Tong-hop\.xlsx.*Liên hệ: Ban thư ký")

    def test_paths_of_an_answer_begin_at_the_folder_of_the_cluster(self):
        """The server has it elsewhere than who reads the answer, and may have been told “tonghop.conf” alone."""
        self.send()
        (self.tmp / "ra").mkdir()
        self.change("kết quả = ../ra/Tong-hop.xlsx")
        for conf, folder in ((self.conf, None), ("tonghop.conf", self.home)):
            (self.home / "yeu-cau/CHAY").write_text("")
            done = run("nightly", conf, "--now", "2023-01-05 10:00", "--if-asked", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Xem tại: ../ra/Tong-hop.xlsx (", self.answer())

    def test_why_nothing_was_written_is_answered(self):
        (self.inbox / MARKER).unlink()
        (self.home / "yeu-cau/CHAY").write_text("")
        self.night("2023-01-05 10:00", "--if-asked", code=3)
        self.assertRegex(self.answer(), "Không ghi gì, bảng cũ giữ nguyên: hộp thư .* không có tệp dấu")
        self.change("giữ = 0")
        (self.home / "yeu-cau/CHAY").write_text("")
        self.night("2023-01-05 10:00", "--if-asked", code=3)
        self.assertIn("tệp cấu hình có chỗ sai", self.answer())

    def test_other_files_ask_for_nothing(self):
        for name in ("CHAY.docx", "CHAY 2", "KHONG CHAY.txt"):
            (self.home / "yeu-cau" / name).write_text("")
        self.assertEqual(self.night("2023-01-05 01:30", "--if-asked").stdout, "")
        self.assertFalse(self.out.exists())


class Ledger(Nightly):
    """so-ban-thu-ky.xlsx, which the secretariat writes and the program reads."""

    @property
    def ledger(self):
        return self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"

    def night(self, day):
        self.change(f"ngày = {day}")
        return run("nightly", self.conf)

    def send(self):
        for file in sorted((SCHOOL / "hop-thu").iterdir()):
            shutil.copy(file, self.home / "hop-thu")

    def test_rows_of_the_definition_count_from_the_ledger(self):
        self.init()
        self.send()
        self.night("2024-06-08")
        merged = self.tmp / "o.records"
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / "o.xlsx", "--outcome", merged, "--as-of", "2024-06-08", SCHOOL / "hop-thu")
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = next((self.home / "ket-qua/luu").glob("2*")) / "luot.records"
        ranks = [[line for line in f.read_text().splitlines() if line.startswith("rank")] for f in (merged, kept)]
        self.assertEqual(ranks[0], ranks[1])
        self.assertTrue(ranks[0])

    def test_a_row_that_waited_is_copied_and_accepts(self):
        self.init()
        self.send()
        self.night("2024-06-08")
        self.night("2024-06-12")
        late = self.home / "hop-thu/truong-so-3.xlsx"
        with zipfile.ZipFile(SCHOOL / "hop-thu" / late.name) as old, zipfile.ZipFile(late, "w") as new:
            for info in old.infolist():
                new.writestr(info, old.read(info).replace(b"<v>1920</v>", b"<v>1923</v>"))
        self.assertIn("NOP-019", self.night("2024-06-13").stdout)
        ready = openpyxl.load_workbook(self.home / "so-ban-thu-ky/cho-quyet-dinh.xlsx")["Sổ nhận"]
        rows = [list(r) for r in ready.iter_rows(min_row=2, values_only=True) if r[0]]
        self.assertEqual(len(rows), 1)
        self.assertRegex(rows[0][1], r"^truong-so-3.xlsx \[[0-9a-f]{8}\]$")
        rows[0][2], rows[0][8] = "nhận", "An"
        book = openpyxl.load_workbook(self.ledger)
        book["Sổ nhận"].append(rows[0])
        book.save(self.ledger)
        done = self.night("2024-06-14")
        self.assertNotIn("NOP-019", done.stdout)
        self.assertIn("1 số liệu", done.stdout)

    def test_one_that_is_half_saved_is_not_an_empty_one(self):
        self.init()
        self.send()
        first = self.night("2024-06-08")
        whole = self.ledger.read_bytes()
        self.ledger.write_bytes(whole[:9000])
        done = self.night("2024-06-08")
        self.assertEqual((first.returncode, done.returncode), (0, 1), done.stderr)
        self.assertIn("lượt này theo bản đọc được gần nhất", done.stderr)
        self.assertIn("0 số liệu, 0 chỗ xếp hạng", done.stdout)
        self.assertEqual(self.ledger.read_bytes(), whole[:9000])
        shutil.rmtree(self.home / "ket-qua/luu")
        done = self.night("2024-06-08")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, "chưa đọc được sổ ban thư ký “[^”]*so-ban-thu-ky.xlsx” .*không có bản giữ lại nào đọc được")


class Generations(OfSchool):
    def test_the_oldest_go_and_what_is_none_stays(self):
        self.send()
        self.change("giữ = 2")
        for name, member in (("2020-01-01-0000", "ghi-chu.txt"), ("2020-01-02-0000", "so-lieu.db"), ("khac", "so-lieu.db")):
            (self.kept / name).mkdir()
            (self.kept / name / member).write_text("x")
        (self.kept / "2020-01-02-0000/ghi-chu.txt").write_text("x")
        for day in ("05", "06", "06", "07"):
            self.night(f"2023-01-{day} 01:30")
        self.assertEqual(self.generations(), ["2020-01-01-0000", "2020-01-02-0000", "2023-01-06-0130-2", "2023-01-07-0130", "khac"])
        self.assertEqual(len(list((self.kept / "tep").iterdir())), len(self.files))

    def test_what_a_killed_run_left_is_in_nobodys_way(self):
        self.send()
        part = self.kept / ".luot.part"
        part.mkdir()
        for name in ("tong-hop.xlsx", ".so-lieu.db.part", ".so-lieu.db.part-journal"):
            (part / name).write_text("x")
        self.night()
        self.assertEqual(self.generations(), ["2023-01-05-0130"])

    def test_one_that_cannot_be_made_is_said(self):
        self.send()
        (self.kept / ".luot.part").write_text("x")
        done = self.night(code=1)
        self.assertIn("không giữ được lượt chạy này", done.stderr)
        self.assertEqual(len(self.runs()), 1)
        self.assertTrue(self.out.exists())

    def test_one_is_put_back(self):
        self.send(*self.files[:3])
        self.night(code=2)
        self.send()
        self.night("2023-01-06 01:30")
        newest = (self.home / "so-lieu.db").read_bytes()
        generation = picture(self.kept / "2023-01-05-0130")
        for name, beside in (("2023-01-05-0130", "so-lieu.db.truoc-2023-01-07-0800"), (self.kept / "2023-01-05-0130", "so-lieu.db.truoc-2023-01-07-0900")):
            now = beside[-15:-5] + " " + beside[-4:-2] + ":" + beside[-2:]
            done = self.night(now, "--restore", name)
            self.assertIn(beside, done.stdout)
            self.assertEqual([number for number, _ in self.runs()], [1])
        self.assertEqual((self.home / "so-lieu.db.truoc-2023-01-07-0800").read_bytes(), newest)
        done = self.night("2023-01-07 09:00", "--restore", "2023-01-05-0130")  # once more in the same minute
        self.assertIn("so-lieu.db.truoc-2023-01-07-0900-2", done.stdout)
        self.assertEqual(picture(self.kept / "2023-01-05-0130"), generation)
        self.assertIn("so với lượt trước: 2 tệp", self.night("2023-01-08 01:30").stdout)
        self.assertEqual([number for number, _ in self.runs()], [1, 2])

    def test_what_is_none_is_not_put_back(self):
        self.send()
        self.night()
        for name in ("2023-01-04-0130", "tep", self.home):
            if name != self.home:
                self.refused("--restore", name, said="so-lieu.db")
        (self.kept / "2023-01-05-0130/so-lieu.db").write_bytes(b"x" * 4096)
        self.refused("--restore", "2023-01-05-0130", said="so-lieu.db")

    def test_a_store_that_is_damaged_is_replaced(self):
        self.send()
        self.night()
        (self.home / "so-lieu.db").write_bytes(b"x" * 4096)
        self.night("2023-01-06 08:00", "--restore", "2023-01-05-0130")
        self.assertEqual((self.home / "so-lieu.db.truoc-2023-01-06-0800").read_bytes(), b"x" * 4096)
        self.night("2023-01-06 09:00")


class Marker(Nightly):
    def test_it_is_no_submission_to_any_command(self):
        self.init()
        inbox = self.home / "hop-thu"
        done = run("merge", "-d", SCHOOL / "dinh-nghia", "-o", self.tmp / "kq.xlsx", inbox)
        self.assertEqual(done.returncode, 3)
        self.assertIn("không có tệp nào", done.stderr)
        shutil.copytree(SCHOOL / "hop-thu", inbox, dirs_exist_ok=True)
        with_marker = [run(*words, "-d", SCHOOL / "dinh-nghia", inbox) for words in (["check"], ["extract"], ["rehearse"])]
        (inbox / MARKER).rename(inbox / MARKER.lower())
        again = run("extract", "-d", SCHOOL / "dinh-nghia", inbox)
        (inbox / MARKER.lower()).unlink()
        without = [run(*words, "-d", SCHOOL / "dinh-nghia", inbox) for words in (["check"], ["extract"], ["rehearse"])]
        for one, other in zip([*with_marker, again], [*without, without[1]]):
            self.assertEqual((one.returncode, one.stdout, one.stderr), (other.returncode, other.stdout, other.stderr))


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
