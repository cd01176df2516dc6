"""What changes in a site folder, as it changes. The home of watchfiles.

livereload's own watcher sees one changed file a poll, and none that is moved in with an old time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from pathlib import Path

from generator.inputs import CONTENT, LEDGER, STATIC, THEMES
from generator.preview.ending import end

_FILES = ("site.yml", "glossary.yml", "authors.yml")
# What our own commands write beside a file before it gets its name.
_TEMPORARY = ".explainer-tmp"
_FOLDERS = (CONTENT, THEMES, STATIC, LEDGER)
# A save is often several changes: truncated, written, renamed. Quiet for this long, it is over.
_QUIET_MILLISECONDS = 30
# While changes never stop, such as 1,000 files being copied, they come in parts of this length.
_LONGEST_MILLISECONDS = 1000
_POLL_MILLISECONDS = 300
_TOP_SECONDS = 0.2
_SETTLED_SECONDS = 0.3
# `watchfiles.Change.added`, which is loaded when the watch begins.
_MADE = 1


async def changes(
    source: Path, also: Sequence[Path], *, poll: bool, note: Callable[[str], None]
) -> AsyncIterator[frozenset[str]]:
    """Paths that changed in a site, relative to it, until the iteration is cancelled.

    `also` are folders elsewhere that belong to it. `poll` looks at every file time and again, for
    drives that do not tell of changes.
    """
    root = source.resolve()
    found: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    watch = _Watch(root, also, found, poll=poll, note=note)
    tasks = [asyncio.ensure_future(watch.top()), asyncio.ensure_future(watch.folders())]
    getting = asyncio.ensure_future(found.get())
    try:
        while True:
            done, _ = await asyncio.wait({getting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            if getting in done:
                yield getting.result()
                getting = asyncio.ensure_future(found.get())
                continue
            for one in tasks:
                if one.done():
                    one.result()
    finally:
        await end([*tasks, getting])


class _Watch:
    """The two watches of a site and where they put what they find."""

    def __init__(
        self,
        root: Path,
        also: Sequence[Path],
        found: asyncio.Queue[frozenset[str]],
        *,
        poll: bool,
        note: Callable[[str], None],
    ) -> None:
        self._root, self._also, self._found = root, also, found
        self._poll, self._note = poll, note
        self._again = asyncio.Event()

    async def top(self) -> None:
        """Watches what lies directly in the site folder, which also holds the output.

        By looking: five files are no work, editors that save by renaming replace the very file,
        and a watch of the folder would tell of every build.
        """
        last = self._look()
        while True:
            await asyncio.sleep(_TOP_SECONDS)
            now = self._look()
            changed = frozenset(name for name in now if now[name] != last[name])
            if changed.intersection(_FOLDERS):
                self._again.set()
            if changed:
                self._found.put_nowait(changed)
            last = now

    async def folders(self) -> None:
        """Watches the site's folders with all that is in them."""
        from watchfiles import awatch

        loop = asyncio.get_running_loop()
        while True:
            if self._again.is_set():
                # What changes while no watch stands is not told; a build looks at everything.
                loop.call_later(_SETTLED_SECONDS, self._found.put_nowait, frozenset())
            self._again.clear()
            folders = [
                one
                for one in (*(self._root / name for name in _FOLDERS), *self._also)
                if one.is_dir()
            ]
            if not folders:
                await self._again.wait()
                continue
            watching = awatch(
                *folders,
                debounce=_LONGEST_MILLISECONDS,
                step=_QUIET_MILLISECONDS,
                stop_event=self._again,
                force_polling=self._poll or None,
                poll_delay_ms=_POLL_MILLISECONDS,
                ignore_permission_denied=True,
            )
            try:
                async for batch in watching:
                    paths = frozenset(map(self._relative, _lasting(batch)))
                    if paths:
                        self._found.put_nowait(paths)
                    if paths.intersection(_FOLDERS):
                        # Removed, and perhaps made anew: this watch is still of the old one.
                        self._again.set()
            except FileNotFoundError:
                # A folder went away while the watch began; `top` tells of it.
                await asyncio.sleep(_TOP_SECONDS)
            except OSError as problem:
                if self._poll:
                    raise
                self._poll = True
                self._note(f"the system does not tell of changes ({problem}); looking for them")

    def _look(self) -> dict[str, object]:
        """What tells whether a file at the top is another than before, and whether a folder is."""
        seen: dict[str, object] = {}
        for name in (*_FILES, *_FOLDERS):
            seen[name] = None
            with contextlib.suppress(OSError):
                facts = (self._root / name).stat()
                times = () if name in _FOLDERS else (facts.st_mtime_ns, facts.st_size)
                seen[name] = (facts.st_ino, *times)
        return seen

    def _relative(self, path: str) -> str:
        with contextlib.suppress(ValueError):
            return Path(path).relative_to(self._root).as_posix()
        return os.path.basename(path)  # noqa: PTH119


def _lasting(batch: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The paths of a batch without what only was there for a moment.

    Many editors write a save into a new file, which then takes the other's name.
    """
    changes = list(batch)
    made = {path for change, path in changes if change == _MADE}
    for _, path in changes:
        is_passing = path in made and not os.path.lexists(path)
        if not is_passing and not path.endswith(_TEMPORARY):
            yield path
