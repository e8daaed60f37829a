/** Shows a message as lines, and two messages as the lines in which they differ. */

/** Everything of a message as lines `path: text`: one for each line of a text. */
export function listLeaves(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return value.split('\n').map((line) => `${path}: ${shorten(line)}`);
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`];
  const members = Object.entries(value);
  if (members.length === 0) return [`${path}: ${JSON.stringify(value)}`];
  return members.flatMap(([name, member]) => {
    // Elements of lists have no numbers, so that one more at the start does not change all others.
    const step = Array.isArray(value) ? '*' : name;
    return listLeaves(member, path === '' ? step : `${path}.${step}`);
  });
}

/** `x{300}` for the same character 300 times. */
function shorten(line: string): string {
  return line.replace(/(.)\1{19,}/gu, (run, character: string) => `${character}{${run.length}}`);
}

/** The lines that only one of them has, or has more often, in the order of each. */
export function compareLines(usual: readonly string[], other: readonly string[]): string[] {
  const missing = subtractLines(usual, other).map((line) => `- ${line}`);
  return [...missing, ...subtractLines(other, usual).map((line) => `+ ${line}`)].flatMap(countRepetitions);
}

function subtractLines(from: readonly string[], lines: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of lines) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** A line that is repeated becomes one line, and the number of times. */
function countRepetitions(line: string, index: number, lines: string[]): string[] {
  if (line === lines[index - 1]) return [];
  const end = lines.findIndex((other, at) => at > index && other !== line);
  const times = (end < 0 ? lines.length : end) - index;
  return [times > 1 ? `${line} (${times} times)` : line];
}

/** Of lines `name: value`: those with another value, and the names that are missing. */
export function compareRows(usual: readonly string[], other: readonly string[]): string[] {
  const names = other.map(findName);
  const missing = usual.map(findName).filter((name) => !names.includes(name));
  return [...missing.map((name) => `no ${name}`), ...other.filter((line) => !usual.includes(line))];
}

const findName = (line: string): string => line.slice(0, line.indexOf(':'));
