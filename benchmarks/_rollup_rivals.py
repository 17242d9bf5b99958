"""The same grades by DuckDB, polars and pandas, each from its own native form, six tables out of each.

Every function takes what `*_load` made of the case beforehand (not counted) and returns, by level, a table
ordered by code with columns code, label (0 best, -1 none), score (hundredths, -1 none), met and base.
"""

import os
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from benchmarks._rollup_case import Case
from gongjian.engines.scoring import Rubric, RuleKind

Tables = dict[int, Any]
POWERS = {12: 1, 9: 10**3, 6: 10**6, 4: 10**8, 2: 10**10, 0: 10**12}


def _rows(rubric: Rubric, kind: RuleKind) -> list[tuple[int, int, int]]:
    """Row, amount and ceiling in hundredths of the items of one kind (each has one rule)."""
    found = [(row, item) for row, item in enumerate(rubric.items) if item.rules[0].kind is kind]
    return [
        (row, int(item.rules[0].amount * 100), int((item.rules[0].cap or 0) * 100)) for row, item in found
    ]


# DuckDB


def duckdb_load(case: Case, rubric: Rubric, is_long: bool) -> duckdb.DuckDBPyConnection:
    """Put the case into tables in memory: one column an item, or one row a sheet and item."""
    db = duckdb.connect()
    db.execute(f"SET threads = {os.cpu_count()}")
    frame = pd.DataFrame({"code": case.codes, "has": case.has_sheet})
    db.register("frame", frame)
    db.execute("CREATE TABLE places AS SELECT * FROM frame ORDER BY code")
    columns = {f"i{row}": column for row, column in enumerate(case.counts)}
    if not is_long:
        wide = pd.DataFrame({"code": case.codes, "has": case.has_sheet, **columns}, copy=False)
        db.register("columns_of_items", wide)
        db.execute("CREATE TABLE wide AS SELECT * FROM columns_of_items ORDER BY code")
        return db
    db.execute("CREATE TABLE long (code BIGINT, item UTINYINT, count UTINYINT)")
    for row, column in enumerate(case.counts):
        part = pd.DataFrame({"code": case.codes, "count": column})[case.has_sheet]
        db.register("part", part)
        db.execute(f"INSERT INTO long SELECT code, {row}, count FROM part")
    return db


def _totals_wide(rubric: Rubric) -> str:
    lost, added = (
        " + ".join(f"least(i{row}::INTEGER * {amount}, {cap})" for row, amount, cap in _rows(rubric, kind))
        for kind in (RuleKind.DEDUCT, RuleKind.ADD)
    )
    vetoed = " OR ".join(f"i{row} > 0" for row, _, _ in _rows(rubric, RuleKind.VETO))
    bonus = int((rubric.bonus_cap or 0) * 100)
    total = f"greatest(0, 10000 - ({lost}) + least({added}, {bonus}))"
    return f"SELECT code, CASE WHEN has THEN {total} END AS score, {vetoed} AS vetoed FROM wide"


def _totals_long(rubric: Rubric) -> str:
    amounts = {row: (amount, cap) for kind in RuleKind for row, amount, cap in _rows(rubric, kind)}
    listed = ", ".join(f"({row}, {amount}, {cap})" for row, (amount, cap) in sorted(amounts.items()))
    first_add, first_veto = (_rows(rubric, kind)[0][0] for kind in (RuleKind.ADD, RuleKind.VETO))
    marks = "least(count::INTEGER * amount, cap)"
    bonus = int((rubric.bonus_cap or 0) * 100)
    return f"""
        SELECT places.code, CASE WHEN lost IS NOT NULL THEN greatest(0, 10000 - lost + least(added, {bonus})) END AS score,
               coalesce(vetoed, false) AS vetoed
        FROM places LEFT JOIN (
          SELECT code, sum({marks}) FILTER (item < {first_add})::BIGINT AS lost,
                 sum({marks}) FILTER (item >= {first_add} AND item < {first_veto})::BIGINT AS added,
                 bool_or(count > 0) FILTER (item >= {first_veto}) AS vetoed
          FROM long JOIN (VALUES {listed}) AS items (item, amount, cap) USING (item) GROUP BY code) USING (code)"""


