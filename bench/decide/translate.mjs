// Translates CQL to ELM with the reference translator's own JavaScript build.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// The translator is a Kotlin build that still asks for CommonJS `require` under ESM.
globalThis.require = require;

const MODELS = {
  System: new URL("./system-modelinfo.xml", import.meta.url),
  FHIR: require.resolve("cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml"),
};

/** Say that the only units in rules.cql, calendar days, are units; nothing is converted. */
function units(t) {
  const refuse = () => {
    throw new Error("rules.cql converts no units");
  };
  return t.createUcumService(refuse, () => null, refuse, refuse);
}

/** Return one complaint of the translator with its place. */
function describe(error) {
  const at = error.locator;
  return `${at ? `${at.startLine}:${at.startChar} ` : ""}${error.message ?? error}`;
}

/** Return the ELM of one CQL library, as an object; throw with the translator's words. */
export async function translate(cql) {
  const t = await import("@cqframework/cql/cql-to-elm");
  const models = new t.ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(
    t.createModelInfoProvider((name) =>
      name in MODELS ? t.stringAsSource(readFileSync(MODELS[name], "utf8")) : null,
    ),
    true,
  );
  const libraries = new t.LibraryManager(models, undefined, undefined, units(t));
  const translator = t.CqlTranslator.fromText(cql, libraries);
  const errors = translator.errors.asJsReadonlyArrayView();
  if (errors.length) throw new Error(errors.map(describe).join("\n"));
  return JSON.parse(translator.toJson());
}
