import { describe, expect, it } from 'vitest';
import { indexSuccessors } from '../../src/assess/findings/lagging.ts';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { LivePlace } from '../../src/domain/index.ts';

const holding = (fingerprint: string, ...at: [place: string, previous?: string][]) => {
  const certificate = { fingerprint, facts: { ...EMPTY_FACTS, sans: [], valid_to: '2027-03-01T00:00:00Z' }, chain: [] };
  const live = at.map(([place, previous = null]): LivePlace => {
    const known = { entry: 'shop', source: place, fingerprint, previous, since: null };
    return { ...known, place, failures: 0, failure: null, address: null, evidence: null, path_end: null };
  });
  return { subject: { entry: 'shop', fingerprint, certificate, places: at.map(([place]) => place) }, places: live };
};

describe('what may have taken the place of a certificate', () => {
  it.each([
    ['is what came where it was', [holding('old', ['a.pem']), holding('new', ['b.pem', 'old'])], ['new']],
    [
      'is what its server shows at another address',
      [holding('old', ['h:1@::1']), holding('new', ['h:1@::2'])],
      ['new'],
    ],
    ['is not what is at another server', [holding('old', ['h:1@::1']), holding('new', ['i:1@::2'])], []],
    ['is not what lies beside it', [holding('old', ['a.pem']), holding('new', ['b.pem'])], []],
    ['is never itself', [holding('old', ['h:1@::1'], ['h:1@::2', 'old'])], []],
    ['is named once', [holding('old', ['h:1@::1']), holding('new', ['h:1@::2', 'old'], ['h:1@::3'])], ['new']],
  ])('%s', (_, all, expected) => {
    const [old] = all;
    const found = old === undefined ? [] : indexSuccessors(all)(old);
    expect(found.map(({ subject }) => subject.fingerprint)).toEqual(expected);
  });
});
