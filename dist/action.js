const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  checkManifestAndPolicies,
  computeRuleCoverage
} from "./chunks/check-credentials.js";
import {
  createProcessIo,
  exitProcess,
  isTraceRequested,
  reportCrashes,
  startTrace
} from "./chunks/process-io.js";
import {
  BLIND_MESSAGE,
  INCOMPLETE_MESSAGE,
  INTERNAL_ERROR_MESSAGE,
  MAX_FILE_BYTES,
  OVERVIEW_ARTIFACT,
  buildDigestDocument,
  buildDiscoveryDocument,
  buildFailureDocument,
  buildOverviewDocument,
  buildScanDocument,
  checkOverviewReports,
  checkReportPaths,
  computeExitCode,
  computeOverviewExitCode,
  createGitHubClient,
  createOfflineGit,
  describeFailure,
  discoverTree,
  formatArtifactName,
  formatMissing,
  formatUnrecordedDigest,
  formatUnsavedLog,
  formatValue,
  groupDeliveryFailures,
  groupNotObserved,
  hasInternalError,
  isRedFor,
  listUnwatched,
  readCheckout,
  readLogOffline,
  readStoredLog,
  renderDiscoveryMarkdown,
  renderEntryLine,
  renderMarkdown,
  renderTerminal,
  resolveLogRequest,
  resolveStoreKind,
  runDigest,
  runDiscovery,
  runObserve,
  runOverview,
  runScan,
  selectReports,
  toGitHubFailure,
  writeEntries,
  writeReport,
  writeReports
} from "./chunks/validate-event-log.js";
import {
  MANIFEST_NAMES,
  NOT_OBSERVED,
  STORES,
  checkManifest,
  checkOverviewManifest,
  countSeverity,
  createBugReporter,
  createDiagnostic,
  createDocument,
  createFileMatcher,
  createList,
  createParagraph,
  createTable,
  findDefaultManifest,
  findLastTick,
  formatCount,
  formatDestination,
  formatExpiry,
  formatNumber,
  formatValidManifest,
  getMaxBytes,
  getSourceDefinition,
  hasExpiry,
  isCalledCertificate,
  isCovered,
  isGlob,
  isUntrustedCheckout,
  joinTexts,
  leadsOutside,
  limitDiagnostics,
  loadManifest,
  printDiagnostics,
  quoteMessage,
  quoteName,
  renderJsonPieces,
  resolveWorkspace,
  runAll,
  unifySeparators
} from "./chunks/validate-manifest.js";
import {
  parseChoice,
  parseReportRequest,
  parseShard
} from "./chunks/interruption.js";
import {
  AppError,
  CLIENT_REJECTIONS,
  FAIL_ON,
  STATUS_ALERTS,
  createUsageError,
  escapeUnprintable,
  formatError,
  formatFinding,
  isMaskable
} from "./chunks/common-words.js";
import {
  DAY
} from "./chunks/fetch-redirects.js";
import {
  formatDay,
  truncate,
  truncateList
} from "./chunks/package.js";
import {
  debug,
  error,
  getInput,
  getMultilineInput,
  isDebug,
  notice,
  setFailed,
  setOutput,
  setSecret,
  summary,
  warning
} from "./chunks/http-client.js";
import "./chunks/brace-expansion.js";
import "./chunks/npm-undici.js";
import {
  compareText,
  groupBy,
  readLimited
} from "./chunks/failures.js";
import "./chunks/host-port.js";
import "./chunks/runtime.js";

// src/action/runner-io.ts
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
function readFlag(name) {
  const text = getInput(name);
  if (text === "") return null;
  return parseChoice(`the input ${name}`, text.toLowerCase(), ["true", "false"]) === "true";
}
var ANNOTATE = { error, warning, notice };
function annotate(annotations, io) {
  for (const { level, message, title, file, line, column } of annotations) {
    ANNOTATE[level](io.mask(message), {
      title: io.mask(title),
      ...file !== void 0 && { file },
      ...line !== void 0 && { startLine: line },
      ...column !== void 0 && { startColumn: column }
    });
  }
}
function toWarnings(problems) {
  return problems.map(({ code, detail }) => ({ level: "warning", title: code, message: detail }));
}
async function writeSummary(markdown, io) {
  if (getInput("summary").toLowerCase() === "false" || !io.env.GITHUB_STEP_SUMMARY) return;
  const text = io.mask(markdown());
  await writeRunnerFile("GITHUB_STEP_SUMMARY", "the job summary", async () => {
    await summary.addRaw(text).write();
  });
}
async function setOutputs(outputs) {
  await writeRunnerFile("GITHUB_OUTPUT", "the outputs", async () => {
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value ?? "");
  });
}
function resolveJobFile(name, { env }) {
  return path.join(env.RUNNER_TEMP || os.tmpdir(), name);
}
async function writeRunnerFile(variable, what, write) {
  await write().catch((cause) => {
    throw new AppError("runner-file-unwritable", `${what} could not be written to the file in ${variable}`, {
      hint: "The runner creates this file for each step. Check the free disk space, and whether an earlier step changes the files of the runner. Everything else in this step is done.",
      exitCode: 3,
      cause
    });
  });
}
function createRunnerIo(host) {
  const io = createProcessIo(host);
  const withoutCommands = (write) => (text) => {
    const token = randomUUID();
    write(`::stop-commands::${token}
${text}${text.endsWith("\n") ? "" : "\n"}::${token}::
`);
  };
  return {
    ...io,
    stdout: withoutCommands(io.stdout),
    stderr: withoutCommands(io.stderr),
    isTTY: { stdin: false, stdout: false, stderr: false }
  };
}
function startStepTrace(io) {
  if (isDebug()) return startTrace(io, debug);
  return isTraceRequested(io.env) ? startTrace(io, io.stderr) : () => void 0;
}
async function runOrReport(work, io) {
  try {
    await work;
    return true;
  } catch (error2) {
    setFailed(io.mask(formatError(error2).trimEnd()));
    return false;
  }
}

// src/action/trigger-event.ts
import { readFileSync } from "node:fs";
function readTriggerEvent({ GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_EVENT_PATH }) {
  const payload = GITHUB_EVENT_PATH ? readPayload(GITHUB_EVENT_PATH) : {};
  return { name: GITHUB_EVENT_NAME ?? "", ref: GITHUB_REF ?? "", payload };
}
function readPayload(file) {
  try {
    const payload = JSON.parse(readFileSync(file, "utf8"));
    if (typeof payload === "object" && payload !== null) return payload;
  } catch {
  }
  throw new AppError("event-unreadable", `the event payload of this run cannot be read from ${file}`, {
    hint: "The runner writes this file and sets GITHUB_EVENT_PATH. Re-run the job. If the error persists, check the runner, and whether an earlier step changes its files.",
    exitCode: 3
  });
}
function findDryRunReason({ name, ref, payload }) {
  if (isUntrustedCheckout({ GITHUB_EVENT_NAME: name }))
    return `the event is ${name}, in which the checkout may be that of a pull request`;
  const branch = payload.repository?.default_branch;
  const isDefault = typeof branch === "string" ? ref === `refs/heads/${branch}` : /^(refs\/heads\/|$)/.test(ref);
  if (name === "schedule" || isDefault) return null;
  return `${ref} is not the default branch`;
}
function computeDueTime({ name, payload: { schedule } }, start) {
  const tick = name === "schedule" && typeof schedule === "string" ? findLastTick(schedule, start) : null;
  return tick !== null && start - tick < DAY ? tick : null;
}
function refuseUntrusted({ name }, command) {
  if (name !== "pull_request_target") return;
  throw new AppError("untrusted-event", `${command} does not run under pull_request_target`, {
    hint: "With this event, anyone could open a pull request that steals your secrets. Use `on: pull_request` with `command: validate`, and scan on a schedule."
  });
}

