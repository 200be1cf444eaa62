"""Numbers as they are compared: one token each, however they were printed."""

from __future__ import annotations

import re
from decimal import Decimal

MARK = "#"
"""Stands before each number in a text that was read here: ``#3.5%``. It parts numbers
that only punctuation parted: 3:2."""

TOKEN = re.compile(r"#-?\d+(?:\.\d+)?%?")
"""A number in such a text."""

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    "〇": 0,
    "两": 2,
}
_POWERS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

# What is counted: behind these a single Chinese digit is a number (三人, 五级), before
# them it is mostly a word (一些, 统一).
_COUNTED = "年月日号时点分秒个名人位元块角倍次届岁家件条项吨米里度级成架艘辆场轮天周层栋户期批例起所间股份只支种比楼局胜负连队号线代台套"

_FORM = re.compile(
    rf"""
    (?= [-−百\d零〇一二三四五六七八九十千万亿两] )  # else nothing below is tried
    (?P<share> 百分之 )?
    (?: (?P<sign> (?<![\w)%]) [-−] (?=\d) )?
        (?P<arabic> \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d) | \d+(?:\.\d+)? )
        (?P<scale> [十百千]?[万亿]{{1,2}} | [百千] )?
      | (?P<chinese> [零〇一二三四五六七八九十百千万亿两]{{2,}}
          | [零〇一二三四五六七八九十两] (?=[{_COUNTED}])
          | (?<=第)[一二三四五六七八九十]
          | (?<=之)[一二三四五六七八九十] )
        (?: 点 (?P<fraction> [零〇一二三四五六七八九]+ ) (?![十分刻半钟]) (?P<unit> [万亿]{{1,2}} )? )?
    )
    (?P<percent> [ ]*% )?""",
    re.VERBOSE,
)


def tokens(text: str) -> str:
    """Return ``text``, simplified and of half-width digits, with each number as a token.

    Values are what is compared: Chinese numerals are read, thousands are not parted,
    万 and 亿 are multiplied out, and 百分之 is a percent sign.

    >>> tokens("百分之三十五，3.50万人，二〇二六年，3:2")
    '#35%，#35000人，#2026年，#3:#2'
    """
    return _FORM.sub(_token, text)


def _token(match: re.Match[str]) -> str:
    arabic, chinese = match["arabic"], match["chinese"]
    if arabic:
        value = Decimal(arabic.replace(",", ""))
        for unit in match["scale"] or "":
            value *= _POWERS.get(unit) or _MYRIADS[unit]
    else:
        value = Decimal(_read(chinese))
        if fraction := match["fraction"]:
            value += Decimal("0." + "".join(str(_DIGITS[each]) for each in fraction))
        for unit in match["unit"] or "":
            value *= _MYRIADS[unit]
    sign = "-" if match["sign"] else ""
    percent = "%" if match["share"] or match["percent"] else ""
    return f"{MARK}{sign}{_plain(value, arabic)}{percent}"


def _plain(value: Decimal, arabic: str | None) -> str:
    """The digits of ``value``; a code keeps the zeros that it opens with: 000001."""
    if arabic and arabic[0] == "0" and arabic.isdigit():
        return arabic
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read(numeral: str) -> int:
    """Return the value of a Chinese numeral, digit by digit where it has no powers."""
    if not any(each in _POWERS or each in _MYRIADS for each in numeral):
        return int("".join(str(_DIGITS[each]) for each in numeral))
    whole = part = digit = 0
    for each in numeral:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif each in _POWERS:
            part += (digit or (0 if part else 1)) * _POWERS[each]
            digit = 0
        else:
            # 三亿五千万 adds, 五万亿 multiplies: what is held is smaller than the unit.
            held = part + digit
            whole = (
                whole + held * _MYRIADS[each]
                if held
                else max(whole, 1) * _MYRIADS[each]
            )
            part = digit = 0
    return whole + part + digit
