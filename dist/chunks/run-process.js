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
} from "./command-specs.js";
import {
  createProcessIo,
  exitProcess,
  isTraceRequested,
  reportCrashes,
  startTrace
} from "./process-io.js";
import "./interruption.js";
import {
  AppError,
  createUsageError,
  formatError,
  suggest
} from "./common-words.js";
import {
  VERSION,
  moveClock
} from "./package.js";
import "./host-port.js";
import "./runtime.js";

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
async function main(argv, io) {
  try {
    if (argv[0] === COMPLETE_COMMAND) return await complete(argv.slice(1), io);
    const request = parseArguments(argv);
    if ("options" in request) return await traceCommand(request.isTraced, io, () => runCommand(request.options, io));
    if (request.print === "version") io.stdout(`${VERSION}
`);
    else io.stdout(wrapHelp(request.text, io.columns));
    return 0;
  } catch (error) {
    io.stderr(formatError(error));
    return error instanceof AppError ? error.exitCode : 3;
  }
}
var COMPLETE_COMMAND = "__complete";
async function complete(words, io) {
  return (await import("./commands.js")).printCandidates(words, io);
}
async function traceCommand(isTraced, io, run) {
  if (!isTraced && !isTraceRequested(io.env)) return run();
  const stop = startTrace(io, (line) => io.stderr(`${line}
`));
  try {
    return await run();
  } finally {
    stop();
  }
}
async function runCommand(options, given) {
  const io = moveClock("now" in options ? options.now : null, given);
  if (options.command === "validate") return (await import("./validate.js")).runValidateCommand(options, io);
  return (await import("./commands.js")).runOtherCommand(options, io, main);
}

// src/cli/run-process.ts
async function runProcess() {
  const io = createProcessIo();
  reportCrashes(io, process, (code) => process.exit(code));
  return exitProcess(await main(process.argv.slice(2), io));
}
export {
  runProcess
};
