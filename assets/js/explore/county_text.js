/* Counties in a text that somebody pastes or reads from a file: codes, names, or a table of them. */

const HEADER = /^(geo_?id|fips|fips code|county fips|county|county name|name|state|state name|code)$/;
const KINDS = / (county|parish|borough|city and borough|census area|municipality|planning region)$/;

/**
 * Names of the places on the map, by how people write them.
 * @typedef {object} CountyIndex
 * @property {Record<string, string>} states Name or abbreviation of a state → its code.
 * @property {Record<string, string[]>} counties Name of a county → the codes of all that are called so.
 * @property {Map<string, string>} codes Code of a county → its name with its state.
 * @property {Set<string>} prefixes Codes of the states.
 */

/** @param {string} text */
const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f.'"]/g, "")
    .replace(/\bsaint\b/g, "st")
    .replace(/\s+/g, " ")
    .trim();

/**
 * @param {{ state: Pick<Shapes, "place" | "name">, county: Pick<Shapes, "place" | "name"> }} outlines
 * @param {Record<string, string>} abbreviations By the code of the state.
 * @returns {CountyIndex}
 */
export function indexOf({ state, county }, abbreviations) {
  /** @type {Record<string, string>} */
  const states = {};
  /** @type {Record<string, string[]>} */
  const counties = {};
  const codes = new Map();
  state.place.forEach((place, at) => {
    states[plain(state.name[at])] = place;
  });
  for (const [place, abbreviation] of Object.entries(abbreviations))
    states[abbreviation.toLowerCase()] = place;
  /** @param {string} name @param {string} place */
  const add = (name, place) => {
    counties[name] = [...new Set([...(counties[name] || []), place])];
  };
  county.place.forEach((place, at) => {
    const name = plain(county.name[at]);
    codes.set(place, `${county.name[at]}, ${abbreviations[place.slice(0, 2)] || ""}`);
    add(name, place);
    add(name.replace(KINDS, ""), place);
  });
  return { states, counties, codes, prefixes: new Set(state.place) };
}

/**
 * A county's code of 5 digits, or 4 where a leading zero was lost; empty where the word is none.
 * @param {string} word
 * @param {CountyIndex} index
 */
function codeOf(word, { prefixes }) {
  const digits = /^\d{4,5}$/.test(word) ? word.padStart(5, "0") : "";
  return prefixes.has(digits.slice(0, 2)) && !digits.endsWith("000") ? digits : "";
}

/**
 * The county that a name, with or without a state behind it, stands for; empty where several or none do.
 * @param {string} name
 * @param {string} stateName
 * @param {CountyIndex} index
 */
function countyNamed(name, stateName, { states, counties }) {
  const within = states[plain(stateName)] || "";
  const fitting = (counties[plain(name)] || []).filter((place) => place.startsWith(within));
  return fitting.length === 1 ? fitting[0] : "";
}

/**
 * One line may hold codes, names, or the cells of a table, of which a code says enough.
 * @param {string} line
 * @param {CountyIndex} index
 * @param {Set<string>} found
 * @param {Set<string>} unknown
 */
function readLine(line, index, found, unknown) {
  const words = line
    .split(/[,;\t]/)
    .map((word) => word.trim().replace(/^["']|["']$/g, ""))
    .filter(Boolean);
  const codes = words.map((word) => codeOf(word, index)).filter(Boolean);
  if (codes.length) {
    codes.forEach((code) => found.add(code));
    words.filter((word) => /^\d+$/.test(word) && !codeOf(word, index)).forEach((word) => unknown.add(word));
    return;
  }
  for (let at = 0; at < words.length; at += 1) {
    const isBeforeState = at + 1 < words.length && plain(words[at + 1]) in index.states;
    const county = countyNamed(words[at], isBeforeState ? words[at + 1] : "", index);
    if (county) found.add(county);
    else if (!HEADER.test(plain(words[at])))
      unknown.add(isBeforeState ? `${words[at]}, ${words[at + 1]}` : words[at]);
    if (isBeforeState) at += 1;
  }
}

/**
 * Codes of the counties found, their names, and the words that stand for none.
 * @param {string} text
 * @param {CountyIndex} index
 */
export function readCounties(text, index) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {Set<string>} */
  const unknown = new Set();
  text.split(/\r?\n/).forEach((line) => readLine(line, index, found, unknown));
  return {
    found: [...found],
    unknown: [...unknown],
    names: [...found].map((code) => index.codes.get(code) || code),
  };
}
