import path from 'node:path';
import type { Diagnostic, Manifest } from '../domain/index.ts';
import { validateIncluded, validateManifest } from '../generated/validate-manifest.js';
import { groupBy } from '../lib/collections.ts';
import { workspaceOf } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { checkAcme } from './checks/acme.ts';
import { checkDigest } from './checks/actions.ts';
import { checkCertificates } from './checks/certificates.ts';
import { checkWhole } from './checks/cross-references.ts';
import { checkEmails } from './checks/email.ts';
import { checkExpect } from './checks/expectations.ts';
import { checkNetwork } from './checks/network.ts';
import { checkPolicies } from './checks/policies.ts';
import { checkRegexes } from './checks/regexes.ts';
import { checkRules } from './checks/rules.ts';
import { checkSettings } from './checks/settings.ts';
import { checkSilences } from './checks/silences.ts';
import { checkStartTls } from './checks/starttls.ts';
import { globsFor } from './checks/support/name-matcher.ts';
import { checkLimits } from './checks/thresholds.ts';
import { checkHeard } from './checks/unnotified-thresholds.ts';
import { checkNever } from './checks/unreachable-rules.ts';
import { checkUnreplaced, checkVariables } from './checks/variables.ts';
import { checkWebhooks } from './checks/webhooks.ts';
import {
  type CaFile,
  caFilesIn,
  type FilesOfEntry,
  filesIn,
  type TemplateText,
  templatesIn,
} from './deferred-checks.ts';
import { diagnostic, type Where, whereIs } from './diagnostics/diagnostic.ts';
import {
  findManifest,
  LARGEST_SHOWN,
  leadsOut,
  MOST_ITEMS,
  MOST_ITEMS_SHOWN,
  type ReadFile,
  readBounded,
  rootOf,
  unreadable,
} from './files.ts';
import { type Included, includedFiles, includePatterns } from './include.ts';
import { type InnerPosition, type Part, whereInParts } from './locate.ts';
import { normalise } from './normalize/manifest.ts';
import { variablesIn } from './normalize/variable-references.ts';
import { boundsOf, isOfStrangers } from './path-restrictions.ts';
import { schemaErrors } from './schema-diagnostics.ts';
import { labelsAsWritten, type Parts, takeApart } from './sections.ts';
import { type Node, toValue } from './yaml/node.ts';
import { parseYaml } from './yaml/parse.ts';
import { countItems, decodeText, sourceFile } from './yaml/source-file.ts';

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
  templates: TemplateText[];
  entryFiles: FilesOfEntry[];
  caFiles: CaFile[];
  /** The folder that paths are relative to; absolute. */
  root: string;
  /**
   * Where a part of an entry, receiver, rule or of the manifest itself stands, for what is found out later. `at` is a
   * line and column (from 1) within the text that stands there.
   */
  locate(what: Part, path: (string | number)[], at?: InnerPosition): Where;
}

/**
 * Reads and checks a manifest with everything that it includes. Offline, and without secrets.
 *
 * @param file As the user named it; null: the first of the four names that exists.
 * @throws AppError `manifest-not-found`, `manifest-unreadable` or `manifest-leads-out`; what is wrong inside it comes as diagnostics.
 */
export async function loadManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const name = await findManifest(file, io);
  const absolute = path.resolve(io.cwd, name);
  const folder = rootOf(absolute);
  const workspace = workspaceOf(folder, io.env);
  const refuse = boundsOf(folder, workspace, io.env);
  if (isOfStrangers(io.env) && refuse(absolute) !== null) throw leadsOut(name);
  const read = await readBounded(absolute);
  if ('failure' in read && read.failure !== 'too-large') throw unreadable(name, read);
  const main = document(name, read, false);
  const root = main.root;
  if (root?.kind !== 'map') return broken(name, folder, main.diagnostics);

  const { files, diagnostics } = includedFiles(root, { manifest: absolute, folder, workspace, refuse });
  const included = await Promise.all(files.map((one) => includedDocument(one, io)));
  const documents = [main, ...included];
  const parts = takeApart(
    root,
    documents.flatMap((one) => one.root ?? []),
  );
  const globs = globsFor(parts);
  const found = sorted([
    ...documents.flatMap((one) => one.diagnostics),
    ...diagnostics,
    ...checkCertificates(parts),
    ...checkStartTls(parts),
    ...checkLimits(parts),
    ...checkSettings(parts),
    ...checkNetwork(parts),
    ...checkAcme(parts),
    ...checkExpect(parts),
    ...checkWebhooks(parts),
    ...checkEmails(parts),
    ...checkVariables(parts),
    ...checkUnreplaced(documents.flatMap(({ root }) => root ?? [])),
    ...checkRules(parts, globs),
    ...checkNever(parts, globs),
    ...checkHeard(parts, globs),
    ...checkDigest(parts),
    ...checkSilences(parts, globs, io.now()),
    ...checkPolicies(parts, globs),
    ...(await checkRegexes(parts)),
    ...checkWhole(parts, globs),
  ]);
  return {
    manifest: found.some(({ severity }) => severity === 'error') ? null : normalise(parts, name, folder),
    diagnostics: found,
    files: documents.map((one) => one.name),
    include: includePatterns(root),
    variables: variablesOf(parts),
    templates: templatesIn(parts, globs),
    entryFiles: filesIn(parts),
    caFiles: caFilesIn(parts),
    root: folder,
    locate: (what, to, at) => whereInParts(parts, what, to, at),
  };
}

