"""Fills the templates: page contexts in, `{path: Markdown}` out, in one language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from html import escape
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from generator import __version__
from generator.core import formats, sources
from generator.core.codes import DeliverableState
from generator.core.external_codes import codes_in
from generator.core.grouping import grouped
from generator.core.languages import FALLBACK, compact
from generator.core.languages import language as known
from generator.core.messages import catalogue
from generator.core.model import Observation
from generator.core.phrases import Phrase, as_html, as_written, filled, foreign, joined, mapped
from generator.core.problems import Severity
from generator.format.naming import description, meaning, title
from generator.publishing.charts import blank
from generator.publishing.export.catalogue import Download
from generator.publishing.export.cite_as import bibtex, plain
from generator.publishing.pages.calendar import NAME as CALENDAR
from generator.publishing.pages.calendar import calendar
from generator.publishing.pages.changed import sentence
from generator.publishing.pages.choices import ASKED, asked_for
from generator.publishing.pages.contents import LONG, LONG_WITH_CHARTS, is_long, with_contents
from generator.publishing.pages.contexts import (
    Chart,
    ComparisonPage,
    EmbeddedCard,
    FormerCard,
    FormerPage,
    GoalPage,
    IndicatorPage,
    LongIndicatorPage,
    PackagePage,
    Page,
    ProgrammePage,
)
from generator.publishing.pages.feeds import feed_of_indicator
from generator.publishing.pages.figures import breakdown_name, codes_name, series_name, when
from generator.publishing.pages.guide import picture_path, picture_size, problem_page
from generator.publishing.pages.lighter import lighter
from generator.publishing.pages.linked import head_links
from generator.publishing.pages.lists import (
    BY_PERIOD,
    GAPS,
    LISTED_LEVELS,
    MOST_LISTED,
    RESTORATIONS,
    by_document,
    by_period,
)
from generator.publishing.pages.opening import FIGURES, MANY, RELATED, UNFOLDED, change_told, ends, ends_told
from generator.publishing.pages.packages import offered_apart
from generator.publishing.pages.parts import WHOLE, part_path
from generator.publishing.pages.places import anchor, mark, place, section_of
from generator.publishing.pages.plan import Downloads, Part, Share, label, package_parts, parts_of, site_pages
from generator.publishing.pages.rows import LOOKS, look_of, mark_of, mark_told, tally
from generator.publishing.pages.search import search_index
from generator.publishing.pages.series_file import series_file
from generator.publishing.pages.stories import SILENT
from generator.publishing.pages.structured import as_script, structured
from generator.publishing.pages.views import PackageView
from generator.publishing.pages.weights import IN_A_LINE
from generator.publishing.pictures import CARD, SHAPES, coloured, face, installed, placed
from generator.publishing.policy import element
from generator.publishing.settings import Settings
from generator.publishing.templates import COMPILED, Templates
from generator.verdicts import rules
from generator.verdicts.alike import PATH as COMPARED
from generator.verdicts.alike import alike, by_indicator
from generator.verdicts.coverage import responsible
from generator.verdicts.findings import table_of
from generator.verdicts.programmes import answering
from generator.wording import disagreements
from generator.wording.deliverables import day_passed, lateness, moved_day, named_day
from generator.wording.explain import (
    baseline_value,
    compared_number,
    derivation,
    explain,
    half_test,
    language_of,
    milestone_told,
    nameless,
    others_told,
    pace_value,
    result_value,
    revisions_told,
    said,
    share_done,
    standing,
    standing_line,
    sum_of,
    target_value,
    time_sum,
    told_instead,
    unit_of,
)
from generator.wording.programmes import begun, outcome_told

SERIES_FORM = "assets/series.vl.json"
"""The form in which the script of long pages draws what a reader picks."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that the pages are made of; `downloads` as in `generator.publishing.pages.plan`, `files` by their path on the site.

    `today` is the day on which promises are judged, `made` the one on which the site is made; `releases` are the versions of
    each package whose files stay.
    """

    views: tuple[PackageView, ...]
    downloads: Downloads
    today: date
    made: date
    settings: Settings = field(default_factory=Settings)
    files: Mapping[str, Download] = field(default_factory=dict)
    commit: str = ""
    releases: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Where the settings name no languages, the site speaks those of its packages; of withdrawn packages it tells
        once they are.
        """
        spoken = self.settings.speaking(view.package for view in self.views)
        object.__setattr__(self, "settings", replace(spoken, withdrawn=spoken.gone(self.made)))


