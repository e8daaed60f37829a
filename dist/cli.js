import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{main}from"./chunks/chunk-X6RSH64Z.js";import{createProcessIo,exitProcess}from"./chunks/chunk-623FFYZE.js";await exitProcess(await main(process.argv.slice(2),createProcessIo()));
