// Chargé dans l’en-tête, avant les scripts du thème.
(function () {
  "use strict";
  // Rien ne reste sur l’appareil : ce que le thème croit écrire durablement (mode clair ou sombre,
  // mots cherchés) va dans la mémoire de l’onglet, effacée quand on le ferme.
  try {
    const memory = window.sessionStorage;
    Object.defineProperty(window, "localStorage", { configurable: true, get: () => memory });
    const mode = memory.getItem("mode") || "auto";
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.mode = mode;
    document.documentElement.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
  } catch (error) {
    // Le stockage est refusé par le navigateur : la page reste en mode clair.
  }
})();
