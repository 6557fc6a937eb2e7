#!/usr/bin/python3
"""Promises of the repository itself: the documents name what exists, every list is complete."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def anchors_of(document):
    """Lower case, without punctuation, a hyphen for each space; the second of a name has -1 behind it."""
    found = {}
    for heading in re.findall(r"^#+ +(.+?) *$", re.sub(r"```.*?```", "", document.read_text(), flags=re.S), re.M):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found[f"{name}-{found[name]}" if name in found else name] = 0
    return found


class Tree(unittest.TestCase):
    def test_the_top_level_holds_nothing_else(self):
        tracked = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True).stdout.splitlines()
        if not tracked:
            self.skipTest("not a git checkout")
        top = {p.split("/")[0] for p in tracked if not p.startswith('"')}
        self.assertLessEqual(top, {"Makefile", "README.md", "README.vi.md", "docs", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
                                   ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore", "compile_flags.txt", "src", "include", "samples", "tests", "scripts", "packaging"})

    def test_editors_see_the_flags_of_the_build(self):
        makefile = (ROOT / "Makefile").read_text()
        for flag in (ROOT / "compile_flags.txt").read_text().split():
            self.assertIn(flag, makefile.split())

    def test_one_python(self):
        """Debian's, which has the packages: a python3 found first on the PATH may be another one."""
        files = subprocess.run(["git", "-C", ROOT, "grep", "-lI", "python", "--", "Makefile", ".ci", "scripts", "tests"], capture_output=True, text=True)
        for name in set(files.stdout.splitlines()) - {"tests/tree/tree_test.py"}:
            for number, line in enumerate((ROOT / name).read_text().split("\n"), 1):
                if line.startswith("#!") and "python" in line:
                    self.assertEqual(line, "#!/usr/bin/python3", f"{name}:{number}")
                self.assertNotRegex(line, r"""env[ ]python|["']python3["']|sys\.executable|(?<!/usr/bin/)python3 \S+\.py""", f"{name}:{number}")

    def test_the_library_exports_its_public_face_only(self):
        library = ROOT / os.environ.get("BUILD", "build") / "libtonghop.a"
        names = subprocess.run(["nm", "-g", "--defined-only", library], capture_output=True, text=True, check=True).stdout
        declared = re.findall(r"^[a-z].*\b(tonghop_\w+)\([^;]*\);", (ROOT / "include/tonghop.h").read_text(), re.M)
        self.assertEqual(sorted(re.findall(r"^[0-9a-f]+ \w (\w+)$", names, re.M)), sorted(declared))

    def test_the_two_commands_come_first_in_readme(self):
        for name in ("README.md", "README.vi.md"):
            block = (ROOT / name).read_text().split("```")[1]
            self.assertRegex(block, r"^\s*make demo\b.*\n\s*make test\b", name)

    def test_readme_lists_every_package_of_the_install_script(self):
        script = (ROOT / "scripts/install-deps").read_text()
        packages = re.findall(r"^([a-z][a-z0-9.+-]+) {2,}\S", script, re.M)
        readme = (ROOT / "README.md").read_text()
        self.assertGreater(len(packages), 15)
        for p in packages:
            self.assertIn(p, readme)

    def test_both_readmes_list_the_sheets_of_the_result(self):
        rows = re.findall(r'^TH_REPORT_SHEET\((\w+),\s*"([^"]*)",\s*(\w+),\s*"([^"]*)",\s*"([^"]*)"\)',
                          (ROOT / "src/report/sheets.def").read_text(), re.M)
        self.assertGreaterEqual(len(rows), 10)
        for readme, head, column in (("README.vi.md", "| trang | có gì |", 3), ("README.md", "| sheet | what stands in it |", 4)):
            table = [head, "|---|---|"] + [f"| {row[1]} | {row[column]} |" for row in rows]
            self.assertIn("\n".join(table) + "\n\n", (ROOT / readme).read_text(), readme)

    def test_both_readmes_list_the_keys_of_the_configuration(self):
        text = r'"((?:[^"\\]|\\.|"\s+")*)"'
        rows = re.findall(rf'^TH_CONFIG\((\w+), {text}, (\w+), (\w+), {text}, {text},\s*{text},\s*{text}\)',
                          (ROOT / "src/batch/config_keys.def").read_text(), re.M)
        self.assertGreaterEqual(len(rows), 15)
        for readme, head, column in (("README.vi.md", "| khóa | `--init` ghi | là gì |", 6), ("README.md", "| key | as `--init` states it | what it is |", 7)):
            cells = [[re.sub(r'"\s+"', "", row[i]).replace('\\"', '"') for i in (1, 4, column)] for row in rows]
            table = [head, "|---|---|---|"] + ["| " + " | ".join(row) + " |" for row in cells]
            self.assertIn("\n".join(table) + "\n\n", (ROOT / readme).read_text(), readme)

    def test_every_target_is_there(self):
        targets = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True).stdout
        for t in "all deps demo test test-office test-corpus lint format asan bench fuzz install help".split():
            self.assertRegex(targets, rf"(?m)^\s+{t}\s")

    def test_the_rooms_are_in_order(self):
        r = subprocess.run(["scripts/check-rooms"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(r.stderr + r.stdout, "")

    def test_links_in_the_documents_lead_somewhere(self):
        """Files, and headings in them as GitHub names them."""
        documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("samples/*.md")]
        self.assertGreater(len(documents), 8)
        count = 0
        for doc in documents:
            text = re.sub(r"```.*?```", "", doc.read_text(), flags=re.S)
            for target, anchor in re.findall(r"\]\(([^)#\s]*)(#[^)\s]*)?\)", text):
                if "://" in target or target.startswith("mailto:"):
                    continue
                count += 1
                to = (doc.parent / target).resolve() if target else doc
                self.assertTrue(to.exists(), f"{doc.name}: {target}")
                if anchor:
                    self.assertIn(anchor[1:], anchors_of(to), f"{doc.name}: {target}{anchor}")
        for page in ROOT.glob("docs/*.html"):
            for target in re.findall(r'(?:href|src)="([^"#]+)', page.read_text()):
                self.assertTrue("://" in target or (page.parent / target).exists(), f"{page.name}: {target}")
        self.assertGreater(count, 15)


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
