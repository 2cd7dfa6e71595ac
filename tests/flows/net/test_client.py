"""The client against a real server that misbehaves; time is the test's own where waiting matters."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import FetchError
from flows.net.addresses import shown
from flows.net.answer import Limits, RetryableError
from flows.net.client import Http, MissingError
from flows.net.rate_limit import Clock, RateLimiter, service
from flows.net.transport import gunzip
from tests.builders.passing_time import START, Time
from tests.builders.site import Answer, Site, redirect, zipped

ROOT = Path(__file__).parents[3]
JANE = "Jane Doe jane@doe.org"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().running() as site:
        yield site


@pytest.fixture
def passing_time() -> Time:
    return Time()


@pytest.fixture
def http(site: Site, tmp_path: Path, passing_time: Time) -> Iterator[Http]:
    with Http(tmp_path, ["www.sec.gov"], loopback=site.url, clock=passing_time.clock) as http:
        yield http


def hasty(site: Site, folder: Path, **limits: float) -> Http:
    """A client on the real clock with tight limits and a single try."""
    return Http(folder, [], loopback=site.url, limits=Limits(tries=1, **limits))  # type: ignore[arg-type]


def refused(http: Http, url: str) -> str:
    """The line that `http` refuses `url` with."""
    with http, pytest.raises(FetchError) as caught:
        http.get(url)
    return str(caught.value)


class TestWhoWeAre:
    @pytest.mark.parametrize(
        ("identity", "line"),
        [
            ("", "www.sec.gov: SEC answers only to those who say who they are; set PROFIT_POOLS_IDENTITY to your name and e-mail address: 'Jane Doe jane@doe.org'"),
            ("Jane Doe", "www.sec.gov: PROFIT_POOLS_IDENTITY holds no e-mail address; set PROFIT_POOLS_IDENTITY to your name and e-mail address: 'Jane Doe jane@doe.org'"),
            ("Jane\r\nX-Evil: 1 jane@doe.org", "www.sec.gov: PROFIT_POOLS_IDENTITY is not plain ASCII; set PROFIT_POOLS_IDENTITY to your name and e-mail address: 'Jane Doe jane@doe.org'"),
        ],
    )  # fmt: skip
    def test_sec_is_not_asked_without_an_identity(
        self, tmp_path: Path, identity: str, line: str
    ) -> None:
        with Http(tmp_path, ["www.sec.gov"], identity=identity) as http:
            with pytest.raises(FetchError) as caught:
                http.get("https://www.sec.gov/files/company_tickers.json")
            with pytest.raises(FetchError):
                http.check("https://www.sec.gov/")
        assert str(caught.value) == line
        assert not list(tmp_path.iterdir())  # not even a slot was booked

    def test_with_one_it_may_be_asked(self, tmp_path: Path) -> None:
        with Http(tmp_path, ["data.sec.gov"], identity=JANE) as http:
            assert http.check("https://data.sec.gov/submissions/") == "data.sec.gov"

    def test_the_identity_is_the_user_agent(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", Answer(body=b"x"))
        with Http(tmp_path, [], identity=JANE, loopback=site.url) as http:
            http.get(url)
        assert site.requests[0].headers["User-Agent"] == JANE
        assert site.requests[0].headers["Accept-Encoding"] == "gzip"

    def test_loopback_needs_none(self, site: Site, http: Http) -> None:
        http.get(site.on("/a", Answer(body=b"x")))
        assert site.requests[0].headers["User-Agent"].startswith("profit-pools/")

    def test_passwords_of_netrc_are_not_sent(
        self, site: Site, http: Http, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login jane password secret\n")
        monkeypatch.setenv("NETRC", str(netrc))
        http.get(site.on("/a", Answer(body=b"x")))
        assert "Authorization" not in site.requests[0].headers


class TestAnswers:
    def test_a_document(self, site: Site, http: Http) -> None:
        validators = ('"one"', "Wed, 15 Mar 2023 20:06:36 GMT")
        answer = http.get(site.on("/a", Answer(body=b"\x00bytes\xff", validators=validators)))
        assert (answer.status, answer.data) == (200, b"\x00bytes\xff")
        assert (answer.etag, answer.last_modified) == validators
        assert answer.url == f"{site.url}/a"
        assert answer.retrieved == START
        assert not answer.is_not_modified

    def test_nothing_new_and_then_something(self, site: Site, http: Http) -> None:
        old, new = ('"one"', "Wed, 15 Mar 2023 20:06:36 GMT"), ('"two"', "Thu, 16 Mar 2023 GMT")
        url = site.on("/a", Answer(body=b"old", validators=old))
        for validator in ({"etag": old[0]}, {"last_modified": old[1]}):
            answer = http.get(url, **validator)
            assert (answer.status, answer.data, answer.is_not_modified) == (304, b"", True)
        site.on("/a", Answer(body=b"new", validators=new))
        answer = http.get(url, etag=old[0], last_modified=old[1])
        assert (answer.status, answer.data, answer.etag) == (200, b"new", '"two"')

    def test_an_unasked_304_is_refused(self, site: Site, http: Http) -> None:
        with pytest.raises(FetchError, match="304 from the server"):
            http.get(site.on("/a", Answer(304)))

    @pytest.mark.parametrize("status", [404, 410])
    def test_missing_is_final_at_once(
        self, site: Site, http: Http, passing_time: Time, status: int
    ) -> None:
        with pytest.raises(MissingError) as caught:
            http.get(site.on("/a", Answer(status)))
        line = f"{site.url}/a: {status}: no such document; see whether it has moved"
        assert str(caught.value) == line
        assert len(site.requests) == 1
        assert passing_time.slept == []

    @pytest.mark.parametrize("status", [400, 401, 451, 206, 204])
    def test_other_answers_are_final_too(self, site: Site, http: Http, status: int) -> None:
        with pytest.raises(FetchError, match=f"{status} from the server"):
            http.get(site.on("/a", Answer(status, b"" if status == 204 else b"page")))
        assert len(site.requests) == 1


class TestTryingAgain:
    @pytest.mark.parametrize(
        "bad",
        [
            Answer(403), Answer(429), Answer(500), Answer(502), Answer(503), Answer(504),
            Answer(is_hung_up=True), Answer(body=b"half", length=8),
            Answer(body=zipped(b"x" * 999).body[:-9], headers={"Content-Encoding": "gzip"}),
            Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
            Answer(body=b"5\r\nhal", headers={"Transfer-Encoding": "chunked"}, length=None),
            Answer(body=b"x", head_bytes=17), Answer(body=b"x", head_bytes=19),
            Answer(body=b"x", head_bytes=29), Answer(body=b"x", head_bytes=39),
        ],
    )  # fmt: skip
    def test_after_one_failure(
        self, site: Site, http: Http, passing_time: Time, bad: Answer
    ) -> None:
        url = site.on("/a", bad, Answer(body=b"whole"))
        assert http.get(url).data == b"whole"
        assert len(site.requests) == 2
        assert sum(passing_time.slept) == pytest.approx(1.0, abs=0.2)

    def test_for_ever_turned_away(self, site: Site, http: Http, passing_time: Time) -> None:
        with pytest.raises(FetchError) as caught:
            http.get(site.on("/a", Answer(403)))
        assert str(caught.value) == (
            f"{site.url}/a: 403 from the server, 5 times in a row; see that PROFIT_POOLS_IDENTITY "
            "is a name and an e-mail address that are yours; SEC also shuts out for ten minutes "
            "who asked too often: wait, then run again"
        )
        assert len(site.requests) == 5
        assert sum(passing_time.slept) == pytest.approx(1 + 2 + 4 + 8, abs=0.5)

    def test_for_ever_broken(self, site: Site, http: Http, passing_time: Time) -> None:
        with pytest.raises(FetchError) as caught:
            http.get(site.on("/a", Answer(body=b"half", length=8)))
        assert str(caught.value) == (
            f"{site.url}/a: the body was cut short, 5 times in a row; "
            "see whether the site is up, and run again later"
        )
        assert sum(passing_time.slept) == pytest.approx(1 + 2 + 4 + 8, abs=0.5)

    def test_nobody_there(self, tmp_path: Path, passing_time: Time) -> None:
        with Site().running() as site:
            gone = site.url
        told: list[str] = []
        http = Http(tmp_path, [], loopback=gone, clock=passing_time.clock, tell=told.append)
        assert refused(http, f"{gone}/a") == (
            f"{gone}/a: connection refused, 2 times in a row; "
            "see whether the site is up, and run again later"
        )
        assert told == ["127.0.0.1: connection refused; trying again in 1 s"]

    def test_who_was_there_before_is_asked_as_often_as_ever(
        self, tmp_path: Path, passing_time: Time
    ) -> None:
        with Site().running() as site:
            http = Http(tmp_path, [], loopback=site.url, clock=passing_time.clock)
            http.get(site.on("/a", Answer(body=b"x", headers={"Connection": "close"})))
        assert "connection refused, 5 times in a row; " in refused(http, f"{site.url}/a")

    def test_a_long_wait_is_told(self, site: Site, tmp_path: Path, passing_time: Time) -> None:
        told: list[str] = []
        turned = Answer(429, headers={"Retry-After": "60"})
        http = Http(tmp_path, [], loopback=site.url, clock=passing_time.clock, tell=told.append)
        with http:
            assert http.get(site.on("/a", turned, Answer(body=b"x"))).data == b"x"
        assert told == ["127.0.0.1: 429 from the server; trying again in 60 s"]

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [("7", 7), ("Sun, 01 Mar 2026 12:00:30 GMT", 30), ("Sun, 01 Mar 2026 11:00:00 GMT", 0)],
    )
    @pytest.mark.parametrize("status", [403, 429, 503])
    def test_as_late_as_the_server_wishes(
        self, site: Site, http: Http, passing_time: Time, status: int, text: str, seconds: float
    ) -> None:
        url = site.on("/a", Answer(status, headers={"Retry-After": text}), Answer(body=b"x"))
        assert http.get(url).data == b"x"
        assert sum(passing_time.slept) == pytest.approx(seconds, abs=0.2)

    @pytest.mark.parametrize("text", ["soon", "-5", "1e9", "", "9" * 5000])
    def test_a_senseless_wish_is_not_heard(
        self, site: Site, http: Http, passing_time: Time, text: str
    ) -> None:
        url = site.on("/a", Answer(429, headers={"Retry-After": text}), Answer(body=b"x"))
        assert http.get(url).data == b"x"
        assert sum(passing_time.slept) == pytest.approx(1.0, abs=0.2)

    def test_too_long_a_rest_is_for_the_next_run(
        self, site: Site, http: Http, passing_time: Time
    ) -> None:
        url = site.on("/a", Answer(429, headers={"Retry-After": "3600"}))
        with pytest.raises(FetchError) as caught:
            http.get(url)
        assert str(caught.value) == (
            f"{url}: 429 from the server, which asks us to rest for 3,600 s; run again after that"
        )
        with pytest.raises(FetchError, match="asked us to rest, for another 600 s"):
            http.get(site.on("/b", Answer(body=b"x")))
        assert site.paths == ["/a"]  # and nobody is bothered before
        assert passing_time.slept == []
        passing_time.seconds += 600
        assert http.get(f"{site.url}/b").data == b"x"


class TestGzip:
    def test_is_unpacked(self, site: Site, http: Http) -> None:
        assert http.get(site.on("/a", zipped(b"x" * 10_000))).data == b"x" * 10_000

    def test_in_members(self, site: Site, http: Http) -> None:
        both = Answer(
            body=zipped(b"one").body + zipped(b"two").body, headers={"Content-Encoding": "gzip"}
        )
        assert http.get(site.on("/a", both)).data == b"onetwo"

    def test_of_another_kind_is_refused(self, site: Site, http: Http) -> None:
        with pytest.raises(FetchError, match="'br', which nobody asked for"):
            http.get(site.on("/a", Answer(body=b"x", headers={"Content-Encoding": "br"})))

    @given(body=st.binary(max_size=200), cut=st.integers(min_value=1, max_value=300))
    def test_never_passes_for_whole_when_cut(self, body: bytes, cut: int) -> None:
        packed = zipped(body).body
        assert gunzip(packed, 200, "") == body
        with pytest.raises(RetryableError):
            gunzip(packed[: max(0, len(packed) - cut)], 200, "")

    def test_a_bomb_is_refused_at_the_limit(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", zipped(b"\0" * 50_000_000))
        assert "larger than 100,000 bytes" in refused(hasty(site, tmp_path, size=100_000), url)


class TestLimits:
    def test_an_endless_body(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", Answer(body=b"more" * 1000, is_endless=True))
        line = f"{url}: the body is larger than 1,000,000 bytes, which is the limit"
        assert refused(hasty(site, tmp_path, size=1_000_000), url) == line

    def test_a_body_that_drips(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", Answer(body=b"x" * 1000, body_drip=0.02))
        started = time.monotonic()
        assert "took more than 0.2 s" in refused(hasty(site, tmp_path, seconds=0.2), url)
        assert time.monotonic() - started < 2

    def test_a_head_that_drips(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", Answer(body=b"x", head_drip=0.05))
        started = time.monotonic()
        line = refused(hasty(site, tmp_path, silence=0.3), url)
        assert "the head was cut short" in line or "the connection broke off" in line
        assert time.monotonic() - started < 2

    def test_a_head_that_drips_behind_its_first_line(self, site: Site, tmp_path: Path) -> None:
        """Where the line is cut nothing of the head may count, also not as an empty document."""
        url = site.on("/a", Answer(body=b"x", headers={"X": "y" * 400}, head_drip=0.01))
        line = refused(hasty(site, tmp_path, silence=0.3), url)
        assert "the head was cut short" in line or "the connection broke off" in line

    def test_silence(self, site: Site, tmp_path: Path) -> None:
        url = site.on("/a", Answer(body=b"xx", body_drip=5))
        assert "no answer in time" in refused(hasty(site, tmp_path, silence=0.2), url)


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_within_the_site(self, site: Site, http: Http, status: int) -> None:
        site.on("/b", Answer(body=b"there"))
        answer = http.get(site.on("/a", redirect("/b", status)))
        assert (answer.url, answer.data) == (f"{site.url}/b", b"there")

    def test_in_a_circle(self, site: Site, http: Http) -> None:
        with pytest.raises(FetchError, match="more than 5 redirects"):
            http.get(site.on("/a", redirect("/a")))
        assert len(site.requests) == 6

    @pytest.mark.parametrize(
        "place",
        [
            "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "https://192.168.1.1/x",
            "https://[::1]/", "https://evil.example/", "http://www.sec.gov/", "//evil.example/x",
            "https://www.sec.gov:8443/", "https://www.sec.gov@evil.example/", "file:///etc/passwd",
            "ftp://www.sec.gov/", "https://www.sec.gov.evil.example/", "http://127.0.0.1:1/",
            "http://localhost.evil.example/", "https://user:secret@www.sec.gov/",
        ],
    )  # fmt: skip
    def test_elsewhere_are_refused_unasked(self, site: Site, http: Http, place: str) -> None:
        with pytest.raises(FetchError, match="not a place that may be asked") as caught:
            http.get(site.on("/a", redirect(place)))
        assert len(site.requests) == 1
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize("place", ["http://[::1", "https://www.sec.gov:port/", ""])
    def test_to_nowhere(self, site: Site, http: Http, place: str) -> None:
        with pytest.raises(FetchError):
            http.get(site.on("/a", redirect(place)))
        assert len(site.requests) == 1

    def test_with_an_endless_body(self, site: Site, http: Http) -> None:
        endless = Answer(302, b"more" * 1000, {"Location": "/b"}, is_endless=True)
        site.on("/b", Answer(body=b"there"))
        assert http.get(site.on("/a", endless)).data == b"there"

    def test_to_another_server_of_this_machine(self, site: Site, http: Http) -> None:
        with Site().running() as other:
            with pytest.raises(FetchError, match="not a place that may be asked"):
                http.get(site.on("/a", redirect(other.on("/b", Answer(body=b"inner")))))
            assert other.requests == []

    def test_a_good_name_that_leads_inside(self, site: Site, tmp_path: Path) -> None:
        port = site.host.rpartition(":")[2]
        with (
            Http(tmp_path, [f"localhost:{port}"]) as http,
            pytest.raises(FetchError, match=r"leads to (127\.0\.0\.1|::1), which is not public"),
        ):
            http.get(f"https://localhost:{port}/a")
        assert site.requests == []

    @pytest.mark.parametrize(
        "address", ["http://10.0.0.1:80", "https://127.0.0.1", "http://a.example"]
    )
    def test_only_this_machine_is_a_site_without_tls(self, tmp_path: Path, address: str) -> None:
        with pytest.raises(FetchError, match="must be on this machine"):
            Http(tmp_path, [], loopback=address)


def test_messages_hold_no_passwords_and_no_control_characters() -> None:
    assert shown("https://jane:secret@host/a\x1b[2J\nb") == "https://host/a?[2J?b"
    assert len(shown("https://host/" + "a" * 5000)) == 301


class TestSharedLimit:
    def test_services(self) -> None:
        assert service("www.sec.gov") == service("data.sec.gov") == "sec.gov"
        assert service("127.0.0.1") == "127.0.0.1"
        assert service("::1") == "..1"

    @given(delays=st.lists(st.floats(min_value=0, max_value=0.5), min_size=20, max_size=60))
    def test_no_second_holds_more_than_the_limit(
        self, tmp_path_factory: pytest.TempPathFactory, delays: list[float]
    ) -> None:
        """Whatever time passes between two requests and however late a sleeper wakes."""
        passing = Time()
        late = iter(delays * 100)
        clock = Clock(
            monotonic=lambda: passing.seconds,
            sleep=lambda seconds: passing.sleep(seconds + next(late) / 5),
        )
        limiter = RateLimiter(tmp_path_factory.mktemp("state"), clock)
        sent = []
        for _ in delays:
            limiter.wait("www.sec.gov", 100)
            sent.append(passing.seconds)
        assert all(later - sent[i] >= 1 for i, later in enumerate(sent[8:]))

    def test_a_damaged_or_ancient_mark_is_no_mark(self, tmp_path: Path, passing_time: Time) -> None:
        limiter = RateLimiter(tmp_path, passing_time.clock)
        for mark in (b"", b"nan", b"inf", b"-inf", b"\xff\xfe", b"999999999999", b"1e"):
            (tmp_path / "next-request.sec.gov").write_bytes(mark)
            limiter.wait("www.sec.gov", 1)
        assert passing_time.slept == []

    @pytest.mark.slow
    def test_four_processes_keep_to_it(self, site: Site, tmp_path: Path) -> None:
        site.on("/a", Answer(body=b"x"))
        asks = [self.start(tmp_path, site.url, times=15, per_second=32) for _ in range(4)]
        outs = [ask.communicate(timeout=30)[0] for ask in asks]
        granted = sorted(at for out in outs for at in json.loads(out.removeprefix("ready\n")))
        assert [ask.returncode for ask in asks] == [0, 0, 0, 0]
        assert len(granted) == len(site.requests) == 60
        assert most_within(1.0, granted) <= 32
        # On its way to the server a request may be held up a little: SEC allows ten for our eight.
        assert most_within(1.0, sorted(request.at for request in site.requests)) <= 40

    def test_a_killed_holder_holds_up_nobody(self, tmp_path: Path) -> None:
        program = (
            "import sys, time, pathlib, flows.net.rate_limit as p\n"
            "with p.RateLimiter(pathlib.Path(sys.argv[1]))._mark('127.0.0.1'):\n"
            "    print('held', flush=True); time.sleep(10)"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        with holder:
            assert holder.stdout
            assert holder.stdout.readline() == b"held\n"
            waiter = self.start(tmp_path, "", times=3, per_second=32)
            assert waiter.stdout
            assert waiter.stdout.readline() == "ready\n"
            time.sleep(0.3)  # three slots take a third of that
            assert waiter.poll() is None
            os.kill(holder.pid, signal.SIGKILL)
            out, _ = waiter.communicate(timeout=10)
        assert len(json.loads(out)) == 3

    @staticmethod
    def start(state: Path, url: str, *, times: int, per_second: float) -> subprocess.Popen[str]:
        """A process that asks `times`, and prints when it was allowed to."""
        program = (
            "import json, sys, time, pathlib\n"
            "from flows.net.client import Http\n"
            "from flows.net.rate_limit import RateLimiter\n"
            "state, url, times, rate = pathlib.Path(sys.argv[1]), *sys.argv[2:]\n"
            "granted, wait = [], RateLimiter.wait\n"
            "def noted(*args):\n"
            "    wait(*args)\n"
            "    granted.append(time.monotonic())\n"
            "RateLimiter.wait = noted\n"
            "print('ready', flush=True)\n"
            "polite = RateLimiter(state, per_second=float(rate))\n"
            "with Http(state, [], loopback=url or None, per_second=float(rate)) as http:\n"
            "    for _ in range(int(times)):\n"
            "        http.get(url + '/a') if url else polite.wait('127.0.0.1', 60)\n"
            "print(json.dumps(granted))\n"
        )
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, state, url, str(times), str(per_second)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip


def most_within(window: float, times: list[float]) -> int:
    """The most of `times` (sorted) that fall into any window of that length."""
    return max(sum(start <= at < start + window for at in times) for start in times)
