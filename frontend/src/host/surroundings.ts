/** What the page around the iframe is like: dark or light, and whether the tab is in sight. */

/** Calls back at once and whenever TensorBoard's dark mode is switched. */
export function followDarkMode(listener: (dark: boolean) => void): void {
  const { body } = window.parent.document;
  const tell = () => listener(body.classList.contains("dark-mode"));
  new MutationObserver(tell).observe(body, { attributes: true, attributeFilter: ["class"] });
  tell();
}

/**
 * Calls back whenever the tab comes into sight or goes out of it. TensorBoard keeps the iframe of
 * a tab that was left and only gives it no height; messages still reach it.
 */
export function followSight(listener: (inSight: boolean) => void): void {
  let known: boolean | undefined;
  const tell = () => {
    const inSight = document.visibilityState === "visible" && window.innerHeight > 0;
    if (inSight === known) return;
    known = inSight;
    listener(inSight);
  };
  window.addEventListener("resize", tell);
  document.addEventListener("visibilitychange", tell);
  tell();
}
