/**
 * Each directory of test/golden/discover is a small repository, and the text file beside it lists what the formats find in it:
 * `FILE:LINE FORMAT KIND VALUE`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mention, Repository } from '../../src/discover/format.ts';
import { FORMATS } from '../../src/discover/formats/index.ts';

const DIRECTORY = path.resolve(import.meta.dirname, '../golden/discover');

interface Found {
  file: string;
  format: string;
  mention: Mention;
}

function readFiles(name: string): Map<string, string> {
  const root = path.join(DIRECTORY, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true, encoding: 'utf8' }).filter((one) =>
    one.isFile(),
  );
  const paths = files.map((one) => path.relative(root, path.join(one.parentPath, one.name)).split(path.sep).join('/'));
  return new Map(paths.sort().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

/** What the formats find in all files, or in the files `read`. */
function find(files: ReadonlyMap<string, string>, read = files): Found[] {
  const repository: Repository = { paths: [...files.keys()], readText: (file) => files.get(file) ?? null };
  return [...read].flatMap(([file, text]) =>
    FORMATS.filter((format) => format.files.test(file) && format.sniff?.(text) !== false).flatMap((format) =>
      [...format.read({ path: file, text }, repository)].map((mention) => ({ file, format: format.name, mention })),
    ),
  );
}

/** The text that the line has to contain; null for a mention without one. */
function getText(mention: Mention): string | null {
  if (mention.kind === 'host') return mention.host;
  if (mention.kind === 'domain') return mention.domain;
  return mention.kind === 'unresolved' ? mention.expression : null;
}

/** Whether a line has the value; or the part of it that is written there: `www` of a zone, `@` for the zone itself. */
function hasValue(line: string, value: string): boolean {
  const isPart = (word: string) => value.startsWith(`${word}.`) || value.endsWith(`.${word}`);
  return (
    line.includes(value) ||
    /(?:^|[\s"'])(?:@|"")/.test(line) ||
    (line.match(/[\w*-]+(?:\.[\w*-]+)*/g) ?? []).some(isPart)
  );
}

function formatFound({ file, format, mention }: Found): string {
  const options =
    mention.kind === 'host' ? [mention.port && `:${mention.port}`, mention.starttls, mention.confidence] : [];
  return [`${file}:${mention.line}`, format, mention.kind, getText(mention), ...options].filter(Boolean).join(' ');
}

const REPOSITORIES = readdirSync(DIRECTORY, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? one.name : [],
);

describe.each(REPOSITORIES)('the formats in the repository %s', (name) => {
  const files = readFiles(name);
  const found = find(files);

  it('find what the list says', async () => {
    await expect(found.map((one) => `${formatFound(one)}\n`).join('')).toMatchFileSnapshot(`${DIRECTORY}/${name}.txt`);
  });

  it('give lines that contain the value, its written part, the template that was resolved, or the included file', () => {
    const misplaced = found.filter(({ file, mention }) => {
      const line = files.get(file)?.split('\n')[mention.line - 1]?.toLowerCase() ?? '';
      return (
        !hasValue(line, getText(mention)?.toLowerCase() ?? '') &&
        !/\{\{|\$\{|\{\w+\}|\b(?:var|local|each)\.|^\s*include\s/.test(line)
      );
    });
    expect(misplaced.map(formatFound)).toEqual([]);
  });

  it('find the same with the line ends of Windows', () => {
    const windows = new Map([...files].map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]));
    expect(find(windows).map(formatFound)).toEqual(found.map(formatFound));
  });

  it('skip malformed files without an exception', () => {
    const edit = fc.tuple(fc.constantFrom(...files.keys()), fc.nat(), fc.nat(40), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(edit, ([file, position, length, inserted]) => {
        const text = files.get(file) ?? '';
        const start = position % (text.length + 1);
        const edited = text.slice(0, start) + inserted + text.slice(start + length);
        const lines = edited.split('\n').length;
        const read = new Map([[file, edited]]);
        const mentions = find(new Map([...files, ...read]), read);
        expect(mentions.every(({ mention: { line } }) => line >= 1 && line <= lines)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
