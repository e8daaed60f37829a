/**
 * Templates: Jinja's language over plain data. A template can compute with what it is handed
 * and nothing else: there are no files, no other templates, no code, no clock and no environment, and what it may
 * cost is bounded. Two renderings of one template over one context are the same.
 */

import type { Failure } from '../domain/index.ts';
import type { Statement } from '../jinja/ast.ts';
import { createBudget } from '../jinja/budget.ts';
import { formatMessage, TemplateError } from '../jinja/errors.ts';
import { type OutputMode, type TextTransform, WRITERS } from '../jinja/escape-modes.ts';
import { evaluateTemplate } from '../jinja/evaluate.ts';
import { type CheckOptions, checkTree } from '../jinja/lint/check.ts';
import { parseTemplate } from '../jinja/parse.ts';
import type { Dict } from '../jinja/values.ts';

/** What is wrong in a template, at its own line and column, which count from 1. */
export interface TemplateDiagnostic {
  code: string;
  message: string;
  line: number;
  column: number;
  /** Of `body-not-json`: it holds whatever the certificate. */
  isCertain?: boolean;
}

/**
 * What is wrong with a template that can be told without rendering it: `template-syntax` and `template-refused` (it
 * cannot be used), and for a body that is to be JSON the habits that break it: `template-json-join`,
 * `template-json-tojson`, or else `body-not-json`, that it is none. `template-unlike-jinja` is what real Jinja2 renders otherwise, `template-unknown-name` what
 * is not there, and `template-call-on-null` what fails where a value is null.
 */
export function checkTemplate(text: string, options: CheckOptions): TemplateDiagnostic[] {
  try {
    return checkTree(parseTemplate(text), options).map(({ code, what, ...rest }) => {
      return { code, message: formatMessage(code, what), ...rest };
    });
  } catch (error) {
    if (error instanceof RangeError) {
      const message = formatMessage('template-syntax', 'it is nested too deeply');
      return [{ code: 'template-syntax', message, line: 1, column: 1 }];
    }
    if (!(error instanceof TemplateError)) throw error;
    return [
      { code: error.code, message: error.message, line: Math.max(1, error.line), column: Math.max(1, error.column) },
    ];
  }
}

/** `text` beside a failure: what was rendered and is not JSON. */
export type RenderedTemplate = { ok: true; text: string } | { ok: false; failure: Failure; text: string | null };

/**
 * Renders a template over a context of plain data. By `mode` values are escaped for JSON (and the text is JSON, or
 * it is a failure) or HTML, percent-encoded for a URL, or held to what a header may carry. `literal` is applied to what
 * stands outside of tags. Every failure names the template's line, where there is one, and quotes no value.
 */
export function renderTemplate(
  text: string,
  context: object,
  options: { mode: OutputMode; literal?: TextTransform },
): RenderedTemplate {
  try {
    const run = {
      budget: createBudget(options.mode === 'text' || options.mode === 'html' ? 'python' : 'json'),
      escapesHtml: options.mode === 'text',
    };
    const pieces = evaluateTemplate(parseCached(text), context as Dict, run);
    return { ok: true, text: WRITERS[options.mode](pieces, options.literal ?? ((literal) => literal)) };
  } catch (error) {
    const text = error instanceof TemplateError ? error.rendered : null;
    return { ok: false, failure: toFailure(error), text };
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof TemplateError) {
    const place = error.line > 0 ? `line ${error.line}: ` : '';
    return { code: error.code, detail: place + error.message };
  }
  // JavaScript's own stack or longest string ran out before the budget did.
  if (error instanceof RangeError) {
    return { code: 'template-limit', detail: formatMessage('template-limit', 'it is nested too deeply') };
  }
  throw error;
}

/** A scan renders few templates over many certificates. */
const parsedTemplates = new Map<string, Statement[]>();
const MAX_CACHED_TEMPLATES = 100;

function parseCached(text: string): Statement[] {
  const known = parsedTemplates.get(text);
  if (known !== undefined) return known;
  const tree = parseTemplate(text);
  if (parsedTemplates.size >= MAX_CACHED_TEMPLATES) parsedTemplates.clear();
  parsedTemplates.set(text, tree);
  return tree;
}

/** `application/json`, or any with the suffix `+json` (RFC 6839). */
export function isJsonMediaType(contentType: string): boolean {
  return /^\s*application\/(?:json|[\w.!#$&^-]+\+json)\s*(?:;|$)/i.test(contentType);
}
