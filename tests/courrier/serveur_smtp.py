"""A real SMTP server in its own process, which behaves as badly as it is told.

    python -m tests.courrier.serveur_smtp FOLDER PORT [PASSWORD]

What it accepts is written to FOLDER, one file per message. FOLDER/consigne holds one word, read at
each step, that says how to behave (see CONSIGNES). Each step is said on the standard output.
"""

import asyncio
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

CONSIGNES = {
    "accepter",
    "refuser-expediteur",
    "refuser-adresse",
    "refuser-mots",
    "adresse-plus-tard",
    "mots-plus-tard",
    "donnees-plus-tard",  # before a word is given
    "fermer",  # 421 when it hears the address
    "attendre-adresse",  # no answer to the address, until told otherwise
    "attendre-mots",  # message kept, no answer, until told otherwise
    "couper-adresse",  # drops when it hears the address
    "couper-pendant",  # drops while the words come
    "couper-apres",  # message kept, then drops without an answer
}


class Boite:
    """What the server answers at each step, and where it keeps what it took."""

    def __init__(self, dossier):
        self.dossier = dossier

    def consigne(self):
        consigne = (self.dossier / "consigne").read_text(encoding="ascii").strip()
        if consigne not in CONSIGNES:
            raise ValueError(consigne)
        return consigne

    async def suivre(self, consigne):
        """As long as told to wait."""
        while self.consigne() == consigne:
            await asyncio.sleep(0.02)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        if self.consigne() == "refuser-expediteur":
            return "550 5.7.1 Sender not allowed"
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        dire(f"ADRESSE {address}")
        consigne = self.consigne()
        if consigne == "couper-adresse":
            server.transport.abort()
        await self.suivre("attendre-adresse")
        reponses = {
            "refuser-adresse": "550 5.1.1 No such user",
            "adresse-plus-tard": "451 4.7.1 Greylisted, try again later",
            "fermer": "421 4.3.2 Shutting down",
        }
        if consigne in reponses:
            return reponses[consigne]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        consigne = self.consigne()
        if consigne == "refuser-mots":
            return "554 5.7.1 Looks like spam"
        if consigne == "mots-plus-tard":
            return "451 4.3.0 Disk is full"
        self.garder(envelope)
        dire(f"MOTS {envelope.rcpt_tos[0]}")
        if consigne == "couper-apres":
            server.transport.abort()
        await self.suivre("attendre-mots")
        return "250 OK"

    def garder(self, envelope):
        rang = len(list(self.dossier.glob("*.eml")))
        (self.dossier / f"{rang:04}.eml").write_bytes(envelope.content)


class Protocole(SMTP):
    async def smtp_DATA(self, arg):  # noqa: N802
        consigne = self.event_handler.consigne()
        if consigne == "donnees-plus-tard":
            await self.push("452 4.3.1 Too many mails")
            return
        if consigne == "couper-pendant":
            await self.push("354 Go ahead")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def dire(ligne):
    print(ligne, flush=True)  # noqa: T201


async def servir(dossier, port, mot_de_passe):
    def authentifier(server, session, envelope, mechanism, donnees):
        return AuthResult(
            success=donnees.password.decode() == mot_de_passe,
            handled=False,  # the server still has to answer
        )

    serveur = await asyncio.get_running_loop().create_server(
        lambda: Protocole(
            Boite(dossier),
            hostname="serveur.invalid",
            authenticator=authentifier if mot_de_passe else None,
            auth_required=bool(mot_de_passe),
            auth_require_tls=False,
        ),
        "127.0.0.1",
        port,
    )
    dire(f"PORT {serveur.sockets[0].getsockname()[1]}")
    await serveur.serve_forever()


if __name__ == "__main__":
    asyncio.run(servir(Path(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:])))
