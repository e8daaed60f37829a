import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFleet, FLEET_TIME } from '../../scripts/fleet/index.ts';
import { STATUS_ORDER } from '../../src/dashboard/data.ts';
import { renderCsv } from '../../src/dashboard/model/csv.ts';
import { countValues, findFacet, listFacets } from '../../src/dashboard/model/facets.ts';
import { selectCertificates } from '../../src/dashboard/model/filter.ts';
import {
  formatDate,
  formatDuration,
  formatExpiry,
  formatRemaining,
  formatTime,
  shortenName,
} from '../../src/dashboard/model/format.ts';
import {
  countExpiriesByWeek,
  groupByMonth,
  groupCertificates,
  listExpiredSince,
} from '../../src/dashboard/model/groups.ts';
import { describeTasks, listTasks } from '../../src/dashboard/model/headline.ts';
import { formatKinds, listAll } from '../../src/dashboard/model/kinds.ts';
import { listMarks } from '../../src/dashboard/model/scale.ts';
import {
  chooseValues,
  countFilters,
  createState,
  formatHash,
  hasFilters,
  type PageState,
  parseHash,
  parseRange,
  SORT_KEYS,
  VIEWS,
} from '../../src/dashboard/model/state.ts';
import { createStore } from '../../src/dashboard/model/store.ts';
import { isWebAddress, splitText } from '../../src/lib/text/text-parts.ts';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import type { ReportSource } from '../../src/report/kinds/report-kind.ts';
import { readData } from '../report/pages.ts';
import { certificate, createSource, report } from '../report/samples.ts';
import { renderText } from '../report/texts.ts';

const NOW = FLEET_TIME / 1000;
const DAY = 86_400;

function createStoreFrom(source: ReportSource, now = NOW) {
  return createStore(readData(renderText(createHtmlReport())(source)), now);
}

const store = createStoreFrom(createFleet(400));
const select = (part: Partial<PageState>) => selectCertificates(store, createState('certificates', part));

describe('the address', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((name) => `labels.${name}`);
  const facetKey = fc.oneof(
    fc.constantFrom('owner', 'issuer', 'reason', 'policy', 'quantum', 'labels.__proto__'),
    label,
  );
  const state: fc.Arbitrary<PageState> = fc.record({
    view: fc.constantFrom(...VIEWS),
    search: text,
    status: fc.subarray([...STATUS_ORDER]),
    facets: fc.dictionary(facetKey, fc.array(text, { minLength: 1, maxLength: 3 }), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    by: facetKey,
    findings: fc.boolean(),
    expires: fc.constantFrom(null, '2026-11-17..2026-12-01'),
    sort: fc.constantFrom(...SORT_KEYS),
    descending: fc.boolean(),
    certificate: fc.option(text),
  });

  it('has everything that the page shows', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(parseHash(formatHash(one))).toEqual(one);
      }),
    );
  });

  it.each(['', '#', '#/', '#/unknown', '#/overview?status=wrong&sort=wrong&expires=2026-1-1'])(
    'shows the overview for %j',
    (hash) => {
      expect(parseHash(hash)).toEqual(createState('overview'));
    },
  );

  it('is readable', () => {
    const shown = createState('certificates', {
      status: ['expired', 'critical'],
      facets: { owner: ['@example/web', ''], 'labels.env': ['prod'] },
      sort: 'expires',
    });
    expect(formatHash(shown)).toBe(
      '#/certificates?status=expired,critical&owner=@example%2Fweb&owner=&labels.env=prod&sort=expires',
    );
  });

  it('of an earlier version shows the same', () => {
    expect(parseHash('#/owners')).toEqual(createState('groups'));
    expect(parseHash('#/issuers')).toEqual(createState('groups', { by: 'issuer' }));
    const facets = { owner: ['@example/web'], 'labels.team': ['a=b'] };
    expect(parseHash('#/certificates?owner=@example%2Fweb&label=team=a=b')).toEqual(
      createState('certificates', { facets }),
    );
  });

  it('does without a facet of which nothing is chosen any more', () => {
    const facets = chooseValues({ owner: ['a'], reason: ['b'] }, 'owner', []);
    expect(facets).toEqual({ reason: ['b'] });
    expect(chooseValues(facets, 'owner', ['c', 'd'])).toEqual({ reason: ['b'], owner: ['c', 'd'] });
  });

  it('includes both days of a range', () => {
    expect(parseRange('2026-11-17..2026-11-17')).toEqual({ from: 1794873600, to: 1794960000 });
    expect(['2026-13-01..2026-12-01', 'x', null].map(parseRange)).toEqual([null, null, null]);
  });

  it('says whether a filter is set', () => {
    expect(hasFilters(createState('certificates', { sort: 'name', descending: true, certificate: 'x' }))).toBe(false);
    expect(hasFilters(createState('certificates', { facets: { owner: [''] } }))).toBe(true);
    const state = createState('certificates', { search: 'x', facets: { owner: ['', 'a'] }, findings: true });
    expect(countFilters(state)).toBe(3);
  });
});

