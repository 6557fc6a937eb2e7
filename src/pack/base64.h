/* Base64 (RFC 4648), in which encrypted packages state their keys and digests. */
#ifndef TH_PACK_BASE64_H
#define TH_PACK_BASE64_H

#include "base/str.h"

/* The bytes that a text stands for.  What is no letter of base64, such as white space and padding, is passed over. */
th_str th_base64_decode(th_arena *arena, th_str text);

#endif
