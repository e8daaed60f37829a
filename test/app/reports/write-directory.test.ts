import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryConflict, writeDirectory } from '../../../src/app/reports/write-directory.ts';

let base = '';
let directory = '';
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'certvigil-directory-'));
  directory = path.join(base, 'site');
});
afterEach(() => rmSync(base, { recursive: true }));

const write = (files: Record<string, string>) => writeDirectory(directory, new Map(Object.entries(files)));
const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');
const list = (root = directory) =>
  readdirSync(root, { recursive: true })
    .map((name) => String(name).replaceAll(path.sep, '/'))
    .sort();
const location = (name: string, text = 'theirs') => {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), text);
};

describe('writeDirectory', () => {
  it('creates the directory and its directories', () => {
    write({ 'data/a.json': 'a', 'index.html': 'i' });
    expect(list()).toEqual(['.certvigil-report.json', 'data', 'data/a.json', 'index.html']);
    expect([read('data/a.json'), read('index.html')]).toEqual(['a', 'i']);
  });

  it('replaces its own files and removes those that the report no longer has', () => {
    write({ 'badges/shop.svg': '1', 'badges/old.svg': '1', 'gone/x.svg': '1', 'index.json': '1' });
    write({ 'badges/shop.svg': '2', 'index.json': '2' });
    expect(list()).toEqual(['.certvigil-report.json', 'badges', 'badges/shop.svg', 'index.json']);
    expect(read('badges/shop.svg')).toBe('2');
  });

  it('writes only files whose text changed, or that are missing', () => {
    const files = { 'a.svg': '1', 'b.svg': '1', 'c.svg': '1', 'd.svg': '1' };
    write(files);
    const past = new Date('2026-01-01T00:00:00Z');
    for (const name of Object.keys(files)) utimesSync(path.join(directory, name), past, past);
    rmSync(path.join(directory, 'b.svg'));
    location('c.svg', 'edited');
    write({ ...files, 'd.svg': '2' });
    expect(Object.keys(files).map(read)).toEqual(['1', '1', '1', '2']);
    const written = Object.keys(files).filter((name) => statSync(path.join(directory, name)).mtime > past);
    expect(written).toEqual(['b.svg', 'c.svg', 'd.svg']);
  });

  it('keeps the files of others, also in its directories', () => {
    location('CNAME');
    location('badges/notes.txt');
    write({ 'badges/shop.svg': '1' });
    write({ 'index.json': '2' });
    expect(list()).toEqual(['.certvigil-report.json', 'CNAME', 'badges', 'badges/notes.txt', 'index.json']);
  });

  it('keeps a file of an earlier report that was changed since', () => {
    write({ 'old.svg': '1' });
    location('old.svg', 'changed');
    write({ 'index.json': '2' });
    expect(read('old.svg')).toBe('changed');
  });

  it('does not follow a list of files out of the directory', () => {
    writeFileSync(path.join(base, 'victim'), '');
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    mkdirSync(path.join(base, 'other'));
    writeFileSync(path.join(base, 'other/victim'), '');
    mkdirSync(directory);
    symlinkSync('../other', path.join(directory, 'link'));
    location('.certvigil-report.json', JSON.stringify({ files: { '../victim': empty, 'link/victim': empty } }));
    write({ 'index.json': '1' });
    expect([existsSync(path.join(base, 'victim')), existsSync(path.join(base, 'other/victim'))]).toEqual([true, true]);
  });

  it.each(['../x', '/etc/x', 'a/../../x', '.hidden', 'a/.x', 'a//b', '', 'a\\b', 'a/', 'é', 'a\nb'])(
    'rejects the name %j before it replaces anything',
    (name) => {
      expect(() => write({ 'a.txt': 'a', [name]: 'x' })).toThrow('invalid name');
      expect(list()).toEqual([]);
    },
  );

  it('changes nothing if a file cannot be replaced, and leaves no temporary files', () => {
    write({ 'a.txt': '1' });
    location('b/c', 'theirs');
    expect(() => write({ b: '2', 'a.txt': '2' })).toThrow();
    expect([read('a.txt'), read('b/c')]).toEqual(['1', 'theirs']);
    expect(list()).toEqual(['.certvigil-report.json', 'a.txt', 'b', 'b/c']);
  });

  it('writes the files that an interrupted report did not replace, also those of the same size', () => {
    write({ 'a.txt': '1', 'b.txt': '1' });
    rmSync(path.join(directory, 'a.txt'));
    location('a.txt/c', 'in the way');
    expect(() => write({ 'a.txt': '2', 'b.txt': '2' })).toThrow();
    rmSync(path.join(directory, 'a.txt'), { recursive: true });
    write({ 'a.txt': '2', 'b.txt': '2' });
    expect([read('a.txt'), read('b.txt')]).toEqual(['2', '2']);
  });

  it('writes a text in pieces like a whole one', () => {
    const pieces = Array.from({ length: 1000 }, (_, index) => `${index} é 😀 ${'x'.repeat(index)}\n`);
    writeDirectory(directory, [
      ['pieces.txt', pieces],
      ['whole.txt', pieces.join('')],
    ]);
    expect(read('pieces.txt') === pieces.join('')).toBe(true);
    const { files } = JSON.parse(read('.certvigil-report.json'));
    expect(files['pieces.txt']).toBe(files['whole.txt']);
  });

  it('does not replace a file that is the same in pieces', () => {
    const writePieces = () => writeDirectory(directory, [['a.txt', ['1', '2']]]);
    writePieces();
    const past = new Date('2026-01-01T00:00:00Z');
    utimesSync(path.join(directory, 'a.txt'), past, past);
    writePieces();
    expect(statSync(path.join(directory, 'a.txt')).mtime).toEqual(past);
  });

  it('changes nothing if the files cannot be generated to the end', () => {
    write({ 'a.txt': '1', 'b.txt': '1' });
    function* fail() {
      yield '2';
      throw new Error('a bug');
    }
    function* generate() {
      yield ['a.txt', '2'] as const;
      yield ['b.txt', fail()] as const;
    }
    expect(() => writeDirectory(directory, generate())).toThrow('a bug');
    expect([read('a.txt'), read('b.txt')]).toEqual(['1', '1']);
    expect(list()).toEqual(['.certvigil-report.json', 'a.txt', 'b.txt']);
  });

  it('removes what a killed process left', () => {
    const left = path.join(directory, '..certvigil-report.json.0a0b0c0d-0000-4000-8000-000000000000.tmp');
    mkdirSync(left, { recursive: true });
    writeFileSync(path.join(left, '0'), '');
    utimesSync(left, 0, 0);
    write({ 'a.txt': '1' });
    expect(existsSync(left)).toBe(false);
  });

  it('throws a system error if the directory is a file', () => {
    writeFileSync(directory, 'theirs');
    expect(() => write({ 'a.txt': '1' })).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(readFileSync(directory, 'utf8')).toBe('theirs');
  });
});

