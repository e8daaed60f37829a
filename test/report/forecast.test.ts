import { describe, expect, it } from 'vitest';
import type { ForecastCertificate } from '../../src/assess/forecast/index.ts';
import { createCsvRenderer } from '../../src/report/document/csv.ts';
import { FORECAST_TABLE, listForecastRows } from '../../src/report/forecast/csv.ts';
import { formatShortNames } from '../../src/report/forecast/thresholds.ts';
import { renderJson } from '../../src/report/json.ts';
import { settings } from '../events/scenario.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { expectGolden } from './golden.ts';
import { renderForecast } from './render.ts';
import { NOW, runForecast, scanned, unread } from './run-forecast.ts';

const validateForecast = compileSchema('forecast');

const plain = (columns: number) => ({ color: false, columns });

const CERTIFICATES: ForecastCertificate[] = [
  scanned('old', 90, -3),
  scanned('shop', 398, 27),
  scanned('shop', 398, 110),
  scanned('mail', 398, 96),
  ...Array.from({ length: 12 }, (_, index) => scanned('fleet', 90, 20 + index * 5)),
  scanned('wiki', 200, 155),
  scanned('root', 7_300, 4_000, { subject: 'CN=Root', issuer: 'CN=Root' }),
  scanned('legacy', null, 104),
  unread('lost'),
];

const explicit = settings({ warning: 60, thresholds: [14, 30, 60, 90] });
const forecastAll = () =>
  runForecast(CERTIFICATES, { shop: explicit, mail: explicit, fleet: settings({ thresholds: [30, 7] }) });

describe('renderForecast', () => {
  it('shows expiries by month, renewals per year and settings to change', async () => {
    await expectGolden('forecast-100.txt', renderForecast(forecastAll(), plain(100)));
  });

  it('marks totals, settings that do not fit and suggestions by color', async () => {
    const own = { a: settings({ critical: 90 }), b: settings({ thresholds: [90] }) };
    const self = { subject: 'CN=me', issuer: 'CN=me' };
    const exempt = Array.from({ length: 25 }, (_, index) => scanned(`root-${index}`, 7_300, 4_000, self));
    const all = [scanned('a', 398, 27), scanned('b', 90, 27, self), scanned('c', 90, 20), ...exempt];
    await expectGolden('forecast-color.txt', renderForecast(runForecast(all, own), { color: true, columns: 100 }));
  });

  it('fits a narrow terminal', async () => {
    await expectGolden('forecast-60.txt', renderForecast(forecastAll(), plain(60)));
  });

  it('is short for one certificate without problems', async () => {
    await expectGolden('forecast-one-80.txt', renderForecast(runForecast([scanned('shop', 199, 150)]), plain(80)));
  });

  it('says that there are no certificates', () => {
    expect(renderForecast(runForecast([]), plain(80))).toBe(
      'No certificates read: no entry in the manifest is enabled and selected.\n',
    );
  });

  it('shows the entries with the most renewals, and the total, of a thousand entries', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => scanned(`shop-${index}`, 90, 20 + (index % 60)));
    const text = renderForecast(runForecast(many), plain(100));
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toMatch(/^total +1,000 +6,100\.0 +6,100\.0 +6,100\.0 +11,600\.0$/m);
    expect(text).toContain('and 980 more (--format json shows all)');
  });

  it('limits the settings shown for many lifetimes', () => {
    const many = Array.from({ length: 60 }, (_, index) => scanned(`shop-${index}`, 15 + index, 9));
    const own = Object.fromEntries(
      many.map(({ certificate }, index) => [certificate, settings({ warning: 100 + index })]),
    );
    const text = renderForecast(runForecast(many, own), plain(100));
    expect(text.match(/^warning /gm)).toHaveLength(20);
    expect(text).toContain('  and 40 more (--format json shows all)\n  always:');
  });

  it('says "since" for limits that apply already', () => {
    const text = renderForecast(runForecast([scanned('a', 90, 9)], {}, { now: Date.parse('2027-03-15') }), plain(200));
    expect(text).toContain('200 since 2026-03-15, 100 since 2027-03-15, 47 from 2029-03-15');
  });
});

it('a forecast as rows has each certificate, with the renewals of its entry, and what could not be read', async () => {
  const rows = listForecastRows(forecastAll());
  await expect([...createCsvRenderer(FORECAST_TABLE, null)(rows)].join('')).toMatchFileSnapshot(
    '../golden/report/forecast.csv',
  );
});

it('a row of a forecast has all locations of its certificate', () => {
  const locations = ['a.pem', 'b.pem'].map((location) => ({ location, observed: {}, error: null }));
  const rows = listForecastRows(runForecast([scanned('shop', 398, 27, { locations }), unread('lost', 'c.pem')]));
  expect(rows.map(FORECAST_TABLE.columns.locations as never)).toEqual(['a.pem; b.pem', 'c.pem']);
});

it('names in a narrow cell are counted from the third on', () => {
  const names = ['a', 'b', 'c', 'd'];
  expect([1, 2, 3, 4].map((count) => formatShortNames(names.slice(0, count), 2))).toEqual([
    ...['a', 'a, b', 'a, b, +1', 'a, b, +2'],
  ]);
});

it('a forecast is colored only on request', () => {
  const text = (color: boolean) => renderForecast(forecastAll(), { color, columns: 80 });
  expect(text(false)).not.toContain('\u001b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own colors.
  expect(text(true).replace(/\u001b\[\d+m/g, '')).toBe(text(false));
  expect(text(true)).toContain('\u001b[33mtoo early');
});

it('a forecast in JSON matches the schema', () => {
  const json = JSON.parse(renderJson(forecastAll()));
  expect(validateForecast(json), JSON.stringify(validateForecast.errors)).toBe(true);
  expect(json.forecast_at).toBe(new Date(NOW).toISOString().replace('.000Z', 'Z'));
});
