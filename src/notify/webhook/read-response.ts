/**
 * Reads from the response of a receiver whether it took the message: a status 2xx is not enough. The body is never shown, because it could
 * repeat a secret.
 */

import type { HttpOutcome } from '../../lib/http/client.ts';
import { PRESETS, type Preset, type PresetName, type ResponseBody } from '../../presets/index.ts';

/** `rejected`: the receiver says so, in a way that it documents. `page`: the body is an HTML page. */
export type ResponseVerdict = 'accepted' | 'rejected' | 'page';

type Response = Extract<HttpOutcome, { responded: true }>;

/** Reads a response with the status 2xx. Bodies that are not known, too long or truncated are a success. */
export function evaluateResponse(name: PresetName | null, { body }: Pick<Response, 'body'>): ResponseVerdict {
  // This also removes a byte order mark.
  const text = (body ?? '').trim();
  if (isHtmlPage(text)) return 'page';
  return name !== null && PRESETS[name].isError(parseBody(text)) ? 'rejected' : 'accepted';
}

/** Returns the meaning of a response and what to do; null if it is unknown, or the status is sufficient. */
export function findResponseAdvice(name: PresetName | null, response: HttpOutcome): string | null {
  if (!response.responded || name === null) return null;
  const preset: Preset = PRESETS[name];
  const text = response.body ?? '';
  // The status of an error that has the status 2xx says nothing.
  const verdict = isSuccess(response.status) ? evaluateResponse(name, response) : 'accepted';
  const known = preset.responses.find(({ status = response.status, body }) => {
    const hasStatus =
      verdict === 'accepted' ? status === response.status : verdict === 'rejected' && body !== undefined;
    return hasStatus && (body === undefined || body.test(text));
  });
  return known?.advice ?? null;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseBody(text: string): ResponseBody {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return {
      text: typeof value === 'string' ? value : text,
      fields: isObject ? (value as ResponseBody['fields']) : {},
    };
  } catch {
    return { text, fields: {} };
  }
}

/**
 * Whether a text begins like an HTML page: with a doctype or `<html`, after comments and an XML declaration. Other HTML, such as `<p>ok</p>`,
 * is no page. The Content-Type says nothing: some frameworks send any text as text/html.
 */
function isHtmlPage(text: string): boolean {
  let rest = text;
  for (;;) {
    const end = PROLOG.find(([start]) => rest.startsWith(start))?.[1];
    if (end === undefined) return /^<(?:!doctype\s+html|html)(?:[\s>]|$)/i.test(rest);
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
}

/** The start and the end of comments and declarations, which may come before a page. */
const PROLOG = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;
