"""The school sample as the folder of a cluster that lives through nights: three of its units send a figure that a test chooses, and
what the store says of it can be asked.  A season has its own model of what should count."""
import datetime
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402
from school import with_figure  # noqa: E402

SCHOOL = pathlib.Path(__file__).resolve().parents[2] / "samples/truong-hoc"
NIGHTS = int(os.environ.get("NIGHTS", "12"))
SEED = os.environ.get("SEED", "1")
UNITS = ["TH1", "TH2", "TH3"]
CLASSES = "HS.04"  # a whole number; cell F13 of the first sheet
FIRST, DEADLINE = datetime.date(2024, 6, 1), datetime.date(2024, 6, 10)


def file_of(number):
    """What the sample calls the file of its unit of that number, from 1."""
    return f"truong-so-{number}.xlsx"


class SchoolCluster:
    def __init__(self, home):
        self.home, self.inbox, self.conf = home, home / "hop-thu", home / "tonghop.conf"
        self.random = random.Random(SEED)
        self.day, self.before = FIRST, None  # of this night, of the last one that was recorded
        self.figure = 10                     # the last one that was sent
        self.events = []
        done = subprocess.run([sampled(), "nightly", "--init", str(home), "-d", str(SCHOOL / "dinh-nghia")], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def send_figure(self, source, figure, name):
        """A file of the sample with another figure, under a name in the inbox."""
        with_figure(SCHOOL / "hop-thu" / source, figure, self.inbox / name)

    def change_conf(self, key, value):
        """Another value of a key; None: its line goes."""
        line = "" if value is None else f"{key} = {value}\n"
        text = self.conf.read_text(encoding="utf-8")
        self.conf.write_text(re.sub(rf"^{key} = .*\n", line, text, flags=re.M), encoding="utf-8")

    def command(self, *options):
        """The night of the day."""
        self.change_conf("ngày", self.day)
        return [sampled(), "nightly", "--allow-empty", *options, str(self.conf)]

    def ask(self, query, values=()):
        store = sqlite3.connect(f"file:{self.home / 'so-lieu.db'}?mode=rw", uri=True)  # what a killed run has left is rolled back
        try:
            return store.execute(query, values).fetchall()
        finally:
            store.close()

    def counted(self):
        """The figure of each unit that counts now, by the store."""
        rows = self.ask("SELECT don_vi, gia_tri_dung FROM so_lieu WHERE ma = ? AND cot = 'nay' AND den_luot IS NULL", (CLASSES,))
        return {unit: None if value is None else int(value) for unit, value in rows}


def live_through(season):
    """So many nights of a season, which is a class that is made over a folder and has night()."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-season-"))
    try:
        made = season(work / "cum")
        for _ in range(NIGHTS):
            made.night()
    finally:
        shutil.rmtree(work)
    tally.finish()
