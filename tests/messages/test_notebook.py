"""Reports in notebooks: the words of the text, nothing that runs, and names that stay text."""

import html.parser
import re

import pytest

from tb_gradplugin.messages import explanation, verdict_words
from tb_gradplugin.messages.notebook import report
from tb_gradplugin.schema.findings import Finding, Location, Step
from tests.messages import specimens, test_verdict_words

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "</style></code><script>alert(1)</script>",
    "`",
    "a`b`c",
    "&lt;b&gt;",
    "\u202eevil",
    "\x00\x1b[31m\ud800",
    "x" * 20_000,
]
ALLOWED = {
    "style": set(),
    "details": {"open"},
    "summary": set(),
    "p": {"class"},
    "br": set(),
    "span": {"class", "title"},
    "strong": set(),
    "code": set(),
    "bdi": set(),
    "dl": {"class"},
    "dt": set(),
    "dd": set(),
    "ol": {"class", "aria-label"},
    "li": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "table": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope"},
    "td": set(),
}
"""Elements and their attributes: none of them runs or fetches anything."""

INLINE = {"span", "strong", "code", "bdi"}


class Read(html.parser.HTMLParser):
    """What an HTML document consists of."""

    def __init__(self, document: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.style = ""
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._separate(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self._separate(tag)

    def _separate(self, tag):
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data):
        if "style" in self.open:
            self.style += data
        else:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w.,'/-]+", text))


def hostile_finding(name: str) -> Finding:
    place = Location(name, 1, name, name)
    return Finding(
        code="GN102",
        status="null",
        severity=name,
        certainty=name,
        variables=(name,),
        op_type=name,
        op_name=name,
        layer=name,
        locations=(place,),
        path=(Step(name, name, place, is_cut=True), Step("variable", name)),
        evidence={name: name, "severity_because": name},
        ruled_out=(name,),
    )


@pytest.mark.parametrize("name", specimens.SPECIMENS)
def test_a_notebook_shows_every_word_of_the_text(name):
    finding = specimens.SPECIMENS[name]
    shown = Read(report.report_html({"kernel": "null"}, [finding], "ValueError: x")).text
    told = explanation.text(finding).replace("<-", "").replace("`", "")
    assert words(told) - {"x"} <= words(shown) | {"..."}


@pytest.mark.parametrize("name", test_verdict_words.SPECIMENS)
def test_a_recording_shows_every_word_of_its_verdicts(name):
    verdict = test_verdict_words.SPECIMENS[name]
    shown = Read(report.log_html([0, 50], 12, [verdict], [])).text
    assert words(verdict_words.words_of(verdict).text.replace("`", "")) <= words(shown)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_lines_of_source_stay_text(name):
    for finding in (hostile_finding(name), specimens.finding(name, variables=(name,))):
        document = report.report_html({name: name}, [finding], name)
        document += report.log_html([], 0, [], [finding])
        document.encode()
        read = Read(document)
        for tag, attributes in read.elements:
            assert set(attributes) <= ALLOWED[tag]
            assert "alert" not in str(attributes.get("class"))
        assert "alert" not in read.style
        assert not re.search("[\x00-\x08\x0b-\x1f]", document)
        if name.isprintable() and len(name) < 500:
            assert " ".join(name.split()) in read.text


def test_a_long_name_is_shortened_and_one_that_turns_the_direction_stays_inside_of_itself():
    assert len(report.report_html({"x" * 20_000: "ok"}, [])) < 5_000
    assert "<bdi>\u202eevil</bdi>" in report.report_html({"\u202eevil": "ok"}, [])


def test_the_cut_is_marked_for_the_eye_and_said_to_the_ear():
    finding = specimens.SPECIMENS["GN102"]
    document = report.report_html({"kernel": "null"}, [finding])
    (way,) = re.findall("<ol.*?</ol>", document)
    steps = [re.sub("<.*?>", "", step) for step in way.split("<li")[1:]]
    assert [step.partition(">")[2] for step in steps] == [
        *("loss", "Sum", "Round the gradient ends here", "Relu", "kernel")
    ]
    assert way.count("tb-gradplugin-behind") == 1
    sick = specimens.finding("GN102", status="zero", op_type="ArgMax", path=specimens.WAY)
    assert "the gradient turns here" in report.report_html({"kernel": "zero"}, [sick])


@pytest.mark.parametrize(
    ("severities", "unfolded"),
    [
        (("error",) * 5, [True, True, True, False, False]),
        (("warning", "note", "note"), [True, False, False]),
    ],
)
def test_the_first_that_ask_for_something_to_be_done_are_unfolded(severities, unfolded):
    findings = [specimens.finding("GN104", severity=severity) for severity in severities]
    read = Read(report.report_html({"kernel": "null"}, findings))
    is_open = ["open" in attributes for tag, attributes in read.elements if tag == "details"]
    # The last one has the statuses.
    assert is_open == [*unfolded, False]


def test_every_status_is_listed_and_what_the_program_raised_is_told():
    read = Read(report.report_html({"a": "ok", "b": "zero"}, [], "ValueError: `a` <b>"))
    assert read.text.startswith("Of 2 variables, 1 receives a zero gradient (b).")
    assert "The program raised ValueError: `a` <b>" in read.text
    assert read.text.endswith("variable status a ok b zero")


def test_a_recording_without_a_verdict_says_that_nothing_is_unhealthy():
    read = Read(report.log_html([0, 50], 1, [], []))
    assert read.text == "1 variable, 2 rows from step 0 to step 50. Nothing is unhealthy."
    assert Read(report.log_html([], 3, [], [])).text.startswith("3 variables, 0 rows.")
