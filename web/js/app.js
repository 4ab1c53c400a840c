// What pages for staff do beyond plain HTML. Every flow works without it.
import htmx from "../vendor/htmx.org/dist/htmx.esm.min.js";
import "../vendor/htmx.org/dist/ext/hx-sse.min.js";

// A board that nobody looks at asks for nothing.
document.addEventListener("htmx:before:request", (event) => {
  const from = event.target;
  if (document.hidden && from instanceof Element && from.hasAttribute("data-poll")) event.preventDefault();
});

// "/" goes to the search field, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("input[type=search]");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

// A form with mistakes begins at the list of these.
document.querySelector(".errors")?.focus();

export default htmx;
