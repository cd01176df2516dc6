"""From bytes to text: encodings, characters, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.conversion import convert
from generator.convert.blocks import RawArticle
from generator.convert.characters import clean
from generator.convert.decode import MAX_BYTES, read_text, sniff
from generator.diagnostics import GeneratorError

GREETING = "Grüße aus der Küche – «heiß»"


def text_of(data: bytes, declared: str = "") -> str:
    return read_text(data, name="article.txt", declared=declared)


def refusal_status(read: Callable[[], str]) -> int:
    """0 when something was read, else the exit status of the refusal."""
    try:
        read()
    except GeneratorError as error:
        return error.status
    return 0


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252"],
)
def test_western_text_is_read_in_every_encoding(encoding: str) -> None:
    data = GREETING.replace("\N{EN DASH}", "-").encode(encoding)
    assert text_of(data) == GREETING.replace("\N{EN DASH}", "-")


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("Привет, мир", "cp1251", "windows-1251"),
        ("Привет, мир", "koi8-r", "KOI8-R"),
        ("Καλημέρα κόσμε", "iso8859-7", "iso-8859-7"),
        ("今日は良い天気です", "cp932", "Shift_JIS"),
        ("今日は良い天気です", "euc-jp", "EUC-JP"),
        ("今天天气很好，我们去公园", "gb18030", "gb2312"),
        ("今天天氣很好", "big5", "Big5"),
        ("오늘 날씨가 좋다", "cp949", "euc-kr"),
        ("Zażółć gęślą jaźń", "cp1250", "windows-1250"),
        ("Teşekkür ederim", "cp1254", "iso-8859-9"),
    ],
)
def test_declared_encoding_is_followed(text: str, encoding: str, declared: str) -> None:
    assert text_of(text.encode(encoding), declared) == text


def test_xml_declaration_is_followed() -> None:
    data = b'<?xml version="1.0" encoding="ISO-8859-15"?><a>5 \xa4</a>'
    assert text_of(data).endswith("<a>5 €</a>")


def test_meta_charset_is_followed() -> None:
    data = b'<html><head><meta charset="windows-1251"></head>' + "Мир".encode("cp1251")
    assert text_of(data).endswith("Мир")


def test_header_wins_over_meta() -> None:
    data = b'<meta charset="koi8-r">' + "Мир".encode("cp1251")
    assert text_of(data, "windows-1251").endswith("Мир")


def test_valid_utf8_wins_over_a_wrong_declaration() -> None:
    assert text_of(GREETING.encode(), "iso-8859-1") == GREETING


def test_unknown_declaration_is_ignored() -> None:
    assert text_of("Grüße".encode("cp1252"), "x-no-such") == "Grüße"


def test_latin1_means_windows_1252() -> None:
    assert text_of(b"It\x92s \x80 5", "iso-8859-1") == "It’s € 5"


def test_holes_of_windows_1252_do_not_stop_it() -> None:
    assert text_of(b"caf\xe9 \x81x\x8d") == "café x"


def test_one_stray_byte_leaves_the_rest_utf8() -> None:
    assert text_of("äöüÄÖÜß".encode() + b"\x96 x") == "äöüÄÖÜß– x"


def test_file_cut_inside_a_character_keeps_the_rest() -> None:
    assert text_of("äöüÄÖÜß".encode()[:-1]) == "äöüÄÖÜ"


def test_utf16_of_odd_length_keeps_the_rest() -> None:
    assert text_of("Grüße".encode("utf-16") + b"x") == "Grüße"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("x\x00y\x07\tz\x7f", "xy\tz"),
        ("it\x92s", "it’s"),
        ("5\u00a0000\u00a0Euro, aber\u00a0nie", "5\u00a0000\u00a0Euro, aber nie"),
        ("Quoi\u202f?", "Quoi\u202f?"),
        ("«\u00a0oui\u00a0»", "«\u00a0oui\u00a0»"),
        ("thin\u2009space", "thin space"),
        ("日本\u3000語", "日本\u3000語"),
        ("Wort\u00adtrennung", "Worttrennung"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("ab\u200ccd\u200d", "abcd"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("tag\U000e0067ged", "tagged"),
        ("\u200eabc\u200f", "abc"),
        ("\u200fשלום (א)\u200f.", "שלום (א)\u200f."),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("u\u0308ber", "über"),
        ("bad\ufffe", "bad"),
    ],
)
def test_characters_stay_by_rule(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["", "utf-8", "utf-16", "gbk", "x"]))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str) -> None:
    assert refusal_status(lambda: text_of(data, declared)) in (0, 2)


@given(st.binary(min_size=0, max_size=300))
def test_any_bytes_are_recognised_or_refused(data: bytes) -> None:
    assert refusal_status(lambda: sniff(data, "x")) in (0, 2)


def archive(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for path, content in members.items():
            made.writestr(path.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


BAD = {
    "empty": (b"", "is empty"),
    "only white space": (b" \r\n\t ", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "only zeros": (b"\x00" * 64, "is empty"),
    "pdf": (b"%PDF-1.7\n...", "is a PDF document, not an article"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "is an old or a protected Office file"),
    "rich text": (b"{\\rtf1\\ansi hello}", "is a Rich Text file"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "is a PNG picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a JPEG picture"),
    "gif": (b"GIF89a\x01\x00", "is a GIF picture"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP", "is a media file"),
    "mp4": (b"\x00\x00\x00\x20ftypisom", "is a media file"),
    "mp3": (b"ID3\x03\x00\x00", "is an MP3 recording"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "is a gzip archive"),
    "program": (b"\x7fELF\x02\x01", "is a program"),
    "noise": (bytes(range(1, 32)) * 40, "is no text"),
    "zip of something else": (archive(notes="x"), "is an archive, but no Word document"),
    "open document": (
        archive(mimetype="application/vnd.oasis.opendocument.text"),
        "is an OpenDocument file",
    ),
    "cut-off zip": (archive(word__document_xml="<x/>")[:40], "is a damaged or cut-off archive"),
    "utf-16 with broken pairs": (b"\xff\xfe" + b"\x00\xdc" * 9, "begins as UTF-16"),
    "broken json": (b'{"headline": "x", ', "is broken JSON in line 1"),
    "json of another kind": (b'{"name": "x", "value": 1}', "is JSON, but of no article format"),
    "json list": (b'[{"a": 1}, {"a": 2}]', "is JSON, but no article"),
    "deep json": (b'{"a":' * 900 + b"1" + b"}" * 900, "is JSON nested deeper"),
    "deeper json": (b'{"a":' * 200_000, "is JSON nested deeper"),
    "feed": (b'<?xml version="1.0"?><rss><channel/></rss>', "is XML with the root `rss`"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is XML with the root `svg`"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_article_is_refused_in_one_line(case: str) -> None:
    data, message = BAD[case]
    with pytest.raises(GeneratorError) as caught:
        sniff(data, "desk/input.bin")
    (problem,) = caught.value.diagnostics
    assert problem.message.startswith("`desk/input.bin` " + message)
    assert "\n" not in problem.message
    assert caught.value.status == 2


def test_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(GeneratorError, match="is 50 MB large"):
        sniff(b"a" * (MAX_BYTES + 1), "big.txt")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"Plain words.\n\nMore words.", "a.html", "text"),
        (b"# Title\n\nWords", "a.txt", "markdown"),
        (b"---\ntitle: x\n---\n\nWords", "a", "markdown"),
        (b"See [this](https://example.org/).", "a.txt", "markdown"),
        (b"Plain words in a file", "a.md", "markdown"),
        (b"A #hashtag is no heading\n#either", "a", "text"),
        (b"- one\n- two\n", "a.txt", "text"),
        (b"5 < 6 and 7 > 4", "a", "text"),
        (b"<3 this", "a", "text"),
        (b"[1] is a note", "a", "text"),
        (b"{curly} start", "a", "text"),
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),
        (b"<!-- saved -->\n<html><body>x", "a.txt", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "a", "html"),
        (b"<p>A scrap</p>", "a.txt", "html"),
        (b"Intro\n<p>a</p><p>b</p><p>c</p>", "a.txt", "html"),
        (b'{"format": "digitalwires@0.9.1"}', "a.txt", "dpa"),
        (b'{"entries": [{"format": "digitalwires@0.9.1"}]}', "a.txt", "dpa"),
        (b'{"uri": "u", "headline": "h", "body_html": "<p>x</p>"}', "a.txt", "ninjs"),
        (b'{"uri": "u", "bodies": [], "headlines": []}', "a", "ninjs"),
        (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "a.txt", "newsml-g2"),
        (b'<?xml version="1.0"?>\n<!-- x --><newsMessage/>', "a", "newsml-g2"),
        (b'<n:newsItem xmlns:n="http://iptc.org/std/nar/2006-10-01/"/>', "a", "newsml-g2"),
        (b'<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf/>', "a.txt", "nitf"),
        (b'<?xml version="1.0"?><NewsML Version="1.2"/>', "a.html", "newsml-1"),
        (b"bdt0123 3 pl 1609  dpa 0456\n\nPolitik/\n", "a.txt", "iptc-7901"),
        (b"\x01nsb0001 4 vm 71  lni 0002\r\n\r\n", "a.txt", "iptc-7901"),
        (b"^BC-Clock,90<\r\n^A second<\r\n", "a.md", "anpa"),
        (archive(word__document_xml="<x/>"), "a.zip", "docx"),
    ],
)
def test_content_decides_not_the_suffix(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


HOSTILE = {
    "deep.json": (b"[" * 100_000, "empty-input"),
    "deep-object.json": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "too-deep"),
    "deep.html": (b"<html><body>" + b"<div>" * 5_000 + b"Hello" + b"</div>" * 5_000, "too-deep"),
    "deep.md": (b"> " * 20_000 + b"hello\n", "too-deep"),
    "signs.txt": (b"--- *** ...\n?!\n", "empty-input"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_absurd_nesting_and_texts_without_words_are_refused(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(GeneratorError) as caught:
        convert(RawArticle(name, data))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.status) == (code, 2)
    assert name in problem.message


def test_elements_nested_deeper_than_usual_lose_nothing() -> None:
    html = (
        f"<h1>Title</h1><p>Intro.</p>{'<div>' * 600}<p>Deep words.</p>{'</div>' * 600}<p>End.</p>"
    )
    text, _ = convert(RawArticle("deep.html", f"<html><body>{html}</body></html>".encode()))
    assert "Deep words." in text
    assert "End." in text
