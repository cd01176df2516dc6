"""Word documents, made here part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.convert.blocks import Block, BlockStream, RawArticle
from generator.convert.decode import sniff
from generator.convert.readers.docx import MAX_PARTS, read
from generator.diagnostics import GeneratorError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STYLES = (
    f"<w:styles {W}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (
            ("Titel", "Title"),
            ("Untertitel", "Subtitle"),
            ("berschrift1", "heading 1"),
            ("berschrift2", "heading 2"),
            ("Zitat", "Quote"),
            ("Beschriftung", "caption"),
        )
    )
    + "</w:styles>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    dress = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{named}<w:r>{dress}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"


def document(body: str, *, core: str = "", parts: Mapping[str, str | bytes] = {}) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        target = f'<Relationship Id="r1" Type="{OFFICE}officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", RELATIONS.format(target))
        links = (
            f'<Relationship Id="s1" Type="{OFFICE}styles" Target="styles.xml"/>'
            f'<Relationship Id="l1" Type="{OFFICE}hyperlink" Target="https://example.org/a" '
            'TargetMode="External"/>'
            f'<Relationship Id="i1" Type="{OFFICE}image" Target="media/image1.png"/>'
        )
        archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(links))
        archive.writestr("word/styles.xml", STYLES)
        xml = f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", xml)
        if core:
            archive.writestr("docProps/core.xml", CORE.format(core))
        for path, content in parts.items():
            archive.writestr(path, content)
    return made.getvalue()


BODY = "".join(
    (
        paragraph("Meere", "Untertitel"),
        paragraph("Wie die Gezeiten entstehen", "Titel"),
        paragraph("Zweimal am Tag steigt das Meer.", "Untertitel"),
        paragraph("Einleitung über Ebbe und Flut."),
        paragraph("Woher kommt die Flut?", "berschrift1"),
        paragraph("Der Mond zieht das Wasser an."),
        paragraph("Wann ist Springflut?", bold=True),
        paragraph("Bei Voll- und Neumond."),
        paragraph("Das Meer wartet nicht.", "Zitat"),
    )
)


def stream_of(data: bytes) -> BlockStream:
    assert sniff(data, "article.docx") == "docx"
    return read(RawArticle("article.docx", data))


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(GeneratorError) as caught:
        read(RawArticle("article.docx", data))
    (problem,) = caught.value.diagnostics
    assert caught.value.status == 2
    assert "\n" not in problem.message
    assert "`article.docx" in problem.message
    return problem.code, problem.message


def block(stream: BlockStream, text: str) -> Block:
    return next(one for one in stream.blocks if one.text == text)


def test_styles_of_word_give_roles_and_levels() -> None:
    stream = stream_of(document(BODY))
    assert block(stream, "Wie die Gezeiten entstehen").role == "title"
    assert block(stream, "Meere").role == "kicker"
    assert block(stream, "Zweimal am Tag steigt das Meer.").role == "lead"
    question = block(stream, "Woher kommt die Flut?")
    assert (question.kind, question.level) == ("heading", 1)
    assert block(stream, "Wann ist Springflut?").style.bold
    assert block(stream, "Das Meer wartet nicht.").kind == "quote"


def test_subtitle_after_the_title_is_the_lead() -> None:
    body = paragraph("Ebbe und Flut", "Titel") + paragraph("Ein Vorspann.", "Untertitel")
    assert block(stream_of(document(body)), "Ein Vorspann.").role == "lead"


def test_every_word_is_in_a_block_once() -> None:
    texts = [one.text for one in stream_of(document(BODY)).blocks]
    assert len(texts) == 9
    assert len(set(texts)) == 9


def test_links_lists_and_tables_are_kept() -> None:
    numbering = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Mehr </w:t></w:r><w:hyperlink r:id="l1"><w:r>'
        "<w:t>hier</w:t></w:r></w:hyperlink></w:p>"
        f"<w:p>{numbering}<w:r><w:t>Erstens</w:t></w:r></w:p>"
        f"<w:p>{numbering}<w:r><w:t>Zweitens</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc>" + paragraph("Ort") + "</w:tc><w:tc>" + paragraph("Hub") + "</w:tc>"
        "</w:tr><w:tr><w:tc>" + paragraph("Emden") + "</w:tc><w:tc>" + paragraph("3 m")
        + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    numbers = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    stream = stream_of(document(body, parts={"word/numbering.xml": numbers}))
    assert stream.blocks[0].runs[-1].href == "https://example.org/a"
    (table,) = [one for one in stream.blocks if one.kind == "table"]
    assert table.text == "Ort\tHub\nEmden\t3 m"
    assert any("Zweitens" in one.text for one in stream.blocks)


def test_picture_is_a_reference_with_its_alternative() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/'
        'drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="x" descr="Ein Pegel"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture"><pic:blipFill><a:blip r:embed="i1"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    data = document(drawing + paragraph("Text."), parts={"word/media/image1.png": b"\x89PNG"})
    (picture,) = [run.image for one in stream_of(data).blocks for run in one.runs if run.image]
    assert (picture.src, picture.alt) == ("image1.png", "Ein Pegel")


def test_core_properties_are_declared() -> None:
    core = (
        "<dc:title>Ebbe und Flut</dc:title><dc:creator>Ada Lovelace</dc:creator>"
        "<dcterms:created>2024-06-19T21:31:00Z</dcterms:created><dc:language>de-DE</dc:language>"
        "<cp:keywords>Meer; Mond</cp:keywords>"
    )
    stream = stream_of(document(BODY, core=core))
    assert [(one.field, one.value) for one in stream.declared] == [
        ("title", "Ebbe und Flut"),
        ("author", "Ada Lovelace"),
        ("date", "2024-06-19T21:31:00Z"),
        ("lang", "de-DE"),
        ("tag", "Meer"),
        ("tag", "Mond"),
    ]
    assert stream.language == "de-DE"


def test_properties_of_a_program_say_nothing() -> None:
    core = "<dc:creator>python-docx</dc:creator><dc:title>Vorlage</dc:title>"
    assert stream_of(document(BODY, core=core)).declared == ()


def test_user_name_is_no_author() -> None:
    stream = stream_of(document(BODY, core="<dc:creator>alovelace2</dc:creator>"))
    assert stream.declared == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (document(""), "empty-input"),
        (document(BODY)[:900], "broken-docx"),
        (document("<w:p><w:r>"), "broken-xml"),
        (document(BODY, parts={"word/extra.xml": ENTITIES}), "unsafe-xml"),
        (document("<w:sdt>" * 3000 + "</w:sdt>" * 3000), "too-deep"),
        (document(BODY, parts={"word/big.xml": b"<x>" + b" " * 45_000_000 + b"</x>"}), "too-large"),
        (document(BODY, parts={f"p{n}": b"" for n in range(MAX_PARTS)}), "too-large"),
        (b"PK\x03\x04" + bytes(60), "broken-docx"),
        (b"", "empty-input"),
    ],
    ids=["empty", "cut", "xml", "entities", "deep", "bomb", "parts", "no-directory", "nothing"],
)  # fmt: skip
def test_unusable_document_is_refused_in_one_line(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


def test_document_without_its_text_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    assert refusal(made.getvalue())[0] == "broken-docx"


@given(st.data())
@settings(max_examples=120)
def test_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(document(BODY, core="<dc:title>x</dc:title>"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place : place + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=8))
    status = 0
    try:
        read(RawArticle("x.docx", bytes(changed)))
    except GeneratorError as error:
        status = error.status
    assert status in (0, 2)


@given(st.text(alphabet="<>/w:prt bi\"'=&;ab", max_size=60))
@settings(max_examples=120)
def test_odd_body_is_read_or_refused(body: str) -> None:
    status = 0
    try:
        read(RawArticle("x.docx", document(body + paragraph("x"))))
    except GeneratorError as error:
        status = error.status
    assert status in (0, 2)
