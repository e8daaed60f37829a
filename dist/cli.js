#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-YC4DQJ3U.js";import{main}from"./chunks/chunk-4K4WBB6P.js";import{createProcessIo,exitProcess}from"./chunks/chunk-Q6SA7IA4.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
