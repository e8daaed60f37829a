const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  RE2JS,
  RE2JSException
} from "./npm-re2js.js";
import {
  findRegistrableDomain
} from "./tldts-icann.js";
import {
  assignUniqueNames,
  indexWatchers
} from "./propose-entries.js";
import {
  createFileMatcher,
  detectDelimiter,
  findStartTls,
  parseCsv,
  parseEndpoint,
  readCell,
  readLimited,
  require_dist,
  runWithoutStackTraces,
  toEntryName
} from "./minimatch.js";
import "./http-url.js";
import "./brace-expansion.js";
import {
  AppError
} from "./event-definitions.js";
import {
  isReservedVariable,
  toVariableName
} from "./package.js";
import {
  compareText,
  getOwn,
  groupBy,
  parseHostPort,
  toAsciiHost
} from "./host-port.js";
import {
  __toESM
} from "./runtime.js";

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
function planImport({ targets, receivers: found, leftOut }, existing) {
  const merged = mergeTargets(targets.map(toRegisteredDomain));
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
function toRegisteredDomain(target) {
  const { domain } = target.entry;
  if (domain === void 0) return target;
  const registered = findRegistrableDomain(toAsciiHost(domain)) ?? domain;
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
    ...existing?.rules.some(({ actions }) => actions.some((action) => "issue" in action)) ? ["issues issues"] : []
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
import path2 from "node:path";

// src/import/located.ts
var import_yaml = __toESM(require_dist(), 1);
var MAX_LEVELS = 100;
var TOO_DEEP = /^[ ?-]{200}/m;
var MAX_BRACKETS = 150;
var MalformedError = class extends Error {
};
function parseYamlDocuments(text) {
  if (isTooDeep(text)) throw new MalformedError("it has too many levels");
  const lines = new import_yaml.LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const documents = runWithoutStackTraces(() => (0, import_yaml.parseAllDocuments)(text, options));
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
  if ((0, import_yaml.isAlias)(node)) return conversion.anchors.get(node.source) ?? { line, value: null };
  const located = { line, value: convertValue(node, { ...conversion, level: conversion.level + 1 }) };
  if (node?.anchor) conversion.anchors.set(node.anchor, located);
  return located;
}
function convertValue(node, conversion) {
  if ((0, import_yaml.isSeq)(node)) return node.items.map((item) => convertNode(item, conversion));
  if ((0, import_yaml.isMap)(node)) {
    const pairs = node.items.map(
      ({ key, value }) => [(0, import_yaml.isScalar)(key) ? String(key.value) : "", convertNode(value, conversion)]
    );
    const merged = pairs.flatMap(([key, { value }]) => key === "<<" && value instanceof Map ? [...value] : []);
    return new Map([...merged, ...pairs.filter(([key]) => key !== "<<")]);
  }
  return (0, import_yaml.isScalar)(node) ? toScalar(node.value) : null;
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
function isTooDeep(text) {
  let open = 0;
  for (const character of text.match(/[[\]{}]/g) ?? []) {
    open += character === "[" || character === "{" ? 1 : -1;
    if (open > MAX_BRACKETS) return true;
    open = Math.max(0, open);
  }
  return TOO_DEEP.test(text);
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
function readText(node, ...keys) {
  const value = select(node, ...keys)?.value;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  return String(value).trim() || null;
}
function isSet(node, ...keys) {
  return /^(?:true|1)$/i.test(readText(node, ...keys) ?? "");
}
function isUnset(node, ...keys) {
  return /^(?:false|0)$/i.test(readText(node, ...keys) ?? "");
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
  recognizes: ({ path: path3, text }) => /\.(?:csv|tsv)$/i.test(path3) || findColumns(readHeader(text)).host !== null,
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
function readTable({ path: path3, text: raw }) {
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
    origin: { file: path3, line: 1 }
  }));
  return joinImported([...rows.map((row) => readRow(row, { path: path3, text, columns, lines })), { ...NOTHING, leftOut }]);
}
function createLineCounter(text) {
  let [line, at] = [1, 0];
  return (offset) => {
    for (; at < offset; at += 1) if (text[at] === "\n") line += 1;
    return line;
  };
}
function readRow({ cells, problem }, { path: path3, text, columns, lines }) {
  const read = (index) => {
    const cell = index === null ? void 0 : cells[index];
    return cell === void 0 ? "" : readCell(text, cell).trim();
  };
  const origin = { file: path3, line: lines(cells[0]?.start ?? 0) };
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
function createReceiver(service, label, origin) {
  const name = nameReceiver(label, service.replace("_", "-"));
  const { url, secrets = {} } = SERVICES[service];
  const used = [];
  const use = ({ variable, meaning }) => {
    used.push({ name: createVariable(name, variable), meaning });
    return `\${${createVariable(name, variable)}}`;
  };
  const fields = {
    preset: service,
    ...url !== void 0 && { url: `${url.prefix ?? ""}${use(url)}` },
    ...Object.keys(secrets).length > 0 && {
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, use(secret)]))
    }
  };
  return { kind: "webhook", name, fields, variables: used, origin };
}
function nameReceiver(label, fallback) {
  return toEntryName(label ?? "", 60).toLowerCase() || fallback;
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
  const fields = {
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
  return { kind: "email", name, fields, variables, origin };
}
var ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;

// src/import/thresholds.ts
var HOUR = 3600;
var DAY = 24 * HOUR;
var DEFAULT_WARNING = 30 * DAY;
var DEFAULT_CRITICAL = 14 * DAY;
function toThresholds({
  warning,
  critical
}) {
  const early = warning === null ? raise(critical, DEFAULT_WARNING) : Math.max(warning, critical ?? 0);
  const late = critical === null ? lower(warning, DEFAULT_CRITICAL) : critical;
  return {
    ...isTime(early) && { expiry_warning_days: formatThreshold(early) },
    ...isTime(late) && { expiry_critical_days: formatThreshold(late) }
  };
}
var raise = (critical, fallback) => critical !== null && critical > fallback ? critical : null;
var lower = (warning, fallback) => warning !== null && warning < fallback ? warning : null;
var isTime = (seconds) => seconds !== null && seconds >= HOUR;
function formatThreshold(seconds) {
  return seconds % DAY === 0 ? seconds / DAY : `${Math.ceil(seconds / HOUR)}h`;
}
function parseDuration(text) {
  const parts = text.split(/(?<=[a-z])(?=\d)/).map((part) => {
    const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(ms|[smhdwy])$/.exec(part) ?? [];
    return amount === void 0 ? null : Number(amount) * (UNITS[unit] ?? 0);
  });
  return parts.reduce((sum, part) => sum === null || part === null ? null : sum + part, 0);
}
var UNITS = { ms: 1e-3, s: 1, m: 60, h: HOUR, d: DAY, w: 7 * DAY, y: 365 * DAY };

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
      what: readText(one, "name") ?? "an external endpoint",
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
function listUnsupported(root, { path: path3 }) {
  return Object.entries(UNSUPPORTED).flatMap(([key, reason]) => {
    const node = select(root, key);
    return node === null ? [] : [{ what: key, reason, origin: { file: path3, line: node.line } }];
  });
}
function readEndpoint(endpoint, { path: path3 }) {
  const origin = { file: path3, line: endpoint.line };
  const url = readText(endpoint, "url") ?? "";
  const name = readText(endpoint, "name") ?? url;
  const address = select(endpoint, "dns") === null ? parseServer(url) : { reason: "a DNS query has no certificate" };
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const conditions = listItems(select(endpoint, "conditions")).flatMap((one) => readText(one) ?? []);
  const group = readText(endpoint, "group");
  const extra = listPairs(select(endpoint, "extra-labels")).map(([key, value]) => [key, readText(value)]);
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
    receivers: listItems(select(endpoint, "alerts")).flatMap((alert) => readText(alert, "type") ?? [])
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
function readProvider(type, settings, { path: path3 }) {
  const origin = { file: path3, line: settings.line };
  if (listPairs(settings).length === 0) return NOTHING;
  const overrides = listItems(select(settings, "overrides")).map(
    (override) => ({
      what: `alerting.${type}, group ${readText(override, "group") ?? "?"}`,
      reason: "receivers by group are rules: add a receiver, and a rule that matches the label group",
      origin: { file: path3, line: override.line }
    })
  );
  const receiver = createProvider(type, settings, origin);
  if (receiver !== null) return { targets: [], receivers: [receiver], leftOut: overrides };
  return { ...NOTHING, leftOut: [{ what: `alerting.${type}`, reason: NO_PRESET, origin }, ...overrides] };
}
var NO_PRESET = "there is no preset for it: use the preset generic, or a webhook with a body of your own";
function createProvider(type, settings, origin) {
  if (type === "github") return { kind: "issues", name: type, fields: {}, variables: [], origin };
  if (type === "email" || type === "aws-ses") {
    const mail = {
      host: readText(settings, "host"),
      port: readText(settings, "port"),
      isImplicit: false,
      hasLogin: readText(settings, "password") !== null,
      from: readText(settings, "from"),
      to: readText(settings, "to")
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
  recognizes: () => true,
  read: (files) => joinImported(files.map(readHosts))
};
function readHosts({ path: path3, text }) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return joinImported(
    lines.flatMap((line, index) => {
      const items = removeComment(line).split(/[,;]/);
      return items.map((item) => readHost(item.trim(), { file: path3, line: index + 1 }));
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

// src/import/prometheus/regex.ts
function compileAnchored(source) {
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

// src/import/prometheus/expiry-rules.ts
var METRIC = /\b(?:probe_ssl_earliest_cert_expiry|probe_ssl_last_chain_expiry_timestamp_seconds|ssl_(?:verified_|file_|kubernetes_|kubeconfig_)?cert_not_after|x509_cert_not_after|x509_cert_expires_in_seconds)\b/;
function isExpiryExpression(expression) {
  return METRIC.test(expression);
}
function readExpiryRule(rule) {
  const expression = (readText(rule, "expr") ?? "").replace(/#[^\n]*/g, "").replace(/\s+/g, " ");
  const seconds = readSeconds(expression);
  if (seconds === null) return null;
  const severity = readText(select(rule, "labels"), "severity") ?? readText(select(rule, "labels"), "priority") ?? "";
  return {
    name: readText(rule, "alert") ?? "",
    seconds,
    isSslExporter: METRIC.exec(expression)?.[0].startsWith("ssl_") ?? false,
    isCritical: /crit|page|urgent|emerg|disaster|high|major|^p?1$|^sev-?1$/i.test(severity),
    matchers: readMatchers(expression)
  };
}
function readSeconds(expression) {
  const at = expression.search(METRIC);
  if (at === -1) return null;
  const before = expression.slice(0, at);
  const after = expression.slice(at).replace(/^\w+(?:\{[^}]*\})?(?:\[[^\]]*\])?/, "");
  const clause = before.split(CLAUSE).at(-1) ?? "";
  const isReversed = clause.includes(">") && !clause.includes("<");
  const [left, right] = isReversed ? [after, clause.slice(0, clause.indexOf(">"))] : splitComparison(after);
  const [, divisor] = /^[^/]*\/([^,]*)/.exec(cutAt(left, CLAUSE)) ?? [];
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
  return [text.slice(0, at), text.slice(at + 1).replace(/^=?\s*(?:bool\b)?/, "")];
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
function readMatchers(expression) {
  const at = expression.search(METRIC);
  const [, selector = ""] = /^\w+\{([^}]*)\}/.exec(expression.slice(at)) ?? [];
  const found = selector.matchAll(/\s*(\w+)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*,?/gy);
  return Array.from(found, ([, label = "", operator = "", double, single]) => ({
    label,
    test: createTest(operator, (double ?? single ?? "").replace(/\\(.)/g, "$1"))
  }));
}
function createTest(operator, expected) {
  if (operator === "=") return (value) => value === expected;
  if (operator === "!=") return (value) => value !== expected;
  const regex = compileAnchored(expected);
  return (value) => (regex?.matches(value) ?? false) === (operator === "=~");
}
function appliesTo({ matchers }, labels) {
  return matchers.every(({ label, test }) => {
    const value = labels.get(label);
    return value === void 0 || test(value);
  });
}

// src/import/prometheus/jobs.ts
import path from "node:path/posix";

// src/import/prometheus/relabel.ts
function readRelabelSteps(list) {
  return listItems(list).map((step) => ({
    action: (readText(step, "action") ?? "replace").toLowerCase(),
    sources: listItems(select(step, "source_labels") ?? select(step, "sourceLabels")).flatMap(
      (one) => readText(one) ?? []
    ),
    separator: readRaw(step, "separator") ?? ";",
    regex: compileAnchored(readRaw(step, "regex") ?? "(.*)"),
    target: readText(step, "target_label") ?? readText(step, "targetLabel") ?? "",
    replacement: readRaw(step, "replacement") ?? "$1"
  }));
}
function readRaw(step, key) {
  const value = select(step, key)?.value;
  return typeof value === "string" ? value : readText(step, key);
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
  const name = readText(job, "job_name") ?? "";
  const steps = readRelabelSteps(select(job, "relabel_configs"));
  const metricsPath = readText(job, "metrics_path") ?? "/metrics";
  const isProbe = metricsPath.endsWith("/probe") || steps.some(({ target }) => target === "__param_target");
  if (!isProbe) return null;
  const groups = [...listStaticGroups(job, context), ...listFileGroups(job, context)];
  const parameters = listPairs(select(job, "params")).flatMap(([key, values]) => {
    const [first] = listItems(values).flatMap((one) => readText(one) ?? []);
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
      ...listUnread(job, { ...context, name, origin })
    ]
  };
}
function readProbe(probe, { file }) {
  const name = readText(probe, "spec", "jobName") ?? readText(probe, "metadata", "name") ?? "";
  const origin = { file: file.path, line: probe.line };
  const fixed = select(probe, "spec", "targets", "staticConfig");
  const module = readText(probe, "spec", "module");
  const prober = readText(probe, "spec", "prober", "url");
  const group = {
    targets: listItems(select(fixed, "static")),
    labels: readLabels(select(fixed, "labels")),
    file: file.path
  };
  const parameters = module === null ? [] : [["__param_module", module]];
  const labels = new Map([["job", name], ...parameters]);
  const custom = readRelabelSteps(select(fixed, "relabelingConfigs") ?? select(fixed, "relabeling_configs"));
  const resolved = resolveGroup(group, labels, [...createProbeSteps(prober ?? ""), ...custom]);
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
function createProbeSteps(prober) {
  const create = (source, target, replacement) => readRelabelSteps({
    line: null,
    value: [
      {
        line: null,
        value: new Map([
          ...source === null ? [] : [["source_labels", { line: null, value: [{ line: null, value: source }] }]],
          ["target_label", { line: null, value: target }],
          ["replacement", { line: null, value: replacement }]
        ])
      }
    ]
  });
  return [
    ...create("__address__", "__param_target", "$1"),
    ...create("__param_target", "instance", "$1"),
    ...create(null, "__address__", prober)
  ];
}
function readLabels(node) {
  return listPairs(node).flatMap(([name, value]) => {
    const text = readText(value);
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
    (pattern) => targetFiles.filter(({ file }) => matchesPattern(pattern, file.path)).flatMap(({ file, roots }) => roots.flatMap(listItems).map((group) => readGroup2(group, file.path)))
  );
}
function listFilePatterns(job) {
  return listItems(select(job, "file_sd_configs")).flatMap(
    (config) => listItems(select(config, "files")).flatMap((one) => readText(one) ?? [])
  );
}
function matchesPattern(pattern, file) {
  return createFileMatcher([path.basename(pattern)])(path.basename(file));
}
function listUnread(job, { targetFiles, name, origin }) {
  const others = listPairs(job).filter(([key]) => key.endsWith("_sd_configs") && key !== "file_sd_configs");
  const missing = listFilePatterns(job).filter(
    (pattern) => !targetFiles.some(({ file }) => matchesPattern(pattern, file.path))
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
    const address = readText(node);
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
        ([name, module]) => readText(module, "prober") === null ? [] : [[name, readModule(name, module)]]
      )
    )
  );
}
function readModule(name, module) {
  const prober = readText(module, "prober") ?? "";
  const part = select(module, prober);
  const tls = select(part, "tls_config") ?? select(module, "tls_config");
  const server_name = readText(tls, "server_name") ?? readHostHeader(part);
  const settings = {
    ...server_name !== null && { server_name },
    ...isSet(tls, "insecure_skip_verify") && { isInsecure: true }
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
  return readText(host);
}
function readTcpModule(name, part, module) {
  const protocol = readText(part, "starttls");
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
  reason: getOwn(REASONS, prober) ?? `a probe of the type ${prober} reads no certificate of a server`
});
var REASONS = {
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
  if (isSslExporter) return Object.hasOwn(REASONS, lower2) ? createUnreadable(lower2) : { kind: "tls" };
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
function parse(file) {
  const isJson = /^\s*[[{]/.test(file.text) && file.path.endsWith(".json");
  return { file, roots: isJson ? [parseJson(file.text)] : parseYamlDocuments(file.text) };
}
function listReferences(file) {
  return findMaps(parse(file).roots, "job_name").flatMap(listFilePatterns);
}
function readPrometheus(files) {
  const parsed = files.map(parse);
  const modules = readModules(parsed.flatMap(({ roots }) => roots));
  const targetFiles = parsed.filter(
    ({ roots }) => roots.some((root) => listItems(root).some((one) => select(one, "targets") !== null))
  );
  const { rules, leftOut } = readRules(parsed);
  const jobs = parsed.flatMap(({ file, roots }) => {
    const context = { file, targetFiles };
    return [
      ...findMaps(roots, "job_name").map((job) => readJob(job, context) ?? describeScrape(job, file)),
      ...findMaps(roots, "kind").flatMap((one) => readText(one, "kind") === "Probe" ? readProbe(one, context) : [])
    ];
  });
  return joinImported([
    ...jobs.map((job) => readTargets(job, modules, rules)),
    { ...NOTHING, leftOut, receivers: parsed.flatMap(listAlertmanagers) }
  ]);
}
function describeScrape(job, { path: path3 }) {
  const name = readText(job, "job_name") ?? "";
  const reason = "it scrapes metrics, and probes no server";
  return { name, targets: [], leftOut: [{ what: `the job ${name}`, reason, origin: { file: path3, line: job.line } }] };
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
  } catch {
    return [];
  }
}
function readRules(parsed) {
  const read = parsed.flatMap(
    ({ file, roots }) => findMaps(roots, "alert").flatMap((node) => {
      if (!isExpiryExpression(readText(node, "expr") ?? "")) return [];
      return {
        rule: readExpiryRule(node),
        name: readText(node, "alert") ?? "",
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
      const authority = readText(target) ?? "";
      if (!/^[\w.-]+(?::\d+)?$/.test(authority)) return [];
      const scheme = readText(config, "scheme") === "https" ? "https" : "http";
      const prefix = (readText(config, "path_prefix") ?? "").split("/").filter((part) => part !== "").map((part) => `/${part}`).join("");
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
  recognizes: ({ path: path3, text }) => /upptimerc/.test(path3) || /^sites:/m.test(text) && /^(?:owner|repo|status-website):/m.test(text),
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
function readSite(site, { path: path3 }) {
  const origin = { file: path3, line: site.line };
  const url = readText(site, "url") ?? "";
  const name = readText(site, "name") ?? url;
  const check = readText(site, "check") ?? "http";
  const address = parseSite(url, check, readText(site, "port"));
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const [assignee] = listItems(select(site, "assignees")).flatMap((one) => readText(one) ?? []);
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
      const id = readText(one, "id");
      return id === null ? [] : [[id, one]];
    })
  );
  const notifications = backup === null ? listRowNotifications(monitors) : listItems(select(root, "notificationList"));
  const origin = { file: file.path, line: null };
  const receivers = notifications.map((one) => readNotification(one, file));
  const names = new Map(
    notifications.flatMap((one, index) => {
      const id = readText(one, "id");
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
  return [...new Map(found.map((one) => [readText(one, "id"), one])).values()];
}
function readEmbeddedList(row, key) {
  const node = select(row, key);
  return typeof node?.value === "string" && node.value.startsWith("[") ? listItems(parseJson(node.value)) : listItems(node);
}
function readMonitor(monitor, { origin, groups, receivers }) {
  const type = readText(monitor, "type") ?? "http";
  if (type === "group") return NOTHING;
  const address = parseMonitor(monitor, type);
  const name = readText(monitor, "name") ?? ("endpoint" in address ? address.endpoint : type);
  if ("reason" in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const group = readText(groups.get(readText(monitor, "parent") ?? ""), "name");
  const tags = readEmbeddedList(monitor, "tags").map(
    (tag) => [readText(tag, "name") ?? "", readText(tag, "value") ?? "true"]
  );
  const entry = {
    ...address,
    ...(isSet(monitor, "ignoreTls") || isSet(monitor, "ignore_tls")) && { trust: "none" },
    ...createLabels([["group", group], ...tags]),
    ...isUnset(monitor, "active") && { enabled: false }
  };
  const notified = [
    ...listPairs(select(monitor, "notificationIDList")).flatMap(([id, value]) => isSet(value) ? id : []),
    ...readEmbeddedList(monitor, "notifications").flatMap((one) => readText(one, "id") ?? [])
  ];
  const target = { name, entry, origin, receivers: notified.flatMap((id) => receivers.get(id) ?? []) };
  const isDomain = isSet(monitor, "domain_expiry_notification") || isSet(monitor, "domainExpiryNotification");
  return { ...NOTHING, targets: isDomain ? [target, toDomainTarget(target)] : [target] };
}
var URL_TYPES = /* @__PURE__ */ new Set(["http", "keyword", "json-query", "real-browser", "websocket-upgrade"]);
function parseMonitor(monitor, type) {
  const host = readText(monitor, "hostname") ?? "";
  const port = readText(monitor, "port");
  const authority = `${host.includes(":") ? `[${host}]` : host}${port === null ? "" : `:${port}`}`;
  if (URL_TYPES.has(type)) return parseServer(readText(monitor, "url") ?? "");
  if (type === "grpc-keyword")
    return isSet(monitor, "grpc_enable_tls") || isSet(monitor, "grpcEnableTls") ? parseServer(readText(monitor, "grpc_url") ?? readText(monitor, "grpcUrl") ?? "", { isTls: true }) : { reason: "gRPC without TLS has no certificate" };
  const security = readText(monitor, "smtp_security") ?? readText(monitor, "smtpSecurity");
  if (type === "port" && (security === null || security === "nostarttls")) return parseTcpServer(authority);
  if (type === "port" || type === "smtp") return parseMail(port === null ? `${authority}:25` : authority, security);
  if (type === "mqtt" && /^(?:mqtts|wss):/.test(host)) return parseServer(authority.replace(/^\[(.*)\]/, "$1"));
  return { reason: getOwn(REASONS2, type) ?? `a monitor of the type ${type} reads no certificate` };
}
var REASONS2 = {
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
function readNotification(notification, { path: path3 }) {
  const origin = { file: path3, line: null };
  const name = readText(notification, "name");
  const embedded = select(notification, "config")?.value;
  const config = typeof embedded === "string" ? parseJson(embedded) : select(notification, "config") ?? notification;
  const type = readText(config, "type") ?? "";
  const leave = (reason) => ({
    ...NOTHING,
    leftOut: [{ what: `the notification ${name ?? type}`, reason, origin }]
  });
  if (type === "smtp") {
    const mail = {
      host: readText(config, "smtpHost"),
      port: readText(config, "smtpPort"),
      isImplicit: isSet(config, "smtpSecure"),
      hasLogin: readText(config, "smtpPassword") !== null,
      from: readText(config, "smtpFrom"),
      to: readText(config, "smtpTo")
    };
    const receiver = createMailReceiver(mail, nameReceiver(name, "mail"), origin);
    return receiver === null ? leave("it has no address to send to") : { ...NOTHING, receivers: [receiver] };
  }
  const service = getOwn(SERVICES3, type);
  if (service !== void 0) return { ...NOTHING, receivers: [createReceiver(service, name, origin)] };
  return leave("there is no preset for it: use the preset generic, or a webhook with a body of your own");
}

// src/import/formats/index.ts
var FORMATS = [UPTIME_KUMA, UPPTIME, GATUS, PROMETHEUS, CSV, HOSTS];
function getFormat(name) {
  return FORMATS.find((format) => format.name === name) ?? HOSTS;
}
function detectFormat(file) {
  return FORMATS.find((format) => format.recognizes(file)) ?? HOSTS;
}

// src/app/import/read-files.ts
var MAX_BYTES = 32 * 1024 * 1024;
var MAX_BYTES_TEXT = "32 MB";
var MAX_REFERENCES = 1e3;
async function readImportFiles(paths, from, io) {
  const groups = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  const add = (format, file) => {
    const group = groups.get(format.name) ?? { format, files: [] };
    group.files.push(file);
    groups.set(format.name, group);
  };
  for (const name of paths) {
    const absolute = path2.resolve(io.cwd, name);
    if (seen.has(absolute)) continue;
    seen.add(absolute);
    const file = await readFile(name, absolute);
    const format = from === null ? detectFormat(file) : getFormat(from);
    add(format, file);
    for (const reference of listReferences2(format, file, absolute)) {
      if (seen.has(reference)) continue;
      seen.add(reference);
      add(
        format,
        await readFile(path2.join(path2.dirname(name), path2.relative(path2.dirname(absolute), reference)), reference)
      );
    }
  }
  return [...groups.values()];
}
async function readFile(name, absolute) {
  const read = await readLimited(absolute, MAX_BYTES);
  if ("bytes" in read) return { path: name, text: new TextDecoder().decode(read.bytes) };
  if (read.failure === "not-found") throw createUnreadableError(name, "there is no such file");
  throw createUnreadableError(name, read.failure === "too-large" ? `it is larger than ${MAX_BYTES_TEXT}` : read.why);
}
function createUnreadableError(name, reason) {
  return new AppError("import-unreadable", `${name} was not imported: ${reason}`, {
    hint: "Nothing was changed. Name the format with --from if it was not recognized."
  });
}
function listReferences2(format, file, absolute) {
  const directory = path2.dirname(absolute);
  const patterns = runParser(file, () => format.references?.(file) ?? []);
  const found = patterns.flatMap((pattern) => {
    const target = path2.resolve(directory, pattern);
    if (path2.isAbsolute(pattern) || path2.relative(directory, target).startsWith("..")) return [];
    const matches = createFileMatcher([path2.basename(target)]);
    return listNames(path2.dirname(target)).filter(matches).map((name) => path2.join(path2.dirname(target), name));
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
function runParser({ path: name }, parse2) {
  try {
    return parse2();
  } catch (error) {
    if (error instanceof MalformedError) throw createUnreadableError(name, error.message);
    throw error;
  }
}

// src/app/import/run.ts
async function runImport({ files, from, manifest, existing }, io) {
  const groups = await readImportFiles(files, from, io);
  const imported = joinImported(
    groups.map(({ format, files: read }) => {
      const named = read.length === 1 ? read[0] : void 0;
      return runParser({ path: named?.path ?? format.title }, () => format.read(read));
    })
  );
  return {
    version: 1,
    manifest,
    is_new: existing === null,
    files: groups.flatMap(({ format, files: read }) => read.map(({ path: file }) => ({ file, from: format.name }))),
    ...planImport(imported, existing)
  };
}
export {
  runImport
};
