#!/usr/bin/python3
"""Archives in an inbox: each workbook in one is a file of its own; what cannot be opened, and what is no workbook, is said."""
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from archive_bytes import rar4_of, rar5_of, seven_zip_of, zip_of  # noqa: E402
from inbox import Inbox, expect, rows_said  # noqa: E402
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402

CB = (ROOT / "tests/cases/dung/tep/CTDS2_2022_CB.xlsx").read_bytes()  # of Cao Bằng, without a fault
HG = (ROOT / "tests/cases/hai-tep-mot-don-vi/tep/CTDS2_2022_HG.xlsx").read_bytes()  # of Hà Giang
PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
LOCKED = {"zip": lambda: zip_of([("bieu.xlsx", CB)], locked=("bieu.xlsx",)), "rar": lambda: rar4_of([("bieu.xlsx", CB)], locked_list=True),
          "7z": lambda: seven_zip_of([("bieu.xlsx", CB)], locked=("bieu.xlsx",))}


def inbox(test):
    with tempfile.TemporaryDirectory() as folder:
        test(Inbox(pathlib.Path(folder)))


def docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def two_units(box):
    for name, pack in (("a.zip", zip_of), ("b.rar", rar4_of), ("c.rar", rar5_of), ("d.7z", seven_zip_of)):
        box.clear()
        box.put(name, pack([("Đợt 1/HG.xlsx", HG), ("CB.xlsx", CB)]))
        expect(box, box.run(), [], f"two units in {name}")
        count(box.journal.get(f"{name} › CB.xlsx") == ("Cao Bằng", "đã nhận"), f"{name}, a member: {box.journal}")
        count(box.journal.get(f"{name} › Đợt 1/HG.xlsx") == ("Hà Giang", "đã nhận"), f"{name}, a member in a folder: {box.journal}")
        count(box.journal.get(name) == ("chưa rõ", "không tính") and "2 bảng tính" in box.reasons[name], f"{name} itself: {box.reasons}")
        first = box.out.read_bytes()
        box.put(name, pack([("CB.xlsx", CB), ("Đợt 1/HG.xlsx", HG)]))
        box.run()
        count(sheets_of(first) == sheets_of(box.out.read_bytes()), f"{name}: the order of members decides something")


def sheets_of(result):
    """Every value but the hash and size of the archive itself."""
    return [[c.value if i < 9 or "›" in str(row[0].value) else None for i, c in enumerate(row)] for _, row in rows_said(io.BytesIO(result))]


def same_figures(box):
    box.put("CB.zip", zip_of([("CB.xlsx", CB)]))
    box.run()
    inside = box.totals()
    box.clear()
    box.put("CB.xlsx")
    box.run()
    count(inside and inside == box.totals(), "figures out of an archive differ from those of the file alone")


def documents(box):
    box.put("Cao Bằng/bieu.xlsx")
    for name, content in (("cong van.pdf", PDF), ("bia.docx", docx()), ("ky.jpg", PNG)):
        box.put(f"Cao Bằng/{name}", content)
    expect(box, box.run(), [], "documents beside a workbook")
    count(all(box.journal.get(f"Cao Bằng/{n}") == ("Cao Bằng", "văn bản kèm theo") for n in ("cong van.pdf", "bia.docx", "ky.jpg")), f"documents: {box.journal}")
    count(len(box.hashes["Cao Bằng/cong van.pdf"] or "") == 64, f"a document is hashed: {box.hashes}")
    box.put("Hà Giang/quet.pdf", PDF)
    expect(box, box.run(), [("TEP-002", "Hà Giang/quet.pdf")], "a document alone")
    count(box.states.get("Hà Giang") == "đã gửi, chưa mở được: tệp Hà Giang/quet.pdf", f"a unit that sent a scan: {box.states}")
    box.put("quet.pdf", PDF + b"2")
    expect(box, box.run(), [("TEP-002", "Hà Giang/quet.pdf"), ("TEP-037", "quet.pdf")], "a document of nobody")


