#!/usr/bin/python3
"""Mail: what nights write, read as its receiver reads it; when one is written and when not; how it is sent, by one sender at a time,
through a program that may fail or hang; no value becomes a header."""
import email
import email.policy
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from nightly_test import MARKER, SCHOOL, Nightly, run  # noqa: E402
from open_in_excel_test import owner  # noqa: E402
from programs import RELEASE  # noqa: E402


class OfMail(Nightly):
    def setUp(self):
        super().setUp()
        self.init()
        self.spool = self.home / "thu-cho-gui"
        self.done = self.spool / "da-gui"
        self.program = self.tmp / "gui thu"
        self.program_is('cat > "$1/$(date +%s%N)"')
        self.received = self.tmp / "nhan"
        self.received.mkdir()
        self.change("gửi thư tới = thu-ky@cum.gov.vn, may-chu@cum.gov.vn", "thư từ = tonghop@cum.gov.vn", "liên hệ = Ban thư ký, 024 3 000 000",
                    f'lệnh gửi thư = "{self.program}" {self.received}', "phản hồi = ket-qua/phan-hoi")

    def program_is(self, script):
        self.program.write_text("#!/bin/sh\n" + script + "\n")
        self.program.chmod(0o755)

    def send_file(self, *names):
        for name in names or sorted(os.listdir(SCHOOL / "hop-thu")):
            shutil.copy(SCHOOL / "hop-thu" / name, self.home / "hop-thu" / name)

    def night(self, now, *args, code=None):
        before = set(self.waiting())
        done = run("nightly", self.conf, "--now", now, *args)
        if code is None:
            self.assertLess(done.returncode, 3, done.stderr)
        else:
            self.assertEqual(done.returncode, code, done.stderr)
        new = set(self.waiting()) - before
        self.assertLessEqual(len(new), 1)
        return self.read(self.spool / new.pop()) if new else None

    def waiting(self):
        return sorted(p.name for p in self.spool.glob("*.eml"))

    def mail(self, *args, code=0):
        done = run("mail", *args, self.conf)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def read(self, path):
        """A message as its receiver sees it, once it has been held against the rules."""
        raw = path.read_bytes()
        self.assertNotRegex(raw, rb"[^\x20-\x7e\n]")
        self.assertLessEqual(max(map(len, raw.split(b"\n"))), 76)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertFalse(message.defects)
        self.assertEqual([k for k in message.keys()], ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                                                       "Content-Type", "Content-Transfer-Encoding"])
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertEqual(message["To"], "thu-ky@cum.gov.vn, may-chu@cum.gov.vn")
        self.assertIsNotNone(message["Date"].datetime)
        text = message.get_content().replace("\r\n", "\n")
        self.assertLessEqual(text.count("\n"), 40)
        message.text = text
        return message


