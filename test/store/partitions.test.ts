import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileSet, FileSetUpdate } from '../../src/lib/files/file-set.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { Store } from '../../src/store/store.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';

/** The main file of this log lists its parts. */
const listParts = (text: string) => text.split(' ').filter((word) => /^\d+-of-\d+$/.test(word));

const update = (text: string, parts: Record<string, string | null> = {}): FileSetUpdate => ({
  text,
  parts: new Map(Object.entries(parts)),
});

const toPlain = (files: FileSet | null) => files && { text: files.text, parts: Object.fromEntries(files.parts) };

const TWO = update('0-of-2 1-of-2', { '0-of-2': 'zero', '1-of-2': 'one' });
const save = (store: Store, next: FileSetUpdate) =>
  store.save(
    () => next,
    () => 'certvigil: saved',
  );

describe('the parts of a log in files', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'certvigil-parts-'));
    file = path.join(directory, 'event-log.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const open = () => createFileStore(file, { listParts, settledMs: 0 });
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');

  it('are next to the main file', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(readdirSync(directory).sort()).toEqual(['event-log.0-of-2.json', 'event-log.1-of-2.json', 'event-log.json']);
    expect(toPlain(await open().load())).toEqual({ text: TWO.text, parts: { '0-of-2': 'zero', '1-of-2': 'one' } });
  });

  it('are only written if they have changed', async () => {
    await save(open(), TWO);
    expect(await save(open(), TWO)).toBe('unchanged');
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

  it('are absent if they do not exist', async () => {
    await save(open(), TWO);
    rmSync(path.join(directory, 'event-log.0-of-2.json'));
    expect(toPlain(await open().load())).toEqual({ text: TWO.text, parts: { '1-of-2': 'one' } });
  });

  it('are merged with those of another process that has written since they were read', async () => {
    await save(open(), TWO);
    const [one, other] = [open(), open()];
    await Promise.all([one.load(), other.load()]);
    const append = (store: Store, name: string, text: string) =>
      store.save(
        (current) => {
          const parts = new Map(
            [...(current?.parts ?? [])].map(([key, value]) => [key, key === name ? value + text : value]),
          );
          return { text: `${current?.text} ${text}`, parts };
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
  const open = (opening = {}) => on.openSet(listParts, opening);
  const partPath = (name: string) => PATH.replace('.json', `.${name}.json`);
  const listFiles = () => Object.keys(on.history()[0]?.files ?? {}).sort();
  const requests = () =>
    on.github.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{40}/, 'SHA')}`);

  it('are created with the branch, in one commit', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(on.history()).toHaveLength(1);
    expect(listFiles()).toEqual([partPath('0-of-2'), partPath('1-of-2'), PATH, 'README.md'].sort());
    expect(toPlain(await open().load())).toEqual({ text: TWO.text, parts: { '0-of-2': 'zero', '1-of-2': 'one' } });
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
        (current) => ({
          text: `${current?.text} ${name}!`,
          parts: new Map([...(current?.parts ?? [])].map(([key, value]) => [key, key === name ? `${value}!` : value])),
        }),
        () => 'certvigil: appended',
      );
    await Promise.all([append('0-of-2'), append('1-of-2')]);
    const files = await open().load();
    expect(toPlain(files)?.parts).toEqual({ '0-of-2': 'zero!', '1-of-2': 'one!' });
    expect(files?.text.split(' ').sort()).toEqual(['0-of-2', '0-of-2!', '1-of-2', '1-of-2!']);
  });

  it('are committed without GraphQL if it fails, on top of what was read', async () => {
    await save(open(), TWO);
    on.github.fail({ path: /graphql/, times: 99, answer: { status: 422 } });
    let isFirst = true;
    await open().save(
      (current) => {
        if (isFirst) on.commit(BRANCH, partPath('0-of-2'), Buffer.from('from another scan'));
        isFirst = false;
        return {
          text: `${current?.text} next`,
          parts: new Map([
            ['0-of-2', null],
            ['1-of-2', 'x'.repeat(1_500_000)],
          ]),
        };
      },
      () => 'certvigil: saved',
    );
    const files = await open().load();
    expect(files?.parts.get('0-of-2')).toBe('from another scan');
    expect(files?.parts.get('1-of-2')).toHaveLength(1_500_000);
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
    expect((await open().load())?.parts.get('1-of-2')).toBe(one);
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
    const answer = { status: 200, body: JSON.stringify({ encoding: 'base64', content: 'eA==' }) };
    on.github.fail({ path: /git\/blobs/, answer });
    expect(await catchAppError(open().load())).toMatchObject({ code: 'event-log-unreadable' });
  });
});
