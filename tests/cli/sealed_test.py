#!/usr/bin/python3
"""Workbooks that a password locks: Excel's own password, in every way of encrypting, reads as the plain file does; what is damaged is never read as
something else.  The files are made by tests/sealed.py; the peer is python3-msoffcrypto-tool."""
import io
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/faults")]
import compound  # noqa: E402
import ods_faults  # noqa: E402
import package  # noqa: E402
import programs  # noqa: E402
import sealed  # noqa: E402
import tally  # noqa: E402

INBOX = ROOT / "samples/cum2-2022/hop-thu"
XLSX, XLS, ODS = ((INBOX / f"CTDS2_2022_{name}").read_bytes() for name in ("SL_SonLa.xlsx", "HG_HaGiang.xls", "CB_CaoBang.ods"))
PASSWORD, DAMAGED, LIMIT, UNLOCKED = "TEP-003", "TEP-004", "TEP-006", "TEP-080"
REFUSALS = {PASSWORD, DAMAGED, LIMIT, "TEP-002", "TEP-008"}

OOXML = {**{f"standard {bits}": lambda data, password, bits=bits: sealed.standard(data, password, bits) for bits in (128, 192, 256)},
         **{f"standard {version}.2": lambda data, password, version=version: sealed.standard(data, password, version=version) for version in (2, 4)},
         **{f"agile {digest} {bits}": lambda data, password, digest=digest, bits=bits: sealed.agile(data, password, bits, digest)
            for digest in ("sha1", "sha256", "sha384", "sha512") for bits in (128, 192, 256)}}
BIFF = {"XOR": sealed.xor, "RC4": sealed.rc4_40,
        **{f"CryptoAPI {bits}": lambda stream, password, bits=bits: sealed.crypto_api(stream, password, bits) for bits in (40, 48, 56, 64, 80, 128)},
        **{f"CryptoAPI {major}.2": lambda stream, password, major=major: sealed.crypto_api(stream, password, major=major) for major in (3, 4)}}