describe('a file in the way', () => {
  /** The name that is in the way; null if the files were written. Nothing is left or changed then. */
  const findConflict = (names: readonly string[]): string | null => {
    const before = existsSync(directory) ? list() : [];
    try {
      write(Object.fromEntries(names.map((name) => [name, 'new'])));
      return null;
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      expect(list()).toEqual(before);
      return error.file;
    }
  };

  it('is none in a missing or empty directory, nor one of an earlier report', () => {
    expect(findConflict(['a', 'b/c'])).toBeNull();
    expect(findConflict(['a', 'b/c'])).toBeNull();
    expect(findConflict(['a', 'b/c', 'd'])).toBeNull();
  });

  it('is one that no report wrote', () => {
    location('index.html');
    expect(findConflict(['a', 'index.html'])).toBe('index.html');
    expect(read('index.html')).toBe('theirs');
  });

  it.each(['not JSON', '[]', 'null', '{"files":null}', '{"files":{"index.html":1}}'])(
    'is not excused by a list of files such as %s',
    (text) => {
      location('index.html');
      location('.certvigil-report.json', text);
      expect(findConflict(['index.html'])).toBe('index.html');
    },
  );

  it('can be a file or a link in the way of a directory, and a directory or a link in the way of a file', () => {
    location('file');
    mkdirSync(path.join(directory, 'directory'));
    symlinkSync('.', path.join(directory, 'link'));
    expect(['file/a', 'link/a', 'directory', 'link'].map((name) => findConflict([name]))).toEqual([
      'file',
      'link',
      'directory',
      'link',
    ]);
  });
});
