import { describe, expect, it } from 'vitest';
import type { Certificate, DomainReading, Entry, Issuance } from '../../src/domain/index.ts';
import { formatIssuanceKey } from '../../src/domain/index.ts';
import { HOUR } from '../../src/domain/thresholds.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import {
  dropUnwatched,
  listDomainLocations,
  markKnown,
  recordTransparency,
} from '../../src/events/state/transparency.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { day, certificate as makeCertificate, entry as makeEntry } from './scenario.ts';

const CT = 'transparency';
const DOMAIN = 'example.org';
const SERIAL = '7'.repeat(32);
const FAILED = { code: 'ct-refused', detail: 'It refused.' };

function issue(more: Partial<Issuance> = {}): Issuance {
  return {
    ...{ names: [`www.${DOMAIN}`], issuer: 'CN=R1,O=Example CA,C=US', serial_number: SERIAL, tbs_sha256: 'aa' },
    ...{ key_sha256: 'bb', caa_domains: ['ca.example'], valid_from: formatIsoTime(day(0)) },
    ...{ valid_to: formatIsoTime(day(90)), ...more },
  };
}

const KEY = formatIssuanceKey(DOMAIN, issue());

function read(log: EventLog, now: number, more: Partial<DomainReading> = {}): EventLog {
  const reading = { entry: CT, domain: DOMAIN, query: 'certspotter', issuances: [], cursor: '5', isComplete: true };
  return recordTransparency(log, [{ ...reading, failure: null, retry_at: null, ...more }], now);
}

const getDomain = (log: EventLog) => log.transparency?.[CT]?.[DOMAIN];
const getIssuance = (log: EventLog, key = KEY) => log.issuances?.[CT]?.[key];

const WATCHED = read(createEmptyLog(), day(0));

describe('the record of a domain', () => {
  it('says when it was asked and read, and up to where', () => {
    const time = formatIsoTime(day(0));
    expect(getDomain(WATCHED)).toEqual({
      ...{ query: 'certspotter', cursor: '5', asked_at: time, answered_at: time, baseline_before: time },
      ...{ baseline_complete: true, failing_since: null, error: null },
    });
    expect(WATCHED).not.toHaveProperty('issuances.transparency');
  });

  it('fails since the first failure, until it is read', () => {
    const first = read(WATCHED, day(1), { failure: FAILED, retry_at: formatIsoTime(day(1, 1)), isComplete: false });
    const second = read(first, day(2), { failure: FAILED });
    const since = { failing_since: formatIsoTime(day(1)), error: 'ct-refused', answered_at: formatIsoTime(day(0)) };
    expect(getDomain(first)).toMatchObject({ ...since, retry_at: formatIsoTime(day(1, 1)), baseline_complete: true });
    expect(getDomain(second)).toMatchObject(since);
    const answered = getDomain(read(second, day(3)));
    expect(answered).toMatchObject({ failing_since: null, error: null, answered_at: formatIsoTime(day(3)) });
  });

  it('keeps its failure when the query changes', () => {
    const failed = read(WATCHED, day(1), { failure: FAILED });
    const changed = getDomain(read(failed, day(2), { query: 'crtsh', failure: FAILED, isComplete: false }));
    expect(changed).toMatchObject({
      ...{ query: 'crtsh', failing_since: formatIsoTime(day(1)), answered_at: formatIsoTime(day(0)) },
      ...{ baseline_before: formatIsoTime(day(0)), baseline_complete: false },
    });
  });

  it('has the start of the first baseline if it was never answered', () => {
    const first = read(createEmptyLog(), day(0), { failure: FAILED, isComplete: false });
    const changed = getDomain(read(first, day(1), { query: 'crtsh', failure: FAILED, isComplete: false }));
    expect(changed).toMatchObject({ answered_at: null, baseline_before: formatIsoTime(day(0)) });
  });

  it.each([
    ['is not renewed by a scan within 12 hours', 12 * HOUR - 1, true],
    ['is not renewed by a scan at the same time', 0, true],
    ['is renewed after 12 hours', 12 * HOUR, false],
    ['is renewed by a scan whose clock is behind', -1, false],
  ])('%s', (_, elapsed, isSame) => {
    const after = read(WATCHED, day(0) + elapsed);
    expect(after === WATCHED).toBe(isSame);
    expect(getDomain(after)?.asked_at).toBe(formatIsoTime(isSame ? day(0) : day(0) + Math.max(elapsed, 1)));
  });

  it('changes within 12 hours if the cursor does', () => {
    expect(getDomain(read(WATCHED, day(0, 1), { cursor: '6' }))?.cursor).toBe('6');
  });

  it('belongs to one domain of one entry', () => {
    const log = read(read(WATCHED, day(0), { domain: 'b.example' }), day(0), { entry: 'other' });
    expect(Object.keys(log.transparency?.[CT] ?? {})).toEqual([DOMAIN, 'b.example']);
    expect(Object.keys(log.transparency?.other ?? {})).toEqual([DOMAIN]);
  });
});

