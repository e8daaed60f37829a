const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  MASK,
  VERSION,
  resolveVariables
} from "./package.js";
import {
  decodePercent
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

// src/lib/secrets/proxy-credentials.ts
function listProxyCredentials(text, env = {}) {
  const resolved = resolveVariables(text, env);
  const url = "value" in resolved ? resolved.value : text;
  const [, credentials] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]+)@/i.exec(url.trim()) ?? [];
  return credentials === void 0 ? [] : [.../* @__PURE__ */ new Set([credentials, decodePercent(credentials)])];
}
function listEnvironmentCredentials(env) {
  const names = Object.keys(env).filter((name) => /^(?:https?|all)_proxy$/i.test(name));
  return names.flatMap((name) => listProxyCredentials(env[name] ?? ""));
}

// src/report/format/terminal-text.ts
var PRINTABLE_ASCII2 = /^[\x20-\x7e]*$/;
var COMBINING = new RegExp("^\\p{M}$", "u");
var WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\u3099-\u30ff\u3200-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]$/u;
function measureWidth(text) {
  if (PRINTABLE_ASCII2.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += measureCharacter(character);
  return columns;
}
function measureCharacter(character) {
  if (PRINTABLE_ASCII2.test(character)) return 1;
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}
function truncateToWidth(text, columns) {
  if (text.length * 2 <= columns || measureWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let shown = "";
  let left = columns - 1;
  for (const character of text) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown += character;
  }
  return `${shown.trimEnd()}\u2026`;
}
function truncateLocationToWidth(location, columns) {
  const [, mark = "", path = ""] = /^(! )?(.*)$/s.exec(location) ?? [];
  const isPath = path.includes("/") && !/^[\w+.-]+:\/\//.test(path);
  if (!isPath || measureWidth(location) <= columns) return truncateToWidth(location, columns);
  let shown = "";
  let left = columns - mark.length - 1;
  for (const character of [...path].reverse()) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown = character + shown;
  }
  return truncateToWidth(`${mark}\u2026${shown.trimStart()}`, columns);
}
var MAX_WORD_WIDTH = 1e3;
var FIRST_WORDS = 300;
var LAST_WORDS = 100;
function wrapText(text, columns, indent) {
  const room = Math.max(1, columns - indent.length);
  const lines = [];
  let line = [];
  let used = 0;
  for (const word of splitWords(text)) {
    const taken = measureWidth(word);
    if (line.length > 0 && used + 1 + taken <= room) {
      line.push(word);
      used += 1 + taken;
      continue;
    }
    if (line.length > 0) lines.push(line.join(" "));
    line = [word];
    used = taken;
  }
  if (line.length > 0) lines.push(line.join(" "));
  return lines.map((each) => truncateToWidth(indent + each, columns));
}
function wrapAfter(start, text, columns, indent = start.length) {
  const lines = wrapText(text, columns, " ".repeat(indent)).map((line) => `${line}
`);
  return start + lines.join("").slice(indent);
}
function splitWords(text) {
  const words = escapeUnprintable(text).split(new RegExp("\\p{Zs}+", "u")).filter(Boolean);
  const shown = words.length > FIRST_WORDS + LAST_WORDS ? [...words.slice(0, FIRST_WORDS), "\u2026", ...words.slice(-LAST_WORDS)] : words;
  return shown.map((word) => truncateToWidth(word, MAX_WORD_WIDTH));
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
  "certificate.revocation_announced": {
    ...LASTING_FINDING,
    // Only `affected --notify` knows the announcement, so that a later scan without it does not end the alert.
    resolvedBy: WITH_CERTIFICATE,
    sentence: "will be revoked by its CA",
    resolved: "no longer has the certificate that its CA revokes",
    sample: {
      qualifier: "",
      severity: "critical",
      code: "revocation-announced",
      detail: "Its CA revokes this certificate by 2026-12-05 14:00 UTC. Renew and deploy it before."
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
  "certificate.transfer_lock": {
    ...LASTING_FINDING,
    sentence: "can be moved to another registrar ({code})",
    resolved: "is locked against transfers again",
    sample: {
      qualifier: "",
      severity: "warning",
      code: "domain-unlocked",
      detail: "The registry reports no transfer lock for example.org. Enable it at the registrar."
    }
  },
  "certificate.mta_sts": {
    ...LASTING_FINDING,
    sentence: "has a problem with MTA-STS ({code})",
    resolved: "no longer has a problem with MTA-STS ({qualifier})",
    sample: {
      qualifier: "mx",
      severity: "critical",
      code: "mta-sts-mx-mismatch",
      detail: "The MTA-STS policy of example.org does not permit mx2.example.org, so senders do not deliver there. Add it to the policy, and change the id of the TXT record."
    }
  },
  "certificate.dnssec": {
    ...LASTING_FINDING,
    sentence: "has a problem with DNSSEC ({code})",
    resolved: "no longer has a problem with DNSSEC ({qualifier})",
    sample: {
      qualifier: "resign",
      severity: "warning",
      code: "dnssec-not-resigned",
      detail: "The DNSSEC signatures of example.org (SOA) expire on 2027-03-04 at 06:00 UTC, and were not renewed. Find out why its signer has stopped."
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

// src/generated/common-words.ts
var COMMON_WORDS = `accepted
account_free
accounts
acknowledged
acknowledged_at
acknowledged_by
acknowledgement
acmespec
actionspec
addition
additional
additionalproperties
addresses
admission
affected
affected_locations
affectedcertificate
affectedlist
affectedlocation
affectedselection
affectedsummary
affectedwindow
afterwards
aggregated
alert-without-rule
alert_key
alertmanager
alerts_unmatched
alerts_withheld
algorithm
algorithm_allowed
algorithm_forbidden
algorithms
allow_empty
allow_shrink
allow_unread
alternative
although
amazonaws
annotation
answered
answered_at
anything
apiservices
applicable
application
applies_to
archived
asked_at
assigned
assigned_objects
assignees
assignment
assignment_count
assignments
attempts
attention
attribute
attributes
audience
audiences
auth_method
auth_mount
authenticated
authentication
authority
authority_key_id
auto_renewal
automatically
aws_account
awsaccountspec
awsacmspec
awsiamspec
azure_key_vault
azureadtokenexchange
azurekeyvaultspec
backticks
balancer
balancers
baseline
baseline_before
baseline_complete
baseline_requirements
beginning
blacklist
blocklist
body_template
bootstrap
both_algorithms
brackets
branches
caa_domains
calendar
candidate
candidates
cert-manager
cert_manager
certificate
certificate.
certificate_id
certificatefacts
certificates
certspotter
certvigil
certvigil-state
chain_required
channel-test-failed
channel_test
channels
character
characters
checkout
checkoverview
claimed_at
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
common_name
compared
compares
complete
composite
composites
computers
concepts
concurrency
condition
condition_set
conditions
conditionsetspec
conditionspec
confidence
configmaps
configuration
configured
confirmed
connect_to
connected
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
counters
counting
coverage
created_at
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
deadline
declared
defaults
deferred
definitions
delegated
delivered
deliveries
deliveries_failed
deliveries_sent
delivery
delivery_retry_days
delivery_timeout_seconds
dependentrequired
dependentschemas
deployed
description
destination
destinations
detected
determine
different
digest_action
digestactionspec
digestcertificate
digestcoverage
digestdelivery
digestrenewal
digestsilence
digestspec
digestsummary
digestunchecked
digestweek
digicert
digitalsignature
directly
directories
directory
disabled
disabled_entry
disabled_reason
disabled_until
disabledentry
disappeared
discover
discovered
discovery
discovery_ignore
discovery_paths
discoverycount
discoverycounts
discoveryfinding
discoveryignorespec
discoveryline
discoverynetwork
discoverypathsspec
discoveryskipped
discoveryspec
discoveryunresolved
display_name
distinct
distinguishes
dns_over_https
dns_servers
documentation
download
dry_runs
duration
earliest
effective
effective_from
effective_valid_to
elliptic
elsewhere
emailspec
embedded
encrypted
encryption
encrypts
endpoint
endpoints
entra_app_credentials
entraappcredentialsspec
entryspec
environment
escalated
estimate
estimated
evaluate
evaluated
evaluated_at
evaluation
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
evidence
exchange
exclude_namespaces
exclude_regions
exclude_vaults
excluded
exclusiveminimum
expected
expected_at
expected_certificates
expected_issuance
expectedcertificatesspec
expectspec
expiration
expired_days
expires_at
expiries
expiring
expiry_critical_days
expiry_scan_cooldown_hours
expiry_scan_repeat
expiry_scan_thresholds
expiry_warning
expiry_warning_days
explains
explanation
explanation_url
exponent
expression
extended
extended_key_usage
external
external_id
failedlookup
failing_since
failures
failures_at
fallback
fallback_url
field_map
fieldmapspec
fieldspec
files_read
findings
fingerprint
fingerprint.
fingerprint_sha1
fingerprint_sha256
finished
finished_at
fired_at
first_at
first_delivered_at
first_fired_at
first_seen_at
first_used_at
fixtures
followed
forbidden
forecast
forecast_at
fractional
frequent
from_fields
functions
gap_hours
gateways
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
heartbeat-unset
heartbeat_url
hexadecimal
html_template
identifier
identifiers
identity
impersonate
implicit
imported
importentry
importfile
importleftout
importline
importpath
importreceiver
importvariable
inactive
incidents
include-empty
include_subdomains
included
includedfile
includes
includespec
including
incomplete
information
ingresses
insensitive
inspected
inspected_at
inspectedcaa
inspectedcertificate
inspectedct
inspecteddns
inspectedissuance
inspecteditem
inspectedlocation
inspectedregistration
inspectedstapled
inspectedtarget
inspectedtlsa
inspection
instructions
intended
intermediate
intermediates
internal
internal_error
internationalized
interrupted
interval
inventories
inventory
inventory-shrunk
inventoryinspection
irregularities
issuance
issuances
issue_assignees
issue_labels
issue_milestone
issued_by
issuedperiod
issuer_allowed
issuer_end
issuer_expiry
issuer_forbidden
issuer_urls
issuerexpiry
issuespec
issuesspec
jwt_file
key_algorithm
key_blocklist
key_exchange
key_sha256
key_size
key_usage
keycompromise
keyexchange
keysizesspec
keystore
keystores
kubeconfig
kubelogin
kubernetes
kubernetesspec
label_prefix
label_selector
last_read
last_scan
last_seen
left_out
letsencrypt
lifelong
lifetime
lifetime_days
lifetimes
limited_by
limitingcertificate
listing_error
listing_limits
listingerror
listinglimitsspec
listings
listline
listmatch
location
location.
locations
log_saved
loggedacknowledgement
loggedaffected
loggedautorenewal
loggedcaa
loggedchainexpiry
loggedclaim
loggedday
loggeddelivery
loggeddigest
loggeddnssec
loggeddomain
loggedevent
loggedissuance
loggedissuerexpiry
loggedkey
loggedlate
loggedlocation
loggedlookups
loggedmtasts
loggedownership
loggedpartition
loggedrenewal
loggedrevocation
loggedscan
loggedseen
loggedshrunk
loggedsighting
loggedsignature
loggedstatuses
loggedtlsa
loggedunobserved
lookup_failed
lookup_failure
lookups-failed
lookups_failed
lowercase
malformed
management
manifest
manifests
matching
mattermost
max_commits
max_events
max_key_age_days
max_messages
max_open
max_validity_days
maxitems
maxlength
maxproperties
mebibytes
media_type
mentioned
mentions
message.
messages
metadata
metricsspec
microsoft
milestone
milliseconds
min_key_size
min_reader
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
moved_from
moved_windows
movedwindow
mta_sts_policy
mtastspolicy
must_staple
named_by
namespace
namespace.
namespaces
negative
netbox_ssl
networks
networkspec
never-read
never_read
new_key_on_renewal
newercertificate
next_check
next_page
next_scan_due
next_update
nextpagespec
nextupdate
no-certificates
no_action
no_manifest
not-applicable
not-deployed
not-observed
not-watched
not_allowed
not_observed
not_scanned
not_selected
not_understood
not_yet_valid
notafter
notafter.
notation
notbefore
notification
notifications
notified
notifiedfinding
notifies
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
observedlocation
observedlookup
observedmanifest
observedomission
observedrenewal
observedresponse
observedsource
observedwindow
ocsp_urls
old_locations
omission
only_in_ct
openmetrics
openshift
operations
operator
opsgenie
optional
optionally
organization
other_lines
other_locations
otherwise
outgoing
overflow
override
overrides
overview
overviewcoverage
overviewdelivery
overviewrepository
overviewsummary
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
permitted
plaintext
policies
policy_match
policy_score
policymatch
policyoverview
policyspec
policysummary
possible
post_quantum
post_quantum_required
postgres
precedence
previous
previous_valid_to
problem.
problems
production
progress
projects
properties
propertynames
proposal
proposed
protected
protocol
provider
providers
provisioning
proxiesspec
publicly
published
publishes
purpose.
purposes
pushover
qualifier
quiet_hours
quiethoursspec
rarescans
rdap_bootstrap
rdap_url
read_from
reading_minutes
readings
received
receiver
receiver-not-ready
receivers
receives
recently
recipients
recorded
recovered
red_reason
redacted
redirect
redirects
reference
regardless
regional
registered
registrar
registrar_valid_to
registration
registrations
registry
rejected
relative
remaining
removed_items
renewal_evidence
renewal_instructions
renewal_state
renewal_window
renewalcommit
renewalcost
renewalevidence
renewalissuer
renewals
renewalsayear
renewalstate
renewed_at
renewed_locations
renewed_not_deployed
repeated
replaced
replaced_by
replaces
reportcertificate
reportcheck
reportcount
reportcoverage
reportdata
reportdelivery
reported
reportevent
reportexpectedissuance
reportfailedlookup
reportfinding
reportissuance
reportlocation
reportnotobserved
reportomission
reportpolicies
reportpolicy
reportredreason
reportremoveditems
reportrenewal
reportsilence
reporttransparency
reportunread
reportunwatched
repositories
repository
repository.
requested
requests
required
requirements
requires
reserved
resigned
resigned_with
resolution
resolved
resolver
resolvers
resolverspec
resources
respects
responder
responders
response
responsible
restricts
retention
retention_days
retry_after
retry_at
returned
revision
revocation
revocation-unknown
revocation_details
revocationdetails
revocationsummary
revoked_at
revoked_certificate
revokedcertificate
rewritten
role_arn
rulespec
san_required
scan_concurrency
scan_timeout_seconds
scan_too_rare
scanned_at
searched
secret_id
secret_types
segments
selected
selection
selector
self_signed
semicolons
send_resolved
sentence
sentence.
sentences
separate
separated
sequenced
sequenced_at
serial_number
server_name
serverauth
service_account
servicenow
services
settings
settle_hours
settling
severity
shared_key_forbidden
shortened
shortest
sighting
sightings
signature
signature_algorithm
signature_forbidden
signatures
silenced
silenced_until
silences
silencespec
size_parameter
skip_empty
something
somewhere
spki_sha256
splunk_oncall
spreadsheet
ssl_verification
stale_after_hours
standard
stapling
starttls
stated_at
stateful
statuses
strength
strftime
subdomain
subdomains
subject_key_id
subjectpublickeyinfo
subjects
subscription
subscriptions
succeeded
successful
successor
successors
suggested
suggestion
suggests
summaries
superseded
supplied
supported
suppressed
suppresses
symlinks
tbs_sha256
tbscertificate
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
transfer
transfer_lock
transparency
tried_at
truncated
trust_ad
trustsummary
unchanged
unchecked
undecided
undeclared
undelivered
underscore
underscores
understands
understood
unencrypted
unexpected
uniqueitems
unknownlocation
unlimited
unlisted
unlocked
unmatched
unneeded
unobserved
unreachable
unreachable_days
unread_locations
unread_since
unreadable
unreadablelocation
unresolved
unsigned
untrusted
unusable
unused_ignores
unusedignore
unwatched
upcoming
upgraded
uploaded
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
variable-unset
variables
vault_pki
vaultpkispec
venafi_cloud
verification
verified
violated
violates
violation
was_delegated
watched_by
watchedcounts
watcheditem
watchedlogged
weak_key_forbidden
weakness
webhooks
webhookspec
weekday.
weekdays
weighted
whatever
wildcard
wildcard_forbidden
withheld
withhold
within_months
without_rule
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
zone_signature
zonesignature
`;

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
    // The text may be UTF-8 that was read as Latin-1, as in HTTP headers.
    ...code > 127 && !isMisread ? [bytes.map((byte) => createCharacterPattern(String.fromCharCode(byte), true)).join("")] : [],
    // The character itself is last, because an encoded percent sign or ampersand begins with itself.
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

// src/lib/mail-address.ts
var MAX_LOCAL_PART_LENGTH = 64;
var MAX_DOMAIN_LENGTH = 255;
function parseMailAddress(text) {
  const [, quoted, plain, inner] = /^(?:"([^"\\]*)"\s*|([^"<>@,;]*))<([^<>]*)>$/.exec(text.trim()) ?? [];
  const name = quoted ?? plain?.trimEnd() ?? "";
  const address = (inner ?? text).trim();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(0, at));
  const domain = address.slice(at + 1);
  const fits = local.length <= MAX_LOCAL_PART_LENGTH && domain.length <= MAX_DOMAIN_LENGTH;
  if (!fits || !isLocalPart(local) || !isDomain(domain) || new RegExp("\\p{Cc}", "u").test(name)) return null;
  return { name, address };
}
function isLocalPart(text) {
  return text.split(".").every((atom) => /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+$/u.test(atom));
}
function isDomain(text) {
  return text.split(".").every((label) => /^[\p{L}\p{M}\p{N}-]+$/u.test(label)) || /^\[[\da-fA-F.:IPv]+\]$/.test(text);
}

