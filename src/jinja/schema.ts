/** Describes the context that a template is rendered with, so that the linter can check names and build samples. */

type SchemaKind = 'any' | 'boolean' | 'number' | 'text' | 'list' | 'dict' | 'function';

export interface Schema {
  kind: SchemaKind;
  /** The elements of a list, or the values of a dict whose keys are not known. */
  items?: Schema;
  /** Every key of a dict or function object; for a text, its additional members. */
  fields?: Readonly<Record<string, Schema>>;
  /** The value is sometimes null. */
  isOptional?: boolean;
  /** The list has exactly one element in samples. */
  isSingle?: boolean;
  /** Values that the linter uses in its samples, in turn. */
  examples?: readonly (string | number | boolean)[];
}

export type ContextSchema = Readonly<Record<string, Schema>>;

export const ANY: Schema = { kind: 'any' };
export const BOOLEAN: Schema = { kind: 'boolean', examples: [true, false] };
export const NUMBER: Schema = { kind: 'number', examples: [12, 3, 45] };
export const TEXT: Schema = { kind: 'text' };
export const FUNCTION: Schema = { kind: 'function' };

export const numberLike = (...examples: readonly number[]): Schema => ({ kind: 'number', examples });
/** A text with members. */
export const createChoiceSchema = (
  fields: Readonly<Record<string, Schema>>,
  ...examples: readonly string[]
): Schema => ({
  kind: 'text',
  fields,
  examples,
});
export const textLike = (...examples: readonly string[]): Schema => ({ kind: 'text', examples });
export const createListSchema = (items: Schema): Schema => ({ kind: 'list', items });
/** A dict with unknown keys. */
export const createMapSchema = (items: Schema): Schema => ({ kind: 'dict', items });
export const createObjectSchema = (fields: Readonly<Record<string, Schema>>): Schema => ({ kind: 'dict', fields });
export const optional = (schema: Schema): Schema => ({ ...schema, isOptional: true });
/** A list that has one element, unless the data says otherwise. */
export const createSingleSchema = (items: Schema): Schema => ({ kind: 'list', items, isSingle: true });
