"""A small .xls: BIFF8 records in a compound file, both written by hand so that they can lie."""
import struct

FREE, END, FAT_SECTOR, DIFAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
CELLS = {("Bieu", "A1"): ("s", "So"), ("Bieu", "B1"): ("n", "930"), ("Bieu", "A2"): ("n", "1.5"), ("Bieu", "B2"): ("s", "ho so")}


def record(kind, data=b"", length=None):
    return struct.pack("<HH", kind, len(data) if length is None else length) + data


def text(s):
    return struct.pack("<HB", len(s), 0) + s.encode("latin-1")


BOF = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6))
SHEET_BOF = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 6))
EOF = record(0x000A)
FONT = record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Arial")
XF = record(0x00E0, struct.pack("<HH", 0, 0) + b"\0" * 16)
SST = record(0x00FC, struct.pack("<II", 2, 2) + text("So") + text("ho so"))


def label(row, col, index, xf=0):
    return record(0x00FD, struct.pack("<HHHI", row, col, xf, index))


def number(row, col, value, xf=0):
    return record(0x0203, struct.pack("<HHHd", row, col, xf, value))


SHEET = label(0, 0, 0) + number(0, 1, 930) + number(1, 0, 1.5) + label(1, 1, 1)


def workbook(cells=SHEET, sst=SST, extra=b"", bound=None, sheet_end=EOF, fonts=FONT * 4, xfs=XF):
    """The stream: globals and one sheet."""
    name = struct.pack("<BB", 4, 0) + b"Bieu"
    head = BOF + extra + fonts + xfs
    at = len(head) + 4 + 6 + len(name) + len(sst) + len(EOF)
    head += record(0x0085, struct.pack("<IBB", at if bound is None else bound, 0, 0) + name) + sst + EOF
    return head + SHEET_BOF + cells + sheet_end


def compound(stream, **lies):
    """A version 3 file of 512-byte sectors: sector 0 FAT, 1 directory, the stream from 2 on."""
    if len(stream) < 4096 and not lies.get("mini"):
        stream += b"\0" * (4096 - len(stream))
    data = stream + b"\0" * (-len(stream) % 512)
    sectors = len(data) // 512
    fat = [FAT_SECTOR, END] + [3 + i for i in range(sectors)]
    fat[-1] = END
    minifat_sector = END
    if lies.get("mini"):
        minis = (len(stream) + 63) // 64
        minifat = [i + 1 for i in range(minis)] + [FREE] * (128 - minis)
        minifat[minis - 1] = lies.get("mini_end", END)
        minifat_sector = len(fat)
        fat.append(END)
        data += struct.pack("<128I", *minifat)
    for index, value in lies.get("fat", {}).items():
        fat[index] = value
    fat += [FREE] * (128 - len(fat))
    if len(fat) > 128:
        raise ValueError("one FAT sector only")

    def entry(name, kind, start, size, child=NONE, left=NONE, right=NONE):
        raw = name.encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", len(raw) + 2 if raw else 0, kind, 1, left, right, child,
                                                  b"", 0, 0, 0, start, size)
    size = lies.get("size", len(stream))
    root = (2, len(stream)) if lies.get("mini") else (END, 0)
    start = lies.get("start", 0 if lies.get("mini") else 2)
    second = lies.get("second")  # the name and size of a stream that begins with the sectors of the first
    directory = (entry("Root Entry", 5, *root, child=lies.get("child", 1)) +
                 entry(lies.get("name", "Workbook"), 2, start, size, left=lies.get("left", NONE),
                       right=2 if second else lies.get("right", NONE)) +
                 (entry(second[0], 2, start, second[1]) + entry("", 0, 0, 0) if second else entry("", 0, 0, 0) * 2))
    difat = [lies.get("fat_at", 0)] + [FREE] * 108
    header = struct.pack("<8s16sHHHHHHIIIIIIIIII109I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", lies.get("minor", 0x3E),
                         lies.get("major", 3), 0xFFFE, lies.get("shift", 9), lies.get("mini_shift", 6), 0, 0, 0,
                         lies.get("fats", 1), lies.get("directory_at", 1), 0, lies.get("cutoff", 4096), lies.get("minifat_at", minifat_sector),
                         lies.get("minifats", 1 if lies.get("mini") else 0), lies.get("difat_at", END), lies.get("difats", 0), *difat)
    return header[:512] + struct.pack("<128I", *fat) + directory + data


def xls(**changed):
    lies = changed.pop("lies", {})
    return compound(workbook(**changed), **lies)
