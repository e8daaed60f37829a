import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompleteFileSet, FileSet } from '../../src/lib/files/file-set.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { Store } from '../../src/store/store.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';

/** A main file with this number of parts. */
const listing = (count: number, text = '') =>
  `{"version": 1, "partitions": [${Array.from({ length: count }, () => 1)}]} ${text}`;

const files = (main: string, parts: Record<string, string> = {}): CompleteFileSet => {
  return { main, parts: new Map(Object.entries(parts)) };
};

const toPlain = ({ main, parts }: FileSet) => ({ main, parts: Object.fromEntries(parts) });

const TWO = files(listing(2), { '0-of-2': 'zero', '1-of-2': 'one' });
const save = (store: Store, next: CompleteFileSet) =>
  store.save(
    () => next,
    () => 'certvigil: saved',
  );

/** Appends to the main file and to a part. */
const append = (store: Store, part: string, text: string) =>
  store.save(
    ({ main, parts }) => ({ main: `${main} ${text}`, parts: new Map(parts).set(part, `${parts.get(part)}${text}`) }),
    () => 'certvigil: appended',
  );

describe('the parts of a log in files', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'certvigil-parts-'));
    file = path.join(directory, 'event-log.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const open = () => createFileStore(file);
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');

  it('are next to the main file', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(readdirSync(directory).sort()).toEqual(['event-log.0-of-2.json', 'event-log.1-of-2.json', 'event-log.json']);
    expect(await open().read()).toEqual(TWO);
  });

  it('are only written if they have changed', async () => {
    await save(open(), TWO);
    const getInode = (name: string) => statSync(path.join(directory, name)).ino;
    const before = ['event-log.0-of-2.json', 'event-log.1-of-2.json', 'event-log.json'].map(getInode);
    expect(await save(open(), TWO)).toBe('unchanged');
    expect(await save(open(), files(listing(2, 'x'), { '0-of-2': 'next', '1-of-2': 'one' }))).toBe('saved');
    const after = ['event-log.0-of-2.json', 'event-log.1-of-2.json', 'event-log.json'].map(getInode);
    expect(after.map((ino, index) => ino === before[index])).toEqual([false, true, false]);
  });

  it('are removed with an earlier number of parts, and nothing else is', async () => {
    for (const name of ['other.0-of-2.json', 'event-log.backup.json', 'event-log.0-of-2.txt'])
      writeFileSync(path.join(directory, name), 'x');
    await save(open(), TWO);
    await save(open(), files(listing(3), { '0-of-3': 'all' }));
    await save(open(), files('alone'));
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

  it('are read without a main file', async () => {
    await save(open(), TWO);
    rmSync(file);
    expect(await open().read()).toEqual({ main: null, parts: TWO.parts });
    await append(open(), '0-of-2', '!');
    expect(read('event-log.0-of-2.json')).toBe('zero!');
  });

  it('are absent if they do not exist', async () => {
    await save(open(), TWO);
    rmSync(path.join(directory, 'event-log.0-of-2.json'));
    expect(await open().read()).toEqual(files(listing(2), { '1-of-2': 'one' }));
  });

  it('are merged with those of another process that has written since they were read', async () => {
    await save(open(), TWO);
    const [one, other] = [open(), open()];
    await Promise.all([one.read(), other.read()]);
    await append(one, '0-of-2', 'a');
    await append(other, '0-of-2', 'b');
    await append(one, '1-of-2', 'c');
    expect(await open().read()).toEqual(files(listing(2, ' a b c'), { '0-of-2': 'zeroab', '1-of-2': 'onec' }));
  });

  it('are those of the main file, even if another process changes their number meanwhile', async () => {
    await save(open(), TWO);
    const names = ['0-of-3', '1-of-3', '2-of-3'];
    const THREE = files(listing(3), Object.fromEntries(names.map((name) => [name, name])));
    const script = `
      const { createFileStore } = await import(${JSON.stringify(new URL('../../src/store/file.ts', import.meta.url).href)});
      const store = createFileStore(${JSON.stringify(file)});
      const sets = ${JSON.stringify([THREE, TWO].map(({ main, parts }) => ({ main, parts: [...parts] })))};
      for (let index = 0; index < 40; index += 1) {
        const { main, parts } = sets[index % 2];
        await store.save(() => ({ main, parts: new Map(parts) }), String);
      }`;
    const child = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
    let isRunning = true;
    const done = child.finally(() => {
      isRunning = false;
    });
    const found = new Set<string>();
    while (isRunning) {
      const { main, parts } = await open().read();
      found.add(`${main === TWO.main ? 2 : 3}: ${[...parts.keys()]}`);
      await setImmediate();
    }
    await done;
    expect([...found].sort()).toEqual(['2: 0-of-2,1-of-2', '3: 0-of-3,1-of-3,2-of-3']);
  });

  it('are saved again if a program that ignores the lock changes one meanwhile', async () => {
    await save(open(), TWO);
    const seen: (string | undefined)[] = [];
    await open().save(({ main, parts }) => {
      const part = parts.get('0-of-2');
      seen.push(part);
      if (seen.length === 1) writeFileSync(path.join(directory, 'event-log.0-of-2.json'), 'edited');
      return { main: main ?? '', parts: new Map(parts).set('0-of-2', `${part}, saved`) };
    }, String);
    expect(seen).toEqual(['zero', 'edited']);
    expect(read('event-log.0-of-2.json')).toBe('edited, saved');
  });

  it('are written before the main file', async () => {
    await save(open(), TWO);
    // The main file cannot be replaced by a directory.
    rmSync(file);
    const broken = open().save(({ parts }) => {
      mkdirSync(path.join(file, 'in-the-way'), { recursive: true });
      return { main: listing(2, 'next'), parts: new Map(parts).set('0-of-2', 'next') };
    }, String);
    expect(await catchAppError(broken)).toMatchObject({ code: expect.stringMatching(/^event-log-un/) });
    expect(read('event-log.0-of-2.json')).toBe('next');
  });

  it('are not read behind a symbolic link', async () => {
    await save(open(), TWO);
    rmSync(path.join(directory, 'event-log.0-of-2.json'));
    symlinkSync('/etc/hostname', path.join(directory, 'event-log.0-of-2.json'));
    expect(await catchAppError(open().read())).toMatchObject({ code: 'event-log-unreadable' });
    expect(await catchAppError(save(open(), TWO))).toMatchObject({ code: 'event-log-unreadable' });
  });
});

