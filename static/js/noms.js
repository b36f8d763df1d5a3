/* Names and keys for what Django's admin draws by script: the search lists (Select2) and the text editor
   (ProseMirror) have no name, the editor's menu speaks English and takes fourteen stops of the Tab key.
   Without this file everything still works with a mouse. To delete when both libraries do it themselves. */
"use strict";
{
  const MOTS = {
    "Edit Link": "Lien",
    URL: "Adresse du lien",
    Title: "Bulle au survol (facultatif)",
    Update: "Valider",
    Cancel: "Annuler",
    Today: "Aujourd’hui",
  };
  const OUTILS = {
    heading2: "Titre de partie",
    heading3: "Titre de sous-partie",
    paragraph: "Texte courant",
    bulletList: "Liste à puces",
    orderedList: "Liste numérotée",
    blockquote: "Citation",
    bold: "Gras",
    italic: "Italique",
    link: "Mettre un lien",
    unlink: "Enlever le lien",
    "history:undo": "Annuler",
    "history:redo": "Rétablir",
  };
  // The button shown in the list of styles is a copy that lost its name: only its title tells which.
  const STYLES = { "heading 2": "heading2", "heading 3": "heading3", paragraph: "paragraph" };

  const gettext = window.gettext ?? ((mot) => mot);
  window.gettext = (mot) => MOTS[mot] ?? gettext(mot);

  const nomDe = (champ) =>
    champ.getAttribute("aria-label") || champ.labels?.[0]?.textContent.replace(/\s*:\s*$/, "").trim() || "";

  const copier = (champ, cible, attributs) => {
    for (const attribut of attributs) {
      if (champ.hasAttribute(attribut)) cible.setAttribute(attribut, champ.getAttribute(attribut));
    }
  };

  // Search lists

  const nommerListe = (liste) => {
    const combobox = liste.querySelector('[role="combobox"]');
    const champ = liste.parentElement.querySelector("select");
    if (!combobox || !champ) return;
    const nom = nomDe(champ);
    combobox.setAttribute("aria-label", nom);
    copier(champ, combobox, ["aria-describedby", "aria-invalid"]);
    const valeur = liste.querySelector(".select2-selection--single .select2-selection__rendered");
    if (valeur) {
      valeur.removeAttribute("role");
      valeur.removeAttribute("aria-readonly");
      combobox.id = `${champ.id}_combobox`;
      combobox.setAttribute("aria-labelledby", `${combobox.id} ${valeur.id}`);
    }
    liste.querySelector(".select2-search__field")?.setAttribute("aria-label", nom);
  };

  const nettoyerListe = (liste) => {
    // A cross in the value is read as « multiplié par »; Delete and Backspace do the same.
    for (const croix of liste.querySelectorAll(".select2-selection--single .select2-selection__clear")) {
      croix.setAttribute("aria-hidden", "true");
    }
    // One click would empty the whole list, and it is no list item.
    for (const croix of liste.querySelectorAll(".select2-selection--multiple .select2-selection__clear")) {
      croix.remove();
    }
  };

  const surveillerListe = (liste) => {
    nommerListe(liste);
    nettoyerListe(liste);
    const champ = liste.parentElement.querySelector("select");
    const select2 = champ && window.django?.jQuery(champ).data("select2");
    select2?.on("selection:update", () => nettoyerListe(liste));
  };

  window.django?.jQuery(document).on("select2:open", (evenement) => {
    const champ = evenement.target;
    const nom = nomDe(champ);
    const resultats = `select2-${champ.id}-results`;
    champ.parentElement.querySelector('[role="combobox"]')?.setAttribute("aria-controls", resultats);
    document.getElementById(resultats)?.setAttribute("aria-label", nom);
    const ouverte = document.querySelector(".select2-container--open .select2-search--dropdown");
    const recherche = ouverte?.querySelector(".select2-search__field");
    recherche?.setAttribute("aria-label", `${nom} : rechercher`);
    recherche?.setAttribute("aria-controls", resultats);
  });

  document.addEventListener("keydown", (evenement) => {
    const combobox = evenement.target.closest?.(".select2-selection--single");
    if (!combobox || evenement.key !== "ArrowDown" || evenement.altKey) return;
    const champ = combobox.closest(".select2-container").parentElement.querySelector("select");
    if (combobox.getAttribute("aria-expanded") === "true") return;
    evenement.preventDefault();
    window.django.jQuery(champ).select2("open");
  });

  // The text editor

  const boutonsVisibles = (barre) =>
    [...barre.querySelectorAll('.prose-menubar__group > button, [role="button"]')].filter((b) => b.offsetParent);

  /** One stop of the Tab key for the whole bar; the arrows go from one button to the next. */
  const parcourirAuxFleches = (barre) => {
    const retenir = (choisi) => {
      for (const bouton of barre.querySelectorAll('.prose-menubar__group > button, [role="button"]')) {
        bouton.tabIndex = bouton === choisi ? 0 : -1;
      }
    };
    barre.addEventListener("focusin", (e) => {
      const bouton = e.target.closest('.prose-menubar__group > button, [role="button"]');
      if (bouton) retenir(bouton);
    });
    barre.addEventListener("keydown", (e) => {
      const boutons = boutonsVisibles(barre);
      const ici = boutons.indexOf(e.target);
      if (ici < 0) return;
      const vers = { ArrowRight: ici + 1, ArrowLeft: ici - 1, Home: 0, End: boutons.length - 1 }[e.key];
      if (vers === undefined) return;
      e.preventDefault();
      boutons.at(vers % boutons.length).focus();
    });
    retenir(boutonsVisibles(barre)[0]);
  };

  /** The list of styles opens with the keyboard too, and says which style the text has. */
  const ouvrirLesStyles = (barre) => {
    const ouvrir = barre.querySelector(".prose-menubar__selected");
    const styles = barre.querySelector(".prose-menubar__picker");
    if (!ouvrir || !styles) return () => {};
    ouvrir.setAttribute("role", "button");
    ouvrir.setAttribute("aria-haspopup", "true");
    ouvrir.setAttribute("aria-expanded", "false");
    const options = [...styles.querySelectorAll("button")];
    for (const option of options) option.firstElementChild.textContent = OUTILS[option.dataset.name];
    ouvrir.addEventListener("keydown", (e) => {
      if (!["Enter", " ", "ArrowDown"].includes(e.key)) return;
      e.preventDefault();
      ouvrir.click();
    });
    styles.addEventListener("toggle", (e) => {
      ouvrir.setAttribute("aria-expanded", String(e.newState === "open"));
      if (e.newState === "open") options[0].focus();
    });
    styles.addEventListener("keydown", (e) => {
      const sens = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (!sens) return;
      e.preventDefault();
      options.at((options.indexOf(document.activeElement) + sens) % options.length).focus();
    });
    return () => {
      const copie = ouvrir.firstElementChild;
      const style = OUTILS[STYLES[copie?.title]] ?? "autre";
      if (copie) copie.inert = true;
      ouvrir.setAttribute("aria-label", `Style : ${style}`);
      ouvrir.title = "Style du texte";
    };
  };

  const equiperBarre = (editor, barre, nom) => {
    barre.setAttribute("role", "toolbar");
    barre.setAttribute("aria-label", `Mise en forme : ${nom}`);
    const boutons = [...barre.querySelectorAll(".prose-menubar__group > button")];
    for (const bouton of boutons) {
      bouton.title = OUTILS[bouton.dataset.name] ?? bouton.title;
      bouton.setAttribute("aria-label", bouton.title);
    }
    const direLeStyle = ouvrirLesStyles(barre);
    const direLEtat = () => {
      direLeStyle();
      for (const bouton of boutons) {
        bouton.setAttribute("aria-disabled", String(bouton.classList.contains("disabled")));
        if (!/^(history:|link$|unlink$)/.test(bouton.dataset.name)) {
          bouton.setAttribute("aria-pressed", String(bouton.classList.contains("active")));
        }
      }
    };
    editor.on("transaction", direLEtat);
    direLEtat();
    parcourirAuxFleches(barre);
  };

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const zone = editor.view.dom;
    const cadre = textarea.closest(".prose-editor");
    const nom = nomDe(textarea);
    zone.setAttribute("aria-label", nom);
    zone.setAttribute("aria-multiline", "true");
    copier(textarea, zone, ["aria-describedby", "aria-invalid", "aria-required"]);
    textarea.labels[0]?.addEventListener("click", () => editor.commands.focus());
    // The caret stays above the bar of buttons that sticks to the bottom of the window.
    const bas = { top: 5, right: 5, bottom: 96, left: 5 };
    editor.view.setProps({ scrollMargin: bas, scrollThreshold: bas });
    // In a list the editor keeps Tab for itself, to indent: leaving matters more.
    cadre.addEventListener("keydown", (e) => e.key === "Tab" && e.target === zone && e.stopPropagation(), true);
    // The bar is drawn by a listener of the same event, registered before this one.
    editor.on("create", () => equiperBarre(editor, cadre.querySelector(".prose-menubar"), nom));
  });

  // Lines of parts are named after their place: « Libellé, ligne 2 ».

  const numeroter = (groupe) => {
    const lignes = [...groupe.querySelectorAll('[class*="dynamic-"]')];
    lignes.forEach((ligne, rang) => {
      for (const champ of ligne.querySelectorAll("[aria-label]")) {
        const nom = champ.getAttribute("aria-label");
        champ.setAttribute("aria-label", nom.replace(/, (nouvelle ligne|ligne \d+)/, `, ligne ${rang + 1}`));
      }
      const titre = ligne.querySelector(".inline_label");
      if (titre && /^n°/.test(titre.textContent)) titre.textContent = `n° ${rang + 1}`;
    });
  };
  const numeroterAutour = (evenement) => {
    const groupe = evenement.target.closest?.(".inline-group");
    if (groupe) numeroter(groupe);
  };
  document.addEventListener("formset:added", numeroterAutour);
  document.addEventListener("parties:rangees", numeroterAutour);
  document.addEventListener("formset:removed", () => {
    for (const groupe of document.querySelectorAll(".inline-group")) numeroter(groupe);
  });

  // What appears: lists at the opening and in added lines, dialogs of the editor.

  const nommerAjouts = (noeud) => {
    if (noeud.nodeType !== Node.ELEMENT_NODE) return;
    const trouver = (selecteur) => [
      ...(noeud.matches(selecteur) ? [noeud] : []),
      ...noeud.querySelectorAll(selecteur),
    ];
    for (const liste of trouver(".select2-container:not(.select2-container--open)")) {
      if (liste.parentElement) surveillerListe(liste);
    }
    for (const dialogue of trouver("dialog.prose-editor-dialog")) {
      dialogue.setAttribute("aria-label", dialogue.querySelector("h3")?.textContent ?? "");
    }
  };
  new MutationObserver((changements) => {
    for (const { addedNodes } of changements) addedNodes.forEach(nommerAjouts);
  }).observe(document.documentElement, { childList: true, subtree: true });
}
