import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import { shareTexts } from '../../src/events/log/share-text.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';

/** Every text is equal to another one, but for the last character. */
const text = fc.constantFrom('CN=a', 'CN=b');

it('a log says the same after equal texts were shared', () => {
  fc.assert(
    fc.property(arbitraryLogs, fc.array(fc.tuple(text, text, text, text), { maxLength: 4 }), (log, texts) => {
      const certificates: EventLog['certificates'] = { ...log.certificates };
      for (const [index, [common_name, san, issuer, fingerprint]] of texts.entries()) {
        const names = { common_name, sans: [san], issuer, signature_algorithm: issuer };
        certificates[index % 2 === 0 ? fingerprint : `id-${index}`] = {
          ...{ ...EMPTY_FACTS, ...names },
          ...{ fingerprint_sha256: fingerprint, valid_to: '2027-03-01T00:00:00Z' },
        };
      }
      const before = { ...log, certificates };
      const after = structuredClone(before);
      shareTexts(after);
      expect(after).toEqual(before);
    }),
  );
});
