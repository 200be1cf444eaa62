"""Others' dictionaries, each loaded when it is first asked: most pages need none."""
# ruff: noqa: PLC0415 — loading them takes longer than a hundred sound pages.

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache


@cache
def converter(config: str) -> Callable[[str], str]:
    """Return a conversion of OpenCC's, such as ``t2s``."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert


@cache
def readings() -> Mapping[int, str]:
    """Return pypinyin's readings by code point, such as ``cháng,zhǎng``."""
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def phrases() -> Mapping[str, list[list[str]]]:
    """Return pypinyin's phrases, simplified, with the readings of each character."""
    from pypinyin.phrases_dict import phrases_dict

    return phrases_dict


@cache
def encoding_fixer() -> Callable[[str], str]:
    """Return ftfy's repair of UTF-8 that was read as a one-byte encoding.

    Its other repairs change width and quotes of sound Chinese text.
    """
    from ftfy import fix_encoding

    return fix_encoding
