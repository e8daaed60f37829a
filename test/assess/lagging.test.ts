import { describe, expect, it } from 'vitest';
import { detectLagging } from '../../src/assess/findings/lagging.ts';
import { detectRenewalFailing } from '../../src/assess/findings/renewal-failing.ts';
import type { Certificate, CertificateFacts, LiveLocation, RenewalState, Status } from '../../src/domain/index.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { day, certificate as makeCertificate, settings } from '../events/scenario.ts';

type Location = Partial<LiveLocation> & { location: string };

const EVIDENCE = {};

const live = (fingerprint: string | null, { since = formatIsoTime(day(60)), ...more }: Location): LiveLocation => ({
  ...{ entry: 'shop', source: 'shop', fingerprint, previous: null, since, failures: 0, failure: null },
  ...{ observed: {}, evidence: EVIDENCE, path_end: null, revoked: null, ownership: null, ...more },
});

/** Issued on day 0 for 90 days, so that its renewal is due on day 60. */
const OLD = makeCertificate('shop', { from: day(0), to: day(90) });
const NEW = makeCertificate('shop-new', { from: day(60), to: day(150) });

interface Situation {
  old?: Partial<CertificateFacts>;
  /** Locations of the old certificate. */
  behind: Location[];
  /** Each a newer certificate with its locations. */
  ahead: { facts?: Partial<CertificateFacts>; locations: Location[] }[];
  now?: number;
  known?: Record<string, CertificateFacts>;
}

function detect({ old = {}, behind, ahead, now = day(70), known = {} }: Situation) {
  const facts = { ...OLD.facts, ...old };
  return detectLagging({ ...OLD, facts } as Certificate, {
    ...{ locations: behind.map((one) => live(OLD.fingerprint, one)), renewal: null, date_status: 'ok', now },
    settings: settings(),
    others: ahead.map(({ facts: own, locations }) => {
      const certificate = { ...NEW, facts: { ...NEW.facts, common_name: facts.common_name, sans: facts.sans, ...own } };
      return {
        subject: {
          entry: 'shop',
          fingerprint: NEW.fingerprint,
          certificate,
          locations: locations.map(({ location }) => location),
        },
        locations: locations.map((one) => live(NEW.fingerprint, one)),
      };
    }),
    findFacts: (fingerprint) => known[fingerprint] ?? null,
  });
}

const UNDECIDED = { findings: [], undecided: [{ event: 'certificate.lagging', qualifier: null }] };
const NOTHING = { findings: [], undecided: [] };
const PREVIOUS = { previous: OLD.facts.fingerprint_sha256 };

const lags = (situation: Situation) => detect(situation).findings.length === 1;

describe('a certificate that was replaced elsewhere', () => {
  it('is reported with the locations that have it, and how many have replaced it', () => {
    const one = detect({
      behind: [{ location: 'a.pem' }],
      ahead: [{ locations: [{ location: 'b.pem', ...PREVIOUS }] }],
    });
    expect(one).toEqual({
      findings: [
        {
          ...{
            event: 'certificate.lagging',
            qualifier: '',
            severity: 'warning',
            code: 'locations-disagree',
            locations: ['a.pem'],
          },
          detail:
            'a.pem still has the certificate that expires at 2027-04-01T06:00:00Z, which another location has replaced. ' +
            'Deploy the new certificate there too, or reload the server.',
        },
      ],
      undecided: [],
    });
    const many = detect({
      behind: ['a', 'b', 'c', 'd', 'e', 'f'].map((location) => ({ location })),
      ahead: [
        {
          locations: [
            { location: 'x', ...PREVIOUS },
            { location: 'y', ...PREVIOUS },
          ],
        },
        { locations: [{ location: 'z', ...PREVIOUS }] },
      ],
    });
    expect(many.findings[0]?.detail).toBe(
      'a, b, c, d, e and 1 more still have the certificate that expires at 2027-04-01T06:00:00Z, which 3 other locations have ' +
        'replaced. Deploy the new certificate there too, or reload the server.',
    );
  });

  it('is undecided until the first replacement has settled, and while no location can be read', () => {
    const settles = (...since: number[]) => ({
      behind: [{ location: 'a' }],
      ahead: since.map((at) => ({ locations: [{ location: 'b', ...PREVIOUS, since: formatIsoTime(at) }] })),
    });
    expect(detect(settles(day(70) - 6 * 3_600_000 + 1000))).toEqual(UNDECIDED);
    expect(lags(settles(day(70) - 6 * 3_600_000))).toBe(true);
    expect(detect(settles(day(70) - 3_600_000, day(70)))).toEqual(UNDECIDED);
    expect(lags(settles(day(70), day(60)))).toBe(true);
    expect(lags(settles(day(60), day(70)))).toBe(true);
    const unread = { behind: [{ location: 'a', evidence: null }], ahead: settles(day(60)).ahead };
    expect(detect(unread)).toEqual(UNDECIDED);
    const partly = detect({ ...unread, behind: [...unread.behind, { location: 'b' }] });
    expect(partly.findings[0]?.locations).toEqual(['b']);
  });

  it('is not reported without a newer certificate, or if it is not known since when there is one', () => {
    expect(detect({ behind: [{ location: 'a' }], ahead: [] })).toEqual(NOTHING);
    const location = { location: 'b', ...PREVIOUS, since: null };
    expect(detect({ behind: [{ location: 'a' }], ahead: [{ locations: [location] }] })).toEqual(NOTHING);
    expect(lags({ behind: [{ location: 'a' }], ahead: [{ locations: [location, { location: 'c' }] }] })).toBe(true);
  });
});

