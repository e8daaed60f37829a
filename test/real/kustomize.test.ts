import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { KUBERNETES } from '../../src/discover/formats/kubernetes.ts';
import { KUSTOMIZE } from '../../src/discover/formats/kustomize.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const INGRESS = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'shop' } };
const BASE = 'base.example.com';
const CERTIFICATE = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'shop' } };

/** An overlay that replaces all names of its base. */
const FILES: Record<string, unknown> = {
  'base/kustomization.yaml': { resources: ['shop.yaml', 'certificate.yaml'] },
  'base/shop.yaml': { ...INGRESS, spec: { rules: [{ host: BASE }, { host: BASE }], tls: [{ hosts: [BASE] }] } },
  'base/certificate.yaml': { ...CERTIFICATE, spec: { secretName: 'shop', commonName: BASE, dnsNames: [BASE] } },
  'overlay/kustomization.yaml': {
    resources: ['../base'],
    configMapGenerator: [{ name: 'names', literals: ['HOST=pay.example.com'] }],
    patches: [
      {
        target: { kind: 'Ingress' },
        patch:
          '- op: replace\n  path: /spec/rules/0/host\n  value: shop.example.com\n- op: add\n  path: /spec/tls/0/hosts/-\n  value: www.example.com\n',
      },
      { target: { kind: 'Certificate' }, path: 'certificate.yaml' },
      { path: 'tls.yaml' },
    ],
    replacements: [
      {
        source: { kind: 'ConfigMap', name: 'names', fieldPath: 'data.HOST' },
        targets: [{ select: { kind: 'Ingress' }, fieldPaths: ['spec.rules.1.host', 'spec.tls.0.hosts.0'] }],
      },
    ],
  },
  'overlay/certificate.yaml': [
    { op: 'replace', path: '/spec/commonName', value: 'name.example.com' },
    { op: 'replace', path: '/spec/dnsNames', value: ['name.example.com', 'alt.example.com'] },
  ],
  'overlay/tls.yaml': { ...INGRESS, spec: { ingressClassName: 'nginx' } },
};

const REPOSITORY = { paths: [], readText: () => null };

function listHosts(format: typeof KUBERNETES, name: string, text: string): string[] {
  if (format.sniff?.(text) === false) return [];
  return [...format.read({ path: name, text }, REPOSITORY)].flatMap((one) => (one.kind === 'host' ? one.host : []));
}

describeReal('kustomize', { programs: ['kubectl'] }, (kubectl) => {
  let directory: string;

  beforeAll(() => {
    directory = makeDirectory();
    for (const [name, content] of Object.entries(FILES)) {
      mkdirSync(join(directory, dirname(name)), { recursive: true });
      writeFileSync(join(directory, name), stringify(content));
    }
  });
  afterAll(() => removeDirectory(directory));

  it('renders the hosts that the formats find in the files of the overlay', () => {
    const rendered = execFileSync(kubectl, ['kustomize', join(directory, 'overlay')], { encoding: 'utf8' });
    const overlay = Object.entries(FILES).filter(([name]) => name.startsWith('overlay/'));
    const found = overlay.flatMap(([name, content]) =>
      [KUBERNETES, KUSTOMIZE].flatMap((format) => listHosts(format, name, stringify(content))),
    );
    const hosts = listHosts(KUBERNETES, 'rendered.yaml', rendered);
    expect(hosts).toContain('pay.example.com');
    expect([...new Set(found)].sort()).toEqual([...new Set(hosts)].sort());
  });
});