class Nights(OfMail):
    def test_five_nights_as_their_receiver_reads_them(self):
        files = sorted(os.listdir(SCHOOL / "hop-thu"))
        self.send_file(*files[:2])
        one = self.night("2024-06-03 01:34")
        self.assertEqual(one["Subject"], "[Cụm trường Tiểu học liên xã] 2/6 đã nộp – 03/06/2024")
        self.assertIn("Số liệu đến 01:34 thứ Hai 03/06/2024.", one.text)
        self.assertIn("SỐ LIỆU: CHƯA ĐỦ, có 2/6 Trường", one.text)
        self.assertIn("XẾP HẠNG: TẠM TÍNH", one.text)
        self.assertIn("- Trường Tiểu học số 6: chưa nộp, hạn 10/06/2024", one.text)
        self.assertIn("Không có lượt trước để so sánh.", one.text)
        self.assertIn("Bảng tổng hợp: ket-qua/Tong-hop.xlsx\nTrang tình trạng: ket-qua/trang-thai.html\nLiên hệ: Ban thư ký, 024 3 000 000\n", one.text)
        self.assertNotIn(str(self.tmp), one.text)
        self.assertIsNone(self.night("2024-06-04 01:34"))  # nothing has changed
        self.send_file(*files[2:])
        three = self.night("2024-06-05 01:34")
        self.assertEqual(three["Subject"], "[Cụm trường Tiểu học liên xã] 5/6 đã nộp – 05/06/2024")
        self.assertIn("So với lượt trước (ngày 04/06/2024)", three.text)
        self.assertIn("đơn vị nộp lần đầu", three.text)
        (self.home / "hop-thu" / MARKER).unlink()
        four = self.night("2024-06-06 01:34", code=3)
        self.assertEqual(four["Subject"], "[tonghop] Lượt chạy không ghi được kết quả – 06/06/2024")
        self.assertIn(MARKER, four.text)
        self.assertIn("Bảng tổng hợp của lượt trước vẫn giữ nguyên.", four.text)
        self.assertIsNone(self.night("2024-06-07 01:34", code=3))  # for the same reason
        (self.home / "hop-thu" / MARKER).write_text("")
        five = self.night("2024-06-08 01:34")
        self.assertIn("5/6 đã nộp", five["Subject"])  # it runs again, though nothing has changed
        self.assertIsNone(self.night("2024-06-08 08:00"))
        for message in (one, three, five):
            self.assertNotRegex(message.text, r"\d điểm\b")

    def test_the_deadline_is_reminded_of_once(self):
        self.send_file()
        self.assertIsNotNone(self.night("2024-06-07 01:34"))
        self.assertIsNone(self.night("2024-06-08 01:34"))
        tomorrow = self.night("2024-06-09 01:34")
        self.assertIn("Nhắc: ngày mai là hạn nộp: 5/6 đã nộp", tomorrow["Subject"])
        self.assertTrue(tomorrow.text.startswith("Nhắc: ngày mai là hạn nộp.\n"))
        self.assertIsNone(self.night("2024-06-09 12:00"))
        self.assertIn("Nhắc: hôm nay là hạn nộp", self.night("2024-06-10 01:34")["Subject"])
        self.assertIsNone(self.night("2024-06-10 12:00"))
        overdue = self.night("2024-06-11 01:34", code=2)  # a finding is new: the unit is missing
        self.assertIn("Trường Tiểu học số 6: thiếu", overdue.text)
        self.assertIsNone(self.night("2024-06-12 01:34", code=2))

    def test_a_unit_before_its_deadline_is_no_error(self):
        self.send_file()
        self.night("2024-06-10 01:34", code=0)
        self.night("2024-06-11 01:34", code=2)

    def test_what_a_night_says_beside_its_findings(self):
        """Who has no shell reads in mail and on the page which ledger was read, and that the clock went back."""
        self.send_file()
        self.night("2024-06-05 01:34")
        ledger = self.home / "so-ban-thu-ky/so-ban-thu-ky.xlsx"
        whole = ledger.read_bytes()
        ledger.write_bytes(whole[:9000])
        self.home.joinpath("hop-thu/truong-so-1.xlsx").write_bytes(b"PK")
        text = self.night("2024-06-04 01:34").text
        self.assertRegex(text, "Lưu ý: chưa đọc được sổ ban thư ký “so-ban-thu-ky/so-ban-thu-ky.xlsx” [^\n]*tệp chưa đủ")
        self.assertRegex(text, "Lưu ý: đồng hồ máy chỉ [^\n]*sớm hơn lúc lượt trước kết thúc")
        page = (self.home / "ket-qua/trang-thai.html").read_text(encoding="utf-8")
        self.assertIn("Lưu ý: đồng hồ máy chỉ", page)
        self.assertIn("lượt này theo bản đọc được gần nhất, “ket-qua/luu/2024-06-05-0134/so-ban-thu-ky.xlsx”", page)
        self.assertNotIn(str(self.tmp), text + page)
        ledger.write_bytes(whole)
        self.assertNotIn("Lưu ý", self.night("2024-06-06 01:34").text)
        self.assertNotIn("Lưu ý", (self.home / "ket-qua/trang-thai.html").read_text(encoding="utf-8"))

    def test_a_file_that_cannot_be_opened_and_a_decision_that_waits(self):
        self.send_file()
        self.night("2024-06-07 01:34")
        (self.home / "hop-thu/TH6 - bao cao.xlsx").write_bytes(b"PK\x03\x04 cut")
        shutil.copy(SCHOOL / "hop-thu" / sorted(os.listdir(SCHOOL / "hop-thu"))[0], self.home / "hop-thu/x.xlsx")
        first = self.night("2024-06-08 01:34")
        self.assertIsNotNone(first)
        self.assertIsNone(self.night("2024-06-08 07:34"))

    def test_a_result_under_another_name_is_named(self):
        self.send_file()
        self.night("2024-06-03 01:34")
        owner(self.home / "ket-qua/Tong-hop.xlsx")
        self.send_file()
        (self.home / "hop-thu" / sorted(os.listdir(SCHOOL / "hop-thu"))[0]).unlink()
        done = run("nightly", self.conf, "--now", "2024-06-04 01:34")
        self.assertIn(done.returncode, (2, 4))
        message = self.read(self.spool / self.waiting()[-1])
        self.assertIn("Bảng tổng hợp: ket-qua/Tong-hop (2024-06-04 0134).xlsx", message.text)

    def test_nobody_is_to_get_mail(self):
        self.change(without=["gửi thư tới", "lệnh gửi thư"])
        self.send_file()
        self.assertIsNone(self.night("2024-06-03 01:34"))
        self.assertFalse(self.spool.exists())
        self.assertIn("đã gửi 0, còn chờ 0", self.mail().stdout)

    def test_a_folder_of_its_own(self):
        self.change("thư chờ gửi = hop-thu/thu")
        self.send_file()
        done = run("nightly", self.conf, "--now", "2024-06-03 01:34")
        self.assertEqual(done.returncode, 1)  # not into an inbox
        self.assertFalse((self.home / "hop-thu/thu").exists())
        self.change("thư chờ gửi = thu")
        run("nightly", self.conf, "--now", "2024-06-04 01:34")
        self.assertEqual(len(list((self.home / "thu").glob("*.eml"))), 1)
        self.mail()
        self.assertEqual(len(list((self.home / "thu/da-gui").glob("*.eml"))), 1)


