"""Files that systems and programs are known to leave beside those that somebody works on: nobody means them, nothing reads them."""

from __future__ import annotations

import re

_OURS = r"(?:csv|yaml|lock)"

_MADE_UP = r"(?=.*[A-Z])(?=.*[a-z])(?![0-9]*[A-Z][a-z]+[0-9]*$)[0-9A-Za-z]{6}"
"""Six signs as GLib and Qt choose them at random; no date, no word in one case or with a capital, no number beside one, which
people put behind names themselves (`targets.csv.202401`, `.draft1`, `.Backup`).
"""

_LEFT = re.compile(
    "|".join(
        (
            # what systems put into folders that somebody looks at, and file systems in the place of an open file
            r"\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\._.+|\.nfs[0-9a-f]+|\.fuse_hidden.+",
            # that a file is open: Microsoft Office, LibreOffice, WPS
            r"~\$.+|\.~.+",
            # what they write before it takes the place of the file: Office and LibreOffice, Excel, macOS
            rf".+\.tmp|(?=.*[A-F])[0-9A-F]{{8}}|.+\.{_OURS}\.sb-[0-9a-f]+-[0-9A-Za-z]+",
            # vim: what is not saved yet, whether the folder can be written to
            r"\..+\.sw[a-p]|4913",
            # vim, Emacs and others: the state before, what can be undone, what is not saved yet, that a file is open
            r".+~|\#.+\#|\.\#.+",
            # Kate, GNOME, KDE, JetBrains
            rf"\..+\.kate-swp|\.goutputstream-[0-9A-Za-z]+|.+\.{_OURS}\.{_MADE_UP}|.+___jb_(?:tmp|old|bak)___",
        )
    )
)


def left_over(name: str) -> bool:
    """Whether a file of this name is one of them."""
    return _LEFT.fullmatch(name) is not None
