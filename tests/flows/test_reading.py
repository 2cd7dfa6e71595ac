"""One document that fails, or that kills its reader, harms no other."""

import os
import signal

from extractors.errors import ArchiveError, DocumentError, PipelineError
from extractors.model import Document, Extraction
from flows.reading import Outcome, read_all


def read(key: str) -> Extraction:
    if key == "damaged":
        raise ArchiveError("the bytes are damaged", key, "fetch it again")
    if key == "faulty":
        raise KeyError("context")
    if key == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    return Extraction(Document(key, "text/html", 1))


def told(outcome: Outcome) -> str:
    return str(outcome) if isinstance(outcome, PipelineError) else outcome.document.sha256


def test_every_document_has_its_outcome_in_order() -> None:
    keys = ["a", "damaged", "faulty", "b"]
    assert [(key, told(outcome)) for key, outcome in read_all(read, keys, jobs=2)] == [
        ("a", "a"),
        ("damaged", "damaged: the bytes are damaged; fetch it again"),
        (
            "faulty",
            "faulty: the reader failed with KeyError: 'context'; "
            "report this fault; the other documents are read",
        ),
        ("b", "b"),
    ]


def test_a_reader_that_is_killed_costs_its_own_document_alone() -> None:
    outcomes = dict(read_all(read, ["a", "killer", "b"], jobs=2))
    assert [told(outcomes[key]) for key in ("a", "b")] == ["a", "b"]
    assert isinstance(outcomes["killer"], DocumentError)
    assert "was killed" in str(outcomes["killer"])


def test_no_documents_are_no_work() -> None:
    assert list(read_all(read, [], jobs=2)) == []
