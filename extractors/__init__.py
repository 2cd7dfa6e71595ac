"""Extraction: document bytes in, figures out.

No files, no network, no clock, and no knowledge of which company it is. The readers, with the
parsers that they stand on, are imported with the first document: that takes a fifth of a second,
and who asks the warehouse reads none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lxml import etree
from pypdfium2 import PDFIUM_INFO

from extractors.explanation.stories import Explanation
from extractors.model import Document, Extraction, Fact, Figure, Refusal
from extractors.pdf import ocr

__all__ = [
    "Document",
    "Explanation",
    "Extraction",
    "Fact",
    "Figure",
    "Refusal",
    "explain",
    "extract",
    "extractor_version",
]


@cache
def extractor_version() -> str:
    """16 hex digits: a hash of the extractors' code and vocabulary, and the parsers' versions.

    It differs where pictures can be read: with the extra `ocr` and Tesseract installed.
    """
    parsers = f"lxml {etree.__version__} libxml2 {etree.LIBXML_VERSION} pdfium {PDFIUM_INFO}"
    parsers = " ".join(filter(None, (parsers, ocr.engine())))
    parts = [parsers.encode()]
    for name, source in sorted(_sources(files("extractors"))):
        parts += [name.encode(), source.read_bytes()]
    return hashlib.sha256(b"\x1f".join(parts)).hexdigest()[:16]


def _sources(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every file of code and vocabulary below the folder, with its path in the package."""
    for item in folder.iterdir():
        name = f"{path}/{item.name}"
        if item.is_dir():
            yield from _sources(item, name)
        elif name.endswith((".py", ".csv")):
            yield name, item


def extract(data: bytes, name: str = "") -> Extraction:
    """Everything that one document states. An unreadable document gives a refusal, not an error.

    `name` is the file's name; only its suffix is used, and only to detect a mismatch with the
    bytes. A whole submission gives what all its documents state; facts and figures name their own
    document.
    """
    from extractors import readers  # noqa: PLC0415 - see above

    return readers.read(data, name).extraction


def explain(data: bytes, name: str = "") -> Explanation:
    """What `extract` gives for the same arguments, and what became of each printed number."""
    from extractors import readers  # noqa: PLC0415 - see above
    from extractors.explanation.document import explanation  # noqa: PLC0415

    return explanation(readers.read(data, name))
