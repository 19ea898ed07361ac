/* The speaker's window: what it is told, and what it asks for. Both are of this site, on one machine. */

const name = `briefing-${crypto.randomUUID()}`;
/** @type {BroadcastChannel | null} */
let channel = null;
/** @type {Window | null} */
let speaker = null;
/** @type {Told | null} */
let last = null;

/**
 * @param {(key: string) => void} onKey
 */
function listen(onKey) {
  const opened = new BroadcastChannel(name);
  opened.addEventListener("message", ({ data }) => {
    if (data.hello && last) opened.postMessage(last);
    if (data.key) onKey(data.key);
  });
  channel = opened;
}

/**
 * Opens it, or brings it to the front; false where the browser does not allow it.
 * @param {(key: string) => void} onKey
 */
export function open(onKey) {
  if (!channel) listen(onKey);
  if (!speaker || speaker.closed)
    speaker = window.open(`/brief/notes#${name}`, name, "popup,width=720,height=560");
  else speaker.focus();
  return Boolean(speaker);
}

/**
 * @param {Told} state
 */
export function tell(state) {
  last = state;
  if (channel) channel.postMessage(state);
}
