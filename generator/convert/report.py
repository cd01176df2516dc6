"""What a conversion did, for people: each field with its evidence, and the account of all lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.convert.placing import Explainer, Placement, Rival
from generator.text import truncate, words

_FIELDS = ("title", "kicker", "lead", "date", "updated", "source", "authors", "summary")
_MOST_DROPPED = 24
"""Lines about what was dropped; more of them nobody reads, and `--report json` has them all."""
_NEAR = 3
_FEW = 12
_MOST_RIVALS = 12


def report_lines(explainer: Explainer, name: str, written: str) -> Iterator[str]:
    """The report, line by line."""
    by_place = _by_place(explainer.placements)
    where = _where(explainer.placements)
    weak = count_weak(explainer)
    yield f"{name} → {written}" + (f"  ({weak} to look at)" if weak else "")
    values = _values(explainer)
    for field in _FIELDS:
        shown = values[field]
        text = f"{len(shown)} points" if field == "summary" and shown else _shown(field, shown)
        if text:
            yield _row(field, text, _own(field, by_place), _origin(field, explainer), where)
        yield from _rivals(field, explainer.rivals)
    yield f"  {'language':<10}{explainer.front.lang or 'not recognised'}"
    yield f"  {'intro':<10}{_count(by_place.get('intro', []), where)}"
    yield from _question_lines(explainer, by_place, where)
    yield from _dropped_lines(by_place.get("dropped", []), where)
    yield from _account_lines(explainer, len(by_place.get("dropped", [])))
    for note in explainer.notes:
        yield f"  look at: {note}"


def report_data(explainer: Explainer, name: str, written: str) -> dict[str, Any]:
    """The whole report as plain data: what `--report json` prints."""
    by_place = _by_place(explainer.placements)
    return {
        "article": name,
        "written": written,
        "fields": [_field_data(field, value, explainer) for field, value in _stored(explainer)],
        "questions": [
            {
                "text": entry.text,
                "rule": _rule(by_place.get(f"question {number}", [])),
                "lines": _spans(by_place.get(f"question {number}", [])),
                "answer_lines": _spans(by_place.get(f"answer {number}", [])),
                "weak": any(one.weak for one in by_place.get(f"question {number}", [])),
            }
            for number, entry in enumerate(explainer.entries, 1)
        ],
        "not_asked": [_rival_data(one) for one in explainer.rivals if one.place == "question"],
        "blocks": [
            {
                "lines": list(one.lines),
                "place": one.place,
                "rule": one.rule,
                "weak": one.weak,
                "text": truncate(one.text, 120),
            }
            for one in explainer.placements
        ],
        "account": word_account(explainer),
        "notes": list(explainer.notes),
    }


def count_weak(explainer: Explainer) -> int:
    """How many things an editor should look at; what the source declares itself is none."""
    declared = {field for field, _ in explainer.origins}
    weak = [one for one in explainer.placements if one.weak and one.place not in declared]
    return len(weak) + len(explainer.notes)


def word_account(explainer: Explainer) -> dict[str, int]:
    """How many words were read, and where they went."""
    dropped = sum(len(words(one.text)) for one in explainer.placements if one.place == "dropped")
    read = sum(len(words(one.text)) for one in explainer.placements)
    return {"read": read, "placed": read - dropped, "dropped": dropped}


@dataclass(frozen=True, slots=True)
class _Where:
    """How places in the source are named: by line, or by block where a page is one long line."""

    by_block: bool

    def name(self, placements: Iterable[Placement]) -> str:
        """`line 3`, `lines 3–7`, `block 12`, `no line`."""
        unit = "block" if self.by_block else "line"
        numbers = sorted({number for one in placements for number in self._numbers(one)})
        if not numbers:
            return "no line"
        if numbers[0] == numbers[-1]:
            return f"{unit} {numbers[0]}"
        return f"{unit}s {numbers[0]}–{numbers[-1]}"

    def _numbers(self, one: Placement) -> Iterator[int]:
        if self.by_block:
            yield one.block + 1
        else:
            yield from (number for number in one.lines if number)


def _where(placements: Sequence[Placement]) -> _Where:
    lines = Counter(one.lines[0] for one in placements)
    return _Where(len(placements) > _FEW and max(lines.values()) > 0.5 * len(placements))


def _by_place(placements: Iterable[Placement]) -> dict[str, list[Placement]]:
    found: dict[str, list[Placement]] = {}
    for placement in placements:
        found.setdefault(placement.place, []).append(placement)
    return found


def _values(explainer: Explainer) -> dict[str, Any]:
    front = explainer.front
    return {
        "title": front.title,
        "kicker": front.kicker,
        "lead": front.lead,
        "date": front.date.isoformat() if front.date else "",
        "updated": front.updated.isoformat() if front.updated else "",
        "source": front.source.name if front.source else "",
        "authors": list(front.authors),
        "summary": list(front.summary),
    }


def _stored(explainer: Explainer) -> Iterator[tuple[str, Any]]:
    yield from _values(explainer).items()
    yield "lang", explainer.front.lang


def _field_data(field: str, value: Any, explainer: Explainer) -> dict[str, Any]:
    own = _own(field, _by_place(explainer.placements)) if value else []
    origin = _origin(field, explainer)
    found = f"declared: {origin}" if origin else "told by its words" if value else "not found"
    return {
        "field": field,
        "value": value,
        "rule": own[0].rule if own else found,
        "origin": origin,
        "lines": _spans(own),
        "weak": not origin and any(one.weak for one in own),
        "rivals": [_rival_data(one) for one in explainer.rivals if one.place == field],
    }


def _rival_data(one: Rival) -> dict[str, Any]:
    return {"value": one.value, "rule": one.rule, "lines": list(one.lines)}


def _own(field: str, by_place: dict[str, list[Placement]]) -> list[Placement]:
    """The blocks that a field was taken from; a byline may hold its date and source too."""
    own = by_place.get("date" if field == "updated" else field, [])
    if not own and field in ("date", "updated", "source"):
        return [one for one in by_place.get("authors", []) if "with" in one.rule]
    return own


def _origin(field: str, explainer: Explainer) -> str:
    return dict(explainer.origins).get(field, "")


def _shown(field: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return value[:16].replace("T", " ") if field in ("date", "updated") else str(value)[:400]


def _row(field: str, value: str, own: Sequence[Placement], origin: str, where: _Where) -> str:
    told = origin or (f"{where.name(own)}: {_rule(own)}" if own else "")
    weak = "  (weak)" if not origin and any(one.weak for one in own) else ""
    return f"  {field:<10}{truncate(value, 62)}" + (f"  [{told}]" if told else "") + weak


def _rivals(field: str, rivals: Iterable[Rival]) -> Iterator[str]:
    for one in rivals:
        if one.place == field:
            where = f"line {one.lines[0]}: " if one.lines[0] else ""
            value = _shown(field, one.value)
            yield f"  {'':<10}or: {truncate(value, 58)}  [{where}{one.rule}]"


def _question_lines(
    explainer: Explainer, by_place: dict[str, list[Placement]], where: _Where
) -> Iterator[str]:
    first = by_place.get("question 1", [])
    yield f"  {'questions':<10}{len(explainer.entries)}" + (f"  [{_rule(first)}]" if first else "")
    for number, entry in enumerate(explainer.entries, 1):
        asked = by_place.get(f"question {number}", [])
        answer = by_place.get(f"answer {number}", [])
        place = f"[{where.name(asked)}; answer {where.name(answer)}]"
        weak = "  (weak)" if any(one.weak for one in asked) else ""
        yield f"    {number:>2}. {truncate(entry.text, 62)}  {place}{weak}"
    left = [one for one in explainer.rivals if one.place == "question"]
    for one in left[:_MOST_RIVALS]:
        line = f"line {one.lines[0]}: " if one.lines[0] and not where.by_block else ""
        yield f"     –  {line}“{truncate(one.value, 56)}” is not asked: {one.rule}"
    if len(left) > _MOST_RIVALS:
        yield f"     –  and {len(left) - _MOST_RIVALS} more that are not asked"


def _dropped_lines(dropped: Sequence[Placement], where: _Where) -> Iterator[str]:
    """What was dropped; neighbours that one rule dropped share a line."""
    yield f"  {'dropped':<10}{_count(dropped, where)}"
    groups: list[list[Placement]] = []
    for one in dropped:
        last = groups[-1][-1] if groups else None
        if last and last.rule == one.rule and last.block + _NEAR >= one.block and not one.weak:
            groups[-1].append(one)
        else:
            groups.append([one])
    shown = [group for group in groups if any(one.text.strip() for one in group)]
    for group in shown[:_MOST_DROPPED]:
        text = next(one.text for one in group if one.text.strip())
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        weak = "  (weak)" if group[0].weak else ""
        place = where.name(group)
        yield f"    {place}: “{truncate(' '.join(text.split()), 50)}”{more} ({group[0].rule}){weak}"
    if len(shown) > _MOST_DROPPED:
        yield f"    and {len(shown) - _MOST_DROPPED} more: `--report json` names them"


def _account_lines(explainer: Explainer, dropped: int) -> Iterator[str]:
    count = word_account(explainer)
    total = len(explainer.placements)
    account = f"{total - dropped} placed, {dropped} dropped, none lost"
    told = f"{count['read']} words read = {count['placed']} placed + {count['dropped']} dropped"
    yield f"  {'account':<10}{total} blocks: {account}; {told}"


def _rule(own: Sequence[Placement]) -> str:
    return own[0].rule if own else ""


def _spans(own: Iterable[Placement]) -> list[list[int]]:
    return [list(one.lines) for one in own]


def _count(placements: Sequence[Placement], where: _Where) -> str:
    number = len(placements)
    return (
        "nothing"
        if not number
        else f"{number} block{'' if number == 1 else 's'}, {where.name(placements)}"
    )
