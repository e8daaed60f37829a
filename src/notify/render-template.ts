/** Renders the templates of webhooks and email with the context of an event. */

import type { Failure } from '../domain/index.ts';
import {
  parseTemplate,
  type RenderOptions,
  renderTemplate as renderParsed,
  type Template,
  TemplateError,
} from '../jinja/index.ts';

/** With a failure, `text` is a rendered body that is not valid JSON. It may contain secrets. */
export type RenderedTemplate = { ok: true; text: string } | { ok: false; failure: Failure; text: string | null };

/** Renders a template over plain data. A failure names the line of the template, if it is known, but not the value. */
export function renderTemplate(text: string, context: object, options: RenderOptions): RenderedTemplate {
  try {
    return { ok: true, text: renderParsed(parseCached(text), context, options) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ok: false, failure: toFailure(error), text: error.rendered };
  }
}

const NOT_JSON_HINT = 'Run "certvigil render" to see it, and write {{ value | tojson }} for a value outside quotes.';

function toFailure({ code, message, line }: TemplateError): Failure {
  const location = line > 0 ? `line ${line}: ` : '';
  const hint = code === 'template-not-json' ? ` ${NOT_JSON_HINT}` : '';
  return { code, detail: `${location}${message}${hint}` };
}

/** A scan renders few templates, for many certificates. */
const parsedTemplates = new Map<string, Template>();
const MAX_CACHED_TEMPLATES = 100;

function parseCached(text: string): Template {
  const known = parsedTemplates.get(text);
  if (known !== undefined) return known;
  const template = parseTemplate(text);
  if (parsedTemplates.size >= MAX_CACHED_TEMPLATES) parsedTemplates.clear();
  parsedTemplates.set(text, template);
  return template;
}

/** Whether a media type is `application/json`, or a type with the suffix `+json` (RFC 6839). */
export function isJsonMediaType(contentType: string): boolean {
  return /^\s*application\/(?:json|[\w.!#$&^-]+\+json)\s*(?:;|$)/i.test(contentType);
}
