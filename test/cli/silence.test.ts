import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { RED_CODES } from '../../src/domain/red-reasons.ts';
import { createTestIo } from '../manifest/io.ts';

const NOW = Date.parse('2026-12-02T06:00:00Z');
const MANIFEST = `version: 1
certificates:
  - { name: shop, file: missing.pem } # kept
  - { name: blog, expires: 2027-12-01 }
`;
const GIVEN = ['silence', 'never-read', '--entry', 'shop', '--until', '2026-12-20', '--reason', 'moves: change 124 #1'];
const ADDED = `
silences:
  - until: 2026-12-20
    reason: "moves: change 124 #1"
    codes: [never-read]
    match: { names: [shop] }
`;

let directory: string;
const file = () => path.join(directory, 'certvigil.yaml');

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-silence-'));
  await writeFile(file(), MANIFEST);
});
afterEach(() => rm(directory, { recursive: true }));

async function run(argv: readonly string[], now = NOW) {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const status = await main(argv, { ...createTestIo(directory), now: () => now, stdout: print, stderr: print });
  return { status, printed: printed.join('') };
}

async function scan(now: number) {
  const { status, printed } = await run(['scan', '--event-log', 'log.json'], now);
  return { status, line: printed.split('\n').find((line) => / entr(?:y|ies)\b.*\.$/.test(line)) };
}

describe('certvigil silence', () => {
  it('appends a silence, and changes nothing else', async () => {
    expect(await run(GIVEN)).toEqual({
      status: 0,
      printed: 'certvigil.yaml permits never-read until 2026-12-20. Commit the change.\n',
    });
    expect(await readFile(file(), 'utf8')).toBe(MANIFEST + ADDED);
  });

  it('adds nothing if the manifest permits the same as long', async () => {
    await run(GIVEN);
    const { printed } = await run(GIVEN);
    expect(printed).toContain('already permits never-read at least until 2026-12-20: nothing to do.');
    expect(await readFile(file(), 'utf8')).toBe(MANIFEST + ADDED);
    await run(GIVEN.map((word) => (word === '2026-12-20' ? '2026-12-21' : word)));
    expect((await readFile(file(), 'utf8')).match(/codes:/g)).toHaveLength(2);
  });

  it('makes a run green until its date, and the coverage line says so', async () => {
    expect((await scan(NOW)).status).toBe(1);
    await run(GIVEN);
    expect(await scan(NOW)).toEqual({
      status: 0,
      line: '1 of 2 entries has never been read (shop), no rule sends alerts. Silenced until 2026-12-20: never-read (shop).',
    });
    expect(await scan(Date.parse('2026-12-20T06:00:00Z'))).toMatchObject({ status: 1 });
  });

  it('does not permit the same reason of another entry', async () => {
    await writeFile(file(), `${MANIFEST}  - { name: wiki, file: missing.key.pem }\n`);
    await run(GIVEN);
    expect((await scan(NOW)).status).toBe(1);
  });

  it('leaves alerts as they are', async () => {
    await writeFile(file(), MANIFEST.replace('2027-12-01', '2026-12-05'));
    await run(['silence', 'never-read', '--until', '2026-12-20', '--reason', 'moves']);
    const { printed } = await run(['scan', '--dry-run']);
    expect(printed).toContain('1 no matching rule: expiry warning');
    expect(printed).not.toContain('silenced until');
  });

  it.each<[problem: string, argv: string[], message: string]>([
    ['no code', ['silence', '--until', '2027-01-01', '--reason', 'x'], 'silence needs one code, got 0'],
    [
      'two codes',
      ['silence', 'unread', 'never-read', '--until', '2027-01-01', '--reason', 'x'],
      'needs one code, got 2',
    ],
    ['a misspelled code', ['silence', 'unred', '--until', '2027-01-01', '--reason', 'x'], 'Did you mean unread?'],
    ['no date', ['silence', 'unread', '--reason', 'x'], 'silence needs --until'],
    ['a date that does not exist', ['silence', 'unread', '--until', '2027-02-30', '--reason', 'x'], 'invalid time'],
    ['a date that has passed', ['silence', 'unread', '--until', '2026-12-02', '--reason', 'x'], 'has passed'],
    ['no reason', ['silence', 'unread', '--until', '2027-01-01'], 'silence needs --reason'],
    ['a blank reason', ['silence', 'unread', '--until', '2027-01-01', '--reason', ' '], 'silence needs --reason'],
    ['more than a year', ['silence', 'unread', '--until', '2028-01-01', '--reason', 'x'], 'silence-too-long'],
    [
      'an unknown entry',
      ['silence', 'unread', '--entry', 'shp', '--until', '2027-01-01', '--reason', 'x'],
      'Did you mean shop?',
    ],
  ])('rejects %s, and leaves the manifest unchanged', async (_, argv, message) => {
    const { status, printed } = await run(argv);
    expect(status).toBe(2);
    expect(printed).toContain(message);
    expect(await readFile(file(), 'utf8')).toBe(MANIFEST);
  });

  it.each(['undelivered', 'log-unsaved', 'internal-error', 'scan-blind', 'fail-on'])('rejects %s', async (code) => {
    expect(RED_CODES).toContain(code);
    const { status, printed } = await run(['silence', code, '--until', '2027-01-01', '--reason', 'x']);
    expect(status).toBe(2);
    expect(printed).toContain(`${code} cannot be silenced`);
  });

  it('shows the silence to add by hand if silences is not a list', async () => {
    await writeFile(file(), `${MANIFEST}x-list: &list []\nsilences: *list\n`);
    const { status, printed } = await run(GIVEN);
    expect(status).toBe(2);
    expect(printed).toContain('silence-unwritable');
    expect(printed).toContain('{ until: 2026-12-20, reason: "moves: change 124 #1", codes: [never-read]');
  });
});
