"""What outlets do to a text that they reprint, done by chance of a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

import opencc

from benchmarks.duplicates.events import Report

# Chinese characters but numerals: a number that is exchanged makes another story.
_HAN = re.compile(r"(?![零〇一二三四五六七八九十百千万亿两萬億兩])[\u3400-\u9fff]")

OPENINGS = (
    "据{outlet}报道，",
    "{outlet}{month}月{day}日电（记者 {person}）",
    "本报讯（记者{person}）",
    "【{outlet}讯】",
    "（{outlet}記者{person}／綜合報導）",
    "{outlet}消息，",
)
EDITORS = (
    "（责任编辑：{person}）",
    "责编：{person} 校对：{person}",
    "编辑 {person} 审核 {person}",
    "来源：{outlet}",
    "（{outlet}）",
    "本文来源：{outlet} 责任编辑：{person}_NB{day}",
    "[責任編輯：{person}]",
)
HEADLINES = (
    "{old}",
    "{old}",
    "速看！{old}",
    "{old}｜{outlet}",
    "【关注】{old}",
    "{lead}",
    "{lead}……",
    "{outlet}：{lead}",
    "{half}",
)
ADDED = (
    "编者按：下面这件事，本网读者在后台问得最多，转发于此，供大家参考。",
    "记者注意到，消息传出以后，不少网友在评论区留言，有人表示支持，也有人提出疑问。对此，本网将持续关注。",
    "分析人士认为，类似的情况并不少见，关键要看后续的落实。接受采访的几位学者也持相同看法，他们建议有关方面把话说清楚，把账算明白。",
    "值得一提的是，本地的情况也大体相同。过去三年里，类似的事情在江口发生过两次，都得到了妥善的处理，当事人至今还在原来的单位工作。",
    "读到这里，你怎么看？欢迎在评论区说说自己的想法，点赞最多的三位读者，我们将送出一本手绘日历。",
    "相关背景：这个话题最早出现在十多年前，当时的讨论集中在费用和责任上，后来几经修改，才有了今天的样子。熟悉情况的人士说，真正的变化是从前年秋天开始的，那时候各地陆续拿出了自己的办法。",
    "本台特约评论员认为，一件事能走多远，要看有没有人肯在没有掌声的时候坐冷板凳。",
)
PEOPLE = (
    "沈遥 冯大同 苗青 章怀民 卫小宁 郝一鸣 裴敏 凌云飞 尚可 解放军 万里红 时雨".split()
)
NAMES = "江口网 东岭晨报 海陆新闻 云程在线 望津日报 北翼客户端 老城周刊 南屏传媒 青石头条 大河口网".split()

# Words that an editor exchanges for each other.
SYNONYMS = (
    "目前/现在 表示/称 认为/觉得 进行/开展 已经/业已 因为/由于 但是/不过 可以/能够 需要/须 以及/和 非常/十分 开始/启动 问题/难题 "
    "增加/增多 减少/下降 发现/察觉 大约/约 通过/经由 帮助/协助 全部/所有 没有/未 要求/责令 之后/以后 之前/以前 主要/主要是 同时/与此同时 "
    "介绍/说 提高/提升 继续/接着 重要/要紧 特别/尤其 时候/时 地方/处所 许多/很多 一些/若干 今年/本年 昨天/昨日 今天/今日 我们/咱们 他们/这些人"
).split()

SCRIPTS = ("s2t", "s2twp", "s2hk", "t2s")


def cut(report: Report, chance: random.Random) -> Report:
    """Cut 10 to 70 % off the end, mostly behind a sentence."""
    length = sum(map(len, report.paragraphs))
    room = max(40, int(length * (1 - chance.uniform(0.1, 0.7))))
    kept: list[str] = []
    for text in report.paragraphs:
        if len(text) >= room:
            end = max(text.rfind(mark, 0, room) for mark in "。！？；")
            whole = end > room / 2 and chance.random() < 0.8
            kept.append(text[: end + 1] if whole else text[:room])
            break
        kept.append(text)
        room -= len(text)
        if room < 10:
            break
    return report._replace(paragraphs=tuple(kept))


def add(report: Report, chance: random.Random) -> Report:
    """Add one to three paragraphs, mostly at the end, no longer than the text."""
    texts = list(report.paragraphs)
    room = sum(map(len, texts))
    for text in chance.sample(ADDED, chance.choice((1, 1, 2, 3))):
        if len(text) <= room * 0.6:
            place = chance.choice(
                (len(texts), len(texts), 0, chance.randint(0, len(texts)))
            )
            texts.insert(place, text)
            room -= len(text)
    return report._replace(paragraphs=tuple(texts))


def retitle(report: Report, chance: random.Random) -> Report:
    """Give it another headline, dateline and editors' line."""
    lead = report.paragraphs[0]
    old = report.headline
    headline = _filled(chance.choice(HEADLINES), chance).format(
        old=old,
        lead=re.split("[，。：]", lead)[0][:30],
        half=re.split(r"[ ，：]", old)[0],
    )
    texts = list(report.paragraphs)
    if chance.random() < 0.7:
        texts[0] = _filled(chance.choice(OPENINGS), chance) + texts[0]
    if chance.random() < 0.7:
        editors = _filled(chance.choice(EDITORS), chance)
        if editors[0] in "（[" and chance.random() < 0.5:
            texts[-1] += editors
        else:
            texts.append(editors)
    return Report(headline, tuple(texts))


