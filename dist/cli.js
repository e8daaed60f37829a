#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-O4T77KYR.js";import{main}from"./chunks/chunk-DTZKNOPW.js";import{createProcessIo,exitProcess}from"./chunks/chunk-H42UHING.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
