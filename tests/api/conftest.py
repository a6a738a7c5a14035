"""What the web server's middleware expects to be there."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def _static_folder() -> None:
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
