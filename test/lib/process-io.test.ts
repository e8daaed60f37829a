import { afterEach, describe, expect, it } from 'vitest';
import { createProcessIo } from '../../src/lib/process/process-io.ts';

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
