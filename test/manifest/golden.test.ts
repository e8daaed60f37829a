import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/app/check-manifest.ts';
import type { Diagnostic } from '../../src/domain/index.ts';
import { DIAGNOSTIC_CODES, type DiagnosticCode, formatDiagnostic } from '../../src/manifest/diagnostics/diagnostic.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from './io.ts';
import { OTHER_MESSAGES } from './other-messages.ts';

// Each invalid manifest with its expected diagnostics, named `<code>.yaml` or `<code>.<variant>.yaml`.
const DIRECTORY = path.resolve(import.meta.dirname, '../golden/manifest');
const manifests = readdirSync(DIRECTORY).filter((name) => name.endsWith('.yaml'));

async function formatDiagnostics(name: string, directory = DIRECTORY): Promise<string> {
  const { diagnostics } = await checkManifest(name, createTestIo(directory));
  return diagnostics.map((one) => `${formatDiagnostic(one)}\n`).join('');
}

function readCode(name: string): DiagnosticCode {
  return name.split('.')[0] as DiagnosticCode;
}

describe('diagnostics of invalid manifests', () => {
  it.each(manifests)('%s', async (name) => {
    const out = path.join(DIRECTORY, name.replace(/\.yaml$/, '.out'));
    const text = await formatDiagnostics(name);
    await expect(text).toMatchFileSnapshot(out);
    expect(text).toContain(`[${readCode(name)}]`);
  });

  it('have the same positions and lines if the files were saved on Windows', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
    const differing: string[] = [];
    try {
      await cp(DIRECTORY, directory, { recursive: true });
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:ya?ml|csv|jsonl)$/.test(name)) continue;
        const text = readFileSync(path.join(directory, name), 'latin1').replaceAll(/(?<!\r)\n/g, '\r\n');
        await writeFile(path.join(directory, name), text, 'latin1');
      }
      for (const name of manifests) {
        const expected = readFileSync(path.join(DIRECTORY, name.replace(/\.yaml$/, '.out')), 'utf8');
        if ((await formatDiagnostics(name, directory)) !== expected) differing.push(name);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
    // Two name files outside of the directory, and one the offset of a byte.
    const others = ['acme-without-directory.yaml', 'ca-file-without-certificate.yaml', 'not-utf8.yaml'];
    expect(differing.filter((name) => !others.includes(name))).toEqual([]);
  });

  it.each([
    ['5 MB', '# filler\n'.repeat(600_000)],
    ['500,000 lines, items', `x-list: [${'a,'.repeat(500_000)}]\n`],
    ['items and backslashes', `x-text: "${'\\z'.repeat(500_000)}"\n`],
  ])('reports file-too-large above %s', async (limit, filler) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
    try {
      await writeFile(path.join(directory, 'certvigil.yaml'), `version: 1\n${filler}`);
      const { manifest, diagnostics } = await loadManifest(null, createTestIo(directory));
      expect(manifest).toBeNull();
      expect(diagnostics).toMatchObject([{ code: 'file-too-large', file: 'certvigil.yaml', line: 1, column: 1 }]);
      expect(diagnostics[0]?.message).toContain(limit);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it.each<[string, string, string, number, Diagnostic['severity'], RegExp]>([
    ['errors', 'endpoint: "https://a.example"', '', 205, 'error', /; 5 more errors not shown/],
    ['warnings', 'file: nothing.pem', '', 201, 'warning', /; 1 more warning not shown/],
    [
      'both',
      'file: nothing.pem',
      '  - { name: last, endpoint: "a b" }\n',
      200,
      'warning',
      /; 1 more warning not shown/,
    ],
  ])('limits the number of diagnostics: %s', async (_, source, last, count, severity, message) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
    try {
      const entries = Array.from({ length: count }, (_, index) => `  - { name: a${index}, ${source} }\n`);
      await writeFile(path.join(directory, 'certvigil.yaml'), `version: 1\ncertificates:\n${entries.join('')}${last}`);
      const { diagnostics } = await checkManifest(null, createTestIo(directory));
      expect(diagnostics).toHaveLength(201);
      // Errors are shown before warnings, even if they are last in the file.
      expect(diagnostics.some((one) => one.code === 'bad-endpoint' && one.message.includes('"a b"'))).toBe(last !== '');
      expect(diagnostics.at(-1)).toMatchObject({
        code: 'more-problems',
        severity,
        message: expect.stringMatching(message),
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('cover every code', () => {
    const shown = new Set(manifests.map(readCode));
    const without = DIAGNOSTIC_CODES.filter((code) => !shown.has(code) && OTHER_MESSAGES[code] === undefined);
    expect(without).toEqual([]);
    expect([...shown].filter((code) => !DIAGNOSTIC_CODES.includes(code))).toEqual([]);
  });

  it('belong to a manifest each', () => {
    const outs = readdirSync(DIRECTORY).filter((name) => name.endsWith('.out'));
    expect(outs.filter((name) => !existsSync(path.join(DIRECTORY, name.replace(/\.out$/, '.yaml'))))).toEqual([]);
  });
});
