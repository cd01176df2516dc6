"""What a conversion did, for people: each field with its evidence, and the account of all lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.convert.placing import Explainer, Placement
from generator.text import truncate, words

_FIELDS = ("title", "kicker", "lead", "date", "source", "authors", "summary")


def report_lines(explainer: Explainer, name: str, written: str) -> Iterator[str]:
    """The report, line by line."""
    front = explainer.front
    by_place: dict[str, list[Placement]] = {}
    for placement in explainer.placements:
        by_place.setdefault(placement.place, []).append(placement)
    yield f"{name} → {written}"
    values = {
        "title": front.title,
        "kicker": front.kicker,
        "lead": front.lead,
        "date": " · ".join(
            f"{word} {one.isoformat(timespec='minutes')}"
            for word, one in (("published", front.date), ("updated", front.updated))
            if one
        ),
        "source": front.source.name if front.source else "",
        "authors": ", ".join(front.authors),
        "summary": f"{len(front.summary)} points" if front.summary else "",
    }
    for field in _FIELDS:
        own = by_place.get(field, [])
        if values[field]:
            yield _row(field, values[field], own)
    yield f"  {'language':<10}{front.lang or 'not recognised'}"
    yield f"  {'intro':<10}{_count(by_place.get('intro', []))}"
    yield f"  {'questions':<10}{len(explainer.entries)}"
    for number, entry in enumerate(explainer.entries, 1):
        answers = by_place.get(f"answer {number}", [])
        asked = by_place[f"question {number}"]
        where = f"[{_lines(asked)}; answer {_lines(answers)}]"
        yield f"    {number:>2}. {truncate(entry.text, 62)}  {where}"
    dropped = by_place.get("dropped", [])
    yield f"  {'dropped':<10}{_count(dropped)}"
    for one in dropped:
        yield f"    line {one.lines[0]}: “{truncate(one.text, 50)}” ({one.rule})"
    placed = len(explainer.placements) - len(dropped)
    account = f"{placed} placed, {len(dropped)} dropped, none lost"
    count = word_account(explainer)
    told = f"{count['read']} words read = {count['placed']} placed + {count['dropped']} dropped"
    yield f"  {'account':<10}{len(explainer.placements)} blocks: {account}; {told}"
    for note in explainer.notes:
        yield f"  look at: {note}"


def report_data(explainer: Explainer, name: str, written: str) -> dict[str, Any]:
    """The whole report as plain data: what `--report json` prints."""
    front = explainer.front
    values = {
        "title": front.title,
        "kicker": front.kicker,
        "lead": front.lead,
        "date": front.date.isoformat() if front.date else "",
        "updated": front.updated.isoformat() if front.updated else "",
        "source": front.source.name if front.source else "",
        "authors": list(front.authors),
        "summary": list(front.summary),
        "lang": front.lang,
    }
    fields = []
    for field, value in values.items():
        place = "date" if field == "updated" else field
        own = [one for one in explainer.placements if one.place == place]
        rule = own[0].rule if own else "declared by the source" if value else "not found"
        weak = any(one.weak for one in own)
        lines = [list(one.lines) for one in own]
        fields.append({"field": field, "value": value, "rule": rule, "lines": lines, "weak": weak})
    return {
        "article": name,
        "written": written,
        "fields": fields,
        "questions": [one.text for one in explainer.entries],
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


def word_account(explainer: Explainer) -> dict[str, int]:
    """How many words were read, and where they went."""
    dropped = sum(len(words(one.text)) for one in explainer.placements if one.place == "dropped")
    read = sum(len(words(one.text)) for one in explainer.placements)
    return {"read": read, "placed": read - dropped, "dropped": dropped}


def _row(field: str, value: str, own: list[Placement]) -> str:
    where = f"  [{_lines(own)}: {own[0].rule}]" if own else ""
    weak = "  (weak)" if any(one.weak for one in own) else ""
    return f"  {field:<10}{truncate(value, 62)}{where}{weak}"


def _lines(placements: list[Placement]) -> str:
    numbers = sorted({number for one in placements for number in one.lines if number})
    if not numbers:
        return "no line"
    if numbers[0] == numbers[-1]:
        return f"line {numbers[0]}"
    return f"lines {numbers[0]}–{numbers[-1]}"


def _count(placements: list[Placement]) -> str:
    number = len(placements)
    return (
        "nothing"
        if not number
        else f"{number} block{'' if number == 1 else 's'}, {_lines(placements)}"
    )
