import { expect, it } from 'vitest';
import { listReadingNotes } from '../../../src/app/verify/reading-notes.ts';
import type { UnlistedAddresses } from '../../../src/domain/index.ts';

it('lists one note for each lookup that failed, however many entries share it', () => {
  const unlisted = (host: string): UnlistedAddresses => {
    const failure = {
      code: 'endpoint-addresses-missing',
      detail: `The DNS lookup of the IPv6 addresses of ${host} failed.`,
    };
    return { server: `${host}:443`, family: 6, failure };
  };
  const [shop, mail] = [unlisted('shop.example.com'), unlisted('mail.example.com')];
  expect(listReadingNotes([{}, { unlisted: [shop] }, { unlisted: [shop, mail] }])).toEqual([
    shop.failure,
    mail.failure,
  ]);
});
