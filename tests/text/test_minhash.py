"""Texts with much in common share keys."""

from __future__ import annotations

from crawler.text import minhash

TEXT = "渡口的灯又亮了老船工守了#35年今年的客流增加了#12%镇上打算给他换一条新船"


def test_equal_texts_have_equal_minima() -> None:
    assert minhash.minima(TEXT) == minhash.minima(TEXT)
    assert len(set(minhash.minima(TEXT))) == minhash.HASHES


def test_a_cut_text_shares_some() -> None:
    assert set(minhash.minima(TEXT)) & set(minhash.minima(TEXT[:20]))


def test_other_texts_share_none() -> None:
    other = "冬天第一场雪落下来的时候果园里的人已经把树干刷白了稻草绳缠到齐腰高"
    assert not set(minhash.minima(TEXT)) & set(minhash.minima(other))


def test_keys_fit_six_bytes_with_their_sign() -> None:
    keys = [*minhash.minima(TEXT), *minhash.minima("短"), minhash.whole(TEXT)]
    assert all(0 <= key < 2**47 for key in keys)


def test_a_number_is_one_character() -> None:
    assert len(minhash.symbols("#35年#12%")) == 3
    assert minhash.symbols("#35") != minhash.symbols("#36")
