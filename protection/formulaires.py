"""Forms for people without a session: robots are kept out, persons are asked nothing for it.

    @formulaire_public
    def proposer(request):
        form = PropositionForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            verdict = juger(request, form)
            …
        return montrer(request, "forum/proposer.html", form)

No cookie, no third party, no riddle. Nothing here tells a robot which of the traps it fell in.
"""

import enum
import hashlib
import logging
import re
from datetime import timedelta
from functools import wraps

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import get_random_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from protection import quotas
from protection.quotas import Limite
from solidaires.texte import INSECABLE

journal = logging.getLogger("securite")

# A person needs longer than this to read a form and fill it.
TROP_TOT = timedelta(seconds=3)
# A page left open for longer than this is shown again, filled, with a new stamp.
TROP_TARD = timedelta(hours=24)
# One page shown serves for so many sendings: a person goes back and adds something, a robot replays.
ENVOIS_PAR_PAGE = Limite(5, TROP_TARD)
# The same words this close are one sending, pressed twice.
MEME_ENVOI = Limite(1, timedelta(hours=1))

# Controls but tabs and ends of lines, and what reverses the reading of the text around it. Marks of
# direction and joiners stay: Arabic, Hebrew and emoji are written with them.
_INVISIBLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_FIN_DE_LIGNE = re.compile("\r\n?|[\u2028\u2029]")
_ADRESSE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def nettoyer(texte):
    """Typed text without what cannot be seen; each end of line is one character, as a browser counts."""
    return _INVISIBLES.sub("", _FIN_DE_LIGNE.sub("\n", texte)).strip()