def documents_in_an_archive(box):
    box.put("gui.zip", zip_of([("CB.xlsx", CB), ("cong van.pdf", PDF), ("__MACOSX/._CB.xlsx", b"x"), (".DS_Store", b"x"), ("~$CB.xlsx", b"x")]))
    expect(box, box.run(), [], "a document in an archive")
    count(box.journal.get("gui.zip › cong van.pdf") == ("Cao Bằng", "văn bản kèm theo"), f"a document in an archive: {box.journal}")
    count("1 bảng tính, 1 văn bản kèm theo" in box.reasons["gui.zip"] and "3 tệp tạm" in box.reasons["gui.zip"], f"litter is counted: {box.reasons}")
    box.clear()
    box.put("Cao Bằng.zip", zip_of([("cong van.pdf", PDF)]))
    expect(box, box.run(), [("TEP-034", "Cao Bằng.zip")], "an archive without a workbook")
    count(box.states.get("Cao Bằng") == "đã gửi, chưa mở được: tệp Cao Bằng.zip", f"it is what the unit sent: {box.states}")


def what_is_not_opened(box):
    for kind, pack in LOCKED.items():
        box.clear()
        box.put(f"Cao Bằng.{kind}", pack())
        name = f"Cao Bằng.{kind}" if kind == "rar" else f"Cao Bằng.{kind} › bieu.xlsx"
        expect(box, [f for f in box.run() if f[0] != "TEP-012"], [("TEP-030", name)], f"a password, {kind}")
        count(box.states.get("Cao Bằng") == f"đã gửi, chưa mở được: tệp {name}", f"a password, {kind}: {box.states}")
    inner = zip_of([("CB.xlsx", CB)])
    for what, content, wanted in (
            ("one that was cut", zip_of([("CB.xls", b"x" * 99)])[:-40], ("TEP-031", "CB.zip")),
            ("too many", zip_of([(f"{i}.pdf", PDF) for i in range(201)]), ("TEP-032", "CB.zip")),
            ("nothing in it", zip_of([]), ("TEP-034", "CB.zip")),
            ("an archive in an archive", zip_of([("trong.zip", inner)]), ("TEP-033", "CB.zip › trong.zip")),
            ("a name that leads out", zip_of([("../CB.xlsx", CB)]), ("TEP-022", "CB.zip › ../CB.xlsx")),
            ("an absolute name", zip_of([("C:\\CB.xlsx", CB)]), ("TEP-022", "CB.zip › C:/CB.xlsx")),
            ("a bad checksum", zip_of([("CB.xlsx", CB)]).replace(CB, CB[:-1] + b"\1"), ("TEP-031", "CB.zip › CB.xlsx")),
            ("a bad checksum, .rar 4", rar4_of([("CB.xlsx", CB)]).replace(CB, CB[:-1] + b"\1"), ("TEP-031", "CB.zip › CB.xlsx")),
            ("a bad checksum, .rar 5", rar5_of([("CB.xlsx", CB)]).replace(CB, CB[:-1] + b"\1"), ("TEP-031", "CB.zip › CB.xlsx")),
            ("a password on a file, .rar 4", rar4_of([("CB.xlsx", CB)], locked=("CB.xlsx",)), ("TEP-030", "CB.zip › CB.xlsx")),
            ("a password on a file, .rar 5", rar5_of([("CB.xlsx", CB)], locked=("CB.xlsx",)), ("TEP-030", "CB.zip › CB.xlsx"))):
        box.clear()
        box.put("CB.zip", content)
        expect(box, box.run(), [wanted], what)
        count(not list(box.path.parent.rglob("CB.xlsx")), f"{what}: something was written")
    box.clear()
    box.put("CB.zip", zip_of([("CB.xlsx", b"\0" * (3 << 20))]))
    expect(box, box.run("--limit", "file-mb=2"), [("TEP-006", "CB.zip")], "a large archive")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("CB.xlsx", b"\0" * (3 << 20))
    box.put("CB.zip", packed.getvalue())
    expect(box, box.run("--limit", "file-mb=2"), [("TEP-032", "CB.zip")], "a bomb")


def split(box):
    whole = zip_of([("CB.xlsx", CB)])
    ends = whole.rindex(b"PK\5\6")
    last = whole[:ends + 4] + b"\1\0\1\0" + whole[ends + 8:]
    rar4, rar5, seven = rar4_of([("CB.xlsx", CB)]), rar5_of([("CB.xlsx", CB)]), seven_zip_of([("CB.xlsx", CB)])
    for name, content in (("CB.part1.rar", rar4[:10] + b"\1" + rar4[11:]), ("CB.part2.rar", rar5.replace(b"\1\0\0", b"\1\0\1", 1)), ("CB.zip", last), ("CB.zip", last[99:]),
                          ("CB.z01", b"PK\7\10" + whole[:999]), ("CB.z02", whole[999:1999]), ("CB.zip.001", whole[:999]), ("CB.zip.002", whole[999:]),
                          ("CB.7z.001", seven[:999]), ("CB.7z.002", seven[999:]), ("CB.r00", rar4[99:])):
        box.clear()
        box.put(name, content)
        expect(box, box.run(), [("TEP-038", name)], f"a part of an archive, {name} {content[:12]}")
        count(box.states.get("Cao Bằng") == f"đã gửi, chưa mở được: tệp {name}", f"a part of an archive, {name}: {box.states}")
    for name, content in (("CB.zip.001", whole), ("CB.7z.001", seven), ("CB.rar", rar4)):
        box.clear()
        box.put(name, content)
        expect(box, box.run(), [], f"a whole archive, {name}")