/** A manifest of our own making, such as an example, which includes nothing. `root`: the folder of its paths. */
export function ownManifest(text: string, name: string, root: string): Manifest {
  const { root: node, diagnostics } = document(name, { bytes: Buffer.from(text) }, false);
  if (node === null || diagnostics.length > 0) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
  return normalise(takeApart(node, [node]), name, root);
}

interface Document {
  name: string;
  root: Node | null;
  diagnostics: Diagnostic[];
}

/** One file: decoded, parsed, and checked against the schema. */
function document(name: string, read: ReadFile, included: boolean): Document {
  const start: Where = { file: name, line: 1, column: 1 };
  if ('failure' in read) {
    return { name, root: null, diagnostics: [diagnostic('file-too-large', start, LARGEST_SHOWN)] };
  }
  const decoded = decodeText(read.bytes);
  if (!('text' in decoded)) {
    const { line, column, offset, utf16 } = decoded;
    return { name, root: null, diagnostics: [diagnostic('not-utf8', { file: name, line, column }, offset, utf16)] };
  }
  if (countItems(decoded.text) > MOST_ITEMS) {
    return { name, root: null, diagnostics: [diagnostic('file-too-large', start, MOST_ITEMS_SHOWN)] };
  }
  const { root, diagnostics } = parseYaml(sourceFile(name, decoded.text, included));
  if (root === null) return { name, root, diagnostics };
  labelsAsWritten(root);
  const validate = included ? validateIncluded : validateManifest;
  const errors = validate(toValue(root)) ? [] : schemaErrors(root, validate.errors ?? []);
  return { name, root, diagnostics: [...diagnostics, ...errors] };
}

async function includedDocument({ path: absolute, by }: Included, io: Io): Promise<Document> {
  const name = path.relative(io.cwd, absolute).split(path.sep).join('/');
  const read = await readBounded(absolute);
  if (!('failure' in read) || read.failure === 'too-large') return document(name, read, true);
  const problem =
    read.failure === 'not-found'
      ? diagnostic('include-not-found', whereIs(by), by.value)
      : diagnostic('include-unreadable', whereIs(by), by.value, read.why);
  return { name, root: null, diagnostics: [problem] };
}

function broken(name: string, root: string, diagnostics: Diagnostic[]): LoadedManifest {
  const nothing = { include: [], variables: [], templates: [], entryFiles: [], caFiles: [] };
  const locate = () => ({ file: name, line: 1, column: 1 });
  return { manifest: null, diagnostics: sorted(diagnostics), files: [name], ...nothing, root, locate };
}

function variablesOf({ entries, webhooks, emails, settings }: Parts): string[] {
  const nodes = [...entries, ...webhooks, ...emails].map(({ node }) => node);
  const uses = [...nodes, ...(settings === undefined ? [] : [settings])].flatMap(variablesIn);
  return [...new Set(uses.map(({ name }) => name))];
}

/** Codes of texts that YAML could not read as they were meant: what else is wrong with their value is an echo. */
const MISREAD = new Set(['needs-quotes', 'unresolved-alias', 'recursive-alias']);

/** What is said of a variable is an echo where its whole text is wrong. */
function echoes(diagnostics: readonly Diagnostic[]): Set<Diagnostic> {
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
function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ file, line, column }: Diagnostic) => JSON.stringify([file, line, column]);
  const misread = new Set(diagnostics.filter(({ code }) => MISREAD.has(code)).map(place));
  const echoed = echoes(diagnostics);
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
