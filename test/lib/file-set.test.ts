import { expect, it } from 'vitest';
import {
  formatPartPath,
  isSameFileSet,
  listFileChanges,
  listPartNames,
  listPartsIn,
  parsePartName,
} from '../../src/lib/files/file-set.ts';

it.each([
  ['no partitions', '{ "version": 3, "events": {} }', []],
  ['one partition', '{ "version": 3, "partitions": ["a"] }', []],
  ['two partitions', '{ "version": 3, "partitions": ["a", "b"] }', ['0-of-2', '1-of-2']],
  ['eleven partitions', `{"version":3,"partitions":[${'"a",'.repeat(10)}"a"]}`, listPartNames(11)],
  ['invalid JSON', '{ "version": x', []],
])('a main file with %s has these parts', (_, main, parts) => {
  expect(listPartsIn(main)).toEqual(parts);
});

it('numbers parts so that their names sort in order', () => {
  const names = listPartNames(11);
  expect([names[0], names[10]]).toEqual(['00-of-11', '10-of-11']);
  expect(names.toSorted()).toEqual(names);
});

it.each([
  ['log.json', 'log.0-of-2.json'],
  ['state/log', 'state/log.0-of-2.json'],
])('the part of %s is %s', (main, part) => {
  expect(formatPartPath(main, '0-of-2')).toBe(part);
});

it.each([
  ['log.0-of-2.json', 'state/log.json', '0-of-2'],
  ['log.0-of-2.json', 'state/other.json', null],
  ['log.0-of-2.txt', 'log.json', null],
  ['log.json', 'log.json', null],
  ['log.0-of-2.json.tmp', 'log.json', null],
])('%s beside %s is the part %s', (name, main, part) => {
  expect(parsePartName(name, main)).toBe(part);
});

it('lists the files that differ, and the main file last', () => {
  const before = {
    main: 'm',
    parts: new Map([
      ['0-of-2', 'a'],
      ['1-of-2', 'b'],
    ]),
  };
  const after = {
    main: 'n',
    parts: new Map([
      ['0-of-2', 'a'],
      ['1-of-2', 'c'],
    ]),
  };
  expect(listFileChanges(before, before)).toEqual([]);
  expect(listFileChanges(before, after)).toEqual([
    { part: '1-of-2', text: 'c' },
    { part: null, text: 'n' },
  ]);
});

it.each([
  ['the same texts', { main: 'm', parts: new Map([['0-of-1', 'a']]) }, true],
  ['another main file', { main: 'n', parts: new Map([['0-of-1', 'a']]) }, false],
  ['another part', { main: 'm', parts: new Map([['0-of-1', 'b']]) }, false],
  ['fewer parts', { main: 'm', parts: new Map() }, false],
])('a set with %s is compared', (_, other, isSame) => {
  expect(isSameFileSet({ main: 'm', parts: new Map([['0-of-1', 'a']]) }, other)).toBe(isSame);
});
