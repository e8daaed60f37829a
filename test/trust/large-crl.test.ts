import 'reflect-metadata';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { checkCrl } from '../../src/trust/revocation/evaluate-crl.ts';
import { der } from '../helpers/certificates.ts';
import { link, NOW, readCertificate } from '../helpers/paths.ts';
import { makeList } from '../helpers/revocation.ts';

let bytes: Buffer;
let issuer: CreatedCertificate;
beforeAll(async () => {
  const one = der(0x30, der(0x02, Buffer.alloc(16, 0x55)), der(0x17, '260531000000Z'));
  const count = Math.ceil((50 * 1024 * 1024) / one.length);
  issuer = await link({ subject: 'issuer' });
  bytes = makeList({ issuer, entries: Buffer.alloc(one.length * count, one) });
});

describe('a revocation list of 50 MB', () => {
  it('is read, verified and searched', () => {
    const list = readRevocationList(bytes);
    if (list === null) throw new Error('not read');
    expect(checkCrl(list, readCertificate(issuer), 'The list', NOW)).toBeNull();
    expect(findRevokedEntry(list, Buffer.alloc(16, 0x54))).toBeNull();
    // The slow path is tested too: the bytes of its serial number occur, but not as a serial number.
    expect(findRevokedEntry(list, Buffer.from('170d32', 'hex'))).toBeNull();
  });
});
