"""What earlier builds found out, in one SQLite file: an aid that may vanish at any time.

Three rules. A cached value is never changed. It depends on one source file and on what its key
names, nothing else. The key holds the options and the program's version. Whatever cannot be read,
or whose checksum is off, counts as absent; a cache that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.packing import unpack

if TYPE_CHECKING:
    from generator.model import Body, Page, PagePostings

CACHE_FILE = "build.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, facts TEXT, key TEXT, light BLOB);
CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, heavy BLOB);
CREATE TABLE IF NOT EXISTS postings (key TEXT PRIMARY KEY, heavy BLOB);
CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, heavy BLOB);
CREATE TABLE IF NOT EXISTS memories (name TEXT PRIMARY KEY, heavy BLOB);
CREATE TABLE IF NOT EXISTS sheaves (
    root TEXT, name TEXT, heavy BLOB, PRIMARY KEY (root, name)
);
CREATE TABLE IF NOT EXISTS outputs (
    root TEXT, path TEXT, key TEXT, size INT, mtime INT, inode INT, PRIMARY KEY (root, path)
) WITHOUT ROWID;
"""
_BATCH = 500
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as an earlier build left it."""

    facts: str
    """Of the source file: by what it is known to be the same without reading it."""
    key: str
    light: bytes
    known: Page | None = None
    """The page itself, where it need not be unpacked."""

    def page(self) -> Page | None:
        """The page; None when the row is damaged."""
        from generator.model import Page  # Not loaded to see that nothing is to do.

        value = self.known or unpack(self.light)
        return value if isinstance(value, Page) else None


class OutputRow(NamedTuple):
    """A file of the output as an earlier build wrote it."""

    key: str
    size: int
    mtime_ns: int
    inode: int


class Cache:
    """The cache of one site folder; without a usable file it is as if it were empty."""

    def __init__(self, path: Path, version: str, *, read_only: bool = False) -> None:
        """`read_only` makes no file, and changes none."""
        self._version = version
        self._read_only = read_only
        self._path = path
        self._connection = self._open()

    def pages(self) -> Mapping[str, PageRow]:
        """Every page of the last build, by file."""
        rows = self._rows("SELECT path, facts, key, light FROM pages")
        return {path: PageRow(facts, key, light) for path, facts, key, light in rows}

    def page(self, path: str) -> Page | None:
        """The page of a file as the last build of any output left it."""
        rows = self._rows("SELECT facts, key, light FROM pages WHERE path = ?", (path,))
        return PageRow(*rows[0]).page() if rows else None

    def bodies(self, keys: Iterable[str]) -> Mapping[str, Body]:
        """The bodies of these pages, by key, as far as they are there."""
        from generator.model import Body

        return {key: one for key, one in self._heavy("bodies", keys) if isinstance(one, Body)}

    def packed_bodies(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The bodies of these pages as `pack` made them, for another process to unpack."""
        return dict(self._blobs("bodies", keys))

    def add_bodies(self, bodies: Mapping[str, bytes]) -> bool:
        """Stores packed bodies; False when they cannot be stored.

        Not only at the end of a build: meanwhile they need not lie in memory, and a build that
        fails leaves its parsing to the next.
        """
        if self._read_only:
            return False
        with self._transaction() as run:
            run("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies.items())
            return True
        return False

    def postings(self, keys: Iterable[str]) -> Mapping[str, PagePostings]:
        """The search postings of these pages, by key, as far as they are there."""
        from generator.model import PagePostings

        found = self._heavy("postings", keys)
        return {key: one for key, one in found if isinstance(one, PagePostings)}

    def records(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The lines of these keys for `questions.jsonl`, as far as they are there."""
        return {key: one for key, one in self._heavy("records", keys) if isinstance(one, bytes)}

    def memory(self, name: str) -> Any:
        """What a stage left to compare with: it names by digest all that it was made from."""
        rows = self._rows("SELECT heavy FROM memories WHERE name = ?", (name,))
        return unpack(rows[0][0]) if rows else None

    def outputs(self, root: str) -> Mapping[str, OutputRow]:
        """Every file that the last build wrote below an output folder, by path."""
        query = "SELECT path, key, size, mtime, inode FROM outputs WHERE root = ?"
        return {row[0]: OutputRow._make(row[1:]) for row in self._rows(query, (root,))}

    def has_outputs(self, root: str) -> bool:
        """True when a build wrote anything below an output folder."""
        return bool(self._rows("SELECT 1 FROM outputs WHERE root = ? LIMIT 1", (root,)))

    def sheaf_names(self, root: str) -> frozenset[str]:
        """The names of all sheaves of an output folder."""
        rows = self._rows("SELECT name FROM sheaves WHERE root = ?", (root,))
        return frozenset(name for (name,) in rows)

    def sheaf(self, root: str, name: str) -> bytes:
        """Sheets that the last build bound together; empty when there are none of that name."""
        query = "SELECT heavy FROM sheaves WHERE root = ? AND name = ?"
        rows = self._rows(query, (root, name))
        return rows[0][0] if rows else b""

    def store(
        self,
        *,
        pages: Mapping[str, PageRow],
        bodies: Mapping[str, bytes],
        memories: Mapping[str, bytes],
        root: str,
        outputs: Mapping[str, OutputRow],
        outputs_gone: Iterable[str] = (),
        gone: Iterable[str] = (),
        bodies_gone: Iterable[str] | None = None,
        postings: Mapping[str, bytes] = _NOTHING,
        records: Mapping[str, bytes] = _NOTHING,
        record_keys: Iterable[str] = (),
        sheaves: Mapping[str, bytes] = _NOTHING,
        sheaves_gone: Iterable[str] = (),
    ) -> None:
        """Adds what a build found out, and forgets what is gone, in one step.

        `bodies_gone` are the keys of pages that were replaced; None: whatever no page names.
        """
        with self._transaction() as run:
            run("DELETE FROM pages WHERE path = ?", [(one,) for one in gone])
            run(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)",
                [(path, one.facts, one.key, one.light) for path, one in pages.items()],
            )
            run("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies.items())
            run("INSERT OR REPLACE INTO postings VALUES (?, ?)", postings.items())
            run("INSERT OR REPLACE INTO memories VALUES (?, ?)", memories.items())
            run("INSERT OR REPLACE INTO records VALUES (?, ?)", records.items())
            if records:
                used = set(record_keys)
                known = self._rows("SELECT key FROM records")
                run(
                    "DELETE FROM records WHERE key = ?",
                    [one for one in known if one[0] not in used],
                )
            run(
                "DELETE FROM outputs WHERE root = ? AND path = ?",
                [(root, one) for one in outputs_gone],
            )
            run(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (root, path, one.key, one.size, one.mtime_ns, one.inode)
                    for path, one in outputs.items()
                ],
            )
            run(
                "DELETE FROM sheaves WHERE root = ? AND name = ?",
                [(root, one) for one in sheaves_gone],
            )
            run(
                "INSERT OR REPLACE INTO sheaves VALUES (?, ?, ?)",
                [(root, name, heavy) for name, heavy in sheaves.items()],
            )
            for table in ("bodies", "postings") if pages else ():
                if bodies_gone is None:
                    run(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM pages)", [()])
                else:
                    run(f"DELETE FROM {table} WHERE key = ?", [(one,) for one in bodies_gone])

    def close(self) -> None:
        """Gives the file back."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        """The connection to a usable file; to an empty one in memory when there is none."""
        if self._read_only:
            return self._open_read_only()
        for attempt in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
                try:
                    self._prepare(connection)
                    return connection
                except sqlite3.DatabaseError:
                    connection.close()
                    if attempt == 0:
                        self._path.unlink(missing_ok=True)
            except (OSError, sqlite3.Error):
                break
        return _empty()

    def _open_read_only(self) -> sqlite3.Connection:
        with contextlib.suppress(OSError, sqlite3.Error):
            connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)
            with contextlib.suppress(sqlite3.Error):
                if connection.execute("SELECT value FROM version").fetchall() == [(self._version,)]:
                    return connection
            connection.close()
        return _empty()

    def _prepare(self, connection: sqlite3.Connection) -> None:
        # The file is only an aid: it survives a killed build, and need not survive a power cut.
        connection.execute("PRAGMA synchronous = OFF")
        # Of a new file: most values take more than a page of the usual 4 kilobytes.
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("CREATE TABLE IF NOT EXISTS version (value TEXT)")
        found = connection.execute("SELECT value FROM version").fetchall()
        if found != [(self._version,)]:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in tables.fetchall():
                connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            connection.execute("CREATE TABLE version (value TEXT)")
            connection.execute("INSERT INTO version VALUES (?)", (self._version,))
        connection.executescript(_SCHEMA)

    def _rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, tuple(values)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            self._start_over()
            return []

    def _heavy(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        for key, blob in self._blobs(table, keys):
            yield key, unpack(blob)

    def _blobs(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        wanted = list(keys)
        for at in range(0, len(wanted), _BATCH):
            some = wanted[at : at + _BATCH]
            marks = ",".join("?" * len(some))
            yield from self._rows(f"SELECT key, heavy FROM {table} WHERE key IN ({marks})", some)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Any]:
        """Runs many statements as one step; a file that cannot be written is left alone."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection.executemany
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            # One that another build is writing is not damaged.
            if getattr(problem, "sqlite_errorname", "")[:11] not in ("SQLITE_BUSY", "SQLITE_LOCK"):
                self._start_over()

    def _start_over(self) -> None:
        """Leaves a damaged file behind."""
        self.close()
        if self._read_only:
            self._connection = _empty()
            return
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        self._connection = self._open()


class ResidentCache(Cache):
    """A cache that stays open between the builds of one process, and then reads little again."""

    def __init__(self, path: Path, version: str) -> None:
        super().__init__(path, version)
        self._pages: dict[str, PageRow] | None = None
        self._memories: dict[str, Any] = {}
        self._outputs: dict[str, dict[str, OutputRow]] = {}

    def pages(self) -> Mapping[str, PageRow]:
        if self._pages is None:
            rows = super().pages()
            self._pages = {path: replace(one, known=one.page()) for path, one in rows.items()}
        return MappingProxyType(self._pages)

    def memory(self, name: str) -> Any:
        if name not in self._memories:
            self._memories[name] = super().memory(name)
        return self._memories[name]

    def outputs(self, root: str) -> Mapping[str, OutputRow]:
        if root not in self._outputs:
            self._outputs[root] = dict(super().outputs(root))
        return MappingProxyType(self._outputs[root])

    def store(self, **found: Any) -> None:
        super().store(**found)
        pages = dict(self.pages())
        for one in found["gone"]:
            pages.pop(one, None)
        self._pages = pages | found["pages"]
        self._memories |= {name: unpack(heavy) for name, heavy in found["memories"].items()}
        outputs = dict(self.outputs(found["root"]))
        for one in found["outputs_gone"]:
            outputs.pop(one, None)
        self._outputs[found["root"]] = outputs | found["outputs"]


def _empty() -> sqlite3.Connection:
    """A cache in memory, with nothing in it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    return connection
