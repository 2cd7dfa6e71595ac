"""A report that a source offers, in the form shared by DART, MOPS, ESEF and company sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from extractors.model import Origin
from flows.net.client import Judge, Response
from flows.sources.offers import known


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be fetched from `url`.

    published   the day on which it came out, or by which it is due by law; None where not known
    form        what it is called: 'DART annual report'
    judge       what is wrong with its bytes; raises FetchError where another try cannot help
    zone        time zone of its day of publication
    """

    url: str
    published: date | None
    form: str
    judge: Judge
    zone: tzinfo = UTC

    def fault(self, data: bytes) -> str | None:
        """What is wrong with the bytes, if they are not this report; None if nothing is."""
        return self.judge(data)

    def origin(self, sha256: str, response: Response, company_id: str | None = None) -> Origin:
        """The origin; known at the end of the day of publication, or at an earlier retrieval."""
        over = None
        if self.published is not None:
            next_day = datetime.combine(self.published + timedelta(days=1), time.min, self.zone)
            over = next_day.astimezone(UTC)
        known_at, basis = known(response.retrieved, over)
        return Origin(
            sha256=sha256,
            url=self.url,
            retrieved=response.retrieved,
            known_at=known_at,
            known_at_basis=basis,
            form=self.form,
            published=self.published,
            etag=response.etag,
            company_id=company_id,
        )