describe('a successor', () => {
  const withFacts = (facts: Partial<CertificateFacts>) =>
    lags({ behind: [{ location: 'a' }], ahead: [{ facts, locations: [{ location: 'b', ...PREVIOUS }] }] });

  it.each<[string, Partial<CertificateFacts>, boolean]>([
    ['expires a second later', { valid_to: formatIsoTime(day(90) + 1000) }, true],
    ['does not expire at the same time', { valid_to: formatIsoTime(day(90)) }, false],
    ['has the same key algorithm', { key_algorithm: 'Ed448' }, false],
    ['covers its names', { common_name: 'other', sans: ['other.example'] }, false],
  ])('%s', (_, facts, expected) => {
    expect(withFacts(facts)).toBe(expected);
  });

  it('is at one location where the other was before', () => {
    const at = (...locations: Location[]) => lags({ behind: [{ location: 'a' }], ahead: [{ locations }] });
    expect(at({ location: 'b', ...PREVIOUS }, { location: 'c' })).toBe(true);
    expect(at({ location: 'b' }, { location: 'c' })).toBe(false);
  });

  const beside = (
    more: Partial<Situation> = {},
    location: Partial<Location> = {},
    facts: Partial<CertificateFacts> = {},
  ) =>
    lags({
      behind: [{ location: 'h:1@::1', since: formatIsoTime(day(60)) }],
      ahead: [{ facts, locations: [{ location: 'h:1@::2', since: formatIsoTime(day(60)), ...location }] }],
      ...more,
    });

  it('may be at another address of the same server, which is written with an at sign', () => {
    expect(beside()).toBe(true);
    expect(beside({}, { location: 'i:1@::2' })).toBe(false);
    expect(beside({}, { location: 'h:1' })).toBe(false);
    expect(beside({ behind: [{ location: 'h:1' }] })).toBe(true);
    const both = [{ location: 'i:1@::2' }, { location: 'h:1@::2' }];
    expect(beside({ ahead: [{ locations: both }] })).toBe(true);
  });

  it('was issued there when the other was due, within a twentieth of its lifetime', () => {
    const due = day(60) - 4.5 * 86_400_000;
    expect(beside({}, {}, { valid_from: formatIsoTime(due) })).toBe(true);
    expect(beside({}, {}, { valid_from: formatIsoTime(due - 1000) })).toBe(false);
    expect(beside({}, {}, { valid_from: null })).toBe(true);
    expect(beside({ old: { valid_from: null } }, {}, { valid_from: formatIsoTime(day(0)) })).toBe(true);
  });

  it('is not the certificate of an address that joined later', () => {
    const since = (at: number | null) => ({ since: at === null ? null : formatIsoTime(at) });
    const joined = (location: number | null, ...behind: (number | null)[]) =>
      beside({
        behind: behind.map((at, index) => ({ location: `h:1@::1${index}`, ...since(at) })),
        ahead: [
          {
            locations: [
              { location: 'h:1@::2', ...since(location) },
              { location: 'other', ...since(day(60)) },
            ],
          },
        ],
      });
    expect(joined(day(60), day(60))).toBe(true);
    expect(joined(day(61), day(60))).toBe(false);
    expect(joined(day(61), day(62), day(60))).toBe(false);
    expect(joined(day(61), null)).toBe(true);
    expect(joined(null, day(60))).toBe(true);
  });

  it('is not the certificate of an address that had one of its own', () => {
    const before = { ...OLD.facts, common_name: 'shop' };
    const had = (facts: Partial<CertificateFacts>) =>
      beside({ known: { before: { ...before, ...facts } } }, { previous: 'before', since: formatIsoTime(day(61)) });
    // It had renewed the old certificate there, and was renewed again.
    expect(had({ valid_from: formatIsoTime(day(59)), valid_to: formatIsoTime(day(140)) })).toBe(true);
    expect(had({ valid_from: formatIsoTime(day(59)), valid_to: formatIsoTime(day(89)) })).toBe(false);
    expect(had({ valid_from: formatIsoTime(day(30)), valid_to: formatIsoTime(day(120)) })).toBe(false);
    expect(beside({}, { previous: 'forgotten', since: formatIsoTime(day(61)) })).toBe(true);
  });
});

