"""Which script a text is written in."""

from __future__ import annotations

import re

# Frequent characters that the two scripts write differently, in the same order.
_SIMPLIFIED = re.compile(
    "[国说时们这来会对发经过还进动样开关问现实学业体点电产长应战员场议报设级节济环标论华种权东变难单质门术据书边队车见处]"
)
_TRADITIONAL = re.compile(
    "[國說時們這來會對發經過還進動樣開關問現實學業體點電產長應戰員場議報設級節濟環標論華種權東變難單質門術據書邊隊車見處]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")

# Characters. As many as decide it, taken from all of the text.
_SAMPLE = 400
_MOSTLY = 0.2


def language(text: str) -> str | None:
    """Return ``zh-Hans``, ``zh-Hant``, ``ja`` or ``ko``; ``None`` for other scripts.

    >>> language("记者从会上获悉"), language("記者從會上獲悉")
    ('zh-Hans', 'zh-Hant')
    """
    sample = text[:: len(text) // _SAMPLE + 1]
    if sample.isascii():
        return None
    han = sum(map(len, _HAN.findall(sample)))
    kana, hangul = len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    if hangul > han:
        return "ko"
    if kana * 5 > han:
        return "ja" if kana else None
    if han < _MOSTLY * len(sample):
        return None
    simplified, traditional = _SIMPLIFIED.findall(sample), _TRADITIONAL.findall(sample)
    return "zh-Hant" if len(traditional) > len(simplified) else "zh-Hans"
