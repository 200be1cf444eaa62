"""Writers and editors are found in bylines, datelines, brackets and signatures."""

from __future__ import annotations

import pytest

from tests.fields.pages import report

DATE = "2024-11-01 15:30"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"{DATE} 来源：江口日报 作者：张三", "张三"),
        (f"作者：张三 {DATE}", "张三"),
        (f"{DATE}<span>作者：</span><span>张三</span>", "张三"),
        (f"本报记者 张三 通讯员 李四 {DATE}", "张三 李四"),
        (f"{DATE} 聯合江口報 記者<a href='#'>陳嘉</a>／桃園機場報導", "陳嘉"),
        (f"{DATE} 張三", "張三"),
        (f"张三·{DATE}", "张三"),
        (f"张三 © {DATE}", "张三"),
        (f"江口新聞網 張三 {DATE}", "張三"),
        (f"撰文：張三 {DATE}", "張三"),
        (f"编译：张三 {DATE}", "张三"),
        (f"作者：<a>木叶</a><span>高清</span> {DATE}", "木叶"),
        (f"作者：<a>木叶</a>、<a>乌云</a> {DATE}", "木叶 乌云"),
        (f"作者：<a>张三</a> <a>李四</a> {DATE}", "张三 李四"),
        (f"文＝張三、写真＝李四 {DATE}", "張三"),
    ],
)
def test_writers_in_the_line_of_the_date(line: str, names: str) -> None:
    assert report(line).authors == tuple(names.split())


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ((DATE, "张三/江口青年报"), "张三"),
        ((DATE, "江口新闻记者 张三"), "张三"),
        (("张三", DATE), "张三"),
        ((DATE, "作者：", "张三"), "张三"),
        ((DATE, "文/图 张三 李四"), "张三 李四"),
        ((DATE, "生活中心／張三報導"), "張三"),
        ((DATE, "本报记者 张三 文/图"), "张三"),
    ],
)
def test_writers_in_lines_of_their_own(lines: tuple[str, ...], names: str) -> None:
    assert report(*lines).authors == tuple(names.split())


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("江口社北京11月1日电（记者 张三 李四）", "张三 李四"),
        ("江口社北京11月1日电 记者张三报道：", "张三"),
        ("江口社杭州11月1日电 (记者 张三)", "张三"),
        ("江口新社杭州11月1日电 (张三 李四)", "张三 李四"),
        ("江口新社杭州11月1日电 (张 三)", "张三"),
        ("本报讯（记者 张三 通讯员 李四）", "张三 李四"),
        ("本报讯 记者张三报道：", "张三"),
        ("江口网11月1日讯（记者 张三）", "张三"),
        ("江口晚报讯 记者张三 通讯员李四 ", "张三 李四"),
        ("江口晚报讯 记者乌力吉巴雅尔报道：", "乌力吉巴雅尔"),
        ("【江口網訊】(香江報記者 顏晉 文森)", "顏晉 文森"),
        ("（中央社記者張三台北1日電）", "張三"),
        ("（中央社記者張三、李四台北1日電）", "張三 李四"),
        ("〔記者張三／台北報導〕", "張三"),
        ("〔編譯張三／綜合外電報導〕", "張三"),
        ("【張三／台北報導】", "張三"),
        ("【記者張三報導】", "張三"),
        ("江口讯（首席记者 张三 见习记者 李四 文/图）", "张三 李四"),
        ("【本报讯】（张三 李四）", "张三 李四"),
        ("江口网江口11月1日电（张三、实习生李四）", "张三 李四"),
        ("江口社江口11月1日电（记者 乌力吉巴雅尔）", "乌力吉巴雅尔"),
        ("江口社江口11月1日电（洛桑旺堆、张三）", "洛桑旺堆 张三"),
    ],
)
def test_writers_in_the_dateline(opening: str, names: str) -> None:
    assert report(DATE, first=opening).authors == tuple(names.split())


