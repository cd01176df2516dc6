"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
_CODE = re.compile(r'\b(?:error|warning|unusable|problem|refused)\(\s*"([a-z]+(?:-[a-z0-9]+)+)"')


def test_every_code_of_a_message_has_its_entry() -> None:
    described = set(re.findall(r"^## ([a-z0-9-]+)$", (DOCS / "errors.md").read_text(), re.M))
    used = {
        code
        for path in (ROOT / "generator").rglob("*.py")
        for code in _CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert used <= described, sorted(used - described)


def test_the_entries_stand_in_alphabetical_order() -> None:
    names = re.findall(r"^## ([a-z0-9-]+)$", (DOCS / "errors.md").read_text(), re.M)
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("document", "module", "known"),
    [("front-matter.md", "frontmatter", "title"), ("site-yml.md", "config", "title")],
)
def test_every_key_stands_in_its_reference(document: str, module: str, known: str) -> None:
    from generator.model import Config, FrontMatter, QuestionMeta

    owners = {"frontmatter": (FrontMatter, QuestionMeta), "config": (Config,)}[module]
    text = (DOCS / document).read_text(encoding="utf-8")
    for owner in owners:
        for name in owner.__dataclass_fields__:
            assert f"`{name}`" in text, name
    assert f"`{known}`" in text


def test_links_between_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")):
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]*`", "", text)):
            place = document.parent / Path(target)
            assert place.exists(), f"{document.name}: {target}"
