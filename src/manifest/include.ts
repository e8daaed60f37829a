/** Resolves the paths and globs under `include` to files. */
import path from 'node:path';
import type { Diagnostic, IncludedEntries } from '../domain/index.ts';
import { isGlob, parseGlob, unifySeparators } from '../lib/files/glob.ts';
import { walkGlob } from '../lib/files/glob-walk.ts';
import { describeReadError } from '../lib/files/read-limited.ts';
import { toRealPath, type Workspace } from '../lib/files/workspace-boundary.ts';
import { createDiagnostic } from './diagnostics/diagnostic.ts';
import type { PathRestriction } from './path-restrictions.ts';
import { getChild, isBoolean, isNonEmptyText, listItems, type Node, type TextNode } from './yaml/node.ts';

export interface IncludedFile {
  /** The absolute path. */
  path: string;
  /** The item of `include` that selects it. */
  by: TextNode;
  /** Whether it may have no entries. */
  allow_empty: boolean;
}

interface IncludeContext {
  /** Absolute path of the manifest. */
  manifest: string;
  /** The directory that paths are relative to. */
  directory: string;
  workspace: Workspace;
  findRefusal: PathRestriction;
  /** Whether a path or glob names files outside an untrusted checkout. */
  isOutside: (pattern: string) => boolean;
}

/** An item of `include`. */
interface Include {
  pattern: TextNode;
  /** Whether it may have no entries. */
  allow_empty: boolean;
}

/** Lists the items of `include`: a path or glob, or a map with it. */
function listIncludes(root: Node): Include[] {
  return listItems(getChild(root, 'include')).flatMap((item) => {
    const pattern = item.kind === 'map' ? getChild(item, 'path') : item;
    const allow_empty = isBoolean(getChild(item, 'allow_empty'), true);
    return isNonEmptyText(pattern) ? [{ pattern, allow_empty }] : [];
  });
}

/** Lists the paths and globs under `include`. */
export function listIncludePatterns(root: Node): readonly TextNode[] {
  return listIncludes(root).map(({ pattern }) => pattern);
}

/**
 * Counts the entries of each item of `include`, and of each file that it selects. `counts`: the number of entries of each file, in the order
 * of `files`.
 */
export function countIncludedEntries(
  root: Node,
  files: readonly IncludedFile[],
  counts: readonly number[],
  directory: string,
): IncludedEntries[] {
  return listIncludes(root).map(({ pattern, allow_empty }) => {
    const own = files.flatMap(({ path: file, by }, index) =>
      by === pattern ? [{ name: formatPath(file, { directory }), entries: counts[index] ?? 0 }] : [],
    );
    const entries = own.reduce((sum, one) => sum + one.entries, 0);
    return { name: pattern.value, entries, files: own, allow_empty };
  });
}

/** Lists the included files in order, without duplicates (by real path) and without the manifest itself. */
export function resolveIncludes(
  root: Node,
  context: IncludeContext,
): { files: IncludedFile[]; diagnostics: Diagnostic[] } {
  const files = new Map<string, IncludedFile>();
  const manifest = toRealPath(context.manifest);
  const diagnostics: Diagnostic[] = [];
  for (const { pattern: by, allow_empty } of listIncludes(root)) {
    const found = findFiles(by, allow_empty, context);
    diagnostics.push(...found.diagnostics);
    for (const file of found.paths) {
      const real = toRealPath(file);
      if (real === manifest || files.has(real)) continue;
      const refusal = context.findRefusal(file);
      if (refusal === null) files.set(real, { path: file, by, allow_empty });
      else {
        const shown = formatPath(file, context);
        diagnostics.push(createDiagnostic('include-outside-workspace', by, shown, refusal));
      }
    }
  }
  return { files: [...files.values()], diagnostics };
}

/** Finds the files (absolute) that one item selects. */
function findFiles(
  by: TextNode,
  allow_empty: boolean,
  { directory, workspace, isOutside }: IncludeContext,
): { paths: string[]; diagnostics: Diagnostic[] } {
  const { value } = by;
  // Such a path is reported as `nul-character`; the system would reject it.
  if (value.includes('\0')) return { paths: [], diagnostics: [] };
  if (hasParentSegment(value)) return { paths: [], diagnostics: [createDiagnostic('include-outside-root', by, value)] };
  if (isOutside(value))
    return { paths: [], diagnostics: [createDiagnostic('include-outside-workspace', by, value, 'outside')] };
  if (!isGlob(unifySeparators(value))) return { paths: [path.resolve(directory, value)], diagnostics: [] };
  // A glob does not match hidden files, such as an editor's backup files.
  const options = { root: directory, workspace, excluded: () => false, hidden: false };
  const found = [...walkGlob(value, options)].filter((one) => one !== null);
  const diagnostics = found.flatMap(({ path, kind, code = '' }) => {
    if (kind === 'unreadable') return [createDiagnostic('include-unreadable', by, path, describeReadError(code))];
    if (kind === 'dangling-link') return [createDiagnostic('include-not-found', by, path)];
    return kind === 'outside-workspace' ? [createDiagnostic('include-outside-workspace', by, path, 'link')] : [];
  });
  if (found.length === 0 && !allow_empty) diagnostics.push(createDiagnostic('include-matches-nothing', by, value));
  const paths = found.filter(({ kind }) => kind === 'file').map((one) => path.resolve(directory, one.path));
  return { paths: paths.sort(), diagnostics };
}

/** Relative paths must stay in the manifest's directory. Absolute paths are allowed. */
function hasParentSegment(pattern: string): boolean {
  return parseGlob(unifySeparators(pattern)).some((segments) => segments.some(({ literal }) => literal === '..'));
}

function formatPath(file: string, { directory }: Pick<IncludeContext, 'directory'>): string {
  const relative = path.relative(directory, file);
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/');
}
