#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-53NNXNXC.js";import{main}from"./chunks/chunk-DI6QDSWI.js";import{createProcessIo,exitProcess}from"./chunks/chunk-3M7G4ABK.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
