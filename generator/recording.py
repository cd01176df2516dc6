"""`explainer ids`: the ledger brought into step with the content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator import files, ledger
from generator.cache import CACHE_FILE, Cache
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError, raise_errors, unusable
from generator.inputs import CACHE, LEDGER, Inputs, ledger_name, read_inputs
from generator.ledger import Change, Entry, Ledger, Occasion, Pairing
from generator.matching import Match
from generator.model import Body, Page, Question
from generator.moving import Move, find_moves
from generator.parse import parse_page
from generator.reading import read_pages, site_dialect
from generator.text import nearest
from generator.version import program_digest
from generator.workers import workers

Ask = Callable[[str, str, float], bool]
"""Asks a person whether a question (its new wording) continues another (its old wording)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the ledger."""

    only: Sequence[str] = ()
    """Explainers by slug or file; empty: all."""
    fix: bool = False
    """Accept what is surely a question reworded or moved."""
    is_minor: bool = False
    retire: Sequence[str] = ()
    """Questions (`slug/id`) or whole explainers (`slug`)."""
    to: str = ""
    dry_run: bool = False
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was recorded and what is left."""

    changes: tuple[Change, ...]
    left: tuple[Diagnostic, ...]
    """What a person has to decide."""
    written: tuple[str, ...]
    """Files of the ledger, relative to the site folder."""


@dataclass(slots=True)
class _Open:
    """An explainer whose ledger may change."""

    slug: str
    ledger: Ledger
    page: Page | None = None
    """As parsed, without its ledger; None when its file is gone."""
    body: Body | None = None
    pairing: Pairing | None = None
    lines: Sequence[str] = ()
    """Of its file."""
    is_first: bool = False
    moved: dict[int, Entry] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    before: Ledger | None = None


def record(source: Path, wish: Wish, now: datetime) -> Outcome:
    """Brings the ledger of a site folder into step; raises `GeneratorError` and writes nothing.

    Draft pages are left alone: nobody has a link to them yet.
    """
    inputs = read_inputs(source)
    zone = load_zone(inputs.config.timezone)
    now = now.astimezone(zone).replace(second=0, microsecond=0)
    program = program_digest()
    with closing(Cache(source / CACHE / CACHE_FILE, program)) as cache, workers() as pool:
        read = read_pages(inputs, cache, pool, program)
    raise_errors(read.problems)
    pages = {one.slug: one for one in read.pages if one.front.kind == "explainer"}
    site = _Site(inputs, pages)
    wanted = _wanted(wish.only, pages, [one.slug for one in read.departed])
    for page in pages.values():
        is_behind = bool(page.drift) or inputs.ledgers is None
        if page.slug in wanted and is_behind and not page.front.draft:
            site.open(page.slug)
    for gone in read.departed:
        if gone.drift and gone.slug in wanted:
            site.open(gone.slug)
    changes = [*_judge(site, wish, now)]
    for name in wish.retire:
        changes += _retire(site, name, wish.to, now)
    left = tuple(one for each in site.opened.values() for one in _left(each))
    written = [] if wish.dry_run else [*_write(source, site.opened.values())]
    return Outcome(tuple(changes), left, tuple(written))


class _Site:
    """The explainers of a site, each opened when it is needed."""

    def __init__(self, inputs: Inputs, pages: Mapping[str, Page]) -> None:
        self.inputs = inputs
        self.pages = pages
        self.opened: dict[str, _Open] = {}
        self._zone = load_zone(inputs.config.timezone)

    def open(self, slug: str) -> _Open:
        """The explainer with its ledger; without a page when its file is gone."""
        if slug in self.opened:
            return self.opened[slug]
        name = ledger_name(slug)
        is_first = not (self.inputs.ledgers and name in self.inputs.ledgers)
        path = f"{LEDGER}/{name}"
        text = "" if is_first else files.read_text(self.inputs.source, path)
        found = ledger.parse_ledger(text, path, slug, self._zone)
        one = _Open(slug, found, is_first=is_first, before=None if is_first else found)
        known = self.pages.get(slug)
        if known is not None:
            text = files.read_text(self.inputs.source, known.path)
            one.lines = text.splitlines()
            dialect = site_dialect(math=self.inputs.config.math)
            one.page, one.body = parse_page(text, known.path, self._zone, "", dialect)
            one.pairing = ledger.pair_questions(one.page.questions, one.body.answer_texts, found)
        self.opened[slug] = one
        return one


