"""What is related: explainers that share the most, and rarest, tags; questions that are near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model import Card
from generator.neighbours import Place
from generator.site import Site
from generator.text import digest
from generator.views import QuestionLink, RelatedQuestions

MOST = 3
# Only a tag's nearest neighbours in time are weighed: the work grows with the pages alone, and one
# new explainer changes few pages.
WINDOW = 8


def related_cards(site: Site) -> Mapping[str, tuple[Card, ...]]:
    """For each explainer's file the cards of up to three others, the closest first."""
    scores: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    listed = site.listed
    place = {one.path: at for at, one in enumerate(listed)}
    for tag in site.tags:
        weight = 1 / (1 + len(tag.pages).bit_length())
        places = [place[one.path] for one in tag.pages]
        for at, page in enumerate(tag.pages):
            own = scores[page.path]
            for other in places[max(0, at - WINDOW) : at + WINDOW + 1]:
                own[other] += weight
    found: dict[str, tuple[Card, ...]] = {}
    for path, own in scores.items():
        here = place[path]
        own.pop(here, None)
        best = sorted([(-weight, abs(at - here), at) for at, weight in own.items()])[:MOST]
        found[path] = tuple([listed[at].card for *_, at in best])
    return found


def related_questions(
    site: Site,
    found: Mapping[str, tuple[tuple[Place, ...], ...]],
    pins: Mapping[Place, tuple[Place, ...]],
) -> Mapping[str, RelatedQuestions]:
    """For each explainer's file what stands under its answers: the pins first, then what is near.

    Files without any are left out.
    """
    links: dict[Place, QuestionLink] = {}

    def link(place: Place) -> QuestionLink:
        if place not in links:
            page = site.by_path[place[0]]
            one = page.questions[place[1]]
            path = f"{page.slug}/#{one.id}"
            links[place] = QuestionLink(one.text, path, page.front.title, page.front.lang)
        return links[place]

    related: dict[str, RelatedQuestions] = {}
    for path, near in found.items():
        if not any(near) and not pins:
            continue
        places = [
            tuple(dict.fromkeys((*pins.get((path, at), ()), *one)))[:MOST]
            for at, one in enumerate(near)
        ]
        answers = tuple(tuple(map(link, one)) for one in places)
        parts = (f"{one.path}\n{one.text}\n{one.explainer}" for some in answers for one in some)
        if any(answers):
            marks = ",".join(str(len(one)) for one in answers)
            related[path] = RelatedQuestions(answers, digest(marks, *parts))
    return related
