import { expect, it } from 'vitest';
import { ENCRYPTED } from '../../../src/discover/formats/encrypted.ts';

const REPOSITORY = { paths: [], readText: () => null };

it.each([
  ['SOPS', 'a: b\ntls.crt: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nkey: ENC[AES256_GCM,data:x]\n', 2],
  ['Sealed Secrets', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n', 2],
  ['Ansible Vault', '$ANSIBLE_VAULT;1.1;AES256\n3338\n', 1],
])('counts a file encrypted with %s once', (_, text, line) => {
  expect(ENCRYPTED.sniff?.(text)).toBe(true);
  expect([...ENCRYPTED.read({ path: 'a.yaml', text }, REPOSITORY)]).toEqual([{ kind: 'protected', line }]);
});

it('ignores other files', () => {
  expect(ENCRYPTED.sniff?.('kind: Secret\n')).toBe(false);
  expect(ENCRYPTED.files.test('group_vars/all/vault')).toBe(true);
  expect(ENCRYPTED.files.test('docs/sops.md')).toBe(false);
});

it('points at the first encrypted value', () => {
  for (const text of ['\nkind: SealedSecret\na: ENC[AES256_GCM,x]\n', '\na: ENC[AES256_GCM,x]\nkind: SealedSecret\n'])
    expect([...ENCRYPTED.read({ path: 'a.yaml', text }, REPOSITORY)]).toEqual([{ kind: 'protected', line: 2 }]);
});
