"""Names of outlets, told by what they end or begin with.

Newspapers, agencies, stations, sites and their sections, simplified and
traditional. An account's free name is told by its place on the page, not here.
"""

from __future__ import annotations

import re

# Words that the name of one that publishes ends with.
_ENDS = re.compile(
    r"""(?:
    (?:(?<![汇匯简簡情警预預申填举舉回])|(?<=文[汇匯]))[报報](?:社|[业業](?:集[团團])?|海外版|[电電]子版)?
  | (?<![上官联聯互全外内])[网網](?:站|[讯訊]|[闻聞])?
  | (?:[讯訊闻聞志誌版华華新央]|美[联聯]|共同|塔斯|路透|彭博|[时時]事|[联聯]合)社
  | (?:[电電][视視]?|[广廣]播(?:[电電][视視])?|[卫衛][视視])[台臺] | [卫衛电電央][视視]
  | [杂雜][志誌] | [周週月双雙旬][刊] | 半月[谈談] | [学學]刊 | [时時][报報评評]
  | ..(?:新[闻聞]|[资資][讯訊]|快[讯訊]) | 在[线線] | [线線]上 | [传傳]媒(?:集[团團])? | 融媒(?:[体體])?(?:中心)?
  | 信息港 | [热熱][线線] | 客[户戶]端 | 公[众眾][号號] | 之家 | 中文[站] | [观觀]察[者家] | ..[频頻]道 | ..消息 | ..[发發]布 | ..[头頭][条條] | [视視][点點线線]
  | [门門][户戶] | [评評][测測] | [财財][经經]周刊 | 日[报報]社
  | Online | News | Daily | Times | Post | Press | Journal | Magazine | Tribune | Herald | Weekly | Network | Media | Today
  | \.(?:com|cn|net|org|tw|hk)
    )$""",
    re.VERBOSE,
)
# The last characters of these words: asked first.
_LAST = frozenset(
    "媒报報社业業团團版网網站港讯訊闻聞台臺视視志誌刊谈談评評线線体體心端号號家察道息布条條点點户戶测測"
)

# Those whose sections bear their name: 新浪财经, 腾讯音乐.
_BRANDS = re.compile(
    r"""(?:
    新[华華] | 人民[网網日画畫政公法] | 央[视視广廣] | 中新 | 中央(?:社|[广廣]播|[电電][视視])
  | 中[国國](?:[网網台之江青新日军軍] | [经經][济濟营營] | [证證]券 | [妇婦]女[报報] | [教][育][报報在] | [广廣]播 | [企][业業]家 | [周週]刊)
  | [环環]球(?:[网網时時人]|[财財][经經]) | [腾騰][讯訊] | 新浪 | 搜狐 | [网網]易 | [凤鳳]凰(?!古|[县縣]) | 澎湃 | [财財]新 | 和[讯訊]
  | [东東]方[财財网網卫衛早] | 第一[财財] | 界面 | [观觀]察者 | [每]日[经經] | 虎嗅 | [钛鈦]媒 | 36[氪Kk] | 21世[纪紀](?:[经經][济濟]|[财財][经經]|新[闻聞]) | 快科技
  | [联聯]合(?:早|新[闻聞]|晚|[报報]) | [经經][济濟][日观觀参參] | 工商[时時] | [苹蘋]果日 | 自由[时時] | [东東]森 | 三立 | 民[视視] | [风風][传傳]媒
  | 中[时時][电電新] | 香港(?:[电電][台臺]|01|中[通评評]) | 今日[头頭] | 南都 | 新京 | 封面新 | 上游新 | [红紅](?:星新|[网網]) | 极目
  | BBC | CNN | CNBC | NHK | VOA | RFI | RFA | DW\b | TVB | CCTV | CGTN | Reuters | Bloomberg | AFP | ETtoday | NOWnews | CSDN | cnBeta
    )""",
    re.VERBOSE,
)
_SECTIONS = re.compile(
    r"(?:[财財][经經]|科技|[体體]育|[娱娛][乐樂]|音[乐樂]|汽[车車]|房[产產]|教育|[军軍]事|健康|文化|旅[游遊]|[时時]尚|[证證]券|[游遊][戏戲]|[数數][码碼]|公益|[国國][际際内內]|[历歷]史|[视視][频頻]|[读讀][书書]|政[务務]|[综綜]合)$"
)
_WHOLE = frozenset(
    "新华社 新華社 中新社 中央社 法新社 路透 彭博 新华视点 财新 求是 瞭望 读者 知乎 豆瓣 信報 明報 東網 东网 人民网 商周 天下 遠見 今周刊".split()
)


def is_outlet(text: str) -> bool:
    """Say whether ``text`` reads as the name of one that publishes.

    >>> is_outlet("江口日报"), is_outlet("新浪财经"), is_outlet("中国财经")
    (True, True, False)
    """
    if text in _WHOLE or _BRANDS.match(text):
        return True
    last = text[-1:]
    if last not in _LAST and not (last.isascii() and last):
        return False
    return not _SECTIONS.search(text) and _ENDS.search(text) is not None
