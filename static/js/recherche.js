/* Suggests pages while one types in the search of the site: a combobox (ARIA 1.2) whose options are pages. Without
   this file, Enter and the button search. To delete when <datalist> can be filled from the server and lead to pages. */
const REPOS = 200; // milliseconds without a key before asking

for (const cadre of document.querySelectorAll('[data-module="recherche"]')) {
  const champ = cadre.querySelector("input[type=search]");
  const liste = document.createElement("ul");
  liste.id = `${champ.id}-pages`;
  liste.className = "suggestions__liste";
  liste.setAttribute("role", "listbox");
  liste.setAttribute("aria-label", "Pages trouvées");
  liste.hidden = true;
  const annonce = document.createElement("p");
  annonce.className = "visually-hidden";
  annonce.setAttribute("role", "status");
  cadre.append(liste, annonce);
  const reglages = { role: "combobox", "aria-autocomplete": "list", "aria-controls": liste.id, "aria-expanded": "false" };
  for (const [nom, valeur] of Object.entries(reglages)) champ.setAttribute(nom, valeur);

  let minuteur = 0;
  let demande = 0;
  let place = -1;

  const fermer = () => {
    demande++;
    liste.hidden = true;
    place = -1;
    champ.setAttribute("aria-expanded", "false");
    champ.removeAttribute("aria-activedescendant");
  };

  const viser = (rang) => {
    const options = [...liste.children];
    place = (rang + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === place)));
    champ.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  };

  const montrer = (pages) => {
    fermer();
    liste.replaceChildren(
      ...pages.map((page, i) => {
        const option = document.createElement("li");
        option.id = `${liste.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.adresse = page.url;
        option.textContent = page.precision ? `${page.titre} (${page.precision})` : page.titre;
        return option;
      }),
    );
    const nombre = pages.length;
    annonce.textContent = nombre
      ? `${nombre} page${nombre > 1 ? "s" : ""}\u00a0: flèches pour choisir.`
      : "Aucune page à proposer.";
    liste.hidden = !nombre;
    champ.setAttribute("aria-expanded", String(nombre > 0));
  };

  const chercher = async () => {
    const texte = champ.value.trim();
    const mienne = ++demande;
    if (texte.length < 2) return fermer();
    try {
      const reponse = await fetch(`${cadre.dataset.adresse}?q=${encodeURIComponent(texte)}`);
      const { suggestions } = await reponse.json();
      if (mienne === demande && document.activeElement === champ) montrer(suggestions);
    } catch {
      fermer(); // Enter still searches
    }
  };

  champ.addEventListener("input", () => {
    clearTimeout(minuteur);
    minuteur = setTimeout(chercher, REPOS);
  });
  champ.addEventListener("keydown", (evenement) => {
    if (liste.hidden) return;
    if (evenement.key === "Escape") fermer();
    else if (evenement.key === "ArrowDown") viser(place + 1);
    else if (evenement.key === "ArrowUp") viser(Math.max(place, 0) - 1);
    else if (evenement.key === "Enter" && place >= 0) location.assign(liste.children[place].dataset.adresse);
    else return;
    evenement.preventDefault();
  });
  // Before the field loses the focus, which closes the list.
  liste.addEventListener("mousedown", (evenement) => {
    evenement.preventDefault();
    const option = evenement.target.closest("[role=option]");
    if (option) location.assign(option.dataset.adresse);
  });
  champ.addEventListener("blur", fermer);
  cadre.addEventListener("submit", () => {
    clearTimeout(minuteur);
    fermer();
  });
}