class Around(NamedTuple):
    """All that a template is told besides its page and the words: nothing of any package, so that what a page depends on
    is known. `later` tells whether any package is judged later than on a day of its own, `apart` which are offered on a
    later part of the data page, `pictures` whether there is what pictures are made with.
    """

    settings: Settings
    today: date
    made: date
    commit: str
    later: bool
    apart: Mapping[str, str]
    pictures: bool = False


def around(site: Site) -> Around:
    """What the templates of a site are told besides their pages."""
    later = any(view.standings.later for view in site.views)
    apart = offered_apart(site.views, site.settings.languages)
    pictures = site.settings.share_pictures != "never" and installed()
    return Around(site.settings, site.today, site.made, site.commit, later, apart, pictures)


class Planned(NamedTuple):
    """A file that a page consists of or loads: its path below the docs directory, the page where it is one, and how to
    make its text of that page.
    """

    path: str
    page: Page | None
    fill: Callable[[Any], str]


class PlannedPart(NamedTuple):
    """Files that are planned together: `name` tells them from those of other parts.

    `view` is the package that all they tell is taken from, None where they are of several; `files` plans them out of it,
    or of what stands in its place.
    """

    name: str
    view: PackageView | None
    files: Callable[[Any], Iterator[Planned]]


def planned_parts(site: Site, language: str, apart: Container[str] = ()) -> Iterator[PlannedPart]:
    """Every page in one language, as Markdown, and the files that pages load; none of them is planned yet.

    Of packages that are made `apart` there is only what all of them share.
    """
    told = around(site)
    environment = _environment(told, language)
    yield PlannedPart("", None, lambda _: _of_site(site, told, language, environment))
    for view in site.views:
        if view.package.id not in apart:
            yield from _parts(view, told, language, environment)
    yield PlannedPart("beside", None, lambda _: _beside(site, language))


def planned_package(
    view: PackageView, told: Around, language: str, share: Share | None = None
) -> Iterator[PlannedPart]:
    """The pages of one package in one language, or a share in them, with the files that they load."""
    return _parts(view, told, language, _environment(told, language), share)


def _parts(
    view: PackageView, told: Around, language: str, environment: Environment, share: Share | None = None
) -> Iterator[PlannedPart]:
    for part in package_parts(view, language, told.settings, told.apart, share):
        yield PlannedPart(part.name, view, partial(_of_part, part, told.settings, language, environment))


def _of_site(site: Site, told: Around, language: str, own: Environment) -> Iterator[Planned]:
    """The pages that packages share."""
    prefix, lent = site.settings.prefix(language), _environment(told, FALLBACK, among=language)
    for page in site_pages(site.views, site.downloads, language, site.files, site.settings, site.releases):
        if _has(own, page):
            yield Planned(f"{page.path}index.md", page, partial(_markdown, own, prefix))
        else:
            yield Planned(f"{page.path}index.md", _lent(site, page), partial(_markdown, lent, prefix))
        if isinstance(page, ComparisonPage) and page.chart and not (page.part and page.part.number > 1):
            text = json.dumps(page.chart.specification, ensure_ascii=False) + "\n"
            yield Planned(f"{page.path}{page.chart.file}", None, partial(_as_it_is, text))