class Headers(OfMail):
    def test_no_value_becomes_a_header(self):
        settings = self.home / "dinh-nghia/cai-dat.csv"
        text = settings.read_text(encoding="utf-8-sig")
        name = re.search(r"Tên cụm,(.*)", text)[1].strip()
        evil = 'Cụm\nBcc: x@y.vn\r\n\r\nbody \u202e'
        settings.write_text(text.replace(f"Tên cụm,{name}", f'Tên cụm,"{evil}"'), encoding="utf-8-sig")
        units = self.home / "dinh-nghia/don-vi.csv"
        units.write_text(units.read_text(encoding="utf-8-sig").replace("Trường Tiểu học số 6", '"Sáu\nBcc: z@y.vn"', 1), encoding="utf-8-sig")
        self.send_file()
        (self.home / "hop-thu/a\nSubject: b\r.xlsx").write_bytes(b"PK\x03\x04 cut")
        message = self.night("2024-06-03 01:34")
        self.assertIsNotNone(message)
        self.assertIsNone(message["Bcc"])
        self.assertNotIn("\u202e", message["Subject"] + message.text)
        self.assertNotRegex(message.text, r"(?m)^(Bcc|Subject):")

    def test_addresses(self):
        for wrong in ("thu-ky", "a@b@c.vn", "Thư ký <a@b.vn>", "a@b.vn;c@d.vn", "a b@c.vn", "@b.vn", "a@", "-t@b.vn", "a@b.vn,"):
            self.change(f"gửi thư tới = {wrong}")
            done = run("nightly", "--check", self.conf)
            if wrong != "a@b.vn,":
                self.assertIn("không phải địa chỉ thư", done.stderr, wrong)
                self.assertEqual(done.returncode, 3)
        self.change("gửi thư tới = thu.ky+cum2@vi-du.gov.vn", "thư từ = a@b.vn, c@d.vn")
        self.assertIn("“thư từ” chỉ có một địa chỉ", run("nightly", "--check", self.conf).stderr)
        self.assertIn("“thư từ” is one address", run("nightly", "--check", self.conf, "--lang", "en").stderr)

    def test_check_wants_both_or_none(self):
        self.assertEqual(run("nightly", "--check", self.conf).returncode, 0)
        self.change(without=["lệnh gửi thư"])
        self.assertIn("chưa có “lệnh gửi thư”", run("nightly", "--check", self.conf).stderr)
        self.change(f'lệnh gửi thư = "{self.program}"', without=["gửi thư tới"])
        self.assertIn("chưa có “gửi thư tới”", run("nightly", "--check", self.conf).stderr)

    def test_without_from(self):
        self.change(without=["thư từ"])
        self.send_file()
        run("nightly", self.conf, "--now", "2024-06-03 01:34")
        message = email.message_from_bytes((self.spool / self.waiting()[0]).read_bytes(), policy=email.policy.default)
        self.assertIsNone(message["From"])
        self.assertTrue(message["Message-ID"].endswith("@cum.gov.vn>"))


