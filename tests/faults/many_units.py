"""A cluster of any number of units: the definition of the sample with as many units as are wanted, and for each a copy
of a workbook of the sample with the name of the unit in the place of the old one."""
import pathlib
import shutil
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
SHEETS_OF_UNITS = ("don-vi.csv", "so-nhan.csv")
FIRST = "An Bình Cẩm Đông Gia Hòa Kim Long Mỹ Nam Phú Quang Sơn Tân Thanh Thuận Tiên Trung Vĩnh Xuân".split()
SECOND = "Bảo Châu Điền Giang Hải Hưng Khê Lạc Lâm Lộc Mai Ninh Phong Sa Thạch Thủy Trạch Uyên Viên Yên".split()
WRITTEN = (("Sơn La", "SƠN LA", "CTDS2_2022_SL_SonLa.xlsx"), ("Lào Cai", "LÀO CAI", "Lao Cai (ban sua).xlsx"))


def unit_names(count):
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    assert count <= len(names)
    return names[:count]


def copy_for(name, written, target):
    """The workbook, of the unit `name`."""
    plain, capital, file = written
    with zipfile.ZipFile(SAMPLE / "hop-thu" / file) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.namelist():
            data = source.read(entry)
            if entry.endswith(("sharedStrings.xml", "sheet1.xml")):
                data = data.replace(plain.encode(), name.encode()).replace(capital.encode(), name.upper().encode())
            made.writestr(entry, data)


def make_cluster(folder, count):
    """`folder`/dinh-nghia and `folder`/hop-thu."""
    definition, inbox = folder / "dinh-nghia", folder / "hop-thu"
    shutil.copytree(SAMPLE / "dinh-nghia", definition, ignore=shutil.ignore_patterns(*SHEETS_OF_UNITS))
    inbox.mkdir()
    rows = ["Mã,Tên,Tên khác,Thứ tự,Từ năm,Đến năm"]
    for i, name in enumerate(unit_names(count)):
        rows.append(f"D{i:03},{name},Sở Thông tin và Truyền thông tỉnh {name}|Sở TT&TT tỉnh {name},{i + 1},,")
        copy_for(name, WRITTEN[i % len(WRITTEN)], inbox / f"D{i:03}.xlsx")
    (definition / "don-vi.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return definition, inbox
