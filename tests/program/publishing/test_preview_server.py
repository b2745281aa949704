"""Whom the preview answers, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from wsgiref.util import FileWrapper

import pytest

from generator.publishing.preview_server import Server, Shown


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "index.html").write_text("<p>Lamps</p>")
    made = Server(lambda: None, "127.0.0.1", 8000, tmp_path, Shown("en"), lambda: None)
    yield made
    made.server_close()


def asked(server: Server, path: str, **said: str) -> tuple[str, bytes]:
    """The status and the content of the answer."""
    status: list[str] = []

    def start(told: str, _: list[tuple[str, str]]) -> None:
        status.append(told)

    answer = server.serve_request({"PATH_INFO": path, **said}, start)
    content = b"".join(answer)
    if isinstance(answer, FileWrapper):
        answer.close()
    return status[0], content


@pytest.mark.parametrize("host", ["", "127.0.0.1:8000", "localhost:9000", "LOCALHOST", "[::1]:8000"])
def test_who_calls_this_computer_by_its_name_is_answered(server: Server, host: str) -> None:
    status, content = asked(server, "/", **({"HTTP_HOST": host} if host else {}))
    assert status == "200 OK"
    assert b"Lamps" in content


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "x"]
)
@pytest.mark.parametrize("path", ["/", "/livereload.js", "/livereload/follows", "/livereload/1/1", "/none"])
def test_who_calls_it_otherwise_reads_nothing(server: Server, host: str, path: str) -> None:
    status, content = asked(server, path, HTTP_HOST=host, QUERY_STRING="1")
    assert (status, content) == ("403 Forbidden", b"http://127.0.0.1:8000/")


def test_an_address_that_can_be_none_is_not_there(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    status, content = asked(server, "/a\0.html")
    assert status == "404 Not Found"
    assert b"livereload" in content
    assert not caplog.records


@pytest.mark.parametrize("way", ["data", "beside/../data", "link", "./data"])
def test_a_folder_is_the_same_by_whatever_way_it_is_told(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """One that seemed another each time would have the site built for ever."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "beside").mkdir()
    (tmp_path / "link").symlink_to("data")
    server.observer.start()
    looked = [server._look(lambda: [Path(way)]) for _ in range(3)]  # noqa: SLF001 - what it does every other second
    server.observer.stop()
    assert looked == [True, False, False]
