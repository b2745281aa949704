"""A figure is found where it is the whole expression: what touches it and changes it may not be left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.citations import ArchivedText, Found, Span, find_figure, plain, planned, uncovered
from generator.archive.verify import in_one
from generator.core.figures import Figure, FigureReader

ZH, EN, FR = FigureReader("zh", ["大海水浴场"]), FigureReader("en"), FigureReader("fr")


def found(reader: FigureReader, text: str, figure: str) -> Found | None:
    archived = ArchivedText(text)
    return find_figure(archived, figure, Span(0, len(archived.text)), 1, reader)


SIGNED = [
    # how the text prints a figure, how it is cited, found
    ("-US$3", "−US$3", True),
    ("–US$3", "−US$3", True),
    ("−5 dB(A)", "-5 dB(A)", True),
    ("from 2% to -5%", "from 2% … to −5%", True),
    ("5-7%", "5–7%", True),
    ("\u20105%", "−5%", True),
    ("\u20115%", "-5%", True),
    ("\u20125%", "\u20115%", True),
    ("\ufe635%", "-5%", True),
    ("5\u20117%", "5-7%", True),
    ("\u20105%", "5%", False),
    ("\u20115%", "5%", False),
    ("\u20125%", "5%", False),
    ("\ufe635%", "5%", False),
    ("5\u20107%", "7%", False),
    ("5\u20157%", "7%", False),
    ("-\u20605%", "-5%", True),
    ("-\u200b5%", "5%", False),
    ("\u2212\ufeff5%", "5%", False),
    ("\u00ad5%", "-5%", True),
    ("\u00ad5%", "5%", False),
    ("5\u00ad7%", "7%", False),
    ("1\u2060980 flats", "980 flats", False),
    ("1\u200b 980 flats", "980 flats", False),
    ("980\u200b.5%", "5%", False),
    ("a rate\u200b of\u00ad 5\u200b%", "5%", True),
    ("7 house\u00adholds", "7 households", True),
    ("- US$3", "−US$3", False),
    ("- US$3", "− US$3", False),
    ("built:\n- 12 homes", "− 12 homes", False),
    ("a balance – 12%", "− 12%", False),
    ("a rate of − 12%", "− 12%", True),
    ("about a rate of – 5%", "about … − 5%", False),
    ("about a rate of -5%", "about … −5%", True),
    ("US$3", "−US$3", False),
    ("3-5%", "−5%", False),
    ("COVID-19 cases", "-19 cases", False),
    ("COVID-19 cases", "−19 cases", False),
    ("mid\u20115 homes", "−5 homes", False),
    ("mid–5 homes", "-5 homes", False),
    ("x −5 homes", "-5 homes", True),
    ("CPI−0.3%", "-0.3%", True),
    ("(-0.3%)", "−0.3%", True),
    # what may be a sign and is none that a language has
    *((f"{sign}5%", "5%", False) for sign in "\ufffd\uf02d\uf0b1\u207b\u2796\u02d7\u00af\u2e3a"),
    *(
        (f"rate{sign}5%", "5%", False)
        for sign in "\u2243\u2252\u2272\u2260\u221a\u2053\u02dc\u2500\u23af\u02c9"
    ),
    *((f"rate{sign}5%", "5%", True) for sign in "=|:"),
    # what may make one number, or a range, of two
    *(
        (f"3{sign}5%", "5%", False)
        for sign in "\u2044\u22c5\u2219\u00b7\u2022\u2027\u30fb\u066b^\u02d9\u30fc\ufe4f\ue000\u223d"
    ),
    *((f"3{sign}5%", "5%", True) for sign in "|=;"),
    ("a rate of .5%", "5%", False),
    ("Lamps ......5%", "5%", True),
    # what is shown from its end to its beginning, and what is drawn as a blank
    ("12\u202e34\u202c flats", "1234 flats", False),
    ("\u202e21 flats\u202c", "21 flats", False),
    ("\u202eso\u202c, 21 flats", "21 flats", True),
    ("\u202eso\n21 flats", "21 flats", True),
    ("12\u202a34\u202c flats", "1234 flats", True),
    *((f"12{blank}345 flats", "12345 flats", False) for blank in "\u115f\u1160\u2800\u3164\uffa0"),
    *((f"12{blank}345 flats", "345 flats", False) for blank in "\u115f\u1160\u2800\u3164\uffa0"),
    *((f"12{blank}flats", "12 flats", True) for blank in "\u115f\u1160\u2800\u3164\uffa0"),
    ("so much—5%—was", "5%", True),
    ("\uf0b75%", "5%", True),
]


def test_a_minus_is_found_by_whichever_sign_it_is_printed() -> None:
    reader = FigureReader("en", ["dB(A)", "flats", "households"])
    told = []
    for printed, cited, _ in SIGNED:
        place = found(reader, f"Change: {printed}.", cited)
        told.append((printed, cited, place is not None and not place.cut))
    assert told == SIGNED


CUT = {
    # text: a figure that is a part of it, and all that it is a part of
    "-980盏": ("980盏", "-980盏"),
    "−980盏": ("980盏", "−980盏"),
    "―980盏": ("980盏", "―980盏"),
    "负980盏": ("980盏", "负980盏"),
    "减少980盏": ("980盏", "减少980盏"),
    "同比下降20.4%": ("20.4%", "同比下降20.4%"),
    "未达到980盏": ("980盏", "未达到980盏"),
    "没有完成980盏": ("980盏", "没有完成980盏"),
    "一万980盏": ("980盏", "一万980盏"),
    "1,980盏": ("980盏", "1,980盏"),
    "980余盏": ("980", "980余盏"),
    "980万盏": ("980", "980万盏"),
    "约275万平方米": ("275万平方米", "约275万平方米"),
    "近1700处": ("1700处", "近1700处"),
    "至少要完成980盏": ("980盏", "至少要完成980盏"),
    "不得低于980盏": ("980盏", "不得低于980盏"),
    "不低于规定的980盏": ("980盏", "不低于规定的980盏"),
    "不低于全市的980盏": ("980盏", "不低于全市的980盏"),
    "至少本区的980盏": ("980盏", "至少本区的980盏"),
    "减少全市的980盏": ("980盏", "减少全市的980盏"),
    "不到980盏": ("980盏", "不到980盏"),
    "980盏以上": ("980盏", "980盏以上"),
    "980盏左右": ("980盏", "980盏左右"),
    "980盏以内": ("980盏", "980盏以内"),
    "980处次": ("980处", "980处次"),
    "980条款": ("980条", "980条款"),
    "980个百分点": ("980个", "980个百分点"),
    "980吨/日": ("980吨", "980吨/日"),
    "980吨级": ("980吨", "980吨级"),
    "980公里处": ("980公里", "980公里处"),
    "每年980盏": ("980盏", "每年980盏"),
    "人均980元": ("980元", "人均980元"),
    "700-980盏": ("980盏", "700-980盏"),
    "700盏至980盏": ("980盏", "700盏至980盏"),
    "980-1200盏": ("980", "980-1200盏"),
    "百分之五至百分之七": ("百分之七", "百分之五至百分之七"),
    "第5名": ("5名", "第5名"),
    "前十位": ("十位", "前十位"),
    "未全部贯通": ("全部贯通", "未全部贯通"),
    "下降幅度达到3.2%": ("3.2%", "下降幅度达到3.2%"),
    "增速为- 3.2%": ("3.2%", "增速为- 3.2%"),
    "增速为▲3.2%": ("3.2%", "增速为▲3.2%"),
    "3.2%↓": ("3.2%", "3.2%↓"),
    "3.2%的降幅": ("3.2%", "3.2%的降幅"),
    "年度任务的下降3.2%": ("3.2%", "的下降3.2%"),
    "980盏余为重点": ("980盏", "980盏余"),
    "底线980盏": ("980盏", "底线980盏"),
    "980盏为上限": ("980盏", "980盏为上限"),
    "差不多有980盏": ("980盏", "差不多有980盏"),
    "3个半小时": ("3个", "3个半小时"),
    "每吨980元": ("980元", "每吨980元"),
    "日均处理980吨": ("980吨", "日均处理980吨"),
    "各980盏": ("980盏", "各980盏"),
    "5%至7%之间": ("7%", "5%至7%之间"),
}


@pytest.mark.parametrize("text", CUT)
def test_a_part_is_told_with_the_whole(text: str) -> None:
    figure, whole = CUT[text]
    place = found(ZH, f"全市{text}灯具", figure)
    assert place is not None
    assert place.cut == whole
    again = found(ZH, f"全市{text}灯具", whole)
    assert again is not None
    assert again.cut == ""


UNREADABLE = {
    # text: a figure that is a part of it, and all that it is a part of, which cannot be read
    "3%、5%之间。": ("5%", "5%之间"),
    "3小时20分钟": ("3小时", "3小时20分钟"),
    "历时3小时零5分钟": ("5分钟", "3小时零5分钟"),
    "700余盏至980盏": ("980盏", "700余盏至980盏"),
    "980元每吨。": ("980元", "980元每吨"),
    "980吨每天。": ("980吨", "980吨每天"),
    "3%/5%": ("5%", "3%/5%"),
    "980×10盏": ("980", "980×10盏"),
    "1:980": ("980", "1:980"),
    "10+980盏": ("980盏", "10+980盏"),
    "倒数5位": ("5位", "倒数5位"),
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_part_of_what_cannot_be_read_is_told(text: str) -> None:
    figure, whole = UNREADABLE[text]
    place = found(ZH, f"全市{text}", figure)
    assert place is not None
    assert place.cut == whole


CLOSING = {
    # text: what the figure 980盏 is a part of; nothing where it is whole
    "980盏强。": "980盏强",
    "980盏强，": "980盏强",
    "980盏强光灯": "",
    "980盏许": "980盏许",
    "980盏许可": "",
    "980盏半自动灯": "",
    "980盏半": "980盏半",
}


@pytest.mark.parametrize("text", CLOSING)
def test_some_words_belong_to_a_number_at_the_end_of_a_clause_only(text: str) -> None:
    place = found(ZH, f"全市{text}", "980盏")
    assert (place and place.cut) == CLOSING[text]


OF_EACH = {
    # text: a figure in it, and how it is told where it is the number of each one, or is none that was reached
    "每个区建设3项": ("3项", "每个…3项"),
    "为每户居民安装2盏": ("2盏", "每户…2盏"),
    "每区市3项": ("3项", "每区市3项"),
    "日处理生活垃圾980吨": ("980吨", "日处理…980吨"),
    "平均每户980元": ("980元", "平均每户980元"),
    "年处理能力980吨": ("980吨", "年处理能力980吨"),
    "不少于路灯980盏": ("980盏", "不少于…980盏"),
    "距离980盏还有差距": ("980盏", "距离980盏"),
    "超额完成任务980盏": ("980盏", "超额完成…980盏"),
    "近日处理980吨": ("980吨", ""),
    "今日产生980吨": ("980吨", ""),
    "全年处理垃圾980吨": ("980吨", ""),
    "上半年处理980吨": ("980吨", ""),
    "截至6月30日处理垃圾980吨": ("980吨", ""),
    "平均满意度98.6%": ("98.6%", ""),
    "在每个街道设1处，共980处": ("980处", ""),
    "高于全国平均水平3.2个百分点": ("3.2个百分点", ""),
}
OF_EACH_IN_ENGLISH = {
    "each ward gets 3 projects": ("3 projects", "each…3 projects"),
    "3 projects per ward": ("3 projects", "3 projects per ward"),
    "3 projects each": ("3 projects", "3 projects each"),
    "in each of the 980 schools": ("980 schools", ""),
    "each year, 980 trees": ("980 trees", ""),
}
OF_EACH_IN_FRENCH = {
    "chaque commune reçoit 3 projets": ("3 projets", "chaque…3 projets"),
    "3 projets par commune": ("3 projets", "3 projets par commune"),
    "3 projets menés par la ville": ("3 projets", ""),
}


@pytest.mark.parametrize(
    ("reader", "rows"),
    [(ZH, OF_EACH), (EN, OF_EACH_IN_ENGLISH), (FR, OF_EACH_IN_FRENCH)],
    ids=["zh", "en", "fr"],
)
def test_the_number_of_each_one_is_not_that_of_all(
    reader: FigureReader, rows: dict[str, tuple[str, str]]
) -> None:
    told = {
        text: place and place.cut
        for text, (figure, _) in rows.items()
        for place in [found(reader, text, figure)]
    }
    assert told == {text: cut for text, (_, cut) in rows.items()}


BOUNDS = {
    # text with 65: the figure that is cited, and what it says
    "Le taux ne dépassera pas 65 %": ("ne dépassera pas 65 %", "le"),
    "Les taux ne dépassent jamais 65 %": ("ne dépassent jamais 65 %", "le"),
    "Le taux n’a pas dépassé 65 %": ("n’a pas dépassé 65 %", "le"),
    "Le taux n'excédera pas 65 %": ("n'excédera pas 65 %", "le"),
    "Le bruit ne doit pas dépasser 65 jours": ("ne doit pas dépasser 65 jours", "le"),
    "Le bruit ne devra jamais excéder 65 jours": ("ne devra jamais excéder 65 jours", "le"),
    "Le délai ne peut dépasser 65 jours": ("ne peut dépasser 65 jours", "le"),
    "Veiller à ne pas dépasser 65 jours": ("à ne pas dépasser 65 jours", "le"),
    "Agir sans dépasser 65 jours": ("sans dépasser 65 jours", "le"),
    "La part n’est pas supérieure à 65 %": ("n’est pas supérieure à 65 %", "le"),
    "La part ne sera pas inférieure à 65 %": ("ne sera pas inférieure à 65 %", "ge"),
    "Les taux ne sont jamais inférieurs à 65 %": ("ne sont jamais inférieurs à 65 %", "ge"),
    "Le taux dépasse 65 %": ("dépasse 65 %", "gt"),
    "Le taux ne descendra pas sous 65 %": ("pas sous 65 %", ""),
}
BOUNDS_IN_ENGLISH = {
    "The rate will not exceed 65%": ("will not exceed 65%", "le"),
    "The rates do not exceed 65%": ("do not exceed 65%", "le"),
    "The rate never exceeded 65%": ("never exceeded 65%", "le"),
    "The rate exceeded 65%": ("exceeded 65%", "gt"),
}


@pytest.mark.parametrize(("reader", "rows"), [(FR, BOUNDS), (EN, BOUNDS_IN_ENGLISH)], ids=["fr", "en"])
def test_what_a_number_does_not_exceed_is_the_most(
    reader: FigureReader, rows: dict[str, tuple[str, str]]
) -> None:
    """The number alone is cut, and what is told to be cited then can be cited."""
    told = {}
    for text in rows:
        alone = found(reader, text, text[text.index("65") :])
        whole = (alone and alone.cut) or ""
        says = reader.read(whole)
        told[text] = (whole, says.comparator.value if isinstance(says, Figure) else "")
    assert told == {text: (plain(figure), says) for text, (figure, says) in rows.items()}


TOLD_ONCE = {
    # text: its numbers, each as it is told to be recorded
    "Nous avons planté 1 250 arbres": ["1 250"],
    "Les 12 écoles, 1 250 arbres et 300 vélos": ["12", "1 250", "300"],
    "De 7 à 10 sites en 2023": ["7 à 10", "2023"],
    "Les articles 12 et 300": ["12", "300"],
}
TOLD_ONCE_IN_ENGLISH = {
    "We planted 1,250 trees": ["1,250"],
    "7 to 10 sites, 30 trees": ["7 to 10", "30"],
    "1 250 trees": ["1", "250"],
}


@pytest.mark.parametrize(("reader", "rows"), [(FR, TOLD_ONCE), (EN, TOLD_ONCE_IN_ENGLISH)], ids=["fr", "en"])
def test_a_number_that_is_not_recorded_is_told_once(reader: FigureReader, rows: dict[str, list[str]]) -> None:
    told = {}
    for text in rows:
        archived = ArchivedText(text)
        spans = in_one(archived, uncovered(archived, [], [], []), reader)
        told[text] = [archived.text[span.start : span.end] for span in spans]
    assert told == rows


BEFORE_A_SIGN = {
    # text in which the number stands in brackets or quotation marks: the words before them that bound it or turn it round
    "Built: less than (98 homes).": "less than",
    "Built: less than 98 homes.": "less than",
    "Built: at least ( 98 homes ).": "at least",
    "Built: about (“98 homes”).": "about",
    "Built: fewer than ((98 homes)).": "fewer than",
    "Built: up to “98 homes”.": "up to",
    "A fall of (98 homes).": "a fall of",
    "Bilan : moins de (98 homes).": "moins de",
    "Bilan : moins de « 98 homes ».": "moins de",
    "Bilan : au moins « 98 homes ».": "au moins",
    "Bilan : au moins : 98 homes.": "au moins",
    "路灯不低于（98 homes）。": "不低于",
    "路灯不低于 （“98 homes”）。": "不低于",
    "Built last year (98 homes).": "",
    "The target for the year (98 homes).": "",
    "Built in the first phase « 98 homes ».": "",
    "Bilan de la phase : 98 homes.": "",
    "路灯去年（98 homes）。": "",
}


def test_what_changes_a_number_changes_it_across_a_bracket_or_quotation_mark() -> None:
    told = {}
    for text, words in BEFORE_A_SIGN.items():
        reader = FigureReader("zh" if text[0] == "路" else "fr" if text[:3] == "Bil" else "en", ["homes"])
        place = found(reader, text, "98 homes")
        cut = place.cut.casefold() if place else "nowhere"
        told[text] = words if cut.startswith(words) and bool(cut) == bool(words) else cut
    assert told == BEFORE_A_SIGN


GROUPED = {
    # text: whether the figure 980盏, or 980 where that is the text's end, may be a part of a greater number
    "共5，980盏": True,
    "共１２，９８０盏": True,
    "共5，\n980盏": True,
    "共12 980盏": True,
    "共12\u00a0980盏": True,
    "共12’980盏": True,
    "共2012，980盏": False,  # four digits
    "共15处，980盏": False,
    "共12\t980盏": False,  # two cells of a table
    "共12\n980盏": True,  # a number may be broken at the end of a line
    "共有\n12\n980盏": True,  # nobody says that it is the number of a page
    "共有\n12\n\n980盏": False,  # what was before ends with an empty line
    "共12  980盏": False,
}


@pytest.mark.parametrize("text", GROUPED)
def test_thousands_that_may_be_parted_otherwise_are_refused(text: str) -> None:
    place = found(ZH, text, "980盏")
    assert place is not None
    assert bool(place.cut) == GROUPED[text]


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("fr", "1\u202f980 logements", True),
        ("fr", "1 980 logements", True),
        ("en", "1\u00a0980 homes", True),
        ("en", "Phase 2, 980 homes", False),
        ("en", "phase 2 980 homes", True),  # nobody can tell it from 2,980
        ("fr", "1\n980 logements", True),
        ("de", "1 980 Wohnungen", True),
        ("fr", "soit 12, 980 logements", True),  # a decimal with a space in it
    ],
)
def test_thousands_of_other_languages(language: str, text: str, *, cut: bool) -> None:
    unit = text.rpartition(" ")[2]
    place = found(FigureReader(language), text, f"980 {unit}")
    assert place is not None
    assert bool(place.cut) == cut


FURTHER = {
    # text: the words that change 980盏 although others stand between; nothing where none do
    "至少新建路灯980盏": "至少新建",
    "约新建各类路灯980盏": "约新建",
    "每年新建路灯980盏": "每年新建",
    "未完成路灯980盏": "未完成",
    "仍未安装路灯980盏": "仍未安装",
    "仍未通电的路灯980盏": "",  # an attribute
    "改造未硬化道路980盏": "",
    "减量化处理垃圾980盏": "",
    "压缩审批时限980盏": "压缩",
    "减少故障更换路灯980盏": "",
    "每天处理垃圾980盏": "每天处理",
    "未能如期新建路灯980盏": "未能如期新建",
    "至少完成整治，新建路灯980盏": "",  # another clause
    "至少整治3处新建路灯980盏": "",  # another number
    "防止漏电新建路灯980盏": "",  # the nearest verb governs
    "减少路灯980盏": "减少",
    "累计减少各类路灯980盏": "累计减少",
    "减少路灯至980盏": "",  # a level
    "减少投诉和路灯980盏": "",  # something new begins
    "减少的路灯980盏": "",  # what is counted
    "未达标的路灯980盏": "",
    "最低保障路灯980盏": "",
    "未来三年路灯980盏": "",
    "无障碍路灯980盏": "",
    "新增路灯980盏": "",
    "未达标、路灯980盏": "",
}


BEHIND = {
    # text: the word behind others that bounds 980盏; nothing where none does
    "980盏路灯以上": "以上",
    "980盏景观路灯左右，": "左右",
    "980盏路灯以上的道路": "以上",
    "980盏路灯以下空间": "",  # the clause goes on
    "980盏路灯、20处以上": "",
    "980盏，路灯以上": "",
    "980盏路灯20处以上": "",  # another number
    "980盏路灯上下": "上下",
    "980盏路灯内": "",  # one character says little
}


@pytest.mark.parametrize("text", BEHIND)
def test_a_bound_behind_other_words_is_told(text: str) -> None:
    place = found(ZH, f"全市{text}", "980盏")
    assert place is not None
    assert place.cut == (f"980盏…{BEHIND[text]}" if BEHIND[text] else "")
    if BEHIND[text]:
        again = found(ZH, f"全市{text}", place.cut)
        assert again is not None
        assert again.cut == ""


@pytest.mark.parametrize("text", FURTHER)
def test_words_further_off_are_told(text: str) -> None:
    place = found(ZH, f"今年，{text}。", "980盏")
    assert place is not None
    assert place.cut == (f"{FURTHER[text]}…980盏" if FURTHER[text] else "")
    if FURTHER[text]:
        again = found(ZH, f"今年，{text}。", place.cut)
        assert again is not None
        assert again.cut == ""


WHOLE = [
    ("改造980盏路灯", "980盏"),
    ("完成980盏", "980盏"),  # a word that changes nothing may be left out
    ("达到980盏", "980盏"),
    ("节约980吨", "980吨"),  # words that only look like one of them
    ("目前980盏", "980盏"),
    ("6月底前980盏", "980盏"),
    ("其中统一980盏", "980盏"),
    ("附近980盏", "980盏"),
    ("试点980处", "980处"),
    ("980盏内设监控", "980盏"),
    ("100个多功能厅", "100个"),
    ("由5%提高到7%", "7%"),  # a level, and where it came from
    ("下降到3%", "3%"),
    ("980盏到10月底", "980盏"),
    ("第3季度980盏", "980盏"),
    ("9大海水浴场", "9大海水浴场"),
    ("全部贯通", "全部贯通"),
    ("980盏多为节能灯", "980盏"),
    ("980盏余下部分", "980盏"),
    ("不仅新建980盏", "980盏"),
    ("①980盏", "980盏"),  # a mark is no digit
    ("处置率 98.2 %", "98.2%"),
    ("≥ 95%", "≥95%"),
    ("5%至7%之间", "5%至7%"),
    ("2023年4个月完成", "4个月"),  # a year
    ("项目3：980盏", "980盏"),
]


@pytest.mark.parametrize(("text", "figure"), WHOLE)
def test_a_whole_figure_is_found(text: str, figure: str) -> None:
    place = found(ZH, f"今年{text}。", figure)
    assert place is not None
    assert place.cut == ""


ENGLISH = {
    # text, figure: what it is a part of; nothing where it is whole
    ("built 50 homes in 2025", "50 homes"): "",
    ("at least 50 homes", "50 homes"): "at least 50 homes",
    ("nearly\n1,700 homes", "1,700 homes"): "nearly 1,700 homes",
    ("fell by 3%", "3%"): "fell by 3%",
    ("fell to 3%", "3%"): "",
    ("rose from 5 to 7 per cent", "7 per cent"): "",
    ("5 to 7 per cent", "7 per cent"): "5 to 7 per cent",
    ("Between 5 and 7 per cent", "7 per cent"): "Between 5 and 7 per cent",
    ("50 homes or more", "50 homes"): "50 homes or more",
    ("£3 million", "3 million"): "£3 million",
    ("two hundred and five homes", "five homes"): "two hundred and five homes",
    ("10 schools and 5 homes", "5 homes"): "",
    ("150 homes", "50 homes"): None,
    ("minus 50 homes", "50 homes"): "minus 50 homes",
    ("£5m", "£5"): "£5m",
    ("5 tonnes daily", "5 tonnes"): "5 tonnes daily",
    ("3 hours and 20 minutes", "3 hours"): "3 hours and 20 minutes",
    ("failed to install 50 homes", "50 homes"): "failed to…50 homes",
    ("did not wait and built 50 homes", "50 homes"): "",
}


@pytest.mark.parametrize(("text", "figure"), ENGLISH)
def test_english_texts(text: str, figure: str) -> None:
    place = found(EN, text, figure)
    assert (place and place.cut) == ENGLISH[text, figure]


IN_A_ROW = {
    # language, text, figure: with the words that hold for it too; nothing where none do
    ("zh", "分别下降1.7%、1.8%、10.8%", "10.8%"): "分别下降…10.8%",
    ("zh", "分别下降1.7%、1.8%和10.8%", "1.8%"): "分别下降…1.8%",
    ("zh", "分别下降1.7%、1.8%、10.8%", "下降…10.8%"): "",
    ("zh", "分别下降1.7%、1.8%、10.8%", "分别下降…10.8%"): "",
    ("zh", "增速慢4.6和3.1个百分点", "3.1个百分点"): "增速慢…3.1个百分点",
    ("zh", "两区减少路灯120盏、980盏", "980盏"): "减少…980盏",
    ("zh", "两区路灯约120盏及980盏", "980盏"): "约…980盏",
    ("zh", "分别达到98%、95%以上", "98%"): "98%…以上",
    ("zh", "分别达到98%、95%以上", "98%…以上"): "",
    ("zh", "分别达到98%以上、95%", "95%"): "",
    ("zh", "分别增长1.7%、10.8%", "10.8%"): "",  # a rise is the number itself
    ("zh", "下降1.7%，10.8%的单位达标", "10.8%"): "",  # another clause
    ("zh", "下降120件、新建980盏", "980盏"): "",  # other words between
    ("zh", "约120件、980盏", "980盏"): "",  # another unit
    ("en", "fell by 1.7%, 1.8% and 10.8%", "10.8%"): "fell by…10.8%",
    ("en", "fell by 1.7%, 1.8% and 10.8%", "fell by…10.8%"): "",
    ("en", "rates of at least 98% and 95%", "at least…95%"): "",
    ("en", "at least 98% of calls and 95% of mail", "95%"): "",
    ("fr", "a baissé de 1,7 % et 10,8 %", "10,8 %"): "baissé de…10,8%",
}


def test_words_before_the_first_of_a_row_or_behind_its_last_hold_for_all() -> None:
    told = {}
    for language, text, figure in IN_A_ROW:
        place = found(FigureReader(language), text, figure)
        told[language, text, figure] = place and place.cut
    assert told == IN_A_ROW


# Numbers that a space, the end of a line or the mark of a note was set into, and what only looks like it

ALONE = {
    # language, text, figure: whether it is told as a part of something else
    ("zh", "1\n980盏", "980盏"): True,
    ("zh", "9\n80盏", "80盏"): True,
    ("zh", "路灯9 80盏", "80盏"): True,
    ("zh", "占12. 5%", "5%"): True,
    ("zh", "12. 5%", "5%"): True,
    ("zh", "12。5%", "5%"): True,
    ("fr", "soit 12, 5 %", "5 %"): True,
    ("zh", "980\n700\n", "700"): False,  # two cells, each on its line
    ("en", "In 2023. 5% of homes", "5%"): False,  # a year ends a sentence
    ("zh", "两、3项", "3项"): True,
    ("zh", "两三项3项", "3项"): True,
    ("zh", "980盏[1]", "980盏"): False,
    ("zh", "980盏①，", "980盏"): False,
    ("zh", "980盏1", "980盏"): True,
    ("zh", "980盏2", "980盏"): True,
    ("en", "980 homes2", "980 homes"): True,
    ("en", "980 m2", "980 m"): True,
    ("zh", "980盏[1]以上", "980盏"): True,
    ("zh", "980盏①左右", "980盏"): True,
    ("zh", "约（1）980盏", "980盏"): True,
    ("zh", "1[2]980盏", "980盏"): True,
    ("zh", "980盏↑", "980盏"): True,  # by so many, or to so many?
    ("zh", "980盏↑", "980盏↑"): False,
    ("zh", "98%（↓）", "98%"): True,
    ("en", "half of 5% of the homes", "half"): True,
    ("en", "half of the homes", "half"): False,
    ("zh", "一半的5%", "5%"): True,
    ("zh", "大半数", "半数"): True,
    ("zh", "980吨（日）", "980吨"): True,
    ("zh", "980吨一年。", "980吨"): True,
    ("zh", "980吨一年内处理", "980吨"): False,
    ("en", "980 homes (est)", "980 homes"): True,
    ("zh", "980盏（估计）", "980盏"): True,
    ("fr", "980 logements (environ)", "980 logements"): True,
    ("en", "980 homes (new)", "980 homes"): False,
    ("zh", "两倍于980盏", "980盏"): True,
    ("zh", "980盏的八成", "980盏"): True,
    ("zh", "差980盏", "980盏"): True,
    ("zh", "误差980盏", "980盏"): False,
    ("zh", "接近于980盏", "980盏"): True,
    ("en", "twice 980 homes", "980 homes"): True,
    ("en", "all but 980 homes", "980 homes"): True,
    ("en", "some of the 980 homes", "980 homes"): True,
    ("en", "2x980 homes", "980 homes"): True,
    ("en", "980 homes/yr", "980 homes"): True,
    ("en", "5%-point", "5%"): True,
    ("en", "5 per cent points", "5 per cent"): True,
    ("en", "Q50 homes", "50 homes"): True,
    ("en", "1_980 homes", "980 homes"): True,
    ("en", "980e3", "980"): True,
    ("fr", "deux fois 980 logements", "980 logements"): True,
    ("fr", "à peine 980 logements", "980 logements"): True,
    ("zh", "新建路灯980盏？", "980盏"): True,  # somebody doubts it
    ("zh", "路灯980盏（待核实）", "980盏"): True,
    ("en", "980 homes [sic]", "980 homes"): True,
    ("en", "980 homes (tbc)", "980 homes"): True,
    ("fr", "980 logements (à confirmer)", "980 logements"): True,
    ("zh", "编号：980盏", "980盏"): True,  # a name, not how many
    ("zh", "统一编号，新建980盏", "980盏"): False,
    ("en", "Item no. 980 homes", "980 homes"): True,
    ("en", "Total number: 980 homes", "980 homes"): False,
    ("fr", "Lot n° 980 logements", "980 logements"): True,
    ("zh", "新建卅980盏", "980盏"): True,
    ("zh", "980盏x2", "980盏"): True,
    ("zh", "5台X光机", "5台"): False,
    ("zh", "2组×980盏", "980盏"): True,
    ("en", "980 homes x 2", "980 homes"): True,
    ("en", "2 × 980 homes", "980 homes"): True,
    ("en", "another 980 homes", "980 homes"): True,  # besides those that were there
    ("en", "another 980 homes", "another 980 homes"): False,
    ("zh", "另外980盏", "980盏"): True,
    ("fr", "encore 980 logements", "980 logements"): True,
    ("en", "We spent £5 million and built 980 homes", "980 homes"): False,
    ("zh", "覆盖率95%升至98%", "95%"): True,  # where it came from
    ("zh", "覆盖率95%提高到98%", "95%"): True,
    ("zh", "覆盖率95%提高到98%", "98%"): False,
    ("zh", "由120盏→980盏", "980盏"): True,
    ("zh", "½980盏", "980盏"): True,
    ("zh", "零下15摄氏度", "15摄氏度"): True,
    ("zh", "误记为980盏", "980盏"): True,
    ("zh", "980盏不止", "980盏"): True,
    ("zh", "跌穿95%", "95%"): True,
    ("zh", "改造980盏中的50%", "980盏"): True,  # only a part of them
    ("zh", "更换980盏中的120盏", "980盏"): True,
    ("zh", "更换980盏中的120盏", "120盏"): False,
    ("zh", "增速为—5%", "5%"): True,
    ("zh", "亮灯率——95%", "95%"): False,  # a dash
    ("zh", "开工率85%x2,28处", "85%"): True,
    ("en", "out of 980 homes, 120 were built", "980 homes"): True,
    ("en", "980 homes out of 1,200", "980 homes"): False,
    ("en", "last year's 980 homes", "980 homes"): True,
    ("en", "5%pts", "5%"): True,
    ("en", "50% of 980 homes", "980 homes"): True,
    ("en", "a third of 980 homes", "980 homes"): True,
    ("en", "1 in 980 homes", "980 homes"): True,
    ("en", "980 homes, 50% of the stock", "980 homes"): False,
    ("en", "5% ± 2%", "5%"): True,
    ("en", "5% (±2%)", "5%"): True,
    ("en", "£5m-£7m", "£5m"): True,
    ("en", "an average of 980 homes", "980 homes"): True,
    ("fr", "en moyenne 980 logements", "980 logements"): True,
    ("en", "as many as 980 homes", "980 homes"): True,
    ("en", "just shy of 980 homes", "980 homes"): True,
    ("en", "slipped 5%", "5%"): True,
    ("en", "a reduction in emissions of 5%", "5%"): True,
    ("en", "a growth in emissions of 5%", "5%"): False,
    ("en", "a reduction in emissions, a share of 5%", "5%"): False,
    ("fr", "une baisse annuelle de 5 %", "5 %"): True,
    ("fr", "a baissé respectivement de 1,7 % et de 10,8 %", "10,8 %"): True,
    ("fr", "une évolution de − 5 %", "5 %"): True,
    ("fr", "un taux de 98 % à Paris", "98 %"): False,
    ("en", "1,892 (520) 1,105", "520"): True,  # below zero, as accounts print it
    ("en", "Result\n(£5m)\n", "£5m"): True,
    ("en", "a new depot (£5m)", "£5m"): False,
}


def test_what_may_be_more_than_the_figure_is_refused() -> None:
    told = {
        (language, text, figure): place and bool(place.cut)
        for language, text, figure in ALONE
        for place in [found(FigureReader(language), text, figure)]
    }
    assert told == ALONE


PLANNED = {
    ("zh", "980盏（计划）", "980盏"): True,
    ("zh", "980盏（预计）", "980盏"): True,
    ("zh", "980盏（计划外）", "980盏"): False,
    ("en", "980 homes (target)", "980 homes"): True,
    ("en", "980 homes (planned)", "980 homes"): True,
    ("en", "980 homes (Hill Street)", "980 homes"): False,
    ("fr", "980 logements (prévision)", "980 logements"): True,
    ("zh", "年度目标：980盏", "980盏"): True,
    ("zh", "完成情况：980盏", "980盏"): False,
    ("en", "Target: 980 homes", "980 homes"): True,
    ("en", "Homes built: 980 homes", "980 homes"): False,
    ("fr", "Objectif : 980 logements", "980 logements"): True,
    ("zh", "假如新建980盏", "980盏"): True,
    ("en", "If we build 980 homes", "980 homes"): True,
    ("fr", "On aurait livré 980 logements", "980 logements"): True,
}


def test_brackets_headings_and_conditions_say_that_a_figure_is_planned() -> None:
    told = {}
    for language, text, figure in PLANNED:
        reader, archived = FigureReader(language), ArchivedText(text)
        place = find_figure(archived, figure, Span(0, len(archived.text)), 1, reader)
        assert place is not None
        told[language, text, figure] = bool(planned(archived, place, reader))
    assert told == PLANNED


@pytest.mark.parametrize(
    ("language", "known"),
    [("zh", True), ("zh-Hans", True), ("zh-CN", True), ("zh-Hant", False), ("en-GB", True), ("de", False)],
)
def test_of_which_languages_the_words_are_known(language: str, *, known: bool) -> None:
    assert FigureReader(language).has_words is known


LISTED = "1. 520 arbres\n2. 300 places\n3. 98 %\n"


@pytest.mark.parametrize("figure", ["520 arbres", "300 places", "98 %"])
def test_the_numbers_of_a_list_that_counts_up_stand_by_themselves(figure: str) -> None:
    reader = FigureReader("fr", ["arbres", "places"])
    place = found(reader, LISTED, figure)
    assert place is not None
    assert place.cut == ""
    alone = found(reader, f"4. {figure}", figure)
    assert alone is not None
    assert alone.cut


def test_the_numbers_of_such_a_list_are_no_data() -> None:
    free = uncovered(ArchivedText(LISTED), [], [], [])
    assert [LISTED[span.start : span.end] for span in free] == ["520", "300", "98"]
    two = uncovered(ArchivedText("1. arbres\n2. places\n"), [], [], [])
    assert len(two) == 2


def test_what_is_listed_as_no_data_at_its_line_s_beginning_is_no_part_of_a_figure() -> None:
    text = "共有\n12\n980盏。\n12. 5%"
    knowing = ArchivedText(text, not_data=["^12$", "^12."])
    within = Span(0, len(knowing.text))
    cut = {
        (figure, known): place and bool(place.cut)
        for figure in ("980盏", "5%")
        for known, archived in (("unknown", ArchivedText(text)), ("known", knowing))
        for place in [find_figure(archived, figure, within, 1, ZH)]
    }
    assert cut == {
        ("980盏", "unknown"): True,
        ("980盏", "known"): False,
        ("5%", "unknown"): True,
        ("5%", "known"): False,
    }


def test_an_excerpt_keeps_its_spaces() -> None:
    archived = ArchivedText("全市 路灯\n980 盏，plus 12\thomes\n")
    assert archived.context(archived.text.index("980")) == "全市 路灯 980 盏，plus 12"


# Parts of a figure with other words between them

PARTS = {
    "至少完成“微治理5000处": True,
    "至少在年内完成微治理5000处": True,
    "至少完成微治理。改造5000处": False,  # another clause
    "至少完成3项微治理5000处": False,  # another number between them
    "至少不再微治理5000处": False,  # a word between them that changes the number
    "至少完成微治理5000处以上": False,
    "至少完成微治理约5000处": False,
    "未至少完成微治理5000处": False,
}


@pytest.mark.parametrize("text", PARTS)
def test_parts_stand_in_one_clause(text: str) -> None:
    place = found(ZH, text, "至少…5000处")
    assert (place is not None and not place.cut) == PARTS[text]


LED = {
    # text: what the figure 新建…980盏 is a part of; nothing where it is whole
    "计划新建路灯980盏": "",
    "至少新建路灯980盏": "至少新建路灯980盏",
    "约新建路灯980盏": "约新建路灯980盏",
    "未能新建路灯980盏": "未能新建路灯980盏",
    "每年新建路灯980盏": "每年新建路灯980盏",
}


@pytest.mark.parametrize("text", LED)
def test_words_before_the_first_part_belong_to_it(text: str) -> None:
    place = found(ZH, f"今年，{text}", "新建…980盏")
    assert (place and place.cut) == LED[text]


# The plain form of a text

PLAIN = {
    "（一）ＡＢ．９５％": "(一)AB.95%",
    "改造 980\n盏": "改造980盏",
    "21.3 23.5": "21.3 23.5",
    "21.3\n23.5": "21.3 23.5",
    "at  least\n50": "at least 50",
    "20，30处；": "20，30处；",  # a comma that ends a clause parts no thousands
    "  一、 980 ": "一、980",
}


@pytest.mark.parametrize("text", PLAIN)
def test_the_plain_form(text: str) -> None:
    assert plain(text) == PLAIN[text]


FULL_WIDTH = [
    ("达标率９８．２％。", "98.2%"),
    ("共１，２００户", "1,200户"),  # not found: full-width commas part clauses
    ("（一）改造９８０盏", "980盏"),
]


@pytest.mark.parametrize(("text", "figure"), FULL_WIDTH)
def test_full_width_figures_are_found(text: str, figure: str) -> None:
    assert (found(ZH, text, figure) is not None) == ("，" not in text)


def test_two_cells_of_a_table_are_two_numbers() -> None:
    assert found(ZH, "增长 21.3 23.5", "21.323.5") is None
    assert found(ZH, "其他 21.3 23.5", "23.5") == Found((Span(7, 11),))


@given(
    st.text("约近不低于超过下降到98.2%余万盏以上左右 \n“至-每第前未"), st.text("约98.2%盏…以上", min_size=1)
)
def test_nothing_raises(text: str, figure: str) -> None:
    place = found(ZH, text, figure)
    assert (
        place is None
        or place.cut
        or "".join(plain(text)[span.start : span.end] for span in place.spans)
        == plain(figure.replace("…", ""))
    )
