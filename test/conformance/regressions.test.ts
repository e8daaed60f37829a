import { describe, expect, it } from 'vitest';
import { readRegressions } from './regressions.ts';
import { SUITES } from './suites.ts';

describe('cases on which we once differed from another implementation', () => {
  it.each(readRegressions())('have its answer: $room, $oracle, $answer', async ({ room, oracle, one, answer }) => {
    const suite = SUITES.find((one) => one.room === room);
    const ours = (await suite?.answer(one)) ?? '';
    const isAgreed = suite?.agrees?.(ours, answer, oracle) ?? ours === answer;
    expect(isAgreed ? answer : ours).toBe(answer);
  });
});
