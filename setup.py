"""What the wheel carries besides the program: the files that it reads, which stand beside it in the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent

CARRIED = ("site_src", "mkdocs.yml", "deploy", ".github")
"""They stand inside the package where it is installed, and are found there by `generator/core/sources.py`."""

_OWN = {ROOT / "site_src": {"site.yaml", "readme"}}
"""What is this repository's alone: its settings, the pictures of its README."""


class CarryingBuild(build_py):
    """Copies what is carried into the package; a part that is missing ends the build."""

    def run(self) -> None:
        """Build as ever; an editable installation finds everything in the repository."""
        super().run()
        if not self.editable_mode:
            for name in CARRIED:
                self._carry(ROOT / name, Path(self.build_lib) / "generator" / name)

    def _carry(self, source: Path, target: Path) -> None:
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=_left_out)
        else:
            shutil.copyfile(source, target)


def _left_out(folder: str, names: list[str]) -> set[str]:
    caches = {name for name in names if name.endswith("_cache") or name == "__pycache__"}
    return caches | _OWN.get(Path(folder), set())


setup(cmdclass={"build_py": CarryingBuild})
