/** Values that are usually available at once. Awaiting ten thousand of them would take longer than computing them. */

export type MaybePromise<T> = T | Promise<T>;

export function mapMaybePromise<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
