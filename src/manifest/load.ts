/** Loads a manifest with its included files, and checks everything that its text alone determines. */
import { hash } from 'node:crypto';
import path from 'node:path';
import type { Diagnostic, IncludedEntries, Manifest, ManifestFile } from '../domain/index.ts';
import { resolveEnabled } from '../domain/manifest.ts';
import { groupBy } from '../lib/collections.ts';
import { type ReadResult, readLimited } from '../lib/files/read-limited.ts';
import { isUntrustedCheckout, resolveWorkspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { checkAcme } from './checks/acme.ts';
import { checkDigest } from './checks/actions.ts';
import { checkCertificates } from './checks/certificates.ts';
import { checkCharacters } from './checks/characters.ts';
import { checkCrossReferences } from './checks/cross-references.ts';
import { checkDisabled } from './checks/disabled.ts';
import { checkDiscovery } from './checks/discovery.ts';
import { checkExpect } from './checks/expectations.ts';
import { checkInventories } from './checks/inventories.ts';
import { checkNetwork } from './checks/network.ts';
import { checkObservations } from './checks/observations.ts';
import { checkPolicies } from './checks/policies.ts';
import { checkEmails } from './checks/receivers/email.ts';
import { checkMentions } from './checks/receivers/mentions.ts';
import {
  checkMessageLimits,
  listUnlimitedReceivers,
  type UnlimitedReceiver,
} from './checks/receivers/message-limits.ts';
import { checkWebhooks } from './checks/receivers/webhooks.ts';
import { checkRegexes } from './checks/regexes.ts';
import { checkRules } from './checks/rules.ts';
import { checkSettings } from './checks/settings.ts';
import { checkSilences } from './checks/silences.ts';
import { checkThresholdSettings } from './checks/thresholds.ts';
import { checkUnnotifiedThresholds } from './checks/unnotified-thresholds.ts';
import { checkUnreachableRules } from './checks/unreachable-rules.ts';
import { checkUnreplaced, checkVariables } from './checks/variables.ts';
import {
  type BlocklistFile,
  type CaFile,
  type EntryFiles,
  listBlocklists,
  listCaFiles,
  listEntryFiles,
  listTemplates,
  type TemplateField,
} from './deferred-checks.ts';
import { createDiagnostic, type Location } from './diagnostics/diagnostic.ts';
import { sortDiagnostics } from './diagnostics/limit-diagnostics.ts';
import {
  createNotAllowedError,
  createReadError,
  createSizeBudget,
  findManifest,
  getMaxBytes,
  MAX_FILE_BYTES,
  MAX_FILE_SIZE_TEXT,
  MAX_ITEMS,
  MAX_ITEMS_TEXT,
  resolveRoot,
  type SizeBudget,
} from './files.ts';
import { countIncludedEntries, type IncludedFile, listIncludePatterns, resolveIncludes } from './include.ts';
import { findListParser, isEntryList } from './lists/entry-list.ts';
import { createLocator, type Locate } from './locate.ts';
import { normalizeManifest } from './normalize/manifest.ts';
import { listVariableUses } from './normalize/variable-references.ts';
import { checkOutsidePaths } from './outside-paths.ts';
import { createOutsideTest, restrictPaths } from './path-restrictions.ts';
import { validateDocument } from './schema-diagnostics.ts';
import { type ManifestSections, readLabelsAsText, splitSections } from './sections.ts';
import { getChild, getField, listItems, type MapNode, mergeDefaults, type Node, type TextNode } from './yaml/node.ts';
import { parseYaml } from './yaml/parse.ts';
import { countItems, createSourceFile, decodeText } from './yaml/source-file.ts';

export interface LoadedManifest {
  /** The manifest; null if there are errors. */
  manifest: Manifest | null;
  /** The diagnostics, sorted by file, line and column. */
  diagnostics: Diagnostic[];
  /** The names of the files that were read, as shown to users. */
  files: string[];
  /** The paths and globs under `include`. */
  include: string[];
  /** The environment variables that `env` and `${NAME}` refer to. */
  variables: string[];
  /** The templates and files that other checks need, also if the manifest has errors. */
  templates: TemplateField[];
  entryFiles: EntryFiles[];
  caFiles: CaFile[];
  blocklists: BlocklistFile[];
  unlimited: UnlimitedReceiver[];
  /** The directory that paths are relative to (absolute). */
  root: string;
  /** The position of a field. */
  locate: Locate;
}

/**
 * Works offline and without secrets.
 *
 * @param file As given by the user. Null: the first default path that exists.
 * @throws AppError `manifest-not-found`, `manifest-unreadable` or `manifest-outside-workspace`. Problems in the text are diagnostics.
 */
export async function loadManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const name = findManifest(file, io);
  const absolute = path.resolve(io.cwd, name);
  const directory = resolveRoot(absolute);
  const workspace = resolveWorkspace(directory, io.env);
  const findRefusal = restrictPaths(directory, workspace, io.env);
  if (isUntrustedCheckout(io.env) && findRefusal(absolute) !== null) throw createNotAllowedError(name);
  const read = await readLimited(absolute, MAX_FILE_BYTES);
  if ('failure' in read && read.failure !== 'too-large') throw createReadError(name, read);
  const budget = createSizeBudget();
  budget.spend(read, false);
  const main = parseDocument(name, read, false);
  const root = main.root;
  const isUnsupported = main.diagnostics.some(({ code }) => code === 'unsupported-version');
  // Another version has other keys, so the rest of the file says nothing.
  if (root?.kind !== 'map' || isUnsupported) return createBrokenManifest(name, directory, main.diagnostics);

  const isOutside = createOutsideTest(directory, io.env);
  const included = resolveIncludes(root, { manifest: absolute, directory, workspace, findRefusal, isOutside });
  const more = await readIncludedFiles(included.files, budget, io);
  if ('tooLarge' in more) return createBrokenManifest(name, directory, [more.tooLarge]);
  const documents = [main, ...more.documents];
  const roots = documents.flatMap((one) => one.root ?? []);
  const sections = splitSections(addSharedSettings(root, roots), roots);
  const diagnostics = sortDiagnostics(
    withoutEchoes([
      ...checkCharacters(roots),
      ...documents.flatMap((one) => one.diagnostics),
      ...included.diagnostics,
      ...(await checkSections(sections, roots, isOutside, io.now())),
    ]),
  );
  const hasError = diagnostics.some(({ severity }) => severity === 'error');
  const described: [ManifestFile, ...ManifestFile[]] = [main.file, ...more.documents.map(({ file }) => file)];
  const counts = countIncludedEntries(root, included.files, more.documents.map(countEntries), directory);
  return {
    manifest: hasError ? null : addLoaded(normalizeManifest(sections, described, directory), counts, io.now()),
    diagnostics,
    files: documents.map(({ file }) => file.name),
    include: listIncludePatterns(root).map(({ value }) => value),
    variables: listVariableNames(sections),
    templates: listTemplates(sections),
    entryFiles: listEntryFiles(sections),
    caFiles: listCaFiles(sections),
    blocklists: listBlocklists(sections),
    unlimited: listUnlimitedReceivers(sections),
    root: directory,
    locate: createLocator(sections),
  };
}

