import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';
import { SUITES } from './suites.ts';

describe('the defects that suites must find', () => {
  it.each(DEFECTS)('can be brought back: $what', ({ room, file, right, wrong }) => {
    expect(SUITES.map((suite) => suite.room)).toContain(room);
    expect(readFileSync(file, 'utf8').split(right)).toHaveLength(2);
    expect(wrong).not.toBe(right);
  });
});
