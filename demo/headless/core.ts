/** A terminal without any interface, straight to the voice core: offers a call, and prints what the core says. */
import { randomUUID } from "node:crypto";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { RTCPeerConnection } from "werift";
// Made by `buf generate` from the package's proto/ folder.
import { WebTerminalService } from "../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";

const [core = "http://localhost:8081", token = "demo-alice", e164 = "+4780000001"] = process.argv.slice(2);
const client = createClient(WebTerminalService, createGrpcTransport({ baseUrl: core }));
const peer = new RTCPeerConnection();
peer.addTransceiver("audio", { direction: "recvonly" });

async function* terminal() {
  await peer.setLocalDescription(await peer.createOffer());
  const sdp = peer.localDescription?.sdp ?? "";
  const offer = { sdp, msisdn: { e164 } };
  yield { callId: randomUUID(), message: { case: "offer" as const, value: offer } };
  // The registration lives as long as this side of the stream.
  await new Promise(() => undefined);
}

for await (const { message } of client.pipe(terminal(), { headers: { authorization: `Bearer ${token}` } })) {
  process.stdout.write(`${message.case ?? "an unknown message"}\n`);
  if (message.case === "answer") await peer.setRemoteDescription({ type: "answer", sdp: message.value.sdp });
  if (message.case === "bye" || message.case === "error") process.exit();
}