/** Adds what a manifest alone does not say: the number of entries of its includes, and which entries are disabled now (milliseconds). */
function addLoaded(manifest: Manifest, included: readonly IncludedEntries[], now: number): Manifest {
  const entries = resolveEnabled(manifest.entries, now);
  return { ...manifest, entries, ...(included.length > 0 && { included }) };
}

function countEntries({ root }: Document): number {
  return root === null ? 0 : listItems(getChild(root, 'certificates')).length;
}

/**
 * Runs all checks beyond the schema. `roots`: the documents of all files. `isOutside`: whether a path or glob names files outside an
 * untrusted checkout. `now`: in milliseconds.
 */
async function checkSections(
  sections: ManifestSections,
  roots: readonly Node[],
  isOutside: (pattern: string) => boolean,
  now: number,
): Promise<Diagnostic[]> {
  return [
    ...checkCertificates(sections),
    ...checkThresholdSettings(sections),
    ...checkSettings(sections),
    ...checkNetwork(sections),
    ...checkObservations(sections),
    ...checkAcme(sections),
    ...checkExpect(sections),
    ...checkInventories(sections),
    ...checkWebhooks(sections),
    ...checkEmails(sections),
    ...checkMessageLimits(sections),
    ...checkMentions(sections),
    ...checkVariables(sections),
    ...checkUnreplaced(roots),
    ...checkRules(sections),
    ...checkUnreachableRules(sections),
    ...checkUnnotifiedThresholds(sections),
    ...checkDigest(sections),
    ...checkSilences(sections, now),
    ...checkDisabled(sections, now),
    ...checkDiscovery(sections, now),
    ...checkPolicies(sections),
    ...checkOutsidePaths(sections, isOutside),
    ...(await checkRegexes(sections)),
    ...checkCrossReferences(sections),
  ];
}

