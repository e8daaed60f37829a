import { describe, expect, it } from 'vitest';
import { evaluate, type Scope } from '../../src/discover/hcl/evaluate.ts';
import { parseHcl } from '../../src/discover/hcl/parse.ts';
import { UNKNOWN, type Value } from '../../src/discover/hcl/values.ts';

/** The value of an expression as JSON; `?` for one that is unknown. */
function run(text: string): unknown {
  const scope: Scope = { file: 'main.tf', getName: () => UNKNOWN, budget: { steps: 10_000, depth: 0 } };
  const expression = parseHcl(`value = ${text}\n`).attributes.get('value');
  return expression && toJson(evaluate(expression, scope));
}

function toJson(value: Value): unknown {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return value.number;
  if (value.kind === 'boolean') return value.isTrue;
  if (value.kind === 'null') return null;
  if (value.kind === 'list') return value.items.map(toJson);
  if (value.kind === 'map')
    return Object.fromEntries(Array.from(value.entries, ([key, entry]) => [key, toJson(entry.value)]));
  return '?';
}

// The examples of Terraform's documentation: https://developer.hashicorp.com/terraform/language/functions/NAME
describe('a function of Terraform', () => {
  it.each<[string, unknown]>([
    ['can("a")', true],
    ['coalesce("a", "b")', 'a'],
    ['coalesce("", "b")', 'b'],
    ['coalesce(["", "b"]...)', 'b'],
    ['compact(["a", "", "b", null, "c"])', ['a', 'b', 'c']],
    ['concat(["a", ""], ["b", "c"])', ['a', '', 'b', 'c']],
    ['contains(["a", "b", "c"], "a")', true],
    ['contains(["a", "b", "c"], "d")', false],
    ['distinct(["a", "b", "a", "c", "d", "b"])', ['a', 'b', 'c', 'd']],
    ['element(["a", "b", "c"], 1)', 'b'],
    ['element(["a", "b", "c"], 3)', 'a'],
    ['flatten([["a", "b"], [], ["c"]])', ['a', 'b', 'c']],
    ['flatten([[["a", "b"], []], ["c"]])', ['a', 'b', 'c']],
    ['format("Hello, %s!", "Ander")', 'Hello, Ander!'],
    ['format("There are %d lights", 4)', 'There are 4 lights'],
    ['format("100%%")', '100%'],
    ['format("%08.3f", 1)', '?'],
    ['formatlist("Hello, %s!", ["Valentina", "Ander"])', ['Hello, Valentina!', 'Hello, Ander!']],
    [
      'formatlist("%s, %s!", "Salutations", ["Valentina", "Ander"])',
      ['Salutations, Valentina!', 'Salutations, Ander!'],
    ],
    ['join("-", ["foo", "bar", "baz"])', 'foo-bar-baz'],
    ['join(", ", ["foo"])', 'foo'],
    ['keys({a=1, c=2, d=3})', ['a', 'c', 'd']],
    ['length([])', 0],
    ['length(["a", "b"])', 2],
    ['length({"a" = "b"})', 1],
    ['length("hello")', 5],
    ['lookup({a="ay", b="bee"}, "a", "what?")', 'ay'],
    ['lookup({a="ay", b="bee"}, "c", "what?")', 'what?'],
    ['lower("HELLO")', 'hello'],
    ['merge({a="b", c="d"}, {e="f", c="z"})', { a: 'b', c: 'z', e: 'f' }],
    ['merge({a="b"}, null)', { a: 'b' }],
    ['nonsensitive("a")', 'a'],
    ['one([])', null],
    ['one(["hello"])', 'hello'],
    ['one(["hello", "goodbye"])', '?'],
    ['replace("1 + 2 + 3", "+", "-")', '1 - 2 - 3'],
    ['replace("hello world", "/w.*d/", "everybody")', '?'],
    ['reverse([1, 2, 3])', [3, 2, 1]],
    ['sensitive("a")', 'a'],
    ['setunion(["a", "b"], ["b", "c"], ["d"])', ['a', 'b', 'c', 'd']],
    ['slice(["a", "b", "c", "d"], 1, 3)', ['b', 'c']],
    ['sort(["e", "d", "a", "x"])', ['a', 'd', 'e', 'x']],
    ['split(",", "foo,bar,baz")', ['foo', 'bar', 'baz']],
    ['split(",", "foo")', ['foo']],
    ['split(",", "")', ['']],
    ['tolist(["a", "b", "c"])', ['a', 'b', 'c']],
    ['tomap({"a" = 1, "b" = 2})', { a: 1, b: 2 }],
    ['toset(["c", "b", "b"])', ['c', 'b']],
    ['tostring("hello")', 'hello'],
    ['tostring(1)', '1'],
    ['tostring(true)', 'true'],
    ['trim("?!hello?!", "!?")', 'hello'],
    ['trim("foobar", "far")', 'oob'],
    ['trim("   hello! world.!  ", "! ")', 'hello! world.'],
    ['trimprefix("helloworld", "hello")', 'world'],
    ['trimprefix("helloworld", "cat")', 'helloworld'],
    ['trimspace("  hello\\n\\n")', 'hello'],
    ['trimsuffix("helloworld", "world")', 'hello'],
    ['try(null, "fallback")', 'fallback'],
    ['upper("hello")', 'HELLO'],
    ['values({a=3, c=2, d=1})', [3, 2, 1]],
    ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
    ['bcrypt("hello")', '?'],
  ])('%s', (expression, value) => {
    expect(run(expression)).toEqual(value);
  });

  it('is unknown if its argument is', () => {
    const list = ['sort', 'one', 'reverse', 'distinct', 'compact', 'keys', 'values', 'length', 'toset', 'lower'];
    expect(list.map((name) => run(`${name}(var.a)`))).toEqual(list.map(() => '?'));
    expect(run('element(var.a, 0)')).toBe('?');
    expect(run('element([], 0)')).toBe('?');
    expect(run('sort([var.a, "b"])')).toEqual(['?']);
  });
});

