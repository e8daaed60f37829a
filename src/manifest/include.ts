import path from 'node:path';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { isGlob } from './globs.ts';
import { childOf, isText, itemsOf, type Node, type TextNode } from './tree.ts';

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

/** The files that a manifest includes, in their order and each once; `manifest` (absolute) is never among them. */
export async function includedFiles(
  root: Node,
  folder: string,
  manifest: string,
): Promise<{ files: Included[]; diagnostics: Diagnostic[] }> {
  const files = new Map<string, Included>();
  const diagnostics: Diagnostic[] = [];
  for (const by of patternsOf(root)) {
    if (leadsOut(by.value)) {
      diagnostics.push(diagnostic('include-outside-root', whereIs(by), by.value));
      continue;
    }
    const found = isGlob(by.value) ? await matches(by.value, folder) : [path.resolve(folder, by.value)];
    if (found.length === 0) diagnostics.push(diagnostic('include-matches-nothing', whereIs(by), by.value));
    for (const file of found) {
      if (file !== manifest && !files.has(file)) files.set(file, { path: file, by });
    }
  }
  return { files: [...files.values()], diagnostics };
}

/** A relative path that climbs out of the folder; an absolute one is written with open eyes. */
function leadsOut(written: string): boolean {
  return path.posix.normalize(written).split('/')[0] === '..';
}

async function matches(glob: string, folder: string): Promise<string[]> {
  const { glob: find } = await import('tinyglobby');
  const found = await find([glob], { cwd: folder, absolute: true, onlyFiles: true, expandDirectories: false });
  return found.map((file) => path.resolve(file)).sort();
}
