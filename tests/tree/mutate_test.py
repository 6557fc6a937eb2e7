#!/usr/bin/python3
"""scripts/mutate on a room made up for it: the places it finds and leaves alone, the sample, a whole run, and that it writes nothing
to the source tree."""
import hashlib
import importlib.machinery
import importlib.util
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts/mutate"

# What stands in a line's comment is what must be found there, in that order; a line without one has no place.
SOURCE = r'''
#include "hall/hall.h"
#define LESS(a, b) ((a) < (b) && \
                    (a) != 7)
_Static_assert(sizeof(int) >= 2 + 2, "a < b");
/* if (a < b) return true; */
enum { MOST = 4 };                                              // constant+1 constant-1
enum { FIRST, SECOND };
static const int table[] = {1, 2, 3 + 4};
static void tell(const char *what)
{
    (void)what; // a && b
}
bool hall_fits(const int *at, int n, const char *name)
{
    static const int sizes[] = {1, 2,
                                3};
    int rows[2][2] = {{1, 2}, {3, 4}};
    char room[32];
    struct hall h = {0};
    if (!n)                                                     // negationif branchnever branchalways negation!
        return false;                                           // return
    for (int i = 0; i < n; i++) {                               // constant+1 compare
        if (at[i] == '<')                                       // negationif branchnever branchalways compare
            continue;                                           // jumpcontinue
        tell("a < b /* && */ 3");                               // statement
    }
    switch (n) {
    case 0x10: tell("?"); break;                                // constant+1 constant-1 statement jumpbreak
    default: (void)hall_fits(at, -n, name);                     // statement
    }
    int *p = rows[0], longest = n > 3 ? *p : n * MOST - 1;      // constant+1 compare constant+1 constant-1 negation?: arithmetic arithmetic constant+1 constant-1
    return LESS(longest, sizes[1]) || room[0] || table[0] + h.a // constant+1 constant-1 logical constant+1 logical constant+1 arithmetic
        || SECOND;                                              // logical
}
'''

TREE = {
    "Makefile": """ROOMS := hall cli
BUILD := build
$(BUILD)/debug/%.o: src/%.c
	@mkdir -p $(@D)
	cc -std=c17 -Isrc -O1 -g $(CFLAGS) -c -o $@ $<
$(BUILD)/debug/libhall.a: $(BUILD)/debug/hall/hall.o
	ar rcs $@ $^
$(BUILD)/tonghop-asan: $(BUILD)/debug/cli/main.o $(BUILD)/debug/hall/hall.o
	cc $(CFLAGS) $(LDFLAGS) -o $@ $^
$(BUILD)/tests/hall/%: tests/hall/%.c $(BUILD)/debug/libhall.a
	cc -std=c17 -Isrc -O1 -g $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/debug/libhall.a
""",
    "tests/reach.c": (ROOT / "tests/reach.c").read_text(encoding="utf-8"),
    ".gitignore": "/build/\n",
    "src/hall/hall.h": "int hall_seats(int rows, int doors);\n",
    "src/hall/hall.c": """#include "hall/hall.h"
int hall_seats(int rows, int doors)
{
    if (rows > 100)
        return rows * doors;
    return rows - doors;
}
""",
    "src/cli/main.c": '#include "hall/hall.h"\nint main(void) { return hall_seats(0, 0); }\n',
    "tests/hall/hall_test.c": '#include "hall/hall.h"\nint main(void) { return hall_seats(101, 2) != 202 || hall_seats(9, 2) != 7; }\n',
}


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def mutate(root, *options):
    return subprocess.run([SCRIPT, "hall", "--root", root, *options], capture_output=True, text=True)


def listed(root, *options):
    return [line.split("\t") for line in mutate(root, "--list", *options).stdout.splitlines()]


def state(root):
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file() and ".git" not in p.parts and "build" not in p.parts}


