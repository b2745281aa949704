"""Keeps one issue that lists what is due and unreported: opened when there is something, written anew each month.

The list holds texts of the data, which somebody proposed once: it is made inert like any report.
"""

from __future__ import annotations

import sys
from pathlib import Path

from forge import BOT, Forge, Refused, shortened
from inert import inert

LABEL = "due"
MARKER = "<!-- mingzhang: due -->"
TITLE = "到期而收录的文件里没有结果的承诺 · Promises due without a result in the documents held"


def main() -> None:
    """Take the list that `mingzhang due --format markdown` made, and put it into the issue."""
    text = inert(Path(sys.argv[1]).read_text(encoding="utf-8"))
    forge, body = Forge.of_this_run(), shortened(f"{MARKER}\n{text}")
    for issue in forge.pages("issues", state="open", labels=LABEL, creator=BOT):
        if issue["user"]["login"] == BOT and (issue["body"] or "").startswith(MARKER):
            forge.send("PATCH", f"issues/{int(issue['number'])}", title=TITLE, body=body)
            print(f"Issue {issue['number']} is up to date.")
            return
    if "\n| " not in text:
        print("Nothing is due.")
        return
    issue = forge.send("POST", "issues", title=TITLE, body=body, labels=[LABEL])
    print(f"Issue {issue['number']} was opened.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