class TexteField(forms.CharField):
    """A plain text of several paragraphs, with at most `liens_au_plus` addresses in it."""

    widget = forms.Textarea

    def __init__(self, *, max_length, liens_au_plus=3, error_messages=None, **kwargs):
        self.liens_au_plus = liens_au_plus
        trop_long = (
            f"Votre texte fait %(show_value)d caractères{INSECABLE}: "
            "gardez-en %(limit_value)d au plus."
        )
        super().__init__(
            max_length=max_length,
            error_messages={"max_length": trop_long, **(error_messages or {})},
            **kwargs,
        )

    def to_python(self, value):
        return nettoyer(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        liens = len(_ADRESSE.findall(value))
        if liens > self.liens_au_plus:
            raise ValidationError(self._trop_de_liens(liens))

    def _trop_de_liens(self, liens):
        return (
            f"Votre texte contient {liens} adresses de sites{INSECABLE}: "
            f"gardez-en {self.liens_au_plus} au plus."
        )


class LigneField(TexteField):
    """A name or a title: one line, no address of a site."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(liens_au_plus=0, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def _trop_de_liens(self, liens):
        return "Écrivez-le sans adresse de site."


class FormulairePublic(forms.Form):
    """A form with the fields that persons do not see; `visibles` are the others.

    A subclass says how often it is accepted; its `email`, if any, is the address that counts.
    """

    # Names the form in its stamps and its counters.
    NATURE = ""
    PAR_RESEAU = Limite(20, timedelta(hours=1))
    PAR_ADRESSE = Limite(5, timedelta(days=1))

    # Robots fill every field. The name says nothing to a password manager or an address book.
    objet_bis = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    cachet = forms.Field(required=False, widget=forms.HiddenInput)

    # What the answer to a refused sending says: see `montrer`.
    statut = 200
    reprise_at = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cachet"].initial = self._cachet_neuf

    @property
    def visibles(self):
        """The fields that a person fills."""
        return [champ for champ in self if champ.name not in {"objet_bis", "cachet"}]

    @property
    def is_piege(self):
        """Whether the field that nobody sees was filled."""
        return bool(self.data.get("objet_bis", "").strip())

    def clean_cachet(self):
        """The stamp of the page; what is wrong with it is said of the form as a whole."""
        cachet = self.cleaned_data["cachet"] or ""
        try:
            montree_at = self._signataire().unsign_object(cachet)[1]
        except signing.BadSignature:
            self._renouveler()
            return ""
        age = timezone.now().timestamp() - montree_at
        if age < TROP_TOT.total_seconds():
            self.add_error(
                None,
                "Votre envoi est parti si vite que nous l’avons pris pour celui d’un automate. "
                f"Relisez, puis envoyez de nouveau{INSECABLE}: rien n’est perdu.",
            )
        elif age > TROP_TARD.total_seconds():
            self._renouveler()
        return cachet

    def _renouveler(self):
        """Put a new stamp in the page that is shown again."""
        self.data = self.data.copy()
        self.data["cachet"] = self._cachet_neuf()
        self.add_error(
            None,
            "Cette page était ouverte depuis trop longtemps. "
            f"Envoyez de nouveau{INSECABLE}: ce que vous avez écrit est toujours là.",
        )

    def _cachet_neuf(self):
        return self._signataire().sign_object(
            [get_random_string(12), int(timezone.now().timestamp())]
        )

    def _signataire(self):
        return signing.Signer(salt=f"formulaire.{self.NATURE}")


class Verdict(enum.Enum):
    """What to do with what was posted."""

    GARDER = enum.auto()
    # A robot: nothing is kept, and it is answered like everyone.
    IGNORER = enum.auto()
    # The form says why, and still holds what was typed.
    MONTRER = enum.auto()


def juger(request, form):
    """The Verdict on a posted FormulairePublic. Only what is worth keeping counts in the limits."""
    if form.is_piege:
        journal.warning("%s: a robot filled the field that nobody sees", request.path)
        return Verdict.IGNORER
    if not form.is_valid():
        return Verdict.MONTRER
    cachet = form.cleaned_data["cachet"]
    if not quotas.consommer(f"{form.NATURE}.cachet", cachet, ENVOIS_PAR_PAGE):
        journal.warning("%s: the same page was sent too many times", request.path)
        form._renouveler()
        return Verdict.MONTRER
    comptes = [(f"{form.NATURE}.reseau", quotas.reseau(request), form.PAR_RESEAU)]
    if email := form.cleaned_data.get("email"):
        comptes.append((f"{form.NATURE}.adresse", email, form.PAR_ADRESSE))
    for nature, qui, limite in comptes:
        if not quotas.consommer(nature, qui, limite):
            journal.warning("%s: more than the limit of %s", request.path, nature)
            form.statut = 429
            form.reprise_at = quotas.reprise_at(nature, qui)
            form.add_error(None, _trop_d_envois(form.reprise_at))
            return Verdict.MONTRER
    return Verdict.GARDER


def montrer(request, gabarit, form, contexte=None):
    """The page of a form, shown for the first time or again; says when to come back if need be."""
    response = render(request, gabarit, {"form": form, **(contexte or {})}, status=form.statut)
    if form.reprise_at:
        attente = form.reprise_at - timezone.now()
        response["Retry-After"] = max(1, round(attente.total_seconds()))
    return response


def is_nouveau(nature, mots):
    """Whether these words did not come within the hour; of two that come together, one is new.

    To be asked in the transaction that keeps them: undone with it, they are new again.
    """
    empreinte = hashlib.sha256("\n".join(mots).encode()).hexdigest()
    return quotas.consommer(f"{nature}.identique", empreinte, MEME_ENVOI)


def formulaire_public(vue):
    """A page with a form for people without a session: reading and POST from this site only.

    Django's protection needs a cookie, that a visitor would have to accept, and guards a session,
    which there is none of here. The browser itself says where a POST comes from.
    """

    @wraps(vue)
    def protegee(request, *args, **kwargs):
        if request.method == "POST" and not _vient_d_ici(request):
            journal.warning("403 %s: posted from another site", request.path)
            return render(request, "protection/ailleurs.html", status=403)
        response = vue(request, *args, **kwargs)
        # The stamp is for one person. `no-store` would lose what was typed on « Back ».
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(protegee))


def _vient_d_ici(request):
    """Whether a POST comes from a page of this host; a browser too old to say is believed."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origine = request.headers.get("Origin")
    ici = f"{request.scheme}://{request.get_host()}"
    return origine is None or origine == ici or origine in settings.CSRF_TRUSTED_ORIGINS


def _trop_d_envois(reprise_at):
    """Says nothing of which limit was met: whether an address was used is nobody's business."""
    # Rounded up: at the minute said, the way is free.
    quand = timezone.localtime(reprise_at + timedelta(seconds=59))
    heure = f"{quand:%-H}{INSECABLE}h{INSECABLE}{quand:%M}"
    demain = quand.date() != timezone.localdate()
    depart = f"du {quand:%d/%m/%Y} à {heure}" if demain else f"de {heure}"
    return (
        f"Trop d’envois en peu de temps. Vous pourrez envoyer de nouveau à partir {depart} (heure "
        f"de Paris){INSECABLE}: gardez cette page ouverte, ce que vous avez écrit y reste."
    )
