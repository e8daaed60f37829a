const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  createProgress,
  getTableLayout,
  isColored,
  loadManifestFor,
  printRevocationTime,
  printUntrueCoverage,
  printWarnings,
  reportDiagnostics
} from "./terminal.js";
import {
  COMMANDS,
  GENERAL_OPTIONS,
  SHELLS
} from "./command-specs.js";
import {
  CERTIFICATE_TABLE,
  ERROR_TEXTS,
  MAX_SARIF_RESULTS,
  NO_CERTIFICATE,
  assignUniqueNames,
  buildDigestReceivers,
  buildReport,
  checkReportPaths,
  compareWithLog,
  compileRules,
  composeMail,
  computeExitCode,
  countCertificates,
  countFindings,
  createBlindFailure,
  createCsvRenderer,
  createEmptyLog,
  createIgnoreFinder,
  createScanContext,
  createSection,
  createTable,
  createTerminal,
  decodeIssuance,
  deliverPlan,
  describeServer,
  describeSystemError,
  evaluateConditions,
  evaluateSubjects,
  findResponseAdvice,
  forecast,
  formatCode,
  formatMissing,
  formatOmitted,
  formatPlainMarkdown,
  formatUnrecordedDigest,
  formatUnsavedLog,
  formatValue,
  getSystemErrorCode,
  groupByEntry,
  groupDeliveries,
  groupDeliveryFailures,
  groupHistories,
  groupNotObserved,
  indentTexts,
  indexEntries,
  isDomainName,
  isFailing,
  isMissing,
  joinSections,
  lastSequence,
  layOutTable,
  listCaaNames,
  listCandidates,
  listProbes,
  listReadingNotes,
  listSummaryLines,
  listUnreadableLocations,
  listUnwatched,
  loadRuleRegexes,
  lookUpCaa,
  lookUpTlsa,
  markAsTest,
  matchTlsa,
  noteTruncation,
  openDnsClient,
  openEventLog,
  openFileStore,
  openStore,
  parseLogFiles,
  plan,
  printPieces,
  printRecords,
  printReport,
  proposeEntries,
  readDomains,
  readLogOffline,
  record,
  renderDetail,
  renderDigestTable,
  renderDocument,
  renderEntryLine,
  renderEntryYaml,
  renderIssues,
  renderReadFailures,
  renderRequest,
  renderScalar,
  renderScanTable,
  resolveLogRequest,
  runDigest,
  runDiscovery,
  runObserve,
  runScan,
  selectProbeSecret,
  selectRenderer,
  selectReports,
  serializeLogFiles,
  titleSection,
  toEntrySpec,
  toHostSources,
  toSarifUri,
  writeAtomically,
  writeReport,
  writeReports
} from "./validate-event-log.js";
import {
  COMPLETE_RUN,
  DEFAULT_CRITICAL,
  DEFAULT_NETWORK_RULES,
  DEFAULT_THRESHOLDS,
  DEFAULT_WARNING,
  MANIFEST_NAMES,
  MAX_CONNECTIONS,
  PLACEHOLDER_ACTION,
  PLACEHOLDER_OWNER,
  PRESETS,
  PRESET_NAMES,
  STARTTLS_PROTOCOLS,
  UNRESTRICTED,
  assess,
  catchBugs,
  catchBugsSync,
  checkCaa,
  checkStapleFreshness,
  checkTrustRevocation,
  checkTrustStaple,
  computeCoverage,
  createBugReporter,
  createEndpointSource,
  createEntryRedactors,
  createEventMatcher,
  createGlobMatcher,
  createMatcher,
  createNetworkAccess,
  createPolicyEvaluator,
  createSource,
  createTrustEvaluator,
  createTrustOptionsReader,
  createUntrustedFetcher,
  createUrlTarget,
  decodeLocation,
  escapeGlob,
  evaluateIssuances,
  evaluatePresentedPath,
  evaluateTrust,
  findRepositoryRoot,
  findServer,
  findStartTls,
  formatCount,
  formatDay,
  formatDays,
  formatDeliveryKey,
  formatDestination,
  formatExpiry,
  formatMinute,
  formatNumber,
  formatStatusCounts,
  formatSubjectCount,
  getSourceDefinition,
  hasEarlierExpiry,
  hasIssueRule,
  hasRules,
  indexDestinations,
  isBlock,
  isDnsServer,
  isLookupFailure,
  isProxy,
  isResolverUrl,
  isUntrustedCheckout,
  leadsOutside,
  listLocationsWithPasswords,
  loadManifest,
  openNetwork,
  parseBuiltInManifest,
  parseCertificate,
  parseEndpoint,
  printDiagnostics,
  rankStatus,
  readActionReference,
  readAndDecode,
  readDetails,
  readSources,
  redactReadings,
  removePrivateKeys,
  renderJson,
  renderJsonPieces,
  require_dist,
  resolveAttribute,
  resolvePasswords,
  resolveWorkspace,
  runAll,
  toBuffer,
  toCertificate
} from "./validate-manifest.js";
import {
  DAY,
  computeLeadTime,
  computeValidityPeriod,
  findUrlProblem,
  lazy,
  normalizeDomain,
  truncate,
  truncateList,
  truncateTo
} from "./fetch-redirects.js";
import {
  createFailure,
  createInternalFailure,
  formatAuthority,
  formatOctets,
  isHostName,
  isServiceName,
  isSystemError,
  normalizeServiceName,
  parseHostPort,
  parseIpv6,
  toAsciiHost
} from "./failures.js";
import {
  REPORT_KINDS,
  getInterruption,
  parseChoice,
  parseReportKind,
  truncateLocationToWidth,
  truncateToWidth,
  wrapText
} from "./terminal-text.js";
import {
  ALL_SCANS,
  AppError,
  DEFERRED,
  DEFERRED_EXPIRED,
  DIGEST,
  EVENTS,
  EVENT_NAMES,
  NOT_OBSERVED,
  RESOLUTION_NAMES,
  STATUS_LABELS,
  computeSerialKey,
  createRedactor,
  createSuggester,
  createUsageError,
  escapeUnprintable,
  formatTopic,
  isAboutScans,
  isFinding,
  isOnlyByName,
  isResolution,
  isTrusted,
  listProxyCredentials,
  suggest
} from "./common-words.js";
import {
  VERSION,
  formatIsoTime,
  isReservedVariable,
  listReferencedVariables,
  parseIsoTime,
  toSigningVariable
} from "./package.js";
import {
  compareText,
  getOrCreate,
  getOwn,
  groupBy
} from "./collections.js";
import "./brace-expansion.js";
import {
  __callDispose,
  __toESM,
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
    expires: ${declared.toISOString().slice(0, 10)}
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
var STEPS = [
  { title: "Validating the manifest. This needs no network and no secrets.", argv: ["validate"], messages: 0 },
  { title: "First scan: thresholds are crossed, so the receiver is notified.", argv: SCAN, messages: 4 },
  { title: "Second scan: every alert is within its cooldown, so nothing is sent.", argv: SCAN, messages: 0 },
  { title: "Clearing the event log, so that active alerts are sent again.", argv: ["log", "clear"], messages: 0 },
  { title: "Third scan: active alerts are sent again.", argv: SCAN, messages: 4 },
  {
    title: "Renewing the certificate of api: its alert is resolved.",
    argv: SCAN,
    messages: 1,
    before: (environment) => environment.renewApi(395)
  },
  { title: "Showing the recorded events.", argv: ["log", "list"], messages: 0 }
];
async function runDemo({ quiet }, io, main) {
  const directory = await mkdtemp(path2.join(os.tmpdir(), "certvigil-demo-"));
  try {
    var _stack = [];
    try {
      const environment = __using(_stack, await createDemoEnvironment(directory, io.now()), true);
      const { NO_COLOR, TERM } = io.env;
      const env = { NO_COLOR, TERM, SLACK_WEBHOOK_URL: environment.receiverUrl };
      if (!quiet) await printIntroduction(directory, io);
      for (const step of STEPS) await runStep(step, environment, { ...io, cwd: directory, env }, { quiet, main });
      io.stdout("\nDone: every step sent the expected notifications. The temporary files and servers were removed.\n");
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
async function printIntroduction(directory, io) {
  const manifest = await readFile(path2.join(directory, "certvigil.yaml"), "utf8");
  io.stdout(
    `The demo created certificates, in files and behind TLS servers on loopback. The manifest:

${indent(manifest)}`
  );
}
async function runStep(step, environment, io, { quiet, main }) {
  await step.before?.(environment);
  const before = environment.received.length;
  const command = step.argv.join(" ");
  io.stdout(`
${step.title}
$ certvigil ${command}

`);
  const status = await main(quiet ? [...step.argv, "--quiet"] : step.argv, io);
  const messages = environment.received.slice(before);
  if (messages.length > 0) {
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
      hint: "Check that programs on this machine may listen and connect on 127.0.0.1. If they may, please report this as a bug.",
      exitCode: 3
    }
  );
}
function indent(text) {
  return text.trimEnd().replace(/^/gm, "    ").concat("\n");
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

// src/report/scan/failures-only.ts
var MAX_LOCATIONS = 20;
function renderFailures(report) {
  const locations = listUnreadableLocations(report);
  const omitted = locations.length - MAX_LOCATIONS;
  return [
    ...locations.slice(0, MAX_LOCATIONS).map(({ certificate, location, error: { code, detail } }) => {
      const isError = code === "internal-error" || code === "variable-unset" && !report.dry_run;
      const severity = isError ? "error" : "warning";
      return `${severity}[${code}]: ${certificate} could not be read at ${location}: ${detail}`;
    }),
    ...omitted > 0 ? [
      `warning: ${formatCount(omitted, "more location", "more locations")} could not be read (--format json shows all)`
    ] : [],
    ...groupNotObserved(report).map((group) => {
      const entries = truncateList(group.entries, MAX_LOCATIONS);
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

// src/cli/commands/format-requests.ts
var ISSUE = "issue";
function renderAll(due, planned, manifest, io) {
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const webhooks = new Map(manifest.webhooks.map((webhook) => [`webhook:${webhook.name}`, webhook]));
  const emails = new Map(manifest.emails.map((email) => [`email:${email.name}`, email]));
  const certificateEvents = planned.events.filter((event) => event.event !== DIGEST);
  const issues = renderIssues({ ...planned, events: certificateEvents }, manifest, io);
  const masked = { env: io.env, reveal: false, hasIssues: hasIssueRule(manifest) };
  const { findAction } = indexDestinations(manifest);
  const findGrouping = ({ rule, destination }) => findAction(rule, destination)?.group ?? null;
  const deliveries = due.flatMap((delivery) => {
    const event = events.get(delivery.event_id);
    return event === void 0 ? [] : [{ planned: delivery, event }];
  });
  return groupDeliveries(deliveries, findGrouping).flatMap(({ deliveries: grouped, context }) => {
    const delivery = grouped[0].planned;
    const webhook = webhooks.get(delivery.destination);
    const issue = delivery.destination === ISSUE ? issues.get(delivery.event_id) : void 0;
    if (issue !== void 0) return [{ delivery, issue }];
    const email = emails.get(delivery.destination);
    const group = findGrouping(delivery) === null ? null : grouped.length;
    if (email !== void 0) return [{ delivery, group, composed: composeMail(email, context, masked) }];
    return webhook === void 0 ? [] : [{ delivery, group, result: renderRequest(webhook, context, masked) }];
  });
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
  else if (!options.quiet) io.stdout(renderDigestTable(digest, getTableLayout(io)));
  else {
    io.stderr(renderFailures(report));
    for (const { destination, error } of digest.deliveries) {
      if (error === null) continue;
      io.stderr(`certvigil: error[${error.code}]: delivery of the digest to ${destination} failed: ${error.detail}
`);
    }
  }
  printUntrueCoverage(report.coverage, options, io);
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
  const rendered = renderAll(planned.deliveries, planned, buildDigestReceivers(manifest), io);
  printRendered(rendered, format === "json" ? "json" : "text", io);
  return rendered.every(isRendered) ? 0 : 3;
}

// src/cli/commands/discover.ts
import { readFile as readFile2 } from "node:fs/promises";
import path3 from "node:path";

// src/app/discover/write-entries.ts
var import_yaml = __toESM(require_dist(), 1);
function groupEntries(findings) {
  const proposed = groupByEntry(findings).flatMap(
    ({ entry, findings: [first] }) => entry === null || first === void 0 ? [] : { entry, file: first.file, isFile: first.file === first.value }
  );
  const getOwner = ({ entry }) => typeof entry.owner === "string" ? entry.owner : "";
  const sorted = proposed.toSorted((a, b) => compareText(getOwner(a), getOwner(b)));
  const sections = groupBy(sorted, (one) => `${getOwner(one)}
${one.isFile ? "" : one.file}`);
  return [...sections.values()].map((group) => {
    const [first] = group;
    const source = first === void 0 || first.isFile ? "certificate files" : first.file;
    return { comment: `# Found by discover: ${toSingleLine(source)}`, entries: group.map(({ entry }) => entry) };
  });
}
function toSingleLine(text) {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
function insertEntries(text, sections) {
  const document = (0, import_yaml.parseDocument)(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !(0, import_yaml.isMap)(document.contents)) return null;
  const pair = document.contents.items.find(({ key }) => (0, import_yaml.isScalar)(key) && key.value === "certificates");
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const inserted = pair === void 0 ? appendList(text, sections) : extendList(text, pair, sections);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}
function appendList(text, sections) {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}
certificates:
${renderSections(sections, 2)}`;
}
function extendList(text, { key, value }, sections) {
  const isEmpty = value === null || (0, import_yaml.isScalar)(value) && value.value === null || (0, import_yaml.isSeq)(value) && value.items.length === 0;
  if (isEmpty) return fillList(text, key, value, sections);
  if (!(0, import_yaml.isSeq)(value)) return null;
  if (value.flow) {
    const entries = sections.flatMap((section) => section.entries).map((entry) => `, ${renderEntryLine(entry)}`);
    const last = findLastEnd(value);
    return text.slice(0, last) + entries.join("") + text.slice(last);
  }
  const at = findLineEnd(text, findLastEnd(value));
  return join(text.slice(0, at), renderSections(sections, findIndent(text, value)), text.slice(at));
}
function fillList(text, key, value, sections) {
  const keyEnd = (0, import_yaml.isScalar)(key) ? key.range?.[1] : void 0;
  if (keyEnd === void 0) return null;
  const colon = text.indexOf(":", keyEnd) + 1;
  const isList = (0, import_yaml.isSeq)(value) && value.range;
  const rest = isList ? text.slice(value.range?.[1]) : text.slice(colon);
  const at = findLineEnd(rest, 0);
  return join(`${text.slice(0, colon)}${rest.slice(0, at)}`, renderSections(sections, 2), rest.slice(at));
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
function renderSections(sections, indent2) {
  const margin = " ".repeat(indent2);
  return sections.map(
    ({ comment, entries }) => `${margin}${comment}
${entries.map((entry) => renderEntryYaml(entry, indent2)).join("")}`
  ).join("");
}

// src/report/discover/markdown.ts
var MAX_BYTES = 6e4;
var REST = "in the output of `certvigil discover`";
function renderDiscoveryMarkdown(discovery, { candidates, unresolved }) {
  const missing = listUnwatched(discovery);
  const head = `## Certificates that are not watched

${listSummaryLines(discovery).toReversed().map(formatText).join("  \n")}
`;
  const sections = [
    createFindingTable("Not watched", missing),
    createEntrySection(missing),
    ...candidates ? [createFindingTable("Candidates", listCandidates(discovery))] : [],
    ...unresolved ? [createUnresolvedTable(discovery)] : []
  ];
  return renderDocument(head, sections, "", MAX_BYTES);
}
function formatText(line) {
  return line.replace(/[\\`*_{}[\]<>#|@&]/g, (character) => `\\${character}`);
}
function createFindingTable(title, findings) {
  const rows = findings.map((finding) => {
    const { kind, file, line, format, also_at, names } = finding;
    if (names !== void 0)
      return [formatCode(formatValue(finding)), kind, formatCode(describeServer(finding)), formatCode(format)];
    const more = also_at.length === 0 ? "" : ` and ${also_at.length} more`;
    return [formatCode(formatValue(finding)), kind, `${formatCode(`${file}:${line}`)}${more}`, formatCode(format)];
  });
  return createTable(title, ["found", "kind", "at", "format"], rows, REST);
}
function createEntrySection(findings) {
  const entries = groupByEntry(findings).flatMap(({ entry }) => entry === null ? [] : [entry]);
  const yaml = entries.map((entry) => renderEntryYaml(entry)).join("");
  const fence = "`".repeat(Math.max(3, ...(yaml.match(/`+/g) ?? []).map(({ length }) => length + 1)));
  const section = createSection("Entries for the manifest", yaml.split("\n").slice(0, -1), REST);
  return { ...section, before: `${section.before}${fence}yaml
certificates:
`, after: `${fence}
` };
}
function createUnresolvedTable({ unresolved }) {
  const rows = unresolved.map(({ file, line, format, expression }) => [
    formatCode(expression),
    formatCode(`${file}:${line}`),
    formatCode(format)
  ]);
  return createTable("Not resolved", ["expression", "at", "format"], rows, REST);
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
function selectRule({ kind }) {
  if (kind === "host" || kind === "domain" || kind === "fixture") return `unwatched-${kind}`;
  return "unwatched-certificate";
}
function buildResult(finding, ids) {
  const { kind, file, line, also_at, entry, reason } = finding;
  const rule = selectRule(finding);
  const fix = entry === null ? reason ?? "Add an entry to the manifest" : `Add ${renderEntryLine(entry)}`;
  const identity = createHash("sha256").update(JSON.stringify([rule, kind, formatValue(finding)])).digest("hex");
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: rule === "unwatched-fixture" ? "note" : "warning",
    message: { text: `${formatValue(finding)} is not watched. ${fix}.` },
    locations: [{ physicalLocation: buildLocation(file, line) }],
    ...also_at.length > 0 && {
      relatedLocations: also_at.slice(0, MAX_RELATED).map((one, index) => ({
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

// src/report/discover/terminal.ts
function renderDiscovery(discovery, { candidates, unresolved }) {
  const sections = [
    renderFindings("Not watched", listUnwatched(discovery)),
    candidates ? renderFindings("Candidates", listCandidates(discovery)) : "",
    unresolved ? renderUnresolved(discovery) : "",
    renderSkipped(discovery),
    renderNextStep(discovery)
  ];
  const summary = listSummaryLines(discovery).map((line) => `${escapeUnprintable(line)}
`);
  return [...sections.filter((section) => section !== "").map((section) => `${section}
`), ...summary].join("");
}
function renderFindings(title, findings) {
  if (findings.length === 0) return "";
  return `${title}:
${groupByEntry(findings).map(renderGroup).join("")}`;
}
function renderGroup({ entry, findings }) {
  const lines = findings.map((finding) => `  ${escapeUnprintable(formatValue(finding))}  ${formatPlaces(finding)}
`);
  const [reason] = findings.flatMap((finding) => finding.reason ?? []);
  const proposal = entry === null ? reason : `- ${renderEntryLine(entry)}`;
  return lines.join("") + (proposal === void 0 ? "" : `      ${escapeUnprintable(proposal)}
`);
}
function formatPlaces(finding) {
  if (finding.names !== void 0) return escapeUnprintable(describeServer(finding));
  return formatFilePlaces(finding);
}
function formatFilePlaces({ kind, value, file, line, format, also_at, valid_to }) {
  const more = also_at.length === 0 ? "" : `, and ${also_at.length} more`;
  if (kind === "host" || kind === "domain" || file !== value)
    return `${escapeUnprintable(file)}:${line} (${format}${more})`;
  const expiry = valid_to === null ? "" : `, expires on ${valid_to.slice(0, 10)}`;
  return `(${kind === "fixture" ? `test certificate, ${format}` : format}${expiry})`;
}
function renderUnresolved({ unresolved }) {
  if (unresolved.length === 0) return "";
  const lines = unresolved.map(
    ({ file, line, format, expression }) => `  ${escapeUnprintable(expression)}  ${escapeUnprintable(file)}:${line} (${format})
`
  );
  return `Not resolved:
${lines.join("")}`;
}
function renderNextStep(discovery) {
  const entries = listUnwatched(discovery).filter(({ entry }) => entry !== null);
  if (entries.length === 0) return "";
  if (discovery.network !== void 0)
    return discovery.manifest === null ? 'There is no manifest: "certvigil init" creates one.\n' : `Add --write to add these entries to ${escapeUnprintable(discovery.manifest)}.
`;
  return discovery.manifest === null ? 'There is no manifest. "certvigil init" creates one with these entries.\n' : `"certvigil discover --write" adds these entries to ${escapeUnprintable(discovery.manifest)}.
`;
}
var MAX_SKIPPED = 10;
function renderSkipped({ skipped }) {
  const notable = skipped.filter(({ reason }) => !/^(?:a private key|a link to|documentation)/.test(reason));
  if (notable.length === 0) return "";
  const lines = notable.slice(0, MAX_SKIPPED).map(({ file, reason }) => `  ${escapeUnprintable(file)}  ${escapeUnprintable(reason)}
`);
  const more = notable.length > MAX_SKIPPED ? `  and ${notable.length - MAX_SKIPPED} more (--format json lists them)
` : "";
  return `Skipped:
${lines.join("")}${more}`;
}

// src/app/discover/network.ts
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

// src/scan/network/search.ts
var MAX_RATE = 300;
var TIMEOUT_SECONDS = 3;
async function searchServers(targets, network, { interrupted, onProgress }) {
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
        if (read !== null) found.push({ index, server: { target, read } });
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
      if (!("failure" in read) || read.failure.code !== "tls-handshake-failed") return null;
    }
  } catch (bug) {
    network.reportBug(bug);
  }
  return null;
}
function createAttempt({ address, port }, profile) {
  return {
    location: formatAuthority(address, port),
    host: address,
    port,
    address,
    // No server name is sent for an address: the server chooses its default certificate.
    name: address,
    starttls: findStartTls(port),
    proxy: null,
    requested: "default",
    profile,
    thorough: profile !== "default",
    addresses: [address],
    seconds: TIMEOUT_SECONDS
  };
}

// src/app/discover/network.ts
function countConnections({ networks, ports }) {
  return networks.reduce((sum, { size }) => sum + size, 0) * ports.length;
}
async function searchNetworks(search, io) {
  const { networks, ports, manifest } = search;
  const entries = manifest?.entries ?? [];
  const network = await openSearchNetwork(search, io);
  try {
    const watchers = await indexWatchers(entries, search.log, network);
    const { servers, made, denied } = await searchServers(listTargets(networks, ports), network, search);
    const found = servers.flatMap(describeServer2);
    const findings = addEntries(compareServers(found, watchers, search), found, entries, search.probe);
    return {
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
function describeServer2({ target, read }) {
  const certificate = decodeLocation(read, null)[0]?.certificate ?? null;
  if (certificate === null) return [];
  const { sans, common_name } = certificate.facts;
  const all = sans.length > 0 ? sans : common_name === null ? [] : [common_name];
  return [{ ...target, certificate, names: [...new Set(all.map((name) => name.toLowerCase()))] }];
}
async function indexWatchers(entries, log, { resolver }) {
  const byAddress = /* @__PURE__ */ new Map();
  const sorted = entries.toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  for (const entry of sorted) {
    const { source } = entry;
    if (source.kind !== "endpoint") continue;
    const targets = await listConnectTargets(source, resolver);
    const addresses = await Promise.all(targets.map(({ host }) => lookUp(host, resolver.lookup)));
    for (const [index, { port }] of targets.entries())
      for (const address of addresses[index] ?? []) {
        const key = formatAuthority(normalizeAddress(address), port);
        if (!byAddress.has(key)) byAddress.set(key, entry);
      }
  }
  const byCertificate = /* @__PURE__ */ new Map();
  for (const entry of sorted.filter(({ enabled }) => enabled))
    for (const { fingerprint, gone } of Object.values(log?.places[entry.name] ?? {}))
      if (fingerprint !== null && !gone && !byCertificate.has(fingerprint)) byCertificate.set(fingerprint, entry);
  return {
    findByAddress: ({ address, port }) => byAddress.get(formatAuthority(address, port)) ?? null,
    findByCertificate: (fingerprint) => byCertificate.get(fingerprint) ?? null
  };
}
async function listConnectTargets({ targets, connect_to, backends, services }, { lookupServices }) {
  const instead = connect_to === null ? backends : [connect_to];
  const direct = targets.flatMap(
    ({ host, port }) => instead.length === 0 ? [{ host, port }] : instead.map((one) => ({ host: one.host, port: one.port ?? port }))
  );
  const records = await Promise.all(services.map((service) => lookUp(service, lookupServices)));
  return [...direct, ...records.flat()];
}
async function lookUp(name, look) {
  try {
    return await look(name);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
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
      ...{ kind: "host", value: address, port, file: network, line: 1, also_at: [], format: "tls" },
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
    const discovery = await searchNetworks(
      { ...context, networks, ports, probe: options.probe, interrupted, onProgress },
      io
    );
    return { discovery, interrupted: createInterruption(interrupted, discovery) };
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
    io.stderr(made < total ? `\r\x1B[2K${line}` : "\r\x1B[2K");
  };
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
  const context = { manifest: loaded, log, now: options.now ?? io.now() };
  const run = options.network.length === 0 ? { interrupted: null, ...await runDiscovery(context, io) } : { warnings: [], ...await runNetworkSearch(options, context, io) };
  if (!options.quiet) printDiagnostics(run.warnings, io.stderr, isColored(io, "stderr"));
  print(run, options, io);
  if (run.interrupted !== null) throw run.interrupted;
  if (options.write && loaded !== null) await writeEntries(run, loaded, options, io);
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
  else if (options.format === "markdown") io.stdout(renderDiscoveryMarkdown(discovery, options));
  else if (!options.quiet) io.stdout(renderDiscovery(discovery, options));
}
async function writeEntries({ discovery }, { file }, { candidates, quiet }, io) {
  const findings = [...listUnwatched(discovery), ...candidates ? listCandidates(discovery) : []];
  const sections = groupEntries(findings);
  const count = sections.flatMap(({ entries }) => entries).length;
  if (count > 0) await rewriteManifest(path3.resolve(io.cwd, file), file, sections, io);
  if (quiet) return;
  io.stderr(
    count === 0 ? `Nothing to add to ${file}.
` : `Added ${formatCount(count, "entry", "entries")} to ${file}.
`
  );
}
async function rewriteManifest(absolute, file, sections, io) {
  if (leadsOutside(absolute, resolveWorkspace(path3.dirname(absolute), io.env)))
    throw createWriteError(file, "a symbolic link leads out of the repository");
  const before = await readFile2(absolute, "utf8");
  const after = insertEntries(before, sections);
  if (after === null) throw createWriteError(file, "`certificates` is not a list in this file");
  await writeAtomically(absolute, after);
  const { manifest, diagnostics } = await loadManifest(file, io);
  if (manifest !== null) return;
  await writeAtomically(absolute, before);
  const error = diagnostics.find(({ severity }) => severity === "error");
  throw createWriteError(file, `the new entries would not be valid (${error?.code}: ${error?.message})`);
}
function createWriteError(file, reason) {
  return new AppError("discover-unwritable", `no entries were added to ${file}: ${reason}`, {
    hint: "Add the entries that the output shows by hand."
  });
}

// src/cli/commands/explain.ts
async function runExplainCommand({ codes }, io) {
  io.stdout(codes.map(explain).join("\n"));
  return 0;
}
function explain(operand) {
  const code = /\[([a-z0-9-]+)\]/.exec(operand)?.[1] ?? operand.trim().toLowerCase();
  const found = getOwn(ERROR_TEXTS, code);
  if (found === void 0) throw createUnknownCodeError(operand.trim());
  return `${code}

${formatPlainMarkdown(found.text)}

More: docs/reference/errors/${found.page}
`;
}
function createUnknownCodeError(operand) {
  const similar = suggest(operand, Object.keys(ERROR_TEXTS));
  return new AppError("unknown-code", `unknown error code "${operand}"`, { hint: formatHint(operand, similar) });
}
function formatHint(operand, similar) {
  if (similar !== void 0) return `Did you mean ${similar}?`;
  const mentions = findMentions(operand);
  if (mentions.length > 0) return `Codes that mention it: ${truncateList(mentions, MAX_MENTIONS)}.`;
  return "Use a code as messages show it in brackets, such as endpoint-refused.";
}
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

// src/app/reports/from-log.ts
import { randomUUID } from "node:crypto";
async function reportFromLog(manifest, request, now, io) {
  const { log } = await openEventLog(manifest, request, io);
  const { entries } = manifest;
  const comparison = compareWithLog({ log, entries, readings: [], covers: () => true, now });
  const policies = createPolicyEvaluator(manifest);
  const transparency = evaluateIssuances(comparison, indexEntries(entries), now);
  const getVerdict = evaluateSubjects(manifest, comparison, now, policies, { transparency });
  const scan = { ...createScanContext(now, io), scan_id: log.scans.last?.id ?? randomUUID() };
  const plan2 = { events: [], deliveries: [] };
  const coverage = computeCoverage({
    ...COMPLETE_RUN,
    entries: entries.filter(({ enabled }) => enabled),
    reads: () => false,
    locations: comparison.locations,
    log,
    now,
    hasRules: hasRules(manifest)
  });
  const evaluated = { comparison, getVerdict, transparency, entries };
  const report = buildReport({ scan, dry_run: true, ...evaluated, coverage, plan: plan2, receipts: [] });
  return { manifest, report, digest: null, log, read_at: log.scans.last?.scanned_at ?? null };
}

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

// src/report/export/netbox.ts
var NETBOX_TABLE = {
  columns: {
    common_name: (one) => one.common_name,
    serial_number: ({ serial_number }) => separateBytes(serial_number ?? ""),
    issuer: (one) => one.issuer,
    valid_from: ({ valid_from }) => valid_from?.slice(0, 10) ?? null,
    valid_to: ({ valid_to }) => valid_to?.slice(0, 10) ?? null,
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
    locations: ({ expiry, unread }) => expiry?.places.join("; ") ?? unread?.location ?? null,
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

// src/report/forecast/threshold-section.ts
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
var MAX_ROWS = 20;
var MAX_NAMES = 3;
function renderThresholdSection({ thresholds, limits }, terminal) {
  const explicit = thresholds.filter((one) => !one.default);
  const defaults = thresholds.length > explicit.length ? indentTexts([DEFAULTS_NOTE], terminal) : [];
  if (explicit.length === 0) return titleSection("THRESHOLDS", defaults, terminal);
  const columns = [
    { title: "SETTING" },
    { title: "VALUE", align: "right" },
    { title: "USE" },
    { title: "TODAY" },
    ...limits.map(({ days }) => ({ title: `${days} DAYS` })),
    { title: "CERTIFICATES", truncatable: true }
  ];
  const { good, status } = terminal.colors;
  const rows = explicit.slice(0, MAX_ROWS).map(({ setting, written: value, effects, suggestion, certificates }) => [
    SETTING_LABELS[setting],
    typeof value === "number" ? `${value} d` : value,
    { text: suggestion === null ? "-" : `"${suggestion}"`, paint: good },
    ...[effects.today, ...limits.map(({ length }) => effects[length])].map((effect) => ({
      text: effect === null ? "-" : EFFECT_LABELS[effect],
      paint: effect === null || effect === "fits" ? void 0 : status.warning
    })),
    formatShortNames(certificates, MAX_NAMES)
  ]);
  const occurring = new Set(explicit.flatMap(({ effects }) => Object.values(effects)));
  const notes = EXPLANATIONS.filter(([effect]) => occurring.has(effect)).map(([, explanation]) => explanation);
  return [
    ...layOutTable(columns, rows, terminal),
    ...noteTruncation(explicit.length, MAX_ROWS, terminal),
    ...indentTexts([...notes, "A percentage suits any lifetime: set the value in the column USE."], terminal),
    ...defaults
  ];
}
var DEFAULTS_NOTE = 'Defaults need no change: thresholds and warning are capped at 25% of the lifetime, critical at 12.5%. Thresholds with the same cap notify once. To notify more than once, set for example expiry_scan_thresholds: ["25%", "10%"].';
function formatShortNames(names, max) {
  const omitted = names.length - max;
  return names.slice(0, max).join(", ") + (omitted > 0 ? `, +${omitted}` : "");
}

// src/report/forecast/terminal.ts
var MAX_ROWS2 = 20;
var MAX_NAMES2 = 8;
var MAX_BAR_LENGTH = 20;
var decimal = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
function renderForecast(forecast2, options) {
  const terminal = createTerminal(options);
  return joinSections([
    renderMonths(forecast2, terminal),
    renderRenewals(forecast2, terminal),
    renderThresholdSection(forecast2, terminal),
    renderReadFailures(forecast2.unread, MAX_ROWS2, terminal),
    wrapText(formatHeadline(forecast2), options.columns, "")
  ]);
}
var MONTH_COLUMNS = [
  { title: "MONTH" },
  { title: "EXPIRING", align: "right" },
  { title: "" },
  { title: "DAY AND CERTIFICATE", truncatable: true }
];
function renderMonths({ expiries, summary }, terminal) {
  if (summary.certificates === summary.unknown) return [];
  const { expired, months, later } = expiries;
  const most = Math.max(MAX_BAR_LENGTH, ...months.map(({ certificates }) => certificates.length));
  const rows = months.map(({ month, certificates }) => [
    month,
    certificates.length === 0 ? "-" : formatNumber(certificates.length),
    "\u2588".repeat(Math.ceil(certificates.length / most * MAX_BAR_LENGTH)),
    formatNames(certificates, (one) => `${formatDay(one.valid_to).slice(-2)} ${one.display_name}`)
  ]);
  const all = [...listOutside("expired", expired, terminal.colors.bad), ...rows, ...listOutside("later", later)];
  return layOutTable(MONTH_COLUMNS, all, terminal);
}
function listOutside(text, expiries, paint) {
  if (expiries.length === 0) return [];
  const count = { text: formatNumber(expiries.length), paint };
  return [[{ text, paint }, count, "", formatNames(expiries, ({ display_name }) => display_name)]];
}
function formatNames(expiries, format) {
  return formatShortNames([...new Set(expiries.map(format))], MAX_NAMES2);
}
var RENEWAL_COLUMNS = [
  { title: "RENEWALS PER YEAR", truncatable: true },
  { title: "CERTS", align: "right" },
  { title: "LIFETIME", align: "right" },
  { title: "TODAY", align: "right" }
];
function renderRenewals(forecast2, terminal) {
  const { entries, exempt, unknown } = forecast2.renewals;
  const tables = [renderLimited(forecast2, terminal), renderExempt(forecast2, terminal)];
  const lines = tables.filter((table) => table.length > 0).flatMap((table, index) => index > 0 ? ["", ...table] : table);
  const notes = [
    ...entries.length + exempt.length === 0 ? [] : ["Assumes renewal after two thirds of the lifetime.", formatLimits(forecast2)],
    ...exempt.length === 0 ? [] : [EXEMPT_NOTE],
    ...unknown === 0 ? [] : [
      `Not counted: ${formatCount(unknown, "certificate")} without a known lifetime, such as a hard-coded expiry date.`
    ]
  ];
  return [...lines, ...indentTexts(notes, terminal)];
}
function renderLimited({ renewals: { entries, total }, limits }, terminal) {
  if (entries.length === 0) return [];
  const listFigures = (renewals) => [renewals.today, ...limits.map(({ length }) => renewals[length])].map(formatFigure);
  const rows = entries.slice(0, MAX_ROWS2).map((one) => [...listCostCells(one), ...listFigures(one.renewals)]);
  const certificates = entries.reduce((sum, one) => sum + one.certificates, 0);
  const totals = ["total", formatNumber(certificates), "", ...listFigures(total)];
  if (entries.length > 1) rows.push(totals.map((text) => ({ text, paint: terminal.colors.heading })));
  const columns = limits.map(({ days }) => ({ title: `${days} DAYS`, align: "right" }));
  return [
    ...layOutTable([...RENEWAL_COLUMNS, ...columns], rows, terminal),
    ...noteTruncation(entries.length, MAX_ROWS2, terminal)
  ];
}
var EXEMPT_COLUMNS = [
  { title: "EXEMPT FROM THE LIMITS", truncatable: true },
  ...RENEWAL_COLUMNS.slice(1)
];
var EXEMPT_NOTE = "Exempt from the limits: self-signed certificates, and certificates that exceeded the limit when they were issued. A private CA sets its own limits.";
function renderExempt({ renewals: { exempt } }, terminal) {
  if (exempt.length === 0) return [];
  const rows = exempt.slice(0, MAX_ROWS2).map((one) => [...listCostCells(one), formatFigure(one.renewals.today)]);
  return [...layOutTable(EXEMPT_COLUMNS, rows, terminal), ...noteTruncation(exempt.length, MAX_ROWS2, terminal)];
}
function formatLimits({ limits, forecast_at }) {
  const steps = limits.map(({ days, from }) => {
    return `${days} ${Date.parse(from) <= Date.parse(forecast_at) ? "since" : "from"} ${from}`;
  });
  return `Maximum lifetime in days that browsers accept: ${steps.join(", ")} (CA/Browser Forum ballot SC-081v3).`;
}
function listCostCells({ certificate, certificates, lifetime_days: { shortest, longest } }) {
  const lifetime = [.../* @__PURE__ */ new Set([shortest, longest])].map(formatNumber).join("-");
  return [certificate, formatNumber(certificates), `${lifetime} d`];
}
function formatFigure(value) {
  return value === null ? "-" : decimal.format(value);
}
function formatHeadline({ summary, expiries }) {
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
  else if (!quiet) io.stdout(renderForecast(forecast2, getTableLayout(io)));
  return 0;
}

// src/cli/commands/init.ts
import { existsSync } from "node:fs";
import { mkdir as mkdir2, writeFile as writeFile2 } from "node:fs/promises";
import path7 from "node:path";

// src/app/init/manifest-template.ts
var SCHEMA_URL = `https://unpkg.com/certvigil@${VERSION.split(".", 1)[0]}/schema/manifest.schema.json`;
var EXAMPLE = {
  name: "example",
  source: { kind: "endpoint", endpoint: "example.com" },
  files: 0,
  valid_to: null
};
function renderManifest2(entries, secrets = []) {
  const isExample = entries.length === 0;
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors, and who is notified. Check it with: certvigil validate
version: 1

# Defaults: warning at 30 days, critical at 14 days, notifications at 90, 60, 30 and 14 days. They are shorter for
# short-lived certificates: a 90-day certificate that is renewed 30 days before it expires does not alert.
settings:
  expiry_scan_repeat: thresholds       # an active alert repeats 14, 7, 3 and 1 days before the expiry, then daily
  # Nothing runs if the schedule stops, so only an outside monitor such as healthchecks.io notices. It gets a request after each scan.
  # heartbeat_url: \${HEARTBEAT_URL}
  # expiry_warning_days: 30
  # expiry_critical_days: 14
  # expiry_scan_thresholds: [14, 30, 60, 90]

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
${renderObservations(secrets)}${NOTIFICATIONS}`;
}
function renderObservations(secrets) {
  const [first] = secrets.flatMap(({ probe }) => probe ?? []);
  if (first === void 0) return "";
  const lines = secrets.map(
    ({ probe, name }) => probe === null ? `  secret: "\${${name}}" # of entries without a probe
  secrets:
` : `    ${renderScalar(probe)}: "\${${name}}"
`
  );
  return `
# Probes sign their files, each with a secret of its own, and the scan rejects all other files. So a probe that was
# compromised cannot report for another. Add "probe: ${first}" to the entries that it reads.
observations:
${lines.join("")}`;
}
var NOTIFICATIONS = `
# Opens a GitHub issue for each certificate that is critical, expired or rejected by clients, and closes it when the
# problem is resolved. Needs no secret. Unreachable certificates open an issue after three days, or in the second scan if they
# were never read; a rule such as the one below notifies about them earlier.
issues: {}

# To notify a chat channel, uncomment the lines below, add the secret SLACK_WEBHOOK_URL to the repository, and pass it to
# the scan in its workflow. Preview a message: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*, scan.*]  # scan.*: scans that did not run, or reached nothing
#     actions: [{ webhook: slack }]
`;

// src/app/init/workflow-templates.ts
import { hash } from "node:crypto";
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
  const digest = Buffer.from(hash("sha256", repository, "hex"), "hex");
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
${paths === null ? "" : `    paths: [${paths.map((path11) => JSON.stringify(path11)).join(", ")}]
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
          strict: true # also fails on warnings, such as a certificate that no rule notifies about
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
    timeout-minutes: 15
    permissions:
${renderPermissionLines(options, "      ")}    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}${renderDashboardSteps(options)}`;
}
var DASHBOARD_COMMENT = `# It publishes a dashboard, badges and a calendar on GitHub Pages: in the settings of the repository, set the source of Pages to GitHub
# Actions. Everybody who can open the page can read your inventory, and Pages of a private repository are public in most plans. The
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
          name: github-pages-\${{ github.run_attempt }} # Pages needs a single artifact of this name, even if the run is repeated
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
    ...issues ? ["issues: write # to open issues for critical certificates"] : [],
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
  const listNames3 = (value) => {
    const text = JSON.stringify(value);
    return /* @__PURE__ */ new Set([...listReferencedVariables(text), ...Array.from(text.matchAll(/"(\w+)"/g), ([, name]) => name)]);
  };
  const read = entries.map(({ probe, source, passwords }) => ({ probe, names: listNames3({ source, passwords }) }));
  const decided = listNames3({ webhooks, emails, heartbeat, observations });
  return variables.map((name) => {
    const isSigning = (probe) => listReferencedVariables(selectProbeSecret(observations, probe) ?? "").includes(name);
    const probes = read.filter(({ probe, names }) => isSigning(probe) || names.has(name)).map(({ probe }) => probe);
    return { name, probes: [...new Set(probes)], decides: decided.has(name) };
  });
}
function renderObserveWorkflow(options) {
  const jobs = listObserveJobs(options);
  return `# ${describe(options)} every day. One job evaluates them and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
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
    timeout-minutes: 15
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
    timeout-minutes: 15
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
function describe({ shards, probes }) {
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

// src/app/init/repository.ts
var import_yaml2 = __toESM(require_dist(), 1);
import { readdirSync, readFileSync, statSync } from "node:fs";
import path5 from "node:path";
function readRepositoryName(top) {
  const remote = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(readGitConfig(top))?.[1] ?? "";
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1] ?? path5.basename(top);
}
function readGitConfig(top) {
  try {
    return readText(path5.join(top, ".git", "config"));
  } catch {
    return "";
  }
}
function readText(file) {
  return statSync(file).isFile() ? readFileSync(file, "utf8") : "";
}
var WORKFLOW_DIRECTORY = ".github/workflows";
var ACTION_REFERENCE = /(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;
function findWorkflows(top) {
  const found = { validate: null, scan: null };
  for (const name of listWorkflowFiles(path5.join(top, WORKFLOW_DIRECTORY)).sort(compareText)) {
    for (const command of readCommands(path5.join(top, WORKFLOW_DIRECTORY, name)))
      found[command] ??= `${WORKFLOW_DIRECTORY}/${name}`;
  }
  return found;
}
function listWorkflowFiles(directory) {
  try {
    return readdirSync(directory).filter((name) => /\.ya?ml$/.test(name));
  } catch {
    return [];
  }
}
var OTHER_COMMANDS = /* @__PURE__ */ new Set(["digest", "observe"]);
function readCommands(file) {
  try {
    const { jobs } = (0, import_yaml2.parse)(readText(file)) ?? {};
    const uses = Object.values(jobs ?? {}).flatMap((job) => [job, ...job.steps ?? []]);
    const matching = uses.filter((one) => typeof one.uses === "string" && ACTION_REFERENCE.test(one.uses));
    const commands = matching.map((one) => one.with?.command).filter((command) => !OTHER_COMMANDS.has(command));
    return commands.map((command) => command === "validate" ? "validate" : "scan");
  } catch {
    return [];
  }
}

// src/app/init/summary.ts
function renderInitSummary(result, quiet) {
  const { files, proposal, existing, dry_run } = result;
  const texts = files.flatMap(({ path: path11, text }) => text === null ? [] : [`# --- ${path11}
${text}
`]);
  const outcome = files.map((file) => renderFile(file, result)).join("");
  if (quiet) return texts.join("") + outcome;
  const isWritten = files.some(({ status }) => status === "written");
  return [
    ...texts,
    outcome,
    existing === null ? renderProposal(proposal) : "",
    isWritten && !dry_run ? renderNextSteps(result) : "",
    renderDashboardHint(result),
    isWritten ? "" : "Nothing was written because all files exist. To generate one again, move it away first.\n"
  ].join("");
}
function renderFile({ path: path11, what, status }, { dry_run, cron }) {
  if (status === "exists") return `Skipped     ${path11}: already exists
`;
  const [minute = "", hour = ""] = cron.split(" ");
  const when = path11 === SCAN_WORKFLOW_PATH ? `, at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} UTC` : "";
  return `${dry_run ? "Would write" : "Wrote      "} ${path11}: ${what}${when}
`;
}
function renderProposal({ entries, skipped }) {
  const found = entries.length === 0 ? "\nNo certificates found: replace the example in the manifest with your own.\n" : `
Monitored:
${entries.map(renderEntry).join("")}`;
  return found + renderSkipped2(skipped);
}
function renderEntry({ name, source, files, valid_to }) {
  if (source.kind === "endpoint") return `  ${name}: server ${escapeName(source.endpoint)}
`;
  if (source.kind === "domain") return `  ${name}: registration of ${escapeName(source.domain)}
`;
  const patterns = source.patterns.map(escapeName).join(", ");
  const count = files > 1 ? ` (${files} files)` : "";
  const test = source.fixture ? files > 1 ? ", test certificates" : ", a test certificate" : "";
  const expiry = valid_to === null ? "" : `, ${files > 1 ? "the first " : ""}expires on ${valid_to.slice(0, 10)}`;
  return `  ${name}: ${patterns}${count}${test}${expiry}
`;
}
var MAX_NAMES3 = 5;
function renderSkipped2(skipped) {
  const listed = skipped.filter(({ why }) => why !== NO_CERTIFICATE);
  if (listed.length === 0) return "";
  const lines = [...groupBy(listed, ({ why }) => why)].map(([why, group]) => {
    const names = group.map(({ path: path11 }) => escapeName(path11));
    return `  ${why}: ${truncateList(names, MAX_NAMES3)}
`;
  });
  return `
Not monitored:
${lines.join("")}`;
}
function escapeName(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\xB7");
}
function renderDashboardHint({ files, dashboard }) {
  const scan = files.at(-1);
  if (!dashboard || scan?.status !== "exists") return "";
  return `
The dashboard is not published: ${scan.path} exists. Add the steps of examples/workflows/pages.yml to it, or move it away and run
init --dashboard again.
`;
}
function renderNextSteps({ files, existing, action, variables, signing, dashboard, probes }) {
  const written = files.filter(({ status }) => status === "written").map(({ path: path11 }) => path11);
  const workflows = written.filter((path11) => path11.startsWith(".github/workflows/"));
  const scan = files.at(-1)?.path ?? SCAN_WORKFLOW_PATH;
  const steps = [
    existing === null ? "Review the manifest, add other certificates, and check it: certvigil validate" : "Check the manifest: certvigil validate",
    ...probes.map((probe) => `Add "probe: ${probe}" to the entries that this probe reads`),
    "Preview a scan and its notifications: certvigil scan --dry-run",
    ...action === PLACEHOLDER_ACTION && workflows.length > 0 ? [`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action: ${workflows.join(", ")}`] : [],
    ...workflows.includes(scan) ? [
      ...signing.map(({ name }) => `Create a secret for the files: openssl rand -hex 32 | gh secret set ${name}`),
      ...variables.map((name) => `Add the secret to the repository: gh secret set ${name}`)
    ] : [],
    ...dashboard && workflows.includes(scan) ? [
      'Enable GitHub Pages (Settings > Pages > Source: GitHub Actions), or delete the job "publish": the page is public'
    ] : [],
    `Commit, and push to the default branch: git add ${written.join(" ")}`,
    `Start the first scan: gh workflow run ${scan.slice(scan.lastIndexOf("/") + 1)}`
  ];
  return `
Next steps:
${steps.map((step, index) => `  ${index + 1}. ${step}
`).join("")}`;
}

// src/app/init/workflow-paths.ts
import path6 from "node:path";
var MAX_PATHS = 30;
var UNSUPPORTED = /[{}[\]()!+?\\]/;
function listWorkflowPaths(patterns, root, directory) {
  const relative = patterns.map((pattern) => path6.relative(directory, path6.resolve(root, pattern)).split(path6.sep).join("/")).filter((pattern) => pattern !== "" && !pattern.startsWith("../") && !path6.isAbsolute(pattern));
  const distinct = [...new Set(relative)];
  return distinct.length > MAX_PATHS || distinct.some((one) => UNSUPPORTED.test(one)) ? null : distinct;
}
function listNamedFiles({ manifest, files, include, entryFiles, caFiles }) {
  return [
    ...files.slice(1),
    ...include,
    ...entryFiles.flatMap(({ source }) => source.patterns),
    ...caFiles.map((one) => one.path),
    ...manifest === null ? [] : listClientCertificates(manifest)
  ];
}
function listClientCertificates({ entries }) {
  return entries.flatMap(
    ({ source }) => source.kind === "endpoint" && source.client_certificate !== null ? [source.client_certificate.cert] : []
  );
}

// src/cli/commands/init.ts
async function runInitCommand(options, io) {
  checkEndpoints(options.endpoint);
  checkAction(options.action);
  checkDirectory(io.cwd);
  const existing = await loadExistingManifest(toRepositoryFile(options.manifest, io), io);
  if (existing !== null && options.endpoint.length > 0) {
    throw createUsageError(
      `--endpoint only works for a new manifest, but ${existing.files[0]} exists`,
      "Add the endpoint to it."
    );
  }
  checkProbeRunners(options.probes, existing?.manifest ?? null);
  if (existing?.manifest === null) {
    reportDiagnostics(existing, options, io);
    return 2;
  }
  const noEntries = { entries: [], skipped: [] };
  const proposal = existing === null ? await proposeNewEntries(options.endpoint, io) : noEntries;
  const result = {
    files: [],
    proposal,
    existing: existing?.files[0] ?? null,
    action: options.action ?? readActionReference(),
    variables: existing?.variables ?? [],
    signing: existing === null ? listSigningSecrets(options.probes) : [],
    cron: computeDailyCron(readRepositoryName(io.cwd)),
    dashboard: options.dashboard,
    probes: existing === null ? options.probes.map(({ probe }) => probe) : [],
    dry_run: options.dry_run
  };
  const planned = planFiles(result, existing, options, io.cwd);
  for (const file of planned) result.files.push(await createFile(file, options.dry_run, io));
  if (options.format === "json") io.stdout(renderJson(toJson(result)));
  else io.stdout(renderInitSummary(result, options.quiet));
  return result.files.some(({ status }) => status === "written") ? 0 : 2;
}
async function proposeNewEntries(endpoints, io) {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const given = endpoints.map((endpoint) => ({ kind: "endpoint", endpoint }));
  return proposeEntries(search, [...given, ...toHostSources(discovery.findings, endpoints)]);
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
    hint: `GitHub only runs workflows at the root. Run certvigil init there (cd ${path7.relative(directory, root)}).`
  });
}
function toRepositoryFile(file, { cwd }) {
  if (file === null) return null;
  const name = path7.relative(cwd, path7.resolve(cwd, file)).split(path7.sep).join("/");
  if (!name.startsWith("../") && !path7.isAbsolute(name)) return name;
  throw createUsageError(`--manifest ${file} is outside ${cwd}`, "Use a path in this repository.");
}
async function loadExistingManifest(file, io) {
  try {
    return await loadManifest(file, io);
  } catch (error) {
    if (error instanceof AppError && error.code === "manifest-not-found" && file === null) return null;
    throw error;
  }
}
function opensIssues(existing) {
  if (existing === null) return true;
  return existing.manifest !== null && hasIssueRule(existing.manifest);
}
function toSecretUse({ probe, name }) {
  return { name, probes: [probe], decides: true };
}
function listProposedFiles({ entries }) {
  return entries.flatMap(({ source }) => source.kind === "file" ? source.patterns : []);
}
function planFiles({ proposal, action, variables, signing, cron, dashboard }, existing, { shards, probes, ghes }, directory) {
  const workflows = findWorkflows(directory);
  const [name = MANIFEST_NAMES[0]] = existing?.files ?? [];
  const named = existing === null ? listProposedFiles(proposal) : listNamedFiles(existing);
  const paths = listWorkflowPaths(named, existing?.root ?? directory, directory);
  const manifest = existing?.manifest ?? null;
  const secrets = manifest === null ? signing.map(toSecretUse) : listSecretUses(manifest, variables);
  const isSplit = shards !== null || probes.length > 0;
  const isDefaultName = MANIFEST_NAMES.some((known) => known === name);
  const workflow = {
    action,
    manifest: isDefaultName ? null : name,
    paths: paths === null ? null : [.../* @__PURE__ */ new Set([name, ...paths])],
    variables,
    store: existing?.manifest?.event_log.store ?? "commit",
    issues: opensIssues(existing),
    cron,
    dashboard,
    ghes
  };
  return [
    {
      path: name,
      what: "the manifest",
      text: renderManifest2(proposal.entries, signing),
      exists: existing === null ? null : name
    },
    {
      path: VALIDATE_WORKFLOW_PATH,
      what: "validates the manifest on pull requests",
      text: renderValidateWorkflow(workflow),
      exists: workflows.validate
    },
    {
      path: SCAN_WORKFLOW_PATH,
      what: `${isSplit ? "observes in several jobs, and scans daily" : "scans daily"}${dashboard ? ", and publishes a dashboard" : ""}`,
      text: isSplit ? renderObserveWorkflow({ ...workflow, shards: shards ?? 1, probes, secrets }) : renderScanWorkflow(workflow),
      exists: workflows.scan
    }
  ];
}
async function createFile({ path: name, what, text, exists: exists2 }, dryRun, io) {
  const file = path7.resolve(io.cwd, name);
  if (exists2 !== null) return { path: exists2, what, status: "exists", text: null };
  if (existsSync(file)) return { path: name, what, status: "exists", text: null };
  if (leadsOutside(file, resolveWorkspace(io.cwd, io.env)))
    throw createUnwritableError(name, "Remove the symbolic link that leads out of the repository");
  if (dryRun) return { path: name, what, status: "written", text };
  try {
    await mkdir2(path7.dirname(file), { recursive: true });
    await writeFile2(file, text, { flag: "wx" });
    return { path: name, what, status: "written", text: null };
  } catch (cause) {
    if (cause.code === "EEXIST" && existsSync(file))
      return { path: name, what, status: "exists", text: null };
    throw createUnwritableError(name, `Check that ${path7.dirname(file)} is a writable directory`, cause);
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
function toJson({ files, proposal, cron, dry_run }) {
  return {
    version: 1,
    dry_run,
    cron,
    files: files.map(({ path: path11, status, text }) => ({ path: path11, status, ...text !== null && { text } })),
    certificates: proposal.entries,
    left_alone: proposal.skipped
  };
}

// src/app/inspect.ts
import { hash as hash2 } from "node:crypto";

// src/app/inspect-ct.ts
import { isIP as isIP3 } from "node:net";
var TOKEN = "CERTSPOTTER_TOKEN";
var MAX_SECONDS = 30;
var MAX_SHOWN = 20;
async function inspectCt(targets, inspected, { api_url, ...options }, io) {
  io.registerSecrets([TOKEN]);
  const token = io.env[TOKEN] ? `\${${TOKEN}}` : void 0;
  const names = new Map(targets.map((target, index) => [index, listNames(target)]));
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
      target.places.flatMap(({ certificates }) => certificates.map((one) => computeSerialKey(one)))
    );
    const ct = own.map(({ task: { domain }, issuances, failure }) => {
      const redact = redactors?.(domain) ?? ((text) => text);
      const latest = issuances.map((raw) => decodeIssuance(raw, domain, redact)).sort((a, b) => parseIsoTime(b.valid_from) - parseIsoTime(a.valid_from));
      const describe2 = (one) => {
        const { names: names2, issuer, serial_number, valid_from, valid_to } = one;
        return { names: names2, issuer, serial_number, valid_from, valid_to, served: served.has(computeSerialKey(one) ?? "") };
      };
      return { domain, total: latest.length, certificates: latest.slice(0, MAX_SHOWN).map(describe2), error: failure };
    });
    return { ...target, ct };
  });
}
function listNames(target) {
  if (!("source" in target) || target.source.kind !== "endpoint") return [];
  const { server_name, targets } = target.source;
  const hosts = server_name === null ? targets.map(({ host }) => host) : [server_name];
  return hosts.map((host) => host.toLowerCase()).filter((host) => host.includes(".") && isIP3(host) === 0);
}

// src/app/inspect-dns.ts
async function inspectDns({ source, location, certificates, trust, now, rdap_url }, client, rdap) {
  const server = findServer(source, location);
  if (server === null || !isDomainName(server.name)) return void 0;
  const [{ facts }] = certificates;
  const caa = listCaaNames([server.name], facts).map((one) => inspectCaa(one, facts.issuer, client));
  const chainDer = certificates.map(({ der }) => der);
  const presented = { chainDer, trust, names: [server.name], is_smtp: source.starttls === "smtp", now };
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
  const matches = matchTlsa(tlsa, { ...presented, names: [...presented.names, base] }) ?? [];
  const records = matches.map(({ usage, selector, matching_type, data, result, reason }) => {
    return { record: truncate(`${usage} ${selector} ${matching_type} ${data}`), result, reason };
  });
  return { name, secure, records, error: null };
}

// src/app/inspect-links.ts
var MAX_LINKS = 50;
function linkTargets(targets) {
  if (targets.length < 2) return targets;
  const found = targets.flatMap(
    (target) => target.places.flatMap((location) => {
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
    places: target.places.map((location) => ({ ...location, ...links.get(location) }))
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
  const also_at = [...new Set(same.map(({ location }) => location.location))];
  const newer_at = newer.map(({ location: { location }, leaf: { fingerprint_sha256, valid_to } }) => {
    return { location, fingerprint_sha256, valid_to };
  });
  return { ...also_at.length > 0 && { also_at }, ...newer_at.length > 0 && { newer_at } };
}

// src/app/inspect-status.ts
function assessLocation(certificate, inspected, settings, now) {
  const locations = [createLocation(certificate, inspected)];
  return assess(certificate, settings, now, { locations, others: [], renewal: null, findFacts: () => null });
}
function createLocation(certificate, { location, trust, presented_path, staple_expired, ...rest }) {
  const revocation = findRevocation(certificate, rest);
  const { effective_valid_to, limited_by } = trust ?? presented_path ?? {};
  return {
    entry: "",
    location,
    source: location,
    fingerprint: certificate.fingerprint,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    address: null,
    evidence: {
      ...trust && { trust },
      ...presented_path && { presented_path },
      ...staple_expired && { staple_expired },
      ...revocation && { revocation }
    },
    ownership: null,
    path_end: effective_valid_to && limited_by ? { valid_to: effective_valid_to, limited_by } : null,
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
  const evaluator = createTrustEvaluator(options.now, { fetch: fetcher.fetch, cache: null, clock: io.now });
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
        return { target, kind, places: (await Promise.all(found)).flat() };
      }
      const decoded = decode(one.location, known ? { values: [known], unset: null } : null, inspector.reportBug);
      return { target, kind, places: await inspectLocation(decoded, inspector) };
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
  for await (const { entry, position, sources } of readSources(entries, io, reading)) {
    const passwords = resolvePasswords(entry, io.env);
    const decodeSource = ({ locations, ...source }) => ({
      ...source,
      locations: Array.from(locations, (raw) => decode(raw, passwords, reportBug))
    });
    getOrCreate(found, entry.name, () => [])[position] = sources.map(decodeSource);
  }
  return new Map(Array.from(found, ([name, sources]) => [name, sources.flat()]));
}
function decode(raw, passwords, reportBug) {
  const slots = catchBugsSync(
    () => listCertificates(raw, passwords),
    () => [createFailedSlot(raw.location)],
    reportBug
  );
  const trust = "trust" in raw ? raw.trust : void 0;
  return { address: raw.address, slots, trust, stapled: "served" in raw ? raw.stapled : void 0 };
}
async function inspectSource({ source, failure, locations }, inspector) {
  const inspected = (await Promise.all(locations.map((location) => inspectLocation(location, inspector)))).flat();
  if (failure === null) return inspected;
  const failed = { location: source, address: null, format: null, slot: null, certificates: [], error: failure };
  return [...inspected, failed];
}
function inspectLocation(location, { evaluator, options, dns: client, rdap, source, reportBug }) {
  const inspectSlot = async (slot) => {
    const trust = await inspectTrust(slot, location, evaluator, options);
    const dns = client === null || rdap === null ? void 0 : await inspectServer(slot, source, trust, client, rdap);
    return { ...describeLocation(slot, location.address, options, trust), ...trust.shown, ...dns && { dns } };
  };
  const inspectServer = async (slot, source2, { dates }, client2, rdap2) => {
    const [leaf, ...chain] = slot.items;
    if (source2?.kind !== "endpoint" || leaf?.kind !== "certificate") return void 0;
    const server = { source: source2, location: slot.location, trust: dates.trust, now: options.now };
    return inspectDns({ ...server, certificates: [leaf, ...chain], rdap_url: options.rdap_url }, client2, rdap2);
  };
  const fail = (slot) => describeLocation(createFailedSlot(slot.location), location.address, options);
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
    const isLimited = hasEarlierExpiry(toCertificate(leaf, chain));
    const presented_path = isLimited ? await evaluatePresentedPath(evaluator, sent) : null;
    return presented_path === null ? nothing : { ...nothing, dates: { presented_path } };
  }
  const evaluated = await evaluateTrust(evaluator, sent, `${location} ${leaf.fingerprint}`, request);
  if (evaluated === null) return nothing;
  const { trust } = evaluated;
  const { path: _path, cross_signs: _cross_signs, missing_issuer: _missing, ...shown } = trust;
  return {
    dates: {
      trust,
      staple_expired: stapled ? checkStapleFreshness(stapled, evaluator.dependencies?.clock() ?? options.now).expired : null
    },
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
function listCertificates(raw, passwords) {
  const nothing = { location: raw.location, format: null, slot: null, items: [], failure: null };
  if ("failure" in raw) return [{ ...nothing, failure: raw.failure }];
  if ("content" in raw) return listLocationsWithPasswords(raw.location, { bytes: toBuffer(raw.content) }, passwords);
  if (!("served" in raw)) return [];
  const [leaf, ...chain] = raw.served.map((der) => parseCertificate(toBuffer(der)));
  if (leaf === void 0 || "code" in leaf) return [{ ...nothing, failure: leaf ?? null }];
  const items = [leaf, ...chain.filter((one) => "facts" in one)];
  return [{ ...nothing, items, ...raw.notice && { notice: raw.notice } }];
}
function describeLocation({ location, format, slot, items, failure, notice }, address, options, { dates, shown } = { dates: {}, shown: NOT_CHECKED }) {
  const certificates = items.map((item) => describeCertificate(item, options));
  const [leaf] = items;
  const found = { location, address, format, slot, error: failure, ...notice && { notice } };
  if (leaf === void 0) return { ...found, status: null, certificates };
  const { stapled, revocation } = shown;
  const inspected = { location, stapled, revocation, ...dates };
  const verdict = assessLocation(toCertificate(leaf, []), inspected, SETTINGS, options.now);
  const { status, limited_by, effective_valid_to, notices } = verdict;
  return {
    ...found,
    status,
    ...dates.presented_path && limited_by && { limited_by: { ...limited_by, valid_to: effective_valid_to ?? "" } },
    ...notices && { notices },
    certificates
  };
}
function describeCertificate(parsed, { now, pem }) {
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
    fingerprint_sha1: kind === "metadata" ? null : hash2("sha1", der, "hex"),
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
    root: manifest.root,
    ...manifest.scan,
    onSample: (sample) => void samples.push(sample)
  };
  const results = [];
  for await (const { sources } of readSources([entry], io, reading)) results.push(...sources);
  const redact = createRedactor(io.listSecrets());
  const items = samples.map((sample) => inspectItem(sample, redact));
  const failed = results.find(({ failure }) => failure !== null);
  return {
    version: 1,
    entry: name,
    source: entry.source.kind,
    total: samples[0]?.total ?? null,
    items,
    error: failed?.failure ?? null
  };
}
function inspectItem({ raw, location, mapped }, redact) {
  const [reading] = mapped === null ? [] : decodeLocation(mapped, null);
  const { certificate = null, failure = null, notice = null, ownership, renewal_state } = reading ?? {};
  const item = {
    location,
    monitored: mapped !== null,
    read_from: certificate === null ? null : certificate.fromFields ? "fields" : "certificate",
    facts: certificate?.facts ?? null,
    error: failure,
    notice,
    ...ownership && { ownership },
    ...renewal_state && { renewal_state }
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
  if (depth >= MAX_DEPTH) return "\u2026";
  const redactInner = (inner, key) => redactRaw(inner, redact, key, depth + 1);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactInner(item, name));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [redact(String(key)), redactInner(item, String(key))]));
}

// src/report/inspect/inventory.ts
function renderInventory({ entry, source, total, items, error }) {
  const shown = items.length === 0 ? "no items" : `the first ${items.length === 1 ? "item" : `${items.length} items`}`;
  const head = `${entry} (${source}): ${shown}${total === null ? "" : ` of ${total}`}
`;
  const failure = error === null ? "" : `
${error.code}: ${error.detail}
`;
  return head + failure + items.map(renderItem).join("");
}
function renderItem(item) {
  const { location, monitored, read_from, facts, ownership, renewal_state, error, notice, raw } = item;
  const rows = [
    ["monitored", monitored ? null : "no, because of `where` or `expired_days`"],
    ["error", error && `${error.code}: ${error.detail}`],
    ["notice", notice && `${notice.code}: ${notice.detail}`],
    ["read from", read_from === "certificate" ? "the certificate" : read_from],
    ["common name", facts?.common_name ?? null],
    ["alternative names", facts?.sans.join(", ") || null],
    ["issuer", facts?.issuer ?? null],
    ["serial number", facts?.serial_number ?? null],
    ["fingerprint", facts?.fingerprint_sha256 ?? null],
    ["valid", facts && `${facts.valid_from ?? "?"} to ${facts.valid_to}`],
    ["owner", ownership?.owner ?? null],
    [
      "labels",
      ownership ? Object.entries(ownership.labels).map(([name, value]) => `${name}=${value}`).join(", ") || null : null
    ],
    ["assignments", ownership?.assignments.join(", ") || null],
    ["how to renew", ownership?.renewal_instructions ?? null],
    ["alerts", ownership?.muted ? "muted in the inventory" : null],
    ["renewal", renewal_state ? formatRenewalState(renewal_state) : null]
  ];
  const set = rows.filter((row) => row[1] !== null);
  const width = Math.max(...set.map(([name]) => name.length), 0);
  const mapped = set.map(([name, value]) => `  ${name.padEnd(width)}  ${escapeUnprintable(value)}
`).join("");
  const returned = JSON.stringify(raw, null, 2).split("\n").map((line) => `  | ${escapeUnprintable(line)}
`).join("");
  return `
${escapeUnprintable(location ?? "(an item without an ID)")}
${mapped}${returned}`;
}
function formatRenewalState({ managed, state, reason }) {
  if (!managed) return "not done by this system";
  return reason === null ? state : `${state} (${reason})`;
}

// src/report/inspect/details.ts
var LABEL_WIDTH = 12;
var INDENT = " ".repeat(2 + LABEL_WIDTH);
var MAX_NAMES4 = 12;
var HOUR = 36e5;
var DAY2 = 24 * HOUR;
function renderLocationDetails(location, now, terminal) {
  const [leaf] = location.certificates;
  if (leaf === void 0) return [];
  const { bad } = terminal.colors;
  const renderRows = (rows) => rows.flatMap((row) => renderRow(row, terminal));
  return [
    ...renderHeading(location, leaf, now, terminal),
    "",
    ...renderRows(listRows(leaf, location, now)),
    ...renderChain(location.certificates, now, terminal),
    ...renderRows([
      ...listTrustRows(location, leaf, now, bad),
      ...listStapledRows(location, bad),
      ...listRevocationRows(location, bad),
      ...listDnsRows(location, bad),
      ...listLinkRows(location, bad)
    ])
  ];
}
function renderHeading(location, leaf, now, { columns, colors }) {
  const [shown, paint] = describeState(location, leaf, now, colors);
  return [
    colors.heading(truncateToWidth(escapeUnprintable(location.location), columns)),
    ...wrapText(shown, columns, "  ").map(paint)
  ];
}
function describeState(location, leaf, now, colors) {
  const validity = describeValidity(leaf, now);
  const own = validity.startsWith(STATUS_LABELS[leaf.status]) ? validity : `${STATUS_LABELS[leaf.status]}: ${validity}`;
  const rejection = describeRejection(location);
  if (rejection !== null) return [`${own}; ${rejection}`, colors.bad];
  const unchecked = location.trust && isTrusted(location.trust) === null ? "; trust could not be checked" : "";
  const chainEnd = location.limited_by?.valid_to ?? location.trust?.effective_valid_to;
  const { status = leaf.status } = location;
  if (!chainEnd || status === null || status === leaf.status) return [`${own}${unchecked}`, colors.status[leaf.status]];
  const verb = Date.parse(chainEnd) < now ? "expired" : "expires";
  const chain = `its chain ${verb} ${formatDistance(chainEnd, now)}, the certificate itself ${validity}`;
  return [`${STATUS_LABELS[status]}: ${chain}${unchecked}`, colors.status[status]];
}
function describeRejection({ trust, stapled, revocation }) {
  if (revocation?.status === "revoked" || stapled?.status === "revoked") return "REVOKED";
  return isTrusted(trust) === false ? "NOT TRUSTED" : null;
}
var KINDS = {
  certificate: null,
  crl: "certificate revocation list; its expiry is the nextUpdate time",
  profile: "provisioning profile",
  metadata: "SAML metadata; its expiry is the validUntil time"
};
function describeValidity(one, now) {
  const { status, valid_from } = one;
  if (status === "not_yet_valid" && valid_from !== null) return `becomes valid ${formatDistance(valid_from, now)}`;
  return formatExpiry(one);
}
function listRows(one, location, now) {
  const { key_usage, extended_key_usage, is_ca } = one;
  const lifetime = one.lifetime_days === null ? "" : `; ${formatLifetime(one.lifetime_days)}`;
  const usages = [...is_ca ? ["CA"] : [], ...key_usage, ...extended_key_usage];
  return [
    ["Type", KINDS[one.kind]],
    ["Subject", one.subject === "" ? "(empty)" : one.subject],
    ["Names", truncateList(one.sans, MAX_NAMES4)],
    ["Issuer", one.issuer === one.subject && one.issuer !== null ? "same as the subject (self-signed)" : one.issuer],
    ["Serial", one.serial_number],
    ["Valid from", formatNotBefore(one, now)],
    ["Valid to", `${one.valid_to}  (${formatDistance(one.valid_to, now)}${lifetime})`],
    ["Key", [one.key_algorithm, one.key_size].filter((part) => part !== null).join(" ")],
    ["Signature", one.signature_algorithm],
    ["Usage", usages.join(", ")],
    ["SHA-256", one.kind === "metadata" ? null : one.fingerprint_sha256],
    ["SHA-1", one.fingerprint_sha1],
    ["Key pin", one.spki_sha256 === null ? null : `sha256/${one.spki_sha256}`],
    ["Address", location.address],
    ["Format", location.slot === null ? location.format : `${location.format}, slot ${location.slot}`]
  ];
}
function formatNotBefore({ valid_from, kind }, now) {
  if (valid_from === null) return kind === "certificate" ? "(malformed)" : null;
  return `${valid_from}  (${formatDistance(valid_from, now)})`;
}
function formatLifetime(days) {
  return days < 0 ? "notAfter is before notBefore" : `lifetime ${formatCount(days, "day")}`;
}
function formatDistance(time, now) {
  const distance = Date.parse(time) - now;
  const size = Math.abs(distance);
  const whole = (unit) => Math.floor(size / unit);
  const text = size < HOUR ? "less than an hour" : size < 2 * DAY2 ? formatCount(whole(HOUR), "hour") : formatCount(whole(DAY2), "day");
  return distance >= 0 ? `in ${text}` : `${text} ago`;
}
function listLinkRows({ also_at = [], newer_at = [] }, bad) {
  return [
    ["Also at", truncateList(also_at, MAX_NAMES4)],
    ["Newer at", listNewer(newer_at, MAX_NAMES4), bad]
  ];
}
function listNewer(newer, max) {
  return truncateList(
    newer.map(({ location, valid_to }) => `${location} (until ${formatDay(valid_to)})`),
    max
  );
}
function renderRow([label, text, paint], { columns, colors }) {
  if (text === null || text === "") return [];
  const [first = "", ...more] = wrapText(text, columns, INDENT);
  const labeled = truncateToWidth(`  ${label.padEnd(LABEL_WIDTH)}${first.slice(INDENT.length)}`, columns);
  return [labeled, ...more].map(paint ?? colors.plain);
}
function listTrustRows({ trust, limited_by: limit, notices = [] }, leaf, now, bad) {
  const notes = notices.map((notice) => ["Note", notice.detail]);
  if (!trust) {
    const text = limit && `until ${limit.valid_to} (${formatDistance(limit.valid_to, now)}), when ${limit.subject} expires`;
    return [["Usable", text ?? null, bad], ...notes];
  }
  const { trusted, reason, detail, effective_valid_to: expiry, limited_by, store } = trust;
  const until = expiry === null || limited_by === null || limited_by.fingerprint_sha256 === leaf.fingerprint_sha256 ? "" : `, until ${expiry} (${formatDistance(expiry, now)}), when ${limited_by.subject} expires`;
  const unchecked = ["Trust", `could not be checked: ${reason}`];
  const checked = trusted ? ["Trust", `trusted${until}`] : ["Trust", `NOT TRUSTED: ${reason}`, bad];
  return [
    isTrusted(trust) === null ? unchecked : checked,
    ["", detail],
    ["Store", store?.description ?? null],
    ...trust.notes.map((note) => ["Note", note.detail]),
    ...notes
  ];
}
function listStapledRows({ stapled }, bad) {
  if (!stapled) return [];
  const { status, revoked, problem } = stapled;
  if (status === "revoked") return [["Stapled", `REVOKED${formatRevocation(revoked)}`, bad]];
  if (status === "absent") return [["Stapled", "no OCSP response"]];
  return [["Stapled", problem === null ? "good" : `rejected: ${problem.detail}`]];
}
var SOURCES = { stapled: "stapled OCSP response", crl: "CRL", ocsp: "OCSP responder" };
function listRevocationRows({ revocation }, bad) {
  if (!revocation) return [];
  const { status, source, revoked, problems } = revocation;
  const evidence = source === null ? "" : `, according to the ${SOURCES[source]}`;
  const result = status === "revoked" ? ["Revocation", `REVOKED${formatRevocation(revoked)}${evidence}${revoked ? `: ${revoked.subject}` : ""}`, bad] : ["Revocation", status === "good" ? `not revoked${evidence}` : "status unknown: no trusted response"];
  return [result, ...problems.map(({ detail }) => ["", detail])];
}
function formatRevocation(revoked) {
  if (revoked === null) return "";
  const { at, reason } = revoked;
  return reason === null ? ` ${at}` : ` ${at} (${reason})`;
}
function listDnsRows({ dns, certificates: [leaf] }, bad) {
  if (dns === void 0) return [];
  return [
    ...dns.caa.flatMap((one) => listCaaRows(one, bad)),
    ...listTlsaRows(dns.tlsa, leaf?.spki_sha256 ?? null, bad),
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
  const status = statuses.length === 0 ? "" : ` (${truncateList(statuses, MAX_NAMES4)})`;
  return [
    ["Domain", escapeUnprintable(`${domain} is registered until ${formatDay(valid_to)}${at}${differs}${status}`)]
  ];
}
function listCaaRows({ name, wildcard, domain, records, result, ca, error }, bad) {
  const of = `${wildcard ? "*." : ""}${name}`;
  if (error !== null) return [["CAA", `${of}: ${error.detail}`]];
  if (domain === null) return [["CAA", `${of}: no records, so that every CA may issue`]];
  const found = ["CAA", escapeUnprintable(`${domain}: ${truncateList(records, MAX_NAMES4, "; ")}`)];
  if (result === "forbidden") return [found, ["", `${ca}, which issued this certificate, may NOT renew it`, bad]];
  if (result === "permitted") return [found, ["", `${ca ?? "every CA"} may issue`]];
  return [found, ["", "whether the issuer may renew it is unknown: it is not in the table of CAs"]];
}
var TLSA_RESULTS = { match: "matches", differs: "does NOT match", unusable: "unusable", unknown: "not compared" };
function listTlsaRows({ name, secure, records, error }, pin, bad) {
  if (error !== null) return [["TLSA", error.detail]];
  const hint = pin === null ? "" : `; for this key: 3 1 1 ${Buffer.from(pin, "base64").toString("hex")}`;
  if (records.length === 0) return [["TLSA", `no records at ${name}${hint}`]];
  const protection = secure ? "validated with DNSSEC" : "not validated: clients use them only with DNSSEC";
  return [
    ["TLSA", `${name} (${protection})`],
    ...records.map(({ record: record2, result, reason }) => {
      const text = `${record2}: ${TLSA_RESULTS[result]}${reason === null ? "" : ` (${reason})`}`;
      return result === "differs" ? ["", text, bad] : ["", text];
    })
  ];
}
function renderChain(certificates, now, { columns, colors }) {
  const links = certificates[0]?.kind === "certificate" ? buildTree(certificates) : [];
  if (links.length < 2) return [];
  return links.map(({ depth, certificate, name }, index) => {
    const label = index === 0 ? "Chain" : "";
    const branch = depth === 0 ? "" : `${"   ".repeat(depth - 1)}\u2514\u2500 `;
    const validity = certificate === null ? "not included" : describeValidity(certificate, now);
    const paint = certificate === null ? colors.plain : colors.status[certificate.status];
    const text = `  ${label.padEnd(LABEL_WIDTH)}${branch}${escapeUnprintable(name)}`;
    return `${truncateToWidth(text, columns - validity.length - 2)}  ${paint(validity)}`;
  });
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

// src/report/inspect/terminal.ts
var MAX_DETAILED = 10;
function renderTransparency({ domain, total, certificates, error }, terminal) {
  const lines = certificates.map(({ issuer, valid_from, valid_to, served, names }) => {
    const more = names.length > 1 ? ` (${names.length} names)` : "";
    return `${formatDay(valid_from)} to ${formatDay(valid_to)}: ${issuer}${more}${served ? ", served here" : ""}`;
  });
  const texts = [
    ...error === null ? [] : [`${error.code}: ${error.detail}`],
    ...lines.length === 0 && error === null ? ["No certificate that has not expired."] : lines,
    ...total > lines.length ? [formatOmitted(total - lines.length, "the latest are shown")] : []
  ];
  return titleSection(`IN CERTIFICATE TRANSPARENCY LOGS: ${domain}`, indentTexts(texts, terminal), terminal);
}
function renderInspection({ targets, inspected_at }, options) {
  const terminal = createTerminal(options);
  const { columns, colors } = terminal;
  const locations = targets.flatMap((target) => target.places);
  const read = locations.flatMap(
    (location) => location.certificates.slice(0, 1).map((leaf) => ({ location, leaf, status: location.status ?? leaf.status }))
  );
  read.sort(compareSeverity);
  const isDetailed = read.length <= MAX_DETAILED;
  const now = Date.parse(inspected_at);
  return joinSections([
    read.length > 1 ? renderOverview(read, now, terminal) : [],
    ...isDetailed ? read.map(({ location }) => renderLocationDetails(location, now, terminal)) : [wrapText("For details, inspect a single file or slot, or use --format json.", columns, "")],
    titleSection(
      "COULD NOT BE READ",
      locations.flatMap(
        ({ location, error }) => error === null ? [] : renderDetail(`${location}: ${error.code}`, error.detail, terminal)
      ),
      terminal,
      colors.bad
    ),
    ...targets.flatMap(({ ct = [] }) => ct.map((one) => renderTransparency(one, terminal))),
    titleSection("NOT RENEWED EVERYWHERE", isDetailed ? [] : renderNewer(read, terminal), terminal, colors.bad),
    titleSection("WARNINGS", renderNotices(locations, terminal), terminal),
    read.length === 1 && locations.length === 1 ? [] : wrapText(summarize(read, locations), columns, "")
  ]);
}
function renderNewer(read, terminal) {
  return read.flatMap(({ location: { location, newer_at = [] } }) => {
    const newer = listNewer(newer_at, MAX_NEWER);
    return newer === "" ? [] : renderDetail(location, `Newer at ${newer}`, terminal);
  });
}
var MAX_NEWER = 3;
function renderNotices(locations, terminal) {
  const notices = locations.flatMap(({ location, notice }) => {
    const [file] = location.split("#", 1);
    return notice === void 0 ? [] : [[`${file}: ${notice.code}`, notice.detail]];
  });
  return [...new Map(notices)].flatMap(([title, detail]) => renderDetail(title, detail, terminal));
}
function compareSeverity(a, b) {
  return rankStatus(a.status) - rankStatus(b.status) || a.leaf.days_remaining - b.leaf.days_remaining || compareText(a.location.location, b.location.location);
}
var COLUMNS = [
  { title: "STATUS" },
  { title: "DAYS", align: "right" },
  { title: "COMMON NAME", truncatable: true },
  { title: "VALID TO" },
  { title: "LOCATION", truncatable: true, truncate: truncateLocationToWidth }
];
var DAY3 = 864e5;
function countDays(time, now) {
  return Math.floor((Date.parse(time) - now) / DAY3);
}
function renderOverview(read, now, terminal) {
  const rows = read.map(({ location, leaf, status }) => [
    { text: formatStatus(location, status), paint: terminal.colors.status[status] },
    (location.limited_by === void 0 ? formatDays(leaf) : String(countDays(location.limited_by.valid_to, now))) ?? "-",
    leaf.common_name || leaf.subject || "-",
    formatDay(location.limited_by?.valid_to ?? leaf.valid_to),
    location.location
  ]);
  return layOutTable(COLUMNS, rows, terminal);
}
function formatStatus({ trust, stapled, revocation }, status) {
  if (status !== "critical") return STATUS_LABELS[status];
  if (revocation?.status === "revoked" || stapled?.status === "revoked") return "revoked";
  return isTrusted(trust) === false ? "untrusted" : STATUS_LABELS[status];
}
function summarize(read, locations) {
  const failed = locations.filter(({ error }) => error !== null).length;
  const counts = { expired: 0, critical: 0, unknown: 0, not_yet_valid: 0, warning: 0, ok: 0 };
  for (const { status } of read) counts[status] += 1;
  const found = read.length === 0 ? "No certificates found." : `${formatCount(read.length, "certificate")}: ${formatStatusCounts(counts)}.`;
  return failed === 0 ? found : `${found} ${formatCount(failed, "location")} could not be read.`;
}

// src/cli/commands/inspect/targets.ts
import { lstatSync as lstatSync2 } from "node:fs";
import path8 from "node:path";
function parseTarget(operand, options, cwd) {
  const { trust, ca_file } = options;
  const target = operand;
  if (isFile(operand, cwd)) {
    const pattern = operand.split(path8.sep).join("/");
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
    // For stapled responses. Whether OCSP and CRL URLs are requested is decided by --revocation.
    revocation: true
  };
}
function checkOptions(options) {
  const { server_name, connect_to, proxy, targets, allow, dns_servers } = options;
  checkPasswordVariable(options.password_env);
  if (server_name !== null && !isHostName(toAsciiHost(server_name))) {
    throw createUsageError(
      `invalid host name "${server_name}" for --server-name`,
      "Use the name alone, without a scheme or port."
    );
  }
  parseStartTls(options.starttls);
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
  const invalidServer = dns_servers.find((server) => !isDnsServer(server));
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
  const invalidNetwork = allow.find((network) => !isBlock(network));
  if (invalidNetwork !== void 0) {
    throw createUsageError(
      `invalid network "${invalidNetwork}" for --allow`,
      "Use an IP address, or a network such as 10.0.0.0/8."
    );
  }
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
    return lstatSync2(path8.resolve(cwd, operand), { throwIfNoEntry: false }) !== void 0;
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
    if (target === "-") targets.push({ target, kind: "stdin", location: await readStandardInput(options, io) });
    else targets.push(parseTarget(target, options, io.cwd));
  }
  const now = options.now ?? io.now();
  const onNote = (note) => printWarnings([note], io);
  const inspection = await inspect(targets, { ...options, now, password_variable, onNote }, io);
  const failed = inspection.targets.flatMap(({ places }) => places).filter(({ error }) => error !== null);
  if (format === "json") io.stdout(renderJson(inspection));
  else if (pem || quiet) {
    if (pem) io.stdout(collectPem(inspection));
    for (const location of failed) io.stderr(formatFailure(location));
  } else io.stdout(renderInspection(inspection, getTableLayout(io)));
  if (!quiet) printRevocationTime(options.now, revocation, io);
  if (failed.length > 0) return 3;
  return isFailing(inspection.targets.flatMap(({ places }) => places).flatMap(toFailing), options.fail_on) ? 1 : 0;
}
function toFailing({ status }) {
  return status ? [{ status, findings: [] }] : [];
}
var MAX_INPUT_MEBIBYTES = 10;
async function readStandardInput({ trust, ca_file }, io) {
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
    address: null,
    content: Buffer.concat(chunks),
    ...anchoring && { trust: { host: null, ...anchoring } }
  };
}
function collectPem({ targets }) {
  const certificates = targets.flatMap(({ places }) => places).flatMap((location) => location.certificates);
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
  else if (!options.quiet) io.stdout(renderInventory(inspected));
  return inspected.error === null ? 0 : 3;
}

// src/cli/commands/log.ts
import path9 from "node:path";

// src/events/state/clear.ts
function clearLog(log, { certificate, event, now }) {
  const matchesName = certificate === void 0 ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === void 0 ? () => true : createGlobMatcher([event]);
  const lastSequences = new Map(
    [...groupHistories(log).values()].flatMap((history) => {
      const last = lastSequence(history);
      return history.records.map((record2) => [record2, last]);
    })
  );
  let cleared = 0;
  const events = log.events.map((record2) => {
    if (isResolution(record2.event) || !matchesName(record2.certificate) || !matchesEvent(record2.event)) return record2;
    cleared += 1;
    return { ...record2, cleared_at: formatIsoTime(Math.max(now, lastSequences.get(record2) ?? now)) };
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
    location: ({ event }) => event.place,
    about: ({ event }) => event.about ?? null,
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
    locations: ({ event }) => event.places.join("; "),
    event_id: ({ event }) => event.id,
    scan_id: ({ event }) => event.scan_id,
    first_fired_at: ({ event }) => event.first_fired_at ?? event.fired_at,
    first_delivered_at: ({ delivery }) => delivery?.first_delivered_at ?? delivery?.sent_at ?? null,
    repeats: ({ delivery }) => delivery === null ? null : delivery.repeats ?? 0,
    acknowledged_at: ({ event }) => event.acknowledged?.at ?? null,
    acknowledged_by: ({ event }) => event.acknowledged?.by ?? null,
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

// src/report/log/story.ts
function listStory(log, matchesName) {
  const events = groupBy(
    log.events.filter(({ certificate }) => matchesName(certificate)),
    ({ certificate }) => certificate
  );
  const names = /* @__PURE__ */ new Set([...Object.keys(log.places).filter(matchesName), ...events.keys()]);
  return [...names].sort(compareText).flatMap((name) => {
    const records = events.get(name) ?? [];
    const steps = [...listSightings(log, name, records), ...records.flatMap(listRecordSteps)];
    return steps.sort((a, b) => parseIsoTime(a.at) - parseIsoTime(b.at));
  });
}
function listSightings(log, certificate, records) {
  const known = Object.entries(getOwn(log.places, certificate) ?? {}).flatMap(([location, logged]) => {
    const { fingerprint, previous, since: at, gone } = logged;
    if (at === null || fingerprint === null && !gone) return [];
    if (gone) return [{ kind: "gone", at, fingerprint: previous, replaces: null, location }];
    return [{ kind: "seen", at, fingerprint, replaces: previous, location }];
  });
  const isKnown = (print2, at) => known.some(({ kind, fingerprint, at: since }) => kind === "seen" && fingerprint === print2 && since <= at);
  const earlier = records.flatMap(
    ({ fingerprint, first_seen_at: at, places }) => at === void 0 || isKnown(fingerprint, at) ? [] : places.map((location) => ({ kind: "seen", at, fingerprint, replaces: null, location }))
  );
  const groups = groupBy(
    [...known, ...earlier],
    ({ kind, at, fingerprint, replaces }) => [kind, at, fingerprint, replaces].join(" ")
  );
  return [...groups.values()].map((group) => {
    const [{ kind, at, fingerprint, replaces }] = group;
    const locations = [...new Set(group.map(({ location }) => location))].sort(compareText);
    const facts = fingerprint === null ? void 0 : getOwn(log.certificates, fingerprint);
    const replaced = replaces === null ? void 0 : getOwn(log.certificates, replaces);
    return {
      ...{ at, kind, certificate, fingerprint_sha256: facts?.fingerprint_sha256 ?? null, locations },
      ...facts && {
        common_name: facts.common_name,
        issuer: facts.issuer,
        valid_from: facts.valid_from,
        valid_to: facts.valid_to
      },
      ...replaced && {
        replaces: { fingerprint_sha256: replaced.fingerprint_sha256, valid_to: replaced.valid_to }
      }
    };
  });
}
function listRecordSteps(record2) {
  const { certificate, event, fingerprint, threshold, about, places, place, fired_at, first_fired_at } = record2;
  const all = Object.entries(record2.deliveries).flatMap(
    ([rule, byDestination]) => Object.entries(byDestination).map(([destination, delivery]) => ({ rule, destination, ...delivery }))
  );
  const create = (kind, at, more = {}) => ({
    ...{ at, kind, certificate, fingerprint_sha256: fingerprint, locations: place === null ? places : [place] },
    ...{ event, threshold, ...about !== void 0 && { about }, ...more }
  });
  const steps = [];
  const first = first_fired_at ?? fired_at;
  if (first !== null) {
    const deliveries = all.flatMap(({ rule, destination, first_delivered_at, sent_at }) => {
      const at = first_delivered_at ?? sent_at;
      return at === null ? [] : [{ rule, destination, at }];
    });
    steps.push(create(isResolution(event) ? "resolved" : "fired", first, { deliveries }));
  }
  const repeated = all.flatMap(
    ({ rule, destination, sent_at, repeats = 0 }) => repeats === 0 || sent_at === null ? [] : [{ rule, destination, at: sent_at, repeats }]
  );
  const last = repeated.map(({ at }) => at).sort(compareText).at(-1);
  if (last !== void 0) steps.push(create("repeated", last, { deliveries: repeated }));
  else if (isResolution(event) && fired_at !== null && fired_at !== first)
    steps.push(create("repeated", fired_at, { deliveries: [] }));
  for (const { rule, destination, tried_at, error } of all) {
    if (error === null || error === DEFERRED_EXPIRED) continue;
    const kind = error === DEFERRED ? "deferred" : "failed";
    steps.push(create(kind, tried_at, { deliveries: [{ rule, destination, at: tried_at, error }] }));
  }
  if (record2.acknowledged !== void 0) {
    const { by, reason, at } = record2.acknowledged;
    steps.push(create("acknowledged", at, { by, reason }));
  }
  if (record2.cleared_at !== null) steps.push(create("cleared", record2.cleared_at));
  return steps;
}
var KIND_WIDTH = "acknowledged".length;
function renderStory(steps, options) {
  const terminal = createTerminal(options);
  const byEntry = groupBy(steps, ({ certificate }) => certificate);
  return joinSections(
    [...byEntry].map(([certificate, own]) => [
      ...wrapText(certificate, terminal.columns, "").map(terminal.colors.heading),
      ...own.flatMap((step) => renderStep(step, terminal))
    ])
  );
}
function renderStep(step, { columns, colors }) {
  const label = step.kind === "resolved" ? step.event?.split(".").at(-1) ?? "" : step.kind;
  const start = `  ${formatMinute(step.at)}  ${label.padEnd(KIND_WIDTH)}  `;
  const indent2 = " ".repeat(start.length);
  const paint = step.kind === "failed" ? colors.bad : colors.plain;
  const lines = wrapText(describeStep(step), columns, indent2);
  return lines.map((line, index) => paint(index === 0 ? start + line.slice(indent2.length) : line));
}
function describeStep(step) {
  const { kind, at, locations, deliveries = [], by, reason } = step;
  const where = locations.join(", ");
  if (kind === "seen") return `${where}: ${describeCertificate2(step)}`;
  if (kind === "gone") return `${where}: no longer in use`;
  const alert = describeAlert(step);
  if (kind === "acknowledged") return `${alert}${by ? ` by ${by}` : ""}: ${reason}`;
  if (kind === "cleared") return `${alert}: sent again if it is still active`;
  const sent = deliveries.map((one) => describeDelivery(one, kind, at)).join(", ") || "no notification sent";
  return alert === "" ? sent : `${alert}: ${sent}`;
}
function describeAlert({ kind, event = "", threshold, about, fingerprint_sha256, locations }) {
  const name = kind === "resolved" ? "" : event.replace("certificate.", "");
  const topic = about === void 0 ? "" : formatTopic(event, about).trim();
  const limit = threshold == null ? "" : typeof threshold === "number" ? formatCount(threshold, "day") : threshold;
  const location = fingerprint_sha256 === null ? locations.join(", ") : "";
  return [name, limit, topic, location].filter(Boolean).join(" ");
}
function describeCertificate2({ common_name, issuer, valid_from, valid_to, replaces }) {
  const parts = [
    common_name ?? "certificate",
    issuer == null ? null : `issued by ${issuer}`,
    valid_from == null ? null : `valid from ${formatDay(valid_from)}`,
    valid_to === void 0 ? null : `until ${formatDay(valid_to)}`,
    replaces === void 0 ? null : `replaced one valid until ${formatDay(replaces.valid_to)}`
  ];
  return parts.filter((part) => part !== null).join(", ");
}
function describeDelivery({ destination, at, repeats, error }, kind, stepAt) {
  if (kind === "deferred") return `${destination} waits for the end of quiet hours`;
  if (error !== void 0) return `${destination} ${error}`;
  const count = repeats === void 0 ? "" : ` ${formatCount(repeats, "time")}`;
  return `${destination}${count}${formatMinute(at) === formatMinute(stepAt) ? "" : ` at ${formatMinute(at)}`}`;
}

// src/report/log/terminal.ts
var COLUMNS2 = [
  { title: "EVENT" },
  { title: "CERTIFICATE", truncatable: true },
  { title: "THRESHOLD" },
  { title: "FIRED" }
];
function renderLog(log, options) {
  const terminal = createTerminal(options);
  const events = sortNewestFirst(log.events);
  const [titles = "", ...rows] = layOutTable(COLUMNS2, events.map(listCells), terminal);
  const table = events.flatMap((event, index) => [
    ...rows.slice(index, index + 1),
    ...renderDeliveries(event, terminal)
  ]);
  return joinSections([
    events.length === 0 ? [] : [titles, ...table],
    wrapText(formatTotals(log), terminal.columns, "")
  ]);
}
function renderLogJson(log, story = null) {
  return renderJson({
    version: log.version,
    last_scan: log.scans.last ?? null,
    events: sortNewestFirst(log.events),
    ...story !== null && { story }
  });
}
function listCells({ event, certificate, place, about, threshold, fired_at }) {
  const subject = place === null ? certificate : `${certificate} ${place}`;
  return [
    event,
    about === void 0 ? subject : `${subject}${formatTopic(event, about)}`,
    threshold === null ? "-" : String(threshold),
    formatMinute(fired_at)
  ];
}
function renderDeliveries(event, { columns, colors }) {
  const deliveries = Object.values(event.deliveries).flatMap((byDestination) => Object.entries(byDestination));
  const lines = deliveries.flatMap(
    ([destination, delivery]) => wrapText(`${destination}: ${describeDelivery2(delivery)}`, columns, "    ").map(selectPaint(delivery, colors))
  );
  const { acknowledged, cleared_at } = event;
  if (acknowledged !== void 0) lines.push(...wrapText(formatAcknowledgement(acknowledged), columns, "    "));
  if (isCleared(event)) lines.push(...wrapText(`cleared ${formatMinute(cleared_at)}`, columns, "    "));
  return lines;
}
function formatAcknowledgement({ by, reason, at }) {
  return `acknowledged ${formatMinute(at)}${by === null ? "" : ` by ${by}`}: ${reason}`;
}
function isCleared({ cleared_at, fired_at, after }) {
  if (cleared_at === null) return false;
  const cleared = Date.parse(cleared_at);
  return [fired_at, after].every((time) => !time || Date.parse(time) <= cleared);
}
function selectPaint({ error }, { good, heading, bad }) {
  if (error === null) return good;
  return error === DEFERRED || error === DEFERRED_EXPIRED ? heading : bad;
}
function describeDelivery2({
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
  const story = certificate === null || event !== null ? null : listStory(full, createGlobMatcher([certificate]));
  if (options.format === "json") io.stdout(renderLogJson(log, story));
  else if (csv !== null) await printRecords(csv(listLogRows(log)), io);
  else if (log.events.length === 0 && full.events.length > 0 && !story?.length)
    io.stdout(`No matching events; ${full.events.length} without --certificate and --event.
`);
  else if (story !== null && story.length > 0) io.stdout(renderStory(story, getTableLayout(io)));
  else io.stdout(renderLog(log, getTableLayout(io)));
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
function listLoggedNames({ places, events }) {
  return [...Object.keys(places), ...events.map(({ certificate }) => certificate)];
}
async function openLog({ event_log, event, manifest: file }, io) {
  if (event !== null && !EVENT_NAMES.some(createGlobMatcher([event])))
    throw createUsageError(`no event matches "${event}"`, `Events: ${EVENT_NAMES.join(", ")}.`);
  if (event_log !== null) return { store: openFileStore(path9.resolve(io.cwd, event_log), io.cwd, io), names: [] };
  const manifest = await loadManifestFor({ manifest: file, quiet: true }, io);
  if (manifest === null) return null;
  const store = await openStore(manifest, { file: null, store: null }, io);
  return { store, names: manifest.entries.map(({ name }) => name) };
}
function selectEvents(log, { certificate, event }) {
  const matchesName = certificate === null ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === null ? () => true : createGlobMatcher([event]);
  return { ...log, events: log.events.filter((one) => matchesName(one.certificate) && matchesEvent(one.event)) };
}

// src/cli/commands/observe.ts
import path10 from "node:path";
async function runObserveCommand(options, io) {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { probe, shard, only, output, now, quiet } = options;
  const file = output === null ? null : path10.resolve(io.cwd, output);
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
    const reason = findMismatch(rule, simulated.entry, simulated.options.event) ?? explain2(rule, simulated);
    if (!deliveries.some((one) => one.rule === rule.name)) return [{ rule: rule.name, destination: null, reason }];
    return targets.map(({ destination }) => ({ rule: rule.name, destination, reason }));
  });
}
function explain2(rule, simulated) {
  const { entry, options, getEvents } = simulated;
  const subscribed = getEvents().filter(({ event }) => createEventMatcher(rule.events)(event));
  if (subscribed.length === 0) {
    if (options.event !== null) return `its events do not include ${options.event}`;
    return `none of its events happens at ${options.days_remaining} days from expiry`;
  }
  const keepMatching = (match, from) => {
    const matches = createMatcher({ names: [], labels: {}, status: [], thresholds: [], ...match });
    return from.filter(({ context, record: record2 }) => matches(context.data, record2.threshold));
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
  const about = { events: ["*"], match, conditions: null };
  return [{ name: "test", enabled: true, ...about, actions: [{ kind, name }], position: found.position }];
}
function uniqueDestinations(targets) {
  return [...new Map(targets.toReversed().map((target) => [target.destination, target])).values()].reverse();
}
function findReceiver(name, { webhooks, emails }) {
  if (webhooks.some((webhook) => webhook.name === name)) return { kind: "webhook", name };
  return emails.some((email) => email.name === name) ? { kind: "email", name } : null;
}

// src/app/simulate/errors.ts
var MAX_ENTRIES = 20;
var MAX_LISTED2 = 10;
function checkNames({ rule, webhook, email }, manifest) {
  if (webhook !== null && !manifest.webhooks.some(({ name }) => name === webhook)) {
    throw new AppError("no-such-webhook", `${manifest.file} has no webhook named ${webhook}`, {
      hint: `Webhooks: ${listNames2(manifest.webhooks)}.`
    });
  }
  if (email !== null && !manifest.emails.some(({ name }) => name === email)) {
    throw new AppError("no-such-email", `${manifest.file} has no email receiver named ${email}`, {
      hint: `Email receivers: ${listNames2(manifest.emails)}.`
    });
  }
  const found = manifest.rules.find(({ name }) => name === rule);
  if (rule !== null && !found?.enabled) {
    const message = found === void 0 ? `${manifest.file} has no rule named ${rule}` : `the rule ${rule} is disabled`;
    throw new AppError("no-such-rule", message, {
      hint: `Enabled rules: ${listNames2(manifest.rules.filter(({ enabled }) => enabled))}.`
    });
  }
}
function createUnknownNameError(name, { command }, manifest) {
  const { file, entries, webhooks, emails } = manifest;
  if (command === "render") {
    return new AppError("no-such-name", `${file} has no certificate, webhook or email receiver named ${name}`, {
      hint: `Certificates: ${listNames2(entries)}. Webhooks: ${listNames2(webhooks)}. Email receivers: ${listNames2(emails)}.`
    });
  }
  const receiver = findReceiver(name, manifest);
  const hint = receiver === null ? `Certificates: ${listNames2(entries)}.` : `To test the ${receiver.kind} receiver, use: certvigil test --${receiver.kind} ${name}`;
  return new AppError("no-such-certificate", `${file} has no certificate named ${name}`, { hint });
}
function listNames2(named) {
  const names = named.map(({ name }) => name);
  return truncateList(names, MAX_LISTED2) || "none";
}
function createNothingToSendError(entry, options, skipped, happens) {
  const { event, days_remaining } = options;
  const at = days_remaining === null ? "" : ` at ${days_remaining} days from expiry`;
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
      hint: skipped.length > 0 ? "Check events, match and conditions of the rules, or try another --days-remaining or --event." : 'The manifest has no enabled rule. Add one with events and a receiver, or "issues: {}".'
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
  return `rule ${rule} sends no ${event} for the first ${MAX_ENTRIES} certificates to ${destination}`;
}

// src/app/simulate/sample-certificate.ts
var SECOND = 1e3;
var SAMPLE_LIFETIME_DAYS = 90;
async function readWorstCertificates(entries, manifest, now, io) {
  const enabled = entries.map((entry) => ({ ...entry, enabled: true }));
  const options = { root: manifest.root, ...manifest.scan };
  const decoded = await readAndDecode(enabled, io, options);
  const found = decoded.map((source) => ({
    ...source,
    locations: source.locations.flatMap(({ readings: readings2 }) => readings2)
  }));
  const readings = redactReadings(found, enabled, io);
  const comparison = compareWithLog({ log: createEmptyLog(), entries: enabled, readings, covers: () => true, now });
  const counts = countCertificates(comparison);
  return entries.map((entry) => {
    const worst = selectWorst(entry, comparison);
    return { entry, current: worst ?? createSampleComparison(entry, now), counts, wasRead: worst !== null };
  });
}
function createSampleComparison(entry, now) {
  const locations = getSourceDefinition(entry.source.kind).listLocations(entry.source).map((location) => createLiveLocation(entry.name, location, now));
  return { log: createEmptyLog(), subjects: [createSampleSubject(entry, locations, now)], locations };
}
function selectWorst(entry, { log, subjects, locations }) {
  const [worst] = subjects.filter((subject) => subject.entry === entry.name).sort((a, b) => a.certificate.facts.valid_to < b.certificate.facts.valid_to ? -1 : 1);
  if (worst === void 0) return null;
  const holding = locations.filter(
    (location) => location.entry === entry.name && location.fingerprint === worst.fingerprint
  );
  return { log, subjects: [worst], locations: holding };
}
function moveExpiry(certificate, validTo, now) {
  const { facts } = certificate;
  const notAfter = Math.ceil(validTo / SECOND) * SECOND;
  const lifetime = facts.valid_from === null ? null : Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  const notBefore = lifetime === null ? null : Math.min(notAfter - lifetime, Math.floor(now / SECOND) * SECOND);
  return {
    ...certificate,
    facts: {
      ...facts,
      valid_from: notBefore === null ? null : formatIsoTime(notBefore),
      valid_to: formatIsoTime(notAfter)
    }
  };
}
function createSampleSubject(entry, locations, now) {
  const { source } = entry;
  const name = getSourceDefinition(source.kind).sampleName?.(source) ?? entry.name;
  const fingerprint = "0".repeat(64);
  const notAfter = Math.ceil(now / SECOND) * SECOND;
  return {
    entry: entry.name,
    fingerprint,
    locations: locations.map(({ location }) => location),
    certificate: {
      fingerprint,
      chain: [],
      facts: {
        common_name: name,
        subject: `CN=${name}`,
        issuer: "CN=Sample CA",
        serial_number: "00",
        fingerprint_sha256: fingerprint,
        sans: [name],
        key_algorithm: "EC",
        key_size: 256,
        signature_algorithm: "ecdsa-with-SHA256",
        valid_from: formatIsoTime(notAfter - SAMPLE_LIFETIME_DAYS * DAY),
        valid_to: formatIsoTime(notAfter),
        lifetime_days: SAMPLE_LIFETIME_DAYS
      }
    }
  };
}
function createLiveLocation(entry, location, now) {
  return {
    entry,
    location,
    source: location,
    fingerprint: "0".repeat(64),
    previous: null,
    since: formatIsoTime(now - DAY),
    failures: 0,
    failure: null,
    address: null,
    evidence: null,
    ownership: null,
    path_end: null,
    revoked: null
  };
}

// src/app/simulate/index.ts
var OTHER_FINGERPRINT = "1".repeat(64);
var HOUR2 = 36e5;
var DEFAULT_STALE_AFTER_HOURS = 36;
var SCENARIOS = {
  "certificate.expiry_warning": (input) => setDaysRemaining(input, input.days),
  "certificate.expired": (input) => setDaysRemaining(input, Math.min(input.days, -1)),
  "certificate.changed": simulateChange,
  "certificate.unreachable": simulateUnreachable,
  "certificate.renewed": simulateRenewal,
  "certificate.removed": (input) => ({ ...recordAlerts(input), subjects: [], locations: [] }),
  "certificate.recovered": (input) => ({ ...setDaysRemaining(input, 365), log: recordAlerts(input).log }),
  "scan.stale": simulateStale,
  "scan.blind": ({ current }) => current,
  "scan.recovered": (input) => recordAlerts({ ...input, reachability: BLIND }, "scan.*")
};
var BLIND = {
  endpoints: "none",
  failure: createBlindFailure(12, createFailure("endpoint-unreachable", "shop.example.com:443").detail)
};
var REACHABILITY = {
  "scan.blind": BLIND,
  "scan.recovered": { endpoints: "some" }
};
function simulateEvent(input, event) {
  if (isFinding(event)) return planFinding(input, event);
  return planComparison({ reachability: REACHABILITY[event], ...input }, SCENARIOS[event](input));
}
function simulatePlan(input, event) {
  const plan2 = event === null ? planComparison(input, setDaysRemaining(input, input.days)) : simulateEvent(input, event);
  return toTest(plan2, event);
}
function simulateCurrentState(input) {
  return toTest(planComparison(input, input.current), null);
}
function toTest({ events, deliveries }, event) {
  const matching = events.filter((one) => event === null || one.event === event);
  const ids = new Set(matching.map(({ id }) => id));
  return markAsTest({ events: matching, deliveries: deliveries.filter(({ event_id }) => ids.has(event_id)) });
}
function planFinding(input, event) {
  const locations = input.current.locations.map(({ location }) => location);
  const finding = { event, ...EVENTS[event].sample, ...input.finding, locations };
  return planComparison(input, setDaysRemaining(input, input.days), [finding]);
}
function planComparison({ entry, manifest, scan, compileRegex, counts, reachability }, comparison, findings = []) {
  return plan({
    manifest: removeSuppression({
      ...manifest,
      entries: [entry],
      stale_after_hours: manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS
    }),
    comparison,
    getVerdict: (subject) => ({ ...assess(subject.certificate, entry.settings, scan.now), findings }),
    scan,
    ignoreCooldown: false,
    compileRegex,
    covers: (name) => name === entry.name || name === ALL_SCANS,
    ...reachability && { reachability },
    ...counts && { counts }
  });
}
function removeSuppression(manifest) {
  const rules = manifest.rules.map((rule) => ({
    ...rule,
    actions: rule.actions.map(({ quiet_hours: _hours, ...action }) => action)
  }));
  return { ...manifest, silences: [], rules };
}
function setDaysRemaining({ current, scan: { now } }, days) {
  const subjects = current.subjects.map((subject) => {
    return { ...subject, certificate: moveExpiry(subject.certificate, now + days * DAY, now) };
  });
  return { ...current, subjects };
}
function recordAlerts(input, events = "certificate.*") {
  const rules = input.manifest.rules.map((rule) => ({
    ...rule,
    // A glob does not include events that are only sent by name.
    events: [events, ...EVENT_NAMES.filter(isOnlyByName)],
    match: { ...rule.match, status: [], thresholds: [] },
    conditions: null
  }));
  const scan = { ...input.scan, now: input.scan.now - HOUR2 };
  const comparison = setDaysRemaining({ ...input, scan }, 0);
  const alerts = planComparison({ ...input, manifest: { ...input.manifest, rules }, scan }, comparison);
  const receipts = alerts.deliveries.map(({ event_id, rule, destination }) => {
    return { event_id, rule, destination, status: "sent", attempts: 1, error: null };
  });
  const log = record({ log: addCertificateFacts(comparison), plan: alerts, receipts, scan });
  return { ...comparison, log };
}
function addCertificateFacts({ log, subjects }) {
  const known = subjects.map(({ fingerprint, certificate }) => [fingerprint, certificate.facts]);
  return { ...log, certificates: { ...log.certificates, ...Object.fromEntries(known) } };
}
function simulateRenewal(input) {
  const { current, scan } = input;
  const subjects = setDaysRemaining(input, 365).subjects.map((subject) => toOtherCertificate(subject));
  return {
    log: recordAlerts(input).log,
    subjects,
    locations: current.locations.map((location) => replaceCertificate(location, OTHER_FINGERPRINT, scan.now))
  };
}
function simulateChange(input) {
  const { current, days, scan } = input;
  const before = { ...current, subjects: setDaysRemaining(input, days + 30).subjects.map(toOtherCertificate) };
  const locations = current.locations.map((location) => ({
    ...location,
    previous: OTHER_FINGERPRINT,
    since: formatIsoTime(scan.now)
  }));
  return { ...setDaysRemaining(input, days), log: addCertificateFacts(before), locations };
}
function toOtherCertificate(subject) {
  const facts = { ...subject.certificate.facts, fingerprint_sha256: OTHER_FINGERPRINT };
  return {
    ...subject,
    fingerprint: OTHER_FINGERPRINT,
    certificate: { ...subject.certificate, fingerprint: OTHER_FINGERPRINT, facts }
  };
}
function replaceCertificate(location, fingerprint, now) {
  return { ...location, fingerprint, previous: location.fingerprint, since: formatIsoTime(now) };
}
function simulateUnreachable(input) {
  const { locations, ...rest } = setDaysRemaining(input, input.days);
  const sample = getSourceDefinition(input.entry.source.kind).sampleFailure ?? "endpoint-refused";
  const { code = sample, neverRead = false } = input.failure ?? {};
  const failing = locations.map((location) => {
    const failing_since = formatIsoTime(input.scan.now - DAY);
    return { ...location, failures: 2, failing_since, failure: { ...createFailure(sample, location.location), code } };
  });
  if (!neverRead) return { ...rest, locations: failing };
  return {
    ...rest,
    subjects: [],
    locations: failing.map((location) => ({ ...location, fingerprint: null, since: null }))
  };
}
function simulateStale({ current, manifest, scan }) {
  const hours = (manifest.stale_after_hours ?? DEFAULT_STALE_AFTER_HOURS) + 1;
  const last = { id: scan.scan_id, scanned_at: formatIsoTime(scan.now - hours * HOUR2) };
  return { log: { ...current.log, scans: { last } }, subjects: [], locations: [] };
}

// src/app/simulate/states.ts
var DEFAULT_DAYS = 13;
var CAPS = [12.5, 25].map((value) => ({ raw: `${value}%`, unit: "percent", value }));
var SEVERITIES = ["critical", "warning", "info"];
var MAX_DAYS_TRIED = 1e3;
function listStates(input, selection) {
  const { event, days_remaining, onlyAtDays, withScans } = selection;
  if (event === null && days_remaining !== null && onlyAtDays) return [{ event, days: days_remaining }];
  const days = days_remaining === null ? listDays(input) : [days_remaining];
  const first = "certificate.expiry_warning";
  const others = EVENT_NAMES.filter((name) => name !== first && (withScans || !isAboutScans(name)));
  const events = event === null ? [first, ...others] : [event];
  return events.flatMap((name) => {
    if (name === first) return days.filter((one) => one >= 0).map((one) => ({ event: name, days: one }));
    const variants = listVariants(name, input.manifest);
    return combine(orderDays(name, days), variants).map((state) => ({ event: name, ...state }));
  });
}
var MAX_STATES_PER_EVENT = 60;
function combine(days, variants) {
  const pairs = days.flatMap(
    (one, day) => variants.map((variant, nth) => ({ day, nth, state: { days: one, ...variant } }))
  );
  const rank = ({ day, nth }) => day === 0 ? 0 : nth === 0 ? 1 : 2;
  return pairs.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_STATES_PER_EVENT).map(({ state }) => state);
}
function orderDays(event, days) {
  if (!days.includes(DEFAULT_DAYS)) return days;
  if (event === "certificate.expired" && days.length > 1) return days.filter((one) => one < 0);
  const hasDays = !isResolution(event) && !isAboutScans(event);
  return [DEFAULT_DAYS, ...hasDays ? days.filter((one) => one !== DEFAULT_DAYS) : []];
}
function listDays({ entry, current, manifest }) {
  const facts = current.subjects[0]?.certificate.facts;
  const period = facts === void 0 ? { from: null, to: 0 } : computeValidityPeriod(facts, facts.valid_to);
  const { thresholds, critical, warning } = entry.settings;
  const crossed = [...thresholds, critical, warning, ...CAPS].flatMap((spec) => {
    const leadTime = computeLeadTime(spec, period);
    return leadTime === null ? [] : [Math.floor(leadTime / DAY)];
  });
  const compared = listConditions(manifest.rules, ["days_remaining"]).filter((value) => typeof value === "number").flatMap((value) => [Math.ceil(value) - 1, Math.floor(value), Math.floor(value) + 1]);
  const days = /* @__PURE__ */ new Set([...crossed, ...compared, DEFAULT_DAYS, 0, -1]);
  return [...days].sort((a, b) => b - a).slice(0, MAX_DAYS_TRIED);
}
function listVariants(event, manifest) {
  const codes = listConditions(manifest.rules, ["error.code", "finding.code"]).filter(
    (code) => typeof code === "string"
  );
  if (event === "certificate.unreachable") {
    return [{}, { failure: { neverRead: true } }, ...codes.map((code) => ({ failure: { code } }))];
  }
  if (!isFinding(event)) return [{}];
  const findings = listFindings(event, manifest);
  return [{}, ...findings, ...codes.flatMap((code) => findings.map((one) => ({ ...one, code })))].map((finding) => ({
    finding
  }));
}
function listFindings(event, { policies }) {
  const severities = SEVERITIES.map((severity) => ({ severity }));
  if (event !== "certificate.policy_violation") return severities;
  const named = policies.map(({ name, severity }) => ({ about: name, severity }));
  return [...named, ...Object.keys(EVENTS[event].variants).map((about) => ({ about })), ...severities];
}
function listConditions(rules, attributes) {
  return rules.flatMap(({ conditions }) => conditions === null ? [] : flattenConditions(conditions)).filter(({ attr }) => attributes.includes(resolveAttribute(attr))).flatMap(({ value }) => value);
}
function flattenConditions(set) {
  if ("and" in set) return set.and.flatMap(flattenConditions);
  return "or" in set ? set.or.flatMap(flattenConditions) : [set];
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
  const { plan: plan2 } = collected;
  const missed = [...requested.filter((target) => !canMatch(target)), ...collected.unreached];
  const getEvents = lazy(() => cases.flatMap((getPlan) => getPlan().events));
  const skipped = listSkippedRules(missed, plan2, extended.rules, { entry, options, getEvents, compileRegex });
  if (plan2.deliveries.length === 0) throw createNothingToSendError(entry, options, skipped, getEvents().length > 0);
  return { plan: plan2, manifest: extended, unreached: [], skipped };
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
  const { cases } = await createCases(manifest.entries.slice(0, MAX_ENTRIES), options, extended, io);
  const { plan: plan2, unreached } = collectDeliveries(targets, cases);
  if (plan2.deliveries.length === 0) throw createUnreachedError(unreached, options);
  return { plan: plan2, manifest: extended, unreached, skipped: [] };
}
async function createCases(entries, options, manifest, io) {
  const isNamed = options.names.length > 0;
  const selection = { ...options, onlyAtDays: isNamed, withScans: !isNamed || options.event !== null };
  const now = options.now ?? io.now();
  const worst = await readWorstCertificates(entries, manifest, now, io);
  const scan = createScanContext(now, io);
  const compileRegex = await loadRuleRegexes(manifest);
  const rules = new Map(compileRules(manifest.rules, compileRegex).map((rule) => [rule.name, rule]));
  const matches = ({ event, context, threshold }, name) => {
    const rule = rules.get(name);
    const isSelected = isResolution(event) || rule?.subscribesTo(event) === true;
    return isSelected && rule?.matches(context.data, threshold).matches === true;
  };
  const usesCurrentState = isNamed && options.event === null && options.days_remaining === null;
  const cases = worst.flatMap(({ wasRead, ...one }) => {
    const input = { ...one, manifest, days: DEFAULT_DAYS, scan, compileRegex };
    const current = wasRead && usesCurrentState ? [lazy(() => omitUnmatched(simulateCurrentState(input), matches))] : [];
    const simulated = listStates(input, selection).map(({ event, ...state }) => {
      return lazy(() => {
        const planned = simulatePlan({ ...input, ...state }, event);
        return options.event === null ? omitUnmatched(planned, matches) : planned;
      });
    });
    return [...current, ...simulated];
  });
  return { cases, compileRegex };
}
function omitUnmatched({ events, deliveries }, matches) {
  const general = new Map(events.filter(isSentToAll).map((event) => [event.id, event]));
  return {
    events,
    deliveries: deliveries.filter(({ event_id, rule }) => {
      const event = general.get(event_id);
      return event === void 0 || matches(event, rule);
    })
  };
}
function isSentToAll({ event }) {
  return isResolution(event) || event === "certificate.unreachable";
}

// src/cli/commands/render-preset.ts
var import_yaml3 = __toESM(require_dist(), 1);
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
    current: createSampleComparison(entry, now),
    days,
    compileRegex: null,
    scan: { ...scan, run_url }
  };
  const plan2 = simulatePlan(input, options.event);
  const due = plan2.deliveries.filter((delivery) => delivery.due);
  if (due.length === 0) {
    throw new AppError("nothing-to-send", `nothing is sent at ${days} days from expiry`, {
      hint: "Try a smaller --days-remaining, or an --event."
    });
  }
  printRendered(renderAll(due, plan2, manifest, io), options.format, io);
  return 0;
}
function renderWebhook(name) {
  const { description, url, path: path11, method, content_type, headers, secrets, body_template } = PRESETS[name];
  const variable = name.toUpperCase();
  const keys = Object.keys(secrets).map((key) => [key, `\${${variable}_${key.toUpperCase()}}`]);
  const webhook = {
    preset: name,
    url: `${url ?? `\${${variable}_URL}`}${path11}`,
    ...method !== "POST" && { method },
    content_type,
    ...Object.keys(headers).length > 0 && { headers },
    ...keys.length > 0 && { secrets: Object.fromEntries(keys) },
    body_template
  };
  const yaml = (0, import_yaml3.stringify)({ webhooks: { [name]: webhook } }, { blockQuote: "literal", lineWidth: 0 });
  return `# ${description}. Edit any field; an omitted field keeps the value of the preset.
${yaml}`;
}

// src/cli/commands/test.ts
async function runTestCommand(options, io) {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const simulation = await createSimulation(options, manifest, io);
  const { plan: plan2, unreached, skipped } = simulation;
  const isIssue = ({ destination }) => destination === ISSUE;
  const sendable = { ...plan2, deliveries: plan2.deliveries.filter((one) => !isIssue(one)) };
  const deliveries = await deliver(sendable, simulation, io);
  const issues = renderAll(plan2.deliveries.filter(isIssue), plan2, simulation.manifest, io);
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
async function deliver(plan2, { manifest }, io) {
  const responses = /* @__PURE__ */ new Map();
  const onSent = (delivery, { outcome }) => {
    if (!outcome?.responded) return;
    const webhook = manifest.webhooks.find(({ name }) => delivery.destination === `webhook:${name}`);
    const advice = findResponseAdvice(webhook?.preset ?? null, outcome);
    responses.set(formatDeliveryKey(delivery), { status: outcome.status, advice });
  };
  const { receipts, problems } = await deliverPlan(plan2, manifest, io, { onSent });
  printWarnings(problems, io);
  const events = new Map(plan2.events.map(({ id, event, context }) => [id, { event, ...context.data }]));
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
  const line = status === "sent" ? `sent    ${destination} (${simulated})${response}
` : `FAILED  ${destination} (${simulated})${tried}: ${error?.detail ?? ""} [${error?.code ?? ""}]
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
  else if (!quiet) io.stdout(renderScanTable(report, getTableLayout(io)));
  else io.stderr(renderFailures(report));
}
async function writeReportFiles(reports, { report, log }, manifest, io) {
  if (reports.length === 0) return;
  await writeReports(reports, { manifest, read_at: report.scanned_at, report, digest: null, log }, io);
}
function printMessages2(result, manifest, options, io) {
  const { format, quiet, now } = options;
  const { report, unsaved, recorded, problems } = result;
  printUntrueCoverage(report.coverage, options, io);
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
  if (hasRules({ rules }) || !events.some(({ reason }) => reason === "unmatched")) return;
  io.stderr(
    "No rule sends notifications. Add a rule and a receiver to the manifest, or `issues: {}` for GitHub issues.\n"
  );
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
    case "report":
      return runReportCommand(options, io);
    case "export":
      return runExportCommand(options, io);
    case "explain":
      return runExplainCommand(options, io);
    case "discover":
      return runDiscoverCommand(options, io);
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