@pytest.mark.parametrize(
    ("closing", "names"),
    [
        ("（记者 张三）", "张三"),
        ("（本报记者 张三 李四）", "张三 李四"),
        ("（记者张三 通讯员李四）", "张三 李四"),
        ("（文/张三 图/李四）", "张三"),
        ("（文/图 张三）", "张三"),
        ("（张三）", "张三"),
        ("（张三 李四）", "张三 李四"),
        ("（江口体育 张三）", "张三"),
        ("（骨科 张三）", "张三"),
        ("（作者：张三）", "张三"),
        ("（作者：张三 江口大学教授）", "张三"),
        ("（编译/张三）", "张三"),
        ("（记者 买买提·艾力）", "买买提·艾力"),
        ("（記者 歐陽小明）", "歐陽小明"),
    ],
)
def test_writers_in_the_closing_brackets(closing: str, names: str) -> None:
    assert report(DATE, last=closing).authors == tuple(names.split())


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 张三", "张三"),
        ("（记者 张三 通讯员 李四）", "张三 李四"),
        ("采写：滨城见习记者 张三", "张三"),
        ("文｜张三 编辑｜李四", "张三"),
        ("作者：张三 编辑：李四", "张三"),
        ("每经记者 张三 每经编辑 李四", "张三"),
        ("供稿：张三", "张三"),
        ("（图/文 张三 李四）", "张三 李四"),
        ("（文字：张三 图片：李四 编辑：王五 审核：赵六）", "张三"),
        ("撰稿：张三 摄影：李四 审稿：王五", "张三"),
        ("文、图/张三", "张三"),
        ("报道：张三", "张三"),
        ("（张三）", "张三"),
        ("（江口体育 张三）", "张三"),
    ],
)
def test_writers_below_the_body(line: str, names: str) -> None:
    assert report(DATE, below=(line,)).authors == tuple(names.split())


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ((DATE,), "", ""),
        ((f"{DATE} 江苏",), "", ""),
        ((f"{DATE} 时事",), "", ""),
        ((f"{DATE} 金融市场",), "", ""),
        (("今日 09:18 <a href='#'>時事脈搏</a>",), "", ""),
        ((f"{DATE} 来源：江口日报",), "", ""),
        ((f"作者：江口日报 {DATE}",), "", ""),
        ((f"作者：佚名 {DATE}",), "", ""),
        ((DATE,), "", "（完）"),
        ((DATE,), "", "（图片由记者张三提供）"),
        ((DATE,), "", "（本报记者张三对此文亦有贡献）"),
        ((DATE,), "", "（记者 张三 摄）"),
        ((DATE,), "", "（上接第一版）"),
        ((DATE,), "", "（江南）"),
        ((DATE,), "", "（江口镇 供图）"),
        ((f"{DATE} 来源：<a>江口网</a> <a>江南</a>",), "", ""),
        ((f"{DATE} 来源：<a>江口网</a> <a>财经</a>",), "", ""),
        ((DATE,), "江口社北京11月1日电（江南）", ""),
        ((DATE,), "江口社北京11月1日电（综合）", ""),
        ((DATE,), "〔即時新聞／綜合報導〕", ""),
    ],
)
def test_nobody(lines: tuple[str, ...], first: str, last: str) -> None:
    assert report(*lines, first=first, last=last).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("责任编辑：张三", "张三"),
        ("(责编：张三、李四)", "张三 李四"),
        ("【编辑:张三】", "张三"),
        ("责任编辑：【张三】", "张三"),
        ("编辑 李四 校对 王五", "李四"),
        ("初审编辑：张三 责任编辑：李四", "张三 李四"),
        ("文｜张三 编辑｜李四", "李四"),
        ("责任编辑：张三_NN1234", "张三"),
        ("編輯：張三／核稿：李四", "張三"),
        ("图片编辑：张三", ""),
        ("责任编辑：admin", ""),
        ("（责任编辑：editor01）", ""),
        ("<span>编辑：木叶</span><span>已完结</span>", "木叶"),
        ("<span>编辑：</span><span>木叶</span><span>已完结</span>", "木叶"),
        ("责任编辑：", ""),
    ],
)
def test_editors_below_the_body(line: str, names: str) -> None:
    assert report(DATE, below=(line,)).editors == tuple(names.split())