it('a scan without a domain does not change the log', () => {
  expect(recordTransparency(WATCHED, [], day(1))).toBe(WATCHED);
});

describe('the record of an issuance', () => {
  const wait = () => read(WATCHED, day(1), { issuances: [issue({ unchecked: 'caa' })] });
  const { caa_domains, ...facts } = issue();

  it('has its facts, and when it was new', () => {
    expect(getIssuance(read(WATCHED, day(1), { issuances: [issue()] }))).toEqual({
      ...facts,
      first_seen_at: formatIsoTime(day(1)),
    });
    const baseline = read(createEmptyLog(), day(1), { issuances: [issue({ unchecked: 'caa' })] });
    expect(getIssuance(baseline)).toEqual(facts);
  });

  it('is new after the first scan, whatever its date is, also if the domain has not changed', () => {
    const old = issue({ valid_from: formatIsoTime(day(-30)) });
    const log = read(WATCHED, day(0, 1), { issuances: [old] });
    expect(log.transparency).toBe(WATCHED.transparency);
    expect(getIssuance(log)?.first_seen_at).toBe(formatIsoTime(day(0, 1)));
  });

  it('does not change when it is read again', () => {
    const waiting = wait();
    const again = read(waiting, day(2), { issuances: [issue({ not_allowed: 'caa' })] });
    expect(getIssuance(again)).toBe(getIssuance(waiting));
  });

  it('waits for CAA records that could not be looked up, and gets their result', () => {
    const waiting = wait();
    expect(getIssuance(waiting)).toMatchObject({ unchecked: 'caa', caa_domains });
    const failed = read(waiting, day(2), { checked: { [KEY]: { unchecked: 'caa' } } });
    expect(getIssuance(failed)).toBe(getIssuance(waiting));
    const caa = { name: `www.${DOMAIN}`, domain: DOMAIN, record: null };
    const refused = read(failed, day(3), { checked: { [KEY]: { not_allowed: 'caa', caa } } });
    const first_seen_at = formatIsoTime(day(1));
    expect(getIssuance(refused)).toEqual({
      ...{ ...facts, first_seen_at, not_allowed: 'caa', caa: { ...caa, since: formatIsoTime(day(3)) } },
    });
    expect(getIssuance(read(failed, day(3), { checked: { [KEY]: {} } }))).toEqual({ ...facts, first_seen_at });
  });

  it('gets no result that it does not wait for', () => {
    const log = read(WATCHED, day(1), { issuances: [issue()] });
    const after = read(log, day(2), { checked: { [KEY]: { not_allowed: 'caa' }, 'example.org other': {} } });
    expect(after.issuances).toBe(log.issuances);
  });
});

const createCtEntry = (name: string, ...domains: string[]): Entry =>
  makeEntry(name, { source: { kind: 'ct', domains } as unknown as Entry['source'] });

