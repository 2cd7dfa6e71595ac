"""A report that a source offers, whatever the source: its address, its day, how it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from extractors.model import Origin
from flows.net.client import Judge, Response


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be fetched from `url`.

    published   the day on which it came out, or by which the law wants it; None where nobody tells
    form        what it is called: 'DART annual report'
    judge       what is wrong with its bytes; may raise FetchError where another try cannot help
    zone        where its day ends
    """

    url: str
    published: date | None
    form: str
    judge: Judge
    zone: tzinfo = UTC

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, which then are not those of this report."""
        return self.judge(data)

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """How we got the bytes; known at the end of its day, or when we got them before that."""
        known_at = response.retrieved
        if self.published is not None:
            over = datetime.combine(self.published + timedelta(days=1), time.min, self.zone)
            known_at = min(known_at, over.astimezone(UTC))
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=known_at,
            known_at_basis="retrieved" if known_at == response.retrieved else "published",
            form=self.form,
            published=self.published,
            etag=response.etag,
            company_id=company_id,
        )
