"""Settings of the portal: one file, in Django's documented order, read once from the environment."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from solidaires import environnement

BASE_DIR = Path(__file__).resolve().parent.parent

# The development flag that `make run` sets: debug pages, a throwaway secret, local hosts.
DEV = environnement.booleen("SOLIDAIRES_DEV")
DEBUG = DEV and not environnement.booleen("SOLIDAIRES_SANS_DEBUG")
SECRET_KEY = (
    "development-only-never-in-production" if DEV else environnement.requis("SECRET_KEY")
)
SECRET_KEY_FALLBACKS = environnement.liste("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environnement.liste("ALLOWED_HOSTS")
if DEV:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
else:
    environnement.requis("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environnement.liste("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "taggit",
    "solidaires.apps.SolidairesConfig",
    "solidaires.apps.SolidairesAdminConfig",
    "protection",
    "courrier",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "comptes",
    "mediatheque",
    "adresses",
    "recherche",
    "partage",
    "redaction",
    "territoires",
    "chantiers",
    "forum",
    "fabrique",
    "evenements",
    "publications",
    "barometre",
    "pages",
    "espace",
    "signalements",
    "django_prose_editor",
    "js_asset",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "solidaires.middleware.PermissionsPolicyMiddleware",
    "solidaires.middleware.ApercuMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comptes.middleware.SecondFacteurMiddleware",
    "espace.proconnect.middleware.SortieMiddleware",
    # Inside CommonMiddleware: a former address leads at once where it should, without a slash first.
    "adresses.middleware.AdressesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "solidaires.urls"
WSGI_APPLICATION = "solidaires.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "solidaires.context_processors.portail",
            ],
        },
    }
]

DATABASES = {
    "default": environnement.base_de_donnees(
        os.environ.get("DATABASE_URL", ""), defaut_sqlite=str(BASE_DIR / "db.sqlite3")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "comptes.User"
AUTHENTICATION_BACKENDS = ["comptes.backends.SansMotDePasseBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "espace:accueil"
LOGOUT_REDIRECT_URL = "accueil"
# Signing in: a code by e-mail or a passkey, then a second factor for who has one (decision 0012).
ACCOUNT_ADAPTER = "comptes.adapter.CompteAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 60 * 15
ACCOUNT_FORMS = {
    "request_login_code": "comptes.forms.AdresseForm",
    "confirm_login_code": "comptes.forms.CodeForm",
}
MFA_ADAPTER = "comptes.adapter.SecondFacteurAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "comptes.forms.SecondFacteurForm",
    "reauthenticate": "comptes.forms.ConfirmationForm",
    "activate_totp": "comptes.forms.ApplicationForm",
    "add_webauthn": "comptes.forms.CleForm",
    "edit_webauthn": "comptes.forms.NomDeCleForm",
    "login_webauthn": "comptes.forms.CleConnexionForm",
    "authenticate_webauthn": "comptes.forms.CleSecondFacteurForm",
    "reauthenticate_webauthn": "comptes.forms.CleConfirmationForm",
}
# Its own limits are counted in the cache of each process: ours hold for all (comptes/limites.py).
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Source maps are kept (the manifest rewrites their links) but not compressed: 16 s become 4 s.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg jpeg png gif webp avif zip gz tgz bz2 tbz xz br swf flv woff woff2 map".split()
)
# An upload never sits whole in memory; beyond these sizes the form answers, not the server.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# Everything comes from this host. The two inline pieces of the admin, both of its text editor
# (its import map, the mark that stops it from injecting styles), carry a nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
if not DEV:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = not environnement.booleen("SOLIDAIRES_SANS_HTTPS")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
# The portal decides for its own name only: not for the sub-domains of whoever hosts it (W005),
# nor for browsers' built-in lists, which take years to leave (W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

TAGGIT_TAGS_FROM_STRING = "chantiers.mots_cles.analyser"
TAGGIT_STRING_FROM_TAGS = "chantiers.mots_cles.assembler"

# Where the portal answers: the links of its mails, the one address of each page.
ADRESSE_DU_PORTAIL = environnement.adresse("ADRESSE_DU_PORTAIL") or (
    "http://127.0.0.1:8000/" if DEV else f"https://{ALLOWED_HOSTS[0]}/"
)
# How many proxies in front write X-Forwarded-For: limits by network count what they saw.
PROXYS_DE_CONFIANCE = environnement.entier("PROXYS_DE_CONFIANCE", 0 if DEV else 1)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXYS_DE_CONFIANCE

# Signing in with the State's identity provider; None when it is not set up.
PROCONNECT = environnement.proconnect()

# Address shown to the public for questions; never a person's own address. Empty: not shown.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

# Mail: EMAIL_BACKEND, EMAIL_HOST… from EMAIL_URL. The worker waits this many seconds for each answer.
vars().update(environnement.serveur_de_courriel(os.environ.get("EMAIL_URL", ""), dev=DEV))
EMAIL_TIMEOUT = environnement.entier("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environnement.expediteur("EXPEDITEUR") or (
    "Solutions solidaires <portail@solidaires.invalid>"
    if DEV or not os.environ.get("EMAIL_URL")
    else environnement.requis("EXPEDITEUR")
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEV else "WARNING"},
}
