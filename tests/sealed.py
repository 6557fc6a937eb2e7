"""Encrypted workbooks of every kind, made of plain ones: [MS-OFFCRYPTO] 2.3.4 to 2.3.7, [MS-XLS] 2.2.10, OpenDocument 1.3 part 2, 3.4.

Written independently of the program: digests of Python, ciphers of python3-cryptography, RC4 and XOR obfuscation here."""
import base64
import hashlib
import hmac
import io
import struct
import warnings
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

warnings.filterwarnings("ignore", message="Blowfish has been deprecated")
EXCEL = "VelvetSweatshop"
SALT, VERIFIER = bytes(range(16)), bytes(range(100, 116))
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


# ---- ciphers ----

def aes(key, data, iv=None):
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv) if iv else modes.ECB()).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def wide(password):
    return password.encode("utf-16-le")


def padded(data, size=16):
    return data + bytes(-len(data) % size)


# ---- the compound file ----

def compound(streams):
    """A compound file of version 3 with the streams {name: bytes} below its root; small ones in the mini stream."""
    def in_sectors(data):
        first = len(fat)
        count = max(1, -(-len(data) // 512))
        fat.extend(range(first + 1, first + count))
        fat.append(END)
        body.extend(data + bytes(count * 512 - len(data)))
        return first
    fat, body, minifat, mini, entries = [], bytearray(), [], bytearray(), []
    for name, data in streams.items():
        if len(data) >= 4096:
            entries.append((name, in_sectors(data), len(data)))
        else:
            first = len(minifat)
            count = max(1, -(-len(data) // 64))
            minifat += list(range(first + 1, first + count)) + [END]
            mini += data + bytes(count * 64 - len(data))
            entries.append((name, first, len(data)))
    mini_first, minifat_first, minifat_count = END, END, 0
    if mini:
        mini_first = in_sectors(bytes(mini))
        table = struct.pack(f"<{len(minifat)}I", *minifat)
        table += b"\xFF" * (-len(table) % 512)
        minifat_first, minifat_count = in_sectors(table), len(table) // 512
    entries.insert(0, ("Root Entry", mini_first, len(mini)))
    directory = b""
    for i, (name, first, size) in enumerate(entries):
        sibling = i + 1 if 0 < i < len(entries) - 1 else FREE
        child = 1 if i == 0 and len(entries) > 1 else FREE
        directory += (wide(name) + bytes(2)).ljust(64, b"\0") + struct.pack("<HBBIII", 2 * len(name) + 2, 5 if i == 0 else 2, 1, FREE, sibling, child) + bytes(36)
        directory += struct.pack("<III", first, size, 0)
    directory += b"".join(bytes(66) + b"\0\1" + b"\xFF" * 12 + bytes(48) for _ in range(-len(entries) % 4))
    directory_first = in_sectors(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) > fat_sectors * 128:
        fat_sectors += 1
    assert fat_sectors <= 109
    at = len(fat)
    fat += [FAT_SECTOR] * fat_sectors
    fat += [FREE] * (-len(fat) % 128)
    header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", fat_sectors, directory_first, 0, 4096, minifat_first, minifat_count, END, 0)
    header += struct.pack("<109I", *(list(range(at, at + fat_sectors)) + [FREE] * (109 - fat_sectors)))
    return header + bytes(body) + struct.pack(f"<{len(fat)}I", *fat)


def stream_of(xls, names=("Workbook", "Book")):
    """The stream of a workbook in a compound file."""
    import olefile
    with olefile.OleFileIO(io.BytesIO(xls)) as file:
        return next(file.openstream(name).read() for name in names if file.exists(name))


# ---- packages of Office ----

def spun(name, password, times, salt=SALT):
    value = hashlib.new(name, salt + wide(password)).digest()
    for i in range(times):
        value = hashlib.new(name, struct.pack("<I", i) + value).digest()
    return value


def crypto_header(algorithm, hash_algorithm, bits, provider, flags):
    body = struct.pack("<8I", flags, 0, algorithm, hash_algorithm, bits, provider, 0, 0) + wide("Microsoft Enhanced RSA and AES Cryptographic Provider\0")
    return struct.pack("<II", flags, len(body)) + body


def standard_parts(package, password, bits=128, version=3):
    """(EncryptionInfo, EncryptedPackage)"""
    value = hashlib.sha1(spun("sha1", password, 50000) + bytes(4)).digest()
    key = b"".join(hashlib.sha1(bytes(b ^ pad for b in value.ljust(64, b"\0"))).digest() for pad in (0x36, 0x5C))[:bits // 8]
    algorithm = {128: 0x660E, 192: 0x660F, 256: 0x6610}[bits]
    info = (struct.pack("<HH", version, 2) + crypto_header(algorithm, 0x8004, bits, 24, 0x24) + struct.pack("<I", 16) + SALT + aes(key, VERIFIER) +
            struct.pack("<I", 20) + aes(key, hashlib.sha1(VERIFIER).digest().ljust(32, b"\0")))
    return info, struct.pack("<Q", len(package)) + aes(key, padded(package))


def standard(package, password=EXCEL, bits=128, version=3):
    info, encrypted = standard_parts(package, password, bits, version)
    return compound({"EncryptionInfo": info, "EncryptedPackage": encrypted})


AGILE_NAMES = {"sha1": "SHA1", "sha256": "SHA256", "sha384": "SHA384", "sha512": "SHA512"}


def agile_parts(package, password, bits=256, digest="sha512", spins=1000):
    """(EncryptionInfo, EncryptedPackage)"""
    def fitted(value, n):
        return value[:n].ljust(n, b"\x36")

    def text(data):
        return base64.b64encode(data).decode()

    def locked(purpose, data):
        return aes(fitted(hashlib.new(digest, value + bytes.fromhex(purpose)).digest(), bits // 8), padded(data), SALT)

    def of_package(what, data):
        return aes(key, padded(data), fitted(hashlib.new(digest, salt + what).digest(), 16))
    value, salt, key = spun(digest, password, spins), bytes(range(50, 66)), bytes(range(200, 200 + bits // 8))
    size = hashlib.new(digest).digest_size
    mac_key = bytes(range(10, 10 + size))
    encrypted = struct.pack("<Q", len(package))
    for number, at in enumerate(range(0, len(package), 4096)):
        encrypted += of_package(struct.pack("<I", number), package[at:at + 4096])
    mac = hmac.new(mac_key, encrypted, digest).digest()
    common = f'blockSize="16" keyBits="{bits}" hashSize="{size}" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="{AGILE_NAMES[digest]}"'
    info = struct.pack("<HHI", 4, 4, 0x40) + (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
        'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" xmlns:c="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate">'
        f'<keyData saltSize="16" {common} saltValue="{text(salt)}"/>'
        f'<dataIntegrity encryptedHmacKey="{text(of_package(bytes.fromhex("5fb2ad010cb9e1f6"), mac_key))}" '
        f'encryptedHmacValue="{text(of_package(bytes.fromhex("a0677f02b22c8433"), mac))}"/>'
        '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{spins}" saltSize="16" {common} saltValue="{text(SALT)}" encryptedVerifierHashInput="{text(locked("fea7d2763b4b9e79", VERIFIER))}" '
        f'encryptedVerifierHashValue="{text(locked("d7aa0f6d3061344e", hashlib.new(digest, VERIFIER).digest()))}" encryptedKeyValue="{text(locked("146e0be7abacd0d6", key))}"/>'
        '</keyEncryptor></keyEncryptors></encryption>').encode()
    return info, encrypted


def agile(package, password=EXCEL, bits=256, digest="sha512", spins=1000):
    info, encrypted = agile_parts(package, password, bits, digest, spins)
    return compound({"EncryptionInfo": info, "EncryptedPackage": encrypted})


def extensible(package):
    return compound({"EncryptionInfo": struct.pack("<HHI", 3, 3, 0x10) + b"<x/>" * 20, "EncryptedPackage": struct.pack("<Q", len(package)) + padded(package)})


# ---- .xls ----

PLAIN_RECORDS = {0x0009, 0x0209, 0x0409, 0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0138, 0x0196}
BOUNDSHEET, FILEPASS, EOF = 0x0085, 0x002F, 0x000A


def records(stream):
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, size
        at += 4 + size


def with_filepass(stream, data):
    """The stream with FILEPASS behind its first record, and where sheets begin moved accordingly."""
    out, added = bytearray(), 4 + len(data)
    for at, kind, size in records(stream):
        body = bytearray(stream[at:at + 4 + size])
        if kind == BOUNDSHEET:
            struct.pack_into("<I", body, 4, struct.unpack_from("<I", body, 4)[0] + added)
        out += body
        if at == 0:
            out += struct.pack("<HH", FILEPASS, len(data)) + data
    return bytes(out) + stream[len(out) - added:]


def encrypted_records(stream, encrypt):
    """encrypt(data, offset in the stream, length of the record); FILEPASS and what stands before it stay as they are."""
    out, behind = bytearray(stream), False
    for at, kind, size in records(stream):
        start = at + 4 + (4 if kind == BOUNDSHEET else 0)
        if behind and kind not in PLAIN_RECORDS:
            out[start:at + 4 + size] = encrypt(stream[start:at + 4 + size], start, size)
        behind = behind or kind == FILEPASS
    return bytes(out)


def by_keystream(stream, key_of_block):
    n = len(stream)
    mask = b"".join(rc4(key_of_block(i), bytes(1024)) for i in range(-(-n // 1024)))
    return encrypted_records(stream, lambda data, at, size: bytes(a ^ b for a, b in zip(data, mask[at:])))


def rc4_40(stream, password=EXCEL):
    def key(block):
        return hashlib.md5(base + struct.pack("<I", block)).digest()
    first = hashlib.md5(wide(password)).digest()[:5]
    base = hashlib.md5((first + SALT) * 16).digest()[:5]
    return by_keystream(with_filepass(stream, struct.pack("<HHH", 1, 1, 1) + SALT + rc4(key(0), VERIFIER + hashlib.md5(VERIFIER).digest())), key)


def crypto_api(stream, password=EXCEL, bits=128, major=2):
    def key(block):
        value = hashlib.sha1(base + struct.pack("<I", block)).digest()[:bits // 8]
        return value.ljust(16, b"\0") if bits == 40 else value
    base = hashlib.sha1(SALT + wide(password)).digest()
    both = rc4(key(0), VERIFIER + hashlib.sha1(VERIFIER).digest())
    data = struct.pack("<HHH", 1, major, 2) + crypto_header(0x6801, 0x8004, bits, 1, 4) + struct.pack("<I", 16) + SALT + both[:16] + struct.pack("<I", 20) + both[16:]
    return by_keystream(with_filepass(stream, data), key)


INITIAL = [0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3]
MATRIX = [0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09, 0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF, 0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68,
          0x5AD0, 0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40, 0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5, 0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496,
          0x390D, 0x721A, 0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9, 0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0, 0xB861, 0x60E3, 0xC1C6, 0x93AD,
          0x377B, 0x6EF6, 0xDDEC, 0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10, 0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168, 0x76B4, 0xED68, 0xCAF1,
          0x85C3, 0x1BA7, 0x374E, 0x6E9C, 0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD, 0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC, 0x1021, 0x2042,
          0x4084, 0x8108, 0x1231, 0x2462, 0x48C4]
PADDING = bytes([0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00])


def xor_key(password):
    key, element = INITIAL[len(password) - 1], 0x68
    for letter in reversed(password):
        for _ in range(7):
            if letter & 0x40:
                key ^= MATRIX[element]
            letter, element = letter * 2 & 0xFF, element - 1
    return key


def xor_verifier(password):
    value = 0
    for byte in reversed(bytes([len(password)]) + password):
        value = ((value >> 14) & 1 | (value << 1) & 0x7FFF) ^ byte
    return value ^ 0xCE4B


def xor(stream, password=EXCEL, biff=8):
    letters = password.encode("latin-1")
    key = xor_key(letters)
    array = [b ^ (key >> 8 if i % 2 else key & 0xFF) for i, b in enumerate((letters + PADDING)[:16])]
    array = [(b >> 1 | b << 7) & 0xFF for b in array]

    def encrypt(data, at, size):
        return bytes((b << 5 | b >> 3) & 0xFF ^ array[(at + i + size) % 16] for i, b in enumerate(data))
    return encrypted_records(with_filepass(stream, (struct.pack("<H", 0) if biff == 8 else b"") + struct.pack("<HH", key, xor_verifier(letters))), encrypt)


# ---- OpenDocument ----

ODS_KINDS = {
    "blowfish": ("SHA1/1K", "Blowfish CFB", "SHA1", 16, 20),
    "aes": ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k", "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "http://www.w3.org/2000/09/xmldsig#sha256", 32, 32),
    "aes-sha1": ("SHA1/1K", "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "SHA1", 16, 20),
}


def ods(package, password, kind="aes", rounds=1024):
    """Every part but the manifest and the media type, encrypted."""
    check, algorithm, start, key_size, start_size = ODS_KINDS[kind]
    out, entries = io.BytesIO(), []
    source = zipfile.ZipFile(io.BytesIO(package))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for number, info in enumerate(source.infolist()):
            data = source.read(info)
            if info.filename in ("mimetype", "META-INF/manifest.xml") or info.filename.endswith("/"):
                if info.filename == "mimetype":
                    target.writestr("mimetype", data)
                continue
            salt, vector = bytes([number]) * 16, bytes([number + 100]) * (8 if kind == "blowfish" else 16)
            digest = "sha256" if start_size == 32 else "sha1"
            key = hashlib.pbkdf2_hmac("sha1", hashlib.new(digest, password.encode()).digest(), salt, rounds, key_size)
            deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
            plain = deflated.compress(data) + deflated.flush()
            checksum = hashlib.new("sha256" if "256" in check else "sha1", plain[:1024]).digest()
            if kind == "blowfish":
                encryptor = Cipher(algorithms.Blowfish(key), modes.CFB(vector)).encryptor()
                locked = encryptor.update(plain) + encryptor.finalize()
            else:
                fill = 16 - len(plain) % 16
                locked = aes(key, plain + bytes(fill - 1) + bytes([fill]), vector)
            target.writestr(info.filename, locked)
            entries.append(
                f'<manifest:file-entry manifest:full-path="{info.filename}" manifest:media-type="text/xml" manifest:size="{len(data)}">'
                f'<manifest:encryption-data manifest:checksum-type="{check}" manifest:checksum="{base64.b64encode(checksum).decode()}">'
                f'<manifest:algorithm manifest:algorithm-name="{algorithm}" manifest:initialisation-vector="{base64.b64encode(vector).decode()}"/>'
                f'<manifest:start-key-generation manifest:start-key-generation-name="{start}" manifest:key-size="{start_size}"/>'
                f'<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="{key_size}" manifest:iteration-count="{rounds}" '
                f'manifest:salt="{base64.b64encode(salt).decode()}"/></manifest:encryption-data></manifest:file-entry>')
        target.writestr("META-INF/manifest.xml", '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>' + "".join(entries) + "</manifest:manifest>")
    return out.getvalue()
