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
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from school_cluster import DEADLINE, UNITS, SchoolCluster, file_of, live_through  # noqa: E402  (beside this test)

REGISTER = "Đơn vị,Tệp,Quyết định,Lúc nhận,\"Số, ngày văn bản\",Kênh,Bản ký,Gia hạn đến,Ai\n"


class Unit:
    """What the model knows of one unit."""

    def __init__(self, code, number):
        self.code, self.file = code, file_of(number)
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


class Season(SchoolCluster):
    def __init__(self, home):
        super().__init__(home)
        self.units = [Unit(code, i + 1) for i, code in enumerate(UNITS)]
        self.change_conf("sổ ban thư ký", None)  # Sổ nhận is written into the definition here

    def write(self, unit, figure):
        self.send_figure(unit.file, figure, unit.file)
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

    def night(self):
        for unit in self.units:
            self.happen(unit)
        self.register()
        done = subprocess.run(self.command(), capture_output=True, text=True)
        for unit in self.units:
            unit.night(self.day, self.before)
        story = "; ".join(self.events[-9:])
        tally.count(done.returncode in (0, 1, 2), f"night {self.day}: exit {done.returncode}: {done.stderr[-300:]} ({story})")
        counted = self.counted()
        for unit in self.units:
            got = counted.get(unit.code)
            tally.count(got == unit.counts,
                        f"night {self.day}, {unit.code}: {got} counts, {unit.counts} should ({story})")
            told = re.search(rf"NOP-019 .*{unit.file}", done.stdout) is not None
            tally.count(told == (unit.waiting is not None), f"night {self.day}, {unit.code}: {unit.waiting} waits, told: {told} ({story})")
            kept = re.search(rf"NOP-020 .*{unit.file}", done.stdout) is not None
            gone = not isinstance(unit.there, int) and unit.counts is not None
            tally.count(kept == gone, f"night {self.day}, {unit.code}: kept {gone}, told: {kept} ({story})")
        self.before = self.day
        self.day += datetime.timedelta(days=self.random.choice([1, 1, 1, 1, 3]))  # sometimes the server is off


if __name__ == "__main__":
    live_through(Season)
