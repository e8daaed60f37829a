const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createProgress,
  getTableLayout,
  isColored,
  printIncompleteCoverage,
  printRevocationTime,
  printWarnings,
  renderCodeQuality
} from "./terminal.js";
import {
  COMMANDS,
  GENERAL_OPTIONS,
  SHELLS,
  SILENCEABLE_CODES,
  checkHostedMailServer,
  isHosted,
  parseChatOption,
  parseDeadline,
  parseMailRecipients,
  parseMailServer,
  parseServerList,
  parseSilence,
  selectReceivers
} from "./command-specs.js";
import {
  CERTIFICATE_TABLE,
  DEFAULT_DAYS,
  ERROR_TEXTS,
  MAX_SARIF_RESULTS,
  NO_CERTIFICATE,
  assignUniqueNames,
  buildDigestDocument,
  buildDigestReceivers,
  buildDiscoveryDocument,
  buildOverviewDocument,
  buildReadFailureSection,
  buildReport,
  buildReportCertificates,
  buildScanDocument,
  buildTimelineDocument,
  buildUnmonitored,
  checkOverviewReports,
  checkReportPaths,
  compareWithLog,
  composeMail,
  computeExitCode,
  computeOverviewExitCode,
  countFindings,
  createCsvRenderer,
  createEmptyLog,
  createSampleState,
  createScanContext,
  createSelection,
  createUnmatchedFilter,
  decodeIssuance,
  deliverPlan,
  describeSystemError,
  describeUnwatched,
  evaluateConditions,
  evaluateSubjects,
  explainSkip,
  extendList,
  findLineEnd,
  findLostIncludes,
  findResponseAdvice,
  forecast,
  formatAfterDestination,
  formatElapsed,
  formatMissing,
  formatOmitted,
  formatPlainMarkdown,
  formatUnrecordedDigest,
  formatUnsavedLog,
  formatValue,
  getRule,
  getSystemErrorCode,
  groupByActions,
  groupDeliveryFailures,
  groupHistories,
  groupNotObserved,
  indexWatchers,
  insertItems,
  isDomainName,
  isFailing,
  isMissing,
  isTooDeep,
  lastSequence,
  listAcceptedNames,
  listCaaNames,
  listCandidates,
  listGroupable,
  listLostIncludeReasons,
  listProbes,
  listReadingNotes,
  listStates,
  listTimeline,
  listUnreadableLocations,
  listUnwatched,
  loadRuleRegexes,
  lookUpCaa,
  lookUpTlsa,
  matchTlsa,
  openEventLog,
  openFileStore,
  openStore,
  parseLogFiles,
  printPieces,
  printRecords,
  printReport,
  proposeEntries,
  readDomains,
  readLogOffline,
  readWorstCertificates,
  relocateEntry,
  renderDiscoveryMarkdown,
  renderEntryLine,
  renderEntryYaml,
  renderIssues,
  renderRequest,
  renderScalar,
  renderTerminal,
  resolveLogRequest,
  rewriteManifest,
  runDigest,
  runDiscovery,
  runObserve,
  runOverview,
  runScan,
  selectProbeSecret,
  selectRenderer,
  selectReports,
  serializeLogFiles,
  simulateCurrentState,
  simulatePlan,
  toEdited,
  toEntrySpec,
  toHostSources,
  toSarifUri,
  writeEntries,
  writeReport,
  writeReports
} from "./validate-event-log.js";
import {
  COMPLETE_RUN,
  DEFAULT_CRITICAL,
  DEFAULT_NETWORK_RULES,
  DEFAULT_THRESHOLDS,
  DEFAULT_WARNING,
  DEFERRED,
  DEFERRED_EXPIRED,
  DIGEST,
  LineCounter,
  MANIFEST_NAMES,
  MAX_CONNECTIONS,
  NOT_OBSERVED,
  PLACEHOLDER_ACTION,
  PLACEHOLDER_OWNER,
  PRESETS,
  PRESET_NAMES,
  STARTTLS_PROTOCOLS,
  UNRESTRICTED,
  applyOwnership,
  assess,
  catchBugs,
  catchBugsSync,
  checkCaa,
  checkManifest,
  checkOverviewManifest,
  checkTrustRevocation,
  checkTrustStaple,
  classifyLabel,
  computeCoverage,
  computeSerialKey,
  computeSoon,
  countSeverity,
  createBugReporter,
  createDocument,
  createEndpointSource,
  createEntryRedactors,
  createEventMatcher,
  createFileMatcher,
  createGlobMatcher,
  createIgnoreFinder,
  createList,
  createMatcher,
  createNetworkAccess,
  createParagraph,
  createPolicyEvaluator,
  createPublicAddressPolicy,
  createSource,
  createTable,
  createTrustEvaluator,
  createTrustOptionsReader,
  createUntrustedFetcher,
  createUrlTarget,
  decodeLocation,
  decodePemBlock,
  detectDelimiter,
  escapeGlob,
  evaluateIssuances,
  evaluatePresentedPath,
  evaluateTrust,
  findDefaultManifest,
  findPemBlocks,
  findRepositoryRoot,
  findServer,
  findStartTls,
  findUnusableStaple,
  formatCount,
  formatDays,
  formatDeliveryKey,
  formatDestination,
  formatExpiry,
  formatMinute,
  formatNumber,
  formatShare,
  formatStatusCounts,
  formatSubjectCount,
  getSourceDefinition,
  hasEndingIssuer,
  hasIssueRule,
  hasOmittedNames,
  hasRules,
  ignoreMalformed,
  indexDestinations,
  isAbsence,
  isAlias,
  isBlock,
  isDnsServer,
  isLookupFailure,
  isMap,
  isProxy,
  isResolverUrl,
  isScalar,
  isSeq,
  isTrusted,
  isUntrustedCheckout,
  leadsOutside,
  listLocationsWithPasswords,
  listNamedFiles,
  listRedReasons,
  listWorkflowPaths,
  loadManifest,
  matchesIssuer,
  matchesPattern,
  needsEveryChange,
  openDnsClient,
  openNetwork,
  parse,
  parseAllDocuments,
  parseBuiltInManifest,
  parseCertificate,
  parseCsv,
  parseDocument,
  parseEndpoint,
  parseKeyBlocklist,
  printDiagnostics,
  proposeExpected,
  quoteMessage,
  quoteName,
  readActionReference,
  readAndDecode,
  readCell,
  readDetails,
  readIntegerHex,
  readOrigin,
  readPem,
  readSources,
  readStructure,
  redactReadings,
  removePrivateKeys,
  renderExpected,
  renderJson,
  renderJsonPieces,
  resolvePasswords,
  resolveRoot,
  resolveSchedule,
  resolveWorkspace,
  runAll,
  runWithoutStackTraces,
  selectLogSettings,
  selectReading,
  selectReceivers as selectReceivers2,
  stringify,
  toBuffer,
  toCertificate,
  toEntryName,
  verifySources
} from "./validate-manifest.js";
import {
  REPORT_KINDS,
  getInterruption,
  parseChoice,
  parseReportKind
} from "./interruption.js";
import {
  AppError,
  EVENT_NAMES,
  RESOLUTION_NAMES,
  STATUS_LABELS,
  createRedactor,
  createSuggester,
  createUsageError,
  escapeUnprintable,
  formatTopic,
  isAboutScans,
  isResolution,
  listProxyCredentials,
  measureWidth,
  parseMailAddress,
  rankForReport,
  suggest,
  wrapAfter,
  wrapText
} from "./common-words.js";
import {
  DAY,
  findUrlProblem,
  lazy,
  memoize,
  normalizeDomain
} from "./fetch-redirects.js";
import {
  ERASE_LINE,
  VERSION,
  formatDay,
  formatIsoTime,
  formatUtcMinute,
  getRealClock,
  isReservedVariable,
  listReferencedVariables,
  parseIsoTime,
  toSigningVariable,
  toVariableName,
  truncate,
  truncateList,
  truncateTo
} from "./package.js";
import "./brace-expansion.js";
import {
  compareText,
  createInternalFailure,
  findCaFileProblem,
  getOrCreate,
  getOwn,
  groupBy,
  isSystemError,
  readCaFile,
  readLimited,
  readLimitedSync
} from "./failures.js";
import {
  formatAuthority,
  formatOctets,
  isHostName,
  isServiceName,
  normalizeServiceName,
  parseHostPort,
  parseIpv6,
  toAsciiHost
} from "./host-port.js";
import {
  __callDispose,
  __using
} from "./runtime.js";

// src/app/demo/demo.ts
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path2 from "node:path";

// src/app/demo/environment.ts
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import tls from "node:tls";
var loadCertificates = () => import("./create-certificate.js");
var loadHttp = () => import("node:http");
async function createDemoEnvironment(directory, now) {
  const issuer = await createIssuer(now);
  await mkdir(path.join(directory, "certs"));
  for (const [name, days] of Object.entries({ shop: 13, intranet: 25, payroll: 300 })) {
    const { certificate } = await issueCertificate(issuer, `${name}.example.com`, days);
    await writeFile(path.join(directory, `certs/${name}.pem`), certificate + issuer.ca.certificate);
  }
  await writeFile(path.join(directory, "ca.pem"), issuer.ca.certificate);
  const api = await serveTls(await issueCertificate(issuer, "api.example.com", 5));
  const old = await serveTls(await issueCertificate(issuer, "old.example.com", -3));
  const received = [];
  const { createServer } = await loadHttp();
  const receiver = await listen(createServer((request, response) => accept(request, response, received)));
  await writeFile(
    path.join(directory, "certvigil.yaml"),
    renderManifest(getPort(api), getPort(old), new Date(now + 100 * DAY))
  );
  return {
    received,
    receiverUrl: `http://127.0.0.1:${getPort(receiver)}/services/demo`,
    renewApi: async (days) => api.setSecureContext(toSecureContext(await issueCertificate(issuer, "api.example.com", days))),
    [Symbol.asyncDispose]: async () => {
      for (const server of [api, old, receiver]) server.close();
      receiver.closeAllConnections();
    }
  };
}
async function createIssuer(now) {
  const { createCertificate, createKeys } = await loadCertificates();
  const keys = await createKeys("ec");
  const ca = await createCertificate({
    commonName: "certvigil demo CA",
    notBefore: new Date(now - 1e3 * DAY),
    notAfter: new Date(now + 3e3 * DAY),
    ca: true,
    keys
  });
  return { ca, keys, now };
}
async function issueCertificate({ ca, keys, now }, name, days) {
  const { createCertificate } = await loadCertificates();
  const notAfter = now + (days + 0.5) * DAY;
  return createCertificate({
    commonName: name,
    sans: [name],
    notBefore: new Date(notAfter - 398 * DAY),
    notAfter: new Date(notAfter),
    issuer: ca,
    keys
  });
}
function toSecureContext(made) {
  return { key: made.privateKeyPem, cert: made.certificate };
}
function serveTls(made) {
  return listen(tls.createServer(toSecureContext(made), (socket) => socket.on("error", () => socket.destroy()).end()));
}
function accept(request, response, received) {
  let body = "";
  request.setEncoding("utf8").on("data", (text) => {
    body += text;
  });
  request.on("end", () => {
    try {
      JSON.parse(body);
      received.push(body);
      response.writeHead(200).end("ok");
    } catch {
      response.writeHead(400).end("invalid_payload");
    }
  });
}
async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return server;
}
function getPort(server) {
  return server.address().port;
}
function renderManifest(apiPort, oldPort, declared) {
  return `version: 1
settings:
  expiry_warning_days: 30
  expiry_critical_days: 14
  expiry_scan_thresholds: [14, 30, 60, 90]
  expiry_scan_cooldown_hours: 24
certificates:
  - name: files
    file: "certs/*.pem"
    owner: "@example/web"
  - name: api
    endpoint: 127.0.0.1:${apiPort}
    server_name: api.example.com
    ca_file: ca.pem
    assignments: [lb-1, lb-2]
    owner: "@example/platform"
    renewal_instructions: docs/renew-api.md
  - name: old
    endpoint: 127.0.0.1:${oldPort}
  - name: legacy
    expires: ${formatDay(declared.toISOString())}
webhooks:
  slack-ssl-alerts:
    url: \${SLACK_WEBHOOK_URL}
    body_template: |
      {
        "text": ":warning: {{ event }}",
        "attachments": [
          {
            "color": "#FFA500",
            "fields": [
              {"title": "Common Name", "value": "{{ data.common_name }}", "short": true},
              {"title": "Days remaining", "value": "{{ data.days_remaining }}", "short": true},
              {"title": "Issuer", "value": "{{ data.issuer }}", "short": false},
              {"title": "Valid to", "value": "{{ data.valid_to }}", "short": true},
              {"title": "Assignments", "value": "{{ data.assignment_count }}", "short": true}
            ]
          }
        ]
      }
rules:
  - name: expiry
    events: [certificate.expiry_warning, certificate.expired, certificate.renewed]
    actions: [{ webhook: slack-ssl-alerts }]
`;
}

// src/app/demo/demo.ts
var SCAN = ["scan"];
var TRUST_STORE = /^Trust store: .*\n(?:[a-z].*\n)?/m;
var keepAll = (output) => output.replace(TRUST_STORE, "");
var keepVerdict = (output) => /^certvigil\.yaml is valid: .*\n/m.exec(output)?.[0] ?? output;
var keepDecisions = (output) => output.slice(output.indexOf("\n\n") + 2).replace(TRUST_STORE, "");
var STEPS = [
  {
    title: "Validating the manifest. This needs no network and no secrets.",
    argv: ["validate"],
    messages: 0,
    shorten: keepVerdict
  },
  {
    title: "First scan: thresholds are crossed, so the receiver is notified.",
    argv: SCAN,
    messages: 4,
    shorten: keepAll
  },
  {
    title: "Second scan: every alert is within its cooldown, so nothing is sent.",
    argv: SCAN,
    messages: 0,
    shorten: keepDecisions
  },
  {
    title: "Clearing the event log, so that active alerts are sent again.",
    argv: ["log", "clear"],
    messages: 0,
    shorten: keepAll,
    isDetail: true
  },
  {
    title: "Third scan: active alerts are sent again.",
    argv: SCAN,
    messages: 4,
    shorten: keepDecisions,
    isDetail: true
  },
  {
    title: "Renewing the certificate of api: its alert is resolved.",
    argv: SCAN,
    messages: 1,
    before: (environment) => environment.renewApi(395),
    shorten: keepDecisions
  },
  { title: "Showing the recorded events.", argv: ["log", "list"], messages: 0, shorten: keepAll, isDetail: true }
];
async function runDemo(options, io, main) {
  const directory = await mkdtemp(path2.join(os.tmpdir(), "certvigil-demo-"));
  try {
    var _stack = [];
    try {
      const environment = __using(_stack, await createDemoEnvironment(directory, io.now()), true);
      const { NO_COLOR, TERM } = io.env;
      const env = { NO_COLOR, TERM, SLACK_WEBHOOK_URL: environment.receiverUrl };
      const { details, quiet } = options;
      if (!quiet) await printIntroduction(directory, details, io);
      for (const step of STEPS) {
        if (details || !step.isDetail)
          await runStep(step, environment, { ...io, cwd: directory, env }, { ...options, main });
      }
      io.stdout("\nDone: every step sent the expected notifications.\nThe temporary files and servers were removed.\n");
      if (!details && !quiet)
        io.stdout("For the whole manifest, the messages and more steps: certvigil demo --details\n");
      return 0;
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
async function printIntroduction(directory, details, io) {
  const manifest = await readFile(path2.join(directory, "certvigil.yaml"), "utf8");
  const start = "The demo created certificates, in files and behind TLS servers on loopback.";
  if (details) io.stdout(`${start}
The manifest:

${indent(manifest)}`);
  else io.stdout(`${start}
What the manifest monitors:

${indent(listSources(manifest))}`);
}
function listSources(manifest) {
  const { certificates } = parse(manifest, { schema: "failsafe" });
  const lines = certificates.map(({ name, file, endpoint, ca_file, expires }) => {
    const fields2 = Object.entries({ name, file, endpoint, ca_file, expires }).filter(
      ([, value]) => value !== void 0
    );
    return `  - ${renderEntryLine(Object.fromEntries(fields2))}
`;
  });
  return `certificates:
${lines.join("")}`;
}
async function runStep(step, environment, io, options) {
  const { details, quiet, main } = options;
  await step.before?.(environment);
  const before = environment.received.length;
  const command = step.argv.join(" ");
  io.stdout(`
${step.title}
$ certvigil ${command}
${details || quiet ? "\n" : ""}`);
  let output = "";
  const collect2 = (text) => {
    output += text;
  };
  const status = await main(quiet ? [...step.argv, "--quiet"] : step.argv, { ...io, stdout: collect2 });
  io.stdout(details || quiet ? output : step.shorten(output));
  const messages = environment.received.slice(before);
  if (messages.length > 0 && (details || quiet)) {
    const [count, last] = messages.length === 1 ? ["1 message", ":"] : [`${messages.length} messages`, ". The last one:"];
    io.stdout(`
The receiver accepted ${count}${quiet ? ".\n" : `${last}
${indent(messages.at(-1) ?? "")}`}`);
  }
  if (status === 0 && messages.length === step.messages) return;
  throw new AppError(
    "demo-failed",
    `certvigil ${command} exited with ${status} and sent ${messages.length} notifications instead of ${step.messages}`,
    {
      hint: "Check that programs on this machine can listen and connect on 127.0.0.1. If they can, please report this as a bug.",
      exitCode: 3
    }
  );
}
function indent(text) {
  return text.trimEnd().replace(/^/gm, "    ").concat("\n");
}

// src/assess/affected/listed-value.ts
var FINGERPRINT_DIGITS = 64;
var MAX_DECIMAL_DIGITS = 49;
var INVISIBLE = /[\u200e\u200f\ufeff]/g;
var LABEL = /^(?:serial(?: ?_?number)?(?: \(hex\))?|sha-?256(?: ?fingerprint)?|fingerprint)\s*[:=]\s*/i;
var BOTH_BASES = /^-?\d+ \((-?0x[0-9a-f]+)\)$/i;
var LINK = /^https?:\/\/[^?]+\?(?:.*&)?(?:serial|sha256|q)=([^&]+)/i;
function parseListedValue(text) {
  const trimmed = text.replace(INVISIBLE, "").trim().replace(LABEL, "");
  const [, linked] = LINK.exec(trimmed) ?? [];
  const [, hexadecimal] = BOTH_BASES.exec(trimmed) ?? [];
  const value = hexadecimal ?? linked ?? trimmed;
  const hasPrefix = /^-?0x/i.test(value);
  const digits = joinBytes(value.replace(/^(-?)0x/i, "$1"));
  if (digits === null || !/^-?[0-9a-f]{1,64}$/.test(digits)) return null;
  if (digits.length === FINGERPRINT_DIGITS) return { text: digits, fingerprint: digits, hex: null, decimal: null };
  const isPlain = !hasPrefix && digits === value;
  const isDecimal = isPlain && /^\d+$/.test(digits) && digits.length <= MAX_DECIMAL_DIGITS;
  const decimal2 = isDecimal ? BigInt(digits).toString(16) : null;
  return { text: digits, fingerprint: null, hex: normalizeSerial(digits), decimal: decimal2 };
}
function joinBytes(text) {
  const sign = text.startsWith("-") ? "-" : "";
  const groups = text.slice(sign.length).toLowerCase().split(/[: -]/);
  const [only = ""] = groups;
  if (groups.length === 1) return sign + only;
  return BYTES.some((size) => groups.every((group) => size.test(group))) ? sign + groups.map((group) => group.padStart(2, "0")).join("") : null;
}
var BYTES = [/^[0-9a-f]{1,2}$/, /^[0-9a-f]{4}$/];
function normalizeSerial(hex) {
  const text = hex.replaceAll(":", "").toLowerCase();
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).replace(/^0+(?=.)/, "");
}

// src/assess/affected/matcher.ts
function createAffectedMatcher(announced) {
  const hasIssuer = memoize((issuer) => matchesIssuer(announced.issuer, issuer));
  return (candidate) => {
    const { facts, key } = candidate;
    const listed = findListed(announced, facts);
    const checks = [
      listed,
      announced.keys === null || (key === null ? null : announced.keys.has(key)),
      announced.issuer.length === 0 || (facts.issuer === null ? null : hasIssuer(facts.issuer)),
      isIssuedIn(announced.issued, facts.valid_from),
      hasName(announced.names, facts)
    ];
    if (checks.includes(false)) return "unaffected";
    if (checks.includes(null)) return "undecided";
    if (typeof listed === "object") return { match: listed };
    return { match: announced.keys === null ? null : { line: null, by: "key" } };
  };
}
function findListed({ certificates }, facts) {
  if (certificates === null) return true;
  const { serials, fingerprints, hasOnly } = certificates;
  const { fingerprint_sha256: fingerprint, serial_number } = facts;
  const line = fingerprint === null ? void 0 : fingerprints.get(fingerprint);
  if (line !== void 0) return { line, by: "fingerprint" };
  const listed = serial_number === null ? void 0 : serials.get(normalizeSerial(serial_number));
  if (listed !== void 0) return { line: listed.line, by: listed.isDecimal ? "decimal" : "serial" };
  const isUnknown = serial_number === null && hasOnly.serials || fingerprint === null && hasOnly.fingerprints;
  return isUnknown ? null : false;
}
function isIssuedIn(period, valid_from) {
  if (period === null) return true;
  if (valid_from === null) return null;
  const time = parseIsoTime(valid_from);
  return time >= period.from && time <= period.to;
}
function hasName(patterns, { sans, common_name }) {
  if (patterns.length === 0) return true;
  const names = common_name === null ? sans : [...sans, common_name];
  if (names.some((name) => patterns.some((pattern) => matchesPattern(pattern, name)))) return true;
  return names.length === 0 || hasOmittedNames({ sans }) ? null : false;
}

// src/assess/affected/index.ts
function listAffected(request) {
  const search = createSearch(request);
  const certificates = listCertificates(search);
  const only_in_ct = listIssuances(search);
  const unread = [...listUnread(search), ...listUnscanned(search)];
  const undecided = listUndecided(search);
  const inUse = certificates.filter(({ state }) => state === "affected");
  const locations = inUse.flatMap((one) => one.locations.filter(({ state }) => state === "affected"));
  const summary = {
    affected: inUse.length,
    affected_locations: locations.length,
    replaced: certificates.length - inUse.length,
    only_in_ct: only_in_ct.length,
    unread: unread.length,
    undecided: undecided.length
  };
  return { summary, certificates, only_in_ct, moved_windows: listMovedWindows(search), unread, undecided };
}
function createSearch(request) {
  const { log, entries, announced } = request;
  const decide = createAffectedMatcher(announced);
  const answers = /* @__PURE__ */ new Map();
  for (const [fingerprint, facts] of Object.entries(log.certificates))
    answers.set(fingerprint, decide({ facts, key: getOwn(log.keys, fingerprint)?.sha256 ?? null }));
  return { ...request, byName: new Map(entries.map((entry) => [entry.name, entry])), decide, answers };
}
function listCertificates(search) {
  const found = /* @__PURE__ */ new Map();
  for (const [name, location, logged] of iterateLocations(search.log)) {
    for (const [fingerprint, state] of listStates2(location, logged)) {
      const answer = search.answers.get(fingerprint);
      if (answer === void 0 || typeof answer === "string") continue;
      const create = () => ({ name, fingerprint, answer, locations: [] });
      getOrCreate(found, JSON.stringify([name, fingerprint]), create).locations.push([state, logged]);
    }
  }
  return [...found.values()].map((one) => describeCertificate(one, search)).sort(compareCertificates);
}
function* iterateLocations(log) {
  for (const [entry, locations] of Object.entries(log.locations))
    for (const [location, logged] of Object.entries(locations)) yield [entry, location, logged];
}
function listStates2(location, logged) {
  const { fingerprint, previous, since, failures, failing_since, failures_at, removed, sightings } = logged;
  const unread_since = failures > 0 ? failing_since ?? failures_at : null;
  const current = new Set(fingerprint === null ? [] : [fingerprint, ...Object.keys(sightings?.certificates ?? {})]);
  const states = [...current].map((one) => {
    return [
      one,
      { location, state: "affected", since: one === fingerprint ? since : null, unread_since, replaced_by: null }
    ];
  });
  if (previous === null || current.has(previous)) return states;
  const state = removed ? "removed" : "replaced";
  return [...states, [previous, { location, state, since, unread_since, replaced_by: removed ? null : fingerprint }]];
}
function describeCertificate({ name, fingerprint, answer, locations }, search) {
  const facts = search.log.certificates[fingerprint];
  const logged = locations.map(([, one]) => one);
  const { common_name, issuer, serial_number, fingerprint_sha256, valid_from, valid_to } = facts;
  const renewing = logged.flatMap(({ auto_renewal }) => auto_renewal === void 0 ? [] : [auto_renewal.healthy]);
  return {
    certificate: name,
    state: locations.some(([{ state }]) => state === "affected") ? "affected" : "replaced",
    ...describeOwner(search.byName.get(name), logged),
    ...{ common_name, issuer, serial_number, fingerprint_sha256, valid_from, valid_to },
    match: answer.match,
    auto_renewal: renewing.length === 0 ? null : renewing.every(Boolean),
    renewal_window: describeWindow(search.log, fingerprint),
    locations: locations.map(([state]) => state)
  };
}
function describeOwner(entry, locations) {
  const own = entry ?? { labels: {}, owner: null, assignments: [], renewal_instructions: null };
  const owned = applyOwnership(
    own,
    locations.map(({ ownership }) => ({ ownership: ownership?.value ?? null }))
  );
  const { owner, labels, assignments, renewal_instructions = null } = owned;
  return { owner, labels, assignments, renewal_instructions };
}
function describeWindow({ renewals }, fingerprint) {
  const { window, shift } = getOwn(renewals, fingerprint) ?? {};
  if (window === void 0 || window === null) return null;
  return { start: window.start, end: window.end, moved_from: shift?.from ?? null };
}
function compareCertificates(a, b) {
  return compareOwners(a.owner, b.owner) || compareText(a.state, b.state) || compareText(a.certificate, b.certificate);
}
function compareOwners(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
}
function listIssuances({ log, byName, decide }) {
  return Object.entries(log.issuances ?? {}).flatMap(
    ([certificate, issuances]) => Object.entries(issuances).flatMap(([domain, issuance]) => {
      if (issuance.known) return [];
      const { names = [], issuer = null, serial_number = null, valid_from = null, valid_to } = issuance;
      const answer = decide({ facts: toFacts(issuance), key: issuance.key_sha256 ?? null });
      if (typeof answer === "string") return [];
      const owner = byName.get(certificate)?.owner ?? null;
      const { match } = answer;
      return [{ certificate, domain, owner, names, issuer, serial_number, valid_from, valid_to, match }];
    })
  );
}
function toFacts(issuance) {
  const { names = [], issuer = null, serial_number = null, valid_from = null } = issuance;
  return { issuer, serial_number, valid_from, sans: names, common_name: null, fingerprint_sha256: null };
}
function listMovedWindows({ log, byName, answers }) {
  const moved = /* @__PURE__ */ new Map();
  for (const [certificate, , logged] of log.renewals === void 0 ? [] : iterateLocations(log)) {
    const fingerprint = logged.removed ? null : logged.fingerprint;
    const shift = fingerprint === null ? null : getOwn(log.renewals, fingerprint)?.shift;
    if (fingerprint === null || !shift || answers.get(fingerprint) !== "unaffected") continue;
    const { owner } = describeOwner(byName.get(certificate), [logged]);
    const common_name = getOwn(log.certificates, fingerprint)?.common_name ?? null;
    const window = { certificate, owner, common_name, fingerprint_sha256: fingerprint, from: shift.from, to: shift.to };
    moved.set(JSON.stringify([certificate, fingerprint]), window);
  }
  return [...moved.values()];
}
function* listUnread({ log, byName }) {
  for (const [certificate, location, logged] of iterateLocations(log)) {
    const { fingerprint, previous, removed, failures } = logged;
    if (removed || fingerprint !== null || previous !== null || failures === 0) continue;
    yield { certificate, location, ...pickOwner(byName.get(certificate), logged) };
  }
}
function listUnscanned({ log, entries }) {
  return entries.filter(({ enabled, source, name }) => enabled && source.kind !== "ct" && getOwn(log.locations, name) === void 0).map(({ name, owner }) => ({ certificate: name, location: "not scanned yet", owner }));
}
function listUndecided({ log, byName, answers }) {
  return Array.from(iterateLocations(log)).flatMap(([certificate, location, logged]) => {
    const { fingerprint, removed } = logged;
    const isUndecided = !removed && fingerprint !== null && (answers.get(fingerprint) ?? "undecided") === "undecided";
    return isUndecided ? [{ certificate, location, ...pickOwner(byName.get(certificate), logged) }] : [];
  });
}
function pickOwner(entry, logged) {
  return { owner: describeOwner(entry, [logged]).owner };
}

// src/app/affected/read-list.ts
import { hash } from "node:crypto";
import path3 from "node:path";

// src/assess/affected/certificate-list.ts
var MIN_DIGITS = 16;
function parseCertificateList(text, decoded = []) {
  const list2 = {
    serials: /* @__PURE__ */ new Map(),
    fingerprints: /* @__PURE__ */ new Map(),
    hasOnly: { serials: false, fingerprints: false },
    notUnderstood: []
  };
  for (const { line, fingerprint, serial } of decoded) {
    list2.fingerprints.set(fingerprint, line);
    if (serial !== null) list2.serials.set(normalizeSerial(serial), { line, isDecimal: false });
    else list2.hasOnly.fingerprints = true;
  }
  const lines = [...text.split(/\r\n|\n|\r/).entries()];
  const filled = lines.filter(([, content]) => content.trim() !== "" && !content.trimStart().startsWith("#"));
  const delimiter = detectDelimiter(filled[0]?.[1] ?? "");
  const columns = findNamedColumns(readCells(filled[0]?.[1] ?? "", delimiter));
  for (const [index, content] of columns === null ? filled : filled.slice(1))
    addRow(list2, index + 1, readCells(content, delimiter), columns);
  return list2;
}
function readCells(line, delimiter) {
  const [row] = parseCsv(line, delimiter);
  return row === void 0 || row.problem !== null ? [line] : row.cells.map((cell) => readCell(line, cell));
}
var MAX_TEXT = 80;
var WANTED = /serial|fingerprint|sha-?_? ?256/i;
var UNWANTED = /issuer|ca serial|sha-?_? ?1\b|thumbprint|spki|key|tbs/i;
var SHA1 = /sha-?1\b|thumbprint/i;
function findNamedColumns(cells) {
  if (cells.some((cell) => parseListedValue(cell) !== null && /\d/.test(cell))) return null;
  const isName = (cell) => WANTED.test(cell) && !UNWANTED.test(cell) && parseListedValue(cell) === null;
  const found = cells.flatMap((cell, index) => isName(cell) ? [index] : []);
  return found.length > 0 || cells.some((cell) => SHA1.test(cell)) ? new Set(found) : null;
}
function addRow(list2, line, cells, columns) {
  const isClear = ({ text }) => columns !== null || cells.length === 1 || text.length >= MIN_DIGITS;
  const read = cells.flatMap((cell, index) => {
    const value = columns === null || columns.has(index) ? parseListedValue(cell) : null;
    return value !== null && isClear(value) ? [value] : [];
  });
  for (const value of read) addValue(list2, line, value);
  const fingerprints = read.filter(({ fingerprint }) => fingerprint !== null).length;
  if (fingerprints === 0 && read.length > 0) list2.hasOnly.serials = true;
  if (fingerprints > 0 && fingerprints === read.length) list2.hasOnly.fingerprints = true;
  if (read.length === 0)
    list2.notUnderstood.push({
      line,
      text: truncateTo(cells.join(" ").trim(), MAX_TEXT),
      problem: columns?.size === 0 ? "sha1" : findProblem(cells)
    });
}
function addValue({ serials, fingerprints }, line, { fingerprint, hex, decimal: decimal2 }) {
  if (fingerprint !== null && !fingerprints.has(fingerprint)) fingerprints.set(fingerprint, line);
  if (hex !== null && serials.get(hex)?.isDecimal !== false) serials.set(hex, { line, isDecimal: false });
  if (decimal2 !== null && !serials.has(decimal2)) serials.set(decimal2, { line, isDecimal: true });
}
var ROUNDED = /^\d(?:[.,]\d+)?e\+?\d+$/i;
function findProblem(cells) {
  if (cells.some((cell) => ROUNDED.test(cell.trim()))) return "rounded";
  return cells.some((cell) => SHA1.test(cell)) ? "sha1" : "other";
}

// src/app/affected/read-list.ts
var MAX_MEBIBYTES = 128;
var STANDARD_INPUT = "-";
async function readCertificateList(file, io) {
  const { text, decoded } = extractCertificates(await readText(file, io));
  const list2 = parseCertificateList(text, decoded);
  if (list2.serials.size + list2.fingerprints.size > 0) return list2;
  const [first] = list2.notUnderstood;
  const reason = first === void 0 ? "it is empty" : `it contains no serial number and no SHA-256 fingerprint; line ${first.line} is "${first.text}"`;
  throw createListError(file, reason, "Use one serial number or fingerprint a line, CSV with a header, or PEM.");
}
async function readKeyList(file, io) {
  const { digests } = parseKeyBlocklist(await readText(file, io));
  if (digests.size > 0) return digests;
  throw createListError(file, "it contains no SHA-256 of a public key", "Use one digest a line, in hex or base64.");
}
function extractCertificates(text) {
  const decoded = [];
  const kept = [];
  let at = 0;
  for (const block of findPemBlocks(text)) {
    const der = classifyLabel(block.label) === "certificate" ? decodePemBlock(block) : null;
    if (der === null) continue;
    const serial = ignoreMalformed(() => readIntegerHex(der, readStructure(der).serialNumber));
    decoded.push({ line: block.line, fingerprint: hash("sha256", der, "hex"), serial });
    kept.push(text.slice(at, block.start), text.slice(block.start, block.end).replace(/[^\n]/g, ""));
    at = block.end;
  }
  return { text: kept.join("") + text.slice(at), decoded };
}
async function readText(file, io) {
  const bytes = file === STANDARD_INPUT ? await readStandardInput(io) : await readFile2(file, io);
  const encoding = bytes[0] === 255 && bytes[1] === 254 ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
async function readFile2(file, io) {
  const read = await readLimited(path3.resolve(io.cwd, file), MAX_MEBIBYTES * 1024 * 1024);
  if ("bytes" in read) return read.bytes;
  if (read.failure === "not-found") throw createListError(file, "there is no such file");
  throw createListError(file, read.failure === "too-large" ? `it is larger than ${MAX_MEBIBYTES} MiB` : read.why);
}
async function readStandardInput(io) {
  const chunks = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > MAX_MEBIBYTES * 1024 * 1024)
      throw createListError(STANDARD_INPUT, `it is larger than ${MAX_MEBIBYTES} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function createListError(file, reason, hint = "Nothing was searched.") {
  const name = file === STANDARD_INPUT ? "standard input" : file;
  return new AppError("list-unreadable", `${name} was not read: ${reason}`, { hint });
}

// src/app/affected/find-affected.ts
async function readLists({ serials, spki }, io) {
  return {
    certificates: serials === null ? null : { file: serials, list: await readCertificateList(serials, io) },
    keys: spki === null ? null : { file: spki, digests: await readKeyList(spki, io) }
  };
}
async function readRecordedLog(manifest, request, io) {
  return (await openEventLog(selectLogSettings(manifest), request, io)).log;
}
function scanAffected(manifest, { keys }, request, io) {
  const scanned = keys === null ? manifest : { ...manifest, policies: [...manifest.policies, KEEP_KEYS] };
  return runScan(scanned, { ...request, dry_run: true, ignore_cooldown: false, only: [] }, io);
}
function notifyAffected(manifest, { query, lists }, request, io) {
  const findAnnounced = createAnnouncedFinder(toAnnouncement(query, lists), query.deadline);
  return runScan(manifest, { ...request, dry_run: false, ignore_cooldown: false, only: [], findAnnounced }, io);
}
function createAnnouncedFinder(announced, deadline) {
  const decide = createAffectedMatcher(announced);
  const sentence = deadline === null ? "Its CA has announced that it will revoke this certificate. Renew and deploy it now." : `Its CA will revoke this certificate by ${formatUtcMinute(formatIsoTime(deadline))}. Renew and deploy it before.`;
  return ({ facts, policyFields }) => typeof decide({ facts, key: policyFields?.key_sha256 ?? null }) === "string" ? null : sentence;
}
var KEEP_KEYS = {
  name: "keep keys",
  description: null,
  enabled: true,
  severity: "info",
  match: { labels: {}, names: [], status: [], thresholds: [] },
  applies_to: "all",
  checks: { shared_key_forbidden: true },
  position: { file: "", line: 1, column: 1 }
};
function findAffected({ entries }, input) {
  const { log, query, lists, now } = input;
  const { issuer, issued, names, deadline } = query;
  const found = listAffected({ log, entries, announced: toAnnouncement(query, lists) });
  return {
    version: 1,
    evaluated_at: formatIsoTime(now),
    read_at: log.scans.last?.scanned_at ?? null,
    deadline: deadline === null ? null : formatIsoTime(deadline),
    selection: {
      lists: describeLists(lists, found, log),
      issuer: [...issuer],
      issued: issued && { from: formatIsoTime(issued.from), to: formatIsoTime(issued.to) },
      names: [...names]
    },
    ...found
  };
}
function toAnnouncement({ issuer, issued, names }, { certificates, keys }) {
  return { certificates: certificates?.list ?? null, keys: keys?.digests ?? null, issuer, issued, names };
}
function describeLists({ certificates, keys }, { certificates: found, only_in_ct }, log) {
  const lists = [];
  if (certificates !== null) {
    const { serials, fingerprints, notUnderstood } = certificates.list;
    const lines = /* @__PURE__ */ new Set([...Array.from(serials.values(), ({ line }) => line), ...fingerprints.values()]);
    const matched = new Set([...found, ...only_in_ct].map(({ match }) => match?.line));
    lists.push({
      file: certificates.file,
      kind: "certificates",
      listed: lines.size,
      found: matched.size,
      not_understood: notUnderstood
    });
  }
  if (keys !== null) {
    const { file, digests } = keys;
    const known = new Set(Object.values(log.keys ?? {}).map(({ sha256 }) => sha256));
    const seen = [...digests].filter((digest) => known.has(digest)).length;
    lists.push({ file, kind: "keys", listed: digests.size, found: seen, not_understood: [] });
  }
  return lists;
}

// src/report/affected/csv.ts
var AFFECTED_TABLE = {
  columns: {
    owner: ({ subject }) => subject.owner,
    certificate: ({ subject }) => subject.certificate,
    location: ({ location }) => location.location,
    state: ({ state }) => state,
    since: ({ location }) => location.since ?? null,
    unread_since: ({ location }) => location.unread_since ?? null,
    replaced_by: ({ location }) => location.replaced_by ?? null,
    deadline: ({ deadline }) => deadline,
    common_name: ({ subject }) => subject.common_name ?? null,
    issuer: ({ subject }) => subject.issuer ?? null,
    serial_number: ({ subject }) => subject.serial_number ?? null,
    fingerprint_sha256: ({ subject }) => subject.fingerprint_sha256 ?? null,
    valid_from: ({ subject }) => subject.valid_from ?? null,
    valid_to: ({ subject }) => subject.valid_to ?? null,
    list_line: ({ subject }) => subject.match?.line ?? null,
    matched_by: ({ subject }) => subject.match?.by ?? null,
    assignments: ({ subject }) => subject.assignments?.join("; ") ?? null,
    auto_renewal: ({ subject }) => subject.auto_renewal?.toString() ?? null,
    window_start: ({ subject }) => subject.renewal_window?.start ?? null,
    window_moved_from: ({ subject }) => subject.renewal_window?.moved_from ?? null,
    renewal_instructions: ({ subject }) => subject.renewal_instructions ?? null
  }
};
function* listAffectedRows({ certificates, only_in_ct, unread, undecided, deadline }) {
  for (const subject of certificates)
    for (const location of subject.locations) yield { state: location.state, deadline, subject, location };
  for (const one of only_in_ct) yield { state: "ct", deadline, subject: toSubject(one), location: toLocation(one) };
  for (const one of unread) yield { state: "unread", deadline, subject: one, location: toLocation(one) };
  for (const one of undecided) yield { state: "undecided", deadline, subject: one, location: toLocation(one) };
}
function toSubject({ domain: _, names, ...rest }) {
  return { ...rest, common_name: names[0] ?? null };
}
function toLocation(one) {
  return { location: "domain" in one ? one.domain : one.location };
}

// src/report/affected/document.ts
var MAX_ROWS = 40;
var MAX_UNKNOWN = 10;
var MAX_LOCATIONS = 3;
var MAX_LINES = 3;
var OLD = 24 * 36e5;
function buildAffectedDocument(affected) {
  return createDocument("Affected certificates", {
    lead: [createParagraph(formatHeadline(affected), { mark: affected.summary.affected > 0 ? "bad" : "good" })],
    summary: [
      ...describeDeadline(affected),
      describeAge(affected),
      ...affected.selection.lists.flatMap(describeList),
      ...describeUnread(affected)
    ],
    sections: [
      buildOwnerSection(affected),
      { title: "Certificates", blocks: [createCertificateTable(affected)] },
      buildCtSection(affected),
      buildWindowSection(affected),
      buildUnknownSection("Never read", affected.unread),
      buildUnknownSection("Undecided: the certificate lacks the fields", affected.undecided)
    ],
    rest: { terminal: "--format csv or json shows all" }
  });
}
function formatHeadline({ summary }) {
  const { affected, affected_locations, replaced } = summary;
  const done = replaced === 0 ? "" : ` ${formatCount(replaced, "certificate")} replaced already.`;
  if (affected === 0) return `No certificate in use is affected.${done}`;
  const verb = affected === 1 ? "is" : "are";
  return `${formatCount(affected, "certificate")} at ${formatCount(affected_locations, "location")} ${verb} affected.${done}`;
}
function describeDeadline({ deadline, evaluated_at }) {
  if (deadline === null) return [];
  const left = parseIsoTime(deadline) - parseIsoTime(evaluated_at);
  const when = left < 0 ? `${formatElapsed(-left)} ago` : `in ${formatElapsed(left)}`;
  return [createParagraph(`Deadline: ${formatUtcMinute(deadline)}, ${when}.`, { mark: left < 0 ? "bad" : "caution" })];
}
function describeAge({ read_at, evaluated_at }) {
  if (read_at === null)
    return createParagraph(
      ["No scan has been recorded, so nothing is known. Add ", { code: "--scan" }, " to read the certificates now."],
      { mark: "bad" }
    );
  const age = Math.max(0, parseIsoTime(evaluated_at) - parseIsoTime(read_at));
  const text = `Read ${formatElapsed(age)} ago, at ${formatUtcMinute(read_at)}.`;
  return age < OLD ? createParagraph(text) : createParagraph([`${text} Add `, { code: "--scan" }, " to read them now."], { mark: "caution" });
}
function describeList({ file, kind, listed, found, not_understood }) {
  const noun = kind === "keys" ? "listed key" : "listed certificate";
  const known = createParagraph(`${formatShare(found, listed, noun)} known here.`);
  if (not_understood.length === 0) return [known];
  const lines = not_understood.map(({ line, text, problem }) => `line ${line}, "${text}"${PROBLEMS[problem]}`);
  const count = formatCount(not_understood.length, "line");
  const message = `${count} of ${file === "-" ? "standard input" : file} not understood: ${truncateList(lines, MAX_LINES)}.`;
  return [known, createParagraph(quoteMessage(message), { mark: "caution" })];
}
var PROBLEMS = {
  rounded: " (rounded by a spreadsheet)",
  sha1: " (SHA-1; use SHA-256 or serial numbers)",
  other: ""
};
function describeUnread({ summary: { unread } }) {
  if (unread === 0) return [];
  return [
    createParagraph(`${formatCount(unread, "location")} could never be read, and may have an affected certificate.`, {
      mark: "caution"
    })
  ];
}
function buildOwnerSection({ certificates }) {
  const rows = [...groupBy(certificates, ({ owner }) => owner)].map(([owner, group]) => {
    const affected = group.filter(({ state }) => state === "affected").length;
    return { owner, affected, replaced: group.length - affected };
  });
  const columns = [
    { title: "Owner", cell: ({ owner }) => formatOwner(owner) },
    { title: "In use", align: "right", cell: ({ affected }) => formatNumber(affected) },
    { title: "Replaced", align: "right", cell: ({ replaced }) => formatNumber(replaced) }
  ];
  return { blocks: [createTable(columns, rows.length > 1 ? rows : [], { limit: MAX_ROWS })] };
}
function formatOwner(owner) {
  return owner === null ? "no owner" : quoteName(owner);
}
var CERTIFICATE_COLUMNS = [
  { title: "Owner", optional: true, cell: ({ owner }) => quoteName(owner) },
  { title: "Certificate", shorten: "end", keep: true, cell: ({ certificate }) => quoteName(certificate) },
  { title: "State", cell: formatState },
  { title: "Location", shorten: "end", cell: (one) => quoteName(truncateList(listLocations(one), MAX_LOCATIONS)) },
  { title: "Renewal", optional: true, dispensable: true, cell: formatRenewal }
];
function createCertificateTable({ certificates }) {
  return createTable(CERTIFICATE_COLUMNS, certificates, {
    limit: MAX_ROWS,
    describeRow: ({ state, renewal_instructions: steps }) => ({
      below: steps === null || state !== "affected" ? [] : [createParagraph({ instructions: steps })]
    })
  });
}
function formatState({ state, locations }) {
  const since = (times) => formatMinute(
    times.filter((time) => time !== null).sort().at(-1) ?? null
  );
  if (state === "replaced") return { mark: "good", text: `replaced ${since(locations.map((one) => one.since))}` };
  const inUse = locations.filter((one) => one.state === "affected");
  const unread = inUse.filter((one) => one.unread_since !== null);
  if (unread.length > 0)
    return { mark: "caution", text: `in use, unread since ${since(unread.map((one) => one.unread_since))}` };
  return {
    mark: "bad",
    text: inUse.length < locations.length ? `in use at ${formatShare(inUse.length, locations.length, "location")}` : "in use"
  };
}
function listLocations({ state, locations }) {
  return locations.filter((one) => state === "replaced" || one.state === "affected").map(({ location }) => location);
}
function formatRenewal({ auto_renewal, renewal_window }) {
  if (renewal_window !== null && renewal_window.moved_from !== null)
    return `window moved to ${formatMinute(renewal_window.start)}`;
  if (auto_renewal === null) return null;
  return auto_renewal ? "renewed by its inventory" : "automatic renewal fails";
}
var CT_COLUMNS = [
  { title: "Entry", cell: ({ certificate }) => quoteName(certificate) },
  { title: "Names", shorten: "end", cell: ({ names }) => quoteName(truncateList(names, MAX_LOCATIONS)) },
  { title: "Serial number", shorten: "end", cell: ({ serial_number }) => quoteName(serial_number) }
];
function buildCtSection({ only_in_ct }) {
  const note = createParagraph("No known location has these. Find out where they are in use.");
  return {
    title: "Only in certificate transparency logs",
    blocks: [createTable(CT_COLUMNS, only_in_ct, { limit: MAX_ROWS }), ...only_in_ct.length > 0 ? [note] : []]
  };
}
var WINDOW_COLUMNS = [
  { title: "Certificate", shorten: "end", cell: ({ certificate }) => quoteName(certificate) },
  { title: "Owner", optional: true, cell: ({ owner }) => quoteName(owner) },
  { title: "Renew from", cell: ({ to }) => formatMinute(to) },
  { title: "Before", cell: ({ from }) => formatMinute(from) }
];
function buildWindowSection({ moved_windows }) {
  const title = "Not selected, but their CA moved the renewal window to an earlier time";
  return { title, blocks: [createTable(WINDOW_COLUMNS, moved_windows, { limit: MAX_UNKNOWN })] };
}
var UNKNOWN_COLUMNS = [
  { title: "Certificate", shorten: "end", cell: ({ certificate }) => quoteName(certificate) },
  { title: "Location", shorten: "end", cell: ({ location }) => quoteName(location) },
  { title: "Owner", optional: true, cell: ({ owner }) => quoteName(owner) }
];
function buildUnknownSection(title, unknown) {
  return { title, blocks: [createTable(UNKNOWN_COLUMNS, unknown, { limit: MAX_UNKNOWN })] };
}

// src/report/scan/failures-only.ts
var MAX_LOCATIONS2 = 20;
function renderFailures(report) {
  const locations = listUnreadableLocations(report);
  const omitted = locations.length - MAX_LOCATIONS2;
  return [
    ...locations.slice(0, MAX_LOCATIONS2).map(({ certificate, location, error: { code, detail } }) => {
      const isError = code === "internal-error" || code === "variable-unset" && !report.dry_run;
      const severity = isError ? "error" : "warning";
      return `${severity}[${code}]: ${certificate} could not be read at ${location}: ${detail}`;
    }),
    ...omitted > 0 ? [
      `warning: ${formatCount(omitted, "more location", "more locations")} could not be read (--format json shows all)`
    ] : [],
    ...groupNotObserved(report).map((group) => {
      const entries = truncateList(group.entries, MAX_LOCATIONS2);
      return `warning[${NOT_OBSERVED}]: ${formatMissing(group)} not observed: ${entries}: ${group.detail}`;
    }),
    ...groupDeliveryFailures(report).map(({ destination, code, detail }) => {
      return `error[${code}]: delivery to ${destination} failed: ${detail}`;
    })
  ].map((line) => `certvigil: ${escapeUnprintable(line)}
`).join("");
}

// src/cli/commands/csv-output.ts
function createCsvOutput({ format, columns }, table) {
  return format === "csv" ? createCsvRenderer(table, columns) : null;
}

// src/cli/commands/load-manifest.ts
async function loadManifestFor(options, io) {
  return reportDiagnostics(await checkManifest(options.manifest, io), options, io);
}
function reportDiagnostics(loaded, { quiet }, io) {
  const { diagnostics, manifest } = loaded;
  const printed = quiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
  printDiagnostics(printed, io.stderr, isColored(io, "stderr"));
  if (manifest === null) {
    io.stderr(`${countSeverity(diagnostics, "error")} in the manifest; nothing was done. Run 'certvigil validate'.
`);
  }
  return manifest;
}

// src/cli/commands/affected.ts
async function runAffectedCommand(options, io) {
  const csv = createCsvOutput(options, AFFECTED_TABLE);
  const now = options.now ?? io.now();
  const query = { ...options, deadline: parseDeadline(options.deadline, now) };
  const lists = await readLists(query, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const request = { log: resolveLogRequest(options, io), now, onProgress: createProgress(options.quiet, io) };
  const result = options.notify ? await notifyAffected(manifest, { query, lists }, { ...request, now: options.now }, io) : options.scan ? await scanAffected(manifest, lists, request, io) : null;
  const log = result?.log ?? await readRecordedLog(manifest, request.log, io);
  const affected = findAffected(manifest, { log, query, lists, now });
  if (options.format === "json") io.stdout(renderJson(affected));
  else if (csv !== null) await printRecords(csv(listAffectedRows(affected)), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildAffectedDocument(affected), getTableLayout(io)));
  if (result !== null && options.notify) printNotified(result, options.quiet, io);
  const { affected: inUse, unread } = affected.summary;
  const isOpen = inUse + unread > 0 || affected.read_at === null;
  return result !== null && computeExitCode(result, "never") === 3 ? 3 : Number(isOpen);
}
function printNotified({ report, unsaved, problems, recorded }, quiet, io) {
  printWarnings(problems, io);
  if (unsaved !== null) io.stderr(formatUnsavedLog(unsaved, report));
  io.stderr(renderFailures(report));
  const announced = report.events.filter(({ event }) => event === "certificate.revocation_announced");
  const unmatched = announced.filter(({ reason }) => reason === "unmatched").length;
  if (unmatched > 0)
    io.stderr(
      `${formatCount(unmatched, "affected certificate")} matched by no rule. Add certificate.revocation_announced to its events.
`
    );
  if (quiet) return;
  const { deliveries_sent, deliveries_failed } = report.summary;
  io.stderr(`${formatCount(deliveries_sent, "delivery", "deliveries")} sent, ${deliveries_failed} failed.
`);
  if (!recorded) io.stderr("Not sent and not recorded: the time is that of --now.\n");
}

// src/cli/completion/bash.ts
function renderBash(commands) {
  const first = [...new Set(commands.map(({ name }) => name.split(" ")[0]))];
  const second = commands.flatMap(({ name }) => name.split(" ")[1] ?? []);
  return `# bash completion for certvigil. Load it with: source <(certvigil completion bash)
# Adds what the program lists. Names are quoted, and never evaluated.
_certvigil_listed() {
  local name
  while IFS= read -r name; do
    if [[ $name == "$cur"* ]]; then
      printf -v name %q "$name"
      COMPREPLY+=("$name")
    fi
  done < <(certvigil __complete "$1" "\${COMP_WORDS[@]:1}" 2>/dev/null)
}
_certvigil() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  # bash splits --option=value at the equals sign.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${[...first, "help", "--help", "--version"].join(" ")}' -- "$cur"))
    return
  fi
  if [[ $command == log ]]; then
    if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W '${second.join(" ")}' -- "$cur")); return; fi
    command="log \${COMP_WORDS[2]}"
  fi
  case "$command $prev" in
${commands.flatMap(renderValues).join("")}  esac
  if [[ $cur == -* ]]; then
    case "$command" in
${commands.map(renderOptions).join("")}    esac
    return
  fi
  case "$command" in
${commands.flatMap(({ name, operand }) => operand === null ? [] : [`    '${name}') ${complete(operand)} ;;
`]).join("")}  esac
}
complete -F _certvigil certvigil
`;
}
function renderValues({ name, options }) {
  return options.flatMap(
    ({ names, value }) => value === null ? [] : [`    ${names.map((one) => `'${name} ${one}'`).join("|")}) ${complete(value)}; return ;;
`]
  );
}
function renderOptions({ name, options }) {
  const names = options.flatMap((option) => option.names.slice(0, 1));
  return `      '${name}') COMPREPLY=($(compgen -W '${names.join(" ")}' -- "$cur")) ;;
`;
}
function complete(value) {
  if (value === "any") return ":";
  if (value === "file") return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
  if ("listed" in value) return `_certvigil_listed ${value.listed}`;
  return `COMPREPLY=($(compgen -W '${value.words.join(" ")}' -- "$cur"))`;
}

// src/cli/completion/commands.ts
function listCompletedCommands() {
  return COMMANDS.map(({ name, summary, usage, listOptions }) => ({
    name,
    summary,
    options: [...listOptions(), ...GENERAL_OPTIONS].map(toOption),
    operand: toOperand(name, usage.slice(name.length).trim())
  }));
}
function toOption({ name, short, value, help, isRepeatable }) {
  const letters = [...short ?? ""].map((letter) => `-${letter}`);
  return { names: [`--${name}`, ...letters], help, value: value === null ? null : toValue(name, value), isRepeatable };
}
var VALUES = {
  certificate: { listed: "certificates" },
  entry: { listed: "certificates" },
  only: { listed: "certificates" },
  rule: { listed: "rules" },
  webhook: { listed: "webhooks" },
  email: { listed: "emails" },
  event: { words: EVENT_NAMES },
  preset: { words: PRESET_NAMES }
};
var OPERANDS = {
  scan: { listed: "certificates" },
  test: { listed: "certificates" },
  render: { listed: "names" },
  explain: { listed: "codes" },
  silence: { words: SILENCEABLE_CODES },
  report: { words: REPORT_KINDS },
  completion: { words: SHELLS }
};
function toValue(option, placeholder) {
  const known = getOwn(VALUES, option);
  if (known !== void 0) return known;
  const words = placeholder.split("|");
  if (words.length > 1 && words.every((word) => /^[a-z_]+$/.test(word))) return { words };
  return placeholder === "FILE" ? "file" : "any";
}
function toOperand(command, usage) {
  if (usage === "") return null;
  return getOwn(OPERANDS, command) ?? (/FILE|TARGET/.test(usage) ? "file" : "any");
}

// src/cli/completion/fish.ts
function renderFish(commands) {
  const single = commands.filter(({ name }) => !name.includes(" "));
  const nested = commands.filter(({ name }) => name.startsWith("log "));
  return `# fish completion for certvigil. Load it with: certvigil completion fish | source
complete -c certvigil -f
complete -c certvigil -n __fish_use_subcommand -a help -d 'show help'
complete -c certvigil -n __fish_use_subcommand -a log -d 'show or clear the event log'
${single.map(({ name, summary }) => `complete -c certvigil -n __fish_use_subcommand -a ${name} -d ${quote(summary)}
`).join("")}${nested.map(({ name, summary }) => `complete -c certvigil -n '__fish_seen_subcommand_from log; and not __fish_seen_subcommand_from list clear' -a ${name.slice(4)} -d ${quote(summary)}
`).join("")}${commands.flatMap(renderCommand).join("")}`;
}
function renderCommand({ name, options, operand }) {
  const [first, second] = name.split(" ");
  const condition = `__fish_seen_subcommand_from ${first}${second === void 0 ? "" : `; and __fish_seen_subcommand_from ${second}`}`;
  const start = `complete -c certvigil -n '${condition}'`;
  return [
    ...options.map((option) => `${start}${formatOption(option)}
`),
    ...operand === null ? [] : [`${start}${formatValue2(operand)}
`]
  ];
}
function formatOption({ names, help, value }) {
  const forms = names.map((name) => name.startsWith("--") ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`);
  const argument = value === null ? "" : ` -r${formatValue2(value)}`;
  return `${forms.join("")}${argument} -d ${quote(help)}`;
}
function formatValue2(value) {
  if (value === "file") return " -F";
  if (value === "any") return " -f";
  if ("listed" in value) return ` -f -a '(certvigil __complete ${value.listed} (commandline -opc) 2>/dev/null)'`;
  return ` -f -a '${value.words.join(" ")}'`;
}
function quote(text) {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

// src/cli/completion/zsh.ts
function renderZsh(commands) {
  const single = commands.filter(({ name }) => !name.includes(" "));
  const nested = commands.filter(({ name }) => name.startsWith("log "));
  return `#compdef certvigil
# zsh completion for certvigil. Load it with: source <(certvigil completion zsh)
# Adds what the program lists.
_certvigil_listed() {
  local -a names=(\${(f)"$(certvigil __complete $1 \${(Q)words} 2>/dev/null)"})
  compadd -a names
}
_certvigil() {
  local -a commands=(
${single.map(({ name, summary }) => `    ${quote2(`${name}:${escapeColons(summary)}`)}
`).join("")}    'log:show or clear the event log'
    'help:show help'
  )
  local -a log_commands=(
${nested.map(({ name, summary }) => `    ${quote2(`${name.slice(4)}:${escapeColons(summary)}`)}
`).join("")}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  if [[ $command == log ]]; then
    if (( CURRENT == 2 )); then
      _describe command log_commands
      return
    fi
    command="log $words[2]"
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(renderCommand2).join("")}  esac
}
# Loaded by the completion system from $fpath, or sourced.
if [[ $funcstack[1] == _certvigil ]]; then _certvigil "$@"; else compdef _certvigil certvigil; fi
`;
}
function renderCommand2({ name, options, operand }) {
  const specs = [
    ...options.map(renderOption),
    ...operand === null ? [] : [quote2(`*:${operand === "file" ? "file" : "argument"}:${formatAction(operand)}`)]
  ];
  return `    ${quote2(name)})
      _arguments -s -S \\
${specs.map((spec) => `        ${spec}`).join(" \\\n")}
      ;;
`;
}
function renderOption({ names, help, value, isRepeatable }) {
  const exclusion = isRepeatable ? "*" : `(${names.join(" ")})`;
  const text = `[${help.replaceAll(/[[\]]/g, "\\$&")}]${value === null ? "" : `:value:${formatAction(value)}`}`;
  const forms = names.map((name) => `${name}${value !== null && name.startsWith("--") ? "=" : ""}`);
  return forms.map((form) => quote2(`${exclusion}${form}${text}`)).join(" ");
}
function formatAction(value) {
  if (value === "file") return "_files";
  if (value === "any") return " ";
  return "listed" in value ? ` _certvigil_listed ${value.listed}` : `(${value.words.join(" ")})`;
}
function escapeColons(text) {
  return text.replaceAll(":", "\\:");
}
function quote2(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// src/cli/commands/completion.ts
var RENDERERS = { bash: renderBash, zsh: renderZsh, fish: renderFish };
async function runCompletionCommand({ shells }, io) {
  const shell = parseChoice("completion", shells[0] ?? "", SHELLS);
  io.stdout(RENDERERS[shell](listCompletedCommands()));
  return 0;
}

// src/cli/commands/format-requests.ts
var ISSUE = "issue";
function renderAll(due, planned, receivers, io) {
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const webhooks = new Map(receivers.webhooks.map((webhook) => [`webhook:${webhook.name}`, webhook]));
  const emails = new Map(receivers.emails.map((email) => [`email:${email.name}`, email]));
  const certificateEvents = planned.events.filter((event) => event.event !== DIGEST);
  const issues = renderIssues({ ...planned, events: certificateEvents }, receivers, io);
  const masked = { env: io.env, reveal: false, hasIssues: hasIssueRule(receivers) };
  const { findAction } = indexDestinations(receivers);
  const findGrouping = ({ rule, destination }) => findAction(rule, destination)?.group ?? null;
  const deliveries = due.flatMap((delivery) => {
    const event = events.get(delivery.event_id);
    return event === void 0 ? [] : [{ planned: delivery, event }];
  });
  return groupByActions(deliveries, receivers, listGroupable(receivers)).flatMap(
    ({ deliveries: grouped, context }) => {
      const delivery = grouped[0].planned;
      const webhook = webhooks.get(delivery.destination);
      const issue = delivery.destination === ISSUE ? issues.get(delivery.event_id) : void 0;
      if (issue !== void 0) return [{ delivery, issue }];
      const email = emails.get(delivery.destination);
      const group = findGrouping(delivery) === null && grouped.length === 1 ? null : grouped.length;
      if (email !== void 0) return [{ delivery, group, composed: composeMail(email, context, masked) }];
      return webhook === void 0 ? [] : [{ delivery, group, result: renderRequest(webhook, context, masked) }];
    }
  );
}
function isRendered(rendered) {
  if ("issue" in rendered) return true;
  return "composed" in rendered ? rendered.composed.ok : rendered.result.ok;
}
function printRendered(rendered, format, io) {
  if (format === "text") io.stdout(rendered.map(formatRenderedText).join("\n"));
  else io.stdout(renderJson({ version: 1, deliveries: rendered.map(toRecord) }));
}
function toRecord(rendered) {
  const { rule, destination } = rendered.delivery;
  if ("issue" in rendered) return { rule, destination, issue: rendered.issue, error: null };
  const { group } = rendered;
  const base = { rule, destination, ...group !== null && { events: group } };
  if ("composed" in rendered) {
    const { composed } = rendered;
    return composed.ok ? { ...base, mail: composed.mail, error: null } : { ...base, mail: null, error: composed.failure };
  }
  const { result } = rendered;
  if (result.ok) return { ...base, request: result.request, error: null };
  return {
    ...base,
    request: null,
    error: result.failure,
    ...result.body !== null && { body: result.body }
  };
}
function formatRenderedText(rendered) {
  const { rule, destination } = rendered.delivery;
  const group = "group" in rendered && rendered.group !== null ? `, a group of ${rendered.group}` : "";
  const title = `# ${destination} (rule ${rule}${group})
`;
  if ("composed" in rendered) return `${title}${formatMail(rendered.composed)}`;
  if ("result" in rendered) return `${title}${formatRequest(rendered.result)}`;
  const { issue } = rendered;
  return `${title}${issue.title}
Labels: ${issue.labels.join(", ")}

${issue.body}`;
}
function formatMail(composed) {
  if (!composed.ok) return `FAILED: ${composed.failure.detail} [${composed.failure.code}]
`;
  const { from, to, cc, subject, text, html, message_id, thread_id, headers } = composed.mail;
  const lines = Object.entries({
    From: formatAddress(from),
    To: to.map(formatAddress).join(", "),
    ...cc.length > 0 && { Cc: cc.map(formatAddress).join(", ") },
    Subject: subject,
    "Message-ID": message_id,
    References: thread_id,
    ...headers
  }).map(([name, value]) => `${name}: ${value}
`);
  return `${lines.join("")}
${text}${html === null ? "" : `
${html}`}`;
}
function formatAddress({ name, address }) {
  return name === "" ? address : `${name} <${address}>`;
}
function formatRequest(result) {
  if (!result.ok) {
    const failed = `FAILED: ${result.failure.detail} [${result.failure.code}]
`;
    return result.body === null ? failed : `${failed}
${result.body}
`;
  }
  const { method, url, headers, body } = result.request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}
`);
  return `${method} ${url}
${lines.join("")}${body === null ? "" : `
${body}
`}`;
}

// src/cli/commands/digest.ts
async function runDigestCommand(options, io) {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(reports, manifest, log, io);
  const { now, messages, quiet } = options;
  if (messages && manifest.digest.actions.length === 0) throw createNoRecipientError(manifest);
  const dry_run = options.dry_run || messages;
  const run = { log, now, dry_run, allow_unread: options.allow_unread, onProgress: createProgress(quiet, io) };
  const result = await runDigest(manifest, run, io);
  if (messages) return printMessages(result, manifest, options, io);
  await printResult(result, csv, options, io);
  await writeReports(
    reports,
    { manifest, read_at: result.report.scanned_at, report: result.report, digest: result.digest, log: result.log },
    io
  );
  return computeExitCode(result, options.fail_on);
}
async function printResult({ digest, report, unsaved, problems }, csv, options, io) {
  if (options.format === "json") await printPieces(renderJsonPieces(digest), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildDigestDocument(digest), getTableLayout(io)));
  else {
    io.stderr(renderFailures(report));
    for (const { destination, error } of digest.deliveries) {
      if (error === null) continue;
      io.stderr(`certvigil: error[${error.code}]: delivery of the digest to ${destination} failed: ${error.detail}
`);
    }
  }
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
  if (!options.quiet)
    printRevocationTime(
      options.now,
      report.certificates.some(({ revocation }) => revocation !== null),
      io
    );
  if (unsaved !== null) io.stderr(formatUnrecordedDigest(unsaved));
}
function createNoRecipientError({ file }) {
  return new AppError("nothing-to-send", `${file} has no recipients for the digest`, {
    hint: "Add a webhook or an email receiver to digest.actions."
  });
}
async function printMessages({ planned }, manifest, { format }, io) {
  const receivers = buildDigestReceivers(selectReceivers2(manifest), manifest.digest.actions);
  const rendered = renderAll(planned.deliveries, planned, receivers, io);
  printRendered(rendered, format === "json" ? "json" : "text", io);
  return rendered.every(isRendered) ? 0 : 3;
}

// src/report/discover/code-quality.ts
function renderDiscoveryCodeQuality(discovery) {
  return renderCodeQuality(
    listUnwatched(discovery).map((finding) => {
      const check = getRule(finding);
      return {
        check,
        severity: check === "unwatched-fixture" ? "info" : "minor",
        description: describeUnwatched(finding),
        position: finding,
        identity: [finding.kind, formatValue(finding)]
      };
    })
  );
}

// src/report/discover/sarif.ts
import { createHash } from "node:crypto";
var RULES = {
  "unwatched-host": "A host that serves TLS is not watched.",
  "unwatched-domain": "A domain whose registration can expire is not watched.",
  "unwatched-certificate": "A certificate file is not watched.",
  "unwatched-fixture": "A test certificate is not watched."
};
var HELP = "Add the entry that the message shows to the manifest, or silence the finding with an item of discovery.ignore.";
function buildDiscoverySarif(discovery) {
  const ids = Object.keys(RULES);
  const findings = listUnwatched(discovery).slice(0, MAX_SARIF_RESULTS);
  const rules = ids.map((id) => ({
    id,
    shortDescription: { text: RULES[id] },
    fullDescription: { text: `${RULES[id]} ${HELP}` },
    help: { text: HELP, markdown: HELP },
    defaultConfiguration: { level: id === "unwatched-fixture" ? "note" : "warning" },
    properties: { tags: ["certificate", "discovery"] }
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "certvigil", version: VERSION, semanticVersion: VERSION, rules } },
        automationDetails: { id: "certvigil-discover/" },
        columnKind: "unicodeCodePoints",
        results: findings.map((finding) => buildResult(finding, ids))
      }
    ]
  };
}
function buildResult(finding, ids) {
  const { kind, file, line, other_lines } = finding;
  const rule = getRule(finding);
  const identity = createHash("sha256").update(JSON.stringify([rule, kind, formatValue(finding)])).digest("hex");
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: rule === "unwatched-fixture" ? "note" : "warning",
    message: { text: describeUnwatched(finding) },
    locations: [{ physicalLocation: buildLocation(file, line) }],
    ...other_lines.length > 0 && {
      relatedLocations: other_lines.slice(0, MAX_RELATED).map((one, index) => ({
        id: index + 1,
        physicalLocation: buildLocation(one.file, one.line),
        message: { text: "Also named here." }
      }))
    },
    partialFingerprints: { primaryLocationLineHash: `${identity.slice(0, 16)}:1`, "certvigil/v1": identity }
  };
}
var MAX_RELATED = 20;
function buildLocation(file, line) {
  return { artifactLocation: { uri: toSarifUri(file), uriBaseId: "%SRCROOT%" }, region: { startLine: line } };
}

// src/app/discover/propose-expected.ts
function listExpectedItems(entries, log, now) {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const { unknown } = evaluateIssuances({ log, entries: byName, locations: [], subjects: [] }, now);
  const candidates = unknown.filter((one) => isCandidate(one, byName.get(one.entry)?.expect?.issuers ?? []));
  return [...groupBy(candidates, ({ entry }) => entry)].flatMap(([entry, found]) => {
    const items = proposeExpected(found);
    return items.length === 0 ? [] : { entry, items };
  });
}
var REASONS = /* @__PURE__ */ new Set(["baseline", "not-watched", "not-deployed"]);
function isCandidate({ reason, issuance, has_watched_ca }, issuers) {
  const isAllowed = issuers.length === 0 || matchesIssuer(issuers, issuance.issuer);
  return REASONS.has(reason) && isAllowed && issuance.not_allowed === void 0 && !has_watched_ca;
}

// src/app/manifest-edit/insert-expected.ts
function insertExpected(text, name, items) {
  const document = parseDocument(text, { keepSourceTokens: true });
  const list2 = document.errors.length > 0 || !isMap(document.contents) ? null : document.contents.get("certificates", true);
  const entry = isSeq(list2) ? list2.items.find((one) => isMap(one) && one.get("name") === name) : void 0;
  if (!isMap(entry) || entry.range == null) return null;
  const pair = entry.items.find(({ key }) => isScalar(key) && key.value === "expected");
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = items.map(renderExpected);
  const added = pair === void 0 ? appendKey(text, entry, lines) : extendList(text, pair, [toGroup(lines)]);
  return added === null ? null : added.replace(/\r?\n/g, end);
}
function toGroup(lines) {
  const items = lines.map((line) => ({ line, renderBlock: (indent2) => `${" ".repeat(indent2)}- ${line}
` }));
  return { comment: null, items };
}
function appendKey(text, entry, lines) {
  const last = entry.items.at(-1)?.value;
  const [start] = entry.range ?? [];
  if (last?.range == null || start === void 0) return null;
  if (entry.flow) {
    const at2 = last.range[1];
    return `${text.slice(0, at2)}, expected: [${lines.join(", ")}]${text.slice(at2)}`;
  }
  const indent2 = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  const at = findLineEnd(text, last.range[1]);
  const before = text.slice(0, at);
  const block = `${indent2}expected:
${lines.map((line) => `${indent2}  - ${line}
`).join("")}`;
  return `${before}${before.endsWith("\n") ? "" : "\n"}${block}${text.slice(at)}`;
}

// src/cli/commands/discover-expected.ts
async function discoverExpected(manifest, log, options, io) {
  const proposed = manifest === null || log === null ? [] : listExpectedItems(manifest.entries, log, options.now ?? io.now());
  if (!options.quiet) io.stdout(describe(proposed, log));
  if (!options.write || manifest === null) return 0;
  const edit = (text) => toEdited(
    proposed.reduce((done, { entry, items }) => done && insertExpected(done, entry, items), text),
    "expected"
  );
  const reason = proposed.length === 0 ? null : await rewriteManifest(manifest.file, edit, io);
  if (reason !== null)
    throw new AppError("discover-unwritable", `no items were added to ${manifest.file}: ${reason}`, {
      hint: "Add the items that the output shows by hand."
    });
  const count = proposed.flatMap(({ items }) => items).length;
  if (!options.quiet) io.stderr(`Added ${formatCount(count, "item")} to ${manifest.file}.
`);
  return 0;
}
function describe(proposed, log) {
  if (log === null) return "There is no event log here. Run a scan first.\n";
  if (proposed.length === 0) return "Transparency logs have no other certificate that no location has.\n";
  const lines = proposed.flatMap(({ entry, items }) => [
    `${entry}:`,
    "  expected:",
    ...items.map((item) => `    - ${renderExpected(item)}`)
  ]);
  return `NO LOCATION HAS THESE CERTIFICATES
${lines.map((line) => `  ${line}
`).join("")}Keep only those that a service ordered for you.
`;
}

// src/app/discover/search-networks.ts
import { isIP as isIP2 } from "node:net";

// src/lib/network/address-block.ts
import { isIP } from "node:net";
function parseAddressBlock(text) {
  const [, address = "", digits] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family !== 4 && family !== 6) return null;
  const bits = family === 4 ? 32 : 128;
  const prefix = Number(digits ?? bits);
  if (prefix > bits) return null;
  const hostBits = BigInt(bits - prefix);
  const network = toNumber(address, family) >> hostBits << hostBits;
  const isWhole = family === 6 || prefix >= 31;
  const total = 2 ** (bits - prefix);
  const shown = formatAddress2(network, family);
  return {
    text: prefix === bits ? shown : `${shown}/${prefix}`,
    family,
    prefix,
    size: isWhole ? total : total - 2,
    first: isWhole ? network : network + 1n
  };
}
function* listAddresses({ family, size, first }) {
  for (let index = 0; index < size; index += 1) yield formatAddress2(first + BigInt(index), family);
}
function normalizeAddress(address) {
  return isIP(address) === 6 ? formatOctets(parseIpv6(address)) ?? address : address;
}
function toNumber(address, family) {
  const bytes = family === 4 ? Buffer.from(address.split(".").map(Number)) : parseIpv6(address);
  return BigInt(`0x${bytes.toString("hex")}`);
}
function formatAddress2(value, family) {
  const hex = value.toString(16).padStart(family === 4 ? 8 : 32, "0");
  return formatOctets(Buffer.from(hex, "hex")) ?? "";
}

// src/scan/network/search-servers.ts
var MAX_RATE = 300;
var TIMEOUT_SECONDS = 3;
async function searchServers(targets, network, { interrupted, onProgress, onTried = () => {
} }) {
  const found = [];
  const waitForTurn = createPacer(network);
  const iterator = targets[Symbol.iterator]();
  let [started, made, denied] = [0, 0, 0];
  const work = async () => {
    while (!interrupted.aborted) {
      const { value: target, done } = iterator.next();
      if (done) return;
      const index = started;
      started += 1;
      if (network.isPermitted(target.address)) {
        await waitForTurn();
        if (interrupted.aborted) return;
        const read = await readTlsServer(target, network);
        if (typeof read === "object") found.push({ index, server: { target, read } });
        onTried(target, read !== "unreachable");
      } else denied += 1;
      made += 1;
      onProgress(made, found.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONNECTIONS }, work));
  const servers = found.sort((a, b) => a.index - b.index).map(({ server }) => server);
  return { servers, made, denied };
}
function createPacer({ sleep }) {
  let next = performance.now();
  return async () => {
    const now = performance.now();
    const wait = next - now;
    next = Math.max(next, now) + 1e3 / MAX_RATE;
    if (wait >= 1) await sleep(wait);
  };
}
var PROFILES = ["default", "lenient", "legacy"];
async function readTlsServer(target, network) {
  try {
    for (const profile of PROFILES) {
      const read = await network.readServer(createAttempt(target, profile));
      if ("served" in read) return read;
      const code = "failure" in read ? read.failure.code : null;
      if (code === "endpoint-unreachable") return "unreachable";
      if (code !== "tls-handshake-failed") return "none";
    }
  } catch (bug) {
    network.reportBug(bug);
  }
  return "none";
}
function createAttempt({ address, port }, profile) {
  return {
    location: formatAuthority(address, port),
    host: address,
    port,
    address,
    // For an address, no server name is sent: the server chooses its default certificate.
    name: address,
    starttls: findStartTls(port),
    proxy: null,
    requested: "default",
    protocols: [],
    profile,
    thorough: profile !== "default",
    addresses: [address],
    seconds: TIMEOUT_SECONDS
  };
}

// src/app/discover/search-networks.ts
function countConnections({ networks, ports }) {
  return networks.reduce((sum, { size }) => sum + size, 0) * ports.length;
}
async function searchNetworks(search, io) {
  const { networks, ports, manifest } = search;
  const entries = manifest?.entries ?? [];
  const network = await openSearchNetwork(search, io);
  try {
    const { watchers, unanswered } = await indexWatchers2(entries, search.log, network);
    const reachable = /* @__PURE__ */ new Map();
    const onTried = (target, isReachable) => void reachable.set(target.network, isReachable || reachable.get(target.network) === true);
    const targets = listTargets(networks, ports);
    const { servers, made, denied } = await searchServers(targets, network, { ...search, onTried });
    const found = servers.flatMap(describeServer);
    const findings = addEntries(compareServers(found, watchers, search), found, entries, search.probe);
    const discovery = {
      version: 1,
      manifest: manifest?.file ?? null,
      findings,
      network: {
        networks: networks.map(({ text }) => text),
        ports: [...ports],
        connections: countConnections(search),
        made,
        denied
      },
      counts: { files_read: 0, ...countFindings(findings), dropped: {}, unresolved: 0, protected: 0 },
      unresolved: [],
      skipped: [],
      unused_ignores: []
    };
    const unreachable = [...reachable].filter(([, isReachable]) => !isReachable).map(([name]) => name);
    return { discovery, unreachable, unanswered };
  } finally {
    network.close();
  }
}
var NO_POLICY = { ...DEFAULT_NETWORK_RULES, deny: [], allow: [], dns_servers: [] };
function openSearchNetwork(search, io) {
  const { manifest } = search;
  const root = manifest?.root ?? io.cwd;
  const options = manifest?.scan ?? { timeout_seconds: 10, concurrency: 100, network: NO_POLICY };
  const readTrustOptions = createTrustOptionsReader(root, UNRESTRICTED, io.env);
  return openNetwork(
    io,
    { ...options, root, servers: countConnections(search) },
    readTrustOptions,
    createBugReporter(io)
  );
}
function* listTargets(networks, ports) {
  for (const block of networks)
    for (const address of listAddresses(block)) for (const port of ports) yield { address, port, network: block.text };
}
function describeServer({ target, read }) {
  const certificate = decodeLocation(read, null)[0]?.certificate ?? null;
  if (certificate === null) return [];
  const { sans, common_name } = certificate.facts;
  const all = sans.length > 0 ? sans : common_name === null ? [] : [common_name];
  return [{ ...target, certificate, names: [...new Set(all.map((name) => name.toLowerCase()))] }];
}
async function indexWatchers2(entries, log, { resolver }) {
  const byAddress = /* @__PURE__ */ new Map();
  const sorted = entries.toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  const unanswered = /* @__PURE__ */ new Set();
  const lookUp = createLookup((name) => unanswered.add(name));
  const servers = await Promise.all(sorted.map((entry) => listServers(entry, resolver, lookUp)));
  for (const [index, entry] of sorted.entries())
    for (const { address, port } of servers[index] ?? []) {
      const key = formatAuthority(normalizeAddress(address), port);
      if (!byAddress.has(key)) byAddress.set(key, entry);
    }
  const byCertificate = /* @__PURE__ */ new Map();
  for (const entry of sorted.filter(({ enabled }) => enabled))
    for (const { fingerprint, removed } of Object.values(log?.locations[entry.name] ?? {}))
      if (fingerprint !== null && !removed && !byCertificate.has(fingerprint)) byCertificate.set(fingerprint, entry);
  const watchers = {
    findByAddress: ({ address, port }) => byAddress.get(formatAuthority(address, port)) ?? null,
    findByCertificate: (fingerprint) => byCertificate.get(fingerprint) ?? null
  };
  return { watchers, unanswered: [...unanswered].sort() };
}
async function listServers({ source }, resolver, lookUp) {
  if (source.kind !== "endpoint") return [];
  const targets = await listConnectTargets(source, resolver, lookUp);
  const found = targets.map(
    async ({ host, port }) => (await lookUp(host, resolver.lookup)).map((address) => ({ address, port }))
  );
  return (await Promise.all(found)).flat();
}
async function listConnectTargets({ targets, connect_to, backends, services }, { lookupServices }, lookUp) {
  const instead = connect_to === null ? backends : [connect_to];
  const direct = targets.flatMap(
    ({ host, port }) => instead.length === 0 ? [{ host, port }] : instead.map((one) => ({ host: one.host, port: one.port ?? port }))
  );
  const records = await Promise.all(services.map((service) => lookUp(service, lookupServices)));
  return [...direct, ...records.flat()];
}
function createLookup(onFailed) {
  return async (name, look) => {
    try {
      return await look(name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (!isAbsence(error)) onFailed(name);
      return [];
    }
  };
}
function compareServers(servers, { findByAddress, findByCertificate }, { manifest, now }) {
  const findIgnore = createIgnoreFinder(manifest?.discovery?.ignore ?? [], now);
  return servers.map((server) => {
    const byAddress = findByAddress(server);
    const watcher = byAddress?.enabled ? byAddress : findByCertificate(server.certificate.fingerprint);
    if (watcher !== null) return { state: "watched", watched_by: watcher.name, reason: null };
    const names = [server.address, ...server.names];
    const [ignored] = names.flatMap((name) => findIgnore({ name, file: server.network }) ?? []);
    if (ignored !== void 0) return { state: "ignored", watched_by: null, reason: ignored.reason };
    if (byAddress !== null)
      return { state: "ignored", watched_by: null, reason: `the entry ${byAddress.name} is disabled` };
    return { state: "unwatched", watched_by: null, reason: null };
  });
}
function addEntries(compared, servers, entries, probe) {
  const missing = servers.filter((_, index) => compared[index]?.state === "unwatched");
  const groups = [...groupBy(missing, ({ certificate, port }) => `${certificate.fingerprint} ${port}`).values()];
  const proposals = groups.map((group) => proposeEntry(group, probe));
  const named = assignUniqueNames(
    proposals,
    entries.map(({ name }) => name)
  );
  const proposed = new Map(
    groups.flatMap((group, index) => group.map((server) => [server, named[index] ?? null]))
  );
  return servers.map((server, index) => {
    const { address, port, network, names, certificate } = server;
    return {
      ...{ kind: "host", value: address, port, file: network, line: 1, other_lines: [], format: "tls" },
      confidence: "declared",
      ...compared[index],
      valid_to: certificate.facts.valid_to,
      names,
      entry: proposed.get(server) ?? null
    };
  });
}
function proposeEntry(group, probe) {
  const [{ port, names, certificate, address }] = group;
  const addresses = group.map((server) => server.address);
  const isSelfSigned = certificate.facts.subject === certificate.facts.issuer;
  const name = isSelfSigned ? void 0 : names.find(isConcreteName);
  const isNamedByAddress = !isSelfSigned && addresses.every((one) => names.map(normalizeAddress).includes(one));
  const starttls = findStartTls(port);
  const title = name ?? names.find(isConcreteName) ?? address;
  const endpoints = addresses.map((one) => formatEndpoint(one, port));
  return {
    name: port === 443 ? title : `${title}-${port}`,
    endpoint: name === void 0 ? unwrap(endpoints) : formatEndpoint(name, port),
    ...name !== void 0 && { connect_to: unwrap(addresses) },
    ...starttls !== null && { starttls },
    ...name === void 0 && !isNamedByAddress && { trust: "none" },
    ...probe !== null && { probe }
  };
}
function isConcreteName(name) {
  return name.includes(".") && isIP2(name) === 0 && isHostName(name);
}
function formatEndpoint(host, port) {
  return port === 443 ? host : formatAuthority(host, port);
}
function unwrap(items) {
  return items.length === 1 ? items[0] ?? "" : items;
}

// src/cli/commands/discover-network.ts
var MAX_ADDRESSES = 65536;
var MAX_PORTS = 32;
async function runNetworkSearch(options, context, io) {
  const networks = parseNetworks(options.network);
  const ports = parsePorts(options.ports ?? "443,8443,636");
  if (isUntrustedCheckout(io.env))
    throw new AppError("network-search-refused", "networks are not searched in workflows for pull requests", {
      hint: "Run it on a schedule or by hand: whoever opens a pull request must not choose where a runner connects to.",
      exitCode: 2
    });
  const total = countConnections({ networks, ports });
  if (!options.quiet) io.stderr(`${describeSearch(networks, total)}
`);
  const onProgress = createSearchProgress(total, options.quiet, io);
  return io.deferExit(async (interrupted) => {
    const { discovery, unreachable, unanswered } = await searchNetworks(
      { ...context, networks, ports, probe: options.probe, interrupted, onProgress },
      io
    );
    const incomplete = createInterruption(interrupted, discovery) ?? createRouteError(unreachable) ?? createLookupError(unanswered);
    return { discovery, incomplete };
  });
}
function parseNetworks(texts) {
  const blocks = texts.flatMap((text) => text.split(/[\s,]+/)).map(parseNetwork);
  const size = blocks.reduce((sum, block) => sum + block.size, 0);
  if (size > MAX_ADDRESSES)
    throw createUsageError(
      `these networks have ${formatNumber(size)} addresses`,
      `Search at most ${formatNumber(MAX_ADDRESSES)} at once: a /16, or a /112 of IPv6.`
    );
  return blocks;
}
function parseNetwork(text) {
  const block = parseAddressBlock(text);
  if (block !== null) return block;
  throw createUsageError(
    `invalid network "${text}"`,
    "Use an address or a CIDR block, such as 10.20.0.0/24 or fd00::/120."
  );
}
function parsePorts(text) {
  const ports = text.split(/[\s,]+/).map((part) => /^\d{1,5}$/.test(part) ? Number(part) : 0);
  if (ports.some((port) => port < 1 || port > 65535))
    throw createUsageError(`invalid ports "${text}"`, "Use numbers separated by commas, such as 443,8443,636.");
  if (ports.length > MAX_PORTS)
    throw createUsageError(`${ports.length} ports are too many`, `Search at most ${MAX_PORTS} ports at once.`);
  return [...new Set(ports)];
}
function describeSearch(networks, connections) {
  const addresses = networks.reduce((sum, { size }) => sum + size, 0);
  const time = formatDuration(connections / MAX_RATE);
  return `Searching ${formatCount(addresses, "address", "addresses")} with ${formatCount(connections, "connection")}, which takes about ${time}.`;
}
function formatDuration(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.ceil(seconds))} s` : `${Math.ceil(seconds / 60)} min`;
}
function createSearchProgress(total, quiet, io) {
  if (quiet || !io.isTTY.stderr) return () => {
  };
  let printedAt = 0;
  return (made, found) => {
    const now = io.now();
    if (made < total && now - printedAt < 200) return;
    printedAt = now;
    const left = formatDuration((total - made) / MAX_RATE);
    const line = `${formatNumber(made)} of ${formatNumber(total)} connections, ${formatCount(found, "TLS server")}, about ${left} left`;
    io.stderr(ERASE_LINE + (made < total ? line : ""));
  };
}
function createRouteError(networks) {
  if (networks.length === 0) return null;
  return new AppError(
    "network-search-unreachable",
    `no address in ${networks.join(", ")} can be reached from this machine`,
    {
      hint: "Either it has no route to them, or no host has these addresses. Check its routes, VPN and firewall, or search on a machine in the network, such as that of a probe.",
      exitCode: 3
    }
  );
}
function createLookupError(names) {
  if (names.length === 0) return null;
  return new AppError(
    "network-search-dns-failed",
    `the DNS servers of this machine failed for ${truncateList(names, 5)}, so servers above may be watched already`,
    { hint: "Nothing was written. Check the DNS servers, and run it again.", exitCode: 3 }
  );
}
function createInterruption(signal, { network }) {
  const interruption = getInterruption(signal);
  if (interruption === null || network === void 0) return null;
  const { made, connections } = network;
  const message = `${interruption.signal} interrupted the search after ${formatNumber(made)} of ${formatNumber(connections)} connections`;
  return new AppError("interrupted", message, {
    hint: "What was found until then is shown above. Run it again to search the rest.",
    exitCode: interruption.exitCode
  });
}

// src/cli/commands/discover.ts
async function runDiscoverCommand(options, io) {
  const loaded = await loadForDiscovery(options, io);
  if (loaded === "invalid") return 2;
  const log = loaded === null ? null : await readLogOffline(loaded, resolveLogRequest(options, io), io);
  if (options.expected) return discoverExpected(loaded, log, options, io);
  const context = { manifest: loaded, log, now: options.now ?? io.now() };
  const run = options.network.length === 0 ? { incomplete: null, ...await runDiscovery(context, io) } : { warnings: [], ...await runNetworkSearch(options, context, io) };
  if (!options.quiet) printDiagnostics(run.warnings, io.stderr, isColored(io, "stderr"));
  print(run, options, io);
  if (run.incomplete !== null) throw run.incomplete;
  if (options.write && loaded !== null) {
    const candidates = options.candidates ? listCandidates(run.discovery) : [];
    const change = await writeEntries([...listUnwatched(run.discovery), ...candidates], loaded.file, io);
    if (!options.quiet) io.stderr(change);
  }
  return options.fail_on === "unwatched" && !options.write && run.discovery.findings.some(isMissing) ? 1 : 0;
}
async function loadForDiscovery(options, io) {
  try {
    return await loadManifestFor(options, io) ?? "invalid";
  } catch (error) {
    const isOptional = options.manifest === null && !options.write;
    if (isOptional && error instanceof AppError && error.code === "manifest-not-found") return null;
    throw error;
  }
}
function print({ discovery }, options, io) {
  if (options.format === "json") io.stdout(renderJson(discovery));
  else if (options.format === "sarif") io.stdout(renderJson(buildDiscoverySarif(discovery)));
  else if (options.format === "codequality") io.stdout(renderDiscoveryCodeQuality(discovery));
  else if (options.format === "markdown") io.stdout(renderDiscoveryMarkdown(discovery, options));
  else if (!options.quiet) io.stdout(renderTerminal(buildDiscoveryDocument(discovery, options), getTableLayout(io)));
}

// src/generated/page-index.ts
var PAGES = [
  { "page": "getting-started/github.md", "title": "Get started on GitHub", "words": ["GitHub Actions", "quick start", "install", "setup", "first scan", "init", "workflow", "schedule", "uninstall", "how often does it run", "run hourly", "billed minutes", "private repository", "GHES", "GitHub Enterprise Server", "cost", "price", "pricing", "schedule", "schedule not running", "workflow disabled"], "headings": ["Before the first push", "1. Generate the manifest and the workflows", "2. Choose who gets notified", "3. Commit and run the first scan", "Call a reusable workflow instead", "Several networks or many certificates", "Schedule", "GitHub Enterprise Server", "Pin a version", "Uninstall"] },
  { "page": "getting-started/other-schedulers.md", "title": "Get started on GitLab, Jenkins, cron or Kubernetes", "words": ["Jenkins", "crontab", "cron", "systemd", "Docker", "Podman", "container image", "Bitbucket", "Azure DevOps", "TeamCity", "CircleCI", "Windows Task Scheduler", "npx", "Node.js version", "Windows", "Windows Server", "PowerShell"], "headings": ["cron", "GitLab CI/CD", "Jenkins", "Windows Task Scheduler", "Kubernetes CronJob", "Container image", "GitHub issues from another scheduler"] },
  { "page": "getting-started/gitlab.md", "title": "Get started on GitLab", "words": ["GitLab", "GitLab CI", "GitLab runner", "merge request", "Code Quality", "CI component", ".gitlab-ci.yml"], "headings": ["1. Get the component", "2. Write the manifest", "3. Let the scan remember", "4. Schedule it", "What you see", "More"] },
  { "page": "getting-started/sre.md", "title": "Internal servers, Slack and on-call", "words": ["SRE", "internal servers", "on-call rota", "platform team", "operations"], "headings": ["1. Write the files", "2. Add who is alerted", "3. Test it", "4. Run it every day", "When an alert arrives"] },
  { "page": "getting-started/kubernetes.md", "title": "Certificates of a Kubernetes cluster", "words": ["CronJob", "Kubernetes CronJob", "first scan in a cluster", "run in a cluster", "deploy to Kubernetes", "kustomize base", "kubectl apply", "kubectl"], "headings": ["Good to know"] },
  { "page": "getting-started/linux.md", "title": "One Linux box, cron and mail", "words": ["one server", "Linux box", "VM", "Debian", "Ubuntu", "Red Hat", "systemd timer", "cron and mail", "postfix", "sendmail", "msmtp", "upgrade", "update certvigil", "new version"], "headings": ["Set up", "systemd", "cron", "Overlapping runs", "Upgrade"] },
  { "page": "guides/import.md", "title": "Import from another tool", "words": ["import", "migrate", "switch", "Prometheus blackbox", "blackbox exporter", "ssl_exporter", "Gatus", "Upptime", "Uptime Kuma", "hosts.txt", "list of hosts", "CSV of hosts", "move from another tool"], "headings": ["What comes over", "Prometheus", "Uptime Kuma", "CSV"] },
  { "page": "guides/receivers.md", "title": "Send alerts to Slack, Teams, PagerDuty, Opsgenie or Alertmanager", "words": ["channel still works", "does my channel still work", "test channels", "monthly test", "between alerts", "Slack", "Teams", "Microsoft Teams", "PagerDuty", "Opsgenie", "Alertmanager", "Discord", "Mattermost", "Google Chat", "ntfy", "Telegram", "Matrix", "Webex", "Pushover", "webhook", "incoming webhook", "on-call", "chat", "SMS", "phone call", "notify", "send alerts"], "headings": ["1. Create a webhook or a key in the receiver", "2. Add it to the manifest", "3. Send a test", "4. Pass the variables to the scan", "Test receivers every month", "More"] },
  { "page": "guides/email.md", "title": "Email", "words": ["email", "mail", "e-mail", "SMTP", "Office 365", "Gmail", "distribution list", "mail relay", "SMTP AUTH"], "headings": ["Connection", "Recipients", "Content", "Delivery"] },
  { "page": "guides/github-issues.md", "title": "GitHub issues", "words": ["GitHub issue", "issue", "ticket", "assignee", "milestone", "close issue", "acknowledge an issue"], "headings": ["Content", "Lifecycle", "Manual changes", "Limits"] },
  { "page": "guides/routing.md", "title": "Route critical and warning differently", "words": ["route", "routing", "severity", "different channel", "team channel", "escalation", "escalate", "per team", "owner", "only critical", "business hours", "label team", "team label", "quiet hours", "night", "weekend", "two channels", "several receivers", "two teams", "several teams", "time zone", "timezone", "weekends"], "headings": [] },
  { "page": "guides/fewer-alerts.md", "title": "Get fewer alerts", "words": ["alert once", "repeat", "reminder", "remind", "every day", "daily alert", "no repeat", "group", "one message", "combine", "batch", "bundle alerts", "summary message", "silence", "mute", "snooze", "maintenance", "maintenance window", "downtime", "suppress", "ignore alert", "accept risk", "exception", "stop alert", "stop alerting for one certificate", "turn off alerts", "disable alert", "vacation", "holiday", "change freeze"], "headings": ["Alert once", "Group notifications", "Limit the messages of a scan", "Silence known problems", "Known red runs"] },
  { "page": "troubleshooting/too-many-alerts.md", "title": "Too many alerts", "words": ["too many emails", "too many alerts", "spam", "noise", "alert fatigue", "duplicate alerts", "flapping", "same alert again", "deduplicate", "acknowledge", "alert twice", "message twice", "got it twice", "sent twice", "keeps alerting", "again every day"], "headings": [] },
  { "page": "troubleshooting/no-alert.md", "title": "No alert", "words": ["no alert", "missed alert", "not notified", "no notification", "nothing sent", "no message in Slack", "no email", "alert did not arrive", "why no alert", "Slack not working", "webhook not working", "mail not working", "alerts not working", "test notification", "send a test"], "headings": [] },
  { "page": "troubleshooting/expired.md", "title": "Expired certificate", "words": ["expired", "certificate has expired", "outage", "incident", "renewed but still expired", "still the old certificate", "reload nginx", "fullchain", "postmortem"], "headings": ["1. What expired?", "2. Is the new certificate installed?", "3. Resolve the alert", "4. Why did nobody know?"] },
  { "page": "troubleshooting/untrusted.md", "title": "Untrusted certificate", "words": ["untrusted", "self signed", "self-signed", "self signed certificate", "self signed certificate in certificate chain", "intermediate", "missing intermediate", "incomplete chain", "unable to get local issuer certificate", "unable to verify the first certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate signed by unknown authority", "x509", "PKIX path building failed", "ERR_CERT_AUTHORITY_INVALID", "ERR_TLS_CERT_ALTNAME_INVALID", "NET::ERR_CERT_COMMON_NAME_INVALID", "hostname mismatch", "wrong host", "certificate name mismatch", "chain of trust", "internal CA is untrusted", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "expired root", "expired intermediate", "expired root certificate"], "headings": ["Private CA or missing intermediate?", "Error messages of clients", "Why do two clients disagree?"] },
  { "page": "troubleshooting/unreachable.md", "title": "Unreachable certificate", "words": ["unreachable", "ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET", "EHOSTUNREACH", "connection refused", "connection reset", "timeout", "timed out", "DNS", "name not found", "NXDOMAIN", "wrong version number", "handshake failure", "sslv3 alert handshake failure", "firewall", "mac verify failure", "permission denied", "cannot connect", "TLS 1.0", "legacy renegotiation", "unsafe legacy renegotiation disabled"], "headings": ["Servers", "Files and keystores"] },
  { "page": "troubleshooting/event-log-not-saved.md", "title": "Event log not saved", "words": ["event log not saved", "push declined", "branch protection", "Resource not accessible by integration", "HTTP 403", "rate limit", "ruleset", "protected branch", "read-only token", "cannot push"], "headings": [] },
  { "page": "troubleshooting/README.md", "title": "Troubleshooting", "words": ["problem", "help", "debug", "verbose", "log output", "support", "bug"], "headings": [] },
  { "page": "guides/private-ca.md", "title": "Use a private CA for a fleet", "words": ["private CA", "internal CA", "own CA", "corporate root", "root certificate", "company CA", "Active Directory", "AD CS", "Windows CA", "ca_file", "trust store", "step-ca", "mkcert", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "custom CA bundle", "CA bundle", "accept self-signed certificates", "ignore untrusted", "skip verification", "disable verification", "insecure"], "headings": [] },
  { "page": "concepts/trust.md", "title": "Trust and chain validation", "words": ["trust", "chain validation", "root store", "Mozilla", "revocation", "revoked", "CRL", "OCSP", "stapling", "cross-signed", "name constraints", "self-signed root", "SHA-1", "weak key", "path building", "Authority Information Access", "key usage"], "headings": ["Trust anchors", "Without a trust store", "Purpose", "Missing intermediates", "Reasons", "Where clients differ", "Python", "Expectations", "Notices", "Revocation", "Lagging locations"] },
  { "page": "concepts/status.md", "title": "Status", "words": ["status", "unknown", "critical", "warning", "ok", "not yet valid", "coverage", "green", "when is it critical", "days remaining", "automatic renewal", "short-lived certificates", "6-day certificates", "default thresholds", "change thresholds", "different thresholds", "warn earlier", "how many days before expiry", "run is red", "workflow failed", "action failed"], "headings": ["Effective expiry", "Unreachable certificates", "Coverage", "Red runs", "Alerts without a rule", "Time for reading", "Limits and thresholds", "Short-lived certificates", "The worst of status and findings", "Automatic renewal"] },
  { "page": "concepts/events.md", "title": "Events, resolves and cooldown", "words": ["event", "resolve", "cooldown", "threshold", "one-shot", "certificate.changed", "certificate.renewed", "lagging", "dead man's switch", "heartbeat", "scans stopped", "stale scan", "when do I get an alert", "Healthchecks", "healthchecks.io", "429", "too many requests", "Retry-After", "rate limited"], "headings": ["Events", "Resolves", "Evidence of a renewal", "CAs that expire", "Unreachable locations", "Certificate transparency", "Several certificates at one location", "Cooldown", "Retries and duplicates", "Quiet hours", "Entries that are not observed", "Scan events", "Heartbeat", "The time of a scan"] },
  { "page": "concepts/event-log.md", "title": "Event log", "words": ["event log", "history", "state", "database", "certvigil-state branch", "audit trail", "evidence", "retention", "partitions", "merge conflict", "who was notified", "backup", "monorepo", "two manifests", "several manifests", "multiple manifests"], "headings": ["Store commit", "Store cache", "Store file", "Evidence", "Partitions", "Interruptions", "Format"] },
  { "page": "concepts/glossary.md", "title": "Glossary", "words": ["glossary", "definition", "terms", "meaning", "vocabulary"], "headings": [] },
  { "page": "reference/reports.md", "title": "Reports", "words": ["report", "Excel", "spreadsheet export", "CSV", "JSON", "JUnit", "SARIF", "code scanning", "badge", "calendar", "ics", "iCal", "Outlook calendar", "Atom", "RSS", "SBOM", "CycloneDX", "SIEM", "Splunk"], "headings": ["Options of a report", "csv", "openmetrics", "ics", "badge", "junit", "atom", "sarif", "cyclonedx", "html", "watched", "audit"] },
  { "page": "guides/prometheus.md", "title": "Send metrics to Prometheus", "words": ["Prometheus", "Grafana", "metrics", "OpenMetrics", "textfile collector", "node_exporter", "pushgateway", "VictoriaMetrics", "PromQL", "blackbox_exporter", "ssl_exporter", "x509-certificate-exporter", "cert-exporter"], "headings": ["With the textfile collector", "With a Pushgateway", "Configure Prometheus", "Route alerts by labels", "Alert rules and dashboard"] },
  { "page": "guides/dashboard.md", "title": "Dashboard", "words": ["dashboard", "html", "web page", "GUI", "status page", "GitHub Pages site", "management report", "overview page", "print", "PDF", "private dashboard", "who can see the dashboard"], "headings": ["What is watched", "Domains, dates and test certificates", "Publish on GitHub", "Publish less", "Large fleets", "Without a scan"] },
  { "page": "guides/weekly-digest.md", "title": "Weekly digest", "words": ["weekly", "digest", "summary mail", "monthly report", "Monday", "regular report"], "headings": ["Schedule it", "Webhooks", "Mail", "Custom templates"] },
  { "page": "guides/forecast.md", "title": "Forecast", "words": ["forecast", "upcoming", "renewals per year", "capacity", "plan", "next year", "47-day certificates", "200 days", "SC-081", "CA/Browser Forum"], "headings": ["Expiries by month", "Renewals per year", "Thresholds that do not fit"] },
  { "page": "guides/mass-revocation.md", "title": "Mass revocation", "words": ["mass revocation", "affected", "are we affected", "incident report", "CA incident", "list of serial numbers", "serial numbers", "misissued", "distrusted", "distrust", "24 hours", "5 days", "Bugzilla", "revoke all"], "headings": ["The list", "Until nothing is left", "Tell the owners", "Whose they are"] },
  { "page": "guides/audit.md", "title": "Audits and evidence", "words": ["audit", "auditor", "audit report", "evidence", "SOC 2", "sign off", "signed-off exception", "attestation", "compliance report", "SOX", "HIPAA", "NIS2", "DORA"], "headings": ["Write the rules down", "Read the page", "Every month, automatically", "Verify it later", "What it does not prove"] },
  { "page": "guides/policies.md", "title": "Policies", "words": ["policy", "policies", "compliance", "PCI DSS", "ISO 27001", "key size", "2048-bit", "RSA", "wildcard", "weak algorithm", "SHA1 signature", "must-staple", "TLS version", "validity period", "forbidden issuer", "post-quantum", "ML-DSA", "ML-KEM", "X25519MLKEM768", "quantum-safe", "quantum", "Kyber", "PQC", "key exchange", "ROCA", "CVE-2017-15361", "close primes", "Fermat", "CVE-2022-26320", "weak RSA key", "broken key", "badkeys", "shared key", "same key", "key reuse", "reused key", "key rotation", "rotate keys", "key age", "leaked key", "compromised key", "key blocklist", "Debian weak keys", "CVE-2008-0166"], "headings": ["Post-quantum readiness", "Weak and shared keys", "Results and score", "On pull requests"] },
  { "page": "guides/discover.md", "title": "Find what you do not watch yet", "words": ["discover", "discovery", "find certificates", "inventory of hosts", "forgotten certificates", "shadow", "not monitored", "Terraform", "Ansible", "Helm", "nginx config", "import from repository"], "headings": ["Add the entries", "Open a pull request every week", "What counts", "Certificate files", "Silence a finding", "Outputs", "See how much is watched", "Limits"] },
  { "page": "guides/network-search.md", "title": "Find TLS servers in your networks", "words": ["network scan", "nmap", "subnet", "IP range", "CIDR", "port scan", "find servers"], "headings": ["What is searched", "What counts as watched", "The entries", "Where a probe is"] },
  { "page": "guides/certificate-transparency.md", "title": "Watch for certificates you did not order", "words": ["certificate transparency", "CT log", "crt.sh", "Cert Spotter", "unknown certificate", "rogue certificate", "someone issued a certificate", "phishing", "who ordered this certificate", "certificates for subdomains"], "headings": ["What you get", "CAA records", "If it reports your own certificates", "Expect certificates that you do not deploy", "Providers", "Look at one server", "If the provider does not answer"] },
  { "page": "guides/domains.md", "title": "Domains", "words": ["domain", "domain expiry", "domain registration", "WHOIS", "RDAP", "registrar", "domain renewal", "MTA-STS", "STSv1", "DNSSEC", "RRSIG", "zone signing", "transfer lock", "registrar lock", "clientTransferProhibited", "domain hijacking"], "headings": ["How it is read", "What alerts", "Check the transfer lock", "Check MTA-STS", "Check DNSSEC signatures", "Registries without RDAP"] },
  { "page": "guides/caa.md", "title": "CAA records", "words": ["CAA", "CAA record", "allowed CA"], "headings": ["What is checked", "Look at it now", "If records cannot be looked up", "Choose a resolver"] },
  { "page": "guides/dane.md", "title": "DANE and mail", "words": ["DANE", "TLSA", "DNSSEC"], "headings": ["Choose a resolver", "What is compared", "Look at it now", "Renew without an outage"] },
  { "page": "guides/mail-servers.md", "title": "Mail servers", "words": ["mail server", "Postfix", "Dovecot", "Exchange", "IMAP", "POP3", "STARTTLS smtp", "submission", "MX"], "headings": [] },
  { "page": "reference/endpoints.md", "title": "Endpoints", "words": ["endpoint", "STARTTLS", "SNI", "SRV record", "IPv6", "load balancer", "several backends", "all addresses", "mutual TLS", "mTLS", "client certificate", "LDAP", "LDAPS", "PostgreSQL", "MySQL", "SQL Server", "RDP", "FTP", "XMPP", "IRC", "database", "port", "virtual host", "ECDSA and RSA", "connect_to", "Postgres", "web server", "Apache", "IIS", "Tomcat", "RabbitMQ", "Kafka", "Redis", "CDN", "Cloudflare", "reverse proxy", "nginx", "F5", "appliance", "network device", "certificate of a website"], "headings": ["Names and addresses", "Load balancers", "STARTTLS", "Client certificates", "Two certificates on one server", "Legacy servers", "ALPN", "Proxies", "Trust", "Allowed and denied addresses", "Name resolution", "Timeouts and retries"] },
  { "page": "guides/keystores.md", "title": "Keystores with passwords", "words": ["keystore", "JKS", "Java keystore", "PKCS12", "PKCS#12", "p12", ".pfx", "pfx", "truststore", "cacerts", "keytool", "storepass", "password protected", "code signing certificate", "Windows certificate store", "private key"], "headings": ["Several passwords", "Signing certificates in secrets", "Notes"] },
  { "page": "reference/formats.md", "title": "Formats", "words": ["format", "PEM", "DER", ".crt", ".cer", "p7b", "PKCS7", "BKS", "SAML metadata", "JWKS", "CRL file", "OpenVPN", "ovpn", "kubeconfig certificates", "supported files", "VPN certificate", "Apple certificate", "provisioning profile", "mobileprovision"], "headings": ["Locations", "Passwords", "Kubernetes", "CRLs and profiles", "SAML metadata", "Limits", "Tests"] },
  { "page": "reference/sources.md", "title": "Sources", "words": ["source", "file", "glob", "directory", "URL", "environment variable", "certificate in a secret", "base64", "expiry date by hand", "licence", "license", "API key expiry", "download", "GPG key", "SSH key", "API token expiry", "password expiry"], "headings": ["Files and globs", "Symbolic links", "URLs", "Variables", "Passwords"] },
  { "page": "guides/entry-lists.md", "title": "Large inventories from CSV and JSON Lines", "words": ["CSV list", "list of hosts", "import CSV", "thousands of hosts", "CMDB", "JSON Lines", "hosts from a spreadsheet", "large inventory", "bulk import"], "headings": ["Lists that become empty", "Disable an entry", "Columns", "CSV", "JSON Lines", "Limits"] },
  { "page": "guides/ca-portals.md", "title": "Monitor NetBox or a CA portal", "words": ["inventory", "spreadsheet", "CA portal", "NetBox", "certificates in a spreadsheet", "IPAM", "Lemur", "Netflix Lemur", "DigiCert", "CertCentral", "Venafi", "CyberArk", "TPP", "Venafi Cloud", "EJBCA", "Keyfactor", "Sectigo", "Comodo", "SCM"], "headings": ["NetBox SSL", "DigiCert CertCentral", "EJBCA", "Lemur", "Sectigo Certificate Manager", "Venafi Trust Protection Platform", "Venafi TLS Protect Cloud"] },
  { "page": "reference/inventories.md", "title": "Inventories", "words": ["REST API", "own API", "pagination", "cursor", "field mapping", "custom inventory", "JSON API"], "headings": ["Complete or failed", "An inventory that shrinks", "Labels, owners and assignments", "Items that are muted", "The same certificate in several entries", "rest: any REST API", "Presets", "csv: a spreadsheet", "github_pages: sites with a custom domain"] },
  { "page": "guides/migrate-from-netbox-ssl.md", "title": "Migrate from NetBox SSL", "words": ["NetBox SSL", "migrate from NetBox", "event rules", "netbox plugin"], "headings": ["From the NetBox SSL tutorial to here", "Migrate everything else", "Settings and terms", "Template fields", "What still differs"] },
  { "page": "guides/migrate-from-check-ssl-cert.md", "title": "Replace check_ssl_cert, a script or a workflow", "words": ["check_ssl_cert", "Nagios", "Icinga", "Zabbix", "Checkmk", "shell script", "openssl s_client", "check_http", "bash script", "replace a workflow", "hand-written workflow", "existing workflow", "own GitHub workflow", "cron workflow"], "headings": ["Options of check_ssl_cert", "A script with openssl", "Keep Nagios or Icinga", "A workflow with a list of servers and an issue", "A workflow with signing certificates in secrets, and Slack", "Switch over"] },
  { "page": "guides/kubernetes.md", "title": "Monitor a Kubernetes cluster", "words": ["Kubernetes", "k8s", "cert-manager", "TLS Secret", "ingress", "cluster", "OpenShift", "Istio", "Gateway API", "EKS", "AKS", "GKE", "cert-manager not renewing", "Route", "RBAC", "service account", "ClusterRole", "NetworkPolicy", "egress", "pod security"], "headings": ["Run it in the cluster", "Permissions", "Ports", "Image", "Failed Jobs", "Set up the service account", "What is monitored", "Secrets", "What uses a certificate", "Exclude namespaces", "If it fails"] },
  { "page": "guides/kubernetes-gitops.md", "title": "Kubernetes and GitOps", "words": ["GitOps", "Argo CD", "ArgoCD", "Flux", "sealed secrets", "manifests in git", "kustomize"], "headings": [] },
  { "page": "guides/kubernetes-control-plane.md", "title": "Monitor a Kubernetes control plane", "words": ["control plane", "kubeadm", "etcd", "kubelet", "apiserver", "admission webhook", "caBundle", "k3s", "RKE"], "headings": ["Run it on each node", "What each file is for", "New on disk, old in memory", "Other components"] },
  { "page": "guides/vault-pki.md", "title": "Monitor certificates of Vault and OpenBao", "words": ["Vault", "HashiCorp Vault", "OpenBao", "Vault PKI", "AppRole"], "headings": ["Permissions", "Log in from GitHub Actions", "Other logins", "AppRole", "Kubernetes", "What is monitored", "If it fails"] },
  { "page": "guides/aws-acm.md", "title": "Monitor AWS Certificate Manager", "words": ["AWS", "ACM", "AWS Certificate Manager", "CloudFront", "ELB", "IAM role", "OIDC AWS", "Amazon", "IAM server certificate", "classic load balancer", "SSO AWS", "AWS accounts", "IRSA", "Pod Identity"], "headings": ["GitHub Actions", "Your machine", "EKS, ECS and EC2", "Several accounts", "Server certificates in IAM", "The order of logins", "What is monitored", "If it fails"] },
  { "page": "guides/azure-key-vault.md", "title": "Monitor Azure Key Vault", "words": ["Azure", "Key Vault", "Azure Key Vault", "managed identity", "App Service certificate", "az login", "Azure subscription"], "headings": ["Permissions", "Log in from GitHub Actions", "Log in from Azure", "All logins", "All vaults of a subscription", "What is monitored", "If it fails"] },
  { "page": "guides/entra-app-credentials.md", "title": "Monitor app registrations in Microsoft Entra ID", "words": ["Entra", "Entra ID", "app registration", "client secret expiry", "Azure AD", "SAML signing certificate", "service principal"], "headings": ["Log in from GitHub Actions", "Log in from Azure", "What is monitored", "If it fails"] },
  { "page": "guides/google-cloud.md", "title": "Monitor certificates in Google Cloud", "words": ["Google Cloud", "GCP", "Certificate Manager", "Google load balancer", "workload identity federation"], "headings": ["Permissions", "Log in from GitHub Actions", "Log in from Google Cloud", "Other logins", "What is monitored", "If it fails"] },
  { "page": "guides/github-pages.md", "title": "Monitor GitHub Pages", "words": ["GitHub Pages", "custom domain of Pages", "Pages HTTPS"], "headings": ["Create the token", "What is monitored", "If it fails"] },
  { "page": "guides/organization.md", "title": "Roll out to an organization", "words": ["organization", "organisation", "hundreds of repositories", "roll out", "central repository", "overview of repositories", "required workflow", "GitHub App", "one dashboard for all"], "headings": ["1. Create the central repository", "2. Add a repository", "3. Read the overview", "Who may do what"] },
  { "page": "guides/acme.md", "title": "Let's Encrypt, certbot and other ACME clients", "words": ["ACME", "Let's Encrypt", "letsencrypt", "certbot", "lego", "acme.sh", "Caddy", "Traefik", "renewal failed", "renewal hook", "ZeroSSL", "auto renew"], "headings": ["What you get"] },
  { "page": "guides/renewal-windows.md", "title": "Renewal windows", "words": ["renewal window", "ARI", "ACME Renewal Information", "RFC 9773", "mass revocation"], "headings": ["CAs and directories", "Events", "Expected renewal"] },
  { "page": "guides/restricted-networks.md", "title": "Proxies and restricted networks", "words": ["proxy", "proxies", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SOCKS", "corporate proxy", "TLS inspection", "Zscaler", "air-gapped", "offline", "no internet", "allowlist", "407 Proxy Authentication Required", "egress", "behind a firewall", "squid", "tinyproxy", "airgap", "airgapped", "privacy", "GDPR", "data protection", "telemetry", "phone home", "security review", "outbound connections", "which hosts does it connect to"], "headings": ["Behind a proxy", "Choose proxies in the manifest", "Endpoints behind a proxy", "A proxy that inspects TLS", "What a proxy hides from certvigil", "If a connection fails", "Without internet access (air-gapped)"] },
  { "page": "guides/probes-and-shards.md", "title": "Probes and shards", "words": ["probe", "shard", "several networks", "DMZ", "self-hosted runner", "internal servers from GitHub", "parallel", "split a scan", "observe", "matrix", "remote site"], "headings": ["Probes", "Shards", "GitHub Actions", "GitLab CI", "Kubernetes", "What happens if a file is missing", "What a probe sends", "Authenticate the files"] },
  { "page": "guides/pull-requests.md", "title": "Pull requests", "words": ["pull request", "validate in CI", "fork", "review", "pre-merge check", "CODEOWNERS"], "headings": ["When the check runs", "Results", "New hosts and certificates", "Failing checks", "Base of the comparison", "Pull requests from forks"] },
  { "page": "guides/editor.md", "title": "Editors and pre-commit hooks", "words": ["VS Code", "IntelliJ", "editor", "autocomplete", "JSON schema", "schema", "pre-commit", "yaml-language-server"], "headings": ["Check every commit"] },
  { "page": "guides/fixtures.md", "title": "Test certificates that break the build", "words": ["test certificates", "fixtures", "testdata", "certificates in tests", "build breaks", "flaky build because of expiry"], "headings": ["When they are reported", "Which certificates are test certificates", "Fail a test instead", "Certificates that must be expired", "In pull requests", "Reports"] },
  { "page": "reference/presets.md", "title": "Presets", "words": ["preset", "ServiceNow", "Jira", "Splunk On-Call", "VictorOps", "GitLab alert", "CloudEvents", "mention", "@channel", "channel"], "headings": ["Customize a preset", "Mention people", "Route by label", "URLs and credentials", "Responses", "Stateful receivers"] },
  { "page": "reference/templates.md", "title": "Templates, conditions and secrets", "words": ["template", "Jinja2", "body_template", "custom message", "template variable", "escape", "condition", "filter events", "secrets", "secret", "HMAC signature", "data.days_remaining", "Jinja", "webhook signature", "sign requests"], "headings": ["Template variables", "Escaping", "Checks and limits", "Differences from Jinja2", "Requests", "Conditions", "Secrets"] },
  { "page": "reference/manifest.md", "title": "The manifest", "words": ["manifest", "certvigil.yaml", "YAML", "configuration", "config file", "example", "key", "defaults", "include", "duration", "renewal instructions"], "headings": ["How it is read", "Variables", "Durations"] },
  { "page": "reference/manifest-keys.md", "title": "All manifest keys", "words": ["all keys", "option", "setting", "all settings", "network.deny", "scan_concurrency", "expiry_warning_days", "timeout setting"], "headings": ["Any certificate", "TLS servers", "Files and keystores", "Domains, certificate transparency and dates", "Inventories", "vault_pki", "aws_acm", "aws_iam", "kubernetes", "azure_key_vault", "entra_app_credentials", "gcp_certificate_manager", "gcp_ssl_certificates", "domain", "settings", "include", "webhooks", "email", "rules", "network", "issues", "policies", "silences", "digest", "dashboard", "metrics", "discovery", "event_log", "observations"] },
  { "page": "reference/cli.md", "title": "Command line", "words": ["command line", "CLI", "command", "options", "dry run", "completion", "bash completion", "inspect", "render", "test message", "--help"], "headings": ["Commands", "scan", "observe", "validate", "test", "render", "log list", "log clear", "inspect", "digest", "forecast", "affected", "report", "export", "discover", "import", "init", "overview", "silence", "explain", "completion", "demo"] },
  { "page": "reference/output.md", "title": "Output", "words": ["exit code", "return code", "standard output", "JSON output", "output format", "environment variables", "NO_COLOR", "columns", "jq"], "headings": ["Exit codes", "Standard output and standard error", "Trace", "CSV", "JSON", "Environment variables"] },
  { "page": "reference/action.md", "title": "GitHub Action", "words": ["action", "action inputs", "action outputs", "uses", "inputs", "outputs", "reusable workflow", "job summary", "annotations"], "headings": ["Inputs", "Outputs", "Reusable workflow", "Windows and macOS runners", "Job summary", "Dry runs", "Step debugging", "Schedules", "Permissions", "Exit code"] },
  { "page": "reference/permissions.md", "title": "Permissions", "words": ["permissions", "GITHUB_TOKEN", "contents write", "least privilege", "issues write", "token scopes", "fine-grained token", "action permission denied", "GitHub permission denied"], "headings": ["Pull requests and forks", "Protected branches", "Other tokens"] },
  { "page": "reference/discovery.md", "title": "Discovery", "words": ["which files does discover read", "supported configuration files", "Caddyfile", "zone file", "HAProxy"], "headings": ["Confidence", "Kubernetes and GitOps", "Variables of Flux", "Proxies and containers", "Configuration management", "Web servers", "NixOS", "Terraform and OpenTofu", "DNS", "SAML", "Platforms and APIs", "Limits"] },
  { "page": "reference/compatibility.md", "title": "Compatibility", "words": ["compatibility", "breaking change", "semver", "semantic versioning", "deprecated", "deprecation", "downgrade", "older version", "several versions", "min_reader", "pin a version", "stable", "version 2"], "headings": ["What never breaks", "What may break in 0.x", "How something is deprecated", "The event log", "Other files"] },
  { "page": "reference/performance.md", "title": "Performance and scale", "words": ["performance", "speed", "slow", "memory", "how fast", "benchmark", "scale", "100000 certificates", "limits", "large", "how many certificates", "sizing"], "headings": ["From 1,000 to 100,000 certificates", "When to do what", "Certificate transparency", "Domains", "GitHub's limits", "Startup", "Comparisons"] },
  { "page": "comparison.md", "title": "Comparison with other tools", "words": ["comparison", "alternatives", "versus", "vs", "Uptime Kuma", "certwatch", "competitors", "why not"], "headings": ["Which tool for what", "Features", "Measured: 138 TLS servers", "Where certvigil was wrong", "Why the results differ"] },
  { "page": "reference/errors/README.md", "title": "Error codes", "words": ["error code", "error message", "what does this error mean"], "headings": [] },
  { "page": "guides/everyday-changes.md", "title": "Remove a server, pause everything, separate staging", "words": ["remove a server", "delete an entry", "decommission", "retire a server", "pause", "pause everything", "stop all alerts", "mute everything", "disable", "staging", "staging and production", "environments", "side by side", "false alarm", "false positive", "wrong alert", "free", "is it free", "open source", "MIT license", "old Node.js", "Node 18", "Node 16", "too old Node.js"], "headings": ["Remove a server", "Pause everything", "Staging and production", "A false alarm", "Does my channel still work?", "An old Node.js", "Is it free?"] },
  { "page": "how-we-know.md", "title": "How we know", "words": [], "headings": ["It reads certificates where they are", "Green means green", "It does not miss an alert", "It does not cause alert fatigue", "It checks what clients check", "It warns before a renewal fails", "It is safe", "Differences that are left", "Never tried on the real thing", "GitHub's servers", "AWS, Azure and Google Cloud", "Windows and macOS", "Slack, Teams, PagerDuty and the other receivers"] },
  { "page": "reference/errors/certificates.md", "title": "Errors: reading certificates", "words": [], "headings": [] },
  { "page": "reference/errors/cli.md", "title": "Errors: command line and action", "words": [], "headings": [] },
  { "page": "reference/errors/deliveries.md", "title": "Errors: deliveries", "words": [], "headings": [] },
  { "page": "reference/errors/event-log.md", "title": "Errors: event log", "words": [], "headings": [] },
  { "page": "reference/errors/github.md", "title": "Errors: GitHub", "words": [], "headings": [] },
  { "page": "reference/errors/manifest.md", "title": "Errors: manifest", "words": [], "headings": [] },
  { "page": "reference/errors/observations.md", "title": "Errors: probes and observations", "words": [], "headings": [] },
  { "page": "reference/errors/overview.md", "title": "Errors: overview", "words": [], "headings": [] },
  { "page": "reference/errors/policies.md", "title": "Errors: policies", "words": [], "headings": [] },
  { "page": "reference/errors/templates.md", "title": "Errors: templates", "words": [], "headings": [] },
  { "page": "reference/errors/trust.md", "title": "Errors: trust and revocation", "words": [], "headings": [] }
];

// src/cli/find-pages.ts
function findPages(query) {
  const words = listWords(query);
  const scored = PAGES.map((page, index) => ({ page, score: scorePage(words, indexed()[index] ?? EMPTY) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score > 0 && score >= best * MIN_SHARE).sort((a, b) => b.score - a.score).map(({ page }) => page);
}
var MIN_SHARE = 0.4;
var IGNORED = new Set(
  "a an and are at by can do does for from get how i if in is it my of on or our that the this to use we what with you your".split(
    " "
  )
);
function listWords(text) {
  const words = text.toLowerCase().match(/[a-z0-9_]+/g) ?? [];
  return words.filter((word) => !IGNORED.has(word)).map((word) => word.replace(/ies$/, "y").replace(/([^s])s$/, "$1"));
}
var EMPTY = { phrases: [], weights: /* @__PURE__ */ new Map() };
var WEIGHTS = { heading: 1, word: 2, title: 3 };
var fields = null;
function indexed() {
  fields ??= PAGES.map(({ title, words, headings }) => {
    const weights = /* @__PURE__ */ new Map();
    const add = (text, weight) => {
      for (const word of listWords(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
    };
    for (const heading of headings) add(heading, WEIGHTS.heading);
    for (const word of words) add(word, WEIGHTS.word);
    add(title, WEIGHTS.title);
    return { phrases: [title, ...words].map(listWords), weights };
  });
  return fields;
}
function scorePage(words, { phrases, weights }) {
  const found = words.map((word) => (weights.get(word) ?? 0) * computeRarity(word));
  const contained = phrases.filter((phrase2) => phrase2.length > 0 && phrase2.every((word) => words.includes(word)));
  const phrase = Math.max(0, ...contained.map((list2) => list2.reduce((sum, word) => sum + computeRarity(word), 0)));
  const isExact = contained.some((list2) => list2.length === words.length);
  return found.reduce((sum, score) => sum + score, 0) + PHRASE_WEIGHT * phrase * (isExact ? 2 : 1);
}
var PHRASE_WEIGHT = 2;
function computeRarity(word) {
  const pages = indexed().filter(({ weights }) => weights.has(word)).length;
  return pages === 0 ? 0 : Math.log(1 + PAGES.length / pages);
}

// src/cli/commands/explain.ts
async function runExplainCommand({ words }, io) {
  const { columns } = getTableLayout(io);
  const texts = words.map((word) => explainCode(word, columns));
  const areCodes = texts.every((text) => text !== null);
  io.stdout(areCodes ? texts.join("\n") : listAnswers(words.join(" ").trim(), columns));
  return 0;
}
function explainCode(operand, columns) {
  const code = /\[([a-z0-9-]+)\]/.exec(operand)?.[1] ?? operand.trim().toLowerCase();
  const found = getOwn(ERROR_TEXTS, code);
  if (found === void 0) return null;
  return `${code}

${reflow(formatPlainMarkdown(found.text), columns)}

More: ${found.page}
`;
}
function listAnswers(phrase, columns) {
  const similar = phrase.includes("-") && !phrase.includes(" ") ? suggest(phrase, Object.keys(ERROR_TEXTS)) : void 0;
  if (similar !== void 0) throw createUnknownCodeError(`unknown error code "${phrase}"`, `Did you mean ${similar}?`);
  const pages = findPages(phrase).slice(0, MAX_PAGES);
  const codes = findMentions(phrase);
  if (pages.length === 0 && codes.length === 0)
    throw createUnknownCodeError(
      `no error code or page is about "${phrase}"`,
      "Use a code as messages show it in brackets, or a word such as proxy. docs/README.md lists the pages."
    );
  const width = Math.max(...pages.map(({ page }) => page.length));
  const lines = pages.map(({ page, title }) => `docs/${page.padEnd(width)}  ${title}
`);
  if (codes.length === 0) return lines.join("");
  const mentions = `Error codes that mention it: ${truncateList(codes, MAX_MENTIONS)}. Run: certvigil explain ${codes[0]}`;
  return [...lines, ...lines.length === 0 ? [] : ["\n"], wrapAfter("", mentions, columns)].join("");
}
function reflow(markdown, columns) {
  if (columns === Number.POSITIVE_INFINITY) return markdown;
  const wrapItem2 = (item) => {
    const mark = /^(?:- |\d+\. )/.exec(item)?.[0] ?? "";
    return wrapAfter(mark, item.slice(mark.length).replaceAll("\n", " "), columns).trimEnd();
  };
  return markdown.split(/(```[\s\S]*?```|\n\n|\n(?=- |\d+\. ))/).map((part, index) => index % 2 === 1 || part.trim() === "" ? part : wrapItem2(part.trim())).join("");
}
function createUnknownCodeError(message, hint) {
  return new AppError("unknown-code", message, { hint });
}
var MAX_PAGES = 3;
var MAX_MENTIONS = 8;
function findMentions(operand) {
  const phrase = operand.toLowerCase();
  const slug = phrase.replace(/[\s_]+/g, "-");
  if (phrase.length < MIN_PHRASE_LENGTH) return [];
  const mentions = Object.entries(ERROR_TEXTS).filter(
    ([code, { text }]) => code.includes(slug) || text.replace(/\s+/g, " ").toLowerCase().includes(phrase)
  );
  return mentions.map(([code]) => code).sort((a, b) => Number(b.includes(slug)) - Number(a.includes(slug)));
}
var MIN_PHRASE_LENGTH = 3;

// src/app/reports/obsolete-parts.ts
import { closeSync, lstatSync, openSync, readSync, rmSync } from "node:fs";
import path4 from "node:path";

// src/report/export/split-rows.ts
function splitRows(rows, file, size) {
  const count = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: count }, (_, index) => ({
    file: createPartName(file, index + 1),
    rows: rows.slice(index * size, (index + 1) * size)
  }));
}
function createPartName(file, part) {
  const [, name = file, extension = ""] = /^(.*?)(\.[^./\\]+)?$/s.exec(file) ?? [];
  return `${name}-${part}${extension}`;
}

// src/app/reports/obsolete-parts.ts
function removeObsoleteParts(file, count, header, cwd) {
  const parts = { removed: [], kept: [] };
  for (let number = count + 1; ; number += 1) {
    const name = createPartName(file, number);
    const absolute = path4.resolve(cwd, name);
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === void 0) return parts;
    const isRemoved = stats.isFile() && removePart(absolute, Buffer.from(header));
    (isRemoved ? parts.removed : parts.kept).push(name);
  }
}
function removePart(file, header) {
  try {
    if (!readStart(file, header.length).equals(header)) return false;
    rmSync(file);
    return true;
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
    return false;
  }
}
function readStart(file, length) {
  const start = Buffer.alloc(length);
  const descriptor = openSync(file, "r");
  try {
    return start.subarray(0, readSync(descriptor, start, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

// src/app/reports/report-from-log.ts
import { randomUUID } from "node:crypto";
async function reportFromLog(manifest, request, now, io) {
  const { log } = await openEventLog(selectLogSettings(manifest), request, io);
  const { entries, included = [] } = manifest;
  const comparison = compareWithLog({ log, entries, readings: [], covers: () => true, now });
  const policies = createPolicyEvaluator(manifest.policies);
  const transparency = evaluateIssuances(comparison, now);
  const getVerdict = evaluateSubjects(comparison, now, policies, {
    transparency,
    schedule: resolveSchedule(log.scans.recent ?? [])
  });
  const scan = { ...createScanContext(now, io), scan_id: log.scans.last?.id ?? randomUUID() };
  const plan = { events: [], deliveries: [] };
  const coverage = computeCoverage({
    ...COMPLETE_RUN,
    entries: entries.filter(({ enabled }) => enabled),
    reads: () => false,
    listLocations: comparison.listLocations,
    log,
    now,
    hasRules: hasRules(manifest.rules),
    silences: manifest.silences,
    reasons: listLostIncludeReasons(findLostIncludes(log, { entries, included }))
  });
  const evaluated = { comparison, getVerdict, transparency };
  const certificates = buildReportCertificates({
    ...evaluated,
    ...policies && { evaluateUnread: policies.evaluateUnread }
  });
  const shown = { ...evaluated, certificates, entries, policies: manifest.policies };
  const unmonitored = buildUnmonitored(entries, []);
  const report = buildReport({ scan, dry_run: true, ...shown, coverage, unmonitored, plan, receipts: [] });
  return { manifest, report, digest: null, log, read_at: log.scans.last?.scanned_at ?? null };
}

// src/report/export/netbox.ts
var NETBOX_TABLE = {
  columns: {
    common_name: (one) => one.common_name,
    serial_number: ({ serial_number }) => separateBytes(serial_number ?? ""),
    issuer: (one) => one.issuer,
    valid_from: ({ valid_from }) => valid_from === null ? null : formatDay(valid_from),
    valid_to: ({ valid_to }) => valid_to === null ? null : formatDay(valid_to),
    fingerprint_sha256: ({ fingerprint_sha256 }) => separateBytes(fingerprint_sha256 ?? ""),
    algorithm: ({ key_algorithm }) => ALGORITHMS[key_algorithm ?? ""] ?? "unknown",
    key_size: (one) => one.key_size,
    status: ({ status, revocation }) => revocation?.status === "revoked" ? "revoked" : status === "expired" ? "expired" : "active",
    sans: ({ sans }) => sans.join(";"),
    tenant: (one) => one.tenant
  }
};
var ALGORITHMS = { RSA: "rsa", EC: "ecdsa", Ed25519: "ed25519" };
function separateBytes(hex) {
  const padded = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (padded.toUpperCase().match(/../g) ?? []).join(":");
}
var REQUIRED = ["common_name", "serial_number", "issuer", "valid_from", "valid_to", "fingerprint_sha256"];
function selectForNetBox(certificates) {
  const isComplete = (one) => REQUIRED.every((field) => one[field] !== null && one[field] !== "");
  const used = certificates.filter(({ kind }) => kind !== "fixture");
  const complete2 = used.filter(isComplete);
  const distinct = groupBy(complete2, ({ issuer, serial_number }) => `${issuer} ${serial_number}`);
  return {
    rows: [...distinct.values()].flatMap((group) => group.slice(0, 1)),
    skipped: used.length - complete2.length
  };
}

// src/cli/commands/export.ts
async function runExportCommand(options, io) {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { only, format } = options;
  const now = options.now ?? io.now();
  const { certificates } = await collect(manifest, options, now, io);
  const isSelected = createGlobMatcher(only.length === 0 ? ["*"] : only);
  const selected = certificates.filter(({ certificate }) => isSelected(certificate));
  if (csv !== null) await write(selected, csv, options, io);
  else if (format === "json") await write(selected, (rows) => renderExport(rows, now), options, io);
  else await exportForNetBox(selected, options, io);
  return 0;
}
async function write(rows, render, options, io) {
  const { output, split, quiet, format } = options;
  if (output === null) return (format === "json" ? printPieces : printRecords)(render(rows), io);
  if (split !== null) await writeParts(rows, render, { output, split, quiet }, io);
  else await writePart({ file: output, rows }, render, quiet, io);
}
async function writePart({ file, rows }, render, quiet, io) {
  await writeReport("export", render(rows), file, io);
  if (!quiet) io.stderr(`${formatCount(rows.length, "certificate")} in ${file}
`);
}
async function writeParts(rows, render, { output, split, quiet }, io) {
  const parts = splitRows(rows, output, split);
  for (const part of parts) await writePart(part, render, quiet, io);
  const header = io.mask([...render([])].join(""));
  const { removed, kept } = removeObsoleteParts(output, parts.length, header, io.cwd);
  if (!quiet) for (const file of removed) io.stderr(`Removed ${file}, which an earlier export wrote.
`);
  for (const file of kept)
    io.stderr(
      `Warning: ${file} is not part of this export. It was kept, because it has other columns or cannot be removed. Do not import it.
`
    );
}
function renderExport(certificates, now) {
  return renderJsonPieces({ version: 1, exported_at: formatIsoTime(now), certificates });
}
async function collect(manifest, options, now, io) {
  const { scan, only, quiet } = options;
  const log = resolveLogRequest(options, io);
  if (scan) {
    const onProgress = createProgress(quiet, io);
    const run2 = { log, now, dry_run: true, ignore_cooldown: false, only, onProgress };
    return (await runScan(manifest, run2, io)).report;
  }
  const run = await reportFromLog(manifest, log, now, io);
  if (run.read_at === null && !quiet)
    io.stderr(
      "No scan has been recorded yet, so nothing is known. Run `certvigil scan`, or add --scan to read the certificates now.\n"
    );
  return run.report;
}
var NETBOX_ROWS = 100;
async function exportForNetBox(certificates, options, io) {
  const { quiet, split } = options;
  const { rows, skipped } = selectForNetBox(certificates);
  if (skipped > 0 && !quiet)
    io.stderr(
      `${formatCount(skipped, "certificate")} left out: NetBox needs issuer, serial number, fingerprint and both dates.
`
    );
  if (split === null && rows.length > NETBOX_ROWS && !quiet)
    io.stderr(
      `${rows.length} rows: NetBox SSL imports ${NETBOX_ROWS} at a time by default. Add --output FILE --split ${NETBOX_ROWS}.
`
    );
  await write(rows, createCsvRenderer(NETBOX_TABLE, null), options, io);
}

// src/report/forecast/csv.ts
var FORECAST_TABLE = {
  columns: {
    period: ({ period }) => period,
    certificate: ({ expiry, unread }) => expiry?.certificate ?? unread?.certificate ?? null,
    display_name: ({ expiry }) => expiry?.display_name ?? null,
    common_name: ({ expiry }) => expiry?.common_name ?? null,
    valid_to: ({ expiry }) => expiry?.valid_to ?? null,
    days_remaining: ({ expiry }) => expiry?.days_remaining ?? null,
    owner: ({ expiry }) => expiry?.owner ?? null,
    locations: ({ expiry, unread }) => expiry?.locations.join("; ") ?? unread?.location ?? null,
    renewals_today: ({ cost }) => computeRenewals(cost, "today"),
    renewals_200_days: ({ cost }) => computeRenewals(cost, "days_200"),
    renewals_100_days: ({ cost }) => computeRenewals(cost, "days_100"),
    renewals_47_days: ({ cost }) => computeRenewals(cost, "days_47"),
    error: ({ unread }) => unread?.error.code ?? null,
    error_detail: ({ unread }) => unread?.error.detail ?? null
  }
};
function listForecastRows({ expiries, renewals, unread }) {
  const costs = new Map([...renewals.exempt, ...renewals.entries].map((cost) => [cost.certificate, cost]));
  const toRows = (period, listed) => listed.map((expiry) => ({ period, expiry, unread: null, cost: costs.get(expiry.certificate) }));
  return [
    ...toRows("expired", expiries.expired),
    ...expiries.months.flatMap(({ month, certificates }) => toRows(month, certificates)),
    ...toRows("later", expiries.later),
    ...unread.map((one) => ({ period: "unread", expiry: null, unread: one, cost: void 0 }))
  ];
}
function computeRenewals(cost, limit) {
  const total = cost?.renewals[limit] ?? null;
  return total === null || cost === void 0 ? null : Math.round(total / cost.certificates * 100) / 100;
}

// src/report/forecast/thresholds.ts
var EFFECT_LABELS = {
  fits: "fits",
  capped: "capped",
  early: "too early",
  silent: "never",
  lifelong: "always"
};
var EXPLANATIONS = [
  [
    "early",
    "too early: crossed with more than a third of the lifetime left, before a renewal is due. Every healthy certificate crosses it before each renewal."
  ],
  [
    "silent",
    "never: not shorter than the whole lifetime. It is crossed when the certificate is issued, so it is ignored and sends no notification."
  ],
  ["lifelong", "always: the certificate has this status for its whole lifetime."]
];
var SETTING_LABELS = {
  expiry_scan_thresholds: "threshold",
  expiry_warning_days: "warning",
  expiry_critical_days: "critical"
};
var MAX_ROWS2 = 20;
var MAX_NAMES = 3;
function buildThresholdSection({ thresholds, limits }) {
  const explicit = thresholds.filter((one) => !one.default);
  const columns = [
    { title: "Setting", cell: ({ setting }) => SETTING_LABELS[setting] },
    {
      title: "Value",
      align: "right",
      cell: ({ configured: value }) => typeof value === "number" ? `${value} d` : value
    },
    {
      title: "Use",
      cell: ({ suggestion }) => suggestion === null ? null : { mark: "good", text: `"${suggestion}"` }
    },
    { title: "Today", cell: ({ effects }) => formatEffect(effects.today) },
    ...limits.map(({ limit, days }) => {
      return { title: `${days} days`, cell: ({ effects }) => formatEffect(effects[limit]) };
    }),
    {
      title: "Certificates",
      shorten: "end",
      cell: ({ certificates }) => quoteName(formatShortNames(certificates, MAX_NAMES))
    }
  ];
  const occurring = new Set(explicit.flatMap(({ effects }) => Object.values(effects)));
  const notes = [
    ...EXPLANATIONS.flatMap(([effect, explanation]) => occurring.has(effect) ? [explanation] : []),
    ...explicit.length === 0 ? [] : ["A percentage suits any lifetime: set the value in the column USE."],
    ...thresholds.length > explicit.length ? [DEFAULTS_NOTE] : []
  ];
  const table = explicit.length === 0 ? [] : [createTable(columns, explicit, { limit: MAX_ROWS2 })];
  return { title: "Thresholds", blocks: [...table, ...notes.map((note) => createParagraph(note))] };
}
function formatEffect(effect) {
  if (effect === null) return null;
  return effect === "fits" ? EFFECT_LABELS.fits : { mark: "caution", text: EFFECT_LABELS[effect] };
}
var DEFAULTS_NOTE = 'Defaults need no change: thresholds and warning are capped at 25% of the lifetime, critical at 12.5%. Thresholds capped to the same day send one alert. To get several, set for example expiry_scan_thresholds: ["25%", "10%"].';
function formatShortNames(names, max) {
  const omitted = names.length - max;
  return names.slice(0, max).join(", ") + (omitted > 0 ? `, +${omitted}` : "");
}

// src/report/forecast/document.ts
var MAX_ROWS3 = 20;
var MAX_NAMES2 = 8;
var MAX_BAR_LENGTH = 20;
var decimal = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
function buildForecastDocument(forecast2) {
  return createDocument("Forecast", {
    lead: [createParagraph(formatHeadline2(forecast2))],
    sections: [
      buildMonthSection(forecast2),
      ...buildRenewalSections(forecast2),
      buildThresholdSection(forecast2),
      buildRareScanSection(forecast2),
      buildReadFailureSection(forecast2.unread)
    ],
    rest: { terminal: "--format json shows all" }
  });
}
function buildRareScanSection({ scan_too_rare = [] }) {
  const lines = scan_too_rare.map(({ certificates, detail }) => {
    return createParagraph(
      quoteMessage(`Scans are too rare for ${formatShortNames(certificates, MAX_NAMES2)}: ${detail}`)
    );
  });
  return { blocks: lines };
}
function listMonthColumns(most) {
  const count = ({ expiries }) => expiries.length === 0 ? "-" : formatNumber(expiries.length);
  const withMark = (text, { mark }) => mark === void 0 ? text : { mark, text };
  return [
    { title: "Month", cell: (period) => withMark(period.name, period) },
    { title: "Expiring", align: "right", cell: (period) => withMark(count(period), period) },
    {
      title: "",
      cell: ({ expiries, isMonth }) => "\u2588".repeat(isMonth ? Math.ceil(expiries.length / most * MAX_BAR_LENGTH) : 0)
    },
    { title: "Day and certificate", shorten: "end", cell: (period) => quoteName(formatNames(period)) }
  ];
}
function buildMonthSection({ expiries, summary }) {
  if (summary.certificates === summary.unknown) return { blocks: [] };
  const { expired, months, later } = expiries;
  const most = Math.max(MAX_BAR_LENGTH, ...months.map(({ certificates }) => certificates.length));
  const periods = [
    ...expired.length === 0 ? [] : [{ name: "expired", expiries: expired, isMonth: false, mark: "bad" }],
    ...months.map(({ month, certificates }) => ({ name: month, expiries: certificates, isMonth: true })),
    ...later.length === 0 ? [] : [{ name: "later", expiries: later, isMonth: false }]
  ];
  return { blocks: [createTable(listMonthColumns(most), periods), ...describeBusiestMonth(months)] };
}
function formatNames({ expiries, isMonth }) {
  const names = expiries.map(
    ({ display_name, valid_to }) => isMonth ? `${formatDay(valid_to).slice(-2)} ${display_name}` : display_name
  );
  return formatShortNames([...new Set(names)], MAX_NAMES2);
}
function describeBusiestMonth(months) {
  const [busiest] = months.toSorted((a, b) => b.certificates.length - a.certificates.length);
  if (busiest === void 0 || busiest.certificates.length < 2) return [];
  const { month, certificates } = busiest;
  const byEntry = [...groupBy(certificates, ({ certificate }) => certificate)].map(([entry, group]) => {
    const days = [...new Set(group.map(({ valid_to }) => formatDay(valid_to)))].sort(compareText);
    const when = days.length === 1 ? `all on ${days[0]}` : `${days[0]} to ${days.at(-1)}`;
    return {
      count: group.length,
      text: group.length === 1 ? entry : `${entry} (${formatNumber(group.length)}, ${when})`
    };
  });
  const named = byEntry.toSorted((a, b) => b.count - a.count).map(({ text }) => text);
  const names = truncateList(named, MAX_NAMES2);
  return [
    createParagraph(quoteMessage(`Busiest month: ${month}, with ${formatSubjectCount(certificates)}: ${names}.`))
  ];
}
function buildRenewalSections(forecast2) {
  const { entries, exempt, unknown } = forecast2.renewals;
  const tables = [
    ...entries.length === 0 ? [] : [buildLimitedTable(forecast2)],
    ...exempt.length === 0 ? [] : [createTable(listCostColumns("Exempt from the limits"), exempt, { limit: MAX_ROWS3 })]
  ];
  const notes = [
    ...tables.length === 0 ? [] : ["Assumes renewal after two thirds of the lifetime.", formatLimits(forecast2)],
    ...exempt.length === 0 ? [] : [EXEMPT_NOTE],
    ...unknown === 0 ? [] : [
      `Not counted: ${formatCount(unknown, "certificate")} without a known lifetime, such as a hard-coded expiry date.`
    ]
  ].map((note) => createParagraph(note));
  const sections = tables.map((table) => ({ blocks: [table] }));
  const last = sections.pop();
  return notes.length === 0 ? [] : [...sections, { blocks: [...last?.blocks ?? [], ...notes] }];
}
var EXEMPT_NOTE = "Exempt from the limits: certificates that are self-signed, have a chain to a CA of a ca_file, or exceeded the limit when they were issued. A private CA sets its own limits.";
function buildLimitedTable({ renewals: { entries, total }, limits }) {
  const steps = limits.map(({ limit, days }) => {
    return { title: `${days} days`, align: "right", cell: ({ renewals }) => formatFigure(renewals[limit]) };
  });
  const certificates = entries.reduce((sum, one) => sum + one.certificates, 0);
  const figures = [total.today, ...limits.map(({ limit }) => total[limit])].map(formatFigure);
  return createTable([...listCostColumns("Renewals per year"), ...steps], entries, {
    limit: MAX_ROWS3,
    ...entries.length > 1 && { total: { cells: ["total", certificates, "", ...figures], mark: "strong" } }
  });
}
function listCostColumns(title) {
  return [
    { title, shorten: "end", cell: ({ certificate }) => quoteName(certificate) },
    { title: "Certs", align: "right", cell: ({ certificates }) => certificates },
    { title: "Lifetime", align: "right", cell: ({ lifetime_days }) => formatLifetime(lifetime_days) },
    { title: "Today", align: "right", cell: ({ renewals }) => formatFigure(renewals.today) }
  ];
}
function formatLifetime({ shortest, longest }) {
  return `${[.../* @__PURE__ */ new Set([shortest, longest])].map(formatNumber).join("-")} d`;
}
function formatFigure(value) {
  return value === null ? null : decimal.format(value);
}
function formatLimits({ limits, forecast_at }) {
  const steps = limits.map(({ days, effective_from }) => {
    return `${days} ${Date.parse(effective_from) <= Date.parse(forecast_at) ? "since" : "from"} ${effective_from}`;
  });
  return `Maximum lifetime in days that browsers accept: ${steps.join(", ")} (CA/Browser Forum ballot SC-081v3).`;
}
function formatHeadline2({ summary, expiries }) {
  const { certificates, expired, within_months, later, unknown } = summary;
  if (certificates === 0) return "No certificates read: no entry in the manifest is enabled and selected.";
  const last = expiries.months.at(-1)?.month ?? "";
  const parts = [
    [expired, "expired"],
    [within_months, `${within_months === 1 ? "expires" : "expire"} by the end of ${last}`],
    [later, "later"],
    [unknown, "could not be read"]
  ];
  const shown = parts.filter(([number]) => number > 0).map(([number, text]) => `${formatNumber(number)} ${text}`);
  const all = [...expiries.expired, ...expiries.months.flatMap((month) => month.certificates), ...expiries.later];
  const total = unknown > 0 ? formatCount(certificates, "certificate") : formatSubjectCount(all);
  return `${total}: ${shown.join(", ")}.`;
}

// src/cli/commands/forecast.ts
async function runForecastCommand(options, io) {
  const csv = createCsvOutput(options, FORECAST_TABLE);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { months, only, quiet, format } = options;
  const now = options.now ?? io.now();
  const onProgress = createProgress(quiet, io);
  const log = resolveLogRequest(options, io);
  const { report } = await runScan(manifest, { log, now, dry_run: true, ignore_cooldown: false, only, onProgress }, io);
  const forecast2 = forecast({ certificates: report.certificates, entries: manifest.entries, now, months });
  if (format === "json") io.stdout(renderJson(forecast2));
  else if (csv !== null) await printRecords(csv(listForecastRows(forecast2)), io);
  else if (!quiet) io.stdout(renderTerminal(buildForecastDocument(forecast2), getTableLayout(io)));
  return 0;
}

// src/app/import/run.ts
import { existsSync } from "node:fs";
import path7 from "node:path";

// src/import/prometheus/regex.ts
async function loadRegexCompiler() {
  const engine = await import("./re2js.js");
  return (source) => compileAnchored(source, engine);
}
function compileAnchored(source, { RE2JS, RE2JSException }) {
  try {
    const regex = RE2JS.compile(`^(?s:${source})$`);
    return {
      matches: (text) => regex.matcher(text).find(),
      expand: (text, template) => {
        const matcher = regex.matcher(text);
        if (!matcher.find()) return null;
        return template.replace(
          TEMPLATE,
          (_, dollar, braced, bare) => dollar === void 0 ? readGroup(matcher, braced ?? bare) : "$"
        );
      }
    };
  } catch (error) {
    if (error instanceof RE2JSException) return null;
    throw error;
  }
}
var TEMPLATE = /\$(?:(\$)|\{(\w+)\}|(\w+))/g;
function readGroup(matcher, name) {
  const isNumber = /^\d+$/.test(name);
  if (isNumber && Number(name) > matcher.groupCount()) return "";
  if (!isNumber && !Object.hasOwn(matcher.pattern().namedGroups(), name)) return "";
  return matcher.group(isNumber ? Number(name) : name) ?? "";
}

// src/import/types.ts
function toDomainTarget({ name, entry, origin, receivers }) {
  const { endpoint = "", labels, enabled } = entry;
  const domain = endpoint.replace(/:\d+$/, "");
  const more = { ...labels !== void 0 && { labels }, ...enabled === false && { enabled } };
  return { name, entry: { domain, ...more }, origin, receivers };
}
function createLabels(pairs) {
  const used = pairs.flatMap(
    ([name, value]) => name === "" || value === null || value === "" ? [] : [[name, value]]
  );
  return used.length === 0 ? {} : { labels: Object.fromEntries(used) };
}
function joinImported(parts) {
  return {
    targets: parts.flatMap(({ targets }) => targets),
    receivers: parts.flatMap(({ receivers }) => receivers),
    leftOut: parts.flatMap(({ leftOut }) => leftOut)
  };
}
var NOTHING = { targets: [], receivers: [], leftOut: [] };

// src/app/import/plan.ts
function planImport({ targets, receivers: found, leftOut, findDomain }, existing) {
  const merged = mergeTargets(targets.map((target) => toRegisteredDomain(target, findDomain)));
  const watchers = indexWatchers(existing ?? { entries: [] }, null);
  const compared = merged.map((target) => ({
    target,
    watched_by: watchers.find(toSought(target.entry))?.name ?? null
  }));
  const added = compared.filter(({ watched_by }) => watched_by === null).map(({ target }) => target);
  const names = nameEntries(added, existing);
  const used = new Set(targets.flatMap((target) => target.receivers));
  const isUsed = ({ kind, name }) => kind === "issues" || used.has(name);
  const receivers = found.filter(isUsed);
  const planned = planReceivers(receivers, existing);
  return {
    entries: compared.map(
      ({ target, watched_by }) => ({
        entry: { name: watched_by ?? names.get(target) ?? "", ...target.entry },
        state: watched_by === null ? "added" : "watched",
        watched_by,
        ...target.origin
      })
    ),
    receivers: planned,
    rules: planRules(added, { names, receivers: planned, existing }),
    variables: planned.flatMap(({ state, name }) => {
      const receiver = receivers.find((one) => one.name === name);
      if (state === "exists" || receiver === void 0) return [];
      return receiver.variables.map((variable) => ({ ...variable, receiver: name, ...receiver.origin }));
    }),
    left_out: [...leftOut, ...listUnused(found, isUsed), ...listSilent(added, { names, receivers: planned })].map(
      ({ what, reason, origin }) => ({ what, reason, ...origin })
    )
  };
}
function listUnused(found, isUsed) {
  return found.filter((receiver) => !isUsed(receiver)).map(({ name, origin }) => ({
    what: `the receiver ${name}`,
    reason: "nothing that was imported notifies it",
    origin
  }));
}
function listSilent(added, { names, receivers }) {
  const known = new Set(receivers.map(({ name }) => name));
  if (known.size === 0 || receivers.some(({ kind }) => kind === "issues")) return [];
  const silent = added.filter(
    ({ receivers: notified, entry }) => entry.enabled !== false && !notified.some((name) => known.has(name))
  );
  return silent.map((target) => ({
    what: `alerts about ${names.get(target)}`,
    reason: "nobody gets them, as before: add the entry to a rule",
    origin: target.origin
  }));
}
function toRegisteredDomain(target, findDomain) {
  const { domain } = target.entry;
  if (domain === void 0) return target;
  const registered = findDomain(toAsciiHost(domain)) ?? domain;
  return { ...target, name: `domain-${registered}`, entry: { ...target.entry, domain: registered } };
}
function mergeTargets(targets) {
  const groups = groupBy(targets, ({ entry }) => identify(entry));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === void 0) return [];
    const { enabled, ...entry } = first.entry;
    const isDisabled = same.every((one) => one.entry.enabled === false);
    const receivers = [...new Set(same.flatMap((one) => one.receivers))];
    return [{ ...first, receivers, entry: { ...entry, ...isDisabled && { enabled: false } } }];
  });
}
function identify({ endpoint, domain, server_name, connect_to }) {
  if (endpoint === void 0) return `domain ${domain}`;
  const parsed = parseEndpoint(endpoint);
  return JSON.stringify(["location" in parsed ? parsed.location : endpoint, server_name, connect_to]);
}
function toSought({ endpoint, domain }) {
  if (endpoint === void 0) return { kind: "domain", name: domain ?? "" };
  const parsed = parseEndpoint(endpoint);
  if ("problem" in parsed) return { kind: "host", name: endpoint, port: null };
  return { kind: "host", name: parsed.host.toLowerCase(), port: parsed.port };
}
function nameEntries(added, existing) {
  const proposed = added.map(({ name, entry }) => ({
    name: toEntryName(
      name.split("/").map((part) => part.trim()).join("-")
    ) || toEntryName(entry.endpoint ?? entry.domain ?? "")
  }));
  const named = assignUniqueNames(proposed, existing?.entries.map(({ name }) => name) ?? []);
  return new Map(added.map((target, index) => [target, named[index]?.name ?? ""]));
}
function planReceivers(receivers, existing) {
  const known = /* @__PURE__ */ new Set([
    ...existing?.webhooks.map(({ name }) => `webhook ${name}`) ?? [],
    ...existing?.emails.map(({ name }) => `email ${name}`) ?? [],
    // A rule that opens issues needs no other.
    ...existing?.rules.some(({ actions }) => actions.some(({ kind }) => kind === "issue")) ? ["issues issues"] : []
  ]);
  const distinct = [...groupBy(receivers, ({ kind, name }) => `${kind} ${kind === "issues" ? "issues" : name}`)];
  return distinct.flatMap(
    ([key, [first]]) => first === void 0 ? [] : [
      {
        kind: first.kind,
        name: first.name,
        fields: { ...first.fields },
        state: known.has(key) ? "exists" : "added",
        ...first.origin
      }
    ]
  );
}
function planRules(added, { names, receivers, existing }) {
  const usable = new Map(
    receivers.filter(({ kind }) => kind !== "issues").map(({ kind, name }) => [name, { [kind]: name }])
  );
  const listActions = (target) => target.receivers.filter((name) => usable.has(name)).sort(compareText);
  const groups = [...groupBy(added, (target) => listActions(target).join("\n"))].filter(([key]) => key !== "");
  const isForAll = groups.length === 1 && existing === null && groups[0]?.[1].length === added.length;
  const taken = new Set(existing?.rules.map(({ name }) => name) ?? []);
  return groups.map(([key, targets]) => ({
    name: claimName("imported", taken),
    ...!isForAll && { match: { names: targets.map((target) => names.get(target) ?? "") } },
    actions: key.split("\n").map((name) => usable.get(name))
  }));
}
function claimName(base, taken) {
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  taken.add(name);
  return name;
}

// src/app/import/read-files.ts
import { readdirSync } from "node:fs";
import path6 from "node:path";

// src/import/located.ts
var MAX_LEVELS = 100;
var MalformedError = class extends Error {
};
function parseYamlDocuments(text) {
  if (isTooDeep(text)) throw new MalformedError("it has too many levels");
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const documents = runWithoutStackTraces(() => parseAllDocuments(text, options));
  if (!Array.isArray(documents)) return [];
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== void 0) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new MalformedError(`line ${line}, column ${col} is not valid YAML`);
  }
  return documents.map(
    ({ contents }) => convertNode(contents, { lines, anchors: /* @__PURE__ */ new Map(), level: 0 })
  );
}
function convertNode(node, conversion) {
  if (conversion.level > MAX_LEVELS) throw new MalformedError("it has too many levels");
  const line = node?.range ? conversion.lines.linePos(node.range[0]).line : null;
  if (isAlias(node)) return conversion.anchors.get(node.source) ?? { line, value: null };
  const located = { line, value: convertValue(node, { ...conversion, level: conversion.level + 1 }) };
  if (node?.anchor) conversion.anchors.set(node.anchor, located);
  return located;
}
function convertValue(node, conversion) {
  if (isSeq(node)) return node.items.map((item) => convertNode(item, conversion));
  if (isMap(node)) {
    const pairs = node.items.map(
      ({ key, value }) => [isScalar(key) ? String(key.value) : "", convertNode(value, conversion)]
    );
    const merged = pairs.flatMap(([key, { value }]) => key === "<<" && value instanceof Map ? [...value] : []);
    return new Map([...merged, ...pairs.filter(([key]) => key !== "<<")]);
  }
  return isScalar(node) ? toScalar(node.value) : null;
}
function toScalar(value) {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === void 0 ? null : String(value);
}
function parseJson(text) {
  try {
    return convertJson(JSON.parse(text), 0);
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedError("it is not valid JSON");
    throw error;
  }
}
function convertJson(value, level) {
  if (level > MAX_LEVELS) throw new MalformedError("it has too many levels");
  if (Array.isArray(value)) return { line: null, value: value.map((one) => convertJson(one, level + 1)) };
  if (typeof value !== "object" || value === null) return { line: null, value: toScalar(value) };
  return {
    line: null,
    value: new Map(Object.entries(value).map(([key, one]) => [key, convertJson(one, level + 1)]))
  };
}
function select(node, ...keys) {
  let found = node ?? null;
  for (const key of keys) found = found?.value instanceof Map ? found.value.get(key) ?? null : null;
  return found;
}
function listItems(node) {
  return Array.isArray(node?.value) ? node.value : [];
}
function listPairs(node) {
  return node?.value instanceof Map ? [...node.value] : [];
}
function readText2(node, ...keys) {
  const value = select(node, ...keys)?.value;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  return String(value).trim() || null;
}
function isSet(node, ...keys) {
  return /^(?:true|1)$/i.test(readText2(node, ...keys) ?? "");
}
function isUnset(node, ...keys) {
  return /^(?:false|0)$/i.test(readText2(node, ...keys) ?? "");
}

// src/import/servers.ts
var TLS_PORTS = {
  ...{ https: 443, wss: 443, tls: 443, ssl: 443, tcps: 443, grpcs: 443, "grpc+tls": 443, h2: 443, h3: 443 },
  ...{ smtps: 465, nntps: 563, ldaps: 636, dot: 853, ftps: 990, imaps: 993, pop3s: 995 },
  ...{ sips: 5061, amqps: 5671, rediss: 6379, ircs: 6697, mqtts: 8883, "ssl+mqtt": 8883 }
};
var STARTTLS_SCHEMES = { starttls: "smtp" };
var PLAIN_SCHEMES = {
  http: "plain HTTP has no certificate; if it redirects to HTTPS, add the server itself",
  ws: "a WebSocket without TLS has no certificate",
  tcp: "a TCP connection without TLS has no certificate",
  udp: "UDP has no certificate",
  icmp: "a ping has no certificate",
  ping: "a ping has no certificate",
  ssh: "SSH has no certificate of TLS",
  dns: "plain DNS has no certificate",
  file: "it is a file: add an entry with file"
};
function parseServer(text, { isTls = false, starttls = null } = {}) {
  if (/^\$|^\{\{/.test(text)) return { reason: describeProblem(text) };
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (scheme === void 0 || rest === void 0) {
    if (!isTls && starttls === null) return { reason: PLAIN_SCHEMES.tcp ?? "" };
    return parseAuthority(text.replace(/[/?#].*$/s, ""), 443, starttls);
  }
  const name = scheme.toLowerCase();
  const authority = rest.replace(/[/?#].*$/s, "").replace(/^.*@/s, "");
  const protocol = starttls ?? getOwn(STARTTLS_SCHEMES, name) ?? null;
  const port = getOwn(TLS_PORTS, name);
  if (protocol !== null) return parseAuthority(authority, 443, protocol);
  if (port !== void 0) return parseAuthority(authority, port, null);
  return { reason: getOwn(PLAIN_SCHEMES, name) ?? `${name} is not a scheme of TLS` };
}
var USUAL_TLS_PORTS = /* @__PURE__ */ new Set([
  443,
  465,
  563,
  636,
  853,
  989,
  990,
  992,
  993,
  995,
  5061,
  5671,
  6697,
  8443,
  8883
]);
function parseTcpServer(text) {
  const parsed = parseHostPort(text);
  if ("problem" in parsed) return { reason: describeProblem(text) };
  if (parsed.port !== null && USUAL_TLS_PORTS.has(parsed.port)) return parseServer(text, { isTls: true });
  return { reason: "a check of a port does not say whether it has TLS; if it has, add it with its port" };
}
function parseAuthority(authority, defaultPort, starttls) {
  const parsed = parseHostPort(authority.toLowerCase());
  if ("problem" in parsed) return { reason: describeProblem(authority) };
  const host = parsed.host.replace(/\.$/, "");
  const port = parsed.port ?? defaultPort;
  const shown = host.includes(":") ? `[${host}]` : host;
  const protocol = starttls ?? null;
  return {
    endpoint: port === 443 ? shown : `${shown}:${port}`,
    ...protocol !== null && { starttls: port === 25 || port === 587 ? "smtp" : findStartTls(port) ?? protocol }
  };
}
function describeProblem(text) {
  if (/\$|\{\{/.test(text)) return "its host is in a variable, which only the other tool knows";
  if (text.includes("*")) return "a wildcard is not a server";
  return text === "" ? "it has no host" : "its host is not valid";
}

// src/import/formats/csv.ts
var CSV = {
  name: "csv",
  title: "a CSV file",
  recognizes: ({ path: path18, text }) => /\.(?:csv|tsv)$/i.test(path18) || findColumns(readHeader(text)).host !== null,
  read: (files) => joinImported(files.map(readTable))
};
var COLUMNS = {
  host: [
    "endpoint",
    "host",
    "hostname",
    "fqdn",
    "url",
    "server",
    "target",
    "site",
    "domain",
    "dnsname",
    "address",
    "commonname",
    "cn"
  ],
  port: ["port", "tcpport"],
  name: ["name", "displayname", "title", "service", "application", "app"],
  owner: ["owner", "contact", "responsible", "owneremail", "email", "mail"]
};
var LABELS = /* @__PURE__ */ new Set([
  ...["team", "group", "env", "environment", "stage", "region", "location", "site", "project", "department", "tier"],
  ...["service", "application", "app", "customer", "criticality", "datacenter", "product"]
]);
var normalize = (title) => title.toLowerCase().replace(/[\s_-]/g, "");
function findColumns(titles) {
  const keys = titles.map(normalize);
  const used = /* @__PURE__ */ new Set();
  const find = (names) => {
    const index = names.map((name) => keys.indexOf(name)).find((one) => one !== -1 && !used.has(one));
    if (index !== void 0) used.add(index);
    return index ?? null;
  };
  const found = {
    host: find(COLUMNS.host),
    port: find(COLUMNS.port),
    name: find(COLUMNS.name),
    owner: find(COLUMNS.owner)
  };
  const labels = keys.flatMap((key, index) => {
    const own = /^labels\.(.+)$/i.exec(titles[index] ?? "")?.[1];
    if (used.has(index) || own === void 0 && !LABELS.has(key)) return [];
    used.add(index);
    return [{ index, label: own ?? key }];
  });
  return { ...found, labels, others: titles.filter((_, index) => !used.has(index)) };
}
function readHeader(text) {
  const [header] = parseCsv(text, detectDelimiter(text));
  return header?.cells.map((cell) => readCell(text, cell).trim()) ?? [];
}
function readTable({ path: path18, text: raw }) {
  const text = raw.replace(/^\uFEFF/, "");
  const [header, ...rows] = [...parseCsv(text, detectDelimiter(text))];
  const titles = header?.cells.map((cell) => readCell(text, cell).trim()) ?? [];
  const columns = findColumns(titles);
  if (columns.host === null)
    throw new MalformedError(`its header has no column with a host; name one ${COLUMNS.host.slice(0, 5).join(", ")}`);
  const lines = createLineCounter(text);
  const others = columns.others.filter((title) => title !== "");
  const leftOut = others.map((title) => ({
    what: `the column ${title}`,
    reason: "its values have no counterpart; name it labels.NAME to import it as a label",
    origin: { file: path18, line: 1 }
  }));
  return joinImported([...rows.map((row) => readRow(row, { path: path18, text, columns, lines })), { ...NOTHING, leftOut }]);
}
function createLineCounter(text) {
  let [line, at] = [1, 0];
  return (offset) => {
    for (; at < offset; at += 1) if (text[at] === "\n") line += 1;
    return line;
  };
}
function readRow({ cells, problem }, { path: path18, text, columns, lines }) {
  const read = (index) => {
    const cell = index === null ? void 0 : cells[index];
    return cell === void 0 ? "" : readCell(text, cell).trim();
  };
  const origin = { file: path18, line: lines(cells[0]?.start ?? 0) };
  const host = read(columns.host);
  if (problem !== null)
    return { ...NOTHING, leftOut: [{ what: host, reason: "a quote of the row is not closed", origin }] };
  if (host === "") return NOTHING;
  const port = read(columns.port);
  const address = parseServer(/^\d+$/.test(port) && !/:\/\/|:\d+$/.test(host) ? `${host}:${port}` : host, {
    isTls: true
  });
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: host, reason: address.reason, origin }] };
  const owner = read(columns.owner);
  const entry = {
    ...address,
    ...createLabels(columns.labels.map(({ index, label }) => [label, read(index)])),
    ...owner !== "" && { owner }
  };
  return { ...NOTHING, targets: [{ name: read(columns.name) || address.endpoint, entry, origin, receivers: [] }] };
}

// src/import/receivers.ts
var WEBHOOK = { url: { variable: "WEBHOOK_URL", meaning: "the URL of the webhook" } };
var SERVICES = {
  slack: WEBHOOK,
  teams: { url: { variable: "WEBHOOK_URL", meaning: "the URL of a webhook of Workflows" } },
  discord: WEBHOOK,
  google_chat: WEBHOOK,
  mattermost: WEBHOOK,
  webex: WEBHOOK,
  generic: WEBHOOK,
  ntfy: { url: { variable: "TOPIC_URL", meaning: "the URL of the topic" } },
  alertmanager: { url: { variable: "ALERTS_URL", meaning: "the URL of /api/v2/alerts" } },
  splunk_oncall: { url: { variable: "URL", meaning: "the URL with the routing key at its end" } },
  pagerduty: { secrets: { routing_key: { variable: "ROUTING_KEY", meaning: "the key of the integration" } } },
  opsgenie: { secrets: { api_key: { variable: "API_KEY", meaning: "the key of the API" } } },
  pushover: {
    secrets: {
      token: { variable: "TOKEN", meaning: "the token of the application" },
      user: { variable: "USER", meaning: "the key of the user" }
    }
  },
  telegram: {
    url: { prefix: "https://api.telegram.org/bot", variable: "BOT_TOKEN", meaning: "the token of the bot" },
    secrets: { chat_id: { variable: "CHAT_ID", meaning: "the ID of the chat" } }
  },
  matrix: {
    url: { variable: "ROOM_URL", meaning: "https://SERVER/_matrix/client/v3/rooms/ROOM" },
    secrets: { access_token: { variable: "ACCESS_TOKEN", meaning: "the access token" } }
  }
};
var NO_PRESET = "there is no preset for it: use the preset generic, or a webhook with a body of your own";
function createReceiver(service, label, origin) {
  const name = nameReceiver(label, service.replace("_", "-"));
  const { url, secrets = {} } = SERVICES[service];
  const used = [];
  const use = ({ variable, meaning }) => {
    used.push({ name: createVariable(name, variable), meaning });
    return `\${${createVariable(name, variable)}}`;
  };
  const fields2 = {
    preset: service,
    ...url !== void 0 && { url: `${url.prefix ?? ""}${use(url)}` },
    ...Object.keys(secrets).length > 0 && {
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, use(secret)]))
    }
  };
  return { kind: "webhook", name, fields: fields2, variables: used, origin };
}
function nameReceiver(label, fallback) {
  return toEntryName(label ?? "", 60).toLowerCase() || fallback;
}
function claimReceiverName(label, fallback, taken) {
  const base = nameReceiver(label, fallback.replace("_", "-"));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base.slice(0, 50)}-${number}`;
  taken.add(name);
  return name;
}
function createVariable(receiver, end) {
  const name = `${toVariableName(receiver)}_${end}`;
  return isReservedVariable(name) || /^\d/.test(name) ? `RECEIVER_${name}` : name;
}
function createMailReceiver(mail, label, origin) {
  const name = nameReceiver(label, "mail");
  const recipients = (mail.to ?? "").split(/[,;]/).map((one) => one.trim()).filter((one) => ADDRESS.test(one));
  if (recipients.length === 0) return null;
  const variables = [];
  const use = (end, meaning) => {
    variables.push({ name: createVariable(name, end), meaning });
    return `\${${createVariable(name, end)}}`;
  };
  const isHost = /^[\w.-]+$/.test(mail.host ?? "");
  const port = Number(mail.port);
  const isImplicit = mail.isImplicit || port === 465;
  const isPlain = !isImplicit && !mail.hasLogin && port === 25;
  const fields2 = {
    host: isHost ? mail.host : use("SMTP_HOST", "the mail server"),
    ...Number.isInteger(port) && port > 0 && port < 65536 && { port },
    ...isImplicit && { tls: "implicit" },
    ...isPlain && { tls: "none" },
    ...mail.hasLogin && {
      username: use("SMTP_USERNAME", "the user name of the mail server"),
      password: use("SMTP_PASSWORD", "its password")
    },
    from: ADDRESS.test(mail.from ?? "") ? mail.from : `certvigil@${(recipients[0] ?? "").split("@").at(-1)}`,
    to: recipients
  };
  return { kind: "email", name, fields: fields2, variables, origin };
}
var ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;

// src/import/thresholds.ts
var HOUR = 3600;
var DAY2 = 24 * HOUR;
var DEFAULT_WARNING2 = 30 * DAY2;
var DEFAULT_CRITICAL2 = 14 * DAY2;
function toThresholds({
  warning,
  critical
}) {
  const early = warning === null ? raise(critical, DEFAULT_WARNING2) : Math.max(warning, critical ?? 0);
  const late = critical === null ? lower(warning, DEFAULT_CRITICAL2) : critical;
  return {
    ...isTime(early) && { expiry_warning_days: formatThreshold(early) },
    ...isTime(late) && { expiry_critical_days: formatThreshold(late) }
  };
}
var raise = (critical, fallback) => critical !== null && critical > fallback ? critical : null;
var lower = (warning, fallback) => warning !== null && warning < fallback ? warning : null;
var isTime = (seconds) => seconds !== null && seconds >= HOUR;
function formatThreshold(seconds) {
  return seconds % DAY2 === 0 ? seconds / DAY2 : `${Math.ceil(seconds / HOUR)}h`;
}
function parseDuration(text) {
  const parts = text.split(/(?<=[a-z])(?=\d)/).map((part) => {
    const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(ms|[smhdwy])$/.exec(part) ?? [];
    return amount === void 0 ? null : Number(amount) * (UNITS[unit] ?? 0);
  });
  return parts.reduce((sum, part) => sum === null || part === null ? null : sum + part, 0);
}
var UNITS = { ms: 1e-3, s: 1, m: 60, h: HOUR, d: DAY2, w: 7 * DAY2, y: 365 * DAY2 };

// src/import/formats/gatus.ts
var GATUS = {
  name: "gatus",
  title: "Gatus",
  recognizes: ({ text }) => /^(?:endpoints|services|suites|external-endpoints|alerting):/m.test(text) && !/^(?:sites|scrape_configs):/m.test(text),
  read: (files) => joinImported(files.flatMap((file) => parseYamlDocuments(file.text).map((root) => readGatus(root, file))))
};
var SERVICES2 = {
  ...{ slack: "slack", discord: "discord", googlechat: "google_chat", mattermost: "mattermost", ntfy: "ntfy" },
  ...{ teams: "teams", "teams-workflows": "teams", webex: "webex", telegram: "telegram", matrix: "matrix" },
  ...{ pagerduty: "pagerduty", opsgenie: "opsgenie", pushover: "pushover", splunk: "splunk_oncall", custom: "generic" }
};
function readGatus(root, file) {
  const endpoints = [
    ...listItems(select(root, "endpoints")),
    ...listItems(select(root, "services")),
    ...listItems(select(root, "suites")).flatMap((suite) => listItems(select(suite, "endpoints")))
  ];
  const external = listItems(select(root, "external-endpoints")).map(
    (one) => ({
      what: readText2(one, "name") ?? "an external endpoint",
      reason: "an external endpoint has no address",
      origin: { file: file.path, line: one.line }
    })
  );
  return joinImported([
    ...endpoints.map((endpoint) => readEndpoint(endpoint, file)),
    ...listPairs(select(root, "alerting")).map(([type, settings]) => readProvider(type, settings, file)),
    { ...NOTHING, leftOut: [...external, ...listUnsupported(root, file)] }
  ]);
}
var UNSUPPORTED = {
  maintenance: "maintenance windows become silences with an end; add them under silences",
  remote: "endpoints of other instances are read from their own configuration"
};
function listUnsupported(root, { path: path18 }) {
  return Object.entries(UNSUPPORTED).flatMap(([key, reason]) => {
    const node = select(root, key);
    return node === null ? [] : [{ what: key, reason, origin: { file: path18, line: node.line } }];
  });
}
function readEndpoint(endpoint, { path: path18 }) {
  const origin = { file: path18, line: endpoint.line };
  const url = readText2(endpoint, "url") ?? "";
  const name = readText2(endpoint, "name") ?? url;
  const address = select(endpoint, "dns") === null ? parseServer(url) : { reason: "a DNS query has no certificate" };
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const conditions = listItems(select(endpoint, "conditions")).flatMap((one) => readText2(one) ?? []);
  const group = readText2(endpoint, "group");
  const extra = listPairs(select(endpoint, "extra-labels")).map(([key, value]) => [key, readText2(value)]);
  const server = {
    name: group === null ? name : `${group}-${name}`,
    entry: {
      ...address,
      ...isSet(endpoint, "client", "insecure") && { trust: "none" },
      ...createLabels([["group", group], ...extra]),
      ...isUnset(endpoint, "enabled") && { enabled: false },
      ...readThresholds(conditions, "CERTIFICATE_EXPIRATION")
    },
    origin,
    receivers: listItems(select(endpoint, "alerts")).flatMap((alert) => readText2(alert, "type") ?? [])
  };
  const plain = toDomainTarget(server);
  const domain = { ...plain, entry: { ...plain.entry, ...readThresholds(conditions, "DOMAIN_EXPIRATION") } };
  const isDomain = conditions.some((one) => one.includes("[DOMAIN_EXPIRATION]"));
  const reason = "set client_certificate if the server requires it to show its own";
  const leftOut = select(endpoint, "client", "tls") === null ? [] : [{ what: `${name}: client.tls`, reason, origin }];
  return { targets: isDomain ? [server, domain] : [server], receivers: [], leftOut };
}
function readThresholds(conditions, placeholder) {
  const times = conditions.flatMap((condition) => {
    const [, duration] = new RegExp(`^\\s*\\[${placeholder}\\]\\s*>=?\\s*(\\S+)\\s*$`).exec(condition) ?? [];
    return duration === void 0 ? [] : parseDuration(duration) ?? [];
  });
  return toThresholds({ warning: times.length === 0 ? null : Math.max(...times), critical: null });
}
function readProvider(type, settings, { path: path18 }) {
  const origin = { file: path18, line: settings.line };
  if (listPairs(settings).length === 0) return NOTHING;
  const overrides = listItems(select(settings, "overrides")).map(
    (override) => ({
      what: `alerting.${type}, group ${readText2(override, "group") ?? "?"}`,
      reason: "receivers by group are rules: add a receiver, and a rule that matches the label group",
      origin: { file: path18, line: override.line }
    })
  );
  const receiver = createProvider(type, settings, origin);
  if (receiver !== null) return { targets: [], receivers: [receiver], leftOut: overrides };
  return { ...NOTHING, leftOut: [{ what: `alerting.${type}`, reason: NO_PRESET, origin }, ...overrides] };
}
function createProvider(type, settings, origin) {
  if (type === "github") return { kind: "issues", name: type, fields: {}, variables: [], origin };
  if (type === "email" || type === "aws-ses") {
    const mail = {
      host: readText2(settings, "host"),
      port: readText2(settings, "port"),
      isImplicit: false,
      hasLogin: readText2(settings, "password") !== null,
      from: readText2(settings, "from"),
      to: readText2(settings, "to")
    };
    return createMailReceiver(mail, type, origin);
  }
  const service = getOwn(SERVICES2, type);
  return service === void 0 ? null : createReceiver(service, type, origin);
}

// src/import/formats/hosts.ts
var HOSTS = {
  name: "hosts",
  title: "a list of hosts",
  recognizes: (file) => !isConfiguration(file),
  read: (files) => joinImported(files.map(readHosts))
};
function isConfiguration({ path: path18, text }) {
  if (/\.(?:ya?ml|json|toml|xml|hcl|tf|nix)$/i.test(path18)) return true;
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const first = lines.map((line) => removeComment(line).trim()).find((line) => line !== "") ?? "";
  return /^(?:[{<]|---|- |\[\W*$|["'\w.-]+:(?:\s|$))/.test(first);
}
function readHosts({ path: path18, text }) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return joinImported(
    lines.flatMap((line, index) => {
      const items = removeComment(line).split(/[,;]/);
      return items.map((item) => readHost(item.trim(), { file: path18, line: index + 1 }));
    })
  );
}
function removeComment(line) {
  const start = line.search(/(?:^|\s)#/);
  return start === -1 ? line : line.slice(0, start);
}
function readHost(item, origin) {
  if (item === "") return NOTHING;
  const leave = (reason) => ({ ...NOTHING, leftOut: [{ what: item, reason, origin }] });
  const [host = "", port = "", ...more] = item.split(/\s+/);
  if (more.length > 0 || port !== "" && !/^\d+$/.test(port))
    return leave("a line has one host; for more columns, use CSV with a header");
  const address = parseServer(port === "" ? host : `${host}:${port}`, { isTls: true });
  if ("reason" in address) return leave(address.reason);
  return { ...NOTHING, targets: [{ name: address.endpoint, entry: address, origin, receivers: [] }] };
}

// src/import/prometheus/expiry-rules.ts
var METRIC = /\b(?:probe_ssl_earliest_cert_expiry|probe_ssl_last_chain_expiry_timestamp_seconds|ssl_(?:verified_|file_|kubernetes_|kubeconfig_)?cert_not_after|x509_cert_not_after|x509_cert_expires_in_seconds)\b/;
function isExpiryExpression(expression) {
  return METRIC.test(expression);
}
function readExpiryRule(rule, compile) {
  const expression = (readText2(rule, "expr") ?? "").replace(/#[^\n]*/g, "").replace(/\s+/g, " ");
  const seconds = readSeconds(expression);
  if (seconds === null) return null;
  const severity = readText2(select(rule, "labels"), "severity") ?? readText2(select(rule, "labels"), "priority") ?? "";
  return {
    name: readText2(rule, "alert") ?? "",
    seconds,
    isSslExporter: METRIC.exec(expression)?.[0].startsWith("ssl_") ?? false,
    isCritical: /crit|page|urgent|emerg|disaster|high|major|^p?1$|^sev-?1$/i.test(severity),
    matchers: readMatchers(expression, compile)
  };
}
function readSeconds(expression) {
  const at = expression.search(METRIC);
  if (at === -1) return null;
  const before = expression.slice(0, at);
  const after = expression.slice(at).replace(/\w+(?:\{[^}]*\})?/, "");
  const clause = before.split(CLAUSE).at(-1) ?? "";
  const isReversed = clause.includes(">") && !clause.includes("<");
  const [left, right] = isReversed ? [after, clause.slice(0, clause.indexOf(">"))] : splitComparison(after);
  const [, divisor] = /\/([^,]*)/.exec(cutAt(left, CLAUSE)) ?? [];
  const limit = evaluate(cutAt(right, CLAUSE).replace(/time\(\) ?\+|\+ ?time\(\)/, ""));
  const scale = divisor === void 0 ? 1 : evaluate(divisor);
  return limit === null || scale === null ? null : limit * scale;
}
var CLAUSE = /\b(?:and|or|unless|on|ignoring)\b/;
function cutAt(text, end) {
  const at = text.search(end);
  return at === -1 ? text : text.slice(0, at);
}
function splitComparison(text) {
  const at = text.search(/[<>=!]/);
  if (text[at] !== "<") return ["", ""];
  return [text.slice(0, at), text.slice(at + 1).replace(/=?\s*(?:bool\b)?/, "")];
}
function evaluate(text) {
  const tokens = text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:ms|[smhdwy])?(?:\d+(?:ms|[smhdwy]))*|[()*/+-]|[^\s]/gi) ?? [];
  let at = 0;
  const readFactor = () => {
    const token = tokens[at];
    at += 1;
    if (token === "(") {
      const inner = readSum();
      if (tokens[at] !== ")") return null;
      at += 1;
      return inner;
    }
    if (token === void 0) return null;
    return /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(token) ? Number(token) : parseDuration(token);
  };
  const readChain = (operators, next) => {
    let value2 = next();
    while (value2 !== null && operators.includes(tokens[at] ?? " ")) {
      const operator = tokens[at] ?? "";
      at += 1;
      const other = next();
      value2 = other === null ? null : apply(operator, value2, other);
    }
    return value2;
  };
  const readProduct = () => readChain("*/", readFactor);
  const readSum = () => readChain("+-", readProduct);
  const value = readSum();
  return tokens.slice(at).every((token) => token === ")") ? value : null;
}
function apply(operator, a, b) {
  if (operator === "*") return a * b;
  if (operator === "/") return a / b;
  return operator === "+" ? a + b : a - b;
}
function readMatchers(expression, compile) {
  const at = expression.search(METRIC);
  const [, selector = ""] = /^\w+\{([^}]*)\}/.exec(expression.slice(at)) ?? [];
  const found = selector.matchAll(/\s*(\w+)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*,?/gy);
  return Array.from(found, ([, label = "", operator = "", double, single]) => ({
    label,
    test: createTest(operator, (double ?? single ?? "").replace(/\\(.)/g, "$1"), compile)
  }));
}
function createTest(operator, expected, compile) {
  if (operator === "=") return (value) => value === expected;
  if (operator === "!=") return (value) => value !== expected;
  const regex = compile(expected);
  return (value) => (regex?.matches(value) ?? false) === (operator === "=~");
}
function appliesTo({ matchers }, labels) {
  return matchers.every(({ label, test }) => {
    const value = labels.get(label);
    return value === void 0 || test(value);
  });
}

// src/import/prometheus/jobs.ts
import path5 from "node:path/posix";

// src/import/prometheus/relabel.ts
function readRelabelSteps(list2, compile) {
  return listItems(list2).map((step) => ({
    action: (readText2(step, "action") ?? "replace").toLowerCase(),
    sources: listItems(select(step, "source_labels") ?? select(step, "sourceLabels")).flatMap(
      (one) => readText2(one) ?? []
    ),
    separator: readRaw(step, "separator") ?? ";",
    regex: compile(readRaw(step, "regex") ?? "(.*)"),
    target: readText2(step, "target_label") ?? readText2(step, "targetLabel") ?? "",
    replacement: readRaw(step, "replacement") ?? "$1"
  }));
}
function readRaw(step, key) {
  const value = select(step, key)?.value;
  return typeof value === "string" ? value : readText2(step, key);
}
function relabel(labels, steps) {
  let current = new Map(labels);
  for (const step of steps) {
    const next = applyStep(current, step);
    if (next === null || "unknown" in next) return next;
    current = new Map(next);
  }
  return current;
}
function applyStep(labels, step) {
  const { action, regex, sources, separator, target, replacement } = step;
  if (regex === null) return { unknown: "an invalid regular expression" };
  const value = sources.map((name) => labels.get(name) ?? "").join(separator);
  switch (action) {
    case "replace":
      return replaceLabel(labels, value, step, regex);
    case "keep":
      return regex.matches(value) ? labels : null;
    case "drop":
      return regex.matches(value) ? null : labels;
    case "keepequal":
      return value === labels.get(target) ? labels : null;
    case "dropequal":
      return value === labels.get(target) ? null : labels;
    case "lowercase":
      return setLabel(labels, target, value.toLowerCase());
    case "uppercase":
      return setLabel(labels, target, value.toUpperCase());
    case "labelmap":
      return new Map([
        ...labels,
        ...[...labels].flatMap(([name, one]) => {
          const mapped = regex.expand(name, replacement);
          return mapped === null ? [] : [[mapped, one]];
        })
      ]);
    case "labeldrop":
      return new Map([...labels].filter(([name]) => !regex.matches(name)));
    case "labelkeep":
      return new Map([...labels].filter(([name]) => regex.matches(name)));
    default:
      return { unknown: `the action ${action}` };
  }
}
function replaceLabel(labels, value, { target, replacement }, regex) {
  const name = regex.expand(value, target);
  const text = regex.expand(value, replacement);
  if (name === null || text === null || name === "") return labels;
  return setLabel(labels, name, text);
}
function setLabel(labels, name, value) {
  const others = [...labels].filter(([one]) => one !== name);
  return new Map(value === "" ? others : [...others, [name, value]]);
}

// src/import/prometheus/jobs.ts
function readJob(job, context) {
  const name = readText2(job, "job_name") ?? "";
  const steps = readRelabelSteps(select(job, "relabel_configs"), context.compile);
  const metricsPath = readText2(job, "metrics_path") ?? "/metrics";
  const isProbe = metricsPath.endsWith("/probe") || steps.some(({ target }) => target === "__metrics_path__");
  if (!isProbe) return null;
  const groups = [...listStaticGroups(job, context), ...listFileGroups(job, context)];
  const parameters = listPairs(select(job, "params")).flatMap(([key, values]) => {
    const [first] = listItems(values).flatMap((one) => readText2(one) ?? []);
    return first === void 0 ? [] : [[`__param_${key}`, first]];
  });
  const base = [["job", name], ["__metrics_path__", metricsPath], ["__scheme__", "http"], ...parameters];
  const resolved = groups.flatMap((group) => resolveGroup(group, new Map(base), steps));
  const origin = { file: context.file.path, line: job.line };
  return {
    name,
    targets: resolved.flatMap((one) => "target" in one ? one : []),
    leftOut: [
      ...resolved.flatMap((one) => "target" in one ? [] : one),
      ...listUnread2(job, { ...context, name, origin })
    ]
  };
}
function readProbe(probe, { file, compile }) {
  const name = readText2(probe, "spec", "jobName") ?? readText2(probe, "metadata", "name") ?? "";
  const origin = { file: file.path, line: probe.line };
  const fixed = select(probe, "spec", "targets", "staticConfig");
  const module = readText2(probe, "spec", "module");
  const prober = readText2(probe, "spec", "prober", "url");
  const group = {
    targets: listItems(select(fixed, "static")),
    labels: readLabels(select(fixed, "labels")),
    file: file.path
  };
  const parameters = module === null ? [] : [["__param_module", module]];
  const labels = new Map([["job", name], ...parameters]);
  const custom = readRelabelSteps(select(fixed, "relabelingConfigs") ?? select(fixed, "relabeling_configs"), compile);
  const resolved = resolveGroup(group, labels, [...createProbeSteps(prober ?? "", compile), ...custom]);
  const ingress = select(probe, "spec", "targets", "ingress");
  const leftOut = ingress === null ? [] : [
    {
      what: `the Probe ${name}`,
      reason: "its targets are Ingresses of the cluster: use certvigil discover on their files",
      origin
    }
  ];
  return {
    name,
    targets: resolved.flatMap((one) => "target" in one ? one : []),
    leftOut: [...resolved.flatMap((one) => "target" in one ? [] : one), ...leftOut]
  };
}
function createProbeSteps(prober, compile) {
  const create = (sources, target, replacement) => ({
    action: "replace",
    sources,
    separator: ";",
    regex: compile("(.*)"),
    target,
    replacement
  });
  return [
    create(["__address__"], "__param_target", "$1"),
    create(["__param_target"], "instance", "$1"),
    create([], "__address__", prober)
  ];
}
function readLabels(node) {
  return listPairs(node).flatMap(([name, value]) => {
    const text = readText2(value);
    return text === null ? [] : [[name, text]];
  });
}
function listStaticGroups(job, { file }) {
  return listItems(select(job, "static_configs")).map((group) => readGroup2(group, file.path));
}
function readGroup2(group, file) {
  return { targets: listItems(select(group, "targets")), labels: readLabels(select(group, "labels")), file };
}
function listFileGroups(job, { targetFiles }) {
  return listFilePatterns(job).flatMap(
    (pattern) => targetFiles.filter(({ file }) => matchesPattern2(pattern, file.path)).flatMap(({ file, roots }) => roots.flatMap(listItems).map((group) => readGroup2(group, file.path)))
  );
}
function listFilePatterns(job) {
  return listItems(select(job, "file_sd_configs")).flatMap(
    (config) => listItems(select(config, "files")).flatMap((one) => readText2(one) ?? [])
  );
}
function matchesPattern2(pattern, file) {
  return createFileMatcher([path5.basename(pattern)])(path5.basename(file));
}
function listUnread2(job, { targetFiles, name, origin }) {
  const others = listPairs(job).filter(([key]) => key.endsWith("_sd_configs") && key !== "file_sd_configs");
  const missing = listFilePatterns(job).filter(
    (pattern) => !targetFiles.some(({ file }) => matchesPattern2(pattern, file.path))
  );
  return [
    ...others.map(([key, { line }]) => ({
      what: `the job ${name}: ${key}`,
      reason: getOwn(DISCOVERED, key) ?? "only Prometheus asks this service for targets: list them in a file, and import that",
      origin: { ...origin, line: line ?? origin.line }
    })),
    ...missing.map((pattern) => ({
      what: `the job ${name}: ${pattern}`,
      reason: "there is no such file here: name it after the configuration, as another FILE",
      origin
    }))
  ];
}
var DISCOVERED = {
  kubernetes_sd_configs: "only Prometheus asks the cluster for targets: add an entry with kubernetes, or use certvigil discover on its files"
};
function resolveGroup({ targets, labels, file }, base, steps) {
  return targets.flatMap((node) => {
    const address = readText2(node);
    if (address === null) return [];
    const origin = { file, line: node.line };
    const result = relabel(new Map([...base, ["__address__", address], ...labels]), steps);
    if (result === null) return [];
    if ("unknown" in result)
      return [{ what: address, reason: `its relabelling has ${result.unknown}, so it was not followed`, origin }];
    const target = result.get("__param_target");
    return target === void 0 || target === "" ? [] : [{ target, labels: result, origin }];
  });
}

// src/import/prometheus/modules.ts
function readModules(roots) {
  return new Map(
    roots.flatMap(
      (root) => listPairs(select(root, "modules")).flatMap(
        ([name, module]) => readText2(module, "prober") === null ? [] : [[name, readModule(name, module)]]
      )
    )
  );
}
function readModule(name, module) {
  const prober = readText2(module, "prober") ?? "";
  const part = select(module, prober);
  const tls2 = select(part, "tls_config") ?? select(module, "tls_config");
  const server_name = readText2(tls2, "server_name") ?? readHostHeader(part);
  const settings = {
    ...server_name !== null && { server_name },
    ...isSet(tls2, "insecure_skip_verify") && { isInsecure: true }
  };
  if (prober === "http" || prober === "websocket") return { kind: "url", ...settings };
  if (prober === "https") return { kind: "tls", ...settings };
  if (prober === "grpc")
    return isSet(part, "tls") ? { kind: "tls", ...settings } : { kind: "none", reason: "gRPC without TLS has no certificate" };
  if (prober === "tcp") return { ...readTcpModule(name, part, module), ...settings };
  return createUnreadable(prober);
}
function readHostHeader(part) {
  const [, host] = listPairs(select(part, "headers")).find(([name]) => /^host$/i.test(name)) ?? [];
  return readText2(host);
}
function readTcpModule(name, part, module) {
  const protocol = readText2(part, "starttls");
  if (protocol !== null) return { kind: "starttls", protocol: toProtocol(protocol) };
  const steps = listItems(select(part, "query_response"));
  if (steps.some((step) => isSet(step, "starttls"))) return { kind: "starttls", protocol: toProtocol(name) };
  const isTls = isSet(part, "tls") || part === null && select(module, "tls_config") !== null;
  return { kind: isTls ? "tls" : "tcp" };
}
var PROTOCOLS = [
  "smtp",
  "imap",
  "pop3",
  "ldap",
  "ftp",
  "xmpp-client",
  "postgres",
  "mysql",
  "sieve",
  "lmtp",
  "nntp",
  "irc"
];
function toProtocol(name) {
  return PROTOCOLS.find((one) => name.toLowerCase().includes(one)) ?? null;
}
var createUnreadable = (prober) => ({
  kind: "none",
  reason: getOwn(REASONS2, prober) ?? `a probe of the type ${prober} reads no certificate of a server`
});
var REASONS2 = {
  icmp: "a ping has no certificate",
  dns: "a DNS query has no certificate",
  file: "it reads files on the machine of the exporter: add an entry with file there",
  http_file: "it downloads a certificate: add an entry with url",
  kubernetes: "it reads Secrets of a cluster: add an entry with kubernetes",
  kubeconfig: "it reads a kubeconfig: add an entry with file"
};
function guessModule(name, isSslExporter) {
  const lower2 = name.toLowerCase();
  if (/starttls/.test(lower2)) return { kind: "starttls", protocol: toProtocol(lower2) };
  if (isSslExporter) return Object.hasOwn(REASONS2, lower2) ? createUnreadable(lower2) : { kind: "tls" };
  if (/^icmp|ping/.test(lower2)) return createUnreadable("icmp");
  if (/^dns/.test(lower2)) return createUnreadable("dns");
  if (/^ssh/.test(lower2)) return { kind: "none", reason: "SSH has no certificate of TLS" };
  if (/http/.test(lower2))
    return { kind: "url", .../insecure|skip_verify|skip_tls|no_verify/.test(lower2) && { isInsecure: true } };
  if (/tls|ssl|pop3s|imaps|smtps|ldaps/.test(lower2)) return { kind: "tls" };
  return { kind: "tcp" };
}

// src/import/formats/prometheus.ts
var PROMETHEUS = {
  name: "prometheus",
  title: "Prometheus",
  recognizes: ({ text }) => /^[ \t-]*["']?(?:scrape_configs|job_name|groups|modules|targets|alert|kind["']?: *["']?Probe)\b/m.test(text),
  references: listReferences,
  read: readPrometheus
};
function parse2(file) {
  const isJson = /^\s*[[{]/.test(file.text) && file.path.endsWith(".json");
  return { file, roots: isJson ? [parseJson(file.text)] : parseYamlDocuments(file.text) };
}
function listReferences(file) {
  return findMaps(parse2(file).roots, "job_name").flatMap(listFilePatterns);
}
function readPrometheus(files, compile) {
  const parsed = files.map(parse2);
  const modules = readModules(parsed.flatMap(({ roots }) => roots));
  const targetFiles = parsed.filter(
    ({ roots }) => roots.some((root) => listItems(root).some((one) => select(one, "targets") !== null))
  );
  const { rules, leftOut } = readRules(parsed, compile);
  const jobs = parsed.flatMap(({ file, roots }) => {
    const context = { file, targetFiles, compile };
    return [
      ...findMaps(roots, "job_name").map((job) => readJob(job, context) ?? describeScrape(job, file)),
      ...findMaps(roots, "kind").flatMap((one) => readText2(one, "kind") === "Probe" ? readProbe(one, context) : [])
    ];
  });
  return joinImported([
    ...jobs.map((job) => readTargets(job, modules, rules)),
    { ...NOTHING, leftOut, receivers: parsed.flatMap(listAlertmanagers) }
  ]);
}
function describeScrape(job, { path: path18 }) {
  const name = readText2(job, "job_name") ?? "";
  const reason = "it scrapes metrics, and probes no server";
  return { name, targets: [], leftOut: [{ what: `the job ${name}`, reason, origin: { file: path18, line: job.line } }] };
}
function findMaps(roots, key) {
  const found = [];
  const seen = /* @__PURE__ */ new Set();
  const visit = (node, line) => {
    if (seen.has(node)) return;
    seen.add(node);
    if (select(node, key) !== null) found.push({ ...node, line: line ?? node.line });
    for (const child of [...listItems(node), ...listPairs(node).map(([, value]) => value)]) visit(child, line);
    if (typeof node.value !== "string" || !node.value.includes("\n") || !node.value.includes(`${key}:`)) return;
    for (const root of parseEmbedded(node.value)) visit(root, node.line);
  };
  for (const root of roots) visit(root, null);
  return found;
}
function parseEmbedded(text) {
  try {
    return parseYamlDocuments(text);
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}
function readRules(parsed, compile) {
  const read = parsed.flatMap(
    ({ file, roots }) => findMaps(roots, "alert").flatMap((node) => {
      if (!isExpiryExpression(readText2(node, "expr") ?? "")) return [];
      return {
        rule: readExpiryRule(node, compile),
        name: readText2(node, "alert") ?? "",
        origin: { file: file.path, line: node.line }
      };
    })
  );
  return {
    rules: read.flatMap(({ rule }) => rule ?? []),
    leftOut: read.flatMap(
      ({ rule, name, origin }) => rule === null ? [
        {
          what: `the rule ${name}`,
          reason: "its expression is not a plain comparison with a time: set the thresholds of the entries",
          origin
        }
      ] : []
    )
  };
}
var SSL_EXPORTER = /ssl[-_]?exporter|:9219\b/i;
function readTargets(job, modules, rules) {
  const read = job.targets.map((target) => readTarget(target, job, modules, rules));
  return {
    targets: read.flatMap((one) => "entry" in one ? one : []),
    receivers: [],
    leftOut: [...job.leftOut, ...read.flatMap((one) => "entry" in one ? [] : one)]
  };
}
function readTarget({ target, labels, origin }, job, modules, rules) {
  const exporter = `${labels.get("__address__") ?? ""} ${job.name}`;
  const isSsl = SSL_EXPORTER.test(exporter);
  const name = labels.get("__param_module") ?? (isSsl ? "tcp" : "http_2xx");
  const module = modules.get(name) ?? guessModule(name, isSsl);
  const address = parseTarget(target, module, isSsl);
  if ("reason" in address) return { what: target, reason: address.reason, origin };
  const entry = placeServer(address, labels.get("__param_hostname") ?? module.server_name ?? null);
  const own = [...labels].filter(([label]) => !label.startsWith("__") && label !== "job" && label !== "instance");
  const instance = labels.get("instance");
  return {
    name: instance === void 0 || instance === target ? entry.endpoint : instance.replace(/^\w+:\/\//, ""),
    entry: {
      ...entry,
      ...module.isInsecure && { trust: "none" },
      ...createLabels(own),
      ...readTimes(rules.filter((rule) => rule.isSslExporter === isSsl && appliesTo(rule, labels)))
    },
    origin,
    receivers: ["alertmanager"]
  };
}
function placeServer(address, hostname) {
  const port = /:(\d+)$/.exec(address.endpoint)?.[1];
  if (hostname === null || hostname === address.endpoint.replace(/:\d+$/, "")) return address;
  return { ...address, endpoint: port === void 0 ? hostname : `${hostname}:${port}`, connect_to: address.endpoint };
}
function parseTarget(target, module, isSsl) {
  if (module.kind === "none") return { reason: module.reason ?? "" };
  if (module.kind === "tls" || isSsl && module.kind === "tcp") return parseServer(target, { isTls: true });
  if (module.kind === "starttls") return parseServer(target, { starttls: module.protocol ?? "smtp" });
  if (module.kind === "tcp" && !target.includes("://")) return parseTcpServer(target);
  return parseServer(target.includes("://") ? target : `http://${target}`);
}
function readTimes(rules) {
  const select2 = (isCritical) => rules.filter((rule) => rule.isCritical === isCritical && rule.seconds > 0).map(({ seconds }) => seconds);
  const [warning, critical] = [select2(false), select2(true)];
  return toThresholds({
    warning: warning.length === 0 ? null : Math.max(...warning),
    critical: critical.length === 0 ? null : Math.max(...critical)
  });
}
function listAlertmanagers({ file, roots }) {
  return roots.flatMap(
    (root) => listItems(select(root, "alerting", "alertmanagers")).slice(0, 1).flatMap((config) => {
      const [target] = listItems(select(config, "static_configs")).flatMap(
        (group) => listItems(select(group, "targets"))
      );
      const authority = readText2(target) ?? "";
      if (!/^[\w.-]+(?::\d+)?$/.test(authority)) return [];
      const scheme = readText2(config, "scheme") === "https" ? "https" : "http";
      const prefix = (readText2(config, "path_prefix") ?? "").split("/").filter((part) => part !== "").map((part) => `/${part}`).join("");
      const url = `${scheme}://${authority}${toEntryName(prefix) === "" ? "" : prefix}/api/v2/alerts`;
      const origin = { file: file.path, line: config.line };
      return [
        {
          kind: "webhook",
          name: "alertmanager",
          fields: { preset: "alertmanager", url },
          variables: [],
          origin
        }
      ];
    })
  );
}

// src/import/formats/upptime.ts
var UPPTIME = {
  name: "upptime",
  title: "Upptime",
  recognizes: ({ path: path18, text }) => /upptimerc/.test(path18) || /^sites:/m.test(text) && /^(?:owner|repo|status-website):/m.test(text),
  read: (files) => joinImported(files.flatMap((file) => parseYamlDocuments(file.text).map((root) => readUpptime(root, file))))
};
function readUpptime(root, file) {
  const origin = { file: file.path, line: root.line };
  const notifications = select(root, "notifications");
  return joinImported([
    ...listItems(select(root, "sites")).map((site) => readSite(site, file)),
    { ...NOTHING, receivers: [{ kind: "issues", name: "issues", fields: {}, variables: [], origin }] },
    notifications === null ? NOTHING : {
      ...NOTHING,
      leftOut: [
        {
          what: "notifications",
          reason: "their settings are secrets of the repository: add receivers under webhooks or email",
          origin: { file: file.path, line: notifications.line }
        }
      ]
    }
  ]);
}
function readSite(site, { path: path18 }) {
  const origin = { file: path18, line: site.line };
  const url = readText2(site, "url") ?? "";
  const name = readText2(site, "name") ?? url;
  const check = readText2(site, "check") ?? "http";
  const address = parseSite(url, check, readText2(site, "port"));
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const [assignee] = listItems(select(site, "assignees")).flatMap((one) => readText2(one) ?? []);
  const isInsecure = listPairs(site).some(([key]) => key.startsWith("__dangerous__") && isSet(site, key));
  const entry = {
    ...address,
    ...isInsecure && { trust: "none" },
    ...assignee !== void 0 && /^[\w-]+$/.test(assignee) && { owner: `@${assignee}` }
  };
  return { ...NOTHING, targets: [{ name, entry, origin, receivers: ["issues"] }] };
}
function parseSite(url, check, port) {
  const hasPort = /:\d+$/.test(url);
  if (check === "ssl") return parseServer(hasPort || port === null ? url : `${url}:${port}`, { isTls: true });
  if (check === "tcp-ping") return parseTcpServer(hasPort || port === null ? url : `${url}:${port}`);
  if (check === "icmp-ping") return { reason: "a ping has no certificate" };
  return parseServer(url);
}

// src/import/formats/uptime-kuma.ts
var UPTIME_KUMA = {
  name: "uptime-kuma",
  title: "Uptime Kuma",
  recognizes: ({ text }) => /^\s*[[{]/.test(text) && /"(?:monitorList|accepted_statuscodes_json|expiry_notification)"/.test(text),
  read: (files) => joinImported(files.map(readKuma))
};
function readKuma(file) {
  const root = parseJson(file.text);
  const backup = select(root, "monitorList");
  const monitors = listItems(backup ?? root);
  if (backup === null && !Array.isArray(root.value)) throw new MalformedError("it has no list of monitors");
  const ids = new Map(
    monitors.flatMap((one) => {
      const id = readText2(one, "id");
      return id === null ? [] : [[id, one]];
    })
  );
  const notifications = backup === null ? listRowNotifications(monitors) : listItems(select(root, "notificationList"));
  const origin = { file: file.path, line: null };
  const taken = /* @__PURE__ */ new Set();
  const receivers = notifications.map((one) => readNotification(one, taken, file));
  const names = new Map(
    notifications.flatMap((one, index) => {
      const id = readText2(one, "id");
      const name = receivers[index]?.receivers[0]?.name;
      return id === null || name === void 0 ? [] : [[id, name]];
    })
  );
  return joinImported([
    ...monitors.map((monitor) => readMonitor(monitor, { origin, groups: ids, receivers: names })),
    ...receivers
  ]);
}
function listRowNotifications(rows) {
  const found = rows.flatMap((row) => readEmbeddedList(row, "notifications"));
  return [...new Map(found.map((one) => [readText2(one, "id"), one])).values()];
}
function readEmbeddedList(row, key) {
  const node = select(row, key);
  return typeof node?.value === "string" && node.value.startsWith("[") ? listItems(parseJson(node.value)) : listItems(node);
}
function readMonitor(monitor, { origin, groups, receivers }) {
  const type = readText2(monitor, "type") ?? "http";
  if (type === "group") return NOTHING;
  const address = parseMonitor(monitor, type);
  const name = readText2(monitor, "name") ?? ("endpoint" in address ? address.endpoint : type);
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const group = readText2(groups.get(readText2(monitor, "parent") ?? ""), "name");
  const tags = readEmbeddedList(monitor, "tags").map(
    (tag) => [readText2(tag, "name") ?? "", readText2(tag, "value") ?? "true"]
  );
  const entry = {
    ...address,
    ...(isSet(monitor, "ignoreTls") || isSet(monitor, "ignore_tls")) && { trust: "none" },
    ...createLabels([["group", group], ...tags]),
    ...isUnset(monitor, "active") && { enabled: false }
  };
  const notified = [
    ...listPairs(select(monitor, "notificationIDList")).flatMap(([id, value]) => isSet(value) ? id : []),
    ...readEmbeddedList(monitor, "notifications").flatMap((one) => readText2(one, "id") ?? [])
  ];
  const target = { name, entry, origin, receivers: notified.flatMap((id) => receivers.get(id) ?? []) };
  const isDomain = isSet(monitor, "domain_expiry_notification") || isSet(monitor, "domainExpiryNotification");
  return { ...NOTHING, targets: isDomain ? [target, toDomainTarget(target)] : [target] };
}
var URL_TYPES = /* @__PURE__ */ new Set(["http", "keyword", "json-query", "real-browser", "websocket-upgrade"]);
function parseMonitor(monitor, type) {
  const host = readText2(monitor, "hostname") ?? "";
  const port = readText2(monitor, "port");
  const authority = `${host.includes(":") ? `[${host}]` : host}${port === null ? "" : `:${port}`}`;
  if (URL_TYPES.has(type)) return parseServer(readText2(monitor, "url") ?? "");
  if (type === "grpc-keyword")
    return isSet(monitor, "grpc_enable_tls") || isSet(monitor, "grpcEnableTls") ? parseServer(readText2(monitor, "grpc_url") ?? readText2(monitor, "grpcUrl") ?? "", { isTls: true }) : { reason: "gRPC without TLS has no certificate" };
  const security = readText2(monitor, "smtp_security") ?? readText2(monitor, "smtpSecurity");
  if (type === "port" && (security === null || security === "nostarttls")) return parseTcpServer(authority);
  if (type === "port" || type === "smtp") return parseMail(port === null ? `${authority}:25` : authority, security);
  if (type === "mqtt" && /^(?:mqtts|wss):/.test(host)) return parseServer(authority.replace(/^\[(.*)\]/, "$1"));
  return { reason: getOwn(REASONS3, type) ?? `a monitor of the type ${type} reads no certificate` };
}
var REASONS3 = {
  ping: "a ping has no certificate",
  "tailscale-ping": "a ping has no certificate",
  dns: "a DNS query has no certificate",
  push: "a push monitor has no address",
  ...Object.fromEntries(
    ["postgres", "mysql", "sqlserver", "mongodb", "redis", "radius"].map((one) => [
      one,
      "its address is a connection string with a password: add the server with its port, and starttls if it needs it"
    ])
  )
};
function parseMail(authority, security) {
  if (security === "nostarttls") return { reason: "SMTP without TLS has no certificate" };
  return security === "secure" ? parseServer(authority, { isTls: true }) : parseServer(authority, { starttls: "smtp" });
}
var SERVICES3 = {
  ...{ slack: "slack", discord: "discord", teams: "teams", GoogleChat: "google_chat", mattermost: "mattermost" },
  ...{ ntfy: "ntfy", telegram: "telegram", matrix: "matrix", PagerDuty: "pagerduty", Opsgenie: "opsgenie" },
  ...{ pushover: "pushover", Splunk: "splunk_oncall", webhook: "generic", alertmanager: "alertmanager" }
};
function readNotification(notification, taken, { path: path18 }) {
  const origin = { file: path18, line: null };
  const name = readText2(notification, "name");
  const embedded = select(notification, "config")?.value;
  const config = typeof embedded === "string" ? parseJson(embedded) : select(notification, "config") ?? notification;
  const type = readText2(config, "type") ?? "";
  const leave = (reason) => ({
    ...NOTHING,
    leftOut: [{ what: `the notification ${name ?? type}`, reason, origin }]
  });
  if (type === "smtp") {
    const mail = {
      host: readText2(config, "smtpHost"),
      port: readText2(config, "smtpPort"),
      isImplicit: isSet(config, "smtpSecure"),
      hasLogin: readText2(config, "smtpPassword") !== null,
      from: readText2(config, "smtpFrom"),
      to: readText2(config, "smtpTo")
    };
    const receiver = createMailReceiver(mail, claimReceiverName(name, "mail", taken), origin);
    return receiver === null ? leave("it has no address to send to") : { ...NOTHING, receivers: [receiver] };
  }
  const service = getOwn(SERVICES3, type);
  if (service !== void 0)
    return { ...NOTHING, receivers: [createReceiver(service, claimReceiverName(name, service, taken), origin)] };
  return leave(NO_PRESET);
}

// src/import/formats/index.ts
var FORMATS = [UPTIME_KUMA, UPPTIME, GATUS, PROMETHEUS, CSV, HOSTS];
function getFormat(name) {
  return FORMATS.find((format) => format.name === name) ?? HOSTS;
}
function detectFormat(file) {
  return FORMATS.find((format) => format.recognizes(file)) ?? null;
}

// src/app/import/read-files.ts
var MAX_BYTES = 32 * 1024 * 1024;
var MAX_BYTES_TEXT = "32 MB";
var MAX_REFERENCES = 1e3;
async function readImportFiles(paths, from, io) {
  const groups = /* @__PURE__ */ new Map();
  const leftOut = [];
  const seen = /* @__PURE__ */ new Set();
  const add = (format, file) => {
    const group = groups.get(format.name) ?? { format, files: [] };
    group.files.push(file);
    groups.set(format.name, group);
  };
  for (const name of paths) {
    const absolute = path6.resolve(io.cwd, name);
    if (seen.has(absolute)) continue;
    seen.add(absolute);
    const file = await readFile3(name, absolute);
    const format = from === null ? detectFormat(file) : getFormat(from);
    if (format === null) {
      leftOut.push({ what: "the whole file", reason: UNKNOWN_FORMAT, origin: { file: name, line: null } });
      continue;
    }
    add(format, file);
    for (const reference of listReferences2(format, file, absolute)) {
      if (seen.has(reference)) continue;
      seen.add(reference);
      add(
        format,
        await readFile3(path6.join(path6.dirname(name), path6.relative(path6.dirname(absolute), reference)), reference)
      );
    }
  }
  const [unknown] = leftOut;
  if (groups.size === 0 && unknown !== void 0) throw createUnreadableError(unknown.origin.file, unknown.reason);
  return { groups: [...groups.values()], leftOut };
}
var UNKNOWN_FORMAT = "it is neither a list of hosts nor a configuration of a tool that certvigil knows";
async function readFile3(name, absolute) {
  const read = await readLimited(absolute, MAX_BYTES);
  if ("bytes" in read) return { path: name, text: new TextDecoder().decode(read.bytes) };
  if (read.failure === "not-found") throw createUnreadableError(name, "there is no such file");
  throw createUnreadableError(name, read.failure === "too-large" ? `it is larger than ${MAX_BYTES_TEXT}` : read.why);
}
function createUnreadableError(name, reason) {
  return new AppError("import-unreadable", `${name} was not imported: ${reason}`, {
    hint: "Nothing was changed. Name the format with --from if it was recognized wrongly, or not at all."
  });
}
function listReferences2(format, file, absolute) {
  const directory = path6.dirname(absolute);
  const patterns = runParser(file, () => format.references?.(file) ?? []);
  const found = patterns.flatMap((pattern) => {
    const target = path6.resolve(directory, pattern);
    if (path6.isAbsolute(pattern) || path6.relative(directory, target).startsWith("..")) return [];
    const matches = createFileMatcher([path6.basename(target)]);
    return listNames(path6.dirname(target)).filter(matches).map((name) => path6.join(path6.dirname(target), name));
  });
  return [...new Set(found)].sort().slice(0, MAX_REFERENCES);
}
function listNames(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((one) => one.isFile() ? one.name : []);
  } catch {
    return [];
  }
}
function runParser({ path: name }, parse3) {
  try {
    return parse3();
  } catch (error) {
    if (error instanceof MalformedError) throw createUnreadableError(name, error.message);
    throw error;
  }
}

// src/app/import/run.ts
function findImportTarget(manifest, io) {
  const file = manifest ?? findDefaultManifest(io) ?? MANIFEST_NAMES[0];
  return { file, isNew: !existsSync(path7.resolve(io.cwd, file)) };
}
async function runImport({ files, from, manifest, existing }, io) {
  const { groups, leftOut } = await readImportFiles(files, from, io);
  const compile = await loadRegexCompiler();
  const { findRegistrableDomain: findDomain } = await import("./registrable-domain.js");
  const imported = joinImported([
    ...groups.map(({ format, files: read }) => {
      const named = read.length === 1 ? read[0] : void 0;
      return runParser({ path: named?.path ?? format.title }, () => format.read(read, compile));
    }),
    { ...NOTHING, leftOut }
  ]);
  return {
    version: 1,
    manifest,
    is_new: existing === null,
    files: groups.flatMap(({ format, files: read }) => read.map(({ path: file }) => ({ file, from: format.name }))),
    ...planImport({ ...imported, findDomain }, existing)
  };
}

// src/app/import/write.ts
import { existsSync as existsSync3 } from "node:fs";
import { rm as rm2 } from "node:fs/promises";
import path9 from "node:path";

// src/app/init/receivers.ts
var SMTP_VARIABLES = ["SMTP_USERNAME", "SMTP_PASSWORD"];
function listReceiverSecrets({ chats, email }) {
  const hasPassword = email !== null && email.server.tls !== "none";
  return [
    ...chats.map(({ url }) => url),
    ...hasPassword ? SMTP_VARIABLES.map((variable) => ({ variable, value: null })) : []
  ];
}
function renderReceivers(receivers, hasFixtures) {
  const { chats, email, issues } = receivers;
  const actions = [
    ...chats.map(({ service }) => `{ webhook: ${service} }`),
    ...email === null ? [] : ["{ email: mail }"]
  ];
  const sections = [
    issues ? ISSUES : "",
    chats.length === 0 ? "" : `
webhooks:
${chats.map(renderChat).join("")}`,
    email === null ? "" : renderEmail(email),
    actions.length === 0 ? "" : renderRule(actions),
    actions.length > 0 && hasFixtures ? renderFixtureRule([...actions, ...issues ? [ISSUE_ACTION] : []]) : ""
  ];
  return sections.join("");
}
var ISSUE_ACTION = "{ issue: {} }";
function renderFixtureRule(actions) {
  return `  - name: test certificates
    events: [certificate.fixture_expiring] # no other rule sends alerts about entries with kind: fixture
    actions: [${actions.join(", ")}]
`;
}
var ISSUES = `
# Opens a GitHub issue for each certificate that is in warning or critical, expired or rejected by clients, and closes it when the
# problem is resolved. Unreachable certificates open an issue after three days, or in the second scan if they were never read.
issues: { from: warning }
`;
function renderChat({ service, url }) {
  return `  ${service}:
    preset: ${service}
    url: \${${url.variable}} # a secret: it stays in the environment
`;
}
function renderEmail({ to, server }) {
  const { host, port, tls: tls2 } = server;
  const [first = ""] = to;
  const domain = (parseMailAddress(first)?.address ?? "").split("@").at(-1);
  const fields2 = [
    `host: ${renderScalar(host)}`,
    ...port === null ? [] : [`port: ${port}`],
    ...tls2 === "starttls" ? [] : [`tls: ${tls2}`],
    ...tls2 === "none" ? [] : [`username: \${${SMTP_VARIABLES[0]}}`, `password: \${${SMTP_VARIABLES[1]}}`],
    `from: ${renderScalar(`certvigil@${domain}`)}`,
    `to: [${to.map(renderScalar).join(", ")}]`
  ];
  return `
email:
  mail:
${fields2.map((field) => `    ${field}
`).join("")}`;
}
var FROM_WARNING = `    # Expiry is sent from the status warning on. Without these conditions, it is also sent 90 and 60 days before.
    conditions:
      or: [{ attr: status, value: ok, negate: true }, { attr: event_type, value: certificate.expiry_warning, negate: true }]
`;
var FROM_WARNING_EXAMPLE = FROM_WARNING.split("\n").map((line) => line === "" ? "" : `# ${line}`).join("\n");
function renderRule(actions) {
  return `
rules:
  - name: alerts
    events: [certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing
${FROM_WARNING}    actions: [${actions.join(", ")}]
`;
}

// src/app/init/manifest-template.ts
var SCHEMA_URL = `https://unpkg.com/certvigil@${VERSION.split(".", 1)[0]}/schema/manifest.schema.json`;
var EXAMPLE = {
  name: "example",
  source: { kind: "endpoint", endpoint: "example.com" },
  files: 0,
  valid_to: null
};
function renderManifest2({ entries, receivers, secrets, heartbeat }) {
  const isExample = entries.length === 0;
  const hasFixtures = entries.some(isFixture);
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors, and who is notified. Check it with: certvigil validate
version: 1

# Defaults: warning at 30 days, critical at 14 days. They are shorter for short-lived certificates: a 90-day certificate that is renewed
# 30 days before it expires does not alert.
settings:
  expiry_scan_repeat: thresholds       # an active alert repeats 14, 7, 3, 1 days before the expiry, 0, 1, 3, 7 days after it, then weekly
  # Nothing runs if the schedule stops, so only an outside monitor such as healthchecks.io notices. It gets a request after each scan.
  ${heartbeat === null ? "# " : ""}heartbeat_url: \${${heartbeat ?? "HEARTBEAT_URL"}}
  # expiry_warning_days: 30
  # expiry_critical_days: 14

certificates:
${isExample ? "  # Example: replace it with your own.\n" : ""}${(isExample ? [EXAMPLE] : entries).map((entry) => renderEntryYaml(toEntrySpec({ ...entry, owner: null }))).join("")}  # Monitor a server by its host name, files by a path or a glob, and anything else by a hard-coded expiry date:
  # - name: shop
  #   endpoint: shop.example.com       # host or host:port; add starttls: smtp for a mail server
  #   ca_file: certs/our-ca.pem        # if clients trust a private CA; trust: none skips chain validation
  #   labels: { team: payments }
  #   owner: "@org/payments"
  #   renewal_instructions: docs/renew-shop.md
  # - name: legacy
  #   expires: 2027-03-01
${renderObservations(secrets)}${renderReceivers(receivers, hasFixtures)}${receivers.chats.length + (receivers.email === null ? 0 : 1) === 0 ? renderChatExample(receivers.issues && hasFixtures) : ""}`;
}
function isFixture({ source }) {
  return source.kind === "file" && source.fixture === true;
}
function renderObservations(secrets) {
  const [first] = secrets.flatMap(({ probe }) => probe ?? []);
  if (first === void 0) return "";
  const lines = secrets.map(
    ({ probe, name }) => probe === null ? `  secret: "\${${name}}" # for entries without a probe
  secrets:
` : `    ${renderScalar(probe)}: "\${${name}}"
`
  );
  return `
# Probes sign their files, each with a secret of its own, and the scan rejects all other files. So a compromised probe
# cannot report for another. Add "probe: ${first}" to the entries that it reads.
observations:
${lines.join("")}`;
}
function renderChatExample(hasFixtures) {
  return hasFixtures ? CHAT_EXAMPLE.replace("# rules:\n", `rules:
${renderFixtureRule([ISSUE_ACTION])}`) : CHAT_EXAMPLE;
}
var CHAT_EXAMPLE = `
# To notify a chat channel, uncomment the lines below, add the secret SLACK_WEBHOOK_URL to the repository, and pass it to
# the scan in its workflow. Preview a message: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*, scan.*]  # scan.*: scans that did not run, or reached nothing
${FROM_WARNING_EXAMPLE}#     actions: [{ webhook: slack }]
`;

// src/app/init/write-files.ts
import { existsSync as existsSync2 } from "node:fs";
import { mkdir as mkdir2, writeFile as writeFile2 } from "node:fs/promises";
import path8 from "node:path";
async function createFile({ path: name, what, text, exists: exists2 }, dryRun, io) {
  const file = path8.resolve(io.cwd, name);
  if (exists2 !== null) return { path: exists2, what, status: "exists", text: null };
  if (existsSync2(file)) return { path: name, what, status: "exists", text: null };
  if (leadsOutside(file, resolveWorkspace(io.cwd, io.env)))
    throw createUnwritableError(name, "Remove the symbolic link that leads out of the repository");
  if (dryRun) return { path: name, what, status: "written", text };
  try {
    await mkdir2(path8.dirname(file), { recursive: true });
    await writeFile2(file, text, { flag: "wx" });
    return { path: name, what, status: "written", text: null };
  } catch (cause) {
    if (cause.code === "EEXIST" && existsSync2(file))
      return { path: name, what, status: "exists", text: null };
    throw createUnwritableError(name, `Check that ${path8.dirname(file)} is a writable directory`, cause);
  }
}
function createUnwritableError(name, fix, cause) {
  const hint = `${fix}, and run init again. It does not change existing files.`;
  const reason = describeSystemError(cause);
  return new AppError("init-unwritable", `${name} could not be written${reason === null ? "" : `: ${reason}`}`, {
    hint,
    cause
  });
}

// src/app/manifest-edit/insert-keys.ts
function insertKeys(text, key, keys) {
  if (keys.length === 0) return text;
  const document = parseDocument(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const pair = document.contents.items.find((one) => isScalar(one.key) && one.key.value === key);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const inserted = pair === void 0 ? appendMap(text, key, keys) : extendMap(text, pair.value, keys);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}
var renderBlocks = (keys, indent2) => keys.map(({ renderBlock }) => renderBlock(indent2)).join("");
function appendMap(text, key, keys) {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}
${key}:
${renderBlocks(keys, 2)}`;
}
function extendMap(text, value, keys) {
  if (!isMap(value) || value.range == null) return null;
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
  const indent2 = start - (text.lastIndexOf("\n", start - 1) + 1);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${renderBlocks(keys, indent2)}${text.slice(at)}`;
}

// src/app/import/write.ts
var EMPTY_MANIFEST = `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors. Check it with: certvigil validate
version: 1
`;
async function writeImport(planned, io) {
  const { manifest } = planned;
  const isNew = !existsSync3(path9.resolve(io.cwd, manifest));
  if (isNew) await createFile({ path: manifest, what: "the manifest", text: EMPTY_MANIFEST, exists: null }, false, io);
  const reason = await rewriteManifest(manifest, (text) => insertImport(text, planned), io);
  if (reason === null) return;
  if (isNew) await rm2(path9.resolve(io.cwd, manifest), { force: true });
  throw new AppError("import-unwritable", `nothing was added to ${manifest}: ${reason}`, {
    hint: "Add what --dry-run shows by hand."
  });
}
function insertImport(text, { entries, receivers, rules, files }) {
  const added = receivers.filter(({ state }) => state === "added");
  const sources = [...new Set(files.map(({ file }) => file))].map(toSingleLine).join(", ");
  const items = entries.flatMap(({ state, entry }) => state === "added" ? renderEntry(entry) : []);
  const listKeys = (kind) => added.flatMap((one) => one.kind === kind ? renderReceiver(one) : []);
  const insertList = (before, section, comment, list2) => list2.length === 0 ? before : insertItems(before, section, [{ comment, items: list2 }]);
  const steps = [
    ["certificates", (before) => insertList(before, "certificates", `# Imported from ${sources}`, items)],
    ["webhooks", (before) => insertKeys(before, "webhooks", listKeys("webhook"))],
    ["email", (before) => insertKeys(before, "email", listKeys("email"))],
    ["rules", (before) => insertList(before, "rules", null, rules.map(renderRule2))],
    ["issues", (before) => listKeys("issues").length > 0 ? addIssues(before) : before]
  ];
  return steps.reduce(
    (done, [section, insert]) => "section" in done ? done : toEdited(insert(done.text), section),
    { text }
  );
}
var toSingleLine = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
var renderEntry = (entry) => ({
  renderBlock: (indent2) => renderEntryYaml(entry, indent2),
  line: renderEntryLine(entry)
});
function renderReceiver({ name, fields: fields2 }) {
  const lines = renderEntryYaml(fields2, 0).replace(/^- /, "  ").split("\n").slice(0, -1);
  const value = renderEntryLine(fields2);
  return {
    renderBlock: (indent2) => {
      const margin = " ".repeat(indent2);
      return `${margin}${renderScalar(name)}:
${lines.map((line) => `${margin}${line}
`).join("")}`;
    },
    line: `${renderScalar(name)}: ${value}`
  };
}
var EVENTS = "[certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing";
function renderRule2(rule) {
  const { name, match, actions } = rule;
  const shown = actions.map(renderEntryLine).join(", ");
  const matched = match === void 0 ? "" : `{ names: [${match.names.map(renderScalar).join(", ")}] }`;
  return {
    renderBlock: (indent2) => {
      const margin = " ".repeat(indent2);
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

// src/report/import/document.ts
function buildImportDocument(imported, view) {
  const { entries, receivers, variables, left_out } = imported;
  const added = entries.filter(({ state }) => state === "added");
  const lists = view.isDryRun ? [{ title: "Entries", blocks: [createTable(ENTRY_COLUMNS, added, { isCopyable: true })] }] : [];
  return createDocument("Imported certificates", {
    lead: [createParagraph(describeResult(imported, view))],
    summary: listNotes(imported),
    sections: [
      ...lists,
      { title: "Receivers", blocks: [createTable(RECEIVER_COLUMNS, receivers)] },
      { title: "Not imported", blocks: [createTable(LEFT_OUT_COLUMNS, left_out, { isCopyable: true })] },
      { title: "Set these secrets", blocks: [createTable(VARIABLE_COLUMNS, variables, { isCopyable: true })] },
      { only: "terminal", blocks: listNextSteps(imported, view) }
    ],
    rest: { terminal: "--format json lists them" }
  });
}
var ENTRY_COLUMNS = [
  { title: "Entry", cell: ({ entry }) => quoteName(renderEntryLine(entry)) },
  { title: "Named by", lead: "  ", cell: describeOrigin }
];
var RECEIVER_COLUMNS = [
  { title: "Receiver", cell: ({ kind, name }) => quoteName(kind === "issues" ? "issues" : name) },
  {
    title: "Kind",
    lead: "  ",
    cell: ({ kind, fields: fields2 }) => kind === "webhook" ? String(fields2.preset ?? "webhook") : kind === "email" ? "email" : "GitHub issues"
  },
  { title: "State", lead: ", ", cell: ({ state }) => state === "added" ? "added" : "is in the manifest" }
];
var LEFT_OUT_COLUMNS = [
  { title: "What", cell: ({ what }) => quoteName(what) },
  { title: "Named by", lead: "  ", cell: describeOrigin },
  { title: "Reason", isDetail: true, cell: ({ reason }) => quoteMessage(reason) }
];
var VARIABLE_COLUMNS = [
  { title: "Variable", cell: ({ name }) => quoteName(name) },
  { title: "Value", lead: "  ", cell: ({ meaning, receiver }) => [`${meaning}, for `, { code: receiver }] },
  { title: "Named by", lead: ", ", cell: describeOrigin }
];
function describeOrigin({ file, line }) {
  return { code: line === null ? file : `${file}:${line}` };
}
function describeResult({ entries, manifest, is_new }, { isDryRun }) {
  const added = entries.filter(({ state }) => state === "added").length;
  const count = formatCount(added, "entry", "entries");
  if (isDryRun) return [`${count} would be added to `, { code: manifest }, is_new ? ", which would be created." : "."];
  if (added === 0) return ["No entry was added to ", { code: manifest }, "."];
  return is_new ? ["Created ", { code: manifest }, ` with ${count}.`] : [`Added ${count} to `, { code: manifest }, "."];
}
function listNotes({ entries, left_out }) {
  const watched = entries.filter(({ state }) => state === "watched").length;
  return [
    ...watched === 0 ? [] : [
      createParagraph(`${formatCount(watched, "server or domain is", "servers and domains are")} already watched.`)
    ],
    ...left_out.length === 0 ? [] : [createParagraph(`${formatCount(left_out.length, "thing was", "things were")} not imported, as listed.`)]
  ];
}
function listNextSteps({ entries, is_new, receivers }, { isDryRun }) {
  if (isDryRun || entries.every(({ state }) => state === "watched")) return [];
  const steps = [
    'Next: "certvigil scan --dry-run" reads the certificates, and sends nothing.',
    ...is_new ? ['"certvigil init" creates the workflows; it keeps this manifest.'] : [],
    ...receivers.length === 0 && is_new ? ["No receiver came over: add one under webhooks, email or issues."] : []
  ];
  return [createParagraph(steps.join(" "))];
}

// src/cli/commands/import.ts
async function runImportCommand(options, io) {
  const { file, isNew } = findImportTarget(options.manifest, io);
  const existing = isNew ? null : await loadManifestFor({ ...options, quiet: true }, io);
  if (!isNew && existing === null) return 2;
  const request = { files: options.files, from: options.from, manifest: file, existing };
  const imported = await runImport(request, io);
  const hasNews = imported.entries.some(({ state }) => state === "added");
  if (hasNews && !options.dry_run) await writeImport(imported, io);
  if (options.format === "json") io.stdout(renderJson(imported));
  else if (!options.quiet)
    io.stdout(renderTerminal(buildImportDocument(imported, { isDryRun: options.dry_run }), getTableLayout(io)));
  return 0;
}

// src/cli/commands/init.ts
import path14 from "node:path";

// src/app/init/plan-files.ts
import path11 from "node:path";

// src/app/init/workflow-templates.ts
import { hash as hash2 } from "node:crypto";
var CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";
var ARTIFACT_ACTIONS = {
  upload: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
  download: "actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3 # v8.0.0",
  uploadPages: "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
  deployPages: "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"
};
var GHES_ARTIFACT_ACTIONS = {
  upload: "actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20",
  download: "actions/download-artifact@ad191675b41f6a5b46da9a048cb6893812da158b # v3.1.0-node20",
  uploadPages: "actions/upload-pages-artifact@a753861a5debcf57bf8b404356158c8e1e33150c # v2.0.0",
  deployPages: "actions/deploy-pages@13b55b33dd8996121833dbc1db458c793a334630 # v3.0.1"
};
function selectArtifactActions({ ghes }) {
  return ghes ? GHES_ARTIFACT_ACTIONS : ARTIFACT_ACTIONS;
}
function selectRunner({ ghes }) {
  return ghes ? "self-hosted" : "ubuntu-latest";
}
var VALIDATE_WORKFLOW_PATH = ".github/workflows/certvigil-validate.yml";
var SCAN_WORKFLOW_PATH = ".github/workflows/certvigil-scan.yml";
function computeDailyCron(repository) {
  const digest = Buffer.from(hash2("sha256", repository, "hex"), "hex");
  return `${MINUTES[digest.readUInt16BE(0) % MINUTES.length]} ${2 + digest.readUInt16BE(2) % 4} * * *`;
}
var MINUTES = Array.from({ length: 60 }, (_, minute) => minute).filter(
  (minute) => minute % 2 === 1 && minute % 5 > 0
);
function renderValidateWorkflow(options) {
  const { action, manifest, paths } = options;
  return `# Validates the manifest on pull requests. It needs no secrets and no network, so it is safe for forks.
name: certvigil validate
on:
  pull_request:
${paths === null ? "" : `    paths: [${paths.map((path18) => JSON.stringify(path18)).join(", ")}]
`}permissions:
  contents: read
jobs:
  validate:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 5
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 2 # the merge commit and its base, so that the summary shows what changes
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
          strict: true # also fails on warnings, such as a certificate that no rule covers
${manifest === null ? "" : `          manifest: ${JSON.stringify(manifest)}
`}`;
}
function renderScanWorkflow(options) {
  return `# Scans the certificates every day and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard ? DASHBOARD_COMMENT : ""}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 25
    permissions:
${renderPermissionLines(options, "      ")}    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}${renderDashboardSteps(options)}`;
}
var DASHBOARD_COMMENT = `# It publishes a dashboard, badges and a calendar on GitHub Pages: in the settings of the repository, set the source of Pages to GitHub
# Actions. Everyone who can open the page can read your inventory, and on most plans Pages of a private repository are public. The
# dashboard is also an artifact, for people who can read the repository: if that is enough, delete the job "publish".
`;
function renderDashboardSteps(options) {
  if (!options.dashboard) return "";
  const { uploadPages, deployPages } = selectArtifactActions(options);
  const { upload, isWritten, name } = options.ghes ? renderGhesUpload(options) : renderUpload(options);
  return `${upload}      - uses: ${uploadPages}
        id: pages
        if: \${{ !cancelled() && ${isWritten} }}
        with:
          name: github-pages-\${{ github.run_attempt }} # Pages needs exactly one artifact of this name, even if the run is repeated
          path: site
    outputs:
      pages: \${{ ${name} }}
  publish:
    needs: scan
    if: \${{ !cancelled() && needs.scan.outputs.pages != '' }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 10
    permissions:
      pages: write # to publish the dashboard
      id-token: write # to prove to Pages which workflow publishes it
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: ${deployPages}
        id: deployment
        with:
          artifact_name: \${{ needs.scan.outputs.pages }}
      - name: Link to the dashboard from the job summary
        run: echo "[Open the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.deployment.outputs.page_url }}
`;
}
function renderUpload(options) {
  const upload = `      - uses: ${selectArtifactActions(options).upload}
        id: artifact
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          path: site/index.html
          archive: false
          overwrite: true # so that a failed job can be run again
          retention-days: 14
      - name: Link to the dashboard from the job summary
        if: \${{ !cancelled() && steps.artifact.outputs.artifact-url != '' }}
        run: echo "[Download the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.artifact.outputs.artifact-url }}
`;
  const name = `steps.pages.outputs.artifact_id && format('github-pages-{0}', github.run_attempt)`;
  return { upload, isWritten: `steps.artifact.outputs.artifact-url != ''`, name };
}
function renderGhesUpload(options) {
  const upload = `      - uses: ${selectArtifactActions(options).upload}
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          name: dashboard
          path: site/index.html
          retention-days: 14
`;
  const name = `steps.pages.outcome == 'success' && format('github-pages-{0}', github.run_attempt) || ''`;
  return { upload, isWritten: `hashFiles('site/index.html') != ''`, name };
}
var DASHBOARD_REPORTS = `          report: |
            html=site/index.html
            badge=site/badges/
            ics=site/certificates.ics
`;
var LOG_LOCATION = {
  commit: "on a separate branch",
  cache: "in the Actions cache",
  file: "in a file on the runner"
};
function renderPermissionLines({ store, issues }, indent2) {
  return [
    store === "commit" ? "contents: write # to store the event log on a separate branch" : "contents: read",
    ...issues ? ["issues: write # to open issues"] : [],
    "# actions: write # for keepalive: true"
  ].map((line) => `${indent2}${line}
`).join("");
}
function renderInputs({ manifest, dashboard }) {
  const named = manifest === null ? "" : `          manifest: ${JSON.stringify(manifest)}
`;
  const inputs = `${named}${dashboard ? DASHBOARD_REPORTS : ""}`;
  const start = inputs === "" ? "        # with:\n" : "        with:\n";
  return `${start}${inputs}        #   keepalive: true # in public repositories, GitHub disables schedules after 60 days without a commit
`;
}
function renderEnvironment(variables) {
  if (variables.length === 0)
    return `        # env:
        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}
`;
  return `        env:
${variables.map((name) => `          ${name}: \${{ secrets.${name} }}
`).join("")}`;
}

// src/app/init/observe-workflow.ts
function listSecretUses({ entries, webhooks, emails, heartbeat, observations }, variables) {
  const listNames5 = (value) => {
    const text = JSON.stringify(value);
    return /* @__PURE__ */ new Set([...listReferencedVariables(text), ...Array.from(text.matchAll(/"(\w+)"/g), ([, name]) => name)]);
  };
  const read = entries.map(({ probe, source, passwords }) => ({ probe, names: listNames5({ source, passwords }) }));
  const decided = listNames5({ webhooks, emails, heartbeat, observations });
  return variables.map((name) => {
    const isSigning = (probe) => listReferencedVariables(selectProbeSecret(observations, probe) ?? "").includes(name);
    const probes = read.filter(({ probe, names }) => isSigning(probe) || names.has(name)).map(({ probe }) => probe);
    return { name, probes: [...new Set(probes)], decides: decided.has(name) };
  });
}
function renderObserveWorkflow(options) {
  const jobs = listObserveJobs(options);
  return `# ${describe2(options)} every day. One job evaluates them and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard ? DASHBOARD_COMMENT : ""}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  # These jobs read certificates. They write nothing to the repository, and ${jobs.length === 1 ? "have no secrets of receivers" : "each has only the secrets of its own entries"}.
${jobs.map((job) => renderObserveJob(job, options)).join("")}${renderScanJob(jobs, options)}`;
}
function listObserveJobs({ shards, probes, ghes }) {
  const ids = /* @__PURE__ */ new Set();
  const own = probes.map(({ probe, labels }) => {
    const base = `observe-${probe.replaceAll(".", "_")}`;
    const id = ids.has(base) ? `${base}-${ids.size + 1}` : base;
    ids.add(id);
    return { id, probe, labels: labels.map((label) => JSON.stringify(label)), shards: 1 };
  });
  return [{ id: "observe", probe: null, labels: [selectRunner({ ghes })], shards }, ...own];
}
function renderObserveJob(job, options) {
  const { id, probe, labels, shards } = job;
  const shard = `\${{ matrix.shard }}`;
  const name = probe === null ? shards === 1 ? "default" : shard : `probe-${probe}`;
  const matrix = `    strategy:
      fail-fast: false
      matrix:
        shard: [${Array.from({ length: shards }, (_, index) => index + 1).join(", ")}]
`;
  const secrets = options.secrets.filter(({ probes }) => probes.includes(probe));
  return `  ${id}:
${shards === 1 ? "" : matrix}    runs-on: ${renderLabels(labels)}
    timeout-minutes: 25
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
        with:
          command: observe
${renderManifest3(options)}${probe === null ? "" : `          probe: ${JSON.stringify(probe)}
`}${shards === 1 ? "" : `          shard: ${shard}/${shards}
`}          output: observations-${name}.jsonl
${renderEnvironment2(secrets)}${renderObservationsUpload(name, options)}`;
}
function renderObservationsUpload(name, { ghes }) {
  return `      - uses: ${selectArtifactActions({ ghes }).upload}
        with:
          name: observations${ghes ? "" : `-${name}`}
          path: observations-${name}.jsonl
          if-no-files-found: error
${ghes ? "" : "          overwrite: true # so that a failed job can be run again\n"}          retention-days: 1
`;
}
function renderScanJob(jobs, options) {
  const needs = jobs.map(({ id }) => id);
  return `  # Evaluates all entries and notifies, even if a job above failed: its entries keep their state, and are reported.
  scan:
    needs: ${needs.length === 1 ? needs[0] : `[${needs.join(", ")}]`}
    if: \${{ !cancelled() }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 25
    permissions:
${renderPermissionLines(options, "      ")}    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${selectArtifactActions(options).download}
${options.ghes ? "        continue-on-error: true # without any file, all entries are reported as not observed\n" : ""}        with:
          ${options.ghes ? "name: observations" : "pattern: observations-*"}
          path: observations
      - uses: ${options.action}
        with:
          observations: observations
${renderManifest3(options)}${options.dashboard ? DASHBOARD_REPORTS : ""}${renderEnvironment2(options.secrets.filter(({ decides }) => decides))}${renderDashboardSteps(options)}`;
}
function renderManifest3({ manifest }) {
  return manifest === null ? "" : `          manifest: ${JSON.stringify(manifest)}
`;
}
function describe2({ shards, probes }) {
  const parts = shards === 1 ? "" : ` in ${shards} shards`;
  return probes.length === 0 ? `Reads the certificates${parts}` : `Reads the certificates${parts} with the probes ${probes.map(({ probe }) => probe).join(", ")}`;
}
function renderLabels(labels) {
  return labels.length === 1 ? `${labels[0]}` : `[${labels.join(", ")}]`;
}
function renderEnvironment2(secrets) {
  if (secrets.length === 0) return "";
  return `        env:
${secrets.map(({ name }) => `          ${name}: \${{ secrets.${name} }}
`).join("")}`;
}

// src/app/init/repository.ts
import { readdirSync as readdirSync2 } from "node:fs";
import path10 from "node:path";
function readRepositoryName(top) {
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(readOrigin(top) ?? "")?.[1] ?? path10.basename(top);
}
function readServerUrl(top) {
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?([\w.-]+\.[\w-]+)[/:]/.exec(readOrigin(top) ?? "")?.[1];
  return `https://${host ?? "github.com"}`;
}
var MAX_BYTES2 = 1024 * 1024;
function readText3(file) {
  const read = readLimitedSync(file, MAX_BYTES2);
  return "bytes" in read ? read.bytes.toString("utf8") : "";
}
var WORKFLOW_DIRECTORY = ".github/workflows";
var ACTION_REFERENCE = /(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;
function findWorkflows(top) {
  const found = { validate: null, scan: null };
  for (const name of listWorkflowFiles(path10.join(top, WORKFLOW_DIRECTORY)).sort(compareText)) {
    for (const command of readCommands(path10.join(top, WORKFLOW_DIRECTORY, name)))
      found[command] ??= `${WORKFLOW_DIRECTORY}/${name}`;
  }
  return found;
}
function listWorkflowFiles(directory) {
  try {
    return readdirSync2(directory).filter((name) => /\.ya?ml$/.test(name));
  } catch {
    return [];
  }
}
var OTHER_COMMANDS = /* @__PURE__ */ new Set(["digest", "observe"]);
function readCommands(file) {
  try {
    const { jobs } = parse(readText3(file)) ?? {};
    const uses = Object.values(jobs ?? {}).flatMap((job) => [job, ...job.steps ?? []]);
    const matching = uses.filter((one) => typeof one.uses === "string" && ACTION_REFERENCE.test(one.uses));
    const commands = matching.map((one) => one.with?.command).filter((command) => !OTHER_COMMANDS.has(command));
    return commands.map((command) => command === "validate" ? "validate" : "scan");
  } catch {
    return [];
  }
}

// src/app/init/plan-files.ts
function listVariables({ receivers, heartbeat }) {
  const secrets = listReceiverSecrets(receivers).map(({ variable }) => variable);
  return heartbeat === null ? secrets : [...secrets, heartbeat];
}
function planFiles(plan, options) {
  const { directory, existing, draft, signing } = plan;
  const root = path11.relative(directory, resolveRoot(path11.resolve(directory, plan.manifest)));
  const entries = draft.proposal.entries.map((entry) => relocateEntry(entry, root.split(path11.sep).join("/")));
  const manifest = {
    path: plan.manifest,
    what: "the manifest",
    text: renderManifest2({ ...draft, entries, secrets: signing }),
    exists: existing === null ? null : plan.manifest
  };
  return options.no_workflows ? [manifest] : [manifest, ...planWorkflows(plan, options)];
}
function planWorkflows(plan, { dashboard, shards, probes, ghes }) {
  const { directory, manifest: name, existing, draft, action, variables, cron } = plan;
  const found = findWorkflows(directory);
  const manifest = existing?.manifest ?? null;
  const isSplit = shards !== null || probes.length > 0;
  const workflow = {
    action,
    manifest: isDefaultName(name) ? null : name,
    paths: listPaths(plan),
    variables,
    store: manifest?.event_log.store ?? "commit",
    issues: manifest === null ? draft.receivers.issues : hasIssueRule(manifest),
    cron,
    dashboard,
    ghes
  };
  return [
    {
      path: VALIDATE_WORKFLOW_PATH,
      what: "validates the manifest on pull requests",
      text: renderValidateWorkflow(workflow),
      exists: found.validate
    },
    {
      path: SCAN_WORKFLOW_PATH,
      what: `${isSplit ? "observes in several jobs, and scans daily" : "scans daily"}${dashboard ? ", and publishes a dashboard" : ""}`,
      text: isSplit ? renderObserveWorkflow({ ...workflow, shards: shards ?? 1, probes, secrets: listUses(plan) }) : renderScanWorkflow(workflow),
      exists: found.scan
    }
  ];
}
function listPaths({ directory, manifest: name, existing, draft }) {
  if (existing === null) return listWorkflowPaths(name, listProposedFiles(draft.proposal), directory, directory);
  if (existing.manifest === null || needsEveryChange(existing.manifest)) return null;
  return listWorkflowPaths(name, listNamedFiles(existing), existing.root, directory);
}
function isDefaultName(name) {
  return MANIFEST_NAMES.some((known) => known === name);
}
function listProposedFiles({ entries }) {
  return entries.flatMap(({ source }) => source.kind === "file" ? source.patterns : []);
}
function listUses({ existing, variables, signing, draft }) {
  if (existing?.manifest) return listSecretUses(existing.manifest, variables);
  return [
    ...signing.map(({ probe, name }) => ({ name, probes: [probe], decides: true })),
    ...listVariables(draft).map((name) => ({ name, probes: [], decides: true }))
  ];
}

// src/app/init/probe-options.ts
function checkProbeRunners(probes, manifest) {
  const names = probes.map(({ probe }) => probe);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== void 0)
    throw createUsageError(
      `duplicate probe ${repeated} for --probe`,
      "A probe has one runner. Use its labels, separated by commas."
    );
  if (manifest === null) return;
  const known = listProbes(manifest.entries);
  const unused = names.find((name) => !known.includes(name));
  if (unused !== void 0)
    throw createUsageError(
      `no entry in ${manifest.file} has the probe ${unused}`,
      `Add "probe: ${unused}" to the entries that it reads.`
    );
  const missing = known.find((name) => !names.includes(name));
  if (missing !== void 0)
    throw createUsageError(
      `the probe ${missing} has no runner`,
      `Add --probe ${missing}=RUNNER, or nobody would read its entries.`
    );
}
function listSigningSecrets(probes) {
  if (probes.length === 0) return [];
  const names = /* @__PURE__ */ new Set();
  return [null, ...probes.map(({ probe }) => probe)].map((probe) => {
    const base = toSigningVariable(probe);
    const name = names.has(base) ? `${base}_${names.size}` : base;
    names.add(name);
    return { probe, name };
  });
}

// src/app/init/server-notes.ts
function renderServerNotes(files, columns) {
  const uses = files.flatMap(({ text }) => [
    ...text.matchAll(/uses: (actions\/[a-z-]{1,50})@[0-9a-f]{40} # (\S{1,50})$/gm)
  ]);
  const actions = [...new Set(uses.map(([, name, version]) => `${name} ${version}`))].sort();
  const notes = [
    `Without GitHub Connect, mirror these actions with their tags: ${actions.join(", ")}`,
    "Register a runner with the label self-hosted, version 2.327.1 or newer, for Node.js 24",
    "If the server uses a private CA, set NODE_EXTRA_CA_CERTS on the runner",
    "It has no artifacts of version 4: reports and observations use version 3, and the reusable workflow of this project does not run there"
  ];
  return `
On GitHub Enterprise Server:
${notes.map((note) => wrapAfter("  - ", note, columns)).join("")}`;
}

// src/app/init/summary.ts
var NO_TESTS = { sent: [], unset: [] };
function renderInitSummary(result, columns) {
  const { plan, options, files } = result;
  const texts = files.flatMap(({ path: path18, text }) => text === null ? [] : [`# --- ${path18}
${text}
`]);
  const outcome = files.map((file) => renderFile(file, result, columns)).join("");
  const tests = result.tests.sent.map((test) => renderTest(test, columns)).join("");
  if (options.quiet) return texts.join("") + outcome + tests;
  const isWritten = files.some(({ status }) => status === "written");
  return [
    ...texts,
    outcome,
    plan.existing === null ? renderDraft(plan.draft, columns) : "",
    tests === "" ? "" : `
Test messages:
${tests}`,
    isWritten && !options.dry_run ? renderNextSteps(result, columns) : "",
    ...listHints(result).map((hint) => `
${wrapAfter("", hint, columns)}`),
    isWritten ? "" : wrapAfter(
      "",
      "Nothing was written because all files exist. To generate one again, move it away first.",
      columns
    )
  ].join("");
}
function renderTest({ destination, status, answer, error }, columns) {
  const response = answer === null ? "" : `, status ${answer.status}`;
  const advice = answer?.advice ? wrapAfter(" ".repeat(10), answer.advice, columns) : "";
  if (status === "sent") return `  sent    ${destination}${response}
${advice}`;
  const reason = error === null ? "" : formatAfterDestination(error, destination);
  return wrapAfter("  FAILED  ", `${destination}${reason}`, columns);
}
function renderFile({ path: path18, what, status }, { plan, options }, columns) {
  if (status === "exists") return wrapAfter("Skipped     ", `${path18}: already exists`, columns);
  const [minute = "", hour = ""] = plan.cron.split(" ");
  const when = path18 === SCAN_WORKFLOW_PATH ? `, at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} UTC` : "";
  return wrapAfter(options.dry_run ? "Would write " : "Wrote       ", `${path18}: ${what}${when}`, columns);
}
function renderDraft({ proposal, hasInternal }, columns) {
  const { entries, damaged, skipped } = proposal;
  const monitored = entries.slice(0, MAX_ENTRIES).map((entry) => wrapItem(describeEntry(entry), columns));
  const found = entries.length === 0 ? `
${wrapAfter("", "No certificates found: replace the example in the manifest with your own.", columns)}` : `
Monitored:
${monitored.join("")}${renderMore(entries.length)}`;
  return found + renderDamaged(damaged, columns) + renderSkipped(skipped, hasInternal, columns);
}
function wrapItem(text, columns) {
  return wrapAfter("  ", text, columns, 4);
}
var MAX_ENTRIES = 20;
function renderMore(entries) {
  return entries > MAX_ENTRIES ? `  and ${entries - MAX_ENTRIES} more: see the manifest
` : "";
}
function describeEntry({ name, source, files, valid_to }) {
  if (source.kind === "endpoint") return `${name}: server ${source.endpoint}`;
  if (source.kind === "domain") return `${name}: registration of ${source.domain}`;
  const count = files > 1 ? ` (${files} files)` : "";
  const test = source.fixture ? files > 1 ? ", test certificates" : ", a test certificate" : "";
  const expiry = valid_to === null ? "" : `, ${files > 1 ? "the first " : ""}expires on ${formatDay(valid_to)}`;
  return `${name}: ${source.patterns.join(", ")}${count}${test}${expiry}`;
}
var MAX_NAMES3 = 5;
function renderDamaged(damaged, columns) {
  if (damaged.length === 0) return "";
  const title = wrapAfter("", "Damaged (scans report them until you replace, delete or exclude them):", columns);
  return `
${title}${wrapItem(truncateList(damaged, MAX_NAMES3), columns)}`;
}
function renderSkipped(skipped, hasInternal, columns) {
  const listed = skipped.filter(({ why }) => why !== NO_CERTIFICATE);
  const lines = [...groupBy(listed, ({ why }) => why)].map(([why, group]) => {
    const names = group.map(({ path: path18 }) => path18);
    return `${why}: ${truncateList(names, MAX_NAMES3)}`;
  });
  const all = [...lines, ...hasInternal ? [INTERNAL_HINT] : []];
  return all.length === 0 ? "" : `
Not monitored:
${all.map((line) => wrapItem(line, columns)).join("")}`;
}
var INTERNAL_HINT = "hosts in private domains, such as .internal or .corp: name yours in discovery.domains, and run certvigil discover --write";
function listHints({ plan, options, files: [manifest, , scan] }) {
  if (scan?.status !== "exists") return [];
  const isOther = plan.existing === null && manifest?.status === "written" && !isDefaultName(plan.manifest);
  return [
    ...isOther ? [`${scan.path} exists, and may scan another manifest. Add a step with "manifest: ${plan.manifest}" to it.`] : [],
    ...options.dashboard ? [
      `The dashboard is not published: ${scan.path} exists. Add the steps of examples/workflows/pages.yml to it, or move it away and run init --dashboard again.`
    ] : []
  ];
}
function renderNextSteps(result, columns) {
  return `
Next steps:
${listNextSteps2(result).map((step, index) => renderStep(step, `${index + 1}.`.padStart(4), columns)).join("")}`;
}
function renderStep([text, command], number, columns) {
  const line = command === void 0 ? text : `${text}: ${command}`;
  if (command === void 0 || measureWidth(`${number} ${line}`) <= columns)
    return wrapAfter(`${number} `, line, columns);
  return `${wrapAfter(`${number} `, `${text}:`, columns)}${" ".repeat(7)}${command}
`;
}
function listNextSteps2(result) {
  const { plan, options, files } = result;
  const name = isDefaultName(plan.manifest) ? "" : ` -m ${quoteWord(plan.manifest)}`;
  const scan = files[2]?.path ?? null;
  return [
    plan.existing === null ? ["Review the manifest, add certificates, and check it", `certvigil validate${name}`] : ["Check the manifest", `certvigil validate${name}`],
    ...(plan.existing === null ? options.probes : []).map(
      ({ probe }) => [`Add "probe: ${probe}" to the entries that this probe reads`]
    ),
    ...listTestSteps(result, name),
    ...hasHeartbeat(plan) ? [] : [[HEARTBEAT_HINT]],
    ...scan === null ? listSteps(result, name) : listWorkflowSteps(result, scan, name)
  ];
}
var HEARTBEAT_HINT = "Set settings.heartbeat_url to a monitor, such as healthchecks.io: if scans stop, nothing else can tell you";
function hasHeartbeat({ existing, draft }) {
  if (existing === null) return draft.heartbeat !== null;
  const { manifest } = existing;
  return manifest === null || manifest.heartbeat !== null || manifest.heartbeat_declined;
}
function listTestSteps({ plan, tests: { sent, unset } }, name) {
  const isFailed = sent.some(({ status }) => status !== "sent");
  if (!isFailed && unset.length === 0) return [];
  const variables = isFailed ? plan.variables : unset;
  const todo = [
    ...isFailed ? ["Correct the receiver"] : [],
    ...variables.length === 0 ? [] : [`${isFailed ? "set" : "Set"} ${variables.join(" and ")}`],
    "and send a test message"
  ];
  return [[todo.join(", "), `certvigil test --all${name}`]];
}
function listSteps({ plan: { draft, variables } }, name) {
  return [
    ...draft.receivers.issues ? [[ISSUES_HINT]] : [],
    ...variables.length === 0 ? [] : [[`Pass ${variables.join(" and ")} to each scan, as environment variables`]],
    ["Scan, and alert", `certvigil scan${name}`],
    ["Do that every day, with cron or systemd", "see docs/getting-started/linux.md"]
  ];
}
var ISSUES_HINT = "Add another receiver, or set GITHUB_TOKEN and GITHUB_REPOSITORY: no issue is opened outside GitHub without them";
function listWorkflowSteps({ plan, options, files }, scan, name) {
  const { action, variables, signing, draft } = plan;
  const written = files.filter(({ status }) => status === "written").map(({ path: path18 }) => path18);
  const workflows = written.filter((path18) => path18.startsWith(".github/workflows/"));
  const isScanWritten = workflows.includes(scan);
  const caFiles = draft.proposal.entries.flatMap(
    ({ source }) => source.kind === "endpoint" ? source.ca_file ?? [] : []
  );
  const secrets = [
    ...signing.map(
      (one) => ["Create a secret for the files", `openssl rand -hex 32 | gh secret set ${one.name}`]
    ),
    ...variables.map((variable) => ["Add the secret to the repository", `gh secret set ${variable}`])
  ];
  return [
    ["Preview a scan and its notifications", `certvigil scan --dry-run${name}`],
    ...action === PLACEHOLDER_ACTION && workflows.length > 0 ? [[`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action: ${workflows.join(", ")}`]] : [],
    ...isScanWritten ? secrets : [],
    ...options.dashboard && isScanWritten ? [[PAGES_HINT]] : [],
    [
      "Commit, and push to the default branch",
      `git add ${[.../* @__PURE__ */ new Set([...written, ...caFiles])].map(quoteWord).join(" ")}`
    ],
    ["Start the first scan", `gh workflow run ${scan.slice(scan.lastIndexOf("/") + 1)}`]
  ];
}
function quoteWord(text) {
  const isPlain = /^[\w@%+=:,./-]+$/.test(text);
  return isPlain ? text : `'${escapeUnprintable(text).replaceAll("'", "'\\''")}'`;
}
var PAGES_HINT = 'Enable GitHub Pages (Settings > Pages > Source: GitHub Actions), or delete the job "publish": the page is public';

// src/app/init/survey-servers.ts
import { isIP as isIP3 } from "node:net";
import path12 from "node:path";
async function surveyServers(manifest, search, given, io, onProgress) {
  const entries = manifest.entries.filter(({ source }) => source.kind === "endpoint");
  const decoded = await readAndDecode(entries, io, {
    ...selectReading(manifest),
    ...onProgress && { onProgress }
  });
  const verification = { evaluator: createTrustEvaluator(io.now()), policies: null, reportBug: createBugReporter(io) };
  const verify = async (anchors2) => {
    const requested = decoded.map((source) => ({
      ...source,
      locations: source.locations.map((one) => ({ ...one, trust: one.trust && { ...one.trust, anchors: anchors2 } }))
    }));
    return redactReadings(await verifySources(requested, verification), entries, io);
  };
  const { isOutside } = resolveWorkspace(manifest.root, io.env);
  const readAnchors = async (file) => ({
    kind: "ca_file",
    path: file,
    ...await readCaFile(path12.resolve(manifest.root, file), isOutside)
  });
  const files = search.files.filter(
    ({ kind, fixture }) => ["certificate", "bundle"].includes(kind) && fixture === null
  );
  const anchors = await Promise.all(files.map((file) => readAnchors(file.path)));
  const survey = await evaluateSurvey(entries, verify, anchors, given === null ? null : await readAnchors(given));
  const checkCaFile = async (file, names) => {
    const read = await readAnchors(file);
    if ("problem" in read) return read.problem;
    return (await listVerified(verify, read, names)).length > 0 ? null : "has no CA that these chains lead to";
  };
  return { survey, checkCaFile };
}
async function evaluateSurvey(entries, verify, files, given) {
  const readings = listServerReadings(await verify(null));
  const findHolders = indexHolders(readings);
  const isRead = new Set(readings.flatMap(({ entry, certificate }) => certificate === null ? [] : [entry]));
  const rejected = readings.filter(({ trust }) => trust?.trusted === false);
  const lacking = listLacking(rejected, findHolders);
  const explained = new Set(lacking.map(({ entry }) => entry));
  const isRejected = new Set(rejected.map(({ entry }) => entry));
  const accepted = given === null ? [] : listServerReadings(await verify(given)).filter(({ trust }) => trust?.trusted);
  return {
    servers: entries.length,
    trusted: entries.map(({ name }) => name).filter((name) => isRead.has(name) && !isRejected.has(name)),
    verified: listNames2(accepted).filter((name) => isRejected.has(name)),
    internal: listNames2(readings.filter(({ observed: { address } }) => address !== void 0 && isInternal(address))),
    first: findFirst(readings),
    unread: listUnread3(
      entries.filter(({ name }) => !isRead.has(name)),
      readings
    ),
    privateCas: await listPrivateCas(lacking, verify, files),
    missing: listMissing(lacking, findHolders),
    rejected: rejected.filter(({ entry }) => !explained.has(entry)).map(({ entry, trust }) => ({ entry, detail: trust?.detail ?? "" }))
  };
}
function listLacking(rejected, findHolders) {
  return rejected.flatMap(({ entry, trust }) => {
    const issuer = trust?.missing_issuer?.name;
    return issuer === void 0 ? [] : [{ entry, issuer, ...followIssuers(issuer, findHolders) }];
  });
}
function listUnread3(entries, readings) {
  return entries.flatMap(({ name }) => {
    const failure = readings.find(({ entry }) => entry === name)?.failure;
    return failure ? [{ entry: name, failure }] : [];
  });
}
function listMissing(lacking, findHolders) {
  const sentElsewhere = lacking.filter(({ isSentElsewhere }) => isSentElsewhere);
  return [...groupBy(sentElsewhere, ({ issuer }) => issuer)].map(([issuer, group]) => ({
    name: shortenName(issuer),
    entries: listNames2(group),
    senders: listNames2(findHolders(issuer)).length
  }));
}
async function listPrivateCas(lacking, verify, files) {
  const byCa = groupBy(lacking, ({ top }) => top);
  const found = [...byCa].flatMap(([subject, group]) => subject === null ? [] : { subject, group });
  const cas = found.map(async ({ subject, group }) => {
    const direct = listNames2(group.filter(({ isSentElsewhere }) => !isSentElsewhere));
    const ca = await findCaFile(subject, direct, verify, files);
    return { name: ca?.name ?? shortenName(subject), file: ca?.file ?? null, entries: listNames2(group) };
  });
  return (await Promise.all(cas)).sort((a, b) => b.entries.length - a.entries.length);
}
var isPublicAddress = lazy(() => createPublicAddressPolicy({ deny: [], allow: [] }));
function isInternal(address) {
  const host = address.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return isIP3(host) !== 0 && !isPublicAddress()(host);
}
function findFirst(readings) {
  const dated = readings.flatMap(
    ({ entry, certificate }) => certificate === null ? [] : [{ entry, valid_to: certificate.facts.valid_to }]
  );
  return dated.toSorted((a, b) => compareText(a.valid_to, b.valid_to))[0] ?? null;
}
function listServerReadings(sources) {
  return sources.flatMap(({ entry, locations }) => locations.map((location) => ({ ...location, entry })));
}
function indexHolders(readings) {
  const sent = readings.flatMap(
    (reading) => listIssuers(reading).flatMap(({ subject }) => subject === null ? [] : [{ subject, reading }])
  );
  const bySubject = groupBy(sent, ({ subject }) => subject);
  return (subject) => (bySubject.get(subject) ?? []).map(({ reading }) => reading);
}
function listIssuers({ certificate, chain }) {
  return chain ?? certificate?.chain ?? [];
}
var MAX_ISSUERS = 5;
function followIssuers(issuer, findHolders) {
  let [top, isSentElsewhere] = [issuer, false];
  for (let step = 0; step < MAX_ISSUERS; step += 1) {
    const holder = findHolders(top).find((reading) => isIntermediate(reading, top));
    if (holder === void 0) break;
    isSentElsewhere = true;
    const next = holder.trust?.missing_issuer?.name;
    if (next === void 0) return { top: null, isSentElsewhere };
    top = next;
  }
  return { top, isSentElsewhere };
}
function isIntermediate(reading, subject) {
  const sent = listIssuers(reading).find((one) => one.subject === subject);
  return sent !== void 0 && sent.issuer !== subject && reading.trust?.missing_issuer?.name !== subject;
}
async function findCaFile(subject, entries, verify, files) {
  for (const anchors of files) {
    const facts = "pem" in anchors ? readFacts(anchors.pem).find((one) => one.subject === subject) : void 0;
    if (facts === void 0) continue;
    if ((await listVerified(verify, anchors, entries)).length === 0) continue;
    return { file: anchors.path, name: facts.common_name ?? subject };
  }
  return null;
}
function readFacts(pem) {
  return readPem(pem).flatMap((content) => typeof content === "object" && "facts" in content ? [content.facts] : []);
}
async function listVerified(verify, anchors, entries) {
  const readings = listServerReadings(await verify(anchors));
  return listNames2(readings.filter(({ entry, trust }) => entries.includes(entry) && (trust?.path.length ?? 0) > 0));
}
function shortenName(subject) {
  return /(?:^|,)CN=((?:[^,\\+]|\\.)+)/.exec(subject)?.[1]?.replace(/\\(.)/g, "$1") ?? subject;
}
function listNames2(servers) {
  return [...new Set(servers.map(({ entry }) => entry))];
}

// src/app/simulate/skipped-rules.ts
var MAX_LISTED = 8;
function formatSkippedRule({ rule, destination, reason }) {
  return `rule ${rule}${destination === null ? "" : ` to ${destination}`}: ${reason}`;
}
function findMismatch(rule, entry, event) {
  if (!rule.enabled) return "it is disabled";
  if (event !== null && isAboutScans(event)) return null;
  const subscribed = EVENT_NAMES.filter(createEventMatcher(rule.events));
  if (subscribed.length > 0 && subscribed.every(isAboutScans)) {
    return `its events are about scans, not about certificates. To test it, use --event ${subscribed[0]}`;
  }
  const { names, labels } = rule.match;
  if (names.length > 0 && !createGlobMatcher(names)(entry.name)) {
    return `match.names (${list(names)}) does not include ${entry.name}`;
  }
  for (const [label, values] of Object.entries(labels)) {
    const own = Object.hasOwn(entry.labels, label) ? entry.labels[label] : void 0;
    if (own !== void 0 && values.includes(own)) continue;
    const actual = own === void 0 ? `${entry.name} has no label ${label}` : `${entry.name} has ${label}: ${own}`;
    return `match.labels requires ${label}: ${list(values)}, but ${actual}${advise(entry)}`;
  }
  return null;
}
function advise({ name, source }) {
  if (getSourceDefinition(source.kind).inventory === void 0) return "";
  return `. Its items may have other labels: certvigil inspect --entry ${name}`;
}
function listSkippedRules(missed, { deliveries }, rules, simulated) {
  const byRule = groupBy(missed, ({ rule }) => rule);
  return rules.flatMap((rule) => {
    const targets = byRule.get(rule.name) ?? [];
    if (targets.length === 0) return [];
    const reason = findMismatch(rule, simulated.entry, simulated.options.event) ?? explain(rule, simulated);
    if (!deliveries.some((one) => one.rule === rule.name)) return [{ rule: rule.name, destination: null, reason }];
    return targets.map(({ destination }) => ({ rule: rule.name, destination, reason }));
  });
}
function formatDistance({ days_remaining }) {
  return days_remaining === null ? "" : ` at ${formatCount(days_remaining, "day")} from expiry`;
}
function explain(rule, simulated) {
  const { entry, options, getEvents } = simulated;
  const subscribed = getEvents().filter(({ event }) => createEventMatcher(rule.events)(event));
  if (subscribed.length === 0) {
    if (options.event !== null) return `its events do not include ${options.event}`;
    return `none of its events happens${formatDistance(options)}`;
  }
  const keepMatching = (match, from) => {
    const matches = createMatcher({ names: [], labels: {}, status: [], thresholds: [], ...match });
    return from.filter(({ context, record }) => matches(context.data, record.threshold));
  };
  const { status, thresholds } = rule.match;
  const withStatus = keepMatching({ status }, subscribed);
  if (withStatus.length === 0) {
    const actual = new Set(subscribed.map(({ context }) => context.data.status));
    return `match.status is ${list(status)}, but the simulated status is ${list([...actual])}`;
  }
  const withThreshold = keepMatching({ thresholds }, withStatus);
  if (withThreshold.length === 0) {
    const known = list(entry.settings.thresholds.map(({ raw }) => String(raw)));
    const required = list(thresholds.map(({ raw }) => String(raw)));
    return `match.thresholds is ${required}, but no simulated event crosses it. The thresholds of ${entry.name} are ${known}`;
  }
  return explainConditions(rule, withThreshold, simulated) ?? "another rule sends the same message to this receiver";
}
function explainConditions({ conditions }, events, { compileRegex }) {
  if (conditions === null) return null;
  const results = (set) => events.map(({ context }) => evaluateConditions(set, context.data, compileRegex));
  const isNeverTrue = (set) => !results(set).some(({ matches }) => matches);
  if (!isNeverTrue(conditions)) return null;
  const [note] = results(conditions).flatMap(({ notes }) => notes);
  const single = listRequired(conditions).find(isNeverTrue);
  if (single === void 0) return note ?? "its conditions are never true at the same time";
  const [own] = results(single).flatMap(({ notes }) => notes);
  return own ?? `its condition on "${single.attr}" is not true for any simulated event`;
}
function listRequired(set) {
  if ("and" in set) return set.and.flatMap(listRequired);
  return "or" in set ? [] : [set];
}
function list(values) {
  return truncateList(values, MAX_LISTED);
}

// src/app/simulate/targets.ts
function listTargets2({ rules }, which = "enabled") {
  return rules.filter(({ enabled }) => enabled || which === "all").flatMap(({ name, actions }) => {
    return [...new Set(actions.map(formatDestination))].map((destination) => ({ rule: name, destination }));
  });
}
function isRequested({ rule, destination }, options) {
  const isRule = options.rule === null || options.rule === rule;
  const receivers = listRequestedReceivers(options);
  return isRule && (receivers.length === 0 || receivers.some((one) => formatDestination(one) === destination));
}
function listRequestedReceivers({ webhook, email }) {
  return [
    ...webhook === null ? [] : [{ kind: "webhook", name: webhook }],
    ...email === null ? [] : [{ kind: "email", name: email }]
  ];
}
function addCatchAllRules(receivers, manifest) {
  const used = new Set(listTargets2(manifest).map(({ destination }) => destination));
  const added = receivers.filter((receiver) => !used.has(formatDestination(receiver))).flatMap((receiver) => createCatchAllRule(receiver, manifest));
  return { ...manifest, rules: [...manifest.rules, ...added] };
}
function createCatchAllRule({ kind, name }, { webhooks, emails }) {
  const found = (kind === "webhook" ? webhooks : emails).find((one) => one.name === name);
  if (found === void 0) return [];
  const match = { labels: {}, names: [], status: [], thresholds: [] };
  const qualifier = { events: ["*"], match, conditions: null };
  return [{ name: "test", enabled: true, ...qualifier, actions: [{ kind, name }], position: found.position }];
}
function uniqueDestinations(targets) {
  return [...new Map(targets.toReversed().map((target) => [target.destination, target])).values()].reverse();
}
function findReceiver(name, { webhooks, emails }) {
  if (webhooks.some((webhook) => webhook.name === name)) return { kind: "webhook", name };
  return emails.some((email) => email.name === name) ? { kind: "email", name } : null;
}

// src/app/simulate/errors.ts
var MAX_ENTRIES2 = 20;
var MAX_LISTED2 = 10;
function checkNames({ rule, webhook, email }, manifest) {
  if (webhook !== null && !manifest.webhooks.some(({ name }) => name === webhook)) {
    throw new AppError("no-such-webhook", `${manifest.file} has no webhook named ${webhook}`, {
      hint: `Webhooks: ${listNames3(manifest.webhooks)}.`
    });
  }
  if (email !== null && !manifest.emails.some(({ name }) => name === email)) {
    throw new AppError("no-such-email", `${manifest.file} has no email receiver named ${email}`, {
      hint: `Email receivers: ${listNames3(manifest.emails)}.`
    });
  }
  const found = manifest.rules.find(({ name }) => name === rule);
  if (rule !== null && !found?.enabled) {
    const message = found === void 0 ? `${manifest.file} has no rule named ${rule}` : `the rule ${rule} is disabled`;
    throw new AppError("no-such-rule", message, {
      hint: `Enabled rules: ${listNames3(manifest.rules.filter(({ enabled }) => enabled))}.`
    });
  }
}
function createUnknownNameError(name, { command }, manifest) {
  const { file, entries, webhooks, emails } = manifest;
  if (command === "render") {
    return new AppError("no-such-name", `${file} has no certificate, webhook or email receiver named ${name}`, {
      hint: `Certificates: ${listNames3(entries)}. Webhooks: ${listNames3(webhooks)}. Email receivers: ${listNames3(emails)}.`
    });
  }
  const receiver = findReceiver(name, manifest);
  const hint = receiver === null ? `Certificates: ${listNames3(entries)}.` : `To test the ${receiver.kind} receiver, use: certvigil test --${receiver.kind} ${name}`;
  return new AppError("no-such-certificate", `${file} has no certificate named ${name}`, { hint });
}
function listNames3(named) {
  const names = named.map(({ name }) => name);
  return truncateList(names, MAX_LISTED2) || "none";
}
function createNothingToSendError(entry, options, skipped, happens) {
  const { event } = options;
  const at = formatDistance(options);
  if (!happens) {
    const thresholds = entry.settings.thresholds.map(({ raw }) => raw).join(", ");
    const cap = entry.settings.explicit.thresholds ? "" : ", at most 25% of the lifetime";
    return new AppError("nothing-to-send", `nothing is sent for ${entry.name}${at}: no threshold is crossed`, {
      hint: `Its thresholds are ${thresholds}${cap}. Try a smaller --days-remaining, or an --event.`
    });
  }
  const receivers = listRequestedReceivers(options).map(({ kind, name }) => `${kind} ${name}`);
  const to = receivers.length === 0 ? "" : ` to ${receivers.join(" or ")}`;
  const reasons = truncateList(skipped.map(formatSkippedRule), MAX_LISTED2, "; ");
  return new AppError(
    "nothing-to-send",
    `no rule sends ${event ?? "anything"} for ${entry.name}${to}${at}${reasons && `: ${reasons}`}`,
    {
      hint: skipped.length > 0 ? "Check events, match and conditions of the rules, or try another --days-remaining or --event." : 'The manifest has no enabled rule with actions. Add one with events and a receiver, or "issues: {}".'
    }
  );
}
function createUnreachedError(unreached, { event }) {
  const [first] = unreached;
  if (first === void 0) {
    return new AppError("nothing-to-send", "no enabled rule has an action", {
      hint: "Add an action to a rule, or use --webhook or --email."
    });
  }
  return new AppError("nothing-to-send", formatUnreached(first, event ?? "event"), {
    hint: "Name a certificate that the rule matches, with --days-remaining or --event."
  });
}
function formatUnreached({ rule, destination }, event = "event") {
  return `rule ${rule} sends no ${event} for the first ${MAX_ENTRIES2} certificates to ${destination}`;
}

// src/app/simulate/select-targets.ts
async function createSimulation(options, manifest, io) {
  checkNames(options, manifest);
  const [name] = options.names;
  return name === void 0 ? simulateTargets(options, manifest, io) : simulateEntry(name, options, manifest, io);
}
async function simulateEntry(name, options, manifest, io) {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry === void 0) throw createUnknownNameError(name, options, manifest);
  const extended = addCatchAllRules(listRequestedReceivers(options), manifest);
  const { cases, compileRegex } = await createCases([entry], options, extended, io);
  const requested = listTargets2(extended, "all").filter((target) => isRequested(target, options));
  const canMatch = ({ rule }) => {
    return extended.rules.some((one) => one.name === rule && findMismatch(one, entry, options.event) === null);
  };
  const collected = collectDeliveries(requested.filter(canMatch), cases);
  const { plan } = collected;
  const missed = [...requested.filter((target) => !canMatch(target)), ...collected.unreached];
  const getEvents = lazy(() => cases.flatMap((getPlan) => getPlan().events));
  const skipped = listSkippedRules(missed, plan, extended.rules, { entry, options, getEvents, compileRegex });
  if (plan.deliveries.length === 0) throw createNothingToSendError(entry, options, skipped, getEvents().length > 0);
  return { plan, manifest: extended, unreached: [], skipped };
}
function collectDeliveries(targets, cases) {
  const unreached = [];
  const deliveries = [];
  const events = /* @__PURE__ */ new Map();
  for (const target of targets) {
    const found = findDelivery(cases, target);
    if (found === null) {
      unreached.push(target);
      continue;
    }
    const { id } = getOrCreate(events, found.event, () => withUniqueId(found.event, [...events.values()]));
    deliveries.push({ ...found.delivery, event_id: id });
  }
  return { plan: { events: [...events.values()], deliveries }, unreached };
}
function withUniqueId(event, others) {
  return others.some(({ id }) => id === event.id) ? { ...event, id: `${event.id}-${others.length}` } : event;
}
function findDelivery(cases, { rule, destination }) {
  for (const getPlan of cases) {
    const { events, deliveries } = getPlan();
    const delivery = deliveries.find((one) => one.due && one.rule === rule && one.destination === destination);
    const event = events.find(({ id }) => id === delivery?.event_id);
    if (delivery !== void 0 && event !== void 0) return { delivery, event };
  }
  return null;
}
async function simulateTargets(options, manifest, io) {
  const receivers = listRequestedReceivers(options);
  const extended = addCatchAllRules(receivers, manifest);
  const all = listTargets2(extended, "enabled").filter((target) => isRequested(target, options));
  const targets = receivers.length > 0 && options.rule === null ? uniqueDestinations(all) : all;
  const { cases } = await createCases(manifest.entries.slice(0, MAX_ENTRIES2), options, extended, io);
  const { plan, unreached } = collectDeliveries(targets, cases);
  if (plan.deliveries.length === 0) throw createUnreachedError(unreached, options);
  return { plan, manifest: extended, unreached, skipped: [] };
}
async function createCases(entries, options, manifest, io) {
  const isNamed = options.names.length > 0;
  const selection = { ...options, onlyAtDays: isNamed, withScans: !isNamed || options.event !== null };
  const now = options.now ?? io.now();
  const worst = await readWorstCertificates(entries, manifest, now, io);
  const scan = createScanContext(now, io);
  const compileRegex = await loadRuleRegexes(manifest.rules);
  const omitUnmatched = createUnmatchedFilter(manifest.rules, compileRegex);
  const usesCurrentState = isNamed && options.event === null && options.days_remaining === null;
  const cases = worst.flatMap(({ wasRead, ...one }) => {
    const input = { ...one, manifest, days: DEFAULT_DAYS, scan, compileRegex };
    const current = wasRead && usesCurrentState ? [lazy(() => omitUnmatched(simulateCurrentState(input)))] : [];
    const simulated = listStates(input, selection).map(({ event, ...state }) => {
      return lazy(() => {
        const planned = simulatePlan({ ...input, ...state }, event);
        return options.event === null ? omitUnmatched(planned) : planned;
      });
    });
    return [...current, ...simulated];
  });
  return { cases, compileRegex };
}

// src/cli/prompt.ts
var SIGINT_EXIT_CODE = 130;
var WINDOWS_END = "";
function createPrompter(io) {
  if (!io.isTTY.stdin || !io.isTTY.stdout) return null;
  const readLine = createLineReader(io);
  const ask = async (question) => {
    io.stdout(`${wrapText(question, io.columns - 1, "").join("\n")} `);
    const line = await readLine();
    if (line !== null && !line.startsWith(WINDOWS_END)) return line.trim();
    io.stdout("\n");
    throw new AppError("interrupted", "The input ended before the last question. Nothing was written.", {
      hint: "Each question has an option: certvigil init --help.",
      exitCode: SIGINT_EXIT_CODE
    });
  };
  const confirm = async (question) => !/^n/i.test(await ask(`${question} [Y/n]`));
  return { ask, confirm };
}
function createLineReader({ stdin }) {
  const decoder = new TextDecoder();
  let chunks = null;
  let buffered = "";
  return async () => {
    chunks ??= stdin()[Symbol.asyncIterator]();
    for (; ; ) {
      const end = buffered.indexOf("\n");
      if (end >= 0) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 1);
        return line;
      }
      const { done, value } = await chunks.next();
      if (done) {
        const rest = buffered;
        buffered = "";
        return rest === "" ? null : rest;
      }
      buffered += decoder.decode(value, { stream: true });
    }
  };
}

// src/cli/commands/init-dialog.ts
var MAX_NAMES4 = 5;
async function askForOptions(options, found, prompter, io) {
  const { ask } = prompter;
  const answered = { ...options };
  if (options.endpoint.length === 0) {
    const counts = `${formatCount(found.hosts, "host")}, ${formatCount(found.files, "certificate file")}`;
    const hint = found.hasInternal ? ` ${INTERNAL_HINT2}` : "";
    io.stdout(wrapAfter("", `Found in this directory: ${counts}.${hint}`, io.columns));
    answered.endpoint = await askForServers(ask, io);
  }
  const { slack, teams, email, github_issues } = options;
  if (slack === null && teams === null && email.length === 0 && !github_issues)
    Object.assign(answered, await askForReceiver(prompter, io));
  if (answered.email.length > 0 && options.smtp === null)
    answered.smtp = await askForMailServer(ask, isHosted(options), io);
  return answered;
}
var INTERNAL_HINT2 = "Hosts in private domains, such as .internal or .corp, are not counted: name yours below.";
async function askForMailServer(ask, onGitHub, io) {
  const suffix = onGitHub ? ", such as smtp.example.com:587" : " (Enter: localhost)";
  for (; ; ) {
    const server = await ask(`Mail server, host or host:port${suffix}:`) || null;
    try {
      const parsed = parseMailServer(server);
      if (onGitHub) checkHostedMailServer(parsed);
      return server;
    } catch (error) {
      printUserError(error, io);
    }
  }
}
function printUserError(error, io) {
  if (!(error instanceof AppError)) throw error;
  io.stdout(`${escapeUnprintable(error.message)}. ${error.hint ?? ""}
`);
}
async function askForServers(ask, io) {
  for (; ; ) {
    const servers = parseServerList([
      await ask("More servers, such as shop.example.com db.example.com:5432 (Enter: none):")
    ]);
    const invalid = servers.find((server) => "problem" in parseEndpoint(server));
    if (invalid === void 0) return servers;
    io.stdout(`"${escapeUnprintable(invalid)}" is not host or host:port.
`);
  }
}
async function askForReceiver({ ask, confirm }, io) {
  for (; ; ) {
    const answer = await ask("Alert where? Webhook URL (Slack, Teams) or mail address (Enter: GitHub issues):");
    if (answer === "") return { github_issues: true };
    try {
      if (!/^https?:/.test(answer)) return { email: parseMailRecipients(answer.split(/[\s,]+/)) };
      const service = recognizeService(answer) ?? (await confirm("Is it for Slack, not for Teams?") ? "slack" : "teams");
      return { [service]: parseChatOption(service, answer) };
    } catch (error) {
      printUserError(error, io);
    }
  }
}
function recognizeService(url) {
  if (/^https?:\/\/(?:hooks\.slack|[^/]*\/services\/)/.test(url)) return "slack";
  return /^https:\/\/[^/]+\.(?:office|logic\.azure|powerplatform)\.com[:/]/.test(url) ? "teams" : null;
}
async function proposeCaFiles({ survey, checkCaFile }, given, prompter, io) {
  const chosen = /* @__PURE__ */ new Map();
  const isOther = async ({ entries }) => given !== null && survey.verified.length > 0 && await checkCaFile(given, entries) !== null;
  for (const ca of survey.privateCas) {
    if (await isOther(ca)) continue;
    const file = given ?? (prompter === null ? null : await askForCaFile(ca, checkCaFile, prompter, io));
    if (file !== null) for (const entry of ca.entries) chosen.set(entry, file);
  }
  if (given !== null) for (const { entry } of survey.unread) chosen.set(entry, given);
  return chosen;
}
async function askForCaFile({ name, file, entries }, checkCaFile, { ask, confirm }, io) {
  const chain = `${formatCount(entries.length, "server")} ${entries.length === 1 ? "chains" : "chain"} to ${escapeUnprintable(name)}`;
  if (file !== null) return await confirm(`${chain}: use ${file} as ca_file?`) ? file : null;
  for (; ; ) {
    const answer = await ask(
      `${chain}, which no public trust store has. PEM file with its certificate (Enter: later):`
    );
    if (answer === "") return null;
    const problem = await checkCaFile(answer, entries);
    if (problem === null) return answer;
    io.stdout(`${escapeUnprintable(answer)} ${problem}.
`);
  }
}
function formatSurvey(survey, options, columns) {
  const { servers, trusted, verified, internal, first, unread, missing, rejected } = survey;
  if (servers === 0) return "";
  const untrusted = servers - trusted.length - verified.length - unread.length;
  const counts = [
    [trusted.length, "trusted"],
    [verified.length, `trusted with ${options.ca_file}`],
    [untrusted, "untrusted"],
    [unread.length, "not reached"]
  ].flatMap(([count, text]) => count === 0 ? [] : `${count} ${text}`);
  const expiry = first === null ? "" : ` ${first.entry} expires first, on ${first.valid_to.slice(0, 10)}.`;
  const isHosted2 = !options.no_workflows && !options.ghes && options.probes.length === 0;
  const lines = [
    `Read ${formatCount(servers, "server")}: ${counts.join(", ")}.${expiry}`,
    ...options.ca_file !== null && untrusted > 0 && verified.length === 0 ? [`No server is trusted with ${options.ca_file}: it is not their CA, or they do not send an intermediate.`] : [],
    ...isHosted2 && internal.length > 0 ? [describePrivate(internal.length)] : [],
    ...missing.map(describeMissing),
    ...listSome(rejected.map(({ entry, detail }) => `${entry}: ${detail}`)),
    ...listSome(unread.map(({ failure }) => failure.detail))
  ];
  return lines.map((line) => wrapAfter("", line, columns)).join("");
}
function describePrivate(count) {
  const servers = count === 1 ? "1 server has a private address" : `${count} servers have private addresses`;
  return `${servers}, which runners of GitHub cannot reach: scan on a runner of your own (runs-on in the workflow), or with cron (--no-workflows).`;
}
function describeMissing({ name, entries, senders }) {
  const verb = entries.length === 1 ? "server does" : "servers do";
  const others = `${senders} ${senders === 1 ? "other sends" : "others send"}`;
  return `${entries.length} ${verb} not send the intermediate ${name}, which ${others}. Add it to the chain of ${formatNames2(entries)}.`;
}
var MAX_LINES2 = 3;
function listSome(lines) {
  const more = lines.length - MAX_LINES2;
  return [...lines.slice(0, MAX_LINES2), ...more > 0 ? [`and ${formatCount(more, "more", "more")}`] : []];
}
function formatNames2(names) {
  return truncateList([...names], MAX_NAMES4);
}

// src/cli/commands/init-organization.ts
import { existsSync as existsSync4, readFileSync } from "node:fs";
import path13 from "node:path";

// src/app/init/organization-templates.ts
var SHARED_DIRECTORY = ".certvigil-shared";
var SHARED_FILE = "certvigil.yaml";
var SHARED_INCLUDE = `${SHARED_DIRECTORY}/${SHARED_FILE}`;
var CENTRAL_SHARED_PATH = `shared/${SHARED_FILE}`;
var CENTRAL_SCAN_PATH = ".github/workflows/scan.yml";
var CENTRAL_VALIDATE_PATH = ".github/workflows/validate.yml";
var CENTRAL_OVERVIEW_PATH = ".github/workflows/overview.yml";
var MEMBER_WORKFLOW_PATH = ".github/workflows/certvigil.yml";
var TOPIC = "certvigil";
var APP_TOKEN = "actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1";
function nameTeam(repository) {
  return `@${repository.split("/", 1)[0]}/certvigil`;
}
function renderCentralManifest({ receivers }) {
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The manifest of the overview: who is notified about the certificates of all repositories. It does not need certificates of its own.
version: 1
include: [${CENTRAL_SHARED_PATH}]

certificates: []
${renderDigest(receivers)}
# dashboard:
#   title: Certificates of all teams
`;
}
function listDestinations({ chats, email }) {
  return [...chats.map(({ service }) => `{ webhook: ${service} }`), ...email === null ? [] : ["{ email: mail }"]];
}
function renderDigest(receivers) {
  const destinations = listDestinations(receivers);
  const actions = destinations.length === 0 ? ["{ webhook: slack }"] : destinations;
  const text = `digest: { actions: [${actions.join(", ")}] }
`;
  return `
# Every Monday, one digest of the certificates that need attention.
${destinations.length === 0 ? `# ${text}` : text}`;
}
function renderSharedSettings({ central, receivers }) {
  const sections = renderReceivers({ ...receivers, issues: false }, false);
  return `# Settings, receivers, rules and policies of all repositories. Each includes this file, as it is on the branch ${central.ref}. A setting in the
# manifest of a repository takes precedence. Receivers and rules cannot be changed there, only added.
version: 1

settings:
  expiry_scan_repeat: thresholds # an active alert repeats 14, 7, 3, 1 days before the expiry, 0, 1, 3, 7 days after it, then weekly
  # expiry_warning_days: 30
  # expiry_critical_days: 14
${sections === "" ? SHARED_EXAMPLE : sections}
# policies:
#   - { name: strong-keys, min_key_size: 2048 }
`;
}
var SHARED_EXAMPLE = `
# To send all alerts to a chat channel, uncomment the lines below. Also uncomment the secret in ${CENTRAL_SCAN_PATH} and
# ${CENTRAL_OVERVIEW_PATH}.
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: alerts
#     events: [certificate.*, scan.*]
${FROM_WARNING_EXAMPLE}#     actions: [{ webhook: slack }]
`;
function renderSharedAction({ central }) {
  return `# Puts the shared files beside the manifest of the repository that calls a workflow of ${central.repository}.
name: certvigil shared settings
description: Puts the shared settings of the organization beside the manifest.
runs:
  using: composite
  steps:
    - shell: bash
      run: |
        rm -rf ${SHARED_DIRECTORY} # in case the repository contains one, or a link
        mkdir ${SHARED_DIRECTORY}
        cp "$GITHUB_ACTION_PATH"/*.yaml ${SHARED_DIRECTORY}/
`;
}
function renderSharedStep({ central }) {
  return `      - uses: ${central.repository}/shared@${central.ref}
        if: github.repository != '${central.repository}'
`;
}
function renderSecrets({ receivers }) {
  const names = listReceiverSecrets(receivers).map(({ variable }) => variable);
  const lines = names.map((name) => `          ${name}: \${{ secrets.${name} }}
`);
  if (lines.length > 0) return `        env:
${lines.join("")}`;
  return `        # env:
        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}
`;
}
function renderCentralScan(options) {
  const { upload } = selectArtifactActions(options);
  return `# Scans the manifest of the repository that calls it, with the shared settings and receivers, and uploads the report for the overview. It has
# the permissions of the calling job, and the secrets that this repository can use.
name: certvigil scan
on:
  workflow_call:
    inputs:
      manifest:
        description: The path of the manifest, if it does not have a default name.
        type: string
        default: ""
      runs-on:
        description: The runner, for example a self-hosted one for internal servers.
        type: string
        default: ${selectRunner(options)}
jobs:
  scan:
    runs-on: \${{ inputs.runs-on }}
    timeout-minutes: 25
    # Run one scan at a time. A canceled scan could send duplicate notifications.
    concurrency:
      group: certvigil-scan-\${{ inputs.manifest }}
      cancel-in-progress: false
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
${renderSharedStep(options)}      - uses: ${options.action}
        id: certvigil
        with:
          manifest: \${{ inputs.manifest }}
${renderSecrets(options)}      - uses: ${upload}
        if: \${{ !cancelled() && steps.certvigil.outputs.report != '' }} # even if an alert failed
        with:
          name: \${{ steps.certvigil.outputs.artifact }} # the overview looks for this name
          path: \${{ steps.certvigil.outputs.report }}
${options.ghes ? "" : "          overwrite: true # so that a failed job can be run again\n"}          retention-days: 30
`;
}
function renderCentralValidate(options) {
  const { repository } = options.central;
  return `# Validates the manifest on pull requests, without secrets. Each repository calls it, or a ruleset of the organization requires it. With a
# ruleset, a pull request cannot change or remove it.
name: certvigil validate
on:
  pull_request:
  merge_group:
  workflow_call:
permissions:
  contents: read
jobs:
  validate:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 5
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 2 # the merge commit and its base, so that the summary shows what changes
          persist-credentials: false
${renderSharedStep(options)}      - uses: ${options.action}
        # A ruleset also runs it in repositories without certificates.
        if: hashFiles('certvigil.yaml', 'certvigil.yml', '.github/certvigil.yaml', '.github/certvigil.yml') != ''
        with:
          command: validate
          strict: \${{ github.repository != '${repository}' }} # also fails on warnings
`;
}
var DIGEST_CRON = "43 6 * * 1";
function renderOverviewWorkflow(options) {
  const { upload } = selectArtifactActions(options);
  const hasDigest = listDestinations(options.receivers).length > 0;
  const schedules = hasDigest ? `    - cron: "43 6 * * 0,2-6" # UTC, after the scans of the night
    - cron: "${DIGEST_CRON}" # with the digest
` : `    - cron: "43 6 * * *" # UTC, after the scans of the night
`;
  return `# Merges the last reports of all repositories with the topic ${TOPIC}: one dashboard, one metrics file, one digest. It fails if the state
# of a repository is unknown.
name: certvigil overview
on:
  schedule:
${schedules}  workflow_dispatch:
permissions: {}
concurrency:
  group: certvigil-overview
  cancel-in-progress: false
jobs:
  overview:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 30
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      # The app has these permissions only, and is installed on all repositories. Its key is a secret of this repository alone.
      - uses: ${APP_TOKEN}
        id: app
        with:
          client-id: \${{ vars.CERTVIGIL_APP_CLIENT_ID }}
          private-key: \${{ secrets.CERTVIGIL_APP_PRIVATE_KEY }}
          owner: \${{ github.repository_owner }}
          permission-actions: read
          permission-contents: read
      - uses: ${options.action}
        id: certvigil
        with:
          command: overview
          token: \${{ steps.app.outputs.token }}
          topic: ${TOPIC} # without it, every repository must have a manifest
${hasDigest ? `          send-digest: \${{ github.event.schedule == '${DIGEST_CRON}' }}
` : "          # send-digest: true\n"}          report: |
            html=overview/index.html
            openmetrics=overview/metrics.txt
${renderSecrets(options)}      # The next overview compares its repositories with these, so that none disappears unnoticed.
      - uses: ${upload}
        if: \${{ !cancelled() && steps.certvigil.outputs.report != '' }}
        with:
          name: \${{ steps.certvigil.outputs.artifact }}
          path: \${{ steps.certvigil.outputs.report }}
${options.ghes ? "" : "          overwrite: true # so that a failed job can be run again\n"}          retention-days: 90
      # Readers of this repository can download it. It names the hosts of all repositories: publish it only where every reader is allowed to know them.
      - uses: ${upload}
        if: \${{ !cancelled() && hashFiles('overview/index.html') != '' }}
        with:
          name: overview
          path: overview
${options.ghes ? "" : "          overwrite: true # so that a failed job can be run again\n"}          retention-days: 30
`;
}
function renderCentralCodeOwners({ central }) {
  return `# Whoever can change this repository can send the secrets of all others anywhere.
* ${nameTeam(central.repository)}
`;
}
function renderRuleset({ central }) {
  const ruleset = {
    name: "certvigil validate",
    target: "branch",
    enforcement: "active",
    conditions: {
      ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] },
      repository_name: { include: ["~ALL"], exclude: [] }
    },
    rules: [
      {
        type: "workflows",
        parameters: {
          do_not_enforce_on_create: true,
          workflows: [{ path: CENTRAL_VALIDATE_PATH, ref: `refs/heads/${central.ref}`, repository_id: 0 }]
        }
      }
    ]
  };
  return `${JSON.stringify(ruleset, null, 2)}
`;
}
function renderMemberManifest({ central, entries, server }) {
  const { repository } = central;
  const example = "  # Example: replace it with your own.\n  - { name: example, endpoint: example.com }\n";
  const listed = entries.map((entry) => renderEntryYaml(toEntrySpec({ ...entry, owner: null }))).join("");
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates of this repository. Settings, receivers and rules come from ${repository}, whose workflow puts them beside this file. To
# validate it on your machine: git clone --depth 1 ${server}/${repository} ../central && cp -R ../central/shared ${SHARED_DIRECTORY}
version: 1
include: [${SHARED_INCLUDE}]

certificates:
${entries.length === 0 ? example : listed}
# Opens an issue in this repository for each certificate that is in warning or critical, expired or rejected by clients.
issues: { from: warning }
${entries.some(isFixture) ? `
rules:
${renderFixtureRule([ISSUE_ACTION])}` : ""}`;
}
function renderMemberWorkflow({ central, cron }) {
  const { repository, ref } = central;
  return `# Validates the manifest on pull requests, and scans the certificates every day, with the workflows of ${repository}.
name: certvigil
on:
  pull_request:
  schedule:
    - cron: "${cron}" # UTC
  workflow_dispatch:
permissions: {}
jobs:
  validate:
    if: github.event_name == 'pull_request'
    permissions:
      contents: read
    uses: ${repository}/${CENTRAL_VALIDATE_PATH}@${ref}
  scan:
    if: github.event_name != 'pull_request'
    permissions:
      contents: write # to store the event log on a separate branch
      issues: write # to open issues
    uses: ${repository}/${CENTRAL_SCAN_PATH}@${ref}
    secrets: inherit
`;
}
function renderMemberCodeOwners({ central }, manifest) {
  const team = nameTeam(central.repository);
  return [".github/CODEOWNERS", manifest, MEMBER_WORKFLOW_PATH].map((path18) => `/${path18} ${team}
`).join("");
}

// src/cli/commands/init-organization.ts
async function initOrganization(options, io) {
  const central = readCentral(io.cwd);
  const receivers = selectReceivers(options);
  const action = options.action ?? readActionReference();
  const input = { central, action, receivers, ghes: options.ghes };
  const owners = findCodeOwners(io.cwd);
  const file = (name, what, text) => ({ path: name, what, text, exists: null });
  const planned = [
    file("certvigil.yaml", "the manifest of the overview", renderCentralManifest(input)),
    file(CENTRAL_SHARED_PATH, "settings, receivers and rules of all repositories", renderSharedSettings(input)),
    file("shared/action.yml", "puts them beside the manifest of a repository", renderSharedAction(input)),
    file(CENTRAL_SCAN_PATH, "scans a repository that calls it", renderCentralScan(input)),
    file(CENTRAL_VALIDATE_PATH, "validates manifests on pull requests", renderCentralValidate(input)),
    file(CENTRAL_OVERVIEW_PATH, "merges the reports of all repositories daily", renderOverviewWorkflow(input)),
    {
      path: ".github/CODEOWNERS",
      what: "who reviews changes of this repository",
      text: renderCentralCodeOwners(input),
      // Another file would disable the existing one.
      exists: owners
    },
    file("ruleset.json", "requires the validation in all repositories", renderRuleset(input))
  ];
  const files = await writeAll(planned, options, io);
  const secrets = listReceiverSecrets(receivers).map(({ variable }) => variable);
  const notes = options.ghes ? renderServerNotes(planned, getTableLayout(io).columns) : "";
  const missing = listMissing2([[owners, nameTeam(central.repository), `* ${nameTeam(central.repository)}`]], io);
  return printResult2(files, { missing, others: listCentralSteps(input, secrets) }, notes, options, io);
}
async function initMember(options, central, io) {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const given = options.endpoint.map((endpoint) => ({ kind: "endpoint", endpoint }));
  const { entries } = proposeEntries(search, [...given, ...toHostSources(discovery.findings, options.endpoint)]);
  const manifest = MANIFEST_NAMES.find((name) => existsSync4(path13.join(io.cwd, name))) ?? MANIFEST_NAMES[0];
  const cron = computeDailyCron(readRepositoryName(io.cwd));
  const input = {
    central,
    cron,
    entries,
    server: readServerUrl(io.cwd)
  };
  const owners = findCodeOwners(io.cwd);
  const files = await writeAll(
    [
      { path: manifest, what: "the manifest", text: renderMemberManifest(input), exists: null },
      { path: MEMBER_WORKFLOW_PATH, what: "validates and scans it", text: renderMemberWorkflow(input), exists: null },
      {
        path: ".github/CODEOWNERS",
        what: "who reviews its changes",
        text: renderMemberCodeOwners(input, manifest),
        exists: owners
      }
    ],
    options,
    io
  );
  const missing = listMissing2(
    [
      [manifest, SHARED_INCLUDE, `include: [${SHARED_INCLUDE}]`],
      [
        MEMBER_WORKFLOW_PATH,
        `${central.repository}/`,
        `the jobs that call ${central.repository}, or delete it and run this again`
      ],
      [owners, `/${manifest} `, renderMemberCodeOwners(input, manifest).trim().replaceAll("\n", "; ")]
    ],
    io
  );
  const others = [
    "Review the manifest, and add other certificates",
    `Commit, and push to the default branch: git add ${listWritten(files).join(" ")}`,
    `Let the overview read this repository: gh repo edit --add-topic ${TOPIC}`,
    "Start the first scan: gh workflow run certvigil.yml"
  ];
  return printResult2(files, { missing, others }, "", options, io);
}
function readCentral(directory) {
  const repository = readRepositoryName(directory);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw createUsageError(
      "the repository of --organization is unknown",
      "Run it in a clone, or set the remote first: git remote add origin https://github.com/OWNER/certvigil.git"
    );
  return { repository, ref: readBranch(directory) };
}
function readBranch(directory) {
  try {
    const head = readFileSync(path13.join(directory, ".git", "HEAD"), "utf8");
    return /^ref: refs\/heads\/([\w./-]+)\n?$/.exec(head)?.[1] ?? "main";
  } catch {
    return "main";
  }
}
function listMissing2(needs, { cwd }) {
  return needs.flatMap(([name, sign, addition]) => {
    const file = name === null ? null : path13.join(cwd, name);
    if (file === null || !existsSync4(file) || readFileSync(file, "utf8").includes(sign)) return [];
    return [`Add to ${name}: ${addition}`];
  });
}
function findCodeOwners(directory) {
  const names = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
  return names.find((name) => existsSync4(path13.join(directory, name))) ?? null;
}
async function writeAll(files, { dry_run }, io) {
  const written = [];
  for (const file of files) written.push(await createFile(file, dry_run, io));
  return written;
}
function listWritten(files) {
  return files.filter(({ status }) => status === "written").map(({ path: name }) => name);
}
function listCentralSteps({ central, action, ghes }, secrets) {
  const { repository } = central;
  const [owner = ""] = repository.split("/");
  return [
    ...action === PLACEHOLDER_ACTION ? [`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action, in all three workflows`] : [],
    `Create the team ${nameTeam(repository)} with write access, which reviews changes, and protect the branch ${central.ref}`,
    "Let other repositories use this one: Settings > Actions > General > Access. A private one serves only private repositories, an internal one also internal ones",
    ...secrets.map(
      (name) => `Add the secret to the organization: gh secret set ${name} --org ${owner} --visibility all`
    ),
    "Create a GitHub App with read access to actions and contents, install it on all repositories, and set here the variable CERTVIGIL_APP_CLIENT_ID and the secret CERTVIGIL_APP_PRIVATE_KEY",
    `Require the validation everywhere${ghes ? " (GitHub Enterprise Server 3.12 and newer)" : " (GitHub Enterprise)"}: jq --argjson id "$(gh api repos/${repository} --jq .id)" '.rules[].parameters.workflows[].repository_id = $id' ruleset.json | gh api orgs/${owner}/rulesets --input -`,
    `In each repository with certificates: certvigil init --central ${repository}${central.ref === "main" ? "" : `@${central.ref}`}`,
    "Start the overview: gh workflow run overview.yml"
  ];
}
function printResult2(files, { missing, others }, notes, { format, quiet, dry_run }, io) {
  const isWritten = listWritten(files).length > 0;
  if (format === "json") {
    const shown = files.map(({ path: name, status, text }) => ({ path: name, status, ...text !== null && { text } }));
    io.stdout(renderJson({ version: 1, dry_run, files: shown }));
    return isWritten ? 0 : 2;
  }
  for (const { path: name, text } of files) if (text !== null) io.stdout(`# --- ${name}
${text}
`);
  for (const { path: name, what, status } of files)
    io.stdout(
      status === "exists" ? `Skipped     ${name}: already exists
` : `${dry_run ? "Would write" : "Wrote      "} ${name}: ${what}
`
    );
  const steps = isWritten ? [...missing, ...others] : missing;
  if (steps.length > 0 && !quiet && !dry_run)
    io.stdout(`
Next steps:
${steps.map((step, index) => `  ${index + 1}. ${step}
`).join("")}`);
  if (isWritten && !quiet) io.stdout(notes);
  return isWritten ? 0 : 2;
}

// src/cli/commands/test.ts
async function runTestCommand(options, io) {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const simulation = await createSimulation(options, manifest, io);
  const { plan, unreached, skipped } = simulation;
  const isIssue = ({ destination }) => destination === ISSUE;
  const sendable = { ...plan, deliveries: plan.deliveries.filter((one) => !isIssue(one)) };
  const deliveries = await sendTests(sendable, simulation.manifest, io);
  const issues = renderAll(plan.deliveries.filter(isIssue), plan, simulation.manifest, io);
  if (options.format === "json") {
    const printed = issues.length > 0 && { printed: issues.map(toRecord) };
    io.stdout(
      renderJson({
        version: 1,
        deliveries,
        ...printed,
        ...unreached.length > 0 && { unreached },
        ...skipped.length > 0 && { skipped }
      })
    );
  } else if (!options.quiet) {
    io.stdout(deliveries.map(formatDelivery).join(""));
    io.stdout(issues.map(formatRenderedText).join("\n"));
    io.stdout(formatSkipped(simulation));
  }
  warnAboutUnreached(simulation, io);
  return unreached.length === 0 && deliveries.every(({ status }) => status === "sent") ? 0 : 3;
}
async function sendTests(plan, manifest, io) {
  const responses = /* @__PURE__ */ new Map();
  const onSent = (delivery, { outcome }) => {
    if (!outcome?.responded) return;
    const webhook = manifest.webhooks.find(({ name }) => delivery.destination === `webhook:${name}`);
    const advice = findResponseAdvice(webhook?.preset ?? null, outcome);
    responses.set(formatDeliveryKey(delivery), { status: outcome.status, advice });
  };
  const { receipts, problems } = await deliverPlan(plan, selectReceivers2(manifest), io, { onSent });
  printWarnings(problems, io);
  const events = new Map(plan.events.map(({ id, event, context }) => [id, { event, ...context.data }]));
  return receipts.map((receipt) => {
    const { event = null, days_remaining = null } = events.get(receipt.event_id) ?? {};
    return { ...receipt, event, days_remaining, answer: responses.get(formatDeliveryKey(receipt)) ?? null };
  });
}
function formatDelivery(delivery) {
  const { rule, destination, status, attempts, error, answer, event, days_remaining } = delivery;
  const simulated = `rule ${rule}, ${event}${days_remaining === null ? "" : `, ${formatDays2(days_remaining)}`}`;
  const response = answer === null ? "" : `, status ${answer.status}`;
  const tried = attempts === 0 ? "" : ` after ${formatCount(attempts, "request")}`;
  const failed = error === null ? "" : formatAfterDestination(error, destination);
  const reason = failed.replace(` (${attempts} attempts)`, "");
  const line = status === "sent" ? `sent    ${destination} (${simulated})${response}
` : `FAILED  ${destination} (${simulated})${tried}${reason}
`;
  return status === "sent" && answer?.advice ? `${line}        ${answer.advice}
` : line;
}
function formatDays2(days) {
  const unit = Math.abs(days) === 1 ? "day" : "days";
  return days < 0 ? `${-days} ${unit} after expiry` : `${days} ${unit} before expiry`;
}
function formatSkipped({ skipped }) {
  return skipped.map((one) => `skipped ${formatSkippedRule(one)}
`).join("");
}
function warnAboutUnreached({ unreached }, io) {
  printWarnings(
    unreached.map((target) => ({ code: "nothing-to-send", detail: formatUnreached(target) })),
    io
  );
}

// src/cli/commands/init.ts
async function runInitCommand(given, io) {
  const options = { ...given, ca_file: toCaFile(given, io) };
  checkEndpoints(options.endpoint);
  checkAction(options.action);
  checkDirectory(io.cwd);
  if (options.organization) return initOrganization(options, io);
  if (options.central !== null) return initMember(options, options.central, io);
  const named = toRepositoryFile(options.manifest, io);
  const existing = await loadExistingManifest(named, io);
  if (existing === null) checkNewName(named);
  else checkNewManifestOptions(options, existing.files[0] ?? "");
  checkProbeRunners(options.probes, existing?.manifest ?? null);
  if (existing?.manifest === null) {
    reportDiagnostics(existing, options, io);
    return 2;
  }
  const draft = existing === null ? await draftManifest(options, io) : NO_DRAFT;
  const secrets = listReceiverSecrets(draft.receivers);
  const plan = {
    directory: io.cwd,
    manifest: existing?.files[0] ?? named ?? MANIFEST_NAMES[0],
    existing,
    draft,
    action: options.action ?? readActionReference(),
    variables: existing?.variables ?? listVariables(draft),
    signing: existing === null ? listSigningSecrets(options.probes) : [],
    cron: computeDailyCron(readRepositoryName(io.cwd))
  };
  const planned = planFiles(plan, options);
  const files = [];
  for (const file of planned) files.push(await createFile(file, options.dry_run, io));
  const [manifest] = planned;
  const isNew = existing === null && files[0]?.status === "written" && !options.dry_run;
  const tests = isNew && manifest !== void 0 ? await sendTestMessages(manifest, secrets, io) : NO_TESTS;
  printResult3({ plan, options, files, tests }, planned, options, io);
  if (!files.some(({ status }) => status === "written")) return 2;
  return tests.sent.every(({ status }) => status === "sent") ? 0 : 3;
}
function printResult3(result, planned, { format, quiet, ghes }, io) {
  if (format === "json") {
    io.stdout(renderJson(toJson(result)));
    return;
  }
  const { columns } = getTableLayout(io);
  io.stdout(renderInitSummary(result, columns));
  if (ghes && !quiet) io.stdout(renderServerNotes(planned, columns));
}
var NO_DRAFT = {
  proposal: { entries: [], skipped: [], damaged: [] },
  hasInternal: false,
  receivers: { chats: [], email: null, issues: false },
  heartbeat: null
};
async function draftManifest(given, io) {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const hosts = toHostSources(discovery.findings, given.endpoint);
  const isAsking = given.format === "text" && !given.quiet && !given.dry_run;
  const prompter = isAsking ? createPrompter(io) : null;
  const hasInternal = discovery.counts.dropped.internal !== void 0;
  const files = search.files.filter((file) => explainSkip(file) === null).length;
  const found = { hosts: hosts.length, files, hasInternal };
  const options = prompter === null ? given : await askForOptions(given, found, prompter, io);
  const receivers = selectReceivers(options);
  const { heartbeat } = options;
  io.addSecrets([...listReceiverSecrets(receivers), heartbeat].flatMap((secret) => secret?.value ?? []));
  const known = new Set(options.endpoint);
  const endpoints = [
    ...options.endpoint.map(toEndpointSource),
    ...hosts.filter((host) => host.kind !== "endpoint" || !known.has(host.endpoint))
  ];
  const proposal = proposeEntries(search, endpoints);
  const draft = { proposal, hasInternal, receivers, heartbeat: heartbeat?.variable ?? null };
  const hasServers = proposal.entries.some(({ source }) => source.kind === "endpoint");
  if (!hasServers || prompter === null && options.ca_file === null) return draft;
  const manifest = parseBuiltInManifest(
    renderManifest2({ entries: proposal.entries, receivers, secrets: [], heartbeat: null }),
    MANIFEST_NAMES[0],
    io.cwd
  );
  const servers = await surveyServers(manifest, search, options.ca_file, io, createProgress(options.quiet, io));
  if (isAsking) io.stdout(formatSurvey(servers.survey, options, getTableLayout(io).columns));
  const caFiles = await proposeCaFiles(servers, options.ca_file, prompter, io);
  return { ...draft, proposal: { ...proposal, entries: proposal.entries.map((entry) => addCaFile(entry, caFiles)) } };
}
function toEndpointSource(endpoint) {
  const parsed = parseEndpoint(endpoint);
  const starttls = "problem" in parsed ? null : findStartTls(parsed.port);
  return { kind: "endpoint", endpoint, ...starttls !== null && { starttls } };
}
function addCaFile(entry, caFiles) {
  const ca_file = caFiles.get(entry.name);
  if (ca_file === void 0 || entry.source.kind !== "endpoint") return entry;
  return { ...entry, source: { ...entry.source, ca_file } };
}
async function sendTestMessages({ path: file, text }, secrets, io) {
  const given = Object.fromEntries(
    secrets.flatMap(({ variable, value }) => value === null ? [] : [[variable, value]])
  );
  const env = { ...io.env, ...given };
  const unset = secrets.map(({ variable }) => variable).filter((name) => !env[name]);
  const manifest = parseBuiltInManifest(text, file, io.cwd);
  const isReady = ({ variables }) => !unset.some((name) => name in variables);
  const ready = /* @__PURE__ */ new Set([
    ...manifest.webhooks.filter(isReady).map(({ name }) => `webhook:${name}`),
    ...manifest.emails.filter(isReady).map(({ name }) => `email:${name}`)
  ]);
  if (ready.size === 0) return { sent: [], unset };
  io.registerSecrets(secrets.map(({ variable }) => variable));
  const entry = manifest.entries.find(({ source }) => source.kind === "endpoint") ?? manifest.entries[0];
  const sample = { ...manifest, entries: entry === void 0 ? [] : [entry] };
  const { plan, manifest: extended } = await createSimulation(TEST_OPTIONS, sample, { ...io, env });
  const deliveries = plan.deliveries.filter(({ destination }) => ready.has(destination));
  return { sent: await sendTests({ ...plan, deliveries }, extended, { ...io, env }), unset };
}
var TEST_OPTIONS = {
  command: "test",
  names: [],
  now: null,
  event: null,
  days_remaining: null,
  rule: null,
  webhook: null,
  email: null
};
function checkNewManifestOptions(options, file) {
  const { endpoint, slack, teams, email, heartbeat, ca_file, github_issues, no_workflows } = options;
  const given = [
    [endpoint.length > 0, "--endpoint", "the endpoint"],
    [slack !== null, "--slack", "the receiver"],
    [teams !== null, "--teams", "the receiver"],
    [email.length > 0, "--email", "the receiver"],
    [github_issues, "--github-issues", '"issues: {}"'],
    [heartbeat !== null, "--heartbeat", "settings.heartbeat_url"],
    [ca_file !== null, "--ca-file", "ca_file"],
    [no_workflows, "--no-workflows", "what is missing"]
  ];
  const found = given.find(([isGiven]) => isGiven);
  if (found === void 0) return;
  throw createUsageError(`${found[1]} only works for a new manifest, but ${file} exists`, `Add ${found[2]} to it.`);
}
function checkEndpoints(endpoints) {
  for (const endpoint of endpoints) {
    const parsed = parseEndpoint(endpoint);
    if (!("problem" in parsed)) continue;
    const suggestion = parsed.better ?? "host or host:port, such as shop.example.com";
    throw createUsageError(`invalid endpoint "${endpoint}" for --endpoint`, `Use ${suggestion}.`);
  }
}
function checkAction(action) {
  if (action === null || /^(?:[\w.-]+(?:\/[\w.-]+)+@[\w./-]+|\.{1,2}\/[\w./-]*)$/.test(action)) return;
  throw createUsageError(`invalid action reference "${action}" for --action`, "Use OWNER/REPOSITORY@REF.");
}
function checkDirectory(directory) {
  const root = findRepositoryRoot(directory);
  if (root === null || root === directory) return;
  throw new AppError("not-at-repository-root", `${directory} is a subdirectory of the repository ${root}`, {
    hint: `GitHub only runs workflows at the root. Run certvigil init there (cd ${path14.relative(directory, root)}).`
  });
}
function toCaFile({ ca_file, no_workflows }, io) {
  if (ca_file === null) return null;
  const problem = findCaFileProblem(ca_file, io.cwd, resolveWorkspace(io.cwd, io.env));
  if (problem === "missing") throw createUsageError(`${ca_file} for --ca-file does not exist`, "Check the path.");
  if (problem !== null)
    throw createUsageError(`${ca_file} for --ca-file contains no certificate`, "Use a PEM file with the CA.");
  const name = path14.relative(io.cwd, path14.resolve(io.cwd, ca_file)).split(path14.sep).join("/");
  if (!name.startsWith("../") && !path14.isAbsolute(name)) return name;
  if (no_workflows) return ca_file;
  throw createUsageError(`${ca_file} for --ca-file is outside ${io.cwd}`, "Copy it into this repository.");
}
function toRepositoryFile(file, { cwd }) {
  if (file === null) return null;
  const name = path14.relative(cwd, path14.resolve(cwd, file)).split(path14.sep).join("/");
  if (!name.startsWith("../") && !path14.isAbsolute(name)) return name;
  throw createUsageError(`--manifest ${file} is outside ${cwd}`, "Use a path in this repository.");
}
function checkNewName(file) {
  if (file === null || /\.ya?ml$/.test(file)) return;
  throw createUsageError(`${file} for --manifest does not exist`, "Name a file that ends in .yaml to create it.");
}
async function loadExistingManifest(file, io) {
  try {
    return await loadManifest(file, io);
  } catch (error) {
    if (error instanceof AppError && error.code === "manifest-not-found") return null;
    throw error;
  }
}
function toJson({ plan: { draft, cron }, options, files, tests }) {
  return {
    version: 1,
    dry_run: options.dry_run,
    cron,
    files: files.map(({ path: path18, status, text }) => ({ path: path18, status, ...text !== null && { text } })),
    tests: tests.sent.map(({ destination, status, answer, error }) => ({ destination, status, answer, error })),
    certificates: draft.proposal.entries,
    damaged: draft.proposal.damaged,
    skipped: draft.proposal.skipped.map(({ path: path18, why }) => ({ path: path18, reason: why }))
  };
}

// src/app/inspect.ts
import { hash as hash3 } from "node:crypto";

// src/app/inspect-ct.ts
import { isIP as isIP4 } from "node:net";
var TOKEN = "CERTSPOTTER_TOKEN";
var MAX_SECONDS = 30;
var MAX_SHOWN = 20;
async function inspectCt(targets, inspected, { api_url, ...options }, io) {
  io.registerSecrets([TOKEN]);
  const token = io.env[TOKEN] ? `\${${TOKEN}}` : void 0;
  const names = new Map(targets.map((target, index) => [index, listNames4(target)]));
  const tasks = [...new Set([...names.values()].flat())].map((domain) => {
    const spec = { name: domain, ct: domain, include_subdomains: false, api_url: api_url ?? void 0, token };
    const entry = { name: domain, source: createSource(spec, {}), passwords: [], variables: {} };
    return { entry, domain, cursor: null, answered_at: null, retry_at: null };
  });
  const read = tasks.length === 0 ? [] : await readDomains(tasks, io, options, MAX_SECONDS);
  const redactors = createEntryRedactors(
    tasks.map(({ entry }) => entry),
    io
  );
  return inspected.map((target, index) => {
    const own = read.filter(({ task }) => names.get(index)?.includes(task.domain));
    if (own.length === 0) return target;
    const served = new Set(
      target.locations.flatMap(({ certificates }) => certificates.map((one) => computeSerialKey(one)))
    );
    const ct = own.map(({ task: { domain }, issuances, failure }) => {
      const redact = redactors?.(domain) ?? ((text) => text);
      const latest = issuances.map((raw) => decodeIssuance(raw, domain, redact)).sort((a, b) => parseIsoTime(b.valid_from) - parseIsoTime(a.valid_from));
      const describe3 = (one) => {
        const { names: names2, issuer, serial_number, valid_from, valid_to } = one;
        return { names: names2, issuer, serial_number, valid_from, valid_to, served: served.has(computeSerialKey(one) ?? "") };
      };
      return { domain, total: latest.length, certificates: latest.slice(0, MAX_SHOWN).map(describe3), error: failure };
    });
    return { ...target, ct };
  });
}
function listNames4(target) {
  if (!("source" in target) || target.source.kind !== "endpoint") return [];
  const { server_name, targets } = target.source;
  const hosts = server_name === null ? targets.map(({ host }) => host) : [server_name];
  return hosts.map((host) => host.toLowerCase()).filter((host) => host.includes(".") && isIP4(host) === 0);
}

// src/app/inspect-dns.ts
async function inspectDns({ source, location, certificates, trust, now, rdap_url }, client, rdap) {
  const server = findServer(source, location);
  if (server === null || !isDomainName(server.name)) return void 0;
  const facts = certificates[0]?.facts ?? null;
  const names = listCaaNames([server.name], { sans: facts?.sans ?? [] });
  const caa = names.map((one) => inspectCaa(one, facts?.issuer ?? null, client));
  const chainDer = certificates.map(({ der }) => der);
  const presented = { chainDer, trust, is_smtp: source.starttls === "smtp", now };
  return {
    registration: await inspectRegistration(server.name, rdap_url, rdap),
    caa: await Promise.all(caa),
    tlsa: await inspectTlsa({ ...server, services: source.services }, presented, client)
  };
}
async function inspectRegistration(name, rdap_url, rdap) {
  const result = await rdap.lookUp(normalizeDomain(name), rdap_url, 0);
  if ("failure" in result)
    return {
      domain: name,
      valid_to: null,
      registrar: null,
      registrar_valid_to: null,
      statuses: [],
      error: result.failure
    };
  const { since: _, ...registration } = result.registration;
  return { ...registration, error: null };
}
async function inspectCaa({ name, is_wildcard }, issuer, client) {
  const policy = await lookUpCaa(name, client);
  const nothing = { name, wildcard: is_wildcard, domain: null, records: [], result: null, ca: null };
  if (isLookupFailure(policy)) return { ...nothing, error: { code: policy.code, detail: policy.detail } };
  const { result, ca } = checkCaa(policy, is_wildcard, issuer);
  const records = policy.properties.map(
    ({ critical, tag, value }) => `${critical ? 128 : 0} ${truncate(tag)} "${truncate(value)}"`
  );
  return { ...nothing, domain: policy.domain, records, result, ca: ca?.name ?? null, error: null };
}
async function inspectTlsa(server, presented, client) {
  const found = await lookUpTlsa(server, client);
  if (isLookupFailure(found)) {
    const { code, detail } = found;
    return { name: `_${server.port}._tcp.${server.name}`, secure: false, records: [], error: { code, detail } };
  }
  const { name, base, secure, tlsa } = found;
  const matches = matchTlsa(tlsa, { ...presented, names: listAcceptedNames(server.name, base, presented.is_smtp) });
  const records = (matches ?? tlsa.map(withoutCertificate)).map(
    ({ usage, selector, matching_type, data, result, reason }) => {
      return { record: truncate(`${usage} ${selector} ${matching_type} ${data}`), result, reason };
    }
  );
  return { name, secure, records, error: null };
}
function withoutCertificate(record) {
  return { ...record, result: "unknown", reason: "no certificate of the server could be read" };
}

// src/app/inspect-links.ts
var MAX_LINKS = 50;
function linkTargets(targets) {
  if (targets.length < 2) return targets;
  const found = targets.flatMap(
    (target) => target.locations.flatMap((location) => {
      const [leaf] = location.certificates;
      return leaf?.kind === "certificate" ? [{ target, location, leaf, expiry: parseIsoTime(leaf.valid_to) }] : [];
    })
  );
  const byFingerprint = groupBy(found, ({ leaf }) => leaf.fingerprint_sha256);
  const latestFirst = found.toSorted((a, b) => b.expiry - a.expiry);
  const byNames = groupBy(latestFirst, ({ leaf }) => getNames(leaf));
  const links = new Map(
    found.map((one) => {
      const same = takeOthers(byFingerprint.get(one.leaf.fingerprint_sha256) ?? [], one, () => true);
      const isNewer = ({ expiry }) => expiry > one.expiry;
      return [one.location, describeLinks(same, takeOthers(byNames.get(getNames(one.leaf)) ?? [], one, isNewer))];
    })
  );
  return targets.map((target) => ({
    ...target,
    locations: target.locations.map((location) => ({ ...location, ...links.get(location) }))
  }));
}
function takeOthers(candidates, one, isWanted) {
  const taken = [];
  for (const candidate of candidates) {
    if (!isWanted(candidate) || taken.length >= MAX_LINKS) break;
    const isElsewhere = candidate.target !== one.target && candidate.location.location !== one.location.location;
    if (isElsewhere) taken.push(candidate);
  }
  return taken;
}
function getNames({ subject, sans, is_ca }) {
  const names = [...sans].sort();
  return JSON.stringify([is_ca, names.length === 0 ? subject : null, names]);
}
function describeLinks(same, newer) {
  const other_locations = [...new Set(same.map(({ location }) => location.location))];
  const successors = newer.map(({ location: { location }, leaf: { fingerprint_sha256, valid_to } }) => {
    return { location, fingerprint_sha256, valid_to };
  });
  return {
    ...other_locations.length > 0 && { other_locations },
    ...successors.length > 0 && { successors }
  };
}

// src/app/inspect-status.ts
function assessLocation(certificate, inspected, settings, now) {
  const locations = [createLocation(certificate, inspected)];
  return assess(certificate, settings, now, { locations, others: [], renewal: null, findFacts: () => null });
}
function createLocation(certificate, { location, trust, presented_path, unusable_staple, ...rest }) {
  const revocation = findRevocation(certificate, rest);
  const { effective_valid_to, limited_by, issuer_expiry } = trust ?? presented_path ?? {};
  return {
    entry: "",
    location,
    source: location,
    fingerprint: certificate.fingerprint,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    observed: {},
    evidence: {
      ...trust && { trust },
      ...presented_path && { presented_path },
      ...unusable_staple && { unusable_staple },
      ...revocation && { revocation }
    },
    ownership: null,
    path_end: effective_valid_to && limited_by ? { valid_to: effective_valid_to, limited_by } : null,
    ...issuer_expiry && { issuer_end: issuer_expiry },
    revoked: null
  };
}
function findRevocation({ facts, fingerprint }, { revocation, stapled }) {
  if (revocation) return { ...revocation, good: [] };
  if (stapled?.status !== "revoked" || stapled.revoked === null) return null;
  const subject = facts.common_name ?? facts.subject ?? "";
  const revoked = { subject, fingerprint_sha256: fingerprint, ...stapled.revoked };
  return { status: "revoked", source: "stapled", revoked, good: [], problems: [] };
}

// src/app/inspect.ts
var SETTINGS = {
  warning: DEFAULT_WARNING,
  critical: DEFAULT_CRITICAL,
  thresholds: DEFAULT_THRESHOLDS,
  explicit: { warning: false, critical: false, thresholds: false },
  cooldown_hours: 24,
  repeat: true,
  settle_hours: 6,
  unreachable_days: 3
};
var TIMEOUT_SECONDS2 = 10;
var CONCURRENCY = 20;
var MAX_REVOCATION_SECONDS = 60;
async function inspect(targets, options, io) {
  const passwords = options.password_variable === null ? [] : [`\${${options.password_variable}}`];
  const readable = targets.flatMap(
    (one, index) => "source" in one ? [{ name: String(index), source: one.source, passwords, variables: {}, proxy: options.proxy }] : []
  );
  const reading = {
    root: io.cwd,
    timeout_seconds: TIMEOUT_SECONDS2,
    concurrency: CONCURRENCY,
    network: {
      deny: [],
      allow: [...options.allow],
      dns_servers: [...options.dns_servers],
      proxy: DEFAULT_NETWORK_RULES.proxy,
      ...options.dns_over_https !== null && { dns_over_https: { url: options.dns_over_https, ca_file: null } }
    },
    allowOutsideLinks: true
  };
  const fetcher = createUntrustedFetcher(io, { ...reading, max_seconds: MAX_REVOCATION_SECONDS, kind: "revocation" });
  const evaluator = createTrustEvaluator(options.now, { fetch: fetcher.fetch, cache: null, clock: getRealClock(io) });
  const dns = options.dns ? openDnsClient(io, reading) : null;
  const rdap = options.dns ? await openRdapClient(io, reading) : null;
  const inspector = { evaluator, options, dns, rdap, source: null, reportBug: createBugReporter(io) };
  try {
    const read = await readAll(readable, io, reading, inspector.reportBug);
    const sources = [...read.values()].flat();
    for (const note of listReadingNotes(sources)) options.onNote?.(note);
    const known = io.env[options.password_variable ?? ""];
    const inspected = targets.map(async (one, index) => {
      const { target, kind } = one;
      if ("source" in one) {
        const found = (read.get(String(index)) ?? []).map(
          (source) => inspectSource(source, { ...inspector, source: one.source })
        );
        return { target, kind, locations: (await Promise.all(found)).flat() };
      }
      const decoded = decode(one.location, known ? { values: [known], unset: null } : null, inspector.reportBug);
      return { target, kind, locations: await inspectLocation(decoded, inspector) };
    });
    const linked = linkTargets(await Promise.all(inspected));
    const asking = { ...reading, api_url: options.ct_url };
    return {
      version: 1,
      inspected_at: formatIsoTime(options.now),
      targets: options.ct ? await inspectCt(targets, linked, asking, io) : linked
    };
  } finally {
    await dns?.close();
    fetcher.close();
  }
}
async function openRdapClient(io, { network, timeout_seconds }) {
  const { createRdapClient } = await import("./client.js");
  const access = createNetworkAccess(network, { kind: "apis", env: io.env });
  return createRdapClient({ io, access, timeout_seconds, cache: null, bootstrap: null });
}
async function readAll(entries, io, reading, reportBug) {
  const found = /* @__PURE__ */ new Map();
  await readSources(entries, io, reading, ({ entry, position, sources }) => {
    const passwords = resolvePasswords(entry, io.env);
    const decodeSource = ({ locations, ...source }) => ({
      ...source,
      locations: Array.from(locations, (raw) => decode(raw, passwords, reportBug))
    });
    getOrCreate(found, entry.name, () => [])[position] = sources.map(decodeSource);
  });
  return new Map(Array.from(found, ([name, sources]) => [name, sources.flat()]));
}
function decode(raw, passwords, reportBug) {
  const slots = catchBugsSync(
    () => listCertificates2(raw, passwords),
    () => [createFailedSlot(raw.location)],
    reportBug
  );
  const trust = "trust" in raw ? raw.trust : void 0;
  const { stapled } = "served" in raw ? raw : {};
  return { observed: raw.observed, slots, trust, stapled };
}
async function inspectSource({ source, failure, locations }, inspector) {
  const inspected = (await Promise.all(locations.map((location) => inspectLocation(location, inspector)))).flat();
  if (failure === null) return inspected;
  const failed = { location: source, observed: {}, format: null, slot: null, certificates: [], error: failure };
  return [...inspected, failed];
}
function inspectLocation(location, { evaluator, options, dns: client, rdap, source, reportBug }) {
  const inspectSlot = async (slot) => {
    const trust = await inspectTrust(slot, location, evaluator, options);
    const dns = client === null || rdap === null ? void 0 : await inspectServer(slot, source, trust, client, rdap);
    const described = describeLocation(slot, location.observed, options, trust);
    return { ...described, ...trust.shown, ...dns && { dns } };
  };
  const inspectServer = async (slot, source2, { dates }, client2, rdap2) => {
    const [leaf, ...chain] = slot.items;
    if (source2?.kind !== "endpoint" || leaf !== void 0 && leaf.kind !== "certificate") return void 0;
    const server = { source: source2, location: slot.location, trust: dates.trust, now: options.now };
    const certificates = leaf === void 0 ? [] : [leaf, ...chain];
    return inspectDns({ ...server, certificates, rdap_url: options.rdap_url }, client2, rdap2);
  };
  const fail = (slot) => describeLocation(createFailedSlot(slot.location), location.observed, options);
  return Promise.all(
    location.slots.map(
      (slot) => catchBugs(
        () => inspectSlot(slot),
        () => fail(slot),
        reportBug
      )
    )
  );
}
function createFailedSlot(location) {
  return { location, format: null, slot: null, items: [], failure: createInternalFailure(location) };
}
var NOT_CHECKED = { trust: null, stapled: null, revocation: null };
async function inspectTrust({ items, location }, { trust: request, stapled }, evaluator, options) {
  const nothing = { dates: {}, shown: NOT_CHECKED };
  const [leaf, ...chain] = items;
  if (leaf?.kind !== "certificate") return nothing;
  const sent = items.map(({ der }) => der);
  if (request === void 0) {
    const isEnding = hasEndingIssuer(toCertificate(leaf, chain), computeSoon(options.now));
    const presented_path = isEnding ? await evaluatePresentedPath(evaluator, sent) : null;
    return presented_path === null ? nothing : { ...nothing, dates: { presented_path } };
  }
  const evaluated = await evaluateTrust(evaluator, sent, `${location} ${leaf.fingerprint}`, request);
  if (evaluated === null) return nothing;
  const { trust } = evaluated;
  const clock = evaluator.dependencies?.clock() ?? options.now;
  const unusable_staple = stapled ? findUnusableStaple(stapled, clock) : void 0;
  const { path: _path, cross_signs: _cross_signs, issuer_expiry: _issuer, missing_issuer: _missing, ...shown } = trust;
  return {
    dates: { trust, ...unusable_staple && { unusable_staple } },
    shown: {
      trust: shown,
      stapled: stapled === void 0 ? null : await inspectStapled(stapled, evaluated, evaluator),
      revocation: options.revocation ? await inspectRevocation(evaluated, stapled ?? null, evaluator) : null
    }
  };
}
async function inspectRevocation(evaluated, stapled, evaluator) {
  const revocation = await checkTrustRevocation(evaluator, evaluated, stapled);
  if (revocation === null) return null;
  const { good: _, ...shown } = revocation;
  return shown;
}
async function inspectStapled(stapled, evaluated, evaluator) {
  if (stapled === null) return { status: "absent", revoked: null, problem: null };
  const answer = await checkTrustStaple(evaluator, evaluated, stapled);
  if ("problem" in answer) return { status: "unknown", revoked: null, problem: answer.problem };
  return { status: answer.status, revoked: answer.revoked, problem: null };
}
function listCertificates2(raw, passwords) {
  const nothing = { location: raw.location, format: null, slot: null, items: [], failure: null };
  if ("failure" in raw) return [{ ...nothing, failure: raw.failure }];
  if ("content" in raw) return listLocationsWithPasswords(raw.location, { bytes: toBuffer(raw.content) }, passwords);
  if (!("served" in raw)) return [];
  const [leaf, ...chain] = raw.served.map((der) => parseCertificate(toBuffer(der)));
  if (leaf === void 0 || "code" in leaf) return [{ ...nothing, failure: leaf ?? null }];
  const items = [leaf, ...chain.filter((one) => "facts" in one)];
  return [{ ...nothing, items, ...raw.notice && { notice: raw.notice } }];
}
function describeLocation({ location, format, slot, items, failure, notice }, observed, options, { dates, shown } = { dates: {}, shown: NOT_CHECKED }) {
  const certificates = items.map((item) => describeCertificate2(item, options));
  const [leaf] = items;
  const found = { location, observed, format, slot, error: failure, ...notice && { notice } };
  if (leaf === void 0) return { ...found, status: null, certificates };
  const { stapled, revocation } = shown;
  const inspected = { location, stapled, revocation, ...dates };
  const verdict = assessLocation(toCertificate(leaf, []), inspected, SETTINGS, options.now);
  const { status, limited_by, effective_valid_to, issuer, notices } = verdict;
  return {
    ...found,
    status,
    ...dates.presented_path && limited_by && { limited_by: { ...limited_by, valid_to: effective_valid_to ?? "" } },
    ...issuer && issuer.status !== "ok" && { issuer_expiry: issuer.ca },
    ...notices && { notices },
    certificates
  };
}
function describeCertificate2(parsed, { now, pem }) {
  const { kind, der, fingerprint, facts } = parsed;
  const details = parsed.kind === "certificate" ? readDetails(parsed) : null;
  const { status, days_remaining, days_since_expiry } = assess({ fingerprint, facts, chain: [] }, SETTINGS, now);
  const { fingerprint_sha256: _, ...described } = facts;
  return {
    kind,
    status,
    days_remaining: days_remaining ?? 0,
    days_since_expiry,
    ...described,
    is_ca: details?.basic_constraints?.ca ?? false,
    path_length: details?.basic_constraints?.path_length ?? null,
    key_usage: details?.key_usages ?? [],
    extended_key_usage: details?.extended_key_usages ?? [],
    fingerprint_sha256: fingerprint,
    fingerprint_sha1: kind === "metadata" ? null : hash3("sha1", der, "hex"),
    spki_sha256: details?.spki_sha256 ?? null,
    subject_key_id: details?.subject_key_id ?? null,
    authority_key_id: details?.authority_key_id ?? null,
    issuer_urls: details?.issuer_urls ?? [],
    ocsp_urls: details?.ocsp_urls ?? [],
    crl_urls: details?.crl_urls ?? [],
    ...pem && PEM_LABELS[kind] !== null && { pem: toPem(der, PEM_LABELS[kind]) }
  };
}
var PEM_LABELS = {
  certificate: "CERTIFICATE",
  crl: "X509 CRL",
  profile: null,
  metadata: null
};
function toPem(der, label) {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

// src/app/inspect-inventory.ts
async function inspectInventory(manifest, name, io) {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry === void 0) {
    const near = createSuggester()(
      name,
      manifest.entries.map((one) => one.name)
    );
    const hint = near === void 0 ? `Use a name from ${manifest.file}.` : `Did you mean ${near}?`;
    throw new AppError("no-such-certificate", `${manifest.file} has no certificate named ${name}`, { hint });
  }
  if (getSourceDefinition(entry.source.kind).inventory === void 0) {
    throw new AppError("not-an-inventory", `the source of ${name} is ${entry.source.kind}, which is not an inventory`, {
      hint: "Use `certvigil inspect TARGET` for files, URLs and servers."
    });
  }
  const samples = [];
  const reading = {
    ...selectReading(manifest),
    onSample: (sample) => void samples.push(sample)
  };
  const results = [];
  await readSources([entry], io, reading, ({ sources }) => void results.push(...sources));
  const redact = createRedactor(io.listSecrets());
  const items = samples.map((sample) => inspectItem(sample, redact));
  const errors = results.flatMap(({ source, failure }) => failure === null ? [] : [{ source, error: failure }]);
  return {
    version: 1,
    entry: name,
    source: entry.source.kind,
    total: samples[0]?.total ?? null,
    items,
    error: errors[0]?.error ?? null,
    errors
  };
}
function inspectItem({ raw, location, mapped }, redact) {
  const [reading] = mapped === null ? [] : decodeLocation(mapped, null);
  const { certificate = null, failure = null, notice = null, observed = {} } = reading ?? {};
  const item = {
    location,
    monitored: mapped !== null,
    read_from: certificate === null ? null : certificate.from_fields ? "fields" : "certificate",
    facts: certificate?.facts ?? null,
    error: failure,
    notice,
    observed
  };
  return {
    ...redactRaw(item, redact),
    raw: redactRaw(raw, redact)
  };
}
var SECRET_NAME = /pass(?:word|phrase)|secret|credential|private.?key|api.?key|(?:^|[_-])token$|^token|authorization/i;
var MAX_TEXT_LENGTH = 300;
var MAX_ITEMS = 20;
var MAX_DEPTH = 20;
function redactRaw(value, redact, name = "", depth = 0) {
  if (typeof value === "string") {
    if (SECRET_NAME.test(name) && value !== "") return "***";
    const { text, found } = removePrivateKeys(value);
    return truncateTo(redact(found ? `${text.trim()} *** (private key removed)` : text), MAX_TEXT_LENGTH);
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toJSON();
  if (depth >= MAX_DEPTH) return "\u2026";
  const redactInner = (inner, key) => redactRaw(inner, redact, key, depth + 1);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactInner(item, name));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [redact(String(key)), redactInner(item, String(key))]));
}

// src/report/inspect/details.ts
var MAX_NAMES5 = 12;
var HOUR2 = 36e5;
var DAY3 = 24 * HOUR2;
function buildLocationSections(location, now) {
  const [leaf] = location.certificates;
  if (leaf === void 0) return [];
  const [state, mark] = describeState(location, leaf, now);
  return [
    { title: { code: location.location }, blocks: [createParagraph({ message: state }, { mark })] },
    {
      blocks: [
        toFacts2(listRows(leaf, location, now)),
        buildChain(location.certificates, now),
        toFacts2([
          ...listTrustRows(location, leaf, now),
          ...listStapledRows(location),
          ...listRevocationRows(location),
          ...listDnsRows(location),
          ...listLinkRows(location)
        ])
      ]
    }
  ];
}
function toFacts2(rows) {
  return {
    kind: "facts",
    facts: rows.map(([label, text, mark]) => [label, text === null ? null : { message: text }, mark])
  };
}
function describeState(location, leaf, now) {
  const validity = describeValidity(leaf, now);
  const own = validity.startsWith(STATUS_LABELS[leaf.status]) ? validity : `${STATUS_LABELS[leaf.status]}: ${validity}`;
  const rejection = describeRejection(location, leaf, now);
  if (rejection !== null) {
    const { code, cause } = rejection;
    const isOwn = leaf.status === "ok" || own === validity;
    const end = isOwn ? validity : own;
    return [cause === null ? `${code}, ${end}` : `${code}: ${cause}, the certificate itself ${validity}`, "bad"];
  }
  const isUnchecked = location.trust && isTrusted(location.trust) === null;
  if (isUnchecked && leaf.status === "ok" && (location.status ?? "ok") === "ok")
    return [`trust could not be checked: ${validity}`, "unknown"];
  const unchecked = isUnchecked ? "; trust could not be checked" : "";
  const { issuer_expiry: ca, limited_by } = location;
  const chainEnd = ca?.valid_to ?? limited_by?.valid_to ?? location.trust?.effective_valid_to;
  const { status = leaf.status } = location;
  if (!chainEnd || status === null || status === leaf.status) return [`${own}${unchecked}`, leaf.status];
  const verb = Date.parse(chainEnd) < now ? "expired" : "expires";
  const chain = `its chain ${verb} ${formatDistance2(chainEnd, now)}, the certificate itself ${validity}`;
  return [`${STATUS_LABELS[status]}: ${chain}${unchecked}`, status];
}
function describeRejection({ trust, stapled, revocation }, leaf, now) {
  if (revocation?.status === "revoked" || stapled?.status === "revoked") return { code: "REVOKED", cause: null };
  if (!trust || isTrusted(trust) !== false) return null;
  const { reason, reasons, effective_valid_to: end, limited_by: ca } = trust;
  const isLeaf = ca?.fingerprint_sha256 === leaf.fingerprint_sha256;
  if (reasons.includes("path-expired") && end !== null && ca !== null && !isLeaf)
    return { code: "UNTRUSTED", cause: `${ca.subject} expired ${formatDistance2(end, now)}` };
  if (reason === "not-yet-valid" && leaf.status !== "not_yet_valid")
    return { code: "UNTRUSTED", cause: "a CA in its chain is not valid yet" };
  const isDated = reason === null || (STATUS_REASONS[leaf.status] ?? null) === reason;
  return { code: isDated ? "UNTRUSTED" : `UNTRUSTED (${reason})`, cause: null };
}
var STATUS_REASONS = {
  expired: "path-expired",
  not_yet_valid: "not-yet-valid"
};
var KINDS = {
  certificate: null,
  crl: "certificate revocation list; its expiry is the nextUpdate time",
  profile: "provisioning profile",
  metadata: "SAML metadata; its expiry is the validUntil time"
};
function describeValidity(one, now) {
  const { status, valid_from } = one;
  if (status === "not_yet_valid" && valid_from !== null) return `becomes valid ${formatDistance2(valid_from, now)}`;
  return formatExpiry(one);
}
function listRows(one, location, now) {
  const { key_usage, extended_key_usage, is_ca } = one;
  const lifetime = one.lifetime_days === null ? "" : `; ${formatLifetime2(one.lifetime_days)}`;
  const usages = [...is_ca ? ["CA"] : [], ...key_usage, ...extended_key_usage];
  return [
    ["Type", KINDS[one.kind]],
    ["Subject", one.subject === "" ? "(empty)" : one.subject],
    ["Names", truncateList(one.sans, MAX_NAMES5)],
    ["Issuer", one.issuer === one.subject && one.issuer !== null ? "same as the subject (self-signed)" : one.issuer],
    ["Serial", one.serial_number],
    ["Valid from", formatNotBefore(one, now)],
    ["Valid to", `${one.valid_to}  (${formatDistance2(one.valid_to, now)}${lifetime})`],
    ["Key", [one.key_algorithm, one.key_size].filter((part) => part !== null).join(" ")],
    ["Signature", one.signature_algorithm],
    ["Usage", usages.join(", ")],
    ["SHA-256", one.kind === "metadata" ? null : one.fingerprint_sha256],
    ["SHA-1", one.fingerprint_sha1],
    ["Key pin", one.spki_sha256 === null ? null : `sha256/${one.spki_sha256}`],
    ["Address", location.observed.address ?? null],
    ["TLS", formatProtocol(location.observed)],
    ["ALPN", location.observed.alpn === null ? "none" : location.observed.alpn ?? null],
    ["TLS group", formatKeyExchange(location.observed.key_exchange)],
    ["Format", location.slot === null ? location.format : `${location.format}, slot ${location.slot}`]
  ];
}
function formatProtocol({ tls_version, cipher }) {
  return tls_version === void 0 ? null : [tls_version, ...cipher === void 0 ? [] : [cipher]].join(", ");
}
function formatKeyExchange(exchange) {
  if (exchange === void 0) return null;
  const { group, post_quantum } = exchange;
  if (post_quantum === null) return `${group} (post-quantum key exchange: not known)`;
  return `${group} (${post_quantum ? "post-quantum" : "no post-quantum"} key exchange)`;
}
function formatNotBefore({ valid_from, kind }, now) {
  if (valid_from === null) return kind === "certificate" ? "(malformed)" : null;
  return `${valid_from}  (${formatDistance2(valid_from, now)})`;
}
function formatLifetime2(days) {
  return days < 0 ? "notAfter is before notBefore" : `lifetime ${formatCount(days, "day")}`;
}
function formatDistance2(time, now) {
  const distance = Date.parse(time) - now;
  const size = Math.abs(distance);
  const whole = (unit) => Math.floor(size / unit);
  const text = size < HOUR2 ? "less than an hour" : size < 2 * DAY3 ? formatCount(whole(HOUR2), "hour") : formatCount(whole(DAY3), "day");
  return distance >= 0 ? `in ${text}` : `${text} ago`;
}
function listLinkRows({ other_locations = [], successors = [] }) {
  return [
    ["Also at", truncateList(other_locations, MAX_NAMES5)],
    ["Newer at", listNewer(successors, MAX_NAMES5), "bad"]
  ];
}
function listNewer(newer, max) {
  return truncateList(
    newer.map(({ location, valid_to }) => `${location} (until ${formatDay(valid_to)})`),
    max
  );
}
function listTrustRows({ trust, limited_by: limit, notices = [] }, leaf, now) {
  const notes = notices.map((notice) => ["Note", notice.detail]);
  if (!trust) {
    const text = limit && `until ${limit.valid_to} (${formatDistance2(limit.valid_to, now)}), when ${limit.subject} expires`;
    return [["Usable", text ?? null, "bad"], ...notes];
  }
  const { trusted, reason, detail, effective_valid_to: expiry, limited_by, store } = trust;
  const until = expiry === null || limited_by === null || limited_by.fingerprint_sha256 === leaf.fingerprint_sha256 ? "" : `, until ${expiry} (${formatDistance2(expiry, now)}), when ${limited_by.subject} expires`;
  const unchecked = ["Trust", `could not be checked: ${reason}`];
  const checked = trusted ? ["Trust", `trusted${until}`] : ["Trust", `UNTRUSTED: ${reason}`, "bad"];
  return [
    isTrusted(trust) === null ? unchecked : checked,
    ["", detail],
    ["Store", store?.description ?? null],
    ...trust.notes.map((note) => ["Note", note.detail]),
    ...notes
  ];
}
function listStapledRows({ stapled }) {
  if (!stapled) return [];
  const { status, revoked, problem } = stapled;
  if (status === "revoked") return [["Stapled", `REVOKED${formatRevocation(revoked)}`, "bad"]];
  if (status === "absent") return [["Stapled", "no OCSP response"]];
  return [["Stapled", problem === null ? "good" : `rejected: ${problem.detail}`]];
}
var SOURCES = { stapled: "stapled OCSP response", crl: "CRL", ocsp: "OCSP responder" };
function listRevocationRows({ revocation }) {
  if (!revocation) return [];
  const { status, source, revoked, problems } = revocation;
  const evidence = source === null ? "" : `, according to the ${SOURCES[source]}`;
  const result = status === "revoked" ? ["Revocation", `REVOKED${formatRevocation(revoked)}${evidence}${revoked ? `: ${revoked.subject}` : ""}`, "bad"] : ["Revocation", status === "good" ? `not revoked${evidence}` : "status unknown: no trusted response"];
  return [result, ...problems.map(({ detail }) => ["", detail])];
}
function formatRevocation(revoked) {
  if (revoked === null) return "";
  const { revoked_at, reason } = revoked;
  return reason === null ? ` ${revoked_at}` : ` ${revoked_at} (${reason})`;
}
function buildDnsFacts(location) {
  return toFacts2(listDnsRows(location));
}
function listDnsRows({ dns, certificates: [leaf] }) {
  if (dns === void 0) return [];
  return [
    ...dns.caa.flatMap((one) => listCaaRows(one)),
    ...listTlsaRows(dns.tlsa, leaf?.spki_sha256 ?? null),
    ...listRegistrationRows(dns.registration)
  ];
}
function listRegistrationRows({
  domain,
  valid_to,
  registrar,
  registrar_valid_to,
  statuses,
  error
}) {
  if (valid_to === null) return error === null ? [] : [["Domain", error.detail]];
  const at = registrar === null ? "" : ` at ${registrar}`;
  const differs = registrar_valid_to === null ? "" : `, which says ${formatDay(registrar_valid_to)}`;
  const status = statuses.length === 0 ? "" : ` (${truncateList(statuses, MAX_NAMES5)})`;
  return [["Domain", `${domain} is registered until ${formatDay(valid_to)}${at}${differs}${status}`]];
}
function listCaaRows({ name, wildcard, domain, records, result, ca, error }) {
  const of = `${wildcard ? "*." : ""}${name}`;
  if (error !== null) return [["CAA", `${of}: ${error.detail}`]];
  if (domain === null) return [["CAA", `${of}: no records, so that every CA may issue`]];
  const found = ["CAA", `${domain}: ${truncateList(records, MAX_NAMES5, "; ")}`];
  if (result === "forbidden") return [found, ["", `${ca}, which issued this certificate, may NOT renew it`, "bad"]];
  if (result === "permitted") return [found, ["", `${ca ?? "every CA"} may issue`]];
  return [found, ["", "whether the issuer may renew it is unknown: it is not in the table of CAs"]];
}
var TLSA_RESULTS = { match: "matches", differs: "does NOT match", unusable: "unusable", unknown: "not compared" };
function listTlsaRows({ name, secure, records, error }, pin) {
  if (error !== null) return [["TLSA", error.detail]];
  const hint = pin === null ? "" : `; for this key: 3 1 1 ${Buffer.from(pin, "base64").toString("hex")}`;
  if (records.length === 0) return [["TLSA", `no records at ${name}${hint}`]];
  const protection = secure ? "validated with DNSSEC" : "not validated: clients use them only with DNSSEC";
  return [
    ["TLSA", `${name} (${protection})`],
    ...records.map(({ record, result, reason }) => {
      const text = `${record}: ${TLSA_RESULTS[result]}${reason === null ? "" : ` (${reason})`}`;
      return result === "differs" ? ["", text, "bad"] : ["", text];
    })
  ];
}
function buildChain(certificates, now) {
  const links = certificates[0]?.kind === "certificate" ? buildTree(certificates) : [];
  const nodes = links.map(({ depth, certificate, name }) => ({
    depth,
    text: name,
    state: certificate === null ? "not included" : describeValidity(certificate, now),
    mark: certificate?.status
  }));
  return { kind: "tree", name: "Chain", nodes: nodes.length < 2 ? [] : nodes };
}
function buildTree([leaf, ...others]) {
  if (leaf === void 0) return [];
  const unused = new Set(others);
  const links = [];
  const climb = (certificate, depth) => {
    links.push({ depth, certificate, name: formatName(certificate) });
    if (certificate.issuer === certificate.subject) return;
    const issuers = [...unused].filter(({ subject }) => subject === certificate.issuer);
    for (const issuer of issuers) unused.delete(issuer);
    for (const issuer of issuers) climb(issuer, depth + 1);
    if (issuers.length === 0 && certificate.issuer) {
      links.push({ depth: depth + 1, certificate: null, name: certificate.issuer });
    }
  };
  climb(leaf, 0);
  for (const certificate of unused) links.push({ depth: 0, certificate, name: formatName(certificate) });
  return links;
}
function formatName({ common_name, subject }) {
  return common_name || subject || "(no name)";
}

// src/report/inspect/document.ts
var MAX_DETAILED = 10;
function buildInspectionDocument({ targets, inspected_at }) {
  const locations = targets.flatMap((target) => target.locations);
  const read = locations.flatMap(
    (location) => location.certificates.slice(0, 1).map((leaf) => ({ location, leaf, status: location.status ?? leaf.status }))
  );
  read.sort(compareSeverity);
  const isDetailed = read.length <= MAX_DETAILED;
  const now = Date.parse(inspected_at);
  const hint = "For details, inspect a single file or slot, or use --format json.";
  return createDocument("Inspection", {
    lead: read.length === 1 && locations.length === 1 ? [] : [createParagraph(summarize(read, locations))],
    sections: [
      ...read.length > 1 ? [{ blocks: [createTable(listColumns(now), read)] }] : [],
      ...isDetailed ? read.flatMap(({ location }) => buildLocationSections(location, now)) : [{ blocks: [createParagraph(hint)] }],
      { title: "Could not be read", mark: "bad", blocks: locations.flatMap(describeFailure) },
      ...targets.flatMap(({ ct = [] }) => ct.map(buildTransparencySection)),
      ...isDetailed ? [] : [buildNewerSection(read)],
      buildWarningSection(locations)
    ]
  });
}
var REMARK_COLUMNS = [
  { title: "Location", cell: ({ subject }) => quoteName(subject) },
  { title: "Details", isDetail: true, cell: ({ detail }) => quoteMessage(detail) }
];
function describeFailure(location) {
  const { error } = location;
  if (error === null) return [];
  const remark = { subject: `${location.location}: ${error.code}`, detail: error.detail };
  return [createTable(REMARK_COLUMNS, [remark]), buildDnsFacts(location)];
}
function buildTransparencySection({ domain, total, certificates, error }) {
  const lines = certificates.map(({ issuer, valid_from, valid_to, served, names }) => {
    const more = names.length > 1 ? ` (${names.length} names)` : "";
    return `${formatDay(valid_from)} to ${formatDay(valid_to)}: ${issuer}${more}${served ? ", served here" : ""}`;
  });
  const texts = [
    ...error === null ? [] : [`${error.code}: ${error.detail}`],
    ...lines.length === 0 && error === null ? ["No certificate that has not expired."] : lines,
    ...total > lines.length ? [formatOmitted(total - lines.length, "the latest are shown")] : []
  ];
  return {
    title: ["In certificate transparency logs: ", { code: domain }],
    blocks: [createList(texts.map(quoteMessage))]
  };
}
function buildNewerSection(read) {
  const remarks = read.flatMap(({ location: { location, successors = [] } }) => {
    const newer = listNewer(successors, MAX_NEWER);
    return newer === "" ? [] : [{ subject: location, detail: `Newer at ${newer}` }];
  });
  const table = createTable(REMARK_COLUMNS, remarks);
  return { title: "Not renewed everywhere", mark: "bad", blocks: [table] };
}
var MAX_NEWER = 3;
function buildWarningSection(locations) {
  const notices = locations.flatMap(({ location, notice }) => {
    const [file] = location.split("#", 1);
    return notice === void 0 ? [] : [[`${file}: ${notice.code}`, notice.detail]];
  });
  const remarks = [...new Map(notices)].map(([subject, detail]) => ({ subject, detail }));
  return { title: "Warnings", blocks: [createTable(REMARK_COLUMNS, remarks)] };
}
function compareSeverity(a, b) {
  return rankForReport(a.status) - rankForReport(b.status) || parseEnd(a) - parseEnd(b) || compareText(a.location.location, b.location.location);
}
function parseEnd({ location, leaf }) {
  return Date.parse(findChainEnd(location, leaf) ?? leaf.valid_to);
}
function listColumns(now) {
  return [
    { title: "Status", cell: ({ location, status }) => ({ mark: status, text: formatStatus(location, status) }) },
    {
      title: "Days",
      align: "right",
      cell: ({ location, leaf }) => {
        const end = findChainEnd(location, leaf);
        return end === null ? formatDays(leaf) : String(countDays(end, now));
      }
    },
    { title: "Common name", shorten: "end", cell: ({ leaf }) => quoteName(leaf.common_name || leaf.subject || null) },
    { title: "Valid to", cell: ({ location, leaf }) => formatDay(findChainEnd(location, leaf) ?? leaf.valid_to) },
    { title: "Location", shorten: "path", cell: ({ location }) => quoteName(location.location) }
  ];
}
var DAY4 = 864e5;
function countDays(time, now) {
  return Math.trunc((Date.parse(time) - now) / DAY4) || 0;
}
function findChainEnd({ limited_by, trust }, leaf) {
  if (limited_by !== void 0) return limited_by.valid_to;
  const isLeaf = trust?.limited_by?.fingerprint_sha256 === leaf.fingerprint_sha256;
  return isLeaf ? null : trust?.effective_valid_to ?? null;
}
function formatStatus({ trust, stapled, revocation }, status) {
  if (status !== "critical") return STATUS_LABELS[status];
  if (revocation?.status === "revoked" || stapled?.status === "revoked") return "revoked";
  return isTrusted(trust) === false ? "untrusted" : STATUS_LABELS[status];
}
function summarize(read, locations) {
  const failed = locations.filter(({ error }) => error !== null).length;
  const counts = formatStatusCounts(read.map(({ location, status }) => formatStatus(location, status)));
  const found = read.length === 0 ? "No certificates found." : `${formatCount(read.length, "certificate")}: ${counts}.`;
  return failed === 0 ? found : `${found} ${formatCount(failed, "location")} could not be read.`;
}

// src/report/inspect/inventory.ts
function buildInventoryDocument({ entry, source, total, items, errors }) {
  const shown = items.length === 0 ? "no items" : `the first ${items.length === 1 ? "item" : `${items.length} items`}`;
  const head = `${entry} (${source}): ${shown}${total === null ? "" : ` of ${total}`}`;
  const failures = errors.map((failed) => {
    const listing = failed.source === source ? "" : `${failed.source}: `;
    return createParagraph({ message: `${listing}${failed.error.code}: ${failed.error.detail}` });
  });
  return createDocument("Inventory", {
    sections: [
      { blocks: [createParagraph({ message: head })] },
      ...failures.length === 0 ? [] : [{ blocks: failures }],
      ...items.map(buildItemSection)
    ]
  });
}
function buildItemSection(item) {
  const { location, monitored, read_from, facts, error, notice, raw } = item;
  const { ownership, renewal_state } = item.observed;
  const labels = Object.entries(ownership?.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  const rows = [
    ["monitored", monitored ? null : "no, because of `where` or `expired_days`"],
    ["error", error && `${error.code}: ${error.detail}`],
    ["notice", notice && `${notice.code}: ${notice.detail}`],
    ["read from", read_from === "certificate" ? "the certificate" : read_from],
    ["common name", facts?.common_name],
    ["alternative names", facts?.sans.join(", ")],
    ["issuer", facts?.issuer],
    ["serial number", facts?.serial_number],
    ["fingerprint", facts?.fingerprint_sha256],
    ["valid", facts && `${facts.valid_from ?? "?"} to ${facts.valid_to}`],
    ["owner", ownership?.owner],
    ["labels", labels.join(", ")],
    ["assignments", ownership?.assignments.join(", ")],
    ["how to renew", ownership?.renewal_instructions],
    ["alerts", ownership?.muted ? "muted in the inventory" : null],
    ["renewal", renewal_state ? formatRenewalState(renewal_state) : null]
  ];
  return {
    title: { code: location ?? "(an item without an ID)" },
    blocks: [
      { kind: "facts", facts: rows.map(([name, text]) => [name, quoteMessage(text ?? null)]) },
      { kind: "listing", language: "json", lines: JSON.stringify(raw, null, 2).split("\n") }
    ]
  };
}
function formatRenewalState({ managed, state, reason }) {
  if (!managed) return "not done by this system";
  return reason === null ? state : `${state} (${reason})`;
}

// src/cli/commands/inspect/targets.ts
import { lstatSync as lstatSync2 } from "node:fs";
import path15 from "node:path";
function parseTarget2(operand, options, cwd) {
  const { trust, ca_file } = options;
  const target = operand;
  if (isFile(operand, cwd)) {
    const pattern = operand.split(path15.sep).join("/");
    const patterns = [exists(operand, cwd) ? escapeGlob(pattern) : pattern];
    const trustOptions = { trust: trust ?? "none", ca_file, aia: false, revocation: true, purpose: null };
    return {
      target,
      kind: "file",
      source: { kind: "file", patterns, exclude: [], skip_empty: false, ...trustOptions }
    };
  }
  const server = parseServerUrl(operand);
  if (server !== null)
    return { target, kind: "endpoint", source: createEndpointSource([server], readEndpointOptions(options)) };
  if (/^https?:\/\//i.test(operand)) {
    if (findUrlProblem(operand) !== null)
      throw createUsageError(
        `${escapeUnprintable(removeCredentials(operand))} is not a valid URL`,
        "Put it in quotes, so that the shell does not change it."
      );
    const targets = [createUrlTarget(operand)];
    return {
      target: operand.replace(/^(https?:\/\/)[^/?#]*@/i, "$1"),
      kind: "url",
      source: { kind: "url", targets, headers: {}, ca_file, ssl_verification: true }
    };
  }
  if (isServiceName(operand)) {
    return {
      target,
      kind: "endpoint",
      source: createEndpointSource([], { ...readEndpointOptions(options), services: [normalizeServiceName(operand)] })
    };
  }
  const endpoint = parseEndpoint(operand);
  if ("problem" in endpoint) {
    throw createUsageError(
      `${escapeUnprintable(operand)} is neither a file nor an endpoint`,
      endpoint.better === null ? "Use a path, host:port or a URL." : `Did you mean ${endpoint.better}?`
    );
  }
  return { target, kind: "endpoint", source: createEndpointSource([endpoint], readEndpointOptions(options)) };
}
function parseServerUrl(operand) {
  const [, authority] = /^https:\/\/([^/?#@\\]+)\/?$/i.exec(operand) ?? [];
  const endpoint = authority === void 0 ? null : parseEndpoint(authority);
  return endpoint === null || "problem" in endpoint ? null : endpoint;
}
function readEndpointOptions(options) {
  const { server_name, starttls, trust, ca_file, addresses, both_algorithms, proxy } = options;
  const connect_to = options.connect_to === null ? null : parseHostPort(options.connect_to);
  return {
    server_name: server_name && toAsciiHost(server_name),
    starttls: parseStartTls(starttls),
    connect_to: connect_to !== null && "host" in connect_to ? connect_to : null,
    every_address: addresses === "all",
    both_algorithms,
    proxy,
    trust: trust ?? "mozilla",
    ca_file,
    // This is set for stapled responses. The option --revocation decides whether OCSP and CRL URLs are requested.
    revocation: true
  };
}
function checkOptions(options) {
  checkPasswordVariable(options.password_env);
  checkConnection(options);
  checkServices(options);
  checkNetworks(options);
  checkTargets(options);
}
function checkConnection({ server_name, starttls, connect_to, proxy }) {
  if (server_name !== null && !isHostName(toAsciiHost(server_name))) {
    throw createUsageError(
      `invalid host name "${server_name}" for --server-name`,
      "Use the name alone, without a scheme or port."
    );
  }
  parseStartTls(starttls);
  if (connect_to !== null && "problem" in parseHostPort(connect_to)) {
    throw createUsageError(
      `invalid host "${escapeUnprintable(connect_to)}" for --connect-to`,
      "Use host, host:port, or [address]:port for IPv6."
    );
  }
  if (proxy !== null && !isProxy(proxy)) {
    throw createUsageError(
      "invalid proxy URL for --proxy",
      "Use http://proxy.example:3128, socks5://proxy.example, or env."
    );
  }
}
function checkServices(options) {
  const invalidServer = options.dns_servers.find((server) => !isDnsServer(server));
  if (invalidServer !== void 0) {
    throw createUsageError(
      `invalid address "${escapeUnprintable(invalidServer)}" for --dns-server`,
      "Use an IP address, such as 192.0.2.53 or [2001:db8::53]:5353."
    );
  }
  if (options.dns_over_https !== null && !isResolverUrl(options.dns_over_https)) {
    throw createUsageError(
      "invalid URL for --dns-over-https",
      "Use the https URL of a resolver, without a password, such as https://dns.example/dns-query."
    );
  }
  if (options.ct_url !== null && findUrlProblem(options.ct_url) !== null)
    throw createUsageError("invalid URL for --ct-url", "Use an http or https URL.");
  if (options.ct_url !== null && !options.ct)
    throw createUsageError("--ct-url has no effect without --ct", "Add --ct.");
  if (options.dns_over_https !== null && !options.dns) {
    throw createUsageError("--dns-over-https requires --dns", "Add --dns.");
  }
  if (options.rdap_url !== null && (findUrlProblem(options.rdap_url) !== null || !options.dns)) {
    throw createUsageError(
      options.dns ? "invalid URL for --rdap-url" : "--rdap-url requires --dns",
      options.dns ? "Use the base URL of an RDAP server, such as https://rdap.example/." : "Add --dns."
    );
  }
}
function checkNetworks({ allow }) {
  const invalidNetwork = allow.find((network) => !isBlock(network));
  if (invalidNetwork !== void 0) {
    throw createUsageError(
      `invalid network "${invalidNetwork}" for --allow`,
      "Use an IP address, or a network such as 10.0.0.0/8."
    );
  }
}
function checkTargets({ targets }) {
  if (targets.includes("")) throw createUsageError("empty target", "Use a file, host:port, a URL, or -.");
  if (targets.filter((target) => target === "-").length > 1) {
    throw createUsageError("standard input can only be read once", "Use - once.");
  }
}
function parseStartTls(text) {
  return text === null ? null : parseChoice("--starttls", text, Object.keys(STARTTLS_PROTOCOLS));
}
function checkPasswordVariable(variable) {
  if (variable === null) return;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw createUsageError(
      "--password-env takes the name of an environment variable, not the password",
      "Store the password in a variable, and pass its name: other users can see command lines."
    );
  }
  if (isReservedVariable(variable)) {
    throw createUsageError(`${variable} is reserved for the runner`, "Use another variable for --password-env.");
  }
}
function removeCredentials(text) {
  return text.replace(/\/\/.*@/, "//");
}
var EXTENSIONS = /\.(?:pem|crt|cer|cert|der|p7[bcs]|p12|pfx|jks|jceks|keystore|truststore|key|crl|csr|ya?ml|json|xml|txt|conf|mobileprovision|provisionprofile)$/i;
function isFile(operand, cwd) {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(operand)) return false;
  if (exists(operand, cwd)) return true;
  return /[/\\*?{]/.test(operand) || EXTENSIONS.test(operand);
}
function exists(operand, cwd) {
  try {
    return lstatSync2(path15.resolve(cwd, operand), { throwIfNoEntry: false }) !== void 0;
  } catch {
    return false;
  }
}

// src/cli/commands/inspect.ts
async function runInspectCommand(options, io) {
  const { password_env: password_variable, pem, format, quiet, revocation } = options;
  checkOptions(options);
  if (options.entry !== null) return inspectEntry(options.entry, options, io);
  if (password_variable !== null) io.registerSecrets([password_variable]);
  io.registerSecrets(listReferencedVariables(options.proxy ?? ""));
  io.addSecrets(listProxyCredentials(options.proxy ?? "", io.env));
  const targets = [];
  for (const target of options.targets) {
    if (target === "-") targets.push({ target, kind: "stdin", location: await readStandardInput2(options, io) });
    else targets.push(parseTarget2(target, options, io.cwd));
  }
  const now = options.now ?? io.now();
  const onNote = (note) => printWarnings([note], io);
  const inspection = await inspect(targets, { ...options, now, password_variable, onNote }, io);
  const failed = inspection.targets.flatMap(({ locations }) => locations).filter(({ error }) => error !== null);
  if (format === "json") io.stdout(renderJson(inspection));
  else if (pem || quiet) {
    if (pem) io.stdout(collectPem(inspection));
    for (const location of failed) io.stderr(formatFailure(location));
  } else io.stdout(renderTerminal(buildInspectionDocument(inspection), getTableLayout(io)));
  if (!quiet) printRevocationTime(options.now, revocation, io);
  if (failed.length > 0) return 3;
  return isFailing(inspection.targets.flatMap(({ locations }) => locations).flatMap(toFailing), options.fail_on) ? 1 : 0;
}
function toFailing({ status }) {
  return status ? [{ status, findings: [] }] : [];
}
var MAX_INPUT_MEBIBYTES = 10;
async function readStandardInput2({ trust, ca_file }, io) {
  const chunks = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > MAX_INPUT_MEBIBYTES * 1024 * 1024) {
      throw createUsageError(
        `standard input exceeds ${MAX_INPUT_MEBIBYTES} MiB`,
        "Certificate files are much smaller. Check what is piped in."
      );
    }
    chunks.push(chunk);
  }
  const readTrustOptions = createTrustOptionsReader(io.cwd, UNRESTRICTED, io.env);
  const anchoring = await readTrustOptions({
    trust: trust ?? "none",
    ca_file,
    aia: false,
    revocation: true,
    purpose: null
  });
  return {
    location: "standard input",
    observed: {},
    content: Buffer.concat(chunks),
    ...anchoring && { trust: { host: null, ...anchoring } }
  };
}
function collectPem({ targets }) {
  const certificates = targets.flatMap(({ locations }) => locations).flatMap((location) => location.certificates);
  return [...new Set(certificates.flatMap(({ pem }) => pem ?? []))].join("");
}
function formatFailure({ location, error }) {
  if (error === null) return "";
  return `certvigil: error[${error.code}]: ${escapeUnprintable(location)}: ${escapeUnprintable(error.detail)}
`;
}
async function inspectEntry(name, options, io) {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const inspected = await inspectInventory(manifest, name, io);
  if (options.format === "json") io.stdout(renderJson(inspected));
  else if (!options.quiet) {
    io.stdout(renderTerminal(buildInventoryDocument(inspected), getTableLayout(io)));
  }
  return inspected.error === null ? 0 : 3;
}

// src/cli/commands/log.ts
import path16 from "node:path";

// src/events/state/clear.ts
function clearLog(log, { certificate, event, now }) {
  const matchesName = certificate === void 0 ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === void 0 ? () => true : createGlobMatcher([event]);
  const lastSequences = new Map(
    [...groupHistories(log).values()].flatMap((history) => {
      const last = lastSequence(history);
      return history.records.map((record) => [record, last]);
    })
  );
  let cleared = 0;
  const events = log.events.map((record) => {
    if (isResolution(record.event) || !matchesName(record.certificate) || !matchesEvent(record.event)) return record;
    cleared += 1;
    return { ...record, cleared_at: formatIsoTime(Math.max(now, lastSequences.get(record) ?? now)) };
  });
  return { log: { ...log, events }, cleared };
}

// src/report/log/sort.ts
function sortNewestFirst(events) {
  return events.toSorted(
    (a, b) => compareText(b.fired_at ?? "", a.fired_at ?? "") || compareText(a.certificate, b.certificate)
  );
}

// src/report/log/csv.ts
var LOG_TABLE = {
  columns: {
    event: ({ event }) => event.event,
    certificate: ({ event }) => event.certificate,
    location: ({ event }) => event.location,
    topic: ({ event }) => event.topic ?? null,
    threshold: ({ event }) => event.threshold,
    fired_at: ({ event }) => event.fired_at,
    cleared_at: ({ event }) => event.cleared_at,
    rule: ({ rule }) => rule,
    destination: ({ destination }) => destination,
    delivery: ({ delivery }) => delivery === null ? null : describeState2(delivery),
    status: ({ delivery }) => delivery?.status ?? null,
    sent_at: ({ delivery }) => delivery?.sent_at ?? null,
    tried_at: ({ delivery }) => delivery?.tried_at ?? null,
    attempts: ({ delivery }) => delivery?.attempts ?? null,
    error: ({ delivery }) => delivery === null || isDeferred(delivery) ? null : delivery.error,
    fingerprint_sha256: ({ event }) => event.fingerprint,
    locations: ({ event }) => event.locations.join("; "),
    event_id: ({ event }) => event.id,
    scan_id: ({ event }) => event.scan_id,
    first_fired_at: ({ event }) => event.first_fired_at ?? event.fired_at,
    first_delivered_at: ({ delivery }) => delivery?.first_delivered_at ?? delivery?.sent_at ?? null,
    repeats: ({ delivery }) => delivery === null ? null : delivery.repeats ?? 0,
    acknowledged_at: ({ event }) => event.acknowledged?.acknowledged_at ?? null,
    acknowledged_by: ({ event }) => event.acknowledged?.acknowledged_by ?? null,
    acknowledged_reason: ({ event }) => event.acknowledged?.reason ?? null
  }
};
function listLogRows({ events }) {
  return sortNewestFirst(events).flatMap((event) => {
    const deliveries = Object.entries(event.deliveries).flatMap(
      ([rule, byDestination]) => Object.entries(byDestination).map(([destination, delivery]) => ({ event, rule, destination, delivery }))
    );
    return deliveries.length > 0 ? deliveries : [{ event, rule: null, destination: null, delivery: null }];
  });
}
function describeState2(delivery) {
  if (isDeferred(delivery)) return "deferred";
  return delivery.error === null ? "sent" : "failed";
}
function isDeferred({ error }) {
  return error === DEFERRED || error === DEFERRED_EXPIRED;
}

// src/report/log/document.ts
var COLUMNS2 = [
  { title: "Event", cell: ({ event }) => quoteName(event) },
  { title: "Certificate", shorten: "end", cell: (event) => quoteName(formatSubject(event)) },
  { title: "Threshold", cell: ({ threshold }) => quoteName(threshold === null ? null : String(threshold)) },
  { title: "Fired", cell: ({ fired_at }) => formatMinute(fired_at) }
];
function buildLogDocument(log) {
  const describeRow = (event) => ({ below: describeEvent(event) });
  return createDocument("Event log", {
    lead: [createParagraph(formatTotals(log))],
    sections: [{ blocks: [createTable(COLUMNS2, sortNewestFirst(log.events), { describeRow })] }]
  });
}
function formatSubject({ event, certificate, location, topic }) {
  const subject = location === null ? certificate : `${certificate} ${location}`;
  return topic === void 0 ? subject : `${subject}${formatTopic(event, topic)}`;
}
function describeEvent(event) {
  const { acknowledged, cleared_at } = event;
  const deliveries = Object.values(event.deliveries).flatMap((byDestination) => Object.entries(byDestination));
  return [
    ...deliveries.map(
      ([destination, delivery]) => createParagraph([{ code: destination }, `: ${describeDelivery(delivery)}`], { mark: chooseMark(delivery) })
    ),
    ...acknowledged === void 0 ? [] : [createParagraph({ message: formatAcknowledgement(acknowledged) })],
    ...isCleared(event) ? [createParagraph(`cleared ${formatMinute(cleared_at)}`)] : []
  ];
}
function formatAcknowledgement({
  acknowledged_by,
  reason,
  acknowledged_at
}) {
  return `acknowledged ${formatMinute(acknowledged_at)}${acknowledged_by === null ? "" : ` by ${acknowledged_by}`}: ${reason}`;
}
function isCleared({ cleared_at, fired_at, sequenced_at }) {
  if (cleared_at === null) return false;
  const cleared = Date.parse(cleared_at);
  return [fired_at, sequenced_at].every((time) => !time || Date.parse(time) <= cleared);
}
function chooseMark({ error }) {
  if (error === null) return "good";
  return error === DEFERRED || error === DEFERRED_EXPIRED ? "strong" : "bad";
}
function describeDelivery({
  tried_at,
  sent_at,
  first_delivered_at,
  repeats = 0,
  attempts,
  error
}) {
  const first = repeats === 0 ? "" : ` (${formatCount(repeats, "repeat")} since ${formatMinute(first_delivered_at ?? null)})`;
  const sent = sent_at === null ? "never sent" : `sent ${formatMinute(sent_at)}${first}`;
  if (error === DEFERRED) return `deferred by quiet hours since ${formatMinute(tried_at)}, ${sent}`;
  if (error === DEFERRED_EXPIRED) return `deferred by quiet hours and resolved before they ended, ${sent}`;
  return error === null ? sent : `FAILED ${error} (${formatCount(attempts, "attempt")}), ${sent}`;
}
function formatTotals({ events, scans }) {
  const cleared = events.filter(isCleared).length;
  const total = events.length === 0 ? "No events recorded." : `${formatCount(events.length, "event")}, ${cleared} cleared.`;
  const scan = scans.last === void 0 ? "No scan recorded." : `Last scan ${formatMinute(scans.last.scanned_at)} UTC.`;
  return `${total} ${scan}`;
}

// src/report/log/json.ts
function renderLogJson(log, timeline = null) {
  return renderJson({
    version: log.version,
    last_scan: log.scans.last ?? null,
    events: sortNewestFirst(log.events),
    ...timeline !== null && { timeline }
  });
}

// src/cli/commands/log.ts
async function runLogListCommand(options, io) {
  const csv = createCsvOutput(options, LOG_TABLE);
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store } = opened;
  const saved = parseLogFiles(await store.read(), store.description);
  const full = saved?.log ?? createEmptyLog();
  const log = selectEvents(full, options);
  const { certificate, event } = options;
  const timeline = certificate === null || event !== null ? null : listTimeline(full, createGlobMatcher([certificate]));
  if (options.format === "json") io.stdout(renderLogJson(log, timeline));
  else if (csv !== null) await printRecords(csv(listLogRows(log)), io);
  else if (log.events.length === 0 && full.events.length > 0 && !timeline?.length)
    io.stdout(`No matching events; ${full.events.length} without --certificate and --event.
`);
  else {
    const isTimeline = timeline !== null && timeline.length > 0;
    const document = isTimeline ? buildTimelineDocument(timeline) : buildLogDocument(log);
    io.stdout(renderTerminal(document, getTableLayout(io)));
  }
  if (saved === null && !options.quiet) warnAboutMissingLog(store, io);
  return 0;
}
async function runLogClearCommand(options, io) {
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store, names } = opened;
  const { certificate, event, quiet } = options;
  const saved = parseLogFiles(await store.read(), store.description);
  if (certificate !== null) {
    const loggedNames = saved === null ? [] : listLoggedNames(saved.log);
    checkCertificate(certificate, [...names, ...loggedNames], store);
  }
  let cleared = 0;
  if (saved !== null) {
    const filter = { ...certificate !== null && { certificate }, ...event !== null && { event } };
    const clear = (current) => {
      const result = clearLog(current?.log ?? createEmptyLog(), { ...filter, now: options.now ?? io.now() });
      cleared = result.cleared;
      return serializeLogFiles(result.log, current, current?.partitions.length ?? 1);
    };
    await store.save(
      (current) => clear(parseLogFiles(current, store.description)),
      () => `certvigil: ${cleared} cleared`
    );
  }
  if (options.format === "json") io.stdout(renderJson({ version: 1, cleared }));
  else if (!quiet) io.stdout(formatCleared(cleared, store.description, event));
  if (saved === null && !quiet) warnAboutMissingLog(store, io);
  return 0;
}
function formatCleared(cleared, file, event) {
  if (cleared > 0) {
    const events = cleared === 1 ? "1 event" : `${cleared} events`;
    return `Cleared ${events} in ${file}. Active alerts will be sent again by the next scan.
`;
  }
  const isResolution2 = event !== null && RESOLUTION_NAMES.some(createGlobMatcher([event]));
  const reason = isResolution2 ? ": resolved events are sent once and have no cooldown" : "";
  return `Nothing to clear in ${file}${reason}.
`;
}
function warnAboutMissingLog({ description }, io) {
  io.stderr(`No event log at ${description} yet. The first scan creates it.
`);
}
function checkCertificate(certificate, names, { description }) {
  const known = [...new Set(names)];
  if (known.length === 0 || known.some(createGlobMatcher([certificate]))) return;
  const similar = suggest(certificate, known);
  const hint = similar === void 0 ? `Certificates: ${truncateList(known, 10)}.` : `Did you mean ${similar}?`;
  throw new AppError(
    "certificate-matches-nothing",
    `no certificate in ${description} or its manifest has a name that matches ${certificate}`,
    { hint: `Nothing was cleared. ${hint}` }
  );
}
function listLoggedNames({ locations, events }) {
  return [...Object.keys(locations), ...events.map(({ certificate }) => certificate)];
}
async function openLog({ event_log, event, manifest: file }, io) {
  if (event !== null && !EVENT_NAMES.some(createGlobMatcher([event])))
    throw createUsageError(`no event matches "${event}"`, `Events: ${EVENT_NAMES.join(", ")}.`);
  if (event_log !== null) return { store: openFileStore(path16.resolve(io.cwd, event_log), io.cwd, io), names: [] };
  const manifest = await loadManifestFor({ manifest: file, quiet: true }, io);
  if (manifest === null) return null;
  const store = await openStore(selectLogSettings(manifest), { file: null, store: null }, io);
  return { store, names: manifest.entries.map(({ name }) => name) };
}
function selectEvents(log, { certificate, event }) {
  const matchesName = certificate === null ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === null ? () => true : createGlobMatcher([event]);
  return { ...log, events: log.events.filter((one) => matchesName(one.certificate) && matchesEvent(one.event)) };
}

// src/cli/commands/observe.ts
import path17 from "node:path";
async function runObserveCommand(options, io) {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { probe, shard, only, output, now, quiet } = options;
  const file = output === null ? null : path17.resolve(io.cwd, output);
  const onProgress = createProgress(quiet, io);
  const result = await runObserve(manifest, { probe, shard, only, output: file, now, onProgress }, io);
  if (!quiet) io.stderr(formatResult(result, options));
  return 0;
}
function formatResult({ entries, locations, failed, bytes, isSigned }, { output, probe, only }) {
  const unread = failed === 0 ? "" : `, ${formatNumber(failed)} could not be read`;
  const where = output === null ? "standard output" : output;
  const size = formatNumber(Math.ceil(bytes / 1024));
  const whose = probe === null ? "without a probe" : `of the probe ${probe}`;
  const none = entries > 0 || only.length === 0 ? "" : ` No enabled entry ${whose} has a name that matches.`;
  return `Observed ${formatCount(entries, "entry", "entries")}: ${formatCount(locations, "location")}${unread}.${none}
Wrote ${where} (${size} KiB, ${isSigned ? "signed" : "not signed"}).
`;
}

// src/cli/commands/overview.ts
async function runOverviewCommand(options, io) {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  checkOverviewReports(reports);
  const loaded = await checkOverviewManifest(options.manifest, io);
  const manifest = reportDiagnostics(loaded, options, io);
  if (manifest === null) return 2;
  checkReportPaths(reports, manifest, resolveLogRequest({ event_log: null }, io), io);
  const onProgress = createProgress(options.quiet, io);
  const result = await runOverview(manifest, { ...options, names: options.repository, reports, onProgress }, io);
  await runAll([() => printResult4(result, csv, options, io), () => writeReports(reports, result.run, io)], io);
  return computeOverviewExitCode(result, options.fail_on);
}
async function printResult4({ overview, report, problems }, csv, options, io) {
  if (options.format === "json") await printPieces(renderJsonPieces(overview), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildOverviewDocument(overview, report), getTableLayout(io)));
  else io.stderr(renderFailures(report));
  for (const { destination, error } of overview.deliveries)
    if (error !== null)
      io.stderr(`certvigil: error[${error.code}]: delivery of the digest to ${destination} failed: ${error.detail}
`);
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
}

// src/cli/commands/render-preset.ts
var EXAMPLE2 = `version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*", certificate.fixture_expiring], actions: [{ webhook: NAME }] }
`;
async function renderPreset(preset, options, io) {
  const name = parseChoice("--preset", preset, PRESET_NAMES);
  const webhook = renderWebhook(name);
  if (options.template) {
    io.stdout(webhook);
    return 0;
  }
  const manifest = parseBuiltInManifest(EXAMPLE2.replace("NAME", name) + webhook, `preset ${name}`, io.cwd);
  const [entry] = manifest.entries;
  if (entry === void 0) throw new Error("the example has no certificate");
  const now = options.now ?? io.now();
  const days = options.days_remaining ?? DEFAULT_DAYS;
  const scan = createScanContext(now, io);
  const run_url = scan.run_url ?? "https://github.com/OWNER/REPOSITORY/actions/runs/1";
  const input = {
    entry,
    manifest,
    current: createSampleState(entry, now),
    days,
    compileRegex: null,
    scan: { ...scan, run_url }
  };
  const plan = simulatePlan(input, options.event);
  const due = plan.deliveries.filter((delivery) => delivery.due);
  if (due.length === 0) {
    throw new AppError("nothing-to-send", `nothing is sent at ${formatCount(days, "day")} from expiry`, {
      hint: "Try a smaller --days-remaining, or an --event."
    });
  }
  printRendered(renderAll(due, plan, manifest, io), options.format, io);
  return 0;
}
function renderWebhook(name) {
  const { description, url, path: path18, method, content_type, headers, secrets, body_template } = PRESETS[name];
  const variable = name.toUpperCase();
  const keys = Object.keys(secrets).map((key) => [key, `\${${variable}_${key.toUpperCase()}}`]);
  const webhook = {
    preset: name,
    url: `${url ?? `\${${variable}_URL}`}${path18}`,
    ...method !== "POST" && { method },
    content_type,
    ...Object.keys(headers).length > 0 && { headers },
    ...keys.length > 0 && { secrets: Object.fromEntries(keys) },
    body_template
  };
  const yaml = stringify({ webhooks: { [name]: webhook } }, { blockQuote: "literal", lineWidth: 0 });
  return `# ${description}. Edit any field; an omitted field keeps the value of the preset.
${yaml}`;
}

// src/cli/commands/render.ts
async function runRenderCommand(options, io) {
  const { preset } = options;
  if (preset !== null) return renderPreset(preset, options, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const selection = selectReceiver(options, manifest);
  const simulation = await createSimulation(selection.options, selection.manifest, io);
  const rendered = renderAll(simulation.plan.deliveries, simulation.plan, simulation.manifest, io);
  printRendered(rendered, options.format, io);
  if (!options.quiet) io.stderr(formatSkipped(simulation));
  warnAboutUnreached(simulation, io);
  return rendered.every(isRendered) ? 0 : 3;
}
function selectReceiver(options, manifest) {
  const [name] = options.names;
  const receiver = name === void 0 ? null : findReceiver(name, manifest);
  const [first] = manifest.entries;
  if (receiver === null || first === void 0 || manifest.entries.some((entry) => entry.name === name))
    return { options, manifest };
  const filter = { webhook: null, email: null, [receiver.kind]: receiver.name };
  return {
    options: { ...options, names: [first.name], ...filter },
    manifest: addCatchAllRules([receiver], { ...manifest, rules: [] })
  };
}

// src/cli/commands/report.ts
async function runReportCommand(options, io) {
  const { kinds, output, quiet } = options;
  const kind = parseReportKind(kinds[0] ?? "");
  const files = selectReports(output === null ? [] : [{ ...kind, file: output }], io);
  const render = output === null ? selectRenderer(kind) : null;
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(files, manifest, log, io);
  const run = await reportFromLog(manifest, log, options.now ?? io.now(), io);
  if (run.read_at === null && !quiet) io.stderr("No scan has been recorded yet: the report is empty.\n");
  if (render !== null) await printReport(kind.kind, render, run, io);
  await writeReports(files, run, io);
  return 0;
}

// src/cli/commands/scan.ts
async function runScanCommand(options, io) {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(reports, manifest, log, io);
  const { now, dry_run, ignore_cooldown, send, allow_unread, only, quiet } = options;
  const observations = options.observations.length === 0 ? null : options.observations;
  const onProgress = createProgress(quiet, io);
  const run = { log, now, dry_run, ignore_cooldown, send, allow_unread, only, observations, onProgress };
  const result = await runScan(manifest, run, io);
  await runAll(
    [
      () => printReport2(result.report, options, csv, io),
      () => printMessages2(result, manifest, options, io),
      () => writeReportFiles(reports, result, manifest, io)
    ],
    io
  );
  return computeExitCode(result, options.fail_on);
}
async function printReport2(report, { format, quiet }, csv, io) {
  if (format === "json") await printPieces(renderJsonPieces(report), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!quiet) io.stdout(renderTerminal(buildScanDocument(report), getTableLayout(io)));
  else io.stderr(renderFailures(report));
}
async function writeReportFiles(reports, { report, log }, manifest, io) {
  if (reports.length === 0) return;
  await writeReports(reports, { manifest, read_at: report.scanned_at, report, digest: null, log }, io);
}
function printMessages2(result, manifest, options, io) {
  const { format, quiet, now } = options;
  const { report, unsaved, recorded, problems } = result;
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
  if (!quiet)
    printRevocationTime(
      now,
      report.certificates.some(({ revocation }) => revocation !== null),
      io
    );
  if (unsaved !== null) io.stderr(formatUnsavedLog(unsaved, report));
  if (!quiet && format === "text") printMissingRules(manifest, report, io);
  if (recorded || quiet || now === null || options.dry_run) return;
  if (report.dry_run) io.stderr("With --now, nothing is sent. To send notifications marked as tests, add --send.\n");
  io.stderr("Not recorded: with --now, the event log is written only if --event-log is set.\n");
}
function printMissingRules({ rules }, { events }, io) {
  if (hasRules(rules) || !events.some(({ reason }) => reason === "unmatched")) return;
  io.stderr(
    "No rule sends notifications. Add a rule and a receiver to the manifest, or `issues: {}` for GitHub issues.\n"
  );
}

// src/app/manifest-edit/add-silence.ts
async function addSilence(manifest, request, io) {
  const isSelected = createSelection(manifest.entries, request.entries, manifest.file);
  if (isSilenced(manifest, request, isSelected)) return false;
  const item = renderSilence(request);
  const edit = (text) => toEdited(insertItems(text, "silences", [{ comment: null, items: [item] }]), "silences");
  const reason = await rewriteManifest(manifest.file, edit, io);
  if (reason === null) return true;
  throw new AppError("silence-unwritable", `no silence was added to ${manifest.file}: ${reason}`, {
    hint: `Add it by hand: ${item.line}`
  });
}
function isSilenced({ entries, silences }, { code, entries: named, until: { time } }, isSelected) {
  const selected = entries.flatMap(({ name }) => isSelected(name) ? name : []);
  const causes = (named.length === 0 ? [null] : selected).map((entry) => ({ code, entry }));
  const lasting = silences.filter(({ until }) => parseIsoTime(until) >= time);
  const reasons = listRedReasons(causes, { entries, silences: lasting, now: time - 1 });
  return reasons.every(({ silenced_until }) => silenced_until !== void 0);
}
function renderSilence({ code, entries, until, reason }) {
  const names = entries.map(renderScalar).join(", ");
  const fields2 = [
    `until: ${renderScalar(until.text)}`,
    `reason: ${renderScalar(reason)}`,
    `codes: [${code}]`,
    ...entries.length > 0 ? [`match: { names: [${names}] }`] : []
  ];
  const renderBlock = (indent2) => fields2.map((field, index) => `${" ".repeat(indent2)}${index === 0 ? "- " : "  "}${field}
`).join("");
  return { renderBlock, line: `{ ${fields2.join(", ")} }` };
}

// src/cli/commands/silence.ts
async function runSilenceCommand(options, io) {
  const silence = parseSilence(options);
  const { code, until } = silence;
  if (until.time <= (options.now ?? io.now()))
    throw createUsageError(`--until ${until.text} has passed`, "Use a date in the future.");
  const manifest = await loadManifestFor({ ...options, quiet: true }, io);
  if (manifest === null) return 2;
  const isAdded = await addSilence(manifest, silence, io);
  if (options.quiet) return 0;
  const file = escapeUnprintable(manifest.file);
  if (isAdded) io.stdout(`${file} permits ${code} until ${until.text}. Commit the change.
`);
  else io.stdout(`${file} already permits ${code} at least until ${until.text}: nothing to do.
`);
  return 0;
}

// src/cli/completion/candidates.ts
var CANDIDATE_KINDS = ["certificates", "names", "rules", "webhooks", "emails", "codes"];
var SECTIONS = {
  certificates: ({ entries }) => entries,
  names: ({ entries, webhooks, emails }) => [...entries, ...webhooks, ...emails],
  rules: ({ rules }) => rules,
  webhooks: ({ webhooks }) => webhooks,
  emails: ({ emails }) => emails
};
async function printCandidates([kind, ...words], io) {
  const found = CANDIDATE_KINDS.find((one) => one === kind);
  const candidates = found === void 0 ? [] : await listCandidates2(found, words, io);
  io.stdout(candidates.map((candidate) => `${candidate}
`).join(""));
  return 0;
}
async function listCandidates2(kind, words, io) {
  if (kind === "codes") return Object.keys(ERROR_TEXTS);
  const manifest = await tryLoadManifest(findManifestOption(words, io.env.HOME), io);
  const names = manifest === null ? [] : SECTIONS[kind](manifest).map(({ name }) => name);
  return [...new Set(names)].filter((name) => !new RegExp("\\p{Cc}", "u").test(name));
}
async function tryLoadManifest(file, io) {
  try {
    return (await loadManifest(file, { ...io, stderr: () => void 0 })).manifest;
  } catch {
    return null;
  }
}
function findManifestOption(words, home) {
  const values = words.flatMap((word, index) => {
    if (word.startsWith("--manifest=")) return word.slice("--manifest=".length);
    if (word !== "--manifest" && word !== "-m") return [];
    return (words[index + 1] === "=" ? words[index + 2] : words[index + 1]) ?? [];
  });
  const last = values.at(-1);
  return last === void 0 ? null : last.replace(/^~(?=\/)/, home ?? "~");
}

// src/cli/commands/index.ts
async function runOtherCommand(options, io, main) {
  switch (options.command) {
    case "scan":
      return runScanCommand(options, io);
    case "observe":
      return runObserveCommand(options, io);
    case "test":
      return runTestCommand(options, io);
    case "render":
      return runRenderCommand(options, io);
    case "log list":
      return runLogListCommand(options, io);
    case "log clear":
      return runLogClearCommand(options, io);
    case "inspect":
      return runInspectCommand(options, io);
    case "digest":
      return runDigestCommand(options, io);
    case "forecast":
      return runForecastCommand(options, io);
    case "affected":
      return runAffectedCommand(options, io);
    case "report":
      return runReportCommand(options, io);
    case "export":
      return runExportCommand(options, io);
    case "explain":
      return runExplainCommand(options, io);
    case "discover":
      return runDiscoverCommand(options, io);
    case "import":
      return runImportCommand(options, io);
    case "silence":
      return runSilenceCommand(options, io);
    case "overview":
      return runOverviewCommand(options, io);
    case "init":
      return runInitCommand(options, io);
    case "completion":
      return runCompletionCommand(options, io);
    case "demo":
      return runDemo(options, io, main);
  }
}
export {
  printCandidates,
  runOtherCommand
};
