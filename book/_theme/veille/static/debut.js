// Chargé dans l’en-tête : les choix de lecture avant le premier affichage, et la sortie dès le début.
(function () {
  "use strict";
  const racine = document.documentElement;
  racine.classList.add("js");
  try {
    Object.assign(racine.dataset, JSON.parse(sessionStorage.getItem("lecture") || "{}"));
  } catch (erreur) {
    // Le navigateur refuse le stockage : la page suit l’appareil.
  }

  // Quitter : cacher d’abord, oublier les choix, puis remplacer la page dans l’historique de l’onglet.
  function quitter() {
    const lien = document.querySelector("a.quitter");
    racine.classList.add("parti");
    document.title = "\u00a0";
    try {
      sessionStorage.clear();
    } catch (erreur) {
      // Rien n’était gardé.
    }
    const dehors = lien && lien.dataset.sortie;
    const neutre = (lien && lien.href) || "about:blank";
    location.replace(dehors && navigator.onLine ? dehors : neutre);
  }

  document.addEventListener("click", function (evenement) {
    const lien = evenement.target.closest && evenement.target.closest("a.quitter");
    if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    quitter();
  });

  // Maj trois fois, chaque fois à moins de cinq secondes de la précédente ; jamais en écrivant une majuscule.
  const DELAI = 5000;
  let seule = false;
  let presses = 0;
  let minuteur = 0;
  document.addEventListener("keydown", function (evenement) {
    seule = evenement.key === "Shift" && !evenement.ctrlKey && !evenement.altKey && !evenement.metaKey;
    if (!seule) presses = 0;
  });
  document.addEventListener("keyup", function (evenement) {
    if (evenement.key !== "Shift" || !seule) return;
    presses += 1;
    clearTimeout(minuteur);
    minuteur = setTimeout(function () { presses = 0; }, DELAI);
    if (presses === 3) quitter();
  });

  // Revenir en arrière sur une page que le navigateur avait gardée telle quelle : la montrer de nouveau.
  window.addEventListener("pageshow", function (evenement) {
    if (evenement.persisted && racine.classList.contains("parti")) location.reload();
  });
})();