describe('the filters', () => {
  const all = Array.from({ length: store.size }, (_, index) => index);

  it('keep the order of urgency', () => {
    expect(select({})).toEqual(all);
  });

  it('select statuses', () => {
    const found = select({ status: ['expired', 'warning'] });
    expect(found).toEqual(all.filter((index) => ['expired', 'warning'].includes(store.getStatus(index))));
    expect(found.length).toBeGreaterThan(5);
  });

  const choose = (facets: PageState['facets']) => select({ facets });

  it('select an owner, several, and certificates without one', () => {
    const list = (...owners: (string | null)[]) => all.filter((index) => owners.includes(store.getOwner(index)));
    expect(choose({ owner: ['@example/web'] })).toEqual(list('@example/web'));
    expect(choose({ owner: ['@example/web', '@example/data'] })).toEqual(list('@example/web', '@example/data'));
    expect(choose({ owner: [''] })).toEqual(list(null));
    expect(choose({ owner: ['', '@example/web'] })).toEqual(list(null, '@example/web'));
    expect(choose({ owner: ['nobody'] })).toEqual([]);
  });

  it('select what has a value of each facet', () => {
    const issuer = 'CN=Example TLS CA G4,O=Example';
    expect(choose({ issuer: [issuer] })).toEqual(all.filter((index) => store.getIssuer(index) === issuer));
    const has = (index: number, pair: string) => store.getLabels(index).some((one) => one.join('=') === pair);
    const found = choose({ 'labels.team': ['web', 'data'], 'labels.env': ['prod'] });
    expect(found).toEqual(
      all.filter((index) => has(index, 'env=prod') && (has(index, 'team=web') || has(index, 'team=data'))),
    );
    expect(found.length).toBeGreaterThan(5);
    expect(choose({ 'labels.unknown': ['x'] })).toEqual([]);
    expect(choose({ 'labels.unknown': [''] })).toEqual(all);
    expect(choose({ reason: ['no intermediate'] }).map(store.getEntry)).toEqual(['admin-eu1']);
  });

  it('select certificates with findings', () => {
    expect(select({ findings: true }).map(store.getEntry).sort()).toEqual([
      ...['admin-eu1', 'billing-us1', 'grafana-eu2', 'login-ap1', 'status-us2'],
    ]);
  });

  it('select expiries of some days', () => {
    const found = select({ expires: '2026-12-01..2026-12-31' });
    const days = found.map((index) =>
      new Date((store.data.columns.until[index] ?? 0) * 1000).toISOString().slice(0, 7),
    );
    expect(new Set(days)).toEqual(new Set(['2026-12']));
  });

  it('search all words in names, hosts, owners, issuers, labels and codes, in any case', () => {
    const names = (search: string) => select({ search }).map(store.getName);
    expect(names('VPN eu1 443')).toEqual(expect.arrayContaining(['vpn-eu1']));
    expect(names('missing-intermediate')).toEqual(['admin-eu1']);
    expect(names('endpoint-timeout')).toEqual(['mail-eu1']);
    expect(names('team=web').length).toBe(choose({ 'labels.team': ['web'] }).length);
    expect(names('untrusted intermediate')).toEqual(['admin-eu1']);
    expect(names('no such text')).toEqual([]);
  });

  it('sort both ways, and leave what has no value at the end', () => {
    for (const sort of SORT_KEYS) {
      const [up, down] = [select({ sort }), select({ sort, descending: true })];
      expect(up.toSorted((a, b) => a - b)).toEqual(all);
      expect(down.toSorted((a, b) => a - b)).toEqual(all);
    }
    const untils = select({ sort: 'expires' }).map((index) => store.data.columns.until[index] ?? null);
    expect(untils.at(-1)).toBeNull();
    expect(
      select({ sort: 'expires', descending: true })
        .map((index) => store.data.columns.until[index])
        .at(-1),
    ).toBeNull();
    const known = untils.filter((until) => until !== null);
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    const names = select({ sort: 'name', descending: true }).map(store.getName);
    expect(names).toEqual(names.toSorted().reverse());
  });
});

