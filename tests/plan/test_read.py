"""The event plan: what reads, and what each mistake is told."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warroom.compose import checks
from warroom.errors import PlanError, Problem
from warroom.plan.guardrails import CHECKS
from warroom.plan.model import Name, Outcome, Plan, Rule, Window, Word
from warroom.plan.read import NETWORKS, read_plan
from warroom.targets import networks

PLAN = (Path(__file__).parent / "event.toml").read_text()
EXAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "design" / "examples" / "event.toml"

Reader = Callable[[str], Plan]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    (tmp_path / "brand.toml").write_text("format = 1\n")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.toml").write_text("")

    def reader(text: str) -> Plan:
        path = tmp_path / "event.toml"
        path.write_text(text, encoding="utf-8")
        return read_plan(path)

    return reader


def problems(read: Reader, text: str) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as caught:
        read(text)
    return caught.value.problems


def test_a_whole_plan_reads(read: Reader, tmp_path: Path) -> None:
    plan = read(PLAN)
    assert plan.event.starts == dt.datetime(2027, 6, 5, 14, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert [topic.name for topic in plan.topics] == ["The regatta", "Us"]
    assert [source.name for source in plan.sources] == ["Bluesky", "social.example", "wire.example", "wire.example (2)"]
    assert plan.sources[1].server == "https://social.example"
    assert plan.sources[1].hashtags == ("harbour27", "regatta")
    assert plan.people[1].on_duty == (Window("13:00", "19:30"), Window("22:00", "01:00"))
    assert plan.people[3].imitation
    assert plan.lanes[0].rules == (Rule("brand", 1, True, 300, "escalate"), Rule("legal", 2, False, 5400, "expire"))
    assert plan.lanes[1].rules == (Rule("brand", 1, False, 90, "wait"),)
    assert [(target.network, target.by) for target in plan.targets] == [("bluesky", "hand"), ("instagram", "imitation")]
    assert plan.guardrails.block == ("alt_text", "overflow")
    assert plan.guardrails.words == (Word("Harbour Cup", dt.date(2027, 6, 1), dt.date(2027, 6, 6), "the race"),)
    assert plan.guardrails.names == (Name("Ada Tern", ("Tern",), ("@tern.example", "mastodon:@tern@sea.example")),)
    assert plan.guardrails.links == ("crumb.example",)
    assert {"dunkable", "Ada Tern", "The regatta", plan.people[0].name} <= set(plan.guardrails.own)
    assert plan.guardrails.accounts == tuple(target.account for target in plan.targets)
    assert plan.guardrails.language == plan.event.language
    assert plan.brand == str((tmp_path / "brand.toml").resolve())
    assert plan.library == str((tmp_path / "library").resolve())
    assert plan.outcomes == (Outcome("Winner", ("Tern", "Gull")), Outcome("Overtime", ("Yes", "No")))


@pytest.mark.parametrize("where", ["s3://crumb-assets/night", "s3://crumb-assets", "s3://crumb/a/b?endpoint=https://s3.host.example:9000"])
def test_a_library_may_be_a_bucket(read: Reader, where: str) -> None:
    assert read(PLAN.replace('library = "library"', f'library = "{where}"')).library == where


def test_the_plan_says_who_may_publish_templates(read: Reader) -> None:
    assert read(PLAN).publish == ("designer", "producer")
    assert read(PLAN.replace('brand = "brand.toml"', 'publish = ["writer", "writer", "producer"]')).publish == ("writer", "producer")
    assert read(PLAN.replace('brand = "brand.toml"', "publish = []")).publish == ()


def test_the_shells_lane_may_need_nobody(read: Reader) -> None:
    plan = read(PLAN.replace('name = "shell"\n[[lane.rule]]\nrole = "brand"\nwithin = "90s"\n', 'name = "shell"\n'))
    assert plan.lanes[1].rules == ()


@pytest.mark.skipif(not EXAMPLE.is_file(), reason="the example plan is not beside this checkout")
def test_the_example_plan_reads_whole() -> None:
    plan = read_plan(EXAMPLE)
    assert (len(plan.topics), len(plan.sources), len(plan.people), len(plan.lanes), len(plan.targets)) == (2, 3, 4, 2, 2)
    assert len(plan.guardrails.block) == 6
    assert Path(plan.brand) == (EXAMPLE.parent / "brand" / "brand.toml").resolve()


def test_a_jetstream_may_be_told_its_hosts_and_how_to_speak(read: Reader) -> None:
    (usual, *_) = read(PLAN).sources
    assert (usual.servers, usual.version, usual.compress) == ((), 0, True)
    told = 'kind = "jetstream"\nservers = ["wss://a.example/", "https://b.example"]\nversion = 1\ncompress = false'
    (own, *_) = read(PLAN.replace('kind = "jetstream"', told, 1)).sources
    assert (own.servers, own.version, own.compress) == (("wss://a.example", "https://b.example"), 1, False)


ONE_MISTAKE = [
    # what stands in the plan, what is written instead, the key named, words of the problem or its hint
    ("format = 1\n", "", "format", "is missing"),
    ('name = "Harbour regatta"', "name = Harbour regatta", "name", "is not valid TOML"),
    ('name = "Harbour regatta"', f'name = "{"x" * 201}"', "event.name", "is longer than 200 characters"),
    ("any = [", f'any = ["{"x" * 201}", ', "topic[1].any[1]", "is longer than 200 characters"),
    ("format = 1\n", "format = 2\n", "format", "Write format = 1"),
    ("what = ", "waht = ", "run_of_show[1].waht", 'Did you mean "what"?'),
    ("[event]", "[evnt]", "evnt", 'Did you mean "event"?'),
    ('name = "Harbour regatta"\n', "", "event.name", "is missing"),
    ('name = "Harbour regatta"\n', "name = 3\n", "event.name", "must be a text, not a whole number"),
    ('language = "en"', 'language = "English"', "event.language", "no language tag"),
    ("2027-06-05T14:00:00+02:00", "2027-06-05T14:00:00", "event.starts", "has no zone"),
    ("2027-06-05T14:00:00+02:00", "2027-06-05", "event.starts", "not a date."),
    ('at = "16:30"', "at = 16:30:00", "run_of_show[2].at", 'Write at = "19:00"'),
    ('at = "16:30"', 'at = "24:30"', "run_of_show[2].at", "no time of day"),
    ('any = ["regatta", "#harbour27", "photo finish"]\n', "any = []\n", "topic[1].any", "must not be empty"),
    ('any = ["regatta", "#harbour27", "photo finish"]\n', 'any = "regatta"\n', "topic[1].any", "must be a list of texts"),
    ('any = ["regatta", "#harbour27", "photo finish"]\n', 'any = ["regatta", 27]\n', "topic[1].any[2]", "must be a text"),
    ('languages = ["en", "de"]', 'languages = ["en", "deutsch"]', "topic[1].languages[2]", "no language tag"),
    ('name = "Us"', 'name = "The Regatta"', "topic[2].name", "as in line 17 already"),
    ('kind = "jetstream"', 'kind = "jetsream"', "source[1].kind", 'Did you mean "jetstream"?'),
    ('kind = "jetstream"', 'kind = "wikimedia"', "source[1].pages", "is missing"),
    ('kind = "jetstream"', 'kind = "wikimedia"\nwikis = ["en us"]', "source[1].wikis[1]", "no wiki"),
    ('kind = "jetstream"', 'kind = "jetstream"\nurl = "https://x.example"', "source[1].url", "no key of this table"),
    ('kind = "jetstream"', 'kind = "jetstream"\nversion = 3', "source[1].version", "Write version = 2 or version = 1"),
    ('kind = "jetstream"', 'kind = "jetstream"\nversion = true', "source[1].version", "no protocol of Jetstream"),
    ('kind = "jetstream"', 'kind = "jetstream"\ndictionary = "none.zdict"', "source[1].dictionary", "there is no file"),
    ('kind = "jetstream"', 'kind = "jetstream"\ncompress = "yes"', "source[1].compress", "must be true or false"),
    ('kind = "jetstream"', 'kind = "jetstream"\nservers = ["wss://a.example", "b.example"]', "source[1].servers[2]", "starts with wss://"),
    (
        'kind = "jetstream"',
        'kind = "jetstream"\nserver = "wss://a.example"\nservers = ["wss://b.example"]',
        "source[1].servers",
        "stands beside server",
    ),
    ('server = "https://social.example/"\n', "", "source[2].server", "is missing"),
    ('server = "https://social.example/"', 'server = "social.example"', "source[2].server", "starts with https://"),
    ('server = "https://social.example/"', 'server = "https://me:pw@social.example"', "source[2].server", "a password"),
    ('token = "keyring:social.example"', 'token = "abc"', "source[2].token", "must name a secret"),
    ('url = "https://wire.example/city.xml"', 'url = "ftp://wire.example"', "source[4].url", "not an address"),
    ('name = "Rehearsal writer"', 'name = "bram"', "person[4].name", "already"),
    ('deputy = "Bram"', 'deputy = "Brm"', "person[3].deputy", 'Did you mean "Bram"?'),
    ('roles = ["brand"]', 'roles = ["brand"]\ndeputy = "Bram"', "person[2].deputy", "the same person"),
    ('"13:00-16:00"', '"13:00 to 16:00"', "person[3].on_duty[1]", "no stretch of time"),
    ('"13:00-19:30", ', '"13:00-13:00", ', "person[2].on_duty[1]", "no stretch of time"),
    ('roles = ["producer", "writer"]', 'roles = ["writer"]', "person", "nobody has the role producer"),
    ("imitation = true", 'imitation = "yes"', "person[4].imitation", "must be true or false"),
    ('name = "full"', 'name = "long"', "lane", 'the lane "full" is missing'),
    ('name = "shell"', 'name = "full"', "lane[2].name", "already"),
    ('role = "legal"', 'role = "lega"', "lane[1].rule[2].role", 'Did you mean "legal"?'),
    ("count = 2", "count = 3", "lane[1].rule[2].count", "only 2 people can sign as legal"),
    ("count = 2", "count = 0", "lane[1].rule[2].count", "must be from 1"),
    ("count = 2", "count = true", "lane[1].rule[2].count", "must be a whole number"),
    ('within = "1h30m"', "within = 90", "lane[1].rule[2].within", 'Write within = "5m"'),
    ('within = "1h30m"', 'within = "soon"', "lane[1].rule[2].within", "no length of time"),
    ('within = "1h30m"\n', "", "lane[1].rule[2].then", "never happens without a time limit"),
    ('then = "expire"', 'then = "expires"', "lane[1].rule[2].then", 'Did you mean "expire"?'),
    ('name = "shell"\n[[lane.rule]]\nrole = "brand"\nwithin = "90s"\n', 'name = "quick"\n', "lane[2].rule", "nobody's yes"),
    ('results = ["Tern", "Gull"]', 'results = ["Tern"]', "outcome[1].results", "only one result"),
    ('results = ["Tern", "Gull"]', 'results = ["Tern", "Tern"]', "outcome[1].results[2]", "is there already"),
    ('results = ["Tern", "Gull"]', "results = []", "outcome[1].results", "must not be empty"),
    ('name = "Overtime"', 'name = "Winner"', "outcome[2].name", "already"),
    ('library = "library"', 'library = "elsewhere"', "look.library", "there is no library.toml"),
    ('library = "library"', 'library = "s3://B"', "look.library", "no address in S3"),
    ('network = "bluesky"', 'network = "blusky"', "target[1].network", 'Did you mean "bluesky"?'),
    ('by = "imitation"', 'by = "direct"', "target[2].by", "not there yet"),
    ('network = "instagram"\naccount = "tern"', 'network = "bluesky"\naccount = "tern.example"', "target[2].account", "already"),
    ('"overflow"', '"overflw"', "guardrails.block[2]", 'Did you mean "overflow"?'),
    ('handles = ["@tern.example"', 'handles = ["tern.example"', "guardrails.name[1].handles[1]", "is no handle"),
    ('"crumb.example"]', '"https://crumb.example"]', "guardrails.links[1]", "is no host"),
    ("until = 2027-06-06", "until = 2027-05-06", "guardrails.word[1].until", "is before from"),
    ("until = 2027-06-06", 'until = "2027-06-06"', "guardrails.word[1].until", "must be a date, not a text"),
    ('brand = "brand.toml"', 'brand = "brnd.toml"', "look.brand", "there is no file"),
    ('brand = "brand.toml"', 'publish = ["produccer"]', "look.publish[1]", 'Did you mean "producer"?'),
    ('brand = "brand.toml"', 'publish = "producer"', "look.publish", "must be a list"),
    ('brand = "brand.toml"', 'publsh = ["producer"]', "look.publsh", 'Did you mean "publish"?'),
]


@pytest.mark.parametrize(("right", "wrong", "key", "words"), ONE_MISTAKE, ids=[f"{m[2]}: {m[3]}" for m in ONE_MISTAKE])
def test_one_mistake_is_named_with_its_place_and_its_mending(read: Reader, right: str, wrong: str, key: str, words: str) -> None:
    assert right in PLAN
    text = PLAN.replace(right, wrong, 1)
    (problem,) = problems(read, text)
    assert problem.key == key
    assert words in f"{problem.problem} {problem.hint}"
    assert problem.hint or "starts with" in problem.problem
    written = wrong.splitlines()
    if written and problem.key.rpartition(".")[2].partition("[")[0] in written[-1]:
        assert written[-1] in text.splitlines()[problem.line - 1]


def test_a_live_room_has_nothing_made_up(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text("format = 1\n")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.toml").write_text("")
    path = tmp_path / "event.toml"
    path.write_text(PLAN + '[[source]]\nkind = "rehearsal"\n[[target]]\nnetwork = "imitation"\naccount = "tern"\n', encoding="utf-8")
    assert read_plan(path).people[3].imitation
    with pytest.raises(PlanError) as caught:
        read_plan(path, live=True)
    found = {problem.key: problem for problem in caught.value.problems}
    assert set(found) == {"source[5].kind", "person[4].imitation", "target[2].by", "target[3].network"}
    assert all(problem.hint for problem in found.values())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [lines[problem.line - 1] for problem in caught.value.problems] == [
        "imitation = true",
        'by = "imitation"',
        'kind = "rehearsal"',
        'network = "imitation"',
    ]


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file(read: Reader) -> None:
    text = PLAN.replace("what =", "waht =", 1).replace('role = "legal"', 'role = "lgal"').replace('network = "bluesky"', "network = 7")
    found = problems(read, text)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert [problem.key for problem in found] == ["run_of_show[1].waht", "lane[1].rule[2].role", "target[1].network"]
    assert all(str(problem).startswith(f"{problem.file}:{problem.line}: {problem.key}") for problem in found)


def test_a_secret_written_into_the_plan_is_never_repeated(read: Reader) -> None:
    found = problems(read, PLAN.replace("keyring:social.example", "s3cr3t-t0ken"))
    assert "s3cr3t" not in "\n".join(str(problem) for problem in found)


def test_an_empty_file_names_what_is_missing(read: Reader) -> None:
    found = problems(read, "")
    assert {problem.key for problem in found} >= {"format", "event.name", "event.starts", "lane", "person"}
    assert all(problem.line == 1 for problem in found)


@pytest.mark.parametrize(("table", "words"), [("topic", "there would be no feed"), ("target", "nothing could be published")])
def test_what_a_room_cannot_be_without_is_asked_for(read: Reader, table: str, words: str) -> None:
    text = re.sub(rf"\[\[{table}\]\]\n(?:[^\[\n][^\n]*\n)*", "", PLAN)
    assert f"[[{table}]]" not in text
    (problem,) = problems(read, text)
    assert problem.key == table
    assert words in problem.problem
    assert f"[[{table}]]" in problem.hint


def test_a_missing_file_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        read_plan(tmp_path / "nowhere.toml")


def test_a_file_saved_with_a_byte_order_mark_reads(read: Reader) -> None:
    assert read("\ufeff" + PLAN).event.name == "Harbour regatta"


def test_the_plan_knows_the_checks_and_networks_that_there_are() -> None:
    assert CHECKS == checks.ORDER
    assert tuple(network.name for network in networks.NETWORKS) == NETWORKS


WORDS = st.one_of(
    st.sampled_from(sorted(set(re.findall(r"[a-z_]+", PLAN)))),
    st.sampled_from(["5m", "19:00", "19:00-20:00", "https://a.example", "#x", " ", ""]),
)
VALUES = st.recursive(
    st.one_of(WORDS.map(json.dumps), st.integers().map(str), st.booleans().map(lambda yes: str(yes).lower()), st.just("2027-01-01")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(WORDS, inner, max_size=4).map(
            lambda table: "{" + ", ".join(f"{json.dumps(key)} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=12,
)
TABLES = st.dictionaries(WORDS, VALUES, max_size=8).map(
    lambda table: "\n".join(f"{json.dumps(key)} = {value}" for key, value in table.items())
)
MUTATED = st.tuples(st.integers(0, len(PLAN.splitlines()) - 1), VALUES).map(
    lambda change: "\n".join(
        f"{line.partition(' = ')[0]} = {change[1]}" if number == change[0] else line for number, line in enumerate(PLAN.splitlines())
    )
)


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        read_plan(path)
    except PlanError as wrong:
        return wrong.problems
    return ()


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), TABLES, MUTATED))
@example("a = " + "[" * 5000)
@example("a = " + "1" * 5000)
@example(".".join(["a"] * 5000) + " = 1")
def test_any_text_gives_a_plan_or_problems_on_lines_that_exist(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any-text.toml"
    path.write_text(text, encoding="utf-8", newline="")
    found = problems_of(path)
    assert all(1 <= problem.line <= text.count("\n") + text.count("\r") + 1 for problem in found)
    assert all(problem.problem for problem in found)
