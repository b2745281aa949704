"""Edits of a YAML file as text: only the values meant change, in place; comments, order and quotes stay.

The file must be one that `read_yaml` accepts: no anchors, no tags, no values that run on over lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

Value = str | Sequence[str]
"""A text, or a list of texts."""

Path = tuple[str | int, ...]
"""The keys (or places in a list) that lead to a value."""


@dataclass(slots=True)
class YamlText:
    """A YAML file with edits that wait; `bytes()` applies them all."""

    body: str
    """The text without its byte-order mark, which libyaml does not count."""

    _mark: str
    _root: Any
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes) -> YamlText:
        """The file as it is. Must be UTF-8."""
        text = content.decode("utf-8")
        body = text.removeprefix("\ufeff")
        return cls(body, text[: len(text) - len(body)], yaml.compose(body, Loader=yaml.CSafeLoader))

    def set(self, path: Path, value: Value, order: Sequence[str] = ()) -> None:
        """Write another value at a path; a key that is not there yet comes behind those before it in `order`."""
        entry = _entry(self._node(path[:-1]), path[-1])
        if entry is None:
            self._add_key(path, value, order)
            return
        key, node = entry
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode):
            self._replace_scalar(key, node, value)
        elif not isinstance(value, str) and isinstance(node, yaml.SequenceNode) and not node.flow_style:
            self._replace_items(node, value)
        else:
            written = value if isinstance(value, str) else _flow(value)
            self._edit(
                node.start_mark.index, self._end(node), written if written != value else scalar(written)
            )

    def remove(self, path: Path) -> None:
        """Take a key with its value out, or an entry out of a list."""
        parent = self._node(path[:-1])
        entry = _entry(parent, path[-1])
        assert entry is not None
        key, node = entry
        start = self._line_start((key or node).start_mark.index)
        self._edit(start, self._line_end(self._end(node)), "")

    def add(self, path: Path, block: Mapping[str, Any], after: str | int | None = None) -> None:
        """Put a new record below a mapping under a new key (the last step of the path).

        Behind the record `after`, or at the end. `block` holds texts, lists of texts and blocks of the same kind.
        """
        parent = self._node(path[:-1])
        before = _entry(parent, after) if after is not None else None
        last = before[1] if before else parent
        if isinstance(parent, yaml.MappingNode) and parent.value and not parent.flow_style:
            indent = " " * parent.value[0][0].start_mark.column
            if before is None:
                last = parent.value[-1][1]
            at = self._line_end(self._end(last))
            lines = dump({str(path[-1]): block})
            self._insert(at, "".join(f"{indent}{line}\n" for line in lines))
        else:
            # Nothing stands there yet, as in `sections: {}`: the record begins the mapping.
            indent = " " * (len(path) - 1) * 2
            lines = dump({str(path[-1]): block})
            written = "\n" + "\n".join(f"{indent}{line}" for line in lines)
            self._edit(parent.start_mark.index, self._end(parent), written if len(path) > 1 else written[1:])

    def bytes(self) -> bytes:
        """The file as it is now."""
        parts, at = [self._mark], 0
        # Edits at one place keep the order in which they were made.
        for start, end, new in sorted(self._edits, key=lambda edit: edit[0]):
            parts += [self.body[at:start], new]
            at = max(at, end)
        return "".join([*parts, self.body[at:]]).encode()

    def _edit(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new))

    def _insert(self, at: int, lines: str) -> None:
        self._edit(at, at, lines if not at or self.body[at - 1] == "\n" else "\n" + lines.removesuffix("\n"))

    def _node(self, path: Path) -> Any:
        node = self._root
        for step in path:
            entry = _entry(node, step)
            if entry is None:
                raise KeyError(step)
            node = entry[1]
        return node

    def _replace_scalar(self, key: Any, node: Any, value: str) -> None:
        start, end = node.start_mark.index, self._end(node)
        written = scalar(value, node.style)
        if start == end and key is not None:
            # An empty value: libyaml marks it somewhere behind the colon.
            start = end = self.body.index(":", key.end_mark.index) + 1
            written = f" {written}"
        self._edit(start, end, written)

    def _replace_items(self, node: Any, value: Sequence[str]) -> None:
        """Entries that stay keep their lines; new ones come behind the last."""
        written = [item.value for item in node.value]
        kept = [text for text in written if text in set(value)]
        indent = " " * node.start_mark.column
        if not kept or list(value[: len(kept)]) != kept:
            lines = f"\n{indent}".join(f"- {scalar(text)}" for text in value)
            self._edit(node.start_mark.index, self._end(node), lines or "[]")
            return
        for item in node.value:
            if item.value not in kept:
                start = self._line_start(item.start_mark.index)
                self._edit(start, self._line_end(self._end(item)), "")
        new = "".join(f"{indent}- {scalar(text)}\n" for text in value[len(kept) :])
        if new:
            self._insert(self._line_end(self._end(node.value[-1])), new)

    def _add_key(self, path: Path, value: Value, order: Sequence[str]) -> None:
        parent = self._node(path[:-1])
        name = str(path[-1])
        earlier = set(order[: order.index(name)]) if name in order else set()
        behind = [pair for pair in parent.value if pair[0].value in earlier] or parent.value
        indent = " " * parent.value[0][0].start_mark.column
        lines = dump({name: value})
        at = self._line_end(self._end(behind[-1][1]))
        self._insert(at, "".join(f"{indent}{line}\n" for line in lines))

    def _end(self, node: Any) -> int:
        """Where a node's own text ends: libyaml lets blocks run on to what follows them."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            end: int = node.end_mark.index
            return len(self.body[:end].rstrip("\n ")) if getattr(node, "style", None) in ("|", ">") else end
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _line_start(self, at: int) -> int:
        return self.body.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self.body.find("\n", at)
        return len(self.body) if found < 0 else found + 1


def _entry(node: Any, step: str | int | None) -> tuple[Any, Any] | None:
    """The key (None in a list) and the value at one step."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def scalar(value: str, style: str | None = None) -> str:
    """A text as one YAML value on one line; `style` is the quote that was used before."""
    if style == '"' or any(character in value for character in "\u0085\u2028\u2029"):
        return _dumped(value, '"')
    return _dumped(value, "'" if style == "'" else None)


def dump(block: Mapping[str, Any], indent: str = "") -> list[str]:
    """Lines of a block: texts, lists of texts and blocks below keys. What is empty is left out."""
    lines: list[str] = []
    for key, value in block.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{_key(key)}:", *dump(value, indent + "  ")]
        elif isinstance(value, str):
            if value:
                lines.append(f"{indent}{_key(key)}: {scalar(value)}")
        elif value:
            lines.append(f"{indent}{_key(key)}:")
            lines += [f"{indent}  - {scalar(text)}" for text in value]
    return lines


def _key(key: str) -> str:
    return scalar(key)


def _flow(value: Sequence[str]) -> str:
    return "[" + ", ".join(_dumped(text, None, flow=True) for text in value) + "]"


def _dumped(value: str, style: str | None, *, flow: bool = False) -> str:
    """By PyYAML's own rules of what needs quotes."""
    written: str = yaml.dump(
        [value], default_style=style, allow_unicode=True, width=1 << 30, default_flow_style=True
    )
    inner = written.strip()[1:-1]
    plain: str = yaml.dump(value, default_style=style, allow_unicode=True, width=1 << 30)
    return inner if flow else plain.removesuffix("\n...\n").removesuffix("\n")