/** Adds settings of included files that the manifest itself does not have. An earlier file takes precedence. */
function addSharedSettings(root: MapNode, documents: readonly Node[]): MapNode {
  let shared = root;
  for (const document of documents) {
    const settings = document === root ? undefined : getField(document, 'settings');
    if (settings === undefined) continue;
    const own = getField(shared, 'settings');
    const node = own?.node.kind === 'map' ? mergeDefaults(own.node, settings.node) : (own?.node ?? settings.node);
    shared = { ...shared, fields: new Map(shared.fields).set('settings', { key: (own ?? settings).key, node }) };
  }
  return shared;
}

/**
 * Parses a valid manifest that is part of the program, such as an example. It cannot include files; `root` is the directory of its paths.
 */
export function parseBuiltInManifest(text: string, name: string, root: string): Manifest {
  const { file, root: node, diagnostics } = parseDocument(name, { bytes: Buffer.from(text) }, false);
  if (node === null || diagnostics.length > 0) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
  return normalizeManifest(splitSections(node, [node]), [file], root);
}

interface Document {
  file: ManifestFile;
  /** The root of the tree; null if the file cannot be parsed. */
  root: Node | null;
  diagnostics: Diagnostic[];
}

/** Decodes and parses one file, and validates it against the schema. */
function parseDocument(name: string, read: ReadResult, isIncluded: boolean): Document {
  const start: Location = { file: name, line: 1, column: 1 };
  const parseList = isIncluded ? findListParser(name) : undefined;
  const described = { name, sha256: 'bytes' in read ? hash('sha256', read.bytes, 'hex') : '' };
  const fail = (diagnostic: Diagnostic): Document => ({ file: described, root: null, diagnostics: [diagnostic] });
  if ('failure' in read) return fail(createDiagnostic('file-too-large', start, MAX_FILE_SIZE_TEXT));
  const decoded = decodeText(read.bytes);
  if (!('text' in decoded)) {
    const { line, column, offset, utf16 } = decoded;
    return fail(createDiagnostic('not-utf8', { file: name, line, column }, offset, utf16));
  }
  if (parseList === undefined && countItems(read.bytes) > MAX_ITEMS)
    return fail(createDiagnostic('file-too-large', start, MAX_ITEMS_TEXT));
  const file = createSourceFile(name, decoded.text, isIncluded);
  const { root, diagnostics } = (parseList ?? parseYaml)(file);
  if (root === null) return { file: described, root, diagnostics };
  readLabelsAsText(root);
  return { file: described, root, diagnostics: [...diagnostics, ...validateDocument(root)] };
}

