/** Decodes a file that is a PKCS#7 bundle. */

import { createFailure } from '../failures.ts';
import { createFileSlot, type Slot } from '../format-types.ts';
import { PKCS7_BUNDLE, readPkcs7 } from './pkcs7.ts';

/** An Apple provisioning profile is such a bundle too, and is decoded as a profile. `where` names the file in a failure. */
export async function decodePkcs7(bytes: Buffer, where: string): Promise<Slot[]> {
  const { contents, signed } = readPkcs7(bytes, where);
  if (signed?.includes('<plist')) {
    const { decodeProfile } = await import('./apple-profile.ts');
    return decodeProfile(signed, bytes);
  }
  if (contents.length === 0) return [createFileSlot('pkcs7', createFailure('container-empty', where, PKCS7_BUNDLE))];
  return [{ format: 'pkcs7', name: null, contents }];
}
