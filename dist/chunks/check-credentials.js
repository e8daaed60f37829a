const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  ConditionError,
  DEFAULT_MAX_MESSAGES,
  FIXTURE_EXPIRING,
  SKIPPED_CODES,
  addDiagnostics,
  assess,
  catchBugsSync,
  checkManifest,
  checkWorkflows,
  classifyHost,
  countFiles,
  createBugReporter,
  createDiagnostic,
  createEntryMatcher,
  createEventMatcher,
  createPublicAddressPolicy,
  createTrustEvaluator,
  decodeLocation,
  describeRareScans,
  escapeGlob,
  evaluateConditionSet,
  formatDestination,
  getPossibleLabels,
  getSourceDefinition,
  isInCheckout,
  leavesCheckout,
  listNamedFiles,
  listPlannedScans,
  listRepositoryPatterns,
  listTokenFiles,
  loadPolicyEvaluator,
  matchFiles,
  parsePathFields,
  readAndDecode,
  readFiles,
  recommendEntryList,
  resolveAttribute,
  resolveRepositoryRoot,
  resolveSchedule,
  resolveWorkspace,
  restrictToWorkspace,
  selectReading,
  toRepositoryPath,
  verifySources
} from "./validate-manifest.js";
import {
  EVENT_NAMES,
  STATUS_BY_SEVERITY
} from "./common-words.js";
import {
  DAY,
  computeCrossing,
  computeLeadTime,
  computeValidityPeriod,
  toThresholdKey
} from "./fetch-redirects.js";
import {
  formatDay,
  truncateList
} from "./package.js";
import {
  findRepeated,
  getOwn,
  groupBy,
  readLimitedSync
} from "./failures.js";

// src/app/check-policies.ts
import { resolve as resolve2 } from "node:path";

// src/app/find-violations.ts
import path from "node:path";
async function findViolations(manifest, { locate }, io) {
  const workspace = restrictToWorkspace(resolveWorkspace(manifest.root, io.env));
  const policies = await loadPolicyEvaluator(manifest, workspace);
  if (policies === null) return [];
  const now = io.now();
  const reportBug = createBugReporter(io);
  const evaluator = createTrustEvaluator(now);
  const entries = manifest.entries.flatMap(
    (entry) => entry.enabled && entry.settings.fixture === void 0 ? keepRepositoryFiles(entry, manifest.root) ?? [] : []
  );
  const decoded = await readAndDecode(
    // Keystores with a password are skipped: a check has no secrets.
    entries.map((entry) => ({ ...entry, passwords: [], expect: null })),
    io,
    { ...selectReading(manifest), restrictToWorkspace: true },
    { keepDer: true }
  );
  const sources = await verifySources(decoded, { evaluator, policies, reportBug });
  const byName = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  return sources.flatMap(({ entry: name, source, locations }) => {
    const entry = byName.get(name);
    if (entry === void 0) return [];
    const where = locate({ in: "entry", name }, getSourceField(entry, source));
    const find = (reading) => {
      const { certificate, location } = reading;
      if (certificate === null) return [];
      const liveLocations = [toLiveLocation(reading, name, source)];
      const verdict = assess(certificate, entry.settings, now, {
        locations: liveLocations,
        others: [],
        renewal: null,
        findFacts: () => null
      });
      const { findings } = policies.apply(
        { ...verdict, findings: [] },
        { entry, certificate, locations: liveLocations },
        now
      );
      return findings.map(({ qualifier: policy, severity, detail }) => ({ location, policy, severity, detail }));
    };
    const failed = [];
    const violations = locations.flatMap((reading) => {
      const recover = () => {
        failed.push(reading.location);
        return [];
      };
      if (reading.failure?.code === "internal-error") return recover();
      return catchBugsSync(() => find(reading), recover, reportBug);
    });
    return [
      ...failed.map((location) => createDiagnostic("internal-error", where, location)),
      ...[...groupBy(violations, ({ policy }) => policy).values()].map((group) => describeViolations(group, where))
    ];
  });
}
function describeViolations(group, where) {
  const [{ policy, severity }] = group;
  const locations = group.map(({ location }) => location);
  const details = group.map(({ detail }) => detail);
  return createDiagnostic("policy-violation", where, locations, policy, severity, details);
}
function keepRepositoryFiles(entry, root) {
  const isInside = (file) => {
    const relative = path.relative(root, path.resolve(root, file));
    return relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
  };
  const source = getSourceDefinition(entry.source.kind).selectInRepository?.(entry.source, isInside);
  return source == null ? null : { ...entry, source };
}
function getSourceField({ source }, pattern) {
  return source.kind === "file" ? ["file", source.patterns.indexOf(pattern)] : [source.kind];
}
function toLiveLocation({ location, certificate, trust }, entry, source) {
  return {
    entry,
    location,
    source,
    fingerprint: certificate?.fingerprint ?? null,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    observed: {},
    evidence: trust === void 0 ? null : { trust },
    ownership: null,
    path_end: null,
    revoked: null
  };
}

