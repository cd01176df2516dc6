"""Pages are the same whoever renders them: this process, workers, any executor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import build
from generator.diagnostics import GeneratorError
from generator.rendering import WORTH_A_WORKER
from generator.request import Request
from tests.conftest import put, tree

PAGE = "---\ntitle: Page {0}\ndate: 2026-01-01\ntags: [tea]\n---\n\n## Why {0}?\n\nSo **{0}**.\n"


@pytest.fixture
def asked(tmp_path: Path) -> Request:
    source = tmp_path / "site"
    switches = "search question_pages for_machines embeddable answer_feeds social_cards"
    off = "".join(f"{one}: false\n" for one in switches.split())
    put(source / "site.yml", f"title: Site\nurl: https://example.org/\n{off}")
    for number in range(WORTH_A_WORKER):
        put(source / "content" / f"p{number}.md", PAGE.format(number))
    now = datetime(2026, 5, 1, tzinfo=UTC)
    return Request(source=source, output=source / "output", now=now, jobs=1)


def made(request: Request, executor: ThreadPoolExecutor | None = None) -> dict[str, bytes]:
    output = request.source.parent / "made" / f"{request.jobs}-{executor is not None}"
    (request.source / ".cache" / "build.sqlite").unlink(missing_ok=True)
    result = build(replace(request, output=output), executor)
    assert result.parsed == WORTH_A_WORKER
    assert result.rendered > WORTH_A_WORKER
    return tree(output)


def test_any_number_of_workers_and_any_executor_give_the_same_bytes(asked: Request) -> None:
    alone = made(asked)
    assert made(replace(asked, jobs=2)) == alone
    with ThreadPoolExecutor(3) as executor:
        assert made(asked, executor) == alone


def test_a_fault_in_a_template_is_told_once_and_leaves_the_last_site(asked: Request) -> None:
    workers = replace(asked, jobs=2)
    build(workers)
    before = tree(asked.output)
    place = asked.source / "themes" / "default" / "templates" / "partials" / "byline.html"
    put(place, "{{ page.nothing }}\n")

    with pytest.raises(GeneratorError) as failure:
        build(workers)

    (found,) = failure.value.diagnostics
    assert (found.code, found.span and found.span.line) == ("undefined-name", 1)
    assert tree(asked.output) == before
    assert sorted(one.name for one in asked.source.iterdir() if "explainer-" in one.name) == []
    place.unlink()
    build(workers)
    assert tree(asked.output) == before
