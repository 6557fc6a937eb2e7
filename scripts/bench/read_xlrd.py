"""Counts as `tonghop inspect --count` does, with xlrd."""
import pathlib
import sys

import xlrd

cells = nums = strs = size = total = 0
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        for sheet in xlrd.open_workbook(file).sheets():
            for row in range(sheet.nrows):
                for kind, value in zip(sheet.row_types(row), sheet.row_values(row)):
                    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                        continue
                    cells += 1
                    if kind == xlrd.XL_CELL_TEXT:
                        strs += 1
                        size += len(value.encode())
                    elif kind != xlrd.XL_CELL_ERROR:
                        nums += 1
                        total += value
print(f"cells={cells} nums={nums} strs={strs} bytes={size} sum={total!r}")