// src/action/keepalive.ts
var WORKFLOW_REF = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/;
async function runAndKeepEnabled(run, { dryRun, event, proxy }, io) {
  const outcome = await run.then(
    () => "done",
    (error2) => error2
  );
  const isInterrupted = outcome instanceof AppError && outcome.code === "interrupted";
  if (!isInterrupted && !dryRun && isEarlyRun(event, io.now())) await keepWorkflowEnabled(proxy, io);
  return run;
}
var EARLY_DAYS = 7;
function isEarlyRun(event, start) {
  const { schedule } = event.payload;
  if (event.name !== "schedule" || typeof schedule !== "string") return false;
  const due = computeDueTime(event, start) ?? start;
  if (new Date(due).getUTCDate() <= EARLY_DAYS) return true;
  const previous = findLastTick(schedule, due - 1);
  return previous === null || formatMonth(previous) !== formatMonth(due);
}
function formatMonth(time) {
  return new Date(time).toISOString().slice(0, 7);
}
async function keepWorkflowEnabled(proxy, io) {
  if (readFlag("keepalive") !== true) return;
  const problem = await enableWorkflow(proxy, io);
  if (problem !== null) annotate([problem], io);
}
async function enableWorkflow(proxy, io) {
  const { github, env } = io;
  const [, repository, workflow_id] = WORKFLOW_REF.exec(env.GITHUB_WORKFLOW_REF ?? "") ?? [];
  if (github === null || workflow_id === void 0 || repository !== github.repository) return UNKNOWN_WORKFLOW;
  const [owner = "", repo = ""] = github.repository.split("/");
  const octokit = createGitHubClient(github, io, { proxy });
  try {
    const created = `>=${formatMonth(io.now())}-01`;
    const runs = await octokit.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
      owner,
      repo,
      workflow_id,
      event: "schedule",
      created,
      per_page: 1
    });
    if (runs.data.total_count > 1) return null;
    await octokit.request("PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable", {
      owner,
      repo,
      workflow_id
    });
    return null;
  } catch (error2) {
    const { code, detail, hint } = toGitHubFailure(error2, "actions: write");
    const message = `keepalive: could not enable ${workflow_id}: ${detail}. ${hint}`;
    return { level: "warning", title: code, message };
  }
}
var UNKNOWN_WORKFLOW = {
  level: "warning",
  title: "keepalive-unknown-workflow",
  message: "keepalive: the workflow of this run is unknown. Keepalive needs the input token, and the variables GITHUB_REPOSITORY and GITHUB_WORKFLOW_REF, which every runner sets."
};

// src/report/annotations.ts
var MAX_PER_LEVEL = 9;
var MAX_LOCATIONS = 5;
function buildScanAnnotations(report, positions, before = []) {
  const unread = isCovered(report.coverage) ? [] : groupUnread(report.coverage);
  const annotated = new Set(unread.map(([{ certificate }]) => certificate));
  const annotations = [
    ...groupDeliveryFailures(report).map(
      ({ destination, code, detail, events }) => createAnnotation("error", `delivery to ${destination} failed (${formatCount(events.length, "event")})`, [
        `${code}: ${detail}`
      ])
    ),
    ...groupNotObserved(report).map(
      (group) => createAnnotation("warning", `${formatMissing(group)} not observed`, [
        truncateList(group.entries, MAX_LOCATIONS),
        `${NOT_OBSERVED}: ${group.detail}`
      ])
    ),
    ...unread.map((group) => annotateUnread(group, report, positions)),
    ...report.certificates.filter(({ certificate, status }) => status !== "unknown" || !annotated.has(certificate)).flatMap((one) => annotateCertificate(one, positions)),
    ...report.events.flatMap((one) => annotateEvent(one, positions))
  ];
  return limitPerLevel(annotations, before);
}
function buildDiagnosticAnnotations(diagnostics) {
  const annotations = diagnostics.map(({ severity, code, message, hint, source: _, ...position }) => ({
    level: severity,
    title: escapeUnprintable(code),
    message: escapeUnprintable(hint === void 0 ? message : `${toSentence(message)} ${hint}`),
    ...position
  }));
  return limitPerLevel(annotations, []);
}
function createAnnotation(level, title, sentences, position) {
  const message = sentences.map(toSentence).join(" ");
  return { level, title: escapeUnprintable(title), message: escapeUnprintable(message), ...position };
}
function limitPerLevel(annotations, before) {
  return [...groupBy(annotations, ({ level }) => level)].flatMap(([level, group]) => {
    const room = MAX_PER_LEVEL - before.filter((one) => one.level === level).length;
    if (room < 1 || group.length <= room) return group.slice(0, Math.max(room, 0));
    const shown = group.slice(0, room - 1);
    const message = "GitHub shows at most ten annotations per level. The log of this step lists all of them.";
    return [...shown, createAnnotation(level, `and ${group.length - shown.length} more`, [message])];
  });
}
function annotateCertificate(certificate, positions) {
  if (certificate.level === "info") return [];
  const { certificate: entry, display_name, renewal_instructions, owner, error: error2 } = certificate;
  const condition = describeCondition(certificate);
  const locations = certificate.locations.map(({ location }) => location);
  const sentences = [
    `${formatCertificateName(certificate)} ${condition}`,
    `Found at ${truncateList(locations, MAX_LOCATIONS)}`,
    ...listRejections(certificate).map(({ code, detail }) => `${code}: ${detail}`),
    ...error2 === null || error2.code === NOT_OBSERVED ? [] : [`${error2.code}: ${error2.detail}`],
    ...renewal_instructions === null ? [] : [`How to renew: ${renewal_instructions}`],
    ...owner === null ? [] : [`Owner: ${owner}`]
  ];
  return [createAnnotation(certificate.level, `${display_name} ${condition}`, sentences, positions.get(entry))];
}
function groupUnread({ unread }) {
  const counted = unread.filter(({ tolerated }) => !tolerated);
  return [...groupBy(counted, ({ certificate }) => certificate).values()];
}
function annotateUnread(group, { certificates }, positions) {
  const [first] = group;
  const entry = first.certificate;
  const locations = certificates.filter(({ certificate }) => certificate === entry).flatMap((one) => one.locations);
  const condition = group.every((one) => one.never_read) ? "has never been read successfully" : "could not be read";
  const sentences = group.slice(0, MAX_LOCATIONS).map(({ location, code }) => {
    const error2 = locations.find((one) => one.location === location)?.error ?? null;
    return error2 === null ? `${location}: ${code ?? "not read"}` : `${location}: ${error2.code}: ${error2.detail}`;
  });
  const more = group.length - sentences.length;
  const rest = more > 0 ? [`And ${formatCount(more, "more location")}`] : [];
  return createAnnotation("error", `${entry} ${condition}`, [...sentences, ...rest], positions.get(entry));
}
function formatCertificateName({ certificate, display_name, what, common_name }) {
  if (!isCalledCertificate({ what })) return display_name;
  if (display_name !== certificate) return `${display_name} of ${certificate}`;
  return common_name === null || common_name === certificate ? certificate : `${certificate} (${truncate(common_name)})`;
}
function listRejections({ findings }) {
  return findings.filter(({ event }) => CLIENT_REJECTIONS.some((rejection) => rejection === event));
}
function describeCondition(certificate) {
  const { status, valid_from } = certificate;
  const [rejection] = status === "expired" ? [] : listRejections(certificate);
  if (rejection !== void 0) return formatFinding(rejection);
  if (status === "unknown" || !hasExpiry(certificate)) return "has never been read successfully";
  if (status === "not_yet_valid") {
    return valid_from === null ? "is not valid yet" : `is not valid until ${formatDay(valid_from)}`;
  }
  return formatExpiry(certificate);
}
var COVERED_BY_CERTIFICATE = new Set(STATUS_ALERTS);
function annotateEvent(event, positions) {
  const { data, certificate } = event;
  if (event.suppressed || data.level !== "info" && COVERED_BY_CERTIFICATE.has(event.event)) return [];
  const location = data.location === null ? "" : ` at ${data.location}`;
  const threshold = event.threshold === null ? "" : ` (threshold ${event.threshold})`;
  const sentences = [
    `${event.event}${threshold} for ${data.display_name}${location}`,
    ...hasExpiry(data) ? [`It ${formatExpiry(data)}`] : [],
    ...data.error === null ? [] : [`${data.error.code}: ${data.error.detail}`]
  ];
  return [createAnnotation("notice", `${event.event}: ${data.display_name}`, sentences, positions.get(certificate))];
}
function toSentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

