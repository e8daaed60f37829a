import { describe, expect, it } from 'vitest';
import { indexSuccessors } from '../../src/assess/findings/lagging.ts';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { LiveLocation } from '../../src/domain/index.ts';

const heldCertificate = (fingerprint: string, ...at: [location: string, previous?: string][]) => {
  const certificate = { fingerprint, facts: { ...EMPTY_FACTS, sans: [], valid_to: '2027-03-01T00:00:00Z' }, chain: [] };
  const live = at.map(([location, previous = null]): LiveLocation => {
    const known = { entry: 'shop', source: location, fingerprint, previous, since: null };
    return {
      ...known,
      location,
      failures: 0,
      failure: null,
      observed: {},
      evidence: null,
      path_end: null,
      revoked: null,
      ownership: null,
    };
  });
  return {
    subject: { entry: 'shop', fingerprint, certificate, locations: at.map(([location]) => location) },
    locations: live,
  };
};

describe('a possible successor of a certificate', () => {
  it.each([
    [
      'is one at a location where it was',
      [heldCertificate('old', ['a.pem']), heldCertificate('new', ['b.pem', 'old'])],
      ['new'],
    ],
    [
      'is one at another address of its server',
      [heldCertificate('old', ['h:1@::1']), heldCertificate('new', ['h:1@::2'])],
      ['new'],
    ],
    ['is not one at another server', [heldCertificate('old', ['h:1@::1']), heldCertificate('new', ['i:1@::2'])], []],
    [
      'is not one at a server without addresses',
      [heldCertificate('old', ['h:1@::1']), heldCertificate('new', ['h:1'])],
      [],
    ],
    ['is not one at an unrelated location', [heldCertificate('old', ['a.pem']), heldCertificate('new', ['b.pem'])], []],
    ['is never itself', [heldCertificate('old', ['h:1@::1'], ['h:1@::2', 'old'])], []],
    [
      'is listed once',
      [heldCertificate('old', ['h:1@::1']), heldCertificate('new', ['h:1@::2', 'old'], ['h:1@::3'])],
      ['new'],
    ],
  ])('%s', (_, all, expected) => {
    const [old] = all;
    const found = old === undefined ? [] : indexSuccessors(all)(old);
    expect(found.map(({ subject }) => subject.fingerprint)).toEqual(expected);
  });
});