def _of_part(
    part: Part, settings: Settings, language: str, environment: Environment, view: Any
) -> Iterator[Planned]:
    """The pages of a part of a package, and the files that they load."""
    prefix = settings.prefix(language)
    for page in part.pages(view):
        if isinstance(page, EmbeddedCard | FormerCard):
            yield Planned(f"{page.path}index.html", page, partial(_body, environment, prefix))
        else:
            yield Planned(f"{page.path}index.md", page, partial(_markdown, environment, prefix))
        if isinstance(page, IndicatorPage):
            for chart in page.charts:
                text = json.dumps(chart.specification, ensure_ascii=False) + "\n"
                yield Planned(f"{page.path}{chart.file}", None, partial(_as_it_is, text))
            yield from _pictures(page, environment)
            yield Planned(f"{page.path}feed.xml", page, partial(_feed, environment))
        if type(page) is FormerPage and page.former.table == "indicators" and page.former.now:
            yield Planned(f"{page.path}feed.xml", page, partial(_feed_of_former, environment))
        if isinstance(page, PackagePage) and not (page.part and page.part.number > 1):
            yield Planned(f"{page.path}{CALENDAR}", page, partial(_calendar, environment))
        # What is the same in every language stands once, at the root of the site.
        if isinstance(page, LongIndicatorPage) and language == settings.languages[0]:
            text = series_file(page.view, page.indicator, settings.languages)
            yield Planned(page.data, None, partial(_as_it_is, text))


def _feed(environment: Environment, page: IndicatorPage) -> str:
    """The feed of an indicator; of a long one it tells the figures of the series that the page opens with."""
    told, language, view = _told(environment), str(environment.globals["lang"]), page.view
    rows: Sequence[Observation]
    if isinstance(page, LongIndicatorPage):
        rows = page.figures.lead.rows if page.figures else ()
    else:
        rows = view.observations_by_indicator[page.indicator.id]
    return feed_of_indicator(view, page.indicator.id, rows, told.settings, told.today, language)


def _feed_of_former(environment: Environment, page: FormerPage) -> str:
    """The feed of an indicator at the address that it had: whoever follows it there goes on following it."""
    told, view, now = _told(environment), page.view, page.former.now
    rows: Sequence[Observation] = () if view.is_long(now) else view.observations_by_indicator[now]
    return feed_of_indicator(view, now, rows, told.settings, told.today, str(environment.globals["lang"]))


def _calendar(environment: Environment, page: PackagePage) -> str:
    """What falls due in a package, for calendars."""
    return calendar(page.view, _told(environment).settings, str(environment.globals["lang"]))


def _pictures(page: IndicatorPage, environment: Environment) -> Iterator[Planned]:
    """The drawings of the pictures of a page, and of its charts in each shape."""
    told = _told(environment)
    if not (told.pictures and page.pictured):
        return
    if told.settings.url:
        yield Planned(f"{page.path}{CARD}.svg", page, partial(_card, environment))
    for number, chart in enumerate(page.charts):
        for shape in SHAPES:
            yield Planned(
                f"{page.path}{picture_name(chart, shape)}.svg",
                page,
                partial(_chart_picture, environment, number, shape),
            )


def picture_name(chart: Chart, shape: str) -> str:
    """How the picture of a chart in one of the shapes is called, beside its page and without its suffix."""
    return f"{chart.file.partition('.')[0]}-{shape}"


def _card(environment: Environment, page: Page) -> str:
    """The drawing of the picture of a page."""
    return _drawn(environment, "picture.svg", page)


def _chart_picture(environment: Environment, number: int, shape: str, page: IndicatorPage) -> str:
    """The drawing of the picture of a chart in a shape."""
    return _drawn(environment, "chart.svg", page, chart=page.charts[number], size=SHAPES[shape])


def _drawn(environment: Environment, template: str, page: Page, **values: object) -> str:
    told = _told(environment)
    return coloured(environment.get_template(template).render(page=page, **values), told.settings.colour)


def _told(environment: Environment) -> Around:
    found: Any = environment.globals["site"]
    assert isinstance(found, Around)
    return found


