#!/usr/bin/python3
"""`nightly`: the folder of a cluster that --init makes, all that --check finds wrong at once."""
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
from programs import sampled  # noqa: E402

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
        for name in os.listdir(SCHOOL / "dinh-nghia"):
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
        self.change("kết quả = hop-thu/Tong-hop.xlsx")
        done = run("nightly", "--check", self.conf)
        self.assertEqual(done.returncode, 3)
        self.assertIn("lần chạy sau sẽ bị đọc lẫn vào", done.stderr)

    def test_what_the_disk_has_is_said(self):
        self.init()
        self.assertRegex(run("nightly", "--check", self.conf).stdout, r"còn \d+ MB; một lượt chạy cần tới \d+ MB")

    def test_a_file_that_is_none(self):
        for name in (self.tmp / "khong-co.conf", self.tmp):
            self.assertEqual(run("nightly", "--check", name).returncode, 3)

    def test_wrong_usage(self):
        for words in ([], ["--check"], ["--init"], ["--check", "--init", "x"], ["--init", "a", "b"]):
            self.assertEqual(run("nightly", *words).returncode, 64, words)


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
    tally.run_cases(sys.modules[__name__])
