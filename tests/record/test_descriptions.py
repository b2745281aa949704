"""Each package of the record can be checked by Frictionless's tools as it stands in the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from folders import DATA, RECORD, ROOT

from generator.reading.trees import WorkingTree
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import gather


def test_the_committed_descriptions_are_those_of_the_packages() -> None:
    tree = WorkingTree(DATA)
    made = descriptors(tree, gather(tree)[0])
    assert {path: (DATA / path).read_bytes() for path in made} == made, "run: mingzhang schemas"
    assert set(made) == {f"{name}/datapackage.yaml" for name in RECORD}


@pytest.mark.parametrize("name", RECORD)
def test_the_command_of_frictionless_finds_them_valid(name: str) -> None:
    program = str(Path(sys.executable).parent / "frictionless")
    run = subprocess.run(
        [program, "validate", f"data/{name}/datapackage.yaml"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, "INVALID" in run.stdout, "VALID" in run.stdout) == (0, False, True), run.stdout
