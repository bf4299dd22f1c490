// Loads a page again while something is being made for it; without script a link on the page does.
"use strict";
const again = document.querySelector("[data-again]");
if (again) setTimeout(() => location.reload(), 1000 * Number(again.dataset.again));