describe('a renewal that fails', () => {
  const state = (more: Partial<RenewalState>): RenewalState => ({
    ...{ managed: true, state: 'failing', reason: null, since: null, ...more },
  });
  const detectFailing = (states: (RenewalState | undefined | null)[], date_status: Status = 'ok') =>
    detectRenewalFailing(OLD as Certificate, {
      ...{ others: [], renewal: null, date_status, now: day(70), settings: settings(), findFacts: () => null },
      locations: states.map((renewal_state, index) =>
        live(OLD.fingerprint, {
          location: `acm:${index}`,
          evidence: renewal_state === null ? null : {},
          observed: { ...(renewal_state && { renewal_state }) },
        }),
      ),
    });

  it('has a detail with its reason and what to do', async () => {
    const reasons = [
      ...[
        'PENDING_VALIDATION',
        'INELIGIBLE',
        'CAA_ERROR',
        'CAA',
        'CONFIG',
        'RenewalOverdue',
        'IssuanceHangs',
        'OTHER',
        'constructor',
      ],
      ...['AUTHORIZATION_ISSUE', 'FAILED_NOT_VISIBLE', 'FAILED_CAA_CHECKING', 'FAILED_CAA_FORBIDDEN'],
      ...['PROVISIONING_FAILED_PERMANENTLY', null],
    ];
    const all = [
      ...reasons.map((reason) => [state({ reason })]),
      [state({ since: '2027-01-02T00:00:00Z' })],
      [state({ reason: 'CAA', since: '2027-01-02T00:00:00Z' }), state({ reason: 'CONFIG' })],
    ];
    const details = all.map((states) =>
      detectFailing(states)
        .findings.map(({ detail }) => `${detail}\n`)
        .join(''),
    );
    await expect(details.join('')).toMatchFileSnapshot('../golden/assess/renewal-failing.txt');
  });

  it('is reported for the locations where it does', () => {
    const undecided = [{ event: 'certificate.renewal_failing', qualifier: null }];
    const ok = state({ state: 'ok' });
    expect(detectFailing([ok, state({}), state({ managed: false }), null])).toEqual({
      findings: [
        {
          ...{ event: 'certificate.renewal_failing', qualifier: '', severity: 'warning', code: 'renewal-failing' },
          ...{ detail: expect.any(String), locations: ['acm:1'] },
        },
      ],
      undecided: [],
    });
    expect(detectFailing([ok, undefined])).toEqual(NOTHING);
    expect(detectFailing([ok, null])).toEqual({ findings: [], undecided });
    expect(detectFailing([state({})], 'expired')).toEqual({ findings: [], undecided });
  });
});
