import { compareText } from './collections.ts';
import type { TemplateProblem } from './deliver/template.ts';
import type { Io } from './io.ts';
import { diagnostic } from './manifest/diagnostics.ts';
import { type LoadedManifest, loadManifest } from './manifest/load.ts';
import { missingPatterns } from './scan/match.ts';
import type { Diagnostic } from './types.ts';
import { workspaceOf } from './workspace.ts';

/**
 * Loads a manifest and checks what its text alone cannot tell: templates, and files that are not there. Offline,
 * without secrets, and nothing is rendered.
 *
 * @throws AppError as `loadManifest` does.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  io.conceal(loaded.variables);
  const found = [...(await templateProblems(loaded)), ...fileProblems(loaded, io), ...caFileProblems(loaded, io)];
  const diagnostics = [...loaded.diagnostics, ...found].sort(byPosition);
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  return { ...loaded, manifest: broken ? null : loaded.manifest, diagnostics };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** The template engine is loaded only where there is a template. */
async function templateProblems({ templates, locate }: LoadedManifest): Promise<Diagnostic[]> {
  if (templates.length === 0) return [];
  const [{ checkTemplate, isJsonMediaType }, { contextShape }] = await Promise.all([
    import('./deliver/template.ts'),
    import('./deliver/context-shape.ts'),
  ]);
  return templates.flatMap(({ of, path, text, makes, secrets, heard }) => {
    const mode = typeof makes === 'string' ? makes : isJsonMediaType(makes.mediaType) ? 'json' : 'text';
    const problems = checkTemplate(text, { mode, context: contextShape(secrets, heard) });
    return problems.map((problem) => templateDiagnostic(problem, locate(of, path, problem)));
  });
}

function templateDiagnostic(problem: TemplateProblem, where: ReturnType<LoadedManifest['locate']>): Diagnostic {
  const { code, message } = problem;
  switch (code) {
    case 'template-json-join':
    case 'template-json-tojson':
      return diagnostic(code, where);
    case 'body-not-json':
      return diagnostic(code, where, message, problem.isCertain === true);
    case 'template-unlike-jinja':
    case 'template-unknown-name':
    case 'template-call-of-nothing':
    case 'template-refused':
      return diagnostic(code, where, message);
    default:
      return diagnostic('template-syntax', where, message);
  }
}

/** By which authorities certificates are judged; that of a `url` is for its server. */
function caFileProblems({ manifest, root, locate }: LoadedManifest, { env }: Io): Diagnostic[] {
  const named = (manifest?.entries ?? []).flatMap(({ name, enabled, source }) => {
    const path = enabled && (source.kind === 'endpoint' || source.kind === 'file') ? source.ca_file : null;
    return path === null ? [] : [{ name, path }];
  });
  // Most often it is one for all.
  const patterns = [...new Set(named.map(({ path }) => path))];
  const isMissing = missingPatterns({ patterns, exclude: [] }, root, workspaceOf(root, env));
  const missing = new Set(patterns.filter((_, index) => isMissing[index]));
  return named
    .filter(({ path }) => missing.has(path))
    .map(({ name, path }) => diagnostic('ca-file-missing', locate({ in: 'entry', name }, ['ca_file']), path));
}

/** A file that is not there is no error: a scan may run where it is. Only enabled entries are looked at. */
function fileProblems({ entryFiles, root, locate, diagnostics }: LoadedManifest, { env }: Io): Diagnostic[] {
  const workspace = workspaceOf(root, env);
  const found = entryFiles.flatMap(({ entry, source }) => {
    const missing = missingPatterns(source, root, workspace);
    return source.patterns.flatMap((pattern, index) =>
      // The field is a path or a list of them.
      missing[index]
        ? [diagnostic('glob-matches-nothing', locate({ in: 'entry', name: entry }, ['file', index]), pattern)]
        : [],
    );
  });
  // A glob that YAML took for an alias is reported already, and is not what was meant.
  const reported = new Set(diagnostics.map(place));
  return found.filter((one) => !reported.has(place(one)));
}

function place({ file, line, column }: Diagnostic): string {
  return `${file}:${line}:${column}`;
}
