#!/bin/sh
# Make .venv with the newest suitable Python and install one hashed requirements file into it.
# Usage: sh outils/venv.sh requirements.txt
# Plain sh and no Python: this runs before any is chosen. Does nothing when the file has not
# changed since its last complete installation.
set -eu
fichier=$1
temoin=.venv/installe-$fichier

echoue() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

# A name on the PATH is not enough: version managers leave launchers of versions they do not run.
convient() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if ! convient .venv/bin/python; then
    python=
    for candidat in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if convient "$candidat"; then
            python=$candidat
            break
        fi
    done
    [ -n "$python" ] || echoue "Il faut Python 3.11, 3.12 ou 3.13 : aucun n’a été trouvé." \
        "Installez-en un (Debian, Ubuntu : apt install python3 python3-venv), ou dites où il est : make run PYTHON=/chemin/vers/python3.12"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echoue \
        "Python $version est là, mais sans de quoi créer un environnement virtuel." \
        "Debian, Ubuntu : apt install python$version-venv (ou choisissez un autre Python : make run PYTHON=python3.x)"
    echo "Création de l’environnement .venv avec Python $version…"
    rm -rf .venv
    "$python" -m venv .venv || { rm -rf .venv; echoue "L’environnement .venv n’a pas pu être créé."; }
fi

cmp -s "$fichier" "$temoin" && exit 0
echo "Installation des paquets de $fichier…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$fichier" ||
    echoue "Les paquets n’ont pas pu être installés : l’index de paquets Python est-il joignable ?" \
        "Rien n’est perdu : relancez la même commande."
cp "$fichier" "$temoin"
# The development set holds the runtime set, line for line.
if [ "$fichier" = requirements-dev.txt ]; then cp requirements.txt .venv/installe-requirements.txt; fi
