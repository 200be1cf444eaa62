"""Two printings of one text are equal; two texts are not."""

from __future__ import annotations

import pytest

from crawler.store.fingerprint import of_body, of_version

TEXT = ("清晨六点，校车从镇口出发。", "司机说：“这条路我开了 11 年。”")


@pytest.mark.parametrize(
    "other",
    [
        ("".join(TEXT),),
        tuple(f"　　{paragraph}\n" for paragraph in TEXT),
        ("清晨六点,校车从镇口出发。", "司机说:“这条路我开了１１年。”"),
    ],
    ids=["one paragraph", "white space", "width"],
)
def test_another_printing(other: tuple[str, ...]) -> None:
    assert of_body(other) == of_body(TEXT)


def test_another_number_is_another_text() -> None:
    assert of_body((TEXT[0], TEXT[1].replace("11", "12"))) != of_body(TEXT)


def test_a_version_is_a_text_at_an_address() -> None:
    first = of_version("http://jia.example/1", TEXT)
    assert first == of_version("http://jia.example/1", ("".join(TEXT),))
    assert first != of_version("http://jia.example/2", TEXT)
    assert first != of_version("http://jia.example/1", TEXT[:1])
