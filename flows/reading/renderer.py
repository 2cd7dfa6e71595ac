"""Draws pages as pictures in a process of its own, with the same limits as reading.

A malicious PDF may take for ever, or all memory, only when it is drawn. Its pictures are then
missing, and the pages that would show them are made without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, TypeVar

from extractors.errors import DocumentError, PipelineError
from flows.reading.processes import START, Process, Start, started
from flows.reading.worker import Limits, limit_memory

Wanted = TypeVar("Wanted")
Made = TypeVar("Made")


@dataclass
class Renderer(Generic[Wanted, Made]):
    """Calls `draw`, a function of a module, in a child process that ends with the context.

    Arguments and results of `draw` must be picklable.
    """

    draw: Callable[[bytes, Sequence[Wanted]], Iterable[Made]]
    limits: Limits = field(default_factory=Limits.of)
    start: Start = START
    process: Process | None = None

    def __enter__(self) -> Renderer[Wanted, Made]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(self, data: bytes, places: Sequence[Wanted]) -> list[Made]:
        """The results of drawing `places` of a document.

        Raises DocumentError, also where a limit is exceeded.
        """
        if not places:
            return []
        if self.process is None:
            self.process = started(self.start, _serve, (self.draw, self.limits))
        try:
            self.process.pipe.send((data, list(places)))
            if not self.process.pipe.poll(self.limits.seconds):
                self._end()
                what = f"its pages were not drawn within {self.limits.seconds:g} s"
                raise DocumentError(what, to_do=MORE, reason="too_slow")
            answer: list[Made] | PipelineError = self.process.pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            what = "the process that drew its pages died"
            raise DocumentError(what, to_do=MORE, reason="too_large") from error
        if isinstance(answer, PipelineError):
            raise answer
        return answer

    def _end(self) -> None:
        if self.process is not None:
            self.process.end()
        self.process = None


MORE = "set PROFIT_POOLS_READ_SECONDS or PROFIT_POOLS_READ_GIB to allow more"


def _serve(
    pipe: Connection, draw: Callable[[bytes, Sequence[Wanted]], Iterable[Made]], limits: Limits
) -> None:
    """The child's loop: draw the requested places of each document."""
    limit_memory(limits.memory)
    while True:
        data, places = pipe.recv()
        pipe.send(_drawn(draw, data, places))


def _drawn(
    draw: Callable[[bytes, Sequence[Wanted]], Iterable[Made]], data: bytes, places: Sequence[Wanted]
) -> list[Made] | PipelineError:
    try:
        return list(draw(data, places))
    except PipelineError as error:
        return error.with_traceback(None)
    except MemoryError:
        return DocumentError("its pages take too much memory", to_do=MORE, reason="too_large")
    # A malformed document may raise anything in a library; the others are still drawn.
    except Exception as error:  # noqa: BLE001
        return DocumentError(f"its pages cannot be drawn: {type(error).__name__}: {error}")
