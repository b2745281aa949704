"""The fingerprint of a value of the record, with all that it holds."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
from collections.abc import Callable
from enum import Enum
from operator import attrgetter, methodcaller
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from generator.core.reported import Reported
from generator.format.fields import Shape
from generator.publishing.pages.views import PackageView

_PROTOCOL = 5

_MOST = 256 * 1024
"""Bytes of a value that is watched: to look through more takes longer than to make the page that shows a part of it."""

_ALL = 1 << 40
"""Bytes of what is looked through whatever it is."""

_REMEMBERED = 16 * 1024 * 1024
"""Bytes of all the records that are remembered at a time, by what they hold, however often they hold the same."""


class NotWatchedError(TypeError):
    """Something was made of what cannot be watched."""


def fingerprint_of(value: object) -> str:
    """The fingerprint of a value, however large. Raises NotWatchedError as `Fingerprints.of` does."""
    return Fingerprints().of(value, _ALL)


class Fingerprints:
    """The fingerprints of values that hold the same records again and again: each record is looked through once, and stands
    in whatever holds it by its own fingerprint.
    """

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._remembered = self._left = 0
        self._reductions = _Reductions(self._standing)

    def of(self, value: object, most: int = _MOST) -> str:
        """The fingerprint of a value with all that it holds: what differs has never the same one, what is equal may have
        two.

        Raises NotWatchedError where it holds a whole view, or what has no value, such as a function without a name, or
        where it is more than `most` bytes.
        """
        self._left = most
        try:
            return self._digest(value).hex()
        except (pickle.PicklingError, AttributeError, TypeError, ValueError, RecursionError) as error:
            raise NotWatchedError(str(error)) from error

    def _digest(self, value: object) -> bytes:
        sha256 = hashlib.sha256()
        pickler = pickle.Pickler(_Written(sha256.update, self._charge), protocol=_PROTOCOL)
        # Whether two parts are one and the same object tells nothing of what they say.
        pickler.fast = True
        pickler.dispatch_table = self._reductions
        pickler.dump(value)
        return sha256.digest()

    def _charge(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise NotWatchedError

    def _standing(self, kind: type, value: object, taken: object) -> tuple[type, tuple[bytes]]:
        """What stands for a record, of which `taken` is what it holds, in what holds it."""
        seen = self._seen.get(id(value))
        if seen is None:
            before = self._left
            digest = self._digest(taken)
            seen = _Seen(value, digest, before - self._left)
            if self._remembered + seen.size > _REMEMBERED:
                self._seen.clear()
                self._remembered = 0
            self._seen[id(value)] = seen
            self._remembered += seen.size
        else:
            self._charge(seen.size)
        return kind, (seen.digest,)


class _Seen(NamedTuple):
    """A record that was looked through. It is held, so that no other can come to stand where it does."""

    record: object
    digest: bytes
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Written:
    """Where the bytes of a value go: into its fingerprint, and nowhere else."""

    update: Callable[[bytes], None]
    charge: Callable[[int], None]

    def write(self, content: Any) -> int:
        """Take more bytes."""
        size = memoryview(content).nbytes
        self.charge(size)
        self.update(content)
        return size


def _refuse(_: object) -> NoReturn:
    raise NotWatchedError


class _Reductions(dict[type, Callable[[Any], Any]]):
    """How values of each type are taken apart: a record by its fields, which pickle by itself does far more slowly."""

    def __init__(self, standing: Callable[[type, object, object], object]) -> None:
        super().__init__(
            {
                MappingProxyType: lambda value: (dict, (dict(value),)),
                PackageView: _refuse,
                Reported: lambda value: _refuse(value) if value.coded else (dict, (dict(value.items()),)),
            }
        )
        self._standing = standing

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # a class is named
        self[kind] = found = self._found(kind)
        return found

    def _found(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, Enum):
            return lambda value: (kind, (value.value,))
        if issubclass(kind, Shape):
            # It knows itself in other languages, too.
            return lambda value: (kind, (value.declared, value.tongues))
        names = [item.name for item in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
        if not (names and "__slots__" in vars(kind)):
            return methodcaller("__reduce_ex__", _PROTOCOL)
        taken, standing = attrgetter(*names), self._standing
        # What can change says another time what it said not before.
        if vars(kind)["__dataclass_params__"].frozen:
            return lambda value: standing(kind, value, taken(value))
        return lambda value: (kind, (taken(value),))
