const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createFileMatcher,
  escapeGlob,
  formatCount,
  getDirectory,
  getFileName,
  toEntryName,
  unifySeparators
} from "./minimatch.js";
import {
  compareText,
  groupBy
} from "./host-port.js";

// src/app/discover/propose-entries.ts
import path from "node:path";

// src/discover/test-material.ts
var TEST_WORDS = /* @__PURE__ */ new Set([
  ...["tests", "testdata", "testfiles", "testcert", "testcerts", "unittest", "unittests", "selftest", "spec", "specs"],
  ...["fixture", "fixtures", "mock", "mocks", "example", "examples", "sample", "samples", "dummy", "fake", "snakeoil"]
]);
var STAGE_WORDS = /* @__PURE__ */ new Set(["test", "testing", "e2e"]);
var ENVIRONMENT_PARENTS = /* @__PURE__ */ new Set([
  ...["deploy", "deploys", "deployment", "deployments", "env", "envs", "environment", "environments", "stages"],
  ...["overlay", "overlays", "cluster", "clusters", "kubernetes", "k8s", "kustomize", "helm", "charts", "manifests"],
  ...["infra", "infrastructure", "terraform", "ansible", "inventory", "inventories", "hosts", "gitops", "live"]
]);
var STAGES = /* @__PURE__ */ new Set([
  ...["prod", "production", "prd", "preprod", "live", "staging", "stage", "stg", "uat"]
]);
var DOCUMENTATION = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?|ipynb|po|svg)$/i;
var ARCHIVE = /(?:^|\/)[._](?:archived?|attic|backups?|deprecated|disabled|old|trash|unused)\//i;
var CODE = /\.(?:go|py|rb|[cm]?[jt]sx?|java|kts?|scala|clj[cs]?|rs|c|cc|cpp|cxx|h|hpp|cs|fs|vb|php|p[lm]|t|bats|exs?|erl|swift|dart|lua|hs|mli?)$/i;
var TEST_FILE = /^(?:test_.+|.+[._-](?:test|spec)s?|.+(?:Tests?|Spec))$/;
var TEST_SCRIPT = /^(?:test_.+|.+[._-]tests?|tests?)\.sh$/;
function indexTestPaths(paths) {
  const splitWords = createSplitter();
  const tree = indexTree(paths, splitWords);
  const isInTests = (path2) => listDirectories(path2).some((directory) => isTestDirectory(directory, tree));
  const tested = listTestedDirectories(paths, tree);
  return {
    isInTests,
    isTestFile: (path2) => isInTests(path2) || isTestName(getFileName(path2), splitWords),
    isBesideTests: (path2) => {
      const directory = getDirectory(path2);
      if (directory === "" || isInEnvironments(`${directory}/`)) return false;
      return [directory, getDirectory(directory)].some((one) => one !== "" && tested.has(one));
    }
  };
}
function isExpiredName(path2) {
  return splitIntoWords(getFileName(path2)).includes("expired");
}
function explainUnused(path2) {
  if (DOCUMENTATION.test(path2)) return "documentation";
  return ARCHIVE.test(path2) ? "archived" : null;
}
function indexTree(paths, splitWords) {
  const withCode = /* @__PURE__ */ new Set();
  const withTests = /* @__PURE__ */ new Set();
  const withStages = /* @__PURE__ */ new Set();
  const besideTests = /* @__PURE__ */ new Set();
  const testNames = /* @__PURE__ */ new Set();
  for (const path2 of paths) {
    const name = getFileName(path2);
    const isCode = CODE.test(name) || TEST_SCRIPT.test(name);
    const isTest = isTestSource(name);
    if (isTest) {
      besideTests.add(getDirectory(path2));
      testNames.add(getStem(name));
    }
    for (const directory of listDirectories(path2)) {
      const words = splitWords(getFileName(directory));
      if (words.some((word) => STAGES.has(word))) withStages.add(getDirectory(directory));
      if (!isCode || !words.some((word) => STAGE_WORDS.has(word))) continue;
      withCode.add(directory);
      if (isTest) withTests.add(directory);
    }
  }
  return { splitWords, withCode, withTests, withStages, besideTests, testNames };
}
function isTestDirectory(directory, tree) {
  const { splitWords, withCode, withTests, withStages, besideTests, testNames } = tree;
  const name = getFileName(directory);
  const words = splitWords(name);
  if (hasTestWord(words) || testNames.has(name)) return true;
  if (!words.some((word) => STAGE_WORDS.has(word)) || isInEnvironments(directory)) return false;
  if (/(?:^|\/)src\/test$/.test(directory) || withTests.has(directory)) return true;
  const parent = getDirectory(directory);
  return (withCode.has(directory) || besideTests.has(parent)) && !withStages.has(parent);
}
function hasTestWord(words) {
  return words.some((word) => TEST_WORDS.has(word)) || TEST_WORDS.has(words.join(""));
}
function isInEnvironments(path2) {
  const parents = path2.toLowerCase().split("/").slice(0, -1);
  return parents.slice(parents.lastIndexOf("src") + 1).some((name) => ENVIRONMENT_PARENTS.has(name));
}
function isTestName(name, splitWords) {
  if (isTestSource(name)) return true;
  const stem = getStem(name);
  return !stem.includes(".") && hasTestWord(splitWords(stem));
}
function isTestSource(name) {
  return CODE.test(name) && TEST_FILE.test(getStem(name));
}
function listTestedDirectories(paths, tree) {
  const tested = new Set(tree.besideTests);
  for (const path2 of paths) {
    const suite = listDirectories(path2).find((one) => isSuiteName(getFileName(one)) && isTestDirectory(one, tree));
    if (suite !== void 0) tested.add(getDirectory(suite));
  }
  return tested;
}
function isSuiteName(name) {
  return /^(?:tests?|__tests__|spec)$/.test(name);
}
function createSplitter() {
  const known = /* @__PURE__ */ new Map();
  return (part) => {
    const words = known.get(part) ?? splitIntoWords(part);
    known.set(part, words);
    return words;
  };
}
function splitIntoWords(part) {
  return part.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);
}
function listDirectories(path2) {
  const directories = [];
  for (let at = path2.indexOf("/"); at >= 0; at = path2.indexOf("/", at + 1)) directories.push(path2.slice(0, at));
  return directories;
}
function getStem(name) {
  return name.replace(/\.[^.]*$/, "");
}

