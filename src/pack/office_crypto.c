/* What the ways in which Office encrypts have in common. */
#include "pack/office_crypto.h"

#include "text/utf8.h"

#include "base/banned.h"

uint32_t th_crypto_u16(th_str bytes, size_t at)
{
    return (uint32_t)(unsigned char)bytes.ptr[at] | (uint32_t)(unsigned char)bytes.ptr[at + 1] << 8;
}

uint32_t th_crypto_u32(th_str bytes, size_t at)
{
    return th_crypto_u16(bytes, at) | th_crypto_u16(bytes, at + 2) << 16;
}

th_str th_crypto_view(const uint8_t *bytes, size_t n)
{
    return (th_str){(const char *)bytes, n};
}

th_crypto_number th_crypto_number_of(uint32_t value)
{
    return (th_crypto_number){{(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)}};
}

static void add_unit(th_buf *out, uint32_t unit)
{
    th_buf_byte(out, (char)(unit & 0xFF));
    th_buf_byte(out, (char)(unit >> 8));
}

th_str th_crypto_wide(th_arena *arena, th_str password)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < password.len;) {
        uint32_t codepoint = th_utf8_next(password, &at);
        if (codepoint > 0xFFFF) {
            add_unit(&out, 0xD800 + ((codepoint - 0x10000) >> 10));
            codepoint = 0xDC00 + (codepoint & 0x3FF);
        }
        add_unit(&out, codepoint);
    }
    return th_buf_str(&out);
}

bool th_crypto_header_read(th_str bytes, th_crypto_header *header)
{
    enum { LEAST = 32, KEY_BITS = 16 };
    if (bytes.len < 8)
        return false;
    size_t size = th_crypto_u32(bytes, 4), at = 8 + size;
    if (size < LEAST || size > bytes.len - 8 ||
        bytes.len - at < 4 + TH_CRYPTO_SALT + TH_CRYPTO_BLOCK + 4 + TH_CRYPTO_SHA1 ||
        th_crypto_u32(bytes, at) != TH_CRYPTO_SALT)
        return false;
    header->key_bits = th_crypto_u32(bytes, 8 + KEY_BITS);
    header->salt = th_str_sub(bytes, at + 4, TH_CRYPTO_SALT);
    header->verifier = th_str_sub(bytes, at + 4 + TH_CRYPTO_SALT, TH_CRYPTO_BLOCK);
    header->hash = th_str_sub(bytes, at + 8 + TH_CRYPTO_SALT + TH_CRYPTO_BLOCK, bytes.len);
    return true;
}

size_t th_crypto_spin(const th_crypto_spinning *spinning, uint8_t hash[TH_DIGEST_MOST])
{
    size_t n = th_digest_of(spinning->digest, spinning->salt, spinning->wide, hash);
    for (uint32_t i = 0; i < spinning->times; i++) {
        const th_crypto_number number = th_crypto_number_of(i);
        th_digest_of(spinning->digest, th_crypto_view(number.bytes, sizeof number.bytes), th_crypto_view(hash, n),
                     hash);
    }
    return n;
}
