import type { Diagnostic } from '../domain/index.ts';
import { caFileProblem } from '../lib/files/ca-bundle.ts';
import { confined, type Workspace, workspaceOf } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { diagnostic, whereIs } from '../manifest/diagnostics/diagnostic.ts';
import { toldOf } from '../manifest/diagnostics/limit-diagnostics.ts';
import { type LoadedManifest, loadManifest } from '../manifest/load.ts';
import type { TemplateProblem } from '../notify/template.ts';
import { missingPatterns } from '../scan/sources/match-files.ts';

/**
 * Loads a manifest and checks what its text alone cannot tell: templates, and files that are not there. Offline,
 * without secrets, and nothing is rendered.
 *
 * @throws AppError as `loadManifest` does.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  io.conceal(loaded.variables);
  const workspace = workspaceOf(loaded.root, io.env);
  const inFiles = [...fileProblems(loaded, workspace), ...caFileProblems(loaded, workspace)];
  const found = [...(await templateProblems(loaded)), ...inFiles];
  return withFound(loaded, found);
}

/** With what was found beside, as it is told; an error among it leaves no manifest. */
export function withFound(loaded: LoadedManifest, found: readonly Diagnostic[]): LoadedManifest {
  const broken = found.some(({ severity }) => severity === 'error');
  const diagnostics = toldOf([...loaded.diagnostics, ...found]);
  return { ...loaded, manifest: broken ? null : loaded.manifest, diagnostics };
}

/** The template engine is loaded only where there is a template. */
async function templateProblems({ templates, locate }: LoadedManifest): Promise<Diagnostic[]> {
  if (templates.length === 0) return [];
  const [{ checkTemplate, isJsonMediaType }, { contextShape }] = await Promise.all([
    import('../notify/template.ts'),
    import('../notify/template-context-schema.ts'),
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

/** Most often it is one file for all, and what stands in `defaults` is one place. */
function caFileProblems({ caFiles, root }: LoadedManifest, workspace: Workspace): Diagnostic[] {
  if (caFiles.length === 0) return [];
  const bounds = confined(workspace);
  const problems = new Map<string, ReturnType<typeof caFileProblem>>();
  return [...new Map(caFiles.map((one) => [one.at, one])).values()].flatMap(({ path, use, at }) => {
    const known = problems.get(path);
    const problem = known === undefined ? caFileProblem(path, root, bounds) : known;
    problems.set(path, problem);
    if (problem === 'missing') return [diagnostic('ca-file-missing', whereIs(at), path, use)];
    return problem === 'without-certificate' ? [diagnostic('ca-file-without-certificate', whereIs(at), path, use)] : [];
  });
}

/** A file that is not there is no error: a scan may run where it is. Only enabled entries are looked at. */
function fileProblems({ entryFiles, root, locate, diagnostics }: LoadedManifest, workspace: Workspace): Diagnostic[] {
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
