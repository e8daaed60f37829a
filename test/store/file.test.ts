import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { readStartOfProcess } from '../../src/store/file-lock.ts';
import { createTextFileStore } from './text-store.ts';

const RACER = fileURLToPath(new URL('racer.ts', import.meta.url));

let directory: string;
let file: string;
beforeEach(() => {
  directory = realpathSync.native(mkdtempSync(path.join(tmpdir(), 'certvigil-store-')));
  file = path.join(directory, 'event-log.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The error that the user sees, or null. */
async function failure(work: Promise<unknown>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const rest = (...names: string[]) => readdirSync(directory).filter((name) => !names.includes(name));

describe('reading', () => {
  it('returns the text, or null if there is no log yet', async () => {
    expect(await createTextFileStore(file).read()).toBeNull();
    expect(await createTextFileStore(path.join(directory, 'not', 'there.json')).read()).toBeNull();
    writeFileSync(file, 'text');
    expect(await createTextFileStore(file).read()).toBe('text');
    expect(createTextFileStore(file).description).toBe(file);
  });

  it.each<[string, () => string, string]>([
    ['a directory', () => directory, 'it is a directory'],
    ['a path below a file', () => path.join(written('a'), 'log.json'), 'part of the path is a file, not a directory'],
    ['a link loop', () => linked('loop', 'loop'), 'a loop of symbolic links'],
    ['a device', () => '/dev/zero', 'it is not a regular file'],
    ['a file that is not UTF-8', () => written('b', Buffer.from([0x7b, 0xff, 0x7d])), 'it is not UTF-8 text'],
    ['a very long name', () => path.join(directory, 'x'.repeat(300)), 'the path is too long'],
  ])('explains why it cannot read %s', async (_, make, why) => {
    const error = await failure(createTextFileStore(make()).read());
    expect(error).toMatchObject({ code: 'event-log-unreadable', exitCode: 3 });
    expect(error?.message).toContain(why);
    expect(error?.hint).toContain('--event-log');
  });
});

function written(name: string, content: string | Buffer = 'text'): string {
  const target = path.join(directory, name);
  writeFileSync(target, content);
  return target;
}

function linked(name: string, target: string): string {
  symlinkSync(target, path.join(directory, name));
  return path.join(directory, name);
}

describe('saving', () => {
  it('passes the current text to the update, and saves the result', async () => {
    const store = createTextFileStore(file);
    expect(await store.save((current) => `${current}+1`)).toBe('saved');
    expect(await store.save((current) => `${current}+2`)).toBe('saved');
    expect(await store.read()).toBe('null+1+2');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('creates the directory', async () => {
    const deep = path.join(directory, '.certvigil', 'logs', 'event-log.json');
    await createTextFileStore(deep).save(() => 'text');
    expect(readFileSync(deep, 'utf8')).toBe('text');
  });

  it('does not write an unchanged text', async () => {
    writeFileSync(file, 'text');
    const before = statSync(file, { bigint: true });
    expect(await createTextFileStore(file).save((current) => current ?? '')).toBe('unchanged');
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(rest('event-log.json')).toEqual([]);
  });

  it('replaces the file and keeps its mode', async () => {
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    await createTextFileStore(file).save(() => 'new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it.each(['existing', 'missing'])('replaces the target of a link (%s)', async (state) => {
    mkdirSync(path.join(directory, 'real'));
    const target = path.join(directory, 'real', 'log.json');
    if (state === 'there') writeFileSync(target, 'old');
    linked('second', 'real/log.json');
    const link = linked('event-log.json', 'second');
    await createTextFileStore(link).save(() => 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(path.join(directory, 'real'))).toEqual(['log.json']);
  });

  it('rethrows the error of the update, and leaves only the unchanged file', async () => {
    writeFileSync(file, 'old');
    const refusal = new AppError('event-log-invalid', 'not ours', { exitCode: 3 });
    const saved = createTextFileStore(file).save(() => {
      throw refusal;
    });
    await expect(saved).rejects.toBe(refusal);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('retries if a program that ignores the lock has changed the file', async () => {
    writeFileSync(file, 'a');
    const seen: (string | null)[] = [];
    await createTextFileStore(file).save((current) => {
      seen.push(current);
      if (seen.length === 1) writeFileSync(file, 'a, edited');
      return `${current}, saved`;
    });
    expect(seen).toEqual(['a', 'a, edited']);
    expect(readFileSync(file, 'utf8')).toBe('a, edited, saved');
  });

  it('detects a change since reading even if length and mtime are the same', async () => {
    writeFileSync(file, 'loaded');
    const { atime, mtime } = statSync(file);
    const store = createTextFileStore(file);
    await store.read();
    writeFileSync(file, 'edited');
    utimesSync(file, atime, mtime);
    await store.save((current) => `${current}, saved`);
    expect(readFileSync(file, 'utf8')).toBe('edited, saved');
  });

  it.each(['unchanged', 'replaced', 'removed'])('reads again a file that is %s', async (state) => {
    writeFileSync(file, 'loaded');
    const store = createTextFileStore(file);
    await store.read();
    if (state === 'replaced') renameSync(written('other', 'edited'), file);
    if (state === 'removed') rmSync(file);
    await store.save((current) => `${current}, saved`);
    const expected = { unchanged: 'loaded', replaced: 'edited', removed: 'null' }[state];
    expect(readFileSync(file, 'utf8')).toBe(`${expected}, saved`);
  });

  it('writes a long text', async () => {
    const text = `${'x'.repeat(1024 * 1024)}\u{1f512}\u{1f512}${'y'.repeat(1024 * 1024)}`;
    await createTextFileStore(file).save(() => text);
    expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('gives up if the file keeps changing, and loses nothing', async () => {
    let edits = 0;
    const endless = createTextFileStore(file).save((current) => {
      edits += 1;
      writeFileSync(file, `edit ${edits}`);
      return `${current}, saved`;
    });
    expect(await failure(endless)).toMatchObject({ code: 'event-log-locked', exitCode: 3 });
    expect(readFileSync(file, 'utf8')).toBe(`edit ${edits}`);
    expect(rest('event-log.json')).toEqual([]);
  });
});

describe('an unwritable log', () => {
  it.each<[string, () => string, string]>([
    ['in a directory that is a file', () => path.join(written('a'), 'log.json'), 'part of the path is a file'],
    ['below a directory that is a file', () => path.join(written('b'), 'c', 'log.json'), 'part of the path is a file'],
    ['below a broken link', () => path.join(linked('c', 'nowhere'), 'log.json'), 'part of the path does not'],
  ])('is reported with its path and the reason: %s', async (_, make, why) => {
    const target = make();
    const error = await failure(createTextFileStore(target).save(() => 'text'));
    expect(error).toMatchObject({ code: 'event-log-unwritable', exitCode: 3 });
    expect(error?.message).toMatch(new RegExp(`^the event log ${target} cannot be written: .*${why}`));
    expect(error?.hint).toContain('The log is unchanged');
  });

  // A file size limit interrupts a write, like a full disk. It applies to a whole process, so this starts one.
  it('is unchanged after an interrupted write, and no temporary file remains', () => {
    writeFileSync(file, 'old');
    const script = `
      const { createTextFileStore } = await import(${JSON.stringify(new URL('./text-store.ts', import.meta.url).href)});
      await createTextFileStore(${JSON.stringify(file)}).save(() => 'x'.repeat(100_000)).catch((error) => console.log(error.code, error.message));`;
    const run = `ulimit -f 8; exec "$0" --input-type=module -e "$1"`;
    const { stdout } = spawnSync('sh', ['-c', run, process.execPath, script], { encoding: 'utf8', timeout: 20_000 });
    expect(stdout).toContain(`event-log-unwritable the event log ${file} cannot be written: the file is larger`);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(rest('event-log.json')).toEqual([]);
  });

  // Permissions do not apply to root.
  it.skipIf(process.getuid?.() === 0)('in a read-only directory stays as it is', async () => {
    writeFileSync(file, 'old');
    chmodSync(directory, 0o555);
    const error = await failure(createTextFileStore(file).save(() => 'new'));
    chmodSync(directory, 0o755);
    expect(error).toMatchObject({
      code: 'event-log-unwritable',
      message: expect.stringContaining('permission denied'),
    });
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});

describe('concurrent saves', () => {
  it('lose nothing in two processes that add 50 lines each', async () => {
    const race = (name: string) =>
      promisify(execFile)(process.execPath, [RACER, file, name, '50'], { timeout: 25_000 });
    await Promise.all([race('a'), race('b')]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const expected = ['a', 'b'].flatMap((name) => Array.from({ length: 50 }, (_, index) => `${name} ${index}`));
    expect(lines.sort()).toEqual(expected.sort());
    expect(rest('event-log.json')).toEqual([]);
  });

  it('lose nothing within one process', async () => {
    const timing = { timeout_ms: 10_000, stale_ms: 10_000, poll_ms: 1 };
    const saves = Array.from({ length: 8 }, (_, index) =>
      createTextFileStore(file, timing).save((current) => `${current ?? ''}${index}`),
    );
    await Promise.all(saves);
    expect([...readFileSync(file, 'utf8')].sort().join('')).toBe('01234567');
  });
});

describe('a lock', () => {
  const quick = { timeout_ms: 2_000, stale_ms: 20, poll_ms: 1 };
  const token = '00000000-0000-4000-8000-000000000000';

  /** The PID of a process that has exited. */
  function deadPid(): number {
    return spawnSync(process.execPath, ['--version']).pid;
  }

  function createLock(owner: { pid: number; host?: string; started?: string | null }): string {
    const content = JSON.stringify({ token, host: hostname(), ...owner });
    writeFileSync(`${file}.lock`, content);
    return content;
  }

  const earlierStart = '00000000-0000-4000-8000-000000000000/17';

  it.each<[string, () => unknown]>([
    ['of a process that has died', () => createLock({ pid: deadPid() })],
    ['without content', () => writeFileSync(`${file}.lock`, '')],
    ['that is not a regular file', () => spawnSync('mkfifo', [`${file}.lock`])],
    ['of another machine', () => createLock({ pid: process.pid, host: 'elsewhere.example' })],
    ['of an earlier process with our PID', () => createLock({ pid: process.pid, started: earlierStart })],
    ['of an earlier process with our PID and an unknown start', () => createLock({ pid: process.pid })],
  ])('%s is broken after a while', async (_, lock) => {
    lock();
    const saves = ['1', '2', '3'].map((text) =>
      createTextFileStore(file, quick).save((current) => `${current ?? ''}${text}`),
    );
    await Promise.all(saves);
    expect([...readFileSync(file, 'utf8')].sort().join('')).toBe('123');
    expect(rest('event-log.json')).toEqual([]);
  });

  it.skipIf(readStartOfProcess(process.pid) === null)(
    'of an earlier process with the PID of a running one is broken after a while',
    async () => {
      createLock({ pid: process.ppid, started: earlierStart });
      await createTextFileStore(file, quick).save(() => 'new');
      expect(readFileSync(file, 'utf8')).toBe('new');
    },
  );

  it.each<[string, () => string]>([
    ['', () => createLock({ pid: process.ppid, started: readStartOfProcess(process.ppid) })],
    [' with an unknown start', () => createLock({ pid: process.ppid })],
  ])('of a running process%s is respected until the timeout', async (_, lock) => {
    writeFileSync(file, 'old');
    const content = lock();
    const error = await failure(createTextFileStore(file, { ...quick, timeout_ms: 100 }).save(() => 'new'));
    expect(error).toMatchObject({ code: 'event-log-locked', exitCode: 3 });
    expect(error?.hint).toContain(`delete ${file}.lock`);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(content);
  });

  it('that was broken while its owner was suspended prevents the owner from overwriting the log', async () => {
    writeFileSync(file, 'old');
    const sleepy = createTextFileStore(file, { ...quick, timeout_ms: 100 }).save((current) => {
      // Another process has taken the lock, and is still running.
      createLock({ pid: process.ppid });
      return `${current}, saved`;
    });
    expect(await failure(sleepy)).toMatchObject({ code: 'event-log-locked' });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });

  it('that was broken while its owner was suspended is acquired again, and the log is read again', async () => {
    writeFileSync(file, 'old');
    const seen: (string | null)[] = [];
    await createTextFileStore(file, quick).save((current) => {
      seen.push(current);
      if (seen.length === 1) {
        // Another process has taken the lock, saved and died.
        writeFileSync(file, 'saved by another');
        createLock({ pid: deadPid() });
      }
      return `${current}, saved`;
    });
    expect(seen).toEqual(['old', 'saved by another']);
    expect(readFileSync(file, 'utf8')).toBe('saved by another, saved');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('that many processes break at the same time never lets two of them save at once', async () => {
    const names = ['a', 'b', 'c'];
    const race = (name: string) =>
      promisify(execFile)(process.execPath, [RACER, file, name, '30', 'leave-locks'], { timeout: 25_000 });
    await Promise.all(names.map(race));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const expected = names.flatMap((name) => Array.from({ length: 30 }, (_, index) => `${name} ${index}`));
    expect(lines.sort()).toEqual(expected.sort());
  });
});

describe('files of killed saves', () => {
  const uuid = '01234567-89ab-4cde-8f01-23456789abcd';
  const own = [`.event-log.json.${uuid}.tmp`, `event-log.json.lock.${uuid}.broken`];

  it('are removed by a later save once they are old', async () => {
    for (const name of own) utimesSync(written(name), 0, 0);
    await createTextFileStore(file).save(() => 'text');
    expect(rest('event-log.json')).toEqual([]);
  });

  it('stay while they may still be in use', async () => {
    for (const name of own) written(name);
    await createTextFileStore(file).save(() => 'text');
    expect(rest('event-log.json').sort()).toEqual([...own].sort());
  });

  it('are only those of this log', async () => {
    const others = [
      `.other.json.${uuid}.tmp`,
      `other.json.lock.${uuid}.broken`,
      '.event-log.json.backup.tmp',
      `event-log.json.${uuid}.tmp`,
      `.event-log.json.${uuid}.tmp.gz`,
      'event-log.json.lock.old',
    ];
    for (const name of others) utimesSync(written(name), 0, 0);
    mkdirSync(path.join(directory, `.event-log.json.${uuid}.tmp`));
    await createTextFileStore(file).save(() => 'text');
    expect(rest('event-log.json').sort()).toEqual([...others, `.event-log.json.${uuid}.tmp`].sort());
  });
});
