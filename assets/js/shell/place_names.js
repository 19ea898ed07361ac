/* Names of places as people write them, and which of them a text may mean. */

const NO_FIT = 3;
const KINDS = { nation: 0, state: 1, group: 2, county: 3 };

/**
 * Lower case, without accents and dots, so that "dona ana" and "st louis" are found.
 * @param {string} text
 */
export const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[.,'’]/g, "")
    .trim();

/**
 * @param {{ place: string, name: string, kind: number }} entry
 * @param {string} [alsoKnown]
 * @returns {PlaceEntry}
 */
function searchable(entry, alsoKnown) {
  const key = plain(entry.name);
  return { ...entry, key, words: `${key} ${plain(alsoKnown || "")}`.split(/\s+/) };
}

export const NATION_ENTRY = searchable(
  { place: "US", name: "United States", kind: KINDS.nation },
  "us usa nation",
);

/**
 * A state, which is found by its abbreviation too.
 * @param {string} place
 * @param {string} name
 * @param {string} abbreviation
 */
export const stateEntry = (place, name, abbreviation) =>
  searchable({ place, name, kind: KINDS.state }, abbreviation);

/**
 * A county, which is found by its state's name and abbreviation too.
 * @param {string} place
 * @param {string} name
 * @param {string} abbreviation
 * @param {string} stateName
 */
export const countyEntry = (place, name, abbreviation, stateName) =>
  searchable({ place, name: `${name}, ${abbreviation}`, kind: KINDS.county }, stateName);

/**
 * @param {string} place
 * @param {string} name
 */
export const groupEntry = (place, name) => searchable({ place, name, kind: KINDS.group });

/**
 * How well an entry fits: 0 begins so, 1 has it at the start of a word, 2 has every word asked for; else
 * null.
 * @param {PlaceEntry} entry
 * @param {string} asked
 * @param {string[]} askedWords
 * @returns {number}
 */
function fit(entry, asked, askedWords) {
  if (entry.key.startsWith(asked)) return 0;
  if (entry.key.includes(` ${asked}`)) return 1;
  return askedWords.every((word) => entry.words.some((known) => known.startsWith(word))) ? 2 : NO_FIT;
}

/**
 * The entries that a text may mean, the best first.
 * @param {string} text
 * @param {PlaceEntry[]} entries
 */
export function matchesOf(text, entries) {
  const asked = plain(text);
  if (!asked) return [];
  const askedWords = asked.split(/\s+/);
  return entries
    .map((entry) => ({ entry, fit: fit(entry, asked, askedWords) }))
    .filter((found) => found.fit < NO_FIT)
    .sort(
      (one, other) =>
        one.fit - other.fit ||
        one.entry.kind - other.entry.kind ||
        one.entry.key.localeCompare(other.entry.key),
    )
    .map((found) => found.entry);
}
