const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  VERSION,
  lazy,
  parseIsoTime
} from "./package.js";
import {
  getOwn,
  groupBy,
  indexGroups
} from "./host-port.js";

// src/lib/text/unprintable.ts
var UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
var PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
function escapeUnprintable(text) {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNPRINTABLE, formatCodePoint);
}
function formatCodePoint(character) {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

// src/lib/app-error.ts
var AppError = class extends Error {
  /** The code, stable and in kebab-case, documented in `docs/reference/errors/`. */
  code;
  /** The fix. */
  hint;
  exitCode;
  constructor(code, message, options = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 2;
  }
};
function createUsageError(message, hint) {
  return new AppError("usage", message, { hint });
}
function formatError(error) {
  if (!(error instanceof AppError)) return formatBug(error);
  const { code, message, hint } = error;
  const help = hint === void 0 ? "" : `  = help: ${escapeUnprintable(hint)}
`;
  return `certvigil: error[${code}]: ${escapeUnprintable(message)}
${help}`;
}
function formatBug(error) {
  const stack = error instanceof Error ? error.stack ?? error.message : String(error);
  return `certvigil: internal error: this is a bug in certvigil ${VERSION}. Please report it with these lines:
${stack}
`;
}

// src/lib/text/did-you-mean.ts
function suggest(word, known) {
  const wanted = normalizeWord(word);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  if (wanted.length > 100) return void 0;
  let best;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = computeEditDistance(wanted, normalizeWord(candidate));
    if (distance <= limit && (best === void 0 || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}
var MAX_COMPARISONS = 1e5;
function createSuggester() {
  let remaining = MAX_COMPARISONS;
  return (word, known) => {
    remaining -= known.length;
    return remaining < 0 ? void 0 : suggest(word, known);
  };
}
function normalizeWord(word) {
  return word.toLowerCase().replaceAll("-", "_");
}
function computeEditDistance(a, b) {
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(distanceAt(last, j) + 1, distanceAt(row, j - 1) + 1, distanceAt(last, j - 1) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, distanceAt(beforeLast, j - 2) + 1);
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return distanceAt(last, b.length);
}
function distanceAt(row, index) {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

// src/domain/basic-types.ts
var STATUSES = ["unknown", "expired", "not_yet_valid", "critical", "warning", "ok"];
var STATUS_LABELS = {
  expired: "expired",
  critical: "critical",
  unknown: "unknown",
  not_yet_valid: "not yet valid",
  warning: "warning",
  ok: "ok"
};

// src/domain/event-definitions.ts
var BEFORE_EXPIRY = ["critical", "warning", "ok"];
var WITH_CERTIFICATE = ["certificate.renewed", "certificate.removed"];
var ANY_RESOLUTION = [...WITH_CERTIFICATE, "certificate.recovered"];
var LASTING_FINDING = {
  kind: "finding",
  oneShot: false,
  statuses: BEFORE_EXPIRY,
  resolvedBy: ANY_RESOLUTION
};
var RESOLUTION = { kind: "resolution", oneShot: true, statuses: STATUSES, resolvedBy: [] };
var NO_EXPIRING_CA = "no longer has the expiring CA in its chain";
var EVENTS = {
  "certificate.expiry_warning": {
    kind: "expiry",
    oneShot: false,
    statuses: BEFORE_EXPIRY,
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expires_in}",
    variants: { issuer: { sentence: "has a CA in its chain that {expires_in}", resolved: NO_EXPIRING_CA } }
  },
  "certificate.expired": {
    kind: "expiry",
    oneShot: false,
    statuses: ["expired"],
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expired_since}",
    variants: { issuer: { sentence: "has a CA in its chain that {expired_since}", resolved: NO_EXPIRING_CA } }
  },
  "certificate.changed": {
    kind: "location",
    oneShot: true,
    statuses: STATUSES,
    resolvedBy: WITH_CERTIFICATE,
    sentence: "now has a different certificate that expires no later",
    others: "now expires earlier than before"
  },
  "certificate.unreachable": {
    kind: "location",
    oneShot: false,
    statuses: STATUSES,
    resolvedBy: ["certificate.removed", "certificate.recovered"],
    sentence: "{unreachable}"
  },
  "certificate.untrusted": {
    ...LASTING_FINDING,
    sentence: "is not trusted by TLS clients ({code})",
    resolved: "is trusted again",
    isRejected: true,
    sample: {
      qualifier: "",
      severity: "critical",
      code: "missing-intermediate",
      detail: "The server does not send the intermediate certificate. Add it to the server's chain."
    }
  },
  "certificate.revoked": {
    ...LASTING_FINDING,
    sentence: "was revoked",
    resolved: "is no longer revoked",
    isRejected: true,
    sample: {
      qualifier: "",
      severity: "critical",
      code: "revoked",
      detail: "The issuer revoked this certificate. Replace it now."
    }
  },
  "certificate.policy_violation": {
    ...LASTING_FINDING,
    sentence: "violates policy {qualifier}",
    resolved: "complies with policy {qualifier} again",
    variants: {
      expect: { sentence: "does not match its expectations", resolved: "matches its expectations again" },
      "expect.dane": {
        sentence: "conflicts with its TLSA records (DANE)",
        resolved: "agrees with its TLSA records again"
      },
      "expect.caa": { sentence: "conflicts with CAA records", resolved: "agrees with CAA records again" }
    },
    sample: {
      qualifier: "an-example",
      severity: "warning",
      code: "policy-min-key-size",
      detail: "The key has 1024 bits, but at least 2048 are required. Reissue the certificate with a new key."
    }
  },
  "certificate.lagging": {
    ...LASTING_FINDING,
    sentence: "has a renewed certificate that is not deployed everywhere",
    resolved: "is now deployed everywhere",
    variants: { issued: { sentence: "has a renewal that is not deployed", resolved: "has no pending renewal" } },
    sample: {
      qualifier: "",
      severity: "warning",
      code: "locations-disagree",
      detail: "One location still serves the certificate that the others have replaced. Deploy the new certificate there too."
    }
  },
  "certificate.renewal_failing": {
    ...LASTING_FINDING,
    sentence: "will not be renewed automatically",
    resolved: "will be renewed automatically again",
    sample: { qualifier: "", severity: "warning", code: "renewal-failing", detail: "The renewal fails (CAA_ERROR)." }
  },
  "certificate.ari_window_open": {
    ...LASTING_FINDING,
    sentence: "is in its suggested renewal window",
    resolved: "is no longer in its suggested renewal window",
    sample: {
      qualifier: "",
      severity: "info",
      code: "renewal-due",
      detail: "The issuer suggests renewing this certificate now."
    }
  },
  "certificate.ari_window_shift": {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: "has an earlier suggested renewal window",
    resolved: "no longer needs to be renewed early",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "renewal-moved-earlier",
      detail: "The issuer suggests renewing this certificate earlier than before, possibly because of a mass revocation."
    }
  },
  "certificate.discovered": {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: "has a certificate that no entry knows",
    resolved: "no longer has an unknown certificate",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "certificate-unknown",
      detail: "An unknown certificate for pay.example.org was issued by Example CA on 2027-03-01. It expires on 2027-05-30. If your team ordered it, add an entry for it. Otherwise find out who did, and ask the CA to revoke it."
    }
  },
  "certificate.fixture_expiring": {
    ...LASTING_FINDING,
    isOnlyByName: true,
    statuses: ["warning"],
    sentence: "has expiring test certificates",
    resolved: "no longer has expiring test certificates",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "fixture-expiring",
      detail: "1 test certificate expires soon: testdata/server.pem (2027-04-01). Tests that use it will fail from then on. Create it again, or generate certificates in the tests."
    }
  },
  "certificate.registration_status": {
    ...LASTING_FINDING,
    sentence: "has the status {qualifier}",
    resolved: "no longer has the status {qualifier}",
    variants: {
      "redemption-period": {
        sentence: "was deleted, and only the registrar can restore it",
        resolved: "is no longer in its redemption period"
      },
      "pending-delete": { sentence: "will be deleted within days", resolved: "will no longer be deleted" },
      "server-hold": { sentence: "is on hold at the registry", resolved: "is no longer on hold at the registry" },
      "pending-restore": { sentence: "is deleted, and its restoration is pending", resolved: "is restored" },
      inactive: { sentence: "has no name servers any more", resolved: "has name servers again" },
      "client-hold": { sentence: "is on hold at the registrar", resolved: "is no longer on hold at the registrar" }
    },
    isRejected: true,
    sample: {
      qualifier: "client-hold",
      severity: "critical",
      code: "domain-client-hold",
      detail: "The registrar took example.org out of the DNS, for example because an invoice or the verification of a contact is open. Contact it now."
    }
  },
  "certificate.renewed": {
    ...RESOLUTION,
    sentence: "was renewed"
  },
  "certificate.removed": {
    ...RESOLUTION,
    sentence: "is no longer in use",
    others: "has another date, or is no longer monitored"
  },
  "certificate.recovered": {
    ...RESOLUTION,
    sentence: "{resolved}"
  },
  "scan.stale": {
    kind: "scan",
    oneShot: true,
    statuses: ["unknown"],
    resolvedBy: [],
    sentence: "Certificates have not been scanned since {last_seen}"
  },
  "scan.blind": {
    kind: "scan",
    oneShot: false,
    statuses: ["unknown"],
    resolvedBy: ["scan.recovered"],
    sentence: "The scan could not reach any endpoint"
  },
  "scan.recovered": {
    ...RESOLUTION,
    statuses: ["unknown"],
    sentence: "The scan reaches endpoints again"
  }
};
function getDefinition(event) {
  return Object.hasOwn(EVENTS, event) ? EVENTS[event] : void 0;
}
var EVENT_NAMES = Object.keys(EVENTS);
function isFinding(event) {
  return EVENTS[event].kind === "finding";
}
var FINDING_NAMES = EVENT_NAMES.filter(isFinding);
var RESOLUTION_NAMES = EVENT_NAMES.filter(
  (event) => EVENTS[event].kind === "resolution"
);
var RESOLUTIONS = RESOLUTION_NAMES;
function isResolution(event) {
  return RESOLUTIONS.includes(event);
}
var CLIENT_REJECTIONS = FINDING_NAMES.filter((event) => "isRejected" in EVENTS[event]);
var STATUS_ALERTS = EVENT_NAMES.filter(
  (event) => EVENTS[event].kind === "expiry" || CLIENT_REJECTIONS.some((name) => name === event)
);
function isOnlyByName(event) {
  return getDefinition(event)?.isOnlyByName ?? false;
}
function isOneShot(event) {
  return getDefinition(event)?.oneShot ?? false;
}
var RECOVERIES = /* @__PURE__ */ new Set(["certificate.recovered", "scan.recovered"]);
function canRecover(event) {
  return getDefinition(event)?.resolvedBy.some((name) => RECOVERIES.has(name)) ?? false;
}
var SCAN_EVENTS = EVENT_NAMES.filter((event) => event.startsWith("scan."));
function isAboutScans(event) {
  return SCAN_EVENTS.some((name) => name === event);
}
function formatFinding({ event, qualifier, code }) {
  const { sentence } = findSentences(event, qualifier) ?? { sentence: event };
  return sentence.replace("{expires_in}", "expires soon").replace("{expired_since}", "has expired").replace("{qualifier}", () => qualifier).replace(" ({code})", () => code === null ? "" : ` (${code})`);
}
function formatFindingResolved({ event, qualifier }) {
  const { resolved } = findSentences(event, qualifier) ?? { resolved: "has recovered" };
  return resolved.replace("{qualifier}", () => qualifier);
}
function findSentences(event, qualifier) {
  const definition = getDefinition(event);
  return definition?.variants?.[qualifier] ?? (definition?.kind === "finding" ? definition : null);
}
function toTopic(event, qualifier) {
  const kind = event.replace("certificate.", "");
  return qualifier === "" ? kind : `${kind}/${qualifier}`;
}
function parseTopic(topic) {
  const [kind = "", qualifier = ""] = topic.split(/\/(.*)/s);
  return { event: `certificate.${kind}`, qualifier };
}
function formatTopic(event, topic) {
  const { event: finding, qualifier } = parseTopic(topic);
  const detail = qualifier === "" && event !== finding ? finding.replace("certificate.", "") : qualifier;
  return detail === "" ? "" : ` (${detail})`;
}

