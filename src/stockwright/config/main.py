"""The program's way in: find the database, wake Django, hand over to the command line."""

import os
import sys


def main() -> int:
    """Run `stockwright ...` and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockwright.config.settings")
    if not _asks_for_help(sys.argv[1:]):
        from stockwright.config.embedded import use_database  # noqa: PLC0415 - before the settings are read

        use_database()
    import django  # noqa: PLC0415 - after the database is known

    django.setup()
    from stockwright.cli.app import run  # noqa: PLC0415 - after Django is awake

    return run(sys.argv[1:])


def _asks_for_help(words: list[str]) -> bool:
    return not words or bool({"-h", "--help", "--version"} & set(words))


if __name__ == "__main__":
    sys.exit(main())