// src/domain/red-reasons.ts
var READING = ["silence", "allow-unread"];
var KNOWN = ["silence"];
var NOTHING = [];
var AT_ONCE = "at once";
var THIRD = "from the third scan in a row on";
var RED_REASONS = {
  "no-entries": {
    what: "no enabled entry was scanned",
    since: AT_ONCE,
    remedy: "add or enable an entry",
    exitCode: 1,
    permittedBy: ["allow-unread"]
  },
  "never-read": {
    what: "an entry or a location has never been read",
    since: "at once; a postponed `ct` domain: after `unreachable_days`",
    remedy: "correct what its error names, or remove it",
    exitCode: 1,
    permittedBy: READING
  },
  unread: {
    what: "a location could not be read",
    since: "from the second failed scan in a row on; a file or a local list: at once; a `ct` domain: after `unreachable_days`",
    remedy: "repair what its error names, or remove the entry",
    exitCode: 1,
    permittedBy: READING
  },
  "inventory-shrunk": {
    what: "an inventory lacks [more than half of its known items](../reference/inventories.md#an-inventory-that-shrinks)",
    since: AT_ONCE,
    remedy: "check the permissions of its account; a scan 20 hours later accepts the loss, as does one with `allow_shrink`",
    exitCode: 1,
    permittedBy: READING
  },
  "include-empty": {
    what: "an [include or list](../guides/entry-lists.md#lists-that-become-empty) of the manifest has no entries any more",
    since: AT_ONCE,
    remedy: "correct its path or what creates it, remove it from `include`, or set `allow_empty`",
    exitCode: 1,
    permittedBy: KNOWN
  },
  "nothing-read": {
    what: "none of several entries was read",
    since: AT_ONCE,
    remedy: "check the network of the runner",
    exitCode: 1,
    permittedBy: ["allow-unread"]
  },
  "variable-unset": {
    what: "a variable that an entry needs is not set",
    since: AT_ONCE,
    remedy: "set it in `env` of the workflow",
    exitCode: 3,
    permittedBy: KNOWN
  },
  "lookups-failed": {
    what: "the CAA or TLSA records of an entry could not be looked up",
    since: THIRD,
    remedy: "check the DNS servers of the zone and of the runner",
    exitCode: 1,
    permittedBy: READING
  },
  "revocation-unknown": {
    what: "with `revocation: true`: whether a certificate of an entry is [revoked](trust.md#revocation) could not be determined",
    since: THIRD,
    remedy: "allow its CRL and OCSP servers in `network.allow`, or set `revocation: false`",
    exitCode: 1,
    permittedBy: READING
  },
  "not-observed": {
    what: "an entry was not observed: its [probe](../guides/probes-and-shards.md) sent no file",
    since: AT_ONCE,
    remedy: "check the job that runs `certvigil observe`",
    exitCode: 3,
    permittedBy: KNOWN
  },
  "observations-rejected": {
    what: "a file of a probe was rejected",
    since: AT_ONCE,
    remedy: "correct what its message says",
    exitCode: 3,
    permittedBy: NOTHING
  },
  "scan-blind": {
    what: "none of the endpoints could be reached ([`scan.blind`](events.md#scan-events))",
    since: AT_ONCE,
    remedy: "check the network of the runner: connection, DNS, proxy and firewall",
    exitCode: 3,
    permittedBy: NOTHING
  },
  "alert-without-rule": {
    what: "a person must act on an alert, but [no rule takes it](#alerts-without-a-rule)",
    since: AT_ONCE,
    remedy: "correct or add a rule; if nobody needs the alert, add a rule with `actions: []`, or a silence",
    exitCode: 1,
    permittedBy: KNOWN
  },
  undelivered: {
    what: "an alert was not delivered",
    since: AT_ONCE,
    remedy: "repair the receiver; the next scan sends the alert again",
    exitCode: 3,
    permittedBy: NOTHING
  },
  "receiver-not-ready": {
    what: "no alert can be sent to a [receiver](../guides/receivers.md) of an enabled rule: a variable is not set, its URL is invalid, or its template fails",
    since: "at once, also while no alert is due",
    remedy: "set the variable in `env` of the workflow, or correct what its warning names",
    exitCode: 3,
    permittedBy: KNOWN
  },
  "channel-test-failed": {
    what: "with `channel_test`: a receiver did not accept its [monthly test](../guides/receivers.md#test-receivers-every-month)",
    since: AT_ONCE,
    remedy: "repair the receiver; the next scan sends the test again",
    exitCode: 3,
    permittedBy: KNOWN
  },
  "log-unsaved": {
    what: "the event log was not saved",
    since: AT_ONCE,
    remedy: "repair what the message names; until then, the same alerts are sent again",
    exitCode: 3,
    permittedBy: NOTHING
  },
  "heartbeat-unset": {
    what: "no [heartbeat](events.md#heartbeat) can be sent: a variable of `heartbeat_url` is not set, or the URL is invalid",
    since: AT_ONCE,
    remedy: "set the variable in `env` of the workflow",
    exitCode: 3,
    permittedBy: KNOWN
  },
  "internal-error": {
    what: "an internal error left something out",
    since: AT_ONCE,
    remedy: "report the bug with the stack trace",
    exitCode: 3,
    permittedBy: NOTHING
  },
  "repository-incomplete": {
    what: "in an [overview](../guides/organization.md): a repository has no complete and current scan",
    since: AT_ONCE,
    remedy: "repair its scan",
    exitCode: 1,
    permittedBy: ["allow-unread"]
  },
  "repository-missing": {
    what: "in an overview: a repository of the previous overview is missing",
    since: AT_ONCE,
    remedy: 'restore it, or leave it out with `repositories: "!NAME"`',
    exitCode: 1,
    permittedBy: NOTHING
  },
  "overview-previous": {
    what: "in an overview: the previous overview could not be read, so it is unknown which repositories are missing",
    since: AT_ONCE,
    remedy: "correct what its message says",
    exitCode: 1,
    permittedBy: NOTHING
  },
  "fail-on": {
    what: "a certificate is at the level of `--fail-on` or worse",
    since: AT_ONCE,
    remedy: "renew it, or correct what its finding says",
    exitCode: 1,
    permittedBy: NOTHING
  }
};
var RED_CODES = Object.keys(RED_REASONS);
function isRedCode(code) {
  return Object.hasOwn(RED_REASONS, code);
}
function isUnreadReason(code) {
  const { permittedBy } = RED_REASONS[code];
  return permittedBy.includes("allow-unread");
}
function isSilenceable(code) {
  const { permittedBy } = RED_REASONS[code];
  return permittedBy.includes("silence");
}

export {
  escapeUnprintable,
  formatCodePoint,
  AppError,
  createUsageError,
  formatError,
  listProxyCredentials,
  listEnvironmentCredentials,
  createRedactor,
  isMaskable,
  measureWidth,
  truncateToWidth,
  truncateLocationToWidth,
  MAX_WORD_WIDTH,
  wrapText,
  wrapAfter,
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
  parseMailAddress,
  RED_REASONS,
  RED_CODES,
  isRedCode,
  isUnreadReason,
  isSilenceable
};
