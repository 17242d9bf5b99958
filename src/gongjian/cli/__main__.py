"""Run the program as `python -m gongjian.cli`."""

from gongjian.cli.main import main

raise SystemExit(main())
