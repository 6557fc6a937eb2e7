#!/usr/bin/python3
"""Where the kernel has no walls to offer (batch/walls.h) it is said once, and the run gives the same bytes.

What a worker tries behind its walls is tests/batch/walls_test.c; here it is each command that reads a file itself."""
import ctypes
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/faults")]
import publishing_test as publishing  # noqa: E402  (beside this test)
from tally import count, finish  # noqa: E402

TONGHOP = str(pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve())
SCHOOL = ROOT / "samples/truong-hoc"
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, EQUAL = 22, 38, 4


class Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("operation", ctypes.c_int), ("one", ctypes.c_uint64), ("other", ctypes.c_uint64)]


def without_seccomp():
    """In the child: from here on the kernel refuses whoever asks for a filter."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(Comparison)]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    refusal = ERRNO | errno.EINVAL
    kernel = library.seccomp_init(ALLOW)
    library.seccomp_rule_add_array(kernel, refusal, library.seccomp_syscall_resolve_name(b"seccomp"), 0, None)
    library.seccomp_rule_add_array(kernel, refusal, library.seccomp_syscall_resolve_name(b"prctl"), 1,
                                   ctypes.pointer(Comparison(0, EQUAL, PR_SET_SECCOMP, 0)))
    if library.seccomp_load(kernel) != 0:
        os._exit(99)


def contents(folder):
    """Every file below a folder, with its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def extract(limit=None, *more):
    return subprocess.run([TONGHOP, "extract", "-d", SCHOOL / "dinh-nghia", SCHOOL / "hop-thu", *more], capture_output=True, preexec_fn=limit)


walled, bare, english = extract(), extract(without_seccomp), extract(without_seccomp, "--lang", "en")
count(walled.returncode == bare.returncode and walled.stdout == bare.stdout, f"without seccomp: {bare.returncode}, other bytes")
count(walled.stderr == b"", f"with walls: {walled.stderr}")
count(bare.stderr.decode().count("seccomp") == 1 and bare.stderr.count(b"\n") == 1, f"not said once: {bare.stderr.decode()}")
count("without walls" in english.stderr.decode(), english.stderr.decode())

# The sanitizers' build has a wider list, so only here is it seen that no reader of ours wants more than the list has:
# each kind of archive and of workbook, in each language of the system.
DEFINITION = ROOT / "tests/cases/dinh-nghia"
packed = sorted(path for path in (ROOT / "tests/cases").glob("*/tep/*") if path.suffix in (".zip", ".rar", ".7z", ".ods", ".xls"))
count({path.suffix for path in packed} >= {".zip", ".rar", ".7z"}, "no archives among the cases")
for language in ("C", "C.UTF-8", "vi_VN.UTF-8"):
    done = subprocess.run([TONGHOP, "check", "-d", DEFINITION, "--lang", "en", *packed], capture_output=True, env={**os.environ, "LC_ALL": language})
    said = done.stdout.decode("utf-8", "replace")
    count("reader asks" not in said and "TEP-007" not in said, f"{language}: {[line for line in said.splitlines() if 'TEP-007' in line]}")

# What draws feedback, convert, learn and inspect do their reading in a process that has a line to the command and nothing
# else.  Whoever takes it over is killed: that is said, and what stood there stays.
LEGACY = sorted((ROOT / "samples/cum2-2022/hop-thu").glob("*.xls"))[0]
MODERN = sorted((ROOT / "samples/cum2-2022/hop-thu").glob("*.xlsx"))[0]
DEFINED = ROOT / "samples/cum2-2022/dinh-nghia"
STOPPED = "was stopped: the file may be made to do harm"
with tempfile.TemporaryDirectory(prefix="tonghop-walls-") as folder:
    out, csv, learnt = (os.path.join(folder, name) for name in ("o.xlsx", "o.csv", "dinh-nghia"))
    commands = {
        "convert anew": ["convert", LEGACY, out],
        "convert": ["convert", MODERN, out],
        "convert to csv": ["convert", MODERN, csv],
        "convert, printed": ["convert", sorted((SCHOOL / "dinh-nghia").glob("*.csv"))[0], "-"],
        "learn": ["learn", MODERN, "-o", learnt],
        "learn a workbook": ["learn", MODERN, "-o", out],
        "inspect": ["inspect", MODERN],
        "inspect --raw": ["inspect", "--raw", LEGACY],
        "inspect --count": ["inspect", "--count", MODERN, LEGACY],
        "check --feedback": ["check", "-d", DEFINED, "--feedback", out, LEGACY],
        "merge --feedback": ["merge", "-d", DEFINED, "-o", os.path.join(folder, "all.xlsx"), "--feedback", learnt, LEGACY],
    }
    for name, command in commands.items():
        line = [TONGHOP, *command, "--lang", "en", "--force"]
        good = subprocess.run(line, capture_output=True)
        count(good.returncode <= 2 and b"without walls" not in good.stderr, f"{name}: {good.returncode}, {good.stderr.decode()}")
        old = contents(folder)
        bare = subprocess.run(line, capture_output=True, preexec_fn=without_seccomp)
        count((bare.returncode, bare.stdout) == (good.returncode, good.stdout), f"{name} without seccomp: {bare.returncode}")
        count(bare.stderr.decode().count("without walls") == 1, f"{name}: not said once: {bare.stderr.decode()}")
        count(contents(folder) == old, f"{name} without seccomp: other bytes")
        for what in ("open", "socket", "fork", "ptrace", "write", "read"):
            done = subprocess.run(line, capture_output=True, stdin=subprocess.DEVNULL,
                                  env={**os.environ, "LD_PRELOAD": publishing.shim(), "FAULT_WALLS": what})
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            # a merge stands whole where a reply to one unit could not be drawn
            count(done.returncode == (2 if name.startswith("merge") else 3), f"{name}, {what}: {done.returncode}")
            count(STOPPED in said, f"{name}, {what}: {said}")
            count(name.startswith("merge") or contents(folder) == old, f"{name}, {what}: the old output changed")
        for left in os.listdir(folder):
            path = os.path.join(folder, left)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

# libseccomp asks for memory without end where it is refused some, in the process that makes the list for the others.
with tempfile.TemporaryDirectory(prefix="tonghop-walls-") as folder:
    log = os.path.join(folder, "log")

    def refused(at):
        """`extract` of one workbook, to which memory is refused once, in a process that it starts."""
        faults = {"LD_PRELOAD": publishing.shim(), "FAULT_FORKED": "1", "FAULT_CALL": "calloc", "FAULT_AT": str(at), "FAULT_ERRNO": str(errno.ENOMEM)}
        if not at:
            faults["FAULT_LOG"] = log
        try:
            return subprocess.run([TONGHOP, "extract", "-d", DEFINED, MODERN], capture_output=True, env={**os.environ, **faults}, timeout=60)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess([], "it does not end", b"", b"")

    good = refused(0)
    calls = next(int(line.split()[1]) for line in open(log, encoding="utf-8") if line.startswith("calloc "))
    count(calls > 500, f"calloc: {calls}")
    step = 12
    for at in range(1 + int(os.environ.get("SEED", "0")) % step, calls, step):
        done = refused(at)
        whole = (done.returncode, done.stdout) == (good.returncode, good.stdout)
        count(whole or (done.returncode in (2, 3) and b"TEP-007" in done.stdout + done.stderr), f"calloc {at}: {done.returncode}, {done.stderr[-200:]}")
finish()
