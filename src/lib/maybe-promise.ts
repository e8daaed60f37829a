/** What is mostly there at once and has to be waited for at times: to wait for ten thousand such takes longer than to make them. */
export type MaybePromise<T> = T | Promise<T>;

export function mapMaybePromise<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
