// What pages for staff do beyond plain HTML. Every flow works without it.
import htmx from "../vendor/htmx.org/dist/htmx.esm.min.js";
import "../vendor/htmx.org/dist/ext/hx-sse.min.js";

// htmx writes its events with the hyphen that its attributes have (metaCharacter).

// A board that nobody looks at asks for nothing.
document.addEventListener("htmx-before-request", (event) => {
  const from = event.target;
  if (document.hidden && from instanceof Element && from.hasAttribute("data-poll")) event.preventDefault();
});

// What takes long says so; most answers come before anybody notices.
const slow = 400;
const waiting = new WeakMap();
document.addEventListener("htmx-before-request", ({ detail: { ctx } }) => {
  waiting.set(ctx, setTimeout(() => ctx.target?.setAttribute?.("aria-busy", "true"), slow));
});
document.addEventListener("htmx-finally-request", ({ detail: { ctx } }) => {
  clearTimeout(waiting.get(ctx));
  ctx.target?.removeAttribute?.("aria-busy");
});

// Lost contact is told, so that nobody takes an old board for today's.
const tell = (lost) => document.getElementById("contact")?.toggleAttribute("hidden", !lost);
document.addEventListener("htmx-error", () => tell(true));
document.addEventListener("htmx-sse-error", () => tell(true));
document.addEventListener("htmx-sse-after-connection", () => tell(false));
document.addEventListener("htmx-after-request", ({ detail: { ctx } }) => tell(ctx.response.status >= 500));

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
