"""Codes that others give: what is taken as it stands, what is refused, and what is suggested because it is certain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.external_codes import SCHEMES, address_of, codes_in, place_name, read_code
from generator.core.values import Refusal

UNITS = (
    "km m2 % 1 a /a t kW.h km2/a kg.m/s2 10*4.m2 10^4 m-2 s-1 mg/m3 kg/(m.s) (kg/m3)2 {case} 1/{case} Cel deg har "
    "[pH] [in_i] [in_i]2 m[Hg] %[slope] KiBy mm/h t/(km2.a) m2{floor}"
)
TAKEN = {
    "iso_3166": ["CN", "GB", "NO", "GB-ENG", "CN-SD", "FR-75", "US-CA"],
    "gbt_2260": ["370000", "370200", "370202", "110000", "110101", "659001", "820000"],
    "wikidata": ["Q1", "Q64", "Q9999999999"],
    "ucum": UNITS.split(),
    # made up: 11 990000 MB0000001 with the sign that follows
    "credit_code": ["11990000MB0000001M", "12990000MB0000028A"],
    "ror": ["05dxps055", "03vek6s52"],
    "sdg": ["1.1.1", "11.6.1", "3.b.1", "3.d.1", "8.10.2", "17.19.2"],
}

REFUSED = [
    # list, what is written, the code that is certain; nothing where none is
    ("iso_3166", "cn", "CN"),
    ("iso_3166", "ＣＮ", "CN"),
    ("iso_3166", "CHN", "CN"),
    ("iso_3166", "UK", "GB"),
    ("iso_3166", "UK-ENG", "GB-ENG"),
    ("iso_3166", "gb_eng", "GB-ENG"),
    ("iso_3166", "https://www.iso.org/obp/ui/#iso:code:3166:CN", "CN"),
    ("iso_3166", "China", ""),
    ("iso_3166", "EU", ""),
    ("iso_3166", "XK", ""),
    ("iso_3166", "DD", ""),
    ("iso_3166", "DDR", ""),
    ("iso_3166", "CN-", ""),
    ("iso_3166", "CN-SDXX", ""),
    ("gbt_2260", "３７０２００", "370200"),
    ("gbt_2260", "37 02 00", "370200"),
    ("gbt_2260", "370200.0", "370200"),
    ("gbt_2260", "37", "370000"),
    ("gbt_2260", "3702", "370200"),
    ("gbt_2260", "370202000000", "370202"),
    ("gbt_2260", "370202001000", ""),
    ("gbt_2260", "370002", ""),
    ("gbt_2260", "990000", ""),
    ("gbt_2260", "37020", ""),
    ("wikidata", "q64", "Q64"),
    ("wikidata", "64", "Q64"),
    ("wikidata", "Ｑ６４", "Q64"),
    ("wikidata", "wd:Q64", "Q64"),
    ("wikidata", "https://www.wikidata.org/wiki/Q64?uselang=zh", "Q64"),
    ("wikidata", "http://www.wikidata.org/entity/Q64", "Q64"),
    ("wikidata", "P31", ""),
    ("wikidata", "Q0", ""),
    ("wikidata", "Berlin", ""),
    ("ucum", "m²", "m2"),
    ("ucum", "㎡", "m2"),
    ("ucum", "m^2", "m2"),
    ("ucum", "μg/m³", "ug/m3"),
    ("ucum", "℃", "Cel"),
    ("ucum", "％", "%"),
    ("ucum", "‰", "[ppth]"),
    ("ucum", "kWh", "kW.h"),
    ("ucum", "ha", "har"),
    ("ucum", "KM", "km"),
    ("ucum", "MM", ""),
    ("ucum", "元", ""),
    ("ucum", "CNY", ""),
    ("ucum", "kkm", ""),
    ("ucum", "kmin", ""),
    ("ucum", "m..s", ""),
    ("ucum", "m//s", ""),
    ("ucum", "(m", ""),
    ("ucum", "m)", ""),
    ("ucum", "2m", ""),
    ("ucum", "m2.", ""),
    ("ucum", "{件}", ""),
    ("credit_code", "11990000mb0000001m", "11990000MB0000001M"),
    ("credit_code", "１１９９００００ＭＢ０００００01M", "11990000MB0000001M"),
    ("credit_code", "11990000-MB0000001-M", "11990000MB0000001M"),
    ("credit_code", "I1990000MBOOOOOO1M", "11990000MB0000001M"),
    ("credit_code", "11990000MB0000001", ""),
    ("credit_code", "I1990000MBOOOOOO2M", ""),
    ("ror", "https://ror.org/05dxps055", "05dxps055"),
    ("ror", "05DXPS055", "05dxps055"),
    ("ror", "ror.org/05dxps055/", "05dxps055"),
    ("ror", "grid.1.2", ""),
    ("sdg", "11-6-1", "11.6.1"),
    ("sdg", "１１．６．１", "11.6.1"),
    ("sdg", "11。6。1", "11.6.1"),
    ("sdg", "SDG 11.6.1", "11.6.1"),
    ("sdg", "11.06.01", "11.6.1"),
    ("sdg", "3.B.1", "3.b.1"),
    ("sdg", "11.6", ""),
    ("sdg", "11.8.1", ""),
    ("sdg", "3.e.1", ""),
    ("sdg", "17.a.1", ""),
    ("sdg", "18.1.1", ""),
    ("sdg", "0.1.1", ""),
]

SLIPS = [
    # one sign changed, two exchanged, one of a number
    ("credit_code", "11990000MB0000002M"),
    ("credit_code", "11990000MB0000010M"),
    ("credit_code", "12990000MB0000001M"),
    ("ror", "05dxps056"),
    ("ror", "05dxsp055"),
]


def test_codes_are_taken_as_their_lists_write_them() -> None:
    wrong = {
        (scheme, code) for scheme, codes in TAKEN.items() for code in codes if read_code(scheme, code) != code
    }
    assert wrong == set()
    assert TAKEN.keys() == SCHEMES.keys()


@pytest.mark.parametrize(("scheme", "written", "meant"), REFUSED)
def test_what_is_certain_is_suggested_and_nothing_else(scheme: str, written: str, meant: str) -> None:
    assert read_code(scheme, written) == Refusal(f"bad-{scheme.replace('_', '-')}", meant)


@pytest.mark.parametrize(("scheme", "code"), SLIPS)
def test_a_slip_is_found_by_the_check_digit(scheme: str, code: str) -> None:
    assert read_code(scheme, code) == Refusal("code-check-digit")


@pytest.mark.parametrize("written", ["1.199E+17", "1.199e17", "1E+17"])
def test_a_code_that_became_a_number_is_lost(written: str) -> None:
    assert read_code("credit_code", written) == Refusal("code-lost")


@settings(deadline=None)
@given(st.sampled_from(sorted(SCHEMES)), st.text("CNGBQ0123456789.-/abdhkmprsx%²²[]{}() :", max_size=20))
def test_a_suggestion_is_itself_taken(scheme: str, text: str) -> None:
    found = read_code(scheme, text)
    if isinstance(found, Refusal) and found.suggestion:
        assert read_code(scheme, found.suggestion) == found.suggestion


def test_the_published_form_fits_every_code_that_is_taken() -> None:
    other = {
        code
        for name, codes in TAKEN.items()
        for code in codes
        if not re.fullmatch(SCHEMES[name].pattern, code)
    }
    assert other == set()


ADDRESSES = [
    # list, code, where it is explained
    ("wikidata", "Q64", "http://www.wikidata.org/entity/Q64"),
    ("ror", "05dxps055", "https://ror.org/05dxps055"),
    ("sdg", "3.b.1", "https://unstats.un.org/sdgs/metadata/?Text=&Goal=3&Target=3.b"),
    ("gbt_2260", "370200", ""),
    ("iso_3166", "CN", ""),
    ("ucum", "m2", ""),
    ("credit_code", "11990000MB0000001M", ""),
]


@pytest.mark.parametrize(("scheme", "code", "address"), ADDRESSES)
def test_a_code_leads_where_it_is_explained(scheme: str, code: str, address: str) -> None:
    assert address_of(scheme, code) == address
    [found] = codes_in({scheme: code, "part_of": "x"})
    # An indicator of a place measures what the SDGs ask for; it is not their indicator itself.
    assert found.same_as == ("" if scheme == "sdg" else address)


EU = "http://publications.europa.eu/resource/authority/country/"
PLACES = [
    # codes of a place, its name among linked data
    ({"iso_3166": "CN", "wikidata": "Q148"}, f"{EU}CHN"),
    ({"iso_3166": "DE"}, f"{EU}DEU"),
    ({"iso_3166": "FR"}, f"{EU}FRA"),
    ({"iso_3166": "CD"}, f"{EU}COD"),
    ({"iso_3166": "CN-SD", "wikidata": "Q43407"}, "http://www.wikidata.org/entity/Q43407"),
    ({"iso_3166": "CN-SD", "gbt_2260": "370000"}, ""),
    ({"iso_3166": "", "part_of": "x"}, ""),
]


@pytest.mark.parametrize(("entry", "name"), PLACES)
def test_a_place_has_a_name_among_linked_data_where_one_is_known(entry: dict[str, str], name: str) -> None:
    assert place_name(entry) == name


def test_countries_are_those_of_the_standard() -> None:
    """ISO 3166-1 assigns 249 codes."""
    letters = [chr(65 + one) + chr(65 + two) for one in range(26) for two in range(26)]
    assert sum(read_code("iso_3166", code) == code for code in letters) == 249


def test_targets_are_those_of_the_agenda() -> None:
    """The Sustainable Development Goals have 169 targets."""
    steps = [*map(str, range(1, 21)), *"abcdefg"]
    codes = [f"{goal}.{step}.1" for goal in range(1, 19) for step in steps]
    assert sum(read_code("sdg", code) == code for code in codes) == 169
