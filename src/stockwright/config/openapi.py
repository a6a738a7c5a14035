"""`python -m stockwright.config.openapi [--check]`: write the description of the API, or check the written one."""

import os
import sys
from pathlib import Path

FILE = Path("docs/openapi.json")


def main() -> int:
    """Write the file; with --check say whether it is up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockwright.config.settings")
    import django  # noqa: PLC0415 - the settings are named first

    django.setup()
    from stockwright.api.schema import openapi_text  # noqa: PLC0415 - after Django is awake

    text = openapi_text()
    if "--check" not in sys.argv:
        FILE.write_text(text)
    elif not FILE.exists() or FILE.read_text() != text:
        print(f"{FILE} is out of date. Run: make openapi", file=sys.stderr)  # noqa: T201 - a command
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
