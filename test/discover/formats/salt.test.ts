import { expect, it } from 'vitest';
import { SALT } from '../../../src/discover/formats/salt.ts';

const text = 'acme_cert_configs:\n  a.example.com:\n    names: [b.example.com]\nserver_name: c.example.com\n';

function read(path: string): string[] {
  const repository = { paths: [path], readText: () => text };
  if (!SALT.files.test(path)) return [];
  return [...SALT.read({ path, text }, repository)].flatMap((one) => (one.kind === 'host' ? [one.host] : []));
}

it.each(['pillar/web.sls', 'pillars/web.sls', 'salt/pillar/base/web.sls'])('reads the pillar %s', (path) => {
  expect(read(path)).toContain('c.example.com');
});

it.each(['states/web.sls', 'web.sls', 'pillar-states/web.sls', 'pillar/web.slsx', 'pillar/web.sls.md'])(
  'does not read %s',
  (path) => {
    expect(read(path)).toEqual([]);
  },
);
