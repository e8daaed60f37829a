/** A PKCS#7 bundle in a file of its own. */

import { createFailure } from '../failures.ts';
import type { Slot } from '../format-types.ts';
import { PKCS7_BUNDLE, readPkcs7 } from './pkcs7.ts';

/** An Apple provisioning profile is one too, and is read as that. `where` names the file in a failure. */
export async function decodePkcs7(bytes: Buffer, where: string): Promise<Slot[]> {
  const { findings, signed } = readPkcs7(bytes, where);
  if (signed?.includes('<plist')) {
    const { decodeProfile } = await import('./apple-profile.ts');
    return decodeProfile(signed, bytes);
  }
  const isEmpty = findings.length === 0;
  return [
    {
      format: 'pkcs7',
      slot: null,
      findings: isEmpty ? [createFailure('container-empty', where, PKCS7_BUNDLE)] : findings,
    },
  ];
}
