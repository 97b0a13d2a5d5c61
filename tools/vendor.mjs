// Makes src/greffier/serve/static/{htmx,d3}.min.js and world.svg from packages of the npm registry:
//
//   npm install --prefix /some/folder htmx.org@4.0.1 d3@7.9.2 world-atlas@2.0.2 topojson-client@3.1.0
//   node tools/vendor.mjs /some/folder
//
// Nothing of Node is needed to run greffier; this is for renewing what is vendored.
import {createRequire} from "node:module";
import {readFileSync, writeFileSync, copyFileSync} from "node:fs";
import {join, resolve} from "node:path";

const from = resolve(process.argv[2] ?? ".");
const to = resolve("src/greffier/serve/static");
const require = createRequire(join(from, "node_modules", "x.js"));
const path = (name, file) => join(from, "node_modules", name, file);

copyFileSync(path("htmx.org", "dist/htmx.min.js"), join(to, "htmx.min.js"));
copyFileSync(path("d3", "dist/d3.min.js"), join(to, "d3.min.js"));
for (const [name, file] of [["htmx.org", "LICENSE"], ["d3", "LICENSE"], ["world-atlas", "LICENSE"]])
  copyFileSync(path(name, file), join(to, `${name.split(".")[0]}.LICENSE`));

// The map: Natural Earth countries at 1:110m in the Natural Earth projection, 960 by 470.
// serve/charts.py puts points on it with the same projection and the same numbers.
const d3 = await import(path("d3", "dist/d3.mjs"));
const topojson = require("topojson-client");
const world = JSON.parse(readFileSync(path("world-atlas", "countries-110m.json"), "utf8"));
const projection = d3.geoNaturalEarth1().scale(168).translate([480, 250]);
const draw = d3.geoPath(projection).digits(1);
const countries = topojson.feature(world, world.objects.countries).features;
const paths = countries.map((f) => `<path d="${draw(f)}"/>`).join("\n");
writeFileSync(join(to, "world.svg"), `<svg xmlns="http://www.w3.org/2000/svg"><g id="world">\n${paths}\n</g></svg>\n`);
console.log(`${countries.length} countries`);
