/* A mail message (RFC 5322): headers of ASCII, what is not as encoded words (RFC 2047), a body of plain text in UTF-8
 * that travels as base64, so that no line is long and no relay changes it.  Lines end in "\n", as programs that take a
 * message on standard input expect.  No value can add a header: line ends and other control characters are shown. */
#ifndef TH_REPORT_MESSAGE_H
#define TH_REPORT_MESSAGE_H

#include "base/str.h"

typedef struct th_message {
    th_strs to;  /* addresses, each of th_message_is_address() */
    th_str from; /* likewise, or "" */
    th_str subject, body;
    th_str date; /* "Thu, 05 Jan 2023 01:34:00 +0700" */
    th_str id;   /* the part of Message-ID before "@": letters, digits, "-", "." */
} th_message;

th_str th_message_text(th_arena *arena, const th_message *message);
/* "thu-ky@vi-du.gov.vn": a plain address, without a name, quotes or anything that would mean something in a header. */
bool th_message_is_address(th_str text);

#endif
