"""What somebody finds who has nothing but an archive of a package: its targets as cases, and the verdicts on them."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from sql_rules import verdicts

Rows = list[dict[str, str]]

_RANGE = re.compile(r"\d\D*[-–—~至]\s*\d")
_OVER = re.compile(r"以上|不低于|不少于|超过|at least|more than|over ")
_UNDER = re.compile(r"以下|以内|不超过|不足|at most|less than|up to ")
"""What makes a printed figure a range or a bound, in the words of the examples."""


class Archive:
    """The tables and the rules of an archive."""

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            self.files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}

    def rows(self, table: str) -> Rows:
        """The rows of a table, by the names of its columns."""
        return list(csv.DictReader(StringIO(self.files[f"{table}.csv"].decode("utf-8-sig"))))

    def differing(self, day: str) -> list[tuple[str, str, object, str]]:
        """Where the verdicts by rules.json are not those of assessments.csv: target, column, the one, the other."""
        cases = list(self.cases(day))
        published = {row["target_id"]: row for row in self.rows("assessments")}
        assert len(cases) == len(published)
        found = []
        for item in verdicts(json.loads(self.files["rules.json"]), cases)["verdicts"]:
            told = published[cases[item["case_id"]]["case"]]
            found += [
                (told["target_id"], name, item[name], told[name])
                for name in ("reporting_status", "progress_status", "rule", "reason", "half_test")
                if (item[name] or "") != told[name]
            ]
            for name, least in (("share_done", 0.00501), ("share_due", 0.00501), ("pace", 0.0000501)):
                value = item[name]
                if (value is None) != (told[name] == "") or abs(
                    (value or 0) - float(told[name] or 0)
                ) > least:
                    found.append((told["target_id"], name, value, told[name]))
            if ";".join(item["parts"]) != told["parts"]:
                found.append((told["target_id"], "parts", item["parts"], told["parts"]))
        return found

    def issued(self) -> Mapping[str, str]:
        """The day of issue of each document: as rules.json says."""
        said = defaultdict(list)
        for table in ("observations", "progress", "claims"):
            for row in self.rows(table):
                if row.get("obs_status") != "F":
                    said[row["document_id"]].append(row["as_of"])
        found = {}
        for row in self.rows("documents"):
            days = said[row["document_id"]]
            if row["kind"] == "plan":
                days = [*days, row["period_start"]]
            found[row["document_id"]] = row["published"] or max(days, default=row["period_end"])
        return found

    def cases(self, day: str) -> Iterator[dict[str, Any]]:
        """Each target as a case."""
        indicators = {row["indicator_id"]: row for row in self.rows("indicators")}
        baselines = {row["target_id"]: row["baseline"] for row in self.rows("assessments")}
        documents, issued, targets = self.rows("documents"), self.issued(), self.rows("targets")
        kinds = {row["document_id"]: row for row in documents}
        later = {row["supersedes"]: row for row in targets if row["supersedes"]}
        planned, reported = defaultdict(list), defaultdict(list)
        for row in self.rows("planned"):
            planned[row["target_id"]].append({"date": row["date"], "value": row["value"]})
        for row in self.rows("observations"):
            indicator = indicators[row["indicator_id"]]
            reported[row["indicator_id"]].append(_reported(row, indicator, kinds, issued))
        for row in targets:
            indicator = indicators[row["indicator_id"]]
            successor = later.get(row["target_id"]) or later.get(row["restates"])
            since = successor and max(successor["revised_on"], issued[successor["document_id"]])
            yield {
                "case": row["target_id"],
                "date": day,
                "target": {
                    "measure": indicator["measure"],
                    "ascending": indicator["ascending"] == "true",
                    "unit_id": indicator["unit_id"],
                    **{
                        name: row[name]
                        for name in ("area_id", "period_start", "period_end", "comparator", "value")
                    },
                    **{name: row[name] or None for name in ("value_upper", "baseline_end")},
                    "attainment": row["attainment"] or "throughout",
                    "baseline": baselines[row["target_id"]] or None,
                    "planned": planned[row["target_id"]],
                    "later": successor and {"period_end": successor["period_end"], "since": since},
                },
                "observations": reported[row["indicator_id"]],
            }


def _reported(
    row: Mapping[str, str],
    indicator: Mapping[str, str],
    documents: Mapping[str, Mapping[str, str]],
    issued: Mapping[str, str],
) -> dict[str, Any]:
    figure, document = row["figure"], documents[row["document_id"]]
    bound = "over" if _RANGE.search(figure) or _OVER.search(figure) else "exact"
    return {
        **{name: row[name] for name in ("observation_id", "area_id", "period_start", "period_end", "as_of")},
        **{name: row[name] for name in ("qualifier", "obs_status")},
        "unit_id": row["unit_id"] or indicator["unit_id"],
        "breakdown": row.get("breakdown", ""),
        "value": row["value"] or None,
        "range": bool(_RANGE.search(figure)),
        "bound": "under" if _UNDER.search(figure) else bound,
        "issued": issued[row["document_id"]],
        "dated": bool(document["published"]),
        "quoted": document["kind"] == "plan",
    }
