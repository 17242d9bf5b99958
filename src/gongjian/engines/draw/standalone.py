"""The verifier of draws as one file that needs nothing but Python: the engine's own text and a way to start it."""

import inspect

from gongjian.engines.draw import verifier

_START = '''

def main(arguments: Sequence[str]) -> int:
    """Verify one file: certificate, noted hash, noted announcement."""
    import sys

    if not 1 <= len(arguments) <= 3:
        sys.stderr.write("用法：python -I verify_draw.py 证书.json [公布的清单哈希] [公布的文字.txt]\\n")
        return 2
    texts = []
    for name in (arguments[0], *arguments[2:]):
        with open(name, encoding="utf-8") as file:
            texts.append(file.read())
    verdict = verify(texts[0], arguments[1] if len(arguments) > 1 else "", *texts[1:])
    sys.stdout.write(report(verdict) + "\\n")
    return 0 if verdict.is_confirmed else 1


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
'''


def standalone_verifier() -> str:
    """Return the text of `verify_draw.py`."""
    return inspect.getsource(verifier).rstrip() + "\n" + _START
