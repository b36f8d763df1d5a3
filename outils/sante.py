"""Ask the portal of this machine whether it can serve; exit code 0 when it answers so.

For a container's health check, whose image has no curl. Standard library only: it runs every
half minute.
"""

import os
import sys
import urllib.request


def main():
    # The portal only answers to its own names; any of them will do.
    hote = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip("*.") or "localhost"
    requete = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/sante/", headers={"Host": hote}
    )
    try:
        with urllib.request.urlopen(requete, timeout=5) as reponse:
            print(reponse.read().decode())
    except OSError as erreur:
        print(f"Le portail ne répond pas\u00a0: {erreur}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