// src/app/discover/propose-entries.ts
var NO_CERTIFICATE = "no certificate";
var MIN_FILES_FOR_GLOB = 3;
var MIN_FILES_PER_EXCLUSION = 10;
var GLOB = /[*?[\]{}()!\\]/;
var MAX_NAME_LENGTH = 190;
function proposeEntries(search, others) {
  const isUsable = (file) => explainSkip(file) === null;
  const own = proposeFiles(search, (file) => isUsable(file) && file.fixture === null);
  const fixtures = proposeFiles(search, (file) => isUsable(file) && file.fixture !== null);
  const entries = [
    ...own.map(toEntry),
    ...fixtures.map((group) => ({ ...toEntry(group), source: toFixtureSource(group) })),
    ...others.map((source) => ({ name: nameSource(source), source, files: 0, valid_to: null }))
  ];
  const covered = new Set([...own, ...fixtures].flatMap(({ files }) => files));
  return {
    entries: assignUniqueNames(entries),
    skipped: search.files.flatMap((file) => covered.has(file) ? [] : explainSkip(file) ?? []),
    damaged: search.files.filter((file) => file.kind === "damaged" && covered.has(file)).map(({ path: path2 }) => path2)
  };
}
function relocateEntry(entry, directory) {
  const relocate = (file) => path.isAbsolute(file) ? file : path.posix.relative(directory, file);
  const { source } = entry;
  if (source.kind === "endpoint" && source.ca_file !== void 0)
    return { ...entry, source: { ...source, ca_file: relocate(source.ca_file) } };
  if (source.kind !== "file") return entry;
  const { patterns, exclude } = source;
  return {
    ...entry,
    source: { ...source, patterns: patterns.map(relocate), ...exclude && { exclude: exclude.map(relocate) } }
  };
}
function toHostSources(findings, known) {
  return findings.flatMap(({ kind, confidence, entry }) => {
    if (kind !== "host" || confidence !== "declared" || typeof entry?.endpoint !== "string") return [];
    const { endpoint, starttls } = entry;
    if (known.includes(endpoint)) return [];
    return [{ kind: "endpoint", endpoint, ...starttls !== void 0 && { starttls } }];
  });
}
function toEntry(group) {
  const { name, files } = group;
  const [valid_to = null] = files.flatMap((file) => file.valid_to ?? []).sort(compareText);
  return { name, source: toFileSource(group), files: files.length, valid_to };
}
function toFileSource({ patterns, exclude }) {
  return { kind: "file", patterns, ...exclude.length > 0 && { exclude } };
}
function toFixtureSource({ files, ...globs }) {
  const isMeant = files.every(({ path: path2 }) => isExpiredName(path2));
  return { ...toFileSource(globs), fixture: true, ...isMeant && { expired: "intended" } };
}
function nameSource(source) {
  if (source.kind === "endpoint") return source.endpoint;
  return source.kind === "domain" ? source.domain : source.patterns[0] ?? "";
}
function proposeFiles(search, isWanted) {
  return mergeCopies(coverDirectory("", { ...search, isWanted }));
}
function explainSkip({ path: path2, kind, unused, fingerprints }) {
  if (kind === "certificate") return unused === null ? null : { path: path2, why: unused };
  if (kind === "bundle") return { path: path2, why: describeBundle(fingerprints.length) };
  return { path: path2, why: REASONS[kind] };
}
var describeBundle = (count) => count === 1 ? "the certificate of a public CA" : `a bundle of ${formatCount(count, "CA certificate")}`;
var REASONS = {
  keystore: "a keystore that needs a password",
  crl: "a revocation list",
  copy: "a link to another file",
  key: "a private key",
  other: NO_CERTIFICATE,
  outside: "a link out of the repository",
  damaged: "its certificate is damaged",
  broken: "could not be read (an internal error; please report it)",
  closed: "could not be read"
};
function coverDirectory(directory, search) {
  const inside = search.files.filter(({ path: path2 }) => directory === "" || path2.startsWith(`${directory}/`));
  const globs = directory === "" || GLOB.test(directory) ? [] : proposeGlobs(directory, inside, search);
  const files = globs.flatMap((glob) => glob.files);
  const patterns = globs.map(({ pattern }) => pattern);
  const exclude = globs.flatMap((glob) => glob.exclude);
  const groups = globs.length === 0 ? [] : [{ name: directory, patterns, exclude, files }];
  const covered = new Set(files);
  const rest = inside.filter((file) => !covered.has(file) && search.isWanted(file));
  const here = rest.filter(({ path: path2 }) => getDirectory(path2) === directory);
  const children = new Set(
    rest.filter((file) => !here.includes(file)).map(({ path: path2 }) => getChildDirectory(path2, directory))
  );
  const remaining = { ...search, files: search.files.filter((file) => !covered.has(file)) };
  return [
    ...groups,
    ...here.map(listSingly),
    ...[...children].sort(compareText).flatMap((child) => coverDirectory(child, remaining))
  ];
}
function proposeGlobs(directory, inside, { skipped, isWanted }) {
  return [...groupBy(inside, ({ path: path2 }) => getExtension(path2))].flatMap(([extension, matched]) => {
    const count = matched.filter(isWanted).length;
    const isCovered = (file) => isWanted(file) || isOwnDamaged(file);
    const files = matched.filter(isCovered);
    const unwanted = matched.filter((file) => !isCovered(file) && !file.isSkipped);
    const isFlat = matched.every(({ path: path2 }) => getDirectory(path2) === directory);
    const maxUnwanted = isFlat ? count / MIN_FILES_PER_EXCLUSION : 0;
    if (count < MIN_FILES_FOR_GLOB || unwanted.length > maxUnwanted) return [];
    if (!isFlat && skipped.some((name) => name.startsWith(`${directory}/`))) return [];
    const exclude = unwanted.map(({ path: path2 }) => escapeGlob(path2));
    return [{ pattern: `${directory}/${isFlat ? "" : "**/"}*${extension}`, exclude, files }];
  });
}
function isOwnDamaged({ kind, fixture }) {
  return kind === "damaged" && fixture === null;
}
function listSingly(file) {
  return { name: file.path.replace(/\.[^./]+$/, ""), patterns: [escapeGlob(file.path)], exclude: [], files: [file] };
}
function mergeCopies(groups) {
  const merged = [];
  for (const group of groups.toSorted((a, b) => b.files.length - a.files.length)) {
    const [file] = group.files;
    const target = group.files.length > 1 || file === void 0 ? void 0 : merged.find(({ files }) => isCopy(file, files));
    if (target === void 0) merged.push({ ...group });
    else {
      target.patterns = [...target.patterns, ...group.patterns];
      target.files = [...target.files, ...group.files];
    }
  }
  const order = new Map(groups.map(({ name }, index) => [name, index]));
  return merged.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
}
function isCopy({ fingerprints }, files) {
  return fingerprints.every((fingerprint) => files.some((other) => other.fingerprints.includes(fingerprint)));
}
function getChildDirectory(path2, directory) {
  const from = directory === "" ? 0 : directory.length + 1;
  return path2.slice(0, path2.indexOf("/", from));
}
function getExtension(path2) {
  return path2.slice(path2.lastIndexOf("."));
}
var GENERIC_NAMES = /* @__PURE__ */ new Set([
  ...["helmrelease", "helmchart", "application", "kustomization", "values", "secret", "secrets", "sealedsecret"],
  ...["configmap", "certificate", "deployment", "statefulset", "service", "ingress", "gateway", "httproute", "issuer"],
  ...["ca", "cert", "chain", "client", "crt", "fullchain", "public", "server", "ssl", "tls"],
  ...[
    "app",
    "base",
    "config",
    "data",
    "default",
    "files",
    "home",
    "index",
    "main",
    "metadata",
    "resources",
    "settings"
  ]
]);
function isGenericName(name) {
  return name.length <= 1 || GENERIC_NAMES.has(name.toLowerCase());
}
function assignUniqueNames(entries, reserved = []) {
  const taken = new Set(reserved);
  return entries.map((entry) => {
    const parts = entry.name.split("/").map((part) => toEntryName(part, MAX_NAME_LENGTH) || "certificate");
    const candidates = parts.map(
      (_, index) => parts.slice(parts.length - 1 - index).join("-").slice(-MAX_NAME_LENGTH).replace(/^[-.]+/, "")
    );
    const telling = parts.toReversed().findIndex((part) => !isGenericName(part));
    const isFree = (one) => !taken.has(one);
    const name = candidates.slice(Math.max(0, telling)).find(isFree) ?? candidates.find(isFree) ?? addNumber(candidates.at(-1) ?? "", taken);
    taken.add(name);
    return { ...entry, name };
  });
}
function addNumber(name, taken) {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

// src/app/discover/watchers.ts
import { posix } from "node:path";
function indexWatchers({ entries }, log) {
  const sorted = entries.toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  const hosts = indexEndpoints(sorted);
  const domains = indexDomains(sorted);
  const files = sorted.flatMap((entry) => createFileTest(entry) ?? []);
  const logged = log === null ? null : indexLoggedNames(sorted, log);
  return {
    find: (sought) => {
      if (sought.kind === "file") return files.find(({ matches }) => matches(sought.file))?.entry ?? null;
      if (sought.kind === "domain") return domains.get(sought.name) ?? null;
      const { name, port } = sought;
      const found = hosts.get(name)?.find((one) => port === null || one.port === port);
      return found?.entry ?? logged?.(name) ?? null;
    }
  };
}
function indexEndpoints(entries) {
  const index = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (entry.source.kind !== "endpoint") continue;
    for (const { host, port } of listNames(entry.source)) {
      const known = index.get(host) ?? [];
      known.push({ port, entry });
      index.set(host, known);
    }
  }
  return index;
}
function listNames({ targets, server_name }) {
  return targets.flatMap(
    ({ host, port }) => [host, ...server_name === null ? [] : [server_name]].map((name) => ({
      host: name.toLowerCase().replace(/\.$/, ""),
      port
    }))
  );
}
function indexDomains(entries) {
  const index = /* @__PURE__ */ new Map();
  for (const entry of entries)
    for (const domain of listDomains(entry)) if (!index.has(domain)) index.set(domain, entry);
  return index;
}
function listDomains({ name, source }) {
  if (source.kind === "domain") return source.domains;
  if (source.kind !== "expires" || !/\b(?:domain|registration)\b/i.test(source.what ?? "")) return [];
  return [name.toLowerCase().replace(/^domain-/, "")];
}
function createFileTest(entry) {
  const { source } = entry;
  if (source.kind !== "file") return null;
  const patterns = source.patterns.map((pattern) => posix.normalize(unifySeparators(pattern)));
  const paths = new Set(patterns);
  const matchesGlob = createFileMatcher(patterns);
  const isExcluded = createFileMatcher(source.exclude);
  return { entry, matches: (file) => (paths.has(file) || matchesGlob(file)) && !isExcluded(file) };
}
function indexLoggedNames(entries, log) {
  const names = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    for (const { fingerprint, removed } of Object.values(log.locations[entry.name] ?? {})) {
      const certificate = fingerprint === null || removed ? void 0 : log.certificates[fingerprint];
      for (const name of certificate?.sans ?? []) {
        const lower = name.toLowerCase();
        if (!names.has(lower)) names.set(lower, entry);
      }
    }
  }
  return (host) => names.get(host) ?? names.get(host.replace(/^[^.]+/, "*")) ?? null;
}

export {
  indexTestPaths,
  explainUnused,
  NO_CERTIFICATE,
  proposeEntries,
  relocateEntry,
  toHostSources,
  toFileSource,
  toFixtureSource,
  proposeFiles,
  explainSkip,
  assignUniqueNames,
  indexWatchers
};
