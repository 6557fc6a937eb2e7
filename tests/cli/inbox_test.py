#!/usr/bin/python3
"""An inbox with folders: what is read, what is only counted, whose a folder is, of which year, and what is said of the rest."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from inbox import BOOK, Inbox, expect  # noqa: E402
from programs import sampled  # noqa: E402
from tally import count, finish  # noqa: E402

OTHER = ROOT / "tests/cases/hai-tep-mot-don-vi/tep/CTDS2_2022_HG.xlsx"  # of Hà Giang
LAST_YEAR = next((ROOT / "tests/cases/nam-khac/tep").iterdir())


def inbox(test):
    with tempfile.TemporaryDirectory() as folder:
        test(Inbox(pathlib.Path(folder)))


def one_folder_a_unit(box):
    box.put("Cao Bằng/Đợt 1/bieu.xlsx")
    box.put("HG 2022/bieu.xlsx", OTHER)
    expect(box, box.run(), [], "one folder a unit is silent")
    count(box.journal.get("Cao Bằng/Đợt 1/bieu.xlsx") == ("Cao Bằng", "đã nhận"), f"name relative to the inbox: {box.journal}")
    count(box.journal.get("HG 2022/bieu.xlsx") == ("Hà Giang", "đã nhận"), f"two files of one name: {box.journal}")
    box.run(inboxes=[f"{box.path}/"])
    count("HG 2022/bieu.xlsx" in box.journal, f"an inbox that was given with a stroke: {box.journal}")


def a_file_in_the_wrong_folder(box):
    box.put("Lai Châu/bieu.xlsx")
    expect(box, box.run(), [("TEP-025", "Lai Châu/bieu.xlsx")], "the folder of another unit")
    count(box.journal["Lai Châu/bieu.xlsx"][1] == "bị loại", f"it counts for nobody: {box.journal}")
    box.register("CB,Lai Châu/bieu.xlsx,nhận,2022-12-30 09:00")
    expect(box, box.run(), [], "Sổ nhận outranks the folder")
    count(box.journal["Lai Châu/bieu.xlsx"] == ("Cao Bằng", "đã nhận"), f"and it counts: {box.journal}")


def the_folder_of_a_file_that_cannot_be_read(box):
    box.put("Sơn La/bieu.xlsx", b"")
    box.put("Lai Châu/bieu.xlsx", b"")
    box.run()
    count(box.journal["Sơn La/bieu.xlsx"] == ("Sơn La", "bị loại") and box.journal["Lai Châu/bieu.xlsx"][0] == "Lai Châu",
          f"the folder says whose it is: {box.journal}")
    count(("TEP-005", "Sơn La/bieu.xlsx") in box.findings, f"TEP-005: {box.findings}")


def states_of_units(box):
    box.put("bieu.xlsx")
    box.put("HG/so lieu.xlsx", b"")
    box.put("Sơn La/bieu.xlsx")
    box.register("LCH,LC.xlsx,nhận,2022-12-30 09:00")
    box.run()
    wanted = {"Cao Bằng": "đủ", "Hà Giang": "đã gửi, chưa mở được: tệp HG/so lieu.xlsx", "Lai Châu": "đã ghi nhận, chưa thấy tệp",
              "Lạng Sơn": "chưa nộp"}
    count({unit: box.states.get(unit) for unit in wanted} == wanted, f"what MỤC LỤC says of the units: {box.states}")


def folders_of_another_year(box):
    box.put("bieu.xlsx")
    box.put("2021/HG.xlsx", LAST_YEAR)
    box.put("2021/hong.xlsx", b"PK\3\4 cut")
    box.put("Nhận 05.01.2023/HG.xlsx", OTHER)
    box.put("Năm học 2021-2022/ghi chu.xlsx", b"")
    expect(box, box.run(), [("TEP-026", "2021/HG.xlsx"), ("TEP-026", "2021/hong.xlsx"), ("TEP-005", "Năm học 2021-2022/ghi chu.xlsx")],
           "a file below 2021 is a note")
    count(box.journal["2021/HG.xlsx"][1] == "không tính" and box.journal["Nhận 05.01.2023/HG.xlsx"][1] == "đã nhận", f"{box.journal}")


def a_file_alone_below_another_year(box):
    box.put("2021/bieu.xlsx", LAST_YEAR)
    box.run()
    count([f for f in box.findings if f[0] == "TEP-015"] == [] and len([f for f in box.findings if f[0] == "NOP-015"]) == 7,
          f"nobody has sent anything: {box.findings}")


def this_year_below_another(box):
    box.put("2021/bieu.xlsx")
    expect(box, box.run(), [("TEP-027", "2021/bieu.xlsx")], "the forms outrank the folder")
    count(box.journal["2021/bieu.xlsx"][1] == "đã nhận", f"it counts: {box.journal}")


def what_is_only_counted(box):
    box.put("Cao Bằng/bieu.xlsx")
    for name in ("~$bieu.xlsx", ".~lock.bieu.xlsx#", "SL.xlsx.part", "LC.xlsx.crdownload", "x.TMP", "A1B2C300"):
        box.put(f"Cao Bằng/{name}", b"half")
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store", "Cao Bằng/._bieu.xlsx", "__MACOSX/Cao Bằng/._bieu.xlsx"):
        box.put(name, b"litter")
    expect(box, box.run(), [], "litter is silent")
    line = box.lines.get("Trong hộp thư còn có") or ""
    count(line.startswith("6 tệp tạm") and "5 tệp của hệ điều hành" in line, f"one line of NHẬT KÝ: {box.lines}")
    count(list(box.journal) == ["Tệp", "Cao Bằng/bieu.xlsx"] or set(box.journal) <= {"Tệp", "Cao Bằng/bieu.xlsx"}, f"{box.journal}")
    box.put("20221230", BOOK)  # digits alone are no name of Excel's
    box.run()
    count("20221230" in box.journal, f"a file that a person called by a date: {box.journal}")


def what_is_not_followed(box):
    box.put("bieu.xlsx")
    outside = box.path.parent / "ngoai"
    outside.mkdir()
    shutil.copy(OTHER, outside / "HG.xlsx")
    (box.path / "CTDS2_2022_HG.xlsx").symlink_to(outside / "HG.xlsx")
    (box.path / "Sơn La").symlink_to(outside)
    (box.path / "vong").symlink_to(box.path)
    (box.path / "lai.xlsx").symlink_to("bieu.xlsx")
    (box.path / "mat.xlsx").symlink_to("khong-co.xlsx")
    box.put("LC.xlsx/a.xlsx")
    box.put(".an/a.xlsx")
    box.put(".an.xlsx")
    os.mkfifo(box.path / "ong")
    expect(box, box.run(), [("TEP-022", "CTDS2_2022_HG.xlsx"), ("TEP-022", "Sơn La"), ("TEP-023", "vong"), ("TEP-023", "lai.xlsx"),
                            ("TEP-001", "mat.xlsx"), ("TEP-022", "LC.xlsx"), ("TEP-023", ".an"), ("TEP-023", ".an.xlsx"),
                            ("TEP-001", "ong")], "links, folders called like files, hidden ones")
    count(box.journal["CTDS2_2022_HG.xlsx"] == ("Hà Giang", "bị loại"), f"the unit did send something: {box.journal}")


def depth_and_number(box):
    box.put("1/2/3/bieu.xlsx")
    box.put("HG.xlsx", OTHER)
    expect(box, box.run("--limit", "inbox-depth=2"), [("TEP-024", "1/2/3")], "too deep")
    expect(box, box.run("--limit", "inbox-files=1"), [("TEP-024", "HG.xlsx")], "too many")
    expect(box, box.run("--limit", "inbox-depth=3", "--limit", "inbox-files=2"), [], "just enough")
    deep = "/".join(str(i) for i in range(60))
    box.put(f"{deep}/bieu.xlsx")
    expect(box, box.run(), [("TEP-024", "/".join(str(i) for i in range(17)))], "sixty folders")


def names_of_several_inboxes(box):
    box.put("mot/bieu.xlsx")
    box.put("hai/bieu.xlsx", OTHER)
    box.put("hai/HG.txt", b"a note")
    box.run(inboxes=[box.path / "mot", box.path / "hai"])
    count({"mot/bieu.xlsx", "hai/bieu.xlsx", "HG.txt"} <= set(box.journal), f"the inbox is named where it must be: {box.journal}")
    composed, decomposed = (unicodedata.normalize(form, "Cao Bằng.xlsx") for form in ("NFC", "NFD"))
    box.put(f"ba/{composed}")
    box.put(f"ba/{decomposed}")
    box.run(inboxes=[box.path / "ba"])
    names = [name for name in box.journal if name.endswith(".xlsx")]
    count(len(names) == 2, f"composed and decomposed letters: {names}")


def rows_of_the_register(box):
    box.put("Cao Bằng/bieu.xlsx")
    box.put("Hà Giang/so lieu.xlsx", OTHER)
    box.register("CB,bieu.xlsx,chờ,2022-12-30 09:00", "HG,Hà Giang/so lieu.xlsx,nhận,2022-12-30 10:00")
    box.run()
    count(box.journal["Cao Bằng/bieu.xlsx"][1] == "chờ", f"a base name that occurs once: {box.journal}")
    box.put("Hà Giang/bieu.xlsx", OTHER)
    box.run()
    count(box.journal["Cao Bằng/bieu.xlsx"][1] == "đã nhận", f"a base name that occurs twice fits neither: {box.journal}")



def our_own_workbooks(box):
    """A result, a feedback workbook, a definition and an unfilled template are no submissions; a filled template is one."""
    made = box.path.parent / "made"
    made.mkdir()
    box.put("bieu.xlsx")
    box.run("--feedback", str(made))
    subprocess.run([sampled(), "template", "-d", box.definition, "--unit", "CB", "-o", made / "mau.xlsx"], check=True, capture_output=True)
    subprocess.run([sampled(), "definition", box.definition, "-o", made / "dn.xlsx"], check=True, capture_output=True)
    for name, source in (("tong-hop.xlsx", box.out), ("phieu.xlsx", made / "CB.xlsx"), ("mau.xlsx", made / "mau.xlsx"), ("dn.xlsx", made / "dn.xlsx")):
        box.put(name, source)
    names = ["dn.xlsx", "mau.xlsx", "phieu.xlsx", "tong-hop.xlsx"]
    found = [f for f in box.run("--force") if f[0] == "TEP-028"]
    expect(box, found, [("TEP-028", name) for name in names], "our own workbooks are named")
    count(all(box.journal[name][1] == "không tính" for name in names), f"they count for nothing: {box.journal}")
    count(box.states["Cao Bằng"] == "đủ", f"the submission beside them counts: {box.states}")
    book = openpyxl.load_workbook(made / "mau.xlsx")
    sheet = next(s for s in book if s.title.startswith("B06"))
    cell = next(c for row in sheet.iter_rows() for c in row if c.column > 4 and not c.protection.locked)
    cell.value = 7
    book.save(box.path / "mau.xlsx")
    (box.path / "bieu.xlsx").unlink()
    found = [f for f in box.run("--force") if f == ("TEP-028", "mau.xlsx")]
    expect(box, found, [], "a template with a figure in it is a submission")
    count(box.journal["mau.xlsx"] == ("Cao Bằng", "đã nhận"), f"and counts: {box.journal}")


for test in (one_folder_a_unit, a_file_in_the_wrong_folder, the_folder_of_a_file_that_cannot_be_read, states_of_units, folders_of_another_year,
             a_file_alone_below_another_year, this_year_below_another, what_is_only_counted, what_is_not_followed, depth_and_number,
             names_of_several_inboxes, rows_of_the_register,
             our_own_workbooks):
    inbox(test)
finish()