def _wanted(only: Sequence[str], pages: Mapping[str, Page], gone: Sequence[str]) -> set[str]:
    """The slugs of the explainers that are named; of all when none is."""
    if not only:
        return {*pages, *gone}
    files_of = {one.path: slug for slug, one in pages.items()}
    found = set()
    for name in only:
        plain = name.removeprefix("./").strip("/")
        slug = files_of.get(plain) or (plain if plain in pages or plain in gone else "")
        if not slug:
            raise _no_explainer(name, [*files_of, *pages, *gone])
        found.add(slug)
    return found


def _judge(site: _Site, wish: Wish, now: datetime) -> Iterator[Change]:
    """Records every opened explainer, likenesses judged as wished."""
    opened = [one for one in site.opened.values() if one.page]

    def verdict(entry: Entry, question: Question, match: Match) -> bool | None:
        if wish.fix and match.is_sure:
            return True
        return wish.ask(entry.text, question.text, match.shared) if wish.ask else None

    for one in opened:
        assert one.page is not None
        assert one.pairing is not None
        one.pairing = ledger.decide(one.pairing, one.page.questions, verdict)
    moves = []
    for move in _moves(site):
        judged = _verdict(move, wish)
        if judged:
            moves.append(move)
        if move.place is None:
            continue
        if judged:
            site.opened[move.slug].moved[move.place] = move.entry
        elif judged is None:
            site.opened[move.slug].held.add(move.place)
    for one in opened:
        assert one.page is not None
        assert one.body is not None
        assert one.pairing is not None
        occasion = Occasion(now, wish.is_minor, one.is_first, one.moved, one.held)
        one.ledger, changes = ledger.record_page(
            one.page, one.body, one.ledger, one.pairing, occasion
        )
        yield from changes
    for move in moves:
        old = site.open(move.from_slug)
        target = _target(site, move)
        old.ledger, change = ledger.retire(old.ledger, move.entry.id, now, target, kind="moved")
        yield change


def _verdict(move: Move, wish: Wish) -> bool | None:
    if wish.fix:
        return True
    return wish.ask(move.entry.text, move.question.text, move.shared) if wish.ask else None


def _moves(site: _Site) -> list[Move]:
    """Questions that are gone from one explainer and asked in another."""
    gone: list[tuple[str, Entry]] = []
    new: list[tuple[str, int, Question, str]] = []
    for one in site.opened.values():
        if one.page is None:
            gone += [(one.slug, each) for each in one.ledger.entries.values() if not each.retired]
            continue
        assert one.pairing is not None
        assert one.body is not None
        doubted = {entry.id for entry, _ in one.pairing.doubtful.values()}
        gone += [(one.slug, each) for each in one.pairing.vanished if each.id not in doubted]
        for at, question in enumerate(one.page.questions):
            if one.pairing.entries[at] is None and at not in one.pairing.doubtful:
                new.append((one.slug, at, question, one.body.answer_texts[at]))
    return find_moves(gone, new, site.pages) if gone else []


def _target(site: _Site, move: Move) -> str:
    """Where a moved question is now: `slug/id`."""
    if move.place is None:
        return f"{move.slug}/{move.question.id}"
    entries = site.opened[move.slug].ledger.entries.values()
    found = next(one for one in entries if one.text == move.question.text and not one.retired)
    return f"{move.slug}/{found.id}"


