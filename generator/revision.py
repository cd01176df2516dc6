"""A build of few pages whose words were changed, in a way that no other page shows.

Reading, assembling and comparing all pages takes a second with 5,000 of them; this takes up what
the last build left: its sheets, bound in sheaves. It is sure of them by their keys, which name all
that they are made from. Whatever it is not sure of, it leaves to a whole build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from generator import standing, urls
from generator.cache import CACHE_FILE, Cache, OutputRow, PageRow
from generator.diagnostics import Diagnostic, GeneratorError
from generator.files.stage import Published, publishing
from generator.folders import CACHE, LEDGER, THEMES
from generator.model import Body, Config, Link, Page
from generator.packing import pack
from generator.phases import Clock
from generator.reading import ReadingPlace, place_of, read_file, unpacked_body
from generator.render import Keys, render_sheet
from generator.request import Request, Result
from generator.sheaves import Bound, lends, unbind
from generator.site import Sheet
from generator.standing import Seen, file_facts, output_row
from generator.theme import Theme, load_templates
from generator.version import program_digest
from generator.views import Frame

_MEMORY = "revision "
# With more the whole site is built as fast.
_FEW = 50


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last build left beside its sheaves."""

    others: str
    """The fingerprint of all but the pages' files, as in `Seen`."""
    pages: Mapping[str, tuple[str, str]]
    """By file: its fingerprint, and the page's digest."""
    config: Config
    frames: Mapping[str, Frame]
    shared: Mapping[str, tuple[str, ...]]
    """By file: the sheaves that it is in beside its own."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a revision goes by."""

    request: Request
    root: str
    cache: Cache
    known: _Known
    left: Mapping[str, Any]
    """What `standing` remembers."""
    last: Mapping[str, OutputRow]
    place: ReadingPlace


@dataclass(frozen=True, slots=True)
class _Revised:
    """A page before and after its words were changed."""

    old: Page
    new: Page
    body: Body


_Changes = Mapping[str, _Revised]
"""By file."""


def note(
    root: str, seen: Seen, pages: Iterable[Page], config: Config, bound: Bound | None
) -> tuple[str, bytes]:
    """What `revise` needs of this build the next time: the name and the packed memory of it.

    Without sheaves it is a memory that nothing matches.
    """
    if bound is None or not seen.others:
        return _MEMORY + root, pack(())
    told = {one.path: (seen.pages.get(one.path, ""), one.digest) for one in pages}
    return _MEMORY + root, pack((seen.others, told, config, bound.frames, bound.shared))


def revise(request: Request, seen: Seen) -> Result | None:
    """The result of a build that renews what shows the changed pages; None: build everything.

    `seen` is the fingerprint of what the build would read.
    """
    if not seen.others or not standing.can_stand(request):
        return None
    clock = Clock(request.on_phase)
    root, program = str(request.output.resolve()), program_digest()
    with closing(Cache(request.source / CACHE / CACHE_FILE, program)) as cache:
        left, known = standing.remembered(cache, root, request), _known(cache, root)
        if left is None or known is None or known.others != seen.others:
            return None
        if request.search and (known.config.search or known.config.for_machines):
            return None
        has_ledger = (request.source / LEDGER).is_dir()
        place = place_of(request.source, known.config, program, has_ledger=has_ledger)
        ground = _Ground(request, root, cache, known, left, cache.outputs(root), place)
        try:
            return _revise(ground, seen, clock)
        except (GeneratorError, OSError):
            # A whole build tells what is wrong, with everything else that is.
            return None


def _revise(ground: _Ground, seen: Seen, clock: Clock) -> Result | None:
    changes = _read(ground, seen)
    if changes is None:
        return None
    clock.phase("parse")
    config = ground.known.config
    theme = load_templates(config.theme, ground.request.source / THEMES)
    keys = Keys(theme)
    sheets = _sheets(ground, changes, keys)
    if sheets is None:
        return None
    clock.phase("views")
    made = {path: _rendered(ground, changes, one, theme) for path, one in sheets.items()}
    clock.phase("render")
    published = _publish(ground, made)
    if published is None:
        return None
    told = {path: (seen.pages[path], digest) for path, (_, digest) in ground.known.pages.items()}
    told |= {path: (seen.pages[path], one.new.digest) for path, one in changes.items()}
    _remember(ground, seen, changes, told, {p: keys.of(s) for p, s in sheets.items()}, published)
    clock.phase("write")
    return Result(
        explainers=ground.left["explainers"],
        questions=ground.left["questions"],
        written=published.written,
        kept=published.kept,
        removed=published.removed,
        parsed=len(changes),
        rendered=len(made),
        next_due=ground.left["next_due"],
        warnings=ground.left["warnings"],
        timings=MappingProxyType(clock.phases),
        changed=tuple(
            sorted(path for path in made if published.facts[path] != file_facts(ground.last[path]))
        ),
        site=None,
    )


def _known(cache: Cache, root: str) -> _Known | None:
    left = cache.memory(_MEMORY + root)
    return _Known(*left) if isinstance(left, tuple) and left else None


