"""All kinds of pages that are drawn."""

from tests.fuzz.columns import COLUMNS
from tests.fuzz.outlooks import OUTLOOKS
from tests.fuzz.releases import RELEASES
from tests.fuzz.segments import SEGMENTS
from tests.fuzz.statements import STATEMENTS

KINDS = (*COLUMNS, *STATEMENTS, *SEGMENTS, *OUTLOOKS, *RELEASES)