def called_like_a_member(box):
    box.put("gui.zip", zip_of([("HG.xlsx", HG)]))
    box.put("gui.zip › CB.xlsx")
    box.put("Đợt 2 › CB/a.xlsx")
    box.register("HG,gui.zip,rút,2023-01-03 08:00")
    found = box.run()
    shown = "gui.zip \\xE2\\x80\\xBA CB.xlsx"
    count(("NOP-009", "gui.zip › HG.xlsx") in found and not [f for f in found if f[0] == "NOP-009" and f[1] == shown], f"a row about an archive: {found}")
    count(box.journal.get(shown, ("",))[0] == "Cao Bằng", f"a file called like a member: {box.journal}")
    box.clear()
    box.put("gui.zip", zip_of([("a › b.xlsx", CB)]))
    box.register()
    expect(box, box.run(), [], "a member with our sign in its name")
    count(box.journal.get("gui.zip › a \\xE2\\x80\\xBA b.xlsx") == ("Cao Bằng", "đã nhận"), f"a member with our sign in its name: {box.journal}")


def one_bad_member(box):
    box.put("ca hai.zip", zip_of([("CB.xlsx", CB), ("trong.zip", zip_of([]))]))
    expect(box, box.run(), [("TEP-033", "ca hai.zip › trong.zip")], "the others count")
    count(box.journal.get("ca hai.zip › CB.xlsx") == ("Cao Bằng", "đã nhận"), f"the others count: {box.journal}")


def names(box):
    box.put("gui.zip", zip_of([("B\u00b8o c\u00b8o.xlsx".encode("latin-1"), CB)]))
    expect(box, box.run(), [("TEP-035", "gui.zip › Báo cáo.xlsx")], "a name in TCVN3")
    box.put("gui.zip", zip_of([("Ba\u00ecnh.xlsx".encode("latin-1"), CB)]))
    expect(box, box.run(), [("TEP-035", "gui.zip › Bánh.xlsx")], "a name in CP1258")
    box.put("gui.zip", zip_of([(b"x\x81\xff.xlsx", CB)]))
    expect(box, box.run(), [("TEP-036", "gui.zip › x\\x81\\xFF.xlsx")], "a name in nobody knows what")
    box.put("gui.zip", zip_of([("Báo cáo.xlsx".encode(), CB)]))
    expect(box, box.run(), [], "UTF-8 that does not say so")
    box.put("gui.zip", zip_of([("a.xlsx", CB), ("a.xlsx", HG)]))
    box.run()
    count({"gui.zip › a.xlsx", "gui.zip › a (2).xlsx"} <= set(box.journal), f"two of one name: {box.journal}")


def renamed(box):
    box.put("CB.zip", CB)
    expect(box, box.run(), [], "a workbook called .zip")
    count(box.journal.get("CB.zip") == ("Cao Bằng", "đã nhận"), f"a workbook called .zip: {box.journal}")
    box.clear()
    box.put("CB.xlsx", zip_of([("CB.xlsx", CB)]))
    expect(box, box.run(), [], "an archive called .xlsx")
    count(box.journal.get("CB.xlsx › CB.xlsx") == ("Cao Bằng", "đã nhận"), f"an archive called .xlsx: {box.journal}")


def evidence(box):
    box.put("Lai Châu.zip", zip_of([("bieu.xlsx", CB)]))
    expect(box, box.run(), [("TEP-025", "Lai Châu.zip › bieu.xlsx")], "the archive of another unit")
    box.clear()
    box.put("2021/gui.zip", zip_of([("bieu.xlsx", b"PK")]))
    box.put("CB.xlsx")
    expect(box, box.run(), [("TEP-026", "2021/gui.zip › bieu.xlsx")], "the folder of another year")
    box.clear()
    box.put("nháp.zip", zip_of([("CB.xlsx", CB)]))
    box.put("CB.xlsx", changed(CB))
    expect(box, box.run(), [("NOP-002", "nháp.zip › CB.xlsx")], "an archive called nháp")


