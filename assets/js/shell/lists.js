/* Native lists of choices. The browser side fills them: were every option a component of the page, each change
   would ask all of them whether they changed. */

/**
 * @param {Choice} choice
 */
function option({ value, label }) {
  const made = document.createElement("option");
  made.value = value ?? "";
  made.textContent = label;
  return made;
}

/**
 * @param {Choice} choice
 */
export function section({ label, options }) {
  const made = document.createElement("optgroup");
  made.label = label;
  made.append(...(options ?? []).map(option));
  return made;
}

/**
 * @param {Choice} choice
 */
const entry = (choice) => (choice.options ? section(choice) : option(choice));

/**
 * The choices that stand in a list for good.
 * @param {HTMLSelectElement} list
 */
export function begin(list) {
  if (list.dataset.choices && !list.options.length)
    list.append(...JSON.parse(list.dataset.choices).map(entry));
}

/**
 * @param {HTMLSelectElement} list
 * @param {Choice[]} options
 */
function offer(list, options) {
  const offered = JSON.stringify(options);
  if (list.dataset.offered === offered) return;
  list.dataset.offered = offered;
  list.replaceChildren(...options.map(entry));
}

/**
 * Fills a list with the choices of an answer, where it brings any, and shows the one chosen.
 * @param {HTMLSelectElement} list
 * @param {ControlState} state
 */
export function fill(list, { value, options, disabled, hidden }) {
  begin(list);
  if (options) offer(list, options);
  if (list.value !== value) list.value = value;
  list.disabled = Boolean(disabled);
  list.hidden = Boolean(hidden);
}
