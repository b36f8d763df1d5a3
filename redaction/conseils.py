"""Advice on a rich text, pure: what would make it easier to read. It never forbids anything.

Each rule would rather keep silent than be wrong: a quotation is nobody's to rewrite, so nothing is
said of it.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from solidaires import texte

MOTS_PAR_PHRASE = 35  # beyond, a reader goes back to the start of the sentence
ALENTOUR = 250  # characters on each side where an acronym may be spelled out
CITATION = 48  # characters of the passage that a message quotes
# Known by their letters: formats, the parts of an address, and names that nobody spells out. The
# letters of a right or of a scheme (RSA, APA, CDI) are explained: here may be where one meets it.
SIGLES_USUELS = set(
    "PDF CSV HTML URL FAQ SMS USB QR IP GPS CD DVD TV CC BY "
    "CEDEX BP CS "
    "ATD BVA CNRS CSA ONU SIL SNCF SOS TGV UE".split()
)
# What a link says when it does not say where it goes; compared without accents nor punctuation.
LIENS_VAGUES = set(
    "acceder a la page, ce document, ce lien, ce site, cette page, clic ici, cliquer ici, "
    "cliquez ici, cliquez-ici, consulter, decouvrir, document, en savoir plus, ici, la, la suite, "
    "le document, le lien, le site, lien, lire, lire l'article, lire la suite, lire plus, page, "
    "par ici, plus d'info, plus d'infos, plus d'informations, savoir plus, site, suivez ce lien, "
    "suivre ce lien, telecharger, voir, voir ici, voir le lien, voir le site, voir plus".split(
        ", "
    )
)


@dataclass(frozen=True)
class Conseil:
    """One piece of advice: what to do, quoting the words concerned, and the rule it comes from."""

    message: str
    genre: str  # lien, titre, sigle, phrase, date, majuscules


def conseils(html: str, *, aujourd_hui, sigles_connus=frozenset()) -> list[Conseil]:
    """What to improve in `html`, sanitised rich text, rule by rule, in reading order within each.

    `aujourd_hui`: a date. `sigles_connus`: the acronyms that the page explains elsewhere.
    """
    blocs = _blocs(html)
    notres = [bloc for bloc in blocs if not bloc.cite]
    connus = SIGLES_USUELS | set(sigles_connus) | sigles_expliques(html)
    trouves = [
        *(("lien", message) for bloc in notres for message in _liens(bloc)),
        *(("titre", message) for message in _titres(blocs)),
        *(("sigle", message) for message in _sigles(notres, connus)),
        *(("phrase", message) for bloc in notres for message in _phrases_longues(bloc)),
        *(("date", message) for bloc in notres for message in _dates(bloc, aujourd_hui)),
        *(("majuscules", message) for bloc in notres for message in _majuscules(bloc)),
    ]
    uniques = dict.fromkeys(trouves)
    return [Conseil(texte.typographier(message), genre) for genre, message in uniques]


# Reading


@dataclass
class _Bloc:
    """A paragraph, a heading or an item of a list: its words, a line break as a new line."""

    balise: str
    cite: bool
    en_liste: bool
    mots: str = ""
    hors_gras: str = ""
    liens: list = field(default_factory=list)  # [address, words]

    def fermer(self):
        self.mots = "\n".join(map(texte.une_ligne, self.mots.split("\n"))).strip()
        self.liens = [(adresse, texte.une_ligne(mots)) for adresse, mots in self.liens]

    @property
    def est_titre(self):
        return self.balise in {"h2", "h3"}

    @property
    def tout_gras(self):
        return bool(self.mots) and not self.hors_gras.strip()


class _Lecteur(HTMLParser):
    BLOCS = {"p", "h2", "h3", "li"}
    COUPURES = BLOCS | {"ul", "ol", "blockquote", "hr"}

    def __init__(self):
        super().__init__()
        self.blocs = []
        self.ouvertes = []
        self._bloc = None
        self._lien = None

    def handle_starttag(self, tag, attrs):
        if tag in self.COUPURES:
            self._clore()
        if tag == "br":
            self._ecrire("\n")
        elif tag != "hr":
            self.ouvertes.append(tag)
        if tag in {"h2", "h3"}:
            self._courant()  # even when empty
        if tag == "a":
            self._lien = [dict(attrs).get("href") or "", ""]
            self._courant().liens.append(self._lien)

    def handle_endtag(self, tag):
        if tag in self.COUPURES:
            self._clore()
        if tag == "a":
            self._lien = None
        if tag in self.ouvertes:
            while self.ouvertes.pop() != tag:
                pass

    def handle_data(self, data):
        self._ecrire(data.replace("\n", " "))

    def close(self):
        super().close()
        self._clore()

    def _ecrire(self, mots):
        if self._bloc is None and not mots.strip():
            return
        bloc = self._courant()
        bloc.mots += mots
        if "strong" not in self.ouvertes:
            bloc.hors_gras += mots
        if self._lien is not None:
            self._lien[1] += mots

    def _courant(self):
        if self._bloc is None:
            balise = next((b for b in reversed(self.ouvertes) if b in self.BLOCS), "p")
            self._bloc = _Bloc(balise, "blockquote" in self.ouvertes, "li" in self.ouvertes)
        return self._bloc

    def _clore(self):
        if self._bloc is not None:
            self._bloc.fermer()
            self.blocs.append(self._bloc)
        self._bloc = self._lien = None


def _blocs(html):
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.close()
    return lecteur.blocs


def _citer(mots):
    """The first of these words between guillemets."""
    return f"« {texte.extrait(mots, CITATION)} »"


# Links


def _liens(bloc):
    if bloc.est_titre and not bloc.mots:
        return  # said of the heading
    for adresse, mots in bloc.liens:
        nu = texte.replier(mots).strip(" .…:>→»«!()[]" + texte.INSECABLE)
        if not mots:
            yield "Un lien n’a pas de texte : dites où il mène, ou supprimez-le."
        elif not adresse:
            yield f"Le lien {_citer(mots)} n’a pas d’adresse : donnez-la, ou retirez le lien."
        elif re.match(r"(https?://|www\.)\S+$", nu):
            yield f"Le lien {_citer(mots)} montre son adresse : écrivez plutôt le nom de la page."
        elif not nu or nu in LIENS_VAGUES:
            yield (
                f"Le lien {_citer(mots)} ne dit pas où il mène : écrivez le nom de la page, "
                "qui se comprend sans la phrase."
            )


# Headings


def _titres(blocs):
    parent = False
    repetes = [bloc.mots for bloc in blocs if bloc.tout_gras]
    for rang, bloc in enumerate(blocs):
        suivant = blocs[rang + 1] if rang + 1 < len(blocs) else None
        if bloc.est_titre:
            yield from _titre(bloc, suivant, parent)
            parent = parent or bloc.balise == "h2"
        elif _pose_en_titre(bloc, suivant) and repetes.count(bloc.mots) == 1:
            yield (
                f"Le paragraphe {_citer(bloc.mots)} est tout en gras : si c’est un titre, "
                "choisissez le style « titre »."
            )


def _titre(bloc, suivant, parent):
    if not bloc.mots:
        yield "Un titre est vide : écrivez-le, ou supprimez la ligne."
        return
    if bloc.balise == "h3" and not parent:
        yield (
            f"Le titre {_citer(bloc.mots)} est de niveau 3 sans titre de niveau 2 au-dessus : "
            "passez-le au niveau 2."
        )
    if suivant is None or suivant.balise == "h2" or (suivant.balise == bloc.balise == "h3"):
        yield f"Rien ne suit le titre {_citer(bloc.mots)} : ajoutez un texte, ou retirez-le."


def _pose_en_titre(bloc, suivant):
    """Short, wholly bold, no full stop, above a text. The same words twice name who speaks."""
    return (
        bloc.balise == "p"
        and bloc.tout_gras
        and not (bloc.cite or bloc.en_liste)
        and len(bloc.mots.split()) <= 15
        and bloc.mots[-1] not in ".!…,;"
        and suivant is not None
        and not suivant.tout_gras
    )


# Acronyms

_SIGLE = re.compile(r"(?<![\w@/.-])[A-Z]{2,6}(?![\w@/]|[.-]\w)")
_ROMAIN = re.compile(r"[IVX]+")
_MOT = re.compile(r"[^\W\d_]+")
_FIN_DE_PHRASE = re.compile(r"[.;!?…\n]")
# What stands between a name and its letters: « (le RSA) », « , dit RSA », « ou RSA ».
_CHARNIERE = re.compile(r"(?:[(,«–—=]|\b(?:ou|soit|dite?s?))\s*(?:les?\s|la\s|l’)?$")


def sigles_expliques(html: str) -> set[str]:
    """The acronyms that `html`, rich or plain text, spells out somewhere beside them."""
    return {
        trouve[0]
        for bloc in _blocs(html)
        for trouve in _SIGLE.finditer(bloc.mots)
        if _est_explique(bloc.mots, trouve)
    }


def _sigles(blocs, connus):
    for bloc in blocs:
        for trouve in _SIGLE.finditer(_sans_cris(bloc.mots)):
            sigle = trouve[0]
            if sigle not in connus and not _ROMAIN.fullmatch(sigle):
                yield (
                    f"« {sigle} » n’est pas expliqué : la première fois, écrivez le nom entier, "
                    f"puis ({sigle})."
                )


def _est_explique(mots, trouve):
    """« revenu de solidarité active (RSA) », « RSA (revenu…) », « RSA : revenu… »."""
    sigle = texte.replier(trouve[0])
    debut, fin = trouve.span()
    avant = _FIN_DE_PHRASE.split(mots[max(0, debut - ALENTOUR) : debut])[-1]
    noms = _MOT.findall(texte.replier(avant))[-(3 * len(sigle) + 2) :]
    if _CHARNIERE.search(avant) and any(
        _epelle(sigle, noms[rang:]) for rang in range(len(noms))
    ):
        return True
    suite = re.match(r"\s*([(,:–—«=])([^.;)\n]*)", mots[fin : fin + ALENTOUR])
    if suite is None:
        return False
    noms = _MOT.findall(texte.replier(suite[2]))
    if suite[1] == "(":
        return len(noms) > 1 and _abrege(sigle, noms)
    return any(_epelle(sigle, noms[rang:]) for rang in range(min(3, len(noms))))


def _epelle(sigle, mots):
    """Whether these words start with the acronym's letters, in order, small words between them."""
    if not mots or mots[0][0] != sigle[0]:
        return False
    initiales = iter(mot[0] for mot in mots)
    return all(lettre in initiales for lettre in sigle)


