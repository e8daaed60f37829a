/** The type of a preset: a webhook template for a known receiver. Fields set in the manifest override it. */

export interface Preset {
  /** One line for the reference documentation. */
  description: string;
  /** The URL that all users share; null if every user has a different one. */
  url: string | null;
  /** A template that is appended to the URL; empty if the URL is complete. */
  path: string;
  method: 'POST' | 'PUT';
  content_type: string;
  headers: Record<string, string>;
  /** The template gets `events`, the most severe first, and `more`, the number of further events. null: the context is sent as JSON. */
  body_template: string | null;
  /** Required secrets and their formats. */
  secrets: Record<string, { description: string; pattern: RegExp }>;
  /** Whether the receiver keeps an alert open until it is resolved. Such alerts are always resolved, and never grouped. */
  stateful: boolean;
  /** Responses whose meaning is known; the first match is used. docs/reference/presets.md links their sources. */
  responses: readonly KnownResponse[];
  /**
   * Whether the body is one that the receiver documents for errors: with the status 2xx, it did not take the message either. Any other body
   * is a success, because relays and compatible servers have their own.
   */
  isError: (body: ResponseBody) => boolean;
}

/** The body of a response. */
export interface ResponseBody {
  /** The text without white space around it. */
  text: string;
  /** The fields of a JSON object; otherwise none. */
  fields: Readonly<Record<string, unknown>>;
}

interface KnownResponse {
  /** Default: any status. */
  status?: number;
  /** A pattern to search in the body. The body is never shown, because it could repeat a secret. Default: any body. */
  body?: RegExp;
  /** The meaning of the response, and what to do. */
  advice: string;
}

/** The fields that most presets share. */
export const JSON_WEBHOOK: Omit<Preset, 'description' | 'body_template'> = {
  url: null,
  path: '',
  method: 'POST',
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  responses: [],
  isError: () => false,
};
