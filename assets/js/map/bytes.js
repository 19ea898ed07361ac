/* Vectors as the server sends them: whole numbers in base64. */

/**
 * @param {string} text
 */
export function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
/**
 * @param {string} text
 */
export const whole = (text) => new Int32Array(bytes(text).buffer);
