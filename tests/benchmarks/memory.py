"""Programs that print how much memory one extraction needs at its peak, in bytes.

It runs in a process of its own: lxml's trees are not Python's, so only the system knows their size,
and a peak is never taken back. VmHWM, and not getrusage: that one starts from the parent's peak.
"""

HIGH_WATER = """
import re, sys
from pathlib import Path
from extractors import extract

def high_water():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", status).group(1)) * 1024
"""

WHOLE = f"""{HIGH_WATER}
extract(Path(sys.argv[1]).read_bytes(), sys.argv[1])
print(high_water())
"""
"""With all that is imported."""

PEAK = f"""{HIGH_WATER}
extract(b"<html/>")
data = Path(sys.argv[1]).read_bytes()
before = high_water()
extraction = extract(data, sys.argv[1])
print(high_water() - before)
"""
"""Above what was there before."""
