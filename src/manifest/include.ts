import path from 'node:path';
import type { Diagnostic } from '../domain/index.ts';
import { isGlob, parseGlob } from '../lib/files/glob.ts';
import { walkGlob } from '../lib/files/glob-walk.ts';
import { toRealPath, type Workspace } from '../lib/files/workspace-boundary.ts';
import { createDiagnostic, toLocation } from './diagnostics/diagnostic.ts';
import { describeSystemError } from './files.ts';
import type { PathRestriction } from './path-restrictions.ts';
import { getChild, isText, listItems, type Node, type TextNode } from './yaml/node.ts';

export interface IncludedFile {
  /** Absolute. */
  path: string;
  /** The item of `include` that names it. */
  by: TextNode;
}

/** What stands under `include`, as written. */
export function listIncludePatterns(root: Node): string[] {
  return listPatternNodes(root).map(({ value }) => value);
}

function listPatternNodes(root: Node): TextNode[] {
  return listItems(getChild(root, 'include'))
    .filter(isText)
    .filter(({ value }) => value !== '');
}

interface IncludeContext {
  /** Absolute. */
  manifest: string;
  /** What paths are relative to. */
  folder: string;
  workspace: Workspace;
  refuse: PathRestriction;
}

/**
 * The files that a manifest includes, in their order and each once, by whatever links it is reached; the manifest itself is never
 * among them.
 */
export function resolveIncludes(
  root: Node,
  from: IncludeContext,
): { files: IncludedFile[]; diagnostics: Diagnostic[] } {
  const files: IncludedFile[] = [];
  const taken = new Set([toRealPath(from.manifest)]);
  const diagnostics: Diagnostic[] = [];
  for (const by of listPatternNodes(root)) {
    const found = findFiles(by, from);
    diagnostics.push(...found.diagnostics);
    for (const file of found.paths) {
      if (taken.has(toRealPath(file))) continue;
      const refused = from.refuse(file);
      if (refused !== null)
        diagnostics.push(
          createDiagnostic('include-outside-workspace', toLocation(by), formatPath(file, from), refused),
        );
      else {
        taken.add(toRealPath(file));
        files.push({ path: file, by });
      }
    }
  }
  return { files, diagnostics };
}

/** Files, absolute, and what stands against finding others. */
function findFiles(
  by: TextNode,
  { folder, workspace }: IncludeContext,
): { paths: string[]; diagnostics: Diagnostic[] } {
  const { value } = by;
  const where = toLocation(by);
  if (climbsOut(value)) return { paths: [], diagnostics: [createDiagnostic('include-outside-root', where, value)] };
  if (!isGlob(value)) return { paths: [path.resolve(folder, value)], diagnostics: [] };
  // What a pattern does not name, as an editor's file beside a team's, is not meant where its name begins with a dot.
  const options = { root: folder, workspace, excluded: () => false, hidden: false };
  const found = [...walkGlob(value, options)].filter((one) => one !== null);
  const diagnostics = found.flatMap(({ path, kind, code = '' }) => {
    if (kind === 'unreadable') return [createDiagnostic('include-unreadable', where, path, describeSystemError(code))];
    if (kind === 'nowhere') return [createDiagnostic('include-not-found', where, path)];
    return kind === 'outside-workspace' ? [createDiagnostic('include-outside-workspace', where, path, 'link')] : [];
  });
  if (found.length === 0) diagnostics.push(createDiagnostic('include-matches-nothing', where, value));
  const paths = found.filter(({ kind }) => kind === 'file').map((one) => path.resolve(folder, one.path));
  return { paths: paths.sort(), diagnostics };
}

/** A relative path that climbs out of the folder; an absolute one is written with open eyes. */
function climbsOut(written: string): boolean {
  return parseGlob(written).some((segments) => segments.some(({ literal }) => literal === '..'));
}

function formatPath(file: string, { folder }: IncludeContext): string {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/');
}
