"""200 phones bring a day's work in at once, against the product's own server: nothing lost, nothing doubled.

Each phone is one inspector with 30 sheets: opened, every item scored, a photo of about 200 kB of noise taken,
signed and handed in. All start together. With `--kill` the server is killed outright (SIGKILL) in the middle
and started again; the phones try again as the app does. What was sent is then looked for in the database:
every sheet submitted, every photo there with the digest it was sent under, no operation twice, the trail whole.

    python -m benchmarks.sync --phones 200 --sheets 30            SQLite
    python -m benchmarks.sync --database postgres://…/scratch     another database, emptied first
    python -m benchmarks.sync --kill 2
"""

import argparse
import json
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

from benchmarks._server import Server
from benchmarks._sync.checking import check
from benchmarks._sync.device import Device
from benchmarks._sync.field import make_field


def main(argv: list[str] | None = None) -> None:
    """Run the day and print its figures; ends with an error when anything is missing or there twice."""
    parser = argparse.ArgumentParser(prog="bench sync")
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--sheets", type=int, default=30)
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--kilobytes", type=int, default=200, help="size of a photo")
    parser.add_argument("--kill", type=int, default=0, metavar="TIMES")
    parser.add_argument("--database", default="", help="a URL; an SQLite file of its own without one")
    parser.add_argument("--port", type=int, default=8109)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="gongjian-sync-"))
    os.environ["GONGJIAN_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    if args.database:
        os.environ["DATABASE_URL"] = args.database
    try:
        figures = _day(args, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, ensure_ascii=False))
    if figures["faults"]:
        raise SystemExit(1)


def _day(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    started = time.perf_counter()
    field = make_field(args.phones, args.sheets, args.items)
    print(f"{'set up, seconds':<40}{time.perf_counter() - started:>12.1f}", flush=True)
    server = Server(args.port, args.workers)
    devices = [Device(field, at, args.port, args.kilobytes, args.seed) for at in range(args.phones)]
    server.start()
    try:
        elapsed = _all_at_once(devices, server, args)
    finally:
        server.stop()
    return _print(devices, server, elapsed, check(field, devices, folder), args)


def _all_at_once(devices: list[Device], server: Server, args: argparse.Namespace) -> float:
    """Let every phone send its day; kill the server as often as asked, at shares of the work set by the seed."""
    gate = threading.Barrier(len(devices) + 1)
    threads = [threading.Thread(target=device.run, args=(gate,), daemon=True) for device in devices]
    for thread in threads:
        thread.start()
    gate.wait()
    started = time.perf_counter()
    whole = sum(device.total for device in devices)
    for number in range(args.kill):
        share = (number + 1) / (args.kill + 1) + (args.seed % 7 - 3) / 50
        while sum(device.settled for device in devices) < share * whole and any(
            t.is_alive() for t in threads
        ):
            time.sleep(0.05)
        server.kill_and_start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _print(
    devices: list[Device], server: Server, elapsed: float, found: dict[str, object], args: argparse.Namespace
) -> dict[str, object]:
    times = sorted(one for device in devices for one in device.times_s)
    figures: dict[str, object] = {
        "database": "PostgreSQL" if args.database.startswith("postgres") else "SQLite",
        "phones": args.phones,
        "sheets": args.phones * args.sheets,
        "operations": sum(device.total for device in devices),
        "megabytes": round(sum(device.bytes_sent for device in devices) / 1e6),
        "kills": server.kills,
        "requests": len(times),
        "tried again": sum(device.retries for device in devices),
        "seconds": round(elapsed, 1),
        "requests per second": round(len(times) / elapsed, 1),
        "p50 s": round(times[len(times) // 2], 3),
        "p95 s": round(times[len(times) * 95 // 100], 3),
        "max s": round(times[-1], 3),
        **found,
    }
    for name, value in figures.items():
        print(f"{name:<40}{value!s:>12}")
    return figures


if __name__ == "__main__":
    main()
