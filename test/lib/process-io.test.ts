import { afterEach, describe, expect, it } from 'vitest';
import { ERASE_LINE } from '../../src/lib/io.ts';
import { createProcessIo, type HostProcess } from '../../src/lib/process/process-io.ts';

const before = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.stdout, 'columns');
  else Object.defineProperty(process.stdout, 'columns', before);
});

describe('terminal width', () => {
  it.each([
    [132, 132],
    [0, 80],
    [undefined, 80],
  ])('is %2$s columns if the terminal reports %1$s', (value, columns) => {
    Object.defineProperty(process.stdout, 'columns', { value, configurable: true });
    expect(createProcessIo().columns).toBe(columns);
  });
});

describe('a progress line', () => {
  const ERROR = 'certvigil: error[x]: y\n';
  it.each([
    [
      'is replaced by the next one',
      [`${ERASE_LINE}1 of 2`, `${ERASE_LINE}2 of 2`],
      `${ERASE_LINE}1 of 2${ERASE_LINE}2 of 2`,
    ],
    ['is erased before a message', [`${ERASE_LINE}1 of 2`, ERROR], `${ERASE_LINE}1 of 2${ERASE_LINE}${ERROR}`],
    ['is erased once', [`${ERASE_LINE}1 of 2`, ERASE_LINE, ERROR], `${ERASE_LINE}1 of 2${ERASE_LINE}${ERROR}`],
    ['does not change messages alone', [ERROR, ERROR], ERROR + ERROR],
  ])('%s', (_, texts, expected) => {
    const { host, getOutput } = createHost();
    const io = createProcessIo(host);
    for (const text of texts) io.stderr(text);
    expect(getOutput()).toBe(expected);
  });

  it('is erased before a result', () => {
    const { host, getOutput } = createHost();
    const io = createProcessIo(host);
    io.stderr(`${ERASE_LINE}1 of 2`);
    io.stdout('result\n');
    expect(getOutput()).toBe(`${ERASE_LINE}1 of 2${ERASE_LINE}result\n`);
  });
});

/** A process whose terminal shows both streams. */
function createHost(): { host: HostProcess; getOutput: () => string } {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const terminal = { isTTY: true, on: () => terminal, write };
  const host = { cwd: () => '/', env: {}, stdin: {}, stdout: { ...terminal }, stderr: { ...terminal }, on: () => host };
  return { host: host as unknown as HostProcess, getOutput: () => output };
}
