"""A file of targets says what they are, or is told what is wrong with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crawler.downstream import kinds, settings
from crawler.downstream.settings import LinesSettings, TargetSettings, WebhookSettings
from crawler.errors import UsageError


def read(tmp_path: Path, text: str) -> dict[str, TargetSettings]:
    path = tmp_path / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return settings.read(path)


def test_each_table_is_a_target(tmp_path: Path) -> None:
    text = """
        [out]
        kind = "lines"
        folder = "out"

        [hook]
        kind = "webhook"
        url = "https://a.example/hook"
        secret = "$SECRET"
        format = "jsonld"
    """
    assert read(tmp_path, text) == {
        "out": LinesSettings(folder="out"),
        "hook": WebhookSettings(
            url="https://a.example/hook", secret="$SECRET", format="jsonld"
        ),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a", r"targets\.toml: "),
        ("a = 1", r"targets\.toml, \[a\]: Expected `object`"),
        ("[a]", "missing required field `kind`"),
        ('[a]\nkind = "kafka"', "Invalid value 'kafka'"),
        ('[a]\nkind = "lines"', "missing required field `folder`"),
        ('[a]\nkind = "lines"\nfolder = ""', "length >= 1"),
        ('[a]\nkind = "lines"\nfolder = "a"\nfoldr = 1', "unknown field `foldr`"),
        ('[a]\nkind = "lines"\nfolder = 1', "Expected `str`"),
        ('[a]\nkind = "atom"\nfolder = "a"\nentries = 0', ">= 1"),
        ('["a/b"]\nkind = "lines"\nfolder = "a"', "a name has letters"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        read(tmp_path, text)


def test_a_dollar_stands_for_a_variable() -> None:
    declared = WebhookSettings(url="https://a.example/hook", secret="$SECRET")
    found = settings.resolved(declared, {"SECRET": "渡口"})
    assert found == WebhookSettings(url="https://a.example/hook", secret="渡口")
    with pytest.raises(UsageError, match=r"secret: \$SECRET is not in the environment"):
        settings.resolved(declared, {})


def test_no_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="TARGETS_FILE"):
        settings.read(tmp_path / "targets.toml")


def test_a_library_that_is_absent_is_told_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "crawler.downstream.parquet", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'jingwen\[parquet\]'"):
        kinds.made(settings.ParquetSettings(folder="a"))
