import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/check.ts';
import { CODES, type Code, formatDiagnostic } from '../../src/manifest/diagnostics.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { ioIn } from './io.ts';

// Each manifest of the folder beside what is said of it. A pair is named `<code>.yaml` or `<code>.<variant>.yaml`;
// UPDATE_GOLDEN=1 writes the `.out` files anew.
const FOLDER = path.resolve(import.meta.dirname, '../golden/manifest');
const manifests = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

async function said(name: string): Promise<string> {
  const { diagnostics } = await checkManifest(name, ioIn(FOLDER));
  return diagnostics.map((one) => `${formatDiagnostic(one)}\n`).join('');
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
    ['500,000 lines, items', `x-list: [${'a,'.repeat(500_000)}]\n`],
    ['items and backslashes', `x-text: "${'\\z'.repeat(500_000)}"\n`],
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
    // The first is shown above, the third where policies are, the last where links are made. The second is for keywords of the schema
    // without wording: there is none.
    const elsewhere = ['file-too-large', 'invalid-value', 'policy-violation', 'include-leads-out'];
    const without = CODES.filter((code) => !shown.has(code) && !elsewhere.includes(code));
    expect(without).toEqual([]);
    expect([...shown].filter((code) => !CODES.includes(code))).toEqual([]);
  });

  it('has no answer without its manifest', () => {
    const outs = readdirSync(FOLDER).filter((name) => name.endsWith('.out'));
    expect(outs.filter((name) => !existsSync(path.join(FOLDER, name.replace(/\.out$/, '.yaml'))))).toEqual([]);
  });
});
