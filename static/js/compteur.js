/* Tells how many characters are left in a field with data-limite, near its end and beyond. Without this file, the
   server says it when the form is sent. To delete when browsers announce limits by themselves. */
const PRES = 0.8; // share of the limit from which it is worth saying

for (const champ of document.querySelectorAll("[data-limite]")) {
  const limite = Number(champ.dataset.limite);
  const dire = document.createElement("p");
  dire.className = "compteur";
  dire.setAttribute("role", "status");
  champ.after(dire);
  const compter = () => {
    const nombre = [...champ.value.replace(/\r\n/g, "\n")].length;
    const reste = limite - nombre;
    dire.classList.toggle("compteur--trop", reste < 0);
    if (reste < 0) dire.textContent = `${-reste} signe${reste < -1 ? "s" : ""} de trop`;
    else if (nombre >= limite * PRES) dire.textContent = `Encore ${reste} signe${reste > 1 ? "s" : ""}`;
    else dire.textContent = "";
  };
  champ.addEventListener("input", compter);
  compter();
}