def _retire(site: _Site, name: str, to: str, now: datetime) -> Iterator[Change]:
    """Says that a question, or a whole explainer, is not asked any more."""
    slug, identity = _named(site, name)
    target = "/".join(filter(None, _named(site, to))) if to else ""
    if target and target == f"{slug}/{identity}".rstrip("/"):
        raise GeneratorError([unusable("bad-target", f"`{to}` would lead to itself")])
    one = site.open(slug)
    asked = _asked(one)
    for key in [identity] if identity else [*one.ledger.entries]:
        if key not in one.ledger.entries:
            raise _no_question(f"{slug}/{key}", [f"{slug}/{each}" for each in one.ledger.entries])
        if key in asked:
            assert one.page is not None
            message = f"`{slug}/{key}` is still asked in `{one.page.path}`"
            hint = "remove the question from the file first"
            raise GeneratorError([unusable("still-asked", message, hint=hint)])
        if identity or not one.ledger.entries[key].retired:
            one.ledger, change = ledger.retire(one.ledger, key, now, target)
            yield change


def _asked(one: _Open) -> set[str]:
    """The ids in the ledger of the questions that the page still asks."""
    if one.page is None or one.body is None:
        return set()
    pairing = ledger.pair_questions(one.page.questions, one.body.answer_texts, one.ledger)
    sure = [entry for at, entry in enumerate(pairing.entries) if at not in pairing.matches]
    return {entry.id for entry in sure if entry}


def _named(site: _Site, name: str) -> tuple[str, str]:
    """Slug and id of `slug/id`, of `slug` (then without id), or of an id that is the only one."""
    plain = name.strip().strip("/").replace("/#", "/").replace("#", "/")
    ledgers = site.inputs.ledgers or {}
    gone = {one.removesuffix(".yml") for one in ledgers}
    if plain in site.pages or plain in gone:
        return plain, ""
    slug, _, identity = plain.rpartition("/")
    if not slug:
        owners = [one for one in {*site.pages, *gone} if plain in site.open(one).ledger.entries]
        if len(owners) == 1:
            return owners[0], plain
        if owners:
            message = f"several explainers have a question `{plain}`"
            hint = f"write {' or '.join(f'`{one}/{plain}`' for one in sorted(owners))}"
            raise GeneratorError([unusable("no-such-question", message, hint=hint)])
    elif slug in site.pages or slug in gone:
        known = {*site.open(slug).ledger.entries}
        known |= {one.id for one in site.pages[slug].questions} if slug in site.pages else set()
        if identity in known:
            return slug, identity
        raise _no_question(plain, [f"{slug}/{one}" for one in known])
    raise _no_question(
        plain, [f"{one.slug}/{q.id}" for one in site.pages.values() for q in one.questions]
    )


def _left(one: _Open) -> Iterable[Diagnostic]:
    """What is still out of step, in the words of a build."""
    path = f"{LEDGER}/{ledger_name(one.slug)}"
    if one.page is None or one.body is None:
        return ledger.departed(one.ledger, path).drift
    return ledger.apply_ledger(one.page, one.body.answer_texts, one.ledger, one.lines).drift


def _write(source: Path, opened: Iterable[_Open]) -> Iterator[str]:
    """Writes what differs; pages first, so that a move is never recorded by its old place alone."""
    for one in sorted(opened, key=lambda each: (each.page is None, each.slug)):
        if one.ledger == one.before or not one.ledger.entries:
            continue
        path = f"{LEDGER}/{ledger_name(one.slug)}"
        files.write_atomically(source / path, ledger.write_ledger(one.ledger).encode())
        yield path


def _no_explainer(name: str, known: Iterable[str]) -> GeneratorError:
    close = nearest(name, known)
    hint = f"did you mean `{close}`?" if close else "name its file or its slug"
    return GeneratorError(
        [unusable("no-such-explainer", f"there is no explainer `{name}`", hint=hint)]
    )


def _no_question(name: str, known: Iterable[str]) -> GeneratorError:
    close = nearest(name, known)
    hint = f"did you mean `{close}`?" if close else "write `slug/question-id`"
    message = f"the ledger has no question `{name}`"
    return GeneratorError([unusable("no-such-question", message, hint=hint)])
