/**
 * `${NAME}` references to the environment: contract section 1. They stand only in fields that the schema marks
 * `x-environment`, and are replaced after templates were rendered, so that no template can make one.
 */

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A runner's own tokens and inputs: no manifest may send these away. */
const RESERVED = /^(GITHUB|ACTIONS|RUNNER|INPUT)_/i;

/** Values shorter than this are too common in ordinary text to be masked in it. */
export const MIN_MASKED_LENGTH = 8;

/** The variables that a text names, in order, each once. */
export function listReferencedVariables(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(REFERENCE), ([, name]) => name as string))];
}

/** Whether a variable belongs to the runner and is refused. */
export function isReservedVariable(name: string): boolean {
  return RESERVED.test(name);
}

export type VariableResolution = { value: string } | { missing: string };

/**
 * Replaces every reference; a variable that is unset, empty or reserved is named in `missing`. Line breaks at a
 * value's end are dropped: they come from how secrets are stored (`echo ... |`), and no header may hold them.
 */
export function resolveVariables(text: string, env: Readonly<Record<string, string | undefined>>): VariableResolution {
  const missing = listReferencedVariables(text).find(
    (name) => isReservedVariable(name) || readVariable(name, env) === '',
  );
  if (missing !== undefined) return { missing };
  return { value: text.replace(REFERENCE, (_, name: string) => readVariable(name, env)) };
}

function readVariable(name: string, env: Readonly<Record<string, string | undefined>>): string {
  return (env[name] ?? '').replace(/(?<![\r\n])[\r\n]+$/, '');
}

/** What stands for a secret in anything that is shown. */
export const MASK = '***';

/** Replaces every reference by `***`, for requests that are shown and not sent. */
export function maskReferences(text: string): string {
  return text.replace(REFERENCE, MASK);
}

/**
 * A filter for all text output: the values of these variables, of 8 characters or more, read `***`, also where
 * they are URL-encoded, escaped for JSON, or in base64.
 */
export function createSecretMasker(
  names: Iterable<string>,
  env: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const spellings = new Set<string>();
  for (const name of names) {
    const value = readVariable(name, env);
    if (value.length < MIN_MASKED_LENGTH) continue;
    const base64 = Buffer.from(value).toString('base64');
    for (const spelling of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), base64]) {
      spellings.add(spelling);
    }
    spellings.add(Buffer.from(value).toString('base64url'));
  }
  // The longest first: a secret that contains another must not leave its rest behind.
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, spelling) => masked.replaceAll(spelling, MASK), text);
}
