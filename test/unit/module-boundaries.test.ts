/** `.dependency-cruiser.mjs` finds each kind of fault that it is there for, and nothing in code without one. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { forbiddenImports } from "../../scripts/lib/module-boundaries.mjs";

/** Runs the check on a tree of files. Returns the violations as "file:line (rule)", sorted and without repetition. */
async function violationsIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "module-boundaries-test-"));
  try {
    for (const [name, text] of Object.entries({ "tsconfig.json": "{}", ...files })) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const found = await forbiddenImports(folder, ["src"]);
    for (const each of found) assert.match(each, / imports \S+\. \S.*\. \(/, "says what is imported, and what to do");
    return [...new Set(found.map((each) => each.replace(/ imports .* (\(\S+\))$/, " $1")))].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that others import, and imports that are allowed. */
const sound = {
  "src/errors.ts": "export const error = 1;",
  "src/call/model.ts":
    'import { error } from "../errors.js";\nexport type Call = typeof error;\nexport const call = error;',
  "src/gen/message_pb.ts": "export const schema = 1;\nexport type Message = 1;",
  "src/registration/codec.ts": 'import type { Message } from "../gen/message_pb.js";\nexport type Body = Message;',
  "src/phone/create-phone.ts": 'import { call } from "../call/model.js";\nexport const phone = call;',
  "src/element/view.ts": 'import type { Call } from "../call/model.js";\nexport type View = Call;',
  "src/wire/fetch-stream.ts": 'import { schema } from "../gen/message_pb.js";\nexport const open = schema;',
  "src/wire/choose-stream.ts": 'export const load = () => import("./fetch-stream.js");',
  "src/gateway/main.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;',
};

test("allowed imports are not reported", async () => {
  assert.deepEqual(await violationsIn(sound), []);
});

test("each kind of forbidden import is reported with its file and line", async () => {
  const faults = {
    "src/call/upwards.ts": 'import type { View } from "../element/view.js";\nexport type Upwards = View;',
    "src/media/sideways.ts":
      '// A comment.\nimport type { Call } from "../call/model.js";\nexport type Sideways = Call;',
    "src/element/value.ts": 'import { call } from "../call/model.js";\nexport const value = call;',
    "src/element/both.ts":
      'import type { Call } from "../call/model.js";\nimport { call } from "../call/model.js";\nexport const both: Call = call;',
    "src/element/mixed.ts": 'import { type Call, call } from "../call/model.js";\nexport const mixed: Call = call;',
    "src/registration/schema.ts": 'import { schema } from "../gen/message_pb.js";\nexport const own = schema;',
    "src/phone/one.ts": 'import type { Two } from "./two.js";\nexport type One = { two: Two };',
    "src/phone/two.ts": 'import type { One } from "./one.js";\nexport type Two = { one: One };',
    "src/phone/node.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;',
    "src/phone/missing.ts": 'import { nowhere } from "./nowhere.js";\nexport const missing = nowhere;',
    "src/wire/eager.ts": 'import { open } from "./fetch-stream.js";\nexport const eager = open;',
    "src/wire/generated.ts": 'import { schema } from "../gen/message_pb.js";\nexport const generated = schema;',
    "src/unlisted/file.ts": 'import { error } from "../errors.js";\nexport const unlisted = error;',
  };
  assert.deepEqual(await violationsIn({ ...sound, ...faults }), [
    "src/call/upwards.ts:1 (imports-of-call/)",
    "src/element/both.ts:1 (type-imports-of-element/)",
    "src/element/mixed.ts:1 (type-imports-of-element/)",
    "src/element/value.ts:1 (type-imports-of-element/)",
    "src/media/sideways.ts:2 (imports-of-media/)",
    "src/phone/missing.ts:1 (not-resolvable)",
    "src/phone/node.ts:1 (packages-of-phone/)",
    "src/phone/one.ts:1 (no-circular)",
    "src/registration/schema.ts:1 (type-imports-of-registration/)",
    "src/unlisted/file.ts:1 (not-in-the-table)",
    "src/wire/eager.ts:1 (fetch-stream-is-lazy)",
    "src/wire/generated.ts:1 (imports-of-wire/)",
  ]);
});
