"""Short lines tell by their wording what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text import marks

LINES = {
    "editors": (
        "责任编辑：张三",
        "（责任编辑：张三）",
        "責任編輯：張三",
        "责编 张三",
        "编辑 | 张三",
        "编辑：张三 校对：李四",
        "值班编辑：张三",
        "主编：李四",
        "校对 王五",
        "监制：赵六",
        "编辑",
        "责任编辑",
    ),
    "origin": ("原标题：河口的车", "（原标题：河口的车）", "原题为《河口的车》"),
    "edition": (
        "《江口日报》（2024年11月1日 02版）",
        "《江口日报》( 2024年11月01日 第 03 版)",
    ),
    "rights": (
        "未经授权不得转载",
        "未經授權不得轉載",
        "转载请注明出处",
        "版权归原作者所有",
        "免责声明：文中观点仅供参考",
    ),
    "mention": (
        "本文来自江口日报",
        "本文为原创稿件",
        "文章来源：江口日报",
        "本文不代表本站观点",
    ),
    "scan": (
        "扫一扫关注我们",
        "掃一掃",
        "长按二维码",
        "扫码下载客户端",
        "关注江口日报微信公众号",
        "微信公众号：jiangkou",
    ),
    "help": (
        "新闻热线：0571-88880000",
        "新聞熱線：02-1234567",
        "报料电话 12345",
        "新闻热线96110",
        "报警电话110",
        "投稿邮箱：tougao@jiangkou.example",
    ),
    "end": ("（完）", "完", "END", "THE END", "全文完", "本文结束"),
    "tags": ("关键词：校车 河口", "關鍵字：校車", "标签：校车", "Tags: bus"),
    "pager": ("上一篇：渡口的灯", "下一篇", "上一則：渡口", "首页", "末页", "1 2 3 4"),
    "writers": (
        "记者 张三",
        "本报记者 张三 通讯员 李四",
        "作者：张三",
        "文/张三",
        "文字／張三",
        "撰文：張三",
        "来源：江口日报",
        "稿源：江口日报",
        "来源｜江口风向（ID：jiangkou01）",
        "文：張三 圖：資料圖片",
    ),
}
CASES = [(text, mark) for mark, texts in LINES.items() for text in texts]


@pytest.mark.parametrize(("text", "mark"), CASES)
def test_line(text: str, mark: str) -> None:
    assert marks.line(text) == mark
    assert marks.line(f"　{text} ") == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "记者张三表示，编辑部已经收到来信。",
        "编辑部的故事",
        "记者手记",
        "记者观察",
        "本报记者调查",
        "记者追问",
        "编辑说：这条路修了三年",
        "作者说，他写了十年。",
        "完成的桥",
        "完了再说",
        "下一条河",
        "首页上的一行字",
        "本文作者张三，江口人。",
        "校对面的那条街",
        "警方接到爆料称，约300名工人三个月没有领到工钱",
        "来源于山上的一股泉水，绕过村子，流进河里。",
        "清晨六点，校车从镇口出发，司机说，这条路他开了十一年。",
    ],
)
def test_prose_is_no_line(text: str) -> None:
    assert marks.line(text) is None


def test_a_long_line_is_prose() -> None:
    short = "版权归江口日报所有，"
    assert marks.line(short) == "rights"
    assert marks.line(short + "任何人不得转载" * 12) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-01",
        "2024年11月1日",
        "11月1日",
        "11-01 15:30",
        "昨天 12:01",
        "3小时前",
        "5 分鐘前",
    ],
)
def test_dated(text: str) -> None:
    assert marks.dated(f"江口日报 {text}")


@pytest.mark.parametrize("text", ["江口日报", "比分 3:2", "11月", "0571-88880000"])
def test_not_dated(text: str) -> None:
    assert not marks.dated(text)


@pytest.mark.parametrize(
    ("mark", "texts"),
    [
        (marks.byline, ("来源：江口日报", "記者 張三", "发布时间", "By Mary Smith")),
        (marks.notice, ("责任编辑：张三", "未经许可不得转载", "不构成投资建议")),
        (marks.related, ("相关阅读", "延伸閱讀", "热门文章", "Related stories")),
        (marks.footer, ("京ICP备00000001号", "版权所有", "All rights reserved")),
        (marks.tools, ("分享到", "打印", "字号：大 中 小", "当前位置：首页 > 正文")),
        (marks.caption, ("图为河口。李四 摄", "资料图", "（受访者供图）", "▲ 渡口")),
    ],
)
def test_marks_inside_a_line(
    mark: Callable[[str], object], texts: tuple[str, ...]
) -> None:
    assert [text for text in texts if not mark(text)] == []
    assert not mark("清晨六点校车从镇口出发")


@given(st.text("责编辑：:（） 记者文/完上一篇首页1版权所有转载\n", max_size=90))
def test_line_never_raises(text: str) -> None:
    assert marks.line(text) in {None, *LINES}


@pytest.mark.parametrize(
    "label",
    [
        "摘要：",
        "摘 要 ",
        "【摘要】",
        "[内容提要] ",
        "內容摘要：",
        "核心提示：",
        "（导读）",
        "導讀：",
        "导语 ",
        "Abstract: ",
        "■ 新闻摘要 | ",
    ],
)
def test_what_an_abstract_begins_with(label: str) -> None:
    assert marks.abstract_label.sub("", f"{label}镇上通了校车") == "镇上通了校车"


@pytest.mark.parametrize("line", ["摘要", "【摘要】", "导读：", "Summary"])
def test_a_line_over_an_abstract(line: str) -> None:
    assert marks.abstract_label.sub("", line) == ""


@pytest.mark.parametrize(
    "text",
    ["摘要写作的方法", "导读员老周", "提要求的人", "导语言简意赅", "Abstractions"],
)
def test_no_abstract(text: str) -> None:
    assert marks.abstract_label.match(text) is None
