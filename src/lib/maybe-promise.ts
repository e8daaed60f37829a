/** What is mostly there at once and has to be waited for at times: to wait for ten thousand such takes longer than to make them. */
export type Soon<T> = T | Promise<T>;

export function after<A, B>(value: Soon<A>, next: (value: A) => Soon<B>): Soon<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
