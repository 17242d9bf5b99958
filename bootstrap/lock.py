"""Refresh every locked list from `pyproject.toml` and `package.json` (for developers; needs the network)."""

import shutil
from collections.abc import Sequence

from bootstrap import environment
from bootstrap.environment import Packages
from bootstrap.steps import ROOT, Refusal, child_environment, quiet, venv_python

GROUPS = {
    "requirements-lint.txt": ("test", "lint"),
    "requirements-test.txt": ("test",),
    "requirements.txt": (),
}
ALONE = ("uv", "bench")


def refresh(arguments: Sequence[str]) -> int:
    """Resolve for every platform and Python ≥ 3.11, export with hashes, and rewrite THIRD_PARTY.md.

    Versions that still fit are kept; `--upgrade` takes the newest, `--upgrade-package NAME` one of them.
    """
    environment.make()
    compile_ = [
        environment.uv_program(),
        "pip",
        "compile",
        "--quiet",
        "--no-config",
        "--universal",
        "--python-version",
        "3.11",
    ]
    compile_ += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
    larger: list[str] = []
    for file, groups in GROUPS.items():  # the largest first: the others take its versions
        chosen = [part for group in groups for part in ("--group", group)]
        constraint = ["--constraint", larger[0]] if larger else list(arguments)
        quiet([*compile_, "pyproject.toml", *chosen, *constraint, "-o", file], doing=f"生成 {file}")
        larger.append(file)
    for group in ALONE:
        file = f"requirements-{group}.txt"
        quiet([*compile_, "--group", group, "--output-file", file], doing=f"生成 {file}")
    _refresh_assets()
    environment.prepare(Packages.RUN)
    quiet([venv_python(), "-m", "bootstrap.licences"], doing="生成 THIRD_PARTY.md")
    print("已更新 requirements*.txt、package-lock.json 和 THIRD_PARTY.md。请看一遍差异再提交。")
    return 0


def _refresh_assets() -> None:
    npm = shutil.which("npm")
    if npm is None:
        print("这台机器上没有 npm：package-lock.json 没有更新（只有改了 package.json 才需要）。")
        return
    env = child_environment(
        npm_config_omit_lockfile_registry_resolved="true", npm_config_ignore_scripts="true"
    )
    quiet(
        [npm, "install", "--package-lock-only", "--no-audit", "--no-fund"],
        doing="更新 package-lock.json",
        env=env,
    )
    if "resolved" in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        raise Refusal("package-lock.json 里带了下载地址。请用 npm 11 或更新的版本再来一次。")