describe('the parts of a log on a branch', () => {
  let on: BranchFixture;
  beforeEach(async () => {
    on = await startBranchFixture();
  });
  afterEach(() => on.github.close());
  const open = (opening = {}) => on.openSet(opening);
  const partPath = (name: string) => PATH.replace('.json', `.${name}.json`);
  const listFiles = () => Object.keys(on.history()[0]?.files ?? {}).sort();
  const requests = () =>
    on.github.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{40}/, 'SHA')}`);

  it('are created with the branch, in one commit', async () => {
    expect(await save(open(), TWO)).toBe('saved');
    expect(on.history()).toHaveLength(1);
    expect(listFiles()).toEqual([partPath('0-of-2'), partPath('1-of-2'), PATH, 'README.md'].sort());
    expect(await open().read()).toEqual(TWO);
  });

  it('are committed in one commit, and only what has changed', async () => {
    await save(open(), TWO);
    const before = on.history()[0]?.files ?? {};
    const next = files(listing(2, 'next'), { '0-of-2': 'zero', '1-of-2': 'changed' });
    await save(open(), next);
    const after = on.history()[0]?.files ?? {};
    expect(on.history()).toHaveLength(2);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(
      [partPath('1-of-2'), PATH].sort(),
    );
    expect(await save(open(), next)).toBe('unchanged');
  });

  it('are removed in the commit that changes their number', async () => {
    await save(open(), files('before'));
    await save(open(), TWO);
    await save(open(), files(listing(3), { '0-of-3': 'all' }));
    expect(listFiles()).toEqual([partPath('0-of-3'), PATH, 'README.md'].sort());
    await save(open(), files('alone'));
    expect(listFiles()).toEqual([PATH, 'README.md'].sort());
    expect(on.history()).toHaveLength(4);
  });

  it('are read without a main file', async () => {
    await save(open(), TWO);
    on.remove(BRANCH, PATH);
    expect(await open().read()).toEqual({ main: null, parts: TWO.parts });
    expect(await save(open(), TWO)).toBe('saved');
    expect(await open().read()).toEqual(TWO);
  });

  it('are requested once each, even if the save reads the branch again', async () => {
    await save(open(), TWO);
    on.github.requests.length = 0;
    const store = open();
    await store.read();
    await save(store, files(listing(2, 'next'), { '0-of-2': 'zero', '1-of-2': 'changed' }));
    expect(requests().filter((one) => one.includes('/blobs/'))).toHaveLength(2);
  });

  it('need no further request if there are none', async () => {
    await save(open(), files('alone'));
    on.github.requests.length = 0;
    await open().read();
    expect(requests()).toEqual([expect.stringContaining('/matching-refs/'), expect.stringContaining('/contents/')]);
  });

  it('are merged with those of a scan that commits at the same time', async () => {
    await save(open(), TWO);
    await Promise.all(['0-of-2', '1-of-2'].map((part) => append(open(), part, '!')));
    expect(await open().read()).toEqual(files(listing(2, ' ! !'), { '0-of-2': 'zero!', '1-of-2': 'one!' }));
  });

  it('are committed without GraphQL if it fails, on top of what was read', async () => {
    await save(open(), TWO);
    on.github.fail({ path: /graphql/, times: 99, answer: { status: 422 } });
    let isFirst = true;
    await open().save(
      ({ main, parts }) => {
        if (isFirst) on.commit(BRANCH, partPath('0-of-2'), Buffer.from('from another scan'));
        isFirst = false;
        return { main: `${main} next`, parts: new Map(parts).set('1-of-2', 'x'.repeat(1_500_000)) };
      },
      () => 'certvigil: saved',
    );
    const { parts } = await open().read();
    expect(parts.get('0-of-2')).toBe('from another scan');
    expect(parts.get('1-of-2')).toHaveLength(1_500_000);
    expect(requests().filter((one) => one.startsWith('PATCH'))).toHaveLength(1);
    expect(requests().filter((one) => /^POST .*\/git\/blobs/.test(one))).toHaveLength(1);
  });

  it('are committed without GraphQL if they are too large for one request', async () => {
    await save(open(), TWO);
    on.github.requests.length = 0;
    const [zero, one] = ['a'.repeat(12_000_000), 'b'.repeat(12_000_000)];
    await save(open(), files(listing(2, 'next'), { '0-of-2': zero, '1-of-2': one }));
    expect(requests().filter((request) => request.includes('graphql'))).toEqual([]);
    expect(on.history()).toHaveLength(2);
    expect((await open().read()).parts.get('1-of-2')).toBe(one);
  });

  it('are kept when the history is replaced', async () => {
    for (let index = 0; index < 12; index += 1) {
      await save(open({ max_commits: 10 }), files(listing(2, `${index}`), { '0-of-2': 'zero', '1-of-2': `${index}` }));
    }
    expect(on.history().length).toBeLessThan(10);
    expect(toPlain(await open().read()).parts).toEqual({ '0-of-2': 'zero', '1-of-2': '11' });
  });

  it('are absent if they do not exist, and are rejected if they do not match their SHA', async () => {
    await save(open(), files(listing(2), { '0-of-2': 'zero' }));
    expect(toPlain(await open().read()).parts).toEqual({ '0-of-2': 'zero' });
    const answer = { status: 200, body: JSON.stringify({ sha: 'x', encoding: 'base64', content: 'eA==' }) };
    on.github.fail({ path: /git\/blobs/, times: 99, answer });
    expect(await catchAppError(open().read())).toMatchObject({ code: 'event-log-unreadable' });
  });
});
