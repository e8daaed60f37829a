const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createIgnoreFinder,
  isInDomains,
  isInForce,
  leadsOutside,
  loadManifest,
  resolveWorkspace,
  toRealPath
} from "./validate-manifest.js";
import {
  assignUniqueNames,
  explainUnused,
  indexWatchers,
  proposeFiles,
  toFileSource,
  toFixtureSource
} from "./propose-entries.js";
import {
  findStartTls,
  require_dist
} from "./minimatch.js";
import {
  AppError
} from "./event-definitions.js";
import {
  compareText,
  groupBy
} from "./host-port.js";
import {
  __toESM
} from "./runtime.js";

// src/report/discover/entry-yaml.ts
var import_yaml = __toESM(require_dist(), 1);
function renderEntryYaml(entry, indent = 2) {
  const lines = Object.entries(entry).map(([key, value]) => `${key}: ${renderValue(value)}
`);
  const margin = " ".repeat(indent);
  return lines.map((line, index) => `${margin}${index === 0 ? "- " : "  "}${line}`).join("");
}
function renderEntryLine(entry) {
  return `{ ${Object.entries(entry).map(([key, value]) => `${key}: ${renderValue(value)}`).join(", ")} }`;
}
function renderValue(value) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const pairs = Object.entries(value).map(([key, one]) => `${renderScalar(key)}: ${renderScalar(String(one))}`);
    return `{ ${pairs.join(", ")} }`;
  }
  const items = [value].flat().map((one) => typeof one === "string" ? renderScalar(one) : String(one));
  return Array.isArray(value) ? `[${items.join(", ")}]` : items[0] ?? "";
}
function renderScalar(text) {
  const isPlain = /^[\w./-][\w./*:-]*$/.test(text) && !text.endsWith(":") && (0, import_yaml.stringify)(text).trimEnd() === text;
  return isPlain ? text : JSON.stringify(text);
}

// src/app/manifest-edit/insert-items.ts
var import_yaml2 = __toESM(require_dist(), 1);
function insertItems(text, key, groups) {
  const document = (0, import_yaml2.parseDocument)(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !(0, import_yaml2.isMap)(document.contents)) return null;
  const pair = document.contents.items.find((one) => (0, import_yaml2.isScalar)(one.key) && one.key.value === key);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const inserted = pair === void 0 ? appendList(text, key, groups) : extendList(text, pair, groups);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}
function appendList(text, key, groups) {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}
${key}:
${renderGroups(groups, 2)}`;
}
function extendList(text, { key, value }, groups) {
  const isEmpty = value === null || (0, import_yaml2.isScalar)(value) && value.value === null || (0, import_yaml2.isSeq)(value) && value.items.length === 0;
  if (isEmpty) return fillList(text, key, value, groups);
  if (!(0, import_yaml2.isSeq)(value)) return null;
  if (value.flow) {
    const items = groups.flatMap((group) => group.items).map(({ line }) => `, ${line}`);
    const last = findLastEnd(value);
    return text.slice(0, last) + items.join("") + text.slice(last);
  }
  const at = findLineEnd(text, findLastEnd(value));
  return join(text.slice(0, at), renderGroups(groups, findIndent(text, value)), text.slice(at));
}
function fillList(text, key, value, groups) {
  const keyEnd = (0, import_yaml2.isScalar)(key) ? key.range?.[1] : void 0;
  if (keyEnd === void 0) return null;
  const colon = text.indexOf(":", keyEnd) + 1;
  const isList = (0, import_yaml2.isSeq)(value) && value.range;
  const rest = isList ? text.slice(value.range?.[1]) : text.slice(colon);
  const at = findLineEnd(rest, 0);
  const start = (0, import_yaml2.isScalar)(key) ? key.range?.[0] ?? 0 : 0;
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1) + 2;
  return join(`${text.slice(0, colon)}${rest.slice(0, at)}`, renderGroups(groups, indent), rest.slice(at));
}
function findLastEnd({ items }) {
  const last = items.at(-1);
  return last?.range?.[1] ?? 0;
}
function findLineEnd(text, offset) {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}
function findIndent(text, { items }) {
  const start = items[0]?.range?.[0] ?? 0;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return Math.max(0, line.indexOf("-"));
}
function join(before, added, after) {
  return `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${added}${after}`;
}
function renderGroups(groups, indent) {
  const margin = " ".repeat(indent);
  return groups.map(({ comment, items }) => {
    const first = comment === null ? "" : `${margin}${comment}
`;
    return `${first}${items.map(({ renderBlock }) => renderBlock(indent)).join("")}`;
  }).join("");
}

// src/app/manifest-edit/rewrite-manifest.ts
import { readFile } from "node:fs/promises";
import path2 from "node:path";

// src/lib/files/write-atomically.ts
import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, renameSync, rmSync } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

// src/lib/files/write-pipe.ts
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
var MAX_WAIT_MS = 1e4;
var PAUSE_MS = 20;
async function writeToPipe(pipe, text, max_wait_ms = MAX_WAIT_MS) {
  const handle = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    for (const piece of typeof text === "string" ? [text] : text)
      await writePiece(handle, Buffer.from(piece), max_wait_ms);
  } finally {
    await handle.close();
  }
}
async function writePiece(handle, bytes, max_wait_ms) {
  let ends = performance.now() + max_wait_ms;
  for (let at = 0; at < bytes.length; ) {
    const written = await tryWrite(handle, bytes.subarray(at));
    at += written;
    if (written > 0) ends = performance.now() + max_wait_ms;
    else if (performance.now() > ends)
      throw Object.assign(new Error("the reader of the pipe does not read"), { code: "ETIMEDOUT" });
    else await delay(PAUSE_MS);
  }
}
async function tryWrite(handle, bytes) {
  try {
    return (await handle.write(bytes)).bytesWritten;
  } catch (error) {
    if (error.code === "EAGAIN") return 0;
    throw error;
  }
}

// src/lib/files/write-atomically.ts
async function writeAtomically(file, text) {
  const target = toRealPath(file);
  const existing = await stat(target).catch(() => null);
  if (existing?.isFIFO()) return writeToPipe(target, text);
  if (existing !== null && !existing.isFile()) return writeFile(target, text);
  removeLeftovers(target, Date.now());
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, existing === null ? {} : { mode: existing.mode });
    retryWhileInUse(() => renameSync(temporary, target));
  } finally {
    await rm(temporary, { force: true });
  }
}
var IN_USE = ["EPERM", "EACCES", "EBUSY"];
var PAUSES = [5, 10, 20, 40, 80, 160, 320, 640];
function retryWhileInUse(work, pauses = process.platform === "win32" ? PAUSES : []) {
  for (const pause of pauses) {
    try {
      return work();
    } catch (error) {
      if (!IN_USE.includes(error.code ?? "")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return work();
}
var MIN_AGE_MS = 36e5;
var OWN_FILE = /^(?:\.(.+)\.[\da-f-]{36}\.tmp|(.+)\.lock\.[\da-f-]{36}\.broken)$/;
function removeLeftovers(target, now, belongs = () => false) {
  const directory = path.dirname(target);
  try {
    for (const file of readdirSync(directory)) {
      const [, text, lock] = OWN_FILE.exec(file) ?? [];
      const name = text ?? lock ?? "";
      if (name !== path.basename(target) && !belongs(name)) continue;
      const stats = lstatSync(path.join(directory, file));
      const isOurs = stats.isFile() || stats.isDirectory();
      if (isOurs && stats.mtimeMs < now - MIN_AGE_MS)
        rmSync(path.join(directory, file), { force: true, recursive: true });
    }
  } catch {
  }
}

// src/app/manifest-edit/rewrite-manifest.ts
async function rewriteManifest(file, list, edit, io) {
  const absolute = path2.resolve(io.cwd, file);
  if (leadsOutside(absolute, resolveWorkspace(path2.dirname(absolute), io.env)))
    return "a symbolic link leads out of the repository";
  const before = await readFile(absolute, "utf8");
  const after = edit(before);
  if (after === null) return `\`${list}\` is not a list in this file`;
  await writeAtomically(absolute, after);
  const { manifest, diagnostics } = await loadManifest(file, io);
  if (manifest !== null) return null;
  await writeAtomically(absolute, before);
  const error = diagnostics.find(({ severity }) => severity === "error");
  return `the manifest would not be valid (${error?.code}: ${error?.message})`;
}

// src/store/failures.ts
var FAILURES = {
  "event-log-unreadable": {
    what: "cannot be read",
    hint: "Nothing was scanned or changed. Fix the path, or use another file with --event-log."
  },
  "event-log-unwritable": {
    what: "cannot be written",
    hint: "The log is unchanged. Fix the cause and scan again, or use another file with --event-log."
  },
  "event-log-save-interrupted": {
    what: "was not saved in time",
    hint: "Check that the place of the log responds. The next scan sends again what was sent but not recorded."
  },
  "event-log-outside-repository": {
    what: "cannot be stored on a branch",
    hint: "Set event_log.path to a path inside the repository."
  },
  "event-log-outside-workspace": {
    what: "is not in the workspace",
    hint: "Nothing was scanned or changed. Remove the link, or name the real path in event_log.path or with --event-log."
  },
  "cache-denied": {
    what: "is not accessible to this run",
    hint: "Runs for pull requests from forks, and for other untrusted events, have at most read access to the cache. Scan on a schedule, or set `store: commit`."
  },
  "cache-failed": {
    what: "is unavailable",
    hint: "Check githubstatus.com. The log is unchanged; the next scan tries again. With `store: commit`, no entries are lost."
  },
  "event-log-locked": {
    what: "is locked by another process",
    hint: "Wait until it has finished and scan again."
  }
};
var CAUSES = {
  EACCES: "permission denied",
  EPERM: "the operation is not permitted on this file",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is exceeded",
  EFBIG: "the file is larger than this process can write",
  EISDIR: "it is a directory",
  ENOENT: "part of the path does not exist",
  ENOTDIR: "part of the path is a file, not a directory",
  EEXIST: "part of the path is a file, not a directory",
  ENAMETOOLONG: "the path is too long",
  ELOOP: "the path contains a loop of symbolic links",
  EMFILE: "this process has too many open files",
  ENFILE: "the system has too many open files",
  EIO: "the disk reports an error",
  EBUSY: "another process is using it",
  ENXIO: "it is a pipe that nothing reads, or a socket",
  ETIMEDOUT: "it is a pipe whose reader does not read, or a disk that does not respond"
};
function createStoreError(code, file, cause, hint) {
  const reason = typeof cause === "string" ? cause : describeSystemError(cause);
  if (reason === null) throw cause;
  const { what, hint: defaultHint } = FAILURES[code];
  return new AppError(code, `the event log ${file} ${what}: ${reason}`, {
    hint: hint ?? defaultHint,
    cause,
    exitCode: 3
  });
}
function describeSystemError(error) {
  const code = getSystemErrorCode(error);
  return code === null ? null : CAUSES[code] ?? `system error ${code}`;
}
function getSystemErrorCode(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^E[A-Z\d]+$/.test(code) ? code : null;
}
function catchErrorCode(code, work) {
  try {
    return work();
  } catch (error) {
    if (getSystemErrorCode(error) === code) return null;
    throw error;
  }
}

// src/app/discover/findings.ts
var CONFIDENCES = ["declared", "dns", "mentioned"];
var KINDS = ["host", "domain", "certificate", "keystore", "saml", "fixture"];
function listFoundItems({ mentions }, files, isInTests) {
  const saml = listSamlFiles(mentions);
  const items = [
    ...mentions.flatMap((mention) => toItem(mention, isInTests)),
    ...files.flatMap((file) => toFileItem(file, saml.has(file.path)))
  ];
  return [...groupBy(items, identifyItem).values()].flatMap(merge).sort(compareItems);
}
function listSamlFiles(mentions) {
  return new Set(mentions.flatMap((one) => one.kind === "embedded" && one.saml ? one.file : []));
}
function identifyItem({ kind, value, port }) {
  if (kind === "host") return `host ${value} ${port ?? 443}`;
  return kind === "domain" ? `domain ${value}` : `file ${value}`;
}
function toItem(mention, isInTests) {
  const { file, line, format } = mention;
  const named = { file, line, other_lines: [], format, valid_to: null };
  if (mention.kind === "domain") {
    const domain = mention.domain.toLowerCase().replace(/\.$/, "");
    const confidence2 = isInTests(file) || explainUnused(file) !== null ? "mentioned" : "declared";
    return [{ kind: "domain", value: domain, port: null, ...named, confidence: confidence2, starttls: null }];
  }
  if (mention.kind !== "host") return [];
  const { host, port, starttls = null, confidence } = mention;
  return [{ kind: "host", value: host, port, ...named, confidence, starttls }];
}
function toFileItem(file, isSaml) {
  const { path: path3, line, kind, format, fixture, valid_to, unused } = file;
  if (kind !== "certificate" && kind !== "keystore" && kind !== "crl") return [];
  const watched = kind === "keystore" || format === "pkcs12" || format === "jks" ? "keystore" : "certificate";
  const confidence = unused !== null ? "mentioned" : kind === "crl" ? "dns" : "declared";
  return [
    {
      kind: fixture !== null ? "fixture" : isSaml || format === "saml" ? "saml" : watched,
      value: path3,
      port: null,
      file: path3,
      line,
      other_lines: [],
      format: format ?? "unknown",
      valid_to,
      confidence,
      starttls: null
    }
  ];
}
function merge(same) {
  const [best, ...others] = same.toSorted(
    (a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence)
  );
  if (best === void 0) return [];
  const elsewhere = others.filter(({ file, line }) => file !== best.file || line !== best.line);
  const lines = groupBy(elsewhere, ({ file, line }) => `${line} ${file}`);
  return [
    {
      ...best,
      port: best.port ?? others.find(({ port }) => port !== null)?.port ?? null,
      starttls: best.starttls ?? others.find(({ starttls }) => starttls !== null)?.starttls ?? null,
      other_lines: [...lines.values()].flatMap(
        ([one]) => one === void 0 ? [] : { file: one.file, line: one.line }
      )
    }
  ];
}
function compareItems(a, b) {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compareText(a.file, b.file) || a.line - b.line || compareText(a.value, b.value);
}

// src/app/discover/reconcile.ts
function reconcile(items, options) {
  const { manifest, log, toManifestPath, now } = options;
  const settings = manifest?.discovery ?? null;
  const watchers = indexWatchers(manifest ?? { entries: [] }, log);
  const ignore = settings?.ignore ?? [];
  const findIgnore = createIgnoreFinder(ignore, now);
  const used = /* @__PURE__ */ new Set();
  const compared = items.map((item) => {
    const isNamed = item.kind === "host" || item.kind === "domain";
    const ignored = findIgnore({ name: isNamed ? item.value : null, file: toManifestPath(item.file) });
    if (ignored !== null) used.add(ignored);
    const watcher = findWatcher(item, watchers, toManifestPath);
    if (watcher?.enabled) return { ...item, state: "watched", watched_by: watcher.name, reason: null };
    if (ignored !== null) return { ...item, state: "ignored", watched_by: null, reason: ignored.reason };
    const isForeign = isNamed && settings !== null && settings.domains.length > 0;
    if (isForeign && !isInDomains(item.value, settings.domains))
      return { ...item, state: "ignored", watched_by: null, reason: "not in discovery.domains" };
    if (watcher !== null)
      return { ...item, state: "ignored", watched_by: null, reason: `the entry ${watcher.name} is disabled` };
    return { ...item, state: "unwatched", watched_by: null, reason: null };
  });
  const unusedIgnores = ignore.filter((item) => isInForce(item, now) && !used.has(item));
  return { findings: addEntries(compared, options), unusedIgnores };
}
function findWatcher({ kind, value, port }, watchers, toManifestPath) {
  if (kind === "host") return watchers.find({ kind, name: value, port });
  if (kind === "domain") return watchers.find({ kind, name: value });
  return watchers.find({ kind: "file", file: toManifestPath(value) });
}
var NEEDS_PASSWORD = "it needs a password: add an entry with file and password";
var explainDate = (domain) => `its registry has no RDAP server: add { name: domain-${domain}, expires: YYYY-MM-DD, what: domain registration } with its date`;
function addEntries(compared, options) {
  const { manifest, search, toManifestPath, findOwner } = options;
  const explainMissing = createExplainer(options);
  const isSuggested = (one) => isOpen(one) && explainMissing(one) === null;
  const unwatched = new Map(compared.filter(isSuggested).map((one) => [one.value, one]));
  const selectFiles = (isFixture) => (file) => {
    const item = unwatched.get(file.path);
    return item !== void 0 && item.file === file.path && item.kind === "fixture" === isFixture;
  };
  const groups = [
    ...proposeFiles(search, selectFiles(false)).map((group) => ({ ...group, isFixture: false })),
    ...proposeFiles(search, selectFiles(true)).map((group) => ({ ...group, isFixture: true }))
  ];
  const proposals = [
    ...groups.map(({ name, files: covered, isFixture, ...found }) => {
      const globs = { patterns: found.patterns.map(toManifestPath), exclude: found.exclude.map(toManifestPath) };
      return {
        name,
        keys: covered.map(({ path: path3 }) => `file ${path3}`),
        owner: findOwner(covered[0]?.path ?? ""),
        source: isFixture ? toFixtureSource({ ...globs, files: covered }) : toFileSource(globs)
      };
    }),
    ...compared.flatMap((item) => {
      const source = isSuggested(item) ? proposeSource(item) : null;
      return source === null ? [] : { name: nameItem(item), keys: [identifyItem(item)], owner: findOwner(item.file), source };
    })
  ];
  const reserved = manifest?.entries.map(({ name }) => name) ?? [];
  const entries = new Map(
    assignUniqueNames(proposals, reserved).flatMap(({ name, keys, owner, source }) => {
      const entry = toEntrySpec({ name, source, owner });
      return keys.map((key) => [key, entry]);
    })
  );
  return compared.map(({ starttls: _, ...item }) => {
    const entry = entries.get(identifyItem(item)) ?? null;
    const missing = item.state === "unwatched" ? explainMissing(item) : null;
    return { ...item, entry, ...missing !== null && { reason: missing, entry: null } };
  });
}
function isOpen({ state, confidence }) {
  return state === "unwatched" && confidence !== "mentioned";
}
function createExplainer({
  hasRdap
}) {
  return ({ kind, value, valid_to }) => {
    if (kind === "domain") return hasRdap(value) ? null : explainDate(value);
    return (kind === "keystore" || kind === "fixture") && valid_to === null ? NEEDS_PASSWORD : null;
  };
}
function nameItem({ kind, value, port }) {
  if (kind === "domain") return `domain-${value}`;
  return port === null || port === 443 ? value : `${value}-${port}`;
}
function proposeSource({ kind, value, port, starttls }) {
  if (kind === "domain") return { kind: "domain", domain: value };
  if (kind !== "host") return null;
  const protocol = starttls ?? (port === null ? null : findStartTls(port));
  return {
    kind: "endpoint",
    endpoint: port === null || port === 443 ? value : `${value}:${port}`,
    ...protocol !== null && { starttls: protocol }
  };
}
function toEntrySpec({ name, source, owner }) {
  const end = owner === null ? {} : { owner };
  if (source.kind === "domain") return { name, domain: source.domain, ...end };
  if (source.kind === "endpoint") {
    const { endpoint, starttls, ca_file } = source;
    return {
      name,
      endpoint,
      ...starttls !== void 0 && { starttls },
      ...ca_file !== void 0 && { ca_file },
      ...end
    };
  }
  const { patterns, exclude = [], fixture, expired } = source;
  return {
    name,
    ...fixture && { kind: "fixture" },
    file: unwrapSingle(patterns),
    ...exclude.length > 0 && { exclude: unwrapSingle(exclude) },
    ...expired && { expired },
    ...end
  };
}
function unwrapSingle(texts) {
  return texts.length === 1 ? texts[0] ?? "" : texts;
}

export {
  renderEntryYaml,
  renderEntryLine,
  renderScalar,
  createStoreError,
  describeSystemError,
  getSystemErrorCode,
  catchErrorCode,
  writeAtomically,
  retryWhileInUse,
  removeLeftovers,
  listFoundItems,
  listSamlFiles,
  reconcile,
  toEntrySpec,
  insertItems,
  extendList,
  findLineEnd,
  rewriteManifest
};
