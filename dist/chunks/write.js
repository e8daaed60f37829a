const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  FROM_WARNING,
  SCHEMA_URL,
  createFile
} from "./manifest-template.js";
import {
  findLineEnd,
  insertItems,
  renderEntryLine,
  renderEntryYaml,
  renderScalar,
  rewriteManifest
} from "./reconcile.js";
import "./validate-manifest.js";
import "./thresholds.js";
import "./propose-entries.js";
import {
  require_dist
} from "./minimatch.js";
import "./http-url.js";
import "./brace-expansion.js";
import "./mail-address.js";
import "./headers.js";
import {
  AppError
} from "./event-definitions.js";
import "./package.js";
import "./host-port.js";
import {
  __toESM
} from "./runtime.js";

// src/app/import/write.ts
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";

// src/app/manifest-edit/insert-keys.ts
var import_yaml = __toESM(require_dist(), 1);
function insertKeys(text, key, keys) {
  if (keys.length === 0) return text;
  const document = (0, import_yaml.parseDocument)(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !(0, import_yaml.isMap)(document.contents)) return null;
  const pair = document.contents.items.find((one) => (0, import_yaml.isScalar)(one.key) && one.key.value === key);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const inserted = pair === void 0 ? appendMap(text, key, keys) : extendMap(text, pair.value, keys);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}
var renderBlocks = (keys, indent) => keys.map(({ renderBlock }) => renderBlock(indent)).join("");
function appendMap(text, key, keys) {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}
${key}:
${renderBlocks(keys, 2)}`;
}
function extendMap(text, value, keys) {
  if (!(0, import_yaml.isMap)(value) || value.range == null) return null;
  const last = value.items.at(-1);
  const range = last?.value ?? last?.key;
  const first = value.items[0]?.key;
  if (value.flow) {
    const at2 = range?.range?.[1] ?? value.range[0] + 1;
    const lines = keys.map(({ line }) => line).join(", ");
    return `${text.slice(0, at2)}${last === void 0 ? " " : ", "}${lines}${last === void 0 ? " " : ""}${text.slice(at2)}`;
  }
  if (range?.range === void 0 || first?.range === void 0) return null;
  const start = first.range[0];
  const at = findLineEnd(text, range.range[1]);
  const before = text.slice(0, at);
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${renderBlocks(keys, indent)}${text.slice(at)}`;
}

// src/app/import/write.ts
var EMPTY_MANIFEST = `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors. Check it with: certvigil validate
version: 1
`;
async function writeImport(planned, io) {
  const { manifest } = planned;
  const isNew = !existsSync(path.resolve(io.cwd, manifest));
  if (isNew) await createFile({ path: manifest, what: "the manifest", text: EMPTY_MANIFEST, exists: null }, false, io);
  const reason = await rewriteManifest(manifest, "certificates", (text) => insertImport(text, planned), io);
  if (reason === null) return;
  if (isNew) await rm(path.resolve(io.cwd, manifest), { force: true });
  throw new AppError("import-unwritable", `nothing was added to ${manifest}: ${reason}`, {
    hint: "Add what --dry-run shows by hand."
  });
}
function insertImport(text, { entries, receivers, rules, files }) {
  const added = receivers.filter(({ state }) => state === "added");
  const sources = [...new Set(files.map(({ file }) => file))].map(toSingleLine).join(", ");
  const items = entries.flatMap(({ state, entry }) => state === "added" ? renderEntry(entry) : []);
  const steps = [
    (before) => items.length === 0 ? before : insertItems(before, "certificates", [{ comment: `# Imported from ${sources}`, items }]),
    (before) => insertKeys(
      before,
      "webhooks",
      added.flatMap((one) => one.kind === "webhook" ? renderReceiver(one) : [])
    ),
    (before) => insertKeys(
      before,
      "email",
      added.flatMap((one) => one.kind === "email" ? renderReceiver(one) : [])
    ),
    (before) => rules.length === 0 ? before : insertItems(before, "rules", [{ comment: null, items: rules.map(renderRule) }]),
    (before) => added.some(({ kind }) => kind === "issues") ? addIssues(before) : before
  ];
  return steps.reduce((before, step) => before === null ? null : step(before), text);
}
var toSingleLine = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
var renderEntry = (entry) => ({
  renderBlock: (indent) => renderEntryYaml(entry, indent),
  line: renderEntryLine(entry)
});
function renderReceiver({ name, fields }) {
  const lines = renderEntryYaml(fields, 0).replace(/^- /, "  ").split("\n").slice(0, -1);
  const value = renderEntryLine(fields);
  return {
    renderBlock: (indent) => {
      const margin = " ".repeat(indent);
      return `${margin}${renderScalar(name)}:
${lines.map((line) => `${margin}${line}
`).join("")}`;
    },
    line: `${renderScalar(name)}: ${value}`
  };
}
var EVENTS = "[certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing";
function renderRule(rule) {
  const { name, match, actions } = rule;
  const shown = actions.map(renderEntryLine).join(", ");
  const matched = match === void 0 ? "" : `{ names: [${match.names.map(renderScalar).join(", ")}] }`;
  return {
    renderBlock: (indent) => {
      const margin = " ".repeat(indent);
      const conditions = FROM_WARNING.split("\n").map((line) => line === "" ? "" : `${margin}${line.slice(2)}`);
      return `${margin}- name: ${name}
${margin}  events: ${EVENTS}
${matched === "" ? "" : `${margin}  match: ${matched}
`}${conditions.join("\n")}${margin}  actions: [${shown}]
`;
    },
    line: `{ name: ${name}, events: ["certificate.*", "scan.*"]${matched === "" ? "" : `, match: ${matched}`}, actions: [${shown}] }`
  };
}
function addIssues(text) {
  if (/^issues:/m.test(text)) return text;
  return `${text.endsWith("\n") ? text : `${text}
`}
# Opens an issue for each certificate from the status warning on, and closes it when the problem is resolved.
issues: { from: warning }
`;
}
export {
  writeImport
};