// src/app/discover/pull-request.ts
import { mkdtemp as mkdtemp2, rm as rm2 } from "node:fs/promises";
import os3 from "node:os";
import path3 from "node:path";

// src/app/read-base-manifest.ts
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os2 from "node:os";
import path2 from "node:path";
async function readBaseManifest(change, names, io) {
  const scratch = await mkdtemp(path2.join(os2.tmpdir(), "certvigil-base-"));
  try {
    const checkout = names.found === null ? io.cwd : path2.dirname(path2.resolve(io.cwd, names.found));
    const git = await createOfflineGit(checkout, scratch, io.env);
    const commit = await findBaseCommit(git, change);
    const prefix = await git(["rev-parse", "--show-prefix"]);
    const files = commit === null ? null : await listFiles(git, commit);
    if (commit === null || prefix === null || files === null) return { kind: "absent" };
    const tree = { git, commit, files, checkout, prefix: trimLine(prefix), directory: path2.join(scratch, "tree") };
    const name = await findManifestName(tree, names, io);
    if (name === null) return { kind: "new", branch: change.branch, commit };
    const loaded = await loadFromTree(tree, name, io);
    if (loaded === null) return { kind: "absent" };
    const { manifest } = loaded;
    return { branch: change.branch, commit, ...manifest === null ? { kind: "broken" } : { kind: "read", manifest } };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
async function findBaseCommit(git, { sha, merge }) {
  const head = await resolveCommit(git, "HEAD");
  if (head !== null && head === merge && await resolveCommit(git, "HEAD^2") !== null)
    return resolveCommit(git, "HEAD^1");
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return null;
  const common = await git(["merge-base", "HEAD", sha]);
  return common === null ? null : trimLine(common);
}
async function resolveCommit(git, name) {
  return resolveObject(git, `${name}^{commit}`);
}
async function resolveObject(git, name) {
  const id = await git(["rev-parse", "--verify", "--quiet", name]);
  return id === null ? null : trimLine(id);
}
function trimLine(output) {
  return output.toString("utf8").replace(/\r?\n$/, "");
}
async function listFiles(git, commit) {
  const listed = await git(["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (listed === null) return null;
  const files = /* @__PURE__ */ new Map();
  const links = /* @__PURE__ */ new Map();
  for (const line of listed.toString("utf8").split("\0")) {
    const [, mode, id, name] = /^(100|120)\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    if (id === void 0 || name === void 0 || name.split("/").includes("..")) continue;
    (mode === "120" ? links : files).set(name, id);
  }
  const targets = links.size === 0 ? [] : await readObjects(git, [...links.values()]) ?? [];
  const regular = [...files];
  [...links.keys()].forEach((name, index) => {
    const target = path2.posix.join(path2.posix.dirname(name), targets[index]?.toString("utf8") ?? "");
    for (const [file, id] of regular) {
      if (file === target) files.set(name, id);
      else if (file.startsWith(`${target}/`)) files.set(name + file.slice(target.length), id);
    }
  });
  return files;
}
async function findManifestName(tree, { given, found }, io) {
  const { git, commit, files, checkout, prefix } = tree;
  const inTree = (name) => path2.posix.join(prefix, path2.relative(checkout, path2.resolve(io.cwd, name)).split(path2.sep).join("/"));
  const known = (given === null ? MANIFEST_NAMES : [given]).map(inTree).find((name) => files.has(name));
  if (known !== void 0 || found === null) return known ?? null;
  const moved = await git(["diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", commit, "HEAD"]);
  const fields = (moved?.toString("utf8") ?? "").split("\0");
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === inTree(found));
  return fields[at - 1] ?? null;
}
async function loadFromTree(tree, name, io) {
  if (!await extract(tree, [name])) return null;
  const load = () => loadManifest(name, { ...io, cwd: tree.directory });
  const first = await load();
  if (first.include.length === 0) return first;
  const root = path2.relative(tree.directory, first.root).split(path2.sep).join("/");
  if (!await extract(tree, listIncluded(tree, root, first.include))) return null;
  await copyUntracked(tree, root, first.include, resolveWorkspace(tree.checkout, io.env));
  return load();
}
async function copyUntracked(tree, root, patterns, workspace) {
  const { git, files, checkout, prefix, directory } = tree;
  for (const pattern of patterns.filter((one) => !isGlob(one) && !path2.isAbsolute(one))) {
    const name = path2.posix.join(root, unifySeparators(pattern));
    const local = path2.join(checkout, path2.relative(prefix, name));
    const isTracked = files.has(name) || await resolveObject(git, `HEAD:${name}`) !== null;
    if (isTracked || name.split("/").includes("..") || leadsOutside(local, workspace)) continue;
    const read = await readLimited(local, getMaxBytes(name));
    if ("failure" in read) continue;
    await mkdir(path2.dirname(path2.join(directory, name)), { recursive: true });
    await writeFile(path2.join(directory, name), read.bytes);
  }
}
function listIncluded({ files }, root, patterns) {
  const below = root === "" ? "" : `${root}/`;
  const written = new Set(patterns.map((pattern) => path2.posix.normalize(unifySeparators(pattern))));
  const matches = createFileMatcher(patterns);
  return [...files.keys()].filter((name) => {
    if (!name.startsWith(below)) return false;
    const relative = name.slice(below.length);
    return written.has(relative) || matches(relative);
  });
}
async function extract({ git, files, directory }, names) {
  const contents = await readObjects(
    git,
    names.map((name) => files.get(name) ?? "")
  );
  for (const [index, content] of (contents ?? []).entries()) {
    const file = path2.join(directory, names[index] ?? "");
    await mkdir(path2.dirname(file), { recursive: true });
    await writeFile(file, content.subarray(0, getMaxBytes(file) + 1));
  }
  return contents !== null;
}
async function readObjects(git, ids) {
  const output = await git(["cat-file", "--batch"], ids.map((id) => `${id}
`).join(""));
  if (output === null) return null;
  const contents = [];
  let at = 0;
  for (const _ of ids) {
    const end = output.indexOf("\n", at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString("latin1", at, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) return null;
    contents.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}

// src/app/discover/pull-request.ts
async function checkProposedFiles(manifest, change, io) {
  if (manifest.discovery === null) return [];
  const scratch = await mkdtemp2(path3.join(os3.tmpdir(), "certvigil-change-"));
  try {
    const git = await createOfflineGit(io.cwd, scratch, io.env);
    const head = await readCheckout(io.cwd, io, createBugReporter(io));
    const base = await readBaseTree(git, head, change);
    if (base === null || base === head) return [];
    const request = { manifest, log: await readLog(manifest, io), now: io.now() };
    const after = await discoverTree(head, request, io);
    const before = await discoverTree(base, request, io);
    return [
      ...after.warnings,
      ...listAdded(before.discovery.findings, after.discovery.findings).map(
        (one) => describeAdded(one, manifest.discovery?.require ?? false)
      ),
      ...listRemoved(before.discovery.findings, after.discovery.findings).flatMap(
        (one) => describeRemoved(one, manifest)
      )
    ];
  } finally {
    await rm2(scratch, { recursive: true, force: true });
  }
}
async function readLog(manifest, io) {
  try {
    return await readLogOffline(manifest, { file: null, store: null }, io);
  } catch (error2) {
    if (error2 instanceof AppError) return null;
    throw error2;
  }
}
async function readBaseTree(git, head, change) {
  const commit = await findBaseCommit(git, change);
  if (commit === null) return null;
  const listed = await git([
    "diff-tree",
    "-r",
    "-z",
    "--no-renames",
    "--relative",
    "--raw",
    "--no-abbrev",
    commit,
    "HEAD"
  ]);
  if (listed === null) return null;
  const changes = parseRawDiff(listed.toString("utf8"));
  if (changes.length === 0) return head;
  const old = changes.filter(({ id }) => id !== null);
  const sizes = await readSizes(git, old);
  const readable = old.filter((_, index) => (sizes[index] ?? Number.POSITIVE_INFINITY) <= MAX_FILE_BYTES);
  const contents = await readObjects(
    git,
    readable.map(({ id }) => id ?? "")
  );
  if (contents === null) return null;
  const before = new Map(readable.map(({ name }, index) => [name, contents[index] ?? Buffer.alloc(0)]));
  const changed = new Set(changes.map(({ name }) => name));
  const unchanged = head.paths.filter((name) => !changed.has(name));
  return {
    paths: [...unchanged, ...old.map(({ name }) => name)].sort(compareText),
    skipped: head.skipped,
    read: (name) => changed.has(name) ? before.get(name) ?? "large" : head.read(name),
    isLink: (name) => !changed.has(name) && head.isLink(name)
  };
}
function parseRawDiff(output) {
  const fields = output.split("\0");
  const changes = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, mode = "", id = ""] = /^:(\d+) \d+ ([0-9a-f]+) /.exec(fields[index] ?? "") ?? [];
    changes.push({ name: fields[index + 1] ?? "", id: mode.startsWith("100") ? id : null });
  }
  return changes;
}
async function readSizes(git, files) {
  const output = await git(["cat-file", "--batch-check=%(objectsize)"], files.map(({ id }) => `${id}
`).join(""));
  return output === null ? [] : trimLine(output).split("\n").map(Number);
}
function toKey({ kind, value, port }) {
  return kind === "host" ? `${value} ${port ?? 443}` : `${kind} ${value}`;
}
function listAdded(before, after) {
  const known = new Set(before.filter(isDeclared).map(toKey));
  return after.filter((one) => isDeclared(one) && one.state === "unwatched" && !known.has(toKey(one)));
}
function listRemoved(before, after) {
  const kept = new Set(after.filter(({ kind }) => kind === "host").map(({ value }) => value));
  return before.filter((one) => isDeclared(one) && one.kind === "host" && !kept.has(one.value));
}
function isDeclared({ confidence }) {
  return confidence === "declared";
}
function describeAdded(finding, require2) {
  const { kind, file, line, entry, reason } = finding;
  const fix = entry === null ? reason : `Add to certificates: - ${renderEntryLine(entry)}`;
  const isRequired = require2 && kind !== "fixture";
  return createDiagnostic("not-watched", { file, line, column: 1 }, formatValue(finding), kind, fix, isRequired);
}
function describeRemoved({ value, file, line }, { entries }) {
  const watching = entries.filter(
    ({ source, enabled }) => enabled && source.kind === "endpoint" && source.targets.some(({ host }) => host.toLowerCase() === value)
  );
  return watching.map(
    ({ name, position }) => createDiagnostic("watched-but-removed", position, value, name, `${file}:${line}`)
  );
}

// src/report/validate/diff-manifests.ts
function diffManifests(before, after) {
  return {
    certificates: diffByName(describeEntries(before), describeEntries(after), diffDescribedEntries).map(
      ({ kind, item, fields }) => ({ kind, entry: item.entry, fields })
    ),
    rules: diffParts(before?.rules, after?.rules),
    webhooks: diffParts(before?.webhooks, after?.webhooks),
    settings: before === null || after === null ? [] : diffFields(listGlobalFields(before), listGlobalFields(after))
  };
}
function diffByName(before, after, diff) {
  const old = new Map(before.map((item) => [item.name, item]));
  const current = new Map(after.map((item) => [item.name, item]));
  const listMissing = (kind, items, others) => items.filter(({ name }) => !others.has(name)).map((item) => ({ kind, item, fields: [] }));
  const changed = after.flatMap((item) => {
    const previous = old.get(item.name);
    const fields = previous === void 0 ? [] : diff(previous, item);
    return fields.length === 0 ? [] : [{ kind: "changed", item, fields }];
  });
  return [...listMissing("removed", before, current), ...changed, ...listMissing("added", after, old)];
}
function diffDescribedEntries(before, after) {
  const defaults = listSourceDefaults(before.entry.source, after.entry.source);
  return diffFields(before.fields, after.fields).filter(({ field }) => !defaults.has(field));
}
function listSourceDefaults(before, after) {
  const fields = before.kind === after.kind ? [] : [...Object.entries(before), ...Object.entries(after)];
  return new Set(
    fields.filter(([key, value]) => typeof value === "boolean" || key === "trust").map(([field]) => field)
  );
}
var MATCHED_BY = "matching rules";
function describeEntries(manifest) {
  if (manifest === null) return [];
  const { rulesByEntry } = computeRuleCoverage(manifest);
  return manifest.entries.map((entry) => {
    const rules = rulesByEntry.get(entry.name) ?? [];
    return { name: entry.name, entry, fields: listEntryFields(entry).set(MATCHED_BY, rules.join(", ") || "none") };
  });
}
var SETTING_NAMES = {
  warning: "expiry_warning_days",
  critical: "expiry_critical_days",
  thresholds: "expiry_scan_thresholds",
  cooldown_hours: "expiry_scan_cooldown_hours",
  repeat: "expiry_scan_repeat",
  settle_hours: "settle_hours",
  unreachable_days: "unreachable_days"
};
var POSITION_KEYS = ["position", "variables"];
function listParts(value) {
  return Object.entries(value).filter(([key]) => !POSITION_KEYS.includes(key));
}
function listEntryFields({ name: _name, position: _position, source, settings, labels, ...rest }) {
  const fields = toFields([
    ...listParts(rest),
    ...Object.entries(labels).map(([label, value]) => [`labels.${label}`, value]),
    ["kind", settings.fixture && "fixture"],
    ["expired", settings.fixture?.expired === "intended" ? "intended" : null],
    ...Object.entries(SETTING_NAMES).map(([key, field]) => [field, formatSetting(settings, key)])
  ]);
  return new Map([...listSourceFields(source), ...fields]);
}
function formatSetting(settings, key) {
  const isDefault = settings.explicit[key] === false;
  return `${formatValue2(settings[key])}${isDefault ? " (default)" : ""}`;
}
function listSourceFields({ kind, ...source }) {
  const { locator } = getSourceDefinition(kind);
  const written = Object.entries(source).filter(([key, value]) => !isImplied(kind, key, value));
  return toFields(written.map(([key, value]) => [key === locator ? kind : key, value]));
}
function isImplied(kind, key, value) {
  if (key === "revocation_required") return true;
  return kind === "endpoint" && (key === "connections" && value === 1 || key === "purpose" && value === "server");
}
function toFields(named) {
  return new Map(
    named.flatMap(([field, value]) => {
      const text = formatValue2(value);
      return text === null ? [] : [[field, text]];
    })
  );
}
function formatValue2(value) {
  if (value === null || value === void 0 || Array.isArray(value) && value.length === 0) return null;
  if (Array.isArray(value)) return value.map((item) => formatValue2(item) ?? "null").join(", ");
  if (typeof value !== "object") return String(value);
  if ("raw" in value) return String(value.raw);
  if ("location" in value) return String(value.location);
  return JSON.stringify(value);
}
function listGlobalFields(manifest) {
  const {
    file: _file,
    files: _files,
    root: _root,
    entries: _entries,
    webhooks: _webhooks,
    rules: _rules,
    silences,
    policies,
    ...rest
  } = manifest;
  return toFields([
    ...silences.map(({ reason, created_by, codes, position: _position, ...silence }) => {
      const own = { ...codes.length > 0 && { codes }, ...created_by !== null && { created_by } };
      return [`silence: ${reason}`, { ...silence, ...own }];
    }),
    ...policies.map(({ name, position: _position, ...policy }) => [`policy: ${name}`, policy]),
    ...Object.entries(rest).flatMap(([key, value]) => {
      if (typeof value !== "object" || value === null) return [[key, value]];
      return listParts(value).map(([name, part]) => [`${key}.${name}`, part]);
    })
  ]);
}
function diffFields(before, after) {
  return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null })).filter((change) => change.before !== change.after);
}
function diffParts(before = [], after = []) {
  return diffByName(before, after, listChangedKeys).map(({ kind, item, fields }) => ({
    kind,
    name: item.name,
    fields
  }));
}
function listChangedKeys(before, after) {
  return diffFields(toFields(listParts(before)), toFields(listParts(after))).map(({ field }) => field);
}

