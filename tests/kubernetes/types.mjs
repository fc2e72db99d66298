// types.mjs FOLDER: writes the YAML objects of standard input into FOLDER/objects.ts, each as a constant of
// its type, so that the TypeScript compiler refuses wrong values, missing keys and misspelt ones.
import { readFileSync, writeFileSync } from "node:fs";
import { loadAll } from "js-yaml";

const folder = process.argv[2];
const objects = loadAll(readFileSync(0, "utf8")).filter(Boolean);

/** Where the type of an object is declared: the core group has no name, the operator a package. */
function typePath({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const owner = group === "monitoring.coreos.com" ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
  return [owner, group, version, kind].filter(Boolean).join("/");
}

const lines = objects.map(
  (object, i) =>
    `import type { I${object.kind} as T${i} } from "${typePath(object)}";\n` +
    `export const object${i}: T${i} = ${JSON.stringify(object, null, 2)};\n`,
);
writeFileSync(`${folder}/objects.ts`, lines.join("\n"));
console.log(objects.map((object) => object.kind).join(" "));
