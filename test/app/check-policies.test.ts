import { hash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkManifestAndPolicies } from '../../src/app/check-policies.ts';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { buildCertificate, pem } from '../helpers/certificates.ts';
import { makeRocaModulus, makeRsaKey } from '../helpers/weak-keys.ts';
import { createTestIo } from '../manifest/io.ts';

// The policy findings of `validate` for certificate files.

const NOW = createTestIo('/').now();
const DAY = 86_400_000;

let top: string;
let directory: string;
beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  directory = path.join(top, 'repository');
  await mkdir(path.join(directory, 'certs'), { recursive: true });
  const times = { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + 800 * DAY) };
  const { certificate } = await createCertificate({ commonName: '*.example.com', ...times });
  await writeFile(path.join(directory, 'certs/weak.pem'), certificate);
  await writeFile(path.join(directory, 'certs/malformed.pem'), 'no certificate');
  await writeFile(path.join(top, 'outside.pem'), certificate);
  const key = makeRsaKey(makeRocaModulus(512));
  const weak = buildCertificate({ key });
  await writeFile(path.join(directory, 'certs/roca.pem'), pem(weak));
  await writeFile(path.join(directory, 'certs/keys.txt'), hash('sha256', key, 'hex'));
  await writeFile(path.join(top, 'outside.txt'), hash('sha256', key, 'hex'));
  await mkdir(path.join(directory, 'many'));
  for (const index of [0, 1, 2, 3, 4]) await writeFile(path.join(directory, `many/${index}.pem`), certificate);
  const shorter = { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + 90 * DAY) };
  const other = await createCertificate({ commonName: '*.example.com', ...shorter });
  await mkdir(path.join(directory, 'mixed'));
  await writeFile(path.join(directory, 'mixed/a.pem'), certificate);
  await writeFile(path.join(directory, 'mixed/b.pem'), other.certificate);
  await symlink(path.join(top, 'outside.pem'), path.join(directory, 'certs/link.pem'));
});
afterAll(() => rm(top, { recursive: true }));

async function check(entry: string, policies: string) {
  await writeFile(
    path.join(directory, 'certvigil.yaml'),
    `version: 1\ncertificates:\n  - name: files\n    ${entry}\nissues: {}\npolicies:\n  ${policies}\n`,
  );
  const { manifest, diagnostics: all } = await checkManifestAndPolicies(null, createTestIo(directory));
  const diagnostics = all.filter(({ code }) => code === 'policy-violation');
  return {
    manifest,
    found: diagnostics.map(({ code, severity, line, column }) => [code, severity, line, column].join(' ')),
    diagnostics,
  };
}

describe('policies', () => {
  it.each([
    ['critical', 'error', false],
    ['warning', 'warning', true],
    ['info', 'notice', true],
  ])('with severity %s are reported as %s', async (severity, as, valid) => {
    const { manifest, found } = await check(
      'file: certs/weak.pem',
      `- { name: sans, severity: ${severity}, san_required: true }`,
    );
    expect(found).toEqual([`policy-violation ${as} 4 11`]);
    expect(manifest !== null).toBe(valid);
  });

  it('report the violation, the file and its pattern', async () => {
    const { found, diagnostics } = await check(
      'file: [certs/malformed.pem, "certs/w*.pem"]',
      '- { name: strict, baseline_requirements: true, wildcard_forbidden: true, usage_required: [serverAuth] }',
    );
    expect(found).toEqual(['policy-violation warning 4 33']);
    expect(diagnostics[0]?.message).toMatch(
      /^"certs\/weak\.pem" violates policy "strict": It is valid for 801 days; .* Wildcard names: \*\.example\.com; .* Key usages: none; /,
    );
  });

  it('report all files of a pattern that violate a policy at once', async () => {
    const { found, diagnostics } = await check('file: "many/*.pem"', '- { name: sans, san_required: true }');
    expect(found).toEqual(['policy-violation warning 4 11']);
    expect(diagnostics[0]?.message).toMatch(
      /^5 certificates \("many\/0\.pem", "many\/1\.pem", "many\/2\.pem" and 2 more\) violate policy "sans": /,
    );
    expect(diagnostics[0]?.hint).toBe('Replace the certificates, or change the policy or its "match".');
  });

  it('say that the files of a pattern violate a policy in several ways', async () => {
    const { diagnostics } = await check('file: "mixed/*.pem"', '- { name: long, max_validity_days: 9 }');
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^2 certificates \("mixed\/a\.pem", "mixed\/b\.pem"\) violate policy "long": the first one: It is valid for 801/,
      ),
    ]);
  });

  it.each([
    ['weak_key_forbidden: true', /Known weaknesses of its key: ROCA \(CVE-2017-15361\); expected: none\./],
    [
      'key_blocklist: certs/keys.txt',
      /The SHA-256 of its key is [0-9a-f]{64}; expected: a key that is not in certs\/keys\.txt/,
    ],
    ['max_key_age_days: 1', /Its key has been in use for 365 days; expected: at most 1 day\./],
  ])('find keys with %s', async (policies, message) => {
    const { diagnostics } = await check('file: "certs/roca.pem"', `- { name: keys, ${policies} }`);
    expect(diagnostics.map((one) => one.message)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['a file that passes', 'file: certs/weak.pem', '- { name: keys, min_key_size: 2048 }'],
    ['a file outside the repository', 'file: ../outside.pem', '- { name: sans, san_required: true }'],
    ['a link to a file outside', 'file: certs/link.pem', '- { name: sans, san_required: true }'],
    [
      'a disabled entry',
      '{ file: certs/weak.pem, enabled: false }'.replace(/[{}]/g, '').trim().replace(', ', '\n    '),
      '- { name: sans, san_required: true }',
    ],
    ['a disabled policy', 'file: certs/weak.pem', '- { name: sans, enabled: false, san_required: true }'],
    ['another entry', 'file: certs/weak.pem', '- { name: sans, match: { status: [expired] }, san_required: true }'],
    ['a date', 'expires: 2027-03-01', '- { name: sans, san_required: true }'],
    [
      'a list of keys outside the repository',
      'file: certs/roca.pem',
      '- { name: keys, key_blocklist: ../outside.txt }',
    ],
    [
      'the keys of other files',
      'file: [certs/weak.pem, certs/roca.pem]',
      '- { name: own, shared_key_forbidden: true }',
    ],
    ['earlier keys', 'file: certs/weak.pem', '- { name: new, new_key_on_renewal: true }'],
  ])('do not apply to %s', async (_, entry, policies) => {
    expect((await check(entry, policies)).found).toEqual([]);
  });
});