// src/domain/certificate.ts
function isFromCertificate({ signature_algorithm }) {
  return signature_algorithm !== null;
}
var TLS_VERSIONS = ["1.0", "1.1", "1.2", "1.3"];
function isNeverRead({ fingerprint, since }) {
  return fingerprint === null && since === null;
}
var NOT_OBSERVED = "not-observed";
var INVENTORY_SHRUNK = "inventory-shrunk";
var NOT_READ_IN_TIME = "not-read-in-time";
function createStatedRevocation({ fingerprint, facts }, { reason, revoked_at }) {
  const subject = facts.common_name ?? facts.subject ?? fingerprint;
  return {
    status: "revoked",
    source: null,
    revoked: { subject, fingerprint_sha256: fingerprint, reason, revoked_at },
    good: [],
    problems: []
  };
}

// src/domain/comparison.ts
function createComparison(state) {
  const { log, entries, locations, subjects, digests, shrunk } = state;
  const getLocations = lazy(() => groupBy(locations, ({ entry }) => entry));
  const getSubjects = lazy(() => groupBy(subjects, ({ entry }) => entry));
  const getUnreadCounts = lazy(() => countUnread(locations));
  const getLocationFinder = lazy(() => indexGroups(getLocations(), ({ location }) => location));
  const getSubjectFinder = lazy(() => indexGroups(getSubjects(), ({ fingerprint }) => fingerprint));
  const findLocation = (entry, location) => getLocationFinder()(entry, location);
  return {
    ...{ log, entries, locations, subjects, ...digests && { digests }, ...shrunk && { shrunk } },
    listLocations: (entry) => getLocations().get(entry) ?? [],
    findLocation,
    findLocations: (entry, names, fingerprint) => names.flatMap((name) => findLocation(entry, name) ?? []).map((location) => selectCertificate(location, fingerprint)),
    listSubjects: (entry) => getSubjects().get(entry) ?? [],
    findSubject: (entry, fingerprint) => getSubjectFinder()(entry, fingerprint),
    countCertificates: (entry) => (getSubjects().get(entry)?.length ?? 0) + (getUnreadCounts().get(entry) ?? 0),
    findFacts: (fingerprint) => fingerprint === null ? null : getOwn(log.certificates, fingerprint) ?? null
  };
}
function indexEntries(entries) {
  return new Map(entries.map((entry) => [entry.name, entry]));
}
function selectCertificate(location, fingerprint) {
  return location.others?.find((other) => other.fingerprint === fingerprint) ?? location;
}
function countUnread(locations) {
  const counts = /* @__PURE__ */ new Map();
  for (const { entry, fingerprint } of locations)
    if (fingerprint === null) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return counts;
}

