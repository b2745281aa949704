"""Whether the tests notice small faults: puts one after the other into modules, and runs the tests that come by.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/mutants.py [MODULE…] [--most N] [--seed S] [--seconds T] [--tests PATH…] [--same LIST]`
makes the mutants of modules (`generator.editing.files.rows`; of those that write, where none is named), of each N at most,
drawn by the seed. Each lives in a process of its own, forked from one with all tests collected; it has a temporary folder of
its own and may write nowhere else. Of the tests (`tests/program`) it runs those that execute its line, the quickest and the
deadliest first, until one fails or T seconds are over (4). What nobody notices is listed, but for what LIST
(`tests/fixtures/mutants.csv`) says to be no fault, and why: a row for each mutant. Exit 1 where anything is listed. Commands that tests run as other
processes have no mutants in them.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gc
import importlib
import json
import mmap
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import breaking
import pytest
from _pytest.runner import runtestprotocol
from mutating import Mutant, mutants

import generator

SAME = Path(__file__).resolve().parent.parent / "fixtures" / "mutants.csv"
"""Mutants that are no faults, a row for each: module, function, before, after, why."""

PATIENCE = 4.0
"""Seconds of tests that a mutant has to survive, where nothing else is said."""

_LEAST = 3.0
"""Seconds of the processor that a test has at least before it counts as one without end, besides five times its own."""

_LINES = 10_000
"""More lines than a module has."""

_MEMORY = 6 << 30
_PROBE = "__probe__"
_OPTIMIZED = 1  # co_flags of functions; bodies of modules and classes have it not

_PATHS: Mapping[str, Sequence[tuple[int, int]]] = {
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.mkdir": ((0, 2),),
    "os.rmdir": ((0, 1),),
    "os.chmod": ((0, 2),),
    "os.truncate": ((0, -1),),
    "os.utime": ((0, 3),),
    "shutil.rmtree": ((0, -1),),
}
"""Of what changes files: where among the arguments their paths are, and the folders that these are relative to."""


@dataclass
class Subject:
    """A module that has mutants: what it is, its functions that live, and which tests come by which line."""

    module: ModuleType
    tree: ast.Module
    file: str
    live: dict[tuple[str, int], list[FunctionType]]
    tests: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, name: str) -> Subject:
        """A module by its name."""
        module = importlib.import_module(name)
        file = str(module.__file__)
        live: dict[tuple[str, int], list[FunctionType]] = defaultdict(list)
        for item in gc.get_objects():
            if isinstance(item, FunctionType) and item.__code__.co_filename == file:
                live[item.__code__.co_qualname, item.__code__.co_firstlineno].append(item)
        return cls(module, ast.parse(Path(file).read_text(encoding="utf-8")), file, live)

    def code(self) -> CodeType:
        """The module as its tree has it now."""
        return compile(self.tree, self.file, "exec", dont_inherit=True)

    def graft(self, before: CodeType) -> bool:
        """Have the living functions do what the tree has them do now; whether any does something else than before."""
        changed = False
        for old, new in _paired(before, self.code()):
            if old != new:
                for function in self.live.get((old.co_qualname, old.co_firstlineno), ()):
                    function.__code__ = new
                    changed = True
        return changed

    def put(self, mutant: Mutant, before: CodeType) -> bool:
        """Have the module be a mutant, in this process; whether that was possible."""
        with mutant:
            if mutant.outside is None:
                return self.graft(before)
            names = vars(self.module)
            match mutant.outside:
                case ast.FunctionDef(args=arguments):
                    functions = [
                        item
                        for (name, _), items in self.live.items()
                        for item in items
                        if name == mutant.function
                    ]
                    for item in functions:
                        item.__defaults__ = tuple(_value(node, names) for node in arguments.defaults) or None
                        pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
                        item.__kwdefaults__ = {
                            name.arg: _value(node, names) for name, node in pairs if node is not None
                        }
                    return bool(functions)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    return self._rename(mutant.function, name, _value(value, names))
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value):
                    return self._rename(mutant.function, name, _value(value, names))
        return False

    def _rename(self, holder: str, name: str, value: object) -> bool:
        """Have a name mean something else, wherever it was taken to."""
        if holder:
            kind: Any = self.module
            for step in holder.split("."):
                kind = getattr(kind, step)
            if name in getattr(kind, "__annotations__", ()):
                return False  # the field of a dataclass, which is made already
            setattr(kind, name, value)
            return True
        self._set(name, value)
        self._follow(name)
        return True

    def _follow(self, name: str) -> None:
        """Have what the module makes of a name, when it is read, be made of what that means now."""
        changed = {name}
        for statement in self.tree.body:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=other)], value=ast.AST() as value)
                    | ast.AnnAssign(target=ast.Name(id=other), value=ast.AST() as value)
                ) if other not in changed:
                    used = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
                    if not changed.isdisjoint(used):
                        self._set(other, _value(value, vars(self.module)))
                        changed.add(other)

    def _set(self, name: str, value: object) -> None:
        old = getattr(self.module, name)
        for module in list(sys.modules.values()):
            if vars(module).get(name, module) is old:
                setattr(module, name, value)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<mutant>", "eval"), names)


def _paired(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions of two forms of a module, each with itself, and those in it behind it."""
    parts = [[item for item in code.co_consts if isinstance(item, CodeType)] for code in (old, new)]
    if len(parts[0]) == len(parts[1]):
        for one, other in zip(*parts, strict=True):
            if one.co_flags & _OPTIMIZED:
                yield one, other
            yield from _paired(one, other)