describe('a domain that the manifest does not have any more', () => {
  const create = () =>
    read(read(WATCHED, day(1), { issuances: [issue()] }), day(1), {
      ...{ domain: 'b.example', issuances: [issue({ names: ['b.example'] })] },
    });
  const drop = (entries: Entry[], covers = (_: string) => true, log = create()) =>
    dropUnwatched(log, new Map(entries.map((one) => [one.name, one])), covers);
  const list = ({ transparency, issuances }: EventLog) =>
    [transparency, issuances].map((all) => Object.keys(all?.[CT] ?? {}).map((key) => key.split(' ')[0]));

  it('is dropped with its issuances', () => {
    expect(list(drop([createCtEntry(CT, DOMAIN)]))).toEqual([[DOMAIN], [DOMAIN]]);
    expect(list(drop([createCtEntry(CT, 'b.example')]))).toEqual([['b.example'], ['b.example']]);
  });

  it('is dropped with its entry, also if that is of another kind now', () => {
    for (const entries of [[], [makeEntry(CT)]])
      expect(drop(entries)).toMatchObject({ transparency: undefined, issuances: undefined });
  });

  it.each(['transparency', 'issuances'] as const)('is dropped if the log has only its %s', (section) => {
    const log = { ...createEmptyLog(), [section]: create()[section] };
    expect(list(drop([createCtEntry(CT, DOMAIN)], undefined, log)).flat()).toEqual([DOMAIN]);
    expect(drop([], undefined, log)).toMatchObject({ transparency: undefined, issuances: undefined });
  });

  it('is kept if the scan does not cover its entry', () => {
    const log = create();
    expect(drop([], (name) => name !== CT, log)).toBe(log);
  });

  it('changes nothing else', () => {
    const log = create();
    expect(drop([createCtEntry(CT, DOMAIN, 'b.example')], undefined, log)).toBe(log);
    const { transparency, issuances } = log;
    for (const part of [{ transparency }, { issuances }]) {
      const one = { ...createEmptyLog(), ...part };
      expect(drop([createCtEntry(CT, DOMAIN, 'b.example')], undefined, one)).toBe(one);
    }
    const stays = { ...log, issuances: { other: issuances?.[CT] ?? {} } };
    const dropped = drop([createCtEntry(CT, DOMAIN, 'b.example')], undefined, stays);
    expect([dropped.transparency, dropped.issuances]).toEqual([transparency, undefined]);
    const empty = createEmptyLog();
    expect(dropUnwatched(empty, new Map(), () => true)).toBe(empty);
    const { issuances: _, ...without } = WATCHED;
    expect(dropUnwatched(without, new Map([[CT, createCtEntry(CT, DOMAIN)]]), () => true)).toBe(without);
  });
});

