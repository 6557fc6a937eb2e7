#!/usr/bin/python3
"""GNU parallel, on one machine and over ssh: the recipe of docs/quy-mo.md."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import tally  # noqa: E402
from engine import TONGHOP, Engine  # noqa: E402

# 1 and 2 tell of findings, and are no fault of the task
SHARE = TONGHOP + " extract -q -d dinh-nghia --shard {}/5 -o ban-ghi/{}.records hop-thu; [ $? -lt 3 ]"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Parallel(Engine):
    def parallel(self, *options):
        done = self.run_in(["parallel", "--halt", "soon,fail=1", "--joblog", "viec.tsv", *options, SHARE, ":::", *map(str, range(1, 6))],
                           env={**os.environ, "HOME": str(self.tmp), "PARALLEL_HOME": str(self.tmp / ".parallel")})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_on_one_machine(self):
        self.parallel("-j2")
        self.assert_streams_are_the_inbox()

    def test_a_task_that_was_killed_is_done_again(self):
        """The output of a share is there whole, or not at all; --resume-failed makes those that are not."""
        mark = self.tmp / "da-giet"
        killed = f"if [ {{}} = 2 ] && [ ! -e {mark} ]; then touch {mark}; kill -9 $$; fi; " + SHARE
        command = ["parallel", "-j2", "--joblog", "viec.tsv", killed, ":::", *map(str, range(1, 6))]
        env = {**os.environ, "HOME": str(self.tmp), "PARALLEL_HOME": str(self.tmp / ".parallel")}
        self.assertNotEqual(self.run_in(command, env=env).returncode, 0)
        self.assertFalse((self.tmp / "ban-ghi/2.records").exists())
        again = self.run_in([command[0], "--resume-failed", *command[1:]], env=env)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assert_streams_are_the_inbox()

    def test_over_ssh(self):
        ssh, port = self.tmp / "ssh", free_port()
        ssh.mkdir(mode=0o700)
        for key in ("may", "nguoi"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh / key], check=True)
        shutil.copy(ssh / "nguoi.pub", ssh / "authorized_keys")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-p", str(port), "-o", "ListenAddress=127.0.0.1",
                                   "-o", f"HostKey={ssh}/may", "-o", f"AuthorizedKeysFile={ssh}/authorized_keys", "-o", "StrictModes=no",
                                   "-o", "PermitRootLogin=prohibit-password", "-o", "UsePAM=no", "-o", f"PidFile={ssh}/pid"],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        command = f"ssh -p {port} -i {ssh}/nguoi -o StrictHostKeyChecking=no -o UserKnownHostsFile={ssh}/biet -o BatchMode=yes"
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        self.parallel("--ssh", command, "--sshlogin", "2/127.0.0.1", "--workdir", str(self.tmp))
        self.assertIn("127.0.0.1", (self.tmp / "viec.tsv").read_text())
        self.assert_streams_are_the_inbox()


if __name__ == "__main__":
    tally.run_cases(sys.modules[__name__])
