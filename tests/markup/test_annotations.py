"""What is an annotation, and a plain text without any."""

import pytest

from sitegen.markup.annotations import find, mark, plain, restore


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Nvidia [finance:NVIDIA Corporation] rises", "Nvidia rises"),
        ("Nvidia [finance:NVDA]’s chips", "Nvidia’s chips"),
        ("Amazon [finance:Amazon.com, Inc.] Web Services", "Amazon Web Services"),
        ("[finance:NVDA] rises", "rises"),
        ("What \\[finance:NVDA] means", "What [finance:NVDA] means"),
        ("[finance:NVIDIA Corporation]", "NVIDIA Corporation"),
        ("A [finance:] b", "A [finance:] b"),
        ("Plain & simple", "Plain & simple"),
    ],
)
def test_plain_text_has_no_annotations(text, without):
    assert plain(text) == without


@pytest.mark.parametrize("slashes", range(6))
def test_an_odd_number_of_backslashes_escapes(slashes):
    (annotation,) = find("\\" * slashes + "[finance:NVDA]")
    assert annotation.escaped == (slashes % 2 == 1)


def test_a_name_has_at_most_two_hundred_characters():
    assert [a.name for a in find(f"[finance:{'x' * 200}] [finance:{'x' * 201}]")] == ["x" * 200]


def test_marks_give_the_text_back():
    text = "a [finance:AT&T] b [finance:x\ny] \\[finance:z] c"
    marked, annotations = mark(text)
    assert [a.name for a in annotations] == ["AT&T", "x y"]
    assert "AT&T" not in marked
    assert "\\[finance:z]" in marked
    assert restore(marked, annotations) == text
