/* The profile of a place: its panels are asked for when they come into sight, after a rest all of them, and drawn
   from what the server worked out. Text only ever becomes text. */
(function () {
  const REST_MS = 1500;
  const { setTexts, setText, make } = window.panelSight;
  const CHART_HEIGHT = 170;

  function linkTo(words, address, className) {
    const link = make("a", className, words);
    link.setAttribute("href", address);
    return link;
  }

  function sentence(told) {
    const item = make("li", "", `${told.text} `);
    if (told.instead.length) {
      const ways = make("span", "instead");
      told.instead.forEach(({ words, link }) => ways.append(linkTo(words, link), " "));
      item.append(ways, " ");
    }
    const ways = make("span", "shown-by");
    const shown = linkTo(`Shown in: ${told.words}`, `#${told.panel}`);
    ways.append(shown, linkTo("In Explore", told.link));
    item.append(ways);
    return item;
  }

  function sentences(list) {
    const items = make("ol", "standout-list");
    items.append(...list.map(sentence));
    return items;
  }

  function figureOf(chart) {
    const figure = make("figure", `facet ${chart.sector}`);
    const caption = make("figcaption");
    const title = make("h3", "", chart.title);
    if (chart.whose) title.append(make("span", "whose", chart.whose));
    const newest = make("p", "newest");
    newest.append(make("b", "", chart.newest), ` ${chart.period}`);
    caption.append(title, newest);
    if (chart.change) caption.append(make("p", "changed", chart.change));
    const drawing = make("div", "chart");
    drawing.id = `${chart.id}-chart`;
    drawing.style.height = `${CHART_HEIGHT}px`;
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", chart.alternative);
    const link = linkTo("In Explore", chart.link, "in-explore");
    link.setAttribute("aria-label", `In Explore: ${chart.title}`);
    figure.append(caption, drawing, link);
    return figure;
  }

  function tableOf({ caption, columns, rows }) {
    const frame = make("div", "profile-table");
    const table = make("table");
    table.append(make("caption", "visually-hidden", caption));
    const heading = table.createTHead().insertRow();
    columns.forEach((words) => { const cell = make("th", "", words); cell.scope = "col"; heading.append(cell); });
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      row.forEach((text, position) => {
        const cell = make(position ? "td" : "th", "", text);
        if (position) cell.dataset.heading = columns[position]; else cell.scope = "row";
        line.append(cell);
      });
    }
    frame.append(table);
    return frame;
  }

  async function draw(name, content) {
    const host = document.getElementById(`${name}-list`);
    if (!host) return;
    if (content.sentences) host.replaceChildren(sentences(content.sentences));
    else if (content.table) host.replaceChildren(tableOf(content.table));
    else if (content.charts) {
      const charts = make("div", "facets");
      charts.append(...content.charts.map(figureOf));
      host.replaceChildren(charts);
      for (const { id, figure } of content.charts) await window.charts.draw(id, figure, []);
    }
  }

  function complain(name) {
    setText(`${name}-title`, "This panel could not be loaded");
    setText(`${name}-subtitle`, "The server did not answer. Reload the page to try again.");
  }

  /* Once a view; an answer overtaken by the next is not drawn. */
  async function paint(section, query) {
    if (section.dataset.painting === query) return;
    section.dataset.painting = query;
    const name = section.id;
    try {
      const response = await fetch(`/panel/${name}?${query}`);
      if (!response.ok) throw new Error(`${name}: ${response.status}`);
      const answer = await response.json();
      if (section.dataset.painting !== query) return;
      setTexts(answer.texts);
      await draw(name, answer.content);
    } catch (problem) {
      console.error(problem);
      complain(name);
    }
    section.removeAttribute("aria-busy");
  }

  async function paintOfPage(section) {
    await paint(section, section.dataset.asked);
    if (!document.querySelector("#profile [data-asked][aria-busy]")) document.documentElement.dataset.busy = "false";
  }

  const observer = new IntersectionObserver((entries) => {
    entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => paintOfPage(target));
  });

  function begin(profile) {
    const search = profile.querySelector("#place-search");
    if (search && !search.firstChild) window.placeSearch.makeWithoutMap(search);
    const query = profile.dataset.placeView;
    document.documentElement.dataset.view = query;
    const sections = [...profile.querySelectorAll("[data-asked]")];
    if (!sections.length) { document.documentElement.dataset.busy = "false"; return; }
    document.documentElement.dataset.busy = "true";
    window.explorePage.showView(query);
    const name = profile.querySelector("h2").textContent;
    document.title = `${name} · Overdose Response`;
    profile.querySelectorAll("[data-takeaways]").forEach(window.takeaways.fill);
    sections.forEach((section) => observer.observe(section));
    setTimeout(() => sections.forEach(paintOfPage), REST_MS);
  }

  /* By itself, as a slide or embedded, a panel follows the view of its page. */
  window.explorePage.onPanel("profile", (_sent, given) => {
    const section = document.querySelector('[data-asked=""]');
    return section ? paint(section, given.query) : null;
  });

  const arriving = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof HTMLElement)) continue;
        const profile = node.id === "profile" ? node : node.querySelector("#profile");
        if (profile) begin(profile);
      }
    }
  });
  // Other pages, whose panels are drawn anew at every change, have no profile to wait for.
  if (window.location.pathname.startsWith("/place/")) arriving.observe(document.documentElement, { childList: true, subtree: true });
})();
