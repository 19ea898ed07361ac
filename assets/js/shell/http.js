/* Requests to the server. Where the page's address asks for figures of an older extract (`#figures=VERSION`), every
   answer is of it. */

const FIGURES_HEADER = "X-Figures";

/**
 * The version that the hash of an address names; empty where it names none.
 * @param {string} hash
 */
export function figuresOf(hash) {
  const version = new URLSearchParams(hash.slice(1)).get("figures");
  return version && /^[\w-]{1,64}$/.test(version) ? version : "";
}

const version = figuresOf(globalThis.location?.hash ?? "");

/**
 * As `fetch`, of the page's figures.
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export function request(address, options = {}) {
  if (!version) return fetch(address, options);
  const headers = new Headers(options.headers);
  headers.set(FIGURES_HEADER, version);
  return fetch(address, { ...options, headers });
}

/**
 * The answer of the server where it is a good one; else an error that says what was asked for and the
 * status.
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export async function requestOk(address, options) {
  const response = await request(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/**
 * @param {string | URL} address
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export async function requestJson(address, options) {
  return (await requestOk(address, options)).json();
}
