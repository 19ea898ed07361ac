/* The speaker's window: what it is told, and what it asks for. Both are of this site, on one machine. */

const name = `briefing-${crypto.randomUUID()}`;
let channel = null;
let speaker = null;
let last = null;

function listen(onKey) {
  channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => {
    if (data.hello && last) channel.postMessage(last);
    if (data.key) onKey(data.key);
  });
}

/* Opens it, or brings it to the front; false where the browser does not allow it. */
export function open(onKey) {
  if (!channel) listen(onKey);
  if (!speaker || speaker.closed)
    speaker = window.open(`/brief/notes#${name}`, name, "popup,width=720,height=560");
  else speaker.focus();
  return Boolean(speaker);
}

export function tell(state) {
  last = state;
  if (channel) channel.postMessage(state);
}