def _abrege(sigle, mots):
    """Whether the acronym takes its letters, in order, from these words: « SCOT » from « schéma
    de cohérence territoriale »."""
    lettres = iter("".join(mots))
    return mots[0][0] == sigle[0] and all(lettre in lettres for lettre in sigle)


# Sentences

_BOUT = re.compile(r"(?<=[.!?…;])[\s»”)]+(?=[\s«“(—–-]*[\dA-ZÀ-ÖØ-ÞŒ])|(?<=;)\s|\n")
_ABREGE = re.compile(r"(?:^|[\s«’(-])(?:[A-Z]|MM|Mme|Mmes|Dr|art|cf|etc|p|n|vol|env|St|Ste)\.$")
_MILLIERS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")


def _phrases(mots):
    """The sentences of a block. A semicolon ends one; the point of « J.-L. » does not."""
    debut = 0
    for bout in _BOUT.finditer(mots):
        if not _ABREGE.search(mots[debut : bout.start()]):
            yield mots[debut : bout.end()].strip()
            debut = bout.end()
    if reste := mots[debut:].strip():
        yield reste


def _phrases_longues(bloc):
    for phrase in _phrases(bloc.mots):
        nombre = sum(any(map(str.isalnum, mot)) for mot in _MILLIERS.sub("", phrase).split())
        if nombre > MOTS_PAR_PHRASE:
            yield f"La phrase {_citer(phrase)} compte {nombre} mots : coupez-la en deux."


