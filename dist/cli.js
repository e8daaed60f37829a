#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-QKOYAOZZ.js";import{main}from"./chunks/chunk-ZIYB7UT6.js";import{createProcessIo,exitProcess}from"./chunks/chunk-4CKCBV3W.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