// src/report/validate/sections.ts
function buildCertificateSection({ certificates }, coverage) {
  const columns = [
    { title: "", cell: ({ kind }) => ({ mark: kind, text: kind }) },
    { title: "Certificate", cell: ({ entry }) => quoteName(entry.name) },
    { title: "Source", cell: ({ entry }) => formatSource(entry) },
    {
      title: "Changed fields",
      cell: ({ fields }) => joinTexts(fields.map(describeFieldChange), void 0, { isBreak: true })
    },
    {
      title: "Matching rules",
      cell: ({ kind, entry }) => kind === "removed" ? null : listMatchingRules(entry, coverage)
    }
  ];
  return { title: "Changes", blocks: [createTable(columns, certificates)] };
}
function buildSettingsSection({ settings }) {
  return { title: "Changed settings", blocks: [createList(settings.map(describeFieldChange))] };
}
function describeFieldChange({ field, before, after }) {
  const name = field === MATCHED_BY ? field : { code: field };
  if (HIDDEN_FIELD.test(field))
    return [name, `: ${before === null ? "added" : after === null ? "removed" : "changed"}`];
  return joinTexts([name, ": ", quoteValue(before), " \u2192 ", quoteValue(after)], void 0, "");
}
function quoteValue(value) {
  return { code: value ?? "" };
}
var HIDDEN_FIELD = /passw|secret|token|headers|heartbeat|^pem$/i;
function formatSource({ source }) {
  const [[field, text] = ["", ""]] = listSourceFields(source);
  return quoteName(HIDDEN_FIELD.test(field) ? field : text);
}
var MAX_RULES = 8;
function listMatchingRules({ name, enabled }, coverage) {
  if (!enabled) return "disabled";
  const rules = coverage?.rulesByEntry.get(name) ?? [];
  return rules.length === 0 ? { mark: "caution", text: "none" } : listNames(rules, MAX_RULES);
}
function listNames(names, max) {
  return joinTexts(names.map(quoteName), max, " ");
}
var MAX_NAMES = 20;
function buildCoverageSection({ unmatchedEntries, unusedWebhooks, entryCounts }) {
  const idleRules = [...entryCounts].filter(([, count]) => count === 0).map(([name]) => name);
  const warnings = [
    [unmatchedEntries, "Certificates that no rule matches, so nobody is notified"],
    [idleRules, "Rules that match no certificate"],
    [unusedWebhooks, "Webhooks that receive nothing"]
  ];
  const items = warnings.filter(([names]) => names.length > 0).map(([names, what]) => [{ mark: "caution", text: `${what}: ` }, ...listNames(names, MAX_NAMES)]);
  return { title: "Coverage warnings", blocks: [createList(items)] };
}
function listParts2(parts, changes = []) {
  const removed = changes.filter(({ kind }) => kind === "removed");
  return [
    ...parts.map((part) => ({ name: part.name, part, change: changes.find(({ name }) => name === part.name) })),
    ...removed.map((change) => ({ name: change.name, part: null, change }))
  ];
}
function describePartChange({ change }) {
  if (change === void 0) return "";
  const fields = joinTexts(change.fields.map(quoteName));
  return [{ mark: change.kind, text: change.kind }, ...fields.length === 0 ? [] : [": ", ...fields]];
}
function formatEntryCount(count) {
  return count === null ? "scan events only" : formatCount(count ?? 0, "certificate");
}
function buildRuleSection({ rules }, { entryCounts }, changes) {
  const listDestinations = ({ actions }) => listNames([...new Set(actions.map(formatDestination))], MAX_RULES);
  const countEntries = ({ name, enabled }) => enabled ? formatEntryCount(entryCounts.get(name)) : "disabled";
  const columns = [
    { title: "Rule", cell: ({ name }) => quoteName(name) },
    { title: "Sends to", cell: ({ part }) => part && listDestinations(part) },
    { title: "Matches", cell: ({ part }) => part && countEntries(part) },
    { title: "Change", optional: true, cell: describePartChange }
  ];
  const note = "This table matches rules by name and labels only. Whether a rule fires also depends on status, thresholds and conditions, which only a scan knows.";
  return { title: "Rules", blocks: [createTable(columns, listParts2(rules, changes?.rules)), createParagraph(note)] };
}
function buildWebhookSection({ webhooks, rules }, { unusedWebhooks }, changes) {
  const listUsers = ({ name }) => {
    const isUsedBy = ({ actions }) => actions.some((action) => formatDestination(action) === `webhook:${name}`);
    const names = rules.filter(isUsedBy).map((rule) => rule.name);
    const unused = unusedWebhooks.includes(name) ? [{ mark: "caution", text: "unused" }] : [];
    return joinTexts([...names.length === 0 ? [] : [listNames(names, MAX_RULES)], ...unused], void 0, " ");
  };
  const columns = [
    { title: "Webhook", cell: ({ name }) => quoteName(name) },
    { title: "Used by rules", cell: ({ part }) => part && listUsers(part) },
    { title: "Change", optional: true, cell: describePartChange }
  ];
  return { title: "Webhooks", blocks: [createTable(columns, listParts2(webhooks, changes?.webhooks))] };
}
function buildEntrySection({ entries }, coverage) {
  const columns = [
    { title: "Certificate", cell: ({ name }) => quoteName(name) },
    { title: "Source", cell: formatSource },
    { title: "Matching rules", cell: (entry) => listMatchingRules(entry, coverage) }
  ];
  const title = `All ${formatCount(entries.length, "certificate")}`;
  return { title, isFolded: true, blocks: [createTable(columns, entries)] };
}

