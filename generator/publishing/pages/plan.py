"""Which pages there are, at which addresses, with what on them. Addresses never change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from generator.comparing.versions import promise
from generator.core import formats
from generator.core.codes import Reason
from generator.core.messages import catalogue
from generator.core.model import Document, Goal, Package
from generator.core.phrases import joined, mapped
from generator.format.joint import FOLDER
from generator.format.published import BRIDGES
from generator.publishing.export.catalogue import Download
from generator.publishing.export.filled import LONGEST_TABLE, FilledTable, Outline
from generator.publishing.export.indicators import LONG
from generator.publishing.export.joint import MOST, beside
from generator.publishing.export.rulebook import rulebook
from generator.publishing.export.standards.papers import STANDARDS
from generator.publishing.pages import contexts, examples
from generator.publishing.pages.against import AGAINST, CARRIED
from generator.publishing.pages.archived import PagedText, address_of
from generator.publishing.pages.compared import compared, listing_of, title_of
from generator.publishing.pages.contexts import Crumb, Page
from generator.publishing.pages.downloads import codebook, snippets
from generator.publishing.pages.drawings import indicator_charts, long_charts
from generator.publishing.pages.feeds import gathered
from generator.publishing.pages.figures import EARLIER, LATEST, LONGEST
from generator.publishing.pages.guide import guide_pages
from generator.publishing.pages.lists import MOST_LISTED, by_year, claims, in_part, newest
from generator.publishing.pages.packages import OFFERED, offered_apart, offers, panels
from generator.publishing.pages.parts import Division, Groups, Listing, divided, part_path, told
from generator.publishing.pages.places import section_of
from generator.publishing.pages.related import OF_A_KIND, Bonds
from generator.publishing.pages.series_file import NAME as SERIES
from generator.publishing.pages.stories import stories
from generator.publishing.pages.timeline import months, undated, years
from generator.publishing.pages.versions import SHOWN as VERSIONS_SHOWN
from generator.publishing.pages.versions import versions_told
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.verdicts.alike import PATH, Same, alike
from generator.verdicts.assess import Assessment
from generator.wording.explain import explain, result_value, said, standing, target_value, unit_of

Downloads = Mapping[str, Sequence[tuple[FilledTable | Outline, int]]]
"""The published tables of each package, each with the size of its file in bytes."""

LISTS = ("goals", "targets", "indicators", "documents", "organisations", "themes")
"""The list pages of a package, each at `/<package>/<list>/`."""

BY_NAME = "programmes"
"""The list page that a package has besides where it tells of programmes."""

DATA_PAGES = frozenset({"check", "codebook"})
"""Pages below that of the data: the files of a package of such a name have no page of their own beside them."""

NEWS_AT_HOME = 4
"""How many of the newest documents and corrections of each package the home page names."""

_L = TypeVar("_L", bound=contexts.Page)

PARTS = (*LISTS, "due", "unreported", "findings", "revisions")
"""The pages to which every page of a package leads."""


def parts_of(package: Package) -> tuple[str, ...]:
    """The same of one package: the list of its programmes where it tells of any, and the days where it promises anything."""
    there = {"due": bool(package.targets or package.deliverables)}
    after = (part for part in PARTS[len(LISTS) :] if there.get(part, True))
    return (*LISTS, *((BY_NAME,) if package.programmes else ()), *after)


_SHORTER = {"due": "tab.due", "unreported": "tab.unreported", "findings": "tab.findings"}
"""What parts are called in a row of links whose titles are too long for one."""


def label(part: str) -> str:
    """The key of what a part is called in a row of links."""
    return _SHORTER.get(part, f"nav.{part}")


def all_pages(
    views: Sequence[PackageView],
    tables: Downloads,
    language: str,
    files: Mapping[str, Download] | None = None,
    settings: Settings | None = None,
) -> Iterator[Page]:
    """Every page of the site in one language, from the home page down; `files` are offered on the data page."""
    spoken = (settings or Settings()).speaking(view.package for view in views)
    yield from site_pages(views, tables, language, files or {}, spoken)
    apart = offered_apart(views, spoken.languages)
    for view in views:
        for part in package_parts(view, language, spoken, apart):
            yield from part.pages(view)


def site_pages(
    views: Sequence[PackageView],
    tables: Downloads,
    language: str,
    files: Mapping[str, Download],
    settings: Settings,
    releases: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[Page]:
    """The pages that packages share, from the home page down; `releases` are the versions of each whose files stay."""
    return _Planner(language, settings).site_pages(views, tables, files, releases)


class Part(NamedTuple):
    """Pages of a package that are planned together: `name` tells them from those of other parts.

    `pages` plans them out of the view of the package, or of what stands in its place.
    """

    name: str
    pages: Callable[[Any], Iterator[Page]]


class Share(NamedTuple):
    """One of several shares in the pages of a package, counted from 0; each part is in one of them."""

    number: int = 0
    of: int = 1


def package_parts(
    view: PackageView,
    language: str,
    settings: Settings,
    apart: Mapping[str, str],
    share: Share | None = None,
) -> Iterator[Part]:
    """The pages of one package in parts, or a share in them; none is planned yet. `apart` says which packages are offered
    on a later part of the data page.
    """
    number, of = share or Share()
    return islice(_Planner(language, settings).package_parts(view, apart), number, None, of)


def _listed(page: Page, groups: Groups) -> Mapping[str, Any]:
    """What a page shows of a part of its list, by the names of its fields."""
    match page:
        case contexts.HomePage(views=views):
            return {"views": [view for view in views if view.package.id in groups[""]]}
        case contexts.DataPage(views=views):
            return {"views": [view for view in views if view.package.id in groups[""]]}
        case contexts.FindingsPage(claims=checks):
            return {"groups": groups, "claims": {key: checks[key] for key in groups if key in checks}}
        case contexts.UnreportedPage():
            return {"groups": groups, "years": by_year(groups)}
        case contexts.DocumentPage(outline=sections):
            return {"groups": groups, "outline": [*in_part(sections, groups)]}
        case _:
            return {"groups": groups}


class _Planner:
    def __init__(self, language: str, settings: Settings) -> None:
        self.language, self.settings = language, settings
        self.home = Crumb(self.t("nav.home"), "")

    def t(self, key: str, **values: str) -> str:
        return said(self.language, key, **values)

    def parted(self, page: _L, listing: Listing, division: Division) -> Iterator[_L]:
        """A page for each part of a list; the first stands at the address of the page itself."""
        for number, groups in enumerate(division.parts):
            part = told(division, listing, page.path, number, self.language)
            if part is None or number == 0:
                yield replace(page, part=part, **_listed(page, groups))
                continue
            title = self.t("parts.title", title=page.title, part=str(part.number), parts=str(part.count))
            yield replace(
                page,
                path=part_path(page.path, number),
                title=title,
                crumbs=(*page.crumbs, Crumb(page.title, page.path)),
                part=part,
                **_listed(page, groups),
            )

    def of_package(self, page: _L, view: PackageView) -> Iterator[_L]:
        """The same for a page of a package."""
        path = page.path.partition("/")[2]
        yield from self.parted(page, view.listings[path], view.divisions[path])

    def data_of(self, view: PackageView, data: contexts.DataPage) -> contexts.PackageDataPage:
        """The page of the data of one package, by that of all: it stands where its files do."""
        shared = {item.name: getattr(data, item.name) for item in fields(data)}
        own: Mapping[str, Any] = {
            "template": "data_package.html",
            "path": f"data/{view.package.id}/",
            "title": joined([data.title, self.t("sign.colon"), view.package.title[self.language]]),
            "description": view.package.description[self.language] or data.description,
            "crumbs": (self.home, Crumb(data.title, data.path)),
            "views": [view],
            "standards": STANDARDS,
        }
        return contexts.PackageDataPage(**{**shared, **own})

    def site_pages(
        self,
        views: Sequence[PackageView],
        tables: Downloads,
        files: Mapping[str, Download],
        releases: Mapping[str, Sequence[str]],
    ) -> Iterator[Page]:
        languages = self.settings.languages
        listed = panels(views, languages)
        same = alike(view.package for view in views)
        yield from self.parted(
            contexts.HomePage(
                template="home.html",
                path="",
                title=self.settings.called(self.language),
                description=self.settings.says(self.language),
                views=views,
                stories=stories(views, languages),
                compared=len(same),
                news={view.package.id: gathered(view, self.language)[:NEWS_AT_HOME] for view in views},
            ),
            listed,
            divided(listed, languages),
        )
        crumbs: tuple[Crumb, ...] = (self.home,)
        offered = offers(views)
        folder = f"data/{views[0].package.id if views else '…'}/"
        data = contexts.DataPage(
            template="data.html",
            path="data/",
            title=self.t("nav.data"),
            description=self.t("data.lead"),
            crumbs=crumbs,
            views=views,
            tables=tables,
            files=files,
            snippets=snippets(self.settings.page(folder) or f"https://…/{folder}"),
            limits={"workbook": LONGEST_TABLE, "json": LONG, "page": LONGEST, "joint": MOST},
            broken_down=any(view.package.dimensions for view in views),
            long=any(max(view.observation_counts.values(), default=0) > LONGEST for view in views),
            promise=promise(self.language),
            versions={
                view.package.id: versions_told(
                    view.deltas,
                    releases.get(view.package.id, ()),
                    view.package.version,
                    self.language,
                )[:VERSIONS_SHOWN]
                for view in views
            },
        )
        yield from self.parted(data, offered, divided(offered, languages))
        yield from (self.data_of(view, data) for view in views if view.package.id not in DATA_PAGES)
        together = {FOLDER: [(table, 0) for table in beside([view.package for view in views])]}
        columns = codebook({**tables, **together}, self.language)
        yield contexts.CodebookPage(
            template="codebook.html",
            path="data/codebook/",
            title=self.t("data.codebook"),
            description=self.t("data.codebook_lead"),
            crumbs=(self.home, Crumb(self.t("nav.data"), "data/")),
            tables=columns,
            bridges=[name for name in BRIDGES if name in columns],
            terms=catalogue(self.language, "glossary"),
        )
        yield contexts.TextPage(
            template="check.html",
            path="data/check/",
            title=self.t("copy.title"),
            description=self.t("copy.lead"),
            crumbs=(self.home, Crumb(self.t("nav.data"), "data/")),
        )
        methods, words = self.t("nav.methods"), catalogue(self.language, "rules")
        yield contexts.MethodsPage(
            template="methods.html",
            path="methods/",
            title=methods,
            description=self.t("methods.lead"),
            crumbs=crumbs,
            by_progress=examples.by_progress(views),
            by_reporting=examples.by_reporting(views),
            half_tests=examples.half_tests(views),
            derived=examples.derived(views),
            findings=examples.findings(views),
        )
        yield contexts.RulesPage(
            template="rules.html",
            path="methods/rules/",
            title=words["title"],
            description=words["lead"],
            crumbs=(self.home, Crumb(methods, "methods/")),
            book=rulebook(),
            words=words,
        )
        yield contexts.TextPage(
            template="about.html",
            path="about/",
            title=self.t("about.title"),
            description=self.t("about.lead"),
            crumbs=crumbs,
        )
        search, glossary = self.t("nav.search"), self.t("nav.glossary")
        yield contexts.SearchPage(
            template="search.html",
            path="search/",
            title=search,
            description=self.t("search.hint"),
            crumbs=crumbs,
            views=views,
        )
        yield contexts.GlossaryPage(
            template="glossary.html",
            path="glossary/",
            title=glossary,
            description=self.t("glossary.lead"),
            crumbs=crumbs,
            terms=catalogue(self.language, "glossary"),
        )
        yield from self.comparisons(same, {view.package.id: view for view in views})
        standing = {view.package.id for view in views}
        for item in self.settings.withdrawn:
            if item.package in standing:
                continue
            yield contexts.WithdrawnPage(
                template="withdrawn.html",
                path=f"{item.package}/",
                title=self.t("former.package", name=item.package),
                description=self.t("former.withdrawn", date=formats.day(item.date, self.language)),
                crumbs=crumbs,
                withdrawn=item,
            )
        tags = dict.fromkeys(tag for view in views for tag in view.package.languages)
        yield from guide_pages(self.language, self.home, tuple(tags))

    def comparisons(self, same: Sequence[Same], views: Mapping[str, PackageView]) -> Iterator[Page]:
        """The pages of the indicators that several bodies hold, and the list of them; none where there are none."""
        if not same:
            return
        languages, title = self.settings.languages, self.t("compare.title")
        entries = listing_of(same, views, self.language)
        page = contexts.ComparisonsPage(
            template="comparisons.html",
            path=PATH,
            title=title,
            description=self.t("compare.lead"),
            crumbs=(self.home,),
            count=len(same),
        )
        yield from self.parted(page, entries, divided(entries, languages))
        titles = Counter(title_of(item, views) for item in same)
        for item in same:
            told = compared(item, views, self.language, languages)
            # Of several that are called the same each names what binds it.
            by = [item.code or item.key] if titles[title_of(item, views)] > 1 else []
            called = joined([told.title, *(self.t("sign.aside", text=one) for one in by)])
            division = divided(told.listing, languages)
            one = contexts.ComparisonPage(
                template="comparison.html",
                path=item.path,
                title=self.t("compare.page_title", indicator=called),
                description=told.lead,
                crumbs=(self.home, Crumb(title, PATH)),
                notes=told.notes,
                code=item.code,
                years=told.years,
                part_of={name: part_path(item.path, part) for name, part in division.part_of.items()},
                chart=told.chart,
            )
            yield from self.parted(one, told.listing, division)

    def package_parts(self, view: PackageView, apart: Mapping[str, str]) -> Iterator[Part]:
        package = view.package
        offered = apart.get(package.id, OFFERED)
        yield Part(f"{package.id}/", partial(self.overview_pages, data=offered))
        for document in package.documents:
            yield Part(f"{package.id}/documents/{document}/", partial(self.document_pages, name=document))
        for indicator in package.indicators:
            yield Part(f"{package.id}/indicators/{indicator}/", partial(self.indicator_pages, name=indicator))
        yield Part(f"{package.id}/former/", self.former_pages)

    def crumbs(self, view: PackageView) -> tuple[Crumb, ...]:
        """The way from the home page to a package."""
        return self.home, Crumb(view.package.title[self.language], f"{view.package.id}/")

    def overview_pages(self, view: PackageView, data: str) -> Iterator[Page]:
        """The pages that tell of a package as a whole; `data` is the path of the page that offers it."""
        package, language = view.package, self.language
        root = f"{package.id}/"
        title = package.title[language]
        overview = contexts.PackagePage(
            template="package.html",
            path=root,
            title=title,
            description=package.description[language],
            crumbs=(self.home,),
            view=view,
            documents=newest(package.documents.values()),
            data=data,
        )
        yield from self.of_package(overview, view)
        crumbs = self.crumbs(view)
        for kind in (*LISTS, *((BY_NAME,) if package.programmes else ())):
            page = contexts.ListPage(
                template=f"list_{kind}.html",
                path=f"{root}{kind}/",
                title=self.t(f"list.{kind}"),
                description=self.t(f"list.{kind}_lead"),
                crumbs=crumbs,
                view=view,
            )
            yield from self.of_package(page, view)
        yield from self.due_pages(view)
        for theme in package.themes.values():
            of_theme = contexts.ThemePage(
                template="theme.html",
                path=f"{root}themes/{theme.id}/",
                title=theme.title[language],
                description=theme.description[language] or joined([theme.title[language], title], " · "),
                crumbs=(*crumbs, Crumb(self.t("nav.themes"), f"{root}themes/")),
                view=view,
                theme=theme,
            )
            yield from self.of_package(of_theme, view)
        for organisation in package.organisations.values():
            of_one = contexts.OrganisationPage(
                template="organisation.html",
                path=f"{root}organisations/{organisation.id}/",
                title=organisation.title[language],
                description=joined([organisation.title[language], title], " · "),
                crumbs=(*crumbs, Crumb(self.t("nav.organisations"), f"{root}organisations/")),
                view=view,
                organisation=organisation,
            )
            yield from self.of_package(of_one, view)
        for story in view.programme_stories.values():
            name = story.programme.title[language]
            of_name = contexts.ProgrammePage(
                template="programme.html",
                path=f"{root}{BY_NAME}/{story.programme.id}/",
                title=name,
                description=joined([name, title], " · "),
                crumbs=(*crumbs, Crumb(self.t(f"nav.{BY_NAME}"), f"{root}{BY_NAME}/")),
                view=view,
                story=story,
            )
            yield from self.of_package(of_name, view)
        findings = contexts.FindingsPage(
            template="findings.html",
            path=f"{root}findings/",
            title=self.t("nav.findings"),
            description=self.t("findings.lead"),
            crumbs=crumbs,
            view=view,
            claims=claims(view),
        )
        yield from self.of_package(findings, view)
        unreported = contexts.UnreportedPage(
            template="unreported.html",
            path=f"{root}unreported/",
            title=self.t("nav.unreported"),
            description=self.t("unreported.lead"),
            crumbs=crumbs,
            view=view,
            coverage=view.coverage,
            years={},
        )
        yield from self.of_package(unreported, view)
        revisions = contexts.RevisionsPage(
            template="revisions.html",
            path=f"{root}revisions/",
            title=self.t("nav.revisions"),
            description=self.t("revisions.lead"),
            crumbs=crumbs,
            view=view,
        )
        yield from self.of_package(revisions, view)

    def due_pages(self, view: PackageView) -> Iterator[Page]:
        """What falls due, by month."""
        root = f"{view.package.id}/"
        listed = months(view.due_by_month)
        coming = any(month.coming for month in listed.values())
        page = contexts.DuePage(
            template="due.html",
            path=f"{root}due/",
            title=self.t("nav.due"),
            description=self.t("due.lead" if coming else "due.lead_past"),
            crumbs=self.crumbs(view),
            view=view,
            months=listed,
            coming=coming,
            years=years(listed.values()),
            undated=undated(view),
        )
        yield from self.of_package(page, view)

    def former_pages(self, view: PackageView) -> Iterator[Page]:
        """A page at each address that was published and names nothing any more."""
        package, language, crumbs = view.package, self.language, self.crumbs(view)
        for item in view.former:
            kind = self.t(f"search.{item.table}")
            if item.now:
                title = getattr(package, item.table)[item.now].title[language]
                description = self.t("former.moved")
            else:
                title = joined([kind, item.id], " ")
                description = self.t("former.gone", date=formats.day(item.revision.day, language))
            there = f"{package.id}/{item.table}/"
            yield contexts.FormerPage(
                template="former.html",
                path=f"{there}{item.id}/",
                title=title,
                description=description,
                crumbs=(*crumbs, Crumb(self.t(f"nav.{item.table}"), there)),
                view=view,
                former=item,
                moved_to=f"{there}{item.now}/" if item.now else "",
            )
            if item.table == "indicators":
                card = f"embed/{package.id}/{item.now}/" if view.assessments_by_indicator[item.now] else ""
                yield contexts.FormerCard(
                    template="embed_former.html",
                    path=f"embed/{package.id}/{item.id}/",
                    title=title,
                    description=description,
                    view=view,
                    former=item,
                    moved_to=card,
                )

    def document_pages(self, view: PackageView, name: str) -> Iterator[Page]:
        root, language, crumbs = f"{view.package.id}/", self.language, self.crumbs(view)
        document = view.package.documents[name]
        address = f"{root}documents/{document.id}/"
        page = contexts.DocumentPage(
            template="document.html",
            path=address,
            title=document.title[language],
            description=document.title[language],
            crumbs=(*crumbs, Crumb(self.t("nav.documents"), f"{root}documents/")),
            view=view,
            document=document,
            outline=view.outlines[document.id],
            beside=[*self.beside(view, document)],
        )
        yield from self.of_package(page, view)
        yield from self.against_pages(view, document)
        yield from self.archived_pages(view, document, (*crumbs, Crumb(document.title[language], address)))
        goals = view.goals_by_document[document.id]
        for position, goal in enumerate(goals):
            of_goal = contexts.GoalPage(
                template="goal.html",
                path=f"{root}goals/{goal.id}/",
                title=goal.title[language],
                description=goal.summary[language],
                crumbs=(*crumbs, Crumb(document.title[language], address)),
                view=view,
                goal=goal,
                section=section_of(document, goal.locator),
                previous=goals[position - 1] if position else None,
                next=goals[position + 1] if position + 1 < len(goals) else None,
            )
            yield from self.of_package(of_goal, view)

    def beside(self, view: PackageView, document: Document) -> Iterator[tuple[str, str]]:
        """The pages that hold a plan against an earlier or a later one, each with the title of the other."""
        root, name, documents = f"{view.package.id}/documents/", document.id, view.package.documents
        for earlier in view.plans_before.get(name, ()):
            yield f"{root}{name}{AGAINST}{earlier}/", documents[earlier].title[self.language]
        for later in view.plans_after.get(name, ())[:MOST_LISTED]:
            yield f"{root}{later}{AGAINST}{name}/", documents[later].title[self.language]

    def against_pages(self, view: PackageView, later: Document) -> Iterator[Page]:
        """A plan beside earlier ones."""
        root, language = f"{view.package.id}/documents/", self.language
        titled, crumbs = later.title[language], self.crumbs(view)
        for name in view.plans_before.get(later.id, ()):
            earlier = view.package.documents[name]
            path = f"{root}{later.id}{AGAINST}{name}/"
            groups = view.listings[path.partition("/")[2]].groups
            page = contexts.AgainstPage(
                template="against.html",
                path=path,
                title=self.t("against.title", later=titled, earlier=earlier.title[language]),
                description=self.t("against.lead"),
                crumbs=(
                    *crumbs,
                    Crumb(self.t("nav.documents"), root),
                    Crumb(titled, f"{root}{later.id}/"),
                ),
                view=view,
                later=later,
                earlier=earlier,
                counts={key: len(entries) for key, entries in groups.items()},
                bound=CARRIED in groups,
            )
            yield from self.of_package(page, view)

    def archived_pages(
        self, view: PackageView, document: Document, crumbs: tuple[Crumb, ...]
    ) -> Iterator[Page]:
        """The archived text of a document, where it is shown."""
        text = view.texts.get(document.id) or PagedText()
        parts = text.parts
        whole = self.t("archived.title", document=document.title[self.language])
        root = f"{view.package.id}/documents/{document.id}/"
        paths = [address_of(root, number) for number in range(len(parts))]
        for number, paragraphs in enumerate(parts):
            part = {"part": str(number + 1), "parts": str(len(parts))}
            yield contexts.ArchivedPage(
                template="archived.html",
                path=paths[number],
                title=whole if len(parts) == 1 else self.t("parts.title", title=whole, **part),
                description=self.t("archived.lead"),
                crumbs=crumbs,
                view=view,
                document=document,
                missing=() if number else text.missing,
                paragraphs=paragraphs,
                previous=paths[number - 1] if number else "",
                next="".join(paths[number + 1 : number + 2]),
            )

    def indicator_pages(self, view: PackageView, name: str) -> Iterator[Page]:
        root, language, crumbs = f"{view.package.id}/", self.language, self.crumbs(view)
        bonds = Bonds(view)
        indicator = view.package.indicators[name]
        theme = view.package.themes[indicator.theme_id]
        assessments = view.promises(indicator.id)
        if assessments:
            yield contexts.EmbeddedCard(
                template="embed.html",
                path=f"embed/{root}{indicator.id}/",
                title=indicator.title[language],
                description=indicator.title[language],
                view=view,
                indicator=indicator,
                assessment=assessments[0],
            )
        long = view.is_long(indicator.id)
        findings = view.findings_by_indicator[indicator.id]
        # Those with a reason are told as corrections.
        revisions = [
            item for item in reversed(view.revisions_by_indicator[indicator.id]) if not item.responsible
        ]
        corrections, related = bonds.corrections(indicator.id), bonds.related(indicator.id)
        page = contexts.IndicatorPage(
            template="indicator.html",
            path=f"{root}indicators/{indicator.id}/",
            title=indicator.title[language],
            description=(
                self.told(view, assessments[0], language) if assessments else indicator.definition[language]
            ),
            crumbs=(*crumbs, Crumb(theme.title[language], f"{root}themes/{theme.id}/")),
            view=view,
            indicator=indicator,
            goals=self.answering(view, assessments),
            assessments=assessments,
            opening=view.opening(indicator.id),
            observations=() if long else view.beside_promises(indicator.id),
            extent=view.extent(indicator.id),
            charts=(long_charts if long else indicator_charts)(
                view,
                indicator,
                [item for item in assessments if item.reason is not Reason.SUPERSEDED],
                language,
            ),
            starts=view.starts_by_indicator[indicator.id],
            more_starts=0,
            related={how: group[:OF_A_KIND] for how, group in related.items()},
            more_related={how: len(group[OF_A_KIND:]) for how, group in related.items()},
            rows=() if long else bonds.rows(indicator.id, view.observations_by_indicator[indicator.id]),
            findings=findings[:LATEST],
            more_findings=len(findings[LATEST:]),
            corrections=corrections[:LATEST],
            revisions=revisions[:LATEST],
            more_changes=len(corrections[LATEST:]) + len(revisions[LATEST:]),
            pictured=self.settings.pictured(len(view.package.indicators)),
        )
        yield self.long_page(page, bonds) if long else page

    @staticmethod
    def long_page(page: contexts.IndicatorPage, bonds: Bonds) -> contexts.LongIndicatorPage:
        """The page of an indicator with more figures or promises than can be shown one by one."""
        figures = page.view.figures(page.indicator.id)
        assessments = [item for record in page.opening.records for item in record.promises]
        # What a promise was compared with stands beside it.
        compared = {part.id for item in assessments for part in (item.result.parts if item.result else ())}
        series = [row for row in reversed(figures.lead.rows) if row.id not in compared] if figures else []
        latest = series[:LATEST]
        promised = {item.target.id for item in assessments}
        rows = bonds.rows(page.indicator.id, latest, promised.__contains__)
        left = bonds.files(page.indicator.id) - Counter(item.file for item in rows)
        same = {field.name: getattr(page, field.name) for field in fields(page)}
        own = {
            "template": "indicator_long.html",
            "goals": page.goals[:LATEST],
            "assessments": assessments,
            "starts": page.starts[-LATEST:],
            "more_starts": len(page.starts[:-LATEST]),
            "rows": rows,
        }
        return contexts.LongIndicatorPage(
            **same | own,
            figures=figures,
            latest=latest,
            earlier=series[LATEST : LATEST + EARLIER],
            older=len(series[LATEST + EARLIER :]),
            more_rows=left.total(),
            files=left,
            data=f"{page.path}{SERIES}",
        )

    @staticmethod
    def told(view: PackageView, assessment: Assessment, language: str) -> str:
        """The number and the verdict on a target, with its area where that is not the package's own."""
        elsewhere = view.elsewhere(assessment.target)
        area = elsewhere[language] + said(language, "sign.colon") if elsewhere else ""
        unit = unit_of(view.package, assessment.target.indicator_id, language)
        target = target_value(assessment.target, unit, language)
        if assessment.result is None:
            when = said(language, "sign.aside", text=formats.period(assessment.target.period, language))
            number = joined([said(language, "chart.target", value=target), when])
        else:
            number = said(
                language,
                "chart.finding",
                value=result_value(assessment.result, unit, language),
                target=target,
                date=formats.day(assessment.result.last.as_of, language),
                standing=mapped(standing(assessment, language)[0], str.lower),
            )
        return joined(
            [area, number, said(language, "sign.stop"), explain(view.package, assessment, language)]
        )

    @staticmethod
    def answering(view: PackageView, assessments: Sequence[Assessment]) -> list[Goal]:
        """The goals that state the targets, without those for which the same units and officers answer."""
        found: dict[object, Goal] = {}
        for assessment in assessments:
            goal = view.goal(assessment.target.goal_id)
            units = goal.organisations or view.document(goal.document_id).publisher_id
            found.setdefault((units, goal.officers), goal)
        return list(found.values())
