import { expect, it } from 'vitest';
import { createScanContext } from '../../src/app/scan-context.ts';

const RUN = { GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '7' };

it.each([
  [RUN, 'https://github.com/o/r/actions/runs/7'],
  [{ ...RUN, GITHUB_SERVER_URL: 'https://git.example' }, 'https://git.example/o/r/actions/runs/7'],
  [{ ...RUN, GITHUB_SERVER_URL: 'https://git.example/forge/' }, 'https://git.example/forge/o/r/actions/runs/7'],
  [{ GITHUB_REPOSITORY: 'o/r' }, null],
  [{}, null],
])('with the environment %j the run is %s', (env, expected) => {
  expect(createScanContext(0, { env }).run_url).toBe(expected);
});
