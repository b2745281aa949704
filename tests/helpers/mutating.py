"""Mutants of a module: its syntax tree with one small fault in it, each by where it is and what was changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

OTHERS: dict[type[ast.AST], Sequence[type[ast.AST]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
"""What an operator is taken for; comparisons for the one that differs at the boundary, and for their contrary."""

NEIGHBOURS = {
    "all": "any",
    "any": "all",
    "endswith": "startswith",
    "index": "rindex",
    "lstrip": "rstrip",
    "max": "min",
    "min": "max",
    "partition": "rpartition",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
    "reversed": "list",
    "rpartition": "partition",
    "rsplit": "split",
    "rstrip": "lstrip",
    "sorted": "list",
    "startswith": "endswith",
}
"""What a function or method is taken for."""

Fields = Sequence[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the line of the statement it is in, the function, what stood there and what stands there now."""

    line: int
    function: str
    before: str
    after: str
    holder: ast.AST = field(repr=False, compare=False)
    place: tuple[str, int | None] = field(repr=False, compare=False)
    old: Any = field(repr=False, compare=False)
    new: Any = field(repr=False, compare=False)
    outside: ast.stmt | None = field(repr=False, compare=False)
    """The statement of the module or of a class that it is in, where it is in the body of no function."""

    def __enter__(self) -> None:
        """Have it be in its tree as long as the block runs."""
        self._put(self.new)

    def __exit__(self, *_: object) -> None:
        self._put(self.old)

    def _put(self, node: Any) -> None:
        name, index = self.place
        if index is None:
            setattr(self.holder, name, node)
        else:
            getattr(self.holder, name)[index] = node


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """All faults that are made in a module, in the order of its lines. What only describes it (docstrings, annotations,
    imports, decorators) has none.
    """
    yield from _below(tree, _Where("", 0, None))


@dataclass(frozen=True, slots=True)
class _Where:
    function: str
    line: int
    outside: ast.stmt | None
    within: bool = False
    """Whether in the body of a function."""


def _below(node: ast.AST, where: _Where) -> Iterator[Mutant]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "keywords_of_class", "type_params"):
            continue
        inner = where
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            function = f"{where.function}.{node.name}" if where.function else node.name
            inside = where.within or (name == "body" and not isinstance(node, ast.ClassDef))
            inner = _Where(function, where.line, where.outside, within=inside)
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if isinstance(child, ast.AST) and not _describes(child, index):
                yield from _at(node, (name, index), child, inner)


def _describes(node: ast.AST, index: int | None) -> bool:
    """Whether something does nothing that could go wrong: docstrings, imports, what only types need."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.Pass | ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # of zip, an assertion
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Assign) and index is not None and ast.unparse(node.targets[0]) == "__all__"


def _at(holder: ast.AST, place: tuple[str, int | None], node: ast.AST, where: _Where) -> Iterator[Mutant]:
    if isinstance(node, ast.stmt):
        where = _Where(where.function, node.lineno, None if where.within else node, where.within)
    made = _statements(node) if isinstance(node, ast.stmt) else _expressions(node)
    known = {ast.unparse(node)}
    for new in [*made, *_conditions(holder, place[0])]:
        if (whole := ast.unparse(new)) not in known:
            known.add(whole)
            ast.copy_location(new, node)
            ast.fix_missing_locations(new)
            texts = _text(node), _text(new)
            yield Mutant(where.line, where.function, *texts, holder, place, node, new, where.outside)
    yield from _below(node, where)


def _text(node: ast.AST) -> str:
    """A line of what a node says."""
    first, _, behind = ast.unparse(node).strip().partition("\n")
    return f"{first} raise" if behind == "    raise" else first


def _with(node: ast.AST, **fields: Any) -> Any:
    """A node with other fields."""
    made = copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _conditions(holder: ast.AST, name: str) -> Iterator[ast.AST]:
    """What decides decides nothing any more. A loop without end would say no more than one that does not begin."""
    if name == "test" and isinstance(holder, ast.If | ast.IfExp):
        yield from (ast.Constant(value=True), ast.Constant(value=False))
    elif name == "test" and isinstance(holder, ast.While):
        yield ast.Constant(value=False)
    elif name == "ifs":
        yield from (ast.Constant(value=True), ast.Constant(value=False))


def _statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Delete() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Return(value=None):
            yield ast.Pass()
        case ast.Return(value=value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(value=None))
        case ast.With(items=items, body=body):
            # Under a condition that holds, the block is as it was without what was around it.
            if all(item.optional_vars is None for item in items):
                yield ast.If(ast.Constant(value=True), body, [])


def _expressions(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901 - a table of forms
    match node:
        case ast.Compare(ops=[op, *others]):
            yield from (_with(node, ops=[other(), *others]) for other in OTHERS[type(op)])
            for at, later in enumerate(others, 1):
                for other in OTHERS[type(later)]:
                    yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield from (_with(node, op=other()) for other in OTHERS[type(op)])
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield copy(operand)
        case ast.BinOp(op=op):
            yield from (_with(node, op=other()) for other in OTHERS.get(type(op), ()))
        case ast.Constant(value=value):
            yield from (ast.Constant(other) for other in _other_values(value))
        case ast.ExceptHandler():
            yield _with(node, body=[ast.Raise()])
        case ast.Slice(lower=lower, upper=upper):
            yield from [_with(node, lower=None)] if lower else []
            yield from [_with(node, upper=None)] if upper else []
        case ast.Call():
            yield from _calls(node)


def _other_values(value: object) -> Sequence[Any]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case float():
            return [value + 1]
        case str():
            # Python knows an encoding by any name that is like it.
            return [value + "~", ""] if value and value != "utf-8" else ["~"]
        case bytes():
            return [value + b"~"] if value else [b"~"]
        case _:
            return []


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """Another function, arguments in another order, one by name left out."""
    function, arguments = node.func, node.args
    if isinstance(function, ast.Name) and function.id in NEIGHBOURS:
        yield _with(node, func=_with(function, id=NEIGHBOURS[function.id]))
        if function.id == "sorted":
            return
    if isinstance(function, ast.Attribute) and function.attr in NEIGHBOURS:
        yield _with(node, func=_with(function, attr=NEIGHBOURS[function.attr]))
    if isinstance(function, ast.Attribute) and function.attr == "strip":
        yield function.value
    ordered = not (isinstance(function, ast.Name) and function.id in ("max", "min"))
    if len(arguments) > 1 and ordered and not any(isinstance(item, ast.Starred) for item in arguments[:2]):
        yield _with(node, args=[arguments[1], arguments[0], *arguments[2:]])
    for at, keyword in enumerate(node.keywords):
        if keyword.arg != "strict":
            yield _with(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])
