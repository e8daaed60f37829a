import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkReportPaths } from '../../../src/app/reports/check-paths.ts';
import { createTestIo } from '../../manifest/io.ts';
import { loadManifestText } from '../../report/manifests.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-paths-'));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(path.join(directory, 'real'));
symlinkSync('real', path.join(directory, 'link'));

const manifest = await loadManifestText('version: 1\nevent_log: { store: file, path: log.json }\n');
const log = { file: null, store: null };

/** A path that ends with a slash is a directory. */
function check(...files: string[]) {
  const reports = files.map((file, index) => ({ kind: `kind${index}`, file, isDirectory: file.endsWith('/') }));
  return () => checkReportPaths(reports, manifest, log, createTestIo(directory));
}

describe('checkReportPaths', () => {
  it.each([
    [['a', './a'], 'the kind1 report would overwrite the kind0 report, ./a'],
    [['site/', 'site'], 'the kind1 report would overwrite the kind0 report, site'],
    [['link/a', 'real/a'], 'the kind1 report would overwrite the kind0 report, real/a'],
    [['link/new/', 'real/new/'], 'the kind1 report would overwrite the kind0 report, real/new/'],
    [['site/', 'site/a.ics'], 'the kind1 report site/a.ics would be in the directory of the kind0 report, site/'],
    [['x/y/a.ics', 'x/'], 'the kind0 report x/y/a.ics would be in the directory of the kind1 report, x/'],
    [['link/', 'real/b/'], 'the kind1 report real/b/ would be in the directory of the kind0 report, link/'],
    [['http://127.0.0.1:9/a', 'http://127.0.0.1:9/a'], 'the kind1 report would overwrite the kind0 report'],
  ])('rejects %j', (files, message) => {
    const error = expect.objectContaining({ code: 'report-path-conflict', message: expect.stringContaining(message) });
    expect(check(...files)).toThrow(error);
  });

  it.runIf(process.platform === 'win32')('rejects paths that differ only in their case on Windows', () => {
    for (const files of [
      ['Site/a.ics', 'site/A.ics'],
      ['x/y.ics', 'X/'],
    ])
      expect(check(...files)).toThrow(expect.objectContaining({ code: 'report-path-conflict' }));
  });

  it.each([[['site/', 'site.ics', 'site2/']], [['a/b', 'a/c']], [['./', 'http://127.0.0.1:9/a']], [['a/b/', 'a/c/']]])(
    'accepts %j',
    (files) => {
      expect(check(...files)).not.toThrow();
    },
  );
});
