"""Claims of the source articles: verdicts, and the studies they name."""

from collections import Counter

from deqi.knowledge import claims, rooms, sources
from tests.spec.tables import Page, Table

PAGE = Page(
    "claims",
    "Claims of the articles",
    """The five source articles make 98 claims that can be checked. Each is a record in
    our own words, with one of six verdicts, why, and the sources that decide; no
    clinician has reviewed them. `deqi evidence claims` shows all of them.""",
)

CATALOGUE = claims.catalogue()

VERDICTS = Table(
    title="Six kinds of verdict",
    prose="""A claim is not checkable where nothing could be looked up; it is unfounded where
    it was looked up and nothing stands behind it.""",
    columns={"verdict": "Verdict", "count": "Claims"},
    rows=[
        ("partly", 40),
        ("supported", 20),
        ("not supported", 19),
        ("conflicting", 7),
        ("unfounded", 6),
        ("not checkable", 6),
    ],
)

ARTICLES = Table(
    title="Claims by article",
    columns={"article": "Article", "count": "Claims"},
    rows=[(0, 16), (1, 10), (2, 19), (3, 18), (4, 35)],
)

NAMED = Table(
    title="The studies and recommendations that the articles name",
    prose="""What stands behind each, as far as it could be traced, with the record that
    holds its figures.""",
    columns={"claim": "Claim", "verdict": "Verdict", "record": "Record"},
    rows=[
        ("0M", "supported", "pools:liu_2015_overview"),
        ("0N", "supported", "trials:debar_2025_usual_care_rmdq_change_w26"),
        ("2D", "partly", "pools:review_of_22_studies"),
        ("4AD", "partly", "pools:review_of_22_studies"),
        ("2G", "supported", "pools:vickers_2012_back_and_neck_sham_pain"),
        ("2F", "supported", "guidelines:acp_2017_chronic"),
        ("1E", "conflicting", "guidelines:nice_ng59_2016"),
        ("4AF", "conflicting", "guidelines:who_2023"),
    ],
)


@VERDICTS.cases
def test_verdicts(verdict: str, count: int) -> None:
    assert Counter(str(each.verdict) for each in CATALOGUE.values())[verdict] == count


@ARTICLES.cases
def test_articles(article: int, count: int) -> None:
    assert Counter(each.article for each in CATALOGUE.values())[article] == count


@NAMED.cases
def test_named(claim: str, verdict: str, record: str) -> None:
    assert CATALOGUE[claim].verdict == verdict
    assert record in CATALOGUE[claim].records


def test_there_are_98_claims_each_told_and_judged() -> None:
    assert len(CATALOGUE) == 98
    assert [
        key for key, each in CATALOGUE.items() if not (each.claim and each.why)
    ] == []


def test_a_claim_judged_by_sources_names_them_and_an_unfounded_one_may_not() -> None:
    bare = {key for key, each in CATALOGUE.items() if not each.sources}
    judged = {"supported", "partly", "conflicting"}
    assert [key for key in bare if CATALOGUE[key].verdict in judged] == []


def test_an_article_never_speaks_for_itself() -> None:
    for each in CATALOGUE.values():
        assert "articles" not in each.sources
        assert set(each.sources) <= set(sources.catalogue())


def test_every_record_that_a_claim_points_at_is_there() -> None:
    lost = [
        (each.id, key)
        for each in CATALOGUE.values()
        for key in each.records
        if key.partition(":")[2] not in rooms.ROOMS[key.partition(":")[0]]()
    ]
    assert lost == []


def test_no_clinician_has_reviewed_a_verdict() -> None:
    assert not any(each.reviewed for each in CATALOGUE.values())