class Sending(OfMail):
    def setUp(self):
        super().setUp()
        self.send_file()
        self.night("2024-06-03 01:34")

    def test_sent_once_and_kept(self):
        sent = (self.spool / self.waiting()[0]).read_bytes()
        self.assertIn("đã gửi 1, còn chờ 0", self.mail().stdout)
        self.assertEqual(self.waiting(), [])
        self.assertEqual([p.read_bytes() for p in self.received.iterdir()], [sent])
        self.assertEqual([p.read_bytes() for p in self.done.iterdir()], [sent])
        self.mail()
        self.assertEqual(len(list(self.received.iterdir())), 1)

    def test_a_program_that_fails_leaves_it(self):
        self.program_is("echo không có mạng >&2; exit 75")
        done = self.mail(code=2)
        self.assertIn("không gửi được (mã 75)", done.stderr)
        self.assertIn("không có mạng", done.stderr)
        self.assertEqual(len(self.waiting()), 1)
        self.assertIn("did not send it (code 75)", self.mail("--lang", "en", code=2).stderr)
        self.program.unlink()
        self.mail(code=2)
        self.program_is('cat > "$1/x"')
        self.mail()
        self.assertEqual(self.waiting(), [])

    def test_mail_that_the_night_before_could_not_send_is_said(self):
        self.assertEqual(len(self.waiting()), 1)
        self.assertIn("1 thư của các lượt trước chưa gửi được", run("nightly", self.conf, "--now", "2024-06-04 01:34").stderr)
        self.mail()
        self.assertNotIn("chưa gửi được", run("nightly", self.conf, "--now", "2024-06-05 01:34").stderr)

    def test_a_program_that_hangs_is_ended_with_all_it_started(self):
        self.program_is("sleep 300 & echo $! > \"$1/pid\"; sleep 300")
        began = time.monotonic()
        done = self.mail("--limit", "seconds=1", code=2)
        self.assertLess(time.monotonic() - began, 30)
        self.assertIn("không xong sau 3 giây", done.stderr)
        self.assertEqual(len(self.waiting()), 1)
        pid = int((self.received / "pid").read_text())
        for _ in range(50):
            if not pathlib.Path(f"/proc/{pid}").exists() or " Z " in pathlib.Path(f"/proc/{pid}/stat").read_text():
                break
            time.sleep(0.1)
        else:
            self.fail("it goes on")

    def test_two_senders_send_once(self):
        self.program_is('sleep 2; cat > "$1/$$"')
        one = subprocess.Popen([RELEASE, "mail", self.conf], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.7)
        self.assertIn("đang", self.mail(code=75).stderr)
        one.communicate()
        self.assertEqual(one.returncode, 0)
        self.assertEqual(len(list(self.received.iterdir())), 1)

    def test_the_latest_thirty_are_kept(self):
        text = (self.spool / self.waiting()[0]).read_bytes()
        for n in range(10, 45):
            (self.spool / f"2024-06-01-00{n}-1.eml").write_bytes(text)
        self.assertIn("đã gửi 36, còn chờ 0", self.mail().stdout)
        kept = sorted(p.name for p in self.done.iterdir())
        self.assertEqual((len(kept), kept[0]), (30, "2024-06-01-0016-1.eml"))

    def test_a_program_that_is_down_is_not_asked_for_each(self):
        text = (self.spool / self.waiting()[0]).read_bytes()
        for n in range(10, 20):
            (self.spool / f"2024-06-01-00{n}-1.eml").write_bytes(text)
        self.program_is('echo x >> "$1/tries"; exit 1')
        self.assertIn("đã gửi 0, còn chờ 11", self.mail(code=2).stdout)
        self.assertEqual((self.received / "tries").read_text().count("x"), 3)

    def test_what_is_no_message_stays(self):
        (self.spool / "9.eml").mkdir()
        os.mkfifo(self.spool / "8.eml")
        (self.spool / "7.eml").symlink_to(self.conf)
        (self.spool / "ghi chu.txt").write_text("x")
        self.assertIn("đã gửi 1, còn chờ 3", self.mail(code=2).stdout)
        self.assertEqual(len(list(self.received.iterdir())), 1)

    def test_no_shell_sees_the_command(self):
        self.program_is('printf "%s\\n" "$@" > "$1/args"; cat > /dev/null')
        self.change(f'lệnh gửi thư = "{self.program}" {self.received} $(touch x) "a b" --to=thu-ky')
        self.mail()
        self.assertEqual((self.received / "args").read_text().splitlines(), [str(self.received), "$(touch", "x)", "a b", "--to=thu-ky"])


