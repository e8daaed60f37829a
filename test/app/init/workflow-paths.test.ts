import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { listNamedFiles, listWorkflowPaths } from '../../../src/app/init/workflow-paths.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import { createTestIo } from '../../manifest/io.ts';

const OWN = ['certvigil.yaml', '.github/workflows/certvigil-*.yml'];

it.each<[string, string[], string[] | null]>([
  ['paths and globs', ['certs/a.pem', './b.pem', 'c/**/*.crt'], ['certs/a.pem', 'b.pem', 'c/**/*.crt']],
  ['each once', ['a.pem', './a.pem'], ['a.pem']],
  ['nothing outside the repository', ['../a.pem', '/etc/ssl/b.pem', 'c.pem'], ['c.pem']],
  ['no filters for braces, which GitHub does not know', ['certs/{a,b}.pem'], null],
  ['no filters for ?, which means something else to GitHub', ['certs/?.pem'], null],
  ['no filters for very many files', Array.from({ length: 29 }, (_, index) => `${index}.pem`), null],
])('path filters are %s', (_, patterns, expected) => {
  const paths = listWorkflowPaths('certvigil.yaml', patterns, '/repository', '/repository');
  expect(paths).toEqual(expected && [...OWN, ...expected]);
});

it('path filters are relative to the repository, not to the manifest', () => {
  const paths = listWorkflowPaths('certvigil.yaml', ['a.pem', '../b.pem'], '/repository/ops', '/repository');
  expect(paths).toEqual([...OWN, 'ops/a.pem', 'b.pem']);
});

it('a manifest names its includes, certificate files and CA files', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
  try {
    const text = `version: 1
include: ["teams/*.yaml"]
defaults: { ca_file: ca.pem }
certificates:
  - { name: a, file: ["certs/*.pem", b.crt] }
  - { name: b, csv: inventory.csv, map: { name: host, valid_to: end, id: host } }
  - { name: c, endpoint: c.example.com, client_certificate: { cert: client.pem, key: client.key } }
webhooks: { chat: { url: "https://chat.example/", ca_file: chat-ca.pem } }
`;
    writeFileSync(path.join(directory, 'certvigil.yaml'), text);
    const named = listNamedFiles(await loadManifest(null, createTestIo(directory)));
    expect(new Set(named)).toEqual(
      new Set(['teams/*.yaml', 'certs/*.pem', 'b.crt', 'ca.pem', 'chat-ca.pem', 'client.pem', 'inventory.csv']),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
