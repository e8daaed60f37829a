import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ForecastCertificate } from '../../src/assess/forecast/index.ts';
import { validateForecast } from '../../src/generated/validate-forecast.js';
import { renderForecast } from '../../src/report/forecast/terminal.ts';
import { measureWidth } from '../../src/report/format/terminal-text.ts';
import { renderJson } from '../../src/report/json.ts';
import { settings } from '../events/scenario.ts';
import { expectGolden } from './golden.ts';
import { foretell, NOW, scanned, unread } from './run-forecast.ts';
import { HOSTILE_NAMES } from './samples.ts';

const plain = (columns: number) => ({ color: false, columns });

const WORLD: ForecastCertificate[] = [
  scanned('old', 90, -3),
  scanned('shop', 398, 27),
  scanned('shop', 398, 110),
  scanned('mail', 398, 96),
  ...Array.from({ length: 12 }, (_, index) => scanned('fleet', 90, 20 + index * 5)),
  scanned('wiki', 200, 155),
  scanned('root', 7_300, 4_000, { subject: 'CN=Root', issuer: 'CN=Root' }),
  scanned('legacy', null, 104),
  unread('gone'),
];

const written = settings({ warning: 60, thresholds: [14, 30, 60, 90] });
const world = () => foretell(WORLD, { shop: written, mail: written, fleet: settings({ thresholds: [30, 7] }) });

describe('a forecast', () => {
  it('shows at a glance what expires when, what it costs, and what to write', () => {
    expectGolden('forecast-100.txt', renderForecast(world(), plain(100)));
  });

  it('fits a narrow terminal', () => {
    expectGolden('forecast-60.txt', renderForecast(world(), plain(60)));
  });

  it('of one healthy certificate is short', () => {
    expectGolden('forecast-one-80.txt', renderForecast(foretell([scanned('shop', 199, 150)]), plain(80)));
  });

  it('of nothing says so', () => {
    expect(renderForecast(foretell([]), plain(80))).toBe(
      'No certificate was read: the manifest has none that is enabled and selected.\n',
    );
  });

  it('of a thousand entries shows the costly ones, and the sum of all', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => scanned(`shop-${index}`, 90, 20 + (index % 60)));
    const text = renderForecast(foretell(many), plain(100));
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toMatch(/^in all +1,000 +6,100\.0 +6,100\.0 +6,100\.0 +11,600\.0$/m);
    expect(text).toContain('and 980 more (--format json shows all)');
  });

  it('of many lifetimes shows as many settings as can be read', () => {
    const many = Array.from({ length: 60 }, (_, index) => scanned(`shop-${index}`, 15 + index, 9));
    const own = Object.fromEntries(
      many.map(({ certificate }, index) => [certificate, settings({ warning: 100 + index })]),
    );
    const text = renderForecast(foretell(many, own), plain(100));
    expect(text.match(/^warning /gm)).toHaveLength(20);
    expect(text).toContain('  and 40 more (--format json shows all)\n  for life:');
  });

  it('says of a limit that has come that it holds since then', () => {
    const text = renderForecast(foretell([scanned('a', 90, 9)], {}, { now: Date.parse('2027-03-15') }), plain(200));
    expect(text).toContain('200 since 2026-03-15, 100 since 2027-03-15, 47 from 2029-03-15');
  });
});

describe('what strangers write', () => {
  const everywhere = (text: string) =>
    foretell(
      [
        scanned(text, 398, 27, { common_name: text, places: [] }),
        scanned(text, 900, -3, { subject: text, issuer: text }),
        unread(text, text, text),
      ],
      { [text]: written },
    );

  it('moves no cursor and makes no line too wide', () => {
    const texts = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 120 }));
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 120 }), (text, columns) => {
        for (const line of renderForecast(everywhere(text), plain(columns)).split('\n')) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(measureWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
});

it('colour is there only where it is asked for', () => {
  const text = (color: boolean) => renderForecast(world(), { color, columns: 80 });
  expect(text(false)).not.toContain('\u001b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own colours.
  expect(text(true).replace(/\u001b\[\d+m/g, '')).toBe(text(false));
  expect(text(true)).toContain('\u001b[33mtoo early');
});

it('JSON is what the schema says', () => {
  const json = JSON.parse(renderJson(world()));
  expect(validateForecast(json), JSON.stringify(validateForecast.errors)).toBe(true);
  expect(json.forecast_at).toBe(new Date(NOW).toISOString().replace('.000Z', 'Z'));
});
