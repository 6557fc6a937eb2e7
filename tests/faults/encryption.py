"""Encryption headers whose verifier fits a given password ([MS-OFFCRYPTO] 2.3.4 to 2.3.7), written independently of the
program: digests of Python, RC4 here, AES by the openssl program."""
import hashlib
import struct
import subprocess

DEFAULT = "VelvetSweatshop"
SALT, VERIFIER = bytes(range(16)), bytes(range(100, 116))


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


def aes(key, data, iv=None):
    args = ["openssl", "enc", f"-aes-{len(key) * 8}-{'cbc' if iv else 'ecb'}", "-nopad", "-K", key.hex()]
    return subprocess.run(args + (["-iv", iv.hex()] if iv else []), input=data, capture_output=True, check=True).stdout


def xor(password):
    value = 0
    for byte in reversed(bytes([len(password)]) + password.encode()):
        value = ((value >> 14) & 1 | (value << 1) & 0x7FFF) ^ byte
    return struct.pack("<HHH", 0, 0x1234, value ^ 0xCE4B)


def rc4_40(password):
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    key = hashlib.md5(hashlib.md5((first + SALT) * 16).digest()[:5] + bytes(4)).digest()
    return struct.pack("<HHH", 1, 1, 1) + SALT + rc4(key, VERIFIER + hashlib.md5(VERIFIER).digest())


def header(algorithm, bits):
    body = struct.pack("<8I", 4, 0, algorithm, 0x8004, bits, 1, 0, 0) + "x\0".encode("utf-16-le")
    return struct.pack("<II", 4, len(body)) + body


def crypto_api(password, bits=128):
    key = hashlib.sha1(hashlib.sha1(SALT + password.encode("utf-16-le")).digest() + bytes(4)).digest()[:bits // 8]
    key = key.ljust(16, b"\0") if bits == 40 else key
    both = rc4(key, VERIFIER + hashlib.sha1(VERIFIER).digest())
    return struct.pack("<HHH", 1, 2, 2) + header(0x6801, bits) + struct.pack("<I", 16) + SALT + both[:16] + struct.pack("<I", 20) + both[16:]


def spun(name, password, times):
    value = hashlib.new(name, SALT + password.encode("utf-16-le")).digest()
    for i in range(times):
        value = hashlib.new(name, struct.pack("<I", i) + value).digest()
    return value


def standard(password):
    value = hashlib.sha1(spun("sha1", password, 50000) + bytes(4)).digest()
    key = b"".join(hashlib.sha1(bytes(b ^ pad for b in value.ljust(64, b"\0"))).digest() for pad in (0x36, 0x5C))[:16]
    return (struct.pack("<HH", 3, 2) + header(0x660E, 128) + struct.pack("<I", 16) + SALT + aes(key, VERIFIER) +
            struct.pack("<I", 20) + aes(key, hashlib.sha1(VERIFIER).digest().ljust(32, b"\0")))


def agile(password, times=1000):
    from base64 import b64encode
    value = spun("sha512", password, times)

    def locked(purpose, data):
        return b64encode(aes(hashlib.sha512(value + bytes.fromhex(purpose)).digest()[:32], data, SALT)).decode()
    return struct.pack("<HHI", 4, 4, 0x40) + (
        '<?xml version="1.0"?><encryption xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyEncryptors><keyEncryptor>'
        f'<p:encryptedKey spinCount="{times}" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" hashAlgorithm="SHA512" '
        f'saltValue="{b64encode(SALT).decode()}" encryptedVerifierHashInput="{locked("fea7d2763b4b9e79", VERIFIER)}" '
        f'encryptedVerifierHashValue="{locked("d7aa0f6d3061344e", hashlib.sha512(VERIFIER).digest())}"/>'
        '</keyEncryptor></keyEncryptors></encryption>').encode()
