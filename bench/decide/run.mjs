// Runs rules.cql over bundles with cql-execution, and measures it.
//
//   node run.mjs FOLDER OUT once|by_code PEOPLE SIZE...
//
// reads FOLDER/SIZE.ndjson and writes OUT. `once` takes rules.cql as it stands, `by_code`
// with the retrieves of by_code.cql.
// Bundles are parsed before the clock starts. Only the named decisions are kept; the
// engine evaluates every definition of the library, as its public entry point does.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { translate } from "./translate.mjs";

const require = createRequire(import.meta.url);
const cql = require("cql-execution");
const cqlfhir = require("cql-exec-fhir");

const WARM_UP = 20;
const BATCH = 20;
const [folder, out, form, people, ...sizes] = process.argv.slice(2);
const setting = JSON.parse(readFileSync(`${folder}/setting.json`, "utf8"));

const elm = await translate(rules());
const library = new cql.Library(elm);
const decisions = elm.library.statements.def
  .map((each) => each.name)
  .filter((name) => /\.\d$| urgency$| found$|^Signs /.test(name));

function rules() {
  const [cql, other] = ["rules.cql", "by_code.cql"].map((name) =>
    readFileSync(new URL(name, import.meta.url), "utf8"),
  );
  if (form === "once") return cql;
  const place = /define function "Answers to"[^]*?\n\n/;
  if (!place.test(cql)) throw new Error("rules.cql has no function to replace");
  return cql.replace(place, other);
}

function executor() {
  return new cql.Executor(library, null, {
    Today: cql.Date.parse(setting.today),
    Examined: setting.examined,
    "Sessions so far": setting.sessions_so_far,
  });
}

const source = cqlfhir.PatientSource.FHIRv401();

// The engine holds on to every resource it has wrapped until a run ends, gigabytes for
// 1,000 people, which would slow it down; so it gets them in batches.
async function decide(bundles) {
  const kept = {};
  for (let first = 0; first < bundles.length; first += BATCH) {
    source.reset();
    source.loadBundles(bundles.slice(first, first + BATCH));
    const { patientResults } = await executor().exec(source);
    for (const [patient, result] of Object.entries(patientResults)) {
      kept[patient] = Object.fromEntries(decisions.map((name) => [name, result[name]]));
    }
  }
  return kept;
}

async function measure(size) {
  const lines = readFileSync(`${folder}/${size}.ndjson`, "utf8")
    .trim()
    .split("\n")
    .slice(0, Number(people));
  const parsing = process.hrtime.bigint();
  const bundles = lines.map((line) => JSON.parse(line));
  const parsingSeconds = Number(process.hrtime.bigint() - parsing) / 1e9;
  await decide(bundles.slice(0, WARM_UP));
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const results = await decide(bundles);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return {
    people: bundles.length,
    seconds,
    parsing_seconds: parsingSeconds,
    cpu_seconds: (user + system) / 1e6,
    decisions: results,
  };
}

const measured = {};
for (const size of sizes) measured[size] = await measure(size);
const version = (name) => require(`${name}/package.json`).version;
writeFileSync(
  out,
  JSON.stringify({
    node: process.version,
    "cql-execution": version("cql-execution"),
    "cql-exec-fhir": version("cql-exec-fhir"),
    sizes: measured,
  }),
);
