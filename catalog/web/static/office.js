// Keys for who works through a long queue; without it every page works by links and buttons.
"use strict";

(() => {
  const typing = (element) => /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox";
  const items = [...document.querySelectorAll("[data-item]")];
  let here = -1;

  const stand = (number) => {
    if (!items.length) return;
    if (here >= 0) items[here].classList.remove("item-here");
    here = Math.min(Math.max(number, 0), items.length - 1);
    items[here].classList.add("item-here");
    items[here].querySelector("h2 a").focus();
  };

  const act = (key) => {
    const at = document.querySelector(`[data-key="${key}"]`);
    if (!at) return false;
    if (at.tagName === "DETAILS") {
      at.open = true;
      at.querySelector("select, textarea").focus();
    } else {
      at.click();
    }
    return true;
  };

  const edit = () => {
    const first = document.querySelector(".changed details.edit, details.edit");
    if (!first) return;
    first.open = true;
    first.querySelector("textarea, input:not([type=hidden])").focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "j") stand(here + 1);
    else if (key === "k") stand(here - 1);
    else if (key === "x" && here >= 0) items[here].querySelector("input[type=checkbox]").click();
    else if (key === "e") edit();
    else if (!"dtszq".includes(key) || !act(key)) return;
    event.preventDefault();
  });
})();
