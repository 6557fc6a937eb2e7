#!/usr/bin/python3
"""Slurm, a controller and a node on loopback: an array job that extracts, and a merge that waits for all of it; the recipe of docs/quy-mo.md."""
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import tally  # noqa: E402
from engine import TONGHOP, Engine  # noqa: E402

CONFIGURATION = """ClusterName=thu
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthType=auth/none
CredType=cred/none
SlurmctldPort={port}
SlurmdPort={node_port}
StateSaveLocation={folder}/trang-thai
SlurmdSpoolDir={folder}/nut
SlurmctldPidFile={folder}/ctld.pid
SlurmdPidFile={folder}/d.pid
SlurmctldLogFile={folder}/ctld.log
SlurmdLogFile={folder}/d.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/linear
MpiDefault=none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=chung Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
"""
# 1 and 2 tell of findings, and are no fault of the task
SHARE = f"""#!/bin/sh
cd "$1" || exit 9
{TONGHOP} extract -q -d dinh-nghia --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" -o "ban-ghi/$SLURM_ARRAY_TASK_ID.records" hop-thu
[ $? -lt 3 ]
"""
MERGE = f"""#!/bin/sh
cd "$1" || exit 9
cat ban-ghi/*.records > tat-ca.records
{TONGHOP} merge -q -d dinh-nghia -o slurm.xlsx --records tat-ca.records
[ $? -lt 3 ]
"""


class Slurm(Engine):
    def slurm(self, *command):
        return self.run_in(list(command), env={**os.environ, "SLURM_CONF": str(self.tmp / "slurm/slurm.conf")})

    def start(self, program, *options):
        daemon = subprocess.Popen([program, "-D", "-f", self.tmp / "slurm/slurm.conf", *options], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)

    def submit(self, script, *options):
        done = self.slurm("sbatch", "--parsable", "--output=/dev/null", *options, str(script), str(self.tmp))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_an_array_and_the_merge_behind_it(self):
        folder, host = self.tmp / "slurm", socket.gethostname().split(".")[0]
        (folder / "trang-thai").mkdir(parents=True)
        (folder / "nut").mkdir()
        ports = []
        for _ in range(2):
            with socket.socket() as listener:
                listener.bind(("127.0.0.1", 0))
                ports.append(listener.getsockname()[1])
        (folder / "slurm.conf").write_text(CONFIGURATION.format(host=host, folder=folder, port=ports[0], node_port=ports[1]))
        (folder / "phan.sh").write_text(SHARE)
        (folder / "ghep.sh").write_text(MERGE)
        self.start("/usr/sbin/slurmctld", "-i")
        self.start("/usr/sbin/slurmd", "-N", host)
        for _ in range(150):
            if "idle" in self.slurm("sinfo", "-h", "-o", "%t").stdout:
                break
            time.sleep(0.2)
        else:
            self.fail(self.slurm("sinfo").stdout + (folder / "ctld.log").read_text()[-2000:])
        array = self.submit(folder / "phan.sh", "--array=1-4")
        self.submit(folder / "ghep.sh", f"--dependency=afterok:{array}")
        for _ in range(600):
            if not self.slurm("squeue", "-h").stdout.strip():
                break
            time.sleep(0.2)
        self.assertEqual((self.tmp / "slurm.xlsx").read_bytes(), self.direct[1])
        self.assert_streams_are_the_inbox()


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
