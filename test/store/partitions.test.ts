import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { isTextEqual } from '../../src/lib/files/chunked-text.ts';
import type { FileFormat, FileSet, FileSetUpdate } from '../../src/lib/files/file-set.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { Store } from '../../src/store/store.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';
import { TEXT_FORMAT, toUpdate } from './text-store.ts';

/** The main file of this log lists its parts. */
const FORMAT: FileFormat<string> = {
  ...TEXT_FORMAT,
  listParts: (text) => text.split(' ').filter((word) => /^\d+-of-\d+$/.test(word)),
};

const update = (text: string, parts: Record<string, string | null> = {}) => toUpdate(text, Object.entries(parts));

const listTexts = ({ parts }: FileSet<string>) => Array.from(parts, ([name, { content }]) => [name, content] as const);
const toPlain = (files: FileSet<string> | null) =>
  files && { text: files.main.content, parts: Object.fromEntries(listTexts(files)) };

const TWO = update('0-of-2 1-of-2', { '0-of-2': 'zero', '1-of-2': 'one' });
const save = (store: Store<string>, next: FileSetUpdate) =>
  store.save(
    () => next,
    () => 'certvigil: saved',
  );

/** Parts that begin with `used` must not be replaced. */
const GUARDED: FileFormat<string> = {
  ...FORMAT,
  checkOrphan: (text, part, description) => {
    if (text.startsWith('used')) throw new AppError('event-log-main-missing', `${description}: ${part}`);
  },
};

