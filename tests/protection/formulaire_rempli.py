"""How a browser sends a public form: opened, left for long enough to be read, then posted."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

LECTURE = timedelta(seconds=30)


def cachet(client, url):
    """The stamp of the page of a form."""
    (valeur,) = re.findall(r'name="cachet" value="([^"]+)"', client.get(url).content.decode())
    return valeur


def envoyer(client, url, saisie, *, lecture=LECTURE, **kwargs):
    """Open the form, wait for `lecture`, post `saisie`. Returns the answer."""
    debut = timezone.now()
    with time_machine.travel(debut, tick=False):
        valeurs = {"cachet": cachet(client, url), "objet_bis": "", **saisie}
    with time_machine.travel(debut + lecture, tick=False):
        return client.post(url, valeurs, **kwargs)
