/**
 * `npm start`: sets up and builds what is missing, then runs the simulated core, the demo's
 * OpenID provider, the gateway and the demo page in this one process, until Ctrl-C.
 */
import { randomBytes } from "node:crypto";
import { build } from "./build.mjs";
import { exitOnError } from "./lib/exit.mjs";
import { stopChildren, whenOrphaned } from "./lib/run.mjs";
import { setup, SetupError } from "./setup.mjs";

/** A port from the environment; 0 is a free one. */
function portFrom(name, otherwise) {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new SetupError(`Invalid ${name}=${text}: expected a port from 1 to 65535, or 0 for a free one.`);
  return port;
}

const taken = (error) => error?.code === "EADDRINUSE" || error?.cause?.code === "EADDRINUSE";
const forbidden = (error) => error?.code === "EACCES" || error?.cause?.code === "EACCES";

/** The port that an error of listen() is about, as Node noted it. */
const portOf = (error) => error?.port ?? error?.cause?.port;

function explain(error, names) {
  if (!taken(error) && !forbidden(error)) return error;
  const port = portOf(error);
  const name = Object.keys(names).find((each) => names[each] === port) ?? "PORT";
  return new SetupError(
    `${taken(error) ? `Port ${port} is in use by another program` : `Permission denied for port ${port}`}. ` +
      `Choose another one: ${name}=${port + 1000 > 65_535 ? 9000 : port + 1000} npm start\nOr pick free ports: PORT=0 npm start`,
  );
}

function greeting(url, core, control, issuer) {
  return `
  The demo is at   ${url}

  1. Open two tabs:   ${url}/?user=alice
                      ${url}/?user=bob
     and allow the microphone in both.
  2. As Alice, call Bob at +4790000002. Answer as Bob, and talk.
     (A headset keeps the two tabs from hearing each other.)
  3. Or call a scripted number:
       +4780000001  echoes your voice        +4780000003  is busy
       +4780000002  plays a tone             +4780000004  never answers

  Sign in with the phone's own button: ${url}/sign-in/
  How to embed the phone in your own page: ${url}/docs/

  Gateway ${url}, core (gRPC) localhost:${core}, control service http://localhost:${control},
  OpenID provider ${issuer}
  Ctrl-C stops everything.
`;
}

async function start() {
  const port = portFrom("PORT", 8080);
  const wanted = {
    PORT: port,
    // Whoever asks for a free port has something on the usual ones.
    CORE_PORT: portFrom("CORE_PORT", port === 0 ? 0 : 8081),
    CONTROL_PORT: portFrom("CONTROL_PORT", port === 0 ? 0 : 8082),
    OPENID_PORT: portFrom("OPENID_PORT", port === 0 ? 0 : 8083),
  };
  await setup();
  if (await build()) process.stdout.write("Built.\n");
  const { buildSite } = await import("./docs.mjs");
  buildSite();

  const [{ createSimulator }, { createGateway }, { createDemoHandler }, { createDemoProvider }, { pino }] =
    await Promise.all([
      import("../dist/simulator/index.js"),
      import("../dist/gateway/index.js"),
      import("../demo/server.mjs"),
      import("../demo/sign-in/provider.mjs"),
      import("pino"),
    ]);
  const logger = pino({ level: process.env.LOG_LEVEL ?? "warn" });
  const opened = [];
  let stopping;
  const stop = () =>
    (stopping ??= (async () => {
      // The gateway first: its streams end as they do when a service is restarted.
      for (const each of opened.reverse()) await each.close();
    })());

  try {
    let provider;
    // Beside the tokens that the pages of the demo have of their own, the core knows those that the provider gives.
    const userOf = (token) => provider?.userOf(token);
    const core = await createSimulator({ port: wanted.CORE_PORT, controlPort: wanted.CONTROL_PORT, userOf, logger });
    opened.push(core);
    provider = await createDemoProvider({ users: core.users, port: wanted.OPENID_PORT });
    opened.push(provider);
    const { issuer, client } = provider;
    const gateway = await createGateway({
      listen: { port: wanted.PORT },
      upstream: `http://127.0.0.1:${core.port}`,
      signIn: { issuer, clientId: client.id, clientSecret: client.secret, key: randomBytes(32).toString("base64url") },
      requestHandler: createDemoHandler({ control: `http://127.0.0.1:${core.controlPort}` }),
      logger,
    });
    opened.push(gateway);
    process.stdout.write(greeting(gateway.url, core.port, core.controlPort, issuer));
  } catch (error) {
    await stop();
    throw explain(error, wanted);
  }
  return stop;
}

/** What ends the programs; nothing but set-up's own children until they have started. */
let stop = async () => stopChildren();

const end = () => {
  stop().then(
    () => process.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
};
// Ctrl-C in a terminal arrives twice: from the terminal, and from npm. `stop` minds that.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
whenOrphaned(end);

await exitOnError(async () => {
  stop = await start();
});
