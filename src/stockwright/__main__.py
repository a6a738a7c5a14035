"""`python -m stockwright` is `stockwright`."""

import sys

from stockwright.config.main import main

sys.exit(main())
