import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { leaf, link, NOW, validateTrust } from '../helpers/paths.ts';

// CAs that sign each other, with different expiry dates: any subset of them is sent, in any order.

let end: CreatedCertificate;
let anchor: CreatedCertificate;
let pool: CreatedCertificate[];
beforeAll(async () => {
  const [a, b, c] = [await createKeys(), await createKeys(), await createKeys()];
  anchor = await link({ subject: 'anchor', keys: a });
  const b1 = await link({ subject: 'b', keys: b, issuer: anchor, to: 50 });
  const c1 = await link({ subject: 'c', keys: c, issuer: b1, to: 40 });
  pool = [
    b1,
    c1,
    await link({ subject: 'b', keys: b, issuer: anchor, to: -5 }),
    await link({ subject: 'b', keys: b, issuer: c1, to: 300 }),
    await link({ subject: 'c', keys: c, issuer: anchor, to: 30 }),
    await link({ subject: 'c', keys: c, issuer: b1, to: 60, pathLength: 0 }),
    await link({ subject: 'c', keys: c }),
  ];
  end = await leaf({ issuer: c1, to: 90 });
});

const some = () => fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6]);
const sent = (indexes: readonly number[]) => [end, ...indexes.map((index) => pool[index] as CreatedCertificate)];

/** Whether there is a path, which may be one that OpenSSL does not find. */
const hasPath = (indexes: readonly number[]) => {
  const { trusted, reason } = validateTrust(sent(indexes), [anchor]);
  return trusted || reason === 'wrong-order';
};

it('the order of the certificates only matters to OpenSSL', () => {
  fc.assert(
    fc.property(some(), (indexes) => {
      expect(hasPath(indexes)).toBe(hasPath(indexes.toReversed()));
    }),
  );
});

it('additional certificates never remove trust, and never move the expiry forward', () => {
  const ends = (indexes: readonly number[]) =>
    validateTrust(sent(indexes), [anchor]).trusted
      ? (validateTrust(sent(indexes), [anchor]).effective_valid_to ?? '')
      : '';
  fc.assert(
    fc.property(some(), some(), (indexes, more) => {
      expect(ends([...indexes, ...more]) >= ends(indexes)).toBe(true);
    }),
  );
});

it('a path is trusted until its expiry, and no longer', () => {
  fc.assert(
    fc.property(some(), (indexes) => {
      const trust = validateTrust(sent(indexes), [anchor]);
      if (!trust.trusted) return;
      const last = Date.parse(trust.effective_valid_to ?? '');
      expect(last).toBeGreaterThan(NOW);
      expect(validateTrust(sent(indexes), [anchor], { now: last }).trusted).toBe(true);
      expect(validateTrust(sent(indexes), [anchor], { now: last + 1 }).trusted).toBe(false);
    }),
  );
});