/** Reads the included files in order, and stops at the limit for a manifest with all its files. */
async function readIncludedFiles(
  files: readonly IncludedFile[],
  budget: SizeBudget,
  io: Io,
): Promise<{ documents: Document[] } | { tooLarge: Diagnostic }> {
  const parsers: (() => Document)[] = [];
  for (const { path: absolute, by, allow_empty } of files) {
    const name = path.relative(io.cwd, absolute).split(path.sep).join('/');
    const isList = isEntryList(name);
    const read = await readLimited(absolute, getMaxBytes(name));
    const exceeded = budget.spend(read, isList);
    if (exceeded !== null) {
      return { tooLarge: createDiagnostic(isList ? 'list-too-large' : 'include-too-large', by, exceeded) };
    }
    parsers.push(() => {
      const document = toIncludedDocument(name, read, by);
      const isReported = ({ code }: Diagnostic) => !allow_empty || code !== 'list-empty';
      return { ...document, diagnostics: document.diagnostics.filter(isReported) };
    });
  }
  return { documents: parsers.map((parse) => parse()) };
}

function toIncludedDocument(name: string, read: ReadResult, by: TextNode): Document {
  if (!('failure' in read) || read.failure === 'too-large') return parseDocument(name, read, true);
  const diagnostic =
    read.failure === 'not-found'
      ? createDiagnostic('include-not-found', by, by.value)
      : createDiagnostic('include-unreadable', by, by.value, read.why);
  return { file: { name, sha256: '' }, root: null, diagnostics: [diagnostic] };
}

function createBrokenManifest(name: string, root: string, diagnostics: Diagnostic[]): LoadedManifest {
  return {
    manifest: null,
    diagnostics: sortDiagnostics(withoutEchoes(diagnostics)),
    files: [name],
    include: [],
    variables: [],
    templates: [],
    entryFiles: [],
    caFiles: [],
    blocklists: [],
    unlimited: [],
    root,
    locate: () => ({ file: name, line: 1, column: 1 }),
  };
}

function listVariableNames(sections: ManifestSections): string[] {
  const { entries, webhooks, emails, settings, observations, network } = sections;
  const shared = [settings, observations, network].filter((node) => node !== undefined);
  const nodes = [...[...entries, ...webhooks, ...emails].map(({ node }) => node), ...shared];
  return [...new Set(nodes.flatMap(listVariableUses).map(({ name }) => name))];
}

/** Codes of strings that YAML reads differently than intended. Other diagnostics at the same position are consequences. */
const MISREAD = new Set(['needs-quotes', 'unresolved-alias', 'recursive-alias']);

/** Removes diagnostics that only follow from others. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const toLocation = ({ file, line, column }: Diagnostic) => JSON.stringify([file, line, column]);
  const misread = new Set(diagnostics.filter(({ code }) => MISREAD.has(code)).map(toLocation));
  const unreplaced = findUnreplacedInErrors(diagnostics);
  // Another check may explain better why the character is not allowed.
  const explained = new Set(diagnostics.filter(({ code }) => code !== 'nul-character').map(toLocation));
  // The certificates may be in the list or included file with the error.
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  const isEcho = (one: Diagnostic) =>
    unreplaced.has(one) ||
    (one.code === 'nul-character' && explained.has(toLocation(one))) ||
    // A rule with an error may be the one that sends the notifications.
    ((one.code === 'no-certificates' || one.code === 'nothing-is-sent') && hasErrors);
  return diagnostics.filter((one) => !isEcho(one) && (MISREAD.has(one.code) || !misread.has(toLocation(one))));
}

/** Finds the warnings about variables in strings that have an error anyway. */
function findUnreplacedInErrors(diagnostics: readonly Diagnostic[]): Set<Diagnostic> {
  const unreplaced = diagnostics.filter(({ code }) => code === 'variable-not-replaced');
  const toLine = ({ file, line }: Diagnostic) => `${line} ${file}`;
  const errors = unreplaced.length === 0 ? [] : diagnostics.filter(({ severity }) => severity === 'error');
  const errorsByLine = groupBy(errors, toLine);
  const isWithin = (one: Diagnostic, { column, source }: Diagnostic) =>
    column <= one.column && one.column < column + (source?.length ?? 1);
  return new Set(unreplaced.filter((one) => errorsByLine.get(toLine(one))?.some((error) => isWithin(one, error))));
}
