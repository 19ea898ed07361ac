/* Panels that are painted when they come into sight, so that what is below the fold delays nothing. One whose
   figures are no longer those of the view is hidden until then; after a rest all are painted, for whoever
   prints the page or has it read out. */
(function () {
  const NEARBY = "0px";
  const REST_MS = 1000;
  const watched = {};
  let resting = null;

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      watched[target.id].inSight = isIntersecting;
      if (isIntersecting) show(watched[target.id]);
    }
  }, { rootMargin: NEARBY });

  /* `keyOf(given)` says what the panel depends on; `paint(given, sent, current)` draws it from an answer and what
     the answers sent for it last, and gives up where `current()` says that the answer was overtaken; `mark(given)`
     is called with every answer. */
  function watch(name, keyOf, paint, mark) {
    const panel = { name, keyOf, paint, element: null, inSight: false, given: null, sent: null, painted: null };
    watched[name] = panel;
    window.explorePage.onPanel(name, (sent, given) => {
      panel.given = given;
      panel.sent = sent || panel.sent;
      found(panel);
      if (mark) mark(given);
      restart();
      return stale(panel) && panel.inSight ? show(panel) : null;
    });
  }

  /* The page may have been laid out anew. */
  function found(panel) {
    const element = document.getElementById(panel.name);
    if (element === panel.element) return;
    Object.assign(panel, { element, inSight: false, painted: null });
    observer.observe(element);
  }

  function stale(panel) {
    const isStale = panel.keyOf(panel.given) !== panel.painted;
    if (panel.element.hasAttribute("aria-busy") !== isStale) panel.element.toggleAttribute("aria-busy", isStale);
    return isStale;
  }

  async function show(panel) {
    const { given } = panel;
    if (!given || !stale(panel)) return;
    const current = () => panel.given === given;
    try {
      await panel.paint(given, panel.sent, current);
      if (!current()) return;
      panel.painted = panel.keyOf(given);
      stale(panel);
    } catch (problem) {
      console.error(problem);
      if (current()) complain(panel);
    }
  }

  function complain(panel) {
    panel.element.removeAttribute("aria-busy");
    setText(`${panel.name}-title`, "This panel could not be loaded");
    setText(`${panel.name}-subtitle`, "The server did not answer. Change the view or reload the page to try again.");
  }

  /* Where one panel is shown by itself, nobody will look at the others. */
  const isMeantToBeSeen = (panel) => !("alone" in document.documentElement.dataset) || panel.element.checkVisibility();

  function restart() {
    clearTimeout(resting);
    resting = setTimeout(() => Object.values(watched).filter(isMeantToBeSeen).forEach(show), REST_MS);
  }

  function setText(id, text) {
    const place = document.getElementById(id);
    if (place && place.textContent !== text) place.textContent = text;
  }

  function setTexts(texts) { Object.entries(texts).forEach(([id, text]) => setText(id, text)); }

  /* A panel whose figures the server works out: asked for when it is to be seen. */
  function watchAsked(name, draw, mark) {
    watch(name, (given) => given.keys[name], async (given, _sent, current) => {
      const response = await fetch(`/panel/${name}?${given.query}`);
      if (!response.ok) throw new Error(`${name}: ${response.status}`);
      const answer = await response.json();
      if (!current()) return;
      setTexts(answer.texts);
      draw(answer.content, given);
    }, mark);
  }

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  window.panelSight = { watch, watchAsked, setText, setTexts, make };
})();
