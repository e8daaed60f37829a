import { describe, expect, it } from 'vitest';
import { type CsvCell, renderRecord } from '../../src/lib/csv/render-csv.ts';
import { CERTIFICATE_TABLE } from '../../src/report/kinds/certificate-columns.ts';
import { createCsvReport } from '../../src/report/kinds/csv.ts';
import type { ReportOptions } from '../../src/report/kinds/report-kind.ts';
import { certificate, createSource, mixedReport } from './samples.ts';
import { parseCsv, renderText } from './texts.ts';

const renderCsv = (...records: CsvCell[][]) => records.map(renderRecord).join('');

const report = mixedReport();
const render = (options: ReportOptions) => renderText(createCsvReport(options))(createSource(report));

describe('CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])('does not let %j be a formula', (text) => {
    expect(parseCsv(renderCsv(['a'], [text]))).toEqual([['a'], [`'${text}`]]);
  });

  it('replaces a null character', () => {
    expect(renderCsv(['a'], ['b\0c'])).toBe('a\r\n"b\uFFFDc"\r\n');
  });

  it('keeps negative numbers as numbers', () => {
    expect(renderCsv(['days'], [-3], [null])).toBe('days\r\n-3\r\n\r\n');
  });
});

describe('the csv report', () => {
  it('has a row for each certificate, and all columns by default', () => {
    const [header, ...rows] = parseCsv(render({}));
    expect(header).toEqual(Object.keys(CERTIFICATE_TABLE.columns));
    expect(rows.map(([name]) => name)).toEqual(report.certificates.map(({ certificate }) => certificate));
  });

  it('marks its encoding, and separates the digits of serial numbers for a spreadsheet', () => {
    const listed = ['123e19', '0a'].map((serial_number) => certificate('a', 'ok', 5, { serial_number }));
    const source = createSource({ ...report, certificates: listed });
    const text = renderText(createCsvReport({ columns: 'serial_number', excel: 'true' }))(source);
    expect(text).toBe('\uFEFFserial_number\r\n12:3e:19\r\n0a\r\n');
    expect(render({ columns: 'serial_number', excel: 'false' })).toBe(render({ columns: 'serial_number' }));
    expect(() => createCsvReport({ excel: 'yes' })).toThrow('invalid value "yes" of excel');
  });

  it('selects columns and labels in the order given', () => {
    const [header, first] = parseCsv(render({ columns: ' status certificate  labels.team ' }));
    expect(header).toEqual(['status', 'certificate', 'labels.team']);
    expect(first).toEqual(['expired', 'old-portal', '']);
  });

  it.each([
    ['statsu', 'Did you mean status?'],
    ['constructor', 'labels.NAME'],
    ['xlabels.team', ''],
    ['', 'Columns: certificate,'],
  ])('rejects the column %j', (columns, hint) => {
    expect(() => createCsvReport({ columns })).toThrow(
      expect.objectContaining({
        ...{ code: 'usage', message: expect.stringContaining(`"${columns}"`), hint: expect.stringContaining(hint) },
      }),
    );
  });
});
