#!/usr/bin/python3
"""A season in which the secretariat decides and the machine fails, by an independent model of what counts.

Each unit has its file and a supplement.  Files arrive, break, vanish; contents are accepted and withdrawn in Sổ nhận; figures are
corrected by telephone in Điều chỉnh; the deadline is moved in the definition; figures are frozen and opened again.  Meanwhile the
ledger is half saved, the definition is broken or gone, the disk is full, the run is killed, the clock goes back.  The model below knows
nothing of the program.  After each night the figures of the store are what it says, a night that could not finish has left the
store of the night before or the new one whole, and the published workbook is of the same run as the store.

    NIGHTS=40    so many nights (make test-nights); by default 12
    SEED=number  another season
"""
import datetime
import hashlib
import pathlib
import resource
import signal
import subprocess
import sys
import time

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tally  # noqa: E402
from programs import sampled  # noqa: E402
from school_cluster import CLASSES, DEADLINE, UNITS, SchoolCluster, file_of, live_through  # noqa: E402  (beside this test)

HEADS = {"Sổ nhận": ["Đơn vị", "Tệp", "Quyết định", "Lúc nhận", "Ai"],
         "Điều chỉnh": ["Đơn vị", "Mã", "Cột", "Giá trị cũ", "Giá trị", "Ai", "Ngày", "Căn cứ"],
         "Chốt": ["Bước", "Ngày", "Ai", "Căn cứ"]}


class Slot:
    """One name in the inbox."""

    def __init__(self, name, supplement):
        self.name, self.supplement = name, supplement
        self.there = None    # the figure in the file of the inbox; "broken"; None: it is not there
        self.counts = None   # the figure of this file that counts, unless another file stands before it
        self.waiting = None  # the figure that came too late, and was not accepted
        self.known = {}      # figure → the last day of a run before the one that saw it first

    def night(self, before, deadline, decided):
        """`decided`: figure → (decision, day) of Sổ nhận, by the content."""
        if decided.get(self.counts, ("",))[0] == "rút":
            self.counts = None
        waited, self.waiting = self.waiting, None
        for figure in (waited, self.there):  # what waited is kept, though it no longer lies there
            if not isinstance(figure, int):
                continue
            self.known.setdefault(figure, before)
            decision = decided.get(figure, ("",))[0]
            late = self.known[figure] is not None and self.known[figure] > deadline
            # What Sổ nhận names stands before what it does not, and is not replaced without a word there.
            named = decided.get(self.counts, ("",))[0] == "nhận"
            if figure == self.counts or decision == "nhận" or (decision == "" and not late and not named):
                self.counts, self.waiting = figure, None
            elif decision == "" and late:
                self.waiting = figure

    def frozen_night(self, before):
        """What comes is known, and changes nothing."""
        if isinstance(self.there, int):
            self.known.setdefault(self.there, before)
            self.waiting = self.there if self.there != self.counts else None


class Unit:
    def __init__(self, code, number):
        self.code, self.source = code, file_of(number)
        self.slots = [Slot(self.source, False), Slot(f"bổ sung {self.source}", True)]
        self.stands = None   # the figure of the file that counts
        self.counts = None   # the same, as corrected by telephone
        self.last = None     # the slot that counted in the last run

    def winner(self, decided):
        """A file that Sổ nhận names stands first, of two the one received later; then a supplement."""
        there = [s for s in self.slots if s.counts is not None]
        return max(there, key=lambda s: (decided.get(s.counts, ("", datetime.date.min))[1], s.supplement), default=None)

    def night(self, before, deadline, decided, adjusted):
        for slot in self.slots:
            if slot is not self.last and slot.there != slot.counts:
                slot.counts = None  # what no longer lies there is remembered only where it counted
            slot.night(before, deadline, decided)
        self.last = self.winner(decided)
        self.counts = self.stands = self.last.counts if self.last else None
        old, new = adjusted.get(self.code, (None, None))
        if old is not None and self.stands == old:
            self.counts = new


