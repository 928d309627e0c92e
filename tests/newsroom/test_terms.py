"""What readers see of a term, and what `check` says of its other spellings (contract §3)."""

from __future__ import annotations

import pytest
from newsroom_of import newsroom, printed

from tests.site import CONFIG, post


def names(*tags: list[str], **asked: object) -> dict[str, str]:
    """The tags' names by key, of posts with these lists of tags."""
    posts = {f"posts/{number}.md": post(f"Post {number}", tags=list(list_)) for number, list_ in enumerate(tags)}
    site, _ = newsroom(posts, **asked)
    return {key: term.name for key, (term, _) in site.terms["tags"].items()}


TAGS = '[openai]\nname = "Open AI (from the table)"\ndescription = "Makers of ChatGPT."\n'


@pytest.mark.parametrize(
    ("tags", "data", "name"),
    [
        ([["openai"], ["openai"]], {"tags.toml": TAGS}, "Open AI (from the table)"),
        ([["openai"], ["openai"]], {}, "OpenAI"),
        ([["nvidia"]], {}, "Nvidia"),
        ([["Acme"], ["acme"]], {"companies.toml": '[acme]\nname = "AcmE, Inc."\nshort = "AcmE"\n'}, "AcmE"),
    ],
)
def test_a_name_is_the_tables_else_a_companys(tags: list[list[str]], data: dict[str, str], name: str) -> None:
    assert list(names(*tags, data=data).values()) == [name]


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ([["data centers"], ["Data Centers"], ["Data Centers"]], "Data Centers"),
        ([["data-centers"], ["Data Centers"]], "Data Centers"),
        ([["Data_Centers", "data centers"], ["data centers"]], "data centers"),
    ],
)
def test_a_name_is_else_the_spelling_most_used(tags: list[list[str]], name: str) -> None:
    assert names(*tags) == {"data-centers": name}


def test_a_name_does_not_depend_on_the_order_of_files() -> None:
    assert names(["b c"], ["B C"]) == names(["B C"], ["b c"])


def test_drafts_have_no_say_in_a_name() -> None:
    posts = {"posts/a.md": post(tags=["Chips"])} | {f"posts/d{n}.md": post(tags=["CHIPS"], draft=True) for n in (1, 2)}
    site, _ = newsroom(posts)
    assert site.terms["tags"]["chips"][0].name == "Chips"


def test_check_lists_the_other_spellings_at_the_first_post_that_has_one() -> None:
    posts = {
        "posts/a.md": post(tags=["Data Centers"]),
        "posts/b.md": post(tags=["Data Centers"]),
        "posts/c.md": post(tags=["data-centers"]),
    }
    _, problems = newsroom(posts)
    assert printed(problems, "term-spelling") == [
        (
            "content/posts/c.md:4:7: hint[term-spelling]: 'Data Centers' is also written 'data-centers'\n"
            "  help: write 'Data Centers' everywhere"
        )
    ]


def test_a_term_spelt_alike_everywhere_is_no_problem() -> None:
    _, problems = newsroom({"posts/a.md": post(tags=["openai"]), "posts/b.md": post(tags=["openai"])})
    assert problems == ()


def test_a_term_that_a_post_lists_twice_is_listed_once() -> None:
    site, _ = newsroom({"posts/a.md": post(tags=["AI chips", "ai-chips"])})
    assert [term.key for term in site.posts[0].terms] == ["ai-chips"]
    assert site.terms["tags"]["ai-chips"][1] == (0,)


def test_terms_of_two_taxonomies_do_not_meet() -> None:
    config = CONFIG.replace(
        "[tool.sitegen.feeds]", "[tool.sitegen.taxonomies]\ntags={}\npeople={}\n[tool.sitegen.feeds]"
    )
    site, problems = newsroom({"posts/a.md": post(tags=["jensen huang"], people=["Jensen Huang"])}, config=config)
    assert site.terms["tags"]["jensen-huang"][0].name == "jensen huang"
    assert site.terms["people"]["jensen-huang"][0].name == "Jensen Huang"
    assert problems == ()


def test_a_description_comes_from_the_table() -> None:
    site, _ = newsroom({"posts/a.md": post(tags=["openai"])}, data={"tags.toml": TAGS})
    assert site.terms["tags"]["openai"][0].description == "Makers of ChatGPT."
