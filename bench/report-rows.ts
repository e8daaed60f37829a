/** The rows about reports, one for each kind. */

import { findReportKind } from '../src/report/index.ts';
import { REPORT_KINDS } from '../src/report/kinds/kind.ts';
import { measured, type Row, scan, sized } from './commands.ts';
import { writeCertificates } from './environment.ts';

/** Reports are compared with a scan that writes none. A directory gets its own row. */
const REPORT_FILES = REPORT_KINDS.flatMap((kind) => [
  { name: `report-${kind}`, report: `${kind}=report.txt` },
  ...(findReportKind(kind)?.createDirectory === undefined
    ? []
    : [{ name: `report-${kind}-directory`, report: `${kind}=report/` }]),
]);

export const REPORT_ROWS = REPORT_FILES.map(
  ({ name, report }): Row => ({
    ...{ name, measured: `\`scan --report ${report}\` of 10,000 PEM files, each with an entry` },
    ...{ against: 'the same scan without a report', aim: '< +500 ms, < +150 MiB', compare: 'difference' },
    measure: async (bench) => {
      await writeCertificates(bench.directory, sized(bench, 10_000));
      const plain = scan(bench, 'entries.yaml');
      return measured(bench, [{ ...plain, args: [...plain.args, '--report', report] }, plain], 7);
    },
  }),
);
