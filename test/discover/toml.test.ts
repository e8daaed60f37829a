import { expect, it } from 'vitest';
import { parseToml } from '../../src/discover/toml.ts';
import { selectScalars } from '../../src/discover/yaml/select-nodes.ts';

function select(text: string, path: string): string[] {
  return [...parseToml(text)]
    .flatMap((one) => selectScalars(one, path))
    .map(({ text: value, line }) => `${line} ${value}`);
}

it.each([
  ['a table', '[a.b]\nc = "x"', 'a.b.c', ['2 x']],
  ['a dotted key', 'a.b.c = "x"', 'a.b.c', ['1 x']],
  ['a quoted key', '[a."b.c"]\nd = "x"', 'a.*.d', ['2 x']],
  ['a list of tables', '[[a]]\nb = "x"\n[[a]]\nb = "y"', 'a[].b', ['2 x', '4 y']],
  ['a literal text', "a = 'x\\y'", 'a', ['1 x\\y']],
  ['an escaped quotation mark', 'a = "x\\"y"', 'a', ['1 x"y']],
  ['a comment', 'a = "x" # "y"', 'a', ['1 x']],
  ['a text with #', 'a = "x#y"', 'a', ['1 x#y']],
  ['a list', 'a = ["x", \'y\']', 'a', ['1 x', '1 y']],
  ['a list on several lines', 'a = [ # first\n  "x", # "no"\n  "y",\n]\nb = "z"', 'a', ['2 x', '3 y']],
  ['a key after a list without an end', 'a = [\n"x",\nb = "z"', 'b', ['3 z']],
  ['Windows line ends', '[a]\r\nb = "x"\r\n', 'a.b', ['2 x']],
  ['a text without an end', 'a = "x\nb = "z"', 'b', ['2 z']],
  ['a number', 'a = 1', 'a', []],
])('reads %s', (_, text, path, expected) => {
  expect(select(text, path)).toEqual(expected);
});
