"""Write an answer where the person asked for it."""

import argparse
import csv
import io
import json
import sys
from pathlib import Path

from gongjian.cli.solve._answer import Answer
from gongjian.engines.errors import EngineInputError
from gongjian.readers import guarded

STDOUT = "-"
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def write_answer(answer: Answer, args: argparse.Namespace) -> None:
    """Write the forms that were asked for; the report goes to the screen unless JSON does.

    Text in CSV that a spreadsheet could take for a formula is led by an apostrophe.

    Raises EngineInputError when a form was asked for that this answer doesn't have.
    """
    if args.geojson and answer.is_solved and not answer.features:
        raise EngineInputError("没有经纬度，写不成 GeoJSON。请在表里加“经度”“纬度”两列，或改用 --csv。")
    if args.json:
        _write(args.json, json.dumps(answer.record, ensure_ascii=False, indent=1) + "\n")
    if args.csv:
        _write(args.csv, BOM + _csv_of(answer))
    if args.geojson:
        collection = {"type": "FeatureCollection", "features": list(answer.features)}
        _write(args.geojson, json.dumps(collection, ensure_ascii=False) + "\n")
    report = "\n".join(answer.lines) + "\n"
    if args.report:
        _write(args.report, report)
    elif args.json != STDOUT:
        sys.stdout.write(report)


def _csv_of(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    if answer.table is not None:
        writer.writerow([guarded(title) for title in answer.table.header])
        for row in answer.table.rows:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _write(name: str, text: str) -> None:
    if name == STDOUT:
        sys.stdout.write(text)
    else:
        Path(name).write_text(text, encoding="utf-8", newline="")
