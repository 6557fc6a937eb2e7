"""Counting for test scripts that are no unittest: count() what holds, finish() with the line that scripts/run-tests reads."""
import sys

_results = {True: 0, False: 0}


def count(ok, what):
    _results[bool(ok)] += 1
    if not ok:
        print("FAILED", what)


def finish():
    print(f"{_results[True]} passed, {_results[False]} failed")
    sys.exit(bool(_results[False]))
