#!/usr/bin/python3
"""With --lang en every command speaks English: helps, mistakes, last lines, refusals, reports, and the English column of records."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]
from english import is_english, names_in, without_names  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = str(pathlib.Path(os.environ.get("TONGHOP", ROOT / "build/tonghop")).resolve())
COMMANDS = "merge check template learn extract definition convert inspect".split()
CLUSTER, SCHOOLS = ROOT / "samples/cum2-2022", ROOT / "samples/truong-hoc"
CELLS_BEFORE_FLAGS = 5  # columns of inspect that hold what the workbook holds: sheet, cell, type, value, font
FINDING_ENGLISH, FINDING_FIX = 14, 16  # fields of a “finding” record


def said_by(folder, *arguments):
    done = subprocess.run([TONGHOP, *map(str, arguments), "--lang", "en"], capture_output=True, text=True, cwd=folder)
    return done.stdout, done.stderr


def check(what, text, names=()):
    for line in without_names(text, names).split("\n"):
        count(is_english(line), f"{what}: {line}")


def without_cells(notes):
    """Notes of learn and lines of convert begin with names of sheets and files."""
    return "\n".join(line.rpartition(": ")[2] if " › " in line else line for line in notes.split("\n"))


with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    for command in COMMANDS:
        for arguments in ((command, "--help"), (command,), (command, "--nonsense"), (command, "--limit", "none=1"), (command, "-j", "x")):
            check(" ".join(arguments), "".join(said_by(folder, *arguments)))
    for arguments in (("--help",), ("--version",), ("mrege",), (), ("--lang", "xx")):
        check(" ".join(arguments), "".join(said_by(folder, *arguments)))

    for sample in (CLUSTER, SCHOOLS):
        definition, inbox = sample / "dinh-nghia", sample / "hop-thu"
        files = sorted(inbox.iterdir())
        names = [*names_in(definition), *(p.name for p in files), *(p.stem for p in files)]
        out = folder / f"{sample.name}.xlsx"
        for arguments in (("merge", "-d", definition, "-o", out, "--feedback", folder / "phieu", inbox),
                          ("merge", "-d", definition, "-o", out, "--scores", out, inbox),
                          ("definition", definition, "-o", folder / "definition.xlsx"), ("definition", definition, "-o", folder / "tables"),
                          ("definition", definition, "-o", files[0]), ("template", "-d", definition, "-o", folder / "blank.xlsx"),
                          ("template", "-d", definition, "-o", folder / "blank.xlsx", "--unit", "none"),
                          ("learn", files[0], "-o", folder / "learnt"), ("learn", folder / "blank.xlsx", "-o", folder / "learnt"),
                          ("learn", folder / "none.xlsx", "-o", folder / "learnt"), ("check", "-d", definition, folder / "blank.xlsx")):
            said = "".join(said_by(folder, *arguments))
            count(said.strip(), f"{arguments[0]} says nothing")
            check(" ".join(map(str, arguments)), without_cells(said) if arguments[0] == "learn" else said, names)
        for file in files:
            records, _ = said_by(folder, "extract", "-d", definition, file)
            for record in (line.split("\t") for line in records.split("\n") if line.startswith("finding\t")):
                for field in (record[FINDING_ENGLISH], record[FINDING_FIX]):
                    check(f"extract {file.name}", field, names)
            cells, _ = said_by(folder, "inspect", file)
            head, *cells = cells.rstrip("\n").split("\n")
            check(f"inspect {file.name}", head)
            count(all(is_english(cell.split("\t")[CELLS_BEFORE_FLAGS]) for cell in cells), f"inspect {file.name}: flags")
            report = folder / "report.tsv"
            said, trouble = said_by(folder, "convert", file, "-o", folder / "converted", "--to", "csv", "--report", report)
            check(f"convert {file.name}", said.partition("\n")[2] + trouble, names)
            for change in report.read_text(encoding="utf-8").rstrip("\n").split("\n"):
                check(f"convert --report {file.name}", "\t".join(change.split("\t")[3:6]))
    faulty = ROOT / "tests/faulty-definition"
    check("a faulty definition", "".join(said_by(folder, "check", "-d", faulty, folder / "none.xlsx")),
          [p.name for p in faulty.iterdir()])
finish()
