import { afterEach, describe, expect, it } from 'vitest';
import { createProcessIo } from '../../src/cli/process-io.ts';

const before = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.stdout, 'columns');
  else Object.defineProperty(process.stdout, 'columns', before);
});

describe('the width of the terminal', () => {
  it.each([
    [132, 132],
    [0, 80],
    [undefined, 80],
  ])('%s is taken for %s', (value, columns) => {
    Object.defineProperty(process.stdout, 'columns', { value, configurable: true });
    expect(createProcessIo().columns).toBe(columns);
  });
});
