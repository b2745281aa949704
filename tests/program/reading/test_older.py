"""Data of the first format, read as they were meant: an answer in words is a missing value, no impossible one."""

from __future__ import annotations

import pytest

from generator.reading.older import as_today, words_are_missing

PACKAGE = b"publisher_id: a\nlanguages: [zh]\n"
PATH = "documents/2023-report/observations.csv"

TABLES = [
    # as it was written, and as it reads today; every other byte stays
    (b"value,obs_status,figure\n,M,x\n", b"value,obs_status,figure\n,O,x\n"),
    (b"value,obs_status,figure\r\n,M,x\r\n,A,M\r\n", b"value,obs_status,figure\r\n,O,x\r\n,A,M\r\n"),
    (b'\xef\xbb\xbfobs_status,figure\n"M","a, M"\n', b'\xef\xbb\xbfobs_status,figure\n"O","a, M"\n'),
    (b"figure,obs_status\nx,M", b"figure,obs_status\nx,O"),
    (b"figure,obs_status\nM,A\n\n", b"figure,obs_status\nM,A\n\n"),
    (b"figure\nM\n", b"figure\nM\n"),
    (b"figure,obs_status\n\xb0\xd7,M\n", b"figure,obs_status\n\xb0\xd7,O\n"),
]


@pytest.mark.parametrize(("written", "today"), TABLES)
def test_answers_in_words_are_missing_values(written: bytes, today: bytes) -> None:
    changed = words_are_missing({PATH: written, "documents/a/targets.csv": written})
    assert changed.get(PATH, written) == today
    assert set(changed) <= {PATH}


def test_corrections_name_the_code_that_stands_there_now() -> None:
    written = b"table,key,field,old,new\nobservations,a,obs_status,A,M\nobservations,a,figure,M,x\n"
    changed = words_are_missing({"corrections.csv": written})
    assert changed == {"corrections.csv": written.replace(b"A,M", b"A,O")}


FORMATS = [
    # package.yaml, and what it says once it is read as today's
    (PACKAGE, PACKAGE + b"format: 2\n"),
    (b"format: 1\n" + PACKAGE, b"format: 2\n" + PACKAGE),
    (b"format: '1' # the first\r\n" + PACKAGE, b"format: 2\n" + PACKAGE),
    (b"format: 2\n" + PACKAGE, b"format: 2\n" + PACKAGE),
    (b"format: 9\n" + PACKAGE, b"format: 9\n" + PACKAGE),
    (b"format: 2\nx: [\n", b"format: 2\nx: [\n"),
    (b"format: 1\nx: [\n", b"format: 2\nx: [\n"),
]


@pytest.mark.parametrize(("written", "today"), FORMATS)
def test_a_package_of_an_older_format_states_todays(written: bytes, today: bytes) -> None:
    words = b"obs_status\nM\n"
    found = as_today({"package.yaml": written, PATH: words})
    older = written != today
    assert found == {"package.yaml": today, PATH: b"obs_status\nO\n" if older else words}
