import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A validator of `schema/<name>.schema.json`, which may refer to the shared definitions. */
export function compileSchema(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
  ajv.addSchema(readSchema('definitions'));
  return ajv.compile(readSchema(name));
}

export function readSchema(name: string): Record<string, unknown> {
  const file = path.resolve(import.meta.dirname, `../../schema/${name}.schema.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
