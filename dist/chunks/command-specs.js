const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  OVERVIEW_KINDS,
  REPORT_KINDS,
  parseChoice,
  parseReportRequest,
  parseShard
} from "./interruption.js";
import {
  EVENT_NAMES,
  FAIL_ON,
  RED_CODES,
  createUsageError,
  isRedCode,
  isSilenceable,
  parseMailAddress,
  suggest,
  wrapText
} from "./common-words.js";
import {
  describeMissingDay,
  formatIsoTime,
  isReservedVariable,
  parseDateOrTime
} from "./package.js";
import {
  parseHostPort
} from "./host-port.js";

// src/app/init/parse-probe-options.ts
var MAX_WORKFLOW_SHARDS = 200;
function parseShards(text) {
  if (text === null) return null;
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (count >= 2 && count <= MAX_WORKFLOW_SHARDS) return count;
  throw createUsageError(
    `invalid number "${text}" for --shards`,
    `Use a whole number from 2 to ${MAX_WORKFLOW_SHARDS}.`
  );
}
var PROBE_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?$/;
var LABEL = /^[\w.-]+$/;
function parseProbeRunner(text) {
  const [probe = "", ...rest] = text.split("=");
  const labels = rest.join("=").split(",");
  if (PROBE_NAME.test(probe) && probe !== "none" && labels.every((label) => LABEL.test(label)))
    return { probe, labels };
  throw createUsageError(
    `invalid probe "${text}" for --probe`,
    "Use NAME=RUNNER with the labels of its runner, such as office=self-hosted,office."
  );
}

