import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeOldNode } from '../../src/lib/process/node-version.ts';

it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0', '100.0.0', '26.0.0-nightly20261201'])(
  'runs on Node %s',
  (version) => {
    expect(describeOldNode(version)).toBeNull();
  },
);

it.each(['18.20.4', '20.11.1', '20.18.99', '19.99.0', '8.0.0'])('says that Node %s is too old', (version) => {
  expect(describeOldNode(version)).toContain(`error[node-too-old]: Node.js ${version} cannot run certvigil\n`);
});

it('requires the version that the package declares', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(describeOldNode('18.0.0')).toContain(`Node.js ${engines.node.replace('>=', '')} or newer`);
});
