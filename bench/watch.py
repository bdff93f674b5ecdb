"""Run the command that the arguments are; print its exit code, seconds, processor seconds and peak memory.

A process of its own, and a small one: the system counts the memory of the process that starts another as the
other's, until that has loaded its own program (getrusage(2): `ru_maxrss` survives an `execve`).
"""

import os
import sys
import time


def main() -> None:
    """Print four figures; what the command prints goes to standard error."""
    command = sys.argv[1:]
    to_stderr = [(os.POSIX_SPAWN_DUP2, 2, 1)]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=to_stderr)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    sys.stdout.write(f"{code} {wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}\n")


if __name__ == "__main__":
    main()