def say(line: str) -> None:
    """Tell something at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class _Probes(ast.NodeTransformer):
    """A tree in which each statement of a function tells its line before it is executed."""

    inside = False

    def visit(self, node: ast.AST) -> Any:
        """Also the statements in the body of a statement."""
        before = self.inside
        self.inside = before or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        self.generic_visit(node)
        if self.inside:
            for name, value in ast.iter_fields(node):
                if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                    setattr(node, name, [item for line in value for item in (_probe(line), line)])
        self.inside = before
        return node


def _probe(statement: ast.stmt) -> ast.stmt:
    call = ast.Call(ast.Name(_PROBE, ast.Load()), [ast.Constant(statement.lineno)], [])
    return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), statement))


class Run:
    """A run of pytest that collects the tests and does with them what is to be done here."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        most: int | None,
        seed: int,
        patience: float,
        work: Path,
        same: Path = SAME,
    ) -> None:
        self.subjects = subjects
        self.same = same
        self.most = most
        self.seed = seed
        self.patience = patience
        self.work = work
        self.items: dict[str, pytest.Item] = {}
        self.seconds: dict[str, float] = {}
        self.deadly: Counter[str] = Counter()
        self.board = mmap.mmap(-1, len(subjects) * _LINES)
        """A place for each line of each subject, which processes that tests start write to as well."""
        self.of_fixtures: dict[str, set[int]] = defaultdict(set)
        self.seconds_of_fixtures: dict[str, float] = {}
        self.survivors = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self) -> None:
        """What is made up at random is the same each time, and what fails need not be made simple."""
        from hypothesis import Phase, settings  # after pytest has looked at it

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile(
            "mutants", max_examples=20, derandomize=True, database=None, deadline=None, phases=phases
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In the place of running the tests."""
        self.items = {item.nodeid: item for item in session.items}
        self.learn()
        with self.same.open(encoding="utf-8", newline="") as stream:
            same = Counter(tuple(row.values())[:4] for row in csv.DictReader(stream))
        for subject in self.subjects:
            self.judge(subject, same)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What a fixture does for many tests, it does for each of them."""
        before, begin = self.read(), time.process_time()
        try:
            return (yield)
        finally:
            own = self.read()
            if fixturedef.scope != "function":
                self.of_fixtures[fixturedef.argname] |= own
                self.seconds_of_fixtures[fixturedef.argname] = time.process_time() - begin
            for at in before | own:
                self.board[at] = 1

    def read(self) -> set[int]:
        """The lines that were executed since the last time."""
        found = {place.start() for place in re.finditer(rb"\x01", self.board)}
        self.board[:] = bytes(len(self.board))
        return found

    def learn(self) -> None:
        """Run each file of tests once with probes, and have all modules that they need imported from now on."""
        files: dict[str, list[str]] = defaultdict(list)
        for name in self.items:
            files[name.partition("::")[0]].append(name)
        failed, told = [], self.work / "told"
        for names in files.values():
            self.child(lambda names=names: self.tell(names, told), limit=3600)  # type: ignore[misc]
            if not told.is_file():
                failed.append(f"{names[0]} … (stopped)")
                continue
            seconds, hits, modules, wrong = json.loads(told.read_text(encoding="utf-8"))
            told.unlink()
            self.seconds |= seconds
            failed += wrong
            for name, lines in hits.items():
                for at in lines:
                    self.subjects[at // _LINES].tests[at % _LINES].add(name)
            for name in modules:
                if name not in sys.modules and not name.startswith("_"):
                    with suppress(Exception):
                        importlib.import_module(name)
        for name in failed:
            say(f"  without mutants already failing or left out: {name}")
        say(f"{len(self.seconds)} tests, {sum(self.seconds.values()):.0f} s")

    def hit(self, first: int, line: int) -> None:
        """A line is executed, of the subject whose lines begin there."""
        self.board[first + line] = 1

    def tell(self, names: Sequence[str], told: Path) -> int:
        """Run some tests, and write down how long each took and which lines it came by."""
        for number, subject in enumerate(self.subjects):
            before = subject.code()
            vars(subject.module)[_PROBE] = partial(self.hit, number * _LINES)
            _Probes().visit(subject.tree)
            subject.graft(before)
        seconds, hits, wrong = {}, {}, []
        for at, name in enumerate(names):
            self.read()
            begin = time.process_time()
            well = self.passes(name, names[at + 1] if at + 1 < len(names) else None)
            if well:
                needed = [
                    item for item in getattr(self.items[name], "fixturenames", ()) if item in self.of_fixtures
                ]
                # Alone it makes what the first of them made for all.
                dear = sum(self.seconds_of_fixtures[item] for item in needed)
                seconds[name] = max(time.process_time() - begin, dear)
                shared = [self.of_fixtures[item] for item in needed]
                hits[name] = sorted(self.read().union(*shared))
            else:
                wrong.append(name)
        told.write_text(json.dumps([seconds, hits, sorted(sys.modules), wrong]), encoding="utf-8")
        return 0

    def passes(self, name: str, following: str | None) -> bool:
        """Whether a test passes in this process."""
        after = self.items[following] if following else None
        reports = runtestprotocol(self.items[name], log=False, nextitem=after)
        return all(report.passed for report in reports) and any(report.when == "call" for report in reports)

    def judge(self, subject: Subject, same: Counter[tuple[str, ...]]) -> None:
        """All mutants of a module, and who of them survives. A row of the list stands for one mutant, so that it hides no
        other that reads the same.
        """
        begin, made = time.monotonic(), list(mutants(subject.tree))
        if self.most is not None and len(made) > self.most:
            made = sorted(random.Random(self.seed).sample(made, self.most), key=lambda item: item.line)
        before, counts = subject.code(), Counter[str]()
        for mutant in made:
            tests, shortened = self.coming_by(subject, mutant)
            end = self.end_of(subject, mutant, before, tests)
            told = (subject.module.__name__, mutant.function, mutant.before, mutant.after)
            if end == "survived" and same[told]:
                same[told] -= 1
                end = "the same"
            counts[end] += 1
            if end == "survived":
                seen = f"{len(tests)} tests{' of more' if shortened else ''}"
                place = f"{Path(subject.file).name}:{mutant.line} {mutant.function}"
                say(f"  {place}: {mutant.before}  →  {mutant.after}  ({seen})")
        self.survivors += counts["survived"]
        counted = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
        say(f"{subject.module.__name__}: {len(made)} made, {counted}; {time.monotonic() - begin:.0f} s")

    def end_of(self, subject: Subject, mutant: Mutant | None, before: CodeType, tests: list[str]) -> str:
        """What becomes of a mutant. A test that fails also without it proves nothing, and is never run again."""
        while True:
            end = self.child(lambda: self.try_out(subject, mutant, before, tests))
            if end != "killed" or mutant is None:
                return end
            killer = (self.work / "trying").read_text(encoding="utf-8")
            if killer in self.deadly or self.end_of(subject, None, before, [killer]) == "survived":
                self.deadly[killer] += 1
                return end
            say(f"  fails without mutants when it is run alone: {killer}")
            tests.remove(killer)
            for known in self.subjects:
                for names in known.tests.values():
                    names.discard(killer)

    def coming_by(self, subject: Subject, mutant: Mutant) -> tuple[list[str], bool]:
        """The tests that execute the line of a mutant in the order in which they are run, and whether these are not all."""
        lines: Iterable[int] = subject.tests
        if mutant.outside is None:
            lines = [mutant.line]
        elif isinstance(mutant.outside, ast.FunctionDef):
            # What it has by default is taken when it is called; what describes it has no line.
            lines = [item.lineno for item in mutant.outside.body[:2]]
        names = {name for line in lines for name in subject.tests.get(line, ())}
        order = sorted(names, key=lambda name: (self.seconds[name] / (1 + self.deadly[name]), name))
        taken: list[str] = []
        seconds = 0.0
        for name in order:
            seconds += self.seconds[name]
            if seconds > self.patience and taken:
                break
            taken.append(name)
        return taken, len(taken) < len(order)

    def try_out(self, subject: Subject, mutant: Mutant | None, before: CodeType, names: Sequence[str]) -> int:
        """Be a mutant, and run tests: 1 where one of them notices, 2 where the mutant cannot be made."""
        try:
            if mutant and not subject.put(mutant, before):
                return 2
        except Exception:  # noqa: BLE001 - what cannot be made has no meaning
            return 2
        for at, name in enumerate(names):
            limit = _LEAST + 5 * self.seconds[name]
            signal.setitimer(signal.ITIMER_PROF, limit)
            signal.setitimer(signal.ITIMER_REAL, 10 * limit)
            (self.work / "trying").write_text(name, encoding="utf-8")
            if not self.passes(name, names[at + 1] if at + 1 < len(names) else None):
                return 1
        return 0

    def child(self, act: Callable[[], int], limit: float = 0) -> str:
        """Do something in a process of its own that may write into its own folder alone; how it ended."""
        place = Path(tempfile.mkdtemp(dir=self.work))
        child = os.fork()
        if not child:
            os._exit(self._apart(act, place, limit))
        _, status = os.waitpid(child, 0)
        shutil.rmtree(place, ignore_errors=True)
        return {0: "survived", 2: "not made"}.get(os.waitstatus_to_exitcode(status), "killed")

    def _apart(self, act: Callable[[], int], place: Path, limit: float) -> int:
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            os.setsid()
            for name in (signal.SIGPROF, signal.SIGALRM):
                signal.signal(name, signal.SIG_DFL)
            if not limit:
                # Not of what is only reserved: what draws charts reserves more than any machine has.
                resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            factory: Any = next(iter(self.items.values())).config._tmp_path_factory  # type: ignore[attr-defined] # noqa: SLF001
            factory._basetemp, factory._given_basetemp = None, place / "tests"  # noqa: SLF001
            os.environ["TMPDIR"] = str(place)
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(place / "hypothesis")
            tempfile.tempdir = str(place)
            sys.dont_write_bytecode = True
            sys.addaudithook(_keeper(self.work))
            return act()
        except BaseException:  # noqa: BLE001 - whatever a mutant does
            return 1


def _keeper(work: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """Who lets nothing be written but below a folder."""
    allowed = (f"{os.path.realpath(work)}/", "/dev/", "/proc/self/")

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            wanted = [(path, -1)] if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else []
        elif event in _PATHS:
            wanted = [
                (arguments[at], arguments[of] if 0 <= of < len(arguments) else -1) for at, of in _PATHS[event]
            ]
        else:
            return
        for path, folder in wanted:
            if isinstance(path, int):
                continue
            name = os.fsdecode(path)
            base = f"/proc/self/fd/{folder}" if isinstance(folder, int) and folder >= 0 else "."
            whole = os.path.realpath(os.path.join(base, os.path.dirname(name))) + "/"  # noqa: PTH118, PTH120
            if not whole.startswith(allowed):
                raise PermissionError(13, "not below the folder of this mutant", name)

    return look


_SITES = (
    *("outputs", "swapping", "store", "downloads"),
    *("site", "gathering", "staging", "configuration", "assets", "beside", "moment"),
)
"""The modules of `generator/publishing` among those that write, with those that say what is written."""


def writing() -> list[str]:
    """The modules that change files of others than the program: those of `generator/editing`, and what puts a site in its
    place.
    """
    top = Path(generator.__file__).parent
    files = [
        *sorted((top / "editing").rglob("*.py")),
        *(top / "publishing" / f"{name}.py" for name in _SITES),
    ]
    names = [file.relative_to(top.parent).with_suffix("").parts for file in files]
    return [".".join(parts) for parts in names if parts[-1] != "__init__"]


def main(arguments: Sequence[str]) -> int:
    """Make mutants and tell who survived: 1 where anybody did."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("modules", nargs="*", default=writing())
    parser.add_argument("--most", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=PATIENCE)
    parser.add_argument("--tests", nargs="+", default=["tests/program"])
    parser.add_argument("--same", type=Path, default=SAME)
    asked = parser.parse_args(arguments)
    # A mutant is in its process alone.
    breaking.in_this_process = True
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as work:
        subjects = [Subject.of(name) for name in asked.modules]
        run = Run(subjects, asked.most, asked.seed, asked.seconds, Path(work), asked.same)
        options = ["-q", "-s", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist"]
        pytest.main([*options, "--hypothesis-profile=mutants", *asked.tests], plugins=[run])
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    say(f"{sum(item.ru_utime + item.ru_stime for item in used):.0f} seconds of the processor")
    return bool(run.survivors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
