/** Renders a parsed template over a context of plain data. */

import { type Budget, createBudget } from './budget.ts';
import { TemplateError } from './errors.ts';
import { type OutputMode, type TextTransform, WRITERS } from './escape-modes.ts';
import { evaluateTemplate } from './evaluate.ts';
import type { OnBranch } from './evaluation-state.ts';
import type { Template } from './parser/ast.ts';
import { copyValue, type Dict, type Value } from './values.ts';

export interface RenderOptions {
  mode: OutputMode;
  /** Applied to the text outside tags, as it is written to the output. */
  transformText?: TextTransform;
  /** The variables that the filter `env` can read. Default: none. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Renders a template. `mode` decides how values are escaped: for JSON (the result is valid JSON), for HTML, for a URL
 * or for a header; as text they are not escaped. The context is never changed.
 *
 * @throws TemplateError if the template fails, exceeds a limit, or its output is not valid in this mode.
 */
export function renderTemplate(template: Template, context: object, { mode, ...hooks }: RenderOptions): string {
  const data = context as Dict;
  const readContext = (name: string) => (Object.hasOwn(data, name) ? copyValue(data[name]) : undefined);
  return renderWith(template, readContext, mode, hooks);
}

/** Reads a name of the context once per rendering. The result belongs to that rendering, which may change it. */
export type ReadContext = (name: string) => Value;

interface RenderHooks extends Omit<RenderOptions, 'mode'> {
  onBranch?: OnBranch;
  /** A budget that several renderings share. */
  budget?: Budget;
}

export const createModeBudget = (mode: OutputMode): Budget =>
  createBudget(mode === 'text' || mode === 'html' ? 'python' : 'json');

/** `renderTemplate` with the hooks that the linter uses. */
export function renderWith(template: Template, readContext: ReadContext, mode: OutputMode, hooks: RenderHooks): string {
  const { transformText = (text) => text, onBranch = null, environment = {}, budget = createModeBudget(mode) } = hooks;
  try {
    const escapesHtml = mode === 'text';
    const pieces = evaluateTemplate(template, { budget, escapesHtml, environment, readContext, onBranch });
    return WRITERS[mode](pieces, transformText);
  } catch (error) {
    // JavaScript's own stack or string length ran out before the budget did.
    if (error instanceof RangeError) throw new TemplateError('template-limit', 'it is nested too deeply');
    throw error;
  }
}
