/** A webhook that is made for a known receiver: data, which the manifest's own fields override. */
export interface Preset {
  /** One line for the reference. */
  description: string;
  /** Where everyone sends to; null: each has a URL of his own. */
  url: string | null;
  content_type: string;
  headers: Record<string, string>;
  /** Sees `events` (of a group, the worst first) and `more`, how many of the group it is not handed. null: the context as JSON. */
  body_template: string | null;
  /** Secrets that it cannot do without, and what each must look like. */
  secrets: Record<string, { description: string; pattern: RegExp }>;
  /** Whether the receiver holds an alert open until it is told of the end: then it always is, and never in a group. */
  stateful: boolean;
}