// src/report/validate/document.ts
function countValidation(validation, changes = computeChanges(validation)) {
  const { diagnostics, failure, strict } = validation;
  const counted = (severity) => diagnostics.filter((one) => one.severity === severity).length;
  const errors = counted("error") + (failure === null ? 0 : 1);
  const warnings = counted("warning");
  const changed = (kind) => changes === null ? null : changes.certificates.filter((change) => change.kind === kind).length;
  return {
    valid: errors === 0 && (!strict || warnings === 0),
    errors,
    warnings,
    added: changed("added"),
    removed: changed("removed"),
    changed: changed("changed")
  };
}
function computeChanges({ manifest, failure, base }) {
  if (manifest === null && failure?.code !== "manifest-not-found") return null;
  if (base.kind === "new") return diffManifests(null, manifest);
  return base.kind === "read" ? diffManifests(base.manifest, manifest) : null;
}
function buildValidationDocument(validation) {
  const { manifest } = validation;
  const changes = computeChanges(validation);
  const counts = countValidation(validation, changes);
  const coverage = manifest === null ? null : computeRuleCoverage(manifest);
  const { mark, title } = describeVerdict(validation, counts);
  return createDocument(title, {
    mark,
    lead: [createParagraph(formatContents(validation))],
    summary: [createParagraph(describeComparison(validation, counts))],
    sections: [
      buildProblemSection(validation),
      ...changes === null ? [] : [buildCertificateSection(changes, coverage), buildSettingsSection(changes)],
      ...manifest === null || coverage === null ? [] : [
        buildCoverageSection(coverage),
        buildRuleSection(manifest, coverage, changes),
        buildWebhookSection(manifest, coverage, changes),
        buildEntrySection(manifest, coverage)
      ]
    ],
    rest: { markdown: "the summary is full; the log of this step has all problems" }
  });
}
function formatContents({ manifest }) {
  if (manifest === null) return "";
  const { entries, rules, webhooks } = manifest;
  const parts = [
    formatCount(entries.length, "certificate"),
    formatCount(rules.length, "rule"),
    formatCount(webhooks.length, "webhook")
  ];
  return `${parts.join(", ")}.`;
}
function describeVerdict({ file, failure }, { valid, errors, warnings }) {
  const name = file === null ? "The manifest" : { code: file };
  if (failure?.code === "manifest-not-found") return { mark: "bad", title: "No manifest found" };
  if (errors > 0) return { mark: "bad", title: [name, ` has ${formatCount(errors, "error")}`] };
  if (!valid)
    return {
      mark: "bad",
      title: [name, ` has ${formatCount(warnings, "warning")}, and `, { code: "strict" }, " is set"]
    };
  return warnings > 0 ? { mark: "caution", title: [name, ` is valid, with ${formatCount(warnings, "warning")}`] } : { mark: "good", title: [name, " is valid"] };
}
function describeComparison({ base, manifest }, { added, removed, changed }) {
  if (base.kind === "none") return null;
  if (base.kind === "absent") {
    return [
      "Changes are not shown because the base branch is not in this checkout. Set ",
      ...[{ code: "fetch-depth: 2" }, " on ", { code: "actions/checkout" }, ", or ", { code: "fetch-depth: 0" }],
      ...[" if you set ", { code: "ref" }, ". Also make sure that the runner has git."]
    ];
  }
  const branch = [{ code: base.branch }, " (", { code: base.commit.slice(0, 7) }, ")"];
  if (base.kind === "broken") return ["Changes are not shown because the manifest on ", ...branch, " has errors."];
  if (added === null || removed === null || changed === null)
    return ["To see the changes against ", ...branch, ", fix the errors."];
  if (base.kind === "new") return manifest === null ? null : ["The manifest is new: ", ...branch, " has none."];
  if (added + removed + changed === 0) return ["No certificate changes against ", ...branch, "."];
  const counts = `${formatCount(added, "certificate")} added, ${formatNumber(removed)} removed, ${formatNumber(changed)} changed`;
  return ["Changes against ", ...branch, `: ${counts}.`];
}
var MARKS = { error: "bad", warning: "caution", notice: "note" };
var ORDER = Object.keys(MARKS);
var PROBLEM_COLUMNS = [
  { title: "", cell: ({ severity }) => ({ mark: MARKS[severity] }) },
  { title: "Location", cell: ({ location }) => quoteName(location) },
  { title: "Code", cell: ({ code }) => quoteName(code) },
  { title: "Problem", cell: ({ message }) => quoteMessage(message) },
  { title: "Fix", cell: ({ hint }) => quoteMessage(hint ?? null) }
];
function buildProblemSection({ diagnostics, failure }) {
  const problems = diagnostics.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)).map((one) => ({ ...one, location: `${one.file}:${one.line}:${one.column}` }));
  const all = failure === null ? problems : [toProblem(failure), ...problems];
  return { title: "Problems", blocks: [createTable(PROBLEM_COLUMNS, all)] };
}
function toProblem({ code, message, hint }) {
  return { severity: "error", code, message, hint, location: null };
}