class Sealed(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def inspect(self, data, ending, *options, name="a"):
        path = pathlib.Path(self.folder.name) / (name + ending)
        path.write_bytes(data)
        return subprocess.run([programs.sampled(), "inspect", *options, str(path)], capture_output=True, text=True, check=False, timeout=60)

    def same(self, what, plain, locked, ending):
        """Read as the plain file, with a note and nothing else."""
        if what not in self.plain:
            self.plain[what] = self.inspect(plain, ending)
        with self.subTest(what):
            done = self.inspect(locked, ending)
            self.assertEqual((done.returncode, done.stdout), (self.plain[what].returncode, self.plain[what].stdout), done.stderr)
            self.assertIn("TEP-019", done.stderr)
            self.assertNotIn("CẢNH BÁO", done.stderr)
            self.assertTrue(done.stdout)
    plain = {}

    def refused(self, done, code):
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn(code, done.stderr)


class OwnPassword(Sealed):
    def test_packages(self):
        for name, make in OOXML.items():
            self.same(name, XLSX, make(XLSX, sealed.EXCEL), ".xlsx")

    def test_a_large_spin_count(self):
        self.same("100,000", XLSX, sealed.agile(XLSX, spins=100000), ".xlsx")
        self.same("none", XLSX, sealed.agile(XLSX, spins=0), ".xlsx")

    def test_biff8(self):
        stream = sealed.stream_of(XLS)
        for name, make in BIFF.items():
            self.same(name, XLS, sealed.compound({"Workbook": make(stream, sealed.EXCEL), "\5SummaryInformation": b"x" * 4096}), ".xls")
            self.same(f"{name}, bare", XLS, make(stream, sealed.EXCEL), ".xls")

    def test_in_the_mini_stream(self):
        stream = compound.workbook()
        for name, make in BIFF.items():
            self.same(f"{name}, small", compound.xls(), sealed.compound({"Workbook": make(stream, sealed.EXCEL)}), ".xls")

    def test_biff5(self):
        bof = compound.record(0x0809, b"\x00\x05\x05\x00" + bytes(4))
        sheet = compound.record(0x0809, b"\x00\x05\x10\x00" + bytes(4)) + compound.number(0, 0, 1.5) + compound.record(0x0204, b"\0\0\1\0\0\0" + b"\3\0abc") + compound.EOF
        head = compound.FONT + compound.record(0x00E0, bytes(16))
        place = len(bof) + len(head) + 4 + 11 + len(compound.EOF)
        stream = bof + head + compound.record(0x0085, place.to_bytes(4, "little") + b"\0\0\4Bieu") + compound.EOF + sheet
        plain = sealed.compound({"Book": stream})
        self.same("BIFF5", plain, sealed.compound({"Book": sealed.xor(stream, biff=5)}), ".xls")

    def test_open_document(self):
        for kind in sealed.ODS_KINDS:
            self.same(f"ods {kind}", ODS, sealed.ods(ODS, sealed.EXCEL, kind), ".ods")
        self.same("100,000 rounds", ODS, sealed.ods(ODS, sealed.EXCEL, rounds=100000), ".ods")

    def test_an_ending_says_nothing(self):
        self.same("agile as .xls", XLSX, sealed.agile(XLSX), ".xls")

    def test_counting_and_streaming(self):
        for option in ("--count", "--raw"):
            plain, locked = (self.inspect(data, ".xlsx", option) for data in (XLSX, sealed.agile(XLSX)))
            self.assertEqual(plain.stdout.split("bytes=")[0], locked.stdout.split("bytes=")[0])

    def test_the_peer_reads_the_same(self):
        import msoffcrypto
        for name, make in OOXML.items():
            if name == "agile sha1 256" or name.endswith(" 192") and name.startswith("agile"):
                continue  # the peer neither fills keys up nor cuts them
            file, out = msoffcrypto.OfficeFile(io.BytesIO(make(XLSX, "Mật khẩu"))), io.BytesIO()
            file.load_key(password="Mật khẩu")
            file.decrypt(out)
            self.assertEqual(out.getvalue(), XLSX, name)
        for name in ("RC4", "CryptoAPI 128", "CryptoAPI 40"):
            locked = sealed.compound({"Workbook": BIFF[name](sealed.stream_of(XLS), "Mat khau")})
            file, out = msoffcrypto.OfficeFile(io.BytesIO(locked)), io.BytesIO()
            file.load_key(password="Mat khau")
            file.decrypt(out)
            self.assertEqual(self.inspect(out.getvalue(), ".xls").stdout, self.inspect(XLS, ".xls").stdout, name)


class PasswordFile(Sealed):
    SECRET = "Mật khẩu 1=2"

    def given(self, text, mode=0o600):
        path = pathlib.Path(self.folder.name) / "mat-khau.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    def opened(self, text, data, ending=".xlsx", name="SL tỉnh A", mode=0o600):
        return self.inspect(data, ending, "--password-file", str(self.given(text, mode)), name=name)

    def test_lines(self):
        plain, locked = self.inspect(XLSX, ".xlsx").stdout, sealed.agile(XLSX, self.SECRET)
        for text in (self.SECRET, f"khác\r\n\r\n{self.SECRET}\r\n", f"\ufeff{self.SECRET}\n", f"{self.SECRET}\n".encode("utf-16"),
                     f"SL tỉnh A.xlsx = {self.SECRET}\n", f"sl TỈNH a.XLSX={self.SECRET}\n", f"SL tỉnh A = {self.SECRET}\n"):
            done = self.opened(text, locked)
            self.assertEqual((done.returncode, done.stdout), (0, plain), f"{text!r} {done.stderr}")
            self.assertIn(UNLOCKED, done.stderr)
            self.assertNotIn(self.SECRET, done.stderr)
        for text in (f"SL tỉnh B.xlsx = {self.SECRET}\n", "khác\n"):
            done = self.opened(text, locked)
            self.refused(done, PASSWORD)
            self.assertIn("không mật khẩu nào", done.stderr + "không mật khẩu nào" * text.startswith("SL"))
            self.assertNotIn(self.SECRET, done.stderr)

    def test_every_kind(self):
        for data, ending in ((sealed.standard(XLSX, "bí mật"), ".xlsx"), (sealed.compound({"Workbook": sealed.crypto_api(sealed.stream_of(XLS), "bí mật")}), ".xls"),
                             (sealed.compound({"Workbook": sealed.rc4_40(sealed.stream_of(XLS), "bí mật")}), ".xls"), (sealed.ods(ODS, "bí mật"), ".ods"),
                             (sealed.ods(ODS, "bí mật", "blowfish"), ".ods")):
            done = self.opened("bí mật\n", data, ending)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout)

    def test_many_passwords_cost_no_more(self):
        done = self.opened("".join(f"sai {i}\n" for i in range(2000)) + f"{self.SECRET}\n", sealed.agile(XLSX, self.SECRET, spins=100000))
        self.refused(done, PASSWORD)
        self.assertIn("đã thử 59 trong 2002 mật khẩu", done.stderr)

    def test_who_else_may_read_it(self):
        self.assertIn("chmod 600", self.opened("x\n", XLSX, mode=0o644).stderr)
        self.assertEqual(self.opened("x\n", XLSX).stderr, "")

    def test_a_file_that_is_none(self):
        done = self.opened(b"\xFF\xC3\n", XLSX)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("UTF-8", done.stderr)

    def test_convert_writes_it_in_the_plain(self):
        given = self.given(f"{self.SECRET}\n")
        out = pathlib.Path(self.folder.name) / "ra.xlsx"
        (pathlib.Path(self.folder.name) / "vao.xlsx").write_bytes(sealed.agile(XLSX, self.SECRET))
        done = subprocess.run([programs.RELEASE, "convert", "--password-file", str(given), str(pathlib.Path(self.folder.name) / "vao.xlsx"), str(out)],
                              capture_output=True, text=True, check=False)
        self.assertLess(done.returncode, 2, done.stderr)
        self.assertTrue(out.read_bytes().startswith(b"PK"))


