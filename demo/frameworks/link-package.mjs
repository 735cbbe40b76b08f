/** Puts this repository's package into an example's node_modules, where a project of yours has it from npm. */
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const place = path.resolve("node_modules/web-terminal-phone");
mkdirSync(path.dirname(place), { recursive: true });
rmSync(place, { recursive: true, force: true });
symlinkSync(fileURLToPath(new URL("../../", import.meta.url)), place, "junction");
