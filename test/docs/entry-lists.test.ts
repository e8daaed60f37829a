import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRY_COLUMNS } from '../../src/generated/entry-columns.ts';
import { formatDiagnostic } from '../../src/manifest/diagnostics/diagnostic.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from '../manifest/io.ts';
import { loadText, loadValid, useDirectory } from '../manifest/temporary-manifest.ts';

useDirectory();

const GUIDE = readFileSync('docs/guides/entry-lists.md', 'utf8');

/** The first block of a language. */
function readBlock(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(GUIDE)?.[1] ?? '';
}

describe('the guide to entry lists', () => {
  it('shows lists that are valid', async () => {
    const { entries } = await loadValid(readBlock('yaml'), {
      'lists/hosts.csv': readBlock('csv'),
      'lists/partners.jsonl': readBlock('json'),
    });
    expect(entries.map(({ name, labels }) => [name, labels])).toEqual([
      ['shop', { env: 'prod', team: 'shop' }],
      ['pay', { env: 'prod', team: 'payments' }],
      ['blog', { env: 'dev', team: 'web' }],
      ['partner-a', { env: 'prod', team: 'partners' }],
      ['partner-b', { env: 'prod', team: 'partners' }],
    ]);
    expect(entries[0]?.source).toMatchObject({
      targets: [{ host: 'shop-1.example.com' }, { host: 'shop-2.example.com' }],
    });
  });

  it('shows the message about an invalid list', async () => {
    const message = readBlock('text');
    const header = /<!-- broken: (.*) -->/.exec(GUIDE)?.[1];
    const row = /^3 \| (.*)$/m.exec(message)?.[1];
    const { diagnostics } = await loadText(readBlock('yaml'), {
      'lists/hosts.csv': `${header}\nshop,shop.example.com,shop\n${row}\n`,
      'lists/partners.jsonl': readBlock('json'),
    });
    expect(diagnostics.map((one) => `${formatDiagnostic(one)}\n`)).toEqual([message]);
  });

  it('names columns that exist', () => {
    const rows = Array.from(GUIDE.matchAll(/^\| (`.*?) \|/gm), ([, cell = '']) => cell);
    const names = rows.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name));
    const known = Object.keys(ENTRY_COLUMNS);
    const isKnown = (name: string) => known.includes(name) || known.includes(name.replace(/\..*/, '.*'));
    expect(names.filter((name) => !name.startsWith('x-') && !isKnown(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(5);
  });

  it('has the same lists as the example', async () => {
    const example = path.resolve('examples/lists');
    const { manifest } = await loadManifest(null, createTestIo(example));
    expect(readFileSync(path.join(example, 'lists/hosts.csv'), 'utf8')).toBe(readBlock('csv'));
    expect(manifest?.entries).toHaveLength(5);
  });
});
