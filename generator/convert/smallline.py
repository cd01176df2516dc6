"""What a short line of an article's head says: dates, agencies, authors.

`By Ann Field and Bo Hill, dpa | 3 May 2025, updated 4 May` is parted at its marks; a line is small
when nearly all of its parts are known. Nothing here looks at the lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.convert.calendars import load_zones
from generator.convert.cues import Cues, agencies, contains, fold, function_words
from generator.convert.dates import Stamp, find_stamps
from generator.convert.readers.bylines import names_office, opens_byline, read_byline
from generator.text import words

_SENTENCE_END = re.compile(r"[.!…。?？!！;；؟]['\"”’»›“)\]]*\s*$")
_STRONG_MARKS = re.compile(r"\s*[|•·∙●;\n()\[\]（）【】«»]\s*|\s[–—/-]+\s|[–—-]\s|\s{2,}")
_COMMAS = re.compile(r"\s*[,،、，/]\s*")
_EDGES = " \t,.:;–—-|·•/،，、"
# `MOSCOW, 15 May. /TASS/.`
_IN_SLASHES = re.compile(r"[^/]{0,40}/([^/\s][^/]{1,20})/\W{0,3}")
_MOST_WORDS = 24
_MOST_SIGNS = 300
_MOST_UNKNOWN = 4
_MOST_OFFICE = 6
_MOST_PASSING = 6
_WITH = re.compile(r"(?:with|mit|avec|con|com|met|med|и|с|με|مع)\s+", re.I)


@dataclass(frozen=True, slots=True)
class SmallLine:
    """The facts of a line; without any, the line is text."""

    stamps: tuple[Stamp, ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    is_office: bool = False
    """True for a byline that names no person."""
    passing: str = ""
    """What a line says that is true for a reader of the page alone: how long reading takes."""
    rest: str = ""
    """The words that are none of these."""
    weak: bool = False

    @property
    def kind(self) -> str:
        """What the line mainly is: `authors`, `date`, `source`, `office`, `passing`.

        Empty for text.
        """
        if self.authors:
            return "authors"
        if self.stamps:
            return "date"
        if self.source:
            return "source"
        if self.is_office:
            return "office"
        return "passing" if self.passing else ""


def _count(part: str) -> int:
    """How many words; in scripts without spaces, as many as three signs make."""
    found = words(part)
    return len(found) if len(found) * 3 < len(part) or " " in part else -(-len(found) // 3)


def read_small_line(text: str, cues: Cues, languages: tuple[str, ...]) -> SmallLine:
    """What the line says; empty for a line that is text."""
    text = text.strip()
    if not 0 < len(text) <= _MOST_SIGNS or len(words(text)) > _MOST_WORDS:
        return SmallLine()
    stamps = find_stamps(text, languages)
    rest = _beside(text, stamps)
    if not stamps and len(words(text)) > 14 and not opens_byline(text):
        return SmallLine()
    if not stamps and (passing := _passing(text, cues)):
        return SmallLine(passing=passing)
    if (found := _IN_SLASHES.fullmatch(text)) and named_agency(found[1]):
        return SmallLine(source=named_agency(found[1]))
    authors: list[str] = []
    sources: list[str] = []
    unknown: list[str] = []
    office = ""
    known_words = _known_words(cues, languages)
    for part in _parts(rest, cues):
        if _is_known(part, known_words, cues):
            continue
        agency = named_agency(_WITH.sub("", part))
        if agency:
            sources.append(agency)
            continue
        opening = opens_byline(part)
        if opening and (agency := named_agency(opening)):
            sources.append(agency)
            continue
        persons = read_byline(part)
        if opening and persons:
            authors += persons
        elif opening and len(part.split()) <= _MOST_OFFICE:
            office = office or opening
        else:
            unknown.append(part)
    if not authors and len(unknown) == 1 and (sources or office) and " " in unknown[0]:
        # `Ann Field (dpa)`, `Ann Field, with AFP`
        authors = list(read_byline(unknown[0]))
    if not (stamps or authors or sources or office) and (person := _with_role(unknown)):
        authors, unknown = list(person), list(person)
    guessed = bool(authors) and authors == list(read_byline(unknown[0] if unknown else ""))
    unknown = [] if guessed else unknown
    count = sum(map(_count, unknown))
    if not (stamps or authors or sources or office) or count > _MOST_UNKNOWN:
        return SmallLine()
    is_place_line = bool(stamps and sources) and count <= 2
    if (
        _SENTENCE_END.search(text)
        and not is_place_line
        and (unknown or not (stamps or sources))
        and not authors
    ):
        return SmallLine()
    said = " ".join(unknown)
    weak = guessed
    if stamps and unknown and not authors and not sources and not office:
        persons = read_byline(unknown[0]) if len(unknown) == 1 else ()
        authors = list(persons)
        # `12 comments` stands beside dates, but publishes nothing.
        is_name = (
            len(unknown) == 1
            and not unknown[0][0].islower()
            and len(unknown[0]) > 1
            and not unknown[0][0].isdigit()
        )
        # `ROME, 3 May 2025` says where.
        is_place = text.startswith(f"{unknown[0]},") and unknown[0].isupper()
        sources = [unknown[0]] if is_name and not persons and not is_place else []
        weak = True
    return SmallLine(
        stamps=stamps,
        authors=tuple(dict.fromkeys(authors)),
        source=sources[0] if sources else office,
        is_office=bool(office),
        rest=said,
        weak=weak,
    )


def _passing(text: str, cues: Cues) -> str:
    """How long reading takes, or how long ago something was published; empty for other text."""
    folded = fold(text)
    if not any(one.isdigit() for one in folded) or len(folded.split()) > _MOST_PASSING:
        return ""
    if contains(folded, cues.reading_time):
        return "how long reading takes"
    left = set(words(folded)) - {
        word for one in (*cues.ago, *cues.updated, *cues.published) for word in one.split()
    }
    is_age = bool(contains(folded, cues.ago)) and sum(not one.isdigit() for one in left) <= 1
    return "the page's own age" if is_age else ""


def _with_role(parts: Sequence[str]) -> tuple[str, ...]:
    """The person of `Ann Field, science correspondent`."""
    if len(parts) != 2 or not parts[1][:1].islower() or len(parts[1].split()) > _MOST_UNKNOWN:
        return ()
    return read_byline(parts[0]) if names_office(parts[1]) else ()


def named_agency(text: str) -> str:
    """The agency that is all the text names (`dpa`, `dpa/AFP`, `Quelle: dpa`), else empty."""
    bare = text.strip("()[] .,:;–—-")
    label, mark, value = bare.partition(":")
    if mark and len(label.split()) <= 2 and value.strip():
        bare = value.strip()
    if fold(bare) in agencies():
        return bare
    desk, _, last = bare.rpartition(" ")
    if desk and fold(last) in agencies() and len(desk.split()) <= 2 and names_office(desk):
        return last
    names = [one.strip() for one in re.split(r"[/,;&+]|\s(?:and|und|et|e|y|en|и|και)\s", bare)]
    names = [one for one in names if one]
    if names and len(names) <= 4 and all(fold(one) in agencies() for one in names):
        return names[0]
    return ""


def _beside(text: str, stamps: tuple[Stamp, ...]) -> str:
    """What a line holds beside its stamps and their cue words."""
    for one in reversed(stamps):
        begin, end = one.reach if one.reach[1] > one.reach[0] else one.span
        text = text[: min(begin, one.span[0])] + " | " + text[max(end, one.span[1]) :]
    return text


def _parts(rest: str, cues: Cues) -> Iterator[str]:
    for strong in _STRONG_MARKS.split(rest):
        part = (strong or "").strip(_EDGES)
        if not part:
            continue
        if opens_byline(part) or named_agency(part):
            # An agency behind the names: `Von Ann Field, dpa`.
            names = _COMMAS.split(part)
            if len(names) > 1 and named_agency(names[-1]) and not named_agency(part):
                yield part[: part.rindex(names[-1])].strip(_EDGES)
                yield names[-1]
            elif len(names) > 1 and opens_byline(part) and not read_byline(names[-1]):
                yield ", ".join(names[:-1])
                first = names[-1].split()[0]
                yield from [first] if named_agency(first) else []
            else:
                yield part
            continue
        yield from (one for one in (piece.strip(_EDGES) for piece in _COMMAS.split(part)) if one)


def _known_words(cues: Cues, languages: tuple[str, ...]) -> frozenset[str]:
    stamped = (*cues.published, *cues.updated, *cues.reading_time)
    zones = load_zones()
    small = {word for one in stamped for word in fold(one).split()}
    small |= {fold(one) for one in (*zones.offsets, *zones.places)}
    for language in languages:
        small |= {one for one in function_words().get(language, ()) if len(one) <= 4}
    return frozenset(small)


def _is_known(part: str, known: frozenset[str], cues: Cues) -> bool:
    """True for what only goes with dates: cue words, articles, reading times, numbers."""
    folded = fold(part)
    if all(word in known or word.isdigit() for word in words(folded)):
        return True
    if contains(folded, cues.reading_time) and len(folded.split()) <= 6:
        return True
    return folded in cues.controls
