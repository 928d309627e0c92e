"""What is said of a mention that means no company, or several (contract §4)."""

from __future__ import annotations

from newsroom_of import newsroom, outputs_of

from tests.site import post

UNKNOWN = post(body="Racks for Nvidya\n[finance:Nvidya Corp] and [finance:NVDA].\n")


def test_an_unknown_name_is_a_warning_at_its_line_and_column_with_the_nearest_names() -> None:
    _, problems = newsroom({"posts/a.md": UNKNOWN})
    (problem,) = map(str, problems)
    assert problem.startswith(
        "content/posts/a.md:7:1: warning[unknown-company]: no company is called 'Nvidya Corp'\n  help: write one of: "
    )
    assert "[finance:Nvidia]" in problem
    assert problem.endswith("or add it to content/data/companies.toml")


def test_a_mention_of_nobody_takes_no_part_in_the_site() -> None:
    site, _ = newsroom({"posts/a.md": UNKNOWN})
    assert [company and company.symbol for company in site.posts[0].companies] == [None, "NVDA"]
    assert list(site.companies) == ["cik:1045810"]


def test_a_name_of_several_is_a_warning_that_names_them() -> None:
    data = {
        "companies.toml": '[one]\nname = "Acme Robotics"\n[two]\nname = "Acme Robots"\naliases = ["Acme Robotics"]\n'
    }
    _, problems = newsroom({"posts/a.md": post(body="[finance:Acme Robotics]\n")}, data=data)
    (problem,) = map(str, problems)
    assert "warning[ambiguous-company]: 'Acme Robotics' can mean more than one company: " in problem
    assert "Acme Robots (private)" in problem


def test_mentions_in_title_summary_and_takeaways_count() -> None:
    text = post("On [finance:NVDA]", summary="For [finance:Apple].", takeaways=["By [finance:TSM]"], body="No more.\n")
    site, problems = newsroom({"posts/a.md": text})
    assert problems == ()
    assert sorted(company.symbol for company, _ in site.companies.values()) == ["AAPL", "NVDA", "TSM"]


def test_two_listings_of_one_company_are_one_page() -> None:
    outputs = outputs_of({"posts/a.md": post(body="[finance:GOOG], [finance:GOOGL], [finance:Alphabet Inc.]\n")})
    assert [path for path in outputs if path.startswith("tickers/goo") and path.endswith("index.html")] == [
        "tickers/googl/index.html"
    ]


def test_a_name_of_very_many_names_the_first_of_them() -> None:
    rows = "".join(f'[c{n}]\nkey = "c{n}"\nname = "Acme Robots {n:02}"\naliases = ["Acme"]\n' for n in range(20))
    _, problems = newsroom({"posts/a.md": post(body="[finance:Acme]\n")}, data={"companies.toml": rows})
    (problem,) = map(str, problems)
    assert "Acme Robots 07 (private); and 12 more\n" in problem
    assert "Acme Robots 08" not in problem
