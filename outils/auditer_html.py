"""Check the HTML of every type of page with the Nu HTML checker, on the real content.

`python -m outils.auditer_html FOLDER_OF_VNU_JAR` (see `make audit`). The portal is loaded in a
temporary database and visited from its home page, link after link; exits 1 when a page has an error.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, deque
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

# Pages of one type share their template: a few show its optional parts.
PAR_TYPE = 4
ABSENTE = "/cette-page-n-existe-pas/"


def preparer(dossier):
    """Load the portal as in production, everything it writes under `dossier`."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "solidaires.settings",
        "SOLIDAIRES_DEV": "1",
        "SOLIDAIRES_SANS_DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{dossier}/base.sqlite3",
        "STATIC_ROOT": f"{dossier}/static",
        "MEDIA_ROOT": f"{dossier}/media",
    }
    import django  # slow
    from django.core.management import call_command  # slow

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("charger_territoires")
    call_command("charger_contenu")


def visiter():
    """Yield (address, type, HTML) of up to PAR_TYPE pages of each type, and of the 404 page."""
    from django.test import Client  # slow
    from django.urls import Resolver404, resolve  # slow

    client, vues, par_type = Client(), {"/"}, Counter()
    file = deque(["/", ABSENTE])
    while file:
        adresse = file.popleft()
        try:
            type_de_page = resolve(urlsplit(adresse).path).view_name
        except Resolver404:
            continue
        if par_type[type_de_page] == PAR_TYPE:
            continue
        reponse = client.get(adresse)
        if not reponse.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if reponse.status_code == 404:
            type_de_page = "404"
        elif reponse.status_code != 200:
            continue
        par_type[type_de_page] += 1
        html = reponse.content.decode()
        yield adresse, type_de_page, html
        for lien in re.findall(r'<a\b[^>]*\shref="([^"]+)"', html):
            suite = urldefrag(urljoin(adresse, unescape(lien))).url
            if suite.startswith("/") and not suite.startswith("/admin/") and suite not in vues:
                vues.add(suite)
                file.append(suite)


def main(dossier_vnu):
    jar = next(Path(dossier_vnu).rglob("vnu.jar"), None)
    if jar is None:
        raise SystemExit(
            f"vnu.jar est introuvable sous {dossier_vnu}\u00a0: « make audit » l’installe."
        )
    with tempfile.TemporaryDirectory() as temporaire:
        preparer(temporaire)
        pages, types = Path(temporaire) / "pages", Counter()
        pages.mkdir()
        for adresse, type_de_page, html in visiter():
            types[type_de_page] += 1
            # The name of the file is what the checker's report shows.
            nom = re.sub(r"\W+", "-", adresse).strip("-") or "accueil"
            (pages / f"{nom}.html").write_text(html, encoding="utf-8")
        commande = ["java", "-jar", jar, "--errors-only", "--skip-non-html", pages]
        resultat = subprocess.run(commande)
    print(f"{types.total()} pages de {len(types)} types\u00a0: {', '.join(sorted(types))}.")
    print("Aucune erreur." if resultat.returncode == 0 else "Des erreurs sont à corriger.")
    return resultat.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
