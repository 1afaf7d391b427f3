"""Requests that no tab sends, as strategies of hypothesis."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from tests.hostile.wsgi import PREFIX, Application, Asked

METHODS = ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW", "")

NUMBERS = (
    *("0", "-1", "1e-400", "1e400", "-1e308", "nan", "NaN", "inf", "-Infinity", "1_000", "0x10"),
    *("9" * 5000, "1" + "0" * 400, "-0.0", "٣", "1e5", "true", "None", "[]", "{}", "1;2", "2**63"),
)
"""Where a number is wanted, or none."""

TEXTS = (
    *("", " ", ".", "..", "/", "\0", "sick\0", "SICK", "sick ", " sick", "sick/", "./sick"),
    *(
        "../sick",
        "sick/..",
        "*",
        "%",
        "%s%n",
        "{0}",
        "$(id)",
        "`id`",
        "';--",
        "<script>",
        "\r\nX: y",
    ),
    *("\ud800", "\udcff", "\U0010ffff", "\u202e", "名前", "a" * 10_000, "__proto__", "__class__"),
)

TAILS = (
    *("../loader.py", "..%2floader.py", "%2e%2e/loader.py", "%2e%2e%2floader.py", "..\\loader.py"),
    *("..%5cloader.py", "..%255cloader.py", "....//loader.py", "/etc/passwd", "//etc/passwd"),
    *("%2fetc%2fpasswd", "index.js/../../loader.py", "index.js/", "index.js%00", "INDEX.JS"),
    *("C:%5cWindows%5cwin.ini", "file:///etc/passwd", "..;/loader.py", "..%c0%afloader.py", "."),
    *("%e0%80%ae%e0%80%ae/loader.py", "~root/.bashrc", "", "\xff\xfe", "%ff%fe", "*", "x" * 10_000),
)
"""What may follow the name of a folder of files."""

ENDLESS = ("a=b&" * 20_000, "run=" + "x" * 500_000, "&" * 100_000, "=" * 9999, "run=a;" * 9999)
"""Queries longer than any server lets through."""

HEADERS = (
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "gzip;q=nan, *;q=-1, ,;;,"},
    {"Accept-Encoding": "x" * 20_000},
    {"Range": "bytes=-1,0-99999999999999999999"},
    {"If-None-Match": "*", "If-Modified-Since": "yesterday"},
    {"Content-Length": "-1"},
    {"Content-Length": "99999999999999999999999"},
    {"Content-Length": "many", "Content-Type": "multipart/form-data; boundary="},
    {"Transfer-Encoding": "chunked"},
    {"Host": "..%00/@[::"},
    {"Cookie": "\xff=\xfe; " * 500},
    {"Authorization": "Basic ====", "Origin": "null", "Referer": "\x7f"},
    {"X-Forwarded-For": "' OR 1", "X-Http-Method-Override": "DELETE"},
)


def requests(
    application: Application, route: str, known: Mapping[str, Sequence[str]]
) -> st.SearchStrategy[Asked]:
    """Requests of one route: some that are right, most that are not.

    Args:
      application: says which parameters there are.
      route: of the plugin.
      known: parameter -> values that exist.
    """
    named = application.parameters(route)
    return st.builds(
        Asked,
        path=_paths(route),
        query=_queries(named, known),
        method=st.sampled_from(("GET",) * 12 + ("HEAD",) + METHODS),
        headers=st.sampled_from(HEADERS),
    )


def _paths(route: str) -> st.SearchStrategy[str]:
    if not route.endswith("*"):
        return st.just(PREFIX + route)
    drawn = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=30)
    quoted = st.binary(max_size=20).map(urllib.parse.quote_from_bytes)
    return (st.sampled_from(TAILS) | drawn | quoted).map(lambda tail: PREFIX + route[:-1] + tail)


def _queries(named: tuple[str, ...], known: Mapping[str, Sequence[str]]) -> st.SearchStrategy[str]:
    exists = sorted({value for values in known.values() for value in values})
    value = (
        st.sampled_from(exists)
        | st.sampled_from(NUMBERS)
        | st.sampled_from(TEXTS)
        | st.text(st.characters(), max_size=20)
        | st.binary(max_size=10)
    )
    name = st.sampled_from((*named, *known, "vanishing.layer_ratio", "recent.rows", "x", "", "[]"))
    others = st.lists(st.tuples(name, value).map(_pair), max_size=3)
    right = st.tuples(
        *(st.tuples(st.just(one), st.sampled_from(known.get(one, exists))) for one in named)
    ).map(lambda pairs: [_pair(pair) for pair in pairs])
    nearly = st.tuples(*(st.tuples(st.just(one), value) for one in named)).map(
        lambda pairs: [_pair(pair) for pair in pairs]
    )
    raw = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=60)
    return st.one_of(
        right.map("&".join),
        st.tuples(right, others).map(lambda both: "&".join(both[0] + both[1])),
        st.tuples(nearly, others).map(lambda both: "&".join(both[0] + both[1])),
        others.map("&".join),
        raw,
        st.sampled_from(ENDLESS),
    )


def _pair(named: tuple[str, str | bytes]) -> str:
    name, value = named
    return f"{name}={quoted(value)}"


def quoted(value: str | bytes) -> str:
    if isinstance(value, bytes):
        return urllib.parse.quote_from_bytes(value, safe="")
    return urllib.parse.quote(value, safe="", errors="surrogatepass")
