import { expect, it } from 'vitest';
import type { Arguments, Expression, Statement } from '../../src/jinja/parser/ast.ts';
import { parseTemplate } from '../../src/jinja/parser/parse.ts';

/** An expression with its operator first, such as `(+ a (* b 2))`. */
function format(expression: Expression | null): string {
  if (expression === null) return '_';
  const list = (head: string, ...parts: (Expression | null)[]) => `(${[head, ...parts.map(format)].join(' ')})`;
  switch (expression.kind) {
    case 'constant':
      return JSON.stringify(expression.value) + (expression.isFloat ? 'f' : '');
    case 'name':
      return expression.name;
    case 'list':
    case 'tuple':
      return list(expression.kind, ...expression.items);
    case 'dict':
      return list('dict', ...expression.entries.flatMap(({ key, value }) => [key, value]));
    case 'lookup':
      return list(expression.isDotted ? '.' : '[]', expression.target, expression.key);
    case 'slice':
      return list('slice', expression.target, expression.start, expression.stop, expression.step);
    case 'call':
      return `(call ${format(expression.callee)}${formatArguments(expression.args)})`;
    case 'filter':
    case 'test':
      return `(${expression.kind} ${expression.name} ${format(expression.input)}${formatArguments(expression.args)})`;
    case 'unary':
      return list(expression.operator, expression.operand);
    case 'binary':
    case 'logic':
      return list(expression.operator, expression.left, expression.right);
    case 'compare': {
      const rest = expression.rest.map(({ operator, operand }) => ` ${operator} ${format(operand)}`);
      return `(compare ${format(expression.first)}${rest.join('')})`;
    }
    case 'conditional':
      return list('if', expression.test, expression.yes, expression.otherwise);
    default:
      return expression.kind;
  }
}

function formatArguments({ positional, named }: Arguments): string {
  const parts = [...positional.map(format), ...named.map(({ name, value }) => `${name}=${format(value)}`)];
  return parts.map((one) => ` ${one}`).join('');
}

const parse = (text: string) => {
  const [statement] = parseTemplate(`{{ ${text} }}`) as [Extract<Statement, { kind: 'output' }>];
  return statement.value;
};

// The precedence is that of Jinja2.
it.each([
  ['a + b * c', '(+ a (* b c))'],
  ['a * b + c', '(+ (* a b) c)'],
  ['a - b - c', '(- (- a b) c)'],
  ['a + b ~ c', '(+ a (~ b c))'],
  ['a ~ b * c', '(~ a (* b c))'],
  ['a ~ b ~ c', '(~ (~ a b) c)'],
  ['a / b // c % d', '(% (// (/ a b) c) d)'],
  ['a ** b ** c', '(** (** a b) c)'],
  ['a * b ** c', '(* a (** b c))'],
  ['-a ** b', '(** (- a) b)'],
  ['- -a', '(- (- a))'],
  ['+a', '(+ a)'],
  ['-a.b', '(- (. a "b"))'],
  ['-a | b', '(filter b (- a))'],
  ['(a + b) * c', '(* (+ a b) c)'],
  ['not a and b or c', '(or (and (not a) b) c)'],
  ['a or b and c', '(or a (and b c))'],
  ['a and b and c', '(and (and a b) c)'],
  ['not not a', '(not (not a))'],
  ['not a == b', '(not (compare a == b))'],
  ['a < b <= c > d >= e', '(compare a < b <= c > d >= e)'],
  ['a == b != c', '(compare a == b != c)'],
  ['a === b', '(compare a == b)'],
  ['a !== b', '(compare a != b)'],
  ['a in b', '(compare a in b)'],
  ['a not in b', '(compare a not in b)'],
  ['a + b in c | d', '(compare (+ a b) in (filter d c))'],
  ['a if b', '(if b a _)'],
  ['a if b else c', '(if b a c)'],
  ['a if b else c if d else e', '(if b a (if d c e))'],
  ['a if b if c', '(if c (if b a _) _)'],
  ['a or b if c', '(if c (or a b) _)'],
])('the expression %s is %s', (text, tree) => {
  expect(format(parse(text))).toBe(tree);
});