// src/domain/events.ts
var DIGEST = "digest";
var ALL_SCANS = "(scan)";
var DEFERRED = "quiet-hours";
var DEFERRED_EXPIRED = "quiet-hours-over";

// src/domain/manifest.ts
function resolveEnabled(entries, now) {
  return entries.map(
    (entry) => entry.disabled_until === void 0 ? entry : { ...entry, enabled: parseIsoTime(entry.disabled_until) <= now }
  );
}
var STORES = ["file", "commit", "cache"];
var DASHBOARD_FIELDS = [
  "names",
  "locations",
  "issuer",
  "fingerprint",
  "owner",
  "labels",
  "renewal",
  "findings",
  "policies",
  "events",
  "watched"
];
function isDashboardField(name) {
  return DASHBOARD_FIELDS.some((field) => field === name) || /^labels\../s.test(name);
}
var NO_HEARTBEAT = "none";

// src/domain/policies.ts
var KEY_USAGE_NAMES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly"
];
var EXTENDED_KEY_USAGE_NAMES = [
  "serverAuth",
  "clientAuth",
  "codeSigning",
  "emailProtection",
  "timeStamping",
  "OCSPSigning",
  "anyExtendedKeyUsage"
];
var SEVERITY_WEIGHTS = { critical: 10, warning: 5, info: 1 };
function computePolicyScore(results) {
  let passed = 0;
  let all = 0;
  for (const { result, severity } of results) {
    if (result !== "pass" && result !== "fail") continue;
    all += SEVERITY_WEIGHTS[severity];
    if (result === "pass") passed += SEVERITY_WEIGHTS[severity];
  }
  return all === 0 ? null : Math.floor(100 * passed / all);
}

