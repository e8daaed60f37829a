import path from 'node:path';
import type { Diagnostic } from '../domain/index.ts';
import { isGlob, pathsOf } from '../lib/files/glob.ts';
import { walk } from '../lib/files/glob-walk.ts';
import { realOf, type Workspace } from '../lib/files/workspace-boundary.ts';
import { diagnostic, whereIs } from './diagnostics/diagnostic.ts';
import { reason } from './files.ts';
import type { Refuse } from './path-restrictions.ts';
import { childOf, isText, itemsOf, type Node, type TextNode } from './yaml/node.ts';

export interface Included {
  /** Absolute. */
  path: string;
  /** The item of `include` that names it. */
  by: TextNode;
}

/** What stands under `include`, as written. */
export function includePatterns(root: Node): string[] {
  return patternsOf(root).map(({ value }) => value);
}

function patternsOf(root: Node): TextNode[] {
  return itemsOf(childOf(root, 'include'))
    .filter(isText)
    .filter(({ value }) => value !== '');
}

interface From {
  /** Absolute. */
  manifest: string;
  /** What paths are relative to. */
  folder: string;
  workspace: Workspace;
  refuse: Refuse;
}

/**
 * The files that a manifest includes, in their order and each once, by whatever links it is reached; the manifest itself is never
 * among them.
 */
export function includedFiles(root: Node, from: From): { files: Included[]; diagnostics: Diagnostic[] } {
  const files: Included[] = [];
  const taken = new Set([realOf(from.manifest)]);
  const diagnostics: Diagnostic[] = [];
  for (const by of patternsOf(root)) {
    const found = find(by, from);
    diagnostics.push(...found.diagnostics);
    for (const file of found.paths) {
      if (taken.has(realOf(file))) continue;
      const refused = from.refuse(file);
      if (refused !== null) diagnostics.push(diagnostic('include-leads-out', whereIs(by), shown(file, from), refused));
      else {
        taken.add(realOf(file));
        files.push({ path: file, by });
      }
    }
  }
  return { files, diagnostics };
}

/** Files, absolute, and what stands against finding others. */
function find(by: TextNode, { folder, workspace }: From): { paths: string[]; diagnostics: Diagnostic[] } {
  const { value } = by;
  const where = whereIs(by);
  if (leadsOut(value)) return { paths: [], diagnostics: [diagnostic('include-outside-root', where, value)] };
  if (!isGlob(value)) return { paths: [path.resolve(folder, value)], diagnostics: [] };
  // What a pattern does not name, as an editor's file beside a team's, is not meant where its name begins with a dot.
  const options = { root: folder, workspace, excluded: () => false, hidden: false };
  const found = [...walk(value, options)].filter((one) => one !== null);
  const diagnostics = found.flatMap(({ path, kind, code = '' }) => {
    if (kind === 'unreadable') return [diagnostic('include-unreadable', where, path, reason(code))];
    if (kind === 'nowhere') return [diagnostic('include-not-found', where, path)];
    return kind === 'leads-out' ? [diagnostic('include-leads-out', where, path, 'link')] : [];
  });
  if (found.length === 0) diagnostics.push(diagnostic('include-matches-nothing', where, value));
  const paths = found.filter(({ kind }) => kind === 'file').map((one) => path.resolve(folder, one.path));
  return { paths: paths.sort(), diagnostics };
}

/** A relative path that climbs out of the folder; an absolute one is written with open eyes. */
function leadsOut(written: string): boolean {
  return pathsOf(written).some((segments) => segments.some(({ literal }) => literal === '..'));
}

function shown(file: string, { folder }: From): string {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/');
}
