import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { createFileStore } from '../../src/store/file.ts';

const RACER = fileURLToPath(new URL('racer.ts', import.meta.url));

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'certvigil-store-'));
  file = path.join(folder, 'event-log.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How young a change may be, in milliseconds, for times to be believed: here also one that is to come. */
const TRUSTING = -60_000;

/** What a failure tells the user, or null where there was none. */
async function failure(work: Promise<unknown>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const rest = (...names: string[]) => readdirSync(folder).filter((name) => !names.includes(name));

describe('loading', () => {
  it('gives the text, or null where there is none yet', async () => {
    expect(await createFileStore(file).load()).toBeNull();
    expect(await createFileStore(path.join(folder, 'not', 'there.json')).load()).toBeNull();
    writeFileSync(file, 'text');
    expect(await createFileStore(file).load()).toBe('text');
    expect(createFileStore(file).describe).toBe(file);
  });

  it.each<[string, () => string, string]>([
    ['a folder', () => folder, 'it is a folder'],
    ['below a file', () => path.join(written('a'), 'log.json'), 'a part of the path is a file, not a folder'],
    ['a circle of links', () => linked('loop', 'loop'), 'symbolic links that lead in a circle'],
    ['a device', () => '/dev/zero', 'it is not a regular file'],
    ['not UTF-8', () => written('b', Buffer.from([0x7b, 0xff, 0x7d])), 'it is not UTF-8 text'],
    ['a very long name', () => path.join(folder, 'x'.repeat(300)), 'the path is too long'],
  ])('of %s says why not', async (_, make, why) => {
    const error = await failure(createFileStore(make()).load());
    expect(error).toMatchObject({ code: 'event-log-unreadable', exitCode: 3 });
    expect(error?.message).toContain(why);
    expect(error?.hint).toContain('--event-log');
  });
});

function written(name: string, content: string | Buffer = 'text'): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}

function linked(name: string, target: string): string {
  symlinkSync(target, path.join(folder, name));
  return path.join(folder, name);
}

describe('saving', () => {
  it('hands over the text as it is now, and keeps what comes back', async () => {
    const store = createFileStore(file);
    expect(await store.save((current) => `${current}+1`)).toBe('saved');
    expect(await store.save((current) => `${current}+2`)).toBe('saved');
    expect(await store.load()).toBe('null+1+2');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('makes the folder', async () => {
    const deep = path.join(folder, '.certvigil', 'logs', 'event-log.json');
    await createFileStore(deep).save(() => 'text');
    expect(readFileSync(deep, 'utf8')).toBe('text');
  });

  it('writes nothing where nothing changed', async () => {
    writeFileSync(file, 'text');
    const before = statSync(file, { bigint: true });
    expect(await createFileStore(file).save((current) => current ?? '')).toBe('unchanged');
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(rest('event-log.json')).toEqual([]);
  });

  it('replaces the file and keeps its mode', async () => {
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    await createFileStore(file).save(() => 'new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it.each(['there', 'not there yet'])('replaces the file that a link points to, which is %s', async (state) => {
    mkdirSync(path.join(folder, 'real'));
    const target = path.join(folder, 'real', 'log.json');
    if (state === 'there') writeFileSync(target, 'old');
    linked('second', 'real/log.json');
    const link = linked('event-log.json', 'second');
    await createFileStore(link).save(() => 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(path.join(folder, 'real'))).toEqual(['log.json']);
  });

  it('lets what the update throws pass, and leaves the file and nothing else', async () => {
    writeFileSync(file, 'old');
    const refusal = new AppError('event-log-invalid', 'not ours', { exitCode: 3 });
    const saved = createFileStore(file).save(() => {
      throw refusal;
    });
    await expect(saved).rejects.toBe(refusal);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('begins again where a program that takes no lock changed the file meanwhile', async () => {
    writeFileSync(file, 'a');
    const seen: (string | null)[] = [];
    await createFileStore(file).save((current) => {
      seen.push(current);
      if (seen.length === 1) writeFileSync(file, 'a, edited');
      return `${current}, saved`;
    });
    expect(seen).toEqual(['a', 'a, edited']);
    expect(readFileSync(file, 'utf8')).toBe('a, edited, saved');
  });

  it('sees what was changed since it was loaded, also where length and time are the same', async () => {
    writeFileSync(file, 'loaded');
    const { atime, mtime } = statSync(file);
    const store = createFileStore(file);
    await store.load();
    writeFileSync(file, 'edited');
    utimesSync(file, atime, mtime);
    await store.save((current) => `${current}, saved`);
    expect(readFileSync(file, 'utf8')).toBe('edited, saved');
  });

  it.each(['unchanged', 'replaced', 'removed'])('tells by the times of a file alone that it is %s', async (state) => {
    writeFileSync(file, 'loaded');
    const store = createFileStore(file, undefined, TRUSTING);
    await store.load();
    if (state === 'replaced') renameSync(written('other', 'edited'), file);
    if (state === 'removed') rmSync(file);
    await store.save((current) => `${current}, saved`);
    const expected = { unchanged: 'loaded', replaced: 'edited', removed: 'null' }[state];
    expect(readFileSync(file, 'utf8')).toBe(`${expected}, saved`);
  });

  it.each([-1, 0, 1])('writes a long text in pieces that cut no character: %i beside the border', async (by) => {
    const text = `${'x'.repeat(1024 * 1024 - 1 + by)}\u{1f512}\u{1f512}${'y'.repeat(1024 * 1024)}`;
    await createFileStore(file).save(() => text);
    expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('gives up where that never ends, and loses nothing', async () => {
    let edits = 0;
    const endless = createFileStore(file).save((current) => {
      edits += 1;
      writeFileSync(file, `edit ${edits}`);
      return `${current}, saved`;
    });
    expect(await failure(endless)).toMatchObject({ code: 'event-log-locked', exitCode: 3 });
    expect(readFileSync(file, 'utf8')).toBe(`edit ${edits}`);
    expect(rest('event-log.json')).toEqual([]);
  });
});

describe('a file that cannot be written', () => {
  it.each<[string, () => string, string]>([
    ['in a folder that is a file', () => path.join(written('a'), 'log.json'), 'a part of the path is a file'],
    ['below a folder that is a file', () => path.join(written('b'), 'c', 'log.json'), 'a part of the path is a file'],
    [
      'below a link that leads nowhere',
      () => path.join(linked('c', 'nowhere'), 'log.json'),
      'a part of the path does not',
    ],
  ])('%s is named, with the reason', async (_, make, why) => {
    const target = make();
    const error = await failure(createFileStore(target).save(() => 'text'));
    expect(error).toMatchObject({ code: 'event-log-unwritable', exitCode: 3 });
    expect(error?.message).toMatch(new RegExp(`^the event log ${target} cannot be written: .*${why}`));
    expect(error?.hint).toContain('The log is as it was before');
  });

  // A limit on the size of files stops a write in its middle, as a full disk does; it needs a process of its own.
  it('in its middle stays whole, and nothing is left beside it', () => {
    writeFileSync(file, 'old');
    const script = `
      const { createFileStore } = await import(${JSON.stringify(new URL('../../src/store/file.ts', import.meta.url).href)});
      await createFileStore(${JSON.stringify(file)}).save(() => 'x'.repeat(100_000)).catch((error) => console.log(error.code, error.message));`;
    const run = `ulimit -f 8; exec "$0" --input-type=module -e "$1"`;
    const { stdout } = spawnSync('sh', ['-c', run, process.execPath, script], { encoding: 'utf8', timeout: 20_000 });
    expect(stdout).toContain(`event-log-unwritable the event log ${file} cannot be written: the file would be larger`);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(rest('event-log.json')).toEqual([]);
  });

  // Root may write where others may not, so that the mode of a folder stops it no more than anyone's.
  it.skipIf(process.getuid?.() === 0)('in a read-only folder stays as it is', async () => {
    writeFileSync(file, 'old');
    chmodSync(folder, 0o555);
    const error = await failure(createFileStore(file).save(() => 'new'));
    chmodSync(folder, 0o755);
    expect(error).toMatchObject({
      code: 'event-log-unwritable',
      message: expect.stringContaining('permission is denied'),
    });
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});

describe('several at once', () => {
  it('lose nothing: two processes that add fifty lines each', async () => {
    const race = (name: string) =>
      promisify(execFile)(process.execPath, [RACER, file, name, '50'], { timeout: 25_000 });
    await Promise.all([race('a'), race('b')]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const expected = ['a', 'b'].flatMap((name) => Array.from({ length: 50 }, (_, index) => `${name} ${index}`));
    expect(lines.sort()).toEqual(expected.sort());
    expect(rest('event-log.json')).toEqual([]);
  });

  it('lose nothing within one process', async () => {
    const timing = { patience_ms: 10_000, stale_ms: 10_000, pause_ms: 1 };
    const saves = Array.from({ length: 8 }, (_, index) =>
      createFileStore(file, timing).save((current) => `${current ?? ''}${index}`),
    );
    await Promise.all(saves);
    expect([...readFileSync(file, 'utf8')].sort().join('')).toBe('01234567');
  });
});

describe('the lock of a process that', () => {
  const quick = { patience_ms: 2_000, stale_ms: 20, pause_ms: 1 };
  const token = '00000000-0000-4000-8000-000000000000';

  /** The number of a process that has ended. */
  function deadPid(): number {
    return spawnSync(process.execPath, ['--version']).pid;
  }

  async function lockOf(pid: number, host?: string): Promise<string> {
    const { hostname } = await import('node:os');
    const content = JSON.stringify({ token, host: host ?? hostname(), pid });
    writeFileSync(`${file}.lock`, content);
    return content;
  }

  it.each<[string, () => Promise<unknown>]>([
    ['died', () => lockOf(deadPid())],
    ['died before it signed', async () => writeFileSync(`${file}.lock`, '')],
    ['runs elsewhere and says nothing', () => lockOf(process.pid, 'elsewhere.example')],
  ])('%s is broken after a while', async (_, lock) => {
    await lock();
    const saves = ['1', '2', '3'].map((text) =>
      createFileStore(file, quick).save((current) => `${current ?? ''}${text}`),
    );
    await Promise.all(saves);
    expect([...readFileSync(file, 'utf8')].sort().join('')).toBe('123');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('died is left to the one process that is breaking it', async () => {
    const content = await lockOf(deadPid());
    writeFileSync(`${file}.lock.${token}`, '');
    const saved = createFileStore(file, { ...quick, patience_ms: 200 }).save(() => 'new');
    expect(await failure(saved)).toMatchObject({ code: 'event-log-locked' });
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(content);
  });

  it('lives is waited for, and no longer than is bearable', async () => {
    writeFileSync(file, 'old');
    const content = await lockOf(process.pid);
    const error = await failure(createFileStore(file, { ...quick, patience_ms: 100 }).save(() => 'new'));
    expect(error).toMatchObject({ code: 'event-log-locked', exitCode: 3 });
    expect(error?.hint).toContain(`delete ${file}.lock`);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(content);
  });

  it('was asleep while its lock was broken writes nothing over what came after', async () => {
    writeFileSync(file, 'old');
    let calls = 0;
    const sleepy = createFileStore(file, quick).save((current) => {
      calls += 1;
      // Another takes the lock over and is at work.
      if (calls === 1) writeFileSync(`${file}.lock`, JSON.stringify({ token, host: 'elsewhere.example', pid: 1 }));
      return `${current}, saved`;
    });
    expect(await failure(sleepy)).toMatchObject({ code: 'event-log-locked' });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });
});
