#!/usr/bin/python3
"""Makes the workbooks that `make bench` measures with, once, in a folder that is kept:

big.xlsx    one sheet of 200,000 x 20: some 200,000 distinct Vietnamese strings, numbers, three columns of dates
many/       2,000 workbooks of 8 sheets 60 x 8, merged title, SUM totals
xbig.xls    the first 65,536 rows of big, as BIFF8 (by LibreOffice)
many-xls/   the first 200 of many, as BIFF8 (by LibreOffice)

The content is seeded: the same on every machine."""
import datetime
import multiprocessing
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import xlsxwriter

WORDS = ("quyết định phê duyệt kế hoạch cải cách hành chính hồ sơ trước hạn đúng hạn quá hạn xã phường thị trấn huyện "
         "thôn bản tiêu chí nông thôn mới tập thể cá nhân khen thưởng thi đua sáng kiến đề tài nghiên cứu chuyển đổi số "
         "bưu chính viễn thông báo chí xuất bản tuyên truyền ứng dụng công nghệ thông tin an toàn thông tin").split()
ROWS, COLS, DATES = 200_000, 20, (4, 9, 14)
MANY, XLS = 2000, 200


def big(path, rows):
    rnd = random.Random(2022)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Dữ liệu")
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    first = datetime.date(2000, 1, 1)
    for row in range(rows):
        for col in range(COLS):
            if rnd.random() < 0.06:
                continue
            if col in DATES:
                sheet.write_datetime(row, col, first + datetime.timedelta(days=rnd.randrange(9000)), date)
            elif col == 0:
                sheet.write_string(row, col, " ".join(rnd.choice(WORDS) for _ in range(6)).capitalize() + f" số {row}")
            elif col in (1, 7):
                sheet.write_string(row, col, rnd.choice(WORDS) + " " + rnd.choice(WORDS))
            elif col % 2:
                sheet.write_number(row, col, rnd.randrange(1_000_000))
            else:
                sheet.write_number(row, col, round(rnd.random() * 1000, 2))
    book.close()


def one_of_many(job):
    path, seed = job
    rnd = random.Random(seed)
    book = xlsxwriter.Workbook(str(path))
    bold = book.add_format({"bold": True})
    for number in range(1, 9):
        sheet = book.add_worksheet(f"Biểu {number:02d}")
        sheet.merge_range(0, 0, 0, 7, f"Biểu số {number:02d}: {rnd.choice(WORDS)} năm 2022", bold)
        totals = [0] * 8
        for row in range(1, 59):
            sheet.write_string(row, 0, f"{rnd.choice(WORDS)} {rnd.choice(WORDS)} {rnd.choice(WORDS)}")
            for col in range(1, 8):
                value = rnd.randrange(10_000)
                totals[col] += value
                sheet.write_number(row, col, value)
        sheet.write_string(59, 0, "Tổng cộng")
        for col in range(1, 8):
            letter = chr(65 + col)
            sheet.write_formula(59, col, f"=SUM({letter}2:{letter}59)", None, totals[col])
    book.close()


def to_xls(files, folder):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["libreoffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
                        "xls:MS Excel 97", "--outdir", str(folder), *map(str, files)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    if done.exists():
        return
    print(f"making the workbooks in {folder}, once: some minutes", flush=True)
    many, part = folder / "many", folder / "part"
    for path in (many, part, folder / "many-xls"):
        shutil.rmtree(path, True)
        path.mkdir()
    with multiprocessing.Pool() as pool:
        large = [pool.apply_async(big, (folder / "big.xlsx", ROWS)), pool.apply_async(big, (part / "xbig.xlsx", 65_536))]
        pool.map(one_of_many, [(many / f"{i:04d}.xlsx", i) for i in range(MANY)], chunksize=20)
        for job in large:
            job.get()
    to_xls([part / "xbig.xlsx"], folder)
    to_xls(sorted(many.iterdir())[:XLS], folder / "many-xls")
    shutil.rmtree(part)
    done.touch()


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/bench"))