def _beside(site: Site, language: str) -> Iterator[Planned]:
    """The files that pages of all packages load."""
    long = any(view.is_long(name) for view in site.views for name in view.package.indicators)
    if long and language == site.settings.languages[0]:
        yield Planned(SERIES_FORM, None, partial(_as_it_is, blank("series") + "\n"))
    for path, text in search_index(site.views, language):
        yield Planned(path, None, partial(_as_it_is, text))


def _as_it_is(text: str, _: object) -> str:
    return text


ELSEWHERE = "<!-- elsewhere -->"
"""The place on the page of an indicator for the ways to where others hold it too: nothing that is made of one package knows
of them, so they are put in last.
"""


def elsewhere(site: Site, language: str) -> Mapping[str, str]:
    """What stands in that place, by the path of the page below the docs directory; pages that are not named have nothing."""
    words = as_html(said(language, "compare.link"))
    return {
        f"{package}/indicators/{name}/index.md": "".join(
            f'<p class="mz-screen"><a class="mz-button" href="../../../{path}">{words}</a></p>'
            for path in paths
        )
        for package, of in by_indicator(alike(view.package for view in site.views)).items()
        for name, paths in of.items()
    }


def render_pages(site: Site, language: str) -> Iterator[tuple[str, str]]:
    """Every page in one language as (path below the docs directory, Markdown), and the files that pages load."""
    links = elsewhere(site, language)
    return (
        (path, fill(page).replace(ELSEWHERE, links.get(path, "")))
        for part in planned_parts(site, language)
        for path, page, fill in part.files(part.view)
    )


def _has(environment: Environment, page: Page) -> bool:
    """Whether a language has the template of a page: those that are written by hand stand in each language by itself."""
    try:
        environment.get_template(page.template)
    except TemplateNotFound:
        return False
    return True


def _lent(site: Site, page: Page) -> Page:
    """A page that nobody has written in a language, as it is in the fallback."""
    everywhere = site_pages(site.views, site.downloads, FALLBACK, site.files, site.settings, site.releases)
    return next(other for other in everywhere if other.path == page.path)


def _markdown(environment: Environment, prefix: str, page: Page) -> str:
    """The page's front matter and its content as one block of HTML, which Markdown passes on untouched."""
    moved = {"moved_to": page.moved_to} if isinstance(page, FormerPage) and page.moved_to else {}
    picture = {"picture": f"{page.path}{CARD}.png"} if _has_picture(environment, page) else {}
    links = head_links(page, _told(environment).settings, prefix)
    # Front-matter reaches the HTML as it is, so it is escaped here; JSON is YAML, whatever the text holds.
    front = {
        "title": escape(str(page.title)),
        "description": escape(str(page.description)),
        "called": escape(_called(page, environment)),
        "hide": ["navigation", "toc"],
        **moved,
        **picture,
        **({"links": links} if links else {}),
    }
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    return f"---\n{head}\n---\n\n{_body(environment, prefix, page)}\n"


def _called(page: Page, environment: Environment) -> str:
    """The title of a page among all pages of its language: with its document and number where it is a goal, as goals of two
    years are often called the same, with its kind where it is a programme, which figures may bear the name of, and with
    its package.
    """
    language: Any = environment.globals["lang"]
    parts: list[str] = [page.title]
    if page.view is None:
        return str(page.title)
    if isinstance(page, GoalPage):
        document = page.view.document(page.goal.document_id)
        number = said(language, "sign.aside", text=page.goal.number)
        parts.append(joined([document.title[language], number]))
    if isinstance(page, ProgrammePage):
        parts.append(said(language, f"kind.{page.story.programme.kind}"))
    if not isinstance(page, PackagePage):
        parts.append(page.view.package.title[language])
    return str(joined(parts, " · "))


def _has_picture(environment: Environment, page: Page) -> bool:
    """Whether a page has a picture of its own, with a glyph for each of its letters."""
    told = _told(environment)
    if not (isinstance(page, IndicatorPage) and page.pictured and told.pictures and told.settings.url):
        return False
    drawable: Any = environment.globals["drawable"]
    return bool(drawable(_card(environment, page)))


