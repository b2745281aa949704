"""Ends with an error when `main` has moved on: what was built is then no longer what should be published."""

from __future__ import annotations

import os
import sys
from urllib.parse import quote

from forge import Forge, Refused


def main() -> None:
    """Compare the commit of this run with the one that the branch stands at."""
    forge, branch, built = Forge.of_this_run(), os.environ["GITHUB_REF_NAME"], os.environ["GITHUB_SHA"]
    now = forge.get(f"git/ref/heads/{quote(branch)}")["object"]["sha"]
    if now != built:
        raise Refused(
            f"built from {built}, but {branch} stands at {now}. The run of that commit publishes it."
        )
    print(f"{branch} still stands at {built}.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
