"""Limits on how often something may be asked, exact across processes and machines.

if not consommer("invitation", email, Limite(5, timedelta(hours=1))):
    …  # say when: reprise_at("invitation", email)
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from protection.models import Quota


@dataclass(frozen=True)
class Limite:
    """At most `nombre` requests within `duree`, from the first of them."""

    nombre: int
    duree: timedelta


def adresse(request):
    """The address of the client, as seen by the proxies that the settings trust.

    Each trusted proxy adds to X-Forwarded-For the address that it saw; anything further left is
    whatever the client wrote.
    """
    relayees = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",")]
    rang = settings.PROXYS_DE_CONFIANCE
    if rang and len(relayees) >= rang and relayees[-rang]:
        return relayees[-rang]
    return request.META.get("REMOTE_ADDR", "")


def reseau(request):
    """The network of the client: /24 in IPv4, /56 in IPv6, what one household or office has."""
    try:
        ip = ip_address(adresse(request))
    except ValueError:
        return "inconnu"
    return str(ip_network(f"{ip}/{24 if ip.version == 4 else 56}", strict=False))


def consommer(nature, qui, limite, *, maintenant=None):
    """Count one request of this sort by `qui`; whether it is within the limit.

    Atomic: of requests that come together, exactly `limite.nombre` are accepted. `qui` is only
    kept as a digest.
    """
    maintenant = maintenant or timezone.now()
    cle = _cle(nature, qui)
    fin = maintenant + limite.duree
    Quota.objects.filter(cle=cle, jusqu_a__lte=maintenant).update(
        nombre=0, depuis_at=maintenant, jusqu_a=fin
    )
    try:
        with transaction.atomic():
            Quota.objects.get_or_create(
                cle=cle, defaults={"depuis_at": maintenant, "jusqu_a": fin}
            )
    except IntegrityError:  # pragma: no cover -- two first requests at the same instant
        pass
    prises = Quota.objects.filter(cle=cle, nombre__lt=limite.nombre)
    return bool(prises.update(nombre=F("nombre") + 1))


def reprise_at(nature, qui):
    """When requests of this sort by `qui` are counted anew; None when none is counted."""
    return Quota.objects.filter(cle=_cle(nature, qui)).values_list("jusqu_a", flat=True).first()


def purger(maintenant):
    """Delete the counters whose time is over. Returns how many."""
    return Quota.objects.filter(jusqu_a__lte=maintenant).delete()[0]


def _cle(nature, qui):
    return salted_hmac(f"quota.{nature}", qui.lower(), algorithm="sha256").hexdigest()