describe('links to certificates', () => {
  it('find each certificate', () => {
    const wrong = Array.from({ length: store.size }, (_, index) => index).filter(
      (index) => store.findById(store.getId(index)) !== index,
    );
    expect(wrong).toEqual([]);
  });

  const at = (name: string, location: string, print: string) =>
    certificate(name, 'ok', 9, {
      fingerprint_sha256: print.repeat(64),
      locations: [{ location, observed: {}, error: null }],
    });
  const create = (certificates: ReturnType<typeof at>[], include: string[] | null = null) =>
    createStoreFrom(createSource(report(certificates), { dashboard: { title: 'x', include } }));
  const renewed = create([
    at('shop', 'shop:443', 'a'),
    at('pair', 'one:443', 'b'),
    at('pair', 'one:443', 'c'),
    at('pair', 'all.pem#0123456789ab', 'd'),
  ]);
  const listIds = (from: typeof store) => listAll(from).map(from.getId);

  it('have the entry, and the location if the entry has several certificates', () => {
    expect(listIds(renewed)).toEqual(['shop', 'pair:one:443', 'pair:one:443~2', 'pair:all.pem']);
  });

  it('survive a renewal', () => {
    const before = create([at('pair', 'one:443', 'e'), at('pair', 'all.pem#ba9876543210', 'f')]);
    expect(listIds(before).map(renewed.findById)).toEqual([1, 3]);
  });

  it('with a fingerprint, as in an earlier version, find the certificate, or else another of its entry', () => {
    expect(renewed.findById(`pair:${'d'.repeat(12)}`)).toBe(3);
    expect(renewed.findById(`pair:${'0'.repeat(12)}`)).toBe(1);
    expect(renewed.findById('pair:gone.pem')).toBe(1);
  });

  it('find nothing if the entry is gone', () => {
    expect(renewed.findById('removed:000000000000')).toBeUndefined();
  });

  it('have numbers if neither locations nor fingerprints are published', () => {
    const bare = create([at('pair', 'one:443', 'b'), at('pair', 'two:443', 'c')], []);
    expect(listIds(bare)).toEqual(['pair:', 'pair:~2']);
  });
});

describe('the facets', () => {
  it('are what certificates have, and each label', () => {
    expect(listFacets(store).map(({ key }) => key)).toEqual([
      ...['owner', 'issuer', 'reason', 'policy', 'quantum', 'labels.env', 'labels.team'],
    ]);
    const bare = createStoreFrom(createSource(report([certificate('a', 'ok', 9, { issuer: null, labels: {} })])));
    expect(listFacets(bare)).toEqual([]);
  });

  it('count their values in the order of the texts, and what has none', () => {
    const one = (name: string, owner: string | null) => certificate(name, 'ok', 9, { owner });
    const small = createStoreFrom(createSource(report([one('a', 'b'), one('b', null), one('c', 'A'), one('d', 'b')])));
    const facet = findFacet(small, 'owner');
    expect(facet && countValues(small, facet)).toEqual([
      ['A', 1],
      ['b', 2],
      ['', 1],
    ]);
  });
});

