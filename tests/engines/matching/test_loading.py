"""Small cases load no compiler, and plain loops and compiled ones give the same, arc by arc."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.matching import Need, Problem, Resource, circulation, explain_all, recommend

SMALL = """
import sys
from gongjian.engines.matching import Need, Problem, Resource, explain_all, recommend

needs = tuple(Need(f"n{k}", "AB"[k % 2], "x", 1 + k % 2) for k in range(8))
resources = tuple(Resource(f"r{k}", "U", ("x",), 2) for k in range(5))
list(explain_all(recommend(Problem(needs, resources))))
print(sorted({"numba", "scipy"} & set(sys.modules)))
"""


@st.composite
def problems(draw):
    needs = tuple(
        Need(f"n{k}", draw(st.sampled_from("AB")), "x", draw(st.integers(0, 3)), draw(st.integers(1, 5)))
        for k in range(draw(st.integers(1, 8)))
    )
    resources = tuple(
        Resource(f"r{k}", draw(st.sampled_from("UV")), ("x",), draw(st.integers(0, 3)))
        for k in range(draw(st.integers(1, 6)))
    )
    distances = {(n.key, r.key): draw(st.integers(0, 60)) for n in needs for r in resources}
    return Problem(needs, resources, distances_m=distances)


def everything_of(problem):
    """Solve and explain; return all that can be read, and the flow and prices behind it."""
    found = recommend(problem)
    told = list(explain_all(found))
    return found.result, told, found.plan.net.flow.tolist(), found.plan.net.price.tolist()


def test_a_small_case_loads_neither_compiler_nor_solver():
    said = subprocess.run([sys.executable, "-c", SMALL], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("most_plain", [-1, 150, 1500])
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_compiled_loops_give_the_same_from_wherever_they_take_over(most_plain, problem):
    plain = everything_of(problem)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(circulation, "MOST_PLAIN", most_plain)
        assert everything_of(problem) == plain