def _read(ground: _Ground, seen: Seen) -> _Changes | None:
    """The changed pages; None when one changed in more than its words, or there are too many."""
    before = ground.known.pages
    if before.keys() != seen.pages.keys():
        return None
    unsure = [path for path, told in seen.pages.items() if not told or told != before[path][0]]
    if not 0 < len(unsure) <= _FEW:
        return None
    changes: dict[str, _Revised] = {}
    for path in unsure:
        old = ground.cache.page(path)
        # A build of another output may have read a later text.
        if old is None or old.digest != before[path][1]:
            return None
        new, body = read_file(path, old.slug, ground.place)
        if new.digest == old.digest:
            continue
        is_told = _is_told(path, ground.left["warnings"])
        if _outside(old, with_places=is_told) != _outside(new, with_places=is_told):
            return None
        changes[path] = _Revised(old, new, body)
    return changes


def _is_told(path: str, warnings: Iterable[Diagnostic]) -> bool:
    """True when a warning may name a place in a file."""
    return any(path in repr(one) for one in warnings)


def _outside(page: Page, *, with_places: bool) -> tuple[object, ...]:
    """All of a page that anything but its own sheets can show; places: where in the file it is."""
    plain = replace(page, questions=(), links=(), digest="")
    if with_places:
        return plain, tuple(replace(one, digest="") for one in page.questions), page.links
    return (
        plain,
        tuple(
            replace(one, digest="", line=0, related=(), distinct_from=()) for one in page.questions
        ),
        _targets(page.links),
        tuple((_targets(one.related), _targets(one.distinct_from)) for one in page.questions),
    )


def _targets(links: Iterable[Link]) -> tuple[tuple[str, bool], ...]:
    return tuple((one.target, one.is_image) for one in links)


def _sheets(ground: _Ground, changes: _Changes, keys: Keys) -> dict[str, Sheet] | None:
    """By output path the sheets that show the changed pages; None when one is not known for sure.

    The key of each, made with the page as it was, has to be the one of the last build: then they
    are the sheets of that build, whatever the cache went through.
    """
    known = ground.known
    names = dict.fromkeys(name for path in changes for name in (path, *known.shared.get(path, ())))
    sheets: dict[str, Sheet] = {}
    for name in names:
        packed = ground.cache.sheaf(ground.root, name)
        before = unbind(packed, lambda path: _page(ground, path), known.frames)
        after = unbind(packed, lambda path: _page(ground, path, changes), known.frames)
        if not before or not after:
            return None
        for old, new in zip(before, after, strict=True):
            path = urls.output_path(old.path)
            if lends(new, changes) or path not in ground.last:
                return None
            if ground.last[path].key != keys.of(old):
                return None
            sheets[path] = new
    return sheets


def _page(ground: _Ground, path: str, changes: _Changes = MappingProxyType({})) -> Page:
    """A page of the site; raises `LookupError` when the cache has another than the last build's."""
    if path in changes:
        return changes[path].new
    found = ground.cache.page(path)
    if found is None or found.digest != ground.known.pages[path][1]:
        raise LookupError(path)
    return found


def _rendered(ground: _Ground, changes: _Changes, sheet: Sheet, theme: Theme) -> bytes:
    bodies = {
        one.path: changes[one.path].body if one.path in changes else _body(ground, one)
        for one in sheet.pages
    }
    return render_sheet(sheet, bodies, theme)


def _body(ground: _Ground, page: Page) -> Body:
    packed = ground.cache.packed_bodies([page.digest]).get(page.digest, b"")
    return unpacked_body(page, packed, ground.place)


def _publish(ground: _Ground, made: Mapping[str, bytes]) -> Published | None:
    """Puts the new files among those of the last build; None when these do not stand."""
    request = ground.request
    spare = request.source / CACHE / "spare"
    with publishing(request.output, spare=spare, on_wait=request.on_wait) as stage:
        found = standing.stands(ground.cache, ground.root, ground.last, ground.left)
        if found is None:
            return None
        stage.keep_all({path: one for path, one in found.items() if path not in made})
        for path, content in made.items():
            stage.write(path, content)
        return stage.publish()


def _remember(
    ground: _Ground,
    seen: Seen,
    changes: _Changes,
    told: Mapping[str, tuple[str, str]],
    keys: Mapping[str, str],
    published: Published,
) -> None:
    """Stores what this build found out, for the next."""
    known = ground.known
    memory = (seen.others, told, known.config, known.frames, known.shared)
    new = {one.new.digest: pack(one.body) for one in changes.values()}
    ground.cache.store(
        # Without facts of the file a whole build compares its text: the page's ledger counts, too.
        pages={path: PageRow("", one.new.digest, pack(one.new)) for path, one in changes.items()},
        bodies=new,
        bodies_gone=[one.old.digest for one in changes.values()],
        memories={
            _MEMORY + ground.root: pack(memory),
            **standing.renewed(ground.root, ground.left, seen),
        },
        root=ground.root,
        outputs={path: output_row(key, published.facts[path]) for path, key in keys.items()},
    )
