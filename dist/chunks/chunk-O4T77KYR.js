import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{formatError}from"./chunk-H42UHING.js";function reportCrashes(io,events,exit){events.on("uncaughtException",error=>{io.stderr(formatError(error)),exit(3)})}export{reportCrashes};
