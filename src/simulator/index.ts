/** A voice core on one machine: real gRPC, real ICE, DTLS-SRTP and RTP. */
import { createClient, createRouterTransport, type Client, type ConnectRouter } from "@connectrpc/connect";
import { systemClock } from "../clock.js";
import { ControlService } from "../gen/webterminal/sim/v1/control_pb.js";
import { WebTerminalService } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createCallModel } from "./calls.js";
import { createControl } from "./control.js";
import { createDirectory, type User } from "./directory.js";
import { controlHelp } from "./usage-text.js";
import { silentLogger, type SimulatorLogger } from "./log.js";
import { createMedia } from "./media.js";
import { createListener, serveHttp1, serveHttp2 } from "./serve.js";
import { createStreams } from "./streams.js";

export type { User } from "./directory.js";
export type { SimulatorLogger } from "./log.js";

/** The options of a simulated core. */
export interface SimulatorOptions {
  /** Port of gRPC; 0 picks a free one. Default: 8081. */
  readonly port?: number;
  /** Port of the control service; 0 picks a free one. Default: 8082. */
  readonly controlPort?: number;
  /** Address to listen on. Default: 127.0.0.1. */
  readonly host?: string;
  /** Additional users: numbers in E.164 by name. */
  readonly users?: Readonly<Record<string, string>>;
  /** Returns the user of a token that is not `demo-NAME`, for example one of an OpenID provider. */
  readonly userOf?: (token: string) => string | undefined;
  /** How long a call outlives its terminal's stream, in milliseconds. Default: 30 000. */
  readonly keepCallMs?: number;
  /**
   * The shortest time between two HTTP/2 PINGs on a connection on which the core is silent, in milliseconds. The third PING
   * that comes sooner ends the connection. 0 allows any. Default: 300 000, as in gRPC servers.
   */
  readonly minPingIntervalMs?: number;
  /** The maximum number of HTTP/2 streams on one connection. Default: no limit. */
  readonly maxStreamsPerConnection?: number;
  /** Receives one line per event. Default: none. */
  readonly logger?: SimulatorLogger;
  /** Certificate and key (PEM) for gRPC over TLS. Default: clear text. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

/** A running simulated core. */
export interface Simulator {
  /** The port of gRPC. */
  readonly port: number;
  /** The port of the control service. */
  readonly controlPort: number;
  readonly users: readonly User[];
  /** The control service, called directly. Rejects with `ConnectError`, as over the network. */
  readonly control: Client<typeof ControlService>;
  /** Ends every stream with Unavailable and frees every socket and timer. */
  close(): Promise<void>;
}

/**
 * Starts a simulated core.
 * @throws Error with an explanation if a port is taken (`cause.code` is `"EADDRINUSE"`).
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = "127.0.0.1", logger: log = silentLogger } = options;
  const directory = createDirectory(options.users, options.userOf);
  const media = createMedia();
  const model = createCallModel({
    media,
    clock: systemClock,
    directory,
    log,
    ...(options.keepCallMs === undefined ? {} : { keepCallMs: options.keepCallMs }),
  });
  const streams = createStreams({ model, directory, log });
  const control = createControl({ model, directory, streams, clock: systemClock });
  const controlRoutes = (router: ConnectRouter) => {
    router.service(ControlService, control.service);
  };

  const core = await serveHttp2(
    createListener(
      (router) => {
        router.service(WebTerminalService, streams.service);
        controlRoutes(router);
      },
      {
        log,
        fallback(_request, response) {
          response.statusCode = 404;
          response.end();
        },
      },
    ),
    {
      host,
      port: options.port ?? 8081,
      tls: options.tls,
      maxStreamsPerConnection: options.maxStreamsPerConnection,
      minPingIntervalMs: options.minPingIntervalMs ?? 300_000,
      log,
    },
  );

  const controlServer = await serveHttp1(
    createListener(controlRoutes, {
      log,
      fallback(request, response) {
        const home = request.method === "GET" && request.url === "/";
        response.statusCode = home ? 200 : 404;
        response.setHeader("content-type", "text/plain; charset=utf-8");
        response.end(
          home
            ? `The simulated voice core.\n\n${controlHelp(`http://${request.headers.host ?? host}`, directory)}`
            : "Not found.\n",
        );
      },
    }),
    { host, port: options.controlPort ?? 8082 },
  ).catch(async (error: unknown) => {
    await core.close();
    await media.close();
    throw error;
  });

  let closing: Promise<void> | null = null;
  return {
    port: core.port,
    controlPort: controlServer.port,
    users: directory.users,
    control: createClient(ControlService, createRouterTransport(controlRoutes)),
    close: () =>
      (closing ??= (async () => {
        control.close();
        streams.close();
        model.close();
        await media.close();
        await Promise.all([core.close(), controlServer.close()]);
      })()),
  };
}
