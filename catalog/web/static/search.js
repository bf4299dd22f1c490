// Shows the answer while one types; without it the same form asks the same question with Enter.
"use strict";

(() => {
  const WAIT = 250; // milliseconds after the last letter
  const form = document.querySelector("header form.search");
  const field = form && form.querySelector("input[name=q]");
  if (!field || !window.fetch || !window.URLSearchParams) return;
  let timer = 0;
  let asked = 0;

  const ask = async () => {
    const question = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) question.append(name, value);
    const address = form.action + (String(question) && "?" + question);
    const mine = ++asked;
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const results = page.querySelector("main > .results");
      if (mine !== asked || !results) return; // somebody typed on
      document.querySelector("main > .results").replaceWith(results);
      document.title = page.title;
      history.replaceState(null, "", address);
      const said = results.querySelector("h1");
      document.getElementById("da-tim").textContent = said ? said.textContent : "";
    } catch {
      // A poor line: the form still works.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
})();
