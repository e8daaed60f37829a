const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  describeSystemError,
  renderEntryYaml,
  renderScalar,
  toEntrySpec
} from "./reconcile.js";
import {
  leadsOutside,
  resolveWorkspace
} from "./validate-manifest.js";
import {
  parseMailAddress
} from "./mail-address.js";
import {
  AppError
} from "./event-definitions.js";
import {
  VERSION
} from "./package.js";

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
  const { host, port, tls } = server;
  const [first = ""] = to;
  const domain = (parseMailAddress(first)?.address ?? "").split("@").at(-1);
  const fields = [
    `host: ${renderScalar(host)}`,
    ...port === null ? [] : [`port: ${port}`],
    ...tls === "starttls" ? [] : [`tls: ${tls}`],
    ...tls === "none" ? [] : [`username: \${${SMTP_VARIABLES[0]}}`, `password: \${${SMTP_VARIABLES[1]}}`],
    `from: ${renderScalar(`certvigil@${domain}`)}`,
    `to: [${to.map(renderScalar).join(", ")}]`
  ];
  return `
email:
  mail:
${fields.map((field) => `    ${field}
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
function renderManifest({ entries, receivers, secrets, heartbeat }) {
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
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
async function createFile({ path: name, what, text, exists }, dryRun, io) {
  const file = path.resolve(io.cwd, name);
  if (exists !== null) return { path: exists, what, status: "exists", text: null };
  if (existsSync(file)) return { path: name, what, status: "exists", text: null };
  if (leadsOutside(file, resolveWorkspace(io.cwd, io.env)))
    throw createUnwritableError(name, "Remove the symbolic link that leads out of the repository");
  if (dryRun) return { path: name, what, status: "written", text };
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
    return { path: name, what, status: "written", text: null };
  } catch (cause) {
    if (cause.code === "EEXIST" && existsSync(file))
      return { path: name, what, status: "exists", text: null };
    throw createUnwritableError(name, `Check that ${path.dirname(file)} is a writable directory`, cause);
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

export {
  listReceiverSecrets,
  renderReceivers,
  ISSUE_ACTION,
  renderFixtureRule,
  FROM_WARNING,
  FROM_WARNING_EXAMPLE,
  SCHEMA_URL,
  renderManifest,
  isFixture,
  createFile
};
