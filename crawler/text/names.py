"""Names of people, told from the words around them.

A name is two to four Chinese characters, longer with a ·, or a Latin word or two.
Outlets, places and role words are no names.
"""

from __future__ import annotations

import re

# Surnames, simplified and traditional; written down for this project, not complete.
# One that is missing costs names without a label, and compound ones are told apart.
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧"
    "蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鐘鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武"
    "乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦蘆季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛叢焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂谷"
    "祁时時舒耿牟卜路詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房"
    "边邊辜吉饶饒刁瞿戚丘古米池滕晋晉苑邬鄔臧畅暢宫宮来來嵺苟全褚廉简簡娄婁盖蓋符奚木穆党黨燕郎邸冀谈談姬屠连連郜晏栾欒郁商蒙计計喻揭窦竇迟遲"
    "宇敖糜鄢冷卓花仇艾蓝藍都巩鞏稽井练練仲乐樂虞卞封竺冼原官衣楚佟栗匡宗应應台巫鞠僧桑荆荊谌諶银銀扬揚明沙薄伏岑习習胥保和蔺藺水丰豐佘缪繆"
    "顺順鄺邝麦麥區区湛蔚农農撒雒暴植税稅居但肇帅帥后候言邰"
)
_COMPOUND = (
    "欧阳歐陽太史端木上官司马司馬东方東方独孤獨孤南宫南宮万俟闻人夏侯诸葛諸葛尉迟尉遲公羊赫连赫連澹台皇甫宗政濮阳公冶太叔申屠"
    "公孙公孫慕容仲孙钟离鍾離长孙長孫宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋轩辕令狐呼延范姜張簡"
)
_COMPOUNDS = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))

_ROLES = re.compile(
    r"^(?:本[报報网網台刊社]|[见見][习習]|[实實][习習]生?|特[约約派]|首席|[驻駐]\S{0,4}|全[媒]体|全媒體|[资資]深|"
    r"[记記]者|通[讯訊][员員]|作者|[编編][辑輯译譯]|撰[文稿]|采[写寫]|[执執][笔筆]|文字?|[评評][论論][员員]|[综綜]合|"
    r"撰稿人|[图圖摄攝]影?|[报報][导導道]|[：:/／|｜\s])+"
)
# 张三（实习）; 江口日报记者 before a name.
_ASIDE = re.compile(
    r"[（(【\[](?:[实實][习習]|[见見][习習]|[^（()）]{0,6}[报報台社网網])[^（()）]{0,4}[）)】\]]"
)
_AFFILIATION = re.compile(r"^[\u3400-\u9fff]{2,12}?(?:[报報社台网網刊])(?=[记記]者)")
_SEPARATOR = re.compile(
    r"[\s、，,;；/／&|｜丨+＋]+|(?<=[\u4e00-\u9fff]{2})[和与與及](?=[\u4e00-\u9fff]{2})"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_SEPARATOR = re.compile(r",|;|&|/|\||\band\b|\s{2,}")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_DOTTED = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•‧・][\u3400-\u9fffA-Z]{1,8}){1,3}")
_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}|[a-z][a-z_]{2,20}")
_NOT_PEOPLE = re.compile(
    r"[报報社网網台刊]$|[报報][导導道]|新[闻聞]|中心|[编編][辑輯]部|[记記]者|[频頻]道|[综綜]合|[评評][论論]|官方|公[众眾]|小[编編]|集[团團]|"
    r"[发發]自|[责責]任|最新|文章|[调調]查|[视視][频頻]|博客|本人|其他|[个個]人|任何|所有|未[经經]|[链鏈]接|公司|[员員]会|[组組]$|[党黨]支部|[办辦]公|管理[员員]|[图圖]片|供[图稿]|[转轉][载載]|本站|原[创創]|未知|佚名|[网網][络絡]|互[联聯]|"
    r"[参參][与與]|打印|分享|[评評][论論]|阅读|[阅閱][读讀]|点击|[来來]源|[时時][间間]|[发發]布|字[号體体]|微信|微博|来稿|整理|摄影|攝影|时间|不详|工作室|客[户戶]端"
)


# What follows a name of two characters: a place, an outlet, or what was done.
_NOT_A_GIVEN_NAME = re.compile(
    r"北京|上海|天津|重[庆慶]|[广廣][东東州]|[台臺][北中南湾灣]|香港|桃[园園]|高雄|中[国國]|本[报報]|[报報][导導道]|[电電]|[讯訊]|[摄攝]|[实實][习習]|"
    r"[华華]盛|[东東]京|巴黎|[伦倫]敦|深圳|杭州|南京|武[汉漢]|西安|成都|大[学學]|教授"
)


def names(text: str) -> tuple[str, ...]:
    """Return the people named in ``text``, a list of names with or without roles.

    >>> names("记者 张三 李四 通讯员 欧阳小明")
    ('张三', '李四', '欧阳小明')
    >>> names("新华社 王 五、买买提·艾力")
    ('王五', '买买提·艾力')
    """
    if not _HAN.search(text):
        words = _LATIN_SEPARATOR.split(text)
        return tuple(word.strip() for word in words if _LATIN.fullmatch(word.strip()))
    found: list[str] = []
    single = ""
    for piece in _SEPARATOR.split(_ASIDE.sub(" ", text).strip(" ()（）[]【】〔〕")):
        word = _ROLES.sub("", _AFFILIATION.sub("", piece)).strip(
            "：:()（）[]【】《》。."
        )
        if len(word) == 1 and "\u3400" <= word <= "\u9fff":
            if is_sure(single + word):  # 张 三: a name of two, spread for the eye
                found.append(single + word)
            single = "" if single else word
            continue
        single = ""
        if is_name(word):
            found.append(word)
    return tuple(dict.fromkeys(found))


def is_name(word: str) -> bool:
    """Say whether ``word`` may be one person's name."""
    if not word or _NOT_PEOPLE.search(word):
        return False
    return any(form.fullmatch(word) for form in (_HAN_NAME, _DOTTED, _LATIN))


def has_surname(word: str) -> bool:
    """Say whether ``word`` opens with a surname, single or compound."""
    return word[:1] in _SURNAMES or word[:2] in _COMPOUNDS


def is_sure(word: str) -> bool:
    """Say whether ``word`` reads as a name with no label to say so."""
    return is_name(word) and (
        has_surname(word) or "·" in word or not word[0] > "\u2e80"
    )


def leading_name(text: str) -> str | None:
    """Return the name that ``text`` opens with, with no mark behind it, or ``None``.

    After a surname a given name of two characters is taken, unless what follows the
    first is a place or what was done: 40 of 73 labelled names are of three characters.

    >>> leading_name("邱俊欽桃園19日電")
    '邱俊欽'
    """
    run = re.match(r"[\u3400-\u9fff]+", text)
    if run is None:
        return None
    word = run[0]
    if word[:2] in _COMPOUNDS:
        length = 4
    elif word[:1] in _SURNAMES and _NOT_A_GIVEN_NAME.match(word, 2):
        length = 2
    elif word[:1] in _SURNAMES:
        length = 3
    else:
        return None
    return word[:length] if len(word) >= 2 else None  # noqa: PLR2004