describe('an issuance that was found at a location', () => {
  const create = (more?: Partial<Issuance>) => read(WATCHED, day(1), { issuances: [issue(more)] });
  const logged = makeCertificate('shop', { to: day(90) });
  const facts = { ...logged.facts, issuer: issue().issuer, serial_number: SERIAL };
  const seen = (tbs_sha256: string | null, more: Partial<Certificate['facts']> = {}): Certificate => ({
    ...{ ...logged, facts: { ...facts, ...more } },
    ...(tbs_sha256 !== null && { digests: { tbs_sha256, key_sha256: 'bb' } as Certificate['digests'] }),
  });
  const isKnown = (certificates: Certificate[], before = create()) => {
    const after = markKnown(before, certificates);
    expect(after === before).toBe(getIssuance(after)?.known !== true);
    return getIssuance(after)?.known === true;
  };

  it.each<[string, Certificate[], boolean]>([
    ['has its digest', [seen('aa', { serial_number: null })], true],
    ['has its serial number, and no digest', [seen(null)], true],
    ['has its serial number and another digest', [seen('cc')], false],
    ['has another serial number and digest', [seen('cc', { serial_number: '8'.repeat(32) })], false],
    ['is another one', [], false],
  ])('is known if the certificate %s: %#', (_, certificates, expected) => {
    expect(isKnown(certificates)).toBe(expected);
  });

  it('is known by the serial number of an earlier scan, unless this scan knows a digest', () => {
    const before = { ...create(), certificates: { [logged.fingerprint]: facts } };
    expect(isKnown([], before)).toBe(true);
    expect(isKnown([seen('cc')], before)).toBe(false);
    expect(isKnown([seen('cc'), seen(null)])).toBe(false);
    expect(isKnown([seen(null), seen('cc')])).toBe(false);
  });

  it('is known by its serial number if its own digest is unknown', () => {
    const other = create({ tbs_sha256: null });
    expect([isKnown([seen('cc')], other), isKnown([], other)]).toEqual([true, false]);
    expect(isKnown([seen('cc')], create({ tbs_sha256: null, serial_number: null }))).toBe(false);
  });

  it('is only its expiry from then on, and stays known', () => {
    const known = markKnown(create(), [seen('aa')]);
    expect(getIssuance(known)).toEqual({ valid_to: formatIsoTime(day(90)), known: true });
    expect(markKnown(known, [seen('aa')])).toBe(known);
  });

  it('does not make others known', () => {
    const other = issue({ serial_number: '8'.repeat(32), tbs_sha256: 'dd' });
    const both = read(create(), day(1), { issuances: [other] });
    const elsewhere = read(both, day(1), { entry: 'other', issuances: [other] });
    const after = markKnown(elsewhere, [seen('aa')]);
    const key = formatIssuanceKey(DOMAIN, other);
    expect([getIssuance(after)?.known, getIssuance(after, key)?.known]).toEqual([true, undefined]);
    expect(after.issuances?.other).toBe(elsewhere.issuances?.other);
  });

  it('cannot be in a log without issuances', () => {
    expect(markKnown(WATCHED, [seen('aa')])).toBe(WATCHED);
  });
});

describe('a domain as a location', () => {
  const entry = createCtEntry(CT, DOMAIN);
  const list = (log: EventLog, now: number, more?: Partial<DomainReading>) => {
    const reading = { failure: null, ...more } as DomainReading;
    return listDomainLocations(entry, log, new Map(more === undefined ? [] : [[DOMAIN, reading]]), now)[0];
  };

  it('was read', () => {
    expect(list(WATCHED, day(0), {})).toEqual({
      ...{ entry: CT, location: `ct:${DOMAIN}`, source: 'ct', fingerprint: null, previous: null },
      ...{ since: formatIsoTime(day(0)), failures: 0, failing_since: null, failure: null, observed: {}, evidence: {} },
      ...{ path_end: null, revoked: null, ownership: null },
    });
  });

  it('was not asked yet', () => {
    expect(list(createEmptyLog(), day(0))).toMatchObject({ since: null, failures: 0, failure: null, evidence: null });
  });

  it('keeps the failure of the last scan while it waits for the next', () => {
    const failed = read(WATCHED, day(1), { failure: FAILED });
    expect(list(failed, day(1, 1))).toMatchObject({
      ...{ failures: 1, failing_since: formatIsoTime(day(1)), failure: { code: 'ct-refused', detail: '' } },
      evidence: null,
    });
    expect(list(failed, day(1, 1), { failure: FAILED })?.failure).toEqual(FAILED);
  });

  it.each([
    [3 * 24 - 2, 2],
    [3 * 24 - 3, 1],
  ])('that failed for %d hours has failed %d times: it is unreachable after three days', (hours, failures) => {
    const failed = read(WATCHED, day(1), { failure: FAILED });
    expect(list(failed, day(1, hours))?.failures).toBe(failures);
    const lookup = (since: string | null) => list(WATCHED, day(1, hours), { caa_failure: { ...FAILED, since } });
    expect(lookup(formatIsoTime(day(1)))?.failed_lookups).toEqual({ caa: failures === 2 ? 3 : 1, dane: 0 });
    expect(lookup(null)?.failed_lookups).toEqual({ caa: 1, dane: 0 });
  });

  it('belongs to a `ct` entry', () => {
    expect(listDomainLocations(makeEntry('shop'), WATCHED, new Map(), day(0))).toEqual([]);
  });
});