def _filled(text: str, chance: random.Random) -> str:
    values = {
        "outlet": chance.choice(NAMES),
        "person": chance.choice(PEOPLE),
        "month": str(chance.randint(1, 12)),
        "day": str(chance.randint(1, 28)),
    }
    return re.sub(
        r"\{(outlet|person|month|day)\}", lambda match: values[match[1]], text
    )


def exchange(report: Report, chance: random.Random) -> Report:
    """Change 1 to 20 % of the Chinese characters for others, at random places."""
    rate = chance.choice((0.01, 0.02, 0.05, 0.1, 0.15, 0.2))
    pool = _HAN.findall("".join(report.paragraphs))
    return _exchanged(report, rate, pool, chance)


def _exchanged(
    report: Report, rate: float, pool: Sequence[str], chance: random.Random
) -> Report:
    def done(match: re.Match[str]) -> str:
        return chance.choice(pool) if chance.random() < rate else match[0]

    return report._replace(
        paragraphs=tuple(_HAN.sub(done, text) for text in report.paragraphs)
    )


def garble(report: Report, chance: random.Random) -> Report:
    """Change, drop or double 1 to 15 % of the Chinese characters."""
    rate = chance.choice((0.01, 0.02, 0.05, 0.1, 0.15))
    pool = _HAN.findall("".join(report.paragraphs))

    def done(match: re.Match[str]) -> str:
        if chance.random() >= rate:
            return match[0]
        return chance.choice((chance.choice(pool), "", match[0] + chance.choice(pool)))

    return report._replace(
        paragraphs=tuple(_HAN.sub(done, text) or text for text in report.paragraphs)
    )


def mistype(report: Report, chance: random.Random) -> Report:
    """Change 1 or 2 % of the Chinese characters."""
    rate = chance.choice((0.01, 0.02))
    pool = _HAN.findall("".join(report.paragraphs))
    return _exchanged(report, rate, pool, chance)


def reword(report: Report, chance: random.Random) -> Report:
    """Exchange words for others of the same meaning."""
    pairs = [pair.split("/") for pair in SYNONYMS]
    return report._replace(
        paragraphs=tuple(_reworded(text, pairs, chance) for text in report.paragraphs)
    )


def _reworded(text: str, pairs: Sequence[Sequence[str]], chance: random.Random) -> str:
    for old, new in pairs:
        if chance.random() < 0.7:
            text = text.replace(old, new)
    return text


def rescript(report: Report, chance: random.Random) -> Report:
    """Write it in the other script, as Taiwan, Hong Kong or the mainland does."""
    return _rescript(report, chance.choice(SCRIPTS))


def _rescript(report: Report, script: str) -> Report:
    convert = _converter(script).convert
    return Report(convert(report.headline), tuple(map(convert, report.paragraphs)))


@cache
def _converter(script: str) -> opencc.OpenCC:
    return opencc.OpenCC(script)


def respace(report: Report, chance: random.Random) -> Report:
    """Change width, spaces and the cut into paragraphs."""
    wide = str.maketrans("0123456789%,:", "０１２３４５６７８９％，：")
    texts = [
        text.translate(wide) if chance.random() < 0.5 else text
        for text in report.paragraphs
    ]
    if chance.random() < 0.4:
        texts = ["　　".join(texts)]
    elif chance.random() < 0.4:
        texts = [
            part for text in texts for part in re.findall(r"[^。]+。?[”」]?", text)
        ]
    return report._replace(paragraphs=tuple(texts))


Edit = Callable[[Report, random.Random], Report]

EDITS: Sequence[Edit] = (cut, retitle, add, exchange, garble, reword, rescript, respace)

LIGHT: Sequence[Edit] = (retitle, add, mistype, rescript, respace)
"""What leaves a text under a template the story that it is: with a fifth of its
characters changed nobody could say which of its siblings it was."""


def reprint(
    report: Report, chance: random.Random, edits: Sequence[Edit] = EDITS
) -> tuple[Report, str]:
    """Return the text after one to four edits, and their names."""
    number = chance.choice((1, 1, 2, 2, 3, 4))
    chosen = chance.sample(edits, number)
    done = [edit for edit in edits if edit in chosen]
    if exchange in done and garble in done:
        done.remove(garble)
    for edit in done:
        report = edit(report, chance)
    return report, "+".join(edit.__name__ for edit in done)
