const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/trace/trace.ts
import { channel } from "node:diagnostics_channel";
var events = channel("certvigil:trace");
function isTracing() {
  return events.hasSubscribers;
}
function publishTrace(event) {
  events.publish(event);
}
function subscribeTrace(listener) {
  const onMessage = (event) => listener(event);
  events.subscribe(onMessage);
  return () => void events.unsubscribe(onMessage);
}
function trace(kind, describe, started = null) {
  if (!events.hasSubscribers) return;
  const ms = started === null ? null : performance.now() - started;
  const [subject, result] = describe();
  const outcome = typeof result === "string" ? { result, addresses: [] } : result;
  events.publish({ kind, subject, ms, ...outcome });
}
function traceWork(kind, traced, work) {
  return events.hasSubscribers ? observeWork(kind, traced, work) : work();
}
async function observeWork(kind, { subject, describe, describeError = describeTracedError }, work) {
  const started = performance.now();
  try {
    const result = await work();
    trace(kind, () => [subject(), describe(result)], started);
    return result;
  } catch (error) {
    trace(kind, () => [subject(), describeError(error)], started);
    throw error;
  }
}
function describeTracedError(error) {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const addresses = errors.flatMap((one) => readText(one, "address") ?? []);
  const results = errors.map((one) => {
    const code = readText(one, "code") ?? readText(one?.failure, "code") ?? "failed";
    const address = errors.length > 1 ? readText(one, "address") : null;
    return address === null ? code : `${address} ${code}`;
  });
  return { result: results.join(", "), addresses };
}
function readText(error, key) {
  const value = error?.[key];
  return typeof value === "string" ? value : null;
}

export {
  isTracing,
  publishTrace,
  subscribeTrace,
  trace,
  traceWork,
  describeTracedError
};
