/** Recognizes files with encrypted values, which are counted and not read: SOPS, Sealed Secrets, Ansible Vault. */

import type { Format } from '../format.ts';

/** The beginnings of encrypted values or files of SOPS, Sealed Secrets and Ansible Vault. */
const MARKS = ['ENC[AES256_GCM,', 'kind: SealedSecret', '$ANSIBLE_VAULT;'];

export const ENCRYPTED: Format = {
  name: 'encrypted',
  files: /\.(?:ya?ml|json|env|ini|toml|tfvars|txt)$|(?:^|\/)(?:vault|secrets?)[^/.]*$/,
  sniff: (text) => MARKS.some((mark) => text.includes(mark)),
  *read({ text }) {
    const at = MARKS.map((mark) => text.indexOf(mark)).filter((index) => index !== -1);
    yield { kind: 'protected', line: text.slice(0, Math.min(...at)).split('\n').length };
  },
};