@pytest.mark.parametrize(
    ("closing", "names"),
    [
        ("（编辑：张三）", "张三"),
        ("（責任編輯：張三）", "張三"),
        ("（编辑 张三 李四）", "张三 李四"),
        ("(编辑/张三)", "张三"),
    ],
)
def test_editors_in_the_closing_brackets(closing: str, names: str) -> None:
    assert report(DATE, last=closing).editors == tuple(names.split())


def test_roles_are_told_apart() -> None:
    article = report(
        f"{DATE} 来源：江口日报 作者：张三 责任编辑：李四",
        first="江口社北京11月1日电（记者 王五）",
        below=("摄影：赵六 校对：钱七",),
    )
    assert article.source == "江口日报"
    assert article.authors == ("张三",)
    assert article.editors == ("李四",)
    assert article.dateline == "江口社北京11月1日电（记者 王五）"


def test_declared_authors_are_persons_whom_the_page_names() -> None:
    def declaring(name: str) -> str:
        return f"<meta name='author' content='{name}'>"

    assert report(f"{DATE} 渡边客", head=declaring("渡边客")).authors == ("渡边客",)
    assert report(DATE, head=declaring("张三")).authors == ()
    assert report(f"{DATE} 江口消息", head=declaring("江口消息")).authors == ()
    below = ("责任编辑：张三",)
    assert report(DATE, head=declaring("张三"), below=below).authors == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Von <a href='#'>Jana Brandner</a> <time>2024-11-01</time>", "Jana Brandner"),
        ("Por Lucía Ferrol | 2024-11-01", "Lucía Ferrol"),
        ("Par Jean Delmas, 2024-11-01", "Jean Delmas"),
        ("By <a href='#'>Anna Kitto</a><span>Chief Reporter</span>", "Anna Kitto"),
    ],
)
def test_writers_in_other_languages(line: str, name: str) -> None:
    assert report(line).authors == (name,)


@pytest.mark.parametrize(
    "said",
    [
        "<meta property='og:site_name' content='江海'>",
        "<meta name='copyright' content='江海版权所有'>",
        "<meta name='copyright' content='© 2019-2024 江海. All rights reserved'>",
    ],
)
def test_an_outlet_is_not_the_author_of_its_reports(said: str) -> None:
    declared = "<meta name='author' content='江海'>"
    below = ("江海首页",)
    assert report(DATE, head=declared, below=below).authors == ("江海",)
    assert report(DATE, head=declared + said, below=below).authors == ()


def test_a_writer_behind_many_brackets() -> None:
    many = report(DATE, last="水面很平静（某处）。" * 9 + "（记者 张三）")
    assert many.authors == ("张三",)


@pytest.mark.parametrize(
    ("around", "names"),
    [
        ({"last": "</p><p>文：張三 圖：資料圖片"}, ("張三",)),
        ({"first": "記者張三／河口報導 "}, ("張三",)),
    ],
)
def test_writers_in_paragraphs_of_their_own(
    around: dict[str, str], names: tuple[str, ...]
) -> None:
    assert report(DATE, **around).authors == names


def test_where_it_was_written_is_nobody() -> None:
    line = "<div class='by'><a href='/author/x'>Karen Chan</a> in Hong Kong</div>"
    last = "</p><p>Additional reporting by Tom Hughes"
    assert report(line, DATE, last=last).authors == ("Karen Chan",)


def test_the_editor_behind_whoever_typed_it() -> None:
    article = report(DATE, below=("文章录入：admin　责任编辑：李小三",))
    assert article.editors == ("李小三",)


