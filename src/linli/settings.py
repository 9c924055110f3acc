"""Django's settings: derived from the environment, the same code path for every installation."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE

from linli.ground.environment import Environment

ENVIRONMENT = Environment.read()
PACKAGE = Path(__file__).parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
# The bind address decides who can reach us; names are the reverse proxy's business.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "linli.urls"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "linli.ground.accounts",
    "linli.ground.revisions",
    "linli.ground.parts",
    "linli.ground.facts",
    "linli.ground.jobs",
    "linli.ground.audit",
    "linli.ground.files",
    "linli.ground.idempotency",
    "linli.ground.tries",
    "linli.ground.search",
    "linli.ground.shortcuts",
    "linli.ground.sheets",
    "linli.registers.places",
    "linli.registers.parties",
    "linli.registers.staff",
    "linli.registers.catalogue",
    "linli.registers.calendars",
    "linli.sense.signals",
    "linli.sense.reports",
    "linli.sense.devices",
    "linli.sense.tags",
    "linli.respond.cases",
    "linli.respond.alerts",
    "linli.respond.insight",
    "linli.organise.tasks",
    "linli.organise.callbacks",
    "linli.organise.answers",
    "linli.organise.batches",
    "linli.organise.delays",
    "linli.organise.supervision",
    "linli.organise.hotline",
    "linli.organise.notices",
    "linli.organise.incidents",
    "linli.organise.ledgers",
    "linli.organise.shifts",
    "linli.web.shared",
]

MIDDLEWARE = [
    "linli.web.shared.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.web.shared.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.web.shared.middleware.AskerMiddleware",
    "csp.middleware.CSPMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "web" / where / "templates" for where in ("shared", "console", "portal")
        ],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "linli.web.shared.context.page",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    address = ENVIRONMENT.database
    if not address.is_postgresql:
        return {
            "ENGINE": "linli.ground.database.sqlite",
            "NAME": address.name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "HOST": address.host,
        "PORT": address.port or "",
        "USER": address.user,
        "PASSWORD": address.password,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Statements are planned once for each connection: a quarter of what a report costs.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


DATABASES = {"default": _database()}
ATOMIC_REQUESTS = False

TASKS = {"default": {"BACKEND": "linli.ground.jobs.backend.JobsBackend", "QUEUES": []}}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "shared" / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "linli.web.shared.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
# A proxy speaks TLS for us: browsers name its address as the origin of their forms.
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.public_url else []
SESSION_COOKIE_SECURE = bool(ENVIRONMENT.public_url)
CSRF_COOKIE_SECURE = bool(ENVIRONMENT.public_url)
LANGUAGE_COOKIE_SECURE = bool(ENVIRONMENT.public_url)
CSRF_FAILURE_VIEW = "linli.web.shared.errors.stale_form"
LANGUAGE_COOKIE_NAME = "linli_language"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The base map's tiles come from the one host that the installation names, or from ourselves.
_MAP_ORIGIN = [ENVIRONMENT.base_map.origin] if ENVIRONMENT.base_map else []
_TILES_FROM = [origin for origin in _MAP_ORIGIN if origin]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *_TILES_FROM],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'", *_TILES_FROM],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# Django itself would mail errors to nobody and show them only with DEBUG.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR"}},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# More than any form takes, so that the form itself can say how many are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 20