describe('the parts of a log in files', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'certvigil-parts-'));
    file = path.join(directory, 'event-log.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const open = () => createFileStore(file, FORMAT, { settledMs: 0 });
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');

  it('are next to the main file', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(readdirSync(directory).sort()).toEqual(['event-log.0-of-2.json', 'event-log.1-of-2.json', 'event-log.json']);
    expect(toPlain(await open().load())).toEqual({
      text: '0-of-2 1-of-2',
      parts: { '0-of-2': 'zero', '1-of-2': 'one' },
    });
  });

  it('are only written if they have changed', async () => {
    await save(open(), TWO);
    expect(await save(open(), update('0-of-2 1-of-2', { '0-of-2': null, '1-of-2': null }))).toBe('unchanged');
    writeFileSync(path.join(directory, 'event-log.1-of-2.json'), 'manual edit');
    await save(open(), update('0-of-2 1-of-2 x', { '0-of-2': 'next', '1-of-2': null }));
    expect([read('event-log.0-of-2.json'), read('event-log.1-of-2.json')]).toEqual(['next', 'manual edit']);
  });

  it('are removed with an earlier number of parts, and nothing else is', async () => {
    for (const name of ['other.0-of-2.json', 'event-log.backup.json', 'event-log.0-of-2.txt'])
      writeFileSync(path.join(directory, name), 'x');
    await save(open(), TWO);
    await save(open(), update('0-of-1', { '0-of-1': 'all' }));
    await save(open(), update('alone'));
    expect(readdirSync(directory).sort()).toEqual([
      'event-log.0-of-2.txt',
      'event-log.backup.json',
      'event-log.json',
      'other.0-of-2.json',
    ]);
  });

  it('replace what a killed process has left', async () => {
    writeFileSync(path.join(directory, 'event-log.1-of-2.json'), 'from a killed process');
    expect(await save(open(), TWO)).toBe('saved');
    expect(read('event-log.1-of-2.json')).toBe('one');
  });

  it('without a main file are checked before they are replaced', async () => {
    await save(open(), update('0-of-2 1-of-2', { '0-of-2': 'new', '1-of-2': 'used' }));
    rmSync(file);
    const guarded = createFileStore(file, GUARDED, { settledMs: 0 });
    const missing = { code: 'event-log-main-missing', message: `${file}: 1-of-2` };
    expect(await catchAppError(guarded.load())).toMatchObject(missing);
    expect(await catchAppError(save(guarded, TWO))).toMatchObject(missing);
    expect(read('event-log.0-of-2.json')).toBe('new');
    writeFileSync(path.join(directory, 'event-log.1-of-2.json'), 'new');
    expect(await guarded.load()).toBeNull();
    expect(await save(guarded, TWO)).toBe('saved');
  });

  it('are absent if they do not exist', async () => {
    await save(open(), TWO);
    rmSync(path.join(directory, 'event-log.0-of-2.json'));
    expect(toPlain(await open().load())).toEqual({ text: '0-of-2 1-of-2', parts: { '1-of-2': 'one' } });
  });

  it('are merged with those of another process that has written since they were read', async () => {
    await save(open(), TWO);
    const [one, other] = [open(), open()];
    await Promise.all([one.load(), other.load()]);
    const append = (store: Store<string>, name: string, text: string) =>
      store.save(
        (current) => {
          const before = current === null ? [] : listTexts(current);
          const parts = before.map(([key, value]) => [key, key === name ? value + text : null] as const);
          return toUpdate(`${current?.main.content} ${text}`, parts);
        },
        () => '',
      );
    await append(one, '0-of-2', 'a');
    await append(other, '0-of-2', 'b');
    await append(one, '1-of-2', 'c');
    expect(toPlain(await open().load())).toEqual({
      text: '0-of-2 1-of-2 a b c',
      parts: { '0-of-2': 'zeroab', '1-of-2': 'onec' },
    });
  });

  it.each([0, 60_000])('are parsed once, as long as they do not change (%i ms old)', async (settledMs) => {
    await save(open(), TWO);
    const parsed: (string | null)[] = [];
    const parse = (text: string, part: string | null) => {
      parsed.push(part);
      return text;
    };
    const store = createFileStore(file, { ...FORMAT, parse }, { settledMs });
    const loaded = await store.load();
    expect(parsed).toEqual([null, '0-of-2', '1-of-2']);
    writeFileSync(path.join(directory, 'event-log.1-of-2.json'), 'other');
    await store.save((current) => {
      expect(current?.main).toBe(loaded?.main);
      expect(current?.parts.get('0-of-2')).toBe(loaded?.parts.get('0-of-2'));
      expect(current?.parts.get('1-of-2')?.content).toBe('other');
      return update('0-of-2 1-of-2', { '0-of-2': null, '1-of-2': null });
    });
    expect(parsed.slice(3)).toEqual(['1-of-2']);
  });

  it.each(['zero', 'z\u00e9ro \u{1f512}'])('are read again if their text is needed: %s', async (zero) => {
    await save(open(), update('0-of-2 1-of-2', { '0-of-2': zero, '1-of-2': 'one' }));
    const store = open();
    await store.load();
    await store.save((current) => {
      const text = current?.parts.get('0-of-2')?.readText();
      expect(isTextEqual(zero, text ?? null)).toBe(true);
      expect(current?.parts.get('0-of-2')?.length).toBe(zero.length);
      return update('0-of-2 1-of-2 next', { '0-of-2': `${zero}!`, '1-of-2': null });
    });
    expect(read('event-log.0-of-2.json')).toBe(`${zero}!`);
  });

  it('are updated again if a program that ignores the lock changes one before it is read again', async () => {
    await save(open(), TWO);
    const store = open();
    await store.load();
    const seen: (string | undefined)[] = [];
    await store.save((current) => {
      const part = current?.parts.get('0-of-2');
      seen.push(part?.content);
      if (seen.length === 1) writeFileSync(path.join(directory, 'event-log.0-of-2.json'), 'edited');
      part?.readText();
      return update('0-of-2 1-of-2', { '0-of-2': `${part?.content}, saved`, '1-of-2': null });
    });
    expect(seen).toEqual(['zero', 'edited']);
    expect(read('event-log.0-of-2.json')).toBe('edited, saved');
  });

  it('are written one after the other, the main file last', async () => {
    await save(open(), TWO);
    const written: string[] = [];
    function* createChanges() {
      for (const part of ['0-of-2', '1-of-2']) {
        yield { part, text: `next ${part}` };
        written.push(read(`event-log.${part}.json`));
        expect(read('event-log.json')).toBe('0-of-2 1-of-2');
      }
      yield { part: null, text: '0-of-2 1-of-2 next' };
    }
    await save(open(), { parts: ['0-of-2', '1-of-2'], changes: createChanges() });
    expect(written).toEqual(['next 0-of-2', 'next 1-of-2']);
    expect(read('event-log.json')).toBe('0-of-2 1-of-2 next');
  });

  it('are not read behind a symbolic link', async () => {
    await save(open(), TWO);
    rmSync(path.join(directory, 'event-log.0-of-2.json'));
    symlinkSync('/etc/hostname', path.join(directory, 'event-log.0-of-2.json'));
    expect(await catchAppError(open().load())).toMatchObject({ code: 'event-log-unreadable' });
    expect(await catchAppError(save(open(), TWO))).toMatchObject({ code: 'event-log-unreadable' });
  });
});

