"""Short names in the scripts of search."""

from __future__ import annotations

import gzip

from generator.theme.renaming import shorten, statements
from generator.theme.scripts import shared_scripts


def test_names_that_could_mean_something_outside_stay() -> None:
    written = [
        "(()=>{",
        "const known={word:1};",
        "const kept=known.word;",
        (
            "function twice(word,other,text){const{length}=word,shape=`${text} other`,"
            'found=/shape|"(a)/u.test("known");return[...word,{length,key:shape},found,kept,document]}'
        ),
        "window.twice=(e,other)=>twice(e,other)})();",
    ]
    assert shorten(written) == (
        "(()=>{let known={word:1};"
        "let A=known.word;function twice(e,other,text){let{length}=e,shape=`${text} other`,"
        't=/shape|"(a)/u.test("known");return[...e,{length,key:shape},t,A,document]}'
        "window.twice=(e,t)=>twice(e,t)})();"
    )


def test_own_names_stay_different_and_meet_no_other() -> None:
    script = "(() => {\n  const add = (one, two, e) => one + two + e.t + n;\n})();"
    assert statements(script) == ["(() => {\n", script[len("(() => {\n") :]]
    assert shorten(statements(script)) == (
        "(() => {\n  let A = (e, n, r) => e + n + r.t + i;\n})();"
    )


def test_search_takes_at_most_six_kilobytes() -> None:
    assert len(gzip.compress(shared_scripts()["search.js"], 9)) <= 6000
