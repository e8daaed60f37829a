import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgress, formatProgress, getTableLayout, isColored } from '../../src/cli/commands/terminal.ts';
import { ERASE_LINE, type Io } from '../../src/lib/io.ts';
import { createTestIo } from '../manifest/io.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

interface Terminal {
  io: Io;
  clock: { now: number };
  /** The progress lines; an empty one erases the last. */
  lines: string[];
}

function createTerminal(isTTY = true, columns = 80): Terminal {
  const clock = { now: 10_000 };
  const lines: string[] = [];
  const io = {
    ...createTestIo('/'),
    env: {},
    isTTY: { stdin: isTTY, stdout: isTTY, stderr: isTTY },
    columns,
    now: () => clock.now,
    stderr: (text: string) => void lines.push(text.replace(ERASE_LINE, '')),
  };
  return { io, clock, lines };
}

const read = (done: number, since: number | null = null) => ({
  done,
  total: 3,
  findSlowest: () => (since === null ? null : { name: 'db.example:5432', since }),
});

it('shows the progress at most every 200 ms, and erases it at the end', () => {
  const { io, clock, lines } = createTerminal();
  const onProgress = createProgress(false, io);
  onProgress?.(read(0));
  clock.now += 199;
  onProgress?.(read(1));
  clock.now += 1;
  onProgress?.(read(2));
  onProgress?.(read(3));
  expect(lines).toEqual(['Reading 0 of 3 sources', 'Reading 2 of 3 sources', '']);
  vi.advanceTimersByTime(5000);
  expect(lines).toHaveLength(3);
});

it('names the slowest server once a second while no read finishes', () => {
  const { io, clock, lines } = createTerminal();
  createProgress(false, io)?.(read(1, 10_000));
  for (const now of [11_000, 12_000]) {
    clock.now = now;
    vi.advanceTimersByTime(1000);
  }
  expect(lines).toEqual([
    'Reading 1 of 3 sources',
    'Reading 1 of 3 sources',
    'Reading 1 of 3 sources, slowest: db.example:5432 (2 s)',
  ]);
});

it('fits a narrow terminal', () => {
  const { io, lines } = createTerminal(true, 12);
  createProgress(false, io)?.(read(1));
  expect(lines).toEqual(['Reading 1…']);
});

it('has no progress line without a terminal, or with --quiet', () => {
  expect(createProgress(false, createTerminal(false).io)).toBeUndefined();
  expect(createProgress(true, createTerminal().io)).toBeUndefined();
});

it('escapes control characters in the name of a server', () => {
  const findSlowest = () => ({ name: 'a\u001b[31m', since: 0 });
  expect(formatProgress({ done: 0, total: 1, findSlowest }, 2999)).toBe(
    'Reading 0 of 1 source, slowest: a\\u{1b}[31m (2 s)',
  );
});

it.each<[env: Record<string, string>, isTTY: boolean, color: boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm' }, true, true],
])('with %j and a terminal: %s, output is colored: %s', (env, isTTY, color) => {
  const io = { ...createTerminal(isTTY, 70).io, env };
  expect(isColored(io, 'stderr')).toBe(color);
  expect(getTableLayout(io)).toEqual({ color, columns: isTTY ? 70 : Number.POSITIVE_INFINITY });
});
