/** What GitHub's API is reached with. Plain data, made by a face; `github.ts` makes a client of it. */
export interface GitHubAccess {
  token: string;
  /** `owner/name` */
  repository: string;
  /** Without a slash at its end: `https://api.github.com`, or that of a GitHub Enterprise Server. */
  api_url: string;
}

/**
 * The outside world as one plain object. A face makes it from the process, tests make their own, and everything
 * with an effect is handed it; nothing else reaches for `process`.
 */
export interface Io {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** What is piped in: read where a command is asked to, and not before. */
  stdin: () => AsyncIterable<Uint8Array>;
  /** The result: a table or JSON. */
  stdout: (text: string) => void;
  /** Progress and messages. */
  stderr: (text: string) => void;
  isTTY: { stdout: boolean; stderr: boolean };
  /** Width of the terminal in columns; 80 where there is none. */
  columns: number;
  /** From now on the values of these variables read `***` in whatever is printed or masked. */
  conceal: (variables: Iterable<string>) => void;
  /** A text that is printed elsewhere, such as into a report's file, with what is concealed as `***`. */
  mask: (text: string) => string;
  /** Null where there is no token, or it is not known for which repository. */
  github: GitHubAccess | null;
  /** Waits, or rejects when aborted. Tests hand in one that does not wait. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}
