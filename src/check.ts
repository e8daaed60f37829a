import type { TemplateProblem } from './deliver/template.ts';
import type { Io } from './io.ts';
import { diagnostic } from './manifest/diagnostics.ts';
import { type LoadedManifest, loadManifest } from './manifest/load.ts';
import type { Diagnostic, Entry, Manifest, Webhook } from './types.ts';

/**
 * Loads a manifest and checks what its text alone cannot tell: templates, and files that are not there. Offline,
 * without secrets, and nothing is rendered.
 *
 * @throws AppError as `loadManifest` does.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  if (loaded.manifest === null) return loaded;
  const found = await Promise.all([templateProblems(loaded.manifest, loaded), fileProblems(loaded.manifest, loaded)]);
  const diagnostics = [...loaded.diagnostics, ...found.flat()].sort(byPosition);
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  return { ...loaded, manifest: broken ? null : loaded.manifest, diagnostics };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}

/** The template engine is loaded only where a webhook has a template. */
async function templateProblems(manifest: Manifest, loaded: LoadedManifest): Promise<Diagnostic[]> {
  const templates = manifest.webhooks.flatMap(templatesOf);
  if (templates.length === 0) return [];
  const { checkTemplate, isJsonMediaType } = await import('./deliver/template.ts');
  return templates.flatMap(({ webhook, path, text, mediaType }) =>
    checkTemplate(text, { json: mediaType !== null && isJsonMediaType(mediaType) }).map((problem) => {
      const where = loaded.locate({ in: 'webhook', name: webhook }, path, problem);
      return templateDiagnostic(problem, where);
    }),
  );
}

interface Template {
  webhook: string;
  path: string[];
  text: string;
  /** Of a body; null for what is put into a URL or header. */
  mediaType: string | null;
}

function templatesOf(webhook: Webhook): Template[] {
  const { name, url, headers, body_template: body, content_type } = webhook;
  const texts: Omit<Template, 'webhook'>[] = [
    { path: ['url'], text: url, mediaType: null },
    ...Object.entries(headers).map(([header, text]) => ({ path: ['headers', header], text, mediaType: null })),
    ...(body === null ? [] : [{ path: ['body_template'], text: body, mediaType: content_type }]),
  ];
  return texts.filter(({ text }) => /\{[{%#]/.test(text)).map((template) => ({ webhook: name, ...template }));
}

function templateDiagnostic(problem: TemplateProblem, where: ReturnType<LoadedManifest['locate']>): Diagnostic {
  if (problem.code === 'template-json-join') return diagnostic('template-json-join', where);
  if (problem.code === 'template-json-tojson') return diagnostic('template-json-tojson', where);
  return diagnostic('template-syntax', where, problem.message);
}

/** A file that is not there is no error: a scan may run where it is. Only enabled entries are looked at. */
async function fileProblems(manifest: Manifest, loaded: LoadedManifest): Promise<Diagnostic[]> {
  const entries = manifest.entries.filter(({ enabled, source }) => enabled && source.kind === 'file');
  if (entries.length === 0) return [];
  const { matchFiles } = await import('./scan/match.ts');
  const found = await Promise.all(entries.map((entry) => missingFiles(entry, manifest.root, loaded, matchFiles)));
  return found.flat();
}

async function missingFiles(
  entry: Entry,
  root: string,
  loaded: LoadedManifest,
  matchFiles: typeof import('./scan/match.ts').matchFiles,
): Promise<Diagnostic[]> {
  const { source } = entry;
  if (source.kind !== 'file') return [];
  const matches = await matchFiles(source, root);
  return matches.flatMap((match, index) => {
    if (!match.missing) return [];
    // The field is a path or a list of them.
    const item = loaded.locate({ in: 'entry', name: entry.name }, ['file', index]);
    return [diagnostic('glob-matches-nothing', item, match.pattern)];
  });
}