// src/app/validate/check-credentials.ts
function checkCredentials(manifest, locate) {
  const found = [
    ...manifest.webhooks.flatMap(listWebhookCandidates),
    ...manifest.emails.flatMap(listEmailCandidates),
    ...manifest.entries.flatMap((entry) => listEntryCandidates(entry, locate)),
    ...listObservationCandidates(manifest),
    ...listNetworkCandidates(manifest),
    ...manifest.heartbeat === null ? [] : [{ section: ROOT, path: ["settings", "heartbeat_url"], text: manifest.heartbeat.url, isCredential: hasUser }]
  ].filter(({ text, isCredential }) => !/\$\{|\{\{/.test(text) && isCredential(text));
  const diagnostics = found.map(({ section, path: path2 }) => {
    const { source: _, ...where } = locate(section, path2);
    return createDiagnostic("plaintext-credential", where, path2.filter((part) => typeof part === "string").join("."));
  });
  const key = ({ file, line, column }) => `${file}:${line}:${column}`;
  return [...new Map(diagnostics.map((one) => [key(one), one])).values()];
}
var ROOT = { in: "root" };
function listWebhookCandidates({ name, url, headers, secrets, secret, proxy }) {
  const section = { in: "webhook", name };
  return [
    { section, path: ["url"], text: url, isCredential: hasToken },
    ...listProxy(section, proxy),
    ...listHeaders(section, headers),
    ...Object.entries(secrets).map(([key, text]) => ({
      section,
      path: ["secrets", key],
      text,
      isCredential: isPresent
    })),
    ...secret === null ? [] : [{ section, path: ["secret"], text: secret, isCredential: isPresent }]
  ];
}
function listObservationCandidates({ observations: { secret, secrets } }) {
  const toCandidate = (text, ...path2) => {
    return { section: ROOT, path: ["observations", ...path2], text, isCredential: isPresent };
  };
  return [
    ...secret === null ? [] : [toCandidate(secret, "secret")],
    ...Object.entries(secrets).map(([probe, text]) => toCandidate(text, "secrets", probe))
  ];
}
function listEmailCandidates({ name, password, proxy }) {
  const section = { in: "email", name };
  const own = password === null ? [] : [{ section, path: ["password"], text: password, isCredential: isPresent }];
  return [...own, ...listProxy(section, proxy)];
}
function listProxy(section, proxy, path2 = ["proxy"]) {
  return proxy === null ? [] : [{ section, path: path2, text: proxy, isCredential: hasUser }];
}
function listNetworkCandidates({ scan }) {
  const { receivers, apis, revocation } = scan.network.proxy;
  return [receivers, apis, revocation].flatMap((proxy) => listProxy(ROOT, proxy, ["network", "proxy"]));
}
function listEntryCandidates({ name, passwords, source, proxy }, locate) {
  const section = { in: "entry", name };
  const hasOwn = passwords.length > 0 && isFound(section, "password", locate);
  return [
    ...passwords.map((text, index) => ({
      section,
      path: hasOwn && index === 0 ? ["password"] : ["passwords", index - (hasOwn ? 1 : 0)],
      text,
      isCredential: isPresent
    })),
    ...listSourceCandidates(section, source),
    ...source.kind === "endpoint" && source.proxy !== null ? [{ section, path: ["proxy"], text: source.proxy, isCredential: hasUser }] : listProxy(section, proxy)
  ];
}
function listSourceCandidates(section, source) {
  const list = (text, path2, isCredential = isPresent) => text === null || text === void 0 ? [] : [{ section, path: path2, text, isCredential }];
  switch (source.kind) {
    case "url":
      return [
        ...source.targets.flatMap(({ url }, index) => list(url, ["url", index], hasToken)),
        ...listHeaders(section, source.headers)
      ];
    case "rest":
      return [...list(source.url, ["rest"], hasToken), ...listHeaders(section, source.headers)];
    case "ct":
    case "github_pages":
      return list(source.token, ["token"]);
    case "azure_key_vault":
    case "entra_app_credentials":
      return list(source.client_secret, [source.kind, "client_secret"]);
    case "kubernetes":
      if (source.access.method !== "token") return [];
      return [
        ...list(source.access.server, ["kubernetes", "server"], hasUser),
        ...list(source.access.token, ["kubernetes", "token"])
      ];
    case "vault_pki":
      return [
        ...list(source.url, ["vault_pki", "url"], hasUser),
        ...Object.entries(source.login).flatMap(
          ([key, text]) => VAULT_SECRETS.has(key) ? list(text, ["vault_pki", key]) : []
        )
      ];
    default:
      return [];
  }
}
var VAULT_SECRETS = /* @__PURE__ */ new Set(["token", "secret_id", "jwt"]);
function isFound(section, field, locate) {
  const [start, at] = [locate(section, []), locate(section, [field])];
  return start.line !== at.line || start.column !== at.column || start.file !== at.file;
}
var SECRET_HEADER = /authorization|token|secret|password|(?:api|access|auth)[-_]?key/i;
function listHeaders(section, headers) {
  return Object.entries(headers).filter(([header]) => SECRET_HEADER.test(header)).map(([header, text]) => ({ section, path: ["headers", header], text, isCredential: isPresent }));
}
function isPresent(text) {
  return text.trim() !== "";
}
function hasUser(url) {
  return /^[a-z0-9+.-]+:\/\/[^/?#@:]*:[^/?#@]+@/i.test(url);
}
var WEBHOOK_URLS = [
  /^https:\/\/hooks\.slack\.com\/(?:services|workflows)\/./i,
  /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/./i,
  /^https:\/\/[\w.-]+\.webhook\.office\.com\/webhookb2\/./i,
  /^https:\/\/webexapis\.com\/v1\/webhooks\/incoming\/./i,
  /^https:\/\/api\.telegram\.org\/bot\d+:./i
];
var SECRET_PARAMETER = /[?&](?:token|access_token|api_?key|key|secret|sig|password)=[^&#]/i;
function hasToken(url) {
  return hasUser(url) || SECRET_PARAMETER.test(url) || WEBHOOK_URLS.some((pattern) => pattern.test(url));
}

// src/app/validate/check-domains.ts
var MAX_NAMES = 5;
async function checkDomains({ entries }) {
  const listed = entries.flatMap((entry) => listDomains(entry).map((domain) => ({ domain, entry })));
  if (listed.length === 0) return [];
  const { findRegistrableDomain, findServers, listBundledServers } = await import("./client.js");
  const servers = listBundledServers();
  const suffixes = listed.filter(({ domain }) => findRegistrableDomain(domain) === null);
  const unserved = listed.filter(
    ({ domain, entry }) => !hasServer(entry) && findRegistrableDomain(domain) !== null && findServers(domain, servers).length === 0
  );
  const repeated = entries.flatMap(
    (entry) => findRepeated(listDomains(entry), (domain) => findRegistrableDomain(domain) ?? domain).map(([domain]) => ({
      domain,
      entry
    }))
  );
  return [
    ...report("domain-not-registrable", suffixes),
    ...report("domain-without-rdap", unserved),
    ...report("domain-repeated", repeated)
  ];
}
function listDomains({ enabled, source }) {
  return enabled && source.kind === "domain" ? source.domains : [];
}
function hasServer({ source }) {
  return source.kind === "domain" && source.rdap_url !== null;
}
function report(code, found) {
  const [first] = found;
  if (first === void 0) return [];
  const names = found.map(({ domain }) => domain);
  return [createDiagnostic(code, first.entry.position, truncateList(names, MAX_NAMES), names.length)];
}

// src/app/validate/check-files.ts
var MAX_FILES = 1e3;
async function checkFiles({ entries, root }, { locate }, io, schedule = null) {
  const files = entries.filter(
    ({ enabled, probe, source }) => enabled && probe === null && source.kind === "file"
  );
  if (files.length === 0) return [];
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const diagnostics = [];
  let remaining = MAX_FILES;
  for (const entry of files) {
    for (const [index, { paths, glob }] of (await matchFiles(entry.source, root, workspace)).entries()) {
      const read = paths.slice(0, remaining);
      remaining -= read.length;
      if (read.length === 0) continue;
      const readings = await readEach({ ...entry.source, patterns: read, exclude: [] }, root, io);
      const where = locate({ in: "entry", name: entry.name }, ["file", index]);
      diagnostics.push(...reportProblems(entry, readings, glob, where, { now: io.now(), schedule }));
    }
  }
  return diagnostics;
}
async function readEach(source, root, io) {
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const context = { root, workspace, reportBug: createBugReporter(io) };
  const patterns = source.patterns.map(escapeGlob);
  const sources = await readFiles("", { ...source, patterns }, context);
  return sources.flatMap(({ locations }) => [...locations].flatMap((raw) => decodeLocation(raw, null)));
}
var PROBLEMS = [
  "keystore-without-password",
  "keystore-not-checked",
  "file-unusable",
  "file-expired",
  "file-expires-soon",
  "fixture-expired",
  "fixture-expiring",
  "scan-too-rare",
  "file-without-certificate"
];
function reportProblems({ passwords, settings, source }, readings, isGlob, where, time) {
  const found = /* @__PURE__ */ new Map();
  for (const reading of readings) {
    const problem = findProblem(reading, settings, time, {
      hasPassword: passwords.length > 0,
      skip_empty: isGlob ? source.skip_empty : false
    });
    if (problem === null) continue;
    found.set(problem, [...found.get(problem) ?? [], reading]);
  }
  return PROBLEMS.flatMap((problem) => {
    const [first, ...others] = found.get(problem) ?? [];
    if (first === void 0) return [];
    const rare = problem === "scan-too-rare" ? describeRare(first, settings, time.schedule) : void 0;
    const detail = first.failure?.detail ?? rare ?? formatEnd(first);
    return [createDiagnostic(problem, where, first.location, others.length + 1, detail)];
  });
}
function formatEnd({ certificate }) {
  return certificate === null ? "" : formatDay(certificate.facts.valid_to);
}
function describeRare({ certificate }, settings, schedule) {
  if (certificate === null) return void 0;
  const period = computeValidityPeriod(certificate.facts, certificate.facts.valid_to);
  return describeRareScans(period, schedule, settings)[0]?.detail;
}
function findProblem(reading, settings, { now, schedule }, { hasPassword, skip_empty }) {
  const { certificate, failure } = reading;
  if (failure?.code === "keystore-password-missing")
    return hasPassword ? "keystore-not-checked" : "keystore-without-password";
  if (failure?.code === "link-outside-workspace") return null;
  if (failure !== null && skip_empty === true && SKIPPED_CODES.all.has(failure.code)) return null;
  if (failure !== null && skip_empty === null && SKIPPED_CODES.text.has(failure.code))
    return "file-without-certificate";
  if (failure !== null) return "file-unusable";
  if (certificate === null) return null;
  const verdict = assess(certificate, settings, now, {
    locations: [],
    others: [],
    renewal: null,
    schedule,
    findFacts: () => null
  });
  const [finding] = verdict.findings;
  if (settings.fixture !== void 0 && finding === void 0) return null;
  if (settings.fixture !== void 0)
    return verdict.days_since_expiry === null ? "fixture-expiring" : "fixture-expired";
  if (verdict.date_status === "expired") return "file-expired";
  if (describeRare(reading, settings, schedule) !== void 0) return "scan-too-rare";
  if (verdict.threshold === null) return null;
  const period = computeValidityPeriod(certificate.facts, verdict.effective_valid_to ?? certificate.facts.valid_to);
  const crossings = settings.thresholds.map((one) => computeCrossing(one, period) ?? Number.NEGATIVE_INFINITY);
  return Math.max(...crossings) <= now ? "file-expires-soon" : null;
}

// src/app/validate/check-kubeconfigs.ts
import { dirname, resolve } from "node:path";
async function checkKubeconfigs({ entries, root }, locate, { env }) {
  const named = entries.flatMap(({ name, source, enabled }) => {
    if (!enabled || source.kind !== "kubernetes" || source.access.method !== "kubeconfig") return [];
    const { kubeconfig } = source.access;
    return kubeconfig === null || /\$\{|\n/.test(kubeconfig) ? [] : [{ name, kubeconfig }];
  });
  if (named.length === 0) return [];
  const workspace = resolveWorkspace(root, env);
  return named.flatMap(({ name, kubeconfig }) => {
    const path2 = resolve(root, kubeconfig);
    const text = isInCheckout(path2, root, env) ? readInside(path2, workspace) : null;
    if (text === null) return [];
    const outside = listTokenFiles(text).find((file) => leavesCheckout(resolve(dirname(path2), file), root, env));
    if (outside === void 0) return [];
    return [
      createDiagnostic(
        "kubeconfig-token-outside",
        locate({ in: "entry", name }, ["kubernetes", "kubeconfig"]),
        outside
      )
    ];
  });
}
var MAX_BYTES = 1024 * 1024;
function readInside(path2, workspace) {
  try {
    if (workspace.isOutside(path2)) return null;
  } catch {
    return null;
  }
  const read = readLimitedSync(path2, MAX_BYTES);
  return "bytes" in read ? read.bytes.toString("utf8") : null;
}

// src/app/validate/check-message-limits.ts
function checkMessageLimits({ manifest, unlimited, root }, { env }) {
  if (manifest === null || unlimited.length === 0) return [];
  if (!hasManyCertificates(manifest, resolveWorkspace(root, env))) return [];
  return unlimited.map(
    ({ at, kind, name, exemption }) => createDiagnostic("messages-not-limited", at, kind, name, exemption)
  );
}
function hasManyCertificates({ entries, root }, workspace) {
  const many = DEFAULT_MAX_MESSAGES + 1;
  let count = 0;
  for (const { enabled, source } of entries) {
    if (!enabled) continue;
    count += source.kind === "file" ? countFiles(source, root, workspace, many - count) : 1;
    if (count >= many) return true;
  }
  return false;
}

// src/domain/conditions/can-hold.ts
function canHold(set, read) {
  if ("and" in set) return set.and.every((member) => canHold(member, read));
  if ("or" in set) return set.or.some((member) => canHold(member, read));
  try {
    const value = read(set.attr);
    return value === void 0 || set.op === "regex" || evaluateConditionSet(set, () => value, null);
  } catch (error) {
    if (error instanceof ConditionError) return false;
    throw error;
  }
}

// src/report/validate/rule-coverage.ts
function computeRuleCoverage({
  entries,
  rules,
  webhooks,
  digest
}) {
  const matchers = rules.map((rule) => ({ name: rule.name, matches: createRuleMatcher(rule) }));
  const rulesByEntry = /* @__PURE__ */ new Map();
  const entryCounts = new Map(rules.map((rule) => [rule.name, matchesScanEventsOnly(rule) ? null : 0]));
  for (const entry of entries) {
    const names = [];
    for (const { name, matches } of matchers) {
      if (!matches(entry)) continue;
      names.push(name);
      entryCounts.set(name, (entryCounts.get(name) ?? 0) + 1);
    }
    rulesByEntry.set(entry.name, names);
  }
  const used = /* @__PURE__ */ new Set([
    ...rules.filter(({ name }) => entryCounts.get(name) !== 0).flatMap(({ actions }) => actions.map(formatDestination)),
    ...digest.actions.map(({ kind, name }) => `${kind}:${name}`)
  ]);
  return {
    rulesByEntry,
    entryCounts,
    unmatchedEntries: entries.filter(({ name, enabled, settings }) => {
      return enabled && settings.fixture === void 0 && rulesByEntry.get(name)?.length === 0;
    }).map(({ name }) => name),
    unusedWebhooks: webhooks.map(({ name }) => name).filter((name) => !used.has(`webhook:${name}`))
  };
}
var CERTIFICATE_EVENTS = EVENT_NAMES.filter((event) => event.startsWith("certificate."));
function matchesScanEventsOnly({ enabled, events }) {
  return enabled && !CERTIFICATE_EVENTS.some(createEventMatcher(events));
}
function createRuleMatcher(rule) {
  const { enabled, match } = rule;
  if (!enabled || matchesScanEventsOnly(rule)) return () => false;
  const matchesEntry = createEntryMatcher(match);
  const subscribed = CERTIFICATE_EVENTS.filter(createEventMatcher(rule.events));
  const sendsFixtures = subscribed.includes(FIXTURE_EXPIRING);
  const sendsOthers = subscribed.some((event) => event !== FIXTURE_EXPIRING);
  return (entry) => entry.enabled && (entry.settings.fixture === void 0 ? sendsOthers : sendsFixtures) && matchesEntry(entry.name, getPossibleLabels(entry));
}

// src/app/validate/expected-alerts.ts
function listExpectedAlerts({ source, expect }) {
  const toCritical = (event) => ({ event, status: "critical", threshold: null });
  if (source.kind === "ct") return [toCritical("certificate.discovered")];
  const isVerified = "trust" in source && (source.trust !== "none" || source.ca_file !== null);
  return [
    { event: "certificate.expired", status: "expired", threshold: null, days_remaining: -1 },
    ...isVerified ? [toCritical("certificate.untrusted")] : [],
    ...isVerified && source.revocation ? [toCritical("certificate.revoked")] : [],
    ...source.kind === "domain" ? [toCritical("certificate.registration_status")] : [],
    ...expect === null ? [] : [toCritical("certificate.policy_violation")]
  ];
}
var MAX_DAYS = 400;
var LIFETIME = { from: 0, to: 398 * DAY };
function* listExpiryWarnings({ thresholds, critical, warning }) {
  const getLeadTime = (spec) => computeLeadTime(spec, LIFETIME) ?? 0;
  const isCrossed = (spec, days) => getLeadTime(spec) >= days * DAY;
  const byTime = thresholds.toSorted((a, b) => getLeadTime(a) - getLeadTime(b));
  const first = Math.min(MAX_DAYS, Math.floor(Math.max(0, ...thresholds.map(getLeadTime)) / DAY));
  for (let days = first; days > 0; days--) {
    const crossed = byTime.find((spec) => isCrossed(spec, days));
    if (crossed === void 0) continue;
    const status = isCrossed(critical, days) ? "critical" : isCrossed(warning, days) ? "warning" : "ok";
    yield { event: "certificate.expiry_warning", status, threshold: toThresholdKey(crossed), days_remaining: days };
  }
}

// src/app/validate/check-notifications.ts
function checkNotifications(manifest) {
  const entries = manifest.entries.filter(({ enabled, settings }) => enabled && settings.fixture === void 0);
  const rules = manifest.rules.filter(({ enabled }) => enabled);
  const [first] = entries;
  if (first === void 0) return [];
  if (rules.length === 0) {
    const hasReceiver = manifest.webhooks.length + manifest.emails.length > 0;
    return hasReceiver ? [] : [createDiagnostic("no-rule", first.position)];
  }
  const unmatched = new Set(computeRuleCoverage(manifest).unmatchedEntries);
  const [without, matched] = [
    entries.filter(({ name }) => unmatched.has(name)),
    entries.filter(({ name }) => !unmatched.has(name))
  ];
  const compiled = rules.map((rule) => ({ rule, matches: createEntryMatcher(rule.match) }));
  const gaps = matched.map((entry) => ({ entry, ...findGaps(entry, compiled) }));
  return [
    ...report2("certificate-without-rule", without),
    ...reportMissing(gaps.filter(({ missing }) => missing.length > 0)),
    ...report2(
      "expiry-not-notified",
      gaps.filter(({ isLate }) => isLate).map(({ entry }) => entry)
    ),
    ...report2(
      "violation-not-notified",
      manifest.policies.filter((policy) => !isHandled(policy, rules))
    )
  ];
}
function findGaps(entry, rules) {
  const own = rules.filter(({ matches }) => matches(entry.name, getPossibleLabels(entry)));
  const isTaken = (alert) => own.some(({ rule }) => canTake(rule, entry, alert));
  const missing = listExpectedAlerts(entry).filter((alert) => !isTaken(alert));
  const isLate = entry.source.kind !== "ct" && findFirst(listExpiryWarnings(entry.settings), isTaken) === void 0;
  return { missing: missing.map(({ event }) => event), isLate };
}
function findFirst(items, isWanted) {
  for (const item of items) if (isWanted(item)) return item;
  return void 0;
}
function canTake({ events, match, conditions }, entry, alert) {
  const { event, status, threshold } = alert;
  return createEventMatcher(events)(event) && (match.status.length === 0 || match.status.includes(status)) && (match.thresholds.length === 0 || match.thresholds.some((spec) => toThresholdKey(spec) === threshold)) && (conditions === null || canHold(conditions, (attr) => readKnown(attr, entry, alert)));
}
function readKnown(attr, entry, { event, status, days_remaining }) {
  const known = { event_type: event, status, certificate: entry.name, days_remaining };
  const name = resolveAttribute(attr);
  const labels = getPossibleLabels(entry);
  if (!name.startsWith("labels.") || labels === "any") return getOwn(known, name);
  const value = getOwn(labels, name.slice("labels.".length));
  if (value === void 0) throw new ConditionError(`The entry has no ${name}.`);
  return value;
}
function reportMissing(gaps) {
  return [...groupBy(gaps, ({ missing }) => missing.join(" and ")).entries()].flatMap(([events, group]) => {
    const names = group.map(({ entry }) => entry.name);
    const position = group[0]?.entry.position;
    return position === void 0 ? [] : [createDiagnostic("alert-not-notified", position, events, truncateList(names, MAX_NAMES2), names.length)];
  });
}
function isHandled({ enabled, severity }, rules) {
  if (!enabled || severity === "info") return true;
  const status = STATUS_BY_SEVERITY[severity];
  return rules.some(({ events, match }) => {
    const isStatus = match.status.length === 0 || match.status.includes(status);
    return isStatus && match.thresholds.length === 0 && createEventMatcher(events)("certificate.policy_violation");
  });
}
var MAX_NAMES2 = 5;
function report2(code, items) {
  const [first] = items;
  if (first === void 0) return [];
  const names = items.map(({ name }) => name);
  return [createDiagnostic(code, first.position, truncateList(names, MAX_NAMES2), names.length)];
}

// src/app/validate/check-revocation-access.ts
import { isIP } from "node:net";
var MAX_FILES2 = 20;
async function checkRevocationAccess({ entries, root, scan }, { locate }, io) {
  const isDenied = createHostTest(scan.network);
  const diagnostics = [];
  for (const entry of entries) {
    if (!entry.enabled || entry.probe !== null || !isChecked(entry)) continue;
    const certificates = await readCertificates(entry, root, io);
    const denied = certificates.map((fields) => findDeniedHost(fields, isDenied)).find((host) => host !== null);
    if (denied === void 0 || denied === null) continue;
    const where = locate({ in: "entry", name: entry.name }, ["revocation"]);
    diagnostics.push(createDiagnostic("revocation-not-allowed", where, denied));
  }
  return diagnostics;
}
function isChecked(entry) {
  return "revocation_required" in entry.source && entry.source.revocation_required === true;
}
function createHostTest({ deny, allow }) {
  const permits = createPublicAddressPolicy({ deny, allow });
  return (host) => {
    const address = host.replace(/^\[|\]$/g, "");
    if (isIP(address) !== 0) return !permits(address);
    const classified = classifyHost(host);
    const isPrivate = "dropped" in classified && (classified.dropped === "internal" || classified.dropped === "private");
    return isPrivate && allow.length === 0;
  };
}
function findDeniedHost(fields, isDenied) {
  const urls = [...fields.distributionPoints.flatMap((point) => point.urls), ...fields.ocsp_urls];
  const hosts = urls.flatMap((url) => /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).hostname : []);
  const [first] = hosts;
  const isAnchor = JSON.stringify(fields.subject) === JSON.stringify(fields.issuer);
  return first !== void 0 && !isAnchor && hosts.every(isDenied) ? first : null;
}
async function readCertificates({ source }, root, io) {
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const matched = source.kind === "file" ? await matchFiles(source, root, workspace) : [];
  const caFiles = source.ca_file === null ? [] : [source.ca_file];
  const paths = [...matched.flatMap((one) => one.paths).slice(0, MAX_FILES2), ...caFiles];
  const files = { patterns: paths.map(escapeGlob), exclude: [] };
  const sources = await readFiles("", files, { root, workspace, reportBug: createBugReporter(io) });
  const readings = sources.flatMap(
    ({ locations }) => [...locations].flatMap((raw) => decodeLocation(raw, null, { keepDer: true }))
  );
  return readings.flatMap(({ chainDer = [] }) => chainDer.flatMap((der) => parsePathFields(der) ?? []));
}

// src/app/check-policies.ts
async function checkManifestAndPolicies(file, io) {
  const checked = await checkManifest(file, io);
  const loaded = addDiagnostics(checked, [
    ...checkWorkflows(checked.root, io.env, selectForWorkflows(checked, io)),
    ...checkMessageLimits(checked, io),
    ...await listAdvice(checked, io)
  ]);
  const { manifest } = loaded;
  if (manifest === null || manifest.policies.length === 0) return loaded;
  return addDiagnostics(loaded, await findViolations(manifest, loaded, io));
}
function selectForWorkflows(loaded, { cwd, env }) {
  const { manifest, root } = loaded;
  if (manifest === null) return null;
  const repository = resolveRepositoryRoot(root, env);
  const path2 = toRepositoryPath(resolve2(cwd, manifest.file), repository);
  return { ...manifest, path: path2, named: listRepositoryPatterns(listNamedFiles(loaded), root, repository) };
}
async function listAdvice({ manifest, locate }, io) {
  if (manifest === null) return [];
  return [
    ...checkNotifications(manifest),
    ...recommendEntryList(manifest.entries),
    ...checkCredentials(manifest, locate),
    ...await checkDomains(manifest),
    ...await checkFiles(manifest, { locate }, io, resolveSchedule([], listPlannedScans(manifest, io.now(), io))),
    ...await checkKubeconfigs(manifest, locate, io),
    ...await checkRevocationAccess(manifest, { locate }, io)
  ];
}

export {
  computeRuleCoverage,
  checkManifestAndPolicies
};
