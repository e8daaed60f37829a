import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReportedRun, writeReport, writeReports } from '../../../src/app/reports/files.ts';
import { parseReportRequest } from '../../../src/app/reports/request.ts';
import { selectReports } from '../../../src/app/reports/select.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { printPieces } from '../../../src/lib/print-pieces.ts';
import { createRedactor } from '../../../src/lib/secrets/redactor.ts';
import { createTestIo } from '../../manifest/io.ts';
import { certificate, report } from '../../report/samples.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-reports-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const at = (name: string) => path.join(directory, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

const SECRET = 'hunter2"hunter2';
/** The first part ends after 64 KiB. */
const BORDER = 64 * 1024;

/** A text in pieces of 1,000 characters in which the secret crosses the border. */
function* generate(form: string): Generator<string> {
  const text = `${'.'.repeat(BORDER - 5)}${form}${'.'.repeat(BORDER)}`;
  for (let from = 0; from < text.length; from += 1000) yield text.slice(from, from + 1000);
}

describe('a report in pieces', () => {
  const masking = () => ({ ...createTestIo(directory), mask: createRedactor([SECRET]) });

  it.each([SECRET, JSON.stringify(SECRET), encodeURIComponent(SECRET)])(
    'contains no secret that crosses the border of two parts: %s',
    async (form) => {
      await writeReport('json', generate(form), 'report.txt', masking());
      expect(read('report.txt')).not.toContain('hunter2');
      expect(read('report.txt')).toContain('***');
    },
  );

  it('is printed without such a secret, and no faster than it is read', async () => {
    const calls: string[] = [];
    const io = {
      ...masking(),
      stdout: (text: string) => calls.push(text),
      drainStdout: async () => {
        calls.push('drain');
      },
    };
    await printPieces(generate(SECRET), io as never);
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.filter((_, index) => index % 2 === 1).every((call) => call === 'drain')).toBe(true);
    expect(calls.join('')).not.toContain('hunter2');
  });

  it('leaves the old file if rendering fails midway, and no other file', async () => {
    writeFileSync(at('report.txt'), 'old');
    function* fail() {
      yield* generate('x');
      throw new TypeError('a bug');
    }
    await expect(writeReport('json', fail(), 'report.txt', createTestIo(directory))).rejects.toThrow('a bug');
    expect(read('report.txt')).toBe('old');
    expect(readdirSync(directory)).toEqual(['report.txt']);
  });
});

describe('a certificate that triggers a bug midway', () => {
  const many = Array.from({ length: 300 }, (_, index) => certificate(`entry-${index}`, 'ok', 100));
  /** Its names cannot be read. */
  const broken = Object.defineProperty(certificate('broken', 'ok', 100), 'sans', {
    enumerable: true,
    get: () => {
      throw new TypeError('an injected bug');
    },
  });
  const found = report([...many, broken]);
  const run = {
    manifest: {
      ...{ file: 'certvigil.yaml', entries: [], dashboard: { title: 'x', include: null }, discovery: null },
      metrics: { labels: [] },
    },
    report: found,
    digest: null,
    log: createEmptyLog(),
    read_at: found.scanned_at,
  } as unknown as ReportedRun;

  it.each(['json', 'csv', 'cyclonedx', 'html', 'openmetrics'])(
    'fails the %s report, whose old file stays, and no other report',
    async (kind) => {
      writeFileSync(at('report'), 'old');
      const io = createTestIo(directory);
      const requests = [`${kind}=report`, 'ics=calendar'].map(parseReportRequest);
      await expect(writeReports(selectReports(requests, io), run, io)).rejects.toThrow('an injected bug');
      expect(read('report')).toBe('old');
      expect(readdirSync(directory)).toEqual(['calendar', 'report']);
    },
  );

  it('fails only the report that compares with the repository, if that has a bug', async () => {
    const io = createTestIo(directory);
    const log = { ...createEmptyLog(), locations: null };
    const broken = { ...run, report: report(many), log } as unknown as ReportedRun;
    const requests = ['watched=report', 'csv=table'].map(parseReportRequest);
    await expect(writeReports(selectReports(requests, io), broken, io)).rejects.toThrow(TypeError);
    expect(readdirSync(directory)).toEqual(['table']);
  });

  it('fails each report with an error of its own', async () => {
    const printed: string[] = [];
    const io = { ...createTestIo(directory), stderr: (text: string) => void printed.push(text) };
    const requests = ['json=one', 'csv=two'].map(parseReportRequest);
    await expect(writeReports(await selectReports(requests, io), run, io)).rejects.toThrow('an injected bug');
    expect(printed).toEqual([expect.stringContaining('an injected bug')]);
  });
});