def _body(environment: Environment, prefix: str, page: Page) -> str:
    """The page's template, filled; `prefix` is where the pages of its language stand."""
    up = "../" * page.path.count("/")
    steps = page.path.split("/")[:-1]

    def url(path: str) -> str:
        """The shortest way from this page to another of the same language."""
        there = path.split("/")
        shared = 0
        while shared < min(len(steps), len(there) - 1) and steps[shared] == there[shared]:
            shared += 1
        return "../" * (len(steps) - shared) + "/".join(there[shared:]) or "./"

    def file(path: str) -> str:
        """The way from this page to a file under the site's root, which is above the pages of other languages."""
        return "../" * prefix.count("/") + up + path

    now: Any = environment.globals["page"]
    now.begin(page, url, file)
    template = environment.get_template(page.template)
    long = LONG
    if isinstance(page, IndicatorPage):
        # Of many promises the newest is shown and the others are folded.
        long = 0 if len(page.assessments) > MANY else LONG_WITH_CHARTS
    content = template.render(page=page, here=page.path, long=long)
    while isinstance(page, IndicatorPage) and len(content.encode()) > WHOLE and (less := lighter(page)):
        page = less
        now.begin(page, url, file)
        content = template.render(page=page, here=page.path, long=long)
    return content


class _Now:
    """The page that is being filled in, for macros: these are made once for all pages of a language, which takes a tenth of a
    second for a hundred pages else, and know no page of their own.
    """

    def begin(self, page: Page, url: Callable[[str], str], file: Callable[[str], str]) -> None:
        """Be another page, with the ways from it."""
        self._page, self._url, self._file = page, url, file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def url(self, path: str) -> str:
        """The way from the page to another of the same language."""
        return self._url(path)

    def file(self, path: str) -> str:
        """The way from the page to a file under the site's root."""
        return self._file(path)


