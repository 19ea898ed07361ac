/* Begins the page once it stands: the deck of the address, else the one that this tab keeps. */
(function () {
  let begun = false;

  async function load() {
    const query = window.location.search.slice(1);
    const kept = window.briefing.read();
    try {
      if (query) window.deck.take(await window.deck.found(query), { isEdit: false });
      else if (kept.slides.length || kept.title) window.deck.take(await window.deck.checked(JSON.stringify(kept)), { isEdit: false });
    } catch (problem) { window.builder.say(problem.message); }
    if (window.location.hash === "#present") window.stage.begin();
    document.documentElement.dataset.briefing = "ready";
  }

  function start() {
    if (!document.getElementById("brief-file")) {
      for (const list of document.querySelectorAll("#brief [data-list]")) window.lists.begin(list);
      window.builder.attach();
      window.stage.attach();
      if (!begun) load();
      begun = true;
    }
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { brief: { start } });
})();
