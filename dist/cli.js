#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-H4OTFB65.js";import{main}from"./chunks/chunk-XV2JBNUW.js";import{createProcessIo,exitProcess}from"./chunks/chunk-QAY5DQIA.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
