"""Vietnamese text as the legacy fonts hold it: characters in their CP1252 view, and the runs of a cell.

The tables are those of the program (src/text/tcvn3.def, vni.def), read here so that they exist once."""
import pathlib
import re
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]


def table(name):
    codes = {}
    for line in (ROOT / "src/text" / name).read_text().splitlines():
        m = re.match(r"TH_LEGACY\(0x(\w+), (?:0x)?(\w+), 0x(\w+)\)", line)
        if m:
            first, second, code = (int(g, 16) for g in m.groups())
            codes.setdefault(chr(code), chr(first) + (chr(second) if second else ""))
    return codes


TCVN3 = table("tcvn3.def")
VNI = table("vni.def")


def tcvn3_runs(text):
    """[(characters, capitals font?)]: a toned capital is its small letter in a font that draws capitals."""
    text = unicodedata.normalize("NFC", text)
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return [("".join(TCVN3.get(c.lower(), c.lower()) for c in text), True)]
    runs = []
    for c in text:
        capital = ord(c) > 127 and c.isupper() and c not in TCVN3
        char = TCVN3.get(c.lower() if capital else c, c)
        if runs and runs[-1][1] == capital:
            runs[-1] = (runs[-1][0] + char, capital)
        else:
            runs.append((char, capital))
    return runs


def vni(text):
    return "".join(VNI.get(c, c) for c in unicodedata.normalize("NFC", text))


class Writing:
    """How one department types: encoding and fonts."""

    def __init__(self, kind):
        self.kind = kind
        self.font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(kind, "Times New Roman")
        self.capitals = ".VnTimeH"

    def runs(self, text):
        """[(characters, font)]"""
        text = unicodedata.normalize("NFC", str(text))
        if self.kind == "tcvn3":
            runs = [(t, self.capitals if capital else self.font) for t, capital in tcvn3_runs(text)]
        elif self.kind == "vni":
            runs = [(vni(text), self.font)]
        elif self.kind == "nfd":
            runs = [(unicodedata.normalize("NFD", text), self.font)]
        else:
            runs = [(text, self.font)]
        if self.kind in ("tcvn3", "vni"):
            for t, _ in runs:
                t.replace("“", "").replace("”", "").replace("–", "").replace("…", "").encode("latin-1")  # else the export writes "?"
        return runs

    def name(self, text):
        """A sheet name: no font draws capitals there, so they are typed as they are."""
        if self.kind == "tcvn3":
            return "".join(TCVN3.get(c, c) for c in text)
        return "".join(t for t, _ in self.runs(text))
