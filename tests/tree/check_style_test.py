#!/usr/bin/python3
"""scripts/check-style: for each rule a made-up source that is counted, and a neighbour that is not."""
import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from tally import count, finish  # noqa: E402

loader = importlib.machinery.SourceFileLoader("check_style", str(ROOT / "scripts/check-style"))
style = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_style", loader))
loader.exec_module(style)


def inside(body):
    return "void f(void)\n{\n" + body + "\n}\n"


# rule: ([(counted, how often)], [not counted])
CASES = {
    "chained-conditional": (
        [(inside("x = a ? 1 : b ? 2 : 3;"), 1),
         (inside("x = a   ? 1\n  : b ? 2\n      : 3;"), 1),  # in columns, but no initialiser
         (inside("int x = a ? 1 : b ? 2 : 3;"), 1),
         (inside("int x = a ? 1 : 2, y = b ? 3 : 4;"), 1),
         (inside("return a ? 1\n : b ? 2 : 3;"), 1),
         (inside("return g(a ? 1 : 2, b ? 3 : 4);"), 1),
         (inside("if ((a ? 1 : 2) == (b ? 1 : 2))\n    g();"), 1),
         (inside("while (a ? b : c ? d : e)\n    g();\nfor (i = 0; a ? b : c ? d : e; i++)\n    g();"), 2),
         (inside("g((pair){.one = a ? 1 : 2, .two = b ? 3 : 4});"), 1),
         ("static const int table[] = {X ? 1 : Y ? 2 : 3};\n", 1),
         ("#define PICK(a, b) ((a) ? 1 : (b) ? 2 : 3)\n", 1)],
        [inside("x = a ? 1 : 2;\ny = b ? 3 : 4;"),
         inside("return a   ? 1\n       : b ? 2\n           : 3;"),
         inside("int x = a   ? 1\n        : b ? 2\n            : 3;"),
         inside("const pair p = {\n    .one = a ? 1 : 2,\n    .two = b ? 3 : 4,\n};"),
         inside("g((pair){\n    .one = a ? 1 : 2,\n    .two = b ? 3 : 4,\n});"),
         inside("switch (a ? 1 : 2) {\ncase 1: g(b ? 1 : 2); break;\ndefault: g(\"? : ? :\"); /* ? : ? : */\n}"),
         inside("for (int i = a ? 1 : 2; i < (b ? 3 : 4); i++)\n    g();")]),
    "letter-type": (
        [("void f(const th_report *s);\n", 1),
         (inside("th_cell *c = g();"), 1),
         (inside("for (th_str i = g(); h(i);)\n    g();"), 1),
         ("typedef struct rows {\n    size_t total;\n    th_finding *f;\n    struct {\n        double n;\n    } inner;\n} rows;\n", 2),
         (inside("int x, q[3];"), 2),  # letters that stand for nothing
         ("typedef bool (*test)(const void *context, th_sheet *s);\n", 1),
         ("void f(const th_exact *a);\n", 1),
         ("void f(const th_exact *a, th_str b);\n", 2)],
        ["void f(const th_str s, const th_definition *d, size_t n, uint32_t c);\n",
         inside("for (size_t i = 0; i < n; i++)\n    g(i * s);\nth_sheet *sheet = s;"),
         "void f(const th_exact *a, const th_exact *b);\n",
         inside("const th_finding *a = left, *b = right;"),
         "#define X(x, q) g(x, q)\n",
         "typedef struct rows {\n    th_str s, t_, *at;\n} rows;\n"]),
    "six-parameters": (
        [("int f(int one, int two, int three, int four, int five, int six)\n{\n    return 0;\n}\n", 1),
         ("static int f(int one, int two, int three, int four, bool (*five)(int a, int b), int six)\n{\n    return 0;\n}\n", 1)],
        ["int f(int one, int two, int three, int four, bool (*five)(int a, int b))\n{\n    return 0;\n}\n",
         "int f(int one, int two, int three, int four, int five, int six);\n"]),  # counted where it is defined
    "long-call": (
        [(inside("g(1, 2, 3, 4, 5, 6, 7, h(8, 9));"), 1),
         (inside('x = th_str_fmt(arena, TH_FMT "%d %d %d %d %d %d %d", TH_ARG(s), 2, 3, 4, 5, 6, 7, 8);'), 1),
         (inside("row x = {1, 2, 3, 4, 5, 6, 7, 8};"), 1),
         (inside("g((row){1, name, 3, 4, 5, 6, 7, 8});"), 1),
         ("static const row rows[] = {\n    {1, name, 3, 4, 5, 6, 7, 8},\n    {2, name, 3, 4, 5, 6, 7, 8},\n};\n", 2)],
        [inside("g(1, 2, 3, 4, 5, 6, h(7, 8));"),
         inside('x = th_str_fmt(arena, "%d %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6, 7);'),
         inside("int x[] = {1, 2, 3, 4, 5, 6, 7, 8, n};"),
         inside("g((int[]){1, 2, 3, 4, 5, 6, 7, n});"),
         "static const int grid[2][8] = {{1, 2, 3, 4, 5, 6, 7, n}, {1, 2, 3, 4, 5, 6, 7, n}};\n",
         inside("row x = {.a = 1, .b = 2, .c = 3, .d = 4, .e = 5, .f = 6, .g = 7, .h = 8};"),
         "enum { A, B, C, D, E, F, G, H, I };\n",
         "TH_ROW(1, 2, 3, 4, 5, 6, 7, 8)\nTH_ROW(1, 2, 3, 4, 5, 6, 7, 9)\n",
         "#define ROWS(X) X(1, 2, 3, 4, 5, 6, 7, 8)\n",
         "void f(int one, int two, int three, int four, int five, int six, int seven, int eight);\n"]),
    "ascii-class": (
        [(inside("return c >= '0' && c <= '9';"), 1),
         (inside("return (c | 0x20) >= 'a' && (c | 0x20) <= 'f';"), 1),
         (inside("return s.ptr[0] < 'A' || s.ptr[0] > 'Z';"), 1),
         (inside("return '0' <= c && c <= '9';"), 1),
         (inside("return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');"), 2),
         (inside("return c == ' ' || c == '\\t' || c == '\\n' || c == '\\r';"), 1),
         (inside("return c - 'a' + 10;"), 1),
         ("#define DIGIT(c) ((c) >= '0' && (c) <= '9')\n", 1)],
        [inside("return c == 'a' || c == 'z';"),
         inside("return c >= '1' && c <= '6';"),
         inside("return c >= 'A' && c != 0x20AB;"),
         inside("return c == ' ' || c == '\\t';"),
         inside("return c == ';' || c == '\\n' || c == '\\r' || c == ' ';"),
         inside("return c - '0';"),
         inside("/* c >= '0' && c <= '9' */\nreturn \"c >= '0' && c <= '9'\";")]),
    "wide-line": ([("/* " + "ệ" * 117 + "*/\n", 1)], ["/* " + "ệ" * 115 + "*/\n"]),
    "comment-on-brace": (
        [("typedef struct row { /* one row */\n    int n;\n} row;\n", 1),
         (inside("if (x) { // why\n    g();\n}"), 1)],
        ["/* one row */\ntypedef struct row {\n    int n; /* how many */\n} row;\n",
         "enum { MOST = 60 }; /* Excel nests 64 levels */\n",
         "static const int grid[2][2] = {{1, 2}, /* first */\n                              {3, 4}};\n",
         inside('g("{"); /* a string */')]),
    "no-opening-comment": ([('#include "base/str.h"\n/* What it is. */\n', 1)], ['/* What it is. */\n#include "base/str.h"\n']),
    "long-file": ([("int n;\n" * 601, 1)], ["int n;\n" * 600]),
    "long-function": ([(inside("g();\n" * 54), 1)], [inside("g();\n" * 53)]),
}

