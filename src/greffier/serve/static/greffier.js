// What pages do beyond links and forms: the theme, layers of an article, the brush on a timeline, the keys of the queue.
// Everything works without it, less comfortably.
"use strict";

const remember = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#theme")) return;
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
const iso = (date) => date.toISOString().slice(0, 10);
function periodStart(first, step, index) {
  const date = new Date(`${first}T00:00:00Z`);
  if (step === "month") date.setUTCMonth(date.getUTCMonth() + index);
  else date.setUTCDate(date.getUTCDate() + index * (step === "week" ? 7 : 1));
  return date;
}
function brush() {
  for (const svg of document.querySelectorAll("svg.timeline:not([data-brushed])")) {
    svg.dataset.brushed = "yes";
    const {left, right, top, bottom, first, step, count} = svg.dataset;
    const each = (+right - +left) / +count;
    const at = (x, edge) => Math.min(+count, Math.max(0, Math[edge]((x - +left) / each)));
    const readout = svg.closest("figure").querySelector(".readout");
    const chosen = d3.brushX().extent([[+left, +top], [+right, +bottom]]).on("end", ({selection}) => {
      if (!selection) return;
      const last = periodStart(first, step, Math.max(at(selection[1], "ceil"), at(selection[0], "floor") + 1));
      last.setUTCDate(last.getUTCDate() - 1);
      const address = new URL(location.href);
      address.searchParams.set("first", iso(periodStart(first, step, at(selection[0], "floor"))));
      address.searchParams.set("last", iso(last));
      location.assign(address);
    });
    const layer = d3.select(svg).append("g").attr("class", "brush").call(chosen);
    layer.on("pointermove.say", (event) => {
      const index = at(d3.pointer(event, svg)[0], "floor");
      readout.textContent = svg.querySelector(`g[data-i="${index}"] title`)?.textContent ?? iso(periodStart(first, step, index));
    }).on("pointerleave.say", () => { readout.textContent = ""; });
  }
}
document.addEventListener("DOMContentLoaded", brush);
document.addEventListener("htmx:after:swap", brush);

// A reviewer gives a name once; after a review the next event is at hand.
document.addEventListener("change", (event) => {
  if (event.target.name === "who")
    for (const input of document.querySelectorAll("form.review [name=who]")) input.value = event.target.value;
});
document.addEventListener("htmx:after:swap", () => {
  const done = document.querySelector(".queue > li:not(.done) .said");
  if (!done) return;
  const item = done.closest("li");
  item.classList.add("done");
  (item.nextElementSibling ?? item).focus();
});

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
