"""Publishes a folder's files as an output tree: a build without its other stages, for tests.

python -m tests.files.publish_once SOURCE OUTPUT [SPARE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.diagnostics import GeneratorError
from generator.files import check_output, scan
from generator.files.stage import publishing


def main(arguments: list[str]) -> int:
    source, output = Path(arguments[0]), Path(arguments[1])
    spare = Path(arguments[2]) if len(arguments) > 2 else None
    try:
        check_output(output, source=source, protected=[])
        with publishing(output, spare=spare, on_wait=print) as stage:
            for file in scan(source).files:
                stage.copy(file.path, source / file.path)
            published = stage.publish()
    except GeneratorError as problem:
        print(problem, file=sys.stderr)
        return problem.status
    print(f"{published.written} written, {published.kept} kept, {published.removed} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
