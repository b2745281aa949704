"""What a finished site may not hold is found before it takes the place of the old one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import BASE, ROOT
from sites import without_program

from generator.cli import main
from generator.core import sources
from generator.publishing.guarding import Fault, UnguardedError, guard, of_page
from generator.publishing.policy import DIRECTIVES, DRAWING, element, header, policy

OWN = "https://own.example/"
HEAD = f'<head><meta charset="utf-8">\n{element()}'

TAGS = {
    # what a page holds: of what kind its faults are
    '<script src="a.js"></script>': "",
    '<script type="application/ld+json">{"a": 1}</script>': "",
    "<script>x</script>": "inline",
    "<SCRIPT>x</SCRIPT>": "inline",
    "<script type=module>x</script>": "inline",
    '<script type="importmap">{}</script>': "inline",
    '<script src="https://x.example/a.js"></script>': "loaded",
    '<script src="https://own.example/a.js"></script>': "",
    "<img src=x onerror=alert(1)>": "inline",
    '<svg onload="x">': "inline",
    "<svg/onload=x>": "inline",
    '<a title="x > y" onclick="z">': "inline",
    '<a href="javascript:x">': "inline",
    '<a href=" java\tscript:x" style="">': "inline style",
    '<form action="javascript:x">': "inline loaded",
    '<iframe srcdoc="x">': "inline",
    '<iframe src="data:text/html,x">': "inline",
    '<iframe src="../embed/">': "",
    '<iframe src="https://x.example/">': "loaded",
    '<p style="color:red">': "style",
    "<style>p {}</style>": "style",
    '<base href="/">': "loaded",
    '<form action="https://x.example/post">': "loaded",
    '<form action="../search/">': "",
    '<input type="submit" formaction="//x.example/post">': "loaded",
    '<object data="a.swf">': "loaded",
    '<embed src="a.swf">': "loaded",
    '<img src="https://x.example/a.png">': "loaded",
    '<img src="//x.example/a.png">': "loaded",
    '<img src="\\\\x.example/a.png">': "loaded",
    '<img src="../a.png">': "",
    '<img srcset="a.png 1x, https://x.example/b.png 2x">': "loaded",
    '<input type="image" src="http://x.example/a.png">': "loaded",
    '<use xlink:href="https://x.example/#a">': "loaded",
    '<link rel="stylesheet" href="https://x.example/a.css">': "loaded",
    '<link rel="dns-prefetch" href="//x.example">': "loaded",
    '<link rel="alternate noopener" href="https://x.example/">': "",
    '<link rel="icon" href="data:,">': "",
    '<link rel="manifest" href="manifest.json">': "loaded",
    '<video src="a.webm">': "loaded",
    '<video><source src="a.webm"></video>': "loaded",
    '<audio src="a.ogg">': "loaded",
    '<picture><source srcset="a.webp"><img src="a.png"></picture>': "",
    '<meta http-equiv="refresh" content="0; url=../a/">': "",
    '<meta http-equiv="refresh" content="0; url=javascript:x">': "inline",
    '<a href="https://x.example/">': "",
    # Quotes that stand astray hide no tag that a browser sees.
    "<p>style= Transcript: <p'><script>x</script>'>": "inline",
    '<script defer" type=x>y</script>': "inline",
    '<script title=a"b>x</script>': "inline",
    "<img alt=it's onerror=x>": "inline",
    "<img alt='\"><script>x</script>": "inline",
    "<input =\nonclick=1>": "inline",
    '<p style = "color:red">': "style",
    # Of two of one name the first counts.
    '<link rel="stylesheet" href="https://x.example/a.css" href="a.css">': "loaded",
    '<img src="a.png" src="https://x.example/a.png">': "",
    """<input value='5 > "4"' title="it's" disabled>""": "",
    "<p>A postscript: onset = 5</p>": "",
    "<p>onclick=1 style=x javascript: srcdoc=</p>": "",
    "<p title=\"onclick=1 style='x'\">": "",
}


def test_what_a_page_may_not_hold_is_found() -> None:
    found = {
        tag: " ".join(fault.kind for fault in of_page("a", f"{HEAD}{tag}".encode(), OWN)) for tag in TAGS
    }
    assert found == TAGS


def test_the_policy_stands_before_all_that_is_loaded() -> None:
    pages = {
        "first": f"{HEAD}<script src=a.js></script>",
        "late": f'<head><meta charset="utf-8"><script src=a.js></script>{element()}',
        "loose": HEAD.replace("'none'", "*"),
        "bare": "<p>x</p>",
        "empty": "",
    }
    faults = {name: [fault.kind for fault in of_page(name, text.encode())] for name, text in pages.items()}
    assert faults == {name: [] if name == "first" else ["policy"] for name in pages}


FILES = {
    # a file of the site, what is in it, and what is found
    "assets/a.css": ("@import 'https://x.example/a.css'; p {}", "loaded: @import 'https://x.example/a.css"),
    "en/assets/b.css": ("p { background: url(//x.example/a.png) }", "loaded: url(//x.example/a.png"),
    "assets/c.css": ("/* https://x.example */ p { mask: url('data:image/svg+xml,x') url(d.png) }", ""),
    "assets/sets.css": (
        "p { background: image-set('a.png' 1x, '//x.example/b.png' 2x) }",
        "loaded: image-set('a.png' 1x, '//x.example/b.png",
    ),
    # The name of a vocabulary, which nobody loads.
    "assets/names.css": ("@namespace svg url(http://www.w3.org/2000/svg); svg|a {}", ""),
    "assets/own.css": ("p { background: image-set('a.png' 1x, 'b.png' 2x); mask: url(c.png) }", ""),
    "assets/d.svg": ('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "drawing: <script>"),
    "assets/e.svg": ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', ""),
    "assets/f.html": ("<p>x</p>", "policy: <p>x</p>"),
    "town/g.css": ("@import 'https://x.example/a.css';", ""),
    "data/town/h.csv": ("<script>x</script>", ""),
}


def test_of_the_files_of_a_site_those_are_looked_through_that_act(tmp_path: Path) -> None:
    files = {}
    for path, (text, _) in FILES.items():
        files[path] = tmp_path / path
        files[path].parent.mkdir(parents=True, exist_ok=True)
        files[path].write_text(text, encoding="utf-8")
    with pytest.raises(UnguardedError) as told:
        guard(files)
    assert told.value.faults == tuple(
        Fault(path, *what.split(": ", 1))  # type: ignore[arg-type]
        for path, (_, what) in FILES.items()
        if what
    )


def test_the_policy_lets_no_text_act_and_nothing_in_from_elsewhere() -> None:
    assert DIRECTIVES["default-src"] == DIRECTIVES["base-uri"] == "'none'"
    allowed = {word for name, words in DIRECTIVES.items() if name != "img-src" for word in words.split()}
    assert allowed == {"'none'", "'self'"}
    assert DIRECTIVES["img-src"] == "'self' data:"


def test_the_way_onto_a_web_server_sends_the_same() -> None:
    text = (ROOT / "deploy" / "nginx" / "mingzhang.conf").read_text(encoding="utf-8")
    sent = [line.split('"')[-2] for line in text.splitlines() if "default-src" in line]
    assert sent == [header(), header("*"), DRAWING]
    assert all(line.startswith(policy()) for line in sent[:2])


REFUSED = """\
A script stands in the page itself, as an element, an attribute (on…, srcdoc) or an address (javascript:). Put it into a file \
in site_src/assets and load that with <script src>.
- 404.html: <script> … and N more
Something would be loaded that is no file of this site, is no part of a page, or is of a kind that the policy stops (film, sound, \
manifest, a form that is sent elsewhere). Put the file into site_src/assets and name it there; a link that a reader follows may lead anywhere.
- assets/own.css: url(https://fonts.example/a.css … and N more
"""


def test_an_installation_is_told_what_its_pages_may_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE / "town", tmp_path / "data" / "town")
    for folder in ("overrides", "assets"):
        (tmp_path / "site_src" / folder).mkdir(parents=True)
    (tmp_path / "site_src/assets/own.css").write_text("@import url(https://fonts.example/a.css);")
    text = (ROOT / "site_src/overrides/main.html").read_text(encoding="utf-8")
    text = text.replace("{% block header %}", "{% block header %}<script>count()</script>")
    (tmp_path / "site_src/overrides/main.html").write_text(text, encoding="utf-8")
    without_program(monkeypatch)
    monkeypatch.chdir(tmp_path)
    sources.forget()
    done = CliRunner().invoke(main, ["build", "--no-validate", "--lang", "en"])
    sources.forget()
    assert done.exit_code == 1
    assert re.sub(r"\d+ more", "N more", done.output.partition("stops.\n")[2]) == REFUSED
    assert not (tmp_path / "site").exists()


def test_our_scripts_make_nothing_of_texts() -> None:
    """What Trusted Types would stop: Vega's own embedding writes HTML, so pages cannot ask for them."""
    acting = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|Function\("
        r"|setAttribute\(\s*[\"'](?:on|style)|set(?:Timeout|Interval)\(\s*[\"'`]|\.cssText|srcdoc"
    )
    scripts = sorted((ROOT / "site_src" / "assets").glob("*.js"))
    assert scripts
    assert [(file.name, acting.findall(file.read_text(encoding="utf-8"))) for file in scripts] == [
        (file.name, []) for file in scripts
    ]
