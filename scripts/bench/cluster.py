#!/usr/bin/python3
"""Makes a cluster of as many units as asked for, by which the cost of a merge is measured as it grows:

    cluster.py TONGHOP SAMPLE UNITS OUT

OUT/dinh-nghia   the definition of SAMPLE with UNITS units
OUT/UNITS.records   the record streams of their files: copies of the sample's, in which one figure of twenty differs by a
                 little, so that rules fail and points differ; one unit in twenty has sent nothing

The content is seeded: the same on every machine."""
import csv
import hashlib
import pathlib
import random
import shutil
import subprocess
import sys

CHANGED = 20  # one figure in so many
NOT_SENT = 20  # one unit in so many
VALUE, PRINTED, SHOWN, FILE, RAW, FORMULA = 6, 8, 9, 13, 16, 17  # fields of a fact


def parts_of(stream):
    """The parts of a stream, as rows without the first line and the last."""
    parts, rows = [], []
    for line in stream.splitlines()[1:]:
        fields = line.split("\t")
        if fields[0] == "end":
            parts.append(rows)
        elif fields[0] == "tonghop-records":
            rows = []
        else:
            rows.append(fields)
        if not parts and not rows:
            continue
    return [rows for rows in parts if rows and rows[0][0] == "file"]


def part_of_unit(rows, code, number, rnd):
    """The same file as another unit's."""
    name = f"{code}.xlsx"
    old = rows[0][1]
    lines = ["tonghop-records\t2"]
    for fields in rows:
        fields = [name if field == old else field for field in fields]
        if fields[0] == "file":
            fields[3] = hashlib.sha256(name.encode()).hexdigest()
            fields[6] = code
        elif fields[0] in ("fact", "row"):
            fields[1] = code
            typed = fields[0] == "fact" and fields[4] == "nay" and not fields[FORMULA]
            if typed and fields[VALUE].isdigit() and int(fields[VALUE]) > 9 and rnd.random() < 1 / CHANGED:
                fields[VALUE] = fields[RAW] = str(int(fields[VALUE]) + rnd.randint(1, 9))
                fields[PRINTED] = fields[VALUE]
        elif fields[0] == "finding":
            fields[4] = code
        lines.append("\t".join(fields))
    body = "".join(line + "\n" for line in lines)
    return body + f"end\t{len(lines) - 1}\t{hashlib.sha256(body.encode()).hexdigest()}\n"


def main():
    tonghop, sample, count, out = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4])
    definition = out / "dinh-nghia"
    shutil.rmtree(definition, ignore_errors=True)
    shutil.copytree(sample / "dinh-nghia", definition)
    (definition / "so-nhan.csv").unlink()
    codes = [f"DV{i:04}" for i in range(1, count + 1)]
    with open(definition / "don-vi.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Mã", "Tên", "Tên khác", "Thứ tự", "Từ năm", "Đến năm"])
        rows.writerows([code, f"Đơn vị {code}", "", i + 1, "", ""] for i, code in enumerate(codes))
    files = sorted(str(path) for path in (sample / "hop-thu").iterdir())
    extracted = [subprocess.run([tonghop, "extract", "-q", "-d", str(sample / "dinh-nghia"), path],
                                capture_output=True, text=True, check=False).stdout for path in files]
    samples = [parts_of(stream)[0] for stream in extracted]
    rnd = random.Random(2022)
    with open(out / f"{count}.records", "w", encoding="utf-8") as stream:
        for i, code in enumerate(codes):
            if i % NOT_SENT != NOT_SENT - 1:
                stream.write(part_of_unit(samples[i % len(samples)], code, i, rnd))


main()
