import path from 'node:path';
import type { Diagnostic, Manifest } from '../domain/index.ts';
import { validateIncluded, validateManifest } from '../generated/validate-manifest.js';
import { groupBy } from '../lib/collections.ts';
import { resolveWorkspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { checkAcme } from './checks/acme.ts';
import { checkDigest } from './checks/actions.ts';
import { checkCertificates } from './checks/certificates.ts';
import { checkCrossReferences } from './checks/cross-references.ts';
import { checkEmails } from './checks/email.ts';
import { checkExpect } from './checks/expectations.ts';
import { checkNetwork } from './checks/network.ts';
import { checkPolicies } from './checks/policies.ts';
import { checkRegexes } from './checks/regexes.ts';
import { checkRules } from './checks/rules.ts';
import { checkSettings } from './checks/settings.ts';
import { checkSilences } from './checks/silences.ts';
import { checkThresholdSettings } from './checks/thresholds.ts';
import { checkUnnotifiedThresholds } from './checks/unnotified-thresholds.ts';
import { checkUnreachableRules } from './checks/unreachable-rules.ts';
import { checkUnreplaced, checkVariables } from './checks/variables.ts';
import { checkWebhooks } from './checks/webhooks.ts';
import {
  type CaFile,
  type EntryFiles,
  listCaFiles,
  listEntryFiles,
  listTemplates,
  type TemplateField,
} from './deferred-checks.ts';
import { createDiagnostic, type Location, toLocation } from './diagnostics/diagnostic.ts';
import {
  createNotAllowedError,
  createReadError,
  findManifest,
  MAX_FILE_SIZE_TEXT,
  MAX_ITEMS,
  MAX_ITEMS_TEXT,
  type ReadResult,
  readLimited,
  resolveRoot,
} from './files.ts';
import { type IncludedFile, listIncludePatterns, resolveIncludes } from './include.ts';
import { type InnerPosition, locateInSections, type SectionReference } from './locate.ts';
import { normalizeManifest } from './normalize/manifest.ts';
import { listVariableUses } from './normalize/variable-references.ts';
import { isUntrustedCheckout, restrictPaths } from './path-restrictions.ts';
import { explainSchemaErrors } from './schema-diagnostics.ts';
import { type ManifestSections, readLabelsAsText, splitSections } from './sections.ts';
import { type Node, toValue } from './yaml/node.ts';
import { parseYaml } from './yaml/parse.ts';
import { countItems, createSourceFile, decodeText } from './yaml/source-file.ts';

export interface LoadedManifest {
  /** null where there is an error. */
  manifest: Manifest | null;
  /** Sorted by file, line and column. */
  diagnostics: Diagnostic[];
  /** Every file read, as named to the user. */
  files: string[];
  /** The paths and globs under `include`, as written. */
  include: string[];
  /** Every variable that `env` or a `${NAME}` names in a field which is filled from the environment. */
  variables: string[];
  /** What is still to be checked, by those who know templates and files; also of a manifest that has errors. */
  templates: TemplateField[];
  entryFiles: EntryFiles[];
  caFiles: CaFile[];
  /** The folder that paths are relative to; absolute. */
  root: string;
  /**
   * Where a part of an entry, receiver, rule or of the manifest itself stands, for what is found out later. `at` is a
   * line and column (from 1) within the text that stands there.
   */
  locate(what: SectionReference, path: (string | number)[], at?: InnerPosition): Location;
}

/**
 * Reads and checks a manifest with everything that it includes. Offline, and without secrets.
 *
 * @param file As the user named it; null: the first of the four names that exists.
 * @throws AppError `manifest-not-found`, `manifest-unreadable` or `manifest-outside-workspace`; what is wrong inside it comes as diagnostics.
 */
export async function loadManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const name = await findManifest(file, io);
  const absolute = path.resolve(io.cwd, name);
  const folder = resolveRoot(absolute);
  const workspace = resolveWorkspace(folder, io.env);
  const refuse = restrictPaths(folder, workspace, io.env);
  if (isUntrustedCheckout(io.env) && refuse(absolute) !== null) throw createNotAllowedError(name);
  const read = await readLimited(absolute);
  if ('failure' in read && read.failure !== 'too-large') throw createReadError(name, read);
  const main = readDocument(name, read, false);
  const root = main.root;
  if (root?.kind !== 'map') return createBrokenManifest(name, folder, main.diagnostics);

  const { files, diagnostics } = resolveIncludes(root, { manifest: absolute, folder, workspace, refuse });
  const included = await Promise.all(files.map((one) => readIncludedDocument(one, io)));
  const documents = [main, ...included];
  const parts = splitSections(
    root,
    documents.flatMap((one) => one.root ?? []),
  );
  const found = sortDiagnostics([
    ...documents.flatMap((one) => one.diagnostics),
    ...diagnostics,
    ...checkCertificates(parts),
    ...checkThresholdSettings(parts),
    ...checkSettings(parts),
    ...checkNetwork(parts),
    ...checkAcme(parts),
    ...checkExpect(parts),
    ...checkWebhooks(parts),
    ...checkEmails(parts),
    ...checkVariables(parts),
    ...checkUnreplaced(documents.flatMap(({ root }) => root ?? [])),
    ...checkRules(parts),
    ...checkUnreachableRules(parts),
    ...checkUnnotifiedThresholds(parts),
    ...checkDigest(parts),
    ...checkSilences(parts, io.now()),
    ...checkPolicies(parts),
    ...(await checkRegexes(parts)),
    ...checkCrossReferences(parts),
  ]);
  return {
    manifest: found.some(({ severity }) => severity === 'error') ? null : normalizeManifest(parts, name, folder),
    diagnostics: found,
    files: documents.map((one) => one.name),
    include: listIncludePatterns(root),
    variables: listVariableNames(parts),
    templates: listTemplates(parts),
    entryFiles: listEntryFiles(parts),
    caFiles: listCaFiles(parts),
    root: folder,
    locate: (what, to, at) => locateInSections(parts, what, to, at),
  };
}

