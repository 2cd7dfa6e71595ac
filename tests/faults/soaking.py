"""Random faults for as long as one likes: memory stays flat, and the hash is right each time."""

from __future__ import annotations

import random
import resource
import shutil
import time
from pathlib import Path

from tests.faults.answering import tried
from tests.faults.answers import FAULTS, concerns
from tests.faults.damaging import DAMAGES, PLACES, healed
from tests.faults.site import REGULATORS, TARGETS, FaultySite
from tests.faults.yard import Outcome, Undisturbed

TOLD = 20  # tries between two lines


def soak(site: FaultySite, good: Undisturbed, folder: Path, seconds: float, seed: int) -> int:
    """Faults until the time is over, each followed by a plain refresh; 1 if one was not healed."""
    chance, began, done, bad = random.Random(seed), time.monotonic(), 0, 0
    home = folder / "soaked"
    print(f"seed {seed}, undisturbed {good.content_hash}", flush=True)
    while time.monotonic() - began < seconds:
        outcome = _one(site, good, home, chance, is_built=done % TOLD == TOLD - 1)
        shutil.rmtree(home)
        done += 1
        if not outcome.is_recovered or outcome.twice:
            bad += 1
            print(outcome, flush=True)
        if done % TOLD == 0:
            passed = time.monotonic() - began
            print(f"{passed:6.0f} s  {done:5} faults  {bad} not healed  {_resident():5.0f} MiB now"
                  f"  {_peak():5.0f} MiB at most  hash {'right' if not bad else 'see above'}",
                  flush=True)  # fmt: skip
    print(f"{done} faults, {bad} not healed, {_peak():.0f} MiB at most")
    return 1 if bad else 0


def _one(
    site: FaultySite, good: Undisturbed, home: Path, chance: random.Random, *, is_built: bool
) -> Outcome:
    if chance.random() < 0.2:
        shutil.copytree(good.home, home)
        place, damage = chance.choice(list(PLACES)), chance.choice(list(DAMAGES))
        DAMAGES[damage](chance.choice(sorted(home.glob(PLACES[place]))))
        return healed(site, good, home, f"damaged: {place}", damage)
    fault = chance.choice(list(FAULTS))
    pages = {**TARGETS, **REGULATORS}
    names = [name for name, path in pages.items() if concerns(fault, path)]
    hit = chance.sample(names, chance.randint(1, len(names)))
    for name in hit:
        site.faults[pages[name]] = chance.choice(FAULTS[fault])(pages[name])
    return tried(site, good, home, fault, ", ".join(hit), is_built=is_built)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
