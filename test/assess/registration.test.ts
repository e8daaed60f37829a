import { expect, it } from 'vitest';
import { detectRegistrationStatus } from '../../src/assess/findings/registration.ts';
import type { LiveLocation, Registration } from '../../src/domain/index.ts';

type Input = Parameters<typeof detectRegistrationStatus>;

/** The result for the domains at locations: their statuses, and whether this scan read them. */
function detect(...locations: (Partial<Registration> & { isRead: boolean })[]) {
  const live = locations.map(({ isRead, ...over }, index) => {
    const registration = { domain: `d${index}.example`, statuses: [], registrar: null, ...over };
    return { location: `domain:d${index}.example`, registration, evidence: isRead ? {} : null };
  });
  const input = { locations: live as unknown as LiveLocation[] };
  return detectRegistrationStatus({} as Input[0], input as unknown as Input[1]);
}

const detectOne = (over: Partial<Registration>) => detect({ ...over, isRead: true });

const HELD: Registration['statuses'] = ['client hold'];
const UNDECIDED = [{ event: 'certificate.registration_status', qualifier: null }];

it.each([
  ['of a domain that was read and is fine', [{ statuses: [], isRead: true }], [], []],
  ['of a domain that was read and is on hold', [{ statuses: HELD, isRead: true }], ['domain-client-hold'], []],
  ['of a domain that was not read', [{ statuses: [], isRead: false }], [], UNDECIDED],
  [
    'of a domain that was on hold and was not read',
    [{ statuses: HELD, isRead: false }],
    ['domain-client-hold'],
    UNDECIDED,
  ],
  [
    'of two domains of which one was not read',
    [
      { statuses: [], isRead: true },
      { statuses: [], isRead: false },
    ],
    [],
    UNDECIDED,
  ],
])('the status %s', (_, locations, codes, undecided) => {
  const result = detect(...locations);
  expect(result.findings.map(({ code }) => code)).toEqual(codes);
  expect(result.undecided).toEqual(undecided);
});

it('has a detail that says what happened, and who can help', async () => {
  const registrar = 'Example Registrar';
  const details = [
    detectOne({ statuses: ['pending delete', 'redemption period'], registrar }),
    detectOne({ statuses: ['pending delete'] }),
    detectOne({ statuses: ['pending restore'] }),
    detectOne({ statuses: ['server hold'], registrar }),
    detectOne({ statuses: ['client hold'] }),
    detectOne({ statuses: ['inactive'], was_delegated: true }),
  ].flatMap(({ findings }) => findings.map(({ code, qualifier, detail }) => `${code} (${qualifier}): ${detail}\n`));
  await expect(details.join('')).toMatchFileSnapshot('../golden/assess/registration-status.txt');
});

it('is the worst problem, with the domains that have it', () => {
  const { findings } = detect(
    { statuses: ['client hold'], isRead: true },
    { statuses: ['client hold', 'pending delete'], isRead: true },
    { statuses: [], isRead: true },
    { statuses: ['pending delete'], isRead: false },
  );
  expect(findings).toEqual([
    {
      ...{ event: 'certificate.registration_status', qualifier: 'pending-delete', severity: 'critical' },
      ...{ code: 'domain-pending-delete', locations: ['domain:d1.example', 'domain:d3.example'] },
      detail: expect.stringContaining('deletes d1.example'),
    },
  ]);
});

it('a domain that never had name servers is no problem', () => {
  expect(detectOne({ statuses: ['inactive'] }).findings).toEqual([]);
});

it('is decided for certificates, which have no registration', () => {
  const input = { locations: [{ location: 'a:443', evidence: null }] };
  const result = detectRegistrationStatus({} as Input[0], input as unknown as Input[1]);
  expect(result).toEqual({ findings: [], undecided: [] });
});
