/**
 * Resolves references to environment variables, `${NAME}`. They are only allowed in fields that the schema marks `x-environment`, and are
 * replaced after templates are rendered, so that a template cannot create a reference.
 */

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The prefixes of tokens and inputs of the runner, which manifests must not use. */
const RESERVED = /^(GITHUB|ACTIONS|RUNNER|INPUT)_/i;

/** Lists the variables that a text refers to, in order and without duplicates. */
export function listReferencedVariables(text: string): string[] {
  if (!text.includes('${')) return [];
  return [...new Set(Array.from(text.matchAll(REFERENCE), ([, name]) => name as string))];
}

/** Finds the variable that a text consists of, as in `${TOKEN}`; returns null if it contains other text. */
export function findSoleVariable(text: string): string | null {
  const [name] = listReferencedVariables(text);
  return name !== undefined && text.trim() === `\${${name}}` ? name : null;
}

/** Whether a variable belongs to the runner and may not be used. */
export function isReservedVariable(name: string): boolean {
  return RESERVED.test(name);
}

export type VariableResolution = { value: string } | { missing: string };

/**
 * Replaces every reference. `missing`: the first variable that is unset, empty or reserved. Trailing line breaks of a value are
 * removed: they come from how secrets are stored (`echo ... |`), and are not allowed in headers.
 */
export function resolveVariables(text: string, env: Readonly<Record<string, string | undefined>>): VariableResolution {
  const missing = listReferencedVariables(text).find(
    (name) => isReservedVariable(name) || readVariable(name, env) === '',
  );
  if (missing !== undefined) return { missing };
  return { value: text.replace(REFERENCE, (_, name: string) => readVariable(name, env)) };
}

/** Returns an empty text if the variable is not set. */
export function readVariable(name: string, env: Readonly<Record<string, string | undefined>>): string {
  return (env[name] ?? '').replace(/(?<![\r\n])[\r\n]+$/, '');
}

/** The text that is shown instead of a secret. */
export const MASK = '***';

/** Replaces every reference by `***`, for requests that are only displayed. */
export function maskReferences(text: string): string {
  return text.replace(REFERENCE, MASK);
}

/** Returns the variable with the secret that signs the observations of a probe, or of entries without one. */
export function toSigningVariable(probe: string | null): string {
  return probe === null ? 'OBSERVATIONS_SECRET' : `OBSERVATIONS_SECRET_${toVariableName(probe)}`;
}

/** Converts a name to the usual spelling of a variable: `office-1` becomes `OFFICE_1`. */
export function toVariableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** Whether a text is `$NAME`, as in a shell. A text in lower case does not match, because it can be a password that begins with `$`. */
export function isUnbracedReference(text: string): boolean {
  return /^\$[A-Z_][A-Z0-9_]{2,}$/.test(text);
}
