import 'reflect-metadata';
import { expect, it } from 'vitest';
import { createTrustEvaluator, evaluateTrust } from '../../../src/app/verify/trust-evaluator.ts';
import type { TrustAnchorFile } from '../../../src/domain/index.ts';
import { DISTRUST_TABLE_DATE } from '../../../src/trust/distrusted-roots.ts';
import { leaf, link, NOW } from '../../helpers/paths.ts';

it.each<[string, TrustAnchorFile | null, boolean, object]>([
  [
    "Mozilla's roots",
    null,
    false,
    {
      kind: 'mozilla',
      description: `Mozilla's roots as shipped with Node.js ${process.versions.node}, corrected by the table of ${DISTRUST_TABLE_DATE}`,
    },
  ],
  [
    'the system',
    { kind: 'system', path: '/etc/ssl/cert.pem', problem: 'is empty' },
    false,
    { kind: 'system', description: 'system store (/etc/ssl/cert.pem)' },
  ],
  [
    'a ca_file',
    { kind: 'ca_file', path: 'pki/root.pem', problem: 'is empty' },
    false,
    { kind: 'ca_file', description: 'ca_file pki/root.pem' },
  ],
  [
    'an expected self-signed certificate',
    null,
    true,
    { kind: 'self_signed', description: 'the certificate itself (expect.self_signed)' },
  ],
])('a verdict on trust names its store: %s', async (_, anchors, self_signed, store) => {
  const { der } = await leaf({ issuer: await link() });
  const request = { host: null, anchors, aia: false, revocation: false, purpose: null, self_signed } as const;
  const evaluated = await evaluateTrust(createTrustEvaluator(NOW), [new Uint8Array(der)], 'a', request);
  expect(evaluated?.trust.store).toEqual(store);
});