class Season(SchoolCluster):
    def __init__(self, home):
        super().__init__(home)
        self.ledger, self.dossiers = home / "so-ban-thu-ky/so-ban-thu-ky.xlsx", home / "ket-qua/ho-so"
        self.units = [Unit(code, i + 1) for i, code in enumerate(UNITS)]
        self.deadline = DEADLINE
        self.decided, self.adjusted, self.steps = {}, {}, []  # as entered
        self.followed = ({}, {}, [])  # as the last run that could read the ledger has it
        self.freezes = 0      # that held
        self.frozen, self.seen = None, 0  # (decided, adjusted, deadline) while figures stand still; rows of Chốt that were followed
        self.bytes, self.names = {}, {}
        self.definition = (home / "dinh-nghia/cai-dat.csv").read_text(encoding="utf-8")
        self.heads = self.ledger.read_bytes()

    # ---- what happens during the day ----

    def send(self, slot, unit):
        self.figure += 1
        self.send_figure(unit.source, self.figure, slot.name)
        self.bytes[self.figure] = (self.inbox / slot.name).read_bytes()
        slot.there = self.figure
        self.names[self.figure] = slot.name

    def happen(self, unit):
        """One thing, chosen by chance, in the inbox or in the ledger."""
        slot = unit.slots[self.random.random() < 0.25]
        path = self.inbox / slot.name
        kind = self.random.choice(["new", "new", "break", "vanish", "accept", "withdraw", "telephone", "nothing", "nothing", "nothing"])
        if slot.there is None and kind in ("break", "vanish"):
            kind = "new"
        if kind == "new":
            self.send(slot, unit)
        elif kind == "break":
            path.write_bytes(path.read_bytes()[:2000])
            slot.there = "broken"
        elif kind == "vanish":
            path.unlink()
            slot.there = None
        elif kind == "accept" and slot.waiting:
            path.write_bytes(self.bytes[slot.waiting])
            slot.there = slot.waiting
            self.decided[slot.there] = ("nhận", self.day)
        elif kind == "withdraw" and isinstance(slot.there, int):
            self.decided[slot.there] = ("rút", self.day)
        elif kind == "telephone" and unit.stands is not None:
            self.figure += 1
            self.adjusted[unit.code] = (unit.stands, self.figure)
        else:
            kind = "nothing"
        self.events.append(f"{self.day} {unit.code} {slot.name[:3]} {kind} {slot.there}")

    def decide(self):
        """The secretariat freezes, opens, moves the deadline."""
        kind = self.random.choice(["nothing"] * 8 + ["step", "deadline"])
        if kind == "step" and self.before is not None:
            step = "mở chốt" if self.steps and self.steps[-1][0] == "chốt số liệu" else "chốt số liệu"
            last = self.steps[-1][1] if self.steps else self.day
            self.steps.append((step, max(self.day, last)))
        elif kind == "deadline":
            self.deadline += datetime.timedelta(days=self.random.choice([-3, 3, 5]))
        if kind != "nothing":
            self.events.append(f"{self.day} {kind} {self.steps[-1:]} {self.deadline}")

    def write(self, fault):
        text = self.definition.replace("Hạn nộp,2024-06-10", f"Hạn nộp,{self.deadline}")
        away = self.home / "cất đi"  # where the definition is while it is gone
        if away.exists():
            away.rename(self.home / "dinh-nghia")
        (self.home / "dinh-nghia/cai-dat.csv").write_text("Khóa\n" if fault == "definition" else text, encoding="utf-8")
        if fault == "definition" and self.day.day % 2:
            (self.home / "dinh-nghia").rename(away)
        self.ledger.write_bytes(self.heads)
        book = openpyxl.load_workbook(self.ledger)
        rows = {"Sổ nhận": [], "Điều chỉnh": [], "Chốt": [[step, str(day), "An", f"BB {i}"] for i, (step, day) in enumerate(self.steps)]}
        owner = {slot.name: unit.code for unit in self.units for slot in unit.slots}
        for figure, (decision, day) in self.decided.items():
            name = self.names[figure]
            mark = hashlib.sha256(self.bytes[figure]).hexdigest()[:8]
            rows["Sổ nhận"].append([owner[name], f"{name} [{mark}]", decision, f"{day} 08:00", "An"])
        for unit, (old, new) in self.adjusted.items():
            rows["Điều chỉnh"].append([unit, CLASSES, "năm nay", old, new, "An", str(self.day), "CV 3"])
        for name, lines in rows.items():
            sheet = book[name]
            head = next(r for r in range(1, 12) if sheet.cell(r, 1).value == HEADS[name][0])
            columns = {sheet.cell(head, c).value: c for c in range(1, sheet.max_column + 1)}
            sheet.delete_rows(head + 1, sheet.max_row)  # of the sample
            for i, line in enumerate(lines):
                for title, value in zip(HEADS[name], line):
                    sheet.cell(head + 1 + i, columns[title]).value = value
        book.save(self.ledger)
        if fault == "ledger":
            self.ledger.write_bytes(self.ledger.read_bytes()[:3000])

    # ---- the night ----

    def run(self, fault):
        command = self.command("--now", f"{self.day} 01:30")
        if fault == "disk":
            most = self.random.choice([0, 4096, 30000, 100000, 200000, 400000])
            return subprocess.run(command, capture_output=True, text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
        if fault == "kill":
            running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(self.random.random() * 1.2)
            running.send_signal(signal.SIGKILL)
            out, err = running.communicate()
            return subprocess.CompletedProcess(command, running.returncode, out, err)
        return subprocess.run(command, capture_output=True, text=True)

    def follow(self, fault):
        """What the model makes of a night that was recorded."""
        if fault != "ledger":
            self.followed = (dict(self.decided), dict(self.adjusted), list(self.steps))
        decided, adjusted, steps = self.followed
        froze = False
        while self.seen < len(steps) and steps[self.seen][1] <= self.day:
            froze = steps[self.seen][0] == "chốt số liệu"
            if not froze:
                self.frozen = None
            self.seen += 1
        if self.frozen:
            for slot in (s for unit in self.units for s in unit.slots):
                slot.frozen_night(self.before)
        else:
            for unit in self.units:
                unit.night(self.before, self.deadline, decided, adjusted)
        self.frozen = self.frozen or froze
        self.freezes += froze  # one that was opened in the same run held nothing, and has no dossier
        self.before = max(self.before or self.day, self.day)

    def night(self):
        for unit in self.units:
            self.happen(unit)
        self.decide()
        fault = None
        if self.before is not None:
            fault = self.random.choice([None] * 12 + ["ledger", "definition", "disk", "kill"])
        self.write(fault)
        if fault:
            self.events.append(f"{self.day} {fault}")
        opens = any(step == "mở chốt" and day <= self.day for step, day in self.steps[self.seen:])
        stands = self.frozen and not opens  # the definition of today is not needed
        runs = self.ask("SELECT count(*) FROM runs")[0][0]
        dossiers = self.dossiers_there()
        done = self.run(fault)
        recorded = self.ask("SELECT count(*) FROM runs")[0][0] > runs
        if recorded:
            self.follow(fault)
        self.check(fault, stands, done, recorded)
        self.check_dossier(fault, done, dossiers)
        self.day += datetime.timedelta(days=self.random.choice([1, 1, 1, 1, 1, 1, 3, -2]))  # sometimes off, sometimes the clock goes back

    def check(self, fault, stands, done, recorded):
        story = "; ".join(self.events[-14:]) + f"; frozen: {bool(self.frozen)}"
        finished = done.returncode in (0, 1, 2)
        must = fault in (None, "ledger") or (fault == "definition" and stands)
        tally.count(finished == recorded or fault in ("disk", "kill"), f"night {self.day}, {fault}: exit {done.returncode}, recorded: {recorded} ({story})")
        tally.count(finished or not must, f"night {self.day}, {fault}: exit {done.returncode}: {done.stderr[-400:]} ({story})")
        tally.count(done.returncode in (0, 1, 2, 3, 4, -signal.SIGKILL), f"night {self.day}, {fault}: exit {done.returncode}: {done.stderr[-400:]}")
        counted = self.counted()
        for unit in self.units:
            got = counted.get(unit.code)
            tally.count(got == unit.counts,
                        f"night {self.day}, {unit.code}: {got} counts, {unit.counts} should ({story})")
        if finished:
            self.check_published(counted, story)

    def dossiers_there(self):
        return {path for path in self.dossiers.glob("2024-so-lieu-lan-*")} if self.dossiers.is_dir() else set()

    def check_dossier(self, fault, done, before):
        """What is frozen has its dossier, the same run comes out of it, and nothing half is left."""
        there = self.dossiers_there()
        story = f"night {self.day}, {fault}, exit {done.returncode}, {sorted(p.name for p in there)}"
        tally.count(before <= there, f"a dossier is gone: {story}")
        if done.returncode not in (0, 1, 2) or fault in ("disk", "kill"):
            return
        if self.frozen:
            tally.count(self.dossiers / f"2024-so-lieu-lan-{self.freezes}" in there, f"no dossier of freeze {self.freezes}: {story}")
        for path in there - before:
            again = self.home.parent / "lap-lai.xlsx"
            repeated = subprocess.run([sampled(), "merge", "--force", "--dossier", str(path), "-o", str(again)], capture_output=True, text=True)
            same = again.exists() and again.read_bytes() == (self.home / "ket-qua/Tong-hop.xlsx").read_bytes()
            tally.count(same, f"the dossier gives other bytes: {story}: {repeated.returncode} {repeated.stderr[-300:]}")
            again.unlink(missing_ok=True)

    def check_published(self, counted, story):
        """The figures of the workbook are those of the store."""
        book = openpyxl.load_workbook(self.home / "ket-qua/Tong-hop.xlsx", read_only=True, data_only=True)
        shown, head = {}, None
        for row in book["NGUỒN SỐ LIỆU"].iter_rows(values_only=True):
            if head is None and "Mã" in row:
                head = {title: i for i, title in enumerate(row)}
            elif head and row[head["Mã"]] == CLASSES and row[head["Số liệu"]] == "Năm nay":
                shown[row[head["Đơn vị"]].replace("Trường Tiểu học số ", "TH")] = row[head["Giá trị"]]
        book.close()
        wanted = {unit: value for unit, value in counted.items() if value is not None}
        tally.count({u: int(v) for u, v in shown.items() if v is not None} == wanted, f"night {self.day}: published {shown}, stored {wanted} ({story})")


if __name__ == "__main__":
    live_through(Season)
