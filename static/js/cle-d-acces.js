/* Passkeys: asks the browser for one when a form marked data-module="cle-d-acces" is sent, then sends its answer.
   The form stays hidden where the browser has no passkeys; the code by e-mail and the application need no script.
   What to ask is in the JSON element named by data-options, or at the address in data-adresse.
   To delete when HTML has an element for this. */
const connues = Boolean(
  window.isSecureContext &&
    window.PublicKeyCredential?.parseCreationOptionsFromJSON &&
    window.PublicKeyCredential.parseRequestOptionsFromJSON,
);

const questions = async ({ options, adresse }) => {
  if (options) return JSON.parse(document.getElementById(options).textContent);
  const reponse = await fetch(adresse, { headers: { Accept: "application/json" } });
  if (!reponse.ok) throw new Error(`HTTP ${reponse.status}`);
  return reponse.json();
};

const creer = ({ creation_options: { publicKey } }) => {
  const options = window.PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  // Kept by the device, which checks who holds it: it then signs in by itself.
  options.authenticatorSelection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return navigator.credentials.create({ publicKey: options });
};

const montrer = ({ request_options: { publicKey } }) =>
  navigator.credentials.get({ publicKey: window.PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });

const PHRASES = {
  NotAllowedError: "Rien n’a été envoyé : la demande a été annulée, ou le délai est passé. Vous pouvez réessayer.",
  InvalidStateError: "Cet appareil a déjà une clé d’accès pour ce compte.",
};

const equiper = (form) => {
  const erreur = form.querySelector("[data-erreur]");
  const bouton = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    erreur.textContent = "";
    bouton.disabled = true;
    try {
      const demande = await questions(form.dataset);
      const cle = await (demande.creation_options ? creer(demande) : montrer(demande));
      form.elements.credential.value = JSON.stringify(cle);
      form.submit();
    } catch ({ name }) {
      bouton.disabled = false;
      erreur.textContent = PHRASES[name] ?? "La clé d’accès n’a pas répondu. Réessayez, ou choisissez un autre moyen.";
    }
  });
  form.hidden = false;
};

if (connues) {
  for (const form of document.querySelectorAll('[data-module="cle-d-acces"]')) equiper(form);
  for (const avis of document.querySelectorAll("[data-sans-cle]")) avis.hidden = true;
}
