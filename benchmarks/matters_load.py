"""Residents report with photos while desks read, against the product's own server: how fast, and is all of it there, once?

A scratch database gets 100,000 matters of a county with 40 streets and is dropped at the end. The server is
`gongjian serve` with production settings behind a proxy that is played: each request says the address that the
proxy saw. Residents come at a steady rate whether or not those before were answered (time counts from the moment
a page was meant to be asked for): they open the form without scripts, take 4 seconds over it, send it with a JPEG
of 1600 × 1200 points, about 300 kB, and keep the number and the code of the receipt. People at 200 desks open a
page every 20 seconds, give or take ten. Styles and pictures of the pages are not asked for: browsers keep them.

    python -m benchmarks.matters_load                          PostgreSQL on this machine, 10 a second for 5 minutes
    python -m benchmarks.matters_load --database sqlite --rate 3
    python -m benchmarks.matters_load --kill 9                 web, task and all processes killed in turn
    python -m benchmarks.matters_load --flood --rate 1         10,000 junk reports from one address meanwhile

All of it, and the load itself, runs on one machine. Ends with exit code 1 when a page failed or anything
promised is missing or there twice.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks._load.checking import check_reports, check_trail
from benchmarks._load.desks import Desks, warm_up
from benchmarks._load.figures import conditions_of, report, shares_of
from benchmarks._load.flood import Flood, check_flood
from benchmarks._load.following import follow_some
from benchmarks._load.killing import Killer, Supervisor
from benchmarks._load.matters import fill, start_ticking
from benchmarks._load.photos import make_photos
from benchmarks._load.reminding import check_reminders
from benchmarks._load.residents import Residents
from benchmarks._load.town import Town, make_town, person_at
from benchmarks._load.watching import Watch, database_bytes, drain, settle
from benchmarks._load.web import Record
from benchmarks._server import Server, scratch_database, set_up

DRAIN_LIMIT_S, SETTLE_LIMIT_S = 900, 300
FOLLOWED = 50


def main(argv: list[str] | None = None) -> int:
    """Run it and print its figures: a table, and one JSON object as the last line."""
    args = _arguments(argv)
    folder = Path(tempfile.mkdtemp(prefix="gongjian-load-"))
    try:
        with scratch_database(args.database, folder) as url:
            set_up(folder, url)
            figures = _run(args, folder)
            from django.db import connection

            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if figures["faults"] else 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench matters_load")
    parser.add_argument(
        "--database", default="postgres", help="postgres, sqlite, or the URL of one to put it beside"
    )
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=10, help="reports a second")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--desks", type=int, default=200)
    parser.add_argument(
        "--think", type=float, default=20, help="seconds that a person at a desk reads a page"
    )
    parser.add_argument("--ticking", type=int, default=900, help="matters whose reminder comes meanwhile")
    parser.add_argument("--kill", type=int, default=0, metavar="TIMES")
    parser.add_argument("--flood", action="store_true", help="junk meanwhile; the run ends with it")
    parser.add_argument("--junk", type=int, default=10_000)
    parser.add_argument("--junk-connections", type=int, default=16)
    parser.add_argument("--junk-addresses", type=int, default=1)
    parser.add_argument("--port", type=int, default=8119)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(argv)


def _run(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    from django.utils import timezone

    begin = time.perf_counter()
    town = make_town(args.desks)
    ticking = fill(town, args.matters, args.ticking, timezone.now(), args.seed)
    pictures = 0 if args.flood else round(args.rate * args.minutes * 60)
    photos = make_photos(folder / "pictures", pictures, args.seed)
    print(f"{'set up, s':<44}{time.perf_counter() - begin:>12.1f}", flush=True)
    server = Server(args.port, args.workers)
    server.start()
    warm_up(town, args.port)
    supervisor = Supervisor(server)
    if args.kill:
        supervisor.start()
    try:
        return _load(args, town, ticking, photos, supervisor)
    finally:
        supervisor.stop()
        server.stop()


def _load(
    args: argparse.Namespace, town: Town, ticking: list[int], photos: list[Path], supervisor: Supervisor
) -> dict[str, object]:
    """Let everybody loose, wait until all is done, count."""
    from django.utils import timezone

    record, watch, conditions, size = Record(), Watch(), conditions_of(args), database_bytes()
    residents = Residents(town, args.port, record, photos, args.kill > 0, args.seed)
    desks = Desks(town, args.port, record, args.think, args.seed, args.kill > 0)
    killer = Killer(supervisor.server, args.kill, args.minutes * 60, args.seed)
    since, begin = timezone.now(), time.monotonic()
    start_ticking(ticking, since, args.minutes * 60)
    for part in (desks, watch, killer):
        part.start()
    flood = _send(args, town, residents)
    elapsed = time.monotonic() - begin
    for part in (killer, desks):
        part.stop()
    residents.wait()
    drained_s = drain(DRAIN_LIMIT_S)
    watch.stop()
    until = timezone.now()
    faults = {"photos not drained": int(drained_s is None), "settled late": settle(until, SETTLE_LIMIT_S)}
    wrong, late = check_reminders(ticking, since, until)
    faults |= wrong | check_reports(residents.reports, town, max(ticking)) | check_trail()
    faults |= follow_some(residents.reports, args.port, FOLLOWED, args.seed)
    junk = check_flood(flood, person_at(town, flood.place_code)) if flood else {}
    figures = {
        **conditions,
        "reports": len(residents.reports),
        "reports a second": round(len(residents.reports) / elapsed, 2),
        "killed": killer.killed,
        "started again": supervisor.starts,
        "photos waiting, most": watch.most,
        "photos waiting": watch.curve(),
        "photos drained after, s": drained_s,
        "reminders late, s": shares_of(late),
        "database grew, MB": round((database_bytes() - size) / 1e6, 1),
        **junk,
    }
    return report(figures, record, elapsed, faults)


def _send(args: argparse.Namespace, town: Town, residents: Residents) -> Flood | None:
    """Let the residents come for the time asked, or for as long as the junk takes."""
    halt = threading.Event()
    if not args.flood:
        residents.run(args.rate, halt, round(args.rate * args.minutes * 60))
        return None
    flood = Flood(town, args.port, args.junk, args.junk_connections, args.junk_addresses)
    real = threading.Thread(target=residents.run, args=(args.rate, halt, sys.maxsize), daemon=True)
    real.start()
    flood.run()
    halt.set()
    real.join()
    return flood


if __name__ == "__main__":
    raise SystemExit(main())
