import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A validator of `schema/<name>.schema.json`. */
export function compileSchema(name: string): ValidateFunction {
  const file = path.resolve(import.meta.dirname, `../../schema/${name}.schema.json`);
  return new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
}