class Mutate(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name)

    def test_places_are_code_and_nothing_else(self):
        write(self.root, {"Makefile": "ROOMS := hall\n", "src/hall/hall.c": SOURCE})
        found = {}
        for ident, where, before, after in listed(self.root, "--sample", "0"):
            self.assertNotEqual(before, after)
            found.setdefault(int(where.rsplit(":", 1)[1]), []).append(ident.rsplit(":", 1)[0].split(":", 3)[3])
        for number, line in enumerate(SOURCE.split("\n"), 1):
            wanted = line.split("//")[1].split() if "//" in line and "a && b" not in line else []
            self.assertEqual(sorted(found.get(number, [])), sorted(wanted), line)

    def test_the_sample_is_that_of_the_seed_and_in_proportion(self):
        write(self.root, {"Makefile": "ROOMS := hall\n", "src/hall/a.c": SOURCE, "src/hall/b.c": SOURCE})
        everything, first = listed(self.root, "--sample", "0"), listed(self.root, "--sample", "20")
        self.assertEqual(len(first), 20)
        self.assertEqual(len({row[0] for row in everything}), len(everything))
        self.assertEqual(first, listed(self.root, "--sample", "20"))
        self.assertNotEqual(first, listed(self.root, "--sample", "20", "--seed", "2"))
        self.assertEqual(sum("/a.c:" in row[1] for row in first), 10)

    def test_a_mutant_keeps_its_name_when_other_lines_change(self):
        write(self.root, {"Makefile": "ROOMS := hall\n", "src/hall/hall.c": SOURCE})
        before = {row[0] for row in listed(self.root, "--sample", "0")}
        write(self.root, {"src/hall/hall.c": "\n/* new */\n" + SOURCE.replace("case 0x10: ", "case 0x20: ")})
        after = {row[0] for row in listed(self.root, "--sample", "0")}
        self.assertEqual(len(before - after), 4)

    def test_a_run_counts_and_leaves_the_source_as_it_was(self):
        write(self.root, TREE)
        subprocess.run(["git", "init", "-q", self.root], check=True)
        idents = {row[0]: row[3] for row in listed(self.root, "--sample", "0")}
        equal = next(i for i in idents if ":constant-1:" in i)
        (self.root / "scripts").mkdir()
        (self.root / "scripts/mutate-equivalents.tsv").write_text(f"{equal}\t{idents[equal]}\tmade up\n", encoding="utf-8")
        before = state(self.root)
        r = mutate(self.root, "--sample", "0", "--plain", "--report", self.root / "build/rooms.tsv")
        self.assertEqual(state(self.root), before, "the source tree was written to")
        self.assertRegex(r.stdout, r"(?m)^all +6 +1 +1 +85\.7%", r.stderr)
        self.assertIn("+ if (rows >= 100)", r.stdout)
        self.assertIn("more than 10 %", r.stdout)
        self.assertEqual(r.returncode, 1)
        self.assertEqual((self.root / "build/rooms.tsv").read_text().splitlines()[1].split("\t")[0], "hall")

    def test_a_mutant_is_tried_by_the_tests_that_enter_its_function(self):
        write(self.root, TREE)
        write(self.root, {"src/hall/hall.h": "int hall_seats(int rows, int doors);\nint hall_lamps(int rows);\nint hall_mops(void);\n",
                          "src/hall/hall.c": TREE["src/hall/hall.c"] + "static int twice(int n)\n{\n    return n * 2;\n}\nint hall_lamps(int rows)\n{\n    return twice(rows);\n}\n"
                                             "int hall_mops(void)\n{\n    return 3;\n}\n",
                          "tests/hall/lamp_test.c": '#include "hall/hall.h"\n#include <sys/wait.h>\n#include <unistd.h>\nint main(void)\n{\n    int status = 0;\n'
                                                    "    if (!fork())\n        _exit(hall_lamps(3) != 6);\n    return wait(&status) < 0 || status != 0;\n}\n"})
        subprocess.run(["git", "init", "-q", self.root], check=True)
        tried = {}
        one_of_each = {row[0].split(":")[1]: row[0] for row in listed(self.root, "--sample", "0")}
        for ident in one_of_each.values():
            said = mutate(self.root, "--one", ident, "--plain").stdout
            tried.setdefault(ident.split(":")[1], set()).update(line.split()[1] for line in said.splitlines() if line.startswith("  ") and "tests/" in line)
        self.assertEqual(tried, {"hall_seats": {"tests/hall/hall_test.c"}, "twice": {"tests/hall/lamp_test.c"}, "hall_mops": set()})

    def test_killed_it_ends_its_tests_and_takes_its_folder_away(self):
        write(self.root, TREE)
        write(self.root, {"tests/hall/hall_test.c": """#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(void)
{
    FILE *pid = fopen(getenv("PID"), "w");
    fprintf(pid, "%d", (int)getpid());
    fclose(pid);
    return (int)sleep(600);
}
"""})
        subprocess.run(["git", "init", "-q", self.root], check=True)
        pid, scratch = self.root / "build/pid", self.root / "build/scratch"
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name):
                scratch.mkdir(parents=True, exist_ok=True)
                pid.unlink(missing_ok=True)
                with subprocess.Popen([SCRIPT, "hall", "--root", self.root, "--plain"], stderr=subprocess.DEVNULL,
                                      env={**os.environ, "TMPDIR": str(scratch), "PID": str(pid)}) as run:
                    deadline = time.monotonic() + 60
                    while not (pid.exists() and pid.read_text()) and time.monotonic() < deadline:
                        time.sleep(0.05)
                    sleeper = int(pid.read_text())
                    self.assertEqual(len(list(scratch.iterdir())), 1)
                    run.send_signal(number)
                    self.assertEqual(run.wait(30), 128 + number)
                self.assertEqual(list(scratch.iterdir()), [])
                self.assertFalse(pathlib.Path(f"/proc/{sleeper}").exists(), "the test still runs")

    def test_every_test_it_names_is_there(self):
        loader = importlib.machinery.SourceFileLoader("mutate", str(SCRIPT))
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutate", loader))
        loader.exec_module(module)
        for room, names in module.TESTS.items():
            for name in names:
                if name in ("own", "right", "cases"):
                    continue
                file, *classes = name.split()
                self.assertTrue((ROOT / file).exists(), f"{room}: {file}")
                for c in classes:
                    self.assertIn(f"class {c.split('.')[0]}(", (ROOT / file).read_text(encoding="utf-8"), room)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
