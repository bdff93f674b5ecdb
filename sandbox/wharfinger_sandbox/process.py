"""The background process that serves the providers: start it, find it, stop it.

Locks say who is alive, not process ids: the process holds one for as long as it lives, so that neither a
stale file nor an id that now belongs to another process can mislead.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wharfinger_sandbox.errors import SandboxError
from wharfinger_sandbox.home import Home

START_LIMIT: Final = 30.0
STOP_LIMIT: Final = 10.0
POLL: Final = 0.02
TAIL_LINES: Final = 15


class ServerError(SandboxError):
    """The provider process did not start or did not stop; the text has the end of its log."""

    def __init__(self, what: str, home: Home) -> None:
        super().__init__(f"{what}; the end of {home.log}:\n{_tail(home.log)}")


@dataclass(frozen=True)
class Server:
    """A running provider process and the port of each package."""

    pid: int
    ports: Mapping[str, int]


def find(home: Home) -> Server | None:
    """The provider process of this home, if one is alive."""
    # A shared lock: two who look at the same time don't take each other for the process.
    if _is_free(home.locks / "providers", fcntl.LOCK_SH):
        return None
    try:
        known = json.loads(home.providers.read_text())
    except FileNotFoundError:  # it is starting or stopping right now
        return None
    return Server(known["pid"], known["ports"])


def keep(home: Home) -> Server:
    """The running provider process, which from now on runs until `stop`; raises `ServerError`."""
    with held(home.locks / "start"):
        _mark(home).unlink(missing_ok=True)
        return find(home) or _spawn(home)


def stop(home: Home) -> bool:
    """Stop the provider process; says whether there was one. Raises `ServerError` where it stays."""
    with held(home.locks / "start"):
        return _stop(home)


@contextmanager
def borrowed(home: Home) -> Generator[Server]:
    """The provider process for as long as the block runs; raises `ServerError`.

    The last borrower stops the process again, unless `keep` asked for it.
    """
    with held(home.locks / "start"):
        server = find(home)
        if server is None:
            server = _spawn(home)
            _mark(home).touch()
        borrower = _open(home.locks / "borrowers")
        fcntl.flock(borrower, fcntl.LOCK_SH)
    try:
        yield server
    finally:
        with held(home.locks / "start"):
            os.close(borrower)
            if _mark(home).exists() and not is_borrowed(home):
                _stop(home)


def is_borrowed(home: Home) -> bool:
    """Whether a command is using the provider process right now."""
    return not _is_free(home.locks / "borrowers", fcntl.LOCK_EX)


@contextmanager
def held(lock: Path) -> Generator[None]:
    """Hold a lock while the block runs, after waiting for it."""
    descriptor = _open(lock)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def announced(home: Home, ports: Mapping[str, int]) -> Generator[None]:
    """Let others find this process and its ports while the block runs."""
    draft = home.providers.with_suffix(".draft")
    draft.write_text(json.dumps({"pid": os.getpid(), "ports": dict(ports)}))
    draft.replace(home.providers)
    try:
        yield
    finally:
        home.providers.unlink(missing_ok=True)


def _spawn(home: Home) -> Server:
    home.path.mkdir(parents=True, exist_ok=True)
    home.providers.unlink(missing_ok=True)
    with home.log.open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "wharfinger_sandbox.provider", home.path],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_LIMIT
    while True:
        server = find(home)
        if server is not None:
            return server
        if child.poll() is not None:
            raise ServerError(f"the provider process ended at once with code {child.returncode}", home)
        if time.monotonic() > deadline:
            child.terminate()
            raise ServerError(f"the provider process did not start within {START_LIMIT:.0f} s", home)
        time.sleep(POLL)


def _stop(home: Home) -> bool:
    _mark(home).unlink(missing_ok=True)
    server = find(home)
    if server is None:
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_LIMIT
    while not _is_free(home.locks / "providers", fcntl.LOCK_SH):
        if time.monotonic() > deadline:
            raise ServerError(f"the provider process {server.pid} did not stop", home)
        time.sleep(POLL)
    return True


def _mark(home: Home) -> Path:
    """Says that the process was started for a single command and ends with it."""
    return home.path / "providers.borrowed"


def _open(lock: Path) -> int:
    lock.parent.mkdir(parents=True, exist_ok=True)
    return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_free(lock: Path, kind: int) -> bool:
    descriptor = _open(lock)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _tail(log: Path) -> str:
    if not log.is_file():
        return "(no log)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
