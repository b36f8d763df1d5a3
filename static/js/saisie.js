/* What is typed in a form of the back office, or of the space of the territories, survives a lost session and
   a closed tab: a copy is kept in this browser, under the person and the address, and offered when the form opens
   again. The server says which copies are saved (solidaires/saisie.py). Signing out clears the person's copies.
   Without this file, or without localStorage, the forms work as any other. To delete when browsers restore what
   was typed by themselves. */
"use strict";
{
  const PREFIXE = "saisie:";
  const COPIES = 20;
  const JOURS = 30;
  const REPOS = 1000; // milliseconds without a change before the copy is made
  // `chemin`: where the server says what is saved (the path of its cookie).
  const { personne, chemin: racine = "/admin/" } = document.currentScript.dataset;
  // Reading the property may throw: blocked cookies, private window.
  const stock = (() => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  })();

  // Copies: « saisie:<person>:<path>:<number of the form> », the newest first.

  const lire = (cle) => {
    const [, qui, chemin, numero] = cle.split(":");
    try {
      return { cle, qui, chemin, numero, ...JSON.parse(stock.getItem(cle)) };
    } catch {
      return { cle, qui, chemin, numero, le: "", champs: [] };
    }
  };
  const copies = () =>
    Object.keys(stock)
      .filter((cle) => cle.startsWith(PREFIXE))
      .map(lire)
      .sort((a, b) => (a.le < b.le ? 1 : -1));

  const oublier = (aOublier) => {
    for (const { cle } of copies().filter(aOublier)) stock.removeItem(cle);
  };

  const faireLeMenage = () => {
    const limite = new Date(Date.now() - JOURS * 86_400_000).toISOString();
    const recentes = new Set(copies().slice(0, COPIES).map(({ cle }) => cle));
    oublier(({ cle, le }) => !recentes.has(cle) || le < limite);
  };

  const oublierEnregistree = () => {
    const faite = document.cookie.match(/(?:^|; )saisie_faite=([0-9a-f-]{36})/)?.[1];
    if (!faite) return;
    oublier(({ numero }) => numero === faite);
    document.cookie = `saisie_faite=; Path=${racine}; Max-Age=0; SameSite=Lax`;
  };

  // One form

  const suivre = (temoin) => {
    const formulaire = temoin.form;
    const chemin = window.location.pathname;
    const cle = `${PREFIXE}${personne}:${chemin}:${temoin.value}`;

    /** Pairs [name, value] of what was typed: no file, no password, nothing technical. */
    const champs = () => {
      const secrets = [...formulaire.querySelectorAll('input[type="password"]')].map(({ name }) => name);
      return [...new FormData(formulaire)]
        .filter(([nom, valeur]) => typeof valeur === "string" && !secrets.includes(nom))
        .filter(([nom]) => !nom.startsWith("_") && nom !== "csrfmiddlewaretoken")
        .map(([nom, valeur]) => [nom, valeur.replace(/\r\n/g, "\n")]);
    };
    // These say which version the form was filled from: they are no text.
    const resume = (paires) => JSON.stringify(paires.filter(([nom]) => !/^(empreinte|lu)$|-vu$/.test(nom)).sort());

    const depart = resume(champs());
    const jamaisEnregistre = "aEnregistrer" in temoin.dataset;
    let envoi = false;
    let sortie = false;
    let minuteur = 0;
    const estModifie = () => jamaisEnregistre || resume(champs()) !== depart;

    const copier = () => {
      clearTimeout(minuteur);
      if (!stock || sortie) return;
      if (!estModifie()) {
        stock.removeItem(cle);
        return;
      }
      const copie = JSON.stringify({ le: new Date().toISOString(), champs: champs() });
      try {
        stock.setItem(cle, copie);
      } catch {
        // Full: the oldest copies make room, or this one is not kept.
        const anciennes = new Set(copies().slice(1).map((autre) => autre.cle));
        oublier((autre) => anciennes.has(autre.cle));
        try {
          stock.setItem(cle, copie);
        } catch {
          stock.removeItem(cle);
        }
      }
    };
    const copierBientot = () => {
      sortie = false;
      clearTimeout(minuteur);
      minuteur = setTimeout(copier, REPOS);
    };

    // Select2 and the calendar only speak through jQuery, or not at all: a click is looked at too.
    for (const evenement of ["input", "change", "click"]) formulaire.addEventListener(evenement, copierBientot);
    window.django?.jQuery(formulaire).on("change", copierBientot);
    for (const evenement of ["formset:added", "formset:removed"]) {
      document.addEventListener(evenement, copierBientot);
    }
    formulaire.addEventListener("submit", () => {
      copier();
      envoi = true;
    });
    window.addEventListener("pageshow", () => {
      envoi = false;
    });
    window.addEventListener("pagehide", copier);
    document.addEventListener("visibilitychange", () => document.hidden && copier());
    window.addEventListener("beforeunload", (evenement) => {
      if (!envoi && estModifie()) evenement.preventDefault();
    });
    document.addEventListener("saisie:sortie", () => {
      sortie = true;
      clearTimeout(minuteur);
    });

    // What is found again

    const reprendre = (copie) => {
      copier();
      envoi = true;
      const envoyeur = document.createElement("form");
      envoyeur.method = "post";
      envoyeur.action = window.location.href;
      const tenus = ["csrfmiddlewaretoken", "_popup", "_to_field"].flatMap((nom) =>
        [...formulaire.querySelectorAll(`input[name="${nom}"]`)].map(({ value }) => [nom, value]),
      );
      for (const [nom, valeur] of [...copie.champs, ...tenus, ["_saisie", copie.numero], ["_reprendre", "1"]]) {
        const champ = document.createElement("input");
        champ.type = "hidden";
        champ.name = nom;
        champ.value = valeur;
        envoyeur.append(champ);
      }
      document.body.append(envoyeur);
      envoyeur.submit();
    };

    const date = (iso) => {
      const le = new Date(iso);
      const jour = le.getDate() === 1 ? "1er" : le.getDate();
      const annee = le.getFullYear() === new Date().getFullYear() ? "" : ` ${le.getFullYear()}`;
      const mois = le.toLocaleDateString("fr-FR", { month: "long" });
      const heure = le.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
      return `${jour} ${mois}${annee} à ${heure}`;
    };

    const bandeau = document.createElement("div");
    bandeau.setAttribute("role", "status");
    formulaire.before(bandeau);

    const proposer = () => {
      const [copie] = copies().filter(
        (autre) =>
          autre.qui === personne &&
          autre.chemin === chemin &&
          autre.numero !== temoin.value &&
          resume(autre.champs) !== depart,
      );
      bandeau.replaceChildren();
      if (!copie) return null;
      const cadre = document.createElement("div");
      cadre.className = "saisie-retrouvee";
      const phrase = document.createElement("p");
      phrase.textContent = `Un texte non enregistré du ${date(copie.le)} a été retrouvé sur cet appareil.`;
      const bouton = (texte, agir) => {
        const element = document.createElement("button");
        element.type = "button";
        element.className = "button";
        element.textContent = texte;
        element.addEventListener("click", agir);
        return element;
      };
      const oui = bouton("Le reprendre", () => reprendre(copie));
      const non = bouton("L’effacer", () => {
        stock.removeItem(copie.cle);
        const suivant = proposer() ?? formulaire.querySelector("input:not([type=hidden]), textarea, select");
        suivant?.focus();
      });
      cadre.append(phrase, oui, non);
      bandeau.append(cadre);
      return oui;
    };
    if (stock) proposer();
  };

  if (stock) {
    oublierEnregistree();
    faireLeMenage();
    // A window that Django opened to add something closed itself: this page comes back in front.
    window.addEventListener("focus", oublierEnregistree);
    document.addEventListener("submit", ({ target }) => {
      if (!target.matches("#logout-form, [data-sortie]")) return;
      document.dispatchEvent(new Event("saisie:sortie"));
      oublier(({ qui }) => qui === personne);
    });
  }
  const temoin = document.querySelector('form input[name="_saisie"]');
  if (temoin && personne) suivre(temoin);
}
