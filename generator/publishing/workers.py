"""Work that is shared: tasks through an executor of `concurrent.futures`, done again where one who had them is lost.

A task is a function of a module with what it needs, all of it values, and gives values back: it reads and writes no file
that others have, so it may run on any machine, and more than once, and what comes of it is the same wherever it ran.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from multiprocessing.connection import wait as ended
from socket import create_connection
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

Task = Callable[[], T]
"""Something to do: `functools.partial` of a function that can be found by its name, with values that can be pickled."""

LOSSES = 3
"""How often in a row workers may be lost before a single task is done. By then it is the tasks that end them."""

AHEAD = 2
"""How many tasks each worker is given at once, so that it never waits for the next one."""


class SharingError(Exception):
    """Work that was shared is not done: `reason` is a key of the words for it."""

    reason = ""


class WorkersLostError(SharingError):
    """Those who share the work were lost again and again, and what they were to do is not done."""

    reason = "workers_lost"


class SchedulerError(ValueError):
    """What was given as the address of a scheduler is none."""


class NoDaskError(SharingError):
    """A scheduler was named, and what speaks with it is not installed."""

    reason = "no_dask"


@dataclass(frozen=True, slots=True)
class Crew:
    """Some who share work: `count` of them, got as an executor for as long as a block runs."""

    count: int
    executor: Callable[[], AbstractContextManager[Executor]]

    def results(self, tasks: Iterable[Task[T]]) -> Iterator[T]:
        """What comes of some tasks, each as soon as it is done; a task is asked for when somebody can begin with it.

        Tasks whose worker was lost (killed, or the machine gone) are given to new ones. Raises WorkersLostError where
        these are lost too, again and again, and whatever a task raises; nobody works on then.
        """
        tasks, lost, losses = iter(tasks), deque[Task[T]](), 0
        while losses < LOSSES:
            given: dict[Future[T], Task[T]] = {}
            try:
                with self.executor() as executor:
                    while self._give(executor, tasks, lost, given):
                        done = wait(given, return_when=FIRST_COMPLETED).done
                        # What was done comes before what was lost, so that it is not lost too.
                        for future in sorted(done, key=lambda future: future.exception() is not None):
                            result = future.result()
                            del given[future]
                            losses = 0
                            yield result
            except BrokenExecutor:
                lost.extend(given.values())
                losses += 1
            else:
                return
        raise WorkersLostError

    def _give(
        self,
        executor: Executor,
        tasks: Iterator[Task[T]],
        lost: deque[Task[T]],
        given: dict[Future[T], Task[T]],
    ) -> bool:
        """Give out as many tasks as may be; False where there is nothing left to wait for."""
        while len(given) < AHEAD * self.count:
            if not lost:
                lost.extend(islice(tasks, 1))
            if not lost:
                break
            # It stays among the lost until somebody has it.
            given[executor.submit(lost[0])] = lost[0]
            lost.popleft()
        return bool(given)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Here(Executor):
    """Does each task at once."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """What was done; what a task raises is raised when the result is asked for."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is
            future.set_exception(error)
        return future


def alone() -> Crew:
    """Nobody else: this process does it all."""
    return Crew(1, _Here)


def processes(count: int) -> Crew:
    """Processes on this machine. They end with the block, whatever ends it, and with the process that began them."""
    return Crew(count, lambda: _processes(count))


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    before = set(active_children())
    _begin_tracker()
    # Begun anew and not as copies of this process: what holds threads must not be copied.
    executor = ProcessPoolExecutor(count, get_context("spawn"), _begin, (gc.get_threshold(),))
    over = threading.Event()

    def end() -> None:
        for child in set(active_children()) - before:
            child.terminate()
        # Of one that ended within its answer the rest would be waited for as long as anybody can write it: this process, too.
        answers: Any = executor._result_queue  # noqa: SLF001 - there is no other way to it
        if answers:
            answers._writer.close()  # noqa: SLF001

    def watch() -> None:
        while not over.wait(_LOOKED_AFTER_EVERY):
            there = [child.sentinel for child in [*(executor._processes or {}).values()]]  # noqa: SLF001
            if ended(there, 0) and not over.wait(_NOTICED_WITHIN):
                end()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield executor
    except BaseException:
        end()
        raise
    finally:
        over.set()
        executor.shutdown(cancel_futures=True)


_LOOKED_AFTER_EVERY, _NOTICED_WITHIN = 1.0, 10.0
"""Seconds between two looks at whether one of them was lost, and within which Python notices it by itself: not where he was
killed while he told his answer, since it waits for the rest.
"""


def _begin_tracker() -> None:
    """Begin Python's own process that counts what processes share, so that the end of a terminal does not end it before them:
    begun again by the one that puts things away, it would complain of what it does not know. It ends with those that it counts for.
    """
    if hasattr(signal, "pthread_sigmask"):  # not on every system, and there is no such process elsewhere
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
        try:
            resource_tracker.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def cluster(address: str) -> Crew:
    """The workers of a Dask cluster, by the address of its scheduler, such as `tcp://10.0.0.1:8786`.

    Each must have this program, and stand in a folder with what the installation has of its own (`site_src/`). Raises
    NoDaskError where `distributed` is not installed, SchedulerError where that is no address, OSError where nobody answers.
    """
    if find_spec("distributed") is None:
        raise NoDaskError
    try:
        there = urlsplit(address)
        host, port = there.hostname, there.port
    except ValueError as error:
        raise SchedulerError(address) from error
    if there.scheme not in _SPOKEN or host is None or port is None:
        raise SchedulerError(address)
    # Asked before Dask does, which asks for half a minute and complains for another.
    try:
        create_connection((host, port), _PATIENCE).close()
    except OSError as error:
        error.filename = address
        raise
    with _client(address) as client:
        count = sum(client.ncores().values())
    return Crew(max(count, 1), lambda: _cluster(address))


_SPOKEN = ("tcp", "tls")
"""How a scheduler may be spoken with."""

_PATIENCE = 10
"""Seconds in which one must answer."""


def _client(address: str) -> Any:
    from distributed import Client

    return Client(address, set_as_default=False)  # type: ignore[no-untyped-call] # as Dask has it


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Dask gives the tasks of a lost worker to others by itself, and gives up by itself."""
    from distributed import KilledWorker

    with _client(address) as client:
        # Each task is one by itself, however alike they look.
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except KilledWorker as error:
            raise WorkersLostError from error
        finally:
            executor.shutdown(wait=False)


def _begin(threshold: tuple[int, int, int]) -> None:
    """What a process does first: it leaves it to the one that began it what an interruption means, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*threshold)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
