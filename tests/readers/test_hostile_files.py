"""Each file that is made to break a reader gets its sentence within 2 s of work and 300 MB of memory."""

import json
import re
import subprocess
import sys

import pytest

from tests.readers.hostile import HOSTILE

MOST_CPU_S = 2
MOST_MEMORY_MB = 300
CHILD = """
import json, sys, time
from pathlib import Path
from gongjian.readers import ReadError, read_text

def peak_mb():
    # the process's own peak: getrusage would count the parent it was started from
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024

source, before_s, began_s = Path(sys.argv[1]).read_bytes(), time.process_time(), time.monotonic()
try:
    read_text(source, sys.argv[2])
    said = None
except ReadError as refusal:
    said = str(refusal)
print(json.dumps([said, time.process_time() - before_s, time.monotonic() - began_s, peak_mb()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_answered_in_time_and_memory(case, tmp_path, record_property):
    name, make, expected = HOSTILE[case]
    file = tmp_path / "file"
    file.write_bytes(make())

    made = subprocess.run(
        [sys.executable, "-c", CHILD, str(file), name], capture_output=True, text=True, timeout=120
    )

    assert made.returncode == 0, made.stderr
    said, cpu_s, wall_s, memory_mb = json.loads(made.stdout)
    record_property(
        "measured", f"{case}: {cpu_s:.2f} s of work, {wall_s:.2f} s by the clock, {memory_mb:.0f} MB"
    )
    if expected is None:
        assert said is None
    else:
        assert said is not None
        assert said.endswith("。")
        assert re.search(expected, said)
    assert cpu_s < MOST_CPU_S
    assert memory_mb < MOST_MEMORY_MB
