/** A gateway with the demo page in a process of its own, so that a test can kill it. Told and heard by messages. */
import { createDemoHandler } from "../../demo/server.mjs";
import { createGateway, type SignInOptions } from "../../src/gateway/index.js";

/** What {@link createStage} starts it with. */
export interface GatewayOrder {
  readonly port: number;
  readonly upstream: string;
  readonly control: string;
  readonly allowOrigins: readonly string[];
  readonly signIn?: SignInOptions;
}

process.once("message", (order: GatewayOrder) => {
  void (async () => {
    const gateway = await createGateway({
      listen: { port: order.port },
      upstream: order.upstream,
      allowOrigins: order.allowOrigins,
      ...(order.signIn && { signIn: order.signIn }),
      requestHandler: createDemoHandler({ control: order.control }),
    });
    process.send?.({ port: gateway.port });
    process.on("SIGTERM", () => {
      void gateway.close().then(() => process.exit(0));
    });
  })();
});

// Whoever started it is gone: so is its reason to be.
process.on("disconnect", () => process.exit(0));