@pytest.mark.parametrize(
    "line",
    [
        "（张三）",
        "（张三 李四）",
        "（江口体育 张三）",
        "（图/文 张三）",
        "撰稿：张三 摄影：李四 审稿：王五",
        "报道：张三",
    ],
)
def test_whom_the_last_paragraph_names_alone(line: str) -> None:
    article = report(DATE, last=f"</p><p>{line}")
    assert article.authors[:1] == ("张三",)
    assert article.body == report(DATE).body


@pytest.mark.parametrize(
    "line",
    ["（江南）", "（上接第一版）", "（全文有删节）", "（江口体育）", "（河口 早班车）"],
)
def test_whom_the_last_paragraph_does_not_name(line: str) -> None:
    article = report(DATE, last=f"</p><p>{line}")
    assert article.authors == ()
    assert article.body[-1] == line


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>□张小三</p>", "张小三"),
        ("<p>■ 张三</p>", "张三"),
        ("<p align='center'>张小三</p>", "张小三"),
        ("<p style='text-align:right'>张小三</p>", "张小三"),
        ("<p style='text-align: center'>张小三 李四</p>", "张小三 李四"),
    ],
)
def test_an_essays_writer_alone_over_the_text(line: str, names: str) -> None:
    article = report(DATE, first=f"</p>{line}<p>")
    assert article.authors == tuple(names.split())
    assert article.body == report(DATE).body


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("<p>张小三</p>", ""),
        ("<p><b>张小三</b></p>", ""),
        ("<p align='center'>任务书</p>", ""),
        ("<p><b>石榴</b></p>", ""),
        ("<p align='center'>江南</p>", ""),
        ("<p align='center'>高原</p>", ""),
        ("<p>■ 核心提示</p>", ""),
        ("<p align='center'>张小三</p>", "张小三把车停在镇口。"),
        (
            "<p align='center'>张小三</p>",
            "</p><p align='center'>李小四</p><p>他也去了。",
        ),
    ],
)
def test_a_line_over_the_text_that_names_no_writer(line: str, last: str) -> None:
    assert report(DATE, first=f"</p>{line}<p>", last=last).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("桂口时报（www.jkou.example）记者 张三 北京报道", "张三"),
        ("口述 | 李四 整理 | 张三", "张三"),
        ("張三 綜合報導", "張三"),
        ("整理：张三", "张三"),
        ("體育中心／綜合報導", ""),
        ("出品人：李四 监制：王五 文案：赵六", ""),
    ],
)
def test_a_line_that_leaves_the_body(line: str, names: str) -> None:
    place = "last" if line.startswith("出品") else "first"
    around = f"</p><p>{line}" if place == "last" else f"</p><p>{line}</p><p>"
    article = report(DATE, **{place: around})
    assert article.authors == tuple(names.split())
    assert line not in article.body


@pytest.mark.parametrize("line", ["整理：衣物分类", "报道：乡村振兴", "东方早报 张三"])
def test_a_line_that_stays_in_the_body(line: str) -> None:
    article = report(DATE, last=f"</p><p>{line}")
    assert article.body[-1] == line
    assert article.authors == ()


def test_a_name_in_an_element_behind_the_outlets() -> None:
    line = f"{DATE} 来源：江口日报 <span id='author'>张小三</span>"
    assert report(line).authors == ("张小三",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<div class='author'>洛桑旺堆 欧阳小明</div>", "洛桑旺堆 欧阳小明"),
        ("<p class='autor'>Marta Sol</p>", "Marta_Sol"),
        ("<p class='author-name'><i>By</i> <a>Jana Brand</a> -</p>", "Jana_Brand"),
        ("<div>Written by</div><div>Jana Brand</div>", "Jana_Brand"),
        ("<div>文字</div><div>張三</div><div>攝影</div><div>李四</div>", "張三"),
        ("<div>文字</div><div>江南</div>", ""),
    ],
)
def test_names_in_elements_of_their_own(line: str, names: str) -> None:
    expected = tuple(name.replace("_", " ") for name in names.split())
    assert report(DATE, f"<div>{line}</div>").authors == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<i>原创</i> <i>张小三</i> <a>江口消防</a>", "张小三"),
        ("<i>原创</i> <a>张小三</a>", ""),
        ("<i>原创</i> <i>江口消防</i> <a>江口消防</a>", ""),
    ],
)
def test_a_name_between_what_says_original_and_the_account(
    line: str, names: str
) -> None:
    assert report(f"<div class='meta'>{line}</div>", DATE).authors == tuple(
        names.split()
    )


