/* The trend's own controls, and the numbered marks and list of dated events. */
(function () {
  const LINEAR = "linear";
  /* Share of the width within which two numbers would touch, on a phone or on paper. */
  const NEAR = 0.09;

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /* A line at each event with its number on top; numbers that would touch stand lower by turns. */
  function mark(event, number, lower) {
    const line = make("span", lower ? "event-mark lower" : "event-mark");
    line.style.left = `${event.at * 100}%`;
    line.append(make("b", "", String(number)));
    line.title = `${event.title} (${event.about})`;
    return line;
  }

  function item(event) {
    const entry = make("li");
    entry.append(make("span", "", event.title), make("small", "", event.about));
    return entry;
  }

  function paint(given) {
    if (!given) return;
    let before = -1;
    let lower = false;
    const marks = given.events.map((event, position) => {
      lower = event.at - before < NEAR && !lower;
      before = event.at;
      return mark(event, position + 1, lower);
    });
    document.getElementById("trend-marks").replaceChildren(...marks);
    document.getElementById("trend-events").hidden = !given.events.length;
    document.getElementById("trend-events-summary").textContent = given.summary;
    document.getElementById("trend-events-list").replaceChildren(...given.events.map(item));
    const others = document.getElementById("trend-events-others");
    others.hidden = !given.others;
    others.textContent = given.others;
  }

  window.explorePage.onPanel("trend-events", paint);
  window.explorePage.onChange("scale", (parts, value) => window.explorePage.setOrDelete(parts, "scale", value === LINEAR ? "" : value));
})();
