import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');

/** What a spreadsheet, an XML parser or a calendar could take for something else. */
const HOSTILE = '=HYPERLINK("http://example.com")\n<script>&"\';,\u202e\\n é 証明書';

const READ = 'test/real/read-reports.py';

describeReal('The report formats', { programs: ['/usr/bin/python3', 'xmllint'] }, (python, xmllint) => {
  let directory: string;

  beforeAll(async () => {
    directory = makeDirectory();
    for (const [name, days] of [
      ['shop', 5],
      ['blog', 100],
    ] as const) {
      const made = await createCertificate({
        ...{ commonName: `${name}.example.com`, sans: [`${name}.example.com`] },
        ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW + (days + 0.5) * DAY) },
      });
      writeFileSync(join(directory, `${name}.pem`), made.certificate);
    }
    const manifest = {
      version: 1,
      certificates: [
        { name: 'shop', file: 'shop.pem', owner: HOSTILE, labels: { note: HOSTILE }, renewal_instructions: HOSTILE },
        { name: 'blog', file: 'blog.pem' },
        { name: 'missing', file: 'missing.pem' },
      ],
      webhooks: { chat: { preset: 'slack', url: 'http://127.0.0.1:9/' } },
      rules: [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }],
      event_log: { store: 'file', path: 'log.json' },
    };
    writeFileSync(join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
    const io = {
      ...createTestIo(directory),
      now: () => NOW,
      sleep: async () => {},
      stdout: () => {},
      stderr: () => {},
    };
    const kinds = { ics: 'a.ics', junit: 'a.xml', atom: 'a.atom', csv: 'a.csv', 'badge[format=svg]': 'a.svg' };
    const reports = Object.entries(kinds).flatMap(([kind, file]) => ['--report', `${kind}=${file}`]);
    // The webhook refuses the connection, which does not affect the reports.
    expect(await main(['scan', ...reports], io)).toBe(3);
  });

  afterAll(() => removeDirectory(directory));

  it('are read by icalendar, junitparser, feedparser and the csv module of Python', async () => {
    const read = JSON.parse(`${await runProgram(python, [READ, directory])}`);
    expect(read.events.map(({ summary, start, days }: Record<string, unknown>) => [summary, start, days])).toEqual([
      ['shop expires', '2026-11-22', 1],
      ['blog expires', '2027-02-25', 1],
    ]);
    expect(read.cases).toEqual([
      { name: 'shop', results: ['Failure'] },
      { name: 'missing', results: ['Error'] },
      { name: 'blog', results: [] },
    ]);
    expect(read.counts).toEqual([3, 1, 1]);
    expect(read.malformed).toBe(false);
    expect(read.entries.length).toBeGreaterThan(0);
    expect(new Set(read.entries.map(({ id }: { id: string }) => id)).size).toBe(read.entries.length);
    const [shop] = read.rows;
    expect(shop.owner).toBe(`'${HOSTILE}`);
    expect(shop.labels).toBe(`note=${HOSTILE}`);
    expect(shop.days_remaining).toBe('5');
  });

  it('cancel the calendar events of a certificate that was renewed, also for one owner', async () => {
    const own = makeDirectory();
    const io = { ...createTestIo(own), sleep: async () => {} };
    const renew = async (now: number) => {
      const made = await createCertificate({
        ...{ commonName: 'blog.example.com', sans: ['blog.example.com'] },
        ...{ notBefore: new Date(now), notAfter: new Date(now + 90.5 * DAY) },
      });
      writeFileSync(join(own, 'blog.pem'), made.certificate);
      const report = ['--report', 'ics[owner=ops]=a.ics'];
      expect(await main(['scan', ...report], { ...io, now: () => now + DAY })).toBe(0);
      const events = JSON.parse(`${await runProgram(python, [READ, own])}`).events;
      return events.map((event: Record<string, unknown>) => [event.uid, event.status, event.sequence, event.start]);
    };
    writeFileSync(join(own, 'other.pem'), readFileSync(join(directory, 'shop.pem')));
    const entry = (name: string, owner: string) => `{ name: ${name}, file: ${name}.pem, owner: ${owner} }`;
    writeFileSync(
      join(own, 'certvigil.yaml'),
      `version: 1\ncertificates: [${entry('blog', 'ops')}, ${entry('other', 'web')}]\nevent_log: { store: file, path: log.json }\n`,
    );
    const [first] = await renew(NOW);
    expect(first.slice(1)).toEqual(['CONFIRMED', 0, '2027-02-15']);
    const renewed = await renew(NOW + 60 * DAY);
    expect(renewed.map((event: unknown[]) => event.slice(1))).toEqual([
      ['CONFIRMED', 0, '2027-04-16'],
      ['CANCELLED', 1, '2027-02-15'],
    ]);
    expect(renewed[1][0]).toBe(first[0]);
    await removeDirectory(own);
  });

  it('match the schema of Jenkins for JUnit', async () => {
    const schema = 'test/fixtures/schemas/jenkins-junit-4.xsd';
    for (const kind of ['junit', 'junit-empty']) {
      const file = join(directory, `${kind}.xml`);
      const manifest = kind === 'junit' ? [] : ['--manifest', 'empty.yaml'];
      writeFileSync(join(directory, 'empty.yaml'), 'version: 1\nevent_log: { store: file, path: empty.json }\n');
      await main(['scan', '--dry-run', ...manifest, '--report', `junit=${file}`], createTestIo(directory));
      await runProgram(xmllint, ['--nonet', '--noout', '--schema', schema, file]);
    }
    // The schema rejects what it does not know.
    const file = join(directory, 'invalid.xml');
    writeFileSync(file, '<testsuites skipped="0"/>');
    await expect(runProgram(xmllint, ['--nonet', '--noout', '--schema', schema, file])).rejects.toThrow('skipped');
  });

  it('are well-formed XML where they are XML', async () => {
    for (const file of ['a.xml', 'a.atom', 'a.svg']) {
      expect(`${await runProgram(xmllint, ['--nonet', '--noout', join(directory, file)])}`).toBe('');
    }
  });
});
