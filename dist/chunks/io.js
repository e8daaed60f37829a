const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/io.ts
var ERASE_LINE = "\r\x1B[2K";
function moveClock(now, io) {
  if (now === null) return io;
  const realNow = getRealClock(io);
  const start = realNow();
  return { ...io, realNow, now: () => now + realNow() - start };
}
function getRealClock({ now, realNow = now }) {
  return realNow;
}

export {
  ERASE_LINE,
  moveClock,
  getRealClock
};
