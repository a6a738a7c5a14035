"""The environment, read once and typed: every switch of the product stands here."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from stockwright.kit.problems import Invalid


class InvalidDatabaseUrl(Invalid):
    """DATABASE_URL is not an address of a PostgreSQL database."""

    message = "DATABASE_URL has to look like postgresql://user:password@host:5432/name."


class InvalidMailUrl(Invalid):
    """STOCKWRIGHT_MAIL_URL is not an address of a mail server."""

    message = (
        "STOCKWRIGHT_MAIL_URL has to look like smtp://user:password@mail.example.com:587?from=shop@example.com "
        "(smtps:// for TLS from the start)."
    )


@dataclass(frozen=True)
class Mail:
    """The server that sends mail, and whom it is from."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool
    sender: str


class InvalidNumber(Invalid):
    """A variable that counts something does not hold a count."""

    message = "{name} has to be a whole number, 0 or more."


@dataclass(frozen=True)
class Env:
    """What the outside decides."""

    home: Path
    database_url: str
    app_database_url: str
    secret_key: str
    debug: bool
    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    secure: bool
    webhooks_to_private: str
    mail: Mail | None
    models: Path | None
    api_limit: int
    login_limit: int
    proxies: int
    web_processes: int
    streams: int
    database_pool: int
    forecast_shard: int
    forecast_spread: str
    forecast_families: tuple[str, ...]
    log_format: str
    log_level: str


def data_home() -> Path:
    """The folder that holds the embedded database, uploaded files and the secret key."""
    given = os.environ.get("STOCKWRIGHT_HOME")
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(given or f"{base}/stockwright").expanduser().resolve()


def read_env() -> Env:
    """The environment of this process; the secret key is made and kept on first use."""
    home = data_home()
    url = os.environ.get("DATABASE_URL", "postgresql:///stockwright")
    return Env(
        home=home,
        database_url=url,
        app_database_url=os.environ.get("STOCKWRIGHT_APP_DATABASE_URL", ""),
        secret_key=os.environ.get("STOCKWRIGHT_SECRET_KEY") or _kept_secret(home / "secret-key"),
        debug=_flag("STOCKWRIGHT_DEBUG"),
        host=os.environ.get("STOCKWRIGHT_HOST", "127.0.0.1"),
        port=int(os.environ.get("STOCKWRIGHT_PORT", "8321")),
        allowed_hosts=_words("STOCKWRIGHT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"),
        secure=_flag("STOCKWRIGHT_HTTPS"),
        webhooks_to_private=os.environ.get("STOCKWRIGHT_WEBHOOKS_TO_PRIVATE", ""),
        mail=mail_server(os.environ.get("STOCKWRIGHT_MAIL_URL", "")),
        models=_folder("STOCKWRIGHT_MODELS"),
        api_limit=_number("STOCKWRIGHT_API_LIMIT", 3000),
        login_limit=_number("STOCKWRIGHT_LOGIN_LIMIT", 10),
        proxies=_number("STOCKWRIGHT_PROXIES", int(_flag("STOCKWRIGHT_HTTPS"))),
        web_processes=max(1, _number("STOCKWRIGHT_WEB_PROCESSES", 2)),
        streams=_number("STOCKWRIGHT_STREAMS", 0),
        database_pool=_number("STOCKWRIGHT_DATABASE_POOL", 0),
        forecast_shard=max(1, _number("STOCKWRIGHT_FORECAST_SHARD", 8_000)),
        forecast_spread=os.environ.get("STOCKWRIGHT_FORECAST_SPREAD") or "queue",
        forecast_families=_words("STOCKWRIGHT_FORECAST_FAMILIES"),
        log_format=os.environ.get("STOCKWRIGHT_LOG", "console"),
        log_level=os.environ.get("STOCKWRIGHT_LOG_LEVEL", "warning"),
    )


def database_settings(url: str, *, role: str | None = None) -> dict[str, object]:
    """Django's settings for a PostgreSQL address; `role` is taken on for the whole connection."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise InvalidDatabaseUrl
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {key: value for key, value in query.items() if key != "host"}
    # Prepared statements are those that run very often: each connection plans them once.
    set_up = [query.get("options", ""), "-c plan_cache_mode=force_generic_plan"]
    if role:
        set_up.append(f"-c role={role}")
    options["options"] = " ".join(set_up).strip()
    # Only statements that ask for it are prepared: Django's own never do.
    options["prepare_threshold"] = 1_000_000
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def mail_server(url: str) -> Mail | None:
    """The mail server at an address, None for no address; `plain=yes` does without TLS."""
    if not url:
        return None
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    sender = query.get("from", "")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise InvalidMailUrl
    secure = parts.scheme == "smtps"
    return Mail(
        host=parts.hostname,
        port=parts.port or (465 if secure else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=secure,
        starttls=not secure and query.get("plain") != "yes",
        sender=sender,
    )


def with_pool(database: dict[str, object], most: int) -> dict[str, object]:
    """The same database for many threads that share up to `most` connections."""
    options = database["OPTIONS"]
    if not isinstance(options, dict):
        raise TypeError("The options of a database are a dictionary.")
    return {**database, "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": most, "timeout": 30}}}


def _number(name: str, otherwise: int) -> int:
    told = os.environ.get(name) or str(otherwise)
    if not told.isdecimal():
        raise InvalidNumber(name=name)
    return int(told)


def _folder(name: str) -> Path | None:
    told = os.environ.get(name, "").strip()
    return Path(told).expanduser().resolve() if told else None


def _words(name: str, otherwise: str = "") -> tuple[str, ...]:
    told = os.environ.get(name, otherwise)
    return tuple(word.strip() for word in told.split(",") if word.strip())


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _kept_secret(path: Path) -> str:
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(48)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
    except FileExistsError:
        return path.read_text().strip()
    return secret
