"""Dates in running text: every language, every trap."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.convert.calendars import load_calendar, load_languages
from generator.convert.dates import find_stamps, read_stamp

DAY = date(2024, 6, 19)
NIGHT = datetime(2024, 6, 19, 23, 31)


def at(offset_hours: float) -> datetime:
    return NIGHT.replace(tzinfo=timezone(timedelta(hours=offset_hours)))


def capitals(name: str) -> str:
    """In capitals, as Greek writes them: without stress marks."""
    plain = unicodedata.normalize("NFD", name).replace("\u0301", "")
    return unicodedata.normalize("NFC", plain).upper()


def one(text: str, *languages: str) -> date | datetime:
    stamps = find_stamps(text, languages)
    assert len(stamps) == 1, stamps
    return stamps[0].value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("2024-06-19", "", DAY),
        ("2024-06-19 23:31", "", NIGHT),
        ("2024-06-19T23:31:00.000+02:00", "", at(2)),
        ("20240619T233100+0200", "", at(2)),
        ("20240619T213100Z", "", datetime(2024, 6, 19, 21, 31, tzinfo=timezone.utc)),  # noqa: UP017
        ("Wed, 19 Jun 2024 23:31:00 +0200", "", at(2)),
        ("Wed Jun 19 23:31:00 UTC 2024", "", at(0)),
        ("19 June 2024", "en", DAY),
        ("Wednesday, June 19th, 2024", "en", DAY),
        ("the 19th of June 2024", "en", DAY),
        ("June 19, 2024 at 11:31 p.m. ET", "en", at(-4)),
        ("11:31 PM EDT, Wed June 19, 2024", "en", at(-4)),
        ("Jun. 19, 2024 | 11:31pm", "en", NIGHT),
        ("19 June 2024 23:31 (UTC+2)", "en", at(2)),
        ("19 June 2024, 23:31 GMT", "en", at(0)),
        ("19.6.2024 - 23:31", "de", NIGHT),
        ("19.06.2024, 23:31 Uhr", "de", NIGHT),
        ("Mittwoch, 19. Juni 2024, 23.31 Uhr MESZ", "de", at(2)),
        ("23:31 Uhr, 19.06.2024", "de", NIGHT),
        ("19.06.24", "de", DAY),
        ("19. JUNI 2024", "de", DAY),
        ("mercredi 19 juin 2024 à 23h31", "fr", NIGHT),
        ("19 juin 2024 à 23 h 31 (heure de Paris)", "fr", at(2)),
        ("1er juillet 2024", "fr", date(2024, 7, 1)),
        ("1 aout 2024", "fr", date(2024, 8, 1)),
        ("mercoledì 19 giugno 2024 alle ore 23:31", "it", NIGHT),
        ("1° luglio 2024", "it", date(2024, 7, 1)),
        ("19 giu 2024 alle 23.31", "it", NIGHT),
        ("19 de junio de 2024 a las 11:31 p. m.", "es", NIGHT),
        ("miércoles 19 de junio del 2024, 23:31 h", "es", NIGHT),
        ("19 de junho de 2024 às 23h31", "pt", NIGHT),
        ("1º de março de 2024", "pt", date(2024, 3, 1)),
        ("woensdag 19 juni 2024 om 23.31 uur", "nl", NIGHT),
        ("19-06-2024", "nl", DAY),
        ("19 июня 2024 года в 23:31", "ru", NIGHT),
        ("19 ИЮНЯ 2024 г., 23:31 МСК", "ru", at(3)),
        ("19 Ιουνίου 2024, 11:31 μ.μ.", "el", NIGHT),
        ("ΤΕΤΑΡΤΗ 19 ΙΟΥΝΙΟΥ 2024", "el", DAY),
        ("2024年6月19日 午後11時31分", "ja", NIGHT),
        ("2024年6月19日（水）23時31分", "ja", NIGHT),
        ("2024年6月19日 午後3時", "ja", datetime(2024, 6, 19, 15)),
        ("令和6年6月19日", "ja", DAY),
        ("令和元年5月1日", "ja", date(2019, 5, 1)),
        ("２０２４年６月１９日", "ja", DAY),
        ("2024年6月19日下午11点31分", "zh", NIGHT),
        ("2024年6月19日 星期三 23:31", "zh", NIGHT),
        ("二〇二四年六月十九日", "zh", DAY),
        ("民國113年6月19日", "zh", DAY),
        ("19 يونيو 2024", "ar", DAY),
        ("١٩ حزيران ٢٠٢٤", "ar", DAY),
        ("الأربعاء 19 حزيران/يونيو 2024، 11:31 مساءً", "ar", NIGHT),
        ("١٩/٠٦/٢٠٢٤", "ar", DAY),
        ("onsdag 19 juni 2024 kl. 23.31", "sv", NIGHT),
        ("19. juni 2024 kl. 23.31", "da", NIGHT),
        ("19. juni 2024 klokken 23:31", "no", NIGHT),
        ("19 czerwca 2024 r., godz. 23:31", "pl", NIGHT),
        ("19 червня 2024 року о 23:31", "uk", NIGHT),
        ("19 Haziran 2024 Çarşamba, 23:31", "tr", NIGHT),
        ("2024년 6월 19일 오후 11시 31분", "ko", NIGHT),
        ("2024.06.19 23:31", "ko", NIGHT),
        ("19\u00a0June\u202f2024", "en", DAY),
        ("June\n19, 2024", "en", DAY),
        ("24:00 Uhr, 31.12.2024", "de", datetime(2025, 1, 1)),
        ("12:05 am, 1 Jan 2024", "en", datetime(2024, 1, 1, 0, 5)),
        ("12 p.m., June 1, 2024", "en", datetime(2024, 6, 1, 12)),
    ],
)
def test_a_written_date_is_understood(text: str, language: str, value: date | datetime) -> None:
    languages = (language,) if language else ()
    assert one(text, *languages) == value


def test_offset_is_kept_not_only_the_instant() -> None:
    found = one("19 June 2024 23:31 CEST", "en")
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(hours=2)


def test_eastern_time_knows_summer_and_winter() -> None:
    assert one("July 1, 2024, 9 a.m. ET", "en").isoformat() == "2024-07-01T09:00:00-04:00"
    assert one("January 2, 2024, 9 a.m. ET", "en").isoformat() == "2024-01-02T09:00:00-05:00"


@pytest.mark.parametrize(
    "text",
    [
        "31.2.2024",
        "30 February 2024",
        "29.02.2023",
        "2024年13月40日",
        "0.0.2024",
        "99/99/2024",
        "18-19 June 2024",
        "June 2024",
        "19 June",
        "in 2024",
        "https://example.org/2024/06/19/title",
        "version 3.4.12",
        "192.168.1.2",
        "19 marchers of 2024",
        "tel. 030 2852 2024",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_stamps(text, ("en",)) == ()


def test_impossible_time_leaves_the_date() -> None:
    assert one("19.06.2024, 27:80", "de") == DAY


def test_word_beside_a_time_is_no_zone() -> None:
    assert one("19 juin 2024 à 23h31 et encore", "fr") == NIGHT


def test_second_date_of_a_list_is_no_time_of_the_first() -> None:
    stamps = find_stamps("19.06.2024, 20.06.2024", ("de",))
    assert [stamp.value for stamp in stamps] == [DAY, date(2024, 6, 20)]


def test_slashed_date_is_ambiguous_in_plain_english() -> None:
    (stamp,) = find_stamps("3/4/2024", ("en",))
    assert (stamp.value, stamp.ambiguous) == (date(2024, 4, 3), date(2024, 3, 4))


def test_ambiguous_date_keeps_its_time_in_both_readings() -> None:
    (stamp,) = find_stamps("3/4/2024, 10:00", ("en",))
    assert stamp.value == datetime(2024, 4, 3, 10)
    assert stamp.ambiguous == datetime(2024, 3, 4, 10)


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("en-US", date(2024, 3, 4)),
        ("en-GB", date(2024, 4, 3)),
        ("fr", date(2024, 4, 3)),
        ("pt-BR", date(2024, 4, 3)),
        ("de-CH", date(2024, 4, 3)),
    ],
)
def test_language_or_region_decides_slashed_dates(language: str, value: date) -> None:
    (stamp,) = find_stamps("3/4/2024", (language,))
    assert (stamp.value, stamp.ambiguous) == (value, None)


def test_languages_that_disagree_leave_it_ambiguous() -> None:
    (stamp,) = find_stamps("3/4/2024", ("en-US", "fr"))
    assert stamp.ambiguous == date(2024, 3, 4)


@pytest.mark.parametrize("text", ["4/4/2024", "13/4/2024", "4/13/2024"])
def test_slashed_date_with_one_reading_is_not_ambiguous(text: str) -> None:
    (stamp,) = find_stamps(text, ("en",))
    assert stamp.ambiguous is None
    assert stamp.value == date(2024, 4, 4 if text.startswith("4/4") else 13)


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Published: 19 June 2024", "en", "published"),
        ("Last updated on 19 June 2024", "en", "updated"),
        ("Stand: 19.06.2024", "de", "updated"),
        ("Veröffentlicht am 19.06.2024", "de", "published"),
        ("Mis à jour le 19 juin 2024", "fr", "updated"),
        ("Publié le 19/06/2024", "fr", "published"),
        ("Aggiornato il 19 giugno 2024", "it", "updated"),
        ("Actualizado: 19/06/2024", "es", "updated"),
        ("Atualizado em 19 de junho de 2024", "pt", "updated"),
        ("Bijgewerkt: 19 juni 2024", "nl", "updated"),
        ("Обновлено 19 июня 2024", "ru", "updated"),
        ("Τελευταία ενημέρωση: 19 Ιουνίου 2024", "el", "updated"),
        ("2024年6月19日 更新", "ja", "updated"),
        ("公開日：2024/06/19", "ja", "published"),
        ("发布时间：2024-06-19", "zh", "published"),
        ("آخر تحديث: 19 يونيو 2024", "ar", "updated"),
        ("نشر في 19 يونيو 2024", "ar", "published"),
        ("19 June 2024", "en", "none"),
        ("He updated the law. On 19 June 2024 it passed", "en", "none"),
    ],
)
def test_cue_word_says_what_a_date_is(text: str, language: str, role: str) -> None:
    (stamp,) = find_stamps(text, (language,))
    assert stamp.role == role


def test_each_of_two_dates_takes_its_own_cue() -> None:
    text = "Veröffentlicht am 19.06.2024, aktualisiert am 20.06.2024 um 8 Uhr"
    roles = [(stamp.role, stamp.value.day) for stamp in find_stamps(text, ("de",))]
    assert roles == [("published", 19), ("updated", 20)]


def test_cue_after_the_first_date_belongs_to_the_second() -> None:
    stamps = find_stamps("19.06.2024 aktualisiert: 20.06.2024", ("de",))
    assert [stamp.role for stamp in stamps] == ["none", "updated"]


def test_span_covers_day_time_and_zone_and_reach_the_cue() -> None:
    text = "Von dpa. Stand: Mittwoch, 19.06.2024, 23:31 Uhr MESZ. Mehr"
    (stamp,) = find_stamps(text, ("de",))
    assert text[slice(*stamp.span)] == "Mittwoch, 19.06.2024, 23:31 Uhr MESZ"
    assert text[slice(*stamp.reach)] == "Stand: Mittwoch, 19.06.2024, 23:31 Uhr MESZ"


def test_without_language_all_calendars_serve() -> None:
    assert one("19 Ιουνίου 2024") == DAY


def test_unknown_language_counts_as_none() -> None:
    assert one("19 juin 2024", "xx") == DAY


@pytest.mark.parametrize("language", load_languages())
def test_every_month_name_of_every_calendar_is_read(language: str) -> None:
    calendar = load_calendar(language)
    assert calendar is not None
    for number, names in enumerate(calendar.months, start=1):
        for name in names:
            for form in (name, capitals(name), name.capitalize()):
                assert one(f"5 {form} 2024", language) == date(2024, number, 5), form


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("20240619", DAY),
        ("2024-06-19", DAY),
        ("2024-06-19T23:31:00+02:00", at(2)),
        ("1718832660", at(2)),
        ("1718832660000", at(2)),
        ("Wed, 19 Jun 2024 23:31:00 +0200", at(2)),
        ("3/4/2024", None),
        ("20241399", None),
        ("soon", None),
        ("2024-06-19T23:31:00.125+02:00", at(2)),
        ("2024-06-19T21:31:00Z", at(2)),
        ("2024-06-19T23:31:00+0200", at(2)),
        ("2024-06-19T24:00", datetime(2024, 6, 20)),
        ("2024-02-30", None),
        ("0024-06-19", None),
    ],
)
def test_field_of_metadata_is_read_or_refused(value: str, moment: date | None) -> None:
    assert read_stamp(value) == moment


@given(
    st.text(
        alphabet=st.sampled_from("0123456789./-: ,TZ年月日時hH+junemarch上午第،١٢é'\n()"),
        max_size=80,
    )
)
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    end = 0
    for stamp in find_stamps(text):
        assert end <= stamp.span[0] < stamp.span[1] <= len(text)
        assert stamp.reach[0] <= stamp.span[0] < stamp.span[1] <= stamp.reach[1]
        end = stamp.span[1]


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 1, 1)))
def test_iso_moments_come_back(moment: datetime) -> None:
    exact = moment.replace(microsecond=0)
    assert read_stamp(exact.isoformat()) == exact


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 1, 1)),
    st.sampled_from(("", "Z", "+00:00", "+02:00", "-0930", "+05:45", ".5", ".123456789Z")),
)
def test_declared_moment_is_what_the_same_words_say_in_a_text(moment: datetime, end: str) -> None:
    text = moment.isoformat(timespec="seconds") + end
    (said,) = find_stamps(text, ("en",))
    assert read_stamp(text) == said.value
    assert str(read_stamp(text)) == str(said.value)


@pytest.mark.parametrize("text", ["1 day ago", "12 min", "2 Std.", "3年", "5 von 9"])
def test_few_digits_are_no_date(text: str) -> None:
    assert find_stamps(text) == ()


@pytest.mark.parametrize("text", ["令和6年6月9日", "令和元年五月一日"])
def test_shortest_date_of_an_era_is_read(text: str) -> None:
    assert len(find_stamps(text, ("ja",))) == 1
