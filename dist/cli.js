#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-OI35TIDM.js";import{main}from"./chunks/chunk-5BDEZIO2.js";import{createProcessIo,exitProcess}from"./chunks/chunk-6KKBLEH6.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