class Refused(Sealed):
    def test_another_password(self):
        for make in list(OOXML.values())[::5]:
            self.refused(self.inspect(make(XLSX, "khác"), ".xlsx"), PASSWORD)
        for make in BIFF.values():
            self.refused(self.inspect(sealed.compound({"Workbook": make(sealed.stream_of(XLS), "khac")}), ".xls"), PASSWORD)
        for kind in sealed.ODS_KINDS:
            self.refused(self.inspect(sealed.ods(ODS, "khác", kind), ".ods"), PASSWORD)

    def test_a_way_that_is_not_known(self):
        done = self.inspect(sealed.extensible(XLSX), ".xlsx")
        self.refused(done, PASSWORD)
        self.assertIn("cách mã hóa mà chương trình chưa mở được", done.stderr)

    def test_too_many_rounds(self):
        self.refused(self.inspect(sealed.ods(ODS, sealed.EXCEL, rounds=1024).replace(b'"1024"', b'"9999999"'), ".ods"), DAMAGED)  # the checksum of the zip
        info, data = sealed.agile_parts(XLSX, sealed.EXCEL)
        self.refused(self.inspect(sealed.compound({"EncryptionInfo": info.replace(b'"1000"', b'"1000001"'), "EncryptedPackage": data}), ".xlsx"), LIMIT)

    def test_a_manifest_out_of_order(self):
        """What stands before <encryption-data> is none of it: such a count of rounds, below 0, once took hours."""
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sealed.ods(ODS, sealed.EXCEL))) as locked, zipfile.ZipFile(target, "w") as out:
            for info in locked.infolist():
                data = locked.read(info)
                if info.filename == "META-INF/manifest.xml":
                    data, n = re.subn(rb"(<manifest:encryption-data[^>]*)>(.*?)</manifest:encryption-data>", rb"\2\1/>", data)
                    self.assertTrue(n)
                    data = data.replace(b'iteration-count="1024"', b'iteration-count="-1"')
                out.writestr(info.filename, data)
        self.refused(self.inspect(target.getvalue(), ".ods"), DAMAGED)

    def test_a_salt_as_long_as_a_file(self):
        """Each piece of 4,096 bytes is digested with the salt: a megabyte of it would be digested hundreds of times."""
        info, data = sealed.agile_parts(XLSX, sealed.EXCEL)
        info, n = re.subn(rb'(<keyData[^>]*saltValue=")[^"]*', rb"\1" + b"QUJD" * 300000, info)
        self.assertEqual(n, 1)
        self.refused(self.inspect(sealed.compound({"EncryptionInfo": info, "EncryptedPackage": data}), ".xlsx"), DAMAGED)

    def flipped(self, what, parts, build, ending, plain):
        """One bit of each byte changed: the plain file, or a refusal; `parts` is what is changed, one after the other."""
        draw = random.Random(what)
        for which, part in enumerate(parts):
            for at in range(0, len(part), 1 + len(part) // 30):
                changed = bytearray(part)
                changed[at] ^= 1 << draw.randrange(8)
                done = self.inspect(build([*parts[:which], bytes(changed), *parts[which + 1:]]), ending)
                if done.returncode == 3:
                    self.assertEqual(done.stdout, "", f"{what} {which} {at}")
                    self.assertTrue(any(code in done.stderr for code in REFUSALS), f"{what} {which} {at}: {done.stderr}")
                else:
                    self.assertEqual((done.returncode, done.stdout), (0, plain), f"{what} {which} {at}: {done.stderr}")

    def test_a_bit_of_every_field(self):
        book = package.book()
        plain = self.inspect(book, ".xlsx").stdout
        for what, make in (("standard", sealed.standard_parts), ("agile", sealed.agile_parts)):
            self.flipped(what, make(book, sealed.EXCEL), lambda parts: sealed.compound(dict(zip(("EncryptionInfo", "EncryptedPackage"), parts))), ".xlsx", plain)

    def test_a_bit_of_the_keyed_digest(self):
        info, data = sealed.agile_parts(XLSX, sealed.EXCEL)
        changed = bytearray(data)
        changed[len(changed) // 2] ^= 4
        for parts in ((info, bytes(changed)), (info.replace(b'encryptedHmacValue="', b'encryptedHmacValue="AAAA', 1), data)):
            done = self.inspect(sealed.compound(dict(zip(("EncryptionInfo", "EncryptedPackage"), parts))), ".xlsx")
            self.refused(done, DAMAGED)
            self.assertIn("mã kiểm tra", done.stderr)

    def test_a_bit_of_filepass(self):
        stream = compound.workbook()
        plain = self.inspect(compound.xls(), ".xls").stdout
        for name in ("RC4", "CryptoAPI 128", "XOR"):
            locked = BIFF[name](stream, sealed.EXCEL)
            at = len(compound.BOF)
            end = at + 4 + int.from_bytes(locked[at + 2:at + 4], "little")
            self.flipped(name, [locked[at + 4:end]], lambda parts, locked=locked, at=at, end=end: locked[:at + 4] + parts[0] + locked[end:], ".xls", plain)

    def test_a_bit_of_open_document(self):
        locked = sealed.ods(ods_faults.ods(), sealed.EXCEL)
        plain = self.inspect(ods_faults.ods(), ".ods").stdout
        self.flipped("ods", [locked], lambda parts: parts[0], ".ods", plain)


if __name__ == "__main__":
    tally.run_some_cases(sys.modules[__name__])
