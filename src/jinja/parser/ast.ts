/** The syntax tree of a template. Lines and columns count from 1. */

export interface Position {
  line: number;
  column: number;
}

type UnaryOperator = 'not' | '-' | '+';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~';
export type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | 'not in';

export interface Arguments {
  positional: Expression[];
  named: { name: string; value: Expression }[];
}

export type Expression = Position &
  /** A number with a decimal point or an exponent is a float, even if its value is an integer. */
  (
    | { kind: 'constant'; value: string | number | bigint | boolean | null; isFloat?: boolean }
    | { kind: 'name'; name: string }
    | { kind: 'list'; items: Expression[] }
    | { kind: 'tuple'; items: Expression[] }
    | { kind: 'dict'; entries: { key: Expression; value: Expression }[] }
    /** `isDotted`: the template writes `target.key` instead of `target["key"]`. */
    | { kind: 'lookup'; target: Expression; key: Expression; isDotted: boolean }
    | { kind: 'slice'; target: Expression; start: Expression | null; stop: Expression | null; step: Expression | null }
    | { kind: 'call'; callee: Expression; args: Arguments }
    | { kind: 'filter'; name: string; input: Expression; args: Arguments }
    | { kind: 'test'; name: string; input: Expression; args: Arguments }
    | { kind: 'unary'; operator: UnaryOperator; operand: Expression }
    | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
    | { kind: 'logic'; operator: 'and' | 'or'; left: Expression; right: Expression }
    | { kind: 'compare'; first: Expression; rest: { operator: Comparison; operand: Expression }[] }
    | { kind: 'conditional'; test: Expression; yes: Expression; otherwise: Expression | null }
    /** The output of a block: `{% set x %}...{% endset %}`, `{% filter f %}...{% endfilter %}`. */
    | { kind: 'capture'; body: Statement[] }
    /** The body of `{% call %}`. */
    | { kind: 'caller'; macro: Macro }
  );

export interface Macro {
  name: string;
  parameters: { name: string; fallback: Expression | null }[];
  /** The additional arguments that the macro accepts: those that its body refers to. */
  accepts: { varargs: boolean; kwargs: boolean; caller: boolean };
  body: Statement[];
}

/** A variable, an attribute of a `namespace()`, or several targets that a value is unpacked into. */
export type Target = { name: string } | { object: Expression; key: string } | { parts: Target[] };

export type Statement = Position &
  (
    | { kind: 'text'; text: string }
    | { kind: 'output'; value: Expression }
    | { kind: 'if'; test: Expression; yes: Statement[]; otherwise: Statement[] }
    /** `condition`: selects the items that the loop visits, as in `for x in list if x.y`; null: all. */
    | {
        kind: 'for';
        target: Target;
        items: Expression;
        condition: Expression | null;
        isRecursive: boolean;
        body: Statement[];
        otherwise: Statement[];
      }
    | { kind: 'set'; target: Target; value: Expression }
    | { kind: 'with'; values: { target: Target; value: Expression }[]; body: Statement[] }
    | { kind: 'macro'; macro: Macro }
    | {
        kind: 'switch';
        value: Expression;
        cases: { value: Expression; body: Statement[] }[];
        otherwise: Statement[];
      }
    /** `isScoped`: the block also sees the variables of loops and macros around it. */
    | { kind: 'block'; isScoped: boolean; body: Statement[] }
  );

/** A parsed template. */
export type Template = Statement[];
