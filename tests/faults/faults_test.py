#!/usr/bin/python3
"""The fault matrix: files that are cut, flipped, locked, forged or blown up, and the outcome each must have.

A case is (name, bytes, expected).  Expected is a dict: read, with exactly these cells; or a set: refused, with one
of these codes; the empty set: refused with any code, or read as the base of its kind.  With 20 seconds and the memory of
one file, the bombs within 128 MB; one in ASAN_ONE_IN under ASan and UBSan, all of them by `make test-faults`."""
import os
import pathlib
import random
import re
import resource
import stat
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import compound  # noqa: E402  (beside this test)
import ods_faults  # noqa: E402
import package  # noqa: E402
import xls_faults  # noqa: E402
import xlsb_package  # noqa: E402
import xml_faults  # noqa: E402
import zip_faults  # noqa: E402
from programs import RELEASE, SANITIZED, sampled  # noqa: E402  (in the folder above)

SECONDS, BOMB_MEMORY, FLIPS = 20, 128 << 20, 150
WORKERS = os.cpu_count()
# One of so many cuts and flips is tried, by SEED; 1: all of them.
ONE_IN, SEED = int(os.environ.get("ONE_IN", "1")), os.environ.get("SEED", "0")
results = {"passed": 0, "failed": 0}


def sample(whole, what):
    whole = list(whole)
    return sorted(random.Random(f"{SEED} {what}").sample(whole, max(1, len(whole) // ONE_IN))) if ONE_IN > 1 else whole


def count(ok, what):
    results["passed" if ok else "failed"] += 1
    if not ok:
        print("FAILED", what)


def memory(most):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return limit


def inspect(path, program=SANITIZED, most=0):
    """(exit code, cells, stderr); the exit code is a word when the program did not end by itself"""
    try:
        r = subprocess.run([program, "inspect", "--raw", "--no-header", str(path)], capture_output=True, timeout=SECONDS * 3,
                           preexec_fn=memory(most) if most else None)
    except subprocess.TimeoutExpired:
        return "time-out", {}, ""
    cells = {}
    for line in r.stdout.decode("utf-8").split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            cells[field[0], field[1]] = field[2], field[3]
    err = r.stderr.decode("utf-8", "replace")
    if "AddressSanitizer" in err or "runtime error" in err or "LeakSanitizer" in err:
        return "sanitizer", {}, err
    return r.returncode, cells, err


def wrong(outcome, expected, base):
    """Empty, or what is wrong with the outcome."""
    code, cells, err = outcome
    if code not in (0, 1, 3):
        return f"ended by {code}: {err[-400:]}"
    codes = set(re.findall(r"TEP-\d+", err))
    if "TEP-007" in codes:
        return "the reader did not finish: " + err
    if code == 3:
        if isinstance(expected, dict):
            return "refused: " + err
        if cells:
            return f"refused, but {len(cells)} cells were printed"
        return "" if not expected or expected & codes else f"refused as {codes}, not {expected}"
    wanted = expected if isinstance(expected, dict) else base if not expected else None
    if wanted is None:
        return f"read ({len(cells)} cells), not refused"
    return "" if cells == wanted else f"cells {sorted(cells.items())[:6]}, not {sorted(wanted.items())[:6]}"


def matrix(folder, group, faults, base, suffix):
    """All cases of a group; what is larger than some MB is read by the release program, in little memory."""
    cases = [(sampled(), *case) for case in faults()]

    def one(numbered):
        index, (program, name, content, expected) = numbered
        path = folder / f"{group}-{index}{suffix}"
        path.write_bytes(content)
        bomb = isinstance(expected, set) and zip_faults.LIMIT in expected and group == "zip"
        outcome = inspect(path, RELEASE if bomb else program, BOMB_MEMORY if bomb and len(content) < 64 << 20 else 0)
        path.unlink()
        return f"{group}: {name}", wrong(outcome, expected, base)
    with ThreadPoolExecutor(WORKERS) as pool:
        for name, why in pool.map(one, enumerate(cases)):
            count(not why, f"{name}: {why}")


def bases():
    return {"xlsx": (package.book(), package.CELLS, ".xlsx"),
            "xls": (compound.xls(), compound.CELLS, ".xls"),
            "xls in the mini stream": (compound.compound(compound.workbook(), mini=True), compound.CELLS, ".xls"),
            "ods": (ods_faults.ods(), ods_faults.CELLS, ".ods")}


def cuts(folder):
    """Row 1: cut at every byte.  Never a part of the cells; all of them only where padding was cut."""
    for kind, (content, cells, suffix) in bases().items():
        place = folder / kind
        place.mkdir()
        tried = sample(range(len(content)), f"cuts {kind}")
        for size in tried:
            (place / f"{size:06d}{suffix}").write_bytes(content[:size])
        r = subprocess.run([sampled(), "inspect", "--count", "--lang", "en", str(place)], capture_output=True, text=True, timeout=600)
        refused = set(re.findall(r"(\d{6})\.\w+(?: › .*)?$", r.stderr, re.M))
        bad = [] if f"files={len(tried)} errors={len(refused)} " in r.stdout else [r.stdout + r.stderr[-300:]]
        bad += ["a reader did not finish"] if "TEP-007" in r.stderr else []
        for size in tried:
            if f"{size:06d}" not in refused:
                why = wrong(inspect(place / f"{size:06d}{suffix}"), set(), cells)
                bad += [f"{size}: {why}"] if why else []
        count(not bad, f"{kind} cut at every byte: {bad[:3]}")


def half_copied(folder):
    """Row 3: the right length, zeros behind."""
    for kind, (content, cells, suffix) in bases().items():
        bad = []
        for size in sample(range(0, len(content) - 1, max(1, len(content) // 60)), f"zeros {kind}"):
            path = folder / f"half{suffix}"
            path.write_bytes(content[:size] + b"\0" * (len(content) - size))
            why = wrong(inspect(path), set(), cells)
            if why:
                bad.append(f"{size}: {why}")
        count(not bad, f"{kind} with zeros behind: {bad[:3]}")


def flips(folder):
    """Row 2: 1 to 4 bits.  A package has checksums: its cells are the base's, or it is refused.  The others are read or
    refused; that nothing else happens is what the sanitizers watch."""
    for kind, (content, cells, suffix) in bases().items():
        rnd = random.Random(kind if ONE_IN == 1 else f"{SEED} {kind}")

        def one(seed):
            turned = bytearray(content)
            places = random.Random(seed)
            for _ in range(places.randrange(1, 5)):
                turned[places.randrange(len(turned))] ^= 1 << places.randrange(8)
            path = folder / f"flip-{seed}{suffix}"
            path.write_bytes(turned)
            outcome = inspect(path)
            path.unlink()
            if suffix == ".xls":
                return "" if outcome[0] in (0, 1, 3) else f"seed {seed}: {outcome[0]} {outcome[2][-300:]}"
            # a flip in a name of an entry may turn styles or strings into a part nobody asks for
            lost = {k: v for k, v in outcome[1].items() if cells.get(k) != v and v != ("e", "#?") and v[0] != "n"}
            return "" if outcome[0] in (0, 1, 3) and not lost else f"seed {seed}: {outcome[0]} {lost} {outcome[2][-300:]}"
        with ThreadPoolExecutor(WORKERS) as pool:
            bad = [why for why in pool.map(one, [rnd.randrange(1 << 30) for _ in range(FLIPS // ONE_IN)]) if why]
        count(not bad, f"{kind} with bits flipped: {bad[:3]}")


XML_2003 = (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S">%s</Worksheet></Workbook>')
FLAT = (b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        b'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row>'
        b'<table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>')


def kinds(folder):
    """Row 4: what it is, whatever it is called."""
    owner = bytes([5]) + b"Van A".ljust(54) + bytes([5, 0]) + "Vân A".encode("utf-16-le").ljust(108, b" ")
    html = b"<html><body><table><tr><td>1</td></tr></table></body></html>"
    cases = {
        "empty": ("a.xls", b"", {"TEP-005"}, ""),
        "HTML as .xls": ("a.xls", html, {("a", "A1"): ("n", "1")}, ""),
        "HTML with a mark as .xlsx": ("a.xlsx", b"\xef\xbb\xbf\r\n" + html, {("a", "A1"): ("n", "1")}, ""),
        "a page to log in as .xls": ("a.xls", b"<html><form><table><tr><td>User</td><td><input></td></tr></table>", {"TEP-050"}, "web"),
        "an error page as .xls": ("a.xls", b"<!DOCTYPE html><html><body><h1>Loi 500</h1><p>12</p></body></html>", {"TEP-050"}, "web"),
        "XML 2003 as .xls": ("a.xls", XML_2003 % b"<Table><Row><Cell><Data ss:Type='Number'>1</Data></Cell></Row></Table>", {("S", "A1"): ("n", "1")}, ""),
        "XML 2003 without a sheet": ("a.xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', {"TEP-008"}, ""),
        "XML 2003 that is cut": ("a.xls", (XML_2003 % b"<Table><Row><Cell><Data ss:Type='Number'>1</Data>")[:-40], {"TEP-004"}, ""),
        "flat OpenDocument as .xls": ("a.xls", FLAT, {("S", "A1"): ("n", "1")}, ""),
        "CSV as .xls": ("a.xls", b"a,b\n1,2\n", {("a", "A1"): ("s", "a"), ("a", "B1"): ("s", "b"), ("a", "A2"): ("s", "1"), ("a", "B2"): ("s", "2")}, ""),
        "text as .pdf": ("a.pdf", b"a,b\n1,2\n", {"TEP-002"}, "văn bản"),
        "SYLK as .csv": ("a.csv", b"ID;PWXL;N;E\nC;Y1;X1;K1\nE\n", {"TEP-050"}, "SYLK"),
        "a page in one file as .xls": ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table>", {"TEP-050"}, ".mht"),
        "a pointer of Git LFS": ("a.xlsx", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", {"TEP-002"}, "LFS"),
        "an owner file": ("~$a.xlsx", owner, {"TEP-002"}, "Vân A"),
        "a picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, {"TEP-050"}, ""),
        "a PDF": ("a.xls", b"%PDF-1.4\n1 0 obj\n", {"TEP-050"}, ""),
        ".xlsb as .xlsx": ("a.xlsx", xlsb_package.xlsb(), package.CELLS, ""),
        ".xlsb of one byte": ("a.xlsb", package.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), {"TEP-004"}, "workbook.bin"),
        "a Word document": ("a.xlsx", package.zipped({"word/document.xml": "<w/>"}), {"TEP-050"}, ""),
        ".xlsx as .xls": ("a.xls", package.book(), package.CELLS, ""),
        ".xls as .xlsx": ("a.xlsx", compound.xls(), compound.CELLS, ""),
        ".ods as .xlsx": ("a.xlsx", ods_faults.ods(), ods_faults.CELLS, ""),
    }
    for name, (file, content, expected, word) in cases.items():
        path = folder / file
        path.write_bytes(content)
        outcome = inspect(path)
        why = wrong(outcome, expected, None)
        count(not why and word in outcome[2], f"{name}: {why or outcome[2]}")
        path.unlink()


def sizes(folder):
    """Row 17: refused before it is read."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    for size in (4 << 30, 10 << 30):
        path = folder / "sparse.xlsx"
        with open(path, "wb") as file:
            file.truncate(size)
        outcome = inspect(path, RELEASE, BOMB_MEMORY)
        path.unlink()
        why = wrong(outcome, {"TEP-006"}, None)
        count(not why, f"a sparse file of {size >> 30} GB: {why}")


def nothing_is_created(folder):
    """Row 7: whatever an entry is called, nothing is written."""
    inside = folder / "inside"
    inside.mkdir()
    path = inside / "a.xlsx"
    path.write_bytes(package.zipped({**package.parts(), "../evil.xml": "x", str(folder / "evil.xml"): "x"}))
    before = sorted(folder.rglob("*"))
    inspect(path)
    count(before == sorted(folder.rglob("*")), "a file was created")


def special_files(folder):
    """What is no plain file is named, and never waited for."""
    fifo, directory, locked = folder / "fifo.xlsx", folder / "folder.xlsx", folder / "locked.xlsx"
    os.mkfifo(fifo)
    count(inspect(fifo)[0] == 3, "a FIFO")
    directory.mkdir()
    count(inspect(directory)[0] == 3, "a folder named .xlsx")
    locked.write_bytes(package.book())
    locked.chmod(0)
    if os.geteuid() != 0:
        count(inspect(locked)[0] == 3, "a file without permission")
    locked.chmod(stat.S_IRUSR | stat.S_IWUSR)


def main():
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        matrix(folder, "zip", zip_faults.faults, package.CELLS, ".xlsx")
        matrix(folder, "xml", xml_faults.faults, package.CELLS, ".xlsx")
        matrix(folder, "xls", xls_faults.faults, compound.CELLS, ".xls")
        matrix(folder, "ods", ods_faults.faults, ods_faults.CELLS, ".ods")
        for rows in (kinds, sizes, nothing_is_created, special_files, half_copied, flips, cuts):
            place = folder / rows.__name__
            place.mkdir()
            rows(place)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return results["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