def test_an_editor_behind_a_label_without_a_mark() -> None:
    line = "<div>文字</div><div>張三</div><div>責任編輯</div><div>李四</div>"
    assert report(DATE, f"<div>{line}</div>").editors == ("李四",)


@pytest.mark.parametrize("name", ["Chris", "Анна Крылова", "이도윤"])
def test_a_declared_person_whom_the_authors_element_names(name: str) -> None:
    said = f'{{"@type": "NewsArticle", "author": {{"name": "{name}"}}}}'
    head = f"<script type='application/ld+json'>{said}</script>"
    line = f"<div class='author'>{name}</div>"
    assert report(line, DATE, head=head).authors == (name,)
    inside = f"<span class='author'><a>{name}</a></span><time>{DATE}</time>"
    assert report(inside, head=head).authors == (name,)
    assert report(DATE, head=head).authors == ()
    assert report(f"<div class='tag'>{name}</div>", DATE, head=head).authors == ()


@pytest.mark.parametrize(
    ("over", "note"),
    [
        (
            "<p>老茶壶</p>",
            "<div class='columnist_bio'>老茶壶，校对出身，著有《走廊》。</div>",
        ),
        ("", "<div class='author-box'><h4>老茶壶</h4><p>逢周六写书评。</p></div>"),
    ],
)
def test_a_writer_whom_a_note_below_introduces(over: str, note: str) -> None:
    line = DATE if over else f"<span>老茶壶</span>|<span>{DATE}</span>"
    assert report(line, over=over, below=(note,)).authors == ("老茶壶",)
    other = note.replace("老茶壶", "新茶壶")
    assert report(line, over=over, below=(other,)).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "发布：2024-11-01<span>更新：2024-11-02</span><span>张三 李四／江口报道</span>",
            "张三 李四",
        ),
        ("记者 Puni·Salilang 张三 ／江口报道", "Puni·Salilang 张三"),
        ("采写_贡布·益西", "贡布·益西"),
        ("记者 阿妮尔 通讯员 哈斯巴特尔", "阿妮尔 哈斯巴特尔"),
        ("江口日报 洛晚 青漪报道", "洛晚"),
    ],
)
def test_writers_in_lines_of_other_forms(line: str, names: str) -> None:
    assert report(DATE, line).authors == tuple(names.split())


def test_all_that_the_brackets_of_a_dateline_say() -> None:
    assert report(DATE, first="本报讯（记者海冰）").authors == ("海冰",)
    assert report(DATE, first="本报讯（记者手记）").authors == ()


def test_a_korean_dateline() -> None:
    opening = "[강릉=강구일보] 김소영·박서현 기자 = "
    assert report(DATE, first=opening).authors == ("김소영", "박서현")


def test_writers_above_what_was_said_of_updates() -> None:
    last = "（張三／江口報導）</p><p>發稿：14：03</p><p>更新：16：20（新增學生說法）"
    assert report(DATE, last=last).authors == ("張三",)


def test_a_surname_that_a_link_to_a_writer_makes_one() -> None:
    said = '{"@type":"NewsArticle","author":{"@type":"Person","name":"贝佳雯"}}'
    head = f"<script type='application/ld+json'>{said}</script>"
    link = "<a href='/author/7'>贝佳雯</a>"
    assert report(DATE, link, head=head).authors == ("贝佳雯",)


def test_an_address_with_name_and_day() -> None:
    article = report("<address>JANE DOE<time>2016年8月23日</time></address>")
    assert article.authors == ("JANE DOE",)
    assert article.source is None


@pytest.mark.parametrize("unit", ["万元", "萬元"])
def test_a_unit_in_brackets_is_nobody(unit: str) -> None:
    assert report(DATE, last=f"</p><p>车型、指导价（{unit}）").authors == ()


