// What pages do beyond links and forms: the theme, layers of an article, the brush on a timeline, the keys of the queue.
// Everything works without it, less comfortably.
"use strict";

const remember = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };

document.getElementById("theme")?.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  remember("greffier_theme", root.dataset.theme);
});

document.addEventListener("change", (event) => {
  const layer = event.target.dataset?.layer;
  if (layer) document.getElementById("text").classList.toggle(`show-${layer}`, event.target.checked);
});

// Why a stretch was read so: on hover and on focus, also for those who see no tooltips.
for (const name of ["mouseover", "focusin"])
  document.addEventListener(name, (event) => {
    const piece = event.target.closest?.(".text .m");
    const said = document.getElementById("said");
    if (piece && said) said.textContent = piece.title;
  });

// Drag over the timeline to choose a period: the address changes, so that it can be kept and sent.
function brush() {
  for (const svg of document.querySelectorAll("svg.timeline:not([data-brushed])")) {
    svg.dataset.brushed = "yes";
    const {left, right, top, bottom, first, last, count} = svg.dataset;
    if (+count < 2) continue;
    const step = (+right - +left) / +count;
    const days = (Date.parse(last) - Date.parse(first)) / 864e5 / (+count - 1);
    const day = (x, edge) => {
      const index = Math.min(+count, Math.max(0, Math[edge]((x - +left) / step)));
      return new Date(Date.parse(first) + index * days * 864e5 - (edge === "ceil" ? 864e5 : 0)).toISOString().slice(0, 10);
    };
    const chosen = d3.brushX().extent([[+left, +top], [+right, +bottom]]).on("end", ({selection}) => {
      if (!selection) return;
      const address = new URL(location.href);
      address.searchParams.set("first", day(selection[0], "floor"));
      address.searchParams.set("last", day(selection[1], "ceil"));
      location.assign(address);
    });
    d3.select(svg).insert("g", "g").attr("class", "brush").call(chosen);
  }
}
document.addEventListener("DOMContentLoaded", brush);
document.addEventListener("htmx:after:swap", brush);
document.addEventListener("htmx:afterSwap", brush);

// Keys of the review queue: j k move, a accept, r reject, c correct, o open.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const items = [...document.querySelectorAll(".queue > li")];
  if (!items.length) return;
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const item = items[Math.max(at, 0)];
  const press = (action) => {
    const form = item.querySelector("form.review");
    if (!form) return;
    const missing = [...form.querySelectorAll("input[required]")].find((input) => !input.value);
    const field = action === "correct" ? form.querySelector("[name=value]") : missing;
    if (field && !field.value) field.focus();
    else form.querySelector(`button[value=${action}]`).click();
  };
  const keys = {
    j: () => items[Math.min(at + 1, items.length - 1)].focus(),
    k: () => items[Math.max(at - 1, 0)].focus(),
    o: () => item.querySelector("a.head").click(),
    a: () => press("accept"), r: () => press("reject"), c: () => press("correct"),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
