/* In the record stream: what is said of the inbox in which the files lay. */
#include "fact/stream.h"
#include "fact/stream_words.h"

#include <limits.h>

#include "base/banned.h"

bool th_stream_is_of_inbox(th_str type)
{
    return th_str_eq(type, TH_STR("inbox")) || th_str_eq(type, TH_STR("listed")) || th_str_eq(type, TH_STR("unread"));
}

bool th_stream_of_inbox(const th_stream_line *line)
{
    enum { SHARD = 1, OF, TEMPORARY, LITTER, INBOX_FIELDS };
    enum { NAME = 1, LISTED_FIELDS };
    enum { WHY = 1, CODE, BYTES, UNREAD_FIELDS };
    const th_str *field = line->fields;
    long shard, of, count;
    if (th_str_eq(field[0], TH_STR("listed")))
        return line->n == LISTED_FIELDS && field[NAME].len;
    if (th_str_eq(field[0], TH_STR("unread")))
        return line->n == UNREAD_FIELDS && field[WHY].len && th_stream_whole(field[CODE], 0, INT_MAX, &count) &&
               th_stream_whole(field[BYTES], 0, LONG_MAX, &count);
    return line->n == INBOX_FIELDS && th_stream_whole(field[OF], 0, TH_STREAM_MOST_SHARDS, &of) &&
           th_stream_whole(field[SHARD], 0, of, &shard) && (shard > 0) == (of > 0) &&
           th_stream_whole(field[TEMPORARY], 0, INT_MAX, &count) && th_stream_whole(field[LITTER], 0, INT_MAX, &count);
}
