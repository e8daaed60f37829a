import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROMISES } from './promises.ts';
import { SUITES } from './suites.ts';

describe('the checks', () => {
  it('are named for each promise of the README, and it links to them', () => {
    const [, features = ''] = /## Features\n([\s\S]*?)\n## /.exec(readFileSync('README.md', 'utf8')) ?? [];
    const promises = Array.from(
      features.matchAll(/^- \[\*\*(.+?)\*\*\]\(docs\/how-we-know\.md#/gm),
      ([, words]) => words,
    );
    expect(promises.length).toBeGreaterThan(5);
    expect(promises).toEqual(PROMISES.map(({ words }) => words));
  });

  it('are all suites', () => {
    const rooms = new Set(PROMISES.flatMap(({ rooms }) => rooms));
    expect(rooms).toEqual(new Set(SUITES.map(({ room }) => room)));
  });
});
