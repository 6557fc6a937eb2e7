/* Texts of others shown rather than sent, and troubles: what whoever prints or writes a log needs. */
#include "cli/cli.h"

#include "text/utf8.h"

#include "base/banned.h"

/* A name or a cell may hold escape sequences or marks that turn the line around: shown, not sent. */
void th_print_escaped(FILE *to, th_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(s, &at);
        if (th_utf8_is_control(c))
            fprintf(to, "\\u%04X", (unsigned)c);
        else
            fwrite(s.ptr + from, 1, at - from, to);
    }
}

void th_print_trouble_on(FILE *to, const th_cli *cli, th_trouble why)
{
    fputs("tonghop: ", to);
    th_print_escaped(to, TH_SAY(cli, why.vi, why.en));
    fputs("\n", to);
}

void th_print_trouble(const th_cli *cli, th_trouble why)
{
    th_print_trouble_on(stderr, cli, why);
}