/** A manifest of our own making, such as an example, which includes nothing. `root`: the folder of its paths. */
export function parseBuiltInManifest(text: string, name: string, root: string): Manifest {
  const { root: node, diagnostics } = readDocument(name, { bytes: Buffer.from(text) }, false);
  if (node === null || diagnostics.length > 0) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
  return normalizeManifest(splitSections(node, [node]), name, root);
}

interface Document {
  name: string;
  root: Node | null;
  diagnostics: Diagnostic[];
}

/** One file: decoded, parsed, and checked against the schema. */
function readDocument(name: string, read: ReadResult, included: boolean): Document {
  const start: Location = { file: name, line: 1, column: 1 };
  if ('failure' in read) {
    return { name, root: null, diagnostics: [createDiagnostic('file-too-large', start, MAX_FILE_SIZE_TEXT)] };
  }
  const decoded = decodeText(read.bytes);
  if (!('text' in decoded)) {
    const { line, column, offset, utf16 } = decoded;
    return {
      name,
      root: null,
      diagnostics: [createDiagnostic('not-utf8', { file: name, line, column }, offset, utf16)],
    };
  }
  if (countItems(decoded.text) > MAX_ITEMS) {
    return { name, root: null, diagnostics: [createDiagnostic('file-too-large', start, MAX_ITEMS_TEXT)] };
  }
  const { root, diagnostics } = parseYaml(createSourceFile(name, decoded.text, included));
  if (root === null) return { name, root, diagnostics };
  readLabelsAsText(root);
  const validate = included ? validateIncluded : validateManifest;
  const errors = validate(toValue(root)) ? [] : explainSchemaErrors(root, validate.errors ?? []);
  return { name, root, diagnostics: [...diagnostics, ...errors] };
}

async function readIncludedDocument({ path: absolute, by }: IncludedFile, io: Io): Promise<Document> {
  const name = path.relative(io.cwd, absolute).split(path.sep).join('/');
  const read = await readLimited(absolute);
  if (!('failure' in read) || read.failure === 'too-large') return readDocument(name, read, true);
  const problem =
    read.failure === 'not-found'
      ? createDiagnostic('include-not-found', toLocation(by), by.value)
      : createDiagnostic('include-unreadable', toLocation(by), by.value, read.why);
  return { name, root: null, diagnostics: [problem] };
}

function createBrokenManifest(name: string, root: string, diagnostics: Diagnostic[]): LoadedManifest {
  const nothing = { include: [], variables: [], templates: [], entryFiles: [], caFiles: [] };
  const locate = () => ({ file: name, line: 1, column: 1 });
  return { manifest: null, diagnostics: sortDiagnostics(diagnostics), files: [name], ...nothing, root, locate };
}

function listVariableNames({ entries, webhooks, emails, settings }: ManifestSections): string[] {
  const nodes = [...entries, ...webhooks, ...emails].map(({ node }) => node);
  const uses = [...nodes, ...(settings === undefined ? [] : [settings])].flatMap(listVariableUses);
  return [...new Set(uses.map(({ name }) => name))];
}

/** Codes of texts that YAML could not read as they were meant: what else is wrong with their value is an echo. */
const MISREAD = new Set(['needs-quotes', 'unresolved-alias', 'recursive-alias']);

/** What is said of a variable is an echo where its whole text is wrong. */
function findEchoes(diagnostics: readonly Diagnostic[]): Set<Diagnostic> {
  const ofVariables = diagnostics.filter(({ code }) => code === 'variable-not-replaced');
  const errors = ofVariables.length === 0 ? [] : diagnostics.filter(({ severity }) => severity === 'error');
  const lines = groupBy(errors, ({ file, line }) => `${line} ${file}`);
  const isWithin = (one: Diagnostic, { column, source }: Diagnostic) =>
    column <= one.column && one.column < column + (source?.length ?? 1);
  return new Set(
    ofVariables.filter((one) => lines.get(`${one.line} ${one.file}`)?.some((error) => isWithin(one, error))),
  );
}

/** In the order of the files' text, each once: what stands in `defaults` or behind an alias is found many times. */
function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ file, line, column }: Diagnostic) => JSON.stringify([file, line, column]);
  const misread = new Set(diagnostics.filter(({ code }) => MISREAD.has(code)).map(place));
  const echoed = findEchoes(diagnostics);
  const distinct = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    if (echoed.has(one)) continue;
    if (misread.has(place(one)) && !MISREAD.has(one.code)) continue;
    const key = JSON.stringify([place(one), one.code, one.message]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  return [...distinct.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
