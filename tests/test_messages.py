"""What people are told about front matter and site.yml, word for word.

Each file in `fixtures/front-matter` and `fixtures/site-yml` stands beside the transcript of its
diagnostics; `pytest --update` rewrites the transcripts, for you to read before you commit them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.config import load_config
from generator.console import show_diagnostics
from generator.diagnostics import Diagnostic, GeneratorError
from generator.frontmatter import parse_front_matter

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
PAGES = sorted((FIXTURES / "front-matter").glob("*.md"))
SITES = sorted((FIXTURES / "site-yml").glob("*.yml"))
# Too large, too rare or too much of the computer's own to stand in a fixture.
TESTED_ELSEWHERE = {
    "yaml-too-large",
    "too-many-tags",
    "no-timezone-data",
    "bad-id",
    "bad-question-link",
}


def shown(diagnostics: Iterable[Diagnostic]) -> str:
    out = io.StringIO()
    show_diagnostics(diagnostics, file=out)
    return out.getvalue()


def read(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("file", PAGES, ids=lambda one: one.stem)
def test_front_matter_is_reported_as_in_its_transcript(
    file: Path, expected: Callable[[Path, str], None]
) -> None:
    _, problems = parse_front_matter(read(file), file.name, ZoneInfo("Europe/Zurich"))
    expected(file.with_suffix(".txt"), shown(problems))


@pytest.mark.parametrize("file", SITES, ids=lambda one: one.stem)
def test_site_yml_is_reported_as_in_its_transcript(
    file: Path, expected: Callable[[Path, str], None]
) -> None:
    with pytest.raises(GeneratorError) as failure:
        load_config(read(file), "site.yml")
    expected(file.with_suffix(".txt"), shown(failure.value.diagnostics))


def codes() -> set[str]:
    """Every code that reading YAML, front matter and site.yml can report."""
    sources = [
        path
        for name in ("yamltext", "frontmatter", "config")
        for path in (ROOT / "generator" / name).glob("*.py")
    ]
    found = {code for path in sources for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', read(path))}
    return found - {"distinct-from"} | {"yaml-alias", "yaml-anchor", "yaml-tag"}


def test_every_code_has_its_transcript() -> None:
    told = "".join(read(one.with_suffix(".txt")) for one in (*PAGES, *SITES))
    assert codes() - TESTED_ELSEWHERE <= set(re.findall(r"\[([a-z-]+)\]: ", told))


def test_every_code_has_its_section_in_the_documentation() -> None:
    assert codes() <= set(re.findall(r"^## (\S+)$", read(ROOT / "docs" / "errors.md"), re.M))


def test_the_example_of_the_documentation_is_a_configuration() -> None:
    text = read(ROOT / "docs" / "site-yml.md")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.S)
    config = load_config(example)
    assert all(getattr(config, name) for name in type(config).__dataclass_fields__)


def test_the_examples_of_the_documentation_are_front_matter() -> None:
    for example in re.findall(r"```yaml\n(.*?)```", read(ROOT / "docs" / "front-matter.md"), re.S):
        page = f"---\ntitle: T\nkind: page\n{example}---\n"
        assert parse_front_matter(page, "a.md", ZoneInfo("UTC"))[1] == ()


def test_the_traps_of_the_documentation_are_traps_and_their_remedies_none() -> None:
    text = read(ROOT / "docs" / "front-matter.md")
    rows = re.findall(r"^\| `(\w+: .*?)`.*\| .* \| (.*) \|$", text, re.M)
    assert len(rows) == 9
    for trap, remedy in rows:
        page = "---\nkind: page\n{}\n{}---\n"
        title = "" if trap.startswith("title") else "title: T\n"
        assert parse_front_matter(page.format(trap, title), "a.md", ZoneInfo("UTC"))[1]
        for mended in re.findall(r"`(\w+: .*)`", remedy):
            found = parse_front_matter(page.format(mended, title), "a.md", ZoneInfo("UTC"))
            assert found[1] == ()