// src/action/validate-step.ts
async function runValidateStep(inputs, event, io) {
  const { loaded, failure } = await check(inputs.manifest, io);
  const found = loaded?.files[0] ?? null;
  const change = readProposedChange(event, io);
  const base = await loadBase(change, { given: inputs.manifest, found }, io);
  const proposed = loaded?.manifest && change ? await checkProposedFiles(loaded.manifest, change, io) : [];
  const validation = {
    file: found,
    manifest: loaded?.manifest ?? null,
    diagnostics: limitDiagnostics([...loaded?.diagnostics ?? [], ...proposed]),
    failure,
    base,
    strict: inputs.strict
  };
  const counts = countValidation(validation);
  if (failure === null) reportDiagnostics(validation, counts, io);
  else setFailed(io.mask(formatError(failure).trimEnd()));
  if (loaded?.manifest != null && counts.valid) io.stdout(formatValidManifest(loaded.manifest));
  const { valid, errors, warnings, added, removed, changed } = counts;
  await setOutputs({ valid, errors, warnings, added, removed, changed });
  await writeSummary(() => renderMarkdown(buildValidationDocument(validation)), io);
  return valid ? 0 : failure?.exitCode ?? 2;
}
async function loadForScan(file, io, check2 = checkManifest) {
  const loaded = await check2(file, io);
  const { manifest, diagnostics, files } = loaded;
  const validation = {
    file: files[0] ?? null,
    manifest,
    diagnostics,
    failure: null,
    base: { kind: "none" },
    strict: false
  };
  reportDiagnostics(validation, countValidation(validation), io);
  if (manifest !== null) return loaded;
  await writeSummary(() => renderMarkdown(buildValidationDocument(validation)), io);
  return null;
}
async function check(file, io) {
  try {
    return { loaded: await checkManifestAndPolicies(file, io), failure: null };
  } catch (error2) {
    if (error2 instanceof AppError) return { loaded: null, failure: error2 };
    throw error2;
  }
}
function reportDiagnostics({ diagnostics }, { valid, errors }, io) {
  printDiagnostics(diagnostics, io.stdout, false);
  if (errors > 0) {
    setFailed(`The manifest has ${countSeverity(diagnostics, "error")}. See the annotations.`);
  } else if (!valid) {
    setFailed(
      `The manifest has ${countSeverity(diagnostics, "warning")}, which strict treats as errors. See the annotations.`
    );
  }
  annotate(buildDiagnosticAnnotations(diagnostics), io);
}
async function loadBase(change, names, io) {
  return change === null ? { kind: "none" } : readBaseManifest(change, names, io);
}
function readProposedChange({ name, payload }, { env }) {
  const base = payload.pull_request?.base;
  if (typeof base?.sha === "string" && typeof base.ref === "string") {
    const merge = name === "pull_request" ? env.GITHUB_SHA ?? null : null;
    return { branch: base.ref, sha: base.sha, merge };
  }
  const { base_sha: sha, base_ref: ref } = payload.merge_group ?? {};
  if (typeof sha !== "string" || typeof ref !== "string") return null;
  return { branch: ref.replace(/^refs\/heads\//, ""), sha, merge: null };
}

// src/action/load-for-run.ts
async function loadForRun(inputs, event, io) {
  const reports = selectReports(inputs.report, io);
  const log = resolveLogRequest(inputs, io);
  refuseUntrusted(event, inputs.command);
  const loaded = await loadForScan(
    inputs.manifest,
    io,
    inputs.command === "overview" ? checkOverviewManifest : checkManifest
  );
  if (loaded?.manifest == null) return null;
  const { manifest } = loaded;
  maskSecrets(["INPUT_TOKEN", ...loaded.variables], io);
  const notices = describeRun(manifest, inputs.dry_run, log, event, io);
  annotate(notices, io);
  checkReportPaths(reports, manifest, log, io);
  const annotations = [...buildDiagnosticAnnotations(loaded.diagnostics), ...notices];
  return { manifest, log, reports, annotations };
}
function maskSecrets(variables, { env }) {
  for (const value of variables.map((name) => env[name] ?? "")) {
    if (isMaskable(value.trim())) setSecret(value);
  }
}
function describeRun(manifest, dryRun, log, event, io) {
  const reason = findDryRunReason(event);
  if (dryRun && reason !== null) {
    const message2 = `This is a dry run, because ${reason}: nothing is sent or recorded. Set dry-run: false to send notifications.`;
    return [{ level: "notice", title: "dry run", message: message2 }];
  }
  const isFile = resolveStoreKind(manifest, log, io) === "file";
  if (dryRun || !isFile || io.env.RUNNER_ENVIRONMENT !== "github-hosted") return [];
  const message = "The event log is a file on a hosted runner, which is deleted after the job. Unless a later step saves it, every run sends all notifications again.";
  return [{ level: "warning", title: "file-store-on-hosted-runner", message }];
}

// src/action/outputs.ts
async function publishResult(result, io) {
  const { kind, scan_id } = result;
  const { summary: counts, coverage, certificates, dry_run } = result.report;
  const findings = certificates.flatMap((one) => one.findings);
  const file = resolveJobFile(`certvigil-${kind}-${scan_id}.json`, io);
  const isWritten = await runOrReport(writeReport("json", result.json, file, io), io);
  const outputs = {
    "scan-id": scan_id,
    coverage: coverage.text,
    certificates: counts.certificates,
    ok: counts.ok,
    warning: counts.warning,
    critical: counts.critical,
    expired: counts.expired,
    unknown: counts.unknown,
    unreachable: coverage.unread.length,
    untrusted: findings.filter(({ event }) => event === "certificate.untrusted").length,
    findings: findings.length,
    "events-fired": result.events_fired,
    "deliveries-failed": result.deliveries_failed,
    "dry-run": dry_run,
    report: isWritten ? file : null,
    artifact: result.artifact
  };
  const others = [
    await runOrReport(setOutputs(outputs), io),
    await runOrReport(writeSummary(result.summary, io), io),
    await runOrReport(result.writeReports(), io)
  ];
  return isWritten && others.every(Boolean);
}

// src/action/digest-step.ts
async function runDigestStep(inputs, event, io) {
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const { manifest, log, reports } = loaded;
  const { dry_run, allow_unread } = inputs;
  const result = await runAndKeepEnabled(
    runDigest(manifest, { log, now: null, dry_run, allow_unread }, io),
    { dryRun: dry_run, event, proxy: manifest.scan.network.proxy },
    io
  );
  const { digest, report, unsaved, problems } = result;
  io.stdout(renderTerminal(buildDigestDocument(digest), { color: false, columns: 160 }));
  const failures = digest.deliveries.flatMap(
    ({ destination, error: error2 }) => error2 === null ? [] : [{ level: "error", title: error2.code, message: `${destination}: ${error2.detail}` }]
  );
  annotate([...failures, ...toWarnings(problems)], io);
  const exitCode = reportOutcome(result, inputs, io);
  const isPublished = await publishResult(
    {
      kind: "digest",
      artifact: null,
      scan_id: digest.scan_id,
      json: renderJsonPieces(digest),
      report,
      events_fired: 0,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildDigestDocument(digest, { unsaved })),
      writeReports: () => writeReports(reports, { manifest, read_at: report.scanned_at, report, digest, log: result.log }, io)
    },
    io
  );
  return isPublished ? exitCode : 3;
}
function reportOutcome(result, { fail_on }, io) {
  const exitCode = computeExitCode(result, fail_on);
  if (result.unsaved !== null) setFailed(io.mask(formatUnrecordedDigest(result.unsaved).trimEnd()));
  else if (hasInternalError(result)) setFailed(INTERNAL_ERROR_MESSAGE);
  else if (isRedFor(result.report.coverage, "scan-blind")) setFailed(BLIND_MESSAGE);
  else if (exitCode === 3) setFailed("A delivery of the digest failed, or a variable is not set. See above.");
  else if (exitCode === 1) setFailed(io.mask(describeFailure(result.report.coverage, fail_on)));
  return exitCode;
}

// src/action/discover-step.ts
import { randomUUID as randomUUID2 } from "node:crypto";
var VIEW = { candidates: false, unresolved: false };
async function runDiscoverStep(inputs, event, io) {
  refuseUntrusted(event, inputs.command);
  const loaded = await loadForScan(inputs.manifest, io);
  if (loaded?.manifest == null) return 2;
  const { manifest } = loaded;
  maskSecrets(["INPUT_TOKEN", ...loaded.variables], io);
  const log = await readStoredLog(manifest, resolveLogRequest(inputs, io), io);
  const { discovery, warnings } = await runDiscovery({ manifest, log, now: io.now() }, io);
  io.stdout(renderTerminal(buildDiscoveryDocument(discovery, VIEW), { color: false, columns: 160 }));
  annotate(buildDiagnosticAnnotations(warnings), io);
  const findings = listUnwatched(discovery);
  if (inputs.write) io.stdout(await writeEntries(findings, manifest.file, io));
  const text = renderDiscoveryMarkdown(discovery, VIEW);
  const markdown = resolveJobFile(`certvigil-discover-${randomUUID2()}.md`, io);
  await writeReport("markdown", text, markdown, io);
  const unwatched = findings.length;
  await setOutputs({ unwatched, markdown });
  await writeSummary(() => text, io);
  return 0;
}

// src/action/inputs.ts
function readInputs(event) {
  readFlag("summary");
  readFlag("keepalive");
  const manifest = readText("manifest");
  const only = readText("only");
  const run = {
    manifest,
    event_log: readText("event-log"),
    store: readStore(),
    dry_run: readFlag("dry-run") ?? findDryRunReason(event) !== null,
    fail_on: parseChoice("the input fail-on", readText("fail-on") ?? "never", FAIL_ON),
    allow_unread: readFlag("allow-unread") ?? false,
    report: getMultilineInput("report").map(parseReportRequest)
  };
  const ignore_cooldown = readFlag("ignore-cooldown") ?? false;
  const strict = readFlag("strict") ?? false;
  const write = readFlag("write") ?? false;
  const observing = {
    probe: readText("probe"),
    shard: readShard(),
    output: readText("output") ?? "observations.jsonl"
  };
  const selection = {
    organization: readText("organization"),
    topic: readText("topic"),
    names: getMultilineInput("repositories"),
    send_digest: readFlag("send-digest") ?? false
  };
  const paths = getMultilineInput("observations");
  const observations = paths.length === 0 ? null : paths;
  const command = parseChoice("the input command", readText("command") ?? "scan", COMMANDS);
  for (const [input, users] of Object.entries(COMMAND_INPUTS)) {
    if (!users.includes(command) && readText(input) !== null)
      throw createUnusableError(input, command, users);
  }
  switch (command) {
    case "validate":
      return { command, manifest, strict };
    case "observe":
      return { command, manifest, only, ...observing };
    case "scan":
      return { command, ...run, ignore_cooldown, only, observations };
    case "digest":
      return { command, ...run };
    case "discover":
      return { command, manifest, event_log: run.event_log, store: run.store, write };
    case "overview":
      return { command, ...run, ...selection };
  }
}
var COMMANDS = ["scan", "observe", "validate", "digest", "discover", "overview"];
var COMMAND_INPUTS = {
  probe: ["observe"],
  shard: ["observe"],
  observations: ["scan"],
  only: ["scan", "observe"],
  write: ["discover"],
  organization: ["overview"],
  topic: ["overview"],
  repositories: ["overview"],
  "send-digest": ["overview"]
};
function createUnusableError(input, command, users) {
  const others = users.map((one) => `command: ${one}`).join(" or ");
  return createUsageError(
    `the input ${input} cannot be used with command: ${command}`,
    `Set ${others}, or remove the input ${input}.`
  );
}
function readText(name) {
  return getInput(name) || null;
}
function readShard() {
  const text = readText("shard");
  const shard = text === null ? null : parseShard(text);
  if (text === null || shard !== null) return shard;
  throw createUsageError(
    `invalid shard "${text}" in the input shard`,
    "Use INDEX/COUNT with an index from 1 to the count, such as 3/16."
  );
}
function readStore() {
  const text = readText("store");
  if (text === null) return null;
  const store = parseChoice("the input store", text, STORES);
  if (store === "file" || readText("event-log") === null) return store;
  throw createUsageError(
    `the input event-log names a file, but the input store is ${store}`,
    "Remove one of the two inputs."
  );
}

// src/action/observe-step.ts
import path4 from "node:path";
async function runObserveStep(inputs, event, io) {
  refuseUntrusted(event, "observe");
  const loaded = await loadForScan(inputs.manifest, io);
  if (loaded?.manifest == null) return 2;
  maskSecrets(["INPUT_TOKEN", ...loaded.variables], io);
  const observations = path4.resolve(io.cwd, inputs.output);
  const { probe, shard, only } = inputs;
  const selection = { probe, shard, only: only === null ? [] : [only] };
  const { entries, locations, failed } = await runObserve(
    loaded.manifest,
    { ...selection, output: observations, now: null },
    io
  );
  const unread = failed === 0 ? "" : `, ${failed} could not be read`;
  io.stdout(`Observed ${formatCount(entries, "entry", "entries")}: ${formatCount(locations, "location")}${unread}.
`);
  await setOutputs({ observations });
  return 0;
}

// src/action/overview-step.ts
async function runOverviewStep(inputs, event, io) {
  checkOverviewReports(inputs.report);
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const result = await runOverview(loaded.manifest, { ...inputs, now: null, reports: loaded.reports }, io);
  const { overview, report, problems } = result;
  io.stdout(renderTerminal(buildOverviewDocument(overview, report), { color: false, columns: 160 }));
  const failed = overview.deliveries.flatMap(
    ({ destination, error: error2 }) => error2 === null ? [] : [{ level: "error", title: error2.code, message: `${destination}: ${error2.detail}` }]
  );
  const unknown = overview.repositories.flatMap(
    ({ error: error2 }) => error2 === null ? [] : [{ level: "error", title: error2.code, message: error2.detail }]
  );
  annotate([...failed, ...unknown.slice(0, MAX_ANNOTATIONS), ...toWarnings(problems)], io);
  const exitCode = reportOutcome2(result, inputs, io);
  const isPublished = await publishResult(
    {
      kind: "overview",
      artifact: OVERVIEW_ARTIFACT,
      scan_id: report.scan_id,
      json: renderJsonPieces(overview),
      report,
      events_fired: 0,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildOverviewDocument(overview, report)),
      writeReports: () => writeReports(loaded.reports, result.run, io)
    },
    io
  );
  return isPublished ? exitCode : 3;
}
var MAX_ANNOTATIONS = 8;
function reportOutcome2(result, { fail_on }, io) {
  const exitCode = computeOverviewExitCode(result, fail_on);
  if (result.hasBug) setFailed(INTERNAL_ERROR_MESSAGE);
  else if (exitCode === 3) setFailed("A delivery of the digest failed. See above.");
  else if (exitCode === 1) setFailed(io.mask(describeFailure(result.report.coverage, fail_on)));
  return exitCode;
}

