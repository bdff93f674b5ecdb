"""What exists in the stand-in clouds, kept in one SQLite file that several processes may use at once."""

import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from wharfinger_sandbox.provider.model import Stored

LOCK_TIMEOUT: Final = 60.0
"""Seconds to wait for another process's change."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS resources (
    token TEXT NOT NULL,
    id TEXT NOT NULL,
    inputs TEXT NOT NULL,
    outputs TEXT NOT NULL,
    PRIMARY KEY (token, id)
) WITHOUT ROWID
"""


_SELECT: Final = "SELECT token, id, inputs, outputs FROM resources"


class Transaction:
    """Reads and writes that happen together or not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, token: str, resource_id: str) -> Stored | None:
        """The resource of that type and id."""
        row = self._connection.execute(
            f"{_SELECT} WHERE token = ? AND id = ?", (token, resource_id)
        ).fetchone()
        return _stored(row) if row else None

    def each(self, token: str | None = None) -> Iterator[Stored]:
        """All resources, or those of one type, by type and id."""
        rows = self._connection.execute(
            f"{_SELECT} WHERE ?1 IS NULL OR token = ?1 ORDER BY token, id", (token,)
        )
        return map(_stored, rows.fetchall())

    def put(self, stored: Stored) -> None:
        """Create the resource, or overwrite the one of its type and id."""
        self._connection.execute(
            "INSERT OR REPLACE INTO resources (token, id, inputs, outputs) VALUES (?, ?, ?, ?)",
            (stored.token, stored.id, _text(stored.inputs), _text(stored.outputs)),
        )

    def delete(self, token: str, resource_id: str) -> bool:
        """Forget the resource; says whether there was one."""
        done = self._connection.execute(
            "DELETE FROM resources WHERE token = ? AND id = ?", (token, resource_id)
        )
        return done.rowcount > 0


class Store:
    """The file. Each transaction opens it anew, so that any thread and any process may use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_SCHEMA)

    @contextmanager
    def reading(self) -> Generator[Transaction]:
        """One consistent view, without waiting for writers."""
        with self._connected() as connection:
            connection.execute("BEGIN")
            yield Transaction(connection)

    @contextmanager
    def changing(self) -> Generator[Transaction]:
        """One change: others wait for it, and an exception takes all of it back."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Generator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=LOCK_TIMEOUT, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection
        finally:
            connection.close()


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def _stored(row: tuple[str, str, str, str]) -> Stored:
    token, resource_id, inputs, outputs = row
    return Stored(token, resource_id, json.loads(inputs), json.loads(outputs))
