"""Edits of a YAML file as text: only the values meant change, in place; comments, order and quotes stay.

The file must be one that `read_yaml` accepts: no anchors, no tags, no values that run on over lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import yaml

from generator.editing.files.yaml_values import (
    Block,
    Value,
    dump,
    flow_entry,
    flow_value,
    item,
    scalar,
    style_of,
)

__all__ = ["Path", "Value", "YamlText", "dump", "scalar"]

Path = tuple[str | int, ...]
"""The keys (or places in a list) that lead to a value."""

Edit = tuple[int, int, str]
"""What stands from here to there, and what comes in its place."""


@dataclass(slots=True)
class _Changes:
    """What goes out of one mapping or list, and what comes in.

    `key` is the key that it stands under, None for the whole file and in a list; `above` the mappings and lists that
    it stands in, each with the entry that leads on; `added` holds what comes in, as (behind which entry,
    -1: before all; its name, empty in a list; its value), in the order written.
    """

    key: Any
    node: Any
    above: tuple[tuple[Any, int], ...]
    inside_flow: bool
    removed: set[int] = field(default_factory=set)
    added: list[tuple[int, str, Any]] = field(default_factory=list)

    @property
    def emptied(self) -> bool:
        """True when nothing is left of what stood there, and nothing comes in."""
        return not self.added and len(self.removed) == len(self.node.value)


class YamlText:
    """A YAML file with edits that wait; `bytes()` applies them all. Of two edits of one value the later counts."""

    def __init__(self, text: str) -> None:
        """`text` is the file as it is."""
        # libyaml does not count a byte-order mark; and what stands before another break is a line like others, closed or
        # not: `bytes` takes the break away again.
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        body = text.removeprefix("\ufeff")
        self._break = "\r\n" if body.partition("\n")[0].endswith("\r") else "\n"
        self._body = body + self._break
        self._root = yaml.compose(self._body, Loader=yaml.CSafeLoader)
        self._places: dict[int, dict[str | int, int]] = {}
        self._values: dict[int, Edit] = {}
        self._changes: dict[int, _Changes] = {}

    @classmethod
    def of(cls, content: bytes) -> YamlText:
        """The file as it is. Must be UTF-8."""
        return cls(content.decode("utf-8"))

    def set(self, path: Path, value: Value, order: Sequence[str] = ()) -> None:
        """Write another value at a path; a key that is not there yet comes behind those before it in `order`.

        Of a list, entries that stay keep their lines. Raises KeyError where nothing stands above the path, and
        TypeError where a text is to become a list or the other way round.
        """
        parent = self._collection(path[:-1])
        at = self._place(parent.node, path[-1])
        if at is None:
            self._put(parent, path[-1], value, order)
            return
        if not value and at in parent.removed:
            return
        parent.removed.discard(at)
        key, node = _entry(parent.node, at)
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode):
            self._values[id(node)] = self._replaced(key, node, value, flow=parent.node.flow_style)
        elif not isinstance(value, str) and isinstance(node, yaml.SequenceNode):
            changes = self._collection(path)
            written = [item.value for item in node.value]
            changes.removed.clear()
            changes.added.clear()
            for same, start, end, first, last in _compared(written, value):
                changes.removed.update(() if same else range(start, end))
                changes.added += [] if same else [(end - 1, "", text) for text in value[first:last]]
        else:
            raise TypeError(f"{path[-1]}: {value!r}")

    def remove(self, path: Path) -> None:
        """Take a key with its value out, or an entry out of a list.

        Raises KeyError where there is none, ValueError for the key behind the dash of a list's entry.
        """
        parent = self._collection(path[:-1])
        others = [entry for entry in parent.added if entry[1] != path[-1]]
        if len(others) < len(parent.added):
            parent.added = others
            return
        at = self._there(parent.node, path[-1])
        start, _ = self._span(parent.node, at)
        if not parent.node.flow_style and self._body[self._line_start(start) : start].strip():
            raise ValueError(path[-1])
        parent.removed.add(at)

    def add(self, path: Path, block: Block, after: str | int | None = None) -> None:
        """Put a new record below a mapping under a new key (the last step of the path).

        Behind the record `after`, which may be a new one too, or at the end. `block` holds texts, lists of texts and
        blocks of the same kind. Raises KeyError where `after` is not there, ValueError where the key is there already.
        """
        parent = self._collection(path[:-1])
        new = [name for _, name, _ in parent.added]
        place = self._place(parent.node, path[-1])
        if str(path[-1]) in new or (place is not None and place not in parent.removed):
            raise ValueError(path[-1])
        if after in new:
            place = new.index(str(after))
            parent.added.insert(place + 1, (parent.added[place][0], str(path[-1]), block))
            return
        at = len(parent.node.value) - 1 if after is None else self._there(parent.node, after)
        parent.added.append((at, str(path[-1]), block))

    def append(self, path: Path, block: Block) -> None:
        """Put a new record at the end of a list, which is begun where there is none.

        Raises KeyError where nothing stands above the path.
        """
        parent = self._collection(path[:-1])
        place = self._place(parent.node, path[-1])
        if place is None or place in parent.removed:
            waiting = [value for _, name, value in parent.added if name == path[-1]]
            self._put(parent, path[-1], [*(waiting[0] if waiting else ()), block], ())
        else:
            changes = self._collection(path)
            changes.added.append((len(changes.node.value) - 1, "", block))

    def bytes(self) -> bytes:
        """The file as it is now."""
        edits = list(self._values.values())
        # Of what comes in at one place, that which belongs to the record before it goes first.
        for changes in sorted(self._changes.values(), key=lambda item: -len(item.above)):
            gone = any(self._is_removed(node, at) for node, at in changes.above)
            if (changes.removed or changes.added) and not gone:
                edits += self._written(changes)
        parts, at = [self._mark], 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            # What begins inside of what was taken out goes with it.
            if start >= at:
                parts += [self._body[at:start], new]
            at = max(at, end)
        text = "".join([*parts, self._body[at:]])
        if all(end < len(self._body) for _, end, _ in edits):
            text = text.removesuffix(self._break)
        return text.encode()

    def _collection(self, path: Path) -> _Changes:
        """The changes of the mapping or list at a path."""
        key: Any = None
        node: Any = self._root
        inside_flow = False
        above: list[tuple[Any, int]] = []
        for step in path:
            above.append((node, self._there(node, step)))
            inside_flow = node.flow_style
            key, node = _entry(*above[-1])
        if isinstance(node, yaml.ScalarNode):
            raise KeyError(path)
        return self._changes.setdefault(id(node), _Changes(key, node, tuple(above), inside_flow))

    def _place(self, node: Any, step: str | int) -> int | None:
        """Which entry of a mapping or list a step names."""
        mapping = isinstance(node, yaml.MappingNode)
        if id(node) not in self._places:
            names = [key.value for key, _ in node.value] if mapping else range(len(node.value))
            self._places[id(node)] = {name: at for at, name in enumerate(names)}
        return self._places[id(node)].get(str(step) if mapping else step)

    def _there(self, node: Any, step: str | int) -> int:
        at = None if isinstance(node, yaml.ScalarNode) else self._place(node, step)
        if at is None or self._is_removed(node, at):
            raise KeyError(step)
        return at

    def _is_removed(self, node: Any, at: int) -> bool:
        return id(node) in self._changes and at in self._changes[id(node)].removed

    def _put(
        self, parent: _Changes, name: str | int, value: Value | Sequence[Block], order: Sequence[str]
    ) -> None:
        """A key that is not there yet; what is empty stays away."""
        if isinstance(parent.node, yaml.SequenceNode):
            raise KeyError(name)
        parent.added[:] = [entry for entry in parent.added if entry[1] != name]
        earlier = set(order[: order.index(str(name))]) if name in order else set()
        places = [at for at, (key, _) in enumerate(parent.node.value) if key.value in earlier]
        if value:
            parent.added.append((places[-1] if places else len(parent.node.value) - 1, str(name), value))

    def _replaced(self, key: Any, node: Any, value: str, *, flow: bool) -> Edit:
        start, end = node.start_mark.index, self._end(node)
        style = style_of(node.value, node.style)
        written = flow_value(value, style) if flow else scalar(value, style)
        if start < end:
            return start, end, written
        # An empty value: libyaml marks it somewhere behind the colon or the dash.
        colon = self._behind_colon(key) if key is not None else start
        place = key.end_mark.index if colon is None else colon
        return place, place, f": {written}" if colon is None else f" {written}"

    def _written(self, changes: _Changes) -> Iterable[Edit]:
        """The edits that a mapping's or list's changes are."""
        node = changes.node
        if node.flow_style and (node.value or changes.inside_flow or isinstance(node, yaml.SequenceNode)):
            return self._in_flow(changes)
        return self._in_block(changes) if node.value else self._from_nothing(changes)

    def _in_flow(self, changes: _Changes) -> Iterator[Edit]:
        """On one line, between brackets."""
        spans = [self._span(changes.node, at) for at in range(len(changes.node.value))]
        kept = [at for at in range(len(spans)) if at not in changes.removed]
        # Each gap between what stays goes with one comma: the one in front where nothing stays behind.
        for before, behind in pairwise([-1, *kept, len(spans)]):
            if behind - before > 1:
                last = behind == len(spans)
                start = spans[before][1] if last and before >= 0 else spans[before + 1][0]
                yield start, spans[-1][1] if last else spans[behind][0], ""
        leading = []
        for after, name, value in changes.added:
            ends = [spans[at][1] for at in kept if at <= after]
            if ends:
                yield ends[-1], ends[-1], f", {flow_entry(name, value)}"
            else:
                leading.append(flow_entry(name, value))
        start = changes.node.start_mark.index + 1
        yield start, start, ", ".join(leading) + (", " if leading and kept else "")

    def _in_block(self, changes: _Changes) -> Iterator[Edit]:
        """One entry after the other, each on lines of its own."""
        node = changes.node
        spans = [self._span(node, at) for at in range(len(node.value))]
        lines = [(self._line_start(start), self._line_end(end)) for start, end in spans]
        indent = " " * node.start_mark.column
        for at in changes.removed:
            yield *lines[at], ""
        if changes.emptied:
            sign = "{}" if isinstance(node, yaml.MappingNode) else "[]"
            colon = self._behind_colon(changes.key) if changes.key else None
            yield (lines[0][0],) * 2 + (sign + self._break,) if colon is None else (colon, colon, f" {sign}")
        for after, name, value in changes.added:
            place = lines[after][1] if after >= 0 else lines[0][0]
            new = dump({name: value}) if name else item(value)
            yield place, place, "".join(f"{indent}{line}{self._break}" for line in new)

    def _from_nothing(self, changes: _Changes) -> Iterator[Edit]:
        """`sections: {}` becomes a block below its key."""
        start, end = changes.node.start_mark.index, changes.node.end_mark.index
        place = self._line_end(end)
        indent = ""
        if changes.key:
            indent = " " * (changes.key.start_mark.column + 2)
            start = self._behind_colon(changes.key) or start
        yield start, end if changes.key or self._body[end:place].strip() else place, ""
        for _, name, value in changes.added:
            lines = dump({name: value})
            yield place, place, "".join(f"{indent}{line}{self._break}" for line in lines)

    def _span(self, node: Any, at: int) -> tuple[int, int]:
        """Where an entry begins (in a block list: its dash) and where its own text ends."""
        key, value = _entry(node, at)
        if key is not None:
            return key.start_mark.index, max(key.end_mark.index, self._end(value))
        start = value.start_mark.index
        if not node.flow_style:
            column = node.start_mark.column
            while self._body[self._line_start(start) + column] != "-":
                start = self._line_start(start) - 1
            start = self._line_start(start) + column
        return start, self._end(value)

    def _end(self, node: Any) -> int:
        """Where a node's own text ends: libyaml lets blocks run on to what follows them."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            end: int = node.end_mark.index
            block = getattr(node, "style", None) in ("|", ">")
            return len(self._body[:end].rstrip(" \t\r\n")) if block else end
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _line_start(self, at: int) -> int:
        return self._body.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        return self._body.index("\n", at) + 1

    def _behind_colon(self, key: Any) -> int | None:
        """The place behind a key's colon; None in `{a, b: c}`, where a key may have none."""
        at: int = key.end_mark.index
        rest = self._body[at : self._body.find(":", at) + 1]
        return at + len(rest) if rest.strip() == ":" else None


def _entry(node: Any, at: int) -> tuple[Any, Any]:
    """The key (None in a list) and the value of an entry."""
    entry = node.value[at]
    return entry if isinstance(entry, tuple) else (None, entry)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Stretches of two lists: whether they are the same, from where to where in the old and in the new one."""
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        start, end, first, last = places
        yield tag == "equal", start, end, first, last