// src/action/scan-step.ts
import path5 from "node:path";
async function runScanStep(inputs, event, io) {
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const { manifest, log, reports } = loaded;
  const { dry_run, ignore_cooldown, allow_unread, only, observations } = inputs;
  const due = computeDueTime(event, io.now());
  const selection = { only: only === null ? [] : [only], observations };
  const options = { log, now: null, due, dry_run, ignore_cooldown, allow_unread, ...selection };
  const result = await runAndKeepEnabled(
    runScan(manifest, options, io),
    { dryRun: dry_run, event, proxy: manifest.scan.network.proxy },
    io
  );
  const { report, unsaved, problems } = result;
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  const isShown = await runOrReport(
    runAll(
      [
        () => io.stdout(renderTerminal(buildScanDocument(report), { color: false, columns: 160 })),
        () => annotate(buildScanAnnotations(report, positions, loaded.annotations), io),
        () => annotate(toWarnings(problems), io)
      ],
      io
    ),
    io
  );
  const exitCode = reportOutcome3(result, inputs, io);
  const { scan_id, summary: summary2 } = report;
  const isPublished = await publishResult(
    {
      kind: "report",
      artifact: formatArtifactName(path5.relative(io.cwd, path5.resolve(io.cwd, manifest.file)), findDefaultManifest(io)),
      scan_id,
      json: renderJsonPieces(report),
      report,
      events_fired: summary2.events_fired,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildScanDocument(report, { unsaved })),
      writeReports: () => writeReports(reports, { manifest, read_at: report.scanned_at, report, digest: null, log: result.log }, io)
    },
    io
  );
  return isShown && isPublished ? exitCode : 3;
}
function reportOutcome3(result, { fail_on }, io) {
  const exitCode = computeExitCode(result, fail_on);
  const { unsaved, report } = result;
  if (unsaved?.code === "cache-denied") {
    warning(io.mask(formatUnsavedLog(unsaved, report, "warning")), { title: unsaved.code });
  } else if (unsaved !== null) setFailed(io.mask(formatUnsavedLog(unsaved, report)));
  else if (exitCode === 3) setFailed(formatIncomplete(result));
  else if (exitCode === 1) setFailed(io.mask(describeFailure(report.coverage, fail_on)));
  return exitCode;
}
function formatIncomplete(result) {
  if (hasInternalError(result)) return INTERNAL_ERROR_MESSAGE;
  const { failedDeliveries, report } = result;
  if (failedDeliveries === 0 && isRedFor(report.coverage, "scan-blind")) return BLIND_MESSAGE;
  if (failedDeliveries === 0 && isRedFor(report.coverage, "not-observed", "observations-rejected"))
    return INCOMPLETE_MESSAGE;
  if (failedDeliveries === 0)
    return "A certificate cannot be read because a variable is not set. See its error in the report.";
  if (failedDeliveries === 1) return "1 delivery failed. The next scan retries it.";
  return `${failedDeliveries} deliveries failed. The next scan retries them.`;
}

// src/action/main.ts
async function runAction(host = process) {
  const io = createRunnerIo(host);
  reportCrashes(io, host, (code) => process.exit(code));
  const stopTrace = startStepTrace(io);
  try {
    return await runStep(io);
  } catch (error2) {
    setFailed(io.mask(formatError(error2).trimEnd()));
    if (!(error2 instanceof AppError)) return 3;
    await runOrReport(
      writeSummary(() => renderMarkdown(buildFailureDocument(error2)), io),
      io
    );
    return error2.exitCode;
  } finally {
    stopTrace();
  }
}
async function runStep(io) {
  const event = readTriggerEvent(io.env);
  const inputs = readInputs(event);
  switch (inputs.command) {
    case "scan":
      return runScanStep(inputs, event, io);
    case "observe":
      return runObserveStep(inputs, event, io);
    case "validate":
      return runValidateStep(inputs, event, io);
    case "digest":
      return runDigestStep(inputs, event, io);
    case "discover":
      return runDiscoverStep(inputs, event, io);
    case "overview":
      return runOverviewStep(inputs, event, io);
  }
}

// src/action.ts
await exitProcess(await runAction());
