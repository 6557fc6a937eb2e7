"""The line that scripts/run-tests reads.  Scripts that are no unittest count() what holds and finish(); a unittest ends with run_cases(),
or with run_some_cases() where all of them take a minute and more of a processor."""
import os
import sys
import unittest
import zlib

_results = {True: 0, False: 0}


def count(ok, what):
    _results[bool(ok)] += 1
    if not ok:
        print("FAILED", what)


def finish():
    print(f"{_results[True]} passed, {_results[False]} failed")
    sys.exit(bool(_results[False]))


def _each(suite):
    for test in suite:
        yield from _each(test) if isinstance(test, unittest.TestSuite) else [test]


def run_some_cases(module):
    """Of the test cases of the module one in TESTS_ONE_IN, by SEED; all where that is not set."""
    parts, seed = int(os.environ.get("TESTS_ONE_IN", "1")), os.environ.get("SEED", "0")
    tests = list(_each(unittest.defaultTestLoader.loadTestsFromModule(module)))
    chosen = [t for t in tests if zlib.crc32(f"{seed} {t.id()}".encode()) % parts == 0]
    _run(unittest.TestSuite(chosen or tests[:1]))


def run_cases(module):
    """Runs the test cases of the module and exits."""
    _run(unittest.defaultTestLoader.loadTestsFromModule(module))


def _run(suite):
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
