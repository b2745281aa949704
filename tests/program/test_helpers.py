"""The helpers that are commands: each says what it is given."""

from __future__ import annotations

import re
import runpy
import sys

import pytest
from folders import ROOT
from given import given

LONG = re.findall(r"(?m)^LONG := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"))[0].split()


@pytest.mark.parametrize("name", [*LONG, "overlays"])
def test_help_tells_what_it_does_and_does_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ROOT / "tests" / "helpers" / f"{name}.py"
    monkeypatch.setattr(sys, "argv", [str(file), "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(file), run_name="__main__")
    said = capsys.readouterr().out
    first = file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix('"""')
    assert (ended.value.code, said.startswith(f"usage: {name}.py [-h]")) == (0, True)
    assert " ".join(first.split()) in " ".join(said.split())


GIVEN = {
    # what stands behind the command: what is taken
    "": (300, []),
    "20": (20, []),
    "20 record new": (20, ["record", "new"]),
}


def test_words_are_taken_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = {}
    for words in GIVEN:
        monkeypatch.setattr(sys, "argv", ["stepping.py", *words.split()])
        asked = given("", most=300, names=[])
        taken[words] = (asked.most, asked.names)
    assert taken == GIVEN
    monkeypatch.setattr(sys, "argv", ["stepping.py", "many"])
    with pytest.raises(SystemExit):
        given("", most=300, names=[])
