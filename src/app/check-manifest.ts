/** Checks a manifest beyond its text: templates, and files that it refers to. */

import type { Diagnostic, Manifest } from '../domain/index.ts';
import { type LintProblem, lintTemplate } from '../jinja/index.ts';
import { getOrCreate } from '../lib/collections.ts';
import { findCaFileProblem } from '../lib/files/ca-bundle.ts';
import { resolveWorkspace, restrictToWorkspace, type Workspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { memoize } from '../lib/memoize.ts';
import { listProxyCredentials } from '../lib/secrets/proxy-credentials.ts';
import { createDiagnostic } from '../manifest/diagnostics/diagnostic.ts';
import { limitDiagnostics } from '../manifest/diagnostics/limit-diagnostics.ts';
import { type LoadedManifest, loadManifest } from '../manifest/load.ts';
import { createOutsideTest } from '../manifest/path-restrictions.ts';
import { isJsonMediaType } from '../notify/render-template.ts';
import { createContextSchema } from '../notify/template-context-schema.ts';
import { findMissingPatterns } from '../scan/sources/match-files.ts';
import { checkKeyBlocklists } from './key-blocklists.ts';

/**
 * Loads a manifest, and checks its templates and the existence of its files. Works offline and without secrets, and does not render. Throws
 * AppError as `loadManifest` does.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  io.registerSecrets(loaded.variables);
  io.addSecrets(listProxies(loaded.manifest).flatMap((proxy) => listProxyCredentials(proxy, io.env)));
  const workspace = resolveWorkspace(loaded.root, io.env);
  // A path outside an untrusted checkout is already reported, and must not be read.
  const isOutside = createOutsideTest(loaded.root, io.env);
  const inFiles = [
    ...checkFilePatterns(loaded, workspace, isOutside),
    ...checkCaFiles({ ...loaded, caFiles: loaded.caFiles.filter(({ path }) => !isOutside(path)) }, workspace),
  ];
  const blocklists = loaded.blocklists.filter(({ path }) => !isOutside(path));
  const inLists = await checkKeyBlocklists(blocklists, loaded.root, workspace);
  const found = [...checkTemplates(loaded), ...inFiles, ...inLists];
  return addDiagnostics(loaded, found);
}

/** Checks the manifest of an overview, which need not have certificates of its own. */
export async function checkOverviewManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await checkManifest(file, io);
  return { ...loaded, diagnostics: loaded.diagnostics.filter(({ code }) => code !== 'no-certificates') };
}

/** Lists all proxies, as written. */
function listProxies(manifest: Manifest | null): string[] {
  if (manifest === null) return [];
  const { entries, webhooks, emails, scan } = manifest;
  const own = [...entries, ...webhooks, ...emails].map(({ proxy }) => proxy);
  // Most entries share the same texts.
  const endpoints = entries.map(({ source }) => (source.kind === 'endpoint' ? source.proxy : null));
  const { receivers, apis, revocation } = scan.network.proxy;
  const all = new Set([...own, ...endpoints, receivers, apis, revocation]);
  return [...all].filter((proxy) => proxy !== null);
}

/** Adds diagnostics. If one of them is an error, the manifest becomes null. */
export function addDiagnostics(loaded: LoadedManifest, found: readonly Diagnostic[]): LoadedManifest {
  const broken = found.some(({ severity }) => severity === 'error');
  const diagnostics = limitDiagnostics([...loaded.diagnostics, ...found]);
  return { ...loaded, manifest: broken ? null : loaded.manifest, diagnostics };
}

function checkTemplates({ templates, locate }: LoadedManifest): Diagnostic[] {
  /** Many webhooks often share one template. */
  const checked = new Map<string, LintProblem[]>();
  return templates.flatMap(({ section, path, text, output, secrets, environment, messages }) => {
    const mode = typeof output === 'string' ? output : isJsonMediaType(output.mediaType) ? 'json' : 'text';
    const key = JSON.stringify([text, mode, secrets, environment, messages]);
    const problems = getOrCreate(checked, key, () =>
      lintTemplate(text, { mode, schema: createContextSchema(secrets, messages), environment }),
    );
    return problems.map((problem) => toDiagnostic(problem, locate(section, path, problem)));
  });
}

function toDiagnostic(
  { code, message, isCertain = false }: LintProblem,
  where: ReturnType<LoadedManifest['locate']>,
): Diagnostic {
  switch (code) {
    case 'template-json-join':
    case 'template-json-tojson':
      return createDiagnostic(code, where);
    case 'body-not-json':
      return createDiagnostic(code, where, message, isCertain);
    default:
      return createDiagnostic(code, where, message);
  }
}

/** Checks CA files. Each file is read once, and each position is reported once: all entries may share a `ca_file` from `defaults`. */
function checkCaFiles({ caFiles, root }: LoadedManifest, workspace: Workspace): Diagnostic[] {
  if (caFiles.length === 0) return [];
  const bounds = restrictToWorkspace(workspace);
  const findProblem = memoize((path: string) => findCaFileProblem(path, root, bounds));
  return [...new Map(caFiles.map((one) => [one.at, one])).values()].flatMap(({ path, use, at }) => {
    const problem = findProblem(path);
    return problem === null ? [] : [createDiagnostic(`ca-file-${problem}`, at, path, use)];
  });
}

/**
 * Checks for missing files, which are only warnings: the scan may run where they exist. Disabled entries and those of probes are not
 * checked.
 */
function checkFilePatterns(
  { entryFiles, manifest, root, locate, diagnostics }: LoadedManifest,
  workspace: Workspace,
  isOutside: (pattern: string) => boolean,
): Diagnostic[] {
  const elsewhere = new Set(manifest?.entries.filter(({ probe }) => probe !== null).map(({ name }) => name));
  const found = entryFiles.flatMap(({ entry, source }) => {
    if (elsewhere.has(entry) || source.patterns.some(isOutside)) return [];
    const missing = findMissingPatterns(source, root, workspace);
    return source.patterns.flatMap((pattern, index) =>
      // The field is a path or a list of them.
      missing[index]
        ? [createDiagnostic('glob-no-match', locate({ in: 'entry', name: entry }, ['file', index]), pattern)]
        : [],
    );
  });
  // An unquoted glob that YAML reads as an alias is already reported at the same position.
  const reported = new Set(diagnostics.map(positionKey));
  return found.filter((one) => !reported.has(positionKey(one)));
}

function positionKey({ file, line, column }: Diagnostic): string {
  return `${file}:${line}:${column}`;
}
