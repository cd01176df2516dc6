"""Which explainers are related: those that share the most, and the rarest, tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model import Card
from generator.site import Site

MOST = 3
# Only a tag's nearest neighbours in time are weighed: the work grows with the pages alone, and one
# new explainer changes few pages.
WINDOW = 8


def related_cards(site: Site) -> Mapping[str, tuple[Card, ...]]:
    """For each explainer's file the cards of up to three others, the closest first."""
    scores: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    place = {one.path: at for at, one in enumerate(site.explainers)}
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
        best = sorted(own, key=lambda at: (-own[at], abs(at - here), at))[:MOST]
        found[path] = tuple(site.explainers[at].card for at in best)
    return found
