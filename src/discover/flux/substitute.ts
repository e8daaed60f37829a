/**
 * Replaces variables in texts as Flux does after a build: `${NAME}`, with a default, and with the functions of bash
 * (https://github.com/fluxcd/pkg/blob/main/envsubst/README.md). Other than in Flux, variables without a value stay as they are.
 */

import type { Variables } from '../yaml/variables.ts';

/** Nested defaults are rare, and none is deeper. */
const MAX_DEPTH = 4;

/** Longer values are texts, not hosts, and could multiply. */
const MAX_LENGTH = 1000;

/** Replaces the variables that have a value or a default. `$${NAME}` is not a variable. */
export function substituteVariables(text: string, variables: Variables, depth = 0): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', at)) {
    const end = findEnd(text, start + 2);
    if (end === -1) break;
    const expression = text.slice(start + 2, end);
    const isEscaped = text[start - 1] === '$' && start > at;
    const value = isEscaped || depth > MAX_DEPTH ? null : evaluate(expression, variables, depth);
    const isUsed = value !== null && value.length < MAX_LENGTH;
    parts.push(text.slice(at, start), isUsed ? value : `\${${expression}}`);
    at = end + 1;
  }
  return at === 0 ? text : parts.join('') + text.slice(at);
}

/** Finds the brace that closes an expression, which may contain others. Returns -1 if there is none on the line. */
function findEnd(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length && at < from + MAX_LENGTH && text[at] !== '\n'; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') open += 1;
    else if (text[at] === '}') open -= 1;
    if (open === 0) return at;
  }
  return -1;
}

type Apply = (value: string, ...rest: string[]) => string;

/** The functions by the text after the name of the variable. */
const FUNCTIONS: readonly (readonly [pattern: RegExp, apply: Apply])[] = [
  [/^$/, (value) => value],
  [/^\^\^$/, (value) => value.toUpperCase()],
  [/^,,$/, (value) => value.toLowerCase()],
  [/^\^$/, (value) => value.slice(0, 1).toUpperCase() + value.slice(1)],
  [/^,$/, (value) => value.slice(0, 1).toLowerCase() + value.slice(1)],
  [/^:(\d+)$/, (value, from = '') => value.slice(Number(from))],
  [/^:(\d+):(\d+)$/, (value, from = '', length = '') => value.slice(Number(from), Number(from) + Number(length))],
  [/^\/\/([^/\\]+)\/([^/\\]*)$/, (value, old = '', replacement = '') => value.split(old).join(replacement)],
  [
    /^\/#([^/\\]+)\/([^/\\]*)$/,
    (value, old = '', replacement = '') => (value.startsWith(old) ? replacement + value.slice(old.length) : value),
  ],
  [
    /^\/%([^/\\]+)\/([^/\\]*)$/,
    (value, old = '', replacement = '') => (value.endsWith(old) ? value.slice(0, -old.length) + replacement : value),
  ],
  [/^\/([^/\\#%][^/\\]*)\/([^/\\]*)$/, (value, old = '', replacement = '') => value.replace(old, () => replacement)],
];

/** Evaluates the text between the braces. Returns null for a variable without a value, and for other expressions. */
function evaluate(expression: string, variables: Variables, depth: number): string | null {
  const [, name = '', rest = ''] = /^([A-Za-z_]\w*)(.*)$/s.exec(expression) ?? [];
  const value = variables.get(name);
  const [, fallback] = /^(?::[-=]|=)(.*)$/s.exec(rest) ?? [];
  if (fallback !== undefined) return value || completeOrNull(fallback, variables, depth);
  if (value === undefined) return null;
  for (const [pattern, apply] of FUNCTIONS) {
    const found = pattern.exec(rest);
    if (found !== null) return apply(value, ...found.slice(1));
  }
  return null;
}

/** Replaces the variables of a default. Returns null if one of them has no value. */
function completeOrNull(text: string, variables: Variables, depth: number): string | null {
  const complete = substituteVariables(text, variables, depth + 1);
  return complete.includes('${') ? null : complete;
}
