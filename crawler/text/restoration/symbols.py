"""Symbols that GBK does not have, and that became ?."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.text.restoration.edits import Edit

_RIGHTS = r"copyright|all rights reserved|版[权權]所有"

# © before a year, in a line that speaks of rights. Each pattern here begins with what
# it looks for: so nothing is tried elsewhere.
_COPYRIGHT = re.compile(
    rf"\?(?=\s?(?:19|20)\d\d\b)(?:(?=[^\n]{{0,80}}(?:{_RIGHTS}))|(?<=copyright\?)"
    r"|(?<=copyright \?)|(?<=[版权權所]有\?)|(?<=[版权權所]有 \?)|(?<=reserved \?)"
    r"|(?<=reserved\. \?))",
    re.IGNORECASE,
)

SOUNDS = (
    "蒂阿埃艾爱安奥巴班邦鲍贝本比彼博伯布查达戴丹德登迪丁杜顿多厄恩尔法范菲费芬弗福盖冈"
    "戈格古哈海汉亨霍吉加贾杰捷金卡凯坎康考科克肯库拉莱兰朗劳勒雷里利莉丽林琳隆卢鲁伦"
    "罗洛马玛迈麦曼梅门蒙米密明莫姆穆纳娜奈南内尼妮涅诺努欧帕潘佩彭皮普齐奇乔切丘"
    "热日荣瑞若萨塞桑森沙莎山舍圣施史舒斯丝松苏索塔泰坦汤特腾提廷图托瓦威韦维魏温文沃"
    "乌武西希锡夏香辛欣休雪亚延扬耶伊因英尤约泽詹扎兹茨佐"
    "爾馬麥瑪羅蘭萊盧魯倫維韋烏華莉麗納爾費岡貝達盧諾歐齊喬榮薩聖絲蘇圖溫亞揚約澤紮茲"
)
"""Characters that write foreign names by their sound, and hardly a sentence."""

_NAME_DOT = re.compile(rf"\?(?<=[{SOUNDS}]{{2}}\?)(?=[{SOUNDS}]{{2}})")
_QUESTION = re.compile(r"\?(?<=[\u4e00-\u9fff]\?)")

# Places that may end a question or begin an answer.
_PLACE = re.compile(
    "巴西|阿根廷|加拿大|意大利|西班牙|古巴|秘鲁|印尼|印度|英格兰|苏格兰|爱尔兰|法兰西|日本|韩国|"
    "巴黎|马德里|雅典|西安|海南|云南|南京|西藏|马来西亚|新西兰|荷兰|波兰|芬兰|瑞士|瑞典|埃及|"
    "利比亚|尼泊尔|蒙古|山西|金门|台北"
)


def copyrights(text: str) -> Iterator[Edit]:
    """Yield the edits that put © back before a year."""
    for found in _COPYRIGHT.finditer(text):
        yield Edit(found.start(), found.end(), "©", "symbol")


def name_dots(text: str) -> Iterator[Edit]:
    """Yield the edits that put the dot back into foreign names: 斯蒂芬?库里.

    A guess, made only where no ? of the text ends a question.
    """
    dots = list(_NAME_DOT.finditer(text))
    if not dots or len(dots) < len(_QUESTION.findall(text)):
        return
    for found in dots:
        around = text[max(0, found.start() - 4) : found.end() + 4]
        if _PLACE.search(around) is None:
            yield Edit(found.start(), found.end(), "·", "symbol_guess", 0.7)
