"""Names that PostgreSQL and the settings share, free of Django so that the settings may read them."""

APP_ROLE = "stockwright_app"
COMPANY_SETTING = "stockwright.company_id"
PERSON_SETTING = "stockwright.person_id"