// src/domain/receivers.ts
var DEFAULT_MAX_MESSAGES = 10;

// src/domain/rules.ts
var DEFAULT_MAX_EVENTS = 20;
var WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

// src/domain/sources/inventory.ts
function applyOwnership(entry, locations) {
  const all = locations.map((location) => location?.ownership ?? null).filter((one) => one !== null);
  if (all.length === 0) return entry;
  const labels = Object.assign({}, entry.labels, ...all.map((one) => one.labels).reverse());
  const owner = all.find((one) => one.owner !== null)?.owner ?? entry.owner;
  const assignments = [.../* @__PURE__ */ new Set([...entry.assignments, ...all.flatMap((one) => one.assignments)])];
  const renewal_instructions = all.find((one) => one.renewal_instructions !== void 0)?.renewal_instructions;
  return { ...entry, labels, owner, assignments, ...renewal_instructions !== void 0 && { renewal_instructions } };
}

// src/domain/transparency.ts
import { hash } from "node:crypto";

// src/domain/distinguished-name.ts
var PART = /(?:"[^"]*"|\\.|[^,"\\])+/gs;
function readNameParts(name) {
  return (name.match(PART) ?? []).map((part) => {
    const [, type = "", value = ""] = /^([A-Za-z0-9.]+)\s*=(.*)$/s.exec(part.trim()) ?? ["", "", part];
    return { type: type.toLowerCase(), value: unescapeValue(removeQuotes(value).trim()) };
  });
}
function removeQuotes(text) {
  return text.replace(/(\\.)|"/gs, "$1");
}
function findOrganization(name) {
  return readNameParts(name).find(({ type }) => type === "o")?.value || null;
}
function unescapeValue(text) {
  return text.replace(
    /((?:\\[0-9A-Fa-f]{2})+)|\\(.)/gs,
    (_, hex, character) => hex === void 0 ? character : Buffer.from(hex.replaceAll("\\", ""), "hex").toString("utf8")
  );
}
function toRfc4514(name) {
  const parts = name.match(PART) ?? [];
  const isOpenSsl = parts.length > 1 && parts.slice(1).every((part) => /^\s+[A-Za-z0-9.]+\s*=/.test(part));
  if (!isOpenSsl) return name;
  const written = parts.map((part) => /^\s*([A-Za-z0-9.]+)\s*=/.exec(part)?.[1] ?? "");
  return readNameParts(name).map(({ value }, index) => `${written[index]}=${value.replace(/[,+"\\<>;]/g, "\\$&").replace(/^[# ]/, "\\$&")}`).reverse().join(",");
}

// src/domain/expected-certificates.ts
function isInDomain(name, domain) {
  return name === domain || name.endsWith(`.${domain}`);
}
var MAX_NAMES = 20;
var PROPOSABLE_NAME = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
var PROPOSABLE_ORGANIZATION = /^[\p{L}\p{N}][\p{L}\p{N} .,&'()/-]{0,99}$/u;
var PROPOSED_REASON = "Not served by us";
function proposeExpected(issued) {
  const proposals = /* @__PURE__ */ new Map();
  for (const { domain, issuance } of issued) {
    const names = issuance.names.filter((name) => isInDomain(name, domain)).sort();
    const organization = findProposable(issuance.issuer);
    const isUsable = names.length > 0 && names.length <= MAX_NAMES && names.every((name) => PROPOSABLE_NAME.test(name));
    if (!isUsable || organization === null) continue;
    const key = names.join(" ");
    const { issuers = [] } = proposals.get(key) ?? {};
    proposals.set(key, { names, issuers: [.../* @__PURE__ */ new Set([...issuers, organization])], reason: PROPOSED_REASON });
  }
  return [...proposals.values()];
}
function findProposable(issuer) {
  const organization = findOrganization(issuer) ?? "";
  const isWhole = `,${issuer},`.includes(`,O=${organization.replaceAll(",", "\\,")},`);
  return isWhole && PROPOSABLE_ORGANIZATION.test(organization) ? organization : null;
}
function renderExpected({ names, issuers, reason }) {
  const list = (texts) => `[${texts.join(", ")}]`;
  const shown = names.map((name) => name.startsWith("*") ? JSON.stringify(name) : name);
  return `{ names: ${list(shown)}, issuers: ${list(issuers.map((one) => JSON.stringify(one)))}, reason: ${reason} }`;
}
var MAX_ITEMS = 5;
function renderProposal(issued) {
  const lines = proposeExpected(issued).map((item) => `- ${renderExpected(item)}`);
  return lines.length === 0 ? null : lines.slice(0, MAX_ITEMS).join("\n");
}

// src/domain/transparency.ts
function isIssuedFor(name, domain) {
  return isInDomain(name, domain) || name === `*${domain.slice(domain.indexOf("."))}`;
}
function findDomain({ transparency }, entry, domain) {
  return getOwn(getOwn(transparency ?? {}, entry) ?? {}, domain);
}
function formatIssuanceKey(domain, issuance) {
  return `${domain} ${computeIssuanceId(issuance)}`;
}
function getIssuanceDomain(key) {
  return key.split(" ", 1)[0];
}
function computeIssuanceId(issuance) {
  const { issuer, serial_number, tbs_sha256, key_sha256, valid_from, valid_to } = issuance;
  const parts = serial_number === null ? [tbs_sha256 ?? key_sha256 ?? issuer, valid_from, valid_to] : [normalizeIssuer(issuer), serial_number, toSecond(valid_to)];
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, 24);
}
function computeSerialKey({
  issuer,
  serial_number,
  valid_to
}) {
  if (serial_number === null || issuer === null || serial_number.length < MIN_SERIAL_DIGITS) return null;
  return `${serial_number} ${toSecond(valid_to)} ${normalizeIssuer(issuer)}`;
}
var MIN_SERIAL_DIGITS = 16;
function toSecond(time) {
  return Math.floor(Date.parse(time) / 1e3);
}
var COMMON_ATTRIBUTE = /^(?:cn|o|ou|c)=/;
function normalizeIssuer(name) {
  const parts = readNameParts(name).map(({ type, value }) => (type === "" ? value : `${type}=${value}`).toLowerCase());
  const common = parts.filter((part) => COMMON_ATTRIBUTE.test(part));
  return (common.length > 0 ? common : parts).sort().join(",");
}
function createNameSet(names) {
  const known = /* @__PURE__ */ new Set();
  for (const name of names) known.add(name.toLowerCase());
  return {
    covers: (name) => {
      if (known.has(name)) return true;
      const dot = name.indexOf(".");
      return dot > 0 && !name.startsWith("*") && known.has(`*${name.slice(dot)}`);
    }
  };
}
function isDomainLocation({ source, location }) {
  return source === "ct" && location.startsWith("ct:");
}
function getRecorded(issuance) {
  const { names, issuer, valid_from, known } = issuance;
  if (known || names === void 0 || issuer === void 0 || valid_from === void 0) return null;
  return { ...issuance, names, issuer, valid_from };
}

// src/domain/trust.ts
var DISTRUST_REASONS = [
  "signature-invalid",
  "version-invalid",
  "time-malformed",
  "signature-unsupported",
  "self-signed",
  "missing-intermediate",
  "unknown-issuer",
  "issuer-distrusted",
  "authority-mismatch",
  "stale-anchor",
  "wrong-order",
  "self-issued",
  "path-too-complex",
  "issuer-not-ca",
  "path-too-long",
  "name-constrained",
  "extension-repeated",
  "extension-malformed",
  "extension-critical",
  "extension-unknown",
  "curve-explicit",
  "key-malformed",
  "not-yet-valid",
  "path-expired",
  "wrong-usage",
  "weak-signature",
  "pss-parameters",
  "weak-key",
  "name-mismatch",
  "ca-file-unusable",
  "system-anchors-unusable",
  "signature-unverified"
];
var UNVERIFIABLE_REASONS = /* @__PURE__ */ new Set([
  "ca-file-unusable",
  "system-anchors-unusable",
  "signature-unverified"
]);
function isTrusted(trust) {
  return !trust || UNVERIFIABLE_REASONS.has(trust.reason) ? null : trust.trusted;
}

// src/domain/severity.ts
var STATUS_RANKS = {
  ok: 0,
  not_yet_valid: 1,
  unknown: 1,
  warning: 2,
  critical: 3,
  expired: 4
};
function rankStatus(status) {
  return STATUS_RANKS[status] ?? 0;
}
var LEVELS_BY_STATUS = {
  unknown: "warning",
  expired: "error",
  not_yet_valid: "warning",
  critical: "warning",
  warning: "info",
  ok: "info"
};
function getLevel(status) {
  return LEVELS_BY_STATUS[status];
}
var STATUS_BY_SEVERITY = {
  critical: "critical",
  warning: "warning",
  info: "ok"
};
function listStatuses(status, findings) {
  return [status, ...findings.map(({ severity }) => STATUS_BY_SEVERITY[severity])];
}
var FAIL_ON = ["never", "warning", "critical", "expired"];
var WORST_FIRST = ["expired", "critical", "unknown", "not_yet_valid", "warning", "ok"];
function rankForReport(status) {
  return WORST_FIRST.indexOf(status);
}
function getWorstStatus({
  status,
  findings
}) {
  return listStatuses(status, findings).reduce(
    (worst, one) => rankForReport(one) < rankForReport(worst) ? one : worst
  );
}

export {
  escapeUnprintable,
  formatCodePoint,
  AppError,
  createUsageError,
  formatError,
  suggest,
  createSuggester,
  rankStatus,
  getLevel,
  STATUS_BY_SEVERITY,
  listStatuses,
  FAIL_ON,
  WORST_FIRST,
  rankForReport,
  getWorstStatus,
  STATUSES,
  STATUS_LABELS,
  isFromCertificate,
  TLS_VERSIONS,
  isNeverRead,
  NOT_OBSERVED,
  INVENTORY_SHRUNK,
  NOT_READ_IN_TIME,
  createStatedRevocation,
  createComparison,
  indexEntries,
  EVENTS,
  EVENT_NAMES,
  isFinding,
  FINDING_NAMES,
  RESOLUTION_NAMES,
  isResolution,
  CLIENT_REJECTIONS,
  STATUS_ALERTS,
  isOnlyByName,
  isOneShot,
  canRecover,
  SCAN_EVENTS,
  isAboutScans,
  formatFinding,
  formatFindingResolved,
  toTopic,
  parseTopic,
  formatTopic,
  DIGEST,
  ALL_SCANS,
  DEFERRED,
  DEFERRED_EXPIRED,
  resolveEnabled,
  STORES,
  DASHBOARD_FIELDS,
  isDashboardField,
  NO_HEARTBEAT,
  KEY_USAGE_NAMES,
  EXTENDED_KEY_USAGE_NAMES,
  computePolicyScore,
  DEFAULT_MAX_MESSAGES,
  DEFAULT_MAX_EVENTS,
  WEEKDAYS,
  applyOwnership,
  findOrganization,
  toRfc4514,
  isInDomain,
  proposeExpected,
  renderExpected,
  renderProposal,
  isIssuedFor,
  findDomain,
  formatIssuanceKey,
  getIssuanceDomain,
  computeSerialKey,
  createNameSet,
  isDomainLocation,
  getRecorded,
  DISTRUST_REASONS,
  UNVERIFIABLE_REASONS,
  isTrusted
};