it.each([
  ['()', '(tuple)'],
  ['(a)', 'a'],
  ['(a,)', '(tuple a)'],
  ['a,', '(tuple a)'],
  ['a, b', '(tuple a b)'],
  ['a, b,', '(tuple a b)'],
  ['a, "b"', '(tuple a "b")'],
  ['a, 1', '(tuple a 1)'],
  ['a, (b)', '(tuple a b)'],
  ['a, [b]', '(tuple a (list b))'],
  ['a, {b: c}', '(tuple a (dict b c))'],
  ['a, -b', '(tuple a (- b))'],
  ['a, +b', '(tuple a (+ b))'],
  ['a, not b', '(tuple a (not b))'],
  ['[]', '(list)'],
  ['[a]', '(list a)'],
  ['[a, b,]', '(list a b)'],
  ['[(a, b), c]', '(list (tuple a b) c)'],
  ['{}', '(dict)'],
  ['{"a": 1, b: c,}', '(dict "a" 1 b c)'],
  ['{a if b else c: d if e}', '(dict (if b a c) (if e d _))'],
])('the collection %s is %s', (text, tree) => {
  expect(format(parse(text))).toBe(tree);
});

it.each([
  ['true', 'true'],
  ['True', 'true'],
  ['false', 'false'],
  ['False', 'false'],
  ['none', 'null'],
  ['None', 'null'],
  ['TRUE', 'TRUE'],
  ['1_000', '1000'],
  ['1.0', '1f'],
  ['1.5', '1.5f'],
  ['1e3', '1000f'],
  ['1E3', '1000f'],
  ['1_0.2_5e-1', '1.025f'],
  ['0x1e', '30'],
  ['0X1E', '30'],
  ['0b101', '5'],
  ['0o17', '15'],
  ['"a" \'b\' "c"', '"abc"'],
])('the constant %s is %s', (text, tree) => {
  expect(format(parse(text))).toBe(tree);
});

it.each([
  ['a.b.c', '(. (. a "b") "c")'],
  ['a.0.b', '(. (. a 0) "b")'],
  ['a[0]', '([] a 0)'],
  ['a["b"].c', '(. ([] a "b") "c")'],
  ['a[b, c]', '([] a (tuple b c))'],
  ['a[b:c]', '(slice a b c _)'],
  ['a[:]', '(slice a _ _ _)'],
  ['a[::]', '(slice a _ _ _)'],
  ['a[b:]', '(slice a b _ _)'],
  ['a[:b]', '(slice a _ b _)'],
  ['a[::b]', '(slice a _ _ b)'],
  ['a[b:c:d]', '(slice a b c d)'],
  ['a[b::d]', '(slice a b _ d)'],
  ['a()', '(call a)'],
  ['a(b, c=d)', '(call a b c=d)'],
  ['a(b == c)', '(call a (compare b == c))'],
  ['a(b,)', '(call a b)'],
  ['a(b=c, d=e,)', '(call a b=c d=e)'],
  ['a.b(c)[d](e)', '(call ([] (call (. a "b") c) d) e)'],
  ['"a".b()', '(call (. "a" "b"))'],
  ['(a, b)[0]', '([] (tuple a b) 0)'],
])('the access %s is %s', (text, tree) => {
  expect(format(parse(text))).toBe(tree);
});

it.each([
  ['a | b', '(filter b a)'],
  ['a | b | c', '(filter c (filter b a))'],
  ['a | b.c', '(filter b.c a)'],
  ['a | b(c, d=e)', '(filter b a c d=e)'],
  ['a | b()', '(filter b a)'],
  ['a + b | c', '(+ a (filter c b))'],
  ['a | b + c', '(+ (filter b a) c)'],
  ['a | b is c', '(test c (filter b a))'],
  ['a is b', '(test b a)'],
  ['a is not b', '(not (test b a))'],
  ['a is b(c)', '(test b a c)'],
  ['a is b c', '(test b a c)'],
  ['a is b c.d', '(test b a (. c "d"))'],
  ['a is b 1', '(test b a 1)'],
  ['a is b "c"', '(test b a "c")'],
  ['a is b [c]', '(test b a (list c))'],
  ['a is b {}', '(test b a (dict))'],
  ['a is b true', '(test b a true)'],
  ['a is b and c', '(and (test b a) c)'],
  ['a is b or c', '(or (test b a) c)'],
  ['a is b if c else d', '(if c (test b a) d)'],
  ['a if b is c else d', '(if (test c b) a d)'],
  ['a is b in c', '(compare (test b a) in c)'],
  ['a is b not in c', '(compare (test b a) not in c)'],
  ['a is b is c', '(test c (test b a))'],
  ['a is b | c', '(filter c (test b a))'],
  ['a is b - c', '(- (test b a) c)'],
  ['a == b is c', '(compare a == (test c b))'],
  ['a | b (c)(d)', '(call (filter b a c) d)'],
])('the filter or test %s is %s', (text, tree) => {
  expect(format(parse(text))).toBe(tree);
});
