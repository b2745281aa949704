"""For every commit that changed data: what the vintages of the downloads say was published then is what stood there."""

from __future__ import annotations

import pytest
from folders import DATA
from pasts import as_committed, as_written, at_commit, differing
from sites import TODAY

from generator.reading.git import Repository


def test_every_past_state_of_the_record_can_be_built() -> None:
    with Repository(DATA) as repository:
        commits = repository.changing("HEAD")
        if repository.shallow():
            pytest.skip("the whole history is not here")
    names = sorted(path.parent.name for path in DATA.glob("*/package.yaml"))
    now = as_written(DATA, names, TODAY)
    unlike = {}
    for commit in commits:
        for name, then in as_committed(DATA, commit).items():
            if found := differing(now[name], then, at_commit(commits, commit)):
                unlike[commit, name] = found
    assert unlike == {}
    assert len(commits) > 20
