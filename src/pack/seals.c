/* What is said of a lock, whatever it locks. */
#include "pack/seals.h"

#include "base/banned.h"

th_unlocking th_seal_damaged(th_unlocked *out, const char *vi, const char *en)
{
    out->why = (th_trouble){th_str_of(vi), th_str_of(en)};
    return TH_SEAL_DAMAGED;
}

th_unlocking th_seal_unknown(th_unlocked *out)
{
    out->why = TH_TROUBLE_IS(", theo cách mã hóa mà chương trình chưa mở được",
                             ", in a way of encrypting that this program does not know");
    return TH_STILL_LOCKED;
}

th_unlocking th_seal_holds(const th_keyring *ring, th_unlocked *out)
{
    if (th_keyring_gave_up(ring))
        out->why =
            TH_TROUBLE(ring->arena, "; đã thử %zu trong %zu mật khẩu, thử thêm thì quá lâu",
                       "; %zu of %zu passwords were tried, and more would take too long", ring->tried, ring->keys.n);
    else if (ring->keys.n > 1)
        out->why = TH_TROUBLE_IS("; không mật khẩu nào trong tệp mật khẩu mở được",
                                 "; no password of the file of passwords opens it");
    return TH_STILL_LOCKED;
}

th_unlocking th_seal_opened(const th_keyring *ring, th_str plain, th_unlocked *out)
{
    out->bytes = plain;
    out->seal = ring->fitted == TH_KEYRING_EXCEL ? TH_SEAL_OF_EXCEL : TH_SEAL_GIVEN;
    return TH_UNLOCKED;
}