def _level_sql(level: int, conditions: str, counted: str = "g12", met: str = "label >= 0") -> str:
    """A level's means, and met of base of the counted places below, then its label."""
    power, below = POWERS[level], POWERS[int(counted[1:])]
    means = f"""SELECT code // {power} AS code, coalesce(sum(score) FILTER (score >= 0) // count(*) FILTER (score >= 0), -1)
                AS score FROM g12 GROUP BY 1"""
    counts = f"""SELECT code // {power // below} AS code, count(*) FILTER ({met}) AS met, count(*) AS base
                 FROM {counted} GROUP BY 1"""
    return f"""SELECT code, {conditions} AS label, score, met, base FROM ({means}) JOIN ({counts}) USING (code)"""


FAIR_ABOVE = "WHEN score >= 0 AND met * 2 >= base THEN 1 ELSE -1 END"
GOOD_ABOVE = f"CASE WHEN score >= 0 AND met * 5 >= base * 4 THEN 0 {FAIR_ABOVE}"


def duckdb_rate(db: duckdb.DuckDBPyConnection, rubric: Rubric, is_long: bool) -> Tables:
    """Rate the six levels, a temporary table each."""
    totals = _totals_long(rubric) if is_long else _totals_wide(rubric)
    make = "CREATE OR REPLACE TEMP TABLE"
    db.execute(f"{make} totals AS {totals}")
    db.execute(f"""{make} g12 AS
        WITH county AS (SELECT code // 1000000 AS county, count(*) // 5 AS places FROM totals GROUP BY 1),
        able AS (SELECT code, score, count(*) OVER (PARTITION BY code // 1000000 ORDER BY score DESC) AS standing
                 FROM totals WHERE score >= 9000 AND NOT vetoed)
        SELECT code, CASE WHEN standing <= places THEN 0 ELSE 1 END AS label, score, 0 AS met, 0 AS base
        FROM able JOIN county ON able.code // 1000000 = county.county
        UNION ALL
        SELECT code, CASE WHEN score >= 8000 AND NOT vetoed THEN 1 ELSE -1 END, coalesce(score, -1), 0, 0
        FROM totals WHERE score IS NULL OR score < 9000 OR vetoed""")
    street = GOOD_ABOVE.replace("met * 5", "score >= 8500 AND met * 5")
    db.execute(f"{make} g9 AS {_level_sql(9, street)}")
    db.execute(f"""{make} g6 AS
        WITH own AS ({_level_sql(6, GOOD_ABOVE)}),
        province AS (SELECT code // 10000 AS province, count(*) * 3 // 10 AS places FROM own GROUP BY 1),
        able AS (SELECT code, rank() OVER (PARTITION BY code // 10000 ORDER BY score DESC) AS standing
                 FROM own WHERE label = 0)
        SELECT code, CASE WHEN label = 0 AND standing > places THEN (CASE WHEN met * 2 >= base THEN 1 ELSE -1 END)
               ELSE label END AS label, score, met, base
        FROM own LEFT JOIN able USING (code) JOIN province ON code // 10000 = province.province""")
    db.execute(f"{make} g4 AS {_level_sql(4, GOOD_ABOVE)}")
    cities = "SELECT code // 100 AS code, count(*) FILTER (label >= 0) AS good, count(*) AS cities FROM g4 GROUP BY 1"
    own = _level_sql(2, "0")
    db.execute(f"""{make} g2 AS SELECT code, CASE WHEN score >= 0 AND good * 2 >= cities THEN 0 {FAIR_ABOVE} AS label,
        score, good AS met, cities AS base FROM ({own}) JOIN ({cities}) USING (code)""")
    db.execute(f"{make} g0 AS {_level_sql(0, GOOD_ABOVE)}")
    return dict.fromkeys(POWERS, db)


def duckdb_tables(found: Tables) -> Tables:
    """Fetch the tables as arrays, to compare them."""
    return {
        level: found[level]
        .execute(f"SELECT code, label, score, met, base FROM g{level} ORDER BY code")
        .fetchnumpy()
        for level in POWERS
    }


# polars


def polars_load(case: Case) -> pl.DataFrame:
    """One column an item."""
    columns = {f"i{row}": column for row, column in enumerate(case.counts)}
    return pl.DataFrame({"code": case.codes, "has": case.has_sheet, **columns})