# Dates that age

_VIEILLIT = re.compile(
    r"(?<![\w’-])(?:récemment|dernièrement|prochainement|bientôt|actuellement|sous peu"
    r"|depuis peu|d’ici peu|à ce jour|en ce moment|à l’heure actuelle|cette année|ce mois-ci"
    r"|cette semaine|l’an (?:dernier|passé|prochain)|l’année (?:dernière|passée|prochaine)"
    r"|(?:le mois|l’été|l’hiver|le printemps|l’automne) (?:dernier|passé|prochain)"
    r"|la semaine (?:dernière|passée|prochaine)|ces dernières (?:années|semaines)"
    r"|ces derniers (?:mois|jours)|il y a (?:peu|quelques \w+|\w+ (?:ans|mois|semaines)))(?!\w)",
    re.IGNORECASE,
)
# A future tense, or « prévu en », then a year soon after.
_ANNONCE = re.compile(
    r"\b(?:[a-zà-ÿœ]+(?:era|ira|dra|vra|rra|eront|iront|dront|vront|rront)|aura|auront"
    r"|(?:prévu|attendu|visé|programmé)e?s?(?= (?:en|pour|à|au|fin|début|courant|d’ici|dès)\b))"
    r"\b[^.;!?…«»]{0,60}?\b((?:19|20)\d\d)\b"
)
_ENTRE_GUILLEMETS = re.compile(r"«[^»]*»")


def _dates(bloc, aujourd_hui):
    mots = bloc.mots.replace("'", "’").replace(texte.INSECABLE, " ")
    mots = _ENTRE_GUILLEMETS.sub("«»", mots)
    for trouve in _VIEILLIT.finditer(mots):
        quoi = trouve[0].lower()
        mieux = f"« en {aujourd_hui.year} »" if quoi == "cette année" else "le mois et l’année"
        yield f"« {trouve[0]} » ne dira plus rien dans un an : écrivez {mieux}."
    for trouve in _ANNONCE.finditer(mots):
        if int(trouve[1]) < aujourd_hui.year:
            yield (
                f"{_citer(trouve[0])} annonce une date passée : dites ce qui a eu lieu, ou ce "
                "qu’on en sait."
            )


# Capitals

_CAPITALE = "A-ZÀ-ÖØ-ÞŒ"
_MOT_CRIE = rf"[{_CAPITALE}][{_CAPITALE}’'-]*(?!\w)"
_CRI = re.compile(
    rf"(?<!\w){_MOT_CRIE}(?:[\s,:–]+{_MOT_CRIE})+|(?<!\w)[{_CAPITALE}]{{8,}}(?!\w)"
)


def _crie(mots):
    """Whether words in capitals are words: letters that stand for a name are few."""
    return any(len(mot) > 6 for mot in _MOT.findall(mots))


def _sans_cris(mots):
    return _CRI.sub(lambda cri: " " if _crie(cri[0]) else cri[0], mots)


def _majuscules(bloc):
    for trouve in _CRI.finditer(bloc.mots):
        if _crie(trouve[0]):
            yield (
                f"{_citer(trouve[0])} est tout en majuscules, plus dur à lire : écrivez-le en "
                "minuscules, en gras s’il le faut."
            )
