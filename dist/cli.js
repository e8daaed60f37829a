#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-ARUQ22UU.js";import{main}from"./chunks/chunk-Z4OPWI6L.js";import{createProcessIo,exitProcess}from"./chunks/chunk-I7W33DJM.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