def _environment(site: Around, language: str, among: str = "") -> Environment:
    """What templates are filled with, in the words of a language; `among` is that of the pages around, if another."""
    around = among or language
    environment = Templates(
        bytecode_cache=COMPILED,
        loader=FileSystemLoader(
            [
                *sources.everywhere("templates"),
                *sources.everywhere(f"pages/{language}"),
            ]
        ),
        autoescape=True,
        # What is edited meanwhile is not for this build.
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def t(key: str, **values: object) -> str:
        if not values:
            return said(language, key)
        # What is HTML already would be escaped once more.
        assert not any(isinstance(value, Markup) for value in values.values()), (key, values)
        plain = {name: value if isinstance(value, Phrase) else str(value) for name, value in values.items()}
        return said(language, key, **plain)

    def address(path: str) -> str:
        """The full address of a page in this language, or nothing where the site's own is not known."""
        return site.settings.page(site.settings.prefix(around) + path)

    def cite(form: Callable[..., str], view: PackageView, path: str, indicator: str = "") -> str:
        """A citation of a package or an indicator by its page."""
        url = address(path)
        return form(view.package, site.today, language, url, indicator=indicator, commit=view.commit)

    def unit(view: PackageView, indicator_id: str) -> str:
        return unit_of(view.package, indicator_id, language)

    def tongue(view: PackageView, document_id: str) -> Markup:
        """The attributes of what is printed in a document: its language, and the direction where it is another."""
        spoken = known(language_of(view.package, document_id))
        direction = "" if spoken.direction == known(language).direction else spoken.direction
        turned = Markup(' dir="{}"').format(direction) if direction else Markup()
        return Markup('lang="{}"').format(spoken.html) + turned

    def marked(text: str) -> Markup:
        """The attributes of an element that holds one text: its language where that is not the reader's, or nothing."""
        if not (tag := foreign(text)):
            return Markup()
        spoken = known(tag)
        return Markup(' lang="{}" dir="{}"').format(spoken.html, spoken.direction)

    def drawable(*texts: str) -> bool:
        """Whether the pictures of the site have a glyph for each letter of some texts."""
        return site.pictures and not any(face(language).lacks(str(text)) for text in texts)

    now = _Now()
    functions: dict[str, Any] = {
        "page": now,
        "url": now.url,
        "file": now.file,
        "drawable": drawable,
        "code_square": _code_square,
        "picture_shapes": tuple(SHAPES),
        "picture_name": picture_name,
        "placed": placed,
        "lines": lambda text, width, size, most: face(language).lines(text, width, size, most),
        "fit": lambda text, width, size, least: face(language).fitting(text, width, size, least),
        "width": lambda text, size: face(language).width(text, size),
        "lang": language,
        "marked": marked,
        "here_spoken": known(language),
        "around": known(around),
        "tongue": tongue,
        "site": site,
        "site_name": site.settings.called(language),
        "policy": Markup(element()),  # noqa: S704 - ours
        "address": address,
        "asked_for": asked_for,
        "most_asked": ASKED,
        "rules": rules,
        "states": tuple(DeliverableState),
        "version": __version__,
        "parts_of": parts_of,
        "label_of": label,
        "grouped": grouped,
        "anchored": anchor,
        "holding": _holding,
        "most_listed": MOST_LISTED,
        "most_in_line": IN_A_LINE,
        "most_unfolded": UNFOLDED,
        "most_related": RELATED,
        "most_silent": SILENT,
        "most_figures": FIGURES,
        "listed_by_period": BY_PERIOD,
        "listed_levels": LISTED_LEVELS,
        "gaps": GAPS,
        "restorations": RESTORATIONS,
        "t": t,
        "unit": unit,
        "day": lambda value: formats.day(value, language),
        "period": lambda value: formats.period(value, language),
        "number": lambda value: formats.number(value, language),
        "share": lambda value: formats.share(value, language),
        "pace": lambda value: pace_value(value, language),
        "baseline_value": lambda view, item: baseline_value(
            item.baseline, item.baseline_period, unit(view, item.indicator_id), language
        ),
        "target_value": lambda view, item: target_value(item, unit(view, item.indicator_id), language),
        "result_value": lambda view, item: result_value(
            item, view.package.units[item.unit_id].title[language], language
        ),
        "compared_value": lambda view, item: result_value(
            item.result, view.package.units[item.observation.unit_id].title[language], language
        ),
        "compared_number": lambda view, item: compared_number(view.package, item, language),
        "tally_of": tally,
        "ends_told": lambda promises: ends_told(ends(promises), language),
        "change_told": lambda view, item: change_told(
            item.change, view.package.units[item.latest.unit_id].title[language], language
        ),
        "quantity": lambda view, name, value: formats.quantity(value, unit(view, name), language),
        "named_day": lambda item: named_day(item, language),
        "day_passed": lambda item: day_passed(item, language),
        "moved_day": lambda item: moved_day(item, language),
        "lateness": lambda item: lateness(item, language),
        "explain": lambda view, item: explain(view.package, item, language),
        "standing": lambda item, then=False, dated=True: standing(item, language, then=then, dated=dated),
        "standing_line": lambda item: standing_line(item, language),
        "mark_of": mark_of,
        "look_of": look_of,
        "progress_marks": LOOKS,
        "mark_told": lambda mark, then=False: mark_told(mark, language, then=then),
        "series_name": lambda view, of: series_name(view.package, of, language),
        "codes_name": lambda view, of: codes_name(view.package, of, language),
        "breakdown_name": lambda view, columns: breakdown_name(view.package, columns, language),
        "when": lambda row: when(row, language),
        "great": _json([[int(size), word] for size, word in compact(language)]),
        "picker": _json(catalogue(language, "site")["picker"]),
        "series_form": SERIES_FORM,
        "revisions_told": lambda view, item: revisions_told(view.package, item, language),
        "milestone_told": lambda view, item: milestone_told(view.package, item, language),
        "others_told": lambda view, item: others_told(item, unit(view, item.target.indicator_id), language),
        "told_instead": lambda view, item, counted: told_instead(
            item, counted, view.package.units[item.unit_id].title[language], language
        ),
        "sum_of": lambda item: sum_of(item, language),
        "share_done": lambda item: share_done(item, language),
        "time_sum": lambda item: time_sum(item, language),
        "half_test": lambda item: half_test(item, language),
        "derivation": lambda item: derivation(item, language),
        "gloss": lambda view, claim: disagreements.gloss(view.package, claim, language),
        "statement": lambda view, item: disagreements.statement(view.package, item, language),
        "finding_sum": lambda item: disagreements.sum_of(item, language),
        "figure_value": lambda view, row: disagreements.figure_value(view.package, row, language),
        "table_of": table_of,
        "citation": partial(cite, plain),
        "bibtex": partial(cite, bibtex),
        "by_period": by_period,
        "by_document": by_document,
        "is_long": is_long,
        "with_contents": with_contents,
        "changed": lambda package, item: sentence(package, item, language),
        "outcome_told": lambda story: outcome_told(story, language),
        "begun": lambda written: begun(written, language),
        "answering_for": lambda view, story: answering(view.package, story),
        "describe": lambda table, column: description(table, column, language),
        "meaning": lambda table, column: meaning(table, column, language),
        "list_of_comparisons": COMPARED,
        "elsewhere": ELSEWHERE,
        "column": lambda table, name: title(table, name, language),
        "external": lambda entry: codes_in(entry.more),
        "table_title": lambda name: catalogue(language, "fields")["tables"][name],
        "section_of": section_of,
        "number_mark": lambda locator: mark(locator.rpartition("/")[2], language),
        "place": lambda view, document, locator: place(
            document, locator, language, language_of(view.package, document.id)
        ),
        "written": lambda view, document_id, text: as_written(
            text, language_of(view.package, document_id), language
        ),
        "nameless": lambda package, text: nameless(package, text, language),
        "joined": joined,
        "as_stated": lambda value: formats.as_stated(value, language),
        "file_size": lambda count: formats.size(count, language),
        "change": lambda value: formats.change(value, language),
        "responsible": lambda view, goal: responsible(view.package, goal),
        "picture_path": lambda name: picture_path(name, language),
        "picture_size": picture_size,
        "problem": lambda code: catalogue(language, "problems")["codes"][code],
        "problem_hint": lambda code: _general_hint(code, language),
        "table_place": lambda name: mapped(catalogue(language, "problems")["tables"][name], str.strip),
        "filled": lambda text, **values: filled(
            text, {name: str(value) for name, value in values.items()}, language
        ),
        "problem_page": problem_page,
        "problem_group": lambda group: catalogue(language, "problems")["groups"][group],
        "Severity": Severity,
        "later": site.later,
        "structured": lambda page: as_script(structured(page, site.settings, site.made, around)),
    }
    environment.globals.update(functions)
    environment.filters["plain"] = str
    environment.filters["in_table"] = lambda names, table: [table[name] for name in names]
    return environment


def _holding(view: PackageView, path: str, name: str) -> str:
    """The path of the page that holds an anchor: of a list that is divided the part in which it stands.

    `path` is that of the list below its package; `name` is the anchor, or the place or id that it is made of.
    """
    return f"{view.package.id}/{part_path(path, view.part_of[path, anchor(name)])}"


def _code_square(address: str) -> Markup:
    """An address as a QR code, dark on light in every scheme, as whatever reads it expects it."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", lineclass=None))  # noqa: S704 - ours


def _json(value: object) -> str:
    """A value for a script, as short as it can be written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _general_hint(code: str, language: str) -> str:
    """What to write instead, with an ellipsis where a message names the case at hand."""
    texts = catalogue(language, "problems")["codes"][code]
    return mapped(texts.get("hint_plain") or texts["hint"], partial(re.sub, r"\{\w+\}", "…"))