def polars_rate(frame: pl.DataFrame, rubric: Rubric) -> Tables:
    """Rate the six levels."""
    lost, added = (
        pl.sum_horizontal(
            [
                (pl.col(f"i{row}").cast(pl.Int32) * amount).clip(upper_bound=cap)
                for row, amount, cap in _rows(rubric, kind)
            ]
        )
        for kind in (RuleKind.DEDUCT, RuleKind.ADD)
    )
    vetoed = pl.any_horizontal([pl.col(f"i{row}") > 0 for row, _, _ in _rows(rubric, RuleKind.VETO)])
    bonus = int((rubric.bonus_cap or 0) * 100)
    total = (10000 - lost + added.clip(upper_bound=bonus)).clip(lower_bound=0)
    own = frame.lazy().select(
        "code",
        pl.when("has").then(total).otherwise(-1).alias("score"),
        vetoed.alias("vetoed"),
        (pl.col("code") // 10**6).alias("county"),
    )
    own = own.with_columns(
        ((pl.col("score") >= 9000) & ~pl.col("vetoed")).alias("able"),
        (pl.len().over("county") // 5).alias("places"),
    )
    standing = (-pl.col("score")).rank("max").over("county")
    admitted = (
        own.filter("able")
        .filter(standing <= pl.col("places"))
        .select("code", pl.lit(0, pl.Int32).alias("label0"))
    )
    fair = (pl.col("score") >= 8000) & ~pl.col("vetoed")
    g12 = (
        own.join(admitted, on="code", how="left", maintain_order="left")
        .select(
            "code",
            pl.coalesce("label0", pl.when(fair).then(1).otherwise(-1)).alias("label"),
            "score",
            pl.lit(0).alias("met"),
            pl.lit(0).alias("base"),
        )
        .collect()
    )
    good = (pl.col("met") * 5 >= pl.col("base") * 4) & (pl.col("score") >= 0)
    g9 = _polars_level(g12, g12, 9, 12, good & (pl.col("score") >= 8500))
    g6 = _polars_level(g12, g12, 6, 12, good)
    province = pl.col("code") // 10**4
    able = g6.filter(pl.col("label") == 0).with_columns(
        (-pl.col("score")).rank("min").over(province).alias("standing")
    )
    g6 = (
        g6.with_columns((pl.len().over(province) * 3 // 10).alias("places"))
        .join(able.select("code", "standing"), on="code", how="left", maintain_order="left")
        .with_columns(
            pl.when((pl.col("label") == 0) & (pl.col("standing") > pl.col("places")))
            .then(pl.when(pl.col("met") * 2 >= pl.col("base")).then(1).otherwise(-1))
            .otherwise("label")
            .alias("label")
        )
    )
    g4 = _polars_level(g12, g12, 4, 12, good)
    g2 = _polars_level(g12, g12, 2, 12, pl.lit(False))
    cities = g4.group_by(pl.col("code") // 100).agg(
        (pl.col("label") >= 0).sum().alias("good"), pl.len().alias("cities")
    )
    g2 = g2.join(cities, on="code", maintain_order="left").select(
        "code",
        pl.when((pl.col("score") >= 0) & (pl.col("good") * 2 >= pl.col("cities")))
        .then(0)
        .otherwise("label")
        .alias("label"),
        "score",
        pl.col("good").alias("met"),
        pl.col("cities").alias("base"),
    )
    return {12: g12, 9: g9, 6: g6, 4: g4, 2: g2, 0: _polars_level(g12, g12, 0, 12, good)}


def _polars_level(
    own: pl.DataFrame, below: pl.DataFrame, level: int, child: int, good: pl.Expr
) -> pl.DataFrame:
    has = pl.col("score") >= 0
    table = own.group_by(pl.col("code") // (POWERS[level] // POWERS[child])).agg(
        pl.col("score").filter(has).cast(pl.Int64).sum().alias("sum"),
        has.sum().cast(pl.Int64).alias("n"),
        (pl.col("label") >= 0).sum().cast(pl.Int64).alias("met"),
        pl.len().cast(pl.Int64).alias("base"),
    )
    table = table.with_columns(
        pl.when(pl.col("n") > 0).then(pl.col("sum") // pl.max_horizontal("n", 1)).otherwise(-1).alias("score")
    )
    fair = (pl.col("score") >= 0) & (pl.col("met") * 2 >= pl.col("base"))
    label = pl.when(good).then(0).when(fair).then(1).otherwise(-1).alias("label")
    return table.select("code", label, "score", "met", "base").sort("code")


# pandas


def pandas_load(case: Case) -> pd.DataFrame:
    """One column an item."""
    columns = {f"i{row}": column for row, column in enumerate(case.counts)}
    return pd.DataFrame({"code": case.codes, "has": case.has_sheet, **columns}, copy=False)


def pandas_rate(frame: pd.DataFrame, rubric: Rubric) -> Tables:
    """Rate the six levels."""
    lost, added = (
        sum(
            (frame[f"i{row}"].astype("int32") * amount).clip(upper=cap)
            for row, amount, cap in _rows(rubric, kind)
        )
        for kind in (RuleKind.DEDUCT, RuleKind.ADD)
    )
    vetoed = np.logical_or.reduce(
        [frame[f"i{row}"].to_numpy() > 0 for row, _, _ in _rows(rubric, RuleKind.VETO)]
    )
    total = (10000 - lost + added.clip(upper=int((rubric.bonus_cap or 0) * 100))).clip(lower=0)
    g12 = pd.DataFrame({"code": frame["code"], "score": total.where(frame["has"], -1)})
    county = g12["code"] // 10**6
    able = (g12["score"] >= 9000) & ~vetoed
    standing = g12["score"][able].groupby(county[able]).rank("max", ascending=False)
    places = county.groupby(county).transform("size") // 5
    label = np.where((g12["score"] >= 8000) & ~vetoed, 1, -1)
    g12["label"] = label
    admitted = standing.index[standing <= places[able]]
    g12.loc[admitted, "label"] = 0
    g12["met"] = g12["base"] = 0
    g9, g6, g4, g2, g0 = (_pandas_level(g12, level) for level in (9, 6, 4, 2, 0))
    g9.loc[(g9["label"] == 0) & (g9["score"] < 8500), "label"] = 1
    province = g6["code"] // 10**4
    able = g6["label"] == 0
    standing = g6["score"][able].groupby(province[able]).rank("min", ascending=False)
    places = province.groupby(province).transform("size") * 3 // 10
    g6.loc[standing.index[standing > places[able]], "label"] = 1
    cities = g4.groupby(g4["code"] // 100)["label"].agg(
        good=lambda labels: (labels >= 0).sum(), cities="size"
    )
    g2["label"] = np.where(g2["label"] == 0, 1, g2["label"])
    good = (cities["good"].to_numpy() * 2 >= cities["cities"].to_numpy()) & (g2["score"] >= 0)
    g2.loc[good, "label"] = 0
    g2["met"], g2["base"] = cities["good"].to_numpy(), cities["cities"].to_numpy()
    return {12: g12, 9: g9, 6: g6, 4: g4, 2: g2, 0: g0}


def _pandas_level(own: pd.DataFrame, level: int) -> pd.DataFrame:
    has = own["score"] >= 0
    parts = pd.DataFrame(
        {"sum": own["score"].where(has, 0).astype("int64"), "n": has, "met": own["label"] >= 0}
    )
    groups = parts.groupby((own["code"] // POWERS[level]).to_numpy())
    table = groups.sum()
    table["base"] = groups.size()
    table["score"] = np.where(table["n"] > 0, table["sum"] // table["n"].clip(lower=1), -1)
    is_rated = table["score"] >= 0
    good, fair = table["met"] * 5 >= table["base"] * 4, table["met"] * 2 >= table["base"]
    table["label"] = np.where(is_rated & good, 0, np.where(is_rated & fair, 1, -1))
    return table.rename_axis("code").reset_index()


def as_arrays(tables: Tables) -> Tables:
    """Bring frames of polars or pandas into the order and shape of the comparison."""
    return {
        level: {
            name: np.asarray(
                table.sort_values("code")[name] if hasattr(table, "sort_values") else table[name]
            )
            for name in ("code", "label", "score", "met", "base")
        }
        for level, table in tables.items()
    }