describe('groups', () => {
  const group = (key: string) => {
    const facet = findFacet(store, key);
    return facet === undefined ? [] : groupCertificates(store, facet);
  };

  it.each(['owner', 'issuer', 'labels.team', 'labels.env'])(
    'by %s contain every certificate once, most urgent first',
    (by) => {
      const groups = group(by);
      expect(groups.length).toBeGreaterThan(1);
      expect(groups.reduce((sum, { total }) => sum + total, 0)).toBe(store.size);
      const expired = groups.map(({ counts }) => counts[0] ?? 0);
      expect(expired).toEqual(expired.toSorted((a, b) => b - a));
      for (const { counts, total } of groups) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
    },
  );

  it('have the next expiry that is not past', () => {
    for (const { next } of group('owner')) expect(next ?? NOW).toBeGreaterThanOrEqual(NOW);
  });

  it('by week contain every expiry of the next 53 weeks', () => {
    const weeks = countExpiriesByWeek(store, 53);
    const end = (weeks.at(-1)?.start ?? 0) + 7 * DAY;
    const expected = store.data.columns.until.filter((until) => until !== null && until >= NOW && until < end).length;
    expect(weeks.reduce((sum, { total }) => sum + total, 0)).toBe(expected);
    expect(new Date((weeks[0]?.start ?? 0) * 1000).getUTCDay()).toBe(1);
  });
});

describe('weeks', () => {
  it('belong to the month of their middle day', () => {
    const monday = Date.UTC(2026, 10, 23) / 1000;
    const weeks = [1, 2, 4].map((total, index) => ({ start: monday + index * 7 * DAY, total }));
    const [november, december] = [monday + 7 * DAY, monday + 21 * DAY];
    expect(groupByMonth(weeks)).toEqual([
      { name: 'Nov 2026', start: monday, end: november, total: 1, weeks: 1 },
      { name: 'Dec 2026', start: november, end: december, total: 6, weeks: 2 },
    ]);
  });
});

describe('an old page', () => {
  it('counts what expired since the scan', () => {
    expect(listExpiredSince(store)).toEqual([]);
    const later = createStoreFrom(createFleet(400), NOW + 10 * DAY);
    const due = later.data.columns.until.filter((until) => until !== null && until >= NOW && until < NOW + 10 * DAY);
    expect(listExpiredSince(later)).toHaveLength(due.length);
    expect(due.length).toBeGreaterThan(0);
  });

  it('does not trust a clock that is behind the scan', () => {
    expect(createStoreFrom(createFleet(3), NOW - 30 * DAY).now).toBe(NOW);
  });
});

