import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runDiscovery } from '../../../src/app/discover/index.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import { createWorkspace } from '../../e2e/certvigil.ts';
import { buildCertificate, pem } from '../../helpers/certificates.ts';
import { createTestIo } from '../../manifest/io.ts';

/** Lists what is found in the files, `PATH VALUE`, with their manifest if they have a valid one. */
async function find(files: Record<string, string>): Promise<string[]> {
  await using workspace = await createWorkspace(files);
  const io = createTestIo(workspace.root);
  const manifest = 'certvigil.yaml' in files ? (await loadManifest(null, io)).manifest : null;
  const { discovery } = await runDiscovery({ manifest, log: null, now: 0 }, io);
  return discovery.findings.map(({ file, value }) => `${file} ${value}`);
}

const DOMAIN = 'certificates: [{ name: registration, domain: acme.dev }]\n';
const MANIFEST = `version: 1\n${DOMAIN}`;

/** All manifests in the documentation. */
const EXAMPLES = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    Array.from(readFileSync(path.join('docs', file), 'utf8').matchAll(/^```ya?ml\n(version: 1\n.*?)^```$/gms)),
  )
  .flatMap(([, text]) => text?.replace(/\bexample\.(?:com|org|net)\b/g, 'acme.dev') ?? []);

describe('discover finds nothing in', () => {
  it('the manifests of the documentation, which have each kind of entry', async () => {
    expect(EXAMPLES.length).toBeGreaterThan(50);
    const files = Object.fromEntries(EXAMPLES.map((text, index) => [`a${index}/certvigil.yaml`, text]));
    expect(await find(files)).toEqual([]);
  });

  it.each<[what: string, files: Record<string, string>]>([
    ['the manifest', { 'certvigil.yaml': MANIFEST }],
    [
      'a manifest with a certificate',
      { 'certvigil.yaml': `version: 1\ncertificates:\n  - name: a\n    pem: |\n${indent(pem(buildCertificate()))}` },
    ],
    ['included files', { 'certvigil.yaml': `${MANIFEST}include: [teams/*.yaml]\n`, 'teams/a.yaml': DOMAIN }],
    [
      'files that a map includes',
      { 'certvigil.yaml': `${MANIFEST}include: [{ path: ./teams/a.yaml }]\n`, 'teams/a.yaml': DOMAIN },
    ],
    [
      'manifests in other directories, and what they include',
      { 'shop/.github/certvigil.yml': 'version: 1\ninclude: [teams/**]\n', 'shop/teams/b/a.yml': DOMAIN },
    ],
    [
      'the includes of a manifest that is not valid',
      { 'certvigil.yaml': 'version: 2\ninclude: [teams/*.yaml]\n', 'teams/a.yaml': DOMAIN },
    ],
    ['a manifest with another name', { 'ops/monitoring.yaml': MANIFEST }],
    [
      'observations',
      {
        'office.jsonl': `{"kind":"header","version":1,"certvigil":"0.1.0"}\n{"chain":["${pem(buildCertificate()).split('\n').slice(1, -2).join('')}"]}\n`,
      },
    ],
  ])('%s', async (_, files) => {
    expect(await find(files)).toEqual([]);
  });
});

describe('discover finds the hosts in', () => {
  it.each<[what: string, files: Record<string, string>, found: string]>([
    [
      'values beside the includes',
      { 'certvigil.yaml': `${MANIFEST}include: [teams/*.yaml]\n`, 'teams/a/b.yaml': DOMAIN },
      'teams/a/b.yaml',
    ],
    ['values with a version', { 'values.yaml': `version: 1\ncertificates: [{ domain: acme.dev }]\n` }, 'values.yaml'],
    [
      'values whose certificates are not entries',
      { 'values.yaml': 'version: 1\ncertificates: [{ name: a, dnsNames: [acme.dev] }]\n' },
      'values.yaml',
    ],
    ['values of another version', { 'values.yaml': `version: 1.2.0\n${DOMAIN}` }, 'values.yaml'],
  ])('%s', async (_, files, found) => {
    expect(await find(files)).toEqual([`${found} acme.dev`]);
  });
});

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '      ');
}
