import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES, type Code, diagnostic, formatDiagnostic } from '../../src/manifest/diagnostics.ts';
import { type LoadedManifest, loadManifest } from '../../src/manifest/load.ts';
import type { Diagnostic } from '../../src/types.ts';
import { ioIn } from './io.ts';

// Each manifest of the folder beside what is said of it. A pair is named `<code>.yaml` or `<code>.<variant>.yaml`;
// UPDATE_GOLDEN=1 writes the `.out` files anew.
const FOLDER = path.resolve(import.meta.dirname, '../golden/manifest');
const manifests = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

const body = (loaded: LoadedManifest, line: number, column: number) =>
  loaded.locate({ in: 'webhook', name: 'chat' }, ['body_template'], { line, column });

/** Codes that are found later, by those who know templates and files, and are worded here. */
const FOUND_LATER: Partial<Record<Code, (loaded: LoadedManifest) => Diagnostic>> = {
  'template-syntax': (loaded) => diagnostic('template-syntax', body(loaded, 2, 12), 'A "{{" is not closed.'),
  'template-json-join': (loaded) => diagnostic('template-json-join', body(loaded, 1, 26)),
  'template-json-tojson': (loaded) => diagnostic('template-json-tojson', body(loaded, 1, 12)),
  'glob-matches-nothing': (loaded) =>
    diagnostic('glob-matches-nothing', loaded.locate({ in: 'entry', name: 'internal' }, ['file', 0]), 'certs/**/*.pem'),
};

async function said(name: string): Promise<string> {
  const loaded = await loadManifest(name, ioIn(FOLDER));
  const later = FOUND_LATER[codeOf(name)]?.(loaded);
  const all = later === undefined ? loaded.diagnostics : [...loaded.diagnostics, later];
  return all.map((one) => `${formatDiagnostic(one)}\n`).join('');
}

function codeOf(name: string): Code {
  return name.split('.')[0] as Code;
}

describe('what is said of a bad manifest', () => {
  it.each(manifests)('%s', async (name) => {
    const out = path.join(FOLDER, name.replace(/\.yaml$/, '.out'));
    const text = await said(name);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(out, text);
    expect(text).toBe(readFileSync(out, 'utf8'));
    expect(text).toContain(`[${codeOf(name)}]`);
  });

  it.each([
    ['5 MB', '# filler\n'.repeat(600_000)],
    ['500,000 lines and items', `x-list: [${'a,'.repeat(500_000)}]\n`],
  ])('file-too-large: over %s', async (limit, filler) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
    try {
      await writeFile(path.join(folder, 'certvigil.yaml'), `version: 1\n${filler}`);
      const { manifest, diagnostics } = await loadManifest(null, ioIn(folder));
      expect(manifest).toBeNull();
      expect(diagnostics).toMatchObject([{ code: 'file-too-large', file: 'certvigil.yaml', line: 1, column: 1 }]);
      expect(diagnostics[0]?.message).toContain(limit);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has an example for every code', () => {
    const shown = new Set(manifests.map(codeOf));
    // The first is shown above. The second is for keywords of the schema that have no wording: there is none today.
    const without = CODES.filter((code) => !shown.has(code) && code !== 'file-too-large' && code !== 'invalid-value');
    expect(without).toEqual([]);
    expect([...shown].filter((code) => !CODES.includes(code))).toEqual([]);
  });

  it('has no answer without its manifest', () => {
    const outs = readdirSync(FOLDER).filter((name) => name.endsWith('.out'));
    expect(outs.filter((name) => !existsSync(path.join(FOLDER, name.replace(/\.out$/, '.yaml'))))).toEqual([]);
  });
});
