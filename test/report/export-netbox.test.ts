import { describe, expect, it } from 'vitest';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { createCsvRenderer } from '../../src/report/document/csv.ts';
import { NETBOX_TABLE, selectForNetBox } from '../../src/report/export/netbox.ts';

function certificate(more: Partial<ReportCertificate> = {}): ReportCertificate {
  return {
    common_name: 'shop.example.com',
    serial_number: '0a1b',
    issuer: 'CN=Example CA,O=Example',
    valid_from: '2026-01-01T10:00:00Z',
    valid_to: '2027-01-01T10:00:00Z',
    fingerprint_sha256: 'ab'.repeat(32),
    key_algorithm: 'RSA',
    key_size: 2048,
    status: 'ok',
    revocation: null,
    sans: ['shop.example.com', 'www.example.com'],
    tenant: 'Retail',
    ...more,
  } as ReportCertificate;
}

const render = (certificates: ReportCertificate[]) =>
  [...createCsvRenderer(NETBOX_TABLE, null)(selectForNetBox(certificates).rows)].join('');

describe('the export for NetBox SSL', () => {
  it('has the columns of its bulk import', () => {
    expect(render([certificate()])).toBe(
      'common_name,serial_number,issuer,valid_from,valid_to,fingerprint_sha256,algorithm,key_size,status,sans,tenant\r\n' +
        `shop.example.com,0A:1B,"CN=Example CA,O=Example",2026-01-01,2027-01-01,${'AB:'.repeat(31)}AB,rsa,2048,active,shop.example.com;www.example.com,Retail\r\n`,
    );
  });

  it.each([
    [{ key_algorithm: 'EC' }, ',ecdsa,'],
    [{ key_algorithm: 'ML-DSA-65' }, ',unknown,'],
    [{ key_algorithm: 'Ed25519' }, ',ed25519,'],
    [{ serial_number: 'a1b' }, ',0A:1B,'],
    [{ status: 'expired' }, ',expired,'],
    [{ status: 'critical' }, ',active,'],
    [{ revocation: { status: 'revoked' } }, ',revoked,'],
  ])('has its values: %j', (more, expected) => {
    expect(render([certificate(more as Partial<ReportCertificate>)])).toContain(expected);
  });

  it('leaves out what it rejects', () => {
    const rows = [
      certificate(),
      certificate({ certificate: 'again' }),
      certificate({ fingerprint_sha256: null }),
      certificate({ serial_number: null }),
      certificate({ common_name: '', serial_number: '0d' }),
      certificate({ serial_number: '0c' }),
    ];
    const selected = selectForNetBox(rows);
    expect(selected.rows.map(({ serial_number }) => serial_number)).toEqual(['0a1b', '0c']);
    expect(selected.skipped).toBe(3);
  });
});
