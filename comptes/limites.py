"""How often signing in may be tried, and the page that says when to try again.

Counted in the database (protection/quotas.py): exact whatever the number of processes, and the same
for an address that has no account.
"""

import logging
from datetime import timedelta
from functools import wraps

from allauth.account.internal.stagekit import unstash_login
from django.shortcuts import render
from django.utils import timezone

from protection import quotas
from protection.quotas import Limite

journal = logging.getLogger("securite")

QUART_D_HEURE, HEURE = timedelta(minutes=15), timedelta(hours=1)


def limitee(nature, *, reseau, personnes=()):
    """Count each POST to a view against limits; past one, it is not run and the page says when.

    `reseau`: Limite of one network. `personnes`: [(function of the request, Limite)], each function
    naming who or what is tried, "" for nobody. Of one request, everything counts or nothing after
    the first limit that is reached: who tries from one network does not use up a person's tries.
    """

    def decorer(vue):
        @wraps(vue)
        def comptee(request, *args, **kwargs):
            if request.method == "POST":
                comptes = [(f"{nature}.reseau", quotas.reseau(request), reseau)]
                for rang, (nommer, limite) in enumerate(personnes):
                    if qui := nommer(request):
                        comptes.append((f"{nature}.{rang}", qui, limite))
                for compteur, qui, limite in comptes:
                    if not quotas.consommer(compteur, qui, limite):
                        return _trop_d_essais(request, compteur, qui)
            return vue(request, *args, **kwargs)

        return comptee

    return decorer


def adresse_tapee(request):
    """The address in the form, whoever it belongs to. Bounded: nobody has a longer one."""
    return request.POST.get("email", "").strip()[:254]


def adresse_en_cours(request):
    """The address that asked for the code that is being typed."""
    connexion = unstash_login(request, peek=True)
    return (connexion and connexion.email) or ""


def code_en_cours(request):
    """The code that is being typed: the attempts on it count together, even at the same instant."""
    connexion = unstash_login(request, peek=True)
    return f"{connexion.email}:{connexion.initiated_at}" if connexion else ""


def personne(request):
    """Whoever is signed in, or half way."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    connexion = unstash_login(request, peek=True)
    return str(connexion.user.pk) if connexion and connexion.user else ""


def _trop_d_essais(request, compteur, qui):
    """429. Says nothing of which limit was met: whether an account exists is nobody's business."""
    journal.warning("429 %s: more than the limit of %s", request.path, compteur)
    reprise = quotas.reprise_at(compteur, qui) or timezone.now()
    # Rounded up: at the minute said, the way is free.
    contexte = {"reprise_at": reprise + timedelta(seconds=59)}
    response = render(request, "comptes/trop_d_essais.html", contexte, status=429)
    response["Retry-After"] = max(1, round((reprise - timezone.now()).total_seconds()))
    return response


limite_des_codes = limitee(
    "connexion",
    reseau=Limite(30, QUART_D_HEURE),
    personnes=[(adresse_tapee, Limite(5, QUART_D_HEURE))],
)
limite_des_essais = limitee(
    "connexion.code",
    reseau=Limite(60, HEURE),
    personnes=[(code_en_cours, Limite(5, HEURE)), (adresse_en_cours, Limite(15, HEURE))],
)
limite_du_second_facteur = limitee(
    "connexion.second-facteur",
    reseau=Limite(60, HEURE),
    personnes=[(personne, Limite(8, QUART_D_HEURE))],
)
limite_des_cles = limitee("connexion.cle", reseau=Limite(30, QUART_D_HEURE))
limite_des_liens = limitee("connexion.lien", reseau=Limite(30, QUART_D_HEURE))