// src/cli/option-values.ts
function parseNow(text) {
  if (text === null) return null;
  const time = parseDateOrTime(text);
  if (time === null) {
    throw createUsageError(
      `invalid time "${text}" for --now`,
      describeMissingDay(text) ?? "Use an ISO 8601 date or time, such as 2027-03-01 or 2027-03-01T06:00:00Z."
    );
  }
  return time;
}
function parseEventName(text) {
  if (text === null) return null;
  const found = EVENT_NAMES.find((name) => name === text);
  if (found !== void 0) return found;
  const similar = EVENT_NAMES.find((name) => name === `certificate.${text}`) ?? suggest(text, EVENT_NAMES);
  throw createUsageError(
    `unknown event "${text}" for --event`,
    similar === void 0 ? `Use one of: ${EVENT_NAMES.join(", ")}.` : `Did you mean ${similar}?`
  );
}
function parseEventPattern(text) {
  return text !== null && /[*?[{]/.test(text) ? text : parseEventName(text);
}
function parseTrustStore(text) {
  return text === null ? null : parseChoice("--trust", text, ["mozilla", "system", "none"]);
}
function parseDaysRemaining(text) {
  if (text === null) return null;
  if (/^-?\d{1,5}$/.test(text)) return Number(text);
  throw createUsageError(`invalid number "${text}" for --days-remaining`, "Use a whole number of days, such as 13.");
}
function parseShardOption(text) {
  const shard = text === null ? null : parseShard(text);
  if (text === null || shard !== null) return shard;
  throw createUsageError(
    `invalid shard "${text}" for --shard`,
    "Use INDEX/COUNT with an index from 1 to the count, such as 3/16. The count is at most 1000."
  );
}
function parseSplit(text) {
  if (text === null) return null;
  const rows = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (rows >= 1) return rows;
  throw createUsageError(`invalid number "${text}" for --split`, "Use a whole number of rows, such as 100.");
}
function parseMonths(text) {
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (months >= 1 && months <= 120) return months;
  throw createUsageError(`invalid number "${text}" for --months`, "Use a whole number from 1 to 120, such as 12.");
}

// src/cli/shared-options.ts
var readManifest = (o) => o.text("manifest", "FILE", "manifest file (default: certvigil.yaml)", "m");
var readEventLog = (o) => o.text("event-log", "FILE", "event log file; overrides the event log of the manifest");
var readFormat = (o) => {
  const text = o.text("format", "text|json", "output format (default: text)");
  return parseChoice("--format", text ?? "text", ["text", "json"]);
};
var readTableFormat = (o) => {
  const text = o.text("format", "text|json|csv", "output format (default: text)");
  return parseChoice("--format", text ?? "text", ["text", "json", "csv"]);
};
var readExportFormat = (o) => {
  const text = o.text("format", "csv|json|netbox", "output format (default: csv)");
  return parseChoice("--format", text ?? "csv", ["csv", "json", "netbox"]);
};
var readDiscoveryFormat = (o) => {
  const text = o.text("format", "text|json|markdown|sarif|codequality", "output format (default: text)");
  return parseChoice("--format", text ?? "text", ["text", "json", "markdown", "sarif", "codequality"]);
};
var readValidationFormat = (o) => {
  const text = o.text("format", "text|json|codequality", "output format (default: text)");
  return parseChoice("--format", text ?? "text", ["text", "json", "codequality"]);
};
var NOW_HELP = "evaluate as if the current time were TIME";
var readNow = (o, help = NOW_HELP) => parseNow(o.text("now", "TIME", help));
var readQuiet = (o) => o.flag("quiet", "print failures only", "q");
var readTrace = (o) => o.flag("trace", "print each connection, request, login and decision to standard error");
function readCommonOptions(o) {
  return {
    manifest: readManifest(o),
    event_log: readEventLog(o),
    format: readTableFormat(o),
    now: readNow(o),
    quiet: readQuiet(o),
    trace: readTrace(o)
  };
}
var readOutput = (o) => ({ format: readFormat(o), quiet: readQuiet(o) });
var readTableOutput = (o) => ({
  format: readTableFormat(o),
  columns: o.text("columns", "NAMES", "columns of --format csv, separated by commas (default: all)"),
  quiet: readQuiet(o)
});
function checkColumns({ format, columns }) {
  if (columns !== null && format !== "csv")
    throw createUsageError("--columns requires --format csv", "Add --format csv, or omit --columns.");
}
var readDryRun = (o) => o.flag("dry-run", "read the certificates, but send and record nothing");
var readOnly = (o) => {
  const glob = o.text("only", "GLOB", "only certificates whose name matches");
  return glob === null ? [] : [glob];
};
var readRecording = (o) => ({
  manifest: readManifest(o),
  event_log: readEventLog(o),
  // A time given with --now must not get into the event log of real scans.
  now: readNow(o, `${NOW_HELP}; recorded only with --event-log`)
});
var readFailOn = (o) => {
  const help = "exit 1 if anything is at this level or worse (default: never)";
  return parseChoice("--fail-on", o.text("fail-on", FAIL_ON.join("|"), help) ?? "never", FAIL_ON);
};
var readRun = (o) => {
  const fail_on = readFailOn(o);
  const allow_unread = o.flag("allow-unread", "do not count unread locations in the exit code");
  const reports = o.list("report", "KIND=FILE", `also write a report to a file; kinds: ${REPORT_KINDS.join(", ")}`);
  return {
    fail_on,
    allow_unread,
    report: reports.map(parseReportRequest),
    trace: readTrace(o),
    ...readRecording(o),
    ...readTableOutput(o)
  };
};
var readOverview = (o) => {
  const reports = o.list("report", "KIND=FILE", `also write a report to a file; kinds: ${OVERVIEW_KINDS.join(", ")}`);
  return {
    organization: o.text("organization", "NAME", "read its repositories (default: the owner of this repository)"),
    topic: o.text("topic", "NAME", "only repositories with this topic (default: all)"),
    repository: o.list("repository", "GLOB", "only repositories whose name matches; !GLOB leaves them out"),
    send_digest: o.flag("send-digest", "send one digest to the receivers of digest.actions in the manifest"),
    dry_run: o.flag("dry-run", "read the reports, but send nothing"),
    fail_on: readFailOn(o),
    allow_unread: o.flag("allow-unread", "do not exit 1 because of repositories whose certificates are not known"),
    report: reports.map(parseReportRequest),
    manifest: readManifest(o),
    now: readNow(o),
    trace: readTrace(o),
    ...readTableOutput(o)
  };
};
var readObservationPaths = (o) => o.paths(
  "observations",
  "PATH...",
  "evaluate these files of certvigil observe, instead of reading certificates: files, directories or globs"
);
var readObserve = (o) => ({
  probe: o.text("probe", "NAME", "read the entries of this probe (default: those without a probe)"),
  shard: parseShardOption(o.text("shard", "I/N", "read only shard I of N, such as 3/16")),
  only: [...o.operands(), ...readOnly(o)],
  output: o.text("output", "FILE", "write to this file (default: standard output)"),
  manifest: readManifest(o),
  now: readNow(o, "record TIME as the time of the observation"),
  quiet: readQuiet(o),
  trace: readTrace(o)
});
var readJobs = (o) => ({
  shards: parseShards(o.text("shards", "N", "read the certificates in N parallel jobs")),
  probes: o.list("probe", "NAME=RUNNER", "read the entries of this probe on a runner with these labels").map(parseProbeRunner)
});
var readLogFilter = (o) => ({
  certificate: o.text("certificate", "GLOB", "only certificates whose name matches"),
  event: parseEventPattern(o.text("event", "GLOB", "only events whose name matches"))
});
var readSimulation = (o) => ({
  names: o.operands(),
  rule: o.text("rule", "NAME", "only this rule"),
  webhook: o.text("webhook", "NAME", "only this webhook"),
  email: o.text("email", "NAME", "only this email receiver"),
  event: parseEventName(o.text("event", "NAME", "simulate this event instead of an approaching expiry")),
  all: o.flag("all", "every rule and destination once, with the first certificate that matches"),
  days_remaining: parseDaysRemaining(
    o.text(
      "days-remaining",
      "N",
      "simulate this number of days until expiry (default: the earliest day that would alert)"
    )
  ),
  manifest: readManifest(o),
  now: readNow(o),
  ...readOutput(o)
});

// src/cli/affected-options.ts
var HOUR = 36e5;
var DAY = 24 * HOUR;
var readAffected = (o) => ({
  serials: o.text("serials", "FILE", "serial numbers, SHA-256 fingerprints or PEM, as text or CSV; -: standard input"),
  spki: o.text("spki", "FILE", "SHA-256 of public keys, in hex or base64"),
  issuer: o.list("issuer", "GLOB", "name of the issuer: its common name, organization or full name"),
  issued: parseIssued(o.text("issued", "FROM..TO", "first and last day or time of notBefore")),
  names: o.list("names", "GLOB", "a name in the certificate"),
  deadline: o.text("deadline", "TIME", "when the CA revokes: a time, or hours or days from now, such as 24h or 5d"),
  scan: o.flag("scan", "read the certificates now instead of using the event log; send and record nothing"),
  notify: o.flag("notify", "run a scan that alerts the receivers, in one message for each owner, and records it"),
  manifest: readManifest(o),
  event_log: readEventLog(o),
  now: readNow(o),
  trace: readTrace(o),
  ...readTableOutput(o)
});
function checkAffected(fields) {
  const { serials, spki, issuer, issued, names, scan, notify } = fields;
  checkColumns(fields);
  if (serials === null && spki === null && issued === null && issuer.length + names.length === 0)
    throw createUsageError(
      "affected needs to know what was announced",
      "Add --serials FILE, --spki FILE, --issuer GLOB, --issued FROM..TO or --names GLOB. With several, all must apply."
    );
  if (scan && notify) throw createUsageError("--notify reads the certificates itself", "Omit --scan.");
  if (serials === "-" && spki === "-")
    throw createUsageError("--serials and --spki cannot both be standard input", "Use a file for one of them.");
}
function parseIssued(text) {
  if (text === null) return null;
  const [first = "", last = "", ...others] = text.split("..");
  const from = parseDateOrTime(first);
  const end = parseDateOrTime(last);
  const invalid = (hint) => createUsageError(`invalid period "${text}" for --issued`, hint);
  if (from === null || end === null || others.length > 0)
    throw invalid("Use two ISO 8601 days or times, such as 2026-11-01..2026-11-30.");
  const to = last.includes("T") ? end : end + DAY - 1;
  if (to < from) throw invalid("The second must not be before the first.");
  return { from, to };
}
var UNITS = { h: HOUR, d: DAY };
function parseDeadline(text, now) {
  if (text === null) return null;
  const [, count = "", unit = ""] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const second = now - now % 1e3;
  const time = unit === "" ? parseDateOrTime(text) : second + Number(count) * (UNITS[unit] ?? 0);
  if (time !== null) return time;
  throw createUsageError(
    `invalid time "${text}" for --deadline`,
    `Use hours or days from now, such as 24h or 5d, or a time such as ${formatIsoTime(now + DAY)}.`
  );
}

// src/app/init/parse-receivers.ts
function parseChatOption(service, text) {
  return parseUrlOption(service, `${service.toUpperCase()}_WEBHOOK_URL`, "webhook", text);
}
function parseHeartbeatOption(text) {
  return parseUrlOption("heartbeat", "HEARTBEAT_URL", "monitor", text);
}
function parseUrlOption(option, variable, what, text) {
  if (text === null) return null;
  if (/^https?:\/\/[^\s/]/.test(text)) return { variable, value: text };
  const name = text.replace(/^\$\{(\w+)\}$/, "$1");
  const isService = /^(?:[Ss]lack|[Tt]eams|[Hh]eartbeat)$/.test(name);
  if (/^[A-Za-z_]\w*$/.test(name) && !isReservedVariable(name) && !isService) return { variable: name, value: null };
  throw createUsageError(
    `invalid value for --${option}`,
    `Use the URL of the ${what}, or the environment variable that contains it, such as --${option} ${variable}.`
  );
}
function parseMailRecipients(texts) {
  const addresses = texts.flatMap((text) => text.split(",")).map((text) => text.trim());
  for (const address of addresses) {
    if (parseMailAddress(address) !== null) continue;
    throw createUsageError(`invalid address "${address}" for --email`, "Use an address such as ops@example.com.");
  }
  return [...new Set(addresses)];
}
function parseServerList(texts) {
  const servers = texts.flatMap((text) => text.split(/[\s,]+/)).filter((server) => server !== "").map(removeUrlParts);
  const toKey = (server) => server.toLowerCase().replace(/:443$/, "");
  const keys = servers.map(toKey);
  return servers.filter((server, index) => keys.indexOf(toKey(server)) === index);
}
function removeUrlParts(server) {
  return /^https:\/\/([^\s/?#@]+)(?:[/?#].*)?$/i.exec(server)?.[1] ?? server;
}
function isThisMachine(host) {
  return /^localhost$/i.test(host) || host === "::1" || host.startsWith("127.");
}
function checkHostedMailServer({ host }) {
  if (!isThisMachine(host)) return;
  throw createUsageError(
    `the workflow runs on a machine of GitHub, where ${host} has no mail server, so no alert would be sent`,
    "Name your mail server, such as --smtp smtp.example.com:587, or use --no-workflows to scan on this machine."
  );
}
var SUBMISSION_PORT = 587;
var IMPLICIT_TLS_PORT = 465;
var RELAY_PORT = 25;
function parseMailServer(text) {
  const parsed = parseHostPort(text ?? "localhost");
  if ("problem" in parsed)
    throw createUsageError(
      // The text may be a URL with a password, so it is not quoted.
      "invalid mail server for --smtp",
      "Use host or host:port, such as smtp.example.com:587."
    );
  const { host, port } = parsed;
  if (port === RELAY_PORT || isThisMachine(host) && port !== SUBMISSION_PORT && port !== IMPLICIT_TLS_PORT)
    return { host, port: port === RELAY_PORT ? null : port, tls: "none" };
  if (port === IMPLICIT_TLS_PORT) return { host, port: null, tls: "implicit" };
  return { host, port: port === SUBMISSION_PORT ? null : port, tls: "starttls" };
}

// src/cli/init-options.ts
var readInit = (o) => ({
  endpoint: parseServerList(o.paths("endpoint", "HOST...", "monitor these servers too: host or host:port")),
  slack: parseChatOption(
    "slack",
    o.text("slack", "VARIABLE|URL", "alert in Slack; the URL itself is written to no file")
  ),
  teams: parseChatOption(
    "teams",
    o.text("teams", "VARIABLE|URL", "alert in Teams; the URL itself is written to no file")
  ),
  email: parseMailRecipients(o.list("email", "ADDRESS", "alert by mail")),
  smtp: o.text("smtp", "HOST[:PORT]", "with --email: the mail server (only without GitHub, default: localhost)"),
  github_issues: o.flag("github-issues", "open GitHub issues (the default without another receiver)"),
  heartbeat: parseHeartbeatOption(
    o.text("heartbeat", "VARIABLE|URL", "call this monitor after each scan, which alerts if scans stop")
  ),
  ca_file: o.text("ca-file", "FILE", "PEM file of the private CA, for the servers that public trust stores reject"),
  dashboard: o.flag("dashboard", "let the scan workflow publish a dashboard, on GitHub Pages or as an artifact"),
  no_workflows: o.flag("no-workflows", "write only the manifest, for cron, GitLab or Jenkins"),
  organization: o.flag(
    "organization",
    "write the central repository of an organization, which others use with --central"
  ),
  central: parseCentral(
    o.text("central", "OWNER/REPOSITORY", "use the workflows and settings of this central repository")
  ),
  dry_run: o.flag("dry-run", "show the files, but write and send nothing"),
  ...readJobs(o),
  ghes: o.flag("ghes", "write workflows for GitHub Enterprise Server, with the artifact actions that it supports"),
  action: o.text("action", "REF", "action reference for the workflows: OWNER/REPOSITORY@REF"),
  manifest: readManifest(o),
  trace: readTrace(o),
  ...readOutput(o)
});
function parseCentral(text) {
  if (text === null) return null;
  const [, repository, ref = "main"] = /^([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?$/.exec(text) ?? [];
  const isBranch = !ref.includes("..") && !ref.startsWith("/") && !ref.endsWith("/");
  if (repository !== void 0 && isBranch) return { repository, ref };
  throw createUsageError(`invalid repository "${text}" for --central`, "Use OWNER/REPOSITORY, such as acme/certvigil.");
}
function checkInit(options) {
  checkOrganization(options);
  checkWorkflows(options);
  if (options.smtp !== null && options.email.length === 0)
    throw createUsageError("--smtp needs --email", "Add the recipient, such as --email ops@example.com.");
  const server = parseMailServer(options.smtp);
  if (options.email.length > 0 && isHosted(options)) checkHostedMailServer(server);
  checkVariables(options);
}
function isHosted({ no_workflows, ghes }) {
  return !no_workflows && !ghes;
}
function checkVariables({ slack, teams, heartbeat }) {
  const named = [
    ["--slack", slack],
    ["--teams", teams],
    ["--heartbeat", heartbeat]
  ];
  for (const [index, [option, secret]] of named.entries()) {
    const other = named.slice(0, index).find(([, one]) => secret !== null && one?.variable === secret.variable);
    if (other !== void 0)
      throw createUsageError(
        `${other[0]} and ${option} have the same variable ${secret?.variable}`,
        "Use one for each."
      );
  }
}
function checkWorkflows({ no_workflows, dashboard, shards, ghes, action }) {
  const given = [
    [dashboard, "--dashboard"],
    [shards !== null, "--shards"],
    [ghes, "--ghes"],
    [action !== null, "--action"]
  ];
  const found = given.find(([isGiven]) => isGiven);
  if (no_workflows && found !== void 0)
    throw createUsageError(`${found[1]} is for the workflows, which --no-workflows leaves out`, "Use one of them.");
}
function checkOrganization({ organization, central, ...options }) {
  const { endpoint, slack, teams, email, heartbeat, dashboard, no_workflows, shards, probes, ca_file, manifest } = options;
  const receives = slack !== null || teams !== null || email.length > 0;
  const isOwn = heartbeat !== null || dashboard || no_workflows || shards !== null || probes.length > 0 || ca_file !== null || manifest !== null;
  if (organization && (central !== null || endpoint.length > 0 || isOwn))
    throw createUsageError(
      "--organization only goes with receivers, --ghes, --action and --dry-run",
      "Use init --central in the repositories with certificates."
    );
  if (central !== null && (receives || isOwn || options.action !== null || options.ghes))
    throw createUsageError(
      "--central only goes with --endpoint and --dry-run",
      "The central repository has the workflows and receivers."
    );
}
function selectReceivers({ slack, teams, email, smtp, github_issues }) {
  const chats = [
    ...slack === null ? [] : [{ service: "slack", url: slack }],
    ...teams === null ? [] : [{ service: "teams", url: teams }]
  ];
  const isAlone = chats.length === 0 && email.length === 0;
  return {
    chats,
    email: email.length === 0 ? null : { to: email, server: parseMailServer(smtp) },
    issues: github_issues || isAlone
  };
}

// src/cli/silence-options.ts
var SILENCEABLE_CODES = RED_CODES.filter(isSilenceable);
var readSilence = (o) => ({
  codes: o.operands(),
  entries: o.list("entry", "NAME", "only this entry, or a glob (default: all entries)"),
  until: o.text("until", "DATE", "end of the silence, at most a year ahead"),
  reason: o.text("reason", "TEXT", "why the run may be green: a sentence, or a link to a ticket"),
  manifest: readManifest(o),
  now: readNow(o),
  quiet: readQuiet(o)
});
function parseSilence({ codes, entries, until, reason }) {
  const [given, ...others] = codes;
  if (given === void 0 || others.length > 0)
    throw createUsageError(
      `silence needs one code, got ${codes.length}`,
      `Use one of: ${SILENCEABLE_CODES.join(", ")}.`
    );
  if (isRedCode(given) && !isSilenceable(given))
    throw createUsageError(
      `${given} cannot be silenced`,
      `Nobody can know it in advance. These can: ${SILENCEABLE_CODES.join(", ")}.`
    );
  const code = parseChoice("silence", given, SILENCEABLE_CODES);
  if (until === null) throw createUsageError("silence needs --until", "Add a date, such as --until 2027-03-01.");
  const time = parseDateOrTime(until);
  if (time === null)
    throw createUsageError(
      `invalid time "${until}" for --until`,
      "Use a date or a time with an offset, such as 2027-03-01 or 2027-03-01T06:00:00Z."
    );
  if (reason === null || reason.trim() === "")
    throw createUsageError("silence needs --reason", 'Add why, such as --reason "moves next week, change 124".');
  return { code, entries, until: { text: until, time }, reason };
}

// src/import/import-format.ts
var FORMAT_NAMES = ["gatus", "upptime", "uptime-kuma", "prometheus", "csv", "hosts"];

// src/cli/option-reader.ts
import { parseArgs } from "node:util";
function listOptions(read) {
  const specs = [];
  read({
    flag: (name, help, short) => {
      specs.push({ name, value: null, help, isRepeatable: false, ...short !== void 0 && { short } });
      return false;
    },
    text: (name, value, help, short) => {
      specs.push({ name, value, help, isRepeatable: false, ...short !== void 0 && { short } });
      return null;
    },
    list: (name, value, help) => {
      specs.push({ name, value, help, isRepeatable: true });
      return [];
    },
    paths: (name, value, help) => {
      specs.push({ name, value, help, isRepeatable: true, isGreedy: true });
      return [];
    },
    operands: () => []
  });
  return specs;
}
function splitArguments(command, args, specs) {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byLetter = new Map(specs.flatMap((spec) => [...spec.short ?? ""].map((letter) => [letter, spec])));
  const toType = ({ value }) => value === null ? "boolean" : "string";
  const options = Object.fromEntries([
    ...specs.map((spec) => [spec.name, { type: toType(spec) }]),
    // parseArgs knows one letter for each option, so each letter is a separate option. Arguments cannot contain NUL.
    ...[...byLetter].map(([letter, spec]) => [`\0${letter}`, { type: toType(spec), short: letter }])
  ]);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = /* @__PURE__ */ new Map();
  const operands = [];
  let greedy = null;
  for (const token of tokens) {
    if (token.kind === "positional") (greedy ?? operands).push(token.value);
    if (token.kind === "option-terminator") greedy = null;
    if (token.kind !== "option") continue;
    const spec = token.name.startsWith("\0") ? byLetter.get(token.name.slice(1)) : byName.get(token.name);
    if (spec === void 0)
      throw createUnknownOptionError(command, token.rawName, args[token.index] ?? "", [...byName.keys()]);
    const added = addValue(spec, token, values.get(spec.name));
    values.set(spec.name, added);
    greedy = spec.isGreedy ? added : null;
  }
  return { values, operands };
}
function createUnknownOptionError(command, option, argument, names) {
  const isWord = /^-[a-z][a-z]/.test(argument);
  const similar = suggest(
    isWord ? `-${argument.split("=", 1).join("")}` : option,
    names.map((name) => `--${name}`)
  );
  const hint = similar === void 0 ? `Run 'certvigil ${command} --help' for options.` : `Did you mean ${similar}?`;
  return createUsageError(`unknown option ${isWord && similar !== void 0 ? argument : option} for ${command}`, hint);
}
function addValue({ value: placeholder, isRepeatable }, { rawName, value }, before) {
  if (placeholder === null) {
    if (value !== void 0) throw createUsageError(`${rawName} takes no value`, `Use ${rawName} alone.`);
    return [];
  }
  if (!value)
    throw createUsageError(`missing value for ${rawName}`, `Use ${rawName} ${placeholder.replace("...", "")}.`);
  if (before !== void 0 && !isRepeatable) throw createUsageError(`duplicate option ${rawName}`, "Use it once.");
  return [...before ?? [], value];
}
function createReader({ values, operands }) {
  return {
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.[0] ?? null,
    list: (name) => values.get(name) ?? [],
    paths: (name) => values.get(name) ?? [],
    operands: () => operands
  };
}

// src/cli/reading-options.ts
var readInspect = (o) => ({
  targets: o.operands(),
  entry: o.text("entry", "NAME", "show the first items of this inventory in the manifest, and how they are mapped"),
  manifest: readManifest(o),
  starttls: o.text("starttls", "PROTOCOL", "use STARTTLS for endpoints: smtp, imap, ..."),
  server_name: o.text("server-name", "NAME", "server name (SNI) to request from endpoints"),
  connect_to: o.text("connect-to", "HOST", "connect to this host instead: host or host:port"),
  addresses: parseChoice(
    "--addresses",
    o.text("addresses", "first|all", "check the first address that accepts a connection, or all (default: first)") ?? "first",
    ["first", "all"]
  ),
  both_algorithms: o.flag(
    "both-algorithms",
    "check the certificate of each key type that a server has (RSA, ECDSA, ML-DSA)"
  ),
  proxy: o.text("proxy", "URL|env", "proxy for endpoints and URLs, as in a manifest"),
  dns_servers: o.list("dns-server", "ADDRESS", "use this DNS server instead of the system resolver"),
  dns: o.flag("dns", "show CAA and TLSA records of endpoints, and their registration"),
  ct: o.flag("ct", "show recent certificates for endpoints in certificate transparency logs"),
  ct_url: o.text("ct-url", "URL", "ask this mirror of Cert Spotter"),
  dns_over_https: o.text("dns-over-https", "URL", "look them up in this resolver, which validates DNSSEC"),
  rdap_url: o.text("rdap-url", "URL", "ask this RDAP server for the registration (default: that of the registry)"),
  trust: parseTrustStore(o.text("trust", "mozilla|system|none", "trust store used to validate the chain")),
  ca_file: o.text("ca-file", "FILE", "trust only the CA certificates in this PEM file"),
  revocation: o.flag("revocation", "check revocation at the OCSP and CRL URLs in the certificate"),
  allow: o.list("allow", "NETWORK", "also connect to this link-local or private network"),
  password_env: o.text("password-env", "NAME", "environment variable that contains the keystore password"),
  pem: o.flag("pem", "print the certificates as PEM"),
  fail_on: readFailOn(o),
  now: readNow(o),
  trace: readTrace(o),
  ...readOutput(o)
});
function checkInspect({ targets, entry, trust, ca_file }) {
  if (entry !== null && targets.length > 0)
    throw createUsageError("--entry cannot be combined with a target", "Use one of them.");
  if (targets.length === 0 && entry === null)
    throw createUsageError("missing target", "Use a file, host:port, a URL, or - for standard input.");
  if (trust !== null && ca_file !== null)
    throw createUsageError("--trust and --ca-file are mutually exclusive", "Use one of them.");
}
var readExport = (o) => ({
  format: readExportFormat(o),
  columns: o.text("columns", "NAMES", "columns of --format csv, separated by commas (default: all)"),
  output: o.text("output", "FILE", "write to this file (default: standard output)"),
  split: parseSplit(o.text("split", "ROWS", "write files of at most this many rows: FILE-1.csv, FILE-2.csv, ...")),
  scan: o.flag("scan", "read the certificates now instead of using the event log; send and record nothing"),
  only: readOnly(o),
  manifest: readManifest(o),
  event_log: readEventLog(o),
  now: readNow(o),
  quiet: readQuiet(o),
  trace: readTrace(o)
});
function checkExport({ columns, format, output, split }) {
  if (split !== null && output === null)
    throw createUsageError("--split requires --output", "Add --output FILE, or omit --split.");
  if (split !== null && format === "json")
    throw createUsageError("--split requires --format csv or netbox", "Omit --split: JSON is one document.");
  if (columns !== null && format !== "csv")
    throw createUsageError("--columns requires --format csv", "Add --format csv, or omit --columns.");
}

// src/cli/command-specs.ts
var SHELLS = ["bash", "zsh", "fish"];
function defineCommand(name, spec) {
  const { operands, summary, read, check } = spec;
  return {
    name,
    summary,
    takesOperands: operands !== void 0,
    usage: operands === void 0 ? name : `${name} ${operands}`,
    listOptions: () => listOptions(read),
    parse: (reader) => {
      const fields = read(reader);
      check?.(fields);
      return { command: name, ...fields };
    }
  };
}
var COMMANDS = [
  defineCommand("scan", {
    operands: "[NAME...]",
    summary: "check the certificates, or only those named, and send notifications",
    read: (o) => ({
      dry_run: readDryRun(o),
      ignore_cooldown: o.flag(
        "ignore-cooldown",
        "resend active alerts despite the cooldown (recovery messages are not repeated)"
      ),
      send: o.flag("send", "with --now: send notifications, marked as tests"),
      only: [...o.operands(), ...readOnly(o)],
      observations: readObservationPaths(o),
      ...readRun(o)
    }),
    check: checkColumns
  }),
  defineCommand("observe", {
    operands: "[NAME...]",
    summary: "read certificates for a scan on another machine",
    read: readObserve
  }),
  defineCommand("validate", {
    operands: "[FILE...]",
    summary: "check manifests, offline and without secrets",
    read: (o) => ({
      files: o.operands(),
      strict: o.flag("strict", "exit 2 on warnings too"),
      manifest: readManifest(o),
      now: readNow(o),
      format: readValidationFormat(o),
      quiet: readQuiet(o)
    })
  }),
  defineCommand("test", {
    operands: "[NAME]",
    summary: "send a test notification through each rule that can match the certificate NAME",
    read: (o) => ({ ...readSimulation(o), trace: readTrace(o) }),
    check: (options) => checkSimulation("test", options)
  }),
  defineCommand("render", {
    operands: "[NAME]",
    summary: "print the requests that test would send; NAME is a certificate, webhook or email receiver",
    read: (o) => ({
      ...readSimulation(o),
      preset: o.text("preset", "NAME", "render this preset with a sample certificate; needs no manifest"),
      template: o.flag("template", "with --preset: print the preset as a webhook that you can edit")
    }),
    check: (options) => {
      if (options.template && options.preset === null)
        throw createUsageError("--template requires --preset", "Use: certvigil render --preset slack --template");
      if (options.preset === null) checkSimulation("render", options);
      else checkPreset(options);
    }
  }),
  defineCommand("log list", {
    summary: "show recorded events and their deliveries",
    read: (o) => ({
      ...readLogFilter(o),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      ...readTableOutput(o)
    }),
    check: checkColumns
  }),
  defineCommand("log clear", {
    summary: "forget sent notifications, so that active alerts are sent again",
    read: (o) => ({
      ...readLogFilter(o),
      ...readRecording(o),
      ...readOutput(o)
    }),
    check: ({ now, event_log }) => {
      if (now !== null && event_log === null)
        throw createUsageError("--now requires --event-log", "Add --event-log FILE, or omit --now.");
    }
  }),
  defineCommand("inspect", {
    operands: "TARGET...",
    summary: "show the certificates in files, at host:port or SRV records, at URLs, or on standard input (-)",
    read: readInspect,
    check: checkInspect
  }),
  defineCommand("digest", {
    summary: "send a status digest of all certificates",
    read: (o) => ({
      dry_run: readDryRun(o),
      messages: o.flag("messages", "print the messages; send and record nothing"),
      ...readRun(o)
    }),
    check: (options) => {
      checkColumns(options);
      if (options.messages && options.format === "csv")
        throw createUsageError("--messages cannot be printed as CSV", "Use --format text or json.");
    }
  }),
  defineCommand("forecast", {
    summary: "show upcoming expiries, renewals per year, and thresholds that will stop working",
    read: (o) => ({
      months: parseMonths(o.text("months", "N", "number of months, including this one (default: 12)") ?? "12"),
      only: readOnly(o),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      ...readTableOutput(o)
    }),
    check: checkColumns
  }),
  defineCommand("affected", {
    summary: "find certificates that a CA will revoke: whose they are, where they are in use, and how to renew them",
    read: readAffected,
    check: checkAffected
  }),
  defineCommand("report", {
    operands: "KIND",
    summary: `render a report from the event log, such as html or 'audit[format=csv]'; kinds: ${REPORT_KINDS.join(", ")}`,
    read: (o) => ({
      kinds: o.operands(),
      output: o.text("output", "FILE", "write to this file (default: standard output)"),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      quiet: readQuiet(o)
    }),
    check: ({ kinds }) => {
      if (kinds.length === 1) return;
      throw createUsageError(`report needs one kind, got ${kinds.length}`, `Use one of: ${REPORT_KINDS.join(", ")}.`);
    }
  }),
  defineCommand("export", {
    summary: "export all known certificate data as CSV or JSON, or for import into NetBox SSL",
    read: readExport,
    check: checkExport
  }),
  defineCommand("discover", {
    summary: "find hosts and certificates in the files of a repository that the manifest does not watch, offline",
    read: (o) => ({
      candidates: o.flag("candidates", "also show what may serve TLS, such as address records"),
      unresolved: o.flag("unresolved", "also show templates and variables that could not be resolved"),
      network: o.list("network", "CIDR", "search this network for TLS servers, instead of the files here"),
      ports: o.text("ports", "LIST", "with --network: ports to try (default: 443,8443,636)"),
      probe: o.text("probe", "NAME", "with --network: the probe that will read these servers"),
      expected: o.flag(
        "expected",
        "show certificates in transparency logs that no location has, instead of the files here"
      ),
      write: o.flag("write", "add the missing entries to the manifest; with --candidates, those of candidates too"),
      fail_on: parseChoice(
        "--fail-on",
        o.text("fail-on", "unwatched|never", "exit 1 if a host or certificate is not watched (default: never)") ?? "never",
        ["unwatched", "never"]
      ),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      format: readDiscoveryFormat(o),
      quiet: readQuiet(o),
      trace: readTrace(o)
    }),
    check: ({ network, ports, probe, expected, format }) => {
      if (expected && (network.length > 0 || format !== "text"))
        throw createUsageError(
          `--expected cannot be combined with ${network.length > 0 ? "--network" : `--format ${format}`}`,
          "Remove one of them."
        );
      if (network.length === 0 && (ports !== null || probe !== null))
        throw createUsageError(
          `--${ports === null ? "probe" : "ports"} needs --network`,
          "Add --network, such as --network 10.20.0.0/24."
        );
      if (network.length > 0 && (format === "sarif" || format === "codequality"))
        throw createUsageError(`--format ${format} cannot show servers in a network`, "Use --format json or markdown.");
    }
  }),
  defineCommand("import", {
    operands: "FILE...",
    summary: "extend or create a manifest from a list, CSV, Prometheus, Gatus, Upptime or Uptime Kuma",
    read: (o) => {
      const from = o.text("from", "FORMAT", `format of the files, if it is not recognized: ${FORMAT_NAMES.join(", ")}`);
      return {
        files: o.operands(),
        from: from === null ? null : parseChoice("--from", from, FORMAT_NAMES),
        dry_run: o.flag("dry-run", "show what would be added, and write nothing"),
        manifest: readManifest(o),
        ...readOutput(o)
      };
    },
    check: ({ files }) => {
      if (files.length === 0)
        throw createUsageError(
          "import needs a file",
          "Use: certvigil import FILE, such as prometheus.yml, .upptimerc.yml or hosts.txt."
        );
    }
  }),
  defineCommand("init", {
    summary: "create a manifest and two workflows for the certificates found here, and send a test message; existing files stay unchanged",
    read: readInit,
    check: checkInit
  }),
  defineCommand("overview", {
    summary: "merge the last reports of an organization's repositories into one, and send one digest",
    read: readOverview,
    check: checkColumns
  }),
  defineCommand("silence", {
    operands: "CODE",
    summary: "permit a known reason for a red run until a date, in the manifest",
    read: readSilence,
    check: (options) => void parseSilence(options)
  }),
  defineCommand("explain", {
    operands: "CODE|WORDS",
    summary: 'explain an error code, or find the page about some words, such as proxy or "self signed"',
    read: (o) => ({ words: o.operands() }),
    check: ({ words }) => {
      if (words.length === 0)
        throw createUsageError(
          "missing error code",
          "Use: certvigil explain CODE, with the code that a message shows, or words such as proxy."
        );
    }
  }),
  defineCommand("completion", {
    operands: "SHELL",
    summary: "print the completion script for bash, zsh or fish",
    read: (o) => ({ shells: o.operands() }),
    check: ({ shells: [shell, ...others] }) => {
      if (shell === void 0 || others.length > 0)
        throw createUsageError("completion needs one shell", `Use one of: ${SHELLS.join(", ")}.`);
      parseChoice("completion", shell, SHELLS);
    }
  }),
  defineCommand("demo", {
    summary: "run the whole pipeline on this machine, without setup",
    read: (o) => ({
      details: o.flag("details", "show the whole manifest, every message, and more steps"),
      quiet: readQuiet(o)
    })
  })
];
function checkSimulation(command, { names, rule, webhook, email, all }) {
  const isSelected = rule !== null || webhook !== null || email !== null || all;
  if (names.length > 1 || names.length === 0 && !isSelected) {
    throw createUsageError(
      `${command} needs one name, got ${names.length}`,
      `Use: certvigil ${command} NAME, or --rule NAME, --webhook NAME, --email NAME or --all.`
    );
  }
  if (all && names.length > 0)
    throw createUsageError(
      "--all cannot be combined with a name",
      `Use: certvigil ${command} --all, or the name alone.`
    );
}
function checkPreset({ names, rule, webhook, email, all, manifest }) {
  if (names.length === 0 && rule === null && webhook === null && email === null && !all && manifest === null) return;
  throw createUsageError(
    "--preset cannot be combined with a name, --rule, --webhook, --email, --all or --manifest",
    "Use: certvigil render --preset NAME."
  );
}

// src/cli/help.ts
var GENERAL_OPTIONS = [
  { name: "help", short: "h", value: null, help: "show this help", isRepeatable: false },
  { name: "version", short: "Vv", value: null, help: "show the version (also -v)", isRepeatable: false }
];
var COMMAND_GROUPS = [
  ["Start", ["demo", "init", "import", "discover", "completion"]],
  ["Watch", ["scan", "observe", "digest", "overview", "silence", "log clear"]],
  ["Look", ["inspect", "log list", "forecast", "affected", "explain"]],
  ["Prove", ["validate", "test", "render", "report", "export"]]
];
function renderOverview() {
  const width = computeWidth(COMMANDS.map(({ usage }) => usage));
  const groups = COMMAND_GROUPS.map(([title, names]) => {
    const rows = names.flatMap((name) => COMMANDS.filter((command) => command.name === name));
    return `${title}:
${alignColumns(
      rows.map(({ usage, summary }) => [usage, summary]),
      width
    )}`;
  });
  return `certvigil: certificate expiry monitoring as code

Usage: certvigil COMMAND [OPTION...]

${groups.join("\n\n")}

Run 'certvigil COMMAND --help' for options.
Exit codes: 0 success; 1 something was not read, or is at the --fail-on level or worse; 2 usage or manifest error; 3 failed delivery, unsaved event log, or internal error.
`;
}
function renderCommandHelp({ usage, summary, listOptions: listOwn }) {
  const common = listOptions(readCommonOptions).map(({ name }) => name);
  const own = listOwn().toSorted((a, b) => common.indexOf(a.name) - common.indexOf(b.name));
  const rows = [...own, ...GENERAL_OPTIONS].map(({ name, short, value, help }) => {
    const prefix = short === void 0 ? "    " : `-${short[0]}, `;
    return [`${prefix}--${name}${value === null ? "" : ` ${value}`}`, help];
  });
  return `Usage: certvigil ${usage} [OPTION...]

${summary[0]?.toUpperCase()}${summary.slice(1)}.

${alignColumns(rows)}
`;
}
function wrapHelp(text, columns) {
  return text.split("\n").map((line) => wrapLine(line, columns)).join("\n");
}
function wrapLine(line, columns) {
  if (line.length <= columns) return line;
  const gap = /\S {2,}(?=\S)/.exec(line);
  if (gap === null && /^ +-/.test(line)) return line;
  const left = gap === null ? /^ */.exec(line)?.[0] ?? "" : line.slice(0, gap.index + gap[0].length);
  const isNarrow = left.length > columns / 2;
  const indent = " ".repeat(isNarrow ? Math.min(10, columns >> 2) : left.length);
  const wrapped = wrapText(line.slice(left.length), columns, indent).join("\n");
  if (left.trim() === "") return wrapped;
  return isNarrow ? `${left.trimEnd()}
${wrapped}` : left + wrapped.slice(indent.length);
}
var MAX_LEFT_WIDTH = 30;
function computeWidth(left) {
  return Math.max(...left.map(({ length }) => length).filter((length) => length <= MAX_LEFT_WIDTH));
}
function alignColumns(rows, width = computeWidth(rows.map(([left]) => left))) {
  return rows.map(([left, right]) => {
    const start = `  ${left.padEnd(width)}`;
    return left.length <= width ? `${start}  ${right}` : `${start}
${" ".repeat(width + 4)}${right}`;
  }).join("\n");
}

export {
  readCommonOptions,
  parseDeadline,
  parseChatOption,
  parseMailRecipients,
  parseServerList,
  checkHostedMailServer,
  parseMailServer,
  isHosted,
  selectReceivers,
  listOptions,
  splitArguments,
  createReader,
  SILENCEABLE_CODES,
  parseSilence,
  SHELLS,
  COMMANDS,
  GENERAL_OPTIONS,
  renderOverview,
  renderCommandHelp,
  wrapHelp
};
