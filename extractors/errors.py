"""The tree of expected errors; each says what went wrong, where, and what to do.

PipelineError
├── FetchError        a source did not give its document
├── ArchiveError      the archive on disk cannot be read or written
├── DocumentError     a document cannot be read at all
│   ├── AmountError   characters that should be an amount are not one
│   └── PeriodError   characters that should be a period are not one
├── RegistryError     a registry row breaks a key, a vocabulary or a rule
│   └── CorrectionError   a correction or review no longer finds what it expects
├── BuildError        a warehouse build failed its checks or its comparison
│   └── BusyError     another process builds
├── QueryError        a question to the warehouse cannot be answered
└── ExportError       an export cannot be written to its folder
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of all expected failures: `what` happened, `where`, and what `to_do` about it."""

    def __init__(self, what: str, where: str = "", to_do: str = "") -> None:
        self.what, self.where, self.to_do = what, where, to_do
        super().__init__(what, where, to_do)

    def __str__(self) -> str:
        """One line: `where: what; to_do`."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{line}; {self.to_do}" if self.to_do else line
        return " ".join(line.split())


class FetchError(PipelineError):
    """A source did not give its document."""


class ArchiveError(PipelineError):
    """The archive on disk cannot be read or written."""


class DocumentError(PipelineError):
    """A document cannot be read at all; `reason` is the refusal's code."""

    def __init__(
        self, what: str, where: str = "", to_do: str = "", *, reason: str = "unreadable"
    ) -> None:
        super().__init__(what, where, to_do)
        self.reason = reason


class AmountError(DocumentError):
    """Characters that should be an amount are not one."""


class PeriodError(DocumentError):
    """Characters that should be a period are not one."""


class RegistryError(PipelineError):
    """A registry row breaks a key, a vocabulary or a rule."""


class CorrectionError(RegistryError):
    """A correction or review no longer finds what it expects."""


class BuildError(PipelineError):
    """A warehouse build failed its checks or its comparison with the last build."""


class BusyError(BuildError):
    """Another process builds the warehouse of the same folder."""


class QueryError(PipelineError):
    """A question to the warehouse cannot be answered."""


class ExportError(PipelineError):
    """An export cannot be written to its folder."""
