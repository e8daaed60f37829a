import { writeFileSync } from 'node:fs';
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

  it('are well-formed XML where they are XML', async () => {
    for (const file of ['a.xml', 'a.atom', 'a.svg']) {
      expect(`${await runProgram(xmllint, ['--nonet', '--noout', join(directory, file)])}`).toBe('');
    }
  });
});
