import { describe, expect, it } from 'vitest';
import { listNotices } from '../../src/assess/notices.ts';
import type { CrossSign, LiveLocation } from '../../src/domain/index.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { day, settings } from '../events/scenario.ts';

interface Location {
  registration?: { valid_to?: number; statuses?: string[]; registrar?: string | null; registrar_valid_to?: number };
  /** The day on which its stapled response expired; null: it is unusable for another reason. */
  stapleExpired?: number | null;
  crossSigns?: Partial<CrossSign>[];
  /** Whether the path was built without anchors. */
  isUntrusted?: boolean;
  dane?: [result: string, reason: string | null] | 'failed';
}

const CROSS_SIGN: CrossSign = {
  ...{ subject: 'CN=Example Root X2', issuer: 'CN=Old Root', fingerprint_sha256: 'aa' },
  ...{ valid_from: formatIsoTime(day(-388)), valid_to: formatIsoTime(day(10)) },
};

const toTime = (number: number) => formatIsoTime(day(number));

function createLocation({ registration, stapleExpired, crossSigns, isUntrusted, dane }: Location, index: number) {
  const paths = crossSigns && { cross_signs: crossSigns.map((one) => ({ ...CROSS_SIGN, ...one })) };
  const [result, reason] = dane ?? [];
  const state = dane === 'failed' ? { failure: {} } : { records: [{ result, reason }] };
  return {
    location: `${'abcdef'[index]}.example:443`,
    evidence: {
      ...(paths && (isUntrusted ? { presented_path: paths } : { trust: paths })),
      ...(stapleExpired !== undefined && {
        unusable_staple: { expired_at: stapleExpired === null ? null : toTime(stapleExpired) },
      }),
      ...(dane && { dane: { state } }),
    },
    ...(registration && {
      registration: {
        ...{ domain: 'shop.example', statuses: [], registrar: null, ...registration },
        ...{ valid_to: toTime(registration.valid_to ?? 300) },
        ...(registration.registrar_valid_to !== undefined && {
          registrar_valid_to: toTime(registration.registrar_valid_to),
        }),
      },
    }),
  };
}

function list(...locations: Location[]): string[] {
  const live = locations.map(createLocation) as unknown as LiveLocation[];
  return listNotices(live, settings({ thresholds: [30, 7] }), day(0)).map(({ code, detail }) => `${code}: ${detail}\n`);
}

const RENEWED = { statuses: ['auto renew period'] };

it('each notice about a certificate and a domain has its message', async () => {
  const texts = [
    list({ stapleExpired: -1 }),
    list(...[-1, null, -3, -2, -1].map((stapleExpired) => ({ stapleExpired })), {}),
    list({ crossSigns: [{}] }),
    list({ crossSigns: [{ root_expires: true }] }),
    list({ registration: { registrar_valid_to: -65 } }),
    list({ registration: { registrar: 'Example Registrar', registrar_valid_to: -65 } }),
    list({ registration: { ...RENEWED, valid_to: 365 - 45 + 1 } }),
    list({ registration: { ...RENEWED, valid_to: 365 - 45, registrar: 'Example Registrar' } }),
    list({ dane: ['match', 'has the key of a CA'] }),
    list(...Array.from({ length: 5 }, (): Location => ({ dane: ['match', 'has the key of a CA'] }))),
  ];
  expect(texts.map(({ length }) => length)).toEqual(texts.map(() => 1));
  await expect(texts.flat().join('')).toMatchFileSnapshot('../golden/assess/notices.txt');
});

it.each<[string, Location[]]>([
  ['locations without evidence', [{}, {}]],
  ['a staple that is unusable for another reason', [{ stapleExpired: null }]],
  ['a path without cross-signs', [{ crossSigns: [] }]],
  ['a domain on its own', [{ registration: {} }]],
  ['a record that matches what the server sends', [{ dane: ['match', null] }]],
  ['a record that differs', [{ dane: ['differs', 'has another key'] }]],
  ['records that could not be looked up', [{ dane: 'failed' }]],
])('%s cause no notice', (_, locations) => {
  expect(list(...locations)).toEqual([]);
});

describe('a cross-sign', () => {
  it.each<[string, Partial<CrossSign>, number]>([
    ['before its largest threshold', { valid_to: formatIsoTime(day(31, 1)) }, 0],
    ['at its largest threshold', { valid_to: formatIsoTime(day(30, 1)) }, 1],
    ['in its last second', { valid_to: formatIsoTime(day(0)) }, 1],
    ['after its end', { valid_to: formatIsoTime(day(0) - 1000) }, 0],
    ['of unknown beginning', { valid_from: null }, 1],
  ])('%s', (_, crossSign, count) => {
    expect(list({ crossSigns: [crossSign] })).toHaveLength(count);
    expect(list({ crossSigns: [crossSign], isUntrusted: true })).toHaveLength(count);
  });

  it('of several locations is one notice', () => {
    const both = { crossSigns: [{}, { fingerprint_sha256: 'bb', subject: 'CN=Other' }] };
    expect(list(both, both)).toHaveLength(2);
  });
});

it('the message about a domain that its registry renewed names the end of the grace period until it has passed', () => {
  const [ended] = list({ registration: { ...RENEWED, valid_to: 365 - 45 } });
  const [last] = list({ registration: { ...RENEWED, valid_to: 365 - 44 } });
  expect(ended).not.toContain(' until ');
  expect(last).toContain(' until ');
});
