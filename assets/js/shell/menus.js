/* Menus that drop down over the page close when what is done next is done elsewhere, and by Escape. */

/** @returns {HTMLDetailsElement[]} */
const open = () =>
  [...document.querySelectorAll("details.download[open]")].map(
    (menu) => /** @type {HTMLDetailsElement} */ (menu),
  );

/**
 * @param {Event} event
 */
function closeAround(event) {
  open().forEach((menu) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
}

document.addEventListener("pointerdown", closeAround);
document.addEventListener("focusin", closeAround);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  open().forEach((menu) => {
    if (menu.contains(/** @type {Node} */ (event.target))) menu.querySelector("summary")?.focus();
    menu.open = false;
  });
});
