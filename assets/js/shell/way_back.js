/* Asks the page first when the browser goes back or forward. Dash's own listener would make the whole page anew, and
   listeners of `popstate` are called in the order they were added: this runs in the head, before Dash is there. Whoever
   answers for the page listens to `way-back` and prevents its default. */

window.addEventListener("popstate", (event) => {
  const isAnswered = !document.dispatchEvent(new CustomEvent("way-back", { cancelable: true }));
  if (isAnswered) event.stopImmediatePropagation();
});
