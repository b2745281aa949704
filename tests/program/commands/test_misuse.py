"""Words behind a command that are wrong: told in the reader's language, in one way, and with exit code 2."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core.languages import interface

MISUSES: dict[str, dict[str, str]] = {
    # what is typed, and the last line of what is told, by language
    "chekc": {
        "en": "Error: No such command: chekc. Did you mean check?",
        "fr": "Erreur : Commande inconnue : chekc. Vouliez-vous écrire check ?",
        "zh": "错误：没有这个命令：chekc。是不是 check？",
    },
    "build --sight x": {
        "en": "Error: No such option: --sight. Did you mean --site?",
        "zh": "错误：没有这个选项：--sight。是不是 --site？",
    },
    "sheet nope": {"fr": "Erreur : Commande inconnue : nope."},
    "check --format x": {
        "en": "Error: Invalid value for --format: choose one of text · github · json · markdown.",
        "zh": "错误：--format 的值不对：只能是 text · github · json · markdown。",
    },
    "build --date 30.6.2023": {
        "fr": "Erreur : Valeur refusée pour --date : écrivez un jour comme 2023-06-30."
    },
    "serve --port 0": {"zh": "错误：--port 的值不对：写一个从 1 到 65535 的整数。"},
    "verify": {"fr": "Erreur : Il manque l’argument ou l’option --archive."},
    "record lamps --document x": {
        "en": "Error: Missing argument or option: VALUE.",
        "zh": "错误：缺少参数或选项：VALUE。",
    },
    "links one two": {"fr": "Erreur : Il y a des arguments en trop : two."},
    "export --rev a --as-of 2023-06-30": {
        "fr": "Erreur : Une seule de ces options peut être donnée : --rev, --as-of."
    },
    # what is ours is told as it is
    "build --url example.org": {"en": "→ Write: https://example.org"},
}


@pytest.mark.parametrize("typed", MISUSES)
def test_what_is_wrong_is_told_in_the_language_of_the_messages(typed: str) -> None:
    for language, told in MISUSES[typed].items():
        result = CliRunner().invoke(main, [*typed.split(), "--lang", language])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.replace("\u00a0", " ").replace("\u202f", " ").splitlines()[-1] == told


@pytest.mark.parametrize("language", interface())
def test_the_usage_comes_first_and_the_language_may_stand_anywhere(language: str) -> None:
    behind, before = (
        CliRunner().invoke(main, ["record", *words]).stderr
        for words in (
            ["a", "--document", "x", f"--lang={language}"],
            ["--lang", language, "a", "--document", "x"],
        )
    )
    assert behind == before
    first, second, empty, *_ = behind.splitlines()
    assert first.endswith(" record [OPTIONS] INDICATOR VALUE")
    assert (" record --help" in second, empty) == (True, "")


def test_an_option_without_its_value_is_told() -> None:
    result = CliRunner().invoke(main, ["build", "--lang", "fr", "--site"])
    assert (
        result.stderr.splitlines()[-1]
        == "Erreur\u00a0: --site demande une valeur, ou n’accepte pas celle qui est donnée."
    )


def test_no_words_at_all_show_the_help() -> None:
    result = CliRunner().invoke(main, ["sheet"])
    assert result.output.startswith("Usage: ")
    assert "Options:" in result.output
