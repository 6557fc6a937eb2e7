#!/usr/bin/python3
"""A season of nights on the school sample, by an independent model of which content counts.

Every night something may happen to a unit's file: it arrives, is corrected in place, breaks, vanishes, comes back, gets a
rival of no rank, is accepted or withdrawn in Sổ nhận; the deadline passes in the middle.  The model below knows nothing
of the program: it keeps, for each unit, the content that counts and those that wait.  After each night the figure of the
store, the state of the file and the exit code must be what the model says.

    NIGHTS=40    so many nights (make test-nights); by default 12
    SEED=number  another season
"""
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "samples/truong-hoc"
NIGHTS = int(os.environ.get("NIGHTS", "12"))
SEED = os.environ.get("SEED", "1")
UNITS = ["TH1", "TH2", "TH3"]
CLASSES = "HS.04"  # a whole number; cell F13 of the first sheet
FIGURES = "SELECT don_vi, gia_tri_dung FROM so_lieu WHERE ma = ? AND cot = 'nay' AND den_luot IS NULL"
FIRST, DEADLINE = datetime.date(2024, 6, 1), datetime.date(2024, 6, 10)
REGISTER = "Đơn vị,Tệp,Quyết định,Lúc nhận,\"Số, ngày văn bản\",Kênh,Bản ký,Gia hạn đến,Ai\n"


class Unit:
    """What the model knows of one unit."""

    def __init__(self, code, number):
        self.code, self.file = code, f"truong-so-{number}.xlsx"
        self.there = None     # the figure in the file of the inbox; "broken"; None: it is not there
        self.counts = None    # the figure that counts
        self.waiting = None   # the figure that came after the deadline, and was not accepted
        self.known = {}       # figure → the day that saw it first, and the day of the run before
        self.accepted = {}    # figure → the day of the row of Sổ nhận

    def night(self, day, before):
        """After a run on `day`; `before` is the day of the run before it."""
        figure = self.there
        if not isinstance(figure, int):
            return
        self.known.setdefault(figure, (day, before))
        late = self.known[figure][1] is not None and self.known[figure][1] > DEADLINE
        if figure != self.counts and late and figure not in self.accepted:
            self.waiting = figure
        else:
            self.counts, self.waiting = figure, None


class Season:
    def __init__(self, home):
        self.home, self.inbox = home, home / "hop-thu"
        self.random = random.Random(SEED)
        self.units = [Unit(code, i + 1) for i, code in enumerate(UNITS)]
        self.day, self.before = FIRST, None
        self.figure = 10
        self.events = []
        done = subprocess.run([sampled(), "nightly", "--init", str(home), "-d", str(SCHOOL / "dinh-nghia")], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        conf = home / "tonghop.conf"  # Sổ nhận is written into the definition here
        conf.write_text(re.sub(r"^sổ ban thư ký = .*\n", "", conf.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")

    def write(self, unit, figure):
        with_figure(SCHOOL / "hop-thu" / unit.file, figure, self.inbox / unit.file)
        unit.there = figure

    def happen(self, unit):
        """One thing, chosen by chance, in the inbox or in Sổ nhận."""
        path = self.inbox / unit.file
        kind = self.random.choice(["new", "new", "break", "vanish", "accept", "nothing", "nothing"])
        if unit.there is None and kind in ("break", "vanish"):
            kind = "new"
        if kind == "new":
            self.figure += 1
            self.write(unit, self.figure)
        elif kind == "break":
            path.write_bytes(path.read_bytes()[:2000])
            unit.there = "broken"
        elif kind == "vanish":
            path.unlink()
            unit.there = None
        elif kind == "accept" and unit.waiting:
            if unit.there != unit.waiting:
                self.write(unit, unit.waiting)
            unit.accepted[unit.waiting] = self.day
        self.events.append(f"{self.day} {unit.code} {kind} {unit.there}")

    def register(self):
        rows = ""
        for unit in self.units:
            for figure, day in unit.accepted.items():
                rows += f"{unit.code},{unit.file},nhận,{day} 08:00,,,,,An\n" if figure == max(unit.accepted) else ""
        (self.home / "dinh-nghia/so-nhan.csv").write_text(REGISTER + rows, encoding="utf-8")

    def run(self):
        conf = self.home / "tonghop.conf"
        text = re.sub(r"^ngày = .*$", f"ngày = {self.day}", conf.read_text(encoding="utf-8"), flags=re.M)
        conf.write_text(text, encoding="utf-8")
        return subprocess.run([sampled(), "nightly", "--allow-empty", str(conf)], capture_output=True, text=True)

    def counted(self):
        store = sqlite3.connect(f"file:{self.home / 'so-lieu.db'}?mode=ro", uri=True)
        try:
            query = FIGURES
            return {unit: value for unit, value in store.execute(query, (CLASSES,))}
        finally:
            store.close()

    def night(self):
        for unit in self.units:
            self.happen(unit)
        self.register()
        done = self.run()
        for unit in self.units:
            unit.night(self.day, self.before)
        story = "; ".join(self.events[-9:])
        tally.count(done.returncode in (0, 1, 2), f"night {self.day}: exit {done.returncode}: {done.stderr[-300:]} ({story})")
        counted = self.counted()
        for unit in self.units:
            got = counted.get(unit.code)
            tally.count((int(got) if got is not None else None) == unit.counts,
                        f"night {self.day}, {unit.code}: {got} counts, {unit.counts} should ({story})")
            told = re.search(rf"NOP-019 .*{unit.file}", done.stdout) is not None
            tally.count(told == (unit.waiting is not None), f"night {self.day}, {unit.code}: {unit.waiting} waits, told: {told} ({story})")
            kept = re.search(rf"NOP-020 .*{unit.file}", done.stdout) is not None
            gone = not isinstance(unit.there, int) and unit.counts is not None
            tally.count(kept == gone, f"night {self.day}, {unit.code}: kept {gone}, told: {kept} ({story})")
        self.before = self.day
        self.day += datetime.timedelta(days=self.random.choice([1, 1, 1, 1, 3]))  # sometimes the server is off


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="tonghop-season-"))
    try:
        season = Season(work / "cum")
        for _ in range(NIGHTS):
            season.night()
    finally:
        shutil.rmtree(work)
    tally.finish()


if __name__ == "__main__":
    main()
