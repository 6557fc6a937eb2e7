"""Archives by their bytes, for tests and for the workbooks of tests/cases: what other programs write, without those programs.

Members are pairs (name, content).  A name that is bytes is written as it is, without saying in which code page; one that is str is
Unicode, in the way of the format.  Everything is stored, nothing packed."""
import struct
import zlib

DATE = 0x5622  # 2023-01-02, as MS-DOS writes it


def zip_of(members, locked=()):
    """`locked`: names that carry the flag of a password."""
    out, central = b"", b""
    for name, content in members:
        raw = name if isinstance(name, bytes) else name.encode()
        flags = (0 if isinstance(name, bytes) else 0x800) | (1 if name in locked else 0)
        body = b"\0" * 12 + content if name in locked else content
        head = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0x4000, DATE, zlib.crc32(content), len(body), len(content), len(raw), 0)
        central += b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + raw
        out += b"PK\3\4" + head + raw + body
    return out + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(central), len(out), 0)


def rar4_of(members, locked=(), locked_list=False):
    def block(kind, flags, rest, data=b""):
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data
    out = b"Rar!\x1A\x07\0" + block(0x73, 0x80 if locked_list else 0, b"\0" * 6)
    for name, content in members:
        raw, flags = (name, 0) if isinstance(name, bytes) else (name.encode(), 0x200)  # a name without a second one behind a NUL is UTF-8
        flags |= 0x8000 | (0x404 if name in locked else 0)
        head = struct.pack("<IIBIIBBHI", len(content), len(content), 2, zlib.crc32(content), DATE << 16 | 0x4000, 20, 0x30, len(raw), 0x20)
        out += block(0x74, flags, head + raw + (b"saltsalt" if name in locked else b""), content)
    return out + block(0x7B, 0x4000, b"")


def rar5_of(members, locked=(), locked_list=False):
    def number(value):
        out = b""
        while value > 0x7F:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def block(rest, data=b""):
        head = number(len(rest)) + rest
        return struct.pack("<I", zlib.crc32(head)) + head + data
    out = b"Rar!\x1A\x07\1\0"
    if locked_list:
        return out + block(b"\4\0\0\0\17" + b"salt" * 4) + b"\x55" * 64
    out += block(b"\1\0\0")
    for name, content in members:
        raw = name.encode()
        # how it is encrypted: AES-256, rounds, salt, vector
        extra = b"\x24\1\0\0\17" + b"s" * 16 + b"v" * 16 if name in locked else b""
        sizes = (b"\3" + number(len(extra)) if extra else b"\2") + number(len(content)) + b"\4" + number(len(content))
        out += block(b"\2" + sizes + b"\x20" + struct.pack("<I", zlib.crc32(content)) + b"\0\0" + number(len(raw)) + raw + extra, content)
    return out + block(b"\5\0\0")


def seven_zip_of(members, locked=()):
    def number(value):
        if value < 0x80:
            return bytes([value])
        for extra in range(1, 8):
            if value < 1 << (7 * (extra + 1)):
                low = value & ((1 << 8 * extra) - 1)
                return bytes([(0xFF << (8 - extra)) & 0xFF | value >> 8 * extra]) + low.to_bytes(extra, "little")
        return b"\xFF" + value.to_bytes(8, "little")
    n = number(len(members))
    sizes = b"".join(number(len(content)) for _, content in members)
    coders = b"".join(b"\1\x24\x06\xF1\x07\x01\2\x53\7" if name in locked else b"\1\1\0" for name, _ in members)
    crcs = b"".join(struct.pack("<I", zlib.crc32(content)) for _, content in members)
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    head = (b"\1\4" + b"\6\0" + n + b"\x09" + sizes + b"\0" + b"\7\x0B" + n + b"\0" + coders + b"\x0C" + sizes + b"\0" + b"\x08\x0A\1" + crcs + b"\0\0" +
            b"\5" + n + b"\x11" + number(len(names)) + names + b"\x15" + number(2 + 4 * len(members)) + b"\1\0" + b"\x20\0\0\0" * len(members) + b"\0\0")
    body = b"".join(content for _, content in members)
    start = struct.pack("<QQI", len(body), len(head), zlib.crc32(head))
    return b"7z\xBC\xAF\x27\x1C\0\4" + struct.pack("<I", zlib.crc32(start)) + start + body + head
