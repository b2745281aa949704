"""A made-up body of which there is so much that no list of it fits on one page, and whose names are all long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from making import PACKAGE, make
from shapes import Shape

BODY = PACKAGE
"""The folder and id of the package."""

REPEATED = 4
"""How many times as long as usual its names are."""

SHAPE = Shape(
    indicators=120,
    observations=360,
    themes=12,
    organisations=150,
    areas=12,
    plans=2,
    reports=2,
    goals=180,
    targets=160,
    deliverables=80,
    words=20,
)

KINDS = ("themes", "organisations", "documents", "goals", "indicators", "programmes")


def crowded(data: Path, shape: Shape = SHAPE) -> Path:
    """Write such a package below a data folder, and return its own folder."""
    folder = make(data, shape)
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        longer = re.sub(r"(?m)^(\s*title_\w+: )(.*)$", lambda at: at[1] + " ".join([at[2]] * REPEATED), text)
        file.write_text(longer, encoding="utf-8")
    _named(folder)
    return folder


PROGRAMMES = 180
"""What goes by a name; to the first belongs all that there is, and each document speaks of it in many clauses."""

_CLAUSES = 60


def _named(folder: Path) -> None:
    """Programmes with what belongs to them, and what the documents say of them."""
    indicators = [
        name
        for file in sorted((folder / "indicators").iterdir())
        for name in re.findall(r"(?m)^(\S+):", file.read_text(encoding="utf-8"))
    ]
    plans = sorted((folder / "documents").glob("plan-*"))
    things = [
        f"{plan.name}/{goal}/{slug}"
        for plan in plans
        for goal, slug, *_ in (
            line.split(",")
            for line in (plan / "deliverables.csv").read_text(encoding="utf-8").splitlines()[1:]
        )
    ]
    all_of_it = f"  indicators: [{', '.join(indicators)}]\n  deliverables: [{', '.join(things)}]\n"
    title = "城市照明绿地一网统管平台" * REPEATED
    (folder / "programmes.yaml").write_text(
        "".join(
            f"named-{number}:\n  title_zh: {title}{number}\n  title_en: {'City lights on one network ' * REPEATED}{number}\n"
            f"  kind: platform\n  summary_zh: {title}\n  summary_en: A network for the lights of the city.\n"
            f"{all_of_it if number == 0 else ''}"
            for number in range(PROGRAMMES)
        ),
        encoding="utf-8",
    )
    for plan in plans:
        rows = [f"named-0,again-{number},promised,1,建设{title}0，{number}" for number in range(_CLAUSES)]
        rows += [f"named-{number},built,promised,1,{title}{number}" for number in range(1, PROGRAMMES)]
        (plan / "mentions.csv").write_text(
            "\n".join(["programme_id,slug,says,locator,figure", *rows, ""]), encoding="utf-8"
        )


def things(site: Path, root: str) -> Iterator[str]:
    """The address of each thing below that of a package: what stands in a list and is no part of one."""
    for kind in KINDS:
        depth = "*/*" if kind == "goals" else "*"
        for page in sorted((site / root / kind).glob(f"{depth}/index.html")):
            if "part_" not in page.as_posix():
                yield f"{page.parent.relative_to(site).as_posix()}/"
