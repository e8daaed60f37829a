/** The conditions of HAProxy (`.if`, `.elif`, `.else`), as far as a file decides them (https://docs.haproxy.org/3.0/configuration.html#2.4). */

interface Branch {
  /** Whether the lines around `.if` are read. */
  isAroundRead: boolean;
  isRead: boolean;
  /** Whether this branch or one before is surely taken. */
  isDecided: boolean;
}

/**
 * Returns a test of the words of each line, in order: whether it is a condition, or in a branch that is not taken. `environment` has the
 * variables that the file sets. All branches of an unknown condition are read.
 */
export function createConditions(environment: ReadonlyMap<string, string>): (words: readonly string[]) => boolean {
  const open: Branch[] = [];
  const isRead = () => {
    const last = open.at(-1);
    return last === undefined || (last.isAroundRead && last.isRead);
  };
  return ([first, ...rest]) => {
    const value = evaluate(rest.join(' '), environment);
    const last = open.at(-1);
    if (first === '.if') open.push({ isAroundRead: isRead(), isRead: value !== false, isDecided: value === true });
    else if (last !== undefined && (first === '.elif' || first === '.else')) {
      const isPossible = first === '.else' || value !== false;
      last.isRead = !last.isDecided && isPossible;
      last.isDecided ||= first === '.elif' && value === true;
    } else if (first === '.endif') open.pop();
    else return !isRead();
    return true;
  };
}

/** Evaluates a single predicate or number, also negated. Null: it depends on the server. */
function evaluate(text: string, environment: ReadonlyMap<string, string>): boolean | null {
  if (text.startsWith('!')) {
    const value = evaluate(text.slice(1).trim(), environment);
    return value === null ? null : !value;
  }
  if (/^\d+$/.test(text)) return Number(text) !== 0;
  const [, name] = /^defined\((\w+)\)$/.exec(text) ?? [];
  if (name !== undefined) return environment.has(name) ? true : null;
  const [, left, right] = /^streq\(([^,()$]*),([^,()$]*)\)$/.exec(text) ?? [];
  return left === undefined ? null : left === right;
}
