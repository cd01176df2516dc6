"""Agency formats: what is the article, what is for editors only, what must not be published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.conversion import Wishes, convert
from generator.convert.blocks import BlockStream, RawArticle
from generator.convert.dates import read_stamp
from generator.convert.decode import sniff
from generator.convert.readers import READERS, reader_for
from generator.convert.readers.bylines import read_byline
from generator.convert.release import reason_to_withhold, refuse_withheld
from generator.diagnostics import GeneratorError

WIRE = Path(__file__).parent / "wire"
GOOD = {
    "dpa": ["questions.json", "wrapped.json"],
    "ninjs": ["version-1.json", "version-2.json", "version-3.json"],
    "newsml-g2": ["questions.xml"],
    "nitf": ["questions.xml", "latin-1.xml"],
    "newsml-1": ["questions.xml", "nitf-inside.xml", "html-as-text.xml"],
    "iptc-7901": ["questions.txt", "control-characters.txt", "english.txt"],
    "anpa": ["questions.txt"],
}
CASES = [f"{kind}/{name}" for kind, names in GOOD.items() for name in names]
FULL = [
    "dpa/questions.json",
    "ninjs/version-1.json",
    "newsml-g2/questions.xml",
    "nitf/questions.xml",
]
PRIVATE = (
    "0000 0000", "000000", "redaktion@example.org", "redaction@example.org", "Sperrfrist",
    "Redaktionelle Hinweise", "Notizblock", "yyzz", "al rmo", "editors", "Editors", "Grafik",
    "graphics", "Antarctica", "Foto Archiv", "Berichtigung", "REFILE", "infocom", "Remplace",
)  # fmt: skip


def read(case: str, data: bytes | None = None) -> BlockStream:
    path = WIRE / case
    content = path.read_bytes() if data is None else data
    return reader_for(sniff(content, path.name))(RawArticle(path.name, content))


def declared(stream: BlockStream, name: str) -> list[str]:
    return [one.value for one in stream.declared if one.field == name]


def kept(stream: BlockStream) -> list[str]:
    return [block.text for block in stream.blocks if not block.dropped]


def refusal(case: str) -> tuple[str, str]:
    with pytest.raises(GeneratorError) as caught:
        read(case)
    (problem,) = caught.value.diagnostics
    assert caught.value.status == 2
    assert "\n" not in problem.message
    return problem.code, problem.message


@pytest.mark.parametrize("case", CASES)
def test_format_is_recognised_and_read(case: str) -> None:
    stream = read(case)
    assert stream.format == case.partition("/")[0]
    assert [block.id for block in stream.blocks] == list(range(len(stream.blocks)))
    assert all(-1 <= block.container < len(stream.containers) for block in stream.blocks)


@pytest.mark.parametrize("case", CASES)
def test_nothing_for_editors_is_kept(case: str) -> None:
    stream = read(case)
    words = "\n".join(kept(stream)) + " ".join(one.value for one in stream.declared)
    assert [secret for secret in PRIVATE if secret in words] == []


@pytest.mark.parametrize("case", FULL)
def test_head_fields_are_declared(case: str) -> None:
    stream = read(case)
    assert declared(stream, "author") == ["Ada Lovelace", "Charles Babbage"]
    for field in ("title", "kicker", "lead", "date", "updated", "source", "lang"):
        assert len(declared(stream, field)) == 1, field
    assert all(read_stamp(value) for value in declared(stream, "date"))


@pytest.mark.parametrize("case", FULL)
def test_head_fields_are_blocks_once_with_their_roles(case: str) -> None:
    stream = read(case)
    roles = [block.role for block in stream.blocks if block.role and not block.dropped]
    assert roles[:4] == ["kicker", "title", "byline", "lead"]
    texts = [text for text in kept(stream) if text]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("case", [case for case in CASES if case != "newsml-1/html-as-text.xml"])
def test_questions_stand_in_order(case: str) -> None:
    if case in ("iptc-7901/english.txt",):
        assert read(case).blocks[0].text == "Leap second to go"
        return
    stream = read(case)
    questions = [text for text in kept(stream) if text.endswith("?")]
    assert len(questions) == (2 if "latin-1" in case else 3)


def test_anpa_byline_is_written_as_names_are() -> None:
    stream = read("anpa/questions.txt")
    assert declared(stream, "author") == ["Ada Lovelace", "Charles Babbage"]
    assert declared(stream, "updated") == ["2024-06-20 06:08 GMT"]
    dropped = [block.text for block in stream.blocks if block.dropped]
    assert dropped[0] == "EX--Leap Second-Questions,3rd Ld-Writethru,210"


def test_anpa_release_time_is_an_embargo() -> None:
    source = (WIRE / "anpa/questions.txt").read_text(encoding="utf-8")
    held = source.replace("^Eds: Adds", "^Eds: Embargoed until Friday. Adds")
    stream = read("anpa/questions.txt", held.encode())
    assert reason_to_withhold(stream).startswith("is under embargo")


def test_dpa_keeps_table_pictures_and_links() -> None:
    stream = read("dpa/questions.json")
    kinds = [block.kind for block in stream.blocks]
    assert kinds.count("image") == 2
    (table,) = [block for block in stream.blocks if block.kind == "table"]
    assert table.header_rows == 1
    pictures = [run.image for block in stream.blocks for run in block.runs if run.image]
    assert [one.src for one in pictures] == [
        "https://images.example.org/clock.jpeg?a=1&b=2",
        "https://images.example.org/atom.jpeg?a=1&b=2",
    ]
    assert [one.credit for one in pictures] == ["BIPM/dpa", "PTB/dpa"]
    links = [run.href for block in stream.blocks for run in block.runs if run.href]
    assert links[0] == "https://www.bipm.org/"


def test_dpa_dateline_stands_before_the_text() -> None:
    texts = kept(read("dpa/questions.json"))
    assert any(text.startswith("Paris (dpa) - Alle paar Jahre") for text in texts)


def test_dpa_tells_version_and_keywords() -> None:
    stream = read("dpa/questions.json")
    assert declared(stream, "updated") == ["2024-06-20T08:08:00+02:00"]
    assert declared(stream, "tag") == ["Zeit", "Wissenschaft", "Frankreich"]


def test_ninjs_prefers_html_and_keeps_first_and_last_time() -> None:
    stream = read("ninjs/version-2.json")
    assert "Plain words only." not in kept(stream)
    assert declared(stream, "date") == ["2024-06-19T21:31:00Z"]
    assert declared(stream, "updated") == ["2024-06-20T06:08:00Z"]


def test_ninjs_summary_that_begins_the_text_is_no_lead() -> None:
    stream = read("ninjs/version-3.json")
    assert declared(stream, "lead") == []
    assert sum("61 seconds" in text for text in kept(stream)) == 1


def test_g2_header_of_the_text_is_not_repeated() -> None:
    rules = {block.dropped for block in read("newsml-g2/questions.xml").blocks}
    assert rules == {
        "", "item-metadata", "embargo-remark", "repeated-field", "note-to-editors", "contact",
    }  # fmt: skip


def test_nitf_picture_has_caption_credit_and_alternative() -> None:
    stream = read("nitf/questions.xml")
    (picture,) = [run.image for block in stream.blocks for run in block.runs if run.image]
    assert (picture.alt, picture.caption, picture.credit) == (
        "A wall clock", "A clock.", "Example Pictures",
    )  # fmt: skip


def test_nitf_says_where_a_block_stands() -> None:
    stream = read("nitf/questions.xml")
    lines = (WIRE / "nitf/questions.xml").read_text().splitlines()
    for block in stream.blocks:
        if block.text.endswith("?"):
            assert block.text in lines[block.span[0] - 1]


def test_nitf_knows_names_of_html_characters() -> None:
    assert "La forêt évolue vite." in kept(read("nitf/latin-1.xml"))


def test_newsml_picture_is_shown_where_the_text_refers_to_it() -> None:
    stream = read("newsml-1/questions.xml")
    pictures = [run.image for block in stream.blocks for run in block.runs if run.image]
    assert [(one.src, one.caption) for one in pictures] == [
        ("https://example.org/horloge.jpg", "Une horloge à Paris.")
    ]


def test_lead_marked_in_the_text_is_the_lead() -> None:
    item = {
        "uri": "u",
        "versioncreated": "2024-06-20T06:08:00Z",
        "headline": "Title",
        "by": "NTB",
        "copyrightholder": "NTB",
        "body_html": '<div class="dat"><span class="vignette">Topic</span><span>TT</span></div>'
        '<p class="lead">The lead.</p><p>The text.</p><p>Why?</p><p>So.</p><p>___</p>'
        "<p>Follow the desk on Twitter at https://twitter.com/desk</p>",
    }
    stream = read("ninjs/version-1.json", json.dumps(item).encode())
    assert kept(stream) == ["Topic", "Title", "The lead.", "The text.", "Why?", "So.", ""]
    assert declared(stream, "lead") == ["The lead."]
    assert declared(stream, "author") == []


def test_crosshead_between_dashes_is_a_heading() -> None:
    source = (WIRE / "newsml-1/questions.xml").read_text(encoding="utf-8")
    dashed = source.replace("<hl2>Et ensuite ?</hl2>", "<p>- Et ensuite ? -</p>")
    (heading,) = [
        block
        for block in read("newsml-1/questions.xml", dashed.encode()).blocks
        if block.text == "Et ensuite ?"
    ]
    assert heading.kind == "heading"


def test_iptc_headline_over_two_lines_is_one() -> None:
    stream = read("iptc-7901/questions.txt")
    assert declared(stream, "title") == [
        "Fragen und Antworten: Die letzte Schaltsekunde und was danach mit den Uhren geschieht"
    ]
    assert declared(stream, "author") == ["Ada Lovelace", "Charles Babbage"]
    assert declared(stream, "lead")[0].startswith("Eine Sekunde zu viel")
    assert declared(stream, "updated") == ["2024-06-20 08:08"]
    assert declared(stream, "tag")[-1] == "Uhren"


def test_iptc_list_table_and_wrapped_lines_are_whole() -> None:
    blocks = [block for block in read("iptc-7901/questions.txt").blocks if not block.dropped]
    (listed,) = [block for block in blocks if block.kind == "list"]
    assert listed.items[0].runs[0].text.endswith("in vielen Jahren davor")
    (table,) = [block for block in blocks if block.kind == "table"]
    assert len(table.rows) == 3


def test_iptc_stamp_with_zone_is_a_moment() -> None:
    (value,) = declared(read("iptc-7901/control-characters.txt"), "updated")
    moment = read_stamp(value)
    assert moment is not None
    assert str(moment) == "2024-10-19 09:31:00+00:00"


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("dpa/embargoed.json", "is under embargo until 2024-06-20 19:00:00+02:00"),
        ("ninjs/embargoed.json", "is under embargo until 2099-01-01 00:00:00+00:00"),
        ("newsml-g2/embargoed.xml", "is under embargo until 2024-06-20 19:00:00+02:00"),
        ("nitf/embargoed.xml", "is under embargo until 2024-06-21 06:00:00+02:00"),
        ("nitf/later-release.xml", "is under embargo until 2024-06-21 06:00:00+02:00"),
        ("newsml-1/embargoed.xml", "is under embargo until 2024-06-21 04:00:00+00:00"),
        ("dpa/canceled.json", "is marked `canceled` by its source"),
        ("ninjs/withheld.json", "is marked `withheld` by its source"),
        ("newsml-g2/canceled.xml", "is marked `canceled` by its source"),
        ("nitf/withheld.xml", "is marked `withheld` by its source"),
        ("newsml-1/canceled.xml", "is marked `canceled` by its source"),
        ("iptc-7901/canceled.txt", "is marked `canceled` by its source"),
    ],
)
def test_what_must_not_be_published_says_so(case: str, reason: str) -> None:
    assert reason_to_withhold(read(case)) == reason


def test_embargo_in_words_is_quoted() -> None:
    assert reason_to_withhold(read("iptc-7901/embargoed.txt")).startswith("is under embargo: `(")


@pytest.mark.parametrize("case", CASES)
def test_usable_item_is_not_withheld(case: str) -> None:
    refuse_withheld(read(case), case)


def test_withheld_item_is_refused_unless_wanted() -> None:
    stream = read("dpa/embargoed.json")
    with pytest.raises(GeneratorError) as caught:
        refuse_withheld(stream, "item.json")
    (problem,) = caught.value.diagnostics
    assert (problem.code, caught.value.status) == ("withheld", 2)
    assert "--embargoed" in problem.hint
    refuse_withheld(stream, "item.json", embargoed=True)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("dpa/broken.json", "broken-json"),
        ("dpa/picture.json", "no-article"),
        ("ninjs/broken.json", "broken-json"),
        ("ninjs/picture.json", "no-article"),
        ("newsml-g2/broken.xml", "broken-xml"),
        ("nitf/broken.xml", "broken-xml"),
        ("nitf/bomb.xml", "unsafe-xml"),
        ("nitf/external.xml", "unsafe-xml"),
        ("nitf/deep.xml", "too-deep"),
        ("newsml-1/broken.xml", "broken-xml"),
        ("iptc-7901/broken.txt", "no-article"),
        ("anpa/broken.txt", "no-article"),
        ("iptc-7901/two-messages.txt", "many-articles"),
    ],
)
def test_unusable_item_is_refused_in_one_line(case: str, code: str) -> None:
    found, message = refusal(case)
    assert found == code
    assert message.startswith(f"`{Path(case).name}` ")


def test_every_format_has_its_reader() -> None:
    for name in ("dpa", "ninjs", "newsml-g2", "nitf", "newsml-1", "iptc-7901", "anpa", "docx"):
        assert callable(reader_for(name))
        assert name in READERS


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Von Ada Lovelace und Charles Babbage, dpa", ("Ada Lovelace", "Charles Babbage")),
        ("By ADA LOVELACE, AP Science Writer", ("ADA LOVELACE",)),
        ("Par Sophie Germain et Émilie du Châtelet", ("Sophie Germain", "Émilie du Châtelet")),
        ("Por Santiago Ramón y Cajal", ("Santiago Ramón y Cajal",)),
        ("di Laura Bassi", ("Laura Bassi",)),
        ("Door Christiaan Huygens en Jan van Eyck", ("Christiaan Huygens", "Jan van Eyck")),
        ("Автор: Софья Ковалевская", ("Софья Ковалевская",)),
        ("Του Αρχιμήδη του Συρακούσιου", ()),
        ("湯川秀樹", ("湯川秀樹",)),
        ("Ada Lovelace (Berlin), Charles Babbage (London)", ("Ada Lovelace", "Charles Babbage")),
        ("J. Robert Oppenheimer / Lise Meitner", ("J. Robert Oppenheimer", "Lise Meitner")),
        ("By dpa correspondents", ()),
        ("gr/bp", ()),
        ("NTB", ()),
        ("Redaktion", ()),
        ("ada@example.org", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_byline_names_persons_only(byline: str, names: tuple[str, ...]) -> None:
    assert read_byline(byline) == names


def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a few cuts, doublings and foreign bytes."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(changed) - 1)))
        length = draw(st.integers(0, 60))
        kind = draw(st.sampled_from(["cut", "double", "insert", "end"]))
        if kind == "cut":
            del changed[place : place + length]
        elif kind == "double":
            changed[place:place] = changed[place : place + length]
        elif kind == "insert":
            changed[place:place] = draw(st.binary(max_size=12))
        else:
            del changed[place:]
    return bytes(changed)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    case = draw(st.sampled_from(CASES))
    return case, mutated(draw, (WIRE / case).read_bytes())


@given(mutations())
@settings(max_examples=300)
def test_damaged_item_is_read_or_refused(item: tuple[str, bytes]) -> None:
    case, data = item
    kind = case.partition("/")[0]
    status = 0
    try:
        reader_for(kind)(RawArticle("item", data))
    except GeneratorError as error:
        status = error.status
    assert status in (0, 2)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(["dpa/questions.json", "ninjs/version-1.json", "ninjs/version-2.json"]),
    st.data(),
)
@settings(max_examples=150)
def test_field_of_a_wrong_type_is_no_crash(case: str, data: st.DataObject) -> None:
    item = json.loads((WIRE / case).read_text(encoding="utf-8"))
    for key in data.draw(st.lists(st.sampled_from(sorted(item)), min_size=1, max_size=4)):
        item[key] = data.draw(json_values)
    status = 0
    try:
        reader_for(case.partition("/")[0])(RawArticle("item", json.dumps(item).encode()))
    except GeneratorError as error:
        status = error.status
    assert status in (0, 2)


ITEMS = sorted((WIRE / "items").iterdir())
WITHHELD = sorted((WIRE / "withheld").iterdir())


@pytest.mark.parametrize("source", ITEMS, ids=lambda one: one.name)
def test_an_item_becomes_what_is_expected(
    source: Path, expected: Callable[[Path, str], None]
) -> None:
    text, _ = convert(RawArticle(source.name, source.read_bytes()))
    assert [secret for secret in PRIVATE if secret in text] == []
    expected(WIRE / "expected" / f"{source.name}.md", text)


@pytest.mark.parametrize("source", WITHHELD, ids=lambda one: one.name)
def test_an_item_that_must_not_be_published_is_refused(source: Path) -> None:
    article = RawArticle(source.name, source.read_bytes())
    with pytest.raises(GeneratorError) as caught:
        convert(article)
    assert caught.value.diagnostics[0].code == "withheld"
    text, _ = convert(article, Wishes(embargoed=True))
    assert text.startswith("---\ntitle: ")