describe('the headline', () => {
  const describeStatuses = (...statuses: Parameters<typeof certificate>[1][]) =>
    describeTasks(
      createStoreFrom(createSource(report(statuses.map((status, at) => certificate(`c${at}`, status, 3))))),
    );

  it.each([
    [[], 'No certificates are monitored'],
    [['expired', 'critical', 'ok'], '2 certificates need action now'],
    [['critical', 'unknown'], '1 certificate needs action now'],
    [['unknown', 'warning'], '1 certificate could not be read'],
    [['warning', 'not_yet_valid'], 'Nothing is critical, 1 to look at soon'],
    [['not_yet_valid', 'ok'], 'Nothing is critical, 1 not yet valid'],
    [['ok'], 'The certificate is fine'],
    [['ok', 'ok'], 'All 2 certificates are fine'],
  ] as const)('of %j is: %s', (statuses, headline) => {
    expect(describeStatuses(...statuses)).toBe(headline);
  });

  const KINDS = {
    shop: {},
    tests: { kind: 'fixture' },
    domain: { kind: 'domain', what: 'domain registration' },
    licence: { kind: 'date', what: 'licence' },
    'date of a certificate': { kind: 'date' },
  } as const;
  const createMixed = (...all: (readonly [keyof typeof KINDS, Parameters<typeof certificate>[1]])[]) =>
    createStoreFrom(createSource(report(all.map(([name, status]) => certificate(name, status, 3, KINDS[name])))));

  it.each([
    [[['domain', 'ok']], 'The domain registration is fine'],
    [[['domain', 'critical']], '1 domain registration needs action now'],
    [
      [
        ['shop', 'expired'],
        ['domain', 'critical'],
        ['licence', 'ok'],
      ],
      '1 certificate and 1 domain registration need action now',
    ],
    [
      [
        ['licence', 'unknown'],
        ['shop', 'ok'],
      ],
      '1 date could not be read',
    ],
    [
      [
        ['shop', 'ok'],
        ['date of a certificate', 'ok'],
      ],
      'All 2 certificates are fine',
    ],
    [
      [
        ['domain', 'ok'],
        ['domain', 'ok'],
      ],
      'All 2 domain registrations are fine',
    ],
    [
      [
        ['shop', 'ok'],
        ['tests', 'ok'],
        ['domain', 'ok'],
        ['licence', 'ok'],
      ],
      'All is fine: 1 certificate, 1 test certificate, 1 domain registration and 1 date',
    ],
  ] as const)('of the kinds %j is: %s', (all, headline) => {
    expect(describeTasks(createMixed(...all))).toBe(headline);
  });

  it('tells what there is by its kind, and what to do with test certificates last', () => {
    const mixed = createMixed(['tests', 'warning'], ['shop', 'warning'], ['domain', 'warning']);
    expect(formatKinds(mixed, listAll(mixed))).toBe('1 certificate, 1 test certificate and 1 domain registration');
    expect(listTasks(mixed).map(mixed.getEntry)).toEqual(['shop', 'domain', 'tests']);
    expect(formatKinds(mixed, [])).toBe('0 certificates');
  });
});

describe('the tasks', () => {
  it('of certificates that are ok by their dates have the severity of their findings', () => {
    const finding = {
      event: 'certificate.lagging',
      qualifier: '',
      code: 'locations-disagree',
      detail: 'x',
      locations: [],
    };
    const create = (severity: 'critical' | 'warning' | 'info') =>
      createStoreFrom(createSource(report([certificate('a', 'ok', 90, { findings: [{ ...finding, severity }] })])));
    expect(describeTasks(create('critical'))).toBe('1 certificate needs action now');
    expect(create('critical').data.summary.counts).toEqual([0, 1, 0, 0, 0, 0]);
    expect(describeTasks(create('warning'))).toBe('Nothing is critical, 1 to look at soon');
    expect(describeTasks(create('info'))).toBe('The certificate is fine');
  });

  it('are the certificates that are not ok, by urgency', () => {
    const tasks = listTasks(store);
    const statuses = tasks.map((index) => STATUS_ORDER.indexOf(store.getStatus(index)));
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
    const isExpired = (index: number) => store.getStatus(index) === 'expired';
    const all = select({ status: STATUS_ORDER.filter((status) => status !== 'ok') });
    expect(tasks.filter((index) => !isExpired(index))).toEqual(all.filter((index) => !isExpired(index)));
    expect(tasks.toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b));
  });

  it('begin with what expired last', () => {
    const days = { yesterday: -1, month: -30, week: -7 };
    const rows = Object.entries(days).map(([name, left]) => certificate(name, 'expired', left));
    const mixed = createStoreFrom(createSource(report([certificate('soon', 'critical', 3), ...rows])));
    expect(listTasks(mixed).map(mixed.getEntry)).toEqual(['yesterday', 'week', 'month', 'soon']);
  });
});

