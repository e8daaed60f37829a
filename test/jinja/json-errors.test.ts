import { expect, it } from 'vitest';
import { findJsonError } from '../../src/jinja/json-text.ts';

const TEXTS = [
  ...['', ' \n', '{', '[', '[[', '{"a"', '{"a":', '{"a": 1', '{"a": 1,', '[1', '[1,', '[{"a": [', '"', '"a', '"a\\'],
  ...['x', ' x', 'tru', 'nul', 'True', 'undefined', "'a'", "{'a': 1}", '{a: 1}', '{1: 2}', '{"a": x}', '[x]', '[1, x]'],
  ...[
    '1.',
    '.5',
    '01',
    '-',
    '--1',
    '-x',
    '+1',
    '1e',
    '1e+',
    '1.e1',
    '0x1',
    '[1.5.2]',
    '[-]',
    '{"a": 1.}',
    '1 2',
    '1x',
    '1,',
  ],
  ...[
    '}',
    ']',
    ',',
    ':',
    '[}',
    '{]',
    '[1}',
    '{"a": 1]',
    '[,]',
    '[,1]',
    '[1,]',
    '[1,,2]',
    '{,}',
    '{"a":}',
    '{"a":,}',
    '{"a" 1}',
  ],
  ...[
    '{"a": 1,}',
    '{"a": 1,,}',
    '{"a"}',
    '{"a": 1 "b": 2}',
    '{"a": 1; "b": 2}',
    '[1 2]',
    '[1: 2]',
    '[1; 2]',
    '{"a": 1}}',
    '[]]',
    '{} x',
  ],
  ...[
    '{} "a"',
    '"a" "b"',
    '"a"b',
    '[1]:',
    '{"a": "b" "c"}',
    '{:}',
    '{"a":: 1}',
    '{"a": [1, {"b": [2, ]}]}',
    '[[1, 2], [3, }]',
  ],
  ...[
    '"a\nb"',
    '"a\tb"',
    '"a\u0000"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '["\\u00e9", x]',
    '"\\u123',
    '"a\\\n"',
    '"\u007f\u0085\u2028"x',
    '["a\nb"]',
  ],
  ...[
    '{"a": "b\n"}',
    '{"a\n": 1}',
    '{"a": "b',
    '{"a": "b}',
    '[\n\n  x]',
    '{\n"a": 1,\n"b": nope\n}',
    '\u00a01',
    '[1\u00a0]',
  ],
];
const VALID = [
  '1',
  '-1.5e+3',
  '0',
  '"a\\"\\u00e9\\/"',
  '[]',
  '{}',
  ' [1, {"a": null}] ',
  'true',
  'false',
  'null',
  '"\u007f\u0085"',
];

it('a text that is not JSON has a position and a reason', async () => {
  const lines = TEXTS.map((text) => {
    const found = findJsonError(text);
    return `${JSON.stringify(text)}: ${found?.offset} ${found?.reason}\n`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('../golden/jinja/json-errors.txt');
});

it.each(VALID)('%j is JSON', (text) => {
  expect(findJsonError(text)).toBeNull();
});
