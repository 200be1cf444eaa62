"""What is printed on a link or beside it: a headline, a service, a date, a label."""

from __future__ import annotations

import re

# Chinese characters; words elsewhere. Of 29 real lists' links to dated or numbered
# addresses that have a text, 83 in 100 have eight or more; of their other links, 9
# (2026-11).
_TITLE_CHINESE = 8
_TITLE_WORDS = 5

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]{2,}")

# Texts that lead to no news, whatever the address. A headline may end in 声明, too:
# what is declared must be the outlet's own.
_SERVICE = re.compile(
    r"""\W*(?:
      (?:关于|關於|联系|聯[絡繫系]|加入|认识|認識)(?:我们|我們|本[站网網報报台]).{0,4}
    | (?:[\w ]{0,6}(?:法律|免[责責]|版[权權]|著作權|[隐隱]私(?:[权權])?|[网網]站|使用|服[务務]
        |用[户戶]|[会會][员員]|Cookie|[稿来來][件源])){1,2}.{0,4}
        (?:声明|聲明|[条條]款|政策|[协協][议議定]|[须須]知|[规規][则則約约]|告示|[说說]明)
    | [\w ]{0,6}(?:广告|廣告)(?:服[务務]|刊例|投放|合作|[查联聯][询詢系絡])
    | [投来來]稿(?:[须須]知|[说說]明|信箱)
    | (?:人才|公司|[诚誠])?(?:招聘|招募|招賢|聘请)(?:信息|英才|[启啟]事)?
    | [\w\s]{0,12}(?:ICP|公[网網]安|备案|備案|[许許]可[证證]).{0,6}[证證]?\W*[第字号號\d]+.*
    | 登[录錄入陸陆] | 注册 | 註冊 | [查看]*更多.{0,4} | [查看点點击擊]*(?:[详詳][细細情]|全文)
    | [评評][论論][\W\d]* | 分享 | 收藏 | [举舉][报報] | 返回.{0,6} | 首\s?[页頁] | .{0,4}专题$
    | [繼继][续續][阅閱][读讀].* | read\s*more.* | continue\s*reading.*
    | [\d,.\s]*(?:[跟回][贴帖]|[评評][论論]|留言|[条條次人个個则則篇]){0,3}[\d,.\s]*
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)

# A date or time, as it is printed beside a title, with the words that lead it in.
_MOMENT = re.compile(
    r"""(?:19|20)?\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?
    | (?<!\d)\d{1,2}月\d{1,2}日? | (?<!\d)\d{1,2}[-/]\d{1,2}(?=\W*$|\s+\d+:)
    | (?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)
    | \d+\s*(?:秒|分[钟鐘]?|[个個]?小?[时時]|天|日|[个個]?(?:月|星期)|周|週|年)[之以]?前
    | [刚剛][刚剛才] | (?:今|昨|前)[天日]
    | \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b(?:,?\s+\d{4})?
    | \b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+\d{4})?
    | \b(?:\d+|an?|one)\s*(?:min(?:ute)?|hour|hr|h|day|week|month)s?\s+ago\b | \byesterday\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|[上下]午|\b(?:[ap]m|GMT|[A-Z]ST)\b"
)
_MARKS = re.compile(r"[\W\d_]+")

# Letters and characters around a date by which it is still no sentence: 发布日期.
_AROUND = 6

# Characters. A date with what leads it in is no longer.
_DATE_CHARS = 40

_ADVERTISEMENT = re.compile(
    r"""[\W_]*(?:广告|廣告|推广|推廣|[赞贊]助|特[约約](?:内容|內容)?|合作内容|置入|業配
    | ads?|advert(?:isement|orial)?s?|sponsored(?:\s+content)?|promoted|paid\s+(?:post|content))
    [\W_]*""",
    re.VERBOSE | re.IGNORECASE,
)

_NEXT = re.compile(
    r"""\W*(?:下一?[页頁]|[后後]一?[页頁]|[较較更][早旧舊](?:的)?(?:文章|新[闻聞]|[内內]容)?
    | next(?:\s*page)?|older(?:\s*(?:posts|news|stories|articles|entries))?)\W*""",
    re.VERBOSE | re.IGNORECASE,
)


def is_title(text: str) -> bool:
    """Say whether ``text`` is long enough for a headline.

    >>> is_title("山城轻轨新线今晨开通"), is_title("联系我们")
    (True, False)
    """
    chinese = len(_CHINESE.findall(text)) / _TITLE_CHINESE
    return chinese + len(_WORD.findall(text)) / _TITLE_WORDS >= 1


def is_service(text: str) -> bool:
    """Say whether ``text`` is the name of what an outlet offers besides news.

    >>> is_service("法律声明"), is_service("某局就停水一事发表声明")
    (True, False)
    """
    return bool(_SERVICE.fullmatch(text))


def is_moment(text: str) -> bool:
    """Say whether ``text`` is a date or time and little else.

    >>> is_moment("发布时间：2026-11-01 08:30"), is_moment("3小时前"), is_moment("11月")
    (True, True, False)
    """
    if len(text) > _DATE_CHARS:
        return False
    rest, found = _MOMENT.subn("", text)
    return bool(found) and len(_MARKS.sub("", _ZONE.sub("", rest))) <= _AROUND


def is_advertisement(text: str) -> bool:
    """Say whether ``text`` labels what stands beside it as an advertisement.

    >>> is_advertisement("【推广】"), is_advertisement("广告法修订草案公布")
    (True, False)
    """
    return bool(_ADVERTISEMENT.fullmatch(text))


def is_next(text: str) -> bool:
    """Say whether ``text`` calls what it leads to the next page of a list.

    >>> is_next("下一页 >"), is_next("下一篇")
    (True, False)
    """
    return bool(_NEXT.fullmatch(text))
