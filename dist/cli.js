#!/usr/bin/env node
const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  COMMANDS,
  GENERAL_OPTIONS,
  createReader,
  listOptions,
  readCommonOptions,
  renderCommandHelp,
  renderOverview,
  splitArguments,
  wrapHelp
} from "./chunks/command-specs.js";
import {
  createProcessIo,
  exitProcess,
  isTraceRequested,
  reportCrashes,
  startTrace
} from "./chunks/process-io.js";
import "./chunks/interruption.js";
import {
  AppError,
  createUsageError,
  formatError,
  suggest
} from "./chunks/common-words.js";
import {
  VERSION,
  moveClock
} from "./chunks/package.js";
import "./chunks/host-port.js";
import "./chunks/runtime.js";

// src/cli/parse-options.ts
function parseArguments(argv) {
  const [first, second] = argv;
  if (first === "help" && argv.length > 1) return parseArguments([...argv.slice(1), "--help"]);
  if (first === void 0 || first === "help" || isHelpFlag(first)) return { print: "help", text: renderOverview() };
  if (first === "--version" || first === "-V" || first === "-v") return { print: "version" };
  if (first === "log" && isHelpFlag(second)) return { print: "help", text: renderLogHelp() };
  const command = findCommand(first, second);
  return parseCommand(command, argv.slice(command.name.split(" ").length));
}
function isHelpFlag(argument) {
  return argument === "--help" || argument === "-h";
}
function renderLogHelp() {
  return COMMANDS.filter(({ name }) => name.startsWith("log ")).map(renderCommandHelp).join("\n");
}
function findCommand(first, second) {
  const name = first === "log" ? `log ${second ?? ""}`.trim() : first;
  const command = COMMANDS.find((known) => known.name === name);
  if (command !== void 0) return command;
  if (name === "log") throw createUsageError("log needs a subcommand", "Use `log list` or `log clear`.");
  if (first.startsWith("-"))
    throw createUsageError(`option ${first} before the command`, "Put the command first: certvigil scan ...");
  const names = COMMANDS.map((known) => known.name);
  const similar = suggest(name, names);
  const hint = similar === void 0 ? `Commands: ${names.join(", ")}.` : `Did you mean ${similar}?`;
  throw createUsageError(`unknown command "${name}"`, hint);
}
function parseCommand(command, args) {
  const own = command.listOptions();
  const others = listOptions(readCommonOptions).filter(({ name }) => own.every((spec) => spec.name !== name));
  const split = splitArguments(command.name, args, [...own, ...others, ...GENERAL_OPTIONS]);
  if (split.values.has("help")) return { print: "help", text: renderCommandHelp(command) };
  if (split.values.has("version")) return { print: "version" };
  const reader = createReader(split);
  const unused = [...split.values].filter(([name]) => own.every((spec) => spec.name !== name));
  readCommonOptions(createReader({ ...split, values: new Map(unused) }));
  const [unexpected] = split.operands;
  if (!command.takesOperands && unexpected !== void 0) {
    const hint = own.some(({ name }) => name === "only") ? `To select certificates by name, use --only ${unexpected}.` : `Run 'certvigil ${command.name} --help' for usage.`;
    throw createUsageError(`unexpected argument "${unexpected}" for ${command.name}`, hint);
  }
  return { options: command.parse(reader), isTraced: split.values.has("trace") };
}

// src/cli/main.ts
async function main(argv, io2) {
  try {
    if (argv[0] === COMPLETE_COMMAND) return await complete(argv.slice(1), io2);
    const request = parseArguments(argv);
    if ("options" in request) return await traceCommand(request.isTraced, io2, () => runCommand(request.options, io2));
    if (request.print === "version") io2.stdout(`${VERSION}
`);
    else io2.stdout(wrapHelp(request.text, io2.columns));
    return 0;
  } catch (error) {
    io2.stderr(formatError(error));
    return error instanceof AppError ? error.exitCode : 3;
  }
}
var COMPLETE_COMMAND = "__complete";
async function complete(words, io2) {
  return (await import("./chunks/commands.js")).printCandidates(words, io2);
}
async function traceCommand(isTraced, io2, run) {
  if (!isTraced && !isTraceRequested(io2.env)) return run();
  const stop = startTrace(io2, (line) => io2.stderr(`${line}
`));
  try {
    return await run();
  } finally {
    stop();
  }
}
async function runCommand(options, given) {
  const io2 = moveClock("now" in options ? options.now : null, given);
  if (options.command === "validate") return (await import("./chunks/validate.js")).runValidateCommand(options, io2);
  return (await import("./chunks/commands.js")).runOtherCommand(options, io2, main);
}

// src/lib/process/compile-cache.ts
import module from "node:module";
import path from "node:path";
function enableCompileCache({ env, cwd }) {
  const caches = findUserCaches(env);
  if (caches === null) return;
  const directory = path.join(caches, "certvigil");
  const relative = path.relative(cwd, directory);
  const isInside = !relative.startsWith("..") && !path.isAbsolute(relative);
  if (!isInside) module.enableCompileCache?.(directory);
}
function findUserCaches({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }) {
  const home = HOME && path.join(HOME, ".cache");
  return [XDG_CACHE_HOME, LOCALAPPDATA, home].find((one) => one && path.isAbsolute(one)) ?? null;
}

// src/cli.ts
var io = createProcessIo();
reportCrashes(io, process, (code) => process.exit(code));
enableCompileCache(io);
await exitProcess(await main(process.argv.slice(2), io));
