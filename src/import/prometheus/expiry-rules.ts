/** Reads the thresholds of alerting rules about the expiry of certificates. */

import { type Located, readText, select } from '../located.ts';
import { parseDuration } from '../thresholds.ts';
import type { CompileRegex } from './regex.ts';

/** An alert `seconds` before the expiry. */
export interface ExpiryRule {
  name: string;
  seconds: number;
  /** Whether the metric is one of ssl_exporter. */
  isSslExporter: boolean;
  isCritical: boolean;
  /** The selector of the metric: the targets to which it applies. */
  matchers: readonly Matcher[];
}

interface Matcher {
  label: string;
  test: (value: string) => boolean;
}

/** The metrics of blackbox_exporter, ssl_exporter and x509-certificate-exporter. The last two groups already are times that are left. */
const METRIC =
  /\b(?:probe_ssl_earliest_cert_expiry|probe_ssl_last_chain_expiry_timestamp_seconds|ssl_(?:verified_|file_|kubernetes_|kubeconfig_)?cert_not_after|x509_cert_not_after|x509_cert_expires_in_seconds)\b/;

/** Whether an expression is about the expiry of certificates. */
export function isExpiryExpression(expression: string): boolean {
  return METRIC.test(expression);
}

/** Reads a rule; null if its expression compares an expiry in a way that is not known. */
export function readExpiryRule(rule: Located, compile: CompileRegex): ExpiryRule | null {
  const expression = (readText(rule, 'expr') ?? '').replace(/#[^\n]*/g, '').replace(/\s+/g, ' ');
  const seconds = readSeconds(expression);
  if (seconds === null) return null;
  const severity = readText(select(rule, 'labels'), 'severity') ?? readText(select(rule, 'labels'), 'priority') ?? '';
  return {
    name: readText(rule, 'alert') ?? '',
    seconds,
    isSslExporter: METRIC.exec(expression)?.[0].startsWith('ssl_') ?? false,
    isCritical: /crit|page|urgent|emerg|disaster|high|major|^p?1$|^sev-?1$/i.test(severity),
    matchers: readMatchers(expression, compile),
  };
}

/** Reads the time before the expiry: `metric - time() < X`, `(metric - time()) / 86400 < X`, `metric < time() + X`, or reversed. */
function readSeconds(expression: string): number | null {
  const at = expression.search(METRIC);
  if (at === -1) return null;
  const before = expression.slice(0, at);
  const after = expression.slice(at).replace(/\w+(?:\{[^}]*\})?/, '');
  const clause = before.split(CLAUSE).at(-1) ?? '';
  const isReversed = clause.includes('>') && !clause.includes('<');
  const [left, right] = isReversed ? [after, clause.slice(0, clause.indexOf('>'))] : splitComparison(after);
  const [, divisor] = /\/([^,]*)/.exec(cutAt(left, CLAUSE)) ?? [];
  const limit = evaluate(cutAt(right, CLAUSE).replace(/time\(\) ?\+|\+ ?time\(\)/, ''));
  const scale = divisor === undefined ? 1 : evaluate(divisor);
  return limit === null || scale === null ? null : limit * scale;
}

/** The words between the comparison and others. */
const CLAUSE = /\b(?:and|or|unless|on|ignoring)\b/;

function cutAt(text: string, end: RegExp): string {
  const at = text.search(end);
  return at === -1 ? text : text.slice(0, at);
}

/** Splits at the first `<`: the text on its left, and on its right. Both are empty if there is another comparison. */
function splitComparison(text: string): [string, string] {
  const at = text.search(/[<>=!]/);
  if (text[at] !== '<') return ['', ''];
  return [text.slice(0, at), text.slice(at + 1).replace(/=?\s*(?:bool\b)?/, '')];
}

/** Evaluates numbers, durations, `*`, `/`, `+`, `-` and parentheses; null for anything else. Unbalanced closing parentheses end it. */
function evaluate(text: string): number | null {
  const tokens =
    text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:ms|[smhdwy])?(?:\d+(?:ms|[smhdwy]))*|[()*/+-]|[^\s]/gi) ?? [];
  let at = 0;
  const readFactor = (): number | null => {
    const token = tokens[at];
    at += 1;
    if (token === '(') {
      const inner = readSum();
      if (tokens[at] !== ')') return null;
      at += 1;
      return inner;
    }
    if (token === undefined) return null;
    return /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(token) ? Number(token) : parseDuration(token);
  };
  const readChain = (operators: string, next: () => number | null): number | null => {
    let value = next();
    while (value !== null && operators.includes(tokens[at] ?? ' ')) {
      const operator = tokens[at] ?? '';
      at += 1;
      const other = next();
      value = other === null ? null : apply(operator, value, other);
    }
    return value;
  };
  const readProduct = () => readChain('*/', readFactor);
  const readSum = (): number | null => readChain('+-', readProduct);
  const value = readSum();
  return tokens.slice(at).every((token) => token === ')') ? value : null;
}

function apply(operator: string, a: number, b: number): number {
  if (operator === '*') return a * b;
  if (operator === '/') return a / b;
  return operator === '+' ? a + b : a - b;
}

function readMatchers(expression: string, compile: CompileRegex): Matcher[] {
  const at = expression.search(METRIC);
  const [, selector = ''] = /^\w+\{([^}]*)\}/.exec(expression.slice(at)) ?? [];
  const found = selector.matchAll(/\s*(\w+)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*,?/gy);
  return Array.from(found, ([, label = '', operator = '', double, single]) => ({
    label,
    test: createTest(operator, (double ?? single ?? '').replace(/\\(.)/g, '$1'), compile),
  }));
}

function createTest(operator: string, expected: string, compile: CompileRegex): (value: string) => boolean {
  if (operator === '=') return (value) => value === expected;
  if (operator === '!=') return (value) => value !== expected;
  const regex = compile(expected);
  return (value) => (regex?.matches(value) ?? false) === (operator === '=~');
}

/** Whether a rule applies to a target. A label that the target does not have, such as one that the metric adds, does not exclude it. */
export function appliesTo({ matchers }: ExpiryRule, labels: ReadonlyMap<string, string>): boolean {
  return matchers.every(({ label, test }) => {
    const value = labels.get(label);
    return value === undefined || test(value);
  });
}
