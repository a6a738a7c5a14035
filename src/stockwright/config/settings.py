"""Django's settings, derived from the environment."""

from pathlib import Path

from stockwright.config.env import database_settings, read_env, with_pool
from stockwright.config.logs import configure_logs
from stockwright.kit.tenancy_names import APP_ROLE
from stockwright.messaging.rules.addresses import Reach
from stockwright.web.components import TAGS

ENV = read_env()
configure_logs(form=ENV.log_format, level=ENV.log_level)
BASE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)

PARTS = (
    "messaging",
    "accounts",
    "catalog",
    "inventory",
    "sales",
    "purchasing",
    "channels",
    "forecasting",
    "replenishment",
    "insights",
    "web",
    "cli",
)

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "procrastinate.contrib.django",
    "ninja",
    *(f"stockwright.{part}" for part in PARTS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stockwright.api.throttle.Throttled",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "stockwright.config.doors.Doors",
]

# What only pages need; the JSON door goes past it.
PAGE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stockwright.web.policy.ContentPolicy",
]

ROOT_URLCONF = "stockwright.config.urls"
WSGI_APPLICATION = "stockwright.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
            "builtins": TAGS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The application works under a role that row-level security binds; only migrations use the owner's.
DATABASES = {
    "default": (
        database_settings(ENV.app_database_url)
        if ENV.app_database_url
        else database_settings(ENV.database_url, role=APP_ROLE)
    ),
    "owner": database_settings(ENV.database_url),
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if ENV.database_pool:
    # The web server: its many threads share a few connections.
    DATABASES["default"] = with_pool(DATABASES["default"], ENV.database_pool)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REACTIONS = "stockwright.config.wiring.REACTIONS"
LOOK_AFTER_DATABASE = "stockwright.config.embedded.look_after_database"
ABANDONED = "stockwright.config.wiring.ABANDONED"
UNDOS = "stockwright.config.wiring.UNDOS"
WEBHOOK_REACH = Reach.of(ENV.webhooks_to_private)
PROCRASTINATE_IMPORT_PATHS = ["stockwright.config.schedule"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Without an address for mail nothing is sent; the pages and the log say what a mail would have said.
MAIL_IS_SET_UP = ENV.mail is not None
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.mail else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 20
if ENV.mail:
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = ENV.mail.ssl, ENV.mail.starttls
    DEFAULT_FROM_EMAIL = ENV.mail.sender

API_LIMIT = ENV.api_limit
LOGIN_LIMIT = ENV.login_limit
PROXIES = ENV.proxies
WEB_PROCESSES = ENV.web_processes
STREAMS = ENV.streams

FORECAST_SHARD = ENV.forecast_shard
FORECAST_SPREAD = ENV.forecast_spread
FORECAST_FAMILIES = ENV.forecast_families

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

MEDIA_ROOT = ENV.home / "files"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.secure
SECURE_SSL_REDIRECT = ENV.secure
SECURE_HSTS_SECONDS = 31_536_000 if ENV.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.secure else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A refusal is an answer like any other; only our own failures are news to the operator.
    "loggers": {"django.request": {"level": "ERROR"}},
}

SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
