/** Jinja2 templates over plain data: parse, render and lint. See README.md. */

export { TemplateError } from './errors.ts';
export type { OutputMode } from './escape-modes.ts';
export { lintTemplate } from './lint/index.ts';
export type { LintProblem } from './lint/lint-problem.ts';
export type { Template } from './parser/ast.ts';
export { parseTemplate } from './parser/parse.ts';
export { type RenderOptions, renderTemplate } from './render.ts';
export type { ContextSchema, Schema } from './schema.ts';
export * as schemas from './schema.ts';
export { addAliases, createChoice } from './values.ts';
