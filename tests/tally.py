"""The line that scripts/run-tests reads.  Scripts that are no unittest count() what holds and finish(); a unittest ends with run_cases()."""
import sys
import unittest

_results = {True: 0, False: 0}


def count(ok, what):
    _results[bool(ok)] += 1
    if not ok:
        print("FAILED", what)


def finish():
    print(f"{_results[True]} passed, {_results[False]} failed")
    sys.exit(bool(_results[False]))


def run_cases(module):
    """Runs the test cases of the module and exits."""
    result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromModule(module))
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
