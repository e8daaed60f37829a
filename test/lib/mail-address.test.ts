import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMailAddress } from '../../src/lib/mail-address.ts';

it.each<[string, { name: string; address: string }]>([
  ['ops@example.com', { name: '', address: 'ops@example.com' }],
  [' ops@example.com ', { name: '', address: 'ops@example.com' }],
  ['<ops@example.com>', { name: '', address: 'ops@example.com' }],
  ['Operations <ops@example.com>', { name: 'Operations', address: 'ops@example.com' }],
  ['"Doe, Jane" <jane.doe+certs@example.co.uk>', { name: 'Doe, Jane', address: 'jane.doe+certs@example.co.uk' }],
  ['root@localhost', { name: '', address: 'root@localhost' }],
  ['root@[192.0.2.1]', { name: '', address: 'root@[192.0.2.1]' }],
  ['用户@例え.jp', { name: '', address: '用户@例え.jp' }],
])('accepts %j', (text, address) => {
  expect(parseMailAddress(text)).toEqual(address);
});

it.each([
  '',
  'ops',
  '@example/payments',
  '@example.com',
  'ops@',
  'a@example.com, b@example.com',
  'a@b@example.com',
  'a..b@example.com',
  'ops@example..com',
  'ops @example.com',
  'Operations ops@example.com',
  'Ops <ops@example.com',
  'Ops <ops@example.com> <x@example.com>',
  'a@example.com\r\nBcc: b@example.com',
  '"a\nb" <a@example.com>',
  'a@example.com>\r\nDATA',
  'a\u0085b@example.com',
  `${'a'.repeat(65)}@example.com`,
])('rejects %j', (text) => {
  expect(parseMailAddress(text)).toBeNull();
});

it('never accepts an address that could end a header line or angle brackets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, local) => {
      const parsed = parseMailAddress(`${name}<${local}@example.com>`) ?? parseMailAddress(`${local}@example.com`);
      expect(`${parsed?.name}${parsed?.address}`).not.toMatch(/\p{Cc}/u);
      expect(parsed?.address ?? '').not.toMatch(/[<>\s,;"]/);
    }),
  );
});
