import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReportRequest } from '../../src/app/reports/request.ts';
import { findReportKind } from '../../src/report/index.ts';
import { CERTIFICATE_TABLE } from '../../src/report/kinds/certificate-columns.ts';
import { REPORT_KINDS } from '../../src/report/kinds/report-kind.ts';

const page = readFileSync('docs/reference/reports.md', 'utf8');

function listTable(header: string): string[] {
  const [, rows = ''] = new RegExp(`\\| ${header} \\|.*\\n\\|---.*\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  return rows
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
}

describe('docs/reference/reports.md', () => {
  it('lists every kind', () => {
    expect(listTable('kind')).toEqual(REPORT_KINDS);
  });

  it('lists every column', () => {
    expect(listTable('column')).toEqual(Object.keys(CERTIFICATE_TABLE.columns));
  });

  it('lists every metric', () => {
    const metrics = readFileSync('test/golden/report/kinds/openmetrics', 'utf8');
    const rendered = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name));
    const listed = listTable('metric');
    expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([]);
    for (const name of rendered) expect(listed).toContain(name);
  });

  it('shows reports that can be requested', async () => {
    const requests = [...page.matchAll(/--report '([^']+)'/g)].map(([, text]) => parseReportRequest(text ?? ''));
    expect(requests.length).toBeGreaterThan(0);
    for (const { kind, options } of requests) {
      const create = findReportKind(kind)?.create;
      expect(create?.(options)).toBeTypeOf('function');
    }
  });
});

describe('a request for a report', () => {
  it('has a kind, options and a file', () => {
    expect(parseReportRequest('csv[columns=a b; other=x=y]=dir/a=b.csv')).toEqual({
      kind: 'csv',
      options: { columns: 'a b', other: 'x=y' },
      file: 'dir/a=b.csv',
    });
    expect(parseReportRequest('json=report.json')).toEqual({ kind: 'json', options: {}, file: 'report.json' });
  });

  it.each(['json', '=x', 'json=', 'csv[columns]=x', 'csv[]=x', 'csv[a=b', 'JSON=x'])('rejects %s', (text) => {
    expect(() => parseReportRequest(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
