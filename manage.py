"""Django's own command line, for developers; people use `stockwright`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockwright.config.settings")
    from stockwright.config.embedded import use_database

    use_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
