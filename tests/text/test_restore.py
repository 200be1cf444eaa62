"""Damaged text comes back as it was written; what is lost is told of."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from crawler.text.clean import normalized, parted
from crawler.text.restore import judge, restore
from tests.corpus import shared
from tests.programs import printed

GLOSSED = [
    # Some characters glossed, then most of them.
    (
        "全縣秋糧總產(chǎn)量創(chuàng)下新高,農(nóng)機(jī)服務(wù)隊功不可沒。",
        "全县秋粮总产量创下新高，农机服务队功不可没。",
    ),
    (
        "他們(men)說(shuō)這(zhè)個(gè)渡口還(hái)沒(méi)有開(kāi)過(guò)船,來(lái)的人都要繞(rào)路。",
        "他们说这个渡口还没有开过船，来的人都要绕路。",
    ),
    # A space before the closing bracket; no tone; brackets of full width.
    (
        "會(huì )場(chǎng )里坐滿了村民,會(huì )開(kāi )到天黑才散。",
        "会场里坐满了村民，会开到天黑才散。",
    ),
    (
        "鎮(zhen)上的產(chan)業(ye)園建設(she)進(jin)度加快,業(ye)主陸續(xu)入駐。",
        "镇上的产业园建设进度加快，业主陆续入驻。",
    ),
    (
        "數（shù）據（jù）顯示，漁業（yè）產（chǎn）量比上年增加兩成，數（shù）十戶受益。",
        "数据显示，渔业产量比上年增加两成，数十户受益。",
    ),
    # One reading a page, whatever the sense.
    (
        "村長(cháng)說(shuō)苗長(cháng)得好,大家都說(shuō)沒(méi)見(jiàn)過(guò)。",
        "村长说苗长得好，大家都说没见过。",
    ),
    # 著 of a converted 着, and 著 itself.
    (
        "沿著河堤走,發(fā)現(xiàn)他的著作寫著這(zhè)條河的歷(lì)史,他是著名作家。",
        "沿着河堤走，发现他的著作写着这条河的历史，他是著名作家。",
    ),
    # An author's own gloss on a character that no conversion makes.
    (
        "專(zhuān)家梁燚(yì)介紹了數(shù)據(jù)與設(shè)備(bèi)的關(guān)系。",
        "专家梁燚(yì)介绍了数据与设备的关系。",
    ),
    # A gloss that a match across two characters hooked to a letter.
    (
        "新農(nóng)村e(cuò)站設(shè)備(bèi)齊全,業(yè)務(wù)開(kāi)展順利。",
        "新农村e站设备齐全，业务开展顺利。",
    ),
]

SHIFTED = [
    # Cut before what looks like a mark, narrowed later or not.
    (
        "圖為頒獎現(xiàn)場(chǎng)?!≈鬓k單位 供圖。業(yè)務(wù)照常。",
        "图为颁奖现场。　主办单位 供图。业务照常。",
    ),
    (
        "水位還(hái)在上漲?；蛟S要到周末才會(huì)回落，還(hái)要等。",
        "水位还在上涨。或许要到周末才会回落，还要等。",
    ),
    # A gloss between the bytes of two characters.
    (
        "昔日荒灘變?yōu)閰^(qū)里最大的茶園,產(chǎn)業(yè)興旺。",
        "昔日荒滩变为区里最大的茶园，产业兴旺。",
    ),
    (
        "當(dāng)?shù)佚堫^茶企的業(yè)務(wù)員說(shuō)得很實(shí)在。",
        "当地龙头茶企的业务员说得很实在。",
    ),
    # At the end of a paragraph, and where it swallowed a tag.
    (
        "老周說(shuō):“這(zhè)條路真難(nán)走,總(zǒng)算通了?!?",
        "老周说：“这条路真难走，总算通了。”",
    ),
    (
        "她說(shuō):“這(zhè)口井的水真甜,我們(men)喝了三代人?!?/strong>說(shuō)完就走了。",
        "她说：“这口井的水真甜，我们喝了三代人。”说完就走了。",
    ),
]

OTHERS = [
    (
        "symbol",
        "Copyright ? 2021-2025 江口日报 版权所有",
        "Copyright © 2021-2025 江口日报 版权所有",
    ),
    ("symbol_guess", "亚历山德拉?科斯塔在渡口写生", "亚历山德拉·科斯塔在渡口写生"),
    ("entity", "&amp;ldquo;早班车&amp;rdquo;又开了", "“早班车”又开了"),
    ("entity", "&#x6C5F;&#21475;", "江口"),
    ("radical", "⽔位上涨，⾼速封闭，⼤⻋绕⾏", "水位上涨，高速封闭，大车绕行"),
    ("radical", "一⼾一策", "一户一策"),
    ("compat", "\uf90f老師", "羅老師"),
    ("invisible", "渡\u200b口\u2060停\u00ad航", "渡口停航"),
    ("gbk_pua", "\ue5e5\ue5e5江口讯", "\u3000\u3000江口讯"),
]

MISREAD = [
    (
        "mojibake_utf8_as_gbk",
        "全镇粮食增产两成",
        "utf-8",
        "gb18030",
    ),
    (
        "mojibake_gbk_as_latin1",
        "记者从县交通局了解到，渡口今天恢复通航。",
        "gb18030",
        "latin-1",
    ),
    (
        "mojibake_utf8_as_latin1",
        "记者从县交通局了解到，渡口今天恢复通航。",
        "utf-8",
        "latin-1",
    ),
    (
        "mojibake_big5_as_latin1",
        "記者從縣府了解，渡口今天恢復通航。",
        "big5",
        "latin-1",
    ),
    ("mojibake_gbk_as_cp949", "市县新闻中心", "gbk", "cp949"),
]

KEPT = [
    "\u3000\u3000２０２５年，全镇新栽果树１２００亩,成活率９成。",
    "一家四口👨‍👩‍👧‍👦来看花灯",
    "教程说，用 <code>&amp;lt;</code> 写小于号",
    "“锟斤拷”和“烫烫烫”是什么？",
]

LOST = [
    ("replacement", "锟斤拷锟斤拷"),
    ("replacement", "\ufffdж\ufffd\ufffd\ufffd"),
    ("question", "??????????"),
    ("private_use", "月租\ue3a1\ue77f\ue012元"),
]


@pytest.mark.parametrize(("given", "written"), GLOSSED)
def test_glosses_go_and_the_script_comes_back(given: str, written: str) -> None:
    restored = restore(given)
    assert restored.text == written
    assert restored.clone != "none"
    assert "gloss" in {repair.kind for repair in restored.repairs}


@pytest.mark.parametrize(("given", "written"), SHIFTED)
def test_shifts_are_read_in_step(given: str, written: str) -> None:
    restored = restore(given)
    assert restored.text == written
    assert "shift" in {repair.kind for repair in restored.repairs}


@pytest.mark.parametrize(("kind", "given", "written"), OTHERS)
def test_single_characters(kind: str, given: str, written: str) -> None:
    restored = restore(given)
    assert restored.text == written
    assert [repair.kind for repair in restored.repairs] == [kind]
    assert restored.clone == "none"


@pytest.mark.parametrize(("kind", "written", "encoding", "read_as"), MISREAD)
def test_misread_bytes(kind: str, written: str, encoding: str, read_as: str) -> None:
    given = written.encode(encoding).decode(read_as)
    restored = restore(given)
    assert (restored.text, restored.repairs[0].kind) == (written, kind)


def test_of_misread_bytes_the_lost_ones_stay_lost() -> None:
    """A line of an odd number of bytes: the last one has no partner."""
    written = "渡口今天恢复通航"
    given = (written + "啦").encode("utf-8").decode("gb18030", "replace")
    restored = restore(given)
    assert restored.text.startswith(written)
    assert "\ufffd" in restored.text


@pytest.mark.parametrize("text", KEPT)
def test_house_style_is_no_damage(text: str) -> None:
    assert restore(text).text == text
    assert not restore(text).repairs
    assert judge(text).sound


@pytest.mark.parametrize(("kind", "text"), LOST)
def test_what_is_lost_is_told_and_never_made_up(kind: str, text: str) -> None:
    restored = restore(text)
    assert restored.text == text
    assert [loss.kind for loss in restored.lost] == [kind]


def test_a_shift_without_glosses_leaves_the_script() -> None:
    restored = restore("水勢并不見緩?；蛟S明天才會回落")
    assert restored.text == "水勢并不見緩。或許明天才會回落"
    assert restored.clone == "medium"


LONG = (
    "省里的調查組上周三進村,走訪了四十多戶。干部們說(shuō),征地款去年年底以前就該發到"
    "各家手里,然而直到現在,還有十几戶沒有領到。村里的會計頭發都急白了,他準備了三本賬,"
    "隨后一本一本地攤在面前。由于年份久遠,有几頁已經看不清楚。"
)


def test_one_gloss_is_enough_where_a_table_converted_the_text() -> None:
    restored = restore(LONG)
    assert "干部们说,征地款" in restored.text or "干部们说，征地款" in restored.text
    assert "(" not in restored.text
    assert restored.clone != "none"


@pytest.mark.parametrize(
    ("glossed", "other"),
    [
        # An author glosses it once, and what is rare, a name, or read in another way.
        ("說(shuō),", "說(shuō),他們說,"),
        ("說(shuō)", "燚(yì)"),
        ("說(shuō)", "單(shàn)"),
        ("說(shuō)", "樂(yuè)"),
        ("們說(shuō)", "們念「說(shuō)」"),
    ],
)
def test_one_gloss_that_may_be_an_authors_stays(glossed: str, other: str) -> None:
    text = LONG.replace(glossed, other)
    assert text != LONG
    assert restore(text).text == text


def test_one_gloss_stays_where_the_writer_knew_words() -> None:
    text = (
        "省裡的調查組上週三進村，走訪了四十多戶。幹部們說(shuō)，徵地款去年年底以前就該發到"
        "各家手裡，然而直到現在，還有十幾戶沒有領到。村裡的會計頭髮都急白了，他準備了三本賬，"
        "隨後一本一本地攤在面前。由於年份久遠，有幾頁已經看不清楚。"
    )
    assert restore(text).text == text


def test_a_shift_in_a_text_that_a_table_converted_takes_its_script_along() -> None:
    restored = restore(LONG.replace("(shuō)", "") + "水勢并不見緩?；蛟S明天才會回落。")
    assert restored.text.startswith("省里的调查组")
    assert restored.text.endswith("水势并不见缓。或许明天才会回落。")


def test_a_headline_profits_from_the_body() -> None:
    headline, body = "渡口通航", GLOSSED[1][0]
    page = judge(f"會議開到很晚\n{body}")
    assert restore("會議開到很晚").text == "會議開到很晚"
    assert restore("會議開到很晚", page).text == "会议开到很晚"
    assert restore(headline, page).text == headline


def test_a_report_says_what_stood_where() -> None:
    given = "鎮里的產(chǎn)業(yè)園,業(yè)主不少"
    gloss = next(one for one in restore(given).repairs if one.kind == "gloss")
    assert (gloss.count, gloss.first) == (3, given.index("(chǎn)"))
    assert (gloss.before, gloss.after) == ("(chǎn)", "")
    assert 0 < gloss.confidence <= 1


def test_places_are_those_of_the_given_text() -> None:
    given = (
        "&amp;ldquo;產(chǎn)業(yè)興旺,業(yè)主滿意&amp;rdquo;Copyright ? 2025 版權所有"
    )
    for repair in restore(given).repairs:
        assert given[repair.first :].startswith(repair.before), repair


def test_what_is_swallowed_is_a_guess() -> None:
    """The last byte of 爭 and a comma went into one question mark."""
    restored = restore("因?yàn)閻阂飧偁?漁業(yè)產(chǎn)量下降。")
    kinds = {repair.kind: repair.confidence for repair in restored.repairs}
    assert "shift" not in kinds
    assert kinds["shift_guess"] < 0.8


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("新茶上市...2025-03-182024年回顾", "新茶上市...2025-03-18\n2024年回顾"),
        ("渡口停航...2024-12-27江口日报", "渡口停航...2024-12-27\n江口日报"),
        ("2025-11-07", "2025-11-07"),
        ("编号2025-11-0712", "编号2025-11-0712"),
    ],
)
def test_a_date_ends_after_its_day(given: str, parts: str) -> None:
    assert parted(given) == parts


def test_text_as_it_is_compared() -> None:
    assert normalized("　　１２００亩　昨日") == "1200亩　昨日"
    assert normalized("苹果（晚熟），６成！") == "苹果（晚熟），6成！"


@pytest.mark.parametrize("text", ["江口日报今天出版", "江口日报(jiang)今天出版"])
def test_dictionaries_are_loaded_on_first_need(text: str) -> None:
    code = (
        f"import sys, crawler, crawler.text.restore as r; r.restore('{text}');"
        "print({'opencc', 'pypinyin', 'ftfy'} & sys.modules.keys())"
    )
    assert printed(code).strip() == "set()"


def owner(kind: str) -> Callable[[str], str]:
    """Return what undoes damage of a kind."""
    owners = {"stuck": parted, "normalize": normalized}
    return owners.get(kind, lambda text: restore(text).text)


def test_the_collected_cases() -> None:
    lines = shared("restore/cases.jsonl").read_bytes().splitlines()
    cases = [json.loads(line) for line in lines]
    assert len(cases) > 50
    certain = [case for case in cases if not case["kind"].endswith("_guess")]
    came = {case["in"]: owner(case["kind"])(case["in"]) for case in certain}
    assert came == {case["in"]: case["out"] for case in certain}


def test_the_page_that_this_began_from() -> None:
    text = shared("seed/page.txt").read_text(encoding="utf-8")
    expected = json.loads(shared("seed/expected.json").read_bytes())
    restored = restore(text)
    for paragraph in expected["body"]:
        assert paragraph in restored.text.splitlines()
    for teaser in expected["teasers"]:
        assert teaser["headline"] in restored.text
        assert teaser["summary"] in restored.text
    assert expected["images"][0]["caption"] in restored.text
    assert expected["images"][0]["credit"] in restored.text
    assert expected["footer"]["copyright"] in restored.text
    counts = {repair.kind: repair.count for repair in restored.repairs}
    assert counts.items() >= expected["restored"]["repairs"].items()
    assert restored.clone == expected["restored"]["clone"]
    assert not restored.lost
