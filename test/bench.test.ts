/** Checks that the benchmark works, with a hundredth of the data. Does not check times. */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleChildren, type Children } from '../bench/children.ts';
import { ROWS } from '../bench/rows.ts';
import { type Result, renderTable } from '../bench/table.ts';

const cli = path.join(import.meta.dirname, '../dist/cli.js');

describe('the benchmark', () => {
  let directory: string;
  let children: Children;

  beforeAll(async () => {
    // As on a runner, where the event log would be stored through the GitHub API.
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    directory = await mkdtemp(path.join(os.tmpdir(), 'certvigil-bench-test-'));
    children = await bundleChildren(path.join(directory, 'children'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
  });

  it.each(ROWS)('measures $name', async ({ name, also, measure }) => {
    const own = path.join(directory, name);
    await mkdir(own);
    const figures = await measure({ node: process.execPath, cli, children, directory: own, small: true });
    expect(figures).toHaveLength(name === 'validate-5000' ? 1 : also === undefined ? 2 : 3);
    for (const { median, min, memory } of figures) {
      expect(median).toBeGreaterThanOrEqual(min);
      expect(min).toBeGreaterThan(0);
      expect(memory).toBeGreaterThan(10);
    }
  });
});

describe('the table', () => {
  const result: Result = {
    name: 'start',
    measured: 'one',
    against: 'other',
    aim: '< 2 x',
    compare: 'ratio',
    subject: { median: 30, min: 24.6, memory: 51.2 },
    baseline: { median: 20, min: 19, memory: 45 },
  };

  it('compares medians by their ratio', () => {
    expect(renderTable([result], true).split('\n')[2]).toBe(
      '| start | one | other | 30 (25) ms | 20 (19) ms | 1.50 x | < 2 x | 51 MiB / 45 MiB |',
    );
  });

  it('compares by difference if the aim is a difference', () => {
    expect(renderTable([{ ...result, compare: 'difference' }], false)).toMatch(/ {2}\+10 ms {2}/);
  });

  it('shows a dash without a baseline', () => {
    expect(renderTable([{ ...result, baseline: null }], true)).toContain('| 30 (25) ms | - | - | < 2 x | 51 MiB |');
  });
});