describe('texts', () => {
  it('of dates are in UTC', () => {
    expect(formatDate(NOW)).toBe('17 Nov 2026');
    expect(formatTime(NOW)).toBe('17 Nov 2026, 05:17 UTC');
    expect(formatDate(null)).toBe('–');
  });

  it.each([
    [-1, 'Expired within the last day', '< 1 day ago'],
    [0, 'Expires within a day', '< 1 day'],
    [1, 'Expires within a day', '< 1 day'],
    [DAY, 'Expires in 1 day', '1 day'],
    [9.5 * DAY, 'Expires in 9 days', '9 days'],
    [-3 * DAY, 'Expired 3 days ago', '3 days ago'],
  ])('of an expiry in %s seconds', (seconds, long, short) => {
    expect([formatExpiry(NOW + seconds, NOW), formatRemaining(NOW + seconds, NOW)]).toEqual([long, short]);
  });

  it.each([
    [0, 'less than a minute'],
    [60, '1 minute'],
    [3600 * 47, '47 hours'],
    [3600 * 48, '2 days'],
  ])('of %s seconds', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    ['CN=Example CA\\, Inc,O=Example', 'Example CA, Inc'],
    ['O=Example,C=DE', 'Example'],
    ['C=DE', 'C=DE'],
    ['2.5.4.12=CN,CN=real', 'real'],
  ])('of the name %s', (name, text) => {
    expect(shortenName(name)).toBe(text);
  });

  it.each([
    ['https://docs.example.com/renew', true],
    ['http://docs.example.com', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['https://', false],
    ['see https://docs.example.com', false],
    ['docs/renew.md', false],
  ])('link %s: %s', (text, expected) => {
    expect(isWebAddress(text)).toBe(expected);
  });
});

describe('a text with code and addresses', () => {
  const text = (value: string) => ({ kind: 'text', text: value });
  const link = (value: string) => ({ kind: 'link', text: value });

  it.each([
    ['Renew it.', [text('Renew it.')]],
    ['', []],
    ['Run `make renew`!', [text('Run '), { kind: 'code', text: 'make renew' }, text('!')]],
    ['See https://docs.example.com/a_(b).', [text('See '), link('https://docs.example.com/a_(b'), text(').')]],
    [
      'https://a.example, http://b.example/?x=1&y',
      [link('https://a.example'), text(', '), link('http://b.example/?x=1&y')],
    ],
    ['`https://a.example`', [{ kind: 'code', text: 'https://a.example' }]],
    ['javascript:alert(1) data:text/html,x https://', [text('javascript:alert(1) data:text/html,x https://')]],
    ['https://a.example"onclick="x', [link('https://a.example'), text('"onclick="x')]],
    ['a ` b\nc ` d', [text('a ` b\nc ` d')]],
  ])('%j has these parts', (value, parts) => {
    expect(splitText(value)).toEqual(parts);
  });

  it('loses nothing but backticks', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '`', ' ', '\n', 'https://x', '.', '<') }), (value) => {
        const joined = splitText(value)
          .map((part) => (part.kind === 'code' ? `\`${part.text}\`` : part.text))
          .join('');
        expect(joined).toBe(value);
      }),
    );
  });
});

describe('the marks of a scale', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [21, [0, 5, 10, 15, 20, 25]],
    [48, [0, 10, 20, 30, 40, 50]],
    [1409, [0, 500, 1000, 1500]],
  ])('up to %s are round numbers', (most, marks) => {
    expect(listMarks(most)).toEqual(marks);
  });

  it('reach the largest value, and are few', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (most) => {
        const marks = listMarks(most);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(most);
        expect(marks.length).toBeLessThanOrEqual(6);
        expect(marks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('the CSV of a table', () => {
  it('has the certificates that it shows, in their order, and no formula', () => {
    const { fingerprint_sha256: _, ...usual } = certificate('a', 'ok', 9);
    const named = { owner: '=cmd()', labels: { team: 'web', env: 'prod' }, renewal_instructions: 'Call, then "wait".' };
    const small = createStoreFrom(
      createSource(report([{ ...usual, fingerprint_sha256: null, ...named }, certificate('b', 'ok', 8)])),
    );
    const [head, ...rows] = renderCsv(small, [1, 0]).trimEnd().split('\r\n');
    expect(head).toMatch(/^certificate,display_name,status,reasons,effective_valid_to,/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['b', 'a']);
    expect(rows[1]).toContain("a.example.com:443,'=cmd(),env=prod; team=web,");
    expect(rows[1]).toContain('"Call, then ""wait""."');
  });

  it('names what is untrusted so', () => {
    const untrusted = store.findById('admin-eu1') ?? -1;
    expect(renderCsv(store, [untrusted]).split('\r\n')[1]).toMatch(/^admin-eu1,admin-eu1,untrusted,no intermediate,/);
  });
});
