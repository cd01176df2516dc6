"""What may stand in a file of the ledger."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field, RootModel, model_validator

from generator.yamltext import problem
from generator.yamltext.fields import Anchor, Moment, Text, Texts, Written, check_segment

_HEX: Final = frozenset("0123456789abcdef")


def _hash(text: str) -> str:
    if not set(text) <= _HEX:
        raise problem("bad-ledger", f"`{text[:40]}` is no hash", hint="run `explainer ids`")
    return text


def _target(text: str) -> str:
    """`slug/id` or `slug`."""
    parts = text.strip().strip("/").split("/")
    if len(parts) > 2:
        raise problem(
            "bad-ledger", f"`{text[:80]}` names no question", hint="write `slug/question-id`"
        )
    return "/".join(check_segment(one, "bad-id", use="the id of a question") for one in parts)


class WrittenEntry(Written):
    """A question as the ledger writes it."""

    text: Text = Field(description="The question's wording.")
    was: Texts = Field((), description="Earlier wordings, the oldest first.")
    anchors: tuple[Anchor, ...] = Field((), description="Earlier ids, to which links still lead.")
    first: Moment = Field(description="When it was first published.")
    changed: Moment | None = Field(None, description="When its answer last changed.")
    open: Moment | None = Field(
        None, description="Since when its answer says that something is not known yet."
    )
    hash: Annotated[str, AfterValidator(_hash)] = Field("", description="Of the answer's text.")
    words: str = Field("", description="A sample of the answer's words, hashed.")
    retired: Moment | None = Field(None, description="Since when it is no longer asked.")
    to: Annotated[str, AfterValidator(_target)] = Field(
        "", description="Where it is answered since: `slug/question-id`."
    )

    @model_validator(mode="after")
    def _leads_on_when_retired(self) -> WrittenEntry:
        if self.to and self.retired is None:
            raise problem(
                "bad-ledger", "`to` stands only with `retired`", hint="add `retired:` with its date"
            )
        return self


class WrittenLedger(RootModel[dict[Anchor, WrittenEntry]]):
    """A file of the ledger: its questions by id."""
