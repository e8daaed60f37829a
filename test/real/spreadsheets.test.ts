import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');

/** Each would be evaluated if it were opened unchanged. */
const FORMULAS = ['=HYPERLINK("http://example.com")', '+1+1', '-1+1', '@SUM(1;1)', '=1+1,"x"\nsecond line'];

const COMMANDS = {
  scan: ['scan', '--dry-run'],
  digest: ['digest', '--dry-run'],
  forecast: ['forecast'],
  log: ['log', 'list'],
};

const READ_CSV = `
import csv, json, sys
print(json.dumps([list(csv.reader(open(file, newline="", encoding="utf-8"), strict=True)) for file in sys.argv[1:]]))
`;

interface SheetCell {
  type: string | undefined;
  formula: string | undefined;
  text: string;
}

/** The cells of a flat OpenDocument spreadsheet. Empty cells are missing. */
function readCells(xml: string): SheetCell[] {
  const cells: SheetCell[] = [];
  let current: SheetCell | null = null;
  let times = 1;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'table:table-cell') {
      const get = (key: string) => (attributes[key] === undefined ? undefined : String(attributes[key]));
      times = Number(get('table:number-columns-repeated') ?? 1);
      current = { type: get('office:value-type'), formula: get('table:formula'), text: '' };
    }
    if (name === 'text:p' && current !== null && current.text !== '') current.text += '\n';
  });
  parser.on('text', (text) => {
    if (current !== null) current.text += text.trim() === '' ? '' : text;
  });
  parser.on('closetag', ({ name }) => {
    if (name !== 'table:table-cell' || current === null) return;
    for (let time = 0; current.type !== undefined && time < times; time += 1) cells.push(current);
    current = null;
  });
  parser.write(xml).close();
  return cells;
}

describeReal('Comma-separated values', { programs: ['/usr/bin/python3', 'soffice'] }, (python, soffice) => {
  const names = Object.keys(COMMANDS);
  let directory: string;
  let rows: Record<string, string[][]>;

  beforeAll(async () => {
    directory = makeDirectory();
    const made = await createCertificate({
      ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
      ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW - 2.5 * DAY) },
    });
    writeFileSync(join(directory, 'shop.pem'), made.certificate);
    const manifest = {
      version: 1,
      certificates: FORMULAS.map((owner, index) => ({ name: `shop-${index}`, file: 'shop.pem', owner })),
      webhooks: { chat: { url: 'http://127.0.0.1:9/' } },
      rules: [{ name: '=1+1', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }],
      event_log: { store: 'file', path: 'log.json' },
    };
    writeFileSync(join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
    const io = { ...createTestIo(directory), now: () => NOW, sleep: async () => {} };
    // The webhook refuses the connection.
    expect(await main(['scan'], io)).toBe(3);
    for (const [name, command] of Object.entries(COMMANDS)) {
      const print = (text: string) => writeFileSync(join(directory, `${name}.csv`), text, { flag: 'a' });
      await main([...command, '--format', 'csv'], { ...io, stdout: print });
    }
    const files = names.map((name) => join(directory, `${name}.csv`));
    const read = JSON.parse(`${await runProgram(python, ['-c', READ_CSV, ...files])}`);
    rows = Object.fromEntries(names.map((name, index) => [name, read[index]]));
    const profile = `-env:UserInstallation=file://${join(directory, 'profile')}`;
    const convert = ['--convert-to', 'fods', '--infilter=CSV:44,34,76,1', '--outdir', directory];
    await runProgram(soffice, [profile, '--headless', ...convert, ...files]);
  });

  afterAll(() => removeDirectory(directory));

  it.each(names)('%s is read by the csv module of Python', (name) => {
    const [header = [], ...records] = rows[name] ?? [];
    expect(records).toHaveLength(FORMULAS.length);
    for (const record of records) expect(record).toHaveLength(header.length);
    const owner = header.indexOf('owner');
    if (owner >= 0)
      expect(records.map((record) => record[owner]).sort()).toEqual(FORMULAS.map((one) => `'${one}`).sort());
  });

  it.each(names)('%s has no formula in LibreOffice, and the same cells', (name) => {
    const cells = readCells(readFileSync(join(directory, `${name}.fods`), 'utf8'));
    expect(cells.filter(({ formula }) => formula !== undefined)).toEqual([]);
    const expected = (rows[name] ?? []).flat().filter((text) => text !== '');
    expect(cells).toHaveLength(expected.length);
    const texts = cells.flatMap(({ type, text }) => (type === 'string' ? [text] : []));
    for (const text of texts) expect(expected).toContain(text);
    expect(texts.filter((text) => text.startsWith("'")).length).toBeGreaterThanOrEqual(FORMULAS.length);
  });

  it('evaluates the formulas if they are not neutralized', async () => {
    const file = join(directory, 'unsafe.csv');
    writeFileSync(file, 'a\r\n=1+1\r\n');
    const profile = `-env:UserInstallation=file://${join(directory, 'profile')}`;
    const convert = ['--convert-to', 'fods', '--infilter=CSV:44,34,76,1', '--outdir', directory];
    await runProgram(soffice, [profile, '--headless', ...convert, file]);
    expect(readCells(readFileSync(join(directory, 'unsafe.fods'), 'utf8'))[1]?.formula).toBeDefined();
  });
});
