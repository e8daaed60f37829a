import { describe, expect, it } from 'vitest';
import type { LiveLocation, Subject } from '../../src/domain/index.ts';
import { linkCertificates } from '../../src/report/scan/links.ts';
import { certificate, day } from '../events/scenario.ts';

function subject(entry: string, id: string, locations: string[], over: object = {}): Subject {
  const created = certificate(id, { to: day(id === 'new' ? 400 : 30) });
  const facts = { ...created.facts, serial_number: Buffer.from(`serial-${id}-`).toString('hex'), ...over };
  return { entry, fingerprint: created.fingerprint, certificate: { ...created, facts }, locations };
}

const old = subject('web', 'old', ['web.example.com:443']);
const { fingerprint } = old;

const location = (entry: string, name: string, now: Subject, previous: string | null) =>
  ({ entry, location: name, fingerprint: now.fingerprint, previous }) as LiveLocation;

describe('the same certificate in several entries', () => {
  it('is linked by its fingerprint', () => {
    const inventory = subject('acm', 'old', ['aws_acm:1', 'aws_acm:2']);
    const link = linkCertificates({ subjects: [old, inventory], locations: [] });
    expect(link(old)).toEqual({
      other_locations: [
        { certificate: 'acm', location: 'aws_acm:1' },
        { certificate: 'acm', location: 'aws_acm:2' },
      ],
    });
    expect(link(inventory)).toEqual({ other_locations: [{ certificate: 'web', location: 'web.example.com:443' }] });
  });

  it('is linked by serial number and expiry if only fields are known', () => {
    const fields = { ...subject('portal', 'old', ['rest:1'], { fingerprint_sha256: null }), fingerprint: 'id-1' };
    const link = linkCertificates({ subjects: [old, fields], locations: [] });
    expect(link(old)).toEqual({ other_locations: [{ certificate: 'portal', location: 'rest:1' }] });
  });

  it('is linked to its fields, and these to it and to each other', () => {
    const withFields = (entry: string, location: string) =>
      subject(entry, 'old', [location], { fingerprint_sha256: null });
    const [portal, spreadsheet] = [withFields('portal', 'rest:1'), withFields('spreadsheet', 'csv:1')];
    const link = linkCertificates({ subjects: [old, portal, spreadsheet], locations: [] });
    const listEntries = (one: Subject) =>
      link(one)
        .other_locations?.map(({ certificate: name }) => name)
        .sort();
    expect(listEntries(old)).toEqual(['portal', 'spreadsheet']);
    expect(listEntries(portal)).toEqual(['spreadsheet', 'web']);
    expect(listEntries(spreadsheet)).toEqual(['portal', 'web']);
  });

  it('is linked by serial number and expiry if nothing but fields is known', () => {
    const withFields = (entry: string, location: string) =>
      subject(entry, 'old', [location], { fingerprint_sha256: null });
    const subjects = [withFields('portal', 'rest:1'), withFields('spreadsheet', 'csv:1')];
    const link = linkCertificates({ subjects, locations: [] });
    expect(subjects.map((one) => link(one).other_locations)).toEqual([
      [{ certificate: 'spreadsheet', location: 'csv:1' }],
      [{ certificate: 'portal', location: 'rest:1' }],
    ]);
  });

  it('is not linked to a different one with its serial number', () => {
    const other = subject('file', 'old', ['web.pem'], { fingerprint_sha256: 'ff'.repeat(32) });
    const link = linkCertificates({ subjects: [old, other], locations: [] });
    expect([link(old), link(other)]).toEqual([{}, {}]);
  });

  it.each<[string | null, string, boolean]>([
    ['0123456789abcdef', '2027-01-31T00:00:00Z', true],
    ['0123456789abcdef', '2027-01-31T23:59:59Z', true],
    ['0123456789abcdef', '2027-02-01T00:00:00Z', false],
    ['0123456789abcde', '2027-01-31T00:00:00Z', false],
    [null, '2027-01-31T00:00:00Z', false],
  ])('is linked by a long serial number %s and the day of its expiry, %s: %s', (serial_number, valid_to, isLinked) => {
    const own = { serial_number, valid_to: '2027-01-31T00:00:00Z' };
    const fields = subject('portal', 'old', ['rest:1'], { serial_number, valid_to, fingerprint_sha256: null });
    const link = linkCertificates({ subjects: [subject('web', 'old', ['a'], own), fields], locations: [] });
    expect(link(fields).other_locations !== undefined).toBe(isLinked);
  });

  it('is linked to at most 50 other entries', () => {
    const subjects = Array.from({ length: 200 }, (_, index) => subject(`entry-${index}`, 'old', [`file-${index}.pem`]));
    const link = linkCertificates({ subjects, locations: [] });
    expect(subjects.map((one) => link(one).other_locations?.length)).toEqual(Array(200).fill(50));
  });

  it('is linked to at most 50 locations of another entry', () => {
    const locations = Array.from({ length: 60 }, (_, index) => `file-${index}.pem`);
    const link = linkCertificates({ subjects: [old, subject('fleet', 'old', locations)], locations: [] });
    expect(link(old).other_locations?.map(({ location }) => location)).toEqual(locations.slice(0, 50));
  });

  it('is not linked within an entry', () => {
    expect(linkCertificates({ subjects: [old], locations: [] })(old)).toEqual({});
  });
});

describe('a certificate that was replaced elsewhere', () => {
  const renewed = subject('file', 'new', ['web.pem']);

  it('is linked to its replacement', () => {
    const link = linkCertificates({
      subjects: [old, renewed],
      locations: [location('file', 'web.pem', renewed, fingerprint)],
    });
    const { fingerprint_sha256, valid_to } = renewed.certificate.facts;
    expect(link(old)).toEqual({
      successors: [{ certificate: 'file', location: 'web.pem', fingerprint_sha256, valid_to }],
    });
    expect(link(renewed)).toEqual({});
  });

  it('is linked to at most 50 replacements', () => {
    const locations = Array.from({ length: 60 }, (_, index) => location('file', `${index}.pem`, renewed, fingerprint));
    const link = linkCertificates({ subjects: [old, renewed], locations });
    expect(link(old).successors).toHaveLength(50);
  });

  it('is not linked to what is not known any more', () => {
    const locations = [{ ...location('file', 'web.pem', renewed, fingerprint), fingerprint: null }];
    expect(linkCertificates({ subjects: [old, renewed], locations })(old)).toEqual({});
    expect(
      linkCertificates({ subjects: [old], locations: [location('file', 'a', renewed, fingerprint)] })(old),
    ).toEqual({});
  });

  it.each(['2026-01-01T00:00:00Z', old.certificate.facts.valid_to])(
    'is not linked to one that expires at %s, or to its own entry',
    (valid_to) => {
      const earlier = subject('file', 'new', ['web.pem'], { valid_to });
      const inFile = [location('file', 'web.pem', earlier, fingerprint)];
      expect(linkCertificates({ subjects: [old, earlier], locations: inFile })(old)).toEqual({});
      const inEntry = [location('web', 'web.pem', renewed, fingerprint)];
      expect(linkCertificates({ subjects: [old, renewed], locations: inEntry })(old)).toEqual({});
    },
  );
});
