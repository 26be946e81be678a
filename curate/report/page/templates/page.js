"use strict";
(() => {
  const PAGE = 50;
  const rows = JSON.parse(document.getElementById("data").textContent);
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const told = document.getElementById("told");
  const more = document.getElementById("more");
  const search = document.getElementById("search");
  const ofCode = document.getElementById("of-code");
  const ofFate = document.getElementById("of-fate");
  const heads = [...table.tHead.rows[0].cells];
  const natural = new Intl.Collator("en", { numeric: true });
  const state = { by: "", descending: false, shown: PAGE };

  const flat = (quote) => quote.slice(1).map((piece) => (Array.isArray(piece) ? piece[0] : piece)).join("");
  rows.forEach((row, number) => {
    row.number = number;
    row.text = row.quotes.map(flat).join(" ");
    const found = row.findings.map((each) => each.join(" ")).join(" ");
    row.haystack = [row.name, row.key, row.place, row.fate, row.why, row.family, found, row.text]
      .filter(Boolean).join("\n").toLowerCase();
  });

  // Text of a record is only ever the content of a text node, apart from what stands around it.
  const made = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const cell = (...parts) => {
    const element = document.createElement("td");
    element.append(...parts);
    return element;
  };
  const quoted = ([role, ...pieces]) => {
    const line = document.createElement("p");
    const said = document.createElement("bdi");
    for (const piece of pieces) said.append(Array.isArray(piece) ? made("mark", piece[0]) : piece);
    line.append(made("span", role, "role"), " ", said);
    return line;
  };
  const drawn = (row) => {
    const names = [made("bdi", row.name), made("bdi", row.name === row.place ? "" : row.place, "path")];
    if (row.key) names.push(made("code", row.key, "path"));
    const became = [made("span", row.fate, `fate ${row.fate}`)];
    if (row.why) became.push(made("span", row.why, "path"));
    if (row.edited) became.push(made("span", "edited", "path"));
    const findings = row.findings.map(([code, , message]) => {
      const line = made("span", "", "finding");
      line.append(made("code", code), " ", made("bdi", message));
      return line;
    });
    if (row.family) {
      const like = made("span", "family of ", "path");
      like.append(made("bdi", row.family));
      findings.push(like);
    }
    const quotes = made("div", "", "quotes");
    quotes.append(...row.quotes.map(quoted));
    const line = document.createElement("tr");
    line.append(cell(...names), cell(...became), cell(...findings), cell(quotes));
    return line;
  };

  const orders = {
    name: (a, b) => natural.compare(a.name, b.name),
    fate: (a, b) => natural.compare(a.fate, b.fate) || natural.compare(a.why || "", b.why || ""),
    worst: (a, b) => a.worst - b.worst || b.findings.length - a.findings.length,
    text: (a, b) => natural.compare(a.text, b.text),
  };
  const chosen = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const some = rows.filter((row) =>
      words.every((word) => row.haystack.includes(word))
      && (!ofFate.value || row.fate === ofFate.value)
      && (!ofCode.value || row.findings.some(([code]) => code === ofCode.value)));
    if (!state.by) return some;
    const sign = state.descending ? -1 : 1;
    return some.sort((a, b) => sign * orders[state.by](a, b) || a.number - b.number);
  };
  const show = () => {
    const some = chosen();
    const shown = some.slice(0, state.shown);
    body.replaceChildren(...shown.map(drawn));
    const counted = (number) => number.toLocaleString("en");
    const of = some.length === rows.length ? "" : ` of ${counted(rows.length)}`;
    const first = shown.length < some.length ? `; the first ${counted(shown.length)} are shown` : "";
    const records = rows.length === 1 ? "record" : "records";
    told.textContent = `${counted(some.length)}${of} ${records}${first}.`;
    more.parentElement.hidden = shown.length === some.length;
    heads.forEach((head) => {
      const mine = head.firstElementChild.dataset.by === state.by;
      head.setAttribute("aria-sort", mine ? (state.descending ? "descending" : "ascending") : "none");
    });
  };
  const anew = () => { state.shown = PAGE; show(); };

  search.addEventListener("input", anew);
  ofCode.addEventListener("change", anew);
  ofFate.addEventListener("change", anew);
  search.form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const from = state.shown;
    state.shown += PAGE;
    show();
    const first = body.rows[from];
    if (first) { first.tabIndex = -1; first.focus(); }
  });
  table.tHead.addEventListener("click", (event) => {
    const by = event.target.dataset && event.target.dataset.by;
    if (!by) return;
    state.descending = state.by === by && !state.descending;
    state.by = by;
    anew();
  });
  document.querySelectorAll("a[data-code]").forEach((link) => link.addEventListener("click", () => {
    search.value = "";
    ofFate.value = "";
    ofCode.value = link.dataset.code;
    anew();
  }));
  document.querySelectorAll(".controls").forEach((each) => { each.hidden = false; });
  table.hidden = false;
  show();
})();
