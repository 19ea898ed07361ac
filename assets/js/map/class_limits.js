/* Limits of the classes that somebody writes. */

const MOST_LIMITS = 4;
const LIMIT = /^[0-9]{1,9}(\.[0-9]{1,2})?$/;

/**
 * Limits as the URL has them, or null where they are none.
 * @param {string} text
 */
export function limitsOf(text) {
  const limits = text.split(/[,;\s]+/).filter(Boolean);
  const ascending = limits.every(
    (limit, index) => LIMIT.test(limit) && (index === 0 || Number(limits[index - 1]) < Number(limit)),
  );
  return ascending && limits.length > 0 && limits.length <= MOST_LIMITS ? limits.join(",") : null;
}
