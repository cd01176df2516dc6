"""What people may write in front matter and in a question's comment."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from generator.text import one_line
from generator.urls import is_external, is_safe
from generator.yamltext import problem
from generator.yamltext.fields import (
    MAX_ADDRESS,
    Address,
    Anchor,
    Language,
    Moment,
    Review,
    SitePath,
    Slug,
    Switch,
    Text,
    Texts,
    Written,
    as_list,
)

MOST_TAGS: Final = 100
"""Of one page: each has a page of its own."""
_BULLET: Final = re.compile(r"^\s*[-*•–·]\s+")


def _title(text: str) -> str:
    if not text:
        raise problem("empty-title", "the title is empty", hint="write what the page explains")
    return text


def _tags_of(value: Any) -> Any:
    """`tags: energy, water` is two tags."""
    return value.split(",") if isinstance(value, str) else as_list(value)


def _distinct_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags without repetition; two that differ in case only are one."""
    for one in tags:
        if one and not any(character.isalnum() for character in one):
            raise problem(
                "bad-tag", f"the tag `{one}` holds no letter or digit", hint="name it in letters"
            )
    distinct: dict[str, str] = {}
    for one in filter(None, tags):
        distinct.setdefault(one.casefold(), one)
    if len(distinct) > MOST_TAGS:
        raise problem(
            "too-many-tags",
            f"there are {len(distinct):,} tags, more than {MOST_TAGS}",
            hint="keep those that readers would look for",
        )
    return tuple(distinct.values())


def _points_of(value: Any) -> Any:
    """One text with a point a line is a list of its lines."""
    if not isinstance(value, str):
        return as_list(value)
    return [_BULLET.sub("", line) for line in value.split("\n")]


def _given(points: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in points if one)


def _source_of(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return {"url" if re.match(r"https?://", text, re.I) else "name": text}


def _image_of(value: Any) -> Any:
    return {"src": value} if isinstance(value, str) else value


def _question_link(text: str) -> str:
    if text and (not text.partition("#")[2] or is_external(text) or len(text) > MAX_ADDRESS):
        raise problem(
            "bad-question-link",
            f"`{text[:80]}` is no link to a question",
            hint="write the file and the question's id: `tides.md#why`, or `#why` in this file",
        )
    return text


def _image_address(text: str) -> str:
    text = text.strip()
    unsafe = not is_safe(text) or text.lower().startswith(("mailto:", "tel:"))
    if not text or unsafe or "\\" in text or len(text) > MAX_ADDRESS:
        raise problem(
            "bad-image",
            f"`{text[:80]}` is no address of an image",
            hint="write a path inside `static/` such as `images/map.png`, or a full address",
        )
    if ".." in text.split("?")[0].split("/") or "%2e%2e" in text.lower():
        raise problem(
            "bad-image",
            f"`{text}` leads out of the site",
            hint="write a path inside `static/` such as `images/map.png`",
        )
    return text if text.startswith("//") else text.lstrip("/")


class WrittenSource(Written):
    """A source as a mapping."""

    name: Text = ""
    url: Address = ""

    @model_validator(mode="after")
    def _says_something(self) -> WrittenSource:
        if not self.name and not self.url:
            raise problem(
                "bad-source",
                "the source has neither name nor address",
                hint="write `source: name`, or remove it",
            )
        return self


class WrittenImage(Written):
    """An image as a mapping."""

    src: Annotated[str, AfterValidator(_image_address)]
    alt: Text = ""
    caption: Text = ""
    credit: Text = ""


class WrittenCorrection(Written):
    """What was wrong, and what is right."""

    date: Moment = Field(description="When it was corrected.")
    question: Text = Field("", description="The id or the wording of the question; else the page.")
    was: Text = Field(description="What the page said.")
    now: Text = Field(description="What is right.")


def _or_text(schema: dict[str, Any]) -> None:
    """Tells editors that a text alone is understood as well."""
    schema["anyOf"] = [*schema["anyOf"], {"type": "string"}]


_LIST_OR_TEXT: Final = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
)


class WrittenFrontMatter(Written):
    """The head of a content file."""

    title: Annotated[Text, AfterValidator(_title)] = Field(description="What the page explains.")
    kind: Literal["explainer", "page"] = Field(
        "explainer", description="`page` for one without questions and without date, as “About”."
    )
    kicker: Text = Field("", description="A few words above the title.")
    lead: Text = Field("", description="The opening paragraph, in inline Markdown.")
    date: Moment | None = Field(None, description="When it was first published.")
    updated: Moment | None = Field(None, description="When it was last changed.")
    slug: Slug = Field("", description="Its address; else the file's name.")
    source: Annotated[WrittenSource | None, BeforeValidator(_source_of)] = Field(
        None,
        description="Where it comes from: a name, an address, or both.",
        json_schema_extra=_or_text,
    )
    authors: Texts = Field((), description="Who wrote it.")
    lang: Language = Field("", description="Its language, such as `en` or `pt-BR`.")
    tags: Annotated[
        tuple[Text, ...], BeforeValidator(_tags_of), AfterValidator(_distinct_tags), _LIST_OR_TEXT
    ] = Field((), description="What it is about, in a word or two each.")
    image: Annotated[WrittenImage | None, BeforeValidator(_image_of)] = Field(
        None,
        description="A picture: an address or a path in `static/`.",
        json_schema_extra=_or_text,
    )
    summary: Annotated[
        tuple[Text, ...], BeforeValidator(_points_of), AfterValidator(_given), _LIST_OR_TEXT
    ] = Field((), description="The page in some points, in inline Markdown.")
    review: Review = Field("", description="When to look at it again: `90d` or a date.")
    checked: Moment | None = Field(None, description="When it was last found to be still right.")
    expires: Moment | None = Field(None, description="When it stops being true, and is left out.")
    owner: Text = Field("", description="Who looks after it.")
    corrections: tuple[WrittenCorrection, ...] = Field(
        (), description="What was wrong on the page and has been put right."
    )
    draft: Switch = Field(False, description="Kept out of the site until it is false.")
    aliases: Annotated[
        tuple[SitePath, ...], BeforeValidator(as_list), AfterValidator(_given), _LIST_OR_TEXT
    ] = Field((), description="Earlier paths of the page, which lead on to it.")


Links = Annotated[
    tuple[Annotated[Text, AfterValidator(_question_link)], ...],
    BeforeValidator(as_list),
    AfterValidator(_given),
    _LIST_OR_TEXT,
]


class WrittenQuestion(Written):
    """The comment of a question."""

    id: Anchor = Field("", description="The question's permanent id and anchor.")
    label: Text = Field("", description="A short form of the question for lists.")
    updated: Moment | None = Field(None, description="When the answer was last changed.")
    review: Review = Field("", description="When to look at it again: `90d` or a date.")
    checked: Moment | None = Field(None, description="When it was last found to be still right.")
    expires: Moment | None = Field(None, description="When the answer stops being true.")
    owner: Text = Field("", description="Who looks after the answer.")
    related: Links = Field((), description="Questions to name as related: `tides.md#why`.")
    distinct_from: Links = Field(
        (),
        alias="distinct-from",
        description="Questions that this one resembles and is not the same as.",
    )
