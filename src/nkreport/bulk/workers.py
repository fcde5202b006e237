"""Workers: the same function over batches here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nkreport.errors import ParameterError, WorkerError
from nkreport.limits import DEFAULT, Limits

AHEAD = 2  # items for each worker that are ready before it asks
ANSWER_WITHIN = 10  # seconds for a scheduler to answer
PRELOADED = "nkreport.bulk.batches"  # what processes share before they are forked

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: `submit` gives a future, `lost` are its errors when the worker died.

    `width` is the number of workers; a crew of none works in this very process.
    """

    width: int = 0
    submit: Callable[..., Any] | None = None
    lost: tuple[type[BaseException], ...] = ()


HERE = Crew()


@dataclass(frozen=True, slots=True)
class Task(Generic[Item, Answer]):
    """What workers do with an item, and what becomes of an item that kills them.

    `split` gives the smaller items that it is made of, itself alone where it is one; `join` makes one answer
    of theirs; `lost` answers for a smallest item that nobody survives.
    """

    work: Callable[[Item], Answer]
    split: Callable[[Item], Sequence[Item]]
    join: Callable[[Sequence[Answer]], Answer]
    lost: Callable[[Item], Answer]


def in_order(
    crew: Crew, task: Task[Item, Answer], items: Iterable[Item], *, limits: Limits = DEFAULT,
) -> Iterator[tuple[Item, Answer]]:
    """Each item with its answer, in the order of the items.

    No more items are taken than the workers are about to need, so that memory stays flat.
    """
    waiting: deque[tuple[Item, Any]] = deque()
    for item in items:
        if crew.submit is None:
            yield item, task.work(item)
            continue
        waiting.append((item, crew.submit(task.work, item)))
        if len(waiting) > AHEAD * crew.width:
            yield _answered(crew, task, *waiting.popleft(), limits)
    while waiting:
        yield _answered(crew, task, *waiting.popleft(), limits)


def _answered(
    crew: Crew, task: Task[Item, Answer], item: Item, future: Any, limits: Limits,
) -> tuple[Item, Answer]:
    try:
        return item, future.result()
    except crew.lost:
        return item, _retried(crew, task, item, limits)


def _retried(crew: Crew, task: Task[Item, Answer], item: Item, limits: Limits) -> Answer:
    """The answer for an item whose worker died: tried again by itself, then in its smallest parts."""
    assert crew.submit is not None
    for _ in range(limits.worker_deaths):
        try:
            answer: Answer = crew.submit(task.work, item).result()
            return answer
        except crew.lost:
            continue
    smaller = task.split(item)
    if len(smaller) > 1:
        return task.join([_retried(crew, task, each, limits) for each in smaller])
    return task.lost(item)


# --- processes of this machine ---


@contextmanager
def processes(count: int) -> Iterator[Crew]:
    """A crew of so many processes; one that dies is replaced, and all end with this process."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _Pool(count)
    try:
        yield Crew(count, pool.submit, (BrokenProcessPool,))
    finally:
        pool.close()


class _Pool:
    """A pool of processes that is made anew when one of them has died."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._executor = _executor(count)

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Any:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._executor.submit(work, *arguments)
        except BrokenProcessPool:
            self._executor.shutdown(wait=False)
            self._executor = _executor(self._count)
            return self._executor.submit(work, *arguments)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


def _executor(count: int) -> Any:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if hasattr(os, "fork"):
        context.set_forkserver_preload([PRELOADED])
    return ProcessPoolExecutor(count, mp_context=context, initializer=_start)


def _start() -> None:
    """A worker leaves Ctrl-C to the run that it serves, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


# --- a Dask cluster ---


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """A crew on the cluster whose scheduler listens at an address such as `tcp://10.0.0.1:8786`."""
    distributed = _distributed()
    _check_address(address)
    try:
        client = distributed.Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise WorkerError("no Dask scheduler answers there", where=address,
                          remedy="check the address, and that `dask scheduler` runs there") from error
    with client:
        yield _of_client(client, address)


def _check_address(address: str) -> None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        whole = bool(parts.scheme and parts.hostname and parts.port)
    except ValueError:
        whole = False
    if not whole:
        raise ParameterError("not the address of a scheduler", where=address,
                             remedy="write it as tcp://10.0.0.1:8786")


@contextmanager
def local_cluster(count: int) -> Iterator[Crew]:
    """A crew on a Dask cluster of so many processes on this machine."""
    distributed = _distributed()
    with (
        distributed.LocalCluster(n_workers=count, threads_per_worker=1, processes=True,
                                 dashboard_address=":0") as place,
        distributed.Client(place, set_as_default=False) as client,
    ):
        yield _of_client(client, "the local cluster")


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ParameterError("Dask is not installed",
                             remedy="install it with `pip install 'nkreport[cluster]'`") from error
    return distributed


def _of_client(client: Any, address: str) -> Crew:
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    width = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
    if not width:
        raise WorkerError("the cluster has no worker", where=address,
                          remedy="start some with `dask worker` and the scheduler's address")

    def submit(work: Callable[..., Any], *arguments: Any) -> Any:
        return client.submit(work, *arguments, pure=False)

    return Crew(width, submit, (KilledWorker, FutureCancelledError))
