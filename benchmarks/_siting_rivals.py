"""What anyone would pick today for the same siting problems: spopt with HiGHS, and SciPy's own HiGHS.

`python -m benchmarks._siting_rivals KIND NAME COUNT RADIUS` solves one instance, model building included, and prints
seconds and value; one process each, so that a rival that takes longer than it may can be ended.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks._pmed import read

LIMIT_S = 60


def race(kind: str, name: str, count: int, radius: int = 0) -> dict[str, Any]:
    """Run a rival in its own process; not finished after 60 s counts as 60 s, without a value."""
    command = [sys.executable, "-m", "benchmarks._siting_rivals", kind, name, str(count), str(radius)]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=one_thread
    )
    assert child.stdout is not None
    if child.stdout.readline().strip() != "ready":
        return {"seconds": None, "value": None, "missing": True}
    try:
        said, _ = child.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return {"seconds": float(LIMIT_S), "value": None}
    found: dict[str, Any] = json.loads(said.strip().rpartition("\n")[2])
    return found


def spopt_median(metres: np.ndarray, count: int, _: int) -> float:
    from spopt.locate import PMedian

    model = PMedian.from_cost_matrix(metres, np.ones(len(metres)), p_facilities=count)
    return model.solve(_highs()).problem.objective.value()


def spopt_cover(metres: np.ndarray, count: int, radius: int) -> float:
    from spopt.locate import MCLP

    model = MCLP.from_cost_matrix(metres, np.ones(len(metres)), service_radius=radius, p_facilities=count)
    return model.solve(_highs()).problem.objective.value()


def spopt_dispersion(metres: np.ndarray, count: int, _: int) -> float:
    from spopt.locate import PDispersion

    model = PDispersion.from_cost_matrix(metres, p_facilities=count)
    return model.solve(_highs()).problem.objective.value()


def scipy_median(metres: np.ndarray, count: int, _: int) -> float:
    """The usual model: x[i,j] and y[j], one row per client, one per pair, one for the count."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, eye, hstack, kron

    n = len(metres)
    served = hstack([kron(eye(n), np.ones((1, n))), csr_matrix((n, n))])
    linked = hstack([eye(n * n), -kron(np.ones((n, 1)), eye(n))])
    chosen = hstack([csr_matrix((1, n * n)), csr_matrix(np.ones((1, n)))])
    found = milp(
        np.concatenate([metres.ravel(), np.zeros(n)]),
        constraints=[
            LinearConstraint(served.tocsr(), 1, 1),
            LinearConstraint(linked.tocsr(), -np.inf, 0),
            LinearConstraint(chosen.tocsr(), count, count),
        ],
        integrality=np.ones(n * n + n),
        bounds=Bounds(0, 1),
    )
    return float(found.fun)


KINDS: dict[str, Callable[[np.ndarray, int, int], float]] = {
    "spopt_median": spopt_median,
    "spopt_cover": spopt_cover,
    "spopt_dispersion": spopt_dispersion,
    "scipy_median": scipy_median,
}


def _highs() -> Any:
    import pulp

    return pulp.HiGHS(msg=False, threads=1, gapRel=0)


def main(argv: Sequence[str]) -> None:
    """Solve one instance; imports are done before the clock starts."""
    kind, name, count, radius = argv[0], argv[1], int(argv[2]), int(argv[3])
    metres = read(name).metres
    if kind.startswith("spopt"):
        importlib.import_module("pulp")
        importlib.import_module("spopt.locate")
    print("ready", flush=True)
    started, used = time.perf_counter(), time.process_time()
    value = KINDS[kind](metres, count, radius)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "cpu": time.process_time() - used, "value": round(value)}))


if __name__ == "__main__":
    main(sys.argv[1:])