def test_what_was_asked_of_an_editor_names_none() -> None:
    last = "</p><p>我已经向编辑申请，给我一扇不会开的窗。"
    assert report(DATE, last=last).editors == ()


def test_a_department_is_no_editor() -> None:
    assert report(DATE, below=("编辑：宣传科 燕南飞",)).editors == ("燕南飞",)


def test_a_label_behind_the_editors_is_none() -> None:
    assert report(DATE, below=("网站编辑：标签 - 文化,传承",)).editors == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"来源：慢速列车 由 慢车慢慢 发表于 {DATE}", "慢车慢慢"),
        (f"作者：周大路的弟弟 {DATE}", "周大路的弟弟"),
        (f"原作者: 石头跑得慢|来自: 江口论坛 {DATE}", "石头跑得慢"),
    ],
)
def test_pen_names_of_any_form(line: str, name: str) -> None:
    assert report(line).authors == (name,)


@pytest.mark.parametrize(
    "line",
    [
        f"由 admin 发布于 {DATE}",
        f"由 江口市公安局 发布于 {DATE}",
        f"本榜单由专家评审发布 {DATE}",
        "江口日报 高考 专题报道",
    ],
)
def test_words_where_a_name_may_stand(line: str) -> None:
    assert report(DATE, line).authors == ()


@pytest.mark.parametrize("name", ["张传科", "李务科"])
def test_names_that_end_as_departments_do(name: str) -> None:
    assert report(DATE, f"作者：{name}").authors == (name,)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"记者<a>樓宗慧</a> / 江口报导 {DATE}", "樓宗慧"),
        (
            f"发布于 {DATE} 由 <span class='author vcard'>Momo Lin</span> 散步",
            "Momo Lin",
        ),
        (f"<a rel='author'>Petra Lindqvist</a><br>{DATE}", "Petra Lindqvist"),
        (f"<div class='author cf'>贝文渊</div>{DATE}", "贝文渊"),
        (
            f"<span class='authorName_yefp'>Suvi Kettunen</span> Engineer, {DATE}",
            "Suvi Kettunen",
        ),
        (f"<ul><li>김소영 기자</li><li>{DATE}</li></ul>", "김소영"),
        (f"文｜张三、李四（发自青漪、江口） 王小五 {DATE}", "张三,李四,王小五"),
    ],
)
def test_writers_by_their_elements(line: str, names: str) -> None:
    assert report(line).authors == tuple(names.split(","))


def test_an_element_holds_a_label_and_the_name() -> None:
    field = (
        "<div class='field'><div class='label'>{}：</div><div><div>{}</div></div></div>"
    )
    told = report(
        DATE, field.format("作者", "Elena Marsh") + field.format("编辑", "童欣")
    )
    assert told.authors == ("Elena Marsh",)
    assert told.editors == ("童欣",)


def test_editors_behind_a_desk_of_reporters() -> None:
    told = report(DATE, below=("（文：张三 图：校学生记者团 编辑：谷雨 审核：李四）",))
    assert told.editors == ("谷雨",)


def linked(kind: str, name: str) -> str:
    author = f'{{"@type": "{kind}", "name": "{name}"}}'
    facts = f'{{"@type": "Article", "author": [{author}]}}'
    return f'<script type="application/ld+json">{facts}</script>'


def test_a_person_of_linked_data_who_is_printed_under_any_name() -> None:
    line = "<a href='/user/@gear'>齒輪練習生</a><button>追蹤</button>"
    told = report(line, "發佈於 2023/03/27", head=linked("Person", "齒輪練習生"))
    assert (told.authors, told.source) == (("齒輪練習生",), None)
    assert not report("發佈於 2023/03/27", head=linked("Person", "齒輪練習生")).authors
    assert not report(line, DATE, head=linked("Organization", "齒輪練習生")).authors
    assert not report("江口日报", DATE, head=linked("Person", "江口日报")).authors
