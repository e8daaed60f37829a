import { compareText } from './collections.ts';
import type { TemplateProblem } from './deliver/template.ts';
import type { Io } from './io.ts';
import { diagnostic } from './manifest/diagnostics.ts';
import { type LoadedManifest, loadManifest } from './manifest/load.ts';
import { missingPatterns } from './scan/match.ts';
import type { Diagnostic } from './types.ts';

/**
 * Loads a manifest and checks what its text alone cannot tell: templates, and files that are not there. Offline,
 * without secrets, and nothing is rendered.
 *
 * @throws AppError as `loadManifest` does.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  io.conceal(loaded.variables);
  const found = [...(await templateProblems(loaded)), ...fileProblems(loaded)];
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
  const { checkTemplate, isJsonMediaType } = await import('./deliver/template.ts');
  return templates.flatMap(({ of, path, text, mediaType }) =>
    checkTemplate(text, { json: mediaType !== null && isJsonMediaType(mediaType) }).map((problem) =>
      templateDiagnostic(problem, locate(of, path, problem)),
    ),
  );
}

function templateDiagnostic(problem: TemplateProblem, where: ReturnType<LoadedManifest['locate']>): Diagnostic {
  if (problem.code === 'template-json-join') return diagnostic('template-json-join', where);
  if (problem.code === 'template-json-tojson') return diagnostic('template-json-tojson', where);
  if (problem.code === 'template-unlike-jinja') return diagnostic('template-unlike-jinja', where, problem.message);
  if (problem.code === 'template-refused') return diagnostic('template-refused', where, problem.message);
  return diagnostic('template-syntax', where, problem.message);
}

/** A file that is not there is no error: a scan may run where it is. Only enabled entries are looked at. */
function fileProblems({ entryFiles, root, locate, diagnostics }: LoadedManifest): Diagnostic[] {
  const found = entryFiles.flatMap(({ entry, source }) => {
    const missing = missingPatterns(source, root);
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
