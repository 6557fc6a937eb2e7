/* Opening what a password locks: which lock it is. */
#include "pack/unlock.h"

#include "pack/seals.h"

#include "base/banned.h"

th_unlocking th_unlock(th_arena *arena, const th_limits *limits, th_str bytes, th_str name, th_unlocked *out)
{
    th_keyring ring;
    th_cfb cfb;
    *out = (th_unlocked){0};
    th_keyring_init(&ring, arena, limits, name);
    if (th_str_starts(bytes, TH_STR("PK")))
        return th_unlock_ods(&ring, bytes, out);
    if (!th_cfb_sniff(bytes) || !th_cfb_has(bytes, TH_STR("EncryptedPackage")))
        return th_unlock_xls(&ring, bytes, out);
    if (th_cfb_open(arena, bytes, &cfb) != TH_OK) {
        out->why = cfb.trouble;
        return TH_SEAL_DAMAGED;
    }
    return th_unlock_ooxml(&ring, &cfb, out);
}
