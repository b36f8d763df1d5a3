/* Suggests territories while their name is typed: a combobox (ARIA 1.2) over the search field of data-module
   "suggestions". Choosing one ticks a box beside those already chosen. Without this file, the button of the field
   searches and the page shows what it found. To delete when <datalist> can be filled from the server. */
const REPOS = 200; // milliseconds without a key before asking

for (const cadre of document.querySelectorAll('[data-module="suggestions"]')) {
  const champ = cadre.querySelector("input[type=search]");
  const choisis = cadre.parentElement.querySelector("[data-choisis]");
  const boite = document.createElement("div");
  boite.className = "suggestions";
  champ.before(boite);
  const liste = document.createElement("ul");
  liste.id = `${champ.id}-liste`;
  liste.className = "suggestions__liste";
  liste.setAttribute("role", "listbox");
  liste.setAttribute("aria-label", "Territoires trouvés");
  liste.hidden = true;
  const annonce = document.createElement("p");
  annonce.className = "visually-hidden";
  annonce.setAttribute("role", "status");
  boite.append(champ, liste, annonce);
  const reglages = { role: "combobox", "aria-autocomplete": "list", "aria-controls": liste.id, "aria-expanded": "false" };
  for (const [nom, valeur] of Object.entries(reglages)) champ.setAttribute(nom, valeur);

  let minuteur = 0;
  let demande = 0;
  let place = -1;

  const fermer = () => {
    liste.hidden = true;
    place = -1;
    champ.setAttribute("aria-expanded", "false");
    champ.removeAttribute("aria-activedescendant");
  };

  const viser = (rang) => {
    const options = [...liste.children];
    if (!options.length) return;
    place = (rang + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === place)));
    champ.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  };

  const choisir = (option) => {
    const deja = [...choisis.querySelectorAll("input")].find((input) => input.value === option.dataset.pk);
    if (deja) deja.checked = true;
    else {
      const ligne = document.createElement("li");
      const label = document.createElement("label");
      const coche = Object.assign(document.createElement("input"), {
        type: "checkbox",
        name: "territoires_associes",
        value: option.dataset.pk,
        checked: true,
      });
      label.append(coche, ` ${option.dataset.nom}`);
      ligne.append(label);
      choisis.append(ligne);
    }
    annonce.textContent = `Ajouté : ${option.dataset.nom}.`;
    champ.value = "";
    champ.dispatchEvent(new Event("input", { bubbles: true }));
    fermer();
    champ.focus();
  };

  const montrer = (territoires) => {
    liste.replaceChildren(
      ...territoires.map((territoire, i) => {
        const option = document.createElement("li");
        option.id = `${liste.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.pk = territoire.pk;
        option.dataset.nom = territoire.nom;
        option.textContent = `${territoire.nom} (${territoire.precision})`;
        return option;
      }),
    );
    const nombre = territoires.length;
    annonce.textContent = nombre ? `${nombre} territoire${nombre > 1 ? "s" : ""} : flèches pour choisir.` : "Aucun territoire.";
    fermer();
    liste.hidden = !nombre;
    champ.setAttribute("aria-expanded", String(nombre > 0));
  };

  const chercher = async () => {
    const texte = champ.value.trim();
    const mienne = ++demande;
    if (texte.length < 2) return fermer();
    try {
      const reponse = await fetch(`${cadre.dataset.adresse}?q=${encodeURIComponent(texte)}`);
      const { territoires } = await reponse.json();
      if (mienne === demande && document.activeElement === champ) montrer(territoires);
    } catch {
      fermer(); // the button still searches
    }
  };

  champ.addEventListener("input", () => {
    clearTimeout(minuteur);
    minuteur = setTimeout(chercher, REPOS);
  });
  champ.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape") fermer();
    else if (evenement.key === "Enter" && place < 0) cadre.querySelector("button").click();
    else if (liste.hidden) return;
    else if (evenement.key === "ArrowDown") viser(place + 1);
    else if (evenement.key === "ArrowUp") viser(place - 1);
    else if (evenement.key === "Enter" && place >= 0) choisir(liste.children[place]);
    else return;
    evenement.preventDefault();
  });
  // Before the field loses the focus, which closes the list.
  liste.addEventListener("mousedown", (evenement) => {
    evenement.preventDefault();
    const option = evenement.target.closest("[role=option]");
    if (option) choisir(option);
  });
  champ.addEventListener("blur", fermer);
}
