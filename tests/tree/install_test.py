#!/usr/bin/python3
"""`make install` and `make uninstall`: the program runs from where it was put, and nothing is left of it afterwards.  The units say
what systemd understands, are closed as promised, and leave the program the calls that its own walls need."""
import ctypes
import errno
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
UNITS = ROOT / "packaging/systemd"
ANALYZE = shutil.which("systemd-analyze")
BUILD = os.environ.get("BUILD", "build")
RUNS = ["tonghop@.service", "tonghop-asked@.service"]


def make(target, destination, prefix="/usr/local"):
    """With the variables of the make that runs the tests, for objects go by them, and without its job server."""
    flags = [word for word in os.environ.get("MAKEFLAGS", "").split() if not re.match("-j|--jobserver", word)]
    return subprocess.run(["make", "-s", target, f"DESTDIR={destination}", f"PREFIX={prefix}", f"BUILD={BUILD}"], cwd=ROOT, capture_output=True, text=True,
                          env={**{k: v for k, v in os.environ.items() if k not in ("MAKELEVEL", "MFLAGS")}, "MAKEFLAGS": " ".join(flags)})


def setting(unit, key):
    return re.findall(rf"^{key}=(.*)$", (UNITS / unit).read_text(), re.M)


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.tmp)

    def test_installed_run_and_removed(self):
        for number, prefix in enumerate(("/usr/local", "/usr")):
            destination = self.tmp / f"goc-{number}"
            done = make("install", destination, prefix)
            self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
            place = pathlib.Path(f"{destination}{prefix}")
            files = {str(p.relative_to(place)) for p in place.rglob("*") if p.is_file()}
            self.assertLessEqual({"bin/tonghop", "lib/libtonghop.a", "include/tonghop.h", "share/man/man1/tonghop.1", "lib/sysusers.d/tonghop.conf",
                                  "lib/tmpfiles.d/tonghop.conf", "share/tonghop/tonghop.cron", "share/tonghop/tonghop.logrotate",
                                  "share/doc/tonghop/docs/so-lieu.md"} | {f"lib/systemd/system/{u.name}" for u in UNITS.iterdir()}, files)
            for file in files:
                mode = stat.S_IMODE((place / file).stat().st_mode)
                self.assertEqual(mode, 0o755 if file == "bin/tonghop" else 0o644, file)
            for file in [f"lib/systemd/system/{u.name}" for u in UNITS.iterdir()] + ["share/tonghop/tonghop.cron"]:
                programs = re.findall(r"\S+/bin/tonghop\b", (place / file).read_text())
                self.assertEqual(set(programs) - {f"{prefix}/bin/tonghop", f"ExecStart={prefix}/bin/tonghop"}, set(), file)
            self.assertFalse([p for p in destination.rglob("*") if p.is_file() and not p.is_relative_to(place)])
            said = subprocess.run([place / "bin/tonghop", "--version"], capture_output=True, text=True)
            self.assertEqual((said.returncode, said.stdout[:8]), (0, "tonghop "))
            for kept in ("etc/tonghop/cua-toi", "var/lib/tonghop/cum2/tonghop.conf", f"{prefix[1:]}/share/tonghop/cua-toi"):
                (destination / kept).parent.mkdir(parents=True, exist_ok=True)
                (destination / kept).write_text("của tôi")
            done = make("uninstall", destination, prefix)
            self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
            left = sorted(str(p.relative_to(destination)) for p in destination.rglob("*") if p.is_file())
            self.assertEqual(left, sorted(["etc/tonghop/cua-toi", "var/lib/tonghop/cum2/tonghop.conf", f"{prefix[1:]}/share/tonghop/cua-toi"]))
            self.assertFalse((place / "share/doc/tonghop").exists())

    def test_the_manual_page(self):
        page = subprocess.run([ROOT / "scripts/make-manual", ROOT / BUILD / "tonghop"], capture_output=True, text=True, check=True).stdout
        text = page.replace("\\-", "-")
        for table, pattern in (("commands.def", r'^TH_COMMAND\(\w+, "(\w+)"'), ("options.def", r'^TH_OPTION\(\w+, "([\w-]+)"')):
            names = re.findall(pattern, (ROOT / "src/cli" / table).read_text(), re.M)
            self.assertGreater(len(names), 10)
            for name in names:
                self.assertRegex(text, rf"(?m)^\.B (tonghop {name}|.*--{name})\b", name)
        for section in ("NAME", "SYNOPSIS", "COMMANDS", "OPTIONS", "LIMITS", "EXIT STATUS", "FILES"):
            self.assertIn(f"\n.SH {section}\n", page)
        if shutil.which("man"):
            (self.tmp / "tonghop.1").write_text(page)
            done = subprocess.run(["man", "--warnings", "-l", self.tmp / "tonghop.1"], capture_output=True, text=True, env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8"})
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_user_has_a_name_that_passwd_takes(self):
        described = re.search(r'^u tonghop - "([^"]*)" /var/lib/tonghop', (ROOT / "packaging/tonghop.sysusers").read_text(), re.M)
        self.assertNotIn(":", described.group(1))


class Units(unittest.TestCase):
    def test_what_a_run_may_do(self):
        for unit in RUNS:
            self.assertEqual(setting(unit, "PrivateNetwork"), ["yes"])
            self.assertEqual(setting(unit, "ProtectSystem"), ["strict"])
            self.assertEqual(setting(unit, "SuccessExitStatus"), ["1 2 4 75"])
            self.assertIn("-/var/lib/tonghop/%i/hop-thu", setting(unit, "ReadOnlyPaths")[0].split())
            self.assertEqual(setting(unit, "ReadWritePaths"), ["/var/lib/tonghop/%i"])
            self.assertIn("/var/lib/tonghop/%i/hop-thu", setting(unit, "RequiresMountsFor")[0].split())
            self.assertEqual(setting(unit, "OnFailure"), ["tonghop-failed@%i.service"])
        self.assertEqual(setting("tonghop@.timer", "Persistent"), ["true"])
        self.assertIn("--if-asked", setting("tonghop-asked@.service", "ExecStart")[0])

    def test_the_walls_of_both_runs_are_the_same(self):
        one, other = ((UNITS / unit).read_text().partition("User=tonghop")[2] for unit in RUNS)
        self.assertEqual(one, other)

    @unittest.skipUnless(ANALYZE, "no systemd-analyze")
    def test_systemd_understands_them(self):
        with tempfile.TemporaryDirectory() as tmp:
            place = pathlib.Path(tmp)
            for unit in UNITS.iterdir():
                text = unit.read_text().replace("/usr/local/bin/tonghop", "/bin/true").replace("Documentation=", "#")
                (place / unit.name.replace("@.", "@cum2.")).write_text(text)
            for unit in sorted(place.iterdir()):
                done = subprocess.run([ANALYZE, "verify", unit], capture_output=True, text=True, env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp}:"})
                self.assertEqual([line for line in done.stderr.splitlines() if "tonghop" in line], [], unit.name)

    @unittest.skipUnless(ANALYZE, "no systemd-analyze")
    def test_a_run_is_closed_as_promised(self):
        for unit in RUNS:
            done = subprocess.run([ANALYZE, "security", "--offline=true", "--threshold=25", UNITS / unit], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)


class Argument(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("datum_a", ctypes.c_uint64), ("datum_b", ctypes.c_uint64)]


def calls_of(names):
    """What systemd's sets stand for, down to the calls."""
    found = set()
    for name in names:
        if not name.startswith("@"):
            found.add(name)
            continue
        told = subprocess.run([ANALYZE, "syscall-filter", name], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
        found |= calls_of([line.strip() for line in told if line.strip() and not line.strip().startswith("#")])
    return found


def close_in(allowed):
    """In the child: what is not allowed is refused, and memory is never made code, as by the unit."""
    allow, refuse, masked = 0x7FFF0000, 0x00050000 | errno.EPERM, 7
    seccomp, libc = ctypes.CDLL("libseccomp.so.2"), ctypes.CDLL(None)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    filter_ = ctypes.c_void_p(seccomp.seccomp_init(refuse))
    for name in allowed - {"mmap", "mprotect", "shmat", "pkey_mprotect"}:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add_array(filter_, allow, number, 0, None)
    for name, bits in (("mprotect", 4), ("pkey_mprotect", 4), ("mmap", 4), ("mmap", 2)):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())  # one of the bits of writing and code is not set
        seccomp.seccomp_rule_add_array(filter_, allow, number, 1, ctypes.byref(Argument(2, masked, bits, 0)))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert seccomp.seccomp_load(filter_) == 0


@unittest.skipUnless(ANALYZE, "no systemd-analyze")
class Walls(unittest.TestCase):
    """systemd runs nowhere here: its list of calls is raised by hand, and the program makes a night under it."""

    def test_the_program_keeps_its_own(self):
        allowed, denied = setting(RUNS[0], "SystemCallFilter")
        calls = calls_of(allowed.split()) - calls_of(denied.lstrip("~").split())
        self.assertNotIn("ptrace", calls)
        self.assertNotIn("mount", calls)
        program = ROOT / BUILD / "tonghop"
        with tempfile.TemporaryDirectory() as tmp:
            folder = pathlib.Path(tmp) / "cum"
            subprocess.run([program, "nightly", "-q", "--init", folder, "-d", SCHOOL / "dinh-nghia"], check=True)
            for file in (SCHOOL / "hop-thu").iterdir():
                shutil.copy(file, folder / "hop-thu")
            done = subprocess.run([program, "nightly", "--lang", "en", "--log", folder / "log", folder / "tonghop.conf"], capture_output=True, text=True,
                                  preexec_fn=lambda: close_in(calls))
            self.assertIn(done.returncode, (0, 1, 2), done.stderr)
            self.assertEqual(done.stderr, "")  # which would say that there are no walls
            self.assertIn("5/6", done.stdout)
            self.assertTrue((folder / "ket-qua/Tong-hop.xlsx").exists())
            for path in (folder / "ket-qua").rglob("*"):  # and it is for nobody else
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o750 if path.is_dir() else 0o640, path)
            self.assertEqual(stat.S_IMODE((folder / "so-lieu.db").stat().st_mode), 0o640)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
