/* Reads who signs out of the settings. */
#include "report/signing.h"

#include "text/utf8.h"

#include "base/banned.h"

#define ATTACHED "Báo cáo số …/BC-… ngày … tháng … năm …"

static th_str setting_in_capitals(th_arena *arena, const th_definition *d, th_str key)
{
    return th_text_upper(arena, th_str_copy(arena, th_definition_setting(d, key)));
}

void th_signing_fill(th_arena *arena, const th_definition *d, bool decided, th_letterhead *letterhead)
{
    th_str authority = setting_in_capitals(arena, d, TH_STR("Quyền hạn ký")), attached;
    if (th_str_eq(authority, TH_STR("TM.")) || th_str_eq(authority, TH_STR("TM")))
        authority = th_str_fmt(arena, "TM. " TH_FMT, TH_ARG(th_text_upper(arena, d->cluster)));
    attached = th_str_copy(arena, th_definition_setting(d, TH_STR("Kèm theo báo cáo")));
    letterhead->authority = authority;
    letterhead->position = setting_in_capitals(arena, d, TH_STR("Chức vụ"));
    letterhead->signer = th_str_copy(arena, th_definition_setting(d, TH_STR("Họ tên")));
    letterhead->place = th_str_copy(arena, th_definition_setting(d, TH_STR("Địa danh")));
    letterhead->attached = attached.len ? attached : TH_STR(ATTACHED);
    letterhead->undated = !decided;
}

th_str th_signing_roman(th_arena *arena, unsigned number)
{
    static const struct {
        unsigned value;
        const char *letters;
    } parts[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; number >= parts[i].value; number -= parts[i].value)
            th_buf_add(&out, th_str_of(parts[i].letters));
    return th_buf_str(&out);
}