class Failing(OfMail):
    def test_a_unit_that_ended_without_a_result(self):
        self.mail("--failed", "tonghop@cum2.service")
        messages = [self.read(p) for p in self.done.glob("*.eml")]
        self.assertEqual(len(messages), 1)
        self.assertIn("“tonghop@cum2.service” dừng mà không nói được vì sao", messages[0].text)
        self.assertEqual(len(list(self.received.iterdir())), 1)
        self.mail("--failed", "tonghop@cum2.service")  # said already
        self.assertEqual(len(list(self.received.iterdir())), 1)

    def test_a_run_that_said_why_is_not_told_twice(self):
        self.send_file()
        (self.home / "hop-thu" / MARKER).unlink()
        self.assertIsNotNone(self.night("2024-06-03 01:34", code=3))
        self.mail("--failed", "cron")
        self.assertEqual(len(list(self.received.iterdir())), 1)
        (self.home / "hop-thu" / MARKER).write_text("")
        self.assertIsNotNone(self.night("2024-06-04 01:34"))
        self.mail()
        self.mail("--failed", "cron")  # a new one
        self.assertEqual(len(list(self.received.iterdir())), 3)

    def test_with_a_fault_in_the_configuration(self):
        self.change("giữ = nhiều")
        self.assertIsNotNone(self.night("2024-06-03 01:34", code=3))
        done = self.mail()
        self.assertIn("từ 1 đến 999", done.stderr)
        self.assertEqual(len(list(self.received.iterdir())), 1)

    def test_nobody_to_tell(self):
        self.change(without=["gửi thư tới"])
        self.assertIn("không báo được cho ai", self.mail("--failed", "cron", code=2).stderr)
        self.assertEqual(run("mail").returncode, 64)
        self.assertEqual(run("mail", self.tmp / "khong-co").returncode, 3)

    def test_a_hostile_unit(self):
        self.mail("--failed", "x\nBcc: a@b.vn\u202e")
        message = self.read(next(self.done.glob("*.eml")))
        self.assertIn("x\\u000ABcc: a@b.vn\\u202E", message.text)

    def test_killed_while_it_writes_nothing_half_is_sent(self):
        self.send_file()
        self.night("2024-06-03 01:34")
        (self.spool / ".part-2024-06-04-0134-1.eml").write_text("From: half")
        self.assertIn("đã gửi 1, còn chờ 0", self.mail().stdout)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