LEAF = "static int {}(void)\n{{\n    return 0;\n}}\n"


def found(rule, texts):
    return style.places(texts)[rule]


def counted_and_not():
    count(set(CASES) | {"static-name"} == set(style.RULES), "a rule has no case here")
    for rule, (bad, good) in CASES.items():
        for text, times in bad:
            hits = found(rule, {"src/text/made_up.c": text})
            count(len(hits) == times, f"{rule}: {len(hits)} instead of {times} in\n{text}")
        for text in good:
            hits = found(rule, {"src/text/made_up.c": text})
            count(not hits, f"{rule}: {hits} in\n{text}")


def static_names():
    two = {"src/text/one.c": LEAF.format("number") + LEAF.format("one"), "src/form/two.c": LEAF.format("number") + LEAF.format("two")}
    count([(p, line) for p, line, _ in found("static-name", two)] == [("src/form/two.c", 1), ("src/text/one.c", 1)], "static-name: number, in two files")
    declared = {"src/text/one.c": "static int number(void);\n" + LEAF.format("number")}
    count(not found("static-name", declared), "static-name: a declaration is not another file")
    public = {"src/text/one.c": LEAF.format("number"), "src/form/two.c": LEAF.format("number").replace("static ", "")}
    count(not found("static-name", public), "static-name: a public function is the compiler's to judge")


def exceptions():
    count(not found("ascii-class", {style.ASCII_HOME: inside("return c >= '0' && c <= '9';")}), "ascii-class: the header itself")
    count(not found("letter-type", {"tests/text/made_up.c": "void f(th_sheet *s);\n"}), "letter-type: tests are not counted")
    count(not found("long-call", {"src/text/rows.def": inside("g(1, 2, 3, 4, 5, 6, 7, 8);")}), "long-call: rows of a table are not counted")
    count(found("wide-line", {"src/text/rows.def": "/* " + "x" * 120 + " */\n"}), "wide-line: a table's lines are counted")


def where():
    text = "/* What it is. */\n\n" + inside("\nx = a ? 1 : b ? 2 : 3;")
    count([p[:2] for p in found("chained-conditional", {"src/text/made_up.c": text})] == [("src/text/made_up.c", 6)], "the line of the place")


def only_down():
    zero = dict.fromkeys(style.RULES, 0)
    at_most = {**zero, "wide-line": 3}
    count(style.compare({**zero, "wide-line": 3}, at_most) == ([], []), "the baseline itself")
    count(len(style.compare({**zero, "wide-line": 4}, at_most)[0]) == 1, "one more is refused")
    count(len(style.compare({**zero, "wide-line": 2}, at_most)[1]) == 1, "one fewer is told")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "baseline.tsv")
        for now, written in ((3, 3), (2, 2), (5, 2)):
            style.write({**zero, "wide-line": now}, style.baseline(path), path)
            count(style.baseline(path)["wide-line"] == written, f"--write raised the baseline to {now}")


def the_tree():
    run = subprocess.run([ROOT / "scripts/check-style"], capture_output=True, text=True)
    count(run.returncode == 0, run.stderr)
    run = subprocess.run([ROOT / "scripts/check-style", "--list", "no-such-rule"], capture_output=True, text=True)
    count(run.returncode == 64 and "wide-line" in run.stderr, "an unknown rule gets the list of rules")


if __name__ == "__main__":
    counted_and_not()
    static_names()
    exceptions()
    where()
    only_down()
    the_tree()
    finish()
