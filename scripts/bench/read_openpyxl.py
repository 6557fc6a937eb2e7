"""Counts as `tonghop inspect --count` does, with openpyxl (read-only)."""
import datetime
import pathlib
import sys

import openpyxl
from openpyxl.utils.datetime import to_excel

cells = nums = strs = size = total = 0
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                for value in row:
                    if value is None:
                        continue
                    cells += 1
                    if isinstance(value, str):
                        strs += 1
                        size += len(value.encode())
                    else:
                        nums += 1
                        total += to_excel(value) if isinstance(value, (datetime.date, datetime.time)) else value
print(f"cells={cells} nums={nums} strs={strs} bytes={size} sum={total!r}")
