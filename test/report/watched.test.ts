import { expect, it } from 'vitest';
import type { WatchedItem } from '../../src/generated/watched.ts';
import { findReportKind } from '../../src/report/index.ts';
import { countWatched } from '../../src/report/kinds/watched.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { createSource, report, WATCHED_ITEMS } from './samples.ts';

const render = (watched: readonly WatchedItem[] | null, badge: string) =>
  JSON.parse(String(findReportKind('watched')?.create({ badge })(createSource(report([]), { watched }))));

it('counts what has to be watched: nothing ignored or undeclared', () => {
  expect(countWatched(WATCHED_ITEMS)).toEqual({
    ...{ total: 3, watched: 1, unwatched: 2, logged: 1 },
    ...{ ignored: 1, undeclared: 1 },
  });
});

it('the badge shows how many are watched', () => {
  expect(render(WATCHED_ITEMS, 'json')).toEqual({
    schemaVersion: 1,
    label: 'watched',
    message: '1/3',
    color: '#9a6200',
  });
  const all = WATCHED_ITEMS.filter(({ state }) => state === 'watched');
  expect(render(all, 'json')).toMatchObject({ message: '1/1', color: '#1e8449' });
  expect(render([], 'json')).toMatchObject({ message: 'none', color: '#6c757d' });
});

it('the badge can be an image, and has no other format', () => {
  const create = findReportKind('watched')?.create;
  expect(create?.({ badge: 'svg' })(createSource(report([])))).toMatch(/^<svg [\s\S]*watched[\s\S]*1\/3/);
  expect(() => create?.({ badge: 'png' })).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('is JSON with the counts and every item, which a badge cannot be', () => {
  const create = findReportKind('watched')?.create;
  const parsed = JSON.parse(String(create?.({ format: 'json' })(createSource(report([])))));
  const validate = compileSchema('watched');
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  expect(parsed).toEqual({ version: 1, counts: countWatched(WATCHED_ITEMS), items: WATCHED_ITEMS });
  expect(() => create?.({ format: 'json', badge: 'svg' })).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(() => create?.({ format: 'xml' })).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('says if nothing is known, instead of 0 of 0', () => {
  const text = findReportKind('watched')?.create({})(createSource(report([]), { watched: [] }));
  expect(text).toBe('## Watched or not\n\nNothing is known that has to be watched.\n');
});