// https://developer.hashicorp.com/terraform/language/expressions/operators
describe('an operator', () => {
  it.each<[string, unknown]>([
    ['true && true', true],
    ['true && false', false],
    ['false && var.a', false],
    ['true && var.a', '?'],
    ['false || true', true],
    ['false || false', false],
    ['true || var.a', true],
    ['false || var.a', '?'],
    ['!false', true],
    ['"a" == "a"', true],
    ['"a" != "a"', false],
    ['1 < 2', true],
    ['2 <= 1', false],
    ['2 > 1', true],
    ['1 >= 2', false],
    // `&&` binds closer than `||`, and comparisons closer than both.
    ['true || false && false', true],
    ['1 < 2 && 3 != 3', false],
    ['true && false ? "yes" : "no"', 'no'],
  ])('%s', (expression, value) => {
    expect(run(expression)).toBe(value);
  });
});

it('a comparison is that of the numbers, and unknown for other values', () => {
  const compare: Record<string, (a: number, b: number) => boolean> = {
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
  };
  for (const [operator, decide] of Object.entries(compare)) {
    for (const a of [1, 2, 10]) for (const b of [1, 2, 10]) expect(run(`${a} ${operator} ${b}`)).toBe(decide(a, b));
    for (const sides of ['1', 'var.a', '"a"', 'true'].flatMap((one) => [
      [one, 'var.a'],
      ['var.a', one],
    ]))
      expect(run(sides.join(` ${operator} `))).toBe('?');
  }
  for (const operator of ['<', '<=', '>', '>='])
    for (const sides of ['"a"', 'true', 'null', '[1]'].flatMap((one) => [
      [one, '1'],
      ['1', one],
    ]))
      expect(run(sides.join(` ${operator} `))).toBe('?');
});
