import { expect, it } from 'vitest';
import { describeBug } from '../../src/lib/bugs/describe-bug.ts';

const withStack = (stack: string) => Object.assign(new TypeError('quotes input'), { stack });

it.each<[unknown, string]>([
  [
    withStack('TypeError: x\n    at readTime (file:///home/me/dist/chunk-A.js:19:101)\n    at b (c:1:2)'),
    'TypeError at readTime, chunk-A.js:19:101',
  ],
  [withStack('TypeError: x\n    at Object.pem (/home/me/a b/decode.ts:3:4)'), 'TypeError at Object.pem, decode.ts:3:4'],
  [withStack('TypeError: x\n    at async file:///home/me/decode.ts:3:4'), 'TypeError at decode.ts:3:4'],
  [withStack('TypeError: x\n    at C:\\Users\\me\\decode.ts:3:4'), 'TypeError at decode.ts:3:4'],
  [
    withStack('TypeError: x\n    at Date.UTC (<anonymous>)\n    at readTime (/a/time.ts:1:2)'),
    'TypeError at readTime, time.ts:1:2',
  ],
  [withStack('TypeError: x'), 'TypeError'],
  ['thrown', 'a value that is not an error'],
])('describes a bug without its message and the directories of the machine: %s', (bug, text) => {
  expect(describeBug(bug)).toBe(text);
});
