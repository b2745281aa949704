"""A witnessed tree tells one state of its files from another."""

from __future__ import annotations

from collections.abc import Mapping

from generator.reading.trees import FilesTree, WitnessedTree


def source(files: dict[str, bytes], below: str = "a/") -> Mapping[str, str]:
    """The checksums of files of which each was read."""
    tree = WitnessedTree(FilesTree(files))
    for path, content in files.items():
        assert tree.read(path) == content
    return tree.source(below)


def test_another_name_content_or_file_is_another_source() -> None:
    states = [{"a/b": b"1"}, {"a/b": b"2"}, {"a/c": b"1"}, {"a/b": b"1", "a/c": b"1"}, {}]
    assert len({str(source(files)) for files in states}) == len(states)


def test_what_lies_elsewhere_or_was_not_read_is_none_of_it() -> None:
    assert source({"a/b": b"1", "b/c": b"1"}) == source({"a/b": b"1", "b/c": b"2"}) == source({"a/b": b"1"})
    assert source({"a/b": b"1"}, "b/") == {}


def test_a_file_that_changed_while_it_was_read_is_no_source() -> None:
    files = {"a/b": b"1", "b/c": b"1"}
    tree = WitnessedTree(FilesTree(files))
    tree.read("a/b")
    files["a/b"] = b"2"
    tree.read("a/b")
    tree.read("b/c")
    assert tree.source("a/") == {}
    assert list(tree.source("b/")) == ["b/c"]
