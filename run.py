#!/usr/bin/env python3
"""Set up what is missing and run the product: `python3 run.py --help`. Needs Python and nothing else."""

import sys

if sys.version_info < (3, 11):
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        "共建需要 Python 3.11 或更新的版本，现在是 " + found + "。请用新的版本再运行，例如 python3.11 run.py"
    )

from bootstrap.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