def changed(book):
    """The same with another figure."""
    out = io.BytesIO()
    opened = openpyxl.load_workbook(io.BytesIO(book))
    opened["B03_BCVT"]["G13"] = 1234
    opened.save(out)
    return out.getvalue()


def register(box):
    box.put("gui.zip", zip_of([("CB.xlsx", CB), ("HG.xlsx", HG)]))
    box.register("CB,gui.zip,nhận,2023-01-03 08:00", "HG,gui.zip,nhận,2023-01-04 08:00")
    expect(box, box.run(), [], "two rows about one archive")
    box.register("CB,gui.zip › CB.xlsx,rút,2023-01-03 08:00", "HG,gui.zip,nhận,2023-01-04 08:00")
    expect(box, box.run(), [("NOP-009", "gui.zip › CB.xlsx")], "a row about a member")
    box.register("CB,gui.zip/CB.xlsx,chờ,2023-01-03 08:00")
    expect(box, box.run(), [("NOP-008", "gui.zip › CB.xlsx")], "a stroke for the sign")
    box.register("CB,CB.xlsx,chờ,2023-01-03 08:00")
    expect(box, box.run(), [("NOP-008", "gui.zip › CB.xlsx")], "the name of the member alone")
    box.register("CB,gui.zip,rút,2023-01-03 08:00", "HG,gui.zip,rút,2023-01-03 08:00")
    expect(box, box.run(), [("NOP-009", "gui.zip › CB.xlsx"), ("NOP-009", "gui.zip › HG.xlsx")], "an archive that is withdrawn")
    box.register("SL,gui.zip,nhận,2023-01-03 08:00")
    expect(box, [f for f in box.run() if f[0] == "NOP-010"], [("NOP-010", "gui.zip › CB.xlsx"), ("NOP-010", "gui.zip › HG.xlsx")], "an archive of another unit")
    box.clear()
    box.put("1/gui.zip", zip_of([("CB.xlsx", CB)]))
    box.register("CB,gui.zip,chờ,2023-01-03 08:00")
    expect(box, box.run(), [("NOP-008", "1/gui.zip › CB.xlsx")], "the archive by its base name")
    box.put("2/gui.zip", zip_of([("HG.xlsx", HG)]))
    found = box.run()
    count(("NOP-008", "1/gui.zip › CB.xlsx") not in found, f"two archives of one name: {found}")


def feedback(box):
    box.put("gui.rar", rar4_of([("Cao Bang.xlsx", CB), ("ghi chu.pdf", PDF)]))
    out = box.path.parent / "phieu.xlsx"
    done = subprocess.run([sampled(), "check", "-d", box.definition, "--feedback", out, box.path / "gui.rar", "--lang", "vi"], capture_output=True, text=True)
    count(done.returncode == 0 and out.exists() and "B03_BCVT" in openpyxl.load_workbook(out).sheetnames, f"a reply to a member: {done.stdout}{done.stderr}")
    box.put("gui.rar", rar4_of([("Cao Bang.xlsx", CB), ("Ha Giang.xlsx", HG)]))
    done = subprocess.run([sampled(), "check", "-d", box.definition, "--feedback", out, "--force", box.path / "gui.rar", "--lang", "vi"],
                          capture_output=True, text=True)
    count(done.returncode == 3 and "nhiều bảng tính" in done.stderr, f"a reply to two members: {done.stdout}{done.stderr}")


def other_commands(box):
    box.put("gui.zip", zip_of([("CB.xlsx", CB)]))
    for command in (["inspect"], ["convert", "ra.xlsx"]):
        done = subprocess.run([sampled(), command[0], box.path / "gui.zip", *command[1:], "--lang", "vi"], capture_output=True, text=True, cwd=box.path.parent)
        count(done.returncode and "giải nén rồi dùng" in done.stdout + done.stderr, f"{command} of an archive: {done.stdout}{done.stderr}")
    done = subprocess.run([sampled(), "extract", "-d", box.definition, box.path / "gui.zip"], capture_output=True, text=True)
    count("file\tgui.zip › CB.xlsx\tCB.xlsx\t" in done.stdout, f"extract names the member: {done.stdout[:300]}")


for test in (two_units, same_figures, documents, documents_in_an_archive, what_is_not_opened, split, called_like_a_member, one_bad_member, names, renamed, evidence, register, feedback,
             other_commands):
    inbox(test)
finish()
