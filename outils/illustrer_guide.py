"""Make the pictures of the coordinator's guide again: the real pages, in a real browser.

Writes static/img/guide/*.webp. The portal is made for the occasion in a temporary folder, with the
content of content/ put in the states that the guide tells.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import BytesIO
from pathlib import Path

from outils import logiciels

RACINE = Path(__file__).resolve().parent.parent
IMAGES = RACINE / "static" / "img" / "guide"
PORT = 8765
ADRESSE = f"http://127.0.0.1:{PORT}"
LARGEUR, HAUTEUR = 1280, 800
COORDINATION = "coordination@solidaires.example"
# The application of codes of an account that lives as long as the temporary folder.
GRAINE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# The date fields are drawn in the language of the browser itself, and Debian's speaks English:
# the pictures show them as a French one does.
EN_FRANCAIS = """
for (const [type, modele] of [["date", "jj/mm/aaaa"], ["time", "--:--"]]) {
  for (const champ of document.querySelectorAll(`input[type=${type}]`)) {
    champ.type = "text";
    champ.placeholder = modele;
  }
}
"""


def main():
    with tempfile.TemporaryDirectory() as dossier:
        environnement = {
            **os.environ,
            "SOLIDAIRES_DEV": "1",
            "DATABASE_URL": f"sqlite:///{dossier}/guide.sqlite3",
            "MEDIA_ROOT": f"{dossier}/media",
            "DJANGO_SETTINGS_MODULE": "solidaires.settings",
            "ADRESSE_DU_PORTAIL": f"{ADRESSE}/",
        }
        os.environ.update(environnement)
        a_jeter, a_corriger = preparer()
        serveur = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{PORT}"],
            cwd=RACINE,
            env=environnement,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            attendre()
            photographier(a_jeter, a_corriger)
        finally:
            serveur.terminate()
            serveur.wait()


def preparer():
    """The real content, a coordinator, two sheets to review.

    Returns the addresses of the sheets that she will delete and correct before the pictures.
    """
    import django  # slow

    django.setup()
    from allauth.mfa.totp.internal.auth import TOTP  # slow
    from django.contrib.auth.models import Group  # slow
    from django.core.management import call_command  # slow

    from comptes.models import User  # slow
    from fabrique.models import Initiative  # slow
    from forum.models import Idee  # slow

    call_command("migrate", verbosity=0)
    call_command("charger_territoires", verbosity=0)
    call_command("charger_contenu", verbosity=0)
    personne = User.objects.create_user(COORDINATION, nom="La coordination", is_staff=True)
    TOTP.activate(personne, GRAINE)
    personne.groups.add(Group.objects.get(name="Coordination"))
    initiatives = list(Initiative.objects.published().order_by("pk")[:4])
    for objet in [initiatives[0], Idee.objects.published().order_by("pk").first()]:
        objet.retire("Pour l’exemple du guide.")
        objet.back_to_draft()
        objet.submit()
    call_command("travailleur", "--une-fois")
    return initiatives[1].get_admin_url(), initiatives[2].get_admin_url()


def attendre():
    """Until the server answers, thirty seconds at most."""
    for _ in range(60):
        try:
            urllib.request.urlopen(f"{ADRESSE}/sante/").close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("Le portail ne répond pas.")


def photographier(a_jeter, a_corriger):
    """One picture per scene of the guide."""
    from playwright.sync_api import sync_playwright  # slow

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    IMAGES.mkdir(parents=True, exist_ok=True)
    for ancienne in IMAGES.glob("*.webp"):
        ancienne.unlink()
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path=logiciels.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run"],
        )
        page = navigateur.new_page(
            viewport={"width": LARGEUR, "height": HAUTEUR}, locale="fr-FR"
        )
        page.goto(f"{ADRESSE}/admin/login/")
        page.get_by_label("Votre adresse électronique").fill(COORDINATION)
        prendre(page.locator("main"), "connexion")
        entrer(page)
        jeter(page, a_jeter)
        corriger(page, a_corriger)
        for nom, scene in scenes().items():
            scene(page)
            page.wait_for_load_state("networkidle")
            prendre(page, nom)
        navigateur.close()


def entrer(page):
    """Sign in without waiting for a mail: a link, then the code of the application."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # slow

    from comptes import liens  # slow
    from comptes.models import User  # slow

    page.goto(liens.creer(User.objects.get(email=COORDINATION)))
    page.get_by_role("button", name="Me connecter").click()
    code = format_hotp_value(hotp_value(GRAINE, int(time.time()) // 30))
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(f"{ADRESSE}/admin/")


def jeter(page, adresse):
    """Delete a sheet, as she would."""
    page.goto(ADRESSE + adresse)
    page.get_by_role("link", name="Mettre à la corbeille").click()
    page.get_by_role("button", name="Mettre à la corbeille").click()


def corriger(page, adresse):
    """Change a few words of a sheet that is online, and keep them beside it."""
    page.goto(ADRESSE + adresse)
    page.get_by_label("Chapô").fill("Deux phrases qui disent quoi, où et pour qui.")
    editeur = page.locator(".field-presentation .tiptap")
    editeur.click()
    page.keyboard.press("Control+End")
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.type("quelques mots changés pour l’exemple.")
    page.get_by_role("button", name="Enregistrer sans publier").click()


def scenes():
    """{name of the picture: what to do to show it}, in the order of the guide."""
    from fabrique.models import Initiative  # slow
    from redaction.models import Revision  # slow
    from solidaires.publication import Etat  # slow

    brouillon = Initiative.objects.get(etat=Etat.A_RELIRE)
    attente = Revision.objects.waiting().get().objet
    base = attente.get_admin_url().removesuffix("change/")

    def ouvrir(chemin, *, jusqu_a=None, deplier=None):
        def scene(page):
            page.goto(ADRESSE + chemin)
            if deplier:
                page.get_by_text(deplier, exact=True).click()
                page.evaluate(EN_FRANCAIS)
            if jusqu_a:
                page.locator(jusqu_a).first.scroll_into_view_if_needed()

        return scene

    return {
        "file": ouvrir("/admin/"),
        "fiche": ouvrir(brouillon.get_admin_url()),
        "boutons": ouvrir(
            brouillon.get_admin_url(),
            deplier="Demander des compléments",
            jusqu_a="[name=_verbe_ask_changes]",
        ),
        "programmer": ouvrir(
            brouillon.get_admin_url(),
            deplier="Programmer la mise en ligne",
            jusqu_a="[name=_verbe_programmer]",
        ),
        "attente": ouvrir(attente.get_admin_url()),
        "historique": ouvrir(f"{base}history/"),
        "comparer": ouvrir(f"{base}comparer/"),
        "apercu": ouvrir(f"{base}versions/2/apercu/"),
        "corbeille": ouvrir("/admin/corbeille/"),
        "une": ouvrir("/admin/pages/une/add/"),
        "journal": ouvrir("/admin/admin/logentry/"),
    }


def prendre(sujet, nom):
    """The visible part of a page, or one element of it, as a WebP file."""
    from PIL import Image  # slow

    image = Image.open(BytesIO(sujet.screenshot()))
    fichier = IMAGES / f"{nom}.webp"
    image.save(fichier, quality=80, method=6)
    print(f"{fichier.relative_to(RACINE)} : {fichier.stat().st_size // 1000} ko", flush=True)


if __name__ == "__main__":
    main()
