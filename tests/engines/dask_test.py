#!/usr/bin/python3
"""Dask distributed: a task a file, retries, a worker that is killed; the recipe of docs/quy-mo.md."""
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import tally  # noqa: E402
from engine import TONGHOP, Engine  # noqa: E402


def extract(folder, file, slow=0):
    """A task: the stream of one file; of None, what the inbox holds.  What it returns is compared by nobody, so that to do it again is safe."""
    time.sleep(slow)
    done = subprocess.run([TONGHOP, "extract", "-q", "-d", "dinh-nghia", "--inbox", "hop-thu", *([file] if file else [])],
                          cwd=folder, capture_output=True, check=False)
    if done.returncode > 2:
        raise RuntimeError(done.stderr.decode())
    return done.stdout


class Dask(Engine):
    def test_a_task_a_file_and_a_worker_that_dies(self):
        from distributed import Client, LocalCluster

        files = [str(path.relative_to(self.tmp)) for path in sorted((self.tmp / "hop-thu").rglob("*")) if path.is_file()]
        with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                          local_directory=str(self.tmp / "dask")) as cluster, Client(cluster) as client:
            client.run(sys.path.insert, 0, str(pathlib.Path(__file__).resolve().parent))
            tasks = client.map(extract, [str(self.tmp)] * (len(files) + 1), [None, *files], slow=0.5, retries=3, pure=False)
            time.sleep(1)
            victim = next(iter(client.run(os.getpid).values()))
            os.kill(victim, signal.SIGKILL)
            for number, stream in enumerate(client.gather(tasks)):
                (self.tmp / f"ban-ghi/{number:04}.records").write_bytes(stream)
        self.assert_streams_are_the_inbox()


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
