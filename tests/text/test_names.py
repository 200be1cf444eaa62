"""People are told from role words, outlets and places around their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.names import (
    has_surname,
    is_employer,
    is_name,
    is_place,
    is_sure,
    is_transcribed,
    leading_name,
    names,
    stands_alone,
)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("张三", ("张三",)),
        ("张三 李四", ("张三", "李四")),
        ("张三、李小四，王五", ("张三", "李小四", "王五")),
        ("张三/李四", ("张三", "李四")),
        ("张三|李四；王五", ("张三", "李四", "王五")),
        ("张三和李四", ("张三", "李四")),
        ("張三與李四", ("張三", "李四")),
        ("李和平", ("李和平",)),
        ("张 三 李 四", ("张三", "李四")),
        ("王 五、赵小六", ("王五", "赵小六")),
        ("张三 张三", ("张三",)),
        ("欧阳小明 诸葛亮", ("欧阳小明", "诸葛亮")),
        ("完颜小明 濮阳成", ("完颜小明", "濮阳成")),
        ("Ludwig Beek in Jiangkou", ("Ludwig Beek",)),
        ("买买提·艾力", ("买买提·艾力",)),
        ("阿依古丽·买买提江·艾力", ("阿依古丽·买买提江·艾力",)),
        ("次仁卓玛 扎西", ("次仁卓玛", "扎西")),
        ("张三＆李四", ("张三", "李四")),
        ("张三丨李四", ("张三", "李四")),
        ("文森 文静", ("文森", "文静")),
        ("吐尔逊·艾力、阿依古丽", ("吐尔逊·艾力", "阿依古丽")),
        ("约翰·J·史密斯", ("约翰·J·史密斯",)),
        ("Ludwig van Beek & Anna de Vries", ("Ludwig van Beek", "Anna de Vries")),
        ("Mary Smith, John O'Neil", ("Mary Smith", "John O'Neil")),
        ("Mary-Ann O’Neil and José García", ("Mary-Ann O’Neil", "José García")),
        ("editor_zhang", ("editor_zhang",)),
        ("admin", ()),
        ("root、webmaster", ()),
        ("sysadmin / user", ()),
    ],
)
def test_names_alone(text: str, people: tuple[str, ...]) -> None:
    assert names(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("记者 张三", ("张三",)),
        ("本报记者张三", ("张三",)),
        ("本报首席记者 张三 通讯员 李小四", ("张三", "李小四")),
        ("见习记者 张三", ("张三",)),
        ("驻京记者 张三", ("张三",)),
        ("全媒體記者 張三", ("張三",)),
        ("記者陳大文、實習記者林小美", ("陳大文", "林小美")),
        ("江口日报记者 张三", ("张三",)),
        ("江口日报记者张三", ("张三",)),
        ("特约撰稿人 赵六", ("赵六",)),
        ("评论员 张三", ("张三",)),
        ("编译：张三", ("张三",)),
        ("文/张三", ("张三",)),
        ("撰文：张三", ("张三",)),
        ("張三 文", ("張三",)),
        ("（记者 张三）", ("张三",)),
        ("〔記者王五／台北報導〕", ("王五",)),
        ("张三 北京报道", ("张三",)),
        ("张三 发自北京", ("张三",)),
        ("张三（实习）", ("张三",)),
        ("张三 2024", ("张三",)),
        ("□ 张三", ("张三",)),
        ("●張三報導", ("張三",)),
        ("张三综合报道", ("张三",)),
        ("张三摄影报道", ("张三",)),
        ("张三教授", ("张三",)),
        ("特派员 张三", ("张三",)),
        ("全媒体记者 张三", ("张三",)),
        ("撰写 张三", ("张三",)),
        ("John Smith, Staff Writer", ("John Smith",)),
    ],
)
def test_names_among_roles_and_places(text: str, people: tuple[str, ...]) -> None:
    assert names(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u3000",
        "记者",
        "小编",
        "综合",
        "佚名",
        "未知",
        "本站",
        "责任编辑",
        "江口日报",
        "新闻中心",
        "网络编辑部",
        "官方微博",
        "阅读",
        "张",
        "江口消息",
        "市委宣传部",
        "江口大学",
        "第一支队",
        "实习",
        "供图",
        "Associated Press",
        "The Harbour Times",
        "12345",
        "这一句话里没有人的名字",
    ],
)
def test_nobody(text: str) -> None:
    assert names(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("邱俊欽桃園19日電", "邱俊欽"),
        ("王小明北京报道", "王小明"),
        ("李明报道", "李明"),
        ("李白中国", "李白"),
        ("欧阳小明说", "欧阳小明"),
        ("张三", "张三"),
        ("张三，江口人", "张三"),
        ("張三台北報導", "張三"),
        ("欧阳明北京报道", "欧阳明"),
        ("诸葛小亮上海电", "诸葛小亮"),
        ("江口大学张三", "张三"),
        ("方敏北京大学教授", "方敏"),
    ],
)
def test_leading_name(text: str, name: str) -> None:
    assert leading_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "张", "（张三）", "Zhang San", "这条路修好了", "江口镇政府", "江口周刊"],
)
def test_no_leading_name(text: str) -> None:
    assert leading_name(text) is None


@pytest.mark.parametrize(
    "word", ["张三", "歐陽修", "司马迁", "陳大文", "蒲小刀", "禤小明", "纳兰小雪"]
)
def test_surnames(word: str) -> None:
    assert has_surname(word)
    assert is_sure(word)


@pytest.mark.parametrize(
    "word",
    [
        "乌力吉巴雅尔",
        "阿拉坦其木格",
        "斯琴格日乐",
        "巴特尔",
        "洛桑扎西",
        "格桑曲珍",
        "旦增晋美",
        "才让东知",
        "艾尼瓦尔",
        "帕提古丽",
        "阿布都热西提",
        "塔依尔",
        "买尔旦",
        "吉克曲布",
        "阿苏越尔",
    ],
)
def test_a_name_that_writes_the_sounds_of_another_language(word: str) -> None:
    assert is_transcribed(word)
    assert is_sure(word)
    assert leading_name(word) == word
    assert names(f"记者 {word}、张三") == (word, "张三")


@pytest.mark.parametrize(
    "word",
    [
        "张小三",
        "欧阳小明",
        "江口日报",
        "乌鲁木齐",
        "呼和浩特",
        "阿拉木图",
        "哈萨克斯坦",
        "阿里巴巴",
        "卡塔尔",
        "马德里",
        "华尔街",
        "马拉松",
        "特斯拉",
        "日和",
        "金山银山",
    ],
)
def test_what_writes_no_such_name(word: str) -> None:
    assert not is_transcribed(word)


@pytest.mark.parametrize("word", ["机械之家", "江口日报", "骨科", "呼吸科", "教务处"])
def test_an_employer_before_a_name(word: str) -> None:
    assert is_employer(word)


@pytest.mark.parametrize("word", ["张三", "李科", "李建科", "阿依古丽", "渡边客"])
def test_no_employer(word: str) -> None:
    assert not is_employer(word)


def test_a_place_behind_a_name() -> None:
    assert is_place("台北")
    assert not is_place("文静")


def test_a_pen_name_is_a_name_but_not_a_sure_one() -> None:
    assert is_name("渡边客")
    assert not is_sure("渡边客")


@pytest.mark.parametrize(
    "word",
    [
        "张三",
        "张小三",
        "欧阳明",
        "司马相如",
        "林鄭月娥",
        "闫妮",
        "付小芳",
        "买买提·艾力",
    ],
)
def test_a_name_that_stands_alone(word: str) -> None:
    assert stands_alone(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "江口日报",
        "江苏",
        "安徽",
        "石家庄",
        "温州",
        "时事",
        "時事脈搏",
        "时评",
        "高清",
        "文化",
        "文娱",
        "金融市场",
        "党建",
        "法治",
        "关注",
        "连载",
        "来自",
        "来源",
        "都市",
        "成都",
        "全媒",
        "商业",
        "国内",
        "热点",
        "字号",
        "渡边客",
        "参考消息",
        "经济观察",
        "张王李赵刘",
        "张·三",
        "江口日报·客户端",
    ],
)
def test_a_word_that_is_no_name_by_itself(word: str) -> None:
    assert not stands_alone(word)


@given(st.text("张三欧阳和与记者文/、，·（）() AbZ.12\u3000", max_size=20))
def test_every_name_found_is_a_name(text: str) -> None:
    found = names(text)
    assert len(set(found)) == len(found)
    for name in found:
        assert is_name(name)
        assert name == name.strip()
