import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{main,processIo}from"./chunks/chunk-646ACBXH.js";process.exitCode=await main(process.argv.slice(2),processIo());
