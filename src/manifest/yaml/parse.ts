/** Parses YAML 1.2 with merge keys into a tree with positions. */
import { parseInParts } from './parse-parts.ts';
import type { ParsedYaml } from './parse-whole.ts';
import type { SourceFile } from './source-file.ts';

/** Problems can only be explained from the whole file. */
export async function parseYaml(file: SourceFile): Promise<ParsedYaml> {
  const root = await parseInParts(file);
  return root === null ? (await import('./parse-whole.ts')).parseWhole(file) : { root, diagnostics: [] };
}