describe('the parts of a log on a branch', () => {
  let on: BranchFixture;
  beforeEach(async () => {
    on = await startBranchFixture();
  });
  afterEach(() => on.github.close());
  const open = (opening = {}) => on.openSet(FORMAT, opening);
  const partPath = (name: string) => PATH.replace('.json', `.${name}.json`);
  const listFiles = () => Object.keys(on.history()[0]?.files ?? {}).sort();
  const requests = () =>
    on.github.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{40}/, 'SHA')}`);

  it('are created with the branch, in one commit', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(on.history()).toHaveLength(1);
    expect(listFiles()).toEqual([partPath('0-of-2'), partPath('1-of-2'), PATH, 'README.md'].sort());
    expect(toPlain(await open().load())).toEqual({
      text: '0-of-2 1-of-2',
      parts: { '0-of-2': 'zero', '1-of-2': 'one' },
    });
  });

  it('are committed in one commit, and only what has changed', async () => {
    await save(open(), TWO);
    const before = on.history()[0]?.files ?? {};
    await save(open(), update('0-of-2 1-of-2 next', { '0-of-2': null, '1-of-2': 'changed' }));
    const after = on.history()[0]?.files ?? {};
    expect(on.history()).toHaveLength(2);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(
      [partPath('1-of-2'), PATH].sort(),
    );
    expect(await save(open(), update('0-of-2 1-of-2 next', { '0-of-2': null, '1-of-2': null }))).toBe('unchanged');
  });

  it('are removed in the commit that changes their number', async () => {
    await save(open(), update('before'));
    await save(open(), TWO);
    await save(open(), update('0-of-1', { '0-of-1': 'all' }));
    expect(listFiles()).toEqual([partPath('0-of-1'), PATH, 'README.md'].sort());
    await save(open(), update('alone'));
    expect(listFiles()).toEqual([PATH, 'README.md'].sort());
    expect(on.history()).toHaveLength(4);
  });

  it('without a main file are checked before they are replaced', async () => {
    await save(open(), TWO);
    on.remove(BRANCH, PATH);
    const guarded = () => on.openSet(GUARDED);
    expect(await guarded().load()).toBeNull();
    on.commit(BRANCH, partPath('1-of-2'), Buffer.from('used'));
    const missing = { code: 'event-log-main-missing', message: expect.stringMatching(/: 1-of-2$/) };
    expect(await catchAppError(guarded().load())).toMatchObject(missing);
    expect(await catchAppError(save(guarded(), TWO))).toMatchObject(missing);
    expect(listFiles()).not.toContain(PATH);
    on.remove(BRANCH, partPath('1-of-2'));
    expect(await save(guarded(), TWO)).toBe('saved');
  });

  it('are requested once each, even if the save reads the branch again', async () => {
    await save(open(), TWO);
    on.github.requests.length = 0;
    const store = open();
    await store.load();
    await save(store, update('0-of-2 1-of-2 next', { '0-of-2': null, '1-of-2': 'changed' }));
    expect(requests().filter((one) => one.includes('/blobs/'))).toHaveLength(2);
  });

  it('need no further request if there are none', async () => {
    await save(open(), update('alone'));
    on.github.requests.length = 0;
    await open().load();
    expect(requests()).toEqual([expect.stringContaining('/matching-refs/'), expect.stringContaining('/contents/')]);
  });

  it('are merged with those of a scan that commits at the same time', async () => {
    await save(open(), TWO);
    const append = (name: string) =>
      open().save(
        (current) => {
          const before = current === null ? [] : listTexts(current);
          const parts = before.map(([key, value]) => [key, key === name ? `${value}!` : value] as const);
          return toUpdate(`${current?.main.content} ${name}!`, parts);
        },
        () => 'certvigil: appended',
      );
    await Promise.all([append('0-of-2'), append('1-of-2')]);
    const files = await open().load();
    expect(toPlain(files)?.parts).toEqual({ '0-of-2': 'zero!', '1-of-2': 'one!' });
    expect(files?.main.content.split(' ').sort()).toEqual(['0-of-2', '0-of-2!', '1-of-2', '1-of-2!']);
  });

  it('are committed without GraphQL if it fails, on top of what was read', async () => {
    await save(open(), TWO);
    on.github.fail({ path: /graphql/, times: 99, answer: { status: 422 } });
    let isFirst = true;
    await open().save(
      (current) => {
        if (isFirst) on.commit(BRANCH, partPath('0-of-2'), Buffer.from('from another scan'));
        isFirst = false;
        return toUpdate(`${current?.main.content} next`, [
          ['0-of-2', null],
          ['1-of-2', 'x'.repeat(1_500_000)],
        ]);
      },
      () => 'certvigil: saved',
    );
    const files = await open().load();
    expect(files?.parts.get('0-of-2')?.content).toBe('from another scan');
    expect(files?.parts.get('1-of-2')?.content).toHaveLength(1_500_000);
    expect(requests().filter((one) => one.startsWith('PATCH'))).toHaveLength(1);
    expect(requests().filter((one) => /^POST .*\/git\/blobs/.test(one))).toHaveLength(1);
  });

  it('are committed without GraphQL if they are too large for one request', async () => {
    await save(open(), TWO);
    on.github.requests.length = 0;
    const [zero, one] = ['a'.repeat(12_000_000), 'b'.repeat(12_000_000)];
    await save(open(), update('0-of-2 1-of-2 next', { '0-of-2': zero, '1-of-2': one }));
    expect(requests().filter((request) => request.includes('graphql'))).toEqual([]);
    expect(on.history()).toHaveLength(2);
    expect((await open().load())?.parts.get('1-of-2')?.content).toBe(one);
  });

  it('are kept when the history is replaced', async () => {
    for (let index = 0; index < 12; index += 1) {
      await save(
        open({ max_commits: 10 }),
        update(`0-of-2 1-of-2 ${index}`, { '0-of-2': 'zero', '1-of-2': `${index}` }),
      );
    }
    expect(on.history().length).toBeLessThan(10);
    expect(toPlain(await open().load())?.parts).toEqual({ '0-of-2': 'zero', '1-of-2': '11' });
  });

  it('are absent if they do not exist, and are rejected if they do not match their SHA', async () => {
    await save(open(), update('0-of-2 1-of-2', { '0-of-2': 'zero' }));
    expect(toPlain(await open().load())?.parts).toEqual({ '0-of-2': 'zero' });
    const answer = { status: 200, body: JSON.stringify({ sha: 'x', encoding: 'base64', content: 'eA==' }) };
    on.github.fail({ path: /git\/blobs/, times: 99, answer });
    expect(await catchAppError(open().load())).toMatchObject({ code: 'event-log-unreadable' });
  });
});
