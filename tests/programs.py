"""The programs under test: the release, and the same with ASan and UBSan, which takes three to five times as long.

Tests that run the program often call sampled(): one call in ASAN_ONE_IN goes to the program with sanitizers, others each
time; SEED=number chooses the same again, and ASAN_ONE_IN=1 all of them."""
import os
import pathlib
import random
import sys

_BUILD = pathlib.Path(__file__).resolve().parents[1] / "build"
RELEASE = os.path.abspath(os.environ.get("TONGHOP", _BUILD / "tonghop"))
SANITIZED = os.path.abspath(os.environ.get("TONGHOP_ASAN", _BUILD / "tonghop-asan"))
_ONE_IN = int(os.environ.get("ASAN_ONE_IN", "20"))
_draw = random.Random(f"{os.environ.get('SEED', '0')} {pathlib.Path(sys.argv[0]).name}")


def sampled():
    return SANITIZED if _draw.random() * _ONE_IN < 1 else RELEASE
