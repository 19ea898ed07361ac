/* The user's own groups of counties, which are kept in the link: `own-1` stands for the first of `groups`. Pure
   functions on the parts of a view's query. */

import { choosePlace, setOrDelete } from "./view_query.js";

const CODE = "own-";

/**
 * The form of model/groups.py: NAME:39035.39061;NAME:… with a name's own separators escaped.
 * @param {string} name
 */
const escaped = (name) =>
  name.replace(/[%:;]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
/**
 * @param {string} name
 */
const unescaped = (name) =>
  name.replace(/%(25|3A|3B)/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

/**
 * @param {URLSearchParams} parts
 * @returns {OwnGroup[]}
 */
export function ownGroups(parts) {
  const text = parts.get("groups");
  return (text ? text.split(";") : []).map((part) => {
    const end = part.lastIndexOf(":");
    return {
      name: unescaped(part.slice(0, end)),
      counties: part
        .slice(end + 1)
        .split(".")
        .filter(Boolean),
    };
  });
}

/**
 * @param {URLSearchParams} parts
 * @param {OwnGroup[]} groups
 */
export function writeGroups(parts, groups) {
  setOrDelete(
    parts,
    "groups",
    groups.map(({ name, counties }) => `${escaped(name)}:${counties.join(".")}`).join(";"),
  );
}

/**
 * The parts without the group at a position: those after it move up, and whatever stands for them with them.
 * @param {URLSearchParams} parts
 * @param {number} position
 */
export function removeGroup(parts, position) {
  /** @param {string} place */
  const moved = (place) => {
    const at = place.startsWith(CODE) ? Number(place.slice(CODE.length)) - 1 : -1;
    return at > position ? `${CODE}${at}` : at === position ? "" : place;
  };
  writeGroups(
    parts,
    ownGroups(parts).filter((_, index) => index !== position),
  );
  for (const name of ["place", "compare"]) {
    setOrDelete(parts, name, (parts.get(name) || "").split(",").map(moved).filter(Boolean).join(","));
  }
}

/**
 * Puts a group at a position of the link's groups and in focus.
 * @param {URLSearchParams} parts
 * @param {number} position
 * @param {OwnGroup} group
 */
export function saveGroup(parts, position, group) {
  const groups = ownGroups(parts);
  groups[position] = group;
  writeGroups(parts, groups);
  choosePlace(parts, `${CODE}${position + 1}`);
}
