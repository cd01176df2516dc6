"""A small site to search: records in several languages, and the index made of them."""

from __future__ import annotations

from itertools import groupby

from generator.model import SearchRecord
from generator.search.page import index_page
from generator.search.read import Index
from generator.search.results import Found, search
from generator.search.write import write_index


def record(path: str, question: str, answer: str, **facts: object) -> SearchRecord:
    """A record with the rest filled in; its explainer's title is empty unless given."""
    given = {"label": "", "explainer": "", "tags": (), "lang": "en", "date": "2024-05-01"} | facts
    return SearchRecord(path=path, question=question, answer=answer, **given)  # type: ignore[arg-type]


TIDES = {"explainer": "How tides work", "tags": ("sea", "moon"), "date": "2023-02-01"}
HEAT = {"explainer": "Heat pumps at home", "tags": ("energy",), "date": "2024-08-15"}
GERMAN = {"explainer": "Was die Versicherung zahlt", "tags": ("geld",), "lang": "de"}
RECORDS = (
    record("tides/#why", "Why are there two tides a day?", "The Moon pulls at the sea.", **TIDES),
    record(
        "tides/#spring-tides",
        "What is a spring tide?",
        "The name says little.\nAt new and full moon the pull of the Sun adds to that of the Moon.",
        **TIDES,
    ),
    record(
        "tides/#bathing",
        "When is bathing dangerous?",
        "Currents carry swimmers out while the water falls.",
        **TIDES,
    ),
    record(
        "heat/#how",
        "How does a heat pump warm a house?",
        "It moves warmth from outside to the inside.",
        **HEAT,
    ),
    record(
        "heat/#cost",
        "What does a heat pump cost to run?",
        "That depends on electricity prices and on the house.",
        **HEAT,
    ),
    record(
        "versicherung/#kasse",
        "Wann zahlt die Krankenversicherung?",
        "Die Kasse übernimmt ärztliche Behandlungen. Häuser versichert sie nicht.",
        **GERMAN,
    ),
    record(
        "impots/#quand",
        "Quand faut-il déclarer ses impôts ?",
        "Les contribuables remplissent leurs déclarations au printemps.",
        lang="fr",
    ),
    record("tasse/#quanto", "Quanto costano le scuole?", "Le famiglie pagano.", lang="it"),
    record("agua/#por-que", "¿Por qué falta agua?", "Los embalses están vacíos.", lang="es"),
    record("dariba/#lima", "لماذا ندفع الضرائب؟", "تمول الضريبة المدارس.", lang="ar"),
    record("fos/#giati", "Γιατί ο ουρανός είναι γαλάζιος;", "Το φως σκεδάζεται.", lang="el"),
    record(
        "isik/#neden",
        "Işık suda neden kırılır?",
        "İstanbul'da da güneşin ışığı suda yavaşlar.",
        lang="tr",
    ),
    record("sora/#naze", "空はなぜ青いのですか", "光が空気の分子で散乱するからです。", lang="ja"),
)


def files_of(records: tuple[SearchRecord, ...] = RECORDS) -> dict[str, bytes]:
    """The index files of records that stand in the order of their pages."""
    pages = [
        index_page(tuple(group))
        for _, group in groupby(records, key=lambda one: one.path.partition("#")[0])
    ]
    return {one.path: one.content for one in write_index(pages)}


def find(text: str, records: tuple[SearchRecord, ...] = RECORDS, **options: object) -> Found:
    """What a search among the records finds."""
    return search(Index(files_of(records).__getitem__), text, **options)  # type: ignore[arg-type]


def paths(text: str, **options: object) -> list[str]:
    """The addresses that a search finds, best first."""
    return [one.path for one in find(text, **options).results]  # type: ignore[arg-type]
